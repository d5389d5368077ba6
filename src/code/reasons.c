/* Reasons: writes down for people how each trigger was judged.  Only when a record asks for it. */
#include "code/frames.h"

#include <stdlib.h>

const char *dm_fate_says(dm_fate fate)
{
    static const char *const says[DM_FATE_COUNT] = {
        [DM_FATE_EVENT] = "",
        [DM_FATE_NO_SOURCE] = "has no known actor as its source",
        [DM_FATE_NO_TARGET] = "has no known actor on the other side",
        [DM_FATE_NO_SIDES] = "has no known actor on either side",
        [DM_FATE_UNCODED] = "has nobody with an actor code on either side",
        [DM_FATE_SECTOR] = "has nobody of the sectors that its line asks for",
        [DM_FATE_ACCIDENT] = "tells of harm, but of no act of violence",
        [DM_FATE_VISITOR] = "is a visit by somebody without an actor code",
        [DM_FATE_PRIVATE] = "is a talk of private people, not of states or groups",
        [DM_FATE_COMMERCIAL] = "is no act of war or release of prisoners: a company, a medium or a school stands there",
        [DM_FATE_OTHER_SENSE] = "is meant otherwise here",
        [DM_FATE_FORCE] = "would be a protest of soldiers, policemen or officials, or a politician's own rally",
        [DM_FATE_NO_COMPLEMENT] = "is an event only with a complement that is one",
        [DM_FATE_COMPOSED_AWAY] = "leaves the event to its complement",
        [DM_FATE_INSIDE] = "is told by the event it is the complement of",
        [DM_FATE_STATE] = "is a participle before its noun: a state, no event",
        [DM_FATE_SPOKEN_OF] = "only speaks of what was told before",
        [DM_FATE_BACKGROUND] = "is a state of affairs that goes on",
        [DM_FATE_UNREAL] = "has not happened, and one side has no country",
        [DM_FATE_SOMEBODY] = "has one side alone, without a country, at no place",
        [DM_FATE_IDLE] = "is kept from being done, an accident, or asks the own country",
        [DM_FATE_TOLD_ABOVE] = "is told by the word above it already",
        [DM_FATE_TOLD_BY_SUBJECT] = "is told by the noun that does it",
        [DM_FATE_TOLD_BESIDE] = "is told by another noun under the same verb",
        [DM_FATE_DOUBTFUL] = "is too doubtful",
    };
    return (unsigned)fate < DM_FATE_COUNT && says[fate] ? says[fate] : "";
}

static const dm_frame *any_frame(const dm_coding *c, uint32_t word)
{
    static const dm_frame_kind kinds[] = {DM_FRAME_VERB, DM_FRAME_NOUN, DM_FRAME_ADJ};
    for (size_t i = 0; i < DM_COUNT(kinds); i++) {
        const dm_frame *f = dm_frame_first(c->frames, c->tokens[word].lemma_key, kinds[i]);
        if (!f) f = dm_frame_first(c->frames, c->words[word].key, kinds[i]);
        if (f) return f;
    }
    return NULL;
}

void dm_note_try(dm_coding *c, uint32_t word, const dm_frame *frame, dm_try outcome, uint32_t want)
{
    if (!c->notes) return;
    dm_notes *notes = c->notes;
    if (!frame) {   /* nothing was tried: worth a word only where lines exist */
        uint8_t upos = c->tokens[word].upos;
        if (upos != DM_VERB && upos != DM_NOUN && upos != DM_PROPN && upos != DM_ADJ) return;
        if (notes->attempts.count && notes->attempts.at[notes->attempts.count - 1].word == word) return;
        frame = any_frame(c, word);
        if (!frame) return;
    }
    dm_attempt *note = DM_PUSH(c->arena, &notes->attempts);
    if (!note) return;
    *note = (dm_attempt){word, outcome, frame->by, frame->text, {NULL, 0}};
    if (outcome == DM_TRY_CONDITION) {
        const dm_want *w = &c->frames->wants.at[want];
        note->condition = dm_arena_print(c->arena, "%c%.*s", w->forbidden ? '-' : '+', (int)w->text.size, w->text.at);
    }
}

/* Text order; what was tried at one word keeps its order, which is that of its place in memory. */
static int by_word(const void *a, const void *b)
{
    const dm_attempt *x = *(const dm_attempt *const *)a, *y = *(const dm_attempt *const *)b;
    if (x->word != y->word) return x->word < y->word ? -1 : 1;
    return x < y ? -1 : x > y;
}

static void write_attempts(const dm_coding *c, dm_record *record, dm_reasons *out)
{
    uint32_t count = c->notes->attempts.count;
    const dm_attempt **order = dm_arena_alloc(c->arena, (count + 1) * sizeof *order);
    out->attempts = dm_arena_zero(&record->arena, count, sizeof *out->attempts);
    if (!order || !out->attempts) return;
    for (uint32_t i = 0; i < count; i++) order[i] = &c->notes->attempts.at[i];
    qsort(order, count, sizeof *order, by_word);
    for (uint32_t i = 0; i < count; i++) {
        dm_attempt *to = &out->attempts[i];
        *to = *order[i];
        to->condition = dm_arena_copy(&record->arena, to->condition);
        uint32_t match = c->match_of[to->word];
        if (match < DM_PENDING && c->matches.at[match].frame->by.at == to->by.at) to->outcome = DM_TRY_CHOSEN;
    }
    out->attempt_count = count;
}

static dm_side_reason side_of(const dm_coding *c, dm_arena *arena, const dm_party *party)
{
    dm_side_reason side = {.count = party->count, .how = party->count ? (dm_how)party->how : DM_HOW_NOT};
    uint32_t *copy = party->count ? dm_arena_alloc(arena, party->count * 2 * sizeof *copy) : NULL;
    if (!copy) return (dm_side_reason){.how = DM_HOW_NOT};
    memcpy(copy, party->entities, party->count * sizeof *copy);
    memcpy(copy + party->count, party->words, party->count * sizeof *copy);
    side.entities = copy;
    side.words = copy + party->count;
    if (side.how == DM_HOW_FUNCTION) side.function = c->frames->path_names.at[party->path];
    return side;
}

static void write_findings(const dm_coding *c, dm_record *record, const uint32_t *of_match, uint32_t event_count, dm_reasons *out)
{
    uint32_t words = record->text.word_count, count = 0;
    uint32_t *number = dm_arena_alloc(c->arena, (c->matches.count + 1) * sizeof *number);
    if (!number) return;
    for (uint32_t w = 0; w < words; w++)
        if (c->match_of[w] < DM_PENDING) number[c->match_of[w]] = count++;
    out->findings = dm_arena_zero(&record->arena, count, sizeof *out->findings);
    if (!out->findings) return;
    for (uint32_t w = 0; w < words; w++) {
        if (c->match_of[w] >= DM_PENDING) continue;
        const dm_match *m = &c->matches.at[c->match_of[w]];
        dm_finding *f = &out->findings[out->finding_count++];
        *f = (dm_finding){.word = w, .first = m->first, .last = m->last, .sentence = record->text.sentence_of[w], .by = m->frame->by,
                          .line = m->frame->text, .plover = (dm_plover)m->plover, .refused_plan = m->refused_plan,
                          .light = m->governor, .status = (dm_event_status)m->status, .status_from = (dm_mood_of)m->status_from,
                          .status_word = m->status_word, .negation_word = m->negated || m->refused_plan ? m->negation_word : DM_NONE,
                          .fate = (dm_fate)m->fate, .confidence = m->certainty == DM_UNJUDGED ? 1001 : m->certainty, .least = (uint16_t)c->least,
                          .in_favour = dm_arena_copy(&record->arena, m->in_favour), .against = dm_arena_copy(&record->arena, m->against)};
        memcpy(f->frame_cameo, m->frame->cameo, sizeof f->frame_cameo);
        memcpy(f->cameo, m->cameo, sizeof f->cameo);
        f->sources = side_of(c, &record->arena, &m->sources);
        f->targets = side_of(c, &record->arena, &m->targets);
        f->inner = m->inner == DM_NONE ? DM_NONE : number[m->inner];
        if (m->row) {
            f->table_by = m->row->by;
            f->table_line = m->row->text;
        }
    }
    for (uint32_t i = 0; i < event_count; i++) {
        dm_finding *f = &out->findings[number[of_match[i]]];
        if (!f->event_count++) f->first_event = i;
        f->fate = DM_FATE_EVENT;
    }
}

void dm_reasons_write(const dm_coding *c, dm_record *record, const uint32_t *of_match, uint32_t event_count)
{
    dm_reasons *out = dm_arena_zero(&record->arena, 1, sizeof *out);
    if (!out || c->arena->failed) return;
    write_attempts(c, record, out);
    write_findings(c, record, of_match, event_count, out);
    uint32_t count = c->notes->discarded.count;
    out->discarded = dm_arena_zero(&record->arena, count, sizeof *out->discarded);
    if (out->discarded && count) memcpy(out->discarded, c->notes->discarded.at, count * sizeof *out->discarded);
    out->discarded_count = out->discarded ? count : 0;
    record->reasons = out;
}
