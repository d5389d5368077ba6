/* Inside of store: the tables and the statements that fill them. */
#ifndef DM_STORE_SCHEMA_H
#define DM_STORE_SCHEMA_H

#include "store/store.h"

#include <sqlite3.h>

#define DM_APPLICATION_ID 0x64656d61  /* "dema", told by `file` */
#define DM_SCHEMA_VERSION 1

extern const char *const dm_store_schema[];  /* statements, NULL at the end */

enum {
    DM_INSERT_DOCUMENT, DM_INSERT_SENTENCE, DM_INSERT_ACTOR, DM_FIND_ACTOR, DM_INSERT_ENTITY, DM_INSERT_MENTION,
    DM_INSERT_EVENT, DM_INSERT_SOURCE, DM_INSERT_TARGET, DM_INSERT_WORD, DM_INSERT_EVENT_FIGURE, DM_INSERT_STATEMENT,
    DM_INSERT_STATEMENT_SPAN, DM_INSERT_POSITION, DM_INSERT_FIGURE, DM_INSERT_TIME, DM_INSERT_PLACE, DM_INSERT_SILENT,
    DM_INSERT_WARNING, DM_INSERT_COUNT
};
extern const char *const dm_store_inserts[DM_INSERT_COUNT];

struct dm_store {
    sqlite3 *db;
    sqlite3_stmt *statements[DM_INSERT_COUNT];
    char name[256];          /* of the file, for messages */
    bool pending;            /* a transaction is open */
    uint32_t pending_documents;
    dm_map actors;           /* hash of code, country, name, type -> row of actors */
    int64_t coder;           /* row of coders of `identity` */
    uint64_t identity;       /* hash of it; 0: none looked up yet */
};

/* DM_IO, DM_BAD_DATABASE, DM_NO_MEMORY by SQLite's code; fills error with SQLite's message. */
dm_status dm_store_fail(dm_store *store, int code, const char *doing, dm_error *error);

#endif
