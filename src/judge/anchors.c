/* Anchors of the gold in the text. */
#include "judge/parts.h"

bool dm_anchors_init(dm_anchors *anchors, const dm_record *record, const char *path, dm_arena *arena, dm_error *error)
{
    dm_slice text = record->document.text;
    *anchors = (dm_anchors){record, path, NULL, arena, error};
    uint32_t *codes = dm_arena_alloc(arena, (text.size + 1) * sizeof *codes), count = 0;
    if (codes == NULL)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        codes[i] = count - ((unsigned char)text.at[i] >> 6 == 2 && count > 0 ? 1 : 0);
        if ((unsigned char)text.at[i] >> 6 != 2)
            count++;
    }
    codes[text.size] = count;
    anchors->code_of = codes;
    return true;
}

dm_span dm_anchor_codes(const dm_anchors *anchors, dm_span bytes)
{
    uint32_t size = (uint32_t)anchors->record->document.text.size;
    return (dm_span){anchors->code_of[bytes.start < size ? bytes.start : size], anchors->code_of[bytes.end < size ? bytes.end : size]};
}

dm_spans dm_anchor_all_codes(const dm_anchors *anchors, dm_spans bytes)
{
    dm_span *copy = bytes.count == 0 ? NULL : dm_arena_alloc(anchors->arena, bytes.count * sizeof *copy);
    if (copy == NULL)
        return (dm_spans){NULL, 0};
    for (uint32_t i = 0; i < bytes.count; i++)
        copy[i] = dm_anchor_codes(anchors, bytes.at[i]);
    return (dm_spans){copy, bytes.count};
}

/* Whether a letter, digit or underscore ends before, or begins at a byte. */
static bool word_code(uint32_t code) { return code == '_' || dm_is_letter(code) || dm_is_digit(code); }

static bool inside_word(dm_slice text, size_t at)
{
    if (at == 0 || at >= text.size)
        return false;
    size_t before = at - 1;
    unsigned length;
    while (before > 0 && ((unsigned char)text.at[before] & 0xC0) == 0x80)
        before--;
    return word_code(dm_utf8_get(text.at + before, text.at + text.size, &length)) &&
           word_code(dm_utf8_get(text.at + at, text.at + text.size, &length));
}

dm_status dm_anchor(const dm_anchors *anchors, const char *piece, uint32_t nth, dm_spans *out)
{
    DM_VECTOR(dm_span) all = {0}, whole = {0};
    dm_slice text = anchors->record->document.text;
    size_t size = strlen(piece);
    for (size_t i = 0; size > 0 && i + size <= text.size;) {
        const char *found = memchr(text.at + i, piece[0], text.size - size - i + 1);
        if (found == NULL)
            break;
        i = (size_t)(found - text.at);
        if (memcmp(found, piece, size) != 0) {
            i++;
            continue;
        }
        dm_span *span = DM_PUSH(anchors->arena, &all);
        if (span == NULL)
            return DM_NO_MEMORY;
        *span = dm_anchor_codes(anchors, (dm_span){(uint32_t)i, (uint32_t)(i + size)});
        if (!inside_word(text, i) && !inside_word(text, i + size)) {
            dm_span *copy = DM_PUSH(anchors->arena, &whole);
            if (copy == NULL)
                return DM_NO_MEMORY;
            *copy = *span;
        }
        i += size;
    }
    if (nth > 0 && nth <= all.count) {
        *out = (dm_spans){&all.at[nth - 1], 1};
        return DM_OK;
    }
    if (all.count == 0 || nth > 0)
        return dm_fail(anchors->error, DM_BAD_INPUT, anchors->path, 0, 0, "not in the text%s: \"%.120s\"",
                       nth > 0 ? " as often as nth says" : "", piece);
    *out = whole.count > 0 ? (dm_spans){whole.at, whole.count} : (dm_spans){all.at, all.count};
    return DM_OK;
}

dm_span dm_anchor_nearest(dm_spans spans, dm_span beside)
{
    uint32_t best = 0;
    int64_t least = INT64_MAX;
    for (uint32_t i = 0; i < spans.count; i++) {
        int64_t behind = (int64_t)spans.at[i].start - beside.end, before = (int64_t)beside.start - spans.at[i].end;
        int64_t away = behind > before ? behind : before;
        if (away < least) {
            least = away;
            best = i;
        }
    }
    return spans.at[best];
}

uint32_t dm_spans_shared(dm_spans a, dm_spans b)
{
    uint32_t shared = 0;
    for (uint32_t i = 0; i < a.count; i++)
        for (uint32_t k = 0; k < b.count; k++) {
            uint32_t start = a.at[i].start > b.at[k].start ? a.at[i].start : b.at[k].start;
            uint32_t end = a.at[i].end < b.at[k].end ? a.at[i].end : b.at[k].end;
            shared += end > start ? end - start : 0;
        }
    return shared;
}

uint32_t dm_spans_length(dm_spans spans)
{
    uint32_t length = 0;
    for (uint32_t i = 0; i < spans.count; i++)
        length += spans.at[i].end - spans.at[i].start;
    return length;
}
