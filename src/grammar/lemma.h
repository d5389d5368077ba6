/* Lemmas.  Inside the room, and for its trainer. */
#ifndef DM_LEMMA_H
#define DM_LEMMA_H

#include "grammar/weights.h"

/* A rule makes the lemma of a form: its letters as they are or in lower case, `cut` bytes off the end, a tail put on. */
enum { DM_LEMMA_AS_IS, DM_LEMMA_LOWER, DM_LEMMA_CAPITAL, DM_LEMMA_CASES };  /* CAPITAL: first as is, rest in lower case */
typedef struct dm_lemma_rule {
    dm_slice tail;
    uint8_t letters, cut;
} dm_lemma_rule;

/* Keys and rules; open addressing, a rule number of UINT16_MAX is an empty place. */
typedef struct dm_lemma_table {
    const uint64_t *keys;
    const uint16_t *rules;
    uint32_t room;            /* a power of two */
} dm_lemma_table;

enum { DM_LEMMA_LONGEST = 7, DM_LEMMA_RULES = 65535 };
typedef struct dm_lemmas {
    const char *rules;        /* 16 bytes each: letters, cut, length of the tail, tail */
    uint32_t rule_count;
    dm_lemma_table words, endings;
} dm_lemmas;

dm_status dm_lemmas_open(const dm_model *model, dm_lemmas *out, dm_error *error);

/* The keys of the tables. `ending` bytes of the form's end, in lower case; 0 for all words of a tag. */
static inline uint64_t dm_lemma_word_key(const dm_word *word, unsigned upos, unsigned xpos)
{
    return dm_mix(word->hash, 1 + upos * 256u + xpos);
}
static inline uint64_t dm_lemma_lower_key(const dm_word *word, unsigned upos, unsigned xpos)
{
    return dm_mix(word->key, 65537 + upos * 256u + xpos);
}
static inline uint64_t dm_lemma_ending_key(const dm_print *print, unsigned ending, unsigned upos, unsigned xpos)
{
    return dm_mix(ending ? dm_print_end(print, ending) : 0, 131073 + ending * 65536u + upos * 256u + xpos);
}

/* Puts a rule to use; {NULL, 0} when it does not fit the form or memory ran out. */
dm_slice dm_lemma_apply(dm_arena *arena, dm_slice form, unsigned letters, unsigned cut, dm_slice tail);
/* The lemma of a word seen in training, or {NULL, 0}. */
dm_slice dm_lemma_known(const dm_lemmas *lemmas, dm_arena *arena, const dm_word *word, unsigned upos, unsigned xpos);
/* The lemma of a tagged word, in the arena or the form itself. */
dm_slice dm_lemma_of(const dm_lemmas *lemmas, dm_arena *arena, const dm_word *word, unsigned upos, unsigned xpos);

#endif
