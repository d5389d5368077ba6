/* The database: idempotent adding, questions, files that are something else, full disks, killed programs. */
#include "fixture.h"
#include "store/match.h"
#include "store/store.h"
#include "test.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/demarche-store-XXXXXX";
static char path[64];

static const char *fresh(const char *name)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < DM_COUNT(ends); i++) {
        snprintf(path, sizeof path, "%s/%s%s", folder, name, ends[i]);
        unlink(path);
    }
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void write_file(const char *name, const char *at, size_t size)
{
    FILE *out = fopen(name, "wb");
    if (out != NULL) {
        fwrite(at, 1, size, out);
        fclose(out);
    }
}

static long ask(const char *name, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    long value = -1;
    if (sqlite3_open(name, &db) == SQLITE_OK && sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK) {
        if (sqlite3_step(statement) == SQLITE_ROW)
            value = (long)sqlite3_column_int64(statement, 0);
        sqlite3_finalize(statement);
    } else {
        fprintf(stderr, "%s\n", sqlite3_errmsg(db));
    }
    sqlite3_close(db);
    return value;
}

static bool add_one(dm_store *store, const char *id, dm_date date, const char *coder)
{
    dm_record *record = fixture_record(id, date);
    dm_error error = {0};
    bool added = false;
    if (coder != NULL)
        record->identity = dm_slice_of(coder);
    dm_status status = dm_store_add(store, record, &added, &error);
    if (status != DM_OK)
        fprintf(stderr, "add: %s\n", error.why);
    dm_record_free(record);
    return added;
}

/* Do the tables of counts hold what counting the rows gives? */
static bool counts_true(const char *name)
{
    static const char *const differences[] = {
        "SELECT day, quad, plover, status, last_day>day, count(*), round(sum(goldstein), 1) FROM events WHERE same_as IS NULL"
        " AND NOT wrong GROUP BY 1, 2, 3, 4, 5",
        "SELECT * FROM days",
        "SELECT day/100, quad, plover, status, last_day/100>day/100, count(*), round(sum(goldstein), 1) FROM events WHERE"
        " same_as IS NULL AND NOT wrong GROUP BY 1, 2, 3, 4, 5",
        "SELECT * FROM months",
        "SELECT substr(a.code, 1, 3), substr(b.code, 1, 3), e.day/100, a.code, b.code, sum(quad='verbal-cooperation'),"
        " sum(quad='material-cooperation'), sum(quad='verbal-conflict'), sum(quad='material-conflict'), count(*),"
        " round(sum(goldstein), 1) FROM events e JOIN event_source s USING(document, event) JOIN event_target t"
        " USING(document, event) JOIN actors a ON a.actor=s.actor JOIN actors b ON b.actor=t.actor WHERE status='actual' AND"
        " same_as IS NULL AND NOT wrong AND a.code<>'' AND b.code<>'' GROUP BY 1, 2, 3, 4, 5",
        "SELECT * FROM dyads",
        "SELECT d.day, coalesce(d.source, ''), count(*), sum(EXISTS(SELECT 1 FROM events e WHERE e.document=d.document AND"
        " same_as IS NULL AND NOT wrong)), sum((SELECT count(*) FROM sentences s WHERE s.document=d.document)),"
        " sum((SELECT count(*) FROM events e WHERE e.document=d.document AND same_as IS NULL AND NOT wrong)),"
        " sum((SELECT count(*) FROM statements s WHERE s.document=d.document)),"
        " sum((SELECT count(*) FROM positions p WHERE p.document=d.document)) FROM documents d GROUP BY 1, 2",
        "SELECT * FROM coverage",
        "SELECT d.day, coalesce(d.source, ''), s.reason, count(*) FROM documents d JOIN silent s USING(document)"
        " GROUP BY 1, 2, 3",
        "SELECT * FROM silence",
        "SELECT source_state, target_state, source, target, sum(verbal_cooperation), sum(material_cooperation),"
        " sum(verbal_conflict), sum(material_conflict), sum(events) FROM dyads GROUP BY 1, 2, 3, 4",
        "SELECT * FROM pairs",
        "SELECT o.country, quad, plover, status, count(*) FROM events JOIN locations o USING(location) WHERE same_as IS NULL"
        " AND NOT wrong AND o.country<>'' GROUP BY 1, 2, 3, 4",
        "SELECT * FROM countries"};
    char sql[3000];
    for (size_t i = 0; i + 1 < DM_COUNT(differences); i += 2) {
        snprintf(sql, sizeof sql, "SELECT (SELECT count(*) FROM (SELECT * FROM (%s) EXCEPT SELECT * FROM (%s)))"
                 "+(SELECT count(*) FROM (SELECT * FROM (%s) EXCEPT SELECT * FROM (%s)))",
                 differences[i], differences[i + 1], differences[i + 1], differences[i]);
        long wrong = ask(name, sql);
        if (wrong != 0) {
            fprintf(stderr, "%ld rows differ: %s\n", wrong, differences[i + 1]);
            return false;
        }
    }
    return true;
}

static void adding(void)
{
    dm_store *store;
    dm_error error = {0};
    CHECK(dm_store_open(fresh("add.db"), true, &store, &error) == DM_OK);
    CHECK(add_one(store, "a1", (dm_date){2024, 5, 4}, NULL));
    CHECK(!add_one(store, "a1", (dm_date){2024, 5, 4}, NULL));
    CHECK(add_one(store, NULL, (dm_date){2024, 5, 4}, NULL));
    CHECK(!add_one(store, NULL, (dm_date){2024, 5, 4}, NULL));
    CHECK(add_one(store, NULL, (dm_date){2024, 5, 5}, NULL));
    CHECK(!add_one(store, "a1", (dm_date){2024, 5, 4}, "0.0.1-other")); /* another coder: not unless it is told */
    CHECK(dm_store_close(store, &error) == DM_OK);
    CHECK(ask(path, "SELECT count(*) FROM documents") == 3);
    CHECK(ask(path, "SELECT count(*) FROM actors") == 3);
    CHECK(ask(path, "SELECT count(*) FROM events") == 6);
    CHECK(ask(path, "SELECT count(*) FROM event_source") == 9);
    CHECK(ask(path, "SELECT count(*) FROM sentences") == 9);
    CHECK(ask(path, "SELECT count(*) FROM figures WHERE high IS NULL AND value=12.1 AND unit='%'") == 3);
    CHECK(ask(path, "SELECT count(*) FROM statement_span") == 15);
    CHECK(ask(path, "SELECT count(*) FROM positions WHERE stance='against'") == 3);
    CHECK(ask(path, "SELECT count(*) FROM documents d, mentions m WHERE d.document=m.document AND"
                    " substr(CAST(d.text AS BLOB), m.start+1, m.end-m.start)=CAST('Borland' AS BLOB)") == 3);
    CHECK(ask(path, "SELECT count(*) FROM silent") == 3);
    CHECK(ask(path, "SELECT count(*) FROM warnings WHERE text='a warning with a \"quote\"'") == 3);
    CHECK(ask(path, "PRAGMA application_id") == 0x64656d61 && ask(path, "PRAGMA user_version") == 2);
    CHECK(ask(path, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check='ok'") == 1);
    CHECK(ask(path, "SELECT count(*) FROM pragma_foreign_key_check") == 0);
    CHECK(counts_true(path) && ask(path, "SELECT sum(documents) FROM coverage") == 3);
    CHECK(ask(path, "SELECT verbal_conflict+material_conflict FROM dyads WHERE source='ARVGOV' AND target='BOR'") == 3);
    CHECK(dm_store_open(path, true, &store, &error) == DM_OK); /* opened again: still idempotent */
    CHECK(!add_one(store, "a1", (dm_date){2024, 5, 4}, NULL));
    CHECK(dm_store_close(store, &error) == DM_OK);
    CHECK(dm_store_close(NULL, NULL) == DM_OK);
}

static bool recode_one(dm_store *store, const char *id, dm_date date, const char *coder, uint32_t events)
{
    dm_record *record = fixture_record(id, date);
    dm_error error = {0};
    bool changed = false;
    record->identity = dm_slice_of(coder);
    record->event_count = events;
    record->position_count = 0;
    dm_status status = dm_store_recode(store, record, &changed, &error);
    if (status != DM_OK)
        fprintf(stderr, "recode: %s\n", error.why);
    dm_record_free(record);
    return changed;
}

/* A document coded anew: everything of the old coding goes, its number and its words stay. */
static void recoding(void)
{
    dm_store *store;
    dm_error error = {0};
    dm_document document = {.id = DM_SLICE("a2"), .source = DM_SLICE("Wire, The")};
    dm_known known;
    CHECK(dm_store_open(fresh("recode.db"), true, &store, &error) == DM_OK);
    CHECK(add_one(store, "a1", (dm_date){2024, 5, 4}, NULL) && add_one(store, "a2", (dm_date){2024, 6, 0}, NULL));
    CHECK(dm_store_knows(store, &document, "0.0.0-test", &known, &error) == DM_OK && known == DM_CODED);
    CHECK(dm_store_knows(store, &document, "0.0.1-other", &known, &error) == DM_OK && known == DM_CODED_BY_ANOTHER);
    document.text = DM_SLICE("Something else.");
    CHECK(dm_store_knows(store, &document, "0.0.0-test", &known, &error) == DM_OK && known == DM_OTHER_TEXT);
    CHECK(!recode_one(store, "a2", (dm_date){2024, 6, 0}, "0.0.0-test", 1)); /* the same coder: nothing to do */
    CHECK(recode_one(store, "a1", (dm_date){2024, 5, 4}, "0.0.1-other", 1)); /* in the transaction that added it */
    CHECK(dm_store_finish(store, &error) == DM_OK);
    CHECK(counts_true(path));
    CHECK(recode_one(store, "a2", (dm_date){2024, 6, 0}, "0.0.1-other", 0));
    CHECK(recode_one(store, "a3", (dm_date){2024, 6, 7}, "0.0.1-other", 2)); /* not there: added */
    CHECK(dm_store_close(store, &error) == DM_OK);
    CHECK(counts_true(path));
    CHECK(ask(path, "SELECT count(*) FROM documents d JOIN coders c USING(coder) WHERE identity='0.0.1-other'") == 3);
    CHECK(ask(path, "SELECT count(*) FROM events") == 3 && ask(path, "SELECT count(*) FROM positions") == 0);
    CHECK(ask(path, "SELECT document FROM documents WHERE id='a2'") == 2);
    CHECK(ask(path, "SELECT sum(events) FROM days") == 2); /* one of a3 is told again */
    CHECK(ask(path, "SELECT count(*) FROM document_words('borland')") == 3);
    CHECK(ask(path, "SELECT count(*) FROM days WHERE events=0") == 0);
    sqlite3 *db; /* the words are those of the texts */
    CHECK(sqlite3_open(path, &db) == SQLITE_OK);
    CHECK(sqlite3_exec(db, "INSERT INTO document_words(document_words, rank) VALUES('integrity-check', 1)", NULL, NULL,
                       NULL) == SQLITE_OK);
    sqlite3_close(db);
}

/* ---- Questions ------------------------------------------------------------------------------------------------- */

static char found_text[4096];

static dm_status note_found(void *context, const dm_found *found)
{
    size_t size = strlen(found_text);
    (void)context;
    snprintf(found_text + size, sizeof found_text - size, "%s:%s:%s>%s:%s ", found->document, found->date,
             found->sources, found->targets == NULL ? "-" : found->targets, found->cameo);
    return DM_OK;
}

static dm_status stop_at_once(void *context, const dm_found *found)
{
    (void)found;
    ++*(int *)context;
    return DM_IO;
}

static const char *find(dm_store *store, dm_question question)
{
    dm_error error = {0};
    found_text[0] = '\0';
    dm_status status = dm_store_find(store, &question, note_found, NULL, &error);
    if (status != DM_OK)
        snprintf(found_text, sizeof found_text, "%s: %s", dm_status_name(status), error.why);
    return found_text;
}

#define BOTH "a1:2024-05-03:ARVGOV>BOR:194 a1:2024-05-04:BORGOV+BOR>-:111 "
#define SHELLING "a1:2024-05-03:ARVGOV>BOR:194 "
#define NOTE "a1:2024-05-04:BORGOV+BOR>-:111 "

static void questions(void)
{
    dm_store *store;
    dm_error error = {0};
    CHECK(dm_store_open(fresh("find.db"), true, &store, &error) == DM_OK);
    CHECK(add_one(store, "a1", (dm_date){2024, 5, 4}, NULL));
    CHECK_TEXT(find(store, (dm_question){0}), BOTH);
    CHECK_TEXT(find(store, (dm_question){.actor = "BOR"}), BOTH);
    CHECK_TEXT(find(store, (dm_question){.actor = "arvg"}), SHELLING);
    CHECK_TEXT(find(store, (dm_question){.actor = "mara oz"}), SHELLING);
    CHECK_TEXT(find(store, (dm_question){.actor = "\xC3\x96Z"}), SHELLING);
    CHECK_TEXT(find(store, (dm_question){.actor = "ara"}), ""); /* no part of a word */
    CHECK_TEXT(find(store, (dm_question){.source = "BOR"}), NOTE);
    CHECK_TEXT(find(store, (dm_question){.target = "Borland"}), SHELLING);
    CHECK_TEXT(find(store, (dm_question){.source = "ARV", .target = "BOR"}), SHELLING);
    CHECK_TEXT(find(store, (dm_question){.plover = "assault"}), SHELLING);
    CHECK_TEXT(find(store, (dm_question){.cameo = "19"}), SHELLING);
    CHECK_TEXT(find(store, (dm_question){.cameo = "9"}), "");
    CHECK_TEXT(find(store, (dm_question){.status = "Called-For"}), NOTE);
    CHECK_TEXT(find(store, (dm_question){.place = "kal"}), SHELLING);
    CHECK_TEXT(find(store, (dm_question){.place = "bor"}), SHELLING);
    CHECK_TEXT(find(store, (dm_question){.place = "north"}), SHELLING);
    CHECK_TEXT(find(store, (dm_question){.text = "foreign MINISTRY"}), NOTE);
    CHECK_TEXT(find(store, (dm_question){.text = "minist"}), "");
    CHECK_TEXT(find(store, (dm_question){.speaker = "ARV"}), SHELLING);
    CHECK_TEXT(find(store, (dm_question){.speaker = "BOR"}), "");
    CHECK_TEXT(find(store, (dm_question){.since = {2024, 5, 4}}), NOTE);
    CHECK_TEXT(find(store, (dm_question){.until = {2024, 5, 3}}), SHELLING);
    CHECK_TEXT(find(store, (dm_question){.since = {2024, 5, 0}, .until = {2024, 0, 0}}), BOTH);
    CHECK_TEXT(find(store, (dm_question){.limit = 1}), SHELLING);
    CHECK_TEXT(find(store, (dm_question){.actor = "'; DROP TABLE events; --"}), "");
    CHECK_TEXT(find(store, (dm_question){.actor = "%"}), "");
    CHECK_TEXT(find(store, (dm_question){.plover = "HUG"}), "bad argument: no PLOVER type is called HUG; there are AGREE, CONSULT, SUPPORT, COOPERATE, AID, CONCEDE, RETREAT, REQUEST, ACCUSE, REJECT, THREATEN, PROTEST, SANCTION, MOBILIZE, COERCE, ASSAULT");
    CHECK_TEXT(find(store, (dm_question){.status = "maybe"}), "bad argument: no status is called maybe; there are actual, planned, called-for, possible, denied, rejected, historical");
    int calls = 0;
    CHECK(dm_store_find(store, &(dm_question){0}, stop_at_once, &calls, NULL) == DM_IO && calls == 1);
    CHECK(dm_store_close(store, &error) == DM_OK);
}

static void matching(void)
{
    static const struct {
        const char *value;
        dm_date first, last;
    } values[] = {{"2023-11-09", {2023, 11, 9}, {2023, 11, 9}},
                  {"2023-11-09T10:00", {2023, 11, 9}, {2023, 11, 9}},
                  {"2024-02", {2024, 2, 1}, {2024, 2, 29}},
                  {"2023", {2023, 1, 1}, {2023, 12, 31}},
                  {"2023-W45", {2023, 11, 6}, {2023, 11, 12}},
                  {"2020-W53", {2020, 12, 28}, {2021, 1, 3}},
                  {"2021-W01", {2021, 1, 4}, {2021, 1, 10}},
                  {"2023-W45-WE", {2023, 11, 11}, {2023, 11, 12}},
                  {"2023-Q4", {2023, 10, 1}, {2023, 12, 31}},
                  {"2023-H1", {2023, 1, 1}, {2023, 6, 30}},
                  {"2023-SU", {2023, 1, 1}, {2023, 12, 31}},
                  {"199", {1990, 1, 1}, {1999, 12, 31}},
                  {"2023-11-09/2023-11-12", {2023, 11, 9}, {2023, 11, 12}}};
    static const char *const none[] = {"PAST_REF",
                                       "",
                                       "P1M",
                                       "XXXX-11-09",
                                       "2023-W60",
                                       "2023-Q5",
                                       "2023-13",
                                       "T10:00",
                                       "0000",
                                       "2023-11-09/PRESENT_REF",
                                       "2023-11-12/2023-11-09",
                                       "1/2/3"};
    int32_t first, last;
    for (size_t i = 0; i < DM_COUNT(values); i++) {
        CHECK(dm_value_days(dm_slice_of(values[i].value), &first, &last));
        CHECK(first == dm_date_days(values[i].first) && last == dm_date_days(values[i].last));
    }
    for (size_t i = 0; i < DM_COUNT(none); i++)
        CHECK(!dm_value_days(dm_slice_of(none[i]), &first, &last));
    CHECK(dm_text_holds(DM_SLICE("President Erdo\xC4\x9F"
                                 "an spoke"),
                        DM_SLICE("ERDOGAN")));
    CHECK(!dm_text_holds(DM_SLICE("Jerusalem"), DM_SLICE("usa")));
    CHECK(dm_text_holds(DM_SLICE("in the U.S. today"), DM_SLICE("u.s.")));
    CHECK(dm_text_holds(DM_SLICE("Strasse"), DM_SLICE("stra\xC3\x9F"
                                                      "e")) == dm_text_holds(DM_SLICE("stra\xC3\x9F"
                                                                                      "e"),
                                                                             DM_SLICE("strasse")));
    CHECK(dm_text_holds(DM_SLICE("x"), DM_SLICE("  ")) && !dm_text_holds(DM_SLICE(""), DM_SLICE("x")));
    CHECK(dm_code_begins(DM_SLICE("ISRGOV"), DM_SLICE("isr")) && !dm_code_begins(DM_SLICE("ISR"), DM_SLICE("ISRG")) &&
          !dm_code_begins(DM_SLICE("ISR"), DM_SLICE("")));
}

/* ---- What can go wrong with files ---------------------------------------------------------------------------------
 */

static dm_status open_status(const char *name, bool create, dm_error *error)
{
    dm_store *store = NULL;
    memset(error, 0, sizeof *error);
    dm_status status = dm_store_open(name, create, &store, error);
    CHECK((status == DM_OK) == (store != NULL));
    CHECK(status == error->status || status == DM_OK);
    if (store != NULL)
        CHECK(dm_store_close(store, NULL) == DM_OK);
    return status;
}

static void other_files(void)
{
    dm_error error;
    CHECK(open_status(fresh("none.db"), false, &error) == DM_IO);
    CHECK(access(path, F_OK) != 0); /* asking makes no file */
    CHECK(open_status("", true, &error) == DM_BAD_ARGUMENT);
    CHECK(open_status("/nonexistent-folder/x.db", true, &error) == DM_IO);
    CHECK(open_status(folder, true, &error) == DM_IO);
    char text[5000];
    memset(text, 'x', sizeof text);
    write_file(fresh("text.db"), text, sizeof text);
    for (int create = 0; create < 2; create++) {
        CHECK(open_status(path, create, &error) == DM_BAD_DATABASE);
        CHECK_TEXT(error.why, "not a database");
    }
    CHECK(ask(fresh("foreign.db"), "CREATE TABLE t(x)") == -1);
    CHECK(open_status(path, true, &error) == DM_BAD_DATABASE);
    CHECK_TEXT(error.why, "a database of another program");
    CHECK(ask(path, "SELECT count(*) FROM sqlite_schema") == 1); /* left as it was */
    write_file(fresh("empty.db"), "", 0);
    CHECK(open_status(path, false, &error) == DM_BAD_DATABASE);
    CHECK(open_status(path, true, &error) == DM_OK);
    CHECK(open_status(path, false, &error) == DM_OK);
    CHECK(ask(path, "PRAGMA user_version=3") == -1);
    CHECK(open_status(path, true, &error) == DM_BAD_DATABASE);
    CHECK_TEXT(error.why, "made by a newer demarche: its tables are version 3, this one knows up to 2");
    /* Damaged in the middle. */
    CHECK(open_status(fresh("damaged.db"), true, &error) == DM_OK);
    int file = open(path, O_RDWR);
    CHECK(file >= 0 && pwrite(file, text, 4000, 100) == 4000);
    close(file);
    dm_store *store;
    dm_status status = dm_store_open(path, true, &store, &error);
    if (status == DM_OK) {
        dm_record *record = fixture_record("a1", (dm_date){2024, 5, 4});
        status = dm_store_add(store, record, NULL, &error);
        dm_record_free(record);
        dm_store_close(store, NULL);
    }
    CHECK(status == DM_BAD_DATABASE);
}

/* A place where nothing may be written: as another user, for root may write anywhere. */
static void read_only(void)
{
    dm_error error;
    dm_store *store;
    CHECK(dm_store_open(fresh("fixed.db"), true, &store, &error) == DM_OK);
    CHECK(add_one(store, "a1", (dm_date){2024, 5, 4}, NULL));
    CHECK(dm_store_close(store, &error) == DM_OK);
    chmod(path, 0444);
    chmod(folder, 0555);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        int wrong = 0;
        if (getuid() == 0 && setuid(65534) != 0)
            _exit(0);
        wrong |= (dm_store_open(path, false, &store, &error) != DM_OK) << 0;
        if (wrong == 0) {
            wrong |= (strcmp(find(store, (dm_question){.actor = "BOR"}), BOTH) != 0) << 1;
            wrong |= (dm_store_close(store, NULL) != DM_OK) << 2;
        }
        wrong |= (dm_store_open(path, true, &store, &error) != DM_IO) << 3;
        _exit(wrong);
    }
    int result = -1;
    CHECK(waitpid(child, &result, 0) == child && WIFEXITED(result));
    CHECK(WEXITSTATUS(result) == 0);
    chmod(folder, 0755);
    chmod(path, 0644);
}

/* A disk that is full: no file of the child may grow beyond 40 MB. */
static void full_disk(void)
{
    fresh("full.db");
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        struct rlimit limit = {40000000, 40000000};
        dm_store *store;
        dm_error error = {0};
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &limit);
        if (dm_store_open(path, true, &store, &error) != DM_OK)
            _exit(100);
        dm_status status = DM_OK;
        for (int i = 0; i < 60000 && status == DM_OK; i++) {
            char id[16];
            snprintf(id, sizeof id, "d%d", i);
            dm_record *record = fixture_record(id, (dm_date){2024, 5, 4});
            status = dm_store_add(store, record, NULL, &error);
            dm_record_free(record);
        }
        if (status != DM_IO || error.status != DM_IO || error.why[0] == '\0')
            _exit(101);
        dm_store_close(store, &error);
        _exit(0);
    }
    int result = -1;
    CHECK(waitpid(child, &result, 0) == child && WIFEXITED(result));
    CHECK(WEXITSTATUS(result) == 0);
    /* What is there is whole, and it can go on. */
    CHECK(ask(path, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check='ok'") == 1);
    long documents = ask(path, "SELECT count(*) FROM documents");
    CHECK(documents > 0);
    CHECK(ask(path, "SELECT count(*) FROM events") == documents * 2);
    dm_store *store;
    dm_error error = {0};
    CHECK(dm_store_open(path, true, &store, &error) == DM_OK);
    CHECK(add_one(store, "after", (dm_date){2024, 5, 4}, NULL));
    CHECK(dm_store_close(store, &error) == DM_OK);
    CHECK(ask(path, "SELECT count(*) FROM documents") == documents + 1);
}

/* Killed in the middle of a load, several times: what was committed stays, loading again completes it. */
static void killed(void)
{
    fresh("killed.db");
    long before = 0;
    for (int round = 0; round < 4; round++) {
        int ends[2];
        char byte;
        CHECK(pipe(ends) == 0);
        fflush(stdout);
        pid_t child = fork();
        if (child == 0) {
            dm_store *store;
            dm_error error = {0};
            if (dm_store_open(path, true, &store, &error) != DM_OK)
                _exit(100);
            for (int i = 0;; i++) {
                char id[16];
                snprintf(id, sizeof id, "d%d", i);
                dm_record *record = fixture_record(id, (dm_date){2024, 5, 4});
                if (dm_store_add(store, record, NULL, &error) != DM_OK)
                    _exit(101);
                dm_record_free(record);
                if (i == 8800 + 2311 * round && write(ends[1], "x", 1) != 1)
                    _exit(102);
            }
        }
        close(ends[1]);
        CHECK(read(ends[0], &byte, 1) == 1);
        kill(child, SIGKILL);
        int result;
        CHECK(waitpid(child, &result, 0) == child && WIFSIGNALED(result));
        close(ends[0]);
        CHECK(ask(path, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check='ok'") == 1);
        long documents = ask(path, "SELECT count(*) FROM documents");
        CHECK(documents > 0 && documents >= before);
        CHECK(ask(path, "SELECT count(*) FROM events") == documents * 2);
        CHECK(ask(path, "SELECT count(*) FROM mentions") == documents * 4);
        CHECK(ask(path, "SELECT count(DISTINCT id) FROM documents") == documents);
        CHECK(counts_true(path));
        before = documents;
    }
}

/* Two programs: the second waits or says so; nothing is lost. */
static void two_writers(void)
{
    dm_store *one, *two;
    dm_error error = {0};
    CHECK(dm_store_open(fresh("two.db"), true, &one, &error) == DM_OK);
    CHECK(dm_store_open(path, true, &two, &error) == DM_OK);
    CHECK(add_one(one, "a1", (dm_date){2024, 5, 4}, NULL));
    CHECK(dm_store_close(one, &error) == DM_OK);
    CHECK(add_one(two, "a2", (dm_date){2024, 5, 4}, NULL));
    CHECK(!add_one(two, "a1", (dm_date){2024, 5, 4}, NULL));
    CHECK(dm_store_close(two, &error) == DM_OK);
    CHECK(ask(path, "SELECT count(*) FROM documents") == 2);
    CHECK(ask(path, "SELECT count(*) FROM actors") == 3);
}

int main(void)
{
    if (mkdtemp(folder) == NULL || chmod(folder, 0755) != 0)
        return 1;
    adding();
    recoding();
    questions();
    matching();
    other_files();
    read_only();
    full_disk();
    killed();
    two_writers();
    static const char *const names[] = {"add.db",   "recode.db", "find.db", "text.db",   "foreign.db", "empty.db", "damaged.db",
                                        "fixed.db", "full.db", "killed.db", "two.db",     "none.db"};
    for (size_t i = 0; i < DM_COUNT(names); i++)
        fresh(names[i]);
    for (size_t i = 0; i < DM_COUNT(names); i++)
        unlink(fresh(names[i]));
    CHECK(rmdir(folder) == 0);
    return TEST_END();
}
