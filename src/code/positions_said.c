/* Positions in what is said without a cue of its own: judging predicates and verbs, "is for" and "is against", what must be,
 * what one will do, lists of demands. */
#include "code/positions.h"

/* "said the agreement is void", "ruled the move was unlawful": the subject of a judging predicate, in what is said. */
void dm_taking_predicate(dm_taking *g, uint32_t word)
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
        if (tokens[c].relation == DM_R_AUX || (tokens[c].relation == DM_R_MARK && !dm_lemma_is(&tokens[c], "that")))
            return; /* would be, might be, if it is */
    uint32_t statement = dm_taking_statement(record, word);
    if (statement == DM_NONE || record->statements[statement].speaker == DM_NONE ||
        record->statements[statement].denied ||
        !dm_spans_cover(record->statements[statement].content, record->text.words[word].span.start))
        return;
    dm_tree_range(g->tree, subject, &from, &to);
    if (dm_lemma_is(&tokens[from], "not") || dm_lemma_is(&tokens[from], "no"))
        return;
    if (to > word)
        to = subject + 1;
    dm_taking_put(g, dm_taking_speaker(g, record->statements[statement].speaker, word), (verdict < 0) != dm_word_negated(g->tree, word), (dm_run){from, to},
        word, (dm_run){word, word + 1}, DM_SLICE("positions: judging predicate"));
}

/* "said the strikes violate international law": what somebody says to break something good is what he is against.  Not
 * when it is said of somebody ("Norland violated the truce"): that blames, and the matter is the deed. */
void dm_taking_breach(dm_taking *g, uint32_t verb)
{
    const dm_record *record = g->record;
    const dm_token *tokens = g->tree->tokens;
    uint32_t subject = dm_tree_find(g->tree, verb, DM_R_NSUBJ), from, to;
    if (dm_cue_verdict(g->cues, g->tree, verb) >= 0 || subject == DM_NONE || subject > verb ||
        tokens[subject].upos != DM_NOUN || dm_taking_is_actor(g, subject) || tokens[verb].relation == DM_R_ADVCL ||
        tokens[verb].relation == DM_R_ACL || tokens[verb].relation == DM_R_ACL_RELCL || dm_word_negated(g->tree, verb))
        return;
    for (uint32_t c = tokens[verb].child; c != DM_NONE; c = tokens[c].next)
        if ((tokens[c].relation == DM_R_AUX && !dm_lemma_is(&tokens[c], "have") && !dm_lemma_is(&tokens[c], "will") && !dm_lemma_is(&tokens[c], "would")) ||
            (tokens[c].relation == DM_R_MARK && !dm_lemma_is(&tokens[c], "that")))
            return;
    uint32_t statement = dm_taking_statement(record, verb);
    if (statement == DM_NONE || record->statements[statement].speaker == DM_NONE || record->statements[statement].denied ||
        !dm_spans_cover(record->statements[statement].content, record->text.words[verb].span.start))
        return;
    dm_tree_range(g->tree, subject, &from, &to);
    dm_taking_put(g, dm_taking_speaker(g, record->statements[statement].speaker, verb), true, (dm_run){from, to > verb ? subject + 1 : to}, verb,
        (dm_run){verb, verb + 1}, DM_SLICE("positions: judging verb"));
}

void dm_taking_copula(dm_taking *g, uint32_t word)
{
    const dm_token *tokens = g->tree->tokens;
    uint32_t preposition = DM_NONE, subject = dm_tree_find(g->tree, word, DM_R_NSUBJ), from, to;
    if (subject == DM_NONE || dm_tree_find(g->tree, word, DM_R_COP) == DM_NONE)
        return;
    for (uint32_t c = tokens[word].child; c != DM_NONE; c = tokens[c].next)
        if (tokens[c].relation == DM_R_CASE && (dm_lemma_is(&tokens[c], "for") || dm_lemma_is(&tokens[c], "against")))
            preposition = c;
    if (preposition == DM_NONE || preposition > word)
        return;
    bool against = dm_lemma_is(&tokens[preposition], "against");
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
    dm_taking_put_all(g, subject, against != dm_word_negated(g->tree, word), (dm_run){preposition + 1, to}, word,
            (dm_run){preposition, preposition + 1}, DM_SLICE("positions: is for, is against"));
}

/* "anti-X" and "pro-X" before a noun that stands for somebody; one word or three. */
void dm_taking_prefix(dm_taking *g, uint32_t word)
{
    const dm_token *tokens = g->tree->tokens;
    const dm_text *text = &g->record->text;
    dm_slice form = text->words[word].form;
    uint32_t last = text->sentences[text->sentence_of[word]].last, end = word + 1, head;
    bool against = dm_lemma_is(&tokens[word], "anti") || dm_form_begins(form, "anti-");
    if (!against && !dm_lemma_is(&tokens[word], "pro") && !dm_form_begins(form, "pro-"))
        return;
    if (form.size <= 4) { /* "anti", "-", "X" */
        if (word + 2 >= last || !dm_slice_is(text->words[word + 1].form, "-"))
            return;
        end = word + 3;
    }
    for (head = end; head < last && head < end + 5; head++) { /* the noun behind it and others like it */
        dm_slice other = text->words[head].form;
        if ((tokens[head].upos == DM_NOUN || tokens[head].upos == DM_PROPN) && !dm_form_begins(other, "pro-") && !dm_form_begins(other, "anti-"))
            break;
        if (tokens[head].upos != DM_ADJ && tokens[head].upos != DM_NOUN && !dm_slice_is(other, ",") && tokens[head].upos != DM_CCONJ)
            return;
    }
    if (head >= last || head == end + 5)
        return;
    while (tokens[head].relation == DM_R_COMPOUND && tokens[head].head != DM_NONE && tokens[head].head > head)
        head = tokens[head].head;
    if (!dm_taking_is_actor(g, head) && tokens[head].relation == DM_R_APPOS && tokens[head].head != DM_NONE)
        head = tokens[head].head;
    if (dm_taking_is_actor(g, head))
        dm_taking_put(g, dm_taking_holder(g, head), against, (dm_run){word, end}, word, (dm_run){word, end}, DM_SLICE("positions: anti-, pro-"));
}

static bool has_modal(const dm_tree *tree, uint32_t clause)
{
    static const char *const modals[] = {"should", "must", "ought"};
    for (uint32_t c = tree->tokens[clause].child; c != DM_NONE; c = tree->tokens[c].next)
        if (tree->tokens[c].relation == DM_R_AUX && dm_lemma_in(&tree->tokens[c], modals, DM_COUNT(modals)))
            return true;
    return false;
}

/* "does not think that Norland should leave": who does not think so is against it. */
static bool thought_not(const dm_tree *tree, uint32_t clause)
{
    static const char *const thinks[] = {"think", "believe", "feel", "suppose", "consider", "see"};
    uint32_t head = tree->tokens[clause].head;
    return head != DM_NONE && tree->tokens[clause].relation == DM_R_CCOMP && dm_lemma_in(&tree->tokens[head], thinks, DM_COUNT(thinks)) &&
           dm_word_negated(tree, head);
}

/* A clause with "must" or "should" in what somebody says. */
void dm_taking_modal(dm_taking *g, uint32_t verb)
{
    static const char *const framed[] = {"if",  "whether", "unless", "when",  "what",
                                         "how", "why",     "who",    "which", "that"};
    const dm_record *record = g->record;
    const dm_tree *tree = g->tree;
    const dm_token *tokens = tree->tokens;
    bool modal = has_modal(tree, verb), need = false;
    uint32_t subject = dm_tree_find(tree, verb, DM_R_NSUBJ), from, to;
    uint32_t infinitive = dm_tree_find(tree, verb, DM_R_XCOMP);
    if (dm_lemma_is(&tokens[verb], "need") && (tokens[verb].xpos == DM_X_VBZ || tokens[verb].xpos == DM_X_VBP) &&
        infinitive != DM_NONE && dm_tree_find(tree, infinitive, DM_R_MARK) != DM_NONE)
        need = true;
    if (subject == DM_NONE)
        subject = dm_tree_find(tree, verb, DM_R_NSUBJ_PASS);
    uint32_t above = tokens[verb].relation == DM_R_CCOMP ? tokens[verb].head : DM_NONE;
    if (above != DM_NONE && dm_some_only(g, above))
        return;
    if ((!modal && !need) || subject == DM_NONE || tokens[verb].relation == DM_R_ACL_RELCL ||
        tokens[verb].relation == DM_R_ADVCL)
        return;
    for (uint32_t c = tokens[verb].child; c != DM_NONE; c = tokens[c].next)
        if ((tokens[c].relation == DM_R_MARK || tokens[c].xpos == DM_X_WRB || tokens[c].xpos == DM_X_WP) &&
            dm_lemma_in(&tokens[c], framed, DM_COUNT(framed)) && !dm_lemma_is(&tokens[c], "that"))
            return;
    uint32_t statement = dm_taking_statement(record, verb);
    if (statement == DM_NONE || record->statements[statement].speaker == DM_NONE ||
        record->statements[statement].denied ||
        !dm_spans_cover(record->statements[statement].content, record->text.words[verb].span.start))
        return;
    dm_tree_range(tree, verb, &from, &to);
    dm_run issue = {0, 0};
    for (uint32_t w = from; w < to; w++) /* the part of the clause that the statement holds */
        if (dm_spans_cover(record->statements[statement].content, record->text.words[w].span.start)) {
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
    static const char *const nobody[] = {"nobody", "nothing", "none", "neither"};
    bool never = dm_lemma_in(&tokens[subject], nobody, DM_COUNT(nobody)); /* "Nobody should be sent there": against sending */
    if (never)
        issue.first = verb;
    dm_taking_put(g, dm_taking_speaker(g, s->speaker, verb), never != thought_not(tree, verb), issue, verb, (dm_run){verb, verb + 1}, DM_SLICE("positions: must, should, needs to"));
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
                uint32_t *head = DM_PUSH(&g->record->arena, &g->heads);
                *position = g->list.at[g->list.count - 2];
                position->holder = mention->entity;
                if (head)
                    *head = g->heads.at[g->heads.count - 2];
            }
        }
    }
}

/* "said it would maintain control of the valley", "we will not accept the plan": what a speaker says that his own side
 * will do is what he is for; what it will not do, against. */
void dm_taking_will(dm_taking *g, uint32_t verb)
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
        will |= tokens[c].relation == DM_R_AUX && dm_lemma_in(&tokens[c], wills, DM_COUNT(wills));
        if (tokens[c].relation == DM_R_MARK && !dm_lemma_is(&tokens[c], "that"))
            return;
        if (issue == DM_NONE && c > verb && (tokens[c].relation == DM_R_OBJ || tokens[c].relation == DM_R_XCOMP))
            issue = c;
    }
    statement = will && issue != DM_NONE ? dm_taking_statement(record, verb) : DM_NONE;
    if (statement == DM_NONE || record->statements[statement].speaker == DM_NONE ||
        record->statements[statement].denied ||
        !dm_spans_cover(record->statements[statement].content, record->text.words[verb].span.start))
        return;
    const dm_entity *speaker = &record->refers.entities[record->statements[statement].speaker];
    own = dm_taking_entity(record, subject);
    if (!(tokens[subject].upos == DM_PRON && dm_lemma_in(&tokens[subject], selves, DM_COUNT(selves))) &&
        (own == DM_NONE ||
         (own != record->statements[statement].speaker &&
          (!speaker->country[0] || strcmp(record->refers.entities[own].country, speaker->country) != 0))))
        return;
    dm_tree_range(g->tree, issue, &from, &to);
    while (from < to && !dm_spans_cover(record->statements[statement].content, record->text.words[to - 1].span.start))
        to--;
    if (from < to && dm_lemma_is(&tokens[from], "to"))
        from++;
    dm_taking_put(g, dm_taking_speaker(g, record->statements[statement].speaker, verb), dm_word_negated(g->tree, verb), (dm_run){from, to}, verb,
        (dm_run){verb, verb + 1}, DM_SLICE("positions: what one will do"));
}

void dm_taking_list(dm_taking *g, uint32_t verb)
{
    static const char *const lists[] = {"demand", "call", "proposal", "request", "priority", "goal", "aim"};
    static const char *const includes[] = {"include", "comprise"};
    const dm_token *tokens = g->tree->tokens;
    uint32_t subject = dm_tree_find(g->tree, verb, DM_R_NSUBJ), owner, object, from, to;
    if (!dm_lemma_in(&tokens[verb], includes, DM_COUNT(includes)) || subject == DM_NONE ||
        !dm_lemma_in(&tokens[subject], lists, DM_COUNT(lists)))
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
                dm_taking_put(g, dm_taking_holder(g, owner), false, (dm_run){from, w}, verb, (dm_run){verb, verb + 1},
                    DM_SLICE("positions: demands include"));
            from = w + 1;
        }
}
