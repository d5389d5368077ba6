/* Arenas: a list of chunks, each larger than the one before; freed together. */
#include "base/base.h"

#include <stdlib.h>

#define DM_ALIGN sizeof(max_align_t)
#define DM_FIRST_CHUNK ((size_t)64 * 1024)
#define DM_LARGEST_STEP ((size_t)8 * 1024 * 1024)

struct dm_chunk {
    struct dm_chunk *before;
    size_t size;  /* of the bytes behind the head */
    max_align_t bytes[];
};

void dm_arena_init(dm_arena *arena) { memset(arena, 0, sizeof *arena); }

static void free_chunks(struct dm_chunk *chunk)
{
    while (chunk != NULL) {
        struct dm_chunk *before = chunk->before;
        free(chunk);
        chunk = before;
    }
}

void dm_arena_free(dm_arena *arena)
{
    free_chunks(arena->chunk);
    dm_arena_init(arena);
}

static void use(dm_arena *arena, struct dm_chunk *chunk)
{
    arena->chunk = chunk;
    arena->at = (char *)chunk->bytes;
    arena->end = arena->at + chunk->size;
}

void dm_arena_reset(dm_arena *arena)
{
    struct dm_chunk *kept = arena->chunk;  /* the newest is the largest, save for single large requests */
    if (kept != NULL) {
        free_chunks(kept->before);
        kept->before = NULL;
        arena->total = kept->size;
        use(arena, kept);
    }
    arena->failed = false;
}

void *dm_arena_alloc(dm_arena *arena, size_t size)
{
    if (arena->failed)
        return NULL;
    if (size > SIZE_MAX / 2) {
        arena->failed = true;
        return NULL;
    }
    size = (size + DM_ALIGN - 1) / DM_ALIGN * DM_ALIGN;
    if ((size_t)(arena->end - arena->at) < size || arena->at == NULL) {
        size_t step = arena->chunk == NULL ? DM_FIRST_CHUNK : arena->chunk->size * 2;
        if (step > DM_LARGEST_STEP)
            step = DM_LARGEST_STEP;
        if (step < size)
            step = size;
        struct dm_chunk *chunk = malloc(sizeof *chunk + step);
        if (chunk == NULL) {
            arena->failed = true;
            return NULL;
        }
        chunk->before = arena->chunk;
        chunk->size = step;
        arena->total += step;
        use(arena, chunk);
    }
    void *given = arena->at;
    arena->at += size;
    return given;
}

void *dm_arena_zero(dm_arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / 2 / size) {
        arena->failed = true;
        return NULL;
    }
    void *given = dm_arena_alloc(arena, count * size);
    return given == NULL ? NULL : memset(given, 0, count * size);
}

dm_slice dm_arena_copy(dm_arena *arena, dm_slice slice)
{
    if (slice.at == NULL)
        return slice;
    char *copy = dm_arena_alloc(arena, slice.size);
    if (copy == NULL)
        return (dm_slice){NULL, 0};
    if (slice.size != 0)
        memcpy(copy, slice.at, slice.size);
    return (dm_slice){copy, slice.size};
}

dm_slice dm_arena_print(dm_arena *arena, const char *format, ...)
{
    va_list list, again;
    va_start(list, format);
    va_copy(again, list);
    int size = vsnprintf(NULL, 0, format, list);
    va_end(list);
    char *text = size < 0 ? NULL : dm_arena_alloc(arena, (size_t)size + 1);
    if (text != NULL)
        vsnprintf(text, (size_t)size + 1, format, again);
    va_end(again);
    return text == NULL ? (dm_slice){NULL, 0} : (dm_slice){text, (size_t)size};
}

void *dm_arena_grow(dm_arena *arena, void *array, uint32_t count, uint32_t *room, size_t size)
{
    if (count < *room)
        return array;
    uint32_t wanted = *room == 0 ? 8 : *room > UINT32_MAX / 2 ? UINT32_MAX : *room * 2;
    if (wanted <= count || (size_t)wanted > SIZE_MAX / 2 / size) {
        arena->failed = true;
        return NULL;
    }
    /* The last thing allocated grows in place. */
    size_t held = ((size_t)*room * size + DM_ALIGN - 1) / DM_ALIGN * DM_ALIGN;
    size_t next = ((size_t)wanted * size + DM_ALIGN - 1) / DM_ALIGN * DM_ALIGN;
    if (array != NULL && !arena->failed && (char *)array + held == arena->at &&
        (size_t)(arena->end - arena->at) >= next - held) {
        arena->at += next - held;
        *room = wanted;
        return array;
    }
    void *larger = dm_arena_alloc(arena, (size_t)wanted * size);
    if (larger == NULL)
        return NULL;
    if (count != 0)
        memcpy(larger, array, (size_t)count * size);
    *room = wanted;
    return larger;
}

bool dm_arena_more(dm_arena *arena, void **array, uint32_t count, uint32_t *room, size_t size)
{
    void *larger = dm_arena_grow(arena, *array, count, room, size);
    if (larger == NULL)
        return false;
    *array = larger;
    return true;
}
