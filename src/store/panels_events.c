/* Panels of events: over time, one by one, by country, by place, between actors.  Where a table of counts can answer it
 * does; it is asked over the events themselves otherwise. */
#include "store/panels.h"

static void write_overview(dm_panel_sql *panel)
{
    dm_panel_put(panel, "SELECT (SELECT sum(documents) FROM coverage) AS documents,\n"
                        "  (SELECT sum(events) FROM coverage) AS events,\n"
                        "  (SELECT date FROM documents WHERE day>0 ORDER BY day LIMIT 1) AS first,\n"
                        "  (SELECT date FROM documents ORDER BY day DESC LIMIT 1) AS last,\n"
                        "  (SELECT identity FROM coders ORDER BY coder DESC LIMIT 1) AS coder");
}

typedef enum panel_step { STEP_DAY, STEP_WEEK, STEP_MONTH, STEP_YEAR } panel_step;

static panel_step step_of(dm_panel_sql *panel)
{
    static const char *const names[] = {"day", "week", "month", "year"};
    const char *asked = dm_panel_asked(panel, "step");
    for (int i = 0; i < 4 && asked != NULL; i++)
        if (strcmp(asked, names[i]) == 0)
            return (panel_step)i;
    if (asked != NULL)
        dm_panel_bad(panel, "step", asked);
    return STEP_MONTH;
}

/* A date that is known less exactly than the step is of no period; of years it is of the first that it covers. */
static void write_timeline(dm_panel_sql *panel)
{
    static const char *const periods[] = {"printf('%d-%02d-%02d', day/10000, day/100%100, day%100)",
                                          "date(printf('%d-%02d-%02d', day/10000, day/100%100, day%100), 'weekday 0', '-6 days')",
                                          "printf('%d-%02d', day/10000, day/100%100)", "printf('%d', day/10000)"};
    static const char *const vague[] = {"e.last_day>e.day", "e.last_day>e.day", "e.last_day/100>e.day/100", "0"};
    panel_step step = step_of(panel);
    int32_t first, last;
    bool counted = dm_panel_asks_only(panel, "since until quad type status"), months = dm_panel_months(panel, &first, &last);
    dm_panel_put(panel, "SELECT ");
    if (counted && months && step >= STEP_MONTH) {
        dm_panel_put(panel, step == STEP_MONTH ? "CASE vague WHEN 0 THEN printf('%d-%02d', month/100, month%100) END" : "printf('%d', month/100)");
        dm_panel_put(panel, " AS period, quad, sum(events) AS events\nFROM months\nWHERE month>0");
        if (first != 0) {
            dm_panel_put(panel, " AND month >= ");
            dm_panel_put_number(panel, first);
        }
        if (last != 0) {
            dm_panel_put(panel, " AND month <= ");
            dm_panel_put_number(panel, last);
        }
        dm_panel_put_kinds(panel, "");
    } else if (counted && step <= STEP_WEEK) {
        dm_panel_put(panel, "CASE vague WHEN 0 THEN ");
        dm_panel_put(panel, periods[step]);
        dm_panel_put(panel, " END AS period, quad, sum(events) AS events\nFROM days\nWHERE day>0");
        dm_panel_put_days(panel, "day");
        dm_panel_put_kinds(panel, "");
    } else {
        dm_panel_put(panel, "CASE WHEN NOT ");
        dm_panel_put(panel, vague[step]);
        dm_panel_put(panel, " THEN ");
        dm_panel_put(panel, periods[step]);
        dm_panel_put(panel, " END AS period, e.quad, count(*) AS events");
        dm_panel_put_events(panel, "", DM_PANEL_COUNTED);
        dm_panel_put(panel, "\n  AND e.day>0");
    }
    dm_panel_put(panel, "\nGROUP BY 1, 2 ORDER BY 1, 2");
}

#define ACTORS_OF(side, what, join)                                                                                         \
    "(SELECT group_concat(" what ", '" join "') FROM event_" side " s JOIN actors a USING(actor)"                           \
    " WHERE s.document=e.document AND s.event=e.event)"
#define PART(text, start, end) "CAST(substr(CAST(" text " AS BLOB), " start "+1, " end "-" start ") AS TEXT)"
#define SENTENCE(edge) "coalesce(json_extract(l.sentences, '$[' || e.sentence || '][" edge "]'), 0)"

/* First which events, then what is told of each. */
static void write_events(dm_panel_sql *panel)
{
    const char *order = dm_panel_asked(panel, "order");
    if (order != NULL && strcmp(order, "oldest") != 0 && strcmp(order, "latest") != 0)
        dm_panel_bad(panel, "order", order);
    bool oldest = order != NULL && order[0] == 'o';
    dm_panel_put(panel, "SELECT e.document, e.event, e.date, e.quad, e.plover, e.cameo, e.mode, e.status,\n"
                        "  " ACTORS_OF("source", "a.name", "; ") " AS source,\n"
                        "  " ACTORS_OF("source", "nullif(a.code, '')", "+") " AS source_code,\n"
                        "  " ACTORS_OF("target", "a.name", "; ") " AS target,\n"
                        "  " ACTORS_OF("target", "nullif(a.code, '')", "+") " AS target_code,\n"
                        "  o.name AS place, o.country, e.goldstein, e.confidence, e.by, d.title, d.source AS outlet,\n"
                        "  " PART("d.text", SENTENCE("0"), "e.start") " AS before,\n"
                        "  " PART("d.text", "e.start", "e.end") " AS trigger,\n"
                        "  " PART("d.text", "e.end", SENTENCE("1")) " AS after\n"
                        "FROM (SELECT e.document, e.event");
    dm_panel_put_events(panel, "", DM_PANEL_SORTED);
    dm_panel_put(panel, oldest ? "\n  ORDER BY e.day, e.document, e.event" : "\n  ORDER BY e.day DESC, e.document DESC, e.event DESC");
    dm_panel_put_limit(panel, 50);
    dm_panel_put(panel, ") k\nCROSS JOIN events e ON e.document=k.document AND e.event=k.event JOIN documents d ON d.document=e.document\n"
                        "JOIN lists l ON l.document=e.document LEFT JOIN locations o ON o.location=e.location");
    dm_panel_put(panel, oldest ? "\nORDER BY e.day, e.document, e.event" : "\nORDER BY e.day DESC, e.document DESC, e.event DESC");
}

#define BY_QUAD(table)                                                                                                       \
    "count(*) AS events,\n  sum(" table "quad='verbal-cooperation') AS verbal_cooperation, sum(" table                       \
    "quad='material-cooperation') AS material_cooperation,\n  sum(" table "quad='verbal-conflict') AS verbal_conflict, "     \
    "sum(" table "quad='material-conflict') AS material_conflict"

static void write_countries(dm_panel_sql *panel)
{
    if (panel->store->totals && dm_panel_asks_only(panel, "quad type status")) {
        dm_panel_put(panel, "SELECT country, sum(events) AS events,\n"
                            "  sum(events*(quad='verbal-cooperation')) AS verbal_cooperation,"
                            " sum(events*(quad='material-cooperation')) AS material_cooperation,\n"
                            "  sum(events*(quad='verbal-conflict')) AS verbal_conflict,"
                            " sum(events*(quad='material-conflict')) AS material_conflict\nFROM countries\nWHERE 1");
        dm_panel_put_kinds(panel, "");
        dm_panel_put(panel, "\nGROUP BY 1 HAVING sum(events) > 0 ORDER BY 2 DESC, 1");
        return;
    }
    dm_panel_put(panel, "SELECT o.country, " BY_QUAD("e."));
    dm_panel_put_events(panel, "", DM_PANEL_LOCATED);
    dm_panel_put(panel, " AND o.country<>''\nGROUP BY 1 ORDER BY 2 DESC, 1");
}

/* Of cities the province is told; countries, provinces and regions have none of their own. */
static void write_places(dm_panel_sql *panel)
{
    dm_panel_put(panel, "SELECT o.geonames AS place, o.name, o.country, round(o.lat, 3) AS lat, round(o.lon, 3) AS lon, " BY_QUAD("e."));
    dm_panel_put_events(panel, "", DM_PANEL_LOCATED);
    dm_panel_put(panel, " AND o.admin1 IS NOT NULL AND o.geonames IS NOT NULL\nGROUP BY 1 ORDER BY 6 DESC, 1");
    dm_panel_put_limit(panel, 600);
}

static const char *const class_columns[] = {"verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"};

/* "sum(of the classes that are asked)"; `before`: "sum(" or "(" */
static void put_class_sum(dm_panel_sql *panel, const char *before)
{
    for (int i = 0, n = 0; i < 4; i++)
        if (dm_panel_quad(panel, (dm_quad)(i + 1))) {
            dm_panel_put(panel, n++ == 0 ? before : " + ");
            dm_panel_put(panel, class_columns[i]);
        }
    dm_panel_put(panel, ")");
}

/* From the table of dyads, or of pairs for all times.  What stands for no state is a sector, or a body of none. */
static void put_counted_dyads(dm_panel_sql *panel, bool country, int32_t first, int32_t last)
{
    static const char of_states[] =
        " NOT IN ('AGR','BUS','COP','CRM','CVL','DEV','EDU','ELI','GOV','HLH','HRI','IGO','IMG','IMO','INT','JUD','LAB','LEG','MED',"
        "'MIL','MNC','MOD','NGO','NGM','OPP','PTY','RAD','REB','REF','REL','SEP','SET','SPY','UAF','UIS')";
    const char *actor = dm_panel_asked(panel, "actor");
    bool total = first == 0 && last == 0 && panel->store->totals;
    const char *sum = total && !country ? "(" : "sum("; /* a row of pairs is a pair */
    dm_panel_put(panel, country ? "SELECT source_state AS source, target_state AS target, " : "SELECT source, target, ");
    put_class_sum(panel, sum);
    dm_panel_put(panel, " AS events");
    for (int i = 0; i < 4; i++) {
        bool wanted = dm_panel_quad(panel, (dm_quad)(i + 1));
        dm_panel_put(panel, i == 0 ? ",\n  " : ", ");
        dm_panel_put(panel, wanted ? sum : "0 AS ");
        dm_panel_put(panel, class_columns[i]);
        dm_panel_put(panel, wanted ? ") AS " : "");
        dm_panel_put(panel, wanted ? class_columns[i] : "");
    }
    dm_panel_put(panel, total ? "\nFROM pairs\nWHERE 1" : "\nFROM dyads\nWHERE 1");
    if (country) {
        dm_panel_put(panel, "\n  AND source_state");
        dm_panel_put(panel, of_states);
        dm_panel_put(panel, "\n  AND target_state");
        dm_panel_put(panel, of_states);
    }
    if (actor != NULL) {
        size_t size = strlen(actor);
        for (int i = 0; i < 2; i++) {
            dm_panel_put(panel, i == 0 ? "\n  AND (source_state=" : "\n    OR target_state=");
            dm_panel_put_text(panel, actor, 3);
            dm_panel_put(panel, i == 0 ? " AND substr(source, 1, " : " AND substr(target, 1, ");
            dm_panel_put_number(panel, (int64_t)size);
            dm_panel_put(panel, ")=");
            dm_panel_put_text(panel, actor, size);
        }
        dm_panel_put(panel, ")");
    }
    if (first != 0) {
        dm_panel_put(panel, "\n  AND month >= ");
        dm_panel_put_number(panel, first);
    }
    if (last != 0) {
        dm_panel_put(panel, "\n  AND month <= ");
        dm_panel_put_number(panel, last);
    }
    dm_panel_put(panel, total && !country ? "\n  AND " : "\nGROUP BY 1, 2 HAVING ");
    put_class_sum(panel, sum);
    dm_panel_put(panel, " > 0");
}

/* Pairs of rows of actors first, which are many fewer than events; of an actor only the pairs that have it. */
static void put_scanned_dyads(dm_panel_sql *panel, const char *column)
{
    const char *actor = dm_panel_asked(panel, "actor");
    dm_panel_put(panel, "SELECT a.");
    dm_panel_put(panel, column);
    dm_panel_put(panel, " AS source, b.");
    dm_panel_put(panel, column);
    dm_panel_put(panel, " AS target, sum(events) AS events");
    for (int i = 0; i < 4; i++) {
        dm_panel_put(panel, i == 0 ? ",\n  sum(" : ", sum(");
        dm_panel_put(panel, class_columns[i]);
        dm_panel_put(panel, ") AS ");
        dm_panel_put(panel, class_columns[i]);
    }
    dm_panel_put(panel, "\nFROM (SELECT s.actor AS source, t.actor AS target, " BY_QUAD("e."));
    dm_panel_put_events(panel, "\nCROSS JOIN event_source s ON s.document=e.document AND s.event=e.event"
                               " CROSS JOIN event_target t ON t.document=e.document AND t.event=e.event", DM_PANEL_COUNTED);
    if (actor != NULL) {
        dm_panel_put(panel, "\n  AND (");
        dm_panel_put_actor(panel, "s.actor", actor);
        dm_panel_put(panel, " OR ");
        dm_panel_put_actor(panel, "t.actor", actor);
        dm_panel_put(panel, ")");
    }
    dm_panel_put(panel, "\nGROUP BY 1, 2) p JOIN actors a ON a.actor=p.source JOIN actors b ON b.actor=p.target\nWHERE a.");
    dm_panel_put(panel, column);
    dm_panel_put(panel, "<>'' AND b.");
    dm_panel_put(panel, column);
    dm_panel_put(panel, "<>''\nGROUP BY 1, 2");
}

static void write_dyads(dm_panel_sql *panel)
{
    const char *level = dm_panel_asked(panel, "level"), *actor = dm_panel_asked(panel, "actor");
    level = level == NULL ? "code" : level;
    if (strcmp(level, "code") != 0 && strcmp(level, "country") != 0 && strcmp(level, "name") != 0)
        dm_panel_bad(panel, "level", level);
    int32_t first, last;
    bool months = dm_panel_months(panel, &first, &last);
    if (months && strcmp(level, "name") != 0 && (actor == NULL || dm_panel_code(actor)) && dm_panel_asks_only(panel, "since until quad actor"))
        put_counted_dyads(panel, strcmp(level, "country") == 0, first, last);
    else
        put_scanned_dyads(panel, strcmp(level, "code") == 0 ? "code" : strcmp(level, "name") == 0 ? "name" : "country");
    dm_panel_put(panel, " ORDER BY 3 DESC, 1, 2");
    dm_panel_put_limit(panel, 300);
}

/* Actors as they are found while typing: those with most events first. */
static void write_actors(dm_panel_sql *panel)
{
    const char *text = dm_panel_asked(panel, "text");
    dm_panel_put(panel, "SELECT a.code, a.name,\n  sum((SELECT count(*) FROM event_source s WHERE s.actor=a.actor)"
                        " + (SELECT count(*) FROM event_target t WHERE t.actor=a.actor)) AS events\nFROM actors a");
    if (text == NULL) {
        dm_panel_put(panel, "\nWHERE a.actor IN (SELECT actor FROM event_source LIMIT 2000)");
    } else {
        dm_panel_put(panel, "\nWHERE a.actor IN (SELECT * FROM (SELECT rowid FROM actor_words WHERE actor_words MATCH ");
        dm_panel_put_words(panel, text, true);
        dm_panel_put(panel, " LIMIT 2000)\n  UNION SELECT * FROM (SELECT actor FROM actors WHERE code >= upper(");
        dm_panel_put_text(panel, text, strlen(text));
        dm_panel_put(panel, ") AND code < upper(");
        dm_panel_put_text(panel, text, strlen(text));
        dm_panel_put(panel, ") || 'a' LIMIT 2000))");
    }
    dm_panel_put(panel, "\nGROUP BY a.code, a.name HAVING events > 0 ORDER BY 3 DESC, 1, 2");
    dm_panel_put_limit(panel, 20);
}

static void write_outlets(dm_panel_sql *panel)
{
    dm_panel_put(panel, "SELECT source AS outlet, sum(documents) AS documents, sum(events) AS events\nFROM coverage WHERE source<>''\n"
                        "GROUP BY 1 ORDER BY 2 DESC, 1");
    dm_panel_put_limit(panel, 100);
}

const dm_panel dm_panels_events[] = {{"overview", write_overview},   {"timeline", write_timeline}, {"events", write_events},
                                     {"countries", write_countries}, {"places", write_places},     {"dyads", write_dyads},
                                     {"actors", write_actors},       {"outlets", write_outlets},   {NULL, NULL}};
