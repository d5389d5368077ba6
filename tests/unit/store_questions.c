/* Questions to the database: that each finds what it should, and that an index leads to it. */
#include "fixture.h"
#include "store/question.h"
#include "test.h"

#include <stdlib.h>
#include <unistd.h>

static char path[] = "/tmp/demarche-questions-XXXXXX";
static char found_text[4096];

static dm_status note_found(void *context, const dm_found *found)
{
    size_t size = strlen(found_text);
    (void)context;
    snprintf(found_text + size, sizeof found_text - size, "%s:v%u ", found->document, found->event + 1);
    return DM_OK;
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

static void add(dm_store *store, const char *id, dm_date date, const char *second_date, bool turned)
{
    dm_record *record = fixture_record(id, date);
    dm_error error = {0};
    if (record == NULL)
        return;
    record->events[1].date = dm_slice_of(second_date);
    if (turned) { /* Borland does it to Arvenia */
        dm_list sources = record->events[0].sources;
        record->events[0].sources = record->events[0].targets;
        record->events[0].targets = sources;
        record->document.source = DM_SLICE("The Herald");
        record->positions[0].issue_id = DM_SLICE("kal-dispute");
    }
    CHECK(dm_store_add(store, record, NULL, &error) == DM_OK);
    dm_record_free(record);
}

/* a: its note covers the whole of 2024; b: a month later, the other way round. */
static void answers(dm_store *store)
{
    add(store, "a", (dm_date){2024, 5, 4}, "2024", false);
    add(store, "b", (dm_date){2024, 6, 4}, NULL, true);
    CHECK_TEXT(find(store, (dm_question){0}), "a:v2 a:v1 b:v1 b:v2 ");
    CHECK_TEXT(find(store, (dm_question){.latest = true}), "b:v2 b:v1 a:v1 a:v2 ");
    CHECK_TEXT(find(store, (dm_question){.latest = true, .limit = 1}), "b:v2 ");
    CHECK_TEXT(find(store, (dm_question){.since = {2024, 6, 1}}), "a:v2 b:v2 ");
    CHECK_TEXT(find(store, (dm_question){.since = {2024, 6, 1}, .latest = true}), "b:v2 a:v2 ");
    CHECK_TEXT(find(store, (dm_question){.since = {2024, 6, 1}, .limit = 1}), "a:v2 ");
    CHECK_TEXT(find(store, (dm_question){.since = {2025, 1, 1}}), "");
    CHECK_TEXT(find(store, (dm_question){.until = {2024, 1, 31}}), "a:v2 ");
    CHECK_TEXT(find(store, (dm_question){.actor = "ARV", .other = "BOR"}), "a:v1 b:v1 ");
    CHECK_TEXT(find(store, (dm_question){.actor = "BOR", .other = "arvgov"}), "a:v1 b:v1 ");
    CHECK_TEXT(find(store, (dm_question){.actor = "BOR", .other = "BOR"}), "");
    CHECK_TEXT(find(store, (dm_question){.other = "BOR"}), "bad argument: between whom and BOR?");
    CHECK_TEXT(find(store, (dm_question){.source = "BOR", .target = "ARV"}), "b:v1 ");
    CHECK_TEXT(find(store, (dm_question){.source = "\xC3\x96z"}), "a:v1 ");
    CHECK_TEXT(find(store, (dm_question){.source = "foreign ministry", .status = "called-for"}), "a:v2 b:v2 ");
    CHECK_TEXT(find(store, (dm_question){.country = "bor"}), "a:v1 b:v1 ");
    CHECK_TEXT(find(store, (dm_question){.country = "ARV"}), "");
    CHECK_TEXT(find(store, (dm_question){.place = "kal", .country = "ARV"}), "");
    CHECK_TEXT(find(store, (dm_question){.boxed = true, .west = -5, .south = 31, .east = -4, .north = 32}), "a:v1 b:v1 ");
    CHECK_TEXT(find(store, (dm_question){.boxed = true, .west = -4, .south = 31, .east = 5, .north = 32}), "");
    CHECK_TEXT(find(store, (dm_question){.boxed = true, .west = 170, .south = 31, .east = -4, .north = 32}), "a:v1 b:v1 ");
    CHECK_TEXT(find(store, (dm_question){.boxed = true, .south = 2, .north = 1}),
               "bad argument: not a box of degrees west, south, east, north");
    CHECK_TEXT(find(store, (dm_question){.lat = 32.5, .lon = -4.25, .within = 112}), "a:v1 b:v1 "); /* 111.2 km to a degree */
    CHECK_TEXT(find(store, (dm_question){.lat = 32.5, .lon = -4.25, .within = 110}), "");
    CHECK_TEXT(find(store, (dm_question){.text = "shelled town"}), "a:v1 b:v1 ");
    CHECK_TEXT(find(store, (dm_question){.text = "\"shelled town\""}), "");
    CHECK_TEXT(find(store, (dm_question){.text = "TOWN \"oz of arvenia\""}), "a:v1 b:v1 ");
    CHECK_TEXT(find(store, (dm_question){.text = "shelled note"}), ""); /* not in one sentence */
    CHECK_TEXT(find(store, (dm_question){.text = "\"unclosed"}), "");
    CHECK_TEXT(find(store, (dm_question){.text = "shelled AND NOT town*"}), ""); /* words, no language */
    CHECK_TEXT(find(store, (dm_question){.text = " - "}), "bad argument: no word to look for in the text");
    CHECK_TEXT(find(store, (dm_question){.paper = "The Herald"}), "b:v1 b:v2 ");
    CHECK_TEXT(find(store, (dm_question){.paper = "herald"}), "");
    CHECK_TEXT(find(store, (dm_question){.issue = "kal-dispute"}), "b:v2 ");
    CHECK_TEXT(find(store, (dm_question){.document = "a"}), "a:v2 a:v1 ");
    CHECK_TEXT(find(store, (dm_question){.document = "a", .plover = "ASSAULT", .text = "Kal"}), "a:v1 ");
    CHECK_TEXT(find(store, (dm_question){.speaker = "ARV", .since = {2024, 5, 1}}), "a:v1 b:v1 ");
}

/* Every question is led by an index: no table of documents or events is read through. */
static void plans(dm_store *store)
{
    static const struct {
        dm_question question;
        const char *led_by;
    } all[] = {
        {{0}, "events_day"},
        {{.since = {2024, 5, 1}, .until = {2024, 5, 31}}, "events_last_day"},
        {{.actor = "ARVGOV"}, "event_source_actor"},
        {{.source = "ARVGOV"}, "event_source_actor"},
        {{.target = "Oz"}, "event_target_actor"},
        {{.actor = "ARVGOV", .other = "BOR"}, "event_target_actor"},
        {{.plover = "ASSAULT"}, "events_plover"},
        {{.cameo = "19"}, "events_cameo"},
        {{.status = "denied"}, "events_status"},
        {{.place = "Kal"}, "events_location"},
        {{.boxed = true, .west = 0, .south = 0, .east = 1, .north = 1}, "events_location"},
        {{.text = "shelled"}, "document_words VIRTUAL TABLE INDEX"},
        {{.speaker = "ARV"}, "statements_actor"},
        {{.issue = "kal-dispute"}, "positions_issue"},
        {{.paper = "The Herald"}, "documents_source"},
        {{.document = "a"}, "documents_id"},
    };
    for (size_t i = 0; i < DM_COUNT(all); i++) {
        char *plan = dm_asking_plan(store, &all[i].question);
        bool good = plan != NULL && strstr(plan, all[i].led_by) != NULL && strstr(plan, "SCAN e\n") == NULL &&
                    strstr(plan, "SCAN events\n") == NULL && strstr(plan, "SCAN documents\n") == NULL &&
                    strstr(plan, "SCAN d\n") == NULL && strstr(plan, "SCAN statements\n") == NULL &&
                    strstr(plan, "SCAN event_source\n") == NULL && strstr(plan, "SCAN event_target\n") == NULL;
        CHECK(good);
        if (!good)
            fprintf(stderr, "question %zu, wanted %s:\n%s\n", i, all[i].led_by, plan == NULL ? "no plan" : plan);
        sqlite3_free(plan);
    }
}

/* Counting what a thousand documents give reads those documents, not the database. */
static void tallies(dm_store *store)
{
    for (int i = 0; i < DM_TALLY_COUNT; i++) {
        char *sql = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", dm_store_tallies[i]);
        sqlite3_stmt *statement = NULL;
        bool along = false;
        CHECK(sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) == SQLITE_OK);
        while (sqlite3_step(statement) == SQLITE_ROW) {
            const char *step = (const char *)sqlite3_column_text(statement, 3);
            along = along || strstr(step, "KEY (document>? AND document<?)") != NULL || strstr(step, "KEY (rowid>? AND rowid<?)") != NULL ||
                    strcmp(step, "SCAN d") == 0; /* of the two documents that there are here */
            CHECK(strstr(step, "USING INDEX events_") == NULL && strstr(step, "SCAN e") == NULL);
        }
        CHECK(along);
        if (!along)
            fprintf(stderr, "table %d\n", i);
        sqlite3_finalize(statement);
        sqlite3_free(sql);
    }
}

int main(void)
{
    dm_store *store;
    dm_error error = {0};
    int file = mkstemp(path);
    if (file < 0)
        return 1;
    close(file);
    CHECK(dm_store_open(path, true, &store, &error) == DM_OK);
    answers(store); /* before there are indexes */
    CHECK(dm_store_finish(store, &error) == DM_OK);
    plans(store);
    tallies(store);
    CHECK_TEXT(find(store, (dm_question){.text = "shelled", .source = "Oz"}), "a:v1 "); /* and with them */
    CHECK_TEXT(find(store, (dm_question){.actor = "ARV", .other = "BOR", .since = {2024, 1, 1}}), "a:v1 b:v1 ");
    CHECK(dm_store_close(store, &error) == DM_OK);
    unlink(path);
    return TEST_END();
}
