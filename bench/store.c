/* store DB FILE DOCUMENTS [EVENTS [PREFIX [ordered]]]: how fast records are stored, apart from coding.  The documents of FILE
 * (anything that demarche reads) are coded first, outside of the time; then DOCUMENTS of them go into the database, which
 * is made when it is not there, over and over with further ids and dates over ten years.  With EVENTS each has so many
 * events, made up, between actors out of some thousand, a few of them frequent.  PREFIX begins the ids.
 * Dates are scattered over the years, or, `ordered`, go on from the first to the last, as in an archive. */
#include "code/record.h"
#include "read/document.h"
#include "store/store.h"

#include <stdlib.h>
#include <time.h>

enum { MOST = 20000, PARTIES = 4, POOL = 3000 };

static dm_coder *coder; /* the records refer to its names of rules */
static uint64_t state = 88172645463325252u;

static uint32_t chance(uint32_t below)
{
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    return (uint32_t)(state >> 33) % below;
}

static double now(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static size_t code_all(const char *path, dm_record **records)
{
    dm_worker *worker;
    dm_reader *reader;
    dm_error error = {0};
    dm_document document;
    dm_slice warning;
    size_t count = 0;
    FILE *file = fopen(path, "rb");
    if (file == NULL || dm_coder_open(NULL, &coder, &error) != DM_OK || dm_worker_new(coder, &worker) != DM_OK ||
        dm_reader_open(file, path, &(dm_read_options){.format = DM_FORMAT_ANY}, &reader, &error) != DM_OK) {
        fprintf(stderr, "%s: %s\n", path, error.why);
        exit(1);
    }
    while (count < MOST && dm_reader_next(reader, &document, &warning, &error) == DM_OK)
        if (dm_worker_code(worker, &document, &records[count], &error) == DM_OK)
            count++;
    dm_reader_close(reader);
    dm_worker_free(worker);
    fclose(file);
    return count;
}

/* Actor of a rank: two hundred countries, each with sectors; low ranks come up often. */
static void party(dm_entity *entity, char name[24])
{
    static const char *const sectors[] = {"", "GOV", "MIL", "OPP", "CVL", "REB", "LEG", "JUD", "COP", "MED", "BUS", "REF", "EDU", "LAB", "UAF"};
    uint32_t rank = chance(POOL);
    rank = chance(3) == 0 ? rank : chance(rank / 8 + 1); /* two thirds from among the frequent */
    uint32_t country = rank % 200, sector = rank / 200 % DM_COUNT(sectors);
    snprintf(entity->country, sizeof entity->country, "%c%c%c", 'A' + (int)(country / 26), 'A' + (int)(country % 26), 'X');
    snprintf(entity->actor, sizeof entity->actor, "%s%s", entity->country, sectors[sector]);
    snprintf(name, 24, "Somebody %u", rank);
    entity->name = dm_slice_of(name);
    entity->type = DM_ORG;
    entity->role = (dm_slice){NULL, 0};
}

/* Puts made-up events into a record that has at least PARTIES entities. */
static void make_up(dm_record *record, dm_event *events, uint32_t count, char names[PARTIES][24])
{
    static const uint32_t index[PARTIES] = {0, 1, 2, 3};
    static const char *const codes[] = {"", "057", "040", "051", "061", "071", "081", "087", "020", "112", "120", "138", "141", "163", "152", "173", "190"};
    static const dm_quad quads[] = {0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4};
    for (uint32_t i = 0; i < PARTIES; i++)
        party(&record->refers.entities[i], names[i]);
    for (uint32_t i = 0; i < count; i++) {
        dm_event *event = &events[i];
        dm_plover plover = (dm_plover)(1 + chance(16));
        *event = (dm_event){.sources = {&index[chance(2)], 1}, .targets = {&index[2 + chance(2)], 1}, .plover = plover,
                            .quad = quads[plover], .goldstein = (float)chance(200) / 10 - 10, .place = DM_NONE,
                            .status = chance(4) == 0 ? (dm_event_status)chance(7) : DM_ACTUAL, .same_as = DM_NONE,
                            .by = DM_SLICE("frames/assault.frames:54"), .confidence = 0.8f};
        memcpy(event->cameo, codes[plover], 4);
        event->trigger.end = record->document.text.size < 8 ? (uint32_t)record->document.text.size : 8;
        if (record->refers.place_count != 0)
            event->place = chance(record->refers.place_count);
    }
    record->events = events;
    record->event_count = count;
    record->position_count = 0;
}

int main(int count, char **words)
{
    static dm_record *records[MOST];
    static char names[PARTIES][24];
    dm_event events[64];
    dm_error error = {0};
    dm_store *store;
    if (count < 4)
        return 2;
    size_t coded = code_all(words[2], records), known = 0, wanted = strtoul(words[3], NULL, 10), bytes = 0, stored = 0;
    uint32_t made_up = count > 4 ? (uint32_t)strtoul(words[4], NULL, 10) : 0;
    const char *prefix = count > 5 ? words[5] : "d";
    bool ordered = count > 6 && strcmp(words[6], "ordered") == 0;
    if (made_up > DM_COUNT(events))
        return 2;
    for (size_t i = 0; i < coded; i++)
        if (made_up == 0 || records[i]->refers.entity_count >= PARTIES)
            records[known++] = records[i];
        else
            dm_record_free(records[i]);
    double begun = now(CLOCK_MONOTONIC), used = now(CLOCK_PROCESS_CPUTIME_ID);
    dm_status status = dm_store_open(words[1], true, &store, &error);
    for (size_t i = 0; i < wanted && status == DM_OK; i++) {
        dm_record *record = records[i % known];
        char id[40], date[16];
        dm_date day = dm_date_of_days(14610 + (int32_t)(ordered ? i * 3650 / wanted : i % 3650));
        record->document.id = (dm_slice){id, (size_t)snprintf(id, sizeof id, "%s%zu", prefix, i)};
        record->document.date = day;
        record->document.source = dm_slice_of(i % 7 == 0 ? "The Wire" : i % 3 == 0 ? "Agency" : "Herald");
        if (made_up != 0)
            make_up(record, events, made_up, names);
        snprintf(date, sizeof date, "%04d-%02d-%02d", day.year, day.month, day.day);
        for (uint32_t e = 0; e < record->event_count; e++)
            record->events[e].date = dm_slice_of(date);
        bytes += record->document.text.size;
        stored += record->event_count;
        status = dm_store_add(store, record, NULL, &error);
    }
    double added = now(CLOCK_MONOTONIC) - begun, used_adding = now(CLOCK_PROCESS_CPUTIME_ID) - used;
    if (status == DM_OK)
        status = dm_store_close(store, &error);
    double closed = now(CLOCK_MONOTONIC) - begun, used_all = now(CLOCK_PROCESS_CPUTIME_ID) - used;
    if (status != DM_OK) {
        fprintf(stderr, "%s: %s\n", words[1], error.why);
        return 1;
    }
    double each = (double)wanted;
    printf("%zu documents of %.0f bytes, %zu events\n", wanted, (double)bytes / each, stored);
    printf("  added                  %8.2f s %7.0f/s; of the processor %8.2f s %7.0f/s %6.1f us each\n", added, each / added,
           used_adding, each / used_adding, used_adding / each * 1e6);
    printf("  with indexes and words %8.2f s %7.0f/s; of the processor %8.2f s %7.0f/s %6.1f us each\n", closed, each / closed,
           used_all, each / used_all, used_all / each * 1e6);
    for (size_t i = 0; i < known; i++)
        dm_record_free(records[i]);
    dm_coder_close(coder);
    return 0;
}
