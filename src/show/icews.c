/* Events in the 20 columns of ICEWS. */
#include "show/parts.h"

void dm_show_icews_header(dm_buffer *out)
{
    dm_buffer_text(out, "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\t"
                        "Intensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\t"
                        "City\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n");
}

static void party(dm_fields *fields, const dm_entity *entity)
{
    if (entity == NULL) {
        dm_field_skip(fields, 3);
        return;
    }
    dm_field_text(fields, entity->name);
    dm_field_word(fields, entity->sectors[0]);
    for (size_t i = 1; i < DM_COUNT(entity->sectors) && entity->sectors[i][0] != '\0'; i++)
        dm_field_more(fields, ",", dm_slice_of(entity->sectors[i]));
    dm_field_text(fields, dm_country_code(entity->country, DM_COUNTRY_NAME));
}

static void write_row(dm_buffer *out, const dm_event_row *row)
{
    const dm_record *record = row->record;
    const dm_event *event = row->event;
    const dm_place *place = dm_row_place(row);
    double goldstein;
    dm_fields fields = {out, 0};
    dm_slice name = dm_cameo_name(row->cameo);
    if (name.size == 0 && event != NULL) /* 190 is 19 in the table */
        name = dm_cameo_name(event->cameo);
    dm_field_unsigned(&fields, dm_event_number(row));
    dm_field_day(&fields, row->date);
    party(&fields, row->source);
    dm_field_text(&fields, name);
    dm_field_word(&fields, row->cameo);
    if (dm_row_goldstein(row, &goldstein))
        dm_field_number(&fields, goldstein);
    else
        dm_field_skip(&fields, 1);
    party(&fields, row->target);
    dm_field_text(&fields, record->document.id);
    dm_field_unsigned(&fields, (uint64_t)row->sentence + 1);
    dm_field_text(&fields, record->document.source);
    if (place != NULL) {
        dm_field_text(&fields, dm_place_city(place));
        dm_field_skip(&fields, 1);
        dm_field_text(&fields, place->admin1);
        dm_field_text(&fields, dm_country_code(place->country, DM_COUNTRY_NAME));
        dm_field_degrees(&fields, place->lat);
        dm_field_degrees(&fields, place->lon);
    } else {
        dm_field_skip(&fields, 6);
    }
    dm_fields_end(&fields);
}

void dm_show_icews(dm_buffer *out, const dm_record *record) { dm_event_rows(out, record, true, write_row); }
