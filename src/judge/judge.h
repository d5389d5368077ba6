/* judge: a record against a record made by hand (gold) -> what is right, missed, false. */
#ifndef DM_JUDGE_H
#define DM_JUDGE_H

#include "code/record.h"

/* A gold file: JSON with the lists entities, events, statements, positions, figures, times, places, whose anchors are pieces
 * of the text ("trigger", "content_has" ...; docs/evaluation.md describes it).  `document` may hold id, date, title and text. */
typedef struct dm_gold dm_gold;
/* DM_IO, DM_BAD_INPUT with the line when it is no JSON or of another form, DM_LIMIT beyond 5,000 entries of a list. */
dm_status dm_gold_open(const char *path, dm_gold **out, dm_error *error);
void dm_gold_close(dm_gold *gold);
/* What the file itself says of the document; the text is absent when it stands in a file beside.  Lent. */
const dm_document *dm_gold_document(const dm_gold *gold);

typedef enum dm_judged {
    DM_JUDGED_EVENTS,           /* source, target and type right */
    DM_JUDGED_EVENT_TYPES,      /* the type alone */
    DM_JUDGED_EVENT_SOURCES,    /* type and source */
    DM_JUDGED_EVENT_TARGETS,    /* type and target */
    DM_JUDGED_STATEMENTS,
    DM_JUDGED_POSITIONS,
    DM_JUDGED_FIGURES,
    DM_JUDGED_TIMES,
    DM_JUDGED_PLACES,
    DM_JUDGED_LISTS,            /* from here on shares of what was found: gold counts the cases */
    DM_JUDGED_CAMEO_ROOT = DM_JUDGED_LISTS,
    DM_JUDGED_STATUS,
    DM_JUDGED_DATE,
    DM_JUDGED_PLACE,
    DM_JUDGED_KIND,             /* of statements */
    DM_JUDGED_SPEAKER,
    DM_JUDGED_MENTION_COUNTRY,  /* of the gold's mentions */
    DM_JUDGED_MENTION_CODE,
    DM_JUDGED_COUNT
} dm_judged;
/* "events", "event status" ... */
const char *dm_judged_name(dm_judged what);

typedef struct dm_tally {
    uint32_t right, given, gold;
} dm_tally;

typedef enum dm_verdict_kind { DM_VERDICT_RIGHT, DM_VERDICT_MISSED, DM_VERDICT_FALSE } dm_verdict_kind;

/* One entry of the gold or of the record, in the order of the text within its list. */
typedef struct dm_verdict {
    dm_judged list;             /* EVENTS, STATEMENTS ... PLACES */
    dm_verdict_kind kind;
    dm_span span;               /* bytes of the text */
    uint32_t sentence;          /* DM_NONE when it stands in none */
    dm_slice what;              /* "USAGOV > ISR REQUEST 020 actual" */
    dm_slice by;                /* of the record's own: what decided */
    uint32_t answer;            /* of the record's own: its number in the record's list; else DM_NONE */
} dm_verdict;

typedef struct dm_judgement {
    dm_arena arena;
    dm_tally tallies[DM_JUDGED_COUNT];
    DM_VECTOR(dm_verdict) verdicts;
} dm_judgement;

/* Compares; *out is to be freed on success.  DM_BAD_INPUT when an anchor is not in the text, with the words. */
dm_status dm_judge(const dm_gold *gold, const dm_record *record, dm_judgement *out, dm_error *error);
void dm_judgement_free(dm_judgement *judgement);

/* Adds counts; per cent, 0 when there is nothing to count. */
void dm_tally_add(dm_tally *to, const dm_tally *from);
double dm_tally_precision(const dm_tally *tally);
double dm_tally_recall(const dm_tally *tally);
double dm_tally_f1(const dm_tally *tally);

#endif
