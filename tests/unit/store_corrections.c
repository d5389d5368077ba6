/* What people say of events: shown by every answer, kept when a text is coded anew, taken back. */
#include "fixture.h"
#include "store/store.h"
#include "test.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

static char path[] = "/tmp/demarche-corrections-XXXXXX";
static char told[4096];

static dm_status note_found(void *context, const dm_found *found)
{
    size_t size = strlen(told);
    (void)context;
    snprintf(told + size, sizeof told - size, "v%u:%s:%s>%s:%s:%s:%s%s ", found->event + 1, found->date,
             found->sources == NULL ? "-" : found->sources, found->targets == NULL ? "-" : found->targets, found->plover,
             found->cameo, found->status, found->corrected ? "!" : "");
    return DM_OK;
}

static const char *find(dm_store *store, dm_question question)
{
    dm_error error = {0};
    told[0] = '\0';
    if (dm_store_find(store, &question, note_found, NULL, &error) != DM_OK)
        snprintf(told, sizeof told, "%s", error.why);
    return told;
}

static dm_status note_dyad(void *context, const dm_dyad *dyad)
{
    size_t size = strlen(told);
    (void)context;
    snprintf(told + size, sizeof told - size, "%s>%s:%d:%llu ", dyad->source, dyad->target, dyad->count.period,
             (unsigned long long)dyad->count.events);
    return DM_OK;
}

static const char *dyads(dm_store *store, dm_dyad_question question)
{
    told[0] = '\0';
    CHECK(dm_store_dyads(store, &question, note_dyad, NULL, NULL) == DM_OK);
    return told;
}

static dm_status note_count(void *context, const dm_count *count)
{
    size_t size = strlen(told);
    (void)context;
    snprintf(told + size, sizeof told - size, "%d:%llu:%llu:%.1f ", count->period, (unsigned long long)count->events,
             (unsigned long long)count->quads[DM_MATERIAL_CONFLICT], count->goldstein);
    return DM_OK;
}

static const char *timeline(dm_store *store, dm_question question, dm_period period)
{
    told[0] = '\0';
    CHECK(dm_store_timeline(store, &question, period, note_count, NULL, NULL) == DM_OK);
    return told;
}

static dm_status note_correction(void *context, const dm_correction *c)
{
    size_t size = strlen(told);
    (void)context;
    snprintf(told + size, sizeof told - size, "%s:%d:%s>%s:%s:%s:%s ", c->document, c->event == DM_NONE ? 0 : (int)c->event + 1,
             c->sources, c->targets, c->trigger, c->said.wrong ? "wrong" : "mended", c->said.note == NULL ? "" : c->said.note);
    return DM_OK;
}

static const char *corrections(dm_store *store)
{
    told[0] = '\0';
    CHECK(dm_store_corrections(store, note_correction, NULL, NULL) == DM_OK);
    return told;
}

static dm_status note_record(void *context, const dm_record *record)
{
    size_t count;
    const dm_event *events = dm_record_events(record, &count);
    (void)context;
    told[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(told);
        const dm_entity *source = events[i].sources.count == 0 ? NULL : &record->refers.entities[events[i].sources.at[0]];
        snprintf(told + size, sizeof told - size, "%s:%s:%s:%d ", events[i].id, source == NULL ? "-" : source->actor,
                 events[i].cameo, events[i].same_as == DM_NONE ? -1 : (int)events[i].same_as);
    }
    return DM_OK;
}

static const char *read_back(dm_store *store)
{
    CHECK(dm_store_read(store, NULL, note_record, NULL, NULL) == DM_OK);
    return told;
}

static const char *why(dm_store *store, const char *document, uint32_t event, dm_mending mending)
{
    static dm_error error;
    memset(&error, 0, sizeof error);
    CHECK(dm_store_correct(store, document, event, &mending, &error) == DM_BAD_ARGUMENT);
    return error.why;
}

static void recode(dm_store *store, const char *coder, const char *cameo, dm_plover plover, bool nobody)
{
    dm_record *record = fixture_record("a", (dm_date){2024, 5, 4});
    if (record == NULL)
        return;
    record->identity = dm_slice_of(coder);
    snprintf(record->events[0].cameo, sizeof record->events[0].cameo, "%s", cameo);
    record->events[0].plover = plover;
    if (nobody)
        record->events[0].sources.count = 0;
    record->events[1].same_as = DM_NONE;
    CHECK(dm_store_recode(store, record, NULL, NULL) == DM_OK);
    dm_record_free(record);
}

#define SHELLING "v1:2024-05-03:ARVGOV>BOR:ASSAULT:194:actual "
#define NOTE "v2:2024-05-04:BORGOV+BOR>-:ACCUSE:111:called-for "

static void said(dm_store *store)
{
    recode(store, "one", "194", DM_ASSAULT, false);
    CHECK_TEXT(find(store, (dm_question){0}), SHELLING NOTE);
    CHECK_TEXT(dyads(store, (dm_dyad_question){0}), "ARVGOV>BOR:0:1 ");

    CHECK(dm_store_correct(store, "a", 0, &(dm_mending){.wrong = true, .note = "an exercise"}, NULL) == DM_OK);
    CHECK_TEXT(find(store, (dm_question){0}), NOTE);
    CHECK_TEXT(dyads(store, (dm_dyad_question){0}), "");
    CHECK_TEXT(timeline(store, (dm_question){0}, DM_BY_MONTH), "202405:1:0:-2.0 ");
    CHECK_TEXT(read_back(store), "v2:BORGOV:111:-1 ");
    CHECK_TEXT(corrections(store), "a:1:ARVGOV>BOR:shelled:wrong:an exercise ");

    /* Said anew: the earlier word goes. */
    dm_mending mending = {.cameo = "0871", .sources = "UNOIGO", .targets = "BOR+ARVGOV", .date = "2024-04", .status = "Planned"};
    CHECK(dm_store_correct(store, "a", 0, &mending, NULL) == DM_OK);
    CHECK_TEXT(find(store, (dm_question){0}), "v1:2024-04:UNOIGO>BOR+ARVGOV:RETREAT:0871:planned! " NOTE);
    CHECK_TEXT(find(store, (dm_question){.source = "UNO", .since = {2024, 4, 10}, .until = {2024, 4, 20}}),
               "v1:2024-04:UNOIGO>BOR+ARVGOV:RETREAT:0871:planned! ");
    CHECK_TEXT(read_back(store), "v1:UNOIGO:0871:-1 v2:BORGOV:111:-1 ");
    CHECK_TEXT(timeline(store, (dm_question){0}, DM_BY_MONTH), "202404:1:0:9.0 202405:1:0:-2.0 ");
    CHECK_TEXT(corrections(store), "a:1:ARVGOV>BOR:shelled:mended: ");

    /* Coded anew: the same reading, then another one of the same words. */
    recode(store, "two", "194", DM_ASSAULT, false);
    CHECK_TEXT(find(store, (dm_question){0}), "v1:2024-04:UNOIGO>BOR+ARVGOV:RETREAT:0871:planned! " NOTE);
    recode(store, "three", "138", DM_THREATEN, true);
    CHECK_TEXT(find(store, (dm_question){.cameo = "0871"}), "v1:2024-04:UNOIGO>BOR+ARVGOV:RETREAT:0871:planned! ");
    CHECK(dm_store_correct(store, "a", 0, NULL, NULL) == DM_OK); /* taken back: as it is coded now */
    CHECK_TEXT(find(store, (dm_question){.plover = "threaten"}), "v1:2024-05-03:->BOR:THREATEN:138:actual ");
    CHECK_TEXT(corrections(store), "");
}

static void waiting(dm_store *store)
{
    recode(store, "four", "194", DM_ASSAULT, false);
    CHECK_TEXT(find(store, (dm_question){0}), SHELLING NOTE);
    CHECK(dm_store_correct(store, "a", 0, &(dm_mending){.wrong = true}, NULL) == DM_OK);
    /* A wrong assault says nothing of a threat in the same words. */
    recode(store, "five", "138", DM_THREATEN, false);
    CHECK_TEXT(find(store, (dm_question){.plover = "threaten"}), "v1:2024-05-03:ARVGOV>BOR:THREATEN:138:actual ");
    CHECK_TEXT(corrections(store), "a:0:ARVGOV>BOR:shelled:wrong: ");
    recode(store, "six", "193", DM_ASSAULT, false); /* another sub-code is the same assertion */
    CHECK_TEXT(find(store, (dm_question){0}), NOTE);
    CHECK(dm_store_correct(store, "a", 0, NULL, NULL) == DM_OK);
}

static void refused(dm_store *store)
{
    CHECK_TEXT(why(store, "b", 0, (dm_mending){.wrong = true}), "no document b is in the database");
    CHECK_TEXT(why(store, "a", 7, (dm_mending){.wrong = true}), "a has no event v8");
    CHECK_TEXT(why(store, "a", 0, (dm_mending){0}), "nothing is said of the event");
    CHECK_TEXT(why(store, "a", 0, (dm_mending){.plover = "ASSAULT"}),
               "an event has both codes: which CAMEO code is this ASSAULT?");
    CHECK_TEXT(why(store, "a", 0, (dm_mending){.cameo = "999"}), "999 is no CAMEO code");
    CHECK_TEXT(why(store, "a", 0, (dm_mending){.cameo = "010"}), "CAMEO 010 has no PLOVER type of its own: which is it?");
    CHECK_TEXT(why(store, "a", 0, (dm_mending){.status = "perhaps"}), "no status is called perhaps; there are actual, planned, called-for, possible, denied, rejected, historical");
    CHECK_TEXT(why(store, "a", 0, (dm_mending){.date = "soon"}), "soon is not a date");
    CHECK_TEXT(why(store, "a", 0, (dm_mending){.sources = "Israel"}), "Israel is not actor codes joined by +, like USAGOV+ISR");
    CHECK_TEXT(find(store, (dm_question){.plover = "ACCUSE"}), NOTE);
}

/* Timelines and dyads by period, of two documents. */
static void counts(dm_store *store)
{
    dm_record *record = fixture_record("b", (dm_date){2025, 1, 1});
    record->events[0].date = DM_SLICE("2025-01-01");
    record->events[1].same_as = DM_NONE;
    record->events[1].targets = record->events[0].sources;
    record->events[1].status = DM_ACTUAL;
    CHECK(dm_store_add(store, record, NULL, NULL) == DM_OK);
    dm_record_free(record);
    CHECK_TEXT(timeline(store, (dm_question){0}, DM_BY_YEAR), "2024:2:1:-12.0 2025:2:1:-12.0 ");
    CHECK_TEXT(timeline(store, (dm_question){0}, DM_BY_WEEK), "20240429:2:1:-12.0 20241230:2:1:-12.0 ");
    CHECK_TEXT(timeline(store, (dm_question){.since = {2024, 5, 4}}, DM_BY_MONTH), "202405:1:0:-2.0 202501:2:1:-12.0 ");
    CHECK_TEXT(timeline(store, (dm_question){.status = "actual", .plover = "assault"}, DM_BY_DAY),
               "20240503:1:1:-10.0 20250101:1:1:-10.0 ");
    CHECK(dm_store_correct(store, "b", 0, &(dm_mending){.date = "2025"}, NULL) == DM_OK); /* no point of a series of months */
    CHECK_TEXT(timeline(store, (dm_question){0}, DM_BY_MONTH), "0:1:1:-10.0 202405:2:1:-12.0 202501:1:0:-2.0 ");
    CHECK_TEXT(timeline(store, (dm_question){.actor = "BOR"}, DM_BY_MONTH), "0:1:1:-10.0 202405:2:1:-12.0 202501:1:0:-2.0 ");
    CHECK_TEXT(timeline(store, (dm_question){0}, DM_BY_YEAR), "2024:2:1:-12.0 2025:2:1:-12.0 ");
    CHECK(dm_store_correct(store, "b", 0, NULL, NULL) == DM_OK);
    CHECK_TEXT(timeline(store, (dm_question){.text = "shelled"}, DM_BY_YEAR), "2024:1:1:-10.0 2025:1:1:-10.0 ");
    CHECK_TEXT(timeline(store, (dm_question){.actor = "ARV", .limit = 1}, DM_BY_YEAR), "2024:1:1:-10.0 2025:2:1:-12.0 ");
    CHECK_TEXT(dyads(store, (dm_dyad_question){0}), "ARVGOV>BOR:0:2 BOR>ARVGOV:0:1 BORGOV>ARVGOV:0:1 ");
    CHECK_TEXT(dyads(store, (dm_dyad_question){.states = true}), "ARV>BOR:0:2 BOR>ARV:0:2 ");
    CHECK_TEXT(dyads(store, (dm_dyad_question){.actor = "arv", .other = "borgov"}), "BORGOV>ARVGOV:0:1 ");
    CHECK_TEXT(dyads(store, (dm_dyad_question){.actor = "BO", .limit = 1}), "ARVGOV>BOR:0:2 ");
    CHECK_TEXT(dyads(store, (dm_dyad_question){.source = "ARV", .series = true, .period = DM_BY_MONTH}),
               "ARVGOV>BOR:202405:1 ARVGOV>BOR:202501:1 ");
    CHECK_TEXT(dyads(store, (dm_dyad_question){.source = "ARV", .since = {2024, 6, 0}}), "ARVGOV>BOR:0:1 ");
    CHECK_TEXT(dyads(store, (dm_dyad_question){.source = "x'; --"}), "");
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
    said(store);
    waiting(store);
    refused(store);
    counts(store);
    CHECK(dm_store_close(store, &error) == DM_OK);
    unlink(path);
    return TEST_END();
}
