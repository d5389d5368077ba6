/* UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#include "base/base.h"

uint32_t dm_utf8_get(const char *at, const char *end, unsigned *length)
{
    const unsigned char *s = (const unsigned char *)at;
    size_t left = (size_t)(end - at);
    *length = 1;
    if (left == 0)
        return 0xFFFD;
    if (s[0] < 0x80)
        return s[0];
    if (s[0] >= 0xC2 && s[0] < 0xE0 && left >= 2 && (s[1] & 0xC0) == 0x80) {
        *length = 2;
        return (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3F);
    }
    if (s[0] >= 0xE0 && s[0] < 0xF0 && left >= 3 && (s[1] & 0xC0) == 0x80 && (s[2] & 0xC0) == 0x80) {
        uint32_t code = (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (s[2] & 0x3F);
        if (code >= 0x800 && (code < 0xD800 || code > 0xDFFF)) {
            *length = 3;
            return code;
        }
    }
    if (s[0] >= 0xF0 && s[0] < 0xF5 && left >= 4 && (s[1] & 0xC0) == 0x80 && (s[2] & 0xC0) == 0x80 && (s[3] & 0xC0) == 0x80) {
        uint32_t code = (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3F) << 12 | (uint32_t)(s[2] & 0x3F) << 6 |
                        (s[3] & 0x3F);
        if (code >= 0x10000 && code <= 0x10FFFF) {
            *length = 4;
            return code;
        }
    }
    return 0xFFFD;
}

unsigned dm_utf8_put(char *at, uint32_t code)
{
    if (code < 0x80) {
        at[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        at[0] = (char)(0xC0 | code >> 6);
        at[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        at[0] = (char)(0xE0 | code >> 12);
        at[1] = (char)(0x80 | (code >> 6 & 0x3F));
        at[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    at[0] = (char)(0xF0 | code >> 18);
    at[1] = (char)(0x80 | (code >> 12 & 0x3F));
    at[2] = (char)(0x80 | (code >> 6 & 0x3F));
    at[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

size_t dm_utf8_check(const char *at, size_t size)
{
    size_t i = 0;
    while (i < size) {
        uint64_t eight;
        while (size - i >= sizeof eight) {  /* most text is ASCII */
            memcpy(&eight, at + i, sizeof eight);
            if (eight & 0x8080808080808080u)
                break;
            i += sizeof eight;
        }
        if (i >= size)
            break;
        if ((unsigned char)at[i] < 0x80) {
            i++;
            continue;
        }
        unsigned length;
        if (dm_utf8_get(at + i, at + size, &length) == 0xFFFD && length == 1)
            return i;
        i += length;
    }
    return size;
}

size_t dm_utf8_count(const char *at, size_t size)
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++)
        count += ((unsigned char)at[i] & 0xC0) != 0x80;
    return count;
}
