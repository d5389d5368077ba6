/* A linear scorer that tells what one phrase of a sentence does to another: features of the tree and of the words, one
 * block of integer weights per feature.  Trained by train/relate.c on sentences of our own (train/relations). */
#ifndef DM_SCORER_H
#define DM_SCORER_H

#include "code/clusters.h"
#include "code/record.h"

#define DM_SCORER_LABELS 17      /* dm_plover: 0 is "nothing political" */
#define DM_SCORER_FEATURES 2048  /* most features of one pair */

/* Probability of each label for what the source spans do to the target spans; sums to 1.  Thread-safe. */
void dm_scorer_rank(const dm_scorer *scorer, const dm_record *record, const dm_relation_answer *told, const dm_relation_readings *readings,
                            const dm_span *sources, uint32_t source_count,
                    const dm_span *targets, uint32_t target_count, float probabilities[DM_SCORER_LABELS]);

/* The hashed features of a pair, for the trainer and for dm_scorer_rank. Returns their number. */
/* `told` is what the frames answered (dm_code_relation). */
uint32_t dm_scorer_features(const dm_clusters *clusters, const dm_record *record, const dm_relation_answer *told, const dm_relation_readings *readings,
                            const dm_span *sources,
                            uint32_t source_count, const dm_span *targets, uint32_t target_count,
                            uint64_t features[DM_SCORER_FEATURES]);

#endif
