/* Names of persons, organisations and places.  Inside the room. */
#ifndef DM_NAMES_H
#define DM_NAMES_H

#include "grammar/tree.h"

typedef struct dm_names dm_names;    /* the trained recogniser; shared by threads */
dm_status dm_names_open(dm_resources *resources, dm_names **out, dm_error *error);
void dm_names_close(dm_names *names);
/* Finds the names of a tagged and parsed text: sets tree->names, name_count and name, name_begins of the tokens (0 before).
 * All lies in the arena. */
dm_status dm_names_find(const dm_names *names, dm_arena *arena, const dm_text *text, dm_tree *tree);

#endif
