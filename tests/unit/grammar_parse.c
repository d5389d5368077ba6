/* The engines on odd input, and on plain sentences: always one root and a tree; damaged models are refused. */
#include "grammar/irregular.h"
#include "grammar/lemma.h"
#include "grammar/parser.h"
#include "grammar/tagger.h"
#include "test.h"

#include <stdlib.h>

static uint64_t seed = 88172645463325252u;
static uint32_t random_below(uint32_t most)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 16) % most;
}

/* One root in each sentence, heads inside it, no cycles. */
static bool is_forest(const dm_tree *tree)
{
    for (uint32_t s = 0; s < tree->text->sentence_count; s++) {
        const dm_sentence *sentence = &tree->text->sentences[s];
        uint32_t roots = 0;
        for (uint32_t i = sentence->first; i < sentence->last; i++) {
            uint32_t head = tree->tokens[i].head, steps = 0;
            if (head == DM_NONE) roots++;
            if ((head == DM_NONE) != (tree->tokens[i].relation == DM_R_ROOT)) return false;
            while (head != DM_NONE && steps++ <= sentence->last - sentence->first) {
                if (head < sentence->first || head >= sentence->last) return false;
                head = tree->tokens[head].head;
            }
            if (head != DM_NONE) return false;
        }
        if (sentence->last > sentence->first && roots != 1) return false;
    }
    return true;
}

/* A text of one sentence of `count` words drawn from a few, in the arena. */
static void fill_text(dm_arena *arena, dm_text *text, uint32_t count, bool odd)
{
    static const char *const forms[] = {"the", "minister", "said", "that", "\"", "war", "of", "Freedonia", ",", "and", "was",
                                        "attacked", "by", ".", "who", "Sylvania", "'s", "1914", "\xc3\x89tat", "not", "to", "(", ")"};
    dm_word *words = dm_arena_zero(arena, count + 1, sizeof *words);
    dm_sentence *sentence = dm_arena_zero(arena, 1, sizeof *sentence);
    for (uint32_t i = 0; i < count; i++) {
        words[i].form = dm_slice_of(forms[random_below(DM_COUNT(forms))]);
        if (odd && random_below(3) == 0) {
            uint32_t size = 1 + random_below(20);
            char *bytes = dm_arena_alloc(arena, size);
            for (uint32_t b = 0; b < size; b++) bytes[b] = (char)random_below(256);
            words[i].form = (dm_slice){bytes, size};
        }
        dm_word_fill(&words[i]);
    }
    sentence->last = count;
    *text = (dm_text){.words = words, .word_count = count, .sentences = sentence, .sentence_count = 1,
                      .sentence_of = dm_arena_zero(arena, count + 1, sizeof(uint32_t))};
}

static void random_input(const dm_grammar *grammar)
{
    dm_arena arena;
    dm_arena_init(&arena);
    for (int round = 0; round < 60; round++) {
        dm_text text;
        dm_tree tree;
        dm_arena_reset(&arena);
        fill_text(&arena, &text, round < 20 ? (uint32_t)round : random_below(200) + 1, round % 2);
        CHECK(dm_grammar_parse(grammar, &arena, &text, &tree, NULL) == DM_OK);
        CHECK(is_forest(&tree));
        for (uint32_t i = 0; i < text.word_count; i++) {
            CHECK(tree.tokens[i].lemma.size > 0);
            CHECK(tree.tokens[i].lemma_key == dm_key(tree.tokens[i].lemma.at, tree.tokens[i].lemma.size));
        }
    }
    dm_arena_free(&arena);
}

/* Longer than the parser takes in one piece. */
static void long_sentence(const dm_grammar *grammar)
{
    dm_arena arena;
    dm_arena_init(&arena);
    dm_text text;
    dm_tree tree;
    fill_text(&arena, &text, 7001, false);
    CHECK(dm_grammar_parse(grammar, &arena, &text, &tree, NULL) == DM_OK);
    CHECK(is_forest(&tree));
    dm_arena_free(&arena);
}

static void plain_sentence(const dm_grammar *grammar)
{
    static const char *const forms[] = {"The", "troops", "were", "attacked", "by", "rebels", "in", "the", "village", "."};
    dm_arena arena;
    dm_arena_init(&arena);
    dm_word words[DM_COUNT(forms)] = {{{0}, {0}, 0, 0, 0}};
    for (size_t i = 0; i < DM_COUNT(forms); i++) {
        words[i].form = dm_slice_of(forms[i]);
        dm_word_fill(&words[i]);
    }
    dm_sentence sentence = {.last = DM_COUNT(forms)};
    dm_text text = {.words = words, .word_count = DM_COUNT(forms), .sentences = &sentence, .sentence_count = 1};
    dm_tree tree;
    CHECK(dm_grammar_parse(grammar, &arena, &text, &tree, NULL) == DM_OK);
    CHECK(tree.tokens[3].head == DM_NONE && dm_slice_is(tree.tokens[3].lemma, "attack") && tree.tokens[3].xpos == DM_X_VBN);
    CHECK(tree.tokens[1].head == 3 && tree.tokens[1].relation == DM_R_NSUBJ_PASS);
    CHECK(tree.tokens[2].head == 3 && tree.tokens[2].relation == DM_R_AUX_PASS && dm_slice_is(tree.tokens[2].lemma, "be"));
    CHECK(tree.tokens[5].head == 3 && tree.tokens[5].relation == DM_R_OBL_AGENT && dm_slice_is(tree.tokens[5].lemma, "rebel"));
    CHECK(dm_tree_case(&tree, 5) == dm_key("by", 2) && dm_tree_find(&tree, 3, DM_R_NSUBJ_PASS) == 1);
    dm_arena_free(&arena);
}

/* Forms of regular verbs that the treebanks do not show. */
static void listed_verbs(dm_resources *resources)
{
    static const struct { const char *form; unsigned upos, xpos; const char *lemma; } rows[] = {
        {"bombed", DM_VERB, DM_X_VBD, "bomb"},       {"invading", DM_VERB, DM_X_VBG, "invade"}, {"shelled", DM_VERB, DM_X_VBN, "shell"},
        {"Kidnapped", DM_VERB, DM_X_VBN, "kidnap"},  {"denies", DM_VERB, DM_X_VBZ, "deny"},     {"tying", DM_VERB, DM_X_VBG, "tie"},
        {"cancelled", DM_VERB, DM_X_VBD, "cancel"},  {"canceled", DM_VERB, DM_X_VBD, "cancel"}, {"hoped", DM_VERB, DM_X_VBD, "hope"},
        {"vetoes", DM_VERB, DM_X_VBZ, "veto"},       {"fled", DM_VERB, DM_X_VBD, "flee"},       {"freeing", DM_VERB, DM_X_VBG, "free"},
        {"shelling", DM_NOUN, DM_X_VBG, NULL},       {"alleged", DM_ADJ, DM_X_VBN, NULL},       {"blorped", DM_VERB, DM_X_VBD, NULL}};
    dm_irregular irregular;
    CHECK(dm_irregular_open(resources, &irregular, NULL) == DM_OK);
    for (size_t i = 0; i < DM_COUNT(rows); i++) {
        dm_slice lemma = dm_irregular_lemma(&irregular, dm_key(rows[i].form, strlen(rows[i].form)), rows[i].upos, rows[i].xpos);
        CHECK(rows[i].lemma ? dm_slice_is(lemma, rows[i].lemma) : lemma.at == NULL);
    }
    dm_irregular_close(&irregular);
}

static dm_status open_any(const char *kind, dm_slice bytes)
{
    dm_model model;
    dm_tagger tagger;
    dm_lemmas lemmas;
    dm_parser parser;
    dm_status status = dm_model_open(bytes, kind, "test", &model, NULL);
    if (status) return status;
    if (kind[0] == 't') return dm_tagger_open(&model, &tagger, NULL);
    return kind[0] == 'l' ? dm_lemmas_open(&model, &lemmas, NULL) : dm_parser_open(&model, &parser, NULL);
}

static uint64_t number_at(const char *at)
{
    uint64_t number = 0;
    for (int i = 7; i >= 0; i--) number = number << 8 | (unsigned char)at[i];
    return number;
}

/* Cuts the file at the edges of its sections, and turns bytes at them. */
static void damaged_models(dm_resources *resources)
{
    static const char *const kinds[] = {"tagger", "lemma", "parser"};
    for (size_t k = 0; k < DM_COUNT(kinds); k++) {
        char name[64];
        snprintf(name, sizeof name, "models/%s.model", kinds[k]);
        dm_slice bytes;
        CHECK(dm_resources_get(resources, name, &bytes, NULL) == DM_OK);
        char *copy = malloc(bytes.size);
        CHECK(copy != NULL);
        if (!copy) return;
        memcpy(copy, bytes.at, bytes.size);
        CHECK(open_any(kinds[k], (dm_slice){copy, bytes.size}) == DM_OK);
        CHECK(open_any(kinds[(k + 1) % 3], (dm_slice){copy, bytes.size}) == DM_BAD_MODEL);
        unsigned sections = (unsigned char)copy[12];
        for (unsigned s = 0; s < sections; s++) {
            size_t entry = 32 + 48 * (size_t)s, start = (size_t)number_at(copy + entry + 16);
            size_t size = (size_t)number_at(copy + entry + 24), edges[] = {start, start + size, start + size - 1, start + 1};
            for (size_t e = 0; e < DM_COUNT(edges); e++)
                if (edges[e] < bytes.size) CHECK(open_any(kinds[k], (dm_slice){copy, edges[e]}) == DM_BAD_MODEL);
            for (size_t e = 0; e < DM_COUNT(edges); e++) {
                if (edges[e] >= start + size) continue;
                copy[edges[e]] ^= 0x55;
                CHECK(open_any(kinds[k], (dm_slice){copy, bytes.size}) == DM_BAD_MODEL);
                copy[edges[e]] ^= 0x55;
            }
            copy[entry] ^= 1;  /* its name */
            CHECK(open_any(kinds[k], (dm_slice){copy, bytes.size}) == DM_BAD_MODEL);
            copy[entry] ^= 1;
        }
        free(copy);
    }
}

/* Models whose checksums are right and whose contents are not. */
static void wrong_contents(void)
{
    enum { BITS = 10, LANES = 16 };
    static int16_t weights[(1 << BITS) + LANES];
    static const uint64_t filter[16];
    const uint32_t good_shape[2] = {BITS, LANES}, shapes[][2] = {{BITS, 0}, {BITS, 17}, {BITS, 256}, {9, LANES}, {60, LANES}, {11, LANES}};
    const uint8_t good[] = {DM_SHIFT, DM_R_ROOT, DM_LEFT, DM_R_DEP, DM_RIGHT, DM_R_DEP};
    const uint8_t bad[][6] = {{DM_LEFT, DM_R_DEP, DM_LEFT, DM_R_DEP, DM_RIGHT, DM_R_DEP}, {0, 0, 0, 0, 2, 10},
                              {0, 0, 1, 10, 3, 10}, {0, 0, 1, 0, 2, 10}, {0, 0, 1, 10, 2, 200}, {0, 1, 1, 10, 2, 10},
                              {0, 0, 1, 10, 1, 11}};
    char path[] = "/tmp/dm_grammar_XXXXXX";
    int handle = mkstemp(path);
    CHECK(handle >= 0);
    for (int i = -1; i < (int)(DM_COUNT(shapes) + DM_COUNT(bad)); i++) {
        const uint32_t *shape = i >= 0 && i < (int)DM_COUNT(shapes) ? shapes[i] : good_shape;
        const uint8_t *actions = i >= (int)DM_COUNT(shapes) ? bad[i - (int)DM_COUNT(shapes)] : good;
        dm_model_part parts[] = {{"shape", shape, 8}, {"actions", actions, 6}, {"weights", weights, sizeof weights},
                                 {"filter", filter, sizeof filter}};
        dm_file file;
        CHECK(dm_model_write(path, "parser", parts, 4, NULL) == DM_OK && dm_file_open(path, &file, NULL) == DM_OK);
        CHECK(open_any("parser", (dm_slice){file.at, file.size}) == (i < 0 ? DM_OK : DM_BAD_MODEL));
        dm_file_close(&file);
    }
    char rule[16] = {DM_LEMMA_LOWER, 1, 2, 'y', 'z'};
    uint64_t keys[4] = {0};
    for (int i = 0; i < 6; i++) {
        uint16_t rules[4] = {0, UINT16_MAX, UINT16_MAX, UINT16_MAX};
        rule[0] = i == 1 ? 9 : DM_LEMMA_LOWER;
        rule[2] = i == 2 ? 14 : 2;
        rule[3] = i == 3 ? (char)0xff : 'y';
        if (i == 4) rules[2] = 1;
        if (i == 5) rules[1] = rules[2] = rules[3] = 0;
        dm_model_part parts[] = {{"rules", rule, 16}, {"word keys", keys, 32}, {"word rules", rules, 8}, {"ending keys", keys, 32},
                                 {"ending rules", rules, 8}};
        dm_file file;
        CHECK(dm_model_write(path, "lemma", parts, 5, NULL) == DM_OK && dm_file_open(path, &file, NULL) == DM_OK);
        CHECK(open_any("lemma", (dm_slice){file.at, file.size}) == (i == 0 ? DM_OK : DM_BAD_MODEL));
        dm_file_close(&file);
    }
    remove(path);
}

/* Edit rules look at the form's own bytes only, and never cut a code point. */
static void lemma_rules(void)
{
    static const char bytes[] = "The\x80" "Caf\xc3\xa9s";
    dm_arena arena;
    dm_arena_init(&arena);
    dm_slice nothing = {"", 0};
    CHECK(dm_slice_is(dm_lemma_apply(&arena, (dm_slice){bytes, 3}, DM_LEMMA_LOWER, 0, nothing), "the"));
    CHECK(dm_slice_is(dm_lemma_apply(&arena, (dm_slice){bytes, 3}, DM_LEMMA_AS_IS, 1, DM_SLICE("is")), "This"));
    CHECK(dm_lemma_apply(&arena, (dm_slice){bytes, 3}, DM_LEMMA_LOWER, 3, nothing).size == 0);
    CHECK(dm_lemma_apply(&arena, (dm_slice){bytes, 3}, DM_LEMMA_LOWER, 4, DM_SLICE("x")).size == 0);
    CHECK(dm_slice_is(dm_lemma_apply(&arena, (dm_slice){bytes + 4, 6}, DM_LEMMA_LOWER, 1, nothing), "caf\xc3\xa9"));
    CHECK(dm_slice_is(dm_lemma_apply(&arena, (dm_slice){bytes + 4, 6}, DM_LEMMA_CAPITAL, 3, DM_SLICE("e")), "Cafe"));
    CHECK(dm_lemma_apply(&arena, (dm_slice){bytes + 4, 6}, DM_LEMMA_LOWER, 2, DM_SLICE("e")).size == 0);
    dm_arena_free(&arena);
}

/* The fast sum and a plain one give the same numbers. */
static void sums(void)
{
    static int16_t table[4096 + 128];
    uint32_t offsets[100];
    for (size_t i = 0; i < DM_COUNT(table); i++) table[i] = (int16_t)((int)random_below(8191) - 4095);
    for (unsigned lanes = 16; lanes <= 128; lanes += 16) {
        dm_weights weights = {table, 12, lanes, NULL, 0, dm_weights_best()};
        unsigned count = random_below(100);
        for (unsigned i = 0; i < count; i++) offsets[i] = random_below(4096);
        int32_t scores[DM_LANES];
        weights.sum(&weights, offsets, count, scores);
        for (unsigned lane = 0; lane < lanes; lane++) {
            int32_t sum = 0;
            for (unsigned i = 0; i < count; i++) sum += table[offsets[i] + lane];
            CHECK(sum == scores[lane]);
        }
    }
}

int main(void)
{
    dm_resources resources;
    dm_resources_init(&resources, NULL, NULL);
    dm_grammar *grammar = NULL;
    dm_error error = {0};
    listed_verbs(&resources);
    CHECK(dm_grammar_open(&resources, DM_FAST, &grammar, &error) == DM_OK);
    if (!grammar) {
        fprintf(stderr, "%s\n", error.why);
        return 1;
    }
    random_input(grammar);
    long_sentence(grammar);
    plain_sentence(grammar);
    damaged_models(&resources);
    wrong_contents();
    lemma_rules();
    sums();
    dm_grammar_close(grammar);
    dm_resources_close(&resources);
    return TEST_END();
}
