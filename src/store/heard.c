/* What documents give to the tables coverage and silence, summed up in memory until the transaction that adds them is
 * committed: a sum for each day and source costs less than asking the tables what was just put there. */
#include "store/schema.h"

typedef struct heard_row {
    int32_t day;
    dm_slice source, reason; /* reason absent: a row of coverage */
    int64_t counts[6];       /* documents, coded, sentences, events, statements, positions; or sentences alone */
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

static heard_row *row_of(struct dm_heard *heard, int32_t day, dm_slice source, dm_slice reason)
{
    uint64_t key = dm_mix(dm_mix(dm_hash(source.at, source.size), (uint64_t)day),
                          reason.at == NULL ? 1 : dm_hash(reason.at, reason.size) | 2);
    uint32_t known = dm_map_get(&heard->rows_by_key, key);
    if (known != DM_NONE)
        return &heard->rows.at[known];
    heard_row *row = DM_PUSH(&heard->arena, &heard->rows);
    if (row == NULL || !dm_map_set(&heard->rows_by_key, key, heard->rows.count - 1)) {
        heard->lost = true;
        return NULL;
    }
    row->day = day;
    row->source = source.size == 0 ? (dm_slice){"", 0} : dm_arena_copy(&heard->arena, source);
    row->reason = reason.at == NULL ? reason : dm_arena_copy(&heard->arena, reason);
    heard->lost = heard->lost || heard->arena.failed;
    return row;
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
    for (uint32_t i = 0; i < record->event_count; i++)
        events += record->events[i].same_as == DM_NONE;
    heard_row *row = row_of(heard, store->day, record->document.source, (dm_slice){NULL, 0});
    if (row == NULL)
        return;
    const int64_t counts[] = {1, events > 0, record->text.sentence_count, events, record->statement_count,
                              record->position_count};
    for (size_t i = 0; i < DM_COUNT(counts); i++)
        row->counts[i] += counts[i];
    for (uint32_t i = 0; i < record->silent_count; i++) {
        char room[256];
        dm_slice reason = dm_reason_kind(record->silent[i].reason, room, sizeof room);
        row = row_of(heard, store->day, record->document.source, reason);
        if (row != NULL)
            row->counts[0]++;
    }
}

int dm_heard_put(dm_store *store, int64_t first, int64_t last, bool *put)
{
    static const char *const statements[] = {
        "INSERT INTO coverage VALUES(?1, ?2, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO UPDATE SET"
        " documents=documents+excluded.documents, coded=coded+excluded.coded, sentences=sentences+excluded.sentences,"
        " events=events+excluded.events, statements=statements+excluded.statements, positions=positions+excluded.positions",
        "INSERT INTO silence VALUES(?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET sentences=sentences+excluded.sentences"};
    struct dm_heard *heard = store->heard;
    int code = SQLITE_OK;
    *put = false;
    if (heard == NULL)
        return code;
    bool fits = !heard->lost && heard->first == first && heard->last == last;
    for (int kind = 0; kind < 2 && fits && code == SQLITE_OK; kind++) {
        sqlite3_stmt *statement = NULL;
        code = sqlite3_prepare_v2(store->db, statements[kind], -1, &statement, NULL);
        for (uint32_t i = 0; i < heard->rows.count && code == SQLITE_OK; i++) {
            const heard_row *row = &heard->rows.at[i];
            if ((row->reason.at != NULL) != (kind == 1))
                continue;
            sqlite3_bind_int(statement, 1, row->day);
            sqlite3_bind_text64(statement, 2, row->source.at, row->source.size, SQLITE_STATIC, SQLITE_UTF8);
            if (kind == 1)
                sqlite3_bind_text64(statement, 3, row->reason.at, row->reason.size, SQLITE_STATIC, SQLITE_UTF8);
            for (int k = 0; k < (kind == 1 ? 1 : 6); k++)
                sqlite3_bind_int64(statement, 4 + k, row->counts[k]);
            sqlite3_step(statement);
            code = sqlite3_reset(statement);
        }
        sqlite3_finalize(statement);
    }
    forget(heard);
    *put = fits && code == SQLITE_OK;
    return code;
}
