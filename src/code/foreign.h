/* Verb dictionaries of other coders.  Internal to the code room. */
#ifndef DM_FOREIGN_H
#define DM_FOREIGN_H

#include "code/frames.h"

/* Reads it into frames that hold no other lines; text is lent by the resources. */
dm_status dm_frames_read_foreign(dm_frames *frames, const char *file, dm_slice text, dm_error *error);
/* Puts a frame into the chain of a trigger, in its order; false when memory ran out (chains.c). */
bool dm_frames_link(dm_frames *frames, dm_frame frame, uint64_t key);
/* When all are linked; false when memory ran out. */
bool dm_frames_gather(dm_frames *frames);

/* Whether the words of a pattern stand around the verb; sides that it marks ($, +, %) are set in `m` (patterns.c). */
bool dm_pattern_fits(dm_coding *c, const dm_pattern *pattern, dm_match *m, int depth);
/* As those coders do it: the first actor before the verb is the source, the first other one behind it the target. */
void dm_pattern_sides(dm_coding *c, dm_match *m, int depth);

#endif
