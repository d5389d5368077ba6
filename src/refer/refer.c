/* The refer room: opens its parts and runs them in order. */
#include "refer/actors.h"

#include <stdlib.h>

struct dm_dictionary {
    dm_time_rules *times;
    dm_gazetteer *places;
    dm_cast *cast;
};

dm_status dm_dictionary_open(dm_resources *resources, const dm_options *options, dm_dictionary **out, dm_error *error)
{
    dm_dictionary *dictionary = calloc(1, sizeof *dictionary);
    *out = dictionary;
    if (dictionary == NULL)
        return dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    dm_status status = dm_time_rules_open(resources, &dictionary->times, error);
    if (status == DM_OK)
        status = dm_gazetteer_open(resources, options->places, &dictionary->places, error);
    if (status == DM_OK)
        status = dm_cast_open(resources, options->actors, options->actor_count, &dictionary->cast, error);
    return status;
}

const dm_remark *dm_dictionary_remarks(const dm_dictionary *dictionary, size_t *count)
{
    *count = dictionary->cast->remarks.count;
    return dictionary->cast->remarks.at;
}

void dm_dictionary_close(dm_dictionary *dictionary)
{
    if (dictionary == NULL)
        return;
    dm_cast_close(dictionary->cast);
    dm_gazetteer_close(dictionary->places);
    dm_time_rules_close(dictionary->times);
    free(dictionary);
}

dm_slice dm_dictionary_entry(const dm_dictionary *dictionary, dm_arena *arena, uint32_t entry, bool role)
{
    const dm_cast *cast = dictionary->cast;
    if (entry >= (role ? cast->agents.count : cast->actors.count))
        return (dm_slice){NULL, 0};
    dm_slice file = dm_cast_text(cast, cast->files.at[role ? cast->agents.at[entry].file : cast->actors.at[entry].file]);
    return dm_arena_print(arena, "%.*s:%u", (int)file.size, file.at,
                          (unsigned)(role ? cast->agents.at[entry].line : cast->actors.at[entry].line));
}

dm_status dm_refer(const dm_dictionary *dictionary, dm_arena *arena, const dm_document *document, const dm_tree *tree,
                   dm_references *out, dm_error *error)
{
    (void)error;
    memset(out, 0, sizeof *out);
    dm_status status = dm_times_find(dictionary->times, arena, document, tree, out);
    if (status == DM_OK)
        status = dm_figures_find(dictionary->times, arena, document, tree, out);
    if (status == DM_OK)
        status = dm_places_find(dictionary->places, arena, document, tree, out);
    if (status == DM_OK)
        status = dm_actors_find(dictionary->cast, arena, document, tree, out);
    return status;
}
