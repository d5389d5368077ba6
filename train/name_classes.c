/* Word classes and what running text shows of words, the first step of models/names.model (train/names.sh).
 *   name_classes OUT [--towns CITIES] FILE...   from open texts: .jsonl, or .conllu (its "# text" lines); CITIES is
 *                                               GeoNames' cities15000.txt */
#include "grammar/name_parts.h"
#include "read/document.h"

#include <math.h>
#include <stdlib.h>

enum { CLASSES = 1000, COARSE = 100, VOCABULARY = 45000, ROUNDS = 12 };

static void *need(void *at)
{
    if (!at) {
        fprintf(stderr, "no memory\n");
        exit(1);
    }
    return at;
}

static void check(dm_status status, const dm_error *error)
{
    if (status) {
        fprintf(stderr, "%s: %s\n", error->file, error->why);
        exit(1);
    }
}

typedef struct stats_ {
    uint32_t lower, capital; /* inside sentences */
    uint32_t after_given, before_family, after_in, after_the, speaks, alone;
} stats_;

static uint32_t *stream; /* word type of each running word; 0 parts sentences */
static size_t stream_count, stream_room;
static dm_map types; /* key of word and capital -> type */
static uint64_t *type_key;
static uint32_t *type_seen;
static uint32_t type_count = 1, type_room;
static stats_ *stat; /* by lexicon index of all_words */
static dm_map all_words;
static uint64_t *all_keys;
static uint32_t all_count, all_room;

static uint32_t type_of(uint64_t key)
{
    uint32_t type = dm_map_get(&types, key);
    if (type != DM_NONE)
        return type;
    if (type_count >= type_room) {
        type_room = type_room ? type_room * 2 : 1 << 16;
        type_key = need(realloc(type_key, type_room * sizeof *type_key));
        type_seen = need(realloc(type_seen, type_room * sizeof *type_seen));
    }
    type_key[type_count] = key;
    type_seen[type_count] = 0;
    dm_map_set(&types, key, type_count);
    return type_count++;
}

static uint32_t word_of(uint64_t key)
{
    uint32_t index = dm_map_get(&all_words, key);
    if (index != DM_NONE)
        return index;
    if (all_count == all_room) {
        all_room = all_room ? all_room * 2 : 1 << 16;
        all_keys = need(realloc(all_keys, all_room * sizeof *all_keys));
        stat = need(realloc(stat, all_room * sizeof *stat));
    }
    memset(&stat[all_count], 0, sizeof *stat);
    all_keys[all_count] = key;
    dm_map_set(&all_words, key, all_count);
    return all_count++;
}

static void put(uint32_t type)
{
    if (stream_count == stream_room) {
        stream_room = stream_room ? stream_room * 2 : 1 << 20;
        stream = need(realloc(stream, stream_room * sizeof *stream));
    }
    stream[stream_count++] = type;
    type_seen[type]++;
}

static uint64_t cased(uint64_t key, bool capital) { return capital ? key ^ 0x5bd1e9955bd1e995u : key; }

static bool one_of(uint64_t key, const char *const *list)
{
    for (; *list; list++)
        if (dm_key(*list, strlen(*list)) == key)
            return true;
    return false;
}

static void take_text(const dm_names *names, const dm_text *text)
{
    static const char *const in[] = {"in", "at", "near", "from", "outside", "across", "into", NULL};
    static const char *const said[] = {"said", "says", "told", "added", "announced", "announces", "tweeted", NULL};
    uint64_t the = dm_key("the", 3);
    for (uint32_t s = 0; s < text->sentence_count; s++) {
        put(0);
        uint32_t first = text->sentences[s].first, last = text->sentences[s].last;
        for (uint32_t i = first; i < last; i++) {
            const dm_word *word = &text->words[i];
            bool capital = (word->flags & DM_WORD_CAPITAL) != 0,
                 head = (word->flags & DM_WORD_FIRST) != 0 || i == first;
            uint64_t key = word->key;
            if ((word->flags & (DM_WORD_DIGIT | DM_WORD_LETTER)) == DM_WORD_DIGIT)
                key = dm_hash("0000000", word->form.size < 6 ? word->form.size : 6);
            if (head && capital) { /* the case it has elsewhere */
                uint32_t index = dm_map_get(&all_words, word->key);
                if (index != DM_NONE && stat[index].lower > stat[index].capital)
                    capital = false;
            }
            put(type_of(cased(key, capital)));
            if (word->flags & DM_WORD_PUNCT)
                continue;
            stats_ *own = &stat[word_of(word->key)];
            capital = (word->flags & DM_WORD_CAPITAL) != 0;
            if (!head) {
                if (capital)
                    own->capital++;
                else
                    own->lower++;
            }
            if (!capital)
                continue;
            bool before = i > first && text->words[i - 1].flags & DM_WORD_CAPITAL && !(i - 1 == first && 0);
            bool after = i + 1 < last && text->words[i + 1].flags & DM_WORD_CAPITAL;
            if (before && !after) {
                uint32_t index = dm_map_get(&names->words, text->words[i - 1].key);
                if (index != DM_NONE && names->lex[index].bits & DM_LEX_GIVEN &&
                    !(names->lex[index].bits & DM_LEX_PLACE_HEAD))
                    own->after_given++;
            }
            if (after) {
                uint32_t index = dm_map_get(&names->words, text->words[i + 1].key);
                if (index != DM_NONE && names->lex[index].bits & DM_LEX_FAMILY &&
                    !(i + 2 < last && text->words[i + 2].flags & DM_WORD_CAPITAL))
                    own->before_family++;
            }
            if (!before && !after && i > first) {
                own->alone++;
                own->after_in += one_of(text->words[i - 1].key, in);
                own->after_the += text->words[i - 1].key == the;
            }
            if (!after && i + 1 < last)
                own->speaks += one_of(text->words[i + 1].key, said);
        }
    }
}

static void take_file(const dm_names *names, const dm_splitter *splitter, const char *path)
{
    dm_error error = {0};
    dm_arena arena;
    dm_arena_init(&arena);
    dm_text text;
    size_t size = strlen(path);
    if (size > 7 && strcmp(path + size - 7, ".conllu") == 0) {
        dm_file file;
        check(dm_file_open(path, &file, &error), &error);
        dm_slice rest = {file.at, file.size}, line;
        while (dm_slice_line(&rest, &line))
            if (line.size > 9 && memcmp(line.at, "# text = ", 9) == 0) {
                dm_arena_reset(&arena);
                check(dm_text_split(splitter, &arena, (dm_slice){line.at + 9, line.size - 9}, &text, &error), &error);
                take_text(names, &text);
            }
        dm_file_close(&file);
    } else {
        FILE *stream_in = fopen(path, "rb");
        dm_reader *reader;
        dm_document document;
        dm_read_options options = {.format = DM_FORMAT_JSONL};
        if (!stream_in) {
            fprintf(stderr, "%s: cannot be opened\n", path);
            exit(1);
        }
        check(dm_reader_open(stream_in, path, &options, &reader, &error), &error);
        dm_status status;
        while ((status = dm_reader_next(reader, &document, NULL, &error)) == DM_OK) {
            dm_arena_reset(&arena);
            check(dm_text_split(splitter, &arena, document.text, &text, &error), &error);
            take_text(names, &text);
        }
        if (status != DM_END)
            check(status, &error);
        dm_reader_close(reader);
        fclose(stream_in);
    }
    dm_arena_free(&arena);
}

static double *f_table;
static size_t f_count;
static double f(int64_t n) { return n < (int64_t)f_count ? f_table[n] : (double)n * log((double)n); }

typedef struct pair_ {
    uint32_t a, b, n;
} pair_;

static int by_first(const void *x, const void *y)
{
    const pair_ *a = x, *b = y;
    if (a->a != b->a)
        return a->a < b->a ? -1 : 1;
    return a->b < b->b ? -1 : a->b > b->b;
}
static int by_second(const void *x, const void *y)
{
    const pair_ *a = x, *b = y;
    if (a->b != b->b)
        return a->b < b->b ? -1 : 1;
    return a->a < b->a ? -1 : a->a > b->a;
}

/* Exchange algorithm (Kneser & Ney 1993; Martin, Liermann & Ney 1998): words 1..count into classes 1..classes so that
 * the bigram class model of the text is best.  Word 0, the sentence boundary, is class 0. */
static void exchange(pair_ *pairs, size_t pair_count, uint32_t count, uint32_t classes, uint32_t rounds,
                     uint16_t *class_of)
{
    uint32_t all = classes + 1;
    int64_t *seen = need(calloc(count + 1, sizeof *seen)), *sum = need(calloc(all, sizeof *sum));
    int32_t *table = need(calloc((size_t)all * all, sizeof *table));
    pair_ *left = need(malloc(pair_count * sizeof *left));
    size_t *right_at = need(calloc(count + 2, sizeof *right_at)), *left_at = need(calloc(count + 2, sizeof *left_at));
    memcpy(left, pairs, pair_count * sizeof *left);
    qsort(pairs, pair_count, sizeof *pairs, by_first);
    qsort(left, pair_count, sizeof *left, by_second);
    for (size_t i = 0; i < pair_count; i++) {
        right_at[pairs[i].a + 1]++;
        left_at[pairs[i].b + 1]++;
        seen[pairs[i].a] += pairs[i].n;
    }
    for (uint32_t w = 0; w <= count; w++) {
        right_at[w + 1] += right_at[w];
        left_at[w + 1] += left_at[w];
    }
    class_of[0] = 0;
    for (uint32_t w = 1; w <= count; w++) /* words come by frequency */
        class_of[w] = (uint16_t)(1 + (w - 1) % classes);
    for (size_t i = 0; i < pair_count; i++)
        table[(size_t)class_of[pairs[i].a] * all + class_of[pairs[i].b]] += (int32_t)pairs[i].n;
    for (uint32_t w = 0; w <= count; w++)
        sum[class_of[w]] += seen[w];
    int32_t *out = need(calloc(all, sizeof *out)), *in = need(calloc(all, sizeof *in));
    uint16_t *outs = need(malloc(all * sizeof *outs)), *ins = need(malloc(all * sizeof *ins));
    for (uint32_t round = 0; round < rounds; round++) {
        uint32_t moved = 0;
        for (uint32_t w = 1; w <= count; w++) {
            uint32_t out_count = 0, in_count = 0;
            uint16_t old = class_of[w];
            for (size_t i = right_at[w]; i < right_at[w + 1]; i++) {
                if (pairs[i].b == w)
                    continue;
                uint16_t c = class_of[pairs[i].b];
                if (!out[c])
                    outs[out_count++] = c;
                out[c] += (int32_t)pairs[i].n;
            }
            for (size_t i = left_at[w]; i < left_at[w + 1]; i++) {
                if (left[i].a == w)
                    continue;
                uint16_t c = class_of[left[i].a];
                if (!in[c])
                    ins[in_count++] = c;
                in[c] += (int32_t)left[i].n;
            }
            for (uint32_t k = 0; k < out_count; k++)
                table[(size_t)old * all + outs[k]] -= out[outs[k]];
            for (uint32_t k = 0; k < in_count; k++)
                table[(size_t)ins[k] * all + old] -= in[ins[k]];
            sum[old] -= seen[w];
            double best = -1e300;
            uint16_t to = old;
            for (uint16_t b = 1; b < all; b++) {
                double gain = -2 * (f(sum[b] + seen[w]) - f(sum[b]));
                const int32_t *row = table + (size_t)b * all;
                for (uint32_t k = 0; k < out_count; k++)
                    gain += f(row[outs[k]] + out[outs[k]]) - f(row[outs[k]]);
                for (uint32_t k = 0; k < in_count; k++) {
                    int32_t n = table[(size_t)ins[k] * all + b];
                    gain += f(n + in[ins[k]]) - f(n);
                }
                if (gain > best + 1e-9) {
                    best = gain;
                    to = b;
                }
            }
            class_of[w] = to;
            moved += to != old;
            for (uint32_t k = 0; k < out_count; k++) {
                table[(size_t)to * all + outs[k]] += out[outs[k]];
                out[outs[k]] = 0;
            }
            for (uint32_t k = 0; k < in_count; k++) {
                table[(size_t)ins[k] * all + to] += in[ins[k]];
                in[ins[k]] = 0;
            }
            sum[to] += seen[w];
        }
        fprintf(stderr, "round %u: %u of %u words moved\n", round, moved, count);
        if (moved * 200 < count)
            break;
    }
    free(seen), free(sum), free(table), free(left), free(right_at), free(left_at), free(out), free(in), free(outs),
        free(ins);
}

/* Bigrams of a sequence. */
static pair_ *bigrams(const uint32_t *at, size_t count, size_t *out_count)
{
    pair_ *pairs = need(malloc(count * sizeof *pairs));
    for (size_t i = 0; i + 1 < count; i++)
        pairs[i] = (pair_){at[i], at[i + 1], 1};
    size_t n = count - 1, kept = 0;
    qsort(pairs, n, sizeof *pairs, by_first);
    for (size_t i = 0; i < n; i++) {
        if (kept && pairs[kept - 1].a == pairs[i].a && pairs[kept - 1].b == pairs[i].b)
            pairs[kept - 1].n++;
        else
            pairs[kept++] = pairs[i];
    }
    *out_count = kept;
    return pairs;
}

static int by_frequency(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    if (type_seen[a] != type_seen[b])
        return type_seen[a] > type_seen[b] ? -1 : 1;
    return a < b ? -1 : a > b;
}

/* Towns: single words get bits, others go to the phrases. */
static uint64_t *towns;
static size_t town_count, town_room;
static void read_towns(dm_names *names, const dm_splitter *splitter, const char *path)
{
    dm_error error = {0};
    dm_file file;
    dm_arena arena;
    dm_arena_init(&arena);
    check(dm_file_open(path, &file, &error), &error);
    dm_slice rest = {file.at, file.size}, line;
    while (dm_slice_line(&rest, &line)) {
        dm_slice column[15];
        for (int c = 0; c < 15; c++)
            column[c] = dm_slice_next(&line, '\t');
        uint32_t people = 0;
        dm_slice_number(column[14], &people);
        for (int c = 1; c <= 2; c++) {
            if (c == 2 && dm_slice_equal(column[1], column[2]))
                continue;
            dm_text text;
            dm_arena_reset(&arena);
            check(dm_text_split(splitter, &arena, column[c], &text, &error), &error);
            if (text.word_count == 0 || text.word_count > 6)
                continue;
            if (text.word_count == 1) {
                dm_names_add_word(names, text.words[0].key, DM_LEX_CITY | (people >= 200000 ? DM_LEX_BIG_CITY : 0));
                continue;
            }
            if (town_count + 8 > town_room) {
                town_room = town_room ? town_room * 2 : 1 << 14;
                towns = need(realloc(towns, town_room * sizeof *towns));
            }
            towns[town_count++] = text.word_count;
            for (uint32_t i = 0; i < text.word_count; i++) {
                towns[town_count++] = text.words[i].key;
                if (text.words[i].flags & DM_WORD_CAPITAL)
                    dm_names_add_word(names, text.words[i].key, DM_LEX_CITY_PART);
            }
        }
    }
    dm_file_close(&file);
    dm_arena_free(&arena);
}

int main(int count, char **arguments)
{
    if (count < 3) {
        fprintf(stderr, "usage: name_classes OUT [--towns CITIES] FILE...\n");
        return 2;
    }
    count--, arguments++;
    dm_error error = {0};
    dm_resources resources;
    dm_splitter *splitter;
    dm_names *names, *own;
    dm_resources_init(&resources, NULL, NULL);
    check(dm_splitter_open(&resources, &splitter, &error), &error);
    check(dm_names_open_lists(&resources, &names, &error), &error);
    own = need(calloc(1, sizeof *own)); /* only what the model adds to the lists */
    dm_map_init(&own->words);
    dm_map_init(&types);
    dm_map_init(&all_words);
    type_of(0);
    type_count = 1;
    type_key[0] = 0;
    for (int i = 1; i < count; i++) {
        if (strcmp(arguments[i], "--towns") == 0)
            read_towns(own, splitter, arguments[++i]);
        else
            take_file(names, splitter, arguments[i]);
    }
    fprintf(stderr, "%zu words, %u types\n", stream_count, type_count);
    uint32_t *order = need(malloc(type_count * sizeof *order)), *rank = need(calloc(type_count, sizeof *rank));
    for (uint32_t i = 1; i < type_count; i++)
        order[i - 1] = i;
    qsort(order, type_count - 1, sizeof *order, by_frequency);
    uint32_t kept = 0;
    while (kept < VOCABULARY && kept + 1 < type_count && type_seen[order[kept]] >= 4) {
        rank[order[kept]] = kept + 1;
        kept++;
    }
    /* rare words: one for capital and one for the others would say nothing of the word; they are left out of the
     * bigrams */
    uint32_t *sequence = need(malloc(stream_count * sizeof *sequence));
    for (size_t i = 0; i < stream_count; i++)
        sequence[i] = stream[i] == 0 ? 0 : rank[stream[i]] ? rank[stream[i]] : kept + 1;
    f_count = 1 << 20;
    f_table = need(malloc(f_count * sizeof *f_table));
    f_table[0] = 0;
    for (size_t i = 1; i < f_count; i++)
        f_table[i] = (double)i * log((double)i);
    size_t pair_count;
    pair_ *pairs = bigrams(sequence, stream_count, &pair_count);
    uint16_t *fine = need(calloc(kept + 2, sizeof *fine)), *coarse = need(calloc(CLASSES + 1, sizeof *coarse));
    exchange(pairs, pair_count, kept + 1, CLASSES, ROUNDS, fine);
    free(pairs);
    for (size_t i = 0; i < stream_count; i++)
        sequence[i] = fine[sequence[i]];
    pairs = bigrams(sequence, stream_count, &pair_count);
    exchange(pairs, pair_count, CLASSES, COARSE, 30, coarse);
    for (uint32_t i = 0; i < kept; i++) {
        uint64_t key = type_key[order[i]];
        bool capital = dm_map_get(&all_words, key) == DM_NONE;
        uint64_t plain = capital ? cased(key, true) : key;
        dm_names_add_word(own, plain, 0);
        dm_lex *lex = &own->lex[dm_map_get(&own->words, plain)];
        if (capital)
            lex->capital = fine[i + 1];
        else
            lex->lower = fine[i + 1];
    }
    for (uint32_t i = 0; i < all_count; i++) {
        const stats_ *s = &stat[i];
        uint32_t bits = 0, total = s->lower + s->capital, capital = s->capital ? s->capital : 1;
        if (s->lower * 2 > total)
            bits |= DM_LEX_LOWER;
        else if (s->lower * 20 > total)
            bits |= DM_LEX_MIXED;
        if (s->after_given >= 2 && s->after_given * 5 > capital)
            bits |= DM_LEX_SEEN_FAMILY;
        if (s->before_family >= 2 && s->before_family * 4 > capital)
            bits |= DM_LEX_SEEN_GIVEN;
        if (s->after_in >= 2 && s->after_in * 4 > s->alone)
            bits |= DM_LEX_SEEN_PLACE;
        if (s->after_the >= 3 && s->after_the * 3 > s->alone)
            bits |= DM_LEX_SEEN_ORG;
        if (s->speaks >= 2 && s->speaks * 15 > capital)
            bits |= DM_LEX_SEEN_SPEAKS;
        if (bits && (total >= 3 || bits & ~(uint32_t)DM_LEX_LOWER))
            dm_names_add_word(own, all_keys[i], bits);
    }
    uint64_t *keys = need(malloc(own->lex_count * sizeof *keys));
    for (uint32_t i = 0; i < own->words.room; i++)
        if (own->words.marks[i] != 0 && own->words.entries[i].value < own->lex_count)
            keys[own->words.entries[i].value] = own->words.entries[i].key;
    dm_model_part parts[] = {{"words", keys, own->lex_count * sizeof *keys},
                             {"lex", own->lex, own->lex_count * sizeof *own->lex},
                             {"coarse", coarse, (CLASSES + 1) * sizeof *coarse},
                             {"towns", towns, town_count * sizeof *towns}};
    check(dm_model_write(arguments[0], "name-classes", parts, DM_COUNT(parts), &error), &error);
    fprintf(stderr, "%u words in the lexicon, %u with classes\n", own->lex_count, kept);
    return 0;
}

