/* text: document -> paragraphs, sentences, words, quotation spans.  All positions are bytes in the document's text.
 * Words follow Universal Dependencies' English rules: "don't" is "do" "n't", "Israel's" is "Israel" "'s",
 * "cannot" is "can" "not", punctuation stands alone, "U.S." and "2.3" stay whole, hyphenated words are split as in EWT. */
#ifndef DM_SENTENCE_H
#define DM_SENTENCE_H

#include "model/model.h"

enum {  /* dm_word.flags */
    DM_WORD_SPACE = 1,       /* a blank or the end of the text follows */
    DM_WORD_CAPITAL = 2,     /* first letter is upper case */
    DM_WORD_CAPITALS = 4,    /* at least two letters, all upper case */
    DM_WORD_DIGIT = 8,       /* holds a digit */
    DM_WORD_LETTER = 16,     /* holds a letter */
    DM_WORD_PUNCT = 32,      /* neither letter nor digit */
    DM_WORD_FIRST = 64,      /* first word of its sentence, opening quotes passed over */
    DM_WORD_JOINED = 128,    /* belongs to the same surface token as the word before (n't, 's, not in cannot) */
    DM_WORD_QUOTED = 256     /* inside a quotation (the marks themselves excluded) */
};

typedef struct dm_word {
    dm_slice form;           /* as written (for CoNLL-U input: the FORM column) */
    dm_span span;
    uint64_t hash;           /* dm_hash of form */
    uint64_t key;            /* dm_key of form: folded */
    uint32_t flags;
} dm_word;

typedef struct dm_sentence {
    uint32_t first, last;    /* words [first, last) */
    dm_span span;
    uint32_t paragraph;      /* counted from 0 */
    bool headline;           /* set as a headline: title case or capitals, no final stop, first paragraph */
    bool dateline;           /* "GOMA, Congo (Reuters) -": where an agency's report comes from */
} dm_sentence;

typedef struct dm_quotation {
    dm_span span;            /* between the marks, marks excluded; over sentences and paragraphs where it goes on */
    uint32_t first, last;    /* words [first, last) between the marks */
    bool closed;             /* a closing mark was found */
} dm_quotation;

typedef struct dm_text {
    dm_slice text;
    dm_word *words;
    uint32_t word_count;
    dm_sentence *sentences;
    uint32_t sentence_count;
    dm_quotation *quotations; /* outermost ones, in order */
    uint32_t quotation_count;
    uint32_t *sentence_of;   /* by word */
} dm_text;

typedef struct dm_splitter dm_splitter;  /* the trained splitter; shared by threads */
dm_status dm_splitter_open(dm_resources *resources, dm_splitter **out, dm_error *error);
void dm_splitter_close(dm_splitter *splitter);

/* Splits valid UTF-8 of at most DM_TEXT_MOST bytes.  All of *out lies in the arena.  Linear time.  DM_NO_MEMORY, DM_LIMIT. */
dm_status dm_text_split(const dm_splitter *splitter, dm_arena *arena, dm_slice text, dm_text *out, dm_error *error);
/* Only the words of a short text in one line, as dm_text_split cuts them: no sentences, no quotations.  DM_NO_MEMORY. */
dm_status dm_text_words(const dm_splitter *splitter, dm_arena *arena, dm_slice text, dm_text *out);
/* Fills hash, key and flags (except SPACE, FIRST, JOINED, QUOTED) of a word from its form. */
void dm_word_fill(dm_word *word);
/* Finds quotations, sets QUOTED and FIRST; called by dm_text_split, and for sentences read from CoNLL-U. */
dm_status dm_text_quotations(dm_arena *arena, dm_text *text);

#endif
