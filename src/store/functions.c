/* The functions that our SQL calls. */
#include "store/match.h"
#include "store/schema.h"

#include <math.h>

static dm_slice argument(sqlite3_value *value)
{
    const char *text = (const char *)sqlite3_value_text(value);
    return text == NULL ? (dm_slice){"", 0} : (dm_slice){text, (size_t)sqlite3_value_bytes(value)};
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

/* The span of sentence n in a list like "[[0,120],[121,300]]". */
static bool sentence_span(dm_slice list, int64_t n, dm_span *span)
{
    const char *at = list.at, *end = list.at + list.size;
    for (at += at < end; n >= 0 && at < end; at++)
        n -= *at == '[';
    uint64_t numbers[2] = {0, 0};
    for (int i = 0; i < 2; i++, at++)
        for (; at < end && *at >= '0' && *at <= '9'; at++)
            numbers[i] = numbers[i] * 10 + (uint64_t)(*at - '0');
    *span = (dm_span){(uint32_t)numbers[0], (uint32_t)numbers[1]};
    return n < 0 && numbers[1] > numbers[0] && numbers[1] < UINT32_MAX;
}

/* The text of a sentence of the arguments text, sentences, number; absent when there is none. */
static dm_slice sentence_of(sqlite3_value **values)
{
    dm_slice text = argument(values[0]);
    dm_span span;
    if (!sentence_span(argument(values[1]), sqlite3_value_int64(values[2]), &span) || span.end > text.size)
        return (dm_slice){NULL, 0};
    return (dm_slice){text.at + span.start, span.end - span.start};
}

/* dm_sentence(text, sentences, number). */
static void sql_sentence(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    dm_slice sentence = sentence_of(values);
    if (sentence.at == NULL)
        sqlite3_result_null(context);
    else
        sqlite3_result_text64(context, sentence.at, sentence.size, SQLITE_TRANSIENT, SQLITE_UTF8);
}

/* dm_sentence_start(sentences, number): its first byte. */
static void sql_sentence_start(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    dm_span span;
    if (sentence_span(argument(values[0]), sqlite3_value_int64(values[1]), &span))
        sqlite3_result_int64(context, span.start);
    else
        sqlite3_result_null(context);
}

bool dm_has_word(dm_slice text)
{
    unsigned length;
    for (const char *at = text.at, *end = text.at + text.size; at < end; at += length) {
        uint32_t code = dm_utf8_get(at, end, &length);
        if (dm_is_letter(code) || dm_is_digit(code))
            return true;
    }
    return false;
}

/* The next word or "phrase in quotes" of what is searched for; false behind the last. */
static bool next_phrase(dm_slice *rest, dm_slice *phrase)
{
    for (*rest = dm_slice_trim(*rest); rest->size != 0; *rest = dm_slice_trim(*rest)) {
        bool quoted = rest->at[0] == '"';
        size_t from = quoted, to = from;
        while (to < rest->size && (quoted ? rest->at[to] != '"' : rest->at[to] != '"' && (unsigned char)rest->at[to] > ' '))
            to++;
        *phrase = (dm_slice){rest->at + from, to - from};
        to += quoted && to < rest->size;
        *rest = (dm_slice){rest->at + to, rest->size - to};
        if (dm_has_word(*phrase))
            return true;
    }
    return false;
}

/* dm_says(text, sentences, number, words): does the sentence hold all words and phrases? */
static void sql_says(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    dm_slice sentence = sentence_of(values), rest = argument(values[3]), phrase;
    bool all = sentence.at != NULL;
    while (all && next_phrase(&rest, &phrase))
        all = dm_text_holds(sentence, phrase);
    sqlite3_result_int(context, all);
}

/* Phrases as FTS5 reads them, each in quotes. */
static void phrases(sqlite3_context *context, sqlite3_str *made)
{
    char *text = sqlite3_str_finish(made);
    if (text == NULL)
        sqlite3_result_text(context, "\"\"", 2, SQLITE_STATIC);
    else
        sqlite3_result_text(context, text, -1, sqlite3_free);
}

/* dm_match(words): a question of FTS5 for documents with all of them. */
static void sql_match(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    dm_slice rest = argument(values[0]), phrase;
    sqlite3_str *made = sqlite3_str_new(NULL);
    while (next_phrase(&rest, &phrase))
        sqlite3_str_appendf(made, "\"%.*s\" ", (int)phrase.size, phrase.at);
    phrases(context, made);
}

static char *folded(dm_slice text, size_t *size)
{
    char *out = sqlite3_malloc64(text.size * 8 + 1), *to = out;
    for (const char *at = text.at, *end = text.at + text.size; out != NULL && at < end;) {
        unsigned length;
        uint32_t second = 0, code = dm_fold(dm_utf8_get(at, end, &length), &second);
        to += dm_utf8_put(to, code);
        if (second != 0)
            to += dm_utf8_put(to, second);
        at += length;
    }
    *size = out == NULL ? 0 : (size_t)(to - out);
    return out;
}

/* dm_phrase(name): a question of FTS5 for the whole name, folded. */
static void sql_phrase(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    size_t size;
    char *text = folded(argument(values[0]), &size);
    if (text == NULL) {
        sqlite3_result_error_nomem(context);
        return;
    }
    for (size_t i = 0; i < size; i++)
        if (text[i] == '"' || text[i] == '\0')
            text[i] = ' ';
    sqlite3_str *made = sqlite3_str_new(NULL);
    sqlite3_str_appendf(made, "\"%.*s\"", (int)size, text);
    sqlite3_free(text);
    phrases(context, made);
}

/* dm_distance(lat, lon, lat, lon): kilometres on a sphere. */
static void sql_distance(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    const double turn = 3.14159265358979323846 / 180;
    if (sqlite3_value_type(values[0]) == SQLITE_NULL || sqlite3_value_type(values[1]) == SQLITE_NULL) {
        sqlite3_result_null(context);
        return;
    }
    double from = sqlite3_value_double(values[0]) * turn, to = sqlite3_value_double(values[2]) * turn,
           across = (sqlite3_value_double(values[3]) - sqlite3_value_double(values[1])) * turn,
           up = sin((to - from) / 2), aside = sin(across / 2), part = up * up + cos(from) * cos(to) * aside * aside;
    sqlite3_result_double(context, 2 * 6371.0088 * asin(sqrt(part > 1 ? 1 : part)));
}

dm_slice dm_reason_kind(dm_slice reason, char *room, size_t size)
{
    static const char words[] = "\"\xE2\x80\xA6\"";
    const char *from = reason.size == 0 ? NULL : memchr(reason.at, '"', reason.size), *to = reason.at + reason.size;
    while (from != NULL && to > from && to[-1] != '"')
        to--;
    if (from == NULL || to <= from + 1)
        return reason;
    size_t before = (size_t)(from - reason.at), after = (size_t)(reason.at + reason.size - to), cut = sizeof words - 1;
    if (before > size - cut)
        before = size - cut;
    if (after > size - cut - before)
        after = size - cut - before;
    memcpy(room, reason.at, before);
    memcpy(room + before, words, cut);
    memcpy(room + before + cut, to, after);
    return (dm_slice){room, before + cut + after};
}

/* dm_reason(text): the kind of a reason. */
static void sql_reason(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    char room[256];
    dm_slice kind = dm_reason_kind(argument(values[0]), room, sizeof room);
    sqlite3_result_text64(context, kind.at, kind.size, SQLITE_TRANSIENT, SQLITE_UTF8);
}

/* dm_monday(day): Monday of the week of a day, both as 20240503; 0 when there is no day. */
static void sql_monday(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    int day = sqlite3_value_int(values[0]);
    if (day <= 0) {
        sqlite3_result_int(context, 0);
        return;
    }
    dm_date date = {(int16_t)(day / 10000), (uint8_t)(day / 100 % 100), (uint8_t)(day % 100)};
    date = dm_date_of_days(dm_date_days(date) - dm_date_weekday(date));
    sqlite3_result_int(context, dm_store_day(date, false));
}

/* dm_folded(text): lower case without diacritics. */
static void sql_folded(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    size_t size;
    char *text = folded(argument(values[0]), &size);
    if (text == NULL)
        sqlite3_result_error_nomem(context);
    else
        sqlite3_result_text64(context, text, size, sqlite3_free, SQLITE_UTF8);
}

int dm_store_functions(dm_store *store)
{
    static const struct {
        const char *name;
        int count;
        void (*function)(sqlite3_context *, int, sqlite3_value **);
    } functions[] = {
        {"dm_holds", 2, sql_holds},         {"dm_part", 3, sql_part},
        {"dm_sentence", 3, sql_sentence},   {"dm_sentence_start", 2, sql_sentence_start},
        {"dm_says", 4, sql_says},           {"dm_match", 1, sql_match},
        {"dm_phrase", 1, sql_phrase},       {"dm_distance", 4, sql_distance},
        {"dm_reason", 1, sql_reason},       {"dm_folded", 1, sql_folded},
        {"dm_monday", 1, sql_monday}};
    int code = SQLITE_OK;
    if (store->functions)
        return code;
    for (size_t i = 0; i < DM_COUNT(functions) && code == SQLITE_OK; i++)
        code = sqlite3_create_function_v2(store->db, functions[i].name, functions[i].count, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                                          NULL, functions[i].function, NULL, NULL, NULL);
    store->functions = code == SQLITE_OK;
    return code;
}
