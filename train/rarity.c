/* rarity: counts in how many reports each word stands.
 *
 *   build/train/rarity OUT.model FILE.jsonl[.gz]...
 *
 * Prints how rare some words are, to be read by eye. */
#include "code/record.h"
#include "read/document.h"

#include <math.h>
#include <stdlib.h>

#define LEAST 4 /* reports that a word must stand in */

static void die(const char *why)
{
    fprintf(stderr, "rarity: %s\n", why);
    exit(1);
}

typedef struct counted {
    uint32_t key, count, last; /* last: number of the report that counted it last */
} counted;
static counted *words;
static uint32_t word_count, word_room;
static dm_map places;

static void note(uint64_t lemma_key, uint32_t report)
{
    uint32_t key = (uint32_t)lemma_key, at = dm_map_get(&places, key);
    if (at == DM_NONE) {
        if (word_count == word_room) {
            word_room = word_room == 0 ? 1 << 16 : word_room * 2;
            words = realloc(words, word_room * sizeof *words);
            if (words == NULL)
                die("out of memory");
        }
        at = word_count++;
        words[at] = (counted){key, 0, DM_NONE};
        if (!dm_map_set(&places, key, at))
            die("out of memory");
    }
    if (words[at].last != report)
        words[at].count++;
    words[at].last = report;
}

static int by_key(const void *a, const void *b)
{
    uint32_t x = ((const counted *)a)->key, y = ((const counted *)b)->key;
    return x < y ? -1 : x > y;
}

static uint8_t rarity_of(uint32_t count, uint32_t reports)
{
    double value = 8 * log2((double)reports / count);
    return (uint8_t)(value < 0 ? 0 : value > DM_RARITY_UNKNOWN ? DM_RARITY_UNKNOWN : value + 0.5);
}

int main(int count, char **names)
{
    dm_resources resources;
    dm_splitter *splitter;
    dm_grammar *grammar;
    dm_error error;
    uint32_t reports = 0, kept = 0;
    if (count < 3)
        die("usage: rarity OUT.model FILE.jsonl...");
    dm_map_init(&places);
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
            for (uint32_t w = 0; w < text.word_count; w++)
                if (!(text.words[w].flags & DM_WORD_PUNCT))
                    note(tree.tokens[w].lemma_key, reports);
            reports++;
        }
        dm_reader_close(reader);
        fclose(in);
    }
    static const char *const shown[] = {"the", "kill", "people", "attack", "hospital", "grenade", "strike", "Kabul", "sanction", "summit"};
    for (size_t i = 0; i < DM_COUNT(shown); i++) {
        uint32_t at = dm_map_get(&places, (uint32_t)dm_key(shown[i], strlen(shown[i])));
        printf("%s %u of %u\n", shown[i], at == DM_NONE ? 0 : words[at].count, reports);
    }
    qsort(words, word_count, sizeof *words, by_key);
    uint32_t *keys = calloc(word_count, sizeof *keys);
    uint8_t *values = calloc(word_count, 1);
    if (keys == NULL || values == NULL)
        die("out of memory");
    for (uint32_t i = 0; i < word_count; i++)
        if (words[i].count >= LEAST) {
            keys[kept] = words[i].key;
            values[kept++] = rarity_of(words[i].count, reports);
        }
    printf("%u words of %u\n", kept, word_count);
    dm_model_part parts[] = {{"keys", keys, kept * sizeof *keys}, {"rarity", values, kept}};
    if (dm_model_write(names[1], "rarity", parts, 2, &error) != DM_OK)
        die(error.why);
    return 0;
}
