/* How rare words are in news: the table that train/rarity.c counts. */
#include "code/record.h"

#include <stdlib.h>

struct dm_rarity {
    dm_model model;
    const uint32_t *keys; /* ascending */
    const uint8_t *rarity;
    uint32_t count;
};

dm_status dm_rarity_open(dm_resources *resources, dm_rarity **out, dm_error *error)
{
    static const char file[] = "models/rarity.model";
    dm_slice bytes, keys = {NULL, 0}, values = {NULL, 0};
    *out = NULL;
    dm_rarity *rarity = calloc(1, sizeof *rarity);
    if (rarity == NULL)
        return dm_fail(error, DM_NO_MEMORY, file, 0, 0, "out of memory");
    dm_status status = dm_resources_get(resources, file, &bytes, error);
    if (status == DM_OK)
        status = dm_model_open(bytes, "rarity", file, &rarity->model, error);
    if (status == DM_OK)
        status = dm_model_section(&rarity->model, "keys", sizeof(uint32_t), SIZE_MAX, &keys, error);
    if (status == DM_OK)
        status = dm_model_section(&rarity->model, "rarity", 1, keys.size / sizeof(uint32_t), &values, error);
    if (status == DM_OK && keys.size / sizeof(uint32_t) > UINT32_MAX / 2)
        status = dm_fail(error, DM_BAD_MODEL, file, 0, 0, "the table is too long");
    rarity->count = (uint32_t)(keys.size / sizeof(uint32_t));
    rarity->keys = (const uint32_t *)(const void *)keys.at;
    rarity->rarity = (const uint8_t *)values.at;
    for (uint32_t i = 1; i < rarity->count && status == DM_OK; i++)
        if (rarity->keys[i - 1] >= rarity->keys[i])
            status = dm_fail(error, DM_BAD_MODEL, file, 0, 0, "the words are not in order");
    if (status != DM_OK) {
        free(rarity);
        return status;
    }
    *out = rarity;
    return DM_OK;
}

void dm_rarity_close(dm_rarity *rarity) { free(rarity); }

unsigned dm_rarity_of(const dm_rarity *rarity, uint64_t lemma_key)
{
    uint32_t key = (uint32_t)lemma_key, low = 0, high = rarity->count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (rarity->keys[middle] < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low < rarity->count && rarity->keys[low] == key ? rarity->rarity[low] : DM_RARITY_UNKNOWN;
}
