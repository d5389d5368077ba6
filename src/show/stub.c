/* Placeholder until the room is built. */
#include "show/show.h"

void dm_buffer_free(dm_buffer *buffer) { (void)buffer; }
void dm_buffer_add(dm_buffer *buffer, const char *at, size_t size) { (void)buffer, (void)at, (void)size; }
void dm_buffer_print(dm_buffer *buffer, const char *format, ...) { (void)buffer, (void)format; }
void dm_buffer_json(dm_buffer *buffer, dm_slice text) { (void)buffer, (void)text; }
void dm_show_json(dm_buffer *out, const dm_record *record, dm_offsets offsets, bool with_text)
{
    (void)out, (void)record, (void)offsets, (void)with_text;
}
void dm_show_table(dm_buffer *out, const dm_record *record, unsigned width, bool colour)
{
    (void)out, (void)record, (void)width, (void)colour;
}
void dm_show_csv_header(dm_buffer *out) { (void)out; }
void dm_show_csv(dm_buffer *out, const dm_record *record) { (void)out, (void)record; }
