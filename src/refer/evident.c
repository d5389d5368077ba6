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
    static const char *const people[] = {"CVL", "OPP", "PTY", "EDU", "LAB", "REL", "REB", "MED", "UAF"};
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
                                         "counterpart", "bloc", "reporter", "correspondent"};
    if (key_in(phrase->head_key, guests, DM_COUNT(guests)))
        return true;
    /* "Kurdish lawmakers", "diplomats from Norland and Sudland": some other name stands in it */
    for (uint32_t w = phrase->first; w < phrase->last && phrase->kind == DM_NOMINAL; w++)
        if (w < phrase->head ? scene->spot_of[w] != DM_NONE
                             : dm_phrase_code_at(scene, w)[0] != 0 && strncmp(dm_phrase_code_at(scene, w), scene->country, 3) != 0)
            return true;
    for (uint32_t w = phrase->first; w < phrase->last; w++)
        if (key_in(word(scene, w)->key, words, DM_COUNT(words)))
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

/* The country that a word names, or that a place of it lies in; "" for neither, and where the two differ. */
static const char *country_at(const dm_scene *scene, uint32_t w)
{
    const char *code = dm_phrase_code_at(scene, w);
    const dm_phrase *named = scene->phrase_at[w] == DM_NONE ? NULL : &scene->phrases.at[scene->phrase_at[w]];
    if (scene->out->place_of[w] != DM_NONE) {
        const char *country = scene->out->places[scene->out->place_of[w]].country;
        return code[0] == 0 || strncmp(code, country, 3) == 0 ? country : "";
    }
    return named != NULL && named->type == DM_GPE && !named->adjective ? named->country : "";
}

/* "In Syria, soldiers stormed villages", "Outside Kericho, armed youths": the country of a place that a sentence begins with,
 * "" when it begins otherwise.  Towns where bodies of many states meet tell nothing of whose officials are meant. */
static const char *place_in_front(const dm_scene *scene, const dm_phrase *phrase, const char *sector)
{
    static const char *const fronts[] = {"in", "at", "near", "outside", "around", "across", "from"};
    static const char *const meeting[] = {"geneva", "vienna", "brussels", "strasbourg", "york", "hague", "doha", "davos", "luxembourg"};
    uint32_t first = scene->tree->text->sentences[phrase->sentence].first, end = phrase->first;
    if (first >= end || !key_in(word(scene, first)->key, fronts, DM_COUNT(fronts)))
        return "";
    const char *country = "";
    for (uint32_t w = first + 1; w < end && !form_is(scene, w, ","); w++) {
        const char *here = country_at(scene, w);
        if (here[0] == 0)
            continue;
        if (country[0] != 0 && strcmp(country, here) != 0)
            return "";
        country = here;
        if (state_sector(sector) && key_in(word(scene, w)->key, meeting, DM_COUNT(meeting)))
            return "";
    }
    return country;
}

/* What the text at large leaves no doubt of, by sentence. */
typedef struct evidence {
    const named_here *here; /* by sentence */
    uint32_t best;          /* how often the leading country is named */
    bool clear, alone;      /* whether it leads clearly; whether next to nothing else is named */
} evidence;

/* Whether the leading country of the text is meant. */
static bool leader_is_meant(const dm_scene *scene, const dm_phrase *phrase, const char *sector, const evidence *all)
{
    if (!all->clear)
        return false;
    const named_here *named = &all->here[phrase->sentence];
    bool at_home = named->count == 0 || names(named, scene->country);
    bool undisputed = named->count == 0 || (named->count == 1 && at_home);
    if (phrase->kind == DM_NAME && !undisputed) /* ministers travel */
        return false;
    if (state_sector(sector))
        return at_home || all->alone;
    return people_sector(sector) && ((undisputed && all->best >= 3 + OPENING) || (all->alone && at_home));
}

/* The role of a phrase whose country is open; NULL when it has one, or can have none. */
static const dm_agent *open_role(const dm_scene *scene, const dm_phrase *phrase)
{
    if (phrase->agent == DM_NONE || phrase->country[0] != 0 || phrase->actor != DM_NONE || phrase->kind == DM_PRONOUN ||
        (phrase->kind == DM_NAME && phrase->type != DM_PER) || owner_of(scene, phrase) != DM_NONE)
        return NULL;
    const dm_agent *agent = &scene->cast->agents.at[phrase->agent];
    const dm_agent *modifier = phrase->modifier == DM_NONE ? NULL : &scene->cast->agents.at[phrase->modifier];
    if (agent->whole[0] != 0 || agent->sector[0] == 0)
        return NULL;
    /* what it has taken from elsewhere (IGO, an organisation without a country) stays */
    if (phrase->code[0] != 0 && strncmp(phrase->code, agent->sector, 3) != 0 &&
        (modifier == NULL || strncmp(phrase->code, modifier->sector, 3) != 0))
        return NULL;
    return agent;
}

static void give_country(dm_scene *scene, dm_phrase *phrase, const dm_agent *agent, const char *country)
{
    const dm_agent *modifier = phrase->modifier == DM_NONE ? NULL : &scene->cast->agents.at[phrase->modifier];
    dm_agent_compose(scene, phrase, agent, modifier, country, false);
    phrase->whence = DM_WHENCE_TEXT;
    if (phrase->kind == DM_NOMINAL && (phrase->definite || (word(scene, phrase->head)->flags & DM_WORD_CAPITAL) != 0))
        dm_agent_holder(scene, phrase, agent, modifier);
}

static void settle_by_place_or_leader(dm_scene *scene, const evidence *all)
{
    for (uint32_t i = 0; i < scene->phrases.count; i++) {
        dm_phrase *phrase = &scene->phrases.at[i];
        const dm_agent *agent = open_role(scene, phrase);
        if (agent == NULL || is_elsewhere(scene, phrase))
            continue;
        const char *sector = phrase->code[0] != 0 ? phrase->code : agent->sector, *country = "";
        if (phrase->kind == DM_NOMINAL) {
            country = people_sector(sector) ? place_behind(scene, phrase) : "";
            bool told_before = phrase->definite && !state_sector(sector); /* "the prisoner" */
            if (country[0] == 0 && !told_before && (people_sector(sector) || state_sector(sector)))
                country = place_in_front(scene, phrase, sector);
        }
        if (country[0] == 0 && leader_is_meant(scene, phrase, sector, all))
            country = scene->country;
        if (country[0] != 0)
            give_country(scene, phrase, agent, country);
    }
}

/* "Keshi rebels ... the rebels": who all others of that sector in the text belong to; "" when they differ. */
static const char *country_of_role(const dm_scene *scene, const dm_phrase *phrase, const char *sector)
{
    const char *country = "";
    for (uint32_t i = 0; i < scene->phrases.count; i++) {
        const dm_phrase *other = &scene->phrases.at[i];
        if (other->country[0] == 0 || strncmp(other->code + 3, sector, 3) != 0 ||
            (people_sector(sector) && strcmp(sector, "REB") != 0 && other->head_key != phrase->head_key))
            continue;
        if (country[0] != 0 && strcmp(country, other->country) != 0)
            return "";
        country = other->country;
    }
    return country;
}

static void settle_by_role(dm_scene *scene, const evidence *all)
{
    for (uint32_t i = 0; i < scene->phrases.count; i++) {
        dm_phrase *phrase = &scene->phrases.at[i];
        const dm_agent *agent = phrase->kind == DM_NOMINAL ? open_role(scene, phrase) : NULL;
        if (agent == NULL || is_elsewhere(scene, phrase))
            continue;
        const char *sector = phrase->code[0] != 0 ? phrase->code : agent->sector;
        bool rebels = strcmp(sector, "REB") == 0;
        if (!rebels && !(phrase->definite && (people_sector(sector) || state_sector(sector))))
            continue;
        const char *country = country_of_role(scene, phrase, sector);
        const named_here *named = &all->here[phrase->sentence];
        if (country[0] != 0 && (rebels || named->count == 0 || names(named, country)))
            give_country(scene, phrase, agent, country);
    }
}

void dm_evident_country(dm_scene *scene)
{
    tallies each = {0};
    uint32_t total = 0, count = scene->phrases.count, second = 0, leader = 0;
    named_here *here = dm_arena_zero(scene->arena, scene->tree->text->sentence_count, sizeof *here);
    evidence all = {.here = here};
    if (here == NULL)
        return;
    count_countries(scene, &each, here, &total);
    for (uint32_t i = 0; i < each.count; i++) {
        if (each.at[i].count > all.best) {
            second = all.best;
            all.best = each.at[i].count;
            leader = i;
        } else if (each.at[i].count > second) {
            second = each.at[i].count;
        }
    }
    bool only = all.best == total && all.best > 0; /* a short report that names one country */
    all.clear = only || (all.best >= 3 && all.best * 2 >= 3 * second);
    all.alone = (only && all.best >= 2) || (all.best >= 3 && all.best * 5 >= total * 3);
    if (all.clear)
        memcpy(scene->country, each.at[leader].country, 4);
    settle_by_place_or_leader(scene, &all);
    settle_by_role(scene, &all);
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
        bool office = phrase->kind == DM_NAME && phrase->type == DM_ORG; /* "Poland's Supreme Audit Office" */
        if ((phrase->kind != DM_NOMINAL && !office) || phrase->agent == DM_NONE)
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
