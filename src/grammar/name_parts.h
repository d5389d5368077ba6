/* grammar, inside: what the files of the name recogniser and its trainer share. */
#ifndef DM_NAME_PARTS_H
#define DM_NAME_PARTS_H

#include "grammar/names.h"

enum { /* what lists and corpora say of a word */
       DM_LEX_GIVEN = 1 << 0,
       DM_LEX_FAMILY = 1 << 1,
       DM_LEX_CITY = 1 << 2,       /* a town by itself */
       DM_LEX_BIG_CITY = 1 << 3,   /* of 200,000 people or more */
       DM_LEX_CITY_PART = 1 << 4,  /* a word of a town's name */
       DM_LEX_COUNTRY = 1 << 5,    /* a country, region or state by itself */
       DM_LEX_PEOPLE = 1 << 6,     /* adjective or people of a country */
       DM_LEX_ORG_HEAD = 1 << 7,   /* Ministry, Party, Bank */
       DM_LEX_ORG_WORD = 1 << 8,   /* National, Central, United */
       DM_LEX_PLACE_HEAD = 1 << 9, /* River, Airport, Province */
       DM_LEX_TITLE = 1 << 10,
       DM_LEX_PARTICLE = 1 << 11, /* al, bin, van, de */
       DM_LEX_TIME = 1 << 12,     /* months, days, feasts */
       DM_LEX_PER_PART = 1 << 13, /* in a listed name of a person, ... */
       DM_LEX_ORG_PART = 1 << 14,
       DM_LEX_LOC_PART = 1 << 15,
       DM_LEX_ORG_ALONE = 1 << 16,   /* an organisation by itself */
       DM_LEX_OTHER = 1 << 17,       /* a name of something else: a language, a war, a ship */
       DM_LEX_FIRM_END = 1 << 18,    /* Inc., Ltd, Group */
       DM_LEX_MASS = 1 << 19,        /* names of news media */
       DM_LEX_LOWER = 1 << 20,       /* in running text mostly in lower case */
       DM_LEX_MIXED = 1 << 21,       /* often in lower case */
       DM_LEX_SEEN_FAMILY = 1 << 22, /* follows given names in running text */
       DM_LEX_SEEN_GIVEN = 1 << 23,
       DM_LEX_SEEN_PLACE = 1 << 24, /* stands after "in", "near" */
       DM_LEX_SEEN_ORG = 1 << 25,
       DM_LEX_SEEN_SPEAKS = 1 << 26
};

typedef struct dm_lex {
    uint32_t bits;
    uint16_t capital, lower; /* classes of the word written with a capital and without; 0 unknown */
} dm_lex;

enum { DM_NAME_LABELS = 13, DM_NAME_BLOCK = 16, DM_NAME_FEATURES = 160 };
/* Labels: 0 outside; 1 + 4 * (type - 1) + {0 first, 1 inside, 2 last, 3 alone}. */

/* What is known of a word of the document. */
typedef struct dm_name_word {
    uint64_t key, hash;
    uint64_t prefix[3], suffix[3];
    uint32_t bits, document; /* document: what its occurrences in the document show */
    uint32_t run, run_end;   /* the run of capital words it stands in */
    uint16_t fine, coarse;   /* class */
    uint16_t shape;
    uint8_t phrase; /* place in a listed phrase and its types */
    uint8_t tag;    /* part of speech counted from 1, 0: not looked at (only teachers of the model use it) */
    bool capital, candidate;
} dm_name_word;

struct dm_names {
    dm_map words;
    dm_lex *lex;
    uint32_t lex_count, lex_room;
    bool lent; /* lex belongs to a compiled dictionary */
    dm_phrases phrases; /* values: types, bit 0 PER, 1 ORG, 2 LOC, 3 town */
    const int16_t *weights;
    uint32_t weight_mask;
    int16_t transition[DM_NAME_LABELS][DM_NAME_LABELS];
    const uint16_t *coarse; /* class -> coarse class */
    uint32_t class_count;
};

/* The lists, and the words and towns of the model: for dm_compiled_open and dm_compiled_begin. */
#define DM_NAMES_COMPILED "compiled/names"
#define DM_NAMES_LAYOUT (sizeof(dm_lex) | 1ull << 32)
void dm_names_tables(dm_compiled *compiled, dm_names *names);
/* Opened without weights. */
dm_status dm_names_open_lists(dm_resources *resources, dm_names **out, dm_error *error);
/* Adds bits to a word; false when memory ran out. */
bool dm_names_add_word(dm_names *names, uint64_t key, uint32_t bits);
/* Looks at all words of a document; the array lies in the arena, NULL when memory ran out. */
dm_name_word *dm_names_look(const dm_names *names, dm_arena *arena, const dm_text *text);
/* Offsets of the features of word i of the sentence [first, last); returns how many (at most DM_NAME_FEATURES). */
uint32_t dm_names_features(const dm_names *names, const dm_name_word *words, uint32_t first, uint32_t last, uint32_t i,
                           uint64_t *out);
/* The best labels of a sentence under the weights of 32-bit (training) or 16-bit (the model's); scores[(i - first) *
 * DM_NAME_BLOCK + label] are the emissions of candidates. */
void dm_names_best(const dm_names *names, const dm_name_word *words, uint32_t first, uint32_t last,
                   const int32_t *scores, const int32_t (*transition)[DM_NAME_LABELS], int32_t *scratch,
                   uint8_t *labels);
/* Makes the labels of one document agree: a name alone follows the persons named in full, and a name that is mostly of
 * one type is of that type everywhere.  `labels` by word of the text.  False when memory ran out. */
bool dm_names_agree(dm_arena *arena, const dm_text *text, const dm_name_word *words, uint8_t *labels);
/* Whether label b may follow label a (a = 0 also stands for the beginning of a sentence). */
bool dm_names_follows(unsigned a, unsigned b);

#endif
