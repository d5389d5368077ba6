/* Forms whose lemma no rule of endings gives: irregular ones of verbs and nouns (data/grammar/irregular.txt), and those of regular
 * verbs that the treebanks do not show (data/grammar/verbs.txt). */
#ifndef DM_IRREGULAR_H
#define DM_IRREGULAR_H

#include "grammar/tree.h"

typedef struct dm_irregular {
    dm_map forms;        /* folded form mixed with the kind -> number of the lemma */
    dm_slice *lemmas;    /* lent by the resources */
    uint32_t count, room;
} dm_irregular;

dm_status dm_irregular_open(dm_resources *resources, dm_irregular *out, dm_error *error);
void dm_irregular_close(dm_irregular *irregular);
/* The lemma of a form of a verb or a plural that is listed, or {NULL, 0}. */
dm_slice dm_irregular_lemma(const dm_irregular *irregular, uint64_t form_key, unsigned upos, unsigned xpos);

#endif
