/* News pages, feeds, tables and web archives: what is a document in them, and what is told of broken ones. */
#include "read/feed.h"
#include "told.h"

#include <zlib.h>

#define PAGE(head, body) "<!DOCTYPE html><html><head>" head "</head><body>" body "</body></html>"
#define ONE "<p>Arvenian forces shelled the town of Kal on Friday, Borland said.</p>"
#define TWO "<p>Germany condemned the shelling &amp; called for talks.</p>"
#define TEXTS "Arvenian forces shelled the town of Kal on Friday, Borland said.\n\nGermany condemned the shelling & called for talks.]"

static void pages(void)
{
    /* The article is what the paragraphs say it is; menus, captions, adverts and footers are not. */
    CHECK_TEXT(
        read_all(JUST(PAGE(
            "<title>Town of Kal is shelled again - The Wire</title><meta property='og:site_name' content='The Wire'>"
            "<meta property=article:published_time content='2024-05-04T23:30:00-05:00'>"
            "<link rel=canonical href='https://wire.example/kal'>",
            "<nav><p>A long line of a menu that looks like text, really.</p></nav><article><h1>Town of Kal is shelled again</h1>"
            "<figure><figcaption>Smoke over Kal, as seen from the river bank.</figcaption></figure>" ONE
            "<div class='ad-slot'><p>Buy this wonderful thing today, it is cheap!</p></div>" TWO
            "<div id=relatedLinks><p>An older story that you might want to read.</p></div></article>"
            "<footer><p>All rights reserved, do not copy this text.</p></footer>"))),
        "[-|2024-05-04|Town of Kal is shelled again|The Wire|https://wire.example/kal|" TEXTS);
    CHECK(told_format == DM_FORMAT_HTML);
    /* JSON-LD knows best; what it says may lie in a graph. */
    CHECK_TEXT(read_all(JUST(PAGE("<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"Person\",\"name\":\"x\"},"
                                  "{\"@type\":[\"NewsArticle\"],\"headline\":\"Kal \\\"shelled\\\"\",\"datePublished\":"
                                  "\"2024-05-03T01:00:00Z\",\"publisher\":{\"name\":\"Wire\"},\"url\":\"https://w/1\"}]}</script>"
                                  "<meta name=date content='2020-01-01'><title>Other</title>",
                                  "<main>" ONE TWO "</main>"))),
               "[-|2024-05-03|Kal \"shelled\"|Wire|https://w/1|" TEXTS);
    CHECK_TEXT(read_all(JUST(PAGE("<script type='application/ld+json'>{broken</script>", ONE TWO))),
               "[-|0000-00-00|-|-|-|" TEXTS);
    /* Without metadata: the time element, the heading, the host of the address. */
    CHECK_TEXT(read_all(JUST(PAGE("<meta property=og:url content='https://www.wire.example/1'>",
                                  "<h1>Kal  is\n shelled</h1><time datetime='2024-05-04'>Saturday</time>" ONE TWO))),
               "[-|2024-05-04|Kal is shelled|wire.example|https://www.wire.example/1|" TEXTS);
    CHECK_TEXT(read_all(JUST(PAGE("", "<span itemprop='datePublished' content='2024-05-04'></span>" ONE TWO))),
               "[-|2024-05-04|-|-|-|" TEXTS);
    /* A share in a firm is no button to share. */
    CHECK_TEXT(read_all(JUST(PAGE("", "<div class='shareholder-news'>" ONE TWO "</div>"))), "[-|0000-00-00|-|-|-|" TEXTS);
    /* Named after its author it is an article all the same. */
    CHECK_TEXT(read_all(JUST(PAGE("", "<div class='post author-jane tags-war'>" ONE TWO "</div><div class=menu>Home</div>"))),
               "[-|0000-00-00|-|-|-|" TEXTS);
    /* Lines instead of paragraphs; a break parts words, two of them paragraphs. */
    CHECK_TEXT(read_all(JUST(PAGE("", "<div>Arvenian forces shelled the town of Kal<br>on Friday, Borland said.<br><br>Germany "
                                      "condemned the shelling &amp; called for talks.</div>"))),
               "[-|0000-00-00|-|-|-|" TEXTS);
    /* Headings between paragraphs stay, before and behind them they go. */
    CHECK_TEXT(read_all(JUST(PAGE("", "<h2>News</h2>" ONE "<h2>Reactions</h2>" TWO "<h2>More</h2>"))),
               "[-|0000-00-00|-|-|-|Arvenian forces shelled the town of Kal on Friday, Borland said.\n\nReactions\n\nGermany "
               "condemned the shelling & called for talks.]");
    /* Scripts and comments are no text, wherever they stand. */
    CHECK_TEXT(read_all(JUST(PAGE("<script>document.write('<p>x</p>')</script>",
                                  ONE "<script>if (a<b && c>d) { x(\"<p>no text at all here, is it?</p>\"); }</script>"
                                      "<!-- <p>not this one, which is long enough</p> -->" TWO))),
               "[-|0000-00-00|-|-|-|" TEXTS);
    CHECK(strstr(read_all(JUST(PAGE("", "<nav>Nothing</nav>"))), "a page without a text") != NULL);
    CHECK(strstr(read_all(JUST("<html><body><p>a\0b</p></body></html>")), "a NUL byte") != NULL);
    CHECK_TEXT(read_all(JUST("<unclear> shots were heard in Kal, a witness said.")),
               "[-|0000-00-00|-|-|-|<unclear> shots were heard in Kal, a witness said.]");
    CHECK(told_format == DM_FORMAT_TEXT);
}

static void encodings(void)
{
    CHECK_TEXT(read_all(JUST(PAGE("<meta charset='iso-8859-2'>", "<p>Prezydent powiedzia\xB3 w Krakowie, \xBF" "e jest \xBC" "le.</p>"))),
               "[-|0000-00-00|-|-|-|Prezydent powiedzia\xC5\x82 w Krakowie, \xC5\xBC" "e jest \xC5\xBAle.](read as iso-8859-2)");
    /* What is valid UTF-8 is that, whatever is declared. */
    CHECK_TEXT(read_all(JUST(PAGE("<meta charset='iso-8859-1'>", "<p>The caf\xC3\xA9 of the old town is open.</p>"))),
               "[-|0000-00-00|-|-|-|The caf\xC3\xA9 of the old town is open.]");
    CHECK(strstr(read_all(JUST(PAGE("<meta charset=music>", "<p>The caf\xE9 of the old town is open.</p>"))),
                 "The caf\xC3\xA9 of the old town is open.](byte 70 is not UTF-8: read as Windows-1252)") != NULL);
}

static void feeds(void)
{
    CHECK_TEXT(read_all(JUST("<?xml version='1.0' encoding='ISO-8859-1'?><!-- a feed --><rss version='2.0' "
                             "xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>The Wire</title>\n"
                             "<item><title>Kal shelled</title><link>https://w/1</link><guid>w1</guid>"
                             "<pubDate>Sat, 04 May 2024 08:00:00 +0200</pubDate><description>Short.</description>"
                             "<content:encoded><![CDATA[<p>Germany condemned Arvenia.</p><p>Caf\xE9 shut.</p>]]></content:encoded></item>\n"
                             "<item><title>Ministers &amp; K&ouml;ln</title><description>&lt;b&gt;They&lt;/b&gt; met.</description></item>"
                             "</channel></rss>")),
               "[w1|2024-05-04|Kal shelled|The Wire|https://w/1|Germany condemned Arvenia.\n\nCaf\xC3\xA9 shut.]"
               "[-|0000-00-00|Ministers & K\xC3\xB6ln|The Wire|-|They met.]");
    CHECK(told_format == DM_FORMAT_FEED);
    CHECK_TEXT(read_all(JUST("<feed xmlns='http://www.w3.org/2005/Atom'><title>Wire</title><entry><id>urn:1</id><title>One</title>"
                             "<link rel='self' href='https://w/self'/><link href='https://w/1'/><updated>2024-05-05T10:00:00Z</updated>"
                             "<published>2024-05-04T10:00:00Z</published><summary>Short.</summary><content type='xhtml'><div "
                             "xmlns='http://www.w3.org/1999/xhtml'><p>Germany condemned it.</p><p>Kenya too.</p></div></content></entry></feed>")),
               "[urn:1|2024-05-04|One|Wire|https://w/1|Germany condemned it.\n\nKenya too.]");
    /* An entity of the feed's own is nothing: no file is read, nothing grows. */
    CHECK_TEXT(read_all(JUST("<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'><!ENTITY y 'yyyyyyyyyy'>]><rss><channel><item>"
                             "<title>T</title><description>One &x;&y;two.</description></item></channel></rss>")),
               "[-|0000-00-00|T|-|-|One two.](the feed is not well-formed at line 1: what can be read of it is read (Entity 'y' not "
               "defined))");
    /* Broken behind the first item: that one is given, with a word about it. */
    CHECK(strncmp(read_all(JUST("<rss><channel><item><title>T</title></item>\n<item><title>U</ti")),
                  "[-|0000-00-00|T|-|-|T](the feed is not well-formed at line 2", 60) == 0);
    CHECK(strstr(read_all(JUST("<rss><channel><title>Nothing</title></channel></rss>")), "without items of a feed") != NULL);
    dm_date date;
    CHECK(dm_date_told(DM_SLICE(" Thu, 9 Nov 2023 08:00 GMT "), &date) && date.year == 2023 && date.month == 11 && date.day == 9);
    CHECK(!dm_date_told(DM_SLICE("yesterday"), &date));
    CHECK(!dm_date_told(DM_SLICE("9/11/2023"), &date) && !dm_date_told(DM_SLICE("09.11.2023"), &date));
}

static void tables(void)
{
    CHECK_TEXT(read_all(JUST("id,Date,text,source\r\n1,2024-05-04,\"Germany condemned \"\"Arvenia\"\",\r\nagain.\",Wire\r\n"
                             "2,,Kenya thanked Uganda.,\r\n3,2024-13-01,x,\n4,2024-05-05,,y\n5,20240505,Last.")),
               "[1|2024-05-04|-|Wire|-|Germany condemned \"Arvenia\",\r\nagain.][2|0000-00-00|-|-|-|Kenya thanked Uganda.]"
               "{bad input@5:108 the date is none of the form 2023-11-09 or 9 November 2023}{bad input@6:124 the row has no text}"
               "[5|2024-05-05|-|-|-|Last.]");
    CHECK(told_format == DM_FORMAT_CSV);
    CHECK_TEXT(read_all(JUST("title;text\nA, b;\"c;d\"\n")), "[-|0000-00-00|A, b|-|-|c;d]");
    CHECK_TEXT(read_all(JUST("title\ttext\nA\tCaf\xE9\n")), "[-|0000-00-00|A|-|-|Caf\xC3\xA9](byte 16 is not UTF-8: read as Windows-1252)");
    CHECK_TEXT(read_all(JUST("date,text\n\"Nov 9, 2023\",a\n9 November 2023 8:00 PM,b\n9/11/2023,c\n")),
               "[-|2023-11-09|-|-|-|a][-|2023-11-09|-|-|-|b]"
               "{bad input@4:52 the date is none of the form 2023-11-09 or 9 November 2023}");
    /* A table none of whose columns has a name of ours is no text: it is refused by what it lacks. */
    CHECK(strstr(read_all(JUST("Art-ID;Datum;Volltext\r\nA1;03.02.2022;\"Kenya met;\r\nUganda.\"\r\n")),
                 "no column of the header row is the text") != NULL);
    CHECK(strstr(read_all(JUST("Headline\tPublication Date\tBody\nA\tB\tC.")), "no column of the header row") != NULL);
    CHECK_TEXT(read_all(JUST("Mali, Niger, Chad\nKenya, Uganda, Congo\n")), "[-|0000-00-00|-|-|-|Mali, Niger, Chad\nKenya, Uganda, Congo\n]");
    CHECK_TEXT(read_all(JUST("Kenya;Uganda;Congo\nThey met.\n")), "[-|0000-00-00|-|-|-|Kenya;Uganda;Congo\nThey met.\n]");
    dm_read_options options = {.format = DM_FORMAT_CSV, .fields = {[DM_FIELD_TEXT] = "body"}};
    CHECK_TEXT(read_with(JUST("body,n\nOne 5\" gun.,1\n"), &options), "[-|0000-00-00|-|-|-|One 5\" gun.]");
    options.fields[DM_FIELD_TEXT] = NULL;
    CHECK(strstr(read_with(JUST("body,n\nOne.,1\n"), &options), "no column of the header row is the text") != NULL);
    options.max_document = 20; /* a mark that is not closed takes what follows with it, not more than the limit each time */
    CHECK_TEXT(read_with(JUST("text,n\n\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nbbb\",1\nOne.,2\n"), &options),
               "{limit reached@2:7 a row of more than 20 bytes is passed over (is a quotation mark not closed?)}[-|0000-00-00|-|-|-|One.]");
    CHECK_TEXT(read_all(JUST("Text, date and place were not known, he said.\nMore.")),
               "[-|0000-00-00|-|-|-|Text, date and place were not known, he said.\nMore.]");
    CHECK(told_format == DM_FORMAT_TEXT);
}

static char archive[1 << 16];
static size_t archive_size;

static void put(const char *at, size_t size)
{
    memcpy(archive + archive_size, at, size);
    archive_size += size;
}

static void record(const char *type, const char *url, const char *http, const char *body, size_t size)
{
    char head[400];
    put(head, (size_t)snprintf(head, sizeof head,
                               "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:%s>\r\nWARC-Target-URI: https://w/%s\r\n"
                               "Content-Type: application/http; msgtype=response\r\nContent-Length: %zu\r\n\r\n",
                               type, url, url, strlen(http) + size));
    put(http, strlen(http));
    put(body, size);
    put("\r\n\r\n", 4);
}

#define HTTP "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"

static void archives(void)
{
    static const char page[] = PAGE("<meta name=date content='2024-05-04'>", ONE TWO);
    char packed[2000], chunked[3000];
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)page, .avail_in = sizeof page - 1, .next_out = (Bytef *)packed,
                       .avail_out = sizeof packed};
    CHECK(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK && deflate(&stream, Z_FINISH) == Z_STREAM_END);
    size_t size = sizeof packed - stream.avail_out;
    deflateEnd(&stream);
    int chunks = snprintf(chunked, sizeof chunked, "64\r\n%.100s\r\n%zx;x=y\r\n%s\r\n0\r\n\r\n", page, sizeof page - 101, page + 100);
    archive_size = 0;
    record("warcinfo", "info", "", "software: x\r\n", 13);
    record("response", "1", HTTP "\r\n", page, sizeof page - 1);
    record("request", "1", "GET / HTTP/1.1\r\n\r\n", "", 0);
    record("response", "2", HTTP "Transfer-Encoding: chunked\r\n\r\n", chunked, (size_t)chunks);
    record("response", "3", HTTP "Content-Encoding: gzip\r\n\r\n", packed, size);
    record("response", "4", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n", page, sizeof page - 1);
    record("response", "5", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n", "\0\1\2", 3);
    record("response", "6", HTTP "Transfer-Encoding: chunked\r\n\r\n", page, sizeof page - 1); /* kept whole */
    record("response", "7", HTTP "Content-Encoding: br\r\n\r\n", "\x8b\x01", 2);
    CHECK_TEXT(read_all(archive, archive_size),
               "[urn:uuid:1|2024-05-04|-|-|https://w/1|" TEXTS "[urn:uuid:2|2024-05-04|-|-|https://w/2|" TEXTS
               "[urn:uuid:3|2024-05-04|-|-|https://w/3|" TEXTS "[urn:uuid:6|2024-05-04|-|-|https://w/6|" TEXTS
               "{bad input@103:2890 a page compressed with br or zstd inside of its record is not read}");
    CHECK(told_format == DM_FORMAT_WARC);
    /* A record beyond the limit is passed over, one that is larger unpacked too; a cut off one ends the file. */
    dm_read_options options = {.max_document = 150};
    archive_size = 0;
    record("response", "1", HTTP "\r\n", page, sizeof page - 1);
    record("response", "2", HTTP "\r\n", "<p>Short, but long enough to be one.", 36);
    CHECK_TEXT(read_with(archive, archive_size, &options),
               "{limit reached@0:0 a record of more than 150 bytes is passed over}"
               "[urn:uuid:2|0000-00-00|-|-|https://w/2|Short, but long enough to be one.]");
    CHECK(strstr(read_all(archive, archive_size - 20), "the WARC record is cut off") != NULL);
    CHECK(strstr(read_all(JUST("WARC/1.0\r\nContent-Length: x\r\n\r\n")), "no whole header of a WARC record") != NULL);
}

/* What a page can do to its reader. */
static void hostile(void)
{
    size_t room = 4 << 20, size = 0;
    char *page = malloc(room);
    if (page == NULL)
        return;
    while (size < 1 << 20)
        size += (size_t)snprintf(page + size, room - size, "<div>");
    CHECK(strstr(read_all(page, size), "nested deeper than 256 levels") != NULL);
    size = (size_t)snprintf(page, room, "<p ");
    while (size < 1 << 20)
        size += (size_t)snprintf(page + size, room - size, "a%zu=\"x\" ", size);
    size += (size_t)snprintf(page + size, room - size, ">x");
    dm_read_options options = {.format = DM_FORMAT_HTML};
    CHECK(strstr(read_with(page, size, &options), "more than 500 attributes") != NULL);
    size = (size_t)snprintf(page, room, "<rss><channel>");
    while (size < 1 << 20)
        size += (size_t)snprintf(page + size, room - size, "<a>");
    CHECK(strstr(read_all(page, size), "nested deeper than 100 levels") != NULL);
    free(page);
}

int main(void)
{
    pages();
    encodings();
    feeds();
    tables();
    archives();
    hostile();
    return TEST_END();
}
