/* The table keeps to its width and never lets a text steer the terminal; CSV reads back. */
#include "fixture.h"
#include "show/parts.h"
#include "test.h"

static dm_buffer table(const dm_record *record, unsigned width, bool colour)
{
    dm_buffer buffer = {0};
    dm_show_table(&buffer, record, width, colour);
    dm_buffer_add(&buffer, "", 1);
    buffer.size--;
    return buffer;
}

/* Lines wider than `width`, and bytes that a terminal obeys (but our own colours, when `colour`). */
static void check_lines(dm_slice text, unsigned width, bool colour)
{
    unsigned wide = 0, steering = 0;
    dm_slice line;
    while (dm_slice_line(&text, &line)) {
        unsigned columns = 0, length;
        for (const char *at = line.at, *end = line.at + line.size; at < end; at += length) {
            uint32_t code = dm_utf8_get(at, end, &length);
            if (code == 0x1B && colour) {
                CHECK(at + 1 < end && at[1] == '[');
                while (at < end && *at != 'm')
                    at++;
                length = 1;
                continue;
            }
            steering += code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x202A && code <= 0x202E);
            columns += dm_code_columns(code);
        }
        wide += columns > width;
        if (columns > width)
            fprintf(stderr, "%u columns of %u: %.*s\n", columns, width, (int)line.size, line.at);
    }
    CHECK(wide == 0);
    CHECK(steering == 0);
}

static void widths(void)
{
    dm_record *record = fixture_record("a1", (dm_date){2024, 5, 4});
    for (unsigned width = 30; width <= 140; width += 11) {
        dm_buffer plain = table(record, width, false), coloured = table(record, width, true);
        check_lines((dm_slice){plain.at, plain.size}, width, false);
        check_lines((dm_slice){coloured.at, coloured.size}, width, true);
        CHECK(memchr(plain.at, 0x1B, plain.size) == NULL);
        CHECK(memchr(coloured.at, 0x1B, coloured.size) != NULL);
        dm_buffer_free(&plain);
        dm_buffer_free(&coloured);
    }
    dm_buffer whole = table(record, 100, false);
    CHECK(strstr(whole.at, "4 May 2024 \xC2\xB7 Wire, The \xC2\xB7 a1") != NULL);
    CHECK(strstr(whole.at, "Mara \xC3\x96z (ARVGOV) \xE2\x86\x92 Borland (BOR)") != NULL);
    CHECK(strstr(whole.at, "ASSAULT 194 Fights with artillery and tanks \xC2\xB7 actual") != NULL);
    CHECK(strstr(whole.at, "\xC2\xABshelled\xC2\xBB") != NULL);
    CHECK(strstr(whole.at, "on the word of Mara \xC3\x96z s1 \xC2\xB7 frames/assault.frames:3 80%") != NULL);
    CHECK(strstr(whole.at, "      we will not stop\n") != NULL);
    CHECK(strstr(whole.at, "against the attack\\raid") != NULL);
    CHECK(strstr(whole.at, "at least 12.1 %") != NULL);
    dm_buffer_free(&whole);
    /* Text without blanks, wide characters, everything hostile. */
    char text[900];
    size_t size = 0;
    while (size + 8 < 600)
        size += (size_t)snprintf(text + size, sizeof text - size, "\xE6\xBC\xA2%s", size % 5 == 0 ? "x" : "");
    size += (size_t)snprintf(text + size, sizeof text - size,
                             "\x1B]0;title\x07 \xC2\x9B"
                             "31m \xE2\x80\xAEright \x7F\r\n end");
    record->document.title = (dm_slice){text, size};
    record->refers.entities[0].name = (dm_slice){text, size};
    record->document.id = DM_SLICE("\x1B[2J");
    record->events[0].by = DM_SLICE("\x1B[2J");
    record->silent[0].reason = DM_SLICE("a\x07z");
    for (unsigned width = 30; width <= 120; width += 9) {
        dm_buffer plain = table(record, width, false);
        check_lines((dm_slice){plain.at, plain.size}, width, false);
        dm_buffer_free(&plain);
    }
    dm_record_free(record);
}

static void columns(void)
{
    CHECK(dm_columns(DM_SLICE("abc")) == 3);
    CHECK(dm_columns(DM_SLICE("e\xCC\x81")) == 1); /* e and a combining acute */
    CHECK(dm_columns(DM_SLICE("\xE6\xBC\xA2\xE5\xAD\x97")) == 4);
    CHECK(dm_columns(DM_SLICE("\xF0\x9F\x98\x80")) == 2);
    CHECK(dm_columns(DM_SLICE("a  \n b")) == 3);
    CHECK(dm_columns(DM_SLICE("\xE2\x80\x8B")) == 0); /* zero width space */
    CHECK(dm_slice_is(dm_cameo_name("1823"), "Kills by bodily assault"));
    CHECK(dm_slice_is(dm_cameo_name("01"), "Public statement"));
    CHECK(dm_slice_is(dm_cameo_name("19"), "Fighting"));
    CHECK(dm_cameo_name("99").size == 0 && dm_cameo_name("").size == 0 && dm_cameo_name("#").size == 0);
}

static void check_csv(dm_slice text, const char *expected)
{
    dm_buffer buffer = {0};
    dm_buffer_csv(&buffer, text);
    dm_buffer_add(&buffer, "", 1);
    CHECK_TEXT(buffer.at, expected);
    dm_buffer_free(&buffer);
}

/* Fields of a CSV text: counts rows and fields, gives one field back. */
static size_t csv_field(dm_slice text, size_t wanted_row, size_t wanted_field, char *out, size_t room, size_t *rows,
                        size_t *uneven)
{
    size_t row = 0, field = 0, size = 0, first = 0;
    bool quoted = false;
    *uneven = 0;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.at[i];
        bool doubled = quoted && c == '"' && i + 1 < text.size && text.at[i + 1] == '"';
        bool data = quoted ? c != '"' || doubled : c != '"' && c != ',' && c != '\r' && c != '\n';
        if (doubled)
            i++;
        if (data) {
            if (row == wanted_row && field == wanted_field && size + 1 < room)
                out[size++] = c;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (c == ',') {
            field++;
        } else if (c == '\n') {
            first = row == 0 ? field : first;
            *uneven += field != first;
            row++;
            field = 0;
        }
    }
    out[size] = '\0';
    *rows = row;
    return size;
}

static void csv(void)
{
    check_csv(DM_SLICE("plain"), "plain");
    check_csv(DM_SLICE("a,b"), "\"a,b\"");
    check_csv(DM_SLICE("a\"b"), "\"a\"\"b\"");
    check_csv(DM_SLICE("a\r\nb"), "\"a\r\nb\"");
    check_csv(DM_SLICE(" a"), "\" a\"");
    check_csv(DM_SLICE("a\x1B[31m\0"), "a\xEF\xBF\xBD[31m\xEF\xBF\xBD");
    dm_record *record = fixture_record("a1", (dm_date){2024, 5, 4});
    dm_buffer buffer = {0};
    char field[400];
    size_t rows, uneven;
    dm_show_csv_header(&buffer);
    dm_show_csv(&buffer, record);
    dm_slice text = {buffer.at, buffer.size};
    csv_field(text, 1, 25, field, sizeof field, &rows, &uneven);
    CHECK(rows == 4); /* header, one row, and two for two sources without a target */
    CHECK(uneven == 0);
    CHECK(strstr(field, "killing 12 people, \"we will not stop\",\nshe said") != NULL);
    csv_field(text, 0, 25, field, sizeof field, &rows, &uneven);
    CHECK_TEXT(field, "text");
    csv_field(text, 2, 5, field, sizeof field, &rows, &uneven);
    CHECK_TEXT(field, "BORGOV");
    csv_field(text, 3, 5, field, sizeof field, &rows, &uneven);
    CHECK_TEXT(field, "BOR");
    csv_field(text, 3, 8, field, sizeof field, &rows, &uneven);
    CHECK_TEXT(field, "");
    csv_field(text, 1, 28, field, sizeof field, &rows, &uneven);
    CHECK_TEXT(field, "Arvenia \"shells\" Kal");
    csv_field(text, 1, 14, field, sizeof field, &rows, &uneven);
    CHECK_TEXT(field, "military;territory");
    dm_buffer_free(&buffer);
    dm_record_free(record);
}

/* What a store gives back, with a hostile sentence and with everything absent. */
static void found(void)
{
    dm_found full = {.document = "a1",
                     .date = "2024-05-03",
                     .sources = "ARVGOV",
                     .targets = "BOR",
                     .source_names = "Mara \xC3\x96z",
                     .target_names = "Borland",
                     .plover = "ASSAULT",
                     .cameo = "194",
                     .quad = "material-conflict",
                     .status = "actual",
                     .place = "Kal",
                     .country = "BOR",
                     .speakers = "She",
                     .trigger = "shelled",
                     .sentence = "Arvenia, \"they\" shelled\x1B[2J Kal, and shelled it again.",
                     .by = "rule:1",
                     .goldstein = -10,
                     .confidence = 0.8,
                     .trigger_at = 16};
    dm_found empty = {.trigger_at = DM_NONE};
    dm_buffer buffer = {0};
    for (unsigned width = 40; width < 120; width += 13)
        for (int colour = 0; colour < 2; colour++) {
            buffer.size = 0;
            dm_show_found_table(&buffer, &full, width, colour == 1);
            dm_show_found_table(&buffer, &empty, width, colour == 1);
            check_lines((dm_slice){buffer.at, buffer.size}, width, colour == 1);
        }
    buffer.size = 0;
    dm_show_found_table(&buffer, &full, 100, false);
    dm_buffer_add(&buffer, "", 1);
    CHECK_TEXT(buffer.at,
               "2024-05-03  Mara \xC3\x96z (ARVGOV) \xE2\x86\x92 Borland (BOR)\n"
               "            ASSAULT 194 Fights with artillery and tanks \xC2\xB7 actual \xC2\xB7 in Kal \xC2\xB7 on "
               "the word of She\n"
               "            Arvenia, \"they\" \xC2\xABshelled\xC2\xBB\xEF\xBF\xBD[2J Kal, and shelled it again.\n"
               "            a1:v1 \xC2\xB7 rule:1\n");
    buffer.size = 0;
    dm_show_found_json(&buffer, &full);
    dm_show_found_json(&buffer, &empty);
    dm_buffer_add(&buffer, "", 1);
    CHECK(strstr(buffer.at, "{\"id\":\"a1:v1\",\"document\":\"a1\",\"date\":\"2024-05-03\",\"sources\":\"ARVGOV\"") == buffer.at);
    CHECK(strstr(buffer.at, "\\\"they\\\" shelled\\u001b[2J Kal") != NULL);
    CHECK(strstr(buffer.at, "\"goldstein\":-10,\"confidence\":0.8,\"lat\":null,\"lon\":null,\"corrected\":false}\n"
                            "{\"id\":null,\"document\":null,") != NULL);
    buffer.size = 0;
    char field[200];
    size_t rows, uneven;
    dm_show_found_csv_header(&buffer);
    dm_show_found_csv(&buffer, &full);
    dm_show_found_csv(&buffer, &empty);
    csv_field((dm_slice){buffer.at, buffer.size}, 1, 15, field, sizeof field, &rows, &uneven);
    CHECK(rows == 3 && uneven == 0);
    CHECK_TEXT(field, "Arvenia, \"they\" shelled\xEF\xBF\xBD[2J Kal, and shelled it again.");
    dm_buffer_free(&buffer);
}

int main(void)
{
    found();
    widths();
    columns();
    csv();
    return TEST_END();
}
