/* store: records <-> SQLite.  The only room with memory between runs. */
#ifndef DM_STORE_H
#define DM_STORE_H

#include "gather/gather.h"

typedef struct dm_store dm_store;
/* Opens or (create) makes a database.  DM_BAD_DATABASE when the file is something else, damaged or of another version;
 * DM_IO when it is not there (and not to be made), may not be read or, with create, not be written.  A store belongs to one
 * thread; several programs may read and write one file at a time. */
dm_status dm_store_open(const char *path, bool create, dm_store **out, dm_error *error);
dm_status dm_store_close(dm_store *store, dm_error *error);  /* finishes */
/* Commits what is pending and, when documents were added, makes indexes and full-text search of them.  What is stored is
 * safe when this fails; it is made up for when the database is opened the next time. */
dm_status dm_store_finish(dm_store *store, dm_error *error);
/* Adds the record of a document.  The same document (id and source, or date and text when it has no id) is there
 * already, whoever coded it: nothing changes and *added is false.  Pending rows are committed every thousand documents. */
dm_status dm_store_add(dm_store *store, const dm_record *record, bool *added, dm_error *error);
/* The same, but a document that another coder has coded is coded anew: all that was coded of it is replaced; its number
 * and what people have said of its events (corrections) stay.  *changed: something was stored. */
dm_status dm_store_recode(dm_store *store, const dm_record *record, bool *changed, dm_error *error);
typedef enum dm_known { DM_UNKNOWN, DM_CODED, DM_CODED_BY_ANOTHER } dm_known;
/* Is a document there, and coded by the coder of this identity?  For passing over it before it is coded. */
dm_status dm_store_knows(dm_store *store, const dm_document *document, const char *identity, dm_known *known,
                         dm_error *error);

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

/* Which documents are read; absent parts (NULL) select nothing.  Days are those of the report, "YYYY-MM-DD". */
typedef struct dm_selection {
    const char *id, *source, *since, *until;
} dm_selection;
/* What a document is known by: a hash of its id and source, or of its text and date when it has no id. */
uint64_t dm_document_key(const dm_document *document);
/* Numbers of rows of event data: documents.key & LOW, and for the number of an event or statement (3 of "v3") and that of
 * the pair of source and target within it (from 1) so many more, modulo 2^53.  The views of the database and the exports
 * make the same ones. */
#define DM_NUMBER_LOW 9007199254740991u
#define DM_NUMBER_EVENT 42431544203u
#define DM_NUMBER_PAIR 2246822507u
#define DM_NUMBER_STATEMENT 836565253415u
typedef dm_status dm_record_function(void *context, const dm_record *record);
/* Calls `each` with the record of every document, in the order in which they were added, in the memory that one of them
 * takes; without the events that people have marked wrong.  The record is lent until `each` returns and
 * is what dm_store_add was given, except that it has no words and no tree.  It stops with the status of `each` when that
 * is not DM_OK.  DM_BAD_DATABASE, with the number of the document, when its rows do not fit together.  What is pending
 * is committed before; what others add meanwhile is not seen.  `selection` may be NULL: all. */
dm_status dm_store_read(dm_store *store, const dm_selection *selection, dm_record_function *each, void *context,
                        dm_error *error);

/* ---- Incidents (incidents.c, incidents_find.c) ---------------------------------------------------------------------- */

/* One telling of an incident.  Lent until the next step; what is absent is NULL. */
typedef struct dm_incident_telling {
    const char *document, *outlet, *title, *url;
    const char *reported, *date; /* day of the report; value of the event's time */
    const char *sources, *targets, *source_names, *target_names, *cameo, *quad, *status, *place, *country, *speakers, *figures,
        *trigger, *sentence, *by;
    const char *why;             /* what joins it to the others; NULL for the first one, or when it stands alone */
    double goldstein;
    uint32_t trigger_at;         /* byte of the sentence where the trigger begins, or DM_NONE */
    uint32_t source;             /* number of its independent source, from 1 */
} dm_incident_telling;

/* The same event told by several reports, or several times in one.  What the tellings say differently is given as most of
 * them have it, and stays to be seen in each. */
typedef struct dm_incident {
    char id[16];                 /* stays as long as its first telling does, whatever else is loaded, in whatever order */
    char first[16], last[16];    /* days it may have happened, "" when nobody knows */
    const char *plover, *cameo, *quad, *status, *sources, *targets, *source_names, *target_names, *place, *country, *figures;
    double goldstein;
    uint32_t independent;        /* sources that neither copy another nor are the same outlet */
    uint32_t documents;
    const dm_incident_telling *tellings; /* in the order of their reports */
    uint32_t telling_count;
} dm_incident;

/* Absent parts are not asked; actor, place and text must fit one telling. */
typedef struct dm_incident_question {
    const char *actor, *source, *target, *plover, *cameo, *status, *place, *text;
    dm_date since, until;
    uint32_t least_sources;      /* independent ones */
    uint32_t limit;              /* 0: no limit */
    bool one_a_day;              /* instead: one event for each day, source, target and CAMEO code, actual ones unless
                                  * status asks for others */
} dm_incident_question;
typedef dm_status dm_incident_function(void *context, const dm_incident *incident);
/* Calls `each` for every incident that fits, in the order of their first days; stops with its status when that is not
 * DM_OK.  DM_BAD_ARGUMENT for a type or status that does not exist. */
dm_status dm_store_incidents(dm_store *store, const dm_incident_question *question, dm_incident_function *each, void *context,
                             dm_error *error);

/* ---- Panels: tables for people to look at -------------------------------------------------------------------------- */

/* Something a panel is asked by.  Which names there are and what they mean: docs/page.md. */
typedef struct dm_asked {
    const char *name, *value;   /* value "": not asked */
} dm_asked;
typedef enum dm_value_kind { DM_VALUE_NONE, DM_VALUE_INTEGER, DM_VALUE_REAL, DM_VALUE_TEXT } dm_value_kind;
typedef struct dm_value {
    dm_value_kind kind;
    int64_t integer;
    double real;
    dm_slice text;              /* lent until the next row; maybe no valid UTF-8 */
} dm_value;
/* Receives an answer.  `sql` is what was asked, as any SQLite can run it again; lent during the call.  `row` NULL: only the
 * SQL is wanted.  `seconds`: time the answer may take, 0: 20.  A status that is not DM_OK stops the panel and is what dm_store_panel returns. */
typedef struct dm_panel_reader {
    void *context;
    dm_status (*begin)(void *context, const char *sql, const char *const *columns, size_t count);
    dm_status (*row)(void *context, const dm_value *values, size_t count);
    unsigned seconds;
} dm_panel_reader;
/* DM_BAD_ARGUMENT: no such panel, name or value.  DM_LIMIT: the answer took too long. */
dm_status dm_store_panel(dm_store *store, const char *panel, const dm_asked *asked, size_t count, const dm_panel_reader *reader,
                        dm_error *error);

#endif
