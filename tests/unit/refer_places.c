/* The gazetteer: names by words, own places before the index, errors of place files with their lines. */
#include "refer/gazetteer.h"
#include "test.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/demarche-places-XXXXXX";

static void write_file(const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/places/%s", folder, name);
    FILE *out = fopen(path, "wb");
    CHECK(out != NULL);
    if (out == NULL)
        return;
    fputs(text, out);
    fclose(out);
}

static dm_status open_own(dm_gazetteer **out, dm_error *error)
{
    dm_resources resources;
    dm_resources_init(&resources, NULL, folder);
    dm_status status = dm_gazetteer_open(&resources, NULL, out, error);
    dm_resources_close(&resources);  /* own places are copied but for their names: nothing is looked up afterwards */
    return status;
}

static uint64_t key_of(const char *name)
{
    uint64_t key = 0;
    dm_slice rest = dm_slice_of(name);
    while (rest.at != NULL) {
        dm_slice word = dm_slice_next(&rest, ' ');
        uint64_t one = dm_site_word(word.at, word.size);
        key = one == 0 ? key : dm_site_add(key, one);
    }
    return key;
}

static void built_in(void)
{
    dm_resources resources;
    dm_gazetteer *gazetteer;
    dm_error error;
    dm_site_choice choices[48];
    dm_resources_init(&resources, NULL, NULL);
    CHECK(dm_gazetteer_open(&resources, NULL, &gazetteer, &error) == DM_OK);
    uint32_t count = dm_gazetteer_get(gazetteer, key_of("Tokyo"), choices, 48);
    uint32_t capital = 0;  /* the prefecture has more people than the city */
    while (capital + 1 < count && choices[capital].site->kind != DM_PLACE_CAPITAL)
        capital++;
    CHECK(count >= 2 && memcmp(choices[capital].site->country, "JPN", 3) == 0);
    CHECK(choices[capital].site->geonames == 1850147 && choices[capital].site->lat > 35 && choices[capital].site->lat < 36);
    count = dm_gazetteer_get(gazetteer, key_of("ALEXANDRIA"), choices, 48);
    CHECK(count >= 3);
    for (uint32_t i = 1; i < count; i++)  /* the most populous first */
        CHECK(choices[i - 1].lesser || choices[i].lesser || choices[i - 1].site->population >= choices[i].site->population);
    count = dm_gazetteer_get(gazetteer, key_of("Gaza"), choices, 48);
    CHECK(count >= 1 && choices[0].site->kind == DM_PLACE_REGION);  /* our region before the city */
    count = dm_gazetteer_get(gazetteer, key_of("U.S."), choices, 48);
    CHECK(count >= 1 && choices[0].site->kind == DM_PLACE_COUNTRY && memcmp(choices[0].site->country, "USA", 3) == 0);
    count = dm_gazetteer_get(gazetteer, key_of("Ky."), choices, 48);
    CHECK(count >= 1 && choices[0].wants_stop);
    dm_slice division;
    count = dm_gazetteer_get(gazetteer, key_of("Sukhumi"), choices, 48);  /* a further name of a town of the index */
    CHECK(count >= 1 && choices[0].site->geonames == 611847 && dm_gazetteer_division(gazetteer, choices[0].site, &division) != NULL);
    count = dm_gazetteer_get(gazetteer, key_of("Tembagapura"), choices, 48);
    CHECK(count == 1 && choices[0].only && choices[0].site->kind == DM_PLACE_CITY);
    count = dm_gazetteer_get(gazetteer, key_of("Nyanga"), choices, 48);
    CHECK(count >= 1 && !choices[0].only);
    CHECK(dm_gazetteer_get(gazetteer, key_of("Nowhere at all"), choices, 48) == 0);
    CHECK(dm_gazetteer_longest(gazetteer, key_of("Papua")) >= 3);
    CHECK(dm_gazetteer_get(gazetteer, key_of("London"), choices, 1) == 1);  /* never more than there is room for */
    dm_gazetteer_close(gazetteer);
    dm_resources_close(&resources);
}

static void wrong_files(void)
{
    static const struct { const char *text, *why; uint32_t line; } cases[] = {
        {"# fine\nCOUNTRY Norland = NRL 60 10 0 5000000\nHAMLET Kesh = KSH 1 2 0 0\n", "begins with", 3},
        {"COUNTRY Norland = NORLAND 60 10 0 5\n", "three letters", 1},
        {"COUNTRY Norland NRL 60 10 0 5\n", "three letters", 1},
        {"\n\nCITY Norhaven = NRL 91 10 0 5\n", "latitude", 3},
        {"CITY Norhaven = NRL 9 1e300 0 5\n", "latitude", 1},
        {"CITY Norhaven = NRL 9 nan 0 5\n", "latitude", 1},
        {"CITY Norhaven = NRL 9 10 -1 5\n", "latitude", 1},
        {"CITY Norhaven = NRL 9 10\n", "latitude", 1},
        {"CITY Norhaven | | Port = NRL 9 10 0 5\n", "empty name", 1}};
    for (size_t i = 0; i < DM_COUNT(cases); i++) {
        dm_gazetteer *gazetteer = NULL;
        dm_error error = {0};
        write_file("own.places", cases[i].text);
        CHECK(open_own(&gazetteer, &error) == DM_BAD_MODEL && gazetteer == NULL);
        CHECK(error.line == cases[i].line && strstr(error.why, cases[i].why) != NULL && strstr(error.file, "own.places") != NULL);
    }
    dm_gazetteer *gazetteer = NULL;
    dm_error error = {0};
    write_file("own.places", "COUNTRY Norland = NRL 60 10 0 5000000\n# end without a newline\nCITY Norhaven = NRL 60.5 -10.25 0 7");
    CHECK(open_own(&gazetteer, &error) == DM_OK);
    dm_gazetteer_close(gazetteer);
}

int main(void)
{
    char path[256];
    CHECK(mkdtemp(folder) != NULL);
    snprintf(path, sizeof path, "%s/places", folder);
    CHECK(mkdir(path, 0700) == 0);
    built_in();
    wrong_files();
    snprintf(path, sizeof path, "%s/places/own.places", folder);
    unlink(path);
    snprintf(path, sizeof path, "%s/places", folder);
    rmdir(path);
    rmdir(folder);
    return TEST_END();
}
