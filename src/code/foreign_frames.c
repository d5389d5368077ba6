/* Reads verb dictionaries of other coders instead of our frames: TABARI's .verbs, PETRARCH's verb patterns.  Every pattern of a
 * verb becomes a frame with the generic sides of a verb; patterns.c fits its words.  What has no meaning here (time shifting,
 * transformations, complexity codes) is passed over and counted. */
#include "code/frames.h"
#include "code/foreign.h"

#include <stdlib.h>

#define MOST_VERBS 400u      /* verbs of one block */
#define MOST_PATTERNS 4000u  /* patterns of one block */
#define MOST_FRAMES 400000u
#define MOST_EXPANDED 32u    /* patterns that the braces of one stand for */

typedef struct pending {
    dm_slice text;           /* between "-" and the code; "" for the verb itself */
    dm_slice code;
    uint32_t line;
} pending;

typedef struct foreign {
    dm_frames *frames;
    const char *file;
    uint32_t line;
    dm_error *error;
    bool petrarch;           /* "--- NAME [code] ---" begins a block; words are whole */
    bool synset, skipping;   /* inside a synset; inside <TIME> */
    uint32_t set;            /* number of the synset */
    dm_map sets;             /* key of a synset's name -> number */
    dm_slice block_code;
    dm_slice verbs[MOST_VERBS];
    dm_slice verb_codes[MOST_VERBS];
    uint32_t verb_lines[MOST_VERBS];
    uint32_t verb_count;
    pending *patterns;
    uint32_t pattern_count;
    dm_range sources, targets;
    uint32_t codes, cameo_codes;   /* codes met, those of them that CAMEO has */
} foreign;

static dm_status no_memory(foreign *r) { return dm_fail(r->error, DM_NO_MEMORY, r->file, r->line, 0, "no memory"); }

bool dm_frames_foreign(dm_slice text)
{
    dm_slice line;
    uint32_t theirs = 0;
    for (int lines = 0; lines < 20000 && dm_slice_line(&text, &line); lines++) {   /* licences and lists of synonyms stand at the top */
        line = dm_slice_trim(line);
        if (line.size > 5 && (memcmp(line.at, "verb ", 5) == 0 || memcmp(line.at, "noun ", 5) == 0)) return false;
        if (line.size < 4 || line.at[0] != '-' || !memchr(line.at, '[', line.size)) continue;
        theirs += memchr(line.at, '*', line.size) != NULL || memcmp(line.at, "---", 3) == 0;   /* "- * TALKS [031]" */
    }
    return theirs > 0;
}

/* ---- Codes ------------------------------------------------------------------------------------------------------------- */

/* The last [code] of a line, and what stands before it. */
static dm_slice take_code(dm_slice line, dm_slice *before)
{
    size_t open = line.size;
    for (size_t i = 0; i < line.size; i++)
        if (line.at[i] == '[') open = i;
    *before = dm_slice_trim((dm_slice){line.at, open});
    if (open == line.size) return (dm_slice){NULL, 0};
    dm_slice code = {line.at + open + 1, line.size - open - 1};
    for (size_t i = 0; i < code.size; i++)
        if (code.at[i] == ']') code.size = i;
    return dm_slice_trim(code);
}

/* strchr finds the end of the set too: a NUL in a file is none of its marks. */
static bool is_mark(char c, const char *set) { return c && strchr(set, c) != NULL; }

static bool code_char(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

/* "032", "[032:033]", "~102", "031!": the code and its pair; false for "---", "###", "+++". */
static bool read_code(dm_slice text, char code[5], char paired[5])
{
    char *to = code;
    size_t size = 0;
    code[0] = paired[0] = '\0';
    for (size_t i = 0; i < text.size; i++) {
        char c = text.at[i];
        if (c == ':' && to == code) {
            to = paired;
            size = 0;
        } else if (code_char(c) && size < 4) {
            to[size++] = c;
            to[size] = '\0';
        } else if (c != '~' && c != '!' && c != ' ' && c != '=') return false;
    }
    return code[0] != '\0';
}

/* ---- Patterns ------------------------------------------------------------------------------------------------------------- */

static dm_status add_item(foreign *r, dm_slice word, bool joined, dm_range *range)
{
    dm_pattern_item *item = DM_PUSH(&r->frames->arena, &r->frames->pattern_items);
    if (!item) return no_memory(r);
    range->count++;
    item->joined = joined;
    if (dm_slice_is(word, "$")) item->kind = DM_ITEM_SOURCE;
    else if (dm_slice_is(word, "+")) item->kind = DM_ITEM_TARGET;
    else if (dm_slice_is(word, "%")) item->kind = DM_ITEM_BOTH;
    else if (dm_slice_is(word, "^")) item->kind = DM_ITEM_ANY;
    else if (word.at[0] == '&') {
        dm_slice name = {word.at + 1, word.size - 1};
        while (name.size && name.at[name.size - 1] == '_') name.size--;
        item->kind = DM_ITEM_SET;
        item->set = dm_map_get(&r->sets, dm_key(name.at, name.size));
    } else {
        item->kind = DM_ITEM_WORD;
        item->word = word;
        item->key = dm_key(word.at, word.size);
    }
    return DM_OK;
}

/* The words of one side of the asterisk: blanks part items, underscores join them.  A word that ends in an underscore before a
 * blank is whole; others are stems in TABARI. */
static dm_status read_items(foreign *r, dm_slice text, dm_range *range)
{
    *range = (dm_range){r->frames->pattern_items.count, 0};
    bool joined = text.size && text.at[0] == '_';
    for (size_t i = 0; i < text.size;) {
        char c = text.at[i];
        if (c == ' ' || c == '\t') {
            joined = false;
            i++;
            continue;
        }
        if (c == '_' || c == '~' || c == '(' || c == ')' || c == '[' || c == ']') {
            joined |= c == '_';
            i++;
            continue;
        }
        size_t from = i;
        while (i < text.size && !is_mark(text.at[i], " \t_~()[]")) i++;
        bool whole = r->petrarch || (i < text.size && text.at[i] == '_');
        if (range->count >= 12) return DM_OK;   /* what goes beyond is not asked for */
        dm_status status = add_item(r, (dm_slice){text.at + from, i - from}, joined, range);
        if (status) return status;
        r->frames->pattern_items.at[r->frames->pattern_items.count - 1].stem = !whole;
        joined = false;
    }
    /* an underscore between the last word and the asterisk */
    return DM_OK;
}

static dm_status read_pattern(foreign *r, dm_slice text, uint32_t *number)
{
    const char *star = memchr(text.at, '*', text.size);
    if (!star) return DM_END;
    dm_slice before = {text.at, (size_t)(star - text.at)}, after = {star + 1, text.size - before.size - 1};
    dm_pattern pattern = {.pre_joined = before.size && before.at[before.size - 1] == '_'};
    dm_status status = read_items(r, before, &pattern.pre);
    if (!status) status = read_items(r, after, &pattern.post);
    if (status) return status;
    dm_pattern *slot = DM_PUSH(&r->frames->arena, &r->frames->patterns);
    if (!slot) return no_memory(r);
    *slot = pattern;
    *number = r->frames->patterns.count;
    return DM_OK;
}

/* Patterns without braces that one with braces stands for. */
static uint32_t expand(foreign *r, dm_slice text, dm_slice *out, uint32_t count, int depth)
{
    const char *open = memchr(text.at, '{', text.size), *end = open ? memchr(open, '}', text.size - (size_t)(open - text.at)) : NULL;
    if (!open || !end || depth > 4) {
        if (count < MOST_EXPANDED) out[count++] = text;
        return count;
    }
    dm_slice inside = {open + 1, (size_t)(end - open - 1)};
    while (inside.at && count < MOST_EXPANDED) {
        dm_slice one = dm_slice_next(&inside, '|');
        dm_slice whole = dm_arena_print(&r->frames->arena, "%.*s%.*s%.*s", (int)(open - text.at), text.at, (int)one.size, one.at,
                                        (int)(text.size - (size_t)(end + 1 - text.at)), end + 1);
        if (whole.at) count = expand(r, whole, out, count, depth + 1);
    }
    return count;
}

/* ---- Blocks ------------------------------------------------------------------------------------------------------------- */

/* One frame of a verb with a pattern (0: none) and a code. */
static dm_status add_frame(foreign *r, dm_slice verb, uint32_t pattern, dm_slice code, uint32_t line, dm_slice text)
{
    dm_frame frame = {.kind = DM_FRAME_VERB, .status = DM_KEEP_STATUS, .inner_status = DM_KEEP_STATUS, .confidence = 600,
                      .need = DM_NEED_SOURCE | DM_NEED_TARGET, .sources = r->sources, .targets = r->targets, .pattern = pattern, .text = text};
    if (!read_code(code, frame.cameo, frame.paired)) {
        frame.inner_only = true;   /* "---": this pattern codes nothing, and keeps others from coding */
        frame.need = 0;
    } else {
        r->codes++;
        r->cameo_codes += dm_map_get(&r->frames->goldstein, dm_hash(frame.cameo, strlen(frame.cameo))) != DM_NONE;
        frame.plover = (uint8_t)dm_plover_of_cameo(frame.cameo);
    }
    frame.by = dm_arena_print(&r->frames->arena, "%s:%u", r->file, (unsigned)line);
    if (r->frames->frames.count > MOST_FRAMES) return dm_fail(r->error, DM_LIMIT, r->file, line, 0, "more than %u verbs with patterns", MOST_FRAMES);
    uint64_t keys[8];
    uint32_t count = 0, head = 0;
    dm_slice rest = verb;
    for (size_t i = 0; i < rest.size && count < DM_COUNT(keys);) {   /* "BEEF_UP", "KLM_+RST": the verb is marked by + or comes first */
        size_t from = i;
        bool marked = rest.at[i] == '+';
        if (marked) from = ++i;
        while (i < rest.size && !is_mark(rest.at[i], " _+")) i++;
        if (i > from) {
            if (marked) head = count;
            keys[count++] = dm_key(rest.at + from, i - from);
        }
        while (i < rest.size && (rest.at[i] == ' ' || rest.at[i] == '_')) i++;
    }
    if (!count || head != 0) return DM_OK;   /* what stands before the verb is no trigger here */
    frame.words = (dm_range){r->frames->keys.count, count > 1 ? count : 0};
    for (uint32_t i = 0; count > 1 && i < count; i++) {
        uint64_t *slot = DM_PUSH(&r->frames->arena, &r->frames->keys);
        if (!slot) return no_memory(r);
        *slot = keys[i];
    }
    dm_status status = dm_frames_link(r->frames, frame, keys[head]) ? DM_OK : no_memory(r);
    if (!status && !r->petrarch && count == 1) {   /* a stem: EXCHANG is exchange */
        char stem[64];
        size_t size = verb.size < sizeof stem - 2 ? verb.size : sizeof stem - 2;
        while (size && (verb.at[size - 1] == '_' || verb.at[size - 1] == '=')) size--;
        memcpy(stem, verb.at, size);
        stem[size] = 'e';
        if (size > 3 && !dm_frames_link(r->frames, frame, dm_key(stem, size + 1))) return no_memory(r);
        if (size != verb.size && !dm_frames_link(r->frames, frame, dm_key(stem, size))) return no_memory(r);
    }
    return status;
}

static dm_status flush(foreign *r)
{
    dm_status status = DM_OK;
    uint32_t *numbers = dm_arena_alloc(&r->frames->arena, (r->pattern_count + 1) * MOST_EXPANDED * sizeof *numbers);
    uint32_t *counts = dm_arena_zero(&r->frames->arena, r->pattern_count + 1, sizeof *counts);
    if (!numbers || !counts) return no_memory(r);
    for (uint32_t p = 0; !status && p < r->pattern_count; p++) {
        dm_slice all[MOST_EXPANDED];
        uint32_t count = expand(r, r->patterns[p].text, all, 0, 0);
        for (uint32_t i = 0; !status && i < count; i++) {
            status = read_pattern(r, all[i], &numbers[p * MOST_EXPANDED + counts[p]]);
            if (!status) counts[p]++;
            if (status == DM_END) status = DM_OK;
        }
    }
    for (uint32_t v = 0; !status && v < r->verb_count; v++) {
        dm_slice code = r->verb_codes[v].size ? r->verb_codes[v] : r->block_code;
        status = add_frame(r, r->verbs[v], 0, code, r->verb_lines[v], r->verbs[v]);
        for (uint32_t p = 0; !status && p < r->pattern_count; p++)
            for (uint32_t i = 0; !status && i < counts[p]; i++)
                status = add_frame(r, r->verbs[v], numbers[p * MOST_EXPANDED + i], r->patterns[p].code, r->patterns[p].line, r->patterns[p].text);
    }
    r->verb_count = r->pattern_count = 0;
    return status;
}

/* ---- Lines ------------------------------------------------------------------------------------------------------------- */

static dm_slice without_comment(const foreign *r, dm_slice line)
{
    for (size_t i = 0; i < line.size; i++)
        if (line.at[i] == ';' || line.at[i] == '#') {
            bool in_code = false;   /* "[###]" */
            for (size_t k = 0; k < i; k++) in_code = line.at[k] == '[' || (in_code && line.at[k] != ']');
            if (!in_code) return (dm_slice){line.at, i};
        }
    (void)r;
    return line;
}

static dm_status add_member(foreign *r, dm_slice word)
{
    uint64_t key = dm_key(word.at, word.size);
    return dm_map_set(&r->frames->synsets, dm_mix(key, r->set), 1) ? DM_OK : no_memory(r);
}

static dm_status add_verb(foreign *r, dm_slice name, dm_slice code)
{
    const char *brace = memchr(name.at, '{', name.size);
    dm_slice forms = {NULL, 0};
    if (brace) {
        forms = (dm_slice){brace + 1, name.size - (size_t)(brace + 1 - name.at)};
        for (size_t i = 0; i < forms.size; i++)
            if (forms.at[i] == '}') forms.size = i;
        name = dm_slice_trim((dm_slice){name.at, (size_t)(brace - name.at)});
    }
    while (name.at || forms.at) {
        dm_slice one = name.at ? name : dm_slice_next(&forms, ' ');
        name = (dm_slice){NULL, 0};
        if (!one.size) continue;
        if (r->verb_count == MOST_VERBS) return dm_fail(r->error, DM_LIMIT, r->file, r->line, 0, "more than %u verbs in one block", MOST_VERBS);
        r->verbs[r->verb_count] = one;
        r->verb_lines[r->verb_count] = r->line;
        r->verb_codes[r->verb_count++] = code;
    }
    return DM_OK;
}

static dm_status read_line(foreign *r, dm_slice line)
{
    dm_slice before, code;
    if (line.size > 5 && memcmp(line.at, "<!--", 4) == 0) return DM_OK;
    if (line.at[0] == '<') {
        r->skipping = line.size >= 5 && memcmp(line.at, "<TIME", 5) == 0;
        r->synset = false;
        return DM_OK;
    }
    if (r->skipping || line.at[0] == '~') {
        r->frames->foreign_skipped++;
        return DM_OK;
    }
    if (line.size > 3 && memcmp(line.at, "---", 3) == 0) {   /* "--- ABANDON [345] ---" */
        dm_status status = flush(r);
        r->petrarch = true;
        r->synset = false;
        r->block_code = take_code(line, &before);
        return status;
    }
    if (line.at[0] == '&') {
        dm_slice name = {line.at + 1, line.size - 1};
        while (name.size && (name.at[name.size - 1] == '_' || name.at[name.size - 1] == ' ')) name.size--;
        r->synset = true;
        r->set = r->sets.count;
        uint64_t key = dm_key(name.at, name.size);
        uint32_t known = dm_map_get(&r->sets, key);
        if (known != DM_NONE) r->set = known;
        return dm_map_set(&r->sets, key, r->set) ? DM_OK : no_memory(r);
    }
    code = take_code(line, &before);
    if (line.at[0] == '+') {
        dm_slice word = dm_slice_trim((dm_slice){before.at + 1, before.size ? before.size - 1 : 0});
        if (!r->synset) return add_verb(r, word, code);
        while (word.size && word.at[word.size - 1] == '_') word.size--;
        return word.size ? add_member(r, word) : DM_OK;
    }
    r->synset = false;
    if (line.at[0] == '-') {
        if (!code.size) {
            r->frames->foreign_skipped++;
            return DM_OK;
        }
        if (r->pattern_count == MOST_PATTERNS) return dm_fail(r->error, DM_LIMIT, r->file, r->line, 0, "more than %u patterns in one block", MOST_PATTERNS);
        r->patterns[r->pattern_count++] = (pending){dm_slice_trim((dm_slice){before.at + 1, before.size - 1}), code, r->line};
        return DM_OK;
    }
    if (line.at[0] == '{' || line.at[0] == '}') {   /* TABARI: further forms of the verb above, on a line of their own */
        dm_slice forms = {line.at + 1, line.size - 1};
        while (forms.at && r->verb_count) {
            dm_slice one = dm_slice_next(&forms, ' ');
            if (one.size && one.at[0] != '}' && one.at[0] != '|') {
                dm_status status = add_verb(r, one, r->verb_codes[0]);
                if (status) return status;
            }
        }
        return DM_OK;
    }
    if (!before.size || !((before.at[0] >= 'A' && before.at[0] <= 'Z') || (before.at[0] >= 'a' && before.at[0] <= 'z'))) {
        r->frames->foreign_skipped++;
        return DM_OK;
    }
    if (!r->petrarch || r->pattern_count) {   /* in PETRARCH the verbs of a block stand together */
        if (!r->petrarch) {
            dm_status status = flush(r);
            if (status) return status;
        }
    }
    return add_verb(r, before, code);
}

dm_status dm_frames_read_foreign(dm_frames *frames, const char *file, dm_slice text, dm_error *error)
{
    foreign *r = calloc(1, sizeof *r);
    pending *patterns = calloc(MOST_PATTERNS, sizeof *patterns);
    static const char *const sides[] = {"with", "to", "on", "against", "from", "at", "of", "into", "toward", "for", "in", "by"};
    dm_status status = r && patterns ? DM_OK : dm_fail(error, DM_NO_MEMORY, file, 0, 0, "no memory");
    if (!status && dm_utf8_check(text.at, text.size) != text.size)
        status = dm_fail(error, DM_BAD_MODEL, file, 0, dm_utf8_check(text.at, text.size), "not valid UTF-8");
    if (!status) {
        *r = (foreign){.frames = frames, .file = file, .error = error, .patterns = patterns};
        dm_map_init(&r->sets);
        static const uint8_t functions[] = {DM_F_SUBJ, DM_F_OBJ, DM_F_IOBJ};
        r->sources = (dm_range){frames->paths.count, 1};
        r->targets = (dm_range){frames->paths.count + 1, 2 + DM_COUNT(sides)};
        for (size_t i = 0; !status && i < 3 + DM_COUNT(sides); i++) {
            dm_path *path = DM_PUSH(&frames->arena, &frames->paths);
            dm_slice *name = DM_PUSH(&frames->arena, &frames->path_names);
            if (!path || !name) {
                status = no_memory(r);
                break;
            }
            static const char *const names[] = {"subj", "obj", "iobj"};
            *name = dm_slice_of(i < 3 ? names[i] : sides[i - 3]);
            *path = i < 3 ? (dm_path){0, functions[i]} : (dm_path){dm_key(name->at, name->size), DM_F_PREP};
        }
        dm_slice line;
        while (!status && dm_slice_line(&text, &line)) {
            r->line++;
            line = dm_slice_trim(without_comment(r, line));
            if (line.size) status = read_line(r, line);
        }
        if (!status) status = flush(r);
        if (!status && r->codes && r->cameo_codes * 10 < r->codes * 9)   /* WEIS or other codes: no PLOVER type follows from them */
            for (uint32_t i = 0; i < frames->frames.count; i++)
                if (frames->frames.at[i].pattern || frames->frames.at[i].sources.first == r->sources.first) frames->frames.at[i].plover = DM_NO_PLOVER;
        frames->foreign = true;
        dm_map_free(&r->sets);
    }
    free(patterns);
    free(r);
    return status;
}
