/* Inside of store: panels are written as plain SQL, so that what a page shows can be asked again by any SQLite. */
#ifndef DM_STORE_PANELS_H
#define DM_STORE_PANELS_H

#include "store/schema.h"

#define DM_PANEL_BINDINGS 96

/* A panel being written: SQL with its values.  The first failure stays. */
typedef struct dm_panel_sql {
    dm_store *store;
    sqlite3_str *text;
    const dm_asked *asked;
    size_t asked_count;
    struct {
        const char *text; /* lent by `asked` or owned; NULL: the number */
        size_t size;
        int64_t number;
        bool owned; /* from sqlite3_malloc */
    } values[DM_PANEL_BINDINGS];
    int value_count;
    dm_status status;
    dm_error *error;
} dm_panel_sql;

/* The value asked for, NULL when it was not (or is empty). */
const char *dm_panel_asked(const dm_panel_sql *panel, const char *name);
void dm_panel_put(dm_panel_sql *panel, const char *sql);
/* "?" with its value. */
void dm_panel_put_text(dm_panel_sql *panel, const char *text, size_t size);
/* The same; takes the text, which is from sqlite3_malloc. */
void dm_panel_put_owned(dm_panel_sql *panel, char *text, size_t size);
void dm_panel_put_number(dm_panel_sql *panel, int64_t number);
void dm_panel_bad(dm_panel_sql *panel, const char *name, const char *value);
/* A whole number asked for, `otherwise` when it was not. */
int64_t dm_panel_number(dm_panel_sql *panel, const char *name, int64_t otherwise, int64_t most);
/* " LIMIT ? OFFSET ?" */
void dm_panel_put_limit(dm_panel_sql *panel, int64_t otherwise);

/* What the events are for: to be sorted by day, with their location o, or to be counted. */
typedef enum dm_panel_use { DM_PANEL_COUNTED, DM_PANEL_SORTED, DM_PANEL_LOCATED } dm_panel_use;
/* "FROM events e", joined by what is asked and by `joins`, and WHERE with all that is asked; each event once: not where the
 * document tells it again, and not what people have marked wrong. */
void dm_panel_put_events(dm_panel_sql *panel, const char *joins, dm_panel_use use);
/* " AND ..." for status, class and type; table: "e." or "". */
void dm_panel_put_kinds(dm_panel_sql *panel, const char *table);
/* " AND COLUMN >= ? AND COLUMN <= ?" for since and until; days as 20240503. */
void dm_panel_put_days(dm_panel_sql *panel, const char *column);
/* Whether since and until are first and last days of months; the months as 202405, 0 when not asked. */
bool dm_panel_months(dm_panel_sql *panel, int32_t *first, int32_t *last);
/* Whether nothing is asked of events but by the names in this list. */
bool dm_panel_asks_only(const dm_panel_sql *panel, const char *names);
/* Whether a class is wanted. */
bool dm_panel_quad(dm_panel_sql *panel, dm_quad quad);
/* Whether an actor is asked by the beginning of a code: "ISR", "ISRMIL". */
bool dm_panel_code(const char *text);
/* "COLUMN IN (rows of actors that fit)" */
void dm_panel_put_actor(dm_panel_sql *panel, const char *column, const char *asked);
/* "?" with words as full-text search takes them. */
void dm_panel_put_words(dm_panel_sql *panel, const char *text, bool typing);

typedef struct dm_panel {
    const char *name;
    void (*write)(dm_panel_sql *panel);
} dm_panel;
/* Tables of panels; the name NULL ends them. */
extern const dm_panel dm_panels_events[], dm_panels_speech[], dm_panels_articles[];

#endif
