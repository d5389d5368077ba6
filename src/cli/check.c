/* demarche check: runs readable cases (FILE.case, or all of a folder) against the coder; the format is told in
 * tests/cases/README.md.  Dictionaries go to check_dictionary.c. */
#include "cli/command.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

typedef struct check_run {
    dm_worker *worker;
    const char *file;
    uint32_t cases, expectations, failed;
} check_run;

/* One case: its lines are read first, then the text is coded, then each expectation is looked up. */
typedef struct check_case {
    dm_date date;
    dm_slice text;
    uint32_t line;             /* of its first line */
    struct { dm_slice words; uint32_t line; } wanted[64];
    uint32_t wanted_count;
    const dm_record *record;
} check_case;

/* The next word of *rest, or the words between double quotes. */
static dm_slice word_of(dm_slice *rest)
{
    dm_slice left = dm_slice_trim(*rest), word;
    if (left.size > 0 && left.at[0] == '"') {
        const char *end = memchr(left.at + 1, '"', left.size - 1);
        size_t size = end == NULL ? left.size - 1 : (size_t)(end - left.at - 1);
        word = (dm_slice){left.at + 1, size};
        size += end == NULL ? 1 : 2;
        *rest = (dm_slice){left.at + size, left.size - size};
        return word;
    }
    size_t size = 0;
    while (size < left.size && left.at[size] != ' ' && left.at[size] != '\t')
        size++;
    *rest = (dm_slice){left.at + size, left.size - size};
    return (dm_slice){left.at, size};
}

static dm_slice covered(const check_case *one, dm_span span)
{
    if (span.end <= span.start || span.end > one->text.size)
        return (dm_slice){NULL, 0};
    return (dm_slice){one->record->document.text.at + span.start, span.end - span.start};
}

static bool holds(dm_slice text, dm_slice part)
{
    for (size_t i = 0; part.size > 0 && i + part.size <= text.size; i++)
        if (memcmp(text.at + i, part.at, part.size) == 0)
            return true;
    return part.size == 0;
}

static bool any(dm_slice word) { return word.size == 0 || dm_slice_is(word, "*"); }

static dm_slice code_of(const check_case *one, uint32_t entity)
{
    return entity < one->record->refers.entity_count ? dm_slice_of(one->record->refers.entities[entity].actor)
                                                     : (dm_slice){"", 0};
}

/* "USA+ISR": the codes of a list in any order; "-": nobody; "?": somebody without a code; "*": whatever. */
static bool same_actors(const check_case *one, dm_list list, dm_slice wanted)
{
    if (any(wanted))
        return true;
    if (dm_slice_is(wanted, "-"))
        return list.count == 0;
    uint32_t count = 0;
    while (wanted.at != NULL && wanted.size > 0) {
        dm_slice code = dm_slice_next(&wanted, '+');
        bool found = false;
        for (uint32_t i = 0; i < list.count; i++)
            found |= dm_slice_equal(code_of(one, list.at[i]), dm_slice_is(code, "?") ? (dm_slice){"", 0} : code);
        if (!found)
            return false;
        count++;
    }
    return count == list.count;
}

static bool is_event(const check_case *one, const dm_event *event, dm_slice rest)
{
    dm_slice source = word_of(&rest), arrow = word_of(&rest), target = word_of(&rest), type = word_of(&rest);
    if (!dm_slice_is(arrow, ">") || !same_actors(one, event->sources, source) || !same_actors(one, event->targets, target))
        return false;
    if (!any(type) && !dm_slice_is(type, dm_plover_name(event->plover)))
        return false;
    for (;;) {  /* further words in any order: CAMEO digits, status, date=, place=, mode=, "trigger" */
        dm_slice left = dm_slice_trim(rest);
        bool quoted = left.size > 0 && left.at[0] == '"';
        dm_slice word = word_of(&rest);
        if (word.size == 0)
            return true;
        if (quoted) {
            if (!holds(covered(one, event->trigger), word))
                return false;
        } else if (word.at[0] >= '0' && word.at[0] <= '9') {
            if (word.size > strlen(event->cameo) || memcmp(word.at, event->cameo, word.size) != 0)
                return false;
        } else if (word.size > 5 && memcmp(word.at, "date=", 5) == 0) {
            if (!dm_slice_equal(event->date, (dm_slice){word.at + 5, word.size - 5}))
                return false;
        } else if (word.size > 5 && memcmp(word.at, "mode=", 5) == 0) {
            if (!dm_slice_equal(event->mode, (dm_slice){word.at + 5, word.size - 5}))
                return false;
        } else if (word.size > 6 && memcmp(word.at, "place=", 6) == 0) {
            dm_slice wanted = {word.at + 6, word.size - 6};
            bool none = event->place == DM_NONE || event->place >= one->record->refers.place_count;
            if (dm_slice_is(wanted, "-") ? !none : none || !holds(one->record->refers.places[event->place].name, wanted))
                return false;
        } else if (!dm_slice_is(word, dm_event_status_name(event->status))) {
            return false;
        }
    }
}

static bool in_spans(const check_case *one, dm_spans spans, dm_slice wanted)
{
    for (uint32_t i = 0; i < spans.count; i++)
        if (holds(covered(one, spans.at[i]), wanted))
            return true;
    return wanted.size == 0;
}

static bool is_statement(const check_case *one, const dm_statement *statement, dm_slice rest)
{
    static const char *const kinds[] = {"direct", "indirect", "mixed"};
    dm_slice speaker = word_of(&rest), cue = word_of(&rest), kind = word_of(&rest), content = word_of(&rest);
    bool nobody = statement->speaker == DM_NONE || code_of(one, statement->speaker).size == 0;
    if (!any(speaker) && (dm_slice_is(speaker, "-") ? !nobody : !dm_slice_equal(code_of(one, statement->speaker), speaker)))
        return false;
    return in_spans(one, statement->cue, any(cue) ? (dm_slice){"", 0} : cue) &&
           (any(kind) || dm_slice_is(kind, kinds[statement->kind])) && in_spans(one, statement->content, content);
}

static bool is_position(const check_case *one, const dm_position *position, dm_slice rest)
{
    dm_slice holder = word_of(&rest), stance = word_of(&rest), issue = word_of(&rest), id = word_of(&rest), towards = word_of(&rest);
    if (!any(id) && !dm_slice_equal(position->issue_id, id))
        return false;
    if (!any(towards) && !dm_slice_is(towards, position->against != position->turned ? "against" : "for"))
        return false;
    return (any(holder) || dm_slice_equal(code_of(one, position->holder), holder)) &&
           (any(stance) || dm_slice_is(stance, position->against ? "against" : "for")) &&
           holds(covered(one, position->issue), issue);
}

static bool mentioned_as(const check_case *one, const dm_entity *entity, dm_slice words)
{
    for (uint32_t i = 0; i < entity->mentions.count; i++)
        if (dm_slice_equal(covered(one, one->record->refers.mentions[entity->mentions.at[i]].span), words))
            return true;
    return false;
}

/* same "whole mention" "whole mention" ...: all are one entity's. */
static bool is_same(const check_case *one, const dm_entity *entity, dm_slice rest)
{
    bool all = true;
    for (dm_slice words = word_of(&rest); words.size != 0; words = word_of(&rest))
        all &= mentioned_as(one, entity, words);
    return all;
}

static bool is_entity(const check_case *one, const dm_entity *entity, dm_slice rest)
{
    dm_slice words = word_of(&rest), code = word_of(&rest), type = word_of(&rest);
    if (!(any(code) || (dm_slice_is(code, "-") ? entity->actor[0] == 0 : dm_slice_is(code, entity->actor))) ||
        !(any(type) || dm_slice_is(type, dm_entity_type_name(entity->type))))
        return false;
    return mentioned_as(one, entity, words);
}

static bool is_figure(const check_case *one, const dm_figure *figure, dm_slice rest)
{
    dm_slice words = word_of(&rest), value = word_of(&rest);
    char number[64];
    snprintf(number, sizeof number, "%.15g", figure->value);
    return holds(covered(one, figure->span), words) && (any(value) || dm_slice_is(value, number));
}

/* Number of things of `kind` that agree with the rest of the line; *all receives how many there are.  DM_NONE when there
 * is no such kind. */
static uint32_t matches(const check_case *one, dm_slice kind, dm_slice rest, uint32_t *all)
{
    const dm_record *record = one->record;
    uint32_t found = 0;
#define COUNT(list, length, test)                                                                                    \
    do {                                                                                                             \
        *all = record->length;                                                                                       \
        for (uint32_t i = 0; i < record->length; i++)                                                                \
            found += test(one, &record->list[i], rest);                                                              \
        return found;                                                                                                \
    } while (0)
    if (dm_slice_is(kind, "event"))
        COUNT(events, event_count, is_event);
    if (dm_slice_is(kind, "statement"))
        COUNT(statements, statement_count, is_statement);
    if (dm_slice_is(kind, "position"))
        COUNT(positions, position_count, is_position);
    if (dm_slice_is(kind, "entity"))
        COUNT(refers.entities, refers.entity_count, is_entity);
    if (dm_slice_is(kind, "same"))
        COUNT(refers.entities, refers.entity_count, is_same);
    if (dm_slice_is(kind, "figure"))
        COUNT(refers.figures, refers.figure_count, is_figure);
#undef COUNT
    dm_slice words = word_of(&rest), value = word_of(&rest);
    if (dm_slice_is(kind, "time")) {
        *all = record->refers.time_count;
        for (uint32_t i = 0; i < record->refers.time_count; i++)
            found += dm_slice_equal(covered(one, record->refers.times[i].span), words) &&
                     (any(value) || dm_slice_equal(record->refers.times[i].value, value));
        return found;
    }
    if (dm_slice_is(kind, "place")) {
        *all = record->refers.place_count;
        for (uint32_t i = 0; i < record->refers.place_count; i++)
            found += dm_slice_equal(covered(one, record->refers.places[i].span), words) &&
                     (any(value) || dm_slice_is(value, record->refers.places[i].country));
        return found;
    }
    if (dm_slice_is(kind, "silent")) {
        *all = record->silent_count;
        for (uint32_t i = 0; i < record->silent_count; i++)
            found += holds(record->silent[i].reason, words);
        return found;
    }
    if (dm_slice_is(kind, "sentences")) {
        uint32_t number;
        *all = record->text.sentence_count;
        return dm_slice_number(words, &number) && number == *all;
    }
    return DM_NONE;
}

static void list_events(const check_case *one)
{
    for (uint32_t i = 0; i < one->record->event_count; i++) {
        const dm_event *event = &one->record->events[i];
        fputs("      got event ", stderr);
        for (int side = 0; side < 2; side++) {
            dm_list list = side == 0 ? event->sources : event->targets;
            for (uint32_t k = 0; k < list.count; k++) {
                dm_slice code = code_of(one, list.at[k]);
                fprintf(stderr, "%s%.*s", k == 0 ? "" : "+", code.size == 0 ? 1 : (int)code.size, code.size == 0 ? "?" : code.at);
            }
            fputs(list.count == 0 ? "-" : "", stderr);
            fputs(side == 0 ? " > " : " ", stderr);
        }
        dm_slice trigger = covered(one, event->trigger);
        fprintf(stderr, "%s %s %s \"%.*s\" by %.*s\n", dm_plover_name(event->plover), event->cameo,
                dm_event_status_name(event->status), (int)trigger.size, trigger.at, (int)event->by.size, event->by.at);
    }
}

static void fail(check_run *run, const check_case *one, uint32_t line, const char *why, dm_slice words)
{
    run->failed++;
    fprintf(stderr, "%s:%u: %s: %.*s\n", run->file, line, why, (int)words.size, words.at);
    if (one->record != NULL && words.size >= 5 && holds(words, DM_SLICE("event")))
        list_events(one);
}

static void run_case(check_run *run, check_case *one)
{
    dm_document document = {.date = one->date, .text = one->text};
    dm_error error = {0};
    dm_record *record = NULL;
    uint32_t events_wanted = 0, first_event = 0, all;
    bool further = false; /* "further events": those listed are not all */
    run->cases++;
    if (dm_worker_code(run->worker, &document, &record, &error) != DM_OK) {
        fail(run, one, one->line, error.why, one->text);
        return;
    }
    one->record = record;
    for (uint32_t i = 0; i < one->wanted_count; i++) {
        dm_slice rest = one->wanted[i].words, kind = word_of(&rest);
        bool none = dm_slice_is(kind, "no");
        if (dm_slice_is(kind, "further") && dm_slice_is(dm_slice_trim(rest), "events")) {
            further = true;
            continue;
        }
        if (none)
            kind = word_of(&rest);
        if (none && kind.size > 1 && dm_slice_trim(rest).size == 0 && kind.at[kind.size - 1] == 's')
            kind.size--;  /* "no events" */
        run->expectations++;
        uint32_t found = matches(one, kind, none && dm_slice_is(kind, "event") && dm_slice_trim(rest).size == 0 ? DM_SLICE("* > *") : rest, &all);
        if (found == DM_NONE)
            fail(run, one, one->wanted[i].line, "no such expectation", one->wanted[i].words);
        else if (none && (dm_slice_trim(rest).size == 0 ? all : found) != 0)
            fail(run, one, one->wanted[i].line, "must not be there", one->wanted[i].words);
        else if (!none && found == 0)
            fail(run, one, one->wanted[i].line, "not found", one->wanted[i].words);
        if (!none && dm_slice_is(kind, "event")) {
            if (events_wanted++ == 0)
                first_event = one->wanted[i].line;
        }
    }
    if (!further && events_wanted != 0 && record->event_count > events_wanted)  /* listed events are all events */
        fail(run, one, first_event, "more events than listed", DM_SLICE("event"));
    dm_record_free(record);
}

/* The text of all `text` lines of a case, as paragraphs, in memory that the caller frees. */
static char *join_text(char *text, size_t *size, dm_slice line)
{
    size_t gap = *size == 0 ? 0 : 2;
    char *longer = realloc(text, *size + gap + line.size + 1);
    if (longer == NULL) {
        free(text);
        return NULL;
    }
    memcpy(longer + *size, "\n\n", gap);
    memcpy(longer + *size + gap, line.at, line.size);
    *size += gap + line.size;
    return longer;
}

static bool run_file(check_run *run, const char *path)
{
    dm_error error = {0};
    dm_file file;
    if (dm_file_open(path, &file, &error) != DM_OK) {
        dm_complain(&error);
        return false;
    }
    run->file = path;
    dm_slice rest = {file.at == NULL ? "" : file.at, file.size}, line;
    uint32_t number = 0;
    bool more = true;
    while (more) {
        check_case one = {0};
        char *text = NULL;
        size_t size = 0;
        while ((more = dm_slice_line(&rest, &line))) {
            number++;
            line = dm_slice_trim(line);
            if (line.size == 0 && one.line != 0)
                break;
            if (line.size == 0 || line.at[0] == '#')
                continue;
            if (one.line == 0)
                one.line = number;
            dm_slice words = line, kind = word_of(&words);
            words = dm_slice_trim(words);
            if (dm_slice_is(kind, "date")) {
                if (!dm_date_parse(words, &one.date))
                    fail(run, &one, number, "not a date", words);
            } else if (dm_slice_is(kind, "text")) {
                text = join_text(text, &size, words);
            } else if (!dm_slice_is(kind, "because") && !dm_slice_is(kind, "case")) {
                if (one.wanted_count == DM_COUNT(one.wanted)) {
                    fail(run, &one, number, "too many expectations in one case", words);
                } else {
                    one.wanted[one.wanted_count].words = line;
                    one.wanted[one.wanted_count++].line = number;
                }
            }
        }
        if (one.line != 0) {
            one.text = (dm_slice){text == NULL ? "" : text, size};
            if (text == NULL || one.wanted_count == 0)
                fail(run, &one, one.line, "a case needs a text and an expectation", one.text);
            else
                run_case(run, &one);
        }
        free(text);
    }
    dm_file_close(&file);
    return true;
}

static bool ends_with(const char *name, const char *end)
{
    size_t size = strlen(name), tail = strlen(end);
    return size > tail && strcmp(name + size - tail, end) == 0;
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* The files of a folder that end so, sorted, "folder/name"; the caller frees them. */
static size_t files_of(const char *folder, const char *end, char **names, size_t room)
{
    DIR *open_folder = opendir(folder);
    struct dirent *entry;
    size_t count = 0;
    while (open_folder != NULL && count < room && (entry = readdir(open_folder)) != NULL) {
        if (!ends_with(entry->d_name, end))
            continue;
        size_t size = strlen(folder) + strlen(entry->d_name) + 2;
        if ((names[count] = malloc(size)) == NULL)
            break;
        snprintf(names[count++], size, "%s/%s", folder, entry->d_name);
    }
    if (open_folder != NULL)
        closedir(open_folder);
    qsort(names, count, sizeof *names, by_name);
    return count;
}

static bool is_folder(const char *path)
{
    struct stat facts;
    return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}

/* Adds the files beside the cases that end so ("mine.actors my.case"). */
static size_t beside(const dm_arguments *all, const char *end, const char **names, size_t count, size_t room)
{
    for (size_t i = 0; i < all->operand_count && count < room; i++)
        if (ends_with(all->operands[i], end) && !is_folder(all->operands[i]))
            names[count++] = all->operands[i];
    return count;
}

/* Runs the cases among the operands of `arguments`; the dictionaries among those of `all` are read as a user's own. */
static int run_cases(const dm_arguments *arguments, const dm_arguments *all)
{
    char *names[1024];
    const char *actors[64], *frames[64], *issues[64];
    size_t actor_count = dm_argument_all(arguments, "actors", actors, 16);
    actor_count = beside(all, ".actors", actors, actor_count, 24);
    actor_count = beside(all, ".agents", actors, actor_count, 32);
    size_t own = actor_count;
    for (size_t i = 0; i < arguments->operand_count; i++)  /* the fictional countries of a folder */
        if (is_folder(arguments->operands[i])) {
            size_t count = files_of(arguments->operands[i], ".actors", names, DM_COUNT(actors) - actor_count);
            for (size_t k = 0; k < count; k++)
                actors[actor_count++] = names[k];
        }
    const char *engine = dm_argument(arguments, "engine");
    dm_options options = {.models = dm_argument(arguments, "models"),
                          .data = dm_argument(arguments, "data"),
                          .actors = actors,
                          .actor_count = actor_count,
                          .least_confidence = -1,   /* cases are of rules, not of how sure they are */
                          .frames = frames,
                          .frame_count = beside(all, ".frames", frames, dm_argument_all(arguments, "frames", frames, 32), DM_COUNT(frames)),
                          .issues = issues,
                          .issue_count = beside(all, ".issues", issues, dm_argument_all(arguments, "issues", issues, 32), DM_COUNT(issues))};
    if (!dm_engine_named(engine, &options.engine))
        return dm_usage(arguments, "--engine is fast, balanced or accurate");
    dm_error error = {0};
    dm_coder *coder;
    check_run given = {0};
    dm_status status = dm_coder_open(&options, &coder, &error);
    for (size_t k = own; k < actor_count; k++) {
        union { const char *read_only; char *plain; } name = {actors[k]};
        free(name.plain);
    }
    if (status == DM_OK)
        status = dm_worker_new(coder, &given.worker);
    if (status != DM_OK) {
        dm_complain(&error);
        return dm_exit_of(status) < DM_EXIT_DATA ? DM_EXIT_DATA : dm_exit_of(status);
    }
    int exit_status = DM_EXIT_DONE;
    for (size_t i = 0; i < arguments->operand_count; i++) {
        bool folder = is_folder(arguments->operands[i]);
        size_t count = folder ? files_of(arguments->operands[i], ".case", names, DM_COUNT(names)) : 0;
        if (!folder && !run_file(&given, arguments->operands[i]))
            exit_status = DM_EXIT_IO;
        for (size_t k = 0; k < count; k++) {
            if (!run_file(&given, names[k]))
                exit_status = DM_EXIT_IO;
            free(names[k]);
        }
    }
    printf("%u cases, %u expectations, %u failed\n", given.cases, given.expectations, given.failed);
    dm_worker_free(given.worker);
    dm_coder_close(coder);
    return given.failed != 0 ? DM_EXIT_SOME_UNREAD : exit_status;
}

/* A file of frames, or a folder that holds some. */
static bool holds_frames(const char *path)
{
    char *names[8];
    size_t count = is_folder(path) ? files_of(path, ".frames", names, DM_COUNT(names)) : 0;
    bool found = count != 0 || ends_with(path, ".frames");
    dm_file file;
    if (!found && !is_folder(path) && !ends_with(path, ".case") && dm_file_open(path, &file, NULL) == DM_OK) {
        found = dm_frames_foreign((dm_slice){file.at == NULL ? "" : file.at, file.size});
        dm_file_close(&file);
    }
    while (count > 0)
        free(names[--count]);
    return found;
}

/* Files of cases and folders that hold some are run, all other files and folders are dictionaries. */
static int run(const dm_arguments *arguments)
{
    enum { ROOM = 1024 };
    const char *cases[ROOM], *dictionaries[ROOM];
    char *names[ROOM], *kept[ROOM];
    size_t case_count = 0, dictionary_count = 0, kept_count = 0;
    int framed = DM_EXIT_DONE;
    bool frames = false;
    if (arguments->operand_count == 0)
        return dm_usage(arguments, "which cases, dictionaries or frames?");
    for (size_t i = 0; i < arguments->operand_count && i < ROOM; i++) {
        const char *path = arguments->operands[i];
        if (holds_frames(path)) {
            int found = dm_check_frames(arguments, path);
            framed = found > framed ? found : framed;
            frames = true;
            continue;
        }
        size_t count = is_folder(path) ? files_of(path, ".case", names, ROOM) : 0;
        bool has_cases = count != 0 || ends_with(path, ".case");
        while (count > 0)
            free(names[--count]);
        static const char *const ends[] = {".actors", ".agents", ".issues"};
        if (has_cases || !is_folder(path))
            *(has_cases ? &cases[case_count++] : &dictionaries[dictionary_count < ROOM ? dictionary_count++ : ROOM - 1]) = path;
        for (size_t k = 0; !has_cases && is_folder(path) && k < DM_COUNT(ends); k++) {
            count = files_of(path, ends[k], kept + kept_count, ROOM - (kept_count > dictionary_count ? kept_count : dictionary_count));
            for (size_t j = 0; j < count; j++)
                dictionaries[dictionary_count++] = kept[kept_count++];
        }
    }
    int status = framed, other = DM_EXIT_DONE;
    if (dictionary_count != 0)
        other = dm_check_dictionaries(arguments, dictionaries, dictionary_count);
    else if (case_count == 0 && !frames)
        status = dm_usage(arguments, "no cases and no dictionaries there");
    status = status > other ? status : other;
    if (case_count != 0) {
        dm_arguments only = *arguments;
        only.operands = cases;
        only.operand_count = case_count;
        other = run_cases(&only, arguments);
    }
    while (kept_count > 0)
        free(kept[--kept_count]);
    return status > other ? status : other;
}

static const dm_option options_table[] = {DM_CODER_OPTIONS};
const dm_command dm_command_check = {
    "check", "FILE|DIR...", "Looks for faults in dictionaries; runs cases: texts with the record that is expected of them",
    "A folder named frames, or a file of frames (looked at beside those of the program), gives its faults as FILE:LINE: error|note:\n"
    "why: codes that do not exist, lines that never fit or never decide, lines that contradict each other.\n"
    "A dictionary (actors, role nouns or issues, ours or of TABARI and PETRARCH) gives one fault a line, FILE:LINE:COLUMN: error|note: why;\n"
    "several files are looked at together. A folder stands for its .actors, .agents and .issues files, or for its .case files, whose\n"
    ".actors files are read too; so are dictionaries and frames named beside the cases. Exit status 1 when an entry is wrong or a case fails.",
    options_table, DM_COUNT(options_table), run};
