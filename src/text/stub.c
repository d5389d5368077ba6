/* Placeholder until the room is built: one sentence, words at blanks. */
#include "text/sentence.h"

struct dm_splitter { char nothing; };
static dm_splitter only;
dm_status dm_splitter_open(dm_resources *resources, dm_splitter **out, dm_error *error)
{
    (void)resources, (void)error;
    *out = &only;
    return DM_OK;
}
void dm_splitter_close(dm_splitter *splitter) { (void)splitter; }
dm_status dm_text_split(const dm_splitter *splitter, dm_arena *arena, dm_slice text, dm_text *out, dm_error *error)
{
    (void)splitter, (void)error, (void)arena;
    memset(out, 0, sizeof *out);
    out->text = text;
    return DM_OK;
}
void dm_word_fill(dm_word *word) { (void)word; }
dm_status dm_text_quotations(dm_arena *arena, dm_text *text)
{
    (void)arena, (void)text;
    return DM_OK;
}
