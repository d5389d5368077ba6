/* demarche correct: what people say of events; the list of it, and as cases. */
#include "cli/command.h"

typedef struct correct_context {
    char document[512];
    uint32_t event;
    dm_mending mending;
    bool undo, cases;
    dm_answer answer;
} correct_context;

/* "document:v3" */
static bool event_of(const char *given, correct_context *context)
{
    const char *colon = strrchr(given, ':');
    size_t size = colon == NULL ? 0 : (size_t)(colon - given);
    uint32_t number;
    if (size == 0 || size >= sizeof context->document || colon[1] != 'v' ||
        !dm_slice_number(dm_slice_of(colon + 2), &number) || number == 0)
        return false;
    memcpy(context->document, given, size);
    context->document[size] = '\0';
    context->event = number - 1;
    return true;
}

static dm_status change(dm_store *store, void *given, dm_error *error)
{
    correct_context *context = given;
    return dm_store_correct(store, context->document, context->event, context->undo ? NULL : &context->mending, error);
}

static dm_status each(void *given, const dm_correction *correction)
{
    correct_context *context = given;
    dm_answer *answer = &context->answer;
    bool first = answer->count++ == 0;
    if (context->cases) {
        dm_show_correction_case(&answer->buffer, correction);
        return dm_answer_put(answer);
    }
    switch (answer->output) {
    case DM_TO_TABLE: dm_show_correction_table(&answer->buffer, correction); break;
    case DM_TO_CSV:
        if (first)
            dm_show_correction_csv_header(&answer->buffer);
        dm_show_correction_csv(&answer->buffer, correction);
        break;
    case DM_TO_JSON: dm_show_correction_json(&answer->buffer, correction); break;
    }
    return dm_answer_put(answer);
}

static dm_status list(dm_store *store, void *given, dm_error *error)
{
    return dm_store_corrections(store, each, given, error);
}

/* "-" stands for nobody, as in cases. */
static const char *side(const dm_arguments *arguments, const char *name)
{
    const char *given = dm_argument(arguments, name);
    return given != NULL && strcmp(given, "-") == 0 ? "" : given;
}

static int run(const dm_arguments *arguments)
{
    correct_context context = {.undo = dm_argument(arguments, "undo") != NULL,
                               .cases = dm_argument(arguments, "cases") != NULL,
                               .mending = {.wrong = dm_argument(arguments, "wrong") != NULL,
                                           .cameo = dm_argument(arguments, "cameo"),
                                           .plover = dm_argument(arguments, "type"),
                                           .status = dm_argument(arguments, "status"),
                                           .date = dm_argument(arguments, "date"),
                                           .sources = side(arguments, "source"),
                                           .targets = side(arguments, "target"),
                                           .note = dm_argument(arguments, "note"),
                                           .author = dm_argument(arguments, "author")}};
    int status = dm_answer_begin(arguments, &context.answer);
    bool says = context.mending.wrong || context.undo || context.mending.cameo != NULL || context.mending.plover != NULL ||
                context.mending.status != NULL || context.mending.date != NULL || context.mending.sources != NULL ||
                context.mending.targets != NULL;
    if (status == DM_EXIT_DONE && arguments->operand_count > 2)
        status = dm_usage(arguments, "one database and one event, please");
    else if (status == DM_EXIT_DONE && arguments->operand_count == 1 && says)
        status = dm_usage(arguments, "which event?");
    else if (status == DM_EXIT_DONE && arguments->operand_count == 2 && !says)
        status = dm_usage(arguments, "what about it? --wrong, --cameo, --status, --date, --source, --target or --undo");
    else if (status == DM_EXIT_DONE && arguments->operand_count == 2 && !event_of(arguments->operands[1], &context))
        status = dm_usage(arguments, "%s is no event: find names them, like report-7:v2", arguments->operands[1]);
    if (status == DM_EXIT_DONE)
        status = dm_ask(arguments, arguments->operand_count == 2, arguments->operand_count == 2 ? change : list, &context);
    dm_buffer_free(&context.answer.buffer);
    return status;
}

static const dm_option options[] = {
    {"wrong", NULL, "there is no such event"},
    {"cameo", "CODE", "its CAMEO code"},
    {"type", "TYPE", "its PLOVER type, when it is not the one the code stands for"},
    {"status", "STATUS", "actual, planned, called-for, possible, denied, rejected, historical"},
    {"date", "DATE", "its date: 2024-05-03, 2024-05, 2024, 2024-W18"},
    {"source", "CODES", "who did it: actor codes joined by +, - for nobody"},
    {"target", "CODES", "to whom"},
    {"note", "TEXT", "why"},
    {"author", "NAME", "who says so"},
    {"undo", NULL, "take back what was said of the event"},
    {"cases", NULL, "without EVENT: the corrections as cases that `demarche check` runs"},
    {"to", "FORMAT", "without EVENT: the corrections as table, csv, json"},
};
const dm_command dm_command_correct = {
    "correct", "DB [EVENT]", "Marks an event of a database as wrong, or mends it",
    "EVENT is named as find names it, DOCUMENT:v3. Every answer, view and export shows it so from then on; what was coded is\n"
    "kept beside it, and the correction stays when the document is coded anew. Without EVENT all corrections are listed.",
    options, DM_COUNT(options), run};
