/* Trains the tagger:   tagger [-i TIMES] -o MODEL [-d DEV.conllu]... TRAIN.conllu...
 * or tags its own training files, each fifth by a tagger trained on the other four (for the parser's training):
 *                      tagger [-i TIMES] -k OUT.conllu TRAIN.conllu...                                       */
#define FILTER_BITS 22
#include "grammar/tagger.h"
#include "perceptron.h"
#include "treebank.h"

enum { UPOS_BITS = 21, XPOS_BITS = 21, LEAST = 2, UPOS_LANES = 32, XPOS_LANES = 64, FOLDS = 5 };
#define DROP 0.25            /* share of features that are left out at random while training */

typedef struct sentence {
    dm_conllu *document;
    uint32_t first, count, fold;
    dm_print *prints;
    uint8_t *upos, *xpos;    /* given by the tagger */
} sentence;

typedef struct data {
    sentence *at;
    uint32_t count;
} data;

static data sentences_of(const treebank *bank)
{
    data all = {treebank_memory(calloc(bank->sentences, sizeof(sentence))), 0};
    for (uint32_t d = 0; d < bank->count; d++) {
        dm_conllu *document = bank->documents[d];
        for (uint32_t s = 0; s < document->text.sentence_count; s++) {
            sentence *one = &all.at[all.count++];
            uint32_t first = document->text.sentences[s].first, count = document->text.sentences[s].last - first;
            *one = (sentence){document, first, count, d % FOLDS, NULL, NULL, NULL};
            one->prints = treebank_memory(calloc(count + 2 * DM_TAGGER_PAD, sizeof(dm_print)));
            one->upos = treebank_memory(calloc(2, count + 2 * DM_TAGGER_PAD));
            one->xpos = one->upos + count + 2 * DM_TAGGER_PAD;
            memset(one->upos, DM_UPOS_COUNT, count + 2 * DM_TAGGER_PAD);  /* as dm_tagger_text pads */
            for (uint32_t i = 0; i < count; i++)
                dm_print_of(&document->text.words[first + i], &one->prints[DM_TAGGER_PAD + i]);
        }
    }
    return all;
}

static unsigned drop(uint64_t *features, unsigned count, uint64_t *seed)
{
    unsigned kept = 0;
    for (unsigned i = 0; i < count; i++)
        if ((double)(perceptron_random(seed) >> 11) >= DROP * 9007199254740992.0) features[kept++] = features[i];
    return kept;
}

/* One decision: learns it, gives the tag that was thought best. */
static unsigned decide(perceptron *table, uint64_t *features, unsigned count, unsigned tags, unsigned right, uint64_t *seed)
{
    uint32_t offsets[DM_TAGGER_FEATURES];
    unsigned all = drop(features, count, seed);
    count = perceptron_select(table, features, all, offsets);
    int32_t scores[DM_LANES];
    perceptron_score(table, offsets, count, scores);
    unsigned top = 0;
    for (unsigned i = 1; i < tags; i++)
        if (scores[i] > scores[top]) top = i;
    if (top != right) {
        perceptron_count(table, features, all);
        perceptron_change(table, offsets, count, right, 1);
        perceptron_change(table, offsets, count, top, -1);
    }
    table->time++;
    return top;
}

static void learn(const data *all, uint32_t *order, uint32_t count, unsigned times, perceptron *upos, perceptron *xpos,
                  uint64_t *seed)
{
    uint64_t features[DM_TAGGER_FEATURES];
    for (unsigned time = 0; time < times; time++) {
        uint32_t wrong = 0, wrong_xpos = 0, words = 0;
        for (uint32_t i = count; i-- > 1;) {
            uint32_t other = (uint32_t)(perceptron_random(seed) % (i + 1)), held = order[i];
            order[i] = order[other];
            order[other] = held;
        }
        for (uint32_t i = 0; i < count; i++) {
            const sentence *one = &all->at[order[i]];
            const dm_token *gold = one->document->tree.tokens + one->first;
            dm_tagged tagged = {one->prints, one->upos, one->xpos, one->count,
                                dm_tagged_capitals(one->document->text.words + one->first, one->count)};
            for (uint32_t w = 0; w < one->count; w++) {
                unsigned many = dm_tagger_upos_features(&tagged, w, features);
                unsigned tag = decide(upos, features, many, DM_UPOS_COUNT, gold[w].upos, seed);
                one->upos[DM_TAGGER_PAD + w] = (uint8_t)tag;
                wrong += tag != gold[w].upos;
            }
            for (uint32_t w = 0; w < one->count; w++) {
                unsigned many = dm_tagger_xpos_features(&tagged, w, features);
                unsigned tag = decide(xpos, features, many, DM_XPOS_COUNT, gold[w].xpos, seed);
                one->xpos[DM_TAGGER_PAD + w] = (uint8_t)tag;
                wrong_xpos += tag != gold[w].xpos;
            }
            words += one->count;
        }
        fprintf(stderr, "time %u: %.2f %.2f right while learning\n", time + 1, 100.0 - 100.0 * wrong / words,
                100.0 - 100.0 * wrong_xpos / words);
    }
}

static dm_tagger train(const data *all, uint32_t left_out, unsigned times)
{
    perceptron upos = perceptron_new(24, UPOS_LANES, true), xpos = perceptron_new(24, XPOS_LANES, true);
    uint64_t seed = 0x5deece66d;
    uint32_t *order = treebank_memory(malloc(all->count * sizeof *order)), count = 0;
    for (uint32_t i = 0; i < all->count; i++)
        if (all->at[i].fold != left_out) order[count++] = i;
    learn(all, order, count, 2, &upos, &xpos, &seed);
    perceptron_filter(&upos, UPOS_BITS, LEAST);
    perceptron_filter(&xpos, XPOS_BITS, LEAST);
    learn(all, order, count, times, &upos, &xpos, &seed);
    size_t bytes;
    /* The filters live on. */
    dm_tagger tagger = {{perceptron_average(&upos, &bytes), UPOS_BITS, UPOS_LANES, upos.filter, FILTER_BITS, dm_weights_best()},
                        {perceptron_average(&xpos, &bytes), XPOS_BITS, XPOS_LANES, xpos.filter, FILTER_BITS, dm_weights_best()}};
    upos.filter = xpos.filter = NULL;
    perceptron_free(&upos);
    perceptron_free(&xpos);
    free(order);
    return tagger;
}

static void tag(const dm_tagger *tagger, const sentence *one)
{
    dm_tagged tagged = {one->prints, one->upos, one->xpos, one->count,
                        dm_tagged_capitals(one->document->text.words + one->first, one->count)};
    dm_tagger_tag(tagger, &tagged);
}

static void evaluate(const dm_tagger *tagger, char *path)
{
    treebank bank = treebank_of(&path, 1);
    data all = sentences_of(&bank);
    uint32_t upos = 0, xpos = 0;
    for (uint32_t i = 0; i < all.count; i++) {
        const sentence *one = &all.at[i];
        tag(tagger, one);
        for (uint32_t w = 0; w < one->count; w++) {
            upos += one->upos[DM_TAGGER_PAD + w] == one->document->tree.tokens[one->first + w].upos;
            xpos += one->xpos[DM_TAGGER_PAD + w] == one->document->tree.tokens[one->first + w].xpos;
        }
    }
    fprintf(stderr, "%s: UPOS %.2f XPOS %.2f of %u words\n", path, 100.0 * upos / bank.words, 100.0 * xpos / bank.words,
            bank.words);
}

static void write_model(const dm_tagger *tagger, const char *path)
{
    uint32_t upos[2] = {UPOS_BITS, UPOS_LANES}, xpos[2] = {XPOS_BITS, XPOS_LANES};
    dm_model_part parts[] = {
        {"upos shape", upos, sizeof upos},
        {"upos filter", tagger->upos.filter, FILTER_BYTES},
        {"upos", tagger->upos.at, (((size_t)1 << UPOS_BITS) + UPOS_LANES) * sizeof(int16_t)},
        {"xpos shape", xpos, sizeof xpos},
        {"xpos filter", tagger->xpos.filter, FILTER_BYTES},
        {"xpos", tagger->xpos.at, (((size_t)1 << XPOS_BITS) + XPOS_LANES) * sizeof(int16_t)},
    };
    dm_error error = {0};
    if (dm_model_write(path, "tagger", parts, DM_COUNT(parts), &error)) fprintf(stderr, "%s: %s\n", path, error.why), exit(4);
}

static void jack_knife(const treebank *bank, const data *all, unsigned times, const char *path)
{
    uint8_t **upos = treebank_memory(calloc(all->count, sizeof *upos));
    for (uint32_t fold = 0; fold < FOLDS; fold++) {
        dm_tagger tagger = train(all, fold, times);
        for (uint32_t i = 0; i < all->count; i++) {
            const sentence *one = &all->at[i];
            if (one->fold != fold) continue;
            tag(&tagger, one);
            upos[i] = treebank_memory(malloc(2 * one->count));
            memcpy(upos[i], one->upos + DM_TAGGER_PAD, one->count);
            memcpy(upos[i] + one->count, one->xpos + DM_TAGGER_PAD, one->count);
        }
        free((void *)(uintptr_t)tagger.upos.at);
        free((void *)(uintptr_t)tagger.xpos.at);
        free((void *)(uintptr_t)tagger.upos.filter);
        free((void *)(uintptr_t)tagger.xpos.filter);
    }
    /* Put in place only now: every fold learned from the given tags. */
    for (uint32_t i = 0; i < all->count; i++) {
        dm_token *tokens = all->at[i].document->tree.tokens + all->at[i].first;
        for (uint32_t w = 0; w < all->at[i].count; w++) {
            tokens[w].upos = upos[i][w];
            tokens[w].xpos = upos[i][all->at[i].count + w];
        }
        free(upos[i]);
    }
    free(upos);
    FILE *file = fopen(path, "wb");
    bool failed = !file;
    for (uint32_t d = 0; file && d < bank->count; d++) {
        dm_document document = {.id = bank->documents[d]->id};
        failed |= dm_conllu_write(file, &bank->documents[d]->tree, &document) != DM_OK;
    }
    if (file) failed |= fclose(file) != 0;
    if (failed) {
        fprintf(stderr, "%s: cannot be written\n", path);
        exit(4);
    }
}

int main(int argc, char **argv)
{
    const char *out = NULL, *jack = NULL;
    char *dev[16];
    unsigned times = 16, dev_count = 0;
    int at = 1;
    for (; at + 1 < argc && argv[at][0] == '-'; at += 2) {
        if (argv[at][1] == 'o') out = argv[at + 1];
        else if (argv[at][1] == 'k') jack = argv[at + 1];
        else if (argv[at][1] == 'i') times = (unsigned)atoi(argv[at + 1]);
        else if (argv[at][1] == 'd' && dev_count < DM_COUNT(dev)) dev[dev_count++] = argv[at + 1];
    }
    if (at >= argc || (!out && !jack)) {
        fputs("tagger [-i TIMES] {-o MODEL [-d DEV]... | -k OUT.conllu} TRAIN...\n", stderr);
        return 2;
    }
    treebank bank = treebank_of(argv + at, argc - at);
    data all = sentences_of(&bank);
    fprintf(stderr, "%u documents, %u sentences, %u words\n", bank.count, bank.sentences, bank.words);
    if (jack) {
        jack_knife(&bank, &all, times, jack);
    } else {
        dm_tagger tagger = train(&all, FOLDS, times);
        write_model(&tagger, out);
        for (unsigned i = 0; i < dev_count; i++) evaluate(&tagger, dev[i]);
    }
    return 0;
}
