/* Fuzzing of the whole line: bytes as text.  Whatever comes, coding ends with a status; every span lies inside the text;
 * and the record can be written as JSON. */
#include "code/record.h"
#include "show/show.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void inside(dm_span span, size_t size)
{
    if (span.start > span.end || span.end > size) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static dm_coder *coder;   /* opened once, kept until the process ends */
    static dm_worker *worker;
    dm_error error = {0};
    if (!coder && (dm_coder_open(NULL, &coder, &error) != DM_OK || dm_worker_new(coder, &worker) != DM_OK)) abort();
    dm_document document = {.date = {2023, 11, 9}, .text = {(const char *)data, size}};
    dm_record *record = NULL;
    if (dm_worker_code(worker, &document, &record, &error) != DM_OK) return 0;
    size_t count;
    const dm_span *sentences = dm_record_sentences(record, &count);
    for (size_t i = 0; i < count; i++) inside(sentences[i], size);
    const dm_mention *mentions = dm_record_mentions(record, &count);
    for (size_t i = 0; i < count; i++) inside(mentions[i].span, size);
    const dm_event *events = dm_record_events(record, &count);
    for (size_t i = 0; i < count; i++) {
        inside(events[i].trigger, size);
        inside(events[i].source_span, size);
        inside(events[i].target_span, size);
    }
    const dm_statement *statements = dm_record_statements(record, &count);
    for (size_t i = 0; i < count; i++) {
        const dm_spans spans[] = {statements[i].source, statements[i].cue, statements[i].content};
        for (size_t s = 0; s < DM_COUNT(spans); s++)
            for (uint32_t k = 0; k < spans[s].count; k++) inside(spans[s].at[k], size);
    }
    dm_buffer out = {0};
    dm_show_json(&out, record, DM_OFFSETS_CODEPOINTS, true);
    dm_buffer_free(&out);
    dm_record_free(record);
    return 0;
}
