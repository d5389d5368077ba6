/* Lists behind the name recogniser: data/names/, and the names in data/actors/ and data/places/. */
#include "grammar/name_parts.h"

#include <stdlib.h>

bool dm_names_add_word(dm_names *names, uint64_t key, uint32_t bits)
{
    uint32_t index = dm_map_get(&names->words, key);
    if (index == DM_NONE) {
        if (names->lex_count == names->lex_room) {
            uint32_t room = names->lex_room ? names->lex_room * 2 : 4096;
            dm_lex *grown = realloc(names->lex, room * sizeof *grown);
            if (!grown)
                return false;
            names->lex = grown;
            names->lex_room = room;
        }
        index = names->lex_count;
        if (!dm_map_set(&names->words, key, index))
            return false;
        names->lex[names->lex_count++] = (dm_lex){0, 0, 0};
    }
    names->lex[index].bits |= bits;
    return true;
}

typedef struct reading {
    dm_names *names;
    dm_splitter *splitter;
    dm_arena arena;
    const char *file;
    uint32_t line;
    dm_error *error;
} reading;

static dm_status no_memory(const reading *lists)
{
    return dm_fail(lists->error, DM_NO_MEMORY, lists->file, lists->line, 0, "no memory for the lists of names");
}

/* About as many words and steps of phrases as our lists and the model have; more only takes longer to open. */
enum { LISTED = 75000 };

/* One name of a list: a phrase of words, its types, and the bits its words get (`alone` when it is a single word). */
static dm_status add_phrase(reading *lists, dm_slice name, uint32_t types, uint32_t part, uint32_t alone)
{
    dm_text text;
    uint64_t keys[12];
    dm_arena_reset(&lists->arena);
    if (dm_text_words(lists->splitter, &lists->arena, name, &text))
        return no_memory(lists);
    if (text.word_count == 0 || text.word_count > DM_COUNT(keys))
        return DM_OK;
    if (!(text.words[0].flags & (DM_WORD_CAPITAL | DM_WORD_DIGIT)) && text.word_count == 1)
        return DM_OK; /* descriptions in lower case are no names */
    for (uint32_t i = 0; i < text.word_count; i++) {
        const dm_word *word = &text.words[i];
        keys[i] = word->key;
        bool plain = !(word->flags & DM_WORD_CAPITAL);
        if (!plain && !dm_names_add_word(lists->names, word->key, text.word_count == 1 ? alone : part))
            return no_memory(lists);
    }
    if (types && !dm_phrases_add(&lists->names->phrases, keys, text.word_count, types))
        return no_memory(lists);
    return DM_OK;
}

static dm_status add_names(reading *lists, dm_slice rest, uint32_t types, uint32_t part, uint32_t alone)
{
    while (rest.at) {
        dm_slice name = dm_slice_next(&rest, '|');
        while (name.size && (name.at[0] == '~' || name.at[0] == '"' || name.at[0] == '+'))
            name.at++, name.size--;
        name = dm_slice_trim(name);
        dm_status status = name.size ? add_phrase(lists, name, types, part, alone) : DM_OK;
        if (status)
            return status;
    }
    return DM_OK;
}

/* KIND Name | alias = what we do not need here */
static dm_status read_entries(reading *lists, dm_slice text)
{
    static const struct kind {
        const char *name;
        uint32_t types, part, alone;
    } kinds[] = {
        {"PER", 1, DM_LEX_PER_PART, DM_LEX_PER_PART},   {"ORG", 2, DM_LEX_ORG_PART, DM_LEX_ORG_ALONE},
        {"LOC", 4, DM_LEX_LOC_PART, DM_LEX_COUNTRY},    {"GPE", 4, DM_LEX_LOC_PART, DM_LEX_COUNTRY},
        {"CAP", 4, DM_LEX_LOC_PART, DM_LEX_COUNTRY},    {"COUNTRY", 4, DM_LEX_LOC_PART, DM_LEX_COUNTRY},
        {"REGION", 4, DM_LEX_LOC_PART, DM_LEX_COUNTRY}, {"STATE", 4, DM_LEX_LOC_PART, DM_LEX_COUNTRY},
        {"PLACE", 4, DM_LEX_LOC_PART, DM_LEX_COUNTRY},  {"ADJ", 16, DM_LEX_PEOPLE, DM_LEX_PEOPLE},
        {"NORP", 16, DM_LEX_PEOPLE, DM_LEX_PEOPLE},     {"OTHER", 16, DM_LEX_OTHER, DM_LEX_OTHER},
    };
    dm_slice line;
    lists->line = 0;
    while (dm_slice_line(&text, &line)) {
        lists->line++;
        line = dm_slice_trim(line);
        if (!line.size || line.at[0] == '#')
            continue;
        size_t end = 0;
        while (end < line.size && line.at[end] != ' ')
            end++;
        dm_slice kind = {line.at, end}, rest = {line.at + end, line.size - end};
        for (size_t k = 0; k < DM_COUNT(kinds); k++)
            if (dm_slice_is(kind, kinds[k].name)) {
                const char *equal = memchr(rest.at, '=', rest.size);
                if (equal)
                    rest.size = (size_t)(equal - rest.at);
                dm_status status = add_names(lists, rest, kinds[k].types, kinds[k].part, kinds[k].alone);
                if (status)
                    return status;
            }
    }
    return DM_OK;
}

/* Blank-separated words, all with the same bits. */
static dm_status read_words(reading *lists, dm_slice text, uint32_t bits)
{
    dm_slice line;
    while (dm_slice_line(&text, &line)) {
        line = dm_slice_trim(line);
        if (!line.size || line.at[0] == '#')
            continue;
        while (line.at) {
            dm_slice word = dm_slice_next(&line, ' ');
            if (word.size && !dm_names_add_word(lists->names, dm_key(word.at, word.size), bits))
                return no_memory(lists);
        }
    }
    return DM_OK;
}

static bool ends_in(const char *name, const char *end)
{
    size_t size = strlen(name), length = strlen(end);
    return size >= length && strcmp(name + size - length, end) == 0;
}

dm_status dm_names_open_lists(dm_resources *resources, dm_names **out, dm_error *error)
{
    static const struct file {
        const char *name;
        uint32_t bits;
    } files[] = {
        {"/given.txt", DM_LEX_GIVEN},        {"/family.txt", DM_LEX_FAMILY},
        {"/titles.txt", DM_LEX_TITLE},       {"/organisations.txt", DM_LEX_ORG_HEAD},
        {"/modifiers.txt", DM_LEX_ORG_WORD}, {"/places.txt", DM_LEX_PLACE_HEAD},
        {"/particles.txt", DM_LEX_PARTICLE}, {"/times.txt", DM_LEX_TIME},
        {"/firms.txt", DM_LEX_FIRM_END},     {"/media.txt", DM_LEX_MASS},
        {"/peoples.txt", DM_LEX_PEOPLE},
    };
    static const char *const folders[] = {"data/names/", "data/actors/", "data/places/"};
    *out = NULL;
    reading lists = {.error = error};
    lists.names = calloc(1, sizeof *lists.names);
    if (!lists.names)
        return dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "no memory for names");
    dm_map_init(&lists.names->words);
    dm_phrases_init(&lists.names->phrases);
    dm_arena_init(&lists.arena);
    dm_status status = dm_splitter_open(resources, &lists.splitter, error);
    if (!status && (!dm_map_reserve(&lists.names->words, LISTED) || !dm_phrases_reserve(&lists.names->phrases, LISTED)))
        status = no_memory(&lists);
    for (size_t folder = 0; folder < DM_COUNT(folders) && !status; folder++)
        for (size_t index = 0; !status; index++) {
            dm_slice text;
            status = dm_resources_at(resources, folders[folder], index, &lists.file, &text, error);
            if (status == DM_END) {
                status = DM_OK;
                break;
            }
            if (status)
                break;
            size_t f = 0;
            while (f < DM_COUNT(files) && !(folder == 0 && ends_in(lists.file, files[f].name)))
                f++;
            if (f < DM_COUNT(files))
                status = read_words(&lists, text, files[f].bits);
            else if (ends_in(lists.file, ".actors") || ends_in(lists.file, ".places") || ends_in(lists.file, ".names"))
                status = read_entries(&lists, text);
        }
    dm_splitter_close(lists.splitter);
    dm_arena_free(&lists.arena);
    if (status) {
        dm_names_close(lists.names);
        return status;
    }
    *out = lists.names;
    return DM_OK;
}

void dm_names_close(dm_names *names)
{
    if (!names)
        return;
    dm_map_free(&names->words);
    dm_phrases_free(&names->phrases);
    if (!names->lent)
        free(names->lex);
    free(names);
}
