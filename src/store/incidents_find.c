/* Incidents, as they are asked for: what hangs together is read, parted, counted and handed over in the order of days. */
#include "store/question.h"
#include "store/incidents.h"
#include "store/match.h"

#include <stddef.h>
#include <stdlib.h>

/* Columns of a telling, in this order; the first ones decide, the rest is shown. */
#define COLUMNS                                                                                                           \
    " t.telling, t.content, t.features, t.document, d.key, t.event, t.first,"                                             \
    " coalesce(d.id, '#' || d.document), d.source, d.title, d.url, d.date, coalesce(e.date, d.date),"                     \
    " (SELECT group_concat(nullif(a.code, ''), '+') FROM event_source s JOIN actors a USING(actor)"                       \
    "  WHERE s.document=e.document AND s.event=e.event),"                                                                 \
    " (SELECT group_concat(nullif(a.code, ''), '+') FROM event_target s JOIN actors a USING(actor)"                       \
    "  WHERE s.document=e.document AND s.event=e.event),"                                                                 \
    " (SELECT group_concat(a.name, '; ') FROM event_source s JOIN actors a USING(actor)"                                  \
    "  WHERE s.document=e.document AND s.event=e.event),"                                                                 \
    " (SELECT group_concat(a.name, '; ') FROM event_target s JOIN actors a USING(actor)"                                  \
    "  WHERE s.document=e.document AND s.event=e.event),"                                                                 \
    " e.cameo, e.quad, e.status, p.name, p.country,"                                                                      \
    " (SELECT group_concat(a.name, '; ') FROM json_each(e.on_word_of) j"                                                  \
    "  JOIN statements q ON q.document=e.document AND q.statement=j.value JOIN actors a USING(actor)),"                   \
    " (SELECT group_concat(dm_part(d.text, json_extract(l.figures, '$[' || j.value || '][0]'),"                           \
    "  json_extract(l.figures, '$[' || j.value || '][1]')), '; ') FROM json_each(e.figures) j),"                          \
    " dm_part(d.text, e.start, e.end), dm_part(d.text, " SENTENCE("0") ", " SENTENCE("1") "),"                            \
    " e.by, e.goldstein, e.start-" SENTENCE("0")
#define SENTENCE(at) "json_extract(l.sentences, '$[' || e.sentence || '][" at "]')"
#define TABLES                                                                                                            \
    " FROM tellings t JOIN documents d USING(document) JOIN events e ON e.document=t.document"                            \
    " AND e.event=t.event AND e.wrong=0"                                                                                  \
    " LEFT JOIN lists l ON l.document=t.document LEFT JOIN locations p ON p.location=e.location"
enum { SHOWN_FROM = 7, SHOWN = 20, GOLDSTEIN = SHOWN_FROM + SHOWN, TRIGGER_AT };

typedef struct telling_row {
    int64_t telling, document, content, key;
    uint32_t event, part;
    int32_t first;
    dm_telling told;
    dm_incident_telling shown;
    float tie;
} telling_row;

/* Memory of tellings that hang together, freed with the last incident made of them. */
typedef struct shared_arena {
    dm_arena arena;
    uint32_t users;
} shared_arena;

typedef struct whole { /* an incident waiting for its turn */
    dm_incident incident;
    int32_t day;
    uint64_t key;
    shared_arena *shared;
} whole;

typedef struct finding {
    dm_store *store;
    const dm_incident_question *asked;
    const char *plover;
    dm_incident_function *each;
    void *context;
    dm_error *error;
    dm_arena *arena; /* of what is read now */
    DM_VECTOR(telling_row) rows;
    sqlite3_stmt *read, *ties, *sketch;
    whole **waiting; /* until no earlier one can come */
    uint32_t waiting_count, waiting_room;
    uint32_t given;
    int32_t since, until;
} finding;

/* ---- Reading ----------------------------------------------------------------------------------------------------- */

static const char *column(finding *f, int which)
{
    const char *text = (const char *)sqlite3_column_text(f->read, which);
    if (text == NULL)
        return NULL;
    size_t size = (size_t)sqlite3_column_bytes(f->read, which);
    char *copy = dm_arena_alloc(f->arena, size + 1);
    if (copy != NULL)
        memcpy(copy, text, size + 1);
    return copy;
}

static void read_row(finding *f)
{
    telling_row *row = DM_PUSH(f->arena, &f->rows);
    if (row == NULL)
        return;
    row->telling = sqlite3_column_int64(f->read, 0);
    row->content = sqlite3_column_int64(f->read, 1);
    row->document = sqlite3_column_int64(f->read, 3);
    row->key = sqlite3_column_int64(f->read, 4);
    row->event = (uint32_t)sqlite3_column_int64(f->read, 5);
    row->first = sqlite3_column_int(f->read, 6);
    if (!dm_telling_read(sqlite3_column_blob(f->read, 2), (size_t)sqlite3_column_bytes(f->read, 2), &row->told)) {
        f->rows.count--; /* of another version: it is left out */
        return;
    }
    const char *shown[SHOWN];
    for (int i = 0; i < SHOWN; i++)
        shown[i] = column(f, SHOWN_FROM + i);
    bool placed = sqlite3_column_type(f->read, TRIGGER_AT) != SQLITE_NULL && sqlite3_column_int64(f->read, TRIGGER_AT) >= 0;
    row->shown = (dm_incident_telling){.document = shown[0],
                                       .outlet = shown[1],
                                       .title = shown[2],
                                       .url = shown[3],
                                       .reported = shown[4],
                                       .date = shown[5],
                                       .sources = shown[6],
                                       .targets = shown[7],
                                       .source_names = shown[8],
                                       .target_names = shown[9],
                                       .cameo = shown[10],
                                       .quad = shown[11],
                                       .status = shown[12],
                                       .place = shown[13],
                                       .country = shown[14],
                                       .speakers = shown[15],
                                       .figures = shown[16],
                                       .trigger = shown[17],
                                       .sentence = shown[18],
                                       .by = shown[19],
                                       .goldstein = sqlite3_column_double(f->read, GOLDSTEIN),
                                       .trigger_at = placed ? (uint32_t)sqlite3_column_int64(f->read, TRIGGER_AT) : DM_NONE};
}

/* In the order of reports, then by what does not depend on loading. */
static int by_report(const void *a, const void *b)
{
    const telling_row *x = a, *y = b;
    int order = strcmp(x->shown.reported == NULL ? "" : x->shown.reported, y->shown.reported == NULL ? "" : y->shown.reported);
    if (order != 0)
        return order;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->event < y->event ? -1 : x->event > y->event;
}

static uint32_t row_of(const finding *f, int64_t telling, const uint32_t *by_number)
{
    uint32_t low = 0, high = f->rows.count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (f->rows.at[by_number[middle]].telling < telling)
            low = middle + 1;
        else
            high = middle;
    }
    return low < f->rows.count && f->rows.at[by_number[low]].telling == telling ? by_number[low] : DM_NONE;
}

static int by_telling(const void *a, const void *b, const telling_row *rows)
{
    int64_t x = rows[*(const uint32_t *)a].telling, y = rows[*(const uint32_t *)b].telling;
    return x < y ? -1 : x > y;
}

/* Sorted numbers of the rows by telling: a heap sort, as qsort takes no context. */
static void sort_numbers(uint32_t *numbers, uint32_t count, const telling_row *rows)
{
    for (uint32_t end = count, start = count / 2; end > 1;) {
        if (start > 0) {
            start--;
        } else {
            end--;
            uint32_t swap = numbers[end];
            numbers[end] = numbers[0];
            numbers[0] = swap;
        }
        for (uint32_t root = start, child; (child = 2 * root + 1) < end; root = child) {
            if (child + 1 < end && by_telling(&numbers[child], &numbers[child + 1], rows) < 0)
                child++;
            if (by_telling(&numbers[root], &numbers[child], rows) >= 0)
                break;
            uint32_t swap = numbers[root];
            numbers[root] = numbers[child];
            numbers[child] = swap;
        }
    }
}

/* ---- Parting ----------------------------------------------------------------------------------------------------- */

/* The incident of each row, and what joins it; a code of SQLite. */
static int part(finding *f, int64_t incident)
{
    uint32_t count = f->rows.count;
    DM_VECTOR(dm_tie) ties = {0};
    DM_VECTOR(const char *) reasons = {0};
    uint32_t *by_number = dm_arena_zero(f->arena, count, sizeof *by_number), *parts = dm_arena_zero(f->arena, count, sizeof *parts);
    dm_telling *tellings = dm_arena_zero(f->arena, count, sizeof *tellings);
    uint64_t *order = dm_arena_zero(f->arena, count, sizeof *order);
    int code = SQLITE_DONE;
    if (f->arena->failed)
        return SQLITE_NOMEM;
    for (uint32_t i = 0; i < count; i++) {
        by_number[i] = i;
        tellings[i] = f->rows.at[i].told;
        order[i] = (uint64_t)f->rows.at[i].content;
    }
    sort_numbers(by_number, count, f->rows.at);
    if (count > 1) {
        sqlite3_bind_int64(f->ties, 1, incident);
        while ((code = sqlite3_step(f->ties)) == SQLITE_ROW) {
            uint32_t one = row_of(f, sqlite3_column_int64(f->ties, 0), by_number),
                     other = row_of(f, sqlite3_column_int64(f->ties, 1), by_number);
            if (one == DM_NONE || other == DM_NONE)
                continue;
            dm_tie *tie = DM_PUSH(f->arena, &ties);
            const char **why = DM_PUSH(f->arena, &reasons);
            dm_slice text = dm_slice_of((const char *)sqlite3_column_text(f->ties, 3));
            if (tie == NULL || why == NULL)
                continue;
            *tie = (dm_tie){one, other, (float)sqlite3_column_double(f->ties, 2)};
            *why = text.at == NULL ? "" : dm_arena_print(f->arena, "%.*s", (int)text.size, text.at).at;
        }
        int reset = sqlite3_reset(f->ties);
        if (code != SQLITE_DONE || reset != SQLITE_OK)
            return code != SQLITE_DONE ? code : reset;
    }
    if (f->arena->failed || !dm_incidents_part(tellings, order, count, ties.at, ties.count, parts))
        return SQLITE_NOMEM;
    for (uint32_t i = 0; i < count; i++)
        f->rows.at[i].part = parts[i];
    for (uint32_t i = 0; i < ties.count; i++) { /* the reason of the strongest tie to a telling before it */
        uint32_t one = ties.at[i].one, other = ties.at[i].other, late = one > other ? one : other;
        telling_row *row = &f->rows.at[late];
        if (parts[one] == parts[other] && (row->shown.why == NULL || ties.at[i].value > row->tie)) {
            row->shown.why = reasons.at[i];
            row->tie = ties.at[i].value;
        }
    }
    return SQLITE_OK;
}

/* ---- Counting sources -------------------------------------------------------------------------------------------- */

static const dm_sketch *sketch_of(finding *f, int64_t document)
{
    dm_sketch *sketch = NULL;
    sqlite3_bind_int64(f->sketch, 1, document);
    if (sqlite3_step(f->sketch) == SQLITE_ROW) {
        const unsigned char *bytes = sqlite3_column_blob(f->sketch, 0);
        size_t size = (size_t)sqlite3_column_bytes(f->sketch, 0);
        if (bytes != NULL && size % 4 == 1 && size <= 4 * DM_SKETCH_MARKS + 1 &&
            (sketch = dm_arena_zero(f->arena, 1, sizeof *sketch)) != NULL) {
            sketch->whole = bytes[0] != 0;
            for (size_t i = 1; i < size; i += 4)
                sketch->marks[sketch->count++] =
                    bytes[i] | (uint32_t)bytes[i + 1] << 8 | (uint32_t)bytes[i + 2] << 16 | (uint32_t)bytes[i + 3] << 24;
        }
    }
    sqlite3_reset(f->sketch);
    return sketch;
}

static void count_sources(finding *f, telling_row **rows, uint32_t count, dm_incident *out)
{
    int64_t *documents = dm_arena_zero(f->arena, count, sizeof *documents);
    const dm_sketch **sketches = dm_arena_zero(f->arena, count, sizeof *sketches);
    dm_slice *outlets = dm_arena_zero(f->arena, count, sizeof *outlets);
    uint32_t *group = dm_arena_zero(f->arena, count, sizeof *group), *number = dm_arena_zero(f->arena, count, sizeof *number);
    uint32_t *of = dm_arena_zero(f->arena, count, sizeof *of), found = 0, numbers = 0;
    if (f->arena->failed)
        return;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t k = 0;
        while (k < found && documents[k] != rows[i]->document)
            k++;
        if (k == found) {
            documents[k] = rows[i]->document;
            outlets[k] = dm_slice_of(rows[i]->shown.outlet);
            found++;
        }
        of[i] = k;
    }
    for (uint32_t i = 0; i < found && found > 1; i++)
        sketches[i] = sketch_of(f, documents[i]);
    out->documents = found;
    out->independent = dm_sources_independent(sketches, outlets, found, group);
    for (uint32_t i = 0; i < found; i++)
        number[i] = group[i] == i ? ++numbers : number[group[i]];
    for (uint32_t i = 0; i < count; i++)
        rows[i]->shown.source = number[of[i]];
}

/* ---- What most tellings say -------------------------------------------------------------------------------------- */

/* The text that most rows have at `offset`; of as many the longest, then the first in the alphabet; NULL when none has one. */
static const char *most(telling_row *const *rows, uint32_t count, size_t offset)
{
    const char *best = NULL;
    uint32_t best_count = 0;
    for (uint32_t i = 0; i < count; i++) {
        const char *text, *other;
        uint32_t same = 0;
        memcpy(&text, (const char *)&rows[i]->shown + offset, sizeof text);
        if (text == NULL || *text == '\0')
            continue;
        for (uint32_t k = 0; k < count; k++) {
            memcpy(&other, (const char *)&rows[k]->shown + offset, sizeof other);
            same += other != NULL && strcmp(text, other) == 0;
        }
        size_t size = strlen(text), best_size = best == NULL ? 0 : strlen(best);
        if (same > best_count ||
            (same == best_count && (size > best_size || (size == best_size && best != NULL && strcmp(text, best) < 0)))) {
            best = text;
            best_count = same;
        }
    }
    return best;
}
#define MOST(field) most(rows, count, offsetof(dm_incident_telling, field))

/* The names that go with the codes that most have. */
static const char *names_with(telling_row *const *rows, uint32_t count, const char *codes, size_t code_offset, size_t name_offset)
{
    telling_row *fitting[64];
    uint32_t fit = 0;
    for (uint32_t i = 0; i < count && fit < DM_COUNT(fitting); i++) {
        const char *text;
        memcpy(&text, (const char *)&rows[i]->shown + code_offset, sizeof text);
        if (codes != NULL && text != NULL && strcmp(text, codes) == 0)
            fitting[fit++] = rows[i];
    }
    return fit != 0 ? most(fitting, fit, name_offset) : most(rows, count, name_offset);
}

static void write_day(char out[16], int32_t day)
{
    out[0] = '\0';
    if (day == DM_NO_DAY)
        return;
    dm_date date = dm_date_of_days(day);
    snprintf(out, 16, "%04d-%02d-%02d", date.year, date.month, date.day);
}

static void write_id(char out[16], uint64_t number)
{
    static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
    out[0] = 'i';
    for (int i = 1; i < 13; i++, number >>= 5)
        out[i] = digits[number & 31];
    out[13] = '\0';
}

/* Every figure once, in the order of reports. */
static const char *all_figures(finding *f, telling_row *const *rows, uint32_t count)
{
    dm_slice all = {NULL, 0};
    for (uint32_t i = 0; i < count; i++) {
        dm_slice rest = dm_slice_of(rows[i]->shown.figures), one;
        while (rest.at != NULL && (one = dm_slice_next(&rest, ';')).at != NULL) {
            bool known = false;
            dm_slice seen = all, old;
            while (seen.at != NULL && !known) {
                old = dm_slice_next(&seen, ';');
                known = dm_slice_equal(old, one);
            }
            if (!known && one.size != 0)
                all = dm_arena_print(f->arena, "%.*s%s%.*s", (int)all.size, all.at == NULL ? "" : all.at, all.at == NULL ? "" : "; ",
                                     (int)one.size, one.at);
        }
    }
    return all.at;
}

static void make_incident(finding *f, telling_row **rows, uint32_t count, whole *out)
{
    dm_incident *incident = &out->incident;
    int32_t first = INT32_MAX, last = INT32_MIN;
    bool stated = false;
    for (uint32_t i = 0; i < count; i++)
        stated |= rows[i]->told.stated;
    for (uint32_t i = 0; i < count; i++) { /* days that are stated, where some are: the others are days of reports */
        if (stated && !rows[i]->told.stated)
            continue;
        first = rows[i]->told.first < first ? rows[i]->told.first : first;
        last = rows[i]->told.last > last ? rows[i]->told.last : last;
    }
    if (!stated) /* told on later days again: it happened when it was told first */
        for (uint32_t i = 0; i < count; i++)
            if (rows[i]->told.first == first && rows[i]->told.last < last)
                last = rows[i]->told.last;
    write_day(incident->first, first);
    write_day(incident->last, last);
    const telling_row *oldest = rows[0];
    out->day = first;
    out->key = dm_mix((uint64_t)oldest->key, oldest->event);
    write_id(incident->id, out->key);
    incident->plover = dm_plover_name(rows[0]->told.plover);
    incident->cameo = MOST(cameo);
    incident->status = MOST(status);
    incident->sources = MOST(sources);
    incident->targets = MOST(targets);
    incident->source_names =
        names_with(rows, count, incident->sources, offsetof(dm_incident_telling, sources), offsetof(dm_incident_telling, source_names));
    incident->target_names =
        names_with(rows, count, incident->targets, offsetof(dm_incident_telling, targets), offsetof(dm_incident_telling, target_names));
    incident->place = MOST(place);
    incident->country = names_with(rows, count, incident->place, offsetof(dm_incident_telling, place), offsetof(dm_incident_telling, country));
    incident->figures = all_figures(f, rows, count);
    for (uint32_t i = 0; i < count; i++)
        if (incident->cameo != NULL && rows[i]->shown.cameo != NULL && strcmp(incident->cameo, rows[i]->shown.cameo) == 0) {
            incident->quad = rows[i]->shown.quad;
            incident->goldstein = rows[i]->shown.goldstein;
            break;
        }
    count_sources(f, rows, count, incident);
    dm_incident_telling *tellings = dm_arena_zero(f->arena, count, sizeof *tellings);
    if (tellings == NULL)
        return;
    for (uint32_t i = 0; i < count; i++)
        tellings[i] = rows[i]->shown;
    incident->tellings = tellings;
    incident->telling_count = count;
}

/* ---- What is asked ----------------------------------------------------------------------------------------------- */

static bool is_actor(const char *codes, const char *names, const char *asked)
{
    dm_slice rest = dm_slice_of(codes), who = dm_slice_of(asked);
    while (rest.at != NULL)
        if (dm_code_begins(dm_slice_next(&rest, '+'), who))
            return true;
    return names != NULL && dm_text_holds(dm_slice_of(names), who);
}

static bool country_is(const char *country, const char *asked)
{
    return country != NULL && strlen(asked) == 3 && strlen(country) == 3 && dm_code_begins(dm_slice_of(country), dm_slice_of(asked));
}

static bool telling_fits(const dm_incident_question *asked, const dm_incident_telling *t)
{
    bool source = asked->actor != NULL && is_actor(t->sources, t->source_names, asked->actor);
    bool target = asked->actor != NULL && is_actor(t->targets, t->target_names, asked->actor);
    return (asked->actor == NULL || source || target) &&
           (asked->source == NULL || is_actor(t->sources, t->source_names, asked->source)) &&
           (asked->target == NULL || is_actor(t->targets, t->target_names, asked->target)) &&
           (asked->cameo == NULL || (t->cameo != NULL && strncmp(t->cameo, asked->cameo, strlen(asked->cameo)) == 0)) &&
           (asked->place == NULL || country_is(t->country, asked->place) ||
            (t->place != NULL && dm_text_holds(dm_slice_of(t->place), dm_slice_of(asked->place)))) &&
           (asked->text == NULL || (t->sentence != NULL && dm_text_holds(dm_slice_of(t->sentence), dm_slice_of(asked->text))));
}

static bool fits(const finding *f, const dm_incident *incident)
{
    bool any = false;
    if (incident->independent < f->asked->least_sources || (f->plover != NULL && strcmp(incident->plover, f->plover) != 0) ||
        (f->asked->status != NULL && (incident->status == NULL || strcmp(incident->status, f->asked->status) != 0)))
        return false;
    for (uint32_t i = 0; i < incident->telling_count && !any; i++)
        any = telling_fits(f->asked, &incident->tellings[i]);
    return any;
}

/* ---- In the order of days ---------------------------------------------------------------------------------------- */

static int by_day(const void *a, const void *b)
{
    const whole *x = *(whole *const *)a, *y = *(whole *const *)b;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return x->key < y->key ? -1 : x->key > y->key;
}

static void let_go(shared_arena *shared)
{
    if (--shared->users == 0) {
        dm_arena_free(&shared->arena);
        free(shared);
    }
}

static dm_status give(finding *f, const dm_incident *incident)
{
    if (f->asked->limit != 0 && f->given >= f->asked->limit)
        return DM_END;
    f->given++;
    return f->each(f->context, incident);
}

/* Hands over what begins before a day. */
static dm_status flush(finding *f, int64_t before)
{
    uint32_t done = 0;
    dm_status status = DM_OK;
    if (f->waiting_count == 0)
        return DM_OK;
    qsort(f->waiting, f->waiting_count, sizeof(whole *), by_day);
    while (done < f->waiting_count && f->waiting[done]->day < before && status == DM_OK) {
        shared_arena *shared = f->waiting[done]->shared;
        status = give(f, &f->waiting[done]->incident);
        let_go(shared);
        done++;
    }
    memmove(f->waiting, f->waiting + done, (f->waiting_count - done) * sizeof(whole *));
    f->waiting_count -= done;
    return status;
}

static bool wait_for(finding *f, whole *one)
{
    if (f->waiting_count == f->waiting_room) {
        uint32_t room = f->waiting_room == 0 ? 64 : f->waiting_room * 2;
        whole **larger = realloc(f->waiting, room * sizeof(whole *));
        if (larger == NULL)
            return false;
        f->waiting = larger;
        f->waiting_room = room;
    }
    f->waiting[f->waiting_count++] = one;
    return true;
}

/* The incidents of the tellings that hang together under one number; a code of SQLite. */
static int read_incident(finding *f, int64_t number)
{
    shared_arena *shared = calloc(1, sizeof *shared);
    int code, reset;
    if (shared == NULL)
        return SQLITE_NOMEM;
    dm_arena_init(&shared->arena);
    shared->users = 1;
    f->arena = &shared->arena;
    memset(&f->rows, 0, sizeof f->rows);
    sqlite3_bind_int64(f->read, 1, number);
    while ((code = sqlite3_step(f->read)) == SQLITE_ROW)
        read_row(f);
    reset = sqlite3_reset(f->read);
    code = code != SQLITE_DONE ? code : reset;
    if (code == SQLITE_OK && sqlite3_errcode(f->store->db) == SQLITE_NOMEM)
        code = SQLITE_NOMEM;
    if (code == SQLITE_OK && !shared->arena.failed && f->rows.count != 0) {
        qsort(f->rows.at, f->rows.count, sizeof *f->rows.at, by_report);
        code = part(f, number);
    }
    telling_row **rows = dm_arena_zero(&shared->arena, f->rows.count, sizeof *rows);
    for (uint32_t first = 0; first < f->rows.count && code == SQLITE_OK && !shared->arena.failed; first++) {
        uint32_t count = 0, which = f->rows.at[first].part;
        if (which == DM_NONE)
            continue;
        for (uint32_t i = first; i < f->rows.count; i++)
            if (f->rows.at[i].part == which) {
                rows[count++] = &f->rows.at[i];
                f->rows.at[i].part = DM_NONE; /* done */
            }
        whole *one = dm_arena_zero(&shared->arena, 1, sizeof *one);
        if (one == NULL)
            break;
        make_incident(f, rows, count, one);
        int32_t last = rows[0]->told.last;
        for (uint32_t i = 1; i < count; i++)
            last = rows[i]->told.last > last ? rows[i]->told.last : last;
        if (one->day > f->until || last < f->since || !fits(f, &one->incident))
            continue;
        one->shared = shared;
        shared->users++;
        if (!wait_for(f, one))
            code = SQLITE_NOMEM;
    }
    if (shared->arena.failed)
        code = SQLITE_NOMEM;
    let_go(shared);
    return code;
}

static dm_status find_incidents(finding *f, sqlite3_stmt *list)
{
    dm_status status = DM_OK;
    int code = SQLITE_DONE;
    sqlite3_bind_int64(list, 1, f->until);
    sqlite3_bind_int64(list, 2, f->since);
    while (status == DM_OK && (code = sqlite3_step(list)) == SQLITE_ROW) {
        /* Those of this number begin, where they reach into the days asked for, at most a few days before them. */
        status = flush(f, (int64_t)sqlite3_column_int64(list, 1) - DM_INCIDENT_DAYS);
        int read = status == DM_OK ? read_incident(f, sqlite3_column_int64(list, 0)) : SQLITE_OK;
        if (read != SQLITE_OK)
            status = dm_store_fail(f->store, read, "asking", f->error);
    }
    if (status == DM_OK && code != SQLITE_DONE)
        status = dm_store_fail(f->store, code, "asking", f->error);
    return status == DM_OK ? flush(f, INT64_MAX) : status;
}

/* ---- One a day --------------------------------------------------------------------------------------------------- */

static dm_status give_day(finding *f)
{
    whole one;
    memset(&one, 0, sizeof one);
    telling_row **rows = dm_arena_zero(f->arena, f->rows.count, sizeof *rows);
    if (rows == NULL)
        return dm_store_fail(f->store, SQLITE_NOMEM, "asking", f->error);
    for (uint32_t i = 0; i < f->rows.count; i++)
        rows[i] = &f->rows.at[i];
    make_incident(f, rows, f->rows.count, &one);
    write_day(one.incident.first, rows[0]->first);
    write_day(one.incident.last, rows[0]->told.last);
    const char *parts[] = {one.incident.sources, one.incident.targets, one.incident.cameo};
    uint64_t id = (uint64_t)(uint32_t)rows[0]->first;
    for (size_t i = 0; i < DM_COUNT(parts); i++)
        id = dm_mix(id, parts[i] == NULL ? 0 : dm_hash(parts[i], strlen(parts[i])));
    write_id(one.incident.id, id);
    if (f->arena->failed)
        return dm_store_fail(f->store, SQLITE_NOMEM, "asking", f->error);
    return fits(f, &one.incident) ? give(f, &one.incident) : DM_OK;
}

static bool same_text(const char *a, const char *b) { return strcmp(a == NULL ? "" : a, b == NULL ? "" : b) == 0; }

static dm_status find_days(finding *f)
{
    dm_arena arenas[2]; /* of this day's event, and of the row that begins the next */
    dm_status status = DM_OK;
    int code, now = 0;
    dm_arena_init(&arenas[0]);
    dm_arena_init(&arenas[1]);
    sqlite3_bind_int64(f->read, 1, f->until);
    sqlite3_bind_int64(f->read, 2, f->since);
    sqlite3_bind_text(f->read, 3, f->asked->status == NULL ? dm_event_status_name(DM_ACTUAL) : f->asked->status, -1, SQLITE_STATIC);
    memset(&f->rows, 0, sizeof f->rows);
    while (status == DM_OK && (code = sqlite3_step(f->read)) == SQLITE_ROW) {
        uint32_t before = f->rows.count;
        f->arena = &arenas[now];
        read_row(f);
        if (f->rows.count == before && !f->arena->failed)
            continue; /* a row that cannot be read */
        if (f->arena->failed || sqlite3_errcode(f->store->db) == SQLITE_NOMEM) {
            status = dm_store_fail(f->store, SQLITE_NOMEM, "asking", f->error);
            break;
        }
        const telling_row *row = &f->rows.at[before];
        if (before == 0 || (row->first == f->rows.at[0].first && same_text(row->shown.sources, f->rows.at[0].shown.sources) &&
                            same_text(row->shown.targets, f->rows.at[0].shown.targets) &&
                            same_text(row->shown.cameo, f->rows.at[0].shown.cameo)))
            continue;
        f->rows.count--;
        status = give_day(f);
        now = !now; /* the row is read once more, into fresh memory */
        dm_arena_reset(&arenas[now]);
        f->arena = &arenas[now];
        memset(&f->rows, 0, sizeof f->rows);
        read_row(f);
    }
    if (status == DM_OK && code != SQLITE_DONE)
        status = dm_store_fail(f->store, code, "asking", f->error);
    if (status == DM_OK && f->rows.count != 0)
        status = give_day(f);
    dm_arena_free(&arenas[0]);
    dm_arena_free(&arenas[1]);
    return status;
}

/* ---- The question ------------------------------------------------------------------------------------------------ */

static const char list_sql[] = "SELECT incident, min(first) FROM tellings WHERE first<=? AND last>=? GROUP BY incident"
                               " ORDER BY 2, 1";
static const char read_sql[] = "SELECT" COLUMNS TABLES " WHERE t.incident=? AND NOT e.wrong";
static const char ties_sql[] = "SELECT i.one, i.other, i.value, i.why FROM tellings t JOIN telling_ties i ON i.one=t.telling"
                               " WHERE t.incident=?";
static const char days_sql[] = "SELECT" COLUMNS TABLES
                               " LEFT JOIN event_source s ON s.document=e.document AND s.event=e.event"
                               " LEFT JOIN event_target g ON g.document=e.document AND g.event=e.event"
                               " LEFT JOIN actors a ON a.actor=s.actor LEFT JOIN actors b ON b.actor=g.actor"
                               " WHERE t.first<=?1 AND t.last>=?2 AND e.status=?3 AND NOT e.wrong"
                               " ORDER BY t.first, a.code, b.code, e.cameo, d.date, d.key, t.event";

/* The columns of both sides give way to those of one pair. */
static bool pair_sql(char *sql, size_t room)
{
    static const char *const swaps[][2] = {
        {"group_concat(nullif(a.code, ''), '+') FROM event_source s JOIN actors a USING(actor)", "a.code"},
        {"group_concat(nullif(a.code, ''), '+') FROM event_target s JOIN actors a USING(actor)", "b.code"},
        {"group_concat(a.name, '; ') FROM event_source s JOIN actors a USING(actor)", "a.name"},
        {"group_concat(a.name, '; ') FROM event_target s JOIN actors a USING(actor)", "b.name"}};
    snprintf(sql, room, "%s", days_sql);
    for (size_t i = 0; i < DM_COUNT(swaps); i++) {
        char *at = strstr(sql, swaps[i][0]), *end = at == NULL ? NULL : strchr(strstr(at, "s.event=e.event"), ')');
        if (at == NULL || end == NULL)
            return false;
        size_t size = strlen(swaps[i][1]);
        memcpy(at, swaps[i][1], size);
        memmove(at + size, end, strlen(end) + 1);
    }
    return true;
}

static int32_t day_of(dm_date date, bool end)
{
    if (date.year == 0)
        return end ? INT32_MAX : INT32_MIN;
    if (date.month == 0)
        date.month = end ? 12 : 1;
    if (date.day == 0)
        date.day = end ? (uint8_t)dm_days_in_month(date.year, date.month) : 1;
    return dm_date_days(date);
}

dm_status dm_store_incidents(dm_store *store, const dm_incident_question *question, dm_incident_function *each, void *context,
                             dm_error *error)
{
    dm_incident_question asked = *question;
    finding f = {.store = store, .asked = &asked, .each = each, .context = context, .error = error};
    if (asked.plover != NULL && (f.plover = dm_plover_called(asked.plover)) == NULL)
        return dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "no PLOVER type is called %s; there are " DM_TYPES_THERE_ARE, asked.plover);
    if (asked.status != NULL && (asked.status = dm_status_called(question->status)) == NULL)
        return dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "no status is called %s; there are " DM_STATUSES_THERE_ARE, question->status);
    f.since = day_of(asked.since, false);
    f.until = day_of(asked.until, true);
    dm_status status = dm_store_commit(store, error); /* a failing question must not take documents with it */
    if (status != DM_OK)
        return status;
    char pairs[sizeof days_sql];
    sqlite3_stmt *list = NULL, *there = NULL;
    int code = dm_store_functions(store);
    if (code != SQLITE_OK)
        return dm_store_fail(store, code, "asking", error);
    code = sqlite3_prepare_v2(store->db, "SELECT 1 FROM sqlite_schema WHERE name='sketches'", -1, &there, NULL);
    if (code == SQLITE_OK && (code = sqlite3_step(there)) == SQLITE_DONE)
        status = dm_fail(error, DM_BAD_DATABASE, store->name, 0, 0,
                         "it was made before incidents were kept: load the documents again");
    code = code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
    sqlite3_finalize(there);
    if (status != DM_OK)
        return status;
    if (asked.one_a_day && !pair_sql(pairs, sizeof pairs))
        code = SQLITE_INTERNAL;
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(store->db, asked.one_a_day ? pairs : read_sql, -1, &f.read, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(store->db, ties_sql, -1, &f.ties, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(store->db, "SELECT marks FROM sketches WHERE document=?", -1, &f.sketch, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(store->db, list_sql, -1, &list, NULL);
    if (code != SQLITE_OK)
        status = dm_store_fail(store, code, "asking", error);
    else
        status = asked.one_a_day ? find_days(&f) : find_incidents(&f, list);
    for (uint32_t i = 0; i < f.waiting_count; i++)
        let_go(f.waiting[i]->shared);
    free(f.waiting);
    sqlite3_finalize(f.read);
    sqlite3_finalize(f.ties);
    sqlite3_finalize(f.sketch);
    sqlite3_finalize(list);
    return status == DM_END ? DM_OK : status;
}
