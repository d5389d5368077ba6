/* show: records -> JSON, tables, CSV, CoNLL-U. */
#ifndef DM_SHOW_H
#define DM_SHOW_H

#include "store/store.h"

typedef enum dm_offsets { DM_OFFSETS_CODEPOINTS, DM_OFFSETS_UTF8, DM_OFFSETS_UTF16 } dm_offsets;

/* A growing buffer of bytes; `failed` is sticky. Free with dm_buffer_free. */
typedef struct dm_buffer {
    char *at;
    size_t size, room;
    bool failed;
} dm_buffer;
void dm_buffer_free(dm_buffer *buffer);
void dm_buffer_add(dm_buffer *buffer, const char *at, size_t size);
void dm_buffer_print(dm_buffer *buffer, const char *format, ...) DM_PRINTF(2, 3);
/* A JSON string with its quotes; control characters, quotes and backslashes escaped, invalid UTF-8 replaced. */
void dm_buffer_json(dm_buffer *buffer, dm_slice text);

/* One line of JSON as CONTRACT says, newline included. */
void dm_show_json(dm_buffer *out, const dm_record *record, dm_offsets offsets, bool with_text);
/* Readable record for a terminal of `width` columns; colour escapes only when colour. */
void dm_show_table(dm_buffer *out, const dm_record *record, unsigned width, bool colour);
/* One row per event; header is a separate call. RFC 4180. */
void dm_show_csv_header(dm_buffer *out);
void dm_show_csv(dm_buffer *out, const dm_record *record);

#endif
