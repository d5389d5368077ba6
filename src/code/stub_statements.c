/* Placeholder until statements and positions are built. */
#include "code/record.h"

struct dm_cues { char nothing; };
static dm_cues only;
dm_status dm_cues_open(dm_resources *resources, dm_cues **out, dm_error *error)
{
    (void)resources, (void)error;
    *out = &only;
    return DM_OK;
}
void dm_cues_close(dm_cues *cues) { (void)cues; }
dm_status dm_code_statements(const dm_cues *cues, dm_record *record) { (void)cues, (void)record; return DM_OK; }
dm_status dm_code_positions(const dm_cues *cues, dm_record *record) { (void)cues, (void)record; return DM_OK; }
