/* One document speaks of the same names again: labels found sentence by sentence are made to agree. */
#include "grammar/name_parts.h"

enum { LAST_WORDS = 4 }; /* of a person's name that may stand for it */

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

/* Types of the listed phrase that is exactly the words [first, last), 0 for none. */
static uint32_t listed_types(const dm_name_word *words, uint32_t first, uint32_t last)
{
    if (!words[first].phrase || !words[last - 1].phrase)
        return 0;
    unsigned begins = words[first].phrase >> 5 & 3, ends = words[last - 1].phrase >> 5 & 3;
    if (first + 1 == last)
        return begins == 3 ? words[first].phrase & 31u : 0;
    if (begins != 0 || ends != 2)
        return 0;
    for (uint32_t i = first + 1; i + 1 < last; i++)
        if (!words[i].phrase || (words[i].phrase >> 5 & 3) != 1)
            return 0;
    return words[first].phrase & 31u;
}

/* "the Electoral Commission (EC)": the short name in brackets is of the type of the name before it. */
static void introduce(const dm_text *text, const dm_name_word *words, uint8_t *labels)
{
    for (uint32_t i = 2; i + 1 < text->word_count; i++) {
        const dm_word *word = &text->words[i];
        uint8_t before = labels[i - 2];
        if (!(word->flags & DM_WORD_CAPITALS) || word->form.size > 8 || !before || ((before - 1) & 3) != 2 ||
            text->words[i - 1].form.at[0] != '(' || text->words[i + 1].form.at[0] != ')')
            continue;
        uint32_t first = i - 2;
        while (first > 0 && ((labels[first] - 1) & 3) != 0)
            first--;
        unsigned char own = (unsigned char)word->form.at[0], head = (unsigned char)text->words[first].form.at[0];
        if (type_of(before) != 0 && words[i].candidate && own == head)
            labels[i] = (uint8_t)(1 + 4 * type_of(before) + 3);
    }
}

bool dm_names_agree(dm_arena *arena, const dm_text *text, const dm_name_word *words, uint8_t *labels)
{
    uint32_t count = text->word_count, names = 0, room = 16;
    introduce(text, words, labels);
    for (uint32_t i = 0; i < count; i++)
        names += labels[i] != 0;
    while (room < names * 2 * LAST_WORDS + names)
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
        for (uint32_t from = end - 1; type == 0 && from > i && end - from <= LAST_WORDS; from--) { /* Assad, al-Assad */
            votes *last = votes_of(&ballot, name_key(words, from, end));
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
            uint32_t vote[3] = {own->type[0] + (words[i].phrase & 4 ? 2u : 4u) * own->person, own->type[1],
                                own->type[2]};
            for (unsigned t = 1; t < 3; t++)
                if (vote[t] > vote[best])
                    best = t;
            if (own->person && words[i].bits & DM_LEX_PARTICLE && end - i > 1)
                best = 0, vote[0] = UINT32_MAX; /* al-Assad is nobody else's name */
            if (best != type && vote[best] / 2 > vote[type]) {
                relabel(labels, i, end, best);
                type = best;
            }
            if (type == 0 && end - i == 1 && words[i].bits & DM_LEX_TITLE &&
                !(words[i].bits & (DM_LEX_GIVEN | DM_LEX_FAMILY | DM_LEX_PER_PART))) {
                labels[i] = 0; /* "the President" */
                continue;
            }
            /* what the lists know as a place only is no organisation, and the other way round */
            uint32_t listed = listed_types(words, i, end);
            if (type == 1 && listed == 4)
                relabel(labels, i, end, 2);
            else if (type == 2 && listed == 2)
                relabel(labels, i, end, 1);
            else if (type != 0 && listed == 16) /* South African */
                memset(labels + i, 0, end - i);
        } else if (words[i].capital && words[i].run == i && words[i].run_end == i + 1 &&
                   !(words[i].bits & (DM_LEX_LOWER | DM_LEX_MIXED | DM_LEX_TIME | DM_LEX_PEOPLE | DM_LEX_TITLE))) {
            /* looked up without adding: the table has room for names only */
            uint32_t at = (uint32_t)(words[i].key * 0x9e3779b97f4a7c15u >> 32) & ballot.mask;
            while (ballot.at[at].key && ballot.at[at].key != words[i].key)
                at = (at + 1) & ballot.mask;
            const votes *own = &ballot.at[at];
            if (own->key && own->person)
                labels[i] = 1 + 3;
            else if (own->key && text->words[i].flags & DM_WORD_CAPITALS && own->type[1] >= 1 &&
                     own->type[1] > own->type[0] + own->type[2])
                labels[i] = 1 + 4 + 3; /* a short name of an organisation */
        }
    }
    /* Listed places and organisations that no sentence showed as names, whole and in capitals as the lists have them.
     */
    for (uint32_t i = 0, end; i < count; i = end) {
        end = i + 1;
        if (labels[i] || !words[i].phrase || !words[i].capital || words[i].bits & (DM_LEX_LOWER | DM_LEX_MIXED))
            continue;
        unsigned begins = words[i].phrase >> 5 & 3;
        if (begins != 0 && begins != 3)
            continue;
        while (begins == 0 && end < count && words[end].phrase && (words[end].phrase >> 5 & 3) != 0 &&
               (words[end].phrase >> 5 & 3) != 3)
            end++;
        uint32_t listed = listed_types(words, i, end);
        bool free = (listed == 4 || listed == 2) && words[i].run == i && words[i].run_end == end;
        for (uint32_t j = i; j < end; j++)
            free = free && !labels[j];
        for (uint32_t j = i; free && j < end; j++)
            labels[j] = (uint8_t)(1 + 4 * (listed == 4 ? 2 : 1) +
                                  (end - i == 1   ? 3
                                   : j == i       ? 0
                                   : j + 1 == end ? 2
                                                  : 1));
    }
    return true;
}
