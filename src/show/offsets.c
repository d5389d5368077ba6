/* Byte offsets to code points or UTF-16 code units. */
#include "show/parts.h"

#include <stdlib.h>

#define DM_RULER_STEP 64

static inline uint32_t units(unsigned char c, bool utf16)
{
    return (uint32_t)((c & 0xC0) != 0x80) + (uint32_t)(utf16 && c >= 0xF0);
}

void dm_ruler_init(dm_ruler *ruler, dm_slice text, dm_offsets offsets)
{
    memset(ruler, 0, sizeof *ruler);
    ruler->text = text.at;
    ruler->size = (uint32_t)text.size;
    ruler->utf16 = offsets == DM_OFFSETS_UTF16;
    if (offsets == DM_OFFSETS_UTF8 || text.size == 0)
        return;
    size_t ascii = 0;
    while (ascii < text.size && (unsigned char)text.at[ascii] < 0x80)
        ascii++;
    if (ascii == text.size)
        return;
    ruler->marks = malloc((text.size / DM_RULER_STEP + 1) * sizeof *ruler->marks);
    if (ruler->marks == NULL) {
        ruler->failed = true;
        return;
    }
    uint32_t count = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (i % DM_RULER_STEP == 0)
            ruler->marks[i / DM_RULER_STEP] = count;
        count += units((unsigned char)text.at[i], ruler->utf16);
    }
    if (text.size % DM_RULER_STEP == 0)
        ruler->marks[text.size / DM_RULER_STEP] = count;
}

void dm_ruler_free(dm_ruler *ruler) { free(ruler->marks); }

uint32_t dm_ruler_at(const dm_ruler *ruler, uint32_t byte)
{
    if (byte > ruler->size)
        byte = ruler->size;
    if (ruler->marks == NULL)
        return byte;
    uint32_t mark = byte / DM_RULER_STEP, count = ruler->marks[mark];
    for (uint32_t i = mark * DM_RULER_STEP; i < byte; i++)
        count += units((unsigned char)ruler->text[i], ruler->utf16);
    return count;
}
