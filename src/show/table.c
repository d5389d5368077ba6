/* A record for people: on a terminal of any width, in colour when asked. */
#include "show/parts.h"

#include <math.h>

typedef enum table_style { PLAIN, BOLD, DIM, TRIGGER, SOURCE, TARGET, GOOD, BAD, STYLE_COUNT } table_style;

/* Words flowing into lines. */
typedef struct table_flow {
    dm_buffer *out;
    const dm_record *record;
    unsigned width, indent, column;
    bool colour;
    bool gap;   /* a blank is due before the next word */
    bool begun; /* the line holds a word behind its indent */
} table_flow;

static void start(table_flow *flow, unsigned column, unsigned indent)
{
    while (flow->column < column) {
        dm_buffer_add(flow->out, " ", 1);
        flow->column++;
    }
    flow->indent = indent;
    flow->gap = flow->begun = false;
}

static void end_line(table_flow *flow)
{
    dm_buffer_add(flow->out, "\n", 1);
    flow->column = 0;
    flow->gap = flow->begun = false;
}

/* Blanks up to a column, at least one. */
static void pad(table_flow *flow, unsigned column)
{
    if (flow->column + 1 >= column)
        column = flow->column + 1;
    if (column < flow->width)
        for (; flow->column < column; flow->column++)
            dm_buffer_add(flow->out, " ", 1);
    flow->gap = flow->column < column;
}

static void break_line(table_flow *flow)
{
    unsigned indent = flow->indent;
    end_line(flow);
    start(flow, indent, indent);
}

static void styled(table_flow *flow, dm_slice text, table_style style)
{
    static const char *const codes[STYLE_COUNT] = {"",         "\033[1m",  "\033[2m",  "\033[1;33m",
                                                   "\033[36m", "\033[35m", "\033[32m", "\033[31m"};
    bool on = flow->colour && style != PLAIN;
    if (on)
        dm_buffer_text(flow->out, codes[style]);
    dm_buffer_plain(flow->out, text);
    if (on)
        dm_buffer_text(flow->out, "\033[0m");
}

/* One word without blanks; longer than a line it is cut. */
static void put_word(table_flow *flow, dm_slice word, table_style style)
{
    unsigned columns = dm_columns(word), limit = flow->gap ? flow->width - 1 : flow->width;
    if (flow->gap && flow->begun && flow->column + 1 + columns > limit) {
        break_line(flow);
    } else if (flow->gap && flow->begun) {
        dm_buffer_add(flow->out, " ", 1);
        flow->column++;
    }
    flow->gap = false;
    if (flow->column + columns > flow->width && flow->begun && flow->indent + columns <= flow->width)
        break_line(flow);
    flow->begun = true;
    while (flow->column + columns > flow->width) {
        size_t used = 0;
        unsigned length, taken = 0;
        while (used < word.size) {
            dm_utf8_get(word.at + used, word.at + word.size, &length);
            unsigned size = dm_columns((dm_slice){word.at + used, length});
            if (flow->column + taken + size > flow->width && (used != 0 || flow->column > flow->indent))
                break; /* at least one code point a line */
            taken += size;
            used += length;
        }
        styled(flow, (dm_slice){word.at, used}, style);
        flow->column += taken;
        word.at += used;
        word.size -= used;
        columns -= taken;
        if (word.size == 0)
            return;
        break_line(flow);
        flow->begun = true;
    }
    styled(flow, word, style);
    flow->column += columns;
}

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static void put(table_flow *flow, dm_slice text, table_style style)
{
    while (text.size > 0) {
        size_t size = 0;
        while (size < text.size && !is_blank(text.at[size]))
            size++;
        if (size > 0)
            put_word(flow, (dm_slice){text.at, size}, style);
        text.at += size;
        text.size -= size;
        while (text.size > 0 && is_blank(text.at[0])) {
            flow->gap = true;
            text.at++, text.size--;
        }
    }
}

static void say(table_flow *flow, const char *text, table_style style) { put(flow, dm_slice_of(text), style); }

/* " · " between facts of a line. */
static void dot(table_flow *flow)
{
    flow->gap = true;
    say(flow, "\xC2\xB7 ", DIM);
}

static void heading(table_flow *flow, const char *name, uint32_t count)
{
    char number[16];
    end_line(flow);
    start(flow, 0, 0);
    say(flow, name, BOLD);
    if (count > 0) {
        snprintf(number, sizeof number, " %u", count);
        say(flow, number, DIM);
    } else {
        say(flow, " none", DIM);
    }
    end_line(flow);
}

/* ---- Who ------------------------------------------------------------------------------------------------------- */

static void who(table_flow *flow, uint32_t index, table_style style)
{
    if (index >= flow->record->refers.entity_count) {
        say(flow, "\xE2\x80\x94", DIM);
        return;
    }
    const dm_entity *entity = &flow->record->refers.entities[index];
    put(flow, entity->name.size != 0 ? entity->name : dm_slice_of(entity->id), style);
    if (entity->actor[0] != '\0') {
        char code[24];
        snprintf(code, sizeof code, " (%s)", entity->actor);
        say(flow, code, DIM);
    }
}

static void all_who(table_flow *flow, dm_list list, table_style style)
{
    if (list.count == 0)
        who(flow, DM_NONE, style);
    for (uint32_t i = 0; i < list.count; i++) {
        if (i > 0)
            say(flow, ", ", PLAIN);
        who(flow, list.at[i], style);
    }
}

/* ---- Words in their sentence ------------------------------------------------------------------------------------- */

/* Moves `at` back or on to the begin of a word. */
static uint32_t word_begin(dm_slice text, uint32_t at, uint32_t least)
{
    while (at > least && !is_blank(text.at[at - 1]))
        at--;
    return at;
}

static uint32_t word_end(dm_slice text, uint32_t at, uint32_t most)
{
    while (at < most && !is_blank(text.at[at]))
        at++;
    return at;
}

static bool inside(dm_span span, uint32_t at) { return at >= span.start && at < span.end; }

/* The trigger in its sentence; of a long sentence as much around it as two or three lines take. */
static void context(table_flow *flow, const dm_event *event)
{
    dm_slice text = flow->record->document.text;
    if (event->sentence >= flow->record->text.sentence_count || event->trigger.end > text.size)
        return;
    dm_span shown = flow->record->sentence_spans[event->sentence];
    uint32_t room = flow->width > flow->indent + 30 ? (flow->width - flow->indent) * 3 / 2 : 45;
    if (shown.end > text.size)
        shown.end = (uint32_t)text.size;
    if (shown.start >= shown.end)
        return;
    bool cut_left = false, cut_right = false;
    if (shown.end - shown.start > room * 2 && event->trigger.start >= shown.start && event->trigger.end <= shown.end) {
        uint32_t left = event->trigger.start - shown.start > room ? event->trigger.start - room : shown.start;
        uint32_t right = shown.end - event->trigger.end > room ? event->trigger.end + room : shown.end;
        left = left == shown.start ? left : word_end(text, left, event->trigger.start);
        while (left < event->trigger.start && is_blank(text.at[left]))
            left++;
        right = right == shown.end ? right : word_begin(text, right, event->trigger.end);
        cut_left = left != shown.start;
        cut_right = right != shown.end;
        shown = (dm_span){left, right};
    }
    if (cut_left)
        say(flow, "\xE2\x80\xA6 ", DIM);
    for (uint32_t at = shown.start; at < shown.end;) {
        dm_span spans[] = {event->trigger, event->source_span, event->target_span};
        static const table_style styles[] = {TRIGGER, SOURCE, TARGET};
        table_style style = PLAIN;
        uint32_t to = shown.end;
        for (size_t i = DM_COUNT(spans); i-- > 0;) {
            if (inside(spans[i], at)) {
                style = styles[i];
                if (spans[i].end < to)
                    to = spans[i].end;
            } else if (spans[i].start > at && spans[i].start < to) {
                to = spans[i].start;
            }
        }
        if (!flow->colour && style == TRIGGER) { /* in one piece, so that no line ends behind a mark */
            dm_buffer marked = {0};
            dm_buffer_text(&marked, at == event->trigger.start ? "\xC2\xAB" : "");
            dm_buffer_add(&marked, text.at + at, to - at);
            dm_buffer_text(&marked, to == event->trigger.end ? "\xC2\xBB" : "");
            put(flow, (dm_slice){marked.at, marked.size}, style);
            flow->out->failed = flow->out->failed || marked.failed;
            dm_buffer_free(&marked);
        } else {
            put(flow, (dm_slice){text.at + at, to - at}, style);
        }
        at = to;
    }
    if (cut_right)
        say(flow, " \xE2\x80\xA6", DIM);
    end_line(flow);
}

/* ---- The sections ------------------------------------------------------------------------------------------------ */

#define DM_TABLE_INDENT 6

static void id_column(table_flow *flow, const char *id)
{
    start(flow, 2, DM_TABLE_INDENT);
    say(flow, id, DIM);
    if (flow->column >= DM_TABLE_INDENT)
        flow->gap = true;
    start(flow, DM_TABLE_INDENT, DM_TABLE_INDENT);
}

static void indented(table_flow *flow) { start(flow, DM_TABLE_INDENT, DM_TABLE_INDENT); }

static void show_event(table_flow *flow, const dm_event *event)
{
    const dm_record *record = flow->record;
    char number[48];
    id_column(flow, event->id);
    if (event->date.size != 0) {
        put(flow, event->date, PLAIN);
        pad(flow, flow->column + 2);
    }
    all_who(flow, event->sources, SOURCE);
    say(flow, " \xE2\x86\x92 ", PLAIN);
    all_who(flow, event->targets, TARGET);
    end_line(flow);
    indented(flow);
    say(flow, dm_plover_name(event->plover), BOLD);
    flow->gap = true;
    say(flow, event->cameo, BOLD);
    dm_slice name = dm_cameo_name(event->cameo);
    if (name.size != 0) {
        flow->gap = true;
        put(flow, name, PLAIN);
    }
    dot(flow);
    say(flow, dm_event_status_name(event->status), event->status == DM_ACTUAL ? GOOD : BAD);
    if (event->mode.size != 0) {
        dot(flow);
        put(flow, event->mode, PLAIN);
    }
    if (event->place < record->refers.place_count) {
        dot(flow);
        say(flow, "in ", PLAIN);
        put(flow, record->refers.places[event->place].name, PLAIN);
    }
    for (uint32_t i = 0; i < event->figures.count; i++)
        if (event->figures.at[i] < record->refers.figure_count) {
            dot(flow);
            put(flow, dm_show_span(record, record->refers.figures[event->figures.at[i]].span), PLAIN);
        }
    end_line(flow);
    indented(flow);
    context(flow, event);
    indented(flow);
    for (uint32_t i = 0; i < event->on_word_of.count; i++) {
        if (event->on_word_of.at[i] >= record->statement_count)
            continue;
        const dm_statement *statement = &record->statements[event->on_word_of.at[i]];
        say(flow, i == 0 ? "on the word of " : "as told by ", DIM);
        if (statement->speaker < record->refers.entity_count)
            put(flow, record->refers.entities[statement->speaker].name, PLAIN);
        else
            say(flow, "somebody", PLAIN);
        snprintf(number, sizeof number, " %s", statement->id);
        say(flow, number, DIM);
        dot(flow);
    }
    if (event->same_as < record->event_count) {
        say(flow, "told before as ", DIM);
        say(flow, record->events[event->same_as].id, DIM);
        dot(flow);
    }
    put(flow, event->by, DIM);
    int percent = (int)(event->confidence * 100 + 0.5f);
    snprintf(number, sizeof number, " %d%%", percent);
    say(flow, number, DIM);
    end_line(flow);
}

static void show_statement(table_flow *flow, const dm_statement *statement)
{
    static const char *const kinds[] = {"direct", "indirect", "mixed"};
    const dm_record *record = flow->record;
    id_column(flow, statement->id);
    who(flow, statement->speaker, SOURCE);
    for (uint32_t i = 0; i < statement->cue.count; i++) {
        flow->gap = true;
        put(flow, dm_show_span(record, statement->cue.at[i]), TRIGGER);
    }
    if (statement->addressee < record->refers.entity_count) {
        say(flow, " to ", PLAIN);
        who(flow, statement->addressee, TARGET);
    }
    dot(flow);
    say(flow, (unsigned)statement->kind < DM_COUNT(kinds) ? kinds[statement->kind] : "", DIM);
    if (statement->denied) {
        dot(flow);
        say(flow, "denied", BAD);
    }
    if (statement->parent < record->statement_count) {
        dot(flow);
        say(flow, "inside ", DIM);
        say(flow, record->statements[statement->parent].id, DIM);
    }
    end_line(flow);
    if (statement->content.count == 0)
        return;
    indented(flow);
    bool quoted = statement->kind == DM_DIRECT;
    if (quoted)
        say(flow, "\xE2\x80\x9C", PLAIN);
    for (uint32_t i = 0; i < statement->content.count; i++) {
        if (i > 0)
            say(flow, " \xE2\x80\xA6 ", DIM);
        put(flow, dm_show_span(record, statement->content.at[i]), PLAIN);
    }
    if (quoted)
        say(flow, "\xE2\x80\x9D", PLAIN);
    end_line(flow);
}

static void show_position(table_flow *flow, const dm_position *position)
{
    const dm_record *record = flow->record;
    start(flow, 2, DM_TABLE_INDENT);
    who(flow, position->holder, SOURCE);
    say(flow, position->against ? " against " : " for ", position->against ? BAD : GOOD);
    put(flow, dm_show_span(record, position->issue), PLAIN);
    if (position->issue_id.size != 0) {
        dot(flow);
        put(flow, position->issue_id, DIM);
    }
    if (position->statement < record->statement_count) {
        dot(flow);
        say(flow, record->statements[position->statement].id, DIM);
    }
    if (position->event < record->event_count) {
        dot(flow);
        say(flow, record->events[position->event].id, DIM);
    }
    end_line(flow);
}

static void put_degrees(table_flow *flow, double value, char positive, char negative)
{
    if (!isfinite(value))
        return;
    unsigned hundredths = (unsigned)(fabs(value) * 100 + 0.5);
    char text[32];
    snprintf(text, sizeof text, " %u.%02u%c", hundredths / 100 % 1000, hundredths % 100,
             value < 0 ? negative : positive);
    say(flow, text, DIM);
}

/* Width of the first column of a list: the widest piece, within reason. */
static unsigned wider(unsigned so_far, dm_slice text)
{
    unsigned columns = dm_columns(text);
    return columns > so_far && columns <= 36 ? columns : so_far;
}

static uint64_t place_key(const dm_place *place)
{
    return dm_mix(dm_hash(place->name.at, place->name.size), place->geonames);
}

static dm_slice place_name(const table_flow *flow, const dm_place *place)
{
    return place->name.size != 0 ? place->name : dm_show_span(flow->record, place->span);
}

/* Places once each, with how often they are named. */
static void show_places(table_flow *flow)
{
    const dm_references *refers = &flow->record->refers;
    char number[32];
    dm_map times;
    uint32_t different = 0;
    unsigned column = 0;
    dm_map_init(&times);
    for (uint32_t i = 0; i < refers->place_count; i++) {
        uint32_t before = dm_map_get(&times, place_key(&refers->places[i]));
        different += before == DM_NONE;
        column = wider(column, place_name(flow, &refers->places[i]));
        if (!dm_map_set(&times, place_key(&refers->places[i]), before == DM_NONE ? 1 : before + 1))
            flow->out->failed = true;
    }
    if (different != 0)
        heading(flow, "Places", different);
    for (uint32_t i = 0; i < refers->place_count && !flow->out->failed; i++) {
        const dm_place *place = &refers->places[i];
        uint32_t count = dm_map_get(&times, place_key(place));
        if (count == 0)
            continue; /* shown already */
        dm_map_set(&times, place_key(place), 0);
        start(flow, 2, DM_TABLE_INDENT);
        put(flow, place_name(flow, place), PLAIN);
        pad(flow, column + 4);
        say(flow, place->country, PLAIN);
        put_degrees(flow, place->lat, 'N', 'S');
        put_degrees(flow, place->lon, 'E', 'W');
        if (place->admin1.size != 0 && !dm_slice_equal(place->admin1, place->name)) {
            flow->gap = true;
            put(flow, place->admin1, PLAIN);
        }
        if (count > 1) {
            snprintf(number, sizeof number, " %u times", count);
            say(flow, number, DIM);
        }
        end_line(flow);
    }
    dm_map_free(&times);
}

static void show_times(table_flow *flow)
{
    const dm_references *refers = &flow->record->refers;
    unsigned column = 0;
    for (uint32_t i = 0; i < refers->time_count; i++)
        column = wider(column, dm_show_span(flow->record, refers->times[i].span));
    if (refers->time_count > 0)
        heading(flow, "Times", refers->time_count);
    for (uint32_t i = 0; i < refers->time_count; i++) {
        start(flow, 2, DM_TABLE_INDENT);
        put(flow, dm_show_span(flow->record, refers->times[i].span), PLAIN);
        pad(flow, column + 4);
        put(flow, refers->times[i].value, PLAIN);
        end_line(flow);
    }
}

static void put_value(table_flow *flow, const dm_figure *figure)
{
    dm_buffer number = {0};
    if (figure->low == figure->high) {
        dm_buffer_number(&number, figure->value);
    } else if (!isfinite(figure->low) || !isfinite(figure->high)) {
        dm_buffer_text(&number, isfinite(figure->low) ? "at least " : isfinite(figure->high) ? "at most " : "");
        dm_buffer_number(&number, isfinite(figure->low)    ? figure->low
                                  : isfinite(figure->high) ? figure->high
                                                           : figure->value);
    } else {
        dm_buffer_number(&number, figure->low);
        dm_buffer_text(&number, " to ");
        dm_buffer_number(&number, figure->high);
    }
    put(flow, (dm_slice){number.at, number.size}, PLAIN);
    flow->out->failed = flow->out->failed || number.failed;
    dm_buffer_free(&number);
}

static void show_figures(table_flow *flow)
{
    const dm_references *refers = &flow->record->refers;
    unsigned column = 0;
    for (uint32_t i = 0; i < refers->figure_count; i++)
        column = wider(column, dm_show_span(flow->record, refers->figures[i].span));
    if (refers->figure_count > 0)
        heading(flow, "Figures", refers->figure_count);
    for (uint32_t i = 0; i < refers->figure_count; i++) {
        const dm_figure *figure = &refers->figures[i];
        start(flow, 2, DM_TABLE_INDENT);
        put(flow, dm_show_span(flow->record, figure->span), PLAIN);
        pad(flow, column + 4);
        put_value(flow, figure);
        flow->gap = true;
        put(flow, figure->unit, PLAIN);
        flow->gap = true;
        put(flow, figure->of, DIM);
        end_line(flow);
    }
}

/* The first words of a sentence, on one line. */
static void show_silent(table_flow *flow, const dm_silent *silent)
{
    char number[16];
    start(flow, 2, DM_TABLE_INDENT);
    snprintf(number, sizeof number, "%u", silent->sentence + 1);
    id_column(flow, number);
    put(flow, silent->reason, PLAIN);
    if (silent->sentence < flow->record->text.sentence_count) {
        dm_slice text = dm_show_span(flow->record, flow->record->sentence_spans[silent->sentence]);
        size_t size = text.size;
        if (size > 60)
            size = word_begin(text, 60, 0) > 0 ? word_begin(text, 60, 0) : word_end(text, 60, (uint32_t)text.size);
        while (size < text.size && ((unsigned char)text.at[size] & 0xC0) == 0x80)
            size++;
        say(flow, ": ", DIM);
        put(flow, (dm_slice){text.at, size}, DIM);
        if (size < text.size)
            say(flow, " \xE2\x80\xA6", DIM);
    }
    end_line(flow);
}

static void show_head(table_flow *flow)
{
    static const char *const months[] = {"",     "January", "February",  "March",   "April",    "May",     "June",
                                         "July", "August",  "September", "October", "November", "December"};
    const dm_document *document = &flow->record->document;
    char date[40];
    start(flow, 0, 0);
    if (document->title.size != 0) {
        put(flow, document->title, BOLD);
        end_line(flow);
    }
    if (document->date.year == 0)
        snprintf(date, sizeof date, "no date");
    else if (document->date.month == 0 || document->date.month > 12)
        snprintf(date, sizeof date, "%d", document->date.year);
    else if (document->date.day == 0)
        snprintf(date, sizeof date, "%s %d", months[document->date.month], document->date.year);
    else
        snprintf(date, sizeof date, "%d %s %d", document->date.day, months[document->date.month], document->date.year);
    start(flow, 0, 0);
    say(flow, date, document->title.size == 0 ? BOLD : PLAIN);
    dm_slice facts[] = {document->source, document->id, document->url};
    for (size_t i = 0; i < DM_COUNT(facts); i++)
        if (facts[i].size != 0) {
            dot(flow);
            put(flow, facts[i], DIM);
        }
    end_line(flow);
}

#define SECTION(name, list, length, show_one)         \
    do {                                              \
        if (record->length > 0)                       \
            heading(&flow, name, record->length);     \
        for (uint32_t i = 0; i < record->length; i++) \
            show_one(&flow, &record->list[i]);        \
    } while (0)

static void show_warning(table_flow *flow, const dm_slice *warning)
{
    start(flow, 2, DM_TABLE_INDENT);
    put(flow, *warning, BAD);
    end_line(flow);
}

void dm_show_table(dm_buffer *out, const dm_record *record, unsigned width, bool colour)
{
    table_flow flow = {.out = out, .record = record, .width = width < 30 ? 30 : width, .colour = colour};
    show_head(&flow);
    heading(&flow, "Events", record->event_count);
    for (uint32_t i = 0; i < record->event_count; i++) {
        if (i > 0)
            end_line(&flow);
        show_event(&flow, &record->events[i]);
    }
    SECTION("Statements", statements, statement_count, show_statement);
    SECTION("Positions", positions, position_count, show_position);
    show_places(&flow);
    show_times(&flow);
    show_figures(&flow);
    SECTION("Sentences without an event", silent, silent_count, show_silent);
    SECTION("Warnings", warnings, warning_count, show_warning);
}
