/* Looks for faults in frames that can be read: codes that do not exist, conditions that can never hold, lines that another
 * one always goes before, lines that fit the same words with another code. */
#include "code/frames.h"

#include <stdlib.h>

#define MOST_NOTES 20000u   /* faults of one dictionary; beyond that the last one says so */
#define MOST_ALIKE 400u     /* lines of one trigger that are compared with each other */

typedef struct lint {
    const dm_frames *frames;
    dm_lint *out;
    dm_map told;            /* pairs of lines that were told already */
} lint;

static void tell(lint *l, dm_slice by, bool grave, const char *format, ...) DM_PRINTF(4, 5);
static void tell(lint *l, dm_slice by, bool grave, const char *format, ...)
{
    char why[512];
    va_list list;
    if (l->out->faults.count > MOST_NOTES) return;
    dm_frame_fault *fault = DM_PUSH(&l->out->arena, &l->out->faults);
    if (!fault) return;
    va_start(list, format);
    vsnprintf(why, sizeof why, format, list);
    va_end(list);
    if (l->out->faults.count > MOST_NOTES) snprintf(why, sizeof why, "more than %u faults: the rest is not told", MOST_NOTES);
    uint32_t line = 0;
    size_t cut = by.size;
    while (cut && by.at[cut - 1] != ':') cut--;
    if (cut) dm_slice_number((dm_slice){by.at + cut, by.size - cut}, &line);
    fault->file = dm_arena_copy(&l->out->arena, (dm_slice){by.at, cut ? cut - 1 : by.size});
    fault->line = line;
    fault->grave = grave;
    fault->why = dm_arena_copy(&l->out->arena, dm_slice_of(why));
    *(grave ? &l->out->grave : &l->out->notes) += 1;
}

static bool known_code(const dm_frames *f, const char *cameo)
{
    return !cameo[0] || !f->goldstein.count || dm_map_get(&f->goldstein, dm_hash(cameo, strlen(cameo))) != DM_NONE;
}

static const dm_want *wants_of(const dm_frames *f, const dm_frame *frame) { return &f->wants.at[frame->wants.first]; }

static bool same_path(const dm_path *a, const dm_path *b) { return a->function == b->function && a->preposition == b->preposition; }

static bool choice_in(const dm_frames *f, const dm_word_choice *choice, const dm_want *in)
{
    if (!in->count) return true;
    for (uint32_t k = 0; k < in->count; k++) {
        const dm_word_choice *other = &f->words.at[in->first + k];
        if (choice->actors || other->actors) {
            if (choice->actors == other->actors) return true;
            continue;
        }
        if (choice->key ? (other->key ? other->key == choice->key : dm_map_get(&f->classes, dm_mix(choice->key, other->class_number)) != DM_NONE)
                        : !other->key && other->class_number == choice->class_number)
            return true;
    }
    return false;
}

/* Every word of one condition is a word of the other: where the first holds, the second does. */
static bool words_within(const dm_frames *f, const dm_want *inner, const dm_want *outer)
{
    if (!outer->count) return true;
    for (uint32_t i = 0; i < inner->count; i++)
        if (!choice_in(f, &f->words.at[inner->first + i], outer)) return false;
    return inner->count > 0;
}

/* A word that both conditions name; absent when there is none. */
static dm_slice shared_word(const dm_frames *f, const dm_want *a, const dm_want *b)
{
    dm_slice rest = a->text, word;
    dm_slice_next(&rest, ':');
    for (uint32_t i = 0; i < a->count && rest.at; i++) {
        word = dm_slice_next(&rest, '/');
        if (b->count && choice_in(f, &f->words.at[a->first + i], b)) return word;
    }
    return (dm_slice){NULL, 0};
}

/* ---- One line ------------------------------------------------------------------------------------------------------ */

/* Functions that a trigger of the kind never has. */
static bool never_has(uint8_t kind, uint8_t function)
{
    if (kind == DM_FRAME_VERB || kind == DM_FRAME_LIGHT || kind == DM_FRAME_MOOD) return function == DM_F_POSS || function == DM_F_ADJ || function == DM_F_COMP || function == DM_F_GSUBJ;
    return function == DM_F_IOBJ || function == DM_F_CSUBJ || function == DM_F_PASSIVE || function == DM_F_WILL || function == DM_F_ASUBJ;
}

static void look_at_line(lint *l, const dm_frame *frame)
{
    const dm_frames *f = l->frames;
    const dm_want *wants = wants_of(f, frame);
    if (!known_code(f, frame->cameo)) tell(l, frame->by, true, "no such code in cameo.txt: \"%s\"", frame->cameo);
    for (uint32_t i = 0; i < frame->wants.count; i++) {
        const dm_want *a = &wants[i];
        if (!a->forbidden && never_has(frame->kind, a->path.function))
            tell(l, frame->by, true, "can never fit: a %s has no \"%.*s\"", frame->kind == DM_FRAME_NOUN ? "noun" : frame->kind == DM_FRAME_ADJ ? "adjective" : "verb",
                 (int)a->text.size, a->text.at);
        for (uint32_t k = 0; k < frame->wants.count; k++) {
            const dm_want *b = &wants[k];
            bool voices = !a->forbidden && !b->forbidden && a->path.function == DM_F_PASSIVE && b->path.function == DM_F_ACTIVE;
            if (voices) tell(l, frame->by, true, "can never fit: passive and active");
            if (i == k || a->forbidden || !b->forbidden || !same_path(&a->path, &b->path)) continue;
            if (words_within(f, a, b))
                tell(l, frame->by, true, "can never fit: \"+ %.*s\" and \"- %.*s\"", (int)a->text.size, a->text.at, (int)b->text.size, b->text.at);
        }
    }
    if (!frame->sources.count && !frame->targets.count && frame->kind != DM_FRAME_LIGHT && frame->kind != DM_FRAME_MOOD && !frame->table)
        tell(l, frame->by, true, "gives no event: no function on either side");
    if ((frame->need & DM_NEED_TARGET) && !frame->targets.count && !frame->table && !frame->reciprocal)
        tell(l, frame->by, true, "gives no event: a target is needed, and no function gives one");
    if ((frame->need & DM_NEED_SOURCE) && !frame->sources.count && frame->kind != DM_FRAME_NOUN)
        tell(l, frame->by, false, "an event only as the complement of another: a source is needed, and no function gives one");
    dm_range sides[2] = {frame->sources, frame->targets};
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < sides[side].count; i++) {
            const dm_path *path = &f->paths.at[sides[side].first + i];
            dm_slice name = f->path_names.at[sides[side].first + i];
            if (never_has(frame->kind, path->function))
                tell(l, frame->by, false, "nobody stands as \"%.*s\" of a %s", (int)name.size, name.at, frame->kind == DM_FRAME_VERB ? "verb" : "noun");
            for (uint32_t k = 0; k < i; k++)
                if (same_path(path, &f->paths.at[sides[side].first + k]))
                    tell(l, frame->by, false, "\"%.*s\" is named twice", (int)name.size, name.at);
        }
}

/* ---- Two lines of one trigger ------------------------------------------------------------------------------------------- */

static bool same_words(const dm_frames *f, const dm_frame *a, const dm_frame *b)
{
    if (a->words.count != b->words.count || a->head_offset != b->head_offset) return false;
    for (uint32_t i = 0; i < a->words.count; i++)
        if (f->keys.at[a->words.first + i] != f->keys.at[b->words.first + i]) return false;
    return true;
}

/* Where b's conditions hold, a's do. */
static bool fits_wherever(const dm_frames *f, const dm_frame *a, const dm_frame *b)
{
    const dm_want *mine = wants_of(f, a), *theirs = wants_of(f, b);
    for (uint32_t i = 0; i < a->wants.count; i++) {
        bool implied = false;
        for (uint32_t k = 0; k < b->wants.count && !implied; k++) {
            if (mine[i].forbidden != theirs[k].forbidden || !same_path(&mine[i].path, &theirs[k].path)) continue;
            implied = mine[i].forbidden ? words_within(f, &mine[i], &theirs[k]) : words_within(f, &theirs[k], &mine[i]);
        }
        if (!implied) return false;
    }
    return true;
}

static bool paths_within(const dm_frames *f, dm_range inner, dm_range outer)
{
    for (uint32_t i = 0; i < inner.count; i++) {
        bool found = false;
        for (uint32_t k = 0; k < outer.count && !found; k++) found = same_path(&f->paths.at[inner.first + i], &f->paths.at[outer.first + k]);
        if (!found) return false;
    }
    return true;
}

/* a finds the sides it needs wherever b does. */
static bool finds_as_much(const dm_frames *f, const dm_frame *a, const dm_frame *b)
{
    bool needs = a->need == b->need || a->need == DM_NEED_EITHER || (!(a->need & ~b->need) && !(b->need & DM_NEED_EITHER));
    return needs && (!a->sectors || a->sectors == b->sectors) && (!a->violent || b->violent) && a->reciprocal == b->reciprocal &&
           (!a->inner_only || b->inner_only) && paths_within(f, b->sources, a->sources) && paths_within(f, b->targets, a->targets);
}

/* A word on which both lines fit though neither weighs more, "obj: ban"; false when their conditions part them. */
static bool fit_together(const dm_frames *f, const dm_frame *a, const dm_frame *b, char *words, size_t room)
{
    const dm_want *mine = wants_of(f, a), *theirs = wants_of(f, b);
    size_t used = 0;
    words[0] = '\0';
    for (uint32_t i = 0; i < a->wants.count; i++) {
        if (mine[i].forbidden) continue;
        bool met = false;
        for (uint32_t k = 0; k < b->wants.count && !met; k++) {
            if (theirs[k].forbidden || !same_path(&mine[i].path, &theirs[k].path)) continue;
            if (!mine[i].count || !theirs[k].count) met = true;
            else {
                dm_slice word = shared_word(f, &mine[i], &theirs[k]);
                if (!word.size) word = shared_word(f, &theirs[k], &mine[i]);
                if (!word.size) return false;
                met = true;
                dm_slice path = mine[i].text, name = dm_slice_next(&path, ':');
                if (used < room) used += (size_t)snprintf(words + used, room - used, "%s%.*s:%.*s", used ? " " : "", (int)name.size, name.at, (int)word.size, word.at);
            }
        }
        if (!met) return false;   /* conditions on other arguments: they seldom hold together */
    }
    for (uint32_t k = 0; k < b->wants.count; k++) {   /* what b wants, a wants too */
        bool met = theirs[k].forbidden;
        for (uint32_t i = 0; i < a->wants.count && !met; i++) met = !mine[i].forbidden && same_path(&mine[i].path, &theirs[k].path);
        if (!met) return false;
    }
    for (int way = 0; way < 2; way++) {   /* "+ obj:plan" here, "- obj:plan" there */
        const dm_want *own = way ? theirs : mine, *other = way ? mine : theirs;
        uint32_t own_count = way ? b->wants.count : a->wants.count, other_count = way ? a->wants.count : b->wants.count;
        for (uint32_t i = 0; i < own_count; i++)
            for (uint32_t k = 0; k < other_count && !own[i].forbidden; k++)
                if (other[k].forbidden && same_path(&own[i].path, &other[k].path) && words_within(f, &own[i], &other[k])) return false;
    }
    return true;
}

static bool told_before(lint *l, const dm_frame *a, const dm_frame *b)
{
    uint64_t key = dm_mix(dm_hash(a->by.at, a->by.size), dm_hash(b->by.at, b->by.size));
    if (dm_map_get(&l->told, key) != DM_NONE) return true;
    return !dm_map_set(&l->told, key, 1);
}

static const char *code_of(const dm_frame *frame) { return frame->cameo[0] ? frame->cameo : "-"; }

/* a goes before b. */
static void look_at_pair(lint *l, dm_slice trigger, const dm_frame *a, const dm_frame *b)
{
    const dm_frames *f = l->frames;
    char words[120];
    if (dm_slice_equal(a->by, b->by) || !same_words(f, a, b)) return;
    bool same_code = strcmp(a->cameo, b->cameo) == 0 && a->plover == b->plover, same_inner = a->table == b->table;
    if (fits_wherever(f, a, b) && finds_as_much(f, a, b) && dm_frame_weight(a) >= dm_frame_weight(b) && (same_inner || a->table)) {
        if (!told_before(l, a, b))
            tell(l, b->by, false, "never decides for \"%.*s\": %.*s fits wherever it does%s", (int)trigger.size, trigger.at, (int)a->by.size, a->by.at,
                 same_code ? ", with the same code" : ", with another code");
        return;
    }
    if (dm_frame_weight(a) != dm_frame_weight(b) || strncmp(a->cameo, b->cameo, 2) == 0) return;
    if (fit_together(f, a, b, words, sizeof words) && !told_before(l, a, b))
        tell(l, b->by, false, "contradicts %.*s on \"%.*s\"%s%s: %s against %s, and only the order of lines of one weight decides (%s)", (int)a->by.size, a->by.at,
             (int)trigger.size, trigger.at, words[0] ? " with " : "", words, code_of(b), code_of(a), code_of(a));
}

/* ---- All --------------------------------------------------------------------------------------------------------------- */

/* The trigger of a frame as its line writes it: the alternative that begins with this frame's words. */
static dm_slice trigger_of(const dm_frames *f, const dm_frame *frame)
{
    dm_slice rest = frame->text, field = dm_slice_next(&rest, ';');
    dm_slice_next(&field, ' ');
    size_t end = 0;
    while (end < field.size && !((field.at[end] == '+' || field.at[end] == '-') && end + 1 < field.size && field.at[end + 1] == ' ' && end && field.at[end - 1] == ' ')) end++;
    field.size = end;
    while (field.at) {
        dm_slice one = dm_slice_next(&field, '|'), words = one;
        uint64_t first = 0;
        uint32_t count = 0;
        for (; words.at; ) {
            dm_slice word = dm_slice_next(&words, ' ');
            if (!word.size) continue;
            if (!count++) first = dm_key(word.at, word.size);
        }
        bool fits = frame->words.count ? count > 1 && f->keys.at[frame->words.first] == first
                                       : count == 1 && dm_map_get(&f->triggers, dm_trigger_key(first, (dm_frame_kind)frame->kind)) != DM_NONE;
        for (uint32_t at = fits && !frame->words.count ? dm_map_get(&f->triggers, dm_trigger_key(first, (dm_frame_kind)frame->kind)) : DM_NONE; ; at = f->frames.at[at].next) {
            if (!fits || frame->words.count) break;
            if (at == DM_NONE) {
                fits = false;
                break;
            }
            if (&f->frames.at[at] == frame) break;
        }
        if (fits) return one;
    }
    return frame->text;
}

static void look_at_chain(lint *l, uint32_t first)
{
    const dm_frames *f = l->frames;
    uint32_t count = 0;
    for (uint32_t a = first; a != DM_NONE && count < MOST_ALIKE; a = f->frames.at[a].next, count++) {
        if (f->frames.at[a].kind == DM_FRAME_LIGHT || f->frames.at[a].kind == DM_FRAME_MOOD) continue;
        dm_slice trigger = trigger_of(f, &f->frames.at[a]);
        uint32_t more = count;
        for (uint32_t b = f->frames.at[a].next; b != DM_NONE && more < MOST_ALIKE; b = f->frames.at[b].next, more++)
            look_at_pair(l, trigger, &f->frames.at[a], &f->frames.at[b]);
    }
    if (count == MOST_ALIKE)
        tell(l, f->frames.at[first].by, false, "more than %u lines for one trigger: only so many are compared", MOST_ALIKE);
}

static void look_at_table(lint *l)
{
    const dm_frames *f = l->frames;
    for (uint32_t i = 0; i < f->composed.count; i++) {
        const dm_composed *row = &f->composed.at[i];
        if (!known_code(f, row->cameo)) tell(l, row->by, true, "no such code in cameo.txt: \"%s\"", row->cameo);
        if (!known_code(f, row->inner)) tell(l, row->by, true, "no such inner code in cameo.txt: \"%s\"", row->inner);
        for (uint32_t k = 0; k < i; k++) {
            const dm_composed *other = &f->composed.at[k];
            if (other->table != row->table || strcmp(other->inner, row->inner) != 0) continue;
            bool same = strcmp(other->cameo, row->cameo) == 0 && other->plover == row->plover;
            tell(l, row->by, !same, "%s as %.*s has the same inner code%s", same ? "says nothing new," : "never decides,", (int)other->by.size, other->by.at,
                 same ? " and code" : " and another code");
            break;
        }
    }
    for (uint32_t t = 0; t < f->table_names.count; t++) {
        bool used = false;
        for (uint32_t i = 0; i < f->frames.count && !used; i++) used = f->frames.at[i].table == t + 1;
        bool ours = dm_slice_is(f->table_names.at[t], "reject") || dm_slice_is(f->table_names.at[t], "intend") || dm_slice_is(f->table_names.at[t], "relate");
        for (uint32_t i = 0; i < f->composed.count && !used && !ours; i++)
            if (f->composed.at[i].table == t + 1) {
                tell(l, f->composed.at[i].by, false, "no line uses the table \"%.*s\"", (int)f->table_names.at[t].size, f->table_names.at[t].at);
                break;
            }
    }
}

static int by_place(const void *a, const void *b)
{
    const dm_frame_fault *x = a, *y = b;
    size_t size = x->file.size < y->file.size ? x->file.size : y->file.size;
    int order = size ? memcmp(x->file.at, y->file.at, size) : 0;
    if (order || x->file.size != y->file.size) return order ? order : x->file.size < y->file.size ? -1 : 1;
    if (x->line != y->line) return x->line < y->line ? -1 : 1;
    return x->why.at < y->why.at ? -1 : x->why.at > y->why.at;
}

dm_status dm_frames_lint(const dm_frames *frames, dm_lint *out)
{
    lint l = {.frames = frames, .out = out};
    out->lines = frames->lines;
    out->triggers = frames->frames.count;
    out->foreign = frames->foreign;
    out->passed = frames->foreign_skipped;
    if (frames->foreign) return DM_OK;
    dm_map_init(&l.told);
    for (uint32_t i = 0; i < frames->frames.count; i++)
        if (!told_before(&l, &frames->frames.at[i], &frames->frames.at[i])) look_at_line(&l, &frames->frames.at[i]);   /* once a line, not once a trigger */
    uint8_t *later = dm_arena_zero(&out->arena, frames->frames.count + 1, 1);   /* by frame: another one leads to it */
    for (uint32_t i = 0; later && i < frames->frames.count; i++)
        if (frames->frames.at[i].next != DM_NONE) later[frames->frames.at[i].next] = 1;
    for (uint32_t i = 0; later && i < frames->frames.count; i++)
        if (!later[i]) look_at_chain(&l, i);
    look_at_table(&l);
    dm_map_free(&l.told);
    if (out->arena.failed) return DM_NO_MEMORY;
    if (out->faults.count) qsort(out->faults.at, out->faults.count, sizeof *out->faults.at, by_place);
    return DM_OK;
}

void dm_lint_free(dm_lint *given) { dm_arena_free(&given->arena); }
