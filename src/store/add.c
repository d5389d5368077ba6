/* A record into the tables: each document whole or not at all. */
#include "store/schema.h"

#include <stdlib.h>

#define DM_DOCUMENTS_A_COMMIT 256

/* What adding one document goes through; `code` is the first failure of SQLite. */
typedef struct store_add {
    dm_store *store;
    const dm_record *record;
    sqlite3_stmt *now; /* statement being filled */
    int place;         /* its last parameter set */
    int code;
} store_add;

static void note(store_add *add, int code)
{
    if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW && add->code == SQLITE_OK)
        add->code = code;
}

static void begin(store_add *add, int which)
{
    sqlite3_stmt **statement = &add->store->statements[which];
    add->place = 0;
    if (add->code == SQLITE_OK && *statement == NULL)
        note(add, sqlite3_prepare_v3(add->store->db, dm_store_statements[which], -1, SQLITE_PREPARE_PERSISTENT,
                                     statement, NULL));
    add->now = add->code == SQLITE_OK ? *statement : NULL;
}

static void put_number(store_add *add, int64_t value)
{
    if (add->code == SQLITE_OK)
        note(add, sqlite3_bind_int64(add->now, ++add->place, value));
}

/* Absent is NULL.  The bytes outlive the statement's step. */
static void put_text(store_add *add, dm_slice text)
{
    if (add->code != SQLITE_OK)
        return;
    if (text.at == NULL)
        note(add, sqlite3_bind_null(add->now, ++add->place));
    else
        note(add, sqlite3_bind_text64(add->now, ++add->place, text.at, text.size, SQLITE_STATIC, SQLITE_UTF8));
}

static void put_word(store_add *add, const char *text) { put_text(add, dm_slice_of(text)); }

/* For columns that are NOT NULL. */
static void put_present(store_add *add, dm_slice text) { put_text(add, text.at == NULL ? (dm_slice){"", 0} : text); }

static void put_date(store_add *add, dm_date date, char room[16])
{
    if (date.year == 0) {
        put_text(add, (dm_slice){NULL, 0});
        return;
    }
    snprintf(room, 16, "%04d-%02d-%02d", date.year, date.month, date.day);
    if (date.month == 0 || date.day == 0)
        room[date.month == 0 ? 4 : 7] = '\0';
    put_word(add, room);
}

/* Runs the statement; *number receives the first column of its row, when it has one. */
static bool step(store_add *add, int64_t *number)
{
    if (add->now == NULL || add->code != SQLITE_OK)
        return false;
    int code = sqlite3_step(add->now);
    note(add, code);
    if (code == SQLITE_ROW && number != NULL)
        *number = sqlite3_column_int64(add->now, 0);
    note(add, sqlite3_reset(add->now));
    return code == SQLITE_ROW;
}

/* ---- Rows that documents share ------------------------------------------------------------------------------------
 */

static void find_coder(store_add *add)
{
    dm_store *store = add->store;
    uint64_t hash = dm_hash(add->record->identity.at, add->record->identity.size) | 1;
    if (store->identity == hash)
        return;
    begin(add, DM_INSERT_CODER);
    put_present(add, add->record->identity);
    step(add, NULL);
    begin(add, DM_FIND_CODER);
    put_present(add, add->record->identity);
    if (step(add, &store->coder))
        store->identity = hash;
}

/* The row of an actor: same code, country, name and type, whatever the document. */
static int64_t actor_row(store_add *add, const dm_entity *entity)
{
    dm_store *store = add->store;
    uint64_t key =
        dm_mix(dm_mix(dm_hash(entity->name.at, entity->name.size), dm_hash(entity->actor, strlen(entity->actor))),
               dm_mix(dm_hash(entity->country, strlen(entity->country)), (uint64_t)entity->type));
    uint32_t known = dm_map_get(&store->actors, key);
    if (known != DM_NONE)
        return known;
    int64_t found = 0;
    begin(add, DM_FIND_ACTOR);
    put_number(add, (int64_t)key);
    if (!step(add, &found)) {
        begin(add, DM_INSERT_ACTOR);
        put_number(add, (int64_t)key);
        put_word(add, entity->actor);
        put_word(add, entity->country);
        put_present(add, entity->name);
        put_word(add, dm_entity_type_name(entity->type));
        step(add, NULL);
        found = sqlite3_last_insert_rowid(store->db);
    }
    if (add->code == SQLITE_OK && found < (int64_t)DM_NONE) {
        if (store->actors.count >= DM_ACTORS_KNOWN) { /* constant memory, whatever the number of names */
            dm_map_free(&store->actors);
            dm_map_init(&store->actors);
        }
        dm_map_set(&store->actors, key, (uint32_t)found); /* only a quicker way to find it */
    }
    return found;
}

/* ---- Rows of one document -------------------------------------------------------------------------------------------
 */

/* store->rows: the row of actors of each entity. */
static void find_actors(store_add *add)
{
    dm_store *store = add->store;
    uint32_t count = add->record->refers.entity_count;
    if (count > store->row_room) {
        int64_t *larger = realloc(store->rows, count * sizeof *larger);
        if (larger == NULL) {
            note(add, SQLITE_NOMEM);
            return;
        }
        store->rows = larger;
        store->row_room = count;
    }
    for (uint32_t i = 0; i < count && add->code == SQLITE_OK; i++)
        store->rows[i] = actor_row(add, &add->record->refers.entities[i]);
}

uint64_t dm_document_key(const dm_document *document)
{
    return document->id.size != 0 ? dm_mix(dm_hash(document->id.at, document->id.size),
                                           dm_hash(document->source.at, document->source.size))
                                  : dm_mix(dm_hash(document->text.at, document->text.size),
                                           ((uint64_t)document->date.year << 16) +
                                               ((uint64_t)document->date.month << 8) + document->date.day);
}

/* The row of the document; false when it is there already. */
static bool add_document(store_add *add)
{
    const dm_document *document = &add->record->document;
    char date[16] = "";
    uint64_t key = dm_document_key(document);
    begin(add, DM_INSERT_DOCUMENT);
    put_number(add, (int64_t)key);
    put_number(add, add->store->coder);
    put_text(add, document->id);
    put_date(add, document->date, date);
    put_text(add, document->title);
    put_text(add, document->source);
    put_text(add, document->url);
    put_present(add, document->text);
    step(add, NULL);
    if (add->code != SQLITE_OK || sqlite3_changes(add->store->db) == 0)
        return false;
    add->store->document = sqlite3_last_insert_rowid(add->store->db);
    return true;
}

static void add_lists(store_add *add)
{
    dm_store *store = add->store;
    store->record = add->record;
    for (int list = 0; list < DM_LIST_COUNT; list++) {
        if (dm_store_count(add->record, list) == 0)
            continue;
        store->list = list;
        begin(add, list);
        step(add, NULL);
    }
    store->record = NULL;
}

/* Takes a document back that could be added only in part; what was added before it stays, unless even that fails. */
static void take_back(dm_store *store)
{
    char sql[96];
    int code = SQLITE_OK;
    /* What is remembered of rows that go is void. */
    dm_map_free(&store->actors);
    dm_map_init(&store->actors);
    store->identity = 0;
    if (sqlite3_get_autocommit(store->db)) { /* SQLite gave the whole transaction up */
        store->pending = false;
        return;
    }
    for (size_t i = 0; store->document != 0 && dm_store_tables[i] != NULL && code == SQLITE_OK; i++) {
        snprintf(sql, sizeof sql, "DELETE FROM %s WHERE document=%lld", dm_store_tables[i], (long long)store->document);
        code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    }
    if (code != SQLITE_OK) {
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
        store->pending = false;
    }
}

dm_status dm_store_add(dm_store *store, const dm_record *record, bool *added, dm_error *error)
{
    store_add add = {.store = store, .record = record, .code = SQLITE_OK};
    bool unused;
    added = added == NULL ? &unused : added;
    *added = false;
    if (!store->pending) {
        int code = sqlite3_exec(store->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
        if (code != SQLITE_OK)
            return dm_store_fail(store, code, "storing", error);
        store->pending = true;
        store->pending_documents = 0;
    }
    store->document = 0;
    find_coder(&add);
    if (add.code == SQLITE_OK && add_document(&add)) {
        find_actors(&add);
        if (add.code == SQLITE_OK)
            add_lists(&add);
        *added = add.code == SQLITE_OK;
    }
    if (add.code != SQLITE_OK) {
        *added = false;
        dm_status status = dm_store_fail(store, add.code, "storing", error);
        uint32_t before = store->pending_documents;
        take_back(store);
        if (!store->pending && before > 0 && error != NULL) {
            char why[160];
            snprintf(why, sizeof why, "%.150s", error->why);
            dm_fail(error, status, store->name, 0, 0, "%s; the %u documents before it are not stored either", why,
                    before);
        }
        return status;
    }
    if (*added && ++store->pending_documents >= DM_DOCUMENTS_A_COMMIT)
        return dm_store_commit(store, error);
    return DM_OK;
}
