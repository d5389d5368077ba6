/* Products of matrices in whole numbers: weights and vectors as int16, sums as int32, so that every processor and every
 * order of summing gives the same result.  Inside the room. */
#ifndef DM_PRODUCTS_H
#define DM_PRODUCTS_H

#include "base/base.h"

/* Vectors hold whole numbers of at most this size; weights are held so small that no sum of their products overflows. */
#define DM_VECTOR_MOST 2047
enum { DM_PANEL = 16 };       /* columns that are summed together */

typedef struct dm_packed {
    uint32_t rows, columns;   /* rows even; columns a multiple of DM_PANEL */
    int16_t *at;              /* by panels of 16 columns, in them by pairs of rows, in them by columns: two weights each */
    float *scale;             /* of each column: what 1 in a sum stands for */
} dm_packed;

/* How many int16 and floats a matrix of that size takes; columns are filled up to whole panels. */
static inline uint32_t dm_packed_columns(size_t columns) { return (uint32_t)((columns + DM_PANEL - 1) / DM_PANEL * DM_PANEL); }
/* Packs weights (rows x columns, `stride` floats from row to row) into out->at and out->scale, which have room.  `unit`:
 * what 1 in a vector stands for. */
void dm_pack(const float *weights, size_t stride, uint32_t rows, uint32_t columns, float unit, dm_packed *out);
/* Packs vectors as the columns of a matrix: `count` of them, `rows` numbers each. */
void dm_pack_vectors(const int16_t *vectors, const float *units, uint32_t rows, uint32_t count, dm_packed *out);
/* A vector of a multiple of 8 numbers as whole numbers: returns what 1 stands for (0 for a vector of zeros). */
float dm_quantise(const float *x, size_t count, int16_t *out);
/* y[i][j] = begin[j] + units[i] * scale[j] * sum over k of x[i][k] * w[k][j], for `count` vectors; units NULL: 1; begin NULL: what
 * y[i][j] holds. */
void dm_product(const dm_packed *w, const int16_t *x, size_t x_stride, const float *units, size_t count, const float *begin, float *y,
                size_t y_stride);

/* The same by one kernel, for tests: false when this processor has not got it. */
typedef enum dm_kernel { DM_PLAIN, DM_SSE2, DM_AVX2 } dm_kernel;
bool dm_product_by(dm_kernel kernel, const dm_packed *w, const int16_t *x, size_t x_stride, const float *units, size_t count,
                   const float *begin, float *y, size_t y_stride);

#endif
