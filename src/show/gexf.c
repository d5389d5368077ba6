/* Networks in GEXF 1.3 (https://gexf.net): who acts on whom.  Nodes are actors, an edge is everything of one quad class
 * that one did to another, its weight the number of events, its spells the days on which they happened. */
#include "show/writer.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

typedef struct network_node {
    char code[16], country[4], sector[4];
    size_t name;      /* offset in names, its size below */
    uint32_t name_size;
    uint64_t events;
} network_node;

typedef struct network_edge {
    uint32_t source, target;
    dm_quad quad;
    uint64_t weight;
    double goldstein; /* sum */
} network_edge;

typedef struct network_day {
    uint32_t edge;
    int32_t day;
} network_day;

typedef struct network {
    FILE *file;
    const char *name;
    dm_map node_of, edge_of;
    network_node *nodes;
    network_edge *edges;
    network_day *days;
    dm_buffer names;
    uint32_t node_count, node_room, edge_count, edge_room;
    size_t day_count, day_room;
    bool own; /* the file is closed at the end */
    bool failed;
} network;

static bool grow(network *net, void **list, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return true;
    size_t wanted = *room == 0 ? 256 : *room * 2;
    void *larger = wanted > SIZE_MAX / size ? NULL : realloc(*list, wanted * size);
    if (larger == NULL) {
        net->failed = true;
        return false;
    }
    *list = larger;
    *room = wanted;
    return true;
}

/* One node for a code; actors without a code are known by their names. */
static uint32_t node_of(network *net, const dm_entity *entity)
{
    dm_slice code = dm_slice_of(entity->actor);
    uint64_t key = code.size != 0 ? dm_hash(code.at, code.size) : dm_mix(dm_key(entity->name.at, entity->name.size), 1);
    uint32_t found = dm_map_get(&net->node_of, key);
    if (found != DM_NONE)
        return found;
    size_t room = net->node_room;
    if (!grow(net, (void **)&net->nodes, net->node_count, &room, sizeof *net->nodes) || room > UINT32_MAX / 2 ||
        !dm_map_set(&net->node_of, key, net->node_count)) {
        net->failed = true;
        return DM_NONE;
    }
    net->node_room = (uint32_t)room;
    network_node *node = &net->nodes[net->node_count];
    memset(node, 0, sizeof *node);
    memcpy(node->code, entity->actor, sizeof node->code);
    memcpy(node->country, entity->country, sizeof node->country);
    memcpy(node->sector, entity->sectors[0], sizeof node->sector);
    if (code.size == 0) {
        node->name = net->names.size;
        node->name_size = (uint32_t)entity->name.size;
        dm_buffer_add(&net->names, entity->name.at, entity->name.size);
    }
    return net->node_count++;
}

static network_edge *edge_of(network *net, uint32_t source, uint32_t target, dm_quad quad)
{
    uint64_t key = dm_mix(((uint64_t)source << 32) + target, (uint64_t)quad);
    uint32_t found = dm_map_get(&net->edge_of, key);
    if (found != DM_NONE)
        return &net->edges[found];
    size_t room = net->edge_room;
    if (!grow(net, (void **)&net->edges, net->edge_count, &room, sizeof *net->edges) || room > UINT32_MAX / 2 ||
        !dm_map_set(&net->edge_of, key, net->edge_count)) {
        net->failed = true;
        return NULL;
    }
    net->edge_room = (uint32_t)room;
    net->edges[net->edge_count] = (network_edge){.source = source, .target = target, .quad = quad};
    return &net->edges[net->edge_count++];
}

static void add_row(void *state, const dm_event_row *row)
{
    network *net = state;
    double goldstein;
    dm_date date;
    if (row->source == NULL || row->target == NULL || row->event->quad == DM_NO_QUAD || net->failed)
        return;
    uint32_t source = node_of(net, row->source), target = node_of(net, row->target);
    network_edge *edge = net->failed ? NULL : edge_of(net, source, target, row->event->quad);
    if (edge == NULL)
        return;
    net->nodes[source].events++;
    net->nodes[target].events += target != source;
    edge->weight++;
    if (dm_row_goldstein(row, &goldstein))
        edge->goldstein += goldstein;
    if (strlen(row->date) == 10 && dm_date_parse(dm_slice_of(row->date), &date) &&
        grow(net, (void **)&net->days, net->day_count, &net->day_room, sizeof *net->days))
        net->days[net->day_count++] = (network_day){(uint32_t)(edge - net->edges), dm_date_days(date)};
}

static dm_status add(void *state, const dm_record *record, dm_error *error)
{
    network *net = state;
    if (!dm_event_rows_each(record, false, add_row, net) || net->failed || net->names.failed)
        return dm_fail(error, DM_NO_MEMORY, net->name, 0, 0, "out of memory");
    return DM_OK;
}

/* ---- Writing ---------------------------------------------------------------------------------------------------------- */

static int by_edge_and_day(const void *a, const void *b)
{
    const network_day *x = a, *y = b;
    if (x->edge != y->edge)
        return x->edge < y->edge ? -1 : 1;
    return x->day < y->day ? -1 : x->day > y->day;
}

static void put_xml(dm_buffer *out, dm_slice text)
{
    dm_buffer plain = {0};
    dm_buffer_plain(&plain, text);
    unsigned length;
    for (const char *at = plain.at, *end = plain.at + plain.size; at < end; at += length) {
        uint32_t code = dm_utf8_get(at, end, &length);
        if (code == '&' || code == '<' || code == '>' || code == '"')
            dm_buffer_text(out, code == '&' ? "&amp;" : code == '<' ? "&lt;" : code == '>' ? "&gt;" : "&quot;");
        else if (code == 0xFFFE || code == 0xFFFF)
            dm_buffer_text(out, "\xEF\xBF\xBD");
        else
            dm_buffer_add(out, at, length);
    }
    out->failed = out->failed || plain.failed;
    dm_buffer_free(&plain);
}

static void put_value(dm_buffer *out, const char *column, dm_slice value)
{
    if (value.size == 0)
        return;
    dm_buffer_print(out, "<attvalue for=\"%s\" value=\"", column);
    put_xml(out, value);
    dm_buffer_text(out, "\"/>");
}

/* "Germany GOV"; the code where it has no country, the name where it has no code. */
static void put_label(dm_buffer *out, const network *net, const network_node *node)
{
    dm_slice country = dm_country_code(node->country, DM_COUNTRY_NAME);
    if (node->code[0] == '\0') {
        put_xml(out, (dm_slice){net->names.at + node->name, node->name_size});
    } else if (country.size == 0) {
        put_xml(out, dm_slice_of(node->code));
    } else {
        put_xml(out, country);
        for (const char *at = node->code + 3; strlen(at) >= 3; at += 3)
            dm_buffer_print(out, " %.3s", at);
    }
}

static void put_node(dm_buffer *out, const network *net, uint32_t index)
{
    const network_node *node = &net->nodes[index];
    dm_buffer_print(out, "<node id=\"n%u\" label=\"", index);
    put_label(out, net, node);
    dm_buffer_text(out, "\"><attvalues>");
    put_value(out, "code", dm_slice_of(node->code));
    put_value(out, "country", dm_slice_of(node->country));
    put_value(out, "sector", dm_slice_of(node->sector));
    put_value(out, "cow", dm_country_code(node->country, DM_COUNTRY_COW));
    put_value(out, "gw", dm_country_code(node->country, DM_COUNTRY_GW));
    dm_buffer_print(out, "<attvalue for=\"events\" value=\"%" PRIu64 "\"/></attvalues></node>\n", node->events);
}

static void put_spells(dm_buffer *out, const network_day *days, size_t count)
{
    char first[12], last[12];
    dm_buffer_text(out, "<spells>");
    for (size_t i = 0; i < count;) {
        size_t next = i + 1;
        while (next < count && days[next].day <= days[next - 1].day + 1)
            next++;
        dm_date_text(dm_date_of_days(days[i].day), first);
        dm_date_text(dm_date_of_days(days[next - 1].day), last);
        dm_buffer_print(out, "<spell start=\"%s\" end=\"%s\"/>", first, last);
        i = next;
    }
    dm_buffer_text(out, "</spells>");
}

static void put_edge(dm_buffer *out, const network *net, uint32_t index, const network_day *days, size_t count)
{
    const network_edge *edge = &net->edges[index];
    dm_buffer_print(out, "<edge id=\"e%u\" source=\"n%u\" target=\"n%u\" kind=\"%s\" label=\"%s\" weight=\"%" PRIu64
                         "\"><attvalues><attvalue for=\"quad\" value=\"%s\"/><attvalue for=\"goldstein\" value=\"",
                    index, edge->source, edge->target, dm_quad_name(edge->quad), dm_quad_name(edge->quad), edge->weight,
                    dm_quad_name(edge->quad));
    double mean = edge->goldstein / (double)edge->weight;
    dm_buffer_number(out, (double)(int64_t)(mean * 100 + (mean < 0 ? -0.5 : 0.5)) / 100);
    dm_buffer_text(out, "\"/></attvalues>");
    if (count != 0)
        put_spells(out, days, count);
    dm_buffer_text(out, "</edge>\n");
}

static void put_head(dm_buffer *out)
{
    dm_buffer_print(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://gexf.net/1.3\""
        " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
        " xsi:schemaLocation=\"http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd\" version=\"1.3\">\n"
        "<meta><creator>demarche %s</creator><description>Events told as having happened, by actor and quad class"
        "</description></meta>\n"
        "<graph mode=\"dynamic\" defaultedgetype=\"directed\" timeformat=\"date\" timerepresentation=\"interval\">\n"
        "<attributes class=\"node\" mode=\"static\">\n<attribute id=\"code\" title=\"code\" type=\"string\"/>\n"
        "<attribute id=\"country\" title=\"country\" type=\"string\"/>\n"
        "<attribute id=\"sector\" title=\"sector\" type=\"string\"/>\n"
        "<attribute id=\"cow\" title=\"Correlates of War\" type=\"integer\"/>\n"
        "<attribute id=\"gw\" title=\"Gleditsch-Ward\" type=\"integer\"/>\n"
        "<attribute id=\"events\" title=\"events\" type=\"long\"/>\n</attributes>\n"
        "<attributes class=\"edge\" mode=\"static\">\n<attribute id=\"quad\" title=\"quad class\" type=\"string\"/>\n"
        "<attribute id=\"goldstein\" title=\"mean Goldstein value\" type=\"double\"/>\n</attributes>\n",
        dm_version());
}

static bool flush(network *net, dm_buffer *out)
{
    bool good = !out->failed && (out->size == 0 || fwrite(out->at, 1, out->size, net->file) == out->size);
    out->size = 0;
    return good;
}

static dm_status write_all(network *net, dm_error *error)
{
    dm_buffer out = {0};
    bool good = true;
    if (net->day_count != 0)
        qsort(net->days, net->day_count, sizeof *net->days, by_edge_and_day);
    put_head(&out);
    dm_buffer_print(&out, "<nodes count=\"%u\">\n", net->node_count);
    for (uint32_t i = 0; good && i < net->node_count; i++) {
        put_node(&out, net, i);
        good = out.size < 65536 || flush(net, &out);
    }
    dm_buffer_print(&out, "</nodes>\n<edges count=\"%u\">\n", net->edge_count);
    size_t day = 0;
    for (uint32_t i = 0; good && i < net->edge_count; i++) {
        size_t end = day;
        while (end < net->day_count && net->days[end].edge == i)
            end++;
        put_edge(&out, net, i, net->days + day, end - day);
        day = end;
        good = out.size < 65536 || flush(net, &out);
    }
    dm_buffer_text(&out, "</edges>\n</graph>\n</gexf>\n");
    bool no_memory = out.failed;
    good = good && flush(net, &out);
    dm_buffer_free(&out);
    if (good)
        return DM_OK;
    return no_memory ? dm_fail(error, DM_NO_MEMORY, net->name, 0, 0, "out of memory")
                     : dm_fail(error, DM_IO, net->name, 0, 0, "writing failed: %s", strerror(errno));
}

static dm_status end(void *state, bool good, dm_error *error)
{
    network *net = state;
    dm_status status = good ? write_all(net, error) : DM_OK;
    if (net->own && fclose(net->file) != 0 && status == DM_OK && good)
        status = dm_fail(error, DM_IO, net->name, 0, 0, "writing failed: %s", strerror(errno));
    dm_map_free(&net->node_of);
    dm_map_free(&net->edge_of);
    dm_buffer_free(&net->names);
    free(net->nodes);
    free(net->edges);
    free(net->days);
    free(net);
    return status;
}

static dm_status open(const char *path, FILE *stream, void **state, dm_error *error)
{
    network *net = calloc(1, sizeof *net);
    if (net == NULL)
        return dm_fail(error, DM_NO_MEMORY, path, 0, 0, "out of memory");
    net->file = path == NULL ? stream : fopen(path, "wb");
    net->name = path;
    net->own = path != NULL;
    if (net->file == NULL) {
        free(net);
        return dm_fail(error, DM_IO, path, 0, 0, "%s", strerror(errno));
    }
    dm_map_init(&net->node_of);
    dm_map_init(&net->edge_of);
    *state = net;
    return DM_OK;
}

const dm_writer_kind dm_network_writer = {open, add, end, false};
