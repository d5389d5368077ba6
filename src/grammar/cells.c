/* The kernel of cells.h, for AVX2 and for any processor.  Sums have a fixed order and no fused operations, so both give the same
 * bytes, as do gcc and clang. */
#include "grammar/cells.h"
#include "grammar/products.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

typedef float v8 __attribute__((vector_size(32), aligned(4), may_alias));
typedef int32_t i8 __attribute__((vector_size(32), aligned(4), may_alias));
typedef uint32_t w8 __attribute__((vector_size(32), aligned(4), may_alias));
typedef int16_t s8 __attribute__((vector_size(16), aligned(2), may_alias));
#define INLINE static inline __attribute__((always_inline))
#define LOAD(x) (*(const v8 *)(const void *)(x))
#define EIGHT(x) {x, x, x, x, x, x, x, x}

/* Added to a float of less than 2^22 it leaves the nearest whole number in the low bits. */
#define ROUNDING 12582912.0f
static const v8 most = EIGHT(20.0f), least = EIGHT(-20.0f);

/* Holds x between least and most.  (Vectors are passed by address: by value their place depends on the processor.) */
INLINE void bound_plain(v8 *x)
{
    i8 above = *x > most, below = *x < least;
    *x = (v8)(((i8)*x & ~(above | below)) | ((i8)most & above) | ((i8)least & below));
}

/* e^x of a bounded x as 2^(n + f): n by rounding, 2^f by a polynomial of degree 5; relative error below 2e-7. */
INLINE void exponential(v8 *x)
{
    v8 scaled = *x * 1.44269504f, whole = scaled + ROUNDING, f = scaled - (whole - ROUNDING);
    v8 p = 1.0f + f * (0.69314698f + f * (0.24022242f + f * (0.055507338f + f * (0.0096715259f + f * 0.0013264764f))));
    *x = (v8)((w8)p + ((w8)whole << 23));
}

/* Eight cells.  i, f, o are the gates' e^-x, g and t e^2x of the candidate and the cell: sigmoid(x) = 1 / (1 + e^-x),
 * tanh(x) = (e^2x - 1) / (e^2x + 1); what is divided by shares one division. */
#define STEP(name, attribute, bound)                                                                                 \
    attribute static void name(size_t size, size_t count, const float *gates, size_t gate_stride, float *cells, int16_t *out, \
                               size_t out_stride)                                                                    \
    {                                                                                                                \
        for (size_t s = 0; s < count; s++, gates += gate_stride, cells += size, out += out_stride)                   \
            for (size_t at = 0; at < size; at += 8) {                                                                \
                v8 i = -LOAD(gates + at), f = -LOAD(gates + size + at), g = LOAD(gates + 2 * size + at) * 2.0f,      \
                   o = -LOAD(gates + 3 * size + at), c = LOAD(cells + at);                                           \
                bound(&i);                                                                                           \
                bound(&f);                                                                                           \
                bound(&g);                                                                                           \
                bound(&o);                                                                                           \
                exponential(&i);                                                                                     \
                exponential(&f);                                                                                     \
                exponential(&g);                                                                                     \
                exponential(&o);                                                                                     \
                v8 new = (1.0f + i) * (1.0f + g), old = 1.0f + f;                                                    \
                c = ((g - 1.0f) * old + c * new) / (new * old);                                                      \
                memcpy(cells + at, &c, sizeof c);                                                                    \
                v8 t = c * 2.0f;                                                                                     \
                bound(&t);                                                                                           \
                exponential(&t);                                                                                     \
                t = (t - 1.0f) * (float)DM_VECTOR_MOST / ((1.0f + o) * (1.0f + t));                                  \
                s8 whole = __builtin_convertvector((i8)(t + ROUNDING), s8);                                          \
                memcpy(out + at, &whole, sizeof whole);                                                              \
            }                                                                                                        \
    }

STEP(step_plain, , bound_plain)

#if defined(__x86_64__)
__attribute__((target("avx2"))) INLINE void bound_avx2(v8 *x)
{
    *x = (v8)_mm256_max_ps(_mm256_min_ps((__m256)*x, (__m256)most), (__m256)least);
}
STEP(step_avx2, __attribute__((target("avx2"))), bound_avx2)
#endif

void dm_cells_step_plain(size_t size, size_t count, const float *gates, size_t gate_stride, float *cells, int16_t *out, size_t out_stride)
{
    step_plain(size, count, gates, gate_stride, cells, out, out_stride);
}

void dm_cells_step(size_t size, size_t count, const float *gates, size_t gate_stride, float *cells, int16_t *out, size_t out_stride)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) {
        step_avx2(size, count, gates, gate_stride, cells, out, out_stride);
        return;
    }
#endif
    step_plain(size, count, gates, gate_stride, cells, out, out_stride);
}
