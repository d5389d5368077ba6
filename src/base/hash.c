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

static inline uint64_t read64(const char *at, size_t size)  /* little-endian, size <= 8 */
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

uint64_t dm_hash(const char *at, size_t size)
{
    uint64_t hash = 0xa0761d6478bd642fu ^ size;
    for (; size > 8; at += 8, size -= 8)
        hash = fold64(hash ^ read64(at, 8), 0xe7037ed1a0b428dbu);
    if (size != 0)
        hash = fold64(hash ^ read64(at, size), 0x8ebc6af09c88c6e3u);
    return fold64(hash ^ 0x589965cc75374cc3u, 0x1d8e4e27c47d124fu);
}

uint64_t dm_key(const char *at, size_t size)
{
    char folded[256] = "";
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
    free(map->keys);
    free(map->values);
    memset(map, 0, sizeof *map);
}

static inline uint32_t place(const dm_map *map, uint64_t key)
{
    return (uint32_t)(fold64(key ^ map->seed, 0xe7037ed1a0b428dbu) & (map->room - 1));
}

static bool enlarge(dm_map *map)
{
    uint32_t room = map->room == 0 ? 16 : map->room * 2;
    if (room == 0)
        return false;
    dm_map larger = {malloc(room * sizeof(uint64_t)), malloc(room * sizeof(uint32_t)), map->count, room, map->seed};
    if (larger.keys == NULL || larger.values == NULL) {
        free(larger.keys);
        free(larger.values);
        return false;
    }
    memset(larger.values, 0xFF, room * sizeof(uint32_t));
    for (uint32_t i = 0; i < map->room; i++) {
        if (map->values[i] == DM_NONE)
            continue;
        uint32_t at = place(&larger, map->keys[i]);
        while (larger.values[at] != DM_NONE)
            at = (at + 1) & (room - 1);
        larger.keys[at] = map->keys[i];
        larger.values[at] = map->values[i];
    }
    free(map->keys);
    free(map->values);
    *map = larger;
    return true;
}

bool dm_map_set(dm_map *map, uint64_t key, uint32_t value)
{
    if ((uint64_t)map->count * 2 >= map->room && !enlarge(map))
        return false;
    uint32_t at = place(map, key);
    while (map->values[at] != DM_NONE) {
        if (map->keys[at] == key) {
            map->values[at] = value;
            return true;
        }
        at = (at + 1) & (map->room - 1);
    }
    map->keys[at] = key;
    map->values[at] = value;
    map->count++;
    return true;
}

uint32_t dm_map_get(const dm_map *map, uint64_t key)
{
    if (map->room == 0)
        return DM_NONE;
    uint32_t at = place(map, key);
    while (map->values[at] != DM_NONE) {
        if (map->keys[at] == key)
            return map->values[at];
        at = (at + 1) & (map->room - 1);
    }
    return DM_NONE;
}
