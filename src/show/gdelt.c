/* Events in the 61 columns of GDELT 2.0, which has no header. */
#include "show/parts.h"

static void party(dm_fields *fields, const dm_entity *entity)
{
    if (entity == NULL) {
        dm_field_skip(fields, 10);
        return;
    }
    dm_field_word(fields, entity->actor);
    dm_field_text(fields, entity->name);
    dm_field_word(fields, entity->country);
    dm_field_skip(fields, 4); /* known group, ethnicity, religions */
    bool ended = false;
    for (size_t i = 0; i < 3; i++) {
        ended = ended || entity->sectors[i][0] == '\0';
        dm_field_word(fields, ended ? "" : entity->sectors[i]);
    }
}

/* SQLDATE, MonthYear, Year, FractionDate, each as far as the date is known. */
static void dates(dm_fields *fields, const char *date)
{
    size_t size = strlen(date);
    char digits[9] = "", fraction[12] = "";
    for (size_t i = 0, k = 0; i < size && k < 8; i++)
        if (date[i] != '-')
            digits[k++] = date[i], digits[k] = '\0';
    if (size == 10) {
        unsigned month = (unsigned)(date[5] - '0') * 10 + (unsigned)(date[6] - '0'),
                 day = (unsigned)(date[8] - '0') * 10 + (unsigned)(date[9] - '0');
        unsigned days = (month == 0 ? 0 : month - 1) * 30 + day; /* GDELT's months have 30 days */
        snprintf(fraction, sizeof fraction, "%.4s.%04u", date, days > 364 ? 9999 : days * 10000 / 365);
    }
    dm_field_word(fields, size == 10 ? digits : "");
    dm_field_text(fields, (dm_slice){digits, size >= 7 ? 6 : 0});
    dm_field_text(fields, (dm_slice){digits, size >= 4 ? 4 : 0});
    dm_field_word(fields, fraction);
}

/* Where it happened: type, name, country, divisions, degrees, feature. */
static void put_place(dm_fields *fields, const dm_place *place)
{
    if (place == NULL) {
        dm_field_skip(fields, 8);
        return;
    }
    const char *kind = dm_place_kind(place);
    bool us = strcmp(place->country, "USA") == 0;
    dm_field_word(fields, kind[0] == '\0' ? "" : kind[1] == 'o' ? "1" : us ? "3" : "4");
    dm_field_text(fields, place->name);
    dm_field_text(fields, dm_country_code(place->country, DM_COUNTRY_FIPS));
    dm_field_skip(fields, 2);
    dm_field_degrees(fields, place->lat);
    dm_field_degrees(fields, place->lon);
    dm_field_skip(fields, 1);
}

static void write_row(dm_buffer *out, const dm_event_row *row)
{
    size_t code_size = strlen(row->cameo);
    unsigned quad = dm_cameo_quad(row->cameo);
    double goldstein;
    dm_fields fields = {out, 0};
    dm_field_unsigned(&fields, dm_event_number(row));
    dates(&fields, row->date);
    party(&fields, row->source);
    party(&fields, row->target);
    dm_field_word(&fields, row->lead_end == DM_NONE ? "" : row->trigger.start < row->lead_end ? "1" : "0");
    dm_field_word(&fields, row->cameo);
    dm_field_text(&fields, (dm_slice){row->cameo, code_size < 3 ? code_size : 3});
    dm_field_text(&fields, (dm_slice){row->cameo, code_size < 2 ? code_size : 2});
    dm_field_skip(&fields, 1);
    if (quad != 0)
        dm_buffer_unsigned(out, quad);
    if (dm_row_goldstein(row, &goldstein))
        dm_field_number(&fields, goldstein);
    else
        dm_field_skip(&fields, 1);
    dm_field_unsigned(&fields, row->mentions);
    dm_field_word(&fields, "1");
    dm_field_word(&fields, "1");
    dm_field_skip(&fields, 1 + 8 + 8); /* tone, where the actors are */
    put_place(&fields, dm_row_place(row));
    dm_field_skip(&fields, 1);
    dm_field_text(&fields, row->record->document.url);
    dm_fields_end(&fields);
}

void dm_show_gdelt(dm_buffer *out, const dm_record *record) { dm_event_rows(out, record, true, write_row); }
