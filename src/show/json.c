/* A record as one line of JSON.  Keys stand in the order of CONTRACT; further ones at the end of their object. */
#include "show/parts.h"

typedef struct json_line {
    dm_buffer *out;
    const dm_record *record;
    dm_ruler ruler;
} json_line;

static void put(json_line *line, const char *text) { dm_buffer_text(line->out, text); }

static void put_text(json_line *line, const char *key, dm_slice text)
{
    put(line, key);
    if (text.at == NULL)
        put(line, "null");
    else
        dm_buffer_json(line->out, text);
}

/* "" is absent. */
static void put_code(json_line *line, const char *key, const char *code)
{
    put_text(line, key, code[0] == '\0' ? (dm_slice){NULL, 0} : dm_slice_of(code));
}

static void put_number(json_line *line, const char *key, double value)
{
    put(line, key);
    dm_buffer_number(line->out, value);
}

/* A float with at most four places: 0.8, not 0.800000011920929. */
static void put_float(json_line *line, const char *key, float value)
{
    double scaled = (double)value * 10000, size = scaled < 0 ? -scaled : scaled;
    double whole = size < 1e12 ? (double)(int64_t)(size + 0.5) : size;
    put_number(line, key, (scaled < 0 && whole != 0 ? -whole : whole) / 10000);
}

static void put_range(json_line *line, dm_span span)
{
    put(line, "[");
    dm_buffer_unsigned(line->out, dm_ruler_at(&line->ruler, span.start));
    put(line, ",");
    dm_buffer_unsigned(line->out, dm_ruler_at(&line->ruler, span.end));
    put(line, "]");
}

static void put_span(json_line *line, const char *key, dm_span span)
{
    put(line, key);
    if (span.end <= span.start)
        put(line, "null");
    else
        put_range(line, span);
}

static void put_spans(json_line *line, const char *key, dm_spans spans)
{
    put(line, key);
    put(line, "[");
    for (uint32_t i = 0; i < spans.count; i++) {
        put(line, i == 0 ? "" : ",");
        put_range(line, spans.at[i]);
    }
    put(line, "]");
}

#define ID_OF(name, list, length)                                    \
    static const char *name(const dm_record *record, uint32_t index) \
    {                                                                \
        return index < record->length ? record->list[index].id : ""; \
    }
ID_OF(entity_id, refers.entities, refers.entity_count)
ID_OF(event_id, events, event_count)
ID_OF(statement_id, statements, statement_count)
ID_OF(figure_id, refers.figures, refers.figure_count)
#undef ID_OF

static void put_ids(json_line *line, const char *key, dm_list list, const char *(*id_of)(const dm_record *, uint32_t))
{
    put(line, key);
    put(line, "[");
    for (uint32_t i = 0; i < list.count; i++) {
        put(line, i == 0 ? "" : ",");
        dm_buffer_json(line->out, dm_slice_of(id_of(line->record, list.at[i])));
    }
    put(line, "]");
}

static void put_date(json_line *line, const char *key, dm_date date)
{
    put(line, key);
    if (date.year == 0)
        put(line, "null");
    else if (date.month == 0)
        dm_buffer_print(line->out, "\"%04d\"", date.year);
    else if (date.day == 0)
        dm_buffer_print(line->out, "\"%04d-%02d\"", date.year, date.month);
    else
        dm_buffer_print(line->out, "\"%04d-%02d-%02d\"", date.year, date.month, date.day);
}

static void put_entity(json_line *line, const dm_entity *entity)
{
    static const char *const kinds[] = {"name", "nominal", "pronoun"};
    const dm_references *refers = &line->record->refers;
    put_text(line, "{\"id\":", dm_slice_of(entity->id));
    put_text(line, ",\"name\":", entity->name);
    put_text(line, ",\"type\":", dm_slice_of(dm_entity_type_name(entity->type)));
    put_code(line, ",\"actor\":", entity->actor);
    put_code(line, ",\"country\":", entity->country);
    put(line, ",\"sectors\":[");
    for (uint32_t i = 0; i < DM_COUNT(entity->sectors) && entity->sectors[i][0] != '\0'; i++)
        put_text(line, i == 0 ? "" : ",", dm_slice_of(entity->sectors[i]));
    put(line, "],\"mentions\":[");
    for (uint32_t i = 0, given = 0; i < entity->mentions.count; i++) {
        if (entity->mentions.at[i] >= refers->mention_count)
            continue;
        const dm_mention *mention = &refers->mentions[entity->mentions.at[i]];
        put(line, given++ == 0 ? "{\"span\":" : ",{\"span\":");
        put_range(line, mention->span);
        put_text(line,
                 ",\"kind\":", dm_slice_of((unsigned)mention->kind < DM_COUNT(kinds) ? kinds[mention->kind] : "name"));
        put(line, "}");
    }
    put_text(line, "],\"role\":", entity->role);
    put(line, "}");
}

static void put_event(json_line *line, const dm_event *event)
{
    const dm_record *record = line->record;
    put_text(line, "{\"id\":", dm_slice_of(event->id));
    put_ids(line, ",\"sources\":", event->sources, entity_id);
    put_ids(line, ",\"targets\":", event->targets, entity_id);
    put_code(line, ",\"cameo\":", event->cameo);
    put_code(line, ",\"plover\":", dm_plover_name(event->plover));
    put_text(line, ",\"mode\":", event->mode);
    put(line, ",\"contexts\":[");
    for (uint32_t i = 0; i < event->context_count; i++)
        put_text(line, i == 0 ? "" : ",", event->contexts[i]);
    put_code(line, "],\"quad\":", dm_quad_name(event->quad));
    put_float(line, ",\"goldstein\":", event->goldstein);
    put_text(line, ",\"status\":", dm_slice_of(dm_event_status_name(event->status)));
    put_text(line, ",\"date\":", event->date);
    if (event->place < record->refers.place_count)
        put_number(line, ",\"place\":", (double)event->place);
    else
        put(line, ",\"place\":null");
    put_span(line, ",\"trigger\":", event->trigger);
    put_span(line, ",\"source_span\":", event->source_span);
    put_span(line, ",\"target_span\":", event->target_span);
    put(line, ",\"sentence\":");
    dm_buffer_unsigned(line->out, event->sentence);
    put_ids(line, ",\"on_word_of\":", event->on_word_of, statement_id);
    put_ids(line, ",\"figures\":", event->figures, figure_id);
    put_code(line, ",\"same_as\":", event_id(record, event->same_as));
    put_text(line, ",\"by\":", event->by);
    put_float(line, ",\"confidence\":", event->confidence);
    put(line, "}");
}

static void put_statement(json_line *line, const dm_statement *statement)
{
    static const char *const kinds[] = {"direct", "indirect", "mixed"};
    static const char *const attitudes[] = {"says", "shows", "thinks", "wants", "judges"};
    const dm_record *record = line->record;
    put_text(line, "{\"id\":", dm_slice_of(statement->id));
    put_code(line, ",\"speaker\":", entity_id(record, statement->speaker));
    put_spans(line, ",\"source\":", statement->source);
    put_spans(line, ",\"cue\":", statement->cue);
    put_spans(line, ",\"content\":", statement->content);
    put_code(line, ",\"addressee\":", entity_id(record, statement->addressee));
    put_text(line, ",\"kind\":",
             dm_slice_of((unsigned)statement->kind < DM_COUNT(kinds) ? kinds[statement->kind] : "indirect"));
    put_text(line, ",\"attitude\":",
             dm_slice_of((unsigned)statement->attitude < DM_COUNT(attitudes) ? attitudes[statement->attitude] : "says"));
    put_code(line, ",\"parent\":", statement_id(record, statement->parent));
    put(line, statement->denied ? ",\"denied\":true,\"sentence\":" : ",\"denied\":false,\"sentence\":");
    dm_buffer_unsigned(line->out, statement->sentence);
    put_text(line, ",\"by\":", statement->by);
    put(line, "}");
}

static void put_position(json_line *line, const dm_position *position)
{
    const dm_record *record = line->record;
    put_code(line, "{\"holder\":", entity_id(record, position->holder));
    put(line, position->against ? ",\"stance\":\"against\"" : ",\"stance\":\"for\"");
    put_span(line, ",\"issue\":", position->issue);
    put_text(line, ",\"issue_id\":", position->issue_id);
    put_code(line, ",\"statement\":", statement_id(record, position->statement));
    put_code(line, ",\"event\":", event_id(record, position->event));
    put_text(line, ",\"by\":", position->by);
    put(line, "}");
}

static void put_figure(json_line *line, const dm_figure *figure)
{
    put_text(line, "{\"id\":", dm_slice_of(figure->id));
    put_span(line, ",\"span\":", figure->span);
    put_number(line, ",\"value\":", figure->value);
    put_number(line, ",\"low\":", figure->low);
    put_number(line, ",\"high\":", figure->high);
    put_text(line, ",\"unit\":", figure->unit);
    put_text(line, ",\"of\":", figure->of);
    uint32_t over[8];
    dm_list words = {over, dm_statements_over(line->record, DM_NONE, figure->span, over, DM_COUNT(over))};
    put_ids(line, ",\"on_word_of\":", words, statement_id);
    put(line, "}");
}

static void put_time(json_line *line, const dm_time *time)
{
    static const char *const types[] = {"DATE", "TIME", "DURATION", "SET"};
    put_span(line, "{\"span\":", time->span);
    put_text(line, ",\"type\":", dm_slice_of((unsigned)time->type < DM_COUNT(types) ? types[time->type] : "DATE"));
    put_text(line, ",\"value\":", time->value);
    put(line, "}");
}

static void put_place(json_line *line, const dm_place *place)
{
    /* a place is known by its number in the list, so that scripts can go straight to it */
    put_number(line, "{\"id\":", (double)(place - line->record->refers.places));
    put_span(line, ",\"span\":", place->span);
    put_text(line, ",\"name\":", place->name);
    put_number(line, ",\"lat\":", place->lat);
    put_number(line, ",\"lon\":", place->lon);
    put(line, ",\"geonames\":");
    if (place->geonames == 0)
        put(line, "null");
    else
        dm_buffer_unsigned(line->out, place->geonames);
    put_code(line, ",\"country\":", place->country);
    put_text(line, ",\"admin1\":", place->admin1);
    put(line, "}");
}

#define PUT_LIST(key, list, length, put_one)            \
    do {                                                \
        put(&line, key);                                \
        for (uint32_t i = 0; i < record->length; i++) { \
            put(&line, i == 0 ? "" : ",");              \
            put_one(&line, &record->list[i]);           \
        }                                               \
    } while (0)

static void put_sentence(json_line *line, const dm_span *span)
{
    put(line, "{\"span\":");
    put_range(line, *span);
    put(line, "}");
}

static void put_silent(json_line *line, const dm_silent *silent)
{
    put(line, "{\"sentence\":");
    dm_buffer_unsigned(line->out, silent->sentence);
    put_text(line, ",\"reason\":", silent->reason);
    put(line, "}");
}

static void put_warning(json_line *line, const dm_slice *warning) { dm_buffer_json(line->out, *warning); }

void dm_show_json(dm_buffer *out, const dm_record *record, dm_offsets offsets, bool with_text)
{
    const dm_document *document = &record->document;
    json_line line = {.out = out, .record = record};
    dm_ruler_init(&line.ruler, document->text, offsets);
    out->failed = out->failed || line.ruler.failed;
    put_text(&line, "{\"demarche\":\"1\",\"id\":", document->id);
    put_date(&line, ",\"date\":", document->date);
    put_text(&line, ",\"title\":", document->title);
    put_text(&line, ",\"source\":", document->source);
    put_text(&line, ",\"url\":", document->url);
    if (with_text)
        put_text(&line, ",\"text\":", document->text);
    put_text(&line, ",\"coder\":", record->identity);
    PUT_LIST(",\"sentences\":[", sentence_spans, text.sentence_count, put_sentence);
    PUT_LIST("],\"entities\":[", refers.entities, refers.entity_count, put_entity);
    PUT_LIST("],\"events\":[", events, event_count, put_event);
    PUT_LIST("],\"statements\":[", statements, statement_count, put_statement);
    PUT_LIST("],\"positions\":[", positions, position_count, put_position);
    PUT_LIST("],\"figures\":[", refers.figures, refers.figure_count, put_figure);
    PUT_LIST("],\"times\":[", refers.times, refers.time_count, put_time);
    PUT_LIST("],\"places\":[", refers.places, refers.place_count, put_place);
    PUT_LIST("],\"silent\":[", silent, silent_count, put_silent);
    PUT_LIST("],\"warnings\":[", warnings, warning_count, put_warning);
    put(&line, "]}\n");
    dm_ruler_free(&line.ruler);
}
