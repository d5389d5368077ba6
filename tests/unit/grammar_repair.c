/* Trees that are mended: each as a parser may give it, and as it must stand afterwards; and trees that must stay. */
#include "grammar/repair.h"
#include "test.h"

typedef struct given {
    const char *form, *lemma;
    uint8_t upos, xpos;
    int head;                 /* 1-based, 0: root */
    uint8_t relation;
    int then_head;
    uint8_t then_relation;
} given;

static void check(const given *words, uint32_t count, int line)
{
    dm_word forms[24] = {0};
    dm_token tokens[24] = {0};
    dm_sentence sentence = {.first = 0, .last = count};
    dm_text text = {.words = forms, .word_count = count, .sentences = &sentence, .sentence_count = 1};
    dm_tree tree = {.text = &text, .tokens = tokens};
    for (uint32_t i = 0; i < count; i++) {
        forms[i].form = (dm_slice){words[i].form, (uint32_t)strlen(words[i].form)};
        tokens[i].lemma = (dm_slice){words[i].lemma, (uint32_t)strlen(words[i].lemma)};
        tokens[i].upos = words[i].upos;
        tokens[i].xpos = words[i].xpos;
        tokens[i].head = words[i].head == 0 ? DM_NONE : (uint32_t)words[i].head - 1;
        tokens[i].relation = words[i].relation;
    }
    dm_irregular none = {0};   /* no forms: headlines are tested by cases */
    dm_map_init(&none.forms);
    dm_repair(&tree, &none);
    dm_map_free(&none.forms);
    uint32_t roots = 0;
    for (uint32_t i = 0; i < count; i++) {
        int head = tokens[i].head == DM_NONE ? 0 : (int)tokens[i].head + 1;
        if (head != words[i].then_head || tokens[i].relation != words[i].then_relation)
            fprintf(stderr, "line %d: \"%s\" hangs on %d by %d, not on %d by %d\n", line, words[i].form, head, tokens[i].relation,
                    words[i].then_head, words[i].then_relation);
        CHECK(head == words[i].then_head && tokens[i].relation == words[i].then_relation);
        roots += tokens[i].head == DM_NONE;
        uint32_t at = i, steps = 0;
        while (tokens[at].head != DM_NONE && steps++ < count) at = tokens[at].head;
        CHECK(tokens[at].head == DM_NONE);   /* no ring */
    }
    CHECK(roots == 1);
}
#define TREE(...)                                                                                                                     \
    do {                                                                                                                              \
        static const given words[] = {__VA_ARGS__};                                                                                   \
        check(words, sizeof words / sizeof *words, __LINE__);                                                                         \
    } while (0)

int main(void)
{
    /* what reporters are told is no clause about the reporters */
    TREE({"Odan", "Odan", DM_PROPN, DM_X_NNP, 2, DM_R_NSUBJ, 2, DM_R_NSUBJ}, {"told", "tell", DM_VERB, DM_X_VBD, 0, DM_R_ROOT, 0, DM_R_ROOT},
         {"reporters", "reporter", DM_NOUN, DM_X_NNS, 2, DM_R_IOBJ, 2, DM_R_IOBJ}, {"that", "that", DM_SCONJ, DM_X_IN, 6, DM_R_MARK, 6, DM_R_MARK},
         {"they", "they", DM_PRON, DM_X_PRP, 6, DM_R_NSUBJ, 6, DM_R_NSUBJ}, {"won", "win", DM_VERB, DM_X_VBD, 3, DM_R_ACL_RELCL, 2, DM_R_CCOMP});
    /* "the claim that they won" stays */
    TREE({"Odan", "Odan", DM_PROPN, DM_X_NNP, 2, DM_R_NSUBJ, 2, DM_R_NSUBJ}, {"denied", "deny", DM_VERB, DM_X_VBD, 0, DM_R_ROOT, 0, DM_R_ROOT},
         {"claims", "claim", DM_NOUN, DM_X_NNS, 2, DM_R_OBJ, 2, DM_R_OBJ}, {"that", "that", DM_SCONJ, DM_X_IN, 6, DM_R_MARK, 6, DM_R_MARK},
         {"they", "they", DM_PRON, DM_X_PRP, 6, DM_R_NSUBJ, 6, DM_R_NSUBJ}, {"won", "win", DM_VERB, DM_X_VBD, 3, DM_R_ACL, 3, DM_R_ACL});
    /* a finite verb without an auxiliary is active; a passive stays passive */
    TREE({"Odan", "Odan", DM_PROPN, DM_X_NNP, 2, DM_R_NSUBJ_PASS, 2, DM_R_NSUBJ}, {"called", "call", DM_VERB, DM_X_VBD, 0, DM_R_ROOT, 0, DM_R_ROOT},
         {"for", "for", DM_ADP, DM_X_IN, 4, DM_R_CASE, 4, DM_R_CASE}, {"peace", "peace", DM_NOUN, DM_X_NN, 2, DM_R_OBL, 2, DM_R_OBL});
    TREE({"Odan", "Odan", DM_PROPN, DM_X_NNP, 3, DM_R_NSUBJ_PASS, 3, DM_R_NSUBJ_PASS}, {"was", "be", DM_AUX, DM_X_VBD, 3, DM_R_AUX_PASS, 3, DM_R_AUX_PASS},
         {"called", "call", DM_VERB, DM_X_VBN, 0, DM_R_ROOT, 0, DM_R_ROOT}, {"up", "up", DM_ADP, DM_X_RP, 3, DM_R_COMPOUND_PRT, 3, DM_R_COMPOUND_PRT});
    TREE({"Man", "man", DM_NOUN, DM_X_NN, 2, DM_R_NSUBJ_PASS, 2, DM_R_NSUBJ_PASS}, {"arrested", "arrest", DM_VERB, DM_X_VBN, 0, DM_R_ROOT, 0, DM_R_ROOT},
         {"in", "in", DM_ADP, DM_X_IN, 4, DM_R_CASE, 4, DM_R_CASE}, {"Kesh", "Kesh", DM_PROPN, DM_X_NNP, 2, DM_R_OBL, 2, DM_R_OBL});
    /* "opposes truces and Kesh favours peace" */
    TREE({"Norland", "Norland", DM_PROPN, DM_X_NNP, 2, DM_R_NSUBJ, 2, DM_R_NSUBJ}, {"opposes", "oppose", DM_VERB, DM_X_VBZ, 0, DM_R_ROOT, 0, DM_R_ROOT},
         {"truces", "truce", DM_NOUN, DM_X_NNS, 2, DM_R_OBJ, 2, DM_R_OBJ}, {"and", "and", DM_CCONJ, DM_X_CC, 5, DM_R_CC, 6, DM_R_CC},
         {"Kesh", "Kesh", DM_PROPN, DM_X_NNP, 3, DM_R_CONJ, 6, DM_R_NSUBJ}, {"favours", "favour", DM_VERB, DM_X_VBZ, 2, DM_R_CONJ, 2, DM_R_CONJ},
         {"peace", "peace", DM_NOUN, DM_X_NN, 6, DM_R_OBJ, 6, DM_R_OBJ});
    /* a sentence without a verb that governs: the participle is what its noun did */
    TREE({"Protesters", "protester", DM_NOUN, DM_X_NNS, 0, DM_R_ROOT, 2, DM_R_NSUBJ}, {"called", "call", DM_VERB, DM_X_VBD, 1, DM_R_ACL, 0, DM_R_ROOT},
         {"for", "for", DM_ADP, DM_X_IN, 4, DM_R_CASE, 4, DM_R_CASE}, {"peace", "peace", DM_NOUN, DM_X_NN, 2, DM_R_OBL, 2, DM_R_OBL},
         {".", ".", DM_PUNCT, DM_X_NN, 1, DM_R_PUNCT, 2, DM_R_PUNCT});
    TREE({"army", "army", DM_NOUN, DM_X_NN, 0, DM_R_ROOT, 4, DM_R_NSUBJ}, {"of", "of", DM_ADP, DM_X_IN, 5, DM_R_CASE, 3, DM_R_CASE},
         {"Kesh", "Kesh", DM_PROPN, DM_X_NNP, 5, DM_R_COMPOUND, 1, DM_R_NMOD}, {"bombed", "bomb", DM_VERB, DM_X_VBD, 5, DM_R_AMOD, 0, DM_R_ROOT},
         {"homes", "home", DM_NOUN, DM_X_NNS, 1, DM_R_NMOD, 4, DM_R_OBJ}, {".", ".", DM_PUNCT, DM_X_NN, 1, DM_R_PUNCT, 4, DM_R_PUNCT});
    /* headlines of what was done to somebody stay */
    TREE({"Man", "man", DM_NOUN, DM_X_NN, 0, DM_R_ROOT, 0, DM_R_ROOT}, {"arrested", "arrest", DM_VERB, DM_X_VBN, 1, DM_R_ACL, 1, DM_R_ACL},
         {"in", "in", DM_ADP, DM_X_IN, 4, DM_R_CASE, 4, DM_R_CASE}, {"Kesh", "Kesh", DM_PROPN, DM_X_NNP, 2, DM_R_OBL, 2, DM_R_OBL});
    /* "accused Odan of bombing Kesh" */
    TREE({"Norland", "Norland", DM_PROPN, DM_X_NNP, 2, DM_R_NSUBJ, 2, DM_R_NSUBJ}, {"accused", "accuse", DM_VERB, DM_X_VBD, 0, DM_R_ROOT, 0, DM_R_ROOT},
         {"Odan", "Odan", DM_PROPN, DM_X_NNP, 2, DM_R_OBJ, 2, DM_R_OBJ}, {"of", "of", DM_ADP, DM_X_IN, 5, DM_R_CASE, 5, DM_R_CASE},
         {"bombing", "bombing", DM_NOUN, DM_X_NN, 3, DM_R_NMOD, 3, DM_R_NMOD}, {"Kesh", "Kesh", DM_PROPN, DM_X_NNP, 2, DM_R_OBJ, 5, DM_R_OBJ});
    /* "justified raids and showed pictures" */
    TREE({"Norland", "Norland", DM_PROPN, DM_X_NNP, 2, DM_R_NSUBJ, 2, DM_R_NSUBJ}, {"justified", "justify", DM_VERB, DM_X_VBD, 0, DM_R_ROOT, 0, DM_R_ROOT},
         {"raids", "raid", DM_NOUN, DM_X_NNS, 2, DM_R_OBJ, 2, DM_R_OBJ}, {"and", "and", DM_CCONJ, DM_X_CC, 6, DM_R_CC, 5, DM_R_CC},
         {"showed", "show", DM_VERB, DM_X_VBD, 6, DM_R_AMOD, 2, DM_R_CONJ}, {"pictures", "picture", DM_NOUN, DM_X_NNS, 3, DM_R_CONJ, 5, DM_R_OBJ});
    return TEST_END();
}
