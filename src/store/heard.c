/* What documents give to the tables of counts, summed up in memory until the transaction that adds them is committed: a
 * sum for each row costs less than asking the tables what was just put there.  The statements in counts.c say the same in
 * SQL, for documents that are there already. */
#include "store/schema.h"

#include <math.h>
#include <stdlib.h>

enum { HEARD_DAYS, HEARD_MONTHS, HEARD_DYADS, HEARD_COVERAGE, HEARD_SILENCE, HEARD_PAIRS, HEARD_COUNTRIES };
enum { HEARD_COUNTS = 6, HEARD_WORDS = 4 };

typedef struct heard_row {
    int table;
    int32_t day;                   /* or month */
    int32_t vague;
    dm_slice words[HEARD_WORDS];   /* days, months: quad class, type, status; dyads, pairs: who, to whom;
                                      countries: country, then as days; else source, reason */
    int64_t counts[HEARD_COUNTS];  /* in the order of the columns */
    int64_t tenths;                /* of Goldstein values */
} heard_row;

struct dm_heard {
    dm_arena arena;
    dm_map rows_by_key;
    DM_VECTOR(heard_row) rows;
    int64_t first, last; /* documents summed up; none: last < first */
    bool lost;           /* memory ran out: not to be used */
};

static void forget(struct dm_heard *heard)
{
    dm_map_free(&heard->rows_by_key);
    dm_map_init(&heard->rows_by_key);
    dm_arena_reset(&heard->arena);
    heard->rows.at = NULL;
    heard->rows.count = heard->rows.room = 0;
    heard->first = 1;
    heard->last = 0;
    heard->lost = false;
}

void dm_heard_free(dm_store *store)
{
    if (store->heard == NULL)
        return;
    dm_map_free(&store->heard->rows_by_key);
    dm_arena_free(&store->heard->arena);
    sqlite3_free(store->heard);
}

void dm_heard_forget(dm_store *store)
{
    if (store->heard != NULL)
        forget(store->heard);
}

static uint64_t hash_of(const heard_row *row)
{
    uint64_t key = dm_mix((uint64_t)row->day, (uint64_t)(row->table * 2 + row->vague));
    for (int i = 0; i < HEARD_WORDS; i++)
        key = dm_mix(key, dm_hash(row->words[i].at, row->words[i].size));
    return key;
}

/* The row that has the keys of `like`, made when there is none; NULL: out of memory.  `lasting`: the words of `like` outlive
 * all rows. */
static heard_row *row_of(struct dm_heard *heard, const heard_row *like, bool lasting)
{
    uint64_t key = hash_of(like);
    uint32_t known = dm_map_get(&heard->rows_by_key, key);
    if (known != DM_NONE)
        return &heard->rows.at[known];
    heard_row *row = DM_PUSH(&heard->arena, &heard->rows);
    if (row == NULL || !dm_map_set(&heard->rows_by_key, key, heard->rows.count - 1)) {
        heard->lost = true;
        return NULL;
    }
    *row = *like;
    for (int i = 0; i < HEARD_WORDS && !lasting; i++)
        row->words[i] = like->words[i].size == 0 ? (dm_slice){"", 0} : dm_arena_copy(&heard->arena, like->words[i]);
    heard->lost = heard->lost || heard->arena.failed;
    return row;
}

/* An actual event between two. */
static void hear_pair(struct dm_heard *heard, const char *source, const char *target, const dm_event *event, int32_t month,
                      int64_t tenths)
{
    for (int i = 0; i < 2; i++) {
        heard_row *row = row_of(heard,
                                &(heard_row){.table = i == 0 ? HEARD_DYADS : HEARD_PAIRS,
                                             .day = i == 0 ? month : 0,
                                             .words = {dm_slice_of(source), dm_slice_of(target)}},
                                false);
        if (row == NULL)
            return;
        row->counts[0] += event->quad == DM_VERBAL_COOPERATION;
        row->counts[1] += event->quad == DM_MATERIAL_COOPERATION;
        row->counts[2] += event->quad == DM_VERBAL_CONFLICT;
        row->counts[3] += event->quad == DM_MATERIAL_CONFLICT;
        row->counts[4]++;
        row->tenths += tenths;
    }
}

static void hear_event(struct dm_heard *heard, const dm_record *record, const dm_event *event, dm_day_range days)
{
    int64_t tenths = (int64_t)floor((double)event->goldstein * 10 + 0.5);
    const dm_entity *entities = record->refers.entities;
    dm_slice quad = dm_slice_of(dm_quad_name(event->quad)), plover = dm_slice_of(dm_plover_name(event->plover)),
             status = dm_slice_of(dm_event_status_name(event->status));
    for (int table = HEARD_DAYS; table <= HEARD_MONTHS; table++) {
        int32_t unit = table == HEARD_DAYS ? 1 : 100;
        heard_row *row = row_of(heard,
                                &(heard_row){.table = table,
                                             .day = days.first / unit,
                                             .vague = days.last / unit > days.first / unit,
                                             .words = {quad, plover, status}},
                                true);
        if (row == NULL)
            return;
        row->counts[0]++;
        row->tenths += tenths;
    }
    if (event->place < record->refers.place_count && record->refers.places[event->place].country[0] != '\0') {
        dm_slice country = dm_slice_of(record->refers.places[event->place].country);
        heard_row *row = row_of(heard, &(heard_row){.table = HEARD_COUNTRIES, .words = {country, quad, plover, status}}, false);
        if (row != NULL)
            row->counts[0]++;
    }
    for (uint32_t i = 0; i < event->sources.count && event->status == DM_ACTUAL; i++)
        for (uint32_t k = 0; k < event->targets.count; k++) {
            const char *source = entities[event->sources.at[i]].actor, *target = entities[event->targets.at[k]].actor;
            if (*source != '\0' && *target != '\0')
                hear_pair(heard, source, target, event, days.first / 100, tenths);
        }
}

void dm_heard_add(dm_store *store, const dm_record *record)
{
    struct dm_heard *heard = store->heard;
    if (heard == NULL) {
        heard = store->heard = sqlite3_malloc(sizeof *heard);
        if (heard == NULL)
            return;
        memset(heard, 0, sizeof *heard);
        dm_arena_init(&heard->arena);
        dm_map_init(&heard->rows_by_key);
        forget(heard);
    }
    if (heard->last >= heard->first && store->document != heard->last + 1)
        heard->lost = true;
    if (heard->last < heard->first)
        heard->first = store->document;
    heard->last = store->document;
    if (heard->lost)
        return;
    int64_t events = 0;
    for (uint32_t i = 0; i < record->event_count; i++) {
        if (record->events[i].same_as != DM_NONE)
            continue;
        events++;
        hear_event(heard, record, &record->events[i], store->days[i]);
    }
    dm_slice source = record->document.source;
    heard_row *row = row_of(heard, &(heard_row){.table = HEARD_COVERAGE, .day = store->day, .words = {source}}, false);
    if (row == NULL)
        return;
    const int64_t counts[HEARD_COUNTS] = {1, events > 0, record->text.sentence_count, events, record->statement_count,
                                          record->position_count};
    for (size_t i = 0; i < HEARD_COUNTS; i++)
        row->counts[i] += counts[i];
    for (uint32_t i = 0; i < record->silent_count; i++) {
        char room[256];
        dm_slice reason = dm_reason_kind(record->silent[i].reason, room, sizeof room);
        row = row_of(heard, &(heard_row){.table = HEARD_SILENCE, .day = store->day, .words = {source, reason}}, false);
        if (row != NULL)
            row->counts[0]++;
    }
}

static int compare(dm_slice a, dm_slice b)
{
    size_t both = a.size < b.size ? a.size : b.size;
    int order = both == 0 ? 0 : memcmp(a.at, b.at, both);
    return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

/* Nearly the order of the tables, so that what is put stands together. */
static int by_place(const void *a, const void *b)
{
    const heard_row *x = a, *y = b;
    int order = x->table - y->table;
    if (order == 0 && x->table != HEARD_DYADS)
        order = (x->day > y->day) - (x->day < y->day);
    for (int i = 0; i < HEARD_WORDS && order == 0; i++)
        order = compare(x->words[i], y->words[i]);
    if (order == 0)
        order = (x->day > y->day) - (x->day < y->day);
    return order != 0 ? order : x->vague - y->vague;
}

/* ?1 day, ?2 vague, ?3.. words, ?7.. counts, ?13 the sum of Goldstein values. */
static const char *const puts_rows[] = {
    [HEARD_DAYS] = "INSERT INTO days VALUES(?1, ?3, ?4, ?5, ?2, ?7, ?13) ON CONFLICT DO UPDATE SET"
                   " events=events+excluded.events, goldstein=round(goldstein+excluded.goldstein, 1)",
    [HEARD_MONTHS] = "INSERT INTO months VALUES(?1, ?3, ?4, ?5, ?2, ?7, ?13) ON CONFLICT DO UPDATE SET"
                     " events=events+excluded.events, goldstein=round(goldstein+excluded.goldstein, 1)",
    [HEARD_DYADS] = "INSERT INTO dyads VALUES(substr(?3, 1, 3), substr(?4, 1, 3), ?1, ?3, ?4, ?7, ?8, ?9, ?10, ?11, ?13)"
                    " ON CONFLICT DO UPDATE SET verbal_cooperation=verbal_cooperation+excluded.verbal_cooperation,"
                    " material_cooperation=material_cooperation+excluded.material_cooperation,"
                    " verbal_conflict=verbal_conflict+excluded.verbal_conflict,"
                    " material_conflict=material_conflict+excluded.material_conflict, events=events+excluded.events,"
                    " goldstein=round(goldstein+excluded.goldstein, 1)",
    [HEARD_COVERAGE] = "INSERT INTO coverage VALUES(?1, ?3, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT DO UPDATE SET"
                       " documents=documents+excluded.documents, coded=coded+excluded.coded,"
                       " sentences=sentences+excluded.sentences, events=events+excluded.events,"
                       " statements=statements+excluded.statements, positions=positions+excluded.positions",
    [HEARD_SILENCE] = "INSERT INTO silence VALUES(?1, ?3, ?4, ?7) ON CONFLICT DO UPDATE SET"
                      " sentences=sentences+excluded.sentences",
    [HEARD_PAIRS] = "INSERT INTO pairs VALUES(substr(?3, 1, 3), substr(?4, 1, 3), ?3, ?4, ?7, ?8, ?9, ?10, ?11)"
                    " ON CONFLICT DO UPDATE SET verbal_cooperation=verbal_cooperation+excluded.verbal_cooperation,"
                    " material_cooperation=material_cooperation+excluded.material_cooperation,"
                    " verbal_conflict=verbal_conflict+excluded.verbal_conflict,"
                    " material_conflict=material_conflict+excluded.material_conflict, events=events+excluded.events",
    [HEARD_COUNTRIES] = "INSERT INTO countries VALUES(?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET"
                        " events=events+excluded.events"};

static int put_row(sqlite3_stmt *statement, const heard_row *row)
{
    int most = sqlite3_bind_parameter_count(statement);
    sqlite3_bind_int(statement, 1, row->day);
    sqlite3_bind_int(statement, 2, row->vague);
    for (int i = 0; i < HEARD_WORDS && 3 + i <= most; i++)
        sqlite3_bind_text64(statement, 3 + i, row->words[i].size == 0 ? "" : row->words[i].at, row->words[i].size, SQLITE_STATIC,
                            SQLITE_UTF8);
    for (int i = 0; i < HEARD_COUNTS && 7 + i <= most; i++)
        sqlite3_bind_int64(statement, 7 + i, row->counts[i]);
    if (most >= 13)
        sqlite3_bind_double(statement, 13, (double)row->tenths / 10);
    sqlite3_step(statement);
    return sqlite3_reset(statement);
}

int dm_heard_put(dm_store *store, int64_t first, int64_t last, bool *put)
{
    struct dm_heard *heard = store->heard;
    sqlite3_stmt *statement = NULL;
    int code = SQLITE_OK, table = -1;
    *put = false;
    if (heard == NULL)
        return code;
    bool fits = !heard->lost && heard->first == first && heard->last == last;
    if (fits && heard->rows.count > 1)
        qsort(heard->rows.at, heard->rows.count, sizeof *heard->rows.at, by_place);
    for (uint32_t i = 0; i < heard->rows.count && fits && code == SQLITE_OK; i++) {
        const heard_row *row = &heard->rows.at[i];
        if (!store->totals && row->table >= HEARD_PAIRS)
            break; /* the last ones: counted when their tables are made */
        if (row->table != table) {
            table = row->table;
            sqlite3_finalize(statement);
            code = sqlite3_prepare_v2(store->db, puts_rows[table], -1, &statement, NULL);
        }
        if (code == SQLITE_OK)
            code = put_row(statement, row);
    }
    sqlite3_finalize(statement);
    forget(heard);
    *put = fits && code == SQLITE_OK;
    return code;
}
