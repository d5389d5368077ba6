/* demarche timeline: events of a database by period and quad class. */
#include "cli/command.h"

#include <stdlib.h>

typedef struct timeline_context {
    dm_question question;
    dm_period period;
    dm_answer answer;
    dm_count *counts; /* for a table: its bars are as long as the longest allows */
    size_t number, room;
} timeline_context;

static dm_status each(void *given, const dm_count *count)
{
    timeline_context *context = given;
    dm_answer *answer = &context->answer;
    if (answer->output == DM_TO_TABLE) {
        if (context->number == context->room) {
            size_t room = context->room * 2 + 64;
            dm_count *larger = realloc(context->counts, room * sizeof *larger);
            if (larger == NULL)
                return DM_NO_MEMORY;
            context->counts = larger;
            context->room = room;
        }
        context->counts[context->number++] = *count;
        answer->count++;
        return DM_OK;
    }
    if (answer->output == DM_TO_CSV && answer->count++ == 0)
        dm_show_timeline_csv_header(&answer->buffer);
    (answer->output == DM_TO_CSV ? dm_show_timeline_csv : dm_show_timeline_json)(&answer->buffer, count);
    return dm_answer_put(answer);
}

static dm_status ask(dm_store *store, void *given, dm_error *error)
{
    timeline_context *context = given;
    dm_status status = dm_store_timeline(store, &context->question, context->period, each, context, error);
    if (status != DM_OK || context->answer.output != DM_TO_TABLE || context->number == 0)
        return status;
    dm_show_timeline_table(&context->answer.buffer, context->counts, context->number, context->period == DM_BY_WEEK,
                           context->answer.width, context->answer.colour);
    return dm_answer_put(&context->answer);
}

static int run(const dm_arguments *arguments)
{
    timeline_context context = {.period = DM_BY_MONTH};
    int status = dm_answer_begin(arguments, &context.answer);
    const char *by = dm_argument(arguments, "by");
    if (status == DM_EXIT_DONE && arguments->operand_count != 1)
        status = dm_usage(arguments, "one database, please");
    if (status == DM_EXIT_DONE)
        status = dm_question_of(arguments, &context.question);
    if (status == DM_EXIT_DONE && by != NULL && !dm_period_of(by, &context.period))
        status = dm_usage(arguments, "--by is day, week, month or year");
    if (context.question.status == NULL)
        context.question.status = "actual";
    else if (strcmp(context.question.status, "any") == 0)
        context.question.status = NULL;
    if (status == DM_EXIT_DONE)
        status = dm_ask(arguments, false, ask, &context);
    free(context.counts);
    return dm_answer_end(&context.answer, status);
}

static const dm_option options[] = {
    {"by", "PERIOD", "day, week, month (as said when not given) or year"},
    DM_QUESTION_OPTIONS,
    {"to", "FORMAT", "table, csv, json; table on a terminal, json elsewhere"},
};
const dm_command dm_command_timeline = {
    "timeline", "DB", "Counts the events of a database by period and quad class",
    "Events that happened are counted (--status any: all) by the first day of their date; one told again in the same\n"
    "report counts once. All conditions must hold. A table draws a bar for each period.",
    options, DM_COUNT(options), run};
