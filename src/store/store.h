/* store: records <-> SQLite.  The only room with memory between runs. */
#ifndef DM_STORE_H
#define DM_STORE_H

#include "code/record.h"

typedef struct dm_store dm_store;
/* Opens or (create) makes a database.  DM_BAD_DATABASE when the file is something else, damaged or of another version;
 * DM_IO when it is not there (and not to be made), may not be read or, with create, not be written.  A store belongs to one
 * thread; several programs may read and write one file at a time. */
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

/* One event found.  Lent until the next step; what is absent is NULL.  Codes of several actors are joined by "+", names by
 * "; ".  A document without id is "#" and its number in the database. */
typedef struct dm_found {
    const char *document, *date, *sources, *targets, *source_names, *target_names, *plover, *cameo, *quad, *status, *place,
        *country, *speakers, *trigger, *sentence, *by;
    double goldstein, confidence;
    uint32_t trigger_at;  /* byte of the sentence where the trigger begins, or DM_NONE */
} dm_found;
typedef dm_status dm_found_function(void *context, const dm_found *found);
/* Calls `each` for every event that fits, in the order of the events' dates; it stops with the status of `each` when that is
 * not DM_OK.  Of a document coded by several coders the latest coding answers.  An event without a date counts as of the
 * day of its report; since and until hold for values that cover more than a day when one day of them fits.  DM_BAD_ARGUMENT
 * for a type or status that does not exist.  What is pending is committed before. */
dm_status dm_store_find(dm_store *store, const dm_question *question, dm_found_function *each, void *context,
                        dm_error *error);

#endif
