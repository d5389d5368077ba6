/* store DB FILE DOCUMENTS [COMMAND]...: how fast records are stored, apart from coding.  The documents of FILE (anything
 * that demarche reads) are coded first, outside of the time; then DOCUMENTS of them go into the database, which is made
 * when it is not there, over and over with further ids and dates over ten years.  Prints documents, seconds until the last
 * one is added, seconds until the database is closed, and documents a second by both. */
#include "code/record.h"
#include "read/document.h"
#include "store/store.h"

#include <stdlib.h>
#include <time.h>

enum { MOST = 20000 };

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static dm_coder *coder; /* the records refer to its names of rules */

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

int main(int count, char **words)
{
    static dm_record *records[MOST];
    static char dates[MOST][16];
    dm_error error = {0};
    dm_store *store;
    if (count < 4)
        return 2;
    size_t known = code_all(words[2], records), wanted = strtoul(words[3], NULL, 10), bytes = 0, events = 0;
    const char *prefix = count > 4 ? words[4] : "d";
    double begun = now();
    dm_status status = dm_store_open(words[1], true, &store, &error);
    for (size_t i = 0; i < wanted && status == DM_OK; i++) {
        dm_record *record = records[i % known];
        char id[40];
        int32_t day = 14610 + (int32_t)(i % 3650);
        dm_date date = dm_date_of_days(day);
        record->document.id = (dm_slice){id, (size_t)snprintf(id, sizeof id, "%s%zu", prefix, i)};
        record->document.date = date;
        record->document.source = dm_slice_of(i % 7 == 0 ? "The Wire" : i % 3 == 0 ? "Agency" : "Herald");
        snprintf(dates[i % known], sizeof dates[0], "%04d-%02d-%02d", date.year, date.month, date.day);
        for (uint32_t e = 0; e < record->event_count; e++)
            record->events[e].date = dm_slice_of(dates[i % known]);
        bytes += record->document.text.size;
        events += record->event_count;
        status = dm_store_add(store, record, NULL, &error);
    }
    double added = now() - begun;
    if (status == DM_OK)
        status = dm_store_close(store, &error);
    double closed = now() - begun;
    if (status != DM_OK) {
        fprintf(stderr, "%s: %s\n", words[1], error.why);
        return 1;
    }
    printf("%zu documents, %.0f bytes each, %zu events: added in %.2f s (%.0f/s, %.1f us), closed after %.2f s (%.0f/s)\n", wanted,
           (double)bytes / (double)wanted, events, added, (double)wanted / added, added / (double)wanted * 1e6, closed, (double)wanted / closed);
    for (size_t i = 0; i < known; i++)
        dm_record_free(records[i]);
    dm_coder_close(coder);
    return 0;
}
