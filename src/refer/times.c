/* Times of a document: one look-up a word finds where one may begin, the grammar how far it goes. */
#include "refer/times.h"

/* Whether a time may begin with a word of the class. */
static bool may_begin(dm_time_class class)
{
    switch (class) {
    case DM_C_NONE:
    case DM_C_HYPHEN:
    case DM_C_OF:
    case DM_C_IN:
    case DM_C_AND:
    case DM_C_ERA:
    case DM_C_AM:
    case DM_C_PM:
    case DM_C_OCLOCK:
    case DM_C_ZONE:
    case DM_C_NOYEAR:
    case DM_C_FUTURE:
    case DM_C_SCALE:
    case DM_C_AGO:
    case DM_C_WEEKNO:
        return false;
    default:
        return true;
    }
}

static int small(const dm_time_reading *r, uint32_t word)
{
    return dm_time_is(r, word, DM_C_DIGITS) && r->words[word].form.size <= 2 ? dm_time_value(r, word, DM_C_DIGITS) : 0;
}

/* The second half of a range, whose rest stands in the first: "January 25 - 29", "1915 - 17". */
static bool range_end(const dm_time_reading *r, const dm_when *one, dm_when *out)
{
    uint32_t at = one->last + 1;
    bool hyphen = dm_time_is(r, one->last, DM_C_HYPHEN);
    if (one->kind != DM_W_DATE || one->hour >= 0 || one->part != 0 || one->dropped != 0 ||
        (!hyphen && !(dm_time_is(r, one->last, DM_C_AND) && one->day != 0)) || small(r, at) == 0)
        return false;
    int number = small(r, at);
    bool noun = at + 1 < r->end && r->tree->tokens[at + 1].xpos == DM_X_NNS;
    *out = *one;
    out->first = out->anchor = at;
    out->last = at + 1;
    if (one->day != 0 && one->last > 0 && small(r, one->last - 1) == one->day && number > one->day && number <= 31 &&
        !noun && !dm_time_is(r, at + 1, DM_C_MONTH)) {
        out->day = (uint8_t)number;
        if (out->year == 0)
            out->last = dm_time_year_behind(r, at + 1, out);
        return true;
    }
    if (hyphen && one->day == 0 && one->month == 0 && one->exact && !one->bc && r->words[at].form.size == 2 &&
        number > one->year % 100) {
        out->year = (int16_t)(one->year / 100 * 100 + number);
        return true;
    }
    return false;
}

/* The first half of one: "25 - 29 January". */
static bool range_start(const dm_time_reading *r, uint32_t first, dm_when *out)
{
    int number = small(r, first);
    if (number < 1 || number > 31 || (!dm_time_is(r, first + 1, DM_C_HYPHEN) && !dm_time_is(r, first + 1, DM_C_AND)) ||
        !dm_time_match(r, first + 2, out) || out->kind != DM_W_DATE || out->day <= number || out->month == 0 ||
        small(r, first + 2) != out->day)
        return false;
    out->day = (uint8_t)number;
    out->first = out->anchor = first;
    out->last = first + 1;
    return true;
}

dm_status dm_times_find(const dm_time_rules *rules, dm_arena *arena, const dm_document *document, const dm_tree *tree,
                        dm_references *out)
{
    const dm_text *text = tree->text;
    dm_time_reading reading = {
        .rules = rules, .tree = tree, .words = text->words, .count = text->word_count, .report = document->date};
    dm_whens whens = {NULL, 0, 0};
    out->time_of = dm_arena_alloc(arena, text->word_count * sizeof *out->time_of);
    if (out->time_of == NULL || !dm_time_kinds(&reading, arena))
        return DM_NO_MEMORY;
    if (reading.report.month == 0 || reading.report.day == 0)
        reading.report = (dm_date){0, 0, 0};
    memset(out->time_of, 0xFF, text->word_count * sizeof *out->time_of);
    for (uint32_t s = 0; s < text->sentence_count; s++) {
        reading.end = text->sentences[s].last;
        for (uint32_t i = text->sentences[s].first; i < reading.end;) {
            dm_when when;
            dm_time_word kind = reading.kinds[i];
            if (!may_begin((dm_time_class)kind.class) && !may_begin((dm_time_class)kind.also) && !kind.begins) {
                i++;
                continue;
            }
            bool start = range_start(&reading, i, &when);
            if (!start && !dm_time_match(&reading, i, &when)) {
                i++;
                continue;
            }
            dm_when *kept = DM_PUSH(arena, &whens);
            if (kept == NULL)
                return DM_NO_MEMORY;
            *kept = when;
            i = when.last;
            dm_when more;
            if (!start && range_end(&reading, &when, &more)) {
                if ((kept = DM_PUSH(arena, &whens)) == NULL)
                    return DM_NO_MEMORY;
                *kept = more;
                i = more.last;
            }
        }
    }
    out->times = dm_arena_zero(arena, whens.count + 1, sizeof *out->times);
    if (out->times == NULL || !dm_times_resolve(&reading, arena, &whens, out->times))
        return DM_NO_MEMORY;
    out->time_count = whens.count;
    for (uint32_t i = 0; i < whens.count; i++)
        for (uint32_t w = whens.at[i].first; w < whens.at[i].last; w++)
            out->time_of[w] = i;
    return DM_OK;
}
