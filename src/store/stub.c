/* Placeholder until the room is built. */
#include "store/store.h"

dm_status dm_store_open(const char *path, bool create, dm_store **out, dm_error *error)
{
    (void)path, (void)create, (void)error;
    *out = NULL;
    return DM_OK;
}
dm_status dm_store_close(dm_store *store, dm_error *error) { (void)store, (void)error; return DM_OK; }
dm_status dm_store_add(dm_store *store, const dm_record *record, bool *added, dm_error *error)
{
    (void)store, (void)record, (void)error;
    *added = false;
    return DM_OK;
}
dm_status dm_store_find(dm_store *store, const dm_question *question, dm_found_function *each, void *context, dm_error *error)
{
    (void)store, (void)question, (void)each, (void)context, (void)error;
    return DM_OK;
}
