/* Names of issues, read from data/issues/ and the user's own files, so that positions on one matter can be brought together. */
#include "code/cue.h"

/* "ID: PHRASE; PHRASE; ..." with a line's phrases in any order; words are compared folded. */
static dm_status read_line(dm_cues *cues, dm_slice line, const char *file, uint32_t number, uint32_t first,
                           dm_error *error)
{
    dm_slice rest = line, id = dm_slice_next(&rest, ':');
    dm_issue *issue = DM_PUSH(&cues->arena, &cues->issues);
    if (!issue)
        return dm_fail(error, DM_NO_MEMORY, file, number, 0, "no memory for issues");
    if (!id.size || !rest.at)
        return dm_fail(error, DM_BAD_MODEL, file, number, 0, "an issue is ID: PHRASE; PHRASE");
    issue->id = dm_arena_copy(&cues->arena, id);
    while (rest.at) {
        uint64_t keys[12];
        uint32_t count = 0;
        dm_slice phrase = dm_slice_next(&rest, ';');
        while (phrase.at) {
            dm_slice word = dm_slice_next(&phrase, ' ');
            if (!word.size)
                continue;
            if (count == DM_COUNT(keys))
                return dm_fail(error, DM_BAD_MODEL, file, number, 0, "an issue's name has at most %u words",
                               (unsigned)DM_COUNT(keys));
            keys[count++] = dm_key(word.at, word.size);
        }
        if (count && !dm_phrases_insert(&cues->issue_names, keys, count, cues->issues.count - 1, first))
            return dm_fail(error, DM_NO_MEMORY, file, number, 0, "no memory for issues");
    }
    return DM_OK;
}

/* ---- Issues as PETRARCH writes them ------------------------------------------------------------------------------ */

/*   <ISSUE CATEGORY="..." TYPE="...">    the categories only group
 *   words n:noun v:verb [CODE]           n: and v: stand for all forms of the word
 *   pre+school [CODE]                    as one word, as two, or with a hyphen
 *   ~words                               names nothing, though it holds the name of something */

typedef struct issue_file {
    dm_cues *cues;
    const char *file, *text;
    uint32_t line, first; /* issues from `first` on are the user's */
    dm_map codes;         /* CODE -> its issue */
} issue_file;

static dm_status remark(issue_file *reading, const char *why, dm_slice what)
{
    dm_cues *cues = reading->cues;
    dm_remark *made = DM_PUSH(&cues->arena, &cues->remarks);
    if (!made)
        return DM_NO_MEMORY;
    made->file = reading->file;
    made->line = reading->line;
    made->column = 1;
    made->why = dm_arena_print(&cues->arena, "%s: \"%.*s\"", why, (int)(what.size > 80 ? 80 : what.size), what.at);
    return DM_OK;
}

/* The issue of a code, "" for words that name nothing; DM_NONE when memory ran out. */
static uint32_t issue_of(issue_file *reading, dm_slice code)
{
    dm_cues *cues = reading->cues;
    uint64_t key = dm_hash(code.at, code.size);
    uint32_t number = dm_map_get(&reading->codes, key);
    if (number != DM_NONE)
        return number;
    number = cues->issues.count;
    dm_issue *issue = DM_PUSH(&cues->arena, &cues->issues);
    if (!issue || !dm_map_set(&reading->codes, key, number))
        return DM_NONE;
    if (code.size)
        issue->id = dm_arena_copy(&cues->arena, code);
    return number;
}

#define MOST_WORDS 16u

/* Adds a phrase with its + read as `joint`: a blank, nothing, or a hyphen.  False when it is too long or empty. */
static bool add_phrase(issue_file *reading, dm_slice phrase, char joint, uint32_t issue, dm_status *status)
{
    char plain[512];
    uint64_t keys[MOST_WORDS];
    uint32_t count = 0;
    size_t size = 0;
    for (size_t i = 0; i < phrase.size; i++) {
        char c = phrase.at[i];
        bool front = i == 0 || phrase.at[i - 1] == ' ' || phrase.at[i - 1] == '+';
        if (front && (c == 'n' || c == 'v') && i + 1 < phrase.size && phrase.at[i + 1] == ':') {
            i++;
            continue;
        }
        if (size + 3 >= sizeof plain)
            return false;
        if (c == '+')
            c = joint;
        if (c == '-') {
            plain[size++] = ' ';
            plain[size++] = '-';
            plain[size++] = ' ';
        } else if (c == '_' || c == '\t') {
            plain[size++] = ' ';
        } else if (c != 0) {
            plain[size++] = c;
        }
    }
    dm_slice words = {plain, size};
    while (words.at) {
        dm_slice word = dm_slice_next(&words, ' ');
        if (!word.size)
            continue;
        if (count == MOST_WORDS)
            return false;
        keys[count++] = dm_key(word.at, word.size);
    }
    if (count && !dm_phrases_insert(&reading->cues->issue_names, keys, count, issue, reading->first))
        *status = DM_NO_MEMORY;
    return count != 0;
}

static dm_status read_foreign(issue_file *reading, dm_slice line)
{
    const char *open = memchr(line.at, '[', line.size);
    dm_slice phrase = line, code = {"", 0};
    bool nothing = line.at[0] == '~';
    dm_status status = DM_OK;
    if (open) {
        phrase.size = (size_t)(open - line.at);
        const char *close = memchr(open, ']', line.size - phrase.size);
        if (!close)
            return remark(reading, "a bracket that is not closed: passed over", line);
        code = dm_slice_trim((dm_slice){open + 1, (size_t)(close - open - 1)});
    }
    if (nothing)
        phrase.at++, phrase.size--, code.size = 0;
    phrase = dm_slice_trim(phrase);
    if (!nothing && !code.size)
        return remark(reading, "words without a code: passed over", line);
    uint32_t issue = issue_of(reading, code);
    if (issue == DM_NONE)
        return DM_NO_MEMORY;
    bool joints = phrase.size && memchr(phrase.at, '+', phrase.size), fits = add_phrase(reading, phrase, ' ', issue, &status);
    if (joints)
        fits = fits && add_phrase(reading, phrase, 0, issue, &status) && add_phrase(reading, phrase, '-', issue, &status);
    return status || fits ? status : remark(reading, "no words, or more than 16: passed over", line);
}

static bool is_foreign(dm_slice content)
{
    dm_slice line;
    while (dm_slice_line(&content, &line)) {
        line = dm_slice_trim(line);
        if (line.size && line.at[0] != '#')
            return line.at[0] == '<' || line.at[0] == '~' || memchr(line.at, '[', line.size);
    }
    return false;
}

static dm_status read_own(dm_cues *cues, dm_slice content, const char *file, dm_error *error)
{
    issue_file reading = {cues, dm_arena_print(&cues->arena, "%s", file).at, content.at, 0, cues->issues.count, {0}};
    if (!reading.file)
        return dm_fail(error, DM_NO_MEMORY, file, 0, 0, "no memory for issues");
    bool foreign = is_foreign(content);
    dm_status status = DM_OK;
    dm_slice line;
    size_t valid = dm_utf8_check(content.at, content.size);
    if (valid != content.size)
        return dm_fail(error, DM_BAD_MODEL, file, 0, valid, "not valid UTF-8");
    dm_map_init(&reading.codes);
    while (!status && dm_slice_line(&content, &line)) {
        reading.line++;
        const char *comment = line.size ? memchr(line.at, '#', line.size) : NULL;
        if (comment)
            line.size = (size_t)(comment - line.at);
        line = dm_slice_trim(line);
        if (line.size && foreign)
            status = line.at[0] == '<' ? DM_OK : read_foreign(&reading, line);
        else if (line.size)
            status = read_line(cues, line, file, reading.line, reading.first, error);
    }
    dm_map_free(&reading.codes);
    return status == DM_NO_MEMORY ? dm_fail(error, DM_NO_MEMORY, file, 0, 0, "no memory for issues") : status;
}

dm_status dm_issues_open(dm_resources *resources, const char *const *files, size_t count, dm_cues *cues, dm_error *error)
{
    dm_status status = DM_OK;
    for (size_t i = 0; !status; i++) {
        const char *name;
        dm_slice content, line;
        status = dm_resources_at(resources, "data/issues/", i, &name, &content, error);
        size_t size = status ? 0 : strlen(name);
        if (status || size < 8 || strcmp(name + size - 7, ".issues"))
            continue;
        for (uint32_t number = 1; !status && dm_slice_line(&content, &line); number++) {
            const char *comment = line.size ? memchr(line.at, '#', line.size) : NULL;
            if (comment)
                line.size = (size_t)(comment - line.at);
            line = dm_slice_trim(line);
            if (line.size)
                status = read_line(cues, line, name, number, DM_NONE, error);
        }
    }
    if (status == DM_END)
        status = DM_OK;
    for (size_t i = 0; !status && i < count; i++) {
        dm_slice content;
        status = dm_resources_own(resources, files[i], &content, error);
        if (!status)
            status = read_own(cues, content, files[i], error);
    }
    return status;
}

dm_slice dm_issue_named(const dm_cues *cues, const dm_tree *tree, uint32_t first, uint32_t last)
{
    uint32_t best = DM_NONE, longest = 0;
    for (uint32_t from = first; from < last && best == DM_NONE; from++) { /* the earliest is what the issue is about */
        uint32_t state = 0;
        for (uint32_t w = from; w < last; w++) {
            uint32_t next = dm_phrases_step(&cues->issue_names, state, tree->text->words[w].key);
            if (next == DM_NONE)
                next = dm_phrases_step(&cues->issue_names, state, tree->tokens[w].lemma_key);
            if (next == DM_NONE)
                break;
            state = next;
            uint32_t link = dm_phrases_end(&cues->issue_names, state);
            if (link != DM_NONE && w + 1 - from > longest) {
                best = cues->issue_names.links[link].value;
                longest = w + 1 - from;
            }
        }
        if (best != DM_NONE && !cues->issues.at[best].id.size) { /* words that name nothing */
            from += longest - 1;
            best = DM_NONE;
            longest = 0;
        }
    }
    return best == DM_NONE ? (dm_slice){NULL, 0} : cues->issues.at[best].id;
}
