/* Fuzzing of dictionaries of actors and role nouns: ours, TABARI's, PETRARCH's.  Faults point into the file. */
#include "refer/reference.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char base[] = "/tmp/demarche-fuzz-XXXXXX", path[64];
    int file = mkstemp(base);
    if (file < 0)
        return 0;
    snprintf(path, sizeof path, "%s.actors", base); /* as TABARI's files are named: words may be stems */
    remove(base);
    close(file);
    file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (file < 0)
        return 0;
    bool written = write(file, data, size) == (ssize_t)size;
    close(file);
    uint32_t lines = 1;
    for (size_t i = 0; i < size; i++)
        lines += data[i] == '\n';
    const char *files[1] = {path};
    dm_resources resources;
    dm_checked checked;
    dm_error error = {0};
    dm_resources_init(&resources, NULL, NULL);
    if (written) {
        dm_status status = dm_dictionary_check(&resources, files, 1, &checked, &error);
        for (uint32_t i = 0; status == DM_OK && i < checked.faults.count; i++)
            if (checked.faults.at[i].line == 0 || checked.faults.at[i].line > lines || checked.faults.at[i].why.size == 0)
                abort();
        if (status != DM_OK && error.why[0] == 0)
            abort();
        if (status == DM_OK && checked.broken > checked.met)
            abort();
        dm_checked_free(&checked);
    }
    dm_resources_close(&resources);
    remove(path);
    return 0;
}
