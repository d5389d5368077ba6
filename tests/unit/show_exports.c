/* Rows in the columns of others: the same number of fields on every line, whatever the text holds. */
#include "fixture.h"
#include "show/parts.h"
#include "test.h"

typedef struct columns_format {
    unsigned columns;
    void (*header)(dm_buffer *out); /* NULL: none */
    void (*show)(dm_buffer *out, const dm_record *record);
} columns_format;

static const columns_format formats[] = {{40, dm_show_plover_header, dm_show_plover},
                                         {20, dm_show_icews_header, dm_show_icews},
                                         {61, NULL, dm_show_gdelt}};

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
    CHECK_TEXT(field_of(&icews, 2, 0), "a1:s1");
    CHECK_TEXT(field_of(&icews, 2, 6), "010");
    dm_buffer_free(&plover);
    dm_buffer_free(&icews);
    dm_buffer gdelt = shown(&formats[2], record);
    CHECK(check_columns(&gdelt, 61) == 2);
    static const char *const first[61] = {
        "a1:v1", "20240503", "202405", "2024", "2024.3369", "ARVGOV", "Mara \xC3\x96z", "ARV", [12] = "GOV",
        [15] = "BOR", [16] = "Borland", [17] = "BOR", [26] = "194", [27] = "194", [28] = "19", [29] = "4", [30] = "-10",
        [31] = "1", [32] = "1", [33] = "1", [52] = "Kal", [56] = "31.5", [57] = "-4.25",
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
    CHECK_TEXT(field_of(&icews, 1, 0), "a1:v1");
    gdelt = shown(&formats[2], record);
    CHECK_TEXT(field_of(&gdelt, 0, 31), "2"); /* told twice */
    dm_buffer_free(&gdelt);
    dm_buffer_free(&icews);
    record->events[0].status = DM_PLANNED; /* the first telling is no row, the second is */
    icews = shown(&formats[1], record);
    CHECK(check_columns(&icews, 20) == 4);
    CHECK_TEXT(field_of(&icews, 1, 0), "a1:v2");
    record->events[0].status = DM_ACTUAL;
    dm_buffer_free(&icews);
    record->events[1].same_as = DM_NONE;
    strcpy(record->events[1].cameo, "11");
    icews = shown(&formats[1], record);
    CHECK(check_columns(&icews, 20) == 5);
    CHECK_TEXT(field_of(&icews, 2, 0), "a1:v2");
    CHECK_TEXT(field_of(&icews, 3, 0), "a1:v2:2");
    CHECK_TEXT(field_of(&icews, 3, 1), ""); /* its date is not known */
    CHECK_TEXT(field_of(&icews, 3, 6), "110");
    dm_buffer_free(&icews);
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
    CHECK(dm_country_code("PSE", DM_COUNTRY_FIPS).size == 0);
    CHECK(dm_country_code("", DM_COUNTRY_FIPS).size == 0 && dm_country_code("IGO", DM_COUNTRY_NAME).size == 0);
}

int main(void)
{
    contents();
    marked();
    hostile();
    empty();
    countries();
    return TEST_END();
}
