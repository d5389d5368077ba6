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

/* How good a match is as an answer: both sides in the right places best; else the trigger that stands above a phrase. */
static int worth(const dm_match *m, const uint8_t *above)
{
    bool source = dm_party_has(&m->sources, 0), target = dm_party_has(&m->targets, 1);
    bool back = dm_party_has(&m->sources, 1) || dm_party_has(&m->targets, 0);
    if (!m->cameo[0] || !m->plover) return 0;
    if (m->frame->reciprocal && (source || dm_party_has(&m->targets, 0)) && (target || dm_party_has(&m->sources, 1))) return 90;
    if (source && target) return 100 - (m->frame->kind == DM_FRAME_NOUN ? 5 : 0);
    uint32_t at = m->governor != DM_NONE ? m->governor : m->word;
    int points = source && !back ? 40 : target && !back ? 30 : back ? 5 : 10;
    return points + (above[at] & 1 ? 15 : 0) + (above[at] & 2 ? 15 : 0);
}

static uint8_t table_named(const dm_frames *frames, const char *name)
{
    for (uint32_t i = 0; i < frames->table_names.count; i++)
        if (dm_slice_is(frames->table_names.at[i], name)) return (uint8_t)(i + 1);
    return 0;
}

uint32_t dm_relation_custom(const dm_frames *frames, const char *cameo, uint32_t plover)
{
    const dm_composed *custom = dm_compose(frames, table_named(frames, "relate"), cameo);
    return custom ? (uint32_t)dm_plover_of_cameo(custom->cameo) : plover;
}

/* One label for what is between the two: an announced act counts as the intent, a denied cooperation as its refusal, and the
 * type is that of the code's root. */
static void answer(const dm_coding *c, const dm_match *m, int points, dm_relation_answer *out)
{
    const dm_composed *row = NULL;
    if ((m->negated || m->status == DM_DENIED) && m->cameo[0] == '0') row = dm_compose(c->frames, table_named(c->frames, "reject"), m->cameo);
    else if (m->status == DM_PLANNED) row = dm_compose(c->frames, table_named(c->frames, "intend"), m->cameo);
    const char *cameo = row && row->cameo[0] ? row->cameo : m->cameo;
    const dm_composed *custom = dm_compose(c->frames, table_named(c->frames, "relate"), cameo);
    if (custom) cameo = custom->cameo;
    memcpy(out->cameo, cameo, sizeof out->cameo);
    out->label = dm_plover_of_cameo(cameo);
    out->mode = (dm_slice){NULL, 0};
    if (out->label == (dm_plover)m->frame->plover) out->mode = m->frame->mode;
    out->by = m->frame->by;
    out->confidence = (float)m->confidence * (float)points / 100000.0f;
}

/* Marks what stands above the words of a phrase in the tree. */
static void mark_above(const dm_coding *c, uint8_t *above, uint8_t bit)
{
    for (uint32_t w = 0; w < c->record->text.word_count; w++) {
        if (!(c->marked[w] & bit)) continue;
        uint32_t at = c->tokens[w].head;
        for (int steps = 0; steps < 40 && at != DM_NONE && !(above[at] & bit); steps++) {
            above[at] |= bit;
            at = c->tokens[at].head;
        }
    }
}

static dm_relation_reading reading_of(const dm_coding *c, const dm_match *m, int points, const uint8_t *above)
{
    dm_relation_answer told = {0};
    answer(c, m, points, &told);
    dm_relation_reading r = {.label = told.label, .points = (uint8_t)points, .kind = m->frame->kind, .word = m->word};
    memcpy(r.cameo, told.cameo, sizeof r.cameo);
    r.sides = (uint8_t)(dm_party_has(&m->sources, 0) | dm_party_has(&m->targets, 1) << 1 | dm_party_has(&m->sources, 1) << 2 |
                        dm_party_has(&m->targets, 0) << 3);
    r.above = above[m->governor != DM_NONE ? m->governor : m->word];
    r.line = dm_hash(m->frame->text.at, m->frame->text.size);
    return r;
}

dm_status dm_code_relation(const dm_frames *frames, const dm_record *record, const dm_span *sources, uint32_t source_count,
                           const dm_span *targets, uint32_t target_count, dm_relation_answer *out, dm_relation_readings *readings)
{
    memset(out, 0, sizeof *out);
    if (readings) readings->count = 0;
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
        c.known = &record->refers;
        c.relate = &sides;
        int best = 0;
        uint8_t *above = dm_arena_zero(&scratch, record->text.word_count + 1, 1);
        if (above) {
            mark_above(&c, above, 1);
            mark_above(&c, above, 2);
        }
        for (uint32_t w = 0; above && w < record->text.word_count; w++) {
            uint32_t found = dm_match_word(&c, w, 0);
            if (found == DM_NONE) continue;
            const dm_match *m = &c.matches.at[found];
            int points = worth(m, above) * (m->confidence < 800 ? m->confidence : 800) / 800;   /* a line that is not sure of itself counts for less */
            if (readings && points > 0 && readings->count < DM_RELATION_READINGS)
                readings->at[readings->count++] = reading_of(&c, m, points, above);
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
