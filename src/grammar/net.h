/* The accurate and the balanced engine: one network for tags and trees, large or small.  A word is its own vector and the vectors of its suffixes, prefix
 * and shape (hashed tables); two layers of bidirectional LSTM; tags on the first, arcs and labels by biaffine scores on the
 * second (Dozat & Manning 2017, "Deep Biaffine Attention for Neural Dependency Parsing").
 *
 * What the trainer (train/net.c) and the engine share: sizes and the inputs of a word. */
#ifndef DM_NET_H
#define DM_NET_H

#include "grammar/tree.h"

/* Sizes of a network: all multiples of 8. */
typedef struct dm_net_sizes {
    uint32_t h;               /* of an LSTM's state, each direction */
    uint32_t word;            /* dimensions of a word's own vector */
    uint32_t affix;           /* of suffixes of 2, 3 and 5 letters */
    uint32_t other;           /* of the prefix of 3 and of the shape */
    uint32_t arc, label;      /* of the vectors that the arc and label scorers compare */
} dm_net_sizes;

enum { DM_NET_TABLES = 5 };
/* Rows of the hashed tables of affixes and shapes; powers of two. */
static const uint32_t dm_net_rows[DM_NET_TABLES] = {2048, 8192, 16384, 8192, 1024};
static inline size_t dm_net_columns(const dm_net_sizes *sizes, int table) { return table < 3 ? sizes->affix : sizes->other; }
static inline size_t dm_net_input(const dm_net_sizes *sizes)
{
    return (size_t)sizes->word + 3 * (size_t)sizes->affix + 2 * (size_t)sizes->other;
}

/* The rows of a word in the five tables. */
void dm_net_inputs(const dm_word *word, bool first, uint32_t rows[DM_NET_TABLES]);

/* The opened network, shared by threads.  The vectors of words are read where the file lies: the resources stay open. */
typedef struct dm_net dm_net;
dm_status dm_net_open(dm_resources *resources, const char *file, dm_net **out, dm_error *error);
void dm_net_close(dm_net *net);
/* Sets upos, xpos, head and relation of all tokens of the trees (lemmas, names and links are left alone).  Sentences longer
 * than DM_NET_LONGEST words are parsed in pieces whose roots hang from the first one.  From many threads at once; scratch memory (some
 * 12 MB a thread) is kept for the next texts.  Short texts together take less time than alone, and get the same trees.  DM_NO_MEMORY is
 * the only failure. */
enum { DM_NET_LONGEST = 250 };
dm_status dm_net_parse(const dm_net *net, dm_tree *const *trees, size_t count);

#endif
