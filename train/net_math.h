/* Numbers of the network's trainer: random numbers, products of matrices, parameters and Adam (Kingma & Ba 2015). */
#ifndef NET_MATH_H
#define NET_MATH_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef float v8 __attribute__((vector_size(32), aligned(4)));
/* ---- Numbers --------------------------------------------------------------------------------------------- */

static uint64_t random_state = 1;
static uint64_t random_next(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}
static float uniform(void) { return (float)(random_next() >> 40) / (float)(1 << 24); }

static void die(const char *why)
{
    fprintf(stderr, "net: %s\n", why);
    exit(1);
}

static void *zeros(size_t count, size_t size)
{
    void *given = calloc(count == 0 ? 1 : count, size);
    if (given == NULL)
        die("out of memory");
    return given;
}

/* C[M x N] += A x B[K x N], where a(i,k) = A[i * ra + k * ca]; ldb and ldc are row lengths.  Sixteen columns of B at a time
 * are copied together, so that they are read in order for all rows of A. */
enum { PANEL = 16, ROWS = 6 };

#define LOAD(x) (*(const v8 *)(const void *)(x))
static inline __attribute__((always_inline)) void block(size_t rows, size_t K, const float *A, size_t ra, size_t ca,
                                                        const float *panel, float *C, size_t ldc)
{
    v8 sum[ROWS][2];
    for (size_t r = 0; r < rows; r++)
        sum[r][0] = LOAD(C + r * ldc), sum[r][1] = LOAD(C + r * ldc + 8);
    for (size_t k = 0; k < K; k++) {
        v8 b0 = LOAD(panel + k * PANEL), b1 = LOAD(panel + k * PANEL + 8);
        for (size_t r = 0; r < rows; r++) {
            float a = A[r * ra + k * ca];
            sum[r][0] += b0 * a, sum[r][1] += b1 * a;
        }
    }
    for (size_t r = 0; r < rows; r++)
        memcpy(C + r * ldc, &sum[r][0], 32), memcpy(C + r * ldc + 8, &sum[r][1], 32);
}

__attribute__((noinline)) static void multiply(size_t M, size_t N, size_t K, const float *A, size_t ra, size_t ca, const float *B, size_t ldb, float *C,
                     size_t ldc)
{
    static float panel[PANEL * 4096];
    size_t j = 0;
    if (K > 4096)
        die("a product is too large");
    for (; j + PANEL <= N; j += PANEL) {
        for (size_t k = 0; k < K; k++)
            memcpy(panel + k * PANEL, B + k * ldb + j, PANEL * sizeof *panel);
        size_t i = 0;
        for (; i + ROWS <= M; i += ROWS)
            block(ROWS, K, A + i * ra, ra, ca, panel, C + i * ldc + j, ldc);
        switch (M - i) {
        case 5: block(5, K, A + i * ra, ra, ca, panel, C + i * ldc + j, ldc); break;
        case 4: block(4, K, A + i * ra, ra, ca, panel, C + i * ldc + j, ldc); break;
        case 3: block(3, K, A + i * ra, ra, ca, panel, C + i * ldc + j, ldc); break;
        case 2: block(2, K, A + i * ra, ra, ca, panel, C + i * ldc + j, ldc); break;
        case 1: block(1, K, A + i * ra, ra, ca, panel, C + i * ldc + j, ldc); break;
        default: break;
        }
    }
    if (j < N) {  /* the last columns, with zeros beside them */
        size_t some = N - j;
        for (size_t k = 0; k < K; k++)
            for (size_t c = 0; c < PANEL; c++)
                panel[k * PANEL + c] = c < some ? B[k * ldb + j + c] : 0;
        for (size_t i = 0; i < M; i += ROWS) {
            float sums[ROWS * PANEL] = {0};
            size_t rows = M - i < ROWS ? M - i : ROWS;
            if (rows == ROWS)
                block(ROWS, K, A + i * ra, ra, ca, panel, sums, PANEL);
            else
                for (size_t r = 0; r < rows; r++)
                    block(1, K, A + (i + r) * ra, ra, ca, panel, sums + r * PANEL, PANEL);
            for (size_t r = 0; r < rows; r++)
                for (size_t c = 0; c < some; c++)
                    C[(i + r) * ldc + j + c] += sums[r * PANEL + c];
        }
    }
}

/* e^x as the engine has it: 2^(n + f), 2^f by a polynomial. */
static inline __attribute__((always_inline)) void exponential(v8 *given)
{
    typedef int32_t i8 __attribute__((vector_size(32)));
    v8 x = *given;
    i8 above = x > 87.0f, below = x < -87.0f;
    v8 scaled = (v8)(((i8)x & ~above & ~below) | ((i8)(x * 0 + 87.0f) & above) | ((i8)(x * 0 - 87.0f) & below)) * 1.44269504f;
    i8 n = __builtin_convertvector(scaled + (v8)(((i8)scaled & INT32_MIN) | (i8)(x * 0 + 0.5f)), i8);
    v8 f = (scaled - __builtin_convertvector(n, v8)) * 0.69314718f;
    *given = (1.0f + f * (1.0f + f * (0.5f + f * (0.16666667f + f * (0.041666667f + f * (0.0083333333f + f * 0.0013888889f)))))) *
             (v8)((n + 127) << 23);
}
static void sigmoid(float *x, size_t count)  /* of multiples of 8 numbers, in place */
{
    for (size_t i = 0; i < count; i += 8) {
        v8 y = -LOAD(x + i);
        exponential(&y);
        y = 1.0f / (1.0f + y);
        memcpy(x + i, &y, 32);
    }
}
static void hyperbolic(float *x, size_t count)
{
    for (size_t i = 0; i < count; i += 8) {
        v8 y = LOAD(x + i) * 2.0f;
        exponential(&y);
        y = 1.0f - 2.0f / (1.0f + y);
        memcpy(x + i, &y, 32);
    }
}

/* ---- Parameters ------------------------------------------------------------------------------------------ */

typedef struct matrix {
    const char *name;
    size_t rows, columns;     /* input x output */
    float *value, *slope, *mean, *square;
    float *across;            /* transposed value, made once a batch */
    bool sparse;              /* rows that a batch does not touch are left alone */
    uint8_t *touched;
} matrix;

static matrix *parameters[64];
static size_t parameter_count;
static int step_count;

static void new_matrix(matrix *m, const char *name, size_t rows, size_t columns, float spread, bool sparse)
{
    *m = (matrix){name, rows, columns, zeros(rows * columns, 4), zeros(rows * columns, 4), zeros(rows * columns, 4),
                  zeros(rows * columns, 4), NULL, sparse, NULL};
    if (!sparse && rows > 1)
        m->across = zeros(rows * columns, 4);
    if (sparse)
        m->touched = zeros(rows, 1);
    for (size_t i = 0; i < rows * columns; i++)
        m->value[i] = (2 * uniform() - 1) * spread;
    parameters[parameter_count++] = m;
}

static void transpose_all(void)
{
    for (size_t p = 0; p < parameter_count; p++) {
        matrix *m = parameters[p];
        for (size_t i = 0; m->across != NULL && i < m->rows; i++)
            for (size_t j = 0; j < m->columns; j++)
                m->across[j * m->rows + i] = m->value[i * m->columns + j];
    }
}

static void adam(float rate)
{
    const float b1 = 0.9f, b2 = 0.95f, tiny = 1e-8f;
    step_count++;
    double norm = 0;
    for (size_t p = 0; p < parameter_count; p++) {
        matrix *m = parameters[p];
        for (size_t i = 0; i < m->rows; i++) {
            if (m->sparse && !m->touched[i])
                continue;
            float sum = 0;
            for (size_t j = i * m->columns; j < (i + 1) * m->columns; j++)
                sum += m->slope[j] * m->slope[j];
            norm += (double)sum;
        }
    }
    float clip = norm > 25.0 ? 5.0f / (float)sqrt(norm) : 1.0f;
    float c1 = 1 - powf(b1, (float)step_count), c2 = 1 - powf(b2, (float)step_count);
    for (size_t p = 0; p < parameter_count; p++) {
        matrix *m = parameters[p];
        for (size_t i = 0; i < m->rows; i++) {
            if (m->sparse && !m->touched[i])
                continue;
            for (size_t j = i * m->columns; j < (i + 1) * m->columns; j++) {
                float g = m->slope[j] * clip;
                m->mean[j] = b1 * m->mean[j] + (1 - b1) * g;
                m->square[j] = b2 * m->square[j] + (1 - b2) * g * g;
                m->value[j] -= rate * (m->mean[j] / c1) / (sqrtf(m->square[j] / c2) + tiny);
                m->slope[j] = 0;
            }
            if (m->sparse)
                m->touched[i] = 0;
        }
    }
}

/* ---- Trees ----------------------------------------------------------------------------------------------- */

/* Eisner's algorithm (1996), first order, one root: heads[i] for i in 1..n from scores[dep][head]. */
static void eisner(const float *s, uint32_t n, uint16_t *heads)
{
    uint32_t w = n + 1;
    float *c[2][2];
    uint16_t *b[2][2];
    for (int complete = 0; complete < 2; complete++)
        for (int way = 0; way < 2; way++)
            c[complete][way] = zeros((size_t)w * w, 4), b[complete][way] = zeros((size_t)w * w, 2);
#define AT(i, j) ((size_t)(i) * w + (j))
    for (uint32_t size = 1; size <= n; size++)
        for (uint32_t i = 0; i + size <= n; i++) {
            uint32_t j = i + size;
            float best = -1e30f;
            uint16_t split = 0;
            for (uint32_t k = i; k < j; k++) {
                float v = c[1][1][AT(i, k)] + c[1][0][AT(k + 1, j)];
                if (v > best)
                    best = v, split = (uint16_t)k;
            }
            c[0][0][AT(i, j)] = i == 0 ? -1e30f : best + s[(size_t)i * w + j];  /* j heads i */
            c[0][1][AT(i, j)] = best + s[(size_t)j * w + i];                    /* i heads j */
            b[0][0][AT(i, j)] = b[0][1][AT(i, j)] = split;
            best = -1e30f;
            for (uint32_t k = i; k < j; k++) {
                float v = c[1][0][AT(i, k)] + c[0][0][AT(k, j)];
                if (v > best)
                    best = v, split = (uint16_t)k;
            }
            c[1][0][AT(i, j)] = best;
            b[1][0][AT(i, j)] = split;
            best = -1e30f;
            for (uint32_t k = i + 1; k <= j; k++) {
                float v = c[0][1][AT(i, k)] + c[1][1][AT(k, j)];
                if (v > best)
                    best = v, split = (uint16_t)k;
            }
            c[1][1][AT(i, j)] = best;
            b[1][1][AT(i, j)] = split;
        }
    struct item { uint16_t i, j; uint8_t complete, way; } *stack = zeros((size_t)4 * w + 16, sizeof *stack);
    size_t top = 0;
    stack[top++] = (struct item){0, (uint16_t)n, 1, 1};
    while (top > 0) {
        struct item now = stack[--top];
        if (now.i == now.j)
            continue;
        uint16_t k = b[now.complete][now.way][AT(now.i, now.j)];
        if (!now.complete) {
            if (now.way == 1)
                heads[now.j] = now.i;
            else
                heads[now.i] = now.j;
            stack[top++] = (struct item){now.i, k, 1, 1};
            stack[top++] = (struct item){(uint16_t)(k + 1), now.j, 1, 0};
        } else if (now.way == 1) {
            stack[top++] = (struct item){now.i, k, 0, 1};
            stack[top++] = (struct item){k, now.j, 1, 1};
        } else {
            stack[top++] = (struct item){now.i, k, 1, 0};
            stack[top++] = (struct item){k, now.j, 0, 0};
        }
    }
    free(stack);
    for (int complete = 0; complete < 2; complete++)
        for (int way = 0; way < 2; way++)
            free(c[complete][way]), free(b[complete][way]);
#undef AT
}

/* Whether the heads make a tree with one root. */
static bool is_tree(const uint16_t *heads, uint32_t n)
{
    uint32_t roots = 0;
    for (uint32_t i = 1; i <= n; i++) {
        roots += heads[i] == 0;
        uint32_t at = i, steps = 0;
        while (at != 0 && steps++ <= n)
            at = heads[at];
        if (at != 0)
            return false;
    }
    return roots == 1;
}

#endif
