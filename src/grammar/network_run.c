/* Running the network of net.h on batches of sentences of like length.  Products are whole numbers (products.h), other sums have a fixed
 * order and no fused operations: results are the same on every processor, for gcc and clang. */
#include "grammar/clones.h"
#include "grammar/cells.h"
#include "grammar/halves.h"
#include "grammar/network_parts.h"

#include <stdlib.h>

typedef float v8 __attribute__((vector_size(32), aligned(4), may_alias));
typedef int32_t i8 __attribute__((vector_size(32), aligned(4), may_alias));

enum { MOST_TOKENS = 400, MOST_SENTENCES = 64, MOST_FRESH = 64, LABELS_AT_ONCE = 12, RELATION_PARTS = (DM_RELATION_COUNT + 7) / 8 };

/* ---- What is not a product ------------------------------------------------------------------------------- */

#define LOAD(x) (*(const v8 *)(const void *)(x))

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

/* The first of the greatest. */
CLONES static uint32_t best_of(const float *x, uint32_t count)
{
    v8 most = {x[0], x[0], x[0], x[0], x[0], x[0], x[0], x[0]};
    uint32_t i = 0;
    for (; i + 8 <= count; i += 8) {
        v8 at = LOAD(x + i);
        i8 larger = at > most;
        most = (v8)(((i8)at & larger) | ((i8)most & ~larger));
    }
    float best = most[0];
    for (unsigned lane = 1; lane < 8; lane++)
        best = most[lane] > best ? most[lane] : best;
    for (; i < count; i++)
        best = x[i] > best ? x[i] : best;
    for (i = 0; i + 1 < count && x[i] != best; i++)
        ;
    return i;
}

/* ---- A batch of sentences -------------------------------------------------------------------------------- */

typedef struct piece {
    const dm_tree *tree;
    uint32_t first, size;      /* words of the document */
    uint32_t number;           /* in the order of the documents and their words */
} piece;

/* Words lie in two orders: by sentence, and by step: the first words of all sentences, longest sentence first, then the second words ...
 * so that the words of one step of the LSTM are neighbours. */
typedef struct batch {
    const dm_net *net;
    dm_net_memory *memory;
    const piece *pieces;       /* the longest first */
    uint32_t count, tokens;
    uint32_t offset[MOST_SENTENCES];          /* of a sentence's first word in the order by sentence */
    uint32_t steps[DM_NET_LONGEST + 1];       /* of a step's first word in the order by step */
    /* scratch, by step */
    int16_t *out[2];
    float *gates, *cells, *scores;
    /* scratch, by sentence */
    int16_t *arc_dep, *arc_head, *label_dep, *heads, *packed;
    float *arc_mid, *units, *head_units, *label_units, *sentence_units, *packed_scale, *products, *arcs, *chart;
    uint16_t *splits;
    /* words whose first gates are not known yet: their vectors, then these gates; and the places that wait for them */
    uint32_t fresh_count, waiting_count;
    int16_t *fresh;
    float *fresh_gates;
    uint32_t *fresh_row;
    struct waiting { uint32_t place, fresh; } *waiting;
} batch;

/* Where word `i` of sentence `s` lies in the order by step. */
static inline size_t by_step(const batch *b, uint32_t s, uint32_t i) { return b->steps[i] + s; }

static bool prepare(batch *b, uint32_t tokens, uint32_t longest)
{
    dm_arena *arena = &b->memory->arena;
    const dm_net_sizes *s = &b->net->sizes;
    size_t n = tokens, h = s->h, w = dm_packed_columns((size_t)longest + 1);
#define ROOM(field, count) b->field = dm_arena_alloc(arena, (count) * sizeof *b->field)
    ROOM(fresh, MOST_FRESH * dm_net_input(s));
    ROOM(fresh_gates, MOST_FRESH * 8 * h);
    ROOM(fresh_row, MOST_FRESH);
    ROOM(waiting, n);
    ROOM(out[0], n * 2 * h);
    ROOM(out[1], n * 2 * h);
    ROOM(cells, MOST_SENTENCES * h);
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
    return !arena->failed;
}

/* The vector of a word. */
static void input(const dm_net *net, const dm_word *word, bool first, int16_t *x)
{
    size_t word_size = net->sizes.word;
    uint32_t rows[DM_NET_TABLES], id = dm_map_get(&net->words, word->key);
    dm_net_inputs(word, first, rows);
    dm_wholes_of_halves(net->word_table + (id == DM_NONE ? 0 : id) * word_size, word_size, net->table_up, x);
    x += word_size;
    for (int k = 0; k < DM_NET_TABLES; k++) {
        size_t columns = dm_net_columns(&net->sizes, k);
        dm_wholes_of_halves(net->tables[k] + rows[k] * columns, columns, net->table_up, x);
        x += columns;
    }
}

/* The first gates of fresh words, for the memory and for the places that wait for them. */
static void compute_fresh(batch *b)
{
    const dm_packed *w = &b->net->layers[0].input;
    size_t row = 8 * b->net->sizes.h, size = row * sizeof *b->gates;
    dm_product(w, b->fresh, w->rows, NULL, b->fresh_count, b->net->layers[0].bias, b->fresh_gates, row);
    for (uint32_t i = 0; i < b->fresh_count; i++) {
        memcpy(b->memory->rows + b->fresh_row[i] * row, b->fresh_gates + i * row, size);
        b->memory->fresh[b->fresh_row[i]] = 0;
    }
    for (uint32_t i = 0; i < b->waiting_count; i++)
        memcpy(b->gates + b->waiting[i].place * row, b->fresh_gates + b->waiting[i].fresh * row, size);
    b->fresh_count = b->waiting_count = 0;
}

static void first_gates(batch *b)
{
    const dm_net *net = b->net;
    dm_net_memory *memory = b->memory;
    size_t row = 8 * net->sizes.h;
    for (uint32_t s = 0; s < b->count; s++)
        for (uint32_t i = 0; i < b->pieces[s].size; i++) {
            const dm_word *word = &b->pieces[s].tree->text->words[b->pieces[s].first + i];
            bool known;
            uint32_t at = dm_net_memory_row(memory, dm_mix(word->hash, i == 0), &known);
            if (known && memory->fresh[at] == 0) {
                memcpy(b->gates + by_step(b, s, i) * row, memory->rows + at * row, row * sizeof *b->gates);
                continue;
            }
            if (!known) {
                if (b->fresh_count == MOST_FRESH)
                    compute_fresh(b);
                input(net, word, i == 0, b->fresh + b->fresh_count * dm_net_input(&net->sizes));
                b->fresh_row[b->fresh_count++] = at;
                memory->fresh[at] = b->fresh_count;
            }
            b->waiting[b->waiting_count++] = (struct waiting){(uint32_t)by_step(b, s, i), memory->fresh[at] - 1};
        }
    compute_fresh(b);
}

/* One direction of a layer, from its gates: what a step adds to them comes from the step before it. */
static void lstm(batch *b, int level, unsigned way)
{
    size_t h = b->net->sizes.h;
    const dm_packed *state = &b->net->layers[level].state[way];
    uint32_t longest = b->pieces[0].size, before = 0;
    int16_t *out = b->out[level] + way * h;
    float *gates = b->gates + way * 4 * h;
    const int16_t *last = NULL;
    memset(b->cells, 0, b->count * h * sizeof *b->cells);
    for (uint32_t k = 0; k < longest; k++) {
        uint32_t step = way == 0 ? k : longest - 1 - k, from = b->steps[step], active = b->steps[step + 1] - from;
        if (k > 0)  /* forwards sentences end, backwards they begin */
            dm_product(state, last, 2 * h, NULL, before < active ? before : active, NULL, gates + from * 8 * h, 8 * h);
        dm_cells_step(h, active, gates + from * 8 * h, 8 * h, b->cells, out + from * 2 * h, 2 * h);
        last = out + from * 2 * h;
        before = active;
    }
}

static void run_layers(batch *b)
{
    const dm_net_layer *second = &b->net->layers[1];
    first_gates(b);
    lstm(b, 0, 0);
    lstm(b, 0, 1);
    dm_product(&second->input, b->out[0], second->input.rows, NULL, b->tokens, second->bias, b->gates, 8 * (size_t)b->net->sizes.h);
    lstm(b, 1, 0);
    lstm(b, 1, 1);
}

static void set_tags(batch *b)
{
    size_t columns = b->net->tags.columns;
    dm_product(&b->net->tags, b->out[0], b->net->tags.rows, NULL, b->tokens, b->net->tags_bias, b->scores, columns);
    for (uint32_t s = 0; s < b->count; s++)
        for (uint32_t i = 0; i < b->pieces[s].size; i++) {
            const float *scores = b->scores + by_step(b, s, i) * columns;
            dm_token *token = &b->pieces[s].tree->tokens[b->pieces[s].first + i];
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
    for (uint32_t s = 0; s < b->count; s++)
        for (uint32_t i = 0; i < b->pieces[s].size; i++) {
            float *at = b->scores + by_step(b, s, i) * columns;
            size_t to = b->offset[s] + i;
            b->units[to] = rectify(at, arc, b->arc_dep + to * arc);
            b->head_units[to] = rectify(at + arc, arc, b->arc_head + to * arc);
            b->label_units[to] = rectify(at + 2 * arc, label, b->label_dep + to * label);
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
        b->chart = dm_arena_alloc(&b->memory->arena, 4 * most * sizeof *b->chart);
        b->splits = dm_arena_alloc(&b->memory->arena, 4 * most * sizeof *b->splits);
        if (b->memory->arena.failed)
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
            const float *vector = head == 0 ? net->root_label : b->scores + (by_step(b, s, head - 1) + 1) * vectors - labels;
            relation_scores(labels, b->products + i * columns, vector, scores);
            if (head != 0)
                scores[DM_R_ROOT] = -1e30f;
            dm_token *token = &b->pieces[s].tree->tokens[b->pieces[s].first + first + i];
            token->head = head == 0 ? DM_NONE : b->pieces[s].first + head - 1u;
            token->relation = head == 0 ? DM_R_ROOT : (uint8_t)best_of(scores, DM_RELATION_COUNT);
        }
    }
}

static bool run_batch(batch *b)
{
    uint16_t heads[DM_NET_LONGEST + 1] = {0};
    run_layers(b);
    set_tags(b);
    set_vectors(b);
    for (uint32_t s = 0; s < b->count; s++) {
        if (!set_heads(b, s, heads))
            return false;
        set_relations(b, s, heads);
    }
    return true;
}

/* ---- Documents ------------------------------------------------------------------------------------------- */

static int longest_first(const void *a, const void *b)
{
    const piece *x = a, *y = b;
    return x->size != y->size ? (x->size > y->size ? -1 : 1) : x->number < y->number ? -1 : x->number > y->number;
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

/* The sentences that go together: the next ones as long as there is room. */
static void take_batch(batch *b, const piece *pieces, uint32_t left)
{
    b->pieces = pieces;
    b->count = b->tokens = 0;
    while (b->count < left && b->count < MOST_SENTENCES && b->tokens + pieces[b->count].size <= MOST_TOKENS) {
        b->offset[b->count] = b->tokens;
        b->tokens += pieces[b->count++].size;
    }
    b->steps[0] = 0;
    for (uint32_t step = 0, active = b->count; step < pieces[0].size; step++) {
        while (pieces[active - 1].size <= step)
            active--;
        b->steps[step + 1] = b->steps[step] + active;
    }
}

/* The pieces of all sentences, and how many words they have: with pieces NULL they are only counted. */
static uint32_t cut(dm_tree *const *trees, size_t tree_count, piece *pieces, size_t *words)
{
    uint32_t count = 0;
    *words = 0;
    for (size_t t = 0; t < tree_count; t++) {
        const dm_text *text = trees[t]->text;
        *words += text->word_count;
        for (uint32_t s = 0; s < text->sentence_count; s++)
            for (uint32_t first = text->sentences[s].first; first < text->sentences[s].last; first += DM_NET_LONGEST, count++) {
                uint32_t left = text->sentences[s].last - first;
                if (pieces != NULL)
                    pieces[count] = (piece){trees[t], first, left < DM_NET_LONGEST ? left : DM_NET_LONGEST, count};
            }
    }
    return count;
}

static bool parse(batch *b, dm_tree *const *trees, size_t tree_count)
{
    size_t words;
    uint32_t count = cut(trees, tree_count, NULL, &words);
    if (count == 0)
        return true;
    piece *pieces = dm_arena_alloc(&b->memory->arena, count * sizeof *pieces);
    if (pieces == NULL)
        return false;
    cut(trees, tree_count, pieces, &words);
    qsort(pieces, count, sizeof *pieces, longest_first);
    if (!prepare(b, words < MOST_TOKENS ? (uint32_t)words : MOST_TOKENS, pieces[0].size))
        return false;
    for (uint32_t i = 0; i < count; i += b->count) {
        take_batch(b, pieces + i, count - i);
        if (!run_batch(b))
            return false;
    }
    for (size_t t = 0; t < tree_count; t++)
        for (uint32_t s = 0; s < trees[t]->text->sentence_count; s++)
            join(trees[t], &trees[t]->text->sentences[s]);
    return true;
}

dm_status dm_net_parse(const dm_net *net, dm_tree *const *trees, size_t count)
{
    dm_net_memory *memory = dm_net_pool_take(net->pool, 8 * net->sizes.h);
    if (memory == NULL)
        return DM_NO_MEMORY;
    batch b = {.net = net, .memory = memory};
    bool good = parse(&b, trees, count);
    dm_net_pool_give(net->pool, memory);
    return good ? DM_OK : DM_NO_MEMORY;
}
