/* code: trees and references -> events, statements, positions, each with its evidence and its reason. */
#ifndef DM_RECORD_H
#define DM_RECORD_H

#include "refer/reference.h"

/* ---- Reasons: how each trigger was judged (`demarche explain`) ------------------------------------------------------ */

/* What became of a line of data/frames at a word. */
typedef enum dm_try {
    DM_TRY_CHOSEN,
    DM_TRY_LIGHTER,     /* it may fit, but the chosen line decides: it weighs more, or finds the sides it needs */
    DM_TRY_WORDS,       /* the further words of its trigger are not there */
    DM_TRY_CONDITION,   /* a condition does not hold; `condition` with its sign, "-obj:bill" */
    DM_TRY_ATTACKER,    /* the subject is neither an actor nor of class $attacker */
    DM_TRY_VICTIM,      /* the object is neither an actor nor of class $victim */
    DM_TRY_OTHER_KIND,  /* lines exist for the word as another part of speech only */
    DM_TRY_NAME,        /* the word is part of a name */
    DM_TRY_COMPOUND,    /* it stands before another noun: "attack helicopter" */
    DM_TRY_MODIFIER     /* a participle before its noun: "occupied territory" */
} dm_try;

typedef struct dm_attempt {
    uint32_t word;
    dm_try outcome;
    dm_slice by, line;          /* "frames/assault.frames:12", and what stands there */
    dm_slice condition;
} dm_attempt;

/* What a trigger with a line that fits came to.  All but DM_FATE_EVENT gave no event. */
typedef enum dm_fate {
    DM_FATE_EVENT,
    DM_FATE_NO_SOURCE,      /* sides that the line needs are not known */
    DM_FATE_NO_TARGET,
    DM_FATE_NO_SIDES,
    DM_FATE_UNCODED,        /* nobody on either side has a code */
    DM_FATE_SECTOR,         /* neither side has a sector that the line asks for */
    DM_FATE_ACCIDENT,       /* harm, but neither an armed source nor a word of violence */
    DM_FATE_VISITOR,        /* who visits has no code */
    DM_FATE_PRIVATE,        /* people at large, media and companies do not consult as states do */
    DM_FATE_COMMERCIAL,     /* companies, media and schools commit no acts of war */
    DM_FATE_OTHER_SENSE,    /* a line with the code veto decides */
    DM_FATE_FORCE,          /* soldiers, policemen and officials do not protest as such */
    DM_FATE_NO_COMPLEMENT,  /* the line makes an event only of its complement, and there is none with a code */
    DM_FATE_COMPOSED_AWAY,  /* the row of compose.table leaves the complement alone */
    DM_FATE_INSIDE,         /* the event above that has it as its complement tells it */
    DM_FATE_STATE,          /* a participle before its noun: a state */
    DM_FATE_SPOKEN_OF,      /* only speaks of what was told before: "this call" */
    DM_FATE_BACKGROUND,     /* a state of affairs that goes on: "the war" */
    DM_FATE_UNREAL,         /* planned, possible or called for, and one side has no country */
    DM_FATE_SOMEBODY,       /* one side alone, without a country, at no place */
    DM_FATE_IDLE,           /* kept from doing it, an accident, or the own country is asked */
    DM_FATE_TOLD_ABOVE,     /* the verb above tells the same event: "launched an attack" */
    DM_FATE_TOLD_BY_SUBJECT,/* the noun that does it tells it: "the bombing killed five" */
    DM_FATE_TOLD_BESIDE,    /* another noun under the same verb tells it */
    DM_FATE_DOUBTFUL,       /* its confidence is too low (models/certainty.model) */
    DM_FATE_COUNT
} dm_fate;

/* How a side of an event was found. */
typedef enum dm_how {
    DM_HOW_NOT,
    DM_HOW_FUNCTION,        /* by a grammatical function that the line names */
    DM_HOW_COMPOUND,        /* the noun before it: "a United States request" */
    DM_HOW_LIGHT,           /* the subject of the light verb that carries the noun */
    DM_HOW_HARM,            /* whom the verb of harm hits, or what is called the target of it */
    DM_HOW_COMPANY,         /* in company: "X, alongside Y" */
    DM_HOW_COMPLEMENT,      /* a side of the complement's event */
    DM_HOW_BLAMED,          /* who is blamed for it */
    DM_HOW_BEFORE,          /* the same event told before in the text */
    DM_HOW_TEXT,            /* the text around: the clause above, who was asked before, who sent the letter */
    DM_HOW_PLACE            /* the country of the place where it happens */
} dm_how;

/* Where the status comes from. */
typedef enum dm_mood_of {
    DM_MOOD_PLAIN,          /* nothing says otherwise: actual */
    DM_MOOD_WORD,           /* a word: an auxiliary, a marker, an adjective */
    DM_MOOD_LINE,           /* the line of the frame or of its light verb */
    DM_MOOD_OUTER,          /* the line of the event that has it as its complement */
    DM_MOOD_DATE            /* its date: long ago */
} dm_mood_of;

typedef struct dm_side_reason {
    const uint32_t *entities, *words;   /* the entity, and the word that led to it */
    uint32_t count;
    dm_how how;
    dm_slice function;          /* "obj", "on": the function of the line that gave them, for DM_HOW_FUNCTION */
} dm_side_reason;

typedef struct dm_finding {
    uint32_t word, first, last; /* the trigger's word; the words of the expression [first, last) */
    uint32_t sentence;
    dm_slice by, line;          /* the line of data/frames that decided */
    char frame_cameo[5], cameo[5];  /* of the line, "" for code "-"; and of the whole after composition */
    dm_plover plover;
    dm_side_reason sources, targets;
    uint32_t inner;             /* the finding of its complement, or DM_NONE */
    dm_slice table_by, table_line;  /* the row of compose.table that made the code, absent when none did */
    bool refused_plan;          /* "will not X": the row of table reject made it */
    uint32_t light;             /* the light verb that carries the noun, or DM_NONE */
    dm_event_status status;
    dm_mood_of status_from;
    uint32_t status_word, negation_word;    /* DM_NONE: none */
    dm_fate fate;
    uint32_t first_event, event_count;      /* events it gave */
    uint16_t confidence, least; /* per mille that its (first) event is right, and below what none is given; 1001: not judged */
    dm_slice in_favour, against;    /* what weighed most for and against it (certainty.h) */
} dm_finding;

/* A phrase of data/frames/discards that silenced a sentence. */
typedef struct dm_discarded {
    uint32_t sentence, first, last;     /* words [first, last) */
    dm_slice by;                        /* "frames/discards:12" */
} dm_discarded;

typedef struct dm_reasons {
    dm_attempt *attempts;       /* in the order of their words; of one word in the order tried */
    uint32_t attempt_count;
    dm_finding *findings;       /* in the order of their words */
    uint32_t finding_count;
    dm_discarded *discarded;    /* one a sentence, two where two weak phrases did it */
    uint32_t discarded_count;
    dm_slice *actor_by, *role_by;   /* by entity: its entry of data/actors and that of its role noun, "actors/heads.actors:12" */
} dm_reasons;

/* One sentence in English for each fate, "has no known actor as its source"; "" for DM_FATE_EVENT. */
const char *dm_fate_says(dm_fate fate);

/* A record owns one arena; every pointer below lies in it. */
struct dm_record {
    dm_arena arena;
    const dm_coder *coder;      /* lent: only its identity is used, copied below */
    dm_slice identity;
    dm_document document;       /* copies */
    dm_text text;
    dm_tree tree;
    dm_references refers;
    dm_span *sentence_spans;    /* by sentence */
    dm_event *events;
    uint32_t event_count;
    struct dm_seen *seen;       /* beside events: what their certainty stands on (certainty.h); NULL for frames of other coders */
    dm_statement *statements;
    uint32_t statement_count;
    dm_position *positions;
    uint32_t position_count;
    uint32_t *issue_heads;      /* by position: the word that its issue is about; NULL when the record has no words */
    dm_silent *silent;
    uint32_t silent_count;
    dm_slice *warnings;
    uint32_t warning_count;
    const dm_slice *scheme_names;   /* lent by the coder; dm_event.schemes goes along with it */
    uint32_t scheme_count;
    bool keep_reasons;          /* set before the analysis: fills `reasons` */
    dm_reasons *reasons;        /* NULL when not asked for */
};

/* Frames, cues, issues, scorers; shared by threads. */
typedef struct dm_frames dm_frames;      /* events */
typedef struct dm_cues dm_cues;          /* statements and positions */
typedef struct dm_certainty dm_certainty;   /* how sure an event is (certainty.h) */
/* A fault in frames (`demarche check`): grave when a line does not do what it says, else something to look at. */
typedef struct dm_frame_fault {
    dm_slice file;              /* "frames/assault.frames", or the path of a file of the user's own */
    uint32_t line;
    bool grave;
    dm_slice why;
} dm_frame_fault;
typedef struct dm_lint {
    dm_arena arena;
    DM_VECTOR(dm_frame_fault) faults;
    uint32_t grave, notes, lines, triggers;
    bool foreign;               /* a verb dictionary of another coder: it is only read, `passed` of its lines mean nothing here */
    uint32_t passed;
} dm_lint;

/* Whether a file is a verb dictionary of TABARI or PETRARCH by what it holds. */
bool dm_frames_foreign(dm_slice text);
/* Frames of data/, and the lines of the user's own files beside them; a verb dictionary of another coder stands instead of all
 * lines of data/.  The text is lent by the resources.  With `lint` (may be
 * NULL) lines that cannot be read are noted there and passed over, else the first one gives DM_BAD_MODEL. */
dm_status dm_frames_open(dm_resources *resources, const char *const *own, size_t count, dm_lint *lint, dm_frames **out,
                         dm_error *error);
/* Looks for codes that do not exist, lines that never fit or never decide, and lines that contradict each other; adds to *out,
 * sorted by place.  DM_NO_MEMORY. */
dm_status dm_frames_lint(const dm_frames *frames, dm_lint *out);
void dm_lint_free(dm_lint *lint);
void dm_frames_close(dm_frames *frames);
/* Cues and issues of data/, then the user's own files of issues. */
dm_status dm_cues_open(dm_resources *resources, const char *const *issue_files, size_t issue_count, dm_cues **out,
                       dm_error *error);
const dm_remark *dm_cues_remarks(const dm_cues *cues, size_t *count);
void dm_cues_close(dm_cues *cues);

/* Schemes of the user's codes, by file or by the name of one in data/schemes.  Applying gives every event its codes. */
typedef struct dm_schemes dm_schemes;
dm_status dm_schemes_open(dm_resources *resources, const char *const *files, size_t count, dm_schemes **out, dm_error *error);
void dm_schemes_close(dm_schemes *schemes);
const dm_slice *dm_schemes_names(const dm_schemes *schemes, size_t *count);
dm_status dm_schemes_apply(const dm_schemes *schemes, dm_record *record);

/* Called in this order on a record whose document, text, tree and refers are ready; each allocates from record->arena.
 *   statements: record->statements
 *   events:     record->events and silent; uses the statements for on_word_of and for who "I" and "we" are; events whose certainty
 *               is below `least` per mille are not given; without a certainty (NULL), and for frames of other coders, a constant stands for it
 *   positions:  record->positions; uses both */
dm_status dm_code_statements(const dm_cues *cues, dm_record *record);
dm_status dm_code_events(const dm_frames *frames, const dm_certainty *certainty, uint32_t least, dm_record *record);
dm_status dm_code_positions(const dm_cues *cues, dm_record *record);

/* How rare words are in news (models/rarity.model), for those who compare texts.  dm_rarity_of: eight times the binary
 * logarithm of (reports / reports with the word), at most DM_RARITY_UNKNOWN, which stands for words that the table lacks. */
#define DM_RARITY_UNKNOWN 128
typedef struct dm_rarity dm_rarity;
dm_status dm_rarity_open(dm_resources *resources, dm_rarity **out, dm_error *error);
void dm_rarity_close(dm_rarity *rarity);
unsigned dm_rarity_of(const dm_rarity *rarity, uint64_t lemma_key);

/* ---- The line from document to record (coder.c) ---------------------------------------------------------------- */

/* The engines of a coder, lent; for commands that stop half way (`demarche parse`). */
const dm_splitter *dm_coder_splitter(const dm_coder *coder);
const dm_grammar *dm_coder_grammar(const dm_coder *coder);
const dm_frames *dm_coder_frames(const dm_coder *coder);
const dm_rarity *dm_coder_rarity(const dm_coder *coder);

/* An empty record.  Fill its document (and, for parsed input, text and tree) from its own arena, then analyse it. */
dm_status dm_record_new(const dm_coder *coder, dm_record **out);
/* A record of a document, checked and copied, not yet analysed (DM_BAD_INPUT, DM_LIMIT, DM_NO_MEMORY). */
dm_status dm_worker_begin(dm_worker *worker, const dm_document *document, dm_record **out, dm_error *error);
/* Splits and parses records (DM_PARSES_MOST at most) together: short texts take less time so than one by one, and get the same trees.
 * Where that fails records stay as they are, and dm_record_analyse does it and tells why it cannot. */
void dm_records_parse(const dm_coder *coder, dm_record *const *records, size_t count);
/* Everything after reading: splits and parses unless record->tree.tokens is there already, refers, codes. */
dm_status dm_record_analyse(const dm_coder *coder, dm_record *record, dm_error *error);
/* From now on the records of this worker keep their reasons (costs a few per cent of the time). */
void dm_worker_keep_reasons(dm_worker *worker, bool keep);
/* Adds a warning; printf style. */
void dm_record_warn(dm_record *record, const char *format, ...) DM_PRINTF(2, 3);

/* The PLOVER type a CAMEO code stands for when the frame names none (FIELD: 02 and 10 REQUEST ... 18 to 20 ASSAULT). */
dm_plover dm_plover_of_cameo(const char *cameo);
dm_quad dm_quad_of(dm_plover plover);

/* What the first marked phrase does to the second in a sentence (`demarche relate`).  The record is that of the
 * sentence coded alone; spans are bytes.  `label` DM_NO_PLOVER when nothing relates them. */
typedef struct dm_relation_answer {
    dm_plover label;
    char cameo[5];
    dm_slice mode, by;
    float confidence;
} dm_relation_answer;
/* One trigger that the frames found in it, whether or not the two phrases are its sides. */
typedef struct dm_relation_reading {
    dm_plover label;
    char cameo[5];
    uint8_t points;        /* how well the phrases fit, 0 to 100 */
    uint8_t sides;         /* bits: 1 source is the source, 2 target is the target, 4 and 8 the other way round */
    uint8_t above;         /* bits: 1 the trigger stands over the source, 2 over the target */
    uint8_t kind;          /* dm_frame_kind */
    uint32_t word;
    uint64_t line;         /* hash of the text of the line of data/frames */
} dm_relation_reading;
#define DM_RELATION_READINGS 24u
typedef struct dm_relation_readings {
    uint32_t count;
    dm_relation_reading at[DM_RELATION_READINGS];
} dm_relation_readings;
/* `readings` may be NULL. */
dm_status dm_code_relation(const dm_frames *frames, const dm_record *record, const dm_span *sources, uint32_t source_count,
                           const dm_span *targets, uint32_t target_count, dm_relation_answer *out, dm_relation_readings *readings);

/* The type that relations call a CAMEO code by, where it is another than the records' (compose.table: relate). */
uint32_t dm_relation_custom(const dm_frames *frames, const char *cameo, uint32_t plover);

/* The statistical scorer of relations (models/relate.model, models/clusters.model); shared by threads. */
typedef struct dm_scorer dm_scorer;
dm_status dm_scorer_open(dm_resources *resources, dm_scorer **out, dm_error *error);
void dm_scorer_close(dm_scorer *scorer);
/* The answer of the frames, and where they have none, or no more than a trigger somewhere, the best label of the scorer. */
dm_status dm_scorer_answer(const dm_scorer *scorer, const dm_frames *frames, const dm_record *record, const dm_span *sources,
                           uint32_t source_count, const dm_span *targets, uint32_t target_count, dm_relation_answer *out);

/* provenance.c.  The statements whose content holds [start, end) of the text, the innermost first: numbers into
 * record->statements, at most `most` of them.  `sentence` is that of the span; DM_NONE has it looked up. */
uint32_t dm_statements_over(const dm_record *record, uint32_t sentence, dm_span span, uint32_t *found, uint32_t most);

#endif
