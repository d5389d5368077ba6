/* Reads data/rules/figures.txt. */
#include "refer/figures.h"

#include <stdlib.h>

#define FILE_NAME "data/rules/figures.txt"

static const char *const class_names[DM_F_CLASS_COUNT] = {"sign", "unit", "harm", "never", "single", "mass"};
static const char *const bound_names[] = {"", "least", "most", "near", "under"};

static dm_figure_word *entry_of(dm_figure_words *words, dm_slice word)
{
    uint64_t key = dm_key(word.at, word.size);
    uint32_t place = dm_map_get(&words->words, key);
    if (place != DM_NONE)
        return &words->entries[place];
    if (words->entry_count == words->entry_room) {
        uint32_t room = words->entry_room == 0 ? 64 : words->entry_room * 2;
        dm_figure_word *bigger = realloc(words->entries, room * sizeof *bigger);
        if (bigger == NULL) {
            words->no_memory = true;
            return NULL;
        }
        words->entries = bigger, words->entry_room = room;
    }
    if (!dm_map_set(&words->words, key, words->entry_count)) {
        words->no_memory = true;
        return NULL;
    }
    dm_figure_word *entry = &words->entries[words->entry_count++];
    *entry = (dm_figure_word){0};
    return entry;
}

static dm_slice cut_word(dm_slice *rest)
{
    *rest = dm_slice_trim(*rest);
    return rest->size == 0 ? (dm_slice){NULL, 0} : dm_slice_next(rest, ' ');
}

static bool read_bound(dm_figure_words *words, dm_slice line)
{
    dm_slice name = cut_word(&line), phrase;
    uint32_t bound = DM_F_UNDER;
    while (bound > 0 && !dm_slice_is(name, bound_names[bound]))
        bound--;
    if (bound == 0)
        return false;
    while ((phrase = cut_word(&line)).size > 0) {
        uint64_t keys[3];
        uint32_t count = 0;
        while (phrase.at != NULL && count < DM_COUNT(keys)) {
            dm_slice word = dm_slice_next(&phrase, '_');
            keys[count++] = dm_key(word.at, word.size);
        }
        if (phrase.at != NULL)
            return false;
        if (!dm_phrases_add(&words->bounds, keys, count, bound)) {
            words->no_memory = true;
            return false;
        }
    }
    return true;
}

static bool read_line(dm_figure_words *words, dm_slice line)
{
    dm_slice name = cut_word(&line), word;
    if (dm_slice_is(name, "bound"))
        return read_bound(words, line);
    int class = 0;
    while (class < DM_F_CLASS_COUNT && !dm_slice_is(name, class_names[class]))
        class ++;
    dm_slice unit = cut_word(&line);
    if (class == DM_F_CLASS_COUNT || unit.size == 0 || unit.size >= sizeof(((dm_figure_word *)0)->unit))
        return false;
    while ((word = cut_word(&line)).size > 0) {
        dm_figure_word *entry = entry_of(words, word);
        if (entry == NULL)
            return false;
        entry->classes = (uint8_t)(entry->classes | 1u << class);
        if (class == DM_F_SIGN || class == DM_F_UNIT)
            memcpy(entry->unit, unit.at, unit.size), entry->unit[unit.size] = 0;
    }
    return true;
}

dm_status dm_figure_words_open(dm_resources *resources, dm_figure_words **out, dm_error *error)
{
    dm_slice file, line;
    *out = NULL;
    dm_status status = dm_resources_get(resources, FILE_NAME, &file, error);
    if (status != DM_OK)
        return status;
    dm_figure_words *words = calloc(1, sizeof *words);
    if (words == NULL)
        return dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    dm_map_init(&words->words);
    dm_phrases_init(&words->bounds);
    for (uint32_t number = 1; dm_slice_line(&file, &line); number++) {
        line = dm_slice_trim(line);
        if (line.size > 0 && line.at[0] != '#' && !read_line(words, line)) {
            bool no_memory = words->no_memory;
            dm_figure_words_close(words);
            if (no_memory)
                return dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
            return dm_fail(error, DM_BAD_MODEL, FILE_NAME, number, 0, "a line that is not CLASS VALUE word ...");
        }
    }
    *out = words;
    return DM_OK;
}

void dm_figure_words_close(dm_figure_words *words)
{
    if (words == NULL)
        return;
    dm_map_free(&words->words);
    dm_phrases_free(&words->bounds);
    free(words->entries);
    free(words);
}
