/* Inputs of the network. */
#include "grammar/net.h"

#define MOST_LETTERS 64

void dm_net_inputs(const dm_word *word, bool first, uint32_t rows[DM_NET_TABLES])
{
    uint32_t letters[MOST_LETTERS], count = 0;
    char shape[2 * MOST_LETTERS];
    uint32_t shape_size = 0;
    const char *at = word->form.at, *end = at + word->form.size;
    while (at < end && count < MOST_LETTERS) {
        unsigned length;
        uint32_t code = dm_utf8_get(at, end, &length);
        char kind = dm_is_digit(code) ? '9' : dm_is_letter(code) ? (dm_is_upper(code) ? 'A' : 'a') : code < 0x80 ? (char)code : '?';
        if (shape_size < 2 || shape[shape_size - 1] != kind || shape[shape_size - 2] != kind)
            shape[shape_size++] = kind;
        letters[count++] = dm_is_digit(code) ? '9' : dm_to_lower(code);
        at += length;
    }
    static const uint32_t sizes[3] = {2, 3, 5};
    for (int k = 0; k < 3; k++) {
        uint64_t hash = 17 + (uint64_t)k;
        for (uint32_t i = count > sizes[k] ? count - sizes[k] : 0; i < count; i++)
            hash = dm_mix(hash, letters[i]);
        rows[k] = (uint32_t)(dm_mix(hash, count > sizes[k]) & (dm_net_rows[k] - 1));
    }
    uint64_t hash = 23;
    for (uint32_t i = 0; i < count && i < 3; i++)
        hash = dm_mix(hash, letters[i]);
    rows[3] = (uint32_t)(hash & (dm_net_rows[3] - 1));
    hash = dm_hash(shape, shape_size > 10 ? 10 : shape_size);
    rows[4] = (uint32_t)(dm_mix(hash, first ? 1 : 0) & (dm_net_rows[4] - 1));
}
