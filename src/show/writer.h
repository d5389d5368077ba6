/* Inside of show: formats that are more than a run of bytes, and what they share. */
#ifndef DM_WRITER_H
#define DM_WRITER_H

#include "show/parts.h"

#include <sqlite3.h>

/* How such a format is written.  `open` makes what it needs under `path` (a file that does not exist, or a folder that
 * may), or writes to `stream` when there is no path; `end` completes it (when `good`) and frees the state. */
typedef struct dm_writer_kind {
    dm_status (*open)(const char *path, FILE *stream, void **state, dm_error *error);
    dm_status (*add)(void *state, const dm_record *record, dm_error *error);
    dm_status (*end)(void *state, bool good, dm_error *error);
    bool folder;
} dm_writer_kind;
extern const dm_writer_kind dm_geopackage_writer, dm_network_writer, dm_discourse_writer, dm_brat_writer;

/* ---- Databases of other programs ------------------------------------------------------------------------------------ */

/* A new database that is filled in one transaction.  `code` is the first failure of SQLite; nothing is done after it. */
typedef struct dm_output_base {
    sqlite3 *db;
    int code;
    char name[256];
} dm_output_base;
dm_status dm_base_open(dm_output_base *base, const char *path, const char *const *schema, dm_error *error); /* NULL ends */
sqlite3_stmt *dm_base_prepare(dm_output_base *base, const char *sql);
/* Binds; absent text is NULL.  `text` must live until the step. */
void dm_base_text(dm_output_base *base, sqlite3_stmt *statement, int place, dm_slice text);
void dm_base_number(dm_output_base *base, sqlite3_stmt *statement, int place, int64_t number);
void dm_base_real(dm_output_base *base, sqlite3_stmt *statement, int place, double value);
/* Runs, clears what is bound; true when there was a row, whose first number is then in *number (NULL is fine). */
bool dm_base_step(dm_output_base *base, sqlite3_stmt *statement, int64_t *number);
dm_status dm_base_status(dm_output_base *base, dm_error *error);
/* Commits when good, finalizes every statement, closes. */
dm_status dm_base_close(dm_output_base *base, bool good, dm_error *error);

#endif
