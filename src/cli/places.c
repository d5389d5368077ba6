/* demarche places import: makes an index of places from a dump of GeoNames. */
#include "cli/command.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

bool dm_standard_places(char *path, size_t room)
{
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    int size = data != NULL && data[0] == '/' ? snprintf(path, room, "%s/demarche/places.index", data)
               : home != NULL && home[0] == '/' ? snprintf(path, room, "%s/.local/share/demarche/places.index", home)
                                               : -1;
    return size > 0 && (size_t)size < room;
}

/* Makes the folders of a path. */
static bool make_folders(const char *path)
{
    char folder[4096];
    if (snprintf(folder, sizeof folder, "%s", path) >= (int)sizeof folder)
        return false;
    for (char *at = folder + 1; *at != 0; at++)
        if (*at == '/') {
            *at = 0;
            if (mkdir(folder, 0777) != 0 && errno != EEXIST)
                return false;
            *at = '/';
        }
    return true;
}

static int run(const dm_arguments *arguments)
{
    char standard[4096];
    const char *to = dm_argument(arguments, "to");
    if (arguments->operand_count < 2 || strcmp(arguments->operands[0], "import") != 0)
        return dm_usage(arguments, "what is asked for is: places import FILE...");
    if (to == NULL) {
        if (!dm_standard_places(standard, sizeof standard))
            return dm_usage(arguments, "no home folder: where shall the index go? --to INDEX");
        if (!make_folders(to = standard)) {
            fprintf(stderr, "demarche: %s: %s\n", to, strerror(errno));
            return DM_EXIT_IO;
        }
    }
    dm_resources resources;
    dm_places_made made;
    dm_error error = {0};
    dm_resources_init(&resources, dm_argument(arguments, "models"), dm_argument(arguments, "data"));
    dm_status status = dm_places_import(&resources, arguments->operands + 1, arguments->operand_count - 1, to, &made, &error);
    dm_resources_close(&resources);
    if (status != DM_OK) {
        dm_complain(&error);
        return status == DM_BAD_INPUT || status == DM_LIMIT ? DM_EXIT_SOME_UNREAD : dm_exit_of(status);
    }
    if (made.broken != 0)
        fprintf(stderr, "demarche: %s:%u: no row of GeoNames; %llu such lines passed over\n", made.broken_file, made.broken_line,
                (unsigned long long)made.broken);
    fprintf(stderr, "%llu rows read, %llu taken: %u places by %u names, %u divisions; %s\n",
            (unsigned long long)(made.taken + made.left), (unsigned long long)made.taken, made.sites, made.names, made.divisions, to);
    return made.broken != 0 ? DM_EXIT_SOME_UNREAD : DM_EXIT_DONE;
}

static const dm_option options[] = {
    {"to", "INDEX", "where the index goes; demarche/places.index in the user's data folder when not given"},
    {"data", "DIR", "take the codes of countries from DIR, not from the program"},
};
const dm_command dm_command_places = {
    "places", "import FILE...", "Makes an index of places from GeoNames' dumps",
    "FILE is allCountries.zip, cities500.zip, the file of a country (DE.zip) or admin1CodesASCII.txt, as it is or unpacked. Populated\n"
    "places and divisions of the first two levels are taken. An index in the user's data folder ($XDG_DATA_HOME, else ~/.local/share)\n"
    "is used by itself, another by --places INDEX. All of GeoNames needs some 1.5 GB of memory.",
    options, DM_COUNT(options), run};
