/* Inside of judge: the gold, and what alike means. */
#ifndef DM_JUDGE_PARTS_H
#define DM_JUDGE_PARTS_H

#include "judge/judge.h"

#include <jansson.h>

struct dm_gold {
    json_t *root;
    dm_document document;   /* lent by root */
    char path[256];
};

/* ---- Anchors: pieces of the text (anchors.c).  Spans are code points, as gold and record are compared by their number. - */

typedef struct dm_anchors {
    const dm_record *record;
    const char *path;
    uint32_t *code_of;      /* by byte of the text, and behind it: code points before it */
    dm_arena *arena;
    dm_error *error;
} dm_anchors;

bool dm_anchors_init(dm_anchors *anchors, const dm_record *record, const char *path, dm_arena *arena, dm_error *error);
/* Where a piece stands: whole words where it can be; with nth (from 1) that one alone.  DM_BAD_INPUT when it is nowhere. */
dm_status dm_anchor(const dm_anchors *anchors, const char *piece, uint32_t nth, dm_spans *out);
/* Bytes to code points. */
dm_span dm_anchor_codes(const dm_anchors *anchors, dm_span bytes);
dm_spans dm_anchor_all_codes(const dm_anchors *anchors, dm_spans bytes);
/* Of several places the one nearest to another. */
dm_span dm_anchor_nearest(dm_spans spans, dm_span beside);

/* Code points that two lists share, and that one has. */
uint32_t dm_spans_shared(dm_spans a, dm_spans b);
uint32_t dm_spans_length(dm_spans spans);
static inline dm_spans dm_one_span(const dm_span *span) { return (dm_spans){span, 1}; }

/* ---- Likeness (alike.c) ---------------------------------------------------------------------------------------- */

/* Actor codes agree at country level; codes without a country agree when one begins the other.  "" or NULL: nobody. */
bool dm_same_country(const char *one, const char *other);
/* Values of times: equal, or the same length in other units (P7D, P1W). */
bool dm_same_time(dm_slice gold, dm_slice answer);
/* Kilometres between two places of the earth. */
double dm_kilometres(double lat, double lon, double other_lat, double other_lon);
/* Equal without regard to capitals. */
bool dm_same_name(dm_slice a, dm_slice b);

#endif
