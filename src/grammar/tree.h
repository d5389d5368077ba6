/* grammar: words -> tags, lemmas, dependency trees, names.  Labels are those of Universal Dependencies 2 (English). */
#ifndef DM_TREE_H
#define DM_TREE_H

#include "text/sentence.h"

typedef enum dm_upos {
    DM_ADJ, DM_ADP, DM_ADV, DM_AUX, DM_CCONJ, DM_DET, DM_INTJ, DM_NOUN, DM_NUM, DM_PART, DM_PRON, DM_PROPN, DM_PUNCT,
    DM_SCONJ, DM_SYM, DM_VERB, DM_X, DM_UPOS_COUNT
} dm_upos;
const char *dm_upos_name(dm_upos upos);
/* false when there is no tag of that name. */
bool dm_upos_named(dm_slice name, dm_upos *out);

/* Penn Treebank tags; HYPH, AFX, NFP, GW, ADD, XX as in EWT. */
typedef enum dm_xpos {
    DM_X_NONE, DM_X_CC, DM_X_CD, DM_X_DT, DM_X_EX, DM_X_FW, DM_X_IN, DM_X_JJ, DM_X_JJR, DM_X_JJS, DM_X_LS, DM_X_MD, DM_X_NN,
    DM_X_NNS, DM_X_NNP, DM_X_NNPS, DM_X_PDT, DM_X_POS, DM_X_PRP, DM_X_PRPS, DM_X_RB, DM_X_RBR, DM_X_RBS, DM_X_RP, DM_X_SYM,
    DM_X_TO, DM_X_UH, DM_X_VB, DM_X_VBD, DM_X_VBG, DM_X_VBN, DM_X_VBP, DM_X_VBZ, DM_X_WDT, DM_X_WP, DM_X_WPS, DM_X_WRB,
    DM_X_HYPH, DM_X_AFX, DM_X_NFP, DM_X_GW, DM_X_ADD, DM_X_XX, DM_X_COMMA, DM_X_STOP, DM_X_COLON, DM_X_OPEN, DM_X_CLOSE,
    DM_X_LQUOTE, DM_X_RQUOTE, DM_X_DOLLAR, DM_X_HASH, DM_XPOS_COUNT
} dm_xpos;
const char *dm_xpos_name(dm_xpos xpos);               /* "_" for DM_X_NONE */
dm_xpos dm_xpos_named(dm_slice name);                 /* DM_X_NONE when there is no tag of that name */

/* Relations, subtypes included where a coder needs them. */
typedef enum dm_relation {
    DM_R_ROOT, DM_R_ACL, DM_R_ACL_RELCL, DM_R_ADVCL, DM_R_ADVCL_RELCL, DM_R_ADVMOD, DM_R_AMOD, DM_R_APPOS, DM_R_AUX,
    DM_R_AUX_PASS, DM_R_CASE, DM_R_CC, DM_R_CC_PRECONJ, DM_R_CCOMP, DM_R_COMPOUND, DM_R_COMPOUND_PRT, DM_R_CONJ, DM_R_COP,
    DM_R_CSUBJ, DM_R_CSUBJ_PASS, DM_R_DEP, DM_R_DET, DM_R_DET_PREDET, DM_R_DISCOURSE, DM_R_DISLOCATED, DM_R_EXPL,
    DM_R_FIXED, DM_R_FLAT, DM_R_GOESWITH, DM_R_IOBJ, DM_R_LIST, DM_R_MARK, DM_R_NMOD, DM_R_NMOD_DESC, DM_R_NMOD_POSS,
    DM_R_NMOD_UNMARKED, DM_R_NSUBJ, DM_R_NSUBJ_OUTER, DM_R_NSUBJ_PASS, DM_R_NUMMOD, DM_R_OBJ, DM_R_OBL, DM_R_OBL_AGENT,
    DM_R_OBL_UNMARKED, DM_R_ORPHAN, DM_R_PARATAXIS, DM_R_PUNCT, DM_R_REPARANDUM, DM_R_VOCATIVE, DM_R_XCOMP,
    DM_RELATION_COUNT
} dm_relation;
const char *dm_relation_name(dm_relation relation);   /* "nsubj:pass" */
/* The relation of that name; a subtype that is not listed gives its universal relation; DM_R_DEP for what is unknown. */
dm_relation dm_relation_named(dm_slice name);

typedef enum dm_name_type { DM_NO_NAME, DM_NAME_PER, DM_NAME_ORG, DM_NAME_LOC } dm_name_type;

typedef struct dm_token {    /* beside dm_word of the same index */
    dm_slice lemma;          /* lower case except proper nouns */
    uint64_t lemma_key;      /* dm_key of lemma */
    uint32_t head;           /* word index in the document, DM_NONE for the root of a sentence */
    uint32_t child;          /* first dependent, DM_NONE when there is none */
    uint32_t next;           /* next dependent of the same head (ascending), or DM_NONE */
    uint8_t upos, xpos, relation;
    uint8_t name;            /* dm_name_type */
    uint8_t name_begins;     /* 1 at the first word of a name */
} dm_token;

typedef struct dm_named {    /* a name found by the name recogniser */
    uint32_t first, last;    /* words [first, last) */
    dm_name_type type;
} dm_named;

typedef struct dm_tree {
    const dm_text *text;
    dm_token *tokens;        /* text->word_count of them */
    dm_named *names;
    uint32_t name_count;
} dm_tree;

typedef struct dm_grammar dm_grammar;    /* the trained engines; shared by threads */
dm_status dm_grammar_open(dm_resources *resources, dm_engine engine, dm_grammar **out, dm_error *error);
void dm_grammar_close(dm_grammar *grammar);
/* Tags, lemmas, heads, relations, names of all words.  Everything lies in the arena.  Every sentence gets one root and
 * a tree.  Time is linear in the number of words (a sentence of more than 2,000 words is cut for parsing, and joined). */
dm_status dm_grammar_parse(const dm_grammar *grammar, dm_arena *arena, const dm_text *text, dm_tree *out, dm_error *error);
/* The same of several texts, each in its own arena: short ones take less time together.  Where one fails, all do. */
typedef struct dm_parse {
    dm_arena *arena;
    const dm_text *text;
    dm_tree *out;
} dm_parse;
enum { DM_PARSES_MOST = 16 };            /* `count` at most */
dm_status dm_grammar_parse_all(const dm_grammar *grammar, const dm_parse *parses, size_t count, dm_error *error);

/* Sets child and next of all tokens from head. */
void dm_tree_link(dm_tree *tree);
/* The first dependent of `word` with that relation, or DM_NONE. */
uint32_t dm_tree_find(const dm_tree *tree, uint32_t word, dm_relation relation);
/* The words [first, last) that `word` dominates (its yield as one range: least and greatest descendant). */
void dm_tree_range(const dm_tree *tree, uint32_t word, uint32_t *first, uint32_t *last);
/* The preposition of a nominal: the key (dm_key) of its first `case` dependent as written, with its `fixed` words joined
 * by a blank ("of", "including", "according to", "because of"); 0 when there is none. The possessive 's counts: "'s". */
uint64_t dm_tree_case(const dm_tree *tree, uint32_t word);

/* ---- CoNLL-U --------------------------------------------------------------------------------------------- */

/* What one call of dm_conllu_read took from the input. */
typedef struct dm_conllu {
    dm_text text;            /* words as given, text rebuilt from # text or from forms and SpaceAfter */
    dm_tree tree;            /* what the columns hold */
    bool parsed;             /* the input has heads and tags (not only forms) */
    dm_slice id;             /* # newdoc id, absent when there is none */
    dm_date date;            /* # date */
    dm_slice comments;       /* not kept when parsed by us */
} dm_conllu;
/* Reads one document (up to the next # newdoc, or whole sentences of at most `max_words` words together, one sentence at
 * least; 0: no limit) from *rest and advances it.  *line is the number of the line that comes next (1 before the first call).  What
 * *out holds lies in the arena.  DM_END when nothing is left.  DM_BAD_INPUT with line and reason: wrong column count, head
 * out of range, cycles, several roots, ids out of order, unknown UPOS, bytes that are not UTF-8; *rest is then behind the
 * bad document.  Empty nodes (1.1) are passed over.  NER=B-PER in MISC gives names. */
dm_status dm_conllu_read(dm_slice *rest, uint32_t *line, uint32_t max_words, dm_arena *arena, dm_conllu *out, dm_error *error);
/* Appends sentences of a tree to a stream: ID FORM LEMMA UPOS XPOS _ HEAD DEPREL _ MISC (SpaceAfter=No, NER=B-PER).
 * Surface tokens of joined words get a range line where they stand in one (don't). DM_IO when writing fails. */
dm_status dm_conllu_write(FILE *out, const dm_tree *tree, const dm_document *document);

#endif
