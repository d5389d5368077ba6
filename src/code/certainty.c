/* What is seen of an event, and how sure it is therefore. */
#include "code/certainty.h"

enum {
    TYPE, TYPE_NO_TARGET, KIND, LINE, CODE, SOURCE_HOW, TARGET_HOW, TARGET_AS, FILLED, SOURCE_CODE, TARGET_CODE, SOURCE_ROLE,
    TARGET_ROLE, TARGET_TYPE, SIDES, RIVALS, SPEECH, SPEAKER, CLAUSE, POSITION, PROPERTIES
};

_Static_assert(PROPERTIES == DM_PROPERTIES, "every property has its row below");

#define TYPES "", "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT", \
              "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"
#define HOWS "nobody", "by its function", "from a compound", "from the light verb", "from the verb of harm", "from company", \
             "from the complement", "from who is blamed", "from before in the text", "from the text around", "from the place"
#define FUNCTIONS "no function", "subject", "object", "indirect object", "possessor", "adjective", "a clause", "with \"to\"", \
                  "with \"by\"", "with \"in\" or \"at\"", "with \"of\"", "with \"on\" or \"against\"", "with \"with\"", "with another preposition"
#define CODES "nobody", "without a code", "a sector alone", "a country alone", "a country and a sector", "an organisation", "a province or people"
#define ROLES "nobody", "state", "government", "armed force", "police", "court or parliament", "opposition or party", "rebels", \
              "people", "business", "media", "crime or unknown force", "organisation", "another role", "former office"

static const struct {
    const char *name;
    const char *values[DM_PROPERTY_VALUES];
} rows[PROPERTIES] = {
    [TYPE] = {"type", {TYPES}},
    [TYPE_NO_TARGET] = {"type without a target", {TYPES}},
    [KIND] = {"trigger", {"a verb", "a noun", "an adjective"}},
    [LINE] = {"confidence of its line", {"low", "lower", "plain", "high"}},
    [CODE] = {"code", {"another", "020", "022", "030", "033", "036", "040", "042", "051", "060", "070", "080", "081", "084", "087", "100", "110", "111",
                       "112", "120", "130", "140", "141", "150", "160", "170", "172", "173", "175", "180", "190", "193"}},
    [SOURCE_HOW] = {"source", {HOWS}},
    [TARGET_HOW] = {"target", {HOWS}},
    [TARGET_AS] = {"target as", {FUNCTIONS}},
    [FILLED] = {"sides filled", {"no", "from the text around", "from an event told before"}},
    [SOURCE_CODE] = {"code of the source", {CODES}},
    [TARGET_CODE] = {"code of the target", {CODES}},
    [SOURCE_ROLE] = {"role of the source", {ROLES}},
    [TARGET_ROLE] = {"role of the target", {ROLES}},
    [TARGET_TYPE] = {"target is a", {"nobody", "person", "organisation", "country or town", "place", "people", "other"}},
    [SIDES] = {"sides", {"one is missing", "the same", "of one code", "of one country", "of two countries", "one without a country"}},
    [RIVALS] = {"other actors in the sentence", {"none", "one", "two", "more", "none, no source", "one, no source", "two, no source", "more, no source",
                       "none, no target", "one, no target", "two, no target", "more, no target"}},
    [SPEECH] = {"told by", {"the report", "somebody's words", "somebody's words in quotation marks", "a statement inside a statement"}},
    [SPEAKER] = {"speaker", {"none", "another", "is the source", "is the target"}},
    [CLAUSE] = {"clause", {"main", "joined", "relative", "adverbial", "content", "infinitive", "of a noun", "noun as subject",
                           "noun as object", "noun after a preposition", "noun of a noun", "other", "headline"}},
    [POSITION] = {"sentence", {"first", "second or third", "fourth to tenth", "later", "of a short text"}},
};

const char *dm_property_name(uint32_t property) { return property < PROPERTIES ? rows[property].name : ""; }

const char *dm_property_value(uint32_t property, uint32_t value)
{
    const char *name = property < PROPERTIES && value < DM_PROPERTY_VALUES ? rows[property].values[value] : NULL;
    return name != NULL ? name : "";
}

/* ---- Opening ------------------------------------------------------------------------------------------------- */

dm_status dm_certainty_open(dm_resources *resources, dm_certainty *out, dm_error *error)
{
    static const char file[] = "models/certainty.model";
    dm_slice bytes, weights = {NULL, 0}, curve = {NULL, 0}, least = {NULL, 0};
    *out = (dm_certainty){0};
    dm_status status = dm_resources_get(resources, file, &bytes, error);
    if (status == DM_OK)
        status = dm_model_open(bytes, "certainty", file, &out->model, error);
    if (status == DM_OK)
        status = dm_model_section(&out->model, "weights", sizeof(int16_t), DM_PROPERTIES * DM_PROPERTY_VALUES, &weights, error);
    if (status == DM_OK)
        status = dm_model_section(&out->model, "curve", sizeof(uint16_t), DM_CURVE_POINTS, &curve, error);
    if (status == DM_OK)
        status = dm_model_section(&out->model, "least", sizeof(uint32_t), 1, &least, error);
    if (status != DM_OK)
        return status;
    out->weights = (const int16_t *)(const void *)weights.at;
    out->curve = (const uint16_t *)(const void *)curve.at;
    memcpy(&out->least, least.at, sizeof out->least);
    for (uint32_t i = 0; i < DM_CURVE_POINTS; i++)
        if (out->curve[i] > 1000 || (i > 0 && out->curve[i] < out->curve[i - 1]))
            return dm_fail(error, DM_BAD_MODEL, file, 0, 0, "the curve of probabilities does not rise from 0 to 1000");
    if (out->least > 1000)
        return dm_fail(error, DM_BAD_MODEL, file, 0, 0, "the least probability is above 1000");
    return DM_OK;
}

uint32_t dm_certainty_of(const dm_certainty *certainty, const dm_seen *seen)
{
    int32_t sum = 0, low = -(DM_CURVE_POINTS / 2) * DM_CURVE_STEP;
    for (uint32_t i = 0; i < DM_PROPERTIES; i++)
        sum += certainty->weights[i * DM_PROPERTY_VALUES + seen->at[i]];
    if (sum <= low)
        return certainty->curve[0];
    uint32_t over = (uint32_t)(sum - low), point = over / DM_CURVE_STEP, part = over % DM_CURVE_STEP;
    if (point >= DM_CURVE_POINTS - 1)
        return certainty->curve[DM_CURVE_POINTS - 1];
    uint32_t from = certainty->curve[point], to = certainty->curve[point + 1];
    return from + (to - from) * part / DM_CURVE_STEP;
}

/* ---- Seeing -------------------------------------------------------------------------------------------------- */

/* The party of the match that an entity stands in, its own side first; NULL when it is of neither. */
static const dm_party *party_with(const dm_party *own, const dm_party *other, uint32_t entity)
{
    if (dm_party_has(own, entity))
        return own;
    return dm_party_has(other, entity) ? other : NULL;
}

static uint8_t function_of(const dm_frames *frames, const dm_party *party)
{
    static const struct {
        const char *word;
        uint8_t value;
    } prepositions[] = {{"to", 7}, {"by", 8}, {"in", 9}, {"at", 9}, {"of", 10}, {"on", 11}, {"against", 11}, {"with", 12}};
    if (party->how != DM_HOW_FUNCTION || party->path >= frames->paths.count)
        return 0;
    const dm_path *path = &frames->paths.at[party->path];
    switch (path->function) {
    case DM_F_SUBJ: case DM_F_ASUBJ: case DM_F_GSUBJ: return 1;
    case DM_F_OBJ: return 2;
    case DM_F_IOBJ: return 3;
    case DM_F_POSS: return 4;
    case DM_F_ADJ: return 5;
    case DM_F_PREP: break;
    default: return 6;
    }
    for (size_t i = 0; i < DM_COUNT(prepositions); i++)
        if (path->preposition == dm_key(prepositions[i].word, strlen(prepositions[i].word)))
            return prepositions[i].value;
    return 13;
}

static uint8_t actor_of(const dm_entity *e)
{
    if (e->actor[0] == '\0')
        return 1;
    if (strncmp(e->actor, "IGO", 3) == 0 || strncmp(e->actor, "NGO", 3) == 0 || strncmp(e->actor, "MNC", 3) == 0)
        return 5;
    if (e->country[0] == '\0')
        return 2;
    if (e->sectors[0][0] != '\0')
        return 4;
    return e->type == DM_GPE || e->type == DM_OTHER_TYPE ? 3 : 6;
}

static uint8_t role_of(const dm_entity *e)
{
    static const struct {
        char sector[4];
        uint8_t value;
    } roles[] = {{"GOV", 2}, {"MIL", 3}, {"SPY", 3}, {"COP", 4}, {"JUD", 5}, {"LEG", 5}, {"OPP", 6}, {"PTY", 6}, {"REB", 7}, {"SEP", 7},
                 {"CVL", 8}, {"REF", 8}, {"EDU", 8}, {"LAB", 8}, {"REL", 8}, {"BUS", 9}, {"MED", 10}, {"CRM", 11}, {"UAF", 11}, {"NGO", 12},
                 {"IGO", 12}, {"ELI", 14}};
    if (e->sectors[0][0] == '\0')
        return e->country[0] != '\0' ? 1 : e->actor[0] != '\0' ? 12 : 13;
    for (size_t i = 0; i < DM_COUNT(roles); i++)
        if (strcmp(e->sectors[0], roles[i].sector) == 0)
            return roles[i].value;
    return 13;
}

/* The first actor of a side; properties of the target stand behind those of the source. */
static void see_side(const dm_coding *c, const dm_match *m, const dm_event *event, bool target, dm_seen *out)
{
    dm_list side = target ? event->targets : event->sources;
    if (side.count == 0)
        return;
    const dm_party *party = party_with(target ? &m->targets : &m->sources, target ? &m->sources : &m->targets, side.at[0]);
    const dm_entity *e = &c->refers->entities[side.at[0]];
    uint8_t how = party == NULL ? DM_HOW_TEXT : party->how != DM_HOW_NOT ? party->how : DM_HOW_FUNCTION;
    out->at[SOURCE_HOW + target] = how <= DM_HOW_PLACE ? how : DM_HOW_TEXT;
    out->at[SOURCE_CODE + target] = actor_of(e);
    out->at[SOURCE_ROLE + target] = role_of(e);
    if (target) {
        out->at[TARGET_AS] = party != NULL ? function_of(c->frames, party) : 0;
        out->at[TARGET_TYPE] = (uint8_t)(1 + e->type);
    }
}

static uint8_t sides_of(const dm_coding *c, const dm_event *event)
{
    if (event->sources.count == 0 || event->targets.count == 0)
        return 0;
    const dm_entity *a = &c->refers->entities[event->sources.at[0]], *b = &c->refers->entities[event->targets.at[0]];
    if (a == b)
        return 1;
    if (strcmp(a->actor, b->actor) == 0)
        return 2;
    if (a->country[0] == '\0' || b->country[0] == '\0')
        return 5;
    return strcmp(a->country, b->country) == 0 ? 3 : 4;
}

static uint8_t clause_of(const dm_coding *c, uint32_t word)
{
    switch (c->tokens[word].relation) {
    case DM_R_ROOT: return c->tokens[word].upos == DM_VERB || c->tokens[word].upos == DM_ADJ ? 0 : 12;
    case DM_R_CONJ: case DM_R_PARATAXIS: return 1;
    case DM_R_ACL_RELCL: return 2;
    case DM_R_ADVCL: case DM_R_ADVCL_RELCL: return 3;
    case DM_R_CCOMP: case DM_R_CSUBJ: return 4;
    case DM_R_XCOMP: return 5;
    case DM_R_ACL: return 6;
    case DM_R_NSUBJ: case DM_R_NSUBJ_PASS: return 7;
    case DM_R_OBJ: return 8;
    case DM_R_OBL: case DM_R_OBL_AGENT: case DM_R_OBL_UNMARKED: return 9;
    case DM_R_NMOD: case DM_R_NMOD_POSS: return 10;
    default: return 11;
    }
}

static uint8_t speech_of(const dm_coding *c, const dm_event *event)
{
    if (event->on_word_of.count == 0)
        return 0;
    if (event->on_word_of.count > 1)
        return 3;
    return c->record->statements[event->on_word_of.at[0]].kind == DM_DIRECT ? 2 : 1;
}

static bool has(dm_list list, uint32_t entity)
{
    for (uint32_t i = 0; i < list.count; i++)
        if (list.at[i] == entity)
            return true;
    return false;
}

static uint8_t speaker_of(const dm_coding *c, const dm_event *event)
{
    if (event->on_word_of.count == 0)
        return 0;
    uint32_t speaker = c->record->statements[event->on_word_of.at[0]].speaker;
    return has(event->sources, speaker) ? 2 : has(event->targets, speaker) ? 3 : 1;
}

static uint8_t code_of(const char *cameo)
{
    for (uint8_t i = 1; i < DM_PROPERTY_VALUES; i++)
        if (strncmp(cameo, rows[CODE].values[i], 3) == 0)
            return i;
    return 0;
}

static bool of_country(const dm_coding *c, dm_list side, const char *country)
{
    for (uint32_t i = 0; i < side.count; i++)
        if (strcmp(c->refers->entities[side.at[i]].country, country) == 0)
            return true;
    return false;
}

/* Countries of actors in the sentence that are of neither side: the more there are, the easier a side is another one. */
static uint8_t rivals_of(const dm_coding *c, const dm_event *event)
{
    const dm_sentence *sentence = &c->record->text.sentences[event->sentence];
    char countries[3][4];
    uint32_t count = 0;
    for (uint32_t w = sentence->first; w < sentence->last && count < DM_COUNT(countries); w++) {
        uint32_t mention = c->refers->mention_at_head != NULL ? c->refers->mention_at_head[w] : DM_NONE;
        if (mention == DM_NONE)
            continue;
        const char *country = c->refers->entities[c->refers->mentions[mention].entity].country;
        bool known = country[0] == '\0' || of_country(c, event->sources, country) || of_country(c, event->targets, country);
        for (uint32_t i = 0; i < count && !known; i++)
            known = strcmp(countries[i], country) == 0;
        if (!known)
            memcpy(countries[count++], country, sizeof countries[0]);
    }
    return (uint8_t)(count + (event->sources.count == 0 ? 4 : event->targets.count == 0 ? 8 : 0));
}

static uint8_t position_of(const dm_coding *c, const dm_event *event)
{
    if (c->record->text.sentence_count < 4)
        return 4;
    return event->sentence == 0 ? 0 : event->sentence < 3 ? 1 : event->sentence < 10 ? 2 : 3;
}

void dm_certainty_see(const dm_coding *c, const dm_match *m, const dm_event *event, dm_seen *out)
{
    const dm_frame *frame = m->frame;
    *out = (dm_seen){{0}};
    out->at[TYPE] = (uint8_t)event->plover;
    out->at[TYPE_NO_TARGET] = event->targets.count == 0 ? (uint8_t)event->plover : 0;
    out->at[KIND] = frame->kind <= DM_FRAME_ADJ ? frame->kind : 0;
    out->at[LINE] = frame->confidence < 650 ? 0 : frame->confidence < 800 ? 1 : frame->confidence == 800 ? 2 : 3;
    out->at[CODE] = code_of(event->cameo);
    see_side(c, m, event, false, out);
    see_side(c, m, event, true, out);
    out->at[FILLED] = m->filled ? 1 : m->retold || m->sources.event || m->targets.event ? 2 : 0;
    out->at[SIDES] = sides_of(c, event);
    out->at[RIVALS] = rivals_of(c, event);
    out->at[SPEECH] = speech_of(c, event);
    out->at[SPEAKER] = speaker_of(c, event);
    out->at[CLAUSE] = clause_of(c, m->word);
    out->at[POSITION] = position_of(c, event);
}

/* ---- Settling ------------------------------------------------------------------------------------------------ */

/* The two values that weigh most for the event (sign 1) or against it (-1), in words. */
static dm_slice heaviest(dm_arena *arena, const dm_certainty *certainty, const dm_seen *seen, int32_t sign)
{
    enum { LIGHT = 205 };   /* weights below a fifth are not worth telling */
    uint32_t best[2] = {PROPERTIES, PROPERTIES};
    int32_t most[2] = {LIGHT, LIGHT};
    for (uint32_t i = 1; i < PROPERTIES; i++) {   /* the type carries the base: it says nothing by itself */
        int32_t weight = sign * certainty->weights[i * DM_PROPERTY_VALUES + seen->at[i]];
        if (weight > most[0]) {
            most[1] = most[0];
            best[1] = best[0];
            most[0] = weight;
            best[0] = i;
        } else if (weight > most[1]) {
            most[1] = weight;
            best[1] = i;
        }
    }
    if (best[0] == PROPERTIES)
        return (dm_slice){NULL, 0};
    const char *first = dm_property_value(best[0], seen->at[best[0]]);
    if (best[1] == PROPERTIES)
        return dm_arena_print(arena, "%s: %s", dm_property_name(best[0]), first);
    return dm_arena_print(arena, "%s: %s; %s: %s", dm_property_name(best[0]), first, dm_property_name(best[1]),
                          dm_property_value(best[1], seen->at[best[1]]));
}

/* Takes events out that are too doubtful; what is told again of one of them is told for the first time, or again of its first. */
static void take_out(dm_coding *c, dm_record *record, uint32_t *of_match, uint32_t *doubtful)
{
    uint32_t kept = 0, *now = dm_arena_alloc(c->arena, (record->event_count + 1) * sizeof *now);
    if (now == NULL)
        return;
    for (uint32_t i = 0; i < record->event_count; i++) {
        dm_event *e = &record->events[i];
        dm_match *m = &c->matches.at[of_match[i]];
        now[i] = DM_NONE;
        if ((uint32_t)(e->confidence * 1000 + 0.5f) < c->least) {
            m->fate = DM_FATE_DOUBTFUL;
            if (doubtful[e->sentence] == 0)
                doubtful[e->sentence] = m->word + 1;
            continue;
        }
        now[i] = kept;
        if (e->same_as != DM_NONE) {
            uint32_t first = e->same_as;
            e->same_as = now[first];
            if (now[first] == DM_NONE)
                now[first] = kept;
        }
        snprintf(e->id, sizeof e->id, "v%u", (unsigned)(kept + 1));
        of_match[kept] = of_match[i];
        record->seen[kept] = record->seen[i];
        record->events[kept++] = *e;
    }
    record->event_count = kept;
    for (uint32_t i = 0; i < kept; i++)
        doubtful[record->events[i].sentence] = 0;
}

void dm_certainty_settle(dm_coding *c, const dm_certainty *certainty, uint32_t least, dm_record *record, uint32_t *of_match,
                         uint32_t *doubtful)
{
    record->seen = dm_arena_zero(&record->arena, record->event_count + 1, sizeof *record->seen);
    if (record->seen == NULL)
        return;
    for (uint32_t i = 0; i < record->event_count; i++) {
        dm_event *e = &record->events[i];
        dm_match *m = &c->matches.at[of_match[i]];
        const dm_seen *seen = &record->seen[i];
        dm_certainty_see(c, m, e, &record->seen[i]);
        uint32_t sure = dm_certainty_of(certainty, seen);
        e->confidence = (float)sure / 1000.0f;
        if (m->certainty != DM_UNJUDGED)
            continue;
        m->certainty = (uint16_t)sure;
        if (c->notes != NULL) {
            m->in_favour = heaviest(c->arena, certainty, seen, 1);
            m->against = heaviest(c->arena, certainty, seen, -1);
        }
    }
    c->least = least;
    take_out(c, record, of_match, doubtful);
}
