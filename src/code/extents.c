/* Where cue and source of a statement stand: the cue with its auxiliaries, the source with its appositions.  The extents
 * follow what annotators of attribution mark: auxiliaries, negation and light adverbs belong to the cue, the comma behind
 * an apposition to the source. */
#include "code/cue.h"
#include "code/word_kinds.h"

enum { CHAIN = 6 }; /* verbs looked at upwards: conj, xcomp, lead verbs */

bool dm_word_negated(const dm_tree *tree, uint32_t word)
{
    static const char *const no[] = {"not", "n't", "never", "n’t"};
    for (uint32_t c = tree->tokens[word].child; c != DM_NONE; c = tree->tokens[c].next) {
        if (tree->tokens[c].relation == DM_R_NSUBJ)   /* "neither Norland nor Kesh supports it" */
            for (uint32_t k = tree->tokens[c].child; k != DM_NONE; k = tree->tokens[k].next)
                if (tree->tokens[k].relation == DM_R_CC_PRECONJ && dm_slice_is(tree->tokens[k].lemma, "neither"))
                    return true;
        if (tree->tokens[c].relation != DM_R_ADVMOD && tree->tokens[c].upos != DM_PART)
            continue;
        if (lemma_in(&tree->tokens[c], no, DM_COUNT(no)))
            return true;
        /* "no longer" */
        if (dm_slice_is(tree->tokens[c].lemma, "long") && c && dm_slice_is(tree->tokens[c - 1].lemma, "no"))
            return true;
    }
    return false;
}

/* ---- Cue --------------------------------------------------------------------------------------------- */

/* "dire warnings", "a long-shot plan": what describes the noun belongs to the cue, whose it is does not. */
static uint32_t with_adjectives(const dm_tree *tree, uint32_t noun, uint32_t first, uint32_t begin)
{
    const dm_token *tokens = tree->tokens;
    while (first > begin && tokens[first - 1].head == noun && !is_punct(tree->text, first - 1) &&
           (tokens[first - 1].relation == DM_R_AMOD || (tokens[first - 1].relation == DM_R_COMPOUND && tokens[first - 1].upos == DM_NOUN)))
        first--;
    if (first > begin && tokens[first - 1].head == noun && tokens[first - 1].upos == DM_DET &&
        dm_slice_is(tokens[first - 1].lemma, "a"))
        first--;
    return first;
}

void dm_extent_cue(const dm_cues *cues, const dm_tree *tree, dm_draft *draft)
{
    const dm_token *tokens = tree->tokens;
    uint32_t chain[CHAIN], count = 0, word = draft->match.word, first = draft->match.first;
    uint32_t begin = tree->text->sentences[draft->sentence].first;
    chain[count++] = word;
    while (count < CHAIN &&
           (tokens[word].relation == DM_R_XCOMP || tokens[word].relation == DM_R_ADVCL ||
            tokens[word].relation == DM_R_CCOMP) &&
           tokens[word].head != DM_NONE && tokens[word].head < word && word - tokens[word].head <= 6 &&
           !has_child(tree, word, DM_R_NSUBJ) && !has_child(tree, tokens[word].head, DM_R_OBJ) &&
           dm_cue_leads(cues, tree, tokens[word].head) &&
           (tokens[word].relation == DM_R_XCOMP || is_marked(tree, word, "as") || is_marked(tree, word, "to")))
        chain[count++] = word = tokens[word].head;
    draft->top = word;
    while (first > begin) {
        uint32_t before = first - 1, head = tokens[before].head;
        bool in = false, below = false;
        for (uint32_t i = 0; i < count; i++) {
            in |= chain[i] == before;
            below |= chain[i] == head;
        }
        uint8_t r = tokens[before].relation;
        bool light = r == DM_R_AUX || r == DM_R_AUX_PASS || r == DM_R_COP || r == DM_R_COMPOUND_PRT ||
                     (r == DM_R_MARK && (tokens[before].upos == DM_PART || dm_slice_is(tokens[before].lemma, "as"))) ||
                     (r == DM_R_ADVMOD && (tokens[before].upos == DM_ADV || tokens[before].upos == DM_PART) &&
                      tokens[before].xpos != DM_X_WRB && tokens[before].child == DM_NONE);
        if (!in && !(below && light))
            break;
        first = before;
    }
    if (tokens[word].relation == DM_R_XCOMP && first + 1 == draft->match.first && tokens[first].relation == DM_R_MARK &&
        dm_slice_is(tokens[first].lemma, "to"))
        first++; /* the "to" that the governing verb asks for */
    if (draft->match.cue->class == DM_CUE_NOUN)
        first = with_adjectives(tree, draft->match.word, first, begin);
    draft->cue = (dm_run){first, draft->match.last};
    if (draft->match.last < tree->text->sentences[draft->sentence].last && draft->match.cue->class == DM_CUE_VERB &&
        dm_slice_is(tree->text->words[draft->match.last].form, ":"))
        draft->cue.last++;
    draft->negated = false;
    for (uint32_t i = 0; i < count; i++) {
        const dm_cue *lead = i ? dm_cue_leads(cues, tree, chain[i]) : NULL;
        draft->negated ^= dm_word_negated(tree, chain[i]) ^ (lead && (lead->takes & DM_TAKES_DENIED)); /* "refused to say" */
    }
}

/* ---- Source ------------------------------------------------------------------------------------------ */

/* "One of those who sent the letter called it a lie": the main verb, hung as a participle on the noun before it in a
 * sentence that has no other.  The noun above all, or DM_NONE. */
static uint32_t hidden_subject(const dm_tree *tree, uint32_t verb)
{
    const dm_token *tokens = tree->tokens;
    uint32_t root = tokens[verb].head;
    if (tokens[verb].relation != DM_R_ACL || tokens[verb].xpos != DM_X_VBN || root == DM_NONE || tokens[root].relation == DM_R_ROOT ||
        (!has_child(tree, verb, DM_R_OBJ) && !has_child(tree, verb, DM_R_IOBJ) && !has_child(tree, verb, DM_R_CCOMP)) ||
        has_child(tree, verb, DM_R_OBL_AGENT) || has_child(tree, verb, DM_R_AUX))
        return DM_NONE;
    for (unsigned depth = 0; depth < 8 && tokens[root].head != DM_NONE; depth++)
        root = tokens[root].head;
    bool nominal = tokens[root].upos == DM_NOUN || tokens[root].upos == DM_PROPN || tokens[root].upos == DM_NUM || tokens[root].upos == DM_PRON;
    return tokens[root].head == DM_NONE && root < verb && nominal && !has_child(tree, root, DM_R_COP) && !has_child(tree, root, DM_R_NSUBJ)
               ? root
               : DM_NONE;
}

static bool is_passive(const dm_tree *tree, uint32_t verb)
{
    const dm_token *token = &tree->tokens[verb];
    if (hidden_subject(tree, verb) != DM_NONE)
        return false;
    bool be = false, have = false; /* "has called for": active, whatever the tree makes of its subject */
    for (uint32_t c = token->child; c != DM_NONE; c = tree->tokens[c].next)
        if (c < verb && (tree->tokens[c].relation == DM_R_AUX || tree->tokens[c].relation == DM_R_AUX_PASS)) {
            be |= dm_slice_is(tree->tokens[c].lemma, "be") || dm_slice_is(tree->tokens[c].lemma, "get");
            have |= dm_slice_is(tree->tokens[c].lemma, "have");
        }
    if (!be && has_child(tree, verb, DM_R_CCOMP) && has_child(tree, verb, DM_R_NSUBJ_PASS) && token->relation != DM_R_ACL)
        return false; /* "a man said guards beat him", whatever the tagger made of "said" */
    if ((have && !be) || (!be && (token->xpos == DM_X_VBG || token->xpos == DM_X_VBZ || token->xpos == DM_X_VBP)))
        return false;
    return has_child(tree, verb, DM_R_AUX_PASS) || has_child(tree, verb, DM_R_NSUBJ_PASS) ||
           has_child(tree, verb, DM_R_CSUBJ_PASS) || has_child(tree, verb, DM_R_OBL_AGENT) ||
           (token->xpos == DM_X_VBN && token->relation == DM_R_ACL && !has_child(tree, verb, DM_R_AUX));
}

static uint32_t agent_of(const dm_tree *tree, uint32_t verb)
{
    uint32_t agent = dm_tree_find(tree, verb, DM_R_OBL_AGENT);
    for (uint32_t c = tree->tokens[verb].child; agent == DM_NONE && c != DM_NONE; c = tree->tokens[c].next)
        if (tree->tokens[c].relation == DM_R_OBL && is_marked(tree, c, "by") && tree->tokens[c].upos != DM_NUM)
            agent = c;
    return agent;
}

static uint32_t subject_of(const dm_tree *tree, uint32_t verb)
{
    uint32_t subject = dm_tree_find(tree, verb, DM_R_NSUBJ);
    if (subject == DM_NONE)
        subject = dm_tree_find(tree, verb, DM_R_NSUBJ_OUTER);
    if (subject == DM_NONE && !is_passive(tree, verb))
        subject = dm_tree_find(tree, verb, DM_R_NSUBJ_PASS);
    return subject;
}

/* The noun that a relative pronoun stands for, when `word` is one. */
static uint32_t antecedent(const dm_tree *tree, uint32_t word)
{
    const dm_token *tokens = tree->tokens;
    if (tokens[word].xpos != DM_X_WP && tokens[word].xpos != DM_X_WDT && !dm_slice_is(tokens[word].lemma, "that"))
        return word;
    uint32_t v = tokens[word].head;
    for (unsigned depth = 0; v != DM_NONE && depth < CHAIN; depth++, v = tokens[v].head) {
        if (tokens[v].relation == DM_R_ACL_RELCL || tokens[v].relation == DM_R_ACL)
            return tokens[v].head;
    }
    return word;
}

/* "led her to declare", "helped Marun cast the vote as ...": whom the governing verb brings to say it; DM_NONE when its subject
 * does ("promised her to say", "used the question to demand"). */
static uint32_t led_to(const dm_tree *tree, uint32_t verb)
{
    static const char *const own[] = {"promise", "use", "take", "spend", "vow", "threaten", "need", "make", "have", "find", "give", "seize", "call"};
    const dm_token *tokens = tree->tokens;
    uint32_t head = tokens[verb].head, object;
    if (tokens[verb].relation != DM_R_XCOMP || tokens[verb].xpos != DM_X_VB || head == DM_NONE || head > verb || tokens[head].upos != DM_VERB ||
        lemma_in(&tokens[head], own, DM_COUNT(own)))
        return DM_NONE;
    object = dm_tree_find(tree, head, DM_R_OBJ);
    if (object == DM_NONE)
        object = dm_tree_find(tree, head, DM_R_IOBJ);
    return object != DM_NONE && object > head && object < verb && is_nominal(&tokens[object]) && !is_relative(&tokens[object]) ? object : DM_NONE;
}

/* The word that heads the source of a verb, upwards through shared subjects. *below is the verb whose subtree is not
 * part of the source when the source is the noun above it. */
static uint32_t source_of_verb(const dm_tree *tree, dm_draft *draft, uint32_t *below)
{
    const dm_token *tokens = tree->tokens;
    uint32_t v = draft->top;
    *below = DM_NONE;
    draft->passive = is_passive(tree, v) && !subject_of(tree, v == draft->match.word ? v : draft->match.word);
    if (is_passive(tree, v)) {
        draft->passive = v == draft->match.word;
        if (draft->passive)
            return agent_of(tree, v);
        return dm_tree_find(tree, v, DM_R_NSUBJ_PASS); /* "was quoted as saying" */
    }
    draft->passive = false;
    uint32_t hidden = hidden_subject(tree, v);
    if (hidden != DM_NONE) {
        *below = v;
        return hidden;
    }
    for (unsigned depth = 0; depth < CHAIN; depth++) {
        uint32_t subject = subject_of(tree, v);
        if (subject == DM_NONE && depth)
            subject = dm_tree_find(tree, v, DM_R_NSUBJ_PASS);
        if (subject != DM_NONE)
            return subject;
        uint32_t head = tokens[v].head;
        if (head == DM_NONE)
            return DM_NONE;
        uint32_t led = led_to(tree, v);
        if (led != DM_NONE)
            return led;
        switch (tokens[v].relation) {
        case DM_R_CONJ:
        case DM_R_XCOMP:
            v = head;
            break;
        case DM_R_ADVCL:
        case DM_R_PARATAXIS:
        case DM_R_DEP:
        case DM_R_CCOMP:
            if (tokens[v].xpos != DM_X_VBG && tokens[v].xpos != DM_X_VB && tokens[v].upos != DM_ADJ &&
                tokens[v].xpos != DM_X_VBN)
                return DM_NONE;
            v = head;
            break;
        case DM_R_ACL:
        case DM_R_AMOD:
            if (tokens[head].upos == DM_VERB && tokens[v].relation == DM_R_ACL) {
                v = head;
                break;
            }
            if ((tokens[v].xpos == DM_X_VBD &&
                 (v == 0 || is_punct(tree->text, v - 1) || (draft->match.cue->takes & DM_TAKES_VERDICT) ||
                  draft->match.cue->kind != DM_CUE_SPEECH)) ||
                tokens[v].xpos == DM_X_VBN || (tokens[v].relation == DM_R_AMOD && tokens[v].xpos != DM_X_VBG)) {
                draft->passive = v == draft->match.word; /* "a species called ..." */
                return DM_NONE;
            }
            *below = v;
            return head;
        default:
            return DM_NONE;
        }
    }
    return DM_NONE;
}

static uint32_t source_of_noun(const dm_tree *tree, uint32_t noun)
{
    uint32_t source = dm_tree_find(tree, noun, DM_R_NMOD_POSS);
    if (source != DM_NONE)
        return source;
    for (uint32_t c = tree->tokens[noun].child; c != DM_NONE; c = tree->tokens[c].next)
        if (tree->tokens[c].relation == DM_R_NMOD && (is_marked(tree, c, "by") || is_marked(tree, c, "from")))
            return c;
    for (uint32_t c = tree->tokens[noun].child; c != DM_NONE; c = tree->tokens[c].next)
        if (tree->tokens[c].relation == DM_R_COMPOUND && tree->tokens[c].upos == DM_PROPN)
            return c;
    return DM_NONE;
}

void dm_extent_source(const dm_tree *tree, dm_draft *draft)
{
    const dm_token *tokens = tree->tokens;
    const dm_text *text = tree->text;
    uint32_t below = DM_NONE, head, first, last;
    if (draft->match.cue->class == DM_CUE_NOUN)
        head = source_of_noun(tree, draft->match.word);
    else
        head = source_of_verb(tree, draft, &below);
    draft->source_head = draft->speaker_word = head;
    if (head == DM_NONE || tokens[head].relation == DM_R_EXPL) {
        draft->source_head = draft->speaker_word = DM_NONE;
        return;
    }
    draft->speaker_word = antecedent(tree, head);
    dm_tree_range(tree, head, &first, &last);
    while (first < head && is_punct(text, first))
        first++;
    for (uint32_t c = tokens[head].child; c != DM_NONE; c = tokens[c].next) {
        if (c < head && c == first &&
            (tokens[c].relation == DM_R_CASE || tokens[c].relation == DM_R_CC || tokens[c].relation == DM_R_MARK))
            first = c + 1;
    }
    if (below != DM_NONE) { /* the noun above the participle: what follows it is not the source */
        uint32_t from, to;
        dm_tree_range(tree, below, &from, &to);
        if (from > head && from < last)
            last = from;
        if (draft->cue.first > head && draft->cue.first < last)
            last = draft->cue.first;
    }
    if (draft->cue.first >= head && draft->cue.first < last && draft->cue.first > head)
        last = draft->cue.first;
    if (draft->cue.last <= head && draft->cue.last > first)
        first = draft->cue.last;
    while (first < head && is_punct(text, first))
        first++;
    while (last > head + 1 && is_punct(text, last - 1) && !dm_slice_is(text->words[last - 1].form, ")"))
        last--;
    /* An apposition before the cue ends in a comma that belongs to it: "X, a minister, said". */
    if (last < draft->cue.first && last + 1 == draft->cue.first && is_comma(text, last))
        for (uint32_t w = head + 1; w + 1 < last; w++)
            if (is_comma(text, w)) {
                last++;
                break;
            }
    if (first < last)
        draft->source = (dm_run){first, last};
}
