/* Inside of read: bytes, their encoding, dates on a line of their own, header lines, JSON. */
#ifndef DM_READ_PARTS_H
#define DM_READ_PARTS_H

#include "read/document.h"

/* ---- Bytes ---------------------------------------------------------------------------------------------- */

/* A stream, unpacked when it is gzip (several members too) or zstd. */
typedef struct dm_source dm_source;
dm_status dm_source_open(FILE *stream, const char *name, dm_source **out, dm_error *error);
/* At least one byte, or *size 0 at the end.  DM_IO, DM_BAD_INPUT (damaged or cut-off compression; the byte counts in
 * the packed input), DM_NO_MEMORY; the same status again at the next call. */
dm_status dm_source_read(dm_source *source, char *at, size_t room, size_t *size, dm_error *error);
void dm_source_close(dm_source *source);

/* ---- Encoding --------------------------------------------------------------------------------------------- */

/* A growing piece of memory; `failed` when there was none. */
typedef struct dm_bytes {
    char *at;
    size_t size, room;
} dm_bytes;
bool dm_bytes_room(dm_bytes *bytes, size_t more);

/* What is not text: the offset of the first NUL, or of the first control byte when they are more than 8 and more than
 * one in a hundred; else `size`. */
size_t dm_not_text(const char *at, size_t size);
/* Appends `text` with every byte that is no UTF-8 read as Windows-1252 (what has no meaning there: U+FFFD). */
bool dm_to_utf8(dm_bytes *out, dm_slice text);

/* ---- Dates ------------------------------------------------------------------------------------------------ */

/* "2023-11-09", also with a time behind T or a blank, and "20231109". */
bool dm_stamp_parse(dm_slice text, dm_date *out);
/* A date in a field of its own: as above, or with the month in letters ("9 Nov 2023", "Thu, 09 Nov 2023 08:00:00 GMT",
 * "November 9, 2023 8:00 am").  Never 9/11/2023: which of the two is the month is not told. */
bool dm_date_told(dm_slice text, dm_date *out);
/* A line that holds a date and nothing else but weekday, time and "Published on". *odd: the weekday does not fit. */
bool dm_dateline_parse(dm_slice line, dm_date *out, bool *odd);
/* The first such line among the first lines of a text. */
bool dm_dateline_find(dm_slice text, dm_date *out, bool *odd);

/* ---- Dispatches -------------------------------------------------------------------------------------------- */

/* Is this line "date YYYY-MM-DD", blanks before it allowed?  The date itself need not exist. */
bool dm_dispatch_begins(dm_slice line);
/* Is this line "date" and something short with digits that has another form ("date 5 March 2024")? */
bool dm_dispatch_misdated(dm_slice line);
/* Is this line a header of any name?  "Title: ..." counts as "title ...". */
bool dm_dispatch_header(dm_slice line);
/* Takes the header lines off `content`: fields into *out, what remains is out->text.  false: a date that is none,
 * whose place is *byte. */
bool dm_dispatch_parse(dm_slice content, dm_document *out, size_t *byte);

/* ---- JSON --------------------------------------------------------------------------------------------------- */

/* Reads one object from `at`, which is changed: strings are unescaped in place.  Strict as RFC 8259, nesting to 100. */
typedef struct dm_json {
    char *at, *end, *begin;
    const char *why; /* what is wrong, NULL while nothing is */
    bool lone;       /* a surrogate without its other half became U+FFFD */
} dm_json;
typedef enum dm_json_kind {
    DM_JSON_STRING,
    DM_JSON_NUMBER,
    DM_JSON_TRUE,
    DM_JSON_FALSE,
    DM_JSON_NULL,
    DM_JSON_OBJECT,
    DM_JSON_ARRAY
} dm_json_kind;
/* Begins an object; false when there is none. */
bool dm_json_object(dm_json *json);
/* The next key, false at the end of the object (or on an error: look at why).  `first` for the first one. */
bool dm_json_key(dm_json *json, bool first, dm_slice *key);
/* The value behind a key: its kind, and for strings and numbers its text.  Objects and arrays are checked and passed.
 */
bool dm_json_value(dm_json *json, dm_json_kind *kind, dm_slice *text);
/* Nothing but blanks behind the object. */
bool dm_json_end(dm_json *json);

#endif
