/* demarche serve: the page. */
#include "cli/command.h"
#include "serve/serve.h"

#include <pthread.h>
#include <signal.h>

#define DM_SERVE_PORT 8642

/* The coder of the options, as `load` takes them. */
static dm_status open_coder(void *arguments, dm_coder **out)
{
    int status = dm_open_coder(arguments, out);
    return status == DM_EXIT_DONE ? DM_OK : status == DM_EXIT_IO ? DM_NO_MEMORY : DM_BAD_MODEL;
}

static int run(const dm_arguments *arguments)
{
    if (arguments->operand_count != 1)
        return dm_usage(arguments, "one database, please");
    dm_arguments coding = *arguments;
    const char *port = dm_argument(arguments, "port"), *hosts[16];
    uint32_t number = DM_SERVE_PORT;
    if (port != NULL && (!dm_slice_number(dm_slice_of(port), &number) || number > UINT16_MAX))
        return dm_usage(arguments, "--port %s is not a port", port);
    dm_server_options options = {.database = arguments->operands[0],
                                 .address = dm_argument(arguments, "address"),
                                 .others = dm_argument(arguments, "others") != NULL,
                                 .port = (uint16_t)number,
                                 .hosts = hosts,
                                 .coder = open_coder,
                                 .coder_context = &coding};
    options.host_count = dm_argument_all(arguments, "host", hosts, DM_COUNT(hosts));
    /* The threads of the server inherit the mask, so the signals wait for us. */
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGINT);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &stop, NULL);
    signal(SIGPIPE, SIG_IGN);
    dm_error error = {0};
    dm_server *server;
    dm_status status = dm_server_open(&options, &server, &error);
    if (status == DM_BAD_ARGUMENT)
        return dm_usage(arguments, "%s", error.why);
    if (status != DM_OK) {
        dm_complain(&error);
        return dm_exit_of(status);
    }
    fprintf(stderr, "%s shows %s; Ctrl-C ends it\n", dm_server_url(server), arguments->operands[0]);
    int which;
    sigwait(&stop, &which);
    dm_server_close(server);
    return DM_EXIT_DONE;
}

static const dm_option options[] = {
    {"port", "N", "port; 8642 when not given, 0 takes any that is free"},
    {"address", "ADDRESS", "address to listen on; 127.0.0.1 (only this machine) when not given"},
    {"others", NULL, "allow an address that other machines can reach: they can then read the database"},
    {"host", "NAME", "a name by which browsers may call this machine, besides localhost and its addresses; may be repeated"},
    DM_CODER_OPTIONS,
};
const dm_command dm_command_serve = {
    "serve", "DB", "Shows a database as a page, on this machine",
    "Prints the address of the page. Nothing the page needs comes from elsewhere, and no other machine is asked.\n"
    "The page shows the trees of a report's sentences; they are made anew, so give the options that its load was given.",
    options, DM_COUNT(options), run};
