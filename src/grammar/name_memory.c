/* One document speaks of the same names again: labels found sentence by sentence are made to agree. */
#include "grammar/name_parts.h"

/* Votes on the type of a name, open addressing by its key. */
typedef struct votes {
    uint64_t key;
    uint16_t type[3];
    uint16_t person; /* times it was the last word of a person named in full */
} votes;

typedef struct election {
    votes *at;
    uint32_t mask;
} election;

static votes *votes_of(const election *ballot, uint64_t key)
{
    uint32_t at = (uint32_t)(key * 0x9e3779b97f4a7c15u >> 32) & ballot->mask;
    key += key == 0;
    while (ballot->at[at].key && ballot->at[at].key != key)
        at = (at + 1) & ballot->mask;
    ballot->at[at].key = key;
    return &ballot->at[at];
}

static unsigned type_of(uint8_t label) { return (label - 1u) >> 2; }

/* The word after the last of the name that begins at `first`. */
static uint32_t name_end(const uint8_t *labels, uint32_t first, uint32_t count)
{
    uint32_t end = first;
    while (end + 1 < count && ((labels[end] - 1) & 3) < 2 && labels[end + 1])
        end++;
    return end + 1;
}

static uint64_t name_key(const dm_name_word *words, uint32_t first, uint32_t last)
{
    uint64_t key = words[first].key;
    for (uint32_t i = first + 1; i < last; i++)
        key = dm_mix(key, words[i].key);
    return key;
}

static void relabel(uint8_t *labels, uint32_t first, uint32_t last, unsigned type)
{
    for (uint32_t i = first; i < last; i++)
        labels[i] = (uint8_t)(1 + 4 * type + ((labels[i] - 1) & 3));
}

bool dm_names_agree(dm_arena *arena, const dm_text *text, const dm_name_word *words, uint8_t *labels)
{
    uint32_t count = text->word_count, names = 0, room = 16;
    for (uint32_t i = 0; i < count; i++)
        names += labels[i] != 0;
    while (room < names * 3)
        room *= 2;
    election ballot = {dm_arena_zero(arena, room, sizeof(votes)), room - 1};
    if (!ballot.at)
        return false;
    for (uint32_t i = 0, end; i < count; i = end) {
        end = i + 1;
        if (!labels[i])
            continue;
        end = name_end(labels, i, count);
        unsigned type = type_of(labels[i]);
        votes *own = votes_of(&ballot, name_key(words, i, end));
        if (own->type[type] < 60000)
            own->type[type]++;
        if (type == 0 && end - i > 1) {
            votes *last = votes_of(&ballot, words[end - 1].key);
            if (last->person < 60000)
                last->person++;
        }
    }
    for (uint32_t i = 0, end; i < count; i = end) {
        end = i + 1;
        if (labels[i]) {
            end = name_end(labels, i, count);
            unsigned type = type_of(labels[i]), best = 0;
            const votes *own = votes_of(&ballot, name_key(words, i, end));
            uint32_t vote[3] = {own->type[0] + (end - i == 1 ? 2u * own->person : 0), own->type[1], own->type[2]};
            for (unsigned t = 1; t < 3; t++)
                if (vote[t] > vote[best])
                    best = t;
            if (best != type && vote[best] > 2u * vote[type])
                relabel(labels, i, end, best);
        } else if (words[i].capital && words[i].run == i && words[i].run_end == i + 1 &&
                   !(words[i].bits & (DM_LEX_LOWER | DM_LEX_MIXED | DM_LEX_TIME | DM_LEX_PEOPLE | DM_LEX_TITLE))) {
            /* looked up without adding: the table has room for names only */
            uint32_t at = (uint32_t)(words[i].key * 0x9e3779b97f4a7c15u >> 32) & ballot.mask;
            while (ballot.at[at].key && ballot.at[at].key != words[i].key)
                at = (at + 1) & ballot.mask;
            if (ballot.at[at].key && ballot.at[at].person)
                labels[i] = 1 + 3;
        }
    }
    return true;
}
