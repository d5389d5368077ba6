/* Unit tests of the base room: slices, UTF-8, letters, hashes, maps, phrases, dates, arenas. */
#include "base/base.h"
#include "test.h"

#include <stdlib.h>

static void utf8(void)
{
    static const struct { const char *text; size_t bad; } cases[] = {
        {"", 0}, {"plain text that is long enough", 30}, {"na\xC3\xAFve", 6}, {"\xC0\xAF", 0}, {"a\xED\xA0\x80", 1},
        {"\xF0\x9F\x98\x80", 4}, {"\xF4\x90\x80\x80", 0}, {"12345678\xFF", 8}, {"\xE2\x82", 0}, {"ab\xC3", 2}};
    for (size_t i = 0; i < DM_COUNT(cases); i++)
        CHECK(dm_utf8_check(cases[i].text, strlen(cases[i].text)) == cases[i].bad);
    CHECK(dm_utf8_count("na\xC3\xAFve \xF0\x9F\x98\x80", 11) == 7);
    for (uint32_t code = 0; code <= 0x10FFFF; code++) {
        char bytes[4];
        unsigned length;
        if (code >= 0xD800 && code <= 0xDFFF)
            continue;
        unsigned size = dm_utf8_put(bytes, code);
        if (dm_utf8_get(bytes, bytes + size, &length) != code || length != size) {
            CHECK(!"round trip of a code point");
            return;
        }
    }
}

static void letters(void)
{
    CHECK(dm_to_lower('A') == 'a' && dm_to_lower(0xC9) == 0xE9 && dm_to_lower(0x416) == 0x436 && dm_to_lower(0x130) == 'i');
    CHECK(dm_to_upper(0xE9) == 0xC9 && dm_is_upper(0x394) && !dm_is_upper(0x3B4) && !dm_is_upper('1'));
    CHECK(dm_is_letter(0x4E2D) && dm_is_letter(0x627) && !dm_is_letter(0x2014) && !dm_is_letter('-'));
    CHECK(dm_key("Erdo\xC4\x9F" "an", 8) == dm_key("ERDOGAN", 7));
    CHECK(dm_key("\xC5\x81\xC3\xB3" "d\xC5\xBA", 7) == dm_key("lodz", 4));
    CHECK(dm_key("Stra\xC3\x9F" "e", 7) == dm_key("strasse", 7));
    CHECK(dm_key("it\xE2\x80\x99s", 6) == dm_key("it's", 4));
    CHECK(dm_key("Kyiv", 4) != dm_key("Kiev", 4));
}

static void slices(void)
{
    dm_slice rest = DM_SLICE(" a ; b;;c "), line;
    CHECK(dm_slice_is(dm_slice_next(&rest, ';'), "a"));
    CHECK(dm_slice_is(dm_slice_next(&rest, ';'), "b"));
    CHECK(dm_slice_is(dm_slice_next(&rest, ';'), ""));
    CHECK(dm_slice_is(dm_slice_next(&rest, ';'), "c") && rest.at == NULL);
    rest = DM_SLICE("one\r\n\ntwo");
    CHECK(dm_slice_line(&rest, &line) && dm_slice_is(line, "one"));
    CHECK(dm_slice_line(&rest, &line) && line.size == 0);
    CHECK(dm_slice_line(&rest, &line) && dm_slice_is(line, "two"));
    CHECK(!dm_slice_line(&rest, &line));
    uint32_t number;
    CHECK(dm_slice_number(DM_SLICE("4294967295"), &number) && number == UINT32_MAX);
    CHECK(!dm_slice_number(DM_SLICE("4294967296"), &number) && !dm_slice_number(DM_SLICE(""), &number) &&
          !dm_slice_number(DM_SLICE("1x"), &number));
}

static void maps(void)
{
    dm_map map;
    dm_map_init(&map);
    CHECK(dm_map_get(&map, 1) == DM_NONE);
    for (uint32_t i = 0; i < 10000; i++)
        if (!dm_map_set(&map, (uint64_t)i * 0x100000001u, i))
            CHECK(!"set");
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < 10000; i++)
        wrong += dm_map_get(&map, (uint64_t)i * 0x100000001u) != i;
    CHECK(wrong == 0 && map.count == 10000);
    CHECK(dm_map_set(&map, 0, 7) && dm_map_get(&map, 0) == 7 && map.count == 10000);
    dm_map_free(&map);

    dm_phrases phrases;
    dm_phrases_init(&phrases);
    uint64_t prime = dm_key("prime", 5), minister = dm_key("minister", 8), both[] = {prime, minister};
    CHECK(dm_phrases_add(&phrases, both, 2, 11) && dm_phrases_add(&phrases, &minister, 1, 12) &&
          dm_phrases_add(&phrases, both, 2, 13));
    uint32_t state = dm_phrases_step(&phrases, 0, prime);
    CHECK(state != DM_NONE && dm_phrases_end(&phrases, state) == DM_NONE);
    state = dm_phrases_step(&phrases, state, minister);
    uint32_t link = state == DM_NONE ? DM_NONE : dm_phrases_end(&phrases, state);
    CHECK(link != DM_NONE && phrases.links[link].value == 11);
    link = phrases.links[link].next;
    CHECK(link != DM_NONE && phrases.links[link].value == 13 && phrases.links[link].next == DM_NONE);
    CHECK(dm_phrases_step(&phrases, state, prime) == DM_NONE);
    dm_phrases_free(&phrases);
}

static void dates(void)
{
    dm_date date;
    CHECK(dm_date_parse(DM_SLICE("2024-02-29"), &date) && dm_date_weekday(date) == 3);
    CHECK(!dm_date_parse(DM_SLICE("2023-02-29"), &date) && !dm_date_parse(DM_SLICE("2023-13-01"), &date) &&
          !dm_date_parse(DM_SLICE("0000-01-01"), &date) && !dm_date_parse(DM_SLICE("2023/01/01"), &date));
    CHECK(dm_date_parse(DM_SLICE("2023-11"), &date) && date.month == 11 && date.day == 0);
    CHECK(dm_date_days((dm_date){1970, 1, 1}) == 0 && dm_date_days((dm_date){2000, 3, 1}) == 11017);
    int wrong = 0;
    for (int32_t day = -700000; day < 2900000; day += 7) {
        dm_date back = dm_date_of_days(day);
        wrong += dm_date_days(back) != day;
    }
    CHECK(wrong == 0);
    CHECK(dm_date_compare((dm_date){2023, 0, 0}, (dm_date){2023, 5, 1}) == 0);
    CHECK(dm_date_compare((dm_date){2023, 5, 2}, (dm_date){2023, 5, 1}) == 1);
}

static void arenas(void)
{
    dm_arena arena;
    dm_arena_init(&arena);
    DM_VECTOR(uint64_t) list = {0};
    for (uint64_t i = 0; i < 100000; i++) {
        uint64_t *item = DM_PUSH(&arena, &list);
        if (item != NULL)
            *item = i;
        if (i % 1000 == 0)
            dm_arena_alloc(&arena, 1);  /* so that it cannot always grow in place */
    }
    CHECK(list.count == 100000 && list.at[99999] == 99999 && list.at[1] == 1);
    CHECK(dm_slice_is(dm_arena_print(&arena, "%s-%d", "a", 5), "a-5"));
    CHECK(dm_arena_alloc(&arena, SIZE_MAX - 3) == NULL && arena.failed && dm_arena_alloc(&arena, 1) == NULL);
    dm_arena_reset(&arena);
    CHECK(!arena.failed && dm_arena_alloc(&arena, 10) != NULL);
    CHECK(dm_arena_zero(&arena, SIZE_MAX / 8, 16) == NULL && arena.failed);
    dm_arena_free(&arena);
}

/* The key of plain words is the hash of them in small letters, however long; a byte of more than ASCII takes the long way. */
static void keys(void)
{
    const char *mixed = "ABCDEFGHIJKLMNOPQRSTUVWXYZ@[`{abcxyz0189.-'", *small = "abcdefghijklmnopqrstuvwxyz@[`{abcxyz0189.-'";
    for (size_t from = 0; from < strlen(mixed); from++)
        for (size_t size = 0; from + size <= strlen(mixed); size++)
            CHECK(dm_key(mixed + from, size) == dm_hash(small + from, size));
    CHECK(dm_key("\xc3\x89TAT", 5) == dm_hash("etat", 4));
}

/* Maps of many keys: what was set is found, nothing else is, before and after they grow and when they had room from the start. */
static void grown_maps(void)
{
    enum { MANY = 20000 };
    uint32_t numbers[16];
    for (uint32_t i = 0; i < 16; i++)
        numbers[i] = 15 - i;
    for (int reserved = 0; reserved < 2; reserved++) {
        dm_map map;
        dm_map_init(&map);
        CHECK(dm_map_get(&map, 5) == DM_NONE);
        CHECK(!reserved || dm_map_reserve(&map, MANY));
        for (uint64_t i = 0; i < MANY; i++)
            CHECK(dm_map_set(&map, i * 3, (uint32_t)i & 15));
        CHECK(dm_map_set(&map, 3, 7) && map.count == MANY);
        for (uint64_t i = 0; i < 3 * MANY; i++)
            CHECK(dm_map_get(&map, i) == (i % 3 ? DM_NONE : i == 3 ? 7 : (uint32_t)(i / 3) & 15));
        dm_map_renumber(&map, numbers);
        CHECK(dm_map_get(&map, 3) == 8 && dm_map_get(&map, 0) == 15 && dm_map_get(&map, 1) == DM_NONE);
        dm_map_free(&map);
    }
}

int main(void)
{
    keys();
    grown_maps();
    utf8();
    letters();
    slices();
    maps();
    dates();
    arenas();
    return TEST_END();
}
