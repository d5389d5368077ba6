/* Which actors a noun phrase stands for: its own mention; else whoever owns it, is named by its adjective, stands in its
 * of-, by- or from-phrase, is in apposition; for an event noun whoever does it.  Nothing found: nobody, never a guess. */
#include "code/frames.h"

#define CHILDREN(c, word, k) for (uint32_t k = (c)->tokens[word].child; k != DM_NONE; k = (c)->tokens[k].next)

bool dm_entity_known(const dm_entity *entity)
{
    return entity->actor[0] || ((entity->type == DM_PER || entity->type == DM_ORG || entity->type == DM_NORP) && entity->name.size);
}

/* Whether the text ever names an entity: "I" and "you" of an interview are nobody that a reader of events knows. */
static bool named(const dm_coding *c, uint32_t entity)
{
    const dm_references *refers = c->refers;
    const dm_entity *e = &refers->entities[entity];
    uint8_t *known = &c->named[entity];   /* looked up once: "we" may have as many mentions as the text has sentences */
    if (*known) return *known == 2;
    *known = 1;
    for (uint32_t i = 0; i < e->mentions.count && *known == 1; i++)
        if (refers->mentions[e->mentions.at[i]].kind == DM_NAME) *known = 2;
    return *known == 2;
}

uint32_t dm_statements_from(const dm_record *record, uint32_t sentence)
{
    uint32_t low = 0, high = record->statement_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (record->statements[middle].sentence + DM_CONTENT_REACH < sentence) low = middle + 1;
        else high = middle;
    }
    return low;
}

bool dm_party_has(const dm_party *party, uint32_t entity)
{
    for (uint32_t i = 0; i < party->count; i++)
        if (party->entities[i] == entity) return true;
    return false;
}

static void add(dm_party *party, uint32_t entity, uint32_t word)
{
    if (dm_party_has(party, entity) || party->count == DM_PARTY_MOST) return;
    party->entities[party->count] = entity;
    party->words[party->count++] = word;
}

/* Whether a mention of the entity before a word has the same noun for its head. */
static bool said_before(const dm_coding *c, const dm_entity *e, uint32_t word)
{
    for (uint32_t i = 0; i < e->mentions.count && i < 32; i++) {
        const dm_mention *m = &c->refers->mentions[e->mentions.at[i]];
        if (m->first < word && c->tokens[m->head].lemma_key == c->tokens[word].lemma_key) return true;
    }
    return false;
}

/* "The rebels", "the parliament" without a country are those of the text before, when it knows of one country's alone; so
 * are "protesters" when the text has spoken of "Keshi protesters" and of no others. */
static uint32_t spoken_of_before(const dm_coding *c, uint32_t entity, uint32_t word)
{
    static const char *const sectors[] = {"REB", "LEG", "GOV", "MIL", "COP", "OPP", "JUD"};
    const dm_entity *e = &c->refers->entities[entity];
    if (e->country[0] || strlen(e->actor) != 3 || strcmp(e->actor, e->sectors[0]) != 0 || c->refers->entity_count > 4000) return entity;
    bool body = false, definite = false, bare = c->tokens[word].xpos == DM_X_NNS;
    for (size_t i = 0; i < DM_COUNT(sectors); i++) body |= strcmp(e->actor, sectors[i]) == 0;
    CHILDREN(c, word, k) {
        uint8_t relation = c->tokens[k].relation;
        if (relation == DM_R_DET) definite |= dm_word_is(c, k, "the") || dm_word_is(c, k, "this") || dm_word_is(c, k, "these");
        if (c->refers->time_of && c->refers->time_of[k] != DM_NONE) continue;
        bare &= relation != DM_R_DET && relation != DM_R_AMOD && relation != DM_R_NMOD && relation != DM_R_NUMMOD && relation != DM_R_COMPOUND && relation != DM_R_NMOD_POSS;
    }
    if (!(body && definite) && !bare) return entity;
    uint32_t found = DM_NONE;
    for (uint32_t i = 0; i < c->refers->entity_count; i++) {
        const dm_entity *other = &c->refers->entities[i];
        if (!other->country[0] || strcmp(other->sectors[0], e->actor) != 0 || !other->mentions.count) continue;
        if (c->refers->mentions[other->mentions.at[0]].first >= word) continue;
        if (!(body && definite) && !said_before(c, other, word)) continue;
        if (found != DM_NONE && strcmp(c->refers->entities[found].country, other->country) != 0) return entity;
        found = i;
    }
    return found == DM_NONE ? entity : found;
}

/* The entity of the mention that a word heads, or DM_NONE when it is nobody known. */
static uint32_t entity_at(const dm_coding *c, uint32_t word)
{
    uint32_t mention = c->refers->mention_at_head ? c->refers->mention_at_head[word] : DM_NONE;
    if (mention == DM_NONE && c->refers->mention_of && c->refers->mention_of[word] != DM_NONE) {
        /* the tree splits the mention: a second word of it hangs outside too ("US President" beside "Joe Biden") */
        const dm_mention *m = &c->refers->mentions[c->refers->mention_of[word]];
        uint32_t head = c->tokens[word].head;
        if (m->kind == DM_NAME && (head == DM_NONE || head < m->first || head >= m->last)) mention = c->refers->mention_of[word];
    }
    if (mention == DM_NONE && (c->tokens[word].upos == DM_PROPN || c->tokens[word].upos == DM_NOUN) && c->refers->mention_of)   /* a flat name with another head: "US Ambassador Anna Torvald" */
        CHILDREN(c, word, k) {
            uint32_t other = c->tokens[k].relation == DM_R_FLAT ? c->refers->mention_of[k] : DM_NONE;
            if (other != DM_NONE && c->refers->mentions[other].kind == DM_NAME && c->refers->entities[c->refers->mentions[other].entity].type == DM_PER)
                mention = other;
        }
    if (mention == DM_NONE) return DM_NONE;
    uint32_t entity = c->refers->mentions[mention].entity;
    if (entity == DM_NONE || entity >= c->refers->entity_count) return DM_NONE;
    const dm_entity *e = &c->refers->entities[entity];
    if (!dm_entity_known(e)) return DM_NONE;
    if (!e->actor[0] && c->refers->mentions[mention].kind == DM_NOMINAL) return DM_NONE;
    if (!e->actor[0] && c->refers->mentions[mention].kind == DM_PRONOUN && !named(c, entity)) return DM_NONE;
    return c->refers->mentions[mention].kind == DM_NOMINAL ? spoken_of_before(c, entity, word) : entity;
}

/* "I" and "we" inside a statement are its speaker, "you" its addressee. */
static uint32_t speaker_at(const dm_coding *c, uint32_t word)
{
    const dm_token *t = &c->tokens[word];
    if (t->upos != DM_PRON) return DM_NONE;
    bool first = dm_word_is(c, word, "I") || dm_word_is(c, word, "i") || dm_word_is(c, word, "we") || dm_word_is(c, word, "my") ||
                 dm_word_is(c, word, "our") || dm_word_is(c, word, "us") || dm_word_is(c, word, "me");
    bool second = dm_word_is(c, word, "you") || dm_word_is(c, word, "your");
    if (!first && !second) return DM_NONE;
    uint32_t found = DM_NONE, width = UINT32_MAX, at = c->words[word].span.start;
    uint32_t sentence = c->record->text.sentence_of[word];
    for (uint32_t i = dm_statements_from(c->record, sentence); i < c->record->statement_count; i++) {
        const dm_statement *s = &c->record->statements[i];
        if (s->sentence > sentence + DM_CONTENT_REACH) break;
        for (uint32_t k = 0; k < s->content.count; k++)
            if (at >= s->content.at[k].start && at < s->content.at[k].end && s->content.at[k].end - s->content.at[k].start < width) {
                width = s->content.at[k].end - s->content.at[k].start;
                found = first ? s->speaker : s->addressee;
            }
    }
    return found;
}

/* "A spokesman for the movement said it had carried out the attack": it is the movement, for which he speaks. */
static uint32_t spoken_for(const dm_coding *c, uint32_t word)
{
    static const char *const voices[] = {"spokesman", "spokeswoman", "spokesperson"};
    uint8_t relation = c->tokens[word].relation;
    if (c->tokens[word].upos != DM_PRON || (!dm_word_is(c, word, "it") && !dm_word_is(c, word, "its"))) return DM_NONE;
    uint32_t clause = relation == DM_R_NSUBJ || relation == DM_R_NSUBJ_PASS || relation == DM_R_NMOD_POSS ? dm_clause_of(c, word) : DM_NONE;
    for (int up = 0; up < 3 && clause != DM_NONE && c->tokens[clause].relation == DM_R_CONJ; up++) clause = c->tokens[clause].head;
    if (clause == DM_NONE || (c->tokens[clause].relation != DM_R_CCOMP && c->tokens[clause].relation != DM_R_PARATAXIS)) return DM_NONE;
    uint32_t verb = c->tokens[clause].head, subject = verb == DM_NONE ? DM_NONE : dm_tree_find(&c->record->tree, verb, DM_R_NSUBJ);
    uint32_t mention = subject == DM_NONE || !c->refers->mention_of ? DM_NONE : c->refers->mention_of[subject];
    if (mention == DM_NONE) return DM_NONE;
    const dm_mention *m = &c->refers->mentions[mention];
    for (uint32_t w = m->first; w < m->last; w++)
        if (dm_word_one_of(c, w, voices, DM_COUNT(voices)) && c->refers->entities[m->entity].actor[0]) return m->entity;
    return DM_NONE;
}

/* ---- Groups --------------------------------------------------------------------------------------------------- */

#define GROUP_BACK 2u   /* sentences looked back at for those whom "they" and "the two leaders" mean */

/* "They", "both", "the two countries", "the ministers": several, told of before.  Gives how many it says, 0 for open. */
static bool speaks_of_group(const dm_coding *c, uint32_t word, uint32_t *size, bool *pronoun)
{
    *size = 0;
    *pronoun = c->tokens[word].upos == DM_PRON;
    if (*pronoun) return dm_word_is(c, word, "they") || dm_word_is(c, word, "them") || dm_word_is(c, word, "their");
    if (dm_word_is(c, word, "both") || dm_word_is(c, word, "pair")) {
        *size = 2;
        return true;
    }
    if ((c->tokens[word].xpos != DM_X_NNS && c->tokens[word].upos != DM_NUM) || !dm_in_class(c, "member", word)) return false;
    bool definite = false;
    CHILDREN(c, word, k) {
        definite |= dm_word_is(c, k, "the") || dm_word_is(c, k, "these") || dm_word_is(c, k, "those") || dm_word_is(c, k, "both");
        if (dm_word_is(c, k, "both") || dm_word_is(c, k, "two")) *size = 2;
        if (dm_word_is(c, k, "three")) *size = 3;
        if (dm_word_is(c, k, "four")) *size = 4;
        uint8_t relation = c->tokens[k].relation;
        if (relation == DM_R_NMOD || relation == DM_R_NMOD_POSS || relation == DM_R_ACL || relation == DM_R_ACL_RELCL || relation == DM_R_COMPOUND) return false;
        if (relation == DM_R_AMOD && c->tokens[k].xpos != DM_X_NN && !dm_in_class(c, "member", k) && c->refers->mention_at_head &&
            c->refers->mention_at_head[k] != DM_NONE)
            return false;   /* "the Norlandish ministers" */
    }
    return definite;   /* "arrested two men": not the two of before */
}

/* The members of the coordination that a nominal begins. */
static void members_at(const dm_coding *c, uint32_t word, dm_party *party)
{
    party->count = 0;
    uint32_t entity = entity_at(c, word);
    if (entity != DM_NONE && c->refers->entities[entity].actor[0]) add(party, entity, word);
    CHILDREN(c, word, k) {
        uint8_t relation = c->tokens[k].relation;
        if (relation != DM_R_CONJ && !(relation == DM_R_APPOS && c->tokens[word].xpos == DM_X_NNS)) continue;
        if (c->tokens[k].upos == DM_VERB) continue;
        uint32_t other = entity_at(c, k);
        if (other != DM_NONE && c->refers->entities[other].actor[0]) add(party, other, k);
        CHILDREN(c, k, j)   /* "Shoukry and his counterparts, A, B and C" */
            if ((c->tokens[j].relation == DM_R_APPOS || c->tokens[j].relation == DM_R_CONJ) && (other = entity_at(c, j)) != DM_NONE &&
                c->refers->entities[other].actor[0])
                add(party, other, j);
    }
}

/* "the two countries", "both sides": the only two countries, or the only two camps, that the sentence names before the word, or
 * the one before it.  False when it names more. */
static bool two_named(const dm_coding *c, uint32_t word, const dm_sentence *sentence, dm_party *party)
{
    static const char *const countries[] = {"country", "nation", "state", "government", "neighbour", "neighbor", "capital", "republic", "power", "ally"};
    static const char *const camps[] = {"GOV", "MIL", "REB", "OPP", "PTY", "LAB", "BUS", "LEG"};
    static const char *const heads[] = {"president", "minister", "premier", "chancellor", "king", "general"};
    bool of_heads = dm_word_one_of(c, word, heads, DM_COUNT(heads));
    bool of_country = dm_word_one_of(c, word, countries, DM_COUNT(countries));
    uint32_t last = sentence->last < word ? sentence->last : word;
    dm_party found = {.count = 0};
    for (uint32_t w = sentence->first; w < last; w++) {
        uint32_t mention = c->refers->mention_at_head ? c->refers->mention_at_head[w] : DM_NONE;
        if (mention == DM_NONE) continue;
        uint32_t entity = c->refers->mentions[mention].entity;
        const dm_entity *e = &c->refers->entities[entity];
        bool camp = false;
        for (size_t i = 0; i < (of_heads ? 1 : DM_COUNT(camps)) && !camp; i++) camp = strcmp(e->sectors[0], camps[i]) == 0;
        bool state = !e->sectors[0][0] || strcmp(e->sectors[0], "GOV") == 0 || strcmp(e->sectors[0], "MIL") == 0;
        if (!e->country[0] || (of_country ? !state : !camp && e->sectors[0][0])) continue;
        bool seen = false;
        for (uint32_t i = 0; i < found.count && !seen; i++) {
            const dm_entity *other = &c->refers->entities[found.entities[i]];
            bool same_country = strcmp(other->country, e->country) == 0;
            if (same_country && of_country && other->sectors[0][0] && !e->sectors[0][0]) found.entities[i] = entity;   /* the country itself */
            seen = of_country ? same_country : same_country && (!e->sectors[0][0] || !other->sectors[0][0] || strcmp(other->sectors[0], e->sectors[0]) == 0);
        }
        if (!seen && found.count == 2) return false;
        if (!seen) add(&found, entity, w);
    }
    if (found.count == 2) *party = found;
    return true;
}

/* Those who were told of together: named as one subject, or as the two sides of a meeting or an agreement. */
static bool group_before(const dm_coding *c, uint32_t word, dm_party *party)
{
    uint32_t size;
    bool pronoun;
    if (!speaks_of_group(c, word, &size, &pronoun)) return false;
    uint32_t here = c->record->text.sentence_of[word];
    dm_party found = {.count = 0};
    for (uint32_t back = 0; back <= GROUP_BACK && back <= here; back++) {
        const dm_sentence *sentence = &c->record->text.sentences[here - back];
        uint32_t last = back ? sentence->last : word;
        for (uint32_t w = sentence->first; w < last; w++) {
            uint8_t relation = c->tokens[w].relation;
            if (relation != DM_R_NSUBJ && relation != DM_R_NSUBJ_PASS) continue;
            if (back == 0 && c->tokens[w].head == dm_clause_of(c, word)) continue;   /* its own clause */
            dm_party members;
            members_at(c, w, &members);
            if (members.count >= 2 && (!size || members.count == size)) found = members;
            else if (pronoun && back && members.count == 1 && c->refers->entities[members.entities[0]].type == DM_ORG)
                return false;   /* a ministry is "they" too: nobody can tell */
        }
        for (uint32_t i = c->told.count; i-- > 0 && !found.count;) {
            const dm_earlier *e = &c->told.at[i];
            if (!e->sources.count) continue;
            uint32_t at = c->record->text.sentence_of[e->sources.words[0]];
            if (at != here - back) {
                if (at < here - back) break;
                continue;
            }
            if (e->sources.count >= 2 && (!size || e->sources.count == size)) {   /* told of as one before */
                found = e->sources;
                continue;
            }
            if (!e->targets.count) continue;
            if (e->plover != DM_CONSULT && e->plover != DM_AGREE && e->plover != DM_COOPERATE && (pronoun || !size)) continue;
            dm_party both = e->sources;
            for (uint32_t k = 0; k < e->targets.count; k++) add(&both, e->targets.entities[k], e->targets.words[k]);
            if (both.count >= 2 && (!size || both.count == size)) found = both;
        }
        if (found.count) break;
    }
    for (uint32_t back = 0; back <= 1 && back <= here && !found.count && !pronoun && size == 2; back++)
        if (!two_named(c, word, &c->record->text.sentences[here - back], &found)) break;
    for (uint32_t i = 0; i < found.count; i++) add(party, found.entities[i], word);
    if (found.count && pronoun)   /* what "they" do, they do at the meeting just told of */
        for (uint32_t i = c->told.count; i-- > 0 && !party->event;) {
            const dm_earlier *e = &c->told.at[i];
            if (e->plover == DM_CONSULT && e->sources.count && dm_party_has(&found, e->sources.entities[0])) party->event = e->event + 1;
        }
    return found.count > 0;
}

/* "The foreign ministers of Norland and Sudland": each of the countries, since the noun is nobody's alone. */
static bool owners_of_several(const dm_coding *c, uint32_t word, dm_party *party)
{
    static const char *const owners[] = {"of", "from", "between", "for"};
    if (c->tokens[word].upos != DM_NOUN) return false;
    CHILDREN(c, word, k) {
        if (c->tokens[k].relation != DM_R_NMOD) continue;
        uint64_t marker = dm_tree_case(&c->record->tree, k);
        bool fits = false;
        for (size_t i = 0; i < DM_COUNT(owners) && !fits; i++) fits = marker == dm_key(owners[i], strlen(owners[i]));
        if (!fits) continue;
        if (group_before(c, k, party)) return true;   /* "the leaders of the two countries" */
        dm_party members;
        members_at(c, k, &members);
        uint32_t countries = 0;
        for (uint32_t i = 0; i < members.count; i++) countries += c->refers->entities[members.entities[i]].country[0] != 0;
        if (members.count < 2 || countries < members.count) continue;
        for (uint32_t i = 0; i < members.count; i++) add(party, members.entities[i], members.words[i]);
        return true;
    }
    return false;
}

uint32_t dm_entity_coded(const dm_references *refers, const char *code)
{
    for (uint32_t i = 0; i < refers->entity_count; i++)
        if (strcmp(refers->entities[i].actor, code) == 0) return i;
    return DM_NONE;
}

/* The country of a place, when the text speaks of it as an actor anywhere or the place is a mention itself. */
static uint32_t country_at(const dm_coding *c, uint32_t word)
{
    uint32_t mention = c->refers->mention_at_head ? c->refers->mention_at_head[word] : DM_NONE;
    if (mention != DM_NONE && c->refers->mentions[mention].entity < c->refers->entity_count) {
        const dm_entity *e = &c->refers->entities[c->refers->mentions[mention].entity];
        if (e->actor[0]) return c->refers->mentions[mention].entity;
    }
    uint32_t place = c->refers->place_of ? c->refers->place_of[word] : DM_NONE;
    if (place == DM_NONE) return DM_NONE;
    const char *country = c->refers->places[place].country;
    if (!country[0]) return DM_NONE;
    return dm_entity_coded(c->refers, country);
}

/* In a single sentence: a pronoun in a reported clause stands for the subject of the clause above, "its" for that of its own. */
static uint32_t pronoun_owner(const dm_coding *c, uint32_t word)
{
    const dm_token *t = &c->tokens[word];
    if (t->upos != DM_PRON || (t->xpos != DM_X_PRP && t->xpos != DM_X_PRPS)) return DM_NONE;
    uint32_t clause = dm_clause_of(c, word);
    if (t->xpos == DM_X_PRPS) {
        uint32_t subject = dm_surface_subject(c, clause, 1);
        return subject == word ? DM_NONE : subject;
    }
    for (int steps = 0; steps < 4 && clause != DM_NONE && c->tokens[clause].head != DM_NONE; steps++) {
        uint8_t relation = c->tokens[clause].relation;
        clause = c->tokens[clause].head;
        if (relation != DM_R_CCOMP && relation != DM_R_ADVCL && relation != DM_R_CONJ && relation != DM_R_PARATAXIS) continue;
        uint32_t subject = dm_surface_subject(c, clause, 1);
        if (subject != DM_NONE && subject != word && c->tokens[subject].xpos != DM_X_PRP) return subject;
    }
    return DM_NONE;
}

static bool party_of_prepositions(dm_coding *c, uint32_t word, const uint64_t *keys, size_t count, bool place, dm_party *party,
                                  int depth)
{
    for (size_t i = 0; i < count; i++) {
        dm_path path = {keys[i], DM_F_PREP};
        CHILDREN(c, word, k) {
            uint8_t relation = c->tokens[k].relation;
            if (relation != DM_R_NMOD && relation != DM_R_OBL) continue;
            if (dm_tree_case(&c->record->tree, k) != path.preposition) continue;
            dm_heads heads = {.count = 0};
            heads.at[heads.count++] = k;
            CHILDREN(c, k, j)
                if (c->tokens[j].relation == DM_R_CONJ && heads.count < DM_PARTY_MOST) heads.at[heads.count++] = j;
            for (uint32_t h = 0; h < heads.count; h++) dm_party_of(c, heads.at[h], place, party, depth + 1);
            if (party->count) return true;
        }
    }
    return false;
}

/* Whoever a participle says it comes from: "scenarios proposed by ...", "oil fields belonging to ...". */
static bool party_of_participle(dm_coding *c, uint32_t word, dm_party *party, int depth)
{
    CHILDREN(c, word, k) {
        if (c->tokens[k].relation != DM_R_ACL) continue;
        dm_heads heads = {.count = 0};
        if (dm_word_is(c, k, "belong")) dm_arguments(c, k, (dm_path){dm_key("to", 2), DM_F_PREP}, &heads, depth + 1);
        else if (dm_is_passive(c, k)) dm_arguments(c, k, (dm_path){0, DM_F_SUBJ}, &heads, depth + 1);
        for (uint32_t i = 0; i < heads.count; i++) dm_party_of(c, heads.at[i], false, party, depth + 1);
        if (party->count) return true;
    }
    return false;
}

/* "allies such as Norland": the example that follows a noun at once, wherever the tree hangs it. */
static uint32_t example_behind(const dm_coding *c, uint32_t word)
{
    uint32_t total = c->record->text.word_count, w = word + 1;
    if (c->tokens[word].upos != DM_NOUN || w + 1 >= total) return DM_NONE;
    if (c->words[w].form.size == 1 && c->words[w].form.at[0] == ',') w++;
    bool such = dm_word_is(c, w, "such") && w + 1 < total && dm_word_is(c, w + 1, "as");
    bool among = dm_word_is(c, w, "among") && w + 1 < total && (dm_slice_is(c->words[w + 1].form, "them") || dm_slice_is(c->words[w + 1].form, "which"));
    if (among) w++;   /* "seven governments, among them Norland and Kesh," */
    if (!such && !among && !dm_slice_is(c->words[w].form, "including")) return DM_NONE;
    for (uint32_t v = w + 1; v < total && v < w + 8; v++) {
        if (c->tokens[v].upos == DM_VERB) return DM_NONE;
        uint32_t mention = c->refers->mention_at_head ? c->refers->mention_at_head[v] : DM_NONE;
        if (mention != DM_NONE) return v;
    }
    return DM_NONE;
}

/* "The movement, the Keshi Liberation Front, ...": the named actor beside a noun, who says more than the noun. */
static uint32_t name_beside(const dm_coding *c, uint32_t word)
{
    if (c->tokens[word].upos != DM_NOUN) return DM_NONE;
    CHILDREN(c, word, k) {
        if (c->tokens[k].relation != DM_R_APPOS) continue;
        uint32_t mention = c->refers->mention_at_head ? c->refers->mention_at_head[k] : DM_NONE;
        uint32_t entity = entity_at(c, k);
        if (entity != DM_NONE && mention != DM_NONE && c->refers->mentions[mention].kind == DM_NAME && c->refers->entities[entity].actor[0] &&
            c->refers->entities[entity].sectors[0][0])
            return entity;
    }
    return DM_NONE;
}

/* A text that speaks for whoever made it. */
bool dm_is_document(const dm_coding *c, uint32_t word)
{
    static const char *const documents[] = {"decree", "law", "bill", "resolution", "order", "statement", "letter", "ruling", "report",
                                            "decision", "directive", "regulation", "message", "communique", "motion", "verdict"};
    return dm_word_one_of(c, word, documents, DM_COUNT(documents));
}

/* "Denounced the conclusions of the summit", "called the agreement void": those who were told to meet or to agree before. */
static bool talks_told(const dm_coding *c, uint32_t word, dm_party *party)
{
    static const char *const talks[] = {"summit", "meeting", "talk", "conference", "negotiation"};
    static const char *const deals[] = {"agreement", "deal", "accord", "pact", "treaty", "memorandum"};
    bool talk = dm_word_one_of(c, word, talks, DM_COUNT(talks)), deal = dm_word_one_of(c, word, deals, DM_COUNT(deals));
    uint32_t article = talk || deal ? dm_tree_find(&c->record->tree, word, DM_R_DET) : DM_NONE;
    if (c->relate || article == DM_NONE || (!dm_word_is(c, article, "the") && !dm_word_is(c, article, "this"))) return false;
    CHILDREN(c, word, k) {
        bool plain = deal && c->tokens[k].relation == DM_R_COMPOUND && c->tokens[k].upos == DM_NOUN;   /* "the border agreement" */
        if (k != article && !(c->words[k].flags & DM_WORD_PUNCT) && c->tokens[k].relation != DM_R_CASE && c->tokens[k].relation != DM_R_APPOS && !plain)
            return false;   /* another one */
    }
    for (uint32_t i = c->told.count; i-- > 0 && c->told.count - i <= DM_LOOK_BACK;) {
        const dm_earlier *e = &c->told.at[i];
        bool fits = talk ? e->plover == DM_CONSULT : e->plover == DM_AGREE || strcmp(e->cameo, "057") == 0;
        if (!fits || e->sources.count + e->targets.count < 2) continue;
        for (uint32_t k = 0; k < e->sources.count; k++) add(party, e->sources.entities[k], word);
        for (uint32_t k = 0; k < e->targets.count; k++) add(party, e->targets.entities[k], word);
        return party->count > 0;
    }
    return false;
}

/* "their Norlandish and Sudlandish counterparts, A and B": somebody of that code is named behind it. */
static bool named_behind(const dm_coding *c, uint32_t word, const dm_entity *part)
{
    enum { REACH = 20 };
    const dm_sentence *sentence = &c->record->text.sentences[c->record->text.sentence_of[word]];
    for (uint32_t w = word + 1; w < sentence->last && w < word + REACH; w++) {
        if (c->tokens[w].upos == DM_VERB) return false;
        uint32_t mention = c->refers->mention_at_head[w];
        if (mention != DM_NONE && c->refers->mentions[mention].kind == DM_NAME &&
            strcmp(c->refers->entities[c->refers->mentions[mention].entity].actor, part->actor) == 0)
            return true;
    }
    return false;
}

/* "Norlandish and Sudlandish officials": the reference room made two of them, the first with its adjective as head. */
static void add_parts(const dm_coding *c, uint32_t word, uint32_t whole, dm_party *party)
{
    if (!c->refers->mention_at_head) return;
    for (uint32_t k = c->tokens[word].child; k != DM_NONE; k = c->tokens[k].next) {
        uint8_t relation = c->tokens[k].relation;
        if (k > word || (relation != DM_R_AMOD && relation != DM_R_COMPOUND && relation != DM_R_NMOD_DESC && relation != DM_R_CONJ)) continue;
        for (uint32_t j = k;;) {   /* the adjective and what is joined to it */
            uint32_t mention = c->refers->mention_at_head[j], entity = mention == DM_NONE ? DM_NONE : c->refers->mentions[mention].entity;
            const dm_entity *a = entity == DM_NONE || entity == whole ? NULL : &c->refers->entities[entity];
            if (a && c->refers->mentions[mention].kind == DM_NOMINAL && a->country[0] && a->sectors[0][0] &&
                strcmp(a->sectors[0], c->refers->entities[whole].sectors[0]) == 0 && !named_behind(c, word, a))
                add(party, entity, j);
            uint32_t next = j == k ? dm_tree_find(&c->record->tree, k, DM_R_CONJ) : DM_NONE;
            if (next == DM_NONE) break;
            j = next;
        }
    }
}

void dm_party_of(dm_coding *c, uint32_t word, bool place, dm_party *party, int depth)
{
    if (depth > DM_DEPTH_MOST) return;
    word = dm_antecedent(c, word);
    const dm_token *t = &c->tokens[word];
    if (dm_is_clause(c, word)) return;
    uint32_t before = party->count;
    if (c->relate) {   /* two phrases are marked as the sides: whatever lies in them is that side */
        if (c->marked[word]) {
            for (uint32_t side = 0; side < 2; side++)
                if (c->marked[word] & (1u << side)) add(party, c->relate->entities[side], word);
            return;
        }
        uint32_t owner = pronoun_owner(c, word);
        if (owner != DM_NONE && c->marked[owner]) {
            for (uint32_t side = 0; side < 2; side++)
                if (c->marked[owner] & (1u << side)) add(party, c->relate->entities[side], word);
            return;
        }
    } else {
        uint32_t entity = spoken_for(c, word);
        if (entity == DM_NONE) entity = entity_at(c, word);
        if (entity == DM_NONE) entity = speaker_at(c, word);
        if (entity < c->refers->entity_count && !c->refers->entities[entity].actor[0] && !named(c, entity))
            entity = DM_NONE;
        if (t->upos == DM_NOUN && group_before(c, word, party)) return;
        bool vague = entity == DM_NONE || (!c->refers->entities[entity].country[0] && !named(c, entity));
        if (vague && (group_before(c, word, party) || owners_of_several(c, word, party))) return;
        uint32_t named_ones = entity != DM_NONE && t->xpos == DM_X_NNS && !c->refers->entities[entity].country[0] ? example_behind(c, word) : DM_NONE;
        if (named_ones != DM_NONE) {
            dm_party_of(c, named_ones, place, party, depth + 1);
            CHILDREN(c, named_ones, k)
                if (c->tokens[k].relation == DM_R_CONJ) dm_party_of(c, k, place, party, depth + 1);
            if (party->count > before) return;
        }
        static const char *const sent[] = {"negotiator", "representative", "envoy", "delegate", "mediator", "lawyer", "emissary"};
        if (!vague && t->xpos == DM_X_NNS && dm_word_one_of(c, word, sent, DM_COUNT(sent)) && owners_of_several(c, word, party)) return;
        if (entity != DM_NONE) {
            uint32_t name = name_beside(c, word);
            add_parts(c, word, entity, party);
            if (name == DM_NONE && t->xpos == DM_X_NNS && dm_word_is(c, word, "counterpart") && named_behind(c, word, &c->refers->entities[entity])) return;
            add(party, name != DM_NONE ? name : entity, word);
            return;
        }
    }
    if (t->upos == DM_NOUN && talks_told(c, word, party)) return;
    if (t->upos == DM_NOUN) {
        uint32_t match = dm_match_word(c, word, depth + 1);
        if (match != DM_NONE) {   /* an event: whoever does it */
            const dm_match *m = &c->matches.at[match];
            for (uint32_t i = 0; i < m->sources.count; i++) add(party, m->sources.entities[i], m->sources.words[i]);
            if (m->frame->reciprocal)
                for (uint32_t i = 0; i < m->targets.count; i++) add(party, m->targets.entities[i], m->targets.words[i]);
            if (!m->sources.count && m->frame->plover != DM_CONSULT) party->refused = true;
            if (party->count > before || m->frame->plover != DM_CONSULT) return;
        }
    }
    if (!place && !c->relate && dm_in_class(c, "private", word)) {   /* "a Norlandish gallery": what it does is no deed of Norland */
        party->refused = true;
        return;
    }
    CHILDREN(c, word, k)
        if (c->tokens[k].relation == DM_R_NMOD_POSS) dm_party_of(c, k, place, party, depth + 1);
    if (party->count > before) return;
    CHILDREN(c, word, k) {
        uint8_t relation = c->tokens[k].relation;
        if (relation != DM_R_AMOD && relation != DM_R_COMPOUND && relation != DM_R_NMOD_DESC) continue;
        uint32_t entity = c->relate ? DM_NONE : entity_at(c, k);
        if (c->relate && c->marked[k]) dm_party_of(c, k, place, party, depth + 1);
        if (relation == DM_R_AMOD && t->upos == DM_PROPN && !c->relate) continue;   /* "Norlandish rapper Zed": he is not Norland */
        if (entity != DM_NONE && c->refers->entities[entity].actor[0]) add(party, entity, k);
        if (entity != DM_NONE || c->relate || t->upos == DM_PROPN) continue;
        CHILDREN(c, k, j)   /* "a Keshi school bus" */
            if ((c->tokens[j].relation == DM_R_AMOD || c->tokens[j].relation == DM_R_COMPOUND) && (entity = entity_at(c, j)) != DM_NONE &&
                c->refers->entities[entity].actor[0] && c->tokens[k].upos == DM_NOUN)
                add(party, entity, j);
    }
    if (party->count > before) return;
    static const char *const owners[] = {"of", "by", "from", "within", "among", "inside", "such as", "including"};
    static const char *const locations[] = {"in", "at", "near", "on", "around", "outside", "across"};
    uint64_t keys[DM_COUNT(owners) + DM_COUNT(locations)];
    for (size_t i = 0; i < DM_COUNT(owners); i++) keys[i] = dm_key(owners[i], strlen(owners[i]));
    if (party_of_prepositions(c, word, keys, DM_COUNT(owners), place, party, depth)) return;
    if (party_of_participle(c, word, party, depth)) return;
    uint32_t example = example_behind(c, word);
    if (example != DM_NONE) {
        dm_party_of(c, example, place, party, depth + 1);
        if (party->count > before) return;
    }
    CHILDREN(c, word, k)
        if (c->tokens[k].relation == DM_R_APPOS) dm_party_of(c, k, place, party, depth + 1);
    if (party->count > before) return;
    uint32_t governor = t->head;   /* "signed a decree banning ...": whoever signed it */
    if (t->relation == DM_R_OBJ && governor != DM_NONE && c->tokens[governor].upos == DM_VERB && dm_is_document(c, word)) {
        dm_heads heads = {.count = 0};
        dm_arguments(c, governor, (dm_path){0, DM_F_SUBJ}, &heads, depth + 1);
        for (uint32_t i = 0; i < heads.count; i++)
            if (heads.at[i] != word) dm_party_of(c, heads.at[i], false, party, depth + 1);
        if (party->count > before) return;
    }
    if (place) {
        uint32_t entity = country_at(c, word);
        if (entity != DM_NONE) {
            add(party, entity, word);
            return;
        }
        for (size_t i = 0; i < DM_COUNT(locations); i++) keys[i] = dm_key(locations[i], strlen(locations[i]));
        if (party_of_prepositions(c, word, keys, DM_COUNT(locations), true, party, depth)) return;
    }
    party->refused = true;
}
