/* demarche find: events of a database. */
#include "cli/command.h"

typedef struct find_context {
    dm_question question;
    dm_answer answer;
} find_context;

static dm_status each(void *given, const dm_found *found)
{
    find_context *context = given;
    dm_answer *answer = &context->answer;
    if (answer->output == DM_TO_CSV && answer->count == 0)
        dm_show_found_csv_header(&answer->buffer);
    if (answer->output == DM_TO_TABLE && answer->count > 0)
        dm_buffer_add(&answer->buffer, "\n", 1);
    switch (answer->output) {
    case DM_TO_TABLE: dm_show_found_table(&answer->buffer, found, answer->width, answer->colour); break;
    case DM_TO_CSV: dm_show_found_csv(&answer->buffer, found); break;
    case DM_TO_JSON: dm_show_found_json(&answer->buffer, found); break;
    }
    answer->count++;
    return dm_answer_put(answer);
}

static dm_status ask(dm_store *store, void *given, dm_error *error)
{
    find_context *context = given;
    return dm_store_find(store, &context->question, each, context, error);
}

static int run(const dm_arguments *arguments)
{
    find_context context;
    int status = dm_answer_begin(arguments, &context.answer);
    if (status == DM_EXIT_DONE && arguments->operand_count != 1)
        status = dm_usage(arguments, "one database, please");
    if (status == DM_EXIT_DONE)
        status = dm_question_of(arguments, &context.question);
    if (status == DM_EXIT_DONE)
        status = dm_ask(arguments, false, ask, &context);
    return dm_answer_end(&context.answer, status);
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
