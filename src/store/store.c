/* Opening, closing, and what can go wrong with a file. */
#include "store/incidents.h"
#include "store/positions.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define DM_BUSY_WAIT 10000 /* milliseconds */

dm_status dm_store_fail(dm_store *store, int code, const char *doing, dm_error *error)
{
    const char *why = store->db != NULL ? sqlite3_errmsg(store->db) : sqlite3_errstr(code);
    switch (code & 0xFF) {
    case SQLITE_NOMEM:
        return dm_fail(error, DM_NO_MEMORY, store->name, 0, 0, "out of memory");
    case SQLITE_NOTADB:
        return dm_fail(error, DM_BAD_DATABASE, store->name, 0, 0, "not a database");
    case SQLITE_CORRUPT:
        return dm_fail(error, DM_BAD_DATABASE, store->name, 0, 0, "%s: the database is damaged (%s)", doing, why);
    case SQLITE_FULL:
        return dm_fail(error, DM_IO, store->name, 0, 0, "%s: the disk is full", doing);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return dm_fail(error, DM_IO, store->name, 0, 0, "%s: another program is writing to it", doing);
    case SQLITE_READONLY:
        return dm_fail(error, DM_IO, store->name, 0, 0, "%s: it may not be written to", doing);
    case SQLITE_ERROR: /* a table that is not as we make it */
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
        return dm_fail(error, DM_BAD_DATABASE, store->name, 0, 0, "%s: %s", doing, why);
    default:
        return dm_fail(error, DM_IO, store->name, 0, 0, "%s: %s", doing, why);
    }
}

static int pragma(dm_store *store, const char *name, int64_t *value)
{
    sqlite3_stmt *statement;
    int code = sqlite3_prepare_v2(store->db, name, -1, &statement, NULL);
    if (code == SQLITE_OK) {
        code = sqlite3_step(statement);
        if (code == SQLITE_ROW)
            *value = sqlite3_column_int64(statement, 0);
        code = sqlite3_finalize(statement);
    }
    return code;
}

static dm_status run(dm_store *store, const char *sql, const char *doing, dm_error *error)
{
    int code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? DM_OK : dm_store_fail(store, code, doing, error);
}

/* DM_END: an empty database. */
static dm_status whose(dm_store *store, dm_error *error)
{
    int64_t application = 0, version = 0, tables = 0;
    int code = pragma(store, "PRAGMA application_id", &application);
    if (code == SQLITE_OK)
        code = pragma(store, "PRAGMA user_version", &version);
    if (code == SQLITE_OK)
        code = pragma(store, "SELECT count(*) FROM sqlite_schema", &tables);
    if (code != SQLITE_OK)
        return dm_store_fail(store, code, "opening", error);
    if (application == 0 && tables == 0)
        return DM_END;
    if (application != DM_APPLICATION_ID)
        return dm_fail(error, DM_BAD_DATABASE, store->name, 0, 0, "a database of another program");
    if (version > DM_SCHEMA_VERSION)
        return dm_fail(error, DM_BAD_DATABASE, store->name, 0, 0,
                       "made by a newer demarche: its tables are version %lld, this one knows up to %d",
                       (long long)version, DM_SCHEMA_VERSION);
    if (version == 1)
        return dm_fail(error, DM_BAD_DATABASE, store->name, 0, 0,
                       "made by a demarche before 0.1.0: load its documents into a new one");
    if (version < 1)
        return dm_fail(error, DM_BAD_DATABASE, store->name, 0, 0, "its version %lld does not exist",
                       (long long)version);
    return DM_OK;
}

/* All tables in one transaction: after a crash there are all or none. */
static dm_status make_tables(dm_store *store, dm_error *error)
{
    char version[96];
    dm_status status = run(store, "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; BEGIN IMMEDIATE", "creating", error);
    if (status != DM_OK)
        return status;
    status = whose(store, error); /* another program may have been quicker */
    if (status == DM_END) {
        snprintf(version, sizeof version, "PRAGMA application_id=%d; PRAGMA user_version=%d", DM_APPLICATION_ID,
                 DM_SCHEMA_VERSION);
        status = DM_OK;
        for (size_t i = 0; dm_store_schema[i] != NULL && status == DM_OK; i++)
            status = run(store, dm_store_schema[i], "creating", error);
        for (size_t i = 0; dm_store_totals[i] != NULL && status == DM_OK; i++)
            status = run(store, dm_store_totals[i], "creating", error);
        for (size_t i = 0; dm_store_views[i] != NULL && status == DM_OK; i++)
            status = run(store, dm_store_views[i], "creating", error);
        if (status == DM_OK) {
            int code = dm_store_layouts(store);
            status = code == SQLITE_OK ? DM_OK : dm_store_fail(store, code, "creating", error);
        }
        if (status == DM_OK)
            status = run(store, version, "creating", error);
    }
    if (status == DM_OK)
        status = run(store, "COMMIT", "creating", error);
    if (status != DM_OK)
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

static int open_file(dm_store *store, const char *path, int flags)
{
    sqlite3_close(store->db);
    store->db = NULL;
    int code = sqlite3_open_v2(path, &store->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK) {
        sqlite3_extended_result_codes(store->db, 0);
        sqlite3_busy_timeout(store->db, DM_BUSY_WAIT);
    }
    return code;
}

/* A database that lies where nothing may be written: its log cannot be made, so it is opened as one that does not
 * change, unless a log is there. */
static bool open_unchanging(dm_store *store, const char *path)
{
    size_t size = strlen(path);
    char *name = malloc(size * 3 + 64), *to = name;
    if (name == NULL)
        return false;
    snprintf(name, size + 64, "%s-wal", path);
    bool good = access(name, F_OK) != 0;
    if (good) {
        static const char hex[] = "0123456789ABCDEF";
        memcpy(to, "file:", 5), to += 5;
        for (const char *at = path; *at != '\0'; at++) {
            unsigned char c = (unsigned char)*at;
            if (c == '%' || c == '?' || c == '#' || c >= 0x7F || c <= 0x20)
                *to++ = '%', *to++ = hex[c >> 4], *to++ = hex[c & 15];
            else
                *to++ = (char)c;
        }
        memcpy(to, "?immutable=1", 13);
        good = open_file(store, name, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI) == SQLITE_OK;
    }
    free(name);
    return good;
}

static void let_go(dm_store *store)
{
    for (size_t i = 0; i < DM_STATEMENT_COUNT; i++)
        sqlite3_finalize(store->statements[i]);
    for (size_t i = 0; i < DM_TALLY_COUNT; i++)
        sqlite3_finalize(store->tallies[i]);
    for (size_t i = 0; i < DM_READ_COUNT; i++)
        sqlite3_finalize(store->reads[i]);
    for (size_t i = 0; i < DM_INCIDENTS_COUNT; i++)
        sqlite3_finalize(store->incidents[i]);
    sqlite3_finalize(store->phrase);
    sqlite3_close(store->db); /* rolls back what could not be committed */
    dm_map_free(&store->actors);
    dm_map_free(&store->locations);
    dm_heard_free(store);
    free(store->rows);
    free(store->places);
    free(store->days);
    free(store->pack.at);
    free(store->part.at);
    free(store);
}

/* What a load that was killed left undone: a load does it when it is through, a question now, unless somebody is writing
 * (that load will) or nothing may be written (then it is done without). */
static dm_status finish_load(dm_store *store, bool load, dm_error *error)
{
    bool behind;
    int code = dm_store_behind(store, &behind);
    if (code != SQLITE_OK)
        return dm_store_fail(store, code, "opening", error);
    if (load) {
        store->changed = behind;
        code = dm_store_layouts(store); /* those of the program that loads */
        if (code != SQLITE_OK)
            return dm_store_fail(store, code, "opening", error);
    }
    else if (behind && sqlite3_db_readonly(store->db, "main") == 0) {
        sqlite3_busy_timeout(store->db, 0);
        code = dm_store_catch_up(store);
        sqlite3_busy_timeout(store->db, DM_BUSY_WAIT);
        if (code != SQLITE_OK && (code & 0xFF) != SQLITE_BUSY && (code & 0xFF) != SQLITE_READONLY)
            return dm_store_fail(store, code, "opening", error);
    }
    return DM_OK;
}

dm_status dm_store_open(const char *path, bool create, dm_store **out, dm_error *error)
{
    *out = NULL;
    dm_store *store = calloc(1, sizeof *store);
    if (store == NULL)
        return dm_fail(error, DM_NO_MEMORY, path, 0, 0, "out of memory");
    size_t size = strlen(path), room = sizeof store->name - 1;
    memcpy(store->name, size > room ? path + (size - room) : path, size > room ? room : size);
    dm_map_init(&store->actors);
    dm_map_init(&store->locations);
    dm_status status = DM_OK;
    if (size == 0) {
        status = dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "no name of a database");
    } else if (!create && access(path, F_OK) != 0) {
        status = dm_fail(error, DM_IO, store->name, 0, 0, "%s", strerror(errno));
    } else {
        int code = open_file(store, path, SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0));
        status = code == SQLITE_OK ? whose(store, error) : dm_store_fail(store, code, "opening", error);
        if (status == DM_IO && !create && open_unchanging(store, path))
            status = whose(store, error);
    }
    if (status == DM_END && create)
        status = make_tables(store, error);
    else if (status == DM_END)
        status = dm_fail(error, DM_BAD_DATABASE, store->name, 0, 0, "an empty file, not a database");
    else if (status == DM_OK && create && sqlite3_db_readonly(store->db, "main") == 1)
        status = dm_fail(error, DM_IO, store->name, 0, 0, "opening: it may not be written to");
    /* NORMAL: what is committed outlives this program; only a power failure can undo the last commits.  A load keeps 512 MB
     * of a large database in memory, for its rows go to places all over the indexes. */
    if (status == DM_OK)
        status = run(store,
                     create ? "PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-512000;"
                              "PRAGMA wal_autocheckpoint=8000"
                            : "PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32000;"
                              "PRAGMA wal_autocheckpoint=4000",
                     "opening", error);
    if (status == DM_OK) {
        int code = dm_store_rows(store);
        status = code == SQLITE_OK ? DM_OK : dm_store_fail(store, code, "opening", error);
    }
    if (status == DM_OK && create) /* they may be younger than the database */
        for (size_t i = 0; dm_incidents_schema[i] != NULL && status == DM_OK; i++)
            status = run(store, dm_incidents_schema[i], "opening", error);
    for (size_t i = 0; create && dm_positions_schema[i] != NULL && status == DM_OK; i++)
        status = run(store, dm_positions_schema[i], "opening", error);
    if (status == DM_OK)
        status = finish_load(store, create, error);
    if (status != DM_OK) {
        let_go(store);
        return status;
    }
    *out = store;
    return DM_OK;
}

dm_status dm_store_commit(dm_store *store, dm_error *error)
{
    if (!store->pending)
        return DM_OK;
    store->pending = false;
    if (sqlite3_get_autocommit(store->db)) /* given up by SQLite after an earlier failure */
        return dm_fail(error, DM_IO, store->name, 0, 0, "storing: the last %u documents could not be stored",
                       store->pending_documents);
    int code = dm_store_count_new(store);
    dm_status status = code == SQLITE_OK ? run(store, "COMMIT", "storing", error)
                                         : dm_store_fail(store, code, "storing", error);
    if (status != DM_OK)
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

dm_status dm_store_finish(dm_store *store, dm_error *error)
{
    dm_status status = dm_store_commit(store, error);
    if (status != DM_OK || !store->changed)
        return status;
    int code = dm_store_catch_up(store);
    store->changed = code != SQLITE_OK;
    return code == SQLITE_OK ? DM_OK : dm_store_fail(store, code, "making the indexes", error);
}

dm_status dm_store_close(dm_store *store, dm_error *error)
{
    if (store == NULL)
        return DM_OK;
    dm_status status = dm_store_finish(store, error);
    let_go(store);
    return status;
}
