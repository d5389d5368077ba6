/* Placeholder until the room is built. */
#include "grammar/tree.h"

struct dm_grammar { char nothing; };
static dm_grammar only;
dm_status dm_grammar_open(dm_resources *resources, dm_grammar **out, dm_error *error)
{
    (void)resources, (void)error;
    *out = &only;
    return DM_OK;
}
void dm_grammar_close(dm_grammar *grammar) { (void)grammar; }
dm_status dm_grammar_parse(const dm_grammar *grammar, dm_arena *arena, const dm_text *text, dm_tree *out, dm_error *error)
{
    (void)grammar, (void)error;
    memset(out, 0, sizeof *out);
    out->text = text;
    out->tokens = dm_arena_zero(arena, text->word_count, sizeof *out->tokens);
    return DM_OK;
}
const char *dm_upos_name(dm_upos upos) { (void)upos; return "X"; }
const char *dm_xpos_name(dm_xpos xpos) { (void)xpos; return "XX"; }
const char *dm_relation_name(dm_relation relation) { (void)relation; return "dep"; }
dm_relation dm_relation_named(dm_slice name) { (void)name; return DM_R_DEP; }
void dm_tree_link(dm_tree *tree) { (void)tree; }
uint32_t dm_tree_find(const dm_tree *tree, uint32_t word, dm_relation relation)
{
    (void)tree, (void)word, (void)relation;
    return DM_NONE;
}
void dm_tree_range(const dm_tree *tree, uint32_t word, uint32_t *first, uint32_t *last)
{
    (void)tree;
    *first = word;
    *last = word + 1;
}
uint64_t dm_tree_case(const dm_tree *tree, uint32_t word) { (void)tree, (void)word; return 0; }
dm_status dm_conllu_read(dm_slice *rest, uint32_t *line, uint32_t max_words, dm_arena *arena, dm_conllu *out, dm_error *error)
{
    (void)rest, (void)line, (void)max_words, (void)arena, (void)out, (void)error;
    return DM_END;
}
dm_status dm_conllu_write(FILE *out, const dm_tree *tree, const dm_document *document)
{
    (void)out, (void)tree, (void)document;
    return DM_OK;
}
