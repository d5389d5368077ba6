/* Parts of speech.  Inside the room, and for its trainer. */
#ifndef DM_TAGGER_H
#define DM_TAGGER_H

#include "grammar/weights.h"

enum { DM_TAGGER_FEATURES = 64 };  /* most features of one decision */

/* A greedy averaged perceptron (Collins 2002): UPOS from left to right, then XPOS with the UPOS of the whole sentence. */
typedef struct dm_tagger {
    dm_weights upos, xpos;
} dm_tagger;

dm_status dm_tagger_open(const dm_model *model, dm_tagger *out, dm_error *error);

/* A sentence as the tagger sees it: arrays of count + 2 * DM_TAGGER_PAD, the words behind DM_TAGGER_PAD empty places. */
enum { DM_TAGGER_PAD = 3 };
typedef struct dm_tagged {
    const dm_print *prints;
    uint8_t *upos, *xpos;
    uint32_t count;
    uint32_t capitals;        /* 1 when the sentence is mostly in capitals or in title case */
} dm_tagged;
/* Says whether a sentence is written in capitals (1), in title case (2) or as usual (0). */
uint32_t dm_tagged_capitals(const dm_word *words, uint32_t count);

/* The features of word i (counted from 0) for the first and second pass; at most DM_TAGGER_FEATURES. */
unsigned dm_tagger_upos_features(const dm_tagged *sentence, uint32_t i, uint64_t *features);
unsigned dm_tagger_xpos_features(const dm_tagged *sentence, uint32_t i, uint64_t *features);

/* Fills upos and xpos. */
void dm_tagger_tag(const dm_tagger *tagger, dm_tagged *sentence);
/* Tags all sentences of a text; false when memory ran out. */
bool dm_tagger_text(const dm_tagger *tagger, dm_arena *arena, const dm_text *text, dm_token *tokens);

#endif
