/* Who made what is answered: "rejected the charge", "accepted the plan", "a decision that Kesh praised". */
#include "code/discourse.h"

#define CHILDREN(c, word, k) for (uint32_t k = (c)->tokens[word].child; k != DM_NONE; k = (c)->tokens[k].next)

enum { NEAR = 3 };   /* sentences that a definite noun looks back over */

/* What somebody makes by an event, and what kinds of event make it; 0: any. */
typedef struct made {
    const char *noun;
    uint8_t types[2];   /* dm_plover */
} made;

static const made *made_by(const dm_coding *c, uint32_t word)
{
    static const made all[] = {
        {"accusation", {DM_ACCUSE, DM_ACCUSE}}, {"allegation", {DM_ACCUSE, DM_ACCUSE}}, {"charge", {DM_ACCUSE, DM_ACCUSE}},
        {"claim", {DM_ACCUSE, DM_ACCUSE}},      {"criticism", {DM_ACCUSE, DM_ACCUSE}},  {"complaint", {DM_ACCUSE, DM_ACCUSE}},
        {"demand", {DM_REQUEST, DM_REQUEST}},   {"request", {DM_REQUEST, DM_REQUEST}},  {"appeal", {DM_REQUEST, DM_REQUEST}},
        {"call", {DM_REQUEST, DM_REQUEST}},     {"plea", {DM_REQUEST, DM_REQUEST}},     {"ultimatum", {DM_THREATEN, DM_REQUEST}},
        {"threat", {DM_THREATEN, DM_THREATEN}}, {"warning", {DM_THREATEN, DM_THREATEN}}, {"offer", {DM_AGREE, DM_REQUEST}},
        {"proposal", {DM_REQUEST, DM_AGREE}},   {"plan", {DM_REQUEST, DM_AGREE}},       {"invitation", {DM_REQUEST, DM_AGREE}},
        {"pledge", {DM_AGREE, DM_AGREE}},       {"promise", {DM_AGREE, DM_AGREE}},      {"sanction", {DM_SANCTION, DM_COERCE}},
        {"protest", {DM_PROTEST, DM_ACCUSE}},   {"measure", {DM_SANCTION, DM_COERCE}},  {"embargo", {DM_SANCTION, DM_COERCE}},
        {"condition", {DM_REQUEST, DM_REQUEST}}, {"compromise", {DM_REQUEST, DM_AGREE}}, {"withdrawal", {DM_RETREAT, DM_RETREAT}},
        {"pullout", {DM_RETREAT, DM_RETREAT}},  {"pullback", {DM_RETREAT, DM_RETREAT}}, {"release", {DM_RETREAT, DM_RETREAT}},
        {"ban", {DM_SANCTION, DM_COERCE}},      {"remark", {DM_ACCUSE, DM_ACCUSE}},     {"suggestion", {DM_ACCUSE, DM_REQUEST}},
        {"decision", {0, 0}},                   {"step", {0, 0}},                       {"move", {0, 0}},
        {"gesture", {0, 0}},                    {"practice", {0, 0}},                   {"policy", {0, 0}}};
    for (size_t i = 0; i < DM_COUNT(all); i++)
        if (dm_word_is(c, word, all[i].noun)) return &all[i];
    return NULL;
}

static bool makes(const made *what, uint8_t plover)
{
    if (what->types[0] == 0) return plover != DM_CONSULT && plover != DM_ACCUSE && plover != DM_THREATEN;   /* words are no move */
    return plover == what->types[0] || plover == what->types[1];
}

/* The one who answers is the one it was said to, or somebody of his country. */
static bool said_to(const dm_coding *c, const dm_event *e, const dm_party *who)
{
    for (uint32_t k = 0; k < e->targets.count; k++)
        for (uint32_t s = 0; s < who->count; s++) {
            const dm_entity *a = &c->refers->entities[e->targets.at[k]], *b = &c->refers->entities[who->entities[s]];
            if (a == b || (a->country[0] && strcmp(a->country, b->country) == 0)) return true;
        }
    return false;
}

/* First what was said to the one who answers, then whatever stands right before. */
static bool told_maker(dm_coding *c, const dm_told *told, dm_match *m, const made *what)
{
    uint32_t sentence = c->record->text.sentence_of[m->word];
    for (int turn = 0; turn < 2; turn++) {
        uint32_t reach = turn || what->types[0] == 0 ? 1 : NEAR;
        for (uint32_t i = told->count; i-- > 0;) {
            const dm_event *e = &told->events[i];
            if (e->sentence + reach < sentence) break;
            if (!makes(what, (uint8_t)e->plover) || !e->sources.count || dm_party_has(&m->sources, e->sources.at[0])) continue;
            if (c->matches.at[told->of_match[i]].word > m->word || (!turn && !said_to(c, e, &m->sources))) continue;
            m->targets = c->matches.at[told->of_match[i]].sources;
            m->targets.event = i + 1;
            return true;
        }
    }
    return false;
}

/* "proposed a plan ... accepted the plan": what was no event of its own, for it is not said to whom. */
static bool untold_maker(dm_coding *c, dm_match *m, const made *what)
{
    uint32_t sentence = c->record->text.sentence_of[m->word], found = DM_NONE;
    for (uint32_t i = c->matches.count; i-- > 0 && what->types[0] != 0;) {
        const dm_match *other = &c->matches.at[i];
        uint32_t at = c->record->text.sentence_of[other->word];
        if (at + NEAR < sentence) break;
        if (other->word >= m->word || other->negated || other->frame->veto || other->status == DM_DENIED || !makes(what, other->plover)) continue;
        if (!other->sources.count || other->sources.how >= DM_HOW_BEFORE || dm_party_has(&m->sources, other->sources.entities[0])) continue;
        if (found == DM_NONE || other->word > c->matches.at[found].word) found = i;
    }
    if (found == DM_NONE) return false;
    m->targets = c->matches.at[found].sources;
    return true;
}

/* Who is the last to have said something before a word, in its sentence or the one before, and is none of the party. */
static uint32_t speaker_before(const dm_coding *c, uint32_t word, const dm_party *party)
{
    uint32_t sentence = c->record->text.sentence_of[word], found = DM_NONE;
    for (uint32_t i = dm_statements_from(c->record, sentence); i < c->record->statement_count; i++) {
        const dm_statement *s = &c->record->statements[i];
        if (s->sentence > sentence) break;
        if (s->sentence + 1 < sentence || s->speaker == DM_NONE || s->parent != DM_NONE || dm_party_has(party, s->speaker)) continue;
        if (s->cue.count && s->cue.at[0].start >= c->words[word].span.start) continue;
        if (c->refers->entities[s->speaker].actor[0]) found = s->speaker;
    }
    return found;
}

/* "has returned refugees, a practice condemned by Kesh": the noun before the comma's clause sums it up, and the one who acts in
 * that clause made it. */
static bool summed_up(dm_coding *c, dm_match *m)
{
    uint8_t relation = c->tokens[m->word].relation;
    uint32_t noun = c->tokens[m->word].head;
    if (noun == DM_NONE || noun > m->word || (relation != DM_R_ACL_RELCL && relation != DM_R_ACL) || !made_by(c, noun)) return false;
    uint32_t article = dm_tree_find(&c->record->tree, noun, DM_R_DET);
    const dm_sentence *sentence = &c->record->text.sentences[c->record->text.sentence_of[noun]];
    if (article == DM_NONE || article == sentence->first || !dm_slice_is(c->words[article - 1].form, ",")) return false;
    if (!dm_word_is(c, article, "a") && !dm_word_is(c, article, "an")) return false;
    uint32_t subject = dm_tree_find(&c->record->tree, m->word, DM_R_NSUBJ);
    if (subject != DM_NONE && (dm_word_is(c, subject, "that") || dm_word_is(c, subject, "which"))) return false;   /* "a decision that angered Kesh" */
    uint32_t verb = noun;   /* the outermost clause before it, inside of what is said */
    for (uint32_t up = c->tokens[noun].head; up != DM_NONE && up < noun; up = c->tokens[up].head) {
        if (c->tokens[verb].relation == DM_R_CCOMP) break;
        if (c->tokens[up].upos == DM_VERB && dm_tree_find(&c->record->tree, up, DM_R_NSUBJ) != DM_NONE) verb = up;
    }
    uint32_t maker = verb == noun ? DM_NONE : dm_tree_find(&c->record->tree, verb, DM_R_NSUBJ);
    if (maker == DM_NONE) return false;
    dm_party found = {.count = 0};
    dm_party_of(c, maker, false, &found, 1);
    if (!found.count || dm_party_has(&m->sources, found.entities[0])) return false;
    m->targets = found;
    return true;
}

/* The noun that a verb answers, when it is one that the text has told of: "the charge", "that claim", "both claims". */
static const made *answered(dm_coding *c, const dm_match *m, uint32_t *noun)
{
    static const char *const definite[] = {"the", "that", "this", "those", "these", "both"};
    dm_heads heads = {.count = 0};
    dm_arguments(c, m->word, (dm_path){0, DM_F_OBJ}, &heads, 1);
    if (!heads.count) dm_arguments(c, m->word, (dm_path){dm_key("to", 2), DM_F_PREP}, &heads, 1);
    if (!heads.count) return NULL;
    *noun = heads.at[0];
    CHILDREN(c, *noun, k)
        if ((c->tokens[k].relation == DM_R_DET || c->tokens[k].relation == DM_R_DET_PREDET) && dm_word_one_of(c, k, definite, DM_COUNT(definite)))
            return made_by(c, *noun);
    return NULL;
}

bool dm_maker_find(dm_coding *c, const dm_told *told, dm_match *m)
{
    if (m->frame->kind != DM_FRAME_VERB) return false;
    if (m->inner != DM_NONE && c->matches.at[m->inner].word != m->word && c->matches.at[m->inner].targets.count) return false;
    if (m->plover != DM_REJECT && m->plover != DM_ACCUSE && m->plover != DM_SUPPORT && m->plover != DM_AGREE) return false;
    if (summed_up(c, m)) return true;
    uint32_t noun = DM_NONE;
    const made *what = answered(c, m, &noun);
    if (!what) return false;
    if (told_maker(c, told, m, what) || untold_maker(c, m, what)) return true;
    uint32_t speaker = what->types[0] == DM_ACCUSE && m->plover == DM_REJECT ? speaker_before(c, m->word, &m->sources) : DM_NONE;
    if (speaker == DM_NONE) return false;
    m->targets.entities[0] = speaker;
    m->targets.words[0] = noun;
    m->targets.count = 1;
    return true;
}

/* "rejected calls from Kesh", "drawing protests from Kesh", "at Kesh's request": words whose maker is known are for the one who
 * answers, provokes or heeds them. */
bool dm_addressee_find(dm_coding *c, dm_match *m)
{
    static const char *const answers[] = {"reject", "dismiss", "ignore", "rebuff", "spurn", "accept", "decline", "heed", "resist", "defy",
                                          "refuse", "deny", "grant", "brush off", "shrug off", "turn down", "wave away", "disregard", "welcome"};
    static const char *const provokes[] = {"draw", "prompt", "provoke", "trigger", "spark", "attract", "face", "earn", "win", "invite", "meet"};
    if (m->frame->kind != DM_FRAME_NOUN || dm_quad_of((dm_plover)m->plover) > DM_VERBAL_CONFLICT || m->frame->reciprocal) return false;
    uint32_t verb = c->tokens[m->word].head;
    if (verb == DM_NONE || (c->tokens[verb].upos != DM_VERB && c->tokens[verb].upos != DM_AUX)) return false;
    uint8_t relation = c->tokens[m->word].relation;
    uint64_t marker = dm_tree_case(&c->record->tree, m->word);
    bool answered = relation == DM_R_OBJ && !dm_is_passive(c, verb) && dm_word_one_of(c, verb, answers, DM_COUNT(answers));
    bool provoked = (relation == DM_R_OBJ || marker == dm_key("with", 4)) && dm_word_one_of(c, verb, provokes, DM_COUNT(provokes));
    bool heeded = m->plover == DM_REQUEST && relation == DM_R_OBL && marker == dm_key("at", 2) && !dm_is_passive(c, verb);
    if (!answered && !provoked && !heeded) return false;
    uint32_t subject = dm_surface_subject(c, verb, 1);
    dm_party found = {.count = 0};
    if (subject != DM_NONE) dm_party_of(c, subject, provoked, &found, 1);
    if (!found.count || dm_party_has(&m->sources, found.entities[0])) return false;
    m->targets = found;
    return true;
}
