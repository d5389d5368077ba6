/* Inside of read: the state of a reader, shared by what finds documents (reader.c) and what reads one (documents.c). */
#ifndef DM_READER_H
#define DM_READER_H

#include "read/feed.h"

/* Where the columns of a CSV file stand. */
typedef struct dm_columns {
    char cut;                       /* comma, semicolon or tab */
    uint32_t at[DM_FIELD_COUNT];    /* by field: its column, DM_NONE when there is none */
    bool known;
} dm_columns;

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
    dm_bytes unpacked;  /* a page out of a WARC record */
    dm_columns columns;
    dm_page page;
    dm_feed feed;
    uint32_t item; /* the next of the feed */
    size_t warc_header; /* of the record taken last */
    char warning[512];
};

static inline size_t dm_held(const dm_reader *reader) { return reader->window.size - reader->start; }
static inline char *dm_front(const dm_reader *reader) { return reader->window.at + reader->start; }
static inline bool dm_is_blank(dm_slice line) { return dm_slice_trim(line).size == 0; }
uint32_t dm_count_lines(const char *at, size_t size);

/* Reads the document that stands in the first `taken` bytes of the window.  DM_END: there is none in them (a WARC record that
 * is no page), the reader goes on. */
dm_status dm_document_read(dm_reader *reader, dm_document *out, dm_error *error);
/* The next item of the feed that is open; DM_END after the last. */
dm_status dm_feed_next(dm_reader *reader, dm_document *out, dm_error *error);

/* ---- CSV (columns.c) ---------------------------------------------------------------------------------------------------- */

/* Finds the end of a row, line end included; goes on at `*at` with the state of the call before (0 at first).  False when it
 * is not among the bytes. */
bool dm_row_end(const char *bytes, size_t size, size_t *at, int *state);
/* Takes the next cell off a row, without its quotes (undone where they stand).  false: none is left. */
bool dm_row_cell(char **at, char *end, char cut, dm_slice *cell);
/* The columns by the names of the first row; false when none of them is the text. */
bool dm_columns_read(dm_columns *columns, dm_slice row, const char *const names[DM_FIELD_COUNT]);
/* Is this line the first row of a table with a column "text"? */
bool dm_columns_begin(dm_slice line, const char *const names[DM_FIELD_COUNT]);
/* Do the first two rows look like those of a table, whatever its columns are called?  Three cells or more, as many in
 * both, none of the first row empty or beginning or ending with a blank ("Mali, Niger, Chad" is a line of a text). */
bool dm_columns_alike(dm_slice text);

/* ---- WARC (warc.c) -------------------------------------------------------------------------------------------------------- */

/* Length of the header of the record at `bytes`, blank line included: 0 when it is not whole yet, SIZE_MAX when these
 * bytes begin no record.  *content: bytes behind the header. */
size_t dm_warc_header(dm_slice bytes, uint64_t *content);
typedef struct dm_warc_page {
    dm_slice id, url, body; /* lent by the record; body: as it came, encodings of HTTP undone */
    char charset[40];
} dm_warc_page;
/* The page of a response record; DM_END when it is another record or no page, DM_BAD_INPUT, DM_LIMIT (unpacked it is larger
 * than `limit`), DM_NO_MEMORY; *why says it. */
dm_status dm_warc_read(dm_slice record, size_t header, size_t limit, dm_bytes *unpacked, dm_warc_page *out,
                       const char **why);

#endif
