/* A question as SQL.  One condition leads to the events by its index, the others are looked at for each event it leads to.
 * Which one leads is found by counting, up to some thousand, how many rows fit each. */
#include "store/question.h"
#include "store/match.h"

#define DM_FREQUENT 20000 /* rows that are counted at most */

/* Parameters of all statements. */
enum { ACTOR = 1, SOURCE, TARGET, PLOVER, CAMEO, STATUS, PLACE, TEXT, SPEAKER, SINCE, UNTIL, LIMIT, OTHER, COUNTRY, PAPER,
       ISSUE, DOCUMENT, WEST, SOUTH, EAST, NORTH, LAT, LON, WITHIN };

/* Rows of actors whose code begins with a parameter or whose name holds it; names that are not in the index of words yet
 * are looked at one by one. */
#define WHO(n)                                                                                                            \
    "(SELECT actor FROM actors WHERE " n "<>'' AND code>=upper(" n ") AND code<upper(" n ")||'~'"                         \
    " UNION SELECT rowid FROM actor_words WHERE actor_words MATCH dm_phrase(" n ")"                                       \
    " UNION SELECT actor FROM actors WHERE actor>coalesce((SELECT value FROM state WHERE name='names'), 0)"               \
    " AND dm_holds(name, " n "))"
#define SPAN " AND day BETWEEN ?10 AND ?11"
#define PARTY(table, n) "SELECT document, event FROM " table " INDEXED BY " table "_actor WHERE actor IN " WHO(n) SPAN
#define IN_EVENT(table, n)                                                                                                \
    "EXISTS(SELECT 1 FROM " table " s WHERE s.document=e.document AND s.event=e.event AND +s.actor IN " WHO(n) ")"
/* Documents that hold the words, and those that are not in the index of words yet. */
#define WORDS                                                                                                             \
    "SELECT rowid AS document FROM document_words WHERE document_words MATCH dm_match(?8)"                                \
    " UNION ALL SELECT document FROM documents WHERE document>coalesce((SELECT value FROM state WHERE name='words'), 0)"
#define SPOKEN "SELECT document FROM statements INDEXED BY statements_actor WHERE actor IN " WHO("?9")
#define ON_ISSUE "SELECT document, event FROM positions INDEXED BY positions_issue WHERE issue=?16 AND event IS NOT NULL"
#define LOCATIONS                                                                                                         \
    "(SELECT location FROM locations WHERE (?7 IS NULL OR dm_holds(name, ?7) OR dm_holds(admin1, ?7) OR"                  \
    " country=upper(?7)) AND (?14 IS NULL OR country=upper(?14))"                                                         \
    " AND (?18 IS NULL OR (lat BETWEEN ?19 AND ?21 AND CASE WHEN ?18<=?20 THEN lon BETWEEN ?18 AND ?20 ELSE"              \
    " lon>=?18 OR lon<=?20 END)) AND (?24 IS NULL OR dm_distance(lat, lon, ?22, ?23)<=?24))"
#define KEYS(sql) "(" sql ") x CROSS JOIN events e ON e.document=x.document AND e.event=x.event"
#define DOCUMENTS(sql) "(" sql ") x CROSS JOIN events e ON e.document=x.document"

/* The ways to the events, by what they begin with, in the order of preference between equals.  `count`: rows to be counted;
 * `index`: a way along an index of events. */
static const struct way {
    const char *count, *from, *where;
    bool index;
} ways[] = {
    {"SELECT 1 FROM documents WHERE id=?17", DOCUMENTS("SELECT document FROM documents WHERE id=?17"), "", false},
    {WORDS, DOCUMENTS(WORDS), "", false},
    {PARTY("event_source", "?2"), KEYS("SELECT DISTINCT document, event FROM (" PARTY("event_source", "?2") ")"), "", false},
    {PARTY("event_target", "?3"), KEYS("SELECT DISTINCT document, event FROM (" PARTY("event_target", "?3") ")"), "", false},
    {PARTY("event_source", "?1") " UNION ALL " PARTY("event_target", "?1"),
     KEYS(PARTY("event_source", "?1") " UNION " PARTY("event_target", "?1")), "", false},
    {PARTY("event_source", "?13") " UNION ALL " PARTY("event_target", "?13"),
     KEYS(PARTY("event_source", "?13") " UNION " PARTY("event_target", "?13")), "", false},
    {SPOKEN, DOCUMENTS("SELECT DISTINCT document FROM (" SPOKEN ")"), "", false},
    {ON_ISSUE, KEYS("SELECT DISTINCT document, event FROM (" ON_ISSUE ")"), "", false},
    {"SELECT 1 FROM events WHERE location IN " LOCATIONS SPAN, "events e INDEXED BY events_location",
     "e.location IN " LOCATIONS, true},
    {"SELECT 1 FROM events WHERE cameo>=?5 AND cameo<?5||'~'", "events e INDEXED BY events_cameo",
     "e.cameo>=?5 AND e.cameo<?5||'~'", true},
    {"SELECT 1 FROM events WHERE status=?6" SPAN, "events e INDEXED BY events_status", "e.status=?6", true},
    {"SELECT 1 FROM events WHERE plover=?4" SPAN, "events e INDEXED BY events_plover", "e.plover=?4", true},
    {"SELECT 1 FROM documents WHERE source=?15", DOCUMENTS("SELECT document FROM documents WHERE source=?15"), "", false},
    {"SELECT 1 FROM events WHERE day BETWEEN ?10 AND ?11", "events e INDEXED BY events_day", "1", true},
};
enum { WAY_WORDS = 1, WAY_PLACE = 8, WAY_DAYS = DM_COUNT(ways) - 1 };
/* Events that began before and last into the days asked for are few, and have an index of their own. */
static const char early_from[] = "events e INDEXED BY events_last_day";

static bool placed(const dm_question *asked)
{
    return asked->place != NULL || asked->country != NULL || asked->boxed || asked->within > 0;
}

static bool wanted(const dm_question *asked, size_t way)
{
    const bool given[] = {asked->document != NULL, asked->text != NULL,  asked->source != NULL,  asked->target != NULL,
                          asked->actor != NULL,    asked->other != NULL, asked->speaker != NULL, asked->issue != NULL,
                          placed(asked),           asked->cameo != NULL, asked->status != NULL,  asked->plover != NULL,
                          asked->paper != NULL,    true};
    _Static_assert(DM_COUNT(given) == DM_COUNT(ways), "a condition for each way");
    return given[way];
}

/* The conditions as they are looked at for one event, the quick ones first; the way that leads is not asked again unless
 * it only leads to documents. */
static void write_conditions(const dm_asking *asking, sqlite3_str *sql)
{
    const dm_question *asked = &asking->asked;
    const struct {
        bool wanted;
        const char *sql;
    } parts[] = {
        {asked->plover != NULL, " AND e.plover=?4"},
        {asked->cameo != NULL, " AND e.cameo>=?5 AND e.cameo<?5||'~'"},
        {asked->status != NULL, " AND e.status=?6"},
        {placed(asked) && asking->way != WAY_PLACE, " AND e.location IN " LOCATIONS},
        {asked->actor != NULL && asked->other == NULL,
         " AND (" IN_EVENT("event_source", "?1") " OR " IN_EVENT("event_target", "?1") ")"},
        {asked->actor != NULL && asked->other != NULL,
         " AND ((" IN_EVENT("event_source", "?1") " AND " IN_EVENT("event_target", "?13") ") OR ("
         IN_EVENT("event_source", "?13") " AND " IN_EVENT("event_target", "?1") "))"},
        {asked->source != NULL, " AND " IN_EVENT("event_source", "?2")},
        {asked->target != NULL, " AND " IN_EVENT("event_target", "?3")},
        {asked->speaker != NULL, " AND EXISTS(SELECT 1 FROM json_each(e.on_word_of) w CROSS JOIN statements q"
                                 " ON q.document=e.document AND q.statement=w.value WHERE +q.actor IN " WHO("?9") ")"},
        {asked->issue != NULL, " AND EXISTS(SELECT 1 FROM positions p WHERE p.document=e.document AND p.event=e.event AND"
                               " +p.issue=?16)"},
        {asked->document != NULL, " AND (SELECT id FROM documents h WHERE h.document=e.document)=?17"},
        {asked->paper != NULL, " AND (SELECT source FROM documents h WHERE h.document=e.document)=?15"},
        {asked->text != NULL && asking->way != WAY_WORDS, " AND e.document IN (" WORDS ")"},
        {asked->text != NULL, " AND (SELECT dm_says(h.text, l.sentences, e.sentence, ?8)"
                              " FROM documents h CROSS JOIN lists l USING(document) WHERE h.document=e.document)"},
    };
    for (size_t i = 0; i < DM_COUNT(parts); i++)
        if (parts[i].wanted)
            sqlite3_str_appendall(sql, parts[i].sql);
}

static void bind_word(sqlite3_stmt *statement, int place, const char *word)
{
    if (word != NULL)
        sqlite3_bind_text(statement, place, word, -1, SQLITE_STATIC);
}

/* Of parameters that a statement does not have SQLite only says so. */
static void bind_all(sqlite3_stmt *statement, const dm_asking *asking)
{
    const dm_question *asked = &asking->asked;
    const struct {
        int place;
        const char *word;
    } words[] = {{ACTOR, asked->actor},   {SOURCE, asked->source},   {TARGET, asked->target}, {PLOVER, asked->plover},
                 {CAMEO, asked->cameo},   {STATUS, asked->status},   {PLACE, asked->place},   {TEXT, asked->text},
                 {SPEAKER, asked->speaker}, {OTHER, asked->other},   {COUNTRY, asked->country}, {PAPER, asked->paper},
                 {ISSUE, asked->issue},   {DOCUMENT, asked->document}};
    for (size_t i = 0; i < DM_COUNT(words); i++)
        bind_word(statement, words[i].place, words[i].word);
    sqlite3_bind_int(statement, SINCE, asking->since);
    sqlite3_bind_int(statement, UNTIL, asking->until == 0 ? INT32_MAX : asking->until);
    if (asked->boxed) {
        sqlite3_bind_double(statement, WEST, asked->west);
        sqlite3_bind_double(statement, SOUTH, asked->south);
        sqlite3_bind_double(statement, EAST, asked->east);
        sqlite3_bind_double(statement, NORTH, asked->north);
    }
    if (asked->within > 0) {
        sqlite3_bind_double(statement, LAT, asked->lat);
        sqlite3_bind_double(statement, LON, asked->lon);
        sqlite3_bind_double(statement, WITHIN, asked->within);
    }
}

/* Adds SQL; a database whose load was killed and that may not be written has no indexes: then without naming them. */
static void write_sql(dm_store *store, sqlite3_str *out, const char *sql)
{
    static const char by[] = " INDEXED BY ";
    for (const char *found; !store->indexed && (found = strstr(sql, by)) != NULL;) {
        sqlite3_str_append(out, sql, (int)(found - sql));
        sql = found + sizeof by - 1;
        sql += strcspn(sql, " ");
    }
    sqlite3_str_appendall(out, sql);
}

sqlite3_stmt *dm_asking_statement(dm_store *store, const dm_asking *asking, bool early, const char *columns,
                                  const char *joins, const char *end, int *code)
{
    const struct way *way = &ways[asking->way];
    sqlite3_stmt *statement = NULL;
    sqlite3_str *sql = sqlite3_str_new(store->db);
    sqlite3_str_appendf(sql, "SELECT %s FROM ", columns);
    write_sql(store, sql, early ? early_from : way->from);
    sqlite3_str_appendf(sql, "%s WHERE e.wrong=0", joins);
    if (early)
        sqlite3_str_appendall(sql, " AND e.last_day>e.day AND e.last_day>=?10 AND e.day<?10 AND e.day>0");
    else if (way->index)
        sqlite3_str_appendf(sql, " AND %s", way->where);
    if (!early && (asking->since != 0 || asking->until != 0))
        sqlite3_str_appendall(sql, " AND e.day BETWEEN ?10 AND ?11 AND e.day>0");
    write_conditions(asking, sql);
    sqlite3_str_appendf(sql, " %s", end);
    char *text = sqlite3_str_finish(sql);
    if (text == NULL) {
        *code = SQLITE_NOMEM;
        return NULL;
    }
    *code = sqlite3_prepare_v2(store->db, text, -1, &statement, NULL);
    sqlite3_free(text);
    if (*code == SQLITE_OK)
        bind_all(statement, asking);
    return statement;
}

/* ---- Checking and choosing ------------------------------------------------------------------------------------------ */

/* Rows that fit a condition, DM_FREQUENT at most. */
static int count_way(dm_store *store, const dm_asking *asking, const struct way *way, int64_t *count)
{
    sqlite3_stmt *statement = NULL;
    sqlite3_str *made = sqlite3_str_new(store->db);
    sqlite3_str_appendall(made, "SELECT count(*) FROM (");
    write_sql(store, made, way->count);
    sqlite3_str_appendf(made, " LIMIT %d)", DM_FREQUENT);
    char *sql = sqlite3_str_finish(made);
    if (sql == NULL)
        return SQLITE_NOMEM;
    int code = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);
    sqlite3_free(sql);
    if (code != SQLITE_OK)
        return code;
    bind_all(statement, asking);
    if (sqlite3_step(statement) == SQLITE_ROW)
        *count = sqlite3_column_int64(statement, 0);
    return sqlite3_finalize(statement);
}

static int choose(dm_store *store, dm_asking *asking)
{
    int64_t least = INT64_MAX;
    int code = SQLITE_OK;
    asking->way = WAY_DAYS;
    for (size_t i = 0; i < WAY_DAYS && code == SQLITE_OK; i++) {
        int64_t count = 0;
        if (!wanted(&asking->asked, i))
            continue;
        code = count_way(store, asking, &ways[i], &count);
        if (code == SQLITE_OK && count < least) {
            least = count;
            asking->way = (int)i;
        }
    }
    /* Everything is frequent: along the days the first that are wanted are soon found. */
    if (least >= DM_FREQUENT && least != INT64_MAX && asking->asked.limit != 0)
        asking->way = WAY_DAYS;
    return code;
}

dm_status dm_asking_begin(dm_store *store, const dm_question *question, dm_asking *asking, dm_error *error)
{
    *asking = (dm_asking){.asked = *question};
    dm_question *asked = &asking->asked;
    if (asked->plover != NULL && (asked->plover = dm_plover_called(question->plover)) == NULL)
        return dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "no PLOVER type is called %s; there are " DM_TYPES_THERE_ARE, question->plover);
    if (asked->status != NULL && (asked->status = dm_status_called(question->status)) == NULL)
        return dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "no status is called %s; there are " DM_STATUSES_THERE_ARE, question->status);
    if (asked->text != NULL && !dm_has_word(dm_slice_of(asked->text)))
        return dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "no word to look for in the text");
    if (asked->other != NULL && asked->actor == NULL)
        return dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "between whom and %s?", question->other);
    if (asked->boxed && !(asked->south <= asked->north && asked->south >= -90 && asked->north <= 90 &&
                          asked->west >= -180 && asked->west <= 180 && asked->east >= -180 && asked->east <= 180))
        return dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "not a box of degrees west, south, east, north");
    asking->since = dm_store_day(asked->since, false);
    asking->until = dm_store_day(asked->until, true);
    dm_status status = dm_store_commit(store, error); /* a failing question must not take documents with it */
    if (status != DM_OK)
        return status;
    int code = dm_store_functions(store);
    if (code == SQLITE_OK)
        code = choose(store, asking);
    return code == SQLITE_OK ? DM_OK : dm_store_fail(store, code, "asking", error);
}

char *dm_asking_plan(dm_store *store, const dm_question *question)
{
    dm_asking asking;
    int code = SQLITE_OK;
    if (dm_asking_begin(store, question, &asking, NULL) != DM_OK)
        return NULL;
    sqlite3_str *plan = sqlite3_str_new(NULL);
    for (int early = 0; early <= (asking.since != 0); early++) {
        sqlite3_stmt *statement = dm_asking_statement(store, &asking, early == 1, "e.event", "",
                                                      "ORDER BY e.day, e.document, e.event", &code);
        char *sql = code == SQLITE_OK ? sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sqlite3_sql(statement)) : NULL;
        sqlite3_finalize(statement);
        statement = NULL;
        if (sql != NULL && sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) == SQLITE_OK)
            while (sqlite3_step(statement) == SQLITE_ROW)
                sqlite3_str_appendf(plan, "%s\n", sqlite3_column_text(statement, 3));
        sqlite3_finalize(statement);
        sqlite3_free(sql);
    }
    return sqlite3_str_finish(plan);
}
