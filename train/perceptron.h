/* An averaged perceptron over hashed features (Collins 2002), for the trainers. */
#ifndef PERCEPTRON_H
#define PERCEPTRON_H

#include "grammar/weights.h"

#include <stdlib.h>

typedef struct perceptron {
    unsigned bits, lanes;
    int32_t *weights;        /* now */
    int64_t *sums;           /* of (time of the change * change) */
    int64_t time;
    uint8_t *mistakes;       /* while features are counted: how many mistakes each took part in, by hash; else NULL */
    uint64_t *filter;        /* as in dm_weights */
} perceptron;

#ifndef FILTER_BITS
#define FILTER_BITS 24
#endif
#define COUNT_BITS 26

enum { FILTER_BYTES = (1 << FILTER_BITS) / 8 };

/* A table that counts mistakes when `counts`; all features pass its filter until perceptron_filter. */
static inline perceptron perceptron_new(unsigned bits, unsigned lanes, bool counts)
{
    size_t size = ((size_t)1 << bits) + lanes;
    perceptron table = {bits, lanes, calloc(size, sizeof(int32_t)), calloc(size, sizeof(int64_t)), 1, NULL, malloc(FILTER_BYTES)};
    if (counts) table.mistakes = calloc((size_t)1 << COUNT_BITS, 1);
    if (!table.weights || !table.sums || !table.filter || (counts && !table.mistakes)) {
        fputs("out of memory\n", stderr);
        exit(4);
    }
    memset(table.filter, 0xFF, FILTER_BYTES);
    return table;
}

static inline void perceptron_free(perceptron *table)
{
    free(table->weights);
    free(table->sums);
    free(table->mistakes);
    free(table->filter);
    memset(table, 0, sizeof *table);
}

static inline void perceptron_count(perceptron *table, const uint64_t *features, unsigned count)
{
    for (unsigned i = 0; table->mistakes && i < count; i++) {
        uint8_t *place = &table->mistakes[dm_filter_bit(features[i], COUNT_BITS)];
        if (*place < 255) ++*place;
    }
}

/* Ends the counting: a fresh table for those features that took part in `least` mistakes. */
static inline void perceptron_filter(perceptron *table, unsigned bits, unsigned least)
{
    perceptron fresh = perceptron_new(bits, table->lanes, false);
    size_t kept = 0, seen = 0;
    memset(fresh.filter, 0, FILTER_BYTES);
    for (size_t i = 0; i < (size_t)1 << COUNT_BITS; i++) {
        seen += table->mistakes[i] > 0;
        if (table->mistakes[i] < least) continue;
        kept++;
        uint32_t bit = i & (((uint32_t)1 << FILTER_BITS) - 1);  /* the lower bits of the same part of the hash */
        fresh.filter[bit >> 6] |= (uint64_t)1 << (bit & 63);
    }
    fprintf(stderr, "%zu features in mistakes, %zu kept\n", seen, kept);
    perceptron_free(table);
    *table = fresh;
}

/* The offsets of the features that count. */
static inline unsigned perceptron_select(const perceptron *table, const uint64_t *features, unsigned count, uint32_t *offsets)
{
    const dm_weights selector = {.bits = table->bits, .filter = table->filter, .filter_bits = FILTER_BITS};
    return dm_weights_select(&selector, features, count, offsets);
}

static inline void perceptron_score(const perceptron *table, const uint32_t *offsets, unsigned count, int32_t *scores)
{
    unsigned lanes = table->lanes;
#if defined(__GNUC__)
    for (unsigned i = 0; i < count; i++)
        for (unsigned lane = 0; lane < lanes; lane += 16) __builtin_prefetch(table->weights + offsets[i] + lane);
#endif
    memset(scores, 0, lanes * sizeof *scores);
    for (unsigned i = 0; i < count; i++) {
        const int32_t *block = table->weights + offsets[i];
        for (unsigned lane = 0; lane < lanes; lane++) scores[lane] += block[lane];
    }
}

static inline void perceptron_change(perceptron *table, const uint32_t *offsets, unsigned count, unsigned lane, int change)
{
    for (unsigned i = 0; i < count; i++) {
        table->weights[offsets[i] + lane] += change;
        table->sums[offsets[i] + lane] += change * table->time;
    }
}

/* The averaged weights as int16 of at most 4095, in new memory. */
static inline int16_t *perceptron_average(const perceptron *table, size_t *bytes)
{
    size_t size = ((size_t)1 << table->bits) + table->lanes, filled = 0, cut = 0;
    int16_t *out = malloc(size * sizeof *out);
    double most = 0;
    for (size_t i = 0; i < size; i++) {
        double weight = (double)table->weights[i] - (double)table->sums[i] / (double)table->time;
        if (weight < 0) weight = -weight;
        if (weight > most) most = weight;
    }
    double scale = most > 0 ? 4095 / most : 1;
    if (scale < 64) scale = 64;  /* a few very large weights may be cut */
    for (size_t i = 0; out && i < size; i++) {
        double weight = ((double)table->weights[i] - (double)table->sums[i] / (double)table->time) * scale;
        if (weight > 4095) weight = 4095, cut++;
        if (weight < -4095) weight = -4095, cut++;
        out[i] = (int16_t)(weight + (weight < 0 ? -0.5 : 0.5));
        if (out[i]) filled++;
    }
    *bytes = size * sizeof *out;
    fprintf(stderr, "table: %zu of %zu weights are set, largest %.1f, scale %.1f, %zu cut\n", filled, size, most, scale, cut);
    return out;
}

/* Fixed pseudo-random numbers (xorshift64*, Vigna 2016). */
static inline uint64_t perceptron_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 0x2545f4914f6cdd1du;
}

#endif
