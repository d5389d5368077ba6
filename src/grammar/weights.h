/* Weights of linear classifiers: one flat table of int16.  A feature hashes to an offset; the weights of all classes lie
 * behind it, so that the blocks of different features overlap (after Bohnet 2010's hash kernel).  Inside the room. */
#ifndef DM_WEIGHTS_H
#define DM_WEIGHTS_H

#include "grammar/tree.h"

enum { DM_LANES = 128 };      /* most classes, a multiple of 16 */

typedef struct dm_weights dm_weights;
typedef void (*dm_weights_add)(const dm_weights *weights, const uint32_t *offsets, unsigned count, int32_t *scores);
struct dm_weights {
    const int16_t *at;
    unsigned bits;            /* offsets are below 1 << bits; the table has lanes more elements than that */
    unsigned lanes;           /* classes, rounded up to a multiple of 16 */
    const uint64_t *filter;   /* a bit for each feature that has weights, by a part of its hash */
    unsigned filter_bits;
    dm_weights_add sum;       /* scores[lane] = sum over offsets; the same results whatever the machine */
};

/* The table of a section; the section `shape` holds bits and lanes.  `filter` names the section of the filter.
 * DM_BAD_MODEL when they do not fit together. */
dm_status dm_weights_open(const dm_model *model, const char *shape, const char *table, const char *filter, dm_weights *out,
                          dm_error *error);

/* The fastest sum for this machine. */
dm_weights_add dm_weights_best(void);

/* Asks for the block of an offset ahead of its use. */
static inline void dm_weights_fetch(const dm_weights *weights, uint32_t offset)
{
#if defined(__GNUC__)
    const char *at = (const char *)(weights->at + offset);
    for (unsigned byte = 0; byte < weights->lanes * sizeof(int16_t); byte += 64) __builtin_prefetch(at + byte);
#else
    (void)weights, (void)offset;
#endif
}

/* ---- Features -------------------------------------------------------------------------------------------- */

static inline uint64_t dm_pair(uint64_t a, uint64_t b) { return (a ^ (b << 21 | b >> 43)) * 0x9fb21c651e98df25u + b; }
/* The hash of a feature: template number and value. */
static inline uint64_t dm_feature(uint64_t value, unsigned number)
{
    uint64_t hash = (value + number * 0x9e3779b97f4a7c15u) * 0xff51afd7ed558ccdu;
    hash ^= hash >> 32;
    return hash * 0xc4ceb9fe1a85ec53u;
}
/* Its offset in a table, a multiple of 8. */
static inline uint32_t dm_offset(uint64_t feature, unsigned bits) { return (uint32_t)(feature >> (64 - bits)) & ~7u; }
/* Its bit in a filter of 1 << bits bits. */
static inline uint32_t dm_filter_bit(uint64_t feature, unsigned bits)
{
    return (uint32_t)((feature ^ feature >> 29) & (((uint64_t)1 << bits) - 1));
}
/* The offsets of those features that pass the filter; returns their number. */
static inline unsigned dm_weights_select(const dm_weights *weights, const uint64_t *features, unsigned count, uint32_t *offsets)
{
    unsigned kept = 0;
    for (unsigned i = 0; i < count; i++) {
        offsets[kept] = dm_offset(features[i], weights->bits);
        uint32_t bit = dm_filter_bit(features[i], weights->filter_bits);
        kept += weights->filter[bit >> 6] >> (bit & 63) & 1;
    }
    return kept;
}

/* What a word looks like, as numbers to build features of. */
typedef struct dm_print {
    uint64_t form, lower;     /* dm_word's hash and key */
    uint64_t end, begin;      /* last and first eight bytes in lower case, the outermost byte highest */
    uint32_t size;            /* bytes */
    uint32_t shape;           /* runs of capitals, small letters, digits, marks */
} dm_print;
void dm_print_of(const dm_word *word, dm_print *out);
/* The last (first) n bytes, n <= 7. */
static inline uint64_t dm_print_end(const dm_print *print, unsigned n) { return print->end >> (64 - 8 * n); }
static inline uint64_t dm_print_begin(const dm_print *print, unsigned n) { return print->begin >> (64 - 8 * n); }

#endif
