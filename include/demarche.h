/* demarche: reads dated news reports and writes down who did what to whom, who said what on whose word,
 * where each actor stands, and when, where and how many.  This header is the whole public interface.
 *
 * Life of the handles
 *   dm_coder   models and dictionaries; opened once, never changes, may be shared by any number of threads
 *   dm_worker  scratch memory of one thread; reused for every document that thread codes
 *   dm_record  what one document gave; owns all its memory, independent of the worker that made it
 *   dm_store   one open database
 * What an open/new/`**out` gives you, you close or free; NULL is accepted by every closing function.
 * `const` pointers that a function returns are lent and die with their owner.
 *
 * Text is UTF-8.  Spans are half-open ranges [start, end) of bytes into the text of the document.
 * (The JSON output gives Unicode code points unless told otherwise.)
 *
 * The library never exits, prints, aborts, changes the locale or keeps writable globals. */
#ifndef DEMARCHE_H
#define DEMARCHE_H

#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define DM_API __attribute__((visibility("default")))
#else
#define DM_API
#endif

/* Version of the library, "0.1.0". */
DM_API const char *dm_version(void);

/* ---- Status and errors ------------------------------------------------------------------------------- */

typedef enum dm_status {
    DM_OK = 0,
    DM_BAD_ARGUMENT,  /* a wrong option, format name, date ... given by the caller */
    DM_BAD_INPUT,     /* a document that cannot be read: not text, broken JSON, ... */
    DM_BAD_MODEL,     /* a model or data file is missing, damaged, or of another version */
    DM_BAD_DATABASE,  /* not a database of ours, or damaged */
    DM_IO,            /* opening, reading or writing failed; errno is in `why` as text */
    DM_NO_MEMORY,
    DM_LIMIT,         /* a stated limit was reached; `why` names it */
    DM_END            /* no more documents or rows; not an error */
} dm_status;

/* Where and why something failed.  Every function that takes one accepts NULL.  Plain data: copy it freely. */
typedef struct dm_error {
    dm_status status;
    uint64_t byte;   /* offset in the input, 0 when unknown */
    uint32_t line;   /* 1-based line of the input, 0 when unknown */
    char file[256];  /* name of the input, "" when there is none, shortened at its left end */
    char why[256];   /* one sentence in English, no newline */
} dm_error;

/* A name for a status: "ok", "bad input", ... Never NULL. */
DM_API const char *dm_status_name(dm_status status);

/* ---- Plain values ------------------------------------------------------------------------------------ */

/* Bytes lent from somewhere; not terminated by 0.  {NULL, 0} is absent. */
typedef struct dm_slice {
    const char *at;
    size_t size;
} dm_slice;

typedef struct dm_span {
    uint32_t start, end;
} dm_span;

/* A civil date.  year 0 is "no date"; month or day 0 is "not known so exactly". */
typedef struct dm_date {
    int16_t year;
    uint8_t month, day;
} dm_date;

/* Index into one of the lists of a record, or DM_NONE. */
#define DM_NONE UINT32_MAX

/* A list of indices. */
typedef struct dm_list {
    const uint32_t *at;
    uint32_t count;
} dm_list;

/* A list of spans (discontinuous words of one thing). */
typedef struct dm_spans {
    const dm_span *at;
    uint32_t count;
} dm_spans;

/* ---- Documents --------------------------------------------------------------------------------------- */

typedef struct dm_document {
    dm_slice id, title, source, url; /* absent when not given */
    dm_date date;                    /* day of the report; year 0 when unknown */
    dm_slice text;                   /* the body, valid UTF-8 */
} dm_document;

/* ---- What a record holds ----------------------------------------------------------------------------- */

typedef enum dm_entity_type {
    DM_PER, /* person */
    DM_ORG, /* organisation, ministry, army, party, armed group */
    DM_GPE, /* country, city, province with a government */
    DM_LOC, /* other place */
    DM_NORP,/* nationality, religious or political group, population */
    DM_OTHER_TYPE
} dm_entity_type;

typedef enum dm_mention_kind { DM_NAME, DM_NOMINAL, DM_PRONOUN } dm_mention_kind;

/* One place of the text that speaks of an entity. */
typedef struct dm_mention {
    dm_span span;
    uint32_t entity;           /* index of the entity */
    uint32_t first, last;      /* words [first, last) */
    uint32_t head;             /* the word that heads it in the tree */
    dm_mention_kind kind;
} dm_mention;

/* Someone or something the text speaks of.  `actor` is the code on the day of the report: ISO 3166 alpha-3 country
 * (or IGO, NGO, MNC, or a bare sector) followed by three-letter sectors (PLOVER/CAMEO manner); "" when nothing is known. */
typedef struct dm_entity {
    char id[12];               /* "e1", unique in the record */
    dm_slice name;             /* fullest name or description in the text, or the dictionary's name */
    dm_entity_type type;
    char actor[16];
    char country[4];           /* ISO 3166 alpha-3, "" when unknown */
    char sectors[4][4];        /* "" ends the list */
    dm_slice role;             /* office held on that day by the dictionary, absent when unknown */
    dm_list mentions;          /* indices into the record's mentions, in text order */
} dm_entity;

typedef enum dm_plover {
    DM_NO_PLOVER = 0,
    DM_AGREE, DM_CONSULT, DM_SUPPORT, DM_COOPERATE, DM_AID, DM_CONCEDE, DM_RETREAT, DM_REQUEST, DM_ACCUSE, DM_REJECT,
    DM_THREATEN, DM_PROTEST, DM_SANCTION, DM_MOBILIZE, DM_COERCE, DM_ASSAULT
} dm_plover;

typedef enum dm_quad {
    DM_NO_QUAD = 0, DM_VERBAL_COOPERATION, DM_MATERIAL_COOPERATION, DM_VERBAL_CONFLICT, DM_MATERIAL_CONFLICT
} dm_quad;

typedef enum dm_event_status {
    DM_ACTUAL, DM_PLANNED, DM_CALLED_FOR, DM_POSSIBLE, DM_DENIED, DM_REJECTED, DM_HISTORICAL
} dm_event_status;

typedef struct dm_event {
    char id[12];               /* "v1" */
    dm_list sources, targets;  /* indices of entities */
    char cameo[5];             /* 2 to 4 digits */
    dm_plover plover;
    dm_slice mode;             /* PLOVER mode, absent when none */
    const dm_slice *contexts;  /* PLOVER contexts */
    uint32_t context_count;
    dm_quad quad;
    float goldstein;           /* -10..10 by CAMEO code */
    dm_event_status status;
    dm_slice date;             /* TIMEX3 value; absent when neither the text nor the report has a date */
    uint32_t place;            /* index of a place, or DM_NONE */
    dm_span trigger;
    dm_span source_span, target_span; /* {0,0} when absent: the mention nearest to the trigger */
    uint32_t sentence;
    dm_list on_word_of;        /* indices of statements, innermost first */
    dm_list figures;           /* indices of figures */
    uint32_t same_as;          /* index of an earlier event this is told again, or DM_NONE */
    dm_slice by;               /* rule or model that decided, "frames/assault.frames:12" */
    float confidence;          /* 0..1 */
} dm_event;

typedef enum dm_statement_kind { DM_DIRECT, DM_INDIRECT, DM_MIXED } dm_statement_kind;

/* What the speaker does with the content: says it; shows or finds it (a report, a court, a poll); believes, knows or fears
 * it; wants, promises or asks for it; praises or blames it. */
typedef enum dm_attitude { DM_SAYS, DM_SHOWS, DM_THINKS, DM_WANTS, DM_JUDGES } dm_attitude;

typedef struct dm_statement {
    char id[12];               /* "s1" */
    uint32_t speaker;          /* index of an entity, or DM_NONE */
    dm_spans source, cue, content;
    uint32_t addressee;        /* index of an entity, or DM_NONE */
    dm_statement_kind kind;
    uint32_t parent;           /* index of the statement it is quoted inside, or DM_NONE */
    bool denied;               /* "denied having said", "did not say" */
    dm_slice by;               /* the cue entry that decided, "cues/verbs.cues:40" */
    uint32_t sentence;         /* sentence of the cue */
    dm_attitude attitude;      /* by the cue */
} dm_statement;

typedef struct dm_position {
    uint32_t holder;           /* index of an entity */
    bool against;              /* false: for */
    dm_span issue;
    dm_slice issue_id;         /* id in data/issues, absent when none */
    uint32_t statement, event; /* what shows it, or DM_NONE */
    dm_slice by;
} dm_position;

typedef struct dm_figure {
    char id[12];               /* "f1" */
    dm_span span;
    double value, low, high;   /* low and high equal value when exact; low/high are -/+infinity when open */
    dm_slice unit;             /* "USD", "%", "km"; absent for a plain count */
    dm_slice of;               /* what is counted, as in the text: "Palestinians"; absent when unknown */
} dm_figure;

typedef enum dm_time_type { DM_TIME_DATE, DM_TIME_TIME, DM_TIME_DURATION, DM_TIME_SET } dm_time_type;

typedef struct dm_time {
    dm_span span;
    uint32_t first, last;      /* words [first, last) */
    dm_time_type type;
    dm_slice value;            /* TIMEX3 value, "2023-10-07", "P1M", "2023-W45", "PAST_REF" */
} dm_time;

typedef struct dm_place {
    char id[12];               /* "p1" */
    dm_span span;
    uint32_t first, last;      /* words [first, last) */
    dm_slice name;             /* standard name */
    double lat, lon;           /* degrees, WGS 84 */
    uint32_t geonames;         /* GeoNames id, 0 when it has none here */
    char country[4];           /* ISO 3166 alpha-3 */
    dm_slice admin1;           /* name of the province or state, absent when unknown */
} dm_place;

/* A sentence that gave no event, and why. */
typedef struct dm_silent {
    uint32_t sentence;
    dm_slice reason;
} dm_silent;

/* ---- Coding ------------------------------------------------------------------------------------------ */

typedef struct dm_coder dm_coder;
typedef struct dm_worker dm_worker;
typedef struct dm_record dm_record;

/* How words are tagged and parsed. */
typedef enum dm_engine {
    DM_FAST,      /* linear transition parser */
    DM_ACCURATE,  /* neural network, several times slower */
    DM_BALANCED   /* small neural network, about as fast as the linear parser */
} dm_engine;

typedef struct dm_options {
    const char *models;         /* folder with model files, NULL: those built into the library */
    const char *data;           /* folder laid out like data/, NULL: the one built into the library */
    /* Further dictionaries of actors and role nouns: our format (data/actors/README.md), or those of TABARI and PETRARCH,
     * told by what they hold.  Their entries go before those of data that are written the same. */
    const char *const *actors;
    size_t actor_count;
    dm_engine engine;
    /* Further dictionaries of issues: our format (data/issues/README.md), or that of PETRARCH. */
    const char *const *issues;
    size_t issue_count;
    const char *places;         /* index of places (demarche places import), NULL: that of the program */
} dm_options;

/* Something in a user's dictionary of another coder that was passed over, or read otherwise than written. */
typedef struct dm_remark {
    const char *file;
    uint32_t line, column;      /* 1-based; column (code points) 0: the whole line */
    dm_slice why;
} dm_remark;

/* Opens models and dictionaries.  `options` may be NULL.  DM_BAD_MODEL, DM_IO, DM_NO_MEMORY on failure. */
DM_API dm_status dm_coder_open(const dm_options *options, dm_coder **out, dm_error *error);
DM_API void dm_coder_close(dm_coder *coder);
/* Version and hash of models and data, "0.1.0-1f2e3d4c5b6a7988"; lent by the coder. */
DM_API const char *dm_coder_identity(const dm_coder *coder);

/* What was remarked on in the files of options.actors and options.issues, in their order; lent by the coder. */
DM_API const dm_remark *dm_coder_remarks(const dm_coder *coder, size_t *count);

DM_API dm_status dm_worker_new(const dm_coder *coder, dm_worker **out);
DM_API void dm_worker_free(dm_worker *worker);

/* Codes one document.  The text must be valid UTF-8 of at most 2 GB (DM_BAD_INPUT with the byte, DM_LIMIT).  The
 * record does not refer to the document, which may be freed. */
DM_API dm_status dm_worker_code(dm_worker *worker, const dm_document *document, dm_record **out, dm_error *error);
DM_API void dm_record_free(dm_record *record);

/* The lists of a record, in text order.  `count` receives the length.  Lent by the record; never fails. */
DM_API const dm_document *dm_record_document(const dm_record *record);
DM_API const dm_span *dm_record_sentences(const dm_record *record, size_t *count);
DM_API const dm_entity *dm_record_entities(const dm_record *record, size_t *count);
DM_API const dm_mention *dm_record_mentions(const dm_record *record, size_t *count);
DM_API const dm_event *dm_record_events(const dm_record *record, size_t *count);
DM_API const dm_statement *dm_record_statements(const dm_record *record, size_t *count);
DM_API const dm_position *dm_record_positions(const dm_record *record, size_t *count);
DM_API const dm_figure *dm_record_figures(const dm_record *record, size_t *count);
DM_API const dm_time *dm_record_times(const dm_record *record, size_t *count);
DM_API const dm_place *dm_record_places(const dm_record *record, size_t *count);
DM_API const dm_silent *dm_record_silent(const dm_record *record, size_t *count);
DM_API const dm_slice *dm_record_warnings(const dm_record *record, size_t *count);

/* Names as they stand in the output: "ASSAULT", "material-conflict", "called-for", "GPE".  Never NULL. */
DM_API const char *dm_plover_name(dm_plover plover);
DM_API const char *dm_quad_name(dm_quad quad);
DM_API const char *dm_event_status_name(dm_event_status status);
DM_API const char *dm_entity_type_name(dm_entity_type type);

#ifdef __cplusplus
}
#endif
#endif
