/* Placeholder until the table and CSV are built. */
#include "show/show.h"

void dm_show_table(dm_buffer *out, const dm_record *record, unsigned width, bool colour)
{
    (void)out, (void)record, (void)width, (void)colour;
}
void dm_show_csv_header(dm_buffer *out) { (void)out; }
void dm_show_csv(dm_buffer *out, const dm_record *record) { (void)out, (void)record; }
