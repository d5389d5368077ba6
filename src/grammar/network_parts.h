/* The opened network, shared by the files that read it, run it and make trees of its scores.  Inside the room. */
#ifndef DM_NETWORK_PARTS_H
#define DM_NETWORK_PARTS_H

#include "grammar/net.h"
#include "grammar/network_memory.h"
#include "grammar/products.h"

typedef struct dm_net_layer {
    dm_packed input;          /* in x 8H: the gates (input, forget, candidate, output) forwards, then those backwards */
    dm_packed state[2];       /* H x 4H, forwards and backwards */
    float *bias;              /* 8H */
} dm_net_layer;

struct dm_net {
    dm_net_sizes sizes;
    uint32_t vocabulary;
    dm_map words;
    const uint16_t *word_table, *tables[DM_NET_TABLES];  /* vectors of words, affixes and shapes: halves, lent by the file */
    float table_up;           /* times this they are the whole numbers of the first product */
    dm_net_layer layers[2];
    dm_packed tags;           /* 2H x UPOS and XPOS, of the first layer */
    dm_packed heads;          /* 2H x the vectors of the scorers, of the second layer: arc dependent, arc head, label dependent, label head */
    dm_packed arc;            /* arc x arc */
    dm_packed label;          /* label x (label x relations, relations) */
    float *tags_bias, *heads_bias, *arc_bias;
    float *label_begin;       /* what a word's label products begin with: the head's share, then the bias */
    float *root_arc, *root_label;
    dm_arena arena;           /* all of it but the words and the pool */
    dm_net_pool *pool;        /* what changes while it works; guarded by a lock */
};

/* From a checked file, which stays open as long as the network. */
dm_status dm_net_of(const dm_model *model, dm_net **out, dm_error *error);
/* Eisner's algorithm (1996), first order: the best projective tree by scores[dependent * stride + head] of words 1..n, head 0 the
 * root; further roots then hang from the best one.  chart and splits have room for 4 (n + 1) squared. */
void dm_eisner(const float *scores, size_t stride, uint32_t n, float *chart, uint16_t *splits, uint16_t *heads);
/* Whether heads of words 1..n make a tree with one root. */
bool dm_heads_are_tree(const uint16_t *heads, uint32_t n);

#endif
