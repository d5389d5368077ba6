/* Inside the grammar of times: words by their neighbours, and the parts shared by times_dates.c and times_match.c.
 * Functions named _at give the word behind what they found at `i`, or 0. */
#ifndef DM_TIMES_GRAMMAR_H
#define DM_TIMES_GRAMMAR_H

#include "refer/times.h"

#include <math.h>

typedef const dm_time_reading reading;

static inline bool is(reading *r, uint32_t word, dm_time_class class) { return dm_time_is(r, word, class); }
static inline int value(reading *r, uint32_t word, dm_time_class class) { return dm_time_value(r, word, class); }
static inline bool form(reading *r, uint32_t word, const char *text)
{
    return word < r->end && dm_slice_is(r->words[word].form, text);
}
static inline bool joined(reading *r, uint32_t word) { return word > 0 && !(r->words[word - 1].flags & DM_WORD_SPACE); }
static inline bool comma(reading *r, uint32_t word) { return form(r, word, ","); }
static inline bool capital(reading *r, uint32_t word) { return (r->words[word].flags & DM_WORD_CAPITAL) != 0; }
static inline uint8_t xpos(reading *r, uint32_t word)
{
    return word < r->end ? r->tree->tokens[word].xpos : (uint8_t)DM_X_NONE;
}
static inline bool is_unit(reading *r, uint32_t word) { return is(r, word, DM_C_UNIT) || is(r, word, DM_C_UNITS); }
static inline dm_time_unit unit(reading *r, uint32_t word)
{
    return (dm_time_unit)value(r, word, is(r, word, DM_C_UNIT) ? DM_C_UNIT : DM_C_UNITS);
}
static inline uint32_t sentence_first(reading *r, uint32_t word)
{
    return word < r->end ? r->tree->text->sentences[r->tree->text->sentence_of[word]].first : word;
}

static inline void begin(dm_when *when, uint32_t first)
{
    *when = (dm_when){.first = first, .last = first, .anchor = first, .hour = -1, .minute = -1, .holiday = DM_NONE};
}

/* A month, a weekday: words such as "may", "march", "sun" only where their neighbours make them one. */
bool dm_time_is_month(reading *r, uint32_t i);
bool dm_time_is_weekday(reading *r, uint32_t i);
/* A day of a month in digits, 1 to 31, or 0. */
int dm_time_day_at(reading *r, uint32_t i);
uint32_t dm_time_clock_at(reading *r, uint32_t i, dm_when *when);
uint32_t dm_time_calendar_at(reading *r, uint32_t i, dm_when *when);
/* A date without determiner and modifier. */
uint32_t dm_time_date_at(reading *r, uint32_t i, dm_when *when);
/* A part of the day behind a date ending at `i`: its end, or `i`. */
uint32_t dm_time_part_behind(reading *r, uint32_t i, dm_when *when);

#endif
