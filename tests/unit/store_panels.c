/* Panels: what tables of counts answer is what the events themselves give; every panel takes everything it can be asked by. */
#include "fixture.h"
#include "store/panels.h"
#include "store/store.h"
#include "test.h"

#include <stdlib.h>
#include <unistd.h>

typedef struct answer {
    char sql[4096], first[256];
    size_t columns, rows;
    double sum; /* of all numbers in it */
    uint64_t hash;
} answer;

static dm_status begin(void *context, const char *sql, const char *const *columns, size_t count)
{
    answer *to = context;
    (void)columns;
    snprintf(to->sql, sizeof to->sql, "%s", sql);
    to->columns = count;
    return DM_OK;
}

static dm_status row(void *context, const dm_value *values, size_t count)
{
    answer *to = context;
    to->rows++;
    for (size_t i = 0; i < count; i++) {
        char text[256];
        snprintf(text, sizeof text, "%d|%lld|%.3f|%.*s", values[i].kind, (long long)values[i].integer, values[i].real, (int)values[i].text.size,
                 values[i].text.at == NULL ? "" : values[i].text.at);
        to->hash = dm_mix(to->hash, dm_hash(text, strlen(text)));
        if (values[i].kind == DM_VALUE_INTEGER)
            to->sum += (double)values[i].integer;
        if (to->rows == 1 && i == 0)
            snprintf(to->first, sizeof to->first, "%.*s", (int)values[i].text.size, values[i].text.at == NULL ? "" : values[i].text.at);
    }
    return DM_OK;
}

static dm_status ask(dm_store *store, const char *panel, const dm_asked *asked, size_t count, answer *to, dm_error *error)
{
    memset(to, 0, sizeof *to);
    dm_panel_reader reader = {to, begin, row, 0};
    return dm_store_panel(store, panel, asked, count, &reader, error);
}

/* A question that a table of counts answers, and the same said in a way that only the events can answer. */
static void same(dm_store *store, const char *panel, dm_asked a, dm_asked b, const char *counts)
{
    static const char every_text[] = "arvenia";
    dm_asked asked[] = {a, b, {"status", strcmp(panel, "dyads") == 0 ? "" : "any"}, {"text", every_text}};
    answer counted, scanned;
    dm_error error = {0};
    CHECK(ask(store, panel, asked, 3, &counted, &error) == DM_OK);
    CHECK(ask(store, panel, asked, 4, &scanned, &error) == DM_OK);
    CHECK(strstr(counted.sql, counts) != NULL);
    CHECK(strstr(scanned.sql, "events e") != NULL);
    CHECK(counted.rows > 0);
    CHECK(counted.rows == scanned.rows && counted.hash == scanned.hash);
    if (counted.rows == 0 || counted.hash != scanned.hash)
        fprintf(stderr, "%s %s=%s %s=%s:\n%s\n%s\n", panel, a.name, a.value, b.name, b.value, counted.sql, scanned.sql);
}

int main(void)
{
    static const char *const panels[] = {"overview", "timeline",  "events", "countries", "places",           "dyads",           "actors",          "outlets",
                                         "issues",   "positions", "statements", "speakers", "documents",     "article.document", "article.sentences", "article.entities",
                                         "article.mentions", "article.events", "article.statements", "article.statement_spans", "article.positions",
                                         "article.figures", "article.times", "article.places"};
    static const dm_asked questions[] = {{"since", "2023"},        {"until", "2024-02-29"},  {"quad", "verbal-conflict,material-conflict"}, {"type", "ASSAULT"},
                                         {"status", "any"},        {"status", "denied"},     {"actor", "ARV"},      {"actor", "Mara Öz"},   {"source", "ARVGOV"},
                                         {"target", "Borland's"},  {"country", "BRL"},       {"place", "77"},       {"text", "shelled kal"}, {"text", "\"*("},
                                         {"outlet", "Wire, The"},  {"rule", "no:1"},         {"step", "week"},      {"level", "country"},   {"level", "name"},
                                         {"limit", "1"},           {"offset", "1"},          {"issue", "peace"},    {"holder", "ARV"},      {"document", "1"},
                                         {"speaker", "'; DROP"},   {"speech", "direct"},     {"order", "oldest"},   {"actor", ""}};
    static const dm_asked wrong[] = {{"since", "yesterday"}, {"until", "2024-13"}, {"quad", "joy"},      {"quad", "verbal-conflict,"}, {"type", "assault"}, {"status", "maybe"},
                                     {"step", "eon"},        {"level", "x"},       {"limit", "-1"},      {"place", "Kal"},   {"colour", "red"}};
    char path[] = "/tmp/demarche-panels-XXXXXX";
    int file = mkstemp(path);
    if (file < 0)
        return 1;
    close(file);
    unlink(path);
    dm_error error = {0};
    dm_store *store;
    CHECK(dm_store_open(path, true, &store, &error) == DM_OK);
    for (int i = 0; i < 40; i++) {
        char id[16];
        snprintf(id, sizeof id, "n%d", i);
        dm_record *record = fixture_record(id, (dm_date){(int16_t)(2022 + i % 3), (uint8_t)(1 + i % 12), (uint8_t)(1 + i % 28)});
        bool added;
        if (record != NULL) /* its second event has the day of the report */
            ((dm_event *)record->events)[1].same_as = DM_NONE;
        CHECK(record != NULL && dm_store_add(store, record, &added, &error) == DM_OK);
        dm_record_free(record);
    }
    CHECK(dm_store_finish(store, &error) == DM_OK);

    /* Every panel with every question is plain SQL. */
    answer got;
    for (size_t i = 0; i < DM_COUNT(panels); i++)
        for (size_t k = 0; k < DM_COUNT(questions); k++) {
            CHECK(ask(store, panels[i], &questions[k], 1, &got, &error) == DM_OK);
            CHECK(strstr(got.sql, "dm_") == NULL); /* none of our own functions */
        }
    for (size_t i = 0; i < DM_COUNT(wrong); i++) {
        dm_status worst = DM_OK;
        for (size_t k = 0; k < DM_COUNT(panels); k++) {
            dm_status status = ask(store, panels[k], &wrong[i], 1, &got, &error);
            CHECK(status == DM_OK || status == DM_BAD_ARGUMENT);
            worst = status != DM_OK ? status : worst;
        }
        CHECK(worst == DM_BAD_ARGUMENT);
    }
    CHECK(ask(store, "nothing", NULL, 0, &got, &error) == DM_BAD_ARGUMENT);
    CHECK(ask(store, "article.events", NULL, 0, &got, &error) == DM_OK && got.rows == 0);

    CHECK(ask(store, "overview", NULL, 0, &got, &error) == DM_OK && got.rows == 1 && got.columns == 5);
    CHECK(ask(store, "documents", &(dm_asked){"text", "denounced"}, 1, &got, &error) == DM_OK && got.rows == 30);
    CHECK(ask(store, "events", &(dm_asked){"text", "unheard"}, 1, &got, &error) == DM_OK && got.rows == 0);
    CHECK(ask(store, "timeline", &(dm_asked){"step", "year"}, 1, &got, &error) == DM_OK);

    dm_asked nothing = {"actor", ""};
    same(store, "timeline", nothing, nothing, "FROM months");
    same(store, "timeline", (dm_asked){"step", "year"}, nothing, "FROM months");
    same(store, "timeline", (dm_asked){"step", "day"}, (dm_asked){"quad", "verbal-conflict"}, "FROM days");
    same(store, "timeline", (dm_asked){"step", "week"}, (dm_asked){"since", "2023-05-03"}, "FROM days");
    same(store, "timeline", (dm_asked){"until", "2023-05-31"}, (dm_asked){"since", "2022-05-01"}, "FROM months");
    same(store, "timeline", (dm_asked){"until", "2024-05"}, (dm_asked){"type", "ASSAULT"}, "FROM months");
    same(store, "dyads", nothing, nothing, "FROM pairs");
    same(store, "dyads", (dm_asked){"level", "country"}, nothing, "FROM pairs");
    same(store, "dyads", (dm_asked){"since", "2023"}, (dm_asked){"until", "2024-12"}, "FROM dyads");
    same(store, "dyads", (dm_asked){"quad", "material-conflict"}, (dm_asked){"level", "code"}, "FROM pairs");
    same(store, "countries", nothing, nothing, "FROM countries");
    same(store, "countries", (dm_asked){"quad", "material-conflict"}, nothing, "FROM countries");
    CHECK(dm_store_close(store, &error) == DM_OK);
    unlink(path);
    return TEST_END();
}
