/* What one marked phrase does to another in a sentence: the frames are fitted with the two phrases as the only actors;
 * where none has both, the nearest trigger that governs the two decides with less confidence. */
#include "code/frames.h"

/* Marks the words of the spans with a bit. */
static void mark(uint8_t *marked, const dm_record *record, const dm_span *spans, uint32_t count, uint8_t bit)
{
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t w = 0; w < record->text.word_count; w++) {
            dm_span span = record->text.words[w].span;
            if (span.start < spans[i].end && span.end > spans[i].start && !(record->text.words[w].flags & DM_WORD_PUNCT)) marked[w] |= bit;
        }
}

/* How good a match is as an answer: both sides in the right places best. */
static int worth(const dm_match *m)
{
    bool source = dm_party_has(&m->sources, 0), target = dm_party_has(&m->targets, 1);
    bool back = dm_party_has(&m->sources, 1) || dm_party_has(&m->targets, 0);
    if (m->frame->reciprocal && dm_party_has(&m->sources, 0) && dm_party_has(&m->sources, 1)) return 9;
    if (source && target) return m->negated ? 7 : 10;
    if (!m->cameo[0]) return 0;
    if (source && !back) return 6;
    if (target && !back) return 4;
    if (back) return 2;
    return 1;
}

static void answer(const dm_coding *c, const dm_match *m, int points, dm_relation_answer *out)
{
    (void)c;
    out->label = (dm_plover)m->plover;
    memcpy(out->cameo, m->cameo, sizeof out->cameo);
    if (m->plover == m->frame->plover) out->mode = m->frame->mode;
    out->by = m->frame->by;
    out->confidence = (float)m->confidence * (float)points / 10000.0f;
}

dm_status dm_code_relation(const dm_frames *frames, const dm_record *record, const dm_span *sources, uint32_t source_count,
                           const dm_span *targets, uint32_t target_count, dm_relation_answer *out)
{
    memset(out, 0, sizeof *out);
    dm_arena scratch;
    dm_arena_init(&scratch);
    dm_coding c;
    dm_record marked = *record;
    static const dm_entity pair[2] = {{.id = "e1", .type = DM_ORG, .actor = "AAA"}, {.id = "e2", .type = DM_ORG, .actor = "BBB"}};
    dm_entity entities[2] = {pair[0], pair[1]};
    dm_party sides = {.entities = {0, 1}, .count = 2};
    uint8_t *words = dm_arena_zero(&scratch, record->text.word_count + 1, 1);
    marked.refers.entities = entities;
    marked.refers.entity_count = 2;
    marked.refers.mention_at_head = NULL;
    marked.statement_count = 0;
    bool begun = words && dm_coding_begin(&c, frames, &marked, &scratch);
    if (begun) {
        mark(words, record, sources, source_count, 1);
        mark(words, record, targets, target_count, 2);
        c.marked = words;
        c.relate = &sides;
        int best = 0;
        for (uint32_t w = 0; w < record->text.word_count; w++) {
            uint32_t found = dm_match_word(&c, w, 0);
            if (found == DM_NONE) continue;
            const dm_match *m = &c.matches.at[found];
            int points = worth(m);
            if (!m->plover || !m->cameo[0]) continue;
            if (points > best) {
                best = points;
                answer(&c, m, points, out);
            }
        }
    }
    bool failed = scratch.failed || !begun;
    dm_arena_free(&scratch);
    return failed ? DM_NO_MEMORY : DM_OK;
}
