/* Views: what is packed in `lists` and in rows of events and statements, shown as tables; and events as people read them. */
#include "store/schema.h"

#define PART(at) "json_extract(j.value,'$[" at "]')"

const char *const dm_store_views[] = {
    "CREATE VIEW sentences AS\n"
    "  SELECT l.document, j.key AS sentence, " PART("0") " AS start, " PART("1") " AS end\n"
    "  FROM lists l, json_each(l.sentences) j",
    "CREATE VIEW entities AS\n"
    "  SELECT l.document, j.key AS entity, " PART("0") " AS actor, " PART("1") " AS role\n"
    "  FROM lists l, json_each(l.entities) j",
    "CREATE VIEW mentions AS\n"
    "  SELECT l.document, j.key AS mention, " PART("0") " AS entity, " PART("1") " AS start, " PART("2") " AS end,\n"
    "    " PART("3") " AS kind\n"
    "  FROM lists l, json_each(l.mentions) j",
    "CREATE VIEW figures AS             -- low or high NULL: open\n"
    "  SELECT l.document, j.key AS figure, " PART("0") " AS start, " PART("1") " AS end, " PART("2") " AS value,\n"
    "    " PART("3") " AS low, " PART("4") " AS high, " PART("5") " AS unit, " PART("6") " AS of\n"
    "  FROM lists l, json_each(l.figures) j",
    "CREATE VIEW times AS\n"
    "  SELECT l.document, j.key AS time, " PART("0") " AS start, " PART("1") " AS end, " PART("2") " AS type,\n"
    "    " PART("3") " AS value\n"
    "  FROM lists l, json_each(l.times) j",
    "CREATE VIEW places AS\n"
    "  SELECT l.document, j.key AS place, " PART("0") " AS start, " PART("1") " AS end, o.location, o.name, o.lat, o.lon,\n"
    "    o.geonames, o.country, o.admin1\n"
    "  FROM lists l, json_each(l.places) j LEFT JOIN locations o ON o.location=" PART("2"),
    "CREATE VIEW silent AS              -- sentences that gave no event, and why\n"
    "  SELECT l.document, " PART("0") " AS sentence, " PART("1") " AS reason\n"
    "  FROM lists l, json_each(l.silent) j",
    "CREATE VIEW warnings AS\n"
    "  SELECT l.document, j.key AS warning, j.value AS text FROM lists l, json_each(l.warnings) j",
    "CREATE VIEW event_word AS          -- on whose word: statements, innermost first\n"
    "  SELECT e.document, e.event, j.key AS place, j.value AS statement FROM events e, json_each(e.on_word_of) j",
    "CREATE VIEW event_figure AS\n"
    "  SELECT e.document, e.event, j.key AS place, j.value AS figure FROM events e, json_each(e.figures) j",
    "CREATE VIEW statement_span AS      -- part: source, cue, content\n"
    "  SELECT s.document, s.statement, 'source' AS part, j.key AS place, " PART("0") " AS start, " PART("1") " AS end\n"
    "  FROM statements s, json_each(s.source) j UNION ALL\n"
    "  SELECT s.document, s.statement, 'cue', j.key, " PART("0") ", " PART("1") "\n"
    "  FROM statements s, json_each(s.cue) j UNION ALL\n"
    "  SELECT s.document, s.statement, 'content', j.key, " PART("0") ", " PART("1") "\n"
    "  FROM statements s, json_each(s.content) j",
    "CREATE VIEW event_mentions AS      -- where a document tells an event: the event, and what tells it (again)\n"
    "  SELECT document, coalesce(same_as, event) AS event, event AS mention, sentence, start, end, by, confidence\n"
    "  FROM events WHERE NOT wrong",
    /* Bytes of UTF-8 are cut out of a BLOB; both casts keep the bytes. */
    "CREATE VIEW event_list AS          -- an event a row, as people read it\n"
    "  SELECT e.document, e.event, d.id, e.day, e.date,\n"
    "    (SELECT group_concat(nullif(a.code, ''), '+') FROM event_source s JOIN actors a USING(actor)\n"
    "     WHERE s.document=e.document AND s.event=e.event) AS source,\n"
    "    (SELECT group_concat(nullif(a.code, ''), '+') FROM event_target s JOIN actors a USING(actor)\n"
    "     WHERE s.document=e.document AND s.event=e.event) AS target,\n"
    "    (SELECT group_concat(a.name, '; ') FROM event_source s JOIN actors a USING(actor)\n"
    "     WHERE s.document=e.document AND s.event=e.event) AS source_name,\n"
    "    (SELECT group_concat(a.name, '; ') FROM event_target s JOIN actors a USING(actor)\n"
    "     WHERE s.document=e.document AND s.event=e.event) AS target_name,\n"
    "    e.plover, e.cameo, e.mode, e.quad, e.goldstein, e.status, o.name AS place, o.country, o.lat, o.lon,\n"
    "    CAST(substr(CAST(d.text AS BLOB), e.start+1, e.end-e.start) AS TEXT) AS words,\n"
    "    (SELECT CAST(substr(CAST(d.text AS BLOB), json_extract(l.sentences, '$['||e.sentence||'][0]')+1,\n"
    "       json_extract(l.sentences, '$['||e.sentence||'][1]')-json_extract(l.sentences, '$['||e.sentence||'][0]'))\n"
    "       AS TEXT) FROM lists l WHERE l.document=e.document) AS sentence,\n"
    "    d.title, d.source AS paper, d.url, e.by, e.confidence, e.correction, c.identity AS coder\n"
    "  FROM events e JOIN documents d USING(document) JOIN coders c USING(coder) LEFT JOIN locations o USING(location)\n"
    "  WHERE NOT e.wrong",
    NULL};
