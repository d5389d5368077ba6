/* Compares a record with the gold: entries that are alike are paired, the most alike first; what is left was missed or is
 * false.  Optional entries of the gold neither help nor harm, and mentions of one event (`same_as`) count once. */
#include "judge/parts.h"

#include <stdlib.h>

#define NEAR_KILOMETRES 161.0   /* a hundred miles: what papers on places count as found */

const char *dm_judged_name(dm_judged what)
{
    static const char *const names[] = {"events",       "event types",   "event type and source", "event type and target",
                                        "statements",   "positions",     "figures",               "times",
                                        "places",       "event CAMEO root", "event status",        "event date",
                                        "event place",  "statement kind", "statement speaker",    "mentions, country",
                                        "mentions, whole code"};
    return (unsigned)what < DM_COUNT(names) ? names[what] : "";
}

void dm_tally_add(dm_tally *to, const dm_tally *from)
{
    to->right += from->right;
    to->given += from->given;
    to->gold += from->gold;
}

static double percent(uint32_t part, uint32_t whole) { return whole != 0 ? 100.0 * part / whole : 0; }
double dm_tally_precision(const dm_tally *tally) { return percent(tally->right, tally->given); }
double dm_tally_recall(const dm_tally *tally) { return percent(tally->right, tally->gold); }
double dm_tally_f1(const dm_tally *tally)
{
    double precision = dm_tally_precision(tally), recall = dm_tally_recall(tally);
    return tally->right != 0 ? 2 * precision * recall / (precision + recall) : 0;
}

/* ---- Entries of the gold with their places ------------------------------------------------------------------------- */

/* One entry; which fields are used depends on its list. */
typedef struct entry {
    dm_spans spans;             /* trigger, content, issue, figure, times, place; code points */
    dm_spans cue, source;       /* statements; count 0: none */
    const char *one, *two;      /* source and target, speaker, holder */
    const char *type, *status, *cameo, *value, *date, *place, *stance, *kind, *group;
    double number, lat, lon;
    uint32_t geonames;
    bool optional, flip;
} entry;

typedef struct judging {
    const dm_gold *gold;
    const dm_record *record;
    dm_judgement *out;
    dm_anchors anchors;
    DM_VECTOR(entry) events;
    DM_VECTOR(entry) statements;
    DM_VECTOR(entry) positions;
    DM_VECTOR(entry) figures;
    DM_VECTOR(entry) times;
    DM_VECTOR(entry) places;
    char date[12];
} judging;

static const char *text_of(const json_t *object, const char *name) { return json_string_value(json_object_get(object, name)); }

static uint32_t nth_of(const json_t *object)
{
    json_int_t nth = json_integer_value(json_object_get(object, "nth"));
    return nth > 0 && nth < 100000 ? (uint32_t)nth : 0;
}

static double number_of(const json_t *object, const char *name) { return json_number_value(json_object_get(object, name)); }

/* The speaker that the entry does not name: whoever has the words of the source among the mentions. */
static const char *speaker_of(const dm_gold *gold, const char *source)
{
    size_t i, k;
    json_t *entity, *mention;
    json_array_foreach(json_object_get(gold->root, "entities"), i, entity)
        json_array_foreach(json_object_get(entity, "mentions"), k, mention)
            if (source != NULL && json_is_string(mention) && strcmp(json_string_value(mention), source) == 0)
                return text_of(entity, "actor");
    return NULL;
}

static dm_status read_entry(judging *j, dm_judged list, const json_t *given, entry *to)
{
    static const char *const anchors[] = {"trigger", NULL, NULL, NULL, "content_has", "issue_has", "span_has", "text", "text"};
    *to = (entry){.optional = json_is_true(json_object_get(given, "optional")), .flip = json_is_true(json_object_get(given, "flip_ok")),
                  .type = text_of(given, "plover"), .status = text_of(given, "status"), .cameo = text_of(given, "cameo"),
                  .value = text_of(given, "value"), .date = text_of(given, "date"), .place = text_of(given, "place"),
                  .stance = text_of(given, "stance"), .kind = text_of(given, "kind"), .group = text_of(given, "same_as"),
                  .lat = number_of(given, "lat"), .lon = number_of(given, "lon"),
                  .geonames = (uint32_t)json_integer_value(json_object_get(given, "geonames"))};
    const char *cue = text_of(given, "cue"), *source = text_of(given, "source");
    dm_status status = dm_anchor(&j->anchors, text_of(given, anchors[list]), nth_of(given), &to->spans);
    if (list != DM_JUDGED_TIMES && list != DM_JUDGED_PLACES && to->spans.count > 1)
        to->spans.count = 1;
    switch (list) {
    case DM_JUDGED_EVENTS:
        to->one = source;
        to->two = text_of(given, "target");
        break;
    case DM_JUDGED_POSITIONS: to->one = text_of(given, "holder"); break;
    case DM_JUDGED_FIGURES: to->number = number_of(given, "value"); break;
    case DM_JUDGED_STATEMENTS: {
        to->one = text_of(given, "speaker");
        if (to->one == NULL || to->one[0] == '\0')
            to->one = speaker_of(j->gold, source);
        for (int role = 0; role < 2 && status == DM_OK; role++) {   /* the cue nearest to the content, the source to the cue */
            const char *words = role == 0 ? cue : source;
            dm_spans found;
            dm_span *kept;
            if (words == NULL || words[0] == '\0')
                continue;
            status = dm_anchor(&j->anchors, words, 0, &found);
            if (status != DM_OK)
                break;
            kept = dm_arena_alloc(&j->out->arena, sizeof *kept);
            if (kept == NULL)
                return DM_NO_MEMORY;
            *kept = dm_anchor_nearest(found, role == 1 && to->cue.count > 0 ? to->cue.at[0] : to->spans.at[0]);
            *(role == 0 ? &to->cue : &to->source) = dm_one_span(kept);
        }
        break;
    }
    default: break;
    }
    return status;
}

#define READ_LIST(name, list)                                                            \
    do {                                                                                 \
        json_array_foreach(json_object_get(j->gold->root, #name), i, given) {            \
            entry *to = DM_PUSH(&j->out->arena, &j->name);                               \
            status = to == NULL ? DM_NO_MEMORY : read_entry(j, list, given, to);         \
            if (status != DM_OK)                                                         \
                return status;                                                           \
        }                                                                                \
    } while (0)

static dm_status read_lists(judging *j)
{
    size_t i;
    json_t *given;
    dm_status status;
    READ_LIST(events, DM_JUDGED_EVENTS);
    READ_LIST(statements, DM_JUDGED_STATEMENTS);
    READ_LIST(positions, DM_JUDGED_POSITIONS);
    READ_LIST(figures, DM_JUDGED_FIGURES);
    READ_LIST(times, DM_JUDGED_TIMES);
    READ_LIST(places, DM_JUDGED_PLACES);
    return DM_OK;
}

/* ---- Pairing ------------------------------------------------------------------------------------------------------- */

typedef struct candidate {
    double alike;
    uint32_t gold, given;
} candidate;

typedef double likeness_of(const judging *j, const entry *gold, uint32_t answer);

static int by_likeness(const void *a, const void *b)
{
    const candidate *x = a, *y = b;
    if (x->alike != y->alike)
        return x->alike > y->alike ? -1 : 1;
    if (x->gold != y->gold)
        return x->gold < y->gold ? -1 : 1;
    return x->given < y->given ? -1 : x->given > y->given;
}

/* pair_of[i] is the answer of gold entry i, taken[k] whether answer k is one's; DM_NONE and false where alone. */
static dm_status pair(judging *j, const entry *gold, uint32_t gold_count, const uint32_t *answers, uint32_t answer_count,
                      likeness_of *alike, uint32_t *pair_of, bool *taken)
{
    DM_VECTOR(candidate) all = {0};
    for (uint32_t i = 0; i < gold_count; i++) {
        pair_of[i] = DM_NONE;
        for (uint32_t k = 0; k < answer_count; k++) {
            double likeness = alike(j, &gold[i], answers != NULL ? answers[k] : k);
            if (likeness <= 0)
                continue;
            candidate *one = DM_PUSH(&j->out->arena, &all);
            if (one == NULL)
                return DM_NO_MEMORY;
            *one = (candidate){likeness, i, k};
        }
    }
    if (all.count > 0)
        qsort(all.at, all.count, sizeof *all.at, by_likeness);
    for (uint32_t i = 0; i < all.count; i++)
        if (pair_of[all.at[i].gold] == DM_NONE && !taken[all.at[i].given]) {
            pair_of[all.at[i].gold] = all.at[i].given;
            taken[all.at[i].given] = true;
        }
    return DM_OK;
}

/* ---- Verdicts ------------------------------------------------------------------------------------------------------ */

static uint32_t sentence_of(const judging *j, dm_span codes)
{
    for (uint32_t i = 0; i < j->record->text.sentence_count; i++) {
        dm_span sentence = dm_anchor_codes(&j->anchors, j->record->sentence_spans[i]);
        if (codes.start >= sentence.start && codes.start < sentence.end)
            return i;
    }
    return DM_NONE;
}

/* The byte of a code point: the table is ascending. */
static uint32_t byte_of(const judging *j, uint32_t code)
{
    uint32_t low = 0, high = (uint32_t)j->record->document.text.size;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (j->anchors.code_of[middle] < code)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void add_verdict(judging *j, dm_judged list, dm_verdict_kind kind, dm_span codes, dm_slice what, dm_slice by, uint32_t answer)
{
    dm_verdict *verdict = DM_PUSH(&j->out->arena, &j->out->verdicts);
    if (verdict != NULL)
        *verdict = (dm_verdict){list, kind, {byte_of(j, codes.start), byte_of(j, codes.end)}, sentence_of(j, codes), what,
                                dm_arena_copy(&j->out->arena, by), answer};
}

static const char *or_dash(const char *text) { return text != NULL && text[0] != '\0' ? text : "-"; }

static const char *actor_of(const judging *j, uint32_t entity)
{
    return entity < j->record->refers.entity_count ? j->record->refers.entities[entity].actor : "";
}

static dm_slice what_gold(judging *j, dm_judged list, const entry *e)
{
    dm_arena *arena = &j->out->arena;
    switch (list) {
    case DM_JUDGED_EVENTS:
        return dm_arena_print(arena, "%s > %s %s %s %s", or_dash(e->one), or_dash(e->two), e->type, or_dash(e->cameo), e->status);
    case DM_JUDGED_STATEMENTS: return dm_arena_print(arena, "%s %s", or_dash(e->one), e->kind);
    case DM_JUDGED_POSITIONS: return dm_arena_print(arena, "%s %s", e->one, e->stance);
    case DM_JUDGED_FIGURES: return dm_arena_print(arena, "%.15g", e->number);
    case DM_JUDGED_TIMES: return dm_arena_print(arena, "%s", e->value);
    default: return dm_arena_print(arena, "%.2f %.2f", e->lat, e->lon);
    }
}

static dm_slice codes_of(judging *j, dm_list entities)
{
    char codes[128];
    size_t size = 0;
    for (uint32_t i = 0; i < entities.count && size + 24 < sizeof codes; i++)
        size += (size_t)snprintf(codes + size, sizeof codes - size, "%s%s", i > 0 ? "," : "",
                                 actor_of(j, entities.at[i])[0] != '\0' ? actor_of(j, entities.at[i]) : "?");
    return entities.count == 0 ? DM_SLICE("-") : dm_arena_print(&j->out->arena, "%s", codes);
}

static dm_slice what_given(judging *j, dm_judged list, uint32_t answer, dm_slice *by)
{
    const dm_record *r = j->record;
    dm_arena *arena = &j->out->arena;
    static const char *const kinds[] = {"direct", "indirect", "mixed"};
    *by = (dm_slice){NULL, 0};
    switch (list) {
    case DM_JUDGED_EVENTS: {
        const dm_event *e = &r->events[answer];
        dm_slice sources = codes_of(j, e->sources), targets = codes_of(j, e->targets);
        *by = e->by;
        return dm_arena_print(arena, "%.*s > %.*s %s %s %s", (int)sources.size, sources.at, (int)targets.size, targets.at,
                              dm_plover_name(e->plover), e->cameo, dm_event_status_name(e->status));
    }
    case DM_JUDGED_STATEMENTS:
        *by = r->statements[answer].by;
        return dm_arena_print(arena, "%s %s", or_dash(actor_of(j, r->statements[answer].speaker)), kinds[r->statements[answer].kind % 3]);
    case DM_JUDGED_POSITIONS:
        *by = r->positions[answer].by;
        return dm_arena_print(arena, "%s %s", or_dash(actor_of(j, r->positions[answer].holder)), r->positions[answer].against ? "against" : "for");
    case DM_JUDGED_FIGURES: return dm_arena_print(arena, "%.15g", r->refers.figures[answer].value);
    case DM_JUDGED_TIMES: return dm_arena_copy(arena, r->refers.times[answer].value);
    default: {
        const dm_place *p = &r->refers.places[answer];
        return dm_arena_print(arena, "%.*s %.2f %.2f", (int)p->name.size, p->name.at, p->lat, p->lon);
    }
    }
}

static dm_span span_given(const judging *j, dm_judged list, uint32_t answer)
{
    const dm_record *r = j->record;
    dm_span none = {0, 0};
    switch (list) {
    case DM_JUDGED_EVENTS: return dm_anchor_codes(&j->anchors, r->events[answer].trigger);
    case DM_JUDGED_STATEMENTS:
        return r->statements[answer].content.count == 0 ? none : dm_anchor_codes(&j->anchors, r->statements[answer].content.at[0]);
    case DM_JUDGED_POSITIONS: return dm_anchor_codes(&j->anchors, r->positions[answer].issue);
    case DM_JUDGED_FIGURES: return dm_anchor_codes(&j->anchors, r->refers.figures[answer].span);
    case DM_JUDGED_TIMES: return dm_anchor_codes(&j->anchors, r->refers.times[answer].span);
    default: return dm_anchor_codes(&j->anchors, r->refers.places[answer].span);
    }
}

/* ---- Likeness ------------------------------------------------------------------------------------------------------ */

static bool right_side(const judging *j, const char *code, dm_list entities)
{
    if (entities.count == 0)
        return dm_same_country(code, NULL);
    for (uint32_t i = 0; i < entities.count; i++)
        if (dm_same_country(code, actor_of(j, entities.at[i])))
            return true;
    return false;
}

/* Same type, and the triggers overlap or stand in one sentence; better with an overlap, when needed, with more sides. */
static double event_like(const judging *j, const entry *gold, uint32_t answer, bool source, bool target)
{
    const dm_event *e = &j->record->events[answer];
    dm_span trigger = dm_anchor_codes(&j->anchors, e->trigger);
    bool overlap = dm_spans_shared(gold->spans, dm_one_span(&trigger)) > 0;
    uint32_t sentence = sentence_of(j, gold->spans.at[0]);
    bool beside = sentence != DM_NONE && sentence == sentence_of(j, trigger);
    if (strcmp(gold->type, dm_plover_name(e->plover)) != 0 || !(overlap || beside))
        return 0;
    bool sides[2] = {right_side(j, gold->one, e->sources), right_side(j, gold->two, e->targets)};
    if ((source && !sides[0]) || (target && !sides[1]))
        return 0;
    return 1 + 8 * overlap + 4 * !gold->optional + sides[0] + sides[1];
}

static double like_event(const judging *j, const entry *gold, uint32_t answer) { return event_like(j, gold, answer, true, true); }
static double like_type(const judging *j, const entry *gold, uint32_t answer) { return event_like(j, gold, answer, false, false); }
static double like_source(const judging *j, const entry *gold, uint32_t answer) { return event_like(j, gold, answer, true, false); }
static double like_target(const judging *j, const entry *gold, uint32_t answer) { return event_like(j, gold, answer, false, true); }

/* Cue and source overlap, nine tenths of the gold's piece are in the content; the tightest content first. */
static double like_statement(const judging *j, const entry *gold, uint32_t answer)
{
    const dm_statement *s = &j->record->statements[answer];
    dm_spans content = dm_anchor_all_codes(&j->anchors, s->content);
    uint32_t held = dm_spans_shared(gold->spans, content);
    if (gold->cue.count > 0 && dm_spans_shared(gold->cue, dm_anchor_all_codes(&j->anchors, s->cue)) == 0)
        return 0;
    if (gold->source.count > 0 && dm_spans_shared(gold->source, dm_anchor_all_codes(&j->anchors, s->source)) == 0)
        return 0;
    return held < 0.9 * dm_spans_length(gold->spans) ? 0 : (double)held / dm_spans_length(content);
}

static double like_position(const judging *j, const entry *gold, uint32_t answer)
{
    const dm_position *p = &j->record->positions[answer];
    const char *actor = actor_of(j, p->holder), *sector = strlen(gold->one) > 3 ? gold->one + 3 : "", *other = strlen(actor) > 3 ? actor + 3 : "";
    bool holder = dm_same_country(gold->one, actor) && !(sector[0] != '\0' && other[0] != '\0' && strncmp(sector, other, 3) != 0);
    bool stance = gold->flip || strcmp(gold->stance, p->against ? "against" : "for") == 0;
    dm_span issue = dm_anchor_codes(&j->anchors, p->issue);
    return holder && stance ? dm_spans_shared(gold->spans, dm_one_span(&issue)) : 0;
}

static double like_figure(const judging *j, const entry *gold, uint32_t answer)
{
    const dm_figure *f = &j->record->refers.figures[answer];
    dm_span span = dm_anchor_codes(&j->anchors, f->span);
    return f->value >= gold->number && f->value <= gold->number ? dm_spans_shared(gold->spans, dm_one_span(&span)) : 0;
}

static double like_time(const judging *j, const entry *gold, uint32_t answer)
{
    const dm_time *t = &j->record->refers.times[answer];
    dm_span span = dm_anchor_codes(&j->anchors, t->span);
    return dm_same_time(dm_slice_of(gold->value), t->value) ? dm_spans_shared(gold->spans, dm_one_span(&span)) : 0;
}

static bool near(const entry *gold, const dm_place *place)
{
    return (gold->geonames != 0 && gold->geonames == place->geonames) ||
           dm_kilometres(gold->lat, gold->lon, place->lat, place->lon) <= NEAR_KILOMETRES;
}

static double like_place(const judging *j, const entry *gold, uint32_t answer)
{
    const dm_place *p = &j->record->refers.places[answer];
    dm_span span = dm_anchor_codes(&j->anchors, p->span);
    return near(gold, p) ? dm_spans_shared(gold->spans, dm_one_span(&span)) : 0;
}

/* ---- Counting ------------------------------------------------------------------------------------------------------ */

static void share(judging *j, dm_judged what, bool right)
{
    j->out->tallies[what].gold++;
    j->out->tallies[what].right += right;
}

static bool same_place(const judging *j, const char *name, uint32_t answer)
{
    const dm_place *place = answer < j->record->refers.place_count ? &j->record->refers.places[answer] : NULL;
    if (place == NULL)
        return false;
    if (dm_same_name(place->name, dm_slice_of(name)))
        return true;
    for (uint32_t i = 0; i < j->places.count; i++) {
        const dm_span *span = &j->places.at[i].spans.at[0];
        dm_slice text = j->record->document.text;
        uint32_t start = byte_of(j, span->start), end = byte_of(j, span->end);
        if (dm_slice_is((dm_slice){text.at + start, end - start}, name))
            return near(&j->places.at[i], place);
    }
    return false;
}

/* Details of an event that was found. */
static void share_event(judging *j, const entry *gold, const dm_event *e)
{
    share(j, DM_JUDGED_STATUS, strcmp(gold->status, dm_event_status_name(e->status)) == 0);
    share(j, DM_JUDGED_CAMEO_ROOT, gold->cameo != NULL && strncmp(gold->cameo, e->cameo, 2) == 0);
    dm_slice wanted = dm_slice_of(gold->date != NULL && gold->date[0] != '\0' ? gold->date : j->date);
    share(j, DM_JUDGED_DATE, dm_slice_equal(e->date.size != 0 ? e->date : dm_slice_of(j->date), wanted));
    if (gold->place != NULL && gold->place[0] != '\0')
        share(j, DM_JUDGED_PLACE, same_place(j, gold->place, e->place));
}

/* Groups of mentions of one event: needed unless all are optional, found when one is. */
static dm_status count_events(judging *j, dm_judged list, likeness_of *alike)
{
    uint32_t count = j->events.count, answers = j->record->event_count, paired = 0, needed = 0, missed = 0;
    uint32_t *pair_of = dm_arena_alloc(&j->out->arena, (count + 1) * sizeof *pair_of);
    bool *taken = dm_arena_zero(&j->out->arena, answers + 1, sizeof *taken), *seen = dm_arena_zero(&j->out->arena, count + 1, sizeof *seen);
    if (pair_of == NULL || taken == NULL || seen == NULL)
        return DM_NO_MEMORY;
    dm_status status = pair(j, j->events.at, count, NULL, answers, alike, pair_of, taken);
    if (status != DM_OK)
        return status;
    for (uint32_t i = 0; i < count; i++) {
        const entry *first = &j->events.at[i];
        bool optional = true, found = false;
        if (pair_of[i] != DM_NONE)
            paired++;
        if (seen[i])
            continue;
        for (uint32_t k = i; k < count; k++) {
            const entry *other = &j->events.at[k];
            if (k != i && (first->group == NULL || other->group == NULL || strcmp(first->group, other->group) != 0))
                continue;
            seen[k] = true;
            optional = optional && other->optional;
            found = found || pair_of[k] != DM_NONE;
        }
        if (optional)
            continue;
        needed++;
        missed += !found;
        if (!found && list == DM_JUDGED_EVENTS)
            add_verdict(j, list, DM_VERDICT_MISSED, first->spans.at[0], what_gold(j, list, first), (dm_slice){NULL, 0}, DM_NONE);
    }
    j->out->tallies[list] = (dm_tally){needed - missed, answers - paired + needed - missed, needed};
    for (uint32_t i = 0; i < count && list == DM_JUDGED_EVENTS; i++)
        if (pair_of[i] != DM_NONE)
            share_event(j, &j->events.at[i], &j->record->events[pair_of[i]]);
    for (uint32_t k = 0; k < answers && list == DM_JUDGED_EVENTS; k++) {
        dm_slice by, what = what_given(j, list, k, &by);
        add_verdict(j, list, taken[k] ? DM_VERDICT_RIGHT : DM_VERDICT_FALSE, span_given(j, list, k), what, by, k);
    }
    return DM_OK;
}

static dm_status count_list(judging *j, dm_judged list, const entry *gold, uint32_t count, const uint32_t *answers,
                            uint32_t answer_count, likeness_of *alike)
{
    uint32_t *pair_of = dm_arena_alloc(&j->out->arena, (count + 1) * sizeof *pair_of), paired = 0, right = 0, needed = 0;
    bool *taken = dm_arena_zero(&j->out->arena, answer_count + 1, sizeof *taken);
    if (pair_of == NULL || taken == NULL)
        return DM_NO_MEMORY;
    dm_status status = pair(j, gold, count, answers, answer_count, alike, pair_of, taken);
    for (uint32_t i = 0; status == DM_OK && i < count; i++) {
        bool found = pair_of[i] != DM_NONE;
        paired += found;
        right += found && !gold[i].optional;
        needed += !gold[i].optional;
        if (!found && !gold[i].optional)
            add_verdict(j, list, DM_VERDICT_MISSED, gold[i].spans.at[0], what_gold(j, list, &gold[i]), (dm_slice){NULL, 0}, DM_NONE);
        if (found && list == DM_JUDGED_STATEMENTS) {
            const dm_statement *s = &j->record->statements[pair_of[i]];
            static const char *const kinds[] = {"direct", "indirect", "mixed"};
            share(j, DM_JUDGED_KIND, strcmp(gold[i].kind, kinds[s->kind % 3]) == 0);
            if (gold[i].one != NULL)
                share(j, DM_JUDGED_SPEAKER, dm_same_country(gold[i].one, actor_of(j, s->speaker)));
        }
    }
    for (uint32_t k = 0; status == DM_OK && k < answer_count; k++) {
        uint32_t answer = answers != NULL ? answers[k] : k;
        dm_slice by, what = what_given(j, list, answer, &by);
        add_verdict(j, list, taken[k] ? DM_VERDICT_RIGHT : DM_VERDICT_FALSE, span_given(j, list, answer), what, by, answer);
    }
    j->out->tallies[list] = (dm_tally){right, answer_count - paired + right, needed};
    return status;
}

/* The gold has each place once: of places with one wording the first stands for all, in the order of the last of them. */
static dm_status count_places(judging *j)
{
    const dm_references *refers = &j->record->refers;
    dm_slice text = j->record->document.text;
    uint32_t *first = dm_arena_alloc(&j->out->arena, (refers->place_count + 1) * sizeof *first), count = 0;
    if (first == NULL)
        return DM_NO_MEMORY;
    for (uint32_t i = refers->place_count; i-- > 0;) {
        dm_span span = refers->places[i].span;
        uint32_t k = 0;
        while (k < count) {
            dm_span other = refers->places[first[k]].span;
            if (dm_same_name((dm_slice){text.at + span.start, span.end - span.start}, (dm_slice){text.at + other.start, other.end - other.start}))
                break;
            k++;
        }
        first[k] = i;
        count += k == count;
    }
    return count_list(j, DM_JUDGED_PLACES, j->places.at, j->places.count, first, count, like_place);
}

/* Of each mention of the gold whether somebody there has its code. */
static dm_status count_mentions(judging *j)
{
    const dm_references *refers = &j->record->refers;
    size_t i, k;
    json_t *entity, *mention;
    json_array_foreach(json_object_get(j->gold->root, "entities"), i, entity) {
        const char *code = text_of(entity, "actor");
        json_array_foreach(json_object_get(entity, "mentions"), k, mention) {
            dm_spans spans;
            bool country = false, whole = false;
            if (!json_is_string(mention))
                continue;
            dm_status status = dm_anchor(&j->anchors, json_string_value(mention), 0, &spans);
            if (status != DM_OK)
                return status;
            for (uint32_t m = 0; m < refers->mention_count; m++) {
                dm_span span = dm_anchor_codes(&j->anchors, refers->mentions[m].span);
                const char *actor = actor_of(j, refers->mentions[m].entity);
                if (dm_spans_shared(dm_one_span(&span), spans) == 0)
                    continue;
                country = country || dm_same_country(code, actor);
                whole = whole || strcmp(code, actor) == 0;
            }
            share(j, DM_JUDGED_MENTION_COUNTRY, country);
            share(j, DM_JUDGED_MENTION_CODE, whole);
        }
    }
    return DM_OK;
}

static int by_place(const void *a, const void *b)
{
    const dm_verdict *x = a, *y = b;
    if (x->list != y->list)
        return x->list < y->list ? -1 : 1;
    if (x->span.start != y->span.start)
        return x->span.start < y->span.start ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    return x->what.at < y->what.at ? -1 : x->what.at > y->what.at;
}

/* A list that the gold lacks was not read for: nothing of it is missed or false.  An empty one says that there is nothing. */
static bool judged(const dm_gold *gold, const char *list) { return json_object_get(gold->root, list) != NULL; }

dm_status dm_judge(const dm_gold *gold, const dm_record *record, dm_judgement *out, dm_error *error)
{
    *out = (dm_judgement){0};
    dm_arena_init(&out->arena);
    judging j = {.gold = gold, .record = record, .out = out};
    dm_date date = record->document.date;
    if (date.year != 0)
        snprintf(j.date, sizeof j.date, date.day ? "%04d-%02d-%02d" : date.month ? "%04d-%02d" : "%04d", date.year, date.month, date.day);
    dm_status status = dm_anchors_init(&j.anchors, record, gold->path, &out->arena, error) ? read_lists(&j) : DM_NO_MEMORY;
    if (status == DM_OK && judged(gold, "events"))
        status = count_events(&j, DM_JUDGED_EVENTS, like_event);
    if (status == DM_OK && judged(gold, "events"))
        status = count_events(&j, DM_JUDGED_EVENT_TYPES, like_type);
    if (status == DM_OK && judged(gold, "events"))
        status = count_events(&j, DM_JUDGED_EVENT_SOURCES, like_source);
    if (status == DM_OK && judged(gold, "events"))
        status = count_events(&j, DM_JUDGED_EVENT_TARGETS, like_target);
    if (status == DM_OK && judged(gold, "statements"))
        status = count_list(&j, DM_JUDGED_STATEMENTS, j.statements.at, j.statements.count, NULL, record->statement_count, like_statement);
    if (status == DM_OK && judged(gold, "positions"))
        status = count_list(&j, DM_JUDGED_POSITIONS, j.positions.at, j.positions.count, NULL, record->position_count, like_position);
    if (status == DM_OK && judged(gold, "figures"))
        status = count_list(&j, DM_JUDGED_FIGURES, j.figures.at, j.figures.count, NULL, record->refers.figure_count, like_figure);
    if (status == DM_OK && judged(gold, "times"))
        status = count_list(&j, DM_JUDGED_TIMES, j.times.at, j.times.count, NULL, record->refers.time_count, like_time);
    if (status == DM_OK && judged(gold, "places"))
        status = count_places(&j);
    if (status == DM_OK)
        status = count_mentions(&j);
    if (status == DM_OK && out->arena.failed)
        status = DM_NO_MEMORY;
    if (status != DM_OK) {
        dm_judgement_free(out);
        return status == DM_NO_MEMORY ? dm_fail(error, status, NULL, 0, 0, "out of memory") : status;
    }
    if (out->verdicts.count > 0)
        qsort(out->verdicts.at, out->verdicts.count, sizeof *out->verdicts.at, by_place);
    return DM_OK;
}

void dm_judgement_free(dm_judgement *judgement)
{
    dm_arena_free(&judgement->arena);
    *judgement = (dm_judgement){0};
}
