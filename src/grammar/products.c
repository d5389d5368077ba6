/* Kernels of products.h: for AVX2, for SSE2, and in plain C. */
#include "grammar/clones.h"
#include "grammar/products.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#if defined(__clang__)
#define UNROLL _Pragma("clang loop unroll(full)")
#define TWICE _Pragma("clang loop unroll(disable)")
#else
#define UNROLL _Pragma("GCC unroll 8")
#define TWICE _Pragma("GCC unroll 2")  /* spares gcc moves between registers: a sixth of the time */
#endif
/* Without it gcc loads the same weights again for each vector. */
#define KEEP_IN_REGISTER(x) __asm__("" : "+x"(x))

/* ---- Packing --------------------------------------------------------------------------------------------- */

static int16_t whole(float x) { return (int16_t)(x < 0 ? x - 0.5f : x + 0.5f); }

void dm_pack(const float *weights, size_t stride, uint32_t rows, uint32_t columns, float unit, dm_packed *out)
{
    out->rows = rows;
    out->columns = dm_packed_columns(columns);
    uint32_t most = (uint32_t)INT32_MAX / DM_VECTOR_MOST / rows;
    if (most > INT16_MAX)
        most = INT16_MAX;
    for (uint32_t first = 0; first < out->columns; first += DM_PANEL) {
        uint32_t some = columns - first < DM_PANEL ? columns - first : DM_PANEL;  /* what is over is filled up with zeros */
        float largest[DM_PANEL] = {0}, up[DM_PANEL];
        for (uint32_t k = 0; k < rows; k++)
            for (uint32_t c = 0; c < some; c++) {
                float w = weights[k * stride + first + c];
                largest[c] = w > largest[c] ? w : -w > largest[c] ? -w : largest[c];
            }
        for (uint32_t c = 0; c < DM_PANEL; c++) {
            bool any = largest[c] > 1e-30f;
            up[c] = any ? (float)most / largest[c] : 0;
            out->scale[first + c] = any ? unit * largest[c] / (float)most : 0;
        }
        int16_t *panel = out->at + (size_t)first * rows;
        for (uint32_t k = 0; k < rows; k++)
            for (uint32_t c = 0; c < DM_PANEL; c++)
                panel[(k & ~1u) * DM_PANEL + c * 2 + (k & 1)] = c < some ? whole(weights[k * stride + first + c] * up[c]) : 0;
    }
}

void dm_pack_vectors(const int16_t *vectors, const float *units, uint32_t rows, uint32_t count, dm_packed *out)
{
    out->rows = rows;
    out->columns = dm_packed_columns(count);
    for (uint32_t first = 0; first < out->columns; first += DM_PANEL) {
        int16_t *panel = out->at + (size_t)first * rows;
        for (uint32_t c = 0; c < DM_PANEL; c++) {
            out->scale[first + c] = first + c < count ? units[first + c] : 0;
            const int16_t *from = vectors + (size_t)(first + c < count ? first + c : 0) * rows;
            for (uint32_t k = 0; k < rows; k += 2)
                memcpy(panel + (size_t)k * DM_PANEL + c * 2, from + k, 2 * sizeof *panel);
        }
    }
}

typedef float v8 __attribute__((vector_size(32), aligned(4), may_alias));
typedef int32_t i8 __attribute__((vector_size(32), aligned(4), may_alias));
typedef int16_t s8 __attribute__((vector_size(16), aligned(2), may_alias));

CLONES static float quantise(const float *x, size_t count, int16_t *out)
{
    const i8 sign = {INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN};
    const v8 half = {0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f};
    v8 most = {0};
    for (size_t i = 0; i < count; i += 8) {
        v8 size = (v8)(*(const i8 *)(const void *)(x + i) & ~sign);
        i8 larger = size > most;
        most = (v8)(((i8)size & larger) | ((i8)most & ~larger));
    }
    float largest = 0;
    for (int lane = 0; lane < 8; lane++)
        largest = most[lane] > largest ? most[lane] : largest;
    if (!(largest > 1e-30f)) {
        memset(out, 0, count * sizeof *out);
        return 0;
    }
    float up = DM_VECTOR_MOST / largest;
    for (size_t i = 0; i < count; i += 8) {
        v8 at = *(const v8 *)(const void *)(x + i) * up;
        s8 whole_numbers = __builtin_convertvector(__builtin_convertvector(at + (v8)(((i8)at & sign) | (i8)half), i8), s8);
        memcpy(out + i, &whole_numbers, sizeof whole_numbers);
    }
    return largest / DM_VECTOR_MOST;
}

float dm_quantise(const float *x, size_t count, int16_t *out) { return quantise(x, count, out); }

/* ---- Sums ------------------------------------------------------------------------------------------------ */

/* Some vectors against one panel.  All three do the same: sums in whole numbers, then one product and one sum in float. */

static inline void block_plain(size_t count, const int16_t *panel, size_t rows, const float *scale, const int16_t *x,
                               size_t x_stride, const float *units, const float *begin, float *y, size_t y_stride)
{
    for (size_t i = 0; i < count; i++) {
        int32_t sums[DM_PANEL] = {0};
        for (size_t k = 0; k < rows; k += 2)
            for (size_t c = 0; c < DM_PANEL; c++)
                sums[c] += x[i * x_stride + k] * panel[k * DM_PANEL + c * 2] + x[i * x_stride + k + 1] * panel[k * DM_PANEL + c * 2 + 1];
        for (size_t c = 0; c < DM_PANEL; c++)
            y[i * y_stride + c] = (begin ? begin[c] : y[i * y_stride + c]) + (float)sums[c] * (units ? scale[c] * units[i] : scale[c]);
    }
}

#if defined(__x86_64__)
INLINE int two_of(const int16_t *x)
{
    int both;
    memcpy(&both, x, sizeof both);
    return both;
}

/* count x panels is 4 at most, so that all sums stay in registers. */
__attribute__((target("avx2"))) INLINE void block_avx2(size_t count, size_t panels, const int16_t *panel, size_t rows, const float *scale,
                                                       const int16_t *x, size_t x_stride, const float *units, const float *begin,
                                                       float *y, size_t y_stride)
{
    __m256i sums[4][8];
    UNROLL for (size_t i = 0; i < count; i++)
        UNROLL for (size_t half = 0; half < 2 * panels; half++)
            sums[i][half] = _mm256_setzero_si256();
    const int16_t *end = panel + rows * DM_PANEL;
    TWICE do {  /* a matrix has two rows at least */
        __m256i pairs[4];
        UNROLL for (size_t i = 0; i < count; i++)
            pairs[i] = _mm256_set1_epi32(two_of(x + i * x_stride));
        UNROLL for (size_t half = 0; half < 2 * panels; half++) {
            __m256i weights = _mm256_loadu_si256((const __m256i *)(const void *)(panel + half / 2 * rows * DM_PANEL + half % 2 * DM_PANEL));
            KEEP_IN_REGISTER(weights);
            UNROLL for (size_t i = 0; i < count; i++)
                sums[i][half] = _mm256_add_epi32(sums[i][half], _mm256_madd_epi16(pairs[i], weights));
        }
        panel += 2 * DM_PANEL;
        x += 2;
    } while (panel != end);
    UNROLL for (size_t i = 0; i < count; i++)
        UNROLL for (size_t half = 0; half < 2 * panels; half++) {
            __m256 unit = _mm256_loadu_ps(scale + half * 8);
            if (units)
                unit = _mm256_mul_ps(unit, _mm256_set1_ps(units[i]));
            float *at = y + i * y_stride + half * 8;
            _mm256_storeu_ps(at, _mm256_add_ps(_mm256_loadu_ps(begin ? begin + half * 8 : at), _mm256_mul_ps(_mm256_cvtepi32_ps(sums[i][half]), unit)));
        }
}
__attribute__((target("avx2"))) INLINE void panel_avx2(size_t count, const int16_t *panel, size_t rows, const float *scale,
                                                       const int16_t *x, size_t x_stride, const float *units, const float *begin,
                                                       float *y, size_t y_stride)
{
    block_avx2(count, 1, panel, rows, scale, x, x_stride, units, begin, y, y_stride);
}

INLINE void block_sse2(size_t count, const int16_t *panel, size_t rows, const float *scale, const int16_t *x, size_t x_stride,
                       const float *units, const float *begin, float *y, size_t y_stride)
{
    __m128i sums[2][4];
    UNROLL for (size_t i = 0; i < count; i++)
        UNROLL for (size_t part = 0; part < 4; part++)
            sums[i][part] = _mm_setzero_si128();
    for (size_t k = 0; k < rows; k += 2)
        UNROLL for (size_t i = 0; i < count; i++) {
            __m128i pair = _mm_set1_epi32(two_of(x + i * x_stride + k));
            UNROLL for (size_t part = 0; part < 4; part++)
                sums[i][part] = _mm_add_epi32(
                    sums[i][part],
                    _mm_madd_epi16(pair, _mm_loadu_si128((const __m128i *)(const void *)(panel + k * DM_PANEL + part * 8))));
        }
    UNROLL for (size_t i = 0; i < count; i++)
        UNROLL for (size_t part = 0; part < 4; part++) {
            __m128 unit = _mm_loadu_ps(scale + part * 4);
            if (units)
                unit = _mm_mul_ps(unit, _mm_set1_ps(units[i]));
            float *at = y + i * y_stride + part * 4;
            _mm_storeu_ps(at, _mm_add_ps(_mm_loadu_ps(begin ? begin + part * 4 : at), _mm_mul_ps(_mm_cvtepi32_ps(sums[i][part]), unit)));
        }
}
#endif

/* All panels for so many vectors at a time that these stay near the processor. */
enum { AT_ONCE = 96 };
#define PRODUCT(name, block, most, rest)                                                                             \
    static void name(const dm_packed *w, const int16_t *x, size_t x_stride, const float *units, size_t count,           \
                     const float *begin, float *y, size_t y_stride)                                                                                \
    {                                                                                                                \
        for (size_t from = 0; from < count; from += AT_ONCE) {                                                       \
            size_t to = count - from < AT_ONCE ? count : from + AT_ONCE;                                             \
            for (size_t j = 0; j < w->columns; j += DM_PANEL) {                                                      \
                const int16_t *panel = w->at + j * w->rows;                                                          \
                size_t i = from;                                                                                     \
                for (; i + (most) <= to; i += (most))                                                                \
                    block(most, panel, w->rows, w->scale + j, x + i * x_stride, x_stride, units ? units + i : NULL,  \
                          begin ? begin + j : NULL, y + i * y_stride + j, y_stride);                                                           \
                switch (to - i) {                                                                                    \
                    rest                                                                                             \
                default: break;                                                                                      \
                }                                                                                                    \
            }                                                                                                        \
        }                                                                                                            \
    }
#define CASE(block, some)                                                                                            \
    case some:                                                                                                       \
        block(some, panel, w->rows, w->scale + j, x + i * x_stride, x_stride, units ? units + i : NULL,              \
              begin ? begin + j : NULL, y + i * y_stride + j, y_stride);                                                                       \
        break;

#if defined(__x86_64__)
__attribute__((target("avx2"))) PRODUCT(products_avx2, panel_avx2, 4, CASE(panel_avx2, 1) CASE(panel_avx2, 2)
                                        CASE(panel_avx2, 3))
/* One or two vectors (a sentence alone) take several panels at a time instead: adding waits on the sum before. */
__attribute__((target("avx2"))) static void product_avx2(const dm_packed *w, const int16_t *x, size_t x_stride, const float *units,
                                                         size_t count, const float *begin, float *y, size_t y_stride)
{
    if (count == 0 || count > 2) {
        products_avx2(w, x, x_stride, units, count, begin, y, y_stride);
        return;
    }
    size_t j = 0;
#define SOME(some, panels)                                                                                           \
    for (; j + (panels) * DM_PANEL <= w->columns; j += (panels) * DM_PANEL)                                          \
        block_avx2(some, panels, w->at + j * w->rows, w->rows, w->scale + j, x, x_stride, units,                     \
                   begin ? begin + j : NULL, y + j, y_stride)
    if (count == 1) {
        SOME(1, 4);
        SOME(1, 1);
    } else {
        SOME(2, 2);
        SOME(2, 1);
    }
#undef SOME
}
PRODUCT(product_sse2, block_sse2, 2, CASE(block_sse2, 1))
#endif
PRODUCT(product_plain, block_plain, 1, )

bool dm_product_by(dm_kernel kernel, const dm_packed *w, const int16_t *x, size_t x_stride, const float *units, size_t count,
                   const float *begin, float *y, size_t y_stride)
{
    switch (kernel) {
#if defined(__x86_64__)
    case DM_AVX2:
        if (!__builtin_cpu_supports("avx2"))
            return false;
        product_avx2(w, x, x_stride, units, count, begin, y, y_stride);
        return true;
    case DM_SSE2: product_sse2(w, x, x_stride, units, count, begin, y, y_stride); return true;
#endif
    case DM_PLAIN: product_plain(w, x, x_stride, units, count, begin, y, y_stride); return true;
    default: return false;
    }
}

void dm_product(const dm_packed *w, const int16_t *x, size_t x_stride, const float *units, size_t count, const float *begin, float *y,
                size_t y_stride)
{
    if (!dm_product_by(DM_AVX2, w, x, x_stride, units, count, begin, y, y_stride) &&
        !dm_product_by(DM_SSE2, w, x, x_stride, units, count, begin, y, y_stride))
        dm_product_by(DM_PLAIN, w, x, x_stride, units, count, begin, y, y_stride);
}
