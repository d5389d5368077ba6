/* One document: its fields out of the bytes that hold it. */
#include "read/reader.h"

#include <stdlib.h>

#define DM_NO_DATE "the date is none of the form 2023-11-09 or 9 November 2023"


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
    return dm_fail(error, DM_BAD_INPUT, reader->name, reader->line + dm_count_lines(dm_front(reader), at),
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
    dm_slice content = {dm_front(reader), reader->taken};
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
    if (dm_is_blank(out->text))
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
    dm_slice line = {dm_front(reader), reader->taken};
    while (line.size > 0 && (line.at[line.size - 1] == '\n' || line.at[line.size - 1] == '\r'))
        line.size--;
    size_t not_utf8 = dm_utf8_check(line.at, line.size);
    dm_json json = {dm_front(reader), dm_front(reader) + line.size, dm_front(reader), NULL, false};
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
            !dm_date_told(date, &out->date))
            snprintf(why, sizeof why, "%s", DM_NO_DATE);
        if (why[0] != '\0')
            return dm_fail(error, DM_BAD_INPUT, reader->name, reader->line, reader->offset + at, "%s", why);
    }
    if (json.why != NULL || !dm_json_end(&json))
        return dm_fail(error, DM_BAD_INPUT, reader->name, reader->line, reader->offset + (size_t)(json.at - json.begin),
                       "%s", json.why);
    if (dm_is_blank(out->text))
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


/* What a parser of markup gives for bytes that are no characters may be none either. */
static dm_status only_utf8(dm_reader *reader, dm_document *out, dm_error *error)
{
    const dm_slice fields[] = {out->id, out->title, out->source, out->url, out->text};
    for (size_t i = 0; i < DM_COUNT(fields); i++)
        if (fields[i].size != 0 && dm_utf8_check(fields[i].at, fields[i].size) != fields[i].size) {
            warn(reader, "bytes that are not UTF-8 are read as Windows-1252");
            return to_utf8(reader, out, error);
        }
    return DM_OK;
}

/* ---- Pages ------------------------------------------------------------------------------------------------------------ */

/* Bytes of a page as UTF-8: as they are when they are that, else by the charset that HTTP or the page itself declares, else
 * as Windows-1252. */
static dm_status page_text(dm_reader *reader, dm_slice *bytes, const char *charset, dm_error *error)
{
    char own[40];
    size_t at = dm_utf8_check(bytes->at, bytes->size);
    if (at == bytes->size)
        return DM_OK;
    dm_charset_find(*bytes, own);
    const char *declared = charset[0] != '\0' ? charset : own;
    reader->converted.size = 0;
    if (declared[0] != '\0' && dm_charset_convert(*bytes, declared, &reader->converted)) {
        warn(reader, "read as %s", declared);
    } else {
        reader->converted.size = 0;
        warn(reader, "byte %llu is not UTF-8: read as Windows-1252", (unsigned long long)(reader->offset + at));
        if (!dm_to_utf8(&reader->converted, *bytes))
            return dm_fail(error, DM_NO_MEMORY, reader->name, reader->line, reader->offset, "out of memory");
    }
    *bytes = (dm_slice){reader->converted.at, reader->converted.size};
    return DM_OK;
}

static dm_status read_page(dm_reader *reader, dm_slice bytes, const char *charset, dm_document *out, dm_error *error)
{
    const char *why = "";
    dm_status status = page_text(reader, &bytes, charset, error);
    if (status != DM_OK)
        return status;
    status = dm_page_read(&reader->page, bytes, &why);
    if (status != DM_OK)
        return dm_fail(error, status, reader->name, reader->line, reader->offset, "%s", why);
    out->title = reader->page.title;
    out->source = reader->page.site;
    if (out->url.at == NULL)
        out->url = reader->page.url;
    out->text = reader->page.text;
    out->date = reader->page.date.year != 0 ? reader->page.date : reader->options.date;
    bool odd;
    if (out->date.year == 0)
        dm_dateline_find(out->text, &out->date, &odd);
    return only_utf8(reader, out, error);
}

static dm_status read_html(dm_reader *reader, dm_document *out, dm_error *error)
{
    dm_slice content = {dm_front(reader), reader->taken};
    const char *nul = memchr(content.at, '\0', content.size);
    return nul != NULL ? bad(reader, (size_t)(nul - content.at), error, "a NUL byte: not a text")
                       : read_page(reader, content, "", out, error);
}

static dm_status read_warc(dm_reader *reader, dm_document *out, dm_error *error)
{
    const char *why = "";
    dm_warc_page page;
    dm_status status = dm_warc_read((dm_slice){dm_front(reader), reader->taken}, reader->warc_header,
                                    reader->options.max_document, &reader->unpacked, &page, &why);
    if (status == DM_END)
        return DM_END;
    if (status == DM_OK && page.body.size != 0 && memchr(page.body.at, '\0', page.body.size) != NULL)
        status = DM_BAD_INPUT, why = "the page of the record holds a NUL byte";
    if (status != DM_OK)
        return dm_fail(error, status, reader->name, reader->line, reader->offset, "%s", why);
    if (dm_utf8_check(page.url.at, page.url.size) == page.url.size && page.url.size != 0)
        out->url = page.url;
    if (dm_utf8_check(page.id.at, page.id.size) == page.id.size && page.id.size != 0)
        out->id = page.id;
    return read_page(reader, page.body, page.charset, out, error);
}

/* ---- Feeds and tables --------------------------------------------------------------------------------------------------- */

dm_status dm_feed_next(dm_reader *reader, dm_document *out, dm_error *error)
{
    if (reader->item >= reader->feed.items.count)
        return DM_END;
    const dm_feed_item *item = &reader->feed.items.at[reader->item++];
    memset(out, 0, sizeof *out);
    reader->line = item->line;
    out->id = item->id;
    out->title = item->title;
    out->url = item->url;
    out->source = item->source.at != NULL ? item->source : reader->feed.title;
    out->text = item->text.at != NULL ? item->text : item->title; /* a headline is a text */
    if (!dm_date_told(item->date.at != NULL ? item->date : item->updated, &out->date)) {
        if (item->date.at != NULL || item->updated.at != NULL)
            warn(reader, "the date of the item is none that is known");
        out->date = reader->options.date;
    }
    if (dm_is_blank(out->text) || memchr(out->text.at, '\0', out->text.size) != NULL)
        return dm_fail(error, DM_BAD_INPUT, reader->name, item->line, 0, "the item has no text");
    return only_utf8(reader, out, error);
}

static dm_status read_feed(dm_reader *reader, dm_document *out, dm_error *error)
{
    char why[160];
    uint32_t line;
    dm_status status = dm_feed_read(&reader->feed, (dm_slice){dm_front(reader), reader->taken}, why, &line);
    reader->item = 0;
    if (status != DM_OK)
        return dm_fail(error, status, reader->name, line, 0, "%s", why);
    if (why[0] != '\0')
        warn(reader, "the feed is not well-formed at line %u: what can be read of it is read (%s)", line, why);
    return dm_feed_next(reader, out, error);
}

static dm_status read_row(dm_reader *reader, dm_document *out, dm_error *error)
{
    dm_slice row = {dm_front(reader), reader->taken}, date = {NULL, 0}, cell;
    while (row.size > 0 && (row.at[row.size - 1] == '\n' || row.at[row.size - 1] == '\r'))
        row.size--;
    if (!reader->columns.known) {
        if (!dm_columns_read(&reader->columns, row, reader->options.fields)) {
            reader->finished = true;
            return bad(reader, 0, error, "no column of the header row is the text (--field text=NAME says which)");
        }
        return DM_END;
    }
    dm_slice *fields[DM_FIELD_COUNT] = {&out->id, &date, &out->title, &out->text, &out->source, &out->url};
    size_t not_utf8 = dm_utf8_check(row.at, row.size);
    char *at = dm_front(reader), *end = at + row.size;
    for (uint32_t column = 0; dm_row_cell(&at, end, reader->columns.cut, &cell); column++)
        for (size_t i = 0; i < DM_FIELD_COUNT; i++)
            if (reader->columns.at[i] == column && cell.size != 0)
                *fields[i] = cell;
    if (date.at != NULL && !dm_is_blank(date) && !dm_date_told(date, &out->date))
        return bad(reader, 0, error, DM_NO_DATE);
    if (out->date.year == 0)
        out->date = reader->options.date;
    if (dm_is_blank(out->text))
        return bad(reader, 0, error, "the row has no text");
    if (memchr(out->text.at, '\0', out->text.size) != NULL)
        return bad(reader, 0, error, "a NUL byte: not a text");
    if (not_utf8 == row.size)
        return DM_OK;
    warn(reader, "byte %llu is not UTF-8: read as Windows-1252", (unsigned long long)(reader->offset + not_utf8));
    return to_utf8(reader, out, error);
}

dm_status dm_document_read(dm_reader *reader, dm_document *out, dm_error *error)
{
    switch (reader->format) {
    case DM_FORMAT_JSONL: return read_json(reader, out, error);
    case DM_FORMAT_HTML: return read_html(reader, out, error);
    case DM_FORMAT_FEED: return read_feed(reader, out, error);
    case DM_FORMAT_CSV: return read_row(reader, out, error);
    case DM_FORMAT_WARC: return read_warc(reader, out, error);
    default: return read_text(reader, out, error);
    }
}
