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
} perceptron;

static inline perceptron perceptron_new(unsigned bits, unsigned lanes)
{
    size_t size = ((size_t)1 << bits) + lanes;
    perceptron table = {bits, lanes, calloc(size, sizeof(int32_t)), calloc(size, sizeof(int64_t)), 1};
    if (!table.weights || !table.sums) {
        fputs("out of memory\n", stderr);
        exit(4);
    }
    return table;
}

static inline void perceptron_free(perceptron *table)
{
    free(table->weights);
    free(table->sums);
}

static inline void perceptron_score(const perceptron *table, const uint32_t *offsets, unsigned count, int32_t *scores)
{
    unsigned lanes = table->lanes;
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
