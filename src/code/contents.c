/* What is said: the content of a cue as a whole clause or noun phrase, by the tree.  "that" and quotation marks belong to it,
 * commas around it to nobody. */
#include "code/cue.h"
#include "code/word_kinds.h"

/* ---- Pieces of content ------------------------------------------------------------------------------- */

/* Quotation marks stay when their other half is inside too; brackets and signs always. */
static bool keeps(const dm_text *text, uint32_t word, uint32_t first, uint32_t last)
{
    dm_slice form = text->words[word].form;
    char c = form.size == 1 ? form.at[0] : 0;
    if (c && strchr(",.;:-?!", c))
        return false;
    if (!is_quoted(text, word)) {
        if (word == first && word + 1 < last && is_quoted(text, word + 1)) {
            while (++word < last && is_quoted(text, word))
                ;
            return word < last;
        }
        if (word + 1 == last && word > first && is_quoted(text, word - 1)) {
            while (word > first && is_quoted(text, word - 1))
                word--;
            return word > first;
        }
    }
    return c && strchr("()[]$%#", c);
}

void dm_draft_add(const dm_text *text, dm_draft *draft, uint32_t first, uint32_t last)
{
    while (first < last && is_punct(text, first) && !keeps(text, first, first, last))
        first++;
    while (first < last && is_punct(text, last - 1) && !keeps(text, last - 1, first, last))
        last--;
    if (first >= last || draft->piece_count == DM_PIECES)
        return;
    draft->pieces[draft->piece_count++] = (dm_run){first, last};
}

/* Adds [first, last) without cue and source. */
static void add_around(const dm_text *text, dm_draft *draft, uint32_t first, uint32_t last)
{
    dm_run core = draft->cue, source = draft->source;
    if (source.last > source.first && source.first < last && source.last > first) {
        if (source.first < core.first)
            core.first = source.first;
        if (source.last > core.last)
            core.last = source.last;
    }
    if (core.first >= last || core.last <= first) {
        dm_draft_add(text, draft, first, last);
        return;
    }
    if (core.first > first)
        dm_draft_add(text, draft, first, core.first);
    if (core.last < last)
        dm_draft_add(text, draft, core.last, last);
}

static void add_subtree(const dm_tree *tree, dm_draft *draft, uint32_t word)
{
    uint32_t first, last;
    dm_tree_range(tree, word, &first, &last);
    add_around(tree->text, draft, first, last);
}

/* ---- Content ----------------------------------------------------------------------------------------- */

/* What is said or written somewhere, or when: no part of what is said. */
static bool is_occasion(const dm_tree *tree, uint32_t word)
{
    static const char *const occasions[] = {"speech",    "interview", "statement", "ruling",   "forum",     "tweet",    "letter",  "conference", "rally",
                                            "debate",    "meeting",   "email",     "e-mail",   "twitter",   "facebook", "report",  "article",    "message",
                                            "ad",        "book",      "hearing",   "briefing", "testimony", "briefing", "visit",   "call",       "post",
                                            "week",      "month",     "year",      "day",      "time",      "hour",     "decade",  "summer",     "spring",
                                            "fall",      "winter",    "january",   "february", "march",     "april",    "may",     "june",       "july",
                                            "august",    "september", "october",   "november", "december",  "past",     "front",   "response",   "public",
                                            "television", "tv",       "radio",     "website",  "site",      "page",     "address", "press",      "event"};
    const dm_token *token = &tree->tokens[word];
    for (size_t i = 0; i < DM_COUNT(occasions); i++)
        if (token->lemma_key == dm_key(occasions[i], strlen(occasions[i])))
            return true;
    return token->xpos == DM_X_CD || dm_word_is_day(tree, word);
}

/* The words after the object that complete it: "accused X of Y", "described X as Y", "praised X for Y", but not when
 * and where it was said. */
static uint32_t tail_of(const dm_tree *tree, uint32_t verb, uint32_t last)
{
    static const char *const without[] = {"in",     "at",    "during",  "after", "before",   "when",
                                          "while",  "since", "until",   "by",    "because",  "although",
                                          "though", "via",   "through", "amid",  "following"};
    const dm_token *tokens = tree->tokens;
    for (uint32_t c = tokens[verb].child; c != DM_NONE; c = tokens[c].next) {
        uint32_t from, to;
        bool good;
        if (c < last || tokens[c].relation == DM_R_PUNCT)
            continue;
        switch (tokens[c].relation) {
        case DM_R_XCOMP:
        case DM_R_CCOMP:
        case DM_R_ADVMOD:
            good = true;
            break;
        case DM_R_CONJ:
        case DM_R_APPOS:
        case DM_R_PARATAXIS: /* "called the crisis the worst in the world" */
            good = !has_child(tree, c, DM_R_CC) && !has_child(tree, c, DM_R_NSUBJ);
            break;
        case DM_R_OBL:
        case DM_R_ADVCL:
        case DM_R_DEP:
            good = true;
            for (size_t i = 0; good && i < DM_COUNT(without); i++)
                good = !is_marked(tree, c, without[i]);
            dm_tree_range(tree, c, &from, &to);
            bool finite = false;
            for (uint32_t w = from; w < to && !finite; w++)
                finite = tokens[w].xpos == DM_X_VBD || tokens[w].xpos == DM_X_VBZ || tokens[w].xpos == DM_X_VBP || tokens[w].xpos == DM_X_MD;
            if (!good && tokens[c].relation == DM_R_OBL && !finite && !is_occasion(tree, c) &&
                (is_marked(tree, c, "in") || is_marked(tree, c, "by") || is_marked(tree, c, "after") || is_marked(tree, c, "before") || is_marked(tree, c, "at")))
                good = true; /* "shows a lead in the low digits" */
            if (tokens[c].relation == DM_R_OBL &&
                (dm_slice_is(tokens[c].lemma, "twitter") || tokens[c].xpos == DM_X_CD))
                good = false;
            if (tokens[c].relation == DM_R_OBL && tokens[c].upos == DM_PROPN && is_marked(tree, c, "on") &&
                tokens[c].lemma.size > 3 && !memcmp(tokens[c].lemma.at + tokens[c].lemma.size - 3, "day", 3))
                good = false;
            break;
        default:
            good = false;
        }
        dm_tree_range(tree, c, &from, &to);
        if (!good || from > last || is_comma(tree->text, last))
            break;
        last = to;
    }
    return last;
}

static void add_object(const dm_tree *tree, dm_draft *draft, uint32_t object, bool without_case)
{
    const dm_token *tokens = tree->tokens;
    uint32_t first, last, verb = draft->match.word;
    dm_tree_range(tree, object, &first, &last);
    if (without_case) /* the preposition belongs to the cue, or to nobody */
        for (uint32_t c = tokens[object].child; c != DM_NONE; c = tokens[c].next)
            if ((tokens[c].relation == DM_R_CASE || (tokens[c].relation == DM_R_MARK && tokens[c].upos != DM_PART)) &&
                c < object && c + 1 > first && c <= first + 2)
                first = c + 1;
    for (uint32_t c = tokens[object].child; c != DM_NONE; c = tokens[c].next) { /* "..., ruled" is another clause */
        uint32_t from, to;
        if (c < object || (tokens[c].relation != DM_R_ACL && tokens[c].relation != DM_R_ADVCL) ||
            (tokens[c].xpos != DM_X_VBN && tokens[c].xpos != DM_X_VBG))
            continue;
        dm_tree_range(tree, c, &from, &to);
        while (from < c && is_punct(tree->text, from))
            from++;
        if (from > object + 1 && from < last && is_comma(tree->text, from - 1)) {
            last = from - 1;
            break;
        }
    }
    if (object > verb)
        last = tail_of(tree, verb, last);
    draft->clause = object;
    add_around(tree->text, draft, first, last);
}

static bool is_gerund(const dm_tree *tree, uint32_t word) { return tree->tokens[word].xpos == DM_X_VBG; }

/* A clause with "to", a bare infinitive, or a predicate noun or adjective. */
static bool is_infinitive(const dm_tree *tree, uint32_t word)
{
    return tree->tokens[word].xpos == DM_X_VB || is_marked(tree, word, "to");
}

/* The clause above an inserted or final "X said", without the insertion. */
static void add_matrix(const dm_tree *tree, dm_draft *draft, uint32_t verb)
{
    uint32_t head = tree->tokens[verb].head, first, last, from, to;
    const dm_text *text = tree->text;
    const dm_sentence *sentence = &text->sentences[draft->sentence];
    uint32_t said = dm_tree_find(tree, head, DM_R_CCOMP);
    for (uint32_t c = tree->tokens[head].child; c != DM_NONE && c < verb; c = tree->tokens[c].next)
        if (tree->tokens[c].relation == DM_R_CONJ && c > head && has_child(tree, c, DM_R_CCOMP))
            said = dm_tree_find(tree, c, DM_R_CCOMP);
    if (said != DM_NONE && said < verb && head < said && is_marked(tree, verb, "as") && !draft->passive) {
        draft->clause = said; /* "argued that A, as the court found": A */
        add_subtree(tree, draft, said);
        return;
    }
    dm_tree_range(tree, head, &first, &last);
    dm_tree_range(tree, verb, &from, &to);
    if (from < draft->cue.first && draft->source.last <= from && draft->source.last > draft->source.first)
        from = draft->source.first;
    draft->clause = head;
    /* A sentence's last part set off by a comma speaks of the whole sentence. */
    uint32_t start = from;
    while (start < to && is_punct(text, start))
        start++;
    bool reported = tree->tokens[head].relation == DM_R_CCOMP && is_marked(tree, verb, "as"); /* "argued that A, as the court found": A */
    if (start > sentence->first + 3 && is_comma(text, start - 1) && to + 2 >= sentence->last && !reported)
        first = sentence->first;
    if (from > first)
        dm_draft_add(text, draft, first, from);
    if (to < last)
        dm_draft_add(text, draft, to, last);
}

/* "the claim that Norland armed the rebels": a clause whose "that" was taken for its object, though it has one. */
static bool is_whole_clause(const dm_tree *tree, uint32_t verb)
{
    const dm_token *tokens = tree->tokens;
    bool that = false, subject = false, object = false;
    for (uint32_t c = tokens[verb].child; c != DM_NONE; c = tokens[c].next) {
        if (c < verb && dm_slice_is(tokens[c].lemma, "that"))
            that = true;
        else if (tokens[c].relation == DM_R_NSUBJ || tokens[c].relation == DM_R_NSUBJ_PASS)
            subject = true;
        else if (tokens[c].relation == DM_R_OBJ || tokens[c].relation == DM_R_CCOMP || tokens[c].relation == DM_R_COP)
            object = true;
    }
    return that && subject && object;
}

/* "The government's argument was that the house had closed itself", "their goal is to win": what the copula adds. */
static void content_of_copula(const dm_tree *tree, dm_draft *draft, uint32_t noun)
{
    const dm_token *tokens = tree->tokens;
    uint16_t takes = draft->match.cue->takes;
    uint32_t head = tokens[noun].head, end = tree->text->sentences[draft->sentence].last, mark = noun + 1, first, last;
    if (head == DM_NONE || head <= noun || (tokens[noun].relation != DM_R_NSUBJ && tokens[noun].relation != DM_R_NSUBJ_OUTER))
        return;
    while (mark < end && (tokens[mark].upos == DM_AUX || tokens[mark].upos == DM_ADV))
        mark++;
    if (mark == noun + 1 || mark + 2 >= end || !dm_slice_is(tokens[mark - 1].lemma, "be"))
        return;
    bool to = tokens[mark].upos == DM_PART && dm_slice_is(tokens[mark].lemma, "to");
    bool clause = dm_slice_is(tokens[mark].lemma, "that") || dm_slice_is(tokens[mark].lemma, "whether");
    if (!(to && (takes & DM_TAKES_TO)) && !(clause && (takes & DM_TAKES_CLAUSE)))
        return;
    dm_tree_range(tree, head, &first, &last);
    draft->clause = head;
    draft->cue.last = mark;
    if (draft->source.last <= draft->source.first && draft->cue.first > tree->text->sentences[draft->sentence].first &&
        tokens[draft->cue.first - 1].upos == DM_DET)
        draft->cue.first--;
    dm_draft_add(tree->text, draft, mark, last);
}

static void content_of_noun(const dm_tree *tree, dm_draft *draft, uint32_t noun)
{
    const dm_token *tokens = tree->tokens;
    uint16_t takes = draft->match.cue->takes;
    if (draft->match.complement != DM_NONE) {
        add_object(tree, draft, draft->match.complement, true);
        return;
    }
    for (uint32_t c = tokens[noun].child; c != DM_NONE; c = tokens[c].next) {
        bool clause = tokens[c].relation == DM_R_CCOMP || (tokens[c].relation == DM_R_ACL && is_marked(tree, c, "that")) ||
                      (tokens[c].relation == DM_R_ACL_RELCL && (is_marked(tree, c, "that") || is_whole_clause(tree, c)));
        bool infinitive = tokens[c].relation == DM_R_ACL && is_infinitive(tree, c);
        bool object = tokens[c].relation == DM_R_NMOD && is_marked(tree, c, "of");
        if (c < noun || !((clause && (takes & DM_TAKES_CLAUSE)) || (infinitive && (takes & DM_TAKES_TO)) ||
                          (object && (takes & DM_TAKES_OBJECT))))
            continue;
        if (object) {
            add_object(tree, draft, c, true);
        } else {
            draft->clause = c;
            add_subtree(tree, draft, c);
        }
        return;
    }
    /* "seized on his claim that ...", "his claim in an interview that ...": the clause may hang on the verb above, or stand behind
     * where and when it was said */
    uint32_t that = draft->match.last, end = tree->text->sentences[draft->sentence].last, head, from, to;
    while ((takes & DM_TAKES_CLAUSE) && that < end && that < draft->match.last + 9 && !is_punct(tree->text, that) &&
           !is_finite_form(&tokens[that]) && !(dm_slice_is(tokens[that].lemma, "that") && tokens[that].upos == DM_SCONJ))
        that++;
    if ((takes & DM_TAKES_CLAUSE) && that + 2 < end && dm_slice_is(tokens[that].lemma, "that") && tokens[that].upos == DM_SCONJ &&
        (that == draft->match.last || tokens[draft->match.last].upos == DM_ADP) && (head = tokens[that].head) != DM_NONE && head > that && head < end) {
        dm_tree_range(tree, head, &from, &to);
        draft->clause = head;
        dm_draft_add(tree->text, draft, that, to);
        if (draft->source.first < that && draft->source.last > that)
            draft->source.last = that;
    }
    if (!draft->piece_count && draft->match.word == noun)
        content_of_copula(tree, draft, noun);
}

static void content_of_passive(const dm_tree *tree, dm_draft *draft)
{
    const dm_token *tokens = tree->tokens;
    uint32_t verb = draft->match.word, subject = dm_tree_find(tree, verb, DM_R_NSUBJ_PASS), clause = DM_NONE,
             last = verb;
    uint16_t takes = draft->match.cue->takes;
    for (uint32_t c = tokens[verb].child; c != DM_NONE; c = tokens[c].next)
        if ((tokens[c].relation == DM_R_CCOMP || tokens[c].relation == DM_R_CSUBJ_PASS ||
             tokens[c].relation == DM_R_XCOMP || tokens[c].relation == DM_R_CSUBJ) &&
            c > verb)
            clause = c;
    bool expletive = has_child(tree, verb, DM_R_EXPL) ||
                     (subject != DM_NONE && clause != DM_NONE && tokens[clause].relation != DM_R_XCOMP &&
                      dm_slice_is(tokens[subject].lemma, "it"));
    bool asked = clause != DM_NONE && tokens[clause].relation == DM_R_CCOMP && (takes & DM_TAKES_CLAUSE) &&
                 draft->match.cue->kind == DM_CUE_SPEECH && subject != DM_NONE; /* "was asked how it would end" */
    if (!(takes & DM_TAKES_PASSIVE) && draft->source_head == DM_NONE && !expletive && !asked)
        return;
    if (subject == DM_NONE && tokens[verb].relation == DM_R_ACL)
        subject = tokens[verb].head;
    if (draft->match.complement != DM_NONE)
        clause = draft->match.complement;
    if (subject != DM_NONE && !expletive && !asked && !(takes & DM_TAKES_PERSON) &&
        (takes & (DM_TAKES_OBJECT | DM_TAKES_CLAUSE | DM_TAKES_TO | DM_TAKES_PASSIVE))) {
        uint32_t first, to, from, end;
        dm_tree_range(tree, subject, &first, &to);
        dm_tree_range(tree, verb, &from, &end);
        if (subject == tokens[verb].head && from < to && from > subject)
            to = from;
        for (uint32_t c = tokens[subject].child; c != DM_NONE; c = tokens[c].next)
            if (c < subject && c == first && (tokens[c].relation == DM_R_CASE || tokens[c].relation == DM_R_CC))
                first = c + 1; /* "warrants on people believed to have ..." */
        dm_draft_add(tree->text, draft, first, to);
        draft->clause = subject;
    }
    if (clause != DM_NONE && (tokens[clause].relation != DM_R_XCOMP ||
                              (takes & (DM_TAKES_TO | DM_TAKES_ING | DM_TAKES_OBJECT | DM_TAKES_CLAUSE)))) {
        draft->clause = clause;
        if (clause == draft->match.complement)
            add_object(tree, draft, clause, true);
        else
            add_subtree(tree, draft, clause);
    } else if ((last = tail_of(tree, verb, draft->cue.last)) > draft->cue.last) {
        dm_draft_add(tree->text, draft, draft->cue.last, last);
    }
}

/* Punctuation before the source or the cue, whichever comes first? */
static bool is_set_off(const dm_text *text, const dm_draft *draft)
{
    uint32_t left = draft->cue.first;
    if (draft->source.last > draft->source.first && draft->source.first < left)
        left = draft->source.first;
    return left > text->sentences[draft->sentence].first && is_punct(text, left - 1) &&
           !dm_slice_is(text->words[left - 1].form, ";");
}

static bool sits_at_end(const dm_text *text, const dm_draft *draft)
{
    uint32_t last = text->sentences[draft->sentence].last;
    uint32_t after = draft->cue.last > draft->source.last ? draft->cue.last : draft->source.last;
    for (uint32_t w = after; w < last; w++)
        if (!is_punct(text, w) && w > after + 5)
            return false;
    return true;
}

/* "..., X said" where the tree does not tell: what stands before the comma. */
static void content_before(const dm_tree *tree, dm_draft *draft)
{
    const dm_text *text = tree->text;
    const dm_sentence *sentence = &text->sentences[draft->sentence];
    uint32_t left = draft->cue.first;
    if (draft->source.last > draft->source.first && draft->source.first < left)
        left = draft->source.first;
    bool clause = false;
    for (uint32_t w = sentence->first; w < left && !clause; w++)
        clause = tree->tokens[w].xpos == DM_X_VBD || tree->tokens[w].xpos == DM_X_VBZ ||
                 tree->tokens[w].xpos == DM_X_VBP || tree->tokens[w].upos == DM_AUX;
    if (left < sentence->first + 3 || !is_comma(text, left - 1) || !sits_at_end(text, draft) || !clause ||
        tree->tokens[draft->match.word].xpos == DM_X_VBG ||
        (draft->match.cue->kind != DM_CUE_SPEECH && draft->match.cue->kind != DM_CUE_EVIDENCE))
        return;
    dm_draft_add(text, draft, sentence->first, left - 1);
}

static bool after_semicolon(const dm_tree *tree, uint32_t verb, uint32_t clause)
{
    for (uint32_t w = verb + 1; w < clause; w++)
        if (dm_slice_is(tree->text->words[w].form, ";"))
            return true;
    return false;
}

/* "justified the raid and presented pictures": the second object is another verb's, whatever the tree says. */
static bool second_verb_between(const dm_tree *tree, uint32_t first, uint32_t second)
{
    for (uint32_t w = first; w + 1 < second; w++)
        if (tree->tokens[w].upos == DM_CCONJ && tree->tokens[w + 1].upos == DM_VERB)
            return true;
    return false;
}

/* "whether it was over", "what he had seen". */
static bool is_question(const dm_tree *tree, uint32_t clause)
{
    uint32_t first, last;
    dm_tree_range(tree, clause, &first, &last);
    const dm_token *token = &tree->tokens[first];
    return is_relative(token) || dm_slice_is(token->lemma, "if") || dm_slice_is(token->lemma, "whether");
}

/* "said questions remain", "said winning would be hard": the subject of what is said, which the tree hangs on the cue as the
 * person spoken to or as a gerund.  DM_NONE when the clause has its own. */
static uint32_t hidden_subject(const dm_tree *tree, const dm_draft *draft, uint32_t clause, uint32_t gerund)
{
    const dm_cue *cue = draft->match.cue;
    uint32_t person = dm_tree_find(tree, draft->match.word, DM_R_IOBJ);
    if (clause == DM_NONE || draft->passive || !(cue->takes & DM_TAKES_CLAUSE) || (cue->takes & DM_TAKES_PERSON) || cue->kind > DM_CUE_THOUGHT ||
        has_child(tree, clause, DM_R_NSUBJ) || has_child(tree, clause, DM_R_NSUBJ_PASS) || has_child(tree, clause, DM_R_NSUBJ_OUTER) ||
        has_child(tree, clause, DM_R_EXPL) || has_child(tree, clause, DM_R_CSUBJ) || has_child(tree, clause, DM_R_MARK))
        return DM_NONE;
    if (person != DM_NONE && person < clause && person > draft->match.word)
        return person;
    uint32_t object = dm_tree_find(tree, draft->match.word, DM_R_OBJ); /* "reported production and export had been hit" */
    bool finite = is_finite_form(&tree->tokens[clause]);
    for (uint32_t c = tree->tokens[clause].child; c != DM_NONE && !finite; c = tree->tokens[c].next)
        finite = c < clause && is_finite_form(&tree->tokens[c]) && tree->tokens[c].upos == DM_AUX;
    if (object != DM_NONE && finite && object < clause && object > draft->match.word && tree->tokens[clause].relation == DM_R_CCOMP)
        return object;
    return gerund != DM_NONE && gerund < clause && gerund > draft->match.word && is_gerund(tree, gerund) ? gerund : DM_NONE;
}

static void content_of_verb(const dm_tree *tree, dm_draft *draft)
{
    const dm_token *tokens = tree->tokens;
    const dm_cue_match *match = &draft->match;
    uint32_t verb = match->word, clause = DM_NONE, infinitive = DM_NONE, object = DM_NONE, person;
    uint16_t takes = match->cue->takes;
    bool as = is_marked(tree, verb, "as") && tokens[verb].relation != DM_R_XCOMP;
    for (uint32_t c = tokens[verb].child; c != DM_NONE; c = tokens[c].next) {
        if (c == match->object || c == match->complement)
            continue;
        switch (tokens[c].relation) {
        case DM_R_CCOMP:
            if (clause == DM_NONE)
                clause = c;
            break;
        case DM_R_PARATAXIS:
            if (clause == DM_NONE && c > verb && has_child(tree, c, DM_R_NSUBJ) && (takes & DM_TAKES_CLAUSE) &&
                !after_semicolon(tree, verb, c))
                clause = c;
            break;
        case DM_R_XCOMP:
            if (infinitive == DM_NONE)
                infinitive = c;
            break;
        case DM_R_ADVCL: /* "demanded from Interpol to publish": a wish whose infinitive hangs loosely */
            if (infinitive == DM_NONE && c > verb && match->cue->kind == DM_CUE_WISH && (takes & DM_TAKES_TO) &&
                is_marked(tree, c, "to"))
                infinitive = c;
            if (clause == DM_NONE && c > verb && match->cue->kind == DM_CUE_EVIDENCE && (takes & DM_TAKES_CLAUSE) &&
                has_child(tree, c, DM_R_NSUBJ)) { /* "showed her doing better" */
                uint32_t from, to;
                dm_tree_range(tree, c, &from, &to);
                if (from == match->last)
                    clause = c;
            }
            break;
        case DM_R_OBJ:
            if (object == DM_NONE || object < verb || !second_verb_between(tree, object, c))
                object = c;
            break;
        default:
            break;
        }
    }
    if (clause != DM_NONE && tokens[clause].relation == DM_R_PARATAXIS && object != DM_NONE && object > verb &&
        object < clause && (takes & DM_TAKES_OBJECT))
        clause = DM_NONE;
    person = dm_tree_find(tree, verb, DM_R_IOBJ);
    uint32_t subject = hidden_subject(tree, draft, clause, infinitive);
    if (subject != DM_NONE) {
        uint32_t begin, from, to;
        dm_tree_range(tree, subject, &begin, &from);
        dm_tree_range(tree, clause, &from, &to);
        draft->clause = clause;
        add_around(tree->text, draft, begin, to);
        return;
    }
    if (person != DM_NONE && object == DM_NONE && (takes & DM_TAKES_VERDICT)) { /* "called it a lie" */
        object = person;
        person = DM_NONE;
    }
    if (person != DM_NONE && object == DM_NONE && clause == DM_NONE && infinitive != DM_NONE && person < infinitive && person > verb &&
        (takes & DM_TAKES_OBJECT) && (takes & DM_TAKES_TO) && !(takes & DM_TAKES_PERSON))
        object = person; /* "asked the senator to leave": who shall do it belongs to what is asked */
    if (person == DM_NONE && (takes & DM_TAKES_PERSON))
        person = object;
    if (person == DM_NONE && object != DM_NONE && infinitive != DM_NONE && (takes & DM_TAKES_TO))
        person = object;
    if (person == DM_NONE && object != DM_NONE && clause != DM_NONE && object > verb && object < clause && match->cue->kind == DM_CUE_SPEECH &&
        is_question(tree, clause)) {
        person = object; /* "asked the minister whether it was over" */
        object = DM_NONE;
    }
    for (uint32_t c = tokens[verb].child; person == DM_NONE && c != DM_NONE; c = tokens[c].next)
        if (tokens[c].relation == DM_R_OBL && is_marked(tree, c, "to") && c > verb && match->complement != c &&
            tokens[c].upos != DM_VERB && match->cue->kind == DM_CUE_SPEECH)
            person = c;
    draft->addressee_word = person;
    /* "telling a group that the army is weak": the clause may hang on the group */
    for (uint32_t c = person == DM_NONE ? DM_NONE : tokens[person].child; clause == DM_NONE && (takes & DM_TAKES_CLAUSE) && c != DM_NONE &&
                                                                       !(draft->source.first >= 2 && is_quoted(tree->text, draft->source.first - 2));
         c = tokens[c].next)
        if (c > person && person > verb && (tokens[c].relation == DM_R_ACL_RELCL || tokens[c].relation == DM_R_ACL) && is_marked(tree, c, "that"))
            clause = c;
    if (takes & DM_TAKES_PERSON && person == object)
        object = DM_NONE;
    if (as && clause == DM_NONE && (takes & DM_TAKES_CLAUSE) &&
        (tokens[verb].relation == DM_R_ADVCL || tokens[verb].relation == DM_R_ACL) && tokens[verb].head != DM_NONE &&
        (object == DM_NONE || object < verb)) {
        add_matrix(tree, draft, verb);
        return;
    }
    if (draft->passive) {
        content_of_passive(tree, draft);
        return;
    }
    if (match->complement != DM_NONE) {
        if (object != DM_NONE && object > verb && object < match->complement && (takes & DM_TAKES_OBJECT) && !(takes & DM_TAKES_PERSON)) {
            uint32_t from, to;
            add_object(tree, draft, object, false); /* "accuse X of Y": the tail takes the rest */
            dm_tree_range(tree, match->complement, &from, &to);
            if (draft->piece_count && draft->pieces[draft->piece_count - 1].last <= from &&
                draft->pieces[draft->piece_count - 1].last + 2 > from)
                draft->pieces[draft->piece_count - 1].last = to; /* "put the toll at 12" */
            return;
        }
        add_object(tree, draft, match->complement, true);
        return;
    }
    if (match->object != DM_NONE) {
        content_of_noun(tree, draft, match->object);
        if (draft->piece_count)
            return;
    }
    if (clause != DM_NONE && (takes & DM_TAKES_CLAUSE) && !(infinitive != DM_NONE && infinitive < clause)) {
        draft->clause = clause;
        add_subtree(tree, draft, clause);
    } else if (infinitive != DM_NONE && object != DM_NONE && object < infinitive &&
               (takes & (DM_TAKES_TO | DM_TAKES_OBJECT))) {
        add_object(tree, draft, object, false);
        draft->clause = infinitive;
    } else if (infinitive != DM_NONE && (((takes & DM_TAKES_TO) && !is_gerund(tree, infinitive)) ||
                                         ((takes & DM_TAKES_ING) && is_gerund(tree, infinitive)) ||
                                         ((takes & DM_TAKES_CLAUSE) && has_child(tree, infinitive, DM_R_NSUBJ)))) {
        draft->clause = infinitive;
        add_subtree(tree, draft, infinitive);
    } else if (object != DM_NONE && (takes & DM_TAKES_OBJECT)) {
        add_object(tree, draft, object, false);
    } else if (tokens[verb].relation == DM_R_PARATAXIS && tokens[verb].head != DM_NONE &&
               (takes & (DM_TAKES_CLAUSE | DM_TAKES_QUOTE)) && draft->source_head != DM_NONE &&
               match->cue->kind != DM_CUE_EVIDENCE && is_set_off(tree->text, draft)) {
        add_matrix(tree, draft, verb);
    } else if ((takes & DM_TAKES_CLAUSE) && match->cue->kind <= DM_CUE_THOUGHT && draft->source_head != DM_NONE &&
               match->cue->class == DM_CUE_VERB) {
        content_before(tree, draft);
    }
}

void dm_extent_content(const dm_tree *tree, dm_draft *draft)
{
    if (draft->match.cue->class == DM_CUE_NOUN)
        content_of_noun(tree, draft, draft->match.word);
    else
        content_of_verb(tree, draft);
}
