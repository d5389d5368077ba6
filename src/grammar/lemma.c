/* Lemmas: tables of words by form and tags, then the rule of the longest known ending. */
#include "grammar/lemma.h"

enum { RULE_BYTES = 16, TAIL_MOST = RULE_BYTES - 3 };

static dm_status open_table(const dm_model *model, const char *keys, const char *rules, uint32_t rule_count,
                            dm_lemma_table *out, dm_error *error)
{
    dm_slice key_bytes, rule_bytes;
    dm_status status = dm_model_section(model, keys, sizeof(uint64_t), SIZE_MAX, &key_bytes, error);
    if (status) return status;
    size_t room = key_bytes.size / sizeof(uint64_t);
    if (room == 0 || room > (1u << 26) || (room & (room - 1)))
        return dm_fail(error, DM_BAD_MODEL, model->file, 0, 0, "section %s is not a table", keys);
    status = dm_model_section(model, rules, sizeof(uint16_t), room, &rule_bytes, error);
    if (status) return status;
    *out = (dm_lemma_table){(const uint64_t *)(const void *)key_bytes.at, (const uint16_t *)(const void *)rule_bytes.at,
                            (uint32_t)room};
    size_t empty = 0;
    for (size_t i = 0; i < room; i++) {
        empty += out->rules[i] == UINT16_MAX;
        if (out->rules[i] != UINT16_MAX && out->rules[i] >= rule_count)
            return dm_fail(error, DM_BAD_MODEL, model->file, 0, 0, "section %s names a rule that is none", rules);
    }
    if (!empty) return dm_fail(error, DM_BAD_MODEL, model->file, 0, 0, "section %s is full", keys);
    return DM_OK;
}

dm_status dm_lemmas_open(const dm_model *model, dm_lemmas *out, dm_error *error)
{
    dm_slice rules;
    dm_status status = dm_model_section(model, "rules", RULE_BYTES, SIZE_MAX, &rules, error);
    if (status) return status;
    if (rules.size / RULE_BYTES >= DM_LEMMA_RULES)
        return dm_fail(error, DM_BAD_MODEL, model->file, 0, 0, "too many lemma rules");
    out->rules = rules.at;
    out->rule_count = (uint32_t)(rules.size / RULE_BYTES);
    for (uint32_t i = 0; i < out->rule_count; i++) {
        const unsigned char *rule = (const unsigned char *)rules.at + (size_t)i * RULE_BYTES;
        if (rule[0] >= DM_LEMMA_CASES || rule[2] > TAIL_MOST ||
            dm_utf8_check(rules.at + (size_t)i * RULE_BYTES + 3, rule[2]) != rule[2])
            return dm_fail(error, DM_BAD_MODEL, model->file, 0, 0, "lemma rule %u is damaged", i);
    }
    status = open_table(model, "word keys", "word rules", out->rule_count, &out->words, error);
    return status ? status : open_table(model, "ending keys", "ending rules", out->rule_count, &out->endings, error);
}

static uint32_t find(const dm_lemma_table *table, uint64_t key)
{
    uint32_t at = (uint32_t)(key >> 20) & (table->room - 1);
    while (table->rules[at] != UINT16_MAX) {
        if (table->keys[at] == key) return table->rules[at];
        at = (at + 1) & (table->room - 1);
    }
    return DM_NONE;
}

dm_slice dm_lemma_apply(dm_arena *arena, dm_slice form, unsigned letters, unsigned cut, dm_slice tail)
{
    if (cut > form.size || (cut == form.size && !tail.size)) return (dm_slice){NULL, 0};
    if (cut && cut < form.size && ((unsigned char)form.at[form.size - cut] & 0xC0) == 0x80) return (dm_slice){NULL, 0};
    if (letters == DM_LEMMA_AS_IS && !tail.size) return (dm_slice){form.at, form.size - cut};
    size_t kept = form.size - cut, size = 0;
    bool plain = true;  /* nothing to make lower: the form may stand for itself */
    for (size_t i = letters == DM_LEMMA_CAPITAL; i < kept && plain; i++)
        plain = (unsigned char)form.at[i] < 0x80 && !(form.at[i] >= 'A' && form.at[i] <= 'Z');
    if (plain && !tail.size) return (dm_slice){form.at, kept};
    char *out = dm_arena_alloc(arena, kept * 3 + tail.size + 4);
    if (!out) return (dm_slice){NULL, 0};
    const char *at = form.at, *end = form.at + kept;
    for (bool first = true; at < end; first = false) {
        unsigned length;
        uint32_t code = dm_utf8_get(at, end, &length);
        if (letters == DM_LEMMA_AS_IS || (first && letters == DM_LEMMA_CAPITAL)) {
            memcpy(out + size, at, length);
            size += length;
        } else {
            size += dm_utf8_put(out + size, dm_to_lower(code));
        }
        at += length;
    }
    if (tail.size) memcpy(out + size, tail.at, tail.size);
    return (dm_slice){out, size + tail.size};
}

static dm_slice apply(const dm_lemmas *lemmas, dm_arena *arena, dm_slice form, uint32_t number)
{
    const unsigned char *rule = (const unsigned char *)lemmas->rules + (size_t)number * RULE_BYTES;
    return dm_lemma_apply(arena, form, rule[0], rule[1], (dm_slice){(const char *)rule + 3, rule[2]});
}

dm_slice dm_lemma_known(const dm_lemmas *lemmas, dm_arena *arena, const dm_word *word, unsigned upos, unsigned xpos)
{
    uint32_t rule = find(&lemmas->words, dm_lemma_word_key(word, upos, xpos));
    if (rule == DM_NONE) rule = find(&lemmas->words, dm_lemma_lower_key(word, upos, xpos));
    return rule == DM_NONE ? (dm_slice){NULL, 0} : apply(lemmas, arena, word->form, rule);
}

dm_slice dm_lemma_of(const dm_lemmas *lemmas, dm_arena *arena, const dm_word *word, unsigned upos, unsigned xpos)
{
    uint32_t rule;
    dm_slice lemma = dm_lemma_known(lemmas, arena, word, upos, xpos);
    if (lemma.size) return lemma;
    dm_print print;
    dm_print_of(word, &print);
    unsigned ending = print.size < DM_LEMMA_LONGEST ? print.size : DM_LEMMA_LONGEST;
    for (;; ending--) {
        rule = find(&lemmas->endings, dm_lemma_ending_key(&print, ending, upos, xpos));
        if (rule != DM_NONE) lemma = apply(lemmas, arena, word->form, rule);
        if (lemma.size || !ending) break;
    }
    return lemma.size ? lemma : word->form;
}
