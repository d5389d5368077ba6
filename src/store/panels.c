/* Panels: running what was asked, row by row. */
#include "store/panels.h"

#include <time.h>

#define DM_PANEL_SECONDS 20 /* no answer keeps a thread longer */

static const char *const parameters[] = {"since",   "until", "quad",   "type",     "status",  "actor",    "source", "target",
                                         "country", "place", "text",   "outlet",   "rule",    "step",     "level",  "limit",
                                         "offset",  "issue", "holder", "document", "speaker", "speech", "order"};

const char *dm_panel_asked(const dm_panel_sql *panel, const char *name)
{
    for (size_t i = 0; i < panel->asked_count; i++)
        if (strcmp(panel->asked[i].name, name) == 0)
            return panel->asked[i].value[0] == '\0' ? NULL : panel->asked[i].value;
    return NULL;
}

void dm_panel_put(dm_panel_sql *panel, const char *sql) { sqlite3_str_appendall(panel->text, sql); }

static bool room(dm_panel_sql *panel)
{
    if (panel->value_count < DM_PANEL_BINDINGS)
        return true;
    if (panel->status == DM_OK)
        panel->status = dm_fail(panel->error, DM_LIMIT, NULL, 0, 0, "more than %d values in one question", DM_PANEL_BINDINGS);
    return false;
}

void dm_panel_put_text(dm_panel_sql *panel, const char *text, size_t size)
{
    dm_panel_put(panel, "?");
    if (room(panel)) {
        panel->values[panel->value_count].text = text;
        panel->values[panel->value_count++].size = size;
    }
}

void dm_panel_put_owned(dm_panel_sql *panel, char *text, size_t size)
{
    int before = panel->value_count;
    dm_panel_put_text(panel, text, size);
    if (panel->value_count > before)
        panel->values[before].owned = true;
    else
        sqlite3_free(text);
}

void dm_panel_put_number(dm_panel_sql *panel, int64_t number)
{
    dm_panel_put(panel, "?");
    if (room(panel)) {
        panel->values[panel->value_count].text = NULL;
        panel->values[panel->value_count++].number = number;
    }
}

void dm_panel_bad(dm_panel_sql *panel, const char *name, const char *value)
{
    if (panel->status == DM_OK)
        panel->status = dm_fail(panel->error, DM_BAD_ARGUMENT, NULL, 0, 0, "%s cannot be \"%.80s\"", name, value);
}

int64_t dm_panel_number(dm_panel_sql *panel, const char *name, int64_t otherwise, int64_t most)
{
    const char *asked = dm_panel_asked(panel, name);
    uint32_t number;
    if (asked == NULL)
        return otherwise;
    if (!dm_slice_number(dm_slice_of(asked), &number) || number > most) {
        dm_panel_bad(panel, name, asked);
        return otherwise;
    }
    return number;
}

void dm_panel_put_limit(dm_panel_sql *panel, int64_t otherwise)
{
    int64_t limit = dm_panel_number(panel, "limit", otherwise, 10000000), offset = dm_panel_number(panel, "offset", 0, UINT32_MAX);
    dm_panel_put(panel, "\nLIMIT ");
    dm_panel_put_number(panel, limit);
    if (offset != 0) {
        dm_panel_put(panel, " OFFSET ");
        dm_panel_put_number(panel, offset);
    }
}

/* ---- Running ------------------------------------------------------------------------------------------------------ */

static const dm_panel *panel_of(const char *name)
{
    static const dm_panel *const tables[] = {dm_panels_events, dm_panels_speech, dm_panels_articles};
    for (size_t i = 0; i < DM_COUNT(tables); i++)
        for (const dm_panel *panel = tables[i]; panel->name != NULL; panel++)
            if (strcmp(panel->name, name) == 0)
                return panel;
    return NULL;
}

static bool known(const char *name)
{
    for (size_t i = 0; i < DM_COUNT(parameters); i++)
        if (strcmp(parameters[i], name) == 0)
            return true;
    return false;
}

static int64_t seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

static int too_long(void *until) { return seconds() > *(const int64_t *)until; }

static dm_value value_of(sqlite3_stmt *statement, int column)
{
    dm_value value = {.kind = DM_VALUE_NONE};
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
        value.kind = DM_VALUE_INTEGER;
        value.integer = sqlite3_column_int64(statement, column);
        break;
    case SQLITE_FLOAT:
        value.kind = DM_VALUE_REAL;
        value.real = sqlite3_column_double(statement, column);
        break;
    case SQLITE_NULL:
        break;
    default:
        value.kind = DM_VALUE_TEXT;
        value.text.at = (const char *)sqlite3_column_text(statement, column);
        value.text.size = (size_t)sqlite3_column_bytes(statement, column);
        break;
    }
    return value;
}

static int bind(sqlite3_stmt *statement, const dm_panel_sql *panel)
{
    int code = SQLITE_OK;
    for (int i = 0; i < panel->value_count && code == SQLITE_OK; i++)
        code = panel->values[i].text == NULL
                   ? sqlite3_bind_int64(statement, i + 1, panel->values[i].number)
                   : sqlite3_bind_text64(statement, i + 1, panel->values[i].text, panel->values[i].size, SQLITE_STATIC, SQLITE_UTF8);
    return code;
}

static dm_status run(dm_panel_sql *panel, const dm_panel_reader *reader)
{
    enum { MOST = 32 };
    dm_store *store = panel->store;
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(store->db, sqlite3_str_value(panel->text), -1, &statement, NULL);
    if (code == SQLITE_OK)
        code = bind(statement, panel);
    if (code != SQLITE_OK) {
        sqlite3_finalize(statement);
        return dm_store_fail(store, code, "asking", panel->error);
    }
    const char *names[MOST];
    dm_value values[MOST];
    int count = sqlite3_column_count(statement);
    count = count > MOST ? MOST : count;
    for (int i = 0; i < count; i++)
        names[i] = sqlite3_column_name(statement, i);
    char *sql = sqlite3_expanded_sql(statement);
    dm_status status = sql == NULL ? dm_fail(panel->error, DM_NO_MEMORY, store->name, 0, 0, "out of memory")
                                   : reader->begin(reader->context, sql, names, (size_t)count);
    unsigned allowed = reader->seconds != 0 ? reader->seconds : DM_PANEL_SECONDS;
    int64_t until = seconds() + allowed;
    sqlite3_progress_handler(store->db, 10000, too_long, &until);
    code = SQLITE_DONE;
    while (status == DM_OK && reader->row != NULL && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        for (int i = 0; i < count; i++)
            values[i] = value_of(statement, i);
        status = reader->row(reader->context, values, (size_t)count);
    }
    sqlite3_progress_handler(store->db, 0, NULL, NULL);
    if (status == DM_OK && code == SQLITE_INTERRUPT)
        status = dm_fail(panel->error, DM_LIMIT, store->name, 0, 0, "given up after %u seconds: ask for less", allowed);
    else if (status == DM_OK && code != SQLITE_DONE)
        status = dm_store_fail(store, code, "asking", panel->error);
    sqlite3_finalize(statement);
    sqlite3_free(sql);
    return status;
}

dm_status dm_store_panel(dm_store *store, const char *name, const dm_asked *asked, size_t count, const dm_panel_reader *reader,
                        dm_error *error)
{
    const dm_panel *panel = panel_of(name);
    if (panel == NULL)
        return dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "no panel is called \"%.40s\"", name);
    for (size_t i = 0; i < count; i++)
        if (!known(asked[i].name))
            return dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "nothing can be asked by \"%.40s\"", asked[i].name);
    dm_status status = dm_store_commit(store, error);
    if (status != DM_OK)
        return status;
    dm_panel_sql sql = {.store = store, .asked = asked, .asked_count = count, .error = error};
    sql.text = sqlite3_str_new(store->db);
    panel->write(&sql);
    if (sqlite3_str_errcode(sql.text) != SQLITE_OK)
        sql.status = dm_fail(error, DM_NO_MEMORY, store->name, 0, 0, "out of memory");
    if (sql.status == DM_OK)
        sql.status = run(&sql, reader);
    sqlite3_free(sqlite3_str_finish(sql.text));
    for (int i = 0; i < sql.value_count; i++)
        if (sql.values[i].owned)
            sqlite3_free((void *)sql.values[i].text);
    return sql.status;
}
