/* JSON of hostile texts, offsets in every unit, numbers. */
#include "fixture.h"
#include "show/parts.h"
#include "test.h"

#include <stdlib.h>

static const char *text_of(dm_buffer *buffer)
{
    dm_buffer_add(buffer, "", 1);
    buffer->size--;
    return buffer->at;
}

static void check_json(dm_slice text, const char *expected)
{
    dm_buffer buffer = {0};
    dm_buffer_json(&buffer, text);
    CHECK_TEXT(text_of(&buffer), expected);
    dm_buffer_free(&buffer);
}

static void strings(void)
{
    check_json(DM_SLICE(""), "\"\"");
    check_json((dm_slice){NULL, 0}, "\"\"");
    check_json(DM_SLICE("a\"b\\c/d"), "\"a\\\"b\\\\c/d\"");
    check_json(DM_SLICE("\b\f\n\r\t\x01\x1B\x7F\0z"), "\"\\b\\f\\n\\r\\t\\u0001\\u001b\\u007f\\u0000z\"");
    check_json(DM_SLICE("\xC2\x9Bz"), "\"\\u009bz\""); /* a C1 control: CSI */
    check_json(DM_SLICE("\xC3\xA9 \xF0\x9F\x98\x80"), "\"\xC3\xA9 \xF0\x9F\x98\x80\"");
    check_json(DM_SLICE("a\xFFz\xC3"), "\"a\xEF\xBF\xBDz\xEF\xBF\xBD\"");
    check_json(DM_SLICE("\xED\xA0\x80\xC0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
    check_json(DM_SLICE("\xEF\xBF\xBD"), "\"\xEF\xBF\xBD\"");
}

static void check_number(double value, const char *expected)
{
    dm_buffer buffer = {0};
    dm_buffer_number(&buffer, value);
    CHECK_TEXT(text_of(&buffer), expected);
    if (strcmp(expected, "null") != 0)
        CHECK(strtod(buffer.at, NULL) == value);
    dm_buffer_free(&buffer);
}

static void numbers(void)
{
    check_number(0, "0");
    check_number(12, "12");
    check_number(-5, "-5");
    check_number(2300000, "2300000");
    check_number(0.1, "0.1");
    check_number(31.4667, "31.4667");
    check_number(-98.5, "-98.5");
    check_number(1e15, "1e+15");
    check_number(123456789012345.0, "123456789012345");
    check_number(1.0 / 3, "0.3333333333333333");
    check_number(6.02e23, "6.02e+23");
    check_number(5e-324, "4.94065645841247e-324");
    check_number(INFINITY, "null");
    check_number(-INFINITY, "null");
    check_number(NAN, "null");
    srand(7);
    for (int i = 0; i < 20000; i++) { /* whatever is written reads back as the same */
        double value = ((double)rand() / 1000.0 - 500000.0) * (i % 3 == 0 ? 1e-7 : i % 3 == 1 ? 1.0 : 1e12);
        dm_buffer buffer = {0};
        dm_buffer_number(&buffer, value);
        if (strtod(text_of(&buffer), NULL) != value)
            CHECK_TEXT(buffer.at, "the same number");
        dm_buffer_free(&buffer);
    }
}

/* Every byte offset of mixed text, against counting from the start. */
static void offsets(void)
{
    static const char *const pieces[] = {"a", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "news ", "\n"};
    char text[4096];
    srand(11);
    for (int round = 0; round < 60; round++) {
        size_t size = 0, wanted = (size_t)(rand() % 700);
        while (size < wanted) {
            const char *piece = pieces[round == 0 ? 0 : rand() % (int)DM_COUNT(pieces)];
            memcpy(text + size, piece, strlen(piece));
            size += strlen(piece);
        }
        for (int unit = 0; unit < 3; unit++) {
            dm_ruler ruler;
            dm_ruler_init(&ruler, (dm_slice){text, size}, (dm_offsets)unit);
            uint32_t count = 0, wrong = 0;
            for (size_t i = 0; i <= size; i++) {
                bool lead = i == size || ((unsigned char)text[i] & 0xC0) != 0x80;
                if (lead)
                    wrong += dm_ruler_at(&ruler, (uint32_t)i) != (unit == DM_OFFSETS_UTF8 ? (uint32_t)i : count);
                if (i < size && lead)
                    count += 1 + (unit == DM_OFFSETS_UTF16 && (unsigned char)text[i] >= 0xF0);
            }
            CHECK(wrong == 0);
            CHECK(dm_ruler_at(&ruler, UINT32_MAX) == dm_ruler_at(&ruler, (uint32_t)size));
            dm_ruler_free(&ruler);
        }
    }
}

static bool has(const char *text, const char *piece)
{
    if (strstr(text, piece) != NULL)
        return true;
    fprintf(stderr, "not in the record: %s\n", piece);
    return false;
}

static void records(void)
{
    dm_record *record = fixture_record("a1", (dm_date){2024, 5, 4});
    dm_buffer buffer = {0};
    dm_show_json(&buffer, record, DM_OFFSETS_CODEPOINTS, true);
    const char *text = text_of(&buffer);
    CHECK(has(text, "{\"demarche\":\"1\",\"id\":\"a1\",\"date\":\"2024-05-04\",\"title\":\"Arvenia \\\"shells\\\" "
                    "Kal\",\"source\":\"Wire, The\","
                    "\"url\":\"https://example.org/1\",\"text\":\"President"));
    CHECK(has(text, "here.\",\"coder\":\"0.0.0-test\",\"sentences\":[{\"span\":[0,131]},{\"span\":[132,197]},{\"span\":"
                    "[198,230]}],\"entities\":[{"));
    CHECK(has(text, "\"sectors\":[\"GOV\"],\"mentions\":[{\"span\":[0,17],\"kind\":\"name\"},{\"span\":[110,113],"
                    "\"kind\":\"pronoun\"}]"));
    CHECK(has(
        text,
        "{\"id\":\"v1\",\"sources\":[\"e1\"],\"targets\":[\"e2\"],\"cameo\":\"194\",\"plover\":\"ASSAULT\",\"mode\":"
        "\"heavy-weapons\","
        "\"contexts\":[\"military\",\"territory\"],\"quad\":\"material-conflict\",\"goldstein\":-10,\"status\":"
        "\"actual\","
        "\"date\":\"2024-05-03\",\"place\":0,\"trigger\":[38,45],\"source_span\":[0,17],\"target_span\":[50,57],"
        "\"sentence\":0,\"on_word_of\":[\"s1\"],\"figures\":[\"f1\"],\"same_as\":null,\"by\":\"frames/"
        "assault.frames:3\",\"confidence\":0.8}"));
    CHECK(has(text, "\"date\":null,\"place\":null,\"trigger\":[159,168],\"source_span\":[132,158],\"target_span\":null,"
                    "\"sentence\":1,"
                    "\"on_word_of\":[],\"figures\":[],\"same_as\":\"v1\""));
    CHECK(has(text, "\"value\":12.1,\"low\":12.1,\"high\":null,\"unit\":\"%\",\"of\":null,\"on_word_of\":[]}"));
    CHECK(has(text, "\"lat\":31.5,\"lon\":-4.25,\"geonames\":77,\"country\":\"BOR\",\"admin1\":\"North\"}],\"silent\":["
                    "{\"sentence\":2,"
                    "\"reason\":\"no verb of the frames\"}],\"warnings\":[\"a warning with a \\\"quote\\\"\"]}\n"));
    CHECK(memchr(text, 0x1B, buffer.size) == NULL);
    CHECK(strchr(text, '\n') == text + buffer.size - 1); /* one line */
    buffer.size = 0;
    dm_show_json(&buffer, record, DM_OFFSETS_UTF8, false);
    text = text_of(&buffer);
    CHECK(strstr(text, "\"text\":") == NULL);
    CHECK(has(text, "\"sentences\":[{\"span\":[0,135]},{\"span\":[136,201]}"));
    buffer.size = 0;
    dm_show_json(&buffer, record, DM_OFFSETS_UTF16, false);
    CHECK(has(text_of(&buffer), "\"sentences\":[{\"span\":[0,132]},{\"span\":[133,198]}"));
    /* Indices and spans that point nowhere must not be followed. */
    record->events[0].place = 99;
    record->events[0].trigger = (dm_span){5, UINT32_MAX};
    record->events[0].sentence = 99;
    record->events[1].same_as = 77;
    record->statements[1].speaker = 55;
    record->positions[0].holder = DM_NONE;
    record->document.date = (dm_date){2024, 5, 0};
    buffer.size = 0;
    dm_show_json(&buffer, record, DM_OFFSETS_CODEPOINTS, false);
    CHECK(has(text_of(&buffer), "\"date\":\"2024-05\""));
    CHECK(has(buffer.at, "\"trigger\":[5,230]"));
    CHECK(has(buffer.at, "{\"holder\":null"));
    dm_show_table(&buffer, record, 80, false);
    dm_show_csv(&buffer, record);
    CHECK(!buffer.failed);
    dm_buffer_free(&buffer);
    dm_record_free(record);
}

int main(void)
{
    strings();
    numbers();
    offsets();
    records();
    return TEST_END();
}
