/* Panels of what was said: statements, those who speak, positions on issues. */
#include "store/panels.h"

#define PART(start, end) "CAST(substr(CAST(d.text AS BLOB), " start "+1, " end "-" start ") AS TEXT)"
/* The words of a JSON list of spans. */
#define WORDS_OF(list)                                                                                                        \
    "(SELECT group_concat(" PART("json_extract(j.value, '$[0]')", "json_extract(j.value, '$[1]')") ", ' … ')"                 \
    " FROM json_each(" list ") j)"

/* Conditions of statements q. */
static void put_statements(dm_panel_sql *panel)
{
    const char *asked = dm_panel_asked(panel, "speaker"), *speech = dm_panel_asked(panel, "speech"), *text = dm_panel_asked(panel, "text");
    dm_panel_put_days(panel, "q.day");
    if (asked != NULL || (asked = dm_panel_asked(panel, "actor")) != NULL) {
        dm_panel_put(panel, "\n  AND ");
        dm_panel_put_actor(panel, "q.actor", asked);
    }
    if (speech != NULL) {
        if (strcmp(speech, "direct") != 0 && strcmp(speech, "indirect") != 0 && strcmp(speech, "mixed") != 0)
            dm_panel_bad(panel, "speech", speech);
        dm_panel_put(panel, "\n  AND q.kind=");
        dm_panel_put_text(panel, speech, strlen(speech));
    }
    if ((asked = dm_panel_asked(panel, "outlet")) != NULL) {
        dm_panel_put(panel, "\n  AND q.document IN (SELECT document FROM documents WHERE source=");
        dm_panel_put_text(panel, asked, strlen(asked));
        dm_panel_put(panel, ")");
    }
    if (text != NULL) {
        dm_panel_put(panel, "\n  AND q.document IN (SELECT rowid FROM document_words WHERE document_words MATCH ");
        dm_panel_put_words(panel, text, false);
        dm_panel_put(panel, ")\n  AND instr(lower((SELECT " WORDS_OF("q.content") " FROM documents d WHERE d.document=q.document)), lower(");
        dm_panel_put_text(panel, text, strlen(text));
        dm_panel_put(panel, ")) > 0");
    }
}

/* Along the days of the reports, so that the latest ones are found without all the others; along the actor when one is
 * asked. */
static void write_statements(dm_panel_sql *panel)
{
    const char *order = dm_panel_asked(panel, "order");
    bool oldest = order != NULL && order[0] == 'o';
    bool actor = dm_panel_asked(panel, "speaker") != NULL || dm_panel_asked(panel, "actor") != NULL;
    dm_panel_put(panel, "SELECT q.document, q.statement, d.date, a.name AS speaker, a.code, q.kind, q.denied,\n"
                        "  json_extract(l.entities, '$[' || q.speaker || '][1]') AS role,\n"
                        "  " WORDS_OF("q.cue") " AS cue,\n"
                        "  " WORDS_OF("q.content") " AS content,\n"
                        "  d.title, d.source AS outlet, q.by\n");
    dm_panel_put(panel, actor ? "FROM (SELECT q.* FROM statements q\nWHERE 1"
                              : "FROM (SELECT q.* FROM documents r CROSS JOIN statements q USING(document)\nWHERE 1");
    put_statements(panel);
    if (!actor)
        dm_panel_put_days(panel, "r.day");
    dm_panel_put(panel, actor ? (oldest ? "\n ORDER BY q.day, q.document, q.statement" : "\n ORDER BY q.day DESC, q.document DESC, q.statement")
                              : (oldest ? "\n ORDER BY r.day, r.document, q.statement" : "\n ORDER BY r.day DESC, r.document DESC, q.statement"));
    dm_panel_put_limit(panel, 50);
    dm_panel_put(panel, ") q\nJOIN documents d USING(document) JOIN lists l USING(document) LEFT JOIN actors a ON a.actor=q.actor\n");
    dm_panel_put(panel, oldest ? "ORDER BY q.day, q.document, q.statement" : "ORDER BY q.day DESC, q.document DESC, q.statement");
}

static void write_speakers(dm_panel_sql *panel)
{
    dm_panel_put(panel, "SELECT a.name AS speaker, a.code, sum(n) AS statements\n"
                        "FROM (SELECT q.actor, count(*) AS n FROM statements q\nWHERE q.actor IS NOT NULL");
    put_statements(panel);
    dm_panel_put(panel, "\nGROUP BY 1) JOIN actors a USING(actor)\nGROUP BY a.code, a.name ORDER BY 3 DESC, 1");
    dm_panel_put_limit(panel, 40);
}

/* ---- Positions ---------------------------------------------------------------------------------------------------- */

static void put_positions(dm_panel_sql *panel)
{
    const char *asked = dm_panel_asked(panel, "issue");
    dm_panel_put_days(panel, "o.day");
    if (asked != NULL) {
        dm_panel_put(panel, "\n  AND o.issue=");
        dm_panel_put_text(panel, asked, strlen(asked));
    }
    if ((asked = dm_panel_asked(panel, "holder")) != NULL || (asked = dm_panel_asked(panel, "actor")) != NULL) {
        dm_panel_put(panel, "\n  AND ");
        dm_panel_put_actor(panel, "o.actor", asked);
    }
}

static void write_issues(dm_panel_sql *panel)
{
    dm_panel_put(panel, "SELECT o.issue, count(*) AS positions, sum(o.stance='for') AS \"for\", sum(o.stance='against') AS against,\n"
                        "  count(DISTINCT o.actor) AS holders\nFROM positions o\nWHERE o.issue IS NOT NULL");
    put_positions(panel);
    dm_panel_put(panel, "\nGROUP BY 1 ORDER BY 2 DESC, 1");
    dm_panel_put_limit(panel, 200);
}

static void write_positions(dm_panel_sql *panel)
{
    dm_panel_put(panel, "SELECT o.document, o.position, d.date, o.issue, a.name AS holder, a.code, o.stance,\n"
                        "  " PART("o.start", "o.end") " AS words, o.statement, o.event, d.title, o.by\n"
                        "FROM positions o JOIN documents d USING(document) JOIN actors a ON a.actor=o.actor\n"
                        "WHERE o.issue IS NOT NULL AND d.date IS NOT NULL");
    put_positions(panel);
    dm_panel_put(panel, "\nORDER BY o.day, o.document, o.position");
    dm_panel_put_limit(panel, 2000);
}

const dm_panel dm_panels_speech[] = {{"statements", write_statements}, {"speakers", write_speakers}, {"issues", write_issues},
                                     {"positions", write_positions},   {NULL, NULL}};
