/* Dates that stand alone: in a field, or on a line of their own at the head of a text. */
#include "read/parts.h"

#define DM_HEAD_LINES 6

bool dm_stamp_parse(dm_slice text, dm_date *out)
{
    text = dm_slice_trim(text);
    if (text.size == 8) { /* 20231109 */
        uint32_t number;
        char iso[10];
        if (!dm_slice_number(text, &number))
            return false;
        memcpy(iso, text.at, 4), memcpy(iso + 5, text.at + 4, 2), memcpy(iso + 8, text.at + 6, 2);
        iso[4] = iso[7] = '-';
        return dm_date_parse((dm_slice){iso, 10}, out);
    }
    if (text.size > 10 && (text.at[10] == 'T' || text.at[10] == 't' || text.at[10] == ' ')) {
        for (size_t i = 11; i < text.size; i++)
            if (memchr("0123456789:.,+-Zz ", text.at[i], 18) == NULL)
                return false;
        if (text.size < 13 || text.at[11] < '0' || text.at[11] > '9')
            return false;
        text.size = 10;
    }
    return dm_date_parse(text, out);
}

/* ---- Words of a date line ------------------------------------------------------------------------------------ */

static bool word_is(dm_slice word, const char *name, size_t least)
{
    size_t size = strlen(name);
    if (word.size < least || word.size > size)
        return false;
    for (size_t i = 0; i < word.size; i++)
        if ((word.at[i] | 0x20) != name[i])
            return false;
    return word.size == size || word.size == least; /* whole, or its usual short form */
}

static int number_of(dm_slice word, const char *const *names, const uint8_t *shorts, int count)
{
    for (int i = 0; i < count; i++)
        if (word_is(word, names[i], shorts[i]) || word_is(word, names[i], strlen(names[i])))
            return i;
    return -1;
}

static int month_of(dm_slice word)
{
    static const char *const names[] = {"january", "february", "march",     "april",   "may",      "june",
                                        "july",    "august",   "september", "october", "november", "december"};
    static const uint8_t shorts[] = {3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3};
    return word.size == 4 && word_is(word, "sept", 4) ? 9 : number_of(word, names, shorts, 12) + 1;
}

static int weekday_of(dm_slice word)
{
    static const char *const names[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    static const uint8_t shorts[] = {3, 3, 3, 3, 3, 3, 3};
    if (word_is(word, "tues", 4))
        return 1;
    if (word_is(word, "thur", 4) || word_is(word, "thurs", 5))
        return 3;
    return number_of(word, names, shorts, 7);
}

/* Words that may stand beside a date without making the line say more than when. */
static bool filler(dm_slice word)
{
    static const char *const names[] = {"published", "posted", "updated", "date", "dated", "on",  "at",  "am",
                                        "pm",        "gmt",    "utc",     "est",  "edt",   "cet", "bst", "the"};
    for (size_t i = 0; i < DM_COUNT(names); i++)
        if (word_is(word, names[i], strlen(names[i])))
            return true;
    return false;
}

static bool clock(dm_slice word) /* 9:30, 09:30:00, 09:30Z */
{
    size_t colons = 0;
    for (size_t i = 0; i < word.size; i++) {
        char c = word.at[i];
        colons += c == ':';
        if (!((c >= '0' && c <= '9') || c == ':' || (c == 'Z' && i + 1 == word.size)))
            return false;
    }
    return colons > 0 && word.at[0] != ':';
}

static bool day_of(dm_slice word, uint32_t *day)
{
    static const char *const endings[] = {"st", "nd", "rd", "th"};
    for (size_t i = 0; word.size > 2 && i < DM_COUNT(endings); i++)
        if (memcmp(word.at + word.size - 2, endings[i], 2) == 0) {
            word.size -= 2;
            break;
        }
    return word.size <= 2 && dm_slice_number(word, day) && *day >= 1 && *day <= 31;
}

bool dm_dateline_parse(dm_slice line, dm_date *out, bool *odd)
{
    dm_slice rest = dm_slice_trim(line);
    if (rest.size < 8 || rest.size > 80)
        return false;
    uint32_t day = 0, year = 0, number;
    int month = 0, weekday = -1;
    dm_date whole = {0, 0, 0};
    while (rest.size > 0) {
        size_t size = 0;
        while (size < rest.size && memchr(" \t,|()", rest.at[size], 6) == NULL)
            size++;
        dm_slice word = {rest.at, size};
        rest.at += size < rest.size ? size + 1 : size;
        rest.size -= size < rest.size ? size + 1 : size;
        while (word.size > 0 && (word.at[word.size - 1] == '.' || word.at[word.size - 1] == ':'))
            word.size--;
        dm_date date;
        bool dated = whole.year != 0;
        if (word.size == 0 || (word.size == 1 && word.at[0] == '-'))
            continue;
        if (month_of(word) > 0 && month == 0 && !dated)
            month = month_of(word);
        else if (weekday_of(word) >= 0 && weekday < 0)
            weekday = weekday_of(word);
        else if (word.size == 4 && dm_slice_number(word, &number) && number >= 1500 && number < 2200 && year == 0 &&
                 !dated)
            year = number;
        else if (day == 0 && !dated && day_of(word, &number))
            day = number;
        else if (word.size >= 10 && dm_stamp_parse(word, &date) && month == 0 && day == 0 && year == 0 && !dated)
            whole = date;
        else if (!filler(word) && !clock(word))
            return false;
    }
    if (whole.year == 0) {
        if (month == 0 || day == 0 || year == 0 || (int)day > dm_days_in_month((int)year, month))
            return false;
        whole = (dm_date){(int16_t)year, (uint8_t)month, (uint8_t)day};
    }
    *odd = weekday >= 0 && weekday != dm_date_weekday(whole);
    *out = whole;
    return true;
}

bool dm_date_told(dm_slice text, dm_date *out)
{
    bool odd;
    text = dm_slice_trim(text);
    if (dm_stamp_parse(text, out))
        return true;
    for (size_t i = 0; i + 5 < text.size; i++) /* from the zone behind the clock on nothing counts: "+0200", "GMT" */
        if (text.at[i] == ':') {
            while (i > 0 && text.at[i] != ' ')
                i--;
            text.size = i;
            break;
        }
    return dm_dateline_parse(text, out, &odd);
}

/* The bytes of a dash between blanks at the front of `text` (" -- ", " - ", " \u2013 ", " \u2014 "), or 0. */
static size_t dash(dm_slice text)
{
    static const char *const dashes[] = {" -- ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 "};
    for (size_t i = 0; i < DM_COUNT(dashes); i++)
        if (text.size >= strlen(dashes[i]) && memcmp(text.at, dashes[i], strlen(dashes[i])) == 0)
            return strlen(dashes[i]);
    return 0;
}

/* The date that stands between the place in capitals and the dash: "PORT-AU-PRINCE, Haiti, March 4, 2024 (AP) -- Gangs ...". */
static bool placeline_parse(dm_slice line, dm_date *out, bool *odd)
{
    size_t end = 0, letters = 0;
    line = dm_slice_trim(line);
    while (end < line.size && end < 96 && dash((dm_slice){line.at + end, line.size - end}) == 0)
        end++;
    if (end == line.size || end == 96)
        return false;
    dm_slice head = {line.at, end};
    if (head.size > 2 && head.at[head.size - 1] == ')') /* the agency */
        while (head.size > 0 && head.at[--head.size] != '(')
            ;
    for (size_t i = 0; i < head.size && !(head.at[i] >= 'a' && head.at[i] <= 'z'); i++)
        letters += head.at[i] >= 'A' && head.at[i] <= 'Z';
    for (size_t i = 0; letters > 3 && i < head.size; i++)
        if (head.at[i] == ',' && dm_dateline_parse((dm_slice){head.at + i + 1, head.size - i - 1}, out, odd))
            return true;
    return false;
}

bool dm_dateline_find(dm_slice text, dm_date *out, bool *odd)
{
    dm_slice line;
    for (int lines = 0; lines < DM_HEAD_LINES && dm_slice_line(&text, &line);) {
        if (dm_slice_trim(line).size == 0)
            continue;
        if (dm_dateline_parse(line, out, odd) || placeline_parse(line, out, odd))
            return true;
        lines++;
    }
    return false;
}
