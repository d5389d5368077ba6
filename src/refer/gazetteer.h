/* The gazetteer: cities and first-level divisions of GeoNames as an index made at build time (tools/gazetteer.c), and the
 * countries, states and regions of data/places, read at open.
 *
 * A name is looked up by one 64-bit key over its words: case, diacritics, hyphens and final full stops do not count. */
#ifndef DM_GAZETTEER_H
#define DM_GAZETTEER_H

#include "refer/parts.h"

typedef enum dm_place_kind { DM_PLACE_CITY, DM_PLACE_CAPITAL, DM_PLACE_DIVISION, DM_PLACE_REGION, DM_PLACE_COUNTRY } dm_place_kind;

/* One entry of the index file, 32 bytes, little-endian. */
typedef struct dm_site {
    float lat, lon;
    uint32_t geonames, population;
    uint32_t name, name_size;  /* in the section of names */
    uint16_t division;         /* index of the division it lies in; UINT16_MAX: none */
    char country[3];           /* ISO 3166 alpha-3 */
    uint8_t kind;              /* dm_place_kind */
    uint8_t reserved[2];
} dm_site;

/* A slot of the table of names: open addressing by key; count 0 is free. */
typedef struct dm_site_name {
    uint64_t key;
    uint32_t first, count;     /* in the list of sites; bit 31 of an element: the name is a lesser one */
} dm_site_name;

/* A slot of the table of first words: key 0 is free. */
typedef struct dm_site_start {
    uint64_t key;
    uint64_t longest;          /* words of the longest name that begins so */
} dm_site_start;

/* The key of a word in a name: one final full stop is dropped; 0 for hyphens and other words without letter or digit. */
static inline uint64_t dm_site_word(const char *at, size_t size)
{
    if (size > 1 && at[size - 1] == '.')
        size--;
    if (size == 0 || (size == 1 && !((*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || (*at >= '0' && *at <= '9'))))
        return 0;
    return dm_key(at, size);
}
static inline uint64_t dm_site_add(uint64_t key, uint64_t word) { return key == 0 ? word : dm_mix(key, word); }

/* The key of a whole name as a table has it, the key of its first word, and the number of its words; 0 when it has none.
 * The index is made and own places are read by it. */
static inline uint64_t dm_site_key(dm_slice name, uint64_t *start, uint32_t *words)
{
    uint64_t key = 0;
    *start = 0;
    *words = 0;
    size_t i = 0;
    while (i < name.size) {
        size_t begin = i;
        while (i < name.size && name.at[i] != ' ' && name.at[i] != '-' && name.at[i] != ',')
            i++;
        uint64_t word = dm_site_word(name.at + begin, i - begin);
        i++;
        if (word == 0)
            continue;
        key = dm_site_add(key, word);
        *start = *start == 0 ? word : *start;
        ++*words;
    }
    return key;
}

/* What a name may stand for. */
typedef struct dm_site_choice {
    const dm_site *site;
    dm_slice name;
    bool lesser;               /* an alternative name of a city */
    bool wants_stop;           /* an abbreviation that needs its full stop */
    bool own;                  /* of data/places: somebody found it worth a line */
    bool only;                 /* the name names no person, organisation or thing: a place wherever it stands */
} dm_site_choice;

/* The longest name that begins with a word, or 0. */
uint32_t dm_gazetteer_longest(const dm_gazetteer *gazetteer, uint64_t word);
/* Fills at most `room` choices for the key of a name, own places before the index; returns their number. */
uint32_t dm_gazetteer_get(const dm_gazetteer *gazetteer, uint64_t key, dm_site_choice *choices, uint32_t room);
/* A site of the index by number, NULL behind the last. */
const dm_site *dm_gazetteer_site(const dm_gazetteer *gazetteer, uint32_t number);
/* The division a site lies in, or NULL. */
const dm_site *dm_gazetteer_division(const dm_gazetteer *gazetteer, const dm_site *site, dm_slice *name);
/* Whether a folded word is one that must not stand for a place by itself (data/places/words.txt). */
bool dm_gazetteer_word(const dm_gazetteer *gazetteer, uint64_t key, char kind);

#endif
