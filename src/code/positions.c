/* Positions: who is for or against what.  They are read from cues that carry a stance ("calls for", "opposes", "critic
 * of"), from "is for" and "is against", and from what a speaker says must or should be.  A negation turns the stance
 * round; what is only possible, asked about or refused gives none. */
#include "code/cue.h"

typedef struct gathering {
    const dm_cues *cues;
    dm_record *record;
    const dm_tree *tree;
    DM_VECTOR(dm_position) list;
} gathering;

static bool is(const dm_token *token, const char *lemma) { return dm_slice_is(token->lemma, lemma); }

static bool one_of(const dm_token *token, const char *const *lemmas, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is(token, lemmas[i]))
            return true;
    return false;
}

static bool is_punct(const dm_text *text, uint32_t word) { return (text->words[word].flags & DM_WORD_PUNCT) != 0; }

/* ---- What else shows it ------------------------------------------------------------------------------ */

static bool covers(dm_spans spans, uint32_t byte)
{
    for (uint32_t i = 0; i < spans.count; i++)
        if (spans.at[i].start <= byte && byte < spans.at[i].end)
            return true;
    return false;
}

/* The statement whose cue is this word, else the innermost one whose content holds it. */
static uint32_t statement_at(const dm_record *record, uint32_t word)
{
    uint32_t byte = record->text.words[word].span.start, sentence = record->text.sentence_of[word], best = DM_NONE;
    uint64_t least = UINT64_MAX;
    for (uint32_t i = 0; i < record->statement_count; i++) {
        const dm_statement *s = &record->statements[i];
        if (s->sentence + 40 < sentence)
            continue;
        if (s->sentence > sentence + 40)
            break;
        if (covers(s->cue, byte))
            return i;
        if (covers(s->content, byte)) {
            uint64_t length = 0;
            for (uint32_t k = 0; k < s->content.count; k++)
                length += s->content.at[k].end - s->content.at[k].start;
            if (length < least) {
                least = length;
                best = i;
            }
        }
    }
    return best;
}

static uint32_t event_at(const dm_record *record, dm_run run)
{
    dm_span span = {record->text.words[run.first].span.start, record->text.words[run.last - 1].span.end};
    for (uint32_t i = 0; i < record->event_count; i++)
        if (record->events[i].trigger.start < span.end && span.start < record->events[i].trigger.end)
            return i;
    return DM_NONE;
}

/* ---- Holders ------------------------------------------------------------------------------------------- */

static uint32_t entity_at(const dm_record *record, uint32_t word)
{
    const dm_references *refers = &record->refers;
    if (word == DM_NONE || !refers->mention_count || !refers->mention_at_head)
        return DM_NONE;
    uint32_t mention = refers->mention_at_head[word];
    if (mention == DM_NONE && record->tree.tokens[word].upos == DM_PROPN && refers->mention_of)
        mention = refers->mention_of[word]; /* a name whose parts the tree orders otherwise */
    return mention == DM_NONE ? DM_NONE : refers->mentions[mention].entity;
}

/* Who "I" and "we" are: the speaker of the statement around them. */
static uint32_t speaker_around(const dm_record *record, uint32_t word)
{
    uint32_t byte = record->text.words[word].span.start, best = DM_NONE;
    uint64_t least = UINT64_MAX;
    for (uint32_t i = 0; i < record->statement_count; i++) {
        const dm_statement *s = &record->statements[i];
        uint64_t length = 0;
        if (!covers(s->content, byte) || s->speaker == DM_NONE || s->kind == DM_INDIRECT)
            continue;
        for (uint32_t k = 0; k < s->content.count; k++)
            length += s->content.at[k].end - s->content.at[k].start;
        if (length < least) {
            least = length;
            best = s->speaker;
        }
    }
    return best;
}

static uint32_t holder_at(const gathering *g, uint32_t word)
{
    static const char *const selves[] = {"I", "i", "we", "us", "me", "our", "my"};
    const dm_token *tokens = g->tree->tokens;
    if (word == DM_NONE)
        return DM_NONE;
    if (tokens[word].upos == DM_PRON && one_of(&tokens[word], selves, DM_COUNT(selves))) {
        return speaker_around(g->record, word);
    }
    uint32_t entity = entity_at(g->record, word);
    if (entity != DM_NONE &&
        (g->record->refers.entities[entity].type != DM_OTHER_TYPE || g->record->refers.entities[entity].actor[0]))
        return entity;
    /* "Blinken's vision", "the letter of the senators": whose it is */
    for (uint32_t c = tokens[word].child; c != DM_NONE; c = tokens[c].next)
        if (tokens[c].relation == DM_R_NMOD_POSS && tokens[c].upos == DM_PRON &&
            one_of(&tokens[c], selves, DM_COUNT(selves)))
            return speaker_around(g->record, c);
        else if (tokens[c].relation == DM_R_NMOD_POSS && entity_at(g->record, c) != DM_NONE)
            return entity_at(g->record, c);
    /* "signed a decree banning veils": whoever signed it */
    static const char *const passes[] = {"sign", "issue", "pass",    "adopt",  "approve",   "enact",  "write",
                                         "pen",  "send",  "publish", "submit", "introduce", "release"};
    uint32_t verb = tokens[word].head;
    if (tokens[word].relation == DM_R_OBJ && verb != DM_NONE && tokens[word].upos == DM_NOUN &&
        one_of(&tokens[verb], passes, DM_COUNT(passes))) {
        uint32_t subject = dm_tree_find(g->tree, verb, DM_R_NSUBJ);
        if (subject != DM_NONE && entity_at(g->record, subject) != DM_NONE)
            return entity_at(g->record, subject);
    }
    /* what the statement of the same cue found for a piece of writing */
    for (uint32_t i = 0; i < g->record->statement_count; i++) {
        const dm_statement *s = &g->record->statements[i];
        uint32_t byte = g->record->text.words[word].span.start;
        if (covers(s->source, byte) && s->speaker != DM_NONE)
            return s->speaker;
    }
    return entity;
}

/* ---- Writing down -------------------------------------------------------------------------------------- */

static void put(gathering *g, uint32_t holder, bool against, dm_run issue, uint32_t word, dm_run cue, dm_slice by)
{
    const dm_text *text = &g->record->text;
    while (issue.first < issue.last && (is_punct(text, issue.first) || g->tree->tokens[issue.first].upos == DM_CCONJ))
        issue.first++;
    while (issue.last > issue.first && is_punct(text, issue.last - 1))
        issue.last--;
    if (holder == DM_NONE || issue.first >= issue.last ||
        (g->tree->tokens[issue.first].upos == DM_ADP && g->tree->tokens[issue.first].relation == DM_R_CASE))
        return;
    if (issue.last - issue.first == 1 && g->tree->tokens[issue.first].upos != DM_NOUN &&
        g->tree->tokens[issue.first].upos != DM_PROPN)
        return; /* "supports it" names no issue */
    dm_span span = {text->words[issue.first].span.start, text->words[issue.last - 1].span.end};
    for (uint32_t i = 0; i < g->list.count; i++)
        if (g->list.at[i].holder == holder && g->list.at[i].issue.start < span.end &&
            span.start < g->list.at[i].issue.end)
            return; /* said already by a cue around it */
    dm_position *position = DM_PUSH(&g->record->arena, &g->list);
    if (!position)
        return;
    position->holder = holder;
    position->against = against;
    position->issue = span;
    position->issue_id = dm_issue_named(g->cues, g->tree, issue.first, issue.last);
    position->statement = statement_at(g->record, word);
    position->event = event_at(g->record, cue);
    position->by = by;
}

/* For every holder joined by "and". */
static void put_all(gathering *g, uint32_t source, bool against, dm_run issue, uint32_t word, dm_run cue, dm_slice by)
{
    const dm_token *tokens = g->tree->tokens;
    put(g, holder_at(g, source), against, issue, word, cue, by);
    if (source == DM_NONE)
        return;
    for (uint32_t c = tokens[source].child; c != DM_NONE; c = tokens[c].next)
        if (tokens[c].relation == DM_R_CONJ)
            put(g, holder_at(g, c), against, issue, word, cue, by);
}

/* ---- From cues ----------------------------------------------------------------------------------------- */

/* Does another word make the stance only possible, asked or refused? */
static bool is_open(const gathering *g, const dm_draft *draft)
{
    static const char *const may[] = {"may", "might", "could", "can", "would"};
    static const char *const refusals[] = {"refuse",   "decline",  "fail",   "stop", "cease",
                                           "consider", "hesitate", "appear", "seem", "avoid"};
    const dm_token *tokens = g->tree->tokens;
    uint32_t verb = draft->match.word;
    bool act = (draft->match.cue->takes & DM_TAKES_ACT) != 0;
    for (uint32_t c = tokens[verb].child; c != DM_NONE; c = tokens[c].next) {
        if (tokens[c].relation == DM_R_AUX && one_of(&tokens[c], may, DM_COUNT(may)) &&
            (act || !is(&tokens[c], "would")))
            return true;
        if (tokens[c].relation == DM_R_AUX && act &&
            (is(&tokens[c], "will") || is(&tokens[c], "should") || is(&tokens[c], "must")))
            return true;
        if (tokens[c].relation == DM_R_MARK &&
            (is(&tokens[c], "if") || is(&tokens[c], "whether") || is(&tokens[c], "unless")))
            return true;
        if (tokens[c].relation == DM_R_MARK && act && is(&tokens[c], "to"))
            return true;
    }
    uint32_t head = tokens[verb].head;
    if (head != DM_NONE &&
        (tokens[verb].relation == DM_R_XCOMP || tokens[verb].relation == DM_R_CCOMP ||
         tokens[verb].relation == DM_R_ACL) &&
        one_of(&tokens[head], refusals, DM_COUNT(refusals)))
        return true;
    return false;
}

static bool is_actor(const gathering *g, uint32_t word)
{
    uint32_t entity = entity_at(g->record, word);
    return entity != DM_NONE && g->record->refers.entities[entity].type != DM_OTHER_TYPE;
}

/* The words of an infinitive without its "to", cut to the content. */
static dm_run infinitive_of(const gathering *g, const dm_draft *draft, dm_run whole)
{
    const dm_token *tokens = g->tree->tokens;
    for (uint32_t w = whole.first; w + 1 < whole.last; w++)
        if (is(&tokens[w], "to") && tokens[w].relation == DM_R_MARK && tokens[w].head < whole.last &&
            tokens[w].head > w) {
            uint32_t up = tokens[tokens[w].head].head;
            if (w == whole.first || (up == draft->match.word && draft->match.complement == DM_NONE) ||
                (up == draft->match.complement && is_actor(g, up)))
                return (dm_run){w + 1, whole.last};
        }
    return whole;
}

/* "against A and against B", "for A, B and C": one position for each. */
static void put_issues(gathering *g, const dm_draft *draft, uint32_t source, bool against, dm_run issue)
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
    put_all(g, source, against, first, draft->match.word, draft->cue, draft->match.cue->by);
    if (!split)
        return;
    for (uint32_t c = tokens[head].child; c != DM_NONE; c = tokens[c].next) {
        if (tokens[c].relation != DM_R_CONJ || c < first.last || c >= issue.last)
            continue;
        dm_tree_range(g->tree, c, &from, &to);
        while (from < c &&
               (is_punct(g->tree->text, from) || tokens[from].upos == DM_CCONJ || tokens[from].relation == DM_R_CASE))
            from++;
        if (to > issue.last)
            to = issue.last;
        put_all(g, source, against, (dm_run){from, to}, draft->match.word, draft->cue, draft->match.cue->by);
    }
}

static bool has_modal(const dm_tree *tree, uint32_t clause)
{
    static const char *const modals[] = {"should", "must", "ought"};
    for (uint32_t c = tree->tokens[clause].child; c != DM_NONE; c = tree->tokens[c].next)
        if (tree->tokens[c].relation == DM_R_AUX && one_of(&tree->tokens[c], modals, DM_COUNT(modals)))
            return true;
    return false;
}

/* "called the deal illegal", "described the vote as fair": the object is judged by the words behind it. */
static void from_verdict(gathering *g, const dm_draft *draft)
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
        put_all(g, draft->speaker_word, verdict < 0, (dm_run){from, to}, verb, draft->cue, draft->match.cue->by);
}

/* "said the agreement is void", "ruled the move was unlawful": the subject of a judging predicate, in what is said. */
static void from_predicate(gathering *g, uint32_t word)
{
    const dm_record *record = g->record;
    const dm_token *tokens = g->tree->tokens;
    int verdict = dm_cue_verdict(g->cues, g->tree, word);
    uint32_t subject, from, to;
    if (!verdict || dm_tree_find(g->tree, word, DM_R_COP) == DM_NONE)
        return;
    subject = dm_tree_find(g->tree, word, DM_R_NSUBJ);
    if (subject == DM_NONE || subject > word || tokens[subject].upos == DM_PRON ||
        tokens[word].relation == DM_R_ADVCL || tokens[word].relation == DM_R_ACL_RELCL)
        return;
    for (uint32_t c = tokens[word].child; c != DM_NONE; c = tokens[c].next)
        if (tokens[c].relation == DM_R_AUX || (tokens[c].relation == DM_R_MARK && !is(&tokens[c], "that")))
            return; /* would be, might be, if it is */
    uint32_t statement = statement_at(record, word);
    if (statement == DM_NONE || record->statements[statement].speaker == DM_NONE ||
        record->statements[statement].denied ||
        !covers(record->statements[statement].content, record->text.words[word].span.start))
        return;
    dm_tree_range(g->tree, subject, &from, &to);
    if (is(&tokens[from], "not") || is(&tokens[from], "no"))
        return;
    if (to > word)
        to = subject + 1;
    put(g, record->statements[statement].speaker, (verdict < 0) != dm_word_negated(g->tree, word), (dm_run){from, to},
        word, (dm_run){word, word + 1}, DM_SLICE("positions: judging predicate"));
}

static void from_cue(gathering *g, const dm_draft *draft)
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
    if (draft->match.complement != DM_NONE && draft->clause != draft->match.complement) {
        uint32_t from, to; /* "withdrew the country from the treaty": the treaty; "accused her of lying": lying */
        dm_tree_range(g->tree, draft->match.complement, &from, &to);
        while (from < to && (tokens[from].relation == DM_R_CASE ||
                             (tokens[from].relation == DM_R_MARK && tokens[from].upos != DM_PART)))
            from++;
        issue = (dm_run){from, to};
    }
    if (issue.last == issue.first + 1 &&
        (tokens[issue.first].xpos == DM_X_WP || tokens[issue.first].xpos == DM_X_WDT)) {
        uint32_t v = tokens[issue.first].head, from, to; /* "Lam, who is supported by": Lam */
        while (v != DM_NONE && tokens[v].relation == DM_R_CONJ)
            v = tokens[v].head;
        if (v == DM_NONE || tokens[v].relation != DM_R_ACL_RELCL || tokens[v].head == DM_NONE)
            return;
        dm_tree_range(g->tree, tokens[v].head, &from, &to);
        if (to > issue.first && from < issue.first)
            to = issue.first;
        issue = (dm_run){from, to};
    }
    if (draft->passive && is(&tokens[draft->match.word], "want"))
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
        is(&tokens[issue.first], "to") &&
        (is(&tokens[draft->match.word], "want") || is(&tokens[draft->match.word], "seek") ||
         is(&tokens[draft->match.word], "desire")))
        return; /* what one means to do oneself is a plan */
    dm_run part = infinitive_of(g, draft, issue);
    if (part.first == issue.first && draft->match.cue->kind == DM_CUE_WISH && draft->match.complement != DM_NONE &&
        is_actor(g, draft->match.complement) &&
        g->record->refers.entities[entity_at(g->record, draft->match.complement)].type != DM_GPE)
        return; /* "called on the workers": to do what? */
    put_issues(g, draft, source, against, part);
}

/* ---- "is for", "is against" ----------------------------------------------------------------------------- */

static void from_copula(gathering *g, uint32_t word)
{
    const dm_token *tokens = g->tree->tokens;
    uint32_t preposition = DM_NONE, subject = dm_tree_find(g->tree, word, DM_R_NSUBJ), from, to;
    if (subject == DM_NONE || dm_tree_find(g->tree, word, DM_R_COP) == DM_NONE)
        return;
    for (uint32_t c = tokens[word].child; c != DM_NONE; c = tokens[c].next)
        if (tokens[c].relation == DM_R_CASE && (is(&tokens[c], "for") || is(&tokens[c], "against")))
            preposition = c;
    if (preposition == DM_NONE || preposition > word)
        return;
    bool against = is(&tokens[preposition], "against");
    if (!against && (tokens[subject].upos != DM_PRON || tokens[word].upos != DM_NOUN))
        return; /* "the money is for schools" */
    dm_tree_range(g->tree, word, &from, &to);
    for (uint32_t c = tokens[word].child; c != DM_NONE; c = tokens[c].next)
        if (tokens[c].relation == DM_R_CONJ && c < to && c > word) {
            uint32_t low, high;
            dm_tree_range(g->tree, c, &low, &high);
            if (dm_tree_find(g->tree, c, DM_R_NSUBJ) != DM_NONE && low > word && low < to)
                to = low;
        }
    put_all(g, subject, against != dm_word_negated(g->tree, word), (dm_run){preposition + 1, to}, word,
            (dm_run){preposition, preposition + 1}, DM_SLICE("positions: is for, is against"));
}

/* ---- What must be -------------------------------------------------------------------------------------- */

/* A clause with "must" or "should" in what somebody says. */
static void from_modal(gathering *g, uint32_t verb)
{
    static const char *const framed[] = {"if",  "whether", "unless", "when",  "what",
                                         "how", "why",     "who",    "which", "that"};
    const dm_record *record = g->record;
    const dm_tree *tree = g->tree;
    const dm_token *tokens = tree->tokens;
    bool modal = has_modal(tree, verb), need = false;
    uint32_t subject = dm_tree_find(tree, verb, DM_R_NSUBJ), from, to;
    uint32_t infinitive = dm_tree_find(tree, verb, DM_R_XCOMP);
    if (is(&tokens[verb], "need") && (tokens[verb].xpos == DM_X_VBZ || tokens[verb].xpos == DM_X_VBP) &&
        infinitive != DM_NONE && dm_tree_find(tree, infinitive, DM_R_MARK) != DM_NONE)
        need = true;
    if (subject == DM_NONE)
        subject = dm_tree_find(tree, verb, DM_R_NSUBJ_PASS);
    if ((!modal && !need) || subject == DM_NONE || tokens[verb].relation == DM_R_ACL_RELCL ||
        tokens[verb].relation == DM_R_ADVCL)
        return;
    for (uint32_t c = tokens[verb].child; c != DM_NONE; c = tokens[c].next)
        if ((tokens[c].relation == DM_R_MARK || tokens[c].xpos == DM_X_WRB || tokens[c].xpos == DM_X_WP) &&
            one_of(&tokens[c], framed, DM_COUNT(framed)) && !is(&tokens[c], "that"))
            return;
    uint32_t statement = statement_at(record, verb);
    if (statement == DM_NONE || record->statements[statement].speaker == DM_NONE ||
        record->statements[statement].denied ||
        !covers(record->statements[statement].content, record->text.words[verb].span.start))
        return;
    dm_tree_range(tree, verb, &from, &to);
    dm_run issue = {0, 0};
    for (uint32_t w = from; w < to; w++) /* the part of the clause that the statement holds */
        if (covers(record->statements[statement].content, record->text.words[w].span.start)) {
            if (issue.first == issue.last)
                issue.first = w;
            issue.last = w + 1;
        } else if (issue.last > verb) {
            break;
        } else {
            issue.first = issue.last = 0;
        }
    uint32_t low, high;
    dm_tree_range(tree, subject, &low, &high);
    if (low >= issue.first && low < verb)
        issue.first = low;
    if (issue.last <= verb)
        return;
    const dm_statement *s = &record->statements[statement];
    put(g, s->speaker, false, issue, verb, (dm_run){verb, verb + 1}, DM_SLICE("positions: must, should, needs to"));
    /* "the US and Israel agree that": the others joined to the speaker */
    for (uint32_t m = 0; m < record->refers.mention_count && s->source.count && s->kind == DM_INDIRECT; m++) {
        const dm_mention *mention = &record->refers.mentions[m];
        if (mention->span.start >= s->source.at[0].end)
            break;
        if (mention->span.start < s->source.at[0].start || tokens[mention->head].relation != DM_R_CONJ)
            continue;
        if (mention->entity != s->speaker) {
            dm_position *position = g->list.count && g->list.at[g->list.count - 1].statement == statement
                                        ? DM_PUSH(&g->record->arena, &g->list)
                                        : NULL;
            if (position) {
                *position = g->list.at[g->list.count - 2];
                position->holder = mention->entity;
            }
        }
    }
}

/* ---- What one will do ----------------------------------------------------------------------------------- */

/* "said it would maintain control of the valley", "we will not accept the plan": what a speaker says that his own side
 * will do is what he is for; what it will not do, against. */
static void from_will(gathering *g, uint32_t verb)
{
    static const char *const wills[] = {"will", "would", "might", "shall", "'ll", "’ll", "wo"};
    static const char *const selves[] = {"I", "i", "we"};
    const dm_record *record = g->record;
    const dm_token *tokens = g->tree->tokens;
    uint32_t subject = dm_tree_find(g->tree, verb, DM_R_NSUBJ), issue = DM_NONE, statement, own, from, to;
    bool will = false;
    if (subject == DM_NONE || tokens[verb].relation == DM_R_ACL_RELCL || tokens[verb].relation == DM_R_ADVCL ||
        !dm_cue_is_policy(g->cues, g->tree, verb))
        return;
    for (uint32_t c = tokens[verb].child; c != DM_NONE; c = tokens[c].next) {
        will |= tokens[c].relation == DM_R_AUX && one_of(&tokens[c], wills, DM_COUNT(wills));
        if (tokens[c].relation == DM_R_MARK && !is(&tokens[c], "that"))
            return;
        if (issue == DM_NONE && c > verb && (tokens[c].relation == DM_R_OBJ || tokens[c].relation == DM_R_XCOMP))
            issue = c;
    }
    statement = will && issue != DM_NONE ? statement_at(record, verb) : DM_NONE;
    if (statement == DM_NONE || record->statements[statement].speaker == DM_NONE ||
        record->statements[statement].denied ||
        !covers(record->statements[statement].content, record->text.words[verb].span.start))
        return;
    const dm_entity *speaker = &record->refers.entities[record->statements[statement].speaker];
    own = entity_at(record, subject);
    if (!(tokens[subject].upos == DM_PRON && one_of(&tokens[subject], selves, DM_COUNT(selves))) &&
        (own == DM_NONE ||
         (own != record->statements[statement].speaker &&
          (!speaker->country[0] || strcmp(record->refers.entities[own].country, speaker->country) != 0))))
        return;
    dm_tree_range(g->tree, issue, &from, &to);
    while (from < to && !covers(record->statements[statement].content, record->text.words[to - 1].span.start))
        to--;
    if (from < to && is(&tokens[from], "to"))
        from++;
    put(g, record->statements[statement].speaker, dm_word_negated(g->tree, verb), (dm_run){from, to}, verb,
        (dm_run){verb, verb + 1}, DM_SLICE("positions: what one will do"));
}

/* ---- "X's demands include A, B and C" ------------------------------------------------------------------ */

static void from_list(gathering *g, uint32_t verb)
{
    static const char *const lists[] = {"demand", "call", "proposal", "request", "priority", "goal", "aim"};
    static const char *const includes[] = {"include", "comprise"};
    const dm_token *tokens = g->tree->tokens;
    uint32_t subject = dm_tree_find(g->tree, verb, DM_R_NSUBJ), owner, object, from, to;
    if (!one_of(&tokens[verb], includes, DM_COUNT(includes)) || subject == DM_NONE ||
        !one_of(&tokens[subject], lists, DM_COUNT(lists)))
        return;
    owner = dm_tree_find(g->tree, subject, DM_R_NMOD_POSS);
    object = dm_tree_find(g->tree, verb, DM_R_OBJ);
    if (owner == DM_NONE || object == DM_NONE || object < verb)
        return;
    /* by the commas: "an investigation of ..., the release of ..., and dismissal of ..." */
    dm_tree_range(g->tree, verb, &from, &to);
    from = verb + 1;
    for (uint32_t w = from; w <= to; w++)
        if (w == to || dm_slice_is(g->tree->text->words[w].form, ",") ||
            (tokens[w].upos == DM_CCONJ && w + 1 < to && tokens[w + 1].upos == DM_DET)) {
            if (w > from + 1)
                put(g, holder_at(g, owner), false, (dm_run){from, w}, verb, (dm_run){verb, verb + 1},
                    DM_SLICE("positions: demands include"));
            from = w + 1;
        }
}

static void find_drafts(gathering *g, dm_drafts *drafts)
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
            dm_extent_source(g->cues, g->tree, draft);
            if (draft->source_head == DM_NONE)
                dm_reach_source(g->tree, draft);
            else
                dm_reach_own_source(g->tree, draft);
            dm_extent_content(g->cues, g->tree, draft);
            dm_reach_trim_source(g->tree, draft);
        }
    dm_reach_mend(g->cues, g->tree, drafts);
}

dm_status dm_code_positions(const dm_cues *cues, dm_record *record)
{
    gathering g = {.cues = cues, .record = record, .tree = &record->tree};
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
                from_modal(&g, w);
            if (upos == DM_VERB) {
                from_list(&g, w);
                from_will(&g, w);
            }
            if (upos == DM_NOUN || upos == DM_PROPN)
                from_copula(&g, w);
            if (upos == DM_NOUN || upos == DM_ADJ)
                from_predicate(&g, w);
        }
    }
    record->positions = g.list.at;
    record->position_count = g.list.count;
    return record->arena.failed ? DM_NO_MEMORY : DM_OK;
}
