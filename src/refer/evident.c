/* Evident countries: whose police, parliament or protesters are meant where the phrase itself does not say it.  The
 * text must leave no doubt: one country stands out, and the sentence names no other. */
#include "refer/phrases.h"


typedef struct tally {
    char country[4];
    uint32_t count;
} tally;

typedef DM_VECTOR(tally) tallies;

static uint32_t number_of(dm_scene *scene, tallies *all, const char *country)
{
    for (uint32_t i = 0; i < all->count; i++)
        if (strcmp(all->at[i].country, country) == 0)
            return i;
    tally *made = DM_PUSH(scene->arena, all);
    if (made == NULL)
        return 0;
    memcpy(made->country, country, 4);
    return all->count - 1;
}

/* State bodies need a country that leads clearly; the people of a text only one that is nearly alone. */
static bool state_sector(const char *sector)
{
    static const char *const state[] = {"GOV", "COP", "LEG", "JUD", "MIL", "SPY"};
    for (size_t i = 0; i < DM_COUNT(state); i++)
        if (strncmp(sector, state[i], 3) == 0)
            return true;
    return false;
}

static bool people_sector(const char *sector)
{
    static const char *const people[] = {"CVL", "OPP", "PTY", "EDU", "LAB", "REL", "REB", "MED"};
    for (size_t i = 0; i < DM_COUNT(people); i++)
        if (strncmp(sector, people[i], 3) == 0)
            return true;
    return false;
}

/* "foreign troops", "international observers": not of the country that the text is about. */
static bool is_elsewhere(const dm_scene *scene, const dm_phrase *phrase)
{
    static const char *const words[] = {
        "foreign", "international", "western",      "global", "multinational", "overseas", "european", "allied", "regional",
        "other",   "neighboring",   "neighbouring", "un",     "arab",          "world",    "african",  "asian",  "caribbean"};
    /* who is sent abroad, or comes from there, is seldom of the country that he is seen in */
    static const char *const guests[] = {"diplomat", "envoy",      "ambassador", "emissary", "mediator", "observer", "inspector",
                                         "monitor",  "negotiator", "expatriate", "tourist",  "migrant",  "foreigner", "peacekeeper",
                                         "counterpart", "bloc"};
    for (size_t i = 0; i < DM_COUNT(guests); i++)
        if (phrase->head_key == dm_key(guests[i], strlen(guests[i])))
            return true;
    /* "Kurdish lawmakers", "diplomats from Norland and Sudland": some other name stands in it */
    for (uint32_t w = phrase->first; w < phrase->last && phrase->kind == DM_NOMINAL; w++)
        if (w < phrase->head ? scene->spot_of[w] != DM_NONE
                             : dm_phrase_code_at(scene, w)[0] != 0 && strncmp(dm_phrase_code_at(scene, w), scene->country, 3) != 0)
            return true;
    for (uint32_t w = phrase->first; w < phrase->last; w++)
        for (size_t i = 0; i < DM_COUNT(words); i++)
            if (word(scene, w)->key == dm_key(words[i], strlen(words[i])))
                return true;
    return false;
}

/* The countries that a sentence names, at most three. */
typedef struct named_here {
    char country[3][4];
    uint8_t count;
} named_here;

static void note_here(named_here *here, const char *country)
{
    for (uint32_t i = 0; i < here->count; i++)
        if (strcmp(here->country[i], country) == 0)
            return;
    if (here->count < DM_COUNT(here->country))
        memcpy(here->country[here->count++], country, 4);
}

static bool names(const named_here *here, const char *country)
{
    for (uint32_t i = 0; i < here->count; i++)
        if (strcmp(here->country[i], country) == 0)
            return true;
    return false;
}

/* Where the report comes from or begins counts for more than what it mentions in passing. */
enum { OPENING = 2, MOST_COUNTRIES = 300 };

/* Counts each country that a name, an adjective or a place of the text belongs to. */
static void count_countries(dm_scene *scene, tallies *all, named_here *here, uint32_t *total)
{
    const dm_references *out = scene->out;
    const dm_text *text = scene->tree->text;
    /* the first sentence, and the dateline before it */
    uint32_t begin = text->sentence_count > 1 && text->sentences[0].dateline;
    for (uint32_t i = 0; i < scene->phrases.count + out->place_count; i++) {
        const dm_phrase *phrase = i < scene->phrases.count ? &scene->phrases.at[i] : NULL;
        const dm_place *place = phrase == NULL ? &out->places[i - scene->phrases.count] : NULL;
        const char *country = phrase != NULL ? phrase->country : place->country;
        uint32_t first = phrase != NULL ? phrase->first : place->first;
        if (country[0] == 0 || all->count > MOST_COUNTRIES)
            continue;
        uint32_t sentence = scene->tree->text->sentence_of[first], weight = 1;
        if (place != NULL) {
            const char *code = dm_phrase_code_at(scene, first); /* "Baghdad said": counted as who it is */
            if (code[0] != 0 && strncmp(code, country, 3) != 0)
                continue;
            weight = (code[0] == 0) + (sentence <= begin ? OPENING : 0);
            if (weight == 0)
                continue;
        }
        uint32_t number = number_of(scene, all, country);
        if (scene->arena->failed)
            return;
        all->at[number].count += weight;
        *total += weight;
        note_here(&here[sentence], country);
        if (text->sentences[sentence].dateline && sentence + 1 < text->sentence_count)
            note_here(&here[sentence + 1], country);
    }
}

/* "his ministers", "its spokesman", "NATO, whose ministers": the owner tells whose they are, not the text at large. */
static uint32_t owner_of(const dm_scene *scene, const dm_phrase *phrase)
{
    uint32_t owner = phrase->kind == DM_NOMINAL ? dm_tree_find(scene->tree, phrase->head, DM_R_NMOD_POSS) : DM_NONE;
    if (owner == DM_NONE)
        return DM_NONE;
    uint32_t number = scene->phrase_at[owner]; /* "the organisation's council": whatever the organisation turns out to be */
    return scene->tree->tokens[owner].upos == DM_PRON || (number != DM_NONE && scene->phrases.at[number].code[0] == 0) ? owner : DM_NONE;
}

/* "three villagers near Skardu": the country of a place right behind the phrase, "" when none stands there. */
static const char *place_behind(const dm_scene *scene, const dm_phrase *phrase)
{
    static const char *const near[] = {"in", "at", "near", "outside", "around"};
    uint32_t end = scene->tree->text->sentences[phrase->sentence].last;
    for (uint32_t w = phrase->last; w + 1 < end && w < phrase->last + 1; w++)
        for (size_t i = 0; i < DM_COUNT(near); i++) {
            uint32_t place = word(scene, w)->key == dm_key(near[i], strlen(near[i])) ? scene->out->place_of[w + 1] : DM_NONE;
            if (place != DM_NONE)
                return scene->out->places[place].country;
        }
    return "";
}

void dm_evident_country(dm_scene *scene)
{
    tallies all = {0};
    uint32_t total = 0, count = scene->phrases.count, best = 0, second = 0, leader = 0;
    named_here *here = dm_arena_zero(scene->arena, scene->tree->text->sentence_count, sizeof *here);
    if (here == NULL)
        return;
    count_countries(scene, &all, here, &total);
    for (uint32_t i = 0; i < all.count; i++) {
        if (all.at[i].count > best) {
            second = best;
            best = all.at[i].count;
            leader = i;
        } else if (all.at[i].count > second) {
            second = all.at[i].count;
        }
    }
    bool only = best == total && best > 0; /* a short report that names one country */
    bool clear = only || (best >= 3 && best * 2 >= 3 * second);
    bool alone = (only && best >= 2) || (best >= 3 && best * 5 >= total * 3);
    if (!clear)
        return;
    memcpy(scene->country, all.at[leader].country, 4);
    for (uint32_t i = 0; i < count; i++) {
        dm_phrase *phrase = &scene->phrases.at[i];
        if (phrase->agent == DM_NONE || phrase->country[0] != 0 || phrase->actor != DM_NONE ||
            phrase->kind == DM_PRONOUN || (phrase->kind == DM_NAME && phrase->type != DM_PER) || owner_of(scene, phrase) != DM_NONE)
            continue;
        const dm_agent *agent = &scene->cast->agents.at[phrase->agent];
        const dm_agent *modifier = phrase->modifier == DM_NONE ? NULL : &scene->cast->agents.at[phrase->modifier];
        if (agent->whole[0] != 0 || agent->sector[0] == 0)
            continue;
        /* what it has taken from elsewhere (IGO, an organisation without a country) stays */
        if (phrase->code[0] != 0 && strncmp(phrase->code, agent->sector, 3) != 0 &&
            (modifier == NULL || strncmp(phrase->code, modifier->sector, 3) != 0))
            continue;
        const char *sector = phrase->code[0] != 0 ? phrase->code : agent->sector;
        const named_here *named = &here[phrase->sentence];
        bool at_home = named->count == 0 || names(named, scene->country);
        bool undisputed = named->count == 0 || (named->count == 1 && at_home);
        bool meant = state_sector(sector) ? at_home || alone : people_sector(sector) && ((undisputed && best >= 3 + OPENING) || (alone && at_home));
        if (phrase->kind == DM_NAME && !undisputed) /* ministers travel */
            meant = false;
        const char *country = people_sector(sector) && phrase->kind == DM_NOMINAL ? place_behind(scene, phrase) : "";
        if ((!meant && country[0] == 0) || is_elsewhere(scene, phrase))
            continue;
        dm_agent_compose(scene, phrase, agent, modifier, country[0] != 0 ? country : scene->country, false);
        phrase->whence = DM_WHENCE_TEXT;
        if (phrase->kind == DM_NOMINAL &&
            (phrase->definite || (word(scene, phrase->head)->flags & DM_WORD_CAPITAL) != 0))
            dm_agent_holder(scene, phrase, agent, modifier);
    }
    /* "a spokesman for the police", "one member of the coast guard": what it belongs to has a country now */
    for (uint32_t i = 0; i < count; i++) {
        dm_phrase *phrase = &scene->phrases.at[i];
        if (phrase->kind != DM_NOMINAL || phrase->country[0] != 0 || phrase->code[0] == 0)
            continue;
        for (uint32_t c = scene->tree->tokens[phrase->head].child; c != DM_NONE; c = scene->tree->tokens[c].next) {
            const dm_phrase *inner = scene->phrase_at[c] == DM_NONE ? NULL : &scene->phrases.at[scene->phrase_at[c]];
            if (inner != NULL && c > phrase->head && scene->tree->tokens[c].relation == DM_R_NMOD &&
                inner->country[0] != 0 && strcmp(inner->code + 3, phrase->code) == 0) {
                memcpy(phrase->code, inner->code, sizeof phrase->code);
                memcpy(phrase->country, inner->country, sizeof phrase->country);
                break;
            }
        }
    }
}

/* "his men would resist", "Norland says its men fired": those who fight for him, or for it. */
static bool men_of(const dm_phrase *phrase, const dm_phrase *owner, dm_phrase *root)
{
    static const char *const armed[] = {"REB", "MIL", "UAF", "CRM", "COP"};
    if (phrase->head_key != dm_key("man", 3) || phrase->number != 2 || owner->code[0] == 0)
        return false;
    bool fights = false;
    for (size_t i = 0; i < DM_COUNT(armed) && !fights; i++)
        fights = strcmp(owner->code + (owner->country[0] != 0 ? 3 : 0), armed[i]) == 0;
    bool state = owner->type == DM_GPE && owner->country[0] != 0;
    if (!fights && !state)
        return false;
    char code[32];
    snprintf(code, sizeof code, fights ? "%s" : "%.3sMIL", owner->code);
    dm_phrase_set_code(root, code);
    root->whence = DM_WHENCE_OWNER;
    return true;
}

void dm_evident_owner(dm_scene *scene)
{
    for (uint32_t i = 0; i < scene->phrases.count; i++) {
        dm_phrase *phrase = &scene->phrases.at[i];
        if (phrase->kind != DM_NOMINAL || phrase->agent == DM_NONE)
            continue;
        uint32_t owner = dm_tree_find(scene->tree, phrase->head, DM_R_NMOD_POSS);
        uint32_t number = owner == DM_NONE ? DM_NONE : scene->phrase_at[owner];
        if (owner != DM_NONE && number == DM_NONE && form_is(scene, owner, "whose")) /* "NATO, whose ministers": the phrase before */
            for (uint32_t w = owner; w-- > scene->tree->text->sentences[phrase->sentence].first && owner - w <= 6 && number == DM_NONE;)
                number = scene->phrase_at[w];
        if (number == DM_NONE)
            continue;
        const dm_phrase *owned_by = &scene->phrases.at[dm_chain(scene, number)];
        dm_phrase *root = &scene->phrases.at[dm_chain(scene, i)];
        const dm_agent *agent = &scene->cast->agents.at[phrase->agent];
        if (phrase->head_key == dm_key("counterpart", 11))
            continue; /* his counterpart is of another country */
        if (owned_by != root && root->actor == DM_NONE && men_of(phrase, owned_by, root))
            continue;
        if (owned_by == root || root->country[0] != 0 || owned_by->code[0] == 0 || root->actor != DM_NONE ||
            agent->sector[0] == 0)
            continue;
        root->whence = DM_WHENCE_OWNER;
        dm_agent_compose(scene, root, agent,
                         phrase->modifier == DM_NONE ? NULL : &scene->cast->agents.at[phrase->modifier],
                         owned_by->type == DM_PER && owned_by->country[0] != 0 ? owned_by->country : owned_by->code, false);
    }
}
