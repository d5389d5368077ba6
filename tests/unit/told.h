/* Everything a reader gives, as text that a test compares. */
#ifndef TOLD_H
#define TOLD_H

#include "read/document.h"
#include "test.h"

#include <stdlib.h>

#define JUST(literal) literal, sizeof(literal) - 1

/* Everything a reader gives, as text: "[id|date|title|source|url|text]", "{status@line:byte why}", "(warning)". */
static char told[1 << 16];
static size_t told_size;

static void tell(const char *at, size_t size)
{
    if (size > sizeof told - 1 - told_size)
        size = sizeof told - 1 - told_size;
    if (size != 0)
        memcpy(told + told_size, at, size);
    told[told_size += size] = '\0';
}

static void tell_slice(dm_slice slice, const char *behind)
{
    tell(slice.at == NULL ? "-" : slice.at, slice.at == NULL ? 1 : slice.size);
    tell(behind, 1);
}

static void tell_error(const dm_error *error)
{
    char text[512];
    tell(text, (size_t)snprintf(text, sizeof text, "{%s@%u:%llu %s}", dm_status_name(error->status), error->line,
                                (unsigned long long)error->byte, error->why));
}

static dm_format told_format;

static const char *read_stream(FILE *stream, const dm_read_options *options)
{
    dm_reader *reader;
    dm_error error;
    told_size = 0;
    told[0] = '\0';
    memset(&error, 0, sizeof error);
    if (stream == NULL)
        return "no stream";
    if (dm_reader_open(stream, "input", options, &reader, &error) != DM_OK) {
        tell_error(&error);
        fclose(stream);
        return told;
    }
    told_format = dm_reader_format(reader);
    for (int i = 0; i < 1000; i++) {
        dm_document document;
        dm_slice warning;
        char date[40];
        memset(&error, 0, sizeof error);
        dm_status status = dm_reader_next(reader, &document, &warning, &error);
        if (status == DM_END)
            break;
        if (status != DM_OK) {
            CHECK(error.status == status);
            CHECK_TEXT(error.file, "input");
            tell_error(&error);
            continue;
        }
        CHECK(dm_utf8_check(document.text.at, document.text.size) == document.text.size);
        tell("[", 1);
        tell_slice(document.id, "|");
        tell(date, (size_t)snprintf(date, sizeof date, "%04d-%02d-%02d|", document.date.year, document.date.month,
                                    document.date.day));
        tell_slice(document.title, "|");
        tell_slice(document.source, "|");
        tell_slice(document.url, "|");
        tell_slice(document.text, "]");
        if (warning.at != NULL) {
            tell("(", 1);
            tell_slice(warning, ")");
        }
    }
    dm_document document;
    CHECK(dm_reader_next(reader, &document, NULL, NULL) == DM_END);
    dm_reader_close(reader);
    fclose(stream);
    return told;
}

static const char *read_with(const char *at, size_t size, const dm_read_options *options)
{
    FILE *stream = tmpfile(); /* a real file: read by its handle */
    if (stream == NULL || fwrite(at, 1, size, stream) != size || fflush(stream) != 0)
        return "no file";
    rewind(stream);
    return read_stream(stream, options);
}

static const char *read_all(const char *at, size_t size) { return read_with(at, size, NULL); }

#endif
