/* Tellings are kept beside the records so that a new one meets only those that it may belong to: each stands in a few
 * blocks (type, pair of countries, day), and a new one is compared with what its blocks hold for the days around it.
 * What is alike is tied; tellings that hang together by ties carry one number.  A tie says why.  What is too loose is
 * parted when incidents are asked for (gather/incident.c), so that the order of loading makes no difference: the ties are
 * the same whichever comes first. */
#include "store/incidents.h"

#include <stdlib.h>

const char *const dm_incidents_schema[] = {
    "CREATE TABLE IF NOT EXISTS tellings(\n"
    "  telling INTEGER PRIMARY KEY,\n"
    "  document INTEGER NOT NULL REFERENCES documents, event INTEGER NOT NULL,\n"
    "  incident INTEGER NOT NULL,    -- the least telling that it hangs together with\n"
    "  content INTEGER NOT NULL,     -- hash of the features\n"
    "  first INTEGER NOT NULL, last INTEGER NOT NULL,  -- days since 1970-01-01\n"
    "  features BLOB NOT NULL,\n"
    "  UNIQUE(document, event)) STRICT",
    "CREATE INDEX IF NOT EXISTS tellings_incident ON tellings(incident)",
    "CREATE INDEX IF NOT EXISTS tellings_content ON tellings(content)",
    "CREATE TABLE IF NOT EXISTS telling_blocks(\n"
    "  block INTEGER NOT NULL, day INTEGER NOT NULL, telling INTEGER NOT NULL REFERENCES tellings,\n"
    "  PRIMARY KEY(block, day, telling)) STRICT, WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS telling_ties(\n"
    "  one INTEGER NOT NULL REFERENCES tellings, other INTEGER NOT NULL REFERENCES tellings,\n"
    "  value REAL NOT NULL, why TEXT NOT NULL,\n"
    "  PRIMARY KEY(one, other)) STRICT, WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS sketches(\n"
    "  document INTEGER PRIMARY KEY REFERENCES documents,\n"
    "  marks BLOB NOT NULL) STRICT",
    NULL};

static const char *const statements[DM_INCIDENTS_COUNT] = {
    [DM_TELLING_INSERT] = "INSERT INTO tellings(telling,document,event,incident,content,first,last,features)"
                          " VALUES(?1,?2,?3,?1,?4,?5,?6,?7)",
    [DM_TELLING_LAST] = "SELECT coalesce(max(telling), 0) FROM tellings",
    [DM_TELLING_ALONE] = "UPDATE tellings SET incident=telling WHERE telling=?",
    [DM_TELLING_MERGE] = "UPDATE tellings SET incident=?1 WHERE incident=?2",
    [DM_BLOCK_INSERT] = "INSERT OR IGNORE INTO telling_blocks VALUES(?,?,?)",
    [DM_BLOCK_DELETE] = "DELETE FROM telling_blocks WHERE block=? AND day=? AND telling=?",
    [DM_BLOCK_ASK] = "SELECT t.telling, t.incident, t.features, t.document FROM telling_blocks b JOIN tellings t USING(telling)"
                     " WHERE b.block=? AND b.day BETWEEN ? AND ?",
    [DM_TIE_INSERT] = "INSERT OR IGNORE INTO telling_ties VALUES(?,?,?,?)",
    [DM_TIE_DELETE] = "DELETE FROM telling_ties WHERE one=?",
    [DM_SKETCH_INSERT] = "INSERT OR REPLACE INTO sketches VALUES(?,?)",
    [DM_TELLINGS_OF_DOCUMENT] = "SELECT DISTINCT incident FROM tellings WHERE document=?",
    [DM_TELLINGS_OF_INCIDENT] = "SELECT telling, t.document, t.event, features, content, same_as FROM tellings t"
                                " LEFT JOIN events USING(document, event) WHERE incident=? ORDER BY telling",
    [DM_TELLING_DELETE] = "DELETE FROM tellings WHERE telling=?",
    [DM_SKETCH_DELETE] = "DELETE FROM sketches WHERE document=?",
    [DM_TELLING_SAME] = "SELECT telling, incident FROM tellings WHERE content=? AND telling<? ORDER BY telling LIMIT 1",
    [DM_TELLING_OF_EVENT] = "SELECT telling, incident FROM tellings WHERE document=? AND event=?",
};

/* Of one telling the strongest ties are kept; more of them only where they join what did not hang together.  So what many
 * hundreds tell alike takes no more room than their number, and only there may the order of loading count. */
#define DM_TIES_KEPT 32

/* What gathering goes through; `code` is the first failure. */
typedef struct gathering {
    dm_store *store;
    int code;
} gathering;

static sqlite3_stmt *statement(gathering *g, int which)
{
    sqlite3_stmt **at = &g->store->incidents[which];
    if (g->code == SQLITE_OK && *at == NULL)
        g->code = sqlite3_prepare_v3(g->store->db, statements[which], -1, SQLITE_PREPARE_PERSISTENT, at, NULL);
    return g->code == SQLITE_OK ? *at : NULL;
}

static void finish(gathering *g, sqlite3_stmt *s, int code)
{
    if (code != SQLITE_DONE && code != SQLITE_ROW && g->code == SQLITE_OK)
        g->code = code;
    code = sqlite3_reset(s);
    if (code != SQLITE_OK && g->code == SQLITE_OK)
        g->code = code;
}

/* Runs a statement over whole numbers that gives no rows. */
static void run(gathering *g, int which, int count, const int64_t *values)
{
    sqlite3_stmt *s = statement(g, which);
    if (s == NULL)
        return;
    for (int i = 0; i < count; i++)
        sqlite3_bind_int64(s, i + 1, values[i]);
    finish(g, s, sqlite3_step(s));
}
#define RUN(g, which, ...) \
    run(g, which, (int)(sizeof((int64_t[]){__VA_ARGS__}) / sizeof(int64_t)), (int64_t[]){__VA_ARGS__})

/* ---- Ties -------------------------------------------------------------------------------------------------------- */

static void tie(gathering *g, int64_t one, int64_t other, double value, const char *why, int64_t *incident, int64_t its)
{
    sqlite3_stmt *s = statement(g, DM_TIE_INSERT);
    if (s == NULL)
        return;
    sqlite3_bind_int64(s, 1, one);
    sqlite3_bind_int64(s, 2, other);
    sqlite3_bind_double(s, 3, value);
    sqlite3_bind_text(s, 4, why, -1, SQLITE_STATIC);
    finish(g, s, sqlite3_step(s));
    if (its == *incident)
        return;
    RUN(g, DM_TELLING_MERGE, its < *incident ? its : *incident, its < *incident ? *incident : its);
    *incident = its < *incident ? its : *incident;
}

/* A telling that is in the table, and what belongs to it. */
typedef struct kept {
    int64_t telling, document, event;
    int64_t content; /* hash of its features */
    int64_t same_as; /* event of its document that it tells again; -1: none */
    dm_telling told;
} kept;

typedef struct met {
    int64_t telling, incident;
    dm_likeness likeness;
} met;

static int by_likeness(const void *a, const void *b)
{
    const met *x = a, *y = b;
    if (x->likeness.value > y->likeness.value || x->likeness.value < y->likeness.value)
        return x->likeness.value > y->likeness.value ? -1 : 1;
    return x->telling < y->telling ? -1 : x->telling > y->telling;
}

/* Compares a telling with all that share a block with it.  What is found is noted first: tying changes what is read. */
static void meet(gathering *g, int64_t telling, int64_t document, const dm_telling *told, dm_arena *arena, const dm_blocks *blocks,
                 int64_t *incident)
{
    DM_VECTOR(met) found = {0};
    int32_t first, last;
    dm_telling_window(told, &first, &last);
    for (uint32_t i = 0; i < blocks->ask.count && g->code == SQLITE_OK; i++) {
        sqlite3_stmt *s = statement(g, DM_BLOCK_ASK);
        int code = SQLITE_DONE;
        if (s == NULL)
            return;
        sqlite3_bind_int64(s, 1, blocks->ask.at[i]);
        sqlite3_bind_int64(s, 2, first);
        sqlite3_bind_int64(s, 3, last);
        while ((code = sqlite3_step(s)) == SQLITE_ROW) {
            dm_telling other;
            dm_likeness likeness;
            int64_t row = sqlite3_column_int64(s, 0);
            bool known = row == telling || sqlite3_column_int64(s, 3) == document; /* in one text the coder tells (same_as) */
            for (uint32_t k = 0; k < found.count && !known; k++)
                known = found.at[k].telling == row;
            if (known || !dm_telling_read(sqlite3_column_blob(s, 2), (size_t)sqlite3_column_bytes(s, 2), &other))
                continue;
            dm_tellings_compare(told, &other, &likeness);
            met *one = likeness.value >= 0 ? DM_PUSH(arena, &found) : NULL;
            if (one != NULL)
                *one = (met){row, sqlite3_column_int64(s, 1), likeness};
        }
        finish(g, s, code);
    }
    if (arena->failed && g->code == SQLITE_OK)
        g->code = SQLITE_NOMEM;
    if (found.count > 1)
        qsort(found.at, found.count, sizeof *found.at, by_likeness);
    for (uint32_t i = 0; i < found.count && g->code == SQLITE_OK; i++) {
        int64_t before = *incident, its = found.at[i].incident;
        if (i >= DM_TIES_KEPT && its == before)
            continue; /* it hangs together with them already */
        tie(g, telling, found.at[i].telling, (double)found.at[i].likeness.value, found.at[i].likeness.why, incident, its);
        for (uint32_t k = i + 1; k < found.count && g->code == SQLITE_OK; k++)
            if (found.at[k].incident == before || found.at[k].incident == its)
                found.at[k].incident = *incident;
    }
}

/* The first telling with the very same features: one that tells it word for word meets nobody but that. */
static int64_t same_before(gathering *g, const kept *one, int64_t *its)
{
    int64_t same = 0;
    sqlite3_stmt *s = statement(g, DM_TELLING_SAME);
    if (s == NULL)
        return 0;
    sqlite3_bind_int64(s, 1, one->content);
    sqlite3_bind_int64(s, 2, one->telling);
    int code = sqlite3_step(s);
    if (code == SQLITE_ROW) {
        same = sqlite3_column_int64(s, 0);
        *its = sqlite3_column_int64(s, 1);
    }
    finish(g, s, code);
    return same;
}

/* Puts a telling that is in the table, alone, into its blocks and ties it. */
static void place(gathering *g, const kept *one)
{
    dm_arena arena;
    dm_blocks blocks;
    int64_t telling = one->telling, incident = telling;
    dm_arena_init(&arena);
    dm_telling_blocks(&one->told, &arena, &blocks);
    if (arena.failed)
        g->code = SQLITE_NOMEM;
    int64_t its_own = 0, same = same_before(g, one, &its_own);
    if (same != 0) {
        tie(g, telling, same, DM_TOLD_ALIKE, "told in the same words", &incident, its_own);
        memset(&blocks, 0, sizeof blocks);
    }
    for (uint32_t i = 0; i < blocks.keep.count && g->code == SQLITE_OK; i++)
        RUN(g, DM_BLOCK_INSERT, blocks.keep.at[i], dm_telling_day(&one->told), telling);
    if (g->code == SQLITE_OK)
        meet(g, telling, one->document, &one->told, &arena, &blocks, &incident);
    dm_arena_free(&arena);
    /* The text itself tells it again. */
    sqlite3_stmt *s = one->same_as < 0 ? NULL : statement(g, DM_TELLING_OF_EVENT);
    int64_t other = 0, its = 0;
    if (s == NULL)
        return;
    sqlite3_bind_int64(s, 1, one->document);
    sqlite3_bind_int64(s, 2, one->same_as);
    int code = sqlite3_step(s);
    if (code == SQLITE_ROW) {
        other = sqlite3_column_int64(s, 0);
        its = sqlite3_column_int64(s, 1);
    }
    finish(g, s, code);
    if (other != 0 && other != telling && g->code == SQLITE_OK)
        tie(g, telling, other, DM_TOLD_AGAIN, "the same text tells it again", &incident, its);
}

/* ---- Adding and taking away -------------------------------------------------------------------------------------- */

static void add_sketch(gathering *g, const dm_record *record, int64_t document)
{
    dm_sketch sketch;
    unsigned char bytes[4 * DM_SKETCH_MARKS + 1], *to = bytes;
    dm_sketch_of(&record->text, &sketch);
    sqlite3_stmt *s = statement(g, DM_SKETCH_INSERT);
    if (s == NULL)
        return;
    *to++ = sketch.whole;
    for (uint32_t i = 0; i < sketch.count; i++)
        for (int k = 0; k < 4; k++)
            *to++ = (unsigned char)(sketch.marks[i] >> (8 * k));
    sqlite3_bind_int64(s, 1, document);
    sqlite3_bind_blob(s, 2, bytes, (int)(to - bytes), SQLITE_TRANSIENT);
    finish(g, s, sqlite3_step(s));
}

/* The number of a new telling, which is asked for once a transaction. */
static int64_t new_telling(gathering *g)
{
    dm_store *store = g->store;
    sqlite3_stmt *s = store->tellings == 0 ? statement(g, DM_TELLING_LAST) : NULL;
    if (s != NULL) {
        int code = sqlite3_step(s);
        if (code == SQLITE_ROW)
            store->tellings = sqlite3_column_int64(s, 0);
        finish(g, s, code);
    }
    return ++store->tellings;
}

static void add_telling(gathering *g, const dm_record *record, int64_t document, uint32_t event)
{
    unsigned char bytes[DM_TELLING_BYTES];
    kept one = {.document = document, .event = event, .same_as = -1};
    if (record->events[event].same_as != DM_NONE)
        one.same_as = record->events[event].same_as;
    dm_telling_of(record, event, &one.told);
    size_t size = dm_telling_write(&one.told, bytes);
    one.content = (int64_t)dm_hash((const char *)bytes, size);
    one.telling = new_telling(g);
    sqlite3_stmt *s = statement(g, DM_TELLING_INSERT);
    if (s == NULL)
        return;
    const int64_t values[] = {one.telling, document, event, one.content, one.told.first, one.told.last};
    for (int i = 0; i < (int)DM_COUNT(values); i++)
        sqlite3_bind_int64(s, i + 1, values[i]);
    sqlite3_bind_blob(s, 7, bytes, (int)size, SQLITE_STATIC);
    finish(g, s, sqlite3_step(s));
    if (g->code == SQLITE_OK)
        place(g, &one);
}

/* Takes the tellings of a document away; what hung together with them is tied anew. */
static void forget(gathering *g, int64_t document)
{
    dm_arena arena;
    DM_VECTOR(int64_t) incidents = {0};
    DM_VECTOR(kept) all = {0};
    int code;
    dm_arena_init(&arena);
    sqlite3_stmt *s = statement(g, DM_TELLINGS_OF_DOCUMENT);
    if (s != NULL) {
        sqlite3_bind_int64(s, 1, document);
        while ((code = sqlite3_step(s)) == SQLITE_ROW) {
            int64_t *incident = DM_PUSH(&arena, &incidents);
            if (incident != NULL)
                *incident = sqlite3_column_int64(s, 0);
        }
        finish(g, s, code);
    }
    for (uint32_t i = 0; i < incidents.count && (s = statement(g, DM_TELLINGS_OF_INCIDENT)) != NULL; i++) {
        sqlite3_bind_int64(s, 1, incidents.at[i]);
        while ((code = sqlite3_step(s)) == SQLITE_ROW) {
            kept *one = DM_PUSH(&arena, &all);
            if (one == NULL)
                continue;
            one->telling = sqlite3_column_int64(s, 0);
            one->document = sqlite3_column_int64(s, 1);
            one->event = sqlite3_column_int64(s, 2);
            one->content = sqlite3_column_int64(s, 4);
            one->same_as = sqlite3_column_type(s, 5) == SQLITE_NULL ? -1 : sqlite3_column_int64(s, 5);
            if (!dm_telling_read(sqlite3_column_blob(s, 3), (size_t)sqlite3_column_bytes(s, 3), &one->told))
                all.count--;
        }
        finish(g, s, code);
    }
    if (arena.failed && g->code == SQLITE_OK)
        g->code = SQLITE_NOMEM;
    for (uint32_t i = 0; i < all.count && g->code == SQLITE_OK; i++) {
        dm_blocks blocks;
        dm_telling_blocks(&all.at[i].told, &arena, &blocks);
        for (uint32_t k = 0; k < blocks.keep.count && g->code == SQLITE_OK; k++)
            RUN(g, DM_BLOCK_DELETE, blocks.keep.at[k], dm_telling_day(&all.at[i].told), all.at[i].telling);
        RUN(g, DM_TIE_DELETE, all.at[i].telling);
        if (all.at[i].document == document)
            RUN(g, DM_TELLING_DELETE, all.at[i].telling);
        else
            RUN(g, DM_TELLING_ALONE, all.at[i].telling);
    }
    for (uint32_t i = 0; i < all.count && g->code == SQLITE_OK; i++)
        if (all.at[i].document != document)
            place(g, &all.at[i]);
    RUN(g, DM_SKETCH_DELETE, document);
    dm_arena_free(&arena);
}

int dm_incidents_add(dm_store *store, const dm_record *record, int64_t document)
{
    gathering g = {.store = store, .code = SQLITE_OK};
    if (record->event_count != 0)
        add_sketch(&g, record, document);
    for (uint32_t i = 0; i < record->event_count && g.code == SQLITE_OK; i++)
        add_telling(&g, record, document, i);
    return g.code;
}

int dm_incidents_forget(dm_store *store, int64_t document)
{
    gathering g = {.store = store, .code = SQLITE_OK};
    forget(&g, document);
    return g.code;
}
