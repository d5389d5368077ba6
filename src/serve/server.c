/* Listening, who may ask, and which answer a request gets. */
#include "serve/parts.h"

#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#define DM_SERVER_THREADS 4
#define DM_SERVER_CONNECTIONS 256
#define DM_SERVER_IDLE 60 /* seconds */
#define DM_HOSTS_MOST 16
#define DM_BODY_MOST 65536

struct dm_server {
    struct MHD_Daemon *daemon;
    dm_store *stores[DM_SERVER_THREADS]; /* one for each request that is being answered */
    bool busy[DM_SERVER_THREADS];
    pthread_mutex_t lock;
    pthread_cond_t free_one;
    char url[96];
    char token[33];                      /* what a page of ours has read, and no other page can; "": corrections are not taken */
    const char *hosts[DM_HOSTS_MOST];
    size_t host_count;
    dm_trees *trees;
};

static dm_store *take(dm_server *server, int *which)
{
    pthread_mutex_lock(&server->lock);
    for (*which = 0;;) {
        for (int i = 0; i < DM_SERVER_THREADS; i++)
            if (!server->busy[i]) {
                server->busy[i] = true;
                *which = i;
                pthread_mutex_unlock(&server->lock);
                return server->stores[i];
            }
        pthread_cond_wait(&server->free_one, &server->lock);
    }
}

static void give(dm_server *server, int which)
{
    pthread_mutex_lock(&server->lock);
    server->busy[which] = false;
    pthread_cond_signal(&server->free_one);
    pthread_mutex_unlock(&server->lock);
}

/* ---- Answers ------------------------------------------------------------------------------------------------------ */

static enum MHD_Result send_response(struct MHD_Connection *connection, unsigned code, struct MHD_Response *response,
                                     const char *type, const char *keep)
{
    static const char *const headers[][2] = {
        {"Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Cross-Origin-Opener-Policy", "same-origin"}};
    if (response == NULL)
        return MHD_NO;
    for (size_t i = 0; i < DM_COUNT(headers); i++)
        MHD_add_response_header(response, headers[i][0], headers[i][1]);
    if (type != NULL)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, keep);
    if (code == MHD_HTTP_METHOD_NOT_ALLOWED)
        MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD, POST");
    enum MHD_Result result = MHD_queue_response(connection, code, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result send_answer(struct MHD_Connection *connection, dm_answer *answer)
{
    struct MHD_Response *response = NULL;
    if (answer->body.failed && answer->file == NULL) {
        static const char sorry[] = "{\"error\":\"out of memory\"}\n";
        answer->code = 500;
        response = MHD_create_response_from_buffer(sizeof sorry - 1, (void *)sorry, MHD_RESPMEM_PERSISTENT);
    } else if (answer->file != NULL) {
        long size = ftell(answer->file);
        int copy = dup(fileno(answer->file)); /* the response closes its own */
        if (size >= 0 && copy >= 0)
            response = MHD_create_response_from_fd64((uint64_t)size, copy);
        if (response == NULL && copy >= 0)
            close(copy);
        fclose(answer->file);
        answer->file = NULL;
    } else {
        response = MHD_create_response_from_buffer_with_free_callback(answer->body.size, answer->body.at, free);
        if (response != NULL)
            answer->body = (dm_buffer){NULL, 0, 0, false};
    }
    if (response != NULL && answer->name[0] != '\0') {
        char text[128];
        snprintf(text, sizeof text, "attachment; filename=\"%s\"", answer->name);
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_DISPOSITION, text);
    }
    enum MHD_Result result = send_response(connection, answer->code, response, answer->type, "no-store");
    dm_buffer_free(&answer->body);
    return result;
}

static enum MHD_Result send_error(struct MHD_Connection *connection, unsigned code, const char *why)
{
    dm_answer answer = {0};
    dm_answer_error(&answer, code, why);
    return send_answer(connection, &answer);
}

static enum MHD_Result send_file(struct MHD_Connection *connection, const dm_embedded *file, const char *type)
{
    char tag[24];
    size_t size = (size_t)(file->end - file->at);
    snprintf(tag, sizeof tag, "\"%016llx\"", (unsigned long long)dm_hash(file->at, size));
    const char *has = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_IF_NONE_MATCH);
    bool same = has != NULL && strcmp(has, tag) == 0;
    struct MHD_Response *response =
        MHD_create_response_from_buffer(same ? 0 : size, (void *)file->at, MHD_RESPMEM_PERSISTENT);
    if (response != NULL)
        MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, tag);
    return send_response(connection, same ? MHD_HTTP_NOT_MODIFIED : MHD_HTTP_OK, response, type, "no-cache");
}

/* ---- Requests ------------------------------------------------------------------------------------------------------ */

typedef struct asked_list {
    dm_asked at[DM_ASKED_MOST];
    size_t count;
    const char *wrong;
} asked_list;

static enum MHD_Result note_asked(void *context, enum MHD_ValueKind kind, const char *name, const char *value)
{
    asked_list *list = context;
    (void)kind;
    value = value == NULL ? "" : value;
    if (dm_utf8_check(name, strlen(name)) != strlen(name) || dm_utf8_check(value, strlen(value)) != strlen(value))
        list->wrong = "the question is not UTF-8";
    else if (list->count == DM_ASKED_MOST)
        list->wrong = "too many parts of a question";
    else
        list->at[list->count++] = (dm_asked){name, value};
    return list->wrong == NULL ? MHD_YES : MHD_NO;
}

static enum MHD_Result answer_api(dm_server *server, struct MHD_Connection *connection, const char *path)
{
    dm_answer answer = {0};
    asked_list asked = {.count = 0};
    MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, note_asked, &asked);
    if (asked.wrong != NULL)
        return send_error(connection, 400, asked.wrong);
    if (strcmp(path, "words") == 0) {
        dm_answer_words(&answer, server->token[0] != '\0' ? server->token : NULL);
        return send_answer(connection, &answer);
    }
    if (strcmp(path, "rule") == 0) {
        dm_answer_rule(&answer, asked.count == 1 && strcmp(asked.at[0].name, "by") == 0 ? asked.at[0].value : NULL);
        return send_answer(connection, &answer);
    }
    char view[48];
    size_t size = strlen(path);
    dm_form form = DM_FORM_JSON;
    if (size > 4 && strcmp(path + size - 4, ".csv") == 0)
        form = DM_FORM_CSV, size -= 4;
    else if (size > 4 && strcmp(path + size - 4, ".sql") == 0)
        form = DM_FORM_SQL, size -= 4;
    if (size >= sizeof view)
        return send_error(connection, 404, "there is no such view");
    memcpy(view, path, size);
    view[size] = '\0';
    int which;
    dm_store *store = take(server, &which);
    if (strcmp(view, "article") == 0 && form == DM_FORM_JSON)
        dm_answer_article(&answer, store, asked.at, asked.count);
    else if (strcmp(view, "trees") == 0 && form == DM_FORM_JSON)
        dm_answer_trees(&answer, server->trees, store, asked.at, asked.count);
    else if (strcmp(view, "incidents") == 0)
        dm_answer_incidents(&answer, store, form, asked.at, asked.count);
    else
        dm_answer_view(&answer, store, view, form, asked.at, asked.count);
    give(server, which);
    return send_answer(connection, &answer);
}

/* What a request has brought so far. */
typedef struct request {
    dm_buffer body;
    bool too_long;
} request;

static const char *header(struct MHD_Connection *connection, const char *name)
{
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

/* Only our own page may correct: a page elsewhere cannot read the token, nor send such a header or type without asking
 * first, which is not answered. */
static enum MHD_Result answer_correct(dm_server *server, struct MHD_Connection *connection, const request *asked)
{
    const char *token = header(connection, "X-Demarche-Token"), *origin = header(connection, MHD_HTTP_HEADER_ORIGIN),
               *host = header(connection, MHD_HTTP_HEADER_HOST), *type = header(connection, MHD_HTTP_HEADER_CONTENT_TYPE);
    if (server->token[0] == '\0')
        return send_error(connection, MHD_HTTP_FORBIDDEN, "corrections are not taken here");
    bool same = origin != NULL && strncmp(origin, "http://", 7) == 0 && strcmp(origin + 7, host) == 0;
    unsigned differs = token == NULL || strlen(token) != strlen(server->token);
    for (size_t i = 0; differs == 0 && i < sizeof server->token; i++)
        differs |= (unsigned)(token[i] ^ server->token[i]);
    if (!same || differs != 0 || type == NULL || strncmp(type, "application/json", 16) != 0)
        return send_error(connection, MHD_HTTP_FORBIDDEN, "only the page itself may correct");
    if (asked->too_long)
        return send_error(connection, 413, "too long");
    dm_answer answer = {0};
    int which;
    dm_store *store = take(server, &which);
    dm_answer_correct(&answer, store, asked->body.at == NULL ? "" : asked->body.at, asked->body.size);
    give(server, which);
    return send_answer(connection, &answer);
}

static enum MHD_Result answer_request(dm_server *server, struct MHD_Connection *connection, const char *url, const char *method,
                                      const request *asked)
{
    if (!dm_host_allowed(header(connection, MHD_HTTP_HEADER_HOST), server->hosts, server->host_count))
        return send_error(connection, MHD_HTTP_FORBIDDEN, "this machine is not called so: use its address, or allow the name by --host");
    if (strcmp(method, "POST") == 0 && strcmp(url, "/api/correct") == 0)
        return answer_correct(server, connection, asked);
    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
        return send_error(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "only GET and HEAD, and POST for corrections");
    if (strncmp(url, "/api/", 5) == 0)
        return answer_api(server, connection, url + 5);
    const char *type;
    const dm_embedded *file = dm_page_file(url, &type);
    return file != NULL ? send_file(connection, file, type) : send_error(connection, MHD_HTTP_NOT_FOUND, "there is nothing here");
}

static enum MHD_Result answer(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *upload, size_t *upload_size, void **state)
{
    (void)version;
    if (*state == NULL) { /* the headers only: wait for the rest */
        *state = calloc(1, sizeof(request));
        return *state != NULL ? MHD_YES : MHD_NO;
    }
    request *asked = *state;
    if (*upload_size != 0) {
        if (asked->body.size + *upload_size <= DM_BODY_MOST)
            dm_buffer_add(&asked->body, upload, *upload_size);
        else
            asked->too_long = true;
        *upload_size = 0;
        return MHD_YES;
    }
    return answer_request(context, connection, url, method, asked);
}

static void forget_request(void *context, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode code)
{
    request *asked = *state;
    (void)context, (void)connection, (void)code;
    if (asked != NULL)
        dm_buffer_free(&asked->body);
    free(asked);
    *state = NULL;
}

/* ---- Beginning and end ---------------------------------------------------------------------------------------------- */

static dm_status listen_on(const dm_server_options *options, int *out, dm_server *server, dm_error *error)
{
    dm_listen at;
    const char *address = options->address == NULL ? "127.0.0.1" : options->address;
    dm_status status = dm_listen_parse(address, options->port, &at, error);
    if (status != DM_OK)
        return status;
    if (!at.loopback && !options->others)
        return dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "other machines can reach %s and read the database: --others allows that",
                       address);
    int one = 1, socket_of = socket(at.at.ss_family, SOCK_STREAM, 0);
    if (socket_of < 0 || setsockopt(socket_of, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) != 0 ||
        bind(socket_of, (struct sockaddr *)&at.at, at.size) != 0 || listen(socket_of, 64) != 0 ||
        getsockname(socket_of, (struct sockaddr *)&at.at, &at.size) != 0) {
        status = dm_fail(error, DM_IO, NULL, 0, 0, "%s port %u: %s", address, options->port, strerror(errno));
        if (socket_of >= 0)
            close(socket_of);
        return status;
    }
    unsigned port = ntohs(at.at.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&at.at)->sin6_port
                                                      : ((struct sockaddr_in *)&at.at)->sin_port);
    snprintf(server->url, sizeof server->url, "http://%s:%u/", at.text, port);
    *out = socket_of;
    return DM_OK;
}

static dm_status make_token(dm_server *server, dm_error *error)
{
    unsigned char bytes[16];
    FILE *random = fopen("/dev/urandom", "rb");
    bool good = random != NULL && fread(bytes, 1, sizeof bytes, random) == sizeof bytes;
    if (random != NULL)
        fclose(random);
    for (size_t i = 0; i < sizeof bytes && good; i++)
        snprintf(server->token + 2 * i, 3, "%02x", bytes[i]);
    return good ? DM_OK : dm_fail(error, DM_IO, "/dev/urandom", 0, 0, "cannot be read");
}

dm_status dm_server_open(const dm_server_options *options, dm_server **out, dm_error *error)
{
    *out = NULL;
    dm_server *server = calloc(1, sizeof *server);
    if (server == NULL)
        return dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    int socket_of = -1;
    server->trees = dm_trees_new(options->coder, options->coder_context);
    pthread_mutex_init(&server->lock, NULL);
    pthread_cond_init(&server->free_one, NULL);
    dm_status status = options->host_count > DM_HOSTS_MOST
                           ? dm_fail(error, DM_LIMIT, NULL, 0, 0, "more than %d names of hosts", DM_HOSTS_MOST)
                           : DM_OK;
    for (size_t i = 0; i < options->host_count && status == DM_OK; i++) {
        server->hosts[i] = strdup(options->hosts[i]);
        server->host_count = i + 1;
        if (server->hosts[i] == NULL)
            status = dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    }
    for (int i = 0; i < DM_SERVER_THREADS && status == DM_OK; i++)
        status = dm_store_open(options->database, false, &server->stores[i], error);
    if (status == DM_IO) /* that it is not there is another failure than a port that is taken */
        status = DM_BAD_DATABASE;
    if (status == DM_OK && !options->others) /* those who only read it from elsewhere do not change it */
        status = make_token(server, error);
    if (status == DM_OK)
        status = listen_on(options, &socket_of, server, error);
    if (status == DM_OK) {
        server->daemon = MHD_start_daemon(MHD_USE_AUTO | MHD_USE_INTERNAL_POLLING_THREAD, 0, NULL, NULL, answer, server,
                                          MHD_OPTION_NOTIFY_COMPLETED, forget_request, NULL, MHD_OPTION_LISTEN_SOCKET, socket_of, MHD_OPTION_THREAD_POOL_SIZE, (unsigned)DM_SERVER_THREADS,
                                          MHD_OPTION_CONNECTION_LIMIT, (unsigned)DM_SERVER_CONNECTIONS,
                                          MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)DM_SERVER_IDLE, MHD_OPTION_END);
        if (server->daemon == NULL) {
            status = dm_fail(error, DM_IO, NULL, 0, 0, "the server could not be started: %s", strerror(errno));
            close(socket_of);
        }
    }
    if (status != DM_OK) {
        dm_server_close(server);
        return status;
    }
    *out = server;
    return DM_OK;
}

const char *dm_server_url(const dm_server *server) { return server->url; }

void dm_server_close(dm_server *server)
{
    if (server == NULL)
        return;
    if (server->daemon != NULL)
        MHD_stop_daemon(server->daemon);
    for (int i = 0; i < DM_SERVER_THREADS; i++)
        dm_store_close(server->stores[i], NULL);
    for (size_t i = 0; i < server->host_count; i++)
        free((void *)server->hosts[i]);
    dm_trees_free(server->trees);
    pthread_cond_destroy(&server->free_one);
    pthread_mutex_destroy(&server->lock);
    free(server);
}
