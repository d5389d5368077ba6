/* How far contents reach.  A greedy parser often hangs the end of a long reported clause on the verb of saying, or the
 * start of the next clause on the reported one.  These rules go by order and punctuation: what follows the content
 * without a comma belongs to it; ", adding that" does not. */
#include "code/cue.h"
#include "code/word_kinds.h"

static bool is_finite(const dm_tree *tree, uint32_t verb)
{
    uint8_t xpos = tree->tokens[verb].xpos;
    return xpos == DM_X_VBD || xpos == DM_X_VBZ || xpos == DM_X_VBP || dm_tree_find(tree, verb, DM_R_AUX) != DM_NONE;
}

/* A coordinated verb right behind a nominal, not behind "and", has its subject there even if the tree shares another.
 */
void dm_reach_own_source(const dm_tree *tree, dm_draft *draft)
{
    const dm_token *tokens = tree->tokens;
    uint32_t first = draft->cue.first;
    if (draft->match.cue->class != DM_CUE_VERB || tokens[draft->top].relation != DM_R_CONJ ||
        dm_tree_find(tree, draft->top, DM_R_NSUBJ) != DM_NONE || dm_tree_find(tree, draft->top, DM_R_CC) != DM_NONE ||
        first == 0 || draft->passive)
        return;
    dm_draft other = *draft;
    other.source = (dm_run){0, 0};
    other.source_head = DM_NONE;
    dm_reach_source(tree, &other);
    if (other.source_head != DM_NONE && other.source_head != draft->source_head &&
        tokens[other.source_head].upos == DM_PROPN)
        *draft = other;
}

/* The head of the phrase that begins at `word`, seen from the left. */
static uint32_t phrase_head(const dm_tree *tree, uint32_t word, uint32_t end)
{
    uint32_t top = word;
    for (unsigned depth = 0; depth < 40; depth++) {
        uint32_t head = tree->tokens[top].head;
        if (head == DM_NONE || head < word || head >= end)
            break;
        top = head;
    }
    return top;
}

void dm_reach_source(const dm_tree *tree, dm_draft *draft)
{
    const dm_token *tokens = tree->tokens;
    const dm_text *text = tree->text;
    uint32_t begin = text->sentences[draft->sentence].first, first = draft->cue.first, word, from, to;
    uint8_t relation = tokens[draft->top].relation;
    if (draft->match.cue->class != DM_CUE_VERB || draft->passive || !is_finite(tree, draft->top) ||
        relation == DM_R_XCOMP || relation == DM_R_ACL)
        return;
    if (first == begin)
        return;
    if (tokens[begin].upos == DM_ADP || tokens[begin].upos == DM_SCONJ || tokens[begin].upos == DM_ADV ||
        tokens[begin].xpos == DM_X_VBG) /* "According to the agency, the minister, X, said" */
        for (uint32_t w = begin; w + 2 < first; w++)
            if (is_comma(text, w)) {
                begin = w + 1;
                break;
            }
    word = first - 1;
    if (relation == DM_R_CONJ && !is_nominal(&tokens[word]) && !is_comma(text, word))
        return;
    if (dm_slice_is(text->words[word].form, ")")) /* "Smith (D-Ohio) said" */
        while (word > begin && !dm_slice_is(text->words[word].form, "("))
            word--;
    if (word > begin && is_punct(text, word)) {
        bool comma = is_comma(text, word);
        word--;
        if (comma && !is_nominal(&tokens[word])) { /* "a source, whom they did not name, said" */
            uint32_t w = word;
            while (w > begin && !is_comma(text, w))
                w--;
            if (w > begin &&
                (tokens[w + 1].xpos == DM_X_WP || tokens[w + 1].xpos == DM_X_WDT || tokens[w + 1].xpos == DM_X_WPS ||
                 tokens[w + 1].xpos == DM_X_VBG || tokens[w + 1].xpos == DM_X_VBN))
                word = w - 1;
        }
    }
    if (!is_nominal(&tokens[word]) || is_quoted(text, word) != is_quoted(text, draft->match.word))
        return;
    for (unsigned depth = 0; depth < 20 && tokens[word].head != DM_NONE && tokens[word].head < first &&
                             tokens[word].head >= begin && is_nominal(&tokens[tokens[word].head]);
         depth++)
        word = tokens[word].head;
    dm_tree_range(tree, word, &from, &to);
    for (uint32_t c = tokens[word].child; c != DM_NONE; c = tokens[c].next)
        if (c < word && (tokens[c].relation == DM_R_CASE || tokens[c].relation == DM_R_CC))
            return; /* the noun of another phrase */
    if (to > first)
        to = first;
    while (to > word + 1 && is_punct(text, to - 1) && !dm_slice_is(text->words[to - 1].form, ")"))
        to--;
    while (from < word && is_punct(text, from))
        from++;
    draft->source_head = draft->speaker_word = word;
    draft->source = (dm_run){from, to};
}

/* "on Tuesday evening" at the end of a source says when, not who. */
static void drop_day(const dm_tree *tree, dm_draft *draft)
{
    uint32_t last = draft->source.last;
    while (last > draft->source_head + 1 && dm_word_is_day(tree, last - 1))
        last--;
    if (last == draft->source.last)
        return;
    while (last > draft->source_head + 1 &&
           (tree->tokens[last - 1].upos == DM_ADP || tree->tokens[last - 1].upos == DM_DET ||
            dm_slice_is(tree->tokens[last - 1].lemma, "last") || is_comma(tree->text, last - 1)))
        last--;
    draft->source.last = last;
}

bool dm_reach_inverted(const dm_tree *tree, dm_draft *draft)
{
    const dm_text *text = tree->text;
    const dm_token *tokens = tree->tokens;
    const dm_sentence *sentence = &text->sentences[draft->sentence];
    uint32_t verb = draft->match.word, next = draft->match.last, end, head;
    uint8_t xpos = tokens[verb].xpos;
    const uint16_t needs = DM_TAKES_QUOTE | (verb >= sentence->first + 2 && is_quoted(text, verb - 2) ? 0 : DM_TAKES_CLAUSE);
    if (draft->match.cue->class != DM_CUE_VERB || draft->match.cue->kind != DM_CUE_SPEECH ||
        (draft->match.cue->takes & needs) != needs || (draft->match.cue->takes & DM_TAKES_PERSON) || (xpos != DM_X_VBD && xpos != DM_X_VBZ && xpos != DM_X_VBN) ||
        is_quoted(text, verb) || verb < sentence->first + 3 || next >= sentence->last || draft->cue.first != verb)
        return false;
    if (!is_comma(text, verb - 1) && !(is_punct(text, verb - 1) && is_quoted(text, verb - 2)))
        return false;
    bool clause = false, relative = false; /* "Marun, who said so, admitted defeat": the clause is the name's */
    for (uint32_t w = sentence->first; w < verb && !clause; w++) {
        relative = (relative || is_relative(&tokens[w])) && !is_comma(text, w);
        clause = (!relative && (is_finite_form(&tokens[w]) || tokens[w].upos == DM_AUX)) || is_quoted(text, w);
    }
    if (!clause || is_punct(text, next) || is_quoted(text, next) ||
        (!is_nominal(&tokens[next]) && tokens[next].upos != DM_DET && tokens[next].upos != DM_ADJ) ||
        dm_word_is_day(tree, next))
        return false;
    uint32_t who = DM_NONE; /* "said an official who was briefed" */
    for (end = next; end < sentence->last && !is_punct(text, end); end++) {
        if (who == DM_NONE && tokens[end].xpos == DM_X_WP && end > next)
            who = end;
        if (who == DM_NONE && ((tokens[end].upos == DM_VERB && tokens[end].xpos != DM_X_VBN && tokens[end].xpos != DM_X_VBG) || tokens[end].upos == DM_AUX ||
                     tokens[end].upos == DM_SCONJ || dm_slice_is(tokens[end].lemma, "to")))
            return false;
    }
    while (end < sentence->last && dm_slice_is(text->words[end].form, "-")) { /* names with hyphens */
        end++;
        while (end < sentence->last && !is_punct(text, end))
            end++;
    }
    head = phrase_head(tree, next, who == DM_NONE ? end : who);
    while (!is_nominal(&tokens[head]) && head + 1 < end)
        head++;
    if (!is_nominal(&tokens[head]))
        return false;
    draft->source_head = draft->speaker_word = head;
    draft->source = (dm_run){next, end};
    draft->passive = false;
    draft->clause = sentence->first;
    dm_draft_add(text, draft, sentence->first, verb - 1 + !is_comma(text, verb - 1));
    if (end + 2 < sentence->last && is_comma(text, end) && tokens[end + 1].upos == DM_CCONJ &&
        (tokens[end + 2].upos == DM_AUX || tokens[end + 2].upos == DM_VERB))
        dm_draft_add(text, draft, end + 1, sentence->last);
    return draft->piece_count > 0;
}

/* Is the word part of something that hangs on the verb: when, where, how it was said? */
static bool hangs_on(const dm_tree *tree, uint32_t word, uint32_t verb, uint32_t first, uint32_t last)
{
    for (unsigned depth = 0; depth < 30; depth++) {
        uint32_t head = tree->tokens[word].head;
        uint8_t relation = tree->tokens[word].relation;
        if (head == verb)
            return relation == DM_R_OBL || relation == DM_R_ADVMOD || relation == DM_R_OBL_UNMARKED ||
                   relation == DM_R_AUX || relation == DM_R_ADVCL || relation == DM_R_IOBJ ||
                   relation == DM_R_DISCOURSE || relation == DM_R_AUX_PASS || relation == DM_R_COP ||
                   relation == DM_R_MARK;
        if (head == DM_NONE || head < first || head >= last)
            return false;
        word = head;
    }
    return false;
}

/* A source that holds a finite verb outside of a relative clause is an error of the tree: what remains is the nominal.
 */
static void drop_clauses(const dm_tree *tree, dm_draft *draft)
{
    const dm_token *tokens = tree->tokens;
    uint32_t head = draft->source_head, first = draft->source.first, last = draft->source.last;
    for (uint32_t w = head; w-- > first;)
        if (tokens[w].xpos == DM_X_VBD || tokens[w].xpos == DM_X_VBZ || tokens[w].xpos == DM_X_VBP ||
            tokens[w].xpos == DM_X_MD) {
            draft->source.first = w + 1;
            while (draft->source.first < head &&
                   (is_punct(tree->text, draft->source.first) || tokens[draft->source.first].upos == DM_ADP ||
                    tokens[draft->source.first].upos == DM_SCONJ))
                draft->source.first++;
            break;
        }
    for (uint32_t w = head + 1; w < last; w++) {
        if (tokens[w].xpos == DM_X_WP || tokens[w].xpos == DM_X_WDT || tokens[w].xpos == DM_X_WPS ||
            tokens[w].xpos == DM_X_WRB || dm_slice_is(tokens[w].lemma, "that") || tokens[w].relation == DM_R_ACL_RELCL)
            return;
        if ((tokens[w].xpos == DM_X_VBD || tokens[w].xpos == DM_X_VBZ || tokens[w].xpos == DM_X_MD) &&
            tokens[w].relation != DM_R_ACL) {
            draft->source.last = w;
            while (draft->source.last > head + 1 && is_punct(tree->text, draft->source.last - 1))
                draft->source.last--;
            return;
        }
    }
}

void dm_reach_trim_source(const dm_tree *tree, dm_draft *draft)
{
    const dm_text *text = tree->text;
    const dm_token *tokens = tree->tokens;
    uint32_t head = draft->source_head, end = text->sentences[draft->sentence].last;
    dm_run *source = &draft->source;
    if (head == DM_NONE || source->first >= source->last || head < source->first || head >= source->last)
        return;
    if (tokens[head].xpos == DM_X_WP || tokens[head].xpos == DM_X_WDT) {
        *source = (dm_run){head, head + 1};
        return;
    }
    drop_clauses(tree, draft);
    if (draft->match.cue->class != DM_CUE_VERB)
        return;
    /* not over the edge of a quotation */
    for (uint32_t w = head; w > source->first; w--)
        if (is_quoted(text, w - 1) && !is_quoted(text, head) && text->words[w - 1].flags & DM_WORD_PUNCT) {
            source->first = w;
            while (source->first < head && is_punct(text, source->first))
                source->first++;
            break;
        }
    if (source->first < draft->cue.first) {
        uint8_t lead = tokens[source->first].upos;
        if (lead == DM_ADP || lead == DM_SCONJ || lead == DM_ADV)
            for (uint32_t w = head; w > source->first; w--)
                if (is_comma(text, w)) {
                    source->first = w + 1;
                    break;
                }
        if (source->last < draft->cue.first && draft->cue.first - source->last < 30 &&
            tokens[draft->top].xpos != DM_X_VBG) {
            bool gap = true; /* what the tree left out between source and cue */
            for (uint32_t w = source->last; w < draft->cue.first; w++)
                if (hangs_on(tree, w, draft->top, source->last, draft->cue.first) ||
                    is_quoted(text, w) != is_quoted(text, head) || tokens[w].upos == DM_CCONJ)
                    gap = false;
            if (gap && !(source->last + 1 == draft->cue.first && is_punct(text, source->last)))
                source->last = draft->cue.first;
        }
        drop_day(tree, draft);
        return;
    }
    drop_day(tree, draft);
    if (draft->piece_count && draft->pieces[0].first > draft->cue.first)
        return;
    /* "...," said X, who ...: to the end of the sentence or the next quotation */
    for (unsigned round = 0; round < 4 && source->last < end; round++) {
        uint32_t next = source->last, stop;
        bool comma = is_comma(text, next);
        if (comma)
            next++;
        if (next >= end || is_quoted(text, next) ||
            (next + 1 < end && is_quoted(text, next + 1) && is_punct(text, next)))
            break;
        if (is_punct(text, next) || tokens[next].upos == DM_CCONJ || tokens[next].xpos == DM_X_VBG ||
            hangs_on(tree, next, draft->top, draft->cue.first, end))
            break;
        if (comma && tokens[next].upos != DM_DET && tokens[next].upos != DM_NOUN && tokens[next].upos != DM_PROPN &&
            tokens[next].upos != DM_NUM && tokens[next].upos != DM_ADJ && tokens[next].xpos != DM_X_WP &&
            tokens[next].xpos != DM_X_WPS && tokens[next].xpos != DM_X_WDT)
            break;
        stop = next + 1;
        bool relative = false; /* "who has been challenging": a participle inside a relative clause */
        for (uint32_t w = source->first; w < stop; w++)
            relative |= tokens[w].xpos == DM_X_WP || tokens[w].xpos == DM_X_WPS;
        while (stop < end && (tokens[stop].xpos != DM_X_VBG || relative) &&
               (!is_punct(text, stop) || (dm_slice_is(text->words[stop].form, "-") && stop + 1 < end &&
                                          !(text->words[stop].flags & DM_WORD_SPACE) && !(text->words[stop - 1].flags & DM_WORD_SPACE))))
            stop++;
        source->last = stop;
    }
    drop_day(tree, draft);
}

static bool is_speech_cue(const dm_cues *cues, const dm_tree *tree, uint32_t word)
{
    dm_cue_match match;
    return tree->tokens[word].upos == DM_VERB && dm_cue_find(cues, tree, word, &match) &&
           match.cue->kind == DM_CUE_SPEECH;
}

/* Words that begin a part of the clause even after a comma.  A verb there means that the comma closed an insertion. */
static bool goes_on(const dm_tree *tree, uint32_t word, uint32_t end)
{
    static const char *const on[] = {"including",    "because", "not",   "such",   "too",  "especially",
                                     "particularly", "even",    "given", "in",     "to",   "for",
                                     "then",         "so",      "if",    "rather", "or",   "when",
                                     "at",           "from",    "on",    "unless", "until"};
    const dm_token *tokens = tree->tokens;
    if (word + 1 >= end)
        return false;
    if (tokens[word].upos == DM_CCONJ && dm_slice_is(tokens[word + 1].lemma, "that") &&
        tokens[word + 1].upos == DM_SCONJ)
        return true;
    for (size_t i = 0; i < DM_COUNT(on); i++)
        if (dm_slice_is(tokens[word].lemma, on[i]))
            return true;
    return tokens[word].xpos == DM_X_WDT || tokens[word].xpos == DM_X_WP || tokens[word].xpos == DM_X_WPS ||
           tokens[word].upos == DM_AUX || tokens[word].xpos == DM_X_VBD || tokens[word].xpos == DM_X_VBZ ||
           tokens[word].xpos == DM_X_VB || tokens[word].upos == DM_PRON || dm_slice_is(tokens[word].lemma, "and");
}

static void stretch(const dm_cues *cues, const dm_tree *tree, dm_draft *draft)
{
    const dm_text *text = tree->text;
    const dm_sentence *sentence = &text->sentences[draft->sentence];
    dm_run *piece = &draft->pieces[draft->piece_count - 1];
    uint32_t end = sentence->last;
    if (piece->first < draft->cue.last || piece->last >= end)
        return;
    /* a whole quotation with its own stop is all that is said */
    if (piece->last >= piece->first + 4 && is_punct(text, piece->last - 1) && is_quoted(text, piece->last - 2) &&
        is_punct(text, piece->last - 2) && is_punct(text, piece->first) && is_quoted(text, piece->first + 1))
        return;
    if (is_quoted(text, draft->match.word) !=
            is_quoted(text, piece->last < text->word_count ? piece->last : piece->first) &&
        is_quoted(text, draft->match.word))
        return;
    for (unsigned round = 0; round < 12 && piece->last < end; round++) {
        uint32_t next = piece->last, head, from, to;
        bool closes = false; /* a verb behind a comma: an insertion ends there */
        if (is_punct(text, next) && !is_quoted(text, next) && next + 1 < end && is_quoted(text, next + 1) &&
            piece->last == next) { /* a quoted part of the clause */
            while (++next < end && is_quoted(text, next))
                ;
            piece->last = next < end ? next + 1 : end;
            continue;
        }
        if (is_punct(text, next)) {
            if (!dm_slice_is(text->words[next].form, ",") || !goes_on(tree, next + 1, end))
                break;
            next++;
            closes = tree->tokens[next].upos == DM_AUX || tree->tokens[next].upos == DM_VERB;
        }
        if (next >= draft->source.first && next < draft->source.last)
            break;
        if (closes && draft->source_head != draft->speaker_word)
            break; /* "X, who said A, left": the verb is not A's */
        head = phrase_head(tree, next, end);
        bool what = tree->tokens[next].xpos == DM_X_WP || (next + 1 < end && tree->tokens[next + 1].xpos == DM_X_WP);
        bool under = tree->tokens[next].upos == DM_SCONJ || tree->tokens[next].xpos == DM_X_WRB || is_quoted(text, head);
        if (!closes && !under && is_speech_cue(cues, tree, head) && tree->tokens[head].relation != DM_R_ACL_RELCL &&
            tree->tokens[head].relation != DM_R_ACL && !what) /* "through what she calls a war" goes on */
            break;
        dm_tree_range(tree, head, &from, &to);
        if (to > end)
            to = end;
        if (to <= piece->last)
            to = next + 1;
        while (to > next + 1 && is_punct(text, to - 1) && !is_quoted(text, to - 1) &&
               !dm_slice_is(text->words[to - 1].form, ")") && !(to >= 2 && is_quoted(text, to - 2)))
            to--;
        piece->last = to;
    }
}

/* "said in a statement that ..." where the tree begins the clause after "that". */
static void take_that(const dm_tree *tree, dm_draft *draft)
{
    dm_run *piece = &draft->pieces[0];
    if (piece->first <= draft->cue.last || piece->first > draft->cue.last + 12)
        return;
    for (uint32_t w = draft->cue.last; w < piece->first; w++)
        if (dm_slice_is(tree->tokens[w].lemma, "that") &&
            (tree->tokens[w].upos == DM_SCONJ || tree->tokens[w].relation == DM_R_MARK)) {
            piece->first = w;
            return;
        }
}

/* Words between cue and content that the tree gives to nobody are the content's beginning. */
static void fill_gap(const dm_tree *tree, dm_draft *draft)
{
    const dm_text *text = tree->text;
    dm_run *piece = &draft->pieces[0];
    uint32_t start = draft->cue.last;
    if (draft->source.first >= draft->cue.last && draft->source.last > start)
        start = draft->source.last;
    if (draft->addressee_word != DM_NONE && draft->addressee_word >= start && draft->addressee_word < piece->first) {
        uint32_t from, to;
        dm_tree_range(tree, draft->addressee_word, &from, &to);
        if (to > start && to <= piece->first)
            start = to;
    }
    if (piece->first <= start || piece->first > start + 20)
        return;
    for (uint32_t w = start; w < piece->first; w++) {
        if (is_punct(text, w) || is_quoted(text, w) || hangs_on(tree, w, draft->match.word, start, piece->first) ||
            tree->tokens[w].upos == DM_CCONJ)
            start = w + 1;
    }
    if (start < piece->first)
        piece->first = start;
}

/* No content by the tree: the clause after the cue, from "that" on where there is one. */
static void take_rest(const dm_cues *cues, const dm_tree *tree, dm_draft *draft)
{
    const dm_text *text = tree->text;
    const dm_token *tokens = tree->tokens;
    uint32_t end = text->sentences[draft->sentence].last, start = draft->cue.last, verbs = 0;
    if (start < draft->source.last)
        start = draft->source.last;
    if (draft->addressee_word != DM_NONE && draft->addressee_word >= start && draft->addressee_word < start + 8) {
        uint32_t from, to;
        dm_tree_range(tree, draft->addressee_word, &from, &to);
        if (from <= start + 1 && to > start && to < start + 12)
            start = to;
    }
    if (start < end && tokens[start].upos == DM_ADP &&
        is_finite(tree, draft->match.word)) /* "said in a statement, ..." */
        for (uint32_t w = start; w < end && w < start + 10; w++)
            if (is_comma(text, w)) {
                start = w + 1;
                break;
            }
    for (uint32_t w = start; w < end && w < start + 14 && !is_quoted(text, w); w++)
        if (dm_slice_is(tokens[w].lemma, "that") && (tokens[w].upos == DM_SCONJ || tokens[w].relation == DM_R_MARK)) {
            start = w;
            break;
        }
    if (start >= end || is_punct(text, start) || is_quoted(text, start) || tokens[start].upos == DM_CCONJ ||
        (tokens[start].upos == DM_ADP && !dm_slice_is(tokens[start].lemma, "that")) || tokens[start].xpos == DM_X_VBG)
        return;
    uint32_t stop = start;
    bool through = tokens[draft->match.word].xpos != DM_X_VB; /* "might maintain control "for now"" says nothing */
    while (stop < end && (!is_punct(text, stop) || (through && stop > start && stop + 1 < end && (is_quoted(text, stop - 1) != is_quoted(text, stop + 1) || is_quoted(text, stop))))) {
        if (stop > start && is_speech_cue(cues, tree, stop) && tokens[stop].xpos == DM_X_VBG)
            break;
        verbs += tokens[stop].upos == DM_AUX || tokens[stop].xpos == DM_X_VBD || tokens[stop].xpos == DM_X_VBZ ||
                 tokens[stop].xpos == DM_X_VBP;
        stop++;
    }
    if (!verbs || stop < start + 3)
        return;
    draft->clause = start;
    dm_draft_add(text, draft, start, stop);
    if (draft->piece_count)
        stretch(cues, tree, draft);
}

/* ", saying that ..." whose tree gives it no subject: the sentence's subject speaks. */
static void share_subject(const dm_tree *tree, dm_draft *draft)
{
    const dm_text *text = tree->text;
    const dm_sentence *sentence = &text->sentences[draft->sentence];
    uint32_t subject = DM_NONE, from, to;
    if (draft->match.cue->class != DM_CUE_VERB || tree->tokens[draft->match.word].xpos != DM_X_VBG || draft->passive ||
        draft->source_head != DM_NONE || draft->cue.first <= sentence->first || !is_comma(text, draft->cue.first - 1))
        return;
    for (uint32_t w = sentence->first; w < draft->cue.first && subject == DM_NONE; w++)
        if (tree->tokens[w].relation == DM_R_ROOT)
            subject = dm_tree_find(tree, w, DM_R_NSUBJ);
    if (subject == DM_NONE || subject >= draft->cue.first)
        return;
    dm_tree_range(tree, subject, &from, &to);
    if (to > draft->cue.first)
        return;
    draft->source_head = draft->speaker_word = subject;
    draft->source = (dm_run){from, to};
}

/* The object right behind the cue, where the tree hangs it on another verb. */
static void take_object(const dm_tree *tree, dm_draft *draft)
{
    const dm_token *tokens = tree->tokens;
    uint32_t next = draft->cue.last, end = tree->text->sentences[draft->sentence].last, head, from, to;
    if (next >= end || is_punct(tree->text, next) || draft->match.complement != DM_NONE ||
        (!is_nominal(&tokens[next]) && tokens[next].upos != DM_DET && tokens[next].upos != DM_ADJ))
        return;
    head = phrase_head(tree, next, end);
    if (!is_nominal(&tokens[head]) || tokens[head].relation != DM_R_OBJ || tokens[head].head >= draft->match.word)
        return;
    dm_tree_range(tree, head, &from, &to);
    if (from < next)
        return;
    draft->clause = head;
    dm_draft_add(tree->text, draft, next, to);
}

void dm_reach_mend(const dm_cues *cues, const dm_tree *tree, dm_drafts *drafts)
{
    for (uint32_t i = 0; i < drafts->count; i++) {
        dm_draft *draft = &drafts->at[i];
        if (draft->match.cue->class == DM_CUE_PREPOSITION || draft->passive)
            continue;
        share_subject(tree, draft);
        if (draft->piece_count == 0) {
            if ((draft->match.cue->takes & DM_TAKES_CLAUSE) && draft->match.cue->class == DM_CUE_VERB &&
                draft->match.cue->kind == DM_CUE_SPEECH && draft->source_head != DM_NONE &&
                !is_quoted(tree->text, draft->match.word))
                take_rest(cues, tree, draft);
            else if ((draft->match.cue->takes & DM_TAKES_CLAUSE) && draft->match.cue->class != DM_CUE_NOUN &&
                     draft->source_head != DM_NONE && draft->cue.last < tree->text->sentences[draft->sentence].last &&
                     dm_slice_is(tree->tokens[draft->cue.last].lemma, "that"))
                take_rest(cues, tree, draft);
            else if ((draft->match.cue->takes & DM_TAKES_OBJECT) && draft->match.cue->class == DM_CUE_VERB &&
                     draft->source_head != DM_NONE)
                take_object(tree, draft);
            continue;
        }
        if (draft->match.cue->class == DM_CUE_NOUN)
            dm_cut_main_verb(tree, draft);
        if (draft->match.cue->kind == DM_CUE_WISH || draft->match.cue->kind == DM_CUE_JUDGEMENT)
            dm_cut_new_clause(tree, draft);
        uint32_t opening = tree->text->sentences[draft->sentence].first;
        bool before_main = tree->tokens[opening].upos == DM_SCONJ &&
                           tree->tokens[opening].head == draft->top; /* "While X agree that A, B" */
        if (before_main)
            dm_cut_new_clause(tree, draft);
        else if (draft->match.cue->takes & DM_TAKES_CLAUSE) {
            take_that(tree, draft);
            if (draft->match.cue->kind <= DM_CUE_THOUGHT && draft->match.cue->class == DM_CUE_VERB) {
                uint8_t relation = draft->clause == DM_NONE ? DM_R_DEP : tree->tokens[draft->clause].relation;
                if (draft->pieces[0].first > draft->cue.last)
                    fill_gap(tree, draft);
                if (draft->match.cue->kind == DM_CUE_SPEECH ||
                    (relation != DM_R_OBJ && relation != DM_R_OBL && relation != DM_R_NMOD))
                    stretch(cues, tree, draft);
            }
        }
    }
    for (uint32_t i = 0; i < drafts->count; i++)
        dm_cut_relative(tree, &drafts->at[i]);
    dm_cut_participles(tree, drafts);
    dm_cut_coordinates(tree, drafts);
}
