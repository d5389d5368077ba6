/* Names of persons, organisations and places: a linear model of the sequence of labels (structured perceptron, Collins
 * 2002) over the features of name_features.c, decoded by Viterbi. */
#include "grammar/name_parts.h"

#include <stdlib.h>

enum { IMPOSSIBLE = -1000000000 };

bool dm_names_follows(unsigned a, unsigned b)
{
    bool open = a != 0 && ((a - 1) & 3) < 2; /* a name goes on after a */
    bool inside = b != 0 && (((b - 1) & 3) == 1 || ((b - 1) & 3) == 2);
    if (open)
        return inside && (a - 1) >> 2 == (b - 1) >> 2;
    return !inside;
}

static bool may_end(unsigned label) { return label == 0 || ((label - 1) & 3) >= 2; }

void dm_names_best(const dm_names *names, const dm_name_word *words, uint32_t first, uint32_t last,
                   const int32_t *scores, const int32_t (*transition)[DM_NAME_LABELS], int32_t *scratch,
                   uint8_t *labels)
{
    (void)names;
    /* scratch: two rows of sums and (last - first) rows of where each came from, as bytes */
    int32_t *row = scratch, *next = scratch + DM_NAME_BLOCK;
    uint8_t *from = (uint8_t *)(scratch + 2 * DM_NAME_BLOCK);
    row[0] = 0;
    for (unsigned label = 1; label < DM_NAME_LABELS; label++)
        row[label] = IMPOSSIBLE;
    for (uint32_t i = first; i < last; i++) {
        const int32_t *score = scores + (size_t)(i - first) * DM_NAME_BLOCK;
        uint8_t *origin = from + (size_t)(i - first) * DM_NAME_BLOCK;
        for (unsigned label = 0; label < DM_NAME_LABELS; label++) {
            next[label] = IMPOSSIBLE;
            origin[label] = 0;
            if (label && !words[i].candidate)
                continue;
            int32_t best = IMPOSSIBLE;
            for (unsigned before = 0; before < DM_NAME_LABELS; before++) {
                if (row[before] <= IMPOSSIBLE || !dm_names_follows(before, label))
                    continue;
                int32_t sum = row[before] + transition[before][label];
                if (sum > best) {
                    best = sum;
                    origin[label] = (uint8_t)before;
                }
            }
            if (best > IMPOSSIBLE)
                next[label] = best + (words[i].candidate ? score[label] : 0);
        }
        int32_t *keep = row;
        row = next;
        next = keep;
    }
    unsigned label = 0;
    for (unsigned end = 1; end < DM_NAME_LABELS; end++)
        if (may_end(end) && row[end] > row[label])
            label = end;
    for (uint32_t i = last; i-- > first;) {
        labels[i - first] = (uint8_t)label;
        label = from[(size_t)(i - first) * DM_NAME_BLOCK + label];
    }
}

/* The words of the model with what it knows of them, and its towns of several words: their number, then their keys. */
static dm_status add_words(dm_names *names, const char *name, dm_slice keys, dm_slice lex, dm_slice towns, dm_error *error)
{
    for (size_t i = 0; i < keys.size / sizeof(uint64_t); i++) {
        uint64_t key;
        dm_lex entry;
        memcpy(&key, keys.at + i * sizeof key, sizeof key);
        memcpy(&entry, lex.at + i * sizeof entry, sizeof entry);
        if (!dm_names_add_word(names, key, entry.bits))
            return dm_fail(error, DM_NO_MEMORY, name, 0, 0, "no memory for words");
        dm_lex *own = &names->lex[dm_map_get(&names->words, key)];
        own->capital = entry.capital;
        own->lower = entry.lower;
    }
    const uint64_t *town = (const uint64_t *)(const void *)towns.at;
    for (size_t left = towns.size / sizeof(uint64_t); left;) {
        uint64_t size = *town++;
        left--;
        if (size == 0 || size > 8 || size > left)
            return dm_fail(error, DM_BAD_MODEL, name, 0, 0, "a town of %llu words", (unsigned long long)size);
        if (!dm_phrases_add(&names->phrases, town, (uint32_t)size, 8))
            return dm_fail(error, DM_NO_MEMORY, name, 0, 0, "no memory for towns");
        town += size;
        left -= (size_t)size;
    }
    return DM_OK;
}

static dm_status read_model(dm_resources *resources, dm_names *names, dm_error *error)
{
    const char *name = "models/names.model";
    dm_slice bytes, weights, transition, keys, lex, coarse, towns;
    dm_model model;
    dm_status status = dm_resources_get(resources, name, &bytes, error);
    if (!status)
        status = dm_model_open(bytes, "names", name, &model, error);
    if (!status)
        status = dm_model_section(&model, "weights", sizeof(int16_t), SIZE_MAX, &weights, error);
    if (!status)
        status = dm_model_section(&model, "transition", sizeof(int16_t), DM_NAME_LABELS * DM_NAME_LABELS, &transition,
                                  error);
    if (!status)
        status = dm_model_section(&model, "words", sizeof(uint64_t), SIZE_MAX, &keys, error);
    if (!status)
        status = dm_model_section(&model, "lex", sizeof(dm_lex), keys.size / sizeof(uint64_t), &lex, error);
    if (!status)
        status = dm_model_section(&model, "coarse", sizeof(uint16_t), SIZE_MAX, &coarse, error);
    if (!status)
        status = dm_model_section(&model, "towns", sizeof(uint64_t), SIZE_MAX, &towns, error);
    if (status)
        return status;
    size_t count = weights.size / sizeof(int16_t);
    if (count < 2 * DM_NAME_BLOCK || ((count - DM_NAME_BLOCK) & (count - DM_NAME_BLOCK - 1)) != 0 || count > UINT32_MAX)
        return dm_fail(error, DM_BAD_MODEL, name, 0, 0, "the number of weights is not a power of two and one block");
    names->weights = (const int16_t *)(const void *)weights.at;
    names->weight_mask = (uint32_t)(count - DM_NAME_BLOCK - 1);
    memcpy(names->transition, transition.at, sizeof names->transition);
    names->coarse = (const uint16_t *)(const void *)coarse.at;
    names->class_count = (uint32_t)(coarse.size / sizeof(uint16_t));
    return names->lent ? DM_OK : add_words(names, name, keys, lex, towns, error);
}

void dm_names_tables(dm_compiled *compiled, dm_names *names)
{
    dm_compiled_map(compiled, &names->words);
    dm_compiled_array(compiled, &names->lex, &names->lex_count, sizeof *names->lex);
    dm_compiled_phrases(compiled, &names->phrases);
}

dm_status dm_names_open(dm_resources *resources, dm_names **out, dm_error *error)
{
    dm_compiled compiled;
    dm_status status = DM_OK;
    if (dm_compiled_open(resources, DM_NAMES_COMPILED, DM_NAMES_LAYOUT, &compiled)) {
        dm_names *names = *out = calloc(1, sizeof *names);
        if (!names)
            return dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "no memory for names");
        names->lent = true;
        dm_names_tables(&compiled, names);
        if (compiled.bad)
            status = dm_fail(error, DM_BAD_MODEL, DM_NAMES_COMPILED, 0, 0, "the compiled lists are cut short");
    } else {
        status = dm_names_open_lists(resources, out, error);
    }
    if (!status)
        status = read_model(resources, *out, error);
    if (status) {
        dm_names_close(*out);
        *out = NULL;
    }
    return status;
}

typedef struct drawn {  /* the features of a word, their weights on the way into the caches */
    uint32_t word, count;
    uint64_t features[DM_NAME_FEATURES];
} drawn;

static void draw(const dm_names *names, const dm_name_word *words, uint32_t first, uint32_t last, uint32_t i, drawn *out)
{
    out->word = i;
    out->count = dm_names_features(names, words, first, last, i, out->features);
#if defined(__GNUC__)
    for (uint32_t f = 0; f < out->count; f++)  /* the table is larger than the caches: all misses at once */
        __builtin_prefetch(names->weights + (out->features[f] & names->weight_mask));
#endif
}

static void add_up(const dm_names *names, const drawn *of, int32_t *score)
{
    memset(score, 0, DM_NAME_BLOCK * sizeof *score);
    for (uint32_t f = 0; f < of->count; f++) {
        const int16_t *block = names->weights + (of->features[f] & names->weight_mask);
        for (unsigned label = 0; label < DM_NAME_BLOCK; label++)  /* whole blocks fit the vectors of processors */
            score[label] += block[label];
    }
}

/* The emissions of the candidates of a sentence; false when it has none.  While the weights of a word come, those of the one
 * before it are added up. */
static bool score_sentence(const dm_names *names, const dm_name_word *words, uint32_t first, uint32_t last, int32_t *scores)
{
    drawn two[2];
    drawn *before = NULL, *now = &two[0];
    for (uint32_t i = first; i < last; i++) {
        if (!words[i].candidate)
            continue;
        draw(names, words, first, last, i, now);
        if (before != NULL)
            add_up(names, before, scores + (size_t)(before->word - first) * DM_NAME_BLOCK);
        before = now;
        now = now == &two[0] ? &two[1] : &two[0];
    }
    if (before != NULL)
        add_up(names, before, scores + (size_t)(before->word - first) * DM_NAME_BLOCK);
    return before != NULL;
}

dm_status dm_names_find(const dm_names *names, dm_arena *arena, const dm_text *text, dm_tree *tree)
{
    tree->names = NULL;
    tree->name_count = 0;
    uint32_t longest = 0;
    for (uint32_t s = 0; s < text->sentence_count; s++) {
        uint32_t size = text->sentences[s].last - text->sentences[s].first;
        longest = size > longest ? size : longest;
    }
    dm_name_word *words = dm_names_look(names, arena, text);
    int32_t *scores = dm_arena_alloc(arena, ((size_t)longest + 1) * DM_NAME_BLOCK * sizeof *scores);
    int32_t *scratch =
        dm_arena_alloc(arena, ((size_t)longest + 9) * DM_NAME_BLOCK + 2 * DM_NAME_BLOCK * sizeof *scratch);
    uint8_t *labels = dm_arena_zero(arena, (size_t)text->word_count + 1, 1); /* all outside */
    if (arena->failed)
        return DM_NO_MEMORY;
    int32_t transition[DM_NAME_LABELS][DM_NAME_LABELS];
    for (unsigned a = 0; a < DM_NAME_LABELS; a++)
        for (unsigned b = 0; b < DM_NAME_LABELS; b++)
            transition[a][b] = names->transition[a][b];
    DM_VECTOR(dm_named) found = {NULL, 0, 0};
    for (uint32_t s = 0; s < text->sentence_count; s++) {
        uint32_t first = text->sentences[s].first, last = text->sentences[s].last;
        if (score_sentence(names, words, first, last, scores))
            dm_names_best(names, words, first, last, scores, (const int32_t(*)[DM_NAME_LABELS])transition, scratch,
                          labels + first);
    }
    if (!dm_names_agree(arena, text, words, labels))
        return DM_NO_MEMORY;
    for (uint32_t i = 0; i < text->word_count; i++) {
        unsigned label = labels[i];
        tree->tokens[i].name = DM_NO_NAME;
        tree->tokens[i].name_begins = 0;
        if (!label)
            continue;
        unsigned place = (label - 1) & 3, type = ((label - 1) >> 2) + DM_NAME_PER;
        tree->tokens[i].name = (uint8_t)type;
        if (place == 0 || place == 3) {
            tree->tokens[i].name_begins = 1;
            dm_named *named = DM_PUSH(arena, &found);
            if (!named)
                return DM_NO_MEMORY;
            *named = (dm_named){i, i + 1, (dm_name_type)type};
        } else if (found.count) {
            found.at[found.count - 1].last = i + 1;
        }
    }
    tree->names = found.at;
    tree->name_count = found.count;
    return DM_OK;
}
