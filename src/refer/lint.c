/* Checking dictionaries of actors and role nouns: what is there twice, overlaps in time, can never be reached, or has a code
 * that does not exist.  The files are read as --actors reads them, into a cast of their own. */
#include "refer/entries.h"

#include <stddef.h>
#include <stdlib.h>

/* What a file gave: ranges of the cast's lists. */
typedef struct part {
    const char *file;
    dm_slice text;
    uint32_t actors, aliases, agents, agent_aliases, held; /* first of each */
    bool foreign;
} part;

enum { FIRST = 1, AFTER = 2 }; /* where a part of a code may stand */

typedef struct checking {
    dm_cast *cast;
    part *parts;
    size_t count;
    dm_checked *out;
    dm_map places;      /* part of a code -> FIRST, AFTER */
    dm_map complained;  /* parts of codes of other coders that were spoken of */
} checking;

/* ---- Places ------------------------------------------------------------------------------------------------------ */

/* The file that a number of a list comes from. */
#define PART_OF(checks, field, number) part_of(checks, offsetof(part, field), number)
static const part *part_of(const checking *checks, size_t field, uint32_t number)
{
    size_t i = checks->count;
    while (i > 1 && *(const uint32_t *)(const void *)((const char *)&checks->parts[i - 1] + field) > number)
        i--;
    return &checks->parts[i - 1];
}

static void place_of(const part *in, uint32_t byte, uint32_t *line, uint32_t *column)
{
    const char *at = in->text.at, *end = in->text.at + (byte < in->text.size ? byte : in->text.size), *start = at;
    *line = 1;
    while (at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        start = ++at;
        ++*line;
    }
    *column = (uint32_t)dm_utf8_count(start, (size_t)(end - start)) + 1;
}

static void fault(checking *checks, const part *in, uint32_t byte, bool grave, const char *format, ...) DM_PRINTF(5, 6);
static void fault(checking *checks, const part *in, uint32_t byte, bool grave, const char *format, ...)
{
    char why[512];
    va_list list;
    va_start(list, format);
    vsnprintf(why, sizeof why, format, list);
    va_end(list);
    dm_fault *made = DM_PUSH(&checks->out->arena, &checks->out->faults);
    if (made == NULL)
        return;
    made->file = in->file;
    made->grave = grave;
    place_of(in, byte, &made->line, &made->column);
    made->why = dm_arena_copy(&checks->out->arena, dm_slice_of(why));
}

/* ---- Codes ------------------------------------------------------------------------------------------------------- */

static dm_status read_codes(checking *checks, dm_resources *resources, dm_error *error)
{
    dm_slice text, line;
    dm_status status = dm_resources_get(resources, "data/country-codes.txt", &text, error);
    while (status == DM_OK && dm_slice_line(&text, &line))
        if (line.size > 3 && line.at[0] != '#' && !dm_map_set(&checks->places, dm_hash(line.at, 3), FIRST | AFTER))
            return DM_NO_MEMORY;
    if (status == DM_OK)
        status = dm_resources_get(resources, "data/sector-codes.txt", &text, error);
    while (status == DM_OK && dm_slice_line(&text, &line)) {
        if (line.size == 0 || line.at[0] == '#')
            continue;
        dm_slice code = dm_slice_next(&line, '\t'), where = dm_slice_next(&line, '\t');
        uint32_t bits = dm_slice_is(where, "first") ? FIRST : dm_slice_is(where, "after") ? AFTER : FIRST | AFTER;
        if (code.size == 3 && !dm_map_set(&checks->places, dm_hash(code.at, 3), bits))
            return DM_NO_MEMORY;
    }
    return status;
}

/* Every part must exist where it stands.  Other coders have parts of their own (groups, faiths): each is told once. */
static void check_code(checking *checks, const part *in, const char *code, uint32_t byte, bool sectors)
{
    size_t size = strlen(code);
    for (size_t i = 0; i < size; i += 3) {
        size_t length = size - i < 3 ? size - i : 3;
        uint64_t key = dm_hash(code + i, length);
        uint32_t places = length < 3 ? 0 : dm_map_get(&checks->places, key);
        if (places != DM_NONE && (places & (i == 0 && !sectors ? FIRST : AFTER)) != 0)
            continue;
        if (in->foreign && (dm_map_get(&checks->complained, key) != DM_NONE || !dm_map_set(&checks->complained, key, 1)))
            continue;
        fault(checks, in, byte, !in->foreign, "no such code: %.*s in %s%s", (int)length, code + i, code,
              in->foreign ? " (kept as it is; told once)" : "");
    }
}

/* ---- Days -------------------------------------------------------------------------------------------------------- */

static bool is_dated(const dm_held *held) { return held->since.year != 0 || held->until.year != 0; }

static const char *code_name(const dm_held *held) { return held->code[0] == 0 ? "-" : held->code; }

/* a begins before b ends.  Terms that meet on one day, or in a month or year not known more exactly, do not overlap. */
static bool begins_before_end(const dm_held *a, const dm_held *b)
{
    return a->since.year == 0 || b->until.year == 0 || dm_date_compare(a->since, b->until) < 0;
}

static bool within(const dm_held *inner, const dm_held *outer)
{
    return (outer->since.year == 0 || (inner->since.year != 0 && dm_date_compare(outer->since, inner->since) <= 0)) &&
           (outer->until.year == 0 || (inner->until.year != 0 && dm_date_compare(inner->until, outer->until) <= 0));
}

static void check_days(checking *checks, const part *in, const dm_actor *actor)
{
    const dm_held *held = actor->held_count == 0 ? NULL : &checks->cast->held.at[actor->held];
    for (uint32_t i = 0; i < actor->held_count; i++) {
        check_code(checks, in, held[i].code, held[i].byte, false);
        for (uint32_t k = 0; k < i; k++) {
            bool same = strcmp(held[i].code, held[k].code) == 0;
            if (!is_dated(&held[i]) && !is_dated(&held[k])) {
                fault(checks, in, held[i].byte, true, "never reached: %s without days stands before it", code_name(&held[k]));
                break;
            }
            if (!is_dated(&held[i]) || !is_dated(&held[k]) || !begins_before_end(&held[i], &held[k]) ||
                !begins_before_end(&held[k], &held[i]))
                continue;
            bool inside = within(&held[i], &held[k]);
            if (same && inside && dm_slice_equal(dm_cast_text(checks->cast, held[i].role), dm_cast_text(checks->cast, held[k].role))) {
                fault(checks, in, held[i].byte, true, "the same code and days twice: %s", code_name(&held[i]));
                break;
            }
            if (same)
                continue; /* two offices at once */
            if (held[i].role.size != 0)
                fault(checks, in, held[i].byte, false, "%s overlaps in days with %s before it: it counts only as the office",
                      code_name(&held[i]), code_name(&held[k]));
            else if (inside)
                fault(checks, in, held[i].byte, true, "never reached: its days lie within those of %s before it", code_name(&held[k]));
            else
                fault(checks, in, held[i].byte, !in->foreign, "%s overlaps in days with %s before it, which counts",
                      code_name(&held[i]), code_name(&held[k]));
            break;
        }
    }
}

/* ---- Names ------------------------------------------------------------------------------------------------------- */

static bool same_writing(const dm_alias *a, const dm_alias *b)
{
    return a->capital == b->capital && a->capitals == b->capitals && a->cased == b->cased && a->stem == b->stem;
}

static bool one_place(const dm_cast *cast, uint32_t a, uint32_t b)
{
    const dm_actor *one = &cast->actors.at[a], *other = &cast->actors.at[b];
    if (one->held == other->held)
        return true; /* one entry of another coder, of several kinds */
    if (one->held_count == 0 || other->held_count == 0)
        return true; /* broken, and told already */
    return strncmp(cast->held.at[one->held].code, cast->held.at[other->held].code, 3) == 0;
}

/* Two ways to write that are written the same. */
static bool check_pair(checking *checks, uint32_t first, uint32_t second)
{
    const dm_cast *cast = checks->cast;
    const dm_alias *a = &cast->aliases.at[first], *b = &cast->aliases.at[second];
    const part *in = PART_OF(checks, aliases, second), *before = PART_OF(checks, aliases, first);
    const dm_actor *one = &cast->actors.at[a->entry], *other = &cast->actors.at[b->entry];
    dm_slice other_name = dm_cast_text(cast, other->name);
    uint32_t line, column;
    place_of(before, a->byte, &line, &column);
    if (a->entry == b->entry || one->held == other->held) {
        bool twice = same_writing(a, b) && a->entry == b->entry;
        if (twice)
            fault(checks, in, b->byte, !in->foreign, "the name stands twice in the entry (case, full stops, hyphens and accents do not count): %.*s",
                  (int)other_name.size, other_name.at);
        return twice;
    }
    if (a->ambiguous || b->ambiguous || !same_writing(a, b))
        return false;
    bool people = one->kind == DM_CAST_PER && other->kind == DM_CAST_PER;
    if (one->kind == other->kind && (!people || one_place(cast, a->entry, b->entry)))
        fault(checks, in, b->byte, !in->foreign, "%.*s: an entry goes by this name already, %s:%u:%u", (int)other_name.size,
              other_name.at, before->file, line, column);
    else if (!one_place(cast, a->entry, b->entry))
        fault(checks, in, b->byte, false, "%.*s: somebody else goes by this name, %s:%u:%u; ~ before both where the text must tell",
              (int)other_name.size, other_name.at, before->file, line, column);
    else
        return false;
    return true;
}

static bool check_agents(checking *checks, uint32_t first, uint32_t second)
{
    const dm_cast *cast = checks->cast;
    const dm_alias *a = &cast->agent_aliases.at[first], *b = &cast->agent_aliases.at[second];
    const part *in = PART_OF(checks, agent_aliases, second), *before = PART_OF(checks, agent_aliases, first);
    uint32_t line, column;
    if (cast->agents.at[a->entry].modifier != cast->agents.at[b->entry].modifier || !same_writing(a, b))
        return false;
    if (in->foreign && a->entry == b->entry)
        return false; /* a plural written out too */
    place_of(before, a->byte, &line, &column);
    fault(checks, in, b->byte, !in->foreign, "never reached: the role noun stands already at %s:%u:%u", before->file, line, column);
    return true;
}

static void check_names(checking *checks, const dm_phrases *phrases, bool agents)
{
    for (uint32_t state = 0; state < phrases->states; state++)
        for (uint32_t b = phrases->values[state]; b != DM_NONE; b = phrases->links[b].next) {
            bool told = false; /* each is told once, against the first few before it */
            uint32_t a = phrases->values[state];
            for (int tries = 0; !told && a != b && tries < 16; a = phrases->links[a].next, tries++)
                told = (agents ? check_agents : check_pair)(checks, phrases->links[a].value, phrases->links[b].value);
        }
}

/* A short form needs a fuller name beside it, or an office by which its holder is known. */
static void check_short_forms(checking *checks)
{
    const dm_cast *cast = checks->cast;
    uint8_t *full = dm_arena_zero(&checks->out->arena, cast->actors.count + 1, 1);
    if (full == NULL)
        return;
    for (uint32_t i = 0; i < cast->aliases.count; i++)
        full[cast->aliases.at[i].entry] |= cast->aliases.at[i].ambiguous ? 2 : 1;
    for (uint32_t i = 0; i < cast->actors.count; i++) {
        const dm_actor *actor = &cast->actors.at[i];
        dm_slice name = dm_cast_text(cast, actor->name);
        bool office = false;
        for (uint32_t k = 0; k < actor->held_count; k++)
            office |= is_dated(&cast->held.at[actor->held + k]) || actor->kind == DM_CAST_PER;
        if (full[i] == 2 && !office && actor->kind != DM_CAST_ORG && actor->held_count != 0)
            fault(checks, PART_OF(checks, actors, i), cast->held.at[actor->held].byte, true,
                  "never reached: only short forms (~), and no fuller name to tell who is meant: %.*s", (int)name.size, name.at);
    }
}

/* ---- The whole --------------------------------------------------------------------------------------------------- */

static int by_place(const void *a, const void *b)
{
    const dm_fault *one = a, *other = b;
    int files = strcmp(one->file, other->file);
    if (files != 0)
        return files;
    if (one->line != other->line)
        return one->line < other->line ? -1 : 1;
    return one->column != other->column ? (one->column < other->column ? -1 : 1) : 0;
}

static dm_status look(checking *checks)
{
    const dm_cast *cast = checks->cast;
    for (uint32_t i = 0; i < cast->remarks.count; i++) {
        const dm_remark *remark = &cast->remarks.at[i];
        dm_fault *made = DM_PUSH(&checks->out->arena, &checks->out->faults);
        if (made == NULL)
            return DM_NO_MEMORY;
        *made = (dm_fault){"", remark->line, remark->column, true, dm_arena_copy(&checks->out->arena, remark->why)};
        for (size_t k = 0; k < checks->count; k++)
            if (strcmp(checks->parts[k].file, remark->file) == 0) {
                made->file = checks->parts[k].file;
                made->grave = !checks->parts[k].foreign;
            }
    }
    for (uint32_t i = 0; i < cast->actors.count; i++)
        if (i == 0 || cast->actors.at[i].held != cast->actors.at[i - 1].held)
            check_days(checks, PART_OF(checks, actors, i), &cast->actors.at[i]);
    for (uint32_t i = 0; i < cast->agents.count; i++) {
        const dm_agent *agent = &cast->agents.at[i];
        const part *in = PART_OF(checks, agents, i);
        uint32_t alias = 0;
        while (alias < cast->agent_aliases.count && cast->agent_aliases.at[alias].entry != i)
            alias++;
        uint32_t byte = alias < cast->agent_aliases.count ? cast->agent_aliases.at[alias].byte : 0;
        check_code(checks, in, agent->sector, byte, true);
        check_code(checks, in, agent->whole, byte, false);
        check_code(checks, in, agent->fallback, byte, false);
    }
    check_names(checks, &cast->actor_phrases, false);
    check_names(checks, &cast->agent_phrases, true);
    check_short_forms(checks);
    checks->out->actors = cast->actors.count;
    checks->out->agents = cast->agents.count;
    checks->out->names = cast->aliases.count + cast->agent_aliases.count;
    checks->out->met = cast->entries;
    checks->out->broken = cast->broken;
    if (checks->out->faults.count != 0)
        qsort(checks->out->faults.at, checks->out->faults.count, sizeof *checks->out->faults.at, by_place);
    return checks->out->arena.failed ? DM_NO_MEMORY : DM_OK;
}

dm_status dm_dictionary_check(dm_resources *resources, const char *const *files, size_t count, dm_checked *out,
                              dm_error *error)
{
    checking checks = {.out = out, .count = count};
    memset(out, 0, sizeof *out);
    dm_arena_init(&out->arena);
    dm_map_init(&checks.places);
    dm_map_init(&checks.complained);
    dm_status status = dm_cast_empty(resources, &checks.cast, error);
    checks.parts = dm_arena_zero(&out->arena, count + 1, sizeof *checks.parts);
    if (status == DM_OK && checks.parts == NULL)
        status = DM_NO_MEMORY;
    if (status == DM_OK)
        status = read_codes(&checks, resources, error);
    for (size_t i = 0; status == DM_OK && i < count; i++) {
        const dm_cast *cast = checks.cast;
        part *in = &checks.parts[i];
        *in = (part){.file = files[i], .actors = cast->actors.count, .aliases = cast->aliases.count,
                     .agents = cast->agents.count, .agent_aliases = cast->agent_aliases.count, .held = cast->held.count};
        status = dm_resources_own(resources, files[i], &in->text, error);
        in->foreign = status == DM_OK && dm_entries_foreign(in->text);
        if (status == DM_OK)
            status = dm_entries_read_own(checks.cast, files[i], in->text, true, error);
    }
    if (status == DM_OK && count != 0)
        status = look(&checks);
    if (status == DM_NO_MEMORY)
        dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    dm_cast_close(checks.cast);
    dm_map_free(&checks.places);
    dm_map_free(&checks.complained);
    return status;
}

void dm_checked_free(dm_checked *checked) { dm_arena_free(&checked->arena); }
