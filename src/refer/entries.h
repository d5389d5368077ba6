/* Reading entries into the cast: what the readers of the formats share.  cast.c reads our own, foreign.c those of TABARI and
 * PETRARCH; lint.c looks at what they have read. */
#ifndef DM_REFER_ENTRIES_H
#define DM_REFER_ENTRIES_H

#include "refer/actors.h"

/* A file being read. */
typedef struct dm_reading {
    dm_cast *cast;
    const char *file;
    const char *text;   /* its bytes from the start: places in it are offsets from here */
    uint32_t line;      /* 1-based, of the entry being read */
    dm_error *error;
} dm_reading;

/* Fails with file, line, byte and the words that are wrong. */
dm_status dm_entry_bad(const dm_reading *reading, const char *why, dm_slice what);
/* Remembers what was passed over or read otherwise than written (cast->remarks); `at` is its place in the file, or NULL. */
dm_status dm_entry_remark(const dm_reading *reading, const char *at, const char *why, dm_slice what);

typedef struct dm_alias_way {
    bool agent, fullest, ambiguous;
    bool cased;         /* some word of it must begin with a capital, whichever; else what the alias itself shows counts */
    bool stem;          /* the last word is a stem */
} dm_alias_way;
/* A way to write the actor or agent `entry`; `at` is where the file says it. */
dm_status dm_entry_alias(const dm_reading *reading, dm_slice text, const char *at, uint32_t entry, dm_alias_way way);
/* A new actor with held_count codes from cast->held.at[held]. */
dm_status dm_entry_actor(const dm_reading *reading, dm_cast_kind kind, dm_slice name, uint32_t held, uint32_t held_count,
                         uint32_t *actor);
/* The entry of ours that is written so, or DM_NONE; agents when `agent`. */
uint32_t dm_entry_known(const dm_cast *cast, dm_slice text, bool agent);

/* Whether a file is a dictionary of TABARI or PETRARCH by what it holds, and reading it: what cannot be read is remarked on
 * and passed over. */
bool dm_entries_foreign(dm_slice text);
dm_status dm_entries_read_foreign(const dm_reading *reading, dm_slice text);

/* Reads a file of the user's own, in whatever format.  With `lenient` lines of our format that cannot be read are remarked
 * on too, else they fail. */
dm_status dm_entries_read_own(dm_cast *cast, const char *path, dm_slice text, bool lenient, dm_error *error);

#endif
