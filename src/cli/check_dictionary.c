/* demarche check FILE of a dictionary: lists what is wrong with it, one fault a line. */
#include "cli/command.h"

#include <stdlib.h>

/* Files of issues are opened as a coder opens them: what cannot be read is said. */
static int check_issues(const dm_arguments *arguments, const char *path, uint32_t *grave)
{
    dm_options options = {.data = dm_argument(arguments, "data"), .models = dm_argument(arguments, "models"), .issues = &path, .issue_count = 1};
    dm_coder *coder;
    dm_error error = {0};
    dm_status status = dm_coder_open(&options, &coder, &error);
    if (status == DM_BAD_MODEL && strcmp(error.file, path) == 0) {
        printf("%s:%u:1: error: %s\n", path, error.line, error.why);
        ++*grave;
        return DM_EXIT_DONE;
    }
    if (status != DM_OK) {
        dm_complain(&error);
        return dm_exit_of(status);
    }
    size_t count;
    const dm_remark *remarks = dm_coder_remarks(coder, &count);
    for (size_t i = 0; i < count; i++)
        printf("%s:%u:%u: note: %.*s\n", path, remarks[i].line, remarks[i].column, (int)remarks[i].why.size, remarks[i].why.at);
    printf("%s: %zu remarks\n", path, count);
    dm_coder_close(coder);
    return DM_EXIT_DONE;
}

static bool is_issues(const char *path)
{
    dm_file file;
    dm_slice line;
    size_t size = strlen(path);
    if (size > 7 && strcmp(path + size - 7, ".issues") == 0)
        return true;
    bool found = false;
    if (dm_file_open(path, &file, NULL) != DM_OK)
        return false;
    dm_slice text = {file.at, file.size};
    for (int i = 0; i < 100 && !found && dm_slice_line(&text, &line); i++)
        found = line.size > 6 && memcmp(line.at, "<ISSUE", 6) == 0;
    dm_file_close(&file);
    return found;
}

int dm_check_dictionaries(const dm_arguments *arguments, const char *const *files, size_t count)
{
    dm_resources resources;
    dm_checked checked;
    dm_error error = {0};
    uint32_t grave = 0, notes = 0;
    int exit_status = DM_EXIT_DONE;
    const char **actors = malloc((count + 1) * sizeof *actors);
    size_t actor_count = 0;
    if (actors == NULL)
        return DM_EXIT_IO;
    for (size_t i = 0; i < count && exit_status == DM_EXIT_DONE; i++) {
        if (is_issues(files[i]))
            exit_status = check_issues(arguments, files[i], &grave);
        else
            actors[actor_count++] = files[i];
    }
    dm_resources_init(&resources, dm_argument(arguments, "models"), dm_argument(arguments, "data"));
    if (actor_count != 0 && exit_status == DM_EXIT_DONE) {
        dm_status status = dm_dictionary_check(&resources, actors, actor_count, &checked, &error);
        if (status != DM_OK) {
            dm_complain(&error);
            exit_status = dm_exit_of(status);
        }
        for (uint32_t i = 0; status == DM_OK && i < checked.faults.count; i++) {
            const dm_fault *fault = &checked.faults.at[i];
            printf("%s:%u:%u: %s: %.*s\n", fault->file, fault->line, fault->column == 0 ? 1 : fault->column,
                   fault->grave ? "error" : "note", (int)fault->why.size, fault->why.at);
            fault->grave ? grave++ : notes++;
        }
        if (status == DM_OK && checked.met != 0)
            printf("of other coders: %u names and codes, %u not read (%.2f %% read)\n", checked.met, checked.broken,
                   100.0 * (checked.met - checked.broken) / checked.met);
        if (status == DM_OK)
            printf("%zu file%s, %u actors, %u role nouns, %u ways to write them, %u errors, %u notes\n", actor_count,
                   actor_count == 1 ? "" : "s", checked.actors, checked.agents, checked.names, grave, notes);
        dm_checked_free(&checked);
    }
    dm_resources_close(&resources);
    free(actors);
    return exit_status != DM_EXIT_DONE ? exit_status : grave != 0 ? DM_EXIT_SOME_UNREAD : DM_EXIT_DONE;
}
