/* Reading and looking up forms that the lemma rules do not guess. */
#include "grammar/irregular.h"

#include <stdlib.h>

static uint64_t key_of(uint64_t form, char kind) { return dm_mix(form, (uint64_t)(unsigned char)kind); }

/* Room for one more lemma. */
static bool make_room(dm_irregular *out)
{
    if (out->count < out->room)
        return true;
    uint32_t room = out->room == 0 ? 1024 : out->room * 2;
    dm_slice *larger = realloc(out->lemmas, room * sizeof *larger);
    if (larger == NULL)
        return false;
    out->lemmas = larger;
    out->room = room;
    return true;
}

static dm_status read_line(dm_irregular *out, dm_slice line, const char *file, uint32_t number, dm_error *error)
{
    dm_slice kind = dm_slice_next(&line, ' '), lemma = dm_slice_next(&line, '=');
    if ((!dm_slice_is(kind, "v") && !dm_slice_is(kind, "n")) || lemma.size == 0 || line.at == NULL)
        return dm_fail(error, DM_BAD_MODEL, file, number, 0, "not `v lemma = forms` or `n lemma = forms`");
    if (!make_room(out))
        return dm_fail(error, DM_NO_MEMORY, file, number, 0, "out of memory");
    out->lemmas[out->count] = lemma;
    if (kind.at[0] == 'v' && !dm_map_set(&out->forms, key_of(dm_key(lemma.at, lemma.size), 'b'), out->count))
        return dm_fail(error, DM_NO_MEMORY, file, number, 0, "out of memory");
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

/* A form made of a verb's stem and an ending; a form that is there already stays. */
static bool add_form(dm_irregular *out, const char *stem, size_t size, const char *ending, char kind)
{
    char form[64];
    memcpy(form, stem, size);
    memcpy(form + size, ending, strlen(ending));
    uint64_t key = key_of(dm_key(form, size + strlen(ending)), kind);
    return dm_map_get(&out->forms, key) != DM_NONE || dm_map_set(&out->forms, key, out->count);
}

static bool add_forms(dm_irregular *out, dm_slice verb, bool doubled)
{
    char stem[48];
    size_t size = verb.size;
    memcpy(stem, verb.at, size);
    char last = stem[size - 1], before = stem[size - 2];
    bool vowel_before = strchr("aeiou", before) != NULL;
    if (doubled) {
        stem[size] = last;
        return add_form(out, stem, size + 1, "ed", 'v') && add_form(out, stem, size + 1, "ing", 'g') &&
               add_form(out, stem, size, "s", 's');
    }
    if (last == 'e' && before == 'i')
        return add_form(out, stem, size, "d", 'v') && add_form(out, stem, size, "s", 's') && add_form(out, stem, size - 2, "ying", 'g');
    if (last == 'e')
        return add_form(out, stem, size, "d", 'v') && add_form(out, stem, size, "s", 's') &&
               add_form(out, stem, before == 'e' ? size : size - 1, "ing", 'g');
    if (last == 'y' && !vowel_before)
        return add_form(out, stem, size - 1, "ied", 'v') && add_form(out, stem, size - 1, "ies", 's') && add_form(out, stem, size, "ing", 'g');
    bool hisses = strchr("sxz", last) != NULL || (last == 'h' && (before == 'c' || before == 's')) || last == 'o';
    return add_form(out, stem, size, "ed", 'v') && add_form(out, stem, size, "ing", 'g') && add_form(out, stem, size, hisses ? "es" : "s", 's');
}

/* Verbs with regular forms, see the file. */
static dm_status read_verbs(dm_irregular *out, dm_slice line, const char *file, uint32_t number, dm_error *error)
{
    while (line.at != NULL) {
        dm_slice verb = dm_slice_next(&line, ' ');
        if (verb.size == 0)
            continue;
        char mark = verb.at[verb.size - 1];
        if (mark == '+' || mark == '*')
            verb.size--;
        bool good = verb.size >= 3 && verb.size <= 40;
        for (size_t i = 0; good && i < verb.size; i++)
            good = verb.at[i] >= 'a' && verb.at[i] <= 'z';
        if (!good)
            return dm_fail(error, DM_BAD_MODEL, file, number, 0, "\"%.*s\" is no verb of small letters", (int)(verb.size < 40 ? verb.size : 40), verb.at);
        if (!make_room(out))
            return dm_fail(error, DM_NO_MEMORY, file, number, 0, "out of memory");
        out->lemmas[out->count] = verb;
        if (!dm_map_set(&out->forms, key_of(dm_key(verb.at, verb.size), 'b'), out->count))
            return dm_fail(error, DM_NO_MEMORY, file, number, 0, "out of memory");
        if ((mark == '+' || mark == '*') && !add_forms(out, verb, true))
            return dm_fail(error, DM_NO_MEMORY, file, number, 0, "out of memory");
        if (mark != '+' && !add_forms(out, verb, false))
            return dm_fail(error, DM_NO_MEMORY, file, number, 0, "out of memory");
        out->count++;
    }
    return DM_OK;
}

dm_status dm_irregular_open(dm_resources *resources, dm_irregular *out, dm_error *error)
{
    static const char *const files[] = {"data/grammar/irregular.txt", "data/grammar/verbs.txt"};
    *out = (dm_irregular){0};
    dm_map_init(&out->forms);
    dm_status status = DM_OK;
    for (int f = 0; f < 2 && status == DM_OK; f++) {
        dm_slice bytes, line;
        uint32_t number = 0;
        status = dm_resources_get(resources, files[f], &bytes, error);
        while (status == DM_OK && dm_slice_line(&bytes, &line)) {
            number++;
            line = dm_slice_trim(line);
            if (line.size != 0 && line.at[0] != '#')
                status = (f == 0 ? read_line : read_verbs)(out, line, files[f], number, error);
        }
    }
    return status;
}

void dm_irregular_close(dm_irregular *irregular)
{
    dm_map_free(&irregular->forms);
    free(irregular->lemmas);
}

dm_slice dm_irregular_lemma(const dm_irregular *irregular, uint64_t form_key, unsigned upos, unsigned xpos)
{
    bool verb = upos == DM_VERB || upos == DM_AUX;  /* not "the killing", "an alleged plot" */
    char kind = xpos == DM_X_NNS ? 'n' : !verb ? 0 : xpos == DM_X_VBD || xpos == DM_X_VBN ? 'v' : xpos == DM_X_VBG ? 'g' : xpos == DM_X_VBZ ? 's' : 0;
    uint32_t at = kind == 0 ? DM_NONE : dm_map_get(&irregular->forms, key_of(form_key, kind));
    /* "rebels sank a ship" tagged as a present: no verb is called so */
    if (kind == 0 && upos == DM_VERB && dm_map_get(&irregular->forms, key_of(form_key, 'b')) == DM_NONE)
        at = dm_map_get(&irregular->forms, key_of(form_key, 'v'));
    return at == DM_NONE ? (dm_slice){NULL, 0} : irregular->lemmas[at];
}
