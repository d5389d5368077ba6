/* Reading when memory runs out at any call: a clear status, nothing leaked, no document cut short. */
#include "alloc.h"
#include "read/document.h"
#include "test.h"

static const char *given;
static size_t given_size;
static bool one; /* the input is one document */

static bool read_given(void)
{
    static const char *const texts[] = {"Caf\xC3\xA9 one.", "two"};
    FILE *stream = fmemopen((void *)(size_t)given, given_size, "rb");
    dm_reader *reader;
    dm_document document;
    dm_slice warning;
    dm_error error = {0};
    bool good = true;
    size_t count = 0;
    if (stream == NULL)
        return true;
    dm_status status = dm_reader_open(stream, "input", NULL, &reader, &error);
    if (status == DM_OK) {
        while ((status = dm_reader_next(reader, &document, &warning, &error)) == DM_OK) {
            good = good && count < 2 && dm_slice_is(document.text, texts[count]);
            count++;
        }
        good = good && (status == DM_NO_MEMORY || (status == DM_END && (count == (one ? 1 : 2) || alloc_failed > 0)));
        good = good && (status != DM_NO_MEMORY || error.status == DM_NO_MEMORY);
        dm_reader_close(reader);
    } else {
        good = status == DM_NO_MEMORY && reader == NULL && error.status == DM_NO_MEMORY;
    }
    fclose(stream);
    return good;
}

int main(void)
{
    static const char plain[] = "{\"text\":\"Caf\xE9 one.\"}\n{\"text\":\"two\"}\n";
    given = plain;
    given_size = sizeof plain - 1;
    ALLOC_LOOP(read_given, 100);
    static const char table[] = "id,text\n1,Caf\xE9 one.\n2,two\n";
    given = table;
    given_size = sizeof table - 1;
    ALLOC_LOOP(read_given, 100);
    static const char feed[] = "<rss><channel><item><title>x</title><description>Caf&#xE9; one.</description></item>"
                               "<item><description>&lt;p&gt;two</description></item></channel></rss>";
    given = feed;
    given_size = sizeof feed - 1;
    ALLOC_LOOP(read_given, 200);
    static const char page[] = "<html><title>t</title><script type='application/ld+json'>{\"@type\":\"Article\"}</script>"
                               "<meta charset=latin1><body><p>Caf\xE9 one.";
    given = page;
    given_size = sizeof page - 1;
    one = true;
    ALLOC_LOOP(read_given, 200);
    return TEST_END();
}
