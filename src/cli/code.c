/* demarche code: documents in, records out. */
#include "cli/command.h"

#include <errno.h>
#include <unistd.h>

typedef enum dm_output { TO_JSON, TO_TABLE, TO_CONLLU, TO_FORMAT } dm_output;

typedef struct code_context {
    dm_output output;
    const dm_format_entry *format; /* of TO_FORMAT */
    dm_offsets offsets;
    bool with_text, colour, started, begun; /* begun: something of a record is written */
    unsigned width;
} code_context;

static void render(void *given, dm_job *job)
{
    code_context *context = given;
    switch (context->output) {
    case TO_JSON: dm_show_json(&job->out, job->record, context->offsets, context->with_text); break;
    case TO_TABLE: dm_show_table(&job->out, job->record, context->width, context->colour); break;
    case TO_FORMAT: context->format->record(&job->out, job->record); break;
    case TO_CONLLU: break;  /* written to the stream directly */
    }
}

/* What stands before the first record, or behind the last. */
static bool put_end(void (*end)(dm_buffer *out))
{
    dm_buffer out = {0};
    if (end == NULL)
        return true;
    end(&out);
    bool good = !out.failed && (out.size == 0 || fwrite(out.at, 1, out.size, stdout) == out.size);
    dm_buffer_free(&out);
    return good;
}

static int finish(void *given, dm_job *job)
{
    code_context *context = given;
    if (!context->started && context->format != NULL)
        put_end(context->format->head);
    if (context->output == TO_TABLE && context->started)
        fputc('\n', stdout);
    context->started = true;
    if (context->output == TO_CONLLU) {
        if (dm_conllu_write(stdout, &job->record->tree, &job->record->document) != DM_OK)
            return DM_EXIT_IO;
        return DM_EXIT_DONE;
    }
    if (context->format != NULL && context->format->between != NULL && job->out.size != 0) {
        if (context->begun)
            fputs(context->format->between, stdout);
        context->begun = true;
    }
    if (job->out.size != 0 && fwrite(job->out.at, 1, job->out.size, stdout) != job->out.size) {
        fprintf(stderr, "demarche: writing failed: %s\n", strerror(errno));
        return DM_EXIT_IO;
    }
    return DM_EXIT_DONE;
}

/* "json" has options of its own, "table" and "conllu" are no formats of others. */
static bool output_of(const char *name, code_context *context)
{
    static const char *const own[] = {"json", "table", "conllu"};
    for (size_t i = 0; i < DM_COUNT(own); i++)
        if (strcmp(own[i], name) == 0) {
            context->output = (dm_output)i;
            return true;
        }
    context->output = TO_FORMAT;
    context->format = dm_format_find(name);
    return context->format != NULL;
}

static int run(const dm_arguments *arguments)
{
    static const char *const offset_names[] = {"codepoints", "utf8", "utf16"};
    bool terminal = isatty(STDOUT_FILENO) == 1;
    code_context context = {.output = terminal ? TO_TABLE : TO_JSON, .width = dm_terminal_width()};
    context.with_text = dm_argument(arguments, "with-text") != NULL;
    const char *colour = dm_argument(arguments, "colour"), *to = dm_argument(arguments, "to"),
               *offsets = dm_argument(arguments, "offsets");
    if (to != NULL && !output_of(to, &context))
        return dm_usage(arguments, "no such output: %s", to);
    if (context.format != NULL && context.format->writer != NULL)
        return dm_usage(arguments, "%s is written from a database: see demarche export", to);
    size_t found = DM_COUNT(offset_names);
    for (size_t i = 0; offsets != NULL && i < DM_COUNT(offset_names); i++)
        if (strcmp(offset_names[i], offsets) == 0)
            context.offsets = (dm_offsets)(found = i);
    if (offsets != NULL && found == DM_COUNT(offset_names))
        return dm_usage(arguments, "no such offsets: %s", offsets);
    if (colour != NULL && strcmp(colour, "always") != 0 && strcmp(colour, "never") != 0 && strcmp(colour, "auto") != 0)
        return dm_usage(arguments, "--colour is always, never or auto");
    context.colour = colour != NULL && strcmp(colour, "auto") != 0 ? strcmp(colour, "always") == 0 : terminal;
    dm_coder *coder;
    int status = dm_open_coder(arguments, &coder);
    if (status != DM_EXIT_DONE)
        return status;
    dm_line line = {.arguments = arguments, .coder = coder, .context = &context, .render = render, .finish = finish};
    status = dm_line_run(&line);
    if (context.format != NULL) {
        bool written = context.started || put_end(context.format->head);
        if ((!written || !put_end(context.format->foot)) && status == DM_EXIT_DONE)
            status = DM_EXIT_IO;
    }
    dm_coder_close(coder);
    return status;
}

static const dm_option options[] = {
    DM_INPUT_OPTIONS,
    {"to", "FORMAT",
     "json, table, csv, conllu, plover, ploverjson, icews, gdelt, mentions, phoenix, webannotation, geojson, html; table on "
     "a terminal, json elsewhere"},
    {"with-text", NULL, "put the text into the JSON too"},
    {"offsets", "UNIT", "what spans count: codepoints (as said when not given), utf8, utf16"},
    {"colour", "WHEN", "always, never, auto"},
    DM_CODER_OPTIONS,
};
const dm_command dm_command_code = {
    "code", "[FILE|DIR|-]...", "Codes documents: events, statements, positions, places, times, figures",
    "Without a file, or with -, standard input is read. A folder stands for all files in it.",
    options, DM_COUNT(options), run};
