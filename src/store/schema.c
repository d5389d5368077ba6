/* Tables of the database.  Keys are integers; what belongs to one coding of a document hangs on its number and its place
 * in the record's lists, so that rows of one document lie together. */
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
    "  code TEXT NOT NULL, country TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL,\n"
    "  UNIQUE(code, name, country, type)) STRICT",
    "CREATE INDEX actors_name ON actors(name COLLATE NOCASE)",
    "CREATE TABLE entities(\n"
    "  document INTEGER NOT NULL REFERENCES documents, entity INTEGER NOT NULL,\n"
    "  actor INTEGER NOT NULL REFERENCES actors, role TEXT,\n"
    "  PRIMARY KEY(document, entity)) STRICT, WITHOUT ROWID",
    "CREATE INDEX entities_actor ON entities(actor)",
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
    "CREATE TABLE event_source(         -- place: which of them, as in the record\n"
    "  document INTEGER NOT NULL, event INTEGER NOT NULL, place INTEGER NOT NULL, entity INTEGER NOT NULL,\n"
    "  PRIMARY KEY(document, event, place)) STRICT, WITHOUT ROWID",
    "CREATE TABLE event_target(         -- place: which of them, as in the record\n"
    "  document INTEGER NOT NULL, event INTEGER NOT NULL, place INTEGER NOT NULL, entity INTEGER NOT NULL,\n"
    "  PRIMARY KEY(document, event, place)) STRICT, WITHOUT ROWID",
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
    "  start INTEGER NOT NULL, end INTEGER NOT NULL,\n"
    "  PRIMARY KEY(document, statement, part, start, end)) STRICT, WITHOUT ROWID",
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

/* One statement per table, its parameters in the order of the columns above. */
const char *const dm_store_inserts[DM_INSERT_COUNT] = {
    [DM_INSERT_DOCUMENT] = "INSERT INTO documents(key,coder,id,date,title,source,url,text) VALUES(?,?,?,?,?,?,?,?)"
                           " ON CONFLICT(key,coder) DO NOTHING",
    [DM_INSERT_SENTENCE] = "INSERT INTO sentences VALUES(?,?,?,?)",
    [DM_INSERT_ACTOR] = "INSERT INTO actors(code,country,name,type) VALUES(?,?,?,?) ON CONFLICT DO NOTHING",
    [DM_FIND_ACTOR] = "SELECT actor FROM actors WHERE code=? AND country=? AND name=? AND type=?",
    [DM_INSERT_ENTITY] = "INSERT INTO entities VALUES(?,?,?,?)",
    [DM_INSERT_MENTION] = "INSERT INTO mentions VALUES(?,?,?,?,?,?)",
    [DM_INSERT_EVENT] = "INSERT INTO events VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    [DM_INSERT_SOURCE] = "INSERT INTO event_source VALUES(?,?,?,?)",
    [DM_INSERT_TARGET] = "INSERT INTO event_target VALUES(?,?,?,?)",
    [DM_INSERT_WORD] = "INSERT INTO event_word VALUES(?,?,?,?)",
    [DM_INSERT_EVENT_FIGURE] = "INSERT INTO event_figure VALUES(?,?,?,?)",
    [DM_INSERT_STATEMENT] = "INSERT INTO statements VALUES(?,?,?,?,?,?,?,?,?)",
    [DM_INSERT_STATEMENT_SPAN] = "INSERT OR IGNORE INTO statement_span VALUES(?,?,?,?,?)",
    [DM_INSERT_POSITION] = "INSERT INTO positions VALUES(?,?,?,?,?,?,?,?,?,?)",
    [DM_INSERT_FIGURE] = "INSERT INTO figures VALUES(?,?,?,?,?,?,?,?,?)",
    [DM_INSERT_TIME] = "INSERT INTO times VALUES(?,?,?,?,?,?)",
    [DM_INSERT_PLACE] = "INSERT INTO places VALUES(?,?,?,?,?,?,?,?,?,?)",
    [DM_INSERT_SILENT] = "INSERT OR IGNORE INTO silent VALUES(?,?,?)",
    [DM_INSERT_WARNING] = "INSERT INTO warnings VALUES(?,?,?)",
};
