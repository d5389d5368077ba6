/* Who stands in which grammatical function of a trigger: voice undone, relative pronouns, control, shared subjects and
 * objects of conjoined verbs, light verbs and the nouns they carry.  Works on Universal Dependencies trees. */
#include "code/frames.h"

#define CHILDREN(c, word, k) for (uint32_t k = (c)->tokens[word].child; k != DM_NONE; k = (c)->tokens[k].next)

bool dm_word_is(const dm_coding *c, uint32_t word, const char *lemma)
{
    return dm_slice_is(c->tokens[word].lemma, lemma);
}

bool dm_word_one_of(const dm_coding *c, uint32_t word, const char *const *lemmas, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (dm_word_is(c, word, lemmas[i])) return true;
    return false;
}

static uint32_t child_of(const dm_coding *c, uint32_t word, dm_relation relation)
{
    CHILDREN(c, word, k)
        if (c->tokens[k].relation == relation) return k;
    return DM_NONE;
}

static bool is_nominal(const dm_coding *c, uint32_t word)
{
    uint8_t upos = c->tokens[word].upos;
    return upos == DM_NOUN || upos == DM_PROPN || upos == DM_PRON || upos == DM_NUM || upos == DM_ADJ || upos == DM_DET ||
           upos == DM_X || upos == DM_SYM;
}

static bool is_clause(const dm_coding *c, uint32_t word) { return dm_is_clause(c, word); }

bool dm_is_clause(const dm_coding *c, uint32_t word)
{
    const dm_token *t = &c->tokens[word];
    if (t->upos == DM_VERB && t->xpos == DM_X_VBG)   /* a noun, tagged as a verb: "their killing of the general" */
        return (dm_tree_find(&c->record->tree, word, DM_R_NMOD_POSS) == DM_NONE && dm_tree_find(&c->record->tree, word, DM_R_DET) == DM_NONE) ||
               dm_tree_find(&c->record->tree, word, DM_R_OBJ) != DM_NONE || dm_tree_find(&c->record->tree, word, DM_R_NSUBJ) != DM_NONE;
    if (t->upos == DM_VERB || t->upos == DM_AUX) return true;
    /* a verb tagged as a noun, as in headlines: "the minister resigns after ..." */
    if (t->upos == DM_NOUN && t->child != DM_NONE && dm_tree_find(&c->record->tree, word, DM_R_NSUBJ) != DM_NONE &&
        dm_tree_find(&c->record->tree, word, DM_R_COP) == DM_NONE && dm_frame_first(c->frames, t->lemma_key, DM_FRAME_VERB) &&
        !dm_frame_first(c->frames, t->lemma_key, DM_FRAME_NOUN))
        return true;
    /* a gerund with an object, tagged as a noun: "of bombing Kesh" */
    return t->upos == DM_NOUN && t->xpos == DM_X_VBG && dm_tree_find(&c->record->tree, word, DM_R_OBJ) != DM_NONE;
}

/* Verbs without an object: their participle behind a noun is a past tense that the tags miss ("ministers gathered in ..."). */
static bool intransitive(const dm_coding *c, uint32_t verb)
{
    static const char *const verbs[] = {"gather", "convene", "meet", "assemble", "talk", "speak", "march", "rally", "protest", "arrive", "vote"};
    return dm_word_one_of(c, verb, verbs, DM_COUNT(verbs));
}

/* "Norland, with its allies, convened ...": the nominal that a sentence without a finite verb is hung on is the subject of
 * what stands behind the comma as a participle. */
static uint32_t root_as_subject(const dm_coding *c, uint32_t verb)
{
    uint32_t root = c->tokens[verb].head;
    if (verb == 0 || c->words[verb - 1].form.size != 1 || c->words[verb - 1].form.at[0] != ',') return DM_NONE;
    for (int steps = 0; steps < 6 && root != DM_NONE && c->tokens[root].head != DM_NONE; steps++) root = c->tokens[root].head;
    if (root == DM_NONE || c->tokens[root].head != DM_NONE || root >= verb) return DM_NONE;
    uint8_t upos = c->tokens[root].upos;
    if ((upos != DM_PROPN && upos != DM_NOUN && upos != DM_PRON) || child_of(c, root, DM_R_COP) != DM_NONE) return DM_NONE;
    return root;
}

bool dm_is_passive(const dm_coding *c, uint32_t verb)
{
    const dm_token *t = &c->tokens[verb];
    bool have = false, be = false, object = false, subject = false, agent = false, named = false;
    CHILDREN(c, verb, k) {
        switch (c->tokens[k].relation) {
        case DM_R_NSUBJ_PASS: case DM_R_CSUBJ_PASS: case DM_R_AUX_PASS: return true;
        case DM_R_AUX:
            have |= dm_word_is(c, k, "have");
            be |= dm_word_is(c, k, "be");
            break;
        case DM_R_OBL_AGENT: {
            uint32_t mention = c->refers->mention_at_head ? c->refers->mention_at_head[k] : DM_NONE;
            agent = true;
            named |= c->tokens[k].upos == DM_PROPN || (mention != DM_NONE && c->refers->entities[c->refers->mentions[mention].entity].actor[0]);
            break;
        }
        case DM_R_OBJ: object = true; break;
        case DM_R_NSUBJ: subject = true; break;
        default: break;
        }
    }
    if (agent && (!subject || t->xpos == DM_X_VBN || (named && !object))) return true;   /* "spoke by telephone" has a subject */
    if (t->xpos == DM_X_VBD && t->relation == DM_R_ACL && !subject && !object) return true;   /* a participle taken for a past tense */
    if (t->xpos != DM_X_VBN) return false;
    if (be) return true;
    if (have || subject) return false;
    switch (t->relation) {
    case DM_R_ACL: return !intransitive(c, verb);
    case DM_R_AMOD: return true;
    case DM_R_ADVCL: case DM_R_XCOMP: return !object;   /* "was found hanged", "left stranded" */
    case DM_R_CONJ: return !object && t->head != DM_NONE && is_clause(c, t->head) && dm_is_passive(c, t->head);
    default: return false;
    }
}

uint32_t dm_antecedent(const dm_coding *c, uint32_t word)
{
    uint8_t xpos = c->tokens[word].xpos;
    if (xpos != DM_X_WDT && xpos != DM_X_WP && xpos != DM_X_WPS) return word;
    uint32_t at = word;
    for (int steps = 0; steps < 6 && at != DM_NONE; steps++) {
        uint8_t relation = c->tokens[at].relation;
        if (relation == DM_R_ACL_RELCL || relation == DM_R_ADVCL_RELCL || relation == DM_R_ACL) {
            uint32_t head = c->tokens[at].head;
            return head == DM_NONE ? word : head;
        }
        at = c->tokens[at].head;
    }
    return word;
}

/* The nominal that a prepositional object control verb controls by: "called on Russia to withdraw". */
static uint32_t prepositional_controller(const dm_coding *c, uint32_t verb, uint32_t before)
{
    static const char *const controlling[] = {"call", "appeal", "push", "press", "plead", "shout", "prevail", "count", "rely"};
    if (!dm_word_one_of(c, verb, controlling, DM_COUNT(controlling))) return DM_NONE;
    uint64_t on = dm_key("on", 2), upon = dm_key("upon", 4), to = dm_key("to", 2), with = dm_key("with", 4), for_ = dm_key("for", 3);
    CHILDREN(c, verb, k) {
        if (k >= before || c->tokens[k].relation != DM_R_OBL) continue;
        uint64_t key = dm_tree_case(&c->record->tree, k);
        if (key == on || key == upon || key == to || key == with || key == for_) return k;
    }
    return DM_NONE;
}

/* Verbs whose object is to do what their infinitive says, also where the tree takes it for a purpose. */
static bool object_control(const dm_coding *c, uint32_t verb)
{
    static const char *const verbs[] = {"encourage", "urge", "ask", "tell", "order", "instruct", "force", "compel", "advise", "warn", "persuade", "convince",
                                        "press", "pressure", "invite", "beg", "implore", "enable", "permit", "oblige", "direct", "request", "push", "want"};
    return dm_word_one_of(c, verb, verbs, DM_COUNT(verbs));
}

static bool subject_control(const dm_coding *c, uint32_t verb)
{
    static const char *const verbs[] = {"promise", "threaten", "vow", "pledge", "agree", "swear", "use"};
    return dm_word_one_of(c, verb, verbs, DM_COUNT(verbs));
}

static void by_phrase(const dm_coding *c, uint32_t verb, dm_heads *heads, int depth);

/* "took over about a third of the country": a word of measure before a number is no preposition. */
static bool measured(const dm_coding *c, uint32_t word)
{
    static const char *const words[] = {"about", "around", "nearly", "almost", "roughly", "over", "up"};
    uint64_t marker = dm_tree_case(&c->record->tree, word);
    bool fits = false;
    for (size_t i = 0; i < DM_COUNT(words) && !fits; i++) fits = marker == dm_key(words[i], strlen(words[i]));
    if (!fits) return false;
    if (c->tokens[word].upos == DM_NUM || dm_word_is(c, word, "third") || dm_word_is(c, word, "half") || dm_word_is(c, word, "quarter") || dm_word_is(c, word, "dozen")) return true;
    return child_of(c, word, DM_R_NUMMOD) != DM_NONE;
}

/* "NPR reported Anna Torvald, the minister, recommended ...": a verb without "and" behind what the tree takes for the object
 * of a verb of saying has that for its subject. */
static uint32_t subject_before(const dm_coding *c, uint32_t verb)
{
    static const char *const saying[] = {"report", "say", "state", "add", "announce", "claim", "note", "write", "suggest", "think", "believe", "argue", "hope"};
    uint32_t above = c->tokens[verb].head;
    if (above == DM_NONE || above > verb || child_of(c, verb, DM_R_CC) != DM_NONE) return DM_NONE;
    uint32_t object = dm_word_one_of(c, above, saying, DM_COUNT(saying)) ? child_of(c, above, DM_R_OBJ) : DM_NONE, first, last;
    if (object == DM_NONE || object < above || object > verb || !is_nominal(c, object)) return DM_NONE;
    dm_tree_range(&c->record->tree, object, &first, &last);
    return last <= verb && verb - last <= 3 ? object : DM_NONE;
}

/* "the Norlandish plan to invade Kesh": who would do it; DM_NONE when nobody is named before a word for an intention. */
static uint32_t planner(const dm_coding *c, uint32_t noun)
{
    static const char *const intentions[] = {"plan", "threat", "intention", "bid", "decision", "attempt", "effort", "move", "vow", "pledge", "promise", "offer", "proposal"};
    if (!c->refers->mention_at_head || !dm_word_one_of(c, noun, intentions, DM_COUNT(intentions))) return DM_NONE;
    CHILDREN(c, noun, k) {
        bool before = k < noun && (c->tokens[k].relation == DM_R_AMOD || c->tokens[k].relation == DM_R_COMPOUND);
        uint32_t mention = before ? c->refers->mention_at_head[k] : DM_NONE;
        if (mention != DM_NONE && c->refers->entities[c->refers->mentions[mention].entity].country[0]) return k;
    }
    return DM_NONE;
}

/* "gave Kesh three days to withdraw": who is to do it; DM_NONE when nobody is given anything. */
static uint32_t receiver_of_time(const dm_coding *c, uint32_t head, uint32_t verb)
{
    static const char *const gives[] = {"give", "grant", "allow", "offer"};
    uint32_t receiver = child_of(c, head, DM_R_IOBJ), mark = child_of(c, verb, DM_R_MARK);
    if (receiver == DM_NONE || receiver > verb || mark == DM_NONE || !dm_word_is(c, mark, "to")) return DM_NONE;
    return dm_word_one_of(c, head, gives, DM_COUNT(gives)) ? dm_antecedent(c, receiver) : DM_NONE;
}

/* "a bomb in Kesh Bay, Kesh, kills five": a country that only tells where the town before it lies. */
static bool behind_its_town(const dm_coding *c, uint32_t word)
{
    const dm_references *refers = c->refers;
    if (!refers->place_of || refers->place_of[word] == DM_NONE) return false;
    const dm_place *country = &refers->places[refers->place_of[word]];
    if (country->first < 2 || !dm_slice_is(c->words[country->first - 1].form, ",")) return false;
    uint32_t town = refers->place_of[country->first - 2];
    return town != DM_NONE && country->country[0] && strcmp(refers->places[town].country, country->country) == 0;
}

uint32_t dm_surface_subject(const dm_coding *c, uint32_t verb, int depth)
{
    if (depth > DM_DEPTH_MOST) return DM_NONE;
    const dm_token *t = &c->tokens[verb];
    if (t->xpos == DM_X_VBG && child_of(c, verb, DM_R_DET) != DM_NONE) return DM_NONE;   /* "after the shooting down of ...": whoever did it */
    uint32_t own = DM_NONE;   /* of several (datelines are taken for subjects) the nearest before the verb */
    CHILDREN(c, verb, k) {
        uint8_t relation = c->tokens[k].relation;
        if ((relation == DM_R_NSUBJ || relation == DM_R_NSUBJ_PASS || relation == DM_R_NSUBJ_OUTER) && (own == DM_NONE || k < verb) &&
            !((own != DM_NONE || t->xpos == DM_X_VBG) && behind_its_town(c, k)))
            own = k;
    }
    if (own == DM_NONE)
        CHILDREN(c, verb, k)   /* a person's name before the verb is no adverb */
            if (k < verb && c->tokens[k].relation == DM_R_ADVMOD && c->tokens[k].upos == DM_PROPN) own = k;
    if (own != DM_NONE) return dm_antecedent(c, own);
    uint32_t head = t->head;
    if (head == DM_NONE) return DM_NONE;
    switch (t->relation) {
    case DM_R_CONJ:
        if ((own = subject_before(c, verb)) != DM_NONE) return own;
        return is_clause(c, head) || child_of(c, head, DM_R_COP) != DM_NONE || c->tokens[head].upos == DM_ADJ
                   ? dm_surface_subject(c, head, depth + 1) : DM_NONE;
    case DM_R_XCOMP: {
        if ((own = receiver_of_time(c, head, verb)) != DM_NONE) return own;
        if (!is_clause(c, head)) return dm_surface_subject(c, head, depth + 1);
        if (dm_is_passive(c, head)) return dm_surface_subject(c, head, depth + 1);
        if (!subject_control(c, head)) {
            uint32_t object = child_of(c, head, DM_R_OBJ);
            if (object == DM_NONE) object = child_of(c, head, DM_R_IOBJ);
            if (object == DM_NONE) object = prepositional_controller(c, head, verb);
            if (object != DM_NONE && object < verb) return dm_antecedent(c, object);
        }
        return dm_surface_subject(c, head, depth + 1);
    }
    case DM_R_ADVCL: {
        if ((own = receiver_of_time(c, head, verb)) != DM_NONE) return own;
        if (child_of(c, verb, DM_R_MARK) == DM_NONE && (t->xpos == DM_X_VBD || t->xpos == DM_X_VBZ) && (own = subject_before(c, verb)) != DM_NONE) return own;
        if (is_clause(c, head) && !dm_is_passive(c, head)) {
            uint32_t object = prepositional_controller(c, head, verb), mark = child_of(c, verb, DM_R_MARK);
            if (object != DM_NONE) return object;
            object = mark != DM_NONE && dm_word_is(c, mark, "to") && object_control(c, head) ? child_of(c, head, DM_R_OBJ) : DM_NONE;
            if (object != DM_NONE && object < verb && object > head) return dm_antecedent(c, object);   /* "encouraged its allies to ..." */
            CHILDREN(c, verb, k)   /* "accused Iran of attacking" */
                if (c->tokens[k].relation == DM_R_MARK && (dm_word_is(c, k, "of") || dm_word_is(c, k, "for") || dm_word_is(c, k, "from") || dm_word_is(c, k, "against"))) {
                    uint32_t accused = child_of(c, head, DM_R_OBJ);
                    if (accused != DM_NONE && accused < verb) return dm_antecedent(c, accused);
                }
        }
        if (is_clause(c, head) && dm_is_passive(c, head) && t->xpos == DM_X_VBG && dm_in_class(c, "harm", verb)) {
            dm_heads agents = {.count = 0};   /* "was shelled, killing five": by whoever shelled it */
            by_phrase(c, head, &agents, depth + 1);
            return agents.count ? agents.at[0] : DM_NONE;
        }
        return dm_surface_subject(c, head, depth + 1);
    }
    case DM_R_ACL: {
        bool infinitive = false;
        CHILDREN(c, verb, k)
            if (c->tokens[k].relation == DM_R_MARK && dm_word_is(c, k, "to")) infinitive = true;
        if (!infinitive) {
            uint32_t root = t->xpos == DM_X_VBN && intransitive(c, verb) ? root_as_subject(c, verb) : DM_NONE;
            return root != DM_NONE ? root : head;
        }
        uint32_t owner = child_of(c, head, DM_R_NMOD_POSS);
        if (owner != DM_NONE || (owner = planner(c, head)) != DM_NONE) return owner;
        uint32_t above = c->tokens[head].head;
        if (above != DM_NONE && is_clause(c, above) && c->tokens[head].relation == DM_R_OBJ) {
            uint32_t receiver = child_of(c, above, DM_R_IOBJ);
            return receiver != DM_NONE ? receiver : dm_surface_subject(c, above, depth + 1);
        }
        uint32_t mention = c->refers->mention_at_head ? c->refers->mention_at_head[head] : DM_NONE;   /* "a coalition to fight the rebels" */
        if (mention != DM_NONE && c->refers->entities[c->refers->mentions[mention].entity].actor[0]) return head;
        return DM_NONE;
    }
    case DM_R_ACL_RELCL: case DM_R_AMOD: return head;
    case DM_R_OBL:   /* a gerund behind a preposition: "accused Sudland of bombing Kesh", "reacted by closing the border" */
        if (is_clause(c, head) && !dm_is_passive(c, head)) {
            uint64_t key = dm_tree_case(&c->record->tree, verb);
            uint32_t accused = child_of(c, head, DM_R_OBJ);
            if (!key) {
                uint32_t mark = child_of(c, verb, DM_R_MARK);
                if (mark != DM_NONE) key = c->tokens[mark].lemma_key;
            }
            if (accused != DM_NONE && accused < verb && (key == dm_key("of", 2) || key == dm_key("for", 3) || key == dm_key("from", 4) || key == dm_key("against", 7)))
                return dm_antecedent(c, accused);
        }
        return is_clause(c, head) ? dm_surface_subject(c, head, depth + 1) : DM_NONE;
    default: return DM_NONE;
    }
}

static void add(dm_heads *heads, uint32_t word)
{
    for (uint32_t i = 0; i < heads->count; i++)
        if (heads->at[i] == word) return;
    if (heads->count < DM_PARTY_MOST) heads->at[heads->count++] = word;
}

/* A nominal and what is conjoined with it. */
static void add_all(const dm_coding *c, dm_heads *heads, uint32_t word)
{
    word = dm_antecedent(c, word);
    add(heads, word);
    CHILDREN(c, word, k)
        if (c->tokens[k].relation == DM_R_CONJ && is_nominal(c, k)) add(heads, k);
}

static bool has_preposition(const dm_coding *c, uint32_t nominal, uint64_t preposition)
{
    if (dm_tree_case(&c->record->tree, nominal) == preposition) return true;
    CHILDREN(c, nominal, k)   /* "out of the talks" */
        if (c->tokens[k].relation == DM_R_CASE && c->tokens[k].lemma_key == preposition) return true;
    return false;
}

static bool is_time(const dm_coding *c, uint32_t word) { return c->refers->time_of && c->refers->time_of[word] != DM_NONE; }

/* "sentenced to life in prison by a court": who did it, hung on a noun behind the verb that nobody makes. */
static void hung_agent(const dm_coding *c, uint32_t noun, dm_heads *heads, int depth)
{
    bool nobody = !c->refers->mention_at_head || c->refers->mention_at_head[noun] == DM_NONE;
    if (depth > 3 || !nobody || dm_frame_first(c->frames, c->tokens[noun].lemma_key, DM_FRAME_NOUN)) return;
    CHILDREN(c, noun, k) {
        if (k < noun || (c->tokens[k].relation != DM_R_NMOD && c->tokens[k].relation != DM_R_OBL)) continue;
        uint32_t mention = c->refers->mention_at_head ? c->refers->mention_at_head[k] : DM_NONE;
        if (!has_preposition(c, k, dm_key("by", 2))) hung_agent(c, k, heads, depth + 1);
        else if (mention != DM_NONE && c->refers->entities[c->refers->mentions[mention].entity].actor[0]) add_all(c, heads, k);
    }
}

static void by_phrase(const dm_coding *c, uint32_t verb, dm_heads *heads, int depth)
{
    if (depth > DM_DEPTH_MOST) return;
    uint64_t by = dm_key("by", 2);
    CHILDREN(c, verb, k) {
        uint8_t relation = c->tokens[k].relation;
        if (relation == DM_R_OBL_AGENT || (relation == DM_R_OBL && has_preposition(c, k, by) && !is_time(c, k)))
            add_all(c, heads, k);
    }
    CHILDREN(c, verb, k)   /* "was attacked and looted by ..." */
        if (!heads->count && c->tokens[k].relation == DM_R_CONJ && is_clause(c, k) && dm_is_passive(c, k))
            by_phrase(c, k, heads, depth + 1);
    CHILDREN(c, verb, k)
        if (!heads->count && k > verb && c->tokens[k].relation == DM_R_OBL && !c->marked) hung_agent(c, k, heads, 0);
}

static void objects(const dm_coding *c, uint32_t verb, dm_heads *heads, int depth)
{
    if (depth > DM_DEPTH_MOST) return;
    CHILDREN(c, verb, k)
        if (c->tokens[k].relation == DM_R_OBJ) add_all(c, heads, k);
    CHILDREN(c, verb, k)   /* "warned Kesh that ...": a receiver without a thing received */
        if (!heads->count && c->tokens[k].relation == DM_R_IOBJ) add_all(c, heads, k);
    CHILDREN(c, verb, k)   /* an object that the parse takes for a bare adjunct: no preposition, no time */
        if (!heads->count && k > verb && (c->tokens[k].relation == DM_R_OBL || c->tokens[k].relation == DM_R_OBL_UNMARKED) &&
            (c->tokens[k].upos == DM_NOUN || c->tokens[k].upos == DM_PROPN || c->tokens[k].upos == DM_NUM) &&
            (!dm_tree_case(&c->record->tree, k) || measured(c, k)) && !is_time(c, k))
            add_all(c, heads, k);
    CHILDREN(c, verb, k)   /* "warned the Norlanders that ...": taken for a subject of the clause that begins behind it */
        if (!heads->count && c->tokens[k].relation == DM_R_CCOMP) {
            uint32_t mark = child_of(c, k, DM_R_MARK);
            if (mark == DM_NONE || !dm_word_is(c, mark, "that")) continue;
            CHILDREN(c, k, j)
                if (c->tokens[j].relation == DM_R_NSUBJ && j > verb && j < mark) add_all(c, heads, j);
        }
    if (heads->count) return;
    const dm_token *t = &c->tokens[verb];
    uint32_t subject = DM_NONE;
    CHILDREN(c, verb, k)
        if (c->tokens[k].relation == DM_R_NSUBJ) subject = k;
    if (t->relation == DM_R_ACL_RELCL && t->head != DM_NONE && subject != DM_NONE && dm_antecedent(c, subject) == subject) {
        add_all(c, heads, t->head);   /* "the hostages Hamas holds" */
        return;
    }
    CHILDREN(c, verb, k)   /* "attacked and burned the village" */
        if (!heads->count && c->tokens[k].relation == DM_R_CONJ && is_clause(c, k) && k > verb && k < verb + 6 &&
            !dm_is_passive(c, k) && child_of(c, k, DM_R_NSUBJ) == DM_NONE)
            objects(c, k, heads, depth + 1);
}

static void prepositional(const dm_coding *c, uint32_t word, uint64_t preposition, dm_heads *heads)
{
    CHILDREN(c, word, k) {
        uint8_t relation = c->tokens[k].relation;
        if ((relation == DM_R_OBL || relation == DM_R_NMOD || relation == DM_R_OBL_AGENT) &&
            has_preposition(c, k, preposition) && !is_time(c, k))
            add_all(c, heads, k);
    }
}

/* "discussed it by telephone with Kesh", "sold half of its fleet to Kesh": the phrase hangs on another phrase of the verb that is
 * nobody. */
static void nested(const dm_coding *c, uint32_t verb, uint64_t preposition, dm_heads *heads)
{
    if (preposition != dm_key("with", 4) && preposition != dm_key("to", 2) && preposition != dm_key("on", 2) && preposition != dm_key("against", 7)) return;
    CHILDREN(c, verb, k) {
        uint8_t relation = c->tokens[k].relation;
        if (k < verb || heads->count || (relation != DM_R_OBL && relation != DM_R_OBJ && relation != DM_R_OBL_UNMARKED)) continue;
        uint32_t inner = relation == DM_R_OBJ ? dm_tree_find(&c->record->tree, k, DM_R_NMOD) : k;
        if (inner == DM_NONE || c->tokens[inner].upos == DM_PROPN) continue;
        if (c->refers->mention_at_head && c->refers->mention_at_head[inner] != DM_NONE) continue;
        prepositional(c, inner, preposition, heads);
    }
}

static void relatives(const dm_coding *c, uint32_t word, dm_relation one, dm_relation other, dm_heads *heads)
{
    CHILDREN(c, word, k)
        if (c->tokens[k].relation == one || c->tokens[k].relation == other) {
            add(heads, k);
            CHILDREN(c, k, j)
                if (c->tokens[j].relation == DM_R_CONJ) add(heads, j);
        }
}

/* Clauses marked by a preposition: "accused of bombing", "responded by closing". */
static void marked_clauses(const dm_coding *c, uint32_t word, uint64_t preposition, dm_heads *heads)
{
    CHILDREN(c, word, k) {
        uint8_t relation = c->tokens[k].relation;
        bool gerund = relation == DM_R_OBL && dm_is_clause(c, k);
        if (relation != DM_R_ADVCL && relation != DM_R_XCOMP && relation != DM_R_ACL && relation != DM_R_CCOMP && !gerund) continue;
        CHILDREN(c, k, j)
            if (c->tokens[j].relation == DM_R_MARK && c->tokens[j].lemma_key == preposition) {
                add(heads, k);
                break;
            }
    }
}

static void of_verb(const dm_coding *c, uint32_t verb, dm_path path, dm_heads *heads, int depth)
{
    bool passive = dm_is_passive(c, verb);
    switch (path.function) {
    case DM_F_SUBJ:
        if (passive) by_phrase(c, verb, heads, depth);
        else {
            uint32_t subject = dm_surface_subject(c, verb, depth);
            if (subject != DM_NONE) add_all(c, heads, subject);
        }
        break;
    case DM_F_OBJ:
        if (passive) {
            uint32_t subject = dm_surface_subject(c, verb, depth);
            if (subject != DM_NONE) add_all(c, heads, subject);
        } else objects(c, verb, heads, depth);
        break;
    case DM_F_IOBJ: {
        uint32_t receiver = child_of(c, verb, DM_R_IOBJ);
        uint32_t things = 0, first = DM_NONE;   /* "granted Odan a pardon": two objects, the first one receives */
        CHILDREN(c, verb, k)
            if (c->tokens[k].relation == DM_R_OBJ) {
                if (!things++) first = k;
            }
        if (receiver == DM_NONE && things > 1 && !passive && (c->tokens[first].upos == DM_PROPN || c->tokens[first].upos == DM_PRON)) receiver = first;
        if (receiver != DM_NONE) add_all(c, heads, receiver);
        else if (passive && child_of(c, verb, DM_R_OBJ) != DM_NONE) {
            receiver = dm_surface_subject(c, verb, depth);
            if (receiver != DM_NONE) add_all(c, heads, receiver);
        }
        break;
    }
    case DM_F_PREP:
        prepositional(c, verb, path.preposition, heads);
        if (!heads->count) {
            dm_heads carried = {.count = 0};
            objects(c, verb, &carried, depth);
            if (passive) {
                uint32_t subject = dm_surface_subject(c, verb, depth);
                if (subject != DM_NONE) add(&carried, subject);
            }
            for (uint32_t i = 0; i < carried.count; i++) prepositional(c, carried.at[i], path.preposition, heads);
        }
        if (!heads->count) {   /* the phrase hangs on a second verb: "moved to impose ... on" */
            uint32_t lower = child_of(c, verb, DM_R_XCOMP);
            if (lower != DM_NONE && !is_clause(c, lower)) prepositional(c, lower, path.preposition, heads);
        }
        marked_clauses(c, verb, path.preposition, heads);
        if (!heads->count && path.preposition != dm_key("of", 2)) nested(c, verb, path.preposition, heads);
        if (!heads->count && c->tokens[verb].upos == DM_NOUN && (path.preposition == dm_key("of", 2) || path.preposition == dm_key("on", 2)))
            objects(c, verb, heads, depth);   /* "of bombing Kesh": a noun with an object */
        break;
    case DM_F_XCOMP:
        relatives(c, verb, DM_R_XCOMP, DM_R_XCOMP, heads);
        if (!heads->count)   /* "called on Russia to withdraw" is often parsed as a purpose clause */
            CHILDREN(c, verb, k)
                if (c->tokens[k].relation == DM_R_ADVCL && k > verb) {
                    uint32_t mark = child_of(c, k, DM_R_MARK);
                    if (mark != DM_NONE && dm_word_is(c, mark, "to") && mark > verb) add(heads, k);
                }
        if (!heads->count) {   /* "urged Israel to stop" parsed as a clause that hangs on the object */
            uint32_t object = child_of(c, verb, DM_R_OBJ);
            if (object != DM_NONE) marked_clauses(c, object, dm_key("to", 2), heads);
            static const char *const naming[] = {"call", "deem", "declare", "brand", "label", "name", "consider"};
            /* "called the deal a farce": a second bare nominal says what it is called */
            bool names = object != DM_NONE && dm_word_one_of(c, verb, naming, DM_COUNT(naming));
            if (names)
                CHILDREN(c, verb, k)
                    if ((c->tokens[k].relation == DM_R_OBL_UNMARKED || c->tokens[k].relation == DM_R_OBL) && k > object && c->tokens[k].upos == DM_NOUN &&
                        !dm_tree_case(&c->record->tree, k) && !is_time(c, k))
                        add(heads, k);
            if (names && !heads->count)
                CHILDREN(c, object, k)
                    if (c->tokens[k].relation == DM_R_APPOS && k > 0 && c->tokens[k].upos == DM_NOUN && !(c->words[object + 1].flags & DM_WORD_PUNCT)) add(heads, k);
        }
        break;
    case DM_F_CCOMP: relatives(c, verb, DM_R_CCOMP, DM_R_CCOMP, heads); break;
    case DM_F_ADVCL: relatives(c, verb, DM_R_ADVCL, DM_R_ADVCL, heads); break;
    case DM_F_ACL: relatives(c, verb, DM_R_ACL, DM_R_ACL, heads); break;
    case DM_F_CSUBJ:
        CHILDREN(c, verb, k)
            if (c->tokens[k].relation == DM_R_CCOMP) {
                uint32_t subject = dm_surface_subject(c, k, depth + 1);
                if (subject != DM_NONE) add_all(c, heads, subject);
            }
        break;
    case DM_F_ASUBJ:
        CHILDREN(c, verb, k)
            if (c->tokens[k].relation == DM_R_OBJ) {   /* "reservists as Kesh advanced": hung on the object */
                CHILDREN(c, k, j)
                    if ((c->tokens[j].relation == DM_R_ACL || c->tokens[j].relation == DM_R_ADVCL) && is_clause(c, j) && child_of(c, j, DM_R_MARK) != DM_NONE) {
                        uint32_t subject = dm_surface_subject(c, j, depth + 1);
                        if (subject != DM_NONE) add_all(c, heads, subject);
                    }
            } else if (c->tokens[k].relation == DM_R_ADVCL && is_clause(c, k)) {
                uint32_t subject = dm_surface_subject(c, k, depth + 1);
                uint32_t own = dm_surface_subject(c, verb, depth + 1);
                if (subject != DM_NONE && subject != own) add_all(c, heads, subject);
            }
        break;
    default: break;
    }
}

/* The first noun of a coordination, which often carries what belongs to all of them. */
static uint32_t first_conjunct(const dm_coding *c, uint32_t noun)
{
    const dm_token *t = &c->tokens[noun];
    return t->relation == DM_R_CONJ && t->head != DM_NONE && c->tokens[t->head].upos == DM_NOUN ? t->head : DM_NONE;
}

/* A phrase that follows the noun's own words at once, wherever the tree hangs it: "condemned the attack by Sudland on Kesh". */
static void following_phrase(const dm_coding *c, uint32_t noun, uint64_t preposition, dm_heads *heads)
{
    static const char *const near[] = {"by", "on", "against", "between", "from"};
    bool fits = false;
    for (size_t i = 0; i < DM_COUNT(near) && !fits; i++) fits = preposition == dm_key(near[i], strlen(near[i]));
    uint32_t governor = c->tokens[noun].head, total = c->record->text.word_count;
    if (!fits || governor == DM_NONE || governor > noun) return;
    if (preposition == dm_key("by", 2) && dm_is_clause(c, governor) && dm_is_passive(c, governor)) return;
    for (uint32_t w = noun + 1; w < total && w < noun + 9; w++) {
        if (dm_is_clause(c, w) || (c->words[w].flags & DM_WORD_PUNCT)) return;
        uint32_t head = c->tokens[w].head;
        if (c->tokens[w].relation != DM_R_CASE || c->tokens[w].lemma_key != preposition || head == DM_NONE || head < w || is_time(c, head)) continue;
        add_all(c, heads, head);
        return;
    }
}

/* "accused Sudland of bombing Kesh": a gerund taken for a noun has the name right behind it for its object. */
static void object_behind(const dm_coding *c, uint32_t noun, dm_heads *heads)
{
    dm_slice form = c->words[noun].form;
    uint32_t next = noun + 1;
    if (form.size < 5 || memcmp(form.at + form.size - 3, "ing", 3) != 0 || next >= c->record->text.word_count) return;
    if (c->tokens[next].upos != DM_PROPN || c->words[next].span.start != c->words[noun].span.end + 1) return;
    if ((c->tokens[next].head == noun && c->tokens[next].relation != DM_R_OBJ) || child_of(c, noun, DM_R_DET) != DM_NONE || c->tokens[next].relation == DM_R_NSUBJ) return;
    add_all(c, heads, next);
}

/* A modifier that stands before a noun, when it is of the kind asked for: a place (DM_F_COMP) or anybody else (DM_F_ADJ).  Of a compound
 * that is nobody, what stands before that: "a [Kesh drone] strike". */
static void before_noun(const dm_coding *c, uint32_t word, uint8_t function, dm_heads *heads)
{
    uint32_t m = c->refers->mention_at_head ? c->refers->mention_at_head[word] : DM_NONE;
    bool place = c->tokens[word].upos != DM_ADJ && m != DM_NONE && !(c->refers->demonym && c->refers->demonym[word]) &&
                 (c->refers->entities[c->refers->mentions[m].entity].type == DM_GPE ||
                  c->refers->entities[c->refers->mentions[m].entity].type == DM_LOC);
    if ((function == DM_F_COMP) == place || (c->marked && c->marked[word])) add_all(c, heads, word);
    if (m != DM_NONE || c->tokens[word].relation != DM_R_COMPOUND || c->marked) return;
    CHILDREN(c, word, k)
        if ((c->tokens[k].relation == DM_R_COMPOUND || c->tokens[k].relation == DM_R_AMOD) && c->refers->mention_at_head &&
            c->refers->mention_at_head[k] != DM_NONE)
            before_noun(c, k, function, heads);
}

static void of_noun(const dm_coding *c, uint32_t noun, dm_path path, dm_heads *heads, int depth)
{
    uint32_t first;
    switch (path.function) {
    case DM_F_SUBJ:
        if (child_of(c, noun, DM_R_COP) != DM_NONE || c->tokens[noun].upos == DM_ADJ) {
            uint32_t subject = dm_surface_subject(c, noun, depth);
            if (subject != DM_NONE) add_all(c, heads, subject);
        }
        break;
    case DM_F_POSS: {
        uint32_t owner = child_of(c, noun, DM_R_NMOD_POSS);
        if (owner != DM_NONE) add_all(c, heads, owner);
        break;
    }
    case DM_F_ADJ: case DM_F_COMP:
        CHILDREN(c, noun, k) {
            uint8_t relation = c->tokens[k].relation;
            if (relation == DM_R_AMOD || relation == DM_R_COMPOUND || relation == DM_R_NMOD || relation == DM_R_NMOD_DESC) {
                if (k > noun) continue;
                before_noun(c, k, path.function, heads);
                if (path.function == DM_F_ADJ && relation == DM_R_AMOD && dm_slice_is(c->words[k].form, "led"))   /* "a Norland-led strike" */
                    CHILDREN(c, k, j)
                        if (c->tokens[j].relation == DM_R_COMPOUND || c->tokens[j].relation == DM_R_OBL || c->tokens[j].relation == DM_R_NSUBJ ||
                            c->tokens[j].relation == DM_R_OBL_AGENT || c->tokens[j].relation == DM_R_ADVMOD)
                            add_all(c, heads, j);
            }
        }
        break;
    case DM_F_PREP:
        prepositional(c, noun, path.preposition, heads);
        marked_clauses(c, noun, path.preposition, heads);
        if (!heads->count) {
            const dm_frame *frame;
            uint32_t light = dm_light_above(c, noun, &frame, depth + 1);
            if (light != DM_NONE) prepositional(c, light, path.preposition, heads);
        }
        if (!heads->count && (path.preposition == dm_key("of", 2) || path.preposition == dm_key("on", 2))) object_behind(c, noun, heads);
        if (!heads->count) following_phrase(c, noun, path.preposition, heads);
        if (!heads->count && path.preposition != dm_key("of", 2))   /* "a suspension of aid to Kesh", "the lifting of a ban on ..." */
            CHILDREN(c, noun, k)
                if (c->tokens[k].relation == DM_R_NMOD && has_preposition(c, k, dm_key("of", 2)) && c->tokens[k].upos == DM_NOUN)
                    prepositional(c, k, path.preposition, heads);
        if (!heads->count)   /* "the shelling and bombing of ..." */
            CHILDREN(c, noun, k)
                if (c->tokens[k].relation == DM_R_CONJ && c->tokens[k].upos == DM_NOUN && !heads->count)
                    prepositional(c, k, path.preposition, heads);
        break;
    case DM_F_XCOMP: case DM_F_ACL:
        relatives(c, noun, DM_R_ACL, DM_R_XCOMP, heads);
        break;
    case DM_F_CCOMP: relatives(c, noun, DM_R_CCOMP, DM_R_ACL, heads); break;
    case DM_F_ADVCL: relatives(c, noun, DM_R_ADVCL, DM_R_ADVCL, heads); break;
    case DM_F_OBJ: break;
    case DM_F_GSUBJ: {
        uint32_t clause = dm_clause_of(c, noun);
        if (clause != noun && is_clause(c, clause)) {
            uint32_t subject = dm_surface_subject(c, clause, depth + 1);
            if (subject != DM_NONE && subject != noun) add_all(c, heads, subject);
        }
        break;
    }
    default: break;
    }
    if (!heads->count && depth < DM_DEPTH_MOST && (first = first_conjunct(c, noun)) != DM_NONE && path.function != DM_F_SUBJ &&
        child_of(c, noun, DM_R_DET) == DM_NONE)
        of_noun(c, first, path, heads, depth + 1);
}

void dm_arguments(const dm_coding *c, uint32_t trigger, dm_path path, dm_heads *heads, int depth)
{
    if (depth > DM_DEPTH_MOST) return;
    if (path.function == DM_F_SELF) {
        add(heads, trigger);
        return;
    }
    if (is_clause(c, trigger)) of_verb(c, trigger, path, heads, depth);
    else of_noun(c, trigger, path, heads, depth);
}

/* ---- Light verbs ------------------------------------------------------------------------------------------- */

/* The further words of a verb's expression: particles and prepositions that belong to it. */
static bool expression_fits(const dm_coding *c, const dm_frame *frame, uint32_t verb)
{
    uint32_t last = verb + 7 < c->record->text.word_count ? verb + 7 : c->record->text.word_count;
    for (uint32_t i = 1; i < frame->words.count; i++) {
        uint64_t key = c->frames->keys.at[frame->words.first + i];
        bool found = false;
        for (uint32_t w = verb + 1; w < last && !found; w++) {
            if (c->words[w].key != key && c->tokens[w].lemma_key != key) continue;
            uint32_t head = c->tokens[w].head;
            found = head == verb || w == verb + i || (head != DM_NONE && c->tokens[head].head == verb);
        }
        if (!found) return false;
    }
    return true;
}

static bool carries(const dm_coding *c, const dm_frame *frame, uint32_t verb, uint32_t noun, int depth)
{
    if (frame->words.count && !expression_fits(c, frame, verb)) return false;
    for (uint32_t i = 0; i < frame->wants.count; i++) {
        const dm_want *want = &c->frames->wants.at[frame->wants.first + i];
        dm_heads heads = {.count = 0};
        bool holds = false;
        dm_arguments(c, verb, want->path, &heads, depth + 1);
        for (uint32_t k = 0; k < heads.count && !holds; k++)
            holds = dm_choice_holds(c->frames, want, c->tokens[heads.at[k]].lemma_key);
        if (holds == want->forbidden) return false;
    }
    for (uint32_t i = 0; i < frame->inner.count; i++) {
        dm_heads heads = {.count = 0};
        dm_path path = c->frames->paths.at[frame->inner.first + i];
        if (path.function == DM_F_PREP) {   /* not through the light verbs again */
            prepositional(c, verb, path.preposition, &heads);
            uint32_t object = child_of(c, verb, DM_R_OBJ);
            if (object != DM_NONE) prepositional(c, object, path.preposition, &heads);
            if (frame->kind == DM_FRAME_MOOD) marked_clauses(c, verb, path.preposition, &heads);   /* "refrained from attacking" */
        } else dm_arguments(c, verb, path, &heads, depth + 1);
        for (uint32_t k = 0; k < heads.count; k++)
            if (heads.at[k] == noun) return true;
        uint32_t behind = verb + 1 + (frame->words.count ? frame->words.count - 1 : 0);   /* "ruled out attacking", hung as an adverbial */
        if (frame->kind == DM_FRAME_MOOD && path.function == DM_F_XCOMP && noun == behind && c->tokens[noun].xpos == DM_X_VBG) return true;
    }
    return false;
}

const dm_frame *dm_mood_above(const dm_coding *c, uint32_t word)
{
    uint32_t head = c->tokens[word].head;
    if (head == DM_NONE) return NULL;
    for (const dm_frame *f = dm_frame_first(c->frames, c->tokens[head].lemma_key, DM_FRAME_MOOD); f; f = dm_frame_next(c->frames, f))
        if (carries(c, f, head, word, 0)) return f;
    return NULL;
}

uint32_t dm_light_above(const dm_coding *c, uint32_t noun, const dm_frame **frame, int depth)
{
    if (depth > DM_DEPTH_MOST) return DM_NONE;
    uint32_t candidates[4], count = 0, head = c->tokens[noun].head;
    if (head != DM_NONE && is_clause(c, head)) candidates[count++] = head;
    else if (head != DM_NONE && c->tokens[head].head != DM_NONE && is_clause(c, c->tokens[head].head))
        candidates[count++] = c->tokens[head].head;   /* "claimed responsibility for the attack", conjuncts */
    CHILDREN(c, noun, k)
        if ((c->tokens[k].relation == DM_R_ACL || c->tokens[k].relation == DM_R_ACL_RELCL) && is_clause(c, k) && count < 4)
            candidates[count++] = k;
    for (uint32_t i = 0; i < count; i++)
        for (const dm_frame *f = dm_frame_first(c->frames, c->tokens[candidates[i]].lemma_key, DM_FRAME_LIGHT); f;
             f = dm_frame_next(c->frames, f))
            if (carries(c, f, candidates[i], noun, depth)) {
                *frame = f;
                return candidates[i];
            }
    return DM_NONE;
}
