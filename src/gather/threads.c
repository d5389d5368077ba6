/* Issue threads: phrases of different texts that speak of the same matter.  What data/issues names is one thread by its
 * id; of the rest two phrases join by their heads and words: "the release of the prisoners", "free all prisoners" do not,
 * "release the prisoners" and "the release of prisoners" do. */
#include "gather/gather.h"

#include <stdlib.h>

/* ---- Phrases ------------------------------------------------------------------------------------------------------- */

static int by_text(const void *a, const void *b)
{
    const dm_slice *x = a, *y = b;
    size_t least = x->size < y->size ? x->size : y->size;
    int order = least == 0 ? 0 : memcmp(x->at, y->at, least);
    return order != 0 ? order : x->size < y->size ? -1 : x->size > y->size;
}

bool dm_phrase_of(const dm_record *record, uint32_t position, dm_arena *arena, dm_phrase *out)
{
    const dm_position *taken = &record->positions[position];
    const dm_token *tokens = record->tree.tokens;
    memset(out, 0, sizeof *out);
    if (tokens == NULL || record->issue_heads == NULL)
        return false;
    uint32_t head = record->issue_heads[position];
    out->head = tokens[head].lemma;
    dm_slice words[64];
    uint32_t count = 0, low = 0, high = record->text.word_count;
    while (low < high) { /* the first word of the issue */
        uint32_t middle = (low + high) / 2;
        if (record->text.words[middle].span.start < taken->issue.start)
            low = middle + 1;
        else
            high = middle;
    }
    for (uint32_t w = low; w < record->text.word_count && record->text.words[w].span.end <= taken->issue.end && count < DM_COUNT(words); w++) {
        uint8_t upos = tokens[w].upos;
        if (upos == DM_NOUN || upos == DM_PROPN || upos == DM_VERB || upos == DM_ADJ ||
            (upos == DM_NUM && record->text.words[w].flags & DM_WORD_DIGIT))
            words[count++] = tokens[w].lemma;
    }
    if (count == 0)
        return false;
    qsort(words, count, sizeof *words, by_text);
    size_t size = 0;
    for (uint32_t i = 0; i < count; i++)
        size += words[i].size + 1;
    char *text = dm_arena_alloc(arena, size), *to = text;
    if (text == NULL)
        return false;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count && kept < DM_PHRASE_WORDS; i++) {
        if (i > 0 && dm_slice_equal(words[i], words[i - 1]))
            continue;
        if (kept++ != 0)
            *to++ = ' ';
        memcpy(to, words[i].at, words[i].size);
        to += words[i].size;
    }
    out->words = (dm_slice){text, (size_t)(to - text)};
    return true;
}

/* ---- Likeness ------------------------------------------------------------------------------------------------------ */

/* "withdraw" and "withdrawal", "recognise" and "recognition": a common beginning that leaves little of the shorter one. */
static bool same_stem(dm_slice a, dm_slice b)
{
    size_t common = 0, least = a.size < b.size ? a.size : b.size;
    while (common < least && (a.at[common] | 0x20) == (b.at[common] | 0x20))
        common++;
    return (common == a.size && common == b.size) || (common >= 5 && least - common <= 2);
}

static uint32_t split(dm_slice words, dm_slice out[DM_PHRASE_WORDS])
{
    uint32_t count = 0;
    while (words.at != NULL && count < DM_PHRASE_WORDS) {
        dm_slice word = dm_slice_next(&words, ' ');
        if (word.size != 0)
            out[count++] = word;
    }
    return count;
}

bool dm_phrases_alike(const dm_phrase *a, const dm_phrase *b, char why[DM_WHY_BYTES])
{
    dm_slice x[DM_PHRASE_WORDS], y[DM_PHRASE_WORDS];
    uint32_t xs = split(a->words, x), ys = split(b->words, y), shared = 0;
    bool used[DM_PHRASE_WORDS] = {false}, heads = same_stem(a->head, b->head);
    size_t size = 0;
    char found[DM_WHY_BYTES] = "";
    for (uint32_t i = 0; i < xs; i++)
        for (uint32_t k = 0; k < ys; k++)
            if (!used[k] && same_stem(x[i], y[k])) {
                used[k] = true;
                shared++;
                if (size + x[i].size + 2 < sizeof found)
                    size += (size_t)snprintf(found + size, sizeof found - size, "%s%.*s", size == 0 ? "" : " ", (int)x[i].size, x[i].at);
                break;
            }
    uint32_t all = xs + ys - shared;
    double share = all == 0 ? 0 : (double)shared / all;
    /* A head alone is a matter only when neither phrase says more ("a referendum"). */
    bool alike = heads ? share >= 0.4 && (shared >= 2 || all == 1) : shared >= 3 && share >= 0.6;
    if (alike && why != NULL)
        snprintf(why, DM_WHY_BYTES, "%s%.*s%swords %.110s", heads ? "head " : "", heads ? (int)(a->head.size > 40 ? 40 : a->head.size) : 0,
                 heads ? a->head.at : "", heads ? "; " : "", found);
    return alike;
}

/* ---- Threads ------------------------------------------------------------------------------------------------------- */

typedef struct stem_entry {
    uint64_t stem;
    uint32_t phrase;
} stem_entry;

static int by_stem(const void *a, const void *b)
{
    const stem_entry *x = a, *y = b;
    if (x->stem != y->stem)
        return x->stem < y->stem ? -1 : 1;
    return x->phrase < y->phrase ? -1 : x->phrase > y->phrase;
}

static uint32_t root_of(uint32_t *parent, uint32_t i)
{
    while (parent[i] != i)
        i = parent[i] = parent[parent[i]];
    return i;
}

#define LARGEST_BLOCK 2000 /* a beginning that more phrases share says nothing */

bool dm_phrases_join(const dm_phrase *phrases, uint32_t count, uint32_t *thread)
{
    size_t room = 0, used = 0;
    dm_slice words[DM_PHRASE_WORDS];
    for (uint32_t i = 0; i < count; i++) {
        room += split(phrases[i].words, words);
        thread[i] = i;
    }
    stem_entry *entries = malloc((room + 1) * sizeof *entries);
    if (entries == NULL)
        return false;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = split(phrases[i].words, words); k-- > 0;)
            entries[used++] = (stem_entry){dm_key(words[k].at, words[k].size < 5 ? words[k].size : 5), i};
    qsort(entries, used, sizeof *entries, by_stem);
    for (size_t begin = 0, end; begin < used; begin = end) {
        for (end = begin + 1; end < used && entries[end].stem == entries[begin].stem; end++)
            continue;
        if (end - begin > LARGEST_BLOCK)
            continue;
        for (size_t i = begin; i < end; i++)
            for (size_t k = i + 1; k < end; k++) {
                uint32_t a = root_of(thread, entries[i].phrase), b = root_of(thread, entries[k].phrase);
                if (a != b && dm_phrases_alike(&phrases[entries[i].phrase], &phrases[entries[k].phrase], NULL))
                    thread[a < b ? b : a] = a < b ? a : b;
            }
    }
    for (uint32_t i = 0; i < count; i++)
        thread[i] = root_of(thread, i);
    free(entries);
    return true;
}
