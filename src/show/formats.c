/* All formats by name, and writing one of them to a file, a folder or a stream. */
#include "show/writer.h"

#include <errno.h>
#include <stdlib.h>

static void json(dm_buffer *out, const dm_record *record) { dm_show_json(out, record, DM_OFFSETS_CODEPOINTS, false); }

static const dm_format_entry formats[] = {
    {"json", "records, one a line", NULL, json, NULL, NULL, NULL},
    {"csv", "events, a row for each source and target", dm_show_csv_header, dm_show_csv, NULL, NULL, NULL},
    {"plover", "POLECAT, 40 columns", dm_show_plover_header, dm_show_plover, NULL, NULL, NULL},
    {"ploverjson", "JSON of the PLOVER manual, one event a line", NULL, dm_show_plover_json, NULL, NULL, NULL},
    {"icews", "ICEWS, 20 columns", dm_show_icews_header, dm_show_icews, NULL, NULL, NULL},
    {"gdelt", "GDELT 2.0 Events, 61 columns", NULL, dm_show_gdelt, NULL, NULL, NULL},
    {"mentions", "GDELT 2.0 Mentions, 16 columns", NULL, dm_show_mentions, NULL, NULL, NULL},
    {"phoenix", "Phoenix, 26 columns", NULL, dm_show_phoenix, NULL, NULL, NULL},
    {"webannotation", "W3C Web Annotation", NULL, dm_show_annotations, NULL, NULL, NULL},
    {"html", "a page with the evidence marked", dm_show_html_header, dm_show_html, dm_show_html_footer, NULL, NULL},
    {"geojson", "events as points", dm_show_geojson_header, dm_show_geojson, dm_show_geojson_footer, ",\n", NULL},
    {"geopackage", "events as a layer of points for QGIS and GDAL", NULL, NULL, NULL, NULL, &dm_geopackage_writer},
    {"gexf", "network of actors for Gephi", NULL, NULL, NULL, NULL, &dm_network_writer},
    {"dna", "positions for the Discourse Network Analyzer 3", NULL, NULL, NULL, NULL, &dm_discourse_writer},
    {"brat", "a folder of .txt and .ann files", NULL, NULL, NULL, NULL, &dm_brat_writer},
};

const dm_format_entry *dm_format_at(size_t index) { return index < DM_COUNT(formats) ? &formats[index] : NULL; }

const dm_format_entry *dm_format_find(const char *name)
{
    for (size_t i = 0; i < DM_COUNT(formats); i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

bool dm_format_needs_path(const dm_format_entry *format)
{
    return format->writer != NULL && format->writer != &dm_network_writer;
}

struct dm_writer {
    const dm_format_entry *format;
    char *path, *part; /* part: written first, renamed when it is whole; NULL for folders and streams */
    FILE *file;
    void *state;
    dm_buffer out;
    bool begun; /* something of a record is written */
};

/* Writes what is rendered. */
static dm_status flush(dm_writer *writer, dm_error *error)
{
    dm_status status = DM_OK;
    if (writer->out.failed)
        status = dm_fail(error, DM_NO_MEMORY, writer->path, 0, 0, "out of memory");
    else if (writer->out.size != 0 && fwrite(writer->out.at, 1, writer->out.size, writer->file) != writer->out.size)
        status = dm_fail(error, DM_IO, writer->path, 0, 0, "writing failed: %s", strerror(errno));
    writer->out.size = 0;
    return status;
}

static void free_writer(dm_writer *writer)
{
    dm_buffer_free(&writer->out);
    free(writer->path);
    free(writer->part);
    free(writer);
}

static dm_status open_target(dm_writer *writer, FILE *stream, dm_error *error)
{
    const dm_writer_kind *kind = writer->format->writer;
    const char *target = writer->part != NULL ? writer->part : writer->path;
    if (writer->part != NULL)
        remove(writer->part); /* left behind by a run that was killed */
    if (kind != NULL)
        return kind->open(target, stream, &writer->state, error);
    writer->file = target == NULL ? stream : fopen(target, "wb");
    if (writer->file == NULL)
        return dm_fail(error, DM_IO, target, 0, 0, "%s", strerror(errno));
    if (writer->format->head != NULL)
        writer->format->head(&writer->out);
    return flush(writer, error);
}

dm_status dm_writer_open(const dm_format_entry *format, const char *path, FILE *stream, dm_writer **out, dm_error *error)
{
    *out = NULL;
    if (path == NULL && dm_format_needs_path(format))
        return dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "%s is not written to a stream: it needs a %s", format->name,
                       format->writer->folder ? "folder" : "file");
    dm_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL)
        return dm_fail(error, DM_NO_MEMORY, path, 0, 0, "out of memory");
    writer->format = format;
    bool folder = format->writer != NULL && format->writer->folder, good = true;
    if (path != NULL) {
        size_t size = strlen(path);
        writer->path = malloc(size + 1);
        writer->part = folder ? NULL : malloc(size + 6);
        good = writer->path != NULL && (folder || writer->part != NULL);
        if (good) {
            memcpy(writer->path, path, size + 1);
            if (!folder)
                snprintf(writer->part, size + 6, "%s.part", path);
        }
    }
    dm_status status =
        good ? open_target(writer, stream, error) : dm_fail(error, DM_NO_MEMORY, path, 0, 0, "out of memory");
    if (status != DM_OK) {
        if (writer->file != NULL && writer->path != NULL)
            fclose(writer->file);
        if (writer->part != NULL)
            remove(writer->part);
        free_writer(writer);
        return status;
    }
    *out = writer;
    return DM_OK;
}

dm_status dm_writer_add(dm_writer *writer, const dm_record *record, dm_error *error)
{
    const dm_format_entry *format = writer->format;
    if (format->writer != NULL)
        return format->writer->add(writer->state, record, error);
    size_t between = 0;
    if (writer->begun && format->between != NULL) {
        dm_buffer_text(&writer->out, format->between);
        between = writer->out.size;
    }
    format->record(&writer->out, record);
    if (writer->out.size == between)
        writer->out.size = 0; /* a record without rows needs nothing between */
    else
        writer->begun = true;
    return flush(writer, error);
}

dm_status dm_writer_close(dm_writer *writer, bool good, dm_error *error)
{
    if (writer == NULL)
        return DM_OK;
    dm_status status = DM_OK;
    if (writer->format->writer != NULL) {
        status = writer->format->writer->end(writer->state, good, error);
    } else {
        if (good && writer->format->foot != NULL)
            writer->format->foot(&writer->out);
        if (good)
            status = flush(writer, error);
        if (writer->path != NULL && fclose(writer->file) != 0 && status == DM_OK && good)
            status = dm_fail(error, DM_IO, writer->path, 0, 0, "writing failed: %s", strerror(errno));
    }
    if (writer->part != NULL && good && status == DM_OK && rename(writer->part, writer->path) != 0)
        status = dm_fail(error, DM_IO, writer->path, 0, 0, "%s", strerror(errno));
    if (writer->part != NULL && (!good || status != DM_OK))
        remove(writer->part);
    free_writer(writer);
    return status;
}
