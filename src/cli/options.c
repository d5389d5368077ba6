/* Options, help, and what commands share. */
#include "cli/command.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

const char *dm_argument(const dm_arguments *arguments, const char *name)
{
    for (size_t i = 0; i < arguments->command->option_count; i++)
        if (strcmp(arguments->command->options[i].name, name) == 0)
            return arguments->values[i];
    return NULL;
}

size_t dm_argument_all(const dm_arguments *arguments, const char *name, const char **values, size_t room)
{
    size_t count = 0;
    for (size_t i = 0; i < arguments->all_count && count < room; i++)
        if (strcmp(arguments->command->options[arguments->all_option[i]].name, name) == 0)
            values[count++] = arguments->all[i];
    return count;
}

void dm_complain(const dm_error *error)
{
    fputs("demarche: ", stderr);
    if (error->file[0] != 0)
        fprintf(stderr, "%s:", error->file);
    if (error->line != 0)
        fprintf(stderr, "%u:", error->line);
    if (error->file[0] != 0 || error->line != 0)
        fputc(' ', stderr);
    fprintf(stderr, "%s", error->why[0] != 0 ? error->why : dm_status_name(error->status));
    if (error->byte != 0)
        fprintf(stderr, " (at byte %llu)", (unsigned long long)error->byte);
    fputc('\n', stderr);
}

int dm_usage(const dm_arguments *arguments, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    fputs("demarche: ", stderr);
    vfprintf(stderr, format, list);
    va_end(list);
    fprintf(stderr, "\nTry 'demarche %s --help'.\n", arguments->command->name);
    return DM_EXIT_USAGE;
}

int dm_exit_of(dm_status status)
{
    switch (status) {
    case DM_OK:
    case DM_END: return DM_EXIT_DONE;
    case DM_BAD_ARGUMENT: return DM_EXIT_USAGE;
    case DM_BAD_INPUT:
    case DM_LIMIT: return DM_EXIT_SOME_UNREAD;
    case DM_BAD_MODEL:
    case DM_BAD_DATABASE: return DM_EXIT_DATA;
    case DM_IO:
    case DM_NO_MEMORY: return DM_EXIT_IO;
    }
    return DM_EXIT_IO;
}

/* The first remarks on the user's dictionaries of other coders. */
static void tell_remarks(const dm_coder *coder)
{
    size_t count;
    const dm_remark *remarks = dm_coder_remarks(coder, &count);
    for (size_t i = 0; i < count && i < 3; i++)
        fprintf(stderr, "demarche: %s:%u:%u: %.*s\n", remarks[i].file, remarks[i].line, remarks[i].column,
                (int)remarks[i].why.size, remarks[i].why.at);
    if (count > 3)
        fprintf(stderr, "demarche: %zu more remarks on the dictionaries: 'demarche check FILE' lists them\n", count - 3);
}

bool dm_engine_named(const char *name, dm_engine *out)
{
    static const char *const names[] = {[DM_FAST] = "fast", [DM_ACCURATE] = "accurate", [DM_BALANCED] = "balanced"};
    for (size_t i = 0; i < DM_COUNT(names); i++)
        if (name == NULL || strcmp(name, names[i]) == 0) {
            *out = (dm_engine)i;
            return true;
        }
    return false;
}

/* "0.25": digits with at most one point, so that the locale does not matter; false outside of 0 to 1. */
static bool share_named(const char *text, double *out)
{
    double value = 0, unit = 1;
    bool point = false, digits = false;
    for (; *text != '\0'; text++) {
        if (*text == '.' && !point) {
            point = true;
            continue;
        }
        if (*text < '0' || *text > '9')
            return false;
        digits = true;
        value = value * 10 + (*text - '0');
        unit *= point ? 10 : 1;
        if (value > 1e9)
            return false;
    }
    *out = value / unit;
    return digits && *out <= 1;
}

int dm_open_coder(const dm_arguments *arguments, dm_coder **out) { return dm_open_coder_from(arguments, 0, out); }

int dm_open_coder_from(const dm_arguments *arguments, double least, dm_coder **out)
{
    const char *actors[64], *issues[64], *frames[64], *schemes[16];
    dm_options options = {.models = dm_argument(arguments, "models"), .data = dm_argument(arguments, "data"), .least_confidence = least};
    options.actor_count = dm_argument_all(arguments, "actors", actors, DM_COUNT(actors));
    options.actors = actors;
    options.issue_count = dm_argument_all(arguments, "issues", issues, DM_COUNT(issues));
    options.issues = issues;
    options.frame_count = dm_argument_all(arguments, "frames", frames, DM_COUNT(frames));
    options.frames = frames;
    options.scheme_count = dm_argument_all(arguments, "scheme", schemes, DM_COUNT(schemes));
    options.schemes = schemes;
    char standard[4096];
    options.places = dm_argument(arguments, "places");
    if (options.places == NULL && dm_standard_places(standard, sizeof standard) && access(standard, F_OK) == 0)
        options.places = standard;
    else if (options.places != NULL && strcmp(options.places, "builtin") == 0)
        options.places = NULL;
    const char *engine = dm_argument(arguments, "engine");
    if (!dm_engine_named(engine, &options.engine))
        return dm_usage(arguments, "--engine is fast, balanced or accurate");
    const char *asked = dm_argument(arguments, "min-confidence");
    if (asked != NULL && !share_named(asked, &options.least_confidence))
        return dm_usage(arguments, "--min-confidence %s is no number from 0 to 1", asked);
    if (asked != NULL && options.least_confidence <= 0)
        options.least_confidence = -1;   /* all of them */
    dm_error error = {0};
    dm_status status = dm_coder_open(&options, out, &error);
    if (status != DM_OK)
        dm_complain(&error);
    else
        tell_remarks(*out);
    return status == DM_OK ? DM_EXIT_DONE : status == DM_NO_MEMORY ? DM_EXIT_IO : DM_EXIT_DATA;
}

unsigned dm_terminal_width(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
        return size.ws_col > 160 ? 160 : size.ws_col;
    return 100;
}
