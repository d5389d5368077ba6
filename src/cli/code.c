/* demarche code: documents in, records out. */
#include "cli/command.h"

#include <errno.h>
#include <sys/ioctl.h>
#include <unistd.h>

typedef enum dm_output {
    TO_JSON, TO_TABLE, TO_CSV, TO_CONLLU, TO_PLOVER, TO_ICEWS, TO_GDELT, TO_ANNOTATION, TO_HTML
} dm_output;

typedef struct code_context {
    dm_output output;
    dm_offsets offsets;
    bool with_text, colour, started;
    unsigned width;
} code_context;

static void render(void *given, dm_job *job)
{
    code_context *context = given;
    switch (context->output) {
    case TO_JSON: dm_show_json(&job->out, job->record, context->offsets, context->with_text); break;
    case TO_TABLE: dm_show_table(&job->out, job->record, context->width, context->colour); break;
    case TO_CSV: dm_show_csv(&job->out, job->record); break;
    case TO_PLOVER: dm_show_plover(&job->out, job->record); break;
    case TO_ICEWS: dm_show_icews(&job->out, job->record); break;
    case TO_GDELT: dm_show_gdelt(&job->out, job->record); break;
    case TO_ANNOTATION: dm_show_annotations(&job->out, job->record); break;
    case TO_HTML: dm_show_html(&job->out, job->record); break;
    case TO_CONLLU: break;  /* written to the stream directly */
    }
}

/* What stands before the first record. */
static void put_head(const code_context *context, dm_buffer *out)
{
    switch (context->output) {
    case TO_CSV: dm_show_csv_header(out); break;
    case TO_PLOVER: dm_show_plover_header(out); break;
    case TO_ICEWS: dm_show_icews_header(out); break;
    case TO_HTML: dm_show_html_header(out); break;
    default: break;
    }
}

static int finish(void *given, dm_job *job)
{
    code_context *context = given;
    if (!context->started) {
        dm_buffer head = {0};
        put_head(context, &head);
        if (head.size != 0)
            fwrite(head.at, 1, head.size, stdout);
        dm_buffer_free(&head);
    }
    if (context->output == TO_TABLE && context->started)
        fputc('\n', stdout);
    context->started = true;
    if (context->output == TO_CONLLU) {
        if (dm_conllu_write(stdout, &job->record->tree, &job->record->document) != DM_OK)
            return DM_EXIT_IO;
        return DM_EXIT_DONE;
    }
    if (fwrite(job->out.at, 1, job->out.size, stdout) != job->out.size) {
        fprintf(stderr, "demarche: writing failed: %s\n", strerror(errno));
        return DM_EXIT_IO;
    }
    return DM_EXIT_DONE;
}

static unsigned terminal_width(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
        return size.ws_col > 160 ? 160 : size.ws_col;
    return 100;
}

static int run(const dm_arguments *arguments)
{
    static const char *const outputs[] = {"json", "table", "csv", "conllu", "plover", "icews", "gdelt",
                                          "webannotation", "html"};
    static const char *const offset_names[] = {"codepoints", "utf8", "utf16"};
    bool terminal = isatty(STDOUT_FILENO) == 1;
    code_context context = {.output = terminal ? TO_TABLE : TO_JSON, .width = terminal_width()};
    context.with_text = dm_argument(arguments, "with-text") != NULL;
    const char *colour = dm_argument(arguments, "colour"), *to = dm_argument(arguments, "to"),
               *offsets = dm_argument(arguments, "offsets");
    size_t found = DM_COUNT(outputs);
    for (size_t i = 0; to != NULL && i < DM_COUNT(outputs); i++)
        if (strcmp(outputs[i], to) == 0)
            context.output = (dm_output)(found = i);
    if (to != NULL && found == DM_COUNT(outputs))
        return dm_usage(arguments, "no such output: %s", to);
    found = DM_COUNT(offset_names);
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
    dm_line line = {arguments, coder, &context, render, finish, 0};
    status = dm_line_run(&line);
    if (context.output == TO_HTML) {
        dm_buffer ends = {0};
        if (!context.started)
            dm_show_html_header(&ends);
        dm_show_html_footer(&ends);
        bool written = !ends.failed && fwrite(ends.at, 1, ends.size, stdout) == ends.size;
        if (!written && status == DM_EXIT_DONE)
            status = DM_EXIT_IO;
        dm_buffer_free(&ends);
    }
    dm_coder_close(coder);
    return status;
}

static const dm_option options[] = {
    DM_INPUT_OPTIONS,
    {"to", "FORMAT",
     "json, table, csv, conllu, plover, icews, gdelt, webannotation, html; table on a terminal, json elsewhere"},
    {"with-text", NULL, "put the text into the JSON too"},
    {"offsets", "UNIT", "what spans count: codepoints (as said when not given), utf8, utf16"},
    {"colour", "WHEN", "always, never, auto"},
    DM_CODER_OPTIONS,
};
const dm_command dm_command_code = {
    "code", "[FILE|DIR|-]...", "Codes documents: events, statements, positions, places, times, figures",
    "Without a file, or with -, standard input is read. A folder stands for all files in it.",
    options, DM_COUNT(options), run};
