/* The parts of the refer room, called by dm_refer in this order: times, figures, places, actors. */
#ifndef DM_REFER_PARTS_H
#define DM_REFER_PARTS_H

#include "refer/reference.h"

/* Times: fills out->times and out->time_of (allocates both in the arena). */
typedef struct dm_time_rules dm_time_rules;
dm_status dm_time_rules_open(dm_resources *resources, dm_time_rules **out, dm_error *error);
void dm_time_rules_close(dm_time_rules *rules);
dm_status dm_times_find(const dm_time_rules *rules, dm_arena *arena, const dm_document *document, const dm_tree *tree,
                        dm_references *out);

/* Figures: fills out->figures and out->figure_of; words inside a time are passed over. */
dm_status dm_figures_find(const dm_time_rules *rules, dm_arena *arena, const dm_document *document, const dm_tree *tree,
                          dm_references *out);

/* Places: fills out->places and out->place_of.  Runs before the actors: which places are actors is decided there. */
typedef struct dm_gazetteer dm_gazetteer;
/* `index` is a user's index of places, or NULL for the one that is built in. */
dm_status dm_gazetteer_open(dm_resources *resources, const char *index, dm_gazetteer **out, dm_error *error);
void dm_gazetteer_close(dm_gazetteer *gazetteer);
dm_status dm_places_find(const dm_gazetteer *gazetteer, dm_arena *arena, const dm_document *document, const dm_tree *tree,
                         dm_references *out);

#endif
