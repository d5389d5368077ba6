/* Counts over time: events by period and quad class, and pairs of source and target. */
#include "store/question.h"

/* The period of a first day.  A date that is known less exactly is of none, but always of the year it begins in. */
static const char *const period_sql[] = {"day", "dm_monday(day)", "day/100", "day/10000"};
static const char *const counted_sql[] = {"CASE WHEN vague THEN 0 ELSE day END", "CASE WHEN vague THEN 0 ELSE dm_monday(day) END",
                                          "CASE WHEN vague THEN 0 ELSE month END", "month/100"};
static const char *const event_sql[] = {"CASE WHEN e.last_day>e.day THEN 0 ELSE e.day END",
                                        "CASE WHEN e.last_day>e.day THEN 0 ELSE dm_monday(e.day) END",
                                        "CASE WHEN e.last_day/100>e.day/100 THEN 0 ELSE e.day/100 END", "e.day/10000"};

/* Whole months only, so that the counts of months answer. */
static bool of_months(const dm_asking *asking)
{
    int32_t since = asking->since, until = asking->until;
    if (since % 100 > 1)
        return false;
    return until == 0 || until % 100 == dm_days_in_month(until / 10000, until / 100 % 100);
}

/* Only type, status and days are asked: the tables of counts know. */
static bool counted(const dm_question *asked)
{
    return asked->actor == NULL && asked->source == NULL && asked->target == NULL && asked->cameo == NULL &&
           asked->place == NULL && asked->text == NULL && asked->speaker == NULL && asked->other == NULL &&
           asked->country == NULL && asked->paper == NULL && asked->issue == NULL && asked->document == NULL &&
           !asked->boxed && asked->within <= 0;
}

/* SELECT period, quad, events, goldstein from days or months. */
static sqlite3_stmt *from_counts(dm_store *store, const dm_asking *asking, dm_period period, int *code)
{
    const dm_question *asked = &asking->asked;
    bool months = (period == DM_BY_MONTH || period == DM_BY_YEAR) && of_months(asking);
    sqlite3_stmt *statement = NULL;
    char *sql = sqlite3_mprintf("SELECT %s, quad, sum(events), sum(goldstein) FROM %s WHERE 1%s%s%s GROUP BY 1, 2",
                                months                   ? counted_sql[period]
                                : period == DM_BY_MONTH ? "CASE WHEN vague THEN 0 ELSE day/100 END"
                                : period == DM_BY_YEAR  ? "day/10000"
                                                        : counted_sql[period],
                                months ? "months" : "days",
                                asking->since == 0 && asking->until == 0 ? ""
                                : months                                 ? " AND month BETWEEN ?1/100 AND ?2/100 AND month>0"
                                                                         : " AND day BETWEEN ?1 AND ?2 AND day>0",
                                asked->plover == NULL ? "" : " AND plover=?3", asked->status == NULL ? "" : " AND status=?4");
    *code = sql == NULL ? SQLITE_NOMEM : sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);
    sqlite3_free(sql);
    if (*code != SQLITE_OK)
        return NULL;
    sqlite3_bind_int(statement, 1, asking->since);
    sqlite3_bind_int(statement, 2, asking->until == 0 ? INT32_MAX : asking->until);
    if (asked->plover != NULL)
        sqlite3_bind_text(statement, 3, asked->plover, -1, SQLITE_STATIC);
    if (asked->status != NULL)
        sqlite3_bind_text(statement, 4, asked->status, -1, SQLITE_STATIC);
    return statement;
}

static sqlite3_stmt *from_events(dm_store *store, const dm_asking *asking, dm_period period, int *code)
{
    char columns[128];
    snprintf(columns, sizeof columns, "%s, e.quad, count(*), sum(e.goldstein)", event_sql[period]);
    return dm_asking_statement(store, asking, false, columns, "", "AND e.same_as IS NULL GROUP BY 1, 2", code);
}

static unsigned quad_number(const char *quad)
{
    for (unsigned i = 1; quad != NULL && i <= DM_MATERIAL_CONFLICT; i++)
        if (strcmp(quad, dm_quad_name((dm_quad)i)) == 0)
            return i;
    return 0;
}

dm_status dm_store_timeline(dm_store *store, const dm_question *question, dm_period period, dm_count_function *each,
                            void *context, dm_error *error)
{
    dm_asking asking;
    if ((unsigned)period > DM_BY_YEAR)
        return dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "no such period");
    dm_question whole = *question;
    whole.limit = 0;
    dm_status status = dm_asking_begin(store, &whole, &asking, error);
    if (status != DM_OK)
        return status;
    int code;
    sqlite3_stmt *statement = counted(&asking.asked) ? from_counts(store, &asking, period, &code)
                                                     : from_events(store, &asking, period, &code);
    if (code != SQLITE_OK)
        return dm_store_fail(store, code, "counting", error);
    dm_count count = {.period = -1};
    while (status == DM_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        int32_t now = sqlite3_column_int(statement, 0);
        if (now != count.period && count.period >= 0 && count.events != 0)
            status = each(context, &count);
        if (now != count.period)
            count = (dm_count){.period = now};
        uint64_t events = (uint64_t)sqlite3_column_int64(statement, 2);
        count.quads[quad_number((const char *)sqlite3_column_text(statement, 1))] += events;
        count.events += events;
        count.goldstein += sqlite3_column_double(statement, 3);
    }
    if (status == DM_OK && code != SQLITE_DONE)
        status = dm_store_fail(store, code, "counting", error);
    else if (status == DM_OK && count.events != 0)
        status = each(context, &count);
    sqlite3_finalize(statement);
    return status;
}

/* ---- Dyads ---------------------------------------------------------------------------------------------------------- */

/* The first three letters lead (an index), then the code itself. */
static void put_side(sqlite3_str *sql, const char *side, const char *code)
{
    char state[4];
    snprintf(state, sizeof state, "%.3s", code);
    sqlite3_str_appendf(sql, strlen(code) < 3 ? "(%s_state>=upper(%Q) AND %s_state<upper(%Q)||'~')" : "(%s_state=upper(%Q)", side,
                        state, side, state);
    if (strlen(code) >= 3)
        sqlite3_str_appendf(sql, strlen(code) == 3 ? ")" : " AND %s>=upper(%Q) AND %s<upper(%Q)||'~')", side, code, side, code);
}

static void put_dyad_conditions(sqlite3_str *sql, const dm_dyad_question *asked, bool turned)
{
    const char *first = turned ? asked->other : asked->actor, *second = turned ? asked->actor : asked->other;
    if (asked->other != NULL) {
        sqlite3_str_appendall(sql, " AND ");
        put_side(sql, "source", first);
        sqlite3_str_appendall(sql, " AND ");
        put_side(sql, "target", second);
    } else if (asked->actor != NULL) {
        sqlite3_str_appendall(sql, " AND ");
        put_side(sql, turned ? "target" : "source", asked->actor);
        if (turned) { /* a dyad of the actor with itself is there once */
            sqlite3_str_appendall(sql, " AND NOT ");
            put_side(sql, "source", asked->actor);
        }
    }
    if (asked->source != NULL) {
        sqlite3_str_appendall(sql, " AND ");
        put_side(sql, "source", asked->source);
    }
    if (asked->target != NULL) {
        sqlite3_str_appendall(sql, " AND ");
        put_side(sql, "target", asked->target);
    }
    if (asked->since.year != 0)
        sqlite3_str_appendf(sql, " AND month>=%d", dm_store_day(asked->since, false) / 100);
    if (asked->until.year != 0)
        sqlite3_str_appendf(sql, " AND month BETWEEN 1 AND %d", dm_store_day(asked->until, true) / 100);
}

static char *dyad_sql(const dm_dyad_question *asked)
{
    static const char *const periods[] = {"0", "0", "month", "month/100"};
    static const char counts[] = "verbal_cooperation, material_cooperation, verbal_conflict, material_conflict, events, goldstein";
    const char *period = periods[asked->series ? asked->period : 0];
    sqlite3_str *sql = sqlite3_str_new(NULL);
    sqlite3_str_appendf(sql,
                        "SELECT s, t, p, sum(verbal_cooperation), sum(material_cooperation), sum(verbal_conflict),"
                        " sum(material_conflict), sum(events) AS n, sum(goldstein) FROM (");
    for (int turned = 0; turned <= (asked->actor != NULL); turned++) {
        sqlite3_str_appendf(sql, "%sSELECT %s AS s, %s AS t, %s AS p, %s FROM dyads WHERE 1", turned ? " UNION ALL " : "",
                            asked->states ? "source_state" : "source", asked->states ? "target_state" : "target", period,
                            counts);
        put_dyad_conditions(sql, asked, turned == 1);
    }
    sqlite3_str_appendf(sql, ") GROUP BY s, t, p HAVING n>0 ORDER BY %s LIMIT %lld", asked->series ? "s, t, p" : "n DESC, s, t",
                        asked->limit == 0 ? -1LL : (long long)asked->limit);
    return sqlite3_str_finish(sql);
}

dm_status dm_store_dyads(dm_store *store, const dm_dyad_question *asked, dm_dyad_function *each, void *context,
                         dm_error *error)
{
    if (asked->other != NULL && asked->actor == NULL)
        return dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "between whom and %s?", asked->other);
    if (asked->series && asked->period != DM_BY_MONTH && asked->period != DM_BY_YEAR)
        return dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "dyads are counted by month or year");
    dm_status status = dm_store_commit(store, error);
    if (status != DM_OK)
        return status;
    sqlite3_stmt *statement = NULL;
    char *sql = dyad_sql(asked);
    int code = sql == NULL ? SQLITE_NOMEM : sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);
    sqlite3_free(sql);
    if (code != SQLITE_OK)
        return dm_store_fail(store, code, "counting", error);
    while (status == DM_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        dm_dyad dyad = {.source = (const char *)sqlite3_column_text(statement, 0),
                        .target = (const char *)sqlite3_column_text(statement, 1),
                        .count = {.period = sqlite3_column_int(statement, 2),
                                  .events = (uint64_t)sqlite3_column_int64(statement, 7),
                                  .goldstein = sqlite3_column_double(statement, 8)}};
        if (dyad.source == NULL || dyad.target == NULL) {
            code = SQLITE_NOMEM;
            break;
        }
        dyad.count.quads[0] = dyad.count.events;
        for (int i = 1; i <= 4; i++) {
            dyad.count.quads[i] = (uint64_t)sqlite3_column_int64(statement, i + 2);
            dyad.count.quads[0] -= dyad.count.quads[i];
        }
        status = each(context, &dyad);
    }
    if (status == DM_OK && code != SQLITE_DONE)
        status = dm_store_fail(store, code, "counting", error);
    sqlite3_finalize(statement);
    return status;
}

/* ---- Coverage ------------------------------------------------------------------------------------------------------- */

static sqlite3_stmt *covering(dm_store *store, const dm_coverage_question *asked, bool reasons, int *code)
{
    sqlite3_stmt *statement = NULL;
    char *sql = sqlite3_mprintf(
        reasons ? "SELECT %s AS p, %s AS s, reason, sum(sentences) AS n FROM silence WHERE 1%s%s GROUP BY p, s, reason"
                  " ORDER BY p, s, n DESC, reason"
                : "WITH heard AS (SELECT %s AS p, %s AS s, * FROM coverage WHERE 1%s%s) SELECT p, s, sum(documents) AS n,"
                  " sum(coded), sum(sentences), sum((SELECT sum(q.sentences) FROM silence q WHERE q.day=heard.day AND"
                  " q.source=heard.source)), sum(events), sum(statements), sum(positions) FROM heard GROUP BY p, s HAVING n>0"
                  " ORDER BY p, s",
        asked->whole ? "0" : period_sql[asked->period], asked->papers ? "source" : "''",
        asked->since.year == 0 && asked->until.year == 0 ? "" : " AND day BETWEEN ?1 AND ?2 AND day>0",
        asked->paper == NULL ? "" : " AND source=?3");
    *code = sql == NULL ? SQLITE_NOMEM : sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);
    sqlite3_free(sql);
    if (*code != SQLITE_OK)
        return NULL;
    int32_t until = dm_store_day(asked->until, true);
    sqlite3_bind_int(statement, 1, dm_store_day(asked->since, false));
    sqlite3_bind_int(statement, 2, until == 0 ? INT32_MAX : until);
    if (asked->paper != NULL)
        sqlite3_bind_text(statement, 3, asked->paper, -1, SQLITE_STATIC);
    return statement;
}

dm_status dm_store_coverage(dm_store *store, const dm_coverage_question *asked, bool reasons, dm_coverage_function *each,
                            void *context, dm_error *error)
{
    if ((unsigned)asked->period > DM_BY_YEAR)
        return dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "no such period");
    dm_status status = dm_store_commit(store, error);
    if (status != DM_OK)
        return status;
    int code = dm_store_functions(store);
    sqlite3_stmt *statement = code == SQLITE_OK ? covering(store, asked, reasons, &code) : NULL;
    if (code != SQLITE_OK)
        return dm_store_fail(store, code, "counting", error);
    while (status == DM_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        dm_coverage row = {.period = sqlite3_column_int(statement, 0),
                           .paper = (const char *)sqlite3_column_text(statement, 1)};
        if (reasons) {
            row.reason = (const char *)sqlite3_column_text(statement, 2);
            row.sentences = (uint64_t)sqlite3_column_int64(statement, 3);
        } else {
            uint64_t *const numbers[] = {&row.documents, &row.coded,      &row.sentences, &row.silent,
                                         &row.events,    &row.statements, &row.positions};
            for (int i = 0; i < (int)DM_COUNT(numbers); i++)
                *numbers[i] = (uint64_t)sqlite3_column_int64(statement, i + 2);
        }
        status = each(context, &row);
    }
    if (status == DM_OK && code != SQLITE_DONE)
        status = dm_store_fail(store, code, "counting", error);
    sqlite3_finalize(statement);
    return status;
}
