/* Statements: who said, thought or wanted what.  Cue words are looked up by their lemmas; from each cue the tree gives
 * source, cue and content as words (extents.c, contents.c), quotations are given to whom they belong (quotes.c), and what remains
 * is written down as spans of the text, statements inside another's content under it. */
#include "code/cue.h"
#include "code/word_kinds.h"

/* ---- Colons ------------------------------------------------------------------------------------------- */

static const dm_cue colon = {.kind = DM_CUE_SPEECH,
                             .class = DM_CUE_PREPOSITION,
                             .takes = DM_TAKES_QUOTE | DM_TAKES_CLAUSE,
                             .next = DM_NONE,
                             .by = {"statements: name and colon", 26}};

/* "MARUN:" at the beginning of a sentence. */
static bool opens_turn(const dm_text *text, uint32_t sentence)
{
    uint32_t first = text->sentences[sentence].first, last = text->sentences[sentence].last, at = first;
    while (at < last && at < first + 7 && (text->words[at].flags & DM_WORD_CAPITALS))
        at++;
    return at > first && at < last && dm_slice_is(text->words[at].form, ":");
}

/* "MARUN: We shall see." and "Marun: Talks go on": a short name before a colon at the beginning of a sentence.  Only
 * the name of a person or body speaks: every word is capital, and the recogniser or the dictionary knows it. */
static bool find_colon(const dm_record *record, uint32_t sentence, dm_draft *draft)
{
    const dm_token *opening = &record->tree.tokens[record->text.sentences[sentence].first];
    if (dm_slice_is(opening->lemma, "say") && opening->upos == DM_VERB)
        return false; /* "Said Marun: ..." */
    const dm_text *text = &record->text;
    const dm_token *tokens = record->tree.tokens;
    uint32_t first = text->sentences[sentence].first, last = text->sentences[sentence].last, at = first, head = DM_NONE;
    bool capitals = true;
    while (at < last && at < first + 7 && !(text->words[at].flags & DM_WORD_PUNCT)) {
        if (!(text->words[at].flags & DM_WORD_CAPITAL))
            return false;
        capitals &= (text->words[at].flags & DM_WORD_CAPITALS) != 0;
        if (tokens[at].name == DM_NAME_PER || tokens[at].name == DM_NAME_ORG ||
            (tokens[at].upos == DM_PROPN && record->refers.mention_of && record->refers.mention_of[at] != DM_NONE) ||
            (record->refers.mention_of && record->refers.mention_of[at] != DM_NONE &&
             record->refers.entities[record->refers.mentions[record->refers.mention_of[at]].entity].type == DM_PER) ||
            (capitals && tokens[at].upos == DM_PROPN && at + 1 < last && dm_slice_is(text->words[at + 1].form, ":")))
            head = at;
        at++;
    }
    if (at == first || at + 3 >= last || head == DM_NONE || !dm_slice_is(text->words[at].form, ":"))
        return false;
    if (at == first + 1 && (dm_slice_is(text->words[first].form, "Q") || dm_slice_is(text->words[first].form, "A")))
        return false; /* question and answer of an interview: nobody's name */
    memset(draft, 0, sizeof *draft);
    draft->match = (dm_cue_match){&colon, at, DM_NONE, DM_NONE, at, at + 1};
    draft->sentence = sentence;
    draft->top = at;
    draft->source = (dm_run){first, at};
    draft->cue = (dm_run){at, at + 1};
    draft->source_head = draft->speaker_word = head;
    draft->addressee_word = DM_NONE;
    draft->clause = at + 1;
    /* Capitals: a transcript, where the whole paragraph is said. */
    if (capitals)
        for (uint32_t s = sentence + 1;
             s < text->sentence_count && text->sentences[s].paragraph == text->sentences[sentence].paragraph &&
             !opens_turn(text, s);
             s++)
            last = text->sentences[s].last;
    if (capitals)
        draft->pieces[draft->piece_count++] = (dm_run){at + 1, last};
    else
        dm_draft_add(text, draft, at + 1, last);
    return draft->piece_count > 0;
}

static void find_drafts(const dm_cues *cues, dm_record *record, dm_drafts *drafts)
{
    const dm_tree *tree = &record->tree;
    const dm_text *text = tree->text;
    dm_cue_match match;
    for (uint32_t s = 0; s < text->sentence_count; s++) {
        dm_draft named;
        bool speaks = find_colon(record, s, &named);
        for (uint32_t w = text->sentences[s].first; w < text->sentences[s].last; w++) {
            if (speaks && w == named.match.word) {
                dm_draft *draft = DM_PUSH(&record->arena, drafts);
                if (!draft)
                    return;
                *draft = named;
                continue;
            }
            if (!dm_cue_find(cues, tree, w, &match) || match.cue->kind == DM_CUE_STANCE)
                continue;
            dm_draft *draft = DM_PUSH(&record->arena, drafts);
            if (!draft)
                return;
            draft->match = match;
            draft->sentence = s;
            draft->source_head = draft->speaker_word = draft->addressee_word = draft->clause = DM_NONE;
            if (match.cue->class == DM_CUE_PREPOSITION) {
                if (!dm_extent_preposition(tree, draft))
                    drafts->count--;
                continue;
            }
            dm_extent_cue(cues, tree, draft);
            if (!dm_reach_inverted(tree, draft) && !dm_inserted(tree, draft) && !dm_inserted_final(tree, draft) &&
                !dm_inserted_relative(tree, draft) &&
                !dm_inserted_opening(tree, draft)) {
                dm_extent_source(tree, draft);
                if (draft->source_head == DM_NONE)
                    dm_reach_source(tree, draft);
                else
                    dm_reach_own_source(tree, draft);
                dm_inserted_source(tree, draft);
                dm_inserted_name(tree, draft);
                dm_inserted_participle(tree, draft);
                dm_extent_content(tree, draft);
            }
            dm_reach_trim_source(tree, draft);
            if (match.cue->class != DM_CUE_VERB && !draft->piece_count)
                drafts->count--;
        }
    }
}

/* "asked what", "said this": the content is only a word that points elsewhere.  (Whom one supports is told by a pronoun too.) */
static bool is_bare_pronoun(const dm_tree *tree, const dm_draft *draft)
{
    return draft->match.cue->kind < DM_CUE_THOUGHT && draft->piece_count == 1 && draft->pieces[0].last == draft->pieces[0].first + 1 &&
           (tree->tokens[draft->pieces[0].first].upos == DM_PRON ||
            tree->tokens[draft->pieces[0].first].upos == DM_DET);
}

/* "agreed on Tuesday": the content is only a time. */
static bool is_time(const dm_record *record, const dm_draft *draft)
{
    for (uint32_t i = 0; record->refers.time_of && i < draft->piece_count; i++)
        for (uint32_t w = draft->pieces[i].first; w < draft->pieces[i].last; w++)
            if (record->refers.time_of[w] == DM_NONE)
                return false;
    return record->refers.time_of && draft->piece_count > 0;
}

/* Cues of one sentence that are held against each other; a sentence of sense has a few. */
#define MOST_NEAR 64

/* "said in a statement that ...": the statement is where it was said, and what it says is said by the verb. */
static void drop_occasion(const dm_tree *tree, dm_drafts *drafts, uint32_t index)
{
    dm_draft *noun = &drafts->at[index];
    uint32_t verb = tree->tokens[noun->match.word].head;
    if (noun->match.cue->class != DM_CUE_NOUN || noun->source_head != DM_NONE || verb == DM_NONE || !noun->piece_count ||
        tree->tokens[noun->match.word].relation != DM_R_OBL || !is_marked(tree, noun->match.word, "in"))
        return;
    for (uint32_t k = index; k-- > 0 && drafts->at[k].sentence == noun->sentence;) {
        dm_draft *said = &drafts->at[k];
        if (said->match.word != verb || said->dropped || said->match.cue->kind != DM_CUE_SPEECH || !(said->match.cue->takes & DM_TAKES_CLAUSE))
            continue;
        if (!said->piece_count)
            said->pieces[said->piece_count++] = noun->pieces[0];
        else if (said->pieces[0].first <= noun->match.word && said->pieces[0].last > noun->pieces[0].first)
            said->pieces[0].first = noun->pieces[0].first;
        noun->dropped = true;
        return;
    }
}

/* Drafts that say nothing, or that two cues claim: "went on to say" is one statement. */
static void drop(dm_record *record, dm_drafts *drafts)
{
    for (uint32_t i = 0; i < drafts->count; i++)
        drop_occasion(&record->tree, drafts, i);
    for (uint32_t i = 0; i < drafts->count; i++) {
        dm_draft *draft = &drafts->at[i];
        if (!draft->piece_count || is_bare_pronoun(&record->tree, draft) || is_time(record, draft))
            draft->dropped = true;
        else if (draft->match.cue->class == DM_CUE_VERB && draft->source_head == DM_NONE && !draft->passive &&
                 draft->pieces[draft->piece_count - 1].last <= draft->cue.first &&
                 !(record->text.words[draft->pieces[0].last - 1].flags & DM_WORD_PUNCT))
            draft->dropped = true; /* nobody says what stands before it */
        else if (draft->match.cue->class == DM_CUE_VERB && draft->source_head == DM_NONE && !draft->passive &&
                 draft->match.cue->kind != DM_CUE_SPEECH)
            draft->dropped = true;
        else if (draft->match.cue->class == DM_CUE_VERB && draft->source_head == DM_NONE && !draft->passive &&
                 draft->clause != DM_NONE && record->tree.tokens[draft->clause].relation == DM_R_OBJ &&
                 !(record->text.words[draft->pieces[0].first].flags & DM_WORD_QUOTED))
            draft->dropped = true; /* an object without anybody who names it */
        else if (draft->match.cue->class == DM_CUE_ADJECTIVE && draft->source_head == DM_NONE)
            draft->dropped = true;
        else if (draft->match.cue->class == DM_CUE_NOUN && draft->source_head == DM_NONE &&
                 !(draft->match.cue->takes & DM_TAKES_CLAUSE))
            draft->dropped = true;
    }
    for (uint32_t i = 0; i < drafts->count; i++) /* the verb that leads to another cue is part of that cue */
        for (uint32_t k = i + 1; k < drafts->count && k < i + MOST_NEAR && drafts->at[k].sentence == drafts->at[i].sentence; k++)
            if (!drafts->at[i].dropped && !drafts->at[k].dropped &&
                drafts->at[k].cue.first <= drafts->at[i].match.word &&
                drafts->at[i].match.word < drafts->at[k].cue.last)
                drafts->at[i].dropped = true;
            else if (!drafts->at[i].dropped && !drafts->at[k].dropped &&
                     drafts->at[i].cue.first <= drafts->at[k].match.word &&
                     drafts->at[k].match.word < drafts->at[i].cue.last)
                drafts->at[k].dropped = true;
}

static dm_span span_of(const dm_text *text, dm_run run)
{
    return (dm_span){text->words[run.first].span.start, text->words[run.last - 1].span.end};
}

static dm_spans one_span(dm_record *record, dm_run run)
{
    if (run.first >= run.last)
        return (dm_spans){NULL, 0};
    dm_span *at = dm_arena_alloc(&record->arena, sizeof *at);
    if (!at)
        return (dm_spans){NULL, 0};
    *at = span_of(&record->text, run);
    return (dm_spans){at, 1};
}

static dm_spans content_spans(dm_record *record, const dm_draft *draft)
{
    dm_span *at = dm_arena_alloc(&record->arena, draft->piece_count * sizeof *at);
    if (!at)
        return (dm_spans){NULL, 0};
    for (uint32_t i = 0; i < draft->piece_count; i++)
        at[i] = span_of(&record->text, draft->pieces[i]);
    return (dm_spans){at, draft->piece_count};
}

static dm_statement_kind kind_of(const dm_text *text, const dm_draft *draft)
{
    bool quoted = false, plain = false;
    bool inside = (text->words[draft->match.word].flags & DM_WORD_QUOTED) != 0;
    for (uint32_t i = 0; i < draft->piece_count && !inside; i++)
        for (uint32_t w = draft->pieces[i].first; w < draft->pieces[i].last; w++) {
            if (text->words[w].flags & DM_WORD_PUNCT)
                continue;
            if (text->words[w].flags & DM_WORD_QUOTED)
                quoted = true;
            else
                plain = true;
        }
    return quoted ? plain ? DM_MIXED : DM_DIRECT : DM_INDIRECT;
}

/* "criticized the plan, which experts say will fail": what is said of a thing in a relative clause is the reporter's word, not
 * that of whoever names the thing. */
static bool stands_aside(const dm_tree *tree, const dm_draft *outer, uint32_t word)
{
    const dm_token *tokens = tree->tokens;
    if (outer->clause == DM_NONE || is_quoted(tree->text, word) || (outer->match.cue->kind != DM_CUE_JUDGEMENT && outer->match.cue->kind != DM_CUE_WISH) ||
        (tokens[outer->clause].relation != DM_R_OBJ && tokens[outer->clause].relation != DM_R_OBL && tokens[outer->clause].relation != DM_R_NMOD))
        return false;
    for (unsigned depth = 0; depth < 20 && word != DM_NONE && word > outer->clause; depth++, word = tokens[word].head)
        if (tokens[word].relation == DM_R_ACL_RELCL)
            return true;
    return false;
}

static bool holds(const dm_tree *tree, const dm_draft *outer, const dm_draft *inner)
{
    uint32_t word = inner->match.word;
    if (inner->match.cue->kind == DM_CUE_SPEECH && stands_aside(tree, outer, word))
        return false;
    for (uint32_t i = 0; i < outer->piece_count; i++)
        if (outer->pieces[i].first <= word && word < outer->pieces[i].last)
            return true;
    return false;
}

static uint32_t length_of(const dm_draft *draft)
{
    uint32_t length = 0;
    for (uint32_t i = 0; i < draft->piece_count; i++)
        length += draft->pieces[i].last - draft->pieces[i].first;
    return length;
}

/* The smallest statement around each, looked for among those whose content reaches that far. */
static void find_parents(const dm_tree *tree, const dm_drafts *drafts, uint32_t *parent)
{
    uint32_t longest = 0; /* words of the longest reach of a draft, so that the search can stop */
    for (uint32_t i = 0; i < drafts->count; i++) {
        const dm_draft *d = &drafts->at[i];
        if (d->dropped)
            continue;
        uint32_t low = d->pieces[0].first, high = d->pieces[d->piece_count - 1].last;
        low = low < d->match.word ? low : d->match.word;
        high = high > d->match.word ? high : d->match.word;
        if (high - low > longest)
            longest = high - low;
    }
    if (longest > 200)
        longest = 200;
    for (uint32_t i = 0; i < drafts->count; i++) {
        parent[i] = DM_NONE;
        if (drafts->at[i].dropped)
            continue;
        for (int side = -1; side <= 1; side += 2)
            for (uint32_t k = i + (uint32_t)side; k < drafts->count; k += (uint32_t)side) {
                const dm_draft *other = &drafts->at[k];
                uint32_t a = other->match.word, b = drafts->at[i].match.word;
                if ((a > b ? a - b : b - a) > longest)
                    break;
                if (other->dropped || !holds(tree, other, &drafts->at[i]))
                    continue;
                if (holds(tree, &drafts->at[i], other) && (length_of(other) < length_of(&drafts->at[i]) ||
                                                     (length_of(other) == length_of(&drafts->at[i]) && k > i)))
                    continue;
                if (parent[i] == DM_NONE || length_of(other) < length_of(&drafts->at[parent[i]]))
                    parent[i] = k;
            }
    }
}

static bool is_self(const dm_tree *tree, const dm_draft *draft)
{
    static const char *const selves[] = {"i", "we", "my", "our"};
    if (draft->source_head == DM_NONE || tree->tokens[draft->source_head].upos != DM_PRON)
        return false;
    for (size_t k = 0; k < DM_COUNT(selves); k++)
        if (tree->text->words[draft->source_head].key == dm_key(selves[k], strlen(selves[k])))
            return true;
    return false;
}

/* What is wanted or praised inside another's words is that statement's matter (and a position), no statement of its
 * own. */
static void drop_inner(dm_drafts *drafts, const uint32_t *parent)
{
    for (uint32_t i = 0; i < drafts->count; i++)
        if (!drafts->at[i].dropped && parent[i] != DM_NONE &&
            (drafts->at[i].match.cue->kind == DM_CUE_WISH || drafts->at[i].match.cue->kind == DM_CUE_JUDGEMENT))
            drafts->at[i].dropped = true;
}

/* "I think", "you know" and "we need" outside of anything quoted come from a text that speaks itself: no report. */
static void drop_selves(const dm_tree *tree, dm_drafts *drafts, const uint32_t *parent)
{
    static const char *const selves[] = {"i", "we", "you", "me", "us"};
    for (uint32_t i = 0; i < drafts->count; i++) {
        dm_draft *draft = &drafts->at[i];
        if (draft->dropped || parent[i] != DM_NONE || draft->source_head == DM_NONE ||
            tree->tokens[draft->source_head].upos != DM_PRON)
            continue; /* "US" folds to "us" */
        for (size_t k = 0; k < DM_COUNT(selves); k++)
            if (tree->text->words[draft->source_head].key == dm_key(selves[k], strlen(selves[k])) &&
                (draft->match.cue->kind != DM_CUE_SPEECH || !strcmp(selves[k], "you")))
                draft->dropped = true;
    }
}

static dm_attitude attitude_of(dm_cue_kind kind)
{
    switch (kind) {
    case DM_CUE_EVIDENCE: return DM_SHOWS;
    case DM_CUE_THOUGHT: return DM_THINKS;
    case DM_CUE_WISH: return DM_WANTS;
    case DM_CUE_JUDGEMENT: return DM_JUDGES;
    default: return DM_SAYS;
    }
}

static void write_down(dm_record *record, dm_drafts *drafts)
{
    uint32_t *number = dm_arena_zero(&record->arena, drafts->count + 1, sizeof *number), count = 0;
    uint32_t *parent = dm_arena_zero(&record->arena, drafts->count + 1, sizeof *parent);
    if (!number || !parent)
        return;
    find_parents(&record->tree, drafts, parent);
    drop_selves(&record->tree, drafts, parent);
    drop_inner(drafts, parent);
    find_parents(&record->tree, drafts, parent);
    for (uint32_t i = 0; i < drafts->count; i++)
        number[i] = drafts->at[i].dropped ? DM_NONE : count++;
    record->statements = dm_arena_zero(&record->arena, count + 1, sizeof *record->statements);
    if (!record->statements)
        return;
    record->statement_count = count;
    for (uint32_t i = 0; i < drafts->count; i++) {
        const dm_draft *draft = &drafts->at[i];
        if (draft->dropped)
            continue;
        dm_statement *statement = &record->statements[number[i]];
        snprintf(statement->id, sizeof statement->id, "s%u", number[i] + 1);
        statement->source = one_span(record, draft->source);
        statement->cue = one_span(record, draft->cue);
        statement->content = content_spans(record, draft);
        statement->speaker = dm_speaker_of(record, draft);
        statement->addressee = dm_speaker_entity(&record->refers, draft->addressee_word);
        if (statement->addressee == statement->speaker)
            statement->addressee = DM_NONE;
        statement->kind = kind_of(&record->text, draft);
        statement->parent = parent[i] == DM_NONE ? DM_NONE : number[parent[i]];
        statement->denied =
            (draft->match.cue->kind == DM_CUE_SPEECH && draft->negated) || (draft->match.cue->takes & DM_TAKES_DENIED);
        statement->by = draft->match.cue->by;
        statement->sentence = draft->sentence;
        statement->attitude = attitude_of((dm_cue_kind)draft->match.cue->kind);
    }
    for (uint32_t i = 0; i < drafts->count; i++) /* "I" and "we" in somebody's words */
        if (!drafts->at[i].dropped && parent[i] != DM_NONE && number[parent[i]] != DM_NONE &&
            is_self(&record->tree, &drafts->at[i]) && record->statements[number[parent[i]]].kind != DM_INDIRECT)
            record->statements[number[i]].speaker = record->statements[number[parent[i]]].speaker;
}

dm_status dm_code_statements(const dm_cues *cues, dm_record *record)
{
    dm_drafts drafts = {0};
    uint32_t *quote_of = dm_quotes_of(&record->arena, &record->text);
    if (!quote_of)
        return DM_NO_MEMORY;
    find_drafts(cues, record, &drafts);
    if (!record->arena.failed)
        dm_reach_mend(cues, &record->tree, &drafts);
    if (!record->arena.failed)
        dm_quotes_attach(cues, &record->arena, &record->tree, quote_of, &drafts);
    if (!record->arena.failed)
        dm_inserted_citing(&record->tree, &drafts);
    for (uint32_t i = 0; i < drafts.count; i++) {
        dm_edge_source(&record->tree, &drafts.at[i]);
        dm_edge_content(&record->tree, &drafts.at[i]);
    }
    if (!record->arena.failed) {
        drop(record, &drafts);
        write_down(record, &drafts);
    }
    return record->arena.failed ? DM_NO_MEMORY : DM_OK;
}
