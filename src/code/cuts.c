/* Where contents end although the tree goes on: before a participle, a second cue, the main verb behind a relative clause. */
#include "code/cue.h"
#include "code/word_kinds.h"

/* ", adding that ..." inside another's content is said by the same speaker, not in the content. */
void dm_cut_participles(const dm_tree *tree, dm_drafts *drafts)
{
    const dm_text *text = tree->text;
    for (uint32_t i = 1; i < drafts->count; i++) {
        dm_draft *inner = &drafts->at[i];
        uint32_t start = inner->cue.first, comma;
        bool according = inner->match.cue->class == DM_CUE_PREPOSITION && inner->source_head != DM_NONE;
        if (start == 0 || start <= text->sentences[inner->sentence].first + 1 || !is_punct(text, start - 1) ||
            inner->match.cue->kind != DM_CUE_SPEECH || is_quoted(text, start))
            continue;
        if (!according && (inner->match.cue->class != DM_CUE_VERB || tree->tokens[inner->match.word].xpos != DM_X_VBG))
            continue;
        if (!dm_slice_is(text->words[start - 1].form, ",") && !is_quoted(text, start - 2))
            continue;
        comma = start - 1;
        for (uint32_t k = i; k-- > 0 && drafts->at[k].sentence == inner->sentence;) {
            dm_draft *outer = &drafts->at[k];
            if (outer->match.cue->class == DM_CUE_PREPOSITION || outer->match.cue->kind == DM_CUE_EVIDENCE ||
                is_quoted(text, outer->match.word))
                continue;
            bool cut = false;
            for (uint32_t p = 0; p < outer->piece_count; p++) {
                dm_run *piece = &outer->pieces[p];
                if (piece->first < comma && piece->last > comma && piece->first >= outer->cue.last &&
                    (!is_quoted(text, comma) || !is_quoted(text, piece->first))) {
                    piece->last =
                        is_quoted(text, start - 2) && !dm_slice_is(text->words[comma].form, ",") ? comma + 1 : comma;
                    outer->piece_count = p + 1;
                    cut = true;
                }
            }
            if (cut && !according) { /* the outermost that is cut speaks */
                inner->source = outer->source;
                inner->source_head = outer->source_head;
                inner->speaker_word = outer->speaker_word;
            }
        }
    }
}

/* "The statement that A has raised concerns": when the tree takes the noun for the root, the main verb hides in the
 * clause; it is the finite one without a subject. */
void dm_cut_main_verb(const dm_tree *tree, dm_draft *draft)
{
    const dm_token *tokens = tree->tokens;
    dm_run *piece = &draft->pieces[draft->piece_count - 1];
    if (tokens[draft->match.word].relation != DM_R_ROOT || draft->clause == DM_NONE ||
        dm_tree_find(tree, draft->match.word, DM_R_COP) != DM_NONE)
        return;
    for (uint32_t w = draft->clause + 1; w < piece->last; w++) {
        uint8_t xpos = tokens[w].xpos;
        uint32_t verb =
            tokens[w].relation == DM_R_AUX || tokens[w].relation == DM_R_AUX_PASS || tokens[w].relation == DM_R_COP
                ? tokens[w].head
                : w;
        if ((xpos != DM_X_VBZ && xpos != DM_X_VBD && xpos != DM_X_MD && xpos != DM_X_VBP) || verb == draft->clause ||
            verb == DM_NONE || tokens[w - 1].upos == DM_CCONJ || is_comma(tree->text, w - 1))
            continue;
        if (dm_tree_find(tree, verb, DM_R_NSUBJ) != DM_NONE || dm_tree_find(tree, verb, DM_R_NSUBJ_PASS) != DM_NONE ||
            tokens[w - 1].xpos == DM_X_WDT || tokens[w - 1].xpos == DM_X_WP || tokens[w - 1].upos == DM_ADV)
            continue;
        piece->last = w;
        return;
    }
}

/* An infinitive or object does not reach over a comma into a clause of its own: "urged firms to leave, banks have
 * left". */
void dm_cut_new_clause(const dm_tree *tree, dm_draft *draft)
{
    const dm_text *text = tree->text;
    if (draft->pieces[draft->piece_count - 1].first < draft->cue.last)
        return;
    const dm_token *tokens = tree->tokens;
    dm_run *piece = &draft->pieces[draft->piece_count - 1];
    for (uint32_t w = piece->first + 1; w + 2 < piece->last; w++) {
        if (!is_comma(text, w) || is_quoted(text, w))
            continue;
        uint8_t xpos = tokens[w + 1].xpos, upos = tokens[w + 1].upos;
        if (upos != DM_PROPN && upos != DM_PRON && upos != DM_NOUN && upos != DM_DET && upos != DM_ADJ)
            continue;
        if (xpos == DM_X_WDT || xpos == DM_X_WP || xpos == DM_X_WPS)
            continue;
        for (uint32_t v = w + 2; v < piece->last && !is_comma(text, v); v++)
            if (tokens[v].upos == DM_SCONJ || tokens[v].xpos == DM_X_WDT || tokens[v].xpos == DM_X_WP)
                break;
            else if (tokens[v].xpos == DM_X_VBD || tokens[v].xpos == DM_X_VBZ || tokens[v].xpos == DM_X_VBP ||
                     tokens[v].xpos == DM_X_MD) {
                piece->last = w;
                return;
            }
    }
}

/* "Marun, who had said there was no plan, left": behind the comma that closes the relative clause his own verb follows. */
void dm_cut_relative(const dm_tree *tree, dm_draft *draft)
{
    const dm_text *text = tree->text;
    const dm_token *tokens = tree->tokens;
    uint32_t head = draft->source_head;
    if (head == DM_NONE || !is_relative(&tokens[head]) || head == 0 || !is_comma(text, head - 1) || is_quoted(text, head))
        return;
    for (uint32_t p = 0; p < draft->piece_count; p++)
        for (uint32_t w = draft->pieces[p].first + 1; w + 1 < draft->pieces[p].last; w++)
            if (is_comma(text, w) && !is_quoted(text, w) && tokens[w + 1].upos == DM_VERB && (is_finite_form(&tokens[w + 1]) || tokens[w + 1].xpos == DM_X_VBN) &&
                dm_tree_find(tree, w + 1, DM_R_NSUBJ) == DM_NONE) {
                draft->pieces[p].last = w;
                draft->piece_count = p + 1;
                return;
            }
}

/* Two verbs of one form; a participle without an auxiliary is a past tense that the tagger missed. */
static bool same_tense(const dm_tree *tree, uint32_t one, uint32_t other)
{
    uint8_t a = tree->tokens[one].xpos, b = tree->tokens[other].xpos;
    if (a == b)
        return true;
    uint32_t participle = a == DM_X_VBN ? one : other;
    return ((a == DM_X_VBD && b == DM_X_VBN) || (a == DM_X_VBN && b == DM_X_VBD)) && !has_child(tree, participle, DM_R_AUX_PASS) &&
           (participle == other || !has_child(tree, participle, DM_R_AUX));
}

/* A cue that "and" may join to the one before it.  What one wants or thinks goes with the clause before it more likely than with
 * "said" ("said he was tired and wanted to leave"), unless a comma parts them. */
static bool may_be_second(const dm_tree *tree, const dm_draft *draft)
{
    const dm_cue *cue = draft->match.cue;
    uint8_t xpos = tree->tokens[draft->match.word].xpos;
    if (cue->class != DM_CUE_VERB || draft->passive || is_quoted(tree->text, draft->match.word))
        return false;
    if (cue->kind == DM_CUE_SPEECH || cue->kind == DM_CUE_JUDGEMENT || cue->kind == DM_CUE_EVIDENCE)
        return true;
    bool comma = draft->cue.first >= 2 && is_comma(tree->text, draft->cue.first - 2);
    bool state = (cue->takes & (DM_TAKES_QUOTE | DM_TAKES_CLAUSE)) == DM_TAKES_CLAUSE;
    return (cue->kind == DM_CUE_WISH && (comma || !state) && (xpos == DM_X_VBD || xpos == DM_X_VBZ)) || (cue->kind == DM_CUE_THOUGHT && comma);
}

/* "said A and criticized B", "said A, but aides say B": the second cue does not stand in the first one's content. */
void dm_cut_coordinates(const dm_tree *tree, dm_drafts *drafts)
{
    const dm_text *text = tree->text;
    const dm_token *tokens = tree->tokens;
    for (uint32_t i = 1; i < drafts->count; i++) {
        dm_draft *inner = &drafts->at[i];
        uint32_t begin = text->sentences[inner->sentence].first, at = inner->cue.first;
        bool own = false;
        if (at < begin + 3 || !may_be_second(tree, inner))
            continue;
        if (tokens[at - 1].upos != DM_CCONJ) {
            at = inner->source.first;
            own = true;
            if (inner->source.first >= inner->source.last || at < begin + 3 || at > inner->cue.first ||
                tokens[at - 1].upos != DM_CCONJ || !is_comma(text, at - 2))
                continue;
        }
        at--;
        if (is_comma(text, at - 1))
            at--;
        for (uint32_t k = i; k-- > 0 && drafts->at[k].sentence == inner->sentence;) {
            dm_draft *outer = &drafts->at[k];
            if (outer->match.cue->class != DM_CUE_VERB || is_quoted(text, outer->match.word) || outer->cue.last > at || outer->passive ||
                (!own && !same_tense(tree, outer->match.word, inner->match.word)))
                continue;
            bool cut = false;
            for (uint32_t p = 0; p < outer->piece_count; p++) {
                dm_run *piece = &outer->pieces[p];
                if (piece->first < at && piece->last > at && !is_quoted(text, at)) {
                    piece->last = at;
                    outer->piece_count = p + 1;
                    cut = true;
                }
            }
            if (cut && !own) {
                inner->source = outer->source;
                inner->source_head = outer->source_head;
                inner->speaker_word = outer->speaker_word;
            }
            if (cut)
                break;
        }
    }
}
