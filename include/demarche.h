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
    dm_span span;              /* of a description with what is said behind its noun: "the men who fled", "the head of the army" */
    uint32_t entity;           /* index of the entity */
    uint32_t first, last;      /* words [first, last), of a description without what follows its noun */
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
    dm_list mentions;          /* indices into the record's mentions, in text order; relative pronouns are none */
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
    float confidence;          /* 0..1: the probability that its type and both sides are right, learned from judged events; with
                                * verb dictionaries of other coders a constant of the line */
    const dm_slice *schemes;   /* codes of the schemes of dm_coder_schemes, in their order, lent by the coder, absent where the
                                * scheme has none for it; NULL without schemes */
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
    bool turned;               /* the words speak of the end or the opposite of the issue ("the lifting of sanctions"): who
                                * is for them is against the issue */
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

/* Bytes of the longest text that is coded, about one and a half million words. */
#define DM_TEXT_MOST ((size_t)8 * 1024 * 1024)

/* ---- Coding ------------------------------------------------------------------------------------------ */

typedef struct dm_coder dm_coder;
typedef struct dm_worker dm_worker;
typedef struct dm_record dm_record;

/* How words are tagged and parsed. */
typedef enum dm_engine {
    DM_BALANCED,  /* the default: a small neural network, about as fast as the linear parser and more accurate */
    DM_FAST,      /* linear transition parser */
    DM_ACCURATE   /* neural network, several times slower */
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
    /* Further frames of events: our format (data/frames/README.md); verb dictionaries of TABARI or PETRARCH, told by what they
     * hold, stand instead of those of data. */
    const char *const *frames;
    size_t frame_count;
    /* Schemes of codes that events get beside CAMEO and PLOVER: files (data/schemes/README.md), or names of those in data. */
    const char *const *schemes;
    size_t scheme_count;
    double least_confidence;    /* events of less confidence are not given; 0: as models/certainty.model says, below 0: all are given */
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

/* Names of the schemes of options.schemes, in their order; lent by the coder. */
DM_API const dm_slice *dm_coder_schemes(const dm_coder *coder, size_t *count);

DM_API dm_status dm_worker_new(const dm_coder *coder, dm_worker **out);
DM_API void dm_worker_free(dm_worker *worker);

/* Codes one document.  The text must be valid UTF-8 (DM_BAD_INPUT with the byte) of at most DM_TEXT_MOST
 * bytes (DM_LIMIT): a word takes several hundred bytes of memory until its record is freed.  The
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

/* ---- Databases ---------------------------------------------------------------------------------------- */

typedef struct dm_store dm_store;

/* Opens or (create) makes a database, one SQLite file; docs/store.md tells its tables.  DM_BAD_DATABASE when the file is
 * something else, damaged or of another version; DM_IO when it is not there (and not to be made), may not be read or, with
 * create, not be written.  A store belongs to one thread at a time; several programs may read and write one file at a
 * time.  What a load that was killed left undone (indexes, words, counts) is made up for. */
DM_API dm_status dm_store_open(const char *path, bool create, dm_store **out, dm_error *error);
/* Finishes and closes.  The store is gone whatever the status; what could not be committed is told by it. */
DM_API dm_status dm_store_close(dm_store *store, dm_error *error);
/* Commits what is pending and, when documents were added, makes indexes and full-text search of them.  What is stored is
 * safe when this fails; it is made up for when the database is opened the next time. */
DM_API dm_status dm_store_finish(dm_store *store, dm_error *error);
/* Adds the record of a document.  The same document (id and source, or date and text when it has no id) is there
 * already, whoever coded it: nothing changes and *added is false.  `added` may be NULL.  Pending rows are committed every
 * two thousand documents (or two megabytes of text), each document whole or not at all; after a failure (DM_IO: a full disk ...) everything committed
 * is there and the store can be used again. */
DM_API dm_status dm_store_add(dm_store *store, const dm_record *record, bool *added, dm_error *error);
/* The same, but a document that another coder has coded, or that had another text, is coded anew: all that was coded of it is replaced; its number
 * and what people have said of its events (corrections) stay.  *changed: something was stored. */
DM_API dm_status dm_store_recode(dm_store *store, const dm_record *record, bool *changed, dm_error *error);
/* DM_OTHER_TEXT: its id and source are there with another text, which stays until dm_store_recode takes the new one. */
typedef enum dm_known { DM_UNKNOWN, DM_CODED, DM_CODED_BY_ANOTHER, DM_OTHER_TEXT } dm_known;
/* Is a document there, and coded by the coder of this identity (dm_coder_identity)?  For passing over it before it is
 * coded. */
DM_API dm_status dm_store_knows(dm_store *store, const dm_document *document, const char *identity, dm_known *known,
                                dm_error *error);

/* The next document behind number `after` (0: the first) that another coder than the one of this identity has coded, and
 * its number: what `demarche load --stored` codes anew.  DM_END behind the last.  Lent until the next call. */
DM_API dm_status dm_store_older(dm_store *store, const char *identity, int64_t after, dm_document *document,
                                int64_t *number, dm_error *error);

/* A question.  All parts must hold; what is NULL, 0 or false is not asked.  Who is the beginning of an actor code ("ISR"
 * finds ISRGOV, whatever the case) or whole words of a name, case and diacritics aside ("oz" finds Mara Öz). */
typedef struct dm_question {
    const char *actor;          /* source or target */
    const char *source, *target;
    const char *plover;         /* type, "ASSAULT" */
    const char *cameo;          /* beginning of a code, "19" */
    const char *status;         /* "actual" */
    const char *place;          /* words of the name of the event's place or of its province, or its country's code */
    const char *text;           /* words, and "phrases in quotes", that the event's sentence holds */
    const char *speaker;        /* who: somebody on whose word it is */
    dm_date since, until;       /* days of the event; see dm_store_find */
    uint32_t limit;             /* at most so many, 0: all */
    const char *other;          /* with actor: between the two, in either direction */
    const char *country;        /* ISO 3166 alpha-3 code of the event's place */
    const char *paper;          /* source of the report, exactly */
    const char *issue;          /* id of an issue on which the event shows a position, exactly */
    const char *document;       /* id of the document, exactly */
    bool boxed;                 /* the event's place lies in this box, degrees; west > east: across the date line */
    double west, south, east, north;
    double lat, lon, within;    /* ... lies within so many kilometres of this point; within 0: not asked */
    bool latest;                /* the latest first */
} dm_question;

/* One event found.  Lent until the next step; what is absent is NULL.  Codes of several actors are joined by "+", names by
 * "; ".  A document without id is "#" and its number in the database. */
typedef struct dm_found {
    const char *document, *date, *sources, *targets, *source_names, *target_names, *plover, *cameo, *quad, *status, *place,
        *country, *speakers, *trigger, *sentence, *by, *paper, *title, *url;
    double goldstein, confidence;
    uint32_t trigger_at;        /* byte of the sentence where the trigger begins, or DM_NONE */
    int64_t number;             /* of the document in the database */
    uint32_t event;             /* of the event in the document, from 0: "v1" is 0 */
    bool corrected;             /* by a person (dm_store_correct) */
    bool located;               /* lat and lon of the place are known */
    double lat, lon;
} dm_found;
typedef dm_status dm_found_function(void *context, const dm_found *found);
/* Calls `each` for every event that fits, in the order of the days of the events; it stops with the status of `each` when
 * that is not DM_OK.  Events that people have marked wrong are passed over.  An event without a date counts as of the day
 * of its report; since and until hold for values that cover more than a day when one day of them fits.  DM_BAD_ARGUMENT
 * for a type, status or box that does not exist.  What is pending is committed before. */
DM_API dm_status dm_store_find(dm_store *store, const dm_question *question, dm_found_function *each, void *context,
                               dm_error *error);

/* ---- Counts ------------------------------------------------------------------------------------------- */

typedef enum dm_period { DM_BY_DAY, DM_BY_WEEK, DM_BY_MONTH, DM_BY_YEAR } dm_period;

/* Events of a period. */
typedef struct dm_count {
    int32_t period;             /* 20240503 (day; Monday of an ISO week), 202405, 2024; 0: no date, or one less exact */
    uint64_t events;
    uint64_t quads[5];          /* by dm_quad */
    double goldstein;           /* sum */
} dm_count;
typedef dm_status dm_count_function(void *context, const dm_count *count);
/* Counts the events that fit a question by the first day of their date and their quad class, in the order of the periods;
 * periods without events are not told; an event whose date is known less exactly than the period counts under 0 (by year:
 * in the year its date begins).  Events told again in the same document count once; wrong ones do not.  since and
 * until hold for the first day; limit and latest are not looked at.  Only type, status and days asked: answered from the
 * tables of counts, whatever the number of events. */
DM_API dm_status dm_store_timeline(dm_store *store, const dm_question *question, dm_period period, dm_count_function *each,
                                   void *context, dm_error *error);

/* Which dyads.  Codes are beginnings of actor codes, no names.  NULL, 0, false: not asked. */
typedef struct dm_dyad_question {
    const char *source, *target;
    const char *actor, *other;  /* actor: on either side; other: and that one on the other */
    dm_date since, until;       /* months */
    bool states;                /* joined by the first three letters of the codes: countries, IGO, NGO ... */
    bool series;                /* a row for each period: DM_BY_MONTH or DM_BY_YEAR */
    dm_period period;
    uint32_t limit;
} dm_dyad_question;
typedef struct dm_dyad {
    const char *source, *target;
    dm_count count;             /* period 0 unless series */
} dm_dyad;
typedef dm_status dm_dyad_function(void *context, const dm_dyad *dyad);
/* Pairs of source and target of events that happened (status actual), the most frequent first, or in the order of codes
 * and periods as series.  An event with two sources and one target is two pairs.  From the tables of counts. */
DM_API dm_status dm_store_dyads(dm_store *store, const dm_dyad_question *question, dm_dyad_function *each, void *context,
                                dm_error *error);

/* What came in.  NULL, false: not asked. */
typedef struct dm_coverage_question {
    dm_date since, until;       /* days of the reports */
    const char *paper;          /* source of the reports, exactly */
    dm_period period;
    bool whole;                 /* all periods as one */
    bool papers;                /* a row for each source of reports */
} dm_coverage_question;
typedef struct dm_coverage {
    int32_t period;             /* as in dm_count */
    const char *paper;          /* "": all of them, or reports without a source */
    uint64_t documents, coded;  /* coded: those that gave an event */
    uint64_t sentences, silent; /* silent: those that gave no event */
    uint64_t events, statements, positions;
    const char *reason;         /* why `sentences` were silent, words of the texts as "…"; NULL unless asked */
} dm_coverage;
typedef dm_status dm_coverage_function(void *context, const dm_coverage *coverage);
/* Rows by period and source, or (reasons) by period, source and reason, the most frequent reason first, with only
 * `sentences` filled in. */
DM_API dm_status dm_store_coverage(dm_store *store, const dm_coverage_question *question, bool reasons,
                                   dm_coverage_function *each, void *context, dm_error *error);

/* ---- Corrections -------------------------------------------------------------------------------------- */

/* What a person says of an event; NULL: as it was coded. */
typedef struct dm_mending {
    bool wrong;                 /* there is no such event */
    const char *cameo, *plover; /* plover NULL: the type that the CAMEO code stands for */
    const char *status, *date;  /* date: a TIMEX3 value, "2024-05-03", "2024-05" */
    const char *sources, *targets; /* actor codes joined by "+"; "": nobody */
    const char *note, *author;  /* why, and who says so */
} dm_mending;
/* Corrects event number `event` ("v1" is 0) of the document with this id ("#12": number 12, which has none), or (mending
 * NULL) takes what was said of it back.  What was said before is replaced.  From then on every answer, view and export
 * shows the event so, and passes over a wrong one; the coding is kept beside it.  A correction stays when its document is
 * coded anew: the event is known by its words (a wrong one also by its type and actors); without such an event it waits.
 * DM_BAD_ARGUMENT, with nothing changed, when there is no such event or what is said makes no sense. */
DM_API dm_status dm_store_correct(dm_store *store, const char *document, uint32_t event, const dm_mending *mending,
                                  dm_error *error);

/* A correction.  Lent until the next one. */
typedef struct dm_correction {
    const char *document;       /* its id, or "#number" */
    uint32_t event;             /* DM_NONE: no event fits it in the present coding */
    const char *plover, *cameo, *sources, *targets; /* as it was coded */
    const char *trigger;        /* the words it is known by */
    dm_mending said;
    const char *made;           /* when, UTC, "2024-05-04T10:00:00Z" */
    const char *date, *text;    /* of the report; date NULL when it has none */
} dm_correction;
typedef dm_status dm_correction_function(void *context, const dm_correction *correction);
/* All corrections, by document and place in the text. */
DM_API dm_status dm_store_corrections(dm_store *store, dm_correction_function *each, void *context, dm_error *error);

#ifdef __cplusplus
}
#endif
#endif
