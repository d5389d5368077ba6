/* Phrases of positions: the words that an issue's threads are made of, which only the tree of the text tells. */
#include "store/positions.h"

const char *const dm_positions_schema[] = {
    "CREATE TABLE IF NOT EXISTS position_phrases(\n"
    "  document INTEGER NOT NULL REFERENCES documents, position INTEGER NOT NULL,\n"
    "  turned INTEGER NOT NULL,        -- the words speak of the end or the opposite of the issue\n"
    "  head TEXT, words TEXT,          -- lemmas: what it is about, and all that say something\n"
    "  PRIMARY KEY(document, position)) STRICT, WITHOUT ROWID",
    NULL};

static void bind(sqlite3_stmt *statement, int place, dm_slice text)
{
    if (text.at == NULL)
        sqlite3_bind_null(statement, place);
    else
        sqlite3_bind_text64(statement, place, text.at, text.size, SQLITE_STATIC, SQLITE_UTF8);
}

int dm_positions_add(dm_store *store, const dm_record *record, int64_t document)
{
    int code = SQLITE_OK;
    dm_arena arena;
    if (record->position_count == 0)
        return SQLITE_OK;
    if (store->phrase == NULL)
        code = sqlite3_prepare_v3(store->db, "INSERT OR REPLACE INTO position_phrases VALUES(?,?,?,?,?)", -1,
                                  SQLITE_PREPARE_PERSISTENT, &store->phrase, NULL);
    dm_arena_init(&arena);
    for (uint32_t i = 0; i < record->position_count && code == SQLITE_OK; i++) {
        dm_phrase phrase;
        bool known = dm_phrase_of(record, i, &arena, &phrase);
        sqlite3_bind_int64(store->phrase, 1, document);
        sqlite3_bind_int64(store->phrase, 2, i);
        sqlite3_bind_int(store->phrase, 3, record->positions[i].turned);
        bind(store->phrase, 4, known ? phrase.head : (dm_slice){NULL, 0});
        bind(store->phrase, 5, known ? phrase.words : (dm_slice){NULL, 0});
        code = sqlite3_step(store->phrase);
        code = code == SQLITE_DONE ? SQLITE_OK : code;
        int reset = sqlite3_reset(store->phrase);
        code = code == SQLITE_OK ? reset : code;
    }
    if (code == SQLITE_OK && arena.failed)
        code = SQLITE_NOMEM;
    dm_arena_free(&arena);
    return code;
}
