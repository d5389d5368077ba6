/* Names of issues, read from data/issues/, so that positions on one matter can be brought together. */
#include "code/cue.h"

/* "ID: PHRASE; PHRASE; ..." with a line's phrases in any order; words are compared folded. */
static dm_status read_line(dm_cues *cues, dm_slice line, const char *file, uint32_t number, dm_error *error)
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
        if (count && !dm_phrases_add(&cues->issue_names, keys, count, cues->issues.count - 1))
            return dm_fail(error, DM_NO_MEMORY, file, number, 0, "no memory for issues");
    }
    return DM_OK;
}

dm_status dm_issues_open(dm_resources *resources, dm_cues *cues, dm_error *error)
{
    for (size_t i = 0;; i++) {
        const char *name;
        dm_slice content, line;
        dm_status status = dm_resources_at(resources, "data/issues/", i, &name, &content, error);
        if (status)
            return status == DM_END ? DM_OK : status;
        size_t size = strlen(name);
        if (size < 8 || strcmp(name + size - 7, ".issues"))
            continue;
        for (uint32_t number = 1; dm_slice_line(&content, &line); number++) {
            const char *comment = line.size ? memchr(line.at, '#', line.size) : NULL;
            if (comment)
                line.size = (size_t)(comment - line.at);
            line = dm_slice_trim(line);
            if (line.size && (status = read_line(cues, line, name, number, error)))
                return status;
        }
    }
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
    }
    return best == DM_NONE ? (dm_slice){NULL, 0} : cues->issues.at[best].id;
}
