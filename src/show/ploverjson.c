/* Events in the JSON of the PLOVER manual, one object a line. */
#include "show/parts.h"

static void key(dm_buffer *out, const char *name) { dm_buffer_print(out, ",\"%s\":", name); }

static void put(dm_buffer *out, const char *name, dm_slice value)
{
    if (value.size == 0)
        return;
    key(out, name);
    dm_buffer_json(out, value);
}

static void put_entities(dm_buffer *out, const char *name, const dm_record *record, dm_list list)
{
    const char *cut = "";
    key(out, name);
    dm_buffer_text(out, "[");
    for (uint32_t i = 0; i < list.count; i++) {
        if (list.at[i] >= record->refers.entity_count)
            continue;
        const dm_entity *entity = &record->refers.entities[list.at[i]];
        dm_buffer_text(out, cut);
        cut = ",";
        dm_buffer_text(out, "{\"entity_text\":");
        dm_buffer_json(out, entity->name);
        put(out, "code", entity->country[0] != '\0' ? dm_slice_of(entity->country)
                                                    : (dm_slice){entity->actor, strlen(entity->actor) < 3 ? 0u : 3u});
        put(out, "sector", dm_slice_of(entity->sectors[0]));
        put(out, "office", entity->role);
        dm_buffer_text(out, "}");
    }
    dm_buffer_text(out, "]");
}

static void put_list(dm_buffer *out, const char *name, const dm_slice *words, uint32_t count)
{
    key(out, name);
    dm_buffer_text(out, "[");
    for (uint32_t i = 0; i < count; i++) {
        dm_buffer_text(out, i == 0 ? "" : ",");
        dm_buffer_json(out, words[i]);
    }
    dm_buffer_text(out, "]");
}

/* The first day and the last of an interval of days. */
static void put_dates(dm_buffer *out, const dm_event_row *row)
{
    dm_slice value = row->event->date;
    if (row->date[0] == '\0' && value.size == 21 && value.at[10] == '/') {
        put(out, "date", (dm_slice){value.at, 10});
        put(out, "enddate", (dm_slice){value.at + 11, 10});
        return;
    }
    put(out, "date", dm_slice_of(row->date));
}

static void write_row(dm_buffer *out, const dm_event_row *row)
{
    const dm_record *record = row->record;
    const dm_event *event = row->event;
    const dm_place *place = dm_row_place(row);
    dm_slice type = dm_slice_of(dm_plover_name(event->plover)), trigger = dm_show_span(record, event->trigger);
    if (row->pair != 1)
        return;
    dm_buffer id = {0};
    dm_put_event_id(&id, row);
    dm_buffer_text(out, "{\"id\":");
    dm_buffer_json(out, (dm_slice){id.at, id.size});
    out->failed = out->failed || id.failed;
    dm_buffer_free(&id);
    dm_buffer_text(out, ",\"has_event\":true");
    put_dates(out, row);
    put_entities(out, "actor", record, event->sources);
    put_entities(out, "recipient", record, event->targets);
    put_list(out, "event", &type, type.size != 0);
    put_list(out, "event_text", &trigger, trigger.size != 0);
    put(out, "quad_code", dm_slice_of(dm_quad_name(event->quad)));
    put_list(out, "mode", &event->mode, event->mode.size != 0);
    put_list(out, "context", event->contexts, event->context_count);
    if (place != NULL)
        put(out, "event_loc", place->name);
    put(out, "link", record->document.url);
    if (event->sentence < record->text.sentence_count) {
        dm_span span = record->sentence_spans[event->sentence];
        put(out, "text", dm_show_span(record, span));
        key(out, "text_info");
        dm_buffer_text(out, "{\"sequence\":");
        dm_buffer_unsigned(out, (uint64_t)event->sentence + 1);
        dm_buffer_text(out, "}");
    }
    put(out, "cite_info", record->document.source);
    put(out, "coder", record->identity);
    put(out, "comment", event->by);
    dm_buffer_text(out, "}\n");
}

void dm_show_plover_json(dm_buffer *out, const dm_record *record) { dm_event_rows(out, record, false, write_row); }
