/* What the files about noun phrases share: looking at words, and making phrases (phrases.c, names.c, compose.c). */
#ifndef DM_REFER_PHRASES_H
#define DM_REFER_PHRASES_H

#include "refer/actors.h"

static inline const dm_token *token(const dm_scene *scene, uint32_t w) { return &scene->tree->tokens[w]; }
static inline const dm_word *word(const dm_scene *scene, uint32_t w) { return &scene->tree->text->words[w]; }
static inline bool form_is(const dm_scene *scene, uint32_t w, const char *text) { return dm_slice_is(word(scene, w)->form, text); }

/* Whether a key (of a lemma or a form) is that of one of these words. */
static inline bool key_in(uint64_t key, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (key == dm_key(words[i], strlen(words[i])))
            return true;
    return false;
}

static inline uint32_t noun_bits(const dm_scene *scene, uint64_t key)
{
    uint32_t bits = dm_map_get(&scene->cast->nouns, key);
    return bits == DM_NONE ? 0 : bits;
}

static inline uint32_t sentence_first(const dm_scene *scene, uint32_t w)
{
    return scene->tree->text->sentences[scene->tree->text->sentence_of[w]].first;
}
static inline uint32_t sentence_last(const dm_scene *scene, uint32_t w)
{
    return scene->tree->text->sentences[scene->tree->text->sentence_of[w]].last;
}

static inline const dm_agent *agent_at(const dm_scene *scene, uint32_t w)
{
    return scene->agent_of[w] == DM_NONE ? NULL : &scene->cast->agents.at[scene->agents.at[scene->agent_of[w]].agent];
}
static inline const dm_actor *actor_at(const dm_scene *scene, uint32_t w)
{
    uint32_t spot = scene->spot_of[w];
    return spot == DM_NONE || scene->spots.at[spot].actor == DM_NONE ? NULL
                                                                     : &scene->cast->actors.at[scene->spots.at[spot].actor];
}

/* The code that the spot over a word stands for on the day; "" for none. */
const char *dm_phrase_code_at(const dm_scene *scene, uint32_t w);
/* The country where the gazetteer puts a name that is also a country's ("Georgia" in the United States), or NULL. */
const char *dm_phrase_elsewhere(const dm_scene *scene, uint32_t w, const dm_held *held);
/* The word of [first, last) whose governor lies outside. */
uint32_t dm_phrase_head(const dm_scene *scene, uint32_t first, uint32_t last);
/* Whether the role noun at a word heads a phrase; inside the phrase of a noun behind it ("drone" in "a Kesh drone strike") it does not. */
bool dm_phrase_heads(const dm_scene *scene, uint32_t w);
uint64_t dm_phrase_key(const dm_scene *scene, uint32_t first, uint32_t last);
/* A new phrase over these words; NULL when memory ran out.  Lent until the next one is made. */
dm_phrase *dm_phrase_add(dm_scene *scene, uint32_t first, uint32_t last, uint32_t head, dm_mention_kind kind);
void dm_phrase_set_code(dm_phrase *phrase, const char *code);
/* Relations of what stands before a noun and belongs to its phrase. */
bool dm_premodifies(uint8_t relation);

/* Names with their titles: those of the dictionary and those that it does not hold (names.c). */
void dm_phrases_of_names(dm_scene *scene);

#endif
