/* Reading CoNLL-U and parsing when memory runs out at any call: a clear status, nothing half done, nothing leaked. */
#include "alloc.h"
#include "grammar/tree.h"
#include "test.h"

static dm_grammar *shared;

/* A made text of some hundred sentences, so that the arena asks for more than one chunk. */
static char input[60000];
static size_t input_size;

static void make_input(void)
{
    static const char *const forms[] = {"Freedonia", "attacked", "Sylvanian", "\xc3\x89TATS", "yesterday", "."};
    for (unsigned s = 0; s < 150; s++) {
        for (size_t i = 0; i < DM_COUNT(forms); i++)
            input_size += (size_t)snprintf(input + input_size, sizeof input - input_size, "%zu\t%s\t_\t_\t_\t_\t_\t_\t_\tNER=B-LOC\n",
                                           i + 1, forms[i]);
        input[input_size++] = '\n';
    }
}

static bool parse_input(void)
{
    dm_slice rest = {input, input_size};
    uint32_t line = 1;
    dm_conllu given;
    dm_tree tree;
    dm_error error = {0};
    dm_arena arena;
    dm_arena_init(&arena);
    dm_status status = dm_conllu_read(&rest, &line, 0, &arena, &given, &error);
    bool good = status == DM_OK || (status == DM_NO_MEMORY && error.status == DM_NO_MEMORY);
    if (status == DM_OK) {
        good = given.text.word_count == 900 && given.text.sentence_count == 150;
        status = dm_grammar_parse(shared, &arena, &given.text, &tree, &error);
        good = good && (status == DM_NO_MEMORY || status == DM_OK);
        for (uint32_t i = 0; status == DM_OK && i < given.text.word_count; i++) good = good && tree.tokens[i].lemma.size > 0;
    }
    dm_arena_free(&arena);
    return good;
}

static bool open_engines(void)
{
    dm_resources resources;
    dm_grammar *grammar;
    dm_error error = {0};
    dm_resources_init(&resources, NULL, NULL);
    dm_status status = dm_grammar_open(&resources, DM_FAST, &grammar, &error);
    bool good = status == DM_OK || (status == DM_NO_MEMORY && grammar == NULL && error.status == DM_NO_MEMORY);
    dm_grammar_close(status == DM_OK ? grammar : NULL);
    dm_resources_close(&resources);
    return good;
}

int main(void)
{
    dm_resources resources;
    dm_resources_init(&resources, NULL, NULL);
    make_input();
    CHECK(dm_grammar_open(&resources, DM_FAST, &shared, NULL) == DM_OK);
    if (shared) ALLOC_LOOP(parse_input, 400);
    ALLOC_LOOP(open_engines, 400);
    dm_grammar_close(shared);
    dm_resources_close(&resources);
    return TEST_END();
}
