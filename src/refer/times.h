/* Times and numbers inside the refer room: the word table, what a time's words say, and its value. */
#ifndef DM_TIMES_H
#define DM_TIMES_H

#include "refer/parts.h"

/* Classes of words in data/rules/times.txt, and of words with digits. */
typedef enum dm_time_class {
    DM_C_NONE,
    /* from the table, in the order of the names in times_words.c */
    DM_C_MONTH,
    DM_C_WEEKDAY,
    DM_C_WEEKDAYS,
    DM_C_UNIT,
    DM_C_UNITS,
    DM_C_LONG,
    DM_C_NUMBER,
    DM_C_SCALE,
    DM_C_DOZEN,
    DM_C_DOZENS,
    DM_C_SCALES,
    DM_C_VAGUE,
    DM_C_ORDINAL,
    DM_C_DECADE,
    DM_C_PART,
    DM_C_SEASON,
    DM_C_DAY,
    DM_C_NIGHT,
    DM_C_REF,
    DM_C_LAST,
    DM_C_NEXT,
    DM_C_THIS,
    DM_C_THAT,
    DM_C_EARLY,
    DM_C_EDGE,
    DM_C_AGO,
    DM_C_EARLIER,
    DM_C_LATER,
    DM_C_EVERY,
    DM_C_PER,
    DM_C_SETS,
    DM_C_ERA,
    DM_C_AGE,
    DM_C_AM,
    DM_C_PM,
    DM_C_OCLOCK,
    DM_C_ZONE,
    DM_C_HALF,
    DM_C_THE,
    DM_C_OF,
    DM_C_ARTICLE,
    DM_C_IN,
    DM_C_AND,
    DM_C_AT,
    DM_C_NOYEAR,
    DM_C_FUTURE,
    DM_C_ABOUT,
    DM_C_TABLE_COUNT,
    /* words with digits */
    DM_C_DIGITS,  /* 9, 25, 2023, 0100: value */
    DM_C_NTH,     /* 9th: value */
    DM_C_CLOCK,   /* 10:30: hour * 60 + minute */
    DM_C_DECADES, /* 1990s, '90s: value 199, or 1009 for '90s; mid-1990s too */
    DM_C_SHORT,   /* '99: value */
    DM_C_WHOLE,   /* a whole date in one word, 2023-11-09, 14.09.2019, 9/11/2023: value is a place in `whole` */
    DM_C_QUARTER, /* Q3: value */
    DM_C_WEEKNO,  /* W45: value */
    DM_C_HYPHEN,
    DM_C_FIGURE /* other words with digits: 1,460, 22.8 */
} dm_time_class;

/* Units: the letters of durations. */
typedef enum dm_time_unit {
    DM_U_NONE,
    DM_U_SECOND,
    DM_U_MINUTE,
    DM_U_HOUR,
    DM_U_DAY,
    DM_U_WEEK,
    DM_U_WEEKEND,
    DM_U_FORTNIGHT,
    DM_U_MONTH,
    DM_U_QUARTER,
    DM_U_YEAR,
    DM_U_DECADE,
    DM_U_CENTURY,
    DM_U_COUNT
} dm_time_unit;

typedef enum dm_day_part {
    DM_P_NONE,
    DM_P_MORNING,
    DM_P_NOON,
    DM_P_AFTERNOON,
    DM_P_EVENING,
    DM_P_NIGHT,
    DM_P_MIDNIGHT,
    DM_P_DAYTIME,
    DM_P_COUNT
} dm_day_part;

typedef enum dm_season { DM_S_NONE, DM_S_SPRING, DM_S_SUMMER, DM_S_AUTUMN, DM_S_WINTER, DM_S_COUNT } dm_season;

typedef struct dm_time_word {
    uint8_t class, also; /* a word may be of two classes: "second", "earlier" */
    uint8_t care;        /* 1 only with a capital, 2 only where its neighbours make it a time */
    uint8_t begins;      /* begins a holiday */
    int16_t value, also_value;
} dm_time_word;

typedef struct dm_holiday {
    uint8_t month, day;   /* fixed; month 0: not */
    uint8_t nth, weekday; /* with month: the nth (5: last) weekday (1 Monday) of it */
    bool easter;
    int16_t shift;         /* days from Easter */
    uint32_t first, count; /* dates of a lunar feast, in `dates` */
} dm_holiday;

struct dm_time_rules {
    bool no_memory;          /* while they are read */
    struct dm_figure_words *figures;
    dm_map words; /* key -> entry */
    dm_time_word *entries;
    uint32_t entry_count, entry_room;
    dm_phrases holiday_names;
    dm_holiday *holidays;
    uint32_t holiday_count, holiday_room;
    dm_date *dates;
    uint32_t date_count, date_room;
};

/* ---- What the words of a time say ---- */

typedef enum dm_when_kind { DM_W_DATE, DM_W_SHIFT, DM_W_DURATION, DM_W_SET, DM_W_REF, DM_W_HOLIDAY } dm_when_kind;
typedef enum dm_when_base {
    DM_B_FREE,   /* the tense decides: nearest before or after the report */
    DM_B_REPORT, /* counted from the day of the report */
    DM_B_TOLD    /* counted from the last date in the text */
} dm_when_base;

typedef struct dm_when {
    uint32_t first, last; /* words [first, last) */
    uint32_t anchor;      /* the word whose place in the tree gives the tense */
    uint8_t kind, base;
    int8_t turn;         /* last -1, this 0, next 1 with base DM_B_REPORT or DM_B_TOLD */
    bool turned;         /* turn is set */
    int16_t year;        /* 0: not said; of decades and centuries without the last digits */
    uint8_t dropped;     /* 1 decade, 2 century, else 0 */
    bool bc, short_year; /* short_year: '99, the 90s */
    uint8_t month, day, weekday, season, quarter, half, week, part;
    int8_t hour, minute; /* -1: not said */
    uint8_t zone;        /* 1: UTC; other zones are not kept */
    bool fiscal;
    dm_time_unit unit; /* of shifts, durations, sets */
    double amount;     /* of shifts (signed), durations, sets; negative infinity: not known ("a few") */
    uint32_t holiday;
    uint8_t ref; /* 0 PRESENT_REF, 1 PAST_REF, 2 FUTURE_REF */
    bool exact;  /* year said in words here */
    bool edge;   /* "earlier in the month", "the end of the year" */
} dm_when;

typedef DM_VECTOR(dm_when) dm_whens;

/* One document while its times are looked for. */
typedef struct dm_time_reading {
    const dm_time_rules *rules;
    const dm_tree *tree;
    const dm_word *words;
    dm_time_word *kinds; /* by word */
    uint32_t count;      /* words */
    uint32_t end;        /* end of the sentence in work */
    dm_date report;      /* year 0: none */
} dm_time_reading;

/* Classes of all words, one look-up a word. */
bool dm_time_kinds(dm_time_reading *reading, dm_arena *arena);
/* Whole dates in one word: what DM_C_WHOLE stands for. */
bool dm_time_whole(dm_slice form, dm_date *out);

static inline bool dm_time_is(const dm_time_reading *r, uint32_t word, dm_time_class class)
{
    return word < r->end && (r->kinds[word].class == class || r->kinds[word].also == class);
}
static inline int dm_time_value(const dm_time_reading *r, uint32_t word, dm_time_class class)
{
    return r->kinds[word].class == class ? r->kinds[word].value : r->kinds[word].also_value;
}

/* ---- Numbers ---- */

typedef struct dm_number {
    uint32_t first, last;    /* words [first, last) */
    double value, low, high; /* high is infinity when open */
    bool vague;              /* "dozens", "several": value is the least that is meant */
    bool words;              /* written in words */
    bool small_article;      /* "a", "an" */
} dm_number;
/* The number that begins at `first`, without "at least" and the like: "2.3 million", "twenty-five", "a dozen", "half a
 * million", "tens of thousands", "a third".  Numbers that do not fit a double are none. */
bool dm_number_read(const dm_time_reading *reading, uint32_t first, dm_number *out);

/* ---- Parts of the work ---- */

/* The time that begins at `first`, as long as it goes; false when none does. */
bool dm_time_match(const dm_time_reading *reading, uint32_t first, dm_when *out);
/* The year behind a month or day at `first`, ", 1918", "of that year": sets it and gives its end, or `first`. */
uint32_t dm_time_year_behind(const dm_time_reading *reading, uint32_t first, dm_when *when);
/* Tense that governs a word: -1 past, 0 not known, 1 future, 2 present. */
int dm_time_tense(const dm_time_reading *reading, uint32_t word);
/* Values of all, in text order. */
bool dm_times_resolve(const dm_time_reading *reading, dm_arena *arena, dm_whens *whens, dm_time *out);

#endif
