/* Quotations and who speaks them.  A quotation belongs to the statement whose content it touches; what is left over is
 * given to a cue beside it ("...", she said, "..."), to the statement of the sentence before it, when it goes on in the
 * same paragraph, or to a cue without content in the next or last sentence.  Short quotations that nobody says are
 * scare quotes and stay alone. */
#include "code/cue.h"
#include "code/word_kinds.h"

uint32_t *dm_quotes_of(dm_arena *arena, const dm_text *text)
{
    uint32_t *of = dm_arena_alloc(arena, (text->word_count + 1) * sizeof *of);
    if (!of)
        return NULL;
    memset(of, 0xff, (text->word_count + 1) * sizeof *of);
    for (uint32_t i = 0; i < text->quotation_count; i++) {
        const dm_quotation *q = &text->quotations[i];
        uint32_t first = q->first ? q->first - 1 : 0, last = q->closed ? q->last + 1 : q->last;
        for (uint32_t w = first; w < last && w < text->word_count; w++)
            of[w] = i;
    }
    return of;
}

/* The words of a quotation, marks included. */
static dm_run whole(const dm_text *text, uint32_t quotation)
{
    const dm_quotation *q = &text->quotations[quotation];
    dm_run run = {q->first ? q->first - 1 : 0, q->closed ? q->last + 1 : q->last};
    if (run.last > text->word_count)
        run.last = text->word_count;
    return run;
}

/* Only punctuation between two words? */
static bool nothing_between(const dm_text *text, uint32_t first, uint32_t last)
{
    for (uint32_t w = first; w < last; w++)
        if (!is_punct(text, w))
            return false;
    return true;
}

/* Makes the pieces of a statement agree with the quotations they touch. */
static void align(const dm_text *text, const uint32_t *quote_of, dm_draft *draft)
{
    uint32_t inside = quote_of[draft->match.word];
    if (inside != DM_NONE && !(text->words[draft->match.word].flags & DM_WORD_QUOTED))
        inside = DM_NONE;
    for (uint32_t i = 0; i < draft->piece_count; i++) {
        dm_run *piece = &draft->pieces[i];
        if (inside != DM_NONE) { /* a cue inside a quotation reaches no further than it */
            const dm_quotation *q = &text->quotations[inside];
            if (piece->first < q->first)
                piece->first = q->first;
            if (piece->last > q->last)
                piece->last = q->last;
            if (piece->first >= piece->last) {
                *piece = draft->pieces[--draft->piece_count];
                i--;
            }
            continue;
        }
        uint32_t low = quote_of[piece->first], high;
        uint32_t end = quote_of[piece->last - 1];
        if (end == DM_NONE && piece->last >= piece->first + 2)
            end = quote_of[piece->last - 2];
        if (end != DM_NONE && end != low && piece->last <= draft->cue.first) {
            dm_run run =
                whole(text, end); /* He went further: "...", he said.  Only the quotation is said by the cue. */
            if (run.first > piece->first + 1 && run.last >= run.first + 4 &&
                strchr(",:.", *text->words[run.first - 1].form.at)) {
                piece->first = run.first;
                low = end;
            }
        }
        for (uint32_t w = piece->first + 1; low == DM_NONE && w + 1 < piece->last; w++)
            if (dm_slice_is(text->words[w].form, ":") && quote_of[w + 1] != DM_NONE && quote_of[w] == DM_NONE)
                piece->last = w; /* ": \"...\"" is said anew */
        high = quote_of[piece->last - 1];
        if (low != DM_NONE) {
            dm_run run = whole(text, low);
            if (run.first < piece->first)
                piece->first = run.first;
            if (run.last > piece->last)
                piece->last = run.last;
        }
        if (high != DM_NONE && high != low) {
            dm_run run = whole(text, high);
            if (run.last > piece->last)
                piece->last = run.last;
        }
    }
}

/* A piece that reaches over the cue after being widened is cut there. */
static void cut_at_core(dm_draft *draft)
{
    dm_run core = draft->cue;
    for (uint32_t i = 0; i < draft->piece_count; i++) {
        dm_run *piece = &draft->pieces[i];
        if (piece->first < core.first && piece->last > core.first && piece->last <= core.last)
            piece->last = core.first;
        else if (piece->first >= core.first && piece->first < core.last && piece->last > core.last)
            piece->first = core.last;
    }
}

static void sort_pieces(dm_draft *draft)
{
    for (uint32_t i = 1; i < draft->piece_count; i++)
        for (uint32_t k = i; k && draft->pieces[k].first < draft->pieces[k - 1].first; k--) {
            dm_run swap = draft->pieces[k];
            draft->pieces[k] = draft->pieces[k - 1];
            draft->pieces[k - 1] = swap;
        }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < draft->piece_count; i++) {
        if (draft->pieces[i].first >= draft->pieces[i].last)
            continue;
        if (kept && draft->pieces[i].first <= draft->pieces[kept - 1].last) {
            if (draft->pieces[i].last > draft->pieces[kept - 1].last)
                draft->pieces[kept - 1].last = draft->pieces[i].last;
        } else {
            draft->pieces[kept++] = draft->pieces[i];
        }
    }
    draft->piece_count = kept;
}

static void give(dm_draft *draft, dm_run run)
{
    if (draft->piece_count < DM_PIECES)
        draft->pieces[draft->piece_count++] = run;
    sort_pieces(draft);
}

/* Something that is said, not a name or a scare word in quotation marks. */
static bool is_speech(const dm_tree *tree, dm_run run)
{
    uint32_t words = 0, verbs = 0;
    for (uint32_t w = run.first; w < run.last; w++) {
        words += !is_punct(tree->text, w);
        verbs += tree->tokens[w].upos == DM_VERB || tree->tokens[w].upos == DM_AUX;
    }
    return words >= 8 || (words >= 3 && verbs) ||
           (words >= 2 && strchr("?!.,", tree->text->words[run.last - 1].form.at[0])) ||
           (words >= 2 && run.last > run.first + 2 && strchr("?!.,", tree->text->words[run.last - 2].form.at[0]));
}

static bool semicolon_between(const dm_text *text, uint32_t word, dm_run run)
{
    uint32_t from = word < run.first ? word : run.last, to = word < run.first ? run.first : word;
    for (uint32_t w = from; w < to && w < from + 60; w++)
        if (dm_slice_is(text->words[w].form, ";"))
            return true;
    return false;
}

/* The draft of a sentence that can take the quotation, the nearest to it; DM_NONE when there is none. */
static uint32_t taker(const dm_text *text, const dm_drafts *drafts, uint32_t from, uint32_t to, dm_run run, bool empty)
{
    uint32_t best = DM_NONE, distance = UINT32_MAX;
    for (uint32_t i = from; i < to; i++) {
        const dm_draft *draft = &drafts->at[i];
        uint32_t gap;
        if (!(draft->match.cue->takes & DM_TAKES_QUOTE) || draft->dropped || (empty && draft->piece_count) ||
            (draft->match.word >= run.first && draft->match.word < run.last))
            continue;
        if (text->words[draft->match.word].flags & DM_WORD_QUOTED)
            continue;
        if (semicolon_between(text, draft->match.word, run))
            continue;
        gap = draft->match.word < run.first ? run.first - draft->match.word : draft->match.word - run.last;
        if (gap < distance) {
            best = i;
            distance = gap;
        }
    }
    return best;
}

/* ---- Giving them out ---------------------------------------------------------------------------------- */

/* Puts a draft where it belongs in the order of words; its place, or DM_NONE when memory ran out. */
static uint32_t insert(dm_drafts *drafts, dm_arena *arena, const dm_draft *draft)
{
    uint32_t k;
    if (!DM_PUSH(arena, drafts))
        return DM_NONE;
    for (k = drafts->count - 1; k && drafts->at[k - 1].match.word > draft->match.word; k--)
        drafts->at[k] = drafts->at[k - 1];
    drafts->at[k] = *draft;
    return k;
}

/* saying there was "no evidence": the beginning of the clause before its quoted part, when it has a verb. */
static dm_run with_lead(const dm_tree *tree, const dm_draft *draft, dm_run run)
{
    const dm_text *text = tree->text;
    uint32_t start =
        draft->cue.last > draft->source.last || draft->source.last > run.first ? draft->cue.last : draft->source.last;
    bool verb = false;
    if (start >= run.first || run.first > start + 12 || !(draft->match.cue->takes & DM_TAKES_CLAUSE) ||
        text->sentence_of[run.first] != draft->sentence || tree->tokens[start].upos == DM_ADP ||
        tree->tokens[start].upos == DM_CCONJ)
        return run;
    for (uint32_t w = start; w < run.first; w++) {
        if (is_form(text, w, ",") && w + 2 < run.first) { /* "alleged, by the way, Marun had ..." */
            start = w + 1;
            verb = false;
            continue;
        }
        if (is_punct(text, w))
            return run;
        verb |= tree->tokens[w].upos == DM_AUX || tree->tokens[w].upos == DM_VERB;
    }
    return verb ? (dm_run){start, run.last} : run;
}

/* A quotation behind a comma that begins with a small letter goes on with the clause before it. */
static bool goes_on_small(const dm_text *text, dm_run run)
{
    return is_comma(text, run.first - 1) && run.first + 1 < run.last && !is_punct(text, run.first + 1) &&
           !(text->words[run.first + 1].flags & DM_WORD_CAPITAL);
}

/* The law forbids "any interference," a spokesman said; in the past, "we trusted them," he said: the beginning of the clause
 * whose end is quoted. */
static dm_run with_head(const dm_tree *tree, const dm_drafts *drafts, const dm_draft *draft, dm_run run)
{
    const dm_text *text = tree->text;
    uint32_t start = text->sentences[draft->sentence].first;
    if (draft->cue.first < run.last || text->sentence_of[run.first] != draft->sentence || start + 1 >= run.first ||
        run.first > start + 25 || (is_punct(text, run.first - 1) && !goes_on_small(text, run)) || (draft->source.last > draft->source.first && draft->source.first < run.last))
        return run;
    for (uint32_t w = start; w < run.first; w++)
        if (text->words[w].flags & DM_WORD_QUOTED || is_form(text, w, ":") || is_form(text, w, ";"))
            return run;
    for (uint32_t i = 0; i < drafts->count; i++)
        if (drafts->at[i].match.word >= start && drafts->at[i].match.word < run.first && drafts->at[i].match.cue->kind == DM_CUE_SPEECH)
            return run;
    return (dm_run){start, run.last};
}

/* said the law "clearly" forbids it: the rest of the clause behind its quoted part. */
static dm_run with_tail(const dm_tree *tree, const dm_draft *draft, dm_run run)
{
    const dm_text *text = tree->text;
    uint32_t end = text->sentences[draft->sentence].last, last = run.last;
    if (!(draft->match.cue->takes & DM_TAKES_CLAUSE) || draft->match.cue->class != DM_CUE_VERB || run.first < draft->cue.last ||
        text->sentence_of[run.last - 1] != draft->sentence || last + 1 >= end || is_punct(text, last) || !is_punct(text, last - 1) || last < run.first + 3 ||
        strchr(",.?!", *text->words[last - 2].form.at) || (draft->source.first <= last && last < draft->source.last) ||
        tree->tokens[last].upos == DM_CCONJ || tree->tokens[last].xpos == DM_X_VBG)
        return run;
    while (last < end && !is_punct(text, last))
        last++;
    return (dm_run){run.first, last};
}

/* The cue that the quotation follows at once: saying "...", said, "...". */
static uint32_t speaker_beside(const dm_text *text, const dm_drafts *drafts, uint32_t from, uint32_t to, dm_run run)
{
    uint32_t end = run.first;
    if (end && (is_form(text, end - 1, ",") || is_form(text, end - 1, ":")))
        end--;
    for (uint32_t i = from; i < to; i++) {
        const dm_draft *draft = &drafts->at[i];
        if (!draft->dropped && (draft->match.cue->takes & DM_TAKES_QUOTE) &&
            (draft->cue.last == end || draft->cue.last == run.first) && draft->match.cue->class == DM_CUE_VERB)
            return i;
    }
    return DM_NONE;
}

/* Another cue whose content would begin with that quotation does not have it. */
static void take_from_others(dm_drafts *drafts, uint32_t from, uint32_t to, uint32_t owner, dm_run run)
{
    bool taken = false;
    for (uint32_t i = from; i < to; i++) {
        dm_draft *draft = &drafts->at[i];
        if (i == owner || draft->cue.last > drafts->at[owner].cue.first)
            continue;
        for (uint32_t p = 0; p < draft->piece_count; p++)
            if (draft->pieces[p].first == run.first) {
                for (uint32_t k = p + 1; k < draft->piece_count; k++)
                    draft->pieces[k - 1] = draft->pieces[k];
                draft->piece_count--;
                p--;
                taken = true;
            }
    }
    if (taken && !drafts->at[owner].piece_count)
        give(&drafts->at[owner], run);
}

/* Asked whether it was over, she replied, "...": with the quotation behind the cue, plain words before it are not said.
 */
static void drop_before(const dm_text *text, dm_draft *draft, dm_run run)
{
    uint32_t kept = 0;
    for (uint32_t p = 0; p < draft->piece_count; p++) {
        bool plain = draft->pieces[p].last <= draft->cue.first;
        for (uint32_t w = draft->pieces[p].first; w < draft->pieces[p].last && plain; w++)
            plain = !(text->words[w].flags & DM_WORD_QUOTED);
        if (!plain)
            draft->pieces[kept++] = draft->pieces[p];
    }
    draft->piece_count = kept;
    if (!kept)
        give(draft, run);
}

/* "...," she added when he left: the cue right behind the quotation has it, and what follows the cue without a comma tells when
 * and why it was said. */
static uint32_t speaker_behind(const dm_text *text, const dm_drafts *drafts, uint32_t from, uint32_t to, dm_run run)
{
    uint32_t opening = text->sentences[text->sentence_of[run.first]].first;
    if (run.last < run.first + 3 || !strchr(",?!", *text->words[run.last - 2].form.at) || text->words[run.last - 2].form.size != 1 ||
        !nothing_between(text, opening, run.first))
        return DM_NONE;
    for (uint32_t i = from; i < to; i++) {
        const dm_draft *draft = &drafts->at[i];
        if (!draft->dropped && (draft->match.cue->takes & DM_TAKES_QUOTE) && draft->match.cue->class == DM_CUE_VERB &&
            draft->source.first == run.last && draft->source.last == draft->cue.first && draft->cue.last == draft->match.last &&
            draft->match.cue->kind <= DM_CUE_EVIDENCE)
            return i;
    }
    return DM_NONE;
}

static void drop_behind(const dm_text *text, dm_draft *draft, dm_run run)
{
    uint32_t kept = 0;
    for (uint32_t p = 0; p < draft->piece_count; p++)
        if (draft->pieces[p].first != draft->cue.last || text->words[draft->pieces[p].first].flags & DM_WORD_QUOTED)
            draft->pieces[kept++] = draft->pieces[p];
    draft->piece_count = kept;
    if (!kept)
        give(draft, run);
}

/* Quotations are given out in the order of the text. */
typedef struct dm_quoting {
    const dm_cues *cues;
    dm_arena *arena;
    const dm_tree *tree;
    dm_drafts *drafts;
    uint32_t cursor;   /* the first draft of the quotation's first sentence */
    uint32_t last;     /* the draft that had the quotation before, or DM_NONE */
    uint32_t last_end; /* where that quotation or its cue ends */
} dm_quoting;

static void remember(dm_quoting *q, uint32_t owner, dm_run run)
{
    q->last = owner;
    q->last_end = run.last > q->drafts->at[owner].cue.last ? run.last : q->drafts->at[owner].cue.last;
}

/* Makes a draft of a verb that is in no list of cues; false when nobody is its subject. */
static bool insert_verb(dm_quoting *q, uint32_t verb, dm_run run, uint32_t cue_end)
{
    dm_draft draft = {0};
    draft.match = (dm_cue_match){&dm_quote_beside, verb, DM_NONE, DM_NONE, verb, verb + 1};
    draft.sentence = q->tree->text->sentence_of[verb];
    draft.source_head = draft.speaker_word = draft.addressee_word = draft.clause = DM_NONE;
    dm_extent_cue(q->cues, q->tree, &draft);
    dm_extent_source(q->tree, &draft);
    if (cue_end != DM_NONE)
        draft.cue.last = cue_end;
    else if (draft.source_head == DM_NONE)
        dm_reach_source(q->tree, &draft);
    give(&draft, run);
    dm_reach_trim_source(q->tree, &draft);
    if (draft.source_head == DM_NONE || (q->last = insert(q->drafts, q->arena, &draft)) == DM_NONE)
        return false;
    q->last_end = run.last > draft.cue.last ? run.last : draft.cue.last;
    return true;
}

/* Is a quotation a sentence that fills its paragraph?  ('The Coal Fields' is a heading.) */
static bool is_alone(const dm_tree *tree, dm_run run)
{
    const dm_text *text = tree->text;
    bool verb = false;
    for (uint32_t w = run.first; w < run.last && !verb; w++)
        verb = !(text->words[w].flags & DM_WORD_CAPITAL) && (is_finite_form(&tree->tokens[w]) || tree->tokens[w].upos == DM_AUX);
    if (!verb)
        return false;
    uint32_t first = text->sentence_of[run.first], last = text->sentence_of[run.last - 1], paragraph = text->sentences[first].paragraph;
    return (first == 0 || text->sentences[first - 1].paragraph != paragraph) &&
           (last + 1 == text->sentence_count || text->sentences[last + 1].paragraph != paragraph) &&
           nothing_between(text, text->sentences[first].first, run.first) && nothing_between(text, run.last, text->sentences[last].last);
}

/* The draft of a sentence that a quotation in the next paragraph carries on: "..., he told reporters." */
static uint32_t carried_on(const dm_quoting *q, uint32_t sentence)
{
    for (uint32_t i = q->cursor; i-- > 0 && q->drafts->at[i].sentence >= sentence;) {
        const dm_draft *draft = &q->drafts->at[i];
        if (!draft->dropped && draft->match.cue->kind == DM_CUE_SPEECH && (draft->match.cue->takes & DM_TAKES_QUOTE) &&
            draft->match.cue->class == DM_CUE_VERB && draft->source_head != DM_NONE && draft->piece_count &&
            !is_relative(&q->tree->tokens[draft->source_head]) && !is_quoted(q->tree->text, draft->match.word))
            return i;
    }
    return DM_NONE;
}

/* A quotation that opens its sentence goes on from the one before, or follows "X was blunt:" or "X said."; one that fills its
 * paragraph goes on from the end of the paragraph before. */
static uint32_t from_before(const dm_quoting *q, dm_run run)
{
    const dm_text *text = q->tree->text;
    uint32_t start = text->sentence_of[run.first], back = q->cursor, owner;
    bool adjacent = q->last != DM_NONE && text->sentence_of[q->last_end - 1] + 1 >= start;
    if (adjacent && text->sentences[start - 1].paragraph == text->sentences[start].paragraph)
        return q->last;
    if (adjacent && is_alone(q->tree, run) && !is_form(text, text->sentences[start - 1].last - 1, ":"))
        return q->last;
    while (back > 0 && q->drafts->at[back - 1].sentence == start - 1)
        back--;
    owner = taker(text, q->drafts, back, q->cursor, run, true);
    if (owner == DM_NONE && is_alone(q->tree, run))
        owner = carried_on(q, start - 1);
    return owner;
}

/* "..." in a paragraph of its own before "said X": the cue that opens the next sentence. */
static uint32_t from_behind(const dm_quoting *q, dm_run run, uint32_t to)
{
    const dm_text *text = q->tree->text;
    uint32_t end = text->sentence_of[run.last - 1], ahead = to;
    if (end + 1 >= text->sentence_count || !nothing_between(text, run.last, text->sentences[end].last))
        return DM_NONE;
    while (ahead < q->drafts->count && q->drafts->at[ahead].sentence == end + 1)
        ahead++;
    uint32_t owner = taker(text, q->drafts, to, ahead, run, true);
    return owner != DM_NONE && q->drafts->at[owner].cue.first > text->sentences[end + 1].first + 3 ? DM_NONE : owner;
}

static uint32_t owner_of_touched(const dm_quoting *q, uint32_t from, uint32_t to, dm_run run)
{
    for (uint32_t d = from; d < to; d++) {
        const dm_draft *draft = &q->drafts->at[d];
        for (uint32_t p = 0; p < draft->piece_count && !is_quoted(q->tree->text, draft->match.word); p++)
            if (draft->pieces[p].first < run.last && draft->pieces[p].last > run.first)
                return d;
    }
    return DM_NONE;
}

/* She said that she hoped for the best: "We have waited long." -- the colon behind what somebody says brings his own words. */
static uint32_t introduced_by_clause(const dm_quoting *q, uint32_t from, uint32_t to, dm_run run)
{
    const dm_text *text = q->tree->text;
    if (run.first < 2 || !is_form(text, run.first - 1, ":") || run.last < text->sentences[text->sentence_of[run.last - 1]].last)
        return DM_NONE;
    for (uint32_t d = from; d < to; d++) {
        dm_draft *draft = &q->drafts->at[d];
        dm_run *piece = draft->piece_count ? &draft->pieces[draft->piece_count - 1] : NULL;
        if (!piece || piece->last != run.first - 1 || draft->cue.last > piece->first || draft->match.cue->kind != DM_CUE_SPEECH ||
            draft->match.cue->class != DM_CUE_VERB || !(draft->match.cue->takes & DM_TAKES_QUOTE) || is_quoted(text, draft->match.word))
            continue;
        piece->last = run.last;
        return d;
    }
    return DM_NONE;
}

static void attach_one(dm_quoting *q, dm_run run)
{
    const dm_text *text = q->tree->text;
    dm_drafts *drafts = q->drafts;
    uint32_t start = text->sentence_of[run.first], end = text->sentence_of[run.last - 1], from, to, owner, verb;
    while (q->cursor < drafts->count && drafts->at[q->cursor].sentence < start)
        q->cursor++;
    from = to = q->cursor;
    while (to < drafts->count && drafts->at[to].sentence <= end)
        to++;
    if ((owner = speaker_beside(text, drafts, from, to, run)) != DM_NONE) {
        take_from_others(drafts, from, to, owner, run);
        drop_before(text, &drafts->at[owner], run);
    } else if ((owner = speaker_behind(text, drafts, from, to, run)) != DM_NONE) {
        drop_behind(text, &drafts->at[owner], run);
    }
    if ((owner = owner_of_touched(q, from, to, run)) != DM_NONE) {
        dm_draft *draft = &drafts->at[owner];
        for (uint32_t p = 0; p < draft->piece_count && (draft->match.cue->takes & DM_TAKES_QUOTE); p++)
            if (draft->pieces[p].first == run.first)
                draft->pieces[p].first = with_head(q->tree, drafts, draft, run).first;
        bool aside = q->last != DM_NONE && drafts->at[q->last].sentence == draft->sentence && draft->source_head != DM_NONE &&
                     is_relative(&q->tree->tokens[draft->source_head]); /* "...," said X, who calls it a "war" */
        if ((draft->match.cue->takes & DM_TAKES_QUOTE) && !aside)
            remember(q, owner, run);
        else if (aside)
            q->last_end = run.last;
        return;
    }
    if ((owner = introduced_by_clause(q, from, to, run)) != DM_NONE) {
        remember(q, owner, run);
        return;
    }
    dm_draft by_name;
    if (dm_quote_signed(q->tree, run, &by_name)) {
        give(&by_name, run);
        if ((q->last = insert(drafts, q->arena, &by_name)) != DM_NONE)
            q->last_end = by_name.source.last;
        return;
    }
    bool set_off = run.last >= run.first + 3 && strchr(",.?!", *text->words[run.last - 2].form.at);
    if (set_off)
        owner = taker(text, drafts, from, to, run, true);
    if (owner == DM_NONE && !is_speech(q->tree, run))
        return;
    bool leads = nothing_between(text, text->sentences[start].first, run.first);
    if (owner == DM_NONE)
        owner = taker(text, drafts, from, to, run, true);
    if (owner == DM_NONE)
        owner = taker(text, drafts, from, to, run, false);
    if (owner == DM_NONE && (verb = dm_quote_verb(q->tree, run)) != DM_NONE && insert_verb(q, verb, run, DM_NONE))
        return;
    if (owner == DM_NONE && leads && start > 0 && (verb = dm_quote_introduced(q->tree, start - 1)) != DM_NONE &&
        insert_verb(q, verb, run, text->sentences[start - 1].last))
        return;
    if (owner == DM_NONE && leads && start > 0)
        owner = from_before(q, run);
    if (owner == DM_NONE)
        owner = from_behind(q, run, to);
    if (owner == DM_NONE)
        return;
    run = with_tail(q->tree, &drafts->at[owner], with_lead(q->tree, &drafts->at[owner], run));
    give(&drafts->at[owner], with_head(q->tree, drafts, &drafts->at[owner], run));
    remember(q, owner, run);
}

/* "...," he said, adding that it would rain: what follows the participle is not said by the cue before the comma, and whoever
 * said the quotation adds it. */
static void part_participles(const dm_tree *tree, dm_drafts *drafts)
{
    const dm_text *text = tree->text;
    for (uint32_t i = 0; i < drafts->count; i++) {
        dm_draft *draft = &drafts->at[i];
        uint32_t core = draft->cue.last > draft->source.last ? draft->cue.last : draft->source.last, word = core, kept = 0;
        uint32_t end = text->sentences[draft->sentence].last;
        if (!draft->piece_count || draft->match.cue->class != DM_CUE_VERB || draft->match.cue->kind != DM_CUE_SPEECH ||
            draft->source_head == DM_NONE || draft->pieces[0].first >= draft->cue.first || is_quoted(text, draft->match.word) ||
            !is_quoted(text, draft->pieces[0].last - 1 - (draft->pieces[0].last > draft->pieces[0].first + 1)))
            continue;
        while (word + 1 < end && word < core + 12 && !(is_comma(text, word) && tree->tokens[word + 1].xpos == DM_X_VBG) && !is_quoted(text, word))
            word++;
        if (word + 1 >= end || word == core + 12 || is_quoted(text, word))
            continue;
        for (uint32_t p = 0; p < draft->piece_count; p++)
            if (draft->pieces[p].first < word || draft->pieces[p].first >= end)
                draft->pieces[kept++] = draft->pieces[p];
        draft->piece_count = kept;
        for (uint32_t k = i > 8 ? i - 8 : 0; k < drafts->count && k < i + 8; k++)
            if (drafts->at[k].match.word == word + 1 && drafts->at[k].match.cue->class == DM_CUE_VERB) {
                drafts->at[k].source = draft->source;
                drafts->at[k].source_head = draft->source_head;
                drafts->at[k].speaker_word = draft->speaker_word;
                drafts->at[k].passive = false;
            }
    }
}

void dm_quotes_attach(const dm_cues *cues, dm_arena *arena, const dm_tree *tree, const uint32_t *quote_of, dm_drafts *drafts)
{
    const dm_text *text = tree->text;
    dm_quoting quoting = {cues, arena, tree, drafts, 0, DM_NONE, 0};
    for (uint32_t i = 0; i < drafts->count; i++) {
        dm_draft *draft = &drafts->at[i];
        align(text, quote_of, draft);
        cut_at_core(draft);
        sort_pieces(draft);
    }
    for (uint32_t i = 0; i < text->quotation_count; i++)
        attach_one(&quoting, whole(text, i));
    part_participles(tree, drafts);
}
