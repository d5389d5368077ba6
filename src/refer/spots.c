/* Spots: where phrases of the dictionary stand in a text, and which entry each of them means on that day. */
#include "refer/actors.h"

#define PIECES_A_WORD 8u

/* The text as pieces, the way the dictionary's phrases are cut. */
typedef struct text_piece {
    uint64_t key;
    uint64_t stem;     /* key of the stem of some entry that the word begins with, 0 */
    uint32_t word, sentence;
    bool begins, ends; /* first, last piece of its word */
    bool capital, capitals;
} text_piece;

typedef DM_VECTOR(text_piece) piece_list;

enum { AHEAD = 6 };  /* units ahead that tables are fetched for */

/* The longest stem of a dictionary that a word begins with; of four letters at least. */
static uint64_t stem_of(const dm_cast *cast, dm_slice form)
{
    for (size_t size = form.size; size-- > 4;)
        if (dm_map_get(&cast->stems, dm_key(form.at, size)) != DM_NONE)
            return dm_key(form.at, size);
    return 0;
}

static void cut(dm_scene *scene, piece_list *units)
{
    const dm_text *text = scene->tree->text;
    for (uint32_t w = 0; w < text->word_count; w++) {
        const dm_word *word = &text->words[w];
        bool plain = true;
        for (size_t i = 0; i < word->form.size; i++) {
            unsigned char c = (unsigned char)word->form.at[i];
            plain &= c != '-' && c != '\'' && c != '.' && c != '/' && c < 0xE2;
        }
        if (plain) {
            text_piece *unit = DM_PUSH(scene->arena, units);
            if (unit == NULL)
                return;
            unit->key = word->key;
            unit->stem = scene->cast->stems.count == 0 || word->form.size > 64 ? 0 : stem_of(scene->cast, word->form);
            unit->word = w;
            unit->sentence = text->sentence_of[w];
            unit->begins = unit->ends = true;
            unit->capital = (word->flags & DM_WORD_CAPITAL) != 0;
            unit->capitals = (word->flags & DM_WORD_CAPITALS) != 0;
            continue;
        }
        dm_piece pieces[PIECES_A_WORD];
        uint32_t count = dm_cast_pieces(word->form, pieces, PIECES_A_WORD);
        if (count > PIECES_A_WORD)
            count = PIECES_A_WORD;
        for (uint32_t i = 0; i < count; i++) {
            text_piece *unit = DM_PUSH(scene->arena, units);
            if (unit == NULL)
                return;
            unit->key = pieces[i].key;
            unit->word = w;
            unit->sentence = text->sentence_of[w];
            unit->begins = i == 0;
            unit->ends = i + 1 == count;
            unit->capital = pieces[i].capital;
            unit->capitals = pieces[i].capitals;
        }
    }
}

/* Whether the capitals of the words agree with what the alias asks for. */
static bool written_so(const dm_alias *alias, const text_piece *at)
{
    bool high = !alias->cased;
    for (uint32_t i = 0; i < alias->words && i < 32; i++) {
        high |= at[i].capital;
        if ((alias->capitals >> i & 1) != 0 && !at[i].capitals)
            return false;
        if ((alias->capital >> i & 1) != 0 && !at[i].capital)
            return false;
    }
    return high;
}

/* The longest phrase from unit `i`: its end (0 for none) and the first fitting link of its chain. */
static uint32_t longest(const dm_phrases *phrases, const dm_alias *aliases, const piece_list *units, uint32_t i,
                        uint32_t *link)
{
    uint32_t state = 0, best = 0;
    if (phrases->states == 0)
        return 0;
    for (uint32_t j = i; j < units->count && units->at[j].sentence == units->at[i].sentence; j++) {
        uint32_t stem = units->at[j].stem == 0 ? DM_NONE : dm_phrases_step(phrases, state, units->at[j].stem);
        for (uint32_t l = stem == DM_NONE ? DM_NONE : dm_phrases_end(phrases, stem); l != DM_NONE; l = phrases->links[l].next)
            if (aliases[phrases->links[l].value].stem && written_so(&aliases[phrases->links[l].value], units->at + i)) {
                best = j + 1;
                *link = l;
                break;
            }
        state = dm_phrases_step(phrases, state, units->at[j].key);
        if (state == DM_NONE)
            break;
        if (!units->at[j].ends)
            continue;
        for (uint32_t l = dm_phrases_end(phrases, state); l != DM_NONE; l = phrases->links[l].next)
            if (written_so(&aliases[phrases->links[l].value], units->at + i)) {
                best = j + 1;
                *link = l;
                break;
            }
    }
    return best;
}

static void find_actors(dm_scene *scene, const piece_list *units)
{
    const dm_cast *cast = scene->cast;
    for (uint32_t i = 0; i < units->count;) {
        uint32_t link = DM_NONE;
        if (i + AHEAD < units->count)
            dm_phrases_prefetch(&cast->actor_phrases, units->at[i + AHEAD].key);
        uint32_t end = units->at[i].begins ? longest(&cast->actor_phrases, cast->aliases.at, units, i, &link) : 0;
        if (end == 0) {
            i++;
            continue;
        }
        uint32_t first = units->at[i].word, last = units->at[end - 1].word + 1;
        uint32_t number = scene->spots.count;
        dm_spot *spot = DM_PUSH(scene->arena, &scene->spots);
        if (spot == NULL)
            return;
        *spot = (dm_spot){first, last, link, DM_NONE, false, false};
        for (uint32_t w = first; w < last; w++)
            scene->spot_of[w] = number;
        i = end;
    }
}

static void find_agents(dm_scene *scene, const piece_list *units)
{
    const dm_cast *cast = scene->cast;
    const dm_phrases *phrases = &cast->agent_phrases;
    for (uint32_t i = 0; i < units->count;) {
        uint32_t link = DM_NONE;
        if (i + AHEAD < units->count)
            dm_phrases_prefetch(phrases, units->at[i + AHEAD].key);
        /* behind a hyphen it is a part of another word ("Director-General") */
        uint32_t at = units->at[i].word;
        bool joined = at > 0 && dm_slice_is(scene->tree->text->words[at - 1].form, "-") &&
                      (scene->tree->text->words[at - 1].flags & DM_WORD_SPACE) == 0;
        uint32_t end = units->at[i].begins && !joined ? longest(phrases, cast->agent_aliases.at, units, i, &link) : 0;
        if (end == 0) {
            i++;
            continue;
        }
        uint32_t first = units->at[i].word, last = units->at[end - 1].word + 1;
        /* A word may be both a role noun and a modifier ("rebel", "student"). */
        for (uint32_t l = link; l != DM_NONE; l = phrases->links[l].next) {
            const dm_alias *alias = &cast->agent_aliases.at[phrases->links[l].value];
            bool modifier = cast->agents.at[alias->entry].modifier;
            uint32_t *of = modifier ? scene->modifier_of : scene->agent_of;
            if (!written_so(alias, units->at + i) || of[first] != DM_NONE)
                continue;
            uint32_t number = scene->agents.count;
            dm_agent_spot *spot = DM_PUSH(scene->arena, &scene->agents);
            if (spot == NULL)
                return;
            *spot = (dm_agent_spot){first, last, alias->entry};
            for (uint32_t w = first; w < last; w++)
                of[w] = number;
        }
        i = end;
    }
}

static uint32_t *table(dm_scene *scene)
{
    size_t size = scene->tree->text->word_count * sizeof(uint32_t);
    uint32_t *of = dm_arena_alloc(scene->arena, size);
    if (of != NULL)
        memset(of, 0xFF, size);
    return of;
}

void dm_spots_find(dm_scene *scene)
{
    piece_list units = {0};
    scene->spot_of = table(scene);
    scene->agent_of = table(scene);
    scene->modifier_of = table(scene);
    scene->phrase_of = table(scene);
    scene->phrase_at = table(scene);
    cut(scene, &units);
    if (scene->arena->failed)
        return;
    find_actors(scene, &units);
    find_agents(scene, &units);
}

/* ---- Which entry is meant ------------------------------------------------------------------------------------- */

static const dm_alias *alias_of(const dm_scene *scene, uint32_t link)
{
    return &scene->cast->aliases.at[scene->cast->actor_phrases.links[link].value];
}

/* A part of a longer proper name is not the thing named: "Israel" in "Israel Katz", "Jordan" in "Michael Jordan". */
static bool inside_other_name(const dm_scene *scene, const dm_spot *spot)
{
    const dm_tree *tree = scene->tree;
    uint8_t kind = scene->cast->actors.at[alias_of(scene, spot->link)->entry].kind;
    if (spot->last - spot->first == 1 && kind != DM_CAST_ADJ) { /* "May", "Will": words before they are names */
        uint8_t upos = tree->tokens[spot->first].upos;
        bool closed = upos == DM_AUX || upos == DM_ADP || upos == DM_DET || upos == DM_PRON || upos == DM_CCONJ ||
                      upos == DM_SCONJ || upos == DM_PART;
        bool other = kind == DM_CAST_PER && (upos == DM_VERB || upos == DM_ADV || upos == DM_NUM);
        if (closed || (other && tree->tokens[spot->first].name == DM_NO_NAME))
            return true;
        if (kind == DM_CAST_PER && scene->out->time_of[spot->first] != DM_NONE)
            return true;
    }
    for (uint32_t w = spot->first; w < spot->last; w++) {
        const dm_token *token = &tree->tokens[w];
        if (token->relation == DM_R_FLAT && token->head != DM_NONE &&
            (token->head < spot->first || token->head >= spot->last) && tree->tokens[token->head].upos == DM_PROPN &&
            kind != DM_CAST_PER) {
            /* a title before it ("President Biden") is no longer name */
            if (scene->agent_of[token->head] == DM_NONE && scene->spot_of[token->head] == DM_NONE)
                return true;
        }
    }
    if (spot->last < tree->text->word_count && kind != DM_CAST_PER) {
        const dm_token *next = &tree->tokens[spot->last];
        if (next->relation == DM_R_FLAT && next->upos == DM_PROPN && next->head >= spot->first &&
            next->head < spot->last && scene->agent_of[spot->last] == DM_NONE && scene->spot_of[spot->last] == DM_NONE)
            return true;
    }
    /* a short form of somebody else's full name: "Hamid" of "Hamid Karzai" */
    if (kind == DM_CAST_PER && spot->last - spot->first == 1) {
        const dm_token *at = &tree->tokens[spot->first];
        bool before = spot->first > 0 && at->name == DM_NAME_PER && !at->name_begins &&
                      scene->agent_of[spot->first - 1] == DM_NONE && scene->spot_of[spot->first - 1] == DM_NONE &&
                      tree->tokens[spot->first - 1].upos == DM_PROPN &&
                      tree->text->words[spot->first - 1].form.size > 3; /* "Mr" and initials may stand there */
        bool after = spot->last < tree->text->word_count && tree->tokens[spot->last].name == DM_NAME_PER &&
                     !tree->tokens[spot->last].name_begins;
        if (after || before)
            return true;
    }
    if (tree->tokens[spot->first].name == DM_NAME_PER && kind != DM_CAST_PER && kind != DM_CAST_ADJ) {
        /* a person's name for the name finder, and it goes on beyond the spot */
        bool before = spot->first > 0 && tree->tokens[spot->first].name_begins == 0;
        bool after = spot->last < tree->text->word_count && tree->tokens[spot->last].name == DM_NAME_PER &&
                     tree->tokens[spot->last].name_begins == 0;
        return before || after;
    }
    return false;
}

/* Whether the name finder sees a person where the entry is none, or a place where it is a person; 1 for sure, when the
 * text has a full name that ends so ("Michael Jordan ... Jordan"). */
static int against_names(const dm_scene *scene, const dm_spot *spot, const dm_actor *actor, const dm_map *surnames)
{
    const dm_token *tokens = scene->tree->tokens;
    uint8_t name = tokens[spot->first].name;
    if (actor->kind != DM_CAST_PER && spot->last - spot->first == 1 &&
        dm_map_get(surnames, scene->tree->text->words[spot->first].key) != DM_NONE && name == DM_NAME_PER)
        return 1;
    /* what the name finder says counts only where its name is the spot's */
    if (tokens[spot->last - 1].name != name || tokens[spot->first].name_begins == 0)
        return 0;
    if (name == DM_NAME_PER && actor->kind != DM_CAST_PER)
        return spot->last - spot->first > 1 ? 1 : -1;
    return name == DM_NAME_LOC && actor->kind == DM_CAST_PER ? 1 : 0;
}

static bool in_office(const dm_scene *scene, uint32_t actor)
{
    const dm_held *held = dm_cast_held(scene->cast, actor, scene->document->date);
    size_t size = held == NULL ? 0 : strlen(held->code);
    return size > 3 && memcmp(held->code + size - 3, "ELI", 3) != 0;
}

/* The title words right before a spot tell the country: "Israeli Prime Minister", "Senator". */
static bool title_agrees(const dm_scene *scene, const dm_spot *spot, uint32_t actor)
{
    if (spot->first == 0 || scene->agent_of[spot->first - 1] == DM_NONE)
        return false;
    const dm_agent *agent = &scene->cast->agents.at[scene->agents.at[scene->agent_of[spot->first - 1]].agent];
    const dm_held *held = dm_cast_held(scene->cast, actor, scene->document->date);
    if (held == NULL || held->code[0] == 0)
        return false;
    char country[4];
    dm_code_country(held->code, country);
    uint32_t before = scene->agents.at[scene->agent_of[spot->first - 1]].first;
    if (before > 0 && scene->spot_of[before - 1] != DM_NONE) {
        const dm_spot *place = &scene->spots.at[scene->spot_of[before - 1]];
        const dm_held *of = dm_cast_held(scene->cast, alias_of(scene, place->link)->entry, scene->document->date);
        char other[4];
        dm_code_country(of == NULL ? "" : of->code, other);
        if (other[0] != 0 && strcmp(other, country) != 0)
            return false;
    } else if (agent->fallback[0] != 0 && strcmp(agent->fallback, country) != 0) {
        return false;
    }
    return agent->sector[0] == 0 || strstr(held->code + (country[0] ? 3 : 0), agent->sector) != NULL;
}

/* Whether the text names that country; "" is never named. */
static bool names_country(const dm_scene *scene, const char *country)
{
    for (uint32_t i = 0; i < scene->named.count; i++)
        if (strcmp(scene->named.at[i].country, country) == 0)
            return true;
    return false;
}

static void country_of(const dm_scene *scene, uint32_t actor, char country[4])
{
    const dm_held *held = dm_cast_held(scene->cast, actor, scene->document->date);
    dm_code_country(held == NULL ? "" : held->code, country);
}

static void note_country(dm_scene *scene, uint32_t actor)
{
    char country[4];
    country_of(scene, actor, country);
    if (country[0] == 0 || scene->named.count > 300 || names_country(scene, country))
        return;
    struct dm_country_named *made = DM_PUSH(scene->arena, &scene->named);
    if (made != NULL)
        memcpy(made->country, country, 4);
}

/* Whether a country stands beside a spot: "the Norwegian Labour Party", "Norway's Labour Party", "the Labour Party of Norway". */
static bool country_beside(const dm_scene *scene, const dm_spot *spot, const char *country)
{
    const dm_text *text = scene->tree->text;
    uint32_t first = spot->first, sentence = text->sentence_of[first], beside[3], count = 0;
    if (first > 0 && text->sentence_of[first - 1] == sentence)
        beside[count++] = first - 1;
    if (first > 1 && text->sentence_of[first - 2] == sentence && dm_slice_is(text->words[first - 1].form, "'s"))
        beside[count++] = first - 2;
    if (spot->last + 1 < text->word_count && text->sentence_of[spot->last + 1] == sentence &&
        (dm_slice_is(text->words[spot->last].form, "of") || dm_slice_is(text->words[spot->last].form, "in")))
        beside[count++] = spot->last + 1;
    for (uint32_t i = 0; i < count; i++) {
        char other[4] = "";
        if (scene->spot_of[beside[i]] != DM_NONE)
            country_of(scene, alias_of(scene, scene->spots.at[scene->spot_of[beside[i]]].link)->entry, other);
        if (other[0] != 0 && strcmp(other, country) == 0)
            return true;
    }
    return false;
}

/* Is the spot no part of a longer name of a person? */
static bool stands_alone(const dm_scene *scene, const dm_spot *spot)
{
    const dm_token *tokens = scene->tree->tokens;
    bool begins = tokens[spot->first].name != DM_NAME_PER || tokens[spot->first].name_begins;
    bool ends = spot->last >= scene->tree->text->word_count || tokens[spot->last].name != DM_NAME_PER || tokens[spot->last].name_begins;
    return begins && ends;
}

enum { LONGER_NAME = 1, FULL_NAME }; /* of a surname: part of a longer name of the text, whose first word is no title */

/* Chooses among the entries that are written so.  Points: country beside it 12, full form in the text 8, title 4, its
 * country named elsewhere in the text 2, in office on the day 2.  A name of several words that parties of several countries
 * bear is meant where the text names its country, and only one of theirs. */
static void choose(dm_scene *scene, dm_spot *spot, const uint8_t *full, const dm_map *surnames)
{
    const dm_phrases *phrases = &scene->cast->actor_phrases;
    int best = -9;
    uint32_t active = 0;
    bool owned = false; /* the user's own entries go before ours, which stand behind them */
    bool support = false, tie = false, several = phrases->links[spot->link].next != DM_NONE;
    for (uint32_t l = spot->link; l != DM_NONE; l = phrases->links[l].next) {
        const dm_alias *alias = &scene->cast->aliases.at[phrases->links[l].value];
        const dm_actor *actor = &scene->cast->actors.at[alias->entry];
        int against = against_names(scene, spot, actor, surnames);
        bool own = alias->entry >= scene->cast->first_own;
        if (against > 0 || (owned && !own))
            continue;
        if (alias->ambiguous && alias->words == 1 && actor->kind == DM_CAST_PER && !full[alias->entry] && !own && stands_alone(scene, spot) &&
            dm_map_get(surnames, scene->tree->text->words[spot->first].key) == FULL_NAME)
            continue; /* the text names another one in full */
        owned |= own && !alias->ambiguous;
        bool title = actor->kind == DM_CAST_PER && title_agrees(scene, spot, alias->entry);
        bool office = actor->kind == DM_CAST_PER && in_office(scene, alias->entry);
        char country[4];
        country_of(scene, alias->entry, country);
        bool shared = alias->ambiguous && alias->words > 1 && actor->kind == DM_CAST_ORG;
        bool beside = shared && country_beside(scene, spot, country);
        int points = (against < 0 ? -1 : 0) + (full[alias->entry] ? 8 : 0) + (title ? 4 : 0) + (beside ? 12 : 0) + (office ? 2 : 0) +
                     (alias->ambiguous ? 0 : 1) + (several && names_country(scene, country) ? 2 : 0) +
                     (own ? 1 : 0) +
                     (actor->kind == DM_CAST_GPE ? 1 : 0); /* "US" is a country before it is an adjective */
        active += office;
        if (points > best) {
            best = points;
            tie = false;
            spot->actor = alias->entry;
            spot->ambiguous = alias->ambiguous;
            support = full[alias->entry] || title || beside || (shared && names_country(scene, country));
        } else if (points == best && spot->actor != alias->entry) {
            tie = true;
        }
    }
    if (spot->actor == DM_NONE) {
        spot->dropped = true;
    } else if (spot->ambiguous && !support) {
        /* A bare short form counts when one holder of an office goes by it, and nobody else, and the text tells of his country. */
        char country[4];
        country_of(scene, spot->actor, country);
        spot->dropped = tie || active != 1 || !in_office(scene, spot->actor) || !names_country(scene, country);
    } else if (spot->ambiguous && tie && scene->cast->actors.at[spot->actor].kind != DM_CAST_PER) {
        spot->dropped = true;
    } else if (tie && scene->cast->actors.at[spot->actor].kind == DM_CAST_PER && !support) {
        spot->dropped = best < 2;
    }
    if (spot->dropped)
        spot->actor = DM_NONE;
}

/* A name that somebody bears plainly and others with their country: it is no full name that speaks for itself. */
static bool is_shared_name(const dm_scene *scene, uint32_t link)
{
    const dm_phrases *phrases = &scene->cast->actor_phrases;
    for (uint32_t l = link; l != DM_NONE; l = phrases->links[l].next) {
        const dm_alias *alias = alias_of(scene, l);
        if (alias->ambiguous && alias->words > 1 && scene->cast->actors.at[alias->entry].kind == DM_CAST_ORG)
            return true;
    }
    return false;
}

void dm_spots_settle(dm_scene *scene)
{
    const dm_phrases *phrases = &scene->cast->actor_phrases;
    uint8_t *full = dm_arena_zero(scene->arena, scene->cast->actors.count + 1, 1);
    if (full == NULL)
        return;
    dm_map surnames;
    dm_map_init(&surnames);
    for (uint32_t i = 0; i < scene->tree->name_count; i++) {
        const dm_named *name = &scene->tree->names[i];
        bool plain = scene->agent_of[name->first] == DM_NONE;
        if (name->type == DM_NAME_PER && name->last - name->first > 1 &&
            !dm_map_set(&surnames, scene->tree->text->words[name->last - 1].key, plain ? FULL_NAME : LONGER_NAME))
            scene->arena->failed = true;
    }
    for (uint32_t i = 0; i < scene->spots.count; i++) {
        dm_spot *spot = &scene->spots.at[i];
        if (inside_other_name(scene, spot)) {
            spot->dropped = true;
            continue;
        }
        const dm_alias *only = alias_of(scene, spot->link);
        if (!only->ambiguous && (only->fullest || only->words > 1) && !is_shared_name(scene, spot->link) &&
            against_names(scene, spot, &scene->cast->actors.at[only->entry], &surnames) == 0)
            for (uint32_t l = spot->link; l != DM_NONE; l = phrases->links[l].next) {
                const dm_alias *alias = &scene->cast->aliases.at[phrases->links[l].value];
                if (!alias->ambiguous)
                    full[alias->entry] = 1;
            }
    }
    for (uint32_t i = 0; i < scene->spots.count; i++) /* countries that nothing else is called like */
        if (!scene->spots.at[i].dropped && phrases->links[scene->spots.at[i].link].next == DM_NONE &&
            !alias_of(scene, scene->spots.at[i].link)->ambiguous)
            note_country(scene, alias_of(scene, scene->spots.at[i].link)->entry);
    for (uint32_t i = 0; i < scene->spots.count; i++)
        if (!scene->spots.at[i].dropped)
            choose(scene, &scene->spots.at[i], full, &surnames);
    dm_map_free(&surnames);
    for (uint32_t i = 1; i < scene->spots.count; i++) { /* "the Keshi Congress" is not the one that is known by that word alone */
        dm_spot *spot = &scene->spots.at[i], *before = &scene->spots.at[i - 1];
        if (spot->dropped || before->dropped || spot->last - spot->first != 1 || spot->actor == DM_NONE || before->actor == DM_NONE ||
            scene->cast->actors.at[spot->actor].kind != DM_CAST_ORG)
            continue;
        bool adjacent = before->last == spot->first || (before->last + 1 == spot->first && dm_slice_is(scene->tree->text->words[before->last].form, "'s"));
        uint8_t kind = scene->cast->actors.at[before->actor].kind;
        if (!adjacent || (kind != DM_CAST_ADJ && kind != DM_CAST_GPE))
            continue;
        const dm_held *one = dm_cast_held(scene->cast, spot->actor, scene->document->date), *other = dm_cast_held(scene->cast, before->actor, scene->document->date);
        char country[4], owner[4];
        dm_code_country(one == NULL ? "" : one->code, country);
        dm_code_country(other == NULL ? "" : other->code, owner);
        if (country[0] != 0 && owner[0] != 0 && strcmp(country, owner) != 0)
            spot->dropped = true;
    }
    for (uint32_t i = 0; i < scene->spots.count; i++)
        if (scene->spots.at[i].dropped)
            for (uint32_t w = scene->spots.at[i].first; w < scene->spots.at[i].last; w++)
                scene->spot_of[w] = DM_NONE;
    for (uint32_t i = 0; i < scene->spots.count; i++)
        if (!scene->spots.at[i].dropped)
            note_country(scene, scene->spots.at[i].actor);
}
