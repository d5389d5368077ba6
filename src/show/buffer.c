/* Growing buffers, JSON strings, numbers. */
#include "show/parts.h"

#include <math.h>
#include <stdlib.h>

void dm_buffer_free(dm_buffer *buffer)
{
    free(buffer->at);
    *buffer = (dm_buffer){NULL, 0, 0, false};
}

static bool make_room(dm_buffer *buffer, size_t more)
{
    if (buffer->failed)
        return false;
    if (buffer->room - buffer->size >= more)
        return true;
    size_t room = buffer->room < 4096 ? 4096 : buffer->room;
    while (room - buffer->size < more) {
        if (room > SIZE_MAX / 4) {
            buffer->failed = true;
            return false;
        }
        room *= 2;
    }
    char *larger = realloc(buffer->at, room);
    if (larger == NULL) {
        buffer->failed = true;
        return false;
    }
    buffer->at = larger;
    buffer->room = room;
    return true;
}

void dm_buffer_add(dm_buffer *buffer, const char *at, size_t size)
{
    if (size == 0 || !make_room(buffer, size))
        return;
    memcpy(buffer->at + buffer->size, at, size);
    buffer->size += size;
}

void dm_buffer_text(dm_buffer *buffer, const char *text) { dm_buffer_add(buffer, text, strlen(text)); }

void dm_buffer_print(dm_buffer *buffer, const char *format, ...)
{
    va_list list, again;
    va_start(list, format);
    va_copy(again, list);
    size_t room = buffer->failed ? 0 : buffer->room - buffer->size;
    int size = vsnprintf(room == 0 ? NULL : buffer->at + buffer->size, room, format, list);
    va_end(list);
    if (size < 0) {
        buffer->failed = true;
    } else if ((size_t)size >= room && make_room(buffer, (size_t)size + 1)) {
        vsnprintf(buffer->at + buffer->size, (size_t)size + 1, format, again);
        buffer->size += (size_t)size;
    } else if (!buffer->failed) {
        buffer->size += (size_t)size;
    }
    va_end(again);
}

void dm_buffer_json(dm_buffer *buffer, dm_slice text)
{
    static const char hex[] = "0123456789abcdef";
    const char *at = text.at, *end = text.at + text.size, *kept = at;
    dm_buffer_add(buffer, "\"", 1);
    while (at < end) {
        unsigned char c = (unsigned char)*at;
        unsigned length = 1;
        char escape[6] = {'\\', 'u', '0', '0', '0', '0'};
        if (c >= 0x20 && c < 0x7F && c != '"' && c != '\\') {
            at++;
            continue;
        }
        size_t size = 0;
        if (c >= 0x80) {
            uint32_t code = dm_utf8_get(at, end, &length);
            if (code == 0xFFFD && length == 1) {
                memcpy(escape, "\xEF\xBF\xBD", 3);
                size = 3;
            } else if (code < 0xA0) { /* C1 controls: a terminal may obey them */
                escape[4] = hex[code >> 4];
                escape[5] = hex[code & 15];
                size = 6;
            }
        } else {
            const char *found = memchr("\"\\\b\f\n\r\t", c, 7);
            size = found != NULL ? 2 : 6;
            if (found != NULL) {
                escape[1] = "\"\\bfnrt"[found - "\"\\\b\f\n\r\t"];
            } else {
                escape[4] = hex[c >> 4];
                escape[5] = hex[c & 15];
            }
        }
        if (size != 0) {
            dm_buffer_add(buffer, kept, (size_t)(at - kept));
            dm_buffer_add(buffer, escape, size);
            kept = at + length;
        }
        at += length;
    }
    if (kept != end)
        dm_buffer_add(buffer, kept, (size_t)(end - kept));
    dm_buffer_add(buffer, "\"", 1);
}

void dm_buffer_unsigned(dm_buffer *buffer, uint64_t value)
{
    char digits[20], *at = digits + sizeof digits;
    do
        *--at = (char)('0' + value % 10);
    while ((value /= 10) != 0);
    dm_buffer_add(buffer, at, (size_t)(digits + sizeof digits - at));
}

void dm_buffer_number(dm_buffer *buffer, double value)
{
    if (!isfinite(value)) {
        dm_buffer_text(buffer, "null");
        return;
    }
    double size = fabs(value), scale = 1;
    /* Numbers of a text are short decimals: r / 10^k with a whole r is rounded right as long as both are exact. */
    for (int places = 0; places <= 15 && size < 1e15; places++, scale *= 10) {
        double scaled = size * scale;
        if (scaled >= 9007199254740992.0)
            break;
        double whole = floor(scaled + 0.5);
        if (whole / scale != size)
            continue;
        if (value < 0)
            dm_buffer_add(buffer, "-", 1);
        uint64_t left = (uint64_t)whole, unit = (uint64_t)scale;
        dm_buffer_unsigned(buffer, left / unit);
        if (places > 0) {
            char digits[16];
            uint64_t part = left % unit;
            for (int i = places - 1; i >= 0; i--, part /= 10)
                digits[i] = (char)('0' + part % 10);
            dm_buffer_add(buffer, ".", 1);
            dm_buffer_add(buffer, digits, (size_t)places);
        }
        return;
    }
    char text[40];
    bool point = false;
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    for (const char *at = text; *at != '\0'; at++) { /* whatever the locale's point is */
        bool plain = (*at >= '0' && *at <= '9') || *at == '-' || *at == '+' || *at == 'e';
        if (plain)
            dm_buffer_add(buffer, at, 1);
        else if (!point)
            dm_buffer_add(buffer, ".", 1);
        point = point || !plain;
    }
}
