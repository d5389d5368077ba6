/* demarche positions: who stands where on what, since when. */
#include "cli/command.h"

#include <errno.h>
#include <unistd.h>

typedef enum positions_output { TO_TABLE, TO_CSV, TO_JSON } positions_output;

typedef struct positions_context {
    positions_output output;
    uint64_t count;
    unsigned width;
    bool colour, between;
    char issue[256]; /* of the block before */
} positions_context;

static dm_status each(void *given, const dm_stance *stance, const dm_stance *other)
{
    positions_context *context = given;
    dm_buffer out = {0};
    bool heading = context->count == 0 || strncmp(context->issue, stance->issue, sizeof context->issue - 1) != 0;
    switch (context->output) {
    case TO_TABLE:
        if (context->count > 0 && (heading || other != NULL))
            dm_buffer_add(&out, "\n", 1);
        dm_show_stance_table(&out, stance, other, heading, context->width, context->colour);
        break;
    case TO_CSV:
        if (context->count == 0)
            dm_show_stance_csv_header(&out, context->between);
        dm_show_stance_csv(&out, stance, other);
        break;
    case TO_JSON:
        dm_show_stance_json(&out, stance, other);
        break;
    }
    snprintf(context->issue, sizeof context->issue, "%s", stance->issue);
    context->count++;
    bool no_memory = out.failed, failed = !no_memory && fwrite(out.at, 1, out.size, stdout) != out.size;
    dm_buffer_free(&out);
    return no_memory ? DM_NO_MEMORY : failed ? DM_IO : DM_OK;
}

static int run(const dm_arguments *arguments)
{
    bool terminal = isatty(STDOUT_FILENO) == 1;
    positions_context context = {.output = terminal ? TO_TABLE : TO_JSON, .width = dm_terminal_width(), .colour = terminal};
    const char *to = dm_argument(arguments, "to"), *on = dm_argument(arguments, "on"), *limit = dm_argument(arguments, "limit"),
               *between[2] = {NULL, NULL};
    size_t sides = dm_argument_all(arguments, "between", between, 2);
    dm_stance_question question = {.actor = dm_argument(arguments, "actor"),
                                   .issue = dm_argument(arguments, "issue"),
                                   .changed = dm_argument(arguments, "changed") != NULL};
    const char *database = arguments->operand_count == 0 ? NULL : arguments->operands[0];
    if (sides == 1 && arguments->operand_count == 2) { /* --between A B: before the database or behind it */
        bool behind = access(database, F_OK) == 0;
        between[1] = arguments->operands[behind ? 1 : 0];
        database = arguments->operands[behind ? 0 : 1];
        sides = 2;
    } else if (arguments->operand_count != 1) {
        return dm_usage(arguments, "one database, please");
    }
    if (sides == 1)
        return dm_usage(arguments, "--between whom else?");
    context.between = sides == 2;
    question.between[0] = between[0];
    question.between[1] = between[1];
    if (to != NULL && strcmp(to, "table") != 0 && strcmp(to, "csv") != 0 && strcmp(to, "json") != 0)
        return dm_usage(arguments, "no such output: %s", to);
    if (to != NULL)
        context.output = to[0] == 't' ? TO_TABLE : to[0] == 'c' ? TO_CSV : TO_JSON;
    if (on != NULL && !dm_date_parse(dm_slice_of(on), &question.on))
        return dm_usage(arguments, "--on %s is not a date", on);
    if (limit != NULL && !dm_slice_number(dm_slice_of(limit), &question.limit))
        return dm_usage(arguments, "--limit %s is not a number", limit);
    dm_error error = {0};
    dm_store *store;
    dm_status status = dm_store_open(database, false, &store, &error);
    if (status == DM_IO)
        status = DM_BAD_DATABASE; /* a database that is not there is missing data, not a failed read */
    if (status == DM_OK) {
        status = dm_store_positions(store, &question, each, &context, &error);
        dm_status closed = dm_store_close(store, status == DM_OK ? &error : NULL);
        status = status == DM_OK ? closed : status;
    }
    if (status != DM_OK) {
        if (error.why[0] == 0)
            dm_fail(&error, status, NULL, 0, 0, "%s", status == DM_NO_MEMORY ? "out of memory" : strerror(errno));
        dm_complain(&error);
    }
    dm_answer_none(context.output == TO_TABLE, context.count == 0, dm_exit_of(status));
    return dm_exit_of(status);
}

static const dm_option options[] = {
    {"actor", "WHO", "who: the beginning of a code (ISR finds ISRGOV) or a name"},
    {"issue", "TEXT", "an issue of data/issues, or words of what the reports say"},
    {"on", "DATE", "as of that day"},
    {"between", "WHO", "where two actors agree: --between USA IRN"},
    {"changed", NULL, "only positions that changed"},
    {"limit", "N", "at most N"},
    {"to", "FORMAT", "table, csv, json; table on a terminal, json elsewhere"},
};
const dm_command dm_command_positions = {
    "positions",
    "DB",
    "Tells who stands where on what, since when, and what changed",
    "A country, its government and those who speak for it are one. The stance is that towards the issue: who is for the\n"
    "lifting of sanctions is against sanctions. Issues that most reports speak of come first.",
    options,
    DM_COUNT(options),
    run};
