/* The step of an LSTM that is no product: gates to cells and outputs.  Inside the room. */
#ifndef DM_CELLS_H
#define DM_CELLS_H

#include "base/base.h"

/* For `count` sentences: gates are 4 * size floats (input, forget, candidate, output), `gate_stride` floats from sentence to sentence;
 * cells are size floats each, read and written; outputs are whole numbers, DM_VECTOR_MOST standing for 1, `out_stride` from sentence
 * to sentence.  size is a multiple of 8.  Gates beyond 20 count as 20, where sigmoids are 0 or 1 within what a float holds. */
void dm_cells_step(size_t size, size_t count, const float *gates, size_t gate_stride, float *cells, int16_t *out, size_t out_stride);

/* The same by the kernel without AVX2, for tests: every kernel gives the same bytes. */
void dm_cells_step_plain(size_t size, size_t count, const float *gates, size_t gate_stride, float *cells, int16_t *out, size_t out_stride);

#endif
