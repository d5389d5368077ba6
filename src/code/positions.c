/* Positions: who is for or against what.  They are read from cues that carry a stance ("calls for", "opposes", "critic
 * of"), from "is for" and "is against", and from what a speaker says must or should be.  A negation turns the stance
 * round; what is only possible, asked about or refused gives none. */
#include "code/positions.h"

/* "troops came to fight the rebels", "a coalition to counter the rebels": what one comes for, or is there for. */
static bool is_purpose(const dm_taking *g, uint32_t verb)
{
    static const char *const goes[] = {"come", "go", "arrive", "deploy", "send", "enter", "gather", "meet", "unite", "join", "form", "found"};
    const dm_token *tokens = g->tree->tokens;
    uint32_t head = tokens[verb].head;
    if (head == DM_NONE)
        return false;
    if (tokens[verb].relation == DM_R_ACL)
        return tokens[head].upos == DM_NOUN && dm_taking_is_actor(g, head);
    if ((tokens[verb].relation != DM_R_ADVCL && tokens[verb].relation != DM_R_XCOMP) || !dm_lemma_in(&tokens[head], goes, DM_COUNT(goes)) ||
        dm_word_negated(g->tree, head))
        return false;
    for (uint32_t c = tokens[head].child; c != DM_NONE; c = tokens[c].next)
        if (tokens[c].relation == DM_R_AUX && !dm_lemma_is(&tokens[c], "have") && !dm_lemma_is(&tokens[c], "be"))
            return false;
    return true;
}

/* "Not everyone agreed", "few support it": who does is not told. */
bool dm_some_only(const dm_taking *g, uint32_t verb)
{
    static const char *const few[] = {"not", "few", "hardly", "no", "little"};
    const dm_token *tokens = g->tree->tokens;
    uint32_t subject = dm_tree_find(g->tree, verb, DM_R_NSUBJ);
    if (subject == DM_NONE)
        return false;
    if (dm_lemma_in(&tokens[subject], few, DM_COUNT(few)))
        return true;
    for (uint32_t c = tokens[subject].child; c != DM_NONE; c = tokens[c].next)
        if ((tokens[c].relation == DM_R_ADVMOD || tokens[c].relation == DM_R_DET || tokens[c].relation == DM_R_AMOD) && c < subject &&
            dm_lemma_in(&tokens[c], few, DM_COUNT(few)) && !(c > 0 && dm_lemma_is(&tokens[c], "few") && dm_lemma_is(&tokens[c - 1], "a")))
            return true;
    return false;
}

/* "has yet to back it", "stopped short of backing it" */
static bool not_so_far(const dm_taking *g, uint32_t verb)
{
    const dm_token *tokens = g->tree->tokens;
    uint32_t head = tokens[verb].head;
    if (head == DM_NONE)
        return false;
    if (tokens[verb].relation == DM_R_ADVCL && dm_lemma_is(&tokens[head], "short"))
        return true;
    for (uint32_t c = tokens[head].child; c != DM_NONE; c = tokens[c].next)
        if (tokens[verb].relation == DM_R_XCOMP && dm_lemma_is(&tokens[head], "have") && dm_lemma_is(&tokens[c], "yet"))
            return true;
    return false;
}

/* Does another word make the stance only possible, asked or refused? */
static bool is_open(const dm_taking *g, const dm_draft *draft)
{
    static const char *const may[] = {"may", "might", "could", "can", "would"};
    static const char *const refusals[] = {"refuse",   "decline",  "fail",   "stop", "cease",
                                           "consider", "hesitate", "appear", "seem", "avoid"};
    const dm_token *tokens = g->tree->tokens;
    uint32_t verb = draft->match.word;
    bool act = (draft->match.cue->takes & DM_TAKES_ACT) != 0;
    for (uint32_t c = tokens[verb].child; c != DM_NONE; c = tokens[c].next) {
        if (tokens[c].relation == DM_R_AUX && dm_lemma_in(&tokens[c], may, DM_COUNT(may)) &&
            (act || !dm_lemma_is(&tokens[c], "would")))
            return true;
        if (tokens[c].relation == DM_R_AUX && act &&
            (dm_lemma_is(&tokens[c], "will") || dm_lemma_is(&tokens[c], "should") || dm_lemma_is(&tokens[c], "must")))
            return true;
        if (tokens[c].relation == DM_R_MARK &&
            (dm_lemma_is(&tokens[c], "if") || dm_lemma_is(&tokens[c], "whether") || dm_lemma_is(&tokens[c], "unless")))
            return true;
        if (tokens[c].relation == DM_R_MARK && act && dm_lemma_is(&tokens[c], "to") && !is_purpose(g, verb))
            return true;
    }
    if (dm_some_only(g, verb) || not_so_far(g, verb))
        return true;
    uint32_t head = tokens[verb].head;
    if (head != DM_NONE &&
        (tokens[verb].relation == DM_R_XCOMP || tokens[verb].relation == DM_R_CCOMP ||
         tokens[verb].relation == DM_R_ACL) &&
        dm_lemma_in(&tokens[head], refusals, DM_COUNT(refusals)))
        return true;
    return false;
}

/* The words of an infinitive without its "to", cut to the content. */
static dm_run infinitive_of(const dm_taking *g, const dm_draft *draft, dm_run whole)
{
    const dm_token *tokens = g->tree->tokens;
    for (uint32_t w = whole.first; w + 1 < whole.last; w++)
        if (dm_lemma_is(&tokens[w], "to") && tokens[w].relation == DM_R_MARK && tokens[w].head < whole.last &&
            tokens[w].head > w) {
            uint32_t up = tokens[tokens[w].head].head;
            if ((draft->match.cue->takes & DM_TAKES_ACT) && !(draft->match.cue->takes & DM_TAKES_TO)) {
                if (w > whole.first && up == draft->match.word) /* "lifts the ban to help the fishermen": the ban */
                    return (dm_run){whole.first, w};
                continue;
            }
            bool cue_takes_it = up == draft->match.word && (draft->match.complement == DM_NONE || (draft->match.cue->takes & DM_TAKES_TO));
            if (w == whole.first || cue_takes_it || (up == draft->match.complement && dm_taking_is_actor(g, up)))
                return (dm_run){w + 1, whole.last};
        }
    return whole;
}

/* Whether the infinitive that begins here has "not" before its "to". */
static bool not_to(const dm_taking *g, uint32_t first)
{
    return first >= 2 && dm_lemma_is(&g->tree->tokens[first - 1], "to") && dm_lemma_is(&g->tree->tokens[first - 2], "not");
}

/* "against A and against B", "for A, B and C": one position for each. */
static void put_issues(dm_taking *g, const dm_draft *draft, uint32_t source, bool against, dm_run issue)
{
    const dm_token *tokens = g->tree->tokens;
    uint32_t head = draft->match.complement != DM_NONE ? draft->match.complement : draft->clause, from, to;
    dm_run first = issue;
    bool split = false;
    if (head != DM_NONE && head >= issue.first && head < issue.last && tokens[head].upos != DM_VERB) {
        for (uint32_t c = tokens[head].child; c != DM_NONE; c = tokens[c].next) {
            bool marked = false;
            if (tokens[c].relation != DM_R_CONJ || c < head || c >= issue.last)
                continue;
            for (uint32_t cc = tokens[c].child; cc != DM_NONE; cc = tokens[cc].next)
                marked |= tokens[cc].relation == DM_R_CASE || tokens[cc].relation == DM_R_DET;
            dm_tree_range(g->tree, c, &from, &to);
            if (from <= head || (!marked && to - from < 4) || tokens[c].upos == DM_VERB)
                continue;
            if (!split)
                first.last = from;
            split = true;
        }
    }
    dm_taking_put_all(g, source, against, first, draft->match.word, draft->cue, draft->match.cue->by);
    if (!split)
        return;
    for (uint32_t c = tokens[head].child; c != DM_NONE; c = tokens[c].next) {
        if (tokens[c].relation != DM_R_CONJ || c < first.last || c >= issue.last)
            continue;
        dm_tree_range(g->tree, c, &from, &to);
        while (from < c &&
               (dm_word_is_punct(g->tree->text, from) || tokens[from].upos == DM_CCONJ || tokens[from].relation == DM_R_CASE))
            from++;
        if (to > issue.last)
            to = issue.last;
        dm_taking_put_all(g, source, against, (dm_run){from, to}, draft->match.word, draft->cue, draft->match.cue->by);
    }
}

/* "called the deal illegal", "described the vote as fair": the object is judged by the words behind it. */
static void from_verdict(dm_taking *g, const dm_draft *draft)
{
    uint32_t verb = draft->match.word, object = dm_tree_find(g->tree, verb, DM_R_OBJ), from, to, end;
    int verdict = 0;
    if (draft->negated || draft->passive || !draft->piece_count || object == DM_NONE || object < draft->cue.last ||
        is_open(g, draft) || g->tree->tokens[object].upos == DM_PRON)
        return;
    dm_tree_range(g->tree, object, &from, &to);
    end = draft->pieces[draft->piece_count - 1].last;
    if (to > end)
        to = end;
    for (uint32_t w = object + 1; w < end && !verdict; w++) {
        verdict = dm_cue_verdict(g->cues, g->tree, w);
        if (verdict && dm_word_negated(g->tree, w))
            verdict = -verdict;
        if (verdict && w < to)
            to = object + 1; /* the judging words hang on the object itself */
    }
    if (verdict)
        dm_taking_put_all(g, draft->speaker_word, verdict < 0, (dm_run){from, to}, verb, draft->cue, draft->match.cue->by);
}

/* "supported the government against the rebels": for the one, against the other.  The word "against", or DM_NONE. */
static uint32_t turned_against(const dm_taking *g, const dm_draft *draft, dm_run issue)
{
    const dm_token *tokens = g->tree->tokens;
    uint32_t verb = draft->match.word, object = dm_tree_find(g->tree, verb, DM_R_OBJ);
    if (draft->negated || draft->passive || draft->match.cue->class != DM_CUE_VERB || draft->match.cue->kind != DM_CUE_JUDGEMENT ||
        !(draft->match.cue->takes & DM_TAKES_FOR) || object == DM_NONE || object < issue.first)
        return DM_NONE;
    for (uint32_t w = object + 1; w + 1 < issue.last; w++)
        if (dm_lemma_is(&tokens[w], "against") && tokens[w].relation == DM_R_CASE && tokens[w].head > w && tokens[w].head < issue.last &&
            (tokens[tokens[w].head].head == verb || tokens[tokens[w].head].head == object))
            return w;
    return DM_NONE;
}

static void from_cue(dm_taking *g, const dm_draft *draft)
{
    const dm_token *tokens = g->tree->tokens;
    uint16_t takes = draft->match.cue->takes;
    uint32_t source = draft->speaker_word;
    if (takes & DM_TAKES_VERDICT)
        from_verdict(g, draft);
    if (!(takes & (DM_TAKES_FOR | DM_TAKES_AGAINST)) || !draft->piece_count || is_open(g, draft))
        return;
    bool against = (takes & DM_TAKES_AGAINST) != 0, verbal;
    dm_run issue = {draft->pieces[0].first, draft->pieces[draft->passive ? 0 : draft->piece_count - 1].last};
    if (draft->clause == DM_NONE)
        return;
    const dm_cue *cue = draft->match.cue;
    uint32_t object = dm_tree_find(g->tree, draft->match.word, DM_R_OBJ), from, to;
    if (cue->extra_count && cue->extra[cue->extra_count - 1] == dm_key("as", 2) && object != DM_NONE && !draft->passive) {
        dm_tree_range(g->tree, object, &from, &to); /* "dismissed the pledge as a trick": the pledge */
        issue = (dm_run){from, to};
    } else if (draft->match.complement != DM_NONE && draft->clause != draft->match.complement) {
        /* "withdrew the country from the treaty": the treaty; "accused her of lying": lying */
        dm_tree_range(g->tree, draft->match.complement, &from, &to);
        while (from < to && (tokens[from].relation == DM_R_CASE ||
                             (tokens[from].relation == DM_R_MARK && tokens[from].upos != DM_PART)))
            from++;
        issue = (dm_run){from, to};
    }
    if (issue.last == issue.first + 1 &&
        (tokens[issue.first].xpos == DM_X_WP || tokens[issue.first].xpos == DM_X_WDT)) {
        uint32_t v = tokens[issue.first].head; /* "Lam, who is supported by": Lam */
        while (v != DM_NONE && tokens[v].relation == DM_R_CONJ)
            v = tokens[v].head;
        if (v == DM_NONE || tokens[v].relation != DM_R_ACL_RELCL || tokens[v].head == DM_NONE)
            return;
        dm_tree_range(g->tree, tokens[v].head, &from, &to);
        if (to > issue.first && from < issue.first)
            to = issue.first;
        issue = (dm_run){from, to};
    }
    if (draft->passive && dm_lemma_is(&tokens[draft->match.word], "want"))
        return; /* wanted persons */
    verbal = tokens[draft->clause].upos == DM_VERB || tokens[draft->clause].upos == DM_AUX ||
             dm_tree_find(g->tree, draft->clause, DM_R_NSUBJ) != DM_NONE;
    if ((takes & DM_TAKES_SURE) && verbal)
        return;
    if (draft->negated) {
        if (takes & DM_TAKES_ACT && !(takes & DM_TAKES_SURE))
            return;
        against = !against;
    }
    if (takes & DM_TAKES_HOLDER) {
        uint32_t noun = draft->match.word, subject = dm_tree_find(g->tree, noun, DM_R_NSUBJ);
        source = subject != DM_NONE ? subject : tokens[noun].relation == DM_R_APPOS ? tokens[noun].head : noun;
        if (source == noun && tokens[noun].relation == DM_R_CONJ)
            return;
    }
    if (verbal && (takes & DM_TAKES_TO) && draft->match.cue->kind == DM_CUE_WISH && issue.first < issue.last &&
        dm_lemma_is(&tokens[issue.first], "to") &&
        (dm_lemma_is(&tokens[draft->match.word], "want") || dm_lemma_is(&tokens[draft->match.word], "seek") ||
         dm_lemma_is(&tokens[draft->match.word], "desire") || dm_lemma_is(&tokens[draft->match.word], "hope")))
        return; /* what one means to do oneself is a plan */
    dm_run part = infinitive_of(g, draft, issue);
    if (part.first > issue.first && !draft->negated && not_to(g, part.first)) /* "urged him not to sign" */
        against = !against;
    if ((takes & DM_TAKES_DEED) && part.first == issue.first && !dm_lemma_is(&tokens[issue.first], "to"))
        return;
    if (part.first == issue.first && draft->match.cue->kind == DM_CUE_WISH && (takes & DM_TAKES_TO) && draft->match.complement != DM_NONE &&
        dm_taking_is_actor(g, draft->match.complement) &&
        g->record->refers.entities[dm_taking_entity(g->record, draft->match.complement)].type != DM_GPE)
        return; /* "called on the workers": to do what? */
    uint32_t other = turned_against(g, draft, part);
    if (other != DM_NONE) {
        dm_taking_put_all(g, source, !against, (dm_run){other + 1, part.last}, draft->match.word, draft->cue, draft->match.cue->by);
        part.last = other;
    }
    put_issues(g, draft, source, against, part);
}

static void find_drafts(dm_taking *g, dm_drafts *drafts)
{
    const dm_text *text = g->tree->text;
    dm_cue_match match;
    for (uint32_t s = 0; s < text->sentence_count; s++)
        for (uint32_t w = text->sentences[s].first; w < text->sentences[s].last; w++) {
            if (!dm_cue_find(g->cues, g->tree, w, &match) || match.cue->class == DM_CUE_PREPOSITION)
                continue;
            dm_draft *draft = DM_PUSH(&g->record->arena, drafts);
            if (!draft)
                return;
            draft->match = match;
            draft->sentence = s;
            draft->source_head = draft->speaker_word = draft->addressee_word = draft->clause = DM_NONE;
            dm_extent_cue(g->cues, g->tree, draft);
            dm_extent_source(g->tree, draft);
            if (draft->source_head == DM_NONE)
                dm_reach_source(g->tree, draft);
            else
                dm_reach_own_source(g->tree, draft);
            dm_extent_content(g->tree, draft);
            dm_reach_trim_source(g->tree, draft);
        }
    dm_reach_mend(g->cues, g->tree, drafts);
}

dm_status dm_code_positions(const dm_cues *cues, dm_record *record)
{
    dm_taking g = {.cues = cues, .record = record, .tree = &record->tree};
    dm_drafts drafts = {0};
    const dm_text *text = &record->text;
    find_drafts(&g, &drafts);
    uint32_t next = 0;
    for (uint32_t s = 0; s < text->sentence_count && !record->arena.failed; s++) {
        for (; next < drafts.count && drafts.at[next].sentence == s; next++)
            from_cue(&g, &drafts.at[next]);
        for (uint32_t w = text->sentences[s].first; w < text->sentences[s].last; w++) {
            uint8_t upos = record->tree.tokens[w].upos;
            if (upos == DM_VERB || upos == DM_ADJ || upos == DM_NOUN)
                dm_taking_modal(&g, w);
            if (upos == DM_VERB) {
                dm_taking_list(&g, w);
                dm_taking_will(&g, w);
            }
            if (upos == DM_NOUN || upos == DM_PROPN)
                dm_taking_copula(&g, w);
            if (upos == DM_NOUN || upos == DM_ADJ)
                dm_taking_predicate(&g, w);
            if (upos == DM_VERB)
                dm_taking_breach(&g, w);
            dm_taking_prefix(&g, w);
        }
    }
    record->positions = g.list.at;
    record->issue_heads = g.heads.at;
    record->position_count = g.list.count;
    return record->arena.failed ? DM_NO_MEMORY : DM_OK;
}
