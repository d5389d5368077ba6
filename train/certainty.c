/* certainty: learns how sure an event is from events that people judged.
 *
 *   build/train/certainty -e OUT.model                                     a model that knows nothing, to begin with
 *   build/train/certainty [-l LEAST] [-t DIR] [-x] OUT.model JUDGED.tsv CORPUS... DIR...
 *
 * JUDGED.tsv tells events of CORPUS (JSON lines) apart: id, code point where the trigger starts, the trigger, PLOVER type, codes of
 * the sources and of the targets, and what is right: "right", or what is wrong: "type", "source", "target", "sides".  Each DIR
 * holds dispatches with their gold (docs/evaluation.md).  A logistic model with a penalty on its weights is fitted; what is
 * printed comes from folds of whole documents.  Events below LEAST per mille will not be given.  -t tests on a further DIR, -x leaves
 * out each property in turn. */
#include "code/certainty.h"
#include "judge/judge.h"
#include "read/document.h"

#include <dirent.h>
#include <math.h>
#include <stdlib.h>

#define FOLDS 10
#define PENALTY 2.0      /* of the square of a weight, in events */
#define TURNS 25
#define GOLD ".gold.json"
#define UNITS 1024.0     /* a weight of 1 in the model's whole numbers */

static void die(const char *why)
{
    fprintf(stderr, "certainty: %s\n", why);
    exit(1);
}

typedef struct example {
    dm_seen seen;
    bool right;
    bool test;               /* of a folder of -t */
    uint32_t document;       /* number of its document */
} example;

static DM_VECTOR(example) examples;
static dm_arena arena;
static uint32_t documents;
static bool left_out[DM_PROPERTIES];

static void add(const dm_record *record, uint32_t event, bool right, bool test)
{
    example *e = DM_PUSH(&arena, &examples);
    if (e == NULL)
        die("out of memory");
    *e = (example){record->seen[event], right, test, documents};
}

/* ---- Judged events of a corpus ------------------------------------------------------------------------------- */

typedef struct judged {
    char id[64], type[16], sources[128], targets[128], verdict[16];
    uint32_t start;
} judged;

static DM_VECTOR(judged) judgements;

static void read_judged(const char *path)
{
    char line[1024], word[256];
    FILE *in = fopen(path, "r");
    if (in == NULL)
        die("cannot open the judged events");
    while (fgets(line, sizeof line, in) != NULL) {
        if (line[0] == '#')
            continue;
        judged *j = DM_PUSH(&arena, &judgements);
        if (j == NULL || sscanf(line, "%63[^\t]\t%u\t%255[^\t]\t%15[^\t]\t%127[^\t]\t%127[^\t]\t%15s", j->id, &j->start, word, j->type,
                                j->sources, j->targets, j->verdict) != 7)
            die("a line of the judged events cannot be read");
    }
    fclose(in);
}

static void codes_of(const dm_record *record, dm_list side, char *out, size_t room)
{
    size_t size = 0;
    snprintf(out, room, "-");
    for (uint32_t i = 0; i < side.count && size < room; i++) {
        const char *actor = record->refers.entities[side.at[i]].actor;
        size += (size_t)snprintf(out + size, room - size, "%s%s", i > 0 ? "," : "", actor[0] != '\0' ? actor : "-");
    }
}

static uint32_t code_points(dm_slice text, uint32_t end)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < end; i++)
        count += ((unsigned char)text.at[i] & 0xc0) != 0x80;
    return count;
}

/* Events of a record that somebody judged as they stand now. */
static uint32_t take_judged(const dm_record *record)
{
    uint32_t taken = 0;
    for (uint32_t i = 0; i < record->event_count; i++) {
        const dm_event *e = &record->events[i];
        char sources[128], targets[128];
        codes_of(record, e->sources, sources, sizeof sources);
        codes_of(record, e->targets, targets, sizeof targets);
        uint32_t start = code_points(record->document.text, e->trigger.start);
        for (uint32_t k = 0; k < judgements.count; k++) {
            const judged *j = &judgements.at[k];
            if (j->start == start && dm_slice_is(record->document.id, j->id) && strcmp(j->type, dm_plover_name(e->plover)) == 0 &&
                strcmp(j->sources, sources) == 0 && strcmp(j->targets, targets) == 0) {
                add(record, i, strcmp(j->verdict, "right") == 0, false);
                taken++;
                break;
            }
        }
    }
    return taken;
}

static bool is_judged(dm_slice id)
{
    for (uint32_t k = 0; k < judgements.count; k++)
        if (dm_slice_is(id, judgements.at[k].id))
            return true;
    return false;
}

static void read_corpus(const char *path, dm_worker *worker)
{
    dm_error error;
    dm_reader *reader;
    dm_document document;
    dm_slice warning;
    dm_read_options options = {.format = DM_FORMAT_JSONL};
    FILE *in = fopen(path, "rb");
    if (in == NULL || dm_reader_open(in, path, &options, &reader, &error) != DM_OK)
        die("cannot open the corpus");
    while (dm_reader_next(reader, &document, &warning, &error) == DM_OK) {
        dm_record *record;
        if (!is_judged(document.id))
            continue;
        if (dm_worker_code(worker, &document, &record, &error) != DM_OK)
            die(error.why);
        documents += take_judged(record) > 0;
        dm_record_free(record);
    }
    dm_reader_close(reader);
    fclose(in);
}

/* ---- Dispatches with their gold ------------------------------------------------------------------------------ */

/* Where the gold has another custom than the frames for a code, its type is as good. */
static dm_plover other_custom(const dm_event *e)
{
    if (strncmp(e->cameo, "084", 3) == 0 && e->plover == DM_RETREAT)
        return DM_CONCEDE;
    if (strncmp(e->cameo, "192", 3) == 0 && e->plover == DM_COERCE)
        return DM_ASSAULT;
    if (strncmp(e->cameo, "175", 3) == 0 && e->plover == DM_ASSAULT)
        return DM_COERCE;
    return strncmp(e->cameo, "057", 3) == 0 && e->plover == DM_SUPPORT ? DM_AGREE : e->plover;
}

static void mark_right(const dm_gold *gold, const dm_record *record, bool *right)
{
    dm_judgement judgement;
    dm_error error;
    if (dm_judge(gold, record, &judgement, &error) != DM_OK)
        die(error.why);
    for (uint32_t i = 0; i < judgement.verdicts.count; i++) {
        const dm_verdict *v = &judgement.verdicts.at[i];
        if (v->list == DM_JUDGED_EVENTS && v->kind == DM_VERDICT_RIGHT)
            right[v->answer] = true;
    }
    dm_judgement_free(&judgement);
}

static void read_dispatch(const char *folder, const char *name, dm_worker *worker, bool test)
{
    char path[1024];
    dm_gold *gold;
    dm_error error;
    dm_reader *reader;
    dm_document document;
    dm_slice warning;
    dm_record *record;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (dm_gold_open(path, &gold, &error) != DM_OK)
        die(error.why);
    snprintf(path, sizeof path, "%s/%.*s.txt", folder, (int)(strlen(name) - strlen(GOLD)), name);
    FILE *in = fopen(path, "rb");
    if (in == NULL || dm_reader_open(in, path, NULL, &reader, &error) != DM_OK || dm_reader_next(reader, &document, &warning, &error) != DM_OK ||
        dm_worker_code(worker, &document, &record, &error) != DM_OK)
        die("cannot code a dispatch");
    bool *right = calloc(record->event_count + 1, sizeof *right);
    if (right == NULL)
        die("out of memory");
    mark_right(gold, record, right);
    for (uint32_t i = 0; i < record->event_count; i++)
        record->events[i].plover = other_custom(&record->events[i]);
    mark_right(gold, record, right);
    for (uint32_t i = 0; i < record->event_count; i++)
        add(record, i, right[i], test);
    documents++;
    free(right);
    dm_record_free(record);
    dm_reader_close(reader);
    fclose(in);
    dm_gold_close(gold);
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static void read_folder(const char *path, dm_worker *worker, bool test)
{
    char *names[1000];
    size_t count = 0;
    DIR *folder = opendir(path);
    struct dirent *entry;
    while (folder != NULL && count < DM_COUNT(names) && (entry = readdir(folder)) != NULL) {
        size_t size = strlen(entry->d_name);
        if (size > strlen(GOLD) && strcmp(entry->d_name + size - strlen(GOLD), GOLD) == 0 && (names[count++] = strdup(entry->d_name)) == NULL)
            die("out of memory");
    }
    if (folder == NULL)
        die("cannot open a folder of dispatches");
    closedir(folder);
    qsort(names, count, sizeof *names, by_name);
    for (size_t i = 0; i < count; i++) {
        read_dispatch(path, names[i], worker, test);
        free(names[i]);
    }
}

/* ---- Fitting ------------------------------------------------------------------------------------------------- */

#define WEIGHTS (DM_PROPERTIES * DM_PROPERTY_VALUES)

typedef struct fitted {
    double base, weights[WEIGHTS];
} fitted;

static double sum_of(const fitted *model, const dm_seen *seen)
{
    double sum = model->base;
    for (uint32_t p = 0; p < DM_PROPERTIES; p++)
        if (!left_out[p])
            sum += model->weights[p * DM_PROPERTY_VALUES + seen->at[p]];
    return sum;
}

static double logistic(double sum) { return 1 / (1 + exp(-sum)); }

/* Newton steps for one property after the other: each event has one value of it, so that the values do not meet. */
static void fit(fitted *model, uint32_t held)
{
    double *sums = calloc(examples.count + 1, sizeof *sums);
    if (sums == NULL)
        die("out of memory");
    *model = (fitted){0};
    for (uint32_t turn = 0; turn < TURNS * (DM_PROPERTIES + 1); turn++) {
        uint32_t property = turn % (DM_PROPERTIES + 1);   /* the last one is the base */
        double slope[DM_PROPERTY_VALUES] = {0}, curve[DM_PROPERTY_VALUES] = {0};
        if (property < DM_PROPERTIES && left_out[property])
            continue;
        for (uint32_t i = 0; i < examples.count; i++) {
            const example *e = &examples.at[i];
            if (e->test || e->document % FOLDS == held)
                continue;
            double p = logistic(sums[i]);
            uint32_t value = property < DM_PROPERTIES ? e->seen.at[property] : 0;
            slope[value] += (e->right ? 1 : 0) - p;
            curve[value] += p * (1 - p);
        }
        for (uint32_t v = 0; v < DM_PROPERTY_VALUES; v++) {
            double *weight = property < DM_PROPERTIES ? &model->weights[property * DM_PROPERTY_VALUES + v] : &model->base;
            double penalty = property < DM_PROPERTIES ? PENALTY : 0.01;
            *weight += slope[v] = (slope[v] - penalty * *weight) / (curve[v] + penalty);
            if (property == DM_PROPERTIES)
                break;
        }
        for (uint32_t i = 0; i < examples.count; i++)
            sums[i] += slope[property < DM_PROPERTIES ? examples.at[i].seen.at[property] : 0];
    }
    free(sums);
}

/* Moves the mean of each property into the base: a weight then tells how an event differs from the usual one; sums stay. */
static void centre(fitted *model)
{
    for (uint32_t k = 0; k < DM_PROPERTIES; k++) {
        double mean = 0, count = 0;
        for (uint32_t i = 0; i < examples.count; i++)
            if (!examples.at[i].test) {
                mean += model->weights[k * DM_PROPERTY_VALUES + examples.at[i].seen.at[k]];
                count++;
            }
        mean /= count;
        for (uint32_t v = 0; v < DM_PROPERTY_VALUES; v++)
            model->weights[k * DM_PROPERTY_VALUES + v] -= mean;
        model->base += mean;
    }
}

static double *cross_validate(void)
{
    static fitted model;
    double *p = calloc(examples.count + 1, sizeof *p);
    if (p == NULL)
        die("out of memory");
    for (uint32_t fold = 0; fold < FOLDS; fold++) {
        fit(&model, fold);
        for (uint32_t i = 0; i < examples.count; i++)
            if (!examples.at[i].test && examples.at[i].document % FOLDS == fold)
                p[i] = logistic(sum_of(&model, &examples.at[i].seen));
    }
    return p;
}

/* ---- Reports ------------------------------------------------------------------------------------------------- */

/* Probability that a right event is surer than a false one. */
static double order(const double *p, bool test)
{
    double better = 0, pairs = 0;
    for (uint32_t i = 0; i < examples.count; i++)
        for (uint32_t k = 0; k < examples.count; k++)
            if (examples.at[i].test == test && examples.at[k].test == test && examples.at[i].right && !examples.at[k].right) {
                pairs++;
                better += p[i] > p[k] ? 1 : p[i] < p[k] ? 0 : 0.5;
            }
    return pairs > 0 ? better / pairs : 0;
}

static double loss(const double *p, bool test)
{
    double sum = 0, count = 0;
    for (uint32_t i = 0; i < examples.count; i++)
        if (examples.at[i].test == test) {
            sum -= log(examples.at[i].right ? p[i] : 1 - p[i]);
            count++;
        }
    return count > 0 ? sum / count : 0;
}

static void report(const char *what, const double *p, bool test)
{
    uint32_t all = 0, right = 0;
    for (uint32_t i = 0; i < examples.count; i++)
        if (examples.at[i].test == test) {
            all++;
            right += examples.at[i].right;
        }
    printf("%s: %u events, %u right (%.1f %%), order %.3f, loss %.4f\n", what, all, right, 100.0 * right / (all + !all), order(p, test), loss(p, test));
    for (uint32_t band = 0; band < 10; band++) {
        double said = 0;
        uint32_t count = 0, good = 0;
        for (uint32_t i = 0; i < examples.count; i++)
            if (examples.at[i].test == test && (uint32_t)fmin(p[i] * 10, 9) == band) {
                said += p[i];
                count++;
                good += examples.at[i].right;
            }
        if (count > 0)
            printf("  said %2u-%3u %%: %4u events, said %.1f, right %.1f\n", band * 10, band * 10 + 10, count, 100 * said / count, 100.0 * good / count);
    }
    for (uint32_t least = 50; least <= 550; least += 50) {
        uint32_t kept = 0, good = 0;
        for (uint32_t i = 0; i < examples.count; i++)
            if (examples.at[i].test == test && p[i] * 1000 >= least) {
                kept++;
                good += examples.at[i].right;
            }
        printf("  from %.2f on: %u kept, %u right (%.1f %%), %.1f %% of those right\n", least / 1000.0, kept, good, 100.0 * good / (kept + !kept),
               100.0 * good / (right + !right));
    }
}

/* What was said of events that a fold had not seen, made right: the line through it that fits best (sum * slope + shift). */
static void calibrate(const double *p, double *slope, double *shift)
{
    *slope = 1;
    *shift = 0;
    for (int step = 0; step < 50; step++) {
        double a = 0, b = 0, aa = 1e-6, ab = 0, bb = 1e-6;
        for (uint32_t i = 0; i < examples.count; i++) {
            if (examples.at[i].test)
                continue;
            double sum = log(p[i] / (1 - p[i])), said = logistic(*slope * sum + *shift), off = (examples.at[i].right ? 1 : 0) - said;
            double bend = said * (1 - said);
            a += off * sum;
            b += off;
            aa += bend * sum * sum;
            ab += bend * sum;
            bb += bend;
        }
        double area = aa * bb - ab * ab;
        *slope += (a * bb - b * ab) / area;
        *shift += (b * aa - a * ab) / area;
    }
    printf("calibration: %.3f of the sum, and %+.3f\n", *slope, *shift);
}

/* ---- Writing ------------------------------------------------------------------------------------------------- */

static void write_model(const char *path, const fitted *model, uint32_t least, double slope, double shift)
{
    static int16_t weights[WEIGHTS];
    uint16_t curve[DM_CURVE_POINTS];
    dm_error error;
    for (uint32_t p = 0; p < DM_PROPERTIES; p++)
        for (uint32_t v = 0; v < DM_PROPERTY_VALUES; v++) {   /* the first property carries the base: each event has one value of it */
            double weight = model->weights[p * DM_PROPERTY_VALUES + v] + (p == 0 ? model->base : 0);
            weights[p * DM_PROPERTY_VALUES + v] = (int16_t)lround(fmax(-30, fmin(30, weight)) * UNITS);
        }
    for (int i = 0; i < DM_CURVE_POINTS; i++)
        curve[i] = (uint16_t)lround(1000 * logistic(slope * (i - DM_CURVE_POINTS / 2) * DM_CURVE_STEP / UNITS + shift));
    dm_model_part parts[] = {{"weights", weights, sizeof weights}, {"curve", curve, sizeof curve}, {"least", &least, sizeof least}};
    if (dm_model_write(path, "certainty", parts, DM_COUNT(parts), &error) != DM_OK)
        die(error.why);
}

int main(int count, char **words)
{
    static fitted model;
    const char *test = NULL;
    bool each = false;
    uint32_t least = 0;
    int at = 1;
    for (; at < count && words[at][0] == '-' && words[at][1] != 0; at++) {
        if (strcmp(words[at], "-e") == 0 && at + 1 < count) {
            write_model(words[at + 1], &model, 0, 1, 0);
            return 0;
        }
        if (strcmp(words[at], "-t") == 0 && at + 1 < count)
            test = words[++at];
        else if (strcmp(words[at], "-l") == 0 && at + 1 < count)
            least = (uint32_t)atoi(words[++at]);
        else if (strcmp(words[at], "-x") == 0)
            each = true;
        else
            die("unknown option");
    }
    if (count - at < 3)
        die("usage: certainty [-e] [-l LEAST] [-t DIR] [-x] OUT.model JUDGED.tsv CORPUS... DIR...");
    dm_coder *coder;
    dm_worker *worker;
    dm_error error;
    dm_options options = {.least_confidence = -1};
    dm_arena_init(&arena);
    if (dm_coder_open(&options, &coder, &error) != DM_OK || dm_worker_new(coder, &worker) != DM_OK)
        die(error.why);
    read_judged(words[at + 1]);
    for (int i = at + 2; i < count; i++) {
        DIR *folder = opendir(words[i]);
        if (folder != NULL) {
            closedir(folder);
            read_folder(words[i], worker, false);
        } else
            read_corpus(words[i], worker);
    }
    if (test != NULL)
        read_folder(test, worker, true);
    double *p = cross_validate(), slope, shift;
    calibrate(p, &slope, &shift);
    report("folds of documents", p, false);
    double whole = loss(p, false);
    for (uint32_t k = 0; each && k < DM_PROPERTIES; k++) {
        left_out[k] = true;
        double *without = cross_validate();
        printf("  without %-32s loss %+.4f order %.3f\n", dm_property_name(k), loss(without, false) - whole, order(without, false));
        left_out[k] = false;
        free(without);
    }
    fit(&model, FOLDS);
    centre(&model);
    if (test != NULL) {
        for (uint32_t i = 0; i < examples.count; i++)
            p[i] = logistic(sum_of(&model, &examples.at[i].seen));
        report("test", p, true);
    }
    free(p);
    if (strcmp(words[at], "-") != 0)
        write_model(words[at], &model, least, slope, shift);
    dm_worker_free(worker);
    dm_coder_close(coder);
    dm_arena_free(&arena);
    return 0;
}
