/* The functions that our SQL calls. */
#include "store/match.h"
#include "store/schema.h"

static dm_slice argument(sqlite3_value *value)
{
    const char *text = (const char *)sqlite3_value_text(value);
    return text == NULL ? (dm_slice){"", 0} : (dm_slice){text, (size_t)sqlite3_value_bytes(value)};
}

static void sql_actor(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    dm_slice asked = argument(values[2]);
    sqlite3_result_int(context,
                       dm_code_begins(argument(values[0]), asked) || dm_text_holds(argument(values[1]), asked));
}

static void sql_holds(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    sqlite3_result_int(context, dm_text_holds(argument(values[0]), argument(values[1])));
}

/* dm_part(text, start, end): bytes of a text. */
static void sql_part(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    dm_slice text = argument(values[0]);
    int64_t start = sqlite3_value_int64(values[1]), end = sqlite3_value_int64(values[2]);
    if (sqlite3_value_type(values[1]) == SQLITE_NULL || start < 0 || end < start || (uint64_t)end > text.size)
        sqlite3_result_null(context);
    else
        sqlite3_result_text64(context, text.at + start, (sqlite3_uint64)(end - start), SQLITE_TRANSIENT, SQLITE_UTF8);
}

/* dm_within(value, since, until) in days; NULL bounds are open. */
static void sql_within(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    int32_t first, last;
    bool good = dm_value_days(argument(values[0]), &first, &last);
    if (good && sqlite3_value_type(values[1]) != SQLITE_NULL)
        good = last >= sqlite3_value_int(values[1]);
    if (good && sqlite3_value_type(values[2]) != SQLITE_NULL)
        good = first <= sqlite3_value_int(values[2]);
    sqlite3_result_int(context, good);
}

/* dm_reason(text): why a sentence was silent, words of the text in quotes made one "…". */
static void sql_reason(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    dm_slice reason = argument(values[0]);
    const char *from = memchr(reason.at, '"', reason.size), *to = reason.at + reason.size;
    while (from != NULL && to > from && to[-1] != '"')
        to--;
    if (from == NULL || to <= from + 1) {
        sqlite3_result_value(context, values[0]);
        return;
    }
    sqlite3_str *made = sqlite3_str_new(NULL);
    sqlite3_str_append(made, reason.at, (int)(from - reason.at));
    sqlite3_str_appendall(made, "\"\xE2\x80\xA6\"");
    sqlite3_str_append(made, to, (int)(reason.at + reason.size - to));
    char *text = sqlite3_str_finish(made);
    if (text == NULL)
        sqlite3_result_error_nomem(context);
    else
        sqlite3_result_text(context, text, -1, sqlite3_free);
}

/* dm_folded(text): lower case without diacritics. */
static void sql_folded(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    dm_slice text = argument(values[0]);
    char *out = sqlite3_malloc64(text.size * 8 + 1), *to = out;
    if (out == NULL) {
        sqlite3_result_error_nomem(context);
        return;
    }
    for (const char *at = text.at, *end = text.at + text.size; at < end;) {
        unsigned length;
        uint32_t second = 0, code = dm_fold(dm_utf8_get(at, end, &length), &second);
        to += dm_utf8_put(to, code);
        if (second != 0)
            to += dm_utf8_put(to, second);
        at += length;
    }
    sqlite3_result_text64(context, out, (sqlite3_uint64)(to - out), sqlite3_free, SQLITE_UTF8);
}

int dm_store_functions(dm_store *store)
{
    static const struct {
        const char *name;
        int count;
        void (*function)(sqlite3_context *, int, sqlite3_value **);
    } functions[] = {
        {"dm_actor", 3, sql_actor}, {"dm_holds", 2, sql_holds}, {"dm_part", 3, sql_part}, {"dm_within", 3, sql_within},
        {"dm_reason", 1, sql_reason}, {"dm_folded", 1, sql_folded}};
    int code = SQLITE_OK;
    if (store->functions)
        return code;
    for (size_t i = 0; i < DM_COUNT(functions) && code == SQLITE_OK; i++)
        code = sqlite3_create_function_v2(store->db, functions[i].name, functions[i].count, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                                          NULL, functions[i].function, NULL, NULL, NULL);
    store->functions = code == SQLITE_OK;
    return code;
}
