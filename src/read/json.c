/* A strict reader of one JSON object (RFC 8259) that unescapes strings where they stand. */
#include "read/parts.h"

#define DM_JSON_DEPTH 100

static bool wrong(dm_json *json, const char *why)
{
    if (json->why == NULL)
        json->why = why;
    return false;
}

static void blanks(dm_json *json)
{
    while (json->at < json->end && (*json->at == ' ' || *json->at == '\t' || *json->at == '\r' || *json->at == '\n'))
        json->at++;
}

static char peek(dm_json *json) { return json->at < json->end ? *json->at : '\0'; }

static bool expect(dm_json *json, char c, const char *why)
{
    blanks(json);
    if (json->at >= json->end)
        return wrong(json, "the object is not finished at the end of the line");
    if (*json->at != c)
        return wrong(json, why);
    json->at++;
    return true;
}

static int hex(const char *at, const char *end)
{
    int value = 0;
    if (end - at < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        char c = at[i], low = (char)(c | 0x20);
        if (c >= '0' && c <= '9')
            value = value * 16 + (c - '0');
        else if (low >= 'a' && low <= 'f')
            value = value * 16 + (low - 'a' + 10);
        else
            return -1;
    }
    return value;
}

/* \uXXXX, at the u.  Writes at *to. */
static bool unicode(dm_json *json, char **to)
{
    int code = hex(json->at + 1, json->end);
    if (code < 0)
        return wrong(json, "\\u is not followed by four hexadecimal digits");
    if (code == 0)
        return wrong(json, "a NUL character in a string");
    json->at += 5;
    uint32_t full = (uint32_t)code;
    if (code >= 0xD800 && code <= 0xDFFF) {
        int low = code < 0xDC00 && json->end - json->at >= 6 && json->at[0] == '\\' && json->at[1] == 'u'
                      ? hex(json->at + 2, json->end)
                      : -1;
        if (low >= 0xDC00 && low <= 0xDFFF) {
            full = 0x10000 + (((uint32_t)code - 0xD800) << 10) + ((uint32_t)low - 0xDC00);
            json->at += 6;
        } else {
            full = 0xFFFD;
            json->lone = true;
        }
    }
    *to += dm_utf8_put(*to, full);
    return true;
}

/* A string, at its opening quote. */
static bool string(dm_json *json, dm_slice *text)
{
    char *begin = ++json->at, *to = begin;
    for (;;) {
        char *from = json->at;
        while (json->at < json->end && *json->at != '"' && *json->at != '\\' && (unsigned char)*json->at >= 0x20)
            json->at++;
        size_t size = (size_t)(json->at - from);
        if (to != from && size != 0)
            memmove(to, from, size);
        to += size;
        if (json->at >= json->end)
            return wrong(json, "a string is not finished at the end of the line");
        if ((unsigned char)*json->at < 0x20)
            return wrong(json, "a control character in a string");
        if (*json->at++ == '"') {
            *text = (dm_slice){begin, (size_t)(to - begin)};
            return true;
        }
        static const char from_letter[] = "\"\\/bfnrt", to_letter[] = "\"\\/\b\f\n\r\t";
        char letter = peek(json);
        if (letter == 'u') {
            if (!unicode(json, &to))
                return false;
            continue;
        }
        const char *found = letter == '\0' ? NULL : strchr(from_letter, letter);
        if (found == NULL)
            return wrong(json, "an escape that JSON does not have");
        *to++ = to_letter[found - from_letter];
        json->at++;
    }
}

static bool number(dm_json *json, dm_slice *text)
{
    char *begin = json->at;
#define DIGITS(why)                                    \
    do {                                               \
        if (peek(json) < '0' || peek(json) > '9')      \
            return wrong(json, why);                   \
        while (peek(json) >= '0' && peek(json) <= '9') \
            json->at++;                                \
    } while (0)
    if (peek(json) == '-')
        json->at++;
    if (peek(json) == '0')
        json->at++;
    else
        DIGITS("a value is expected");
    if (peek(json) == '.') {
        json->at++;
        DIGITS("a number has no digit behind its point");
    }
    if (peek(json) == 'e' || peek(json) == 'E') {
        json->at++;
        if (peek(json) == '+' || peek(json) == '-')
            json->at++;
        DIGITS("a number has no digit in its exponent");
    }
#undef DIGITS
    *text = (dm_slice){begin, (size_t)(json->at - begin)};
    return true;
}

static bool word(dm_json *json, const char *name)
{
    size_t size = strlen(name);
    if ((size_t)(json->end - json->at) < size || memcmp(json->at, name, size) != 0)
        return wrong(json, "a value is expected");
    json->at += size;
    return true;
}

static bool value(dm_json *json, dm_json_kind *kind, dm_slice *text, int depth)
{
    dm_json_kind inner;
    dm_slice ignored;
    blanks(json);
    *text = (dm_slice){NULL, 0};
    if (json->at >= json->end)
        return wrong(json, "the object is not finished at the end of the line");
    if (depth > DM_JSON_DEPTH)
        return wrong(json, "nested deeper than 100 levels");
    switch (*json->at) {
    case '"':
        *kind = DM_JSON_STRING;
        return string(json, text);
    case 't':
        *kind = DM_JSON_TRUE;
        return word(json, "true");
    case 'f':
        *kind = DM_JSON_FALSE;
        return word(json, "false");
    case 'n':
        *kind = DM_JSON_NULL;
        return word(json, "null");
    case '[':
        *kind = DM_JSON_ARRAY;
        json->at++;
        blanks(json);
        if (peek(json) == ']') {
            json->at++;
            return true;
        }
        for (;;) {
            if (!value(json, &inner, &ignored, depth + 1))
                return false;
            blanks(json);
            if (peek(json) == ']') {
                json->at++;
                return true;
            }
            if (!expect(json, ',', "a comma or ] is expected"))
                return false;
        }
    case '{':
        *kind = DM_JSON_OBJECT;
        json->at++;
        for (bool first = true; dm_json_key(json, first, &ignored); first = false)
            if (!value(json, &inner, &ignored, depth + 1))
                return false;
        return json->why == NULL;
    default:
        *kind = DM_JSON_NUMBER;
        return number(json, text);
    }
}

bool dm_json_object(dm_json *json) { return expect(json, '{', "a JSON object is expected"); }

bool dm_json_key(dm_json *json, bool first, dm_slice *key)
{
    if (json->why != NULL)
        return false;
    blanks(json);
    if (peek(json) == '}') {
        json->at++;
        return false;
    }
    if (!first && !expect(json, ',', "a comma or } is expected"))
        return false;
    blanks(json);
    if (json->at < json->end && *json->at != '"')
        return wrong(json, "a key in quotes is expected");
    if (!expect(json, '"', "a key in quotes is expected"))
        return false;
    json->at--;
    return string(json, key) && expect(json, ':', "a colon is expected behind a key");
}

bool dm_json_value(dm_json *json, dm_json_kind *kind, dm_slice *text) { return value(json, kind, text, 1); }

bool dm_json_end(dm_json *json)
{
    blanks(json);
    return json->why == NULL && (json->at == json->end || wrong(json, "something stands behind the object"));
}
