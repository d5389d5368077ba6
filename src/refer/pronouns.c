/* Pronouns: the third person by points for what stands before it, the first and second by the quotation they stand in. */
#include "refer/phrases.h"

#define WINDOW 80u /* phrases looked back at */
#define SENTENCES_BACK 3u

static bool is_subject(uint8_t relation)
{
    return relation == DM_R_NSUBJ || relation == DM_R_NSUBJ_PASS || relation == DM_R_NSUBJ_OUTER;
}

/* Whether a chain may be what a third person pronoun means. Gives a penalty for less likely kinds, or -1. */
static int agreement(const dm_scene *scene, const dm_phrase *pronoun, const dm_phrase *root, const dm_phrase *mention)
{
    bool person = root->type == DM_PER;
    if (pronoun->gender == DM_GENDER_MALE || pronoun->gender == DM_GENDER_FEMALE) {
        /* a name that nothing is known of may be a person's */
        if (root->type == DM_OTHER_TYPE && root->number != 2 && token(scene, mention->head)->upos == DM_PROPN)
            return 8;
        if (!person || root->number == 2)
            return -1;
        if (root->gender != DM_GENDER_OPEN && root->gender != pronoun->gender)
            return -1;
        if (root->kind == DM_NOMINAL && mention->indefinite)
            return 6;
        return root->gender == DM_GENDER_OPEN ? 3 : 0;
    }
    if (pronoun->gender == DM_GENDER_NEUTER) {
        if (person || root->type == DM_NORP || root->number == 2)
            return -1;
        if (root->type == DM_OTHER_TYPE)
            return root->kind == DM_NAME ? 8 : 12;
        return root->type == DM_LOC ? 10 : mention->adjective ? 14 : 0;
    }
    /* they */
    if (root->number == 2)
        return root->type == DM_OTHER_TYPE ? 10 : 0;
    if (root->type == DM_ORG)
        return 20;
    if (root->type == DM_NORP)
        return 2;
    return -1;
}

static uint32_t governor(const dm_scene *scene, uint32_t w)
{
    uint32_t head = token(scene, w)->head;
    while (head != DM_NONE && token(scene, w)->relation == DM_R_CONJ) {
        w = head;
        head = token(scene, w)->head;
    }
    return head;
}

/* Who does what a pronoun suffers, over infinitives and joined verbs that have no subject of their own: the pronoun is somebody
 * else ("Norland threatened to suspend it"). */
static uint32_t doer_of(const dm_scene *scene, uint32_t pronoun)
{
    uint32_t verb = governor(scene, pronoun);
    for (int steps = 0; steps < 5 && verb != DM_NONE; steps++) {
        uint32_t subject = dm_tree_find(scene->tree, verb, DM_R_NSUBJ), head = token(scene, verb)->head;
        uint8_t relation = token(scene, verb)->relation;
        if (subject != DM_NONE)
            return subject;
        if (head == DM_NONE || (relation != DM_R_XCOMP && relation != DM_R_CONJ))
            return DM_NONE;
        uint32_t object = relation == DM_R_XCOMP ? dm_tree_find(scene->tree, head, DM_R_OBJ) : DM_NONE;
        if (object != DM_NONE)
            return object; /* "urged Kesh to attack it" */
        verb = head;
    }
    return DM_NONE;
}

/* "A Taliban spokesman says they fired": those for whom he speaks.  The phrase that names them, or DM_NONE. */
static uint32_t body_of_speaker(const dm_scene *scene, const dm_phrase *pronoun)
{
    static const char *const speaks[] = {"spokesman", "spokeswoman", "spokesperson"};
    if (pronoun->person != 3 || pronoun->number != 2 || !is_subject(token(scene, pronoun->head)->relation))
        return DM_NONE;
    uint32_t clause = token(scene, pronoun->head)->head;
    if (clause == DM_NONE || token(scene, clause)->relation != DM_R_CCOMP || token(scene, clause)->head == DM_NONE)
        return DM_NONE;
    uint32_t speaker = dm_tree_find(scene->tree, token(scene, clause)->head, DM_R_NSUBJ);
    uint32_t number = speaker == DM_NONE ? DM_NONE : scene->phrase_at[speaker];
    if (number == DM_NONE || scene->phrases.at[number].code[0] == 0)
        return DM_NONE;
    if (!key_in(scene->phrases.at[number].head_key, speaks, DM_COUNT(speaks)))
        return DM_NONE;
    for (uint32_t c = token(scene, speaker)->child; c != DM_NONE; c = token(scene, c)->next) {
        uint32_t body = scene->phrase_at[c];
        const char *code = body == DM_NONE || body == number ? "" : scene->phrases.at[body].code;
        if (code[0] != 0 && strncmp(code, scene->phrases.at[number].code, strlen(code)) == 0)
            return body;
    }
    return number; /* he and those for whom he speaks are of one code */
}

/* "imposed sanctions on Kesh for its attacks": the verb whose object or target what follows "for" is told of; DM_NONE for other
 * prepositions. */
static uint32_t reason_for(const dm_scene *scene, uint32_t noun)
{
    uint64_t marker = noun == DM_NONE ? 0 : dm_tree_case(scene->tree, noun);
    if (marker != dm_key("for", 3) && marker != dm_key("over", 4))
        return DM_NONE;
    uint32_t verb = token(scene, noun)->head;
    while (verb != DM_NONE && token(scene, verb)->upos != DM_VERB)
        verb = token(scene, verb)->head;
    return verb;
}

void dm_pronoun_resolve(dm_scene *scene, uint32_t number, const uint32_t *counts)
{
    const dm_phrase *pronoun = &scene->phrases.at[number];
    const dm_token *at = token(scene, pronoun->head);
    bool possessive = at->relation == DM_R_NMOD_POSS;
    bool quoted = (word(scene, pronoun->head)->flags & DM_WORD_QUOTED) != 0;
    uint32_t best = DM_NONE, looked = 0;
    uint32_t doer = possessive || is_subject(at->relation) ? DM_NONE : doer_of(scene, pronoun->head);
    int best_points = 0;
    if (pronoun->person == 5) { /* himself: the subject of its clause */
        uint32_t verb = at->head;
        for (int steps = 0; steps < 3 && verb != DM_NONE; steps++, verb = token(scene, verb)->head) {
            uint32_t subject = dm_tree_find(scene->tree, verb, DM_R_NSUBJ);
            if (subject == DM_NONE)
                subject = dm_tree_find(scene->tree, verb, DM_R_NSUBJ_PASS);
            if (subject != DM_NONE && scene->phrase_at[subject] != DM_NONE) {
                uint32_t found = scene->phrase_at[subject];
                if (agreement(scene, pronoun, &scene->phrases.at[dm_chain(scene, found)], &scene->phrases.at[found]) >= 0)
                    dm_chain_join(scene, found, number);
                return;
            }
        }
        return;
    }
    uint32_t own = body_of_speaker(scene, pronoun);
    if (own != DM_NONE) {
        dm_chain_join(scene, own, number);
        return;
    }
    uint32_t reason = possessive ? reason_for(scene, at->head) : DM_NONE;
    for (uint32_t i = number; i-- > 0 && looked < WINDOW; looked++) {
        const dm_phrase *other = &scene->phrases.at[i];
        uint32_t back = pronoun->sentence - other->sentence;
        if (back > SENTENCES_BACK)
            break;
        if (other->first <= pronoun->head && pronoun->head < other->last)
            continue; /* "its ally": not the phrase that it stands in */
        if (other->person == 1 || other->person == 2 || other->person == 4)
            continue;
        uint32_t root_number = dm_chain(scene, i);
        const dm_phrase *root = &scene->phrases.at[root_number];
        int penalty = agreement(scene, pronoun, root, other);
        if (penalty < 0)
            continue;
        uint8_t relation = token(scene, other->head)->relation;
        uint32_t verb = governor(scene, other->head);
        if (back == 0 && !possessive && verb != DM_NONE && verb == governor(scene, pronoun->head))
            continue; /* arguments of one verb are two */
        if (back == 0 && doer != DM_NONE && other->first <= doer && doer < other->last)
            continue;
        if (back == 0 && !possessive && is_subject(at->relation) && token(scene, other->head)->head != DM_NONE &&
            token(scene, other->head)->relation == DM_R_NMOD_POSS &&
            governor(scene, token(scene, other->head)->head) == governor(scene, pronoun->head))
            continue;
        int points = 100 - 22 * (int)back - penalty;
        points += is_subject(relation)                                                          ? 20
                  : relation == DM_R_OBJ || relation == DM_R_IOBJ || relation == DM_R_OBL_AGENT ? 8
                                                                                                : 0;
        points += is_subject(relation) && is_subject(at->relation) ? 6 : 0;
        points += other->kind == DM_NAME ? 4 : other->kind == DM_PRONOUN ? 6 : 0;
        points += 2 * (int)(counts[root_number] > 6 ? 6 : counts[root_number]);
        points -= relation == DM_R_NMOD ? 4 : 0;
        if (reason != DM_NONE && back == 0 && other->first > reason && (relation == DM_R_OBJ || relation == DM_R_OBL || relation == DM_R_NMOD))
            points += 30;
        bool outside = (word(scene, other->head)->flags & DM_WORD_QUOTED) == 0;
        if (quoted && outside && back == 0 && is_subject(relation))
            points -= 40; /* the speaker says I */
        uint32_t distance = pronoun->head > other->head ? pronoun->head - other->head : 0;
        points -= (int)(distance > 60 ? 12 : distance / 5);
        if (points > best_points) {
            best_points = points;
            best = i;
        }
    }
    if (best != DM_NONE && best_points >= 45)
        dm_chain_join(scene, best, number);
}

/* I, we, you: the same within one quotation, or outside of quotations within the text. */
void dm_pronouns_of_speakers(dm_scene *scene)
{
    const dm_text *text = scene->tree->text;
    dm_map map;
    dm_map_init(&map);
    uint32_t quotation = 0;
    for (uint32_t i = 0; i < scene->phrases.count && !scene->arena->failed; i++) {
        dm_phrase *phrase = &scene->phrases.at[i];
        if (phrase->kind != DM_PRONOUN || phrase->person == 0 || phrase->person > 2)
            continue;
        uint32_t in = DM_NONE;
        if ((word(scene, phrase->head)->flags & DM_WORD_QUOTED) != 0) {
            while (quotation < text->quotation_count && text->quotations[quotation].last <= phrase->head)
                quotation++;
            if (quotation < text->quotation_count && text->quotations[quotation].first <= phrase->head)
                in = quotation;
        }
        uint64_t key = dm_mix(dm_mix((uint64_t)in, phrase->person), phrase->number == 2 ? 2 : 1);
        uint32_t before = dm_map_get(&map, key);
        if (before != DM_NONE)
            dm_chain_join(scene, before, i);
        if (!dm_map_set(&map, key, i))
            scene->arena->failed = true;
    }
    dm_map_free(&map);
}
