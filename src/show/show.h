/* show: records -> JSON, tables, CSV, and the formats of others. */
#ifndef DM_SHOW_H
#define DM_SHOW_H

#include "judge/judge.h"
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
/* A field of CSV, in quotes where RFC 4180 wants them; control characters but tab and line end become U+FFFD. */
void dm_buffer_csv(dm_buffer *buffer, dm_slice text);
/* One row per event, source and target: an event with two sources and one target gives two rows with the same `event`; a
 * side without an actor leaves its fields empty.  Header is a separate call.  RFC 4180, lines end in CR LF. */
void dm_show_csv_header(dm_buffer *out);
void dm_show_csv(dm_buffer *out, const dm_record *record);

/* Event data in the columns of others, tab separated, lines end in LF, no quoting: see docs/exports.md.  One row per
 * event that happened, source and target; what is not known is empty.  Headers are separate calls. */
void dm_show_plover_header(dm_buffer *out);
void dm_show_plover(dm_buffer *out, const dm_record *record); /* POLECAT, 40 columns */
void dm_show_icews_header(dm_buffer *out);
void dm_show_icews(dm_buffer *out, const dm_record *record); /* ICEWS, 20 columns */
void dm_show_gdelt(dm_buffer *out, const dm_record *record);    /* GDELT 2.0 Events, 61 columns, no header */
void dm_show_mentions(dm_buffer *out, const dm_record *record); /* GDELT 2.0 Mentions, 16 columns, no header */
void dm_show_phoenix(dm_buffer *out, const dm_record *record);  /* Phoenix, 26 columns, no header */
/* Events in the JSON of the PLOVER manual, one a line. */
void dm_show_plover_json(dm_buffer *out, const dm_record *record);
/* Events whose place is known as GeoJSON points; features are parted by ",\n", also between records. */
void dm_show_geojson_header(dm_buffer *out);
void dm_show_geojson(dm_buffer *out, const dm_record *record);
void dm_show_geojson_footer(dm_buffer *out);
/* W3C Web Annotations (JSON-LD), one a line for each event and statement; positions count code points. */
void dm_show_annotations(dm_buffer *out, const dm_record *record);
/* One page: header, an article for each record, footer. */
void dm_show_html_header(dm_buffer *out);
void dm_show_html(dm_buffer *out, const dm_record *record);
void dm_show_html_footer(dm_buffer *out);

/* Metadata for Datasette: what the tables hold, and some questions; `database` is the name of the file without its end. */
void dm_show_datasette(dm_buffer *out, dm_slice database);

/* ---- All formats by name ---------------------------------------------------------------------------------------- */

/* A format is a run of what its records give (`record`, with `head` before, `foot` behind and `between` between those
 * that give something, each NULL when there is none), or has a writer of its own (databases, folders, networks). */
typedef struct dm_format_entry {
    const char *name, *what;
    void (*head)(dm_buffer *out);
    void (*record)(dm_buffer *out, const dm_record *record);
    void (*foot)(dm_buffer *out);
    const char *between;
    const struct dm_writer_kind *writer;
} dm_format_entry;
const dm_format_entry *dm_format_at(size_t index); /* NULL behind the last */
const dm_format_entry *dm_format_find(const char *name); /* NULL when there is none */
/* True when it cannot be written to a stream. */
bool dm_format_needs_path(const dm_format_entry *format);

/* Writes records in a format to `path`, or when that is NULL to `stream` (not closed).  A file stands under `path` only when it is whole (until
 * then it is PATH.part); a file that was there before is replaced.  A folder must not be there or be empty.
 * DM_BAD_ARGUMENT when the format needs a path, DM_IO, DM_NO_MEMORY.  Memory: one record at a time; of gexf also the
 * network. */
typedef struct dm_writer dm_writer;
dm_status dm_writer_open(const dm_format_entry *format, const char *path, FILE *stream, dm_writer **out, dm_error *error);
dm_status dm_writer_add(dm_writer *writer, const dm_record *record, dm_error *error);
/* Completes the output when `good`, else throws it away. */
dm_status dm_writer_close(dm_writer *writer, bool good, dm_error *error);

/* A record beside its gold: each sentence with a missed or false entry of the lists (bit by dm_judged), and what there is
 * there; and the figures. */
void dm_show_judgement(dm_buffer *out, const dm_record *record, const dm_judgement *judgement, uint32_t lists, unsigned width, bool colour);
void dm_show_judgement_json(dm_buffer *out, const dm_record *record, const dm_judgement *judgement, uint32_t lists);
void dm_show_tallies(dm_buffer *out, const dm_tally *tallies);
void dm_show_tallies_json(dm_buffer *out, const dm_tally *tallies);

/* How a record came to be: of each sentence the tree, the lines of the frames tried and chosen, the sides, the status, or
 * why it is silent; then who the actors are and by which entry.  The record must hold its reasons (keep_reasons).  JSON is
 * one line. */
void dm_explain_table(dm_buffer *out, const dm_record *record, unsigned width, bool colour);
void dm_explain_json(dm_buffer *out, const dm_record *record, dm_offsets offsets);

/* The trees alone: a list of sentences, each with its span and its words (span, form, lemma, part of speech, head as the
 * number of a word of the sentence, relation).  The record needs no reasons. */
void dm_show_trees_json(dm_buffer *out, const dm_record *record, dm_offsets offsets);

/* An event found in a store: one line of JSON, one row of CSV (no header), or three to five lines for a terminal. */
void dm_show_found_json(dm_buffer *out, const dm_found *found);
void dm_show_found_csv_header(dm_buffer *out);
void dm_show_found_csv(dm_buffer *out, const dm_found *found);
void dm_show_found_table(dm_buffer *out, const dm_found *found, unsigned width, bool colour);

/* An incident found in a store: one line of JSON with its tellings, one row of CSV (no header), or a block for a terminal. */
void dm_show_incident_json(dm_buffer *out, const dm_incident *incident);
void dm_show_incident_csv_header(dm_buffer *out);
void dm_show_incident_csv(dm_buffer *out, const dm_incident *incident);
void dm_show_incident_table(dm_buffer *out, const dm_incident *incident, unsigned width, bool colour);

/* Counts: a table (for a timeline with a bar for each period, missing ones drawn too), rows of CSV, lines of JSON.  The
 * Goldstein value of a row is the mean.  `width`: columns of the terminal. */
void dm_show_period(char out[16], int32_t period); /* "2024-05-03", "2024-05", "2024", "no date" */
void dm_show_timeline_table(dm_buffer *out, const dm_count *counts, size_t number, bool weeks, unsigned width, bool colour);
void dm_show_timeline_csv_header(dm_buffer *out);
void dm_show_timeline_csv(dm_buffer *out, const dm_count *count);
void dm_show_timeline_json(dm_buffer *out, const dm_count *count);
void dm_show_dyads_table_header(dm_buffer *out, bool series);
void dm_show_dyad_table(dm_buffer *out, const dm_dyad *dyad, bool series);
void dm_show_dyads_csv_header(dm_buffer *out, bool series);
void dm_show_dyad_csv(dm_buffer *out, const dm_dyad *dyad, bool series);
void dm_show_dyad_json(dm_buffer *out, const dm_dyad *dyad, bool series);
void dm_show_coverage_table_header(dm_buffer *out);
void dm_show_coverage_table(dm_buffer *out, const dm_coverage *row);
void dm_show_coverage_csv_header(dm_buffer *out, bool reasons);
void dm_show_coverage_csv(dm_buffer *out, const dm_coverage *row);
void dm_show_coverage_json(dm_buffer *out, const dm_coverage *row);

/* Corrections, and as cases (tests/cases/README.md). */
void dm_show_correction_table(dm_buffer *out, const dm_correction *correction);
void dm_show_correction_csv_header(dm_buffer *out);
void dm_show_correction_csv(dm_buffer *out, const dm_correction *correction);
void dm_show_correction_json(dm_buffer *out, const dm_correction *correction);
void dm_show_correction_case(dm_buffer *out, const dm_correction *correction);
/* Where somebody stands (`other` NULL), or two actors on one issue: one line of JSON, one row of CSV, lines for a terminal,
 * under the name when `heading`. */
void dm_show_stance_json(dm_buffer *out, const dm_stance *stance, const dm_stance *other);
void dm_show_stance_csv_header(dm_buffer *out, bool between);
void dm_show_stance_csv(dm_buffer *out, const dm_stance *stance, const dm_stance *other);
void dm_show_stance_table(dm_buffer *out, const dm_stance *stance, const dm_stance *other, bool heading, unsigned width, bool colour);

#endif
