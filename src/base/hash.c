/* Hashes of words and a map from 64-bit keys to numbers. */
#include "base/base.h"

#include <stdlib.h>

/* Multiply-and-fold over 8 bytes at a time, in the manner of wyhash (Wang Yi, public domain): a few nanoseconds a word. */
static inline uint64_t fold64(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t read_whole(const char *at, size_t size)  /* little-endian, size 2, 4 or 8 */
{
    uint64_t sum = 0;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(&sum, at, size);
#else
    for (size_t i = 0; i < size; i++)
        sum |= (uint64_t)(unsigned char)at[i] << (8 * i);
#endif
    return sum;
}

static inline uint64_t read64(const char *at, size_t size)  /* little-endian, size 1 to 8; without a call to memcpy */
{
    if (size == 8)
        return read_whole(at, 8);
    if (size >= 4)
        return read_whole(at, 4) | read_whole(at + size - 4, 4) << (8 * (size - 4));
    if (size >= 2)
        return read_whole(at, 2) | (uint64_t)(unsigned char)at[size - 1] << (8 * (size - 1));
    return (unsigned char)at[0];
}

/* What the hash begins with, and what it is multiplied by after eight bytes, the last bytes, at the end. */
#define START 0xa0761d6478bd642fu
#define WHOLE 0xe7037ed1a0b428dbu
#define LAST 0x8ebc6af09c88c6e3u
static inline uint64_t finish(uint64_t hash) { return fold64(hash ^ 0x589965cc75374cc3u, 0x1d8e4e27c47d124fu); }

uint64_t dm_hash(const char *at, size_t size)
{
    uint64_t hash = START ^ size;
    for (; size > 8; at += 8, size -= 8)
        hash = fold64(hash ^ read_whole(at, 8), WHOLE);
    if (size != 0)
        hash = fold64(hash ^ read64(at, size), LAST);
    return finish(hash);
}

#define EACH_BYTE(x) (0x0101010101010101u * (x))

/* Eight ASCII characters in lower case. */
static inline uint64_t lower8(uint64_t text)
{
    uint64_t from_a = text + EACH_BYTE(0x80 - 'A'), beyond_z = text + EACH_BYTE(0x7f - 'Z');
    return text | ((from_a ^ beyond_z) & EACH_BYTE(0x80)) >> 2;
}

/* Most words: 16 ASCII characters at most.  The same as below. */
static inline bool key_of_short(const char *at, size_t size, uint64_t *key)
{
    if (size == 0 || size > 16)
        return false;
    size_t second = size > 8 ? size - 8 : 0;
    uint64_t begin = read64(at, size - second), end = second != 0 ? read64(at + 8, second) : 0;
    if (((begin | end) & EACH_BYTE(0x80)) != 0)
        return false;
    uint64_t hash = START ^ size;
    if (second != 0)
        hash = fold64(hash ^ lower8(begin), WHOLE);
    hash = fold64(hash ^ lower8(second != 0 ? end : begin), LAST);
    *key = finish(hash);
    return true;
}

uint64_t dm_key(const char *at, size_t size)
{
    uint64_t short_key;
    if (key_of_short(at, size, &short_key))
        return short_key;
    char folded[256];
    folded[0] = 0;
    const char *end = at + size;
    size_t count = 0;
    uint64_t hash = 0;
    while (at < end) {
        if (count > sizeof folded - 8) {  /* a very long word is hashed in pieces */
            hash = dm_mix(hash, dm_hash(folded, count));
            count = 0;
        }
        unsigned char c = (unsigned char)*at;
        if (c < 0x80) {
            folded[count++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
            at++;
            continue;
        }
        unsigned length;
        uint32_t second, code = dm_fold(dm_utf8_get(at, end, &length), &second);
        at += length;
        if (code != 0)
            count += dm_utf8_put(folded + count, code);
        if (second != 0)
            count += dm_utf8_put(folded + count, second);
    }
    uint64_t last = dm_hash(folded, count);
    return hash == 0 ? last : dm_mix(hash, last);
}

void dm_map_init(dm_map *map)
{
    memset(map, 0, sizeof *map);
    map->seed = 0x9e3779b97f4a7c15u ^ (uint64_t)(uintptr_t)map;  /* differs from run to run where addresses do */
}

void dm_map_free(dm_map *map)
{
    if (!map->lent) {
        free(map->entries);
        free(map->marks);
    }
    memset(map, 0, sizeof *map);
}

static inline uint64_t spread(const dm_map *map, uint64_t key) { return fold64(key ^ map->seed, WHOLE); }
static inline uint8_t mark_of(uint64_t spread_key) { return (uint8_t)(spread_key >> 56) | 1; }

/* Where the key stands, or the empty place where it would. */
static inline uint32_t find(const dm_map *map, uint64_t key, uint64_t spread_key)
{
    uint32_t at = (uint32_t)spread_key & (map->room - 1);
    uint8_t mark = mark_of(spread_key);
    while (map->marks[at] != 0 && (map->marks[at] != mark || map->entries[at].key != key))
        at = (at + 1) & (map->room - 1);
    return at;
}

bool dm_map_reserve(dm_map *map, uint32_t count)
{
    uint64_t room = 16;
    while (room * 5 < (uint64_t)count * 8)  /* five of eight places are taken at most */
        room *= 2;
    if (room <= map->room)
        return true;
    if (room > UINT32_MAX / 2)
        return false;
    dm_map larger = {malloc(room * sizeof *map->entries), calloc(room, 1), map->count, (uint32_t)room, map->seed, false};
    if (larger.entries == NULL || larger.marks == NULL) {
        free(larger.entries);
        free(larger.marks);
        return false;
    }
    for (uint32_t i = 0; i < map->room; i++) {
        if (map->marks[i] == 0)
            continue;
        uint64_t spread_key = spread(map, map->entries[i].key);
        uint32_t at = (uint32_t)spread_key & (larger.room - 1);
        while (larger.marks[at] != 0)
            at = (at + 1) & (larger.room - 1);
        larger.marks[at] = map->marks[i];
        larger.entries[at] = map->entries[i];
    }
    if (!map->lent) {
        free(map->entries);
        free(map->marks);
    }
    *map = larger;
    return true;
}

/* Arrays of its own instead of those that were lent. */
static bool own(dm_map *map)
{
    dm_map copy = *map;
    copy.lent = false;
    copy.entries = malloc(map->room * sizeof *map->entries);
    copy.marks = malloc(map->room);
    if (copy.entries == NULL || copy.marks == NULL) {
        dm_map_free(&copy);
        return false;
    }
    memcpy(copy.entries, map->entries, map->room * sizeof *map->entries);
    memcpy(copy.marks, map->marks, map->room);
    *map = copy;
    return true;
}

bool dm_map_set(dm_map *map, uint64_t key, uint32_t value)
{
    if ((uint64_t)map->count * 8 >= (uint64_t)map->room * 5 && (map->count == UINT32_MAX || !dm_map_reserve(map, map->count + 1)))
        return false;
    if (map->lent && !own(map))
        return false;
    uint64_t spread_key = spread(map, key);
    uint32_t at = find(map, key, spread_key);
    if (map->marks[at] == 0) {
        map->marks[at] = mark_of(spread_key);
        map->entries[at].key = key;
        map->count++;
    }
    map->entries[at].value = value;
    return true;
}

uint32_t dm_map_get(const dm_map *map, uint64_t key)
{
    if (map->room == 0)
        return DM_NONE;
    uint32_t at = find(map, key, spread(map, key));
    return map->marks[at] == 0 ? DM_NONE : map->entries[at].value;
}

void dm_map_prefetch(const dm_map *map, uint64_t key)
{
#if defined(__GNUC__)
    if (map->room == 0)
        return;
    uint32_t at = (uint32_t)spread(map, key) & (map->room - 1);
    __builtin_prefetch(map->marks + at);
    __builtin_prefetch(map->entries + at);
#else
    (void)map, (void)key;
#endif
}

void dm_map_renumber(dm_map *map, const uint32_t *numbers)
{
    for (uint32_t i = 0; i < map->room; i++)
        if (map->marks[i] != 0)
            map->entries[i].value = numbers[map->entries[i].value];
}
