/* Quotations: what stands between marks, over sentences and, where a paragraph goes on with an opening mark, over
 * paragraphs.  Only outermost quotations are listed; marks inside them are left alone. */
#include "text/parts.h"

enum { STRAIGHT, CURLY, SINGLE }; /* family of the mark that opened */

typedef struct search {
    dm_text *text;
    dm_arena *arena;
    DM_VECTOR(dm_quotation) list;
} search;

/* Adds the words [first, last) as a quotation. */
static void add(search *found, uint32_t first, uint32_t last, bool closed)
{
    if (first >= last)
        return;
    dm_quotation *quotation = DM_PUSH(found->arena, &found->list);
    if (!quotation)
        return;
    dm_word *words = found->text->words;
    quotation->first = first;
    quotation->last = last;
    quotation->span = (dm_span){words[first].span.start, words[last - 1].span.end};
    quotation->closed = closed;
    for (uint32_t i = first; i < last; i++)
        words[i].flags |= DM_WORD_QUOTED;
}

static bool spaced_before(const dm_text *text, uint32_t word, uint32_t first)
{
    return word == first || text->words[word - 1].flags & DM_WORD_SPACE;
}

static bool is_dash_or_open(const dm_word *word)
{
    return word->flags & DM_WORD_PUNCT &&
           (strchr("([{-", word->form.at[0]) ||
            (word->form.size == 3 && (unsigned char)word->form.at[0] == 0xe2 &&
             (unsigned char)word->form.at[1] == 0x80 &&
             ((unsigned char)word->form.at[2] == 0x94 || (unsigned char)word->form.at[2] == 0x93)));
}

/* 1: opens, -1: closes, 0: not to be told from the blanks around it. */
static int direction(const dm_text *text, uint32_t word, uint32_t first, uint32_t last)
{
    bool before = spaced_before(text, word, first), after = word + 1 == last || text->words[word].flags & DM_WORD_SPACE;
    if (before && !after)
        return 1;
    if (!before && after)
        return -1;
    if (word == first)
        return 1;
    if (word + 1 == last)
        return -1;
    if (!before && !after) { /* ("x"), "x". and --"x" */
        if (is_dash_or_open(&text->words[word - 1]))
            return 1;
        if (text->words[word + 1].flags & DM_WORD_PUNCT)
            return -1;
    }
    return 0;
}

/* For a single mark that may open at `open`: whether one that closes stands in the paragraph before `last`; the
 * reach of the search ends with the next opening single mark, so that all searches together stay linear. */
static uint32_t single_close(const dm_text *text, uint32_t open, uint32_t first, uint32_t last)
{
    for (uint32_t i = open + 1; i < last; i++) {
        unsigned kind = dm_quote_kind(text->words[i].form);
        if (kind == DM_QUOTE_SINGLE_OPEN || (kind == DM_QUOTE_SINGLE && direction(text, i, first, last) > 0))
            return DM_NONE;
        if (text->words[i].flags & DM_WORD_JOINED)
            continue;
        if ((kind == DM_QUOTE_SINGLE || kind == DM_QUOTE_SINGLE_CLOSE) && direction(text, i, first, last) <= 0 &&
            i > open + 1)
            return i;
    }
    return DM_NONE;
}

/* The end of the sentence that `word` stands in, or `limit` when that comes first. */
static uint32_t sentence_end(const dm_text *text, uint32_t word, uint32_t limit)
{
    uint32_t end = text->sentences[text->sentence_of[word]].last;
    return end < limit ? end : limit;
}

/* Sets FIRST: opening quotes and brackets at the beginning are passed over. */
static void mark_first(dm_text *text)
{
    for (uint32_t s = 0; s < text->sentence_count; s++) {
        const dm_sentence *sentence = &text->sentences[s];
        uint32_t word = sentence->first;
        while (word + 1 < sentence->last && text->words[word].flags & DM_WORD_PUNCT &&
               (dm_quote_kind(text->words[word].form) || is_dash_or_open(&text->words[word])))
            word++;
        if (word < sentence->last)
            text->words[word].flags |= DM_WORD_FIRST;
    }
}

dm_status dm_text_quotations(dm_arena *arena, dm_text *text)
{
    search found = {.text = text, .arena = arena};
    bool open = false;
    unsigned family = STRAIGHT;
    uint32_t begun = 0; /* first word inside the open quotation */
    mark_first(text);
    for (uint32_t s = 0; s < text->sentence_count && !arena->failed;) {
        uint32_t first = text->sentences[s].first, paragraph = text->sentences[s].paragraph, last = first;
        while (s < text->sentence_count && text->sentences[s].paragraph == paragraph)
            last = text->sentences[s++].last;
        uint32_t word = first, hidden = DM_NONE; /* hidden: the single mark that closes the open single quotation */
        if (open) { /* carried over: goes on when this paragraph begins with an opening mark */
            unsigned kind = dm_quote_kind(text->words[first].form);
            bool goes_on =
                kind == DM_QUOTE_OPEN || (kind == DM_QUOTE_STRAIGHT && direction(text, first, first, last) > 0);
            if (goes_on && last - first > 1) {
                word = first + 1;
            } else {
                add(&found, begun, first, false);
                open = false;
            }
        }
        for (; word < last; word++) {
            if (!(text->words[word].flags & DM_WORD_PUNCT) || text->words[word].flags & DM_WORD_JOINED)
                continue;
            unsigned kind = dm_quote_kind(text->words[word].form);
            if (!kind)
                continue;
            if (kind >= DM_QUOTE_SINGLE) {
                if (!open) {
                    if (kind == DM_QUOTE_SINGLE_CLOSE ||
                        (kind == DM_QUOTE_SINGLE && direction(text, word, first, last) <= 0))
                        continue;
                    hidden = single_close(text, word, first, last);
                    if (hidden != DM_NONE) {
                        open = true;
                        family = SINGLE;
                        begun = word + 1;
                    }
                } else if (family == SINGLE && word == hidden) {
                    add(&found, begun, word, true);
                    open = false;
                }
                continue;
            }
            if (open && family == SINGLE)
                continue;
            int way = kind == DM_QUOTE_OPEN ? 1 : kind == DM_QUOTE_CLOSE ? -1 : direction(text, word, first, last);
            if (!way)
                way = open ? -1 : 1;
            if (way > 0) {
                if (open) /* never closed: it reaches to the end of the sentence it began in */
                    add(&found, begun, sentence_end(text, begun, word), false);
                open = word + 1 < last;
                family = kind == DM_QUOTE_STRAIGHT ? STRAIGHT : CURLY;
                begun = word + 1;
            } else if (open) {
                add(&found, begun, word, true);
                open = false;
            }
        }
        if (open && family == SINGLE) {
            open = false;
        }
    }
    if (open && begun < text->word_count)
        add(&found, begun, sentence_end(text, begun, text->word_count), false);
    text->quotations = found.list.at;
    text->quotation_count = found.list.count;
    return arena->failed ? DM_NO_MEMORY : DM_OK;
}
