/* The transition parser.  Inside the room, and for its trainer. */
#ifndef DM_PARSER_H
#define DM_PARSER_H

#include "grammar/weights.h"

/* Arc-hybrid (Kuhlmann, Gomez-Rodriguez & Satta 2011) with the root behind the last word (Ballesteros & Nivre 2013):
 * SHIFT moves the first word of the buffer onto the stack, LEFT makes the top of the stack depend on the first word of
 * the buffer, RIGHT makes it depend on the word below it on the stack. */
enum { DM_SHIFT, DM_LEFT, DM_RIGHT };
typedef struct dm_action {
    uint8_t move, relation;   /* the root's relation is never asked for: its LEFT is the only move when it comes */
} dm_action;

enum { DM_PARSER_FEATURES = 192 };

typedef struct dm_parser {
    dm_weights weights;
    dm_action actions[DM_LANES];
    unsigned count;
} dm_parser;
dm_status dm_parser_open(const dm_model *model, dm_parser *out, dm_error *error);

/* Places of a sentence: 0, 1, 2 nothing, then the words, then the root, then nothing twice. */
enum { DM_PLACE_NONE = 1, DM_PLACE_FIRST = 3 };
typedef struct dm_place_atoms {
    uint64_t word, tag, both; /* hashes that features are built of */
    uint32_t coarse;          /* UPOS */
    uint32_t verb;            /* place of the next verb or auxiliary at or behind it, at most 15 places on; 0: none */
} dm_place_atoms;

/* A partial tree. */
typedef struct dm_partial {
    uint32_t head, left, left2, right, right2; /* places; outermost and next dependents */
    uint32_t lefts, rights;                    /* how many dependents */
    uint64_t left_set, right_set;              /* their relations */
    uint32_t relation;
} dm_partial;

/* What was chosen at a step, and the best other move. */
typedef struct dm_step {
    uint8_t move, relation, other_move, other_relation;
    int32_t margin;           /* score of the move less that of the other; INT32_MAX where there is no other */
    uint64_t state;           /* hash of what the features see of the state before it */
} dm_step;

typedef struct dm_parsing {
    const dm_place_atoms *atoms;  /* count + 6 of them */
    dm_partial *partial;
    uint32_t *stack;
    uint32_t depth, buffer;       /* places from buffer on are not read yet */
    uint32_t root;                /* place of the root: DM_PLACE_FIRST + count */
    dm_step *steps, *other, *best; /* two per word */
} dm_parsing;

/* Room for a sentence of that many words; false when memory ran out. */
bool dm_parsing_new(dm_arena *arena, uint32_t words, dm_parsing *out);
/* Sets the atoms of the words (from tags of tokens) and begins. */
void dm_parsing_begin(dm_parsing *state, const dm_word *words, const dm_token *tokens, uint32_t count);
static inline bool dm_parsing_done(const dm_parsing *state) { return state->depth == 0 && state->buffer == state->root; }
/* Bit DM_SHIFT, DM_LEFT, DM_RIGHT for each move that may come next; never 0 before the end. */
unsigned dm_parsing_moves(const dm_parsing *state);
void dm_parsing_move(dm_parsing *state, unsigned move, unsigned relation);
unsigned dm_parser_features(const dm_parsing *state, uint64_t *features);

/* Parses a sentence; heads are word indices counted from `first`, whatever the weights one root and a tree. */
void dm_parser_parse(const dm_parser *parser, dm_parsing *state, const dm_word *words, dm_token *tokens, uint32_t first,
                     uint32_t count);

#endif
