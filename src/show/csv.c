/* Events as CSV (RFC 4180). */
#include "show/parts.h"

void dm_buffer_csv(dm_buffer *buffer, dm_slice text)
{
    bool quote = false;
    for (size_t i = 0; i < text.size && !quote; i++)
        quote = memchr(",\"\r\n", text.at[i], 4) != NULL;
    if (text.size != 0 && (text.at[0] == ' ' || text.at[text.size - 1] == ' '))
        quote = true;
    if (quote)
        dm_buffer_add(buffer, "\"", 1);
    unsigned length;
    for (const char *at = text.at, *end = text.at + text.size; at < end; at += length) {
        uint32_t code = dm_utf8_get(at, end, &length);
        bool control = (code < 0x20 && code != '\t' && code != '\n' && code != '\r') || (code >= 0x7F && code < 0xA0);
        if (code == '"')
            dm_buffer_add(buffer, "\"\"", 2);
        else if (control || (code == 0xFFFD && length == 1))
            dm_buffer_add(buffer, "\xEF\xBF\xBD", 3);
        else
            dm_buffer_add(buffer, at, length);
    }
    if (quote)
        dm_buffer_add(buffer, "\"", 1);
}

void dm_show_csv_header(dm_buffer *out)
{
    dm_buffer_text(
        out, "document,report_date,event,sentence,date,source,source_name,source_country,target,target_name,"
             "target_country,cameo,plover,mode,contexts,quad,goldstein,status,place,place_country,lat,lon,geonames,"
             "speaker,trigger,text,by,confidence,title,publisher,url,schemes,source_fips,source_cow,source_gw,target_fips,"
              "target_cow,target_gw,place_fips\r\n");
}

static void field(dm_buffer *out, dm_slice text)
{
    dm_buffer_add(out, ",", 1);
    dm_buffer_csv(out, text);
}

static void word(dm_buffer *out, const char *text) { field(out, dm_slice_of(text)); }

static void number(dm_buffer *out, double value)
{
    dm_buffer_add(out, ",", 1);
    dm_buffer_number(out, value);
}

/* Rounded to 1/unit. */
static void tenths(dm_buffer *out, float value, int unit)
{
    int whole = (int)((double)value * unit + (value < 0 ? -0.5 : 0.5));
    number(out, (double)whole / unit);
}

static void actor(dm_buffer *out, const dm_record *record, dm_list list, uint32_t which)
{
    uint32_t index = which < list.count ? list.at[which] : DM_NONE;
    if (index >= record->refers.entity_count) {
        dm_buffer_text(out, ",,,");
        return;
    }
    const dm_entity *entity = &record->refers.entities[index];
    word(out, entity->actor);
    field(out, entity->name);
    word(out, entity->country);
}

/* "penta=4 material conflict;mine=12": codes of the user's schemes. */
static void schemes(dm_buffer *out, const dm_record *record, const dm_event *event)
{
    dm_buffer codes = {0};
    for (uint32_t i = 0; event->schemes != NULL && i < record->scheme_count; i++) {
        if (event->schemes[i].size == 0)
            continue;
        dm_buffer_text(&codes, codes.size == 0 ? "" : ";");
        dm_buffer_add(&codes, record->scheme_names[i].at, record->scheme_names[i].size);
        dm_buffer_text(&codes, "=");
        dm_buffer_add(&codes, event->schemes[i].at, event->schemes[i].size);
    }
    field(out, (dm_slice){codes.size == 0 ? "" : codes.at, codes.size});
    out->failed = out->failed || codes.failed;
    dm_buffer_free(&codes);
}

/* FIPS 10-4, Correlates of War, Gleditsch-Ward beside the ISO code. */
static void codes(dm_buffer *out, const dm_record *record, dm_list list, uint32_t which)
{
    uint32_t index = which < list.count ? list.at[which] : DM_NONE;
    const char *country = index < record->refers.entity_count ? record->refers.entities[index].country : "";
    field(out, dm_country_code(country, DM_COUNTRY_FIPS));
    field(out, dm_country_code(country, DM_COUNTRY_COW));
    field(out, dm_country_code(country, DM_COUNTRY_GW));
}

static void row(dm_buffer *out, const dm_record *record, const dm_event *event, uint32_t source, uint32_t target)
{
    const dm_document *document = &record->document;
    char date[16] = "";
    if (document->date.year != 0)
        snprintf(date, sizeof date, document->date.day == 0 ? "%04d-%02d" : "%04d-%02d-%02d", document->date.year,
                 document->date.month, document->date.day);
    if (document->date.month == 0 && date[0] != '\0')
        date[4] = '\0';
    dm_buffer_csv(out, document->id);
    word(out, date);
    word(out, event->id);
    dm_buffer_add(out, ",", 1);
    dm_buffer_unsigned(out, event->sentence);
    field(out, event->date);
    actor(out, record, event->sources, source);
    actor(out, record, event->targets, target);
    word(out, event->cameo);
    word(out, dm_plover_name(event->plover));
    field(out, event->mode);
    dm_buffer_add(out, ",", 1);
    for (uint32_t i = 0; i < event->context_count; i++) {
        dm_buffer_text(out, i == 0 ? "" : ";");
        dm_buffer_csv(out, event->contexts[i]);
    }
    word(out, dm_quad_name(event->quad));
    tenths(out, event->goldstein, 10);
    word(out, dm_event_status_name(event->status));
    if (event->place < record->refers.place_count) {
        const dm_place *place = &record->refers.places[event->place];
        field(out, place->name);
        word(out, place->country);
        number(out, place->lat);
        number(out, place->lon);
        dm_buffer_add(out, ",", 1);
        if (place->geonames != 0)
            dm_buffer_unsigned(out, place->geonames);
    } else {
        dm_buffer_text(out, ",,,,,");
    }
    uint32_t statement = event->on_word_of.count > 0 ? event->on_word_of.at[0] : DM_NONE;
    uint32_t speaker = statement < record->statement_count ? record->statements[statement].speaker : DM_NONE;
    field(out, speaker < record->refers.entity_count ? record->refers.entities[speaker].name : (dm_slice){"", 0});
    field(out, dm_show_span(record, event->trigger));
    field(out, event->sentence < record->text.sentence_count
                   ? dm_show_span(record, record->sentence_spans[event->sentence])
                   : (dm_slice){"", 0});
    field(out, event->by);
    tenths(out, event->confidence, 100);
    field(out, document->title);
    field(out, document->source);
    field(out, document->url);
    schemes(out, record, event);
    codes(out, record, event->sources, source);
    codes(out, record, event->targets, target);
    field(out, event->place < record->refers.place_count
                   ? dm_country_code(record->refers.places[event->place].country, DM_COUNTRY_FIPS)
                   : (dm_slice){"", 0});
    dm_buffer_text(out, "\r\n");
}

void dm_show_csv(dm_buffer *out, const dm_record *record)
{
    for (uint32_t i = 0; i < record->event_count; i++) {
        const dm_event *event = &record->events[i];
        uint32_t sources = event->sources.count == 0 ? 1 : event->sources.count;
        uint32_t targets = event->targets.count == 0 ? 1 : event->targets.count;
        for (uint32_t s = 0; s < sources; s++)
            for (uint32_t t = 0; t < targets; t++)
                row(out, record, event, s, t);
    }
}
