/* Formats that are files, folders and networks: what a reader of them finds, and memory that runs out at any call: a clear
 * status, nothing left behind under the name. */
#include "alloc.h"
#include "fixture.h"
#include "show/show.h"
#include "test.h"

#include <dirent.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/demarche-writers-XXXXXX";
static char path[128];
static const char *format;

static void remove_folder(const char *name)
{
    DIR *open = opendir(name);
    struct dirent *entry;
    char inner[512];
    while (open != NULL && (entry = readdir(open)) != NULL)
        if (entry->d_name[0] != '.') {
            snprintf(inner, sizeof inner, "%s/%s", name, entry->d_name);
            remove(inner);
        }
    if (open != NULL)
        closedir(open);
    rmdir(name);
}

/* Writes two records; true when all is as it should be. */
static bool write_two(void)
{
    dm_record *one = fixture_record("a1", (dm_date){2024, 5, 4}), *two = fixture_record("b/2", (dm_date){2024, 5, 5});
    dm_writer *writer = NULL;
    dm_error error = {0};
    bool good = true;
    if (one != NULL && two != NULL && !one->arena.failed && !two->arena.failed) {
        dm_status status = dm_writer_open(dm_format_find(format), path, NULL, &writer, &error);
        if (status == DM_OK)
            status = dm_writer_add(writer, one, &error);
        if (status == DM_OK)
            status = dm_writer_add(writer, two, &error);
        dm_status closed = dm_writer_close(writer, status == DM_OK, status == DM_OK ? &error : NULL);
        status = status == DM_OK ? closed : status;
        good = status == DM_OK ? alloc_failed == 0 || access(path, F_OK) == 0
                               : status == DM_NO_MEMORY && error.status == DM_NO_MEMORY && alloc_failed > 0;
        if (strcmp(format, "brat") != 0) {
            char part[160];
            snprintf(part, sizeof part, "%s.part", path);
            good = good && (status == DM_OK) == (access(path, F_OK) == 0) && access(part, F_OK) != 0;
        }
    }
    dm_record_free(one);
    dm_record_free(two);
    if (alloc_failed > 0) {
        if (strcmp(format, "brat") == 0)
            remove_folder(path);
        remove(path);
    }
    return good;
}

static int64_t ask(const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *statement = NULL;
    int64_t value = -1;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
        value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return value;
}

static void start(const char *name)
{
    format = name;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    alloc_left = -1;
    alloc_failed = 0;
    CHECK(write_two());
}

int main(void)
{
    static const char *const names[] = {"geopackage", "gexf", "dna", "brat", "geojson", "gdelt", "html"};
    if (mkdtemp(folder) == NULL)
        return 1;
    start("geopackage"); /* two reports, one actual event each, at one place */
    CHECK(ask("SELECT count(*) FROM events") == 2);
    CHECK(ask("SELECT count(*) FROM events WHERE length(geom)=29 AND place='Kal' AND cameo='194' AND goldstein=-10") == 2);
    CHECK(ask("SELECT min_y=31.5 AND max_x=-4.25 FROM gpkg_contents") == 1);
    CHECK(ask("SELECT count(DISTINCT event) FROM events WHERE source_code='ARVGOV' AND target_code='BOR' AND mode IS NOT ''") == 2);
    start("dna");
    CHECK(ask("SELECT count(*) FROM DOCUMENTS WHERE Date IN (1714780800000, 1714867200000)") == 2);
    CHECK(ask("SELECT count(*) FROM STATEMENTS") == ask("SELECT count(*) FROM DATABOOLEAN"));
    CHECK(ask("SELECT 3*count(*) FROM STATEMENTS") == ask("SELECT count(*) FROM DATASHORTTEXT"));
    CHECK(ask("SELECT count(*)>0 FROM STATEMENTS JOIN DOCUMENTS d ON d.ID=DocumentId WHERE Stop<=length(Text)+1") == 1);
    start("brat");
    char name[200];
    snprintf(name, sizeof name, "%s/000002-b_2.ann", path);
    CHECK(access(name, F_OK) == 0);
    dm_writer *writer;
    dm_error error;
    CHECK(dm_writer_open(dm_format_find("brat"), path, NULL, &writer, &error) == DM_IO && writer == NULL); /* not empty */
    CHECK(dm_writer_open(dm_format_find("dna"), NULL, NULL, &writer, &error) == DM_BAD_ARGUMENT);
    CHECK(dm_format_find("music") == NULL);
    remove_folder(path);
    for (size_t i = 0; i < DM_COUNT(names); i++) {
        format = names[i];
        snprintf(path, sizeof path, "%s/%s", folder, format);
        remove(path);
        ALLOC_LOOP(write_two, 400);
        if (strcmp(format, "brat") == 0)
            remove_folder(path);
        remove(path);
    }
    rmdir(folder);
    CHECK(access(folder, F_OK) != 0); /* nothing is left */
    return TEST_END();
}
