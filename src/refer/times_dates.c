/* The grammar of dates and clock times: years, months and days, seasons, centuries, holidays. */
#include "refer/times_grammar.h"

/* ---- Years ---- */

/* Whether four digits at `word` are a year: what stands around them decides. */
static bool is_year(reading *r, uint32_t word)
{
    if (!is(r, word, DM_C_DIGITS) || (r->words[word].form.size != 4 && r->words[word].form.size != 8))
        return false; /* 1916, mid-1916 */
    int number = value(r, word, DM_C_DIGITS);
    if (number < 1000 || number > 2100)
        return false;
    if (r->words[word].form.size == 8)
        return true;
    uint32_t first = sentence_first(r, word);
    bool before = word > first;
    if (before && (is(r, word - 1, DM_C_NOYEAR) || form(r, word - 1, "$") || xpos(r, word - 1) == DM_X_DOLLAR ||
                   form(r, word - 1, "than") || is(r, word - 1, DM_C_SCALE)))
        return false;
    uint32_t next = word + 1;
    if (next < r->end && (form(r, next, "%") || is(r, next, DM_C_SCALE) || is_unit(r, next) || is(r, next, DM_C_ZONE) ||
                          is(r, next, DM_C_OCLOCK) || form(r, next, "people") || form(r, next, "°")))
        return false;
    if (is(r, next, DM_C_HYPHEN) && joined(r, next) && joined(r, next + 1) &&
        (is_unit(r, next + 1) || form(r, next + 1, "strong")))
        return false;
    if (before && is(r, word - 1, DM_C_HYPHEN) && joined(r, word) && word >= first + 2 &&
        !is(r, word - 2, DM_C_DIGITS) && !is(r, word - 2, DM_C_MONTH) && !is(r, word - 2, DM_C_SEASON) &&
        !form(r, word - 2, "mid") && !form(r, word - 2, "post") && !form(r, word - 2, "pre"))
        return false; /* F-2016, Covid-2019 */
    bool plural =
        next < r->end && (xpos(r, next) == DM_X_NNS || (xpos(r, next) == DM_X_JJ && xpos(r, next + 1) == DM_X_NNS));
    bool marked = before && (is(r, word - 1, DM_C_IN) || is(r, word - 1, DM_C_MONTH) || is(r, word - 1, DM_C_SEASON) ||
                             is(r, word - 1, DM_C_EARLY) || is(r, word - 1, DM_C_THE) || form(r, word - 1, "'s") ||
                             form(r, word - 1, "as") ||
                             (is(r, word - 1, DM_C_AND) && word >= first + 2 && is(r, word - 2, DM_C_DIGITS) &&
                              r->words[word - 2].form.size == 4));
    marked = marked || (is(r, next, DM_C_HYPHEN) && is(r, next + 1, DM_C_DIGITS) && r->words[next + 1].form.size == 4);
    /* counts of thousands are mostly round, or written with a comma */
    bool round = number < 1800 || number > 2060 || number % 10 == 0;
    round = round && !(marked && number % 100 != 0);
    if (plural && round && !(marked && (is(r, word - 1, DM_C_THE) || form(r, word - 1, "'s"))))
        return false;
    return marked || (number >= 1800 && number <= 2060) ||
           (before && (form(r, word - 1, "(") || is(r, word - 1, DM_C_HYPHEN)));
}

/* A year with what may stand before and behind it: "1999", "'99", "490 BC", "AD 70", "fiscal 2023"; 0 or its end. */
static uint32_t year_at(reading *r, uint32_t i, dm_when *when)
{
    if (is(r, i, DM_C_AGE) && capital(r, i) && is(r, i + 1, DM_C_DIGITS)) {
        when->year = (int16_t)value(r, i + 1, DM_C_DIGITS), when->exact = true;
        return i + 2;
    }
    if (is(r, i, DM_C_DIGITS) && (is(r, i + 1, DM_C_ERA) || (is(r, i + 1, DM_C_AGE) && capital(r, i + 1)))) {
        when->year = (int16_t)value(r, i, DM_C_DIGITS), when->exact = true;
        when->bc = is(r, i + 1, DM_C_ERA);
        return i + 2;
    }
    if (is_year(r, i)) {
        when->year = (int16_t)value(r, i, DM_C_DIGITS), when->exact = true;
        return i + 1;
    }
    if (is(r, i, DM_C_SHORT)) {
        when->year = (int16_t)value(r, i, DM_C_SHORT), when->short_year = true;
        return i + 1;
    }
    return 0;
}

/* After a month, any four digits are its year: "October 1850". */
uint32_t dm_time_year_behind(reading *r, uint32_t i, dm_when *when)
{
    uint32_t at = i;
    if (comma(r, at))
        at++;
    if (is(r, at, DM_C_DIGITS) && r->words[at].form.size == 4) {
        int number = value(r, at, DM_C_DIGITS);
        bool counted = at + 1 < r->end && at > i && xpos(r, at + 1) == DM_X_NNS; /* "In May, 1000 people" */
        if (number >= 1000 && number <= 2100 && !counted && !form(r, at + 1, "people")) {
            when->year = (int16_t)number, when->exact = true;
            return at + 1;
        }
    }
    if (at == i && (is(r, at, DM_C_SHORT) || (is(r, at, DM_C_DIGITS) && is(r, at + 1, DM_C_ERA))))
        return year_at(r, at, when);
    if (at == i && is(r, at, DM_C_OF)) {
        uint32_t end = year_at(r, at + 1, when);
        if (end != 0)
            return end;
        if (is(r, at + 1, DM_C_THAT) && is(r, at + 2, DM_C_UNIT) && unit(r, at + 2) == DM_U_YEAR) {
            when->base = DM_B_TOLD, when->turned = true;
            return at + 3;
        }
        if (is(r, at + 1, DM_C_THE) && is(r, at + 2, DM_C_THAT) && is(r, at + 3, DM_C_UNIT) &&
            unit(r, at + 3) == DM_U_YEAR) {
            when->base = DM_B_TOLD, when->turned = true;
            return at + 4;
        }
        int turn = is(r, at + 1, DM_C_THIS) ? 0 : is(r, at + 1, DM_C_LAST) ? -1 : is(r, at + 1, DM_C_NEXT) ? 1 : 9;
        if (turn != 9 && is(r, at + 2, DM_C_UNIT) && unit(r, at + 2) == DM_U_YEAR) {
            when->base = DM_B_REPORT, when->turned = true;
            when->turn = (int8_t)(turn * 12); /* years, told from months by being over 11 */
            return at + 3;
        }
    }
    return i;
}

/* ---- Clock ---- */

static uint32_t zone_at(reading *r, uint32_t i, dm_when *when)
{
    uint32_t open = form(r, i, "(");
    if (is(r, i + open, DM_C_ZONE) && (r->words[i + open].flags & DM_WORD_CAPITALS)) {
        if (value(r, i + open, DM_C_ZONE) == 0)
            when->zone = 1;
        return i + open + 1;
    }
    if (form(r, i, "local") && form(r, i + 1, "time"))
        return i + 2;
    return i;
}

/* "10:30", "4:00 A.M. local time", "7 pm", "0100 UTC", "five o'clock", "noon"; 0 or its end. */
uint32_t dm_time_clock_at(reading *r, uint32_t i, dm_when *when)
{
    int hour = -1, minute = -1;
    uint32_t at = i + 1;
    bool sure = false;
    if (is(r, i, DM_C_CLOCK)) {
        hour = value(r, i, DM_C_CLOCK) / 60, minute = value(r, i, DM_C_CLOCK) % 60;
        sure = r->kinds[i].care != 2;
    } else if (is(r, i, DM_C_DIGITS) && r->words[i].form.size == 4 && value(r, i, DM_C_DIGITS) < 2400 &&
               value(r, i, DM_C_DIGITS) % 100 < 60 &&
               ((is(r, at, DM_C_ZONE) && (r->words[at].flags & DM_WORD_CAPITALS)) || form(r, at, "hrs") ||
                form(r, at, "hours"))) {
        hour = value(r, i, DM_C_DIGITS) / 100, minute = value(r, i, DM_C_DIGITS) % 100;
        if (form(r, at, "hours"))
            at++;
        sure = true;
    } else if (is(r, i, DM_C_DIGITS) && value(r, i, DM_C_DIGITS) <= 24 && value(r, i, DM_C_DIGITS) >= 1) {
        hour = value(r, i, DM_C_DIGITS);
    } else if (is(r, i, DM_C_NUMBER) && value(r, i, DM_C_NUMBER) >= 1 && value(r, i, DM_C_NUMBER) <= 12) {
        hour = value(r, i, DM_C_NUMBER);
    } else {
        return 0;
    }
    if (is(r, at, DM_C_AM) || is(r, at, DM_C_PM)) {
        if (form(r, at, "AD") || hour > 12 || (!joined(r, at) && form(r, at, "am") && xpos(r, at) == DM_X_VBP))
            return 0;
        hour = hour % 12 + (is(r, at, DM_C_PM) ? 12 : 0);
        sure = true, at++;
    } else if (is(r, at, DM_C_OCLOCK)) {
        sure = true, at++;
    }
    uint32_t end = zone_at(r, at, when);
    sure = sure || (end > at && minute >= 0);
    if (!sure || hour > 24)
        return 0;
    when->hour = (int8_t)hour, when->minute = (int8_t)(minute < 0 ? 0 : minute);
    uint32_t open = form(r, end, "(") && is(r, end + 1, DM_C_ZONE) && form(r, end + 2, ")") ? 3 : 0;
    return end + open;
}

/* ---- Dates ---- */

bool dm_time_is_month(reading *r, uint32_t i)
{
    if (!is(r, i, DM_C_MONTH))
        return false;
    if (r->tree->tokens[i].name == DM_NAME_PER)
        return is(r, i + 1, DM_C_DIGITS) || (i > 0 && is(r, i - 1, DM_C_DIGITS));
    uint32_t first = sentence_first(r, i);
    bool number = is(r, i + 1, DM_C_DIGITS) || is(r, i + 1, DM_C_NTH) ||
                  (i > first && (is(r, i - 1, DM_C_DIGITS) || is(r, i - 1, DM_C_NTH)));
    if (r->kinds[i].care != 2 || number)
        return true;
    bool whole = r->words[i].form.size > 4 || value(r, i, DM_C_MONTH) == 5;
    if (r->words[i].form.size > 4 && memcmp(r->words[i].form.at, "mid-", 4) == 0)
        return true;
    if (xpos(r, i) == DM_X_MD ||
        (!whole && r->words[i].form.at[r->words[i].form.size - 1] != '.' && r->words[i].form.size < 5))
        return false;
    return i > first && (is(r, i - 1, DM_C_IN) || is(r, i - 1, DM_C_EARLY) || is(r, i - 1, DM_C_LAST) ||
                         is(r, i - 1, DM_C_NEXT) || is(r, i - 1, DM_C_THIS) || is(r, i - 1, DM_C_HYPHEN) ||
                         is(r, i - 1, DM_C_OF) || is(r, i - 1, DM_C_WEEKDAY) || is(r, i - 1, DM_C_THAT));
}

bool dm_time_is_weekday(reading *r, uint32_t i)
{
    if (!is(r, i, DM_C_WEEKDAY))
        return false;
    return r->kinds[i].care != 2 || r->words[i].form.at[r->words[i].form.size - 1] == '.' ||
           (comma(r, i + 1) && (is(r, i + 2, DM_C_MONTH) || is(r, i + 2, DM_C_DIGITS)));
}

static bool season_care(reading *r, uint32_t i)
{
    if (!is(r, i, DM_C_SEASON))
        return false;
    uint8_t upos = r->tree->tokens[i].upos;
    if (upos == DM_VERB || upos == DM_AUX || upos == DM_ADP)
        return false;
    if (r->kinds[i].care != 2)
        return true;
    uint32_t first = sentence_first(r, i);
    dm_when when;
    begin(&when, i);
    return year_at(r, i + 1, &when) != 0 || (is(r, i + 1, DM_C_OF) && year_at(r, i + 2, &when) != 0) ||
           (i > first && (is(r, i - 1, DM_C_LAST) || is(r, i - 1, DM_C_NEXT) || is(r, i - 1, DM_C_EARLY) ||
                          (is(r, i - 1, DM_C_THIS) && !form(r, i + 1, "of")))) ||
           (i > first && form(r, i - 1, "in") && capital(r, i));
}

int dm_time_day_at(reading *r, uint32_t i)
{
    int day = is(r, i, DM_C_DIGITS) && r->words[i].form.size <= 2 ? value(r, i, DM_C_DIGITS)
              : is(r, i, DM_C_NTH)                                ? value(r, i, DM_C_NTH)
                                                                  : 0;
    return day >= 1 && day <= 31 ? day : 0;
}

/* "October 7", "Oct. 7th, 2023", "October of that year", "7 October", "the 7th of October 2023"; 0 or its end. */
uint32_t dm_time_calendar_at(reading *r, uint32_t i, dm_when *when)
{
    if (dm_time_is_month(r, i)) {
        when->month = (uint8_t)value(r, i, DM_C_MONTH);
        when->anchor = i;
        uint32_t at = i + 1, the = is(r, at, DM_C_THE) && is(r, at + 1, DM_C_NTH);
        int day = dm_time_day_at(r, at + the);
        bool thousand = day != 0 && (is(r, at + 1, DM_C_SCALE) || form(r, at + 1, "%") || is_unit(r, at + 1) ||
                                     is(r, at + 1, DM_C_AM) || is(r, at + 1, DM_C_PM) || is(r, at + 1, DM_C_ERA));
        if (day != 0 && !thousand && day <= dm_days_in_month(4, when->month)) {
            when->day = (uint8_t)day;
            when->anchor = at + the;
            at += 1 + the;
        }
        return dm_time_year_behind(r, at, when);
    }
    int day = dm_time_day_at(r, i);
    if (day == 0)
        return 0;
    uint32_t at = i + 1;
    bool of = is(r, at, DM_C_OF);
    if (of)
        at++;
    if (dm_time_is_month(r, at) && day <= dm_days_in_month(4, value(r, at, DM_C_MONTH))) {
        when->day = (uint8_t)day, when->month = (uint8_t)value(r, at, DM_C_MONTH);
        when->anchor = at;
        return dm_time_year_behind(r, at + 1, when);
    }
    if (of && is(r, i, DM_C_NTH) && is(r, at, DM_C_THAT) && is(r, at + 1, DM_C_UNIT) && unit(r, at + 1) == DM_U_MONTH) {
        when->day = (uint8_t)day, when->base = DM_B_TOLD;
        return at + 2;
    }
    return 0;
}

/* "2023 - 11 - 09", "2023 - W45"; 0 or its end. */
static uint32_t iso_at(reading *r, uint32_t i, dm_when *when)
{
    if (is(r, i, DM_C_WHOLE)) {
        dm_date date;
        if (!dm_time_whole(r->words[i].form, &date))
            return 0;
        when->year = date.year, when->month = date.month, when->day = date.day, when->exact = true;
        return i + 1;
    }
    if (!is(r, i, DM_C_DIGITS) || r->words[i].form.size != 4 || !is(r, i + 1, DM_C_HYPHEN) || !joined(r, i + 1) ||
        !joined(r, i + 2))
        return 0;
    int year = value(r, i, DM_C_DIGITS);
    if (is(r, i + 2, DM_C_WEEKNO) && year >= 1000) {
        when->year = (int16_t)year, when->week = (uint8_t)value(r, i + 2, DM_C_WEEKNO), when->exact = true;
        return i + 3;
    }
    if (year < 1000 || year > 2100 || !is(r, i + 2, DM_C_DIGITS) || r->words[i + 2].form.size != 2 ||
        !is(r, i + 3, DM_C_HYPHEN) || !joined(r, i + 3) || !is(r, i + 4, DM_C_DIGITS) || !joined(r, i + 4) ||
        r->words[i + 4].form.size != 2)
        return 0;
    int month = value(r, i + 2, DM_C_DIGITS), day = value(r, i + 4, DM_C_DIGITS);
    if (month < 1 || month > 12 || day < 1 || day > dm_days_in_month(year, month))
        return 0;
    when->year = (int16_t)year, when->month = (uint8_t)month, when->day = (uint8_t)day, when->exact = true;
    return i + 5;
}

static uint32_t century_at(reading *r, uint32_t i, dm_when *when)
{
    int nth = is(r, i, DM_C_NTH) ? value(r, i, DM_C_NTH) : is(r, i, DM_C_ORDINAL) ? value(r, i, DM_C_ORDINAL) : 0;
    uint32_t at = i + 1;
    if (is(r, i, DM_C_NUMBER) && value(r, i, DM_C_NUMBER) == 20 && is(r, at, DM_C_HYPHEN) &&
        is(r, at + 1, DM_C_ORDINAL) && value(r, at + 1, DM_C_ORDINAL) < 10)
        nth = 20 + value(r, at + 1, DM_C_ORDINAL), at += 2;
    if (is(r, at, DM_C_HYPHEN))
        at++;
    if (nth == 0 || nth > 22 || !is_unit(r, at) || unit(r, at) != DM_U_CENTURY)
        return 0;
    when->year = (int16_t)(nth - 1), when->dropped = 2, when->exact = true;
    at++;
    if (is(r, at, DM_C_ERA))
        when->bc = true, at++;
    else if (is(r, at, DM_C_AGE) && capital(r, at))
        at++;
    return at;
}

static uint32_t decade_at(reading *r, uint32_t i, dm_when *when)
{
    if (is(r, i, DM_C_DECADES)) {
        int decade = value(r, i, DM_C_DECADES);
        when->year = (int16_t)(decade >= 1000 ? decade - 1000 + 190 : decade), when->dropped = 1, when->exact = true;
        if (decade >= 1000 && decade - 1000 < 2)
            when->year = (int16_t)(200 + decade - 1000);
        return is(r, i + 1, DM_C_ERA) ? (when->bc = true, i + 2) : i + 1;
    }
    uint32_t first = sentence_first(r, i);
    if (is(r, i, DM_C_DECADE) && i > first && (is(r, i - 1, DM_C_THE) || is(r, i - 1, DM_C_EARLY) || capital(r, i))) {
        when->year = (int16_t)(190 + value(r, i, DM_C_DECADE)), when->dropped = 1, when->exact = true;
        return i + 1;
    }
    return 0;
}

static uint32_t holiday_at(reading *r, uint32_t i, dm_when *when)
{
    if (!r->kinds[i].begins)
        return 0;
    uint32_t state = 0, best = 0;
    for (uint32_t at = i; at < r->end && at < i + 8; at++) {
        state = dm_phrases_step(&r->rules->holiday_names, state, r->words[at].key);
        if (state == DM_NONE)
            break;
        uint32_t link = dm_phrases_end(&r->rules->holiday_names, state);
        if (link != DM_NONE)
            best = at + 1, when->holiday = r->rules->holiday_names.links[link].value;
    }
    if (best == 0 || r->tree->tokens[i].name == DM_NAME_PER)
        return 0;
    bool big = true; /* holidays are names */
    for (uint32_t at = i; at < best; at++)
        big = big &&
              (capital(r, at) || r->words[at].form.size < 3 || (r->words[at].flags & (DM_WORD_DIGIT | DM_WORD_PUNCT)));
    if (!big)
        return 0;
    when->kind = DM_W_HOLIDAY;
    uint32_t end = year_at(r, best, when);
    if (end == 0 && (comma(r, best) || is(r, best, DM_C_OF)))
        end = year_at(r, best + 1, when);
    return end == 0 ? best : end;
}

static bool half_word(reading *r, uint32_t i) { return is(r, i, DM_C_HALF); }

/* "the second half of 2019", "third quarter of the year", "Q3 2022", "fiscal 2023"; 0 or its end. */
static uint32_t parts_of_year_at(reading *r, uint32_t i, dm_when *when)
{
    if (is(r, i, DM_C_QUARTER)) {
        when->quarter = (uint8_t)value(r, i, DM_C_QUARTER);
        uint32_t at = i + 1 + (is(r, i + 1, DM_C_OF) || comma(r, i + 1)), end = year_at(r, at, when);
        return end != 0 ? end : i + 1;
    }
    if (form(r, i, "fiscal")) {
        uint32_t at = i + 1 + form(r, i + 1, "year"), end = year_at(r, at, when);
        when->fiscal = end != 0;
        return end;
    }
    int nth = is(r, i, DM_C_ORDINAL)                       ? value(r, i, DM_C_ORDINAL)
              : form(r, i, "latter") || form(r, i, "last") ? 2
              : form(r, i, "former")                       ? 1
                                                           : 0;
    uint32_t at = i + 1;
    if (nth == 0)
        return 0;
    if (half_word(r, at) && nth <= 2)
        when->half = (uint8_t)nth;
    else if (is(r, at, DM_C_UNIT) && unit(r, at) == DM_U_QUARTER && nth <= 4 && is(r, i, DM_C_ORDINAL))
        when->quarter = (uint8_t)nth;
    else
        return 0;
    at++;
    if (is(r, at, DM_C_OF)) {
        uint32_t end = year_at(r, at + 1, when);
        if (end != 0)
            return end;
        if (is(r, at + 1, DM_C_THE) && is(r, at + 2, DM_C_UNIT) && unit(r, at + 2) == DM_U_YEAR)
            return at + 3;
        int turn = is(r, at + 1, DM_C_THIS) ? 0 : is(r, at + 1, DM_C_LAST) ? -1 : is(r, at + 1, DM_C_NEXT) ? 1 : 9;
        if (turn != 9 && is(r, at + 2, DM_C_UNIT) && unit(r, at + 2) == DM_U_YEAR) {
            when->turned = true, when->base = DM_B_REPORT, when->turn = (int8_t)turn;
            return at + 3;
        }
        /* "the first half of March": the month */
        uint32_t month = when->half != 0 ? dm_time_calendar_at(r, at + 1, when) : 0;
        if (month != 0) {
            when->half = 0;
            return month;
        }
    }
    uint32_t end = when->quarter != 0 ? year_at(r, at, when) : 0;
    if (end != 0)
        return end;
    return when->quarter != 0 ? at : 0;
}

/* A part of the day behind a date: "Monday morning", "tomorrow night". */
uint32_t dm_time_part_behind(reading *r, uint32_t i, dm_when *when)
{
    uint32_t at = i;
    if (is(r, at, DM_C_EARLY) && is(r, at + 1, DM_C_PART))
        at++;
    if (is(r, at, DM_C_PART) && r->kinds[at].care == 0) {
        when->part = (uint8_t)value(r, at, DM_C_PART);
        return at + 1;
    }
    return i;
}

/* A date without determiner and modifier; 0 or its end. */
uint32_t dm_time_date_at(reading *r, uint32_t i, dm_when *when)
{
    uint32_t end;
    when->kind = DM_W_DATE;
    when->anchor = i;
    if ((end = holiday_at(r, i, when)) != 0)
        return dm_time_part_behind(r, end, when);
    when->kind = DM_W_DATE;
    if (dm_time_is_weekday(r, i)) {
        when->weekday = (uint8_t)value(r, i, DM_C_WEEKDAY);
        uint32_t at = dm_time_part_behind(r, i + 1, when);
        uint32_t next = at + comma(r, at);
        next += is(r, next, DM_C_THE) && (is(r, next + 1, DM_C_NTH));
        dm_when inner = *when;
        if ((end = dm_time_calendar_at(r, next, &inner)) != 0 && inner.day != 0) {
            *when = inner;
            when->anchor = i;
            return end;
        }
        return at;
    }
    if ((end = iso_at(r, i, when)) != 0)
        return end;
    if ((end = dm_time_calendar_at(r, i, when)) != 0)
        return when->day != 0 ? dm_time_part_behind(r, end, when) : end;
    if (season_care(r, i)) {
        when->season = (uint8_t)value(r, i, DM_C_SEASON);
        uint32_t at = i + 1 + is(r, i + 1, DM_C_OF);
        if ((end = year_at(r, at, when)) != 0)
            return end;
        if (at > i + 1 &&
            (is(r, at, DM_C_THAT) || is(r, at, DM_C_THIS) || is(r, at, DM_C_LAST) || is(r, at, DM_C_NEXT)) &&
            is(r, at + 1, DM_C_UNIT) && unit(r, at + 1) == DM_U_YEAR) {
            when->turned = true;
            when->base = is(r, at, DM_C_THAT) ? DM_B_TOLD : DM_B_REPORT;
            when->turn = is(r, at, DM_C_LAST) ? -1 : is(r, at, DM_C_NEXT) ? 1 : 0;
            return at + 2;
        }
        return i + 1;
    }
    if ((end = century_at(r, i, when)) != 0 || (end = decade_at(r, i, when)) != 0 ||
        (end = parts_of_year_at(r, i, when)) != 0)
        return end;
    if ((form(r, i, "year") || form(r, i, "years")) && is(r, i + 1, DM_C_DIGITS) &&
        (end = year_at(r, i + 1, when)) != 0)
        return end;
    if ((end = year_at(r, i, when)) != 0) {
        if (is(r, end, DM_C_SEASON) && end == i + 1 && when->exact && r->kinds[end].care != 2 && !capital(r, end)) {
            when->season = (uint8_t)value(r, end, DM_C_SEASON);
            return end + 1;
        }
        return end;
    }
    if (is(r, i, DM_C_DAY) || is(r, i, DM_C_NIGHT)) {
        when->kind = DM_W_SHIFT, when->unit = DM_U_DAY, when->base = DM_B_REPORT;
        when->amount = is(r, i, DM_C_DAY) ? value(r, i, DM_C_DAY) : 0;
        if (is(r, i, DM_C_NIGHT)) {
            when->part = DM_P_NIGHT;
            return i + 1;
        }
        return dm_time_part_behind(r, i + 1, when);
    }
    return 0;
}
