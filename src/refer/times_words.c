/* The words of times: data/rules/times.txt, and what can be told from the digits of a word. */
#include "refer/figures.h"

#include <stdlib.h>

#define FILE_NAME "data/rules/times.txt"

static const char *const class_names[DM_C_TABLE_COUNT] = {
    "",       "month",   "weekday", "weekdays", "unit",   "units",  "long",   "number",  "scale", "dozen",
    "dozens", "scales",  "vague",   "ordinal",  "decade", "part",   "season", "day",     "night", "ref",
    "last",   "next",    "this",    "that",     "early",  "edge",   "ago",    "earlier", "later", "every",
    "per",    "sets",    "era",     "age",      "am",     "pm",     "oclock", "zone",    "half",  "the",
    "of",     "article", "in",      "and",      "at",     "noyear", "future", "about"};
static const char *const unit_names[DM_U_COUNT] = {"",   "TS", "TM", "TH", "D",  "W", "WE",
                                                   "FN", "M",  "Q",  "Y",  "DE", "CE"};
static const char *const part_names[DM_P_COUNT] = {"", "MO", "NO", "AF", "EV", "NI", "MI", "DT"};
static const char *const season_names[DM_S_COUNT] = {"", "SP", "SU", "FA", "WI"};
static const char *const ref_names[] = {"PRESENT_REF", "PAST_REF", "FUTURE_REF"};
static const char *const month_names[] = {"",    "jan", "feb", "mar", "apr", "may", "jun",
                                          "jul", "aug", "sep", "oct", "nov", "dec"};

static int place_of(const char *const *names, size_t count, dm_slice name)
{
    for (size_t i = 0; i < count; i++)
        if (names[i][0] != 0 && dm_slice_is(name, names[i]))
            return (int)i;
    return -1;
}

static bool more(bool *no_memory, void **array, uint32_t count, uint32_t *room, size_t size)
{
    if (count < *room)
        return true;
    uint32_t wanted = *room == 0 ? 64 : *room * 2;
    void *bigger = realloc(*array, wanted * size);
    if (bigger == NULL)
        return *no_memory = true, false;
    *array = bigger;
    *room = wanted;
    return true;
}

static bool signed_number(dm_slice slice, int *out)
{
    bool minus = slice.size > 0 && slice.at[0] == '-';
    if (slice.size > 0 && (minus || slice.at[0] == '+'))
        slice.at++, slice.size--;
    uint32_t number;
    if (!dm_slice_number(slice, &number) || number > 30000)
        return false;
    *out = minus ? -(int)number : (int)number;
    return true;
}

static bool read_value(dm_time_class class, dm_slice text, int *out)
{
    if (class == DM_C_UNIT || class == DM_C_UNITS || class == DM_C_SETS || class == DM_C_LONG)
        return (*out = place_of(unit_names, DM_U_COUNT, text)) > 0;
    if (class == DM_C_PART)
        return (*out = place_of(part_names, DM_P_COUNT, text)) > 0;
    if (class == DM_C_SEASON)
        return (*out = place_of(season_names, DM_S_COUNT, text)) > 0;
    if (class == DM_C_REF)
        return (*out = place_of(ref_names, DM_COUNT(ref_names), text)) >= 0;
    return signed_number(text, out);
}

/* One word of a class; NULL when memory ran out. */
static dm_time_word *entry_of(dm_time_rules *rules, dm_slice word)
{
    uint64_t key = dm_key(word.at, word.size);
    uint32_t place = dm_map_get(&rules->words, key);
    if (place != DM_NONE)
        return &rules->entries[place];
    if (!more(&rules->no_memory, (void **)&rules->entries, rules->entry_count, &rules->entry_room,
              sizeof *rules->entries) ||
        !dm_map_set(&rules->words, key, rules->entry_count)) {
        rules->no_memory = true;
        return NULL;
    }
    dm_time_word *entry = &rules->entries[rules->entry_count++];
    *entry = (dm_time_word){0};
    return entry;
}

static dm_slice cut_word(dm_slice *rest)
{
    *rest = dm_slice_trim(*rest);
    return rest->size == 0 ? (dm_slice){NULL, 0} : dm_slice_next(rest, ' ');
}

/* "12-25", "easter+39", "nov-4-4" (month, nth, weekday; 5th: the last), or a list of dates. */
static bool read_holiday_date(dm_time_rules *rules, dm_slice text, dm_holiday *out)
{
    *out = (dm_holiday){0};
    uint32_t a, b;
    if (text.size > 6 && memcmp(text.at, "easter", 6) == 0) {
        int shift;
        out->easter = true;
        if (!signed_number((dm_slice){text.at + 6, text.size - 6}, &shift))
            return false;
        out->shift = (int16_t)shift;
        return true;
    }
    if (text.size == 5 && text.at[2] == '-' && dm_slice_number((dm_slice){text.at, 2}, &a) &&
        dm_slice_number((dm_slice){text.at + 3, 2}, &b) && b >= 1 && (int)b <= dm_days_in_month(4, (int)a)) {
        out->month = (uint8_t)a, out->day = (uint8_t)b;
        return true;
    }
    if (text.size == 7 && text.at[3] == '-') {
        int month = place_of(month_names, DM_COUNT(month_names), (dm_slice){text.at, 3});
        out->month = month > 0 ? (uint8_t)month : 0;
        out->nth = (uint8_t)(text.at[4] - '0'), out->weekday = (uint8_t)(text.at[6] - '0');
        return month > 0 && text.at[5] == '-' && out->nth >= 1 && out->nth <= 5 && out->weekday >= 1 &&
               out->weekday <= 7;
    }
    out->first = rules->date_count;
    dm_slice rest = text;
    while (rest.at != NULL) {
        dm_date date;
        if (!dm_date_parse(dm_slice_next(&rest, ','), &date) || date.day == 0)
            return false;
        if (!more(&rules->no_memory, (void **)&rules->dates, rules->date_count, &rules->date_room,
                  sizeof *rules->dates))
            return false;
        rules->dates[rules->date_count++] = date;
    }
    out->count = rules->date_count - out->first;
    return true;
}

static bool read_holiday(dm_time_rules *rules, dm_slice rest)
{
    dm_holiday holiday;
    if (!read_holiday_date(rules, cut_word(&rest), &holiday) ||
        !more(&rules->no_memory, (void **)&rules->holidays, rules->holiday_count, &rules->holiday_room,
              sizeof *rules->holidays))
        return false;
    rules->holidays[rules->holiday_count] = holiday;
    rest = dm_slice_trim(rest);
    while (rest.at != NULL && rest.size > 0) {
        dm_slice phrase = dm_slice_next(&rest, ',');
        uint64_t keys[8];
        uint32_t count = 0;
        while (phrase.size > 0 && count < DM_COUNT(keys)) {
            dm_slice word = cut_word(&phrase);
            if (count == 0) {
                dm_time_word *entry = entry_of(rules, word);
                if (entry == NULL)
                    return false;
                entry->begins = 1;
            }
            keys[count++] = dm_key(word.at, word.size);
        }
        if (count == 0 || phrase.size > 0)
            return false;
        if (!dm_phrases_add(&rules->holiday_names, keys, count, rules->holiday_count)) {
            rules->no_memory = true;
            return false;
        }
    }
    rules->holiday_count++;
    return true;
}

static bool read_line(dm_time_rules *rules, dm_slice line)
{
    dm_slice name = cut_word(&line);
    if (dm_slice_is(name, "holiday"))
        return read_holiday(rules, line);
    int class = place_of(class_names, DM_C_TABLE_COUNT, name), value;
    if (class <= 0 || !read_value((dm_time_class) class, cut_word(&line), &value))
        return false;
    dm_slice word;
    while ((word = cut_word(&line)).size > 0) {
        uint8_t care = word.size > 1 && word.at[0] == '^' ? 1 : word.size > 1 && word.at[0] == '?' ? 2 : 0;
        if (care != 0)
            word.at++, word.size--;
        dm_time_word *entry = entry_of(rules, word);
        if (entry == NULL || (entry->class != 0 && entry->also != 0))
            return false;
        if (entry->class == 0)
            entry->class = (uint8_t) class, entry->value = (int16_t)value, entry->care = care;
        else
            entry->also = (uint8_t) class, entry->also_value = (int16_t)value;
    }
    return true;
}

dm_status dm_time_rules_open(dm_resources *resources, dm_time_rules **out, dm_error *error)
{
    dm_slice file, line;
    *out = NULL;
    dm_status status = dm_resources_get(resources, FILE_NAME, &file, error);
    if (status != DM_OK)
        return status;
    dm_time_rules *rules = calloc(1, sizeof *rules);
    if (rules == NULL)
        return dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    dm_map_init(&rules->words);
    dm_phrases_init(&rules->holiday_names);
    for (uint32_t number = 1; dm_slice_line(&file, &line); number++) {
        line = dm_slice_trim(line);
        if (line.size > 0 && line.at[0] != '#' && !read_line(rules, line)) {
            bool no_memory = rules->no_memory;
            dm_time_rules_close(rules);
            if (no_memory)
                return dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
            return dm_fail(error, DM_BAD_MODEL, FILE_NAME, number, 0, "a line that is not CLASS VALUE word ...");
        }
    }
    status = dm_figure_words_open(resources, &rules->figures, error);
    if (status != DM_OK) {
        dm_time_rules_close(rules);
        return status;
    }
    *out = rules;
    return DM_OK;
}

void dm_time_rules_close(dm_time_rules *rules)
{
    if (rules == NULL)
        return;
    dm_map_free(&rules->words);
    dm_phrases_free(&rules->holiday_names);
    dm_figure_words_close(rules->figures);
    free(rules->entries);
    free(rules->holidays);
    free(rules->dates);
    free(rules);
}

/* ---- Words with digits ---- */

static uint32_t digits(dm_slice form, size_t from, uint32_t *value)
{
    uint32_t n = 0;
    *value = 0;
    while (from + n < form.size && form.at[from + n] >= '0' && form.at[from + n] <= '9' && n < 9) {
        *value = *value * 10 + (uint32_t)(form.at[from + n] - '0');
        n++;
    }
    return n;
}

bool dm_time_whole(dm_slice form, dm_date *out)
{
    uint32_t a, b, c, na, nb, nc;
    if (form.size < 6 || form.size > 10)
        return false;
    na = digits(form, 0, &a);
    if (na == 0 || na >= form.size)
        return false;
    char cut = form.at[na];
    if (cut != '-' && cut != '/' && cut != '.')
        return false;
    nb = digits(form, na + 1, &b);
    if (nb == 0 || nb > 2 || na + 1 + nb >= form.size || form.at[na + 1 + nb] != cut)
        return false;
    nc = digits(form, na + nb + 2, &c);
    if (na + nb + 2 + nc != form.size)
        return false;
    uint32_t year, month, day;
    if (na == 4 && nc >= 1 && nc <= 2)
        year = a, month = b, day = c;
    else if (na <= 2 && nc == 4 && cut == '/' && a <= 12) /* American order where it can be */
        year = c, month = a, day = b;
    else if (na <= 2 && nc == 4)
        year = c, month = b, day = a;
    else
        return false;
    if (year < 1000 || year > 9999 || month < 1 || month > 12 || day < 1 ||
        (int)day > dm_days_in_month((int)year, (int)month))
        return false;
    *out = (dm_date){(int16_t)year, (uint8_t)month, (uint8_t)day};
    return true;
}

static bool ends(dm_slice form, size_t from, const char *text)
{
    size_t size = strlen(text);
    return form.size - from == size && memcmp(form.at + from, text, size) == 0;
}

static dm_time_word digit_word(dm_slice form)
{
    dm_time_word kind = {0};
    size_t from = 0;
    uint32_t value, minute;
    bool quote = false;
    if (form.size > 4 && (memcmp(form.at, "mid-", 4) == 0 || memcmp(form.at, "Mid-", 4) == 0))
        from = 4;
    if (form.at[from] == '\'')
        quote = true, from++;
    else if (form.size > from + 3 && memcmp(form.at + from, "\xE2\x80\x99", 3) == 0)
        quote = true, from += 3;
    else if (form.size > from + 3 && memcmp(form.at + from, "\xE2\x80\x98", 3) == 0)
        quote = true, from += 3;
    if (from >= form.size)
        return kind;
    if ((form.at[from] == 'Q' || form.at[from] == 'W') && digits(form, from + 1, &value) == form.size - from - 1) {
        if (form.at[from] == 'Q' && form.size == from + 2 && value >= 1 && value <= 4)
            kind.class = DM_C_QUARTER, kind.value = (int16_t)value;
        else if (form.at[from] == 'W' && value >= 1 && value <= 53)
            kind.class = DM_C_WEEKNO, kind.value = (int16_t)value;
        return kind;
    }
    uint32_t size = digits(form, from, &value);
    size_t after = from + size;
    if (size == 0)
        return kind;
    if (after == form.size && !quote && size <= 4) {
        kind.class = DM_C_DIGITS, kind.value = (int16_t)value;
    } else if (after == form.size && quote && size == 2) {
        kind.class = DM_C_SHORT, kind.value = (int16_t)value;
    } else if (ends(form, after, "s") || ends(form, after, "'s") || ends(form, after, "\xE2\x80\x99s")) {
        if (size == 4 && value % 10 == 0 && value >= 1000 && value <= 2100)
            kind.class = DM_C_DECADES, kind.value = (int16_t)(value / 10);
        else if (size == 2 && value % 10 == 0 && (quote || value >= 20))
            kind.class = DM_C_DECADES, kind.value = (int16_t)(1000 + value / 10);
    } else if (size <= 2 && (ends(form, after, "st") || ends(form, after, "nd") || ends(form, after, "rd") ||
                             ends(form, after, "th"))) {
        kind.class = DM_C_NTH, kind.value = (int16_t)value;
    } else if (size <= 2 && value <= 24 && after < form.size && (form.at[after] == ':' || form.at[after] == '.') &&
               digits(form, after + 1, &minute) == 2 && minute < 60 && after + 3 == form.size) {
        kind.class = DM_C_CLOCK, kind.value = (int16_t)(value * 60 + minute);
        kind.care = form.at[after] == '.' ? 2 : 0; /* 10.30 is a clock time only beside am, pm, a zone */
    } else {
        dm_date date;
        if (dm_time_whole(form, &date))
            kind.class = DM_C_WHOLE;
        else if (!quote && from == 0)
            kind.class = DM_C_FIGURE;
    }
    return kind;
}

bool dm_time_kinds(dm_time_reading *r, dm_arena *arena)
{
    r->kinds = dm_arena_zero(arena, r->count + 1, sizeof *r->kinds);
    if (r->kinds == NULL)
        return false;
    for (uint32_t i = 0; i < r->count; i++) {
        const dm_word *word = &r->words[i];
        if (word->form.size == 1 && word->form.at[0] == '-') {
            r->kinds[i].class = DM_C_HYPHEN;
            continue;
        }
        if (word->form.size == 3 && memcmp(word->form.at, "\xE2\x80\x93", 3) == 0) {
            r->kinds[i].class = DM_C_HYPHEN;
            continue;
        }
        if (word->flags & DM_WORD_DIGIT) {
            r->kinds[i] = digit_word(word->form);
            continue;
        }
        uint64_t key = word->key;
        if (word->form.size > 5 && (memcmp(word->form.at, "mid-", 4) == 0 || memcmp(word->form.at, "Mid-", 4) == 0))
            key = dm_key(word->form.at + 4, word->form.size - 4);
        uint32_t place = dm_map_get(&r->rules->words, key);
        if (place == DM_NONE)
            continue;
        dm_time_word kind = r->rules->entries[place];
        bool mid = key != word->key;
        if (mid && kind.class != DM_C_MONTH && kind.class != DM_C_SEASON && kind.class != DM_C_DECADE &&
            kind.class != DM_C_PART && kind.class != DM_C_UNIT && kind.class != DM_C_WEEKDAY)
            continue;
        if (kind.care != 0 && kind.class == DM_C_MONTH && !mid && !(word->flags & DM_WORD_CAPITAL))
            kind.class = DM_C_NONE;
        if ((kind.class == DM_C_WEEKDAY || kind.class == DM_C_WEEKDAYS) && !mid && !(word->flags & DM_WORD_CAPITAL))
            kind.class = DM_C_NONE;
        if (kind.class == DM_C_NONE)
            kind.also = 0;
        r->kinds[i] = kind;
    }
    return true;
}
