/* Do two tellings tell the same event?  What speaks for it and against it is added up; each part is told in the reason.
 * The weights were set by hand with labelled pairs in view (bench/incidents.pairs; docs/incidents.md tells of them): same
 * type and same pair of countries on the same day is not enough (a war has many attacks a day), place, names, words or
 * figures must agree too; and what cannot be (another town, another day that the text names, another person met) is a
 * clash whatever else agrees. */
#include "gather/gather.h"

#include <math.h>
#include <stdarg.h>

#define NEAR_KM 40.0
#define FAR_KM 90.0
#define NEEDED 2.1f /* the sum from which two tellings are one event */

typedef struct comparison {
    const dm_telling *a, *b;
    float sum;
    bool clash;
    char *why;
    size_t used, room;
} comparison;

static void say(comparison *c, const char *format, ...) DM_PRINTF(2, 3);
static void say(comparison *c, const char *format, ...)
{
    va_list list;
    if (c->used + 3 >= c->room)
        return;
    if (c->used != 0)
        memcpy(c->why + c->used, "; ", 3), c->used += 2;
    va_start(list, format);
    int size = vsnprintf(c->why + c->used, c->room - c->used, format, list);
    va_end(list);
    c->used = size < 0 ? c->used : c->used + (size_t)size < c->room ? c->used + (size_t)size : c->room - 1;
}

static void clash(comparison *c, const char *why)
{
    c->clash = true;
    say(c, "%s", why);
}

/* ---- Type -------------------------------------------------------------------------------------------------------- */

/* Statuses that can be said of one event: it happened, somebody denies it, it is looked back on. */
static int status_kind(dm_event_status status)
{
    switch (status) {
    case DM_PLANNED:
    case DM_POSSIBLE: return 1;
    case DM_CALLED_FOR: return 2;
    case DM_REJECTED: return 3;
    default: return 0;
    }
}

static void compare_types(comparison *c)
{
    const dm_telling *a = c->a, *b = c->b;
    if (a->plover != b->plover || status_kind(a->status) != status_kind(b->status)) {
        clash(c, "another kind of event");
        return;
    }
    size_t as = strlen(a->cameo), bs = strlen(b->cameo), least = as < bs ? as : bs;
    if (as == bs && memcmp(a->cameo, b->cameo, as) == 0) {
        c->sum += as > 2 && a->cameo[as - 1] != '0' ? 0.6f : 0.0f;
        say(c, "both %s", a->cameo);
    } else if (least >= 2 && memcmp(a->cameo, b->cameo, 2) == 0) {
        bool open = memcmp(a->cameo, b->cameo, least) == 0 || a->cameo[2] == '0' || b->cameo[2] == '0';
        c->sum += open ? 0.0f : -0.4f;
        say(c, "%s and %s", a->cameo, b->cameo);
    } else {
        c->sum -= 0.2f;
        say(c, "%s and %s", a->cameo, b->cameo);
    }
}

/* ---- Sides ------------------------------------------------------------------------------------------------------- */

typedef struct side_likeness {
    bool known, country, sector, other_sector, name, person, other_person, other_group;
} side_likeness;

static side_likeness compare_sides(const dm_side *a, const dm_side *b)
{
    side_likeness found = {0};
    bool a_person = false, b_person = false, a_group = false, b_group = false, person = false, group = false, a_known = false,
         b_known = false, any_sector = false;
    for (uint32_t i = 0; i < a->count; i++) {
        const dm_side_actor *x = &a->actors[i];
        a_known |= x->country[0] != '\0';
        a_person |= x->name != 0 && x->person;
        a_group |= x->name != 0 && !x->person;
        for (uint32_t k = 0; k < b->count; k++) {
            const dm_side_actor *y = &b->actors[k];
            bool same_name = x->name != 0 && x->name == y->name;
            person |= same_name && x->person && y->person;
            group |= same_name && !x->person && !y->person;
            found.name |= same_name;
            if (x->country[0] == '\0' || strcmp(x->country, y->country) != 0)
                continue;
            found.country = true;
            any_sector |= x->sector[0] != '\0' && y->sector[0] != '\0';
            found.sector |= strcmp(x->sector, y->sector) == 0;
        }
    }
    for (uint32_t k = 0; k < b->count; k++) {
        b_known |= b->actors[k].country[0] != '\0';
        b_person |= b->actors[k].name != 0 && b->actors[k].person;
        b_group |= b->actors[k].name != 0 && !b->actors[k].person;
    }
    found.known = a_known && b_known;
    found.other_sector = found.country && !found.sector && any_sector;
    found.person = person;
    found.other_person = a_person && b_person && !person;
    found.other_group = a_group && b_group && !group;
    return found;
}

static void merge(dm_side *all, const dm_side *more)
{
    for (uint32_t i = 0; i < more->count && all->count < DM_SIDE_ACTORS; i++)
        all->actors[all->count++] = more->actors[i];
}

/* Is the only country that a side has that of the place? */
static bool beside_place(const dm_side *side, const char *country)
{
    for (uint32_t i = 0; i < side->count; i++)
        if (strcmp(side->actors[i].country, country) == 0)
            return true;
    return country[0] == '\0';
}

static void weigh_side(comparison *c, side_likeness s, const char *which)
{
    if (s.known && !s.country && !s.name) {
        clash(c, which[0] == 's' ? "other sources" : "other targets");
        return;
    }
    if (s.country)
        c->sum += s.sector ? 0.15f : s.other_sector ? -0.3f : 0.0f;
    if (s.name) {
        c->sum += s.person ? 1.0f : 0.5f;
        say(c, "same name among the %ss", which);
    }
    if (s.other_person && !s.name) {
        c->sum -= 0.9f;
        say(c, "other persons among the %ss", which);
    }
    if (s.other_group && !s.name)
        c->sum -= 0.4f;
}

static bool mutual(dm_plover plover) { return plover == DM_AGREE || plover == DM_CONSULT || plover == DM_COOPERATE; }

static void compare_actors(comparison *c)
{
    const dm_telling *a = c->a, *b = c->b;
    side_likeness source = compare_sides(&a->source, &b->source), target = compare_sides(&a->target, &b->target);
    if (mutual(a->plover)) {
        side_likeness crossed = compare_sides(&a->source, &b->target), back = compare_sides(&a->target, &b->source);
        if ((!source.country && crossed.country) || (!target.country && back.country) ||
            (crossed.country && back.country && crossed.name + back.name > source.name + target.name)) {
            source = crossed;
            target = back;
        }
        /* Who meets whom: a person named on either side of both who is not the same meets at another table. */
        dm_side all_a = a->source, all_b = b->source;
        merge(&all_a, &a->target);
        merge(&all_b, &b->target);
        side_likeness all = compare_sides(&all_a, &all_b);
        if (all.other_person && !all.name)
            clash(c, "other persons");
    }
    if (!target.known && (a->target.count == 0) != (b->target.count == 0)) /* a place stands for the target that nobody names */
        if (!beside_place(&a->target, b->country) && !beside_place(&b->target, a->country) && a->country[0] != '\0' &&
            b->country[0] != '\0' && strcmp(a->country, b->country) != 0)
            clash(c, "in other countries");
    weigh_side(c, source, "source");
    weigh_side(c, target, "target");
    if (source.country && target.country)
        say(c, "same sides");
    else if (source.country || target.country)
        say(c, source.country ? "same source" : "same target");
}

/* ---- Days -------------------------------------------------------------------------------------------------------- */

static void compare_days(comparison *c)
{
    const dm_telling *a = c->a, *b = c->b;
    if (a->first == DM_NO_DAY || b->first == DM_NO_DAY) {
        if (a->first != b->first)
            clash(c, "one without a day");
        return;
    }
    if (a->vague || b->vague) {
        if (a->first != b->first || a->last != b->last)
            clash(c, "other times");
        c->sum -= 0.6f; /* the same month or year says little */
        say(c, "same month or year");
        return;
    }
    int64_t gap = a->first > b->last   ? (int64_t)a->first - b->last
                  : b->first > a->last ? (int64_t)b->first - a->last
                                       : 0;
    if (gap > DM_INCIDENT_GAP || (gap > 0 && a->stated && b->stated)) {
        clash(c, "other days");
        return;
    }
    bool known = a->again || b->again, later = a->reported != b->reported && a->reported != DM_NO_DAY && b->reported != DM_NO_DAY;
    if (gap == 0) {
        /* A later report that says of which day it speaks, or speaks of what is known, goes back to the earlier one. */
        c->sum += (known ? 0.9f : 0.0f) + (later && known ? 0.6f : 0.0f);
        say(c, "same day%s%s", known ? " told as known" : "", later ? " in a later report" : "");
        return;
    }
    /* An event is told on its day or after it: a day that is stated later than the other's report is another day. */
    const dm_telling *late = a->first > b->last ? a : b;
    if (late->stated) {
        clash(c, "other days");
        return;
    }
    if (late->again) /* "the attack", told on a later day */
        c->sum += gap == 1 ? 0.9f : 0.5f;
    else /* told as news: most likely it is new */
        c->sum -= gap == 1 ? 1.3f : 2.0f;
    say(c, "%lld day%s later%s", (long long)gap, gap == 1 ? "" : "s", late->again ? " told as known" : "");
}

/* ---- Places ------------------------------------------------------------------------------------------------------ */

/* Kilometres on a sphere of 6371 km; good enough for "the same town". */
static double kilometres(const dm_telling *a, const dm_telling *b)
{
    const double degree = 3.14159265358979323846 / 180.0;
    double x = (b->lon - a->lon) * degree, y = (b->lat - a->lat) * degree;
    double s = sin(y / 2) * sin(y / 2) + cos(a->lat * degree) * cos(b->lat * degree) * sin(x / 2) * sin(x / 2);
    return 2 * 6371.0 * asin(s < 1 ? sqrt(s) : 1);
}

static bool share_country(const dm_telling *a, const dm_telling *b)
{
    return a->country[0] == '\0' || b->country[0] == '\0' || strcmp(a->country, b->country) == 0;
}

static void compare_places(comparison *c)
{
    const dm_telling *a = c->a, *b = c->b;
    if (a->placed && b->placed) {
        double apart = kilometres(a, b);
        bool sure = !a->beside && !b->beside;
        if (a->geonames != 0 && a->geonames == b->geonames) {
            c->sum += (sure ? 1.6f : 1.3f) + (a->again || b->again ? 0.4f : 0.0f);
            say(c, "same place");
        } else if (apart <= NEAR_KM) {
            c->sum += sure ? 1.0f : 0.7f;
            say(c, "%.0f km apart", apart);
        } else {
            c->clash = sure && (apart > FAR_KM || a->plover >= DM_MOBILIZE);
            c->sum -= 1.2f;
            say(c, "%.0f km apart", apart);
        }
    } else if (!share_country(a, b) && a->plover >= DM_MOBILIZE) {
        c->sum -= 1.0f;
        say(c, "in other countries");
    }
}

/* ---- Words and figures ------------------------------------------------------------------------------------------- */

/* Cosine of the weighted words; *bits: what the words in common tell. */
static float shared_words(const dm_telling *a, const dm_telling *b, float *bits)
{
    uint64_t both = 0, of_a = 0, of_b = 0;
    uint32_t i = 0, k = 0, common = 0;
    while (i < a->word_count && k < b->word_count) {
        if (a->words[i] == b->words[k]) {
            both += (uint64_t)a->weights[i] * b->weights[k];
            common += a->weights[i] < b->weights[k] ? a->weights[i] : b->weights[k];
            i++, k++;
        } else if (a->words[i] < b->words[k]) {
            i++;
        } else {
            k++;
        }
    }
    for (i = 0; i < a->word_count; i++)
        of_a += (uint64_t)a->weights[i] * a->weights[i];
    for (k = 0; k < b->word_count; k++)
        of_b += (uint64_t)b->weights[k] * b->weights[k];
    *bits = (float)common / 8;
    return of_a == 0 || of_b == 0 ? 0.0f : (float)((double)both / sqrt((double)of_a * (double)of_b));
}

static void compare_words(comparison *c)
{
    float bits, shared = shared_words(c->a, c->b, &bits);
    c->sum += shared * 1.9f + (bits > 60 ? 1.5f : bits * 0.025f) - (shared < 0.3f ? 0.3f : 0.0f);
    say(c, "words %.2f", (double)shared);
}

static void compare_figures(comparison *c)
{
    const dm_telling *a = c->a, *b = c->b;
    bool same = false, other = false;
    for (uint32_t i = 0; i < a->figure_count; i++)
        for (uint32_t k = 0; k < b->figure_count; k++) {
            if (a->figures[i].of != b->figures[k].of)
                continue;
            bool equal = !(a->figures[i].value < b->figures[k].value || a->figures[i].value > b->figures[k].value);
            same |= equal && a->figures[i].value > 1;
            other |= !equal;
        }
    if (same) {
        c->sum += 0.5f;
        say(c, "same figure");
    } else if (other) { /* the count of the dead grows from report to report */
        c->sum -= c->a->again || c->b->again ? 0.1f : c->a->first == c->b->first ? 0.7f : 2.8f;
        say(c, "another figure");
    }
}

void dm_tellings_compare(const dm_telling *a, const dm_telling *b, dm_likeness *out)
{
    memset(out, 0, sizeof *out);
    comparison c = {.a = a, .b = b, .why = out->why, .room = sizeof out->why};
    compare_types(&c);
    if (!c.clash)
        compare_days(&c);
    if (!c.clash)
        compare_places(&c);
    if (!c.clash)
        compare_actors(&c);
    if (!c.clash) {
        compare_words(&c);
        compare_figures(&c);
    }
    out->clash = c.clash;
    out->value = c.clash ? -9.0f : c.sum - NEEDED;
}
