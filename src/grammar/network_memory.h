/* What the network keeps between documents, a piece for each thread at work: scratch memory, and the first layer's gates of words that
 * were seen, which depend on the word alone and are a quarter of all sums.  Inside the room. */
#ifndef DM_NETWORK_MEMORY_H
#define DM_NETWORK_MEMORY_H

#include "base/base.h"

#include <pthread.h>

typedef struct dm_net_memory {
    struct dm_net_memory *next;   /* in the pool */
    dm_arena arena;               /* of the document at hand */
    /* Gates by word: pairs of rows, in each pair the one looked at last stays. */
    uint64_t *keys;               /* 0: empty */
    uint32_t *fresh;              /* what the row waits for, counted from 1; 0: it is filled */
    float *rows;
    uint8_t *last;                /* by pair */
} dm_net_memory;

/* Pieces that no thread uses now. */
typedef struct dm_net_pool {
    pthread_mutex_t lock;
    dm_net_memory *free;
} dm_net_pool;

void dm_net_pool_init(dm_net_pool *pool);
/* All pieces have been given back. */
void dm_net_pool_free(dm_net_pool *pool);
/* A piece for this thread, for rows of so many floats (the same in all calls), its arena empty; NULL when memory ran out. */
dm_net_memory *dm_net_pool_take(dm_net_pool *pool, size_t row);
void dm_net_pool_give(dm_net_pool *pool, dm_net_memory *memory);

/* The row of a word, number of rows; *known when it was that word's before, else the row is the word's from now on. */
uint32_t dm_net_memory_row(dm_net_memory *memory, uint64_t key, bool *known);

#endif
