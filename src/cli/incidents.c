/* demarche incidents: events of a database, each once, with all that tell them. */
#include "cli/command.h"

typedef struct incidents_context {
    dm_incident_question question;
    dm_answer answer;
} incidents_context;

static dm_status each(void *given, const dm_incident *incident)
{
    dm_answer *answer = &((incidents_context *)given)->answer;
    dm_buffer *out = &answer->buffer;
    switch (answer->output) {
    case DM_TO_TABLE:
        if (answer->count > 0)
            dm_buffer_add(out, "\n", 1);
        dm_show_incident_table(out, incident, answer->width, answer->colour);
        break;
    case DM_TO_CSV:
        if (answer->count == 0)
            dm_show_incident_csv_header(out);
        dm_show_incident_csv(out, incident);
        break;
    case DM_TO_JSON:
        dm_show_incident_json(out, incident);
        break;
    }
    answer->count++;
    return dm_answer_put(answer);
}

static dm_status ask(dm_store *store, void *given, dm_error *error)
{
    incidents_context *context = given;
    return dm_store_incidents(store, &context->question, each, context, error);
}

static int run(const dm_arguments *arguments)
{
    if (arguments->operand_count != 1)
        return dm_usage(arguments, "one database, please");
    incidents_context context;
    const char *since = dm_argument(arguments, "since"), *until = dm_argument(arguments, "until"),
               *limit = dm_argument(arguments, "limit"), *least = dm_argument(arguments, "sources");
    context.question = (dm_incident_question){.actor = dm_argument(arguments, "actor"),
                                     .source = dm_argument(arguments, "source"),
                                     .target = dm_argument(arguments, "target"),
                                     .plover = dm_argument(arguments, "type"),
                                     .cameo = dm_argument(arguments, "cameo"),
                                     .status = dm_argument(arguments, "status"),
                                     .place = dm_argument(arguments, "place"),
                                     .text = dm_argument(arguments, "text"),
                                     .one_a_day = dm_argument(arguments, "one-a-day") != NULL};
    int status = dm_answer_begin(arguments, &context.answer);
    if (status != DM_EXIT_DONE)
        return status;
    if (since != NULL && !dm_date_parse(dm_slice_of(since), &context.question.since))
        return dm_usage(arguments, "--since %s is not a date", since);
    if (until != NULL && !dm_date_parse(dm_slice_of(until), &context.question.until))
        return dm_usage(arguments, "--until %s is not a date", until);
    if (limit != NULL && !dm_slice_number(dm_slice_of(limit), &context.question.limit))
        return dm_usage(arguments, "--limit %s is not a number", limit);
    if (least != NULL && !dm_slice_number(dm_slice_of(least), &context.question.least_sources))
        return dm_usage(arguments, "--sources %s is not a number", least);
    return dm_answer_end(&context.answer, dm_ask(arguments, false, ask, &context));
}

static const dm_option options[] = {
    {"actor", "WHO", "source or target: the beginning of a code (ISR finds ISRGOV) or a name"},
    {"source", "WHO", "who did it"},
    {"target", "WHO", "to whom"},
    {"type", "TYPE", "PLOVER type, ASSAULT"},
    {"cameo", "CODE", "the beginning of a CAMEO code"},
    {"status", "STATUS", "actual, planned, called-for, possible, denied, rejected, historical"},
    {"place", "NAME", "place or country code of the event"},
    {"text", "WORDS", "words of a sentence that tells it"},
    {"since", "DATE", "first day"},
    {"until", "DATE", "last day"},
    {"sources", "N", "told by at least N independent sources"},
    {"one-a-day", NULL, "instead, one event for each day, source, target and CAMEO code"},
    {"limit", "N", "at most N incidents"},
    {"to", "FORMAT", "table, csv, json; table on a terminal, json elsewhere"},
};
const dm_command dm_command_incidents = {
    "incidents",
    "DB",
    "Lists events of a database once, with all reports that tell them",
    "Reports of one event are joined by type, sides, days, place, words and figures, and each says what joined it.\n"
    "Copies of one text, and reports of one outlet, count as one source. Incidents come in the order of their days.",
    options,
    DM_COUNT(options),
    run};
