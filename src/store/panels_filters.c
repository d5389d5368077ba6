/* What events are asked by, as conditions.  Names are those of the page's addresses. */
#include "store/panels.h"

bool dm_panel_code(const char *text)
{
    size_t size = strlen(text);
    for (size_t i = 0; i < size; i++)
        if (text[i] < 'A' || text[i] > 'Z')
            return false;
    return size >= 3 && size % 3 == 0;
}

/* Words for full-text search, each in quotes, so that nothing in them is taken for its syntax; the last one may go on
 * when it is being typed. */
void dm_panel_put_words(dm_panel_sql *panel, const char *text, bool typing)
{
    sqlite3_str *words = sqlite3_str_new(NULL);
    bool inside = false;
    unsigned length;
    for (const char *at = text, *end = text + strlen(text); at < end; at += length) {
        uint32_t code = dm_utf8_get(at, end, &length);
        bool letter = dm_is_letter(code) || dm_is_digit(code);
        if (letter && !inside)
            sqlite3_str_appendall(words, sqlite3_str_length(words) == 0 ? "\"" : " \"");
        if (letter)
            sqlite3_str_append(words, at, (int)length);
        if (!letter && inside)
            sqlite3_str_appendchar(words, 1, '"');
        inside = letter;
    }
    if (inside)
        sqlite3_str_appendall(words, typing ? "\"*" : "\"");
    if (sqlite3_str_length(words) == 0)
        sqlite3_str_appendall(words, "\"\"");
    int size = sqlite3_str_length(words);
    char *made = sqlite3_str_finish(words);
    if (made == NULL)
        panel->status = dm_fail(panel->error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    else
        dm_panel_put_owned(panel, made, (size_t)size);
}

/* A code stands for all that begin so, anything else for names that hold its words. */
void dm_panel_put_actor(dm_panel_sql *panel, const char *column, const char *asked)
{
    size_t size = strlen(asked);
    dm_panel_put(panel, column);
    if (dm_panel_code(asked)) {
        dm_panel_put(panel, " IN (SELECT actor FROM actors WHERE code >= ");
        dm_panel_put_text(panel, asked, size);
        dm_panel_put(panel, " AND code < ");
        dm_panel_put_text(panel, asked, size);
        dm_panel_put(panel, " || 'a')");
    } else {
        dm_panel_put(panel, " IN (SELECT rowid FROM actor_words WHERE actor_words MATCH ");
        dm_panel_put_words(panel, asked, false);
        dm_panel_put(panel, ")");
    }
}

/* Words of a list "a,b,c" that are names of something: "COLUMN IN (?, ?)". */
static void put_choice(dm_panel_sql *panel, const char *name, const char *column, const char *(*word)(int), int count)
{
    const char *asked = dm_panel_asked(panel, name);
    if (asked == NULL)
        return;
    dm_slice rest = dm_slice_of(asked);
    dm_panel_put(panel, "\n  AND ");
    dm_panel_put(panel, column);
    for (int n = 0; rest.at != NULL; n++) {
        dm_slice one = dm_slice_next(&rest, ',');
        bool good = false;
        for (int i = 0; i < count; i++)
            good |= dm_slice_is(one, word(i));
        if (!good)
            dm_panel_bad(panel, name, asked);
        dm_panel_put(panel, n == 0 ? " IN (" : ", ");
        dm_panel_put_text(panel, one.at, one.size);
    }
    dm_panel_put(panel, ")");
}

static const char *quad_word(int i) { return dm_quad_name((dm_quad)(i + 1)); }
static const char *plover_word(int i) { return dm_plover_name((dm_plover)(i + 1)); }
static const char *status_word(int i) { return dm_event_status_name((dm_event_status)i); }

bool dm_panel_quad(dm_panel_sql *panel, dm_quad quad)
{
    const char *asked = dm_panel_asked(panel, "quad");
    dm_slice rest = dm_slice_of(asked);
    bool found = asked == NULL;
    while (asked != NULL && rest.at != NULL) {
        dm_slice one = dm_slice_next(&rest, ',');
        bool good = false;
        for (int i = DM_VERBAL_COOPERATION; i <= DM_MATERIAL_CONFLICT; i++)
            good |= dm_slice_is(one, dm_quad_name((dm_quad)i));
        found |= dm_slice_is(one, dm_quad_name(quad));
        if (!good)
            dm_panel_bad(panel, "quad", asked);
    }
    return found;
}

/* Only what is asked by these: then a table of counts can answer. */
bool dm_panel_asks_only(const dm_panel_sql *panel, const char *names)
{
    static const char *const all[] = {"since", "until", "quad", "type", "status", "actor", "source", "target", "country", "place",
                                      "text", "outlet", "rule"};
    for (size_t i = 0; i < DM_COUNT(all); i++)
        if (dm_panel_asked(panel, all[i]) != NULL && strstr(names, all[i]) == NULL)
            return false;
    return true;
}

/* The day asked for as 20240503, the first or last one of what is known less exactly; 0: not asked. */
static int32_t day(dm_panel_sql *panel, const char *name, bool last)
{
    const char *asked = dm_panel_asked(panel, name);
    dm_date date;
    if (asked == NULL)
        return 0;
    if (!dm_date_parse(dm_slice_of(asked), &date)) {
        dm_panel_bad(panel, name, asked);
        return 0;
    }
    return dm_store_day(date, last);
}

void dm_panel_put_days(dm_panel_sql *panel, const char *column)
{
    int32_t since = day(panel, "since", false), until = day(panel, "until", true);
    if (since != 0) {
        dm_panel_put(panel, "\n  AND ");
        dm_panel_put(panel, column);
        dm_panel_put(panel, " >= ");
        dm_panel_put_number(panel, since);
    }
    if (until != 0) {
        dm_panel_put(panel, "\n  AND ");
        dm_panel_put(panel, column);
        dm_panel_put(panel, " <= ");
        dm_panel_put_number(panel, until);
    }
}

/* Whether since and until are the ends of months; then *first and *last are those months, 0 when not asked. */
bool dm_panel_months(dm_panel_sql *panel, int32_t *first, int32_t *last)
{
    int32_t since = day(panel, "since", false), until = day(panel, "until", true);
    *first = since / 100;
    *last = until / 100;
    return (since == 0 || since % 100 == 1) &&
           (until == 0 || until % 100 == dm_days_in_month(until / 10000, until / 100 % 100));
}

static bool asks_party(const dm_panel_sql *panel)
{
    return dm_panel_asked(panel, "actor") != NULL || dm_panel_asked(panel, "source") != NULL || dm_panel_asked(panel, "target") != NULL;
}

static bool asks_place(const dm_panel_sql *panel)
{
    return dm_panel_asked(panel, "country") != NULL || dm_panel_asked(panel, "place") != NULL;
}

static void put_party(dm_panel_sql *panel, const char *table, const char *asked)
{
    dm_panel_put(panel, "SELECT document, event FROM ");
    dm_panel_put(panel, table);
    dm_panel_put(panel, " WHERE ");
    dm_panel_put_actor(panel, "actor", asked);
    dm_panel_put_days(panel, "day");
}

/* The events that have all the parties asked for. */
static void put_parties(dm_panel_sql *panel)
{
    const char *actor = dm_panel_asked(panel, "actor"), *source = dm_panel_asked(panel, "source"), *target = dm_panel_asked(panel, "target");
    if (actor != NULL) {
        put_party(panel, "event_source", actor);
        dm_panel_put(panel, "\n  UNION ");
        put_party(panel, "event_target", actor);
    }
    if (source != NULL) {
        dm_panel_put(panel, actor != NULL ? "\n  INTERSECT " : "");
        put_party(panel, "event_source", source);
    }
    if (target != NULL) {
        dm_panel_put(panel, actor != NULL || source != NULL ? "\n  INTERSECT " : "");
        put_party(panel, "event_target", target);
    }
}

static void put_places(dm_panel_sql *panel)
{
    const char *country = dm_panel_asked(panel, "country"), *place = dm_panel_asked(panel, "place");
    if (country != NULL) {
        dm_panel_put(panel, " AND o.country=");
        dm_panel_put_text(panel, country, strlen(country));
    }
    if (place != NULL) {
        dm_panel_put(panel, " AND o.geonames=");
        dm_panel_put_number(panel, dm_panel_number(panel, "place", 0, UINT32_MAX));
    }
}

void dm_panel_put_kinds(dm_panel_sql *panel, const char *table)
{
    char column[40];
    const char *status = dm_panel_asked(panel, "status");
    snprintf(column, sizeof column, "%sstatus", table);
    if (status == NULL) {
        dm_panel_put(panel, "\n  AND ");
        dm_panel_put(panel, column);
        dm_panel_put(panel, "='actual'");
    } else if (strcmp(status, "any") != 0) {
        put_choice(panel, "status", column, status_word, DM_HISTORICAL + 1);
    }
    snprintf(column, sizeof column, "%squad", table);
    put_choice(panel, "quad", column, quad_word, DM_MATERIAL_CONFLICT);
    snprintf(column, sizeof column, "%splover", table);
    put_choice(panel, "type", column, plover_word, DM_ASSAULT);
}

/* CROSS JOIN: in this order.  What is asked the most narrowly leads, and the signs + keep SQLite from looking up most of the
 * events one by one through an index of few values, or all documents of an outlet for each place. */
void dm_panel_put_events(dm_panel_sql *panel, const char *joins, dm_panel_use use)
{
    const char *text = dm_panel_asked(panel, "text"), *outlet = dm_panel_asked(panel, "outlet"), *asked;
    bool party = asks_party(panel), place = asks_place(panel), located = use == DM_PANEL_LOCATED;
    bool words = !party && text != NULL, outlets = !party && !words && !place && outlet != NULL;
    if (party) {
        dm_panel_put(panel, "\nFROM (");
        put_parties(panel);
        dm_panel_put(panel, ") w\nCROSS JOIN events e ON e.document=w.document AND e.event=w.event");
    } else if (words) {
        dm_panel_put(panel, "\nFROM (SELECT rowid AS document FROM document_words WHERE document_words MATCH ");
        dm_panel_put_words(panel, text, false);
        dm_panel_put(panel, ") w\nCROSS JOIN events e ON e.document=w.document");
    } else if (outlets) {
        dm_panel_put(panel, "\nFROM (SELECT document FROM documents WHERE source=");
        dm_panel_put_text(panel, outlet, strlen(outlet));
        dm_panel_put(panel, ") w\nCROSS JOIN events e ON e.document=w.document");
    } else if (place || located) {
        dm_panel_put(panel, "\nFROM locations o CROSS JOIN events e ON e.location=o.location");
    } else {
        dm_panel_put(panel, "\nFROM events e");
    }
    if ((party || words || outlets) && (place || located))
        dm_panel_put(panel, " CROSS JOIN locations o ON o.location=e.location");
    dm_panel_put(panel, joins);
    dm_panel_put(panel, "\nWHERE e.same_as IS NULL AND e.wrong=0");
    dm_panel_put_kinds(panel, use == DM_PANEL_SORTED && !party && !words && !place && !outlets ? "e." : "+e.");
    dm_panel_put_days(panel, "e.day");
    put_places(panel);
    if (text != NULL && !words) {
        dm_panel_put(panel, "\n  AND +e.document IN (SELECT rowid FROM document_words WHERE document_words MATCH ");
        dm_panel_put_words(panel, text, false);
        dm_panel_put(panel, ")");
    }
    if (outlet != NULL && !outlets) {
        dm_panel_put(panel, "\n  AND +e.document IN (SELECT document FROM documents WHERE source=");
        dm_panel_put_text(panel, outlet, strlen(outlet));
        dm_panel_put(panel, ")");
    }
    if ((asked = dm_panel_asked(panel, "rule")) != NULL) {
        dm_panel_put(panel, "\n  AND e.by=");
        dm_panel_put_text(panel, asked, strlen(asked));
    }
}
