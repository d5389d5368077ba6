/* Events as GeoJSON (RFC 7946): a point for each event whose place is known. */
#include "show/parts.h"

#include <math.h>

void dm_put_parties(dm_buffer *out, const dm_record *record, dm_list list, dm_party_part part)
{
    bool begun = false;
    for (uint32_t i = 0; i < list.count; i++) {
        if (list.at[i] >= record->refers.entity_count)
            continue;
        const dm_entity *entity = &record->refers.entities[list.at[i]];
        dm_slice text = part == DM_PARTY_NAME   ? entity->name
                        : part == DM_PARTY_CODE ? dm_slice_of(entity->actor)
                                                : dm_slice_of(entity->country);
        if (text.size == 0)
            continue;
        dm_buffer_text(out, begun ? part == DM_PARTY_NAME ? "; " : "+" : "");
        dm_buffer_plain(out, text);
        begun = true;
    }
}

static void put(dm_buffer *out, const char *name, dm_slice value)
{
    dm_buffer_print(out, ",\"%s\":", name);
    if (value.size == 0)
        dm_buffer_text(out, "null");
    else
        dm_buffer_json(out, value);
}

static void put_word(dm_buffer *out, const char *name, const char *value) { put(out, name, dm_slice_of(value)); }

static void put_joined(dm_buffer *out, const char *name, const dm_record *record, dm_list list, dm_party_part part)
{
    dm_buffer text = {0};
    dm_put_parties(&text, record, list, part);
    put(out, name, (dm_slice){text.at, text.size});
    out->failed = out->failed || text.failed;
    dm_buffer_free(&text);
}

static void put_degrees(dm_buffer *out, double value)
{
    dm_buffer_number(out, floor(value * 1e5 + 0.5) / 1e5);
}

static void write_row(dm_buffer *out, const dm_event_row *row)
{
    const dm_record *record = row->record;
    const dm_event *event = row->event;
    const dm_place *place = dm_row_place(row);
    double goldstein;
    if (row->pair != 1 || place == NULL || !(fabs(place->lat) <= 90) || !(fabs(place->lon) <= 180))
        return;
    dm_buffer id = {0};
    dm_put_event_id(&id, row);
    dm_buffer_text(out, out->size == 0 ? "" : ",\n");
    dm_buffer_text(out, "{\"type\":\"Feature\",\"id\":");
    dm_buffer_json(out, (dm_slice){id.at, id.size});
    dm_buffer_text(out, ",\"geometry\":{\"type\":\"Point\",\"coordinates\":[");
    put_degrees(out, place->lon);
    dm_buffer_text(out, ",");
    put_degrees(out, place->lat);
    dm_buffer_text(out, "]},\"properties\":{\"event\":");
    dm_buffer_json(out, (dm_slice){id.at, id.size});
    out->failed = out->failed || id.failed;
    dm_buffer_free(&id);
    put_word(out, "date", row->date);
    put_joined(out, "source", record, event->sources, DM_PARTY_NAME);
    put_joined(out, "source_code", record, event->sources, DM_PARTY_CODE);
    put_joined(out, "target", record, event->targets, DM_PARTY_NAME);
    put_joined(out, "target_code", record, event->targets, DM_PARTY_CODE);
    put_word(out, "cameo", event->cameo);
    put_word(out, "plover", dm_plover_name(event->plover));
    put(out, "mode", event->mode);
    put_word(out, "quad", dm_quad_name(event->quad));
    dm_buffer_text(out, ",\"goldstein\":");
    if (dm_row_goldstein(row, &goldstein))
        dm_buffer_number(out, goldstein);
    else
        dm_buffer_text(out, "null");
    put(out, "place", place->name);
    put_word(out, "place_kind", dm_place_kind(place));
    put(out, "province", place->admin1);
    put_word(out, "country", place->country);
    dm_buffer_text(out, ",\"geonames\":");
    if (place->geonames != 0)
        dm_buffer_unsigned(out, place->geonames);
    else
        dm_buffer_text(out, "null");
    put(out, "text", event->sentence < record->text.sentence_count
                         ? dm_show_span(record, record->sentence_spans[event->sentence])
                         : (dm_slice){"", 0});
    put(out, "publisher", record->document.source);
    put(out, "url", record->document.url);
    put(out, "by", event->by);
    dm_buffer_text(out, "}}");
}

void dm_show_geojson_header(dm_buffer *out)
{
    dm_buffer_text(out, "{\"type\":\"FeatureCollection\",\"name\":\"events\",\"features\":[\n");
}

void dm_show_geojson(dm_buffer *out, const dm_record *record)
{
    dm_buffer own = {0}; /* features are parted by commas, also those of one record */
    dm_event_rows(&own, record, false, write_row);
    dm_buffer_add(out, own.at, own.size);
    out->failed = out->failed || own.failed;
    dm_buffer_free(&own);
}

void dm_show_geojson_footer(dm_buffer *out) { dm_buffer_text(out, "\n]}\n"); }
