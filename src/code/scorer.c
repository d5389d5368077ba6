/* Features of a pair of phrases and their linear scores. */
#include "code/scorer.h"

#include <math.h>
#include <stdlib.h>

struct dm_scorer {
    dm_model model;
    dm_clusters clusters;
    const int16_t *weights;   /* buckets x DM_SCORER_LABELS */
    uint32_t buckets;         /* a power of two */
    float scale;              /* of one unit of weight */
};

dm_status dm_scorer_open(dm_resources *resources, dm_scorer **out, dm_error *error)
{
    static const char file[] = "models/relate.model";
    *out = NULL;
    dm_scorer *scorer = calloc(1, sizeof *scorer);
    if (scorer == NULL)
        return dm_fail(error, DM_NO_MEMORY, file, 0, 0, "out of memory");
    dm_slice bytes, weights = {NULL, 0}, facts;
    dm_status status = dm_resources_get(resources, file, &bytes, error);
    if (status == DM_OK)
        status = dm_model_open(bytes, "relate", file, &scorer->model, error);
    if (status == DM_OK)
        status = dm_model_section(&scorer->model, "weights", DM_SCORER_LABELS * sizeof(int16_t), SIZE_MAX, &weights, error);
    if (status == DM_OK)
        status = dm_model_section(&scorer->model, "scale", sizeof(float), 1, &facts, error);
    if (status == DM_OK) {
        size_t buckets = weights.size / (DM_SCORER_LABELS * sizeof(int16_t));
        memcpy(&scorer->scale, facts.at, sizeof(float));
        if (buckets == 0 || (buckets & (buckets - 1)) != 0 || buckets > UINT32_MAX || !(scorer->scale > 0 && scorer->scale < 1))
            status = dm_fail(error, DM_BAD_MODEL, file, 0, 0, "the number of weights is not a power of two, or the scale is wrong");
        scorer->weights = (const int16_t *)(const void *)weights.at;
        scorer->buckets = (uint32_t)buckets;
    }
    if (status == DM_OK)
        status = dm_clusters_open(resources, &scorer->clusters, error);
    if (status != DM_OK) {
        free(scorer);
        return status;
    }
    *out = scorer;
    return DM_OK;
}

void dm_scorer_close(dm_scorer *scorer) { free(scorer); }

/* ---- Features -------------------------------------------------------------------------------------------- */

typedef struct gathering {
    const dm_clusters *clusters;
    const dm_record *record;
    const dm_token *tokens;
    uint64_t *features;
    uint32_t count;
} gathering;

/* One feature: a template and up to two values. */
static void add(gathering *g, uint64_t template, uint64_t a, uint64_t b)
{
    if (g->count < DM_SCORER_FEATURES)
        g->features[g->count++] = dm_mix(dm_mix(template * 0x9e3779b97f4a7c15u, a), b);
}

/* A feature of a word, and of its classes. */
static void add_word(gathering *g, uint64_t template, const dm_token *token, uint64_t b)
{
    add(g, template, token->lemma_key, b);
    const dm_cluster *cluster = dm_clusters_get(g->clusters, token->lemma_key, token->upos);
    if (cluster != NULL) {
        add(g, template + 1000, cluster->fine, b);
        add(g, template + 2000, cluster->coarse, b);
    }
}

/* A feature of two words, and of their classes. */
static void add_pair(gathering *g, uint64_t template, const dm_token *a, const dm_token *b, uint64_t c)
{
    add(g, template, dm_mix(a->lemma_key, b->lemma_key), c);
    const dm_cluster *x = dm_clusters_get(g->clusters, a->lemma_key, a->upos), *y = dm_clusters_get(g->clusters, b->lemma_key, b->upos);
    if (x != NULL && y != NULL) {
        add(g, template + 1000, dm_mix(x->fine, y->fine), c);
        add(g, template + 2000, dm_mix(x->fine, y->coarse), c);
    }
}

static bool content(const dm_token *token)
{
    return token->upos == DM_VERB || token->upos == DM_NOUN || token->upos == DM_ADJ || token->upos == DM_ADV;
}

/* Words [first, last) of a span; false when it covers none. */
static bool words_of(const dm_text *text, dm_span span, uint32_t *first, uint32_t *last)
{
    *first = *last = 0;
    uint32_t low = 0, high = text->word_count;
    while (low < high) {  /* first word that ends behind the start of the span */
        uint32_t middle = low + (high - low) / 2;
        if (text->words[middle].span.end <= span.start)
            low = middle + 1;
        else
            high = middle;
    }
    *first = *last = low;
    while (*last < text->word_count && text->words[*last].span.start < span.end)
        ++*last;
    return *last > *first;
}

/* The word of [first, last) that hangs outside. */
static uint32_t head_of(const dm_token *tokens, uint32_t first, uint32_t last)
{
    for (uint32_t i = first; i < last; i++)
        if ((tokens[i].head == DM_NONE || tokens[i].head < first || tokens[i].head >= last) && tokens[i].upos != DM_PUNCT &&
            tokens[i].relation != DM_R_CASE)
            return i;
    return last - 1;
}

#define LONGEST_PATH 24

/* The words from `word` up to its root, itself first. */
static uint32_t ancestors(const dm_token *tokens, uint32_t word, uint32_t *path)
{
    uint32_t count = 0;
    for (; word != DM_NONE && count < LONGEST_PATH; word = tokens[word].head)
        path[count++] = word;
    return count;
}

/* What hangs on the governing verb: object, complement, auxiliary, negation, particle, subject. */
static void around_verb(gathering *g, uint32_t verb, uint64_t role)
{
    const dm_token *tokens = g->tokens;
    for (uint32_t child = tokens[verb].child; child != DM_NONE; child = tokens[child].next) {
        switch (tokens[child].relation) {
        case DM_R_OBJ: case DM_R_XCOMP: case DM_R_CCOMP: case DM_R_COMPOUND_PRT: case DM_R_OBL: case DM_R_NSUBJ_PASS:
        case DM_R_NMOD: case DM_R_COMPOUND: case DM_R_AMOD:
            add_pair(g, 20 + role, &tokens[verb], &tokens[child], tokens[child].relation);
            add_word(g, 30 + role, &tokens[child], tokens[child].relation);
            if (tokens[child].relation == DM_R_XCOMP || tokens[child].relation == DM_R_CCOMP || tokens[child].relation == DM_R_OBJ)
                for (uint32_t below = tokens[child].child; below != DM_NONE; below = tokens[below].next)
                    if (content(&tokens[below]))
                        add_pair(g, 40 + role, &tokens[child], &tokens[below], 0);
            break;
        case DM_R_AUX: case DM_R_AUX_PASS:
            add(g, 50 + role, tokens[child].lemma_key, 0);
            break;
        case DM_R_ADVMOD:
            if (dm_slice_is(tokens[child].lemma, "not") || dm_slice_is(tokens[child].lemma, "never"))
                add_word(g, 60 + role, &tokens[verb], 1);
            break;
        default: break;
        }
    }
}

/* Sector of the entity whose mention covers a word, as letters; 0 when none. */
static uint64_t sector_at(const dm_record *record, uint32_t word)
{
    const dm_references *refers = &record->refers;
    uint32_t mention = refers->mention_of == NULL ? DM_NONE : refers->mention_of[word];
    if (mention == DM_NONE || mention >= refers->mention_count)
        return 0;
    const dm_entity *entity = &refers->entities[refers->mentions[mention].entity];
    return entity->sectors[0][0] == 0 ? (uint64_t)entity->type + 1 : dm_hash(entity->sectors[0], 3);
}

/* Events that the frames found: their types, by which sides touch the spans. */
static void frame_features(gathering *g, dm_span source, dm_span target)
{
    const dm_record *record = g->record;
    for (uint32_t i = 0; i < record->event_count; i++) {
        const dm_event *event = &record->events[i];
        unsigned touch = 0;
        for (int side = 0; side < 2; side++) {
            dm_list list = side == 0 ? event->sources : event->targets;
            for (uint32_t k = 0; k < list.count; k++) {
                dm_list mentions = record->refers.entities[list.at[k]].mentions;
                for (uint32_t m = 0; m < mentions.count; m++) {
                    dm_span span = record->refers.mentions[mentions.at[m]].span;
                    if (span.start < source.end && source.start < span.end)
                        touch |= side == 0 ? 1 : 4;
                    if (span.start < target.end && target.start < span.end)
                        touch |= side == 0 ? 8 : 2;
                }
            }
        }
        add(g, 70, event->plover, touch & 3);
        add(g, 71, event->plover, touch);
        add(g, 72, event->plover, event->status);
        add(g, 73, event->plover, 0);
    }
}

uint32_t dm_scorer_features(const dm_clusters *clusters, const dm_record *record, const dm_relation_answer *told, const dm_relation_readings *readings,
                            const dm_span *sources,
                            uint32_t source_count, const dm_span *targets, uint32_t target_count,
                            uint64_t features[DM_SCORER_FEATURES])
{
    gathering g = {clusters, record, record->tree.tokens, features, 0};
    const dm_token *tokens = record->tree.tokens;
    const dm_text *text = &record->text;
    uint32_t sf, sl, tf, tl;
    add(&g, 1, 0, 0);
    if (source_count == 0 || target_count == 0 || !words_of(text, sources[0], &sf, &sl) || !words_of(text, targets[0], &tf, &tl))
        return g.count;
    uint32_t source = head_of(tokens, sf, sl), target = head_of(tokens, tf, tl);
    uint32_t up[LONGEST_PATH], down[LONGEST_PATH], ups = ancestors(tokens, source, up), downs = ancestors(tokens, target, down);
    uint32_t i = 0, j = 0;
    bool met = false;
    const dm_token *met_top = NULL;
    for (i = 0; i < ups && !met; i++)  /* lowest common ancestor */
        for (j = 0; j < downs && !met; j++)
            met = up[i] == down[j];
    if (met) {
        i--, j--;
        uint32_t top = up[i];
        met_top = &tokens[top];
        add_word(&g, 2, &tokens[top], tokens[top].upos);
        add_word(&g, 3, &tokens[top], dm_mix(i > 0 ? tokens[up[i - 1]].relation : 99, j > 0 ? tokens[down[j - 1]].relation : 99));
        around_verb(&g, top, 0);
        uint64_t relations = 0;
        for (uint32_t k = 0; k <= i; k++) {
            relations = dm_mix(relations, tokens[up[k]].relation);
            if (k > 0 && up[k] != top)
                add_word(&g, 4, &tokens[up[k]], 1), add_word(&g, 5, &tokens[up[k]], 0);
        }
        for (uint32_t k = 0; k < j; k++) {
            relations = dm_mix(relations, 100u + tokens[down[k]].relation);
            if (k > 0) {
                add_word(&g, 4, &tokens[down[k]], 2), add_word(&g, 5, &tokens[down[k]], 0);
                around_verb(&g, down[k], 1);
                add_pair(&g, 6, &tokens[top], &tokens[down[k]], 0);
            }
        }
        add(&g, 7, relations, 0);
        add(&g, 8, relations, tokens[top].lemma_key);
        add(&g, 9, i, j);
        if (tokens[top].head != DM_NONE) {
            add_word(&g, 10, &tokens[tokens[top].head], tokens[top].relation);
            add_pair(&g, 11, &tokens[tokens[top].head], &tokens[top], 0);
        }
    }
    for (int side = 0; side < 2; side++) {  /* governors and prepositions of both */
        uint32_t word = side == 0 ? source : target;
        uint64_t preposition = dm_tree_case(&record->tree, word), role = (uint64_t)side;
        add(&g, 12 + role, tokens[word].relation, preposition);
        add(&g, 14 + role, sector_at(record, word), 0);
        if (tokens[word].head != DM_NONE) {
            uint32_t governor = tokens[word].head;
            add_word(&g, 16 + role, &tokens[governor], dm_mix(tokens[word].relation, preposition));
            add_word(&g, 18 + role, &tokens[governor], 0);
            around_verb(&g, governor, 2 + role);
        }
    }
    add(&g, 80, sector_at(record, source), sector_at(record, target));
    add(&g, 81, sf < tf, 0);
    /* Words: between, before, after, and anywhere. */
    uint32_t first = sf < tf ? sf : tf, begin = sf < tf ? sl : tl, end = sf < tf ? tf : sf, last = sf < tf ? tl : sl;
    uint64_t before = 0;
    uint32_t from = first > 12 ? first - 12 : 0, to = last + 12 < text->word_count ? last + 12 : text->word_count;
    for (uint32_t w = 0; w < text->word_count; w++) {
        if ((w >= sf && w < sl) || (w >= tf && w < tl) || tokens[w].upos == DM_PUNCT || tokens[w].upos == DM_DET)
            continue;
        uint64_t where = w >= begin && w < end ? (sf < tf ? 1u : 2u) : w < first ? 3u : 4u;
        bool near = where <= 2 || (w >= from && w < to);
        if (content(&tokens[w]) && near)
            add_word(&g, 90, &tokens[w], where);
        if (content(&tokens[w]))
            add(&g, 91, tokens[w].lemma_key, 0);
        if (where <= 2) {
            add(&g, 92, dm_mix(before, tokens[w].lemma_key), where);
            before = tokens[w].lemma_key;
        }
    }
    uint64_t sure = (uint64_t)(told->confidence * 10.0f);
    add(&g, 100, told->label, 0);
    add(&g, 101, told->label, sure);
    add(&g, 102, dm_hash(told->cameo, 3), 0);
    add(&g, 103, dm_hash(told->cameo, 2), sure);
    if (met_top != NULL)
        add_word(&g, 104, met_top, told->label);
    for (uint32_t k = 0; k < readings->count; k++) {
        const dm_relation_reading *r = &readings->at[k];
        uint64_t fit = dm_mix(r->sides, r->above);
        add(&g, 110, r->label, fit);
        add(&g, 111, r->label, dm_mix(fit, r->kind));
        add(&g, 112, r->label, r->points);
        add(&g, 113, r->line, r->label);
        add(&g, 114, dm_mix(r->line, r->label), fit);
        add(&g, 115, dm_hash(r->cameo, 3), fit);
        add(&g, 116, r->label, r->sides);
        if (met_top != NULL && &tokens[r->word] == met_top) {
            add(&g, 117, r->label, fit);
            add(&g, 118, r->line, fit);
        }
    }
    frame_features(&g, sources[0], targets[0]);
    return g.count;
}

void dm_scorer_rank(const dm_scorer *scorer, const dm_record *record, const dm_relation_answer *told, const dm_relation_readings *readings,
                            const dm_span *sources, uint32_t source_count,
                    const dm_span *targets, uint32_t target_count, float probabilities[DM_SCORER_LABELS])
{
    uint64_t features[DM_SCORER_FEATURES];
    uint32_t count = dm_scorer_features(&scorer->clusters, record, told, readings, sources, source_count, targets, target_count, features);
    int32_t sums[DM_SCORER_LABELS] = {0}, highest = INT32_MIN;
    for (uint32_t i = 0; i < count; i++) {
        const int16_t *weights = scorer->weights + (size_t)(features[i] & (scorer->buckets - 1)) * DM_SCORER_LABELS;
        for (int k = 0; k < DM_SCORER_LABELS; k++)
            sums[k] += weights[k];
    }
    for (int k = 0; k < DM_SCORER_LABELS; k++)
        highest = sums[k] > highest ? sums[k] : highest;
    float whole = 0;
    for (int k = 0; k < DM_SCORER_LABELS; k++)
        whole += probabilities[k] = expf((float)(sums[k] - highest) * scorer->scale);
    for (int k = 0; k < DM_SCORER_LABELS; k++)
        probabilities[k] /= whole;
}

dm_status dm_scorer_answer(const dm_scorer *scorer, const dm_frames *frames, const dm_record *record, const dm_span *sources,
                           uint32_t source_count, const dm_span *targets, uint32_t target_count, dm_relation_answer *out)
{
    dm_relation_readings readings;
    dm_status status = dm_code_relation(frames, record, sources, source_count, targets, target_count, out, &readings);
    if (status != DM_OK)
        return status;
    enum { ENOUGH = 30 };   /* points; what the frames found with fewer is a trigger somewhere, of two who hardly stand in it */
    uint8_t points = 0;
    for (uint32_t k = 0; k < readings.count; k++)
        points = readings.at[k].points > points ? readings.at[k].points : points;
    float probabilities[DM_SCORER_LABELS];
    int best = 0;
    dm_scorer_rank(scorer, record, out, &readings, sources, source_count, targets, target_count, probabilities);
    for (int k = 1; k < DM_SCORER_LABELS; k++)
        if (probabilities[k] > probabilities[best])
            best = k;
    if (out->label != DM_NO_PLOVER && (points >= ENOUGH || (dm_plover)best == out->label))
        return DM_OK;
    out->label = (dm_plover)best;
    out->confidence = probabilities[best];
    out->by = DM_SLICE("models/relate.model");
    return DM_OK;
}
