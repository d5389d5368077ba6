/* Trees that no sentence of English has: what every parser of greedy choices gets wrong now and then, and words alone can
 * tell.  Each rule looks at finished heads and labels and leaves a tree a tree. */
#include "grammar/repair.h"

static bool form_is(const dm_text *text, uint32_t word, const char *form) { return dm_slice_is(text->words[word].form, form); }

static bool nominal(const dm_token *token) { return token->upos == DM_NOUN || token->upos == DM_PROPN || token->upos == DM_PRON; }

static bool finite(const dm_token *token)
{
    return token->upos == DM_VERB && (token->xpos == DM_X_VBD || token->xpos == DM_X_VBZ || token->xpos == DM_X_VBP);
}

#define REACH 200u   /* words on either side of a head among which its dependents are sought */

static bool has_child(const dm_token *tokens, const dm_sentence *sentence, uint32_t head, dm_relation relation)
{
    uint32_t first = head - sentence->first > REACH ? head - REACH : sentence->first;
    uint32_t last = sentence->last - head > REACH ? head + REACH : sentence->last;
    for (uint32_t i = first; i < last; i++)
        if (tokens[i].head == head && tokens[i].relation == relation) return true;
    return false;
}

static bool lemma_in(const dm_token *token, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (dm_slice_is(token->lemma, words[i])) return true;
    return false;
}

/* Verbs that tell somebody something. */
static bool telling(const dm_token *token)
{
    static const char *const verbs[] = {"tell", "warn", "inform", "assure", "remind", "convince", "notify", "advise", "persuade", "promise", "show"};
    return lemma_in(token, verbs, DM_COUNT(verbs));
}

/* "told reporters that the army would withdraw": the clause is what was told, no clause about the reporters. */
static void told_clause(dm_token *tokens, const dm_text *text, uint32_t mark)
{
    uint32_t clause = tokens[mark].head, noun, verb;
    if (tokens[mark].relation != DM_R_MARK || clause == DM_NONE || !form_is(text, mark, "that")) return;
    if (tokens[clause].relation != DM_R_ACL_RELCL && tokens[clause].relation != DM_R_ACL) return;
    noun = tokens[clause].head;
    verb = noun == DM_NONE ? DM_NONE : tokens[noun].head;
    if (verb == DM_NONE || verb > noun || noun > mark || !telling(&tokens[verb])) return;
    if (tokens[noun].relation != DM_R_IOBJ && tokens[noun].relation != DM_R_OBJ) return;
    tokens[clause].relation = DM_R_CCOMP;
    tokens[clause].head = verb;
}

/* "accused soldiers of executing villagers": what somebody is said to have done, no clause about the soldiers. */
static void accused_clause(dm_token *tokens, const dm_text *text, uint32_t mark)
{
    static const char *const verbs[] = {"accuse", "suspect", "convict", "acquit", "clear"};
    uint32_t clause = tokens[mark].head, noun, verb;
    if (clause == DM_NONE || clause < mark || !form_is(text, mark, "of") || tokens[clause].relation != DM_R_ACL) return;
    noun = tokens[clause].head;
    verb = noun == DM_NONE || noun > mark ? DM_NONE : tokens[noun].head;
    if (verb == DM_NONE || verb > noun || tokens[noun].relation != DM_R_OBJ || !lemma_in(&tokens[verb], verbs, DM_COUNT(verbs))) return;
    tokens[clause].head = verb;
    tokens[clause].relation = DM_R_ADVCL;
}

/* "protest the plan to invade Kesh": the infinitive tells what plan it is. */
static void planned_clause(dm_token *tokens, const dm_text *text, uint32_t mark)
{
    static const char *const plans[] = {"plan", "decision", "bid", "attempt", "effort", "move", "proposal", "threat", "right", "intention", "promise", "pledge", "vow", "offer"};
    uint32_t clause = tokens[mark].head, noun = mark - 1;
    if (clause == DM_NONE || clause < mark || !form_is(text, mark, "to") || mark == 0 || tokens[noun].upos != DM_NOUN) return;
    if ((tokens[clause].relation != DM_R_ADVCL && tokens[clause].relation != DM_R_XCOMP) || tokens[noun].head == DM_NONE || tokens[noun].head != tokens[clause].head) return;
    if (tokens[noun].relation != DM_R_OBJ || !lemma_in(&tokens[noun], plans, DM_COUNT(plans))) return;
    tokens[clause].head = noun;
    tokens[clause].relation = DM_R_ACL;
}

/* "urged both sides to stop": what somebody is to do, no clause about him. */
static void urged_clause(dm_token *tokens, const dm_text *text, uint32_t mark)
{
    static const char *const verbs[] = {"urge",   "order",    "tell",      "invite",    "persuade", "force",  "allow",   "implore", "encourage", "instruct", "authorise", "authorize",
                                        "require", "compel",  "permit",    "enable",    "press",    "beg",    "pressure", "direct",  "command",   "beseech",  "exhort",    "coax"};
    uint32_t clause = tokens[mark].head, noun, verb;
    if (clause == DM_NONE || !form_is(text, mark, "to") || tokens[clause].relation != DM_R_ACL || clause < mark) return;
    noun = tokens[clause].head;
    verb = noun == DM_NONE || noun > mark ? DM_NONE : tokens[noun].head;
    if (verb == DM_NONE || verb > noun || tokens[noun].relation != DM_R_OBJ || tokens[verb].upos != DM_VERB) return;
    if (!lemma_in(&tokens[verb], verbs, DM_COUNT(verbs))) return;
    tokens[clause].head = verb;
    tokens[clause].relation = DM_R_XCOMP;
}

/* Verbs that take no object: their subject is never acted on. */
static bool intransitive(const dm_token *token)
{
    static const char *const verbs[] = {"call",  "appeal", "vote",  "argue", "insist",  "respond", "agree",  "plead", "speak",
                                        "talk",  "march",  "rally", "meet",  "protest", "travel",  "arrive", "object", "return"};
    return lemma_in(token, verbs, DM_COUNT(verbs));
}

/* "rejected that claim": a noun with its article is an object, no clause. */
static void noun_for_clause(dm_token *tokens, const dm_text *text, const dm_sentence *sentence, uint32_t word)
{
    uint32_t verb = tokens[word].head;
    if (tokens[word].upos != DM_NOUN || verb == DM_NONE || verb + 2 != word || tokens[verb].upos != DM_VERB || !form_is(text, word - 1, "that")) return;
    if (tokens[word - 1].head != word || has_child(tokens, sentence, word, DM_R_NSUBJ) || has_child(tokens, sentence, word, DM_R_COP) ||
        has_child(tokens, sentence, verb, DM_R_OBJ))
        return;
    tokens[word].relation = DM_R_OBJ;
    tokens[word - 1].relation = DM_R_DET;
}

/* A finite verb without an auxiliary is active. */
static void active_subject(dm_token *tokens, const dm_sentence *sentence, uint32_t word)
{
    uint32_t verb = tokens[word].head;
    if (tokens[word].relation != DM_R_NSUBJ_PASS || verb == DM_NONE || word > verb) return;
    if (!finite(&tokens[verb]) && !(tokens[verb].xpos == DM_X_VBN && intransitive(&tokens[verb]) && tokens[verb + 1 < sentence->last ? verb + 1 : verb].upos == DM_ADP)) return;
    if (has_child(tokens, sentence, verb, DM_R_AUX) || has_child(tokens, sentence, verb, DM_R_AUX_PASS) ||
        has_child(tokens, sentence, verb, DM_R_OBL_AGENT))
        return;
    tokens[word].relation = DM_R_NSUBJ;
}

/* "opposes a truce and Norland favours a state": the nominal between "and" and a finite verb is its subject. */
static void conjoined_subject(dm_token *tokens, const dm_sentence *sentence, uint32_t word)
{
    uint32_t next = word + 1;
    if (tokens[word].relation != DM_R_CONJ || !nominal(&tokens[word]) || next >= sentence->last || !finite(&tokens[next])) return;
    uint32_t above = tokens[word].head;   /* the first verb, or its object that the nominal was joined to */
    if (above != DM_NONE && tokens[above].relation == DM_R_OBJ) above = tokens[above].head;
    if (tokens[next].relation != DM_R_CONJ || tokens[next].head != above || above == DM_NONE) return;
    if (tokens[above].upos != DM_VERB || has_child(tokens, sentence, next, DM_R_NSUBJ)) return;
    tokens[word].head = next;
    tokens[word].relation = DM_R_NSUBJ;
    for (uint32_t i = word; i-- > sentence->first && i + 4 > word;)
        if (tokens[i].head == word && tokens[i].relation == DM_R_CC) tokens[i].head = next;
}

/* "said it would close the border, and asked Kesh to help", "gave Kesh a week to leave and threatened to attack": a past tense
 * is no partner of an infinitive or a participle, but of the verb above. */
static void conjoined_outside(dm_token *tokens, const dm_sentence *sentence, uint32_t verb)
{
    uint32_t inner = tokens[verb].head, outer = inner == DM_NONE ? DM_NONE : tokens[inner].head;
    if (outer == DM_NONE || inner > verb || outer > inner || tokens[verb].upos != DM_VERB) return;
    if ((tokens[inner].xpos != DM_X_VB && tokens[inner].xpos != DM_X_VBG) || !finite(&tokens[outer])) return;
    uint8_t tense = tokens[verb].xpos == DM_X_VBN && tokens[inner].xpos == DM_X_VB ? DM_X_VBD : tokens[verb].xpos;   /* "threatened" is either */
    if (tense != tokens[outer].xpos) return;
    bool said = tokens[inner].relation == DM_R_CCOMP && has_child(tokens, sentence, inner, DM_R_AUX);
    bool to = (tokens[inner].relation == DM_R_XCOMP || tokens[inner].relation == DM_R_ADVCL) && tokens[inner].xpos == DM_X_VB && has_child(tokens, sentence, inner, DM_R_MARK);
    if ((!said && !to) || has_child(tokens, sentence, verb, DM_R_NSUBJ) || has_child(tokens, sentence, verb, DM_R_AUX) ||
        has_child(tokens, sentence, verb, DM_R_AUX_PASS) || has_child(tokens, sentence, verb, DM_R_MARK))
        return;
    tokens[verb].head = outer;
}

/* "attacked him for hoarding wealth, accusing his family": what stands behind a comma goes with the main verb. */
static void clause_behind_comma(dm_token *tokens, const dm_text *text, const dm_sentence *sentence, uint32_t word)
{
    uint32_t inner = tokens[word].head, outer = inner;
    if (tokens[word].xpos != DM_X_VBG || word < sentence->first + 2 || !form_is(text, word - 1, ",") || inner == DM_NONE || inner > word) return;
    for (int up = 0; up < 3 && outer != DM_NONE && outer < word && tokens[outer].xpos == DM_X_VBG && has_child(tokens, sentence, outer, DM_R_MARK); up++)
        outer = tokens[outer].head;
    if (outer == DM_NONE || outer >= inner || !finite(&tokens[outer])) return;
    for (uint32_t i = outer + 1; i < word - 1; i++)
        if (form_is(text, i, ",")) return;
    tokens[word].head = outer;
}

/* "gave Kesh 48 hours": what stands before the span of time is who gets it, and the span is what is given. */
static void given_span(dm_token *tokens, const dm_sentence *sentence, uint32_t word)
{
    if (!nominal(&tokens[word]) || word == sentence->first || !dm_slice_is(tokens[word - 1].lemma, "give") || word + 1 >= sentence->last) return;
    uint32_t verb = word - 1, noun = tokens[word + 1].upos == DM_NUM || tokens[word + 1].upos == DM_DET ? tokens[word + 1].head : DM_NONE;
    if (noun == DM_NONE || noun == word || tokens[noun].head != verb || tokens[noun].upos != DM_NOUN) return;
    bool spanned = tokens[noun].relation == DM_R_OBL_UNMARKED, part = tokens[word].head == noun && tokens[word].relation == DM_R_COMPOUND;
    if (!part && !(spanned && tokens[word].head == verb)) return;
    tokens[word].head = verb;
    tokens[word].relation = DM_R_IOBJ;
    tokens[noun].relation = DM_R_OBJ;
}

/* "justified the raid and presented pictures": a past tense behind "and" is a second verb, no participle before a noun. */
static void conjoined_verb(dm_token *tokens, const dm_sentence *sentence, uint32_t verb)
{
    uint32_t noun = tokens[verb].head, first, above;
    if (tokens[verb].relation != DM_R_AMOD || tokens[verb].xpos != DM_X_VBD || noun == DM_NONE || noun < verb || verb == sentence->first) return;
    if (tokens[verb - 1].upos != DM_CCONJ || tokens[noun].relation != DM_R_CONJ || (first = tokens[noun].head) == DM_NONE) return;
    above = tokens[first].head;
    if (above == DM_NONE || tokens[first].relation != DM_R_OBJ || !finite(&tokens[above]) || above > verb) return;
    tokens[verb].head = above;
    tokens[verb].relation = DM_R_CONJ;
    tokens[verb - 1].head = verb;
    tokens[noun].head = verb;
    tokens[noun].relation = DM_R_OBJ;
}

/* Makes a verb the root of its sentence, with this subject and, unless it is DM_NONE, this object. */
static void make_root(dm_token *tokens, uint32_t verb, uint32_t subject, uint32_t object)
{
    if (object != DM_NONE) {
        tokens[object].head = verb;
        tokens[object].relation = DM_R_OBJ;
    }
    tokens[subject].head = verb;
    tokens[subject].relation = DM_R_NSUBJ;
    tokens[verb].head = DM_NONE;
    tokens[verb].relation = DM_R_ROOT;
}

/* "Norland denied reports that it bombed Kesh": a participle between a name and the noun at the root, of which a clause tells
 * more, is the verb. */
static void verb_before_clause(dm_token *tokens, const dm_sentence *sentence, uint32_t verb)
{
    uint32_t noun = tokens[verb].head, subject = verb - 1, clause = DM_NONE;
    if (noun != verb + 1 || tokens[noun].head != DM_NONE || verb == sentence->first) return;
    if (tokens[verb].xpos != DM_X_VBN && tokens[verb].xpos != DM_X_VBD) return;
    if (tokens[subject].upos != DM_PROPN || (tokens[subject].head != noun && tokens[subject].head != verb)) return;
    for (uint32_t i = noun + 1; i < sentence->last && clause == DM_NONE; i++)
        if (tokens[i].head == noun && (tokens[i].relation == DM_R_ACL || tokens[i].relation == DM_R_ACL_RELCL) && has_child(tokens, sentence, i, DM_R_MARK) &&
            has_child(tokens, sentence, i, DM_R_NSUBJ))
            clause = i;
    if (clause == DM_NONE) return;
    for (uint32_t i = sentence->first; i < sentence->last; i++)
        if (tokens[i].head == noun && i != subject && (i < verb || tokens[i].relation == DM_R_PUNCT)) tokens[i].head = i < verb ? subject : verb;
    tokens[clause].relation = DM_R_ACL;
    make_root(tokens, verb, subject, noun);
    tokens[verb].xpos = DM_X_VBD;
}

/* "Norland's military seized power and detained the president": a participle that a finite verb is joined to is a verb itself,
 * what stands before it its subject. */
static void verb_joined_to(dm_token *tokens, const dm_sentence *sentence, uint32_t verb)
{
    uint32_t noun = tokens[verb].head, subject = verb - 1, joined = DM_NONE;
    if (noun == DM_NONE || noun < verb || tokens[noun].head != DM_NONE || verb < sentence->first + 2) return;
    if (tokens[verb].xpos != DM_X_VBN && tokens[verb].xpos != DM_X_VBD) return;
    if ((!nominal(&tokens[subject]) && tokens[subject].upos != DM_ADJ) || tokens[subject].head != noun) return;
    for (uint32_t i = noun + 1; i < sentence->last && joined == DM_NONE; i++)
        if (tokens[i].head == verb && tokens[i].relation == DM_R_CONJ && finite(&tokens[i]) && !has_child(tokens, sentence, i, DM_R_NSUBJ)) joined = i;
    if (joined == DM_NONE) return;
    for (uint32_t i = sentence->first; i < sentence->last; i++)
        if (tokens[i].head == noun && i != verb && i != subject && (i < verb || tokens[i].relation == DM_R_PUNCT)) tokens[i].head = i < verb ? subject : verb;
    if (tokens[subject].upos == DM_ADJ) {
        tokens[subject].upos = DM_NOUN;
        tokens[subject].xpos = DM_X_NN;
    }
    make_root(tokens, verb, subject, noun);
    tokens[verb].xpos = DM_X_VBD;
}

/* "The army of Norland bombed homes in Kesh", "The protesters called for elections": the only verb of a sentence that hangs before a noun as a participle, behind the
 * noun that is the root, is what that noun did to the other. */
static void lone_verb(dm_token *tokens, const dm_sentence *sentence)
{
    uint32_t verb = DM_NONE, root = DM_NONE;
    for (uint32_t i = sentence->first; i < sentence->last; i++) {
        if (tokens[i].upos == DM_VERB || tokens[i].upos == DM_AUX) {
            if (verb != DM_NONE) return;
            verb = i;
        }
        if (tokens[i].head == DM_NONE) root = i;
    }
    if (verb == DM_NONE || root == DM_NONE) return;
    if (tokens[verb].relation == DM_R_ACL && tokens[verb].head == root && root < verb && nominal(&tokens[root]) && verb + 1 < sentence->last &&
        (tokens[verb].xpos == DM_X_VBD || tokens[verb].xpos == DM_X_VBN)) {   /* "The protesters called for elections" */
        uint8_t next = tokens[verb + 1].upos;
        bool object = next == DM_DET || next == DM_PRON || next == DM_PROPN || next == DM_NOUN || next == DM_NUM || next == DM_ADJ;
        if (!object && !(next == DM_ADP && intransitive(&tokens[verb]))) return;
        make_root(tokens, verb, root, DM_NONE);
        if (tokens[verb].xpos == DM_X_VBN) tokens[verb].xpos = DM_X_VBD;
        for (uint32_t i = verb + 1; i < sentence->last; i++)
            if (tokens[i].head == root) tokens[i].head = verb;
        return;
    }
    if (tokens[verb].relation != DM_R_AMOD || tokens[verb].xpos != DM_X_VBD || root >= verb ||
        !nominal(&tokens[root]))
        return;
    uint32_t object = tokens[verb].head;
    if (object == DM_NONE || object < verb || !nominal(&tokens[object]) || tokens[object].relation == DM_R_APPOS) return;
    uint32_t above = tokens[object].head;
    for (int steps = 0; steps < 8 && above != DM_NONE && above != root; steps++) above = tokens[above].head;
    if (above != root) return;
    uint32_t owner = verb - 1;   /* "the army of Norland": the preposition and its name belong together */
    bool owned = owner > root && nominal(&tokens[owner]) && tokens[owner].head == object;
    for (uint32_t i = sentence->first; i < sentence->last && i < verb; i++) {   /* what stood before the verb under its noun goes with the subject */
        if (tokens[i].head != object) continue;
        bool with_owner = owned && i != owner && i > root && (tokens[i].relation == DM_R_CASE || tokens[i].relation == DM_R_DET);
        tokens[i].head = with_owner ? owner : root;
        if (owned && i == owner) tokens[i].relation = DM_R_NMOD;
    }
    make_root(tokens, verb, root, object);
    for (uint32_t i = sentence->first; i < sentence->last; i++)
        if (tokens[i].head == root && i > verb && tokens[i].relation == DM_R_PUNCT) tokens[i].head = verb;
}

/* "Its foreign minister, Anna Torvald, accused Kesh of ...": behind an apposition that closes with a comma, what looks like a
 * participle with an object is the verb of a sentence that has no other. */
static void verb_behind_apposition(dm_token *tokens, const dm_sentence *sentence, uint32_t verb)
{
    uint32_t root = tokens[verb].head;
    if (root == DM_NONE || tokens[root].head != DM_NONE || root > verb || !nominal(&tokens[root]) || verb + 1 >= sentence->last) return;
    if ((tokens[verb].xpos != DM_X_VBD && tokens[verb].xpos != DM_X_VBN) || verb < root + 3 || tokens[verb - 1].upos != DM_PUNCT) return;
    if (has_child(tokens, sentence, root, DM_R_COP) || has_child(tokens, sentence, root, DM_R_NSUBJ) || !has_child(tokens, sentence, root, DM_R_APPOS)) return;
    if (!has_child(tokens, sentence, verb, DM_R_OBJ) && !has_child(tokens, sentence, verb, DM_R_CCOMP)) return;
    if (has_child(tokens, sentence, verb, DM_R_OBL_AGENT)) return;
    make_root(tokens, verb, root, DM_NONE);
    tokens[verb].xpos = DM_X_VBD;
    for (uint32_t i = verb + 1; i < sentence->last; i++)
        if (tokens[i].head == root) tokens[i].head = verb;
}

/* "accused Sudland of bombing Kesh": the name right behind a gerund is its object, no second object of the verb. */
static void gerund_object(dm_token *tokens, const dm_text *text, const dm_sentence *sentence, uint32_t word)
{
    if (tokens[word].relation != DM_R_OBJ || tokens[word].upos != DM_PROPN || word < sentence->first + 3) return;
    uint32_t gerund = word - 1, verb = tokens[word].head;
    dm_slice form = text->words[gerund].form;
    if (verb == DM_NONE || verb >= gerund || form.size < 5 || memcmp(form.at + form.size - 3, "ing", 3) != 0) return;
    if ((tokens[gerund].upos != DM_NOUN && tokens[gerund].upos != DM_VERB) || tokens[gerund].head == word || !form_is(text, gerund - 1, "of")) return;
    if (!has_child(tokens, sentence, verb, DM_R_OBJ)) return;
    tokens[word].head = gerund;
    tokens[gerund].xpos = DM_X_VBG;
}

/* "told visiting Keshi envoy Odan that ...": who visits is the one told; nobody goes to visit him. */
static void visiting_guest(dm_token *tokens, const dm_text *text, const dm_sentence *sentence, uint32_t word)
{
    static const char doing[] = " start begin stop enjoy keep finish consider avoid like love hate cancel postpone delay recall remember resume continue "
                                "suggest propose recommend mean mind regret plan try go come be risk oppose describe admit deny report ";
    uint32_t verb = tokens[word].head, guest = DM_NONE;
    char lemma[20];
    if (!form_is(text, word, "visiting") || verb == DM_NONE || verb + 1 != word || tokens[verb].upos != DM_VERB || tokens[verb].lemma.size > 16) return;
    snprintf(lemma, sizeof lemma, " %.*s ", (int)tokens[verb].lemma.size, tokens[verb].lemma.at);
    if (strstr(doing, lemma) || has_child(tokens, sentence, verb, DM_R_OBJ)) return;
    for (uint32_t i = word + 1; i < sentence->last && guest == DM_NONE; i++)
        if (tokens[i].head == word && tokens[i].relation == DM_R_OBJ && nominal(&tokens[i])) guest = i;
    if (guest == DM_NONE || has_child(tokens, sentence, guest, DM_R_DET) || has_child(tokens, sentence, guest, DM_R_NMOD_POSS)) return;
    for (uint32_t i = word + 1; i < sentence->last; i++)   /* a clause of what is told follows in told_clause */
        if (tokens[i].head == word) tokens[i].head = verb;
    tokens[word].head = guest;
    tokens[word].relation = DM_R_AMOD;
}

/* "handed over the prisoners to Kesh": what follows such a verb and its particle is its object, no phrase with a preposition. */
static void particle_object(dm_token *tokens, const dm_text *text, const dm_sentence *sentence, uint32_t particle)
{
    static const struct {
        const char *particle, *verbs;
    } pairs[] = {
        {"over", " hand turn take sign win make "},
        {"up", " give set break draw cover back prop speed step open shore lock pick round blow beat call tear patch hold put dig tie burn clean free "},
        {"down", " lay put bring shoot gun mow tear shut close turn track hunt burn knock water hunt strike vote shout hose cut cool wear "},
        {"out", " carry wipe drive force rule point phase throw single spell kick root hand drop flush smoke weed bail hammer work lay map sort vote set dole send mete "},
        {"off", " call break put set fend write lay kick seal cordon fight cut ward stave pay beat drive sell shut switch spark touch round buy rope "},
        {"back", " push win take bring hand give send turn drive roll scale cut beat call claw pull hold pay force welcome "},
        {"in", " call bring usher rein haul hem lock send phase "},
        {"away", " take give throw turn put sign lock drive "}};
    uint32_t noun = tokens[particle].head, verb;
    if (tokens[particle].relation != DM_R_CASE || noun == DM_NONE || noun < particle || particle == sentence->first || noun - particle > 8) return;
    verb = particle - 1;
    if (tokens[noun].head != verb || tokens[noun].relation != DM_R_OBL || tokens[verb].upos != DM_VERB || !nominal(&tokens[noun])) return;
    if (has_child(tokens, sentence, verb, DM_R_OBJ) || tokens[verb].lemma.size > 12) return;
    for (size_t i = 0; i < DM_COUNT(pairs); i++) {
        if (!form_is(text, particle, pairs[i].particle)) continue;
        char padded[16];
        int size = snprintf(padded, sizeof padded, " %.*s ", (int)tokens[verb].lemma.size, tokens[verb].lemma.at);
        if (size < 4 || strstr(pairs[i].verbs, padded) == NULL) return;
        tokens[particle].head = verb;
        tokens[particle].relation = DM_R_COMPOUND_PRT;
        tokens[noun].relation = DM_R_OBJ;
        return;
    }
}

/* "police arrest 12 protesters", "lawmakers back sanctions": a verb that looks like a noun or an adverb, behind a plural. */
static bool bare_verb(const dm_token *tokens, const dm_text *text, const dm_sentence *sentence, uint32_t word)
{
    static const char *const verbs[] = {"arrest", "raid", "charge", "search", "back", "detain", "question", "storm", "attack", "shell", "bomb", "target",
                                        "strike", "ambush", "protest", "vote", "slam", "hail", "demand", "block"};
    if (word == sentence->first || word + 1 >= sentence->last || (tokens[word].xpos != DM_X_NN && tokens[word].xpos != DM_X_RB)) return false;
    const dm_token *before = &tokens[word - 1];
    if (before->xpos != DM_X_NNS && before->xpos != DM_X_NNPS && !form_is(text, word - 1, "police")) return false;
    if (form_is(text, word, "fire") && (form_is(text, word + 1, "tear") || form_is(text, word + 1, "rubber") || form_is(text, word + 1, "live"))) return true;
    uint8_t next = tokens[word + 1].upos;
    if (next != DM_NUM && next != DM_DET && next != DM_PROPN && next != DM_ADJ && next != DM_NOUN) return false;
    if (before->xpos == DM_X_NN && tokens[word + 1].xpos == DM_X_NN) return false;   /* "police search team" */
    for (size_t i = 0; i < DM_COUNT(verbs); i++)
        if (form_is(text, word, verbs[i])) return true;
    return false;
}

/* "Norland Lifts Blockade of Kesh": of a sentence without a verb, the plural between a name and a noun that is the form of a verb
 * too is its verb. */
static void headline_verb(dm_token *tokens, const dm_text *text, const dm_sentence *sentence, const dm_irregular *forms)
{
    static const char *const plurals[] = {"force", "talk", "troop", "arm", "right", "state", "official", "affair", "nation", "sport", "force", "minister", "part", "head",
                                          "matter", "post", "police", "time", "work", "field", "court", "house", "press", "group", "market", "service"};
    uint32_t found = DM_NONE, root = DM_NONE;
    bool bare = false;
    if (sentence->last - sentence->first > 24) return;
    for (uint32_t i = sentence->first; i < sentence->last; i++) {
        if (tokens[i].upos == DM_AUX || finite(&tokens[i])) return;
        if (tokens[i].head == DM_NONE) root = i;
        if (found == DM_NONE && bare_verb(tokens, text, sentence, i)) {
            found = i;
            bare = true;
        }
        if (found != DM_NONE || i == sentence->first || i + 1 >= sentence->last || (tokens[i].xpos != DM_X_NNS && tokens[i].xpos != DM_X_NNPS)) continue;
        dm_slice lemma = dm_irregular_lemma(forms, text->words[i].key, DM_VERB, DM_X_VBZ);
        uint8_t next = tokens[i + 1].upos;
        bool follows = next == DM_NOUN || next == DM_PROPN || next == DM_ADJ || next == DM_NUM || next == DM_DET || tokens[i + 1].head == i;
        if (!lemma.at || tokens[i - 1].upos != DM_PROPN || !follows) continue;
        bool plural = false;
        for (size_t k = 0; k < DM_COUNT(plurals) && !plural; k++) plural = dm_slice_is(lemma, plurals[k]);
        if (!plural && (tokens[i - 1].head == i || tokens[i].head == DM_NONE || tokens[i].relation == DM_R_COMPOUND)) found = i;
    }
    if (found == DM_NONE || root == DM_NONE || root < found) return;
    uint32_t verb = found, subject = verb - 1;
    for (uint32_t i = sentence->first; i < verb; i++) {   /* what stood before it goes with the name */
        uint32_t head = tokens[i].head;
        if (i != subject && (head == verb || head == DM_NONE || head > verb)) {
            tokens[i].head = subject;
            if (tokens[i].relation == DM_R_NSUBJ || tokens[i].relation == DM_R_ROOT) tokens[i].relation = DM_R_COMPOUND;
        }
    }
    for (uint32_t i = verb + 1; i < sentence->last; i++)
        if (tokens[i].head != DM_NONE && tokens[i].head < verb) tokens[i].head = verb;
    make_root(tokens, verb, subject, root != verb ? root : DM_NONE);
    tokens[verb].upos = DM_VERB;
    tokens[verb].xpos = bare ? DM_X_VBP : DM_X_VBZ;
    for (uint32_t i = verb + 1; bare && i < sentence->last; i++)
        if (tokens[i].head == verb && tokens[i].relation == DM_R_APPOS) tokens[i].relation = DM_R_OBJ;
    tokens[verb].lemma = bare ? text->words[verb].form : dm_irregular_lemma(forms, text->words[verb].key, DM_VERB, DM_X_VBZ);
    tokens[verb].lemma_key = dm_key(tokens[verb].lemma.at, tokens[verb].lemma.size);
}

/* "the chief executive of the bank": an adjective that is a subject or an object is the noun that is written so. */
static void noun_by_use(dm_token *tokens, const dm_text *text, uint32_t word)
{
    static const char *const nouns[] = {"executive", "official", "representative", "general", "militant", "extremist", "suspect", "civilian", "moderate"};
    if (tokens[word].upos != DM_ADJ || tokens[word].xpos != DM_X_JJ) return;
    for (size_t i = 0; i < DM_COUNT(nouns); i++)
        if (form_is(text, word, nouns[i])) {
            tokens[word].upos = DM_NOUN;
            tokens[word].xpos = DM_X_NN;
        }
}

/* "EU denies it": a noun by the one tagging and a finite verb by the other, with a subject, is the verb. */
static void agree_tags(dm_token *tokens, const dm_text *text, const dm_sentence *sentence, uint32_t word, const dm_irregular *forms)
{
    if (tokens[word].upos != DM_NOUN || (tokens[word].xpos != DM_X_VBZ && tokens[word].xpos != DM_X_VBD) || !has_child(tokens, sentence, word, DM_R_NSUBJ)) return;
    dm_slice lemma = dm_irregular_lemma(forms, text->words[word].key, DM_VERB, tokens[word].xpos);
    tokens[word].upos = DM_VERB;
    if (!lemma.at) return;
    tokens[word].lemma = lemma;
    tokens[word].lemma_key = dm_key(lemma.at, lemma.size);
}

void dm_repair(dm_tree *tree, const dm_irregular *forms)
{
    dm_token *tokens = tree->tokens;
    for (uint32_t s = 0; s < tree->text->sentence_count; s++) {
        const dm_sentence *sentence = &tree->text->sentences[s];
        for (uint32_t i = sentence->first; i < sentence->last; i++) {
            agree_tags(tokens, tree->text, sentence, i, forms);
            switch (tokens[i].relation) {
            case DM_R_MARK:
                told_clause(tokens, tree->text, i);
                urged_clause(tokens, tree->text, i);
                accused_clause(tokens, tree->text, i);
                planned_clause(tokens, tree->text, i);
                break;
            case DM_R_ADVCL: clause_behind_comma(tokens, tree->text, sentence, i); break;
            case DM_R_NSUBJ_PASS: active_subject(tokens, sentence, i); break;
            case DM_R_NSUBJ: case DM_R_OBL: case DM_R_NMOD: case DM_R_APPOS: noun_by_use(tokens, tree->text, i); break;
            case DM_R_OBJ:
                noun_by_use(tokens, tree->text, i);
                gerund_object(tokens, tree->text, sentence, i);
                given_span(tokens, sentence, i);
                break;
            case DM_R_AMOD:
                conjoined_verb(tokens, sentence, i);
                verb_before_clause(tokens, sentence, i);
                verb_joined_to(tokens, sentence, i);
                break;
            case DM_R_COMPOUND: case DM_R_IOBJ: given_span(tokens, sentence, i); break;
            case DM_R_CONJ:
                conjoined_subject(tokens, sentence, i);
                conjoined_outside(tokens, sentence, i);
                break;
            case DM_R_XCOMP: visiting_guest(tokens, tree->text, sentence, i); break;
            case DM_R_CCOMP: noun_for_clause(tokens, tree->text, sentence, i); break;
            case DM_R_CASE: particle_object(tokens, tree->text, sentence, i); break;
            case DM_R_ACL: verb_behind_apposition(tokens, sentence, i); break;
            default: break;
            }
        }
        lone_verb(tokens, sentence);
        headline_verb(tokens, tree->text, sentence, forms);
    }
}
