/* What commands that ask a database share: their output, opening and closing, complaining. */
#include "cli/command.h"

#include <errno.h>
#include <unistd.h>

int dm_answer_begin(const dm_arguments *arguments, dm_answer *answer)
{
    static const char *const names[] = {"table", "csv", "json"};
    bool terminal = isatty(STDOUT_FILENO) == 1;
    const char *to = dm_argument(arguments, "to");
    *answer = (dm_answer){.output = terminal ? DM_TO_TABLE : DM_TO_JSON, .width = dm_terminal_width(), .colour = terminal};
    if (arguments->operand_count < 1)
        return dm_usage(arguments, "which database?");
    for (size_t i = 0; to != NULL && i < DM_COUNT(names); i++)
        if (strcmp(to, names[i]) == 0) {
            answer->output = (dm_answer_form)i;
            return DM_EXIT_DONE;
        }
    return to == NULL ? DM_EXIT_DONE : dm_usage(arguments, "no such output: %s", to);
}

dm_status dm_answer_put(dm_answer *answer)
{
    dm_buffer *out = &answer->buffer;
    dm_status status = out->failed                                              ? DM_NO_MEMORY
                       : fwrite(out->at, 1, out->size, stdout) != out->size ? DM_IO
                                                                                : DM_OK;
    out->size = 0;
    return status;
}

int dm_answer_end(dm_answer *answer, int exit_status)
{
    if (answer->output == DM_TO_TABLE && answer->count == 0 && exit_status == DM_EXIT_DONE)
        fprintf(stderr, "demarche: nothing found\n");
    dm_buffer_free(&answer->buffer);
    return exit_status;
}

int dm_ask(const dm_arguments *arguments, bool write, dm_asker *ask, void *context)
{
    dm_error error = {0};
    dm_store *store;
    dm_status status = dm_store_open(arguments->operands[0], false, &store, &error);
    if (status == DM_IO && !write)
        status = DM_BAD_DATABASE; /* a database that is not there is missing data, not a failed read */
    if (status == DM_OK) {
        status = ask(store, context, &error);
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

bool dm_period_of(const char *given, dm_period *period)
{
    static const char *const names[] = {"day", "week", "month", "year"};
    for (size_t i = 0; i < DM_COUNT(names); i++)
        if (strcmp(given, names[i]) == 0) {
            *period = (dm_period)i;
            return true;
        }
    return false;
}
