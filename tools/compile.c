/* compile FOLDER: reads models/ and data/ of the folder it stands in and writes compiled dictionaries into FOLDER; the build puts
 * them into the library (base/base.h, compiled dictionaries). */
#include "grammar/name_parts.h"
#include "refer/actors.h"

#include <stdlib.h>

/* Nothing is embedded in this program, which makes what the library embeds. */
const dm_embedded dm_embedded_files[] = {{"", "", ""}};
const size_t dm_embedded_count = 0;

static void check(dm_status status, const dm_error *error)
{
    if (status == DM_OK)
        return;
    fprintf(stderr, "compile: %s:%u: %s\n", error->file, error->line, error->why);
    exit(1);
}

/* `name` without its "compiled/", in the folder. */
static void write_file(dm_compiled *compiled, const char *folder, const char *name)
{
    char path[4096];
    dm_error error = {0};
    snprintf(path, sizeof path, "%s/%s", folder, strchr(name, '/') + 1);
    check(dm_compiled_write(compiled, path, &error), &error);
}

int main(int count, char **words)
{
    dm_resources resources;
    dm_error error = {0};
    dm_compiled compiled;
    dm_cast *cast = NULL;
    dm_names *names = NULL;
    if (count != 2) {
        fputs("usage: compile FOLDER\n", stderr);
        return 1;
    }
    dm_resources_init(&resources, "models", "data");
    resources.trailing = true;
    check(dm_cast_open(&resources, NULL, 0, &cast, &error), &error);
    dm_compiled_begin(&compiled, &resources, DM_CAST_LAYOUT);
    dm_cast_tables(&compiled, cast);
    write_file(&compiled, words[1], DM_CAST_COMPILED);
    dm_cast_close(cast);
    dm_resources_close(&resources);

    dm_resources_init(&resources, "models", "data");
    resources.trailing = true;
    check(dm_names_open(&resources, &names, &error), &error);
    resources.trail_count -= 2; /* the model, which stands last, is opened either way for its weights */
    dm_compiled_begin(&compiled, &resources, DM_NAMES_LAYOUT);
    dm_names_tables(&compiled, names);
    write_file(&compiled, words[1], DM_NAMES_COMPILED);
    dm_names_close(names);
    dm_resources_close(&resources);
    return 0;
}
