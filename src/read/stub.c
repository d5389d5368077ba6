/* Placeholder until the room is built. */
#include "read/document.h"

bool dm_format_named(const char *name, dm_format *out) { (void)name; *out = DM_FORMAT_ANY; return true; }
dm_status dm_reader_open(FILE *stream, const char *name, const dm_read_options *options, dm_reader **out, dm_error *error)
{
    (void)stream, (void)name, (void)options, (void)error;
    *out = NULL;
    return DM_OK;
}
dm_status dm_reader_next(dm_reader *reader, dm_document *out, dm_slice *warning, dm_error *error)
{
    (void)reader, (void)out, (void)warning, (void)error;
    return DM_END;
}
void dm_reader_close(dm_reader *reader) { (void)reader; }
