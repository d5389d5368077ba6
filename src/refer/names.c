/* Names: persons with their titles, what the dictionary holds, and names that it does not hold. */
#include "refer/phrases.h"

#define LONGEST_TITLE 12u /* words before a name that may be its title */

static dm_entity_type type_of_kind(uint8_t kind)
{
    static const dm_entity_type types[] = {DM_PER, DM_ORG, DM_GPE, DM_LOC, DM_NORP, DM_GPE, DM_GPE, DM_ORG};
    return types[kind];
}

/* ---- Titles before a name ------------------------------------------------------------------------------------ */

/* What stands before a person's name and belongs to it: "the former US Secretary of State", "Germany's Chancellor",
 * "Mr".  Gives the first word, and the agent and the country words found. */
typedef struct title_words {
    uint32_t first;
    uint32_t agent;    /* DM_NONE when there is none */
    uint32_t country;  /* a word of the spot that tells the country, DM_NONE */
    uint32_t modifier; /* agent index of a MOD, DM_NONE */
    bool address;      /* Mr, Dr */
} title_words;

/* "President of Iran Hassan Rouhani": the word behind the office, when "of" stands between it and a spot; else DM_NONE.
 */
static uint32_t office_of(const dm_scene *scene, uint32_t spot, uint32_t front)
{
    uint32_t w = scene->spots.at[spot].first;
    if (w > front && form_is(scene, w - 1, "the"))
        w--;
    return w >= front + 2 && form_is(scene, w - 1, "of") && agent_at(scene, w - 2) != NULL ? w - 1 : DM_NONE;
}

static title_words read_title(const dm_scene *scene, uint32_t name_first)
{
    title_words title = {name_first, DM_NONE, DM_NONE, DM_NONE, false};
    uint32_t front = sentence_first(scene, name_first), w = name_first;
    if (name_first - front > LONGEST_TITLE)
        front = name_first - LONGEST_TITLE;
    while (w > front) {
        uint32_t before = w - 1;
        if (scene->phrase_of[before] != DM_NONE || scene->out->time_of[before] != DM_NONE)
            break;
        uint8_t upos = token(scene, before)->upos;
        const dm_agent *agent = agent_at(scene, before);
        const dm_actor *actor = actor_at(scene, before);
        if (noun_bits(scene, word(scene, before)->key) & DM_NOUN_TITLE &&
            (word(scene, before)->flags & DM_WORD_CAPITAL)) {
            title.address = true;
            w = title.first = before;
        } else if (agent != NULL && upos != DM_VERB && upos != DM_AUX &&
                   scene->agents.at[scene->agent_of[before]].last == w && title.agent == DM_NONE) {
            title.agent = scene->agents.at[scene->agent_of[before]].agent;
            w = title.first = scene->agents.at[scene->agent_of[before]].first;
        } else if (title.agent == DM_NONE && actor != NULL && w == name_first &&
                   office_of(scene, scene->spot_of[before], front) != DM_NONE) {
            title.country = before;
            w = office_of(scene, scene->spot_of[before], front);
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
            w = title.first = before; /* "State Department spokesman", "opposition party leader" */
        } else if (title.first < name_first && (upos == DM_DET) && before + 1 == title.first) {
            w = title.first = before;
            break;
        } else {
            break;
        }
    }
    return title;
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
    dm_phrase *phrase = dm_phrase_add(scene, title.first, last_word, dm_phrase_head(scene, title.first, last), DM_NAME);
    if (phrase == NULL)
        return;
    phrase->name_first = first;
    phrase->name_last = last;
    phrase->name_key = dm_phrase_key(scene, first, last);
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
            dm_phrase_set_code(phrase, held->code);
        if (phrase->gender == DM_GENDER_OPEN)
            phrase->gender = scene->cast->actors.at[phrase->actor].gender;
    }
    if (phrase->code[0] == 0 && title.agent != DM_NONE) {
        const char *whole = title.country == DM_NONE ? "" : dm_phrase_code_at(scene, title.country);
        if (title.country == DM_NONE && last + 1 < sentence_last(scene, first) && form_is(scene, last, "of"))
            whole = dm_phrase_code_at(scene, last + 1); /* "Presidents Muhammadu Buhari of Nigeria" */
        dm_agent_compose(scene, phrase, &scene->cast->agents.at[title.agent],
                         title.modifier == DM_NONE ? NULL : &scene->cast->agents.at[title.modifier], whole, false);
    }
}

/* An adjective of a country stands for a country, one of an armed group for that, any other ("Muslim") for people. */
static dm_entity_type adjective_type(const dm_scene *scene, uint32_t actor)
{
    const dm_held *held = dm_cast_held(scene->cast, actor, scene->document->date);
    char country[4] = "";
    dm_code_country(held == NULL ? "" : held->code, country);
    return country[0] == 0 ? DM_NORP : strlen(held->code) == 3 ? DM_GPE : DM_ORG;
}

/* A capital or other city that is where something happens, not who acts. */
static bool is_where(const dm_scene *scene, uint32_t head)
{
    const dm_token *at = token(scene, head);
    if (at->relation == DM_R_NSUBJ || at->relation == DM_R_NSUBJ_PASS || at->relation == DM_R_OBL_AGENT)
        return false;
    if (at->relation == DM_R_CONJ && at->head != DM_NONE && at->head < head)
        return is_where(scene, at->head);
    if (at->relation == DM_R_APPOS || at->relation == DM_R_NMOD_UNMARKED || at->relation == DM_R_LIST)
        return true; /* "Colombes, Paris" */
    static const char *const places[] = {"in",     "at",     "near", "outside", "of",
                                         "around", "across", "from", "into",    "through"};
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
    uint32_t first = spot->first, last = spot->last, head = dm_phrase_head(scene, first, last);
    const dm_token *at = token(scene, head);
    /* before a noun that is itself a role ("Israeli military") it is part of that phrase, told there */
    bool before_noun = at->relation == DM_R_AMOD || at->relation == DM_R_COMPOUND || at->relation == DM_R_NMOD_DESC;
    if (before_noun && at->head != DM_NONE && at->head >= last && agent_at(scene, at->head) != NULL && dm_phrase_heads(scene, at->head))
        return;
    if (last < scene->tree->text->word_count && agent_at(scene, last) != NULL && scene->phrase_of[last] == DM_NONE &&
        dm_phrase_heads(scene, last) && token(scene, last)->upos != DM_VERB &&
        scene->tree->text->sentence_of[last] == scene->tree->text->sentence_of[first])
        return;
    /* acronym in brackets behind it */
    uint32_t end = sentence_last(scene, first);
    bool bracket = last + 2 < end && form_is(scene, last, "(") && form_is(scene, last + 2, ")") &&
                   (word(scene, last + 1)->flags & (DM_WORD_CAPITALS | DM_WORD_CAPITAL)) != 0 &&
                   actor->kind != DM_CAST_ADJ;
    if (first > sentence_first(scene, first) && !before_noun && form_is(scene, first - 1, "the"))
        first--;
    else if (first > sentence_first(scene, first) && !before_noun && form_is(scene, first - 1, "The"))
        first--;
    bool capitals = (word(scene, head)->flags & DM_WORD_CAPITALS) != 0; /* "the UK": an adjective only before nouns */
    bool plural = actor->kind == DM_CAST_NORP || (actor->kind == DM_CAST_ADJ && !capitals &&
                                                  (at->upos == DM_NOUN || at->upos == DM_PROPN) && !before_noun);
    if (plural) {
        uint32_t w = first, front = sentence_first(scene, first);
        while (w > front && scene->phrase_of[w - 1] == DM_NONE && token(scene, w - 1)->head == head &&
               dm_premodifies(token(scene, w - 1)->relation))
            w--;
        if (w > front && token(scene, w)->relation == DM_R_NUMMOD && token(scene, w - 1)->head == w)
            w--;
        first = w;
    }
    dm_phrase *phrase = dm_phrase_add(scene, first, last, head, DM_NAME);
    if (phrase == NULL)
        return;
    phrase->name_first = spot->first;
    phrase->name_last = last;
    phrase->name_key = dm_phrase_key(scene, spot->first, last);
    phrase->spot = number;
    phrase->actor = spot->actor;
    phrase->type = type_of_kind(actor->kind);
    if (actor->kind == DM_CAST_ADJ)
        phrase->type = adjective_type(scene, spot->actor);
    phrase->adjective = before_noun || (actor->kind == DM_CAST_ADJ && !capitals);
    phrase->demonym = actor->kind == DM_CAST_ADJ;
    phrase->gender = actor->kind == DM_CAST_NORP ? DM_GENDER_OPEN : DM_GENDER_NEUTER;
    if (actor->kind == DM_CAST_NORP)
        phrase->number = 2;
    const dm_held *held = dm_cast_held(scene->cast, spot->actor, scene->document->date);
    char code[16] = "";
    if (held != NULL)
        snprintf(code, sizeof code, "%s", held->code);
    const char *elsewhere = dm_phrase_elsewhere(scene, spot->first, held);
    if (elsewhere != NULL) { /* named like a country, but a place in another */
        dm_phrase_set_code(phrase, elsewhere);
        phrase->actor = DM_NONE;
        return;
    }
    if (actor->kind == DM_CAST_CAP && (before_noun || is_where(scene, head))) {
        dm_code_country(code, phrase->country); /* a place: the country that it lies in */
        snprintf(phrase->code, sizeof phrase->code, "%s", phrase->country);
        phrase->actor = DM_NONE;
    } else if (actor->kind == DM_CAST_ADJ && !capitals && !before_noun &&
               (at->upos == DM_NOUN || at->upos == DM_PROPN) && strlen(code) == 3) {
        char people[16];
        snprintf(people, sizeof people, "%.12sCVL", code);
        dm_phrase_set_code(phrase, people);
        phrase->type = DM_NORP;
        phrase->gender = DM_GENDER_OPEN;
        phrase->adjective = false;
        phrase->actor = DM_NONE;
        if (at->xpos == DM_X_NNS || at->xpos == DM_X_NNPS)
            phrase->number = 2;
    } else {
        dm_phrase_set_code(phrase, code);
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
            dm_phrase *acronym = dm_phrase_add(scene, inner, inner + 1, inner, DM_NAME);
            if (acronym == NULL)
                return;
            acronym->name_first = inner;
            acronym->name_last = inner + 1;
            acronym->name_key = dm_phrase_key(scene, inner, inner + 1);
            acronym->actor = copy.actor;
            acronym->type = copy.type;
            acronym->gender = copy.gender;
            acronym->entity = outer;
            dm_phrase_set_code(acronym, copy.code);
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

/* A noun for a body of people (ministry, company, nation), not for a person. */
static bool names_body(const dm_scene *scene, uint32_t w)
{
    uint32_t bits = noun_bits(scene, token(scene, w)->lemma_key);
    if (bits == 0)
        bits = noun_bits(scene, word(scene, w)->key);
    uint32_t type = bits & DM_NOUN_TYPE;
    return type == DM_ORG + 1 || type == DM_GPE + 1;
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
    bool person = title.agent != DM_NONE && first > 0 && !names_body(scene, first - 1);
    bool titled = title.address || person;
    if (named == DM_NAME_PER || (named == DM_NO_NAME && place == DM_NONE && (titled || given) && agent == NULL)) {
        add_person(scene, first, last, DM_NONE);
        return;
    }
    uint32_t head = dm_phrase_head(scene, first, last), from = first;
    bool before_noun = token(scene, head)->relation == DM_R_COMPOUND || token(scene, head)->relation == DM_R_AMOD;
    if (from > sentence_first(scene, first) && !before_noun && word(scene, from - 1)->key == dm_key("the", 3) &&
        scene->phrase_of[from - 1] == DM_NONE)
        from--;
    bool described = title.agent != DM_NONE && !person && !before_noun && named != DM_NAME_LOC;
    if (described) { /* "Iranian airline Mahan Air" */
        from = title.first;
        head = dm_phrase_head(scene, from, last);
    }
    dm_phrase *phrase = dm_phrase_add(scene, from, last, head, DM_NAME);
    if (phrase == NULL)
        return;
    phrase->name_first = first;
    phrase->name_last = last;
    phrase->name_key = dm_phrase_key(scene, first, last);
    phrase->gender = DM_GENDER_NEUTER;
    phrase->adjective = before_noun;
    if (described) {
        const dm_agent *of = &scene->cast->agents.at[title.agent];
        phrase->agent = title.agent;
        phrase->type = DM_ORG;
        dm_agent_compose(scene, phrase, of, title.modifier == DM_NONE ? NULL : &scene->cast->agents.at[title.modifier],
                         title.country == DM_NONE ? "" : dm_phrase_code_at(scene, title.country), false);
        return;
    }
    for (uint32_t w = last; w-- > first && named != DM_NAME_LOC;) { /* "Foreign Ministry of Iraq" */
        const dm_agent *inside = agent_at(scene, w);
        if (inside == NULL || inside->modifier || !names_body(scene, w))
            continue;
        uint32_t behind = scene->agents.at[scene->agent_of[w]].last;
        if (behind < last && token(scene, behind)->upos != DM_ADP && token(scene, behind)->upos != DM_PART)
            continue; /* "Crew Dragon" is no crew */
        const char *whole = "";
        for (uint32_t v = first; v < last && whole[0] == 0; v++)
            whole = dm_phrase_code_at(scene, v);
        phrase->agent = scene->agents.at[scene->agent_of[w]].agent;
        phrase->type = DM_ORG;
        dm_agent_compose(scene, phrase, inside, NULL, whole, false);
        return;
    }
    if (named == DM_NAME_LOC || (place != DM_NONE && named == DM_NO_NAME)) {
        const char *inside = "";
        for (uint32_t w = first; w < last && inside[0] == 0; w++)
            inside = dm_phrase_code_at(scene, w);
        phrase->type = DM_LOC;
        if (strlen(inside) == 3) { /* "Eastern Norland" lies in Norland */
            dm_phrase_set_code(phrase, inside);
        } else if (place != DM_NONE && scene->out->places[place].country[0] != 0) {
            phrase->type = DM_GPE;
            dm_phrase_set_code(phrase, scene->out->places[place].country);
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
        /* "of Norland" behind a name that the dictionary holds is none */
        bool free = first < last && !(first > name->first && token(scene, first)->upos == DM_ADP);
        for (uint32_t w = first; w < last; w++)
            free &= scene->phrase_of[w] == DM_NONE;
        if (free && (word(scene, first)->flags & DM_WORD_LETTER) != 0) {
            if (name->type == DM_NAME_PER) /* titles are not names */
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
        while (
            w < end && scene->phrase_of[w] == DM_NONE && scene->spot_of[w] == DM_NONE &&
            (is_proper(scene, w) || (w > first && w + 1 < end && is_proper(scene, w + 1) &&
                                     scene->phrase_of[w + 1] == DM_NONE && scene->spot_of[w + 1] == DM_NONE &&
                                     (form_is(scene, w, "-") || form_is(scene, w, "of") || form_is(scene, w, "de")))))
            w++;
        if ((noun_bits(scene, word(scene, first)->key) & DM_NOUN_TITLE) != 0 && w - first > 1)
            first++;
        add_unknown(scene, first, w, DM_NO_NAME);
        if (w == first)
            w++;
    }
}

void dm_phrases_of_names(dm_scene *scene)
{
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
}
