/* "According to X, ...": whom a whole sentence or clause is taken from. */
#include "code/cue.h"
#include "code/word_kinds.h"

static bool is_clause(const dm_tree *tree, uint32_t word)
{
    const dm_token *token = &tree->tokens[word];
    return token->relation == DM_R_ROOT || token->relation == DM_R_CCOMP || token->relation == DM_R_PARATAXIS ||
           token->relation == DM_R_ADVCL || token->relation == DM_R_ACL_RELCL ||
           (token->relation == DM_R_CONJ &&
            (has_child(tree, word, DM_R_NSUBJ) || has_child(tree, word, DM_R_NSUBJ_PASS)));
}

bool dm_extent_preposition(const dm_tree *tree, dm_draft *draft)
{
    const dm_token *tokens = tree->tokens;
    const dm_text *text = tree->text;
    const dm_sentence *sentence = &text->sentences[draft->sentence];
    uint32_t head = draft->match.last, first, last, top;
    if (head >= sentence->last)
        return false;
    if (draft->match.cue->extra_count == 0 && tokens[head].upos != DM_DET && tokens[head].upos != DM_PROPN)
        return false; /* "per the ministry", not "per hour" */
    draft->cue = (dm_run){draft->match.first, draft->match.last};
    draft->top = draft->match.word;
    uint32_t limit = head;
    while (limit < sentence->last && !is_comma(text, limit) && !is_quoted(text, limit))
        limit++;
    while (tokens[head].head != DM_NONE && tokens[head].head >= draft->match.last && tokens[head].head < limit &&
           (tokens[head].upos != DM_VERB || tokens[head].relation == DM_R_AMOD) && tokens[head].relation != DM_R_OBL &&
           tokens[head].relation != DM_R_NSUBJ)
        head = tokens[head].head;
    if (tokens[head].upos != DM_NOUN && tokens[head].upos != DM_PROPN && tokens[head].upos != DM_PRON &&
        tokens[head].upos != DM_NUM && tokens[head].upos != DM_ADJ && tokens[head].upos != DM_X)
        return false;
    draft->source_head = draft->speaker_word = head;
    dm_tree_range(tree, head, &first, &last);
    first = draft->match.last;
    while (last > head + 1 && is_punct(text, last - 1))
        last--;
    if (first >= last)
        return false;
    bool clause = false;
    for (uint32_t w = first + 1; w < last; w++) { /* a quotation or another clause is no part of it */
        if (tokens[w].xpos == DM_X_WP || tokens[w].xpos == DM_X_WDT || dm_slice_is(tokens[w].lemma, "that"))
            break;
        if (is_quoted(text, w) ||
            ((tokens[w].xpos == DM_X_VBD || tokens[w].xpos == DM_X_VBZ || tokens[w].xpos == DM_X_VBP) &&
             tokens[w].upos == DM_VERB)) {
            last = w;
            clause = true;
            while (last > first + 1 && is_punct(text, last - 1))
                last--;
            break;
        }
    }
    if (head >= last)
        head = last - 1;
    /* "According to the agency, the prosecutor said": up to the comma; an apposition after it belongs to the source
     * only when no verb follows. */
    bool initial = draft->match.first == sentence->first;
    for (uint32_t w = first + 1; initial && w < sentence->last; w++)
        if (is_comma(text, w)) {
            uint32_t after = last < sentence->last && is_comma(text, last) ? last + 1 : last;
            if (last <= w || clause || after + 1 >= sentence->last || tokens[after].upos == DM_VERB ||
                tokens[after].upos == DM_AUX) {
                last = w;
                if (head >= last)
                    head = last - 1;
            }
            break;
        }
    draft->source_head = draft->speaker_word = head;
    draft->source = (dm_run){first, last};
    if (initial && last < sentence->last && is_comma(text, last)) {
        draft->clause = last + 1 < sentence->last ? last + 1 : head;
        dm_draft_add(text, draft, last + 1, sentence->last);
        return true;
    }
    top = tokens[head].head;
    for (unsigned depth = 0; top != DM_NONE && depth < 20 && !is_clause(tree, top); depth++)
        top = tokens[top].head;
    if (top == DM_NONE || (top >= draft->match.first && top < last))
        return true;
    dm_tree_range(tree, top, &first, &last);
    /* Set off by a comma at the end, or at the beginning, it speaks of the whole sentence. */
    if (draft->match.first > sentence->first + 3 && draft->source.last + 2 >= sentence->last &&
        (is_comma(text, draft->match.first - 1) || is_comma(text, draft->match.first - 2)))
        first = sentence->first;
    draft->clause = top;
    if (draft->match.first > first)
        dm_draft_add(text, draft, first, draft->match.first);
    if (draft->source.last < last)
        dm_draft_add(text, draft, draft->source.last, last);
    return true;
}
