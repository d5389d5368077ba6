/* What a word is, asked in a few letters: punctuation, quoted, a noun, a finite verb, marked by a preposition.  For the files
 * that find statements and positions; private to the room. */
#ifndef DM_WORD_KINDS_H
#define DM_WORD_KINDS_H

#include "code/record.h"

static inline bool is_punct(const dm_text *text, uint32_t word) { return (text->words[word].flags & DM_WORD_PUNCT) != 0; }
static inline bool is_quoted(const dm_text *text, uint32_t word) { return (text->words[word].flags & DM_WORD_QUOTED) != 0; }

static inline bool is_form(const dm_text *text, uint32_t word, const char *form)
{
    return dm_slice_is(text->words[word].form, form);
}

static inline bool is_comma(const dm_text *text, uint32_t word) { return is_form(text, word, ","); }

static inline bool is_nominal(const dm_token *token)
{
    return token->upos == DM_NOUN || token->upos == DM_PROPN || token->upos == DM_PRON || token->upos == DM_NUM;
}

/* A form that can stand alone as the verb of a sentence, modals too. */
static inline bool is_finite_form(const dm_token *token)
{
    return token->xpos == DM_X_VBD || token->xpos == DM_X_VBZ || token->xpos == DM_X_VBP || token->xpos == DM_X_MD;
}

/* "who", "which", "whose", "where". */
static inline bool is_relative(const dm_token *token)
{
    return token->xpos == DM_X_WP || token->xpos == DM_X_WDT || token->xpos == DM_X_WPS || token->xpos == DM_X_WRB;
}

static inline bool lemma_in(const dm_token *token, const char *const *lemmas, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (dm_slice_is(token->lemma, lemmas[i]))
            return true;
    return false;
}

static inline bool has_child(const dm_tree *tree, uint32_t word, dm_relation relation)
{
    return dm_tree_find(tree, word, relation) != DM_NONE;
}

/* A dependent that marks the word with that lemma: preposition or conjunction. */
static inline bool is_marked(const dm_tree *tree, uint32_t word, const char *lemma)
{
    for (uint32_t c = tree->tokens[word].child; c != DM_NONE; c = tree->tokens[c].next)
        if ((tree->tokens[c].relation == DM_R_CASE || tree->tokens[c].relation == DM_R_MARK) &&
            dm_slice_is(tree->tokens[c].lemma, lemma))
            return true;
    return false;
}

#endif
