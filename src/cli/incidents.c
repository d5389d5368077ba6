/* demarche incidents: events of a database, each once, with all that tell them. */
#include "cli/command.h"

#include <errno.h>
#include <unistd.h>

typedef enum incidents_output { TO_TABLE, TO_CSV, TO_JSON } incidents_output;

typedef struct incidents_context {
    incidents_output output;
    uint64_t count;
    unsigned width;
    bool colour;
} incidents_context;

static dm_status each(void *given, const dm_incident *incident)
{
    incidents_context *context = given;
    dm_buffer out = {0};
    switch (context->output) {
    case TO_TABLE:
        if (context->count > 0)
            dm_buffer_add(&out, "\n", 1);
        dm_show_incident_table(&out, incident, context->width, context->colour);
        break;
    case TO_CSV:
        if (context->count == 0)
            dm_show_incident_csv_header(&out);
        dm_show_incident_csv(&out, incident);
        break;
    case TO_JSON:
        dm_show_incident_json(&out, incident);
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
    incidents_context context = {.output = terminal ? TO_TABLE : TO_JSON, .width = dm_terminal_width(), .colour = terminal};
    const char *to = dm_argument(arguments, "to"), *since = dm_argument(arguments, "since"), *until = dm_argument(arguments, "until"),
               *limit = dm_argument(arguments, "limit"), *least = dm_argument(arguments, "sources");
    dm_incident_question question = {.actor = dm_argument(arguments, "actor"),
                                     .source = dm_argument(arguments, "source"),
                                     .target = dm_argument(arguments, "target"),
                                     .plover = dm_argument(arguments, "type"),
                                     .cameo = dm_argument(arguments, "cameo"),
                                     .status = dm_argument(arguments, "status"),
                                     .place = dm_argument(arguments, "place"),
                                     .text = dm_argument(arguments, "text"),
                                     .one_a_day = dm_argument(arguments, "one-a-day") != NULL};
    if (to != NULL && strcmp(to, "table") != 0 && strcmp(to, "csv") != 0 && strcmp(to, "json") != 0)
        return dm_usage(arguments, "no such output: %s", to);
    if (to != NULL)
        context.output = to[0] == 't' ? TO_TABLE : to[0] == 'c' ? TO_CSV : TO_JSON;
    if (since != NULL && !dm_date_parse(dm_slice_of(since), &question.since))
        return dm_usage(arguments, "--since %s is not a date", since);
    if (until != NULL && !dm_date_parse(dm_slice_of(until), &question.until))
        return dm_usage(arguments, "--until %s is not a date", until);
    if (limit != NULL && !dm_slice_number(dm_slice_of(limit), &question.limit))
        return dm_usage(arguments, "--limit %s is not a number", limit);
    if (least != NULL && !dm_slice_number(dm_slice_of(least), &question.least_sources))
        return dm_usage(arguments, "--sources %s is not a number", least);
    dm_error error = {0};
    dm_store *store;
    dm_status status = dm_store_open(arguments->operands[0], false, &store, &error);
    if (status == DM_IO)
        status = DM_BAD_DATABASE; /* a database that is not there is missing data, not a failed read */
    if (status == DM_OK) {
        status = dm_store_incidents(store, &question, each, &context, &error);
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
