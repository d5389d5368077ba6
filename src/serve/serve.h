/* serve: HTTP requests -> answers and pages, from store and show.  Nothing is asked of other machines. */
#ifndef DM_SERVE_H
#define DM_SERVE_H

#include "show/show.h"

typedef struct dm_server dm_server;
/* Opens the coder that shows the trees of reports; says itself why it cannot. */
typedef dm_status dm_server_coder(void *context, dm_coder **out);
typedef struct dm_server_options {
    const char *database;      /* path of one that exists */
    const char *address;       /* IPv4 or IPv6 address to listen on; NULL: 127.0.0.1 */
    bool others;               /* addresses that other machines can reach are allowed; then nothing can be corrected */
    uint16_t port;             /* 0: any that is free */
    const char *const *hosts;  /* names by which requests may call this machine, besides localhost and addresses */
    size_t host_count;
    dm_server_coder *coder;    /* called once, on a thread of the server, when a tree is first asked for, and again only when it
                                  failed; NULL: no trees are shown */
    void *coder_context;       /* lives as long as the server */
} dm_server_options;

/* Begins to answer, on threads of its own.  The options need not live on.  DM_BAD_ARGUMENT: the address is none, or others
 * can reach it and that was not allowed; DM_IO: the port is taken, the database cannot be read; DM_BAD_DATABASE. */
dm_status dm_server_open(const dm_server_options *options, dm_server **out, dm_error *error);
/* "http://127.0.0.1:8642/", lent. */
const char *dm_server_url(const dm_server *server);
/* Ends answers that are under way, frees all. */
void dm_server_close(dm_server *server);

#endif
