/* Dependency trees: the names of tags and relations, links from heads to dependents, ranges. */
#include "grammar/tree.h"

static const char *const upos_names[DM_UPOS_COUNT] = {
    "ADJ",  "ADP",  "ADV",  "AUX",   "CCONJ", "DET",   "INTJ", "NOUN", "NUM",
    "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM",   "VERB", "X",
};

/* The same order as dm_xpos. */
static const char *const xpos_names[DM_XPOS_COUNT] = {
    "_",    "CC",   "CD",  "DT",  "EX",  "FW",  "IN",   "JJ",  "JJR", "JJS",  "LS",  "MD",    "NN",    "NNS",
    "NNP",  "NNPS", "PDT", "POS", "PRP", "PRP$", "RB",   "RBR", "RBS", "RP",   "SYM", "TO",    "UH",    "VB",
    "VBD",  "VBG",  "VBN", "VBP", "VBZ", "WDT", "WP",   "WP$", "WRB", "HYPH", "AFX", "NFP",   "GW",    "ADD",
    "XX",   ",",    ".",   ":",   "-LRB-", "-RRB-", "``", "''", "$",   "#",
};

/* The same order as dm_relation. */
static const char *const relation_names[DM_RELATION_COUNT] = {
    "root",       "acl",          "acl:relcl",   "advcl",      "advcl:relcl", "advmod",      "amod",
    "appos",      "aux",          "aux:pass",    "case",       "cc",          "cc:preconj",  "ccomp",
    "compound",   "compound:prt", "conj",        "cop",        "csubj",       "csubj:pass",  "dep",
    "det",        "det:predet",   "discourse",   "dislocated", "expl",        "fixed",       "flat",
    "goeswith",   "iobj",         "list",        "mark",       "nmod",        "nmod:desc",   "nmod:poss",
    "nmod:unmarked", "nsubj",     "nsubj:outer", "nsubj:pass", "nummod",      "obj",         "obl",
    "obl:agent",  "obl:unmarked", "orphan",      "parataxis",  "punct",       "reparandum",  "vocative",
    "xcomp",
};

const char *dm_upos_name(dm_upos upos)
{
    return (unsigned)upos < DM_UPOS_COUNT ? upos_names[upos] : "X";
}

const char *dm_xpos_name(dm_xpos xpos)
{
    return (unsigned)xpos < DM_XPOS_COUNT ? xpos_names[xpos] : "_";
}

const char *dm_relation_name(dm_relation relation)
{
    return (unsigned)relation < DM_RELATION_COUNT ? relation_names[relation] : "dep";
}

static dm_relation relation_named(dm_slice name)
{
    for (int relation = 0; relation < DM_RELATION_COUNT; relation++)
        if (dm_slice_is(name, relation_names[relation])) return (dm_relation)relation;
    return DM_RELATION_COUNT;
}

dm_relation dm_relation_named(dm_slice name)
{
    dm_relation relation = relation_named(name);
    if (relation != DM_RELATION_COUNT) return relation;
    for (size_t i = 0; i < name.size; i++)
        if (name.at[i] == ':') {
            relation = relation_named((dm_slice){name.at, i});
            break;
        }
    return relation == DM_RELATION_COUNT ? DM_R_DEP : relation;
}

bool dm_upos_named(dm_slice name, dm_upos *out)
{
    for (int upos = 0; upos < DM_UPOS_COUNT; upos++)
        if (dm_slice_is(name, upos_names[upos])) {
            *out = (dm_upos)upos;
            return true;
        }
    return false;
}

dm_xpos dm_xpos_named(dm_slice name)
{
    for (int xpos = 1; xpos < DM_XPOS_COUNT; xpos++)
        if (dm_slice_is(name, xpos_names[xpos])) return (dm_xpos)xpos;
    return DM_X_NONE;
}

void dm_tree_link(dm_tree *tree)
{
    uint32_t count = tree->text->word_count;
    dm_token *tokens = tree->tokens;
    for (uint32_t i = 0; i < count; i++) tokens[i].child = tokens[i].next = DM_NONE;
    /* From the last word to the first, so that each list comes out ascending. */
    for (uint32_t i = count; i-- > 0;) {
        uint32_t head = tokens[i].head;
        if (head == DM_NONE) continue;
        tokens[i].next = tokens[head].child;
        tokens[head].child = i;
    }
}

uint32_t dm_tree_find(const dm_tree *tree, uint32_t word, dm_relation relation)
{
    uint32_t child = tree->tokens[word].child;
    while (child != DM_NONE && tree->tokens[child].relation != relation) child = tree->tokens[child].next;
    return child;
}

/* Walks the tree without a stack: down to the first dependent, else on to the next, else up. */
void dm_tree_range(const dm_tree *tree, uint32_t word, uint32_t *first, uint32_t *last)
{
    const dm_token *tokens = tree->tokens;
    uint32_t least = word, greatest = word, at = word;
    for (;;) {
        if (at < least) least = at;
        if (at > greatest) greatest = at;
        if (tokens[at].child != DM_NONE) {
            at = tokens[at].child;
            continue;
        }
        while (at != word && tokens[at].next == DM_NONE) at = tokens[at].head;
        if (at == word) break;
        at = tokens[at].next;
    }
    *first = least;
    *last = greatest + 1;
}

uint64_t dm_tree_case(const dm_tree *tree, uint32_t word)
{
    uint32_t at = dm_tree_find(tree, word, DM_R_CASE);
    for (uint32_t child = tree->tokens[word].child; at == DM_NONE && child != DM_NONE; child = tree->tokens[child].next) {
        /* parses hang the preposition of "to President Anna Torvald" from the title */
        uint8_t relation = tree->tokens[child].relation;
        if (child < word && (relation == DM_R_NMOD_DESC || relation == DM_R_COMPOUND || relation == DM_R_AMOD))
            at = dm_tree_find(tree, child, DM_R_CASE);
        if (at != DM_NONE && at > child) at = DM_NONE;
    }
    if (at == DM_NONE) return 0;
    const dm_word *words = tree->text->words;
    uint32_t fixed = dm_tree_find(tree, at, DM_R_FIXED);
    if (fixed == DM_NONE) return words[at].key;
    char joined[128];
    size_t size = words[at].form.size;
    if (size > sizeof joined) return words[at].key;
    memcpy(joined, words[at].form.at, size);
    for (; fixed != DM_NONE; fixed = tree->tokens[fixed].next) {
        if (tree->tokens[fixed].relation != DM_R_FIXED) continue;
        dm_slice form = words[fixed].form;
        if (size + 1 + form.size > sizeof joined) break;
        joined[size++] = ' ';
        memcpy(joined + size, form.at, form.size);
        size += form.size;
    }
    return dm_key(joined, size);
}
