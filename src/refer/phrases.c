/* Noun phrases that may speak of someone: names with their titles, role nouns with what they are composed with, pronouns,
 * and other nouns (which pronouns may mean).  First names take their words, then what is left is read off the tree. */
#include "refer/actors.h"

#define LONGEST_TITLE 12u   /* words before a name that may be its title */

static const dm_token *token(const dm_scene *scene, uint32_t w) { return &scene->tree->tokens[w]; }
static const dm_word *word(const dm_scene *scene, uint32_t w) { return &scene->tree->text->words[w]; }
static bool form_is(const dm_scene *scene, uint32_t w, const char *text) { return dm_slice_is(word(scene, w)->form, text); }

static uint32_t noun_bits(const dm_scene *scene, uint64_t key)
{
    uint32_t bits = dm_map_get(&scene->cast->nouns, key);
    return bits == DM_NONE ? 0 : bits;
}

static uint32_t sentence_first(const dm_scene *scene, uint32_t w)
{
    return scene->tree->text->sentences[scene->tree->text->sentence_of[w]].first;
}
static uint32_t sentence_last(const dm_scene *scene, uint32_t w)
{
    return scene->tree->text->sentences[scene->tree->text->sentence_of[w]].last;
}

static const dm_agent *agent_at(const dm_scene *scene, uint32_t w)
{
    return scene->agent_of[w] == DM_NONE ? NULL : &scene->cast->agents.at[scene->agents.at[scene->agent_of[w]].agent];
}
static const dm_actor *actor_at(const dm_scene *scene, uint32_t w)
{
    uint32_t spot = scene->spot_of[w];
    return spot == DM_NONE || scene->spots.at[spot].actor == DM_NONE ? NULL
                                                                     : &scene->cast->actors.at[scene->spots.at[spot].actor];
}
/* The country where the gazetteer puts a name that is also a country's ("Georgia" in the United States), or NULL. */
static const char *place_against(const dm_scene *scene, uint32_t w, const dm_held *held)
{
    uint32_t place = scene->out->place_of[w];
    if (place == DM_NONE || held == NULL || strlen(held->code) != 3 || scene->out->places[place].country[0] == 0 ||
        actor_at(scene, w)->kind != DM_CAST_GPE || strcmp(scene->out->places[place].country, held->code) == 0)
        return NULL;
    /* only a province or state: a village of that name says nothing */
    const dm_place *found = &scene->out->places[place];
    return found->admin1.size != 0 && dm_slice_equal(found->admin1, found->name) ? found->country : NULL;
}

/* The code that the spot over a word stands for on the day; "" for none. */
static const char *code_at(const dm_scene *scene, uint32_t w)
{
    uint32_t spot = scene->spot_of[w];
    if (spot == DM_NONE || scene->spots.at[spot].actor == DM_NONE)
        return "";
    const dm_held *held = dm_cast_held(scene->cast, scene->spots.at[spot].actor, scene->document->date);
    const char *elsewhere = place_against(scene, scene->spots.at[spot].first, held);
    return elsewhere != NULL ? elsewhere : held == NULL ? "" : held->code;
}

/* The word of [first, last) whose governor lies outside; the last such word of names, whose head may be misread. */
static uint32_t head_of(const dm_scene *scene, uint32_t first, uint32_t last)
{
    for (uint32_t w = first; w < last; w++) {
        uint32_t head = token(scene, w)->head;
        if ((head == DM_NONE || head < first || head >= last) && token(scene, w)->upos != DM_PUNCT &&
            token(scene, w)->upos != DM_ADP && token(scene, w)->upos != DM_DET)
            return w;
    }
    return last - 1;
}

static uint64_t key_of_words(const dm_scene *scene, uint32_t first, uint32_t last)
{
    uint64_t key = 0;
    for (uint32_t w = first; w < last; w++)
        if ((word(scene, w)->flags & DM_WORD_PUNCT) == 0)
            key = dm_mix(key, word(scene, w)->key);
    return key;
}

static dm_phrase *add(dm_scene *scene, uint32_t first, uint32_t last, uint32_t head, dm_mention_kind kind)
{
    uint32_t number = scene->phrases.count;
    dm_phrase *phrase = DM_PUSH(scene->arena, &scene->phrases);
    if (phrase == NULL)
        return NULL;
    phrase->first = first;
    phrase->last = last;
    phrase->head = head;
    phrase->spot = phrase->agent = phrase->actor = phrase->modifier = DM_NONE;
    phrase->entity = number;
    phrase->sentence = scene->tree->text->sentence_of[head];
    phrase->head_key = token(scene, head)->lemma_key;
    phrase->kind = (uint8_t)kind;
    phrase->type = DM_OTHER_TYPE;
    for (uint32_t w = first; w < last; w++)
        if (scene->phrase_of[w] == DM_NONE || w == head)
            scene->phrase_of[w] = number;
    scene->phrase_at[head] = number;
    uint8_t xpos = token(scene, head)->xpos;
    phrase->number = xpos == DM_X_NNS || xpos == DM_X_NNPS ? 2 : xpos == DM_X_NN || xpos == DM_X_NNP ? 1 : 0;
    return phrase;
}

static void set_code(dm_phrase *phrase, const char *code)
{
    size_t size = strlen(code);
    if (size >= sizeof phrase->code)   /* five parts are the most that a code may have */
        size = sizeof phrase->code - 1;
    memcpy(phrase->code, code, size);
    phrase->code[size] = 0;
    dm_code_country(phrase->code, phrase->country);
}

static dm_entity_type type_of_kind(uint8_t kind)
{
    static const dm_entity_type types[] = {DM_PER, DM_ORG, DM_GPE, DM_LOC, DM_NORP, DM_GPE, DM_GPE, DM_ORG};
    return types[kind];
}

static bool premodifies(uint8_t relation)
{
    return relation == DM_R_DET || relation == DM_R_DET_PREDET || relation == DM_R_AMOD || relation == DM_R_COMPOUND ||
           relation == DM_R_NUMMOD || relation == DM_R_NMOD_POSS || relation == DM_R_NMOD_DESC ||
           relation == DM_R_NMOD_UNMARKED;
}

/* ---- Titles before a name ------------------------------------------------------------------------------------ */

/* What stands before a person's name and belongs to it: "the former US Secretary of State", "Germany's Chancellor",
 * "Mr".  Gives the first word, and the agent and the country words found. */
typedef struct title_words {
    uint32_t first;
    uint32_t agent;       /* DM_NONE when there is none */
    uint32_t country;     /* a word of the spot that tells the country, DM_NONE */
    uint32_t modifier;    /* agent index of a MOD, DM_NONE */
    bool address;         /* Mr, Dr */
} title_words;

static title_words read_title(const dm_scene *scene, uint32_t name_first)
{
    title_words title = {name_first, DM_NONE, DM_NONE, DM_NONE, false};
    uint32_t front = sentence_first(scene, name_first), w = name_first;
    if (name_first - front > LONGEST_TITLE)
        front = name_first - LONGEST_TITLE;
    while (w > front) {
        uint32_t before = w - 1;
        if (scene->phrase_of[before] != DM_NONE)
            break;
        uint8_t upos = token(scene, before)->upos;
        const dm_agent *agent = agent_at(scene, before);
        const dm_actor *actor = actor_at(scene, before);
        if (noun_bits(scene, word(scene, before)->key) & DM_NOUN_TITLE && (word(scene, before)->flags & DM_WORD_CAPITAL)) {
            title.address = true;
            w = title.first = before;
        } else if (agent != NULL && upos != DM_VERB && upos != DM_AUX &&
                   scene->agents.at[scene->agent_of[before]].last == w && title.agent == DM_NONE) {
            title.agent = scene->agents.at[scene->agent_of[before]].agent;
            w = title.first = scene->agents.at[scene->agent_of[before]].first;
        } else if (title.agent == DM_NONE && actor != NULL && w == name_first &&
                   scene->spots.at[scene->spot_of[before]].first >= front + 2 &&
                   scene->spots.at[scene->spot_of[before]].last == w &&
                   form_is(scene, scene->spots.at[scene->spot_of[before]].first - 1, "of") &&
                   agent_at(scene, scene->spots.at[scene->spot_of[before]].first - 2) != NULL) {
            /* "President of Iran Hassan Rouhani" */
            uint32_t spot = scene->spot_of[before];
            title.country = before;
            w = scene->spots.at[spot].first - 1;
        } else if (title.agent != DM_NONE && actor != NULL && actor->kind != DM_CAST_PER && title.country == DM_NONE) {
            title.country = before;
            w = title.first = scene->spots.at[scene->spot_of[before]].first;
        } else if (title.agent != DM_NONE && scene->modifier_of[before] != DM_NONE) {
            const dm_agent_spot *spot = &scene->agents.at[scene->modifier_of[before]];
            if (title.modifier == DM_NONE || scene->cast->agents.at[spot->agent].sector[0] != 0)
                title.modifier = spot->agent;
            w = title.first = spot->first;
        } else if (title.agent != DM_NONE && form_is(scene, before, "'s") && before > front &&
                   actor_at(scene, before - 1) != NULL && title.country == DM_NONE) {
            title.country = before - 1;
            w = title.first = scene->spots.at[scene->spot_of[before - 1]].first;
        } else if (title.agent != DM_NONE && (form_is(scene, before, "-") || upos == DM_ADJ) && before > front &&
                   (upos != DM_ADJ || token(scene, before)->relation == DM_R_AMOD)) {
            w = before;
            if (upos == DM_ADJ)
                title.first = before;
        } else if (title.agent != DM_NONE && (upos == DM_PROPN || upos == DM_NOUN) &&
                   (token(scene, before)->relation == DM_R_COMPOUND || agent != NULL) && agent_at(scene, w) != NULL) {
            w = title.first = before;   /* "State Department spokesman", "opposition party leader" */
        } else if (title.first < name_first && (upos == DM_DET) && before + 1 == title.first) {
            w = title.first = before;
            break;
        } else {
            break;
        }
    }
    return title;
}

/* ---- Composition ------------------------------------------------------------------------------------------------ */

static bool weak_sector(const char *sector)
{
    return strcmp(sector, "GOV") == 0 || sector[0] == 0;
}

/* The code of an agent composed with what a spot stands for. `whole` is that code; "" when the text gives none. */
void dm_agent_compose(dm_phrase *phrase, const dm_agent *agent, const dm_agent *modifier, const char *whole, bool member)
{
    char country[4], code[32] = "";
    const char *sector = agent->sector;
    if (agent->whole[0] != 0) {
        set_code(phrase, agent->whole);
        return;
    }
    if (modifier != NULL && modifier->sector[0] != 0) {
        /* a former holder is no longer one; else the modifier replaces what is general or armed */
        bool replaces = strcmp(modifier->sector, "ELI") == 0 || weak_sector(sector) || strcmp(sector, "MIL") == 0 ||
                        strcmp(sector, "CVL") == 0 ||
                        strcmp(sector, "UAF") == 0 || strcmp(modifier->sector, "OPP") == 0;
        if (replaces && !(strcmp(modifier->sector, "GOV") == 0 && sector[0] != 0))
            sector = modifier->sector;
    }
    dm_code_country(whole, country);
    size_t size = strlen(whole);
    if (size > 0 && country[0] == 0) {
        snprintf(code, sizeof code, "%s", whole);   /* IGO, MED ...: its people speak for it */
        if (strcmp(sector, "ELI") == 0)
            snprintf(code, sizeof code, "%.3s%s", whole, sector);
    } else if (size > 3 && strcmp(sector, "ELI") != 0 &&
               (member || weak_sector(sector) || (strcmp(whole + 3, "GOV") != 0 && strcmp(sector, "CVL") != 0))) {
        snprintf(code, sizeof code, "%s", whole);   /* "Hamas fighters" are Hamas */
    } else {
        const char *of = country[0] != 0 ? country
                         : modifier != NULL && modifier->fallback[0] != 0 ? modifier->fallback
                                                                          : agent->fallback;
        snprintf(code, sizeof code, "%.3s%.12s", of, sector);
    }
    if (code[0] != 0)
        set_code(phrase, code);
}

/* An office held by one person on that day becomes that person. */
void dm_agent_holder(const dm_scene *scene, dm_phrase *phrase, const dm_agent *agent, const dm_agent *modifier)
{
    if (agent->role == 0 || dm_map_get(&scene->cast->shared, agent->role) != DM_NONE || phrase->actor != DM_NONE || phrase->number == 2 || phrase->indefinite)
        return;
    if (modifier != NULL && modifier->sector[0] != 0)
        return;
    char country[4] = "";
    snprintf(country, sizeof country, "%.3s", phrase->country[0] != 0 ? phrase->country : phrase->code);
    if (country[0] == 0)
        return;
    uint32_t holder = dm_cast_holder(scene->cast, country, agent->role, scene->document->date);
    if (holder == DM_NONE)
        return;
    const dm_held *held = dm_cast_held(scene->cast, holder, scene->document->date);
    phrase->actor = holder;
    phrase->gender = scene->cast->actors.at[holder].gender;
    if (held != NULL)
        set_code(phrase, held->code);
}

/* ---- Names ------------------------------------------------------------------------------------------------------ */

static uint8_t gender_of(const dm_scene *scene, uint32_t first, uint32_t last)
{
    for (uint32_t w = first; w < last; w++) {
        uint32_t bits = noun_bits(scene, word(scene, w)->key);
        if (bits / DM_NOUN_GENDER % 4 != 0)
            return (uint8_t)(bits / DM_NOUN_GENDER % 4);
    }
    return DM_GENDER_OPEN;
}

static uint8_t gender_by_given(const dm_scene *scene, uint32_t w)
{
    uint32_t gender = dm_map_get(&scene->cast->given, word(scene, w)->key);
    return gender == DM_NONE ? DM_GENDER_OPEN : (uint8_t)gender;
}

static void add_person(dm_scene *scene, uint32_t first, uint32_t last, uint32_t spot)
{
    title_words title = read_title(scene, first);
    uint32_t last_word = last;
    dm_phrase *phrase = add(scene, title.first, last_word, head_of(scene, title.first, last), DM_NAME);
    if (phrase == NULL)
        return;
    phrase->name_first = first;
    phrase->name_last = last;
    phrase->name_key = key_of_words(scene, first, last);
    phrase->type = DM_PER;
    phrase->number = 1;
    phrase->spot = spot;
    phrase->agent = title.agent;
    phrase->title = title.agent != DM_NONE || title.address;
    phrase->gender = gender_of(scene, title.first, first);
    if (phrase->gender == DM_GENDER_OPEN && last - first > 1)
        phrase->gender = gender_by_given(scene, first);
    if (spot != DM_NONE && scene->spots.at[spot].actor != DM_NONE) {
        phrase->actor = scene->spots.at[spot].actor;
        const dm_held *held = dm_cast_held(scene->cast, phrase->actor, scene->document->date);
        if (held != NULL)
            set_code(phrase, held->code);
        if (phrase->gender == DM_GENDER_OPEN)
            phrase->gender = scene->cast->actors.at[phrase->actor].gender;
    }
    if (phrase->code[0] == 0 && title.agent != DM_NONE) {
        const char *whole = title.country == DM_NONE ? "" : code_at(scene, title.country);
        dm_agent_compose(phrase, &scene->cast->agents.at[title.agent],
                title.modifier == DM_NONE ? NULL : &scene->cast->agents.at[title.modifier], whole, false);
    }
}

/* A capital or other city that is where something happens, not who acts. */
static bool is_where(const dm_scene *scene, uint32_t head)
{
    const dm_token *at = token(scene, head);
    if (at->relation == DM_R_NSUBJ || at->relation == DM_R_NSUBJ_PASS || at->relation == DM_R_OBL_AGENT)
        return false;
    if (at->relation == DM_R_CONJ && at->head != DM_NONE && at->head < head)
        return is_where(scene, at->head);
    static const char *const places[] = {"in", "at", "near", "outside", "around", "across", "from", "into", "through"};
    uint64_t marker = dm_tree_case(scene->tree, head);
    for (size_t i = 0; i < DM_COUNT(places); i++)
        if (marker == dm_key(places[i], strlen(places[i])))
            return true;
    return false;
}

static void add_spot(dm_scene *scene, uint32_t number)
{
    const dm_spot *spot = &scene->spots.at[number];
    const dm_actor *actor = &scene->cast->actors.at[spot->actor];
    if (actor->kind == DM_CAST_PER) {
        add_person(scene, spot->first, spot->last, number);
        return;
    }
    uint32_t first = spot->first, last = spot->last, head = head_of(scene, first, last);
    const dm_token *at = token(scene, head);
    /* before a noun that is itself a role ("Israeli military") it is part of that phrase, told there */
    bool before_noun = at->relation == DM_R_AMOD || at->relation == DM_R_COMPOUND || at->relation == DM_R_NMOD_DESC;
    if (before_noun && at->head != DM_NONE && at->head >= last && agent_at(scene, at->head) != NULL)
        return;
    if (last < scene->tree->text->word_count && agent_at(scene, last) != NULL && scene->phrase_of[last] == DM_NONE &&
        token(scene, last)->upos != DM_VERB && scene->tree->text->sentence_of[last] == scene->tree->text->sentence_of[first])
        return;
    /* acronym in brackets behind it */
    uint32_t end = sentence_last(scene, first);
    bool bracket = last + 2 < end && form_is(scene, last, "(") && form_is(scene, last + 2, ")") &&
                   (word(scene, last + 1)->flags & (DM_WORD_CAPITALS | DM_WORD_CAPITAL)) != 0 && actor->kind != DM_CAST_ADJ;
    if (first > sentence_first(scene, first) && !before_noun && form_is(scene, first - 1, "the"))
        first--;
    else if (first > sentence_first(scene, first) && !before_noun && form_is(scene, first - 1, "The"))
        first--;
    bool capitals = (word(scene, head)->flags & DM_WORD_CAPITALS) != 0;   /* "the UK": an adjective only before nouns */
    bool plural = actor->kind == DM_CAST_NORP ||
                  (actor->kind == DM_CAST_ADJ && !capitals && (at->upos == DM_NOUN || at->upos == DM_PROPN) && !before_noun);
    if (plural) {
        uint32_t w = first, front = sentence_first(scene, first);
        while (w > front && scene->phrase_of[w - 1] == DM_NONE && token(scene, w - 1)->head == head &&
               premodifies(token(scene, w - 1)->relation))
            w--;
        if (w > front && token(scene, w)->relation == DM_R_NUMMOD && token(scene, w - 1)->head == w)
            w--;
        first = w;
    }
    dm_phrase *phrase = add(scene, first, last, head, DM_NAME);
    if (phrase == NULL)
        return;
    phrase->name_first = spot->first;
    phrase->name_last = last;
    phrase->name_key = key_of_words(scene, spot->first, last);
    phrase->spot = number;
    phrase->actor = spot->actor;
    phrase->type = type_of_kind(actor->kind);
    phrase->adjective = before_noun || (actor->kind == DM_CAST_ADJ && !capitals);
    phrase->gender = actor->kind == DM_CAST_NORP ? DM_GENDER_OPEN : DM_GENDER_NEUTER;
    if (actor->kind == DM_CAST_NORP)
        phrase->number = 2;
    const dm_held *held = dm_cast_held(scene->cast, spot->actor, scene->document->date);
    char code[16] = "";
    if (held != NULL)
        snprintf(code, sizeof code, "%s", held->code);
    const char *elsewhere = place_against(scene, spot->first, held);
    if (elsewhere != NULL) {   /* named like a country, but a place in another */
        set_code(phrase, elsewhere);
        phrase->actor = DM_NONE;
        return;
    }
    if (actor->kind == DM_CAST_CAP && (before_noun || is_where(scene, head))) {
        dm_code_country(code, phrase->country);   /* a place: the country that it lies in */
        snprintf(phrase->code, sizeof phrase->code, "%s", phrase->country);
        phrase->actor = DM_NONE;
    } else if (actor->kind == DM_CAST_ADJ && !capitals && !before_noun && (at->upos == DM_NOUN || at->upos == DM_PROPN) &&
               strlen(code) == 3) {
        char people[16];
        snprintf(people, sizeof people, "%sCVL", code);
        set_code(phrase, people);
        phrase->type = DM_NORP;
        phrase->gender = DM_GENDER_OPEN;
        phrase->adjective = false;
        phrase->actor = DM_NONE;
        if (at->xpos == DM_X_NNS || at->xpos == DM_X_NNPS)
            phrase->number = 2;
    } else {
        set_code(phrase, code);
    }
    if (actor->kind == DM_CAST_ADJ && phrase->actor != DM_NONE && strlen(code) == 3) {
        uint32_t country = dm_map_get(&scene->cast->country_actor, dm_hash(code, 3));
        if (country != DM_NONE)
            phrase->actor = country;
    }
    if (bracket) {
        uint32_t inner = last + 1;
        if (scene->phrase_of[inner] == DM_NONE && scene->phrase_at[inner] == DM_NONE) {
            dm_phrase copy = *phrase;
            uint32_t outer = scene->phrases.count - 1;
            dm_phrase *acronym = add(scene, inner, inner + 1, inner, DM_NAME);
            if (acronym == NULL)
                return;
            acronym->name_first = inner;
            acronym->name_last = inner + 1;
            acronym->name_key = key_of_words(scene, inner, inner + 1);
            acronym->actor = copy.actor;
            acronym->type = copy.type;
            acronym->gender = copy.gender;
            acronym->entity = outer;
            set_code(acronym, copy.code);
        }
    }
}

static bool is_proper(const dm_scene *scene, uint32_t w)
{
    return token(scene, w)->upos == DM_PROPN && (word(scene, w)->flags & DM_WORD_CAPITAL) != 0;
}

/* "the Prime Minister", "Parliament": role nouns in capitals, no names of their own. */
static bool only_roles(const dm_scene *scene, uint32_t first, uint32_t last)
{
    for (uint32_t w = first; w < last; w++)
        if (agent_at(scene, w) == NULL)
            return false;
    return true;
}

static void add_unknown(dm_scene *scene, uint32_t first, uint32_t last, dm_name_type named)
{
    if (only_roles(scene, first, last) && named != DM_NAME_PER)
        return;
    uint32_t place = scene->out->place_of[first];
    uint32_t bits = noun_bits(scene, word(scene, last - 1)->key);
    const dm_agent *agent = agent_at(scene, last - 1);
    bool given = gender_by_given(scene, first) != DM_GENDER_OPEN && last - first > 1;
    title_words title = read_title(scene, first);
    bool titled = title.address || (title.agent != DM_NONE && scene->cast->agents.at[title.agent].type == DM_PER);
    if (named == DM_NAME_PER || (named == DM_NO_NAME && place == DM_NONE && (titled || given) && agent == NULL)) {
        add_person(scene, first, last, DM_NONE);
        return;
    }
    uint32_t head = head_of(scene, first, last), from = first;
    bool before_noun = token(scene, head)->relation == DM_R_COMPOUND || token(scene, head)->relation == DM_R_AMOD;
    if (from > sentence_first(scene, first) && !before_noun && word(scene, from - 1)->key == dm_key("the", 3) &&
        scene->phrase_of[from - 1] == DM_NONE)
        from--;
    bool described = title.agent != DM_NONE && !before_noun && named != DM_NAME_LOC;
    if (described) {   /* "Iranian airline Mahan Air" */
        from = title.first;
        head = head_of(scene, from, last);
    }
    dm_phrase *phrase = add(scene, from, last, head, DM_NAME);
    if (phrase == NULL)
        return;
    phrase->name_first = first;
    phrase->name_last = last;
    phrase->name_key = key_of_words(scene, first, last);
    phrase->gender = DM_GENDER_NEUTER;
    phrase->adjective = before_noun;
    if (described) {
        const dm_agent *of = &scene->cast->agents.at[title.agent];
        phrase->agent = title.agent;
        phrase->type = DM_ORG;
        dm_agent_compose(phrase, of, title.modifier == DM_NONE ? NULL : &scene->cast->agents.at[title.modifier],
                title.country == DM_NONE ? "" : code_at(scene, title.country), false);
        return;
    }
    for (uint32_t w = last; w-- > first && named != DM_NAME_LOC;) {   /* "Foreign Ministry of Iraq" */
        const dm_agent *inside = agent_at(scene, w);
        if (inside == NULL || inside->modifier || inside->type == DM_PER)
            continue;
        uint32_t behind = scene->agents.at[scene->agent_of[w]].last;
        if (behind < last && token(scene, behind)->upos != DM_ADP && token(scene, behind)->upos != DM_PART)
            continue;   /* "Crew Dragon" is no crew */
        const char *whole = "";
        for (uint32_t v = first; v < last && whole[0] == 0; v++)
            whole = code_at(scene, v);
        phrase->agent = scene->agents.at[scene->agent_of[w]].agent;
        phrase->type = DM_ORG;
        dm_agent_compose(phrase, inside, NULL, whole, false);
        return;
    }
    if (named == DM_NAME_LOC || (place != DM_NONE && named == DM_NO_NAME)) {
        phrase->type = DM_LOC;
        if (place != DM_NONE && scene->out->places[place].country[0] != 0) {
            phrase->type = DM_GPE;
            set_code(phrase, scene->out->places[place].country);
        }
    } else if (named == DM_NAME_ORG || (bits & DM_NOUN_TYPE) == DM_ORG + 1) {
        phrase->type = DM_ORG;
    } else {
        phrase->gender = DM_GENDER_OPEN;
    }
}

/* Names that the dictionary does not hold: those of the name finder, else runs of proper nouns. */
static void find_unknown(dm_scene *scene)
{
    const dm_tree *tree = scene->tree;
    for (uint32_t i = 0; i < tree->name_count; i++) {
        const dm_named *name = &tree->names[i];
        uint32_t first = name->first, last = name->last;
        while (first < last && (scene->phrase_of[first] != DM_NONE || scene->spot_of[first] != DM_NONE))
            first++;
        while (last > first && scene->phrase_of[last - 1] != DM_NONE)
            last--;
        bool free = first < last;
        for (uint32_t w = first; w < last; w++)
            free &= scene->phrase_of[w] == DM_NONE;
        if (free && (word(scene, first)->flags & DM_WORD_LETTER) != 0) {
            if (name->type == DM_NAME_PER)   /* titles are not names */
                while (first + 1 < last && (agent_at(scene, first) != NULL ||
                                            (noun_bits(scene, word(scene, first)->key) & DM_NOUN_TITLE) != 0))
                    first++;
            add_unknown(scene, first, last, name->type);
        }
    }
    for (uint32_t w = 0; w < tree->text->word_count;) {
        if (!is_proper(scene, w) || scene->phrase_of[w] != DM_NONE || scene->spot_of[w] != DM_NONE ||
            scene->out->time_of[w] != DM_NONE) {
            w++;
            continue;
        }
        uint32_t first = w, end = sentence_last(scene, w);
        while (w < end && scene->phrase_of[w] == DM_NONE && scene->spot_of[w] == DM_NONE &&
               (is_proper(scene, w) ||
                (w > first && w + 1 < end && is_proper(scene, w + 1) && scene->phrase_of[w + 1] == DM_NONE && scene->spot_of[w + 1] == DM_NONE &&
                 (form_is(scene, w, "-") || form_is(scene, w, "of") || form_is(scene, w, "de")))))
            w++;
        if ((noun_bits(scene, word(scene, first)->key) & DM_NOUN_TITLE) != 0 && w - first > 1)
            first++;
        add_unknown(scene, first, w, DM_NO_NAME);
        if (w == first)
            w++;
    }
}

/* ---- Pronouns --------------------------------------------------------------------------------------------------- */

typedef struct pronoun {
    const char *form;
    uint8_t person, number, gender;
} pronoun;

static const pronoun pronouns[] = {
    {"he", 3, 1, DM_GENDER_MALE},      {"him", 3, 1, DM_GENDER_MALE},      {"his", 3, 1, DM_GENDER_MALE},
    {"himself", 5, 1, DM_GENDER_MALE}, {"she", 3, 1, DM_GENDER_FEMALE},    {"her", 3, 1, DM_GENDER_FEMALE},
    {"hers", 3, 1, DM_GENDER_FEMALE},  {"herself", 5, 1, DM_GENDER_FEMALE}, {"it", 3, 1, DM_GENDER_NEUTER},
    {"its", 3, 1, DM_GENDER_NEUTER},   {"itself", 5, 1, DM_GENDER_NEUTER}, {"they", 3, 2, DM_GENDER_OPEN},
    {"them", 3, 2, DM_GENDER_OPEN},    {"their", 3, 2, DM_GENDER_OPEN},    {"theirs", 3, 2, DM_GENDER_OPEN},
    {"themselves", 5, 2, DM_GENDER_OPEN}, {"i", 1, 1, DM_GENDER_OPEN},     {"me", 1, 1, DM_GENDER_OPEN},
    {"my", 1, 1, DM_GENDER_OPEN},      {"mine", 1, 1, DM_GENDER_OPEN},     {"myself", 1, 1, DM_GENDER_OPEN},
    {"we", 1, 2, DM_GENDER_OPEN},      {"us", 1, 2, DM_GENDER_OPEN},       {"our", 1, 2, DM_GENDER_OPEN},
    {"ours", 1, 2, DM_GENDER_OPEN},    {"ourselves", 1, 2, DM_GENDER_OPEN}, {"you", 2, 0, DM_GENDER_OPEN},
    {"your", 2, 0, DM_GENDER_OPEN},    {"yours", 2, 0, DM_GENDER_OPEN},    {"yourself", 2, 1, DM_GENDER_OPEN},
    {"who", 4, 0, DM_GENDER_OPEN},     {"whom", 4, 0, DM_GENDER_OPEN},     {"which", 4, 0, DM_GENDER_OPEN},
    {"that", 4, 0, DM_GENDER_OPEN},    {"whose", 4, 0, DM_GENDER_OPEN}};

static void find_pronoun(dm_scene *scene, uint32_t w)
{
    const pronoun *found = NULL;
    for (size_t i = 0; found == NULL && i < DM_COUNT(pronouns); i++)
        if (word(scene, w)->key == dm_key(pronouns[i].form, strlen(pronouns[i].form)))
            found = &pronouns[i];
    if (found == NULL || token(scene, w)->relation == DM_R_EXPL)
        return;
    if (found->person == 4) {   /* a relative pronoun only where a relative clause hangs on a noun */
        uint32_t verb = token(scene, w)->head;
        for (int steps = 0; steps < 4 && verb != DM_NONE && token(scene, verb)->relation != DM_R_ACL_RELCL; steps++)
            verb = token(scene, verb)->head;
        if (verb == DM_NONE || token(scene, verb)->relation != DM_R_ACL_RELCL || token(scene, verb)->head >= w)
            return;
    }
    dm_phrase *phrase = add(scene, w, w + 1, w, DM_PRONOUN);
    if (phrase == NULL)
        return;
    phrase->person = found->person;
    phrase->number = found->number;
    phrase->gender = found->gender;
    phrase->type = found->gender == DM_GENDER_MALE || found->gender == DM_GENDER_FEMALE || found->person < 3
                       ? (uint8_t)DM_PER
                       : (uint8_t)DM_OTHER_TYPE;
}

/* ---- Nominals ----------------------------------------------------------------------------------------------------- */

static bool inner_relation(uint8_t relation)
{
    return relation == DM_R_COMPOUND || relation == DM_R_FLAT || relation == DM_R_FIXED || relation == DM_R_GOESWITH ||
           relation == DM_R_AMOD || relation == DM_R_NMOD_DESC || relation == DM_R_DET || relation == DM_R_CASE;
}

/* Whether a prepositional phrase tells who is meant ("officials of the ministry", "protesters in Kesh"). */
static bool belongs(const dm_scene *scene, uint32_t w)
{
    static const char *const always[] = {"of", "from", "within", "for"}, *const places[] = {"in", "at", "on"};
    uint64_t marker = dm_tree_case(scene->tree, w);
    for (size_t i = 0; i < DM_COUNT(always); i++)
        if (marker == dm_key(always[i], strlen(always[i])))
            return true;
    for (size_t i = 0; i < DM_COUNT(places); i++)
        if (marker == dm_key(places[i], strlen(places[i])))
            return scene->spot_of[w] != DM_NONE || scene->out->place_of[w] != DM_NONE || token(scene, w)->name == DM_NAME_LOC ||
                   token(scene, w)->upos == DM_PROPN || agent_at(scene, w) != NULL;
    return false;
}

/* Extent of the phrase of a noun: what stands before it, and (`behind`) prepositional phrases after it. */
static void extent(const dm_scene *scene, uint32_t head, bool behind, uint32_t *first, uint32_t *last)
{
    *first = head;
    *last = head + 1;
    for (uint32_t c = token(scene, head)->child; c != DM_NONE; c = token(scene, c)->next) {
        uint32_t a, b;
        uint8_t relation = token(scene, c)->relation;
        if (c < head && premodifies(relation)) {
            dm_tree_range(scene->tree, c, &a, &b);
            if (a < *first && b <= head)
                *first = a;
        } else if (c > head && (relation == DM_R_FLAT || relation == DM_R_COMPOUND || relation == DM_R_FIXED ||
                                (behind && (relation == DM_R_NMOD || relation == DM_R_NMOD_UNMARKED)))) {
            if (relation == DM_R_NMOD && !belongs(scene, c))
                break;
            dm_tree_range(scene->tree, c, &a, &b);
            if (a == *last && b - head < 40)
                *last = b;
        }
    }
}

/* What the words of a phrase say about whose it is: the spot nearest before the noun, else behind "of", "from", "in". */
static const char *evidence(const dm_scene *scene, const dm_phrase *phrase, uint32_t agent_first, uint32_t agent_last,
                            bool *member, const char *sector)
{
    *member = false;
    for (uint32_t w = agent_first; w > phrase->first; w--)
        if (code_at(scene, w - 1)[0] != 0)
            return code_at(scene, w - 1);
    static const char *const strong[] = {"of", "from", "within"}, *const weak[] = {"in", "at", "for", "with"};
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t c = token(scene, phrase->head)->child; c != DM_NONE; c = token(scene, c)->next) {
            if (c < agent_last || token(scene, c)->relation != DM_R_NMOD)
                continue;
            uint64_t marker = dm_tree_case(scene->tree, c);
            bool fits = false;
            if (pass == 0)
                for (size_t i = 0; i < DM_COUNT(strong); i++)
                    fits |= marker == dm_key(strong[i], strlen(strong[i]));
            else
                for (size_t i = 0; i < DM_COUNT(weak); i++)
                    fits |= marker == dm_key(weak[i], strlen(weak[i]));
            /* soldiers, envoys and companies in a country need not be its own */
            if (!fits || (pass == 1 && (strcmp(sector, "MIL") == 0 || strcmp(sector, "BUS") == 0 ||
                                        strcmp(sector, "NGO") == 0 || strcmp(sector, "MED") == 0)))
                continue;
            *member = pass == 0;
            if (scene->phrase_at[c] != DM_NONE && scene->phrases.at[scene->phrase_at[c]].code[0] != 0)
                return scene->phrases.at[scene->phrase_at[c]].code;
            for (uint32_t d = token(scene, c)->child; d != DM_NONE; d = token(scene, d)->next)
                if (d < c && code_at(scene, d)[0] != 0)
                    return code_at(scene, d);
        }
    return "";
}

/* A role noun behind an article or possessor, taken for another part of speech ("its closest ally"). */
static bool is_misread(const dm_scene *scene, uint32_t w)
{
    uint8_t upos = token(scene, w)->upos;
    if (agent_at(scene, w) == NULL || (upos != DM_ADV && upos != DM_ADJ && upos != DM_VERB && upos != DM_X))
        return false;
    uint32_t last = scene->agents.at[scene->agent_of[w]].last, front = sentence_first(scene, w);
    if (last != w + 1 || (last < sentence_last(scene, w) && token(scene, last)->upos != DM_PUNCT))
        return false;
    for (uint32_t v = w; v > front && w - v < 3; v--) {
        uint8_t before = token(scene, v - 1)->upos;
        if (before == DM_DET || token(scene, v - 1)->xpos == DM_X_PRPS)
            return true;
        if (before != DM_ADJ && before != DM_ADV)
            return false;
    }
    return false;
}

/* "at least", "up to", "more than": words before a number that belong to it. */
static bool at_least(const dm_scene *scene, uint32_t w)
{
    static const char *const words[] = {"least", "most", "to", "than"};
    for (size_t i = 0; i < DM_COUNT(words); i++)
        if (w + 1 < scene->tree->text->word_count && word(scene, w + 1)->key == dm_key(words[i], strlen(words[i])))
            return true;
    return token(scene, w)->relation == DM_R_ADVMOD;
}

static void find_nominal(dm_scene *scene, uint32_t head)
{
    const dm_agent *agent = agent_at(scene, head);
    if (agent != NULL && agent->modifier)
        agent = NULL;
    uint32_t first, last;
    uint32_t bits = noun_bits(scene, token(scene, head)->lemma_key);
    bool member = (bits & DM_NOUN_MEMBER) != 0;
    extent(scene, head, agent != NULL || member, &first, &last);
    if (agent != NULL && scene->agents.at[scene->agent_of[head]].first <= first) {
        /* "the United States government" where the tree has torn them apart */
        uint32_t from = scene->agents.at[scene->agent_of[head]].first, front = sentence_first(scene, head);
        first = from;
        while (is_misread(scene, head) && first > front && head - first < 3 && token(scene, first)->upos != DM_DET &&
               token(scene, first)->xpos != DM_X_PRPS)
            first--;
        if (from > front && code_at(scene, from - 1)[0] != 0 && scene->phrase_of[from - 1] == DM_NONE &&
            actor_at(scene, from - 1)->kind != DM_CAST_NORP) {
            first = scene->spots.at[scene->spot_of[from - 1]].first;
            if (first > front && token(scene, first - 1)->upos == DM_DET)
                first--;
        }
    }
    while (first < head && scene->phrase_of[first] != DM_NONE &&
           scene->phrases.at[scene->phrase_of[first]].kind == DM_NAME && scene->phrases.at[scene->phrase_of[first]].last > head)
        first++;
    while (first < head && ((token(scene, first)->upos == DM_ADP && !at_least(scene, first)) || token(scene, first)->upos == DM_CCONJ ||
                            token(scene, first)->upos == DM_SCONJ || token(scene, first)->upos == DM_PUNCT))
        first++;
    dm_phrase *phrase = add(scene, first, last, head, DM_NOMINAL);
    if (phrase == NULL)
        return;
    for (uint32_t w = first; w < head; w++) {
        uint64_t key = word(scene, w)->key;
        if (token(scene, w)->upos == DM_DET) {
            phrase->definite |= key == dm_key("the", 3);
            phrase->demonstrative |= key == dm_key("this", 4) || key == dm_key("that", 4) || key == dm_key("these", 5) ||
                                     key == dm_key("those", 5);
            phrase->indefinite |= key == dm_key("a", 1) || key == dm_key("an", 2) || key == dm_key("another", 7) ||
                                  key == dm_key("some", 4) || key == dm_key("any", 3) || key == dm_key("no", 2) ||
                                  key == dm_key("every", 5) || key == dm_key("each", 4);
        }
    }
    phrase->type = (bits & DM_NOUN_TYPE) != 0 ? (uint8_t)((bits & DM_NOUN_TYPE) - 1)
                   : agent != NULL            ? agent->type
                                              : (uint8_t)DM_OTHER_TYPE;
    if (agent != NULL && phrase->type == DM_OTHER_TYPE)
        phrase->type = DM_PER;
    phrase->gender = (uint8_t)(bits / DM_NOUN_GENDER % 4);
    if (phrase->gender == DM_GENDER_OPEN && phrase->type != DM_PER && phrase->type != DM_NORP)
        phrase->gender = DM_GENDER_NEUTER;
    if (agent == NULL && !member)
        return;
    static const dm_agent plain;
    const dm_agent_spot *spot = agent == NULL ? NULL : &scene->agents.at[scene->agent_of[head]];
    uint32_t agent_first = spot == NULL ? head : spot->first, agent_last = spot == NULL ? head + 1 : spot->last;
    phrase->agent = spot == NULL ? DM_NONE : spot->agent;
    if (spot != NULL && spot->last > phrase->last)
        phrase->last = spot->last;
    if (spot != NULL && spot->first < phrase->first)
        phrase->first = spot->first;
    const dm_agent *modifier = NULL;
    uint32_t modifier_number = DM_NONE;
    for (uint32_t w = agent_first; w > phrase->first; w--)
        if (scene->modifier_of[w - 1] != DM_NONE) {
            const dm_agent *one = &scene->cast->agents.at[scene->agents.at[scene->modifier_of[w - 1]].agent];
            if (modifier == NULL || modifier->sector[0] == 0 || strcmp(one->sector, "ELI") == 0)
                modifier = one, modifier_number = scene->agents.at[scene->modifier_of[w - 1]].agent;
        }
    phrase->modifier = modifier_number;
    bool within;
    char whole[16];
    snprintf(whole, sizeof whole, "%s",
             evidence(scene, phrase, agent_first, agent_last, &within, agent == NULL ? "" : agent->sector));
    dm_agent_compose(phrase, agent == NULL ? &plain : agent, modifier, whole, member && within);
    if (agent != NULL)
        dm_agent_holder(scene, phrase, agent, modifier);
    if (agent == NULL && phrase->code[0] == 0)
        return;
    if (phrase->type == DM_OTHER_TYPE)
        phrase->type = DM_PER;
}

/* "state" in "head of state" speaks of nobody else. */
static bool inside_role(const dm_scene *scene, uint32_t w)
{
    if (agent_at(scene, w) == NULL)
        return false;
    const dm_agent_spot *spot = &scene->agents.at[scene->agent_of[w]];
    for (uint32_t v = spot->first + 1; v < w; v++)
        if (token(scene, v)->upos == DM_ADP)
            return true;
    return false;
}

void dm_phrases_find(dm_scene *scene)
{
    const dm_tree *tree = scene->tree;
    /* persons first: their titles take countries along */
    for (uint32_t i = 0; i < scene->spots.count; i++)
        if (!scene->spots.at[i].dropped && scene->cast->actors.at[scene->spots.at[i].actor].kind == DM_CAST_PER)
            add_spot(scene, i);
    find_unknown(scene);
    for (uint32_t i = 0; i < scene->spots.count; i++) {
        const dm_spot *spot = &scene->spots.at[i];
        if (!spot->dropped && scene->phrase_of[spot->first] == DM_NONE &&
            scene->cast->actors.at[spot->actor].kind != DM_CAST_PER)
            add_spot(scene, i);
    }
    /* from the end: what a noun governs is read before the noun, and lends it its code */
    for (uint32_t w = tree->text->word_count; w-- > 0 && !scene->arena->failed;) {
        const dm_token *at = token(scene, w);
        if (at->upos == DM_PRON && scene->phrase_at[w] == DM_NONE)
            find_pronoun(scene, w);
        else if ((at->upos == DM_NOUN || at->upos == DM_PROPN || is_misread(scene, w)) && scene->phrase_at[w] == DM_NONE &&
                 (scene->phrase_of[w] == DM_NONE || scene->phrases.at[scene->phrase_of[w]].kind == DM_NOMINAL) &&
                 !inner_relation(at->relation) && scene->out->time_of[w] == DM_NONE && !inside_role(scene, w))
            find_nominal(scene, w);
    }
}
