/* Trains models/names.model; train/names.sh runs all steps.
 *   names train OUT|- CLASSES FILE[*N]... [?FILE]        trains, N times the weight, and scores FILE
 *   names cross OUT|- CLASSES TEST FILE[*N]... [?FILE]   the same after five-fold cross-validation over TEST's documents
 * CLASSES comes from name_classes.c.  Training files:
 *   .tsv   FORM, B-I-O tag, 1 when no blank follows, part of speech; an empty line after a sentence, "# newdoc" before
 *          a document
 *   .txt   running text with [PER Ada Byron] inline; an empty line after a document, # comments
 * Environment: TAGS=1 looks at parts of speech (a teacher); LABELS=FILE writes ?FILE with the labels found; SHOW=1 and
 * SHOW_PROBE=1 print what went wrong; APART=1 leaves documents to disagree; DROP (of 256), MARGIN, EPOCHS, ORDERS. */
#include "grammar/name_parts.h"

#include <math.h>
#include <stdlib.h>

enum { BITS = 21, SIZE = 1 << BITS, EPOCHS = 12, ORDERS = 4, PROPER_NOUN = 12 };

static uint64_t seed = 88172645463325252u;
static uint32_t chance(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 32);
}

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

typedef struct example_ {
    uint32_t first, last; /* words of the document */
    uint32_t *features;   /* offsets of all candidates */
    uint32_t *starts;     /* by word (last - first + 1): where its features begin */
    uint8_t *gold;
    bool possible;
} example_;

typedef struct document_ {
    dm_text text;
    dm_name_word *words;
    uint8_t *gold, *tags;
    example_ *examples;
    uint32_t count;
} document_;

typedef struct set_ {
    DM_VECTOR(document_) list;
    dm_arena arena;
} set_;

static const char *const type_names[] = {"PER", "ORG", "LOC"};

/* Turns spans into labels. */
static void label_span(uint8_t *gold, uint32_t first, uint32_t last, unsigned type)
{
    for (uint32_t i = first; i < last; i++)
        gold[i] = (uint8_t)(1 + 4 * type + (last - first == 1 ? 3 : i == first ? 0 : i + 1 == last ? 2 : 1));
}

static unsigned type_named(const char *at)
{
    for (unsigned t = 0; t < 3; t++)
        if (memcmp(at, type_names[t], 3) == 0)
            return t;
    return 3;
}

typedef DM_VECTOR(dm_word) word_list;
typedef DM_VECTOR(dm_sentence) sentence_list;
static const char *const upos_names[] = {"ADJ",  "ADP",  "ADV",   "AUX",   "CCONJ", "DET", "INTJ", "NOUN", "NUM",
                                         "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"};
typedef DM_VECTOR(uint8_t) tag_list; /* 0, or 1 + type, plus 8 for B */

static void finish_tsv(set_ *set, word_list *words, sentence_list *sentences, tag_list *tags, tag_list *upos)
{
    if (!words->count)
        return;
    document_ *document = DM_PUSH(&set->arena, &set->list);
    dm_text *text = &document->text;
    *text = (dm_text){
        .words = words->at, .word_count = words->count, .sentences = sentences->at, .sentence_count = sentences->count};
    text->sentence_of = dm_arena_alloc(&set->arena, words->count * sizeof(uint32_t));
    for (uint32_t s = 0; s < sentences->count; s++)
        for (uint32_t i = sentences->at[s].first; i < sentences->at[s].last; i++)
            text->sentence_of[i] = s;
    dm_text_quotations(&set->arena, text);
    document->gold = dm_arena_zero(&set->arena, words->count, 1);
    for (uint32_t s = 0; s < sentences->count; s++)
        for (uint32_t i = sentences->at[s].first; i < sentences->at[s].last;) {
            uint8_t tag = tags->at[i] & 7;
            uint32_t end = i + 1;
            if (!tag) {
                i++;
                continue;
            }
            while (end < sentences->at[s].last && tags->at[end] == tag)
                end++;
            label_span(document->gold, i, end, tag - 1u);
            i = end;
        }
    memset(words, 0, sizeof *words);
    memset(sentences, 0, sizeof *sentences);
    document->tags = upos->at;
    memset(tags, 0, sizeof *tags);
    memset(upos, 0, sizeof *upos);
}

static void read_tsv(set_ *set, dm_slice rest)
{
    word_list words = {NULL, 0, 0};
    sentence_list sentences = {NULL, 0, 0};
    tag_list tags = {NULL, 0, 0}, upos = {NULL, 0, 0};
    dm_slice line;
    uint32_t first = 0, offset = 0;
    while (dm_slice_line(&rest, &line)) {
        if (line.size && line.at[0] != '#') {
            dm_slice form = dm_slice_next(&line, '\t'), tag = dm_slice_next(&line, '\t'),
                     glued = dm_slice_next(&line, '\t');
            dm_word *word = DM_PUSH(&set->arena, &words);
            word->form = form;
            word->span = (dm_span){offset, offset + (uint32_t)form.size};
            offset += (uint32_t)form.size + 1;
            dm_word_fill(word);
            word->flags |= dm_slice_is(glued, "1") ? 0 : DM_WORD_SPACE;
            uint8_t *t = DM_PUSH(&set->arena, &tags), *u = DM_PUSH(&set->arena, &upos);
            line = dm_slice_trim(line);
            for (unsigned k = 0; k < DM_COUNT(upos_names); k++)
                if (dm_slice_is(line, upos_names[k]))
                    *u = (uint8_t)(k + 1);
            if (tag.size > 2) {
                unsigned type = type_named(tag.at + 2);
                *t = type < 3 ? (uint8_t)((1 + type) | (tag.at[0] == 'B' ? 8 : 0)) : 0;
            }
            continue;
        }
        if (words.count > first) {
            dm_sentence *sentence = DM_PUSH(&set->arena, &sentences);
            *sentence = (dm_sentence){.first = first, .last = words.count, .paragraph = sentences.count - 1};
            first = words.count;
        }
        if (line.size) {
            finish_tsv(set, &words, &sentences, &tags, &upos);
            first = offset = 0;
        }
    }
    if (words.count > first) {
        dm_sentence *sentence = DM_PUSH(&set->arena, &sentences);
        *sentence = (dm_sentence){.first = first, .last = words.count, .paragraph = sentences.count - 1};
    }
    finish_tsv(set, &words, &sentences, &tags, &upos);
}

static void finish_inline(set_ *set, const dm_splitter *splitter, const char *marked, size_t size, const char *path,
                          uint32_t line)
{
    char *plain = dm_arena_alloc(&set->arena, size + 1);
    struct span {
        uint32_t start, end;
        unsigned type;
    } *spans = need(malloc((size / 4 + 1) * sizeof *spans));
    uint32_t span_count = 0, used = 0;
    bool open = false;
    for (size_t i = 0; i < size; i++) {
        if (!open && marked[i] == '[' && i + 5 < size && type_named(marked + i + 1) < 3 && marked[i + 4] == ' ') {
            spans[span_count].type = type_named(marked + i + 1);
            spans[span_count].start = used;
            open = true;
            i += 4;
        } else if (open && marked[i] == ']') {
            spans[span_count++].end = used;
            open = false;
        } else {
            plain[used++] = marked[i];
        }
    }
    if (open)
        fprintf(stderr, "%s: document before line %u: a bracket is not closed\n", path, line);
    document_ *document = DM_PUSH(&set->arena, &set->list);
    dm_error error = {0};
    check(dm_text_split(splitter, &set->arena, (dm_slice){plain, used}, &document->text, &error), &error);
    document->gold = dm_arena_zero(&set->arena, document->text.word_count + 1, 1);
    for (uint32_t s = 0; s < span_count; s++) {
        uint32_t first = DM_NONE, last = 0;
        for (uint32_t i = 0; i < document->text.word_count; i++) {
            if (document->text.words[i].span.start == spans[s].start)
                first = i;
            if (document->text.words[i].span.end == spans[s].end)
                last = i + 1;
        }
        if (first == DM_NONE || last <= first ||
            document->text.sentence_of[first] != document->text.sentence_of[last - 1])
            fprintf(stderr, "%s: before line %u: \"%.*s\" is not whole words of a sentence\n", path, line,
                    (int)(spans[s].end - spans[s].start), plain + spans[s].start);
        else
            label_span(document->gold, first, last, spans[s].type);
    }
    free(spans);
}

static void read_inline(set_ *set, const dm_splitter *splitter, dm_slice rest, const char *path)
{
    dm_slice line;
    const char *start = NULL, *end = NULL;
    uint32_t number = 0;
    for (;;) {
        bool more = dm_slice_line(&rest, &line);
        number++;
        if (!more || line.size == 0) {
            if (start)
                finish_inline(set, splitter, start, (size_t)(end - start), path, number);
            start = NULL;
            if (!more)
                break;
            continue;
        }
        if (line.at[0] == '#')
            continue;
        if (!start)
            start = line.at;
        end = line.at + line.size;
    }
}

static void read_set(set_ *set, const dm_splitter *splitter, const char *path)
{
    dm_file *file = need(malloc(sizeof *file)); /* stays open: the words point into it */
    dm_error error = {0};
    check(dm_file_open(path, file, &error), &error);
    size_t size = strlen(path);
    if (size > 4 && strcmp(path + size - 4, ".tsv") == 0)
        read_tsv(set, (dm_slice){file->at, file->size});
    else
        read_inline(set, splitter, (dm_slice){file->at, file->size}, path);
}

static void prepare(set_ *set, const dm_names *names)
{
    uint64_t features[DM_NAME_FEATURES];
    uint32_t lost = 0, found = 0, most = 0;
    for (uint32_t d = 0; d < set->list.count; d++) {
        document_ *document = &set->list.at[d];
        dm_text *text = &document->text;
        document->words = dm_names_look(names, &set->arena, text);
        document->count = text->sentence_count;
        if (document->tags && getenv("TAGS"))
            for (uint32_t i = 0; i < text->word_count; i++)
                document->words[i].tag = document->tags[i];
        document->examples = dm_arena_zero(&set->arena, text->sentence_count, sizeof *document->examples);
        for (uint32_t s = 0; s < text->sentence_count; s++) {
            example_ *example = &document->examples[s];
            example->first = text->sentences[s].first;
            example->last = text->sentences[s].last;
            example->gold = document->gold + example->first;
            example->possible = true;
            example->starts = dm_arena_zero(&set->arena, example->last - example->first + 1, sizeof(uint32_t));
            DM_VECTOR(uint32_t) offsets = {NULL, 0, 0};
            for (uint32_t i = example->first; i < example->last; i++) {
                example->starts[i - example->first] = offsets.count;
                if (document->gold[i] && ((document->gold[i] - 1) & 3) % 3 == 0)
                    found++;
                if (!document->words[i].candidate) {
                    if (document->gold[i]) {
                        example->possible = false;
                        lost++;
                    }
                    continue;
                }
                uint32_t n = dm_names_features(names, document->words, example->first, example->last, i, features);
                most = n > most ? n : most;
                for (uint32_t k = 0; k < n; k++) {
                    uint32_t *offset = DM_PUSH(&set->arena, &offsets);
                    *offset = (uint32_t)(features[k] & (SIZE - 1));
                }
            }
            example->starts[example->last - example->first] = offsets.count;
            example->features = offsets.at;
        }
    }
    fprintf(stderr, "%u documents, %u names, %u words of names are no candidates; at most %u features\n",
            set->list.count, found, lost, most);
}

typedef struct learner_ {
    int32_t *weights;
    int64_t *sums;
    int32_t transition[DM_NAME_LABELS][DM_NAME_LABELS];
    int64_t transition_sums[DM_NAME_LABELS][DM_NAME_LABELS];
    int64_t step;
} learner_;

typedef struct scratch_ {
    int32_t *scores, *rows;
    uint8_t *labels;
    uint32_t room;
} scratch_;

static void make_room(scratch_ *scratch, uint32_t words)
{
    if (words <= scratch->room)
        return;
    scratch->room = words * 2;
    scratch->scores = need(realloc(scratch->scores, (size_t)scratch->room * DM_NAME_BLOCK * sizeof(int32_t)));
    scratch->rows = need(realloc(scratch->rows, ((size_t)scratch->room + 8) * DM_NAME_BLOCK * sizeof(int32_t)));
    scratch->labels = need(realloc(scratch->labels, scratch->room));
}

/* Scores of all candidates; `drop`: chance out of 256 that a feature is left out, the same for the update (kept in
 * bits). */
static void emit(const learner_ *learner, const document_ *document, const example_ *example, scratch_ *scratch,
                 const uint8_t *kept, int32_t margin)
{
    for (uint32_t i = example->first; i < example->last; i++) {
        uint32_t word = i - example->first;
        if (!document->words[i].candidate)
            continue;
        int32_t *score = scratch->scores + (size_t)word * DM_NAME_BLOCK;
        memset(score, 0, DM_NAME_BLOCK * sizeof *score);
        for (uint32_t f_ = example->starts[word]; f_ < example->starts[word + 1]; f_++) {
            if (kept && !kept[f_])
                continue;
            const int32_t *block = learner->weights + example->features[f_];
            for (unsigned label = 0; label < DM_NAME_LABELS; label++)
                score[label] += block[label];
        }
        if (margin)
            for (unsigned label = 0; label < DM_NAME_LABELS; label++)
                if (label != example->gold[word])
                    score[label] += label == 0 ? margin + margin / 2 : margin;
    }
}

static void learn(learner_ *learner, const dm_names *names, const document_ *document, const example_ *example,
                  scratch_ *scratch, uint32_t drop, uint8_t **kept, uint32_t *kept_room, int32_t margin,
                  uint32_t *wrong)
{
    uint32_t size = example->last - example->first, features = example->starts[size];
    if (!example->possible || features == 0)
        return;
    make_room(scratch, size);
    if (features > *kept_room) {
        *kept_room = features * 2;
        *kept = need(realloc(*kept, *kept_room));
    }
    for (uint32_t i = 0; i < features; i++)
        (*kept)[i] = (chance() & 255) >= drop;
    emit(learner, document, example, scratch, *kept, margin);
    dm_names_best(names, document->words, example->first, example->last, scratch->scores,
                  (const int32_t(*)[DM_NAME_LABELS])learner->transition, scratch->rows, scratch->labels);
    learner->step++;
    if (memcmp(scratch->labels, example->gold, size) == 0)
        return;
    (*wrong)++;
    uint8_t gold_before = 0, own_before = 0;
    for (uint32_t i = 0; i < size; i++) {
        uint8_t gold = example->gold[i], own = scratch->labels[i];
        if (gold != own) {
            for (uint32_t k = example->starts[i]; k < example->starts[i + 1]; k++) {
                if (!(*kept)[k])
                    continue;
                uint32_t at = example->features[k];
                learner->weights[at + gold]++;
                learner->sums[at + gold] += learner->step;
                learner->weights[at + own]--;
                learner->sums[at + own] -= learner->step;
            }
        }
        if (gold != own || gold_before != own_before) {
            learner->transition[gold_before][gold]++;
            learner->transition_sums[gold_before][gold] += learner->step;
            learner->transition[own_before][own]--;
            learner->transition_sums[own_before][own] -= learner->step;
        }
        gold_before = gold;
        own_before = own;
    }
}

typedef struct tally_ {
    uint32_t right[3], given[3], gold[3];
} tally_;

static void count_spans(const uint8_t *own, const uint8_t *gold, uint32_t size, tally_ *tally)
{
    for (uint32_t i = 0; i < size;) {
        uint32_t end = i + 1;
        unsigned type = own[i] ? (own[i] - 1u) / 4 : 0;
        if (own[i]) {
            while (end < size && own[end] && ((own[end] - 1) & 3) != 0 && ((own[end] - 1) & 3) != 3 &&
                   ((own[end - 1] - 1) & 3) < 2)
                end++;
            tally->given[type]++;
            bool same = memcmp(own + i, gold + i, end - i) == 0;
            tally->right[type] += same;
        }
        i = end;
    }
    for (uint32_t i = 0; i < size; i++)
        if (gold[i] && ((gold[i] - 1) & 3) % 3 == 0)
            tally->gold[(gold[i] - 1u) / 4]++;
}

static void report(const char *name, const tally_ *tally)
{
    uint32_t right = 0, given = 0, gold = 0;
    printf("%-12s", name);
    for (unsigned t = 0; t < 3; t++) {
        right += tally->right[t], given += tally->given[t], gold += tally->gold[t];
        printf(" %s %.1f", type_names[t], 200.0 * tally->right[t] / (tally->given[t] + tally->gold[t] + 1e-9));
    }
    printf("  all P %.1f R %.1f F %.1f\n", 100.0 * right / (given + 1e-9), 100.0 * right / (gold + 1e-9),
           200.0 * right / (given + gold + 1e-9));
    fflush(stdout);
}

/* Averaged weights, in `weights` itself, times 16. */
static void average(learner_ *learner)
{
    for (uint32_t i = 0; i < SIZE + DM_NAME_BLOCK; i++) {
        double mean = 32.0 * ((double)learner->weights[i] - (double)learner->sums[i] / (double)(learner->step + 1));
        learner->weights[i] = (int32_t)lrint(mean);
    }
    for (unsigned a = 0; a < DM_NAME_LABELS; a++)
        for (unsigned b = 0; b < DM_NAME_LABELS; b++)
            learner->transition[a][b] =
                (int32_t)lrint(32.0 * (learner->transition[a][b] -
                                       (double)learner->transition_sums[a][b] / (double)(learner->step + 1)));
}

typedef struct item_ {
    const document_ *document;
    const example_ *example;
} item_;

static int option(const char *name, int otherwise)
{
    const char *text = getenv(name);
    return text ? atoi(text) : otherwise;
}

/* Trains on the documents of `sets` (each `times` over), without document d of held when d % folds == fold. */
static learner_ *train_once(const dm_names *names, set_ *const *sets, const int *times, int set_count, const set_ *held,
                       uint32_t folds, uint32_t fold, int held_times, uint64_t start)
{
    learner_ *learner = need(calloc(1, sizeof *learner));
    learner->weights = need(calloc(SIZE + DM_NAME_BLOCK, sizeof(int32_t)));
    learner->sums = need(calloc(SIZE + DM_NAME_BLOCK, sizeof(int64_t)));
    item_ *items = NULL;
    uint32_t count = 0, room = 0;
    seed = start;
    for (int s = 0; s < set_count + (held != NULL); s++) {
        const set_ *from = s < set_count ? sets[s] : held;
        for (int time = 0; time < (s < set_count ? times[s] : held_times); time++)
            for (uint32_t d = 0; d < from->list.count; d++) {
                if (s == set_count && d % folds == fold)
                    continue;
                for (uint32_t e = 0; e < from->list.at[d].count; e++) {
                    if (count == room) {
                        room = room ? room * 2 : 1 << 14;
                        items = need(realloc(items, room * sizeof *items));
                    }
                    items[count++] = (item_){&from->list.at[d], &from->list.at[d].examples[e]};
                }
            }
    }
    scratch_ scratch = {NULL, NULL, NULL, 0};
    uint8_t *kept = NULL;
    uint32_t kept_room = 0;
    int epochs = option("EPOCHS", EPOCHS), drop = option("DROP", 110), margin = option("MARGIN", 12);
    for (int epoch = 0; epoch < epochs; epoch++) {
        uint32_t wrong = 0;
        for (uint32_t i = count - 1; i > 0; i--) {
            uint32_t j = chance() % (i + 1);
            item_ keep = items[i];
            items[i] = items[j];
            items[j] = keep;
        }
        for (uint32_t i = 0; i < count; i++)
            learn(learner, names, items[i].document, items[i].example, &scratch, (uint32_t)drop, &kept, &kept_room,
                  margin, &wrong);
        if (getenv("TALK"))
            fprintf(stderr, "epoch %d: %u of %u sentences wrong\n", epoch, wrong, count);
    }
    average(learner);
    free(items);
    free(kept);
    return learner;
}

/* The mean of learners that saw the sentences in different orders. */
static learner_ *train(const dm_names *names, set_ *const *sets, const int *times, int set_count, const set_ *held,
                       uint32_t folds, uint32_t fold, int held_times)
{
    int orders = option("ORDERS", ORDERS);
    learner_ *sum = NULL;
    for (int order = 0; order < orders; order++) {
        learner_ *own = train_once(names, sets, times, set_count, held, folds, fold, held_times, 88172645463325252u + 7919u * (uint64_t)order);
        if (!sum) {
            sum = own;
            continue;
        }
        for (uint32_t i = 0; i < SIZE + DM_NAME_BLOCK; i++)
            sum->weights[i] += own->weights[i];
        for (unsigned a = 0; a < DM_NAME_LABELS; a++)
            for (unsigned b = 0; b < DM_NAME_LABELS; b++)
                sum->transition[a][b] += own->transition[a][b];
        free(own->weights), free(own->sums), free(own);
    }
    for (uint32_t i = 0; i < SIZE + DM_NAME_BLOCK; i++)
        sum->weights[i] /= orders;
    for (unsigned a = 0; a < DM_NAME_LABELS; a++)
        for (unsigned b = 0; b < DM_NAME_LABELS; b++)
            sum->transition[a][b] /= orders;
    return sum;
}

/* Labels of a whole document, as dm_names_find gives them. */
static void label(const learner_ *learner, const dm_names *names, const document_ *document, scratch_ *scratch,
                  uint8_t *labels)
{
    dm_arena arena;
    for (uint32_t e = 0; e < document->count; e++) {
        const example_ *example = &document->examples[e];
        make_room(scratch, example->last - example->first);
        emit(learner, document, example, scratch, NULL, 0);
        dm_names_best(names, document->words, example->first, example->last, scratch->scores,
                      (const int32_t(*)[DM_NAME_LABELS])learner->transition, scratch->rows, labels + example->first);
    }
    dm_arena_init(&arena);
    if (!getenv("APART"))
        dm_names_agree(&arena, &document->text, document->words, labels);
    dm_arena_free(&arena);
}

static void print_labels(const document_ *document, const example_ *example, const uint8_t *labels, const char *side)
{
    printf("%s ", side);
    for (uint32_t i = example->first; i < example->last; i++) {
        const dm_slice form = document->text.words[i].form;
        unsigned place = labels[i] ? (labels[i] - 1) & 3 : 9;
        bool begins = place == 0 || place == 3;
        printf("%s%s%s%.*s%s ", begins ? "[" : "", begins ? type_names[(labels[i] - 1) / 4] : "", begins ? " " : "",
               (int)form.size, form.at, place == 2 || place == 3 ? "]" : "");
    }
    printf("\n");
}

static void test(const learner_ *learner, const dm_names *names, const set_ *set, uint32_t folds, uint32_t fold,
                 tally_ *tally, bool show)
{
    scratch_ scratch = {NULL, NULL, NULL, 0};
    for (uint32_t d = 0; d < set->list.count; d++) {
        if (folds && d % folds != fold)
            continue;
        const document_ *document = &set->list.at[d];
        uint8_t *labels = need(calloc(document->text.word_count + 1, 1));
        label(learner, names, document, &scratch, labels);
        for (uint32_t e = 0; e < document->count; e++) {
            const example_ *example = &document->examples[e];
            uint32_t size = example->last - example->first;
            count_spans(labels + example->first, example->gold, size, tally);
            if (show && memcmp(labels + example->first, example->gold, size) != 0) {
                print_labels(document, example, document->gold, "GOLD");
                print_labels(document, example, labels, "  OWN");
            }
        }
        free(labels);
    }
}

/* Writes the documents with the labels found, as .tsv. */
static void write_labels(const learner_ *learner, const dm_names *names, const set_ *set, const char *path)
{
    static const char *const uposes[] = {"_",   "ADJ",  "ADP",  "ADV",   "AUX",   "CCONJ", "DET", "INTJ", "NOUN",
                                         "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"};
    scratch_ scratch = {NULL, NULL, NULL, 0};
    FILE *out = fopen(path, "w");
    if (!out)
        return;
    for (uint32_t d = 0; d < set->list.count; d++) {
        const document_ *document = &set->list.at[d];
        uint8_t *labels = need(calloc(document->text.word_count + 1, 1));
        label(learner, names, document, &scratch, labels);
        for (uint32_t i = 0, end; document->tags && i < document->text.word_count;
             i = end) { /* a name holds a proper noun */
            bool proper = document->tags[i] == PROPER_NOUN;
            for (end = i + 1;
                 labels[i] && ((labels[end - 1] - 1) & 3) < 2 && end < document->text.word_count && labels[end]; end++)
                proper |= document->tags[end] == PROPER_NOUN;
            if (!proper)
                memset(labels + i, 0, end - i);
        }
        fprintf(out, "# newdoc\n");
        for (uint32_t e = 0; e < document->count; e++) {
            const example_ *example = &document->examples[e];
            for (uint32_t i = example->first; i < example->last; i++) {
                unsigned label = labels[i];
                const dm_word *word = &document->text.words[i];
                fprintf(out, "%.*s\t%s%s\t%d\t%s\n", (int)word->form.size, word->form.at,
                        label ? ((label - 1) & 3) % 3 == 0 ? "B-" : "I-" : "O",
                        label ? type_names[(label - 1) / 4] : "", (word->flags & DM_WORD_SPACE) == 0,
                        uposes[document->tags ? document->tags[i] : 0]);
            }
            fprintf(out, "\n");
        }
        free(labels);
    }
    fclose(out);
}

static dm_names *names_with_classes(dm_resources *resources, const char *path, dm_model_part *parts,
                                    uint32_t *part_count)
{
    dm_error error = {0};
    dm_names *names;
    check(dm_names_open_lists(resources, &names, &error), &error);
    dm_file *file = need(malloc(sizeof *file));
    check(dm_file_open(path, file, &error), &error);
    dm_model model;
    dm_slice words, lex, coarse, town;
    check(dm_model_open((dm_slice){file->at, file->size}, "name-classes", path, &model, &error), &error);
    check(dm_model_section(&model, "words", 8, SIZE_MAX, &words, &error), &error);
    check(dm_model_section(&model, "lex", sizeof(dm_lex), words.size / 8, &lex, &error), &error);
    check(dm_model_section(&model, "coarse", 2, SIZE_MAX, &coarse, &error), &error);
    check(dm_model_section(&model, "towns", 8, SIZE_MAX, &town, &error), &error);
    for (size_t i = 0; i < words.size / 8; i++) {
        uint64_t key;
        dm_lex entry;
        memcpy(&key, words.at + i * 8, 8);
        memcpy(&entry, lex.at + i * sizeof entry, sizeof entry);
        dm_names_add_word(names, key, entry.bits);
        dm_lex *own = &names->lex[dm_map_get(&names->words, key)];
        own->capital = entry.capital;
        own->lower = entry.lower;
    }
    names->coarse = (const uint16_t *)(const void *)coarse.at;
    names->class_count = (uint32_t)(coarse.size / 2);
    const uint64_t *at = (const uint64_t *)(const void *)town.at, *end = at + town.size / 8;
    while (at < end) {
        dm_phrases_add(&names->phrases, at + 1, (uint32_t)*at, 8);
        at += 1 + *at;
    }
    *part_count = 0;
    parts[(*part_count)++] = (dm_model_part){"words", words.at, words.size};
    parts[(*part_count)++] = (dm_model_part){"lex", lex.at, lex.size};
    parts[(*part_count)++] = (dm_model_part){"coarse", coarse.at, coarse.size};
    parts[(*part_count)++] = (dm_model_part){"towns", town.at, town.size};
    return names;
}

static int train_all(bool cross, int count, char **arguments)
{
    dm_error error = {0};
    dm_resources resources;
    dm_splitter *splitter;
    dm_model_part parts[8];
    uint32_t part_count;
    dm_resources_init(&resources, NULL, NULL);
    check(dm_splitter_open(&resources, &splitter, &error), &error);
    dm_names *names = names_with_classes(&resources, arguments[1], parts, &part_count);
    static set_ sets[32];
    set_ *pointers[32], *held = NULL, *probe[8];
    const char *probe_name[8];
    int times[32], set_count = 0, probes = 0, held_times = 1;
    for (int i = 2; i < count && set_count < 32; i++) {
        char path[1024];
        bool is_probe = arguments[i][0] == '?';
        snprintf(path, sizeof path, "%s", arguments[i] + is_probe);
        char *star = strrchr(path, '*');
        int weight = 1;
        if (star) {
            weight = atoi(star + 1);
            *star = 0;
        }
        set_ *own = is_probe || (cross && !held) ? need(calloc(1, sizeof *own)) : &sets[set_count];
        dm_arena_init(&own->arena);
        read_set(own, splitter, path);
        fprintf(stderr, "%s: ", path);
        prepare(own, names);
        if (is_probe) {
            probe_name[probes] = arguments[i];
            probe[probes++] = own;
        } else if (cross && !held) {
            held = own;
            held_times = weight;
        } else {
            times[set_count] = weight;
            pointers[set_count++] = own;
        }
    }
    if (cross) {
        tally_ sum = {{0}, {0}, {0}};
        for (uint32_t fold = 0; fold < 5; fold++) {
            learner_ *learner = train(names, pointers, times, set_count, held, 5, fold, held_times);
            test(learner, names, held, 5, fold, &sum, getenv("SHOW") != NULL);
            free(learner->weights), free(learner->sums), free(learner);
        }
        report("cross", &sum);
    }
    if (strcmp(arguments[0], "-") == 0 && !probes)
        return 0;
    if (cross)
        pointers[set_count] = held, times[set_count++] = held_times;
    learner_ *learner = train(names, pointers, times, set_count, NULL, 1, 1, 0);
    for (int p = 0; p < probes; p++) {
        tally_ own = {{0}, {0}, {0}};
        test(learner, names, probe[p], 0, 0, &own, getenv("SHOW_PROBE") != NULL);
        report(probe_name[p], &own);
        if (getenv("LABELS"))
            write_labels(learner, names, probe[p], getenv("LABELS"));
    }
    if (strcmp(arguments[0], "-") == 0)
        return 0;
    int16_t *out = need(calloc(SIZE + DM_NAME_BLOCK, sizeof *out)), transition[DM_NAME_LABELS][DM_NAME_LABELS];
    uint32_t clipped = 0, used = 0;
    for (uint32_t i = 0; i < SIZE + DM_NAME_BLOCK; i++) {
        int32_t weight = learner->weights[i];
        clipped += weight > 32767 || weight < -32767;
        used += weight != 0;
        out[i] = (int16_t)(weight > 32767 ? 32767 : weight < -32767 ? -32767 : weight);
    }
    for (unsigned a = 0; a < DM_NAME_LABELS; a++)
        for (unsigned b = 0; b < DM_NAME_LABELS; b++) {
            int32_t weight = learner->transition[a][b];
            transition[a][b] = (int16_t)(weight > 32767 ? 32767 : weight < -32767 ? -32767 : weight);
        }
    fprintf(stderr, "%u weights used, %u clipped\n", used, clipped);
    parts[part_count++] = (dm_model_part){"weights", out, (SIZE + DM_NAME_BLOCK) * sizeof *out};
    parts[part_count++] = (dm_model_part){"transition", transition, sizeof transition};
    check(dm_model_write(arguments[0], "names", parts, part_count, &error), &error);
    return 0;
}

int main(int count, char **arguments)
{
    if (count > 4 && strcmp(arguments[1], "train") == 0)
        return train_all(false, count - 2, arguments + 2);
    if (count > 4 && strcmp(arguments[1], "cross") == 0)
        return train_all(true, count - 2, arguments + 2);
    fprintf(stderr, "usage: names train OUT CLASSES FILE[*N]... [?FILE]\n"
                    "       names cross OUT|- CLASSES TEST FILE[*N]... [?FILE]\n");
    return 2;
}
