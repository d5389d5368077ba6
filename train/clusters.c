/* clusters: learns classes of words from the grammatical contexts they stand in (Levy & Goldberg 2014, "Dependency-based
 * word embeddings": here by positive pointwise mutual information, a truncated singular value decomposition by subspace
 * iteration, and spherical k-means).
 *
 *   build/train/clusters OUT.model FILE.jsonl[.gz]...
 *
 * Prints the classes of some words, to be read by eye. Everything is seeded; the same input gives the same file. */
#include "code/clusters.h"
#include "read/document.h"

#include <math.h>
#include <stdlib.h>

#define RANK 64
#define FINE 640
#define COARSE 96
#define LEAST_WORD 12
#define LEAST_CONTEXT 4

static void die(const char *why)
{
    fprintf(stderr, "clusters: %s\n", why);
    exit(1);
}
static void *zeros(size_t count, size_t size)
{
    void *given = calloc(count == 0 ? 1 : count, size);
    if (given == NULL)
        die("out of memory");
    return given;
}
static uint64_t random_state = 0x9e3779b97f4a7c15u;
static float random_normal(void)  /* sum of uniforms: near enough */
{
    float sum = 0;
    for (int i = 0; i < 6; i++) {
        random_state ^= random_state << 13;
        random_state ^= random_state >> 7;
        random_state ^= random_state << 17;
        sum += (float)(random_state >> 40) / (float)(1 << 24) - 0.5f;
    }
    return sum;
}

/* A table of things with counts, numbered in order of first sight. */
typedef struct table {
    dm_map map;
    uint64_t *keys;
    uint32_t *counts;
    char (*names)[24];
    uint32_t count, room;
} table;

static uint32_t note(table *t, uint64_t key, dm_slice name, char kind)
{
    uint32_t at = dm_map_get(&t->map, key);
    if (at == DM_NONE) {
        if (t->count == t->room) {
            t->room = t->room == 0 ? 1 << 16 : t->room * 2;
            t->keys = realloc(t->keys, t->room * sizeof *t->keys);
            t->counts = realloc(t->counts, t->room * sizeof *t->counts);
            t->names = realloc(t->names, t->room * sizeof *t->names);
            if (t->keys == NULL || t->counts == NULL || t->names == NULL)
                die("out of memory");
        }
        at = t->count++;
        t->keys[at] = key;
        t->counts[at] = 0;
        snprintf(t->names[at], sizeof t->names[at], "%c:%.*s", kind, (int)(name.size < 20 ? name.size : 20), name.at);
        if (!dm_map_set(&t->map, key, at))
            die("out of memory");
    }
    t->counts[at]++;
    return at;
}

static table words, contexts;
typedef struct cell { uint32_t row, column; float value; } cell;
static struct { cell *at; size_t count, room; } cells;

static void pair(uint32_t word, uint32_t context)
{
    if (cells.count == cells.room) {
        cells.room = cells.room == 0 ? 1 << 20 : cells.room * 2;
        cells.at = realloc(cells.at, cells.room * sizeof *cells.at);
        if (cells.at == NULL)
            die("out of memory");
    }
    cells.at[cells.count++] = (cell){word, context, 1};
}

static bool wanted(const dm_token *token)
{
    return token->upos == DM_VERB || token->upos == DM_NOUN || token->upos == DM_ADJ || token->upos == DM_ADV;
}

/* What a word counts as in the context of another: names by their kind, numbers as one. */
static uint64_t as_context(const dm_token *token)
{
    if (token->upos == DM_PROPN)
        return 11 + (uint64_t)token->name;
    if (token->upos == DM_NUM)
        return 20;
    return token->lemma_key;
}

static void count_tree(const dm_tree *tree)
{
    const dm_token *tokens = tree->tokens;
    for (uint32_t i = 0; i < tree->text->word_count; i++) {
        uint32_t head = tokens[i].head;
        if (head == DM_NONE || tokens[i].upos == DM_PUNCT)
            continue;
        uint8_t relation = tokens[i].relation;
        if (relation == DM_R_CASE || relation == DM_R_DET || relation == DM_R_MARK || relation == DM_R_PUNCT || relation == DM_R_CC ||
            relation == DM_R_AUX || relation == DM_R_COP || relation == DM_R_FLAT)
            continue;
        uint64_t label = dm_mix(relation, relation == DM_R_OBL || relation == DM_R_NMOD ? dm_tree_case(tree, i) : 0);
        for (int way = 0; way < 2; way++) {
            uint32_t word = way == 0 ? head : i, other = way == 0 ? i : head;
            if (!wanted(&tokens[word]))
                continue;
            uint64_t key = dm_cluster_key(tokens[word].lemma_key, tokens[word].upos);
            uint32_t w = note(&words, key, tokens[word].lemma, tokens[word].upos == DM_VERB ? 'v' : tokens[word].upos == DM_NOUN ? 'n' : 'a');
            uint32_t c = note(&contexts, dm_mix(dm_mix(label, (uint64_t)way), as_context(&tokens[other])), (dm_slice){"", 0}, 'c');
            pair(w, c);
        }
    }
}

static int by_place(const void *a, const void *b)
{
    const cell *x = a, *y = b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return x->column < y->column ? -1 : x->column > y->column;
}

/* Rare words and contexts go, equal cells join, counts become positive pointwise mutual information. */
static void weigh(void)
{
    uint32_t *row_of = zeros(words.count, 4), *column_of = zeros(contexts.count, 4), rows = 0, columns = 0;
    for (uint32_t i = 0; i < words.count; i++) {
        row_of[i] = words.counts[i] >= LEAST_WORD ? rows : DM_NONE;
        if (row_of[i] == DM_NONE)
            continue;
        words.keys[rows] = words.keys[i];
        memmove(words.names[rows], words.names[i], sizeof *words.names);
        rows++;
    }
    for (uint32_t i = 0; i < contexts.count; i++)
        column_of[i] = contexts.counts[i] >= LEAST_CONTEXT ? columns++ : DM_NONE;
    size_t kept = 0;
    for (size_t i = 0; i < cells.count; i++) {
        uint32_t r = row_of[cells.at[i].row], c = column_of[cells.at[i].column];
        if (r != DM_NONE && c != DM_NONE)
            cells.at[kept++] = (cell){r, c, 1};
    }
    qsort(cells.at, kept, sizeof *cells.at, by_place);
    size_t count = 0;
    for (size_t i = 0; i < kept; i++) {
        if (count > 0 && cells.at[count - 1].row == cells.at[i].row && cells.at[count - 1].column == cells.at[i].column)
            cells.at[count - 1].value += 1;
        else
            cells.at[count++] = cells.at[i];
    }
    double *row_sum = zeros(rows, 8), *column_sum = zeros(columns, 8), all = 0, smooth = 0;
    for (size_t i = 0; i < count; i++) {
        row_sum[cells.at[i].row] += (double)cells.at[i].value;
        column_sum[cells.at[i].column] += (double)cells.at[i].value;
        all += (double)cells.at[i].value;
    }
    for (uint32_t c = 0; c < columns; c++)
        smooth += column_sum[c] = pow(column_sum[c], 0.75);
    kept = 0;
    for (size_t i = 0; i < count; i++) {
        double value = log((double)cells.at[i].value / row_sum[cells.at[i].row] / (column_sum[cells.at[i].column] / smooth));
        if (value > 0) {
            cells.at[kept] = cells.at[i];
            cells.at[kept++].value = (float)value;
        }
    }
    (void)all;
    cells.count = kept;
    words.count = rows;
    contexts.count = columns;
    printf("%u words, %u contexts, %zu cells\n", rows, columns, kept);
    free(row_of);
    free(column_of);
    free(row_sum);
    free(column_sum);
}

/* y += A x, or y += A^T x; x and y have RANK columns. */
static void times(bool across, const float *x, float *y)
{
    for (size_t i = 0; i < cells.count; i++) {
        const float *from = x + (size_t)(across ? cells.at[i].row : cells.at[i].column) * RANK;
        float *to = y + (size_t)(across ? cells.at[i].column : cells.at[i].row) * RANK, v = cells.at[i].value;
        for (int k = 0; k < RANK; k++)
            to[k] += v * from[k];
    }
}

/* Gram-Schmidt on columns. */
static void orthonormal(float *x, uint32_t rows)
{
    for (int k = 0; k < RANK; k++) {
        for (int twice = 0; twice < 2; twice++)
            for (int j = 0; j < k; j++) {
                double dot = 0;
                for (uint32_t r = 0; r < rows; r++)
                    dot += (double)x[(size_t)r * RANK + j] * (double)x[(size_t)r * RANK + k];
                for (uint32_t r = 0; r < rows; r++)
                    x[(size_t)r * RANK + k] -= (float)dot * x[(size_t)r * RANK + j];
            }
        double norm = 0;
        for (uint32_t r = 0; r < rows; r++)
            norm += (double)x[(size_t)r * RANK + k] * (double)x[(size_t)r * RANK + k];
        float scale = norm > 0 ? (float)(1 / sqrt(norm)) : 0;
        for (uint32_t r = 0; r < rows; r++)
            x[(size_t)r * RANK + k] *= scale;
    }
}

static float *vectors(void)
{
    float *left = zeros((size_t)words.count * RANK, 4), *right = zeros((size_t)contexts.count * RANK, 4);
    for (size_t i = 0; i < (size_t)contexts.count * RANK; i++)
        right[i] = random_normal();
    for (int round = 0; round < 6; round++) {
        memset(left, 0, (size_t)words.count * RANK * 4);
        times(false, right, left);
        orthonormal(left, words.count);
        memset(right, 0, (size_t)contexts.count * RANK * 4);
        times(true, left, right);
        if (round < 5)
            orthonormal(right, contexts.count);
    }
    /* columns of `right` now have the singular values as lengths: weigh by their square roots */
    for (int k = 0; k < RANK; k++) {
        double norm = 0;
        for (uint32_t r = 0; r < contexts.count; r++)
            norm += (double)right[(size_t)r * RANK + k] * (double)right[(size_t)r * RANK + k];
        float scale = (float)sqrt(sqrt(norm));
        for (uint32_t r = 0; r < words.count; r++)
            left[(size_t)r * RANK + k] *= scale;
    }
    for (uint32_t r = 0; r < words.count; r++) {
        double norm = 0;
        for (int k = 0; k < RANK; k++)
            norm += (double)left[(size_t)r * RANK + k] * (double)left[(size_t)r * RANK + k];
        float scale = norm > 0 ? (float)(1 / sqrt(norm)) : 0;
        for (int k = 0; k < RANK; k++)
            left[(size_t)r * RANK + k] *= scale;
    }
    free(right);
    return left;
}

static void group(const float *x, uint32_t count, int groups, uint16_t *of)
{
    float *centre = zeros((size_t)groups * RANK, 4), *next = zeros((size_t)groups * RANK, 4);
    for (int g = 0; g < groups; g++)  /* the most frequent words stand first in the list: spread over the first part */
        memcpy(centre + (size_t)g * RANK, x + (size_t)((uint64_t)g * (count < 6000 ? count : 6000) / (uint64_t)groups) * RANK, RANK * 4);
    for (int round = 0; round < 25; round++) {
        memset(next, 0, (size_t)groups * RANK * 4);
        for (uint32_t r = 0; r < count; r++) {
            float best = -2;
            for (int g = 0; g < groups; g++) {
                float dot = 0;
                for (int k = 0; k < RANK; k++)
                    dot += x[(size_t)r * RANK + k] * centre[(size_t)g * RANK + k];
                if (dot > best) {
                    best = dot;
                    of[r] = (uint16_t)g;
                }
            }
            for (int k = 0; k < RANK; k++)
                next[(size_t)of[r] * RANK + k] += x[(size_t)r * RANK + k];
        }
        for (int g = 0; g < groups; g++) {
            float norm = 0;
            for (int k = 0; k < RANK; k++)
                norm += next[(size_t)g * RANK + k] * next[(size_t)g * RANK + k];
            if (norm <= 0)
                continue;
            for (int k = 0; k < RANK; k++)
                centre[(size_t)g * RANK + k] = next[(size_t)g * RANK + k] / sqrtf(norm);
        }
    }
    free(centre);
    free(next);
}

static void show(const char *word, const uint16_t *fine)
{
    for (uint32_t i = 0; i < words.count; i++)
        if (strcmp(words.names[i], word) == 0) {
            printf("%s:", word);
            int shown = 0;
            for (uint32_t k = 0; k < words.count && shown < 14; k++)
                if (fine[k] == fine[i] && ++shown)
                    printf(" %s", words.names[k]);
            printf("\n");
        }
}

int main(int count, char **names)
{
    dm_resources resources;
    dm_splitter *splitter;
    dm_grammar *grammar;
    dm_error error;
    if (count < 3)
        die("usage: clusters OUT.model FILE.jsonl...");
    dm_map_init(&words.map);
    dm_map_init(&contexts.map);
    dm_resources_init(&resources, NULL, NULL);
    if (dm_splitter_open(&resources, &splitter, &error) != DM_OK || dm_grammar_open(&resources, DM_FAST, &grammar, &error) != DM_OK)
        die(error.why);
    dm_arena arena;
    dm_arena_init(&arena);
    for (int i = 2; i < count; i++) {
        FILE *in = fopen(names[i], "rb");
        dm_reader *reader;
        dm_read_options options = {.format = DM_FORMAT_JSONL};
        if (in == NULL || dm_reader_open(in, names[i], &options, &reader, &error) != DM_OK)
            die("cannot open a file");
        dm_document document;
        dm_slice warning;
        while (dm_reader_next(reader, &document, &warning, &error) == DM_OK) {
            dm_text text;
            dm_tree tree;
            dm_arena_reset(&arena);
            if (dm_text_split(splitter, &arena, document.text, &text, &error) != DM_OK ||
                dm_grammar_parse(grammar, &arena, &text, &tree, &error) != DM_OK)
                die(error.why);
            count_tree(&tree);
        }
        dm_reader_close(reader);
        fclose(in);
    }
    weigh();
    float *x = vectors();
    uint16_t *fine = zeros(words.count, 2), *coarse = zeros(words.count, 2);
    group(x, words.count, FINE, fine);
    group(x, words.count, COARSE, coarse);
    static const char *const shown[] = {"v:attack", "v:condemn", "v:release", "v:urge", "v:reject", "v:threaten", "v:arrest", "v:visit",
                                        "v:expel", "n:rebel", "n:ceasefire", "n:sanction", "n:bombing", "n:protester", "v:praise"};
    for (size_t i = 0; i < DM_COUNT(shown); i++)
        show(shown[i], fine);
    uint32_t room = 64;
    while (room < words.count * 2)
        room *= 2;
    dm_cluster *slots = zeros(room, sizeof *slots);
    for (uint32_t i = 0; i < words.count; i++) {
        uint32_t at = (uint32_t)words.keys[i] & (room - 1);
        while (slots[at].key != 0)
            at = (at + 1) & (room - 1);
        slots[at] = (dm_cluster){words.keys[i], (uint16_t)(fine[i] + 1), (uint16_t)(coarse[i] + 1), 0};
    }
    dm_model_part part = {"slots", slots, room * sizeof *slots};
    if (dm_model_write(names[1], "clusters", &part, 1, &error) != DM_OK)
        die(error.why);
    return 0;
}
