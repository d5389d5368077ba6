/* text, inside: what the files of this room share. */
#ifndef DM_TEXT_PARTS_H
#define DM_TEXT_PARTS_H

#include "text/sentence.h"

/* What the full stop of an abbreviation says, see data/text/abbreviations.txt. */
enum {
    DM_ABBREVIATION_TITLE = 1,
    DM_ABBREVIATION_NUMBER,
    DM_ABBREVIATION_MONTH,
    DM_ABBREVIATION_END,
    DM_ABBREVIATION_WITHIN
};

/* A word cut at fixed offsets: sizes of its parts, 0 ends. */
typedef struct dm_cutting {
    uint8_t part[4];
} dm_cutting;

struct dm_splitter {
    dm_map abbreviations; /* dm_hash of the form without its stop -> DM_ABBREVIATION_* */
    dm_map onward;        /* dm_hash of words that carry a sentence on behind such a stop -> 1 */
    dm_map cuttings;      /* dm_key of the form -> index */
    dm_map prefixes;      /* dm_key -> 1 */
    dm_map units;         /* dm_hash -> 1 */
    dm_cutting *cutting;
    uint32_t cutting_count, cutting_room;
    const int16_t *weights; /* of sentence boundaries, in models/split.model */
    uint32_t weight_mask;
    int32_t bias;
};

enum {                           /* what the cutter knows about a word, beside its flags */
       DM_MARK_STOP = 1,         /* . ! ? or a run of them, an ellipsis */
       DM_MARK_ABBREVIATION = 2, /* ends in a full stop that belongs to it */
       DM_MARK_OPEN = 4,         /* opening quote or bracket by its form or its blanks */
       DM_MARK_CLOSE = 8,        /* closing one */
       DM_MARK_GLUED = 16,       /* a stop after which the next sentence follows without a blank */
       DM_MARK_QUOTE = 32,       /* a quotation mark */
       DM_MARK_KIND = 8          /* shift of the kind of abbreviation */
};

/* Without models/split.model: for its trainer. */
dm_status dm_splitter_open_untrained(dm_resources *resources, dm_splitter **out, dm_error *error);

/* Words of the document so far. */
typedef struct dm_words {
    const dm_splitter *splitter;
    dm_arena *arena;
    const char *text, *text_end;
    DM_VECTOR(dm_word) words;
    uint16_t *marks; /* by word, grown beside words */
    uint32_t mark_room;
    bool single_open; /* a single quote was opened in this paragraph */
} dm_words;

/* Cuts the bytes [start, end) of the text, which hold no white space, into words. */
void dm_words_cut(dm_words *words, uint32_t start, uint32_t end);

/* What is known of the sentence that is being read. */
typedef struct dm_boundary {
    uint32_t begin;           /* its first word */
    uint8_t quotes, brackets; /* 1: open */
    uint8_t plain;            /* sentences of this paragraph that ended without a stop, at most 2 */
} dm_boundary;
enum { DM_BOUNDARY_FEATURES = 24 };
void dm_boundary_begin(dm_boundary *state, uint32_t first);
void dm_boundary_pass(const dm_words *words, dm_boundary *state, uint32_t i);
/* Whether a sentence could end after word i of a paragraph that ends before `last`. */
bool dm_boundary_possible(const dm_words *words, uint32_t i, uint32_t last);
/* Features of that place: hashes, at most DM_BOUNDARY_FEATURES; returns how many. */
uint32_t dm_boundary_features(const dm_words *words, const dm_boundary *state, uint32_t i, uint32_t first,
                              uint32_t last, uint64_t *out);

/* Sets ends[i - first] for the words of the paragraph [first, last) after which a sentence ends: 1, or DM_END_DATELINE. */
enum { DM_END_DATELINE = 2 };
void dm_boundaries_find(const dm_words *words, uint32_t first, uint32_t last, uint8_t *ends);

/* Quotation marks by form: what a word can be. */
enum {
    DM_QUOTE_NONE,
    DM_QUOTE_STRAIGHT,
    DM_QUOTE_OPEN,
    DM_QUOTE_CLOSE,
    DM_QUOTE_SINGLE,
    DM_QUOTE_SINGLE_OPEN,
    DM_QUOTE_SINGLE_CLOSE
};
unsigned dm_quote_kind(dm_slice form);

#endif
