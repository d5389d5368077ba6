/* Inside of store: a question as SQL. */
#ifndef DM_STORE_QUESTION_H
#define DM_STORE_QUESTION_H

#include "store/schema.h"

/* What a wrong answer to "which type" or "which status" is told. */
#define DM_TYPES_THERE_ARE "AGREE, CONSULT, SUPPORT, COOPERATE, AID, CONCEDE, RETREAT, REQUEST, ACCUSE, REJECT, THREATEN, PROTEST, " \
                           "SANCTION, MOBILIZE, COERCE, ASSAULT"
#define DM_STATUSES_THERE_ARE "actual, planned, called-for, possible, denied, rejected, historical"

/* A question made ready: names checked, the way to the events chosen. */
typedef struct dm_asking {
    dm_question asked;       /* types and statuses as they stand in the tables */
    int32_t since, until;    /* days, 20240503; 0: open */
    int way;                 /* what leads to the events (question.c) */
} dm_asking;

/* Checks the question and chooses the way: the condition that the fewest rows fit; with a limit and only frequent
 * conditions along the days.  DM_BAD_ARGUMENT, or what SQLite says. */
dm_status dm_asking_begin(dm_store *store, const dm_question *question, dm_asking *asking, dm_error *error);
/* A statement with its parameters bound: SELECT `columns` of events e (with what `joins` adds) that fit, `end` behind the
 * conditions.  `early`: those that begin before since and last into it; else those from since on.  The two together are
 * the answer, no event is in both.  NULL and *code when it cannot be made. */
sqlite3_stmt *dm_asking_statement(dm_store *store, const dm_asking *asking, bool early, const char *columns,
                                  const char *joins, const char *end, int *code);
/* The plan of that statement as EXPLAIN QUERY PLAN tells it, one step a line, for tests; sqlite3_free it. */
char *dm_asking_plan(dm_store *store, const dm_question *question);

#endif
