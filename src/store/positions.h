/* Inside of store: what positions speak of. */
#ifndef DM_STORE_POSITIONS_H
#define DM_STORE_POSITIONS_H

#include "store/schema.h"

extern const char *const dm_positions_schema[]; /* statements, NULL at the end; do nothing where the tables are there */

/* Adds the phrases of the positions of a record that has just been stored.  A code of SQLite. */
int dm_positions_add(dm_store *store, const dm_record *record, int64_t document);

#endif
