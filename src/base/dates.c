/* Civil dates of the proleptic Gregorian calendar. */
#include "base/base.h"

int dm_days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12)
        return 0;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

bool dm_date_parse(dm_slice slice, dm_date *out)
{
    uint32_t year, month = 0, day = 0;
    if (slice.size != 4 && slice.size != 7 && slice.size != 10)
        return false;
    if (!dm_slice_number((dm_slice){slice.at, 4}, &year) || year == 0)
        return false;
    if (slice.size >= 7 && (slice.at[4] != '-' || !dm_slice_number((dm_slice){slice.at + 5, 2}, &month) || month == 0 ||
                            month > 12))
        return false;
    if (slice.size == 10 && (slice.at[7] != '-' || !dm_slice_number((dm_slice){slice.at + 8, 2}, &day) || day == 0 ||
                             (int)day > dm_days_in_month((int)year, (int)month)))
        return false;
    *out = (dm_date){(int16_t)year, (uint8_t)month, (uint8_t)day};
    return true;
}

/* Howard Hinnant, "chrono-compatible low-level date algorithms" (days_from_civil, civil_from_days). */
int32_t dm_date_days(dm_date date)
{
    int32_t year = date.year, month = date.month == 0 ? 1 : date.month, day = date.day == 0 ? 1 : date.day;
    year -= month <= 2;
    int32_t era = (year >= 0 ? year : year - 399) / 400;
    int32_t of_era = year - era * 400;
    int32_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

dm_date dm_date_of_days(int32_t days)
{
    days += 719468;
    int32_t era = (days >= 0 ? days : days - 146096) / 146097;
    int32_t of_era = days - era * 146097;
    int32_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int32_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t shifted = (5 * of_year + 2) / 153;
    int32_t month = shifted < 10 ? shifted + 3 : shifted - 9;
    int32_t year = year_of_era + era * 400 + (month <= 2);
    return (dm_date){(int16_t)year, (uint8_t)month, (uint8_t)(of_year - (153 * shifted + 2) / 5 + 1)};
}

int dm_date_weekday(dm_date date)
{
    int32_t shifted = (dm_date_days(date) + 3) % 7;  /* 1970-01-01 was a Thursday */
    return (int)(shifted < 0 ? shifted + 7 : shifted);
}

int dm_date_compare(dm_date a, dm_date b)
{
    if (a.year != b.year)
        return a.year < b.year ? -1 : 1;
    if (a.month == 0 || b.month == 0 || a.month == b.month)
        return a.month == 0 || b.month == 0 || a.day == 0 || b.day == 0 || a.day == b.day ? 0 : a.day < b.day ? -1 : 1;
    return a.month < b.month ? -1 : 1;
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
