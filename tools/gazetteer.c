/* gazetteer FOLDER OUT: makes the index of places from the GeoNames tables cities15000.txt, admin1Codes.txt and
 * countryInfo.txt (Debian package libtimezonemap-data; GeoNames, CC BY 4.0). The form of the index is in
 * src/refer/gazetteer.h. */
#include "refer/gazetteer.h"

#include <errno.h>
#include <stdlib.h>

/* Nothing is embedded in this program, which makes what the library embeds. */
const dm_embedded dm_embedded_files[] = {{"", "", ""}};
const size_t dm_embedded_count = 0;

#define FIELDS 19
/* People a city must have so that its names in other languages count too. */
#define LARGE 100000

typedef struct name_of { uint64_t key; uint32_t element; } name_of;

static dm_arena arena;
static DM_VECTOR(dm_site) sites, divisions;
static DM_VECTOR(name_of) names;
static DM_VECTOR(dm_site_start) starts;
static DM_VECTOR(char) strings;
static dm_map start_at, division_at, country_at;
static DM_VECTOR(struct country { char iso3[3]; }) countries;

static void die(const char *what)
{
    fprintf(stderr, "gazetteer: %s\n", what);
    exit(1);
}

static uint32_t keep_string(dm_slice text)
{
    uint32_t at = strings.count;
    for (size_t i = 0; i < text.size; i++) {
        char *c = DM_PUSH(&arena, &strings);
        if (c == NULL)
            die("out of memory");
        *c = text.at[i];
    }
    return at;
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

static void add_name(dm_slice name, uint32_t site, bool lesser)
{
    uint64_t start;
    uint32_t words;
    uint64_t key = dm_site_key(name, &start, &words);
    if (key == 0 || words > 8)
        return;
    for (uint32_t k = names.count; k > 0 && (names.at[k - 1].element & INT32_MAX) == site; k--)
        if (names.at[k - 1].key == key)
            return;
    name_of *one = DM_PUSH(&arena, &names);
    if (one == NULL)
        die("out of memory");
    *one = (name_of){key, site | (lesser ? (uint32_t)1 << 31 : 0)};
    uint32_t at = dm_map_get(&start_at, start);
    if (at == DM_NONE) {
        at = starts.count;
        dm_site_start *first = DM_PUSH(&arena, &starts);
        if (first == NULL || !dm_map_set(&start_at, start, at))
            die("out of memory");
        first->key = start;
    }
    if (starts.at[at].longest < words)
        starts.at[at].longest = words;
}

static dm_file open_table(const char *folder, const char *name)
{
    char path[4096];
    dm_file file;
    dm_error error;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (dm_file_open(path, &file, &error) != DM_OK) {
        fprintf(stderr, "gazetteer: %s: %s (Debian package libtimezonemap-data)\n", path, error.why);
        exit(1);
    }
    return file;
}

static size_t fields_of(dm_slice line, dm_slice *fields, size_t room)
{
    size_t count = 0;
    while (line.at != NULL && count < room)
        fields[count++] = dm_slice_next(&line, '\t');
    return count;
}

static void read_countries(dm_slice bytes)
{
    dm_slice line, field[5];
    while (dm_slice_line(&bytes, &line)) {
        if (line.size == 0 || line.at[0] == '#' || fields_of(line, field, 5) < 5 || field[0].size != 2 || field[1].size != 3)
            continue;
        uint32_t at = countries.count;
        struct country *one = DM_PUSH(&arena, &countries);
        if (one == NULL || !dm_map_set(&country_at, dm_hash(field[0].at, 2), at))
            die("out of memory");
        memcpy(one->iso3, field[1].at, 3);
    }
}

static void read_divisions(dm_slice bytes)
{
    dm_slice line, field[4];
    while (dm_slice_line(&bytes, &line)) {
        uint32_t id = 0, country;
        if (fields_of(line, field, 4) < 3 || field[0].size < 4 || divisions.count == UINT16_MAX)
            continue;
        if ((country = dm_map_get(&country_at, dm_hash(field[0].at, 2))) == DM_NONE)
            continue;
        dm_slice_number(field[3], &id);
        uint32_t at = divisions.count;
        dm_site *one = DM_PUSH(&arena, &divisions);
        if (one == NULL || !dm_map_set(&division_at, dm_hash(field[0].at, field[0].size), at))
            die("out of memory");
        *one = (dm_site){.geonames = id, .division = UINT16_MAX, .kind = DM_PLACE_DIVISION,
                         .name = keep_string(field[1]), .name_size = (uint32_t)field[1].size};
        memcpy(one->country, countries.at[country].iso3, 3);
    }
}

static double number(dm_slice field)
{
    char digits[40];
    snprintf(digits, sizeof digits, "%.*s", (int)field.size, field.at);
    return strtod(digits, NULL);
}

static void read_cities(dm_slice bytes)
{
    dm_slice line, field[FIELDS];
    double *north = dm_arena_zero(&arena, divisions.count, sizeof *north), *east = dm_arena_zero(&arena, divisions.count, sizeof *east);
    double *people = dm_arena_zero(&arena, divisions.count, sizeof *people);
    if (north == NULL || east == NULL || people == NULL)
        die("out of memory");
    while (dm_slice_line(&bytes, &line)) {
        uint32_t id, population = 0, country;
        if (fields_of(line, field, FIELDS) < FIELDS || !dm_slice_number(field[0], &id) ||
            (country = dm_map_get(&country_at, dm_hash(field[8].at, field[8].size))) == DM_NONE)
            continue;
        if (dm_slice_is(field[7], "PPLX") || dm_slice_is(field[7], "PPLH") || dm_slice_is(field[7], "PPLW"))
            continue;  /* parts of cities, abandoned and destroyed places */
        dm_slice_number(field[14], &population);
        char code[64];
        int size = snprintf(code, sizeof code, "%.*s.%.*s", (int)field[8].size, field[8].at, (int)field[10].size, field[10].at);
        uint32_t division = dm_map_get(&division_at, dm_hash(code, (size_t)size)), at = sites.count;
        dm_site *one = DM_PUSH(&arena, &sites);
        if (one == NULL)
            die("out of memory");
        *one = (dm_site){.lat = (float)number(field[4]), .lon = (float)number(field[5]), .geonames = id,
                         .population = population, .name = keep_string(field[1]), .name_size = (uint32_t)field[1].size,
                         .division = division == DM_NONE ? UINT16_MAX : (uint16_t)division,
                         .kind = dm_slice_is(field[7], "PPLC") ? DM_PLACE_CAPITAL : DM_PLACE_CITY};
        memcpy(one->country, countries.at[country].iso3, 3);
        if (division != DM_NONE) {
            double weight = population + 1.0;
            north[division] += weight * one->lat;
            east[division] += weight * one->lon;
            people[division] += weight;
        }
        bool capital = one->kind == DM_PLACE_CAPITAL;
        add_name(field[1], at, false);
        add_name(field[2], at, false);
        dm_slice others = field[3];
        while ((population >= LARGE || capital) && others.at != NULL) {
            dm_slice other = dm_slice_next(&others, ',');
            if (latin_name(other))
                add_name(other, at, true);
        }
    }
    for (uint32_t i = 0; i < divisions.count; i++) {  /* a division lies where its people live */
        if (people[i] <= 0)
            continue;
        divisions.at[i].lat = (float)(north[i] / people[i]);
        divisions.at[i].lon = (float)(east[i] / people[i]);
        divisions.at[i].population = (uint32_t)people[i];
        uint32_t at = sites.count;
        dm_site *one = DM_PUSH(&arena, &sites);
        if (one == NULL)
            die("out of memory");
        *one = divisions.at[i];
        add_name((dm_slice){strings.at + one->name, one->name_size}, at, false);
    }
}

static int by_key(const void *a, const void *b)
{
    const name_of *one = a, *other = b;
    if (one->key != other->key)
        return one->key < other->key ? -1 : 1;
    bool lesser = one->element >> 31 != 0, other_lesser = other->element >> 31 != 0;
    if (lesser != other_lesser)
        return lesser ? 1 : -1;
    uint32_t p = sites.at[one->element & INT32_MAX].population, q = sites.at[other->element & INT32_MAX].population;
    return p != q ? (p > q ? -1 : 1) : (one->element < other->element ? -1 : 1);
}

static uint32_t power_above(uint32_t count)
{
    uint32_t power = 64;
    while (power < count * 2)
        power *= 2;
    return power;
}

static int write_index(const char *path)
{
    qsort(names.at, names.count, sizeof *names.at, by_key);
    uint32_t *list = dm_arena_zero(&arena, names.count, sizeof *list);
    uint32_t name_room = power_above(names.count), start_room = power_above(starts.count);
    dm_site_name *table = dm_arena_zero(&arena, name_room, sizeof *table);
    dm_site_start *first = dm_arena_zero(&arena, start_room, sizeof *first);
    if (list == NULL || table == NULL || first == NULL)
        die("out of memory");
    for (uint32_t i = 0; i < names.count;) {
        uint32_t end = i, at = (uint32_t)names.at[i].key & (name_room - 1);
        for (; end < names.count && names.at[end].key == names.at[i].key; end++)
            list[end] = names.at[end].element;
        while (table[at].count != 0)
            at = (at + 1) & (name_room - 1);
        table[at] = (dm_site_name){names.at[i].key, i, end - i};
        i = end;
    }
    for (uint32_t i = 0; i < starts.count; i++) {
        uint32_t at = (uint32_t)starts.at[i].key & (start_room - 1);
        while (first[at].key != 0)
            at = (at + 1) & (start_room - 1);
        first[at] = starts.at[i];
    }
    dm_model_part parts[] = {{"sites", sites.at, sites.count * sizeof *sites.at},
                             {"divisions", divisions.at, divisions.count * sizeof *divisions.at},
                             {"names", table, name_room * sizeof *table},
                             {"starts", first, start_room * sizeof *first},
                             {"lists", list, names.count * sizeof *list},
                             {"strings", strings.at, strings.count}};
    dm_error error;
    if (dm_model_write(path, "places", parts, DM_COUNT(parts), &error) != DM_OK) {
        fprintf(stderr, "gazetteer: %s: %s\n", path, error.why);
        return 1;
    }
    return 0;
}

int main(int count, char **words)
{
    if (count != 3)
        die("usage: gazetteer FOLDER OUT");
    dm_arena_init(&arena);
    dm_map_init(&start_at);
    dm_map_init(&division_at);
    dm_map_init(&country_at);
    dm_file countries_file = open_table(words[1], "countryInfo.txt"), divisions_file = open_table(words[1], "admin1Codes.txt"),
            cities_file = open_table(words[1], "cities15000.txt");
    read_countries((dm_slice){countries_file.at, countries_file.size});
    read_divisions((dm_slice){divisions_file.at, divisions_file.size});
    read_cities((dm_slice){cities_file.at, cities_file.size});
    return write_index(words[2]);
}
