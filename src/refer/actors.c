/* Actors: runs the steps from spots to chains and writes the chains down as entities with their mentions. */
#include "refer/actors.h"

#include <stdlib.h>

#define LONGEST_PHRASE 60u /* words behind a noun that its mention may hold */

static const dm_word *word(const dm_scene *scene, uint32_t w) { return &scene->tree->text->words[w]; }

/* Text order; a phrase that holds another stands before it. */
static int by_place(const void *a, const void *b)
{
    const dm_phrase *x = a, *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    if (x->last != y->last)
        return x->last > y->last ? -1 : 1;
    return x->head < y->head ? -1 : x->head > y->head;
}

/* Sorts the phrases by place and renumbers what points to them. */
static void sort_phrases(dm_scene *scene)
{
    uint32_t count = scene->phrases.count;
    uint32_t *new_number = dm_arena_alloc(scene->arena, count * sizeof *new_number);
    if (new_number == NULL || count == 0)
        return;
    /* `entity` still is the own number, save for acronyms in brackets: keep both through the sort */
    uint32_t *old_entity = dm_arena_alloc(scene->arena, count * sizeof *old_entity);
    if (old_entity == NULL)
        return;
    for (uint32_t i = 0; i < count; i++) {
        old_entity[i] = scene->phrases.at[i].entity;
        scene->phrases.at[i].entity = i;
    }
    qsort(scene->phrases.at, count, sizeof *scene->phrases.at, by_place);
    for (uint32_t i = 0; i < count; i++)
        new_number[scene->phrases.at[i].entity] = i;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t old = scene->phrases.at[i].entity;
        uint32_t root = new_number[old_entity[old]];
        scene->phrases.at[i].entity = root < i ? root : i;
    }
    for (uint32_t w = 0; w < scene->tree->text->word_count; w++)
        scene->phrase_of[w] = scene->phrase_at[w] = DM_NONE;
    for (uint32_t i = 0; i < count; i++) {
        const dm_phrase *phrase = &scene->phrases.at[i];
        if (scene->phrase_at[phrase->head] == DM_NONE)
            scene->phrase_at[phrase->head] = i;
    }
}

/* Nouns for things count only when something speaks of them again; open relative pronouns and "it" say nothing. */
static bool is_kept(const dm_phrase *root, uint32_t mentions)
{
    if (mentions > 1)
        return true;
    if (root->kind == DM_PRONOUN)
        return root->person < 4 && root->gender != DM_GENDER_NEUTER;
    return root->kind == DM_NAME || root->code[0] != 0 || root->type == DM_PER ||
           (root->type == DM_ORG && root->agent != DM_NONE);
}

static dm_slice text_of(const dm_scene *scene, uint32_t first, uint32_t last)
{
    dm_slice text = scene->tree->text->text;
    uint32_t start = word(scene, first)->span.start, end = word(scene, last - 1)->span.end;
    if (text.at != NULL && end <= text.size && start <= end)
        return (dm_slice){text.at + start, end - start};
    return word(scene, last - 1)->form;
}

static void name_entity(const dm_scene *scene, dm_entity *entity, const dm_phrase *root, const dm_phrase *best)
{
    if (root->actor != DM_NONE)
        entity->name = dm_cast_text(scene->cast, scene->cast->actors.at[root->actor].name);
    else if (best->kind == DM_NAME)
        entity->name = text_of(scene, best->name_first, best->name_last);
    else
        entity->name = text_of(scene, best->first, best->last);
    entity->type = (dm_entity_type)root->type;
    memcpy(entity->actor, root->code, sizeof entity->actor);
    memcpy(entity->country, root->country, sizeof entity->country);
    const char *sectors = root->code;
    char country[4];
    dm_code_country(root->code, country);
    if (country[0] != 0)
        sectors += 3;
    for (size_t i = 0; i < DM_COUNT(entity->sectors) && strlen(sectors) >= 3; i++, sectors += 3)
        memcpy(entity->sectors[i], sectors, 3);
    if (root->actor != DM_NONE) {
        const dm_held *held = dm_cast_held(scene->cast, root->actor, scene->document->date);
        if (held != NULL && held->role.size != 0)
            entity->role = dm_cast_text(scene->cast, held->role);
    }
}

/* Which of two mentions names an entity better: a name before a description, the longer name, else the first. */
static bool names_better(const dm_phrase *phrase, const dm_phrase *best)
{
    if ((phrase->kind == DM_NAME) != (best->kind == DM_NAME))
        return phrase->kind == DM_NAME;
    if (phrase->kind == DM_NAME)
        return phrase->name_last - phrase->name_first > best->name_last - best->name_first;
    return best->kind == DM_PRONOUN && phrase->kind == DM_NOMINAL;
}

/* Relative pronouns are no mentions: they stand inside of what they speak of ("the men who fled"). */
static bool is_mention(const dm_phrase *phrase) { return !phrase->twin && phrase->person != 4; }

/* The end of the whole phrase of a noun: with what is said behind it ("the men in blue", "a charter that all had signed"). */
static uint32_t whole_end(const dm_scene *scene, const dm_phrase *phrase)
{
    uint32_t last = phrase->last;
    if (phrase->kind != DM_NOMINAL)
        return last;
    for (uint32_t c = scene->tree->tokens[phrase->head].child; c != DM_NONE; c = scene->tree->tokens[c].next) {
        uint8_t relation = scene->tree->tokens[c].relation;
        uint32_t from, to;
        if (c < phrase->head || (relation != DM_R_NMOD && relation != DM_R_ACL && relation != DM_R_ACL_RELCL))
            continue;
        dm_tree_range(scene->tree, c, &from, &to);
        if (from <= last && to > last && to - phrase->head < LONGEST_PHRASE) /* not behind a comma: that only adds to it */
            last = to;
    }
    while (last > phrase->last && (word(scene, last - 1)->flags & DM_WORD_PUNCT) != 0)
        last--;
    return last;
}

static dm_status write_down(dm_scene *scene)
{
    dm_references *out = scene->out;
    dm_arena *arena = scene->arena;
    uint32_t count = scene->phrases.count, words = scene->tree->text->word_count;
    uint32_t *mentions = dm_arena_zero(arena, count, sizeof *mentions);
    uint32_t *entity_of = dm_arena_alloc(arena, count * sizeof *entity_of);
    uint32_t *best = dm_arena_alloc(arena, count * sizeof *best);
    out->mention_of = dm_arena_alloc(arena, words * sizeof *out->mention_of);
    out->mention_at_head = dm_arena_alloc(arena, words * sizeof *out->mention_at_head);
    out->demonym = dm_arena_zero(arena, words, sizeof *out->demonym);
    if (arena->failed)
        return DM_NO_MEMORY;
    memset(out->mention_of, 0xFF, words * sizeof *out->mention_of);
    memset(out->mention_at_head, 0xFF, words * sizeof *out->mention_at_head);
    memset(entity_of, 0xFF, count * sizeof *entity_of);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t root = dm_chain(scene, i);
        if (!is_mention(&scene->phrases.at[i]))
            continue;
        if (mentions[root]++ == 0 || names_better(&scene->phrases.at[i], &scene->phrases.at[best[root]]))
            best[root] = i;
    }
    uint32_t entities = 0, kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t root = dm_chain(scene, i);
        if (!is_mention(&scene->phrases.at[i]) || !is_kept(&scene->phrases.at[root], mentions[root]))
            continue;
        if (entity_of[root] == DM_NONE)
            entity_of[root] = entities++;
        kept++;
    }
    out->entities = dm_arena_zero(arena, entities, sizeof *out->entities);
    out->entity_reasons = dm_arena_zero(arena, entities, sizeof *out->entity_reasons);
    out->mentions = dm_arena_zero(arena, kept, sizeof *out->mentions);
    uint32_t *lists = dm_arena_alloc(arena, kept * sizeof *lists),
             *fill = dm_arena_zero(arena, entities + 1, sizeof *fill);
    if (arena->failed)
        return DM_NO_MEMORY;
    uint32_t at = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t root = dm_chain(scene, i), number = entity_of[root];
        if (number == DM_NONE)
            continue;
        if (scene->phrases.at[i].twin) { /* another reading of the head of the same words */
            if (out->mention_at_head[scene->phrases.at[i].head] == DM_NONE)
                out->mention_at_head[scene->phrases.at[i].head] = out->mention_count - 1;
            continue;
        }
        dm_entity *entity = &out->entities[number];
        if (!is_mention(&scene->phrases.at[i])) { /* who acts in a relative clause is the mention before it */
            if (entity->id[0] != 0)
                out->mention_at_head[scene->phrases.at[i].head] = out->mention_of[scene->phrases.at[i].head] =
                    lists[fill[number] - 1];
            continue;
        }
        if (entity->id[0] == 0) {
            snprintf(entity->id, sizeof entity->id, "e%u", number + 1);
            name_entity(scene, entity, &scene->phrases.at[root], &scene->phrases.at[best[root]]);
            const dm_phrase *whole = &scene->phrases.at[root];
            out->entity_reasons[number] =
                (dm_entity_reason){whole->actor, whole->agent, whole->modifier, (dm_whence)whole->whence};
            entity->mentions = (dm_list){lists + at, mentions[root]};
            fill[number] = at;
            at += mentions[root];
        }
        const dm_phrase *phrase = &scene->phrases.at[i];
        if (out->entity_reasons[number].agent == DM_NONE && strcmp(phrase->code, entity->actor) == 0) {
            out->entity_reasons[number].agent = phrase->agent;
            out->entity_reasons[number].modifier = phrase->modifier;
        }
        uint32_t mention = out->mention_count++;
        lists[fill[number]++] = mention;
        out->mentions[mention] =
            (dm_mention){{word(scene, phrase->first)->span.start, word(scene, whole_end(scene, phrase) - 1)->span.end},
                         number,
                         phrase->first,
                         phrase->last,
                         phrase->head,
                         (dm_mention_kind)phrase->kind};
        if (out->mention_at_head[phrase->head] == DM_NONE)
            out->mention_at_head[phrase->head] = mention;
        out->demonym[phrase->head] |= phrase->demonym;
        for (uint32_t w = phrase->first; w < phrase->last; w++)
            out->mention_of[w] = mention;
    }
    out->entity_count = entities;
    return DM_OK;
}

dm_status dm_actors_find(const dm_cast *cast, dm_arena *arena, const dm_document *document, const dm_tree *tree,
                         dm_references *out)
{
    dm_scene scene = {.cast = cast, .document = document, .tree = tree, .out = out, .arena = arena};
    dm_spots_find(&scene);
    if (!arena->failed)
        dm_spots_settle(&scene);
    if (!arena->failed)
        dm_phrases_find(&scene);
    if (!arena->failed)
        sort_phrases(&scene);
    if (!arena->failed)
        dm_evident_country(&scene);
    if (!arena->failed)
        dm_corefer(&scene);
    if (!arena->failed)
        dm_evident_owner(&scene);
    return arena->failed ? DM_NO_MEMORY : write_down(&scene);
}
