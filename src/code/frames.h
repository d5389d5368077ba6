/* frames: the event frames of data/frames as the coder holds them, and the pieces of the event coder that share them.
 * Inside the room code only. */
#ifndef DM_FRAMES_H
#define DM_FRAMES_H

#include "code/record.h"

/* ---- What a line of data/frames says ---------------------------------------------------------------- */

typedef enum dm_frame_kind { DM_FRAME_VERB, DM_FRAME_NOUN, DM_FRAME_ADJ, DM_FRAME_LIGHT, DM_FRAME_MOOD } dm_frame_kind;

/* Grammatical functions as seen from the trigger.  Voice is undone: DM_F_SUBJ is the one who acts, in the passive the
 * by-phrase; DM_F_OBJ is what is acted on, in the passive the subject. */
typedef enum dm_function {
    DM_F_NONE, DM_F_SUBJ, DM_F_OBJ, DM_F_IOBJ, DM_F_PREP, DM_F_POSS, DM_F_ADJ, DM_F_COMP, DM_F_XCOMP, DM_F_CCOMP, DM_F_ACL,
    DM_F_ADVCL, DM_F_CSUBJ, DM_F_SELF, DM_F_MUST, DM_F_NEG, DM_F_PASSIVE, DM_F_ACTIVE, DM_F_WILL,
    DM_F_ASUBJ,                  /* subject of an adverbial clause ("called up reserves as Kesh advanced") */
    DM_F_GSUBJ                   /* subject of the verb that governs a noun ("opened it at the urging of Kesh") */
} dm_function;

typedef struct dm_path {
    uint64_t preposition;        /* key, for DM_F_PREP */
    uint8_t function;
} dm_path;

/* A condition on an argument: it must be there (or must not), and its head be one of these words. */
typedef struct dm_want {
    dm_path path;
    bool forbidden;
    uint32_t first, count;       /* in dm_frames.words; count 0: any word */
    dm_slice text;               /* "obj:bill/plan", lent by the resources */
} dm_want;

typedef struct dm_range {
    uint32_t first, count;
} dm_range;

enum {  /* dm_frame.need */
    DM_NEED_SOURCE = 1,
    DM_NEED_TARGET = 2,
    DM_NEED_EITHER = 4
};

typedef struct dm_frame {
    uint8_t kind;                /* dm_frame_kind */
    uint8_t plover;              /* dm_plover */
    uint8_t need;
    uint8_t status;              /* dm_event_status given to what it finds, or DM_KEEP_STATUS */
    uint8_t inner_status;        /* the same for the complement's event */
    bool reciprocal;
    bool inner_only;             /* code "-": an event only together with its complement */
    bool veto;                   /* code "veto": where this line decides, the word tells no event */
    bool swallow;                /* the complement's event is not recorded by itself */
    bool violent;                /* harm that may come of an accident too: needs a word of violence beside it */
    uint16_t weight;             /* dm_frame_weight */
    uint8_t head_offset;         /* nouns: position of the head word in the expression */
    bool suffers;                /* light verbs: the subject is the target of the noun ("came under attack") */
    dm_range words;              /* further words of the trigger (keys in dm_frames.keys) */
    uint32_t next;               /* next frame with the same trigger word, or DM_NONE */
    uint32_t sectors;            /* bits of dm_sector_bit: one side must have one of them; 0: whatever */
    char cameo[5];
    char paired[5];              /* code of the same event from target to source (dictionaries of other coders), "" for none */
    uint32_t pattern;            /* number in dm_frames.patterns + 1, 0: none */
    uint8_t table;               /* number of a table of compose.table + 1, 0: no complement */
    uint16_t confidence;         /* per mille */
    dm_range wants;              /* in dm_frames.wants */
    dm_range sources, targets, inner;   /* in dm_frames.paths */
    dm_slice mode;
    dm_slice contexts[3];
    dm_slice by;                 /* "frames/assault.frames:12" */
    dm_slice text;               /* the line itself, without the blanks around it */
} dm_frame;

/* Patterns of other coders' verb dictionaries (foreign_frames.c reads them, patterns.c fits them). */
typedef enum dm_item_kind { DM_ITEM_WORD, DM_ITEM_SET, DM_ITEM_SOURCE, DM_ITEM_TARGET, DM_ITEM_BOTH, DM_ITEM_ANY } dm_item_kind;
typedef struct dm_pattern_item {
    uint8_t kind;
    bool joined;                 /* stands right behind the item before it */
    bool stem;                   /* words that begin so */
    uint32_t set;
    uint64_t key;
    dm_slice word;
} dm_pattern_item;
typedef struct dm_pattern {
    dm_range pre, post;          /* in dm_frames.pattern_items */
    bool pre_joined;             /* the last item of pre stands right before the verb */
} dm_pattern;

#define DM_KEEP_STATUS 255
/* A bit for a three-letter sector, 0 for an unknown one. */
uint32_t dm_sector_bit(const char *sector);

enum {  /* dm_word_choice.actors, beside dm_sector_bit */
    DM_CHOICE_STATE = 1 << 30,   /* a country with no sector */
    DM_CHOICE_PERSON = 1 << 29,  /* somebody with a name */
    DM_CHOICE_ACTOR = 1 << 28    /* whoever has a code */
};
typedef struct dm_word_choice {  /* a word, a class or a kind of actor in a condition */
    uint64_t key;                /* of the lemma; 0: a class or a kind of actor */
    uint32_t class_number;
    uint32_t actors;             /* 0: no kind of actor */
} dm_word_choice;

typedef struct dm_composed {     /* a row of compose.table */
    uint8_t table;
    uint8_t plover;
    char inner[5];               /* prefix of the inner event's code; "" any */
    char cameo[5];               /* "" : the outer event is dropped */
    dm_slice by, text;           /* "frames/compose.table:12", and the row; lent by the resources */
} dm_composed;

typedef struct dm_discard {      /* a phrase of the file discards */
    uint8_t reason;              /* number in dm_frames.reasons */
    bool weak;                   /* two of the reason are needed */
    dm_slice by;
} dm_discard;

struct dm_frames {
    dm_arena arena;
    dm_map triggers;             /* key mixed with kind -> first frame */
    dm_map class_of;             /* hash of a class's name -> its number */
    dm_map classes;              /* class number mixed with lemma key -> 1 */
    DM_VECTOR(dm_frame) frames;
    DM_VECTOR(dm_path) paths;
    DM_VECTOR(dm_slice) path_names;  /* beside paths: as in the line, lent by the resources */
    DM_VECTOR(dm_want) wants;
    DM_VECTOR(dm_word_choice) words;
    DM_VECTOR(uint64_t) keys;
    DM_VECTOR(dm_slice) class_names;
    DM_VECTOR(dm_slice) table_names;
    DM_VECTOR(dm_composed) composed;
    dm_phrases discards;         /* values: number in discard_lines */
    DM_VECTOR(dm_discard) discard_lines;
    DM_VECTOR(dm_slice) reasons;
    DM_VECTOR(dm_pattern) patterns;
    DM_VECTOR(dm_pattern_item) pattern_items;
    dm_map synsets;              /* number of a synset mixed with a word's key -> 1 */
    bool foreign;                /* the lines are those of another coder's dictionary */
    uint32_t foreign_skipped;    /* its lines that mean nothing here */
    uint32_t lines;              /* of *.frames */
    dm_map goldstein;            /* key of the code -> score * 10 + 1000 */
};
static inline uint64_t dm_trigger_key(uint64_t lemma_key, dm_frame_kind kind) { return dm_mix(lemma_key, 77u + kind); }

/* First frame of a word as that kind, or NULL; follow with dm_frame_next. */
const dm_frame *dm_frame_first(const dm_frames *frames, uint64_t lemma_key, dm_frame_kind kind);
static inline const dm_frame *dm_frame_next(const dm_frames *frames, const dm_frame *frame)
{
    return frame->next == DM_NONE ? NULL : &frames->frames.at[frame->next];
}
/* What decides between lines that fit: the longer trigger and the more conditions that must hold weigh more. */
static inline uint32_t dm_frame_weight(const dm_frame *frame) { return frame->weight; }
bool dm_choice_holds(const dm_frames *frames, const dm_want *want, uint64_t lemma_key);
/* The row of a table with the longest prefix of `cameo`, or NULL. */
const dm_composed *dm_compose(const dm_frames *frames, uint8_t table, const char *cameo);
dm_plover dm_plover_named(dm_slice name);

/* ---- Coding one document ------------------------------------------------------------------------------- */

#define DM_PARTY_MOST 12

/* The actors on one side, with the word nearest to the trigger that stands for them. */
typedef struct dm_party {
    uint32_t entities[DM_PARTY_MOST];
    uint32_t words[DM_PARTY_MOST];   /* the word that led to the entity */
    uint32_t count;
    bool refused;                    /* the noun phrase is there, but no actor is known for it */
    uint32_t event;                  /* 1 + the event told before that these are taken from, 0 for none */
    uint8_t how;                     /* dm_how */
    uint32_t path;                   /* in dm_frames.paths, for DM_HOW_FUNCTION */
} dm_party;

#define DM_UNJUDGED UINT16_MAX
typedef struct dm_match {
    const dm_frame *frame;
    uint32_t word;                   /* trigger */
    uint32_t first, last;            /* words of the trigger [first, last) */
    dm_party sources, targets;
    char cameo[5];
    uint8_t plover;
    uint8_t status;
    bool negated;
    bool blamed;                     /* its sources are who somebody blames for it */
    bool retold;                     /* its sources are those of an event told before */
    bool filled;                     /* a side comes from the text around (discourse.c) */
    bool dropped;                    /* not an event by itself (swallowed, or sides missing) */
    bool lacking;                    /* dropped for nothing but a missing side */
    uint32_t inner;                  /* match of the complement, or DM_NONE */
    uint32_t governor;               /* light verb that carries a noun, or DM_NONE */
    uint16_t confidence;
    uint8_t fate;                    /* dm_fate: why it is dropped */
    uint16_t certainty;              /* per mille that its first event is right, DM_UNJUDGED before it is judged */
    dm_slice in_favour, against;     /* what weighed most, when reasons are kept */
    uint8_t status_from;             /* dm_mood_of */
    uint8_t refusal;                 /* dm_try: why the line does not fit */
    bool refused_plan;
    uint32_t want;                   /* for DM_TRY_CONDITION, in dm_frames.wants */
    uint32_t status_word, negation_word;
    const dm_composed *row;          /* of compose.table, or NULL */
} dm_match;

/* What a coding notes down for people when asked: lines tried at words, phrases that discard.  Lies in its arena. */
typedef struct dm_notes {
    DM_VECTOR(dm_attempt) attempts;
    DM_VECTOR(dm_discarded) discarded;
} dm_notes;

/* An event of the document told before, for nouns that take it up ("the attack"). */
typedef struct dm_earlier {
    dm_party sources, targets;
    char cameo[5];
    uint8_t plover, status;
    uint32_t event;                  /* its number in the record */
} dm_earlier;

typedef struct dm_coding {
    const dm_frames *frames;
    const dm_record *record;
    const dm_token *tokens;
    const dm_word *words;
    const dm_references *refers;
    const dm_references *known;      /* the same; in relate, where two phrases stand instead of the actors, the actors */
    dm_arena *arena;
    uint32_t *match_of;              /* by word: index into matches, DM_NONE, or DM_PENDING */
    DM_VECTOR(dm_match) matches;
    DM_VECTOR(dm_earlier) told;
    uint8_t *tone;                   /* by sentence: 1 seen, 2 speaks of violence, 4 of an accident */
    uint8_t *named;                  /* by entity: 0 not looked up, 1 the text never names it, 2 it does */
    dm_party *relate;                /* the two marked sides of dm_code_relation: words[0..count), or NULL */
    const uint8_t *marked;           /* by word, in relate: 1 source phrase, 2 target phrase, 3 both; else NULL */
    uint32_t pattern_words[24], pattern_word_count;   /* what the pattern fitted last stands on: no sides */
    dm_notes *notes;                 /* NULL: nobody asks for reasons */
    uint32_t least;                  /* per mille: less sure events are not given */
} dm_coding;
#define DM_UNSEEN (UINT32_MAX - 1)
#define DM_PENDING (UINT32_MAX - 2)
#define DM_DEPTH_MOST 8
#define DM_LOOK_BACK 200u   /* events told longer ago are not taken up again */

#define DM_CONTENT_REACH 40u   /* a content lies at most so many sentences from its cue */
/* parties.c: the first statement whose content may reach the sentence; statements stand in the order of sentences. */
uint32_t dm_statements_from(const dm_record *record, uint32_t sentence);

/* arguments.c: who stands in which grammatical function.  A list of nominal heads, conjuncts included. */
typedef struct dm_heads {
    uint32_t at[DM_PARTY_MOST];
    uint32_t count;
} dm_heads;
bool dm_is_passive(const dm_coding *c, uint32_t verb);
bool dm_is_clause(const dm_coding *c, uint32_t word);   /* a verb, or a gerund with an object */
void dm_arguments(const dm_coding *c, uint32_t trigger, dm_path path, dm_heads *heads, int depth);
/* The light verb that carries a noun ("launched an attack"), or DM_NONE; *frame receives its line. */
uint32_t dm_light_above(const dm_coding *c, uint32_t noun, const dm_frame **frame, int depth);
/* The line of kind mood by which what governs a word tells whether it happened ("denied attacking"), or NULL. */
const dm_frame *dm_mood_above(const dm_coding *c, uint32_t word);
bool dm_word_is(const dm_coding *c, uint32_t word, const char *lemma);
bool dm_word_one_of(const dm_coding *c, uint32_t word, const char *const *lemmas, size_t count);
/* The surface subject of a clause, relative pronouns and control resolved; DM_NONE when there is none. */
uint32_t dm_surface_subject(const dm_coding *c, uint32_t verb, int depth);
uint32_t dm_antecedent(const dm_coding *c, uint32_t word);

/* parties.c: which actors a noun phrase stands for. */
void dm_party_of(dm_coding *c, uint32_t word, bool place, dm_party *party, int depth);
bool dm_party_has(const dm_party *party, uint32_t entity);
bool dm_entity_known(const dm_entity *entity);

/* Whether a word, or what a noun of quantity counts, is in a class of data/frames/classes. */
bool dm_in_class(const dm_coding *c, const char *class, uint32_t word);
/* match.c: the frame that fits a word best, with its sides. Index into c->matches, or DM_NONE. */
uint32_t dm_match_word(dm_coding *c, uint32_t word, int depth);

/* A definite event noun ("the attack", "last night's raid") whose own phrase leaves a side open is that event of the text
 * told before: it gets the sides told there.  True when it found one. */
bool dm_complete_from_before(const dm_coding *c, dm_match *m);
/* A noun for a state of affairs that goes on (war, violence): no event when its sides come from the text before. */
bool dm_background(const dm_coding *c, uint32_t word);
bool dm_definite(const dm_coding *c, const dm_match *m);
/* Events a or b may be the same by the countries of these sides; an empty side agrees with everything. */
bool dm_sides_agree(const dm_coding *c, dm_list a, dm_list b);

/* status.c: polarity, modality, date and place of the event a word carries. */
void dm_status_of(const dm_coding *c, dm_match *match);
dm_slice dm_date_of(const dm_coding *c, const dm_match *match);
/* The first entity whose actor is just this code, or DM_NONE. */
uint32_t dm_entity_coded(const dm_references *refers, const char *code);
/* A text that speaks for whoever made it: a decree, a letter. */
bool dm_is_document(const dm_coding *c, uint32_t word);
/* The place that the words of an event name, by the tree, or DM_NONE; dm_place_told also takes what its sentence says around
 * it ("in Kesh, where ..."), which tells where, but not whom it is done to. */
uint32_t dm_place_of(const dm_coding *c, const dm_match *match);
uint32_t dm_place_told(const dm_coding *c, const dm_match *match);
uint32_t dm_clause_of(const dm_coding *c, uint32_t word);

/* reasons.c: notes that a line was tried (frame NULL: lines for the word exist, none was tried); nothing without notes. */
void dm_note_try(dm_coding *c, uint32_t word, const dm_frame *frame, dm_try outcome, uint32_t want);
/* Writes the notes and the matches down in the record; of_match tells by event its match. */
void dm_reasons_write(const dm_coding *c, dm_record *record, const uint32_t *of_match, uint32_t event_count);

/* Starts a coding of a record; false when memory ran out. */
bool dm_coding_begin(dm_coding *c, const dm_frames *frames, const dm_record *record, dm_arena *arena);

#endif
