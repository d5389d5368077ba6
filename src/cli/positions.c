/* demarche positions: who stands where on what, since when. */
#include "cli/command.h"

#include <unistd.h>

typedef struct positions_context {
    dm_stance_question question;
    dm_answer answer;
    bool between;
    char issue[256]; /* of the block before */
} positions_context;

static dm_status each(void *given, const dm_stance *stance, const dm_stance *other)
{
    positions_context *context = given;
    dm_answer *answer = &context->answer;
    dm_buffer *out = &answer->buffer;
    bool heading = answer->count == 0 || strncmp(context->issue, stance->issue, sizeof context->issue - 1) != 0;
    switch (answer->output) {
    case DM_TO_TABLE:
        if (answer->count > 0 && (heading || other != NULL))
            dm_buffer_add(out, "\n", 1);
        dm_show_stance_table(out, stance, other, heading, answer->width, answer->colour);
        break;
    case DM_TO_CSV:
        if (answer->count == 0)
            dm_show_stance_csv_header(out, context->between);
        dm_show_stance_csv(out, stance, other);
        break;
    case DM_TO_JSON:
        dm_show_stance_json(out, stance, other);
        break;
    }
    snprintf(context->issue, sizeof context->issue, "%s", stance->issue);
    answer->count++;
    return dm_answer_put(answer);
}

static dm_status ask(dm_store *store, void *given, dm_error *error)
{
    positions_context *context = given;
    return dm_store_positions(store, &context->question, each, context, error);
}

static int run(const dm_arguments *arguments)
{
    positions_context context;
    const char *on = dm_argument(arguments, "on"), *limit = dm_argument(arguments, "limit"),
               *between[2] = {NULL, NULL};
    size_t sides = dm_argument_all(arguments, "between", between, 2);
    context.question = (dm_stance_question){.actor = dm_argument(arguments, "actor"),
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
    context.question.between[0] = between[0];
    context.question.between[1] = between[1];
    int status = dm_answer_begin(arguments, &context.answer);
    if (status != DM_EXIT_DONE)
        return status;
    if (on != NULL && !dm_date_parse(dm_slice_of(on), &context.question.on))
        return dm_usage(arguments, "--on %s is not a date", on);
    if (limit != NULL && !dm_slice_number(dm_slice_of(limit), &context.question.limit))
        return dm_usage(arguments, "--limit %s is not a number", limit);
    dm_arguments only = *arguments; /* the database may stand behind what --between names */
    only.operands = &database;
    only.operand_count = 1;
    return dm_answer_end(&context.answer, dm_ask(&only, false, ask, &context));
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
