/* gather: records of many documents -> the same event told twice, incidents, position timelines.  Nothing here keeps
 * anything: store holds the tellings, gather says which of them belong together and why. */
#ifndef DM_GATHER_H
#define DM_GATHER_H

#include "code/record.h"

/* ---- Tellings (telling.c) ---------------------------------------------------------------------------------------- */

#define DM_SIDE_ACTORS 6
#define DM_TELLING_WORDS 40
#define DM_TELLING_FIGURES 4
#define DM_TELLING_BYTES 640 /* enough for any telling as bytes */
#define DM_INCIDENT_GAP 2    /* days that tellings of one incident may lie apart */

/* Who stands on one side of an event: country (or the name of an international body, "UNO"), sector, and whose name. */
typedef struct dm_side_actor {
    char country[4], sector[4]; /* "" when not known */
    uint32_t name;              /* key of the name's last word when it is a named person or group, else 0 */
    bool person;
} dm_side_actor;

typedef struct dm_side {
    dm_side_actor actors[DM_SIDE_ACTORS]; /* sorted; of more the first ones in this order */
    uint32_t count;
} dm_side;

/* One event as one sentence tells it: all that decides whether another tells the same.  Plain data. */
typedef struct dm_telling {
    dm_plover plover;
    char cameo[5];
    dm_event_status status;
    int32_t first, last; /* days since 1970-01-01 on which it may have happened; DM_NO_DAY when nobody knows */
    int32_t reported;    /* day of the report, DM_NO_DAY when unknown */
    bool stated;         /* the text says when; else it is the day of the report */
    bool again;          /* told as known: "the attack", "yesterday's attack" */
    bool vague;          /* the days are a month, a year: too many to compare by */
    dm_side source, target;
    char country[4];     /* of the place, "" when none is known */
    bool placed;         /* lat and lon are those of a town or a smaller place */
    bool beside;         /* it is not known to be the event's, only the one town that the sentence names */
    float lat, lon;      /* degrees */
    uint32_t geonames;
    uint32_t words[DM_TELLING_WORDS]; /* keys of the words of the evidence, ascending */
    uint8_t weights[DM_TELLING_WORDS]; /* how much they tell: eighths of a bit */
    uint32_t word_count;
    struct {
        float value;
        uint32_t of; /* key of the head of what is counted */
    } figures[DM_TELLING_FIGURES];
    uint32_t figure_count;
} dm_telling;
#define DM_NO_DAY INT32_MIN

/* What event number `event` of a record tells. */
void dm_telling_of(const dm_record *record, uint32_t event, dm_telling *out);
/* To bytes that are the same on every machine (at most DM_TELLING_BYTES), and back; false when they are damaged. */
size_t dm_telling_write(const dm_telling *telling, unsigned char bytes[DM_TELLING_BYTES]);
bool dm_telling_read(const unsigned char *bytes, size_t size, dm_telling *out);

/* Blocks: tellings that share none are never the same event.  A block is a type with the countries of both sides, one of
 * which may be open.  `keep` are those under which a telling is kept, `ask` those under which the others may be. */
typedef struct dm_blocks {
    DM_VECTOR(int64_t) keep, ask;
} dm_blocks;
void dm_telling_blocks(const dm_telling *telling, dm_arena *arena, dm_blocks *out);
/* The day that a telling is kept under, and the days to ask for. */
int32_t dm_telling_day(const dm_telling *telling);
void dm_telling_window(const dm_telling *telling, int32_t *first, int32_t *last);

/* ---- Likeness (likeness.c) --------------------------------------------------------------------------------------- */

typedef struct dm_likeness {
    float value;   /* at least 0: the same event; the more the surer */
    bool clash;    /* something says that they cannot be the same */
    char why[160]; /* "same day; 4 km apart; words 0.61" */
} dm_likeness;
/* Whether two tellings tell the same event.  Symmetric. */
void dm_tellings_compare(const dm_telling *a, const dm_telling *b, dm_likeness *out);

/* ---- Copies (copies.c) ------------------------------------------------------------------------------------------- */

#define DM_SKETCH_MARKS 64
/* The smallest hashes of a text's runs of five words: texts that share many of them are copies. */
typedef struct dm_sketch {
    uint32_t marks[DM_SKETCH_MARKS]; /* ascending, each once */
    uint32_t count;
    bool whole;                      /* these are all there are */
} dm_sketch;
void dm_sketch_of(const dm_text *text, dm_sketch *out);
/* Share of the smaller text's runs that stand in the other one too, about (0..1). */
double dm_sketch_shared(const dm_sketch *a, const dm_sketch *b);
#define DM_COPY_SHARE 0.5 /* from which one text is a copy of the other */

/* ---- Incidents (incident.c) -------------------------------------------------------------------------------------- */

#define DM_INCIDENT_DAYS 4 /* that the tellings of one incident may span */

typedef struct dm_tie {
    uint32_t one, other; /* numbers of tellings */
    float value;
} dm_tie;
/* Parts tellings that hang together by ties into incidents: the strongest ties join first, and none joins what would
 * then span too many days or hold tellings that clash.  `order` gives each telling a number that does not depend on
 * where it is stored (equal ones are interchangeable).  incident[i]: the number of the incident, from 0 in the order of
 * its first telling in `order`.  The result does not depend on the order of tellings or ties.  false without memory. */
bool dm_incidents_part(const dm_telling *tellings, const uint64_t *order, uint32_t count, dm_tie *ties, uint32_t tie_count,
                       uint32_t *incident);
/* Of documents with sketches (NULL: none) and outlets ("" when not known): the number of those that do not copy another
 * and are not of the same outlet; group[i] is the number of its group. */
uint32_t dm_sources_independent(const dm_sketch *const *sketches, const dm_slice *outlets, uint32_t count, uint32_t *group);

/* ---- Issue threads (threads.c) ----------------------------------------------------------------------------------- */

#define DM_PHRASE_WORDS 16
#define DM_WHY_BYTES 192
/* What the words of a position speak of.  Slices are lent. */
typedef struct dm_phrase {
    dm_slice head;  /* lemma of the word that it is about: "release" */
    dm_slice words; /* lemmas that say something, in the order of the alphabet, each once, parted by blanks */
} dm_phrase;
/* false when its words are not known or say nothing; *out lies in the arena and the record. */
bool dm_phrase_of(const dm_record *record, uint32_t position, dm_arena *arena, dm_phrase *out);
/* Whether two phrases speak of the same matter; `why` (may be NULL): "head release; words prisoner release". */
bool dm_phrases_alike(const dm_phrase *a, const dm_phrase *b, char why[DM_WHY_BYTES]);
/* thread[i]: the least number of a phrase that i hangs together with.  The same threads in whatever order.  false without
 * memory. */
bool dm_phrases_join(const dm_phrase *phrases, uint32_t count, uint32_t *thread);

#endif
