/* Inside of serve: a request and its answer, the addresses that may be called, the files of the page. */
#ifndef DM_SERVE_PARTS_H
#define DM_SERVE_PARTS_H

#include "serve/serve.h"

#include <pthread.h>
#include <sys/socket.h>

#define DM_ASKED_MOST 24

/* Where to listen; text is for the URL ("127.0.0.1", "[::1]"). */
typedef struct dm_listen {
    struct sockaddr_storage at;
    socklen_t size;
    bool loopback;
    char text[64];
} dm_listen;
dm_status dm_listen_parse(const char *address, uint16_t port, dm_listen *out, dm_error *error);
/* Whether a request that calls us by this Host header may be answered: a page elsewhere can make a browser look up a name
 * of its own as our address, but cannot choose the name the browser then sends. */
bool dm_host_allowed(const char *host, const char *const *names, size_t name_count);

typedef enum dm_form { DM_FORM_JSON, DM_FORM_CSV, DM_FORM_SQL } dm_form;

/* An answer being made.  With `file` (CSV) all bytes are there and `body` is empty. */
typedef struct dm_answer {
    unsigned code;      /* of HTTP */
    const char *type;   /* media type */
    dm_buffer body;
    FILE *file;
    char name[64];      /* name for saving, "" */
} dm_answer;

/* A file of the page, NULL when there is none by this path ("/app.js"); addresses of views give the page itself. */
const dm_embedded *dm_page_file(const char *path, const char **type);
/* A view in some form, or an error. */
void dm_answer_view(dm_answer *answer, dm_store *store, const char *view, dm_form form, const dm_asked *asked, size_t count);
/* All views of an article in one object. */
void dm_answer_article(dm_answer *answer, dm_store *store, const dm_asked *asked, size_t count);
/* Incidents, each with its tellings. */
void dm_answer_incidents(dm_answer *answer, dm_store *store, dm_form form, const dm_asked *asked, size_t count);
/* The coder of trees, not opened yet; NULL: none, or out of memory. */
typedef struct dm_trees dm_trees;
dm_trees *dm_trees_new(dm_server_coder *open, void *context);
void dm_trees_free(dm_trees *trees);
/* The trees of a report: {"coder": identity, "same": whether it coded the report, "sentences": [...]}. */
void dm_answer_trees(dm_answer *answer, dm_trees *trees, dm_store *store, const dm_asked *asked, size_t count);
/* Does what a correction says; body is JSON. */
void dm_answer_correct(dm_answer *answer, dm_store *store, const char *body, size_t size);
/* The line of a data file that decided ("frames/assault.frames:12"). */
void dm_answer_rule(dm_answer *answer, const char *by);
/* Names of codes: CAMEO, countries; and the token that corrections must bring, NULL when none are taken. */
void dm_answer_words(dm_answer *answer, const char *token);
void dm_answer_error(dm_answer *answer, unsigned code, const char *why);

#endif
