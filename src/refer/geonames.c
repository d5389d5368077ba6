/* An index of places in the making. */
#include "refer/geonames.h"

#include <errno.h>
#include <stdlib.h>

#define FIELDS 19
/* People a city must have so that its names in other languages count too. */
#define LARGE 100000

typedef struct name_of {
    uint64_t key;
    uint32_t element;
} name_of;

struct dm_atlas {
    dm_arena arena;
    DM_VECTOR(dm_site) sites;
    DM_VECTOR(uint64_t) codes;       /* by site: key of its division's code */
    DM_VECTOR(dm_site) divisions;
    DM_VECTOR(uint64_t) division_codes;
    DM_VECTOR(name_of) names;
    DM_VECTOR(dm_site_start) starts;
    struct {
        char *at;
        size_t count, room;
    } strings;
    dm_map start_at, division_at, country_at;
    DM_VECTOR(struct atlas_country { char iso3[3]; }) countries;
    bool full;                       /* a limit of the index was reached */
};

dm_status dm_atlas_new(dm_atlas **out)
{
    dm_atlas *atlas = *out = calloc(1, sizeof *atlas);
    if (atlas == NULL)
        return DM_NO_MEMORY;
    dm_arena_init(&atlas->arena);
    dm_map_init(&atlas->start_at);
    dm_map_init(&atlas->division_at);
    dm_map_init(&atlas->country_at);
    return DM_OK;
}

void dm_atlas_free(dm_atlas *atlas)
{
    if (atlas == NULL)
        return;
    dm_map_free(&atlas->start_at);
    dm_map_free(&atlas->division_at);
    dm_map_free(&atlas->country_at);
    free(atlas->strings.at);
    dm_arena_free(&atlas->arena);
    free(atlas);
}

static uint32_t keep_string(dm_atlas *atlas, dm_slice text)
{
    if (atlas->strings.room - atlas->strings.count < text.size) {
        size_t room = atlas->strings.room == 0 ? 1 << 16 : atlas->strings.room * 2;
        while (room - atlas->strings.count < text.size)
            room *= 2;
        char *larger = room > UINT32_MAX ? NULL : realloc(atlas->strings.at, room);
        if (larger == NULL) {
            atlas->full |= room > UINT32_MAX;
            atlas->arena.failed = true;
            return 0;
        }
        atlas->strings.at = larger;
        atlas->strings.room = room;
    }
    if (text.size != 0)
        memcpy(atlas->strings.at + atlas->strings.count, text.at, text.size);
    atlas->strings.count += text.size;
    return (uint32_t)(atlas->strings.count - text.size);
}

/* Latin letters only, and a capital first: a name that an English text may use. */
static bool latin_name(dm_slice name)
{
    unsigned length;
    const char *end = name.at + name.size;
    if (name.size < 4 || !dm_is_upper(dm_utf8_get(name.at, end, &length)))
        return false;
    unsigned capitals = 0, letters = 0;
    for (const char *at = name.at; at < end; at += length) {
        uint32_t code = dm_utf8_get(at, end, &length);
        if (code >= 0x250 && !(code >= 0x1E00 && code <= 0x1EFF) && code != 0x2019)
            return false;
        if (code >= '0' && code <= '9')
            return false;
        letters += dm_is_letter(code);
        capitals += dm_is_upper(code);
    }
    return letters > capitals;  /* not an airport code */
}

static void add_name(dm_atlas *atlas, dm_slice name, uint32_t site, bool lesser)
{
    uint64_t start;
    uint32_t words;
    uint64_t key = dm_site_key(name, &start, &words);
    if (key == 0 || words > 8)
        return;
    for (uint32_t k = atlas->names.count; k > 0 && (atlas->names.at[k - 1].element & INT32_MAX) == site; k--)
        if (atlas->names.at[k - 1].key == key)
            return;
    name_of *one = DM_PUSH(&atlas->arena, &atlas->names);
    if (one == NULL)
        return;
    *one = (name_of){key, site | (lesser ? (uint32_t)1 << 31 : 0)};
    uint32_t at = dm_map_get(&atlas->start_at, start);
    if (at == DM_NONE) {
        at = atlas->starts.count;
        dm_site_start *first = DM_PUSH(&atlas->arena, &atlas->starts);
        if (first == NULL || !dm_map_set(&atlas->start_at, start, at)) {
            atlas->arena.failed = true;
            return;
        }
        first->key = start;
    }
    if (atlas->starts.at[at].longest < words)
        atlas->starts.at[at].longest = words;
}

static size_t fields_of(dm_slice line, dm_slice *fields, size_t room)
{
    size_t count = 0;
    while (line.at != NULL && count < room)
        fields[count++] = dm_slice_next(&line, '\t');
    return line.at == NULL ? count : room + 1;
}

void dm_atlas_country(dm_atlas *atlas, dm_slice iso2, dm_slice iso3)
{
    uint32_t at = atlas->countries.count;
    if (iso2.size != 2 || iso3.size != 3)
        return;
    struct atlas_country *one = DM_PUSH(&atlas->arena, &atlas->countries);
    if (one == NULL || !dm_map_set(&atlas->country_at, dm_hash(iso2.at, 2), at))
        atlas->arena.failed = true;
    else
        memcpy(one->iso3, iso3.at, 3);
}

/* The division of a code ("DE.02"), made when there is none; DM_NONE when there can be none more. */
static uint32_t division_of(dm_atlas *atlas, dm_slice code, uint32_t country)
{
    uint64_t key = dm_hash(code.at, code.size);
    uint32_t at = dm_map_get(&atlas->division_at, key);
    if (at != DM_NONE)
        return at;
    if (atlas->divisions.count == UINT16_MAX) {
        atlas->full = true;
        return DM_NONE;
    }
    at = atlas->divisions.count;
    dm_site *one = DM_PUSH(&atlas->arena, &atlas->divisions);
    uint64_t *kept = DM_PUSH(&atlas->arena, &atlas->division_codes);
    if (one == NULL || kept == NULL || !dm_map_set(&atlas->division_at, key, at)) {
        atlas->arena.failed = true;
        return DM_NONE;
    }
    *kept = key;
    *one = (dm_site){.division = UINT16_MAX, .kind = DM_PLACE_DIVISION};
    memcpy(one->country, atlas->countries.at[country].iso3, 3);
    return at;
}

static dm_atlas_took division_line(dm_atlas *atlas, const dm_slice *field)
{
    uint32_t id = 0, country;
    if (field[0].size < 4 || field[0].at[2] != '.' || field[0].size > 40)
        return DM_ATLAS_NO_ROW;
    if ((country = dm_map_get(&atlas->country_at, dm_hash(field[0].at, 2))) == DM_NONE)
        return DM_ATLAS_LEFT;
    uint32_t at = division_of(atlas, field[0], country);
    if (at == DM_NONE)
        return DM_ATLAS_LEFT;
    dm_slice_number(field[3], &id);
    dm_site *one = &atlas->divisions.at[at];
    one->geonames = id;
    one->name = keep_string(atlas, field[1]);
    one->name_size = (uint32_t)field[1].size;
    return DM_ATLAS_TAKEN;
}

static bool number(dm_slice field, double most, float *out)
{
    char digits[40], *end;
    if (field.size == 0 || field.size >= sizeof digits)
        return false;
    for (size_t i = 0; i < field.size; i++)
        if (!((field.at[i] >= '0' && field.at[i] <= '9') || field.at[i] == '.' || (field.at[i] == '-' && i == 0)))
            return false;
    snprintf(digits, sizeof digits, "%.*s", (int)field.size, field.at);
    double value = strtod(digits, &end);
    *out = (float)value;
    return *end == 0 && value >= -most && value <= most;
}

static dm_atlas_took place_line(dm_atlas *atlas, const dm_slice *field)
{
    uint32_t id, population = 0, country;
    float lat, lon;
    bool city = dm_slice_is(field[6], "P"), first = dm_slice_is(field[7], "ADM1"), second = dm_slice_is(field[7], "ADM2");
    if (!dm_slice_number(field[0], &id) || !number(field[4], 90, &lat) || !number(field[5], 180, &lon) || field[1].size == 0 ||
        dm_utf8_check(field[1].at, field[1].size) != field[1].size)
        return DM_ATLAS_NO_ROW;
    if ((!city && !first && !second) || atlas->sites.count == INT32_MAX ||
        (country = dm_map_get(&atlas->country_at, dm_hash(field[8].at, field[8].size))) == DM_NONE)
        return DM_ATLAS_LEFT;
    dm_slice_number(field[14], &population);
    if (dm_slice_is(field[7], "PPLX") || dm_slice_is(field[7], "PPLH") || dm_slice_is(field[7], "PPLW") ||
        (dm_slice_is(field[7], "PPLQ") && population == 0))
        return DM_ATLAS_LEFT; /* parts of cities, abandoned and destroyed places */
    char code[64];
    int size = snprintf(code, sizeof code, "%.*s.%.*s", (int)field[8].size, field[8].at,
                        (int)(field[10].size < 40 ? field[10].size : 40), field[10].at);
    if (first) {
        uint32_t at = division_of(atlas, (dm_slice){code, (size_t)size}, country);
        if (at == DM_NONE)
            return DM_ATLAS_LEFT;
        dm_site *one = &atlas->divisions.at[at];
        one->lat = lat;
        one->lon = lon;
        one->population = population;
        if (one->name_size != 0)
            return DM_ATLAS_TAKEN;
        one->geonames = id;
        one->name = keep_string(atlas, field[1]);
        one->name_size = (uint32_t)field[1].size;
        return DM_ATLAS_TAKEN;
    }
    uint32_t at = atlas->sites.count;
    dm_site *one = DM_PUSH(&atlas->arena, &atlas->sites);
    uint64_t *kept = DM_PUSH(&atlas->arena, &atlas->codes);
    if (one == NULL || kept == NULL)
        return DM_ATLAS_LEFT;
    *kept = dm_hash(code, (size_t)size);
    *one = (dm_site){.lat = lat, .lon = lon, .geonames = id, .population = population, .name = keep_string(atlas, field[1]),
                     .name_size = (uint32_t)field[1].size, .division = UINT16_MAX,
                     .kind = second ? DM_PLACE_DIVISION : dm_slice_is(field[7], "PPLC") ? DM_PLACE_CAPITAL : DM_PLACE_CITY};
    memcpy(one->country, atlas->countries.at[country].iso3, 3);
    if (city && field[10].size != 0)
        division_of(atlas, (dm_slice){code, (size_t)size}, country);
    bool capital = one->kind == DM_PLACE_CAPITAL;
    add_name(atlas, field[1], at, false);
    add_name(atlas, field[2], at, false);
    dm_slice others = field[3];
    while ((population >= LARGE || capital) && others.at != NULL) {
        dm_slice other = dm_slice_next(&others, ',');
        if (latin_name(other))
            add_name(atlas, other, at, true);
    }
    return DM_ATLAS_TAKEN;
}

dm_atlas_took dm_atlas_line(dm_atlas *atlas, dm_slice line)
{
    dm_slice field[FIELDS + 1];
    size_t count = line.size == 0 ? 0 : fields_of(line, field, FIELDS);
    return count == FIELDS ? place_line(atlas, field) : count == 4 ? division_line(atlas, field) : DM_ATLAS_NO_ROW;
}

/* ---- Putting it together ------------------------------------------------------------------------------------- */

void dm_atlas_borrow(dm_atlas *atlas, const dm_gazetteer *from)
{
    dm_map by_id;
    dm_map_init(&by_id);
    for (uint32_t i = 0; i < atlas->sites.count; i++)
        if (atlas->sites.at[i].kind != DM_PLACE_DIVISION && !dm_map_set(&by_id, atlas->sites.at[i].geonames, i))
            atlas->arena.failed = true;
    const dm_site *site;
    for (uint32_t i = 0; !atlas->arena.failed && from != NULL && (site = dm_gazetteer_site(from, i)) != NULL; i++) {
        dm_slice name;
        const dm_site *known = dm_gazetteer_division(from, site, &name);
        uint32_t mine = known == NULL ? DM_NONE : dm_map_get(&by_id, site->geonames);
        uint32_t at = mine == DM_NONE ? DM_NONE : dm_map_get(&atlas->division_at, atlas->codes.at[mine]);
        if (at == DM_NONE || atlas->divisions.at[at].name_size != 0)
            continue;
        uint32_t kept = keep_string(atlas, name);
        atlas->divisions.at[at].geonames = known->geonames;
        atlas->divisions.at[at].name = kept;
        atlas->divisions.at[at].name_size = (uint32_t)name.size;
    }
    dm_map_free(&by_id);
}

/* A division lies where its people live, when its own row did not tell; it is a place by its name. */
static void settle_divisions(dm_atlas *atlas)
{
    uint32_t count = atlas->divisions.count, cities = atlas->sites.count, named = 0;
    double *sums = dm_arena_zero(&atlas->arena, count, 3 * sizeof *sums);
    uint32_t *number_of = dm_arena_zero(&atlas->arena, count, sizeof *number_of); /* those without a name go */
    if (sums == NULL || number_of == NULL)
        return;
    for (uint32_t i = 0; i < count; i++) {
        number_of[i] = atlas->divisions.at[i].name_size == 0 ? DM_NONE : named;
        if (number_of[i] != DM_NONE)
            atlas->divisions.at[named++] = atlas->divisions.at[i];
    }
    atlas->divisions.count = named;
    for (uint32_t i = 0; i < cities; i++) {
        dm_site *site = &atlas->sites.at[i];
        uint32_t division = dm_map_get(&atlas->division_at, atlas->codes.at[i]);
        if (division == DM_NONE || (division = number_of[division]) == DM_NONE)
            continue;
        site->division = (uint16_t)division;
        if (site->kind == DM_PLACE_DIVISION)
            continue;
        double weight = site->population + 1.0;
        sums[division * 3] += weight * (double)site->lat;
        sums[division * 3 + 1] += weight * (double)site->lon;
        sums[division * 3 + 2] += weight;
    }
    for (uint32_t i = 0; i < named; i++) {
        dm_site *division = &atlas->divisions.at[i];
        bool placed = division->lat != 0 || division->lon != 0;
        double weight = sums[i * 3 + 2];
        if (weight <= 0 && !placed)
            continue;
        if (!placed) {
            division->lat = (float)(sums[i * 3] / weight);
            division->lon = (float)(sums[i * 3 + 1] / weight);
        }
        if (division->population == 0)
            division->population = weight > UINT32_MAX ? UINT32_MAX : (uint32_t)weight;
        uint32_t at = atlas->sites.count;
        dm_site *one = DM_PUSH(&atlas->arena, &atlas->sites);
        if (one == NULL)
            return;
        *one = *division;
        add_name(atlas, (dm_slice){atlas->strings.at + one->name, one->name_size}, at, false);
    }
}

typedef struct sorted_name {
    name_of name;
    uint32_t population;
} sorted_name;

static int by_key(const void *a, const void *b)
{
    const sorted_name *one = a, *other = b;
    if (one->name.key != other->name.key)
        return one->name.key < other->name.key ? -1 : 1;
    bool lesser = one->name.element >> 31 != 0, other_lesser = other->name.element >> 31 != 0;
    if (lesser != other_lesser)
        return lesser ? 1 : -1;
    uint32_t p = one->population, q = other->population;
    return p != q ? (p > q ? -1 : 1) : (one->name.element < other->name.element ? -1 : 1);
}

static uint32_t power_above(uint32_t count)
{
    uint32_t power = 64;
    while (power < count * 2)
        power *= 2;
    return power;
}

/* Written beside and moved there: an index that is in use stays whole. */
static dm_status write_whole(const char *path, const dm_model_part *parts, size_t count, dm_error *error)
{
    size_t size = strlen(path) + 5;
    char *beside = malloc(size);
    if (beside == NULL)
        return dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    snprintf(beside, size, "%s.new", path);
    dm_status status = dm_model_write(beside, "places", parts, count, error);
    if (status == DM_OK && rename(beside, path) != 0)
        status = dm_fail(error, DM_IO, path, 0, 0, "%s", strerror(errno));
    if (status != DM_OK)
        remove(beside);
    free(beside);
    return status;
}

dm_status dm_atlas_write(dm_atlas *atlas, const char *path, dm_places_made *made, dm_error *error)
{
    settle_divisions(atlas);
    uint32_t count = atlas->names.count;
    sorted_name *sorted = atlas->arena.failed ? NULL : malloc(((size_t)count + 1) * sizeof *sorted);
    uint32_t name_room = power_above(count), start_room = power_above(atlas->starts.count);
    uint32_t *list = dm_arena_zero(&atlas->arena, count, sizeof *list);
    dm_site_name *table = dm_arena_zero(&atlas->arena, name_room, sizeof *table);
    dm_site_start *first = dm_arena_zero(&atlas->arena, start_room, sizeof *first);
    if (atlas->full || sorted == NULL || atlas->arena.failed || count > INT32_MAX / 2) {
        free(sorted);
        return atlas->full || count > INT32_MAX / 2
                   ? dm_fail(error, DM_LIMIT, path, 0, 0, "more than 4 GB of names, 65,535 divisions or 2^30 names")
                   : dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    }
    for (uint32_t i = 0; i < count; i++)
        sorted[i] = (sorted_name){atlas->names.at[i], atlas->sites.at[atlas->names.at[i].element & INT32_MAX].population};
    if (count != 0)
        qsort(sorted, count, sizeof *sorted, by_key);
    for (uint32_t i = 0; i < count;) {
        uint32_t end = i, at = (uint32_t)sorted[i].name.key & (name_room - 1);
        for (; end < count && sorted[end].name.key == sorted[i].name.key; end++)
            list[end] = sorted[end].name.element;
        while (table[at].count != 0)
            at = (at + 1) & (name_room - 1);
        table[at] = (dm_site_name){sorted[i].name.key, i, end - i};
        i = end;
    }
    free(sorted);
    for (uint32_t i = 0; i < atlas->starts.count; i++) {
        uint32_t at = (uint32_t)atlas->starts.at[i].key & (start_room - 1);
        while (first[at].key != 0)
            at = (at + 1) & (start_room - 1);
        first[at] = atlas->starts.at[i];
    }
    dm_model_part parts[] = {{"sites", atlas->sites.at, atlas->sites.count * sizeof *atlas->sites.at},
                             {"divisions", atlas->divisions.at, atlas->divisions.count * sizeof *atlas->divisions.at},
                             {"names", table, name_room * sizeof *table},
                             {"starts", first, start_room * sizeof *first},
                             {"lists", list, count * sizeof *list},
                             {"strings", atlas->strings.at, atlas->strings.count}};
    if (made != NULL) {
        made->sites = atlas->sites.count;
        made->divisions = atlas->divisions.count;
        made->names = count;
    }
    return write_whole(path, parts, DM_COUNT(parts), error);
}
