/* refer: words and trees -> what they refer to: actors on that day, pronouns and descriptions, times, places, figures. */
#ifndef DM_REFERENCE_H
#define DM_REFERENCE_H

#include "grammar/tree.h"

/* How an entity came to its code. */
typedef enum dm_whence {
    DM_WHENCE_WORDS,    /* its own words: a name of the dictionary, a role noun with the country named beside it */
    DM_WHENCE_HOLDER,   /* who holds that office on the day */
    DM_WHENCE_TEXT,     /* a role noun of the one country that the text is about */
    DM_WHENCE_OWNER     /* a role noun of the country that a possessive pronoun stands for */
} dm_whence;

/* Entries of the dictionary, DM_NONE where none is known: see dm_dictionary_entry. */
typedef struct dm_entity_reason {
    uint32_t actor, agent, modifier;
    dm_whence whence;
} dm_entity_reason;

typedef struct dm_references {
    dm_entity *entities;
    dm_entity_reason *entity_reasons;   /* beside entities */
    uint32_t entity_count;
    dm_mention *mentions;       /* in text order; nested ones after the one that holds them */
    uint32_t mention_count;
    dm_time *times;
    uint32_t time_count;
    dm_figure *figures;
    uint32_t figure_count;
    dm_place *places;
    uint32_t place_count;
    /* By word index; DM_NONE when the word is in none. */
    uint32_t *mention_at_head;  /* the mention whose head it is (the longest one); of a relative pronoun the one it speaks of */
    bool *demonym;              /* is the word the head of an adjective of a country, people or group ("Kenyan")? */
    uint32_t *mention_of;       /* the innermost mention that covers it */
    uint32_t *time_of;
    uint32_t *place_of;
    uint32_t *figure_of;
} dm_references;

/* Actors, agents, name lists, rules of times and figures, gazetteer.  Opened once, unchanging, shared by threads. */
typedef struct dm_dictionary dm_dictionary;
/* Reads data/actors/ and the other folders named in the files' heads, then the user's own actor files. */
dm_status dm_dictionary_open(dm_resources *resources, const dm_options *options, dm_dictionary **out, dm_error *error);
/* Remarks on the user's own files, in their order; lent. */
const dm_remark *dm_dictionary_remarks(const dm_dictionary *dictionary, size_t *count);
void dm_dictionary_close(dm_dictionary *dictionary);

/* ---- Places of a user's own (places_import.c) ------------------------------------------------------------------- */

typedef struct dm_places_made {
    uint64_t taken, left, broken;   /* rows: in the index; of other kinds or countries; not as GeoNames has them */
    char broken_file[256];          /* where the first of those is */
    uint32_t broken_line;
    uint32_t sites, names, divisions;
} dm_places_made;
/* Makes an index from GeoNames' tables: allCountries, citiesN, the file of a country, admin1CodesASCII; as .txt or .zip.
 * A file that is no table, or damaged, fails (DM_BAD_INPUT), and then no index is written. */
dm_status dm_places_import(dm_resources *resources, const char *const *files, size_t count, const char *to,
                           dm_places_made *made, dm_error *error);

/* ---- Checking dictionaries of actors and role nouns (lint.c) ------------------------------------------------- */

typedef struct dm_fault {
    const char *file;       /* as given */
    uint32_t line, column;  /* 1-based; column in code points, 0: the whole line */
    bool grave;             /* the entry does not do what it says; else something to look at */
    dm_slice why;
} dm_fault;

typedef struct dm_checked {
    dm_arena arena;
    DM_VECTOR(dm_fault) faults;      /* by file and place */
    uint32_t actors, agents, names;  /* read */
    uint32_t met, broken;            /* of dictionaries of other coders: names and codes met, and those not read */
} dm_checked;
/* Reads the files together, as --actors does, and looks for entries that are there twice, overlap in time or can never be
 * reached, and for codes that do not exist.  What is wrong with the files is in *out, not in the status. */
dm_status dm_dictionary_check(dm_resources *resources, const char *const *files, size_t count, dm_checked *out,
                              dm_error *error);
void dm_checked_free(dm_checked *checked);

/* The file and line of an actor, or of a role noun ("actors/roles.agents:12"), printed into the arena. */
dm_slice dm_dictionary_entry(const dm_dictionary *dictionary, dm_arena *arena, uint32_t entry, bool role);

/* Everything of *out lies in the arena.  Entities that nothing else mentions are kept: they are the cast of the text. */
dm_status dm_refer(const dm_dictionary *dictionary, dm_arena *arena, const dm_document *document, const dm_tree *tree,
                   dm_references *out, dm_error *error);

#endif
