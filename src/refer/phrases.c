/* Noun phrases that may speak of someone: names, role nouns with what they are composed with, pronouns, and other nouns
 * (which pronouns may mean).  First names take their words, then what is left is read off the tree. */
#include "refer/phrases.h"

/* ---- Pronouns --------------------------------------------------------------------------------------------------- */

typedef struct pronoun {
    const char *form;
    uint8_t person, number, gender;
} pronoun;

static const pronoun pronouns[] = {
    {"he", 3, 1, DM_GENDER_MALE},         {"him", 3, 1, DM_GENDER_MALE},       {"his", 3, 1, DM_GENDER_MALE},
    {"himself", 5, 1, DM_GENDER_MALE},    {"she", 3, 1, DM_GENDER_FEMALE},     {"her", 3, 1, DM_GENDER_FEMALE},
    {"hers", 3, 1, DM_GENDER_FEMALE},     {"herself", 5, 1, DM_GENDER_FEMALE}, {"it", 3, 1, DM_GENDER_NEUTER},
    {"its", 3, 1, DM_GENDER_NEUTER},      {"itself", 5, 1, DM_GENDER_NEUTER},  {"they", 3, 2, DM_GENDER_OPEN},
    {"them", 3, 2, DM_GENDER_OPEN},       {"their", 3, 2, DM_GENDER_OPEN},     {"theirs", 3, 2, DM_GENDER_OPEN},
    {"themselves", 5, 2, DM_GENDER_OPEN}, {"i", 1, 1, DM_GENDER_OPEN},         {"me", 1, 1, DM_GENDER_OPEN},
    {"my", 1, 1, DM_GENDER_OPEN},         {"myself", 1, 1, DM_GENDER_OPEN},    {"we", 1, 2, DM_GENDER_OPEN},
    {"us", 1, 2, DM_GENDER_OPEN},         {"our", 1, 2, DM_GENDER_OPEN},       {"ours", 1, 2, DM_GENDER_OPEN},
    {"ourselves", 1, 2, DM_GENDER_OPEN},  {"you", 2, 0, DM_GENDER_OPEN},       {"your", 2, 0, DM_GENDER_OPEN},
    {"yours", 2, 0, DM_GENDER_OPEN},      {"yourself", 2, 1, DM_GENDER_OPEN},  {"who", 4, 0, DM_GENDER_OPEN},
    {"whom", 4, 0, DM_GENDER_OPEN},       {"which", 4, 0, DM_GENDER_OPEN},     {"that", 4, 0, DM_GENDER_OPEN},
    {"whose", 4, 0, DM_GENDER_OPEN}};

bool dm_pronouns_fill(dm_map *map)
{
    for (uint32_t i = 0; i < DM_COUNT(pronouns); i++)
        if (!dm_map_set(map, dm_key(pronouns[i].form, strlen(pronouns[i].form)), i))
            return false;
    return true;
}

static void find_pronoun(dm_scene *scene, uint32_t w)
{
    uint32_t entry = dm_map_get(&scene->cast->pronouns, word(scene, w)->key);
    const pronoun *found = entry == DM_NONE ? NULL : &pronouns[entry];
    if (found == NULL || token(scene, w)->relation == DM_R_EXPL)
        return;
    if (found->person == 4) { /* a relative pronoun only where a relative clause hangs on a noun */
        uint32_t verb = token(scene, w)->head;
        for (int steps = 0; steps < 4 && verb != DM_NONE && token(scene, verb)->relation != DM_R_ACL_RELCL; steps++)
            verb = token(scene, verb)->head;
        if (verb == DM_NONE || token(scene, verb)->relation != DM_R_ACL_RELCL || token(scene, verb)->head >= w)
            return;
    }
    dm_phrase *phrase = dm_phrase_add(scene, w, w + 1, w, DM_PRONOUN);
    if (phrase == NULL)
        return;
    phrase->person = found->person;
    phrase->number = found->number;
    phrase->gender = found->gender;
    phrase->type = found->gender == DM_GENDER_MALE || found->gender == DM_GENDER_FEMALE || found->person < 3
                       ? (uint8_t)DM_PER
                       : (uint8_t)DM_OTHER_TYPE;
}

/* ---- Nominals -----------------------------------------------------------------------------------------------------
 */

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
    if (scene->out->time_of[w] != DM_NONE)
        return false;
    for (size_t i = 0; i < DM_COUNT(always); i++)
        if (marker == dm_key(always[i], strlen(always[i])))
            return true;
    for (size_t i = 0; i < DM_COUNT(places); i++)
        if (marker == dm_key(places[i], strlen(places[i])))
            return scene->spot_of[w] != DM_NONE || scene->out->place_of[w] != DM_NONE ||
                   token(scene, w)->name == DM_NAME_LOC || token(scene, w)->upos == DM_PROPN ||
                   agent_at(scene, w) != NULL;
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
        if (c < head && dm_premodifies(relation)) {
            dm_tree_range(scene->tree, c, &a, &b);
            if (a < *first && b <= head && head - a < 40)
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

/* "ministers of Norland and Sudland": nobody's alone. */
static bool several_countries(const dm_scene *scene, uint32_t w)
{
    char one[4], other[4];
    dm_code_country(dm_phrase_code_at(scene, w), one);
    for (uint32_t c = token(scene, w)->child; c != DM_NONE; c = token(scene, c)->next) {
        dm_code_country(dm_phrase_code_at(scene, c), other);
        if (token(scene, c)->relation == DM_R_CONJ && other[0] != 0 && one[0] != 0 && strcmp(one, other) != 0)
            return true;
    }
    return false;
}

/* What the words of a phrase say about whose it is: the spot nearest before the noun, else behind "of", "from", "in".
 */
static const char *evidence(const dm_scene *scene, const dm_phrase *phrase, uint32_t agent_first, uint32_t agent_last,
                            bool *member, const char *sector, uint32_t *before)
{
    *member = false;
    *before = DM_NONE;
    for (uint32_t w = agent_first; w > phrase->first; w--) {
        const char *code = dm_phrase_code_at(scene, w - 1);
        if (code[0] != 0 && (strncmp(code, "REL", 3) != 0 || sector[0] == 0)) { /* a faith is nobody's country */
            *before = w - 1;
            return code;
        }
    }
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
            if (several_countries(scene, c))
                return "";
            if (scene->phrase_at[c] != DM_NONE && scene->phrases.at[scene->phrase_at[c]].code[0] != 0)
                return scene->phrases.at[scene->phrase_at[c]].code;
            for (uint32_t d = token(scene, c)->child; d != DM_NONE; d = token(scene, d)->next)
                if (d < c && dm_phrase_code_at(scene, d)[0] != 0)
                    return dm_phrase_code_at(scene, d);
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

/* "Norlandish and Sudlandish officials" are two: each adjective before the nearest one becomes a phrase of its own with
 * the same role, and the noun keeps the nearest. */
static void part_compounds(dm_scene *scene, uint32_t number, uint32_t nearest, const dm_agent *agent,
                           const dm_agent *modifier)
{
    uint32_t w = scene->spots.at[scene->spot_of[nearest]].first, front = scene->phrases.at[number].first;
    bool joined = false;
    char country[4], other[4];
    dm_code_country(dm_phrase_code_at(scene, nearest), country);
    while (w > front) {
        uint32_t before = w - 1;
        const char *code = dm_phrase_code_at(scene, before);
        bool comma = form_is(scene, before, ",");
        if (comma || token(scene, before)->upos == DM_CCONJ) {
            joined = true;
            w = before;
            continue;
        }
        dm_code_country(code, other);
        if (!joined || other[0] == 0 || strcmp(other, country) == 0)
            return;
        const dm_spot *spot = &scene->spots.at[scene->spot_of[before]];
        uint32_t nearest_first = scene->spots.at[scene->spot_of[nearest]].first;
        if (scene->phrases.at[number].first < nearest_first)
            scene->phrases.at[number].first = nearest_first;
        uint32_t first = spot->first;
        if (first > front && first - 1 == front && token(scene, front)->upos == DM_DET)
            first = front;
        dm_phrase *phrase = dm_phrase_add(scene, first, spot->last, before, DM_NOMINAL);
        if (phrase == NULL)
            return;
        const dm_phrase *whole = &scene->phrases.at[number];
        phrase->type = whole->type;
        phrase->agent = whole->agent;
        phrase->modifier = whole->modifier;
        phrase->number = whole->number;
        phrase->gender = whole->gender;
        phrase->head_key = whole->head_key;
        dm_agent_compose(scene, phrase, agent, modifier, code, false);
        w = spot->first;
        joined = false;
    }
}

/* Those who are for somebody, and hold nothing of his office. */
static bool follows(uint64_t head_key)
{
    static const char *const nouns[] = {"supporter", "follower", "backer", "loyalist", "sympathiser", "sympathizer", "fan", "partisan"};
    return key_in(head_key, nouns, DM_COUNT(nouns));
}

/* IRNGOV becomes IRN, GOV nothing: "supporters of the president" are citizens. */
static void drop_office(char *code)
{
    char country[4];
    dm_code_country(code, country);
    const char *sector = code + strlen(country);
    if (strcmp(sector, "GOV") == 0 || strcmp(sector, "ELI") == 0)
        memcpy(code, country, sizeof country);
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
        if (from > front && dm_phrase_code_at(scene, from - 1)[0] != 0 && scene->phrase_of[from - 1] == DM_NONE &&
            actor_at(scene, from - 1)->kind != DM_CAST_NORP) {
            first = scene->spots.at[scene->spot_of[from - 1]].first;
            if (first > front && token(scene, first - 1)->upos == DM_DET)
                first--;
        }
    }
    while (first < head && scene->phrase_of[first] != DM_NONE &&
           scene->phrases.at[scene->phrase_of[first]].kind == DM_NAME &&
           scene->phrases.at[scene->phrase_of[first]].last > head)
        first++;
    while (first < head &&
           ((token(scene, first)->upos == DM_ADP && !at_least(scene, first)) || token(scene, first)->upos == DM_CCONJ ||
            token(scene, first)->upos == DM_SCONJ || token(scene, first)->upos == DM_PUNCT))
        first++;
    /* "Prime Minister Pavel Gorin and Norlandish officials": a person before "and" is somebody else */
    for (uint32_t w = head; w > first + 1; w--)
        if (token(scene, w - 1)->upos == DM_CCONJ && scene->phrase_of[w - 2] != DM_NONE &&
            scene->phrases.at[scene->phrase_of[w - 2]].kind == DM_NAME &&
            scene->phrases.at[scene->phrase_of[w - 2]].type == DM_PER) {
            first = w;
            break;
        }
    dm_phrase *phrase = dm_phrase_add(scene, first, last, head, DM_NOMINAL);
    if (phrase == NULL)
        return;
    for (uint32_t w = first; w < head; w++) {
        uint64_t key = word(scene, w)->key;
        if (token(scene, w)->upos == DM_DET) {
            phrase->definite |= key == dm_key("the", 3);
            phrase->demonstrative |= key == dm_key("this", 4) || key == dm_key("that", 4) ||
                                     key == dm_key("these", 5) || key == dm_key("those", 5);
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
    if (member && phrase->type == DM_OTHER_TYPE)
        phrase->type = DM_PER;
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
    uint32_t before;
    char whole[16];
    snprintf(whole, sizeof whole, "%s",
             evidence(scene, phrase, agent_first, agent_last, &within, agent == NULL ? "" : agent->sector, &before));
    bool follower = follows(phrase->head_key);
    if (follower)
        drop_office(whole);
    dm_agent_compose(scene, phrase, agent == NULL ? &plain : agent, modifier, whole, member && within && !(follower && whole[3] == 0));
    /* "Anna Torvald's presidency" is no other holder's */
    uint32_t owner = dm_tree_find(scene->tree, head, DM_R_NMOD_POSS);
    bool owned = owner != DM_NONE && scene->phrase_at[owner] != DM_NONE &&
                 scene->phrases.at[scene->phrase_at[owner]].type == DM_PER;
    if (agent != NULL && !owned)
        dm_agent_holder(scene, phrase, agent, modifier);
    if (agent == NULL && phrase->code[0] == 0)
        return;
    if (phrase->type == DM_OTHER_TYPE)
        phrase->type = DM_PER;
    if (agent != NULL && before != DM_NONE)
        part_compounds(scene, scene->phrases.count - 1, before, agent, modifier);
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

/* "a rebel attack", "police violence": an armed body before a noun that is none. */
static bool acts_in_compound(const dm_scene *scene, uint32_t w)
{
    static const char *const bodies[] = {"rebel", "insurgent", "militant", "guerrilla", "separatist", "militia",
                                         "army",  "military",  "police",   "navy",      "troop",      "soldier"};
    uint32_t head = token(scene, w)->head;
    if (token(scene, w)->relation != DM_R_COMPOUND || agent_at(scene, w) == NULL || head == DM_NONE || head < w ||
        token(scene, head)->upos != DM_NOUN || agent_at(scene, head) != NULL)
        return false;
    for (size_t i = 0; i < DM_COUNT(bodies); i++)
        if (word(scene, w)->key == dm_key(bodies[i], strlen(bodies[i])) ||
            token(scene, w)->lemma_key == dm_key(bodies[i], strlen(bodies[i])))
            return true;
    return false;
}

bool dm_phrase_heads(const dm_scene *scene, uint32_t w)
{
    uint32_t last = w;
    while (last + 1 < scene->tree->text->word_count && agent_at(scene, w) != NULL && scene->agent_of[last + 1] == scene->agent_of[w])
        last++;
    return !inner_relation(token(scene, last)->relation) || token(scene, last)->relation == DM_R_FLAT || acts_in_compound(scene, last);
}

void dm_phrases_find(dm_scene *scene)
{
    const dm_tree *tree = scene->tree;
    dm_phrases_of_names(scene);
    /* from the end: what a noun governs is read before the noun, and lends it its code */
    for (uint32_t w = tree->text->word_count; w-- > 0 && !scene->arena->failed;) {
        const dm_token *at = token(scene, w);
        if (at->upos == DM_PRON && agent_at(scene, w) == NULL && scene->phrase_at[w] == DM_NONE)
            find_pronoun(scene, w);
        else if ((at->upos == DM_NOUN || at->upos == DM_PROPN || at->upos == DM_PRON || is_misread(scene, w)) &&
                 scene->phrase_at[w] == DM_NONE &&
                 (scene->phrase_of[w] == DM_NONE || scene->phrases.at[scene->phrase_of[w]].kind == DM_NOMINAL) &&
                 (!inner_relation(at->relation) || acts_in_compound(scene, w)) && scene->out->time_of[w] == DM_NONE && !inside_role(scene, w))
            find_nominal(scene, w);
    }
}
