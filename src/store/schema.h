/* Inside of store: the tables and the statements that fill them. */
#ifndef DM_STORE_SCHEMA_H
#define DM_STORE_SCHEMA_H

#include "store/store.h"

#include <sqlite3.h>

#define DM_APPLICATION_ID 0x64656d61 /* "dema", told by `file` */
#define DM_SCHEMA_VERSION 2

extern const char *const dm_store_schema[];  /* statements, NULL at the end; so the others */
extern const char *const dm_store_totals[];
extern const char *const dm_store_views[];
extern const char *const dm_store_indexes[]; /* IF NOT EXISTS */

/* Statements that are prepared once; the first ones copy a list of the record (rows.c). */
enum {
    DM_LIST_EVENTS,
    DM_LIST_SOURCES,
    DM_LIST_TARGETS,
    DM_LIST_STATEMENTS,
    DM_LIST_POSITIONS,
    DM_LIST_COUNT,
    DM_INSERT_LISTS = DM_LIST_COUNT,
    DM_INSERT_DOCUMENT,
    DM_FIND_DOCUMENT,
    DM_SAME_TEXT,
    DM_RECODE_DOCUMENT,
    DM_FIND_OLDER,
    DM_INSERT_CODER,
    DM_FIND_CODER,
    DM_INSERT_ACTOR,
    DM_FIND_ACTOR,
    DM_INSERT_LOCATION,
    DM_FIND_LOCATION,
    DM_STATEMENT_COUNT
};
extern const char *const dm_store_statements[DM_STATEMENT_COUNT];
extern const char *const dm_store_tables[]; /* those with a column document that coding fills; NULL at the end */

/* Lists that are packed into one row, in the order of the columns. */
enum {
    DM_PACK_SENTENCES,
    DM_PACK_ENTITIES,
    DM_PACK_MENTIONS,
    DM_PACK_FIGURES,
    DM_PACK_TIMES,
    DM_PACK_PLACES,
    DM_PACK_SILENT,
    DM_PACK_WARNINGS,
    DM_PACK_COUNT
};

/* Growing JSON; `failed` is sticky. */
typedef struct dm_pack {
    char *at;
    size_t size, room;
    bool failed;
} dm_pack;
void dm_pack_number(dm_pack *pack, int64_t value);
void dm_pack_text(dm_pack *pack, dm_slice text);
/* "[3,1]" and "[[0,4],[10,12]]"; nothing when empty. */
void dm_pack_indices(dm_pack *pack, dm_list list);
void dm_pack_spans(dm_pack *pack, dm_spans spans);

#define DM_READ_COUNT 16 /* lists of a record that read.c selects */
#define DM_ROWS_KNOWN 500000
#define DM_TALLY_COUNT 7 /* tables of counts: three of events, coverage and silence, two of all times */
#define DM_TALLY_TOTALS 5 /* from here on: only where store->totals */

/* First and last day that an event's date covers, as 20240503; 0: not known. */
typedef struct dm_day_range {
    int32_t first, last;
} dm_day_range;
/* Statements of incidents.c, prepared once. */
enum {
    DM_TELLING_INSERT,
    DM_TELLING_LAST,
    DM_TELLING_ALONE,
    DM_TELLING_MERGE,
    DM_BLOCK_INSERT,
    DM_BLOCK_DELETE,
    DM_BLOCK_ASK,
    DM_TIE_INSERT,
    DM_TIE_DELETE,
    DM_SKETCH_INSERT,
    DM_TELLINGS_OF_DOCUMENT,
    DM_TELLINGS_OF_INCIDENT,
    DM_TELLING_DELETE,
    DM_SKETCH_DELETE,
    DM_TELLING_OF_EVENT,
    DM_TELLING_SAME,
    DM_INCIDENTS_COUNT
};


struct dm_store {
    sqlite3 *db;
    sqlite3_stmt *statements[DM_STATEMENT_COUNT];
    sqlite3_stmt *tallies[DM_TALLY_COUNT];
    sqlite3_stmt *reads[DM_READ_COUNT]; /* of read.c */
    sqlite3_stmt *incidents[DM_INCIDENTS_COUNT];
    sqlite3_stmt *phrase; /* of positions.c */
    char name[256]; /* of the file, for messages */
    bool pending;   /* a transaction is open */
    uint32_t pending_documents;
    uint64_t pending_bytes; /* of their texts */
    int64_t pending_since;  /* seconds of a clock */
    bool functions; /* those of SQL are known */
    bool indexed;   /* the indexes are made */
    bool changed;   /* documents were added or coded anew, or a load before was not finished */
    bool totals;    /* the tables of counts over all times are there */
    bool zeros;     /* counts may have become 0 */
    dm_map actors;     /* hash of code, country, name, type -> row of actors */
    dm_map locations;  /* hash of name, coordinates ... -> row of locations */
    int64_t tellings;  /* number of the last telling, 0: not known; asked anew in each transaction */
    int64_t coder;     /* row of coders of `identity` */
    uint64_t identity; /* hash of it; 0: none looked up yet */
    /* What dm_rows shows while a record is added. */
    const dm_record *record;
    int list;
    int64_t document;    /* its row */
    int32_t day;         /* of the report */
    int64_t *rows;       /* by entity: row of actors */
    int64_t *places;     /* by place: row of locations */
    dm_day_range *days;  /* by event */
    uint32_t row_room, place_room, day_room;
    struct dm_heard *heard; /* sums of the documents that are pending (heard.c); NULL: none yet */
    dm_pack pack, part; /* of the document; of one column of a row */
};

/* Commits what is pending. */
dm_status dm_store_commit(dm_store *store, dm_error *error);
/* Makes the virtual table dm_rows known; SQLite's code. */
int dm_store_rows(dm_store *store);
/* Number of elements of a list (for lists inside of elements: of those). */
uint32_t dm_store_count(const dm_record *record, int list);
/* The packed lists of store->record, lent until the next call; false: out of memory. */
bool dm_store_pack(dm_store *store, dm_slice out[DM_PACK_COUNT]);
/* The row of an actor, made when there is none; *failure receives SQLite's code when that fails. */
int64_t dm_store_actor(dm_store *store, dm_slice name, const char *code, const char *country, dm_entity_type type,
                       int *failure);
/* First and last day of a TIMEX3 value, or of the report's date when it is absent. */
dm_day_range dm_store_days(dm_slice value, dm_date report);

/* A date as 20240503; the first (or last) day of what is known less exactly; 0 without a year. */
int32_t dm_store_day(dm_date date, bool last);

/* Makes the views with the columns of GDELT and ICEWS, and the codes they need, unless they are there as they are now;
 * SQLite's code. */
int dm_store_layouts(dm_store *store);
/* The functions that our SQL calls (functions.c) are made known; SQLite's code. */
int dm_store_functions(dm_store *store);

/* Shows what people said of events of a document in its rows (correct.c); SQLite's code. */
int dm_store_show_corrections(dm_store *store, int64_t document);

/* ---- What is made from the documents (counts.c); all give SQLite's code -------------------------------------------- */

extern const char *const dm_store_tallies[DM_TALLY_COUNT];
/* Adds what the documents first..last count to the tables of counts (sign 1), or takes it out (-1). */
int dm_store_tally(dm_store *store, int64_t first, int64_t last, int sign);
/* What a document that was just added gives to the tables of counts is summed up; when memory runs out the sums are lost
 * and the documents are asked. */
void dm_heard_add(dm_store *store, const dm_record *record);
/* Adds the sums to the tables when they are those of the documents first..last (*put), and forgets them. */
int dm_heard_put(dm_store *store, int64_t first, int64_t last, bool *put);
void dm_heard_forget(dm_store *store);
void dm_heard_free(dm_store *store);
/* A reason without the words of the text in it, which become "…"; in `room` unless it has none, cut at its end. */
dm_slice dm_reason_kind(dm_slice reason, char *room, size_t size);
/* The same for those that are not counted yet; called before each commit. */
int dm_store_count_new(dm_store *store);
/* Are indexes or words behind the documents? */
int dm_store_behind(dm_store *store, bool *behind);
/* Makes them; outside of a transaction. */
int dm_store_catch_up(dm_store *store);

/* DM_IO, DM_BAD_DATABASE, DM_NO_MEMORY by SQLite's code; fills error with SQLite's message. */
dm_status dm_store_fail(dm_store *store, int code, const char *doing, dm_error *error);

#endif
