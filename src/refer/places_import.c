/* demarche places import: GeoNames' tables, as they are or in zip files, into an index of places. */
#include "refer/geonames.h"

#include <stdlib.h>
#include <zip.h>

/* The longest line of the tables has some 20,000 bytes. */
#define LONGEST_LINE ((size_t)1 << 20)

typedef struct table {
    dm_atlas *atlas;
    dm_places_made *made;
    const char *file;      /* "dump.zip/allCountries.txt" */
    uint32_t line;
    uint64_t rows;         /* of this file */
} table;

static void take(table *in, dm_slice line)
{
    if (line.size > 0 && line.at[line.size - 1] == '\r')
        line.size--;
    in->line += in->line < UINT32_MAX;
    if (line.size == 0 || line.at[0] == '#')
        return;
    switch (dm_atlas_line(in->atlas, line)) {
    case DM_ATLAS_TAKEN: in->made->taken++; in->rows++; break;
    case DM_ATLAS_LEFT: in->made->left++; in->rows++; break;
    case DM_ATLAS_NO_ROW:
        if (in->made->broken++ == 0) {
            in->made->broken_line = in->line;
            snprintf(in->made->broken_file, sizeof in->made->broken_file, "%s", in->file);
        }
        break;
    }
}

/* Lines out of pieces of bytes: a line that is not ended yet waits for the next piece. */
typedef struct line_buffer {
    char *at;
    size_t size, room;
} line_buffer;

static dm_status feed(table *in, line_buffer *lines, const char *bytes, size_t size, dm_error *error)
{
    while (size != 0) {
        const char *end = memchr(bytes, '\n', size);
        size_t length = end == NULL ? size : (size_t)(end - bytes);
        if (end != NULL && lines->size == 0) {
            take(in, (dm_slice){bytes, length});
        } else {
            if (lines->size + length > LONGEST_LINE)
                return dm_fail(error, DM_LIMIT, in->file, in->line + 1, 0, "a line of more than a megabyte: no table of GeoNames");
            if (lines->room - lines->size < length) {
                size_t room = lines->room == 0 ? 1 << 16 : lines->room * 2;
                while (room - lines->size < length)
                    room *= 2;
                char *larger = realloc(lines->at, room);
                if (larger == NULL)
                    return dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
                lines->at = larger;
                lines->room = room;
            }
            memcpy(lines->at + lines->size, bytes, length);
            lines->size += length;
            if (end != NULL) {
                take(in, (dm_slice){lines->at, lines->size});
                lines->size = 0;
            }
        }
        bytes += length + (end != NULL);
        size -= length + (end != NULL);
    }
    return DM_OK;
}

static bool ends_with(const char *name, const char *end)
{
    size_t size = strlen(name), tail = strlen(end);
    return size >= tail && strcmp(name + size - tail, end) == 0;
}

static dm_status read_member(table *in, zip_t *archive, zip_uint64_t index, const char *path, dm_error *error)
{
    zip_file_t *member = zip_fopen_index(archive, index, 0);
    if (member == NULL)
        return dm_fail(error, DM_BAD_INPUT, in->file, 0, 0, "%s", zip_strerror(archive));
    enum { PIECE = 1 << 18 };
    char *piece = malloc(PIECE);
    line_buffer lines = {0};
    dm_status status = piece == NULL ? dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "out of memory") : DM_OK;
    zip_int64_t got = 0;
    while (status == DM_OK && (got = zip_fread(member, piece, PIECE)) > 0)
        status = feed(in, &lines, piece, (size_t)got, error);
    if (status == DM_OK && got < 0)
        status = dm_fail(error, DM_BAD_INPUT, in->file, in->line, 0, "damaged: %s", zip_error_strerror(zip_file_get_error(member)));
    if (status == DM_OK && lines.size != 0)
        take(in, (dm_slice){lines.at, lines.size});
    free(lines.at);
    free(piece);
    zip_fclose(member);
    (void)path;
    return status;
}

static dm_status read_zip(table *in, const char *path, dm_error *error)
{
    int code = 0;
    zip_t *archive = zip_open(path, ZIP_RDONLY, &code);
    if (archive == NULL) {
        zip_error_t why;
        zip_error_init_with_code(&why, code);
        dm_fail(error, DM_BAD_INPUT, path, 0, 0, "%s", zip_error_strerror(&why));
        zip_error_fini(&why);
        return DM_BAD_INPUT;
    }
    zip_int64_t count = zip_get_num_entries(archive, 0);
    dm_status status = DM_OK;
    for (zip_int64_t i = 0; status == DM_OK && i < count; i++) {
        const char *name = zip_get_name(archive, (zip_uint64_t)i, 0);
        char whole[512];
        if (name == NULL || !ends_with(name, ".txt") || ends_with(name, "readme.txt"))
            continue;
        snprintf(whole, sizeof whole, "%s/%s", path, name);
        in->file = whole;
        in->line = 0;
        status = read_member(in, archive, (zip_uint64_t)i, path, error);
    }
    zip_discard(archive);
    in->file = path;
    return status;
}

static dm_status read_plain(table *in, dm_slice text, dm_error *error)
{
    line_buffer lines = {0};
    dm_status status = feed(in, &lines, text.at, text.size, error);
    if (status == DM_OK && lines.size != 0)
        take(in, (dm_slice){lines.at, lines.size});
    free(lines.at);
    return status;
}

static dm_status read_table(dm_atlas *atlas, dm_places_made *made, const char *path, dm_error *error)
{
    table in = {atlas, made, path, 0, 0};
    dm_file file;
    dm_status status = dm_file_open(path, &file, error);
    if (status != DM_OK)
        return status;
    bool packed = file.size > 3 && memcmp(file.at, "PK", 2) == 0 && (file.at[2] == 3 || file.at[2] == 5);
    if (!packed)
        status = read_plain(&in, (dm_slice){file.at, file.size}, error);
    dm_file_close(&file);
    if (packed)
        status = read_zip(&in, path, error);
    if (status == DM_OK && in.rows == 0)
        status = dm_fail(error, DM_BAD_INPUT, path, 0, 0, "no rows of GeoNames: 19 columns parted by tabs, or 4 of a division");
    return status;
}

dm_status dm_places_import(dm_resources *resources, const char *const *files, size_t count, const char *to,
                           dm_places_made *made, dm_error *error)
{
    dm_atlas *atlas = NULL;
    dm_gazetteer *shipped = NULL;
    dm_slice codes, line;
    memset(made, 0, sizeof *made);
    if (dm_atlas_new(&atlas) != DM_OK)
        return dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    dm_status status = dm_resources_get(resources, "data/country-codes.txt", &codes, error);
    while (status == DM_OK && dm_slice_line(&codes, &line)) {
        dm_slice iso3 = dm_slice_next(&line, '\t'), iso2 = dm_slice_next(&line, '\t');
        if (iso3.size == 3)
            dm_atlas_country(atlas, iso2, iso3);
    }
    if (status == DM_OK)
        status = dm_gazetteer_open(resources, NULL, &shipped, error);
    for (size_t i = 0; status == DM_OK && i < count; i++)
        status = read_table(atlas, made, files[i], error);
    if (status == DM_OK) {
        dm_atlas_borrow(atlas, shipped);
        status = dm_atlas_write(atlas, to, made, error);
    }
    dm_gazetteer_close(shipped);
    dm_atlas_free(atlas);
    return status;
}
