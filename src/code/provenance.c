/* On whose word: the statements that stand over an event or a figure. */
#include "code/frames.h"

enum { MOST = 16 };

static uint32_t sentence_at(const dm_record *record, uint32_t start)
{
    uint32_t low = 0, high = record->text.sentence_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (record->sentence_spans[middle].end <= start) low = middle + 1;
        else high = middle;
    }
    return low;
}

uint32_t dm_statements_over(const dm_record *record, uint32_t sentence, dm_span span, uint32_t *found, uint32_t most)
{
    uint32_t width[MOST], count = 0;
    if (most > MOST) most = MOST;
    if (sentence == DM_NONE) {
        if (record->sentence_spans == NULL) return 0;
        sentence = sentence_at(record, span.start);
    }
    for (uint32_t i = dm_statements_from(record, sentence); i < record->statement_count && count < most; i++) {
        const dm_statement *s = &record->statements[i];
        if (s->sentence > sentence + DM_CONTENT_REACH) break;
        for (uint32_t k = 0; k < s->content.count; k++)
            if (span.start >= s->content.at[k].start && span.end <= s->content.at[k].end) {
                uint32_t size = s->content.at[k].end - s->content.at[k].start, at = count++;
                while (at && width[at - 1] > size) {
                    width[at] = width[at - 1];
                    found[at] = found[at - 1];
                    at--;
                }
                width[at] = size;
                found[at] = i;
                break;
            }
    }
    return count;
}
