/* Inside of store: the tables and the statements that fill them. */
#ifndef DM_STORE_SCHEMA_H
#define DM_STORE_SCHEMA_H

#include "store/store.h"

#include <sqlite3.h>

#define DM_APPLICATION_ID 0x64656d61 /* "dema", told by `file` */
#define DM_SCHEMA_VERSION 1

extern const char *const dm_store_schema[]; /* statements, NULL at the end */

/* Statements that are prepared once; the first ones copy a list of the record (rows.c), in an order in which lists
 * inside of elements stand together. */
enum {
    DM_LIST_SENTENCES,
    DM_LIST_ENTITIES,
    DM_LIST_MENTIONS,
    DM_LIST_EVENTS,
    DM_LIST_SOURCES,
    DM_LIST_TARGETS,
    DM_LIST_WORDS,
    DM_LIST_EVENT_FIGURES,
    DM_LIST_STATEMENT_SPANS,
    DM_LIST_STATEMENTS,
    DM_LIST_POSITIONS,
    DM_LIST_FIGURES,
    DM_LIST_TIMES,
    DM_LIST_PLACES,
    DM_LIST_SILENT,
    DM_LIST_WARNINGS,
    DM_LIST_COUNT,
    DM_INSERT_DOCUMENT = DM_LIST_COUNT,
    DM_INSERT_CODER,
    DM_FIND_CODER,
    DM_INSERT_ACTOR,
    DM_FIND_ACTOR,
    DM_STATEMENT_COUNT
};
extern const char *const dm_store_statements[DM_STATEMENT_COUNT];
extern const char *const dm_store_tables[]; /* those with a column document; NULL at the end */

#define DM_READ_COUNT 16 /* lists of a record that read.c selects */
#define DM_ACTORS_KNOWN 500000

struct dm_store {
    sqlite3 *db;
    sqlite3_stmt *statements[DM_STATEMENT_COUNT];
    sqlite3_stmt *reads[DM_READ_COUNT]; /* of read.c */
    char name[256]; /* of the file, for messages */
    bool pending;   /* a transaction is open */
    uint32_t pending_documents;
    dm_map actors;     /* hash of code, country, name, type -> row of actors */
    int64_t coder;     /* row of coders of `identity` */
    uint64_t identity; /* hash of it; 0: none looked up yet */
    /* What dm_rows shows while a record is added. */
    const dm_record *record;
    int list;
    int64_t document; /* its row */
    int64_t *rows;    /* by entity: row of actors */
    uint32_t row_room;
};

/* Commits what is pending. */
dm_status dm_store_commit(dm_store *store, dm_error *error);
/* Makes the virtual table dm_rows known; SQLite's code. */
int dm_store_rows(dm_store *store);
/* Number of elements of a list (for lists inside of elements: of those). */
uint32_t dm_store_count(const dm_record *record, int list);

/* DM_IO, DM_BAD_DATABASE, DM_NO_MEMORY by SQLite's code; fills error with SQLite's message. */
dm_status dm_store_fail(dm_store *store, int code, const char *doing, dm_error *error);

#endif
