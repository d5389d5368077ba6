/* Rows in the columns of others: the same number of fields on every line, whatever the text holds. */
#include "fixture.h"
#include "show/parts.h"
#include "test.h"

#include <jansson.h>

typedef struct columns_format {
    unsigned columns;
    void (*header)(dm_buffer *out); /* NULL: none */
    void (*show)(dm_buffer *out, const dm_record *record);
} columns_format;

static const columns_format formats[] = {{40, dm_show_plover_header, dm_show_plover},
                                         {20, dm_show_icews_header, dm_show_icews},
                                         {61, NULL, dm_show_gdelt},
                                         {26, NULL, dm_show_phoenix},
                                         {16, NULL, dm_show_mentions}};

/* Numbers of the rows of the fixture "a1": the same on every machine, in every run. */
#define NUMBER_V1 "2099033973307831"
#define NUMBER_V2 "2099076404852034"
#define NUMBER_V2_2 "2099078651674541"
#define NUMBER_S1 "2099870538561246"

/* Lines; every one must have the columns and nothing a terminal or a reader of lines obeys. */
static unsigned check_columns(const dm_buffer *buffer, unsigned columns)
{
    unsigned lines = 0, tabs = 0, bad = 0;
    for (size_t i = 0; i < buffer->size; i++) {
        unsigned char c = (unsigned char)buffer->at[i];
        tabs += c == '\t';
        bad += c != '\t' && c != '\n' && (c < 0x20 || c == 0x7F);
        if (c == '\n') {
            CHECK(tabs + 1 == columns);
            tabs = 0;
            lines++;
        }
    }
    CHECK(bad == 0 && tabs == 0);
    CHECK(dm_utf8_check(buffer->at, buffer->size) == buffer->size);
    return lines;
}

/* Field `field` (from 0) of line `line`. */
static const char *field_of(const dm_buffer *buffer, unsigned line, unsigned field)
{
    static char text[600];
    dm_slice rest = {buffer->at, buffer->size}, row = {"", 0}, cell = {"", 0};
    for (unsigned i = 0; i <= line; i++)
        if (!dm_slice_line(&rest, &row))
            return "(no such line)";
    for (unsigned i = 0; i <= field; i++)
        cell = dm_slice_next(&row, '\t');
    snprintf(text, sizeof text, "%.*s", (int)cell.size, cell.size == 0 ? "" : cell.at);
    return text;
}

static dm_buffer shown(const columns_format *format, const dm_record *record)
{
    dm_buffer buffer = {0};
    if (format->header != NULL)
        format->header(&buffer);
    format->show(&buffer, record);
    return buffer;
}

static void contents(void)
{
    dm_record *record = fixture_record("a1", (dm_date){2024, 5, 4});
    dm_buffer plover = shown(&formats[0], record), icews = shown(&formats[1], record);
    CHECK(check_columns(&plover, 40) == 2); /* the event that is called for did not happen */
    CHECK_TEXT(field_of(&plover, 0, 10), "Primary Actor Sector");
    CHECK_TEXT(field_of(&plover, 0, 39), "Version");
    CHECK_TEXT(field_of(&plover, 1, 0), "a1:v1");
    CHECK_TEXT(field_of(&plover, 1, 1), "2024-05-03");
    CHECK_TEXT(field_of(&plover, 1, 2), "ASSAULT");
    CHECK_TEXT(field_of(&plover, 1, 6), "military;territory");
    CHECK_TEXT(field_of(&plover, 1, 12), "president");
    CHECK_TEXT(field_of(&plover, 1, 13), "President Mara \xC3\x96z");
    CHECK_TEXT(field_of(&plover, 1, 9), ""); /* a country that is none has no number */
    CHECK_TEXT(field_of(&plover, 1, 23), "Kal");
    CHECK_TEXT(field_of(&plover, 1, 26), "North");
    CHECK_TEXT(field_of(&plover, 1, 28), "31.5");
    CHECK_TEXT(field_of(&plover, 1, 30), "77");
    CHECK_TEXT(field_of(&plover, 1, 34), "2024-05-04");
    CHECK(check_columns(&icews, 20) == 3); /* and the statement that no event tells */
    CHECK_TEXT(field_of(&icews, 1, 6), "194");
    CHECK_TEXT(field_of(&icews, 1, 7), "-10");
    CHECK_TEXT(field_of(&icews, 1, 12), "1");
    CHECK_TEXT(field_of(&icews, 2, 0), NUMBER_S1);
    CHECK_TEXT(field_of(&icews, 2, 6), "010");
    dm_buffer_free(&plover);
    dm_buffer_free(&icews);
    dm_buffer gdelt = shown(&formats[2], record);
    CHECK(check_columns(&gdelt, 61) == 2);
    static const char *const first[61] = {
        NUMBER_V1, "20240503", "202405", "2024", "2024.3369", "ARVGOV", "Mara \xC3\x96z", "ARV", [12] = "GOV",
        [15] = "BOR", [16] = "Borland", [17] = "BOR", [26] = "194", [27] = "194", [28] = "19", [29] = "4", [30] = "-10",
        [31] = "1", [32] = "1", [33] = "1", [51] = "4", [52] = "Kal", [56] = "31.5", [57] = "-4.25",
        [60] = "https://example.org/1"};
    for (unsigned i = 0; i < 61; i++)
        CHECK_TEXT(field_of(&gdelt, 0, i), first[i] == NULL ? "" : first[i]);
    CHECK_TEXT(field_of(&gdelt, 1, 26), "010");
    CHECK_TEXT(field_of(&gdelt, 1, 29), "1");
    dm_buffer_free(&gdelt);
    /* Two sources, no target: two rows with ids of their own. Told again: no row. A root code gets its 0. */
    record->events[1].status = DM_ACTUAL;
    icews = shown(&formats[1], record);
    CHECK(check_columns(&icews, 20) == 3);
    CHECK_TEXT(field_of(&icews, 1, 0), NUMBER_V1);
    gdelt = shown(&formats[2], record);
    CHECK_TEXT(field_of(&gdelt, 0, 31), "2"); /* told twice */
    dm_buffer_free(&gdelt);
    dm_buffer_free(&icews);
    record->events[0].status = DM_PLANNED; /* the first telling is no row, the second is */
    icews = shown(&formats[1], record);
    CHECK(check_columns(&icews, 20) == 4);
    CHECK_TEXT(field_of(&icews, 1, 0), NUMBER_V2);
    record->events[0].status = DM_ACTUAL;
    dm_buffer_free(&icews);
    record->events[1].same_as = DM_NONE;
    strcpy(record->events[1].cameo, "11");
    icews = shown(&formats[1], record);
    CHECK(check_columns(&icews, 20) == 5);
    CHECK_TEXT(field_of(&icews, 2, 0), NUMBER_V2);
    CHECK_TEXT(field_of(&icews, 3, 0), NUMBER_V2_2);
    CHECK_TEXT(field_of(&icews, 3, 1), ""); /* its date is not known */
    CHECK_TEXT(field_of(&icews, 3, 6), "110");
    dm_buffer_free(&icews);
    dm_record_free(record);
}

/* Phoenix and Mentions: every field of the first row, and what the second has. */
static void tellings(void)
{
    dm_record *record = fixture_record("a1", (dm_date){2024, 5, 4});
    dm_buffer phoenix = shown(&formats[3], record), mentions = shown(&formats[4], record);
    static const char *const row[26] = {
        "a1:v1", "20240503", "2024", "05", "03", "ARVGOV", "ARV", "GOV", "", "BOR", "BOR", [13] = "194", [14] = "19",
        [15] = "4", [16] = "-10", [18] = "31.5", [19] = "-4.25", [20] = "Kal", [21] = "North", [22] = "BOR",
        [23] = "a1_1", [24] = "https://example.org/1", [25] = "Wire, The"};
    static const char *const told[16] = {NUMBER_V1, "20240504000000", "20240504000000", "1", "Wire, The",
                                         "https://example.org/1", "1", "0", "", "38", "1", [11] = "90"};
    CHECK(check_columns(&phoenix, 26) == 2);
    CHECK(check_columns(&mentions, 16) == 2);
    for (unsigned i = 0; i < 26; i++)
        CHECK_TEXT(field_of(&phoenix, 0, i), row[i] == NULL ? "" : row[i]);
    CHECK_TEXT(field_of(&phoenix, 1, 13), "010");
    CHECK_TEXT(field_of(&phoenix, 1, 15), "0"); /* a statement is neutral there */
    for (unsigned i = 0; i < 12; i++)
        if (i != 7 && i != 8 && i != 11)
            CHECK_TEXT(field_of(&mentions, 0, i), told[i] == NULL ? "" : told[i]);
    CHECK_TEXT(field_of(&mentions, 1, 0), NUMBER_S1);
    CHECK_TEXT(field_of(&mentions, 1, 11), ""); /* how sure a statement is is not known */
    dm_buffer_free(&mentions);
    record->events[1].status = DM_ACTUAL; /* told again: a row of Mentions, none of Events */
    record->document.url = (dm_slice){NULL, 0};
    record->document.date = (dm_date){2024, 5, 0};
    mentions = shown(&formats[4], record);
    CHECK(check_columns(&mentions, 16) == 3);
    CHECK_TEXT(field_of(&mentions, 1, 0), NUMBER_V1);
    CHECK_TEXT(field_of(&mentions, 1, 2), ""); /* its day is not known */
    CHECK_TEXT(field_of(&mentions, 1, 3), "2");
    CHECK_TEXT(field_of(&mentions, 1, 5), "a1");
    CHECK_TEXT(field_of(&mentions, 1, 6), "2");
    dm_buffer_free(&mentions);
    dm_buffer_free(&phoenix);
    dm_record_free(record);
}

static json_t *loaded(dm_buffer *buffer)
{
    json_error_t error;
    json_t *value = json_loadb(buffer->at, buffer->size, JSON_ALLOW_NUL, &error);
    CHECK(value != NULL);
    dm_buffer_free(buffer);
    return value;
}

/* A reader of JSON reads what is written, and finds what the text said. */
static void objects(void)
{
    dm_record *record = fixture_record("a1", (dm_date){2024, 5, 4});
    dm_buffer plover = {0}, points = {0};
    dm_show_plover_json(&plover, record);
    dm_show_geojson_header(&points);
    dm_show_geojson(&points, record);
    dm_show_geojson_footer(&points);
    json_t *event = loaded(&plover), *collection = loaded(&points), *feature, *actor;
    CHECK_TEXT(json_string_value(json_object_get(event, "id")), "a1:v1");
    CHECK_TEXT(json_string_value(json_object_get(event, "date")), "2024-05-03");
    CHECK_TEXT(json_string_value(json_array_get(json_object_get(event, "event"), 0)), "ASSAULT");
    CHECK(json_array_size(json_object_get(event, "context")) == 2);
    actor = json_array_get(json_object_get(event, "actor"), 0);
    CHECK_TEXT(json_string_value(json_object_get(actor, "code")), "ARV");
    CHECK_TEXT(json_string_value(json_object_get(actor, "sector")), "GOV");
    actor = json_array_get(json_object_get(event, "recipient"), 0);
    CHECK(json_object_get(actor, "sector") == NULL); /* none is known: the key is absent */
    CHECK(json_array_size(json_object_get(collection, "features")) == 1);
    feature = json_array_get(json_object_get(collection, "features"), 0);
    json_t *point = json_object_get(json_object_get(feature, "geometry"), "coordinates");
    CHECK(json_real_value(json_array_get(point, 0)) == -4.25 && json_real_value(json_array_get(point, 1)) == 31.5);
    CHECK_TEXT(json_string_value(json_object_get(json_object_get(feature, "properties"), "target_code")), "BOR");
    json_decref(event);
    json_decref(collection);
    record->refers.places[0].lat = 91; /* nowhere on earth: no point */
    dm_show_geojson_header(&points);
    dm_show_geojson(&points, record);
    dm_show_geojson_footer(&points);
    collection = loaded(&points);
    CHECK(json_array_size(json_object_get(collection, "features")) == 0);
    json_decref(collection);
    dm_record_free(record);
}

/* Only our own elements, each closed in order; no control characters. */
static void check_tags(const dm_buffer *page)
{
    const char *open[32];
    unsigned depth = 0, strange = 0;
    static const char *const known[] = {"div", "h2", "p", "span", "table", "tr", "th", "td"};
    for (size_t i = 0; i < page->size; i++) {
        unsigned char c = (unsigned char)page->at[i];
        strange += (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
        if (c != '<')
            continue;
        bool close = page->at[i + 1] == '/';
        const char *name = page->at + i + 1 + close;
        size_t which = 0, size = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789");
        while (which < DM_COUNT(known) && (strlen(known[which]) != size || memcmp(known[which], name, size) != 0))
            which++;
        strange += which == DM_COUNT(known);
        if (which == DM_COUNT(known))
            continue;
        if (!close && depth < 32)
            open[depth++] = known[which];
        else if (close && depth > 0 && open[depth - 1] == known[which])
            depth--;
        else
            strange++;
    }
    CHECK(depth == 0 && strange == 0);
}

static void marked(void)
{
    dm_record *record = fixture_record("a 1/\xC3\xB6", (dm_date){2024, 5, 4});
    dm_buffer page = {0}, lines = {0};
    dm_show_html(&page, record);
    dm_show_annotations(&lines, record);
    dm_buffer_add(&page, "", 1);
    dm_buffer_add(&lines, "", 1);
    page.size--;
    check_tags(&page);
    CHECK(strstr(page.at, "<span class=\"event\">shelled</span>") != NULL);
    CHECK(strstr(page.at, "<span class=\"statement\">we will not stop</span>") != NULL);
    CHECK(strstr(page.at, "<span class=\"place\">Kal</span>") != NULL);
    CHECK(strstr(page.at, "<h2>Arvenia &quot;shells&quot; Kal</h2>") != NULL);
    CHECK(strstr(page.at, "called-for") != NULL);
    CHECK(strstr(lines.at, "\"id\":\"urn:demarche:a%201%2F%C3%B6:v1\"") != NULL);
    CHECK(strstr(lines.at, "\"value\":\"plover:ASSAULT\"") != NULL);
    CHECK(strstr(lines.at, "\"value\":\"status:called-for\"") != NULL);
    /* "shelled" stands behind 38 characters, one of which has two bytes */
    CHECK(strstr(lines.at, "\"start\":38,\"end\":45},{\"type\":\"TextQuoteSelector\",\"exact\":\"shelled\"") != NULL);
    CHECK(strstr(lines.at, "\"source\":\"https://example.org/1\"") != NULL);
    dm_buffer_free(&page);
    dm_buffer_free(&lines);
    dm_record_free(record);
}

static void hostile(void)
{
    dm_slice nasty = DM_SLICE("a\tb\nc\rd\x1B[31m\0e\x7F\xC2\x85\xE2\x80\xAE<script>\"]]>&\xFF");
    dm_record *record = fixture_record("a1", (dm_date){2024, 5, 4});
    record->document.id = record->document.title = record->document.source = record->document.url = nasty;
    record->identity = nasty;
    record->refers.entities[0].name = record->refers.entities[0].role = record->refers.entities[1].name = nasty;
    record->refers.places[0].name = record->refers.places[0].admin1 = nasty;
    record->refers.places[0].lat = NAN;
    record->events[0].mode = record->events[0].by = record->events[0].date = nasty;
    record->events[0].target_span = (dm_span){3, UINT32_MAX};
    record->statements[0].content = fixture_spans(record, (dm_span){1, UINT32_MAX});
    for (size_t i = 0; i < DM_COUNT(formats); i++) {
        dm_buffer buffer = shown(&formats[i], record);
        CHECK(check_columns(&buffer, formats[i].columns) >= 1);
        dm_buffer_free(&buffer);
    }
    dm_buffer points = {0}, plover = {0};
    dm_show_geojson_header(&points);
    record->refers.places[0].lat = 1;
    dm_show_geojson(&points, record);
    dm_show_geojson_footer(&points);
    dm_show_plover_json(&plover, record);
    json_decref(loaded(&points));
    json_decref(loaded(&plover));
    dm_buffer page = {0}, lines = {0};
    record->document.text = DM_SLICE("<script>alert('x')</script> & \"q\" \x1B[31m \xE2\x80\xAE \0 end");
    dm_show_html(&page, record);
    dm_show_annotations(&lines, record);
    check_tags(&page);
    CHECK(dm_utf8_check(page.at, page.size) == page.size && dm_utf8_check(lines.at, lines.size) == lines.size);
    unsigned ends = 0, controls = 0;
    for (size_t i = 0; i < lines.size; i++) {
        ends += lines.at[i] == '\n';
        controls += (unsigned char)lines.at[i] < 0x20 && lines.at[i] != '\n';
    }
    CHECK(ends == record->event_count + record->statement_count && controls == 0);
    dm_buffer_free(&page);
    dm_buffer_free(&lines);
    dm_record_free(record);
}

static void empty(void)
{
    dm_record *record;
    CHECK(dm_record_new(NULL, &record) == DM_OK);
    for (size_t i = 0; i < DM_COUNT(formats); i++) {
        dm_buffer buffer = shown(&formats[i], record);
        CHECK(check_columns(&buffer, formats[i].columns) == (formats[i].header != NULL));
        dm_buffer_free(&buffer);
    }
    dm_record_free(record);
}

static void countries(void)
{
    CHECK(dm_slice_is(dm_country_code("DEU", DM_COUNTRY_FIPS), "GM"));
    CHECK(dm_slice_is(dm_country_code("GBR", DM_COUNTRY_COW), "200"));
    CHECK(dm_slice_is(dm_country_code("YEM", DM_COUNTRY_NAME), "Yemen"));
    CHECK(dm_slice_is(dm_country_code("DEU", DM_COUNTRY_COW), "255"));
    CHECK(dm_slice_is(dm_country_code("DEU", DM_COUNTRY_GW), "260"));
    CHECK(dm_country_code("PSE", DM_COUNTRY_GW).size == 0);
    CHECK(dm_cameo_quad("0256") == 1 && dm_cameo_quad("081") == 2 && dm_cameo_quad("101") == 3 && dm_cameo_quad("190") == 4);
    CHECK(dm_cameo_quad("") == 0 && dm_cameo_quad("21") == 0 && dm_cameo_quad("x") == 0);
    CHECK(dm_country_code("PSE", DM_COUNTRY_FIPS).size == 0);
    CHECK(dm_country_code("", DM_COUNTRY_FIPS).size == 0 && dm_country_code("IGO", DM_COUNTRY_NAME).size == 0);
}

int main(void)
{
    contents();
    tellings();
    objects();
    marked();
    hostile();
    empty();
    countries();
    return TEST_END();
}
