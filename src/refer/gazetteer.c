/* Opening the gazetteer: the index is checked once, then lent; own places are read into maps. */
#include "refer/gazetteer.h"

#include <math.h>
#include <stdlib.h>

struct dm_gazetteer {
    dm_model model;
    const dm_site *sites, *divisions;
    const dm_site_name *names;
    const dm_site_start *starts;
    const uint32_t *lists;
    const char *strings;
    uint32_t site_count, division_count, name_count, start_count, list_count;
    size_t string_size;
    /* own places */
    struct own { dm_site site; dm_slice name; bool wants_stop, only; uint32_t next; } *own;
    uint32_t own_count, own_room;
    dm_map own_names, own_starts;  /* key -> first own place; first word -> longest */
    dm_map words;                  /* mixed with the kind letter */
};

/* ---- The index ------------------------------------------------------------------------------------------- */

static bool sound_sites(const dm_gazetteer *g, const dm_site *sites, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (sites[i].name > g->string_size || sites[i].name_size > g->string_size - sites[i].name ||
            sites[i].kind > DM_PLACE_COUNTRY || !(fabsf(sites[i].lat) <= 90) || !(fabsf(sites[i].lon) <= 180) ||
            (sites[i].division != UINT16_MAX && sites[i].division >= g->division_count))
            return false;
    return true;
}

static bool sound_index(const dm_gazetteer *g)
{
    if ((g->name_count & (g->name_count - 1)) != 0 || (g->start_count & (g->start_count - 1)) != 0 || g->name_count == 0 ||
        g->start_count == 0)
        return false;
    uint32_t free_names = 0, free_starts = 0;
    for (uint32_t i = 0; i < g->name_count; i++) {
        free_names += g->names[i].count == 0;
        if (g->names[i].first > g->list_count || g->names[i].count > g->list_count - g->names[i].first)
            return false;
    }
    for (uint32_t i = 0; i < g->start_count; i++)
        free_starts += g->starts[i].key == 0;
    for (uint32_t i = 0; i < g->list_count; i++)
        if ((g->lists[i] & INT32_MAX) >= g->site_count)
            return false;
    return free_names != 0 && free_starts != 0 && sound_sites(g, g->divisions, g->division_count) &&
           sound_sites(g, g->sites, g->site_count);
}

static dm_status open_index(dm_gazetteer *g, dm_resources *resources, const char *index, dm_error *error)
{
    const char *file = index == NULL ? "places/cities.index" : index;
    dm_slice bytes, part;
    dm_status status = index == NULL ? dm_resources_get(resources, file, &bytes, error) : dm_resources_own(resources, file, &bytes, error);
    if (status == DM_OK)
        status = dm_model_open(bytes, "places", file, &g->model, error);
#define SECTION(name, field, length, type)                                                                           \
    if (status == DM_OK && (status = dm_model_section(&g->model, name, sizeof(type), SIZE_MAX, &part, error)) == DM_OK) { \
        g->field = (const type *)(const void *)part.at;                                                              \
        g->length = (uint32_t)(part.size / sizeof(type));                                                            \
    }
    SECTION("sites", sites, site_count, dm_site)
    SECTION("divisions", divisions, division_count, dm_site)
    SECTION("names", names, name_count, dm_site_name)
    SECTION("starts", starts, start_count, dm_site_start)
    SECTION("lists", lists, list_count, uint32_t)
#undef SECTION
    if (status == DM_OK && (status = dm_model_section(&g->model, "strings", 1, SIZE_MAX, &part, error)) == DM_OK) {
        g->strings = part.at;
        g->string_size = part.size;
    }
    if (status == DM_OK && !sound_index(g))
        status = dm_fail(error, DM_BAD_MODEL, file, 0, 0, "the index of places is not sound");
    return status;
}

/* ---- Own places ------------------------------------------------------------------------------------------ */

static bool add_own(dm_gazetteer *g, const dm_site *site, dm_slice name, dm_slice standard, bool only)
{
    uint64_t start, key;
    uint32_t words;
    key = dm_site_key(name, &start, &words);
    if (key == 0)
        return true;
    if (g->own_count == g->own_room) {
        uint32_t room = g->own_room == 0 ? 512 : g->own_room * 2;
        struct own *larger = realloc(g->own, room * sizeof *larger);
        if (larger == NULL)
            return false;
        g->own = larger;
        g->own_room = room;
    }
    bool stop = name.at[name.size - 1] == '.' && memchr(name.at, '.', name.size - 1) == NULL;
    g->own[g->own_count] = (struct own){*site, standard, stop, only, dm_map_get(&g->own_names, key)};
    uint32_t longest = dm_map_get(&g->own_starts, start);
    return dm_map_set(&g->own_names, key, g->own_count++) &&
           (longest != DM_NONE && longest >= words ? true : dm_map_set(&g->own_starts, start, words));
}

/* The town of the index with this name and GeoNames id, or NULL. */
static const dm_site *same_town(const dm_gazetteer *g, dm_slice name, uint32_t geonames)
{
    uint64_t start, key;
    uint32_t words, mask = g->name_count - 1;
    key = dm_site_key(name, &start, &words);
    for (uint32_t at = (uint32_t)key & mask; g->names[at].count != 0; at = (at + 1) & mask)
        for (uint32_t i = 0; g->names[at].key == key && i < g->names[at].count; i++) {
            const dm_site *site = &g->sites[g->lists[g->names[at].first + i] & INT32_MAX];
            if (site->geonames == geonames && (site->kind == DM_PLACE_CITY || site->kind == DM_PLACE_CAPITAL))
                return site;
        }
    return NULL;
}

static bool read_number(dm_slice *rest, double *number)
{
    *rest = dm_slice_trim(*rest);
    dm_slice word = dm_slice_next(rest, ' ');
    char digits[32];
    char *end;
    if (word.size == 0 || word.size >= sizeof digits)
        return false;
    for (size_t i = 0; i < word.size; i++)  /* no exponents, no "inf": only what a coordinate is made of */
        if (!((word.at[i] >= '0' && word.at[i] <= '9') || word.at[i] == '.' || (word.at[i] == '-' && i == 0)))
            return false;
    memcpy(digits, word.at, word.size);
    digits[word.size] = 0;
    *number = strtod(digits, &end);
    return *end == 0;
}

/* KIND Name | alias = COUNTRY latitude longitude GeoNames-id weight */
static dm_status read_place(dm_gazetteer *g, dm_slice line, const char *file, uint32_t number, dm_error *error)
{
    static const struct { const char *word; dm_place_kind kind; } kinds[] = {
        {"COUNTRY", DM_PLACE_COUNTRY}, {"STATE", DM_PLACE_DIVISION}, {"REGION", DM_PLACE_REGION}, {"CITY", DM_PLACE_CITY},
        {"TOWN", DM_PLACE_CITY}};  /* a town by its size, but its names name nothing else */
    dm_slice rest = line, word = dm_slice_next(&rest, ' ');
    dm_site site = {.division = UINT16_MAX, .kind = UINT8_MAX};
    for (size_t i = 0; i < DM_COUNT(kinds); i++)
        if (dm_slice_is(word, kinds[i].word))
            site.kind = (uint8_t)kinds[i].kind;
    if (site.kind == UINT8_MAX)
        return dm_fail(error, DM_BAD_MODEL, file, number, 0, "a place begins with COUNTRY, STATE, REGION, CITY or TOWN");
    bool only = dm_slice_is(word, "TOWN");
    dm_slice names = dm_slice_next(&rest, '=');
    rest = dm_slice_trim(rest);
    dm_slice country = dm_slice_next(&rest, ' ');
    double lat, lon, id, weight;
    if (names.size == 0 || (country.size != 3 && !dm_slice_is(country, "-")))
        return dm_fail(error, DM_BAD_MODEL, file, number, 0, "after the names: = and a country of three letters, or -");
    if (!read_number(&rest, &lat) || !read_number(&rest, &lon) || !read_number(&rest, &id) || !read_number(&rest, &weight) ||
        fabs(lat) > 90 || fabs(lon) > 180 || id < 0 || id > UINT32_MAX || weight < 0)
        return dm_fail(error, DM_BAD_MODEL, file, number, 0, "after the country: latitude, longitude, GeoNames id, weight");
    if (country.size == 3)
        memcpy(site.country, country.at, 3);
    site.lat = (float)lat;
    site.lon = (float)lon;
    site.geonames = (uint32_t)id;
    site.population = weight > UINT32_MAX ? UINT32_MAX : (uint32_t)weight;
    dm_slice standard = {NULL, 0};
    while (names.at != NULL) {
        dm_slice name = dm_slice_next(&names, '|');
        if (name.size == 0)
            return dm_fail(error, DM_BAD_MODEL, file, number, 0, "an empty name");
        if (standard.at == NULL) {
            standard = name;
            const dm_site *town = site.kind == DM_PLACE_CITY && id > 0 ? same_town(g, name, site.geonames) : NULL;
            if (town != NULL) {  /* further names of a town of the index: it stays in its division, and a capital */
                site.division = town->division;
                site.kind = town->kind;
            }
        }
        if (!add_own(g, &site, name, standard, only))
            return dm_fail(error, DM_NO_MEMORY, file, number, 0, "out of memory");
    }
    return DM_OK;
}

/* words.txt: "x word word ...": words of one kind each line. */
static dm_status read_words(dm_gazetteer *g, dm_slice line, const char *file, uint32_t number, dm_error *error)
{
    dm_slice kind = dm_slice_next(&line, ' ');
    if (kind.size != 1)
        return dm_fail(error, DM_BAD_MODEL, file, number, 0, "a line begins with the letter of its kind");
    while (line.at != NULL) {
        dm_slice word = dm_slice_next(&line, ' ');
        if (word.size != 0 && !dm_map_set(&g->words, dm_mix(dm_key(word.at, word.size), (uint64_t)kind.at[0]), 1))
            return dm_fail(error, DM_NO_MEMORY, file, number, 0, "out of memory");
    }
    return DM_OK;
}

static dm_status open_own(dm_gazetteer *g, dm_resources *resources, dm_error *error)
{
    dm_status status = DM_OK;
    for (size_t i = 0; status == DM_OK; i++) {
        const char *name;
        dm_slice bytes, line;
        status = dm_resources_at(resources, "data/places/", i, &name, &bytes, error);
        size_t size = status == DM_OK ? strlen(name) : 0;
        bool places = size > 7 && strcmp(name + size - 7, ".places") == 0, words = size > 4 && strcmp(name + size - 4, ".txt") == 0;
        uint32_t number = 0;
        while (status == DM_OK && dm_slice_line(&bytes, &line)) {
            number++;
            line = dm_slice_trim(line);
            if (line.size == 0 || line.at[0] == '#')
                continue;
            if (places)
                status = read_place(g, line, name, number, error);
            else if (words)
                status = read_words(g, line, name, number, error);
        }
    }
    return status == DM_END ? DM_OK : status;
}

dm_status dm_gazetteer_open(dm_resources *resources, const char *index, dm_gazetteer **out, dm_error *error)
{
    *out = NULL;
    dm_gazetteer *g = calloc(1, sizeof *g);
    if (g == NULL)
        return dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    dm_map_init(&g->own_names);
    dm_map_init(&g->own_starts);
    dm_map_init(&g->words);
    dm_status status = open_index(g, resources, index, error);
    if (status == DM_OK)
        status = open_own(g, resources, error);
    if (status != DM_OK) {
        dm_gazetteer_close(g);
        return status;
    }
    *out = g;
    return DM_OK;
}

void dm_gazetteer_close(dm_gazetteer *g)
{
    if (g == NULL)
        return;
    dm_map_free(&g->own_names);
    dm_map_free(&g->own_starts);
    dm_map_free(&g->words);
    free(g->own);
    free(g);
}

/* ---- Looking up ------------------------------------------------------------------------------------------- */

uint32_t dm_gazetteer_longest(const dm_gazetteer *g, uint64_t word)
{
    uint32_t own = dm_map_get(&g->own_starts, word), longest = own == DM_NONE ? 0 : own;
    uint32_t mask = g->start_count - 1;
    for (uint32_t at = (uint32_t)word & mask; g->starts[at].key != 0; at = (at + 1) & mask)
        if (g->starts[at].key == word)
            return g->starts[at].longest > longest ? (uint32_t)g->starts[at].longest : longest;
    return longest;
}

uint32_t dm_gazetteer_get(const dm_gazetteer *g, uint64_t key, dm_site_choice *choices, uint32_t room)
{
    uint32_t count = 0;
    for (uint32_t own = dm_map_get(&g->own_names, key); own != DM_NONE && count < room; own = g->own[own].next)
        choices[count++] = (dm_site_choice){&g->own[own].site, g->own[own].name, .own = true, .wants_stop = g->own[own].wants_stop,
                                             .only = g->own[own].only};
    uint32_t mask = g->name_count - 1;
    for (uint32_t at = (uint32_t)key & mask; g->names[at].count != 0; at = (at + 1) & mask) {
        if (g->names[at].key != key)
            continue;
        for (uint32_t i = 0; i < g->names[at].count && count < room; i++) {
            uint32_t element = g->lists[g->names[at].first + i];
            const dm_site *site = &g->sites[element & INT32_MAX];
            bool twice = false;  /* a state of data/places that the index has too */
            for (uint32_t k = 0; k < count; k++)
                twice |= site->geonames != 0 && choices[k].site->geonames == site->geonames;
            if (!twice)
                choices[count++] = (dm_site_choice){site, {g->strings + site->name, site->name_size}, .lesser = element >> 31 != 0};
        }
        break;
    }
    return count;
}

const dm_site *dm_gazetteer_site(const dm_gazetteer *g, uint32_t number)
{
    return number < g->site_count ? &g->sites[number] : NULL;
}

const dm_site *dm_gazetteer_division(const dm_gazetteer *g, const dm_site *site, dm_slice *name)
{
    if (site->division == UINT16_MAX)
        return NULL;
    const dm_site *division = &g->divisions[site->division];
    *name = (dm_slice){g->strings + division->name, division->name_size};
    return division;
}

bool dm_gazetteer_word(const dm_gazetteer *g, uint64_t key, char kind)
{
    return dm_map_get(&g->words, dm_mix(key, (uint64_t)kind)) != DM_NONE;
}
