/* net: trains the accurate engine (src/grammar/net.h) on CoNLL-U treebanks: tags, arcs and labels in one network, by Adam
 * with dropout, on one core.
 *
 *   build/train/net [-h H] [-w WORD] [-f AFFIX] [-o OTHER] [-a ARC] [-l LABEL] [-e EPOCHS] [-s SEED] [-d DEV.conllu]...
 *       OUT.model TRAIN.conllu...
 *
 * -h to -l are the sizes of net.h.  A file named twice counts twice.
 * After each epoch the dev sets are scored (gold words; UPOS, UAS, LAS on universal relations) and OUT is written when the
 * mean LAS is the best so far. */
#include "grammar/halves.h"
#include "grammar/net.h"
#include "net_math.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <time.h>

#define RELATIONS DM_RELATION_COUNT
#define MOST_TOKENS 1400          /* of a minibatch */
#define MOST_SENTENCES 256
#define LONGEST 250

static dm_net_sizes sizes = {128, 96, 32, 24, 192, 64};
#define H ((int)sizes.h)
#define INPUT dm_net_input(&sizes)
#define WORD ((size_t)sizes.word)
#define ARC ((size_t)sizes.arc)
#define LABEL ((size_t)sizes.label)
static matrix words_table, tables[DM_NET_TABLES], input_weights[2][2], state_weights[2][2], biases[2][2], upos_w, upos_b, xpos_w,
    xpos_b, arc_dep_w, arc_dep_b, arc_head_w, arc_head_b, arc_u, arc_bias, root_arc, root_label, label_dep_w, label_dep_b,
    label_head_w, label_head_b, label_u, label_d, label_h, label_bias;

static void build(size_t vocabulary)
{
    size_t h = (size_t)H;
    new_matrix(&words_table, "words", vocabulary, WORD, 0.1f, true);
    static const char *const table_names[] = {"suffix2", "suffix3", "suffix5", "prefix3", "shape"};
    for (int k = 0; k < DM_NET_TABLES; k++)
        new_matrix(&tables[k], table_names[k], dm_net_rows[k], dm_net_columns(&sizes, k), 0.1f, true);
    static const char *const names[2][2][3] = {{{"wx1f", "wh1f", "b1f"}, {"wx1b", "wh1b", "b1b"}},
                                               {{"wx2f", "wh2f", "b2f"}, {"wx2b", "wh2b", "b2b"}}};
    for (int layer = 0; layer < 2; layer++)
        for (int way = 0; way < 2; way++) {
            size_t in = layer == 0 ? INPUT : 2 * h;
            new_matrix(&input_weights[layer][way], names[layer][way][0], in, 4 * h, sqrtf(3.0f / (float)(in + h)), false);
            new_matrix(&state_weights[layer][way], names[layer][way][1], h, 4 * h, sqrtf(3.0f / (float)(2 * h)), false);
            new_matrix(&biases[layer][way], names[layer][way][2], 1, 4 * h, 0, false);
            for (size_t i = h; i < 2 * h; i++)
                biases[layer][way].value[i] = 1.0f;  /* forget gates start open */
        }
    float s = sqrtf(3.0f / (float)(2 * h));
    new_matrix(&upos_w, "upos", 2 * h, DM_UPOS_COUNT, s, false);
    new_matrix(&upos_b, "upos_b", 1, DM_UPOS_COUNT, 0, false);
    new_matrix(&xpos_w, "xpos", 2 * h, DM_XPOS_COUNT, s, false);
    new_matrix(&xpos_b, "xpos_b", 1, DM_XPOS_COUNT, 0, false);
    new_matrix(&arc_dep_w, "arc_dep", 2 * h, ARC, s, false);
    new_matrix(&arc_dep_b, "arc_dep_b", 1, ARC, 0, false);
    new_matrix(&arc_head_w, "arc_head", 2 * h, ARC, s, false);
    new_matrix(&arc_head_b, "arc_head_b", 1, ARC, 0, false);
    new_matrix(&arc_u, "arc_u", ARC, ARC, 0.03f, false);
    new_matrix(&arc_bias, "arc_bias", 1, ARC, 0.03f, false);
    new_matrix(&root_arc, "root_arc", 1, ARC, 0.1f, false);
    new_matrix(&root_label, "root_label", 1, LABEL, 0.1f, false);
    new_matrix(&label_dep_w, "label_dep", 2 * h, LABEL, s, false);
    new_matrix(&label_dep_b, "label_dep_b", 1, LABEL, 0, false);
    new_matrix(&label_head_w, "label_head", 2 * h, LABEL, s, false);
    new_matrix(&label_head_b, "label_head_b", 1, LABEL, 0, false);
    new_matrix(&label_u, "label_u", LABEL, (size_t)LABEL * RELATIONS, 0.05f, false);
    new_matrix(&label_d, "label_d", LABEL, RELATIONS, 0.2f, false);
    new_matrix(&label_h, "label_h", LABEL, RELATIONS, 0.2f, false);
    new_matrix(&label_bias, "label_bias", 1, RELATIONS, 0, false);
}

/* ---- Sentences ------------------------------------------------------------------------------------------- */

typedef struct token {
    uint32_t word, count, rows[DM_NET_TABLES];
    uint16_t head;            /* 1-based, 0 root */
    uint8_t upos, xpos, relation;
} token;
typedef struct sentence {
    token *tokens;
    uint32_t size;
} sentence;
typedef struct treebank {
    sentence *at;
    size_t count, room;
} treebank;

static dm_map vocabulary;
static uint32_t *vocabulary_counts;
static size_t vocabulary_size = 1, vocabulary_room;
static uint64_t *vocabulary_keys;

static uint32_t word_id(uint64_t key, bool grow)
{
    uint32_t id = dm_map_get(&vocabulary, key);
    if (id == DM_NONE && grow) {
        if (vocabulary_size + 1 >= vocabulary_room) {
            vocabulary_room = vocabulary_room == 0 ? 4096 : vocabulary_room * 2;
            vocabulary_counts = realloc(vocabulary_counts, vocabulary_room * 4);
            vocabulary_keys = realloc(vocabulary_keys, vocabulary_room * 8);
            if (vocabulary_counts == NULL || vocabulary_keys == NULL)
                die("out of memory");
        }
        id = (uint32_t)vocabulary_size++;
        vocabulary_counts[id] = 0;
        vocabulary_keys[id] = key;
        if (!dm_map_set(&vocabulary, key, id))
            die("out of memory");
    }
    if (id != DM_NONE && grow)
        vocabulary_counts[id]++;
    return id == DM_NONE ? 0 : id;
}

static void read_bank(const char *path, treebank *bank, bool grow)
{
    dm_file file;
    dm_error error;
    if (dm_file_open(path, &file, &error) != DM_OK)
        die(error.why);
    dm_slice rest = {file.at, file.size};
    uint32_t line = 1;
    dm_arena arena;
    dm_arena_init(&arena);
    for (;;) {
        dm_conllu given;
        dm_arena_reset(&arena);
        dm_status status = dm_conllu_read(&rest, &line, 10000, &arena, &given, &error);
        if (status == DM_END)
            break;
        if (status != DM_OK) {
            fprintf(stderr, "%s:%u: %s\n", path, error.line, error.why);
            exit(1);
        }
        for (uint32_t s = 0; s < given.text.sentence_count; s++) {
            const dm_sentence *from = &given.text.sentences[s];
            if (bank->count == bank->room) {
                bank->room = bank->room == 0 ? 1024 : bank->room * 2;
                bank->at = realloc(bank->at, bank->room * sizeof *bank->at);
                if (bank->at == NULL)
                    die("out of memory");
            }
            sentence *to = &bank->at[bank->count++];
            to->size = from->last - from->first;
            to->tokens = zeros(to->size, sizeof *to->tokens);
            for (uint32_t i = 0; i < to->size; i++) {
                const dm_token *t = &given.tree.tokens[from->first + i];
                token *out = &to->tokens[i];
                out->word = word_id(given.text.words[from->first + i].key, grow);
                dm_net_inputs(&given.text.words[from->first + i], i == 0, out->rows);
                out->head = t->head == DM_NONE ? 0 : (uint16_t)(t->head - from->first + 1);
                out->upos = t->upos;
                out->xpos = t->xpos;
                out->relation = t->relation;
            }
            if (grow && to->size > LONGEST)
                bank->count--;
        }
    }
    dm_arena_free(&arena);
    dm_file_close(&file);
}

/* ---- The network on one minibatch ------------------------------------------------------------------------ */

typedef struct batch {
    sentence *sentences[MOST_SENTENCES];
    uint32_t count, tokens;
    uint32_t offset[MOST_SENTENCES];
    const token *token[MOST_TOKENS];
} batch;

/* Buffers by token. */
static float *x0, *dx0, *mask0, *out[2], *dout[2], *mask[2], *gates[2][2], *cells[2][2], *dgates, *hidden_before, *dhidden, *dcell,
    *step_gates, *tag_scores, *arc_dep, *arc_head, *d_arc_dep, *d_arc_head, *arc_mid, *d_arc_mid, *label_dep, *label_head,
    *d_label_dep, *d_label_head, *label_mid, *scores, *label_scores;
static float *m_arc_dep, *m_arc_head, *m_label_dep, *m_label_head;

static void allocate(void)
{
    size_t n = MOST_TOKENS, h = (size_t)H;
    x0 = zeros(n * INPUT, 4), dx0 = zeros(n * INPUT, 4), mask0 = zeros(n * INPUT, 4);
    for (int l = 0; l < 2; l++) {
        out[l] = zeros(n * 2 * h, 4), dout[l] = zeros(n * 2 * h, 4), mask[l] = zeros(n * 2 * h, 4);
        for (int w = 0; w < 2; w++)
            gates[l][w] = zeros(n * 4 * h, 4), cells[l][w] = zeros(n * h, 4);
    }
    dgates = zeros(n * 4 * h, 4);
    hidden_before = zeros((size_t)MOST_SENTENCES * h, 4), dhidden = zeros((size_t)MOST_SENTENCES * h, 4);
    dcell = zeros((size_t)MOST_SENTENCES * h, 4), step_gates = zeros((size_t)MOST_SENTENCES * 4 * h, 4);
    tag_scores = zeros(n * DM_XPOS_COUNT, 4);
    arc_dep = zeros(n * ARC, 4), d_arc_dep = zeros(n * ARC, 4), arc_mid = zeros(n * ARC, 4);
    d_arc_mid = zeros(n * ARC, 4), m_arc_dep = zeros(n * ARC, 4);
    arc_head = zeros(n * ARC, 4), d_arc_head = zeros(n * ARC, 4), m_arc_head = zeros(n * ARC, 4);
    label_dep = zeros(n * LABEL, 4), d_label_dep = zeros(n * LABEL, 4), m_label_dep = zeros(n * LABEL, 4);
    label_head = zeros(n * LABEL, 4), d_label_head = zeros(n * LABEL, 4), m_label_head = zeros(n * LABEL, 4);
    label_mid = zeros(n * LABEL * RELATIONS, 4);
    scores = zeros((size_t)(LONGEST + 2) * (LONGEST + 2), 4);
    label_scores = zeros(RELATIONS, 4);
}

static void fill(float *at, size_t count, float value)
{
    for (size_t i = 0; i < count; i++)
        at[i] = value;
}

/* Dropout: a mask of 0 and 1 / keep, applied. */
static void drop(float *x, float *m, size_t count, float rate, bool training)
{
    if (!training) {
        fill(m, count, 1);
        return;
    }
    uint64_t limit = (uint64_t)((double)rate * 65536.0);
    float kept = 1 / (1 - rate);
    for (size_t i = 0; i < count;) {
        uint64_t bits = random_next();
        for (int k = 0; k < 4 && i < count; k++, i++, bits >>= 16) {
            m[i] = (bits & 0xFFFF) < limit ? 0 : kept;
            x[i] *= m[i];
        }
    }
}

/* x[N x out] = bias + in x W */
static void affine(const float *in, size_t n, const matrix *w, const matrix *b, float *x)
{
    for (size_t i = 0; i < n; i++)
        memcpy(x + i * w->columns, b->value, w->columns * 4);
    multiply(n, w->columns, w->rows, in, w->rows, 1, w->value, w->columns, x, w->columns);
}

/* Slopes of an affine map; dx += dy x W^T (dx may be NULL). */
static void affine_back(const float *in, size_t n, matrix *w, matrix *b, const float *dy, float *dx)
{
    multiply(w->rows, w->columns, n, in, 1, w->rows, dy, w->columns, w->slope, w->columns);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < w->columns; j++)
            b->slope[j] += dy[i * w->columns + j];
    if (dx != NULL)
        multiply(n, w->rows, w->columns, dy, w->columns, 1, w->across, w->rows, dx, w->rows);
}

static uint32_t place(const batch *b, uint32_t s, uint32_t step, int way)
{
    return b->offset[s] + (way == 0 ? step : b->sentences[s]->size - 1 - step);
}

static void lstm(const batch *b, const float *in, int layer, int way, float *output)
{
    size_t h = (size_t)H, g = 4 * h;
    float *gate = gates[layer][way], *cell = cells[layer][way];
    affine(in, b->tokens, &input_weights[layer][way], &biases[layer][way], gate);
    uint32_t active = b->count;
    for (uint32_t step = 0; step < b->sentences[0]->size; step++) {
        while (active > 0 && b->sentences[active - 1]->size <= step)
            active--;
        if (step > 0) {
            for (uint32_t s = 0; s < active; s++) {
                memcpy(hidden_before + s * h, output + place(b, s, step - 1, way) * 2 * h + (size_t)way * h, h * 4);
                memcpy(step_gates + s * g, gate + place(b, s, step, way) * g, g * 4);
            }
            multiply(active, g, h, hidden_before, h, 1, state_weights[layer][way].value, g, step_gates, g);
            for (uint32_t s = 0; s < active; s++)
                memcpy(gate + place(b, s, step, way) * g, step_gates + s * g, g * 4);
        }
        for (uint32_t s = 0; s < active; s++) {
            uint32_t at = place(b, s, step, way);
            float *x = gate + at * g, *c = cell + at * h, *o = output + at * 2 * h + (size_t)way * h;
            const float *before = step > 0 ? cell + place(b, s, step - 1, way) * h : NULL;
            sigmoid(x, 2 * h);             /* input, forget */
            hyperbolic(x + 2 * h, h);      /* candidate */
            sigmoid(x + 3 * h, h);         /* output */
            for (size_t i = 0; i < h; i++)
                o[i] = c[i] = x[i] * x[2 * h + i] + (before == NULL ? 0 : x[h + i] * before[i]);
            hyperbolic(o, h);
            for (size_t i = 0; i < h; i++)
                o[i] *= x[3 * h + i];
        }
    }
}

static void lstm_back(const batch *b, const float *in, int layer, int way, const float *output, const float *doutput, float *din)
{
    size_t h = (size_t)H, g = 4 * h;
    float *gate = gates[layer][way], *cell = cells[layer][way];
    fill(dhidden, (size_t)b->count * h, 0);
    fill(dcell, (size_t)b->count * h, 0);
    uint32_t active = 0;
    static float squashed[1024];
    for (uint32_t step = b->sentences[0]->size; step-- > 0;) {
        while (active < b->count && b->sentences[active]->size > step)
            active++;
        for (uint32_t s = 0; s < active; s++) {
            uint32_t at = place(b, s, step, way);
            const float *x = gate + at * g, *c = cell + at * h, *dy = doutput + at * 2 * h + (size_t)way * h;
            const float *before = step > 0 ? cell + place(b, s, step - 1, way) * h : NULL;
            float *d = step_gates + s * g, *dh = dhidden + s * h, *dc = dcell + s * h;
            memcpy(squashed, c, h * 4);
            hyperbolic(squashed, h);
            for (size_t i = 0; i < h; i++) {
                float t = squashed[i], whole = dy[i] + dh[i];
                float slope = dc[i] + whole * x[3 * h + i] * (1 - t * t);
                d[3 * h + i] = whole * t * x[3 * h + i] * (1 - x[3 * h + i]);
                d[i] = slope * x[2 * h + i] * x[i] * (1 - x[i]);
                d[2 * h + i] = slope * x[i] * (1 - x[2 * h + i] * x[2 * h + i]);
                d[h + i] = before == NULL ? 0 : slope * before[i] * x[h + i] * (1 - x[h + i]);
                dc[i] = slope * x[h + i];
                dh[i] = 0;
            }
            memcpy(dgates + at * g, d, g * 4);
            if (step > 0)
                memcpy(hidden_before + s * h, output + place(b, s, step - 1, way) * 2 * h + (size_t)way * h, h * 4);
        }
        if (step > 0) {
            multiply(active, h, g, step_gates, g, 1, state_weights[layer][way].across, h, dhidden, h);
            multiply(h, g, active, hidden_before, 1, h, step_gates, g, state_weights[layer][way].slope, g);
        }
    }
    affine_back(in, b->tokens, &input_weights[layer][way], &biases[layer][way], dgates, din);
}

/* Softmax of `count` scores in place of slopes: returns the loss; scores become p - 1[gold], times weight. */
static float softmax_loss(float *x, size_t count, size_t gold, float weight)
{
    float highest = x[0], sum = 0;
    for (size_t i = 1; i < count; i++)
        highest = x[i] > highest ? x[i] : highest;
    for (size_t i = 0; i < count; i++)
        sum += x[i] = expf(x[i] - highest);
    float loss = -logf(x[gold] / sum + 1e-20f);
    for (size_t i = 0; i < count; i++)
        x[i] = x[i] / sum * weight;
    x[gold] -= weight;
    return loss;
}

static size_t best_of(const float *x, size_t count)
{
    size_t best = 0;
    for (size_t i = 1; i < count; i++)
        if (x[i] > x[best])
            best = i;
    return best;
}

typedef struct tally { uint64_t words, upos, xpos, uas, las; double loss; } tally;

/* Universal part of a relation, for scoring. */
static bool same_universal(uint8_t a, uint8_t b)
{
    const char *x = dm_relation_name((dm_relation)a), *y = dm_relation_name((dm_relation)b);
    size_t n = strcspn(x, ":"), m = strcspn(y, ":");
    return n == m && memcmp(x, y, n) == 0;
}

static void relu(float *x, size_t count)
{
    for (size_t i = 0; i < count; i++)
        x[i] = x[i] > 0 ? x[i] : 0.1f * x[i];
}

/* Forward, and backward when training. */
static void run_batch(batch *b, bool training, tally *t)
{
    size_t n = b->tokens, h2 = 2 * (size_t)H;
    const float rate = 0.33f, per = 1.0f / (float)n;
    for (size_t i = 0; i < n; i++) {  /* inputs */
        const token *w = b->token[i];
        float *x = x0 + i * INPUT;
        uint32_t id = w->word;
        if (training && id != 0 && uniform() < 0.25f / (0.25f + (float)vocabulary_counts[id]))
            id = 0;
        if (!training && id != 0 && vocabulary_counts[id] < 2)
            id = 0;
        ((token *)(void *)(uintptr_t)w)->count = id;
        memcpy(x, words_table.value + (size_t)id * WORD, WORD * 4);
        x += WORD;
        for (int k = 0; k < DM_NET_TABLES; k++) {
            memcpy(x, tables[k].value + (size_t)w->rows[k] * dm_net_columns(&sizes, k), dm_net_columns(&sizes, k) * 4);
            x += dm_net_columns(&sizes, k);
        }
    }
    drop(x0, mask0, n * INPUT, rate, training);
    const float *in = x0;
    for (int layer = 0; layer < 2; layer++) {
        for (int way = 0; way < 2; way++)
            lstm(b, in, layer, way, out[layer]);
        in = out[layer];
        if (layer == 0) {
            /* the recurrent passes need the undropped output: dropout is applied to a copy */
            memcpy(dout[0], out[0], n * h2 * 4);
            drop(dout[0], mask[0], n * h2, rate, training);
            in = dout[0];
        }
    }
    /* dout[0] holds the dropped output of layer 1, kept for the slopes */
    static float *in2, *in3;
    if (in2 == NULL)
        in2 = zeros((size_t)MOST_TOKENS * 2 * (size_t)H, 4), in3 = zeros((size_t)MOST_TOKENS * 2 * (size_t)H, 4);
    memcpy(in2, dout[0], n * h2 * 4);
    memcpy(in3, out[1], n * h2 * 4);
    drop(in3, mask[1], n * h2, rate, training);
    fill(dout[0], n * h2, 0);
    fill(dout[1], n * h2, 0);
    t->words += n;
    for (int kind = 0; kind < 2; kind++) {  /* tags */
        matrix *w = kind == 0 ? &upos_w : &xpos_w, *bias = kind == 0 ? &upos_b : &xpos_b;
        affine(in2, n, w, bias, tag_scores);
        for (size_t i = 0; i < n; i++) {
            float *s = tag_scores + i * w->columns;
            size_t gold = kind == 0 ? b->token[i]->upos : b->token[i]->xpos;
            *(kind == 0 ? &t->upos : &t->xpos) += best_of(s, w->columns) == gold;
            t->loss += (double)softmax_loss(s, w->columns, gold, per * 0.5f);
        }
        if (training)
            affine_back(in2, n, w, bias, tag_scores, dout[0]);
    }
    /* arcs and labels */
    affine(in3, n, &arc_dep_w, &arc_dep_b, arc_dep), relu(arc_dep, n * ARC);
    affine(in3, n, &arc_head_w, &arc_head_b, arc_head), relu(arc_head, n * ARC);
    affine(in3, n, &label_dep_w, &label_dep_b, label_dep), relu(label_dep, n * LABEL);
    affine(in3, n, &label_head_w, &label_head_b, label_head), relu(label_head, n * LABEL);
    if (training) {
        memcpy(m_arc_dep, arc_dep, n * ARC * 4), memcpy(m_arc_head, arc_head, n * ARC * 4);
        memcpy(m_label_dep, label_dep, n * LABEL * 4), memcpy(m_label_head, label_head, n * LABEL * 4);
        for (size_t i = 0; i < n * ARC; i++)
            m_arc_dep[i] = m_arc_dep[i] > 0 ? 1 : 0.1f, m_arc_head[i] = m_arc_head[i] > 0 ? 1 : 0.1f;
        for (size_t i = 0; i < n * LABEL; i++)
            m_label_dep[i] = m_label_dep[i] > 0 ? 1 : 0.1f, m_label_head[i] = m_label_head[i] > 0 ? 1 : 0.1f;
        fill(d_arc_dep, n * ARC, 0), fill(d_arc_head, n * ARC, 0), fill(d_arc_mid, n * ARC, 0);
        fill(d_label_dep, n * LABEL, 0), fill(d_label_head, n * LABEL, 0);
    }
    fill(arc_mid, n * ARC, 0);
    multiply(n, ARC, ARC, arc_dep, ARC, 1, arc_u.value, ARC, arc_mid, ARC);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < ARC; j++)
            arc_mid[i * ARC + j] += arc_bias.value[j];
    size_t lr = (size_t)LABEL * RELATIONS;
    fill(label_mid, n * lr, 0);
    multiply(n, lr, LABEL, label_dep, LABEL, 1, label_u.value, lr, label_mid, lr);
    static float *d_label_mid;
    if (training && d_label_mid == NULL)
        d_label_mid = zeros((size_t)MOST_TOKENS * lr, 4);
    if (training)
        fill(d_label_mid, n * lr, 0);
    for (uint32_t s = 0; s < b->count; s++) {
        uint32_t size = b->sentences[s]->size, from = b->offset[s], w = size + 1;
        /* scores[dep][head], head 0 is the root */
        for (uint32_t d = 1; d <= size; d++) {
            const float *mid = arc_mid + (size_t)(from + d - 1) * ARC;
            for (uint32_t k = 0; k <= size; k++) {
                const float *head = k == 0 ? root_arc.value : arc_head + (size_t)(from + k - 1) * ARC;
                v8 sum = {0};
                for (size_t j = 0; j < ARC; j += 8)
                    sum += *(const v8 *)(const void *)(mid + j) * *(const v8 *)(const void *)(head + j);
                scores[(size_t)d * w + k] = k == d ? -1e9f : ((sum[0] + sum[1]) + (sum[2] + sum[3])) + ((sum[4] + sum[5]) + (sum[6] + sum[7]));
            }
        }
        uint16_t heads[LONGEST * 8];
        if (!training) {
            for (uint32_t d = 1; d <= size; d++)
                heads[d] = (uint16_t)best_of(scores + (size_t)d * w, w);
            if (!is_tree(heads, size)) {
                eisner(scores, size, heads);
                uint32_t root = 0;
                for (uint32_t d = 1; d <= size; d++) {  /* further roots hang from the best one */
                    if (heads[d] == 0 && (root == 0 || scores[(size_t)d * w] > scores[(size_t)root * w]))
                        root = d;
                }
                for (uint32_t d = 1; d <= size; d++)
                    if (heads[d] == 0 && d != root)
                        heads[d] = (uint16_t)root;
            }
        }
        for (uint32_t d = 1; d <= size; d++) {
            const token *gold = &b->sentences[s]->tokens[d - 1];
            uint32_t head = training ? gold->head : heads[d];
            size_t di = from + d - 1;
            const float *lh = head == 0 ? root_label.value : label_head + (size_t)(from + head - 1) * LABEL;
            const float *ld = label_dep + di * LABEL, *mid = label_mid + di * lr;
            memcpy(label_scores, label_bias.value, RELATIONS * 4);
            for (size_t j = 0; j < LABEL; j++)
                for (size_t r = 0; r < RELATIONS; r++)
                    label_scores[r] += mid[j * RELATIONS + r] * lh[j] + ld[j] * label_d.value[j * RELATIONS + r] +
                                       lh[j] * label_h.value[j * RELATIONS + r];
            size_t label = best_of(label_scores, RELATIONS);
            if (!training) {
                t->uas += head == gold->head;
                t->las += head == gold->head && same_universal((uint8_t)label, gold->relation);
                continue;
            }
            t->loss += (double)softmax_loss(label_scores, RELATIONS, gold->relation, per);
            float *dlh = head == 0 ? root_label.slope : d_label_head + (size_t)(from + head - 1) * LABEL;
            float *dld = d_label_dep + di * LABEL, *dmid = d_label_mid + di * lr;
            for (size_t r = 0; r < RELATIONS; r++)
                label_bias.slope[r] += label_scores[r];
            for (size_t j = 0; j < LABEL; j++) {
                float a = 0, c = 0;
                for (size_t r = 0; r < RELATIONS; r++) {
                    float g = label_scores[r];
                    dmid[j * RELATIONS + r] += g * lh[j];
                    a += g * (mid[j * RELATIONS + r] + label_h.value[j * RELATIONS + r]);
                    c += g * label_d.value[j * RELATIONS + r];
                    label_d.slope[j * RELATIONS + r] += g * ld[j];
                    label_h.slope[j * RELATIONS + r] += g * lh[j];
                }
                dlh[j] += a;
                dld[j] += c;
            }
            /* arcs */
            float *row = scores + (size_t)d * w;
            t->uas += best_of(row, w) == gold->head;
            t->loss += (double)softmax_loss(row, w, gold->head, per);
            const float *amid = arc_mid + di * ARC;
            float *damid = d_arc_mid + di * ARC;
            for (uint32_t k = 0; k <= size; k++) {
                float g = row[k];
                if (k == d || fabsf(g) < 1e-9f)
                    continue;
                const float *ah = k == 0 ? root_arc.value : arc_head + (size_t)(from + k - 1) * ARC;
                float *dah = k == 0 ? root_arc.slope : d_arc_head + (size_t)(from + k - 1) * ARC;
                for (size_t j = 0; j < ARC; j++) {
                    damid[j] += g * ah[j];
                    dah[j] += g * amid[j];
                }
            }
        }
    }
    if (!training)
        return;
    multiply(LABEL, lr, n, label_dep, 1, LABEL, d_label_mid, lr, label_u.slope, lr);
    multiply(n, LABEL, lr, d_label_mid, lr, 1, label_u.across, LABEL, d_label_dep, LABEL);
    multiply(ARC, ARC, n, arc_dep, 1, ARC, d_arc_mid, ARC, arc_u.slope, ARC);
    multiply(n, ARC, ARC, d_arc_mid, ARC, 1, arc_u.across, ARC, d_arc_dep, ARC);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < ARC; j++)
            arc_bias.slope[j] += d_arc_mid[i * ARC + j];
    for (size_t i = 0; i < n * ARC; i++)
        d_arc_dep[i] *= m_arc_dep[i], d_arc_head[i] *= m_arc_head[i];
    for (size_t i = 0; i < n * LABEL; i++)
        d_label_dep[i] *= m_label_dep[i], d_label_head[i] *= m_label_head[i];
    affine_back(in3, n, &arc_dep_w, &arc_dep_b, d_arc_dep, dout[1]);
    affine_back(in3, n, &arc_head_w, &arc_head_b, d_arc_head, dout[1]);
    affine_back(in3, n, &label_dep_w, &label_dep_b, d_label_dep, dout[1]);
    affine_back(in3, n, &label_head_w, &label_head_b, d_label_head, dout[1]);
    for (size_t i = 0; i < n * h2; i++)
        dout[1][i] *= mask[1][i];
    for (int way = 0; way < 2; way++)
        lstm_back(b, in2, 1, way, out[1], dout[1], dout[0]);
    for (size_t i = 0; i < n * h2; i++)
        dout[0][i] *= mask[0][i];
    fill(dx0, n * INPUT, 0);
    for (int way = 0; way < 2; way++)
        lstm_back(b, x0, 0, way, out[0], dout[0], dx0);
    for (size_t i = 0; i < n; i++) {
        const token *w = b->token[i];
        float *d = dx0 + i * INPUT;
        for (size_t j = 0; j < INPUT; j++)
            d[j] *= mask0[i * INPUT + j];
        words_table.touched[w->count] = 1;
        for (size_t j = 0; j < WORD; j++)
            words_table.slope[(size_t)w->count * WORD + j] += d[j];
        d += WORD;
        for (int k = 0; k < DM_NET_TABLES; k++) {
            tables[k].touched[w->rows[k]] = 1;
            for (size_t j = 0; j < dm_net_columns(&sizes, k); j++)
                tables[k].slope[(size_t)w->rows[k] * dm_net_columns(&sizes, k) + j] += d[j];
            d += dm_net_columns(&sizes, k);
        }
    }
}

/* ---- Batches --------------------------------------------------------------------------------------------- */

static int by_size(const void *a, const void *b)
{
    const sentence *x = *(sentence *const *)a, *y = *(sentence *const *)b;
    return x->size != y->size ? (x->size > y->size ? -1 : 1) : (x < y ? -1 : x > y);
}

/* Next minibatch of sentences of like length from a list sorted by length. */
static size_t take_batch(sentence **sorted, size_t from, size_t count, uint32_t limit, batch *b)
{
    b->count = b->tokens = 0;
    size_t i = from;
    for (; i < count && b->count < MOST_SENTENCES; i++) {
        if (b->count > 0 && b->tokens + sorted[i]->size > limit)
            break;
        if (sorted[i]->size > LONGEST || sorted[i]->size == 0)
            continue;
        b->sentences[b->count] = sorted[i];
        b->offset[b->count++] = b->tokens;
        for (uint32_t k = 0; k < sorted[i]->size; k++)
            b->token[b->tokens++] = &sorted[i]->tokens[k];
    }
    return i;
}

static sentence **pointers(treebank *bank)
{
    sentence **list = zeros(bank->count, sizeof *list);
    for (size_t i = 0; i < bank->count; i++)
        list[i] = &bank->at[i];
    return list;
}

static double evaluate(const char *name, treebank *bank)
{
    sentence **sorted = pointers(bank);
    qsort(sorted, bank->count, sizeof *sorted, by_size);
    tally t = {0};
    static batch b;
    for (size_t i = 0; i < bank->count;) {
        i = take_batch(sorted, i, bank->count, 1000, &b);
        if (b.count > 0)
            run_batch(&b, false, &t);
    }
    free(sorted);
    printf("  %s: UPOS %.2f XPOS %.2f UAS %.2f LAS %.2f", name, 100.0 * (double)t.upos / (double)t.words,
           100.0 * (double)t.xpos / (double)t.words, 100.0 * (double)t.uas / (double)t.words, 100.0 * (double)t.las / (double)t.words);
    return 100.0 * (double)t.las / (double)t.words;
}

/* Weights as half precision; words seen once go (they count as unknown). */
static void save(const char *path)
{
    static const char facts[] = "joint tagger and parser: BiLSTM and biaffine scorers";
    dm_model_part parts[64];
    uint64_t *keys = zeros(vocabulary_size, 8);
    uint32_t kept = 1;
    uint16_t *halves[64];
    size_t count = 0;
    uint32_t *rows = zeros(vocabulary_size, 4);
    for (size_t i = 1; i < vocabulary_size; i++)
        if (vocabulary_counts[i] >= 2) {
            keys[kept] = vocabulary_keys[i];
            rows[kept++] = (uint32_t)i;
        }
    uint32_t shape[8] = {sizes.h, kept, RELATIONS, sizes.word, sizes.affix, sizes.other, sizes.arc, sizes.label};
    parts[count++] = (dm_model_part){"facts", facts, sizeof facts};
    parts[count++] = (dm_model_part){"sizes", shape, sizeof shape};
    parts[count++] = (dm_model_part){"keys", keys, (size_t)kept * 8};
    for (size_t i = 0; i < parameter_count; i++) {
        const matrix *m = parameters[i];
        size_t n = m == &words_table ? kept : m->rows;
        halves[i] = zeros(n * m->columns, 2);
        for (size_t r = 0; r < n; r++)
            for (size_t c = 0; c < m->columns; c++)
                halves[i][r * m->columns + c] = dm_half_of(m->value[(m == &words_table ? rows[r] : r) * m->columns + c]);
        parts[count++] = (dm_model_part){m->name, halves[i], n * m->columns * 2};
    }
    dm_error error;
    if (dm_model_write(path, "net", parts, count, &error) != DM_OK)
        die(error.why);
    for (size_t i = 0; i < parameter_count; i++)
        free(halves[i]);
    free(keys);
    free(rows);
}

int main(int count, char **words)
{
    int epochs = 12, seed = 1, i = 1, dev_count = 0;
    static treebank train, dev[8];
    const char *dev_names[8];
    dm_map_init(&vocabulary);
    for (; i + 1 < count && words[i][0] == '-'; i += 2) {
        uint32_t *size = words[i][1] == 'h' ? &sizes.h : words[i][1] == 'w' ? &sizes.word : words[i][1] == 'f' ? &sizes.affix :
                         words[i][1] == 'o' ? &sizes.other : words[i][1] == 'a' ? &sizes.arc : words[i][1] == 'l' ? &sizes.label : NULL;
        if (size != NULL)
            *size = (uint32_t)atoi(words[i + 1]);
        else if (words[i][1] == 'e')
            epochs = atoi(words[i + 1]);
        else if (words[i][1] == 's')
            seed = atoi(words[i + 1]);
        else if (words[i][1] == 'd' && dev_count < 8)
            dev_names[dev_count++] = words[i + 1];
        else
            die("no such option");
    }
    if (i + 1 >= count)
        die("usage: net [-h H] [-w WORD] [-f AFFIX] [-o OTHER] [-a ARC] [-l LABEL] [-e EPOCHS] [-s SEED] [-d DEV.conllu]... OUT TRAIN...");
    const char *path = words[i++];
    random_state = (uint64_t)seed * 0x9e3779b97f4a7c15u + 1;
    word_id(0, true);  /* 0 stands for unknown words; this takes 1 for nothing */
    for (; i < count; i++)
        read_bank(words[i], &train, true);
    for (int d = 0; d < dev_count; d++)
        read_bank(dev_names[d], &dev[d], false);
    build(vocabulary_size);
    allocate();
    uint64_t tokens = 0;
    for (size_t s = 0; s < train.count; s++)
        tokens += train.at[s].size;
    printf("%zu sentences, %llu words, vocabulary %zu, H %d\n", train.count, (unsigned long long)tokens, vocabulary_size, H);
    sentence **list = pointers(&train), **chunk = zeros(train.count, sizeof *chunk);
    static batch b;
    double best = 0;
    uint64_t steps = 0, all_steps = (uint64_t)epochs * tokens / 560;
    for (int epoch = 0; epoch < epochs; epoch++) {
        time_t began = time(NULL);
        tally t = {0};
        for (size_t k = train.count; k > 1; k--) {
            size_t other = random_next() % k;
            sentence *swap = list[k - 1];
            list[k - 1] = list[other];
            list[other] = swap;
        }
        /* sorted by length within chunks, so that batches differ from epoch to epoch */
        for (size_t from = 0; from < train.count; from += 400) {
            size_t size = train.count - from < 400 ? train.count - from : 400;
            memcpy(chunk, list + from, size * sizeof *chunk);
            qsort(chunk, size, sizeof *chunk, by_size);
            for (size_t k = 0; k < size;) {
                k = take_batch(chunk, k, size, 600, &b);
                if (b.count == 0)
                    continue;
                transpose_all();
                run_batch(&b, true, &t);
                float left = 1 - (float)steps / (float)all_steps;
                adam(0.002f * (left < 0.02f ? 0.02f : left));
                steps++;
            }
        }
        printf("epoch %d: loss %.3f UPOS %.2f UAS %.2f, %ld s;", epoch + 1, t.loss / (double)t.words,
               100.0 * (double)t.upos / (double)t.words, 100.0 * (double)t.uas / (double)t.words, (long)(time(NULL) - began));
        double sum = 0;
        for (int d = 0; d < dev_count; d++)
            sum += evaluate(strrchr(dev_names[d], '/') ? strrchr(dev_names[d], '/') + 1 : dev_names[d], &dev[d]);
        printf("\n");
        fflush(stdout);
        if (sum >= best) {
            best = sum;
            save(path);
        }
    }
    return 0;
}
