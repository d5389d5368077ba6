/* Who has a quotation without a cue of ours: a verb in no list beside it, a signature behind it, a sentence with a colon before it. */
#include "code/cue.h"
#include "code/word_kinds.h"

const dm_cue dm_quote_beside = {.kind = DM_CUE_SPEECH,
                              .class = DM_CUE_VERB,
                              .takes = DM_TAKES_QUOTE,
                              .next = DM_NONE,
                              .by = {"quotes: verb beside a quotation", 31}};

static bool is_finite(const dm_tree *tree, uint32_t word)
{
    uint8_t xpos = tree->tokens[word].xpos;
    return tree->tokens[word].upos == DM_VERB && (xpos == DM_X_VBD || xpos == DM_X_VBZ || xpos == DM_X_VBP);
}

/* A verb that is in no list of cues, yet stands beside direct speech with its subject: "...", he thundered.  "He went
 * further: ...".  DM_NONE when there is none. */
uint32_t dm_quote_verb(const dm_tree *tree, dm_run run)
{
    const dm_text *text = tree->text;
    const dm_sentence *start = &text->sentences[text->sentence_of[run.first]];
    const dm_sentence *end = &text->sentences[text->sentence_of[run.last - 1]];
    uint32_t w = run.last, steps = 0;
    const char *last = text->words[run.last >= 2 ? run.last - 2 : 0].form.at;
    bool comma = (w < end->last && is_form(text, w, ",")) || (run.last >= run.first + 2 && strchr(",?!", *last));
    if (comma && w < end->last) { /* behind the quotation */
        if (is_form(text, w, ","))
            w++;
        for (; w < end->last && steps < 9 && !is_punct(text, w); w++, steps++)
            if (is_relative(&tree->tokens[w]))
                break; /* "...", which votes in June */
            else if (is_finite(tree, w) && (dm_tree_find(tree, w, DM_R_NSUBJ) != DM_NONE || steps == 1))
                return w;
    }
    if (run.first >= start->first + 2 && (is_form(text, run.first - 1, ":") || is_form(text, run.first - 1, ","))) {
        bool colon = is_form(text, run.first - 1, ":");
        w = run.first - 1;
        for (steps = 0; w-- > start->first && steps < (colon ? 30u : 4u); steps++) {
            if (text->words[w].flags & DM_WORD_QUOTED)
                break;
            if (is_finite(tree, w) && dm_tree_find(tree, w, DM_R_NSUBJ) != DM_NONE &&
                tree->tokens[w].relation != DM_R_ACL_RELCL && tree->tokens[w].relation != DM_R_ADVCL)
                return w;
        }
    }
    return DM_NONE;
}

static const dm_cue dash = {.kind = DM_CUE_SPEECH,
                            .class = DM_CUE_PREPOSITION,
                            .takes = DM_TAKES_QUOTE,
                            .next = DM_NONE,
                            .by = {"quotes: signed quotation", 24}};

/* "..." -- Ada Marun, 41, of Kesh: a quotation signed with the name that ends the paragraph. */
bool dm_quote_signed(const dm_tree *tree, dm_run run, dm_draft *draft)
{
    static const char *const dashes[] = {"―", "—", "–", "--", "-"};
    const dm_text *text = tree->text;
    uint32_t at = run.last, name = at + 1, last = at + 1, head = DM_NONE;
    bool found = false;
    if (name >= text->word_count || text->sentences[text->sentence_of[at]].paragraph != text->sentences[text->sentence_of[run.first]].paragraph)
        return false;
    for (size_t i = 0; i < DM_COUNT(dashes); i++)
        found |= is_form(text, at, dashes[i]);
    uint32_t paragraph = text->sentences[text->sentence_of[at]].paragraph;
    if (!found || !(text->words[name].flags & DM_WORD_CAPITAL))
        return false;
    while (last < text->word_count && last < name + 12 && text->sentences[text->sentence_of[last]].paragraph == paragraph) {
        uint8_t upos = tree->tokens[last].upos;
        if (upos == DM_VERB || upos == DM_AUX || (text->words[last].flags & DM_WORD_QUOTED))
            return false;
        if (head == DM_NONE && (upos == DM_PROPN || upos == DM_NOUN) &&
            (last + 1 == text->word_count || !(text->words[last + 1].flags & DM_WORD_CAPITAL)))
            head = last;
        last++;
    }
    if (last < text->word_count && text->sentences[text->sentence_of[last]].paragraph == paragraph)
        return false;
    while (last > name && is_punct(text, last - 1) && !is_form(text, last - 1, ")"))
        last--;
    if (last == name || head == DM_NONE || head >= last)
        return false;
    memset(draft, 0, sizeof *draft);
    draft->match = (dm_cue_match){&dash, at, DM_NONE, DM_NONE, at, at + 1};
    draft->sentence = text->sentence_of[at];
    draft->top = at;
    draft->source = (dm_run){name, last};
    draft->cue = (dm_run){at, at + 1};
    draft->source_head = draft->speaker_word = head;
    draft->addressee_word = draft->clause = DM_NONE;
    return true;
}

/* "The mayor issued the following statement:" before a quotation in a sentence of its own: its main verb; DM_NONE when the
 * sentence is none of that kind. */
uint32_t dm_quote_introduced(const dm_tree *tree, uint32_t sentence)
{
    const dm_text *text = tree->text;
    const dm_sentence *s = &text->sentences[sentence];
    if (s->last < s->first + 3 || !is_form(text, s->last - 1, ":"))
        return DM_NONE;
    for (uint32_t w = s->first; w < s->last; w++)
        if (tree->tokens[w].relation == DM_R_ROOT)
            return is_finite(tree, w) && dm_tree_find(tree, w, DM_R_NSUBJ) != DM_NONE && !(text->words[w].flags & DM_WORD_QUOTED) ? w : DM_NONE;
    return DM_NONE;
}
