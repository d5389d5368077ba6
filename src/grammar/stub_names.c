/* Placeholder until names are recognised: finds none. */
#include "grammar/names.h"

struct dm_names {
    char nothing;
};

dm_status dm_names_open(dm_resources *resources, dm_names **out, dm_error *error)
{
    static dm_names only;
    (void)resources, (void)error;
    *out = &only;
    return DM_OK;
}

void dm_names_close(dm_names *names) { (void)names; }

dm_status dm_names_find(const dm_names *names, dm_arena *arena, const dm_text *text, dm_tree *tree)
{
    (void)names, (void)arena, (void)text;
    tree->names = NULL;
    tree->name_count = 0;
    return DM_OK;
}
