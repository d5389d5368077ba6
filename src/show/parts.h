/* Inside of show: offsets, numbers, columns of a terminal, names of CAMEO codes. */
#ifndef DM_SHOW_PARTS_H
#define DM_SHOW_PARTS_H

#include "show/show.h"

/* ---- Offsets -------------------------------------------------------------------------------------------------- */

/* Turns byte offsets of a text into another unit.  One pass over the text notes the count at every 64th byte. */
typedef struct dm_ruler {
    const char *text;
    uint32_t size;
    uint32_t *marks; /* count before byte 64 * i; NULL: offsets stay as they are */
    bool utf16, failed;
} dm_ruler;
void dm_ruler_init(dm_ruler *ruler, dm_slice text, dm_offsets offsets);
void dm_ruler_free(dm_ruler *ruler);
/* `byte` beyond the text counts as its end. */
uint32_t dm_ruler_at(const dm_ruler *ruler, uint32_t byte);

/* ---- Numbers -------------------------------------------------------------------------------------------------- */

/* The shortest decimal form that reads back as the same double, with a point whatever the locale; "null" for what is
 * not finite. */
void dm_buffer_number(dm_buffer *buffer, double value);
void dm_buffer_unsigned(dm_buffer *buffer, uint64_t value);
void dm_buffer_text(dm_buffer *buffer, const char *text);

/* ---- Columns -------------------------------------------------------------------------------------------------- */

/* Columns a code point takes on a terminal: 0 (combining), 1 or 2 (East Asian wide, emoji). */
unsigned dm_code_columns(uint32_t code);
/* Columns of a piece of valid UTF-8 as dm_buffer_plain writes it. */
unsigned dm_columns(dm_slice text);
/* Text for a terminal: control characters (also U+0080 to U+009F and those that change the direction of writing) become
 * U+FFFD, runs of blanks and line ends become one blank. */
void dm_buffer_plain(dm_buffer *buffer, dm_slice text);

/* ---- CAMEO ---------------------------------------------------------------------------------------------------- */

/* Name of a code in data/cameo.txt, "" when it is not there. */
dm_slice dm_cameo_name(const char *code);

static inline dm_slice dm_show_span(const dm_record *record, dm_span span)
{
    size_t size = record->document.text.size;
    if (span.end > size)
        span.end = (uint32_t)size;
    return span.start >= span.end ? (dm_slice){"", 0}
                                  : (dm_slice){record->document.text.at + span.start, span.end - span.start};
}

#endif
