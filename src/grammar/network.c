/* Running the network of net.h: all sums have a fixed order and no fused operations, so results are the same with and
 * without AVX2, for gcc and clang. */
#include "grammar/net.h"

#include <stdlib.h>

typedef float v8 __attribute__((vector_size(32), aligned(4), may_alias));
typedef float v4 __attribute__((vector_size(16), aligned(4), may_alias));
typedef int32_t i8 __attribute__((vector_size(32), aligned(4)));

#if defined(__x86_64__) && defined(__gnu_linux__)
#define CLONES __attribute__((target_clones("avx2", "default")))
#else
#define CLONES
#endif

enum { MOST_TOKENS = 800, MOST_SENTENCES = 64, LABELS_AT_ONCE = 16 };

typedef struct layer {
    float *input, *state, *bias;  /* in x 4H, H x 4H, 4H */
} layer;

struct dm_net {
    uint32_t h, vocabulary;
    dm_map words;
    float *memory;                /* all weights in one block */
    float *word_table, *tables[DM_NET_TABLES];
    layer layers[2][2];
    float *upos, *upos_b, *xpos, *xpos_b, *arc_dep, *arc_dep_b, *arc_head, *arc_head_b, *arc_u, *arc_bias, *root_arc, *root_label,
        *label_dep, *label_dep_b, *label_head, *label_head_b, *label_u, *label_d, *label_h, *label_bias;
};

/* ---- Half precision -------------------------------------------------------------------------------------- */

uint16_t dm_half_of(float number)
{
    uint32_t bits;
    memcpy(&bits, &number, 4);
    uint32_t sign = bits >> 16 & 0x8000, rest = bits & 0x7FFFFFFF;
    if (rest >= 0x477FF000)  /* too large: the largest finite one */
        return (uint16_t)(sign | 0x7BFF);
    if (rest < 0x33000000)
        return (uint16_t)sign;
    if (rest < 0x38800000) {  /* subnormal */
        uint32_t shift = 126 - (rest >> 23), mantissa = (rest & 0x7FFFFF) | 0x800000;
        return (uint16_t)(sign | ((mantissa + ((uint32_t)1 << (shift - 1))) >> shift));
    }
    return (uint16_t)(sign | ((rest + 0x1000 - 0x38000000) >> 13));
}

float dm_float_of_half(uint16_t half)
{
    uint32_t sign = (uint32_t)(half & 0x8000) << 16, exponent = half >> 10 & 31, mantissa = half & 0x3FF, bits;
    float number;
    if (exponent == 0) {
        number = (float)mantissa / 16777216.0f;
        return sign != 0 ? -number : number;
    }
    bits = sign | (exponent == 31 ? 0x7F800000 : (exponent + 112) << 23) | mantissa << 13;
    memcpy(&number, &bits, 4);
    return number;
}

/* ---- Opening --------------------------------------------------------------------------------------------- */

static const char file_name[] = "models/net.model";

/* Takes a section of rows x columns halves as floats into the block of weights. */
static dm_status take(const dm_model *model, const char *name, size_t rows, size_t columns, float **at, float **out, dm_error *error)
{
    dm_slice part;
    dm_status status = dm_model_section(model, name, 2, rows * columns, &part, error);
    if (status != DM_OK)
        return status;
    *out = *at;
    for (size_t i = 0; i < rows * columns; i++) {
        uint16_t half = (uint16_t)((unsigned char)part.at[2 * i] | (unsigned)(unsigned char)part.at[2 * i + 1] << 8);
        if ((half & 0x7C00) == 0x7C00)
            return dm_fail(error, DM_BAD_MODEL, model->file, 0, 0, "section %s holds a weight that is no number", name);
        (*out)[i] = dm_float_of_half(half);
    }
    *at += rows * columns;
    return DM_OK;
}

static dm_status read_sizes(dm_net *net, const dm_model *model, dm_error *error)
{
    dm_slice part;
    dm_status status = dm_model_section(model, "sizes", 4, 4, &part, error);
    if (status != DM_OK)
        return status;
    dm_cursor cursor = dm_cursor_of(part);
    net->h = dm_cursor_u32(&cursor);
    net->vocabulary = dm_cursor_u32(&cursor);
    uint32_t relations = dm_cursor_u32(&cursor);
    if (net->h < 8 || net->h > 1024 || net->h % 8 != 0 || net->vocabulary == 0 || net->vocabulary > 10000000 ||
        relations != DM_RELATION_COUNT)
        return dm_fail(error, DM_BAD_MODEL, model->file, 0, 0, "the sizes of the network are not those of this program");
    status = dm_model_section(model, "keys", 8, net->vocabulary, &part, error);
    for (uint32_t i = 1; status == DM_OK && i < net->vocabulary; i++) {
        uint64_t key;
        memcpy(&key, part.at + 8 * (size_t)i, 8);
        if (!dm_map_set(&net->words, key, i))
            return dm_fail(error, DM_NO_MEMORY, model->file, 0, 0, "out of memory");
    }
    return status;
}

static dm_status read_weights(dm_net *net, const dm_model *model, dm_error *error)
{
    static const char *const names[2][2][3] = {{{"wx1f", "wh1f", "b1f"}, {"wx1b", "wh1b", "b1b"}},
                                               {{"wx2f", "wh2f", "b2f"}, {"wx2b", "wh2b", "b2b"}}};
    static const char *const table_names[] = {"suffix2", "suffix3", "suffix5", "prefix3", "shape"};
    size_t h = net->h, lr = (size_t)DM_NET_LABEL * DM_RELATION_COUNT, sum = (size_t)net->vocabulary * DM_NET_WORD;
    for (int k = 0; k < DM_NET_TABLES; k++)
        sum += (size_t)dm_net_rows[k] * dm_net_columns[k];
    sum += 2 * (DM_NET_INPUT + 2 * h + 2 * h + 2) * 4 * h;
    sum += (2 * h + 1) * (DM_UPOS_COUNT + DM_XPOS_COUNT + 2 * DM_NET_ARC + 2 * DM_NET_LABEL);
    sum += (size_t)DM_NET_ARC * (DM_NET_ARC + 2) + DM_NET_LABEL * (lr + 2 * DM_RELATION_COUNT + 1) + DM_RELATION_COUNT;
    net->memory = malloc(sum * sizeof(float));
    if (net->memory == NULL)
        return dm_fail(error, DM_NO_MEMORY, model->file, 0, 0, "out of memory");
    float *at = net->memory;
    dm_status status = take(model, "words", net->vocabulary, DM_NET_WORD, &at, &net->word_table, error);
    for (int k = 0; status == DM_OK && k < DM_NET_TABLES; k++)
        status = take(model, table_names[k], dm_net_rows[k], dm_net_columns[k], &at, &net->tables[k], error);
    for (int l = 0; l < 2; l++)
        for (int way = 0; way < 2; way++) {
            layer *to = &net->layers[l][way];
            if (status == DM_OK)
                status = take(model, names[l][way][0], l == 0 ? DM_NET_INPUT : 2 * h, 4 * h, &at, &to->input, error);
            if (status == DM_OK)
                status = take(model, names[l][way][1], h, 4 * h, &at, &to->state, error);
            if (status == DM_OK)
                status = take(model, names[l][way][2], 1, 4 * h, &at, &to->bias, error);
        }
#define TAKE(name, rows, columns)                                                                                    \
    if (status == DM_OK)                                                                                             \
    status = take(model, #name, rows, columns, &at, &net->name, error)
    TAKE(upos, 2 * h, DM_UPOS_COUNT);
    TAKE(upos_b, 1, DM_UPOS_COUNT);
    TAKE(xpos, 2 * h, DM_XPOS_COUNT);
    TAKE(xpos_b, 1, DM_XPOS_COUNT);
    TAKE(arc_dep, 2 * h, DM_NET_ARC);
    TAKE(arc_dep_b, 1, DM_NET_ARC);
    TAKE(arc_head, 2 * h, DM_NET_ARC);
    TAKE(arc_head_b, 1, DM_NET_ARC);
    TAKE(arc_u, DM_NET_ARC, DM_NET_ARC);
    TAKE(arc_bias, 1, DM_NET_ARC);
    TAKE(root_arc, 1, DM_NET_ARC);
    TAKE(root_label, 1, DM_NET_LABEL);
    TAKE(label_dep, 2 * h, DM_NET_LABEL);
    TAKE(label_dep_b, 1, DM_NET_LABEL);
    TAKE(label_head, 2 * h, DM_NET_LABEL);
    TAKE(label_head_b, 1, DM_NET_LABEL);
    TAKE(label_u, DM_NET_LABEL, lr);
    TAKE(label_d, DM_NET_LABEL, DM_RELATION_COUNT);
    TAKE(label_h, DM_NET_LABEL, DM_RELATION_COUNT);
    TAKE(label_bias, 1, DM_RELATION_COUNT);
#undef TAKE
    return status;
}

dm_status dm_net_open(dm_resources *resources, dm_net **out, dm_error *error)
{
    *out = NULL;
    dm_net *net = calloc(1, sizeof *net);
    if (net == NULL)
        return dm_fail(error, DM_NO_MEMORY, file_name, 0, 0, "out of memory");
    dm_map_init(&net->words);
    dm_slice bytes;
    dm_model model;
    dm_status status = dm_resources_get(resources, file_name, &bytes, error);
    if (status == DM_OK)
        status = dm_model_open(bytes, "net", file_name, &model, error);
    if (status == DM_OK)
        status = read_sizes(net, &model, error);
    if (status == DM_OK)
        status = read_weights(net, &model, error);
    if (status != DM_OK) {
        dm_net_close(net);
        return status;
    }
    *out = net;
    return DM_OK;
}

void dm_net_close(dm_net *net)
{
    if (net == NULL)
        return;
    dm_map_free(&net->words);
    free(net->memory);
    free(net);
}

/* ---- Sums ------------------------------------------------------------------------------------------------ */

/* C[M x N] += A[M x K] x B[K x N], rows without gaps.  In every lane the sum over k runs upwards, so the width of the
 * vectors does not matter to the result: blocks of 4 rows and two vectors, once with eight lanes for AVX2, once with four. */
#define MULTIPLY(name, vector, lanes)                                                                                \
    static void name(size_t M, size_t N, size_t K, const float *A, const float *B, float *C)                         \
    {                                                                                                                \
        size_t wide = N - N % (2 * (lanes));                                                                         \
        for (size_t i = 0; i < M; i += 4) {                                                                          \
            size_t rows = M - i < 4 ? M - i : 4;                                                                     \
            const float *a0 = A + i * K, *a1 = rows > 1 ? a0 + K : a0, *a2 = rows > 2 ? a0 + 2 * K : a0,             \
                        *a3 = rows > 3 ? a0 + 3 * K : a0;                                                            \
            for (size_t j = 0; j < wide; j += 2 * (lanes)) {                                                         \
                vector s00 = {0}, s01 = {0}, s10 = {0}, s11 = {0}, s20 = {0}, s21 = {0}, s30 = {0}, s31 = {0};       \
                for (size_t k = 0; k < K; k++) {                                                                     \
                    const float *b = B + k * N + j;                                                                  \
                    vector b0 = *(const vector *)(const void *)b, b1 = *(const vector *)(const void *)(b + (lanes)); \
                    s00 += b0 * a0[k], s01 += b1 * a0[k];                                                            \
                    s10 += b0 * a1[k], s11 += b1 * a1[k];                                                            \
                    s20 += b0 * a2[k], s21 += b1 * a2[k];                                                            \
                    s30 += b0 * a3[k], s31 += b1 * a3[k];                                                            \
                }                                                                                                    \
                vector *c = (vector *)(void *)(C + i * N + j);                                                       \
                c[0] += s00, c[1] += s01;                                                                            \
                if (rows > 1) c = (vector *)(void *)(C + (i + 1) * N + j), c[0] += s10, c[1] += s11;                 \
                if (rows > 2) c = (vector *)(void *)(C + (i + 2) * N + j), c[0] += s20, c[1] += s21;                 \
                if (rows > 3) c = (vector *)(void *)(C + (i + 3) * N + j), c[0] += s30, c[1] += s31;                 \
            }                                                                                                        \
            for (size_t r = i; r < i + rows; r++)                                                                    \
                for (size_t j = wide; j < N; j++) {                                                                  \
                    float s = 0;                                                                                     \
                    for (size_t k = 0; k < K; k++)                                                                   \
                        s += A[r * K + k] * B[k * N + j];                                                            \
                    C[r * N + j] += s;                                                                               \
                }                                                                                                    \
        }                                                                                                            \
    }
#if defined(__x86_64__)
__attribute__((target("avx2"))) MULTIPLY(multiply8, v8, 8)
#endif
MULTIPLY(multiply4, v4, 4)
#undef MULTIPLY

static void multiply(size_t M, size_t N, size_t K, const float *A, const float *B, float *C)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) {
        multiply8(M, N, K, A, B, C);
        return;
    }
#endif
    multiply4(M, N, K, A, B, C);
}

static void affine(size_t n, size_t in, size_t out, const float *x, const float *w, const float *bias, float *y)
{
    for (size_t i = 0; i < n; i++)
        memcpy(y + i * out, bias, out * sizeof *y);
    multiply(n, out, in, x, w, y);
}

/* e^x by 2^(n + f): n by rounding, 2^f by a polynomial of degree 6; relative error below 1e-6.  |x| is held below 87. */
static inline __attribute__((always_inline)) void exponential(v8 *given)
{
    v8 x = *given;
    const v8 top = {87, 87, 87, 87, 87, 87, 87, 87};
    i8 above = x > top, below = x < -top;
    x = (v8)(((i8)x & ~above) | ((i8)top & above));
    x = (v8)(((i8)x & ~below) | ((i8)-top & below));
    v8 scaled = x * 1.44269504f;
    v8 half = (v8)(((i8)scaled & (i8){INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN}) |
                   (i8)(v8){0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f});
    i8 n = __builtin_convertvector(scaled + half, i8);
    v8 f = (scaled - __builtin_convertvector(n, v8)) * 0.69314718f;
    v8 p = 1.0f + f * (1.0f + f * (0.5f + f * (0.16666667f + f * (0.041666667f + f * (0.0083333333f + f * 0.0013888889f)))));
    i8 power = (n + 127) << 23;
    *given = p * (v8)power;
}

/* Gates of one step: input, forget, candidate, output; cell and output vectors. */
CLONES static void step_cell(size_t h, const float *gate, const float *before, float *cell, float *output)
{
    for (size_t i = 0; i < h; i += 8) {
        v8 in, forget, candidate, out, c = {0}, one = {1, 1, 1, 1, 1, 1, 1, 1};
        memcpy(&in, gate + i, sizeof in);
        memcpy(&forget, gate + h + i, sizeof in);
        memcpy(&candidate, gate + 2 * h + i, sizeof in);
        memcpy(&out, gate + 3 * h + i, sizeof in);
        if (before != NULL)
            memcpy(&c, before + i, sizeof c);
        in = -in, forget = -forget, out = -out, candidate *= 2.0f;
        exponential(&in);
        exponential(&forget);
        exponential(&out);
        exponential(&candidate);
        in = one / (one + in), forget = one / (one + forget), out = one / (one + out);
        candidate = one - 2.0f / (one + candidate);
        c = in * candidate + forget * c;
        memcpy(cell + i, &c, sizeof c);
        v8 o = c * 2.0f;
        exponential(&o);
        o = out * (one - 2.0f / (one + o));
        memcpy(output + i, &o, sizeof o);
    }
}

CLONES static float dot(size_t n, const float *x, const float *y)
{
    v8 sum = {0};
    for (size_t j = 0; j < n; j += 8) {
        v8 a, b;
        memcpy(&a, x + j, sizeof a);
        memcpy(&b, y + j, sizeof b);
        sum += a * b;
    }
    return ((sum[0] + sum[1]) + (sum[2] + sum[3])) + ((sum[4] + sum[5]) + (sum[6] + sum[7]));
}

/* ---- A batch of sentences -------------------------------------------------------------------------------- */

typedef struct piece {
    uint32_t first, size;      /* words of the document */
} piece;

typedef struct bench {         /* scratch of one parse */
    float *x, *out[2], *gates, *cells, *hidden, *step, *scores, *arc_dep, *arc_head, *arc_mid, *label_dep, *label_head, *label_mid,
        *arcs, *chart;
    uint16_t *splits;
} bench;

static bool prepare(bench *b, dm_arena *arena, const dm_net *net)
{
    size_t n = MOST_TOKENS, h = net->h, w = DM_NET_LONGEST + 1;
#define ROOM(field, count) b->field = dm_arena_alloc(arena, (count) * sizeof *b->field)
    ROOM(x, n * DM_NET_INPUT);
    ROOM(out[0], n * 2 * h);
    ROOM(out[1], n * 2 * h);
    ROOM(gates, n * 4 * h);
    ROOM(cells, n * h);
    ROOM(hidden, MOST_SENTENCES * h);
    ROOM(step, MOST_SENTENCES * 4 * h);
    ROOM(scores, n * DM_XPOS_COUNT);
    ROOM(arc_dep, n * DM_NET_ARC);
    ROOM(arc_head, n * DM_NET_ARC);
    ROOM(arc_mid, n * DM_NET_ARC);
    ROOM(label_dep, n * DM_NET_LABEL);
    ROOM(label_head, n * DM_NET_LABEL);
    ROOM(label_mid, (size_t)LABELS_AT_ONCE * DM_NET_LABEL * DM_RELATION_COUNT);
    ROOM(arcs, w * w);
#undef ROOM
    return !arena->failed;
}

static uint32_t place(const piece *pieces, const uint32_t *offset, uint32_t s, uint32_t step, int way)
{
    return offset[s] + (way == 0 ? step : pieces[s].size - 1 - step);
}

static void lstm(const dm_net *net, bench *b, const piece *pieces, const uint32_t *offset, uint32_t count, uint32_t tokens,
                 const float *in, int level, int way, float *output)
{
    size_t h = net->h, g = 4 * h;
    const layer *l = &net->layers[level][way];
    affine(tokens, level == 0 ? DM_NET_INPUT : 2 * h, g, in, l->input, l->bias, b->gates);
    uint32_t active = count;
    for (uint32_t step = 0; step < pieces[0].size; step++) {
        while (active > 0 && pieces[active - 1].size <= step)
            active--;
        for (uint32_t s = 0; s < active; s++)
            memcpy(b->step + s * g, b->gates + place(pieces, offset, s, step, way) * g, g * sizeof *b->step);
        if (step > 0) {
            for (uint32_t s = 0; s < active; s++)
                memcpy(b->hidden + s * h, output + place(pieces, offset, s, step - 1, way) * 2 * h + (size_t)way * h, h * sizeof *output);
            multiply(active, g, h, b->hidden, l->state, b->step);
        }
        for (uint32_t s = 0; s < active; s++) {
            uint32_t at = place(pieces, offset, s, step, way);
            step_cell(h, b->step + s * g, step == 0 ? NULL : b->cells + place(pieces, offset, s, step - 1, way) * h,
                      b->cells + at * h, output + at * 2 * h + (size_t)way * h);
        }
    }
}

static void relu(float *x, size_t count)
{
    for (size_t i = 0; i < count; i++)
        x[i] = x[i] > 0 ? x[i] : 0.1f * x[i];
}

static uint32_t best_of(const float *x, uint32_t count)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < count; i++)
        if (x[i] > x[best])
            best = i;
    return best;
}

static bool is_tree(const uint16_t *heads, uint32_t n)
{
    uint32_t roots = 0;
    for (uint32_t i = 1; i <= n; i++) {
        uint32_t at = i, steps = 0;
        roots += heads[i] == 0;
        while (at != 0 && steps++ <= n)
            at = heads[at];
        if (at != 0)
            return false;
    }
    return roots == 1;
}

/* Eisner's algorithm (1996), first order: the best projective tree; further roots then hang from the best one. */
static bool eisner(dm_arena *arena, bench *b, const float *s, uint32_t n, uint16_t *heads)
{
    uint32_t w = n + 1;
    size_t area = (size_t)w * w;
    if (b->chart == NULL) {
        size_t most = (size_t)(DM_NET_LONGEST + 1) * (DM_NET_LONGEST + 1);
        b->chart = dm_arena_alloc(arena, 4 * most * sizeof *b->chart);
        b->splits = dm_arena_alloc(arena, 4 * most * sizeof *b->splits);
        if (arena->failed)
            return false;
    }
    float *open_left = b->chart, *open_right = open_left + area, *left = open_right + area, *right = left + area;
    uint16_t *at_open = b->splits, *at_left = at_open + area, *at_right = at_left + area;
    memset(b->chart, 0, 4 * area * sizeof *b->chart);
#define AT(i, j) ((size_t)(i) * w + (j))
    for (uint32_t size = 1; size <= n; size++)
        for (uint32_t i = 0; i + size <= n; i++) {
            uint32_t j = i + size, split = i;
            float best = -1e30f;
            for (uint32_t k = i; k < j; k++) {
                float v = right[AT(i, k)] + left[AT(k + 1, j)];
                if (v > best)
                    best = v, split = k;
            }
            open_left[AT(i, j)] = i == 0 ? -1e30f : best + s[AT(i, j)];
            open_right[AT(i, j)] = best + s[AT(j, i)];
            at_open[AT(i, j)] = (uint16_t)split;
            best = -1e30f;
            for (uint32_t k = i; k < j; k++) {
                float v = left[AT(i, k)] + open_left[AT(k, j)];
                if (v > best)
                    best = v, split = k;
            }
            left[AT(i, j)] = best;
            at_left[AT(i, j)] = (uint16_t)split;
            best = -1e30f;
            for (uint32_t k = i + 1; k <= j; k++) {
                float v = open_right[AT(i, k)] + right[AT(k, j)];
                if (v > best)
                    best = v, split = k;
            }
            right[AT(i, j)] = best;
            at_right[AT(i, j)] = (uint16_t)split;
        }
    struct item { uint16_t i, j; uint8_t open, to_right; } stack[4 * (DM_NET_LONGEST + 4)];
    size_t top = 0;
    stack[top++] = (struct item){0, (uint16_t)n, 0, 1};
    while (top > 0) {
        struct item now = stack[--top];
        if (now.i == now.j)
            continue;
        if (now.open) {
            uint16_t k = at_open[AT(now.i, now.j)];
            if (now.to_right)
                heads[now.j] = now.i;
            else
                heads[now.i] = now.j;
            stack[top++] = (struct item){now.i, k, 0, 1};
            stack[top++] = (struct item){(uint16_t)(k + 1), now.j, 0, 0};
        } else if (now.to_right) {
            uint16_t k = at_right[AT(now.i, now.j)];
            stack[top++] = (struct item){now.i, k, 1, 1};
            stack[top++] = (struct item){k, now.j, 0, 1};
        } else {
            uint16_t k = at_left[AT(now.i, now.j)];
            stack[top++] = (struct item){now.i, k, 0, 0};
            stack[top++] = (struct item){k, now.j, 1, 0};
        }
    }
    uint32_t root = 0;
    for (uint32_t d = 1; d <= n; d++)
        if (heads[d] == 0 && (root == 0 || s[AT(d, 0)] > s[AT(root, 0)]))
            root = d;
    for (uint32_t d = 1; d <= n; d++)
        if (heads[d] == 0 && d != root)
            heads[d] = (uint16_t)root;
#undef AT
    return true;
}

static bool parse_piece(const dm_net *net, dm_arena *arena, bench *b, dm_tree *tree, const piece *p, uint32_t from)
{
    uint32_t w = p->size + 1;
    uint16_t heads[DM_NET_LONGEST + 1] = {0};
    size_t lr = (size_t)DM_NET_LABEL * DM_RELATION_COUNT;
    for (uint32_t d = 1; d <= p->size; d++) {
        const float *mid = b->arc_mid + (size_t)(from + d - 1) * DM_NET_ARC;
        float *row = b->arcs + (size_t)d * w;
        for (uint32_t k = 0; k <= p->size; k++)
            row[k] = k == d ? -1e9f : dot(DM_NET_ARC, mid, k == 0 ? net->root_arc : b->arc_head + (size_t)(from + k - 1) * DM_NET_ARC);
        heads[d] = (uint16_t)best_of(row, w);
    }
    if (!is_tree(heads, p->size) && !eisner(arena, b, b->arcs, p->size, heads))
        return false;
    for (uint32_t d = 1; d <= p->size; d++) {  /* labels: the products of some words at a time */
        uint32_t at = (d - 1) % LABELS_AT_ONCE;
        if (at == 0) {
            uint32_t some = p->size + 1 - d < LABELS_AT_ONCE ? p->size + 1 - d : LABELS_AT_ONCE;
            memset(b->label_mid, 0, some * lr * sizeof *b->label_mid);
            multiply(some, lr, DM_NET_LABEL, b->label_dep + (size_t)(from + d - 1) * DM_NET_LABEL, net->label_u, b->label_mid);
        }
        const float *lh = heads[d] == 0 ? net->root_label : b->label_head + (size_t)(from + heads[d] - 1) * DM_NET_LABEL;
        const float *ld = b->label_dep + (size_t)(from + d - 1) * DM_NET_LABEL, *mid = b->label_mid + at * lr;
        float sums[DM_RELATION_COUNT];
        memcpy(sums, net->label_bias, sizeof sums);
        for (size_t j = 0; j < DM_NET_LABEL; j++)
            for (size_t r = 0; r < DM_RELATION_COUNT; r++)
                sums[r] += mid[j * DM_RELATION_COUNT + r] * lh[j] + ld[j] * net->label_d[j * DM_RELATION_COUNT + r] +
                           lh[j] * net->label_h[j * DM_RELATION_COUNT + r];
        if (heads[d] != 0)
            sums[DM_R_ROOT] = -1e30f;
        dm_token *token = &tree->tokens[p->first + d - 1];
        token->head = heads[d] == 0 ? DM_NONE : p->first + heads[d] - 1u;
        token->relation = heads[d] == 0 ? DM_R_ROOT : (uint8_t)best_of(sums, DM_RELATION_COUNT);
    }
    return true;
}

static bool run_batch(const dm_net *net, dm_arena *arena, bench *b, dm_tree *tree, const piece *pieces, uint32_t count)
{
    uint32_t offset[MOST_SENTENCES], tokens = 0;
    size_t h2 = 2 * (size_t)net->h;
    for (uint32_t s = 0; s < count; s++) {
        offset[s] = tokens;
        for (uint32_t i = 0; i < pieces[s].size; i++) {
            const dm_word *word = &tree->text->words[pieces[s].first + i];
            uint32_t rows[DM_NET_TABLES], id = dm_map_get(&net->words, word->key);
            float *x = b->x + (size_t)tokens++ * DM_NET_INPUT;
            dm_net_inputs(word, i == 0, rows);
            memcpy(x, net->word_table + (size_t)(id == DM_NONE ? 0 : id) * DM_NET_WORD, DM_NET_WORD * sizeof *x);
            x += DM_NET_WORD;
            for (int k = 0; k < DM_NET_TABLES; k++) {
                memcpy(x, net->tables[k] + (size_t)rows[k] * dm_net_columns[k], dm_net_columns[k] * sizeof *x);
                x += dm_net_columns[k];
            }
        }
    }
    for (int level = 0; level < 2; level++)
        for (int way = 0; way < 2; way++)
            lstm(net, b, pieces, offset, count, tokens, level == 0 ? b->x : b->out[0], level, way, b->out[level]);
    for (int kind = 0; kind < 2; kind++) {
        uint32_t labels = kind == 0 ? DM_UPOS_COUNT : DM_XPOS_COUNT;
        affine(tokens, h2, labels, b->out[0], kind == 0 ? net->upos : net->xpos, kind == 0 ? net->upos_b : net->xpos_b, b->scores);
        for (uint32_t s = 0; s < count; s++)
            for (uint32_t i = 0; i < pieces[s].size; i++) {
                uint8_t best = (uint8_t)best_of(b->scores + (size_t)(offset[s] + i) * labels, labels);
                if (kind == 0)
                    tree->tokens[pieces[s].first + i].upos = best;
                else
                    tree->tokens[pieces[s].first + i].xpos = best;
            }
    }
    affine(tokens, h2, DM_NET_ARC, b->out[1], net->arc_dep, net->arc_dep_b, b->arc_dep), relu(b->arc_dep, (size_t)tokens * DM_NET_ARC);
    affine(tokens, h2, DM_NET_ARC, b->out[1], net->arc_head, net->arc_head_b, b->arc_head), relu(b->arc_head, (size_t)tokens * DM_NET_ARC);
    affine(tokens, h2, DM_NET_LABEL, b->out[1], net->label_dep, net->label_dep_b, b->label_dep);
    affine(tokens, h2, DM_NET_LABEL, b->out[1], net->label_head, net->label_head_b, b->label_head);
    relu(b->label_dep, (size_t)tokens * DM_NET_LABEL), relu(b->label_head, (size_t)tokens * DM_NET_LABEL);
    affine(tokens, DM_NET_ARC, DM_NET_ARC, b->arc_dep, net->arc_u, net->arc_bias, b->arc_mid);
    for (uint32_t s = 0; s < count; s++)
        if (!parse_piece(net, arena, b, tree, &pieces[s], offset[s]))
            return false;
    return true;
}

static int longest_first(const void *a, const void *b)
{
    const piece *x = a, *y = b;
    return x->size != y->size ? (x->size > y->size ? -1 : 1) : (x->first < y->first ? -1 : x->first > y->first);
}

dm_status dm_net_parse(const dm_net *net, dm_arena *arena, dm_tree *tree)
{
    const dm_text *text = tree->text;
    bench b = {0};
    DM_VECTOR(piece) pieces = {0};
    for (uint32_t s = 0; s < text->sentence_count; s++)
        for (uint32_t first = text->sentences[s].first; first < text->sentences[s].last; first += DM_NET_LONGEST) {
            piece *p = DM_PUSH(arena, &pieces);
            if (p == NULL)
                return DM_NO_MEMORY;
            uint32_t left = text->sentences[s].last - first;
            *p = (piece){first, left < DM_NET_LONGEST ? left : DM_NET_LONGEST};
        }
    if (pieces.count == 0)
        return DM_OK;
    if (!prepare(&b, arena, net))
        return DM_NO_MEMORY;
    qsort(pieces.at, pieces.count, sizeof *pieces.at, longest_first);
    for (uint32_t i = 0; i < pieces.count;) {
        uint32_t count = 0, tokens = 0;
        while (i + count < pieces.count && count < MOST_SENTENCES && tokens + pieces.at[i + count].size <= MOST_TOKENS)
            tokens += pieces.at[i + count++].size;
        if (!run_batch(net, arena, &b, tree, pieces.at + i, count))
            return DM_NO_MEMORY;
        i += count;
    }
    for (uint32_t s = 0; s < text->sentence_count; s++) {  /* the pieces of a very long sentence */
        uint32_t root = DM_NONE;
        for (uint32_t w = text->sentences[s].first; w < text->sentences[s].last; w++)
            if (tree->tokens[w].head == DM_NONE) {
                if (root == DM_NONE) {
                    root = w;
                } else {
                    tree->tokens[w].head = root;
                    tree->tokens[w].relation = DM_R_PARATAXIS;
                }
            }
    }
    return DM_OK;
}
