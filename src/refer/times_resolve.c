/* Values of times: what their words say, set against the day of the report and the dates told before. */
#include "refer/times.h"

#include <math.h>
#include <stdlib.h>

/* A day, week, month or year that was settled; what is not known is 0. */
typedef struct {
    int year; /* 0: nothing known */
    int month, day;
} settled;

typedef struct {
    const dm_time_reading *r;
    settled told; /* the last date in the text */
    uint32_t told_sentence;
    bool told_exact; /* its year stood in the text */
    bool narrative;  /* a text about past years: dates without year follow the last one told, not the report */
} teller;

#define VALUE_SIZE 64
#define ASIDE 5 /* years */
static const char *const unit_letters[DM_U_COUNT] = {"", "S", "M", "H", "D", "W", "WE", "W", "M", "Q", "Y", "DE", "CE"};
static const char *const part_letters[DM_P_COUNT] = {"", "MO", "12:00", "AF", "EV", "NI", "24:00", "DT"};
static const char *const season_letters[DM_S_COUNT] = {"", "SP", "SU", "FA", "WI"};

/* ---- Tense ---- */

static uint32_t child_of(const dm_tree *tree, uint32_t word, dm_relation relation)
{
    return dm_tree_find(tree, word, relation);
}

static bool future_word(const dm_time_reading *r, uint32_t word)
{
    uint32_t place = dm_map_get(&r->rules->words, r->tree->tokens[word].lemma_key);
    return place != DM_NONE &&
           (r->rules->entries[place].class == DM_C_FUTURE || r->rules->entries[place].also == DM_C_FUTURE);
}

/* Tense of a clause by its predicate: -1, 0, 1, 2 as dm_time_tense; 3: ask what it hangs on. */
static int predicate_tense(const dm_time_reading *r, uint32_t word)
{
    const dm_tree *tree = r->tree;
    const dm_token *token = &tree->tokens[word];
    bool have = false, be_past = false, be_present = false, to = false;
    for (uint32_t child = token->child; child != DM_NONE; child = tree->tokens[child].next) {
        const dm_token *aux = &tree->tokens[child];
        dm_slice lemma = aux->lemma;
        if (aux->relation == DM_R_AUX || aux->relation == DM_R_AUX_PASS || aux->relation == DM_R_COP) {
            if (dm_slice_is(lemma, "will") || dm_slice_is(lemma, "shall") || dm_slice_is(lemma, "'ll"))
                return 1;
            if (dm_slice_is(lemma, "may") || dm_slice_is(lemma, "might") || dm_slice_is(lemma, "could"))
                return 2; /* "could announce it in July" */
            if (aux->xpos == DM_X_MD)
                return 0;
            if (dm_slice_is(lemma, "have"))
                have = true;
            else if (aux->xpos == DM_X_VBD)
                be_past = true;
            else if (aux->xpos == DM_X_VBZ || aux->xpos == DM_X_VBP)
                be_present = true;
        }
        if (aux->relation == DM_R_MARK && aux->xpos == DM_X_TO)
            to = true;
    }
    if (have || be_past)
        return token->xpos == DM_X_VBN && be_past && future_word(r, word) ? 1 : -1;
    if (token->xpos == DM_X_VBD)
        return -1;
    if (to && be_present)
        return 1; /* "is to be held" */
    if (to)
        return token->head != DM_NONE && future_word(r, token->head) ? 1 : 3;
    if (word > 0 && dm_slice_is(r->words[word - 1].form, "than"))
        return 3; /* "fewer jobs than expected in September" */
    if (token->xpos == DM_X_VBN)
        return future_word(r, word) ? 1 : be_present ? 2 : 3;
    if (token->xpos == DM_X_VBZ || token->xpos == DM_X_VBP || be_present)
        return 2;
    if (token->upos == DM_ADJ && future_word(r, word))
        return 1;
    return 3;
}

int dm_time_tense(const dm_time_reading *r, uint32_t word)
{
    const dm_tree *tree = r->tree;
    bool direct = true;
    for (int step = 0; step < 12; step++) {
        const dm_token *token = &tree->tokens[word];
        if (token->upos == DM_VERB || token->upos == DM_AUX || child_of(tree, word, DM_R_COP) != DM_NONE ||
            (token->upos == DM_ADJ && future_word(r, word))) {
            int tense = predicate_tense(r, word);
            if (tense == 2)
                return direct ? 2 : 0;
            if (tense != 3)
                return tense;
            direct = false;
        }
        if (token->head == DM_NONE)
            break;
        if (r->kinds[word].class == DM_C_NONE)
            direct = false; /* a noun stands between: "the Monday meeting shows" */
        word = token->head;
    }
    return 0;
}

/* ---- Writing values ---- */

static int year_digits(char *at, const dm_when *when, int year)
{
    const char *era = when->bc ? "BC" : "";
    if (when->dropped == 1)
        return snprintf(at, VALUE_SIZE, "%s%03d", era, year);
    if (when->dropped == 2)
        return snprintf(at, VALUE_SIZE, "%s%02d", era, year);
    return year <= 0 ? snprintf(at, VALUE_SIZE, "XXXX") : snprintf(at, VALUE_SIZE, "%s%04d", era, year);
}

static int put_date(char *at, settled date, bool to_day, bool to_month)
{
    int size = date.year > 0 ? snprintf(at, VALUE_SIZE, "%04d", date.year) : snprintf(at, VALUE_SIZE, "XXXX");
    if (date.month > 0)
        size += snprintf(at + size, VALUE_SIZE - (size_t)size, "-%02d", date.month);
    else if (to_day || to_month)
        size += snprintf(at + size, VALUE_SIZE - (size_t)size, "-XX");
    if (date.day > 0)
        size += snprintf(at + size, VALUE_SIZE - (size_t)size, "-%02d", date.day);
    else if (to_day)
        size += snprintf(at + size, VALUE_SIZE - (size_t)size, "-XX");
    return size;
}

static void put_hours(char *at, int size, const dm_when *when)
{
    if (when->hour >= 0)
        snprintf(at + size, VALUE_SIZE - (size_t)size, "T%02d:%02d%s", when->hour, when->minute,
                 when->zone == 1 ? "Z" : "");
    else if (when->part != 0)
        snprintf(at + size, VALUE_SIZE - (size_t)size, "T%s", part_letters[when->part]);
}

static void put_length(char *at, dm_time_unit unit, double amount)
{
    const char *clock = unit <= DM_U_HOUR ? "T" : "";
    if (!isfinite(amount)) {
        snprintf(at, VALUE_SIZE, "P%sX%s", clock, unit_letters[unit]);
        return;
    }
    if (unit == DM_U_FORTNIGHT)
        amount *= 2;
    if (unit == DM_U_HOUR && amount == 0.5)
        unit = DM_U_MINUTE, amount = 30;
    if (amount == floor(amount) && amount < 1e15)
        snprintf(at, VALUE_SIZE, "P%s%.0f%s", clock, amount, unit_letters[unit]);
    else
        snprintf(at, VALUE_SIZE, "P%s%.4g%s", clock, amount, unit_letters[unit]);
}

/* ---- Calendar ---- */

static settled of_date(dm_date date) { return (settled){date.year, date.month, date.day}; }
static dm_date to_date(settled date) { return (dm_date){(int16_t)date.year, (uint8_t)date.month, (uint8_t)date.day}; }
static bool whole(settled date) { return date.year > 0 && date.month > 0 && date.day > 0; }
static int32_t days_of(settled date) { return dm_date_days(to_date(date)); }
static settled of_days(int32_t days)
{
    dm_date date = dm_date_of_days(days);
    return date.year < 1 || date.year > 9999 ? (settled){0, 0, 0} : of_date(date);
}

/* ISO 8601 week and its year. */
static int iso_week(int32_t days, int *year)
{
    int weekday = dm_date_weekday(dm_date_of_days(days));
    int32_t thursday = days - weekday + 3;
    *year = dm_date_of_days(thursday).year;
    return (thursday - dm_date_days((dm_date){(int16_t)*year, 1, 1})) / 7 + 1;
}

static settled add_months(settled date, int months)
{
    int total = date.year * 12 + date.month - 1 + months;
    if (total < 12 || total >= 10000 * 12)
        return (settled){0, 0, 0};
    return (settled){total / 12, total % 12 + 1, 0};
}

/* Gregorian Easter (Meeus, Astronomical Algorithms, "Anonymous Gregorian algorithm"). */
static int32_t easter_days(int year)
{
    int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
    int m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;
    return dm_date_days((dm_date){(int16_t)year, (uint8_t)(n / 31), (uint8_t)(n % 31 + 1)});
}

/* A holiday in a year; false when it is not known there. */
static bool holiday_days(const dm_time_rules *rules, uint32_t index, int year, int32_t *out)
{
    const dm_holiday *holiday = &rules->holidays[index];
    if (year < 1 || year > 9998)
        return false;
    if (holiday->easter) {
        *out = easter_days(year) + holiday->shift;
        return true;
    }
    if (holiday->month != 0 && holiday->nth == 0) {
        *out = dm_date_days((dm_date){(int16_t)year, holiday->month, holiday->day});
        return true;
    }
    if (holiday->month != 0) {
        int32_t first = dm_date_days((dm_date){(int16_t)year, holiday->month, 1});
        int weekday = dm_date_weekday(dm_date_of_days(first));
        int32_t day = (holiday->weekday - 1 - weekday + 7) % 7 + (holiday->nth - 1) * 7;
        while (day >= dm_days_in_month(year, holiday->month))
            day -= 7;
        *out = first + day;
        return true;
    }
    for (uint32_t i = 0; i < holiday->count; i++)
        if (rules->dates[holiday->first + i].year == year) {
            *out = dm_date_days(rules->dates[holiday->first + i]);
            return true;
        }
    return false;
}

/* ---- Dates without year ---- */

/* How many months a preposition looks ahead. */
static int looks_ahead(const dm_time_reading *r, const dm_when *when)
{
    if (when->first == 0)
        return 0;
    dm_slice before = r->words[when->first - 1].form;
    if (dm_slice_is(before, "until") || dm_slice_is(before, "till") || dm_slice_is(before, "through"))
        return 8;
    return dm_slice_is(before, "by") ? 3 : 0;
}

static bool follows_told(const teller *t, const dm_when *when)
{
    if (t->told.year <= 0)
        return false;
    if (t->narrative || when->base == DM_B_TOLD)
        return true;
    uint32_t sentence = t->r->tree->text->sentence_of[when->first];
    return t->told_exact && t->told.month > 0 && t->told.year < t->r->report.year && sentence - t->told_sentence <= 1 &&
           dm_time_tense(t->r, when->anchor) == -1;
}

/* The year of a month (and day) that was said without one. */
static int year_of(const teller *t, const dm_when *when)
{
    dm_date report = t->r->report;
    if (follows_told(t, when)) {
        int year = t->told.year;
        /* a story goes on: from November to January is the next year */
        if (t->told.month >= 10 && when->month <= 3 && t->told.month - when->month >= 8)
            year++;
        else if (t->told.month != 0 && t->told.month <= 2 && when->month >= 11)
            year--;
        return year;
    }
    if (report.year == 0 || t->narrative)
        return 0;
    if (when->turned && (when->turn == 12 || when->turn == -12))
        return report.year + when->turn / 12;
    if (when->turned && when->turn == 0)
        return report.year;
    dm_date same = {report.year, when->month, when->day};
    int order = dm_date_compare(same, report);
    if (when->turned)
        return when->turn < 0 ? report.year - (when->month >= report.month)
                              : report.year + (when->month <= report.month);
    int tense = dm_time_tense(t->r, when->anchor);
    if (order == 0)
        return report.year;
    int past = order < 0 ? report.year : report.year - 1, future = order > 0 ? report.year : report.year + 1;
    if (tense == 1)
        return future;
    if (order < 0)
        return past;
    /* this year's is to come: the one a year ago is meant unless that is far away and this one near */
    int ahead = when->month - report.month;
    if (tense != -1 && (tense == 2 || looks_ahead(t->r, when) != 0 || (when->day != 0 && ahead <= 2)))
        return future;
    return ahead <= looks_ahead(t->r, when) ? future : past;
}

static bool has_calendar(const dm_when *when)
{
    return when->year != 0 || when->month != 0 || when->day != 0 || when->weekday != 0 || when->season != 0 ||
           when->quarter != 0 || when->half != 0 || when->week != 0;
}

static int full_year(const teller *t, const dm_when *when)
{
    if (!when->short_year || when->year >= 100)
        return when->year;
    if (t->narrative && t->told.year > 100)
        return t->told.year / 100 * 100 + when->year;
    int limit = t->r->report.year > 0 ? t->r->report.year + 5 : 2030;
    return 2000 + when->year <= limit ? 2000 + when->year : 1900 + when->year;
}

static int32_t weekday_days(const teller *t, const dm_when *when, int32_t base, bool told)
{
    int weekday = when->weekday - 1, today = dm_date_weekday(dm_date_of_days(base));
    int32_t back = base - (today - weekday + 7) % 7, ahead = base + (weekday - today + 7) % 7;
    if (when->turned && when->turn < 0)
        return back == base ? back - 7 : back;
    if (when->turned && when->turn > 0)
        return ahead == base ? ahead + 7 : ahead;
    if (told)
        return when->base == DM_B_TOLD ? back : ahead;
    int tense = dm_time_tense(t->r, when->anchor);
    return tense == 1 || (tense == 2 && !when->turned) ? ahead : back;
}

static settled resolve_date(teller *t, const dm_when *when, char *value)
{
    dm_date report = t->r->report;
    settled date = {0, 0, 0};
    int size;
    if (when->year != 0 && (when->bc || when->dropped != 0)) {
        size = year_digits(value, when, when->year);
        if (when->month != 0)
            size += snprintf(value + size, VALUE_SIZE - (size_t)size, "-%02d", when->month);
        if (when->season != 0)
            snprintf(value + size, VALUE_SIZE - (size_t)size, "-%s", season_letters[when->season]);
        return date;
    }
    if (when->weekday != 0 && when->month == 0) {
        bool told = (t->narrative || when->base == DM_B_TOLD) && whole(t->told);
        if (told || (report.year != 0 && !t->narrative)) {
            date = of_days(weekday_days(t, when, told ? days_of(t->told) : dm_date_days(report), told));
            put_hours(value, put_date(value, date, true, true), when);
        } else {
            size = snprintf(value, VALUE_SIZE, "XXXX-WXX-%d", when->weekday);
            put_hours(value, size, when);
        }
        return date;
    }
    int year = full_year(t, when);
    if (when->turned && year == 0 && when->month == 0) {
        settled base = when->base == DM_B_TOLD && t->told.year > 0 ? t->told : of_date(report);
        if (base.year > 0 && when->season != 0 && when->turn != 0) {
            int start = when->season * 3;
            year = when->turn < 0 ? base.year - (base.month != 0 && base.month < start + 3)
                                  : base.year + (base.month == 0 || base.month >= start);
        } else if (base.year > 0) {
            year = base.year + when->turn;
        }
    }
    if (when->week != 0) {
        snprintf(value, VALUE_SIZE, "%04d-W%02d", year, when->week);
        return (settled){year, 0, 0};
    }
    if (when->season != 0 || when->quarter != 0 || when->half != 0) {
        int start = when->season != 0    ? when->season * 3
                    : when->quarter != 0 ? when->quarter * 3 - 2
                                         : when->half * 6 - 5;
        bool general = when->season != 0 && !when->turned && dm_time_tense(t->r, when->anchor) == 2;
        if (year == 0 && general) {
            year = 0; /* "summers are hot", "winter is the low season" */
        } else if (year == 0 && follows_told(t, when)) {
            year = t->told.year;
        } else if (year == 0 && report.year != 0 && !t->narrative) {
            bool marked = when->first > 0 && dm_time_is(t->r, when->first, DM_C_THE);
            if (when->season == 0 || marked) {
                int tense = dm_time_tense(t->r, when->anchor);
                year = report.year - (start > report.month && tense != 1);
            }
        }
        size = put_date(value, (settled){year, 0, 0}, false, false);
        if (when->season != 0)
            snprintf(value + size, VALUE_SIZE - (size_t)size, "-%s", season_letters[when->season]);
        else
            snprintf(value + size, VALUE_SIZE - (size_t)size, "-%c%d", when->quarter != 0 ? 'Q' : 'H',
                     when->quarter != 0 ? when->quarter : when->half);
        return (settled){year, 0, 0};
    }
    if (when->month == 0 && when->day == 0) {
        if (when->fiscal)
            snprintf(value, VALUE_SIZE, "FY%04d", year);
        else
            put_hours(value, put_date(value, (settled){year, 0, 0}, false, false), when);
        return (settled){year, 0, 0};
    }
    if (when->month == 0) { /* "the 20th" */
        date = t->told.month > 0 ? (settled){t->told.year, t->told.month, when->day} : (settled){0, 0, when->day};
        if (date.month == 0 && report.year != 0 && !t->narrative) {
            date = (settled){report.year, report.month, when->day};
            if (when->day > report.day && dm_time_tense(t->r, when->anchor) != 1)
                date = add_months(date, -1), date.day = when->day;
        }
        if (date.month != 0 && date.day > dm_days_in_month(date.year, date.month))
            date = (settled){0, 0, when->day};
        put_hours(value, put_date(value, date, true, true), when);
        return date;
    }
    date.year = year != 0 ? year : year_of(t, when);
    date.month = when->month;
    date.day = when->day;
    if (date.year > 0 && date.day > dm_days_in_month(date.year, date.month)) {
        /* 29 February of a year that has none: the leap year before */
        if (year == 0 && date.month == 2 && date.day == 29)
            while (date.day > dm_days_in_month(date.year, 2))
                date.year--;
        else
            date.day = 0;
    }
    put_hours(value, put_date(value, date, when->day != 0, true), when);
    return date;
}

/* ---- Shifts ---- */

static settled resolve_shift(teller *t, const dm_when *when, char *value)
{
    bool told = when->base == DM_B_TOLD || t->narrative;
    if (t->narrative && when->base == DM_B_REPORT && when->unit == DM_U_DAY && when->amount == 0 && when->part == 0 &&
        when->hour < 0) {
        snprintf(value, VALUE_SIZE, "PRESENT_REF"); /* "today" in a history */
        return (settled){0, 0, 0};
    }
    /* "the end of the month", "earlier in the year" in a report: the present one, unless a date was just told */
    if (told && !t->narrative && when->edge &&
        (t->told.month == 0 || t->r->tree->text->sentence_of[when->first] - t->told_sentence > 1))
        told = false;
    settled base = told && t->told.year > 0 ? t->told
                   : (told && t->narrative) ? (settled){0, 0, 0}
                                            : of_date(t->r->report);
    settled date = {0, 0, 0};
    dm_time_unit unit = when->unit;
    double amount = when->amount;
    int tense = 0;
    if (!isfinite(amount)) {
        snprintf(value, VALUE_SIZE, "%s", amount > 0 ? "PAST_REF" : "FUTURE_REF");
        return date;
    }
    if (fabs(amount) > 20000 || (unit >= DM_U_MONTH && fabs(amount) > 9000)) {
        snprintf(value, VALUE_SIZE, "%s", amount < 0 ? "PAST_REF" : "FUTURE_REF");
        return date;
    }
    if (unit == DM_U_WEEKEND && when->turned && when->turn == 0)
        tense = dm_time_tense(t->r, when->anchor);
    int years = unit == DM_U_YEAR ? 1 : unit == DM_U_DECADE ? 10 : unit == DM_U_CENTURY ? 100 : 0;
    if (unit == DM_U_FORTNIGHT)
        unit = DM_U_WEEK, amount *= 2;
    switch (unit) {
    case DM_U_SECOND:
    case DM_U_MINUTE:
    case DM_U_HOUR: {
        if (whole(base))
            date = unit == DM_U_HOUR && fabs(amount) >= 24 ? of_days(days_of(base) + (int32_t)(amount / 24)) : base;
        int size = put_date(value, date, true, true);
        snprintf(value + size, VALUE_SIZE - (size_t)size, "TXX");
        return date;
    }
    case DM_U_DAY:
        if (whole(base))
            date = of_days(days_of(base) + (int32_t)floor(amount));
        else if (base.year > 0)
            date = (settled){base.year, when->amount == 0 ? base.month : 0, 0};
        put_hours(value, put_date(value, date, true, true), when);
        return date;
    case DM_U_WEEK:
    case DM_U_WEEKEND:
        if (whole(base)) {
            int32_t days = days_of(base) + (int32_t)floor(amount * 7);
            if (unit == DM_U_WEEKEND && when->turned && when->turn == 0 && tense == -1 &&
                dm_date_weekday(to_date(base)) < 5)
                days -= 7;
            int year, week = iso_week(days, &year);
            snprintf(value, VALUE_SIZE, "%04d-W%02d%s", year, week, unit == DM_U_WEEKEND ? "-WE" : "");
            date = of_days(days);
            date.day = 0;
            return date;
        }
        snprintf(value, VALUE_SIZE, base.year > 0 && amount == 0 ? "%04d-WXX" : "XXXX-WXX", base.year);
        return date;
    case DM_U_MONTH:
        if (base.year > 0 && base.month > 0)
            date = add_months(base, (int)floor(amount));
        else if (base.year > 0 && amount == 0)
            date = (settled){base.year, 0, 0};
        put_date(value, date, false, true);
        return date;
    case DM_U_QUARTER:
        if (base.year > 0 && base.month > 0) {
            int quarter = base.year * 4 + (base.month - 1) / 3 + (int)amount;
            snprintf(value, VALUE_SIZE, "%04d-Q%d", quarter / 4, quarter % 4 + 1);
            return (settled){quarter / 4, 0, 0};
        }
        snprintf(value, VALUE_SIZE, "XXXX-QX");
        return date;
    default:
        if (base.year > 0 && base.year + (int)floor(amount * years) > 0 &&
            base.year + (int)floor(amount * years) <= 9999)
            date.year = base.year + (int)floor(amount * years);
        if (when->turned && years > 1 && date.year > 0)
            snprintf(value, VALUE_SIZE, years == 10 ? "%03d" : "%02d", date.year / years);
        else
            put_date(value, date, false, false);
        return date;
    }
}

static settled resolve_holiday(teller *t, const dm_when *when, char *value)
{
    const dm_time_rules *rules = t->r->rules;
    dm_date report = t->r->report;
    const dm_holiday *holiday = &rules->holidays[when->holiday];
    settled date = {0, 0, 0};
    int32_t days, other;
    bool known = false;
    if (when->year != 0 && !when->bc) {
        known = holiday_days(rules, when->holiday, full_year(t, when), &days);
        date.year = full_year(t, when);
    } else if (t->narrative && t->told.year > 0) {
        known = holiday_days(rules, when->holiday, t->told.year, &days);
    } else if (report.year != 0 && !t->narrative) {
        int32_t now = dm_date_days(report);
        int step = (when->turned && when->turn > 0) || dm_time_tense(t->r, when->anchor) == 1 ? 1 : -1;
        known = holiday_days(rules, when->holiday, report.year, &days);
        if (known && (step > 0 ? days < now : days > now))
            if (holiday_days(rules, when->holiday, report.year + step, &other) && (step > 0 || days - now > 45))
                days = other;
    }
    if (known)
        date = of_days(days);
    else if (holiday->month != 0 && holiday->day != 0)
        date = (settled){date.year, holiday->month, holiday->day};
    put_hours(value, put_date(value, date, true, true), when);
    return date;
}

/* ---- Times of the day without a day ---- */

static bool without_day(const dm_when *when)
{
    return when->kind == DM_W_DATE && !has_calendar(when) && (when->hour >= 0 || when->part != 0);
}

static void resolve_hours(const teller *t, const dm_whens *whens, const settled *dates, uint32_t index, char *value)
{
    const dm_time_reading *r = t->r;
    const dm_when *when = &whens->at[index];
    const uint32_t *sentence_of = r->tree->text->sentence_of;
    uint32_t sentence = sentence_of[when->first];
    settled date = {0, 0, 0};
    for (uint32_t i = index + 1; i < whens->count && i <= index + 2 && date.day == 0; i++)
        if (whens->at[i].first <= when->last + 2 + (i - index - 1) * 4 && sentence_of[whens->at[i].first] == sentence &&
            whole(dates[i]))
            date = dates[i];
    for (uint32_t i = index; i-- > 0 && date.day == 0 && sentence_of[whens->at[i].first] == sentence;)
        if (whole(dates[i]))
            date = dates[i];
    for (uint32_t i = index + 1; i < whens->count && date.day == 0 && sentence_of[whens->at[i].first] == sentence; i++)
        if (whole(dates[i]))
            date = dates[i];
    bool marked = when->hour >= 0 || dm_time_is(r, when->first, DM_C_THE);
    if (date.day == 0 && marked && whole(t->told) && (t->narrative || sentence - t->told_sentence <= 6))
        date = t->told;
    bool overnight = when->first < r->count && dm_slice_is(r->words[when->first].form, "overnight");
    if (date.day == 0 && !t->narrative && (marked || overnight) && r->report.year != 0)
        date = of_date(r->report);
    put_hours(value, put_date(value, date, true, true), when);
}

/* ---- The whole text ---- */

/* A story of the past has many dates of past years, and few that are counted from the report. */
static bool is_narrative(const dm_time_reading *r, const dm_whens *whens)
{
    uint32_t old = 0, dated_old = 0, fresh = 0;
    for (uint32_t i = 0; i < whens->count; i++) {
        const dm_when *when = &whens->at[i];
        /* a year alone weighs little: reports compare with years past */
        bool bare = when->kind == DM_W_DATE && when->year != 0 && when->month == 0 && when->season == 0 && !when->bc &&
                    when->dropped == 0 && !when->short_year;
        if (bare && when->year < r->report.year - 1)
            old++;
        bool dated = when->year != 0 && !when->short_year &&
                     (when->month != 0 || when->season != 0 || when->bc || r->report.year == 0);
        if (when->kind == DM_W_DATE && dated)
            when->bc || r->report.year == 0 || when->year < r->report.year - 1 ? (old += 4, dated_old++) : fresh++;
        else if ((when->kind == DM_W_SHIFT && when->base == DM_B_REPORT) ||
                 (when->kind == DM_W_DATE && when->weekday != 0))
            fresh += 4;
    }
    return (old >= 12 && dated_old >= 2 && old >= 2 * fresh) || (old >= 4 && fresh == 0);
}

/* "from April to June 1968", "31 May - 1 June 1916": the first takes the year of the second. */
static void share_years(const dm_time_reading *r, dm_whens *whens)
{
    for (uint32_t i = whens->count; i-- > 1;) {
        dm_when *one = &whens->at[i - 1], *two = &whens->at[i];
        if (one->kind != DM_W_DATE || two->kind != DM_W_DATE || one->year != 0 || one->turned ||
            one->base != DM_B_FREE || two->dropped != 0 || two->year == 0 || two->short_year ||
            (one->month == 0 && one->season == 0) || two->first > one->last + 2 || two->first <= one->last ||
            r->tree->text->sentence_of[one->first] != r->tree->text->sentence_of[two->first])
            continue;
        if (!dm_time_is((&(dm_time_reading){.kinds = r->kinds, .end = r->count}), one->last, DM_C_AND) &&
            !dm_time_is((&(dm_time_reading){.kinds = r->kinds, .end = r->count}), one->last, DM_C_IN) &&
            r->kinds[one->last].class != DM_C_HYPHEN)
            continue;
        one->bc = two->bc;
        one->year = (int16_t)(two->year - (one->month > two->month && two->month != 0));
    }
}

bool dm_times_resolve(const dm_time_reading *r, dm_arena *arena, dm_whens *whens, dm_time *out)
{
    teller t = {.r = r, .narrative = is_narrative(r, whens)};
    settled *dates = dm_arena_zero(arena, whens->count + 1, sizeof *dates);
    if (dates == NULL)
        return false;
    share_years(r, whens);
    for (uint32_t i = 0; i < whens->count; i++) {
        const dm_when *when = &whens->at[i];
        char value[VALUE_SIZE] = "";
        dm_time_type type = DM_TIME_DATE;
        settled date = {0, 0, 0};
        switch ((dm_when_kind)when->kind) {
        case DM_W_DATE:
            type = when->hour >= 0 || when->part != 0 ? DM_TIME_TIME : DM_TIME_DATE;
            if (without_day(when)) {
                /* days that follow in the sentence are needed: settle them first, but tell nothing yet */
                for (uint32_t k = i + 1; k < whens->count && k <= i + 4; k++) {
                    char unused[VALUE_SIZE];
                    const dm_when *next = &whens->at[k];
                    if (r->tree->text->sentence_of[next->first] != r->tree->text->sentence_of[when->first])
                        break;
                    if (next->kind == DM_W_DATE && !without_day(next))
                        dates[k] = resolve_date(&t, next, unused);
                    else if (next->kind == DM_W_SHIFT)
                        dates[k] = resolve_shift(&t, next, unused);
                }
                resolve_hours(&t, whens, dates, i, value);
            } else {
                date = resolve_date(&t, when, value);
            }
            break;
        case DM_W_SHIFT:
            type = when->hour >= 0 || when->part != 0 || when->unit <= DM_U_HOUR ? DM_TIME_TIME : DM_TIME_DATE;
            date = resolve_shift(&t, when, value);
            break;
        case DM_W_HOLIDAY:
            type = when->part != 0 ? DM_TIME_TIME : DM_TIME_DATE;
            date = resolve_holiday(&t, when, value);
            break;
        case DM_W_DURATION:
            type = DM_TIME_DURATION;
            put_length(value, when->unit, when->amount);
            break;
        case DM_W_SET:
            type = DM_TIME_SET;
            if (when->weekday != 0)
                snprintf(value, sizeof value, "XXXX-WXX-%d", when->weekday);
            else if (when->unit == DM_U_WEEKEND)
                snprintf(value, sizeof value, "XXXX-WXX-WE");
            else if (when->part != 0)
                snprintf(value, sizeof value, "XXXX-XX-XXT%s", part_letters[when->part]);
            else if (when->season != 0)
                snprintf(value, sizeof value, "XXXX-%s", season_letters[when->season]);
            else if (when->month != 0)
                snprintf(value, sizeof value, "XXXX-%02d", when->month);
            else
                put_length(value, when->unit, when->amount);
            break;
        case DM_W_REF:
            snprintf(value, sizeof value, "%s",
                     when->ref == 0   ? "PRESENT_REF"
                     : when->ref == 1 ? "PAST_REF"
                                      : "FUTURE_REF");
            break;
        }
        dates[i] = date;
        /* a year alone that is far off is a comparison: "the worst since 1813" */
        bool aside = date.month == 0 && t.told.month != 0 && abs(date.year - t.told.year) > ASIDE;
        if (date.year > 0 && !aside) {
            t.told = date;
            t.told_sentence = r->tree->text->sentence_of[when->first];
            t.told_exact = when->kind == DM_W_DATE && when->exact;
        }
        out[i] = (dm_time){.span = {r->words[when->first].span.start, r->words[when->last - 1].span.end},
                           .first = when->first,
                           .last = when->last,
                           .type = type,
                           .value = dm_arena_copy(arena, dm_slice_of(value))};
    }
    return !arena->failed;
}
