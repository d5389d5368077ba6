/* Panels of documents: the list, and all that one of them gave. */
#include "store/panels.h"

static void write_documents(dm_panel_sql *panel)
{
    const char *text = dm_panel_asked(panel, "text"), *outlet = dm_panel_asked(panel, "outlet"), *order = dm_panel_asked(panel, "order");
    dm_panel_put(panel, "SELECT d.document, d.date, d.title, d.source AS outlet, d.id,\n"
                        "  (SELECT count(*) FROM events e WHERE e.document=d.document AND e.same_as IS NULL AND e.wrong=0) AS events,\n");
    if (text != NULL) { /* the words found stand between two marks that no text keeps */
        dm_panel_put(panel, "  snippet(document_words, 1, char(2), char(3), ' … ', 40) AS excerpt\n"
                            "FROM document_words JOIN documents d ON d.document=document_words.rowid\nWHERE document_words MATCH ");
        dm_panel_put_words(panel, text, false);
    } else {
        dm_panel_put(panel, "  substr(d.text, 1, 260) AS excerpt\nFROM documents d\nWHERE 1");
    }
    dm_panel_put_days(panel, "d.day");
    if (outlet != NULL) {
        dm_panel_put(panel, "\n  AND d.source=");
        dm_panel_put_text(panel, outlet, strlen(outlet));
    }
    if (text != NULL && order == NULL)
        dm_panel_put(panel, "\nORDER BY rank");
    else
        dm_panel_put(panel, order != NULL && order[0] == 'o' ? "\nORDER BY d.day, d.document" : "\nORDER BY d.day DESC, d.document DESC");
    dm_panel_put_limit(panel, 30);
}

/* All of one document by a statement that lacks only its number.  It is asked by that, also as find has it ("#7"), or by
 * its id. */
static void of_document(dm_panel_sql *panel, const char *sql, const char *order)
{
    const char *asked = dm_panel_asked(panel, "document");
    uint32_t number = 0;
    dm_panel_put(panel, sql);
    if (asked == NULL || dm_slice_number(dm_slice_of(asked), &number) ||
        (asked[0] == '#' && dm_slice_number(dm_slice_of(asked + 1), &number))) {
        dm_panel_put_number(panel, number);
    } else {
        asked += strncmp(asked, "id:", 3) == 0 ? 3 : 0; /* an id may be a number */
        dm_panel_put(panel, "(SELECT document FROM documents WHERE id=");
        dm_panel_put_text(panel, asked, strlen(asked));
        dm_panel_put(panel, " ORDER BY document LIMIT 1)");
    }
    dm_panel_put(panel, order);
}

static void write_document(dm_panel_sql *panel)
{
    of_document(panel, "SELECT d.document, d.id, d.date, d.title, d.source AS outlet, d.url, c.identity AS coder, d.text\n"
                      "FROM documents d JOIN coders c USING(coder)\nWHERE d.document=", "");
}
static void write_sentences(dm_panel_sql *panel)
{
    of_document(panel, "SELECT t.sentence, t.start, t.end, s.reason AS silent\n"
                       "FROM sentences t LEFT JOIN (SELECT sentence, reason FROM silent WHERE document=", ") s ON s.sentence=t.sentence\n");
    of_document(panel, "WHERE t.document=", " ORDER BY 1");
}
static void write_entities(dm_panel_sql *panel)
{
    of_document(panel, "SELECT n.entity, a.name, a.code, a.country, a.type, n.role\nFROM entities n JOIN actors a USING(actor)\n"
                      "WHERE n.document=", " ORDER BY 1");
}
static void write_mentions(dm_panel_sql *panel)
{
    of_document(panel, "SELECT mention, entity, start, end, kind\nFROM mentions WHERE document=", " ORDER BY 1");
}
static void write_coded(dm_panel_sql *panel)
{
    of_document(panel, "SELECT e.event, e.sentence, e.date, e.cameo, e.plover, e.mode, e.contexts, e.quad, e.goldstein, e.status,\n"
                      "  e.start, e.end, e.same_as, e.by, e.confidence, p.name AS place, p.country, e.wrong, e.correction,\n"
                      "  (SELECT group_concat(entity) FROM event_source s WHERE s.document=e.document AND s.event=e.event) AS sources,\n"
                      "  (SELECT group_concat(entity) FROM event_target s WHERE s.document=e.document AND s.event=e.event) AS targets,\n"
                      "  (SELECT group_concat(value) FROM json_each(e.on_word_of)) AS on_word_of\n"
                      "FROM events e LEFT JOIN locations p USING(location)\n"
                      "WHERE e.document=", " ORDER BY 1");
}
static void write_said(dm_panel_sql *panel)
{
    of_document(panel, "SELECT statement, sentence, speaker, addressee, kind, parent, denied, by\nFROM statements WHERE document=", " ORDER BY 1");
}
static void write_said_words(dm_panel_sql *panel)
{
    of_document(panel, "SELECT statement, part, place, start, end\nFROM statement_span WHERE document=", " ORDER BY 1, 2, 3");
}
static void write_stances(dm_panel_sql *panel)
{
    of_document(panel, "SELECT position, holder, stance, start, end, issue, statement, event, by\nFROM positions WHERE document=", " ORDER BY 1");
}
static void write_figures(dm_panel_sql *panel)
{
    of_document(panel, "SELECT figure, start, end, value, low, high, unit, of\nFROM figures WHERE document=", " ORDER BY 1");
}
static void write_times(dm_panel_sql *panel)
{
    of_document(panel, "SELECT time, start, end, type, value\nFROM times WHERE document=", " ORDER BY 1");
}
static void write_spots(dm_panel_sql *panel)
{
    of_document(panel, "SELECT place, start, end, name, lat, lon, geonames, country, admin1\nFROM places WHERE document=", " ORDER BY 1");
}

static void write_corrections(dm_panel_sql *panel)
{
    of_document(panel, "SELECT correction, start, end, wrong, note, author, made\nFROM corrections WHERE document=", " ORDER BY 1");
}

const dm_panel dm_panels_articles[] = {{"documents", write_documents},
                                     {"article.document", write_document},
                                     {"article.sentences", write_sentences},
                                     {"article.entities", write_entities},
                                     {"article.mentions", write_mentions},
                                     {"article.events", write_coded},
                                     {"article.statements", write_said},
                                     {"article.statement_spans", write_said_words},
                                     {"article.positions", write_stances},
                                     {"article.figures", write_figures},
                                     {"article.times", write_times},
                                     {"article.places", write_spots},
                                     {"article.corrections", write_corrections},
                                     {NULL, NULL}};
