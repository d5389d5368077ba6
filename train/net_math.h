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

/* C[M x N] += A x B[K x N], where a(i,k) = A[i * ra + k * ca]; ldb and ldc are row lengths. */
__attribute__((noinline)) static void multiply(size_t M, size_t N, size_t K, const float *A, size_t ra, size_t ca, const float *B, size_t ldb, float *C,
                     size_t ldc)
{
    size_t i = 0;
    for (; i + 4 <= M; i += 4) {
        const float *a0 = A + i * ra, *a1 = a0 + ra, *a2 = a1 + ra, *a3 = a2 + ra;
        size_t j = 0;
        for (; j + 16 <= N; j += 16) {
            v8 s00 = {0}, s01 = {0}, s10 = {0}, s11 = {0}, s20 = {0}, s21 = {0}, s30 = {0}, s31 = {0};
            for (size_t k = 0; k < K; k++) {
                const float *b = B + k * ldb + j;
                v8 b0 = *(const v8 *)(const void *)b, b1 = *(const v8 *)(const void *)(b + 8);
                float x0 = a0[k * ca], x1 = a1[k * ca], x2 = a2[k * ca], x3 = a3[k * ca];
                s00 += b0 * x0, s01 += b1 * x0;
                s10 += b0 * x1, s11 += b1 * x1;
                s20 += b0 * x2, s21 += b1 * x2;
                s30 += b0 * x3, s31 += b1 * x3;
            }
            v8 *c0 = (v8 *)(void *)(C + i * ldc + j), *c1 = (v8 *)(void *)(C + (i + 1) * ldc + j),
               *c2 = (v8 *)(void *)(C + (i + 2) * ldc + j), *c3 = (v8 *)(void *)(C + (i + 3) * ldc + j);
            c0[0] += s00, c0[1] += s01, c1[0] += s10, c1[1] += s11, c2[0] += s20, c2[1] += s21, c3[0] += s30, c3[1] += s31;
        }
        for (; j < N; j++) {
            float s0 = 0, s1 = 0, s2 = 0, s3 = 0;
            for (size_t k = 0; k < K; k++) {
                float b = B[k * ldb + j];
                s0 += b * a0[k * ca], s1 += b * a1[k * ca], s2 += b * a2[k * ca], s3 += b * a3[k * ca];
            }
            C[i * ldc + j] += s0, C[(i + 1) * ldc + j] += s1, C[(i + 2) * ldc + j] += s2, C[(i + 3) * ldc + j] += s3;
        }
    }
    for (; i < M; i++) {
        const float *a = A + i * ra;
        size_t j = 0;
        for (; j + 16 <= N; j += 16) {
            v8 s0 = {0}, s1 = {0};
            for (size_t k = 0; k < K; k++) {
                const float *b = B + k * ldb + j;
                s0 += *(const v8 *)(const void *)b * a[k * ca];
                s1 += *(const v8 *)(const void *)(b + 8) * a[k * ca];
            }
            v8 *c = (v8 *)(void *)(C + i * ldc + j);
            c[0] += s0, c[1] += s1;
        }
        for (; j < N; j++) {
            float s = 0;
            for (size_t k = 0; k < K; k++)
                s += B[k * ldb + j] * a[k * ca];
            C[i * ldc + j] += s;
        }
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
