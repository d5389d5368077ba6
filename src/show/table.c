/* A record for people: on a terminal of any width, in colour when asked. */
#include "show/flow.h"

#include <math.h>

static void heading(dm_flow *flow, const char *name, uint32_t count)
{
    char number[16];
    dm_flow_end(flow);
    dm_flow_start(flow, 0, 0);
    dm_flow_say(flow, name, DM_STYLE_BOLD);
    if (count > 0) {
        snprintf(number, sizeof number, " %u", count);
        dm_flow_say(flow, number, DM_STYLE_DIM);
    } else {
        dm_flow_say(flow, " none", DM_STYLE_DIM);
    }
    dm_flow_end(flow);
}

/* ---- Who ------------------------------------------------------------------------------------------------------- */

static void who(dm_flow *flow, uint32_t index, dm_style style)
{
    if (index >= flow->record->refers.entity_count) {
        dm_flow_say(flow, "\xE2\x80\x94", DM_STYLE_DIM);
        return;
    }
    const dm_entity *entity = &flow->record->refers.entities[index];
    dm_flow_put(flow, entity->name.size != 0 ? entity->name : dm_slice_of(entity->id), style);
    if (entity->actor[0] != '\0') {
        char code[24];
        snprintf(code, sizeof code, " (%s)", entity->actor);
        dm_flow_say(flow, code, DM_STYLE_DIM);
    }
}

static void all_who(dm_flow *flow, dm_list list, dm_style style)
{
    if (list.count == 0)
        who(flow, DM_NONE, style);
    for (uint32_t i = 0; i < list.count; i++) {
        if (i > 0)
            dm_flow_say(flow, ", ", DM_STYLE_PLAIN);
        who(flow, list.at[i], style);
    }
}

/* ---- Words in their sentence ------------------------------------------------------------------------------------- */

/* Moves `at` back or on to the begin of a word. */
static uint32_t word_begin(dm_slice text, uint32_t at, uint32_t least)
{
    while (at > least && !dm_flow_blank(text.at[at - 1]))
        at--;
    return at;
}

static uint32_t word_end(dm_slice text, uint32_t at, uint32_t most)
{
    while (at < most && !dm_flow_blank(text.at[at]))
        at++;
    return at;
}

static bool inside(dm_span span, uint32_t at) { return at >= span.start && at < span.end; }

/* The trigger in its sentence; of a long sentence as much around it as two or three lines take. */
static void context(dm_flow *flow, const dm_event *event)
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
        while (left < event->trigger.start && dm_flow_blank(text.at[left]))
            left++;
        right = right == shown.end ? right : word_begin(text, right, event->trigger.end);
        cut_left = left != shown.start;
        cut_right = right != shown.end;
        shown = (dm_span){left, right};
    }
    if (cut_left)
        dm_flow_say(flow, "\xE2\x80\xA6 ", DM_STYLE_DIM);
    for (uint32_t at = shown.start; at < shown.end;) {
        dm_span spans[] = {event->trigger, event->source_span, event->target_span};
        static const dm_style styles[] = {DM_STYLE_TRIGGER, DM_STYLE_SOURCE, DM_STYLE_TARGET};
        dm_style style = DM_STYLE_PLAIN;
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
        if (!flow->colour && style == DM_STYLE_TRIGGER) { /* in one piece, so that no line ends behind a mark */
            dm_buffer marked = {0};
            dm_buffer_text(&marked, at == event->trigger.start ? "\xC2\xAB" : "");
            dm_buffer_add(&marked, text.at + at, to - at);
            dm_buffer_text(&marked, to == event->trigger.end ? "\xC2\xBB" : "");
            dm_flow_put(flow, (dm_slice){marked.at, marked.size}, style);
            flow->out->failed = flow->out->failed || marked.failed;
            dm_buffer_free(&marked);
        } else {
            dm_flow_put(flow, (dm_slice){text.at + at, to - at}, style);
        }
        at = to;
    }
    if (cut_right)
        dm_flow_say(flow, " \xE2\x80\xA6", DM_STYLE_DIM);
    dm_flow_end(flow);
}

/* ---- The sections ------------------------------------------------------------------------------------------------ */

#define DM_TABLE_INDENT 6

static void id_column(dm_flow *flow, const char *id)
{
    dm_flow_start(flow, 2, DM_TABLE_INDENT);
    dm_flow_say(flow, id, DM_STYLE_DIM);
    if (flow->column >= DM_TABLE_INDENT)
        flow->gap = true;
    dm_flow_start(flow, DM_TABLE_INDENT, DM_TABLE_INDENT);
}

static void indented(dm_flow *flow) { dm_flow_start(flow, DM_TABLE_INDENT, DM_TABLE_INDENT); }

static void show_event(dm_flow *flow, const dm_event *event)
{
    const dm_record *record = flow->record;
    char number[48];
    id_column(flow, event->id);
    if (event->date.size != 0) {
        dm_flow_put(flow, event->date, DM_STYLE_PLAIN);
        dm_flow_pad(flow, flow->column + 2);
    }
    all_who(flow, event->sources, DM_STYLE_SOURCE);
    dm_flow_say(flow, " \xE2\x86\x92 ", DM_STYLE_PLAIN);
    all_who(flow, event->targets, DM_STYLE_TARGET);
    dm_flow_end(flow);
    indented(flow);
    dm_flow_say(flow, dm_plover_name(event->plover), DM_STYLE_BOLD);
    flow->gap = true;
    dm_flow_say(flow, event->cameo, DM_STYLE_BOLD);
    dm_slice name = dm_cameo_name(event->cameo);
    if (name.size != 0) {
        flow->gap = true;
        dm_flow_put(flow, name, DM_STYLE_PLAIN);
    }
    dm_flow_dot(flow);
    dm_flow_say(flow, dm_event_status_name(event->status), event->status == DM_ACTUAL ? DM_STYLE_GOOD : DM_STYLE_BAD);
    if (event->mode.size != 0) {
        dm_flow_dot(flow);
        dm_flow_put(flow, event->mode, DM_STYLE_PLAIN);
    }
    if (event->place < record->refers.place_count) {
        dm_flow_dot(flow);
        dm_flow_say(flow, "in ", DM_STYLE_PLAIN);
        dm_flow_put(flow, record->refers.places[event->place].name, DM_STYLE_PLAIN);
    }
    for (uint32_t i = 0; i < event->figures.count; i++)
        if (event->figures.at[i] < record->refers.figure_count) {
            dm_flow_dot(flow);
            dm_flow_put(flow, dm_show_span(record, record->refers.figures[event->figures.at[i]].span), DM_STYLE_PLAIN);
        }
    dm_flow_end(flow);
    indented(flow);
    context(flow, event);
    indented(flow);
    for (uint32_t i = 0; i < event->on_word_of.count; i++) {
        if (event->on_word_of.at[i] >= record->statement_count)
            continue;
        const dm_statement *statement = &record->statements[event->on_word_of.at[i]];
        dm_flow_say(flow, i == 0 ? "on the word of " : "as told by ", DM_STYLE_DIM);
        if (statement->speaker < record->refers.entity_count)
            dm_flow_put(flow, record->refers.entities[statement->speaker].name, DM_STYLE_PLAIN);
        else
            dm_flow_say(flow, "somebody", DM_STYLE_PLAIN);
        snprintf(number, sizeof number, " %s", statement->id);
        dm_flow_say(flow, number, DM_STYLE_DIM);
        dm_flow_dot(flow);
    }
    if (event->same_as < record->event_count) {
        dm_flow_say(flow, "told before as ", DM_STYLE_DIM);
        dm_flow_say(flow, record->events[event->same_as].id, DM_STYLE_DIM);
        dm_flow_dot(flow);
    }
    dm_flow_put(flow, event->by, DM_STYLE_DIM);
    int percent = (int)(event->confidence * 100 + 0.5f);
    snprintf(number, sizeof number, " %d%%", percent);
    dm_flow_say(flow, number, DM_STYLE_DIM);
    dm_flow_end(flow);
}

static void show_statement(dm_flow *flow, const dm_statement *statement)
{
    static const char *const kinds[] = {"direct", "indirect", "mixed"};
    const dm_record *record = flow->record;
    id_column(flow, statement->id);
    if (statement->speaker >= record->refers.entity_count && statement->source.count > 0)
        dm_flow_put(flow, dm_show_span(record, statement->source.at[0]), DM_STYLE_SOURCE); /* known by its words only */
    else
        who(flow, statement->speaker, DM_STYLE_SOURCE);
    for (uint32_t i = 0; i < statement->cue.count; i++) {
        flow->gap = true;
        dm_flow_put(flow, dm_show_span(record, statement->cue.at[i]), DM_STYLE_TRIGGER);
    }
    if (statement->addressee < record->refers.entity_count) {
        dm_flow_say(flow, " to ", DM_STYLE_PLAIN);
        who(flow, statement->addressee, DM_STYLE_TARGET);
    }
    dm_flow_dot(flow);
    dm_flow_say(flow, (unsigned)statement->kind < DM_COUNT(kinds) ? kinds[statement->kind] : "", DM_STYLE_DIM);
    if (statement->denied) {
        dm_flow_dot(flow);
        dm_flow_say(flow, "denied", DM_STYLE_BAD);
    }
    if (statement->parent < record->statement_count) {
        dm_flow_dot(flow);
        dm_flow_say(flow, "inside ", DM_STYLE_DIM);
        dm_flow_say(flow, record->statements[statement->parent].id, DM_STYLE_DIM);
    }
    dm_flow_end(flow);
    if (statement->content.count == 0)
        return;
    indented(flow);
    for (uint32_t i = 0; i < statement->content.count; i++) {
        if (i > 0)
            dm_flow_say(flow, " \xE2\x80\xA6 ", DM_STYLE_DIM);
        dm_flow_put(flow, dm_show_span(record, statement->content.at[i]), DM_STYLE_PLAIN);
    }
    dm_flow_end(flow);
}

static void show_position(dm_flow *flow, const dm_position *position)
{
    const dm_record *record = flow->record;
    dm_flow_start(flow, 2, DM_TABLE_INDENT);
    who(flow, position->holder, DM_STYLE_SOURCE);
    dm_flow_say(flow, position->against ? " against " : " for ", position->against ? DM_STYLE_BAD : DM_STYLE_GOOD);
    dm_flow_put(flow, dm_show_span(record, position->issue), DM_STYLE_PLAIN);
    if (position->issue_id.size != 0) {
        dm_flow_dot(flow);
        dm_flow_put(flow, position->issue_id, DM_STYLE_DIM);
    }
    if (position->statement < record->statement_count) {
        dm_flow_dot(flow);
        dm_flow_say(flow, record->statements[position->statement].id, DM_STYLE_DIM);
    }
    if (position->event < record->event_count) {
        dm_flow_dot(flow);
        dm_flow_say(flow, record->events[position->event].id, DM_STYLE_DIM);
    }
    dm_flow_end(flow);
}

static void put_degrees(dm_flow *flow, double value, char positive, char negative)
{
    if (!isfinite(value))
        return;
    unsigned hundredths = (unsigned)(fabs(value) * 100 + 0.5);
    char text[32];
    snprintf(text, sizeof text, " %u.%02u%c", hundredths / 100 % 1000, hundredths % 100,
             value < 0 ? negative : positive);
    dm_flow_say(flow, text, DM_STYLE_DIM);
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

static dm_slice place_name(const dm_flow *flow, const dm_place *place)
{
    return place->name.size != 0 ? place->name : dm_show_span(flow->record, place->span);
}

/* Places once each, with how often they are named. */
static void show_places(dm_flow *flow)
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
        dm_flow_start(flow, 2, DM_TABLE_INDENT);
        dm_flow_put(flow, place_name(flow, place), DM_STYLE_PLAIN);
        dm_flow_pad(flow, column + 4);
        dm_flow_say(flow, place->country, DM_STYLE_PLAIN);
        put_degrees(flow, place->lat, 'N', 'S');
        put_degrees(flow, place->lon, 'E', 'W');
        if (place->admin1.size != 0 && !dm_slice_equal(place->admin1, place->name)) {
            flow->gap = true;
            dm_flow_put(flow, place->admin1, DM_STYLE_PLAIN);
        }
        if (count > 1) {
            snprintf(number, sizeof number, " %u times", count);
            dm_flow_say(flow, number, DM_STYLE_DIM);
        }
        dm_flow_end(flow);
    }
    dm_map_free(&times);
}

static void show_times(dm_flow *flow)
{
    const dm_references *refers = &flow->record->refers;
    unsigned column = 0;
    for (uint32_t i = 0; i < refers->time_count; i++)
        column = wider(column, dm_show_span(flow->record, refers->times[i].span));
    if (refers->time_count > 0)
        heading(flow, "Times", refers->time_count);
    for (uint32_t i = 0; i < refers->time_count; i++) {
        dm_flow_start(flow, 2, DM_TABLE_INDENT);
        dm_flow_put(flow, dm_show_span(flow->record, refers->times[i].span), DM_STYLE_PLAIN);
        dm_flow_pad(flow, column + 4);
        dm_flow_put(flow, refers->times[i].value, DM_STYLE_PLAIN);
        dm_flow_end(flow);
    }
}

static void put_value(dm_flow *flow, const dm_figure *figure)
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
    dm_flow_put(flow, (dm_slice){number.at, number.size}, DM_STYLE_PLAIN);
    flow->out->failed = flow->out->failed || number.failed;
    dm_buffer_free(&number);
}

static void show_figures(dm_flow *flow)
{
    const dm_references *refers = &flow->record->refers;
    unsigned column = 0;
    for (uint32_t i = 0; i < refers->figure_count; i++)
        column = wider(column, dm_show_span(flow->record, refers->figures[i].span));
    if (refers->figure_count > 0)
        heading(flow, "Figures", refers->figure_count);
    for (uint32_t i = 0; i < refers->figure_count; i++) {
        const dm_figure *figure = &refers->figures[i];
        dm_flow_start(flow, 2, DM_TABLE_INDENT);
        dm_flow_put(flow, dm_show_span(flow->record, figure->span), DM_STYLE_PLAIN);
        dm_flow_pad(flow, column + 4);
        put_value(flow, figure);
        flow->gap = true;
        dm_flow_put(flow, figure->unit, DM_STYLE_PLAIN);
        flow->gap = true;
        dm_flow_put(flow, figure->of, DM_STYLE_DIM);
        dm_flow_end(flow);
    }
}

/* The first words of a sentence, on one line. */
static void show_silent(dm_flow *flow, const dm_silent *silent)
{
    char number[16];
    dm_flow_start(flow, 2, DM_TABLE_INDENT);
    snprintf(number, sizeof number, "%u", silent->sentence + 1);
    id_column(flow, number);
    dm_flow_put(flow, silent->reason, DM_STYLE_PLAIN);
    if (silent->sentence < flow->record->text.sentence_count) {
        dm_slice text = dm_show_span(flow->record, flow->record->sentence_spans[silent->sentence]);
        size_t size = text.size;
        if (size > 60)
            size = word_begin(text, 60, 0) > 0 ? word_begin(text, 60, 0) : word_end(text, 60, (uint32_t)text.size);
        while (size < text.size && ((unsigned char)text.at[size] & 0xC0) == 0x80)
            size++;
        dm_flow_say(flow, ": ", DM_STYLE_DIM);
        dm_flow_put(flow, (dm_slice){text.at, size}, DM_STYLE_DIM);
        if (size < text.size)
            dm_flow_say(flow, " \xE2\x80\xA6", DM_STYLE_DIM);
    }
    dm_flow_end(flow);
}

static void show_head(dm_flow *flow)
{
    static const char *const months[] = {"",     "January", "February",  "March",   "April",    "May",     "June",
                                         "July", "August",  "September", "October", "November", "December"};
    const dm_document *document = &flow->record->document;
    char date[40];
    dm_flow_start(flow, 0, 0);
    if (document->title.size != 0) {
        dm_flow_put(flow, document->title, DM_STYLE_BOLD);
        dm_flow_end(flow);
    }
    if (document->date.year == 0)
        snprintf(date, sizeof date, "no date");
    else if (document->date.month == 0 || document->date.month > 12)
        snprintf(date, sizeof date, "%d", document->date.year);
    else if (document->date.day == 0)
        snprintf(date, sizeof date, "%s %d", months[document->date.month], document->date.year);
    else
        snprintf(date, sizeof date, "%d %s %d", document->date.day, months[document->date.month], document->date.year);
    dm_flow_start(flow, 0, 0);
    dm_flow_say(flow, date, document->title.size == 0 ? DM_STYLE_BOLD : DM_STYLE_PLAIN);
    dm_slice facts[] = {document->source, document->id, document->url};
    for (size_t i = 0; i < DM_COUNT(facts); i++)
        if (facts[i].size != 0) {
            dm_flow_dot(flow);
            dm_flow_put(flow, facts[i], DM_STYLE_DIM);
        }
    dm_flow_end(flow);
}

#define SECTION(name, list, length, show_one)         \
    do {                                              \
        if (record->length > 0)                       \
            heading(&flow, name, record->length);     \
        for (uint32_t i = 0; i < record->length; i++) \
            show_one(&flow, &record->list[i]);        \
    } while (0)

static void show_warning(dm_flow *flow, const dm_slice *warning)
{
    dm_flow_start(flow, 2, DM_TABLE_INDENT);
    dm_flow_put(flow, *warning, DM_STYLE_BAD);
    dm_flow_end(flow);
}

void dm_show_table(dm_buffer *out, const dm_record *record, unsigned width, bool colour)
{
    dm_flow flow = {.out = out, .record = record, .width = width < 30 ? 30 : width, .colour = colour};
    show_head(&flow);
    heading(&flow, "Events", record->event_count);
    for (uint32_t i = 0; i < record->event_count; i++) {
        if (i > 0)
            dm_flow_end(&flow);
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
