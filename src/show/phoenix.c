/* Events in the 26 columns of Phoenix, which has no header. */
#include "show/parts.h"

static void party(dm_fields *fields, const dm_entity *entity)
{
    if (entity == NULL) {
        dm_field_skip(fields, 4);
        return;
    }
    dm_field_word(fields, entity->actor);
    dm_field_text(fields, (dm_slice){entity->actor, entity->country[0] != '\0' && strlen(entity->actor) >= 3 ? 3 : 0});
    dm_field_word(fields, entity->sectors[0]);
    dm_field_skip(fields, 1);
    for (size_t i = 1; i < DM_COUNT(entity->sectors) && entity->sectors[i - 1][0] != '\0' && entity->sectors[i][0] != '\0';
         i++)
        dm_field_more(fields, "", dm_slice_of(entity->sectors[i]));
}

/* Date, Year, Month, Day, each as far as the date is known. */
static void dates(dm_fields *fields, const char *date)
{
    size_t size = strlen(date);
    char digits[9] = "";
    for (size_t i = 0, k = 0; i < size && k < 8; i++)
        if (date[i] != '-')
            digits[k++] = date[i], digits[k] = '\0';
    dm_field_word(fields, size == 10 ? digits : "");
    dm_field_text(fields, (dm_slice){digits, size >= 4 ? 4 : 0});
    dm_field_text(fields, size >= 7 ? (dm_slice){digits + 4, 2} : (dm_slice){"", 0});
    dm_field_text(fields, size == 10 ? (dm_slice){digits + 6, 2} : (dm_slice){"", 0});
}

/* Phoenix's classes: as CAMEO's, with statements and appeals (01, 02) apart as 0. */
static void put_class(dm_fields *fields, const char *cameo)
{
    unsigned quad = dm_cameo_quad(cameo);
    dm_field_skip(fields, 1);
    if (quad != 0)
        dm_buffer_unsigned(fields->out, cameo[0] == '0' && cameo[1] <= '2' ? 0 : quad);
}

static void write_row(dm_buffer *out, const dm_event_row *row)
{
    const dm_document *document = &row->record->document;
    const dm_place *place = dm_row_place(row);
    double goldstein;
    dm_fields fields = {out, 0};
    dm_field_event_id(&fields, row);
    dates(&fields, row->date);
    party(&fields, row->source);
    party(&fields, row->target);
    dm_field_word(&fields, row->cameo);
    dm_field_text(&fields, (dm_slice){row->cameo, strlen(row->cameo) < 2 ? strlen(row->cameo) : 2});
    put_class(&fields, row->cameo);
    if (dm_row_goldstein(row, &goldstein))
        dm_field_number(&fields, goldstein);
    else
        dm_field_skip(&fields, 1);
    dm_field_skip(&fields, 1); /* issues */
    if (place != NULL) {
        dm_field_degrees(&fields, place->lat);
        dm_field_degrees(&fields, place->lon);
        dm_field_text(&fields, place->name);
        dm_field_text(&fields, place->admin1);
        dm_field_word(&fields, place->country);
    } else {
        dm_field_skip(&fields, 5);
    }
    dm_field_skip(&fields, 1);
    dm_put_document_id(out, document);
    dm_buffer_add(out, "_", 1);
    dm_buffer_unsigned(out, (uint64_t)row->sentence + 1);
    dm_field_text(&fields, document->url);
    dm_field_text(&fields, document->source);
    dm_fields_end(&fields);
}

void dm_show_phoenix(dm_buffer *out, const dm_record *record) { dm_event_rows(out, record, true, write_row); }
