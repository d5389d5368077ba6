/* demarche load: codes documents into a database. */
#include "cli/command.h"

#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

typedef struct load_context {
    dm_store *store;
    const char *identity; /* of the coder */
    bool recode;
    int64_t last;         /* --stored: number of the document read last */
    uint64_t documents, added, known, older, otherwise, events;
    struct dm_line_progress progress;
    struct timespec began;
    double shown;
    bool terminal;
    int failed; /* exit status of a lookup that failed */
} load_context;

static double seconds_since(const struct timespec *began)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - began->tv_sec) + (double)(now.tv_nsec - began->tv_nsec) / 1e9;
}

/* "1:02:03", "2:03". */
static void show_time(char *out, size_t size, double seconds)
{
    unsigned long all = seconds > 0 ? (unsigned long)(seconds + 0.5) : 0;
    if (all >= 3600)
        snprintf(out, size, "%lu:%02lu:%02lu", all / 3600, all / 60 % 60, all % 60);
    else
        snprintf(out, size, "%lu:%02lu", all / 60, all % 60);
}

/* A line that writes over itself: bar, documents, rate, events, time that remains; at most as wide as the terminal. */
static void show_progress(load_context *context, const char *doing)
{
    enum { BAR = 20 };
    struct winsize window;
    char line[256] = "", left[24];
    double now = seconds_since(&context->began), part = 0;
    if (!context->terminal || (doing == NULL && now - context->shown < 0.2))
        return;
    context->shown = now;
    uint64_t seen = context->documents + context->known + context->older + context->otherwise;
    size_t size = 0;
    if (context->progress.total != 0) {
        part = (double)context->progress.read / (double)context->progress.total;
        part = part > 1 ? 1 : part;
        line[size++] = '[';
        for (int i = 0; i < BAR; i++)
            line[size++] = part * BAR >= i + 1 ? '#' : '.';
        size += (size_t)snprintf(line + size, sizeof line - size, "] %3.0f %%  ", part * 100);
    }
    size += (size_t)snprintf(line + size, sizeof line - size, "%llu documents  %.0f/s  %llu events",
                             (unsigned long long)seen, now > 0 ? (double)seen / now : 0.0,
                             (unsigned long long)context->events);
    if (doing != NULL) {
        snprintf(line + size, sizeof line - size, "  %s", doing);
    } else if (part > 0) {
        show_time(left, sizeof left, now / part - now);
        snprintf(line + size, sizeof line - size, "  %s left", left);
    }
    int width = ioctl(STDERR_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 1 ? window.ws_col - 1 : 79;
    fprintf(stderr, "\r%.*s\033[K", width, line);
}

static bool skip(void *given, const dm_document *document)
{
    load_context *context = given;
    dm_error error = {0};
    dm_known known;
    dm_status status = dm_store_knows(context->store, document, context->identity, &known, &error);
    if (status != DM_OK) {
        if (context->failed == DM_EXIT_DONE)
            dm_complain(&error);
        context->failed = dm_exit_of(status) < DM_EXIT_DATA ? DM_EXIT_DATA : dm_exit_of(status);
        return false; /* storing it will say so too, and stop the line */
    }
    bool passed = known == DM_CODED || (known != DM_UNKNOWN && !context->recode);
    context->known += known == DM_CODED;
    context->older += known == DM_CODED_BY_ANOTHER && passed;
    context->otherwise += known == DM_OTHER_TEXT && passed;
    show_progress(context, NULL);
    return passed;
}

static dm_status next(void *given, dm_document *document, dm_error *error)
{
    load_context *context = given;
    return dm_store_older(context->store, context->identity, context->last, document, &context->last, error);
}

static int finish(void *given, dm_job *job)
{
    load_context *context = given;
    bool added = false;
    dm_error error = {0};
    dm_status status = (context->recode ? dm_store_recode : dm_store_add)(context->store, job->record, &added, &error);
    if (status != DM_OK) {
        dm_complain(&error);
        return dm_exit_of(status) < DM_EXIT_DATA ? DM_EXIT_DATA : dm_exit_of(status);
    }
    context->documents++;
    context->added += added;
    size_t count;
    dm_record_events(job->record, &count);
    context->events += added ? count : 0;
    show_progress(context, NULL);
    return DM_EXIT_DONE;
}

static void sum_up(const load_context *context)
{
    if (context->terminal)
        fputs("\r\033[K", stderr);
    fprintf(stderr, "%llu documents, %llu %s, %llu events\n",
            (unsigned long long)(context->documents + context->known + context->older + context->otherwise),
            (unsigned long long)context->added, context->recode ? "coded anew or added" : "added",
            (unsigned long long)context->events);
    if (context->older > 0)
        fprintf(stderr, "%llu are there as another version coded them; --recode codes them anew\n",
                (unsigned long long)context->older);
    if (context->otherwise > 0)
        fprintf(stderr, "%llu are there by their id with another text, which stays; --recode takes the new one\n",
                (unsigned long long)context->otherwise);
}

static int load(const dm_arguments *arguments, dm_coder *coder, load_context *context)
{
    bool stored = dm_argument(arguments, "stored") != NULL;
    dm_arguments files = *arguments;
    files.operands++;
    files.operand_count--;
    dm_line line = {.arguments = &files,
                    .coder = coder,
                    .context = context,
                    .finish = finish,
                    .skip = stored ? NULL : skip,
                    .next = stored ? next : NULL,
                    .progress = &context->progress};
    int status = dm_line_run(&line);
    dm_error error = {0};
    show_progress(context, "making indexes");
    dm_status closed = dm_store_close(context->store, &error);
    sum_up(context);
    if (closed != DM_OK) {
        dm_complain(&error);
        if (dm_exit_of(closed) > status)
            status = dm_exit_of(closed);
    }
    return context->failed > status ? context->failed : status;
}

static int run(const dm_arguments *arguments)
{
    if (arguments->operand_count < 1)
        return dm_usage(arguments, "which database?");
    bool stored = dm_argument(arguments, "stored") != NULL;
    if (stored && arguments->operand_count > 1)
        return dm_usage(arguments, "--stored takes the documents of the database, no files");
    dm_error error = {0};
    load_context context = {.terminal = isatty(STDERR_FILENO) == 1,
                            .recode = stored || dm_argument(arguments, "recode") != NULL};
    clock_gettime(CLOCK_MONOTONIC, &context.began);
    dm_coder *coder;
    int status = dm_open_coder(arguments, &coder);
    if (status != DM_EXIT_DONE)
        return status;
    context.identity = dm_coder_identity(coder);
    dm_status opened = dm_store_open(arguments->operands[0], !stored, &context.store, &error);
    if (opened != DM_OK) {
        dm_complain(&error);
        status = dm_exit_of(opened);
    } else {
        status = load(arguments, coder, &context);
    }
    dm_coder_close(coder);
    return status;
}

static const dm_option options[] = {
    {"recode", NULL, "code documents anew that another version of the program, its models or its data has coded"},
    {"stored", NULL, "no files: code anew what the database has from another version"},
    DM_INPUT_OPTIONS,
    DM_CODER_OPTIONS};
const dm_command dm_command_load = {
    "load", "DB [FILE|DIR|-]...", "Codes documents into a database",
    "The database is made when there is none. Documents that are in it already change nothing: a load that was\n"
    "interrupted goes on where it was when it is run again.",
    options, DM_COUNT(options), run};
