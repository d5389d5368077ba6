/* Reading and looking up irregular forms. */
#include "grammar/irregular.h"

#include <stdlib.h>

static uint64_t key_of(uint64_t form, char kind) { return dm_mix(form, (uint64_t)(unsigned char)kind); }

static dm_status read_line(dm_irregular *out, dm_slice line, const char *file, uint32_t number, dm_error *error)
{
    dm_slice kind = dm_slice_next(&line, ' '), lemma = dm_slice_next(&line, '=');
    if ((!dm_slice_is(kind, "v") && !dm_slice_is(kind, "n")) || lemma.size == 0 || line.at == NULL)
        return dm_fail(error, DM_BAD_MODEL, file, number, 0, "not `v lemma = forms` or `n lemma = forms`");
    if (out->count == out->room) {
        uint32_t room = out->room == 0 ? 256 : out->room * 2;
        dm_slice *larger = realloc(out->lemmas, room * sizeof *larger);
        if (larger == NULL)
            return dm_fail(error, DM_NO_MEMORY, file, number, 0, "out of memory");
        out->lemmas = larger;
        out->room = room;
    }
    out->lemmas[out->count] = lemma;
    line = dm_slice_trim(line);
    while (line.at != NULL) {
        dm_slice form = dm_slice_next(&line, ' ');
        uint64_t key = key_of(dm_key(form.at, form.size), kind.at[0]);
        if (form.size != 0 && dm_map_get(&out->forms, key) == DM_NONE && !dm_map_set(&out->forms, key, out->count))
            return dm_fail(error, DM_NO_MEMORY, file, number, 0, "out of memory");
    }
    out->count++;
    return DM_OK;
}

dm_status dm_irregular_open(dm_resources *resources, dm_irregular *out, dm_error *error)
{
    static const char file[] = "data/grammar/irregular.txt";
    *out = (dm_irregular){0};
    dm_map_init(&out->forms);
    dm_slice bytes, line;
    uint32_t number = 0;
    dm_status status = dm_resources_get(resources, file, &bytes, error);
    while (status == DM_OK && dm_slice_line(&bytes, &line)) {
        number++;
        line = dm_slice_trim(line);
        if (line.size != 0 && line.at[0] != '#')
            status = read_line(out, line, file, number, error);
    }
    return status;
}

void dm_irregular_close(dm_irregular *irregular)
{
    dm_map_free(&irregular->forms);
    free(irregular->lemmas);
}

dm_slice dm_irregular_lemma(const dm_irregular *irregular, uint64_t form_key, unsigned xpos)
{
    char kind = xpos == DM_X_VBD || xpos == DM_X_VBN ? 'v' : xpos == DM_X_NNS ? 'n' : 0;
    uint32_t at = kind == 0 ? DM_NONE : dm_map_get(&irregular->forms, key_of(form_key, kind));
    return at == DM_NONE ? (dm_slice){NULL, 0} : irregular->lemmas[at];
}
