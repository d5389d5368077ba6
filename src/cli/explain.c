/* demarche explain: how each sentence became its events, or why it is silent. */
#include "cli/command.h"

#include <errno.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct explain_context {
    bool json, colour, started;
    dm_offsets offsets;
    unsigned width;
} explain_context;

static void render(void *given, dm_job *job)
{
    explain_context *context = given;
    if (context->json)
        dm_explain_json(&job->out, job->record, context->offsets);
    else
        dm_explain_table(&job->out, job->record, context->width, context->colour);
}

static int finish(void *given, dm_job *job)
{
    explain_context *context = given;
    if (context->started && !context->json)
        fputc('\n', stdout);
    context->started = true;
    if (fwrite(job->out.at, 1, job->out.size, stdout) != job->out.size) {
        fprintf(stderr, "demarche: writing failed: %s\n", strerror(errno));
        return DM_EXIT_IO;
    }
    return DM_EXIT_DONE;
}

/* A text given as an operand. */
static int explain_text(const dm_arguments *arguments, const dm_coder *coder, explain_context *context, const char *text)
{
    const char *date = dm_argument(arguments, "date");
    dm_job job = {.document = {.text = dm_slice_of(text)}};
    dm_worker *worker;
    if (date != NULL && !dm_date_parse(dm_slice_of(date), &job.document.date))
        return dm_usage(arguments, "--date %s is not a date, YYYY-MM-DD", date);
    if (dm_worker_new(coder, &worker) != DM_OK)
        return DM_EXIT_IO;
    dm_worker_keep_reasons(worker, true);
    job.status = dm_worker_code(worker, &job.document, &job.record, &job.error);
    if (job.status == DM_OK) {
        render(context, &job);
        if (job.out.failed)
            job.status = dm_fail(&job.error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    }
    int status = dm_exit_of(job.status);
    if (job.status != DM_OK)
        dm_complain(&job.error);
    else
        status = finish(context, &job);
    dm_record_free(job.record);
    dm_buffer_free(&job.out);
    dm_worker_free(worker);
    return status;
}

/* What is no file and holds a blank is a text; a missing file stays an error. */
static bool is_text(const char *operand)
{
    struct stat facts;
    return strchr(operand, ' ') != NULL && stat(operand, &facts) != 0;
}

static int run(const dm_arguments *arguments)
{
    struct winsize size;
    bool terminal = isatty(STDOUT_FILENO) == 1;
    explain_context context = {.json = dm_argument(arguments, "json") != NULL, .width = 100};
    const char *colour = dm_argument(arguments, "colour");
    if (colour != NULL && strcmp(colour, "always") != 0 && strcmp(colour, "never") != 0 && strcmp(colour, "auto") != 0)
        return dm_usage(arguments, "--colour is always, never or auto");
    context.colour = colour != NULL && strcmp(colour, "auto") != 0 ? strcmp(colour, "always") == 0 : terminal;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
        context.width = size.ws_col > 160 ? 160 : size.ws_col;
    dm_coder *coder;
    int worst = dm_open_coder(arguments, &coder);
    if (worst != DM_EXIT_DONE)
        return worst;
    dm_line line = {.arguments = arguments, .coder = coder, .context = &context, .render = render, .finish = finish, .keep_reasons = true};
    if (arguments->operand_count == 0)
        worst = dm_line_run(&line);
    for (size_t i = 0; i < arguments->operand_count && worst <= DM_EXIT_SOME_UNREAD; i++) {
        dm_arguments one = *arguments;
        one.operands = &arguments->operands[i];
        one.operand_count = 1;
        line.arguments = &one;
        int status = is_text(arguments->operands[i]) ? explain_text(arguments, coder, &context, arguments->operands[i]) : dm_line_run(&line);
        worst = status > worst ? status : worst;
    }
    dm_coder_close(coder);
    return worst;
}

static const dm_option options[] = {
    DM_INPUT_OPTIONS,
    {"json", NULL, "one JSON object a document: words, lines tried, triggers, sides, reasons, actors"},
    {"colour", "WHEN", "always, never, auto"},
    DM_CODER_OPTIONS,
};
const dm_command dm_command_explain = {
    "explain", "[FILE|DIR|-|TEXT]...", "Explains the coding: of each sentence its tree, what triggered, or why it is silent",
    "An operand that is no file and holds a blank is a text. For each trigger: the line of data/frames that decides, who\n"
    "stands on its sides and by which words, the row of compose.table, the status, the event; and the lines that do not fit.",
    options, DM_COUNT(options), run};
