/* Fits frames to words: which line of data/frames a trigger answers to, who stands on its sides, and what its complement
 * makes of it ("agreed to attack" is not an attack). */
#include "code/foreign.h"

#define CHILDREN(c, word, k) for (uint32_t k = (c)->tokens[word].child; k != DM_NONE; k = (c)->tokens[k].next)

static bool negated(const dm_coding *c, uint32_t word)
{
    CHILDREN(c, word, k) {
        uint8_t relation = c->tokens[k].relation;
        if ((relation == DM_R_ADVMOD || relation == DM_R_AUX || relation == DM_R_DET || relation == DM_R_CC_PRECONJ) &&
            (dm_word_is(c, k, "not") || dm_word_is(c, k, "n't") || dm_word_is(c, k, "never") || dm_word_is(c, k, "no") ||
             dm_word_is(c, k, "neither") || dm_word_is(c, k, "nor")))
            return true;
    }
    return false;
}

/* Nouns of quantity ("thousands of protesters") stand for what they count. */
static uint32_t counted(const dm_coding *c, uint32_t word)
{
    static const char *const quantities[] = {"thousand", "hundred", "dozen", "number", "group", "lot", "series", "majority",
                                             "million", "score", "string", "wave", "round", "pair", "handful", "plan", "couple"};
    bool quantity = c->tokens[word].upos == DM_NUM || c->tokens[word].upos == DM_SYM;
    if (!quantity && !dm_word_one_of(c, word, quantities, DM_COUNT(quantities))) return DM_NONE;
    uint64_t of = dm_key("of", 2);
    CHILDREN(c, word, k)
        if (c->tokens[k].relation == DM_R_NMOD && dm_tree_case(&c->record->tree, k) == of) return k;
    return DM_NONE;
}

/* "+ obj:@MED": whether the word is one of the kinds of actor that a condition names. */
static bool actor_chosen(const dm_coding *c, const dm_want *want, uint32_t word)
{
    uint32_t mention = c->known->mention_at_head ? c->known->mention_at_head[word] : DM_NONE;
    if (mention == DM_NONE && c->known->mention_of && c->tokens[word].upos == DM_PROPN) mention = c->known->mention_of[word];
    if (mention == DM_NONE) return false;
    const dm_entity *e = &c->known->entities[c->known->mentions[mention].entity];
    uint32_t is = e->actor[0] ? DM_CHOICE_ACTOR : 0;
    if (e->country[0] && !e->sectors[0][0]) is |= DM_CHOICE_STATE;
    if (e->type == DM_PER && c->known->mentions[mention].kind == DM_NAME) is |= DM_CHOICE_PERSON;
    for (size_t i = 0; i < DM_COUNT(e->sectors) && e->sectors[i][0]; i++) is |= dm_sector_bit(e->sectors[i]);
    if (strncmp(e->actor, "IGO", 3) == 0 || strncmp(e->actor, "NGO", 3) == 0) is |= dm_sector_bit(strncmp(e->actor, "IGO", 3) == 0 ? "IGO" : "NGO");
    for (uint32_t i = 0; i < want->count; i++)
        if (c->frames->words.at[want->first + i].actors & is) return true;
    return false;
}

/* "will not hand over", "is going to withdraw" */
static bool in_future(const dm_coding *c, uint32_t word)
{
    static const char *const words[] = {"will", "shall", "would", "'ll", "'d", "wo", "wilt"};
    CHILDREN(c, word, k)
        if (c->tokens[k].relation == DM_R_AUX && dm_word_one_of(c, k, words, DM_COUNT(words))) return true;
    uint32_t head = c->tokens[word].head;
    return c->tokens[word].relation == DM_R_XCOMP && head != DM_NONE && dm_word_is(c, head, "go") && c->tokens[head].xpos == DM_X_VBG;
}

static bool choice_at(const dm_coding *c, const dm_want *want, uint32_t word)
{
    if (actor_chosen(c, want, word)) return true;
    if (dm_choice_holds(c->frames, want, c->tokens[word].lemma_key) || dm_choice_holds(c->frames, want, c->words[word].key))
        return true;
    uint32_t inside = counted(c, word);
    return inside != DM_NONE && dm_choice_holds(c->frames, want, c->tokens[inside].lemma_key);
}

/* "said that Israel must ...", "insists they have to ..." */
static bool complement_obliges(const dm_coding *c, uint32_t word)
{
    CHILDREN(c, word, k) {
        if (c->tokens[k].relation != DM_R_CCOMP) continue;
        if (dm_word_is(c, k, "need") || dm_word_is(c, k, "have")) {
            uint32_t duty = dm_tree_find(&c->record->tree, k, DM_R_XCOMP);   /* "has to go", not "has one road left" */
            uint32_t to = duty == DM_NONE ? DM_NONE : dm_tree_find(&c->record->tree, duty, DM_R_MARK);
            return !negated(c, k) && to != DM_NONE && dm_word_is(c, to, "to");
        }
        CHILDREN(c, k, j)
            if (c->tokens[j].relation == DM_R_AUX && (dm_word_is(c, j, "must") || dm_word_is(c, j, "should") || dm_word_is(c, j, "ought")))
                return true;
    }
    return false;
}

static bool want_holds(const dm_coding *c, const dm_want *want, uint32_t word, int depth)
{
    switch (want->path.function) {
    case DM_F_NEG: return negated(c, word);
    case DM_F_MUST: return complement_obliges(c, word);
    case DM_F_WILL: return in_future(c, word);
    case DM_F_PASSIVE: return dm_is_passive(c, word);
    case DM_F_ACTIVE: return !dm_is_passive(c, word);
    default: break;
    }
    if (want->path.function == DM_F_PREP && !want->count)   /* a particle will do */
        CHILDREN(c, word, k)
            if ((c->tokens[k].relation == DM_R_COMPOUND_PRT || c->tokens[k].relation == DM_R_ADVMOD) &&
                c->words[k].key == want->path.preposition)
                return true;
    if (want->path.function == DM_F_PREP && !want->count && want->path.preposition != dm_key("for", 3))   /* "gave it until Thursday": a time will do here */
        CHILDREN(c, word, k)
            if ((c->tokens[k].relation == DM_R_OBL || c->tokens[k].relation == DM_R_NMOD) &&
                dm_tree_case(&c->record->tree, k) == want->path.preposition)
                return true;
    dm_heads heads = {.count = 0};
    dm_arguments(c, word, want->path, &heads, depth + 1);
    for (uint32_t i = 0; i < heads.count; i++)
        if (!want->count || choice_at(c, want, heads.at[i])) return true;
    if (want->count && (want->path.function == DM_F_ADJ || want->path.function == DM_F_COMP || want->path.function == DM_F_OBJ))
        CHILDREN(c, word, k) {   /* plain modifiers and, for objects, parses that went astray */
            uint8_t relation = c->tokens[k].relation;
            if (want->path.function != DM_F_OBJ && (relation == DM_R_AMOD || relation == DM_R_COMPOUND) && choice_at(c, want, k))
                return true;
        }
    return false;
}

static bool expression_fits(const dm_coding *c, const dm_frame *frame, uint32_t word, uint32_t *first, uint32_t *last)
{
    const uint64_t *keys = &c->frames->keys.at[frame->words.first];
    uint32_t total = c->record->text.word_count;
    *first = word;
    *last = word + 1;
    if (!frame->words.count) return true;
    if (frame->kind == DM_FRAME_VERB) {
        for (uint32_t i = 1; i < frame->words.count; i++) {
            bool found = false;
            for (uint32_t w = word + 1; w < total && w < word + 7 && !found; w++) {
                if (c->words[w].key != keys[i] && c->tokens[w].lemma_key != keys[i]) continue;
                uint32_t head = c->tokens[w].head;
                found = head == word || w == word + i || (head != DM_NONE && c->tokens[head].head == word);
                if (found && w + 1 > *last && w < word + 4) *last = w + 1;
            }
            if (!found) return false;
        }
        return true;
    }
    if (frame->head_offset > word || word - frame->head_offset + frame->words.count > total) return false;
    *first = word - frame->head_offset;
    *last = *first + frame->words.count;
    for (uint32_t i = 0; i < frame->words.count; i++) {
        uint32_t w = *first + i;
        if (c->words[w].key != keys[i] && c->tokens[w].lemma_key != keys[i]) return false;
    }
    return true;
}

/* Returns the path that gave the actors, or NULL. */
static const dm_path *fill_side(dm_coding *c, uint32_t word, dm_range paths, bool place, dm_party *party, int depth)
{
    const dm_path *used = NULL;
    for (uint32_t i = 0; i < paths.count && !party->count; i++) {
        dm_heads heads = {.count = 0};
        dm_arguments(c, word, c->frames->paths.at[paths.first + i], &heads, depth + 1);
        /* of "said that any rule in Gaza must ..." only the subject itself counts, nobody inside it */
        int deep = c->frames->paths.at[paths.first + i].function == DM_F_CSUBJ ? DM_DEPTH_MOST : depth + 1;
        bool means = c->frames->paths.at[paths.first + i].preposition == dm_key("with", 4);   /* "fought with tanks": no side */
        for (uint32_t k = 0; k < heads.count; k++) {
            if (heads.at[k] == word || (means && !c->relate && (dm_in_class(c, "arms", heads.at[k]) || dm_in_class(c, "weapon", heads.at[k])))) continue;
            dm_party_of(c, heads.at[k], place, party, deep);
        }
        if (party->count) {
            used = &c->frames->paths.at[paths.first + i];
            party->how = DM_HOW_FUNCTION;
            party->path = paths.first + i;
        }
    }
    return used;
}

/* "Blinken, alongside diplomats from the G7, convened": the company of the one side is the other. */
static void fill_company(dm_coding *c, dm_match *m, int depth)
{
    static const char *const with[] = {"alongside", "with", "together with", "along with"};
    uint64_t keys[DM_COUNT(with)];
    for (size_t i = 0; i < DM_COUNT(with); i++) keys[i] = dm_key(with[i], strlen(with[i]));
    for (uint32_t i = 0; i < m->sources.count && !m->targets.count; i++) {
        uint32_t word = m->sources.words[i], above = c->tokens[word].head;
        for (size_t k = 0; k < DM_COUNT(with); k++) {
            CHILDREN(c, word, child)
                if (c->tokens[child].relation == DM_R_NMOD && dm_tree_case(&c->record->tree, child) == keys[k])
                    dm_party_of(c, child, false, &m->targets, depth + 1);
            uint32_t at = word;   /* the other way round: the source found is the company */
            for (int up = 0; up < 3 && above != DM_NONE && !m->targets.count; up++) {
                if (c->tokens[at].relation == DM_R_NMOD && dm_tree_case(&c->record->tree, at) == keys[k])
                    dm_party_of(c, above, false, &m->targets, depth + 1);
                at = above;
                above = c->tokens[at].head;
            }
            above = c->tokens[word].head;
        }
    }
    if (m->targets.count == 1 && dm_party_has(&m->sources, m->targets.entities[0])) m->targets.count = 0;
    m->targets.how = DM_HOW_COMPANY;
}

static void remove_common(dm_party *from, const dm_party *other)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < from->count; i++) {
        if (dm_party_has(other, from->entities[i])) continue;
        from->entities[kept] = from->entities[i];
        from->words[kept++] = from->words[i];
    }
    from->count = kept;
}

bool dm_in_class(const dm_coding *c, const char *class, uint32_t word)
{
    uint32_t number = dm_map_get(&c->frames->class_of, dm_hash(class, strlen(class)));
    if (number == DM_NONE) return false;
    if (dm_map_get(&c->frames->classes, dm_mix(c->tokens[word].lemma_key, number)) != DM_NONE) return true;
    uint32_t inside = counted(c, word);
    return inside != DM_NONE && dm_map_get(&c->frames->classes, dm_mix(c->tokens[inside].lemma_key, number)) != DM_NONE;
}

/* A side that is spoken of but is no actor: allowed only for words that can do such a thing or suffer it. */
static bool side_excused(dm_coding *c, uint32_t word, dm_range paths, const char *class, int depth)
{
    for (uint32_t i = 0; i < paths.count; i++) {
        dm_heads heads = {.count = 0};
        dm_path path = c->frames->paths.at[paths.first + i];
        dm_arguments(c, word, path, &heads, depth + 1);
        for (uint32_t k = 0; k < heads.count; k++)
            if (c->tokens[heads.at[k]].upos != DM_VERB) {
                const dm_token *t = &c->tokens[heads.at[k]];
                return dm_in_class(c, class, heads.at[k]) || t->name == DM_NAME_PER ||
                       (t->upos == DM_PRON && t->xpos == DM_X_PRP && !dm_word_is(c, heads.at[k], "it"));
            }
    }
    return true;
}

static bool has_actor(const dm_coding *c, const dm_party *party)
{
    for (uint32_t i = 0; i < party->count; i++)
        if (c->refers->entities[party->entities[i]].actor[0]) return true;
    return false;
}

static bool private_party(const dm_coding *c, uint32_t entity)
{
    static const char *const sectors[] = {"CVL", "REF", "MED", "EDU", "BUS", "LAB", "COP", "CRM", "UAF"};
    for (size_t i = 0; i < DM_COUNT(sectors); i++)
        if (strcmp(c->refers->entities[entity].sectors[0], sectors[i]) == 0) return true;
    return false;
}

/* What a sentence speaks of: 2 violence, 4 an accident or the forces of nature. */
static uint8_t tone_at(const dm_coding *c, uint32_t word)
{
    uint32_t number = c->record->text.sentence_of ? c->record->text.sentence_of[word] : 0;
    uint8_t *tone = &c->tone[number];
    if (*tone) return *tone;
    const dm_sentence *sentence = &c->record->text.sentences[number];
    *tone = 1;
    for (uint32_t w = sentence->first; w < sentence->last; w++) {
        uint8_t upos = c->tokens[w].upos;
        if (upos != DM_NOUN && upos != DM_VERB && upos != DM_PROPN && upos != DM_ADJ) continue;
        if (!(*tone & 2) && dm_in_class(c, "violence", w)) *tone |= 2;
        if (!(*tone & 4) && dm_in_class(c, "accident", w)) *tone |= 4;
    }
    return *tone;
}

static bool has_sector(const dm_coding *c, const dm_party *party, uint32_t sectors)
{
    for (uint32_t i = 0; i < party->count; i++)
        for (size_t k = 0; k < DM_COUNT(c->refers->entities->sectors); k++)
            if (dm_sector_bit(c->refers->entities[party->entities[i]].sectors[k]) & sectors) return true;
    return false;
}

/* Somebody died: is it an act?  Armed sources speak for themselves; else the sentence must tell of violence. */
static bool act_of_violence(const dm_coding *c, const dm_match *m)
{
    uint8_t tone = tone_at(c, m->word);
    if (tone & 4) return (tone & 2) && m->sources.count;
    if (tone & 2) return true;
    static const char *const armed[] = {"MIL", "REB", "COP", "UAF", "CRM", "SPY"};
    uint32_t bits = 0;
    for (size_t i = 0; i < DM_COUNT(armed); i++) bits |= dm_sector_bit(armed[i]);
    return m->sources.count && (has_sector(c, &m->sources, bits) || m->targets.count);
}

static bool state_actor(const dm_coding *c, const dm_party *party)
{
    static const char *const state[] = {"GOV", "LEG", "MIL", "JUD", "REB", "OPP", "PTY"};
    uint32_t bits = 0;
    for (size_t i = 0; i < DM_COUNT(state); i++) bits |= dm_sector_bit(state[i]);
    if (!party->count) return false;
    const dm_entity *e = &c->refers->entities[party->entities[0]];
    return e->country[0] && (!e->sectors[0][0] || has_sector(c, party, bits));
}

/* "rejected the election results": what is decided on is politics, whoever stands behind it. */
static bool matter_of_state(dm_coding *c, const dm_match *m)
{
    if (m->plover != DM_REJECT) return false;
    dm_heads heads = {.count = 0};
    dm_arguments(c, m->word, (dm_path){0, DM_F_OBJ}, &heads, 1);
    if (dm_word_is(c, m->word, "vote")) dm_arguments(c, m->word, (dm_path){dm_key("against", 7), DM_F_PREP}, &heads, 1);
    for (uint32_t i = 0; i < heads.count; i++)
        if (dm_in_class(c, "matter", heads.at[i])) return true;
    return false;
}

/* Companies, media and schools buy, sue and build: they commit no acts of war. */
static bool commercial(const dm_coding *c, const dm_party *party)
{
    for (uint32_t i = 0; i < party->count; i++) {
        const char *sector = c->refers->entities[party->entities[i]].sectors[0];
        if (strcmp(sector, "BUS") != 0 && strcmp(sector, "MED") != 0 && strcmp(sector, "EDU") != 0) return false;
    }
    return party->count > 0;
}

/* Soldiers and policemen throw no stones in protest, governments and courts do not march, and a rally that a politician holds is
 * for himself. */
static bool no_protester(const dm_coding *c, const dm_match *m)
{
    static const char *const force[] = {"MIL", "COP"}, *const state[] = {"GOV", "JUD"}, *const politicians[] = {"PTY", "ELI"};
    bool rally = dm_word_is(c, m->word, "rally");
    for (uint32_t i = 0; i < m->sources.count; i++) {
        const dm_entity *e = &c->refers->entities[m->sources.entities[i]];
        bool never = false;
        for (size_t k = 0; k < 2; k++)
            never |= (m->frame->kind != DM_FRAME_NOUN && strcmp(e->sectors[0], force[k]) == 0) || (strcmp(e->sectors[0], state[k]) == 0 && !e->sectors[1][0]) ||
                     (rally && e->type == DM_PER && strcmp(e->sectors[0], politicians[k]) == 0);
        if (!never) return false;
    }
    return m->sources.count > 0;
}

/* DM_FATE_EVENT when the sides are known that the line and the kind of event need. */
static dm_fate judge_sides(dm_coding *c, const dm_match *m, uint8_t need)
{
    if (m->frame->sectors && !c->relate && !has_sector(c, &m->sources, m->frame->sectors) && !has_sector(c, &m->targets, m->frame->sectors))
        return DM_FATE_SECTOR;
    if (strncmp(m->cameo, "042", 3) == 0 && !c->relate && m->sources.count && !c->refers->entities[m->sources.entities[0]].actor[0]) return DM_FATE_VISITOR;
    if ((need & DM_NEED_SOURCE) && !m->sources.count) return m->targets.count ? DM_FATE_NO_SOURCE : DM_FATE_NO_SIDES;
    bool known_act = (m->frame->kind == DM_FRAME_VERB || (m->frame->kind == DM_FRAME_ADJ && m->inner != DM_NONE)) && (m->plover == DM_REQUEST || m->plover == DM_REJECT) &&
                     (m->inner != DM_NONE || matter_of_state(c, m)) &&
                     state_actor(c, &m->sources);   /* "rejected the results": to nobody that the text names */
    if ((need & DM_NEED_TARGET) && !m->targets.count && !known_act && !(m->frame->reciprocal && m->sources.count > 1))
        return m->sources.count ? DM_FATE_NO_TARGET : DM_FATE_NO_SIDES;
    if (m->plover == DM_PROTEST && !c->relate && no_protester(c, m)) return DM_FATE_FORCE;
    if (m->plover == DM_CONSULT && m->sources.count && !c->relate) {   /* people at large pay no visits of state, and press talks are no talks */
        if (private_party(c, m->sources.entities[0]) || (m->targets.count && private_party(c, m->targets.entities[0]))) return DM_FATE_PRIVATE;
    }
    if (!c->relate && strcmp(m->cameo, "084") == 0 && m->targets.count && commercial(c, &m->targets) &&
        c->refers->entities[m->targets.entities[0]].type == DM_ORG)
        return DM_FATE_COMMERCIAL;   /* what a firm releases is no prisoner */
    if (!c->relate && (m->plover == DM_ASSAULT || m->plover == DM_MOBILIZE || strncmp(m->cameo, "19", 2) == 0) && commercial(c, &m->sources)) return DM_FATE_COMMERCIAL;
    if (has_actor(c, &m->sources) || has_actor(c, &m->targets)) return DM_FATE_EVENT;
    return m->sources.count || m->targets.count ? DM_FATE_UNCODED : DM_FATE_NO_SIDES;
}

/* Who an attack hits where its own phrase does not say: "the bombing killed ...", "Kesh was the target of an attack". */
static void target_elsewhere(dm_coding *c, uint32_t word, dm_match *m, int depth)
{
    uint32_t head = c->tokens[word].head;
    if (head == DM_NONE) return;
    dm_heads heads = {.count = 0};
    if (c->tokens[head].upos == DM_VERB && dm_in_class(c, "harm", head)) {
        dm_heads acting = {.count = 0};
        dm_arguments(c, head, (dm_path){0, DM_F_SUBJ}, &acting, depth + 1);
        if (dm_is_passive(c, head)) dm_arguments(c, head, (dm_path){dm_key("in", 2), DM_F_PREP}, &acting, depth + 1);
        for (uint32_t i = 0; i < acting.count; i++)
            if (acting.at[i] == word) dm_arguments(c, head, (dm_path){0, DM_F_OBJ}, &heads, depth + 1);
    } else if (c->tokens[head].upos == DM_NOUN && c->tokens[word].relation == DM_R_NMOD &&
               (dm_word_is(c, head, "target") || dm_word_is(c, head, "subject") || dm_word_is(c, head, "victim") || dm_word_is(c, head, "scene") || dm_word_is(c, head, "site")))
        dm_arguments(c, head, (dm_path){0, DM_F_SUBJ}, &heads, depth + 1);
    for (uint32_t i = 0; i < heads.count; i++) dm_party_of(c, heads.at[i], true, &m->targets, depth + 1);
    m->targets.how = DM_HOW_HARM;
}

/* What dm_complete_from_before fills is marked so. */
static bool complete_from_before(const dm_coding *c, dm_match *m)
{
    bool no_source = !m->sources.count, no_target = !m->targets.count, found = dm_complete_from_before(c, m);
    if (no_source) m->sources.how = DM_HOW_BEFORE;
    if (no_target) m->targets.how = DM_HOW_BEFORE;
    return found;
}

static bool locative(const dm_path *path)
{
    return path->function == DM_F_COMP || (path->function == DM_F_PREP && (path->preposition == dm_key("in", 2) || path->preposition == dm_key("at", 2) ||
                                            path->preposition == dm_key("outside", 7)));
}

/* Tries one frame at a word.  False when its expression or conditions do not fit. */
static bool try_frame(dm_coding *c, const dm_frame *frame, uint32_t word, dm_match *m, int depth)
{
    uint32_t first, last;
    if (!expression_fits(c, frame, word, &first, &last)) {   /* most frames end here */
        m->refusal = DM_TRY_WORDS;
        m->want = 0;
        return false;
    }
    *m = (dm_match){.frame = frame, .word = word, .first = first, .last = last, .plover = frame->plover, .inner = DM_NONE, .governor = DM_NONE,
                    .status = frame->status, .confidence = frame->confidence, .status_word = DM_NONE, .negation_word = DM_NONE,
                    .refusal = DM_TRY_WORDS, .certainty = DM_UNJUDGED};
    memcpy(m->cameo, frame->cameo, sizeof m->cameo);
    if (frame->pattern && !dm_pattern_fits(c, &c->frames->patterns.at[frame->pattern - 1], m, depth)) return false;
    m->refusal = DM_TRY_CONDITION;
    for (uint32_t i = 0; i < frame->wants.count; i++) {
        const dm_want *want = &c->frames->wants.at[frame->wants.first + i];
        m->want = frame->wants.first + i;
        if (want_holds(c, want, word, depth) == want->forbidden) return false;
    }
    if (frame->kind == DM_FRAME_NOUN && frame->plover == DM_PROTEST && !c->relate && dm_tree_case(&c->record->tree, word) == dm_key("in", 2) &&
        dm_tree_find(&c->record->tree, word, DM_R_DET) == DM_NONE && c->tokens[word].xpos == DM_X_NN)
        return false;   /* "cancels talks in protest of ...": nobody marches */
    if (frame->kind == DM_FRAME_NOUN) {
        const dm_frame *light = NULL;
        m->governor = dm_light_above(c, word, &light, depth + 1);
        bool subject = false;
        for (uint32_t i = 0; light && i < light->inner.count; i++)
            subject |= c->frames->paths.at[light->inner.first + i].function == DM_F_SUBJ;
        if (m->governor != DM_NONE && !subject) {
            dm_heads heads = {.count = 0};
            dm_arguments(c, m->governor, (dm_path){0, DM_F_SUBJ}, &heads, depth + 1);
            for (uint32_t k = 0; k < heads.count; k++)
                if (heads.at[k] != word) dm_party_of(c, heads.at[k], light->suffers, light->suffers ? &m->targets : &m->sources, depth + 1);
            *(light->suffers ? &m->targets.how : &m->sources.how) = DM_HOW_LIGHT;
        }
        uint64_t marker = m->governor == DM_NONE ? dm_tree_case(&c->record->tree, word) : 0;
        if (!c->relate && (marker == dm_key("in", 2) || marker == dm_key("at", 2)) && dm_tree_find(&c->record->tree, word, DM_R_COP) != DM_NONE) {
            uint32_t who = dm_tree_find(&c->record->tree, word, DM_R_NSUBJ);   /* "Norland is in talks with Kesh" */
            if (who != DM_NONE) dm_party_of(c, who, false, &m->sources, depth + 1);
            m->sources.how = DM_HOW_LIGHT;
        }
        if (light && light->inner_status != DM_KEEP_STATUS && m->status == DM_KEEP_STATUS) m->status = light->inner_status;
    }
    m->status_from = m->status == DM_KEEP_STATUS ? DM_MOOD_PLAIN : DM_MOOD_LINE;
    if (!m->sources.count) fill_side(c, word, frame->sources, false, &m->sources, depth);
    if (!m->sources.count && frame->kind == DM_FRAME_NOUN && frame->cameo[0] && frame->plover <= DM_THREATEN && !frame->reciprocal && !c->relate) {
        dm_heads heads = {.count = 0};   /* "a United States request": words have no place of their own */
        dm_arguments(c, word, (dm_path){0, DM_F_COMP}, &heads, depth + 1);
        for (uint32_t k = 0; k < heads.count; k++) dm_party_of(c, heads.at[k], false, &m->sources, depth + 1);
        m->sources.how = DM_HOW_COMPOUND;
    }
    if (!m->targets.count && frame->kind == DM_FRAME_NOUN && frame->plover == DM_SANCTION) {
        target_elsewhere(c, word, m, depth);   /* "has been the subject of Norland sanctions" */
        if (m->targets.count && !m->sources.count) {
            dm_heads heads = {.count = 0};
            dm_arguments(c, word, (dm_path){0, DM_F_COMP}, &heads, depth + 1);
            for (uint32_t k = 0; k < heads.count; k++) dm_party_of(c, heads.at[k], false, &m->sources, depth + 1);
            m->sources.how = DM_HOW_HARM;
        }
    }
    const dm_path *used = NULL;
    if (!m->targets.count) used = fill_side(c, word, frame->targets, true, &m->targets, depth);
    if (!m->targets.count && frame->kind == DM_FRAME_NOUN && frame->plover == DM_ASSAULT) target_elsewhere(c, word, m, depth);
    if (used && !m->sources.count && !c->relate && locative(used)) {   /* where "the strike" happened says less than what was told of it */
        dm_match retold = *m;
        retold.targets.count = 0;
        if (complete_from_before(c, &retold) && retold.targets.count) *m = retold;
    }
    if (c->frames->foreign && !c->relate) dm_pattern_sides(c, m, depth);
    if (frame->reciprocal && m->sources.count == 1 && !m->targets.count) fill_company(c, m, depth);
    remove_common(&m->targets, &m->sources);
    if (strncmp(m->cameo, "192", 3) == 0 && m->targets.count && !c->relate && c->refers->entities[m->targets.entities[0]].type == DM_PER &&
        frame->kind == DM_FRAME_VERB)
        memcpy(m->cameo, "173", 4);   /* territory is seized, a person is arrested */
    if ((!m->sources.count || !m->targets.count) && !c->relate) complete_from_before(c, m);
    if (frame->need & DM_NEED_EITHER) {
        m->refusal = DM_TRY_ATTACKER;
        if (!m->sources.count && frame->kind == DM_FRAME_VERB && !side_excused(c, word, frame->sources, "attacker", depth)) return false;
        m->refusal = DM_TRY_VICTIM;
        if (!m->targets.count && frame->kind == DM_FRAME_VERB && !side_excused(c, word, frame->targets, "victim", depth)) return false;
    }
    return true;
}

/* The event that a complement is about: itself, or what a light verb in it carries. */
static uint32_t complement_match(dm_coding *c, uint32_t word, int depth)
{
    if (depth > DM_DEPTH_MOST) return DM_NONE;
    uint32_t found = dm_match_word(c, word, depth + 1);
    if (found != DM_NONE) return found;
    for (const dm_frame *f = dm_frame_first(c->frames, c->tokens[word].lemma_key, DM_FRAME_LIGHT); f; f = dm_frame_next(c->frames, f))
        for (uint32_t i = 0; i < f->inner.count; i++) {
            dm_heads heads = {.count = 0};
            dm_path path = c->frames->paths.at[f->inner.first + i];
            if (path.function == DM_F_SUBJ) continue;
            dm_arguments(c, word, path, &heads, depth + 1);
            for (uint32_t k = 0; k < heads.count; k++) {
                found = complement_match(c, heads.at[k], depth + 1);
                if (found != DM_NONE) return found;
            }
        }
    return DM_NONE;
}

static void add_party(dm_party *to, const dm_party *from, const dm_party *but)
{
    for (uint32_t i = 0; i < from->count && to->count < DM_PARTY_MOST; i++)
        if (!dm_party_has(but, from->entities[i]) && !dm_party_has(to, from->entities[i])) {
            to->entities[to->count] = from->entities[i];
            to->words[to->count++] = from->words[i];
            to->how = DM_HOW_COMPLEMENT;
        }
}

static void drop(dm_match *m, dm_fate fate)
{
    m->dropped = true;
    m->fate = (uint8_t)fate;
}

/* "agreed to provide Kesh with a radio station": what is agreed is no event that a frame knows, but it is done for somebody. */
static void target_of_unknown(dm_coding *c, dm_match *m, int depth)
{
    static const char *const words[] = {"to", "with", "for"};
    static const char *const verbs[] = {"provide", "give", "work", "share", "exchange", "supply", "assist", "help", "train", "grant", "extend", "sell",
                                        "develop", "cooperate", "collaborate", "coordinate", "allow", "transfer", "support", "lend", "offer"};
    for (uint32_t i = 0; i < m->frame->inner.count && !m->targets.count; i++) {
        dm_path path = c->frames->paths.at[m->frame->inner.first + i];
        dm_heads clauses = {.count = 0};
        if (path.function != DM_F_XCOMP) continue;
        dm_arguments(c, m->word, path, &clauses, depth + 1);
        for (uint32_t k = 0; k < clauses.count && !m->targets.count; k++) {
            if (!dm_word_one_of(c, clauses.at[k], verbs, DM_COUNT(verbs))) continue;
            dm_heads heads = {.count = 0};
            dm_arguments(c, clauses.at[k], (dm_path){0, DM_F_IOBJ}, &heads, depth + 1);
            dm_arguments(c, clauses.at[k], (dm_path){0, DM_F_OBJ}, &heads, depth + 1);
            for (size_t w = 0; w < DM_COUNT(words); w++) dm_arguments(c, clauses.at[k], (dm_path){dm_key(words[w], strlen(words[w])), DM_F_PREP}, &heads, depth + 1);
            for (uint32_t h = 0; h < heads.count && !m->targets.count; h++) dm_party_of(c, heads.at[h], false, &m->targets, depth + 1);
        }
    }
    remove_common(&m->targets, &m->sources);
}

static void compose(dm_coding *c, dm_match *m, int depth)
{
    const dm_frame *frame = m->frame;
    uint32_t inner = DM_NONE;
    for (uint32_t i = 0; i < frame->inner.count && inner == DM_NONE; i++) {
        dm_heads heads = {.count = 0};
        dm_arguments(c, m->word, c->frames->paths.at[frame->inner.first + i], &heads, depth + 1);
        for (uint32_t k = 0; k < heads.count && inner == DM_NONE; k++)
            if (heads.at[k] != m->word) inner = complement_match(c, heads.at[k], depth + 1);
    }
    m->inner = inner;
    if (inner != DM_NONE && c->matches.at[inner].negated) inner = DM_NONE;
    if (inner == DM_NONE) {
        if (frame->inner_only) drop(m, DM_FATE_NO_COMPLEMENT);
        else if (m->plover == DM_AGREE && !m->targets.count && m->inner == DM_NONE && !c->relate) target_of_unknown(c, m, depth);
        return;
    }
    const dm_match *complement = &c->matches.at[inner];
    const dm_composed *row = dm_compose(c->frames, frame->table, complement->cameo);
    if (row) {
        memcpy(m->cameo, row->cameo, sizeof m->cameo);
        m->plover = row->plover;
        m->row = row;
        if (!row->cameo[0]) drop(m, DM_FATE_COMPOSED_AWAY);
    } else if (frame->inner_only) drop(m, DM_FATE_NO_COMPLEMENT);
    if (!m->targets.count) add_party(&m->targets, &complement->sources, &m->sources);
    bool victims = m->plover == DM_ACCUSE && dm_quad_of((dm_plover)complement->plover) == DM_MATERIAL_CONFLICT;
    if (!m->targets.count && !victims) add_party(&m->targets, &complement->targets, &m->sources);   /* "condemned the attack on Kesh": not Kesh */
}

/* What the chosen frame does to the event of its complement: it is no event in the world by itself. */
static void mark_complement(dm_coding *c, const dm_match *m)
{
    if (m->inner == DM_NONE || m->dropped) return;
    dm_match *complement = &c->matches.at[m->inner];
    if (m->plover == DM_ACCUSE && (!complement->sources.count || complement->retold) && m->targets.count) {   /* who is blamed for it did it, it is said */
        complement->sources = m->targets;
        remove_common(&complement->targets, &complement->sources);
        complement->blamed = true;
        complement->sources.how = DM_HOW_BLAMED;
        if (!complement->targets.count) return;
        complement->dropped = false;
    }
    if (m->frame->inner_status != DM_KEEP_STATUS) {
        complement->status = m->frame->inner_status;
        complement->status_from = DM_MOOD_OUTER;
    }
    if (m->plover == DM_AGREE && complement->frame->reciprocal && dm_party_has(&m->sources, complement->sources.count ? complement->sources.entities[0] : DM_NONE))
        drop(complement, DM_FATE_INSIDE);   /* "agreed to meet": the agreement tells it */
    if (complement->negated || m->frame->swallow || !complement->sources.count || !complement->targets.count)
        drop(complement, DM_FATE_INSIDE);
}

static bool wants_negation(const dm_coding *c, const dm_frame *frame)
{
    for (uint32_t i = 0; i < frame->wants.count; i++) {
        const dm_want *want = &c->frames->wants.at[frame->wants.first + i];
        if (!want->forbidden && want->path.function == DM_F_NEG) return true;
    }
    return false;
}

static void try_kind(dm_coding *c, uint32_t word, uint64_t key, dm_frame_kind kind, dm_match *best, uint32_t *best_score, int depth)
{
    for (const dm_frame *f = dm_frame_first(c->frames, key, kind); f; f = dm_frame_next(c->frames, f)) {
        uint32_t score = dm_frame_weight(f) * 2 + 2;
        if (score < *best_score && (!best->dropped || best->frame->veto)) {   /* as are all that follow */
            if (!c->notes) return;
            dm_note_try(c, word, f, DM_TRY_LIGHTER, 0);
            continue;
        }
        dm_match m;
        if (!try_frame(c, f, word, &m, depth)) {
            dm_note_try(c, word, f, (dm_try)m.refusal, m.want);
            continue;
        }
        dm_note_try(c, word, f, DM_TRY_LIGHTER, 0);   /* the chosen one is told by its match */
        if (f->veto) {
            drop(&m, DM_FATE_OTHER_SENSE);
            if (*best_score && score < *best_score) continue;
            *best = m;
            *best_score = score;
            continue;
        }
        if (f->table) compose(c, &m, depth);
        if (f->violent && !c->relate && !act_of_violence(c, &m)) drop(&m, DM_FATE_ACCIDENT);
        if (!m.dropped) {
            dm_fate fate = judge_sides(c, &m, f->need);
            if (fate != DM_FATE_EVENT) {
                drop(&m, fate);
                m.lacking = true;
            }
        }
        if (*best_score && best->frame->veto && score <= *best_score) continue;
        if (*best_score && (m.dropped ? !best->dropped || score <= *best_score : !best->dropped && score <= *best_score)) continue;
        *best = m;
        *best_score = score;
    }
}

/* Where the lemma is unknown, the infinitives that the written form may come from: freed, tried, stopped. */
static void try_forms(dm_coding *c, uint32_t word, dm_match *best, uint32_t *score, int depth)
{
    dm_slice form = c->words[word].form;
    char stem[40];
    size_t size = form.size, cut = 0;
    if (size < 5 || size >= sizeof stem) return;
    memcpy(stem, form.at, size);
    if (memcmp(stem + size - 3, "ing", 3) == 0) cut = 3;
    else if (memcmp(stem + size - 2, "ed", 2) == 0) cut = 2;
    else return;
    size -= cut;
    try_kind(c, word, dm_key(stem, size), DM_FRAME_VERB, best, score, depth);
    stem[size] = 'e';
    if (!*score) try_kind(c, word, dm_key(stem, size + 1), DM_FRAME_VERB, best, score, depth);
    if (!*score && size > 2 && stem[size - 1] == stem[size - 2]) try_kind(c, word, dm_key(stem, size - 1), DM_FRAME_VERB, best, score, depth);
}

/* "will not lift the ban" is a refusal. */
static void refuse_planned(const dm_coding *c, dm_match *m)
{
    if (!m->negated || m->status != DM_PLANNED || m->cameo[0] != '0' || m->frame->kind != DM_FRAME_VERB) return;
    uint8_t table = 0;
    for (uint32_t i = 0; i < c->frames->table_names.count; i++)
        if (dm_slice_is(c->frames->table_names.at[i], "reject")) table = (uint8_t)(i + 1);
    const dm_composed *row = table ? dm_compose(c->frames, table, m->cameo) : NULL;
    if (!row || !row->cameo[0]) return;
    memcpy(m->cameo, row->cameo, sizeof m->cameo);
    m->plover = row->plover;
    m->row = row;
    m->refused_plan = true;
    m->negated = false;
    m->status = DM_ACTUAL;
    m->status_from = DM_MOOD_PLAIN;
}

uint32_t dm_match_word(dm_coding *c, uint32_t word, int depth)
{
    if (c->match_of[word] == DM_PENDING || depth > DM_DEPTH_MOST) return DM_NONE;
    if (c->match_of[word] != DM_UNSEEN) return c->match_of[word];
    const dm_token *t = &c->tokens[word];
    dm_match best = {.dropped = true};
    uint32_t score = 0;
    c->match_of[word] = DM_PENDING;
    switch (t->upos) {
    case DM_VERB: case DM_AUX:
        if (t->relation == DM_R_AMOD && !c->relate) {   /* "occupied territory": a state, not an event */
            dm_note_try(c, word, NULL, DM_TRY_MODIFIER, 0);
            break;
        }
        if (!dm_is_clause(c, word)) try_kind(c, word, c->words[word].key, DM_FRAME_NOUN, &best, &score, depth);
        if (!score) try_kind(c, word, t->lemma_key, DM_FRAME_VERB, &best, &score, depth);
        if (c->frames->foreign && c->words[word].key != t->lemma_key) try_kind(c, word, c->words[word].key, DM_FRAME_VERB, &best, &score, depth);
        if (!score && !dm_frame_first(c->frames, t->lemma_key, DM_FRAME_VERB) && !dm_frame_first(c->frames, t->lemma_key, DM_FRAME_LIGHT))
            try_forms(c, word, &best, &score, depth);
        if (!score && t->xpos == DM_X_VBG) try_kind(c, word, c->words[word].key, DM_FRAME_NOUN, &best, &score, depth);
        break;
    case DM_NOUN: case DM_PROPN:
        if (t->name && t->upos == DM_PROPN) {
            dm_note_try(c, word, NULL, DM_TRY_NAME, 0);
            break;
        }
        if (t->relation == DM_R_COMPOUND && !c->relate) {   /* "attack helicopter", "protest leader" */
            dm_note_try(c, word, NULL, DM_TRY_COMPOUND, 0);
            break;
        }
        if (dm_is_clause(c, word)) try_kind(c, word, t->lemma_key, DM_FRAME_VERB, &best, &score, depth);
        if (!score && dm_is_clause(c, word)) try_forms(c, word, &best, &score, depth);
        if (!score) try_kind(c, word, t->lemma_key, DM_FRAME_NOUN, &best, &score, depth);
        break;
    case DM_ADJ:
        try_kind(c, word, t->lemma_key, DM_FRAME_ADJ, &best, &score, depth);
        if (!score && t->xpos == DM_X_VBN) try_kind(c, word, t->lemma_key, DM_FRAME_VERB, &best, &score, depth);
        break;
    default: break;
    }
    c->match_of[word] = DM_NONE;
    if (!score) {
        dm_note_try(c, word, NULL, DM_TRY_OTHER_KIND, 0);
        return DM_NONE;
    }
    dm_match *slot = DM_PUSH(c->arena, &c->matches);
    if (!slot) return DM_NONE;
    *slot = best;
    mark_complement(c, slot);
    dm_status_of(c, slot);
    if (wants_negation(c, best.frame)) slot->negated = false;
    refuse_planned(c, slot);
    c->match_of[word] = c->matches.count - 1;
    return c->matches.count - 1;
}
