/* A record into the tables: each document whole or not at all. */
#include "store/schema.h"

#include <math.h>

#define DM_DOCUMENTS_A_COMMIT 256

/* What adding one document goes through; `code` is the first failure of SQLite. */
typedef struct store_add {
    dm_store *store;
    const dm_record *record;
    sqlite3_int64 document;
    sqlite3_stmt *now;   /* statement being filled */
    int place;           /* its last parameter set */
    int code;
} store_add;

static void begin(store_add *add, int which)
{
    sqlite3_stmt **statement = &add->store->statements[which];
    add->place = 0;
    if (add->code == SQLITE_OK && *statement == NULL)
        add->code = sqlite3_prepare_v3(add->store->db, dm_store_inserts[which], -1, SQLITE_PREPARE_PERSISTENT, statement, NULL);
    add->now = add->code == SQLITE_OK ? *statement : NULL;
}

static void note(store_add *add, int code)
{
    if (code != SQLITE_OK && add->code == SQLITE_OK)
        add->code = code;
}

static void put_number(store_add *add, int64_t value)
{
    if (add->code == SQLITE_OK)
        note(add, sqlite3_bind_int64(add->now, ++add->place, value));
}

static void put_null(store_add *add)
{
    if (add->code == SQLITE_OK)
        note(add, sqlite3_bind_null(add->now, ++add->place));
}

/* DM_NONE is NULL. */
static void put_index(store_add *add, uint32_t index)
{
    if (index == DM_NONE)
        put_null(add);
    else
        put_number(add, index);
}

static void put_real(store_add *add, double value)
{
    if (!isfinite(value))
        put_null(add);
    else if (add->code == SQLITE_OK)
        note(add, sqlite3_bind_double(add->now, ++add->place, value));
}

/* Absent is NULL.  The bytes outlive the statement's step. */
static void put_text(store_add *add, dm_slice text)
{
    if (text.at == NULL)
        put_null(add);
    else if (add->code == SQLITE_OK)
        note(add, sqlite3_bind_text64(add->now, ++add->place, text.at, text.size, SQLITE_STATIC, SQLITE_UTF8));
}

static void put_word(store_add *add, const char *text) { put_text(add, dm_slice_of(text)); }

/* For columns that are NOT NULL. */
static void put_present(store_add *add, dm_slice text) { put_text(add, text.at == NULL ? (dm_slice){"", 0} : text); }

static void put_span(store_add *add, dm_span span)
{
    put_number(add, span.start);
    put_number(add, span.end);
}

static void put_date(store_add *add, dm_date date, char room[16])
{
    if (date.year == 0) {
        put_null(add);
        return;
    }
    snprintf(room, 16, "%04d-%02d-%02d", date.year, date.month, date.day);
    if (date.month == 0 || date.day == 0)
        room[date.month == 0 ? 4 : 7] = '\0';
    put_word(add, room);
}

static void end(store_add *add)
{
    if (add->now == NULL)
        return;
    if (add->code == SQLITE_OK) {
        int code = sqlite3_step(add->now);
        note(add, code == SQLITE_DONE || code == SQLITE_ROW ? SQLITE_OK : code);
    }
    int code = sqlite3_reset(add->now);
    note(add, code);
}

static void row(store_add *add, int which, uint32_t index)
{
    begin(add, which);
    put_number(add, add->document);
    put_number(add, index);
}

/* ---- Rows that documents share ------------------------------------------------------------------------------------ */

static void find_coder(store_add *add)
{
    dm_store *store = add->store;
    uint64_t hash = dm_hash(add->record->identity.at, add->record->identity.size) | 1;
    sqlite3_stmt *statement = NULL;
    if (store->identity == hash)
        return;
    static const char *const sql[] = {"INSERT INTO coders(identity) VALUES(?) ON CONFLICT DO NOTHING",
                                      "SELECT coder FROM coders WHERE identity=?"};
    for (size_t i = 0; i < DM_COUNT(sql) && add->code == SQLITE_OK; i++) {
        note(add, sqlite3_prepare_v2(store->db, sql[i], -1, &statement, NULL));
        add->now = statement;
        add->place = 0;
        put_present(add, add->record->identity);
        int code = add->code == SQLITE_OK ? sqlite3_step(statement) : SQLITE_DONE;
        if (code == SQLITE_ROW) {
            store->coder = sqlite3_column_int64(statement, 0);
            store->identity = hash;
        }
        note(add, code == SQLITE_DONE || code == SQLITE_ROW ? SQLITE_OK : code);
        note(add, sqlite3_finalize(statement));
    }
}

/* The row of an actor: same code, country, name and type, whatever the document. */
static int64_t actor_row(store_add *add, const dm_entity *entity)
{
    dm_store *store = add->store;
    const char *type = dm_entity_type_name(entity->type);
    uint64_t key = dm_mix(dm_mix(dm_hash(entity->name.at, entity->name.size), dm_hash(entity->actor, strlen(entity->actor))),
                          dm_mix(dm_hash(entity->country, strlen(entity->country)), (uint64_t)entity->type));
    uint32_t known = dm_map_get(&store->actors, key);
    if (known != DM_NONE)
        return known;
    int64_t found = 0;
    for (int i = 0; i < 2; i++) {
        begin(add, i == 0 ? DM_INSERT_ACTOR : DM_FIND_ACTOR);
        put_word(add, entity->actor);
        put_word(add, entity->country);
        put_present(add, entity->name);
        put_word(add, type);
        if (i == 1 && add->code == SQLITE_OK) {
            int code = sqlite3_step(add->now);
            note(add, code == SQLITE_ROW ? SQLITE_OK : code == SQLITE_DONE ? SQLITE_CORRUPT : code);
            if (code == SQLITE_ROW)
                found = sqlite3_column_int64(add->now, 0);
            sqlite3_reset(add->now);
        } else {
            end(add);
        }
    }
    if (add->code == SQLITE_OK && found < (int64_t)DM_NONE)
        dm_map_set(&store->actors, key, (uint32_t)found);  /* only a quicker way to find it */
    return found;
}

/* ---- Rows of one document ------------------------------------------------------------------------------------------- */

static void add_cast(store_add *add)
{
    static const char *const kinds[] = {"name", "nominal", "pronoun"};
    const dm_references *refers = &add->record->refers;
    for (uint32_t i = 0; i < refers->entity_count && add->code == SQLITE_OK; i++) {
        int64_t actor = actor_row(add, &refers->entities[i]);
        row(add, DM_INSERT_ENTITY, i);
        put_number(add, actor);
        put_text(add, refers->entities[i].role);
        end(add);
    }
    for (uint32_t i = 0; i < refers->mention_count && add->code == SQLITE_OK; i++) {
        const dm_mention *mention = &refers->mentions[i];
        row(add, DM_INSERT_MENTION, i);
        put_number(add, mention->entity);
        put_span(add, mention->span);
        put_word(add, (unsigned)mention->kind < DM_COUNT(kinds) ? kinds[mention->kind] : "name");
        end(add);
    }
}

static void add_links(store_add *add, int which, uint32_t event, dm_list list)
{
    for (uint32_t i = 0; i < list.count && add->code == SQLITE_OK; i++) {
        row(add, which, event);
        put_number(add, i);
        put_number(add, list.at[i]);
        end(add);
    }
}

static void add_event(store_add *add, uint32_t index)
{
    const dm_event *event = &add->record->events[index];
    char contexts[512];
    size_t size = 0;
    for (uint32_t i = 0; i < event->context_count; i++) {
        dm_slice one = event->contexts[i];
        if (size + one.size + 1 >= sizeof contexts)
            break;
        if (i > 0)
            contexts[size++] = ';';
        memcpy(contexts + size, one.at, one.size);
        size += one.size;
    }
    row(add, DM_INSERT_EVENT, index);
    put_number(add, event->sentence);
    put_text(add, event->date);
    put_word(add, event->cameo);
    put_word(add, dm_plover_name(event->plover));
    put_text(add, event->mode);
    put_text(add, event->context_count == 0 ? (dm_slice){NULL, 0} : (dm_slice){contexts, size});
    put_word(add, dm_quad_name(event->quad));
    put_real(add, floor((double)event->goldstein * 10 + 0.5) / 10);
    put_word(add, dm_event_status_name(event->status));
    put_index(add, event->place);
    put_span(add, event->trigger);
    put_index(add, event->same_as);
    put_present(add, event->by);
    put_real(add, floor((double)event->confidence * 10000 + 0.5) / 10000);
    end(add);
    add_links(add, DM_INSERT_SOURCE, index, event->sources);
    add_links(add, DM_INSERT_TARGET, index, event->targets);
    add_links(add, DM_INSERT_WORD, index, event->on_word_of);
    add_links(add, DM_INSERT_EVENT_FIGURE, index, event->figures);
}

static void add_spans(store_add *add, uint32_t statement, const char *part, dm_spans spans)
{
    for (uint32_t i = 0; i < spans.count && add->code == SQLITE_OK; i++) {
        row(add, DM_INSERT_STATEMENT_SPAN, statement);
        put_word(add, part);
        put_span(add, spans.at[i]);
        end(add);
    }
}

static void add_statement(store_add *add, uint32_t index)
{
    static const char *const kinds[] = {"direct", "indirect", "mixed"};
    const dm_statement *statement = &add->record->statements[index];
    row(add, DM_INSERT_STATEMENT, index);
    put_number(add, statement->sentence);
    put_index(add, statement->speaker);
    put_index(add, statement->addressee);
    put_word(add, (unsigned)statement->kind < DM_COUNT(kinds) ? kinds[statement->kind] : "indirect");
    put_index(add, statement->parent);
    put_number(add, statement->denied);
    put_present(add, statement->by);
    end(add);
    add_spans(add, index, "source", statement->source);
    add_spans(add, index, "cue", statement->cue);
    add_spans(add, index, "content", statement->content);
}

static void add_position(store_add *add, uint32_t index)
{
    const dm_position *position = &add->record->positions[index];
    row(add, DM_INSERT_POSITION, index);
    put_number(add, position->holder);
    put_word(add, position->against ? "against" : "for");
    put_span(add, position->issue);
    put_text(add, position->issue_id);
    put_index(add, position->statement);
    put_index(add, position->event);
    put_present(add, position->by);
    end(add);
}

static void add_facts(store_add *add)
{
    static const char *const types[] = {"DATE", "TIME", "DURATION", "SET"};
    const dm_record *record = add->record;
    const dm_references *refers = &record->refers;
    for (uint32_t i = 0; i < refers->figure_count && add->code == SQLITE_OK; i++) {
        const dm_figure *figure = &refers->figures[i];
        row(add, DM_INSERT_FIGURE, i);
        put_span(add, figure->span);
        put_real(add, figure->value);
        put_real(add, figure->low);
        put_real(add, figure->high);
        put_text(add, figure->unit);
        put_text(add, figure->of);
        end(add);
    }
    for (uint32_t i = 0; i < refers->time_count && add->code == SQLITE_OK; i++) {
        const dm_time *time = &refers->times[i];
        row(add, DM_INSERT_TIME, i);
        put_span(add, time->span);
        put_word(add, (unsigned)time->type < DM_COUNT(types) ? types[time->type] : "DATE");
        put_text(add, time->value);
        end(add);
    }
    for (uint32_t i = 0; i < refers->place_count && add->code == SQLITE_OK; i++) {
        const dm_place *place = &refers->places[i];
        row(add, DM_INSERT_PLACE, i);
        put_span(add, place->span);
        put_present(add, place->name);
        put_real(add, place->lat);
        put_real(add, place->lon);
        put_index(add, place->geonames == 0 ? DM_NONE : place->geonames);
        put_word(add, place->country);
        put_text(add, place->admin1);
        end(add);
    }
    for (uint32_t i = 0; i < record->text.sentence_count && add->code == SQLITE_OK; i++) {
        row(add, DM_INSERT_SENTENCE, i);
        put_span(add, record->sentence_spans[i]);
        end(add);
    }
    for (uint32_t i = 0; i < record->silent_count && add->code == SQLITE_OK; i++) {
        row(add, DM_INSERT_SILENT, record->silent[i].sentence);
        put_present(add, record->silent[i].reason);
        end(add);
    }
    for (uint32_t i = 0; i < record->warning_count && add->code == SQLITE_OK; i++) {
        row(add, DM_INSERT_WARNING, i);
        put_present(add, record->warnings[i]);
        end(add);
    }
}

/* The row of the document; false when it is there already. */
static bool add_document(store_add *add)
{
    const dm_document *document = &add->record->document;
    char date[16] = "";
    uint64_t key = document->id.size != 0
                       ? dm_mix(dm_hash(document->id.at, document->id.size), dm_hash(document->source.at, document->source.size))
                       : dm_mix(dm_hash(document->text.at, document->text.size),
                                ((uint64_t)document->date.year << 16) + ((uint64_t)document->date.month << 8) + document->date.day);
    begin(add, DM_INSERT_DOCUMENT);
    put_number(add, (int64_t)key);
    put_number(add, add->store->coder);
    put_text(add, document->id);
    put_date(add, document->date, date);
    put_text(add, document->title);
    put_text(add, document->source);
    put_text(add, document->url);
    put_present(add, document->text);
    end(add);
    if (add->code != SQLITE_OK || sqlite3_changes(add->store->db) == 0)
        return false;
    add->document = sqlite3_last_insert_rowid(add->store->db);
    return true;
}

static dm_status commit(dm_store *store, dm_error *error)
{
    store->pending = false;
    store->pending_documents = 0;
    int code = sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL);
    if (code == SQLITE_OK)
        return DM_OK;
    dm_status status = dm_store_fail(store, code, "storing", error);
    sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
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
    note(&add, sqlite3_exec(store->db, "SAVEPOINT one", NULL, NULL, NULL));
    find_coder(&add);
    if (add.code == SQLITE_OK && add_document(&add)) {
        add_cast(&add);
        for (uint32_t i = 0; i < record->event_count && add.code == SQLITE_OK; i++)
            add_event(&add, i);
        for (uint32_t i = 0; i < record->statement_count && add.code == SQLITE_OK; i++)
            add_statement(&add, i);
        for (uint32_t i = 0; i < record->position_count && add.code == SQLITE_OK; i++)
            add_position(&add, i);
        add_facts(&add);
        *added = add.code == SQLITE_OK;
    }
    if (add.code == SQLITE_OK)
        note(&add, sqlite3_exec(store->db, "RELEASE one", NULL, NULL, NULL));
    if (add.code != SQLITE_OK) {
        *added = false;
        dm_status status = dm_store_fail(store, add.code, "storing", error);
        /* What the cache says of rows that go is void. */
        dm_map_free(&store->actors);
        dm_map_init(&store->actors);
        store->identity = 0;
        if (sqlite3_get_autocommit(store->db))
            store->pending = false;  /* SQLite gave the whole transaction up */
        else
            sqlite3_exec(store->db, "ROLLBACK TO one; RELEASE one", NULL, NULL, NULL);
        return status;
    }
    if (*added && ++store->pending_documents >= DM_DOCUMENTS_A_COMMIT)
        return commit(store, error);
    return DM_OK;
}
