/* Files mapped for reading, and the resources that models and data come from. */
#include "base/base.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static dm_status read_all(int handle, const char *path, dm_file *out, dm_error *error)
{
    size_t size = 0, room = 0;
    char *bytes = NULL;
    for (;;) {
        if (size == room) {
            room = room == 0 ? 65536 : room * 2;
            char *larger = realloc(bytes, room);
            if (larger == NULL) {
                free(bytes);
                return dm_fail(error, DM_NO_MEMORY, path, 0, size, "out of memory");
            }
            bytes = larger;
        }
        ssize_t got = read(handle, bytes + size, room - size);
        if (got == 0)
            break;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            free(bytes);
            return dm_fail(error, DM_IO, path, 0, size, "%s", strerror(errno));
        }
        size += (size_t)got;
    }
    *out = (dm_file){bytes, size, false};
    return DM_OK;
}

dm_status dm_file_open(const char *path, dm_file *out, dm_error *error)
{
    *out = (dm_file){NULL, 0, false};
    int handle = open(path, O_RDONLY | O_CLOEXEC);
    if (handle < 0)
        return dm_fail(error, DM_IO, path, 0, 0, "%s", strerror(errno));
    struct stat facts;
    dm_status status = DM_OK;
    if (fstat(handle, &facts) != 0)
        status = dm_fail(error, DM_IO, path, 0, 0, "%s", strerror(errno));
    else if (S_ISDIR(facts.st_mode))
        status = dm_fail(error, DM_IO, path, 0, 0, "%s", strerror(EISDIR));
    else if (!S_ISREG(facts.st_mode) || facts.st_size == 0)
        status = read_all(handle, path, out, error);
    else {
        void *at = mmap(NULL, (size_t)facts.st_size, PROT_READ, MAP_PRIVATE, handle, 0);
        if (at == MAP_FAILED)
            status = read_all(handle, path, out, error);
        else
            *out = (dm_file){at, (size_t)facts.st_size, true};
    }
    close(handle);
    return status;
}

void dm_file_close(dm_file *file)
{
    if (file == NULL || file->at == NULL)
        return;
    union { const char *read_only; void *plain; } at = {file->at};  /* munmap and free take no const */
    if (file->mapped)
        munmap(at.plain, file->size);
    else
        free(at.plain);
    *file = (dm_file){NULL, 0, false};
}

void dm_resources_init(dm_resources *resources, const char *models, const char *data)
{
    *resources = (dm_resources){.models = models, .data = data};
}

void dm_resources_close(dm_resources *resources)
{
    for (size_t i = 0; i < resources->count; i++) {
        dm_file_close(&resources->open[i]);
        free(resources->names[i]);
    }
    free(resources->open);
    free(resources->names);
    free(resources->trail);
    *resources = (dm_resources){0};
}

/* Folder of the user that holds `name`, and the rest of the name; NULL when the embedded files are used. */
static const char *folder_for(const dm_resources *resources, const char *name, const char **rest)
{
    if (strncmp(name, "models/", 7) == 0) {
        *rest = name + 7;
        return resources->models;
    }
    if (strncmp(name, "data/", 5) == 0) {
        *rest = name + 5;
        return resources->data;
    }
    return NULL;
}

/* A trail that cannot be kept is none: what is compiled from it gives another identity, which a test sees. */
static void note_hash(dm_resources *resources, uint64_t hash)
{
    resources->identity = dm_mix(resources->identity, hash);
    if (resources->trailing && resources->trail_count == resources->trail_room) {
        size_t room = resources->trail_room == 0 ? 256 : resources->trail_room * 2;
        uint64_t *larger = realloc(resources->trail, room * sizeof *larger);
        resources->trailing = larger != NULL;
        if (larger != NULL)
            resources->trail = larger, resources->trail_room = room;
    }
    if (resources->trailing)
        resources->trail[resources->trail_count++] = hash;
}

static void note_identity(dm_resources *resources, const char *name, dm_slice bytes)
{
    note_hash(resources, dm_hash(name, strlen(name)));
    note_hash(resources, dm_hash(bytes.at, bytes.size));
}

/* Remembers an open file under its name; the name is copied. */
static dm_status keep(dm_resources *resources, const char *name, dm_file file, dm_error *error)
{
    if (resources->count == resources->room) {
        size_t room = resources->room == 0 ? 32 : resources->room * 2;
        dm_file *open_files = realloc(resources->open, room * sizeof *open_files);
        if (open_files != NULL)
            resources->open = open_files;
        char **names = realloc(resources->names, room * sizeof *names);
        if (names != NULL)
            resources->names = names;
        if (open_files == NULL || names == NULL) {
            dm_file_close(&file);
            return dm_fail(error, DM_NO_MEMORY, name, 0, 0, "out of memory");
        }
        resources->room = room;
    }
    size_t size = strlen(name) + 1;
    char *copy = malloc(size);
    if (copy == NULL) {
        dm_file_close(&file);
        return dm_fail(error, DM_NO_MEMORY, name, 0, 0, "out of memory");
    }
    memcpy(copy, name, size);
    resources->open[resources->count] = file;
    resources->names[resources->count++] = copy;
    return DM_OK;
}

static dm_status open_kept(dm_resources *resources, const char *folder, const char *rest, const char *name, dm_slice *out,
                           dm_error *error)
{
    char path[4096];
    if ((size_t)snprintf(path, sizeof path, "%s/%s", folder, rest) >= sizeof path)
        return dm_fail(error, DM_BAD_MODEL, name, 0, 0, "path too long");
    dm_file file;
    dm_status status = dm_file_open(path, &file, error);
    if (status == DM_IO && error != NULL)
        error->status = DM_BAD_MODEL;
    if (status != DM_OK)
        return status == DM_IO ? DM_BAD_MODEL : status;
    *out = (dm_slice){file.at == NULL ? "" : file.at, file.size};
    note_identity(resources, name, *out);
    return keep(resources, name, file, error);
}

dm_status dm_resources_get(dm_resources *resources, const char *name, dm_slice *out, dm_error *error)
{
    const char *rest, *folder = folder_for(resources, name, &rest);
    if (folder != NULL)
        return open_kept(resources, folder, rest, name, out, error);
    for (size_t i = 0; i < dm_embedded_count; i++)
        if (strcmp(dm_embedded_files[i].name, name) == 0) {
            *out = (dm_slice){dm_embedded_files[i].at, (size_t)(dm_embedded_files[i].end - dm_embedded_files[i].at)};
            note_identity(resources, name, *out);
            return DM_OK;
        }
    return dm_fail(error, DM_BAD_MODEL, name, 0, 0, "no such file is built into the program");
}

dm_status dm_resources_own(dm_resources *resources, const char *path, dm_slice *out, dm_error *error)
{
    dm_file file;
    dm_status status = dm_file_open(path, &file, error);
    if (status != DM_OK)
        return status;
    *out = (dm_slice){file.at == NULL ? "" : file.at, file.size};
    note_identity(resources, "own", *out); /* wherever it lies, the same content codes the same */
    return keep(resources, path, file, error);
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static void free_names(char **names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    free(names);
}

/* What the build puts into the program, of the files of a folder: hidden files, READMEs and scripts it does not. */
static bool is_data(const char *name)
{
    size_t size = strlen(name);
    return name[0] != '.' && strncmp(name, "README", 6) != 0 && (size < 3 || strcmp(name + size - 3, ".py") != 0);
}

/* The names of a folder's data files, sorted. */
static dm_status list_folder(const char *path, char ***names, size_t *count, dm_error *error)
{
    DIR *folder = opendir(path);
    *names = NULL;
    *count = 0;
    if (folder == NULL)
        return dm_fail(error, DM_BAD_MODEL, path, 0, 0, "%s", strerror(errno));
    size_t room = 0;
    struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        if (!is_data(entry->d_name))
            continue;
        if (*count == room) {
            room = room == 0 ? 32 : room * 2;
            char **larger = realloc(*names, room * sizeof *larger);
            if (larger == NULL)
                goto no_memory;
            *names = larger;
        }
        size_t size = strlen(entry->d_name) + 1;
        char *copy = malloc(size);
        if (copy == NULL)
            goto no_memory;
        memcpy(copy, entry->d_name, size);
        (*names)[(*count)++] = copy;
    }
    closedir(folder);
    if (*count != 0)
        qsort(*names, *count, sizeof **names, by_name);
    return DM_OK;
no_memory:
    closedir(folder);
    free_names(*names, *count);
    *names = NULL;
    *count = 0;
    return dm_fail(error, DM_NO_MEMORY, path, 0, 0, "out of memory");
}

dm_status dm_resources_at(dm_resources *resources, const char *folder, size_t index, const char **name, dm_slice *out,
                          dm_error *error)
{
    const char *rest, *own = folder_for(resources, folder, &rest);
    size_t prefix = strlen(folder);
    if (own == NULL) {
        for (size_t i = 0; i < dm_embedded_count; i++)
            if (strncmp(dm_embedded_files[i].name, folder, prefix) == 0 &&
                strchr(dm_embedded_files[i].name + prefix, '/') == NULL && index-- == 0) {
                *name = dm_embedded_files[i].name;
                return dm_resources_get(resources, *name, out, error);
            }
        return DM_END;
    }
    char path[4096], full[4096];
    if ((size_t)snprintf(path, sizeof path, "%s/%s", own, rest) >= sizeof path)
        return dm_fail(error, DM_BAD_MODEL, folder, 0, 0, "path too long");
    char **names;
    size_t count;
    dm_status status = list_folder(path, &names, &count, error);
    if (status != DM_OK)
        return status;
    if (index >= count)
        status = DM_END;
    else if ((size_t)snprintf(full, sizeof full, "%s%s", folder, names[index]) >= sizeof full)
        status = dm_fail(error, DM_BAD_MODEL, folder, 0, 0, "path too long");
    free_names(names, count);
    if (status != DM_OK)
        return status;
    folder_for(resources, full, &rest);
    status = open_kept(resources, own, rest, full, out, error);
    if (status == DM_OK)
        *name = resources->names[resources->count - 1];
    return status;
}

uint32_t dm_resources_lines(dm_resources *resources, const char *folder)
{
    uint32_t lines = 0;
    const char *name;
    dm_slice text, line;
    for (size_t i = 0; dm_resources_at(resources, folder, i, &name, &text, NULL) == DM_OK; i++)
        while (dm_slice_line(&text, &line))
            lines++;
    return lines;
}
