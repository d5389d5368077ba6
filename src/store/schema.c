/* Tables of the database; docs/store.md tells them to people.  Keys are integers; what belongs to a document hangs on its
 * number and its place in the record's lists, so that rows of one document lie together.  What is only read together with
 * its document (sentences, mentions, times ...) is packed into one row of `lists`, which makes storing several times as
 * quick; views.c shows it as tables. */
#include "store/schema.h"

/* Counts over all times, for questions that ask for none.  Databases of before are given them when they are opened. */
const char *const dm_store_totals[] = {
    "CREATE TABLE pairs(               -- what dyads counts, of all months\n"
    "  source_state TEXT NOT NULL, target_state TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL,\n"
    "  verbal_cooperation INTEGER NOT NULL, material_cooperation INTEGER NOT NULL,\n"
    "  verbal_conflict INTEGER NOT NULL, material_conflict INTEGER NOT NULL, events INTEGER NOT NULL,\n"
    "  PRIMARY KEY(source_state, target_state, source, target)) STRICT, WITHOUT ROWID",
    "CREATE TABLE countries(           -- events by the country of their place\n"
    "  country TEXT NOT NULL, quad TEXT NOT NULL, plover TEXT NOT NULL, status TEXT NOT NULL, events INTEGER NOT NULL,\n"
    "  PRIMARY KEY(country, quad, plover, status)) STRICT, WITHOUT ROWID",
    NULL};

const char *const dm_store_schema[] = {
    "CREATE TABLE state(               -- how far the load has got with what is made from the documents\n"
    "  name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE coders(\n"
    "  coder INTEGER PRIMARY KEY,\n"
    "  identity TEXT NOT NULL UNIQUE) STRICT   -- version and hash of models and data",
    "CREATE TABLE documents(\n"
    "  document INTEGER PRIMARY KEY,\n"
    "  key INTEGER NOT NULL,           -- hash of id and source, or of date and text when there is no id\n"
    "  coder INTEGER NOT NULL REFERENCES coders,\n"
    "  day INTEGER NOT NULL,           -- 20240503, as GDELT writes days; 0: not known; here and below\n"
    "  id TEXT, date TEXT, title TEXT, source TEXT, url TEXT,\n"
    "  text TEXT NOT NULL) STRICT",
    "CREATE UNIQUE INDEX documents_key ON documents(key)",
    "CREATE TABLE lists(               -- JSON arrays, NULL when empty; the views of the same names show them\n"
    "  document INTEGER PRIMARY KEY REFERENCES documents,\n"
    "  sentences TEXT, entities TEXT, mentions TEXT, figures TEXT, times TEXT, places TEXT, silent TEXT,\n"
    "  warnings TEXT) STRICT",
    "CREATE TABLE actors(\n"
    "  actor INTEGER PRIMARY KEY,\n"
    "  key INTEGER NOT NULL UNIQUE,    -- hash of what follows\n"
    "  code TEXT NOT NULL, country TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL) STRICT",
    "CREATE TABLE locations(\n"
    "  location INTEGER PRIMARY KEY,\n"
    "  key INTEGER NOT NULL UNIQUE,    -- hash of what follows\n"
    "  name TEXT NOT NULL, lat REAL, lon REAL, geonames INTEGER, country TEXT NOT NULL, admin1 TEXT) STRICT",
    "CREATE TABLE events(\n"
    "  document INTEGER NOT NULL REFERENCES documents, event INTEGER NOT NULL,\n"
    "  sentence INTEGER NOT NULL, date TEXT,\n"
    "  day INTEGER NOT NULL, last_day INTEGER NOT NULL,   -- days the date covers; without a date those of the report\n"
    "  cameo TEXT NOT NULL, plover TEXT NOT NULL, mode TEXT, contexts TEXT,\n"
    "  quad TEXT NOT NULL, goldstein REAL NOT NULL, status TEXT NOT NULL,\n"
    "  place INTEGER, location INTEGER REFERENCES locations,  -- which of the document's places, and where that is\n"
    "  start INTEGER NOT NULL, end INTEGER NOT NULL,  -- the trigger: bytes in documents.text, here and below\n"
    "  source_start INTEGER, source_end INTEGER, target_start INTEGER, target_end INTEGER,\n"
    "  same_as INTEGER, on_word_of TEXT, figures TEXT,  -- JSON lists: statements, innermost first; figures\n"
    "  by TEXT NOT NULL, confidence REAL NOT NULL,\n"
    "  correction INTEGER, wrong INTEGER NOT NULL DEFAULT 0,  -- what people said of it (table corrections)\n"
    "  PRIMARY KEY(document, event)) STRICT, WITHOUT ROWID",
    "CREATE TABLE event_source(        -- place: which of them, as in the record; actor: that of the entity\n"
    "  document INTEGER NOT NULL, event INTEGER NOT NULL, place INTEGER NOT NULL, entity INTEGER NOT NULL,\n"
    "  actor INTEGER NOT NULL REFERENCES actors, day INTEGER NOT NULL,\n"
    "  PRIMARY KEY(document, event, place)) STRICT, WITHOUT ROWID",
    "CREATE TABLE event_target(        -- place: which of them, as in the record; actor: that of the entity\n"
    "  document INTEGER NOT NULL, event INTEGER NOT NULL, place INTEGER NOT NULL, entity INTEGER NOT NULL,\n"
    "  actor INTEGER NOT NULL REFERENCES actors, day INTEGER NOT NULL,\n"
    "  PRIMARY KEY(document, event, place)) STRICT, WITHOUT ROWID",
    "CREATE TABLE statements(          -- actor: that of the speaker; source, cue, content: JSON lists of spans\n"
    "  document INTEGER NOT NULL REFERENCES documents, statement INTEGER NOT NULL,\n"
    "  sentence INTEGER NOT NULL, speaker INTEGER, actor INTEGER REFERENCES actors, addressee INTEGER,\n"
    "  kind TEXT NOT NULL, parent INTEGER, denied INTEGER NOT NULL, by TEXT NOT NULL, day INTEGER NOT NULL,\n"
    "  source TEXT, cue TEXT, content TEXT, attitude TEXT NOT NULL,\n"
    "  PRIMARY KEY(document, statement)) STRICT, WITHOUT ROWID",
    "CREATE TABLE positions(           -- actor: that of the holder; day: of the report\n"
    "  document INTEGER NOT NULL REFERENCES documents, position INTEGER NOT NULL,\n"
    "  holder INTEGER NOT NULL, actor INTEGER REFERENCES actors, stance TEXT NOT NULL,\n"
    "  start INTEGER NOT NULL, end INTEGER NOT NULL, issue TEXT,\n"
    "  statement INTEGER, event INTEGER, by TEXT NOT NULL, day INTEGER NOT NULL,\n"
    "  PRIMARY KEY(document, position)) STRICT, WITHOUT ROWID",
    "CREATE TABLE corrections(         -- what people say of events; found again by its words when a text is coded anew\n"
    "  correction INTEGER PRIMARY KEY,\n"
    "  document INTEGER NOT NULL REFERENCES documents,\n"
    "  start INTEGER NOT NULL, end INTEGER NOT NULL,   -- the trigger\n"
    "  cameo TEXT NOT NULL, plover TEXT NOT NULL, sources TEXT NOT NULL, targets TEXT NOT NULL,  -- as it was coded\n"
    "  wrong INTEGER NOT NULL,         -- 1: there is no such event; 0: what follows is right where it is not NULL\n"
    "  new_cameo TEXT, new_plover TEXT, new_status TEXT, new_date TEXT, new_sources TEXT, new_targets TEXT,\n"
    "  note TEXT, author TEXT, made TEXT NOT NULL, was TEXT) STRICT  -- was: JSON, the event before it",
    "CREATE INDEX corrections_document ON corrections(document)",
    /* Counts, kept true in the transaction that changes what they count (counts.c).  Wrong events and those told again in
     * the same document (same_as) do not count. */
    "CREATE TABLE days(                -- events by the first day of their date\n"
    "  day INTEGER NOT NULL, quad TEXT NOT NULL, plover TEXT NOT NULL, status TEXT NOT NULL,\n"
    "  vague INTEGER NOT NULL,         -- 1: the date covers more than that day\n"
    "  events INTEGER NOT NULL, goldstein REAL NOT NULL,  -- the sum\n"
    "  PRIMARY KEY(day, quad, plover, status, vague)) STRICT, WITHOUT ROWID",
    "CREATE TABLE months(              -- the same by month, 202405; vague: the date goes beyond it\n"
    "  month INTEGER NOT NULL, quad TEXT NOT NULL, plover TEXT NOT NULL, status TEXT NOT NULL,\n"
    "  vague INTEGER NOT NULL, events INTEGER NOT NULL, goldstein REAL NOT NULL,\n"
    "  PRIMARY KEY(month, quad, plover, status, vague)) STRICT, WITHOUT ROWID",
    "CREATE TABLE dyads(               -- actual events by who and to whom; states: first three letters of the codes\n"
    "  source_state TEXT NOT NULL, target_state TEXT NOT NULL, month INTEGER NOT NULL,\n"
    "  source TEXT NOT NULL, target TEXT NOT NULL,\n"
    "  verbal_cooperation INTEGER NOT NULL, material_cooperation INTEGER NOT NULL,\n"
    "  verbal_conflict INTEGER NOT NULL, material_conflict INTEGER NOT NULL,\n"
    "  events INTEGER NOT NULL, goldstein REAL NOT NULL,\n"
    "  PRIMARY KEY(source_state, target_state, month, source, target)) STRICT, WITHOUT ROWID",
    "CREATE TABLE coverage(            -- what came in and what it gave, by day of the report and source\n"
    "  day INTEGER NOT NULL, source TEXT NOT NULL,\n"
    "  documents INTEGER NOT NULL, coded INTEGER NOT NULL,  -- coded: documents that gave an event\n"
    "  sentences INTEGER NOT NULL, events INTEGER NOT NULL, statements INTEGER NOT NULL, positions INTEGER NOT NULL,\n"
    "  PRIMARY KEY(day, source)) STRICT, WITHOUT ROWID",
    "CREATE TABLE silence(             -- sentences that gave no event, and why; words of the text are \"…\" in the reason\n"
    "  day INTEGER NOT NULL, source TEXT NOT NULL, reason TEXT NOT NULL, sentences INTEGER NOT NULL,\n"
    "  PRIMARY KEY(day, source, reason)) STRICT, WITHOUT ROWID",
    /* Words: of documents, and of the names of actors in their folded form.  Filled when the load is through. */
    "CREATE VIRTUAL TABLE document_words USING fts5(title, text, content='documents', content_rowid='document',"
    " tokenize='unicode61 remove_diacritics 2')",
    /* Words are gathered in 32 MB before they are written, and merged when they lie in eight pieces, not in four. */
    "INSERT INTO document_words(document_words, rank) VALUES('hashsize', 33554432)",
    "INSERT INTO document_words(document_words, rank) VALUES('automerge', 8)",
    "CREATE TRIGGER documents_words AFTER UPDATE OF title, text ON documents WHEN (old.text IS NOT new.text OR old.title IS\n"
    "  NOT new.title) AND old.document<=(SELECT value FROM state WHERE name='words') BEGIN\n"
    "  INSERT INTO document_words(document_words, rowid, title, text)\n"
    "    VALUES('delete', old.document, old.title, old.text);\n"
    "  INSERT INTO document_words(rowid, title, text) VALUES(new.document, new.title, new.text);\n"
    "END",
    "CREATE VIRTUAL TABLE actor_words USING fts5(name, content='', tokenize='unicode61 remove_diacritics 2')",
    NULL};

/* Made after the first load into an empty database, which is quicker than keeping them from the beginning. */
const char *const dm_store_indexes[] = {
    "CREATE INDEX IF NOT EXISTS documents_day ON documents(day)",
    "CREATE INDEX IF NOT EXISTS documents_source ON documents(source, day)",
    "CREATE INDEX IF NOT EXISTS documents_id ON documents(id)",
    "CREATE INDEX IF NOT EXISTS actors_code ON actors(code)",
    "CREATE INDEX IF NOT EXISTS events_day ON events(day)",
    "CREATE INDEX IF NOT EXISTS events_last_day ON events(last_day) WHERE last_day>day",
    "CREATE INDEX IF NOT EXISTS events_plover ON events(plover, day)",
    "CREATE INDEX IF NOT EXISTS events_cameo ON events(cameo, day)",
    "CREATE INDEX IF NOT EXISTS events_by ON events(by, day)",
    "CREATE INDEX IF NOT EXISTS events_status ON events(status, day)",
    /* All that counting by place asks, so that no event is looked up. */
    "CREATE INDEX IF NOT EXISTS events_location ON events(location, day, last_day, quad, plover, status, same_as, wrong)"
    " WHERE location IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS event_source_actor ON event_source(actor, day)",
    "CREATE INDEX IF NOT EXISTS event_target_actor ON event_target(actor, day)",
    "CREATE INDEX IF NOT EXISTS statements_actor ON statements(actor, day, kind) WHERE actor IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS positions_issue ON positions(issue, day)",
    "CREATE INDEX IF NOT EXISTS positions_actor ON positions(actor, day)",
    "CREATE INDEX IF NOT EXISTS tellings_days ON tellings(first, last, incident)",
    "CREATE INDEX IF NOT EXISTS dyads_target ON dyads(target_state, source_state, month)",
    NULL};

#define ROWS(table, columns, from) "INSERT OR FAIL INTO " table "(" columns ") SELECT " from " FROM dm_rows"

/* OR FAIL: nothing is undone by the statement itself; add.c takes back what a document has added. */
const char *const dm_store_statements[DM_STATEMENT_COUNT] = {
    [DM_LIST_EVENTS] = ROWS("events",
                            "document,event,sentence,date,day,last_day,cameo,plover,mode,contexts,quad,goldstein,status,"
                            "place,location,start,end,source_start,source_end,target_start,target_end,same_as,on_word_of,"
                            "figures,by,confidence",
                            "c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,c10,c11,c12,c13,c14,c15,c16,c17,c18,c19,c20,c21,c22,c23,c24,c25"),
    [DM_LIST_SOURCES] = ROWS("event_source", "document,event,place,entity,actor,day", "c0,c1,c2,c3,c4,c5"),
    [DM_LIST_TARGETS] = ROWS("event_target", "document,event,place,entity,actor,day", "c0,c1,c2,c3,c4,c5"),
    [DM_LIST_STATEMENTS] = ROWS("statements",
                                "document,statement,sentence,speaker,actor,addressee,kind,parent,denied,by,day,source,cue,"
                                "content,attitude",
                                "c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,c10,c11,c12,c13,c14"),
    [DM_LIST_POSITIONS] = ROWS("positions", "document,position,holder,actor,stance,start,end,issue,statement,event,by,day",
                               "c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,c10,c11"),
    [DM_INSERT_LISTS] = "INSERT OR FAIL INTO lists VALUES(?,?,?,?,?,?,?,?,?)",
    [DM_INSERT_DOCUMENT] = ("INSERT INTO documents(key,coder,day,id,date,title,source,url,text) VALUES(?,?,?,?,?,?,?,?,?)"
                            " ON CONFLICT(key) DO NOTHING"),
    [DM_FIND_DOCUMENT] = "SELECT document, coder FROM documents WHERE key=?",
    [DM_SAME_TEXT] = "SELECT text=?2 FROM documents WHERE document=?1",
    [DM_RECODE_DOCUMENT] = ("UPDATE documents SET coder=?2,day=?3,id=?4,date=?5,title=?6,source=?7,url=?8,text=?9"
                            " WHERE key=?1"),
    [DM_FIND_OLDER] = ("SELECT document, id, title, source, url, text, date FROM documents NOT INDEXED WHERE document>?1"
                       " AND coder<>coalesce((SELECT coder FROM coders WHERE identity=?2), 0) ORDER BY document LIMIT 1"),
    [DM_INSERT_CODER] = "INSERT INTO coders(identity) VALUES(?) ON CONFLICT DO NOTHING",
    [DM_FIND_CODER] = "SELECT coder FROM coders WHERE identity=?",
    [DM_INSERT_ACTOR] = "INSERT INTO actors(key,code,country,name,type) VALUES(?,?,?,?,?)",
    [DM_FIND_ACTOR] = "SELECT actor FROM actors WHERE key=?",
    [DM_INSERT_LOCATION] = "INSERT INTO locations(key,name,lat,lon,geonames,country,admin1) VALUES(?,?,?,?,?,?,?)",
    [DM_FIND_LOCATION] = "SELECT location FROM locations WHERE key=?",
};

const char *const dm_store_tables[] = {"lists", "events", "event_source", "event_target", "statements", "positions", "position_phrases",
                                       "documents", NULL};
