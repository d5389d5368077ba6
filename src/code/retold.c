/* The same event again: definite nouns take up what was told before. */
#include "code/frames.h"

#define CHILDREN(c, word, k) for (uint32_t k = (c)->tokens[word].child; k != DM_NONE; k = (c)->tokens[k].next)

bool dm_sides_agree(const dm_coding *c, dm_list a, dm_list b)
{
    if (!a.count || !b.count) return true;
    for (uint32_t i = 0; i < a.count; i++)
        for (uint32_t k = 0; k < b.count; k++) {
            const dm_entity *x = &c->refers->entities[a.at[i]], *y = &c->refers->entities[b.at[k]];
            if (a.at[i] == b.at[k] || (x->country[0] && strcmp(x->country, y->country) == 0)) return true;
        }
    return false;
}

bool dm_definite(const dm_coding *c, const dm_match *m)
{
    uint32_t word = m->word;
    if (m->governor != DM_NONE && (dm_word_is(c, m->governor, "continue") || dm_word_is(c, m->governor, "resume"))) return true;
    uint32_t owner = dm_tree_find(&c->record->tree, word, DM_R_NMOD_POSS);
    if (owner != DM_NONE && c->refers->time_of && c->refers->time_of[owner] != DM_NONE) return true;   /* "last night's attack" */
    if ((c->words[word].flags & DM_WORD_CAPITAL) && word > c->record->text.sentences[c->record->text.sentence_of[word]].first && dm_word_is(c, word, "war"))
        return false;   /* "the War in Kesh": one that has its name */
    if (c->tokens[word].upos == DM_PROPN && word && (c->words[word].flags & DM_WORD_CAPITAL) && (c->words[word - 1].flags & DM_WORD_CAPITAL))
        return false;   /* "the Norland Civil War": one with a name of its own */
    CHILDREN(c, word, k) {
        uint8_t relation = c->tokens[k].relation;
        if (relation == DM_R_DET_PREDET) return true;
        if (relation == DM_R_DET && (dm_word_is(c, k, "the") || dm_word_is(c, k, "this") || dm_word_is(c, k, "these") ||
                                     dm_word_is(c, k, "that") || dm_word_is(c, k, "those") || dm_word_is(c, k, "all")))
            return true;
    }
    return false;
}

/* Nouns for a state of affairs that goes on: alone they tell of no event when their sides come from the text before. */
bool dm_background(const dm_coding *c, uint32_t word)
{
    static const char *const nouns[] = {"war", "conflict", "fighting", "hostility", "violence", "crisis", "campaign", "operation", "rebellion", "insurgency", "uprising", "occupation"};
    return dm_word_one_of(c, word, nouns, DM_COUNT(nouns));
}

/* Whether the same sources hit somebody of another country too, so that nobody knows who is meant now. */
static bool several_hit(const dm_coding *c, dm_list sources, dm_list targets)
{
    for (uint32_t i = c->told.count; i-- > 0 && c->told.count - i <= DM_LOOK_BACK;) {
        const dm_earlier *e = &c->told.at[i];
        if ((e->plover == DM_ASSAULT || e->plover == DM_COERCE) && e->sources.count && e->targets.count &&
            dm_sides_agree(c, sources, (dm_list){e->sources.entities, e->sources.count}) &&
            !dm_sides_agree(c, targets, (dm_list){e->targets.entities, e->targets.count}))
            return true;
    }
    return false;
}

/* Nobody of the side is without a country: "civilians" alone are no help. */
static bool placed(const dm_coding *c, const dm_party *party)
{
    for (uint32_t i = 0; i < party->count; i++) {
        const dm_entity *e = &c->refers->entities[party->entities[i]];
        if (!e->country[0] && e->actor[0] && e->type != DM_ORG) return false;
    }
    return true;
}

/* The event of that kind told shortly before `part` against the same side, with the one who did it; NULL for none or several. */
static const dm_earlier *same_with_source(const dm_coding *c, const dm_earlier *part)
{
    const dm_earlier *found = NULL;
    for (const dm_earlier *e = part; e-- > c->told.at && part - e <= DM_LOOK_BACK;) {
        if (e->plover != part->plover || e->status != DM_ACTUAL || !e->sources.count || !e->targets.count ||
            !dm_sides_agree(c, (dm_list){e->targets.entities, e->targets.count}, (dm_list){part->targets.entities, part->targets.count}))
            continue;
        if (found && !dm_sides_agree(c, (dm_list){e->sources.entities, e->sources.count}, (dm_list){found->sources.entities, found->sources.count}))
            return NULL;
        if (!found) found = e;
    }
    return found;
}

/* "the attack" is none by the police: who shot the attacker is not meant. */
static bool by_police(const dm_coding *c, const dm_match *m, const dm_earlier *e)
{
    static const char *const nouns[] = {"attack", "assault"};
    return e->sources.count && strcmp(c->refers->entities[e->sources.entities[0]].sectors[0], "COP") == 0 &&
           dm_word_one_of(c, m->word, nouns, DM_COUNT(nouns));
}

bool dm_complete_from_before(const dm_coding *c, dm_match *m)
{
    if (m->frame->kind != DM_FRAME_NOUN || m->plover < DM_PROTEST || (!dm_definite(c, m) && !m->blamed)) return false;
    if (dm_background(c, m->word)) return false;
    uint32_t head = c->tokens[m->word].head;
    if (head != DM_NONE && (dm_word_is(c, head, "retaliation") || dm_word_is(c, head, "response") || dm_word_is(c, head, "revenge")))
        return false;   /* an attack that the one who speaks suffered */
    for (uint32_t i = c->told.count; i-- > 0 && c->told.count - i <= DM_LOOK_BACK;) {
        const dm_earlier *e = &c->told.at[i];
        if (e->status == DM_CALLED_FOR || e->status == DM_PLANNED || e->status == DM_POSSIBLE || !placed(c, &e->targets)) continue;
        if (e->plover != m->plover || e->status == DM_DENIED || (strncmp(e->cameo, m->cameo, 2) != 0 && m->plover != DM_ASSAULT)) continue;
        dm_list sources = {m->sources.entities, m->sources.count}, targets = {m->targets.entities, m->targets.count};
        if (by_police(c, m, e) || !dm_sides_agree(c, sources, (dm_list){e->sources.entities, e->sources.count}) ||
            !dm_sides_agree(c, targets, (dm_list){e->targets.entities, e->targets.count}))
            continue;
        if (!m->targets.count && m->sources.count && e->targets.count &&
            several_hit(c, sources, (dm_list){e->targets.entities, e->targets.count}))
            return false;
        if (!m->sources.count && !m->targets.count && !e->sources.count) {   /* "five were wounded": of whose attack is told before */
            const dm_earlier *whole = same_with_source(c, e);
            if (whole) e = whole;
        }
        m->retold = !m->sources.count;
        if (!m->sources.count) m->sources = e->sources;
        if (!m->targets.count) m->targets = e->targets;
        if (strlen(e->cameo) > strlen(m->cameo) && strncmp(e->cameo, m->cameo, 2) == 0) memcpy(m->cameo, e->cameo, sizeof m->cameo);
        return m->sources.count || m->targets.count;
    }
    return false;
}
