/* Edges of sources and contents: what a tree drags in or cuts off at their ends, by order and punctuation alone. */
#include "code/cue.h"
#include "code/word_kinds.h"

bool dm_word_is_day(const dm_tree *tree, uint32_t word)
{
    static const char *const days[] = {"monday", "tuesday",   "wednesday", "thursday", "friday",  "saturday",  "sunday",
                                       "today",  "yesterday", "tonight",   "morning",  "evening", "afternoon", "night"};
    const dm_token *token = &tree->tokens[word];
    for (size_t i = 0; i < DM_COUNT(days); i++)
        if (token->lemma_key == dm_key(days[i], strlen(days[i])) && token->name == DM_NO_NAME)
            return true;
    return false;
}

/* ---- Source ------------------------------------------------------------------------------------------ */

/* "KESH, Oct. 4 (NP) -- President Marun said": the dateline is no part of the source. */
static void drop_dateline(const dm_tree *tree, dm_draft *draft)
{
    const dm_text *text = tree->text;
    dm_run *source = &draft->source;
    if (source->first != text->sentences[draft->sentence].first || !(text->words[source->first].flags & DM_WORD_CAPITALS))
        return;
    for (uint32_t w = source->first + 1; w + 1 < source->last && w < source->first + 14; w++)
        if ((is_form(text, w, "—") || is_form(text, w, "–") || is_form(text, w, "--") || is_form(text, w, "-") ||
             is_form(text, w, "―")) &&
            text->words[w].flags & DM_WORD_SPACE && text->words[w - 1].flags & DM_WORD_SPACE) {
            if (draft->source_head < w) { /* the tree may have taken the town for the speaker */
                for (uint32_t k = w + 1; k < source->last && draft->source_head < w; k++)
                    if (is_nominal(&tree->tokens[k]) && (tree->tokens[k].head < w || tree->tokens[k].head >= source->last || k + 1 == source->last ||
                                                         tree->tokens[k].name == DM_NAME_PER))
                        draft->source_head = draft->speaker_word = k;
                if (draft->source_head < w)
                    return;
            }
            source->first = w + 1;
            return;
        }
}

/* "Even Norland said", "Both parties said": the word before is the reporter's. */
static void drop_lead(const dm_tree *tree, dm_draft *draft)
{
    static const char *const leads[] = {"even", "only", "perhaps", "also", "both", "but", "and", "yet", "however", "meanwhile", "still", "so"};
    const dm_token *tokens = tree->tokens;
    while (draft->source.first < draft->source_head &&
           (tokens[draft->source.first].upos == DM_ADV || tokens[draft->source.first].upos == DM_CCONJ ||
            tokens[draft->source.first].relation == DM_R_CC_PRECONJ) &&
           lemma_in(&tokens[draft->source.first], leads, DM_COUNT(leads)))
        draft->source.first++;
}

/* "Marun, speaking to reporters, said", "Marun, like his rival, said": how and where it was said. */
static void drop_adjunct(const dm_tree *tree, dm_draft *draft)
{
    const dm_text *text = tree->text;
    const dm_token *tokens = tree->tokens;
    dm_run *source = &draft->source;
    for (uint32_t w = source->first + 1; w < draft->source_head; w++) /* its head may have been sought behind the comma */
        if (is_form(text, w, ",") && tokens[w + 1].xpos == DM_X_VBG && is_nominal(&tokens[w - 1]) && w < source->first + 8 &&
            is_form(text, draft->cue.first - 1, ",") && !dm_slice_is(tokens[w + 1].lemma, "include")) {
            draft->source_head = draft->speaker_word = w - 1;
            source->last = w;
            return;
        }
    for (uint32_t w = draft->source_head + 1; w + 1 < source->last; w++) {
        if (is_relative(&tokens[w]))
            return;
        if (!is_form(text, w, ","))
            continue;
        const dm_token *next = &tokens[w + 1];
        if ((next->upos == DM_ADP && !dm_slice_is(next->lemma, "of")) || next->xpos == DM_X_VBG || next->upos == DM_SCONJ ||
            (next->upos == DM_ADV && w + 2 < source->last && is_form(text, w + 2, ","))) {
            if (next->xpos == DM_X_VBG && dm_slice_is(next->lemma, "include"))
                continue;
            source->last = w;
            return;
        }
    }
}

/* "Marun in a television interview said", "prosecutors in April said": where and when. */
static void drop_circumstance(const dm_tree *tree, dm_draft *draft)
{
    static const char *const places[] = {"in", "at", "on", "during", "after", "before"};
    const dm_token *tokens = tree->tokens;
    uint32_t head = draft->source_head, w = head + 1;
    while (w < draft->source.last && (tokens[w].relation == DM_R_FLAT || tokens[w].upos == DM_PROPN))
        w++;
    if (w >= draft->source.last || tokens[w].upos != DM_ADP || !lemma_in(&tokens[w], places, DM_COUNT(places)))
        return;
    bool person = tokens[head].name == DM_NAME_PER || tokens[head].upos == DM_PRON;
    bool time = false;
    for (uint32_t k = w + 1; k < draft->source.last && k < w + 4; k++)
        time |= dm_word_is_day(tree, k) || (tokens[k].xpos == DM_X_CD && tree->text->words[k].form.size == 4) ||
                dm_slice_is(tokens[k].lemma, "April") || dm_slice_is(tokens[k].lemma, "week") ||
                dm_slice_is(tokens[k].lemma, "month");
    if (person || time)
        draft->source.last = w;
}

/* "Marun (a view that many share) said": a remark in brackets is no part of the name. */
static void drop_remark(const dm_tree *tree, dm_draft *draft)
{
    const dm_text *text = tree->text;
    uint32_t last = draft->source.last, open = last;
    if (last == draft->source.first || !is_form(text, last - 1, ")"))
        return;
    while (open > draft->source_head + 1 && !is_form(text, open - 1, "("))
        open--;
    if (open > draft->source_head + 1 && last - open > 5)
        draft->source.last = open - 1;
}

/* "(D-Ohio" and the comma that closes an apposition before the cue. */
static void close_ends(const dm_tree *tree, dm_draft *draft)
{
    const dm_text *text = tree->text;
    dm_run *source = &draft->source;
    uint32_t end = text->sentences[draft->sentence].last;
    int open = 0;
    bool comma = false;
    for (uint32_t w = source->first; w < source->last; w++) {
        open += is_form(text, w, "(") - is_form(text, w, ")");
        comma |= w > source->first && is_form(text, w, ",") && w + 1 < source->last;
    }
    if (open > 0)
        for (uint32_t w = source->last; w < end && w < source->last + 3; w++)
            if (is_form(text, w, ")")) {
                source->last = w + 1;
                break;
            }
    if (comma && source->last + 1 == draft->cue.first && is_form(text, source->last, ","))
        source->last++;
}

/* "said Marun (D-Kesh), head of the committee": brackets and appositions behind a source after its cue. */
static void take_apposition(const dm_tree *tree, dm_draft *draft)
{
    const dm_text *text = tree->text;
    const dm_token *tokens = tree->tokens;
    dm_run *source = &draft->source;
    uint32_t end = text->sentences[draft->sentence].last;
    if (source->first < draft->cue.last || source->last >= end)
        return;
    if (draft->piece_count && draft->pieces[draft->piece_count - 1].last > source->last)
        return;
    if (is_form(text, source->last, "(")) {
        uint32_t w = source->last + 1;
        while (w < end && w < source->last + 10 && !is_form(text, w, ")"))
            w++;
        if (w < end && is_form(text, w, ")"))
            source->last = w + 1;
    }
    if (source->last + 2 >= end || !is_form(text, source->last, ","))
        return;
    uint32_t next = source->last + 1;
    if (tokens[next].upos != DM_DET && tokens[next].upos != DM_NOUN && tokens[next].upos != DM_PROPN && tokens[next].upos != DM_ADJ &&
        tokens[next].xpos != DM_X_WP && tokens[next].upos != DM_NUM)
        return;
    bool relative = false, brackets = false;
    uint32_t stop = next;
    for (; stop < end && !is_quoted(text, stop) && !(stop + 1 < end && is_quoted(text, stop + 1) && is_punct(text, stop)); stop++) {
        uint8_t xpos = tokens[stop].xpos;
        relative |= is_relative(&tokens[stop]) || dm_slice_is(tokens[stop].lemma, "that");
        brackets |= is_form(text, stop, "(");
        if (is_form(text, stop, ".") || is_form(text, stop, ";") || is_form(text, stop, ":") || is_form(text, stop, "―"))
            break;
        if (is_form(text, stop, ",") && stop + 1 < end &&
            (tokens[stop + 1].xpos == DM_X_VBG || tokens[stop + 1].upos == DM_CCONJ || tokens[stop + 1].upos == DM_ADP || tokens[stop + 1].upos == DM_SCONJ || tokens[stop + 1].upos == DM_ADV))
            break;
        if ((xpos == DM_X_VBD || xpos == DM_X_VBZ || xpos == DM_X_VBP || xpos == DM_X_MD) && !relative)
            return;
    }
    while (stop > next && is_punct(text, stop - 1) && !(brackets && is_form(text, stop - 1, ")")))
        stop--;
    if (stop > next)
        source->last = stop;
}

void dm_edge_source(const dm_tree *tree, dm_draft *draft)
{
    const dm_text *text = tree->text;
    dm_run *source = &draft->source;
    uint32_t head = draft->source_head;
    if (head == DM_NONE || head < source->first || head >= source->last || draft->match.cue->class == DM_CUE_PREPOSITION)
        return;
    if (source->first < draft->cue.first) {
        drop_dateline(tree, draft);
        drop_lead(tree, draft);
        drop_adjunct(tree, draft);
        drop_circumstance(tree, draft);
        drop_remark(tree, draft);
    } else {
        take_apposition(tree, draft);
    }
    while (source->last > head + 1 && is_form(text, source->last - 1, ","))
        source->last--;
    close_ends(tree, draft);
}

/* ---- Content ----------------------------------------------------------------------------------------- */

/* "to raise wages, cut taxes and build roads": the further infinitives that the tree hung elsewhere. */
static void take_infinitives(const dm_tree *tree, dm_draft *draft)
{
    const dm_text *text = tree->text;
    const dm_token *tokens = tree->tokens;
    dm_run *piece = &draft->pieces[draft->piece_count - 1];
    uint32_t end = text->sentences[draft->sentence].last;
    if (piece->first < draft->cue.last || tokens[piece->first].xpos != DM_X_TO || is_quoted(text, piece->first))
        return;
    while (piece->last < end) { /* what belongs to the infinitive and was hung elsewhere */
        uint32_t w = piece->last;
        const dm_token *token = &tokens[w];
        bool hyphen = is_form(text, w, "-") && !(text->words[w].flags & DM_WORD_SPACE);
        if ((is_punct(text, w) && !hyphen) || token->upos == DM_CCONJ || token->upos == DM_SCONJ || token->upos == DM_AUX || is_relative(token) ||
            token->xpos == DM_X_VBD || token->xpos == DM_X_VBZ || token->xpos == DM_X_VBP || is_quoted(text, w) ||
            (w >= draft->source.first && w < draft->source.last))
            break;
        if (piece->last + 1 >= end)
            break;
        piece->last++;
    }
    for (unsigned round = 0; round < 6; round++) {
        uint32_t w = piece->last, stop;
        bool comma = w < end && is_form(text, w, ",");
        w += comma;
        if (w + 1 < end && tokens[w].upos == DM_CCONJ && !dm_slice_is(tokens[w].lemma, "but"))
            w++;
        else if (!comma)
            return;
        if (w + 1 < end && tokens[w].xpos == DM_X_TO)
            w++;
        if (w + 1 >= end || (tokens[w].xpos != DM_X_VB && !(tokens[w].xpos == DM_X_VBP && dm_tree_find(tree, w, DM_R_NSUBJ) == DM_NONE)))
            return;
        for (stop = w + 1; stop < end && (!is_punct(text, stop) || (is_form(text, stop, "-") && !(text->words[stop].flags & DM_WORD_SPACE))) && tokens[stop].upos != DM_CCONJ; stop++)
            ;
        piece->last = stop;
    }
}

/* "justified the claim and presented cases": the second verb has the cue's subject and is no part of its object. */
static void cut_second_verb(const dm_tree *tree, dm_draft *draft)
{
    const dm_text *text = tree->text;
    const dm_token *tokens = tree->tokens;
    uint8_t form = tokens[draft->match.word].xpos;
    dm_run *piece = &draft->pieces[draft->piece_count - 1];
    if (draft->piece_count != 1 || piece->first < draft->cue.last || draft->clause == DM_NONE || is_quoted(text, piece->first) ||
        (form != DM_X_VBD && form != DM_X_VBZ && form != DM_X_VBP) ||
        (tokens[draft->clause].relation != DM_R_OBJ && tokens[draft->clause].relation != DM_R_OBL))
        return;
    for (uint32_t w = piece->first; w + 1 < piece->last; w++) {
        if (is_relative(&tokens[w]) || dm_slice_is(tokens[w].lemma, "that") || tokens[w].upos == DM_SCONJ || is_quoted(text, w) ||
            tokens[w].relation == DM_R_NSUBJ || tokens[w].relation == DM_R_NSUBJ_PASS)
            return;
        uint32_t verb = w + 1;
        if (tokens[w].upos != DM_CCONJ)
            continue;
        while (verb < piece->last && tokens[verb].upos == DM_ADV)
            verb++;
        if (verb >= piece->last || tokens[verb].upos != DM_VERB ||
            (tokens[verb].xpos != form &&
             !(form == DM_X_VBD && tokens[verb].xpos == DM_X_VBN && dm_tree_find(tree, verb, DM_R_OBJ) != DM_NONE)))
            continue;
        piece->last = w;
        while (piece->last > piece->first + 1 && is_form(text, piece->last - 1, ","))
            piece->last--;
        return;
    }
}

/* "announced Tuesday that", "told Channel 5 that", "warned voters that": the content begins at "that". */
/* yelled "You lie!" at the president: with the quotation right behind the cue, what follows it is told, not said. */
static void cut_behind_quotation(const dm_tree *tree, dm_draft *draft)
{
    const dm_text *text = tree->text;
    uint32_t first, last;
    if (!draft->piece_count || draft->match.cue->class != DM_CUE_VERB || draft->match.cue->kind != DM_CUE_SPEECH ||
        !(draft->match.cue->takes & DM_TAKES_QUOTE) || is_quoted(text, draft->match.word))
        return;
    first = draft->pieces[0].first;
    if (first < draft->cue.last || first > draft->cue.last + 1 || is_quoted(text, first) || !is_punct(text, first) ||
        first + 1 >= draft->pieces[0].last || !is_quoted(text, first + 1))
        return;
    for (last = first + 1; last < draft->pieces[0].last && is_quoted(text, last); last++)
        ;
    if (last >= draft->pieces[0].last || last + 1 >= draft->pieces[0].last)
        return;
    const dm_token *next = &tree->tokens[last + 1];
    bool whole = last >= first + 3 && strchr(",.?!", *text->words[last - 1].form.at);
    bool again = last + 2 < draft->pieces[0].last && is_quoted(text, last + 3 < text->word_count ? last + 3 : last + 2); /* "A" and "B" */
    bool plain = !(draft->match.cue->takes & DM_TAKES_OBJECT); /* "cited "tensions" in the north" goes on */
    if ((whole || (plain && ((next->upos == DM_CCONJ && !again) || (next->upos == DM_ADP && !dm_slice_is(next->lemma, "of")) || next->upos == DM_SCONJ ||
                   next->upos == DM_NUM || next->xpos == DM_X_VBG))) &&
        is_punct(text, last))
        draft->pieces[0].last = last + 1;
}

/* Does the reporter's own comment begin at this mark?  ", compared with 12 percent", " - a boost for the mayor", ", a move that
 * surprised many"; behind what is wanted or praised also ", reversing" and ", which". */
static bool opens_comment(const dm_tree *tree, uint32_t mark, uint32_t end, bool wish)
{
    static const char *const acts[] = {"move", "claim", "charge", "statement", "reference", "decision", "position", "view", "sign", "step", "comment",
                                       "remark", "one"};
    const dm_token *tokens = tree->tokens, *next = &tokens[mark + 1];
    bool comma = is_comma(tree->text, mark), article = next->upos == DM_DET;
    if (mark + 3 >= end)
        return false;
    if (comma && (dm_slice_is(next->lemma, "compare") || is_form(tree->text, mark + 1, "compared")))
        return true;
    if (!comma)
        return article && (dm_slice_is(next->lemma, "a") || dm_slice_is(next->lemma, "the"));
    if (wish && ((next->xpos == DM_X_VBG && !dm_slice_is(next->lemma, "include")) || next->xpos == DM_X_WDT ||
                 (next->upos == DM_SCONJ && dm_slice_is(next->lemma, "while"))))
        return true;
    uint32_t noun = mark + 1 + article;
    while (noun + 1 < end && tokens[noun].upos == DM_ADJ)
        noun++;
    return (article || dm_slice_is(next->lemma, "one")) && lemma_in(&tokens[noun], acts, DM_COUNT(acts)) && tokens[noun].child != DM_NONE &&
           (is_relative(&tokens[noun + 1]) || dm_slice_is(tokens[noun + 1].lemma, "that") || tokens[noun + 1].upos == DM_ADP);
}

static bool is_dash(const dm_text *text, uint32_t word)
{
    return is_form(text, word, "-") || is_form(text, word, "--") || is_form(text, word, "–") || is_form(text, word, "—");
}

static void cut_comment(const dm_tree *tree, dm_draft *draft)
{
    const dm_text *text = tree->text;
    dm_run *piece = &draft->pieces[draft->piece_count - 1];
    bool wish = draft->match.cue->kind == DM_CUE_WISH || draft->match.cue->kind == DM_CUE_JUDGEMENT;
    if (piece->first < draft->cue.last || draft->match.cue->class != DM_CUE_VERB || is_quoted(text, draft->match.word) || is_quoted(text, piece->first + 1))
        return;
    for (uint32_t w = piece->first + 2; w + 1 < piece->last; w++) {
        bool dash = is_dash(text, w) && text->words[w].flags & DM_WORD_SPACE && text->words[w - 1].flags & DM_WORD_SPACE;
        if (is_quoted(text, w) || (!dash && !is_comma(text, w)) || !opens_comment(tree, w, piece->last, wish))
            continue;
        for (uint32_t v = w + 1; dash && v < piece->last; v++) /* " - A - goes on" is an insertion */
            if (is_dash(text, v) && text->words[v].flags & DM_WORD_SPACE && text->words[v - 1].flags & DM_WORD_SPACE)
                return;
        piece->last = w;
        return;
    }
}

void dm_edge_content(const dm_tree *tree, dm_draft *draft)
{
    const dm_text *text = tree->text;
    const dm_token *tokens = tree->tokens;
    cut_behind_quotation(tree, draft);
    if (draft->piece_count && draft->match.cue->class == DM_CUE_VERB && !draft->passive)
        cut_second_verb(tree, draft);
    if (draft->piece_count)
        take_infinitives(tree, draft);
    if (draft->piece_count)
        cut_comment(tree, draft);
    if (draft->piece_count && draft->pieces[0].first >= draft->cue.last)
        for (uint32_t i = 0; i < draft->piece_count; i++)
            for (uint32_t w = draft->pieces[i].first + 1; w < draft->pieces[i].last; w++)
                if (is_form(text, w, ";") && !is_quoted(text, w) && w > draft->cue.last) { /* another clause */
                    draft->pieces[i].last = w;
                    draft->piece_count = i + 1;
                }
    if (!draft->piece_count || draft->match.cue->class != DM_CUE_VERB || !(draft->match.cue->takes & DM_TAKES_CLAUSE) ||
        draft->match.cue->kind > DM_CUE_THOUGHT)
        return;
    dm_run *piece = &draft->pieces[0];
    if (piece->first < draft->cue.last || is_quoted(text, piece->first) || dm_slice_is(tokens[piece->first].lemma, "that"))
        return;
    bool hearer = (draft->match.cue->takes & DM_TAKES_PERSON) != 0, times = true;
    uint32_t w = piece->first;
    for (; w < piece->last && w < piece->first + 9; w++) {
        if (dm_slice_is(tokens[w].lemma, "that") && w > piece->first && (tokens[w].upos == DM_SCONJ || tokens[w].relation == DM_R_MARK)) {
            if (w + 2 < piece->last && (hearer || times))
                piece->first = w;
            return;
        }
        if (tokens[w].upos == DM_VERB || tokens[w].upos == DM_AUX || is_form(text, w, ","))
            break;
        times &= dm_word_is_day(tree, w) || tokens[w].upos == DM_ADP || dm_slice_is(tokens[w].lemma, "last") || dm_slice_is(tokens[w].lemma, "week") ||
                 dm_slice_is(tokens[w].lemma, "this") || tokens[w].upos == DM_ADV;
    }
    while (piece->first + 3 < piece->last && dm_word_is_day(tree, piece->first) && is_nominal(&tokens[piece->first]) &&
           !is_punct(text, piece->first + 1) && draft->clause != piece->first)
        piece->first++;
}
