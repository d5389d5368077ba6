/* demarche coverage: what came in, what was coded, what stayed silent and why. */
#include "cli/command.h"

typedef struct coverage_context {
    dm_coverage_question question;
    bool reasons;
    dm_answer answer;
} coverage_context;

static dm_status each(void *given, const dm_coverage *row)
{
    coverage_context *context = given;
    dm_answer *answer = &context->answer;
    bool first = answer->count++ == 0, reasons = row->reason != NULL;
    switch (answer->output) {
    case DM_TO_TABLE:
        if (first && reasons)
            dm_buffer_print(&answer->buffer, "\n%12s  why they gave no event\n", "sentences");
        else if (first)
            dm_show_coverage_table_header(&answer->buffer);
        dm_show_coverage_table(&answer->buffer, row);
        break;
    case DM_TO_CSV:
        if (first)
            dm_show_coverage_csv_header(&answer->buffer, reasons);
        dm_show_coverage_csv(&answer->buffer, row);
        break;
    case DM_TO_JSON: dm_show_coverage_json(&answer->buffer, row); break;
    }
    return dm_answer_put(answer);
}

static dm_status ask(dm_store *store, void *given, dm_error *error)
{
    coverage_context *context = given;
    bool table = context->answer.output == DM_TO_TABLE;
    dm_status status = DM_OK;
    if (table || !context->reasons)
        status = dm_store_coverage(store, &context->question, false, each, context, error);
    if (status != DM_OK || (!table && !context->reasons))
        return status;
    if (table) /* below the rows: the reasons of all of them */
        context->question.whole = true, context->question.papers = false;
    context->answer.count = 0;
    return dm_store_coverage(store, &context->question, true, each, context, error);
}

static int run(const dm_arguments *arguments)
{
    coverage_context context = {.reasons = dm_argument(arguments, "reasons") != NULL};
    int status = dm_answer_begin(arguments, &context.answer);
    dm_question question = {0};
    const char *by = dm_argument(arguments, "by");
    if (status == DM_EXIT_DONE && arguments->operand_count != 1)
        status = dm_usage(arguments, "one database, please");
    if (status == DM_EXIT_DONE)
        status = dm_question_of(arguments, &question);
    context.question = (dm_coverage_question){.since = question.since,
                                              .until = question.until,
                                              .paper = question.paper,
                                              .period = DM_BY_DAY,
                                              .whole = by != NULL && strcmp(by, "all") == 0,
                                              .papers = dm_argument(arguments, "together") == NULL};
    if (status == DM_EXIT_DONE && by != NULL && !context.question.whole && !dm_period_of(by, &context.question.period))
        status = dm_usage(arguments, "--by is day, week, month, year or all");
    if (status == DM_EXIT_DONE)
        status = dm_ask(arguments, false, ask, &context);
    dm_buffer_free(&context.answer.buffer);
    return status;
}

static const dm_option options[] = {
    {"by", "PERIOD", "day (as said when not given), week, month, year, or all in one"},
    {"together", NULL, "all sources in one row"},
    {"paper", "NAME", "only this source of reports"},
    {"since", "DATE", "first day of the reports"},
    {"until", "DATE", "last day of the reports"},
    {"reasons", NULL, "csv, json: why sentences gave no event, the most frequent reason first"},
    {"to", "FORMAT", "table, csv, json; table on a terminal, json elsewhere"},
};
const dm_command dm_command_coverage = {
    "coverage", "DB", "Tells what came into a database, what was coded, what stayed silent and why",
    "A row for each period and source of reports: documents, those that gave an event (coded), sentences, those that gave\n"
    "none (silent), events, statements, positions. A table ends with the reasons.",
    options, DM_COUNT(options), run};
