/* The accurate engine: one network for tags and trees.  A word is its own vector and the vectors of its suffixes, prefix
 * and shape (hashed tables); two layers of bidirectional LSTM; tags on the first, arcs and labels by biaffine scores on the
 * second (Dozat & Manning 2017, "Deep Biaffine Attention for Neural Dependency Parsing").
 *
 * What the trainer (train/net.c) and the engine share: sizes and the inputs of a word. */
#ifndef DM_NET_H
#define DM_NET_H

#include "grammar/tree.h"

enum {
    DM_NET_WORD = 96,      /* dimensions of a word's own vector */
    DM_NET_AFFIX = 32,     /* of suffixes of 2, 3 and 5 letters */
    DM_NET_OTHER = 24,     /* of the prefix of 3 and of the shape */
    DM_NET_INPUT = DM_NET_WORD + 3 * DM_NET_AFFIX + 2 * DM_NET_OTHER,
    DM_NET_ARC = 192,      /* size of the arc scorer's vectors */
    DM_NET_LABEL = 64,     /* of the label scorer's */
    DM_NET_TABLES = 5
};
/* Rows of the hashed tables; powers of two. */
static const uint32_t dm_net_rows[DM_NET_TABLES] = {2048, 8192, 16384, 8192, 1024};
static const uint32_t dm_net_columns[DM_NET_TABLES] = {DM_NET_AFFIX, DM_NET_AFFIX, DM_NET_AFFIX, DM_NET_OTHER, DM_NET_OTHER};

/* The rows of a word in the five tables. */
void dm_net_inputs(const dm_word *word, bool first, uint32_t rows[DM_NET_TABLES]);

/* The opened network: weights as float, shared by threads. */
typedef struct dm_net dm_net;
dm_status dm_net_open(dm_resources *resources, dm_net **out, dm_error *error);
void dm_net_close(dm_net *net);
/* Sets upos, xpos, head and relation of all tokens of the tree (lemmas, names and links are left alone).  Sentences longer
 * than DM_NET_LONGEST words are parsed in pieces whose roots hang from the first one.  Scratch memory comes from the arena. */
enum { DM_NET_LONGEST = 250 };
dm_status dm_net_parse(const dm_net *net, dm_arena *arena, dm_tree *tree);

/* IEEE 754 half precision, as the weights are stored. */
uint16_t dm_half_of(float number);
float dm_float_of_half(uint16_t half);

#endif
