/* Corrections: what a reader says of an event.  The only request that changes anything. */
#include "serve/parts.h"

#include <jansson.h>

/* A text of the object, NULL when it is null or absent; *good turns false for anything else. */
static const char *text_of(const json_t *object, const char *name, bool *good)
{
    const json_t *value = json_object_get(object, name);
    if (value == NULL || json_is_null(value))
        return NULL;
    *good &= json_is_string(value) && strlen(json_string_value(value)) == json_string_length(value);
    return json_string_value(value);
}

/* {"document": "id" or "#12", "event": 0, "says": null to take back, or {"wrong", "cameo", "plover", "status", "date",
 * "sources", "targets", "note", "author"}} */
void dm_answer_correct(dm_answer *answer, dm_store *store, const char *body, size_t size)
{
    json_error_t why;
    json_t *root = json_loadb(body, size, JSON_REJECT_DUPLICATES, &why);
    const json_t *event = json_object_get(root, "event"), *says = json_object_get(root, "says");
    bool good = json_is_object(root) && json_is_integer(event) && json_integer_value(event) >= 0 && json_integer_value(event) < UINT32_MAX &&
                (json_is_null(says) || json_is_object(says));
    const char *document = text_of(root, "document", &good);
    dm_mending mending = {.wrong = json_is_true(json_object_get(says, "wrong")),
                          .cameo = text_of(says, "cameo", &good),
                          .plover = text_of(says, "plover", &good),
                          .status = text_of(says, "status", &good),
                          .date = text_of(says, "date", &good),
                          .sources = text_of(says, "sources", &good),
                          .targets = text_of(says, "targets", &good),
                          .note = text_of(says, "note", &good),
                          .author = text_of(says, "author", &good)};
    dm_error error = {0};
    if (!good || document == NULL) {
        dm_answer_error(answer, 400, "this is no correction");
    } else {
        dm_status status = dm_store_correct(store, document, (uint32_t)json_integer_value(event), json_is_null(says) ? NULL : &mending, &error);
        answer->code = 200;
        answer->type = "application/json";
        if (status == DM_OK)
            dm_buffer_print(&answer->body, "{\"done\":true}\n");
        else
            dm_answer_error(answer, status == DM_BAD_ARGUMENT ? 400 : 500, error.why[0] != '\0' ? error.why : dm_status_name(status));
    }
    json_decref(root);
}
