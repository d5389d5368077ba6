/* Names: readable examples, what must hold for any input, and models that are damaged. */
#include "grammar/names.h"
#include "test.h"

#include <stdlib.h>

static dm_splitter *splitter;
static dm_names *names;
static dm_arena arena;

static dm_tree find(const char *at, size_t size, dm_text *text)
{
    dm_error error = {0};
    dm_tree tree = {0};
    dm_arena_reset(&arena);
    CHECK(dm_text_split(splitter, &arena, (dm_slice){at, size}, text, &error) == DM_OK);
    tree.text = text;
    tree.tokens = dm_arena_zero(&arena, (size_t)text->word_count + 1, sizeof *tree.tokens);
    CHECK(dm_names_find(names, &arena, text, &tree) == DM_OK);
    return tree;
}

/* "PER Ada Byron; LOC Zenda" */
static const char *shown(const char *input)
{
    static const char *const types[] = {"?", "PER", "ORG", "LOC"};
    static char out[2048];
    dm_text text;
    dm_tree tree = find(input, strlen(input), &text);
    size_t used = 0;
    out[0] = 0;
    for (uint32_t i = 0; i < tree.name_count && used < sizeof out - 200; i++) {
        dm_span first = text.words[tree.names[i].first].span, last = text.words[tree.names[i].last - 1].span;
        used += (size_t)snprintf(out + used, sizeof out - used, "%s%s %.*s", i ? "; " : "", types[tree.names[i].type],
                                 (int)(last.end - first.start), input + first.start);
    }
    return out;
}

static void test_examples(void)
{
    CHECK_TEXT(shown("Secretary of State Antony Blinken arrived in Tokyo on Tuesday."),
               "PER Antony Blinken; LOC Tokyo");
    CHECK_TEXT(shown("The United Nations Security Council met in New York."),
               "ORG United Nations Security Council; LOC New York");
    CHECK_TEXT(shown("U.N. Secretary-General Ban Ki-moon praised South Korea."),
               "ORG U.N.; PER Ban Ki-moon; LOC South Korea");
    CHECK_TEXT(shown("Gen. Abdel Fattah al-Burhan left Khartoum."), "PER Abdel Fattah al-Burhan; LOC Khartoum");
    CHECK_TEXT(shown("Russian and Israeli officials met on Monday, the ministry said."), "");
    CHECK_TEXT(shown("Thousands of protesters marched on Friday."), "");
    CHECK_TEXT(shown("Hamas fired rockets from the Gaza Strip, the Israel Defense Forces said."),
               "ORG Hamas; LOC Gaza Strip; ORG Israel Defense Forces");
    CHECK_TEXT(shown("Settlers in the West Bank city of Nablus burned cars."), "LOC West Bank; LOC Nablus");
    CHECK_TEXT(shown("CAIRO (AP) - President Hosni Mubarak resigned."), "LOC CAIRO; ORG AP; PER Hosni Mubarak");
    CHECK_TEXT(shown(""), "");
}

/* A name alone follows the person named in full in the same document. */
static void test_memory(void)
{
    CHECK_TEXT(shown("Prime Minister Tomaz Zarkhov spoke on Monday.\n\nOn Tuesday, Zarkhov left for Paris."),
               "PER Tomaz Zarkhov; PER Zarkhov; LOC Paris");
}

static void check_promises(const char *at, size_t size)
{
    dm_text text;
    dm_tree tree = find(at, size, &text);
    uint32_t end = 0, wrong = 0;
    for (uint32_t i = 0; i < tree.name_count; i++) {
        const dm_named *named = &tree.names[i];
        wrong += named->first < end || named->last <= named->first || named->last > text.word_count;
        wrong += named->type < DM_NAME_PER || named->type > DM_NAME_LOC;
        for (uint32_t word = end; !wrong && word < named->first; word++)
            wrong += tree.tokens[word].name != DM_NO_NAME;
        for (uint32_t word = named->first; !wrong && word < named->last; word++)
            wrong += tree.tokens[word].name != named->type || tree.tokens[word].name_begins != (word == named->first) ||
                     text.sentence_of[word] != text.sentence_of[named->first];
        end = named->last;
    }
    CHECK(wrong == 0);
}

static void test_hostile(void)
{
    static const char *const patterns[] = {
        "A ",     "Al - ", "(UN) ", "-",         "Bank of ", "Mr. ",        "\xc3\x89",         "a Bc ",
        "x\n\nY", "\" A ", "U.S. ", "New York ", "\xff\xfe", "de la Cruz ", "Kim Jong-un and ", "'s "};
    size_t size = 60000;
    char *at = malloc(size);
    if (!at)
        return;
    for (size_t p = 0; p < DM_COUNT(patterns); p++) {
        size_t length = strlen(patterns[p]);
        for (size_t i = 0; i < size; i++)
            at[i] = patterns[p][i % length];
        check_promises(at, size);
        check_promises(at, length);
    }
    uint32_t seed = 3;
    for (unsigned round = 0; round < 200; round++) {
        static const char bytes[] = "ABCdefg hi. -'\"(),\n0xMrSt&\xc3\xa9 O";
        for (size_t i = 0; i < 400; i++)
            at[i] = bytes[((seed = seed * 1664525 + 1013904223) >> 16) % (sizeof bytes - 1)];
        check_promises(at, 400);
    }
    free(at);
}

/* Every word of the first sections changed: refused, or opened without harm. */
static void test_damaged(void)
{
    dm_resources resources;
    dm_error error = {0};
    dm_slice bytes;
    dm_resources_init(&resources, NULL, NULL);
    CHECK(dm_resources_get(&resources, "models/names.model", &bytes, &error) == DM_OK);
    dm_model model;
    char *copy = aligned_alloc(64, (bytes.size + 63) / 64 * 64);
    if (copy) {
        unsigned refused = 0;
        for (size_t at = 0; at < 320; at += 8) {
            memcpy(copy, bytes.at, bytes.size);
            copy[at] ^= 0x41;
            refused += dm_model_open((dm_slice){copy, bytes.size}, "names", "copy", &model, &error) != DM_OK;
        }
        CHECK(refused >= 25);
        memcpy(copy, bytes.at, bytes.size);
        copy[bytes.size - 1] ^= 1;
        CHECK(dm_model_open((dm_slice){copy, bytes.size}, "names", "copy", &model, &error) == DM_BAD_MODEL);
        CHECK(dm_model_open((dm_slice){bytes.at, bytes.size / 2}, "names", "half", &model, &error) == DM_BAD_MODEL);
        free(copy);
    }
    dm_resources_close(&resources);
}

int main(void)
{
    dm_resources resources;
    dm_error error = {0};
    dm_resources_init(&resources, NULL, NULL);
    dm_arena_init(&arena);
    CHECK(dm_splitter_open(&resources, &splitter, &error) == DM_OK);
    CHECK(dm_names_open(&resources, &names, &error) == DM_OK);
    if (splitter && names) {
        test_examples();
        test_memory();
        test_hostile();
        test_damaged();
    }
    dm_names_close(names);
    dm_splitter_close(splitter);
    dm_arena_free(&arena);
    dm_resources_close(&resources);
    return TEST_END();
}
