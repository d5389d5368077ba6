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

/* ---- Fields of the exports in columns ------------------------------------------------------------------------- */

/* A row of tab separated fields: no tab, line end or control character gets into a field; empty is not known. */
typedef struct dm_fields {
    dm_buffer *out;
    unsigned count; /* fields begun in this row */
} dm_fields;
void dm_field_text(dm_fields *fields, dm_slice text);
void dm_field_word(dm_fields *fields, const char *text);
void dm_field_number(dm_fields *fields, double value);
void dm_field_degrees(dm_fields *fields, double value); /* five decimal places, about a metre */
void dm_field_unsigned(dm_fields *fields, uint64_t value);
/* `count` empty fields. */
void dm_field_skip(dm_fields *fields, unsigned count);
/* Further text in the field begun last, behind `cut` when it is not empty. */
void dm_field_more(dm_fields *fields, const char *cut, dm_slice text);
void dm_fields_end(dm_fields *fields);

/* What a row of event data is about: an event with one of its sources and one of its targets, or a statement (`event`
 * NULL: CAMEO 010).  Only what a report tells as having happened (status actual) is a row: these formats have no
 * column that would say planned or denied. An event told again in the same document is no row of its own. */
typedef struct dm_event_row {
    const dm_record *record;
    const dm_event *event;
    const dm_statement *statement;
    const dm_entity *source, *target; /* NULL: none */
    uint32_t pair;                    /* 1, 2 ... within the event */
    uint32_t sentence, mentions;      /* mentions: 1 and how often it is told again in the document */
    dm_span trigger;
    uint32_t lead_end;                /* byte where the first paragraph ends, DM_NONE: the text tells no paragraphs */
    char cameo[5];                    /* at least three digits: 19 is 190 */
    char date[12];                    /* TIMEX3 as far as it is a year, month or day; "" when not known */
} dm_event_row;
typedef void dm_row_writer(dm_buffer *out, const dm_event_row *row);
/* Calls `write` for every row in the order of the text; statements that no event already tells come behind the events
 * when `statements`. */
void dm_event_rows(dm_buffer *out, const dm_record *record, bool statements, dm_row_writer *write);
/* The same with a context of the writer's own. */
typedef void dm_row_function(void *context, const dm_event_row *row);
bool dm_event_rows_each(const dm_record *record, bool statements, dm_row_function *each, void *context);
/* Document id, event id, and the number of the pair from the second on: "doc:v3", "doc:v3:2". A
 * document without an id is named by the hash of its text. */
void dm_field_event_id(dm_fields *fields, const dm_event_row *row);
void dm_put_event_id(dm_buffer *out, const dm_event_row *row); /* without control characters */
void dm_put_document_id(dm_buffer *out, const dm_document *document);
/* The same as a number below 2^53, which programs that keep numbers as doubles (R, JavaScript) read exactly; for formats
 * whose ids are numbers.  The views of the database make the same ones from documents.key. */
uint64_t dm_event_number(const dm_event_row *row);
/* CAMEO's classes by the first two digits: 1 verbal cooperation (01 to 05), 2 material cooperation (06 to 08), 3 verbal
 * conflict (09 to 13), 4 material conflict (14 to 20); 0 without a code.  PLOVER's differ: it counts 02 as conflict. */
unsigned dm_cameo_quad(const char *cameo);
/* The value of the row's code to one decimal place; false when there is no code. */
bool dm_row_goldstein(const dm_event_row *row, double *value);
/* The row's place, NULL when it has none. */
const dm_place *dm_row_place(const dm_event_row *row);
/* A date as far as it is known, "YYYY-MM-DD" to the day, else empty. */
void dm_field_day(dm_fields *fields, const char *date);
void dm_date_text(dm_date date, char out[12]);

/* Names (joined by "; ") or codes (by "+") of the parties of an event, without control characters. */
typedef enum dm_party_part { DM_PARTY_NAME, DM_PARTY_CODE, DM_PARTY_COUNTRY } dm_party_part;
void dm_put_parties(dm_buffer *out, const dm_record *record, dm_list list, dm_party_part part);

typedef enum dm_country_column {
    DM_COUNTRY_ISO3, DM_COUNTRY_ISO2, DM_COUNTRY_FIPS, DM_COUNTRY_COW, DM_COUNTRY_GW, DM_COUNTRY_NAME
} dm_country_column;
/* From data/country-codes.txt; "" when there is none. */
dm_slice dm_country_code(const char *iso3, dm_country_column column);
/* The file of data/ with this name, "" when it is not embedded. */
dm_slice dm_embedded_text(const char *name);
/* The name of a place that is a populated place of a known province, else "". */
dm_slice dm_place_city(const dm_place *place);
/* "country", "city"; "" when it is not known which of provinces, regions and places it is. */
const char *dm_place_kind(const dm_place *place);

#endif
