/* Schemes: codes of the user's own from CAMEO codes, PLOVER types and modes (data/schemes/README.md). */
#include "code/frames.h"

#include <stdlib.h>

typedef struct dm_scheme_rule {
    char cameo[5];          /* "": any */
    uint8_t plover;         /* DM_NO_PLOVER: any */
    uint8_t status;         /* DM_KEEP_STATUS: any */
    dm_slice mode;          /* absent: any */
    dm_slice code;          /* absent: none */
    uint32_t weight;
} dm_scheme_rule;

typedef struct dm_scheme {
    dm_slice name;
    DM_VECTOR(dm_scheme_rule) rules;
} dm_scheme;

struct dm_schemes {
    dm_arena arena;
    DM_VECTOR(dm_scheme) schemes;
    dm_slice *names;
};

#define MOST_RULES 10000u
#define MOST_LABEL 60u

typedef struct reading {
    dm_schemes *schemes;
    const char *file;
    uint32_t line;
    dm_error *error;
} reading;

static dm_status bad(const reading *r, const char *why, dm_slice what)
{
    return dm_fail(r->error, DM_BAD_MODEL, r->file, r->line, 0, "%s: \"%.*s\"", why, (int)(what.size > 80 ? 80 : what.size), what.at ? what.at : "");
}

static bool clean(dm_slice label)
{
    if (!label.size || label.size > MOST_LABEL || dm_utf8_check(label.at, label.size) != label.size) return false;
    for (size_t i = 0; i < label.size; i++)
        if ((unsigned char)label.at[i] < 0x20) return false;
    return true;
}

static bool status_of(dm_slice name, uint8_t *status)
{
    for (int i = DM_ACTUAL; i <= DM_HISTORICAL; i++)
        if (dm_slice_is(name, dm_event_status_name((dm_event_status)i))) {
            *status = (uint8_t)i;
            return true;
        }
    return false;
}

static dm_status add_rule(const reading *r, dm_scheme *scheme, dm_slice key, dm_scheme_rule rule)
{
    uint32_t number;
    dm_plover plover = dm_plover_named(key);
    if (plover) {
        rule.plover = (uint8_t)plover;
        rule.weight += 10;
    } else if (key.size >= 2 && key.size <= 4 && dm_slice_number(key, &number) && number > 0) {
        memcpy(rule.cameo, key.at, key.size);
        if (strncmp(rule.cameo, "01", 2) != 0 && !dm_plover_of_cameo(rule.cameo)) return bad(r, "no such CAMEO root", key);
        rule.weight += 20 * (uint32_t)key.size;
    } else if (!dm_slice_is(key, "*")) return bad(r, "a key is a CAMEO code, a PLOVER type, or *", key);
    if (scheme->rules.count == MOST_RULES) return bad(r, "more than 10,000 keys in one scheme", key);
    dm_scheme_rule *slot = DM_PUSH(&r->schemes->arena, &scheme->rules);
    if (!slot) return dm_fail(r->error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    *slot = rule;
    return DM_OK;
}

/* "ASSAULT, 19 mode:aerial status:actual = air" */
static dm_status read_rule(const reading *r, dm_scheme *scheme, dm_slice line)
{
    const char *equals = memchr(line.at, '=', line.size);
    if (!equals) return bad(r, "a line is KEY, KEY ... [mode:MODE] [status:STATUS] = CODE", line);
    dm_slice keys = dm_slice_trim((dm_slice){line.at, (size_t)(equals - line.at)});
    dm_slice code = dm_slice_trim((dm_slice){equals + 1, line.size - keys.size - (size_t)(equals - line.at - (ptrdiff_t)keys.size) - 1});
    dm_scheme_rule rule = {.status = DM_KEEP_STATUS};
    if (!clean(code)) return bad(r, "a code has 1 to 60 bytes and no control characters", code);
    if (!dm_slice_is(code, "-")) rule.code = dm_arena_copy(&r->schemes->arena, code);
    dm_slice names = keys, all = keys;
    while (names.at) {   /* the narrowing words stand behind the keys */
        dm_slice before = names, word = dm_slice_next(&names, ' '), value = word, name = dm_slice_next(&value, ':');
        if (!word.size || !value.at) continue;
        if (all.size == keys.size) all = (dm_slice){keys.at, (size_t)(before.at - keys.at)};
        if (dm_slice_is(name, "mode") && value.size) rule.mode = dm_arena_copy(&r->schemes->arena, value);
        else if (!dm_slice_is(name, "status") || !status_of(value, &rule.status)) return bad(r, "not mode:MODE or status:STATUS", word);
        rule.weight++;
    }
    all = dm_slice_trim(all);
    if (!all.size) return bad(r, "no key", line);
    dm_status status = DM_OK;
    while (!status && all.at) status = add_rule(r, scheme, dm_slice_next(&all, ','), rule);
    return status;
}

static dm_status read_scheme(dm_schemes *schemes, const char *file, dm_slice bytes, dm_error *error)
{
    reading r = {schemes, file, 0, error};
    dm_scheme *scheme = NULL;
    dm_slice line;
    while (dm_slice_line(&bytes, &line)) {
        r.line++;
        line = dm_slice_trim(line);
        if (!line.size || line.at[0] == '#') continue;
        dm_slice rest = line, word = dm_slice_next(&rest, ' ');
        if (dm_slice_is(word, "scheme")) {
            rest = dm_slice_trim(rest);
            bool plain = clean(rest) && !scheme;
            for (size_t i = 0; plain && i < rest.size; i++) plain = rest.at[i] != ' ' && rest.at[i] != '=' && rest.at[i] != ';';
            if (!plain) return bad(&r, scheme ? "a file holds one scheme" : "the name of a scheme is one word", rest);
            for (uint32_t i = 0; i < schemes->schemes.count; i++)
                if (dm_slice_equal(schemes->schemes.at[i].name, rest)) return bad(&r, "two schemes of one name", rest);
            scheme = DM_PUSH(&schemes->arena, &schemes->schemes);
            if (!scheme) return dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
            scheme->name = dm_arena_copy(&schemes->arena, rest);
            continue;
        }
        if (!scheme) return bad(&r, "the first line is \"scheme NAME\"", line);
        dm_status status = read_rule(&r, scheme, line);
        if (status) return status;
    }
    return scheme ? DM_OK : bad(&r, "no scheme in the file", (dm_slice){"", 0});
}

dm_status dm_schemes_open(dm_resources *resources, const char *const *files, size_t count, dm_schemes **out, dm_error *error)
{
    *out = NULL;
    dm_schemes *schemes = calloc(1, sizeof *schemes);
    if (!schemes) return dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    dm_arena_init(&schemes->arena);
    dm_status status = DM_OK;
    for (size_t i = 0; !status && i < count; i++) {
        char name[160];
        dm_slice bytes;
        snprintf(name, sizeof name, "data/schemes/%.120s.scheme", files[i]);
        bool ours = !strchr(files[i], '/') && !strchr(files[i], '.') && dm_resources_get(resources, name, &bytes, NULL) == DM_OK;
        if (!ours) status = dm_resources_own(resources, files[i], &bytes, error);
        if (!status) status = read_scheme(schemes, ours ? name : files[i], bytes, error);
    }
    schemes->names = dm_arena_zero(&schemes->arena, schemes->schemes.count, sizeof *schemes->names);
    for (uint32_t i = 0; schemes->names && i < schemes->schemes.count; i++) schemes->names[i] = schemes->schemes.at[i].name;
    if (!status && schemes->arena.failed) status = dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    if (status) dm_schemes_close(schemes);
    else *out = schemes;
    return status;
}

void dm_schemes_close(dm_schemes *schemes)
{
    if (!schemes) return;
    dm_arena_free(&schemes->arena);
    free(schemes);
}

const dm_slice *dm_schemes_names(const dm_schemes *schemes, size_t *count)
{
    *count = schemes ? schemes->schemes.count : 0;
    return schemes ? schemes->names : NULL;
}

static dm_slice code_of(const dm_scheme *scheme, const dm_event *e)
{
    const dm_scheme_rule *best = NULL;
    for (uint32_t i = 0; i < scheme->rules.count; i++) {
        const dm_scheme_rule *rule = &scheme->rules.at[i];
        if (best && rule->weight <= best->weight) continue;
        if (strncmp(rule->cameo, e->cameo, strlen(rule->cameo)) != 0 || (rule->plover && rule->plover != (uint8_t)e->plover) ||
            (rule->status != DM_KEEP_STATUS && rule->status != (uint8_t)e->status) || (rule->mode.size && !dm_slice_equal(rule->mode, e->mode)))
            continue;
        best = rule;
    }
    return best ? best->code : (dm_slice){NULL, 0};
}

dm_status dm_schemes_apply(const dm_schemes *schemes, dm_record *record)
{
    uint32_t count = schemes ? schemes->schemes.count : 0;
    if (!count) return DM_OK;
    record->scheme_names = schemes->names;
    record->scheme_count = count;
    for (uint32_t i = 0; i < record->event_count; i++) {
        dm_event *e = &record->events[i];
        dm_slice *codes = dm_arena_zero(&record->arena, count, sizeof *codes);
        if (!codes) return DM_NO_MEMORY;
        for (uint32_t k = 0; k < count; k++) codes[k] = code_of(&schemes->schemes.at[k], e);
        e->schemes = codes;
    }
    return DM_OK;
}
