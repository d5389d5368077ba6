/* Making phrases, and the codes of role nouns composed with what they belong to. */
#include "refer/phrases.h"

/* The country where the gazetteer puts a name that is also a country's ("Georgia" in the United States), or NULL. */
const char *dm_phrase_elsewhere(const dm_scene *scene, uint32_t w, const dm_held *held)
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
const char *dm_phrase_code_at(const dm_scene *scene, uint32_t w)
{
    uint32_t spot = scene->spot_of[w];
    if (spot == DM_NONE || scene->spots.at[spot].actor == DM_NONE)
        return "";
    const dm_held *held = dm_cast_held(scene->cast, scene->spots.at[spot].actor, scene->document->date);
    const char *elsewhere = dm_phrase_elsewhere(scene, scene->spots.at[spot].first, held);
    return elsewhere != NULL ? elsewhere : held == NULL ? "" : held->code;
}

/* The word of [first, last) whose governor lies outside; the last such word of names, whose head may be misread. */
uint32_t dm_phrase_head(const dm_scene *scene, uint32_t first, uint32_t last)
{
    for (uint32_t w = first; w < last; w++) {
        uint32_t head = token(scene, w)->head;
        if ((head == DM_NONE || head < first || head >= last) && token(scene, w)->upos != DM_PUNCT &&
            token(scene, w)->upos != DM_ADP && token(scene, w)->upos != DM_DET)
            return w;
    }
    return last - 1;
}

uint64_t dm_phrase_key(const dm_scene *scene, uint32_t first, uint32_t last)
{
    uint64_t key = 0;
    for (uint32_t w = first; w < last; w++)
        if ((word(scene, w)->flags & DM_WORD_PUNCT) == 0)
            key = dm_mix(key, word(scene, w)->key);
    return key;
}

dm_phrase *dm_phrase_add(dm_scene *scene, uint32_t first, uint32_t last, uint32_t head, dm_mention_kind kind)
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

void dm_phrase_set_code(dm_phrase *phrase, const char *code)
{
    size_t size = strlen(code);
    if (size >= sizeof phrase->code) /* five parts are the most that a code may have */
        size = sizeof phrase->code - 1;
    memcpy(phrase->code, code, size);
    phrase->code[size] = 0;
    dm_code_country(phrase->code, phrase->country);
}

bool dm_premodifies(uint8_t relation)
{
    return relation == DM_R_DET || relation == DM_R_DET_PREDET || relation == DM_R_AMOD || relation == DM_R_COMPOUND ||
           relation == DM_R_NUMMOD || relation == DM_R_NMOD_POSS || relation == DM_R_NMOD_DESC ||
           relation == DM_R_NMOD_UNMARKED;
}

/* ---- Composition ------------------------------------------------------------------------------------------------ */

static bool weak_sector(const char *sector) { return strcmp(sector, "GOV") == 0 || sector[0] == 0; }

/* Whether a country that is meant by default may be meant here: the text names it, or no country at all. */
static bool is_named(const dm_scene *scene, const char *country)
{
    for (uint32_t i = 0; i < scene->named.count; i++)
        if (strcmp(scene->named.at[i].country, country) == 0)
            return true;
    return scene->named.count == 0;
}

/* The code of an agent composed with what a spot stands for. `whole` is that code; "" when the text gives none. */
void dm_agent_compose(const dm_scene *scene, dm_phrase *phrase, const dm_agent *agent, const dm_agent *modifier,
                      const char *whole, bool member)
{
    char country[4], code[32] = "";
    const char *sector = agent->sector;
    if (agent->whole[0] != 0) {
        dm_phrase_set_code(phrase, agent->whole);
        return;
    }
    if (modifier != NULL && modifier->sector[0] != 0) {
        /* a former holder is no longer one; else the modifier replaces what is general or armed */
        bool replaces = strcmp(modifier->sector, "ELI") == 0 || weak_sector(sector) || strcmp(sector, "MIL") == 0 ||
                        strcmp(sector, "CVL") == 0 || strcmp(sector, "UAF") == 0 ||
                        strcmp(modifier->sector, "OPP") == 0;
        if (replaces && !(strcmp(modifier->sector, "GOV") == 0 && sector[0] != 0))
            sector = modifier->sector;
    }
    dm_code_country(whole, country);
    size_t size = strlen(whole);
    if (size > 0 && country[0] == 0 && sector[0] == 0 && memcmp(whole, "IGO", 3) != 0)
        return; /* "a Catholic nation" */
    if (size > 0 && country[0] == 0) {
        snprintf(code, sizeof code, "%s", whole); /* IGO, MED ...: its people speak for it */
        if (strcmp(sector, "ELI") == 0)
            snprintf(code, sizeof code, "%.3s%s", whole, sector);
    } else if (size > 3 && strcmp(sector, "ELI") != 0 &&
               (member || weak_sector(sector) || (strcmp(whole + 3, "GOV") != 0 && strcmp(sector, "CVL") != 0))) {
        snprintf(code, sizeof code, "%s", whole); /* "Hamas fighters" are Hamas */
    } else {
        const char *of = country;
        if (of[0] == 0 && modifier != NULL && is_named(scene, modifier->fallback))
            of = modifier->fallback;
        if (of[0] == 0 && is_named(scene, agent->fallback))
            of = agent->fallback;
        snprintf(code, sizeof code, "%.3s%.12s", of, sector);
    }
    if (code[0] != 0)
        dm_phrase_set_code(phrase, code);
}

/* "the president of the Malian chamber of commerce" presides over no state. */
static bool of_something_else(const dm_scene *scene, const dm_phrase *phrase)
{
    static const char *const states[] = {"country", "nation", "republic", "state", "government", "kingdom", "cabinet", "council", "affair", "defence", "defense"};
    if (phrase->kind != DM_NOMINAL)
        return false;
    for (uint32_t c = scene->tree->tokens[phrase->head].child; c != DM_NONE; c = scene->tree->tokens[c].next) {
        if (scene->tree->tokens[c].relation != DM_R_NMOD || scene->tree->tokens[c].upos != DM_NOUN || c < phrase->head ||
            dm_tree_case(scene->tree, c) != dm_key("of", 2))
            continue;
        if (!key_in(scene->tree->tokens[c].lemma_key, states, DM_COUNT(states)))
            return true;
    }
    return false;
}

/* An office held by one person on that day becomes that person. */
void dm_agent_holder(const dm_scene *scene, dm_phrase *phrase, const dm_agent *agent, const dm_agent *modifier)
{
    if (agent->role == 0 || dm_map_get(&scene->cast->shared, agent->role) != DM_NONE || phrase->actor != DM_NONE ||
        phrase->number == 2 || phrase->indefinite)
        return;
    if ((modifier != NULL && modifier->sector[0] != 0) || of_something_else(scene, phrase))
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
    phrase->whence = DM_WHENCE_HOLDER;
    phrase->gender = scene->cast->actors.at[holder].gender;
    if (held != NULL)
        dm_phrase_set_code(phrase, held->code);
}
