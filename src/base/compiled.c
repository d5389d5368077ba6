/* Compiled dictionaries: tables as they lie in memory, written by the build and used where the program is mapped. */
#include "base/base.h"

#include <stdlib.h>

/* The file: this head, the trail (what reading the sources added to the identity), then the tables one after the other. */
typedef struct head {
    char magic[8];
    uint64_t layout, size, trail;
} head;

static const char magic[8] = "dmtables";
enum { EDGE = 64 }; /* tables begin at multiples of it: at lines of the caches */

bool dm_compiled_over(dm_slice bytes, uint64_t layout, dm_resources *resources, dm_compiled *out)
{
    head first;
    memset(out, 0, sizeof *out);
    if (bytes.size < sizeof first)
        return false;
    memcpy(&first, bytes.at, sizeof first);
    if (memcmp(first.magic, magic, sizeof magic) != 0 || first.layout != layout || first.size != bytes.size)
        return false;
    *out = (dm_compiled){.at = bytes.at + sizeof first, .begin = bytes.at, .end = bytes.at + bytes.size};
    const uint64_t *trail = dm_compiled_list(out, first.trail, sizeof *trail);
    for (uint64_t i = 0; trail != NULL && i < first.trail; i++)
        resources->identity = dm_mix(resources->identity, trail[i]);
    return !out->bad;
}

bool dm_compiled_open(dm_resources *resources, const char *name, uint64_t layout, dm_compiled *out)
{
    if (resources->models != NULL || resources->data != NULL)
        return false; /* the user's own folders are read as they are */
    for (size_t i = 0; i < dm_embedded_count; i++)
        if (strcmp(dm_embedded_files[i].name, name) == 0)
            return dm_compiled_over((dm_slice){dm_embedded_files[i].at, (size_t)(dm_embedded_files[i].end - dm_embedded_files[i].at)},
                                    layout, resources, out);
    return false;
}

void dm_compiled_begin(dm_compiled *out, const dm_resources *resources, uint64_t layout)
{
    memset(out, 0, sizeof *out);
    out->writing = true;
    head first = {{0}, layout, 0, resources->trail_count};
    memcpy(first.magic, magic, sizeof magic);
    dm_compiled_put(out, &first, 1, sizeof first);
    dm_compiled_put(out, resources->trail, resources->trail_count, sizeof *resources->trail);
}

dm_status dm_compiled_write(dm_compiled *compiled, const char *path, dm_error *error)
{
    dm_status status = DM_OK;
    if (compiled->bad)
        status = dm_fail(error, DM_NO_MEMORY, path, 0, 0, "out of memory");
    if (status == DM_OK) {
        uint64_t size = compiled->size;
        memcpy(compiled->made + offsetof(head, size), &size, sizeof size);
        FILE *file = fopen(path, "wb");
        bool good = file != NULL && fwrite(compiled->made, 1, compiled->size, file) == compiled->size;
        if (file != NULL && fclose(file) != 0)
            good = false;
        if (!good)
            status = dm_fail(error, DM_IO, path, 0, 0, "cannot be written");
    }
    free(compiled->made);
    compiled->made = NULL;
    return status;
}

void dm_compiled_put(dm_compiled *compiled, const void *at, size_t count, size_t unit)
{
    size_t edge = (compiled->size + EDGE - 1) / EDGE * EDGE, size = edge + count * unit;
    if (compiled->size == 0)
        edge = 0, size = count * unit;
    if (size > compiled->room && !compiled->bad) {
        size_t room = size * 2;
        char *larger = realloc(compiled->made, room);
        compiled->bad = larger == NULL;
        if (larger != NULL)
            compiled->made = larger, compiled->room = room;
    }
    if (compiled->bad)
        return;
    memset(compiled->made + compiled->size, 0, edge - compiled->size);
    if (count != 0)
        memcpy(compiled->made + edge, at, count * unit);
    compiled->size = size;
}

const void *dm_compiled_list(dm_compiled *compiled, uint64_t count, size_t unit)
{
    size_t edge = ((size_t)(compiled->at - compiled->begin) + EDGE - 1) / EDGE * EDGE, whole = (size_t)(compiled->end - compiled->begin);
    if (compiled->bad || edge > whole || count > (whole - edge) / unit) {
        compiled->bad = true;
        return NULL;
    }
    const char *list = compiled->begin + edge;
    compiled->at = list + count * unit;
    return list;
}

void dm_compiled_number(dm_compiled *compiled, uint32_t *number)
{
    if (compiled->writing) {
        dm_compiled_put(compiled, number, 1, sizeof *number);
        return;
    }
    const void *kept = dm_compiled_list(compiled, 1, sizeof *number);
    if (kept != NULL)
        memcpy(number, kept, sizeof *number);
}

void dm_compiled_array(dm_compiled *compiled, void *array, uint32_t *count, size_t unit)
{
    const void *at;
    dm_compiled_number(compiled, count);
    if (compiled->writing) {
        memcpy(&at, array, sizeof at);
        dm_compiled_put(compiled, at, *count, unit);
        return;
    }
    at = dm_compiled_list(compiled, *count, unit);
    memcpy(array, &at, sizeof at);
    if (at == NULL)
        *count = 0;
}

/* The same keys at the places that a seed known beforehand gives them, and nothing left of what memory held before: the same
 * dictionary gives the same bytes. */
static void put_map(dm_compiled *compiled, const dm_map *map)
{
    dm_map plain;
    dm_map_init(&plain);
    plain.seed = 0x6a09e667f3bcc909u;
    bool good = dm_map_reserve(&plain, map->count);
    if (good)
        memset(plain.entries, 0, plain.room * sizeof *plain.entries);
    for (uint32_t i = 0; i < map->room && good; i++)
        if (map->marks[i] != 0)
            good = dm_map_set(&plain, map->entries[i].key, map->entries[i].value);
    compiled->bad |= !good;
    dm_compiled_number(compiled, &plain.count);
    dm_compiled_number(compiled, &plain.room);
    dm_compiled_put(compiled, &plain.seed, 1, sizeof plain.seed);
    dm_compiled_put(compiled, plain.marks, plain.room, 1);
    dm_compiled_put(compiled, plain.entries, plain.room, sizeof *plain.entries);
    dm_map_free(&plain);
}

void dm_compiled_map(dm_compiled *compiled, dm_map *map)
{
    if (compiled->writing) {
        put_map(compiled, map);
        return;
    }
    dm_map made = {.lent = true};
    dm_compiled_number(compiled, &made.count);
    dm_compiled_number(compiled, &made.room);
    const void *seed = dm_compiled_list(compiled, 1, sizeof made.seed);
    if (seed != NULL)
        memcpy(&made.seed, seed, sizeof made.seed);
    union { const void *lent; uint8_t *marks; struct dm_map_entry *entries; } list;
    list.lent = dm_compiled_list(compiled, made.room, 1);
    made.marks = list.marks;
    list.lent = dm_compiled_list(compiled, made.room, sizeof *made.entries);
    made.entries = list.entries;
    compiled->bad |= made.room == 0 || (made.room & (made.room - 1)) != 0 || made.count >= made.room;
    if (compiled->bad)
        return;
    dm_map_free(map);
    *map = made;
}

void dm_compiled_phrases(dm_compiled *compiled, dm_phrases *phrases)
{
    if (!compiled->writing)
        dm_phrases_free(phrases);
    phrases->lent = !compiled->writing;
    dm_compiled_map(compiled, &phrases->edges);
    dm_compiled_array(compiled, &phrases->values, &phrases->states, sizeof *phrases->values);
    dm_compiled_array(compiled, &phrases->links, &phrases->link_count, sizeof *phrases->links);
    phrases->lent = !compiled->writing;
}
