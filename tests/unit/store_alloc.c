/* The store when memory runs out, in our code and inside SQLite: a document is stored whole or not at all, those before
 * it stay. */
#include "alloc.h"
#include "fixture.h"
#include "store/store.h"
#include "test.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

static char path[40] = "/dev/shm/demarche-alloc-XXXXXX"; /* not a disk: every round commits */
static dm_record *records[2];
static sqlite3_mem_methods real_methods;

/* SQLite's memory comes through the same count. */
static void *lite_malloc(int size) { return alloc_fails() ? NULL : real_methods.xMalloc(size); }
static void *lite_realloc(void *at, int size) { return alloc_fails() ? NULL : real_methods.xRealloc(at, size); }

static void clear(void)
{
    char name[64];
    unlink(path);
    snprintf(name, sizeof name, "%s-wal", path);
    unlink(name);
    snprintf(name, sizeof name, "%s-shm", path);
    unlink(name);
}

static long ask(const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *statement = NULL;
    long value = -1, left = alloc_left;
    alloc_left = -1;
    if (sqlite3_open(path, &db) == SQLITE_OK && sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        value = (long)sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    alloc_left = left;
    return value;
}

static dm_status count_found(void *context, const dm_found *found)
{
    (void)found;
    ++*(int *)context;
    return DM_OK;
}

static dm_status count_incident(void *context, const dm_incident *incident)
{
    *(int *)context += (int)incident->telling_count;
    return DM_OK;
}

static dm_status count_stance(void *context, const dm_stance *stance, const dm_stance *other)
{
    (void)other;
    *(int *)context += (int)stance->count;
    return DM_OK;
}

static bool failed_well(dm_status status, const dm_error *error)
{
    return status == DM_NO_MEMORY && error->status == DM_NO_MEMORY && error->why[0] != '\0';
}

static bool load_all(void)
{
    dm_store *store = NULL;
    dm_error error = {0};
    long stored = 0, whole = 0;
    bool good = true, added;
    clear();
    dm_status status = dm_store_open(path, true, &store, &error);
    if (status != DM_OK)
        return store == NULL && failed_well(status, &error);
    for (int i = 0; i < 2; i++) {
        status = dm_store_add(store, records[i], &added, &error);
        good = good && (status == DM_OK ? added : !added && failed_well(status, &error));
        stored += added;
    }
    int found = 0;
    status = dm_store_find(store, &(dm_question){.actor = "BOR"}, count_found, &found, &error);
    good = good && (status == DM_OK ? found <= 4 : failed_well(status, &error));
    for (int days = 0; days < 2; days++) {
        found = 0;
        status = dm_store_incidents(store, &(dm_incident_question){.one_a_day = days == 1}, count_incident, &found, &error);
        good = good && (status == DM_OK ? found <= 12 : failed_well(status, &error));
    }
    found = 0;
    status = dm_store_positions(store, &(dm_stance_question){0}, count_stance, &found, &error);
    good = good && (status == DM_OK ? found <= 4 : failed_well(status, &error));
    status = dm_store_close(store, &error);
    good = good && (status == DM_OK || failed_well(status, &error));
    if (status == DM_OK) {
        whole = ask("SELECT count(*) FROM documents");
        /* Where SQLite gives up the whole transaction a document added before goes too, never a part of one. */
        good = good && whole <= stored && (whole == stored || alloc_failed > 0);
        good = good && ask("SELECT count(*) FROM events") == 2 * whole &&
               ask("SELECT count(*) FROM mentions") == 4 * whole;
        good = good && ask("SELECT count(*) FROM silent") == whole &&
               ask("SELECT count(*) FROM event_source") == 3 * whole;
        good = good && (alloc_failed > 0 || whole == 2);
    }
    return good;
}

int main(void)
{
    sqlite3_mem_methods methods;
    int file = mkstemp(path);
    if (file < 0)
        file = mkstemp(strcpy(path, "/tmp/demarche-alloc-XXXXXX"));
    if (file < 0)
        return 1;
    close(file);
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_methods);
    methods = real_methods;
    methods.xMalloc = lite_malloc;
    methods.xRealloc = lite_realloc;
    CHECK(sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK);
    CHECK(sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) == SQLITE_OK);
    CHECK(sqlite3_initialize() == SQLITE_OK);
    records[0] = fixture_record("a1", (dm_date){2024, 5, 4});
    records[1] = fixture_record("a2", (dm_date){2024, 5, 5});
    alloc_left = 1L << 40;
    load_all();
    long calls = (1L << 40) - alloc_left;
    alloc_left = -1;
    CHECK(calls > 100);
    /* Every 17th call, with all later ones failing and with that one alone. */
    for (int once = 0; once < 2; once++)
        for (long n = once; n < calls + 17; n += 17) {
            alloc_once = once == 1;
            alloc_failed = 0;
            alloc_left = n;
            bool good = load_all();
            alloc_left = -1;
            CHECK(good);
            if (!good)
                fprintf(stderr, "call %ld, %s\n", n, once ? "alone" : "and all later ones");
        }
    clear();
    dm_record_free(records[0]);
    dm_record_free(records[1]);
    return TEST_END();
}
