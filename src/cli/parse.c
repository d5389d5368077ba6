/* demarche parse: words, tags, lemmas, trees and names, as CoNLL-U. */
#include "cli/command.h"

/* Words of a CoNLL-U input that are parsed together; the input's sentences are never cut. */
#define WORDS_AT_ONCE 20000

static int parse_conllu(const dm_grammar *grammar, const char *path)
{
    dm_error error = {0};
    dm_file file;
    dm_status status = dm_file_open(strcmp(path, "-") == 0 ? "/dev/stdin" : path, &file, &error);
    if (status != DM_OK) {
        dm_complain(&error);
        return DM_EXIT_SOME_UNREAD;
    }
    dm_slice rest = {file.at == NULL ? "" : file.at, file.size};
    uint32_t line = 1;
    dm_arena arena;
    dm_arena_init(&arena);
    for (;;) {
        dm_conllu given;
        dm_tree tree;
        dm_arena_reset(&arena);
        status = dm_conllu_read(&rest, &line, WORDS_AT_ONCE, &arena, &given, &error);
        if (status == DM_OK)
            status = dm_grammar_parse(grammar, &arena, &given.text, &tree, &error);
        if (status == DM_OK) {
            dm_document document = {.id = given.id, .date = given.date, .text = given.text.text};
            status = dm_conllu_write(stdout, &tree, &document);
        }
        if (status != DM_OK)
            break;
    }
    dm_arena_free(&arena);
    dm_file_close(&file);
    if (status == DM_END)
        return DM_EXIT_DONE;
    if (error.file[0] == 0)
        snprintf(error.file, sizeof error.file, "%s", path);
    dm_complain(&error);
    return dm_exit_of(status);
}

/* Whether the documents behind a bad one may be read: then it is told and noted. */
static bool goes_on(dm_status *status, dm_error *error, const dm_document *document, bool *some_unread)
{
    if (*status != DM_BAD_INPUT && *status != DM_LIMIT)
        return false;
    if (error->file[0] == 0 && document->id.size != 0)
        snprintf(error->file, sizeof error->file, "document %.*s", (int)(document->id.size < 200 ? document->id.size : 200), document->id.at);
    dm_complain(error);
    *error = (dm_error){0};
    *status = DM_OK;
    return *some_unread = true;
}

static int parse_text(const dm_coder *coder, const char *path, const dm_read_options *options)
{
    dm_error error = {0};
    FILE *stream = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    dm_reader *reader = NULL;
    dm_status status = stream == NULL ? dm_fail(&error, DM_IO, path, 0, 0, "cannot be opened")
                                      : dm_reader_open(stream, path, options, &reader, &error);
    dm_arena arena;
    dm_arena_init(&arena);
    bool some_unread = false;
    while (status == DM_OK) {
        dm_document document = {.id = {NULL, 0}};
        dm_slice warning;
        dm_text text;
        dm_tree tree;
        status = dm_reader_next(reader, &document, &warning, &error);
        if (status != DM_OK && goes_on(&status, &error, &(dm_document){.id = {NULL, 0}}, &some_unread))
            continue;
        if (status != DM_OK)
            break;
        dm_arena_reset(&arena);
        status = dm_text_split(dm_coder_splitter(coder), &arena, document.text, &text, &error);
        if (status == DM_OK)
            status = dm_grammar_parse(dm_coder_grammar(coder), &arena, &text, &tree, &error);
        if (status == DM_OK)
            status = dm_conllu_write(stdout, &tree, &document);
        if (status != DM_OK)
            goes_on(&status, &error, &document, &some_unread);
    }
    dm_arena_free(&arena);
    dm_reader_close(reader);
    if (stream != NULL && stream != stdin)
        fclose(stream);
    if (status == DM_END)
        return some_unread ? DM_EXIT_SOME_UNREAD : DM_EXIT_DONE;
    dm_complain(&error);
    return status == DM_IO ? DM_EXIT_SOME_UNREAD : dm_exit_of(status);
}

static int run(const dm_arguments *arguments)
{
    dm_read_options options = {.format = DM_FORMAT_TEXT};
    const char *from = dm_argument(arguments, "from"), *to = dm_argument(arguments, "to");
    if (from != NULL && !dm_format_named(from, &options.format))
        return dm_usage(arguments, "no such format: %s", from);
    if (to != NULL && strcmp(to, "conllu") != 0)
        return dm_usage(arguments, "no such output: %s", to);
    dm_coder *coder = NULL;
    int status = dm_open_coder(arguments, &coder);
    for (size_t i = 0; status == DM_EXIT_DONE && i < (arguments->operand_count == 0 ? 1 : arguments->operand_count); i++) {
        const char *path = arguments->operand_count == 0 ? "-" : arguments->operands[i];
        status = options.format == DM_FORMAT_CONLLU ? parse_conllu(dm_coder_grammar(coder), path)
                                                    : parse_text(coder, path, &options);
    }
    dm_coder_close(coder);
    return status;
}

static const dm_option options_table[] = {
    {"from", "FORMAT", "text (as said when not given), dispatch, jsonl or conllu (words are kept as they are)"},
    {"to", "FORMAT", "conllu"},
    DM_CODER_OPTIONS,
};
const dm_command dm_command_parse = {
    "parse", "[FILE|-]...", "Splits, tags, lemmatises and parses; names persons, organisations and places",
    "Writes CoNLL-U (Universal Dependencies 2); names stand in MISC as NER=B-PER.",
    options_table, DM_COUNT(options_table), run};
