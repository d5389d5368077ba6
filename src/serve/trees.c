/* Trees of the sentences of a report.  A database does not keep them: the report is read again, by a coder that is opened
 * when the first one is asked for. */
#include "serve/parts.h"

#include <stdlib.h>

#define DM_TREES_MOST 200000 /* bytes of a text; more would keep the others waiting */

struct dm_trees {
    pthread_mutex_t lock; /* one report at a time */
    dm_server_coder *open;
    void *context;
    dm_coder *coder;
    dm_worker *worker;
};

dm_trees *dm_trees_new(dm_server_coder *open, void *context)
{
    dm_trees *trees = open == NULL ? NULL : calloc(1, sizeof *trees);
    if (trees == NULL)
        return NULL;
    pthread_mutex_init(&trees->lock, NULL);
    trees->open = open;
    trees->context = context;
    return trees;
}

void dm_trees_free(dm_trees *trees)
{
    if (trees == NULL)
        return;
    dm_worker_free(trees->worker);
    dm_coder_close(trees->coder);
    pthread_mutex_destroy(&trees->lock);
    free(trees);
}

typedef struct tree_answer {
    dm_answer *answer;
    dm_trees *trees;
    dm_error *error;
    const char *const *columns; /* lent during the reading */
    bool any;
} tree_answer;

static dm_status begin(void *context, const char *sql, const char *const *columns, size_t count)
{
    (void)sql, (void)count;
    ((tree_answer *)context)->columns = columns;
    return DM_OK;
}

static dm_status code(tree_answer *to, const dm_document *document, dm_slice by)
{
    dm_trees *trees = to->trees;
    dm_record *record = NULL;
    dm_buffer *out = &to->answer->body;
    dm_status status = DM_OK;
    if (document->text.size > DM_TREES_MOST)
        return dm_fail(to->error, DM_LIMIT, NULL, 0, 0, "the report is too long to show its trees");
    pthread_mutex_lock(&trees->lock);
    if (trees->coder == NULL)
        status = trees->open(trees->context, &trees->coder);
    if (status == DM_OK && trees->worker == NULL)
        status = dm_worker_new(trees->coder, &trees->worker);
    if (status == DM_OK)
        status = dm_worker_code(trees->worker, document, &record, to->error);
    if (status == DM_OK) {
        const char *identity = dm_coder_identity(trees->coder);
        dm_buffer_print(out, "{\"coder\":");
        dm_buffer_json(out, dm_slice_of(identity));
        dm_buffer_print(out, ",\"same\":%s,\"sentences\":", dm_slice_is(by, identity) ? "true" : "false");
        dm_show_trees_json(out, record, DM_OFFSETS_UTF16);
        dm_buffer_print(out, "}\n");
    }
    pthread_mutex_unlock(&trees->lock);
    dm_record_free(record);
    return status;
}

static dm_status row(void *context, const dm_value *values, size_t count)
{
    tree_answer *to = context;
    dm_document document = {.text = {NULL, 0}};
    dm_slice by = {NULL, 0};
    to->any = true;
    for (size_t i = 0; i < count; i++) {
        const struct {
            const char *name;
            dm_slice *slice;
        } parts[] = {{"id", &document.id},   {"title", &document.title}, {"outlet", &document.source},
                     {"url", &document.url}, {"text", &document.text},   {"coder", &by}};
        for (size_t k = 0; k < DM_COUNT(parts) && values[i].kind == DM_VALUE_TEXT; k++)
            if (strcmp(to->columns[i], parts[k].name) == 0)
                *parts[k].slice = values[i].text;
        if (strcmp(to->columns[i], "date") == 0 && values[i].kind == DM_VALUE_TEXT)
            dm_date_parse(values[i].text, &document.date);
    }
    return code(to, &document, by);
}

void dm_answer_trees(dm_answer *answer, dm_trees *trees, dm_store *store, const dm_asked *asked, size_t count)
{
    dm_error error = {0};
    tree_answer to = {.answer = answer, .trees = trees, .error = &error};
    dm_panel_reader reader = {&to, begin, row, 0};
    answer->code = 200;
    answer->type = "application/json";
    if (trees == NULL) {
        dm_answer_error(answer, 404, "trees are not shown here");
        return;
    }
    dm_status status = dm_store_panel(store, "article.document", asked, count, &reader, &error);
    if (answer->body.failed)
        status = DM_NO_MEMORY;
    if (status == DM_OK && !to.any)
        dm_answer_error(answer, 404, "there is no such report");
    else if (status != DM_OK)
        dm_answer_error(answer, status == DM_BAD_ARGUMENT ? 400 : status == DM_LIMIT ? 413 : 500,
                        error.why[0] != '\0' ? error.why : dm_status_name(status));
}
