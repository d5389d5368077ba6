/* Names of persons, organisations and places.  Inside the room. */
#ifndef DM_NAMES_H
#define DM_NAMES_H

#include "grammar/tree.h"

typedef struct dm_names dm_names; /* the trained recogniser and its lists; shared by threads */
/* Opens models/names.model, data/names/ and the names of data/actors/ and data/places/. */
dm_status dm_names_open(dm_resources *resources, dm_names **out, dm_error *error);
void dm_names_close(dm_names *names);
/* Finds the names of a text: sets tree->names, name_count and name, name_begins of the tokens.  Looks at words only.
 * Linear time.  All lies in the arena.  DM_NO_MEMORY. */
dm_status dm_names_find(const dm_names *names, dm_arena *arena, const dm_text *text, dm_tree *tree);

#endif
