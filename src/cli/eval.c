/* demarche eval: our record of texts against records made by hand. */
#include "cli/command.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define GOLD_END ".gold.json"

typedef struct eval_run {
    const dm_arguments *arguments;
    dm_worker *worker;
    bool json, colour, summary;
    unsigned width;
    uint32_t lists;             /* bit by dm_judged: what is listed */
    dm_tally tallies[DM_JUDGED_COUNT];
    uint32_t articles;
} eval_run;

/* The text beside NAME.gold.json is NAME.txt; its own header lines give title and date that the gold leaves out. */
static dm_status read_beside(const char *path, dm_reader **reader, FILE **stream, dm_document *document, dm_error *error)
{
    char name[4096];
    size_t size = strlen(path) - strlen(GOLD_END);
    if (size + 5 > sizeof name)
        return dm_fail(error, DM_IO, path, 0, 0, "the name is too long");
    memcpy(name, path, size);
    memcpy(name + size, ".txt", 5);
    *stream = fopen(name, "rb");
    if (*stream == NULL)
        return dm_fail(error, DM_IO, name, 0, 0, "%s: the text belongs beside the gold, or into it as document.text", strerror(errno));
    dm_status status = dm_reader_open(*stream, name, NULL, reader, error);
    if (status == DM_OK)
        status = dm_reader_next(*reader, document, NULL, error);
    return status == DM_END ? dm_fail(error, DM_BAD_INPUT, name, 0, 0, "no text") : status;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static bool ends_with(const char *name, const char *end)
{
    size_t size = strlen(name), tail = strlen(end);
    return size > tail && strcmp(name + size - tail, end) == 0;
}

static int write_out(dm_buffer *out)
{
    bool written = !out->failed && fwrite(out->at == NULL ? "" : out->at, 1, out->size, stdout) == out->size;
    if (!written)
        fprintf(stderr, "demarche: %s\n", out->failed ? "out of memory" : strerror(errno));
    dm_buffer_free(out);
    return written ? DM_EXIT_DONE : DM_EXIT_IO;
}

static int show(eval_run *run, const dm_record *record, const dm_judgement *judgement, const char *name)
{
    dm_buffer out = {0};
    if (run->json) {
        dm_buffer_print(&out, run->articles == 0 ? "\n" : ",\n");
        dm_show_judgement_json(&out, record, judgement, run->lists);
    } else if (!run->summary) {
        dm_buffer_print(&out, "%s\n\n", name);
        dm_show_judgement(&out, record, judgement, run->lists, run->width, run->colour);
    }
    return write_out(&out);
}

static int eval_file(eval_run *run, const char *path)
{
    dm_gold *gold = NULL;
    dm_reader *reader = NULL;
    FILE *stream = NULL;
    dm_record *record = NULL;
    dm_judgement judgement = {0};
    dm_document document = {0};
    dm_error error = {0};
    char id[256];
    int exit_status = DM_EXIT_DONE;
    dm_status status = dm_gold_open(path, &gold, &error);
    if (status == DM_OK && dm_gold_document(gold)->text.size == 0) {
        status = ends_with(path, GOLD_END) ? read_beside(path, &reader, &stream, &document, &error)
                                           : dm_fail(&error, DM_BAD_INPUT, path, 0, 0, "no document.text, and the name does not end in " GOLD_END);
    }
    if (status == DM_OK) {
        const dm_document *own = dm_gold_document(gold);
        snprintf(id, sizeof id, "%.*s", (int)(strlen(base_name(path)) - (ends_with(path, GOLD_END) ? strlen(GOLD_END) : 0)), base_name(path));
        document.id = own->id.size != 0 ? own->id : dm_slice_of(id);
        if (own->text.size != 0)
            document.text = own->text;
        if (own->title.size != 0)
            document.title = own->title;
        if (own->date.year != 0 && document.date.year == 0)
            document.date = own->date;
        status = dm_worker_code(run->worker, &document, &record, &error);
    }
    if (status == DM_OK)
        status = dm_judge(gold, record, &judgement, &error);
    if (status == DM_OK) {
        for (int i = 0; i < DM_JUDGED_COUNT; i++)
            dm_tally_add(&run->tallies[i], &judgement.tallies[i]);
        exit_status = show(run, record, &judgement, id);
        run->articles++;
        dm_judgement_free(&judgement);
    } else {
        if (error.file[0] == '\0')
            snprintf(error.file, sizeof error.file, "%s", path);
        dm_complain(&error);
        exit_status = status == DM_NO_MEMORY ? DM_EXIT_IO : DM_EXIT_SOME_UNREAD;
    }
    dm_record_free(record);
    dm_reader_close(reader);
    if (stream != NULL)
        fclose(stream);
    dm_gold_close(gold);
    return exit_status;
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static int eval_folder(eval_run *run, const char *path)
{
    DIR *folder = opendir(path);
    struct dirent *entry;
    char **names = NULL;
    size_t count = 0, room = 0;
    int worst = DM_EXIT_DONE;
    while (folder != NULL && worst == DM_EXIT_DONE && (entry = readdir(folder)) != NULL) {
        if (!ends_with(entry->d_name, GOLD_END))
            continue;
        if (count == room) {
            room = room == 0 ? 64 : room * 2;
            char **larger = realloc(names, room * sizeof *larger);
            if (larger == NULL) {
                worst = DM_EXIT_IO;
                break;
            }
            names = larger;
        }
        size_t size = strlen(path) + strlen(entry->d_name) + 2;
        if ((names[count] = malloc(size)) == NULL)
            worst = DM_EXIT_IO;
        else
            snprintf(names[count++], size, "%s/%s", path, entry->d_name);
    }
    if (folder != NULL)
        closedir(folder);
    if (count > 0)
        qsort(names, count, sizeof *names, by_name);
    else if (worst == DM_EXIT_DONE) {
        fprintf(stderr, "demarche: %s: no file ends in " GOLD_END "\n", path);
        worst = DM_EXIT_SOME_UNREAD;
    }
    for (size_t i = 0; i < count; i++) {
        int status = worst <= DM_EXIT_SOME_UNREAD ? eval_file(run, names[i]) : worst;
        worst = status > worst ? status : worst;
        free(names[i]);
    }
    free(names);
    return worst;
}

/* --only events,times: the lists that are told one by one. */
static bool read_lists(const char *only, uint32_t *lists)
{
    static const dm_judged told[] = {DM_JUDGED_EVENTS, DM_JUDGED_STATEMENTS, DM_JUDGED_POSITIONS, DM_JUDGED_FIGURES, DM_JUDGED_TIMES, DM_JUDGED_PLACES};
    dm_slice rest = dm_slice_of(only);
    *lists = 0;
    for (size_t i = 0; only == NULL && i < DM_COUNT(told); i++)
        *lists |= 1u << told[i];
    while (only != NULL && rest.at != NULL) {
        dm_slice name = dm_slice_next(&rest, ',');
        uint32_t before = *lists;
        for (size_t i = 0; i < DM_COUNT(told); i++)
            if (dm_slice_is(name, dm_judged_name(told[i])))
                *lists |= 1u << told[i];
        if (*lists == before)
            return false;
    }
    return true;
}

static int run(const dm_arguments *arguments)
{
    struct winsize size;
    const char *colour = dm_argument(arguments, "colour");
    eval_run run = {.arguments = arguments, .json = dm_argument(arguments, "json") != NULL, .width = 100,
                    .summary = dm_argument(arguments, "summary") != NULL, .colour = isatty(STDOUT_FILENO) == 1};
    if (arguments->operand_count == 0)
        return dm_usage(arguments, "which gold files or folders?");
    if (!read_lists(dm_argument(arguments, "only"), &run.lists))
        return dm_usage(arguments, "--only names lists: events, statements, positions, figures, times, places");
    if (colour != NULL && strcmp(colour, "always") != 0 && strcmp(colour, "never") != 0 && strcmp(colour, "auto") != 0)
        return dm_usage(arguments, "--colour is always, never or auto");
    if (colour != NULL && strcmp(colour, "auto") != 0)
        run.colour = strcmp(colour, "always") == 0;
    if (run.json && run.summary)
        run.lists = 0;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 50)
        run.width = size.ws_col > 160 ? 160 : size.ws_col;
    dm_coder *coder;
    int worst = dm_open_coder(arguments, &coder);
    if (worst != DM_EXIT_DONE)
        return worst;
    if (dm_worker_new(coder, &run.worker) != DM_OK)
        worst = DM_EXIT_IO;
    if (run.json && worst == DM_EXIT_DONE)
        fputs("{\"articles\":[", stdout);
    for (size_t i = 0; i < arguments->operand_count && worst <= DM_EXIT_SOME_UNREAD; i++) {
        struct stat facts;
        bool folder = stat(arguments->operands[i], &facts) == 0 && S_ISDIR(facts.st_mode);
        int status = folder ? eval_folder(&run, arguments->operands[i]) : eval_file(&run, arguments->operands[i]);
        worst = status > worst ? status : worst;
    }
    if (worst <= DM_EXIT_SOME_UNREAD && (run.articles > 0 || run.json)) {
        dm_buffer out = {0};
        if (run.json) {
            dm_buffer_print(&out, "],\n\"scores\":");
            dm_show_tallies_json(&out, run.tallies);
            dm_buffer_print(&out, "}\n");
        } else
            dm_show_tallies(&out, run.tallies);
        int status = write_out(&out);
        worst = status > worst ? status : worst;
    }
    dm_worker_free(run.worker);
    dm_coder_close(coder);
    return worst;
}

static const dm_option options[] = {
    {"only", "LISTS", "tell these one by one: events,statements,positions,figures,times,places; all when not given"},
    {"summary", NULL, "the figures alone"},
    {"json", NULL, "one JSON object: verdicts by article, and scores"},
    {"colour", "WHEN", "always, never, auto"},
    DM_CODER_OPTIONS,
};
const dm_command dm_command_eval = {
    "eval", "GOLD.json|DIR...", "Scores the coder on records made by hand: what is right, missed, false",
    "NAME.gold.json stands beside NAME.txt, or holds its text as document.text; a folder stands for its .gold.json files.\n"
    "Each sentence with a miss or a false entry is told with both. How entries are compared: docs/evaluation.md.",
    options, DM_COUNT(options), run};
