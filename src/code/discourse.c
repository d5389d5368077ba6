/* Sides of an event that stand in the clause around it or were told before. */
#include "code/discourse.h"

#define CHILDREN(c, word, k) for (uint32_t k = (c)->tokens[word].child; k != DM_NONE; k = (c)->tokens[k].next)

static const dm_entity *entity(const dm_coding *c, uint32_t number) { return &c->refers->entities[number]; }

static bool has_case(const dm_coding *c, uint32_t word, const char *const *prepositions, size_t count)
{
    uint64_t preposition = dm_tree_case(&c->record->tree, word);
    for (size_t i = 0; preposition && i < count; i++)
        if (preposition == dm_key(prepositions[i], strlen(prepositions[i]))) return true;
    return false;
}

static bool hostile(const dm_match *m) { return m->plover == DM_ASSAULT || m->plover == DM_COERCE; }

/* Whether a party is of one country, which is not that of `source`. */
static bool other_country(const dm_coding *c, const dm_party *party, const dm_party *source)
{
    const char *first = NULL;
    for (uint32_t i = 0; i < party->count; i++) {
        const char *country = entity(c, party->entities[i])->country;
        if (!country[0] || (first && strcmp(first, country) != 0)) return false;
        first = country;
    }
    for (uint32_t i = 0; i < source->count; i++)
        if (!first || strcmp(first, entity(c, source->entities[i])->country) == 0) return false;
    return first != NULL;
}

/* "2.3 million Palestinians stranded in Gaza due to the Israeli offensive": the place or the sufferer of the clause that an
 * event noun is the cause of. */
static bool victim_of_clause(dm_coding *c, dm_match *m)
{
    static const char *const causes[] = {"due to", "due", "because of", "because", "from", "amid", "amidst", "by", "after", "under", "during", "following", "to"};
    static const char *const places[] = {"in", "at", "on", "across", "within"};
    uint32_t word = m->word;
    for (int up = 0; up < 2 && c->tokens[word].relation == DM_R_CONJ && c->tokens[word].head != DM_NONE; up++) word = c->tokens[word].head;
    uint32_t above = c->tokens[word].head;
    uint8_t relation = c->tokens[word].relation;
    if (above == DM_NONE || (relation != DM_R_OBL && relation != DM_R_NMOD && relation != DM_R_OBL_AGENT) ||
        !has_case(c, word, causes, DM_COUNT(causes)))
        return false;
    dm_party found = {.count = 0};
    CHILDREN(c, above, k) {
        if (k == word || (c->tokens[k].relation != DM_R_OBL && c->tokens[k].relation != DM_R_NMOD)) continue;
        if (has_case(c, k, places, DM_COUNT(places))) dm_party_of(c, k, true, &found, 1);
    }
    if (!other_country(c, &found, &m->sources) && c->tokens[above].upos == DM_VERB) {
        uint32_t subject = dm_surface_subject(c, above, 1);
        found.count = 0;
        if (subject != DM_NONE) dm_party_of(c, subject, true, &found, 1);
    }
    if (!other_country(c, &found, &m->sources)) return false;
    m->targets = found;
    return true;
}

/* The targets that the same source's violence had before in the text, when they are of one country. */
static bool victim_before(const dm_coding *c, const dm_told *told, dm_match *m)
{
    const dm_party *latest = NULL;
    const char *country = NULL;
    for (uint32_t i = told->count; i-- > 0;) {
        const dm_event *e = &told->events[i];
        if ((e->plover != DM_ASSAULT && e->plover != DM_COERCE) || e->status == DM_HISTORICAL || !e->sources.count || !e->targets.count) continue;
        const dm_entity *source = entity(c, e->sources.at[0]), *target = entity(c, e->targets.at[0]);
        if (strcmp(source->country, entity(c, m->sources.entities[0])->country) != 0 || !target->country[0]) continue;
        if (country && strcmp(country, target->country) != 0) return false;
        if (!country) latest = &c->matches.at[told->of_match[i]].targets;
        country = target->country;
    }
    if (!latest || !other_country(c, latest, &m->sources)) return false;
    m->targets = *latest;
    return true;
}

/* Whether the addressee stands with the trigger itself: "asked X", "appealed to X". */
static bool addressed(dm_coding *c, const dm_match *m)
{
    static const char *const words[] = {"to", "on", "with", "from"};
    dm_heads heads = {.count = 0};
    dm_arguments(c, m->word, (dm_path){0, DM_F_OBJ}, &heads, 1);
    dm_arguments(c, m->word, (dm_path){0, DM_F_IOBJ}, &heads, 1);
    for (size_t i = 0; i < DM_COUNT(words); i++) dm_arguments(c, m->word, (dm_path){dm_key(words[i], strlen(words[i])), DM_F_PREP}, &heads, 1);
    for (uint32_t i = 0; i < heads.count; i++) {
        dm_party party = {.count = 0};
        dm_party_of(c, heads.at[i], false, &party, 1);
        for (uint32_t k = 0; k < party.count; k++)
            if (dm_party_has(&m->targets, party.entities[k])) return true;
    }
    return false;
}

/* Whom the same source asked shortly before in the text. */
static bool asked_before(const dm_coding *c, const dm_told *told, dm_match *m)
{
    static const char *const asking[] = {"ask", "call", "urge", "appeal", "plead", "press", "demand", "request", "insist", "petition", "seek"};
    if (!dm_word_one_of(c, m->word, asking, DM_COUNT(asking)) || !entity(c, m->sources.entities[0])->actor[0]) return false;
    uint32_t sentence = c->record->text.sentence_of[m->word];
    for (uint32_t i = told->count; i-- > 0;) {
        const dm_event *e = &told->events[i];
        if (e->sentence + 4 < sentence) return false;
        if (e->plover != DM_REQUEST || !e->sources.count || !e->targets.count || !dm_party_has(&m->sources, e->sources.at[0])) continue;
        m->targets = c->matches.at[told->of_match[i]].targets;
        return true;
    }
    return false;
}

/* "joined the talks": those who were said to talk shortly before. */
static bool talks_before(dm_coding *c, const dm_told *told, dm_match *m)
{
    uint32_t talks = m->frame->kind == DM_FRAME_VERB ? dm_tree_find(&c->record->tree, m->word, DM_R_OBJ) : DM_NONE;
    uint32_t article = talks == DM_NONE ? DM_NONE : dm_tree_find(&c->record->tree, talks, DM_R_DET);
    if (article == DM_NONE || !dm_word_is(c, article, "the") || !dm_word_is(c, m->word, "join")) return false;
    uint32_t sentence = c->record->text.sentence_of[m->word];
    for (uint32_t i = told->count; i-- > 0;) {
        const dm_event *e = &told->events[i];
        if (e->plover != DM_CONSULT || !e->sources.count || !e->targets.count) continue;
        if (e->sentence + 2 < sentence) return false;
        const dm_match *other = &c->matches.at[told->of_match[i]];
        const dm_party *sides[2] = {&other->sources, &other->targets};
        for (size_t s = 0; s < 2; s++)
            for (uint32_t k = 0; k < sides[s]->count && m->targets.count < DM_PARTY_MOST; k++) {
                uint32_t who = sides[s]->entities[k];
                if (dm_party_has(&m->sources, who) || dm_party_has(&m->targets, who)) continue;
                m->targets.entities[m->targets.count] = who;
                m->targets.words[m->targets.count++] = sides[s]->words[k];
            }
        m->targets.event = i + 1;
        return m->targets.count > 0;
    }
    return false;
}

/* "announced assistance to help people in Kesh": whom the purpose of aid names. */
static bool helped_by_aid(dm_coding *c, dm_match *m)
{
    static const char *const verbs[] = {"help", "assist", "support", "aid", "relieve", "reach", "protect", "feed", "rebuild"};
    static const char *const aims[] = {"fight", "promote", "improve", "meet", "address", "combat", "contain"};
    uint32_t above = c->tokens[m->word].head;   /* "announced aid": told by the verb */
    if (m->frame->kind == DM_FRAME_NOUN && above != DM_NONE && c->match_of[above] < DM_PENDING && c->matches.at[c->match_of[above]].plover == DM_AGREE)
        return false;
    uint32_t roots[3] = {m->word, dm_tree_find(&c->record->tree, m->word, DM_R_OBJ), m->governor};
    for (size_t r = 0; r < DM_COUNT(roots); r++) {
        if (roots[r] == DM_NONE) continue;
        CHILDREN(c, roots[r], k) {
            uint8_t relation = c->tokens[k].relation;
            if ((relation != DM_R_ADVCL && relation != DM_R_ACL && relation != DM_R_XCOMP) || k < roots[r]) continue;
            bool people = dm_word_one_of(c, k, verbs, DM_COUNT(verbs));
            if (!people && !dm_word_one_of(c, k, aims, DM_COUNT(aims))) continue;
            uint32_t object = people ? dm_tree_find(&c->record->tree, k, DM_R_OBJ) : DM_NONE;
            dm_party found = {.count = 0};
            if (object != DM_NONE) dm_party_of(c, object, true, &found, 1);
            bool placed = false;
            for (uint32_t i = 0; i < found.count; i++) placed |= entity(c, found.entities[i])->country[0] != 0;
            if (!placed) {   /* "people in Kesh" */
                found.count = 0;
                dm_heads heads = {.count = 0};
                dm_arguments(c, k, (dm_path){dm_key("in", 2), DM_F_PREP}, &heads, 1);
                object = dm_tree_find(&c->record->tree, k, DM_R_OBJ);
                if (object != DM_NONE) dm_arguments(c, object, (dm_path){dm_key("in", 2), DM_F_PREP}, &heads, 1);
                for (uint32_t i = 0; i < heads.count; i++) dm_party_of(c, heads.at[i], true, &found, 1);
            }
            for (uint32_t i = 0; i < found.count; i++) {
                const dm_entity *e = entity(c, found.entities[i]);
                if (!e->country[0] || dm_party_has(&m->sources, found.entities[i])) continue;
                m->targets.entities[m->targets.count] = found.entities[i];
                m->targets.words[m->targets.count++] = found.words[i];
            }
            if (m->targets.count) return true;
        }
    }
    return false;
}

/* "provided $30 million to Kesh, and Norland promised another 400 million": money goes to those who were helped right before. */
static bool helped_before(const dm_coding *c, const dm_told *told, dm_match *m)
{
    uint32_t object = m->frame->kind == DM_FRAME_VERB ? dm_tree_find(&c->record->tree, m->word, DM_R_OBJ) : DM_NONE;
    if (object == DM_NONE || !dm_in_class(c, "moneys", object)) return false;
    uint32_t sentence = c->record->text.sentence_of[m->word];
    for (uint32_t i = told->count; i-- > 0;) {
        const dm_event *e = &told->events[i];
        const dm_match *other = &c->matches.at[told->of_match[i]];
        if (e->sentence + 1 < sentence) return false;
        if ((e->plover != DM_AID && strncmp(e->cameo, "033", 3) != 0) || !e->targets.count || other->targets.how >= DM_HOW_PLACE) continue;
        if (dm_party_has(&m->sources, e->targets.at[0])) return false;
        m->targets = other->targets;
        m->targets.event = i + 1;
        return true;
    }
    return false;
}

/* "threatened to block roads until Anna Torvald resigns", "if Kesh attacked it": the one it depends on is threatened. */
static bool threatened_on_condition(dm_coding *c, dm_match *m)
{
    static const char *const marks[] = {"unless", "until", "if"};
    if (m->plover != DM_THREATEN || m->frame->kind != DM_FRAME_VERB) return false;
    const dm_sentence *sentence = &c->record->text.sentences[c->record->text.sentence_of[m->word]];
    for (uint32_t w = m->word + 1; w < sentence->last; w++) {
        if (c->tokens[w].relation != DM_R_MARK || !dm_word_one_of(c, w, marks, DM_COUNT(marks))) continue;
        uint32_t clause = c->tokens[w].head, subject = clause == DM_NONE ? DM_NONE : dm_tree_find(&c->record->tree, clause, DM_R_NSUBJ);
        uint32_t up = clause;
        while (up != DM_NONE && up != m->word) up = c->tokens[up].head;
        if (up != m->word || subject == DM_NONE) continue;
        dm_party found = {.count = 0};
        dm_party_of(c, subject, false, &found, 1);
        if (!found.count || dm_party_has(&m->sources, found.entities[0]) || !entity(c, found.entities[0])->country[0]) continue;
        m->targets = found;
        return true;
    }
    return false;
}

/* "agreed to receive two trains from Zagreb", "warned that Norlandish actions would have a price": the one other side that the
 * words of what is agreed, refused or threatened belong to.  Nobody when they name two. */
static bool named_in_complement(dm_coding *c, dm_match *m)
{
    static const char *const ties[] = {"from" /* not of threats: "attacks from Kesh" */, "with",
                                        "to", "against", "toward", "towards", "of", "on"};
    if (m->frame->kind != DM_FRAME_VERB || (m->plover != DM_AGREE && m->plover != DM_THREATEN && m->plover != DM_REJECT)) return false;
    const dm_entity *source = entity(c, m->sources.entities[0]);
    size_t threat = m->plover == DM_THREATEN;
    uint32_t found = DM_NONE, where = DM_NONE;
    CHILDREN(c, m->word, k) {
        uint8_t relation = c->tokens[k].relation;
        uint32_t from, to;
        if (k < m->word || (relation != DM_R_OBJ && relation != DM_R_XCOMP && relation != DM_R_CCOMP)) continue;
        dm_tree_range(&c->record->tree, k, &from, &to);
        for (uint32_t w = from; w < to; w++) {
            uint32_t mention = c->refers->mention_of ? c->refers->mention_of[w] : DM_NONE;
            if (mention == DM_NONE || c->refers->mentions[mention].head != w) continue;
            uint32_t who = c->refers->mentions[mention].entity;
            const dm_entity *e = entity(c, who);
            bool body = strncmp(e->actor, "IGO", 3) == 0;
            if ((!e->country[0] && !body) || strcmp(e->country, source->country) == 0 || dm_party_has(&m->sources, who)) continue;
            uint8_t tie = c->tokens[w].relation;
            bool tied = tie == DM_R_NMOD_POSS || (tie == DM_R_AMOD && c->tokens[w].upos == DM_ADJ) ||
                        ((tie == DM_R_NMOD || tie == DM_R_OBL) && has_case(c, w, ties + threat, DM_COUNT(ties) - threat));
            if (found != DM_NONE && (!tied || strncmp(entity(c, found)->actor, e->actor, 3) != 0)) return false;
            if (!tied) return false;
            if (found == DM_NONE) {
                found = who;
                where = w;
            }
        }
    }
    if (found == DM_NONE) return false;
    m->targets.entities[0] = found;
    m->targets.words[0] = where;
    m->targets.count = 1;
    return true;
}

/* What only a state can grant: unions, students, protesters and parties at home ask it of their own government. */
static bool asked_of_government(dm_coding *c, dm_match *m)
{
    static const char *const people[] = {"CVL", "OPP", "EDU", "LAB", "REL", "PTY", "NGO"};
    const dm_entity *source = entity(c, m->sources.entities[0]);
    bool fits = false;
    for (size_t i = 0; i < DM_COUNT(people); i++) fits |= source->country[0] && strcmp(source->sectors[0], people[i]) == 0;
    if (!fits) return false;
    const dm_sentence *sentence = &c->record->text.sentences[c->record->text.sentence_of[m->word]];
    bool state = false;
    for (uint32_t w = m->word + 1; w < sentence->last && w < m->word + 16 && !state; w++) state = dm_in_class(c, "statecraft", w);
    if (!state) return false;
    uint32_t found = DM_NONE;
    for (uint32_t i = 0; i < c->refers->entity_count && i < 4000; i++) {
        const dm_entity *e = entity(c, i);
        if (!e->mentions.count || strcmp(e->country, source->country) != 0) continue;
        if (strcmp(e->sectors[0], "GOV") == 0 && e->type == DM_ORG) {
            found = i;
            break;
        }
        if (!e->sectors[0][0] && found == DM_NONE) found = i;
    }
    if (found == DM_NONE) return false;
    m->targets.entities[0] = found;
    m->targets.words[0] = m->sources.words[0];
    m->targets.count = 1;
    return true;
}

static bool of_sectors(const dm_entity *e, const char *const *sectors, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(e->sectors[0], sectors[i]) == 0) return true;
    return false;
}

/* "The rebels threatened to kill a hostage": in a quarrel at home the other side is the government, and the government's is the
 * group that it dealt with shortly before. */
static bool counterpart_at_home(dm_coding *c, const dm_told *told, dm_match *m)
{
    static const char *const state[] = {"GOV", "MIL", "COP", "LEG"}, *const against[] = {"REB", "OPP"};
    enum { NEAR = 3 };
    if (m->frame->kind != DM_FRAME_VERB || m->targets.refused || m->status == DM_CALLED_FOR) return false;
    if (m->plover != DM_THREATEN && m->plover != DM_REJECT && m->plover != DM_AGREE && m->plover != DM_RETREAT && m->plover != DM_REQUEST) return false;
    const dm_entity *source = entity(c, m->sources.entities[0]);
    bool rebels = of_sectors(source, against, DM_COUNT(against));
    if (!source->country[0] || (!rebels && !of_sectors(source, state, DM_COUNT(state)))) return false;
    for (uint32_t i = 1; i < m->sources.count; i++)
        if (strcmp(entity(c, m->sources.entities[i])->country, source->country) != 0) return false;
    uint32_t sentence = c->record->text.sentence_of[m->word], found = DM_NONE, where = DM_NONE;
    for (uint32_t i = told->count; i-- > 0 && found == DM_NONE;) {
        const dm_event *e = &told->events[i];
        if (e->sentence + NEAR < sentence) break;
        if (e->sources.count != 1 || e->targets.count != 1) continue;
        const dm_entity *a = entity(c, e->sources.at[0]), *b = entity(c, e->targets.at[0]);
        if (strcmp(a->country, source->country) != 0 || strcmp(b->country, source->country) != 0) continue;
        bool first = of_sectors(a, against, DM_COUNT(against)), second = of_sectors(b, against, DM_COUNT(against));
        bool state_first = of_sectors(a, state, DM_COUNT(state)), state_second = of_sectors(b, state, DM_COUNT(state));
        if (!((first && state_second) || (second && state_first))) continue;
        found = rebels == first ? e->targets.at[0] : e->sources.at[0];
        where = i;
    }
    if (found == DM_NONE && !rebels) return false;
    if (found == DM_NONE)
        for (uint32_t i = 0; i < c->refers->entity_count && i < 4000 && found == DM_NONE; i++) {
            const dm_entity *e = entity(c, i);
            if (e->mentions.count && strcmp(e->country, source->country) == 0 && strcmp(e->sectors[0], "GOV") == 0) found = i;
        }
    if (found == DM_NONE || dm_party_has(&m->sources, found)) return false;
    m->targets.entities[0] = found;
    m->targets.words[0] = m->sources.words[0];
    m->targets.count = 1;
    if (where != DM_NONE) m->targets.event = where + 1;
    return true;
}

static const char *const papers[] = {"letter", "petition", "note", "memo", "memorandum", "resolution", "appeal", "statement"};

/* The word for a paper that a subject is, itself or what its pronoun stands for: DM_NONE when it is none. */
static uint32_t paper_of(const dm_coding *c, uint32_t word)
{
    if (dm_word_one_of(c, word, papers, DM_COUNT(papers))) return word;
    uint32_t mention = c->refers->mention_at_head ? c->refers->mention_at_head[word] : DM_NONE;
    if (c->tokens[word].upos != DM_PRON || mention == DM_NONE) return DM_NONE;
    dm_list all = entity(c, c->refers->mentions[mention].entity)->mentions;
    for (uint32_t i = 0; i < all.count; i++) {
        uint32_t head = c->refers->mentions[all.at[i]].head;
        if (dm_word_one_of(c, head, papers, DM_COUNT(papers))) return head;
    }
    return DM_NONE;
}

/* "The letter appeals for ...": the event before that had such a paper as its trigger or its object gives both sides. */
static bool sender_of_paper(dm_coding *c, const dm_told *told, dm_match *m)
{
    uint32_t subject = c->tokens[m->word].upos == DM_VERB ? dm_surface_subject(c, m->word, 1) : DM_NONE;
    uint32_t paper = subject == DM_NONE ? DM_NONE : paper_of(c, subject);
    if (paper == DM_NONE && subject != DM_NONE && dm_word_is(c, subject, "it")) {   /* "It": the subject of the sentence before */
        uint32_t sentence = c->record->text.sentence_of[m->word];
        if (sentence == 0) return false;
        const dm_sentence *before = &c->record->text.sentences[sentence - 1];
        for (uint32_t w = before->first; w < before->last && paper == DM_NONE; w++)
            if ((c->tokens[w].relation == DM_R_NSUBJ || c->tokens[w].relation == DM_R_OBJ) && dm_word_one_of(c, w, papers, DM_COUNT(papers))) paper = w;
    }
    if (paper == DM_NONE) return false;
    for (uint32_t i = told->count; i-- > 0;) {
        const dm_event *e = &told->events[i];
        const dm_match *other = &c->matches.at[told->of_match[i]];
        if (!e->sources.count) continue;
        bool same = c->tokens[other->word].lemma_key == c->tokens[paper].lemma_key;
        CHILDREN(c, other->word, k)
            same |= c->tokens[k].relation == DM_R_OBJ && c->tokens[k].lemma_key == c->tokens[paper].lemma_key;
        if (!same) continue;
        m->sources = other->sources;
        if (m->plover == DM_REQUEST && other->targets.count && !addressed(c, m)) m->targets = other->targets;
        return true;
    }
    return false;
}

/* "says that any rule must ...": the one who must is in the words, known or not. */
static bool obliging(const dm_coding *c, const dm_match *m)
{
    for (uint32_t i = 0; i < m->frame->wants.count; i++)
        if (c->frames->wants.at[m->frame->wants.first + i].path.function == DM_F_MUST) return true;
    return false;
}

/* Whether a party is nothing but the country itself of the other one: "Torvald says that Norland must ..." */
static bool own_country(const dm_coding *c, const dm_party *party, const dm_party *other)
{
    for (uint32_t i = 0; i < party->count; i++) {
        const dm_entity *e = entity(c, party->entities[i]);
        if (!e->country[0] || e->sectors[0][0]) return false;
        for (uint32_t k = 0; k < other->count; k++)
            if (strcmp(entity(c, other->entities[k])->country, e->country) != 0) return false;
    }
    return party->count > 0 && other->count > 0;
}

/* "was prevented from travelling to Kesh": nobody travelled. */
static bool kept_from(const dm_coding *c, uint32_t word)
{
    static const char *const verbs[] = {"prevent", "ban", "bar", "stop", "block", "prohibit", "forbid", "discourage", "deter", "keep", "dissuade"};
    uint32_t head = c->tokens[word].head;
    if (head == DM_NONE || c->tokens[word].upos != DM_VERB) return false;
    if (dm_word_is(c, head, "capable") || dm_word_is(c, head, "incapable")) return true;   /* "a missile capable of hitting Kesh" */
    if (!dm_word_one_of(c, head, verbs, DM_COUNT(verbs))) return false;
    CHILDREN(c, word, k)
        if (c->tokens[k].relation == DM_R_MARK && dm_word_is(c, k, "from")) return true;
    return false;
}

/* "Five were injured in a fire": harm that nobody did. */
static bool accidental(const dm_coding *c, const dm_match *m)
{
    static const char *const causes[] = {"in", "by", "after", "from", "when", "during", "due to", "because of"};
    if (m->sources.count || m->plover != DM_ASSAULT || m->frame->kind != DM_FRAME_VERB) return false;
    uint32_t word = m->word;
    for (int up = 0; up < 3 && word != DM_NONE; up++) {   /* "are killed and others injured in ..." hangs on either verb */
        CHILDREN(c, word, k) {
            uint8_t relation = c->tokens[k].relation;
            bool carried = relation == DM_R_OBL_AGENT || ((relation == DM_R_OBL || relation == DM_R_NMOD) && has_case(c, k, causes, DM_COUNT(causes)));
            if ((carried || relation == DM_R_NSUBJ) && dm_in_class(c, "accident", k)) return true;
            if (relation == DM_R_CONJ && c->tokens[k].upos == DM_VERB)
                CHILDREN(c, k, j)
                    if ((c->tokens[j].relation == DM_R_OBL || c->tokens[j].relation == DM_R_OBL_AGENT) && dm_in_class(c, "accident", j)) return true;
        }
        if (c->tokens[word].relation != DM_R_CONJ) break;
        word = c->tokens[word].head;
    }
    return false;
}

/* "visited the town of Bandung", of his own country's minister: no visit to anybody. */
static bool travels_at_home(const dm_coding *c, const dm_match *m)
{
    if (strncmp(m->cameo, "042", 3) != 0 || !m->sources.count || !m->targets.count || !own_country(c, &m->targets, &m->sources)) return false;
    for (uint32_t i = 0; i < m->targets.count; i++) {
        const dm_entity *e = entity(c, m->targets.entities[i]);
        if ((e->type != DM_GPE && e->type != DM_LOC) || e->sectors[0][0]) return false;
    }
    return true;
}

/* "claims that his forces repelled it": one's own are not accused. */
static bool claims_for_own(const dm_coding *c, const dm_match *m)
{
    if (m->plover != DM_ACCUSE || m->targets.how != DM_HOW_COMPLEMENT || !m->targets.count || !m->sources.count) return false;
    if (strcmp(entity(c, m->targets.entities[0])->country, entity(c, m->sources.entities[0])->country) != 0) return false;
    uint32_t owner = dm_tree_find(&c->record->tree, m->targets.words[0], DM_R_NMOD_POSS);
    return owner != DM_NONE && c->tokens[owner].upos == DM_PRON;
}

bool dm_discourse_idle(const dm_coding *c, const dm_match *m)
{
    if (kept_from(c, m->word) || accidental(c, m) || travels_at_home(c, m) || claims_for_own(c, m)) return true;
    return obliging(c, m) && own_country(c, &m->targets, &m->sources);
}

bool dm_discourse_fill(dm_coding *c, const dm_told *told, dm_match *m)
{
    bool filled = false;
    if (!m->cameo[0]) return false;
    if (!m->sources.count) filled = sender_of_paper(c, told, m);
    if (!m->sources.count) return false;
    if (m->plover == DM_CONSULT && !m->targets.count) return talks_before(c, told, m) || filled;
    if (m->plover == DM_REQUEST && !filled && m->frame->kind == DM_FRAME_VERB && !obliging(c, m) && !addressed(c, m) && asked_before(c, told, m)) return true;
    if (!m->targets.count && (dm_maker_find(c, told, m) || dm_addressee_find(c, m) || threatened_on_condition(c, m))) return true;
    bool aid = m->plover == DM_AID || (m->plover == DM_AGREE && strncmp(m->cameo, "033", 3) == 0);
    if (aid && !m->targets.count && (helped_by_aid(c, m) || helped_before(c, told, m))) return true;
    if (m->plover == DM_REQUEST && !m->targets.count && asked_of_government(c, m)) return true;
    if (!m->targets.count && (named_in_complement(c, m) || counterpart_at_home(c, told, m))) return true;
    if (m->targets.count || m->targets.refused || m->frame->kind != DM_FRAME_NOUN || !hostile(m) || !entity(c, m->sources.entities[0])->country[0]) return filled;
    return victim_of_clause(c, m) || victim_before(c, told, m) || filled;
}

bool dm_discourse_repeats(const dm_coding *c, const dm_told *told, const dm_match *m)
{
    dm_quad quad = dm_quad_of((dm_plover)m->plover);
    if (m->frame->kind != DM_FRAME_NOUN || (quad != DM_VERBAL_CONFLICT && quad != DM_VERBAL_COOPERATION)) return false;
    bool definite = false, own = false;
    CHILDREN(c, m->word, k) {
        if (c->tokens[k].relation == DM_R_DET) definite = dm_word_is(c, k, "this") || dm_word_is(c, k, "that") || dm_word_is(c, k, "these") || dm_word_is(c, k, "those") || dm_word_is(c, k, "the");
        own |= c->tokens[k].relation == DM_R_NMOD_POSS;
    }
    if (!definite || own) return false;
    dm_list sources = {m->sources.entities, m->sources.count}, targets = {m->targets.entities, m->targets.count};
    for (uint32_t i = told->count; i-- > 0;) {
        const dm_event *e = &told->events[i];
        if (e->plover == (dm_plover)m->plover && dm_sides_agree(c, sources, e->sources) && dm_sides_agree(c, targets, e->targets)) return true;
    }
    return false;
}
