/* demarche export: the records of a database in the formats of others. */
#include "cli/command.h"

#include <errno.h>
#include <unistd.h>

typedef struct export_context {
    dm_writer *writer;
    /* CoNLL-U: words and trees are not in a database, the texts are parsed again. */
    const dm_coder *coder;
    FILE *conllu;
    dm_arena arena;
    dm_error *error;
    uint64_t documents;
    bool other_coder; /* a record is of another coder than the one that parses */
} export_context;

static dm_status add_record(void *given, const dm_record *record)
{
    export_context *context = given;
    context->documents++;
    return dm_writer_add(context->writer, record, context->error);
}

static dm_status parse_record(void *given, const dm_record *record)
{
    export_context *context = given;
    dm_text text;
    dm_tree tree;
    context->documents++;
    context->other_coder = context->other_coder || !dm_slice_is(record->identity, dm_coder_identity(context->coder));
    dm_arena_reset(&context->arena);
    dm_status status = dm_text_split(dm_coder_splitter(context->coder), &context->arena, record->document.text, &text,
                                     context->error);
    if (status == DM_OK)
        status = dm_grammar_parse(dm_coder_grammar(context->coder), &context->arena, &text, &tree, context->error);
    return status == DM_OK ? dm_conllu_write(context->conllu, &tree, &record->document) : status;
}

static int complain(dm_status status, dm_error *error)
{
    if (status != DM_OK) {
        if (error->why[0] == '\0')
            dm_fail(error, status, NULL, 0, 0, "%s", status == DM_NO_MEMORY ? "out of memory" : strerror(errno));
        dm_complain(error);
    }
    return dm_exit_of(status);
}

static dm_status read_database(const char *path, const dm_selection *selection, dm_record_function *each,
                               export_context *context)
{
    dm_store *store;
    dm_status status = dm_store_open(path, false, &store, context->error);
    if (status == DM_IO)
        return DM_BAD_DATABASE; /* a database that is not there is missing data, not a failed read */
    if (status != DM_OK)
        return status;
    status = dm_store_read(store, selection, each, context, context->error);
    dm_status closed = dm_store_close(store, status == DM_OK ? context->error : NULL);
    return status == DM_OK ? closed : status;
}

static int export_conllu(const dm_arguments *arguments, const dm_selection *selection, const char *output)
{
    dm_error error = {0};
    dm_coder *coder;
    char part[4096];
    int exit_status = dm_open_coder(arguments, &coder);
    if (exit_status != DM_EXIT_DONE)
        return exit_status;
    export_context context = {.coder = coder, .error = &error, .conllu = stdout};
    dm_status status = DM_OK;
    if (output != NULL && (size_t)snprintf(part, sizeof part, "%s.part", output) >= sizeof part)
        status = dm_fail(&error, DM_BAD_ARGUMENT, output, 0, 0, "its name is too long");
    else if (output != NULL && (context.conllu = fopen(part, "wb")) == NULL)
        status = dm_fail(&error, DM_IO, part, 0, 0, "%s", strerror(errno));
    dm_arena_init(&context.arena);
    if (status == DM_OK)
        status = read_database(arguments->operands[0], selection, parse_record, &context);
    if (output != NULL && context.conllu != NULL && fclose(context.conllu) != 0 && status == DM_OK)
        status = dm_fail(&error, DM_IO, part, 0, 0, "writing failed: %s", strerror(errno));
    if (output != NULL && status == DM_OK && rename(part, output) != 0)
        status = dm_fail(&error, DM_IO, output, 0, 0, "%s", strerror(errno));
    if (output != NULL && status != DM_OK && context.conllu != NULL)
        remove(part);
    dm_arena_free(&context.arena);
    if (status == DM_OK && context.other_coder)
        fprintf(stderr, "demarche: warning: words and trees are those of %s, which did not code all documents\n",
                dm_coder_identity(coder));
    dm_coder_close(coder);
    return complain(status, &error);
}

/* Datasette knows a database by the name of its file. */
static int export_datasette(const char *path, const char *output)
{
    dm_error error = {0};
    dm_store *store;
    dm_status status = dm_store_open(path, false, &store, &error);
    if (status != DM_OK)
        return complain(status == DM_IO ? DM_BAD_DATABASE : status, &error);
    dm_store_close(store, NULL);
    const char *name = strrchr(path, '/'), *dot;
    name = name == NULL ? path : name + 1;
    dot = strrchr(name, '.');
    dm_buffer out = {0};
    dm_show_datasette(&out, (dm_slice){name, dot == NULL || dot == name ? strlen(name) : (size_t)(dot - name)});
    FILE *file = output == NULL ? stdout : fopen(output, "wb");
    bool good = file != NULL && !out.failed && fwrite(out.at, 1, out.size, file) == out.size;
    if (file != NULL && file != stdout && fclose(file) != 0)
        good = false;
    if (!good)
        status = dm_fail(&error, out.failed ? DM_NO_MEMORY : DM_IO, output, 0, 0, "%s",
                         out.failed ? "out of memory" : strerror(errno));
    dm_buffer_free(&out);
    return complain(status, &error);
}

static int export_format(const dm_arguments *arguments, const dm_selection *selection, const dm_format_entry *format,
                         const char *output)
{
    dm_error error = {0};
    export_context context = {.error = &error};
    /* The database is looked at first: where there is none, no file is made. */
    dm_store *store;
    dm_status status = dm_store_open(arguments->operands[0], false, &store, &error);
    if (status == DM_IO)
        status = DM_BAD_DATABASE;
    if (status != DM_OK)
        return complain(status, &error);
    status = dm_writer_open(format, output, stdout, &context.writer, &error);
    if (status == DM_OK)
        status = dm_store_read(store, selection, add_record, &context, &error);
    dm_status closed = dm_writer_close(context.writer, status == DM_OK, status == DM_OK ? &error : NULL);
    status = status == DM_OK ? closed : status;
    closed = dm_store_close(store, status == DM_OK ? &error : NULL);
    return complain(status == DM_OK ? closed : status, &error);
}

/* A day as it stands in the database, or NULL. */
static bool day_of(const dm_arguments *arguments, const char *name, bool end, char room[16], const char **out)
{
    const char *given = dm_argument(arguments, name);
    dm_date date;
    if (given == NULL)
        return true;
    if (!dm_date_parse(dm_slice_of(given), &date))
        return false;
    if (date.month == 0)
        date.month = end ? 12 : 1;
    if (date.day == 0)
        date.day = end ? (uint8_t)dm_days_in_month(date.year, date.month) : 1;
    snprintf(room, 16, "%04d-%02d-%02d", date.year, date.month, date.day);
    *out = room;
    return true;
}

static int run(const dm_arguments *arguments)
{
    char since[16], until[16];
    if (arguments->operand_count != 1)
        return dm_usage(arguments, "one database, please");
    const char *to = dm_argument(arguments, "to"), *output = dm_argument(arguments, "output");
    dm_selection selection = {.id = dm_argument(arguments, "id"), .source = dm_argument(arguments, "source")};
    if (to == NULL)
        return dm_usage(arguments, "in which format? --to says it");
    if (!day_of(arguments, "since", false, since, &selection.since))
        return dm_usage(arguments, "--since %s is not a date", dm_argument(arguments, "since"));
    if (!day_of(arguments, "until", true, until, &selection.until))
        return dm_usage(arguments, "--until %s is not a date", dm_argument(arguments, "until"));
    if (output != NULL && strcmp(output, "-") == 0)
        output = NULL;
    if (strcmp(to, "conllu") == 0)
        return export_conllu(arguments, &selection, output);
    if (strcmp(to, "datasette") == 0)
        return export_datasette(arguments->operands[0], output);
    const dm_format_entry *format = dm_format_find(to);
    if (format == NULL)
        return dm_usage(arguments, "no such format: %s", to);
    if (output == NULL && dm_format_needs_path(format))
        return dm_usage(arguments, "%s is not written to a stream: -o says where to", to);
    return export_format(arguments, &selection, format, output);
}

static const dm_option options[] = {
    {"to", "FORMAT",
     "json, csv, plover, ploverjson, icews, gdelt, mentions, phoenix, webannotation, html, geojson, geopackage, gexf, dna, "
     "brat, conllu, datasette"},
    {"output", "PATH", "where to (also -o): a file, for brat a folder; standard output when not given"},
    {"since", "DATE", "reports from this day on"},
    {"until", "DATE", "reports up to this day"},
    {"source", "NAME", "reports of this source"},
    {"id", "ID", "the report with this id"},
    DM_CODER_OPTIONS,
};
const dm_command dm_command_export = {
    "export",
    "DB",
    "Writes what a database holds in the formats of others",
    "A file is there only when it is whole; one that was there before is replaced. The options of the coder are for\n"
    "conllu, which parses the texts again. docs/exports.md tells the columns of every format.",
    options,
    DM_COUNT(options),
    run};
