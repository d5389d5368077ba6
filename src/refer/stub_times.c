/* Placeholder until times and figures are built. */
#include "refer/parts.h"

struct dm_time_rules { char nothing; };
static dm_time_rules only;
dm_status dm_time_rules_open(dm_resources *resources, dm_time_rules **out, dm_error *error)
{
    (void)resources, (void)error;
    *out = &only;
    return DM_OK;
}
void dm_time_rules_close(dm_time_rules *rules) { (void)rules; }
static uint32_t *nothing(dm_arena *arena, const dm_tree *tree)
{
    uint32_t *of = dm_arena_alloc(arena, tree->text->word_count * sizeof *of);
    if (of != NULL)
        memset(of, 0xFF, tree->text->word_count * sizeof *of);
    return of;
}
dm_status dm_times_find(const dm_time_rules *rules, dm_arena *arena, const dm_document *document, const dm_tree *tree,
                        dm_references *out)
{
    (void)rules, (void)document;
    out->time_of = nothing(arena, tree);
    return DM_OK;
}
dm_status dm_figures_find(const dm_time_rules *rules, dm_arena *arena, const dm_document *document, const dm_tree *tree,
                          dm_references *out)
{
    (void)rules, (void)document;
    out->figure_of = nothing(arena, tree);
    return DM_OK;
}
