/* Opening and looking up word classes. */
#include "code/clusters.h"

dm_status dm_clusters_open(dm_resources *resources, dm_clusters *out, dm_error *error)
{
    static const char file[] = "models/clusters.model";
    dm_slice bytes, slots;
    *out = (dm_clusters){0};
    dm_status status = dm_resources_get(resources, file, &bytes, error);
    if (status == DM_OK)
        status = dm_model_open(bytes, "clusters", file, &out->model, error);
    if (status == DM_OK)
        status = dm_model_section(&out->model, "slots", sizeof(dm_cluster), SIZE_MAX, &slots, error);
    if (status != DM_OK)
        return status;
    size_t room = slots.size / sizeof(dm_cluster), used = 0;
    out->slots = (const dm_cluster *)(const void *)slots.at;
    for (size_t i = 0; i < room; i++)
        used += out->slots[i].key != 0;
    if (room == 0 || (room & (room - 1)) != 0 || room > UINT32_MAX || used == room)
        return dm_fail(error, DM_BAD_MODEL, file, 0, 0, "the table of classes is not sound");
    out->room = (uint32_t)room;
    return DM_OK;
}

const dm_cluster *dm_clusters_get(const dm_clusters *clusters, uint64_t lemma_key, uint8_t upos)
{
    if (clusters->room == 0)
        return NULL;
    uint64_t key = dm_cluster_key(lemma_key, upos);
    for (uint32_t at = (uint32_t)key & (clusters->room - 1); clusters->slots[at].key != 0; at = (at + 1) & (clusters->room - 1))
        if (clusters->slots[at].key == key)
            return &clusters->slots[at];
    return NULL;
}
