/* Where the event that a word carries happened: what the tree says of it, then what the sentence says around it. */
#include "code/frames.h"

#define CHILDREN(c, word, k) for (uint32_t k = (c)->tokens[word].child; k != DM_NONE; k = (c)->tokens[k].next)

static bool is_clause(const dm_coding *c, uint32_t word)
{
    return c->tokens[word].upos == DM_VERB || c->tokens[word].upos == DM_AUX;
}

/* "in the city of Mokha", "in the town near Sanaa", "in the Red Sea port of Mokha": the place that a noun is told by, behind
 * it before in front of it; not whom it is with ("in a war with Norland"). */
static uint32_t place_inside(const dm_coding *c, uint32_t noun)
{
    static const char *const others[] = {"with", "between", "against", "for", "to", "by"};
    uint32_t before = DM_NONE;
    CHILDREN(c, noun, k) {
        uint8_t relation = c->tokens[k].relation;
        if (c->refers->place_of[k] == DM_NONE) continue;
        if (relation != DM_R_NMOD && relation != DM_R_APPOS && relation != DM_R_NMOD_POSS && relation != DM_R_COMPOUND) continue;
        uint64_t marker = relation == DM_R_NMOD ? dm_tree_case(&c->record->tree, k) : 0;
        bool other = false;
        for (size_t i = 0; i < DM_COUNT(others); i++) other |= marker == dm_key(others[i], strlen(others[i]));
        if (other) continue;
        if (k > noun) return c->refers->place_of[k];
        if (before == DM_NONE) before = c->refers->place_of[k];
    }
    return before;
}

static uint32_t place_in(const dm_coding *c, uint32_t word)
{
    static const char *const prepositions[] = {"in", "at", "near", "on", "outside", "inside", "around", "across", "along", "over",
                                               "into", "to", "off", "of", "against", "throughout", "within"};
    if (!c->refers->place_of) return DM_NONE;
    static const char *const ways[] = {"road", "route", "highway", "way", "street", "bridge", "corridor", "track", "railway", "pipeline", "access", "entrance"};
    bool way = false;   /* "the road to Kesh" is not in Kesh */
    for (size_t i = 0; i < DM_COUNT(ways); i++) way |= dm_word_is(c, word, ways[i]);
    for (size_t i = 0; i < DM_COUNT(prepositions) - 3; i++) {
        if (way && (strcmp(prepositions[i], "to") == 0 || strcmp(prepositions[i], "into") == 0)) continue;
        uint64_t key = dm_key(prepositions[i], strlen(prepositions[i]));
        CHILDREN(c, word, k) {
            uint8_t relation = c->tokens[k].relation;
            if (relation != DM_R_OBL && relation != DM_R_NMOD) continue;
            if (dm_tree_case(&c->record->tree, k) != key) continue;
            if (c->refers->place_of[k] != DM_NONE) return c->refers->place_of[k];
            uint32_t inner = place_inside(c, k);
            if (inner != DM_NONE) return inner;
        }
    }
    return DM_NONE;
}

/* Whether a place is what words are addressed to ("called on Kesh"): a side, not where they were said. */
static bool addressee(const dm_coding *c, const dm_match *m, uint32_t place)
{
    if (place == DM_NONE || m->plover >= DM_PROTEST) return false;
    const dm_place *p = &c->refers->places[place];
    for (uint32_t i = 0; i < m->targets.count; i++)
        if (m->targets.words[i] >= p->first && m->targets.words[i] < p->last) return true;
    return false;
}

/* A town, a region or any place at the head of a phrase, or named in it ("the town of Kesh"). */
static uint32_t place_at(const dm_coding *c, uint32_t word)
{
    if (!c->refers->place_of) return DM_NONE;
    if (c->refers->place_of[word] != DM_NONE) return c->refers->place_of[word];
    CHILDREN(c, word, k)
        if ((c->tokens[k].relation == DM_R_NMOD || c->tokens[k].relation == DM_R_APPOS || c->tokens[k].relation == DM_R_COMPOUND) &&
            c->refers->place_of[k] != DM_NONE && dm_in_class(c, "territory", word))
            return c->refers->place_of[k];
    return DM_NONE;
}

/* Where one goes to meet somebody is where they meet: "visited Lima", "will fly to Lima", "sent an envoy to Lima". */
static uint32_t destination(const dm_coding *c, const dm_match *m)
{
    static const char *const going[] = {"to", "in", "at", "for"};
    if (m->frame->kind == DM_FRAME_LIGHT) return DM_NONE;
    CHILDREN(c, m->word, k) {
        uint8_t relation = c->tokens[k].relation;
        if (k < m->word && m->frame->kind == DM_FRAME_VERB) continue;
        bool object = relation == DM_R_OBJ, phrase = relation == DM_R_OBL || relation == DM_R_NMOD;
        if (!object && !phrase) continue;
        uint64_t marker = phrase ? dm_tree_case(&c->record->tree, k) : 0;
        bool fits = object;
        for (size_t i = 0; i < DM_COUNT(going) && !fits; i++) fits = marker == dm_key(going[i], strlen(going[i]));
        uint32_t place = fits ? place_at(c, k) : DM_NONE;
        if (place != DM_NONE) return place;
    }
    return DM_NONE;
}

/* "A court in Szeged convicted ...", "Protesters in Puno set fire ...", "The minister, in New York for talks, met ...": where those
 * are who do it. */
static uint32_t place_of_subject(const dm_coding *c, const dm_match *m)
{
    if (m->frame->kind != DM_FRAME_VERB || !is_clause(c, m->word) || dm_is_passive(c, m->word)) return DM_NONE;
    uint32_t subject = dm_surface_subject(c, m->word, 1);
    if (subject == DM_NONE || c->record->text.sentence_of[subject] != c->record->text.sentence_of[m->word]) return DM_NONE;
    return place_in(c, subject);
}

uint32_t dm_place_of(const dm_coding *c, const dm_match *m)
{
    bool visit = m->plover == DM_CONSULT && (strncmp(m->cameo, "042", 3) == 0 || strncmp(m->cameo, "043", 3) == 0);
    if (visit) {
        uint32_t there = destination(c, m);
        if (there != DM_NONE) return there;
    }
    uint32_t place = place_in(c, m->word);
    if (addressee(c, m, place)) place = DM_NONE;
    if (place == DM_NONE && m->governor != DM_NONE) place = place_in(c, m->governor);
    if (place == DM_NONE && m->plover >= DM_ASSAULT)   /* "shelled Kharkiv" */
        for (uint32_t i = 0; i < m->targets.count && place == DM_NONE; i++)
            if (c->refers->place_of) place = c->refers->place_of[m->targets.words[i]];
    if (place != DM_NONE) return place;
    CHILDREN(c, m->word, k)   /* the object of the verb: "killed five people in Gaza" */
        if (place == DM_NONE && (c->tokens[k].relation == DM_R_OBJ || (m->plover >= DM_COERCE && c->tokens[k].relation == DM_R_OBL))) place = place_in(c, k);
    if (place == DM_NONE && strncmp(m->cameo, "192", 3) == 0)   /* "took the town of Kesh" */
        CHILDREN(c, m->word, k)
            if (place == DM_NONE && c->tokens[k].relation == DM_R_OBJ) place = place_at(c, k);
    if (place == DM_NONE && strncmp(m->cameo, "087", 3) == 0) {   /* "withdrew from Kesh" */
        uint64_t from = dm_key("from", 4);
        CHILDREN(c, m->word, k)
            if (place == DM_NONE && c->tokens[k].relation == DM_R_OBL && dm_tree_case(&c->record->tree, k) == from) place = place_at(c, k);
            else if (place == DM_NONE && c->tokens[k].relation == DM_R_OBJ)
                CHILDREN(c, k, j)
                    if (place == DM_NONE && c->tokens[j].relation == DM_R_NMOD && dm_tree_case(&c->record->tree, j) == from) place = place_at(c, j);
    }
    if (place == DM_NONE) place = place_of_subject(c, m);
    uint32_t head = c->tokens[m->word].head;
    if (place == DM_NONE && head != DM_NONE && is_clause(c, head) && (c->tokens[m->word].relation == DM_R_NSUBJ ||
        c->tokens[m->word].relation == DM_R_XCOMP || c->tokens[m->word].relation == DM_R_CONJ || c->tokens[m->word].relation == DM_R_ADVCL))
        place = place_in(c, head);
    uint32_t at = m->word;   /* "In Kabul, gunmen open fire, killing ...", "gunmen attack a base in Kesh and kill ..." */
    for (int up = 0; up < 3 && place == DM_NONE && m->plover >= DM_COERCE && is_clause(c, at); up++) {
        uint8_t relation = c->tokens[at].relation;
        if ((relation != DM_R_ADVCL && relation != DM_R_CONJ && relation != DM_R_XCOMP) || (head = c->tokens[at].head) == DM_NONE) break;
        at = head;
        place = place_in(c, at);
        CHILDREN(c, at, k)
            if (place == DM_NONE && (c->tokens[k].relation == DM_R_OBJ || c->tokens[k].relation == DM_R_OBL)) place = place_in(c, k);
    }
    head = c->tokens[m->word].head;
    if (place == DM_NONE && head != DM_NONE && m->frame->kind == DM_FRAME_NOUN) {   /* "stranded in Gaza due to the offensive" */
        uint32_t first = c->tokens[m->word].relation == DM_R_CONJ ? head : m->word, clause = c->tokens[first].head;
        if (clause != DM_NONE && is_clause(c, clause) && (c->tokens[first].relation == DM_R_OBL || c->tokens[first].relation == DM_R_NSUBJ ||
                                                          c->tokens[first].relation == DM_R_OBL_AGENT))
            place = place_in(c, clause);
    }
    return place;
}

/* ---- Where the sentence tells it around the event ---------------------------------------------------------------- */

/* "Kesh, where soldiers fired", "the town where": the place that a clause tells of, by the tree or right before "where". */
static uint32_t place_of_where(const dm_coding *c, uint32_t clause)
{
    uint32_t where = DM_NONE, noun = c->tokens[clause].head;
    CHILDREN(c, clause, k)
        if (where == DM_NONE && k < clause && dm_word_is(c, k, "where")) where = k;
    if (where == DM_NONE) return DM_NONE;
    uint32_t first = c->record->text.sentences[c->record->text.sentence_of[where]].first, before = where;
    if (before > first) before--;
    if (before > first && (c->words[before].flags & DM_WORD_PUNCT)) before--;
    if (before != where && c->refers->place_of[before] != DM_NONE) return c->refers->place_of[before];
    if (c->tokens[clause].relation != DM_R_ACL_RELCL || noun == DM_NONE) return DM_NONE;
    uint32_t place = place_at(c, noun);
    if (place == DM_NONE && c->tokens[noun].relation == DM_R_APPOS) place = c->refers->place_of[c->tokens[noun].head];
    return place;
}

/* "In Norland, ...": the place before the subject of a clause, which holds for what is joined to the clause too. */
static uint32_t place_in_front(const dm_coding *c, uint32_t clause)
{
    static const char *const prepositions[] = {"in", "at", "near", "outside", "across"};
    uint32_t subject = dm_surface_subject(c, clause, 1);
    if (subject == DM_NONE) return DM_NONE;
    CHILDREN(c, clause, k) {
        if (k > subject || c->tokens[k].relation != DM_R_OBL) continue;
        uint64_t marker = dm_tree_case(&c->record->tree, k);
        for (size_t i = 0; i < DM_COUNT(prepositions); i++)
            if (marker == dm_key(prepositions[i], strlen(prepositions[i]))) {
                uint32_t place = c->refers->place_of[k];
                return place != DM_NONE ? place : place_inside(c, k);
            }
    }
    return DM_NONE;
}

/* What is taken is where it was taken: "Kesh ... it was recaptured", "the capital, Kesh, fell". */
static uint32_t place_taken(const dm_coding *c, const dm_match *m)
{
    static const char *const verbs[] = {"capture", "recapture", "take", "retake", "seize", "overrun", "fall", "liberate"};
    bool taking = strncmp(m->cameo, "192", 3) == 0 && is_clause(c, m->word);
    bool known = false;
    for (size_t i = 0; i < DM_COUNT(verbs) && taking; i++) known |= dm_word_is(c, m->word, verbs[i]);
    if (!known) return DM_NONE;
    bool itself = dm_is_passive(c, m->word) || dm_word_is(c, m->word, "fall");
    uint32_t thing = dm_tree_find(&c->record->tree, m->word, !itself ? DM_R_OBJ : dm_is_passive(c, m->word) ? DM_R_NSUBJ_PASS : DM_R_NSUBJ);
    if (thing == DM_NONE) return DM_NONE;
    uint32_t place = place_at(c, thing);
    if (place == DM_NONE) place = place_inside(c, thing);
    uint32_t mention = c->refers->mention_at_head ? c->refers->mention_at_head[thing] : DM_NONE;
    if (place != DM_NONE || c->tokens[thing].upos != DM_PRON || mention == DM_NONE) return place;
    dm_list all = c->refers->entities[c->refers->mentions[mention].entity].mentions;
    for (uint32_t i = 0; i < all.count && i < 64 && place == DM_NONE; i++) {
        const dm_mention *other = &c->refers->mentions[all.at[i]];
        if (other->kind == DM_NAME) place = c->refers->place_of[other->head];
    }
    return place;
}

uint32_t dm_place_told(const dm_coding *c, const dm_match *m)
{
    if (!c->refers->place_of) return DM_NONE;
    uint32_t place = place_taken(c, m), at = m->word;
    if (place == DM_NONE) place = dm_place_of(c, m);
    for (int up = 0; up < 5 && place == DM_NONE && at != DM_NONE; up++) {
        uint8_t relation = c->tokens[at].relation;
        if (is_clause(c, at)) {
            place = place_of_where(c, at);
            if (place == DM_NONE) place = place_in_front(c, at);
        }
        if (relation == DM_R_CCOMP || relation == DM_R_PARATAXIS) break;   /* where it was said is not where it happened */
        at = c->tokens[at].head;
    }
    return place;
}
