/* store: records <-> SQLite.  The only room with memory between runs. */
#ifndef DM_STORE_H
#define DM_STORE_H

#include "code/record.h"

typedef struct dm_store dm_store;
/* Opens or (create) makes a database. DM_BAD_DATABASE when the file is something else or of another version. */
dm_status dm_store_open(const char *path, bool create, dm_store **out, dm_error *error);
dm_status dm_store_close(dm_store *store, dm_error *error);  /* commits what is pending */
/* Adds the record of a document.  Same document (id, or hash of date and text when it has none) and same coder: nothing
 * changes and *added is false.  Pending rows are committed every few hundred documents. */
dm_status dm_store_add(dm_store *store, const dm_record *record, bool *added, dm_error *error);

/* A question.  Absent parts are not asked.  Actors match by code prefix ("ISR" finds ISRGOV) or by name. */
typedef struct dm_question {
    const char *actor, *source, *target, *plover, *cameo, *status, *place, *text, *speaker;
    dm_date since, until;
    uint32_t limit;             /* 0: no limit */
} dm_question;

/* One event found.  Lent until the next step. */
typedef struct dm_found {
    const char *document, *date, *sources, *targets, *source_names, *target_names, *plover, *cameo, *quad, *status, *place,
        *trigger, *sentence, *by;
    double goldstein;
} dm_found;
typedef dm_status dm_found_function(void *context, const dm_found *found);
dm_status dm_store_find(dm_store *store, const dm_question *question, dm_found_function *each, void *context,
                        dm_error *error);

#endif
