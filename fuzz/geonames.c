/* Fuzzing of places import: tables and zip files.  Whatever comes, it ends; an index that it writes can be opened. */
#include "refer/geonames.h"

#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char from[] = "/tmp/demarche-fuzz-XXXXXX", to[64];
    int file = mkstemp(from);
    if (file < 0)
        return 0;
    bool written = write(file, data, size) == (ssize_t)size;
    close(file);
    snprintf(to, sizeof to, "%s.index", from);
    const char *files[1] = {from};
    dm_resources resources;
    dm_places_made made;
    dm_error error = {0};
    dm_resources_init(&resources, NULL, NULL);
    dm_status status = written ? dm_places_import(&resources, files, 1, to, &made, &error) : DM_IO;
    if (status != DM_OK && error.why[0] == 0)
        abort();
    if (status == DM_OK) {
        dm_gazetteer *gazetteer;
        if (dm_gazetteer_open(&resources, to, &gazetteer, &error) != DM_OK)
            abort();
        dm_gazetteer_close(gazetteer);
    }
    dm_resources_close(&resources);
    remove(from);
    remove(to);
    return 0;
}
