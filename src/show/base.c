/* Databases of other programs: made new, filled in one transaction. */
#include "show/writer.h"

dm_status dm_base_status(dm_output_base *base, dm_error *error)
{
    if (base->code == SQLITE_OK)
        return DM_OK;
    if (base->code == SQLITE_NOMEM)
        return dm_fail(error, DM_NO_MEMORY, base->name, 0, 0, "out of memory");
    return dm_fail(error, DM_IO, base->name, 0, 0, "writing failed: %s",
                   (base->code & 0xFF) == SQLITE_FULL ? "the disk is full"
                   : base->db != NULL                 ? sqlite3_errmsg(base->db)
                                                      : sqlite3_errstr(base->code));
}

dm_status dm_base_open(dm_output_base *base, const char *path, const char *const *schema, dm_error *error)
{
    size_t size = strlen(path), room = sizeof base->name - 1;
    memset(base, 0, sizeof *base);
    memcpy(base->name, size > room ? path + (size - room) : path, size > room ? room : size);
    base->code = sqlite3_open_v2(path, &base->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    /* A file that is renamed when it is whole needs no journal. */
    if (base->code == SQLITE_OK)
        base->code = sqlite3_exec(base->db, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN", NULL, NULL, NULL);
    for (; base->code == SQLITE_OK && *schema != NULL; schema++)
        base->code = sqlite3_exec(base->db, *schema, NULL, NULL, NULL);
    return dm_base_status(base, error);
}

sqlite3_stmt *dm_base_prepare(dm_output_base *base, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    if (base->code == SQLITE_OK)
        base->code = sqlite3_prepare_v3(base->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
    return statement;
}

static void note(dm_output_base *base, int code)
{
    if (base->code == SQLITE_OK && code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE)
        base->code = code;
}

void dm_base_text(dm_output_base *base, sqlite3_stmt *statement, int place, dm_slice text)
{
    if (base->code == SQLITE_OK && text.at != NULL)
        note(base, sqlite3_bind_text64(statement, place, text.at, text.size, SQLITE_STATIC, SQLITE_UTF8));
}

void dm_base_number(dm_output_base *base, sqlite3_stmt *statement, int place, int64_t number)
{
    if (base->code == SQLITE_OK)
        note(base, sqlite3_bind_int64(statement, place, number));
}

void dm_base_real(dm_output_base *base, sqlite3_stmt *statement, int place, double value)
{
    if (base->code == SQLITE_OK)
        note(base, sqlite3_bind_double(statement, place, value));
}

bool dm_base_step(dm_output_base *base, sqlite3_stmt *statement, int64_t *number)
{
    if (base->code != SQLITE_OK)
        return false;
    int code = sqlite3_step(statement);
    note(base, code);
    if (code == SQLITE_ROW && number != NULL)
        *number = sqlite3_column_int64(statement, 0);
    note(base, sqlite3_reset(statement));
    sqlite3_clear_bindings(statement);
    return code == SQLITE_ROW;
}

dm_status dm_base_close(dm_output_base *base, bool good, dm_error *error)
{
    sqlite3_stmt *statement;
    while (base->db != NULL && (statement = sqlite3_next_stmt(base->db, NULL)) != NULL)
        sqlite3_finalize(statement);
    if (good && base->code == SQLITE_OK)
        base->code = sqlite3_exec(base->db, "COMMIT", NULL, NULL, NULL);
    dm_status status = good ? dm_base_status(base, error) : DM_OK;
    sqlite3_close(base->db);
    base->db = NULL;
    return status;
}
