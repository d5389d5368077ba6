/* The pool and the table of rows of network_memory.h. */
#include "grammar/network_memory.h"

#include <stdlib.h>

/* Rows of the balanced engine are 2 KB: 8 MB a thread.  On news 86 of 100 words are found. */
enum { PAIRS = 2048 };

void dm_net_pool_init(dm_net_pool *pool)
{
    pthread_mutex_init(&pool->lock, NULL);
    pool->free = NULL;
}

static void free_memory(dm_net_memory *memory)
{
    dm_arena_free(&memory->arena);
    free(memory->keys);
    free(memory->fresh);
    free(memory->rows);
    free(memory->last);
    free(memory);
}

void dm_net_pool_free(dm_net_pool *pool)
{
    while (pool->free != NULL) {
        dm_net_memory *memory = pool->free;
        pool->free = memory->next;
        free_memory(memory);
    }
    pthread_mutex_destroy(&pool->lock);
}

dm_net_memory *dm_net_pool_take(dm_net_pool *pool, size_t row)
{
    pthread_mutex_lock(&pool->lock);
    dm_net_memory *memory = pool->free;
    if (memory != NULL)
        pool->free = memory->next;
    pthread_mutex_unlock(&pool->lock);
    if (memory != NULL) {
        dm_arena_reset(&memory->arena);
        return memory;
    }
    memory = calloc(1, sizeof *memory);
    if (memory == NULL)
        return NULL;
    dm_arena_init(&memory->arena);
    memory->keys = calloc(2 * (size_t)PAIRS, sizeof *memory->keys);
    memory->fresh = calloc(2 * (size_t)PAIRS, sizeof *memory->fresh);
    memory->last = calloc(PAIRS, sizeof *memory->last);
    memory->rows = malloc(2 * (size_t)PAIRS * row * sizeof *memory->rows);
    if (memory->keys != NULL && memory->fresh != NULL && memory->last != NULL && memory->rows != NULL)
        return memory;
    free_memory(memory);
    return NULL;
}

void dm_net_pool_give(dm_net_pool *pool, dm_net_memory *memory)
{
    pthread_mutex_lock(&pool->lock);
    memory->next = pool->free;
    pool->free = memory;
    pthread_mutex_unlock(&pool->lock);
}

uint32_t dm_net_memory_row(dm_net_memory *memory, uint64_t key, bool *known)
{
    key |= key == 0;
    uint32_t pair = (uint32_t)(key >> 20) & (PAIRS - 1), first = pair * 2;
    uint8_t way = memory->keys[first] == key ? 0 : memory->keys[first + 1] == key ? 1 : !memory->last[pair];
    *known = memory->keys[first + way] == key;
    memory->keys[first + way] = key;
    memory->last[pair] = way;
    return first + way;
}
