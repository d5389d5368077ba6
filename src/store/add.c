/* A record into the tables: each document whole or not at all. */
#include "store/incidents.h"
#include "store/match.h"
#include "store/positions.h"

#include <stdlib.h>
#include <time.h>

/* A commit is for so many documents, or so many bytes of text, or what came in so many seconds: large enough to cost little,
 * small enough that what a kill undoes is coded again in seconds. */
#define DM_DOCUMENTS_A_COMMIT 8192
#define DM_BYTES_A_COMMIT 4000000
#define DM_SECONDS_A_COMMIT 3

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

static void put_real(store_add *add, double value)
{
    if (add->code == SQLITE_OK)
        note(add, sqlite3_bind_double(add->now, ++add->place, value));
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

/* Runs the statement; *first and *second receive the columns of its row, when it has one. */
static bool step_two(store_add *add, int64_t *first, int64_t *second)
{
    if (add->now == NULL || add->code != SQLITE_OK)
        return false;
    int code = sqlite3_step(add->now);
    note(add, code);
    if (code == SQLITE_ROW && first != NULL)
        *first = sqlite3_column_int64(add->now, 0);
    if (code == SQLITE_ROW && second != NULL)
        *second = sqlite3_column_int64(add->now, 1);
    note(add, sqlite3_reset(add->now));
    return code == SQLITE_ROW;
}

static bool step(store_add *add, int64_t *number) { return step_two(add, number, NULL); }

/* ---- Days --------------------------------------------------------------------------------------------------------- */

int32_t dm_store_day(dm_date date, bool last)
{
    if (date.year == 0)
        return 0;
    if (date.month == 0)
        date.month = last ? 12 : 1, date.day = 0;
    if (date.day == 0)
        date.day = last ? (uint8_t)dm_days_in_month(date.year, date.month) : 1;
    return date.year * 10000 + date.month * 100 + date.day;
}

dm_day_range dm_store_days(dm_slice value, dm_date report)
{
    dm_day_range days = {dm_store_day(report, false), dm_store_day(report, true)};
    int32_t first, last;
    dm_date date;
    if (value.at == NULL)
        return days;
    if (dm_date_parse(value, &date)) /* nearly all are */
        return (dm_day_range){dm_store_day(date, false), dm_store_day(date, true)};
    if (!dm_value_days(value, &first, &last))
        return (dm_day_range){0, 0};
    return (dm_day_range){dm_store_day(dm_date_of_days(first), false), dm_store_day(dm_date_of_days(last), false)};
}

/* ---- Rows that documents share ------------------------------------------------------------------------------------ */

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

/* Remembers a row by its key; only a quicker way to find it, so memory stays bounded whatever the number of names. */
static void remember(dm_map *known, uint64_t key, int64_t row)
{
    if (row >= (int64_t)DM_NONE)
        return;
    if (known->count >= DM_ROWS_KNOWN) {
        dm_map_free(known);
        dm_map_init(known);
    }
    dm_map_set(known, key, (uint32_t)row);
}

/* The row of an actor: same code, country, name and type, whatever the document. */
static int64_t actor_row(store_add *add, dm_slice name, const char *code, const char *country, dm_entity_type type)
{
    dm_store *store = add->store;
    uint64_t key = dm_mix(dm_mix(dm_hash(name.at, name.size), dm_hash(code, strlen(code))),
                          dm_mix(dm_hash(country, strlen(country)), (uint64_t)type));
    uint32_t known = dm_map_get(&store->actors, key);
    if (known != DM_NONE)
        return known;
    int64_t found = 0;
    begin(add, DM_FIND_ACTOR);
    put_number(add, (int64_t)key);
    if (!step(add, &found)) {
        begin(add, DM_INSERT_ACTOR);
        put_number(add, (int64_t)key);
        put_word(add, code);
        put_word(add, country);
        put_present(add, name);
        put_word(add, dm_entity_type_name(type));
        step(add, NULL);
        found = sqlite3_last_insert_rowid(store->db);
    }
    if (add->code == SQLITE_OK)
        remember(&store->actors, key, found);
    return found;
}

int64_t dm_store_actor(dm_store *store, dm_slice name, const char *code, const char *country, dm_entity_type type,
                       int *failure)
{
    store_add add = {.store = store, .code = SQLITE_OK};
    int64_t row = actor_row(&add, name, code, country, type);
    *failure = add.code;
    return row;
}

static uint64_t bits_of(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static int64_t location_row(store_add *add, const dm_place *place)
{
    dm_store *store = add->store;
    uint64_t key = dm_mix(dm_mix(dm_hash(place->name.at, place->name.size), dm_hash(place->admin1.at, place->admin1.size)),
                          dm_mix(dm_mix(bits_of(place->lat), bits_of(place->lon)),
                                 dm_mix(dm_hash(place->country, strlen(place->country)), place->geonames)));
    uint32_t known = dm_map_get(&store->locations, key);
    if (known != DM_NONE)
        return known;
    int64_t found = 0;
    begin(add, DM_FIND_LOCATION);
    put_number(add, (int64_t)key);
    if (!step(add, &found)) {
        begin(add, DM_INSERT_LOCATION);
        put_number(add, (int64_t)key);
        put_present(add, place->name);
        put_real(add, place->lat);
        put_real(add, place->lon);
        if (place->geonames == 0)
            put_text(add, (dm_slice){NULL, 0});
        else
            put_number(add, place->geonames);
        put_word(add, place->country);
        put_text(add, place->admin1);
        step(add, NULL);
        found = sqlite3_last_insert_rowid(store->db);
    }
    if (add->code == SQLITE_OK)
        remember(&store->locations, key, found);
    return found;
}

/* ---- Rows of one document ----------------------------------------------------------------------------------------- */

static bool room_for(store_add *add, void **list, uint32_t *room, uint32_t count, size_t size)
{
    if (count <= *room)
        return true;
    void *larger = realloc(*list, count * size);
    if (larger == NULL) {
        note(add, SQLITE_NOMEM);
        return false;
    }
    *list = larger;
    *room = count;
    return true;
}

/* store->rows, places and days: the row of actors of each entity, of locations of each place, the days of each event. */
static void find_rows(store_add *add)
{
    dm_store *store = add->store;
    const dm_references *refers = &add->record->refers;
    if (!room_for(add, (void **)&store->rows, &store->row_room, refers->entity_count, sizeof *store->rows) ||
        !room_for(add, (void **)&store->places, &store->place_room, refers->place_count, sizeof *store->places) ||
        !room_for(add, (void **)&store->days, &store->day_room, add->record->event_count, sizeof *store->days))
        return;
    for (uint32_t i = 0; i < refers->entity_count && add->code == SQLITE_OK; i++) {
        const dm_entity *entity = &refers->entities[i];
        store->rows[i] = actor_row(add, entity->name, entity->actor, entity->country, entity->type);
    }
    for (uint32_t i = 0; i < refers->place_count && add->code == SQLITE_OK; i++)
        store->places[i] = location_row(add, &refers->places[i]);
    for (uint32_t i = 0; i < add->record->event_count; i++)
        store->days[i] = dm_store_days(add->record->events[i].date, add->record->document.date);
    store->day = dm_store_day(add->record->document.date, false);
}

uint64_t dm_document_key(const dm_document *document)
{
    return document->id.size != 0
               ? dm_mix(dm_hash(document->id.at, document->id.size), dm_hash(document->source.at, document->source.size))
               : dm_mix(dm_hash(document->text.at, document->text.size),
                        ((uint64_t)document->date.year << 16) + ((uint64_t)document->date.month << 8) +
                            document->date.day);
}

static void put_document(store_add *add, int which, uint64_t key)
{
    const dm_document *document = &add->record->document;
    char date[16] = "";
    begin(add, which);
    put_number(add, (int64_t)key);
    put_number(add, add->store->coder);
    put_number(add, dm_store_day(document->date, false));
    put_text(add, document->id);
    put_date(add, document->date, date);
    put_text(add, document->title);
    put_text(add, document->source);
    put_text(add, document->url);
    put_present(add, document->text);
    step(add, NULL);
}

/* The document's own row.  false when nothing is to be done, because it is there already. */
static bool add_document(store_add *add)
{
    put_document(add, DM_INSERT_DOCUMENT, dm_document_key(&add->record->document));
    if (add->code != SQLITE_OK || sqlite3_changes(add->store->db) == 0)
        return false;
    add->store->document = sqlite3_last_insert_rowid(add->store->db);
    return true;
}

static void add_lists(store_add *add)
{
    dm_store *store = add->store;
    dm_slice packed[DM_PACK_COUNT];
    store->record = add->record;
    if (!dm_store_pack(store, packed))
        note(add, SQLITE_NOMEM);
    begin(add, DM_INSERT_LISTS);
    put_number(add, store->document);
    for (int i = 0; i < DM_PACK_COUNT && add->code == SQLITE_OK; i++)
        put_text(add, packed[i]);
    step(add, NULL);
    for (int list = 0; list < DM_LIST_COUNT; list++) {
        if (dm_store_count(add->record, list) == 0)
            continue;
        store->list = list;
        begin(add, list);
        step(add, NULL);
    }
    store->record = NULL;
}

/* Takes away what coding gave for a document; its own row too unless `kept`. */
static int clear_document(dm_store *store, int64_t document, bool kept)
{
    char sql[96];
    int code = SQLITE_OK;
    for (size_t i = 0; dm_store_tables[i] != NULL && code == SQLITE_OK; i++) {
        if (kept && strcmp(dm_store_tables[i], "documents") == 0)
            continue;
        snprintf(sql, sizeof sql, "DELETE FROM %s WHERE document=%lld", dm_store_tables[i], (long long)document);
        code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    }
    return code;
}

/* Takes a document back that could be added only in part; what was added before it stays, unless even that fails. */
static void take_back(dm_store *store)
{
    int code = SQLITE_OK;
    /* What is remembered of rows that go is void. */
    dm_map_free(&store->actors);
    dm_map_init(&store->actors);
    dm_map_free(&store->locations);
    dm_map_init(&store->locations);
    store->identity = 0;
    if (sqlite3_get_autocommit(store->db)) { /* SQLite gave the whole transaction up */
        store->pending = false;
        return;
    }
    if (store->document != 0)
        code = dm_incidents_forget(store, store->document);
    if (store->document != 0 && code == SQLITE_OK)
        code = clear_document(store, store->document, false);
    if (code != SQLITE_OK) {
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
        store->pending = false;
    }
}

static int64_t seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec;
}

static dm_status open_transaction(dm_store *store, dm_error *error)
{
    if (store->pending)
        return DM_OK;
    int code = sqlite3_exec(store->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    if (code != SQLITE_OK)
        return dm_store_fail(store, code, "storing", error);
    store->pending = true;
    store->pending_documents = 0;
    store->pending_bytes = 0;
    store->pending_since = seconds();
    store->tellings = 0; /* another program may have added some */
    dm_heard_forget(store);
    return DM_OK;
}

static dm_status give_up(store_add *add, dm_error *error)
{
    dm_store *store = add->store;
    dm_status status = dm_store_fail(store, add->code, "storing", error);
    uint32_t before = store->pending_documents;
    take_back(store);
    if (!store->pending && before > 0 && error != NULL) {
        char why[160];
        snprintf(why, sizeof why, "%.150s", error->why);
        dm_fail(error, status, store->name, 0, 0, "%s; the %u documents before it are not stored either", why, before);
    }
    return status;
}

static dm_status commit_now_and_then(dm_store *store, const dm_record *record, dm_error *error)
{
    store->pending_documents++;
    store->pending_bytes += record->document.text.size;
    if (store->pending_documents < DM_DOCUMENTS_A_COMMIT && store->pending_bytes < DM_BYTES_A_COMMIT &&
        seconds() - store->pending_since < DM_SECONDS_A_COMMIT)
        return DM_OK;
    return dm_store_commit(store, error);
}

dm_status dm_store_add(dm_store *store, const dm_record *record, bool *added, dm_error *error)
{
    store_add add = {.store = store, .record = record, .code = SQLITE_OK};
    bool unused;
    added = added == NULL ? &unused : added;
    *added = false;
    dm_status status = open_transaction(store, error);
    if (status != DM_OK)
        return status;
    store->document = 0;
    find_coder(&add);
    if (add.code == SQLITE_OK && add_document(&add)) {
        find_rows(&add);
        if (add.code == SQLITE_OK)
            add_lists(&add);
        if (add.code == SQLITE_OK)
            note(&add, dm_incidents_add(store, record, store->document));
        if (add.code == SQLITE_OK)
            note(&add, dm_positions_add(store, record, store->document));
        *added = add.code == SQLITE_OK;
    }
    if (add.code != SQLITE_OK) {
        *added = false;
        return give_up(&add, error);
    }
    if (*added)
        dm_heard_add(store, record);
    store->changed |= *added;
    return *added ? commit_now_and_then(store, record, error) : DM_OK;
}

/* ---- Documents that are there already ------------------------------------------------------------------------------- */

static bool has_text(store_add *add, int64_t document, dm_slice text)
{
    int64_t same = 1;
    begin(add, DM_SAME_TEXT);
    put_number(add, document);
    put_present(add, text);
    step(add, &same);
    return same != 0;
}

dm_status dm_store_knows(dm_store *store, const dm_document *document, const char *identity, dm_known *known,
                         dm_error *error)
{
    store_add add = {.store = store, .code = SQLITE_OK};
    int64_t row = 0, by = 0, coder = 0;
    *known = DM_UNKNOWN;
    begin(&add, DM_FIND_DOCUMENT);
    put_number(&add, (int64_t)dm_document_key(document));
    if (step_two(&add, &row, &by)) {
        begin(&add, DM_FIND_CODER);
        put_word(&add, identity);
        *known = step(&add, &coder) && coder == by ? DM_CODED : DM_CODED_BY_ANOTHER;
        if (add.code == SQLITE_OK && document->text.at != NULL && !has_text(&add, row, document->text))
            *known = DM_OTHER_TEXT;
    }
    return add.code == SQLITE_OK ? DM_OK : dm_store_fail(store, add.code, "looking up a document", error);
}

dm_status dm_store_older(dm_store *store, const char *identity, int64_t after, dm_document *document, int64_t *number,
                         dm_error *error)
{
    store_add add = {.store = store, .code = SQLITE_OK};
    sqlite3_reset(store->statements[DM_FIND_OLDER]); /* what was lent goes */
    begin(&add, DM_FIND_OLDER);
    put_number(&add, after);
    put_word(&add, identity);
    if (add.code == SQLITE_OK)
        note(&add, sqlite3_step(add.now));
    if (add.code != SQLITE_OK)
        return dm_store_fail(store, add.code, "reading a document", error);
    if (sqlite3_data_count(add.now) == 0) {
        sqlite3_reset(add.now);
        return DM_END;
    }
    dm_slice *parts[] = {&document->id, &document->title, &document->source, &document->url, &document->text};
    *document = (dm_document){.text = {NULL, 0}};
    *number = sqlite3_column_int64(add.now, 0);
    for (int i = 0; i < (int)DM_COUNT(parts); i++) {
        const char *text = (const char *)sqlite3_column_text(add.now, i + 1);
        if (text != NULL)
            *parts[i] = (dm_slice){text, (size_t)sqlite3_column_bytes(add.now, i + 1)};
    }
    const char *date = (const char *)sqlite3_column_text(add.now, 6);
    if (date != NULL && !dm_date_parse(dm_slice_of(date), &document->date))
        return dm_fail(error, DM_BAD_DATABASE, store->name, 0, 0, "document number %lld has no date that exists",
                       (long long)*number);
    return DM_OK;
}

/* Inside of a savepoint: all of the new coding or the old one. */
static void recode(store_add *add, int64_t document)
{
    dm_store *store = add->store;
    uint64_t key = dm_document_key(&add->record->document);
    store->document = document;
    note(add, dm_store_tally(store, document, document, -1));
    if (add->code == SQLITE_OK)
        note(add, dm_incidents_forget(store, document));
    if (add->code == SQLITE_OK)
        note(add, clear_document(store, document, true));
    put_document(add, DM_RECODE_DOCUMENT, key);
    find_rows(add);
    if (add->code == SQLITE_OK)
        add_lists(add);
    if (add->code == SQLITE_OK)
        note(add, dm_incidents_add(store, add->record, document));
    if (add->code == SQLITE_OK)
        note(add, dm_store_show_corrections(store, document));
    if (add->code == SQLITE_OK)
        note(add, dm_positions_add(store, add->record, document));
    if (add->code == SQLITE_OK)
        note(add, dm_store_tally(store, document, document, 1));
}

dm_status dm_store_recode(dm_store *store, const dm_record *record, bool *changed, dm_error *error)
{
    store_add add = {.store = store, .record = record, .code = SQLITE_OK};
    int64_t document = 0, by = 0;
    bool unused;
    changed = changed == NULL ? &unused : changed;
    *changed = false;
    dm_status status = open_transaction(store, error);
    if (status != DM_OK)
        return status;
    find_coder(&add);
    begin(&add, DM_FIND_DOCUMENT);
    put_number(&add, (int64_t)dm_document_key(&record->document));
    if (!step_two(&add, &document, &by) && add.code == SQLITE_OK)
        return dm_store_add(store, record, changed, error);
    if (add.code == SQLITE_OK && by == store->coder && has_text(&add, document, record->document.text))
        return DM_OK;
    store->document = 0;
    if (add.code == SQLITE_OK) {
        note(&add, dm_store_count_new(store)); /* what it counts for is known from here on */
        note(&add, sqlite3_exec(store->db, "SAVEPOINT recode", NULL, NULL, NULL));
    }
    if (add.code == SQLITE_OK) {
        recode(&add, document);
        store->document = 0;
        if (add.code != SQLITE_OK && !sqlite3_get_autocommit(store->db) &&
            sqlite3_exec(store->db, "ROLLBACK TO recode; RELEASE recode", NULL, NULL, NULL) != SQLITE_OK)
            sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
        else if (add.code == SQLITE_OK)
            note(&add, sqlite3_exec(store->db, "RELEASE recode", NULL, NULL, NULL));
    }
    if (add.code != SQLITE_OK)
        return give_up(&add, error);
    *changed = store->changed = true;
    return commit_now_and_then(store, record, error);
}
