/* Placeholder until events are built. */
#include "code/record.h"

struct dm_frames { char nothing; };
static dm_frames only;
dm_status dm_frames_open(dm_resources *resources, dm_frames **out, dm_error *error)
{
    (void)resources, (void)error;
    *out = &only;
    return DM_OK;
}
void dm_frames_close(dm_frames *frames) { (void)frames; }
dm_status dm_code_events(const dm_frames *frames, dm_record *record) { (void)frames, (void)record; return DM_OK; }
dm_status dm_code_relation(const dm_frames *frames, const dm_record *record, const dm_span *sources, uint32_t source_count,
                           const dm_span *targets, uint32_t target_count, dm_relation_answer *out)
{
    (void)frames, (void)record, (void)sources, (void)source_count, (void)targets, (void)target_count;
    memset(out, 0, sizeof *out);
    return DM_OK;
}
