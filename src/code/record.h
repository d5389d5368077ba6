/* code: trees and references -> events, statements, positions, each with its evidence and its reason. */
#ifndef DM_RECORD_H
#define DM_RECORD_H

#include "refer/reference.h"

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
    dm_statement *statements;
    uint32_t statement_count;
    dm_position *positions;
    uint32_t position_count;
    dm_silent *silent;
    uint32_t silent_count;
    dm_slice *warnings;
    uint32_t warning_count;
};

/* Frames, cues, issues, scorers; shared by threads. */
typedef struct dm_frames dm_frames;      /* events */
typedef struct dm_cues dm_cues;          /* statements and positions */
dm_status dm_frames_open(dm_resources *resources, dm_frames **out, dm_error *error);
void dm_frames_close(dm_frames *frames);
/* Cues and issues of data/, then the user's own files of issues. */
dm_status dm_cues_open(dm_resources *resources, const char *const *issue_files, size_t issue_count, dm_cues **out,
                       dm_error *error);
const dm_remark *dm_cues_remarks(const dm_cues *cues, size_t *count);
void dm_cues_close(dm_cues *cues);

/* Called in this order on a record whose document, text, tree and refers are ready; each allocates from record->arena.
 *   statements: record->statements
 *   events:     record->events and silent; uses the statements for on_word_of and for who "I" and "we" are
 *   positions:  record->positions; uses both */
dm_status dm_code_statements(const dm_cues *cues, dm_record *record);
dm_status dm_code_events(const dm_frames *frames, dm_record *record);
dm_status dm_code_positions(const dm_cues *cues, dm_record *record);

/* ---- The line from document to record (coder.c) ---------------------------------------------------------------- */

/* The engines of a coder, lent; for commands that stop half way (`demarche parse`). */
const dm_splitter *dm_coder_splitter(const dm_coder *coder);
const dm_grammar *dm_coder_grammar(const dm_coder *coder);
const dm_frames *dm_coder_frames(const dm_coder *coder);

/* An empty record.  Fill its document (and, for parsed input, text and tree) from its own arena, then analyse it. */
dm_status dm_record_new(const dm_coder *coder, dm_record **out);
/* Everything after reading: splits and parses unless record->tree.tokens is there already, refers, codes. */
dm_status dm_record_analyse(const dm_coder *coder, dm_record *record, dm_error *error);
/* Adds a warning; printf style. */
void dm_record_warn(dm_record *record, const char *format, ...) DM_PRINTF(2, 3);

/* What the first marked phrase does to the second in a sentence (`demarche relate`).  The record is that of the
 * sentence coded alone; spans are bytes.  `label` DM_NO_PLOVER when nothing relates them. */
typedef struct dm_relation_answer {
    dm_plover label;
    char cameo[5];
    dm_slice mode, by;
    float confidence;
} dm_relation_answer;
dm_status dm_code_relation(const dm_frames *frames, const dm_record *record, const dm_span *sources, uint32_t source_count,
                           const dm_span *targets, uint32_t target_count, dm_relation_answer *out);

/* The statistical scorer of relations (models/relate.model, models/clusters.model); shared by threads. */
typedef struct dm_scorer dm_scorer;
dm_status dm_scorer_open(dm_resources *resources, dm_scorer **out, dm_error *error);
void dm_scorer_close(dm_scorer *scorer);
/* The answer of the frames, and where they have none the best label of the scorer. */
dm_status dm_scorer_answer(const dm_scorer *scorer, const dm_frames *frames, const dm_record *record, const dm_span *sources,
                           uint32_t source_count, const dm_span *targets, uint32_t target_count, dm_relation_answer *out);

#endif
