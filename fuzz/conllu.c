/* Fuzzing of the CoNLL-U reader.  Whatever comes, reading ends; words lie in order inside the text; every sentence is one
 * tree; and what is written again reads as the same words and heads. */
#include "grammar/tree.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds) abort();
}

static void check_tree(const dm_conllu *given)
{
    const dm_text *text = &given->text;
    const dm_token *tokens = given->tree.tokens;
    for (uint32_t s = 0; s < text->sentence_count; s++) {
        const dm_sentence *sentence = &text->sentences[s];
        uint32_t roots = 0;
        check(sentence->first < sentence->last && sentence->last <= text->word_count);
        for (uint32_t i = sentence->first; i < sentence->last; i++) {
            const dm_word *word = &text->words[i];
            check(word->span.start <= word->span.end && word->span.end <= text->text.size && word->form.size > 0);
            check(text->sentence_of[i] == s);
            if (!given->parsed) continue;
            check(tokens[i].head == DM_NONE || (tokens[i].head >= sentence->first && tokens[i].head < sentence->last));
            roots += tokens[i].head == DM_NONE;
        }
        if (!given->parsed) continue;
        check(roots == 1);
        uint32_t root = sentence->first, first, last;
        while (tokens[root].head != DM_NONE) root = tokens[root].head;
        dm_tree_range(&given->tree, root, &first, &last);
        check(first == sentence->first && last == sentence->last);
    }
}

/* Writes and reads again. */
static void check_again(const dm_conllu *given, dm_arena *arena)
{
    char *bytes = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&bytes, &size);
    if (!out) return;
    dm_document document = {.id = given->id, .date = given->date};
    dm_status status = dm_conllu_write(out, &given->tree, &document);
    fclose(out);
    dm_slice rest = {bytes, size};
    uint32_t line = 1;
    dm_conllu copy;
    check(status == DM_OK);
    check(dm_conllu_read(&rest, &line, 0, arena, &copy, NULL) == DM_OK);
    check(copy.text.word_count == given->text.word_count && copy.text.sentence_count == given->text.sentence_count);
    for (uint32_t i = 0; given->parsed && i < copy.text.word_count; i++)
        check(copy.tree.tokens[i].head == given->tree.tokens[i].head);
    free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    dm_slice rest = {(const char *)data, size};
    uint32_t line = 1;
    size_t rounds = 0;
    dm_arena arena;
    dm_arena_init(&arena);
    for (;;) {
        dm_conllu given;
        dm_error error = {0};
        dm_arena_reset(&arena);
        dm_status status = dm_conllu_read(&rest, &line, data && size ? data[0] : 0, &arena, &given, &error);
        if (status == DM_END) break;
        check(rounds++ <= size);
        if (status == DM_OK) {
            check_tree(&given);
            if (given.parsed) check_again(&given, &arena);
        } else {
            check(error.status == status && error.why[0] != '\0');
        }
    }
    dm_arena_free(&arena);
    return 0;
}
