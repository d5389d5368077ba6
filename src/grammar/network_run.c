/* Running the network of net.h on batches of sentences of like length.  Products are whole numbers (products.h), other sums have a fixed
 * order and no fused operations: results are the same on every processor, for gcc and clang. */
#include "grammar/network_parts.h"

#include <stdlib.h>

typedef float v8 __attribute__((vector_size(32), aligned(4), may_alias));
typedef int32_t i8 __attribute__((vector_size(32), aligned(4), may_alias));
typedef int16_t s8 __attribute__((vector_size(16), aligned(2), may_alias));

#if defined(__x86_64__) && defined(__gnu_linux__)
#define CLONES __attribute__((target_clones("avx2", "default")))
#else
#define CLONES
#endif
#define INLINE static inline __attribute__((always_inline))

enum { MOST_TOKENS = 800, MOST_SENTENCES = 64, LABELS_AT_ONCE = 12, RELATION_PARTS = (DM_RELATION_COUNT + 7) / 8 };

/* ---- What is not a product ------------------------------------------------------------------------------- */

/* e^x by 2^(n + f): n by rounding, 2^f by a polynomial of degree 6; relative error below 1e-6.  |x| is held below 30, where sigmoids
 * are 0 or 1 and products of two powers stay finite. */
static inline __attribute__((always_inline)) void exponential(v8 *given)
{
    v8 x = *given;
    const v8 top = {30, 30, 30, 30, 30, 30, 30, 30};
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

#define LOAD(x) (*(const v8 *)(const void *)(x))

/* To whole numbers, halves away from zero. */
INLINE void store_rounded(const v8 *x, int16_t *out)
{
    const i8 sign = {INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN};
    const v8 half = {0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f};
    s8 whole = __builtin_convertvector(__builtin_convertvector(*x + (v8)(((i8)*x & sign) | (i8)half), i8), s8);
    memcpy(out, &whole, sizeof whole);
}

/* One step of an LSTM from its gates (input, forget, candidate, output): the cell, and the output as whole numbers, twice. */
CLONES static void step_cell(size_t h, const float *gate, float *cell, int16_t *hidden, int16_t *output)
{
    const v8 one = {1, 1, 1, 1, 1, 1, 1, 1};
    for (size_t i = 0; i < h; i += 8) {
        v8 in = -LOAD(gate + i), forget = -LOAD(gate + h + i), candidate = LOAD(gate + 2 * h + i) * 2.0f,
           out = -LOAD(gate + 3 * h + i), c = LOAD(cell + i);
        exponential(&in);
        exponential(&forget);
        exponential(&out);
        exponential(&candidate);
        /* sigmoid(i) tanh(g) = (e^2g - 1) / ((1 + e^-i) (1 + e^2g)): one division for both */
        c = (candidate - one) / ((one + in) * (one + candidate)) + c / (one + forget);
        memcpy(cell + i, &c, sizeof c);
        v8 o = c * 2.0f;
        exponential(&o);
        o = (o - one) / ((one + out) * (one + o));
        o *= (float)DM_VECTOR_MOST;
        store_rounded(&o, hidden + i);
        memcpy(output + i, hidden + i, 8 * sizeof *output);
    }
}

/* A leaky rectifier, and unless NULL whole numbers of it: returns what 1 stands for. */
CLONES static float rectify(float *x, size_t count, int16_t *out)
{
    for (size_t i = 0; i < count; i += 8) {
        v8 at = LOAD(x + i), small = at * 0.1f;
        i8 above = at > 0;
        at = (v8)(((i8)at & above) | ((i8)small & ~above));
        memcpy(x + i, &at, sizeof at);
    }
    return out == NULL ? 0 : dm_quantise(x, count, out);
}

/* The scores of relations: the products of the dependent times the vector of the head. */
CLONES static void relation_scores(size_t labels, const float *products, const float *head, float *scores)
{
    v8 sums[RELATION_PARTS];
    for (size_t r = 0; r < RELATION_PARTS; r++)
        sums[r] = LOAD(products + labels * DM_RELATION_COUNT + r * 8);
    for (size_t j = 0; j < labels; j++)
        for (size_t r = 0; r < RELATION_PARTS; r++)  /* the last part runs into what comes next, which is not looked at */
            sums[r] += LOAD(products + j * DM_RELATION_COUNT + r * 8) * head[j];
    memcpy(scores, sums, sizeof sums);
}

static uint32_t best_of(const float *x, uint32_t count)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < count; i++)
        if (x[i] > x[best])
            best = i;
    return best;
}

/* ---- A batch of sentences -------------------------------------------------------------------------------- */

typedef struct piece {
    uint32_t first, size;      /* words of the document */
} piece;

typedef struct batch {
    const dm_net *net;
    dm_arena *arena;
    dm_tree *tree;
    const piece *pieces;       /* the longest first */
    uint32_t count, tokens;
    uint32_t offset[MOST_SENTENCES];
    /* scratch */
    int16_t *x, *out[2], *hidden, *arc_dep, *arc_head, *label_dep, *heads, *packed;
    float *gates, *cells, *step, *scores, *arc_mid, *units, *head_units, *label_units, *sentence_units, *packed_scale, *products, *arcs, *chart;
    uint16_t *splits;
} batch;

static bool prepare(batch *b, uint32_t tokens, uint32_t longest)
{
    const dm_net_sizes *s = &b->net->sizes;
    size_t n = tokens, h = s->h, w = dm_packed_columns((size_t)longest + 1);
#define ROOM(field, count) b->field = dm_arena_alloc(b->arena, (count) * sizeof *b->field)
    ROOM(x, n * dm_net_input(s));
    ROOM(out[0], n * 2 * h);
    ROOM(out[1], n * 2 * h);
    ROOM(hidden, MOST_SENTENCES * h);
    ROOM(cells, MOST_SENTENCES * h);
    ROOM(step, MOST_SENTENCES * 4 * h);
    ROOM(gates, n * 8 * h);
    ROOM(scores, n * (b->net->heads.columns > b->net->tags.columns ? b->net->heads.columns : b->net->tags.columns));
    ROOM(arc_dep, n * s->arc);
    ROOM(arc_head, n * s->arc);
    ROOM(arc_mid, n * b->net->arc.columns);
    ROOM(label_dep, n * s->label);
    ROOM(units, n);
    ROOM(head_units, n);
    ROOM(label_units, n);
    ROOM(heads, w * s->arc);
    ROOM(packed, w * s->arc);
    ROOM(sentence_units, w);
    ROOM(packed_scale, w);
    ROOM(products, (size_t)LABELS_AT_ONCE * b->net->label.columns);
    ROOM(arcs, w * w);
#undef ROOM
    return !b->arena->failed;
}

/* The vectors of the words. */
static void inputs(batch *b)
{
    const dm_net *net = b->net;
    int16_t *x = b->x;
    size_t word_size = net->sizes.word;
    for (uint32_t s = 0; s < b->count; s++)
        for (uint32_t i = 0; i < b->pieces[s].size; i++) {
            const dm_word *word = &b->tree->text->words[b->pieces[s].first + i];
            uint32_t rows[DM_NET_TABLES], id = dm_map_get(&net->words, word->key);
            dm_net_inputs(word, i == 0, rows);
            memcpy(x, net->word_table + (id == DM_NONE ? 0 : id) * word_size, word_size * sizeof *x);
            x += word_size;
            for (int k = 0; k < DM_NET_TABLES; k++) {
                size_t columns = dm_net_columns(&net->sizes, k);
                memcpy(x, net->tables[k] + rows[k] * columns, columns * sizeof *x);
                x += columns;
            }
        }
}

static void lstm(batch *b, int level)
{
    size_t h = b->net->sizes.h;
    const dm_net_layer *l = &b->net->layers[level];
    dm_product(&l->input, level == 0 ? b->x : b->out[0], l->input.rows, NULL, b->tokens, l->bias, b->gates, 8 * h);
    for (unsigned way = 0; way < 2; way++) {
        uint32_t active = b->count;
        memset(b->cells, 0, b->count * h * sizeof *b->cells);
        for (uint32_t step = 0; step < b->pieces[0].size; step++) {
            while (active > 0 && b->pieces[active - 1].size <= step)
                active--;
#define PLACE(s) (b->offset[s] + (way == 0 ? step : b->pieces[s].size - 1 - step))
            for (uint32_t s = 0; s < active; s++)
                memcpy(b->step + s * 4 * h, b->gates + (PLACE(s) * 2 + way) * 4 * h, 4 * h * sizeof *b->step);
            if (step > 0)
                dm_product(&l->state[way], b->hidden, h, NULL, active, NULL, b->step, 4 * h);
            for (uint32_t s = 0; s < active; s++)
                step_cell(h, b->step + s * 4 * h, b->cells + s * h, b->hidden + s * h, b->out[level] + (PLACE(s) * 2 + way) * h);
#undef PLACE
        }
    }
}

static void set_tags(batch *b)
{
    size_t columns = b->net->tags.columns;
    dm_product(&b->net->tags, b->out[0], b->net->tags.rows, NULL, b->tokens, b->net->tags_bias, b->scores, columns);
    for (uint32_t s = 0; s < b->count; s++)
        for (uint32_t i = 0; i < b->pieces[s].size; i++) {
            const float *scores = b->scores + (b->offset[s] + i) * columns;
            dm_token *token = &b->tree->tokens[b->pieces[s].first + i];
            token->upos = (uint8_t)best_of(scores, DM_UPOS_COUNT);
            token->xpos = (uint8_t)best_of(scores + DM_UPOS_COUNT, DM_XPOS_COUNT);
        }
}

/* The vectors that the scorers compare: of arcs as dependents (times the matrix between) and as heads, of labels. */
static void set_vectors(batch *b)
{
    const dm_net *net = b->net;
    size_t columns = net->heads.columns, arc = net->sizes.arc, label = net->sizes.label, mid = net->arc.columns;
    dm_product(&net->heads, b->out[1], net->heads.rows, NULL, b->tokens, net->heads_bias, b->scores, columns);
    for (uint32_t i = 0; i < b->tokens; i++) {
        float *at = b->scores + i * columns;
        b->units[i] = rectify(at, arc, b->arc_dep + i * arc);
        b->head_units[i] = rectify(at + arc, arc, b->arc_head + i * arc);
        b->label_units[i] = rectify(at + 2 * arc, label, b->label_dep + i * label);
        rectify(at + 2 * arc + label, label, NULL);
    }
    dm_product(&net->arc, b->arc_dep, arc, b->units, b->tokens, net->arc_bias, b->arc_mid, mid);
    for (uint32_t i = 0; i < b->tokens; i++)
        b->units[i] = dm_quantise(b->arc_mid + i * mid, arc, b->arc_dep + i * arc);
}

/* Heads of a sentence: the best head of each word, or Eisner's tree when these make none. */
static bool set_heads(batch *b, uint32_t s, uint16_t *heads)
{
    uint32_t n = b->pieces[s].size, from = b->offset[s], w = dm_packed_columns((size_t)n + 1);
    size_t arc = b->net->sizes.arc;
    b->sentence_units[0] = dm_quantise(b->net->root_arc, arc, b->heads);
    memcpy(b->heads + arc, b->arc_head + from * arc, n * arc * sizeof *b->heads);
    memcpy(b->sentence_units + 1, b->head_units + from, n * sizeof *b->sentence_units);
    dm_packed packed = {.at = b->packed, .scale = b->packed_scale};
    dm_pack_vectors(b->heads, b->sentence_units, (uint32_t)arc, n + 1, &packed);
    memset(b->arcs, 0, (size_t)w * sizeof *b->arcs);  /* where no other sum begins */
    dm_product(&packed, b->arc_dep + from * arc, arc, b->units + from, n, b->arcs, b->arcs + w, w);
    for (uint32_t d = 1; d <= n; d++) {
        float *row = b->arcs + (size_t)d * w;
        row[d] = -1e9f;
        heads[d] = (uint16_t)best_of(row, n + 1);
    }
    if (dm_heads_are_tree(heads, n))
        return true;
    if (b->chart == NULL) {
        size_t most = (size_t)(DM_NET_LONGEST + 1) * (DM_NET_LONGEST + 1);
        b->chart = dm_arena_alloc(b->arena, 4 * most * sizeof *b->chart);
        b->splits = dm_arena_alloc(b->arena, 4 * most * sizeof *b->splits);
        if (b->arena->failed)
            return false;
    }
    dm_eisner(b->arcs, w, n, b->chart, b->splits, heads);
    return true;
}

/* Labels, the products of some words at a time. */
static void set_relations(batch *b, uint32_t s, const uint16_t *heads)
{
    const dm_net *net = b->net;
    uint32_t n = b->pieces[s].size, from = b->offset[s];
    size_t labels = net->sizes.label, columns = net->label.columns, vectors = net->heads.columns;
    float scores[RELATION_PARTS * 8];
    for (uint32_t first = 0; first < n; first += LABELS_AT_ONCE) {
        uint32_t some = n - first < LABELS_AT_ONCE ? n - first : LABELS_AT_ONCE;
        dm_product(&net->label, b->label_dep + (from + first) * labels, labels, b->label_units + from + first, some, net->label_begin,
                   b->products, columns);
        for (uint32_t i = 0; i < some; i++) {
            uint32_t head = heads[first + i + 1];
            const float *vector = head == 0 ? net->root_label : b->scores + (from + head) * vectors - labels;
            relation_scores(labels, b->products + i * columns, vector, scores);
            if (head != 0)
                scores[DM_R_ROOT] = -1e30f;
            dm_token *token = &b->tree->tokens[b->pieces[s].first + first + i];
            token->head = head == 0 ? DM_NONE : b->pieces[s].first + head - 1u;
            token->relation = head == 0 ? DM_R_ROOT : (uint8_t)best_of(scores, DM_RELATION_COUNT);
        }
    }
}

static bool run_batch(batch *b)
{
    uint16_t heads[DM_NET_LONGEST + 1] = {0};
    inputs(b);
    lstm(b, 0);
    lstm(b, 1);
    set_tags(b);
    set_vectors(b);
    for (uint32_t s = 0; s < b->count; s++) {
        if (!set_heads(b, s, heads))
            return false;
        set_relations(b, s, heads);
    }
    return true;
}

/* ---- A document ------------------------------------------------------------------------------------------ */

static int longest_first(const void *a, const void *b)
{
    const piece *x = a, *y = b;
    return x->size != y->size ? (x->size > y->size ? -1 : 1) : (x->first < y->first ? -1 : x->first > y->first);
}

/* The roots of the pieces of a long sentence hang from the first. */
static void join(dm_tree *tree, const dm_sentence *sentence)
{
    uint32_t root = DM_NONE;
    for (uint32_t w = sentence->first; w < sentence->last; w++) {
        if (tree->tokens[w].head != DM_NONE)
            continue;
        if (root == DM_NONE) {
            root = w;
        } else {
            tree->tokens[w].head = root;
            tree->tokens[w].relation = DM_R_PARATAXIS;
        }
    }
}

dm_status dm_net_parse(const dm_net *net, dm_arena *arena, dm_tree *tree)
{
    const dm_text *text = tree->text;
    batch b = {.net = net, .arena = arena, .tree = tree};
    uint32_t count = 0, i = 0, most = text->word_count < MOST_TOKENS ? text->word_count : MOST_TOKENS;
    for (uint32_t s = 0; s < text->sentence_count; s++)
        count += (text->sentences[s].last - text->sentences[s].first + DM_NET_LONGEST - 1) / DM_NET_LONGEST;
    if (count == 0)
        return DM_OK;
    piece *pieces = dm_arena_alloc(arena, count * sizeof *pieces);
    if (pieces == NULL)
        return DM_NO_MEMORY;
    for (uint32_t s = 0; s < text->sentence_count; s++)
        for (uint32_t first = text->sentences[s].first; first < text->sentences[s].last; first += DM_NET_LONGEST) {
            uint32_t left = text->sentences[s].last - first;
            pieces[i++] = (piece){first, left < DM_NET_LONGEST ? left : DM_NET_LONGEST};
        }
    qsort(pieces, count, sizeof *pieces, longest_first);
    if (!prepare(&b, most, pieces[0].size))
        return DM_NO_MEMORY;
    for (i = 0; i < count; i += b.count) {
        b.pieces = pieces + i;
        b.count = b.tokens = 0;
        while (i + b.count < count && b.count < MOST_SENTENCES && b.tokens + b.pieces[b.count].size <= MOST_TOKENS) {
            b.offset[b.count] = b.tokens;
            b.tokens += b.pieces[b.count++].size;
        }
        if (!run_batch(&b))
            return DM_NO_MEMORY;
    }
    for (uint32_t s = 0; s < text->sentence_count; s++)
        join(tree, &text->sentences[s]);
    return DM_OK;
}
