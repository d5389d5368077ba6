/* Words of saying set into what is said: "The museum, Mr. Marun said, would open" and "...," Marun, the mayor, said.
 * A parser is often lost in such sentences; order and punctuation tell enough. */
#include "code/cue.h"
#include "code/word_kinds.h"

enum { LONGEST_SOURCE = 14, LONGEST_ADJUNCT = 10, LONGEST_AFTER_QUOTE = 40 };

static bool opens_nominal(const dm_token *token)
{
    return is_nominal(token) || token->upos == DM_DET || token->upos == DM_ADJ || token->xpos == DM_X_PRPS;
}

/* The word that heads the nominal [first, last): the one whose head lies outside, or the last name. */
static uint32_t head_of(const dm_tree *tree, uint32_t first, uint32_t last)
{
    for (uint32_t w = first; w < last; w++) {
        uint32_t head = tree->tokens[w].head;
        if (is_nominal(&tree->tokens[w]) && (head == DM_NONE || head < first || head >= last))
            return w;
    }
    for (uint32_t w = last; w-- > first;)
        if (is_nominal(&tree->tokens[w]))
            return w;
    return DM_NONE;
}

/* A verb of saying or thinking that can stand between commas? */
static bool can_be_inserted(const dm_tree *tree, const dm_draft *draft)
{
    const dm_cue *cue = draft->match.cue;
    uint8_t xpos = tree->tokens[draft->match.word].xpos;
    return cue->class == DM_CUE_VERB && (cue->takes & DM_TAKES_CLAUSE) &&
           (cue->kind == DM_CUE_SPEECH || cue->kind == DM_CUE_THOUGHT) &&
           (is_finite_form(&tree->tokens[draft->match.word]) || xpos == DM_X_VBN || xpos == DM_X_VB) &&
           !is_quoted(tree->text, draft->match.word);
}

bool dm_inserted(const dm_tree *tree, dm_draft *draft)
{
    const dm_text *text = tree->text;
    const dm_token *tokens = tree->tokens;
    const dm_sentence *sentence = &text->sentences[draft->sentence];
    uint32_t first = draft->cue.first, after = draft->cue.last, comma, head;
    bool verb = false;
    if (!can_be_inserted(tree, draft) || first < sentence->first + 3)
        return false;
    for (comma = first; comma > sentence->first && comma + LONGEST_SOURCE > first; comma--) {
        if (is_punct(text, comma - 1))
            break;
        if (is_finite_form(&tokens[comma - 1]) || tokens[comma - 1].xpos == DM_X_WP || tokens[comma - 1].xpos == DM_X_WDT ||
            tokens[comma - 1].upos == DM_SCONJ)
            return false;
    }
    if (comma == first || comma <= sentence->first + 1 || !is_comma(text, comma - 1) || is_quoted(text, comma - 2) ||
        !opens_nominal(&tokens[comma]))
        return false;
    while (after < sentence->last && after < draft->cue.last + LONGEST_ADJUNCT && !is_punct(text, after)) {
        uint8_t upos = tokens[after].upos;
        if (upos == DM_VERB || upos == DM_AUX || upos == DM_SCONJ || upos == DM_CCONJ || tokens[after].xpos == DM_X_WDT ||
            tokens[after].xpos == DM_X_WP || (after == draft->cue.last && upos != DM_ADP && upos != DM_ADV && upos != DM_PROPN))
            return false;
        after++;
    }
    if (after + 3 > sentence->last || !is_comma(text, after) || is_quoted(text, after + 1) || is_punct(text, after + 1) ||
        tokens[after + 1].xpos == DM_X_VBG || tokens[after + 1].xpos == DM_X_WP ||
        tokens[after + 1].xpos == DM_X_WDT || tokens[after + 1].xpos == DM_X_WRB || dm_slice_is(tokens[after + 1].lemma, "that"))
        return false;
    for (uint32_t w = after + 1; w < sentence->last && !verb; w++)
        verb = is_finite_form(&tokens[w]) || tokens[w].upos == DM_AUX;
    head = head_of(tree, comma, first);
    if (!verb || head == DM_NONE || tokens[head].relation == DM_R_APPOS)
        return false;
    bool apart = tokens[after + 1].upos == DM_CCONJ; /* "..., he said, and the talks went on": the reporter goes on */
    if (apart) {
        bool clause = false;
        for (uint32_t w = sentence->first; w + 1 < comma && !clause; w++)
            clause = is_finite_form(&tokens[w]) || tokens[w].upos == DM_AUX;
        if (!clause || tokens[sentence->first].upos == DM_SCONJ || tokens[sentence->first].upos == DM_ADP)
            return false;
    }
    draft->source = (dm_run){comma, first};
    draft->source_head = draft->speaker_word = head;
    draft->clause = sentence->first;
    draft->passive = false;
    dm_draft_add(text, draft, sentence->first, comma - 1);
    if (!apart)
        dm_draft_add(text, draft, after + 1, sentence->last);
    return draft->piece_count == 2 - (uint32_t)apart;
}

/* Does [first, last) hold a main clause?  "Asked about the raid, ..." and "When it rained, ..." do not. */
static bool holds_main_clause(const dm_tree *tree, uint32_t first, uint32_t last)
{
    const dm_token *tokens = tree->tokens;
    bool under = tokens[first].upos == DM_SCONJ || tokens[first].upos == DM_ADP || tokens[first].xpos == DM_X_WRB || tokens[first].xpos == DM_X_VBG ||
                 tokens[first].xpos == DM_X_VBN;
    for (uint32_t w = first; w < last; w++) {
        if (under && is_comma(tree->text, w))
            under = false;
        else if (!under && is_finite_form(&tokens[w]))
            return true;
    }
    return false;
}

bool dm_inserted_final(const dm_tree *tree, dm_draft *draft)
{
    const dm_text *text = tree->text;
    const dm_token *tokens = tree->tokens;
    const dm_sentence *sentence = &text->sentences[draft->sentence];
    const dm_cue *cue = draft->match.cue;
    uint32_t first = draft->cue.first, after = draft->cue.last, comma, head;
    if (cue->class != DM_CUE_VERB || !(cue->takes & DM_TAKES_CLAUSE) || cue->kind > DM_CUE_THOUGHT || first < sentence->first + 4 ||
        (!is_finite_form(&tokens[draft->top]) && tokens[draft->top].xpos != DM_X_VBN) || is_quoted(text, draft->match.word) || draft->match.complement != DM_NONE ||
        draft->match.object != DM_NONE)
        return false;
    while (after < sentence->last && after < draft->cue.last + LONGEST_ADJUNCT && !is_punct(text, after)) { /* where and when */
        uint8_t upos = tokens[after].upos;
        if (upos == DM_VERB || upos == DM_AUX || upos == DM_SCONJ || upos == DM_CCONJ || upos == DM_PRON || is_relative(&tokens[after]) ||
            (after == draft->cue.last && upos != DM_ADP && upos != DM_ADV && !dm_word_is_day(tree, after)))
            return false;
        after++;
    }
    if (after + 1 < sentence->last && !(is_comma(text, after) && tokens[after + 1].xpos == DM_X_VBG))
        return false;
    comma = first - 1;
    if (is_comma(text, comma)) { /* "..., Marun, the mayor, said" */
        for (comma--; comma > sentence->first && !is_punct(text, comma); comma--)
            ;
        comma -= comma > sentence->first;
    }
    while (comma > sentence->first && !is_punct(text, comma))
        comma--;
    if (!is_comma(text, comma) || comma < sentence->first + 3 || first - comma > 2 * LONGEST_SOURCE || is_quoted(text, comma - 1) ||
        is_quoted(text, comma) || !opens_nominal(&tokens[comma + 1]) || !holds_main_clause(tree, sentence->first, comma))
        return false;
    for (uint32_t w = comma + 1; w < first; w++)
        if (is_finite_form(&tokens[w]) || tokens[w].upos == DM_AUX || tokens[w].upos == DM_CCONJ || tokens[w].upos == DM_SCONJ || is_relative(&tokens[w]) ||
            is_quoted(text, w))
            return false;
    if ((head = head_of(tree, comma + 1, first)) == DM_NONE)
        return false;
    draft->source = (dm_run){comma + 1, first};
    draft->source_head = draft->speaker_word = head;
    draft->clause = sentence->first;
    draft->passive = false;
    dm_draft_add(text, draft, sentence->first, comma);
    return true;
}

bool dm_inserted_relative(const dm_tree *tree, dm_draft *draft)
{
    const dm_text *text = tree->text;
    const dm_token *tokens = tree->tokens;
    const dm_sentence *sentence = &text->sentences[draft->sentence];
    uint32_t first = draft->cue.first, after = draft->cue.last, start, head, stop;
    if (!can_be_inserted(tree, draft) || first < sentence->first + 2 || after >= sentence->last || is_quoted(text, after))
        return false;
    if (!is_finite_form(&tokens[after]) && tokens[after].upos != DM_AUX)
        return false; /* "which officials said were under control" */
    for (start = first; start > sentence->first && start + LONGEST_SOURCE > first; start--) {
        bool state = dm_slice_is(tokens[start - 1].lemma, "state"); /* "which state media said" */
        if (is_punct(text, start - 1) || (tokens[start - 1].upos == DM_VERB && !state) || tokens[start - 1].upos == DM_AUX)
            return false;
        if (tokens[start - 1].xpos == DM_X_WDT || tokens[start - 1].xpos == DM_X_WP || dm_slice_is(tokens[start - 1].lemma, "which"))
            break;
    }
    if (start == first || start == sentence->first || start + LONGEST_SOURCE <= first || (!opens_nominal(&tokens[start]) && !dm_slice_is(tokens[start].lemma, "state")))
        return false;
    head = head_of(tree, start, first);
    if (head == DM_NONE)
        return false;
    for (stop = after; stop < sentence->last && !is_punct(text, stop); stop++)
        ;
    draft->source = (dm_run){start, first};
    draft->source_head = draft->speaker_word = head;
    draft->clause = start - 1;
    draft->passive = false;
    dm_draft_add(text, draft, start - 1, start);
    dm_draft_add(text, draft, after, stop);
    return draft->piece_count == 2;
}

void dm_inserted_source(const dm_tree *tree, dm_draft *draft)
{
    const dm_text *text = tree->text;
    const dm_token *tokens = tree->tokens;
    uint32_t begin = text->sentences[draft->sentence].first, first = draft->cue.first, start = first, head;
    bool relative = false;
    if (draft->match.cue->class != DM_CUE_VERB || draft->match.cue->kind != DM_CUE_SPEECH || is_quoted(text, draft->match.word) ||
        !is_finite_form(&tokens[draft->match.word]) || !(draft->match.cue->takes & DM_TAKES_QUOTE))
        return;
    while (start > begin && first - start < LONGEST_AFTER_QUOTE && !(is_punct(text, start - 1) && start >= 2 && is_quoted(text, start - 2) && !is_quoted(text, start - 1)))
        start--;
    if (start < begin + 3 || first - start >= LONGEST_AFTER_QUOTE || start >= first || (!strchr(",?!", *text->words[start - 2].form.at) && !(start >= 3 && strchr(",?!", *text->words[start - 3].form.at))) ||
        !opens_nominal(&tokens[start]))
        return;
    for (uint32_t w = start; w < first; w++) {
        relative |= tokens[w].xpos == DM_X_WP || tokens[w].xpos == DM_X_WDT || tokens[w].xpos == DM_X_WPS;
        if (is_quoted(text, w) || (is_finite_form(&tokens[w]) && !relative))
            return;
    }
    head = head_of(tree, start, first);
    if (head == DM_NONE)
        return;
    if (draft->source_head == DM_NONE || draft->source_head < start || draft->source_head >= first) {
        for (uint32_t w = start; w < first && !is_comma(text, w); w++) /* the name before the apposition */
            if (is_nominal(&tokens[w]))
                head = w;
        while (head > start && tokens[head].head >= start && tokens[head].head < head)
            head = tokens[head].head;
        draft->source_head = draft->speaker_word = head;
    }
    draft->source = (dm_run){start, first};
    draft->passive = false;
}

bool dm_inserted_opening(const dm_tree *tree, dm_draft *draft)
{
    const dm_text *text = tree->text;
    const dm_token *tokens = tree->tokens;
    const dm_sentence *sentence = &text->sentences[draft->sentence];
    uint32_t verb = draft->match.word, last, head;
    if (verb != sentence->first || draft->match.cue->class != DM_CUE_VERB || draft->match.cue->kind != DM_CUE_SPEECH ||
        !(draft->match.cue->takes & DM_TAKES_QUOTE) || (tokens[verb].xpos != DM_X_VBD && tokens[verb].xpos != DM_X_VBZ && tokens[verb].xpos != DM_X_VBN &&
         tokens[verb].xpos != DM_X_NNP) ||
        verb + 3 >= sentence->last || !opens_nominal(&tokens[verb + 1]))
        return false;
    for (last = verb + 1; last + 2 < sentence->last && last < verb + 30; last++)
        if ((is_comma(text, last) || dm_slice_is(text->words[last].form, ":")) && is_punct(text, last + 1) && !is_quoted(text, last + 1) &&
            is_quoted(text, last + 2))
            break;
        else if (is_quoted(text, last))
            return false;
    if (last + 2 >= sentence->last || last >= verb + 30 || (head = head_of(tree, verb + 1, last)) == DM_NONE)
        return false;
    draft->source = (dm_run){verb + 1, last};
    draft->source_head = draft->speaker_word = head;
    draft->passive = false;
    return true;
}

/* The verbs with which one hands over a piece of writing. */
static bool hands_over(const dm_token *token)
{
    static const char *const verbs[] = {"send", "file", "release", "issue", "unleash", "post", "write", "pen", "sign", "publish", "give", "deliver", "hold",
                                        "make", "circulate", "submit", "draft", "put", "tweet", "email", "place", "hang", "display"};
    for (size_t i = 0; i < DM_COUNT(verbs); i++)
        if (dm_slice_is(token->lemma, verbs[i]))
            return true;
    return false;
}

void dm_inserted_participle(const dm_tree *tree, dm_draft *draft)
{
    const dm_text *text = tree->text;
    const dm_token *tokens = tree->tokens;
    uint32_t head = draft->source_head, verb, subject, first, last;
    if (draft->match.cue->class != DM_CUE_VERB || tokens[draft->match.word].xpos != DM_X_VBG || head == DM_NONE || draft->passive ||
        head > draft->cue.first || draft->cue.first == 0 || tokens[head].relation == DM_R_NSUBJ || tokens[head].relation == DM_R_NSUBJ_PASS)
        return;
    bool comma = is_comma(text, draft->cue.first - 1), object = tokens[head].relation == DM_R_OBJ;
    verb = tokens[head].head;
    for (unsigned depth = 0; verb != DM_NONE && depth < 4 && tokens[verb].upos != DM_VERB && tokens[verb].upos != DM_AUX; depth++)
        verb = tokens[verb].head;
    if (verb == DM_NONE || verb > draft->cue.first || text->sentence_of[verb] != draft->sentence)
        return;
    if (!comma && !(object && hands_over(&tokens[verb])) && !dm_word_is_day(tree, head) &&
        !(tokens[head].relation == DM_R_OBL && dm_slice_is(tokens[head].lemma, "conference")))
        return;
    subject = dm_tree_find(tree, verb, DM_R_NSUBJ);
    for (unsigned depth = 0; subject == DM_NONE && depth < 4 && tokens[verb].head != DM_NONE &&
                             (tokens[verb].relation == DM_R_CONJ || (tokens[verb].xpos == DM_X_VBG && tokens[verb].relation == DM_R_ADVCL));
         depth++) {
        verb = tokens[verb].head;
        subject = dm_tree_find(tree, verb, DM_R_NSUBJ);
    }
    if (subject == DM_NONE || subject > draft->cue.first)
        return;
    dm_tree_range(tree, subject, &first, &last);
    if (last > draft->cue.first)
        return;
    draft->source_head = draft->speaker_word = subject;
    draft->source = (dm_run){first, last};
    bool apart = has_child(tree, draft->match.word, DM_R_MARK);
    for (uint32_t w = verb; w < draft->cue.first && !apart; w++)
        apart = is_comma(text, w);
    if (!apart && object && hands_over(&tokens[verb]) && last <= verb && verb < draft->cue.first) { /* "released a statement saying" is one cue */
        uint32_t lead = verb;
        while (lead > last && tokens[lead - 1].head == verb &&
               (tokens[lead - 1].relation == DM_R_AUX || (tokens[lead - 1].relation == DM_R_ADVMOD && tokens[lead - 1].child == DM_NONE)))
            lead--;
        draft->cue.first = lead;
    }
}

/* "With a month to go, Ada Marun, an adviser to the mayor, called ...": the name that opens the last stretch between
 * commas, when the tree gives no subject. */
void dm_inserted_name(const dm_tree *tree, dm_draft *draft)
{
    const dm_text *text = tree->text;
    const dm_token *tokens = tree->tokens;
    uint32_t begin = text->sentences[draft->sentence].first, cue = draft->cue.first, start = DM_NONE;
    if (draft->match.cue->class != DM_CUE_VERB || draft->source_head != DM_NONE || draft->passive || cue < begin + 4 ||
        !is_finite_form(&tokens[draft->top]) || !is_comma(text, cue - 1) || is_quoted(text, draft->match.word))
        return;
    bool relative = false;
    for (uint32_t w = cue - 1; w-- > begin && cue - w < 32;) {
        if (is_quoted(text, w) || is_finite_form(&tokens[w]))
            break;
        relative |= tokens[w].xpos == DM_X_WP || tokens[w].xpos == DM_X_WDT;
        if (is_comma(text, w) && w + 1 < cue - 1 && tokens[w + 1].upos == DM_PROPN && tokens[w + 1].name == DM_NAME_PER && !relative) {
            start = w + 1;
            break;
        }
    }
    if (start == DM_NONE)
        return;
    draft->source = (dm_run){start, cue};
    draft->source_head = draft->speaker_word = start;
}

/* Somebody who can tell a newspaper something, or a paper that tells it. */
static bool can_be_cited(const dm_tree *tree, uint32_t word)
{
    static const char *const sources[] = {"source", "official", "police", "ministry", "agency", "report", "document", "spokesman", "spokeswoman", "spokesperson",
                                          "witness", "diplomat", "officer", "medic", "doctor", "activist", "resident", "analyst", "expert", "people", "person",
                                          "newspaper", "channel", "media", "television", "statement", "data", "figure", "study", "survey", "letter", "memo",
                                          "military", "army", "government", "minister", "commander", "relative", "lawyer", "authority"};
    for (size_t i = 0; i < DM_COUNT(sources); i++)
        if (dm_slice_is(tree->tokens[word].lemma, sources[i]))
            return true;
    return tree->tokens[word].name == DM_NAME_PER || tree->tokens[word].name == DM_NAME_ORG;
}

void dm_inserted_citing(const dm_tree *tree, dm_drafts *drafts)
{
    for (uint32_t i = 0; i < drafts->count; i++) {
        dm_draft *citing = &drafts->at[i];
        const dm_token *token = &tree->tokens[citing->match.word];
        if (token->xpos != DM_X_VBG || citing->match.cue->class != DM_CUE_VERB || citing->match.word + 1 >= tree->text->word_count ||
            (!dm_slice_is(token->lemma, "cite") && !dm_slice_is(token->lemma, "quote")))
            continue;
        if (!citing->piece_count) { /* "Reuters, citing officials, reported": the tree may hang the officials elsewhere */
            uint32_t last = citing->cue.last, end = tree->text->sentences[citing->sentence].last;
            while (last < end && last < citing->cue.last + 8 && !is_punct(tree->text, last) && opens_nominal(&tree->tokens[last]))
                last++;
            if (last == citing->cue.last || (last < end && !is_punct(tree->text, last)) || !is_nominal(&tree->tokens[last - 1]))
                continue;
            citing->pieces[citing->piece_count++] = (dm_run){citing->cue.last, last};
            citing->clause = last - 1;
        } else if (citing->clause == DM_NONE || tree->tokens[citing->clause].relation != DM_R_OBJ) {
            continue;
        }
        if (citing->piece_count != 1 || !can_be_cited(tree, citing->clause) ||
            is_quoted(tree->text, citing->pieces[0].first))
            continue;
        uint32_t best = DM_NONE; /* the report around or beside it, by the same source */
        for (uint32_t k = i > 6 ? i - 6 : 0; k < drafts->count && k < i + 7; k++) {
            const dm_draft *report = &drafts->at[k];
            if (k == i || report->sentence != citing->sentence || report->dropped || !report->piece_count ||
                report->match.cue->kind != DM_CUE_SPEECH || report->match.cue->class != DM_CUE_VERB ||
                report->source_head == DM_NONE || (report->source_head != citing->source_head && report->match.word != token->head))
                continue;
            if (best == DM_NONE)
                best = k;
        }
        if (best == DM_NONE)
            continue;
        citing->source = citing->pieces[0];
        citing->source_head = citing->speaker_word = citing->clause;
        citing->piece_count = drafts->at[best].piece_count;
        memcpy(citing->pieces, drafts->at[best].pieces, sizeof citing->pieces);
        citing->clause = drafts->at[best].clause;
    }
}
