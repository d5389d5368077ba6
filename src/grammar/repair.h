/* Mends trees after parsing, before their children are linked. */
#ifndef DM_GRAMMAR_REPAIR_H
#define DM_GRAMMAR_REPAIR_H
#include "grammar/irregular.h"
#include "grammar/tree.h"

/* Heads and relations of `tree` where words alone tell that they are wrong.  Needs heads, relations, tags and lemmas; every
 * sentence stays a tree with one root.  `forms` tells verbs in headlines.  Linear in the number of words. */
void dm_repair(dm_tree *tree, const dm_irregular *forms);

#endif
