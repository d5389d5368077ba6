/* Positions: who is for or against what. */
#include "code/cue.h"

dm_status dm_code_positions(const dm_cues *cues, dm_record *record)
{
    (void)cues, (void)record;
    return DM_OK;
}
