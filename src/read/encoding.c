/* What is text, and bytes that are not UTF-8. */
#include "read/parts.h"

#include <stdlib.h>

bool dm_bytes_room(dm_bytes *bytes, size_t more)
{
    if (bytes->room - bytes->size >= more)
        return true;
    if (more > SIZE_MAX / 4 || bytes->size > SIZE_MAX / 4)
        return false;
    size_t room = bytes->room + bytes->room / 2;
    if (room < bytes->size + more)
        room = bytes->size + more;
    if (room < 4096)
        room = 4096;
    char *larger = realloc(bytes->at, room);
    if (larger == NULL)
        return false;
    bytes->at = larger;
    bytes->room = room;
    return true;
}

size_t dm_not_text(const char *at, size_t size)
{
    const char *nul = size == 0 ? NULL : memchr(at, 0, size);
    if (nul != NULL)
        return (size_t)(nul - at);
    size_t count = 0, first = size;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)at[i];
        if ((c < 0x20 && !(c >= '\b' && c <= '\r')) || c == 0x7F) {
            if (count++ == 0)
                first = i;
        }
    }
    return count > 8 && count > size / 100 ? first : size;
}

bool dm_to_utf8(dm_bytes *out, dm_slice text)
{
    /* 0x80 to 0x9F of Windows-1252; the rest is as in Latin-1. */
    static const uint16_t special[32] = {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                         0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
                                         0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                         0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};
    while (text.size > 0) {
        size_t good = dm_utf8_check(text.at, text.size);
        if (!dm_bytes_room(out, good + 4))
            return false;
        memcpy(out->at + out->size, text.at, good);
        out->size += good;
        if (good == text.size)
            return true;
        unsigned char c = (unsigned char)text.at[good];
        out->size += dm_utf8_put(out->at + out->size, c < 0xA0 ? special[c - 0x80] : c);
        text.at += good + 1;
        text.size -= good + 1;
    }
    return true;
}
