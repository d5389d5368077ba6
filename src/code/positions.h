/* Positions in the making: who takes them, and how they are written down.  Private to the files positions*.c. */
#ifndef DM_POSITIONS_H
#define DM_POSITIONS_H

#include "code/cue.h"

typedef struct dm_taking {
    const dm_cues *cues;
    dm_record *record;
    const dm_tree *tree;
    DM_VECTOR(dm_position) list;
    DM_VECTOR(uint32_t) heads; /* of their issues */
} dm_taking;

static inline bool dm_lemma_is(const dm_token *token, const char *lemma) { return dm_slice_is(token->lemma, lemma); }

static inline bool dm_lemma_in(const dm_token *token, const char *const *lemmas, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (dm_lemma_is(token, lemmas[i]))
            return true;
    return false;
}

static inline bool dm_word_is_punct(const dm_text *text, uint32_t word) { return (text->words[word].flags & DM_WORD_PUNCT) != 0; }

bool dm_form_begins(dm_slice form, const char *prefix);
bool dm_spans_cover(dm_spans spans, uint32_t byte);
/* The statement whose cue is this word, else the innermost one whose content holds it; DM_NONE. */
uint32_t dm_taking_statement(const dm_record *record, uint32_t word);
/* The entity of the mention that a word heads, or DM_NONE; whether that is somebody who can act. */
uint32_t dm_taking_entity(const dm_record *record, uint32_t word);
bool dm_taking_is_actor(const dm_taking *g, uint32_t word);
/* Whose position it is that a word names, or that a speaker tells at a word. */
uint32_t dm_taking_holder(const dm_taking *g, uint32_t word);
uint32_t dm_taking_speaker(const dm_taking *g, uint32_t speaker, uint32_t word);
/* Writes a position down, unless the words around it have been written down already or name no issue. */
void dm_taking_put(dm_taking *g, uint32_t holder, bool against, dm_run issue, uint32_t word, dm_run cue, dm_slice by);
/* The same for every holder that is joined to `source` by "and". */
void dm_taking_put_all(dm_taking *g, uint32_t source, bool against, dm_run issue, uint32_t word, dm_run cue, dm_slice by);

/* positions_said.c: what is said without a cue of its own. */
void dm_taking_predicate(dm_taking *g, uint32_t word); /* "said the vote was fair" */
void dm_taking_breach(dm_taking *g, uint32_t verb);    /* "said the dam violates the treaty" */
void dm_taking_copula(dm_taking *g, uint32_t word);    /* "is against the war" */
void dm_taking_prefix(dm_taking *g, uint32_t word);    /* "anti-Norland rebels" */
/* Is who the verb is said of only some, or nobody ("not everyone agreed", "few support it")? */
bool dm_some_only(const dm_taking *g, uint32_t verb);
void dm_taking_modal(dm_taking *g, uint32_t verb);     /* "said they must leave" */
void dm_taking_will(dm_taking *g, uint32_t verb);      /* "will not accept the plan" */
void dm_taking_list(dm_taking *g, uint32_t verb);      /* "their demands include" */

#endif
