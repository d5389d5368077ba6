/* demarche check of frames: lists what is wrong with them, one fault a line. */
#include "cli/command.h"

#include <stdlib.h>
#include <sys/stat.h>

/* The folder that a folder named frames lies in: it is laid out like data/. */
static bool folder_above(const char *path, char *above, size_t room)
{
    size_t size = strlen(path);
    while (size > 1 && path[size - 1] == '/')
        size--;
    if (size < 6 || memcmp(path + size - 6, "frames", 6) != 0 || (size > 6 && path[size - 7] != '/') || size >= room)
        return false;
    if (size == 6)
        memcpy(above, ".", 2);
    else
        snprintf(above, room, "%.*s", (int)(size > 7 ? size - 7 : 1), path);
    return true;
}

/* Prints a fault with the path as the user wrote it. */
static void print_fault(const char *path, bool folder, const dm_frame_fault *fault)
{
    dm_slice file = fault->file;
    size_t size = strlen(path);
    while (size > 1 && path[size - 1] == '/')
        size--;
    if (folder && file.size > 7 && memcmp(file.at, "frames/", 7) == 0)
        printf("%.*s/%.*s", (int)size, path, (int)file.size - 7, file.at + 7);
    else
        printf("%.*s", (int)file.size, file.at);
    printf(":%u: %s: %.*s\n", fault->line, fault->grave ? "error" : "note", (int)fault->why.size, fault->why.at);
}

static bool speaks_of(dm_slice why, const char *path)
{
    size_t size = strlen(path);
    for (size_t i = 0; i + size <= why.size; i++)
        if (memcmp(why.at + i, path, size) == 0)
            return true;
    return false;
}

int dm_check_frames(const dm_arguments *arguments, const char *path)
{
    struct stat facts;
    char above[1024];
    bool folder = stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
    dm_resources resources;
    dm_frames *frames = NULL;
    dm_error error = {0};
    dm_lint lint = {0};
    uint32_t grave = 0, notes = 0;
    if (folder && !folder_above(path, above, sizeof above))
        return dm_usage(arguments, "a folder of frames is named frames: %s", path);
    dm_arena_init(&lint.arena);
    dm_resources_init(&resources, NULL, folder ? above : dm_argument(arguments, "data"));
    dm_status status = dm_frames_open(&resources, folder ? NULL : &path, folder ? 0 : 1, &lint, &frames, &error);
    if (status == DM_OK)
        status = dm_frames_lint(frames, &lint);
    if (status != DM_OK) {
        dm_complain(&error);
        if (status == DM_BAD_MODEL)
            status = DM_BAD_INPUT;   /* the frames are what is looked at */
    }
    for (uint32_t i = 0; status == DM_OK && i < lint.faults.count; i++) {
        const dm_frame_fault *fault = &lint.faults.at[i];
        if (!folder && !dm_slice_is(fault->file, path) && !speaks_of(fault->why, path))
            continue;   /* ours among ours */
        print_fault(path, folder, fault);
        fault->grave ? grave++ : notes++;
    }
    if (status == DM_OK && lint.foreign)
        printf("%s: a verb dictionary of another coder: %u verbs with patterns, %u lines that mean nothing here\n", path, lint.triggers, lint.passed);
    else if (status == DM_OK)
        printf("%s: %u lines of frames, %u triggers%s; %u errors, %u notes\n", path, lint.lines, lint.triggers,
               folder ? "" : " with those of the program", grave, notes);
    dm_frames_close(frames);
    dm_lint_free(&lint);
    dm_resources_close(&resources);
    return status != DM_OK ? dm_exit_of(status) : grave != 0 ? DM_EXIT_SOME_UNREAD : DM_EXIT_DONE;
}
