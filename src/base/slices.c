/* Slices: pieces of text that somebody else owns. */
#include "base/base.h"

static bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

dm_slice dm_slice_trim(dm_slice slice)
{
    while (slice.size > 0 && blank(slice.at[0]))
        slice.at++, slice.size--;
    while (slice.size > 0 && blank(slice.at[slice.size - 1]))
        slice.size--;
    return slice;
}

dm_slice dm_slice_next(dm_slice *rest, char cut)
{
    if (rest->at == NULL)
        return *rest;
    const char *found = memchr(rest->at, cut, rest->size);
    dm_slice part = {rest->at, found == NULL ? rest->size : (size_t)(found - rest->at)};
    if (found == NULL)
        *rest = (dm_slice){NULL, 0};
    else
        *rest = (dm_slice){found + 1, rest->size - part.size - 1};
    return dm_slice_trim(part);
}

bool dm_slice_line(dm_slice *rest, dm_slice *line)
{
    if (rest->at == NULL || rest->size == 0)
        return false;
    const char *found = memchr(rest->at, '\n', rest->size);
    *line = (dm_slice){rest->at, found == NULL ? rest->size : (size_t)(found - rest->at)};
    size_t used = found == NULL ? rest->size : line->size + 1;
    rest->at += used;
    rest->size -= used;
    if (line->size > 0 && line->at[line->size - 1] == '\r')
        line->size--;
    return true;
}

bool dm_slice_number(dm_slice slice, uint32_t *number)
{
    uint64_t sum = 0;
    if (slice.size == 0)
        return false;
    for (size_t i = 0; i < slice.size; i++) {
        if (slice.at[i] < '0' || slice.at[i] > '9')
            return false;
        sum = sum * 10 + (uint64_t)(slice.at[i] - '0');
        if (sum > UINT32_MAX)
            return false;
    }
    *number = (uint32_t)sum;
    return true;
}
