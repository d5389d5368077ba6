/* Frames of one trigger word: which is asked first, and how they lie in memory. */
#include "code/foreign.h"

#include <stdlib.h>

static uint32_t weight_of(const dm_frames *frames, const dm_frame *frame)
{
    uint32_t weight = frame->words.count * 2;
    if (frame->pattern) {
        const dm_pattern *pattern = &frames->patterns.at[frame->pattern - 1];
        weight += (pattern->pre.count + pattern->post.count) * 2 + 1;
    }
    for (uint32_t i = 0; i < frame->wants.count; i++) {
        const dm_want *want = &frames->wants.at[frame->wants.first + i];
        if (!want->forbidden) weight += want->count ? 3 : 2;
    }
    return weight;
}

/* How many words the conditions of a line name, a class for many: a short list is the narrower condition. */
static uint32_t named_words(const dm_frames *frames, const dm_frame *frame)
{
    uint32_t words = 0;
    for (uint32_t i = 0; i < frame->wants.count; i++) {
        const dm_want *want = &frames->wants.at[frame->wants.first + i];
        for (uint32_t k = 0; k < want->count && !want->forbidden; k++) words += frames->words.at[want->first + k].key ? 1 : 20;
    }
    return words;
}

/* The order depends on what the lines say alone, never on the file they stand in or their place there: data/frames/README.md
 * tells it. */
static bool precedes(const dm_frames *f, const dm_frame *a, const dm_frame *b)
{
    uint32_t x = a->weight, y = b->weight;
    if (x != y) return x > y;
    if (a->words.count != b->words.count) return a->words.count > b->words.count;
    if (a->confidence != b->confidence) return a->confidence > b->confidence;
    x = (uint32_t)strlen(a->cameo), y = (uint32_t)strlen(b->cameo);
    if (x != y) return x > y;
    if (!a->table != !b->table) return a->table != 0;
    if (a->wants.count != b->wants.count) return a->wants.count > b->wants.count;
    x = named_words(f, a), y = named_words(f, b);
    if (x != y) return x < y;
    int order = strcmp(a->cameo, b->cameo);
    if (order) return order < 0;
    size_t size = a->text.size < b->text.size ? a->text.size : b->text.size;
    order = memcmp(a->text.at, b->text.at, size);
    return order ? order < 0 : a->text.size < b->text.size;
}

bool dm_frames_link(dm_frames *f, dm_frame frame, uint64_t word)
{
    frame.next = DM_NONE;
    uint32_t number = f->frames.count;
    dm_frame *slot = DM_PUSH(&f->arena, &f->frames);
    if (!slot) return false;
    *slot = frame;
    slot->weight = (uint16_t)weight_of(f, &frame);
    uint64_t key = dm_trigger_key(word, (dm_frame_kind)frame.kind);
    uint32_t first = dm_map_get(&f->triggers, key);
    if (first == DM_NONE || precedes(f, slot, &f->frames.at[first])) {
        slot->next = first;
        return dm_map_set(&f->triggers, key, number);
    }
    uint32_t at = first;
    while (f->frames.at[at].next != DM_NONE && !precedes(f, slot, &f->frames.at[f->frames.at[at].next])) at = f->frames.at[at].next;
    slot->next = f->frames.at[at].next;
    f->frames.at[at].next = number;
    return true;
}

/* Puts frames that follow each other beside each other, for frames of one word are asked in turn. */
bool dm_frames_gather(dm_frames *f)
{
    uint32_t count = f->frames.count, made = 0;
    dm_frame *ordered = dm_arena_alloc(&f->arena, count * sizeof *ordered);
    uint32_t *numbers = calloc((size_t)count + 1, sizeof *numbers);
    if (!ordered || !numbers) {
        free(numbers);
        return false;
    }
    for (uint32_t i = 0; i < count; i++)   /* 1: somebody's next */
        if (f->frames.at[i].next != DM_NONE) numbers[f->frames.at[i].next] = 1;
    for (uint32_t i = 0; i < count; i++) {
        if (numbers[i]) continue;
        numbers[i] = made;
        for (uint32_t at = i; at != DM_NONE; at = f->frames.at[at].next) {
            ordered[made] = f->frames.at[at];
            if (ordered[made].next != DM_NONE) ordered[made].next = made + 1;
            made++;
        }
    }
    dm_map_renumber(&f->triggers, numbers);
    f->frames.at = ordered;
    f->frames.room = count;
    free(numbers);
    return true;
}
