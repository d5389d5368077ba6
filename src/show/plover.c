/* Events in the 40 columns of POLECAT. */
#include "show/parts.h"

void dm_show_plover_header(dm_buffer *out)
{
    dm_buffer_text(
        out, "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\tActor Country\t"
             "Actor COW\tPrimary Actor Sector\tActor Sectors\tActor Title\tActor Name Raw\tWikipedia Actor ID\t"
             "Recipient Name\tRecipient Country\tRecipient COW\tPrimary Recipient Sector\tRecipient Sectors\t"
             "Recipient Title\tRecipient Name Raw\tWikipedia Recipient ID\tPlacename\tCity\tDistrict\tProvince\t"
             "Country\t"
             "Latitude\tLongitude\tGeoNames ID\tRaw Placename\tFeature Type\tSource\tPublication Date\tStory People\t"
             "Story Organizations\tStory Locations\tLanguage\tVersion\n");
}

/* The words of the event's own mention, when it is one of this entity (of several sources only one stands nearest). */
static dm_slice raw_name(const dm_record *record, const dm_entity *entity, dm_span span)
{
    for (uint32_t i = 0; i < entity->mentions.count; i++) {
        uint32_t mention = entity->mentions.at[i];
        if (mention < record->refers.mention_count && record->refers.mentions[mention].span.start == span.start &&
            record->refers.mentions[mention].span.end >= span.end)
            return dm_show_span(record, span);
    }
    return (dm_slice){"", 0};
}

static void party(dm_fields *fields, const dm_record *record, const dm_entity *entity, dm_span span)
{
    if (entity == NULL) {
        dm_field_skip(fields, 8);
        return;
    }
    dm_field_text(fields, entity->name);
    dm_field_word(fields, entity->country);
    dm_field_text(fields, dm_country_code(entity->country, DM_COUNTRY_COW));
    dm_field_word(fields, entity->sectors[0]);
    dm_field_word(fields, entity->sectors[0]);
    for (size_t i = 1; i < DM_COUNT(entity->sectors) && entity->sectors[i][0] != '\0'; i++)
        dm_field_more(fields, ";", dm_slice_of(entity->sectors[i]));
    dm_field_text(fields, entity->role);
    dm_field_text(fields, raw_name(record, entity, span));
    dm_field_skip(fields, 1);
}

static bool named(const dm_record *record, const dm_entity *entity)
{
    for (uint32_t i = 0; i < entity->mentions.count; i++)
        if (entity->mentions.at[i] < record->refers.mention_count &&
            record->refers.mentions[entity->mentions.at[i]].kind == DM_NAME)
            return true;
    return false;
}

/* Names of the story's entities (those it calls by a name) of one type; two types when `or_type` differs. */
static void names(dm_fields *fields, const dm_record *record, dm_entity_type type, dm_entity_type or_type)
{
    const char *cut = "";
    dm_field_skip(fields, 1);
    for (uint32_t i = 0; i < record->refers.entity_count; i++) {
        const dm_entity *entity = &record->refers.entities[i];
        if ((entity->type != type && entity->type != or_type) || entity->name.size == 0 || !named(record, entity))
            continue;
        dm_field_more(fields, cut, entity->name);
        cut = ";";
    }
}

static void write_row(dm_buffer *out, const dm_event_row *row)
{
    const dm_record *record = row->record;
    const dm_event *event = row->event;
    char published[12];
    dm_fields fields = {out, 0};
    dm_field_event_id(&fields, row);
    dm_field_day(&fields, row->date);
    dm_field_word(&fields, dm_plover_name(event->plover));
    dm_field_text(&fields, event->mode);
    dm_field_skip(&fields, 1);
    dm_field_word(&fields, dm_quad_name(event->quad));
    dm_field_skip(&fields, 1);
    for (uint32_t i = 0; i < event->context_count; i++)
        dm_field_more(&fields, i == 0 ? "" : ";", event->contexts[i]);
    party(&fields, record, row->source, event->source_span);
    party(&fields, record, row->target, event->target_span);
    if (event->place < record->refers.place_count) {
        const dm_place *place = &record->refers.places[event->place];
        dm_field_text(&fields, place->name);
        dm_field_text(&fields, dm_place_city(place));
        dm_field_skip(&fields, 1);
        dm_field_text(&fields, place->admin1);
        dm_field_word(&fields, place->country);
        dm_field_degrees(&fields, place->lat);
        dm_field_degrees(&fields, place->lon);
        dm_field_skip(&fields, 1);
        if (place->geonames != 0)
            dm_buffer_unsigned(out, place->geonames);
        dm_field_text(&fields, dm_show_span(record, place->span));
        dm_field_skip(&fields, 1);
    } else {
        dm_field_skip(&fields, 10);
    }
    dm_field_text(&fields, record->document.source);
    dm_date_text(record->document.date, published);
    dm_field_day(&fields, published);
    names(&fields, record, DM_PER, DM_PER);
    names(&fields, record, DM_ORG, DM_ORG);
    names(&fields, record, DM_GPE, DM_LOC);
    dm_field_skip(&fields, 1);
    dm_field_text(&fields, record->identity);
    dm_fields_end(&fields);
}

void dm_show_plover(dm_buffer *out, const dm_record *record) { dm_event_rows(out, record, false, write_row); }
