/* Tables of the database.  Keys are integers; what belongs to one coding of a document hangs on its number and its
 * place in the record's lists, so that rows of one document lie together. */
#include "store/schema.h"

const char *const dm_store_schema[] = {
    "CREATE TABLE coders(\n"
    "  coder INTEGER PRIMARY KEY,\n"
    "  identity TEXT NOT NULL UNIQUE) STRICT",
    "CREATE TABLE documents(\n"
    "  document INTEGER PRIMARY KEY,\n"
    "  key INTEGER NOT NULL,           -- hash of the id, or of date and text when there is none\n"
    "  coder INTEGER NOT NULL REFERENCES coders,\n"
    "  id TEXT, date TEXT, title TEXT, source TEXT, url TEXT,\n"
    "  text TEXT NOT NULL) STRICT",
    "CREATE UNIQUE INDEX documents_key ON documents(key, coder)",
    "CREATE INDEX documents_date ON documents(date)",
    "CREATE TABLE sentences(\n"
    "  document INTEGER NOT NULL REFERENCES documents, sentence INTEGER NOT NULL,\n"
    "  start INTEGER NOT NULL, end INTEGER NOT NULL,  -- bytes in documents.text, here and below\n"
    "  PRIMARY KEY(document, sentence)) STRICT, WITHOUT ROWID",
    "CREATE TABLE actors(\n"
    "  actor INTEGER PRIMARY KEY,\n"
    "  key INTEGER NOT NULL UNIQUE,    -- hash of what follows\n"
    "  code TEXT NOT NULL, country TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL) STRICT",
    "CREATE TABLE entities(\n"
    "  document INTEGER NOT NULL REFERENCES documents, entity INTEGER NOT NULL,\n"
    "  actor INTEGER NOT NULL REFERENCES actors, role TEXT,\n"
    "  PRIMARY KEY(document, entity)) STRICT, WITHOUT ROWID",
    "CREATE TABLE mentions(\n"
    "  document INTEGER NOT NULL REFERENCES documents, mention INTEGER NOT NULL, entity INTEGER NOT NULL,\n"
    "  start INTEGER NOT NULL, end INTEGER NOT NULL, kind TEXT NOT NULL,\n"
    "  PRIMARY KEY(document, mention)) STRICT, WITHOUT ROWID",
    "CREATE TABLE events(\n"
    "  document INTEGER NOT NULL REFERENCES documents, event INTEGER NOT NULL,\n"
    "  sentence INTEGER NOT NULL, date TEXT, cameo TEXT NOT NULL, plover TEXT NOT NULL, mode TEXT, contexts TEXT,\n"
    "  quad TEXT NOT NULL, goldstein REAL NOT NULL, status TEXT NOT NULL, place INTEGER,\n"
    "  start INTEGER NOT NULL, end INTEGER NOT NULL,  -- the trigger\n"
    "  same_as INTEGER, by TEXT NOT NULL, confidence REAL NOT NULL,\n"
    "  PRIMARY KEY(document, event)) STRICT, WITHOUT ROWID",
    "CREATE INDEX events_date ON events(date)",
    "CREATE INDEX events_plover ON events(plover, date)",
    "CREATE TABLE event_source(        -- place: which of them, as in the record; actor: that of the entity\n"
    "  document INTEGER NOT NULL, event INTEGER NOT NULL, place INTEGER NOT NULL, entity INTEGER NOT NULL,\n"
    "  actor INTEGER NOT NULL REFERENCES actors,\n"
    "  PRIMARY KEY(document, event, place)) STRICT, WITHOUT ROWID",
    "CREATE INDEX event_source_actor ON event_source(actor)",
    "CREATE TABLE event_target(        -- place: which of them, as in the record; actor: that of the entity\n"
    "  document INTEGER NOT NULL, event INTEGER NOT NULL, place INTEGER NOT NULL, entity INTEGER NOT NULL,\n"
    "  actor INTEGER NOT NULL REFERENCES actors,\n"
    "  PRIMARY KEY(document, event, place)) STRICT, WITHOUT ROWID",
    "CREATE INDEX event_target_actor ON event_target(actor)",
    "CREATE TABLE event_word(           -- on whose word: statements, innermost first\n"
    "  document INTEGER NOT NULL, event INTEGER NOT NULL, place INTEGER NOT NULL, statement INTEGER NOT NULL,\n"
    "  PRIMARY KEY(document, event, place)) STRICT, WITHOUT ROWID",
    "CREATE TABLE event_figure(         -- place: which of them, as in the record\n"
    "  document INTEGER NOT NULL, event INTEGER NOT NULL, place INTEGER NOT NULL, figure INTEGER NOT NULL,\n"
    "  PRIMARY KEY(document, event, place)) STRICT, WITHOUT ROWID",
    "CREATE TABLE statements(\n"
    "  document INTEGER NOT NULL REFERENCES documents, statement INTEGER NOT NULL,\n"
    "  sentence INTEGER NOT NULL, speaker INTEGER, addressee INTEGER, kind TEXT NOT NULL, parent INTEGER,\n"
    "  denied INTEGER NOT NULL, by TEXT NOT NULL,\n"
    "  PRIMARY KEY(document, statement)) STRICT, WITHOUT ROWID",
    "CREATE TABLE statement_span(\n"
    "  document INTEGER NOT NULL, statement INTEGER NOT NULL, part TEXT NOT NULL,  -- source, cue, content\n"
    "  place INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,\n"
    "  PRIMARY KEY(document, statement, part, place)) STRICT, WITHOUT ROWID",
    "CREATE TABLE positions(\n"
    "  document INTEGER NOT NULL REFERENCES documents, position INTEGER NOT NULL,\n"
    "  holder INTEGER NOT NULL, stance TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, issue TEXT,\n"
    "  statement INTEGER, event INTEGER, by TEXT NOT NULL,\n"
    "  PRIMARY KEY(document, position)) STRICT, WITHOUT ROWID",
    "CREATE INDEX positions_issue ON positions(issue)",
    "CREATE TABLE figures(\n"
    "  document INTEGER NOT NULL REFERENCES documents, figure INTEGER NOT NULL,\n"
    "  start INTEGER NOT NULL, end INTEGER NOT NULL, value REAL, low REAL, high REAL,  -- low or high NULL: open\n"
    "  unit TEXT, of TEXT,\n"
    "  PRIMARY KEY(document, figure)) STRICT, WITHOUT ROWID",
    "CREATE TABLE times(\n"
    "  document INTEGER NOT NULL REFERENCES documents, time INTEGER NOT NULL,\n"
    "  start INTEGER NOT NULL, end INTEGER NOT NULL, type TEXT NOT NULL, value TEXT,\n"
    "  PRIMARY KEY(document, time)) STRICT, WITHOUT ROWID",
    "CREATE TABLE places(\n"
    "  document INTEGER NOT NULL REFERENCES documents, place INTEGER NOT NULL,\n"
    "  start INTEGER NOT NULL, end INTEGER NOT NULL, name TEXT NOT NULL, lat REAL, lon REAL, geonames INTEGER,\n"
    "  country TEXT NOT NULL, admin1 TEXT,\n"
    "  PRIMARY KEY(document, place)) STRICT, WITHOUT ROWID",
    "CREATE TABLE silent(\n"
    "  document INTEGER NOT NULL REFERENCES documents, sentence INTEGER NOT NULL, reason TEXT NOT NULL,\n"
    "  PRIMARY KEY(document, sentence)) STRICT, WITHOUT ROWID",
    "CREATE TABLE warnings(\n"
    "  document INTEGER NOT NULL REFERENCES documents, warning INTEGER NOT NULL, text TEXT NOT NULL,\n"
    "  PRIMARY KEY(document, warning)) STRICT, WITHOUT ROWID",
    NULL};

#define ROWS(table, columns) "INSERT OR FAIL INTO " table " SELECT " columns " FROM dm_rows"
#define THREE "c0,c1,c2"
#define FOUR THREE ",c3"
#define FIVE FOUR ",c4"
#define SIX FIVE ",c5"
#define NINE SIX ",c6,c7,c8"
#define TEN NINE ",c9"
#define SEVENTEEN TEN ",c10,c11,c12,c13,c14,c15,c16"

/* OR FAIL: nothing is undone by the statement itself; add.c takes back what a document has added. */
const char *const dm_store_statements[DM_STATEMENT_COUNT] = {
    [DM_LIST_SENTENCES] = ROWS("sentences", FOUR),
    [DM_LIST_ENTITIES] = ROWS("entities", FOUR),
    [DM_LIST_MENTIONS] = ROWS("mentions", SIX),
    [DM_LIST_EVENTS] = ROWS("events", SEVENTEEN),
    [DM_LIST_SOURCES] = ROWS("event_source", FIVE),
    [DM_LIST_TARGETS] = ROWS("event_target", FIVE),
    [DM_LIST_WORDS] = ROWS("event_word", FOUR),
    [DM_LIST_EVENT_FIGURES] = ROWS("event_figure", FOUR),
    [DM_LIST_STATEMENT_SPANS] = ROWS("statement_span", SIX),
    [DM_LIST_STATEMENTS] = ROWS("statements", NINE),
    [DM_LIST_POSITIONS] = ROWS("positions", TEN),
    [DM_LIST_FIGURES] = ROWS("figures", NINE),
    [DM_LIST_TIMES] = ROWS("times", SIX),
    [DM_LIST_PLACES] = ROWS("places", TEN),
    [DM_LIST_SILENT] = "INSERT OR IGNORE INTO silent SELECT " THREE " FROM dm_rows",
    [DM_LIST_WARNINGS] = ROWS("warnings", THREE),
    [DM_INSERT_DOCUMENT] = ("INSERT INTO documents(key,coder,id,date,title,source,url,text) VALUES(?,?,?,?,?,?,?,?)"
                            " ON CONFLICT(key,coder) DO NOTHING"),
    [DM_INSERT_CODER] = "INSERT INTO coders(identity) VALUES(?) ON CONFLICT DO NOTHING",
    [DM_FIND_CODER] = "SELECT coder FROM coders WHERE identity=?",
    [DM_INSERT_ACTOR] = "INSERT INTO actors(key,code,country,name,type) VALUES(?,?,?,?,?)",
    [DM_FIND_ACTOR] = "SELECT actor FROM actors WHERE key=?",
};

const char *const dm_store_tables[] = {
    "sentences",  "entities",     "mentions",   "events",         "event_source", "event_target",
    "event_word", "event_figure", "statements", "statement_span", "positions",    "figures",
    "times",      "places",       "silent",     "warnings",       "documents",    NULL};
