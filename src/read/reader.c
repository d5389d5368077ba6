/* The reader: what the input is, where one document ends and the next begins, one document at a time. */
#include "read/parts.h"

#include <stdlib.h>

#define DM_DEFAULT_LIMIT ((size_t)64 * 1024 * 1024)
#define DM_LARGEST_LIMIT ((size_t)640 * 1024 * 1024) /* converted to UTF-8 it still stays below 2 GB */
#define DM_READ_STEP 65536
#define DM_SNIFF 65536

struct dm_reader {
    dm_source *source;
    char name[256];
    dm_format format;
    dm_read_options options;
    dm_bytes window; /* of the unpacked input */
    size_t start;    /* in window: where the next document begins */
    uint64_t offset; /* of window.at[start] in the unpacked input */
    uint32_t line;   /* of that byte, from 1 */
    bool ended;      /* the source has given everything */
    bool finished;   /* DM_END from now on */
    size_t taken;    /* bytes and lines of the document given last */
    uint32_t taken_lines;
    dm_bytes converted; /* fields that were not UTF-8 */
    char warning[512];
};

bool dm_format_named(const char *name, dm_format *out)
{
    static const struct {
        const char *name;
        dm_format format;
    } formats[] = {{"any", DM_FORMAT_ANY},
                   {"dispatch", DM_FORMAT_DISPATCH},
                   {"text", DM_FORMAT_TEXT},
                   {"jsonl", DM_FORMAT_JSONL},
                   {"conllu", DM_FORMAT_CONLLU}};
    for (size_t i = 0; name != NULL && i < DM_COUNT(formats); i++)
        if (strcmp(name, formats[i].name) == 0) {
            *out = formats[i].format;
            return true;
        }
    return false;
}

dm_format dm_reader_format(const dm_reader *reader) { return reader->format; }
uint32_t dm_reader_line(const dm_reader *reader) { return reader->line; }

/* ---- The window -------------------------------------------------------------------------------------------- */

static size_t held(const dm_reader *reader) { return reader->window.size - reader->start; }
static char *front(const dm_reader *reader) { return reader->window.at + reader->start; }

static uint32_t count_lines(const char *at, size_t size)
{
    uint32_t lines = 0;
    for (const char *end = at + size; size != 0 && (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++)
        lines++;
    return lines;
}

/* Lets go of the first `size` bytes. */
static void drop(dm_reader *reader, size_t size, uint32_t lines)
{
    reader->start += size;
    reader->offset += size;
    reader->line += lines;
}

/* More bytes behind those that are held; sets ended. */
static dm_status fill(dm_reader *reader, dm_error *error)
{
    if (reader->start > 0 &&
        (reader->start == reader->window.size || reader->window.room - reader->window.size < DM_READ_STEP)) {
        memmove(reader->window.at, front(reader), held(reader));
        reader->window.size -= reader->start;
        reader->start = 0;
    }
    if (!dm_bytes_room(&reader->window, DM_READ_STEP))
        return dm_fail(error, DM_NO_MEMORY, reader->name, reader->line, reader->offset, "out of memory");
    size_t size;
    dm_status status = dm_source_read(reader->source, reader->window.at + reader->window.size,
                                      reader->window.room - reader->window.size, &size, error);
    if (status != DM_OK)
        return status;
    reader->window.size += size;
    reader->ended = size == 0;
    return DM_OK;
}

/* Does a document begin with this line? */
static bool begins(const dm_reader *reader, dm_slice line, bool blank_before)
{
    switch (reader->format) {
    case DM_FORMAT_DISPATCH:
        return blank_before && dm_dispatch_begins(line);
    case DM_FORMAT_CONLLU:
        return line.size >= 8 && memcmp(line.at, "# newdoc", 8) == 0;
    default:
        return false;
    }
}

static bool is_blank(dm_slice line) { return dm_slice_trim(line).size == 0; }

/* Finds the end of the document that begins at the front.  Sets taken and taken_lines.  Keeps at most the limit: of a
 * document beyond it nothing stays, and the status is DM_LIMIT. */
static dm_status find_end(dm_reader *reader, dm_error *error)
{
    uint64_t offset = reader->offset;
    uint32_t first_line = reader->line;
    size_t at = 0, searched = 0; /* begin of the line looked at; up to where it holds no \n */
    uint32_t lines = 0;
    bool first = true, blank_before = false, over = false, middle = false;
    for (;;) {
        const char *stop =
            searched < held(reader) ? memchr(front(reader) + searched, '\n', held(reader) - searched) : NULL;
        if (stop == NULL)
            searched = held(reader);
        if (stop == NULL && !reader->ended) {
            if (searched > reader->options.max_document) {
                over = true;
                middle = searched > at || middle;
                drop(reader, searched, lines);
                at = searched = lines = 0;
            }
            dm_status status = fill(reader, error);
            if (status != DM_OK)
                return status;
            continue;
        }
        size_t end = stop == NULL ? held(reader) : (size_t)(stop - front(reader));
        dm_slice line = {front(reader) + at, end - at};
        if (!first && !middle && begins(reader, line, blank_before))
            break;
        blank_before = !middle && is_blank(line);
        first = middle = false;
        at = searched = stop == NULL ? end : end + 1;
        lines += stop != NULL;
        if (at > reader->options.max_document) {
            over = true;
            drop(reader, at, lines);
            at = searched = lines = 0;
        }
        if (stop == NULL || reader->format == DM_FORMAT_JSONL)
            break;
    }
    if (over) {
        drop(reader, at, lines);
        reader->taken = reader->taken_lines = 0;
        return dm_fail(error, DM_LIMIT, reader->name, first_line, offset,
                       "a document of more than %zu bytes is passed over", reader->options.max_document);
    }
    reader->taken = at;
    reader->taken_lines = lines;
    return DM_OK;
}

/* ---- What the input is ------------------------------------------------------------------------------------- */

static bool starts(dm_slice text, const char *word)
{
    size_t size = strlen(word);
    if (text.size < size)
        return false;
    for (size_t i = 0; i < size; i++) {
        char c = text.at[i];
        if ((c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c) != word[i])
            return false;
    }
    return true;
}

static dm_slice next_line(dm_slice *rest)
{
    dm_slice line = {NULL, 0};
    while (dm_slice_line(rest, &line) && is_blank(line))
        ;
    return line;
}

/* "title" or "source" may begin a body too; they are headers where a date header follows. */
static bool dispatch_head(dm_slice text)
{
    dm_slice line = next_line(&text);
    for (int lines = 0; lines < 8 && line.size != 0; lines++) {
        if (dm_dispatch_begins(line))
            return true;
        if (!dm_dispatch_header(line))
            return false;
        line = next_line(&text);
    }
    return false;
}

/* 1 2 3 ... with tabs: the first line of a word. */
static bool conllu_word(dm_slice line)
{
    int tabs = 0;
    for (size_t i = 0; i < line.size; i++)
        tabs += line.at[i] == '\t';
    return tabs == 9 && line.size > 2 && line.at[0] == '1' && (line.at[1] == '\t' || line.at[1] == '-');
}

static dm_status tell(dm_reader *reader, dm_error *error)
{
    dm_slice text = {front(reader), held(reader)}, rest = text;
    dm_slice trimmed = dm_slice_trim(text), line = next_line(&rest);
    const char *what = NULL;
    if (starts(trimmed, "%pdf-"))
        what = "a PDF file, not text";
    else if (starts(trimmed, "<!doctype html") || starts(trimmed, "<html"))
        what = "an HTML page: only dispatches, plain text, JSON lines and CoNLL-U are read (--from text reads it as it "
               "is)";
    else if (starts(trimmed, "<?xml") || starts(trimmed, "<rss") || starts(trimmed, "<feed"))
        what =
            "an XML file: only dispatches, plain text, JSON lines and CoNLL-U are read (--from text reads it as it is)";
    else if (starts(trimmed, "warc/1."))
        what = "a WARC file: only dispatches, plain text, JSON lines and CoNLL-U are read";
    else if (trimmed.size > 1 && trimmed.at[0] == '[') {
        dm_slice inner = dm_slice_trim((dm_slice){trimmed.at + 1, trimmed.size - 1});
        if (starts(inner, "{\"") || starts(inner, "{ ") || starts(inner, "{\n"))
            what = "a JSON array: one object a line is read (jq -c '.[]' makes them)";
    }
    if (what != NULL)
        return dm_fail(error, DM_BAD_INPUT, reader->name, 1, 0, "%s", what);
    dm_slice inner = trimmed.size > 0 ? dm_slice_trim((dm_slice){trimmed.at + 1, trimmed.size - 1}) : trimmed;
    if (trimmed.size > 0 && trimmed.at[0] == '{' && (inner.size == 0 || inner.at[0] == '"' || inner.at[0] == '}'))
        reader->format = DM_FORMAT_JSONL;
    else if (starts(line, "# newdoc") || starts(line, "# sent_id") || starts(line, "# text =") || conllu_word(line))
        reader->format = DM_FORMAT_CONLLU;
    else
        reader->format = dispatch_head(text) ? DM_FORMAT_DISPATCH : DM_FORMAT_TEXT;
    return DM_OK;
}

/* Reads the head of the input: enough to know what it is. */
static dm_status look(dm_reader *reader, dm_error *error)
{
    dm_status status = DM_OK;
    for (size_t passed = 0; status == DM_OK && !reader->ended;) {
        while (passed < held(reader) && memchr(" \t\r\n\f\v", front(reader)[passed], 6) != NULL)
            passed++;
        size_t left = held(reader) - passed;
        bool line = left != 0 && memchr(front(reader) + passed, '\n', left) != NULL;
        /* JSON comes line by line: no waiting for the second one. */
        if (left >= DM_SNIFF || (line && (left >= 4096 || front(reader)[passed] == '{')))
            break;
        status = fill(reader, error);
    }
    if (status != DM_OK)
        return status;
    const unsigned char *bytes = (const unsigned char *)front(reader);
    size_t size = held(reader);
    if (size >= 2 && ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF)))
        return dm_fail(error, DM_BAD_INPUT, reader->name, 1, 0,
                       "UTF-16 text is not read: convert it to UTF-8 (iconv -f UTF-16)");
    if (size >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF)
        drop(reader, 3, 0);
    if (reader->ended && is_blank((dm_slice){front(reader), held(reader)}))
        return dm_fail(error, DM_BAD_INPUT, reader->name, 1, 0, "empty");
    if (reader->format == DM_FORMAT_ANY && (status = tell(reader, error)) != DM_OK)
        return status;
    /* A broken line of JSON is told at its place, and the others are read. */
    size_t sample = reader->format == DM_FORMAT_JSONL ? 0 : held(reader) < DM_SNIFF ? held(reader) : DM_SNIFF;
    size_t bad = dm_not_text(front(reader), sample);
    if (bad < sample && (front(reader)[bad] != '\0' || bad < 4096))
        return dm_fail(error, DM_BAD_INPUT, reader->name, reader->line + count_lines(front(reader), bad),
                       reader->offset + bad,
                       front(reader)[bad] == '\0' ? "a NUL byte: not a text" : "too many control bytes: not a text");
    return DM_OK;
}

dm_status dm_reader_open(FILE *stream, const char *name, const dm_read_options *options, dm_reader **out,
                         dm_error *error)
{
    *out = NULL;
    dm_reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL)
        return dm_fail(error, DM_NO_MEMORY, name, 0, 0, "out of memory");
    size_t size = name == NULL ? 0 : strlen(name), room = sizeof reader->name - 1;
    if (size != 0)
        memcpy(reader->name, size > room ? name + (size - room) : name, size > room ? room : size);
    if (options != NULL)
        reader->options = *options;
    reader->format = reader->options.format;
    if (reader->options.max_document == 0)
        reader->options.max_document = DM_DEFAULT_LIMIT;
    if (reader->options.max_document > DM_LARGEST_LIMIT)
        reader->options.max_document = DM_LARGEST_LIMIT;
    reader->line = 1;
    dm_status status = dm_source_open(stream, name, &reader->source, error);
    if (status == DM_OK)
        status = look(reader, error);
    if (status != DM_OK) {
        dm_reader_close(reader);
        return status;
    }
    *out = reader;
    return DM_OK;
}

void dm_reader_close(dm_reader *reader)
{
    if (reader == NULL)
        return;
    dm_source_close(reader->source);
    free(reader->window.at);
    free(reader->converted.at);
    free(reader);
}

/* ---- Documents ------------------------------------------------------------------------------------------------ */

static void warn(dm_reader *reader, const char *format, ...) DM_PRINTF(2, 3);
static void warn(dm_reader *reader, const char *format, ...)
{
    size_t size = strlen(reader->warning);
    if (size != 0 && size + 3 < sizeof reader->warning) {
        memcpy(reader->warning + size, "; ", 3);
        size += 2;
    }
    va_list list;
    va_start(list, format);
    vsnprintf(reader->warning + size, sizeof reader->warning - size, format, list);
    va_end(list);
}

static dm_status bad(const dm_reader *reader, size_t at, dm_error *error, const char *why)
{
    return dm_fail(error, DM_BAD_INPUT, reader->name, reader->line + count_lines(front(reader), at),
                   reader->offset + at, "%s", why);
}

/* The fields of a document as UTF-8: room for all of them is made first, so that none moves. */
static dm_status to_utf8(dm_reader *reader, dm_document *out, dm_error *error)
{
    dm_slice *fields[] = {&out->id, &out->title, &out->source, &out->url, &out->text};
    size_t size = 0;
    for (size_t i = 0; i < DM_COUNT(fields); i++)
        size += fields[i]->size;
    reader->converted.size = 0;
    if (!dm_bytes_room(&reader->converted, size * 3 + 16))
        return dm_fail(error, DM_NO_MEMORY, reader->name, reader->line, reader->offset, "out of memory");
    for (size_t i = 0; i < DM_COUNT(fields); i++) {
        size_t from = reader->converted.size;
        if (fields[i]->at == NULL || dm_utf8_check(fields[i]->at, fields[i]->size) == fields[i]->size)
            continue;
        if (!dm_to_utf8(&reader->converted, *fields[i]))
            return dm_fail(error, DM_NO_MEMORY, reader->name, reader->line, reader->offset, "out of memory");
        *fields[i] = (dm_slice){reader->converted.at + from, reader->converted.size - from};
    }
    return DM_OK;
}

static dm_status read_text(dm_reader *reader, dm_document *out, dm_error *error)
{
    dm_slice content = {front(reader), reader->taken};
    size_t at = dm_not_text(content.at, content.size);
    if (at < content.size)
        return bad(reader, at, error,
                   content.at[at] == '\0' ? "a NUL byte: not a text" : "too many control bytes: not a text");
    if (reader->format == DM_FORMAT_DISPATCH) {
        if (!dm_dispatch_parse(content, out, &at))
            return bad(reader, at, error, "the date header is no date of the form 2023-11-09");
    } else {
        out->text = content;
    }
    if (is_blank(out->text))
        return bad(reader, 0, error, "empty");
    if (out->date.year == 0)
        out->date = reader->options.date;
    bool odd = false;
    if (out->date.year == 0 && reader->format != DM_FORMAT_CONLLU && dm_dateline_find(out->text, &out->date, &odd) &&
        odd)
        warn(reader, "the weekday of the date line does not fit its date");
    at = dm_utf8_check(content.at, content.size);
    if (at == content.size)
        return DM_OK;
    warn(reader, "byte %llu is not UTF-8: read as Windows-1252", (unsigned long long)(reader->offset + at));
    return to_utf8(reader, out, error);
}

static const char *const dm_field_names[DM_FIELD_COUNT] = {"id", "date", "title", "text", "source", "url"};

static dm_status read_json(dm_reader *reader, dm_document *out, dm_error *error)
{
    dm_slice line = {front(reader), reader->taken};
    while (line.size > 0 && (line.at[line.size - 1] == '\n' || line.at[line.size - 1] == '\r'))
        line.size--;
    size_t not_utf8 = dm_utf8_check(line.at, line.size);
    dm_json json = {front(reader), front(reader) + line.size, front(reader), NULL, false};
    dm_slice date = {NULL, 0}, key, text;
    dm_slice *fields[DM_FIELD_COUNT] = {&out->id, &date, &out->title, &out->text, &out->source, &out->url};
    bool seen[DM_FIELD_COUNT] = {false};
    dm_json_kind kind;
    memset(out, 0, sizeof *out);
    bool good = dm_json_object(&json);
    for (bool first = true; good && dm_json_key(&json, first, &key); first = false) {
        unsigned field = 0;
        while (field < DM_FIELD_COUNT &&
               !dm_slice_is(key, reader->options.fields[field] ? reader->options.fields[field] : dm_field_names[field]))
            field++;
        while (json.at < json.end && (*json.at == ' ' || *json.at == '\t'))
            json.at++;
        size_t at = (size_t)(json.at - json.begin);
        good = dm_json_value(&json, &kind, &text);
        if (!good || field == DM_FIELD_COUNT)
            continue;
        char why[160];
        const char *name = dm_field_names[field];
        why[0] = '\0';
        if (seen[field])
            snprintf(why, sizeof why, "the field for %s stands twice", name);
        else if (kind == DM_JSON_STRING || (kind == DM_JSON_NUMBER && field != DM_FIELD_TEXT && field != DM_FIELD_DATE))
            *fields[field] = text;
        else if (kind != DM_JSON_NULL && (field == DM_FIELD_ID || field == DM_FIELD_TEXT || field == DM_FIELD_DATE))
            snprintf(why, sizeof why, "%s is no string", name);
        else if (kind != DM_JSON_NULL)
            warn(reader, "%s is no string and is left out", name);
        seen[field] = true;
        if (why[0] == '\0' && field == DM_FIELD_DATE && dm_slice_trim(date).size != 0 &&
            !dm_stamp_parse(date, &out->date))
            snprintf(why, sizeof why, "the date is none of the form 2023-11-09");
        if (why[0] != '\0')
            return dm_fail(error, DM_BAD_INPUT, reader->name, reader->line, reader->offset + at, "%s", why);
    }
    if (json.why != NULL || !dm_json_end(&json))
        return dm_fail(error, DM_BAD_INPUT, reader->name, reader->line, reader->offset + (size_t)(json.at - json.begin),
                       "%s", json.why);
    if (is_blank(out->text))
        return dm_fail(error, DM_BAD_INPUT, reader->name, reader->line, reader->offset, "the document has no text");
    if (memchr(out->text.at, '\0', out->text.size) != NULL)
        return dm_fail(error, DM_BAD_INPUT, reader->name, reader->line, reader->offset, "a NUL byte: not a text");
    if (out->date.year == 0)
        out->date = reader->options.date;
    if (json.lone)
        warn(reader, "half of a surrogate pair became U+FFFD");
    if (not_utf8 == line.size)
        return DM_OK;
    warn(reader, "byte %llu is not UTF-8: read as Windows-1252", (unsigned long long)(reader->offset + not_utf8));
    return to_utf8(reader, out, error);
}

dm_status dm_reader_next(dm_reader *reader, dm_document *out, dm_slice *warning, dm_error *error)
{
    dm_slice unused;
    warning = warning == NULL ? &unused : warning;
    memset(out, 0, sizeof *out);
    *warning = (dm_slice){NULL, 0};
    reader->warning[0] = '\0';
    drop(reader, reader->taken, reader->taken_lines);
    reader->taken = reader->taken_lines = 0;
    while (!reader->finished) {
        if (reader->ended && held(reader) == 0)
            break;
        dm_status status = find_end(reader, error);
        if (status == DM_LIMIT)
            return status;
        if (status != DM_OK) { /* the source fails for good: what was held is cut off and not a document */
            reader->finished = true;
            return status;
        }
        if (is_blank((dm_slice){front(reader), reader->taken})) { /* blank lines between JSON lines, or at the end */
            drop(reader, reader->taken, reader->taken_lines);
            reader->taken = reader->taken_lines = 0;
            continue;
        }
        status = reader->format == DM_FORMAT_JSONL ? read_json(reader, out, error) : read_text(reader, out, error);
        if (status != DM_OK)
            memset(out, 0, sizeof *out);
        else if (reader->warning[0] != '\0')
            *warning = dm_slice_of(reader->warning);
        return status;
    }
    reader->finished = true;
    return DM_END;
}
