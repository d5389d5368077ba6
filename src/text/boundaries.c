/* Where sentences end inside a paragraph: an averaged perceptron (Freund & Schapire 1999) over the words around each
 * place where a sentence could end, decided from left to right. */
#include "text/parts.h"

enum { DM_PLAIN_BAR = 1200, DM_SMALL_BAR = 300 };

static bool is_dash(dm_slice form)
{
    return form.at[0] == '-' ||
           (form.size == 3 && (memcmp(form.at, "\xe2\x80\x93", 3) == 0 || memcmp(form.at, "\xe2\x80\x94", 3) == 0));
}

/* Shape of a word: what kind of thing it is, in one byte. */
static uint32_t shape(const dm_words *words, uint32_t first, uint32_t last, uint32_t i)
{
    if (i < first || i >= last)
        return 1;
    const dm_word *word = &words->words.at[i];
    uint32_t marks = words->marks[i], length = word->form.size > 3 ? 3 : (uint32_t)word->form.size;
    if (marks & DM_MARK_ABBREVIATION)
        return 2 + (marks >> DM_MARK_KIND) * 2 + (word->flags & DM_WORD_CAPITAL ? 1 : 0);
    if (word->flags & DM_WORD_PUNCT)
        return 16 + (marks & 63);
    if (word->flags & DM_WORD_LETTER)
        return 80 +
               (word->flags & DM_WORD_CAPITALS  ? 3
                : word->flags & DM_WORD_CAPITAL ? 2
                : word->flags & DM_WORD_DIGIT   ? 1
                                                : 0) *
                   4 +
               length;
    return 96 + length;
}

static uint32_t bucket(uint32_t n)
{
    return n < 6 ? n : n < 9 ? 6 : n < 14 ? 7 : n < 22 ? 8 : n < 35 ? 9 : n < 60 ? 10 : 11;
}

bool dm_boundary_possible(const dm_words *words, uint32_t i, uint32_t last)
{
    const dm_word *word = &words->words.at[i], *next = word + 1;
    uint32_t marks = words->marks[i];
    if (i + 1 >= last || next->flags & DM_WORD_JOINED)
        return false;
    if (!(word->flags & DM_WORD_SPACE)) /* without a blank only after a stop: "said.The" */
        return marks & DM_MARK_GLUED && next->flags & DM_WORD_CAPITAL;
    if (marks & DM_MARK_ABBREVIATION) {
        uint32_t kind = marks >> DM_MARK_KIND;
        if (kind == DM_ABBREVIATION_END && dm_map_get(&words->splitter->onward, next->hash) != DM_NONE)
            return false;
        return kind != DM_ABBREVIATION_NUMBER && (kind != DM_ABBREVIATION_WITHIN || next->flags & DM_WORD_CAPITAL) &&
               (kind != DM_ABBREVIATION_TITLE || (word->form.size == 2 && next->flags & DM_WORD_CAPITAL));
    }
    if (marks & DM_MARK_OPEN)
        return false;
    return word->flags & DM_WORD_PUNCT || next->flags & (DM_WORD_CAPITAL | DM_WORD_DIGIT | DM_WORD_PUNCT);
}

void dm_boundary_begin(dm_boundary *state, uint32_t first)
{
    memset(state, 0, sizeof *state);
    state->begin = first;
}

void dm_boundary_pass(const dm_words *words, dm_boundary *state, uint32_t i)
{
    uint32_t marks = words->marks[i];
    if (!(marks & (DM_MARK_OPEN | DM_MARK_CLOSE | DM_MARK_QUOTE)))
        return;
    if (marks & DM_MARK_QUOTE) {
        state->quotes = marks & DM_MARK_CLOSE ? 0 : 1;
    } else if (marks & DM_MARK_OPEN) {
        state->brackets = 1;
    } else {
        state->brackets = 0;
    }
}

uint32_t dm_boundary_features(const dm_words *words, const dm_boundary *state, uint32_t i, uint32_t first,
                              uint32_t last, uint64_t *out)
{
    const dm_word *word = words->words.at;
    uint32_t s0 = shape(words, first, last, i), n1 = shape(words, first, last, i + 1),
             n2 = shape(words, first, last, i + 2);
    uint32_t p1 = i > first ? shape(words, first, last, i - 1) : 1,
             p2 = i > first + 1 ? shape(words, first, last, i - 2) : 1;
    uint32_t end = i; /* the stop itself, before marks that close */
    while (end > first && end > state->begin && words->marks[end] & DM_MARK_CLOSE && i - end < 3)
        end--;
    uint64_t k0 = word[i].key, h1 = word[i + 1].hash, k1 = word[i + 1].key;
    uint64_t kend = word[end].key, kprev = end > first ? word[end - 1].key : 1,
             h2 = i + 2 < last ? word[i + 2].hash : 1;
    uint64_t class0 = word[i].flags & DM_WORD_PUNCT ? k0 : s0, pair = dm_mix(class0, n1);
    uint32_t length = bucket(i + 1 - state->begin), left = bucket(last - i - 1);
    uint32_t nest = state->quotes | state->brackets << 1, n = 0;
    uint32_t spaced = i > first && word[i - 1].flags & DM_WORD_SPACE,
             spaced_next = (word[i + 1].flags & DM_WORD_SPACE) != 0;
    uint32_t begun = word[state->begin].flags & (DM_WORD_CAPITAL | DM_WORD_PUNCT);
    uint32_t tail = shape(words, first, last, last - 1);
#define ADD(value) (out[n] = dm_mix((value), (uint64_t)n + 1), n++)
    ADD(k0);
    ADD(dm_mix(h1, word[i].flags & DM_WORD_PUNCT ? 1 : 0));
    ADD(pair);
    ADD(dm_mix(class0, h1));
    ADD(dm_mix(kend, kprev));
    ADD(dm_mix(pair, p1));
    ADD(dm_mix(pair, n2));
    ADD(dm_mix(dm_mix(pair, p1), n2));
    ADD(dm_mix(dm_mix(class0, n1), h2));
    ADD(dm_mix(dm_mix(pair, length), begun));
    ADD(dm_mix(dm_mix(pair, nest), end != i));
    ADD(dm_mix(dm_mix(kend, k1), n1));
    ADD(dm_mix(dm_mix(kprev, kend), n1));
    ADD(dm_mix(dm_mix(s0, p1), p2));
    ADD(dm_mix(pair, left));
    ADD(dm_mix(pair, spaced | spaced_next << 1));
    ADD(dm_mix(dm_mix(pair, tail), begun));
    ADD(dm_mix(dm_mix(class0, state->quotes), dm_mix(kend, n1)));
    ADD(dm_mix(h1, h2));
    ADD(dm_mix(dm_mix(k0, kprev), h1));
    ADD(dm_mix(dm_mix(pair, state->plain), tail));
#undef ADD
    return n;
}

/* The dash behind a dateline ("GOMA, Congo (Reuters) -", "KESH, Oct. 4 --", "Lima (AP) -"), or DM_NONE: a place in capitals,
 * or any with an agency in brackets, then a free dash, and behind it a sentence that begins like one. */
static uint32_t dateline_end(const dm_words *words, uint32_t first, uint32_t last)
{
    enum { LONGEST = 16 };
    static const char *const small[] = {"de", "del", "la", "el", "al", "of", "the", "and"};
    const dm_word *all = words->words.at;
    bool agency = false, inside = false;
    if (last - first < 4 || !(all[first].flags & DM_WORD_CAPITAL))
        return DM_NONE;
    for (uint32_t i = first; i + 2 < last && i - first < LONGEST; i++) {
        dm_slice form = all[i].form;
        if (i > first && is_dash(form) && all[i - 1].flags & DM_WORD_SPACE) {
            uint32_t next = all[i + 1].flags;
            bool begins = next & (DM_WORD_CAPITAL | DM_WORD_DIGIT) || words->marks[i + 1] & DM_MARK_OPEN;
            bool place = all[first].flags & DM_WORD_CAPITALS && all[first].form.size >= 3;
            return begins && (place || agency) && !inside ? i : DM_NONE;
        }
        if (dm_slice_is(form, "(") || dm_slice_is(form, ")")) {
            inside = dm_slice_is(form, "(");
            agency |= i > first;
        } else if (all[i].flags & DM_WORD_PUNCT) {
            if (!dm_slice_is(form, ",") && !dm_slice_is(form, ".") && !dm_slice_is(form, "/") && !is_dash(form))
                return DM_NONE;
        } else if (!(all[i].flags & (DM_WORD_CAPITAL | DM_WORD_DIGIT))) {
            bool joins = inside;
            for (size_t k = 0; k < DM_COUNT(small) && !joins; k++)
                joins = dm_slice_is(form, small[k]);
            if (!joins)
                return DM_NONE;
        }
    }
    return DM_NONE;
}

void dm_boundaries_find(const dm_words *words, uint32_t first, uint32_t last, uint8_t *ends)
{
    uint32_t dateline = dateline_end(words, first, last), start = first;
    if (dateline != DM_NONE) {
        ends[dateline - first] = DM_END_DATELINE;
        start = dateline + 1;
    }
    const dm_splitter *splitter = words->splitter;
    uint64_t features[DM_BOUNDARY_FEATURES];
    dm_boundary state;
    dm_boundary_begin(&state, start);
    for (uint32_t i = start; i + 1 < last; i++) {
        dm_boundary_pass(words, &state, i);
        if (!dm_boundary_possible(words, i, last))
            continue;
        int32_t score = splitter->bias;
        uint32_t count = dm_boundary_features(words, &state, i, first, last, features);
        for (uint32_t f = 0; f < count; f++)
            score += splitter->weights[features[f] & splitter->weight_mask];
        /* After a word, a bracket or a quotation without a stop the place must be very sure: a cut sentence harms more
         * than a long one. */
        uint32_t end = i;
        while (end > state.begin && words->marks[end] & DM_MARK_CLOSE && i - end < 3)
            end--;
        bool sure = words->marks[end] & (DM_MARK_STOP | DM_MARK_ABBREVIATION) ||
                    (end == i && words->words.at[i].flags & DM_WORD_PUNCT &&
                     !(is_dash(words->words.at[i].form) && i > first && words->words.at[i - 1].flags & DM_WORD_SPACE));
        uint32_t next = words->words.at[i + 1].flags;
        bool small = next & DM_WORD_LETTER && !(next & (DM_WORD_CAPITAL | DM_WORD_DIGIT));  /* "Yahoo! and", "Karl VI. was" */
        if (score <= (!sure ? DM_PLAIN_BAR : small ? DM_SMALL_BAR : 0))
            continue;
        ends[i - first] = 1;
        uint8_t plain = state.plain + (words->words.at[i].flags & DM_WORD_PUNCT ? 0 : 1);
        dm_boundary_begin(&state, i + 1);
        state.plain = plain > 2 ? 2 : plain;
    }
}
