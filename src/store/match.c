/* What SQL asks us: does a name match, which days does a time value cover. */
#include "store/match.h"

/* The next code point of a text, folded (lower case, no diacritics). */
static uint32_t next(const char **at, const char *end, uint32_t *second)
{
    unsigned length;
    uint32_t code = dm_utf8_get(*at, end, &length);
    *at += length;
    return dm_fold(code, second);
}

static bool word_code(uint32_t code) { return dm_is_letter(code) || dm_is_digit(code); }

/* Does `text` from `at` begin with `words`?  *stop: where it ends in the text. */
static bool same(const char *at, const char *end, dm_slice words, const char **stop)
{
    const char *want = words.at, *want_end = words.at + words.size;
    uint32_t have_second = 0, want_second = 0;
    while (want < want_end || want_second != 0) {
        uint32_t wanted = want_second, had = have_second;
        if (want_second != 0)
            want_second = 0;
        else
            wanted = next(&want, want_end, &want_second);
        if (had == 0 && at >= end)
            return false;
        if (have_second != 0)
            have_second = 0;
        else
            had = next(&at, end, &have_second);
        if (wanted != had)
            return false;
    }
    *stop = at;
    return have_second == 0;
}

bool dm_text_holds(dm_slice text, dm_slice words)
{
    const char *end = text.at + text.size, *stop;
    bool in_word = false;
    words = dm_slice_trim(words);
    if (words.size == 0)
        return true;
    for (const char *at = text.at; at < end;) {
        unsigned length;
        uint32_t code = dm_utf8_get(at, end, &length);
        if (!in_word && same(at, end, words, &stop)) {
            unsigned after;
            if (stop >= end || !word_code(dm_utf8_get(stop, end, &after)))
                return true;
        }
        in_word = word_code(code);
        at += length;
    }
    return false;
}

bool dm_code_begins(dm_slice code, dm_slice with)
{
    if (with.size == 0 || with.size > code.size)
        return false;
    for (size_t i = 0; i < with.size; i++) {
        char c = with.at[i] >= 'a' && with.at[i] <= 'z' ? (char)(with.at[i] - 32) : with.at[i];
        if (c != code.at[i])
            return false;
    }
    return true;
}

static bool all_digits(dm_slice text)
{
    uint32_t number;
    return dm_slice_number(text, &number);
}

/* Monday of an ISO week. */
static int32_t week_begin(int year, int week)
{
    dm_date fourth = {(int16_t)year, 1, 4}; /* always in week 1 */
    return dm_date_days(fourth) - dm_date_weekday(fourth) + 7 * (week - 1);
}

bool dm_value_days(dm_slice value, int32_t *first, int32_t *last)
{
    dm_date date = {0, 0, 0};
    uint32_t year, number;
    const char *slash = value.size == 0 ? NULL : memchr(value.at, '/', value.size);
    if (slash != NULL) { /* an interval */
        int32_t unused;
        dm_slice from = {value.at, (size_t)(slash - value.at)}, to = {slash + 1, value.size - from.size - 1};
        if (memchr(to.at, '/', to.size) != NULL)
            return false;
        return dm_value_days(from, first, &unused) && dm_value_days(to, &unused, last) && *first <= *last;
    }
    if (value.size > 10 && value.at[10] == 'T')
        value.size = 10;
    if (value.size < 4 || !dm_slice_number((dm_slice){value.at, 4}, &year) || year == 0)
        return value.size == 3 && all_digits(value) && dm_slice_number(value, &number) && /* a decade: 199 */
               (*first = dm_date_days((dm_date){(int16_t)(number * 10), 1, 1}),
                *last = dm_date_days((dm_date){(int16_t)(number * 10 + 9), 12, 31}), number > 0);
    if (value.size >= 8 && value.at[4] == '-' && value.at[5] == 'W' &&
        dm_slice_number((dm_slice){value.at + 6, 2}, &number) && number >= 1 && number <= 53) {
        bool weekend = value.size == 11 && memcmp(value.at + 8, "-WE", 3) == 0;
        if (value.size != 8 && !weekend)
            return false;
        *first = week_begin((int)year, (int)number) + (weekend ? 5 : 0);
        *last = week_begin((int)year, (int)number) + 6;
        return true;
    }
    if (value.size == 7 && value.at[4] == '-' && (value.at[5] == 'Q' || value.at[5] == 'H')) {
        int months = value.at[5] == 'Q' ? 3 : 6, part = value.at[6] - '0';
        if (part < 1 || part > 12 / months)
            return false;
        *first = dm_date_days((dm_date){(int16_t)year, (uint8_t)((part - 1) * months + 1), 1});
        *last = dm_date_days(
            (dm_date){(int16_t)year, (uint8_t)(part * months), (uint8_t)dm_days_in_month((int)year, part * months)});
        return true;
    }
    if (value.size == 7 && value.at[4] == '-' && value.at[5] >= 'A') /* a season: the year is sure */
        value.size = 4;
    if (!dm_date_parse(value, &date))
        return false;
    dm_date from = date, to = date;
    if (date.month == 0)
        from.month = 1, to.month = 12;
    if (date.day == 0)
        from.day = 1, to.day = (uint8_t)dm_days_in_month(to.year, to.month);
    *first = dm_date_days(from);
    *last = dm_date_days(to);
    return true;
}
