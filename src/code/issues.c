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
    uint32_t number_of = cues->issues.count - 1, opposite = DM_NONE;
    while (rest.at) {
        uint64_t keys[12];
        uint32_t count = 0;
        dm_slice phrase = dm_slice_next(&rest, ';');
        bool turned = phrase.size && phrase.at[0] == '!';
        if (turned)
            phrase.at++, phrase.size--;
        while (phrase.at) {
            dm_slice word = dm_slice_next(&phrase, ' ');
            if (!word.size)
                continue;
            if (count == DM_COUNT(keys))
                return dm_fail(error, DM_BAD_MODEL, file, number, 0, "an issue's name has at most %u words",
                               (unsigned)DM_COUNT(keys));
            keys[count++] = dm_key(word.at, word.size);
        }
        uint32_t value = number_of;
        if (turned && opposite == DM_NONE) { /* the same issue seen from its other side */
            dm_slice id_copy = cues->issues.at[number_of].id;
            dm_issue *other = DM_PUSH(&cues->arena, &cues->issues);
            if (!other)
                return dm_fail(error, DM_NO_MEMORY, file, number, 0, "no memory for issues");
            other->id = id_copy;
            other->turned = true;
            opposite = cues->issues.count - 1;
        }
        value = turned ? opposite : value;
        if (count && !dm_phrases_insert(&cues->issue_names, keys, count, value, first))
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
        bool turns = size > 6 && !strcmp(name + size - 6, ".words");
        if (status || size < 8 || (strcmp(name + size - 7, ".issues") && !turns))
            continue;
        for (uint32_t number = 1; !status && dm_slice_line(&content, &line); number++) {
            const char *comment = line.size ? memchr(line.at, '#', line.size) : NULL;
            if (comment)
                line.size = (size_t)(comment - line.at);
            line = dm_slice_trim(line);
            if (line.size && turns && !dm_map_set(&cues->turns, dm_key(line.at, line.size), 1))
                status = dm_fail(error, DM_NO_MEMORY, name, number, 0, "no memory for issues");
            else if (line.size && !turns)
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

/* ---- Issues in a text --------------------------------------------------------------------------------------------- */

static bool turns(const dm_cues *cues, const dm_tree *tree, uint32_t word)
{
    const dm_token *token = &tree->tokens[word];
    if (dm_slice_is(token->lemma, "no")) /* "no ban"; "no longer" is a negation of its verb */
        return token->relation == DM_R_DET && token->head != DM_NONE && tree->tokens[token->head].upos == DM_NOUN;
    return dm_map_get(&cues->turns, tree->tokens[word].lemma_key) != DM_NONE ||
           dm_map_get(&cues->turns, tree->text->words[word].key) != DM_NONE;
}

/* The word of [first, last) that hangs on a word outside. */
static uint32_t top_of(const dm_tree *tree, uint32_t first, uint32_t last)
{
    for (uint32_t w = first; w < last; w++)
        if (tree->tokens[w].head == DM_NONE || tree->tokens[w].head < first || tree->tokens[w].head >= last)
            if (tree->tokens[w].upos == DM_NOUN || tree->tokens[w].upos == DM_PROPN || tree->tokens[w].upos == DM_VERB)
                return w;
    return first;
}

/* What "an end", "the lifting" is of, or what is ended. */
static uint32_t matter_of(const dm_tree *tree, uint32_t word, uint32_t last)
{
    for (uint32_t c = tree->tokens[word].child; c != DM_NONE; c = tree->tokens[c].next)
        if (c > word && c < last &&
            (tree->tokens[c].relation == DM_R_NMOD || tree->tokens[c].relation == DM_R_OBJ || tree->tokens[c].relation == DM_R_XCOMP ||
             tree->tokens[c].relation == DM_R_OBL))
            return c;
    return DM_NONE;
}

/* Words that may stand inside of a name as it is written here: "expel (the last foreign) troops". */
static bool may_pass(const dm_tree *tree, uint32_t word)
{
    uint8_t upos = tree->tokens[word].upos;
    return upos == DM_ADJ || upos == DM_PROPN || upos == DM_DET || upos == DM_ADV || upos == DM_NUM ||
           (upos == DM_PRON && tree->tokens[word].relation == DM_R_NMOD_POSS);
}

typedef struct issue_name {
    uint32_t issue, at, end; /* words [at, end) */
    uint32_t words, value;
} issue_name;

/* The longest name that begins at a word. */
static bool name_at(const dm_cues *cues, const dm_tree *tree, uint32_t from, uint32_t last, issue_name *out)
{
    uint32_t state = 0, passed = 0, words = 0;
    out->issue = DM_NONE;
    for (uint32_t w = from; w < last; w++) {
        uint32_t next = dm_phrases_step(&cues->issue_names, state, tree->text->words[w].key);
        if (next == DM_NONE)
            next = dm_phrases_step(&cues->issue_names, state, tree->tokens[w].lemma_key);
        if (next == DM_NONE) {
            if (w == from || passed == 3 || !may_pass(tree, w))
                break;
            passed++;
            continue;
        }
        state = next;
        words++;
        uint32_t link = dm_phrases_end(&cues->issue_names, state);
        if (link != DM_NONE)
            *out = (issue_name){cues->issue_names.links[link].value, from, w + 1, words, 0};
    }
    return out->issue != DM_NONE;
}

dm_slice dm_issue_named(const dm_cues *cues, const dm_tree *tree, uint32_t first, uint32_t last, bool *turned, uint32_t *head)
{
    issue_name best = {DM_NONE, 0, 0, 0, 0}, name;
    uint32_t top = top_of(tree, first, last);
    *turned = false;
    *head = top;
    for (int deep = 0; deep < 3 && turns(cues, tree, *head) && matter_of(tree, *head, last) != DM_NONE; deep++) {
        *head = matter_of(tree, *head, last);
        *turned = !*turned;
    }
    if (tree->tokens[*head].upos == DM_VERB && dm_word_negated(tree, *head))
        *turned = !*turned;
    for (uint32_t from = first; from < last; from++) {
        bool of_head = false;
        if (!name_at(cues, tree, from, last, &name))
            continue;
        if (!cues->issues.at[name.issue].id.size) { /* words that name nothing */
            from = name.end - 1;
            continue;
        }
        uint32_t nearest = DM_NONE; /* steps from the name up to what the phrase is about */
        bool proper = true;
        for (uint32_t w = name.at; w < name.end; w++) {
            uint32_t up = w, steps = 0;
            while (up != *head && up != top && steps < 4 && tree->tokens[up].head != DM_NONE)
                up = tree->tokens[up].head, steps++;
            if ((up == *head || up == top) && steps < nearest)
                nearest = steps;
            proper = proper && (tree->tokens[w].upos == DM_PROPN || (tree->text->words[w].flags & DM_WORD_PUNCT));
        }
        of_head = nearest <= 1;
        /* Mentioned on the way: a place or a group by itself, a single word, anything deep inside. */
        if (nearest == DM_NONE || nearest > 3 || (proper && nearest > 0) || (name.words == 1 && !of_head))
            continue;
        name.value = name.words + (of_head ? 1 : 0);
        if (best.issue == DM_NONE || name.value > best.value) /* of as good ones the first is what it is about */
            best = name;
    }
    if (best.issue == DM_NONE)
        return (dm_slice){NULL, 0};
    *turned = cues->issues.at[best.issue].turned;
    for (uint32_t w = first; w < last; w++)
        if ((w < best.at || (w >= best.end && w == top)) && turns(cues, tree, w))
            *turned = !*turned;
    for (uint32_t w = first; w < last; w++)
        if ((w < best.end || w == top) && tree->tokens[w].upos == DM_VERB && dm_word_negated(tree, w))
            *turned = !*turned;
    return cues->issues.at[best.issue].id;
}
