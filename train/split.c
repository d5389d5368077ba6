/* Trains the sentence boundaries of models/split.model.
 *   split train MODEL FILE.conllu...    plain CoNLL-U: EWT train and the open part of GUM train
 *   split show < TEXT                   sentences and surface tokens as the library cuts them, one token a line */
#include "text/parts.h"

#include <stdlib.h>

enum { BITS = 17, SIZE = 1 << BITS, EPOCHS = 12 };

static char *read_all(FILE *file, size_t *size)
{
    size_t room = 1 << 16, used = 0;
    char *at = malloc(room);
    while (at) {
        used += fread(at + used, 1, room - used, file);
        if (used < room)
            break;
        room *= 2;
        at = realloc(at, room);
    }
    *size = used;
    return at;
}

static int show(void)
{
    dm_error error = {0};
    dm_resources resources;
    dm_splitter *splitter;
    dm_text text;
    dm_arena arena;
    dm_arena_init(&arena);
    dm_resources_init(&resources, NULL, NULL);
    size_t size;
    char *input = read_all(stdin, &size);
    if (dm_splitter_open(&resources, &splitter, &error) ||
        dm_text_split(splitter, &arena, (dm_slice){input, size}, &text, &error)) {
        fprintf(stderr, "%s\n", error.why);
        return 1;
    }
    for (uint32_t s = 0; s < text.sentence_count; s++) {
        for (uint32_t i = text.sentences[s].first; i < text.sentences[s].last; i++)
            printf("%s%.*s", i == text.sentences[s].first || text.words[i].flags & DM_WORD_JOINED ? "" : "\n",
                   (int)text.words[i].form.size, text.words[i].form.at);
        printf("\n\n");
    }
    dm_splitter_close(splitter);
    dm_resources_close(&resources);
    dm_arena_free(&arena);
    free(input);
    return 0;
}

/* One paragraph of the training text. */
typedef struct piece {
    dm_words words;
    uint8_t *gold; /* by word: a sentence ends after it */
} piece;

typedef struct texts {
    dm_arena arena;
    const dm_splitter *splitter;
    DM_VECTOR(piece) list;
    char *text; /* of the paragraph being read */
    size_t text_size;
    DM_VECTOR(uint32_t) ends;
} texts;

static void finish(texts *corpus)
{
    if (!corpus->text_size)
        return;
    piece *paragraph = DM_PUSH(&corpus->arena, &corpus->list);
    char *text = dm_arena_alloc(&corpus->arena, corpus->text_size);
    memcpy(text, corpus->text, corpus->text_size);
    while (corpus->text_size && text[corpus->text_size - 1] == ' ')
        corpus->text_size--;
    paragraph->words = (dm_words){
        .splitter = corpus->splitter, .arena = &corpus->arena, .text = text, .text_end = text + corpus->text_size};
    for (size_t at = 0; at < corpus->text_size;) {
        size_t end = at;
        while (end < corpus->text_size && text[end] != ' ')
            end++;
        if (end > at)
            dm_words_cut(&paragraph->words, (uint32_t)at, (uint32_t)end);
        at = end + 1;
    }
    paragraph->gold = dm_arena_zero(&corpus->arena, paragraph->words.words.count + 1, 1);
    uint32_t e = 0;
    for (uint32_t i = 0; i < paragraph->words.words.count; i++) {
        uint32_t end = paragraph->words.words.at[i].span.end;
        while (e < corpus->ends.count && corpus->ends.at[e] < end)
            e++;
        if (e < corpus->ends.count && corpus->ends.at[e] == end)
            paragraph->gold[i] = 1;
    }
    corpus->text_size = 0;
    corpus->ends.count = 0;
}

static void read_file(texts *corpus, const char *path)
{
    dm_error error = {0};
    dm_file file;
    if (dm_file_open(path, &file, &error)) {
        fprintf(stderr, "%s: %s\n", path, error.why);
        exit(1);
    }
    dm_slice rest = {file.at, file.size}, line;
    uint32_t range_end = 0, last_end = 0;
    while (dm_slice_line(&rest, &line)) {
        if (line.size == 0) {
            if (last_end) {
                uint32_t *end = DM_PUSH(&corpus->arena, &corpus->ends);
                *end = last_end;
            }
            last_end = range_end = 0;
            continue;
        }
        if (line.at[0] == '#') {
            if (line.size >= 8 && (memcmp(line.at, "# newpar", 8) == 0 || memcmp(line.at, "# newdoc", 8) == 0))
                finish(corpus);
            continue;
        }
        dm_slice column[10], from = line;
        for (int c = 0; c < 10; c++) {
            const char *tab = memchr(from.at, '\t', from.size);
            size_t size = tab ? (size_t)(tab - from.at) : from.size;
            column[c] = (dm_slice){from.at, size};
            from.at += size + (tab != NULL);
            from.size -= size + (tab != NULL);
        }
        if (memchr(column[0].at, '.', column[0].size))
            continue;
        uint32_t id = (uint32_t)strtoul(column[0].at, NULL, 10);
        const char *dash = memchr(column[0].at, '-', column[0].size);
        if (dash)
            range_end = (uint32_t)strtoul(dash + 1, NULL, 10);
        else if (id <= range_end)
            continue;
        memcpy(corpus->text + corpus->text_size, column[1].at, column[1].size);
        corpus->text_size += column[1].size;
        last_end = (uint32_t)corpus->text_size;
        bool glued = false;
        for (size_t i = 0; i + 13 <= column[9].size; i++)
            glued |= memcmp(column[9].at + i, "SpaceAfter=No", 13) == 0;
        if (!glued)
            corpus->text[corpus->text_size++] = ' ';
    }
    finish(corpus);
}

static int train(const char *path, int count, char **files)
{
    dm_error error = {0};
    dm_resources resources;
    static texts corpus;
    dm_splitter *splitter;
    dm_arena_init(&corpus.arena);
    dm_resources_init(&resources, NULL, NULL);
    if (dm_splitter_open_untrained(&resources, &splitter, &error)) {
        fprintf(stderr, "%s\n", error.why);
        return 1;
    }
    corpus.splitter = splitter;
    corpus.text = malloc(1 << 24);
    for (int i = 0; i < count; i++)
        read_file(&corpus, files[i]);
    int32_t *weights = calloc(SIZE, sizeof *weights);
    int64_t *sums = calloc(SIZE, sizeof *sums);
    int16_t *out = calloc(SIZE, sizeof *out);
    uint32_t *order = malloc(corpus.list.count * sizeof *order);
    for (uint32_t i = 0; i < corpus.list.count; i++)
        order[i] = i;
    int64_t step = 1, impossible = 0, gold = 0;
    uint64_t seed = 1;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
        int64_t wrong = 0, seen = 0;
        for (uint32_t i = corpus.list.count - 1; i > 0; i--) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            uint32_t j = (uint32_t)((seed >> 33) % (i + 1)), keep = order[i];
            order[i] = order[j];
            order[j] = keep;
        }
        for (uint32_t p = 0; p < corpus.list.count; p++) {
            const piece *paragraph = &corpus.list.at[order[p]];
            uint32_t last = paragraph->words.words.count;
            uint64_t features[DM_BOUNDARY_FEATURES];
            dm_boundary state;
            dm_boundary_begin(&state, 0);
            for (uint32_t i = 0; i + 1 < last; i++) {
                dm_boundary_pass(&paragraph->words, &state, i);
                int truth = paragraph->gold[i] ? 1 : -1;
                if (dm_boundary_possible(&paragraph->words, i, last)) {
                    uint32_t n = dm_boundary_features(&paragraph->words, &state, i, 0, last, features);
                    int64_t score = 0;
                    for (uint32_t f = 0; f < n; f++)
                        score += weights[features[f] & (SIZE - 1)];
                    if (score * truth <= 20) { /* a margin: firm decisions carry over to other texts */
                        wrong += score * truth <= 0;
                        for (uint32_t f = 0; f < n; f++) {
                            weights[features[f] & (SIZE - 1)] += truth;
                            sums[features[f] & (SIZE - 1)] += truth * step;
                        }
                    }
                    step++;
                    seen++;
                } else if (truth > 0 && epoch == 0) {
                    impossible++;
                }
                if (truth > 0) {
                    gold += epoch == 0;
                    uint8_t plain = state.plain + (paragraph->words.words.at[i].flags & DM_WORD_PUNCT ? 0 : 1);
                    dm_boundary_begin(&state, i + 1);
                    state.plain = plain > 2 ? 2 : plain;
                }
            }
        }
        fprintf(stderr, "epoch %d: %lld of %lld places wrong\n", epoch, (long long)wrong, (long long)seen);
    }
    fprintf(stderr, "%lld of %lld inner boundaries stand where none is possible\n", (long long)impossible,
            (long long)gold);
    for (uint32_t i = 0; i < SIZE; i++) {
        double mean = 64.0 * ((double)weights[i] - (double)sums[i] / (double)step);
        out[i] = (int16_t)(mean > 32767 ? 32767 : mean < -32767 ? -32767 : mean < 0 ? mean - 0.5 : mean + 0.5);
    }
    int32_t bias = 0;
    dm_model_part parts[] = {{"weights", out, SIZE * sizeof *out}, {"bias", &bias, sizeof bias}};
    dm_status status = dm_model_write(path, "split", parts, DM_COUNT(parts), &error);
    if (status)
        fprintf(stderr, "%s\n", error.why);
    dm_splitter_close(splitter);
    dm_resources_close(&resources);
    dm_arena_free(&corpus.arena);
    free(corpus.text);
    free(weights);
    free(sums);
    free(out);
    free(order);
    return status != DM_OK;
}

int main(int count, char **arguments)
{
    if (count > 3 && strcmp(arguments[1], "train") == 0)
        return train(arguments[2], count - 3, arguments + 3);
    if (count == 2 && strcmp(arguments[1], "show") == 0)
        return show();
    fprintf(stderr, "usage: split train MODEL FILE.conllu... | split show < TEXT\n");
    return 2;
}
