/* Classes of words that are used alike, learned from the grammatical contexts of open news text (train/clusters.c). */
#ifndef DM_CLUSTERS_H
#define DM_CLUSTERS_H

#include "grammar/tree.h"

/* One slot of the table: open addressing by key, key 0 is free. */
typedef struct dm_cluster {
    uint64_t key;           /* dm_cluster_key */
    uint16_t fine, coarse;  /* numbers of the classes, from 1 */
    uint32_t reserved;
} dm_cluster;

typedef struct dm_clusters {
    dm_model model;
    const dm_cluster *slots;
    uint32_t room;          /* a power of two, or 0 when there is no model */
} dm_clusters;

static inline uint64_t dm_cluster_key(uint64_t lemma_key, uint8_t upos)
{
    uint64_t kind = upos == DM_VERB || upos == DM_AUX ? 1 : upos == DM_ADJ || upos == DM_ADV ? 2 : 3;
    uint64_t key = dm_mix(lemma_key, kind);
    return key == 0 ? 1 : key;
}

/* Opens models/clusters.model. */
dm_status dm_clusters_open(dm_resources *resources, dm_clusters *out, dm_error *error);
/* The classes of a word, or NULL when it was too rare. */
const dm_cluster *dm_clusters_get(const dm_clusters *clusters, uint64_t lemma_key, uint8_t upos);

#endif
