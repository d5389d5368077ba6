/* The grammar of times: which words make one, and what they say.  Nothing is set against a day here. */
#include "refer/times.h"

#include <math.h>

typedef const dm_time_reading reading;

static bool is(reading *r, uint32_t word, dm_time_class class) { return dm_time_is(r, word, class); }
static int value(reading *r, uint32_t word, dm_time_class class) { return dm_time_value(r, word, class); }
static bool form(reading *r, uint32_t word, const char *text) { return word < r->end && dm_slice_is(r->words[word].form, text); }
static bool joined(reading *r, uint32_t word) { return word > 0 && !(r->words[word - 1].flags & DM_WORD_SPACE); }
static bool comma(reading *r, uint32_t word) { return form(r, word, ","); }
static bool capital(reading *r, uint32_t word) { return (r->words[word].flags & DM_WORD_CAPITAL) != 0; }
static uint8_t xpos(reading *r, uint32_t word) { return word < r->end ? r->tree->tokens[word].xpos : (uint8_t)DM_X_NONE; }
static bool is_unit(reading *r, uint32_t word) { return is(r, word, DM_C_UNIT) || is(r, word, DM_C_UNITS); }
static dm_time_unit unit(reading *r, uint32_t word)
{
    return (dm_time_unit)value(r, word, is(r, word, DM_C_UNIT) ? DM_C_UNIT : DM_C_UNITS);
}
static uint32_t sentence_first(reading *r, uint32_t word)
{
    return r->tree->text->sentences[r->tree->text->sentence_of[word]].first;
}

static void begin(dm_when *when, uint32_t first)
{
    *when = (dm_when){.first = first, .last = first, .anchor = first, .hour = -1, .minute = -1, .holiday = DM_NONE};
}

/* ---- Years ---- */

/* Whether four digits at `word` are a year: what stands around them decides. */
static bool is_year(reading *r, uint32_t word)
{
    if (!is(r, word, DM_C_DIGITS) || (r->words[word].form.size != 4 && r->words[word].form.size != 8))
        return false;                       /* 1916, mid-1916 */
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
        return false;                      /* F-2016, Covid-2019 */
    bool plural = next < r->end && (xpos(r, next) == DM_X_NNS || (xpos(r, next) == DM_X_JJ && xpos(r, next + 1) == DM_X_NNS));
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
        bool counted = at + 1 < r->end && at > i && xpos(r, at + 1) == DM_X_NNS;  /* "In May, 1000 people" */
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
        if (is(r, at + 1, DM_C_THE) && is(r, at + 2, DM_C_THAT) && is(r, at + 3, DM_C_UNIT) && unit(r, at + 3) == DM_U_YEAR) {
            when->base = DM_B_TOLD, when->turned = true;
            return at + 4;
        }
        int turn = is(r, at + 1, DM_C_THIS) ? 0 : is(r, at + 1, DM_C_LAST) ? -1 : is(r, at + 1, DM_C_NEXT) ? 1 : 9;
        if (turn != 9 && is(r, at + 2, DM_C_UNIT) && unit(r, at + 2) == DM_U_YEAR) {
            when->base = DM_B_REPORT, when->turned = true;
            when->turn = (int8_t)(turn * 12);  /* years, told from months by being over 11 */
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
static uint32_t clock_at(reading *r, uint32_t i, dm_when *when)
{
    int hour = -1, minute = -1;
    uint32_t at = i + 1;
    bool sure = false;
    if (is(r, i, DM_C_CLOCK)) {
        hour = value(r, i, DM_C_CLOCK) / 60, minute = value(r, i, DM_C_CLOCK) % 60;
        sure = r->kinds[i].care != 2;
    } else if (is(r, i, DM_C_DIGITS) && r->words[i].form.size == 4 && value(r, i, DM_C_DIGITS) < 2400 &&
               value(r, i, DM_C_DIGITS) % 100 < 60 &&
               ((is(r, at, DM_C_ZONE) && (r->words[at].flags & DM_WORD_CAPITALS)) || form(r, at, "hrs") || form(r, at, "hours"))) {
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

static bool month_care(reading *r, uint32_t i)
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
    if (xpos(r, i) == DM_X_MD || (!whole && r->words[i].form.at[r->words[i].form.size - 1] != '.' &&
                                  r->words[i].form.size < 5))
        return false;
    return i > first && (is(r, i - 1, DM_C_IN) || is(r, i - 1, DM_C_EARLY) || is(r, i - 1, DM_C_LAST) ||
                         is(r, i - 1, DM_C_NEXT) || is(r, i - 1, DM_C_THIS) || is(r, i - 1, DM_C_HYPHEN) ||
                         is(r, i - 1, DM_C_OF) || is(r, i - 1, DM_C_WEEKDAY) || is(r, i - 1, DM_C_THAT));
}

static bool weekday_care(reading *r, uint32_t i)
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

static int day_at(reading *r, uint32_t i)
{
    int day = is(r, i, DM_C_DIGITS) && r->words[i].form.size <= 2 ? value(r, i, DM_C_DIGITS) :
              is(r, i, DM_C_NTH)                                  ? value(r, i, DM_C_NTH) : 0;
    return day >= 1 && day <= 31 ? day : 0;
}

/* "October 7", "Oct. 7th, 2023", "October of that year", "7 October", "the 7th of October 2023"; 0 or its end. */
static uint32_t calendar_at(reading *r, uint32_t i, dm_when *when)
{
    if (month_care(r, i)) {
        when->month = (uint8_t)value(r, i, DM_C_MONTH);
        when->anchor = i;
        uint32_t at = i + 1, the = is(r, at, DM_C_THE) && is(r, at + 1, DM_C_NTH);
        int day = day_at(r, at + the);
        bool thousand = day != 0 && (is(r, at + 1, DM_C_SCALE) || form(r, at + 1, "%") || is_unit(r, at + 1) ||
                                     is(r, at + 1, DM_C_AM) || is(r, at + 1, DM_C_PM) || is(r, at + 1, DM_C_ERA));
        if (day != 0 && !thousand && day <= dm_days_in_month(4, when->month)) {
            when->day = (uint8_t)day;
            when->anchor = at + the;
            at += 1 + the;
        }
        return dm_time_year_behind(r, at, when);
    }
    int day = day_at(r, i);
    if (day == 0)
        return 0;
    uint32_t at = i + 1;
    bool of = is(r, at, DM_C_OF);
    if (of)
        at++;
    if (month_care(r, at) && day <= dm_days_in_month(4, value(r, at, DM_C_MONTH))) {
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
    if (is(r, i, DM_C_NUMBER) && value(r, i, DM_C_NUMBER) == 20 && is(r, at, DM_C_HYPHEN) && is(r, at + 1, DM_C_ORDINAL) &&
        value(r, at + 1, DM_C_ORDINAL) < 10)
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
    bool big = true;  /* holidays are names */
    for (uint32_t at = i; at < best; at++)
        big = big && (capital(r, at) || r->words[at].form.size < 3 || (r->words[at].flags & (DM_WORD_DIGIT | DM_WORD_PUNCT)));
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
    int nth = is(r, i, DM_C_ORDINAL)                         ? value(r, i, DM_C_ORDINAL) :
              form(r, i, "latter") || form(r, i, "last") ? 2 : form(r, i, "former") ? 1 : 0;
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
        uint32_t month = when->half != 0 ? calendar_at(r, at + 1, when) : 0;
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
static uint32_t part_behind(reading *r, uint32_t i, dm_when *when)
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
static uint32_t date_at(reading *r, uint32_t i, dm_when *when)
{
    uint32_t end;
    when->kind = DM_W_DATE;
    when->anchor = i;
    if ((end = holiday_at(r, i, when)) != 0)
        return part_behind(r, end, when);
    when->kind = DM_W_DATE;
    if (weekday_care(r, i)) {
        when->weekday = (uint8_t)value(r, i, DM_C_WEEKDAY);
        uint32_t at = part_behind(r, i + 1, when);
        uint32_t next = at + comma(r, at);
        next += is(r, next, DM_C_THE) && (is(r, next + 1, DM_C_NTH));
        dm_when inner = *when;
        if ((end = calendar_at(r, next, &inner)) != 0 && inner.day != 0) {
            *when = inner;
            when->anchor = i;
            return end;
        }
        return at;
    }
    if ((end = iso_at(r, i, when)) != 0)
        return end;
    if ((end = calendar_at(r, i, when)) != 0)
        return when->day != 0 ? part_behind(r, end, when) : end;
    if (season_care(r, i)) {
        when->season = (uint8_t)value(r, i, DM_C_SEASON);
        uint32_t at = i + 1 + is(r, i + 1, DM_C_OF);
        if ((end = year_at(r, at, when)) != 0)
            return end;
        if (at > i + 1 && (is(r, at, DM_C_THAT) || is(r, at, DM_C_THIS) || is(r, at, DM_C_LAST) || is(r, at, DM_C_NEXT)) &&
            is(r, at + 1, DM_C_UNIT) && unit(r, at + 1) == DM_U_YEAR) {
            when->turned = true;
            when->base = is(r, at, DM_C_THAT) ? DM_B_TOLD : DM_B_REPORT;
            when->turn = is(r, at, DM_C_LAST) ? -1 : is(r, at, DM_C_NEXT) ? 1 : 0;
            return at + 2;
        }
        return i + 1;
    }
    if ((end = century_at(r, i, when)) != 0 || (end = decade_at(r, i, when)) != 0 || (end = parts_of_year_at(r, i, when)) != 0)
        return end;
    if ((form(r, i, "year") || form(r, i, "years")) && is(r, i + 1, DM_C_DIGITS) && (end = year_at(r, i + 1, when)) != 0)
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
        return part_behind(r, i + 1, when);
    }
    return 0;
}

/* ---- Lengths ---- */

/* "five years", "two and a half years", "a few days", "several weeks", "three-day", "month-long", "half an hour",
 * "eight bloody months", bare "weeks"; 0 or its end.  Sets unit and amount. */
static uint32_t length_at(reading *r, uint32_t i, dm_when *when)
{
    uint32_t at = i;
    double amount = -INFINITY;
    bool counted = false, article = false;
    dm_number number;
    when->kind = DM_W_DURATION;
    if (is(r, at, DM_C_LONG)) {
        when->unit = (dm_time_unit)value(r, at, DM_C_LONG);
        when->amount = r->words[at].form.size > 6 && memcmp(r->words[at].form.at, "decades", 7) == 0 ? -INFINITY : 1;
        return at + 1;
    }
    if (is(r, at, DM_C_HALF) && is(r, at + 1, DM_C_ARTICLE) && is(r, at + 2, DM_C_UNIT)) {
        when->unit = unit(r, at + 2), when->amount = 0.5;
        return at + 3;
    }
    if (dm_number_read(r, at, &number) && !number.small_article) {
        amount = number.vague ? -INFINITY : number.value;
        at = number.last;
        counted = true;
        if (is(r, i, DM_C_DIGITS) && r->words[i].form.size == 4 && number.last == i + 1 && is(r, at, DM_C_UNIT))
            return 0;                       /* "the 2018 day of action" */
    } else if (is(r, at, DM_C_ARTICLE) && is(r, at + 1, DM_C_VAGUE)) {
        at += 2 + is(r, at + 2, DM_C_OF);
        if (is(r, i + 1, DM_C_VAGUE) && value(r, i + 1, DM_C_VAGUE) == 2)
            amount = 2;
        counted = true;
    } else if (dm_number_read(r, at, &number)) {
        amount = number.vague ? -INFINITY : number.value, at = number.last, counted = true;
    } else if (is(r, at, DM_C_ARTICLE)) {
        amount = 1, at++, article = counted = true;
    } else if (is(r, at, DM_C_VAGUE)) {
        at++, counted = true;
    } else if (is_unit(r, at)) {
        counted = false;
    } else {
        return 0;
    }
    if (counted && (form(r, at, "more") || form(r, at, "consecutive") || form(r, at, "straight")))
        at++;
    bool hyphen = is(r, at, DM_C_HYPHEN) && joined(r, at) && joined(r, at + 1);
    if (hyphen)
        at++;
    /* one describing word: "two bloody weeks" */
    if (!hyphen && counted && !article && at < r->end && r->tree->tokens[at].upos == DM_ADJ && is(r, at + 1, DM_C_UNITS) &&
        !is_unit(r, at))
        at++;
    if (!is_unit(r, at))
        return 0;
    bool plural = is(r, at, DM_C_UNITS);
    when->unit = unit(r, at);
    if (article && plural)
        amount = -INFINITY;                 /* "a months-long siege" */
    if (!counted && when->unit == DM_U_QUARTER)
        return 0;                           /* "winter quarters" */
    if (!counted)
        amount = plural ? -INFINITY : 1;
    at++;
    when->anchor = at - 1;
    bool tail = is(r, at, DM_C_HYPHEN) && joined(r, at) && (form(r, at + 1, "long") || form(r, at + 1, "old"));
    if (tail)
        at += 2;
    else if (form(r, at, "long") && hyphen)
        at++, tail = true;
    else if (form(r, at, "old") && counted && !article)
        at++, tail = true;
    else if (counted && is(r, at, DM_C_OF) && form(r, at + 1, "age"))
        at += 2, tail = true;
    if (!counted && !plural && !tail)
        return 0;                           /* "year" alone says nothing */
    if (!counted && plural && !tail && r->tree->tokens[at - 1].upos == DM_VERB)
        return 0;
    if (counted && !plural && !article && !hyphen && !tail && amount != 1 && amount != 0.5 && !number.small_article &&
        when->unit == DM_U_SECOND)
        return 0;
    if (article && when->unit == DM_U_SECOND)
        return 0;                           /* "a second attack" */
    if (article && when->unit == DM_U_QUARTER)
        return 0;
    /* "an hour and a half" */
    if (amount == 1 && form(r, at, "and") && is(r, at + 1, DM_C_ARTICLE) && is(r, at + 2, DM_C_HALF))
        amount = 1.5, at += 3;
    when->amount = amount;
    return at;
}

/* "ago", "earlier", "later", "before", "after" behind a length: the length becomes a shift. */
static uint32_t shift_behind(reading *r, uint32_t end, dm_when *when)
{
    int sign = 0;
    if (is(r, end, DM_C_AGO) && (form(r, end, "ago") || r->tree->tokens[end].upos == DM_ADV)) {
        when->base = DM_B_REPORT, sign = -1;
    } else if (form(r, end, "from") && form(r, end + 1, "now")) {
        when->base = DM_B_REPORT, sign = 1, end++;
    } else if (is(r, end, DM_C_EARLIER) || is(r, end, DM_C_LATER)) {
        /* "before" and "after" only where nothing hangs on them */
        bool preposition = form(r, end, "before") || form(r, end, "after");
        uint32_t next = end + 1;
        if (preposition && next < r->end && !(r->words[next].flags & DM_WORD_PUNCT))
            return 0;
        if (form(r, end, "hence") && !(next >= r->end || (r->words[next].flags & DM_WORD_PUNCT)))
            return 0;
        when->base = DM_B_TOLD, sign = is(r, end, DM_C_EARLIER) ? -1 : 1;
    } else {
        return 0;
    }
    when->kind = DM_W_SHIFT;
    when->amount *= sign;  /* infinity keeps its sign turned: +inf is "a few ... ago" */
    return end + 1;
}

/* ---- Sets ---- */

static uint32_t set_at(reading *r, uint32_t i, dm_when *when)
{
    when->kind = DM_W_SET;
    when->anchor = i;
    if (is(r, i, DM_C_SETS)) {
        when->unit = (dm_time_unit)value(r, i, DM_C_SETS), when->amount = 1;
        return i + 1;
    }
    if (is(r, i, DM_C_WEEKDAYS)) {
        when->weekday = (uint8_t)value(r, i, DM_C_WEEKDAYS);
        return i + 1;
    }
    if (is(r, i, DM_C_PER)) {
        uint32_t at = i + 1 + is(r, i + 1, DM_C_HYPHEN);
        if (is(r, at, DM_C_UNIT)) {
            when->unit = unit(r, at), when->amount = 1;
            return at + 1;
        }
        return 0;
    }
    if (is(r, i, DM_C_EVERY)) {
        uint32_t at = i + 1;
        double amount = 1;
        dm_number number;
        if (form(r, at, "other"))
            amount = 2, at++;
        else if (dm_number_read(r, at, &number) && number.value >= 1)
            amount = number.value, at = number.last;
        if (is(r, at, DM_C_WEEKDAY) || is(r, at, DM_C_PART) || is(r, at, DM_C_SEASON) || is(r, at, DM_C_MONTH)) {
            if (is(r, at, DM_C_WEEKDAY))
                when->weekday = (uint8_t)value(r, at, DM_C_WEEKDAY);
            else if (is(r, at, DM_C_PART))
                when->part = (uint8_t)value(r, at, DM_C_PART);
            else if (is(r, at, DM_C_SEASON))
                when->season = (uint8_t)value(r, at, DM_C_SEASON);
            else
                when->month = (uint8_t)value(r, at, DM_C_MONTH);
            return at + 1;
        }
        if (is_unit(r, at) && unit(r, at) != DM_U_SECOND) {
            when->unit = unit(r, at), when->amount = amount;
            return at + 1;
        }
        return 0;
    }
    /* "twice a week", "20 miles a day", "$2 a barrel" is none */
    if (is(r, i, DM_C_ARTICLE) && is(r, i + 1, DM_C_UNIT) && i > sentence_first(r, i)) {
        dm_slice before = r->words[i - 1].form;
        uint8_t tag = xpos(r, i - 1);
        bool rate = dm_slice_is(before, "once") || dm_slice_is(before, "twice") || dm_slice_is(before, "times") ||
                    dm_slice_is(before, ")");
        if (!rate && i >= sentence_first(r, i) + 2 && (tag == DM_X_NNS || tag == DM_X_CD || tag == DM_X_NN))
            rate = (r->words[i - 2].flags & DM_WORD_DIGIT) || is(r, i - 2, DM_C_SCALE) || is(r, i - 2, DM_C_NUMBER) ||
                   is(r, i - 2, DM_C_SCALES) || (r->words[i - 1].flags & DM_WORD_DIGIT);
        if (rate && !is(r, i + 2, DM_C_AGO) && !is(r, i + 2, DM_C_EARLIER) && !is(r, i + 2, DM_C_LATER)) {
            when->unit = unit(r, i + 1), when->amount = 1;
            return i + 2;
        }
    }
    return 0;
}

/* ---- Last, this, next, that ---- */

/* "last month", "this morning", "next Friday", "the past five years", "the following day", "that year", "the same day";
 * `the`: "the" stands before.  0 or its end. */
static uint32_t turned_at(reading *r, uint32_t i, bool the, dm_when *when)
{
    int turn = is(r, i, DM_C_LAST) ? -1 : is(r, i, DM_C_NEXT) ? 1 : is(r, i, DM_C_THIS) || is(r, i, DM_C_THAT) ? 0 : 9;
    if (turn == 9)
        return 0;
    uint32_t at = i + 1;
    bool that = is(r, i, DM_C_THAT);
    if (that && form(r, at, "same"))
        at++;
    if (form(r, i, "this") && (form(r, at, "past") || form(r, at, "coming")))
        turn = form(r, at, "past") ? -1 : 1, at++;
    if (form(r, i, "next") && form(r, at, "few"))
        the = true;
    bool told = that || form(r, i, "previous") || form(r, i, "preceding") || form(r, i, "following") ||
                form(r, i, "subsequent") || form(r, i, "succeeding") || (the && (form(r, i, "next")));
    when->base = told ? DM_B_TOLD : DM_B_REPORT;
    when->turned = true, when->turn = (int8_t)turn;
    when->kind = DM_W_DATE;
    bool early = is(r, at, DM_C_EARLY);  /* "this early morning" */
    if (early && is(r, at + 1, DM_C_PART))
        at++;
    when->anchor = at;
    if (is(r, at, DM_C_UNIT)) {
        dm_time_unit u = unit(r, at);
        if (u == DM_U_SECOND || u == DM_U_MINUTE)
            return 0;
        /* "the past decade", "the last year": a length; "last decade" the calendar's */
        bool length = turn != 0 && !told && (form(r, i, "past") || form(r, i + 1, "past") ||
                                             (the && (form(r, i, "last") || form(r, i, "coming"))));
        if (form(r, i, "last") && the && is(r, at + 1, DM_C_OF))
            return 0;                                           /* "the last day of the war" */
        if (length) {
            when->kind = DM_W_DURATION, when->turned = false, when->unit = u, when->amount = 1;
            return at + 1;
        }
        if (u == DM_U_HOUR)
            return 0;
        if (that && u == DM_U_DAY && (form(r, at + 1, "'s")))
            return 0;
        when->kind = DM_W_SHIFT, when->unit = u, when->amount = turn;
        return u == DM_U_DAY ? part_behind(r, at + 1, when) : at + 1;
    }
    if (is(r, at, DM_C_PART) && r->kinds[at].care == 0) {
        when->kind = DM_W_SHIFT, when->unit = DM_U_DAY, when->part = (uint8_t)value(r, at, DM_C_PART);
        when->amount = turn;
        return at + 1;
    }
    if (weekday_care(r, at)) {
        when->weekday = (uint8_t)value(r, at, DM_C_WEEKDAY);
        return part_behind(r, at + 1, when);
    }
    if (is(r, at, DM_C_MONTH) && month_care(r, at)) {
        when->turned = false;
        uint32_t end = calendar_at(r, at, when);
        if (when->year == 0)
            when->turned = true;
        return end;
    }
    if (is(r, at, DM_C_SEASON)) {
        when->season = (uint8_t)value(r, at, DM_C_SEASON);
        return at + 1;
    }
    if (form(r, at, "date") && turn == 0 && (that || form(r, i, "this"))) {
        when->kind = DM_W_SHIFT, when->unit = DM_U_DAY, when->amount = 0;
        when->base = DM_B_TOLD;
        return at + 1;
    }
    /* with a number or a plural: a length */
    bool these = form(r, i, "these") || form(r, i, "those");
    if (turn != 0 || these) {
        dm_when length;
        begin(&length, at);
        uint32_t end = length_at(r, at, &length);
        if (end != 0 && length.kind == DM_W_DURATION) {
            *when = (dm_when){.first = when->first, .anchor = length.anchor, .hour = -1, .minute = -1, .holiday = DM_NONE,
                              .kind = DM_W_DURATION, .unit = length.unit, .amount = length.amount};
            return end;
        }
    }
    return 0;
}

/* ---- All together ---- */

/* Words before a length or a date that belong to it: "about a week", "more than five years", "only two days". */
static uint32_t about(reading *r, uint32_t i)
{
    if (is(r, i, DM_C_AT) || (is(r, i, DM_C_ABOUT) && value(r, i, DM_C_ABOUT) == 2))
        return form(r, i + 1, "than") || form(r, i + 1, "least") || form(r, i + 1, "most") ? i + 2 : i;
    if (is(r, i, DM_C_ABOUT))
        return i + 1;
    return i;
}

/* "early", "late", "mid", "the end of", "the middle of", "the early part of": the words before a date; or `i`. */
static uint32_t edge_at(reading *r, uint32_t i)
{
    uint32_t at = i;
    if (is(r, at, DM_C_EARLY)) {
        at++;
        at += is(r, at, DM_C_HYPHEN);
        if (form(r, at, "part") && is(r, at + 1, DM_C_OF))
            at += 2;
        if (form(r, at, "in") || form(r, at, "on"))
            at++;
        at += is(r, at, DM_C_THE);
        return at;
    }
    if (is(r, at, DM_C_EDGE) && is(r, at + 1, DM_C_OF)) {
        at += 2;
        at += is(r, at, DM_C_THE);
        at += is(r, at, DM_C_EARLY);
        return at;
    }
    return i;
}

static bool finish(dm_when *when, uint32_t first, uint32_t last, dm_when *out)
{
    when->first = first, when->last = last;
    *out = *when;
    return true;
}

static bool duration_at(reading *r, uint32_t first, dm_when *out)
{
    dm_when when;
    begin(&when, first);
    uint32_t at = first + is(r, first, DM_C_THE);
    bool the = at > first;
    at = about(r, at);
    /* "the first two months of 2019", "the last week of March" */
    if (the && (is(r, at, DM_C_ORDINAL) || is(r, at, DM_C_LAST) || form(r, at, "final")) && at == first + 1) {
        dm_when length, date;
        begin(&length, at + 1), begin(&date, at + 1);
        uint32_t end = length_at(r, at + 1, &length);
        if (end == 0 && is(r, at + 1, DM_C_UNIT))
            end = at + 2, length.kind = DM_W_DURATION, length.unit = unit(r, at + 1), length.amount = 1;
        if (end != 0 && length.kind == DM_W_DURATION && is(r, end, DM_C_OF)) {
            uint32_t of = date_at(r, end + 1, &date);
            if (of != 0 && date.kind == DM_W_DATE)
                return finish(&length, first, of, out);
        }
        if (end != 0 && isfinite(length.amount) && length.amount != 1 && !is(r, at, DM_C_ORDINAL)) {
            return finish(&length, first, end, out);
        }
        return false;
    }
    uint32_t end = length_at(r, at, &when);
    if (end == 0)
        return false;
    uint32_t more = shift_behind(r, end, &when);
    if (more != 0)
        return finish(&when, at > first && !the ? first : at, more, out);
    if (the && at == first + 1 && !(is(r, end - 1, DM_C_UNITS)) && !isfinite(when.amount))
        return false;
    bool adjective = the && (is(r, at, DM_C_LONG) || !is(r, end - 1, DM_C_UNITS));
    return finish(&when, adjective ? at : first, end, out);
}

/* "Operation Dawn", "Midnight Hammer": a capital inside the sentence. */
static bool named(reading *r, uint32_t word)
{
    return capital(r, word) && !(r->words[word].flags & DM_WORD_FIRST) && r->words[word].form.size > 2 &&
           r->tree->tokens[word].upos == DM_PROPN;
}

static bool has_date(const dm_when *when) { return when->year != 0 || when->month != 0 || when->weekday != 0 || when->turned; }

bool dm_time_match(reading *r, uint32_t first, dm_when *out)
{
    dm_when when;
    uint32_t end;
    begin(&when, first);
    if ((end = set_at(r, first, &when)) != 0)
        return finish(&when, first, end, out);

    /* clock times, then dates, with the words before them */
    begin(&when, first);
    when.kind = DM_W_DATE;
    if ((end = clock_at(r, first, &when)) != 0)
        return finish(&when, first, end, out);

    uint32_t at = first;
    bool the = is(r, at, DM_C_THE);
    at += the;
    uint32_t edge = edge_at(r, at);
    uint32_t start = edge;
    begin(&when, first);
    uint32_t the2 = edge > at && edge > 0 && is(r, edge - 1, DM_C_THE);
    end = turned_at(r, start, the || the2, &when);
    if (end == 0) {
        begin(&when, first);
        end = date_at(r, start, &when);
        if (end != 0 && is(r, start, DM_C_DAY) && the)
            end = 0;
    }
    if (end == 0 && edge > at) {
        /* "earlier in the month", "the end of the year", "late in the week", "early next morning" */
        begin(&when, first);
        bool ofthe = is(r, edge - 1, DM_C_THE);
        if (ofthe && is(r, edge, DM_C_UNIT) && unit(r, edge) >= DM_U_DAY && unit(r, edge) != DM_U_QUARTER) {
            when.kind = DM_W_SHIFT, when.unit = unit(r, edge), when.amount = 0, when.base = DM_B_TOLD;
            when.turned = true, when.anchor = edge, when.edge = true;
            end = edge + 1;
        } else if (is(r, edge, DM_C_PART)) {
            when.kind = DM_W_DATE, when.part = (uint8_t)value(r, edge, DM_C_PART), when.anchor = edge;
            end = edge + 1;
        }
    }
    if (edge > at && is(r, edge, DM_C_PART) && (end == 0 || end == edge + 1) && when.kind == DM_W_DATE && !has_date(&when))
        end = 0, at = edge;
    if (end == 0 && is(r, at, DM_C_PART) && r->tree->tokens[at].upos != DM_VERB && !named(r, at)) {
        /* "the night of May 3", "in the evening", "overnight" */
        bool noon = r->kinds[at].care == 2;
        begin(&when, first);
        when.anchor = at;
        uint32_t of = at + 1;
        dm_when date;
        begin(&date, first);
        of += form(r, of, "hours");
        uint32_t day = is(r, of, DM_C_OF) ? of + 1 : 0;
        day += day != 0 && is(r, day, DM_C_THE);
        uint32_t done = day != 0 ? date_at(r, day, &date) : 0;
        if (done == 0 && day != 0) {
            int number = day_at(r, day);
            if (number != 0 && !is_unit(r, day + 1))
                date.kind = DM_W_DATE, date.day = (uint8_t)number, date.base = DM_B_TOLD, done = day + 1;
        }
        if (done != 0 && date.part == 0 && (date.kind == DM_W_DATE || date.kind == DM_W_SHIFT)) {
            when = date;
            when.part = (uint8_t)value(r, at, DM_C_PART);
            end = done;
        } else if (!noon || (first > sentence_first(r, first) && (form(r, first - 1, "at") || is(r, first - 1, DM_C_IN)))) {
            when.kind = DM_W_DATE, when.part = (uint8_t)value(r, at, DM_C_PART);
            end = of;
        }
    }
    if (end == 0 && the && is(r, at, DM_C_UNIT) && unit(r, at) == DM_U_WEEKEND && edge == at) {
        begin(&when, first);
        when.kind = DM_W_SHIFT, when.unit = DM_U_WEEKEND, when.base = DM_B_REPORT, when.turned = true, when.anchor = at;
        end = at + 1;
    }
    if (end == 0 && the && is(r, at, DM_C_NTH) && !is(r, at + 1, DM_C_UNIT) &&
        (at + 1 >= r->end || (r->tree->tokens[at + 1].upos != DM_NOUN && r->tree->tokens[at + 1].upos != DM_PROPN)) && day_at(r, at) != 0 && at > 1 &&
        (form(r, first - 1, "on") || form(r, first - 1, "On") || is(r, first - 1, DM_C_IN))) {
        begin(&when, first);
        when.kind = DM_W_DATE, when.day = (uint8_t)day_at(r, at), when.base = DM_B_TOLD, when.anchor = at;
        end = at + 1;
    }
    if (end != 0) {
        /* "today at 10:30 BST", "May 8 1:00 AM" */
        if (when.hour < 0 && (when.kind == DM_W_SHIFT || when.kind == DM_W_DATE) && when.part == 0) {
            dm_when clock = when;
            uint32_t hour = end + (is(r, end, DM_C_AT) || comma(r, end)), more = clock_at(r, hour, &clock);
            if (more != 0 && (when.day != 0 || when.weekday != 0 || (when.kind == DM_W_SHIFT && when.unit == DM_U_DAY))) {
                when = clock;
                end = more;
            }
        }
        /* a determiner belongs to words such as "the next day", "the 1990s", not to "the 2011 uprising" */
        bool year = when.exact && when.dropped == 0 && when.month == 0 && when.season == 0 && when.half == 0 &&
                    when.quarter == 0;
        bool bare = the && start == at && when.kind == DM_W_DATE && (year || is(r, at, DM_C_MONTH) || is(r, at, DM_C_WEEKDAY));
        return finish(&when, bare ? at : first, end, out);
    }
    if (duration_at(r, first, out))
        return true;

    begin(&when, first);
    if (is(r, first, DM_C_REF)) {
        /* "now that", "every now and then", "Now, ..." at the head of speech */
        bool empty = form(r, first + 1, "that") || (form(r, first + 1, "and") && (form(r, first + 2, "then") || form(r, first + 2, "again"))) ||
                     (form(r, first, "Now") && (comma(r, first + 1) || r->tree->tokens[first].upos == DM_INTJ));
        if (empty || (first > 0 && form(r, first - 1, "as") && form(r, first + 1, "as")))
            return false;
        when.kind = DM_W_REF, when.ref = (uint8_t)value(r, first, DM_C_REF);
        return finish(&when, first, first + 1, out);
    }
    if (the && (form(r, at, "past") || form(r, at, "future") || form(r, at, "present")) &&
        r->tree->tokens[at].upos == DM_NOUN) {
        when.kind = DM_W_REF, when.ref = form(r, at, "past") ? 1 : form(r, at, "future") ? 2 : 0;
        return finish(&when, first, at + 1, out);
    }
    return false;
}
