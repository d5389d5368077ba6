/* demarche find: events of a database. */
#include "cli/command.h"

#include <errno.h>
#include <unistd.h>

typedef enum find_output { TO_TABLE, TO_CSV, TO_JSON } find_output;

typedef struct find_context {
    find_output output;
    uint64_t count;
    unsigned width;
    bool colour;
} find_context;

static dm_status each(void *given, const dm_found *found)
{
    find_context *context = given;
    dm_buffer out = {0};
    if (context->output == TO_CSV && context->count == 0)
        dm_show_found_csv_header(&out);
    if (context->output == TO_TABLE && context->count > 0)
        dm_buffer_add(&out, "\n", 1);
    switch (context->output) {
    case TO_TABLE:
        dm_show_found_table(&out, found, context->width, context->colour);
        break;
    case TO_CSV:
        dm_show_found_csv(&out, found);
        break;
    case TO_JSON:
        dm_show_found_json(&out, found);
        break;
    }
    context->count++;
    bool no_memory = out.failed, failed = !no_memory && fwrite(out.at, 1, out.size, stdout) != out.size;
    dm_buffer_free(&out);
    return no_memory ? DM_NO_MEMORY : failed ? DM_IO : DM_OK;
}

static int run(const dm_arguments *arguments)
{
    if (arguments->operand_count != 1)
        return dm_usage(arguments, "one database, please");
    bool terminal = isatty(STDOUT_FILENO) == 1;
    find_context context = {.output = terminal ? TO_TABLE : TO_JSON, .width = dm_terminal_width(), .colour = terminal};
    const char *to = dm_argument(arguments, "to");
    dm_question question;
    int usage = dm_question_of(arguments, &question);
    if (usage != DM_EXIT_DONE)
        return usage;
    if (to != NULL && strcmp(to, "table") != 0 && strcmp(to, "csv") != 0 && strcmp(to, "json") != 0)
        return dm_usage(arguments, "no such output: %s", to);
    if (to != NULL)
        context.output = to[0] == 't' ? TO_TABLE : to[0] == 'c' ? TO_CSV : TO_JSON;
    dm_error error = {0};
    dm_store *store;
    dm_status status = dm_store_open(arguments->operands[0], false, &store, &error);
    if (status == DM_IO)
        status = DM_BAD_DATABASE; /* a database that is not there is missing data, not a failed read */
    if (status == DM_OK) {
        status = dm_store_find(store, &question, each, &context, &error);
        dm_status closed = dm_store_close(store, status == DM_OK ? &error : NULL);
        status = status == DM_OK ? closed : status;
    }
    if (status != DM_OK) {
        if (error.why[0] == 0)
            dm_fail(&error, status, NULL, 0, 0, "%s", status == DM_NO_MEMORY ? "out of memory" : strerror(errno));
        dm_complain(&error);
    }
    return dm_exit_of(status);
}

static const dm_option options[] = {
    DM_QUESTION_OPTIONS,
    {"latest", NULL, "the latest first"},
    {"limit", "N", "at most N events"},
    {"to", "FORMAT", "table, csv, json; table on a terminal, json elsewhere"},
};
const dm_command dm_command_find = {"find",
                                    "DB",
                                    "Finds events in a database",
                                    "All conditions must hold. Events come in the order of their dates.",
                                    options,
                                    DM_COUNT(options),
                                    run};
