/* The command: one table of options per subcommand makes the parsing, the help and the man page. */
#ifndef DM_COMMAND_H
#define DM_COMMAND_H

#include "show/show.h"
#include "read/document.h"

enum { DM_EXIT_DONE = 0, DM_EXIT_SOME_UNREAD = 1, DM_EXIT_USAGE = 2, DM_EXIT_DATA = 3, DM_EXIT_IO = 4 };

typedef struct dm_option {
    const char *name;   /* "threads" */
    const char *value;  /* "N"; NULL for a flag */
    const char *help;
} dm_option;

#define DM_MAX_OPTIONS 24

typedef struct dm_arguments dm_arguments;
typedef struct dm_command {
    const char *name, *operands, *summary, *more;
    const dm_option *options;
    size_t option_count;
    int (*run)(const dm_arguments *arguments);
} dm_command;

struct dm_arguments {
    const dm_command *command;
    const char *values[DM_MAX_OPTIONS];  /* by option: last value, "" for a flag that is set, NULL when not given */
    const char *const *all;              /* all values of repeatable options, with `all_option` */
    const size_t *all_option;
    size_t all_count;
    const char *const *operands;
    size_t operand_count;
};

extern const dm_command dm_command_code, dm_command_parse, dm_command_relate, dm_command_load, dm_command_find,
    dm_command_export, dm_command_serve, dm_command_check, dm_command_incidents, dm_command_explain;

/* Prints the manual page (roff), or the completion of bash, made from the tables of the commands. */
void dm_print_manual(const dm_command *const *commands, size_t count);
void dm_print_completion(const dm_command *const *commands, size_t count);
/* Value of an option by name: NULL when not given. */
const char *dm_argument(const dm_arguments *arguments, const char *name);
/* All values of a repeatable option, at most `room`; returns their number. */
size_t dm_argument_all(const dm_arguments *arguments, const char *name, const char **values, size_t room);
/* Prints "demarche: FILE:LINE: why" to stderr. */
void dm_complain(const dm_error *error);
/* Prints "demarche: ..." to stderr, with the hint to --help; returns DM_EXIT_USAGE. */
int dm_usage(const dm_arguments *arguments, const char *format, ...) DM_PRINTF(2, 3);
/* Columns of the terminal that stdout is, at most 160; 100 when it is none. */
unsigned dm_terminal_width(void);
/* The exit status that a failure leads to. */
int dm_exit_of(dm_status status);
/* Opens the coder with --models, --data and --actors; complains and gives the exit status when that fails. */
int dm_open_coder(const dm_arguments *arguments, dm_coder **out);
/* The engine of that name; NULL: the one that is used when none is named. */
bool dm_engine_named(const char *name, dm_engine *out);
/* Lists what is wrong with dictionaries (check_dictionary.c); returns the exit status, 1 when an entry is wrong. */
int dm_check_dictionaries(const dm_arguments *arguments, const char *const *files, size_t count);
/* What every subcommand that codes accepts. */
#define DM_CODER_OPTIONS                                                                                             \
    {"engine", "NAME", "how to parse: fast (as said when not given), balanced (a small network) or accurate (a larger one, several times slower)"},  \
    {"models", "DIR", "take the model files from DIR, not from the program"},                                        \
    {"data", "DIR", "take the dictionaries from DIR (laid out like data/), not from the program"},                   \
    {"actors", "FILE", "read the actors or role nouns of FILE too (ours, TABARI's, PETRARCH's); may be repeated"},    \
    {"issues", "FILE", "read the issues of FILE too (ours, PETRARCH's); may be repeated"}
#define DM_INPUT_OPTIONS                                                                                             \
    {"from", "FORMAT", "format of the input: dispatch, text, jsonl, csv, html, feed, warc, conllu; told from the content when not given"},  \
    {"date", "DATE", "date of documents that have none, YYYY-MM-DD"},                                                \
    {"field", "NAMES", "other names of JSON fields and CSV columns: text=body,date=day"},                                            \
    {"threads", "N", "number of threads; the processors of the machine when not given"}

/* ---- Documents through threads, in order -------------------------------------------------------------------- */

typedef struct dm_job {
    dm_record *record;      /* coded, or NULL */
    dm_status status;       /* of reading or coding */
    dm_error error;
    dm_buffer out;          /* what `work` rendered */
    /* The document as read; its slices live in `bytes`. */
    dm_document document;
    char *bytes;
    dm_record *parsed;      /* CoNLL-U input: record with text and tree filled in */
    char warning[256];      /* of reading; goes into the record too */
} dm_job;

typedef struct dm_line {
    const dm_arguments *arguments;
    const dm_coder *coder;
    void *context;
    /* In a worker thread: renders job->record into job->out.  May be NULL. */
    void (*render)(void *context, dm_job *job);
    /* In the main thread, in input order.  Returns an exit status; anything but 0 and 1 stops the line. */
    int (*finish)(void *context, dm_job *job);
    bool keep_reasons;      /* the records hold why they are so */
    size_t limit;           /* stop after that many documents; 0: none */
} dm_line;

/* Reads all operands (files, folders, "-"), codes the documents on --threads threads, hands them over in order.  Returns
 * the exit status: 1 when a document could not be read, and so on. */
int dm_line_run(const dm_line *line);

#endif
