/* What people say of events.  A correction is a row of its own, which knows the event by its document and its words, so it
 * is found again when the text is coded anew.  The rows of the event show it: whatever reads the tables sees what is
 * right, and the row of the correction keeps what was coded. */
#include "store/question.h"
#include "store/match.h"
#include "store/schema.h"

#define PARTIES(table)                                                                                                   \
    "coalesce((SELECT group_concat(code, '+') FROM (SELECT coalesce(nullif(a.code, ''), '?') AS code FROM " table " s CROSS JOIN actors a"           \
    " USING(actor) WHERE s.document=e.document AND s.event=e.event ORDER BY s.place)), '')"
#define WAS(table)                                                                                                        \
    "(SELECT json_group_array(json_array(entity, actor)) FROM (SELECT entity, actor FROM " table " s WHERE"               \
    " s.document=e.document AND s.event=e.event ORDER BY s.place))"

/* A parameter; text NULL: a number, INT64_MIN: NULL. */
typedef struct value {
    const char *text;
    int64_t number;
} value;

/* One statement with as many of the parameters as it has; with `row` a row of it stays to be read. */
static int run_with(dm_store *store, const char *sql, const value *values, int count, sqlite3_stmt **row)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);
    int wanted = sqlite3_bind_parameter_count(statement);
    for (int i = 0; i < count && i < wanted && code == SQLITE_OK; i++)
        code = values[i].text != NULL ? sqlite3_bind_text(statement, i + 1, values[i].text, -1, SQLITE_STATIC)
               : values[i].number == INT64_MIN ? sqlite3_bind_null(statement, i + 1)
                                               : sqlite3_bind_int64(statement, i + 1, values[i].number);
    if (code == SQLITE_OK) {
        code = sqlite3_step(statement);
        if (code == SQLITE_ROW && row != NULL) {
            *row = statement;
            return SQLITE_ROW;
        }
        if (code == SQLITE_ROW || code == SQLITE_DONE)
            code = SQLITE_OK;
    }
    int ended = sqlite3_finalize(statement);
    return code == SQLITE_OK ? ended : code;
}
#define NUMBER(given) ((value){NULL, (given)})
#define TEXT(given) ((value){(given), INT64_MIN})

/* ---- Showing a correction in the rows of its event ---------------------------------------------------------------------- */

/* The event that a correction is about: the words are the same, and what was coded of them too; to mend, the only event of
 * these words will do.  -1: none. */
static int find_event(dm_store *store, int64_t correction, int64_t *event)
{
    static const char sql[] =
        "SELECT e.event, e.cameo=c.cameo AND " PARTIES("event_source") "=c.sources AND " PARTIES("event_target") "=c.targets"
        " AS same, e.plover=c.plover AND " PARTIES("event_source") "=c.sources AND " PARTIES("event_target") "=c.targets AS alike,"
        " count(*) OVER () AS number, c.wrong FROM corrections c CROSS JOIN events e ON e.document=c.document AND"
        " e.start=c.start AND e.end=c.end WHERE c.correction=?1 ORDER BY same DESC, alike DESC, e.event LIMIT 1";
    sqlite3_stmt *row = NULL;
    *event = -1;
    int code = run_with(store, sql, &NUMBER(correction), 1, &row);
    if (code != SQLITE_ROW)
        return code;
    bool alike = sqlite3_column_int(row, 1) != 0 || sqlite3_column_int(row, 2) != 0;
    bool alone = sqlite3_column_int(row, 3) == 1 && sqlite3_column_int(row, 4) == 0;
    if (alike || alone)
        *event = sqlite3_column_int64(row, 0);
    return sqlite3_finalize(row);
}

/* The entity of a document with this code, or a new one behind the others. */
static int entity_of(dm_store *store, int64_t document, const char *code_wanted, int64_t *entity, int64_t *actor)
{
    sqlite3_stmt *row = NULL;
    value values[] = {NUMBER(document), TEXT(code_wanted), NUMBER(0)};
    int code = run_with(store,
                        "SELECT n.entity, n.actor FROM entities n CROSS JOIN actors a ON a.actor=n.actor WHERE n.document=?1"
                        " AND a.code=?2 ORDER BY 1 LIMIT 1",
                        values, 2, &row);
    if (code == SQLITE_ROW) {
        *entity = sqlite3_column_int64(row, 0);
        *actor = sqlite3_column_int64(row, 1);
        return sqlite3_finalize(row);
    }
    if (code != SQLITE_OK)
        return code;
    char country[4] = "";
    if (strlen(code_wanted) >= 3)
        snprintf(country, sizeof country, "%.3s", code_wanted);
    *actor = dm_store_actor(store, dm_slice_of(code_wanted), code_wanted, country, DM_ORG, &code);
    if (code != SQLITE_OK)
        return code;
    values[1] = NUMBER(*actor);
    code = run_with(store,
                    "UPDATE lists SET entities=json_insert(coalesce(entities, '[]'), '$[#]', json_array(?2, NULL))"
                    " WHERE document=?1",
                    values, 2, NULL);
    if (code == SQLITE_OK)
        code = run_with(store, "SELECT json_array_length(entities)-1 FROM lists WHERE document=?1", values, 1, &row);
    if (code != SQLITE_ROW)
        return code;
    *entity = sqlite3_column_int64(row, 0);
    return sqlite3_finalize(row);
}

/* "USAGOV+ISR" in the place of the sources or targets; "": nobody. */
static int set_parties(dm_store *store, bool source, int64_t document, int64_t event, const char *codes)
{
    const char *table = source ? "event_source" : "event_target", *side = source ? "source" : "target";
    char sql[240];
    value values[] = {NUMBER(document), NUMBER(event), NUMBER(0), NUMBER(0), NUMBER(0)};
    snprintf(sql, sizeof sql, "DELETE FROM %s WHERE document=?1 AND event=?2", table);
    int code = run_with(store, sql, values, 2, NULL);
    snprintf(sql, sizeof sql, "UPDATE events SET %s_start=NULL, %s_end=NULL WHERE document=?1 AND event=?2", side, side);
    if (code == SQLITE_OK)
        code = run_with(store, sql, values, 2, NULL);
    snprintf(sql, sizeof sql,
             "INSERT INTO %s(document, event, place, entity, actor, day) SELECT ?1, ?2, ?3, ?4, ?5, day FROM events"
             " WHERE document=?1 AND event=?2",
             table);
    dm_slice rest = dm_slice_of(codes);
    for (int64_t place = 0; rest.at != NULL && rest.size != 0 && code == SQLITE_OK; place++) {
        char one[16];
        dm_slice part = dm_slice_next(&rest, '+');
        snprintf(one, sizeof one, "%.*s", (int)part.size, part.at);
        code = entity_of(store, document, one, &values[3].number, &values[4].number);
        values[2].number = place;
        if (code == SQLITE_OK)
            code = run_with(store, sql, values, 5, NULL);
    }
    return code;
}

static const char *column(sqlite3_stmt *row, int at) { return (const char *)sqlite3_column_text(row, at); }

/* Goldstein value of a code in data/cameo.txt; false: there is no such code. */
static bool goldstein_of(const char *cameo, double *goldstein)
{
    for (size_t i = 0; i < dm_embedded_count; i++) {
        if (strcmp(dm_embedded_files[i].name, "data/cameo.txt") != 0)
            continue;
        dm_slice rest = {dm_embedded_files[i].at, (size_t)(dm_embedded_files[i].end - dm_embedded_files[i].at)}, line;
        while (dm_slice_line(&rest, &line)) {
            if (!dm_slice_is(dm_slice_next(&line, '\t'), cameo))
                continue;
            dm_slice number = dm_slice_next(&line, '\t');
            bool minus = number.size > 0 && number.at[0] == '-';
            double digits = 0, unit = 0;
            for (size_t k = minus; k < number.size; k++) {
                if (number.at[k] == '.') {
                    unit = 1;
                } else {
                    digits = digits * 10 + (number.at[k] - '0');
                    unit *= 10;
                }
            }
            *goldstein = (minus ? -digits : digits) / (unit == 0 ? 1 : unit);
            return true;
        }
    }
    return false;
}

/* Shows one correction in its event's rows; nothing when the event is not there any more. */
static int show(dm_store *store, int64_t correction)
{
    int64_t event;
    sqlite3_stmt *row = NULL;
    int code = find_event(store, correction, &event);
    if (code != SQLITE_OK || event < 0)
        return code;
    value which[] = {NUMBER(correction), NUMBER(event)};
    code = run_with(store,
                    "UPDATE corrections SET was=(SELECT json_object('cameo', e.cameo, 'plover', e.plover, 'quad', e.quad,"
                    " 'goldstein', e.goldstein, 'status', e.status, 'date', e.date, 'day', e.day, 'last_day', e.last_day,"
                    " 'spans', json_array(e.source_start, e.source_end, e.target_start, e.target_end),"
                    " 'sources', " WAS("event_source") ", 'targets', " WAS("event_target") ") FROM events e"
                    " WHERE e.document=corrections.document AND e.event=?2) WHERE correction=?1",
                    which, 2, NULL);
    if (code != SQLITE_OK)
        return code;
    code = run_with(store,
                    "SELECT document, wrong, new_cameo, new_plover, new_status, new_date, new_sources, new_targets"
                    " FROM corrections WHERE correction=?1",
                    &NUMBER(correction), 1, &row);
    if (code != SQLITE_ROW)
        return code;
    int64_t document = sqlite3_column_int64(row, 0);
    const char *cameo = column(row, 2), *plover = column(row, 3), *date = column(row, 5), *sources = column(row, 6),
               *targets = column(row, 7);
    double goldstein = 0;
    char text[32] = "";
    bool scaled = cameo != NULL && goldstein_of(cameo, &goldstein);
    snprintf(text, sizeof text, "%.1f", goldstein);
    const char *quad = NULL;
    for (int i = 1; plover != NULL && i <= DM_ASSAULT; i++)
        if (strcmp(plover, dm_plover_name((dm_plover)i)) == 0)
            quad = dm_quad_name(dm_quad_of((dm_plover)i));
    dm_day_range days = dm_store_days(dm_slice_of(date), (dm_date){0, 0, 0});
    value values[] = {NUMBER(document), NUMBER(event), NUMBER(correction), NUMBER(sqlite3_column_int64(row, 1)),
                      TEXT(cameo), TEXT(plover), TEXT(quad), TEXT(scaled ? text : NULL), TEXT(column(row, 4)), TEXT(date),
                      NUMBER(date == NULL ? INT64_MIN : days.first), NUMBER(date == NULL ? INT64_MIN : days.last)};
    code = run_with(store,
                    "UPDATE events SET correction=?3, wrong=?4, cameo=coalesce(?5, cameo), plover=coalesce(?6, plover),"
                    " quad=coalesce(?7, quad), goldstein=coalesce(CAST(?8 AS REAL), goldstein), status=coalesce(?9, status),"
                    " date=coalesce(?10, date), day=coalesce(?11, day), last_day=coalesce(?12, last_day)"
                    " WHERE document=?1 AND event=?2",
                    values, (int)DM_COUNT(values), NULL);
    if (code == SQLITE_OK && date != NULL)
        code = run_with(store, "UPDATE event_source SET day=?11 WHERE document=?1 AND event=?2", values, 11, NULL);
    if (code == SQLITE_OK && date != NULL)
        code = run_with(store, "UPDATE event_target SET day=?11 WHERE document=?1 AND event=?2", values, 11, NULL);
    if (code == SQLITE_OK && sources != NULL)
        code = set_parties(store, true, document, event, sources);
    if (code == SQLITE_OK && targets != NULL)
        code = set_parties(store, false, document, event, targets);
    sqlite3_finalize(row);
    return code;
}

int dm_store_show_corrections(dm_store *store, int64_t document)
{
    int64_t last = 0;
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW) {
        sqlite3_stmt *row = NULL;
        value values[] = {NUMBER(document), NUMBER(last)};
        code = run_with(store, "SELECT correction FROM corrections WHERE document=?1 AND correction>?2 ORDER BY 1 LIMIT 1",
                        values, 2, &row);
        if (code != SQLITE_ROW)
            break;
        last = sqlite3_column_int64(row, 0);
        sqlite3_finalize(row);
        int shown = show(store, last);
        if (shown != SQLITE_OK)
            return shown;
    }
    return code;
}

/* ---- Making and taking back ---------------------------------------------------------------------------------------------- */

/* Row of the document with this id or "#number"; *why when there is none, or more than one. */
static int find_document(dm_store *store, const char *id, int64_t *document, const char **why)
{
    sqlite3_stmt *row = NULL;
    uint32_t number;
    bool by_number = id[0] == '#' && dm_slice_number(dm_slice_of(id + 1), &number);
    value values[] = {TEXT(id), NUMBER(by_number ? (int64_t)number : -1)};
    *why = "no document %s is in the database";
    int code = run_with(store, "SELECT min(document), count(*) FROM documents WHERE id=?1 OR (id IS NULL AND document=?2)",
                        values, 2, &row);
    if (code != SQLITE_ROW)
        return code;
    int64_t count = sqlite3_column_int64(row, 1);
    *document = sqlite3_column_int64(row, 0);
    if (count == 1)
        *why = NULL;
    else if (count > 1)
        *why = "more than one document is called %s";
    return sqlite3_finalize(row);
}

/* Actor codes joined by "+": capitals, at least three letters each. */
static bool codes_good(const char *codes)
{
    size_t run = 0;
    if (*codes == '\0')
        return true;
    for (;; codes++) {
        if (*codes == '+' || *codes == '\0') {
            if (run < 3 || run > 15)
                return false;
            if (*codes == '\0')
                return true;
            run = 0;
        } else if ((*codes >= 'A' && *codes <= 'Z') || (*codes >= '0' && *codes <= '9')) {
            run++;
        } else {
            return false;
        }
    }
}

static dm_status check(const dm_mending *mending, dm_mending *good, dm_error *error)
{
    double goldstein;
    int32_t first, last;
    *good = *mending;
    const char *const sides[] = {mending->sources, mending->targets};
    if (mending->cameo == NULL && mending->plover != NULL)
        return dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "an event has both codes: which CAMEO code is this %s?",
                       mending->plover);
    if (mending->cameo != NULL && !goldstein_of(mending->cameo, &goldstein))
        return dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "%s is no CAMEO code", mending->cameo);
    if (mending->cameo != NULL && mending->plover == NULL) {
        dm_plover plover = dm_plover_of_cameo(mending->cameo);
        good->plover = dm_plover_name(plover);
        if (plover == DM_NO_PLOVER)
            return dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "CAMEO %s has no PLOVER type of its own: which is it?",
                           mending->cameo);
    }
    if (mending->plover != NULL && (good->plover = dm_plover_called(mending->plover)) == NULL)
        return dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "no PLOVER type is called %s; there are " DM_TYPES_THERE_ARE, mending->plover);
    if (mending->status != NULL && (good->status = dm_status_called(mending->status)) == NULL)
        return dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "no status is called %s; there are " DM_STATUSES_THERE_ARE, mending->status);
    if (mending->date != NULL && !dm_value_days(dm_slice_of(mending->date), &first, &last))
        return dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "%s is not a date", mending->date);
    for (int i = 0; i < 2; i++)
        if (sides[i] != NULL && !codes_good(sides[i]))
            return dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "%s is not actor codes joined by +, like USAGOV+ISR", sides[i]);
    if (!mending->wrong && mending->cameo == NULL && mending->status == NULL && mending->date == NULL &&
        mending->sources == NULL && mending->targets == NULL)
        return dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "nothing is said of the event");
    return DM_OK;
}

/* Puts the event back as it was coded and forgets its correction. */
static int take_out(dm_store *store, int64_t document, int64_t event)
{
    static const char *const steps[] = {
        "DELETE FROM event_source WHERE document=?1 AND event=?2",
        "DELETE FROM event_target WHERE document=?1 AND event=?2",
        "INSERT INTO event_source(document, event, place, entity, actor, day) SELECT ?1, ?2, j.key,"
        " json_extract(j.value, '$[0]'), json_extract(j.value, '$[1]'), json_extract(c.was, '$.day')"
        " FROM corrections c, json_each(c.was, '$.sources') j WHERE c.correction=?3",
        "INSERT INTO event_target(document, event, place, entity, actor, day) SELECT ?1, ?2, j.key,"
        " json_extract(j.value, '$[0]'), json_extract(j.value, '$[1]'), json_extract(c.was, '$.day')"
        " FROM corrections c, json_each(c.was, '$.targets') j WHERE c.correction=?3",
        "UPDATE events SET correction=NULL, wrong=0, (cameo, plover, quad, goldstein, status, date, day, last_day,"
        " source_start, source_end, target_start, target_end)=(SELECT json_extract(was, '$.cameo'),"
        " json_extract(was, '$.plover'), json_extract(was, '$.quad'), json_extract(was, '$.goldstein'),"
        " json_extract(was, '$.status'), json_extract(was, '$.date'), json_extract(was, '$.day'),"
        " json_extract(was, '$.last_day'), json_extract(was, '$.spans[0]'), json_extract(was, '$.spans[1]'),"
        " json_extract(was, '$.spans[2]'), json_extract(was, '$.spans[3]') FROM corrections WHERE correction=?3)"
        " WHERE document=?1 AND event=?2",
        "DELETE FROM corrections WHERE correction=?3"};
    sqlite3_stmt *row = NULL;
    value values[] = {NUMBER(document), NUMBER(event), NUMBER(0)};
    int code = run_with(store, "SELECT correction FROM events WHERE document=?1 AND event=?2 AND correction IS NOT NULL",
                        values, 2, &row);
    if (code != SQLITE_ROW)
        return code;
    values[2].number = sqlite3_column_int64(row, 0);
    code = sqlite3_finalize(row);
    for (size_t i = 0; i < DM_COUNT(steps) && code == SQLITE_OK; i++)
        code = run_with(store, steps[i], values, 3, NULL);
    return code;
}

static int put_in(dm_store *store, int64_t document, int64_t event, const dm_mending *mending, int64_t *correction)
{
    value values[] = {NUMBER(document),       NUMBER(event),         NUMBER(mending->wrong), TEXT(mending->cameo),
                      TEXT(mending->plover),  TEXT(mending->status), TEXT(mending->date),    TEXT(mending->sources),
                      TEXT(mending->targets), TEXT(mending->note),   TEXT(mending->author)};
    int code = run_with(store,
                        "INSERT INTO corrections(document, start, end, cameo, plover, sources, targets, wrong, new_cameo,"
                        " new_plover, new_status, new_date, new_sources, new_targets, note, author, made)"
                        " SELECT ?1, e.start, e.end, e.cameo, e.plover, " PARTIES("event_source") ", " PARTIES("event_target")
                        ", ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"
                        " FROM events e WHERE e.document=?1 AND e.event=?2",
                        values, (int)DM_COUNT(values), NULL);
    *correction = sqlite3_last_insert_rowid(store->db);
    return code;
}

/* In one transaction: the counts without the document, the change, the counts with it. */
dm_status dm_store_correct(dm_store *store, const char *id, uint32_t event, const dm_mending *mending, dm_error *error)
{
    dm_mending good = {0};
    int64_t document = 0, correction = 0;
    const char *why = NULL;
    sqlite3_stmt *row = NULL;
    dm_status status = mending == NULL ? DM_OK : check(mending, &good, error);
    if (status == DM_OK)
        status = dm_store_commit(store, error);
    if (status != DM_OK)
        return status;
    int code = sqlite3_exec(store->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    if (code != SQLITE_OK)
        return dm_store_fail(store, code, "correcting", error);
    code = find_document(store, id, &document, &why);
    bool there = code == SQLITE_OK && why == NULL;
    if (there) {
        value values[] = {NUMBER(document), NUMBER(event)};
        code = run_with(store, "SELECT 1 FROM events WHERE document=?1 AND event=?2", values, 2, &row);
        there = code == SQLITE_ROW;
        why = there ? NULL : "%s has no such event";
        if (there)
            code = sqlite3_finalize(row);
    }
    if (there && code == SQLITE_OK)
        code = dm_store_count_new(store);
    if (there && code == SQLITE_OK)
        code = dm_store_tally(store, document, document, -1);
    if (there && code == SQLITE_OK)
        code = take_out(store, document, event);
    if (there && code == SQLITE_OK && mending != NULL)
        code = put_in(store, document, event, &good, &correction);
    if (there && code == SQLITE_OK && mending != NULL)
        code = show(store, correction);
    if (there && code == SQLITE_OK)
        code = dm_store_tally(store, document, document, 1);
    if (there && code == SQLITE_OK)
        code = sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL);
    if (code != SQLITE_OK)
        status = dm_store_fail(store, code, "correcting", error);
    else if (why != NULL) /* `why` is one of ours */
        status = strchr(why, '%') == why ? dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "%s has no event v%u", id, event + 1)
                 : why[0] == 'n'         ? dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "no document %s is in the database", id)
                                 : dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "more than one document is called %s", id);
    if (!sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    store->changed |= status == DM_OK;
    return status;
}

/* ---- Telling ------------------------------------------------------------------------------------------------------------- */

dm_status dm_store_corrections(dm_store *store, dm_correction_function *each, void *context, dm_error *error)
{
    sqlite3_stmt *row = NULL;
    dm_status status = dm_store_commit(store, error);
    if (status != DM_OK)
        return status;
    int code = dm_store_functions(store);
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(
            store->db,
            "SELECT c.correction, coalesce(d.id, '#'||d.document), (SELECT event FROM events e WHERE e.document=c.document AND"
            " e.correction=c.correction), c.wrong, c.plover, c.cameo, c.sources, c.targets, dm_part(d.text, c.start, c.end),"
            " c.new_plover, c.new_cameo, c.new_status, c.new_date, c.new_sources, c.new_targets, c.note, c.author, c.made,"
            " d.date, d.text FROM corrections c CROSS JOIN documents d USING(document) ORDER BY c.document, c.start,"
            " c.correction",
            -1, &row, NULL);
    while (code == SQLITE_OK && status == DM_OK && (code = sqlite3_step(row)) == SQLITE_ROW) {
        dm_correction correction = {.document = column(row, 1),
                                    .event = sqlite3_column_type(row, 2) == SQLITE_NULL ? DM_NONE
                                                                                        : (uint32_t)sqlite3_column_int64(row, 2),
                                    .plover = column(row, 4),
                                    .cameo = column(row, 5),
                                    .sources = column(row, 6),
                                    .targets = column(row, 7),
                                    .trigger = column(row, 8),
                                    .made = column(row, 17),
                                    .date = column(row, 18),
                                    .text = column(row, 19),
                                    .said = {.wrong = sqlite3_column_int(row, 3) != 0,
                                             .plover = column(row, 9),
                                             .cameo = column(row, 10),
                                             .status = column(row, 11),
                                             .date = column(row, 12),
                                             .sources = column(row, 13),
                                             .targets = column(row, 14),
                                             .note = column(row, 15),
                                             .author = column(row, 16)}};
        code = SQLITE_OK;
        if (correction.document == NULL || correction.trigger == NULL || correction.text == NULL || correction.made == NULL)
            status = dm_store_fail(store, sqlite3_errcode(store->db) == SQLITE_NOMEM ? SQLITE_NOMEM : SQLITE_CORRUPT, "reading",
                                   error);
        else
            status = each(context, &correction);
    }
    if (status == DM_OK && code != SQLITE_DONE)
        status = dm_store_fail(store, code, "reading", error);
    sqlite3_finalize(row);
    return status;
}
