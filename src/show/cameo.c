/* Names of CAMEO codes, from the table in data/. */
#include "show/parts.h"

dm_slice dm_embedded_text(const char *name)
{
    size_t low = 0, high = dm_embedded_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (strcmp(dm_embedded_files[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == dm_embedded_count || strcmp(dm_embedded_files[low].name, name) != 0)
        return (dm_slice){"", 0};
    return (dm_slice){dm_embedded_files[low].at, (size_t)(dm_embedded_files[low].end - dm_embedded_files[low].at)};
}

dm_slice dm_cameo_name(const char *code)
{
    size_t size = strlen(code);
    dm_slice rest = dm_embedded_text("data/cameo.txt"), line;
    while (size != 0 && dm_slice_line(&rest, &line)) {
        if (line.size <= size || memcmp(line.at, code, size) != 0 || line.at[size] != '\t')
            continue;
        dm_slice_next(&line, '\t');
        dm_slice_next(&line, '\t');
        return line.at == NULL ? (dm_slice){"", 0} : dm_slice_trim(line);
    }
    return (dm_slice){"", 0};
}
