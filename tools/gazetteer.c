/* gazetteer FOLDER OUT [TABLE...]: makes the index of places that is built in from the GeoNames tables cities15000.txt,
 * admin1Codes.txt and countryInfo.txt (Debian package libtimezonemap-data; GeoNames, CC BY 4.0) and further ones. */
#include "refer/geonames.h"

#include <stdlib.h>

/* Nothing is embedded in this program, which makes what the library embeds. */
const dm_embedded dm_embedded_files[] = {{"", "", ""}};
const size_t dm_embedded_count = 0;
const dm_site *dm_gazetteer_site(const dm_gazetteer *gazetteer, uint32_t number) { (void)gazetteer; (void)number; return NULL; }
const dm_site *dm_gazetteer_division(const dm_gazetteer *gazetteer, const dm_site *site, dm_slice *name)
{
    (void)gazetteer; (void)site; (void)name;
    return NULL;
}

static dm_slice open_table(const char *folder, const char *name)
{
    char path[4096];
    dm_file file;
    dm_error error;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (dm_file_open(path, &file, &error) != DM_OK) {
        fprintf(stderr, "gazetteer: %s: %s (Debian package libtimezonemap-data)\n", path, error.why);
        exit(1);
    }
    return (dm_slice){file.at, file.size};
}

static void read_table(dm_atlas *atlas, const char *folder, const char *name)
{
    dm_slice line, text = open_table(folder, name);
    while (dm_slice_line(&text, &line))
        dm_atlas_line(atlas, line);
}

int main(int count, char **words)
{
    dm_atlas *atlas;
    dm_slice text, line;
    dm_error error;
    if (count < 3) {
        fputs("usage: gazetteer FOLDER OUT [TABLE...]\n", stderr);
        return 1;
    }
    if (dm_atlas_new(&atlas) != DM_OK)
        return 1;
    text = open_table(words[1], "countryInfo.txt");
    while (dm_slice_line(&text, &line)) {
        if (line.size == 0 || line.at[0] == '#')
            continue;
        dm_slice iso2 = dm_slice_next(&line, '\t');
        dm_atlas_country(atlas, iso2, dm_slice_next(&line, '\t'));
    }
    read_table(atlas, words[1], "admin1Codes.txt");
    read_table(atlas, words[1], "cities15000.txt");
    for (int i = 3; i < count; i++)
        read_table(atlas, ".", words[i]);
    if (dm_atlas_write(atlas, words[2], NULL, &error) != DM_OK) {
        fprintf(stderr, "gazetteer: %s: %s\n", words[2], error.why);
        return 1;
    }
    dm_atlas_free(atlas);
    return 0;
}
