/* Polarity, modality and date of the event that a word carries. */
#include "code/frames.h"

#define CHILDREN(c, word, k) for (uint32_t k = (c)->tokens[word].child; k != DM_NONE; k = (c)->tokens[k].next)

static bool is_clause(const dm_coding *c, uint32_t word)
{
    return c->tokens[word].upos == DM_VERB || c->tokens[word].upos == DM_AUX;
}

/* The word that heads the clause of a nominal: its verb, or the nominal itself where no verb governs it. */
uint32_t dm_clause_of(const dm_coding *c, uint32_t word)
{
    uint32_t at = word;
    for (int steps = 0; steps < 12; steps++) {
        if (is_clause(c, at) || c->tokens[at].head == DM_NONE) return at;
        at = c->tokens[at].head;
    }
    return at;
}

typedef struct dm_mood {
    bool negated, planned, possible, called_for;
    uint32_t negated_by, planned_by, possible_by, called_for_by;   /* the first word that says so */
    uint32_t status_by;          /* the word above whose line gives the status, DM_NONE */
} dm_mood;

/* Sets one of the flags, and notes the word that says it. */
static void say(bool *flag, uint32_t *by, uint32_t word)
{
    if (!*flag) *by = word;
    *flag = true;
}
#define SAY(mood, what, word) say(&(mood)->what, &(mood)->what##_by, word)

/* "would like to thank": who says so does so. */
static bool said_to_do(const dm_coding *c, uint32_t head)
{
    uint32_t done = dm_word_is(c, head, "like") || dm_word_is(c, head, "wish") ? dm_tree_find(&c->record->tree, head, DM_R_XCOMP) : DM_NONE;
    return done != DM_NONE && dm_in_class(c, "performative", done);
}

/* What the auxiliaries, negations and markers of one clause say. */
static void look(const dm_coding *c, uint32_t head, dm_mood *mood)
{
    static const struct {
        const char *lemma;
        int what;   /* 1 planned, 2 possible, 3 called for */
    } auxiliaries[] = {{"will", 1}, {"shall", 1}, {"would", 1}, {"may", 2}, {"might", 2}, {"could", 2}, {"can", 2},
                       {"should", 3}, {"must", 3}, {"ought", 3}, {"need", 3}, {"'ll", 1}, {"'d", 1}};
    bool to = false, subject = false, gerund = c->tokens[head].xpos == DM_X_VBG;   /* "confessed to killing": done */
    uint32_t marker = DM_NONE;
    CHILDREN(c, head, k) {
        const dm_token *t = &c->tokens[k];
        if (t->relation == DM_R_AUX || t->relation == DM_R_AUX_PASS)
            for (size_t i = 0; i < DM_COUNT(auxiliaries); i++)
                if (dm_slice_is(t->lemma, auxiliaries[i].lemma)) {
                    if (auxiliaries[i].what == 1 && !said_to_do(c, head)) SAY(mood, planned, k);
                    if (auxiliaries[i].what == 2) SAY(mood, possible, k);
                    if (auxiliaries[i].what == 3) SAY(mood, called_for, k);
                }
        if (t->relation == DM_R_NSUBJ || t->relation == DM_R_NSUBJ_PASS) {
            subject = true;
            CHILDREN(c, k, j)
                if (c->tokens[j].relation == DM_R_DET && dm_word_is(c, j, "no")) SAY(mood, negated, j);
            if (dm_word_is(c, k, "nobody") || dm_word_is(c, k, "none")) SAY(mood, negated, k);
        }
        if (t->relation == DM_R_OBJ && k > head)   /* "gave no aid" */
            CHILDREN(c, k, j)
                if (c->tokens[j].relation == DM_R_DET && dm_word_is(c, j, "no")) SAY(mood, negated, j);
        if ((t->relation == DM_R_ADVMOD || t->relation == DM_R_AUX || t->relation == DM_R_CC_PRECONJ) &&
            (dm_word_is(c, k, "not") || dm_word_is(c, k, "n't") || dm_word_is(c, k, "never") || dm_word_is(c, k, "neither")))
            SAY(mood, negated, k);
        if (t->relation == DM_R_MARK) {
            if (dm_word_is(c, k, "if") || dm_word_is(c, k, "unless") || dm_word_is(c, k, "whether") || dm_word_is(c, k, "lest"))
                SAY(mood, possible, k);
            if (dm_word_is(c, k, "without")) SAY(mood, negated, k);
            if (dm_word_is(c, k, "to") && !gerund) {
                to = true;
                marker = k;
            }
        }
    }
    const dm_token *t = &c->tokens[head];
    if (to && (t->relation == DM_R_ROOT || t->head == DM_NONE) && subject) SAY(mood, planned, marker);   /* "Blinken to visit Israel" */
    bool assembled = t->relation == DM_R_ADVCL && t->head != DM_NONE && dm_in_class(c, "assemble", t->head);   /* "gathered to discuss" */
    if (to && (t->relation == DM_R_ACL || t->relation == DM_R_ADVCL) && !assembled) SAY(mood, planned, marker);
    if (to && t->relation == DM_R_XCOMP && t->head != DM_NONE && !said_to_do(c, t->head) && !dm_frame_first(c->frames, c->tokens[t->head].lemma_key, DM_FRAME_LIGHT))
        SAY(mood, possible, marker);
}

/* "denied attacking", "feared a war", "denied reports that it attacked": what governs a word tells whether it happened. */
static bool told_above(const dm_coding *c, uint32_t at, dm_mood *mood, uint8_t *status)
{
    uint32_t head = c->tokens[at].head, via = at;
    const dm_frame *f = dm_mood_above(c, at);
    uint8_t relation = c->tokens[at].relation;
    if (relation == DM_R_ACL_RELCL) {   /* "reports that it attacked", no "reports that hurt it" */
        uint32_t subject = dm_tree_find(&c->record->tree, at, DM_R_NSUBJ);
        if (subject != DM_NONE && !dm_word_is(c, subject, "that") && !dm_word_is(c, subject, "which")) relation = DM_R_ACL;
    }
    if (!f && head != DM_NONE && !is_clause(c, head) && (relation == DM_R_ACL || relation == DM_R_CCOMP)) {
        f = dm_mood_above(c, head);
        if (f && f->inner_status != DM_DENIED && f->inner_status != DM_REJECTED) f = NULL;
        via = head;
    }
    if (!f) return false;
    dm_mood above = {.negated = false};
    head = c->tokens[via].head;
    if (is_clause(c, head)) look(c, head, &above);
    *status = f->inner_status == DM_DENIED && above.negated ? DM_POSSIBLE : f->inner_status;   /* "did not rule out attacking" */
    mood->status_by = head;
    return true;
}

/* Climbs over clauses that share the mood: conjuncts, light verbs with their own status, conditional clauses. */
static void climb(const dm_coding *c, uint32_t word, dm_mood *mood, uint8_t *status)
{
    uint32_t at = word;
    for (int steps = 0; steps < DM_DEPTH_MOST && at != DM_NONE; steps++) {
        look(c, at, mood);
        const dm_token *t = &c->tokens[at];
        uint32_t head = t->head;
        if (head == DM_NONE) return;
        if (*status == DM_KEEP_STATUS && told_above(c, at, mood, status)) return;
        if (t->relation == DM_R_XCOMP) {
            for (const dm_frame *f = dm_frame_first(c->frames, c->tokens[head].lemma_key, DM_FRAME_LIGHT); f;
                 f = dm_frame_next(c->frames, f)) {
                bool fits = false;
                for (uint32_t i = 0; i < f->inner.count; i++)
                    fits |= c->frames->paths.at[f->inner.first + i].function == DM_F_XCOMP;
                if (!fits || (f->words.count && f->words.count > 1)) continue;
                if (*status == DM_KEEP_STATUS && f->inner_status != DM_KEEP_STATUS) *status = f->inner_status;
                break;
            }
            at = head;
            continue;
        }
        if (t->relation == DM_R_CONJ && is_clause(c, at) && is_clause(c, head)) {
            bool own = false;   /* a conjunct with its own subject or auxiliary speaks for itself */
            CHILDREN(c, at, k)
                own |= c->tokens[k].relation == DM_R_AUX || c->tokens[k].relation == DM_R_NSUBJ || c->tokens[k].relation == DM_R_AUX_PASS;
            if (own) return;
            at = head;
            continue;
        }
        if (t->relation == DM_R_ADVCL || t->relation == DM_R_ACL_RELCL || t->relation == DM_R_CCOMP) return;
        return;
    }
}

/* A noun is denied by "no", and only as real as an indefinite object of a modal or negated verb. */
static void noun_mood(const dm_coding *c, const dm_match *m, dm_mood *mood, uint8_t *status)
{
    bool definite = false;
    CHILDREN(c, m->word, k) {
        uint8_t relation = c->tokens[k].relation;
        if (relation == DM_R_DET && dm_word_is(c, k, "no")) SAY(mood, negated, k);
        if (relation == DM_R_CASE && dm_word_is(c, k, "without")) SAY(mood, negated, k);
        if (relation == DM_R_DET && (dm_word_is(c, k, "the") || dm_word_is(c, k, "this") || dm_word_is(c, k, "these") || dm_word_is(c, k, "that")))
            definite = true;
        if (relation == DM_R_NMOD_POSS) definite = true;
        if (relation == DM_R_AMOD) {
            if (dm_word_is(c, k, "possible") || dm_word_is(c, k, "potential") || dm_word_is(c, k, "alleged") ||
                dm_word_is(c, k, "likely") || dm_word_is(c, k, "hypothetical") || dm_word_is(c, k, "suspected"))
                SAY(mood, possible, k);
            if (dm_word_is(c, k, "planned") || dm_word_is(c, k, "upcoming") || dm_word_is(c, k, "future") ||
                dm_word_is(c, k, "proposed") || dm_word_is(c, k, "imminent") || dm_word_is(c, k, "scheduled"))
                SAY(mood, planned, k);
        }
    }
    if (m->governor != DM_NONE) {
        climb(c, m->governor, mood, status);
        return;
    }
    if (*status == DM_KEEP_STATUS && told_above(c, m->word, mood, status)) return;
    if (definite) return;
    uint32_t clause = dm_clause_of(c, m->word);
    if (clause == m->word || c->tokens[m->word].head != clause) return;
    dm_mood above = {.negated = false};
    look(c, clause, &above);
    if (above.negated || above.planned || above.possible || above.called_for)
        SAY(mood, possible, above.negated ? above.negated_by : above.planned ? above.planned_by : above.possible ? above.possible_by : above.called_for_by);
}

void dm_status_of(const dm_coding *c, dm_match *m)
{
    dm_mood mood = {.status_by = DM_NONE};
    uint8_t status = m->status, given = status;
    if (m->frame->kind == DM_FRAME_NOUN && !is_clause(c, m->word)) noun_mood(c, m, &mood, &status);
    else climb(c, m->word, &mood, &status);
    if (mood.planned)   /* "will not hand over": the will is the meaning */
        for (uint32_t i = 0; i < m->frame->wants.count; i++) {
            const dm_want *want = &c->frames->wants.at[m->frame->wants.first + i];
            if (!want->forbidden && want->path.function == DM_F_WILL) mood.planned = false;
        }
    m->negated = mood.negated;
    m->negation_word = mood.negated ? mood.negated_by : DM_NONE;
    if (given == DM_KEEP_STATUS && status != DM_KEEP_STATUS) m->status_from = DM_MOOD_LINE;
    if (given == DM_KEEP_STATUS && mood.status_by != DM_NONE) {
        m->status_from = DM_MOOD_WORD;
        m->status_word = mood.status_by;
    }
    if (status == DM_KEEP_STATUS && (mood.called_for || mood.possible || mood.planned)) {
        m->status_from = DM_MOOD_WORD;
        m->status_word = mood.called_for ? mood.called_for_by : mood.possible ? mood.possible_by : mood.planned_by;
    }
    if (status == DM_KEEP_STATUS)
        status = mood.called_for ? DM_CALLED_FOR : mood.possible ? DM_POSSIBLE : mood.planned ? DM_PLANNED : DM_ACTUAL;
    m->status = status;
}

/* ---- When and where ---------------------------------------------------------------------------------------- */

/* The time expression among the dependents of a word. */
static uint32_t time_below(const dm_coding *c, uint32_t word)
{
    if (!c->refers->time_of) return DM_NONE;
    CHILDREN(c, word, k) {
        uint8_t relation = c->tokens[k].relation;
        if (relation != DM_R_OBL && relation != DM_R_OBL_UNMARKED && relation != DM_R_ADVMOD && relation != DM_R_NMOD &&
            relation != DM_R_NMOD_UNMARKED && relation != DM_R_NMOD_POSS && relation != DM_R_AMOD && relation != DM_R_COMPOUND &&
            relation != DM_R_NUMMOD && relation != DM_R_DEP && relation != DM_R_ADVCL)
            continue;
        uint32_t time = c->refers->time_of[k];
        if (time != DM_NONE) {
            const dm_time *t = &c->refers->times[time];
            if ((t->type == DM_TIME_DATE || t->type == DM_TIME_TIME) && t->value.size >= 4 && t->value.at[0] >= '0' && t->value.at[0] <= '9')
                return time;
        }
    }
    return DM_NONE;
}

/* A date that follows the phrase of a noun at once: "the attack on Kesh on October 7", wherever the tree hangs it. */
static uint32_t time_after(const dm_coding *c, uint32_t noun)
{
    if (!c->refers->time_of) return DM_NONE;
    uint32_t first, last, total = c->record->text.word_count;
    dm_tree_range(&c->record->tree, noun, &first, &last);
    if (last > noun + 12) last = noun + 12;
    for (uint32_t w = noun + 1; w < total && w <= last + 1; w++) {
        if (is_clause(c, w) || (c->words[w].flags & DM_WORD_PUNCT)) return DM_NONE;
        uint32_t time = c->refers->time_of[w];
        if (time == DM_NONE) continue;
        const dm_time *t = &c->refers->times[time];
        bool day = (t->type == DM_TIME_DATE || t->type == DM_TIME_TIME) && t->value.size >= 4 && t->value.at[0] >= '0' && t->value.at[0] <= '9';
        return day ? time : DM_NONE;
    }
    return DM_NONE;
}

static bool is_day(const dm_coding *c, uint32_t time);

/* Whether a noun tells an event of its own, which may have its own day: somebody stands on one of its sides. */
static bool tells_event(const dm_coding *c, uint32_t noun)
{
    uint32_t match = c->match_of[noun];
    if (match >= DM_PENDING) return match != DM_NONE && dm_frame_first(c->frames, c->tokens[noun].lemma_key, DM_FRAME_NOUN);
    const dm_match *m = &c->matches.at[match];
    return m->frame->kind == DM_FRAME_NOUN && m->cameo[0] && (m->sources.count || m->targets.count);
}

/* A day in the words behind a verb, before a comma or another verb: "shelled a market in the town of Kesh on Monday". */
static uint32_t time_in_clause(const dm_coding *c, uint32_t verb)
{
    if (!c->refers->time_of) return DM_NONE;
    uint32_t total = c->record->text.word_count, sentence = c->record->text.sentence_of[verb];
    for (uint32_t w = verb + 1; w < total && w < verb + 24 && c->record->text.sentence_of[w] == sentence; w++) {
        if ((c->words[w].flags & DM_WORD_PUNCT) && !(c->words[w].form.size == 1 && c->words[w].form.at[0] == '-')) return DM_NONE;
        uint8_t relation = c->tokens[w].relation;
        if (is_clause(c, w) || relation == DM_R_MARK || relation == DM_R_CC) return DM_NONE;
        if (c->tokens[w].upos == DM_NOUN && tells_event(c, w)) return DM_NONE;   /* another event, which may have its own day */
        uint32_t time = c->refers->time_of[w];
        if (time != DM_NONE && (relation == DM_R_NMOD || relation == DM_R_OBL || relation == DM_R_OBL_UNMARKED || relation == DM_R_NMOD_UNMARKED))
            return is_day(c, time) ? time : DM_NONE;
    }
    return DM_NONE;
}

static bool is_day(const dm_coding *c, uint32_t time)
{
    const dm_time *t = &c->refers->times[time];
    return (t->type == DM_TIME_DATE || t->type == DM_TIME_TIME) && t->value.size >= 4 && t->value.at[0] >= '0' && t->value.at[0] <= '9';
}

/* A date right before a verb, below its subject in the tree. */
static uint32_t time_before(const dm_coding *c, uint32_t subject, uint32_t verb)
{
    if (!c->refers->time_of) return DM_NONE;
    for (uint32_t w = verb; w-- > subject && verb - w <= 4;)
        if (c->refers->time_of[w] != DM_NONE) return is_day(c, c->refers->time_of[w]) ? c->refers->time_of[w] : DM_NONE;
    return DM_NONE;
}

/* A date that opens the sentence belongs to its main clause, wherever the tree hangs it. */
static uint32_t time_of_opening(const dm_coding *c, uint32_t root)
{
    if (!c->refers->time_of || !c->record->text.sentence_of) return DM_NONE;
    const dm_sentence *sentence = &c->record->text.sentences[c->record->text.sentence_of[root]];
    for (uint32_t w = sentence->first; w < sentence->last && w < sentence->first + 3; w++)
        if (c->refers->time_of[w] != DM_NONE) return is_day(c, c->refers->time_of[w]) ? c->refers->time_of[w] : DM_NONE;
    return DM_NONE;
}

dm_slice dm_date_of(const dm_coding *c, const dm_match *m)
{
    uint32_t time = time_below(c, m->word);
    if (time == DM_NONE && m->governor != DM_NONE) time = time_below(c, m->governor);
    if (time == DM_NONE && m->frame->kind == DM_FRAME_NOUN) time = time_after(c, m->word);
    if (time == DM_NONE && m->frame->kind == DM_FRAME_VERB && is_clause(c, m->word)) time = time_in_clause(c, m->word);
    uint32_t above = c->tokens[m->word].head;
    if (time == DM_NONE && m->frame->kind == DM_FRAME_NOUN && above != DM_NONE &&
        (dm_tree_find(&c->record->tree, above, DM_R_COP) != DM_NONE || c->tokens[m->word].relation == DM_R_NSUBJ ||
         (c->tokens[m->word].relation == DM_R_OBL_AGENT && dm_in_class(c, "harm", above))))
        time = time_below(c, above);   /* "in 2006 it was the target of an attack", "the bombing killed five on Monday" */
    uint32_t at = m->word;
    for (int steps = 0; time == DM_NONE && steps < 4; steps++) {   /* objects carry times that belong to the verb */
        const dm_token *t = &c->tokens[at];
        if (at == m->word && is_clause(c, at))
            CHILDREN(c, at, k)
                if (time == DM_NONE && (c->tokens[k].relation == DM_R_OBJ || c->tokens[k].relation == DM_R_OBL) && k > at &&
                    c->tokens[k].upos != DM_PROPN && !tells_event(c, k))
                    time = time_below(c, k);
        if (time == DM_NONE && is_clause(c, at))
            CHILDREN(c, at, k)   /* "Norland on Monday banned ...": hung on the subject, or on another word before the verb */
                if (time == DM_NONE && (c->tokens[k].relation == DM_R_NSUBJ || c->tokens[k].relation == DM_R_NSUBJ_PASS) && k < at)
                    time = time_before(c, k, at);
        if (time == DM_NONE && t->head == DM_NONE) time = time_of_opening(c, at);
        if (time != DM_NONE || t->head == DM_NONE || !is_clause(c, at)) break;
        if (t->relation != DM_R_XCOMP && t->relation != DM_R_CONJ && t->relation != DM_R_ADVCL) break;
        at = t->head;
        time = time_below(c, at);
    }
    if (time == DM_NONE && m->frame->kind == DM_FRAME_NOUN)   /* "the killing of ... in an airstrike last week" */
        CHILDREN(c, m->word, k) {
            uint64_t marker = c->tokens[k].relation == DM_R_NMOD ? dm_tree_case(&c->record->tree, k) : 0;
            if (time == DM_NONE && (marker == dm_key("in", 2) || marker == dm_key("during", 6)) && c->tokens[k].upos == DM_NOUN)
                time = time_below(c, k);
        }
    uint32_t paper = c->tokens[m->word].head;   /* "signed a decree on Friday banning ..." */
    if (time == DM_NONE && paper != DM_NONE && (c->tokens[m->word].relation == DM_R_ACL || c->tokens[m->word].relation == DM_R_ACL_RELCL) &&
        c->tokens[paper].relation == DM_R_OBJ && dm_is_document(c, paper) && is_clause(c, c->tokens[paper].head)) {
        time = time_below(c, c->tokens[paper].head);
        if (time == DM_NONE) time = time_of_opening(c, c->tokens[paper].head);
    }
    if (time == DM_NONE) return (dm_slice){NULL, 0};
    dm_slice value = c->refers->times[time].value;
    for (size_t i = 0; i < value.size; i++)   /* the day, not the hour */
        if (value.at[i] == 'T') value.size = i;
    return value;
}
