/* The cast of a text, inside the refer room: the dictionary of actors and role nouns, where its words stand in a text
 * (spots), the noun phrases built around them, and which phrases speak of the same (coreference). */
#ifndef DM_REFER_ACTORS_H
#define DM_REFER_ACTORS_H

#include "refer/parts.h"

/* ---- The dictionary (cast.c reads it, data/actors/README.md describes the files) ---------------------------- */

typedef enum dm_cast_kind {
    DM_CAST_PER, DM_CAST_ORG, DM_CAST_GPE, DM_CAST_LOC, DM_CAST_NORP,
    DM_CAST_ADJ,   /* adjective of a country, people or group: stands for it */
    DM_CAST_CAP,   /* capital or seat: stands for its government where it acts, else it is a place */
    DM_CAST_SEAT   /* building that stands for the institution in it */
} dm_cast_kind;

/* Words of the dictionary: their place in dm_cast.text.  No pointers, no gaps: entries are written to disk as they lie in memory
 * (compiled dictionaries, base.h). */
typedef struct dm_excerpt {
    uint32_t at, size;
} dm_excerpt;

/* A code during a range of days; year 0 leaves an end open. */
typedef struct dm_held {
    dm_date since, until;
    char code[16];          /* "" for `-`: known, without a code */
    uint32_t byte;          /* where its file says it */
    dm_excerpt role;        /* office words, size 0 when there are none */
} dm_held;

typedef struct dm_actor {
    dm_excerpt name;
    uint32_t held, held_count;   /* in dm_cast.held */
    uint8_t kind;                /* dm_cast_kind */
    uint8_t gender;              /* dm_gender by the given name of a PER */
    uint16_t file;               /* in dm_cast.files */
    uint32_t line;
} dm_actor;

/* One way to write an actor or a role noun.  Bit i of the masks speaks of word i. */
typedef struct dm_alias {
    uint32_t entry;         /* index of the actor or the agent */
    uint32_t capital;       /* words that must begin with a capital */
    uint32_t capitals;      /* words that must be in capitals */
    uint32_t byte;          /* where its file says it */
    uint8_t words;
    bool ambiguous;         /* ~alias */
    bool fullest;           /* the name of the entry itself */
    bool cased;             /* some word must begin with a capital, whichever it is */
    bool stem;              /* the last word may go on ("ARGENTIN" of TABARI is Argentina, Argentine) */
    uint8_t spare[3];       /* 0 */
} dm_alias;

typedef struct dm_agent {
    char sector[13];        /* letters of the sectors, "GOV", "GOVMIL", "" */
    char fallback[4];       /* default country, "" */
    char whole[16];         /* a code of its own without ~, "" */
    uint64_t role;          /* key of the office that finds its holder, 0 */
    uint8_t type;           /* dm_entity_type */
    bool modifier;          /* MOD */
    uint16_t file;          /* in dm_cast.files */
    uint32_t line;
} dm_agent;

typedef enum dm_gender { DM_GENDER_OPEN, DM_GENDER_MALE, DM_GENDER_FEMALE, DM_GENDER_NEUTER } dm_gender;

typedef struct dm_cast {
    dm_arena arena;
    DM_VECTOR(char) text;   /* names and roles: the files themselves may go */
    DM_VECTOR(dm_actor) actors;
    DM_VECTOR(dm_held) held;
    DM_VECTOR(dm_alias) aliases;
    DM_VECTOR(dm_agent) agents;
    DM_VECTOR(dm_alias) agent_aliases;
    struct { struct dm_office { uint32_t actor, held, next; } *at; uint32_t count, room; } offices;
    DM_VECTOR(dm_excerpt) files;               /* "actors/heads.actors" */
    dm_phrases actor_phrases, agent_phrases;   /* values are indices of aliases */
    /* From here on they come from the user's own files, and go before ours that are written the same. */
    uint32_t first_own, first_own_agent, first_own_alias, first_own_agent_alias;
    DM_VECTOR(dm_remark) remarks;
    uint32_t remark_count;  /* of all, also those not kept */
    uint32_t entries, broken; /* of foreign dictionaries: entries met, and those that could not be read */
    dm_map stems;           /* keys of stems that end a phrase */
    dm_map office_of;       /* country and role key -> first office */
    dm_map country_actor;   /* code of a country -> the GPE actor of that code */
    dm_map nouns;           /* lemma key -> dm_noun bits */
    dm_map pronouns;        /* key -> entry of the table in phrases.c */
    dm_map given;           /* given name key -> dm_gender */
    dm_map shared;          /* role keys of offices that many hold at once: mayor, ambassador */
} dm_cast;

enum {  /* what data/people/nouns.txt says of a noun: type in the low bits, gender above */
    DM_NOUN_TYPE = 7,       /* dm_entity_type + 1, 0 unknown */
    DM_NOUN_GENDER = 8,     /* times dm_gender */
    DM_NOUN_MEMBER = 64,    /* "members of", "factions within": shares the code of the whole */
    DM_NOUN_GENERIC = 256,  /* "the group": may mean the last organisation named, whatever it is */
    DM_NOUN_TITLE = 128,    /* "Mr", "Dr": says that a person's name follows */
    DM_NOUN_PARTICLE = 512  /* "de", "van", "bin": written in either case inside a name */
};

static inline dm_slice dm_cast_text(const dm_cast *cast, dm_excerpt words)
{
    return (dm_slice){words.size == 0 ? NULL : cast->text.at + words.at, words.size};
}

/* A cast that knows nouns, given names and pronouns, but nobody yet.  *out is to be closed on failure too. */
dm_status dm_cast_empty(dm_resources *resources, dm_cast **out, dm_error *error);
dm_status dm_cast_open(dm_resources *resources, const char *const *actor_files, size_t actor_count, dm_cast **out,
                       dm_error *error);
/* The tables of a cast without entries of the user, for dm_compiled_open and dm_compiled_begin. */
#define DM_CAST_COMPILED "compiled/cast"
#define DM_CAST_LAYOUT (sizeof(dm_actor) | sizeof(dm_held) << 8 | sizeof(dm_alias) << 16 | sizeof(dm_agent) << 24 | 1ull << 32)
void dm_cast_tables(dm_compiled *compiled, dm_cast *cast);
void dm_cast_close(dm_cast *cast);

/* The code of an actor on a day, or NULL: the first range that holds the day, else the undated one; for a text without
 * a date the undated one, else the latest. */
const dm_held *dm_cast_held(const dm_cast *cast, uint32_t actor, dm_date date);
/* Who holds that office in that country on that day; DM_NONE when nobody or several do. */
uint32_t dm_cast_holder(const dm_cast *cast, const char *country, uint64_t role, dm_date date);
/* Order-free key of office words; articles, prepositions and blanks do not count. 0 for no words. */
uint64_t dm_cast_role_key(dm_slice role);

/* The pieces that phrases are matched by: split at hyphens and apostrophes, full stops dropped ("U.S." is "us",
 * "al-Assad" two).  Writes at most `room`, returns how many there are. */
typedef struct dm_piece {
    uint64_t key;
    bool capital, capitals;
    bool brief;              /* three bytes at most */
} dm_piece;
uint32_t dm_cast_pieces(dm_slice word, dm_piece *pieces, uint32_t room);

/* ---- Spots: where the dictionary's phrases stand (spots.c) --------------------------------------------------- */

typedef struct dm_spot {
    uint32_t first, last;   /* words */
    uint32_t link;          /* chain of aliases of that phrase */
    uint32_t actor;         /* chosen, or DM_NONE */
    bool ambiguous;         /* chosen by a short form that still needs support */
    bool dropped;           /* a part of another name, or without support */
} dm_spot;

typedef struct dm_agent_spot {
    uint32_t first, last;
    uint32_t agent;
} dm_agent_spot;

/* ---- Noun phrases (phrases.c) ------------------------------------------------------------------------------- */

typedef struct dm_phrase {
    uint32_t first, last, head;   /* words; head: the word whose governor lies outside */
    uint32_t name_first, name_last; /* the name in it, equal when it has none */
    uint32_t spot;                /* spot that names it, or DM_NONE */
    uint32_t agent;               /* agent (index in the cast) of its head or title, or DM_NONE */
    uint32_t modifier;            /* MOD before it (index in the cast's agents), or DM_NONE */
    uint32_t actor;               /* in the dictionary, or DM_NONE */
    uint32_t entity;              /* chain it belongs to: index of a phrase (union-find) */
    uint32_t sentence;
    uint64_t head_key;            /* lemma key of the head */
    uint64_t name_key;            /* key of the name's words, 0 without one */
    uint8_t kind;                 /* dm_mention_kind */
    uint8_t type;                 /* dm_entity_type; DM_OTHER_TYPE for things and what is not known */
    uint8_t number;               /* 0 open, 1 one, 2 several */
    uint8_t gender;               /* dm_gender */
    uint8_t whence;               /* dm_whence: where its country comes from */
    uint8_t person;               /* pronouns: 1, 2, 3; 4 relative, 5 reflexive */
    bool named;                   /* the chain holds a name */
    bool twin;                    /* covers the same words as the phrase before it: not written down */
    bool definite, demonstrative, indefinite, adjective, title;
    bool demonym; /* written with an adjective of a country, people or group */
    char code[16];
    char country[4];
} dm_phrase;

/* What the parts hand from one to the next about a document. */
typedef struct dm_scene {
    const dm_cast *cast;
    const dm_document *document;
    const dm_tree *tree;
    dm_references *out;
    dm_arena *arena;
    DM_VECTOR(dm_spot) spots;
    DM_VECTOR(dm_agent_spot) agents;
    DM_VECTOR(dm_phrase) phrases;
    uint32_t *spot_of, *agent_of, *modifier_of;  /* by word, DM_NONE */
    uint32_t *phrase_of;          /* by word: the phrase that has taken it, or DM_NONE */
    uint32_t *phrase_at;          /* by word: the phrase whose head it is, or DM_NONE */
    struct { struct dm_country_named { char country[4]; } *at; uint32_t count, room; } named; /* countries of all spots */
    char country[4];              /* the clearly dominant country of the text, "" */
} dm_scene;

void dm_spots_find(dm_scene *scene);
/* After names are known: drops spots that lie inside longer names, chooses among entries, checks short forms. */
void dm_spots_settle(dm_scene *scene);
void dm_phrases_find(dm_scene *scene);
/* The pronouns by their keys; false when memory ran out. */
bool dm_pronouns_fill(dm_map *map);
void dm_corefer(dm_scene *scene);
/* Countries of role nouns that the phrase itself does not tell (evident.c): from the country that the text is about, before
 * coreference; from the pronoun that owns it ("its army"), after. */
void dm_evident_country(dm_scene *scene);
void dm_evident_owner(dm_scene *scene);

/* The code of an agent composed with `whole`, the code of what it belongs to ("" when the text gives none). */
void dm_agent_compose(const dm_scene *scene, dm_phrase *phrase, const dm_agent *agent, const dm_agent *modifier,
                      const char *whole, bool member);
/* An office that one person holds on the day becomes that person. */
void dm_agent_holder(const dm_scene *scene, dm_phrase *phrase, const dm_agent *agent, const dm_agent *modifier);

/* Sets country of a code: its first three letters unless they are a code without a country (IGO, NGO, MNC, sectors). */
void dm_code_country(const char *code, char country[4]);
/* Root of the chain of a phrase. */
uint32_t dm_chain(dm_scene *scene, uint32_t phrase);
/* Joins the chains of two phrases; the earlier root stays and takes what it lacked. */
void dm_chain_join(dm_scene *scene, uint32_t a, uint32_t b);
/* Joins a pronoun of the third person (or himself, themselves) to what it means, when the points are clear; counts: mentions so
 * far by root.  pronouns.c */
void dm_pronoun_resolve(dm_scene *scene, uint32_t number, const uint32_t *counts);
/* I, we, you: the same within one quotation, or outside of quotations within the text.  pronouns.c */
void dm_pronouns_of_speakers(dm_scene *scene);

/* Actors: entities, mentions and the tables by word. */
dm_status dm_actors_find(const dm_cast *cast, dm_arena *arena, const dm_document *document, const dm_tree *tree,
                         dm_references *out);

#endif
