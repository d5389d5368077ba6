/* The lists of a record as a virtual table, so that one statement copies a whole list: INSERT INTO events SELECT c0, c1,
 * ... FROM dm_rows.  A statement a row would cost three times as much.  The table shows the list that store->list names
 * of the record that is being added. */
#include "store/schema.h"

#include <math.h>

typedef struct rows_table {
    sqlite3_vtab base;
    dm_store *store;
} rows_table;

typedef struct rows_cursor {
    sqlite3_vtab_cursor base;
    dm_store *store;
    uint32_t at, inner; /* element; for the sources and targets of events: which of them */
} rows_cursor;

/* ---- Values ------------------------------------------------------------------------------------------------------ */

static void text(sqlite3_context *out, dm_slice value)
{
    if (value.at == NULL)
        sqlite3_result_null(out);
    else
        sqlite3_result_text64(out, value.at, value.size, SQLITE_STATIC, SQLITE_UTF8);
}

static void present(sqlite3_context *out, dm_slice value) { text(out, value.at == NULL ? (dm_slice){"", 0} : value); }
static void word(sqlite3_context *out, const char *value) { sqlite3_result_text(out, value, -1, SQLITE_STATIC); }

static void of(sqlite3_context *out, const char *const *names, size_t count, unsigned which)
{
    word(out, names[which < count ? which : 0]);
}

static void number(sqlite3_context *out, uint32_t value)
{
    if (value == DM_NONE)
        sqlite3_result_null(out);
    else
        sqlite3_result_int64(out, value);
}

static void real(sqlite3_context *out, double value)
{
    if (isfinite(value))
        sqlite3_result_double(out, value);
    else
        sqlite3_result_null(out);
}

static void joined(sqlite3_context *out, const dm_slice *words, uint32_t count)
{
    if (count == 0) {
        sqlite3_result_null(out);
        return;
    }
    sqlite3_str *all = sqlite3_str_new(NULL);
    for (uint32_t i = 0; i < count; i++) {
        sqlite3_str_append(all, ";", i > 0);
        sqlite3_str_append(all, words[i].at, (int)words[i].size);
    }
    int size = sqlite3_str_length(all);
    char *made = sqlite3_str_finish(all);
    if (made == NULL)
        sqlite3_result_error_nomem(out);
    else
        sqlite3_result_text(out, made, size, sqlite3_free);
}

/* Lists inside of a row as JSON; NULL when empty. */
static void packed(sqlite3_context *out, dm_pack *pack)
{
    if (pack->failed)
        sqlite3_result_error_nomem(out);
    else if (pack->size == 0)
        sqlite3_result_null(out);
    else
        sqlite3_result_text64(out, pack->at, pack->size, SQLITE_TRANSIENT, SQLITE_UTF8);
    pack->size = 0;
    pack->failed = false;
}

static void indices(sqlite3_context *out, dm_store *store, dm_list list)
{
    dm_pack_indices(&store->part, list);
    packed(out, &store->part);
}

static void spans(sqlite3_context *out, dm_store *store, dm_spans list)
{
    dm_pack_spans(&store->part, list);
    packed(out, &store->part);
}

/* One end of a span that is {0, 0} when absent. */
static void edge(sqlite3_context *out, dm_span span, bool end)
{
    if (span.end <= span.start)
        sqlite3_result_null(out);
    else
        number(out, end ? span.end : span.start);
}

/* The actor of an entity. */
static void actor(sqlite3_context *out, const dm_store *store, uint32_t entity)
{
    if (entity < store->record->refers.entity_count)
        sqlite3_result_int64(out, store->rows[entity]);
    else
        sqlite3_result_null(out);
}

/* ---- Columns behind the document and the number of the element ------------------------------------------------------ */

static void event_column(dm_store *store, uint32_t at, int column, sqlite3_context *out)
{
    const dm_event *event = &store->record->events[at];
    switch (column) {
    case 2: number(out, event->sentence); break;
    case 3: text(out, event->date); break;
    case 4: sqlite3_result_int(out, store->days[at].first); break;
    case 5: sqlite3_result_int(out, store->days[at].last); break;
    case 6: word(out, event->cameo); break;
    case 7: word(out, dm_plover_name(event->plover)); break;
    case 8: text(out, event->mode); break;
    case 9: joined(out, event->contexts, event->context_count); break;
    case 10: word(out, dm_quad_name(event->quad)); break;
    case 11: real(out, floor((double)event->goldstein * 10 + 0.5) / 10); break;
    case 12: word(out, dm_event_status_name(event->status)); break;
    case 13: number(out, event->place); break;
    case 14:
        if (event->place < store->record->refers.place_count)
            sqlite3_result_int64(out, store->places[event->place]);
        else
            sqlite3_result_null(out);
        break;
    case 15: number(out, event->trigger.start); break;
    case 16: number(out, event->trigger.end); break;
    case 17: edge(out, event->source_span, false); break;
    case 18: edge(out, event->source_span, true); break;
    case 19: edge(out, event->target_span, false); break;
    case 20: edge(out, event->target_span, true); break;
    case 21: number(out, event->same_as); break;
    case 22: indices(out, store, event->on_word_of); break;
    case 23: indices(out, store, event->figures); break;
    case 24: present(out, event->by); break;
    default: real(out, floor((double)event->confidence * 10000 + 0.5) / 10000); break;
    }
}

static void statement_column(dm_store *store, uint32_t at, int column, sqlite3_context *out)
{
    static const char *const kinds[] = {"direct", "indirect", "mixed"};
    static const char *const attitudes[] = {"says", "shows", "thinks", "wants", "judges"};
    const dm_statement *statement = &store->record->statements[at];
    switch (column) {
    case 2: number(out, statement->sentence); break;
    case 3: number(out, statement->speaker); break;
    case 4: actor(out, store, statement->speaker); break;
    case 5: number(out, statement->addressee); break;
    case 6: of(out, kinds, DM_COUNT(kinds), statement->kind); break;
    case 7: number(out, statement->parent); break;
    case 8: number(out, statement->denied); break;
    case 9: present(out, statement->by); break;
    case 10: sqlite3_result_int(out, store->day); break;
    case 11: spans(out, store, statement->source); break;
    case 12: spans(out, store, statement->cue); break;
    case 13: spans(out, store, statement->content); break;
    default: of(out, attitudes, DM_COUNT(attitudes), statement->attitude); break;
    }
}

static void position_column(const dm_store *store, uint32_t at, int column, sqlite3_context *out)
{
    const dm_position *position = &store->record->positions[at];
    switch (column) {
    case 2: number(out, position->holder); break;
    case 3: actor(out, store, position->holder); break;
    case 4: word(out, position->against ? "against" : "for"); break;
    case 5: number(out, position->issue.start); break;
    case 6: number(out, position->issue.end); break;
    case 7: text(out, position->issue_id); break;
    case 8: number(out, position->statement); break;
    case 9: number(out, position->event); break;
    case 10: present(out, position->by); break;
    default: sqlite3_result_int(out, store->day); break;
    }
}

/* ---- Lists -------------------------------------------------------------------------------------------------------- */

static uint32_t count_of(const dm_record *record, int list)
{
    switch (list) {
    case DM_LIST_EVENTS:
    case DM_LIST_SOURCES:
    case DM_LIST_TARGETS: return record->event_count;
    case DM_LIST_STATEMENTS: return record->statement_count;
    case DM_LIST_POSITIONS: return record->position_count;
    default: return 0;
    }
}

static dm_list list_inside(const dm_record *record, int list, uint32_t at)
{
    return list == DM_LIST_SOURCES ? record->events[at].sources : record->events[at].targets;
}

static bool nested(int list) { return list == DM_LIST_SOURCES || list == DM_LIST_TARGETS; }

/* Passes over events whose inner list is used up. */
static void settle(rows_cursor *cursor)
{
    const dm_record *record = cursor->store->record;
    while (cursor->at < record->event_count &&
           cursor->inner >= list_inside(record, cursor->store->list, cursor->at).count) {
        cursor->inner = 0;
        cursor->at++;
    }
}

/* A source or target of an event. */
static void party_column(const rows_cursor *cursor, int column, sqlite3_context *out)
{
    const dm_store *store = cursor->store;
    uint32_t entity = list_inside(store->record, store->list, cursor->at).at[cursor->inner];
    switch (column) {
    case 2: number(out, cursor->inner); break;
    case 3: number(out, entity); break;
    case 4: actor(out, store, entity); break;
    default: sqlite3_result_int(out, store->days[cursor->at].first); break;
    }
}

static int column(sqlite3_vtab_cursor *base, sqlite3_context *out, int which)
{
    const rows_cursor *cursor = (const rows_cursor *)base;
    dm_store *store = cursor->store;
    if (which == 0) {
        sqlite3_result_int64(out, store->document);
        return SQLITE_OK;
    }
    if (which == 1) {
        number(out, cursor->at);
        return SQLITE_OK;
    }
    switch (store->list) {
    case DM_LIST_EVENTS: event_column(store, cursor->at, which, out); break;
    case DM_LIST_SOURCES:
    case DM_LIST_TARGETS: party_column(cursor, which, out); break;
    case DM_LIST_STATEMENTS: statement_column(store, cursor->at, which, out); break;
    default: position_column(store, cursor->at, which, out); break;
    }
    return SQLITE_OK;
}

/* ---- What SQLite calls ---------------------------------------------------------------------------------------------- */

static int connect(sqlite3 *db, void *store, int count, const char *const *words, sqlite3_vtab **out, char **why)
{
    (void)count, (void)words, (void)why;
    rows_table *table = sqlite3_malloc(sizeof *table);
    if (table == NULL)
        return SQLITE_NOMEM;
    memset(table, 0, sizeof *table);
    table->store = store;
    int code = sqlite3_declare_vtab(db, "CREATE TABLE x(c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,c10,c11,c12,c13,"
                                        "c14,c15,c16,c17,c18,c19,c20,c21,c22,c23,c24,c25)");
    if (code == SQLITE_OK)
        *out = &table->base;
    else
        sqlite3_free(table);
    return code;
}

static int disconnect(sqlite3_vtab *table)
{
    sqlite3_free(table);
    return SQLITE_OK;
}

static int best_index(sqlite3_vtab *table, sqlite3_index_info *plan)
{
    (void)table;
    plan->estimatedCost = 100;
    plan->estimatedRows = 100;
    return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
    rows_cursor *cursor = sqlite3_malloc(sizeof *cursor);
    if (cursor == NULL)
        return SQLITE_NOMEM;
    memset(cursor, 0, sizeof *cursor);
    cursor->store = ((rows_table *)table)->store;
    *out = &cursor->base;
    return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *cursor)
{
    sqlite3_free(cursor);
    return SQLITE_OK;
}

static int filter(sqlite3_vtab_cursor *base, int plan, const char *name, int count, sqlite3_value **values)
{
    rows_cursor *cursor = (rows_cursor *)base;
    (void)plan, (void)name, (void)count, (void)values;
    cursor->at = cursor->inner = 0;
    if (nested(cursor->store->list))
        settle(cursor);
    return SQLITE_OK;
}

static int next(sqlite3_vtab_cursor *base)
{
    rows_cursor *cursor = (rows_cursor *)base;
    if (nested(cursor->store->list)) {
        cursor->inner++;
        settle(cursor);
    } else {
        cursor->at++;
    }
    return SQLITE_OK;
}

static int at_end(sqlite3_vtab_cursor *base)
{
    const rows_cursor *cursor = (const rows_cursor *)base;
    return cursor->store->record == NULL || cursor->at >= count_of(cursor->store->record, cursor->store->list);
}

static int rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *out)
{
    *out = ((const rows_cursor *)base)->at;
    return SQLITE_OK;
}

uint32_t dm_store_count(const dm_record *record, int list) { return count_of(record, list); }

int dm_store_rows(dm_store *store)
{
    static const sqlite3_module module = {.iVersion = 1,
                                          .xConnect = connect,
                                          .xBestIndex = best_index,
                                          .xDisconnect = disconnect,
                                          .xOpen = open_cursor,
                                          .xClose = close_cursor,
                                          .xFilter = filter,
                                          .xNext = next,
                                          .xEof = at_end,
                                          .xColumn = column,
                                          .xRowid = rowid};
    return sqlite3_create_module(store->db, "dm_rows", &module, store);
}
