/* Opening the network of net.h: its weights, stored as half-precision numbers, become whole numbers with a scale.  Vectors of words, by far
 * the most, are left as they are until a word asks for its own. */
#include "grammar/halves.h"
#include "grammar/network_parts.h"

#include <stdlib.h>

/* ---- Opening --------------------------------------------------------------------------------------------- */

typedef struct opening {
    const dm_model *model;
    dm_error *error;
    dm_arena floats;          /* weights as they are read; freed at the end */
    dm_status status;         /* the first failure */
} opening;

static dm_status no_memory(opening *o)
{
    return o->status = dm_fail(o->error, DM_NO_MEMORY, o->model->file, 0, 0, "out of memory");
}

/* A section of `count` finite halves, or NULL; *largest: without their signs. */
static const uint16_t *halves_of(opening *o, const char *name, size_t count, uint16_t *largest)
{
    dm_slice part;
    if (o->status == DM_OK)
        o->status = dm_model_section(o->model, name, 2, count, &part, o->error);
    if (o->status != DM_OK)
        return NULL;
    const uint16_t *halves = (const uint16_t *)(const void *)part.at;
    *largest = dm_halves_largest(halves, count);
    if (*largest >= 0x7C00) {
        o->status = dm_fail(o->error, DM_BAD_MODEL, o->model->file, 0, 0, "section %s holds a weight that is no number", name);
        return NULL;
    }
    return halves;
}

/* A section of rows x columns halves as floats: into `to` at `stride` floats from row to row, or into new memory. */
static float *take(opening *o, const char *name, size_t rows, size_t columns, float *to, size_t stride)
{
    uint16_t largest;
    const uint16_t *halves = halves_of(o, name, rows * columns, &largest);
    if (halves == NULL)
        return NULL;
    if (to == NULL) {
        stride = columns;
        to = dm_arena_alloc(&o->floats, rows * columns * sizeof *to);
        if (to == NULL)
            return no_memory(o), NULL;
    }
    for (size_t i = 0; i < rows; i++)
        dm_floats_of_halves(halves + i * columns, columns, to + i * stride);
    return to;
}

/* Memory of the network, at a cache line. */
static void *room(dm_net *net, opening *o, size_t size)
{
    char *at = dm_arena_alloc(&net->arena, size + 64);
    if (at == NULL)
        return no_memory(o), NULL;
    return at + (64 - (uintptr_t)at % 64) % 64;
}

static void pack(dm_net *net, opening *o, const float *weights, size_t rows, size_t columns, float unit, dm_packed *out)
{
    if (o->status != DM_OK)
        return;
    size_t all = dm_packed_columns(columns);
    out->at = room(net, o, rows * all * sizeof *out->at);
    out->scale = room(net, o, all * sizeof *out->scale);
    if (o->status == DM_OK)
        dm_pack(weights, columns, (uint32_t)rows, (uint32_t)columns, unit, out);
}

/* Several matrices of as many rows beside each other, with their biases; a name NULL ends them. */
typedef struct beside { const char *name, *bias; size_t columns; } beside;
static void pack_beside(dm_net *net, opening *o, const beside *parts, size_t count, size_t rows, float unit, dm_packed *out,
                        float **bias)
{
    size_t columns = 0, at = 0;
    for (size_t i = 0; i < count; i++)
        columns += parts[i].columns;
    float *weights = dm_arena_alloc(&o->floats, rows * columns * sizeof *weights);
    *bias = room(net, o, dm_packed_columns(columns) * sizeof **bias);
    if (weights == NULL || *bias == NULL) {
        no_memory(o);
        return;
    }
    memset(*bias, 0, dm_packed_columns(columns) * sizeof **bias);
    for (size_t i = 0; i < count; at += parts[i++].columns) {
        take(o, parts[i].name, rows, parts[i].columns, weights + at, columns);
        take(o, parts[i].bias, 1, parts[i].columns, *bias + at, parts[i].columns);
    }
    pack(net, o, weights, rows, columns, unit, out);
}

static void read_sizes(dm_net *net, opening *o)
{
    dm_slice part;
    o->status = dm_model_section(o->model, "sizes", 4, 8, &part, o->error);
    if (o->status != DM_OK)
        return;
    dm_cursor cursor = dm_cursor_of(part);
    net->sizes.h = dm_cursor_u32(&cursor);
    net->vocabulary = dm_cursor_u32(&cursor);
    uint32_t relations = dm_cursor_u32(&cursor);
    uint32_t *const rest[] = {&net->sizes.word, &net->sizes.affix, &net->sizes.other, &net->sizes.arc, &net->sizes.label};
    bool good = net->vocabulary > 0 && net->vocabulary <= 10000000 && relations == DM_RELATION_COUNT &&
                net->sizes.h >= 8 && net->sizes.h <= 1024 && net->sizes.h % 8 == 0;
    for (size_t i = 0; i < DM_COUNT(rest); i++) {
        *rest[i] = dm_cursor_u32(&cursor);
        good = good && *rest[i] >= 8 && *rest[i] <= 512 && *rest[i] % 8 == 0;
    }
    if (!good) {
        o->status = dm_fail(o->error, DM_BAD_MODEL, o->model->file, 0, 0, "the sizes of the network are not those of this program");
        return;
    }
    o->status = dm_model_section(o->model, "keys", 8, net->vocabulary, &part, o->error);
    if (o->status == DM_OK && !dm_map_reserve(&net->words, net->vocabulary))
        no_memory(o);
    for (uint32_t i = 1; o->status == DM_OK && i < net->vocabulary; i++) {
        uint64_t key;
        memcpy(&key, part.at + 8 * (size_t)i, 8);
        if (!dm_map_set(&net->words, key, i))
            no_memory(o);
    }
}

/* The vectors of words, affixes and shapes share one scale, for they are parts of one vector. Returns what 1 stands for. */
static float read_tables(dm_net *net, opening *o)
{
    static const char *const names[1 + DM_NET_TABLES] = {"words", "suffix2", "suffix3", "suffix5", "prefix3", "shape"};
    uint16_t most = 0;
    for (int k = 0; k <= DM_NET_TABLES; k++) {
        size_t rows = k == 0 ? net->vocabulary : dm_net_rows[k - 1], columns = k == 0 ? net->sizes.word : dm_net_columns(&net->sizes, k - 1);
        uint16_t largest = 0;
        const uint16_t *halves = halves_of(o, names[k], rows * columns, &largest);
        most = largest > most ? largest : most;
        *(k == 0 ? &net->word_table : &net->tables[k - 1]) = halves;
    }
    float largest = dm_float_of_half(most);
    net->table_up = largest > 1e-30f ? DM_VECTOR_MOST / largest : 0;
    return largest / DM_VECTOR_MOST;
}

static void read_layer(dm_net *net, opening *o, int level, float unit)
{
    static const char *const names[2][2][3] = {{{"wx1f", "b1f", "wh1f"}, {"wx1b", "b1b", "wh1b"}},
                                               {{"wx2f", "b2f", "wh2f"}, {"wx2b", "b2b", "wh2b"}}};
    size_t h = net->sizes.h;
    const beside inputs[2] = {{names[level][0][0], names[level][0][1], 4 * h}, {names[level][1][0], names[level][1][1], 4 * h}};
    dm_net_layer *to = &net->layers[level];
    pack_beside(net, o, inputs, 2, level == 0 ? dm_net_input(&net->sizes) : 2 * h, unit, &to->input, &to->bias);
    for (int way = 0; way < 2; way++)
        pack(net, o, take(o, names[level][way][2], h, 4 * h, NULL, 0), h, 4 * h, 1.0f / DM_VECTOR_MOST, &to->state[way]);
}

/* label_u (label x label x relations) and label_d (label x relations) become one matrix; label_h and the bias are what its
 * products begin with. */
static void read_labels(dm_net *net, opening *o)
{
    size_t labels = net->sizes.label, relations = DM_RELATION_COUNT, square = labels * relations, columns = square + relations;
    float *weights = dm_arena_alloc(&o->floats, labels * columns * sizeof *weights);
    net->label_begin = room(net, o, dm_packed_columns(columns) * sizeof *net->label_begin);
    if (weights == NULL || net->label_begin == NULL) {
        no_memory(o);
        return;
    }
    memset(net->label_begin, 0, dm_packed_columns(columns) * sizeof *net->label_begin);
    take(o, "label_u", labels, square, weights, columns);
    take(o, "label_d", labels, relations, weights + square, columns);
    take(o, "label_h", labels, relations, net->label_begin, relations);
    take(o, "label_bias", 1, relations, net->label_begin + square, relations);
    pack(net, o, weights, labels, columns, 1, &net->label);
}

static void read_scorers(dm_net *net, opening *o)
{
    size_t h2 = 2 * (size_t)net->sizes.h, arc = net->sizes.arc, label = net->sizes.label;
    const float unit = 1.0f / DM_VECTOR_MOST;
    const beside tags[] = {{"upos", "upos_b", DM_UPOS_COUNT}, {"xpos", "xpos_b", DM_XPOS_COUNT}};
    const beside heads[] = {{"arc_dep", "arc_dep_b", arc}, {"arc_head", "arc_head_b", arc},
                            {"label_dep", "label_dep_b", label}, {"label_head", "label_head_b", label}};
    pack_beside(net, o, tags, DM_COUNT(tags), h2, unit, &net->tags, &net->tags_bias);
    pack_beside(net, o, heads, DM_COUNT(heads), h2, unit, &net->heads, &net->heads_bias);
    const beside arcs = {"arc_u", "arc_bias", arc};
    pack_beside(net, o, &arcs, 1, arc, 1, &net->arc, &net->arc_bias);
    net->root_arc = room(net, o, arc * sizeof *net->root_arc);
    net->root_label = room(net, o, label * sizeof *net->root_label);
    if (o->status == DM_OK) {
        take(o, "root_arc", 1, arc, net->root_arc, arc);
        take(o, "root_label", 1, label, net->root_label, label);
    }
}

dm_status dm_net_of(const dm_model *model, dm_net **out, dm_error *error)
{
    *out = NULL;
    dm_net *net = calloc(1, sizeof *net);
    if (net == NULL)
        return dm_fail(error, DM_NO_MEMORY, model->file, 0, 0, "out of memory");
    net->pool = malloc(sizeof *net->pool);
    if (net->pool == NULL) {
        free(net);
        return dm_fail(error, DM_NO_MEMORY, model->file, 0, 0, "out of memory");
    }
    dm_net_pool_init(net->pool);
    dm_map_init(&net->words);
    dm_arena_init(&net->arena);
    opening o = {.model = model, .error = error};
    dm_arena_init(&o.floats);
    read_sizes(net, &o);
    float unit = o.status == DM_OK ? read_tables(net, &o) : 0;
    for (int level = 0; level < 2 && o.status == DM_OK; level++)
        read_layer(net, &o, level, level == 0 ? unit : 1.0f / DM_VECTOR_MOST);
    if (o.status == DM_OK)
        read_scorers(net, &o);
    if (o.status == DM_OK)
        read_labels(net, &o);
    dm_arena_free(&o.floats);
    if (o.status != DM_OK) {
        dm_net_close(net);
        return o.status;
    }
    *out = net;
    return DM_OK;
}

dm_status dm_net_open(dm_resources *resources, const char *file_name, dm_net **out, dm_error *error)
{
    dm_slice bytes;
    dm_model model;
    *out = NULL;
    dm_status status = dm_resources_get(resources, file_name, &bytes, error);
    if (status == DM_OK)
        status = dm_model_open(bytes, "net", file_name, &model, error);
    return status == DM_OK ? dm_net_of(&model, out, error) : status;
}

void dm_net_close(dm_net *net)
{
    if (net == NULL)
        return;
    dm_net_pool_free(net->pool);
    free(net->pool);
    dm_map_free(&net->words);
    dm_arena_free(&net->arena);
    free(net);
}
