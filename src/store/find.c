/* Questions: events of a database that fit all parts of one. */
#include "store/match.h"
#include "store/schema.h"

/* Of a document coded by several coders the latest coding answers.  An event without a date is of the report's day. */
static const char select_begin[] =
    "SELECT coalesce(d.id, '#' || d.document), coalesce(e.date, d.date),"
    " (SELECT group_concat(nullif(a.code, ''), '+') FROM event_source s JOIN actors a USING(actor)"
    "  WHERE s.document=e.document AND s.event=e.event),"
    " (SELECT group_concat(nullif(a.code, ''), '+') FROM event_target s JOIN actors a USING(actor)"
    "  WHERE s.document=e.document AND s.event=e.event),"
    " (SELECT group_concat(a.name, '; ') FROM event_source s JOIN actors a USING(actor)"
    "  WHERE s.document=e.document AND s.event=e.event),"
    " (SELECT group_concat(a.name, '; ') FROM event_target s JOIN actors a USING(actor)"
    "  WHERE s.document=e.document AND s.event=e.event),"
    " e.plover, e.cameo, e.quad, e.status, p.name, p.country,"
    " (SELECT group_concat(a.name, '; ') FROM event_word w JOIN statements q USING(document, statement)"
    "  JOIN entities n ON n.document=q.document AND n.entity=q.speaker JOIN actors a USING(actor)"
    "  WHERE w.document=e.document AND w.event=e.event),"
    " dm_part(d.text, e.start, e.end), dm_part(d.text, t.start, t.end), e.by, e.goldstein, e.confidence, "
    "e.start-t.start"
    " FROM events e JOIN documents d USING(document)"
    " LEFT JOIN sentences t ON t.document=e.document AND t.sentence=e.sentence"
    " LEFT JOIN locations p ON p.location=e.location"
    " WHERE e.wrong=0";

#define ACTORS(parameter) "(SELECT actor FROM actors WHERE dm_actor(code, name, " parameter "))"
#define IN_EVENT(table, parameter) \
    "(e.document, e.event) IN (SELECT document, event FROM " table " WHERE actor IN " ACTORS(parameter) ")"

/* ---- The question
 * ------------------------------------------------------------------------------------------------------ */

static void bind_day(sqlite3_stmt *statement, int place, dm_date date, bool end)
{
    if (date.year == 0)
        return;
    if (date.month == 0)
        date.month = end ? 12 : 1;
    if (date.day == 0)
        date.day = end ? (uint8_t)dm_days_in_month(date.year, date.month) : 1;
    sqlite3_bind_int(statement, place, dm_date_days(date));
}

/* The question as SQL; parts that are not asked leave no trace. */
static void write_sql(const dm_question *asked, char *sql, size_t room)
{
    const struct {
        bool wanted;
        const char *sql;
    } parts[] = {
        {asked->actor != NULL,
         " AND (e.document, e.event) IN (SELECT document, event FROM event_source WHERE actor IN " ACTORS(
             "?1") " UNION SELECT document, event FROM event_target WHERE actor IN " ACTORS("?1") ")"},
        {asked->source != NULL, " AND " IN_EVENT("event_source", "?2")},
        {asked->target != NULL, " AND " IN_EVENT("event_target", "?3")},
        {asked->plover != NULL, " AND e.plover=?4"},
        {asked->cameo != NULL, " AND substr(e.cameo, 1, length(?5))=?5"},
        {asked->status != NULL, " AND e.status=?6"},
        {asked->place != NULL, " AND (dm_holds(p.name, ?7) OR dm_holds(p.admin1, ?7) OR p.country=upper(?7))"},
        {asked->text != NULL, " AND dm_holds(dm_part(d.text, t.start, t.end), ?8)"},
        {asked->speaker != NULL, " AND EXISTS(SELECT 1 FROM event_word w JOIN statements q USING(document, statement)"
                                 " JOIN entities n ON n.document=q.document AND n.entity=q.speaker"
                                 " WHERE w.document=e.document AND w.event=e.event AND n.actor IN " ACTORS("?9") ")"},
        {asked->since.year != 0 || asked->until.year != 0, " AND dm_within(coalesce(e.date, d.date), ?10, ?11)"},
    };
    size_t size = (size_t)snprintf(sql, room, "%s", select_begin);
    for (size_t i = 0; i < DM_COUNT(parts); i++)
        if (parts[i].wanted)
            size += (size_t)snprintf(sql + size, room - size, "%s", parts[i].sql);
    snprintf(sql + size, room - size, " ORDER BY coalesce(e.date, d.date), e.document, e.event%s",
             asked->limit != 0 ? " LIMIT ?12" : "");
}

dm_status dm_store_find(dm_store *store, const dm_question *question, dm_found_function *each, void *context,
                        dm_error *error)
{
    dm_question asked = *question;
    if (asked.plover != NULL && (asked.plover = dm_plover_called(question->plover)) == NULL)
        return dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "no PLOVER type is called %s", question->plover);
    if (asked.status != NULL && (asked.status = dm_status_called(question->status)) == NULL)
        return dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "no status is called %s", question->status);
    dm_status status = dm_store_commit(store, error); /* a failing question must not take documents with it */
    if (status != DM_OK)
        return status;
    char sql[8192];
    write_sql(&asked, sql, sizeof sql);
    sqlite3_stmt *statement = NULL;
    int code = dm_store_functions(store);
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);
    if (code != SQLITE_OK)
        return dm_store_fail(store, code, "asking", error);
    const char *const words[] = {asked.actor,  asked.source, asked.target, asked.plover, asked.cameo,
                                 asked.status, asked.place,  asked.text,   asked.speaker};
    for (size_t i = 0; i < DM_COUNT(words); i++)
        if (words[i] != NULL)
            sqlite3_bind_text(statement, (int)i + 1, words[i], -1, SQLITE_STATIC);
    bind_day(statement, 10, asked.since, false);
    bind_day(statement, 11, asked.until, true);
    sqlite3_bind_int64(statement, 12, asked.limit);
    while (status == DM_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *columns[16];
        for (int i = 0; i < 16; i++)
            columns[i] = (const char *)sqlite3_column_text(statement, i);
        bool placed = sqlite3_column_type(statement, 18) != SQLITE_NULL && sqlite3_column_int64(statement, 18) >= 0;
        dm_found found = {.document = columns[0],
                          .date = columns[1],
                          .sources = columns[2],
                          .targets = columns[3],
                          .source_names = columns[4],
                          .target_names = columns[5],
                          .plover = columns[6],
                          .cameo = columns[7],
                          .quad = columns[8],
                          .status = columns[9],
                          .place = columns[10],
                          .country = columns[11],
                          .speakers = columns[12],
                          .trigger = columns[13],
                          .sentence = columns[14],
                          .by = columns[15],
                          .goldstein = sqlite3_column_double(statement, 16),
                          .confidence = sqlite3_column_double(statement, 17),
                          .trigger_at = placed ? (uint32_t)sqlite3_column_int64(statement, 18) : DM_NONE};
        if (sqlite3_errcode(store->db) == SQLITE_NOMEM) /* a column that could not be given */
            break;
        status = each(context, &found);
    }
    if (status == DM_OK && code != SQLITE_DONE)
        status = dm_store_fail(store, code == SQLITE_ROW ? SQLITE_NOMEM : code, "asking", error);
    sqlite3_finalize(statement);
    return status;
}
