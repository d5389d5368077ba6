/* Figures: placeholder until the numbers are looked for. */
#include "refer/times.h"

dm_status dm_figures_find(const dm_time_rules *rules, dm_arena *arena, const dm_document *document, const dm_tree *tree,
                          dm_references *out)
{
    (void)rules, (void)document;
    out->figure_of = dm_arena_alloc(arena, tree->text->word_count * sizeof *out->figure_of);
    if (out->figure_of == NULL)
        return DM_NO_MEMORY;
    memset(out->figure_of, 0xFF, tree->text->word_count * sizeof *out->figure_of);
    return DM_OK;
}
