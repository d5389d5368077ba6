/* Coreference in the manner of the rule sieves (Raghunathan et al. 2010): surest links first.  Names, appositions,
 * relative pronouns, repeated descriptions, then pronouns.  What stays open stays open. */
#include "refer/phrases.h"

#define WINDOW 80u /* phrases looked back at for a name */

uint32_t dm_chain(dm_scene *scene, uint32_t phrase)
{
    while (scene->phrases.at[phrase].entity != phrase) {
        uint32_t up = scene->phrases.at[phrase].entity;
        scene->phrases.at[phrase].entity = scene->phrases.at[up].entity;
        phrase = up;
    }
    return phrase;
}

void dm_chain_join(dm_scene *scene, uint32_t a, uint32_t b)
{
    a = dm_chain(scene, a);
    b = dm_chain(scene, b);
    if (a == b)
        return;
    if (b < a) {
        uint32_t c = a;
        a = b;
        b = c;
    }
    dm_phrase *root = &scene->phrases.at[a], *other = &scene->phrases.at[b];
    other->entity = a;
    bool named = root->kind == DM_NAME;
    /* an office is not a name: "Ola X ... the defence secretary" does not make him whoever the dictionary knows */
    if (root->named && root->type == DM_PER && root->actor == DM_NONE && other->actor != DM_NONE && !other->named)
        other->actor = DM_NONE;
    if (other->named && other->type == DM_PER && other->actor == DM_NONE && root->actor != DM_NONE && !root->named)
        root->actor = DM_NONE;
    root->named |= other->named;
    if (root->actor == DM_NONE && other->actor != DM_NONE) {
        root->actor = other->actor;
        memcpy(root->code, other->code, sizeof root->code);
        memcpy(root->country, other->country, sizeof root->country);
        root->whence = other->whence;
    } else if (root->code[0] == 0 || (root->actor == DM_NONE && strlen(other->code) > strlen(root->code))) {
        memcpy(root->code, other->code, sizeof root->code);
        memcpy(root->country, other->country, sizeof root->country);
        root->whence = other->whence;
    }
    if (root->type == DM_OTHER_TYPE || (!named && other->kind == DM_NAME && other->type != DM_OTHER_TYPE))
        root->type = other->type;
    if (root->gender == DM_GENDER_OPEN)
        root->gender = other->gender;
    if (root->number == 0)
        root->number = other->number;
}

static bool codes_differ(const dm_phrase *a, const dm_phrase *b)
{
    if (a->country[0] != 0 && b->country[0] != 0 && strcmp(a->country, b->country) != 0)
        return true;
    return a->actor != DM_NONE && b->actor != DM_NONE && a->actor != b->actor;
}

/* ---- Names ----------------------------------------------------------------------------------------------------------
 */

static uint64_t initials(const dm_scene *scene, const dm_phrase *phrase)
{
    char letters[16];
    size_t count = 0;
    for (uint32_t w = phrase->name_first; w < phrase->name_last; w++)
        if ((word(scene, w)->flags & DM_WORD_CAPITAL) != 0 && count < sizeof letters)
            letters[count++] = word(scene, w)->form.at[0];
    return count < 2 ? 0 : dm_key(letters, count);
}

/* Whether a word of an organisation's name may stand for the whole ("Mahan" of "Mahan Air"): none that names somebody or
 * some place itself, and no noun for organisations ("Party", "Bank"). */
static bool stands_for_whole(const dm_scene *scene, uint32_t w)
{
    const dm_word *at = word(scene, w);
    if ((at->flags & DM_WORD_CAPITAL) == 0 || at->form.size < 3 || token(scene, w)->upos == DM_ADJ || token(scene, w)->upos == DM_DET)
        return false;
    if (scene->out->place_of[w] != DM_NONE || scene->agent_of[w] != DM_NONE || scene->modifier_of[w] != DM_NONE)
        return false;
    uint32_t bits = dm_map_get(&scene->cast->nouns, token(scene, w)->lemma_key);
    return bits == DM_NONE;
}

static void by_key(dm_scene *scene, dm_map *map, uint64_t key, uint32_t phrase)
{
    uint32_t before = dm_map_get(map, key);
    if (before != DM_NONE && !codes_differ(&scene->phrases.at[dm_chain(scene, before)], &scene->phrases.at[phrase]))
        dm_chain_join(scene, before, phrase);
    else if (!dm_map_set(map, key, phrase))
        scene->arena->failed = true;
}

static void join_names(dm_scene *scene)
{
    dm_map map;
    dm_map_init(&map);
    for (uint32_t i = 0; i < scene->phrases.count && !scene->arena->failed; i++) {
        dm_phrase *phrase = &scene->phrases.at[i];
        if (phrase->actor != DM_NONE) {
            by_key(scene, &map, dm_mix(phrase->actor, 11), i);
        } else if (phrase->kind == DM_NAME && phrase->type == DM_NORP && phrase->code[0] != 0) {
            by_key(scene, &map, dm_mix(dm_hash(phrase->code, strlen(phrase->code)), 12), i);
        }
        if (phrase->kind != DM_NAME || phrase->name_last == phrase->name_first)
            continue;
        uint32_t words = phrase->name_last - phrase->name_first;
        uint64_t last = word(scene, phrase->name_last - 1)->key;
        if (phrase->type == DM_PER || phrase->type == DM_OTHER_TYPE) {
            if (words == 1) {
                uint32_t full = dm_map_get(&map, dm_mix(last, 13));
                if (full != DM_NONE && !codes_differ(&scene->phrases.at[dm_chain(scene, full)], phrase)) {
                    dm_chain_join(scene, full, i);
                    continue;
                }
            } else if (phrase->type == DM_PER) {
                if (!dm_map_set(&map, dm_mix(last, 13), i) ||
                    !dm_map_set(&map, dm_mix(word(scene, phrase->name_first)->key, 13), i))
                    scene->arena->failed = true;
            }
        }
        if (words == 1 && (word(scene, phrase->name_first)->flags & DM_WORD_CAPITALS) != 0) {
            uint32_t full = dm_map_get(&map, dm_mix(last, 14));
            if (full != DM_NONE && !codes_differ(&scene->phrases.at[dm_chain(scene, full)], phrase)) {
                dm_chain_join(scene, full, i);
                continue;
            }
        } else if (words > 1 && phrase->type != DM_PER) {
            uint32_t ends[2] = {phrase->name_first, phrase->name_last - 1};
            for (size_t k = 0; k < 2 && phrase->type == DM_ORG; k++)
                if (stands_for_whole(scene, ends[k]) && !dm_map_set(&map, dm_mix(word(scene, ends[k])->key, 16), i))
                    scene->arena->failed = true;
            uint64_t key = words > 2 ? initials(scene, phrase) : 0;
            if (key != 0 && !dm_map_set(&map, dm_mix(key, 14), i))
                scene->arena->failed = true;
        }
        if (words == 1 && phrase->type != DM_NORP && phrase->actor == DM_NONE && phrase->code[0] == 0) {
            uint32_t whole = dm_map_get(&map, dm_mix(last, 16));
            if (whole != DM_NONE && !codes_differ(&scene->phrases.at[dm_chain(scene, whole)], phrase)) {
                dm_chain_join(scene, whole, i);
                continue;
            }
        }
        if (phrase->actor == DM_NONE && phrase->name_key != 0)
            by_key(scene, &map, dm_mix(phrase->name_key, 15), i);
    }
    dm_map_free(&map);
}

/* ---- Appositions and relative pronouns -----------------------------------------------------------------------------
 */

static bool types_agree(const dm_phrase *a, const dm_phrase *b)
{
    if (a->type == DM_OTHER_TYPE || b->type == DM_OTHER_TYPE || a->type == b->type)
        return true;
    uint8_t low = a->type < b->type ? a->type : b->type, high = a->type < b->type ? b->type : a->type;
    return (low == DM_GPE && high == DM_LOC) || high == DM_NORP;
}

/* Whom an apposition describes: the phrase that it hangs on; a person's name behind "the head of the Red Cross in Kesh" is
 * the head's, though it hangs on the Red Cross or on Kesh. */
static uint32_t described_by(const dm_scene *scene, const dm_phrase *phrase)
{
    uint32_t at = token(scene, phrase->head)->head, host = scene->phrase_at[at];
    if (phrase->kind != DM_NAME || phrase->type != DM_PER)
        return host;
    for (int steps = 0; steps < 3; steps++) {
        const dm_phrase *one = scene->phrase_at[at] == DM_NONE ? NULL : &scene->phrases.at[scene->phrase_at[at]];
        if (one != NULL && one->type == DM_PER)
            return scene->phrase_at[at];
        if (token(scene, at)->relation != DM_R_NMOD || token(scene, at)->head == DM_NONE || token(scene, at)->head > at)
            return host;
        at = token(scene, at)->head;
    }
    return host;
}

static void join_appositions(dm_scene *scene)
{
    for (uint32_t i = 0; i < scene->phrases.count; i++) {
        dm_phrase *phrase = &scene->phrases.at[i];
        const dm_token *at = token(scene, phrase->head);
        if (at->head == DM_NONE)
            continue;
        if (phrase->person == 4) {
            uint32_t verb = at->head;
            for (int steps = 0; steps < 4 && verb != DM_NONE && token(scene, verb)->relation != DM_R_ACL_RELCL; steps++)
                verb = token(scene, verb)->head;
            uint32_t noun = verb == DM_NONE ? DM_NONE : token(scene, verb)->head;
            if (noun != DM_NONE && scene->phrase_at[noun] != DM_NONE)
                dm_chain_join(scene, scene->phrase_at[noun], i);
            continue;
        }
        if (at->relation != DM_R_APPOS || phrase->kind == DM_PRONOUN)
            continue;
        uint32_t host = described_by(scene, phrase);
        if (host == DM_NONE || host == i)
            continue;
        dm_phrase *one = &scene->phrases.at[host];
        bool two_names = one->kind == DM_NAME && phrase->kind == DM_NAME;
        /* "Sydney, Australia" and lists of names are no appositions; nor is a repeated role noun */
        if (two_names || !types_agree(one, phrase) ||
            (codes_differ(one, phrase) && one->actor != DM_NONE && phrase->actor != DM_NONE))
            continue;
        if (one->number != 0 && phrase->number != 0 && one->number != phrase->number)
            continue;
        const dm_phrase *name = one->kind == DM_NAME ? one : phrase, *other = name == one ? phrase : one;
        if (name->kind == DM_NAME && (name->type == DM_GPE || name->type == DM_LOC) && other->type == DM_OTHER_TYPE)
            continue;
        if (one->type == DM_OTHER_TYPE && phrase->type == DM_OTHER_TYPE && one->kind != DM_NAME)
            continue;
        dm_chain_join(scene, host, i);
    }
}

/* "its closest ally, the US,": a description between a name and its comma, whatever the tree makes of it. */
static void join_neighbours(dm_scene *scene)
{
    const dm_text *text = scene->tree->text;
    for (uint32_t i = 0; i < scene->phrases.count; i++) {
        const dm_phrase *phrase = &scene->phrases.at[i];
        if (phrase->kind != DM_NOMINAL || phrase->agent == DM_NONE || phrase->last + 1 >= text->word_count ||
            !dm_slice_is(word(scene, phrase->last)->form, ",") ||
            text->sentence_of[phrase->last + 1] != phrase->sentence)
            continue;
        uint32_t head = phrase->last + 1, next = DM_NONE;
        for (uint32_t j = i + 1; j < scene->phrases.count && scene->phrases.at[j].first <= head; j++)
            if (scene->phrases.at[j].first == head && scene->phrases.at[j].kind == DM_NAME &&
                !scene->phrases.at[j].adjective) {
                next = j;
                break;
            }
        if (next == DM_NONE)
            continue;
        const dm_phrase *name = &scene->phrases.at[next];
        bool ends = name->last >= text->word_count || text->sentence_of[name->last] != phrase->sentence ||
                    (word(scene, name->last)->flags & DM_WORD_PUNCT) != 0;
        bool fits = phrase->type == name->type || (phrase->type == DM_GPE && name->type == DM_ORG);
        if (ends && fits && phrase->number != 2 && !codes_differ(phrase, name) && phrase->actor == DM_NONE &&
            (phrase->code[0] == 0 || strcmp(phrase->code, phrase->country) == 0 || phrase->type == DM_PER))
            dm_chain_join(scene, i, next);
    }
}

/* ---- Descriptions
 * ---------------------------------------------------------------------------------------------------- */

/* Whether a noun has what `teller` says of another one behind it; nothing at all will do where that names an actor
 * ("monitors", "the monitors of the League"). */
static bool said_behind(const dm_scene *scene, uint32_t head, uint32_t teller)
{
    const dm_token *tells = token(scene, teller);
    bool any = false;
    for (uint32_t c = token(scene, head)->child; c != DM_NONE; c = token(scene, c)->next) {
        if (c < head || token(scene, c)->relation != tells->relation)
            continue;
        if (token(scene, c)->lemma_key == tells->lemma_key)
            return true;
        any = true;
    }
    return !any && scene->phrase_at[teller] != DM_NONE && scene->phrases.at[scene->phrase_at[teller]].code[0] != 0;
}

/* Whether what `later` says before and behind its head (determiners left out) also stands in `earlier`: "the speed of the
 * blood" is not "the speed of the air". */
static bool says_no_more(const dm_scene *scene, const dm_phrase *later, const dm_phrase *earlier)
{
    for (uint32_t c = token(scene, later->head)->child; c != DM_NONE; c = token(scene, c)->next) {
        uint8_t relation = token(scene, c)->relation;
        bool tells = relation == DM_R_NMOD || relation == DM_R_ACL || relation == DM_R_ACL_RELCL;
        if (c > later->head && tells && !said_behind(scene, earlier->head, c))
            return false;
    }
    for (uint32_t w = later->first; w < later->last; w++) {
        uint8_t upos = token(scene, w)->upos;
        if (w == later->head || upos == DM_DET || upos == DM_PUNCT || upos == DM_PRON || upos == DM_PART ||
            upos == DM_ADP)
            continue;
        bool found = false;
        for (uint32_t v = earlier->first; v < earlier->last && !found; v++)
            found = word(scene, v)->key == word(scene, w)->key;
        if (!found)
            return false;
    }
    return true;
}

static uint64_t possessor(dm_scene *scene, const dm_phrase *phrase)
{
    uint32_t owner = dm_tree_find(scene->tree, phrase->head, DM_R_NMOD_POSS);
    if (owner == DM_NONE)
        return 0;
    uint32_t number = scene->phrase_at[owner];
    return number == DM_NONE ? (uint64_t)word(scene, owner)->key : (uint64_t)dm_chain(scene, number) + 1;
}

static bool has_sector(const char *code, const char *sector) { return sector[0] != 0 && strstr(code, sector) != NULL; }

static bool is_town(uint64_t key)
{
    static const char *const towns[] = {"city", "town", "village", "municipality", "suburb", "district"};
    return key_in(key, towns, DM_COUNT(towns));
}

/* "the capital city" tells whose it is. */
static bool says_capital(const dm_scene *scene, const dm_phrase *phrase)
{
    return phrase->head > phrase->first && dm_slice_is(word(scene, phrase->head - 1)->form, "capital");
}

static bool is_country(const dm_scene *scene, const dm_phrase *phrase)
{
    return phrase->actor != DM_NONE && scene->cast->actors.at[phrase->actor].kind == DM_CAST_GPE && phrase->code[0] != 0 && phrase->code[3] == 0;
}

/* "the country", "the group", "the president": the last name of that type, with a title or sector that fits. */
static uint32_t last_name_of(dm_scene *scene, uint32_t number)
{
    const dm_phrase *phrase = &scene->phrases.at[number];
    const dm_agent *agent = phrase->agent == DM_NONE ? NULL : &scene->cast->agents.at[phrase->agent];
    uint32_t looked = 0, best = DM_NONE;
    for (uint32_t i = number; i-- > 0 && looked < WINDOW; looked++) {
        const dm_phrase *other = &scene->phrases.at[i];
        if (phrase->sentence - other->sentence > 6)
            break;
        if (other->kind != DM_NAME || other->last > phrase->first)
            continue;
        const dm_phrase *root = &scene->phrases.at[dm_chain(scene, i)];
        if (agent != NULL && other->agent == phrase->agent && other->type == phrase->type)
            return i;
        if (phrase->type == DM_PER) {
            continue;
        } else if (phrase->type == DM_ORG && root->type == DM_ORG && phrase->sentence - other->sentence <= 2) {
            const char *sector = agent == NULL ? "" : agent->sector;
            if (sector[0] != 0 && ((root->code[0] == 0 && !other->adjective) || has_sector(root->code, sector)))
                return i;
            uint32_t bits = dm_map_get(&scene->cast->nouns, phrase->head_key);
            if (bits != DM_NONE && (bits & DM_NOUN_GENERIC) != 0 && !other->adjective)
                return i;
        } else if (phrase->type == DM_GPE && root->type == DM_GPE && phrase->sentence - other->sentence <= 1 &&
                   root->number != 2 && !(is_town(phrase->head_key) && !says_capital(scene, phrase) && is_country(scene, root))) {
            uint8_t relation = token(scene, other->head)->relation;
            bool subject = relation == DM_R_NSUBJ || relation == DM_R_NSUBJ_PASS || relation == DM_R_NMOD_POSS;
            if (subject)
                return i;
            if (best == DM_NONE)
                best = i;
        }
    }
    return best;
}

static void join_descriptions(dm_scene *scene)
{
    dm_map map;
    dm_map_init(&map);
    for (uint32_t i = 0; i < scene->phrases.count && !scene->arena->failed; i++) {
        dm_phrase *phrase = &scene->phrases.at[i];
        if (phrase->kind != DM_NOMINAL)
            continue;
        uint64_t key = dm_mix(phrase->head_key, phrase->number == 2 ? 2 : 1);
        uint32_t before = dm_map_get(&map, key);
        uint64_t owner = possessor(scene, phrase);
        bool bare = phrase->last - phrase->first <= 2;
        bool refers_back =
            phrase->definite || phrase->demonstrative || owner != 0 || (phrase->country[0] != 0 && !phrase->indefinite);
        if (refers_back && before != DM_NONE) {
            const dm_phrase *earlier = &scene->phrases.at[before];
            bool owners = owner == 0 || owner == possessor(scene, earlier);
            bool same_code =
                phrase->code[0] == 0 || strcmp(phrase->code, scene->phrases.at[dm_chain(scene, before)].code) == 0;
            if (owners && !codes_differ(phrase, earlier) && same_code && says_no_more(scene, phrase, earlier) &&
                earlier->last <= phrase->first) {
                dm_chain_join(scene, before, i);
                before = DM_NONE;
                if (!dm_map_set(&map, key, i))
                    scene->arena->failed = true;
                continue;
            }
        }
        bool alone = bare || (phrase->type == DM_GPE && phrase->last - phrase->first <= 4);
        for (uint32_t w = phrase->first; w < phrase->head; w++) /* "the Keshi town": some name says whose */
            alone &= scene->spot_of[w] == DM_NONE;
        if ((phrase->definite || phrase->demonstrative) && alone && owner == 0 &&
            token(scene, phrase->head)->upos == DM_NOUN && phrase->number != 2 && phrase->actor == DM_NONE &&
            phrase->country[0] == 0 && (phrase->type == DM_PER || phrase->type == DM_ORG || phrase->type == DM_GPE)) {
            uint32_t name = last_name_of(scene, i);
            if (name != DM_NONE)
                dm_chain_join(scene, name, i);
        }
        if (!dm_map_set(&map, key, i))
            scene->arena->failed = true;
    }
    dm_map_free(&map);
}

void dm_corefer(dm_scene *scene)
{
    uint32_t count = scene->phrases.count;
    for (uint32_t i = 0; i < count; i++)
        scene->phrases.at[i].named = scene->phrases.at[i].kind == DM_NAME;
    for (uint32_t i = 1; i < count; i++) {
        const dm_phrase *before = &scene->phrases.at[i - 1];
        dm_phrase *phrase = &scene->phrases.at[i];
        if (before->first == phrase->first && before->last == phrase->last) {
            phrase->twin = true;
            dm_chain_join(scene, i - 1, i);
        }
    }
    join_names(scene);
    join_appositions(scene);
    join_neighbours(scene);
    join_descriptions(scene);
    dm_pronouns_of_speakers(scene);
    uint32_t *counts = dm_arena_zero(scene->arena, count, sizeof *counts);
    if (counts == NULL || scene->arena->failed)
        return;
    for (uint32_t i = 0; i < count; i++) {
        const dm_phrase *phrase = &scene->phrases.at[i];
        if (phrase->kind == DM_PRONOUN && (phrase->person == 3 || phrase->person == 5))
            dm_pronoun_resolve(scene, i, counts);
        counts[dm_chain(scene, i)]++;
    }
}
