/* Reads data/frames: the lines of *.frames, the word classes, the tables of composition and the phrases that discard a
 * sentence.  Every line is checked as it is read; a wrong one is refused with its file and line. */
#include "code/foreign.h"

typedef struct reader {
    dm_frames *frames;
    const char *file;      /* "data/frames/assault.frames" */
    uint32_t line;
    dm_error *error;
    dm_map class_numbers, table_numbers;   /* key of the name -> number */
    dm_map class_defined;
    dm_lint *lint;         /* lines that cannot be read are noted there, and reading goes on; NULL: the first one fails */
} reader;

static dm_status refuse(const reader *r, const char *why, dm_slice what)
{
    return dm_fail(r->error, DM_BAD_MODEL, r->file, r->line, 0, "%s: \"%.*s\"", why, (int)(what.size > 80 ? 80 : what.size),
                   what.at ? what.at : "");
}

static dm_status no_memory(const reader *r) { return dm_fail(r->error, DM_NO_MEMORY, r->file, r->line, 0, "no memory"); }

/* "frames/assault.frames:12" */
static dm_slice place_of(const reader *r)
{
    const char *name = strncmp(r->file, "data/", 5) == 0 ? r->file + 5 : r->file;
    return dm_arena_print(&r->frames->arena, "%s:%u", name, (unsigned)r->line);
}

static uint64_t key_of(dm_slice word) { return dm_key(word.at, word.size); }

/* A preposition or word in which blanks are written as underscores. */
static uint64_t spaced_key(dm_slice word)
{
    char plain[64];
    size_t size = word.size < sizeof plain ? word.size : sizeof plain;
    for (size_t i = 0; i < size; i++) plain[i] = word.at[i] == '_' ? ' ' : word.at[i];
    return dm_key(plain, size);
}

/* ---- Small vocabularies -------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    dm_function function;
} functions[] = {
    {"subj", DM_F_SUBJ},   {"obj", DM_F_OBJ},     {"iobj", DM_F_IOBJ},   {"poss", DM_F_POSS},       {"adj", DM_F_ADJ},
    {"comp", DM_F_COMP},   {"xcomp", DM_F_XCOMP}, {"ccomp", DM_F_CCOMP}, {"acl", DM_F_ACL},         {"advcl", DM_F_ADVCL},
    {"self", DM_F_SELF},   {"neg", DM_F_NEG},       {"csubj", DM_F_CSUBJ}, {"must", DM_F_MUST},     {"passive", DM_F_PASSIVE}, {"active", DM_F_ACTIVE},
    {"will", DM_F_WILL},   {"asubj", DM_F_ASUBJ}, {"gsubj", DM_F_GSUBJ},
};

static const struct {
    const char *name;
    dm_plover plover;
    uint8_t need;
    dm_quad quad;
} plovers[] = {
    {"AGREE", DM_AGREE, DM_NEED_SOURCE | DM_NEED_TARGET, DM_VERBAL_COOPERATION},
    {"CONSULT", DM_CONSULT, DM_NEED_SOURCE | DM_NEED_TARGET, DM_VERBAL_COOPERATION},
    {"SUPPORT", DM_SUPPORT, DM_NEED_SOURCE | DM_NEED_TARGET, DM_VERBAL_COOPERATION},
    {"COOPERATE", DM_COOPERATE, DM_NEED_SOURCE | DM_NEED_TARGET, DM_MATERIAL_COOPERATION},
    {"AID", DM_AID, DM_NEED_SOURCE | DM_NEED_TARGET, DM_MATERIAL_COOPERATION},
    {"CONCEDE", DM_CONCEDE, DM_NEED_SOURCE | DM_NEED_TARGET, DM_VERBAL_COOPERATION},
    {"RETREAT", DM_RETREAT, DM_NEED_SOURCE, DM_MATERIAL_COOPERATION},
    {"REQUEST", DM_REQUEST, DM_NEED_SOURCE | DM_NEED_TARGET, DM_VERBAL_CONFLICT},
    {"ACCUSE", DM_ACCUSE, DM_NEED_SOURCE | DM_NEED_TARGET, DM_VERBAL_CONFLICT},
    {"REJECT", DM_REJECT, DM_NEED_SOURCE | DM_NEED_TARGET, DM_VERBAL_CONFLICT},
    {"THREATEN", DM_THREATEN, DM_NEED_SOURCE | DM_NEED_TARGET, DM_VERBAL_CONFLICT},
    {"PROTEST", DM_PROTEST, DM_NEED_SOURCE, DM_MATERIAL_CONFLICT},
    {"SANCTION", DM_SANCTION, DM_NEED_SOURCE | DM_NEED_TARGET, DM_MATERIAL_CONFLICT},
    {"MOBILIZE", DM_MOBILIZE, DM_NEED_SOURCE, DM_MATERIAL_CONFLICT},
    {"COERCE", DM_COERCE, DM_NEED_EITHER, DM_MATERIAL_CONFLICT},
    {"ASSAULT", DM_ASSAULT, DM_NEED_EITHER, DM_MATERIAL_CONFLICT},
};

static const char *const modes[] = {
    "visit", "third-party", "multilateral", "phone", "withdraw", "release", "disarm", "ceasefire", "access", "resign", "assist",
    "change", "yield", "meet", "disapprove", "investigate", "allege", "restrict", "arrest", "relations", "expel", "territory",
    "violence", "demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize", "convict", "discontinue", "troops",
    "weapons", "police", "militia", "seize", "censor", "curfew", "martial-law", "deport", "withhold", "misinformation",
    "cyber", "abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives",
    "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional",
};

static const char *const contexts[] = {
    "military", "intelligence", "executive", "legislative", "election", "political_institutions", "pro_democracy",
    "pro_autocracy", "economic", "legal", "reparations", "human_rights", "rights_freedoms", "repression", "human_security",
    "gender", "lgbt", "religion_ethnicity", "inequality", "diplomatic", "territory", "peacekeeping", "health", "asylum",
    "migration", "disasters", "natural_resource", "environment", "technology", "terrorism", "cbrn", "cyber",
    "misinformation", "crime", "corruption", "illegal_drugs", "trafficking",
};

uint32_t dm_sector_bit(const char *sector)
{
    static const char sectors[] = "GOV MIL LEG JUD COP SPY OPP PTY REB UAF CVL MED BUS EDU LAB REL REF CRM NGO IGO";
    for (uint32_t i = 0; sector[0] && i < sizeof sectors / 4; i++)
        if (memcmp(sectors + i * 4, sector, 3) == 0) return 1u << i;
    return 0;
}

static bool listed(dm_slice word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (dm_slice_is(word, list[i])) return true;
    return false;
}

dm_plover dm_plover_named(dm_slice name)
{
    for (size_t i = 0; i < DM_COUNT(plovers); i++)
        if (dm_slice_is(name, plovers[i].name)) return plovers[i].plover;
    return DM_NO_PLOVER;
}

dm_quad dm_quad_of(dm_plover plover)
{
    for (size_t i = 0; i < DM_COUNT(plovers); i++)
        if (plovers[i].plover == plover) return plovers[i].quad;
    return DM_NO_QUAD;
}

dm_plover dm_plover_of_cameo(const char *cameo)
{
    static const uint8_t by_root[21] = {DM_NO_PLOVER, DM_NO_PLOVER, DM_REQUEST,  DM_AGREE,   DM_CONSULT, DM_SUPPORT,
                                        DM_COOPERATE, DM_AID,       DM_CONCEDE,  DM_ACCUSE,  DM_REQUEST, DM_ACCUSE,
                                        DM_REJECT,    DM_THREATEN,  DM_PROTEST,  DM_MOBILIZE, DM_SANCTION, DM_COERCE,
                                        DM_ASSAULT,   DM_ASSAULT,   DM_ASSAULT};
    if (cameo[0] < '0' || cameo[0] > '9' || cameo[1] < '0' || cameo[1] > '9') return DM_NO_PLOVER;
    int root = (cameo[0] - '0') * 10 + cameo[1] - '0';
    if (root > 20) return DM_NO_PLOVER;
    if (root == 8 && cameo[2] >= '4' && cameo[2] <= '7') return DM_RETREAT;
    return (dm_plover)by_root[root];
}

static bool status_named(dm_slice name, uint8_t *status)
{
    static const struct {
        const char *name;
        uint8_t status;
    } names[] = {
        {"keep", DM_KEEP_STATUS}, {"actual", DM_ACTUAL},     {"planned", DM_PLANNED},   {"called-for", DM_CALLED_FOR},
        {"possible", DM_POSSIBLE}, {"denied", DM_DENIED},    {"rejected", DM_REJECTED}, {"historical", DM_HISTORICAL},
    };
    for (size_t i = 0; i < DM_COUNT(names); i++)
        if (dm_slice_is(name, names[i].name)) {
            *status = names[i].status;
            return true;
        }
    return false;
}

/* ---- Names of classes and tables ------------------------------------------------------------------------ */

static bool number_of(dm_map *numbers, dm_slice name, uint32_t count, uint32_t *number, bool *fresh)
{
    uint64_t key = dm_hash(name.at, name.size);
    *number = dm_map_get(numbers, key);
    *fresh = *number == DM_NONE;
    if (!*fresh) return true;
    *number = count;
    return dm_map_set(numbers, key, count);
}

static dm_status class_number(reader *r, dm_slice name, uint32_t *number)
{
    bool fresh;
    if (!number_of(&r->class_numbers, name, r->frames->class_names.count, number, &fresh)) return no_memory(r);
    if (fresh) {
        dm_slice *slot = DM_PUSH(&r->frames->arena, &r->frames->class_names);
        if (!slot) return no_memory(r);
        *slot = dm_arena_copy(&r->frames->arena, name);
        if (!dm_map_set(&r->frames->class_of, dm_hash(name.at, name.size), *number)) return no_memory(r);
    }
    return DM_OK;
}

static dm_status table_number(reader *r, dm_slice name, uint8_t *number)
{
    bool fresh;
    uint32_t found;
    if (!number_of(&r->table_numbers, name, r->frames->table_names.count, &found, &fresh)) return no_memory(r);
    if (fresh) {
        dm_slice *slot = DM_PUSH(&r->frames->arena, &r->frames->table_names);
        if (!slot) return no_memory(r);
        *slot = dm_arena_copy(&r->frames->arena, name);
    }
    if (found >= 254) return refuse(r, "more than 254 tables", name);
    *number = (uint8_t)(found + 1);
    return DM_OK;
}

/* ---- Parts of a line ------------------------------------------------------------------------------------- */

static dm_path path_named(dm_slice name)
{
    for (size_t i = 0; i < DM_COUNT(functions); i++)
        if (dm_slice_is(name, functions[i].name)) return (dm_path){0, (uint8_t)functions[i].function};
    return (dm_path){spaced_key(name), DM_F_PREP};
}

static bool word_like(dm_slice word)
{
    if (!word.size || word.size > 60) return false;
    for (size_t i = 0; i < word.size; i++) {
        unsigned char at = (unsigned char)word.at[i];
        if (!((at >= 'a' && at <= 'z') || (at >= '0' && at <= '9') || at == '-' || at == '_' || at == '\'' || at == '.' ||
              at >= 0x80))
            return false;
    }
    return true;
}

/* "subj, obj, on" ; "-" or nothing is no path. */
static dm_status read_paths(reader *r, dm_slice list, dm_range *range)
{
    dm_frames *f = r->frames;
    *range = (dm_range){f->paths.count, 0};
    list = dm_slice_trim(list);
    if (!list.size || dm_slice_is(list, "-")) return DM_OK;
    while (list.at) {
        dm_slice name = dm_slice_next(&list, ',');
        if (!word_like(name)) return refuse(r, "not a grammatical function or preposition", name);
        dm_path *path = DM_PUSH(&f->arena, &f->paths);
        dm_slice *as_written = DM_PUSH(&f->arena, &f->path_names);
        if (!path || !as_written) return no_memory(r);
        *path = path_named(name);
        *as_written = name;
        range->count++;
    }
    return DM_OK;
}

/* "obj:sanction/$penalty", "on", "neg" */
static dm_status read_want(reader *r, dm_slice text, bool forbidden)
{
    dm_frames *f = r->frames;
    dm_slice words = text, name = dm_slice_next(&words, ':');
    if (!word_like(name)) return refuse(r, "not a condition", text);
    dm_want *want = DM_PUSH(&f->arena, &f->wants);
    if (!want) return no_memory(r);
    want->path = path_named(name);
    want->text = text;
    want->forbidden = forbidden;
    want->first = f->words.count;
    uint32_t count = 0;
    while (words.at) {
        dm_slice word = dm_slice_next(&words, '/');
        dm_word_choice *choice = DM_PUSH(&f->arena, &f->words);
        if (!choice) return no_memory(r);
        if (word.size > 1 && word.at[0] == '@') {
            char sector[4] = {0};
            if (word.size == 4) memcpy(sector, word.at + 1, 3);
            choice->actors = dm_slice_is(word, "@state") ? DM_CHOICE_STATE : dm_slice_is(word, "@person") ? DM_CHOICE_PERSON
                             : dm_slice_is(word, "@actor") ? DM_CHOICE_ACTOR : dm_sector_bit(sector);
            if (!choice->actors) return refuse(r, "not @state, @person, @actor or a sector", word);
            count++;
            continue;
        }
        bool class = word.size > 1 && word.at[0] == '$';
        if (class) word = (dm_slice){word.at + 1, word.size - 1};
        if (!word_like(word)) return refuse(r, "not a word or class", word);
        if (!class) choice->key = spaced_key(word);
        else {
            dm_status status = class_number(r, word, &choice->class_number);
            if (status) return status;
        }
        count++;
    }
    f->wants.at[f->wants.count - 1].count = count;
    return DM_OK;
}

/* Field 1 after the kind: "call on | urge + to - obj:$game".  Leaves the list of triggers in *triggers. */
static dm_status read_conditions(reader *r, dm_slice field, dm_slice *triggers, dm_range *wants)
{
    *wants = (dm_range){r->frames->wants.count, 0};
    *triggers = field;
    dm_slice rest = field;
    char sign = 0;
    while (rest.at) {
        dm_slice word = dm_slice_next(&rest, ' ');
        if (!word.size) continue;
        if (dm_slice_is(word, "+") || dm_slice_is(word, "-")) {
            if (!wants->count && !sign) *triggers = dm_slice_trim((dm_slice){field.at, (size_t)(word.at - field.at)});
            sign = word.at[0];
            continue;
        }
        if (!sign) continue;
        dm_status status = read_want(r, word, sign == '-');
        if (status) return status;
        wants->count++;
    }
    return DM_OK;
}

static dm_status read_code(reader *r, dm_slice field, dm_frame *frame)
{
    dm_slice rest = dm_slice_trim(field), word = dm_slice_next(&rest, ' ');
    uint32_t context = 0;
    if (dm_slice_is(word, "-")) frame->inner_only = true;
    else if (dm_slice_is(word, "veto")) frame->inner_only = frame->veto = true;
    else {
        uint32_t number;
        if (word.size < 2 || word.size > 4 || !dm_slice_number(word, &number)) return refuse(r, "not a CAMEO code", word);
        memcpy(frame->cameo, word.at, word.size);
        frame->plover = (uint8_t)dm_plover_of_cameo(frame->cameo);
    }
    uint8_t need = 0xff;
    while (rest.at) {
        word = dm_slice_next(&rest, ' ');
        if (!word.size) continue;
        dm_slice value = word, name = dm_slice_next(&value, ':');
        uint32_t number;
        if (dm_plover_named(word)) frame->plover = (uint8_t)dm_plover_named(word);
        else if (listed(word, modes, DM_COUNT(modes))) frame->mode = dm_arena_copy(&r->frames->arena, word);
        else if (dm_slice_is(name, "ctx")) {
            if (!listed(value, contexts, DM_COUNT(contexts)) || context == DM_COUNT(frame->contexts))
                return refuse(r, "not a PLOVER context, or too many", word);
            frame->contexts[context++] = dm_arena_copy(&r->frames->arena, value);
        } else if (dm_slice_is(name, "need")) {
            if (dm_slice_is(value, "both")) need = DM_NEED_SOURCE | DM_NEED_TARGET;
            else if (dm_slice_is(value, "source")) need = DM_NEED_SOURCE;
            else if (dm_slice_is(value, "target")) need = DM_NEED_TARGET;
            else if (dm_slice_is(value, "either")) need = DM_NEED_EITHER;
            else return refuse(r, "need: both, source, target or either", word);
        } else if (dm_slice_is(word, "violent")) {
            frame->violent = true;
        } else if (dm_slice_is(name, "sector")) {
            while (value.at) {
                dm_slice sector = dm_slice_next(&value, '/');
                char text[4] = {0};
                if (sector.size == 3) memcpy(text, sector.at, 3);
                if (!dm_sector_bit(text)) return refuse(r, "not a sector", sector);
                frame->sectors |= dm_sector_bit(text);
            }
        } else if (dm_slice_is(name, "status")) {
            if (!status_named(value, &frame->status)) return refuse(r, "not a status", value);
        } else if (dm_slice_is(name, "conf")) {
            if (!dm_slice_number(value, &number) || number > 100) return refuse(r, "conf: 0 to 100", word);
            frame->confidence = (uint16_t)(number * 10);
        } else return refuse(r, "not a PLOVER type, mode, ctx:, need:, status: or conf:", word);
    }
    if (!frame->plover && !frame->inner_only) return refuse(r, "a code without a PLOVER type", field);
    if (need == 0xff) {
        need = DM_NEED_SOURCE | DM_NEED_TARGET;
        for (size_t i = 0; i < DM_COUNT(plovers); i++)
            if (plovers[i].plover == frame->plover) need = plovers[i].need;
    }
    frame->need = need;
    return DM_OK;
}

/* Field 4: "xcomp, ccomp, for as request called-for swallow". */
static dm_status read_inner(reader *r, dm_slice field, dm_frame *frame)
{
    dm_slice text = dm_slice_trim(field);
    size_t cut = 0;
    while (cut + 4 <= text.size && memcmp(text.at + cut, " as ", 4) != 0) cut++;
    if (cut + 4 > text.size) return refuse(r, "a complement is \"functions as TABLE [status] [swallow]\"", text);
    dm_status status = read_paths(r, (dm_slice){text.at, cut}, &frame->inner);
    if (status) return status;
    dm_slice rest = {text.at + cut + 4, text.size - cut - 4}, word = dm_slice_next(&rest, ' ');
    if (!word_like(word)) return refuse(r, "not the name of a table", word);
    status = table_number(r, word, &frame->table);
    while (!status && rest.at) {
        word = dm_slice_next(&rest, ' ');
        if (dm_slice_is(word, "swallow")) frame->swallow = true;
        else if (word.size && !status_named(word, &frame->inner_status)) return refuse(r, "not a status", word);
    }
    return status;
}

/* One alternative of the triggers: its words become the key and the further words of a copy of the frame. */
static dm_status add_trigger(reader *r, dm_slice trigger, dm_frame frame)
{
    dm_frames *f = r->frames;
    uint64_t keys[8];
    uint32_t count = 0, head = 0;
    bool fixed_head = false;
    dm_slice rest = trigger;
    while (rest.at) {
        dm_slice word = dm_slice_next(&rest, ' ');
        if (!word.size) continue;
        if (!word_like(word) || count == DM_COUNT(keys)) return refuse(r, "not a trigger", trigger);
        bool preposition = dm_slice_is(word, "of") || dm_slice_is(word, "for") || dm_slice_is(word, "to") ||
                           dm_slice_is(word, "in") || dm_slice_is(word, "against");
        if (preposition && count && !fixed_head) fixed_head = true;
        else if (!fixed_head) head = count;
        while (word.at) {   /* the splitter parts hyphened words */
            size_t cut = 0;
            while (cut < word.size && word.at[cut] != '-') cut++;
            if (count + 2 > DM_COUNT(keys)) return refuse(r, "not a trigger", trigger);
            if (cut == word.size) {
                keys[count++] = spaced_key(word);
                break;
            }
            keys[count++] = spaced_key((dm_slice){word.at, cut});
            keys[count++] = dm_key("-", 1);
            word = (dm_slice){word.at + cut + 1, word.size - cut - 1};
            if (!fixed_head) head = count;
        }
    }
    if (!count) return refuse(r, "no trigger", trigger);
    if (frame.kind == DM_FRAME_VERB || frame.kind == DM_FRAME_LIGHT || frame.kind == DM_FRAME_MOOD) head = 0;
    frame.head_offset = (uint8_t)head;
    frame.words = (dm_range){f->keys.count, count > 1 ? count : 0};
    for (uint32_t i = 0; count > 1 && i < count; i++) {
        uint64_t *slot = DM_PUSH(&f->arena, &f->keys);
        if (!slot) return no_memory(r);
        *slot = keys[i];
    }
    return dm_frames_link(f, frame, keys[head]) ? DM_OK : no_memory(r);
}

static dm_status read_frame(reader *r, dm_slice line)
{
    r->frames->lines++;
    dm_frame frame = {.status = DM_KEEP_STATUS, .inner_status = DM_KEEP_STATUS, .confidence = 800};
    dm_slice rest = line, field = dm_slice_next(&rest, ';'), triggers;
    dm_slice words = field, kind = dm_slice_next(&words, ' ');
    if (dm_slice_is(kind, "verb")) frame.kind = DM_FRAME_VERB;
    else if (dm_slice_is(kind, "noun")) frame.kind = DM_FRAME_NOUN;
    else if (dm_slice_is(kind, "adj")) frame.kind = DM_FRAME_ADJ;
    else if (dm_slice_is(kind, "light")) frame.kind = DM_FRAME_LIGHT;
    else if (dm_slice_is(kind, "mood")) frame.kind = DM_FRAME_MOOD;
    else return refuse(r, "a line begins with verb, noun, adj, light or mood", kind);
    dm_status status = read_conditions(r, words, &triggers, &frame.wants);
    if (status) return status;
    if (!rest.at) return refuse(r, "fields are parted by \" ; \"", line);
    field = dm_slice_next(&rest, ';');
    if (frame.kind == DM_FRAME_LIGHT || frame.kind == DM_FRAME_MOOD) {
        status = read_paths(r, field, &frame.inner);
        if (!status && rest.at) {
            for (field = dm_slice_next(&rest, ';'); field.at;) {
                dm_slice word = dm_slice_next(&field, ' ');
                if (frame.kind == DM_FRAME_LIGHT && dm_slice_is(word, "target")) frame.suffers = true;
                else if (word.size && !status_named(word, &frame.inner_status)) return refuse(r, "not a status", word);
            }
        }
        if (!status && frame.kind == DM_FRAME_MOOD && frame.inner_status == DM_KEEP_STATUS) return refuse(r, "a mood needs a status", line);
    } else {
        dm_slice targets = field, sources;
        size_t cut = 0;
        while (cut + 2 <= field.size && memcmp(field.at + cut, "<>", 2) != 0) cut++;
        frame.reciprocal = cut + 2 <= field.size;
        if (frame.reciprocal) {
            sources = (dm_slice){field.at, cut};
            targets = (dm_slice){field.at + cut + 2, field.size - cut - 2};
        } else {
            sources = dm_slice_next(&targets, '>');
            if (!targets.at) return refuse(r, "the sides are \"source > target\" or \"one <> other\"", field);
        }
        status = read_paths(r, sources, &frame.sources);
        if (!status) status = read_paths(r, targets, &frame.targets);
        if (!status && !rest.at) return refuse(r, "no code", line);
        if (!status) status = read_code(r, dm_slice_next(&rest, ';'), &frame);
        if (!status && rest.at) status = read_inner(r, dm_slice_next(&rest, ';'), &frame);
        if (!status && frame.inner_only && !frame.veto && !frame.table) return refuse(r, "code - needs a complement", line);
    }
    if (!status && rest.at) return refuse(r, "too many fields", line);
    frame.text = line;
    frame.by = place_of(r);
    while (!status && triggers.at) status = add_trigger(r, dm_slice_next(&triggers, '|'), frame);
    return status;
}

/* "$weapon bomb rocket missile" */
static dm_status read_class(reader *r, dm_slice line)
{
    dm_slice rest = line, name = dm_slice_next(&rest, ' ');
    if (name.size < 2 || name.at[0] != '$') return refuse(r, "a class begins with $name", name);
    name = (dm_slice){name.at + 1, name.size - 1};
    uint32_t number;
    dm_status status = class_number(r, name, &number);
    if (!status && !dm_map_set(&r->class_defined, number + 1, 1)) status = no_memory(r);
    while (!status && rest.at) {
        dm_slice word = dm_slice_next(&rest, ' ');
        if (!word.size) continue;
        if (!word_like(word) && word.size > 3) return refuse(r, "not a lemma", word);
        if (!dm_map_set(&r->frames->classes, dm_mix(key_of(word), number), 1)) return no_memory(r);
    }
    return status;
}

/* "request  07  0233  [PLOVER]" */
static dm_status read_composed(reader *r, dm_slice line)
{
    dm_slice parts[4] = {{NULL, 0}}, rest = line;
    uint32_t count = 0;
    while (rest.at) {
        dm_slice word = dm_slice_next(&rest, ' ');
        if (!word.size) continue;
        if (count == DM_COUNT(parts)) return refuse(r, "a row is TABLE INNER CODE [PLOVER]", line);
        parts[count++] = word;
    }
    if (count < 3) return refuse(r, "a row is TABLE INNER CODE [PLOVER]", line);
    dm_composed row = {.by = place_of(r), .text = line};
    dm_status status = table_number(r, parts[0], &row.table);
    if (status) return status;
    uint32_t number;
    if (!dm_slice_is(parts[1], "*")) {
        if (parts[1].size > 4 || parts[1].size < 2 || !dm_slice_number(parts[1], &number))
            return refuse(r, "not a CAMEO code or *", parts[1]);
        memcpy(row.inner, parts[1].at, parts[1].size);
    }
    if (!dm_slice_is(parts[2], "-")) {
        if (parts[2].size > 4 || parts[2].size < 2 || !dm_slice_number(parts[2], &number))
            return refuse(r, "not a CAMEO code or -", parts[2]);
        memcpy(row.cameo, parts[2].at, parts[2].size);
        row.plover = (uint8_t)dm_plover_of_cameo(row.cameo);
        if (count == 4) row.plover = (uint8_t)dm_plover_named(parts[3]);
        if (!row.plover) return refuse(r, "not a PLOVER type", parts[3]);
    }
    dm_composed *slot = DM_PUSH(&r->frames->arena, &r->frames->composed);
    if (!slot) return no_memory(r);
    *slot = row;
    return DM_OK;
}

/* "sport : world cup" discards a sentence that holds the phrase; "sport ? match" one that holds two of such phrases. */
static dm_status read_discard(reader *r, dm_slice line)
{
    size_t cut = 0;
    while (cut < line.size && line.at[cut] != ':' && line.at[cut] != '?') cut++;
    if (cut == line.size) return refuse(r, "a line is \"reason : phrase\" or \"reason ? phrase\"", line);
    dm_slice reason = dm_slice_trim((dm_slice){line.at, cut});
    dm_slice phrases = {line.at + cut + 1, line.size - cut - 1};
    uint32_t number = 0;
    while (number < r->frames->reasons.count && !dm_slice_equal(r->frames->reasons.at[number], reason)) number++;
    if (number == r->frames->reasons.count) {
        dm_slice *slot = DM_PUSH(&r->frames->arena, &r->frames->reasons);
        if (!slot) return no_memory(r);
        *slot = dm_arena_copy(&r->frames->arena, reason);
    }
    if (number >= 32) return refuse(r, "more than 32 reasons", reason);
    dm_discard *discard = DM_PUSH(&r->frames->arena, &r->frames->discard_lines);
    if (!discard) return no_memory(r);
    *discard = (dm_discard){(uint8_t)number, line.at[cut] == '?', place_of(r)};
    while (phrases.at) {
        dm_slice phrase = dm_slice_next(&phrases, ',');
        uint64_t keys[8];
        uint32_t count = 0;
        while (phrase.at) {
            dm_slice word = dm_slice_next(&phrase, ' ');
            if (!word.size) continue;
            if (count == DM_COUNT(keys)) return refuse(r, "a phrase of more than 8 words", line);
            keys[count++] = key_of(word);
        }
        if (!count) return refuse(r, "an empty phrase", line);
        if (!dm_phrases_add(&r->frames->discards, keys, count, r->frames->discard_lines.count - 1))
            return no_memory(r);
    }
    return DM_OK;
}

/* data/cameo.txt: code TAB goldstein TAB name */
static dm_status read_goldstein(reader *r, dm_slice line)
{
    dm_slice rest = line, code = dm_slice_next(&rest, '\t'), score = dm_slice_next(&rest, '\t');
    bool negative = score.size && score.at[0] == '-';
    int value = 0, digits = 0, after = -1;
    for (size_t i = negative ? 1 : 0; i < score.size; i++) {
        if (score.at[i] == '.' && after < 0) after = 0;
        else if (score.at[i] >= '0' && score.at[i] <= '9' && (after < 1)) {
            value = value * 10 + score.at[i] - '0';
            digits++;
            if (after >= 0) after++;
        } else if (score.at[i] < '0' || score.at[i] > '9') return refuse(r, "not a Goldstein score", score);
    }
    if (!digits || code.size < 2) return refuse(r, "a row is code, score, name parted by tabs", line);
    if (after < 1) value *= 10;
    if (negative) value = -value;
    return dm_map_set(&r->frames->goldstein, dm_hash(code.at, code.size), (uint32_t)(value + 1000)) ? DM_OK : no_memory(r);
}

/* ---- Files -------------------------------------------------------------------------------------------------- */

typedef dm_status line_reader(reader *r, dm_slice line);

static dm_status read_lines(reader *r, dm_slice bytes, line_reader *read)
{
    dm_slice rest = bytes, line;
    r->line = 0;
    while (dm_slice_line(&rest, &line)) {
        r->line++;
        line = dm_slice_trim(line);
        if (!line.size || line.at[0] == '#') continue;
        dm_error wrong = {0}, *outer = r->error;
        if (r->lint) r->error = &wrong;
        dm_status status = read(r, line);
        r->error = outer;
        if (status == DM_BAD_MODEL && r->lint) {
            dm_frame_fault *fault = DM_PUSH(&r->lint->arena, &r->lint->faults);
            if (!fault) return no_memory(r);
            const char *name = strncmp(r->file, "data/", 5) == 0 ? r->file + 5 : r->file;
            *fault = (dm_frame_fault){dm_arena_copy(&r->lint->arena, dm_slice_of(name)), r->line, true,
                                      dm_arena_copy(&r->lint->arena, dm_slice_of(wrong.why))};
            r->lint->grave++;
        } else if (status) {
            if (r->lint && r->error) *r->error = wrong;
            return status;
        }
    }
    return DM_OK;
}

static bool ends_with(const char *name, const char *end)
{
    size_t size = strlen(name), tail = strlen(end);
    return size >= tail && memcmp(name + size - tail, end, tail) == 0;
}

/* Every class and table that a line names must have been defined somewhere. */
static dm_status check_names(reader *r)
{
    dm_frames *f = r->frames;
    r->line = 0;
    r->file = "data/frames/classes";
    for (uint32_t i = 0; i < f->class_names.count; i++)
        if (dm_map_get(&r->class_defined, i + 1) == DM_NONE) return refuse(r, "a class is used but not defined", f->class_names.at[i]);
    r->file = "data/frames/compose.table";
    for (uint32_t i = 0; i < f->table_names.count; i++) {
        bool found = false;
        for (uint32_t k = 0; k < f->composed.count && !found; k++) found = f->composed.at[k].table == i + 1;
        if (!found) return refuse(r, "a table is used but has no rows", f->table_names.at[i]);
    }
    return DM_OK;
}

static dm_status read_all(reader *r, dm_resources *resources, const char *const *own, size_t count)
{
    dm_status status = DM_OK;
    dm_slice codes;
    bool foreign_only = false;   /* a verb dictionary of another coder stands instead of all our lines */
    if (dm_resources_get(resources, "data/cameo.txt", &codes, NULL) == DM_OK) {
        r->file = "data/cameo.txt";
        status = read_lines(r, codes, read_goldstein);
    }
    for (size_t i = 0; !status && i < count; i++) {
        dm_slice bytes;
        status = dm_resources_own(resources, own[i], &bytes, r->error);
        foreign_only |= !status && dm_frames_foreign(bytes);
    }
    for (size_t i = 0; !status; i++) {
        dm_slice bytes;
        status = dm_resources_at(resources, "data/frames/", i, &r->file, &bytes, r->error);
        if (status == DM_END) break;
        if (status) return status;
        if (foreign_only && !ends_with(r->file, "/classes") && !ends_with(r->file, "/discards")) continue;
        if (ends_with(r->file, ".frames")) status = read_lines(r, bytes, read_frame);
        else if (ends_with(r->file, "/classes")) status = read_lines(r, bytes, read_class);
        else if (ends_with(r->file, "/compose.table")) status = read_lines(r, bytes, read_composed);
        else if (ends_with(r->file, "/discards")) status = read_lines(r, bytes, read_discard);
    }
    if (status && status != DM_END) return status;
    status = DM_OK;
    for (size_t i = 0; !status && i < count; i++) {   /* the user's own lines: weighed with ours, wherever they stand */
        dm_slice bytes;
        r->file = own[i];
        status = dm_resources_own(resources, own[i], &bytes, r->error);
        if (!status && foreign_only) status = dm_frames_foreign(bytes) ? dm_frames_read_foreign(r->frames, own[i], bytes, r->error) : DM_OK;
        else if (!status) status = read_lines(r, bytes, read_frame);
    }
    if (!status && !foreign_only) status = check_names(r);
    if (!status && !dm_frames_gather(r->frames)) status = no_memory(r);
    if (!status && r->frames->arena.failed) status = no_memory(r);
    return status;
}

dm_status dm_frames_open(dm_resources *resources, const char *const *own, size_t count, dm_lint *lint, dm_frames **out, dm_error *error)
{
    dm_arena arena;
    *out = NULL;
    dm_arena_init(&arena);
    dm_frames *frames = dm_arena_zero(&arena, 1, sizeof *frames);
    if (!frames) return dm_fail(error, DM_NO_MEMORY, "data/frames", 0, 0, "no memory");
    frames->arena = arena;
    dm_map_init(&frames->triggers);
    dm_map_init(&frames->classes);
    dm_map_init(&frames->class_of);
    dm_map_init(&frames->goldstein);
    dm_map_init(&frames->synsets);
    dm_phrases_init(&frames->discards);
    reader r = {.frames = frames, .file = "data/frames", .error = error, .lint = lint};
    dm_map_init(&r.class_numbers);
    dm_map_init(&r.table_numbers);
    dm_map_init(&r.class_defined);
    dm_status status = DM_RESERVE(&frames->arena, &frames->frames, dm_resources_lines(resources, "data/frames/") * 5 + 1) ? DM_OK : no_memory(&r);
    if (!status) status = read_all(&r, resources, own, count);   /* a line makes four or five frames: one for each trigger */
    dm_map_free(&r.class_numbers);
    dm_map_free(&r.table_numbers);
    dm_map_free(&r.class_defined);
    if (status) dm_frames_close(frames);
    else *out = frames;
    return status;
}

void dm_frames_close(dm_frames *frames)
{
    if (!frames) return;
    dm_map_free(&frames->triggers);
    dm_map_free(&frames->classes);
    dm_map_free(&frames->class_of);
    dm_map_free(&frames->goldstein);
    dm_map_free(&frames->synsets);
    dm_phrases_free(&frames->discards);
    dm_arena arena = frames->arena;   /* frames itself lies in it */
    dm_arena_free(&arena);
}

/* ---- Questions ---------------------------------------------------------------------------------------------- */

const dm_frame *dm_frame_first(const dm_frames *frames, uint64_t lemma_key, dm_frame_kind kind)
{
    uint32_t number = dm_map_get(&frames->triggers, dm_trigger_key(lemma_key, kind));
    return number == DM_NONE ? NULL : &frames->frames.at[number];
}

bool dm_choice_holds(const dm_frames *frames, const dm_want *want, uint64_t lemma_key)
{
    for (uint32_t i = 0; i < want->count; i++) {
        const dm_word_choice *choice = &frames->words.at[want->first + i];
        if (choice->actors) continue;
        if (choice->key ? choice->key == lemma_key
                        : dm_map_get(&frames->classes, dm_mix(lemma_key, choice->class_number)) != DM_NONE)
            return true;
    }
    return want->count == 0;
}

const dm_composed *dm_compose(const dm_frames *frames, uint8_t table, const char *cameo)
{
    const dm_composed *best = NULL;
    size_t longest = 0;
    for (uint32_t i = 0; table && i < frames->composed.count; i++) {
        const dm_composed *row = &frames->composed.at[i];
        size_t size = strlen(row->inner);
        if (row->table == table && strncmp(row->inner, cameo, size) == 0 && (!best || size > longest)) {
            best = row;
            longest = size;
        }
    }
    return best;
}
