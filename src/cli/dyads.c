/* demarche dyads: who acts on whom, from the counts of a database. */
#include "cli/command.h"

typedef struct dyads_context {
    dm_dyad_question question;
    dm_answer answer;
} dyads_context;

static dm_status each(void *given, const dm_dyad *dyad)
{
    dyads_context *context = given;
    dm_answer *answer = &context->answer;
    bool series = context->question.series, first = answer->count++ == 0;
    switch (answer->output) {
    case DM_TO_TABLE:
        if (first)
            dm_show_dyads_table_header(&answer->buffer, series);
        dm_show_dyad_table(&answer->buffer, dyad, series);
        break;
    case DM_TO_CSV:
        if (first)
            dm_show_dyads_csv_header(&answer->buffer, series);
        dm_show_dyad_csv(&answer->buffer, dyad, series);
        break;
    case DM_TO_JSON: dm_show_dyad_json(&answer->buffer, dyad, series); break;
    }
    return dm_answer_put(answer);
}

static dm_status ask(dm_store *store, void *given, dm_error *error)
{
    dyads_context *context = given;
    return dm_store_dyads(store, &context->question, each, context, error);
}

static int run(const dm_arguments *arguments)
{
    dyads_context context;
    int status = dm_answer_begin(arguments, &context.answer);
    dm_question question = {0};
    const char *by = dm_argument(arguments, "by");
    if (status == DM_EXIT_DONE && arguments->operand_count != 1)
        status = dm_usage(arguments, "one database, please");
    static const char *const months[] = {"since", "until"}, *const codes[] = {"source", "target", "actor", "between"};
    for (size_t i = 0; i < DM_COUNT(months) && status == DM_EXIT_DONE; i++) {
        const char *date = dm_argument(arguments, months[i]);
        if (date != NULL && strlen(date) > 7)
            status = dm_usage(arguments, "--since and --until are months or years here: 2024-05");
    }
    for (size_t i = 0; i < DM_COUNT(codes) && status == DM_EXIT_DONE; i++) {
        const char *code = dm_argument(arguments, codes[i]);
        if (code != NULL && strpbrk(code, "abcdefghijklmnopqrstuvwxyz") != NULL)
            status = dm_usage(arguments, "sides are codes here: RUS, ISRMIL (find takes names too)");
    }
    if (status == DM_EXIT_DONE)
        status = dm_question_of(arguments, &question);
    context.question = (dm_dyad_question){.source = question.source,
                                          .target = question.target,
                                          .actor = question.actor,
                                          .other = question.other,
                                          .since = question.since,
                                          .until = question.until,
                                          .states = dm_argument(arguments, "states") != NULL,
                                          .series = by != NULL,
                                          .limit = question.limit};
    if (status == DM_EXIT_DONE && by != NULL &&
        (!dm_period_of(by, &context.question.period) || context.question.period < DM_BY_MONTH))
        status = dm_usage(arguments, "--by is month or year");
    if (status == DM_EXIT_DONE)
        status = dm_ask(arguments, false, ask, &context);
    return dm_answer_end(&context.answer, status);
}

static const dm_option options[] = {
    {"source", "CODE", "who does it: the beginning of a code, ISR or ISRMIL"},
    {"target", "CODE", "to whom"},
    {"actor", "CODE", "on either side"},
    {"between", "CODE,CODE", "two of them, in either direction"},
    {"states", NULL, "join codes by their first three letters: countries, IGO, NGO ..."},
    {"by", "PERIOD", "a row for each month or year"},
    {"since", "DATE", "first month or year"},
    {"until", "DATE", "last month or year"},
    {"limit", "N", "at most N rows"},
    {"to", "FORMAT", "table, csv, json; table on a terminal, json elsewhere"},
};
const dm_command dm_command_dyads = {
    "dyads", "DB", "Counts who acts on whom in a database",
    "Pairs of source and target of events that happened, by quad class, the most frequent first; goldstein is the mean.\n"
    "An event with two sources and one target is two pairs.",
    options, DM_COUNT(options), run};
