/* Phrase tables: a trie over word keys, its edges in one map. */
#include "base/base.h"

#include <stdlib.h>

void dm_phrases_init(dm_phrases *phrases)
{
    memset(phrases, 0, sizeof *phrases);
    dm_map_init(&phrases->edges);
}

void dm_phrases_free(dm_phrases *phrases)
{
    dm_map_free(&phrases->edges);
    if (!phrases->lent) {
        free(phrases->values);
        free(phrases->links);
    }
    memset(phrases, 0, sizeof *phrases);
}

/* Arrays of its own instead of those that were lent; the edges see to themselves. */
static bool own(dm_phrases *phrases)
{
    uint32_t *values = malloc(phrases->states * sizeof *values + 1);
    struct dm_phrase_link *links = malloc(phrases->link_count * sizeof *links + 1);
    if (values == NULL || links == NULL) {
        free(values);
        free(links);
        return false;
    }
    memcpy(values, phrases->values, phrases->states * sizeof *values);
    memcpy(links, phrases->links, phrases->link_count * sizeof *links);
    phrases->values = values;
    phrases->links = links;
    phrases->state_room = phrases->states;
    phrases->link_room = phrases->link_count;
    phrases->lent = false;
    return true;
}

static bool new_state(dm_phrases *phrases, uint32_t *state)
{
    if (phrases->states == phrases->state_room) {
        uint32_t room = phrases->state_room == 0 ? 64 : phrases->state_room * 2;
        uint32_t *larger = realloc(phrases->values, room * sizeof *larger);
        if (larger == NULL)
            return false;
        phrases->values = larger;
        phrases->state_room = room;
    }
    phrases->values[phrases->states] = DM_NONE;
    *state = phrases->states++;
    return true;
}

static bool new_link(dm_phrases *phrases, uint32_t value, uint32_t *link)
{
    if (phrases->link_count == phrases->link_room) {
        uint32_t room = phrases->link_room == 0 ? 64 : phrases->link_room * 2;
        struct dm_phrase_link *larger = realloc(phrases->links, room * sizeof *larger);
        if (larger == NULL)
            return false;
        phrases->links = larger;
        phrases->link_room = room;
    }
    phrases->links[phrases->link_count] = (struct dm_phrase_link){value, DM_NONE};
    *link = phrases->link_count++;
    return true;
}

bool dm_phrases_add(dm_phrases *phrases, const uint64_t *keys, uint32_t count, uint32_t value)
{
    return dm_phrases_insert(phrases, keys, count, value, DM_NONE);
}

bool dm_phrases_insert(dm_phrases *phrases, const uint64_t *keys, uint32_t count, uint32_t value, uint32_t first)
{
    uint32_t state = 0, link;
    if (phrases->lent && !own(phrases))
        return false;
    if (phrases->states == 0 && !new_state(phrases, &state))
        return false;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t edge = dm_mix(keys[i], state);
        uint32_t next = dm_map_get(&phrases->edges, edge);
        if (next == DM_NONE && (!new_state(phrases, &next) || !dm_map_set(&phrases->edges, edge, next)))
            return false;
        state = next;
    }
    if (!new_link(phrases, value, &link))
        return false;
    uint32_t *tail = &phrases->values[state];
    while (*tail != DM_NONE && (value < first || phrases->links[*tail].value >= first))
        tail = &phrases->links[*tail].next;
    phrases->links[link].next = *tail;
    *tail = link;
    return true;
}
