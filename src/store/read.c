/* Records out of the tables: what a document gave, as it was added.  The words and the tree are not kept by a database;
 * everything that is shown is. */
#include "store/schema.h"

#include <math.h>
#include <stddef.h>

typedef struct store_reading {
    dm_store *store;
    dm_record *record;
    int64_t document;
    sqlite3_stmt *statement; /* of the list being read */
    int code;                /* first failure of SQLite */
    const char *damage;      /* what does not fit together, NULL when all does */
    DM_VECTOR(bool) wrong;   /* by event: people say there is no such event */
} store_reading;

/* In the order in which lists lean on each other.  The second column is the place of the row in its list. */
enum {
    READ_SENTENCES, READ_ENTITIES, READ_MENTIONS, READ_STATEMENTS, READ_SPANS, READ_FIGURES, READ_TIMES, READ_PLACES,
    READ_EVENTS, READ_SOURCES, READ_TARGETS, READ_WORDS, READ_EVENT_FIGURES, READ_POSITIONS, READ_SILENT, READ_WARNINGS,
    READ_COUNT
};
_Static_assert(READ_COUNT == DM_READ_COUNT, "a statement for each list");
static const char *const queries[READ_COUNT] = {
    [READ_SENTENCES] = "SELECT sentence, start, end FROM sentences WHERE document=? ORDER BY 1",
    [READ_ENTITIES] = "SELECT e.entity, a.code, a.country, a.name, a.type, e.role FROM entities e JOIN actors a USING(actor)"
                      " WHERE e.document=? ORDER BY 1",
    [READ_MENTIONS] = "SELECT mention, entity, start, end, kind FROM mentions WHERE document=? ORDER BY 1",
    [READ_STATEMENTS] = "SELECT statement, sentence, speaker, addressee, kind, parent, denied, by, attitude FROM statements"
                        " WHERE document=? ORDER BY 1",
    [READ_SPANS] = "SELECT statement, part, start, end FROM statement_span WHERE document=?"
                   " ORDER BY statement, part, place",
    [READ_FIGURES] = "SELECT figure, start, end, value, low, high, unit, of FROM figures WHERE document=? ORDER BY 1",
    [READ_TIMES] = "SELECT time, start, end, type, value FROM times WHERE document=? ORDER BY 1",
    [READ_PLACES] = "SELECT place, start, end, name, lat, lon, geonames, country, admin1 FROM places WHERE document=?"
                    " ORDER BY 1",
    [READ_EVENTS] = "SELECT event, sentence, date, cameo, plover, mode, contexts, quad, goldstein, status, place, start, end,"
                    " same_as, by, confidence, source_start, source_end, target_start, target_end, wrong FROM events"
                    " WHERE document=? ORDER BY 1",
    [READ_SOURCES] = "SELECT event, entity FROM event_source WHERE document=? ORDER BY event, place",
    [READ_TARGETS] = "SELECT event, entity FROM event_target WHERE document=? ORDER BY event, place",
    [READ_WORDS] = "SELECT event, statement FROM event_word WHERE document=? ORDER BY event, place",
    [READ_EVENT_FIGURES] = "SELECT event, figure FROM event_figure WHERE document=? ORDER BY event, place",
    [READ_POSITIONS] = "SELECT position, holder, stance, start, end, issue, statement, event, by FROM positions"
                       " WHERE document=? ORDER BY 1",
    [READ_SILENT] = "SELECT sentence, reason FROM silent WHERE document=? ORDER BY 1",
    [READ_WARNINGS] = "SELECT warning, text FROM warnings WHERE document=? ORDER BY 1",
};

/* ---- Columns -------------------------------------------------------------------------------------------------------- */

static dm_slice column_text(sqlite3_stmt *row, int column)
{
    const char *text = (const char *)sqlite3_column_text(row, column);
    return text == NULL ? (dm_slice){NULL, 0} : (dm_slice){text, (size_t)sqlite3_column_bytes(row, column)};
}

/* A copy in the record's arena; absent stays absent. */
static dm_slice kept(store_reading *reading, int column)
{
    dm_slice text = column_text(reading->statement, column);
    return text.at == NULL ? text : dm_arena_copy(&reading->record->arena, text);
}

static void damaged(store_reading *reading, const char *what)
{
    if (reading->damage == NULL)
        reading->damage = what;
}

/* An index into a list of `count`, DM_NONE when absent. */
static uint32_t index_of(store_reading *reading, int column, uint32_t count, const char *what)
{
    if (sqlite3_column_type(reading->statement, column) == SQLITE_NULL)
        return DM_NONE;
    int64_t value = sqlite3_column_int64(reading->statement, column);
    if (value < 0 || value >= count) {
        damaged(reading, what);
        return DM_NONE;
    }
    return (uint32_t)value;
}

static dm_span span_of(store_reading *reading, int column)
{
    int64_t start = sqlite3_column_int64(reading->statement, column),
            end = sqlite3_column_int64(reading->statement, column + 1),
            size = (int64_t)reading->record->document.text.size;
    if (start < 0 || end < start || end > size) {
        damaged(reading, "words outside of the text");
        return (dm_span){0, 0};
    }
    return (dm_span){(uint32_t)start, (uint32_t)end};
}

/* {0, 0} when absent. */
static dm_span span_or_none(store_reading *reading, int column)
{
    return sqlite3_column_type(reading->statement, column) == SQLITE_NULL ? (dm_span){0, 0} : span_of(reading, column);
}

static double real_of(store_reading *reading, int column, double absent)
{
    return sqlite3_column_type(reading->statement, column) == SQLITE_NULL
               ? absent
               : sqlite3_column_double(reading->statement, column);
}

/* The place of a word among names, 0 when it is none of them. */
static unsigned name_of(store_reading *reading, int column, const char *const *names, unsigned count, const char *what)
{
    dm_slice word = column_text(reading->statement, column);
    for (unsigned i = 0; i < count; i++)
        if (dm_slice_is(word, names[i]))
            return i;
    damaged(reading, what);
    return 0;
}

static void word_of(store_reading *reading, int column, char *room, size_t size)
{
    dm_slice word = column_text(reading->statement, column);
    if (word.size >= size)
        word.size = size - 1;
    if (word.size != 0)
        memcpy(room, word.at, word.size);
    room[word.size] = '\0';
}

/* ---- Lists ------------------------------------------------------------------------------------------------------------ */

/* Starts a list; false when it cannot be read. */
static bool begin(store_reading *reading, int list)
{
    sqlite3_stmt **statement = &reading->store->reads[list];
    if (reading->code == SQLITE_OK && *statement == NULL)
        reading->code = sqlite3_prepare_v3(reading->store->db, queries[list], -1, SQLITE_PREPARE_PERSISTENT, statement,
                                           NULL);
    reading->statement = *statement;
    if (reading->code == SQLITE_OK)
        reading->code = sqlite3_bind_int64(*statement, 1, reading->document);
    return reading->code == SQLITE_OK;
}

/* The next row; at the end of the list the statement is let go. */
static bool next(store_reading *reading)
{
    int code = sqlite3_step(reading->statement);
    if (code == SQLITE_ROW && reading->damage == NULL && !reading->record->arena.failed)
        return true;
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        reading->code = code;
    code = sqlite3_reset(reading->statement);
    if (reading->code == SQLITE_OK)
        reading->code = code;
    return false;
}

/* The row's number must be its place in the list. */
static void count_row(store_reading *reading, uint32_t count, const char *what)
{
    if (sqlite3_column_int64(reading->statement, 0) != (int64_t)count)
        damaged(reading, what);
}

#define EACH(list, count, what)                                                                                       \
    if (begin(reading, list))                                                                                         \
        while (next(reading))                                                                                         \
            if (count_row(reading, (count), what), reading->damage == NULL)

typedef DM_VECTOR(uint32_t) numbers;

static void read_sentences(store_reading *reading)
{
    DM_VECTOR(dm_span) spans = {0};
    EACH(READ_SENTENCES, spans.count, "sentences are missing")
    {
        dm_span *span = DM_PUSH(&reading->record->arena, &spans);
        if (span != NULL)
            *span = span_of(reading, 1);
    }
    reading->record->sentence_spans = spans.at;
    reading->record->text.sentence_count = spans.count;
    reading->record->text.text = reading->record->document.text;
}

/* The sectors are what follows the country in the code. */
static void sectors_of(dm_entity *entity)
{
    const char *at = entity->actor + (entity->country[0] != '\0' ? 3 : 0);
    if (strlen(entity->actor) < (size_t)(at - entity->actor))
        return;
    for (size_t i = 0; i < DM_COUNT(entity->sectors) && strlen(at) >= 3; i++, at += 3)
        memcpy(entity->sectors[i], at, 3);
}

static void read_entities(store_reading *reading)
{
    static const char *const types[] = {"PER", "ORG", "GPE", "LOC", "NORP", "OTHER"};
    DM_VECTOR(dm_entity) entities = {0};
    EACH(READ_ENTITIES, entities.count, "entities are missing")
    {
        dm_entity *entity = DM_PUSH(&reading->record->arena, &entities);
        if (entity == NULL)
            continue;
        snprintf(entity->id, sizeof entity->id, "e%u", entities.count);
        word_of(reading, 1, entity->actor, sizeof entity->actor);
        word_of(reading, 2, entity->country, sizeof entity->country);
        entity->name = kept(reading, 3);
        entity->type = (dm_entity_type)name_of(reading, 4, types, DM_COUNT(types), "no such type of entity");
        entity->role = kept(reading, 5);
        sectors_of(entity);
    }
    reading->record->refers.entities = entities.at;
    reading->record->refers.entity_count = entities.count;
}

static void read_mentions(store_reading *reading)
{
    static const char *const kinds[] = {"name", "nominal", "pronoun"};
    dm_references *refers = &reading->record->refers;
    dm_arena *arena = &reading->record->arena;
    DM_VECTOR(dm_mention) mentions = {0};
    EACH(READ_MENTIONS, mentions.count, "mentions are missing")
    {
        dm_mention *mention = DM_PUSH(arena, &mentions);
        if (mention == NULL)
            continue;
        mention->entity = index_of(reading, 1, refers->entity_count, "a mention of no entity");
        mention->span = span_of(reading, 2);
        mention->kind = (dm_mention_kind)name_of(reading, 4, kinds, DM_COUNT(kinds), "no such kind of mention");
        mention->head = DM_NONE;
        if (mention->entity == DM_NONE)
            damaged(reading, "a mention of no entity");
        else
            refers->entities[mention->entity].mentions.count++;
    }
    refers->mentions = mentions.at;
    refers->mention_count = mentions.count;
    uint32_t *room = dm_arena_zero(arena, mentions.count, sizeof *room);
    for (uint32_t i = 0; room != NULL && i < refers->entity_count; i++) {
        refers->entities[i].mentions.at = room;
        room += refers->entities[i].mentions.count;
        refers->entities[i].mentions.count = 0;
    }
    for (uint32_t i = 0; room != NULL && reading->damage == NULL && i < mentions.count; i++) {
        dm_list *list = &refers->entities[mentions.at[i].entity].mentions;
        ((uint32_t *)list->at)[list->count++] = i;
    }
}

static void read_statements(store_reading *reading)
{
    static const char *const kinds[] = {"direct", "indirect", "mixed"};
    static const char *const attitudes[] = {"says", "shows", "thinks", "wants", "judges"};
    dm_record *record = reading->record;
    DM_VECTOR(dm_statement) statements = {0};
    EACH(READ_STATEMENTS, statements.count, "statements are missing")
    {
        dm_statement *statement = DM_PUSH(&record->arena, &statements);
        if (statement == NULL)
            continue;
        snprintf(statement->id, sizeof statement->id, "s%u", statements.count);
        statement->sentence = index_of(reading, 1, record->text.sentence_count, "a statement outside of the sentences");
        statement->speaker = index_of(reading, 2, record->refers.entity_count, "a speaker who is no entity");
        statement->addressee = index_of(reading, 3, record->refers.entity_count, "an addressee who is no entity");
        statement->kind = (dm_statement_kind)name_of(reading, 4, kinds, DM_COUNT(kinds), "no such kind of statement");
        statement->parent = index_of(reading, 5, UINT32_MAX, "a statement inside of none");
        statement->denied = sqlite3_column_int(reading->statement, 6) != 0;
        statement->by = kept(reading, 7);
        statement->attitude =
            (dm_attitude)name_of(reading, 8, attitudes, DM_COUNT(attitudes), "no such attitude of a statement");
    }
    record->statements = statements.at;
    record->statement_count = statements.count;
    for (uint32_t i = 0; i < statements.count; i++)
        if (statements.at[i].parent != DM_NONE && statements.at[i].parent >= statements.count)
            damaged(reading, "a statement inside of none");
}

static void read_spans(store_reading *reading)
{
    static const char *const parts[] = {"content", "cue", "source"};
    dm_record *record = reading->record;
    DM_VECTOR(dm_span) all = {0};
    DM_VECTOR(dm_spans *) owners = {0}; /* by span */
    if (!begin(reading, READ_SPANS))
        return;
    while (next(reading)) {
        uint32_t which = index_of(reading, 0, record->statement_count, "words of no statement");
        unsigned part = name_of(reading, 1, parts, DM_COUNT(parts), "no such part of a statement");
        if (which == DM_NONE)
            continue;
        dm_span *span = DM_PUSH(&record->arena, &all);
        dm_spans **owner = DM_PUSH(&record->arena, &owners);
        if (span == NULL || owner == NULL)
            continue;
        *span = span_of(reading, 2);
        dm_statement *statement = &record->statements[which];
        *owner = part == 0 ? &statement->content : part == 1 ? &statement->cue : &statement->source;
        (*owner)->count++;
    }
    for (uint32_t i = 0; !record->arena.failed && i < all.count; i++)
        if (owners.at[i]->at == NULL)
            owners.at[i]->at = &all.at[i];
}

static void read_figures(store_reading *reading)
{
    dm_record *record = reading->record;
    DM_VECTOR(dm_figure) figures = {0};
    EACH(READ_FIGURES, figures.count, "figures are missing")
    {
        dm_figure *figure = DM_PUSH(&record->arena, &figures);
        if (figure == NULL)
            continue;
        snprintf(figure->id, sizeof figure->id, "f%u", figures.count);
        figure->span = span_of(reading, 1);
        figure->value = real_of(reading, 3, NAN);
        figure->low = real_of(reading, 4, -INFINITY);
        figure->high = real_of(reading, 5, INFINITY);
        figure->unit = kept(reading, 6);
        figure->of = kept(reading, 7);
    }
    record->refers.figures = figures.at;
    record->refers.figure_count = figures.count;
}

static void read_times(store_reading *reading)
{
    static const char *const types[] = {"DATE", "TIME", "DURATION", "SET"};
    dm_record *record = reading->record;
    DM_VECTOR(dm_time) times = {0};
    EACH(READ_TIMES, times.count, "times are missing")
    {
        dm_time *time = DM_PUSH(&record->arena, &times);
        if (time == NULL)
            continue;
        time->span = span_of(reading, 1);
        time->type = (dm_time_type)name_of(reading, 3, types, DM_COUNT(types), "no such type of time");
        time->value = kept(reading, 4);
    }
    record->refers.times = times.at;
    record->refers.time_count = times.count;
}

static void read_places(store_reading *reading)
{
    dm_record *record = reading->record;
    DM_VECTOR(dm_place) places = {0};
    EACH(READ_PLACES, places.count, "places are missing")
    {
        dm_place *place = DM_PUSH(&record->arena, &places);
        if (place == NULL)
            continue;
        snprintf(place->id, sizeof place->id, "p%u", places.count);
        place->span = span_of(reading, 1);
        place->name = kept(reading, 3);
        place->lat = real_of(reading, 4, NAN);
        place->lon = real_of(reading, 5, NAN);
        place->geonames = (uint32_t)sqlite3_column_int64(reading->statement, 6);
        word_of(reading, 7, place->country, sizeof place->country);
        place->admin1 = kept(reading, 8);
    }
    record->refers.places = places.at;
    record->refers.place_count = places.count;
}

static dm_plover plover_of(store_reading *reading, int column)
{
    dm_slice word = column_text(reading->statement, column);
    for (int i = 0; i <= DM_ASSAULT; i++)
        if (dm_slice_is(word, dm_plover_name((dm_plover)i)))
            return (dm_plover)i;
    damaged(reading, "no such PLOVER type");
    return DM_NO_PLOVER;
}

static dm_quad quad_of(store_reading *reading, int column)
{
    dm_slice word = column_text(reading->statement, column);
    for (int i = 0; i <= DM_MATERIAL_CONFLICT; i++)
        if (dm_slice_is(word, dm_quad_name((dm_quad)i)))
            return (dm_quad)i;
    damaged(reading, "no such quad class");
    return DM_NO_QUAD;
}

static dm_event_status status_of(store_reading *reading, int column)
{
    dm_slice word = column_text(reading->statement, column);
    for (int i = 0; i <= DM_HISTORICAL; i++)
        if (dm_slice_is(word, dm_event_status_name((dm_event_status)i)))
            return (dm_event_status)i;
    damaged(reading, "no such status");
    return DM_ACTUAL;
}

static void contexts_of(store_reading *reading, int column, dm_event *event)
{
    DM_VECTOR(dm_slice) contexts = {0};
    dm_slice rest = kept(reading, column);
    while (rest.at != NULL && rest.size != 0) {
        dm_slice *context = DM_PUSH(&reading->record->arena, &contexts);
        if (context == NULL)
            return;
        *context = dm_slice_next(&rest, ';');
    }
    event->contexts = contexts.at;
    event->context_count = contexts.count;
}

static void read_events(store_reading *reading)
{
    dm_record *record = reading->record;
    DM_VECTOR(dm_event) events = {0};
    EACH(READ_EVENTS, events.count, "events are missing")
    {
        dm_event *event = DM_PUSH(&record->arena, &events);
        if (event == NULL)
            continue;
        snprintf(event->id, sizeof event->id, "v%u", events.count);
        event->sentence = index_of(reading, 1, record->text.sentence_count, "an event outside of the sentences");
        event->date = kept(reading, 2);
        word_of(reading, 3, event->cameo, sizeof event->cameo);
        event->plover = plover_of(reading, 4);
        event->mode = kept(reading, 5);
        contexts_of(reading, 6, event);
        event->quad = quad_of(reading, 7);
        event->goldstein = (float)sqlite3_column_double(reading->statement, 8);
        event->status = status_of(reading, 9);
        event->place = index_of(reading, 10, record->refers.place_count, "an event at no place");
        event->trigger = span_of(reading, 11);
        event->same_as = index_of(reading, 13, events.count, "an event told before by none");
        event->by = kept(reading, 14);
        event->confidence = (float)sqlite3_column_double(reading->statement, 15);
        event->source_span = span_or_none(reading, 16);
        event->target_span = span_or_none(reading, 18);
        bool *wrong = DM_PUSH(&record->arena, &reading->wrong);
        if (wrong != NULL)
            *wrong = sqlite3_column_int(reading->statement, 20) != 0;
    }
    record->events = events.at;
    record->event_count = events.count;
}

/* Lists inside of events: pairs of an event and an index. */
static void read_links(store_reading *reading, int list, size_t member, uint32_t count, const char *what)
{
    dm_record *record = reading->record;
    numbers all = {0}, owners = {0};
    if (!begin(reading, list))
        return;
    while (next(reading)) {
        uint32_t event = index_of(reading, 0, record->event_count, "a list of no event"),
                 index = index_of(reading, 1, count, what);
        uint32_t *number = DM_PUSH(&record->arena, &all), *owner = DM_PUSH(&record->arena, &owners);
        if (event == DM_NONE || index == DM_NONE)
            damaged(reading, what);
        if (number == NULL || owner == NULL)
            continue;
        *number = index;
        *owner = event;
    }
    if (reading->damage != NULL || record->arena.failed)
        return;
    for (uint32_t i = 0; i < all.count; i++) {
        dm_list *links = (dm_list *)((char *)&record->events[owners.at[i]] + member);
        if (links->count++ == 0)
            links->at = &all.at[i];
    }
}

static void read_positions(store_reading *reading)
{
    static const char *const stances[] = {"for", "against"};
    dm_record *record = reading->record;
    DM_VECTOR(dm_position) positions = {0};
    EACH(READ_POSITIONS, positions.count, "positions are missing")
    {
        dm_position *position = DM_PUSH(&record->arena, &positions);
        if (position == NULL)
            continue;
        position->holder = index_of(reading, 1, record->refers.entity_count, "a holder who is no entity");
        position->against = name_of(reading, 2, stances, 2, "no such stance") == 1;
        position->issue = span_of(reading, 3);
        position->issue_id = kept(reading, 5);
        position->statement = index_of(reading, 6, record->statement_count, "a position of no statement");
        position->event = index_of(reading, 7, record->event_count, "a position of no event");
        position->by = kept(reading, 8);
    }
    record->positions = positions.at;
    record->position_count = positions.count;
}

static void read_reasons(store_reading *reading)
{
    dm_record *record = reading->record;
    DM_VECTOR(dm_silent) silent = {0};
    if (begin(reading, READ_SILENT))
        while (next(reading)) {
            dm_silent *one = DM_PUSH(&record->arena, &silent);
            if (one == NULL)
                continue;
            one->sentence = index_of(reading, 0, record->text.sentence_count, "a silence outside of the sentences");
            one->reason = kept(reading, 1);
        }
    record->silent = silent.at;
    record->silent_count = silent.count;
    DM_VECTOR(dm_slice) warnings = {0};
    EACH(READ_WARNINGS, warnings.count, "warnings are missing")
    {
        dm_slice *warning = DM_PUSH(&record->arena, &warnings);
        if (warning != NULL)
            *warning = kept(reading, 1);
    }
    record->warnings = warnings.at;
    record->warning_count = warnings.count;
}

/* Events that people have marked wrong are no events of the record; the others keep their ids. */
static void drop_wrong(store_reading *reading)
{
    dm_record *record = reading->record;
    uint32_t *now = dm_arena_alloc(&record->arena, (record->event_count + 1) * sizeof *now), kept_count = 0;
    if (now == NULL || reading->damage != NULL || reading->wrong.count != record->event_count)
        return;
    for (uint32_t i = 0; i < record->event_count; i++) {
        now[i] = reading->wrong.at[i] ? DM_NONE : kept_count++;
        if (now[i] != DM_NONE)
            record->events[now[i]] = record->events[i];
    }
    if (kept_count == record->event_count)
        return;
    record->event_count = kept_count;
    for (uint32_t i = 0; i < kept_count; i++)
        if (record->events[i].same_as != DM_NONE)
            record->events[i].same_as = now[record->events[i].same_as];
    for (uint32_t i = 0; i < record->position_count; i++)
        if (record->positions[i].event != DM_NONE)
            record->positions[i].event = now[record->positions[i].event];
}

/* ---- Documents ---------------------------------------------------------------------------------------------------------- */

static void read_document(store_reading *reading, sqlite3_stmt *row)
{
    dm_record *record = reading->record;
    dm_document *document = &record->document;
    reading->statement = row;
    document->id = kept(reading, 1);
    dm_slice date = column_text(row, 2);
    if (date.at != NULL && !dm_date_parse(date, &document->date))
        damaged(reading, "a date that does not exist");
    document->title = kept(reading, 3);
    document->source = kept(reading, 4);
    document->url = kept(reading, 5);
    document->text = kept(reading, 6);
    record->identity = kept(reading, 7);
    if (document->text.size > INT32_MAX)
        damaged(reading, "a text longer than 2 GB");
}

static void read_lists(store_reading *reading)
{
    dm_references *refers = &reading->record->refers;
    read_sentences(reading);
    read_entities(reading);
    read_mentions(reading);
    read_statements(reading);
    read_spans(reading);
    read_figures(reading);
    read_times(reading);
    read_places(reading);
    read_events(reading);
    read_links(reading, READ_SOURCES, offsetof(dm_event, sources), refers->entity_count, "a source that is no entity");
    read_links(reading, READ_TARGETS, offsetof(dm_event, targets), refers->entity_count, "a target that is no entity");
    read_links(reading, READ_WORDS, offsetof(dm_event, on_word_of), reading->record->statement_count,
               "an event on the word of no statement");
    read_links(reading, READ_EVENT_FIGURES, offsetof(dm_event, figures), refers->figure_count, "an event with no figure");
    read_positions(reading);
    drop_wrong(reading);
    read_reasons(reading);
}

/* Selects documents; what is not asked leaves no trace. */
static sqlite3_stmt *select_documents(dm_store *store, const dm_selection *selection, int *code)
{
    static const char *const conditions[] = {" AND d.id=?1", " AND d.source=?2", " AND d.date>=?3", " AND d.date<=?4"};
    const char *words[] = {selection->id, selection->source, selection->since, selection->until};
    char sql[512];
    sqlite3_stmt *statement = NULL;
    size_t size = (size_t)snprintf(sql, sizeof sql,
                                   "SELECT d.document, d.id, d.date, d.title, d.source, d.url, d.text, c.identity"
                                   " FROM documents d CROSS JOIN coders c USING(coder) WHERE 1");
    for (size_t i = 0; i < DM_COUNT(words); i++)
        if (words[i] != NULL)
            size += (size_t)snprintf(sql + size, sizeof sql - size, "%s", conditions[i]);
    snprintf(sql + size, sizeof sql - size, " ORDER BY d.document");
    *code = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);
    for (int i = 0; i < 4 && *code == SQLITE_OK; i++)
        if (words[i] != NULL)
            *code = sqlite3_bind_text(statement, i + 1, words[i], -1, SQLITE_STATIC);
    return statement;
}

static dm_status read_all(dm_store *store, sqlite3_stmt *documents, dm_record_function *each, void *context,
                          dm_error *error)
{
    dm_record *record;
    dm_status status = dm_record_new(NULL, &record);
    if (status != DM_OK)
        return dm_fail(error, status, store->name, 0, 0, "out of memory");
    dm_arena arena = record->arena;
    int code = SQLITE_ROW;
    while (status == DM_OK && (code = sqlite3_step(documents)) == SQLITE_ROW) {
        store_reading reading = {.store = store, .record = record, .document = sqlite3_column_int64(documents, 0)};
        dm_arena_reset(&arena);
        memset(record, 0, sizeof *record);
        record->arena = arena;
        read_document(&reading, documents);
        read_lists(&reading);
        if (reading.code != SQLITE_OK)
            status = dm_store_fail(store, reading.code, "reading", error);
        else if (record->arena.failed)
            status = dm_fail(error, DM_NO_MEMORY, store->name, 0, 0, "out of memory");
        else if (reading.damage != NULL)
            status = dm_fail(error, DM_BAD_DATABASE, store->name, 0, 0, "document number %lld: %s",
                             (long long)reading.document, reading.damage);
        else
            status = each(context, record);
        arena = record->arena;
    }
    if (status == DM_OK && code != SQLITE_DONE)
        status = dm_store_fail(store, code, "reading", error);
    dm_record_free(record);
    return status;
}

dm_status dm_store_read(dm_store *store, const dm_selection *selection, dm_record_function *each, void *context,
                        dm_error *error)
{
    static const dm_selection all;
    dm_status status = dm_store_commit(store, error);
    if (status != DM_OK)
        return status;
    /* One transaction: what others add meanwhile is not seen in part. */
    int code = sqlite3_exec(store->db, "BEGIN", NULL, NULL, NULL);
    sqlite3_stmt *documents = NULL;
    if (code == SQLITE_OK)
        documents = select_documents(store, selection == NULL ? &all : selection, &code);
    status = code == SQLITE_OK ? read_all(store, documents, each, context, error)
                               : dm_store_fail(store, code, "reading", error);
    sqlite3_finalize(documents);
    sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL);
    return status;
}
