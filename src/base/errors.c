/* Statuses and where things failed. */
#include "base/base.h"

dm_status dm_fail(dm_error *error, dm_status status, const char *file, uint32_t line, uint64_t byte, const char *format, ...)
{
    if (error == NULL)
        return status;
    memset(error, 0, sizeof *error);
    error->status = status;
    error->line = line;
    error->byte = byte;
    if (file != NULL) {  /* a long name keeps its end, which tells more */
        size_t size = strlen(file), room = sizeof error->file - 1, skip = size > room ? size - room : 0;
        memcpy(error->file, file + skip, size - skip);
    }
    va_list list;
    va_start(list, format);
    vsnprintf(error->why, sizeof error->why, format, list);
    va_end(list);
    return status;
}

const char *dm_status_name(dm_status status)
{
    static const char *const names[] = {"ok", "bad argument", "bad input", "bad model", "bad database",
                                        "input/output error", "out of memory", "limit reached", "end"};
    return (unsigned)status < DM_COUNT(names) ? names[status] : "unknown status";
}
