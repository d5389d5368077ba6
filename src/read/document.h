/* read: bytes -> documents, in any of the formats below; told from the content when not given. */
#ifndef DM_DOCUMENT_H
#define DM_DOCUMENT_H

#include "base/base.h"

typedef enum dm_format {
    DM_FORMAT_ANY, DM_FORMAT_DISPATCH, DM_FORMAT_TEXT, DM_FORMAT_JSONL, DM_FORMAT_CONLLU, DM_FORMAT_HTML,
    DM_FORMAT_FEED, DM_FORMAT_CSV, DM_FORMAT_WARC
} dm_format;
/* false when there is no format of that name. */
bool dm_format_named(const char *name, dm_format *out);

/* The fields of a JSON object, and the columns of a CSV file, that are read. */
enum { DM_FIELD_ID, DM_FIELD_DATE, DM_FIELD_TITLE, DM_FIELD_TEXT, DM_FIELD_SOURCE, DM_FIELD_URL, DM_FIELD_COUNT };

typedef struct dm_read_options {
    dm_format format;
    dm_date date;           /* for documents that have none; year 0: none */
    size_t max_document;    /* bytes as the document stands in the (unpacked) input; 0: 64 MB; at most 640 MB */
    const char *fields[DM_FIELD_COUNT]; /* other names of fields and columns, NULL: id, date, title, text, source, url */
} dm_read_options;

typedef struct dm_reader dm_reader;

/* Reads from an open stream (not closed by the reader; nothing may have been read from it before) in constant memory: one
 * document at a time is held.  `name` is used in messages; NULL is fine.  Compressed input (gzip, zstd) is told from its first bytes and unpacked.
 * DM_BAD_INPUT when the content is not text at all (NUL bytes, too many control bytes), with the byte, or when it
 * is empty.  `options` may be NULL. */
dm_status dm_reader_open(FILE *stream, const char *name, const dm_read_options *options, dm_reader **out, dm_error *error);
/* The next document; its slices live until the next call or close.  DM_END after the last.  A document that cannot be
 * read gives DM_BAD_INPUT with the place (one larger than max_document: DM_LIMIT, it is passed over whole), and the
 * reader goes on behind it at the next call.  Where the input itself fails (DM_IO, damaged compression) what was read of
 * the last document is not given; DM_END follows.  Bytes that are not UTF-8 are converted (as Windows-1252) and told in
 * `warning` (absent when there is none; may be NULL).
 *   dispatch  header lines as in CONTRACT; the text is what stands behind them, byte by byte, to the next date header
 *   text      the whole input; without options.date a date line among its first six lines that are not blank gives the date
 *   jsonl     the text as JSON gives it
 *   conllu    the lines of one document, for dm_conllu_read
 *   html      a news page: its main text, paragraphs parted by blank lines; title, date, site and url as it tells them
 *   feed      RSS 2.0, RSS 1.0, Atom: a document for each item; held in memory whole, it counts as one document for the limit
 *   csv       with a header row, RFC 4180; also with semicolons or tabs; dates in it and in jsonl may have the month in letters
 *   warc      WARC 1.0 and 1.1: the HTML pages of its response records, as html; other records are passed over */
dm_status dm_reader_next(dm_reader *reader, dm_document *out, dm_slice *warning, dm_error *error);
/* The format given or told from the content (not DM_FORMAT_ANY), and the line, counted from 1, where the document given
 * last begins. */
dm_format dm_reader_format(const dm_reader *reader);
uint32_t dm_reader_line(const dm_reader *reader);
void dm_reader_close(dm_reader *reader);

#endif
