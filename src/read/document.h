/* read: bytes -> documents.  Formats dispatch, text and jsonl; told from the content when not given. */
#ifndef DM_DOCUMENT_H
#define DM_DOCUMENT_H

#include "base/base.h"

typedef enum dm_format { DM_FORMAT_ANY, DM_FORMAT_DISPATCH, DM_FORMAT_TEXT, DM_FORMAT_JSONL, DM_FORMAT_CONLLU } dm_format;
/* false when there is no format of that name. */
bool dm_format_named(const char *name, dm_format *out);

typedef struct dm_read_options {
    dm_format format;
    dm_date date;           /* for documents that have none; year 0: none */
    size_t max_document;    /* bytes; 0: 64 MB */
} dm_read_options;

typedef struct dm_reader dm_reader;

/* Reads from an open stream (not closed by the reader) in constant memory: one document at a time is held.
 * `name` is used in messages.  Compressed input (gzip, zstd) is told from its first bytes and unpacked.
 * DM_BAD_INPUT when the content is not text at all (NUL bytes, too many control bytes), with the byte. */
dm_status dm_reader_open(FILE *stream, const char *name, const dm_read_options *options, dm_reader **out, dm_error *error);
/* The next document; its slices live until the next call or close.  DM_END after the last.  A document that cannot be
 * read gives DM_BAD_INPUT with the place, and the reader goes on behind it at the next call.  Bytes that are not UTF-8
 * are converted (as Windows-1252) and told in `warning` (absent when there is none). */
dm_status dm_reader_next(dm_reader *reader, dm_document *out, dm_slice *warning, dm_error *error);
void dm_reader_close(dm_reader *reader);

#endif
