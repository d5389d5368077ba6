/* Fits the patterns of other coders' verb dictionaries: words before and behind the verb in their order, with gaps. */
#include "code/foreign.h"

#define GAP 14u        /* words that may stand between two words of a pattern */
#define MOST_STEPS 600 /* tries for one pattern */

static bool same_letter(char upper, char any)
{
    char a = upper >= 'A' && upper <= 'Z' ? (char)(upper - 'A' + 'a') : upper, b = any >= 'A' && any <= 'Z' ? (char)(any - 'A' + 'a') : any;
    return a == b;
}

static bool begins(dm_slice form, dm_slice stem)
{
    if (form.size < stem.size || !stem.size) return false;
    for (size_t i = 0; i < stem.size; i++)
        if (!same_letter(stem.at[i], form.at[i])) return false;
    return true;
}

static bool stands_for_actor(dm_coding *c, uint32_t word, dm_party *party, int depth)
{
    dm_party found = {.count = 0};
    uint8_t upos = c->tokens[word].upos;
    if (upos != DM_PROPN && upos != DM_NOUN && upos != DM_PRON) return false;
    if (c->refers->mention_at_head && c->refers->mention_at_head[word] == DM_NONE) return false;
    dm_party_of(c, word, true, &found, depth + 2);
    if (!found.count || !c->refers->entities[found.entities[0]].actor[0]) return false;
    *party = found;
    return true;
}

typedef struct fitting {
    dm_coding *c;
    dm_match *m;
    dm_party sides[3];       /* source, target, both */
    uint32_t first, last;    /* the sentence */
    uint32_t words[24], count;
    int steps, depth;
} fitting;

static bool item_at(fitting *f, const dm_pattern_item *item, uint32_t word)
{
    dm_coding *c = f->c;
    if (--f->steps < 0) return false;
    switch (item->kind) {
    case DM_ITEM_ANY: return true;
    case DM_ITEM_SOURCE: return stands_for_actor(c, word, &f->sides[0], f->depth);
    case DM_ITEM_TARGET: return stands_for_actor(c, word, &f->sides[1], f->depth);
    case DM_ITEM_BOTH: return stands_for_actor(c, word, &f->sides[2], f->depth);
    case DM_ITEM_SET:
        return dm_map_get(&c->frames->synsets, dm_mix(c->words[word].key, item->set)) != DM_NONE ||
               dm_map_get(&c->frames->synsets, dm_mix(c->tokens[word].lemma_key, item->set)) != DM_NONE;
    default:
        return c->words[word].key == item->key || c->tokens[word].lemma_key == item->key || (item->stem && begins(c->words[word].form, item->word));
    }
}

static bool punct(const dm_coding *c, uint32_t word) { return (c->words[word].flags & DM_WORD_PUNCT) != 0; }

static bool stands_on(fitting *f, uint32_t word)
{
    if (f->count < DM_COUNT(f->words)) f->words[f->count++] = word;
    return true;
}

static bool in_pattern(const dm_coding *c, const dm_match *m, uint32_t word)
{
    for (uint32_t i = 0; m->frame->pattern && i < c->pattern_word_count; i++)
        if (c->pattern_words[i] == word) return true;
    return false;
}

/* Items [at, count) behind `word`, or (back) items [0, at) before it. */
static bool follow(fitting *f, const dm_pattern_item *items, uint32_t at, uint32_t count, uint32_t word)
{
    if (at == count) return true;
    uint32_t skipped = 0;
    for (uint32_t w = word + 1; w < f->last && skipped <= GAP; w++) {
        if (punct(f->c, w)) continue;
        if (item_at(f, &items[at], w) && follow(f, items, at + 1, count, w)) return stands_on(f, w);
        if (f->steps < 0 || items[at].joined) return false;
        skipped++;
    }
    return false;
}

static bool precede(fitting *f, const dm_pattern_item *items, uint32_t at, bool joined, uint32_t word)
{
    if (at == 0) return true;
    uint32_t skipped = 0;
    for (uint32_t w = word; w-- > f->first && skipped <= GAP;) {
        if (punct(f->c, w)) continue;
        if (item_at(f, &items[at - 1], w) && precede(f, items, at - 1, items[at - 1].joined, w)) return stands_on(f, w);
        if (f->steps < 0 || joined) return false;
        skipped++;
    }
    return false;
}

bool dm_pattern_fits(dm_coding *c, const dm_pattern *pattern, dm_match *m, int depth)
{
    const dm_sentence *sentence = &c->record->text.sentences[c->record->text.sentence_of[m->word]];
    const dm_pattern_item *items = c->frames->pattern_items.at;
    fitting f = {.c = c, .m = m, .first = sentence->first, .last = sentence->last, .steps = MOST_STEPS, .depth = depth};
    if (pattern->post.count && !follow(&f, &items[pattern->post.first], 0, pattern->post.count, m->last - 1)) return false;
    if (pattern->pre.count && !precede(&f, &items[pattern->pre.first], pattern->pre.count, pattern->pre_joined, m->first)) return false;
    memcpy(c->pattern_words, f.words, f.count * sizeof *f.words);
    c->pattern_word_count = f.count;
    if (f.sides[0].count) m->sources = f.sides[0];
    if (f.sides[1].count) m->targets = f.sides[1];
    if (f.sides[2].count > 1 && !m->sources.count && !m->targets.count) {   /* a compound: each with each other */
        m->sources.entities[0] = f.sides[2].entities[0];
        m->sources.words[0] = f.sides[2].words[0];
        m->sources.count = 1;
        for (uint32_t i = 1; i < f.sides[2].count; i++) {
            m->targets.entities[i - 1] = f.sides[2].entities[i];
            m->targets.words[i - 1] = f.sides[2].words[i];
        }
        m->targets.count = f.sides[2].count - 1;
    }
    return true;
}

/* A party and what is conjoined with its word. */
static void add_conjuncts(dm_coding *c, uint32_t word, dm_party *party, int depth)
{
    for (uint32_t k = c->tokens[word].child; k != DM_NONE; k = c->tokens[k].next) {
        dm_party found = {.count = 0};
        if (c->tokens[k].relation != DM_R_CONJ || !stands_for_actor(c, k, &found, depth)) continue;
        for (uint32_t i = 0; i < found.count && party->count < DM_PARTY_MOST; i++)
            if (!dm_party_has(party, found.entities[i])) {
                party->entities[party->count] = found.entities[i];
                party->words[party->count++] = found.words[i];
            }
    }
}

void dm_pattern_sides(dm_coding *c, dm_match *m, int depth)
{
    const dm_sentence *sentence = &c->record->text.sentences[c->record->text.sentence_of[m->word]];
    if (m->targets.how == DM_HOW_FUNCTION && m->targets.count && in_pattern(c, m, m->targets.words[0])) m->targets.count = 0;
    for (uint32_t w = sentence->first; w < m->first && !m->sources.count; w++)
        if (stands_for_actor(c, w, &m->sources, depth)) {
            m->sources.how = DM_HOW_TEXT;
            add_conjuncts(c, w, &m->sources, depth);
        }
    for (uint32_t w = m->last; w < sentence->last && !m->targets.count; w++) {
        dm_party found = {.count = 0};
        if (in_pattern(c, m, w) || !stands_for_actor(c, w, &found, depth) || (m->sources.count && dm_party_has(&m->sources, found.entities[0]))) continue;
        m->targets = found;
        add_conjuncts(c, w, &m->targets, depth);
        m->targets.how = DM_HOW_TEXT;
    }
}
