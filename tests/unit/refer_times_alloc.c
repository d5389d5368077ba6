/* Times and figures when memory runs out at any call: a clear status, nothing leaked, all or nothing found. */
#include "alloc.h"
#include "refer/parts.h"
#include "test.h"

static dm_time_rules *rules;
static dm_tree tree;
static dm_document document;
static uint32_t times_wanted, figures_wanted;

static bool open_rules(void)
{
    dm_resources resources;
    dm_error error = {0};
    dm_time_rules *opened;
    dm_resources_init(&resources, NULL, NULL);
    dm_status status = dm_time_rules_open(&resources, &opened, &error);
    bool good =
        status == DM_OK ? opened != NULL : status == DM_NO_MEMORY && opened == NULL && error.status == DM_NO_MEMORY;
    dm_time_rules_close(opened);
    dm_resources_close(&resources);
    return good;
}

static bool find(void)
{
    dm_arena arena;
    dm_references refers;
    memset(&refers, 0, sizeof refers);
    dm_arena_init(&arena);
    dm_status status = dm_times_find(rules, &arena, &document, &tree, &refers);
    if (status == DM_OK)
        status = dm_figures_find(rules, &arena, &document, &tree, &refers);
    bool good = status == DM_OK ? refers.time_count == times_wanted && refers.figure_count == figures_wanted
                                : status == DM_NO_MEMORY && alloc_failed > 0;
    dm_arena_free(&arena);
    return good;
}

int main(void)
{
    static const char sentence[] =
        "On May 3, 2019 at least 12 soldiers and 5 rebels were killed two days after the truce of "
        "last week ended. ";
    static char text[400 * sizeof sentence];
    size_t size = 0;
    while (size + sizeof sentence < sizeof text) {
        memcpy(text + size, sentence, sizeof sentence - 1);
        size += sizeof sentence - 1;
    }
    document.date = (dm_date){2019, 6, 1};
    document.text = (dm_slice){text, size};
    dm_resources resources;
    dm_splitter *splitter;
    dm_grammar *grammar;
    dm_text words;
    dm_arena arena;
    dm_error error;
    dm_references refers;
    memset(&refers, 0, sizeof refers);
    dm_arena_init(&arena);
    dm_resources_init(&resources, NULL, NULL);
    CHECK(dm_splitter_open(&resources, &splitter, &error) == DM_OK);
    CHECK(dm_grammar_open(&resources, DM_FAST, &grammar, &error) == DM_OK);
    CHECK(dm_time_rules_open(&resources, &rules, &error) == DM_OK);
    CHECK(dm_text_split(splitter, &arena, document.text, &words, &error) == DM_OK);
    CHECK(dm_grammar_parse(grammar, &arena, &words, &tree, &error) == DM_OK);
    CHECK(dm_times_find(rules, &arena, &document, &tree, &refers) == DM_OK);
    CHECK(dm_figures_find(rules, &arena, &document, &tree, &refers) == DM_OK);
    times_wanted = refers.time_count;
    figures_wanted = refers.figure_count;
    CHECK(times_wanted > 400 && figures_wanted > 400);
    ALLOC_LOOP(open_rules, 2000);
    ALLOC_LOOP(find, 2000);
    dm_time_rules_close(rules);
    dm_grammar_close(grammar);
    dm_splitter_close(splitter);
    dm_resources_close(&resources);
    dm_arena_free(&arena);
    return TEST_END();
}
