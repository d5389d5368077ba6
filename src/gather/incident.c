/* From ties between tellings to incidents. */
#include "gather/gather.h"

#include <stdlib.h>

#define PAIRS_LOOKED_AT 40000 /* when more pairs than this would join at once, only the days are looked at */

typedef struct parting {
    const dm_telling *tellings;
    const uint64_t *order;
    uint32_t *parent, *next, *last; /* by telling: root of its part; chain of the members of a part, and its end */
    uint32_t *size;
    int32_t *from, *to;
} parting;

static uint32_t root_of(const parting *p, uint32_t i)
{
    while (p->parent[i] != i)
        i = p->parent[i];
    return i;
}

static bool may_join(const parting *p, uint32_t a, uint32_t b)
{
    int32_t from = p->from[a] < p->from[b] ? p->from[a] : p->from[b], to = p->to[a] > p->to[b] ? p->to[a] : p->to[b];
    if (!p->tellings[a].vague && (int64_t)to - from >= DM_INCIDENT_DAYS)
        return false;
    if ((uint64_t)p->size[a] * p->size[b] > PAIRS_LOOKED_AT)
        return true;
    for (uint32_t i = a; i != DM_NONE; i = p->next[i])
        for (uint32_t k = b; k != DM_NONE; k = p->next[k]) {
            dm_likeness likeness;
            dm_tellings_compare(&p->tellings[i], &p->tellings[k], &likeness);
            if (likeness.clash)
                return false;
        }
    return true;
}

static void join(parting *p, uint32_t a, uint32_t b)
{
    p->parent[b] = a;
    p->next[p->last[a]] = b;
    p->last[a] = p->last[b];
    p->size[a] += p->size[b];
    p->from[a] = p->from[a] < p->from[b] ? p->from[a] : p->from[b];
    p->to[a] = p->to[a] > p->to[b] ? p->to[a] : p->to[b];
}

typedef struct ranked {
    float value;
    uint64_t low, high; /* order of the two */
    uint32_t one, other;
} ranked;

static int by_rank(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->value > y->value || x->value < y->value)
        return x->value > y->value ? -1 : 1;
    if (x->low != y->low)
        return x->low < y->low ? -1 : 1;
    return x->high < y->high ? -1 : x->high > y->high;
}

bool dm_incidents_part(const dm_telling *tellings, const uint64_t *order, uint32_t count, dm_tie *ties, uint32_t tie_count,
                       uint32_t *incident)
{
    parting p = {.tellings = tellings, .order = order};
    uint32_t *numbers = malloc(((size_t)count * 6 + 1) * sizeof *numbers), incidents = 0;
    ranked *ranks = malloc(((size_t)tie_count + 1) * sizeof *ranks);
    if (numbers == NULL || ranks == NULL) {
        free(numbers);
        free(ranks);
        return false;
    }
    p.parent = numbers;
    p.next = numbers + count;
    p.last = numbers + 2 * (size_t)count;
    p.size = numbers + 3 * (size_t)count;
    p.from = (int32_t *)(numbers + 4 * (size_t)count);
    p.to = (int32_t *)(numbers + 5 * (size_t)count);
    for (uint32_t i = 0; i < count; i++) {
        p.parent[i] = p.last[i] = i;
        p.next[i] = DM_NONE;
        p.size[i] = 1;
        p.from[i] = tellings[i].first;
        p.to[i] = tellings[i].last;
    }
    for (uint32_t i = 0; i < tie_count; i++) {
        uint64_t one = order[ties[i].one], other = order[ties[i].other];
        ranks[i] = (ranked){ties[i].value, one < other ? one : other, one < other ? other : one, ties[i].one, ties[i].other};
    }
    qsort(ranks, tie_count, sizeof *ranks, by_rank);
    for (uint32_t i = 0; i < tie_count; i++) {
        uint32_t a = root_of(&p, ranks[i].one), b = root_of(&p, ranks[i].other);
        if (a == b)
            continue;
        if (p.size[a] < p.size[b]) {
            uint32_t swap = a;
            a = b;
            b = swap;
        }
        if (may_join(&p, a, b))
            join(&p, a, b);
    }
    /* Numbers by the first telling in `order`: p.size is no more needed and holds what a root's incident is. */
    for (uint32_t i = 0; i < count; i++)
        p.size[i] = DM_NONE;
    for (uint32_t done = 0; done < count;) {
        uint32_t first = DM_NONE;
        for (uint32_t i = 0; i < count; i++)
            if (p.size[root_of(&p, i)] == DM_NONE && (first == DM_NONE || order[i] < order[first]))
                first = i;
        uint32_t root = root_of(&p, first);
        p.size[root] = incidents;
        for (uint32_t i = root; i != DM_NONE; i = p.next[i], done++)
            incident[i] = incidents;
        incidents++;
    }
    free(numbers);
    free(ranks);
    return true;
}
