/* WARC 1.0 and 1.1 (ISO 28500): the pages in response records, with what HTTP did to them undone. */
#include "read/reader.h"

#include <stdlib.h>
#include <zlib.h>

enum { LARGEST_HEADER = 65536 };

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c; }

static bool begins(dm_slice text, const char *word)
{
    size_t size = strlen(word);
    if (text.size < size)
        return false;
    for (size_t i = 0; i < size; i++)
        if (lower(text.at[i]) != word[i])
            return false;
    return true;
}

static bool holds(dm_slice text, const char *word)
{
    for (; text.size != 0; text.at++, text.size--)
        if (begins(text, word))
            return true;
    return false;
}

/* Bytes of the lines up to the first blank one, it included; 0: there is none yet. */
static size_t head_size(dm_slice bytes)
{
    for (size_t at = 0; at < bytes.size;) {
        const char *stop = memchr(bytes.at + at, '\n', bytes.size - at);
        if (stop == NULL)
            return 0;
        size_t end = (size_t)(stop - bytes.at), size = end - at;
        if (size == 0 || (size == 1 && bytes.at[at] == '\r'))
            return end + 1;
        at = end + 1;
    }
    return 0;
}

/* The value of a field of a head, its name in small letters; "" when there is none. */
static dm_slice field(dm_slice head, const char *name)
{
    dm_slice line;
    size_t size = strlen(name);
    while (dm_slice_line(&head, &line))
        if (line.size > size && begins(line, name) && line.at[size] == ':')
            return dm_slice_trim((dm_slice){line.at + size + 1, line.size - size - 1});
    return (dm_slice){"", 0};
}

static bool number(dm_slice text, uint64_t *out)
{
    *out = 0;
    if (text.size == 0 || text.size > 18)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        *out = *out * 10 + (uint64_t)(text.at[i] - '0');
    }
    return true;
}

size_t dm_warc_header(dm_slice bytes, uint64_t *content)
{
    static const char magic[] = "WARC/1.";
    size_t size = bytes.size < sizeof magic - 1 ? bytes.size : sizeof magic - 1;
    if (memcmp(bytes.at, magic, size) != 0)
        return SIZE_MAX;
    size = head_size(bytes);
    if (size == 0)
        return bytes.size > LARGEST_HEADER ? SIZE_MAX : 0;
    return number(field((dm_slice){bytes.at, size}, "content-length"), content) ? size : SIZE_MAX;
}

static bool add(dm_bytes *out, const char *at, size_t size)
{
    if (!dm_bytes_room(out, size))
        return false;
    if (size != 0)
        memcpy(out->at + out->size, at, size);
    out->size += size;
    return true;
}

/* Puts the chunks of a body together at the end of `out`; 0: these are no chunks (many archives keep bodies whole and the
 * header as it was), -1: out of memory. */
static int join_chunks(dm_slice body, dm_bytes *out)
{
    size_t before = out->size;
    while (body.size != 0) {
        uint64_t size = 0;
        size_t digits = 0;
        while (digits < body.size && digits < 12) {
            char c = lower(body.at[digits]);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
                break;
            size = size * 16 + (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
            digits++;
        }
        const char *stop = digits == 0 ? NULL : memchr(body.at, '\n', body.size < 256 ? body.size : 256);
        if (stop == NULL || (body.at[digits] != '\r' && body.at[digits] != '\n' && body.at[digits] != ';' &&
                             body.at[digits] != ' ')) {
            bool some = out->size != before; /* cut off behind whole chunks: what there is */
            return some ? 1 : 0;
        }
        size_t head = (size_t)(stop - body.at) + 1;
        if (size == 0)
            return 1;
        body.at += head, body.size -= head;
        if (size > body.size)
            size = body.size;
        if (!add(out, body.at, (size_t)size))
            return -1;
        body.at += size, body.size -= (size_t)size;
        while (body.size != 0 && (body.at[0] == '\r' || body.at[0] == '\n'))
            body.at++, body.size--;
    }
    return 1;
}

static dm_status inflate_body(dm_slice body, size_t limit, dm_bytes *out, const char **why)
{
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)body.at, .avail_in = (uInt)body.size};
    size_t begin = out->size;
    bool zlib = body.size >= 2 && (body.at[0] & 0x0F) == 8 && (((unsigned char)body.at[0] << 8) + (unsigned char)body.at[1]) % 31 == 0;
    bool gzip = body.size >= 2 && (unsigned char)body.at[0] == 0x1F;
    *why = "out of memory";
    if (inflateInit2(&stream, gzip ? 15 + 16 : zlib ? 15 : -15) != Z_OK)
        return DM_NO_MEMORY;
    dm_status status = DM_OK;
    int result = Z_OK;
    while (status == DM_OK && result == Z_OK) {
        if (!dm_bytes_room(out, 65536)) {
            status = DM_NO_MEMORY;
            break;
        }
        stream.next_out = (Bytef *)out->at + out->size;
        stream.avail_out = 65536;
        result = inflate(&stream, Z_NO_FLUSH);
        out->size += 65536 - stream.avail_out;
        if (out->size - begin > limit) {
            *why = "a page that is larger than the limit when unpacked is passed over";
            status = DM_LIMIT;
        }
        if (result == Z_BUF_ERROR || (result == Z_OK && stream.avail_in == 0 && stream.avail_out != 0))
            break; /* cut off: what there is */
    }
    inflateEnd(&stream);
    if (status == DM_OK && (result == Z_DATA_ERROR || result == Z_NEED_DICT) && out->size == begin) {
        *why = "the compressed body of the page is damaged";
        status = DM_BAD_INPUT;
    }
    return status;
}

dm_status dm_warc_read(dm_slice record, size_t header, size_t limit, dm_bytes *unpacked, dm_warc_page *out,
                       const char **why)
{
    dm_slice head = {record.at, header}, content = {record.at + header, record.size - header};
    memset(out, 0, sizeof *out);
    unpacked->size = 0;
    if (!begins(field(head, "warc-type"), "response") || !holds(field(head, "content-type"), "application/http"))
        return DM_END;
    size_t size = head_size(content);
    dm_slice http = {content.at, size}, body = {content.at + size, content.size - size};
    if (size == 0 || !begins(http, "http/"))
        return DM_END;
    dm_slice line = http, type = field(http, "content-type"), coding = field(http, "content-encoding");
    dm_slice_next(&line, ' ');
    if (!begins(line, "200") || !(holds(type, "text/html") || holds(type, "application/xhtml")))
        return DM_END;
    out->id = field(head, "warc-record-id");
    if (out->id.size > 2 && out->id.at[0] == '<')
        out->id = (dm_slice){out->id.at + 1, out->id.size - 2};
    out->url = field(head, "warc-target-uri");
    if (out->url.size > 2 && out->url.at[0] == '<') /* WARC 1.0 allowed it */
        out->url = (dm_slice){out->url.at + 1, out->url.size - 2};
    dm_charset_find(type, out->charset);
    if (holds(field(http, "transfer-encoding"), "chunked")) {
        int joined = join_chunks(body, unpacked);
        if (joined < 0) {
            *why = "out of memory";
            return DM_NO_MEMORY;
        }
        if (joined > 0)
            body = (dm_slice){unpacked->at, unpacked->size};
    }
    bool packed = body.size >= 2 && (unsigned char)body.at[0] == 0x1F && (unsigned char)body.at[1] == 0x8B;
    if (packed || (holds(coding, "deflate") && body.size != 0 && body.at[0] != '<')) {
        dm_bytes made = {0};
        dm_status status = inflate_body(body, limit, &made, why);
        free(unpacked->at);
        *unpacked = made;
        if (status != DM_OK)
            return status;
        body = (dm_slice){unpacked->at, unpacked->size};
    } else if (holds(coding, "br") || holds(coding, "zstd")) {
        *why = "a page compressed with br or zstd inside of its record is not read";
        return DM_BAD_INPUT;
    }
    out->body = body;
    return DM_OK;
}
