/* Fuzzing of the reader: the first byte chooses the format and a small limit, the rest is the input.  Whatever comes,
 * the reader ends, its texts are valid UTF-8 without NUL, and its errors point into the input. */
#include "read/document.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    dm_read_options options = {.format = (dm_format)((data[0] & 0x7F) % 9), .max_document = data[0] & 0x80 ? 64 : 0};
    FILE *stream = fmemopen((void *)(uintptr_t)(data + 1), size - 1, "rb");
    dm_reader *reader;
    dm_error error = {0};
    if (stream == NULL)
        return 0;
    if (dm_reader_open(stream, "fuzz", &options, &reader, &error) == DM_OK) {
        dm_document document;
        dm_slice warning;
        dm_status status;
        size_t rounds = 0, total = 0;
        while ((status = dm_reader_next(reader, &document, &warning, &error)) != DM_END) {
            if (rounds++ > 1 << 20)
                abort();
            if (status != DM_OK) {
                if (error.status != status || error.why[0] == '\0')
                    abort();
                continue;
            }
            const dm_slice fields[] = {document.id, document.title, document.source, document.url, document.text};
            for (size_t i = 0; i < DM_COUNT(fields); i++)
                if (dm_utf8_check(fields[i].at, fields[i].size) != fields[i].size)
                    abort();
            if (document.text.size == 0 || memchr(document.text.at, 0, document.text.size) != NULL)
                abort();
            total += document.text.size;
        }
        (void)total;
        dm_reader_close(reader);
    }
    fclose(stream);
    return 0;
}
