/* Places: which words name one, and which place of that name is meant.
 *
 * First the names are found: the longest entry of the gazetteer over words with capitals, held against the tree (half of a
 * person's or an organisation's name is no place) and against what stands around it (a preposition of place, a container
 * as in "Alexandria, Virginia", the name recogniser).  Then all names of the document choose together: by the number of
 * people, by the countries and divisions that the document names otherwise, and by the container. */
#include "refer/gazetteer.h"

#include <math.h>

#define MOST_CHOICES 48
#define MOST_WORDS 8
#define MOST_CONTEXT 64  /* names of a document that speak for each other */
#define MOST_RIVALS 12   /* readings of another name that are asked */
#define LARGE 500000
#define SMALL 15000
#define BESIDE 0.45 /* degrees of latitude, 50 km */
#define CLOSE 1.45  /* 160 km */
#define METROPOLIS 5000000 /* meant before the province that is called so too */

typedef struct found {
    uint32_t first, last;     /* words */
    uint32_t choice, count;   /* in the list of choices */
    uint32_t container;       /* index of the found name that follows in apposition, or DM_NONE */
    uint32_t best;            /* chosen, relative to choice; DM_NONE */
    uint64_t key;
    bool sure;                /* something beside the gazetteer says that it is a place */
} found;

typedef struct finder {
    const dm_gazetteer *gazetteer;
    dm_arena *arena;
    const dm_tree *tree;
    const dm_word *words;
    const uint32_t *time_of;  /* by word: "March" in a date is no place */
    uint32_t *named;          /* by word: index of the recognised name + 1 */
    DM_VECTOR(found) found;
    DM_VECTOR(dm_site_choice) choices;
    uint32_t different[MOST_CONTEXT], different_count;  /* the first found names, runs of one name as one */
} finder;

static bool capital(const dm_word *word) { return (word->flags & DM_WORD_CAPITAL) != 0; }

/* ---- Finding names --------------------------------------------------------------------------------------- */

/* Whether the words from `first` are a name in the gazetteer; the longest one. */
static uint32_t longest_name(const finder *f, uint32_t first, uint32_t end, uint64_t *key, dm_site_choice *choices,
                             uint32_t *count)
{
    const dm_word *words = f->words;
    uint64_t word = dm_site_word(words[first].form.at, words[first].form.size);
    uint32_t longest = word == 0 ? 0 : dm_gazetteer_longest(f->gazetteer, word), best = 0, used = 0;
    uint64_t sum = 0;
    for (uint32_t i = first; i < end && used < longest && i - first < 2 * MOST_WORDS; i++) {
        word = dm_site_word(words[i].form.at, words[i].form.size);
        if (word == 0) {  /* a hyphen; a comma only inside "Washington, D.C." */
            if (i == first || !(words[i].form.at[0] == '-' || words[i].form.at[0] == ','))
                break;
            continue;
        }
        sum = dm_site_add(sum, word);
        used++;
        if (!capital(&words[i]))
            continue;
        dm_site_choice here[MOST_CHOICES];
        uint32_t n = dm_gazetteer_get(f->gazetteer, sum, here, MOST_CHOICES), kept = 0;
        bool stop = words[i].form.at[words[i].form.size - 1] == '.';
        for (uint32_t k = 0; k < n; k++)  /* names in other languages count for the largest cities and capitals only */
            if ((!here[k].wants_stop || stop) &&
                (!here[k].lesser || here[k].site->kind == DM_PLACE_CAPITAL || here[k].site->population >= LARGE))
                here[kept++] = here[k];
        if (kept == 0)
            continue;
        memcpy(choices, here, kept * sizeof *choices);
        best = i + 1;
        *count = kept;
        *key = sum;
    }
    return best;
}

static const dm_named *recognised(const finder *f, uint32_t word)
{
    return f->named == NULL || f->named[word] == 0 ? NULL : &f->tree->names[f->named[word] - 1];
}

static bool well_known(const dm_site *site)
{
    return site->kind == DM_PLACE_COUNTRY || site->kind == DM_PLACE_REGION || site->kind == DM_PLACE_CAPITAL ||
           (site->kind == DM_PLACE_DIVISION && site->population >= 1000000) || site->population >= 500000;
}

/* "CAIRO - ", "TOKYO (AP) -", "SAN FRANCISCO, Calif. -": capitals at the begin of a paragraph, then a dash or a bracket. */
static bool dateline(const finder *f, uint32_t first, uint32_t last)
{
    const dm_text *text = f->tree->text;
    if ((f->words[first].flags & DM_WORD_CAPITALS) == 0 || first != text->sentences[text->sentence_of[first]].first)
        return false;
    for (uint32_t i = last; i < text->word_count && i < last + 3; i++) {
        dm_slice form = f->words[i].form;
        if (dm_slice_is(form, "-") || dm_slice_is(form, "--") || dm_slice_is(form, "(") || dm_slice_is(form, "\xE2\x80\x94") ||
            dm_slice_is(form, "\xE2\x80\x93") || dm_slice_is(form, ":"))
            return true;
        if (i == last && !dm_slice_is(form, ","))
            return false;
    }
    return false;
}

/* Whether a recognised name goes on before or behind some words of it; "Orange County" and "Alexandria, Virginia" do not. */
static bool part_of_longer(const finder *f, const dm_named *name, uint32_t first, uint32_t last)
{
    if (first > name->first && capital(&f->words[first - 1]))
        return true;
    if (last >= name->last || !capital(&f->words[last]))
        return false;
    return last + 1 < name->last || !dm_gazetteer_word(f->gazetteer, f->words[last].key, 's');
}

/* "the Norhaven Police Department", "Orange County Commission": the town or county whose body it is. */
static bool of_public_body(const finder *f, uint32_t first, uint32_t last, const dm_site *site, bool known)
{
    const dm_named *name = recognised(f, first);
    if (name == NULL || name->type != DM_NAME_ORG || name->first != first || last >= name->last || f->words[first].form.size < 3)
        return false;
    bool county = last > first + 1 && dm_gazetteer_word(f->gazetteer, f->words[last - 1].key, 's') && site->kind == DM_PLACE_DIVISION;
    return county || (known && dm_gazetteer_word(f->gazetteer, f->words[last].key, 'b'));
}

/* Whether the words [first, last) stand as a place in their sentence; *sure when more than the gazetteer says so. */
static bool stands_as_place(const finder *f, uint32_t first, uint32_t last, const dm_site_choice *choices, uint32_t count,
                            uint64_t key, bool *sure)
{
    const dm_word *words = f->words;
    const dm_token *tokens = f->tree->tokens;
    const dm_sentence *sentence = &f->tree->text->sentences[f->tree->text->sentence_of[first]];
    bool before = first > sentence->first, after = last < sentence->last;
    bool known = false, country = false;
    for (uint32_t i = 0; i < count; i++) {
        known |= choices[i].only || (!choices[i].lesser && well_known(choices[i].site));
        country |= choices[i].site->kind >= DM_PLACE_REGION || choices[i].site->kind == DM_PLACE_COUNTRY;
    }
    const dm_named *name = recognised(f, first);
    bool tags = f->tree->name_count != 0;  /* a document without any recognised name tells nothing */
    uint32_t head = first;
    for (uint32_t i = first; i < last; i++)  /* the word of the name that hangs outside */
        if (tokens[i].head == DM_NONE || tokens[i].head < first || tokens[i].head >= last)
            head = i;
    if (of_public_body(f, first, last, choices[0].site, known)) {
        *sure = true;
        return true;
    }
    /* Part of a longer name. */
    if (name != NULL && (name->first < first || name->last > last) && name->type != DM_NAME_LOC)
        return false;
    if (name != NULL && name->type == DM_NAME_PER)
        return false;
    uint8_t relation = tokens[head].relation;
    if (before && relation == DM_R_FLAT && tokens[head].head < first && capital(&words[tokens[head].head]) &&
        (tokens[tokens[head].head].upos == DM_PROPN) && !(name != NULL && name->type == DM_NAME_LOC))
        return false;  /* "Michael Jordan" */
    if (after && capital(&words[last]) && tokens[last].upos == DM_PROPN && (words[last - 1].flags & DM_WORD_SPACE) != 0) {
        bool title = dm_gazetteer_word(f->gazetteer, dm_site_word(words[last].form.at, words[last].form.size), 't');
        bool inner = tokens[last].head >= first && tokens[last].head < last && tokens[last].relation == DM_R_FLAT;
        if (inner && !title)
            return false;  /* "Paris Hilton" */
        bool compound = relation == DM_R_COMPOUND && tokens[head].head >= last && tokens[tokens[head].head].upos == DM_PROPN;
        if (compound && !title && !(country && name == NULL) && !(name != NULL && name->type == DM_NAME_LOC))
            return false;  /* "Washington Post" */
    }
    if (before && capital(&words[first - 1]) && tokens[first - 1].upos == DM_PROPN && (words[first - 1].flags & DM_WORD_SPACE) != 0 &&
        tokens[first - 1].relation == DM_R_COMPOUND && tokens[first - 1].head >= first && tokens[first - 1].head < last &&
        !country && !dm_gazetteer_word(f->gazetteer, words[first - 1].key, 't'))
        return false;  /* "Fort Jackson" where only Jackson is known */
    bool common = last == first + 1 && !country && (dm_gazetteer_word(f->gazetteer, key, 'n') || dm_gazetteer_word(f->gazetteer, key, 'o'));
    if (name != NULL && name->type == DM_NAME_LOC) {
        /* "Pleasant City", "Mound Street": a word of a longer name tells of a place only when it is a well-known one */
        if (part_of_longer(f, name, first, last) && !country && (common || !known))
            return false;
        if (common && before && (tokens[first - 1].upos == DM_DET || tokens[first - 1].xpos == DM_X_POS))
            return false;  /* "the North", "Norhaven People's Republic" */
        *sure = true;
        return true;
    }
    if (dateline(f, first, last)) {
        *sure = true;
        return true;
    }
    if (before && !country && tokens[first - 1].upos == DM_DET && tokens[first - 1].head >= first && tokens[first - 1].head < last)
        return false;  /* "the Act", "the Phoenix" */
    bool goes_on = after && capital(&words[last]) && (words[last - 1].flags & DM_WORD_SPACE) != 0 && words[last].form.size > 1 &&
                   !dm_gazetteer_word(f->gazetteer, words[last].key, 's') && (f->time_of == NULL || f->time_of[last] == DM_NONE);
    if (name == NULL && goes_on && !known && !country)
        return false;  /* "of King Olaf": half of a name that nothing is known of */
    bool place_before = before && dm_gazetteer_word(f->gazetteer, words[first - 1].key, 'p') && tokens[first - 1].upos == DM_ADP;
    if (country)
        return tokens[head].upos == DM_PROPN || tokens[head].upos == DM_NOUN || !tags;
    if (name != NULL && !known)  /* an organisation's name, and no large city */
        return false;
    if (place_before) {
        *sure = !common;
        return true;
    }
    return known && !common && tokens[head].upos == DM_PROPN;
}

/* "Orange County", "Khartoum State": the word that belongs to the name. */
static uint32_t with_suffix(const finder *f, uint32_t last, uint32_t end)
{
    if (last < end && capital(&f->words[last]) && dm_gazetteer_word(f->gazetteer, f->words[last].key, 's') &&
        (f->words[last - 1].flags & DM_WORD_SPACE) != 0)
        return last + 1;
    return last;
}

static void find_names(finder *f)
{
    const dm_text *text = f->tree->text;
    for (uint32_t s = 0; s < text->sentence_count; s++) {
        uint32_t end = text->sentences[s].last;
        for (uint32_t i = text->sentences[s].first; i < end; i++) {
            dm_site_choice choices[MOST_CHOICES];
            uint32_t count = 0;
            uint64_t key = 0;
            bool sure = false;
            if (!capital(&f->words[i]) || (f->words[i].flags & DM_WORD_JOINED) != 0 ||
                (f->time_of != NULL && f->time_of[i] != DM_NONE))
                continue;
            uint32_t last = longest_name(f, i, end, &key, choices, &count);
            if (last == 0 || count == 0)
                continue;
            if (last == i + 1 && f->words[i].form.size <= 3 && (f->words[i].flags & DM_WORD_CAPITALS) == 0 &&
                memchr(f->words[i].form.at, '.', f->words[i].form.size) == NULL && choices[0].lesser)
                continue;
            /* "US" is a country, "us" in a headline of capitals or at a sentence start is not: two letters want both capital */
            if (last == i + 1 && f->words[i].form.size == 2 && (f->words[i].flags & DM_WORD_CAPITALS) == 0)
                continue;
            if (!stands_as_place(f, i, last, choices, count, key, &sure)) {
                const dm_named *name = recognised(f, i);
                if (name != NULL && name->last > last)
                    last = name->last;
                i = last - 1;
                continue;
            }
            found *one = DM_PUSH(f->arena, &f->found);
            if (one == NULL)
                return;
            *one = (found){i, last, f->choices.count, count, DM_NONE, DM_NONE, key, sure};
            for (uint32_t k = 0; k < count; k++) {
                dm_site_choice *choice = DM_PUSH(f->arena, &f->choices);
                if (choice == NULL)
                    return;
                *choice = choices[k];
            }
            i = last - 1;
        }
    }
}

/* ---- Choosing -------------------------------------------------------------------------------------------- */

static bool same_country(const dm_site *a, const dm_site *b)
{
    return a->country[0] != 0 && memcmp(a->country, b->country, 3) == 0;
}

/* Whether a place lies in a container: a country of its own, or a division by GeoNames id or by name. */
static bool lies_in(const finder *f, const dm_site *site, const dm_site_choice *container)
{
    dm_slice name;
    const dm_site *division = dm_gazetteer_division(f->gazetteer, site, &name);
    if (container->site->kind == DM_PLACE_COUNTRY)
        return same_country(site, container->site);
    if (container->site->kind != DM_PLACE_DIVISION && container->site->kind != DM_PLACE_REGION)
        return false;
    return division != NULL && ((division->geonames != 0 && division->geonames == container->site->geonames) ||
                                (same_country(site, container->site) && dm_slice_equal(name, container->name)));
}

/* "Alexandria, Virginia": name, comma, container. */
static void link_containers(finder *f)
{
    for (uint32_t i = 0; i + 1 < f->found.count; i++) {
        found *one = &f->found.at[i], *next = &f->found.at[i + 1];
        if (next->first != one->last + 1 || f->words[one->last].form.size != 1 || f->words[one->last].form.at[0] != ',')
            continue;
        for (uint32_t k = 0; k < one->count; k++)
            for (uint32_t c = 0; c < next->count; c++)
                if (lies_in(f, f->choices.at[one->choice + k].site, &f->choices.at[next->choice + c])) {
                    one->container = i + 1;
                    one->sure = next->sure = true;
                }
    }
}

static double prior(const dm_site_choice *choice)
{
    const dm_site *site = choice->site;
    double people = log10((double)site->population + 1000) + (choice->own ? 0.7 : 0);
    switch (site->kind) {
    case DM_PLACE_COUNTRY: return 8.8 + people / 10;
    case DM_PLACE_REGION: return 8.5 + people / 10;
    case DM_PLACE_CAPITAL: return people + 2.0 - (choice->lesser ? 1.5 : 0);
    case DM_PLACE_DIVISION: return people + (site->population >= 1000000 ? 0.6 : -1.0);
    default: return people + (site->population >= METROPOLIS ? 1.3 : 0) - (choice->lesser ? 1.5 : 0);
    }
}

/* What two places of a text add to each other, in powers of ten of people; measured on LGL. */
static const double holds = 2.0, holds_from_afar = 0.5, beside = 1.8, close = 1.2, same_division = 0.8, same_land = 0.1;
static const double most_context = 6.0, rival = 0.6;

/* How far two places speak for each other when one text names both. */
static double neighbourhood(const finder *f, const dm_site_choice *one, const dm_site_choice *other)
{
    const dm_site *a = one->site, *b = other->site;
    bool wide = a->kind >= DM_PLACE_REGION || b->kind >= DM_PLACE_REGION;
    if (lies_in(f, a, other) || lies_in(f, b, one))
        return wide ? holds_from_afar : holds;
    if (wide)
        return 0;
    double east = fabs((double)a->lon - (double)b->lon), north = (double)a->lat - (double)b->lat;
    east = (east > 180 ? 360 - east : east) * cos((double)a->lat * 0.01745329);
    double squared = north * north + east * east; /* degrees of 111 km */
    bool towns = a->kind != DM_PLACE_DIVISION || b->kind != DM_PLACE_DIVISION;
    if (squared < BESIDE * BESIDE && towns)
        return beside;
    if (squared < CLOSE * CLOSE && towns)
        return close;
    if (a->division != UINT16_MAX && a->division == b->division && same_country(a, b))
        return same_division;
    return same_country(a, b) ? same_land : 0;
}

/* What speaks for a choice: people, container, and what else the document names. */
static double support(const finder *f, uint32_t which, const dm_site_choice *choice)
{
    const found *one = &f->found.at[which];
    double sum = prior(choice);
    if (one->container != DM_NONE) {
        const found *container = &f->found.at[one->container];
        bool inside = false;
        for (uint32_t c = 0; c < container->count; c++)
            inside |= lies_in(f, choice->site, &f->choices.at[container->choice + c]);
        sum += inside ? 20 : 0;
    }
    double context = 0;
    for (uint32_t n = 0; n < f->different_count; n++) {
        const found *other = &f->found.at[f->different[n]];
        if (other->key == one->key || other->best == DM_NONE)
            continue;
        double best = neighbourhood(f, choice, &f->choices.at[other->choice + other->best]);
        for (uint32_t k = 0; k < other->count && k < MOST_RIVALS && other->container == DM_NONE; k++) {
            double value = rival * neighbourhood(f, choice, &f->choices.at[other->choice + k]);
            best = value > best ? value : best;
        }
        context += best;
    }
    return sum + (context > most_context ? most_context : context);
}

static void choose(finder *f)
{
    for (uint32_t i = 0; i < f->found.count && f->different_count < MOST_CONTEXT; i++) {
        uint32_t k = 0;
        while (k < f->different_count && f->found.at[f->different[k]].key != f->found.at[i].key)
            k++;
        if (k == f->different_count)
            f->different[f->different_count++] = i;
        else if (f->found.at[i].container != DM_NONE && f->found.at[f->different[k]].container == DM_NONE)
            f->different[k] = i; /* the mention that says most */
    }
    for (int round = 0; round < 3; round++)
        for (uint32_t i = 0; i < f->found.count; i++) {
            found *one = &f->found.at[i];
            double best = -1e9;
            uint32_t chosen = 0;
            for (uint32_t k = 0; k < one->count; k++) {
                const dm_site_choice *choice = &f->choices.at[one->choice + k];
                double value = round == 0 ? prior(choice) : support(f, i, choice);
                if (value > best) {
                    best = value;
                    chosen = k;
                }
            }
            one->best = chosen;
        }
    /* One name, one place: the mention with a container decides for the others. */
    dm_map first;
    dm_map_init(&first);
    for (uint32_t i = 0; i < f->found.count; i++)
        if (f->found.at[i].container != DM_NONE && !dm_map_set(&first, f->found.at[i].key, i))
            f->arena->failed = true;
    for (uint32_t i = 0; i < f->found.count; i++) {
        uint32_t at = f->found.at[i].container == DM_NONE ? dm_map_get(&first, f->found.at[i].key) : DM_NONE;
        if (at != DM_NONE && f->found.at[at].count == f->found.at[i].count)
            f->found.at[i].best = f->found.at[at].best;
    }
    dm_map_free(&first);
}

/* A small town of a country that nothing else in the text belongs to, while other places are named: somewhere else, that the
 * gazetteer lacks, is called so too.  One called by an ordinary word must have its state or a neighbour named. */
static bool out_of_place(const finder *f, const found *one)
{
    const dm_site_choice *choice = &f->choices.at[one->choice + one->best];
    bool others = false, ordinary = dm_gazetteer_word(f->gazetteer, one->key, 'o') || dm_gazetteer_word(f->gazetteer, one->key, 'n');
    if (choice->site->kind != DM_PLACE_CITY || choice->site->population >= SMALL || choice->own || one->container != DM_NONE)
        return false;
    for (uint32_t n = 0; n < f->different_count; n++) {
        const found *other = &f->found.at[f->different[n]];
        if (other->key == one->key)
            continue;
        const dm_site_choice *theirs = &f->choices.at[other->choice + other->best];
        if (ordinary ? neighbourhood(f, choice, theirs) >= beside && theirs->site->kind != DM_PLACE_COUNTRY : same_country(choice->site, theirs->site))
            return false;
        others = true;
    }
    return others || ordinary;
}

/* ---- The list -------------------------------------------------------------------------------------------- */

dm_status dm_places_find(const dm_gazetteer *gazetteer, dm_arena *arena, const dm_document *document, const dm_tree *tree,
                         dm_references *out)
{
    (void)document;
    const dm_text *text = tree->text;
    finder f = {.gazetteer = gazetteer, .arena = arena, .tree = tree, .words = text->words, .time_of = out->time_of};
    out->place_of = dm_arena_alloc(arena, text->word_count * sizeof *out->place_of);
    if (tree->name_count != 0)
        f.named = dm_arena_zero(arena, text->word_count, sizeof *f.named);
    if (arena->failed)
        return DM_NO_MEMORY;
    memset(out->place_of, 0xFF, text->word_count * sizeof *out->place_of);
    for (uint32_t i = 0; i < tree->name_count; i++)
        for (uint32_t w = tree->names[i].first; w < tree->names[i].last; w++)
            f.named[w] = i + 1;
    find_names(&f);
    link_containers(&f);
    choose(&f);
    dm_place *places = dm_arena_zero(arena, f.found.count, sizeof *places);
    if (arena->failed)
        return DM_NO_MEMORY;
    uint32_t count = 0;
    for (uint32_t i = 0; i < f.found.count; i++) {
        const found *one = &f.found.at[i];
        const dm_site_choice *choice = &f.choices.at[one->choice + one->best];
        const dm_site *site = choice->site;
        if (out_of_place(&f, one))
            continue;
        dm_place *place = &places[count];
        uint32_t last = site->kind == DM_PLACE_COUNTRY ? one->last : with_suffix(&f, one->last, text->sentences[text->sentence_of[one->first]].last);
        snprintf(place->id, sizeof place->id, "p%u", count + 1);
        place->first = one->first;
        place->last = last;
        place->span = (dm_span){text->words[one->first].span.start, text->words[last - 1].span.end};
        place->name = choice->name;
        place->lat = (double)site->lat;
        place->lon = (double)site->lon;
        place->geonames = site->geonames;
        memcpy(place->country, site->country, 3);
        dm_gazetteer_division(gazetteer, site, &place->admin1);
        for (uint32_t w = one->first; w < last; w++)
            out->place_of[w] = count;
        count++;
    }
    out->places = places;
    out->place_count = count;
    return arena->failed ? DM_NO_MEMORY : DM_OK;
}
