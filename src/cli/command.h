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

#define DM_MAX_OPTIONS 32

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

extern const dm_command
    dm_command_code, dm_command_load, dm_command_find, dm_command_timeline, dm_command_dyads,
    dm_command_coverage, dm_command_incidents, dm_command_positions, dm_command_correct, dm_command_serve,
    dm_command_export, dm_command_relate, dm_command_parse, dm_command_explain, dm_command_eval,
    dm_command_check, dm_command_places;

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
/* The same with the dm_options.least_confidence that holds when --min-confidence is not given. */
int dm_open_coder_from(const dm_arguments *arguments, double least, dm_coder **out);
/* The engine of that name; NULL: the one that is used when none is named. */
bool dm_engine_named(const char *name, dm_engine *out);
/* The path of the index of places in the user's data folder; false when there is no such folder. */
bool dm_standard_places(char *path, size_t room);
/* Lists what is wrong with dictionaries (check_dictionary.c); returns the exit status, 1 when an entry is wrong. */
int dm_check_dictionaries(const dm_arguments *arguments, const char *const *files, size_t count);
/* The same for frames: a folder named frames, or a file read beside those of the program (check_frames.c). */
int dm_check_frames(const dm_arguments *arguments, const char *path);
/* What every subcommand that codes accepts. */
#define DM_CODER_OPTIONS                                                                                             \
    {"engine", "NAME", "how to parse: balanced (a small network; used when nothing is said), fast (linear) or accurate (a larger one, several times slower)"},  \
    {"models", "DIR", "take the model files from DIR, not from the program"},                                        \
    {"min-confidence", "P", "leave out events that are right with a probability below P, 0 to 1; 0 gives all. Else models/certainty.model sets P"}, \
    {"data", "DIR", "take the dictionaries from DIR (laid out like data/), not from the program"},                   \
    {"actors", "FILE", "read the actors or role nouns of FILE too (ours, TABARI's, PETRARCH's); may be repeated"},    \
    {"issues", "FILE", "read the issues of FILE too (ours, PETRARCH's); may be repeated"},                            \
    {"frames", "FILE", "read the frames of FILE too; a verb dictionary of TABARI or PETRARCH stands instead of ours"}, \
    {"scheme", "FILE", "give events the codes of this scheme too (a file, or penta); may be repeated"},               \
    {"places", "INDEX", "take the places from INDEX (demarche places import); builtin: those of the program"}
#define DM_INPUT_OPTIONS                                                                                             \
    {"from", "FORMAT", "format of the input: dispatch, text, jsonl, csv, html, feed, warc, conllu; told from the content when not given"},  \
    {"date", "DATE", "date of documents that have none, YYYY-MM-DD"},                                                \
    {"field", "NAMES", "other names of JSON fields and CSV columns: text=body,date=day"},                                            \
    {"threads", "N", "number of threads; the processors of the machine when not given"}

/* What every subcommand that asks a database for events accepts, and the question they make; usage is complained of. */
#define DM_QUESTION_OPTIONS                                                                                          \
    {"actor", "WHO", "source or target: the beginning of a code (ISR finds ISRGOV) or words of a name"},             \
    {"source", "WHO", "who did it"},                                                                                 \
    {"target", "WHO", "to whom"},                                                                                    \
    {"between", "WHO,WHO", "two of them, in either direction"},                                                      \
    {"type", "TYPE", "PLOVER type, ASSAULT"},                                                                        \
    {"cameo", "CODE", "the beginning of a CAMEO code"},                                                              \
    {"status", "STATUS", "actual, planned, called-for, possible, denied, rejected, historical"},                     \
    {"since", "DATE", "first day, month or year"},                                                                   \
    {"until", "DATE", "last day, month or year"},                                                                    \
    {"place", "NAME", "words of the place or province of the event, or the code of its country"},                    \
    {"country", "CODE", "country of the place, ISO 3166 alpha-3"},                                                   \
    {"box", "W,S,E,N", "place within these degrees; W > E: across the date line"},                                   \
    {"near", "LAT,LON,KM", "place within so many kilometres of a point"},                                            \
    {"text", "WORDS", "words of the sentence; \"a phrase\" in double quotes"},                                       \
    {"speaker", "WHO", "on whose word"},                                                                             \
    {"issue", "ID", "it shows a position on this issue (ids of data/issues)"},                                       \
    {"paper", "NAME", "source of the report"},                                                                       \
    {"document", "ID", "of this document"}
int dm_question_of(const dm_arguments *arguments, dm_question *question);

/* ---- Answers of a database ----------------------------------------------------------------------------------- */

typedef enum dm_answer_form { DM_TO_TABLE, DM_TO_CSV, DM_TO_JSON } dm_answer_form;
typedef struct dm_answer {
    dm_answer_form output;       /* --to, else a table on a terminal and JSON elsewhere */
    unsigned width;         /* of the terminal */
    bool colour;
    uint64_t count;         /* for the command: rows given */
    dm_buffer buffer;
} dm_answer;
/* Reads --to and sees that there is a database to ask; usage is complained of. */
int dm_answer_begin(const dm_arguments *arguments, dm_answer *answer);
/* Writes the buffer to stdout and empties it. */
dm_status dm_answer_put(dm_answer *answer);
/* Says on stderr when a table has no rows (machines get an empty list) and frees the buffer; the exit status given. */
int dm_answer_end(dm_answer *answer, int exit_status);
typedef dm_status dm_asker(dm_store *store, void *context, dm_error *error);
/* Opens the database that the first operand names, asks, closes, complains; the exit status. `write`: it is to change. */
int dm_ask(const dm_arguments *arguments, bool write, dm_asker *ask, void *context);
/* day, week, month, year. */
bool dm_period_of(const char *given, dm_period *period);

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
    /* In the main thread, before a document is coded; true: it is passed over.  May be NULL; parsed input is not asked. */
    bool (*skip)(void *context, const dm_document *document);
    /* Gives the documents in the place of the operands, DM_END behind the last; lent until the next call.  May be NULL. */
    dm_status (*next)(void *context, dm_document *document, dm_error *error);
    /* Bytes read of all files, and how many there are; 0: not known (standard input).  May be NULL. */
    struct dm_line_progress { uint64_t read, total; } *progress;
} dm_line;

/* Reads all operands (files, folders, "-"), codes the documents on --threads threads, hands them over in order.  Returns
 * the exit status: 1 when a document could not be read, and so on. */
int dm_line_run(const dm_line *line);

#endif
