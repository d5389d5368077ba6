/* Reading: formats, headers, several dispatches, dates, broken input and what is told of it. */
#include "read/parts.h"
#include "told.h"

#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

static void dispatches(void)
{
    CHECK_TEXT(read_all(JUST(" date 2023-11-09 In a development, x.\n\nMore.\n")),
               "[-|2023-11-09|-|-|-|In a development, x.\n\nMore.\n]");
    CHECK(told_format == DM_FORMAT_DISPATCH);
    CHECK_TEXT(read_all(JUST("date 2019-01-23\ntitle A b\n\n\nBody.\n")), "[-|2019-01-23|A b|-|-|Body.\n]");
    CHECK_TEXT(
        read_all(JUST("date 2019-01-23\r\ntitle A b\r\nid x7\r\nurl http://a/b\r\nsource Wire\r\n\r\nBody.\r\nTwo.")),
        "[x7|2019-01-23|A b|Wire|http://a/b|Body.\r\nTwo.]");
    CHECK_TEXT(read_all(JUST("title First\ndate 2019-01-23\nBody")), "[-|2019-01-23|First|-|-|Body]");
    CHECK_TEXT(read_all(JUST("date 2019-01-23\n\nsource close to it said so.\n")),
               "[-|2019-01-23|-|-|-|source close to it said so.\n]");
    CHECK_TEXT(read_all(JUST("date 2019-01-23 source close to it said so.\n")),
               "[-|2019-01-23|-|-|-|source close to it said so.\n]");
    CHECK_TEXT(read_all(JUST("date 2019-01-23T10:15:00Z\nBody")), "[-|2019-01-23|-|-|-|Body]");
    CHECK_TEXT(read_all(JUST("date 2019-01-23\ndate 2019-01-24\nBody")), "[-|2019-01-23|-|-|-|date 2019-01-24\nBody]");
    CHECK_TEXT(read_all(JUST("Date: 2019-01-23\nTitle: A b\nsource: Wire\n\nSource: none.\n")),
               "[-|2019-01-23|A b|Wire|-|Source: none.\n]");
    CHECK_TEXT(read_all(JUST("date 5 March 2019\ntitle A b\n\nBody.\n")),
               "{bad input@1:0 the date header is no date of the form 2023-11-09}");
    CHECK_TEXT(read_all(JUST("date palms grow in the oasis of 2019.\n")), "[-|0000-00-00|-|-|-|date palms grow in the oasis of 2019.\n]");
    /* The date of a news agency's first line, behind the place; without a year it tells none. */
    CHECK_TEXT(read_all(JUST("OLD HARBOUR, Norland, March 4, 2024 (Wire) -- The port closed.\n")),
               "[-|2024-03-04|-|-|-|OLD HARBOUR, Norland, March 4, 2024 (Wire) -- The port closed.\n]");
    CHECK_TEXT(read_all(JUST("KESH CITY, 4 March 2024 \xE2\x80\x94 The port closed.\n")),
               "[-|2024-03-04|-|-|-|KESH CITY, 4 March 2024 \xE2\x80\x94 The port closed.\n]");
    CHECK_TEXT(read_all(JUST("KESH CITY, March 4 (Wire) -- The port closed.\n")),
               "[-|0000-00-00|-|-|-|KESH CITY, March 4 (Wire) -- The port closed.\n]");
    CHECK_TEXT(read_all(JUST("The treaty, March 4, 2024 -- a day to remember.\n")),
               "[-|0000-00-00|-|-|-|The treaty, March 4, 2024 -- a day to remember.\n]");
    /* Several in one file. */
    CHECK_TEXT(
        read_all(
            JUST("date 2019-01-23\nOne.\n\ndate palms grow.\n\nOn date 2019-01-25 it was.\n\n date 2019-01-24 Two.\n")),
        "[-|2019-01-23|-|-|-|One.\n\ndate palms grow.\n\nOn date 2019-01-25 it was.\n\n][-|2019-01-24|-|-|-|Two.\n]");
    CHECK_TEXT(read_all(JUST("date 2019-01-23\nOne line\ndate 2019-01-24 is no header here.\n")),
               "[-|2019-01-23|-|-|-|One line\ndate 2019-01-24 is no header here.\n]");
    /* A date that is none; reading goes on behind it. */
    CHECK_TEXT(read_all(JUST("date 2019-02-29\nOne.\n\ndate 2019-01-24\nTwo.\n\ndate 2019-13-01 Three.\n")),
               "{bad input@1:0 the date header is no date of the form 2023-11-09}[-|2019-01-24|-|-|-|Two.\n\n]"
               "{bad input@7:44 the date header is no date of the form 2023-11-09}");
    CHECK_TEXT(read_all(JUST("date 2019-01-23\n\n\ndate 2019-01-24\nTwo.")),
               "{bad input@1:0 empty}[-|2019-01-24|-|-|-|Two.]");
    dm_read_options forced = {.format = DM_FORMAT_DISPATCH, .date = {2001, 2, 3}};
    CHECK_TEXT(read_with(JUST("title Only\nid 9\nBody"), &forced), "[9|2001-02-03|Only|-|-|Body]");
    CHECK_TEXT(read_with(JUST("date 9 November 2023\nBody"), &forced),
               "{bad input@1:0 the date header is no date of the form 2023-11-09}");
}

static void plain_text(void)
{
    CHECK_TEXT(read_all(JUST("Just a text.\n")), "[-|0000-00-00|-|-|-|Just a text.\n]");
    CHECK(told_format == DM_FORMAT_TEXT);
    CHECK_TEXT(read_all(JUST("\xEF\xBB\xBF"
                             "Just a text.")),
               "[-|0000-00-00|-|-|-|Just a text.]");
    CHECK_TEXT(read_all(JUST("date palms grow in the south.")), "[-|0000-00-00|-|-|-|date palms grow in the south.]");
    CHECK_TEXT(read_all(JUST("title fights are rare.\n\nMore.")),
               "[-|0000-00-00|-|-|-|title fights are rare.\n\nMore.]");
    CHECK_TEXT(read_all(JUST("Head\nNovember 9, 2023\n\nBody")), "[-|2023-11-09|-|-|-|Head\nNovember 9, 2023\n\nBody]");
    dm_read_options options = {.date = {2020, 1, 2}};
    CHECK_TEXT(read_with(JUST("Head\nNovember 9, 2023\n\nBody"), &options),
               "[-|2020-01-02|-|-|-|Head\nNovember 9, 2023\n\nBody]");
    CHECK_TEXT(read_all(JUST("Monday, 9 Nov 2023\nBody")),
               "[-|2023-11-09|-|-|-|Monday, 9 Nov 2023\nBody](the weekday of the date line does not fit its date)");
    CHECK_TEXT(read_all(JUST("a\nb\nc\nd\ne\nf\n2023-11-09\nBody")),
               "[-|0000-00-00|-|-|-|a\nb\nc\nd\ne\nf\n2023-11-09\nBody]");
    CHECK_TEXT(read_all(JUST("")), "{bad input@1:0 empty}");
    CHECK_TEXT(read_all(JUST(" \n\n\t\r\n")), "{bad input@1:0 empty}");
}

static void date_lines(void)
{
    static const struct {
        const char *line, *date;
    } lines[] = {{"November 9, 2023", "2023-11-09"},
                 {"9 November 2023", "2023-11-09"},
                 {"2023-11-09", "2023-11-09"},
                 {"Thursday, 9 Nov 2023", "2023-11-09"},
                 {"Nov. 9th, 2023", "2023-11-09"},
                 {"Sept. 1, 2021", "2021-09-01"},
                 {"Published on 3 March 2021 at 10:30 GMT", "2021-03-03"},
                 {"DATE: 2021-03-03T10:30:00Z", "2021-03-03"},
                 {"  (9 NOVEMBER 2023)  ", "2023-11-09"},
                 {"May 1, 2020 | 09:00", "2020-05-01"},
                 {"9 November", NULL},
                 {"November 2023", NULL},
                 {"30 February 2023", NULL},
                 {"9/11/2023", NULL},
                 {"2023", NULL},
                 {"On November 9, 2023 it rained", NULL},
                 {"9 November 2023 2024", NULL},
                 {"November 9 10 2023", NULL},
                 {"Nove 9, 2023", NULL},
                 {"", NULL},
                 {"2023-11-09 2023-11-10", NULL},
                 {"2023-11-32", NULL},
                 {"March 3, 2021 March 4, 2021", NULL},
                 {"\xC3\x89t\xC3\xA9 9 2023", NULL}};
    for (size_t i = 0; i < DM_COUNT(lines); i++) {
        dm_date date = {0, 0, 0};
        bool odd = false;
        char text[40] = "-";
        if (dm_dateline_parse(dm_slice_of(lines[i].line), &date, &odd))
            snprintf(text, sizeof text, "%04d-%02d-%02d", date.year, date.month, date.day);
        CHECK_TEXT(text, lines[i].date == NULL ? "-" : lines[i].date);
        CHECK(!odd);
    }
}

static void json_lines(void)
{
    CHECK_TEXT(
        read_all(JUST(
            "{\"id\":\"a\",\"date\":\"2023-11-09\",\"title\":\"T\",\"text\":\"B.\",\"source\":\"S\",\"url\":\"U\"}\n"
            "\n{ \"text\" : \"C\\n\\u00e9 \\ud83d\\ude00 \\\"\\\\\\/\\b\" , \"x\": "
            "[1,-2.5e3,{\"y\":[]},true,null,\"\"] }")),
        "[a|2023-11-09|T|S|U|B.][-|0000-00-00|-|-|-|C\n\xC3\xA9 \xF0\x9F\x98\x80 \"\\/\b]");
    CHECK(told_format == DM_FORMAT_JSONL);
    CHECK_TEXT(read_all(JUST("{\"id\":17,\"date\":null,\"text\":\"B\",\"source\":{\"name\":\"x\"}}")),
               "[17|0000-00-00|-|-|-|B](source is no string and is left out)");
    CHECK_TEXT(read_all(JUST(
                   "{\"text\":\"B\",\"date\":\"20231109\"}\n{\"text\":\"B\",\"date\":\"2023-11-09T01:02:03+01:00\"}\n"
                   "{\"text\":\"B\",\"date\":\"2023-11\"}\n{\"text\":\"B\",\"date\":\"\"}")),
               "[-|2023-11-09|-|-|-|B][-|2023-11-09|-|-|-|B][-|2023-11-00|-|-|-|B][-|0000-00-00|-|-|-|B]");
    dm_read_options options = {.format = DM_FORMAT_JSONL, .date = {2020, 1, 2}};
    options.fields[DM_FIELD_TEXT] = "body";
    CHECK_TEXT(read_with(JUST("{\"body\":\"B\",\"text\":7}"), &options), "[-|2020-01-02|-|-|-|B]");
    CHECK_TEXT(read_all(JUST("{\"text\":\"x \\ud800 y\"}")),
               "[-|0000-00-00|-|-|-|x \xEF\xBF\xBD y](half of a surrogate pair became U+FFFD)");
    CHECK_TEXT(
        read_all(JUST("{\"text\":\"x \\udc00\\ud800\\ud83d\\ude00\"}")),
        "[-|0000-00-00|-|-|-|x \xEF\xBF\xBD\xEF\xBF\xBD\xF0\x9F\x98\x80](half of a surrogate pair became U+FFFD)");
}

/* Each line is broken in its own way; the line behind it is read. */
static void broken_json(void)
{
    static const struct {
        const char *line, *told;
    } lines[] = {
        {"{\"text\":\"abc", "{bad input@2:25 a string is not finished at the end of the line}"},
        {"{\"text\":\"abc\"", "{bad input@2:26 the object is not finished at the end of the line}"},
        {"{\"text\":\"abc\"} x", "{bad input@2:28 something stands behind the object}"},
        {"{\"text\":\"a\tc\"}", "{bad input@2:23 a control character in a string}"},
        {"{\"text\":\"a\\qc\"}", "{bad input@2:24 an escape that JSON does not have}"},
        {"{\"text\":\"a\\u12g4\"}", "{bad input@2:24 \\u is not followed by four hexadecimal digits}"},
        {"{\"text\":\"a\\u0000\"}", "{bad input@2:24 a NUL character in a string}"},
        {"{\"text\":}", "{bad input@2:21 a value is expected}"},
        {"{\"text\"}", "{bad input@2:20 a colon is expected behind a key}"},
        {"{text:1}", "{bad input@2:14 a key in quotes is expected}"},
        {"{\"text\":\"a\",}", "{bad input@2:25 a key in quotes is expected}"},
        {"{\"text\":\"a\" \"b\":1}", "{bad input@2:25 a comma or } is expected}"},
        {"{\"x\":[1 2],\"text\":\"a\"}", "{bad input@2:21 a comma or ] is expected}"},
        {"{\"x\":01,\"text\":\"a\"}", "{bad input@2:19 a comma or } is expected}"},
        {"{\"x\":1.,\"text\":\"a\"}", "{bad input@2:20 a number has no digit behind its point}"},
        {"{\"x\":1e,\"text\":\"a\"}", "{bad input@2:20 a number has no digit in its exponent}"},
        {"{\"x\":tru,\"text\":\"a\"}", "{bad input@2:18 a value is expected}"},
        {"{\"x\":+1,\"text\":\"a\"}", "{bad input@2:18 a value is expected}"},
        {"[\"text\"]", "{bad input@2:13 a JSON object is expected}"},
        {"{}", "{bad input@2:13 the document has no text}"},
        {"{\"text\":\" \\n \"}", "{bad input@2:13 the document has no text}"},
        {"{\"text\":null}", "{bad input@2:13 the document has no text}"},
        {"{\"text\":7}", "{bad input@2:21 text is no string}"},
        {"{\"id\":[],\"text\":\"a\"}", "{bad input@2:19 id is no string}"},
        {"{\"text\":\"a\",\"text\":\"b\"}", "{bad input@2:32 the field for text stands twice}"},
        {"{\"date\":\"2023-11-31\",\"text\":\"a\"}", "{bad input@2:21 the date is none of the form 2023-11-09 or 9 November 2023}"},
        {"{\"date\":\"yesterday\",\"text\":\"a\"}", "{bad input@2:21 the date is none of the form 2023-11-09 or 9 November 2023}"},
        {"{\"date\":1699488000,\"text\":\"a\"}", "{bad input@2:21 date is no string}"}};
    for (size_t i = 0; i < DM_COUNT(lines); i++) {
        char input[256], expected[512];
        snprintf(input, sizeof input, "{\"text\":\"1\"}\n%s\n{\"text\":\"3\"}\n", lines[i].line);
        snprintf(expected, sizeof expected, "[-|0000-00-00|-|-|-|1]%s[-|0000-00-00|-|-|-|3]", lines[i].told);
        CHECK_TEXT(read_all(input, strlen(input)), expected);
    }
    char deep[512] = "{\"text\":\"a\",\"x\":";
    size_t size = strlen(deep);
    memset(deep + size, '[', 150);
    CHECK_TEXT(read_all(deep, size + 150), "{bad input@1:116 nested deeper than 100 levels}");
    CHECK_TEXT(read_all(JUST("[{\"text\":\"a\"}]")),
               "{bad input@1:0 a JSON array: one object a line is read (jq -c '.[]' makes them)}");
}

static void encodings(void)
{
    CHECK_TEXT(read_all(JUST("date 2019-01-23\nCaf\xE9 \x93so\x94 \x80 \x81.\n")),
               "[-|2019-01-23|-|-|-|Caf\xC3\xA9 \xE2\x80\x9Cso\xE2\x80\x9D \xE2\x82\xAC \xEF\xBF\xBD.\n](byte 19 is "
               "not UTF-8: read as Windows-1252)");
    CHECK_TEXT(read_all(JUST("{\"title\":\"\xE9\",\"text\":\"\xE9\\u00e9\"}")),
               "[-|0000-00-00|\xC3\xA9|-|-|\xC3\xA9\xC3\xA9](byte 10 is not UTF-8: read as Windows-1252)");
    CHECK_TEXT(read_all(JUST("Only one \xC3\xA9 and \xE9.")),
               "[-|0000-00-00|-|-|-|Only one \xC3\xA9 and \xC3\xA9.](byte 16 is not UTF-8: read as Windows-1252)");
    CHECK_TEXT(read_all(JUST("Line\ntwo \0 three")), "{bad input@2:9 a NUL byte: not a text}");
    CHECK_TEXT(read_all(JUST("{\"text\":\"a\"}\n{\"text\":\"b\0\"}\n{\"text\":\"c\"}")),
               "[-|0000-00-00|-|-|-|a]{bad input@2:23 a control character in a string}[-|0000-00-00|-|-|-|c]");
    CHECK_TEXT(read_all(JUST("ab\1\2\3\4\5\6\7\1\2\3\4\5\6\7")), "{bad input@1:2 too many control bytes: not a text}");
    CHECK_TEXT(read_all(JUST("\xFF\xFEt\0e\0")),
               "{bad input@1:0 UTF-16 text is not read: convert it to UTF-8 (iconv -f UTF-16)}");
    CHECK_TEXT(read_all(JUST("%PDF-1.4\n...")), "{bad input@1:0 a PDF file, not text}");
    CHECK_TEXT(read_all(JUST("PK\003\004....")), "{bad input@0:0 a zip archive (or an office document), not text}");
    dm_read_options text = {.format = DM_FORMAT_TEXT};
    CHECK_TEXT(read_with(JUST("<html>x"), &text), "[-|0000-00-00|-|-|-|<html>x]");
}

static void limits(void)
{
    dm_read_options options = {.max_document = 40};
    CHECK_TEXT(
        read_with(JUST("{\"text\":\"a\"}\n{\"text\":\"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\"}\n{\"text\":\"c\"}"),
                  &options),
        "[-|0000-00-00|-|-|-|a]{limit reached@2:13 a document of more than 40 bytes is passed "
        "over}[-|0000-00-00|-|-|-|c]");
    CHECK_TEXT(read_with(JUST("date 2019-01-23\nOne.\n\ndate 2019-01-24\nTwo two two two two two two two\ntwo.\n\ndate "
                              "2019-01-25\nThree.\n"),
                         &options),
               "[-|2019-01-23|-|-|-|One.\n\n]{limit reached@4:22 a document of more than 40 bytes is passed "
               "over}[-|2019-01-25|-|-|-|Three.\n]");
    CHECK_TEXT(read_with(JUST("A plain text that is longer than forty bytes.\n"), &options),
               "{limit reached@1:0 a document of more than 40 bytes is passed over}");
    /* One line of 3 MB, a limit of 1 MB: the memory stays small, the next line is read. */
    size_t size = 3 << 20;
    char *line = malloc(size + 64);
    memcpy(line, "{\"text\":\"", 9);
    memset(line + 9, 'x', size);
    memcpy(line + 9 + size, "\"}\n{\"text\":\"c\"}\n", 17);
    options.max_document = 1 << 20;
    CHECK_TEXT(read_with(line, size + 25, &options),
               "{limit reached@1:0 a document of more than 1048576 bytes is passed over}[-|0000-00-00|-|-|-|c]");
    free(line);
}

/* Streams that are not files: what a pipe has is read at once; memory streams work too. */
static void streams(void)
{
    char text[] = "date 2019-01-23\nOne.\n\ndate 2019-01-24\nTwo.\n";
    CHECK_TEXT(read_stream(fmemopen(text, sizeof text - 1, "rb"), NULL),
               "[-|2019-01-23|-|-|-|One.\n\n][-|2019-01-24|-|-|-|Two.\n]");
    int ends[2];
    CHECK(pipe(ends) == 0);
    FILE *in = fdopen(ends[0], "rb");
    static const char first[] = "{\"text\":\"a\"}\n", second[] = "{\"text\":\"b\"}\n";
    dm_reader *reader;
    dm_document document;
    CHECK(write(ends[1], first, sizeof first - 1) == (ssize_t)sizeof first - 1);
    CHECK(dm_reader_open(in, NULL, NULL, &reader, NULL) == DM_OK);
    CHECK(dm_reader_next(reader, &document, NULL, NULL) == DM_OK); /* before the pipe has more */
    CHECK(dm_slice_is(document.text, "a"));
    CHECK(dm_reader_line(reader) == 1);
    CHECK(write(ends[1], second, sizeof second - 1) == (ssize_t)sizeof second - 1);
    CHECK(dm_reader_next(reader, &document, NULL, NULL) == DM_OK);
    CHECK(dm_slice_is(document.text, "b"));
    CHECK(dm_reader_line(reader) == 2);
    close(ends[1]);
    CHECK(dm_reader_next(reader, &document, NULL, NULL) == DM_END);
    dm_reader_close(reader);
    fclose(in);
    FILE *folder = fopen("/", "rb");
    if (folder != NULL)
        CHECK(strstr(read_stream(folder, NULL), "{input/output error@0:0 cannot read: ") == told);
    dm_reader_close(NULL);
}

static void conllu(void)
{
    CHECK_TEXT(read_all(JUST("# newdoc id = a\n# text = x\n1\tx\tx\tX\t_\t_\t0\troot\t_\t_\n\n# newdoc id = "
                             "b\n1\ty\ty\tX\t_\t_\t0\troot\t_\t_\n\n")),
               "[-|0000-00-00|-|-|-|# newdoc id = a\n# text = x\n1\tx\tx\tX\t_\t_\t0\troot\t_\t_\n\n]"
               "[-|0000-00-00|-|-|-|# newdoc id = b\n1\ty\ty\tX\t_\t_\t0\troot\t_\t_\n\n]");
    CHECK(told_format == DM_FORMAT_CONLLU);
}

/* A gzip member or a zstd frame behind what is in `out`. */
static size_t pack(char *out, size_t room, const char *text, size_t size, bool zstd)
{
    if (zstd)
        return ZSTD_compress(out, room, text, size, 3);
    z_stream stream = {0};
    CHECK(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    stream.next_in = (Bytef *)(uintptr_t)text;
    stream.avail_in = (uInt)size;
    stream.next_out = (Bytef *)out;
    stream.avail_out = (uInt)room;
    CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    size = (size_t)stream.total_out;
    deflateEnd(&stream);
    return size;
}

static void packed(void)
{
    static const char one[] = "{\"text\":\"a\"}\n", two[] = "{\"text\":\"b\"}\n{\"text\":\"c\"}";
    static const char whole[] = "[-|0000-00-00|-|-|-|a][-|0000-00-00|-|-|-|b][-|0000-00-00|-|-|-|c]";
    for (int zstd = 0; zstd < 2; zstd++) {
        char bytes[2048];
        size_t first = pack(bytes, sizeof bytes, one, sizeof one - 1, zstd);
        size_t size = first + pack(bytes + first, sizeof bytes - first, two, sizeof two - 1, zstd);
        CHECK_TEXT(read_all(bytes, size), whole);
        /* Cut off at every byte: what was whole is given, the rest is told, nothing is given in part. */
        for (size_t cut = 7; cut < size; cut++) {
            const char *text = read_all(bytes, cut);
            bool at_seam = cut == first;
            CHECK(at_seam ? strcmp(text, "[-|0000-00-00|-|-|-|a]") == 0 : strstr(text, "{bad input@0:") != NULL);
            CHECK(strstr(text, "|c]") == NULL);
        }
        /* A damaged byte is found by the checksum (gzip) or gives other text, never a crash. */
        for (size_t i = 4; i < size; i++) {
            char saved = bytes[i];
            bytes[i] ^= 0x15;
            read_all(bytes, size);
            bytes[i] = saved;
        }
        memcpy(bytes + size, "tail", 4);
        CHECK(strstr(read_all(bytes, size + 4), "{bad input@0:") != NULL);
    }
    /* 200 MB of blanks in 200 kB: memory stays at the limit. */
    size_t size = 4 << 20, used = 0, room = 1 << 20;
    char *blanks = malloc(size), *bomb = malloc(room);
    memset(blanks, 'x', size);
    for (int i = 0; i < 50; i++)
        used += pack(bomb + used, room - used, blanks, size, false);
    dm_read_options options = {.max_document = 1 << 20};
    CHECK_TEXT(read_with(bomb, used, &options),
               "{limit reached@1:0 a document of more than 1048576 bytes is passed over}");
    free(blanks);
    free(bomb);
}

int main(void)
{
    packed();
    dm_format format;
    CHECK(dm_format_named("jsonl", &format) && format == DM_FORMAT_JSONL);
    CHECK(!dm_format_named("pdf", &format) && !dm_format_named(NULL, &format) && !dm_format_named("", &format));
    dispatches();
    plain_text();
    date_lines();
    json_lines();
    broken_json();
    encodings();
    limits();
    streams();
    conllu();
    return TEST_END();
}
