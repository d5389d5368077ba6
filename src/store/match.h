/* Inside of store: how questions match. */
#ifndef DM_STORE_MATCH_H
#define DM_STORE_MATCH_H

#include "code/record.h"

/* Whole words, whatever the case and diacritics: "erdogan" is in "President Erdoğan", "usa" is not in "Jerusalem". */
bool dm_text_holds(dm_slice text, dm_slice words);
/* "isr" begins "ISRGOV". */
bool dm_code_begins(dm_slice code, dm_slice with);
/* The name of a PLOVER type, of a status, as it stands in the tables, whatever the case; NULL when there is none. */
const char *dm_plover_called(const char *given);
const char *dm_status_called(const char *given);

/* Is there a letter or a digit in it? (functions.c) */
bool dm_has_word(dm_slice text);

#endif
