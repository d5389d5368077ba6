/* relate MODEL FILE...: trains models/relate.model (src/code/scorer.h) on labelled sentences, multinomial logistic
 * regression by AdaGrad over hashed features, with feature dropout. Prints accuracy by cross-validation.
 *
 *   build/train/relate models/relate.model train/relations/<files>
 *
 * A line is `TYPE | sentence with [S source] and [T target]`; TYPE is a PLOVER type or NONE, behind it a CAMEO code may stand
 * where relations call that code by another type (`SANCTION 163`); # begins a comment; a date may stand before the sentence
 * as `TYPE | 2019-05-04 | sentence`.
 * With - for MODEL nothing is written.  Files after `-t` are not trained on: the final weights are scored on them. */
#include "code/scorer.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#define BUCKETS (1u << 17)
#define EPOCHS 24
#define FOLDS 5
#define TEST 1000

typedef struct example {
    uint32_t *features;
    uint32_t count, label, fold;  /* fold TEST: not trained on */
} example;

static dm_clusters clusters;
static const dm_frames *frames;
static struct { example *at; size_t count, room; } examples;

static void die(const char *why)
{
    fprintf(stderr, "relate: %s\n", why);
    exit(1);
}

static uint64_t random_state = 88172645463325252u;
static uint32_t random_next(void)  /* xorshift64 */
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (uint32_t)(random_state >> 32);
}

/* The sentence without its marks, and the spans of the marks. */
static char *unmark(dm_slice marked, dm_span *source, dm_span *target)
{
    char *text = malloc(marked.size + 1);
    uint32_t size = 0;
    dm_span *open = NULL;
    *source = *target = (dm_span){0, 0};
    for (size_t i = 0; text != NULL && i < marked.size; i++) {
        if (marked.at[i] == '[' && i + 2 < marked.size && (marked.at[i + 1] == 'S' || marked.at[i + 1] == 'T') &&
            marked.at[i + 2] == ' ') {
            open = marked.at[i + 1] == 'S' ? source : target;
            open->start = size;
            i += 2;
        } else if (marked.at[i] == ']' && open != NULL) {
            open->end = size;
            open = NULL;
        } else {
            text[size++] = marked.at[i];
        }
    }
    if (text != NULL)
        text[size] = 0;
    return text;
}

static uint32_t label_of(dm_slice name)
{
    for (uint32_t k = 1; k < DM_SCORER_LABELS; k++)
        if (dm_slice_is(name, dm_plover_name((dm_plover)k)))
            return k;
    return dm_slice_is(name, "NONE") ? 0 : DM_NONE;
}

static void read_file(const char *path, dm_worker *worker, bool test)
{
    dm_file file;
    dm_error error;
    if (dm_file_open(path, &file, &error) != DM_OK)
        die(error.why);
    dm_slice rest = {file.at == NULL ? "" : file.at, file.size}, line;
    uint32_t number = 0;
    while (dm_slice_line(&rest, &line)) {
        number++;
        line = dm_slice_trim(line);
        if (line.size == 0 || line.at[0] == '#')
            continue;
        dm_slice name = dm_slice_next(&line, '|'), code = name;
        dm_slice type = dm_slice_next(&code, ' ');
        uint32_t label = label_of(type);
        if (code.size > 0 && code.size < 5 && label != DM_NONE) {
            char cameo[5] = "";
            memcpy(cameo, code.at, code.size);
            label = dm_relation_custom(frames, cameo, label);
        }
        dm_document document = {.date = {2020, 6, 1}};
        dm_slice after = line, first = dm_slice_next(&after, '|');
        if (after.at != NULL && dm_date_parse(first, &document.date))
            line = after;
        dm_span source, target;
        char *text = unmark(dm_slice_trim(line), &source, &target);
        if (label == DM_NONE || text == NULL || source.end <= source.start || target.end <= target.start) {
            fprintf(stderr, "%s:%u: not TYPE | sentence with [S ...] and [T ...]\n", path, number);
            exit(1);
        }
        document.text = dm_slice_of(text);
        dm_record *record;
        uint64_t features[DM_SCORER_FEATURES];
        if (dm_worker_code(worker, &document, &record, &error) != DM_OK)
            die(error.why);
        dm_relation_answer told;
        dm_relation_readings readings;
        if (dm_code_relation(frames, record, &source, 1, &target, 1, &told, &readings) != DM_OK)
            die("out of memory");
        uint32_t count = dm_scorer_features(&clusters, record, &told, &readings, &source, 1, &target, 1, features);
        if (examples.count == examples.room) {
            examples.room = examples.room == 0 ? 1024 : examples.room * 2;
            examples.at = realloc(examples.at, examples.room * sizeof *examples.at);
            if (examples.at == NULL)
                die("out of memory");
        }
        example *one = &examples.at[examples.count++];
        *one = (example){malloc(count * sizeof(uint32_t)), count, label, test ? TEST : (uint32_t)(dm_hash(text, strlen(text)) % FOLDS)};
        if (one->features == NULL)
            die("out of memory");
        for (uint32_t i = 0; i < count; i++)
            one->features[i] = (uint32_t)(features[i] & (BUCKETS - 1));
        dm_record_free(record);
        free(text);
    }
    dm_file_close(&file);
}

static void scores_of(const float *weights, const example *one, const uint32_t *kept, uint32_t count, float *scores)
{
    memset(scores, 0, DM_SCORER_LABELS * sizeof *scores);
    (void)one;
    for (uint32_t i = 0; i < count; i++)
        for (int k = 0; k < DM_SCORER_LABELS; k++)
            scores[k] += weights[(size_t)kept[i] * DM_SCORER_LABELS + (size_t)k];
}

static uint32_t best_of(const float *scores)
{
    uint32_t best = 0;
    for (uint32_t k = 1; k < DM_SCORER_LABELS; k++)
        if (scores[k] > scores[best])
            best = k;
    return best;
}

/* Trains on all examples outside `held` (FOLDS: on all). */
static void train(float *weights, float *squares, uint32_t held)
{
    memset(weights, 0, (size_t)BUCKETS * DM_SCORER_LABELS * sizeof *weights);
    memset(squares, 0, (size_t)BUCKETS * DM_SCORER_LABELS * sizeof *squares);
    uint32_t *order = malloc(examples.count * sizeof *order), kept[DM_SCORER_FEATURES];
    if (order == NULL)
        die("out of memory");
    for (uint32_t i = 0; i < examples.count; i++)
        order[i] = i;
    random_state = 88172645463325252u;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
        for (uint32_t i = (uint32_t)examples.count; i > 1; i--) {
            uint32_t other = random_next() % i, swap = order[i - 1];
            order[i - 1] = order[other];
            order[other] = swap;
        }
        for (uint32_t n = 0; n < examples.count; n++) {
            const example *one = &examples.at[order[n]];
            float scores[DM_SCORER_LABELS], whole = 0, highest;
            uint32_t count = 0;
            if (one->fold == held || one->fold == TEST)
                continue;
            for (uint32_t i = 0; i < one->count; i++)  /* a feature in five is dropped */
                if (random_next() % 5 != 0)
                    kept[count++] = one->features[i];
            scores_of(weights, one, kept, count, scores);
            highest = scores[best_of(scores)];
            for (int k = 0; k < DM_SCORER_LABELS; k++)
                whole += scores[k] = expf(scores[k] - highest);
            for (int k = 0; k < DM_SCORER_LABELS; k++) {
                float slope = scores[k] / whole - (one->label == (uint32_t)k ? 1.0f : 0.0f);
                for (uint32_t i = 0; i < count; i++) {
                    size_t at = (size_t)kept[i] * DM_SCORER_LABELS + (size_t)k;
                    float g = slope + 1e-4f * weights[at];
                    squares[at] += g * g;
                    weights[at] -= 0.1f * g / (sqrtf(squares[at]) + 0.1f);
                }
            }
        }
    }
    free(order);
}

/* Accuracy and F1 by label: by cross-validation, or of the weights as they are on the test files. */
static void validate(float *weights, float *squares, bool test)
{
    uint32_t right = 0, all = 0, by_label[DM_SCORER_LABELS][3] = {{0}};
    for (uint32_t held = test ? TEST : 0; held < (test ? TEST + 1 : FOLDS); held++) {
        if (!test)
            train(weights, squares, held);
        for (size_t i = 0; i < examples.count; i++) {
            float scores[DM_SCORER_LABELS];
            if (examples.at[i].fold != held)
                continue;
            scores_of(weights, &examples.at[i], examples.at[i].features, examples.at[i].count, scores);
            uint32_t best = best_of(scores);
            if (test && best == DM_CONCEDE)  /* test files may have them as one */
                best = DM_RETREAT;
            right += best == examples.at[i].label;
            all++;
            by_label[best][1]++;
            by_label[examples.at[i].label][2]++;
            by_label[best][0] += best == examples.at[i].label;
        }
    }
    double sum = 0;
    int labels = 0;
    printf("%s: %u sentences, accuracy %.1f %%\n", test ? "test" : "cross-validation", all, 100.0 * right / (all == 0 ? 1 : all));
    for (uint32_t k = 0; k < DM_SCORER_LABELS; k++) {
        double f = by_label[k][0] == 0 ? 0 : 200.0 * by_label[k][0] / (by_label[k][1] + by_label[k][2]);
        printf("  %-10s right %4u  given %4u  wanted %4u  F1 %.1f\n", k == 0 ? "NONE" : dm_plover_name((dm_plover)k),
               by_label[k][0], by_label[k][1], by_label[k][2], f);
        labels += by_label[k][2] != 0;
        sum += by_label[k][2] != 0 ? f : 0;
    }
    printf("  macro-F1 %.1f over %d labels\n", sum / (labels == 0 ? 1 : labels), labels);
}

int main(int count, char **words)
{
    dm_coder *coder;
    dm_worker *worker;
    dm_error error;
    if (count < 3)
        die("usage: relate MODEL FILE...");
    dm_options options = {.least_confidence = -1};   /* all events, as demarche relate has them */
    if (dm_coder_open(&options, &coder, &error) != DM_OK || dm_worker_new(coder, &worker) != DM_OK)
        die(error.why);
    frames = dm_coder_frames(coder);
    dm_resources resources;
    dm_resources_init(&resources, NULL, NULL);
    if (dm_clusters_open(&resources, &clusters, &error) != DM_OK)
        die(error.why);
    bool test = false;
    for (int i = 2; i < count; i++) {
        if (strcmp(words[i], "-t") == 0)
            test = true;
        else
            read_file(words[i], worker, test);
    }
    float *weights = malloc((size_t)BUCKETS * DM_SCORER_LABELS * sizeof *weights);
    float *squares = malloc((size_t)BUCKETS * DM_SCORER_LABELS * sizeof *squares);
    int16_t *small = malloc((size_t)BUCKETS * DM_SCORER_LABELS * sizeof *small);
    if (weights == NULL || squares == NULL || small == NULL || examples.count == 0)
        die("out of memory, or nothing to train on");
    validate(weights, squares, false);
    train(weights, squares, FOLDS);
    if (test)
        validate(weights, squares, true);
    if (strcmp(words[1], "-") == 0)
        return 0;
    float largest = 1e-6f;
    for (size_t i = 0; i < (size_t)BUCKETS * DM_SCORER_LABELS; i++)
        largest = fabsf(weights[i]) > largest ? fabsf(weights[i]) : largest;
    float scale = largest / 32000;
    for (size_t i = 0; i < (size_t)BUCKETS * DM_SCORER_LABELS; i++)
        small[i] = (int16_t)lrintf(weights[i] / scale);
    dm_model_part parts[] = {{"weights", small, (size_t)BUCKETS * DM_SCORER_LABELS * sizeof *small}, {"scale", &scale, sizeof scale}};
    if (dm_model_write(words[1], "relate", parts, DM_COUNT(parts), &error) != DM_OK)
        die(error.why);
    return 0;
}
