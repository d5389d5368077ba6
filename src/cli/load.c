/* demarche load: codes documents into a database. */
#include "cli/command.h"

#include <time.h>
#include <unistd.h>

typedef struct load_context {
    dm_store *store;
    uint64_t documents, added, events;
    struct timespec began;
    double shown;
    bool progress;
} load_context;

static double seconds_since(const struct timespec *began)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - began->tv_sec) + (double)(now.tv_nsec - began->tv_nsec) / 1e9;
}

static void show_progress(load_context *context, bool end)
{
    double now = seconds_since(&context->began);
    if (!context->progress || (!end && now - context->shown < 0.2))
        return;
    context->shown = now;
    fprintf(stderr, "\r%llu documents, %.0f/s, %llu added, %llu events%s", (unsigned long long)context->documents,
            now > 0 ? (double)context->documents / now : 0.0, (unsigned long long)context->added,
            (unsigned long long)context->events, end ? "\n" : " ");
}

static int finish(void *given, dm_job *job)
{
    load_context *context = given;
    bool added = false;
    dm_error error = {0};
    dm_status status = dm_store_add(context->store, job->record, &added, &error);
    if (status != DM_OK) {
        dm_complain(&error);
        return dm_exit_of(status) < DM_EXIT_DATA ? DM_EXIT_DATA : dm_exit_of(status);
    }
    context->documents++;
    context->added += added;
    size_t count;
    dm_record_events(job->record, &count);
    context->events += added ? count : 0;
    show_progress(context, false);
    return DM_EXIT_DONE;
}

static int run(const dm_arguments *arguments)
{
    if (arguments->operand_count < 1)
        return dm_usage(arguments, "which database?");
    dm_error error = {0};
    load_context context = {.progress = isatty(STDERR_FILENO) == 1};
    clock_gettime(CLOCK_MONOTONIC, &context.began);
    dm_coder *coder;
    int status = dm_open_coder(arguments, &coder);
    if (status != DM_EXIT_DONE)
        return status;
    dm_status opened = dm_store_open(arguments->operands[0], true, &context.store, &error);
    if (opened != DM_OK) {
        dm_complain(&error);
        dm_coder_close(coder);
        return dm_exit_of(opened);
    }
    dm_arguments files = *arguments;
    files.operands++;
    files.operand_count--;
    dm_line line = {&files, coder, &context, NULL, finish, false, 0};
    status = dm_line_run(&line);
    opened = dm_store_close(context.store, &error);
    if (opened != DM_OK) {
        dm_complain(&error);
        if (dm_exit_of(opened) > status)
            status = dm_exit_of(opened);
    }
    show_progress(&context, true);
    if (!context.progress)
        fprintf(stderr, "%llu documents, %llu added, %llu events\n", (unsigned long long)context.documents,
                (unsigned long long)context.added, (unsigned long long)context.events);
    dm_coder_close(coder);
    return status;
}

static const dm_option options[] = {DM_INPUT_OPTIONS, DM_CODER_OPTIONS};
const dm_command dm_command_load = {
    "load", "DB [FILE|DIR|-]...", "Codes documents into a database",
    "The database is made when there is none. Documents that are in it already, coded by the same coder, change nothing.",
    options, DM_COUNT(options), run};
