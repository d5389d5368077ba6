/* Unit tests of compiled dictionaries: what is written is read back where it lies, may be added to without a change of what was
 * lent, the same tables give the same bytes, and neither a cut file nor failing memory does harm. */
#include "base/base.h"
#include "test.h"
#include "alloc.h"

#include <stdlib.h>
#include <unistd.h>

enum { LAYOUT = 7 };

typedef struct pair { uint32_t a, b; } pair;
typedef struct tables {
    dm_map map, none;
    dm_phrases phrases;
    DM_VECTOR(pair) pairs;
} tables;

static void go_over(dm_compiled *compiled, tables *of)
{
    DM_COMPILED_VECTOR(compiled, &of->pairs);
    dm_compiled_map(compiled, &of->map);
    dm_compiled_map(compiled, &of->none);
    dm_compiled_phrases(compiled, &of->phrases);
}

static void begin(tables *of)
{
    memset(of, 0, sizeof *of);
    dm_map_init(&of->map);
    dm_map_init(&of->none);
    dm_phrases_init(&of->phrases);
}

static void end(tables *of)
{
    dm_map_free(&of->map);
    dm_map_free(&of->none);
    dm_phrases_free(&of->phrases);
}

/* `from` chooses the order in which the map is filled. */
static bool fill(tables *of, dm_arena *arena, uint32_t from)
{
    bool good = true;
    for (uint32_t i = 0; i < 100; i++) {
        uint32_t n = (i + from) % 100;
        good = good && dm_map_set(&of->map, n * 977, n);
    }
    for (uint64_t i = 0; i < 40; i++) {
        uint64_t keys[] = {i % 7 + 1, i + 100, i % 3};
        pair *one = DM_PUSH(arena, &of->pairs);
        good = good && one != NULL && dm_phrases_add(&of->phrases, keys, 3, (uint32_t)i);
        if (one != NULL)
            *one = (pair){(uint32_t)i, (uint32_t)i * i};
    }
    return good;
}

static uint32_t phrase(const dm_phrases *phrases, uint64_t a, uint64_t b, uint64_t c)
{
    uint32_t state = dm_phrases_step(phrases, 0, a);
    state = state == DM_NONE ? DM_NONE : dm_phrases_step(phrases, state, b);
    state = state == DM_NONE ? DM_NONE : dm_phrases_step(phrases, state, c);
    uint32_t link = state == DM_NONE ? DM_NONE : dm_phrases_end(phrases, state);
    return link == DM_NONE ? DM_NONE : phrases->links[link].value;
}

static bool holds(const tables *of)
{
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < 100; i++)
        wrong += dm_map_get(&of->map, i * 977) != i;
    for (uint64_t i = 0; i < 40; i++)
        wrong += phrase(&of->phrases, i % 7 + 1, i + 100, i % 3) != i || of->pairs.at[i].a != i || of->pairs.at[i].b != i * i;
    return wrong == 0 && of->map.count == 100 && of->pairs.count == 40 && of->none.count == 0 &&
           dm_map_get(&of->none, 5) == DM_NONE && dm_map_get(&of->map, 5) == DM_NONE && phrase(&of->phrases, 1, 1, 1) == DM_NONE;
}

/* The tables as bytes at a multiple of 64, to be freed; NULL when memory ran out. */
static char *compile(uint32_t from, size_t *size)
{
    tables of;
    dm_arena arena;
    dm_compiled compiled;
    dm_resources resources = {.trail = (uint64_t[]){3, 4}, .trail_count = 2};
    char *bytes = NULL, path[] = "/tmp/demarche-compiled-XXXXXX";
    begin(&of);
    dm_arena_init(&arena);
    bool good = fill(&of, &arena, from);
    dm_compiled_begin(&compiled, &resources, LAYOUT);
    go_over(&compiled, &of);
    int handle = mkstemp(path);
    good = handle >= 0 && dm_compiled_write(&compiled, path, NULL) == DM_OK && good;
    dm_file file;
    if (good && dm_file_open(path, &file, NULL) == DM_OK) {
        void *room = NULL;
        if (posix_memalign(&room, 64, file.size + 64) == 0) {
            bytes = room;
            memcpy(bytes, file.at, file.size);
            *size = file.size;
        }
        dm_file_close(&file);
    }
    if (handle >= 0) {
        close(handle);
        unlink(path);
    }
    end(&of);
    dm_arena_free(&arena);
    return bytes;
}

static void round_trip(void)
{
    size_t size, other_size;
    char *bytes = compile(0, &size), *other = compile(41, &other_size);
    CHECK(bytes != NULL && other != NULL && size == other_size && memcmp(bytes, other, size) == 0);
    memcpy(other, bytes, size);
    dm_resources resources = {0};
    dm_compiled compiled;
    tables of;
    dm_arena arena;
    begin(&of);
    dm_arena_init(&arena);
    CHECK(dm_compiled_over((dm_slice){bytes, size}, LAYOUT, &resources, &compiled));
    CHECK(resources.identity == dm_mix(dm_mix(0, 3), 4));
    go_over(&compiled, &of);
    CHECK(!compiled.bad && holds(&of));
    /* more is added: the lent bytes stay as they were, what they held is still found */
    uint64_t keys[] = {1, 100, 0};
    CHECK(dm_map_set(&of.map, 5, 6) && dm_map_get(&of.map, 5) == 6 && dm_map_get(&of.map, 977) == 1);
    CHECK(dm_phrases_insert(&of.phrases, keys, 3, 99, 40) && phrase(&of.phrases, 1, 100, 0) == 99);
    CHECK(dm_map_set(&of.none, 5, 6) && dm_map_get(&of.none, 5) == 6);
    pair *one = DM_PUSH(&arena, &of.pairs);
    CHECK(one != NULL && of.pairs.count == 41 && of.pairs.at[39].b == 39 * 39);
    CHECK(memcmp(bytes, other, size) == 0);
    end(&of);
    dm_arena_free(&arena);
    free(bytes);
    free(other);
}

static void not_whole(void)
{
    size_t size;
    char *bytes = compile(0, &size);
    dm_resources resources = {0};
    dm_compiled compiled;
    CHECK(bytes != NULL);
    CHECK(!dm_compiled_over((dm_slice){bytes, size}, LAYOUT + 1, &resources, &compiled));
    CHECK(!dm_compiled_over((dm_slice){bytes, 20}, LAYOUT, &resources, &compiled));
    uint32_t taken = 0;
    for (size_t cut = 0; cut < size; cut += 8) { /* shorter than its head says, and with a head that agrees */
        tables of;
        uint64_t told = cut;
        begin(&of);
        CHECK(!dm_compiled_over((dm_slice){bytes, cut}, LAYOUT, &resources, &compiled));
        memcpy(bytes + 16, &told, sizeof told);
        if (dm_compiled_over((dm_slice){bytes, cut}, LAYOUT, &resources, &compiled)) {
            go_over(&compiled, &of);
            taken += !compiled.bad;
        }
        told = size;
        memcpy(bytes + 16, &told, sizeof told);
        end(&of);
    }
    CHECK(taken == 0);
    free(bytes);
}

static bool without_memory(void)
{
    size_t size;
    char *bytes = compile(0, &size);
    if (bytes == NULL)
        return alloc_failed > 0;
    dm_resources resources = {0};
    dm_compiled compiled;
    tables of;
    uint64_t keys[] = {1, 100, 0};
    begin(&of);
    bool good = dm_compiled_over((dm_slice){bytes, size}, LAYOUT, &resources, &compiled);
    go_over(&compiled, &of);
    good = good && holds(&of);
    bool set = dm_map_set(&of.map, 5, 6), added = dm_phrases_insert(&of.phrases, keys, 3, 99, 40);
    good = good && (set ? dm_map_get(&of.map, 5) == 6 : alloc_failed > 0);
    good = good && (added ? phrase(&of.phrases, 1, 100, 0) == 99 : alloc_failed > 0);
    good = good && dm_map_get(&of.map, 977) == 1 && phrase(&of.phrases, 2, 101, 1) == 1;
    end(&of);
    free(bytes);
    return good;
}

int main(void)
{
    round_trip();
    not_whole();
    ALLOC_LOOP(without_memory, 2000);
    return TEST_END();
}
