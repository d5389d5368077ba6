/* Inside of store: tellings kept for incidents. */
#ifndef DM_STORE_INCIDENTS_H
#define DM_STORE_INCIDENTS_H

#include "store/schema.h"

/* Values of ties that need no comparison: the same features; the text itself says that it tells it again. */
#define DM_TOLD_ALIKE 8.0
#define DM_TOLD_AGAIN 9.0

extern const char *const dm_incidents_schema[]; /* statements, NULL at the end; do nothing where the tables are there */

/* Adds the tellings of a record that has just been stored.  A code of SQLite. */
int dm_incidents_add(dm_store *store, const dm_record *record, int64_t document);
/* Takes the tellings of a document away. */
int dm_incidents_forget(dm_store *store, int64_t document);

#endif
