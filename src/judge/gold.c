/* Reads gold files. */
#include "judge/parts.h"

#include <stdlib.h>

#define MOST_ENTRIES 5000u

static const char *const lists[] = {"entities", "events", "statements", "positions", "figures", "times", "places"};

static const char *const *needed_of(size_t list)
{
    static const char *const needed[][4] = {{"actor", NULL},
                                            {"trigger", "plover", "status", NULL},
                                            {"content_has", "kind", NULL},
                                            {"holder", "stance", "issue_has", NULL},
                                            {"span_has", NULL},
                                            {"text", "value", NULL},
                                            {"text", NULL}};
    return needed[list];
}

/* Every entry is an object with the texts that its list needs. */
static dm_status check_entry(const char *path, size_t list, size_t number, const json_t *entry, dm_error *error)
{
    if (!json_is_object(entry))
        return dm_fail(error, DM_BAD_INPUT, path, 0, 0, "%s[%zu] is not an object", lists[list], number);
    for (const char *const *name = needed_of(list); *name != NULL; name++)
        if (!json_is_string(json_object_get(entry, *name)))
            return dm_fail(error, DM_BAD_INPUT, path, 0, 0, "%s[%zu] has no text \"%s\"", lists[list], number, *name);
    if (list == 0 && !json_is_array(json_object_get(entry, "mentions")))
        return dm_fail(error, DM_BAD_INPUT, path, 0, 0, "entities[%zu] has no list \"mentions\"", number);
    if (list == 1) {
        const char *plover = json_string_value(json_object_get(entry, "plover"));
        bool known = false;
        for (int type = DM_AGREE; type <= DM_ASSAULT && !known; type++)
            known = strcmp(plover, dm_plover_name((dm_plover)type)) == 0;
        if (!known)
            return dm_fail(error, DM_BAD_INPUT, path, 0, 0, "events[%zu]: no such PLOVER type: \"%s\"", number, plover);
    }
    if (list == 4 && !json_is_number(json_object_get(entry, "value")))
        return dm_fail(error, DM_BAD_INPUT, path, 0, 0, "figures[%zu] has no number \"value\"", number);
    if (list == 6 && (!json_is_number(json_object_get(entry, "lat")) || !json_is_number(json_object_get(entry, "lon"))))
        return dm_fail(error, DM_BAD_INPUT, path, 0, 0, "places[%zu] has no numbers \"lat\" and \"lon\"", number);
    return DM_OK;
}

static dm_status check(const char *path, const json_t *root, dm_error *error)
{
    if (!json_is_object(root))
        return dm_fail(error, DM_BAD_INPUT, path, 1, 0, "a gold file is one JSON object");
    for (size_t list = 0; list < DM_COUNT(lists); list++) {
        const json_t *entries = json_object_get(root, lists[list]);
        if (entries == NULL)
            continue;
        if (!json_is_array(entries))
            return dm_fail(error, DM_BAD_INPUT, path, 0, 0, "\"%s\" is not a list", lists[list]);
        if (json_array_size(entries) > MOST_ENTRIES)
            return dm_fail(error, DM_LIMIT, path, 0, 0, "\"%s\" has more than %u entries", lists[list], MOST_ENTRIES);
        for (size_t i = 0; i < json_array_size(entries); i++) {
            dm_status status = check_entry(path, list, i, json_array_get(entries, i), error);
            if (status != DM_OK)
                return status;
        }
    }
    return DM_OK;
}

static dm_slice text_at(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    return json_is_string(value) ? (dm_slice){json_string_value(value), json_string_length(value)} : (dm_slice){NULL, 0};
}

dm_status dm_gold_open(const char *path, dm_gold **out, dm_error *error)
{
    dm_file file;
    json_error_t wrong;
    *out = NULL;
    dm_status status = dm_file_open(path, &file, error);
    if (status != DM_OK)
        return status;
    json_t *root = json_loadb(file.at == NULL ? "" : file.at, file.size, 0, &wrong);
    dm_file_close(&file);
    if (root == NULL)
        return dm_fail(error, DM_BAD_INPUT, path, (uint32_t)(wrong.line > 0 ? wrong.line : 0), 0, "no JSON: %s", wrong.text);
    status = check(path, root, error);
    dm_gold *gold = status == DM_OK ? calloc(1, sizeof *gold) : NULL;
    if (gold == NULL) {
        json_decref(root);
        return status != DM_OK ? status : dm_fail(error, DM_NO_MEMORY, path, 0, 0, "out of memory");
    }
    gold->root = root;
    snprintf(gold->path, sizeof gold->path, "%s", path);
    const json_t *document = json_object_get(root, "document");
    gold->document.id = text_at(document, "id");
    gold->document.title = text_at(document, "title");
    gold->document.text = text_at(document, "text");
    dm_slice date = text_at(document, "date");
    if (date.size != 0 && !dm_date_parse(date, &gold->document.date)) {
        dm_gold_close(gold);
        return dm_fail(error, DM_BAD_INPUT, path, 0, 0, "the date of the document is no date");
    }
    *out = gold;
    return DM_OK;
}

void dm_gold_close(dm_gold *gold)
{
    if (gold == NULL)
        return;
    json_decref(gold->root);
    free(gold);
}

const dm_document *dm_gold_document(const dm_gold *gold) { return &gold->document; }
