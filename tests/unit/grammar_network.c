/* The accurate and the balanced engine: their products are the same by every kernel, their trees are the best ones, and whatever they are given, every
 * sentence gets a tree; damaged weights are refused. */
#include "grammar/cells.h"
#include "grammar/halves.h"
#include "grammar/network_parts.h"
#include "test.h"

#include <math.h>
#include <stdlib.h>

static uint64_t seed = 88172645463325252u;
static uint32_t random_below(uint32_t most)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 16) % most;
}
static float random_float(float most) { return ((float)random_below(20001) / 10000.0f - 1.0f) * most; }

/* Each kernel gives the same bytes, and about what the weights give in floating point. */
static void kernels(void)
{
    enum { ROWS = 74, COLUMNS = 117, VECTORS = 13, WIDE = 128 };  /* several panels at a time and some left over */
    static float weights[ROWS * COLUMNS], vectors[VECTORS * ROWS], y[3][VECTORS * WIDE], scale[WIDE], units[VECTORS], begin[WIDE];
    static int16_t at[ROWS * WIDE], x[VECTORS * ROWS];
    for (size_t j = 0; j < WIDE; j++)
        begin[j] = 0.25f;
    for (int round = 0; round < 20; round++) {
        size_t count = round < VECTORS ? (size_t)round + 1 : VECTORS;
        for (size_t i = 0; i < DM_COUNT(weights); i++)
            weights[i] = random_float(i % 7 == 0 ? 3.0f : 0.1f);
        for (size_t i = 0; i < DM_COUNT(vectors); i++)
            vectors[i] = random_float(i % 11 == 0 ? 5.0f : 1.0f);
        dm_packed w = {.at = at, .scale = scale};
        dm_pack(weights, COLUMNS, ROWS, COLUMNS, 1, &w);
        CHECK(w.rows == ROWS && w.columns == WIDE);
        for (size_t i = 0; i < count; i++)
            units[i] = dm_quantise(vectors + i * ROWS, ROWS - 2, x + i * ROWS);
        for (int kernel = DM_PLAIN; kernel <= DM_AVX2; kernel++) {
            for (size_t i = 0; i < DM_COUNT(y[0]); i++)
                y[kernel][i] = 0.25f;
            if (!dm_product_by((dm_kernel)kernel, &w, x, ROWS, units, count, round % 2 ? NULL : begin, y[kernel], WIDE))
                continue;
            CHECK(memcmp(y[kernel], y[DM_PLAIN], sizeof y[0]) == 0);
        }
        for (size_t i = 0; i < count; i++)
            for (size_t j = 0; j < WIDE; j++) {
                double sum = 0.25;
                for (size_t k = 0; j < COLUMNS && k < ROWS - 2; k++)
                    sum += (double)vectors[i * ROWS + k] * (double)weights[k * COLUMNS + j];
                double far = sum - (double)y[DM_PLAIN][i * WIDE + j];
                CHECK(far < 0.05 && far > -0.05);
            }
    }
}

/* Sums at their largest stay within 32 bits: the plain kernel runs under the undefined-behaviour sanitizer too. */
static void largest_sums(void)
{
    enum { ROWS = 512 };
    static float weights[ROWS * 16], x[ROWS], y[3][16];
    static float scale[16];
    static int16_t at[ROWS * 16], vector[ROWS];
    for (size_t i = 0; i < DM_COUNT(weights); i++)
        weights[i] = 65504.0f;
    for (size_t i = 0; i < ROWS; i++)
        x[i] = 1.0f;
    dm_packed w = {.at = at, .scale = scale};
    dm_pack(weights, 16, ROWS, 16, 1, &w);
    float unit = dm_quantise(x, ROWS, vector);
    for (int kernel = DM_PLAIN; kernel <= DM_AVX2; kernel++)
        if (dm_product_by((dm_kernel)kernel, &w, vector, ROWS, &unit, 1, NULL, y[kernel], 16))
            CHECK(y[kernel][0] > 33.4e6f && y[kernel][0] < 33.7e6f && memcmp(y[kernel], y[0], sizeof y[0]) == 0);
    memset(x, 0, sizeof x);
    CHECK(dm_quantise(x, ROWS, vector) == 0 && vector[0] == 0 && vector[ROWS - 1] == 0);
    for (size_t i = 0; i < ROWS; i++)
        x[i] = 1e-38f;
    CHECK(dm_quantise(x, ROWS, vector) == 0 && vector[5] == 0);
}

/* All finite halves, eight at a time and one by one. */
static void halves(void)
{
    static uint16_t all[65536];
    static float floats[65536];
    static int16_t whole[65536];
    size_t count = 0;
    for (uint32_t i = 0; i < 65536; i++)
        if ((i & 0x7C00) != 0x7C00)
            all[count++] = (uint16_t)i;
    dm_floats_of_halves(all, count, floats);
    dm_wholes_of_halves(all, count, 0.5f, whole);
    for (size_t i = 0; i < count; i++) {
        float x = dm_float_of_half(all[i]);
        CHECK(memcmp(&x, &floats[i], sizeof x) == 0 && dm_half_of(x) == all[i]);
        CHECK(x * 0.5f > 32767 || x * 0.5f < -32767 || whole[i] == (int16_t)(x < 0 ? x * 0.5f - 0.5f : x * 0.5f + 0.5f));
    }
    CHECK(dm_halves_largest(all, count) == 0x7BFF && dm_halves_largest(all, 7) == 6);
    all[20] = 0xFC00;
    CHECK(dm_halves_largest(all, count) == 0x7C00);
}

/* Cells: the same bytes by every kernel, and what the formulas of an LSTM give; gates far out are held. */
static void cells(void)
{
    enum { SIZE = 72, COUNT = 3, STRIDE = 8 * SIZE };
    static float gates[COUNT * STRIDE], at[2][COUNT * SIZE];
    static int16_t out[2][COUNT * SIZE];
    for (int round = 0; round < 40; round++) {
        for (size_t i = 0; i < DM_COUNT(gates); i++)
            gates[i] = random_float(i % 13 == 0 ? 1e6f : round < 20 ? 3.0f : 40.0f);
        for (size_t i = 0; i < COUNT * SIZE; i++)
            at[0][i] = at[1][i] = random_float(3);
        float before[COUNT * SIZE];
        memcpy(before, at[0], sizeof before);
        dm_cells_step(SIZE, COUNT, gates, STRIDE, at[0], out[0], SIZE);
        dm_cells_step_plain(SIZE, COUNT, gates, STRIDE, at[1], out[1], SIZE);
        CHECK(memcmp(at[0], at[1], sizeof at[0]) == 0 && memcmp(out[0], out[1], sizeof out[0]) == 0);
        for (size_t i = 0; i < COUNT * SIZE; i++) {
            const float *gate = gates + i / SIZE * STRIDE + i % SIZE;
            double in = 1 / (1 + exp(-(double)gate[0])), forget = 1 / (1 + exp(-(double)gate[SIZE])),
                   cell = in * tanh((double)gate[2 * SIZE]) + forget * (double)before[i],
                   far = cell - (double)at[0][i], wanted = tanh(cell) / (1 + exp(-(double)gate[3 * SIZE])) * DM_VECTOR_MOST;
            CHECK(far < 2e-6 && far > -2e-6);
            CHECK(out[0][i] - wanted < 0.51 && out[0][i] - wanted > -0.51);
        }
    }
}

/* The best projective tree, found by trying all heads of a few words. */
static bool crosses(const uint16_t *heads, uint32_t n)
{
    for (uint32_t i = 1; i <= n; i++)
        for (uint32_t j = 1; j <= n; j++) {
            uint32_t a = i < heads[i] ? i : heads[i], b = i < heads[i] ? heads[i] : i, c = j < heads[j] ? j : heads[j],
                     d = j < heads[j] ? heads[j] : j;
            if (a < c && c < b && b < d)
                return true;
        }
    return false;
}

static void best_trees(void)
{
    enum { N = 5, W = 16 };
    static float scores[(N + 1) * W], chart[4 * (N + 1) * (N + 1)];
    static uint16_t splits[4 * (N + 1) * (N + 1)];
    for (int round = 0; round < 30; round++) {
        uint32_t n = 1 + random_below(N), all = 1;
        for (size_t i = 0; i < DM_COUNT(scores); i++)
            scores[i] = random_float(5);
        for (uint32_t d = 1; d <= n; d++)  /* one root is clearly the best, so that no second one is put elsewhere */
            scores[d * W] = d == 1 + (uint32_t)round % n ? 50 : -50, all *= n + 1;
        double best = -1e9;
        for (uint32_t code = 0; code < all; code++) {
            uint16_t heads[N + 1] = {0};
            double sum = 0;
            for (uint32_t d = 1, rest = code; d <= n; rest /= n + 1, d++)
                heads[d] = (uint16_t)(rest % (n + 1)), sum += (double)scores[d * W + heads[d]];
            if (dm_heads_are_tree(heads, n) && !crosses(heads, n) && sum > best)
                best = sum;
        }
        uint16_t heads[N + 1] = {0};
        double sum = 0;
        dm_eisner(scores, W, n, chart, splits, heads);
        for (uint32_t d = 1; d <= n; d++)
            sum += (double)scores[d * W + heads[d]];
        CHECK(dm_heads_are_tree(heads, n) && !crosses(heads, n));
        CHECK(sum > best - 1e-3 && sum < best + 1e-3);
    }
}

/* A text of some sentences of odd words; one may be longer than the network takes in one piece. */
static void any_text(const dm_net *net)
{
    dm_arena arena;
    dm_arena_init(&arena);
    for (int round = 0; round < 12; round++) {
        dm_arena_reset(&arena);
        uint32_t sentences = round == 0 ? 0 : round == 11 ? 90 : 1 + random_below(9), words = 0, first = 0;
        dm_sentence *at = dm_arena_zero(&arena, sentences + 1, sizeof *at);
        for (uint32_t s = 0; s < sentences; s++) {
            uint32_t size = round == 7 && s == 0 ? 2 * DM_NET_LONGEST + 3 : round == 8 ? random_below(3) : random_below(40);
            at[s].first = words;
            at[s].last = words += size;
        }
        dm_text text = {.words = dm_arena_zero(&arena, words + 1, sizeof(dm_word)), .word_count = words, .sentences = at,
                        .sentence_count = sentences};
        for (uint32_t i = 0; i < words; i++) {
            static const char *const forms[] = {"the", "Minister", "said", "war", "\xff\xfe", "", "1914", "\xc3\x89tat", ",", "attacked"};
            dm_word *word = (dm_word *)(uintptr_t)&text.words[i];
            word->form = dm_slice_of(forms[random_below(DM_COUNT(forms))]);
            dm_word_fill(word);
        }
        dm_tree tree = {.text = &text, .tokens = dm_arena_zero(&arena, words + 1, sizeof(dm_token))};
        CHECK(dm_net_parse(net, (dm_tree *[]){&tree}, 1) == DM_OK);
        for (uint32_t s = 0; s < sentences; first = at[s++].last) {
            uint32_t roots = 0;
            for (uint32_t i = first; i < at[s].last; i++) {
                uint32_t head = tree.tokens[i].head, steps = 0;
                roots += head == DM_NONE;
                CHECK((head == DM_NONE) == (tree.tokens[i].relation == DM_R_ROOT));
                CHECK(tree.tokens[i].upos < DM_UPOS_COUNT && tree.tokens[i].xpos < DM_XPOS_COUNT);
                for (; head != DM_NONE && head >= first && head < at[s].last && steps++ <= words;)
                    head = tree.tokens[head].head;
                CHECK(head == DM_NONE);
            }
            CHECK(roots == (at[s].last > first));
        }
    }
    dm_arena_free(&arena);
}

/* Sentences that come together and sentences that come alone get the same trees. */
static void alone_or_together(const dm_net *net)
{
    static const char *const forms[] = {"Rebels", "attacked", "the", "town", ".", "The", "minister", "resigned", ".", "Talks", "failed",
                                        "in", "Geneva", "on", "Monday", "."};
    static const uint32_t ends[] = {5, 9, 16};
    dm_arena arena;
    dm_arena_init(&arena);
    dm_word words[DM_COUNT(forms)];
    memset(words, 0, sizeof words);
    for (size_t i = 0; i < DM_COUNT(forms); i++) {
        words[i].form = dm_slice_of(forms[i]);
        dm_word_fill(&words[i]);
    }
    dm_sentence sentences[3] = {{.last = 5}, {.first = 5, .last = 9}, {.first = 9, .last = 16}};
    dm_text text = {.words = words, .word_count = DM_COUNT(forms), .sentences = sentences, .sentence_count = 3};
    dm_token together[DM_COUNT(forms)], single[DM_COUNT(forms)];
    memset(together, 0, sizeof together);
    memset(single, 0, sizeof single);
    dm_tree tree = {.text = &text, .tokens = together};
    CHECK(dm_net_parse(net, (dm_tree *[]){&tree}, 1) == DM_OK);
    for (uint32_t s = 0; s < DM_COUNT(ends); s++) {
        dm_text one = {.words = words, .word_count = DM_COUNT(forms), .sentences = &sentences[s], .sentence_count = 1};
        dm_tree alone = {.text = &one, .tokens = single};
        CHECK(dm_net_parse(net, (dm_tree *[]){&alone}, 1) == DM_OK);
    }
    CHECK(memcmp(together, single, sizeof single) == 0);
    dm_text texts[3];  /* texts of their own, parsed together */
    dm_tree trees[3];
    memset(single, 0, sizeof single);
    for (uint32_t s = 0; s < DM_COUNT(ends); s++) {
        texts[s] = (dm_text){.words = words, .word_count = DM_COUNT(forms), .sentences = &sentences[s], .sentence_count = 1};
        trees[s] = (dm_tree){.text = &texts[s], .tokens = single};
    }
    CHECK(dm_net_parse(net, (dm_tree *[]){&trees[0], &trees[1], &trees[2]}, 3) == DM_OK);
    CHECK(memcmp(together, single, sizeof single) == 0);
    CHECK(together[1].head == DM_NONE && together[0].head == 1 && together[0].relation == DM_R_NSUBJ && together[3].relation == DM_R_OBJ);
    dm_arena_free(&arena);
}

static void damaged(dm_slice whole)
{
    /* The file without one of its sections: their names are turned, one after the other. */
    char *copy = malloc(whole.size);
    uint32_t sections;
    if (copy == NULL)
        return;
    memcpy(copy, whole.at, whole.size);
    memcpy(&sections, copy + 12, 4);
    for (uint32_t s = 0; s < sections; s++) {
        dm_model model;
        char *name = copy + 32 + (size_t)s * 48;
        name[0] ^= 0x40;
        dm_resources resources;
        dm_resources_init(&resources, NULL, NULL);
        dm_net *net = NULL;
        dm_error error = {0};
        if (dm_model_open((dm_slice){copy, whole.size}, "net", "test", &model, &error) == DM_OK && strncmp(name + 1, "acts", 4) != 0) {
            CHECK(dm_net_of(&model, &net, &error) == DM_BAD_MODEL && net == NULL && error.why[0] != 0);
        }
        dm_net_close(net);
        dm_resources_close(&resources);
        name[0] ^= 0x40;
    }
    free(copy);
}

int main(void)
{
    kernels();
    largest_sums();
    halves();
    cells();
    best_trees();
    dm_resources resources;
    dm_resources_init(&resources, NULL, NULL);
    dm_net *net;
    dm_error error = {0};
    dm_slice whole;
    CHECK(dm_net_open(&resources, "models/net.model", &net, &error) == DM_OK);
    CHECK(dm_resources_get(&resources, "models/net.model", &whole, &error) == DM_OK);
    if (net != NULL) {
        any_text(net);
        alone_or_together(net);
        damaged(whole);
    }
    dm_net_close(net);
    CHECK(dm_net_open(&resources, "models/balanced.model", &net, &error) == DM_OK);
    if (net != NULL) {
        any_text(net);
        alone_or_together(net);
    }
    dm_net_close(net);
    dm_resources_close(&resources);
    return TEST_END();
}
