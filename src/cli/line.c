/* Documents through threads: the main thread reads and finishes, workers code; results leave in the order of input.
 * A ring of jobs bounds the memory: reading waits when the oldest job is not done. */
#include "cli/command.h"

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_THREADS 256
/* Jobs that a thread takes together, until they have so many bytes: half of the ring's, so that the others are read meanwhile. */
enum { TOGETHER = 8, TOGETHER_BYTES = 2000 };

typedef struct dm_ring {
    const dm_line *line;
    pthread_mutex_t lock;
    pthread_cond_t work, done;
    dm_job *jobs;
    bool *ready; /* by job: coded */
    size_t room;
    size_t taken, read, finished; /* counts; job n is in jobs[n % room] */
    bool closed;
    int status; /* worst so far */
} dm_ring;

/* Makes the record of a job, unless its input was parsed already. */
static void begin_job(const dm_line *line, dm_worker *worker, dm_job *job)
{
    if (job->status != DM_OK)
        return;
    if (job->parsed != NULL) {
        job->record = job->parsed;
        job->parsed = NULL;
        job->record->keep_reasons = line->keep_reasons;
        return;
    }
    job->status = dm_worker_begin(worker, &job->document, &job->record, &job->error);
}

static void finish_job(const dm_line *line, dm_job *job)
{
    dm_slice id = job->document.id;
    if (job->status == DM_OK) {
        job->status = dm_record_analyse(line->coder, job->record, &job->error);
        if (job->status != DM_OK) {
            dm_record_free(job->record);
            job->record = NULL;
        }
    }
    if (job->status != DM_OK && job->error.file[0] == 0 && id.size != 0)
        snprintf(job->error.file, sizeof job->error.file, "document %.*s", (int)(id.size < 200 ? id.size : 200), id.at);
    if (job->status == DM_OK && job->warning[0] != '\0')
        dm_record_warn(job->record, "%s", job->warning);
    if (job->status == DM_OK && line->render != NULL)
        line->render(line->context, job);
}

static void code_jobs(const dm_line *line, dm_worker *worker, dm_job *const *jobs, size_t count)
{
    dm_record *records[TOGETHER];
    size_t ready = 0;
    for (size_t i = 0; i < count; i++) {
        begin_job(line, worker, jobs[i]);
        if (jobs[i]->status == DM_OK)
            records[ready++] = jobs[i]->record;
    }
    dm_records_parse(line->coder, records, ready);
    for (size_t i = 0; i < count; i++)
        finish_job(line, jobs[i]);
}

/* The next jobs, several when they are short: these are parsed in less time together.  The lock is held. */
static size_t take_jobs(dm_ring *ring, dm_job **jobs)
{
    size_t count = 0, bytes = 0;
    do {
        jobs[count] = &ring->jobs[ring->taken++ % ring->room];
        bytes += jobs[count++]->document.text.size;
    } while (ring->taken < ring->read && count < TOGETHER && bytes < TOGETHER_BYTES);
    return count;
}

static void *work(void *given)
{
    dm_ring *ring = given;
    dm_worker *worker = NULL;
    dm_job *jobs[TOGETHER];
    dm_status opened = dm_worker_new(ring->line->coder, &worker);
    if (opened == DM_OK)
        dm_worker_keep_reasons(worker, ring->line->keep_reasons);
    pthread_mutex_lock(&ring->lock);
    for (;;) {
        while (ring->taken == ring->read && !ring->closed)
            pthread_cond_wait(&ring->work, &ring->lock);
        if (ring->taken == ring->read)
            break;
        size_t count = take_jobs(ring, jobs);
        pthread_mutex_unlock(&ring->lock);
        if (opened == DM_OK)
            code_jobs(ring->line, worker, jobs, count);
        for (size_t i = 0; i < count && opened != DM_OK; i++)
            jobs[i]->status = dm_fail(&jobs[i]->error, opened, NULL, 0, 0, "out of memory");
        pthread_mutex_lock(&ring->lock);
        for (size_t i = 0; i < count; i++)
            ring->ready[jobs[i] - ring->jobs] = true;
        pthread_cond_signal(&ring->done);
    }
    pthread_mutex_unlock(&ring->lock);
    dm_worker_free(worker);
    return NULL;
}

static void clear_job(dm_job *job)
{
    dm_record_free(job->record);
    dm_record_free(job->parsed);
    free(job->bytes);
    dm_buffer out = job->out; /* its memory is used again */
    memset(job, 0, sizeof *job);
    out.size = 0;
    out.failed = false;
    job->out = out;
}

static void note(dm_ring *ring, int status)
{
    if (status > ring->status)
        ring->status = status;
}

/* Waits for the oldest job and hands it over. */
static bool finish_one(dm_ring *ring)
{
    size_t place = ring->finished % ring->room;
    pthread_mutex_lock(&ring->lock);
    while (!ring->ready[place])
        pthread_cond_wait(&ring->done, &ring->lock);
    ring->ready[place] = false;
    pthread_mutex_unlock(&ring->lock);
    dm_job *job = &ring->jobs[place];
    if (job->status == DM_OK && !job->out.failed) {
        note(ring, ring->line->finish(ring->line->context, job));
    } else {
        if (job->out.failed)
            job->status = dm_fail(&job->error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
        dm_complain(&job->error);
        note(ring, dm_exit_of(job->status));
    }
    clear_job(job);
    ring->finished++;
    return ring->status <= DM_EXIT_SOME_UNREAD;
}

static bool copy_document(dm_job *job, const dm_document *document)
{
    const dm_slice *given[] = {&document->id, &document->title, &document->source, &document->url, &document->text};
    dm_slice *made[] = {&job->document.id, &job->document.title, &job->document.source, &job->document.url,
                        &job->document.text};
    size_t size = 0;
    for (size_t i = 0; i < DM_COUNT(given); i++)
        size += given[i]->size;
    job->bytes = malloc(size + 1);
    if (job->bytes == NULL)
        return false;
    char *at = job->bytes;
    for (size_t i = 0; i < DM_COUNT(given); i++) {
        *made[i] = *given[i];
        if (given[i]->at == NULL)
            continue;
        memcpy(at, given[i]->at, given[i]->size);
        made[i]->at = at;
        at += given[i]->size;
    }
    job->document.date = document->date;
    return true;
}

/* The next free job of the ring; finishes the oldest when all are in use. NULL when the line must stop. */
static dm_job *next_job(dm_ring *ring)
{
    if (ring->read - ring->finished == ring->room && !finish_one(ring))
        return NULL;
    return &ring->jobs[ring->read % ring->room];
}

static void send_job(dm_ring *ring)
{
    pthread_mutex_lock(&ring->lock);
    ring->read++;
    pthread_cond_signal(&ring->work);
    pthread_mutex_unlock(&ring->lock);
}

static bool full(const dm_ring *ring) { return ring->line->limit != 0 && ring->read >= ring->line->limit; }

/* Parsed input: text and tree in the record's own arena. */
static dm_status take_conllu(dm_ring *ring, dm_job *job, const dm_document *document, uint32_t at_line,
                             const char *name)
{
    dm_conllu given;
    job->status = dm_record_new(ring->line->coder, &job->parsed);
    if (job->status != DM_OK)
        return dm_fail(&job->error, job->status, name, 0, 0, "out of memory");
    dm_record *record = job->parsed;
    dm_slice lines = dm_arena_copy(&record->arena, document->text);
    if (lines.at == NULL)
        return dm_fail(&job->error, DM_NO_MEMORY, name, 0, 0, "out of memory");
    dm_status status = dm_conllu_read(&lines, &at_line, UINT32_MAX, &record->arena, &given, &job->error);
    if (status == DM_END)
        return dm_fail(&job->error, DM_BAD_INPUT, name, at_line, 0, "no sentence");
    if (status == DM_OK) {
        record->text = given.text;
        record->tree = given.tree;
        record->tree.text = &record->text;
        record->document.id = given.id;
        record->document.date = given.date.year != 0 ? given.date : document->date;
        record->document.text = given.text.text;
        if (!given.parsed) /* words only: grammar does the rest */
            status = dm_grammar_parse(dm_coder_grammar(ring->line->coder), &record->arena, &record->text, &record->tree,
                                      &job->error);
    }
    if (status != DM_OK && job->error.file[0] == 0)
        snprintf(job->error.file, sizeof job->error.file, "%s", name);
    return status;
}

/* Reads one open stream to its end. Returns false when the line must stop. */
static bool read_stream(dm_ring *ring, FILE *stream, const char *name, const dm_read_options *options)
{
    dm_reader *reader;
    dm_error error = {0};
    dm_status status = dm_reader_open(stream, name, options, &reader, &error);
    if (status != DM_OK) {
        dm_complain(&error);
        note(ring, dm_exit_of(status));
        return ring->status <= DM_EXIT_SOME_UNREAD;
    }
    bool go_on = true;
    const dm_line *line = ring->line;
    uint64_t before = line->progress == NULL ? 0 : line->progress->read;
    while (go_on && !full(ring)) {
        dm_job *job = next_job(ring);
        if (job == NULL) {
            go_on = false;
            break;
        }
        dm_document document;
        dm_slice warning = {NULL, 0};
        job->status = dm_reader_next(reader, &document, &warning, &job->error);
        if (job->status == DM_END)
            break;
        long at = line->progress == NULL ? -1 : ftell(stream);
        if (at >= 0)
            line->progress->read = before + (uint64_t)at;
        if (job->status == DM_OK && line->skip != NULL && dm_reader_format(reader) != DM_FORMAT_CONLLU &&
            line->skip(line->context, &document))
            continue;
        if (warning.size != 0) {
            fprintf(stderr, "demarche: %s: warning: %.*s\n", name, (int)warning.size, warning.at);
            snprintf(job->warning, sizeof job->warning, "%.*s", (int)warning.size, warning.at);
        }
        if (job->status == DM_OK && dm_reader_format(reader) == DM_FORMAT_CONLLU)
            job->status = take_conllu(ring, job, &document, dm_reader_line(reader), name);
        else if (job->status == DM_OK && !copy_document(job, &document))
            job->status = dm_fail(&job->error, DM_NO_MEMORY, name, 0, 0, "out of memory");
        bool stop = job->status != DM_OK && job->status != DM_BAD_INPUT && job->status != DM_LIMIT;
        send_job(ring);
        if (stop)
            break;
    }
    dm_reader_close(reader);
    return go_on;
}

static bool read_file(dm_ring *ring, const char *path, const dm_read_options *options)
{
    dm_error error = {0};
    struct stat facts;
    bool standard = strcmp(path, "-") == 0;
    FILE *stream = standard ? stdin : fopen(path, "rb");
    if (stream == NULL || (!standard && fstat(fileno(stream), &facts) == 0 && S_ISDIR(facts.st_mode))) {
        dm_fail(&error, DM_IO, path, 0, 0, "%s", strerror(stream == NULL ? errno : EISDIR));
        dm_complain(&error);
        if (stream != NULL)
            fclose(stream);
        note(ring, DM_EXIT_SOME_UNREAD);
        return true;
    }
    bool go_on = read_stream(ring, stream, standard ? "standard input" : path, options);
    if (!standard)
        fclose(stream);
    return go_on;
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* All files of a folder in the order of their names, folders below it too; hidden ones are passed over. */
static bool read_folder(dm_ring *ring, const char *path, const dm_read_options *options, int depth)
{
    DIR *folder = opendir(path);
    dm_error error = {0};
    if (folder == NULL || depth > 32) {
        dm_fail(&error, DM_IO, path, 0, 0, "%s", folder == NULL ? strerror(errno) : "folders nested too deeply");
        dm_complain(&error);
        if (folder != NULL)
            closedir(folder);
        note(ring, DM_EXIT_SOME_UNREAD);
        return true;
    }
    char **names = NULL;
    size_t count = 0, room = 0;
    struct dirent *entry;
    bool go_on = true;
    while ((entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        if (count == room) {
            room = room == 0 ? 64 : room * 2;
            char **larger = realloc(names, room * sizeof *larger);
            if (larger == NULL)
                break;
            names = larger;
        }
        size_t size = strlen(path) + strlen(entry->d_name) + 2;
        names[count] = malloc(size);
        if (names[count] == NULL)
            break;
        snprintf(names[count++], size, "%s/%s", path, entry->d_name);
    }
    if (entry != NULL) {
        fputs("demarche: out of memory\n", stderr);
        note(ring, DM_EXIT_IO);
        go_on = false;
    }
    closedir(folder);
    if (count != 0)
        qsort(names, count, sizeof *names, by_name);
    for (size_t i = 0; i < count; i++) {
        struct stat facts;
        if (go_on && !full(ring))
            go_on = stat(names[i], &facts) == 0 && S_ISDIR(facts.st_mode)
                        ? read_folder(ring, names[i], options, depth + 1)
                        : read_file(ring, names[i], options);
        free(names[i]);
    }
    free(names);
    return go_on;
}

static bool read_operand(dm_ring *ring, const char *path, const dm_read_options *options)
{
    struct stat facts;
    if (strcmp(path, "-") != 0 && stat(path, &facts) == 0 && S_ISDIR(facts.st_mode))
        return read_folder(ring, path, options, 0);
    return read_file(ring, path, options);
}

/* Documents that the line gives itself. */
static bool read_next(dm_ring *ring)
{
    const dm_line *line = ring->line;
    for (;;) {
        dm_document document;
        dm_job *job = next_job(ring);
        if (job == NULL)
            return false;
        job->status = line->next(line->context, &document, &job->error);
        if (job->status == DM_END)
            return true;
        if (job->status == DM_OK && !copy_document(job, &document))
            job->status = dm_fail(&job->error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
        bool stop = job->status != DM_OK;
        send_job(ring);
        if (stop)
            return true;
    }
}

static uint64_t bytes_of(const char *path, int depth)
{
    struct stat facts;
    uint64_t bytes = 0;
    if (stat(path, &facts) != 0 || depth > 32)
        return 0;
    if (!S_ISDIR(facts.st_mode))
        return facts.st_size > 0 ? (uint64_t)facts.st_size : 0;
    DIR *folder = opendir(path);
    struct dirent *entry;
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        char name[4096];
        if (entry->d_name[0] != '.' && snprintf(name, sizeof name, "%s/%s", path, entry->d_name) < (int)sizeof name)
            bytes += bytes_of(name, depth + 1);
    }
    if (folder != NULL)
        closedir(folder);
    return bytes;
}

static int read_all(dm_ring *ring, const dm_read_options *options)
{
    const dm_arguments *arguments = ring->line->arguments;
    bool go_on = true;
    for (size_t i = 0; ring->line->progress != NULL && i < arguments->operand_count; i++)
        ring->line->progress->total += bytes_of(arguments->operands[i], 0);
    if (ring->line->next != NULL)
        go_on = read_next(ring);
    else if (arguments->operand_count == 0)
        go_on = read_operand(ring, "-", options);
    for (size_t i = 0; ring->line->next == NULL && go_on && i < arguments->operand_count && !full(ring); i++)
        go_on = read_operand(ring, arguments->operands[i], options);
    while (go_on && ring->finished < ring->read)
        go_on = finish_one(ring);
    return ring->status;
}

/* --field text=body,date=day; the names are kept in `room`. */
static bool fields_of(const char *given, dm_read_options *options, char *room, size_t size)
{
    static const char *const names[DM_FIELD_COUNT] = {"id", "date", "title", "text", "source", "url"};
    if (strlen(given) >= size)
        return false;
    memcpy(room, given, strlen(given) + 1);
    for (char *at = room; at != NULL;) {
        char *comma = strchr(at, ','), *equals = strchr(at, '=');
        if (comma != NULL)
            *comma = 0;
        if (equals == NULL || (comma != NULL && equals > comma) || equals[1] == 0)
            return false;
        *equals = 0;
        size_t field = 0;
        while (field < DM_FIELD_COUNT && strcmp(at, names[field]) != 0)
            field++;
        if (field == DM_FIELD_COUNT)
            return false;
        options->fields[field] = equals + 1;
        at = comma == NULL ? NULL : comma + 1;
    }
    return true;
}

static int options_of(const dm_line *line, dm_read_options *options, size_t *threads, char *room, size_t size)
{
    const dm_arguments *arguments = line->arguments;
    const char *from = dm_argument(arguments, "from"), *date = dm_argument(arguments, "date"),
               *count = dm_argument(arguments, "threads");
    *options = (dm_read_options){.format = DM_FORMAT_ANY};
    if (from != NULL && !dm_format_named(from, &options->format))
        return dm_usage(arguments, "no such format: %s", from);
    if (date != NULL && !dm_date_parse(dm_slice_of(date), &options->date))
        return dm_usage(arguments, "--date %s is not a date, YYYY-MM-DD", date);
    const char *fields = dm_argument(arguments, "field");
    if (fields != NULL && !fields_of(fields, options, room, size))
        return dm_usage(
            arguments, "--field %s is not of the form text=body,date=day (id, date, title, text, source, url)", fields);
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    *threads = processors < 1 ? 1 : (size_t)processors;
    if (count != NULL) {
        uint32_t number;
        if (!dm_slice_number(dm_slice_of(count), &number) || number < 1 || number > MOST_THREADS)
            return dm_usage(arguments, "--threads %s is not a number from 1 to %d", count, MOST_THREADS);
        *threads = number;
    }
    if (*threads > MOST_THREADS)
        *threads = MOST_THREADS;
    return DM_EXIT_DONE;
}

int dm_line_run(const dm_line *line)
{
    dm_read_options options;
    char field_names[256];
    size_t threads = 1, started = 0;
    int status = options_of(line, &options, &threads, field_names, sizeof field_names);
    if (status != DM_EXIT_DONE)
        return status;
    dm_ring ring = {.line = line, .room = threads * 2 * TOGETHER};
    pthread_t handles[MOST_THREADS];
    ring.jobs = calloc(ring.room, sizeof *ring.jobs);
    ring.ready = calloc(ring.room, sizeof *ring.ready);
    if (ring.jobs == NULL || ring.ready == NULL) {
        free(ring.jobs);
        free(ring.ready);
        fputs("demarche: out of memory\n", stderr);
        return DM_EXIT_IO;
    }
    pthread_mutex_init(&ring.lock, NULL);
    pthread_cond_init(&ring.work, NULL);
    pthread_cond_init(&ring.done, NULL);
    while (started < threads && pthread_create(&handles[started], NULL, work, &ring) == 0)
        started++;
    if (started == 0) {
        fputs("demarche: no thread could be started\n", stderr);
        status = DM_EXIT_IO;
    } else {
        status = read_all(&ring, &options);
    }
    pthread_mutex_lock(&ring.lock);
    ring.closed = true;
    ring.taken = ring.read; /* when the line stopped early, what nobody took is dropped */
    pthread_cond_broadcast(&ring.work);
    pthread_mutex_unlock(&ring.lock);
    for (size_t i = 0; i < started; i++)
        pthread_join(handles[i], NULL);
    for (size_t i = 0; i < ring.room; i++) {
        clear_job(&ring.jobs[i]);
        dm_buffer_free(&ring.jobs[i].out);
    }
    pthread_cond_destroy(&ring.done);
    pthread_cond_destroy(&ring.work);
    pthread_mutex_destroy(&ring.lock);
    free(ring.jobs);
    free(ring.ready);
    return status;
}
