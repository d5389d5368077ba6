/* Inside of store: how questions match. */
#ifndef DM_STORE_MATCH_H
#define DM_STORE_MATCH_H

#include "base/base.h"

/* Whole words, whatever the case and diacritics: "erdogan" is in "President Erdoğan", "usa" is not in "Jerusalem". */
bool dm_text_holds(dm_slice text, dm_slice words);
/* "isr" begins "ISRGOV". */
bool dm_code_begins(dm_slice code, dm_slice with);
/* First and last day (since 1970-01-01) that a TIMEX3 value covers: day, month, year, decade, ISO week, weekend,
 * quarter, half, interval.  false for others ("PAST_REF"). */
bool dm_value_days(dm_slice value, int32_t *first, int32_t *last);

#endif
