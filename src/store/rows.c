/* The lists of a record as a virtual table, so that one statement copies a whole list: INSERT INTO mentions SELECT c0,
 * c1,
 * ... FROM dm_rows.  A statement a row would cost three times as much.  The table shows the list that store->list names
 * of the record that is being added. */
#include "store/schema.h"

#include <math.h>

typedef struct rows_table {
    sqlite3_vtab base;
    const dm_store *store;
} rows_table;

typedef struct rows_cursor {
    sqlite3_vtab_cursor base;
    const dm_store *store;
    uint32_t at, part, inner; /* element; for lists inside elements: which list of it, and where in that */
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

/* ---- Columns behind the document and the number of the element ------------------------------------------------------
 */

static void entity_column(const dm_store *store, uint32_t at, int column, sqlite3_context *out)
{
    if (column == 2)
        sqlite3_result_int64(out, store->rows[at]);
    else
        text(out, store->record->refers.entities[at].role);
}

static void mention_column(const dm_mention *mention, int column, sqlite3_context *out)
{
    static const char *const kinds[] = {"name", "nominal", "pronoun"};
    switch (column) {
    case 2:
        number(out, mention->entity);
        break;
    case 3:
        number(out, mention->span.start);
        break;
    case 4:
        number(out, mention->span.end);
        break;
    default:
        of(out, kinds, DM_COUNT(kinds), mention->kind);
        break;
    }
}

static void event_column(const dm_event *event, int column, sqlite3_context *out)
{
    switch (column) {
    case 2:
        number(out, event->sentence);
        break;
    case 3:
        text(out, event->date);
        break;
    case 4:
        word(out, event->cameo);
        break;
    case 5:
        word(out, dm_plover_name(event->plover));
        break;
    case 6:
        text(out, event->mode);
        break;
    case 7:
        joined(out, event->contexts, event->context_count);
        break;
    case 8:
        word(out, dm_quad_name(event->quad));
        break;
    case 9:
        real(out, floor((double)event->goldstein * 10 + 0.5) / 10);
        break;
    case 10:
        word(out, dm_event_status_name(event->status));
        break;
    case 11:
        number(out, event->place);
        break;
    case 12:
        number(out, event->trigger.start);
        break;
    case 13:
        number(out, event->trigger.end);
        break;
    case 14:
        number(out, event->same_as);
        break;
    case 15:
        present(out, event->by);
        break;
    default:
        real(out, floor((double)event->confidence * 10000 + 0.5) / 10000);
        break;
    }
}

static void statement_column(const dm_statement *statement, int column, sqlite3_context *out)
{
    static const char *const kinds[] = {"direct", "indirect", "mixed"};
    switch (column) {
    case 2:
        number(out, statement->sentence);
        break;
    case 3:
        number(out, statement->speaker);
        break;
    case 4:
        number(out, statement->addressee);
        break;
    case 5:
        of(out, kinds, DM_COUNT(kinds), statement->kind);
        break;
    case 6:
        number(out, statement->parent);
        break;
    case 7:
        number(out, statement->denied);
        break;
    default:
        present(out, statement->by);
        break;
    }
}

static void position_column(const dm_position *position, int column, sqlite3_context *out)
{
    switch (column) {
    case 2:
        number(out, position->holder);
        break;
    case 3:
        word(out, position->against ? "against" : "for");
        break;
    case 4:
        number(out, position->issue.start);
        break;
    case 5:
        number(out, position->issue.end);
        break;
    case 6:
        text(out, position->issue_id);
        break;
    case 7:
        number(out, position->statement);
        break;
    case 8:
        number(out, position->event);
        break;
    default:
        present(out, position->by);
        break;
    }
}

static void figure_column(const dm_figure *figure, int column, sqlite3_context *out)
{
    switch (column) {
    case 2:
        number(out, figure->span.start);
        break;
    case 3:
        number(out, figure->span.end);
        break;
    case 4:
        real(out, figure->value);
        break;
    case 5:
        real(out, figure->low);
        break;
    case 6:
        real(out, figure->high);
        break;
    case 7:
        text(out, figure->unit);
        break;
    default:
        text(out, figure->of);
        break;
    }
}

static void time_column(const dm_time *time, int column, sqlite3_context *out)
{
    static const char *const types[] = {"DATE", "TIME", "DURATION", "SET"};
    switch (column) {
    case 2:
        number(out, time->span.start);
        break;
    case 3:
        number(out, time->span.end);
        break;
    case 4:
        of(out, types, DM_COUNT(types), time->type);
        break;
    default:
        text(out, time->value);
        break;
    }
}

static void place_column(const dm_place *place, int column, sqlite3_context *out)
{
    switch (column) {
    case 2:
        number(out, place->span.start);
        break;
    case 3:
        number(out, place->span.end);
        break;
    case 4:
        present(out, place->name);
        break;
    case 5:
        real(out, place->lat);
        break;
    case 6:
        real(out, place->lon);
        break;
    case 7:
        number(out, place->geonames == 0 ? DM_NONE : place->geonames);
        break;
    case 8:
        word(out, place->country);
        break;
    default:
        text(out, place->admin1);
        break;
    }
}

/* ---- Lists --------------------------------------------------------------------------------------------------------
 */

static uint32_t count_of(const dm_record *record, int list)
{
    switch (list) {
    case DM_LIST_SENTENCES:
        return record->text.sentence_count;
    case DM_LIST_ENTITIES:
        return record->refers.entity_count;
    case DM_LIST_MENTIONS:
        return record->refers.mention_count;
    case DM_LIST_EVENTS:
    case DM_LIST_SOURCES:
    case DM_LIST_TARGETS:
    case DM_LIST_WORDS:
    case DM_LIST_EVENT_FIGURES:
        return record->event_count;
    case DM_LIST_STATEMENTS:
    case DM_LIST_STATEMENT_SPANS:
        return record->statement_count;
    case DM_LIST_POSITIONS:
        return record->position_count;
    case DM_LIST_FIGURES:
        return record->refers.figure_count;
    case DM_LIST_TIMES:
        return record->refers.time_count;
    case DM_LIST_PLACES:
        return record->refers.place_count;
    case DM_LIST_SILENT:
        return record->silent_count;
    case DM_LIST_WARNINGS:
        return record->warning_count;
    default:
        return 0;
    }
}

static dm_list list_inside(const dm_record *record, int list, uint32_t at)
{
    const dm_event *event = &record->events[at];
    return list == DM_LIST_SOURCES   ? event->sources
           : list == DM_LIST_TARGETS ? event->targets
           : list == DM_LIST_WORDS   ? event->on_word_of
                                     : event->figures;
}

static dm_spans spans_inside(const dm_record *record, uint32_t at, uint32_t part)
{
    const dm_statement *statement = &record->statements[at];
    return part == 0 ? statement->source : part == 1 ? statement->cue : statement->content;
}

static bool nested(int list) { return list >= DM_LIST_SOURCES && list <= DM_LIST_STATEMENT_SPANS; }

/* Passes over elements whose inner list is used up. */
static void settle(rows_cursor *cursor)
{
    const dm_record *record = cursor->store->record;
    int list = cursor->store->list;
    while (cursor->at < count_of(record, list)) {
        uint32_t inner = list == DM_LIST_STATEMENT_SPANS ? spans_inside(record, cursor->at, cursor->part).count
                                                         : list_inside(record, list, cursor->at).count;
        if (cursor->inner < inner)
            return;
        cursor->inner = 0;
        if (list == DM_LIST_STATEMENT_SPANS && cursor->part < 2) {
            cursor->part++;
        } else {
            cursor->part = 0;
            cursor->at++;
        }
    }
}

/* An element of a list of an event; for sources and targets with its row of actors. */
static void linked(const dm_store *store, uint32_t index, uint32_t inner, int which, sqlite3_context *out)
{
    if (which == 2)
        number(out, inner);
    else if (which == 3)
        number(out, index);
    else if (index < store->record->refers.entity_count)
        sqlite3_result_int64(out, store->rows[index]);
    else
        sqlite3_result_null(out);
}

static int column(sqlite3_vtab_cursor *base, sqlite3_context *out, int which)
{
    static const char *const parts[] = {"source", "cue", "content"};
    const rows_cursor *cursor = (const rows_cursor *)base;
    const dm_store *store = cursor->store;
    const dm_record *record = store->record;
    uint32_t at = cursor->at;
    if (which == 0) {
        sqlite3_result_int64(out, store->document);
        return SQLITE_OK;
    }
    if (which == 1) {
        number(out, store->list == DM_LIST_SILENT ? record->silent[at].sentence : at);
        return SQLITE_OK;
    }
    switch (store->list) {
    case DM_LIST_SENTENCES:
        number(out, which == 2 ? record->sentence_spans[at].start : record->sentence_spans[at].end);
        break;
    case DM_LIST_ENTITIES:
        entity_column(store, at, which, out);
        break;
    case DM_LIST_MENTIONS:
        mention_column(&record->refers.mentions[at], which, out);
        break;
    case DM_LIST_EVENTS:
        event_column(&record->events[at], which, out);
        break;
    case DM_LIST_SOURCES:
    case DM_LIST_TARGETS:
    case DM_LIST_WORDS:
    case DM_LIST_EVENT_FIGURES:
        linked(store, list_inside(record, store->list, at).at[cursor->inner], cursor->inner, which, out);
        break;
    case DM_LIST_STATEMENT_SPANS: {
        dm_span span = spans_inside(record, at, cursor->part).at[cursor->inner];
        if (which == 2)
            word(out, parts[cursor->part]);
        else
            number(out, which == 3 ? cursor->inner : which == 4 ? span.start : span.end);
        break;
    }
    case DM_LIST_STATEMENTS:
        statement_column(&record->statements[at], which, out);
        break;
    case DM_LIST_POSITIONS:
        position_column(&record->positions[at], which, out);
        break;
    case DM_LIST_FIGURES:
        figure_column(&record->refers.figures[at], which, out);
        break;
    case DM_LIST_TIMES:
        time_column(&record->refers.times[at], which, out);
        break;
    case DM_LIST_PLACES:
        place_column(&record->refers.places[at], which, out);
        break;
    case DM_LIST_SILENT:
        present(out, record->silent[at].reason);
        break;
    default:
        present(out, record->warnings[at]);
        break;
    }
    return SQLITE_OK;
}

/* ---- What SQLite calls ----------------------------------------------------------------------------------------------
 */

static int connect(sqlite3 *db, void *store, int count, const char *const *words, sqlite3_vtab **out, char **why)
{
    (void)count, (void)words, (void)why;
    rows_table *table = sqlite3_malloc(sizeof *table);
    if (table == NULL)
        return SQLITE_NOMEM;
    memset(table, 0, sizeof *table);
    table->store = store;
    int code = sqlite3_declare_vtab(db, "CREATE TABLE x(c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,c10,c11,c12,c13,c14,c15,c16)");
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
    cursor->store = ((const rows_table *)table)->store;
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
    cursor->at = cursor->part = cursor->inner = 0;
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
