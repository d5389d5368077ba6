/* Inside of show: words flowing into the lines of a terminal. */
#ifndef DM_SHOW_FLOW_H
#define DM_SHOW_FLOW_H

#include "show/parts.h"

typedef enum dm_style {
    DM_STYLE_PLAIN, DM_STYLE_BOLD, DM_STYLE_DIM, DM_STYLE_TRIGGER, DM_STYLE_SOURCE, DM_STYLE_TARGET, DM_STYLE_GOOD, DM_STYLE_BAD,
    DM_STYLE_COUNT
} dm_style;

typedef struct dm_flow {
    dm_buffer *out;
    const dm_record *record;  /* NULL: none is shown */
    unsigned width, indent, column;
    bool colour;
    bool gap;                 /* a blank is due before the next word */
    bool begun;               /* the line holds a word behind its indent */
    dm_style style;           /* the one switched on */
} dm_flow;

/* Goes on at a column of this line; further lines are indented. */
void dm_flow_start(dm_flow *flow, unsigned column, unsigned indent);
void dm_flow_end(dm_flow *flow);
/* Text that may be broken at its blanks; one word longer than a line is cut.  Text beginning without a blank sticks to
 * what stands before it where there is room. */
void dm_flow_put(dm_flow *flow, dm_slice text, dm_style style);
void dm_flow_say(dm_flow *flow, const char *text, dm_style style);
/* Blanks up to a column, at least one. */
void dm_flow_pad(dm_flow *flow, unsigned column);
/* A dot between the facts of a line. */
void dm_flow_dot(dm_flow *flow);
/* A side as it is named, its codes behind it in brackets; a dash where nobody is named (NULL or empty). */
void dm_flow_party(dm_flow *flow, const char *names, const char *codes, dm_style style);
static inline bool dm_flow_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

#endif
