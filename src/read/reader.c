/* The reader: what the input is, where one document ends and the next begins, one document at a time. */
#include "read/reader.h"

#include <stdlib.h>

#define DM_DEFAULT_LIMIT ((size_t)64 * 1024 * 1024)
#define DM_LARGEST_LIMIT ((size_t)640 * 1024 * 1024) /* converted to UTF-8 it still stays below 2 GB */
#define DM_READ_STEP 65536
#define DM_SNIFF 65536

bool dm_format_named(const char *name, dm_format *out)
{
    static const struct {
        const char *name;
        dm_format format;
    } formats[] = {{"any", DM_FORMAT_ANY},
                   {"dispatch", DM_FORMAT_DISPATCH},
                   {"text", DM_FORMAT_TEXT},
                   {"jsonl", DM_FORMAT_JSONL},
                   {"conllu", DM_FORMAT_CONLLU},
                   {"html", DM_FORMAT_HTML},
                   {"feed", DM_FORMAT_FEED},
                   {"csv", DM_FORMAT_CSV},
                   {"warc", DM_FORMAT_WARC}};
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


uint32_t dm_count_lines(const char *at, size_t size)
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
        memmove(reader->window.at, dm_front(reader), dm_held(reader));
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
            searched < dm_held(reader) ? memchr(dm_front(reader) + searched, '\n', dm_held(reader) - searched) : NULL;
        if (stop == NULL)
            searched = dm_held(reader);
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
        size_t end = stop == NULL ? dm_held(reader) : (size_t)(stop - dm_front(reader));
        dm_slice line = {dm_front(reader) + at, end - at};
        if (!first && !middle && begins(reader, line, blank_before))
            break;
        blank_before = !middle && dm_is_blank(line);
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

/* The same of a row of CSV, which may run over lines. */
static dm_status find_row(dm_reader *reader, dm_error *error)
{
    uint64_t offset = reader->offset;
    uint32_t first_line = reader->line;
    size_t at = 0;
    int state = 0;
    bool over = false, whole = false;
    while (!whole) {
        whole = dm_row_end(dm_front(reader), dm_held(reader), &at, &state) || reader->ended;
        if (at > reader->options.max_document) {
            over = true;
            drop(reader, at, dm_count_lines(dm_front(reader), at));
            at = 0;
        }
        dm_status status = whole ? DM_OK : fill(reader, error);
        if (status != DM_OK)
            return status;
    }
    reader->taken = over ? 0 : at;
    reader->taken_lines = dm_count_lines(dm_front(reader), reader->taken);
    if (!over)
        return DM_OK;
    drop(reader, at, dm_count_lines(dm_front(reader), at));
    return dm_fail(error, DM_LIMIT, reader->name, first_line, offset,
                   "a row of more than %zu bytes is passed over (is a quotation mark not closed?)",
                   reader->options.max_document);
}

/* The same of a WARC record. */
static dm_status find_record(dm_reader *reader, dm_error *error)
{
    uint64_t content = 0, offset;
    size_t header;
    dm_status status;
    while (dm_held(reader) != 0 || !reader->ended) { /* line ends between records */
        while (dm_held(reader) != 0 && memchr("\r\n", *dm_front(reader), 2) != NULL)
            drop(reader, 1, *dm_front(reader) == '\n');
        if (dm_held(reader) != 0)
            break;
        if ((status = fill(reader, error)) != DM_OK)
            return status;
    }
    reader->taken = reader->taken_lines = 0;
    if (dm_held(reader) == 0)
        return DM_OK;
    offset = reader->offset;
    while ((header = dm_warc_header((dm_slice){dm_front(reader), dm_held(reader)}, &content)) == 0 && !reader->ended)
        if ((status = fill(reader, error)) != DM_OK)
            return status;
    if (header == 0 || header == SIZE_MAX) { /* from here on nobody can say where a record begins */
        reader->finished = true;
        return dm_fail(error, DM_BAD_INPUT, reader->name, reader->line, offset, "no whole header of a WARC record");
    }
    reader->warc_header = header;
    bool over = content > reader->options.max_document;
    uint64_t left = header + content;
    while (dm_held(reader) < left && !reader->ended) {
        if (over && dm_held(reader) != 0) {
            left -= dm_held(reader);
            drop(reader, dm_held(reader), 0);
        }
        if ((status = fill(reader, error)) != DM_OK)
            return status;
    }
    if (dm_held(reader) < left) {
        reader->finished = true;
        return dm_fail(error, DM_BAD_INPUT, reader->name, reader->line, offset, "the WARC record is cut off");
    }
    if (over) {
        drop(reader, (size_t)left, 0);
        return dm_fail(error, DM_LIMIT, reader->name, 0, offset, "a record of more than %zu bytes is passed over",
                       reader->options.max_document);
    }
    reader->taken = (size_t)left;
    reader->taken_lines = dm_count_lines(dm_front(reader), reader->taken);
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
    while (dm_slice_line(rest, &line) && dm_is_blank(line))
        ;
    return line;
}

/* "title" or "source" may begin a body too; they are headers where a date header follows. */
static bool dispatch_head(dm_slice text)
{
    dm_slice line = next_line(&text);
    for (int lines = 0; lines < 8 && line.size != 0; lines++) {
        if (dm_dispatch_begins(line) || (lines == 0 && dm_dispatch_misdated(line)))
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

/* What begins with a tag: a feed when its first element is one, a page when it is an element of pages.  Any otherwise:
 * "<unclear> shots were heard" is a text. */
static dm_format markup_of(dm_slice text)
{
    static const char *const feeds[] = {"rss", "feed", "rdf:rdf", "atom:feed"};
    static const char *const pages[] = {"!doctype html", "html", "head", "body", "meta", "title", "div", "article", "main",
                                        "section", "table"};
    for (int passed = 0; passed < 64 && starts(text, "<"); passed++) {
        bool comment = starts(text, "<!--");
        dm_slice name = {text.at + 1, text.size - 1};
        for (size_t i = 0; i < DM_COUNT(feeds); i++)
            if (starts(name, feeds[i]))
                return DM_FORMAT_FEED;
        for (size_t i = 0; i < DM_COUNT(pages); i++) {
            size_t size = strlen(pages[i]);
            if (starts(name, pages[i]) && name.size > size && memchr(" >\t\r\n/", name.at[size], 6) != NULL)
                return DM_FORMAT_HTML;
        }
        if (!comment && !starts(text, "<?") && !starts(text, "<!"))
            return DM_FORMAT_ANY;
        size_t at = 0; /* to the end of the comment, declaration (with entities in brackets) or instruction */
        bool bracket = false;
        for (; at < text.size; at++) {
            char c = text.at[at];
            if (!comment && (c == '[' || c == ']'))
                bracket = c == '[';
            if (c == '>' && !bracket && (!comment || (at >= 4 && text.at[at - 1] == '-' && text.at[at - 2] == '-')))
                break;
        }
        if (at >= text.size)
            return DM_FORMAT_ANY;
        text = dm_slice_trim((dm_slice){text.at + at + 1, text.size - at - 1});
    }
    return DM_FORMAT_ANY;
}

static dm_status tell(dm_reader *reader, dm_error *error)
{
    dm_slice text = {dm_front(reader), dm_held(reader)}, rest = text;
    dm_slice trimmed = dm_slice_trim(text), line = next_line(&rest);
    const char *what = NULL;
    if (starts(trimmed, "%pdf-"))
        what = "a PDF file, not text";
    else if (trimmed.size > 1 && trimmed.at[0] == '[') {
        dm_slice inner = dm_slice_trim((dm_slice){trimmed.at + 1, trimmed.size - 1});
        if (starts(inner, "{\"") || starts(inner, "{ ") || starts(inner, "{\n"))
            what = "a JSON array: one object a line is read (jq -c '.[]' makes them)";
    }
    if (what != NULL)
        return dm_fail(error, DM_BAD_INPUT, reader->name, 1, 0, "%s", what);
    if (starts(trimmed, "warc/1.")) {
        reader->format = DM_FORMAT_WARC;
        return DM_OK;
    }
    if (starts(trimmed, "<")) {
        dm_format format = markup_of(trimmed);
        if (format != DM_FORMAT_ANY) {
            reader->format = format;
            return DM_OK;
        }
    }
    dm_slice inner = trimmed.size > 0 ? dm_slice_trim((dm_slice){trimmed.at + 1, trimmed.size - 1}) : trimmed;
    if (trimmed.size > 0 && trimmed.at[0] == '{' && (inner.size == 0 || inner.at[0] == '"' || inner.at[0] == '}'))
        reader->format = DM_FORMAT_JSONL;
    else if (starts(line, "# newdoc") || starts(line, "# sent_id") || starts(line, "# text =") || conllu_word(line))
        reader->format = DM_FORMAT_CONLLU;
    else if (dm_columns_begin(line, reader->options.fields) || dm_columns_alike(trimmed))
        reader->format = DM_FORMAT_CSV;
    else
        reader->format = dispatch_head(text) ? DM_FORMAT_DISPATCH : DM_FORMAT_TEXT;
    return DM_OK;
}

/* Reads the head of the input: enough to know what it is. */
static dm_status look(dm_reader *reader, dm_error *error)
{
    dm_status status = DM_OK;
    for (size_t passed = 0; status == DM_OK && !reader->ended;) {
        while (passed < dm_held(reader) && memchr(" \t\r\n\f\v", dm_front(reader)[passed], 6) != NULL)
            passed++;
        size_t left = dm_held(reader) - passed;
        bool line = left != 0 && memchr(dm_front(reader) + passed, '\n', left) != NULL;
        /* JSON comes line by line: no waiting for the second one. */
        if (left >= DM_SNIFF || (line && (left >= 4096 || dm_front(reader)[passed] == '{')))
            break;
        status = fill(reader, error);
    }
    if (status != DM_OK)
        return status;
    const unsigned char *bytes = (const unsigned char *)dm_front(reader);
    size_t size = dm_held(reader);
    bool markup = reader->format == DM_FORMAT_FEED; /* XML tells its encoding */
    if (!markup && size >= 2 && ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF)))
        return dm_fail(error, DM_BAD_INPUT, reader->name, 1, 0,
                       "UTF-16 text is not read: convert it to UTF-8 (iconv -f UTF-16)");
    if (size >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF)
        drop(reader, 3, 0);
    if (reader->ended && dm_is_blank((dm_slice){dm_front(reader), dm_held(reader)}))
        return dm_fail(error, DM_BAD_INPUT, reader->name, 1, 0, "empty");
    if (reader->format == DM_FORMAT_ANY && (status = tell(reader, error)) != DM_OK)
        return status;
    /* A broken line of JSON is told at its place, and the others are read. */
    size_t sample = reader->format == DM_FORMAT_JSONL || reader->format == DM_FORMAT_WARC ? 0 : dm_held(reader) < DM_SNIFF ? dm_held(reader) : DM_SNIFF;
    size_t bad = dm_not_text(dm_front(reader), sample);
    if (bad < sample && (dm_front(reader)[bad] != '\0' || bad < 4096))
        return dm_fail(error, DM_BAD_INPUT, reader->name, reader->line + dm_count_lines(dm_front(reader), bad),
                       reader->offset + bad,
                       dm_front(reader)[bad] == '\0' ? "a NUL byte: not a text" : "too many control bytes: not a text");
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
    dm_page_init(&reader->page);
    dm_feed_init(&reader->feed);
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
    free(reader->unpacked.at);
    dm_page_free(&reader->page);
    dm_feed_free(&reader->feed);
    free(reader);
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
    dm_status status = reader->format == DM_FORMAT_FEED ? dm_feed_next(reader, out, error) : DM_END;
    while (status == DM_END && !reader->finished) {
        if (reader->ended && dm_held(reader) == 0)
            break;
        status = reader->format == DM_FORMAT_CSV    ? find_row(reader, error)
                 : reader->format == DM_FORMAT_WARC ? find_record(reader, error)
                                                    : find_end(reader, error);
        if (status == DM_LIMIT || reader->finished)
            return status;
        if (status != DM_OK) { /* the source fails for good: what was held is cut off and not a document */
            reader->finished = true;
            return status;
        }
        /* Blank lines between JSON lines, or at the end, are none. */
        status = dm_is_blank((dm_slice){dm_front(reader), reader->taken}) ? DM_END : dm_document_read(reader, out, error);
        if (status == DM_END) {
            drop(reader, reader->taken, reader->taken_lines);
            reader->taken = reader->taken_lines = 0;
        }
    }
    if (status == DM_END) {
        reader->finished = true;
        return DM_END;
    }
    if (status != DM_OK)
        memset(out, 0, sizeof *out);
    else if (reader->warning[0] != '\0')
        *warning = dm_slice_of(reader->warning);
    return status;
}
