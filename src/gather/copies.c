/* Copies: the same agency's text in several papers is one source.  A text is sketched by the smallest of the hashes of
 * its runs of five words (Broder's resemblance); of two sketches the part below the lesser of their greatest marks is
 * known whole in both, so the share of runs in common can be told, also when one text is a piece of the other. */
#include "gather/gather.h"

#include <stdlib.h>

#define RUN 5

static void keep(dm_sketch *sketch, uint32_t mark)
{
    uint32_t low = 0, high = sketch->count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (sketch->marks[middle] < mark)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < sketch->count && sketch->marks[low] == mark)
        return;
    if (low == DM_SKETCH_MARKS) {
        sketch->whole = false;
        return;
    }
    if (sketch->count == DM_SKETCH_MARKS) {
        sketch->count--;
        sketch->whole = false;
    }
    memmove(&sketch->marks[low + 1], &sketch->marks[low], (sketch->count - low) * sizeof *sketch->marks);
    sketch->marks[low] = mark;
    sketch->count++;
}

void dm_sketch_of(const dm_text *text, dm_sketch *out)
{
    uint64_t run[RUN];
    uint32_t words = 0;
    memset(out, 0, sizeof *out);
    out->whole = true;
    for (uint32_t i = 0; i < text->word_count; i++) {
        if (text->words[i].flags & DM_WORD_PUNCT)
            continue;
        memmove(run, run + 1, (RUN - 1) * sizeof *run);
        run[RUN - 1] = text->words[i].key;
        if (++words < RUN)
            continue;
        uint64_t hash = 0;
        for (int k = 0; k < RUN; k++)
            hash = dm_mix(hash, run[k]);
        keep(out, (uint32_t)(hash >> 16));
    }
}

double dm_sketch_shared(const dm_sketch *a, const dm_sketch *b)
{
    uint32_t end = UINT32_MAX, both = 0, of_a = 0, of_b = 0, i = 0, k = 0;
    if (a->count == 0 || b->count == 0)
        return 0;
    if (!a->whole)
        end = a->marks[a->count - 1];
    if (!b->whole && b->marks[b->count - 1] < end)
        end = b->marks[b->count - 1];
    while (of_a < a->count && a->marks[of_a] <= end)
        of_a++;
    while (of_b < b->count && b->marks[of_b] <= end)
        of_b++;
    while (i < of_a && k < of_b) {
        if (a->marks[i] == b->marks[k])
            both++, i++, k++;
        else if (a->marks[i] < b->marks[k])
            i++;
        else
            k++;
    }
    uint32_t least = of_a < of_b ? of_a : of_b;
    return least < 4 ? (least != 0 && both == least && of_a == of_b ? 1.0 : 0.0) : (double)both / least;
}

static uint32_t root_of(const uint32_t *group, uint32_t i)
{
    while (group[i] != i)
        i = group[i];
    return i;
}

uint32_t dm_sources_independent(const dm_sketch *const *sketches, const dm_slice *outlets, uint32_t count, uint32_t *group)
{
    uint32_t groups = 0;
    for (uint32_t i = 0; i < count; i++) {
        group[i] = i;
        for (uint32_t k = 0; k < i; k++) {
            uint32_t one = root_of(group, k), other = root_of(group, i);
            if (one == other)
                continue;
            bool outlet = outlets[i].size != 0 && dm_slice_equal(outlets[i], outlets[k]);
            if (outlet || (sketches[i] != NULL && sketches[k] != NULL && dm_sketch_shared(sketches[i], sketches[k]) >= DM_COPY_SHARE))
                group[one < other ? other : one] = one < other ? one : other;
        }
    }
    for (uint32_t i = 0; i < count; i++) { /* numbers from 0 in the order of the first; a root stands before its group */
        uint32_t root = root_of(group, i);
        if (root == i)
            groups++;
        group[i] = root;
    }
    return groups;
}
