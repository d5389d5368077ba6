/* Figures: how many people and things, how much money, how far.  Every number that counts something, with the words
 * that say how exact it is; numbers inside times, names and references to texts are none. */
#include "refer/figures.h"

#include <math.h>

typedef struct {
    dm_time_reading r;
    const dm_figure_words *known;
    const uint32_t *time_of;
    uint32_t first; /* of the sentence in work */
} finder;

static bool form(const finder *f, uint32_t word, const char *text)
{
    return word < f->r.end && dm_slice_is(f->r.words[word].form, text);
}
static dm_figure_word known(const finder *f, uint32_t word)
{
    dm_figure_word found = {0};
    if (word >= f->r.end)
        return found;
    uint32_t place = dm_map_get(&f->known->words, f->r.words[word].key);
    return place == DM_NONE ? found : f->known->entries[place];
}
static dm_figure_word known_lemma(const finder *f, uint32_t word)
{
    dm_figure_word found = {0};
    uint32_t place = dm_map_get(&f->known->words, f->r.tree->tokens[word].lemma_key);
    return place == DM_NONE ? found : f->known->entries[place];
}
static bool has(const finder *f, uint32_t word, dm_figure_class class)
{
    return word < f->r.end && ((known(f, word).classes | known_lemma(f, word).classes) >> class & 1);
}
static bool is_noun(const finder *f, uint32_t word)
{
    uint8_t upos = f->r.tree->tokens[word].upos;
    return upos == DM_NOUN || upos == DM_PROPN;
}

/* The bound that ends before `word`: its first word, or `word`. */
static uint32_t bound_before(const finder *f, uint32_t word, dm_figure_bound *bound)
{
    *bound = DM_F_EXACT;
    for (uint32_t size = 3; size >= 1; size--) {
        if (word < f->first + size)
            continue;
        uint32_t state = 0;
        for (uint32_t at = word - size; at < word && state != DM_NONE; at++)
            state = dm_phrases_step(&f->known->bounds, state, f->r.words[at].key);
        uint32_t link = state == DM_NONE ? DM_NONE : dm_phrases_end(&f->known->bounds, state);
        if (link == DM_NONE)
            continue;
        *bound = (dm_figure_bound)f->known->bounds.links[link].value;
        return word - size;
    }
    return word;
}

static void set_bound(dm_figure *figure, dm_figure_bound bound)
{
    switch (bound) {
    case DM_F_LEAST:
        figure->low = figure->value, figure->high = INFINITY;
        break;
    case DM_F_MOST:
        figure->low = -INFINITY, figure->high = figure->value;
        break;
    case DM_F_NEAR:
        figure->low = figure->value * 0.9, figure->high = figure->value * 1.1;
        break;
    case DM_F_UNDER:
        figure->low = figure->value * 0.9, figure->high = figure->value;
        break;
    case DM_F_EXACT:
        break;
    }
}

/* Where the counted noun phrase that begins at `at` ends: its head and the word behind it; false when none begins. */
static bool counted_noun(const finder *f, uint32_t number, uint32_t at, uint32_t *head, uint32_t *last)
{
    const dm_token *tokens = f->r.tree->tokens;
    uint32_t top = tokens[number].head;
    if (tokens[number].relation == DM_R_NUMMOD && top != DM_NONE && top >= at && top < at + 7 && top < f->r.end &&
        is_noun(f, top)) {
        *head = top, *last = top + 1;
        return true;
    }
    uint32_t end = at, noun = DM_NONE;
    for (; end < f->r.end && end < at + 7; end++) {
        uint8_t upos = tokens[end].upos;
        if (upos == DM_NOUN || upos == DM_PROPN)
            noun = end;
        else if (noun != DM_NONE || (upos != DM_ADJ && upos != DM_DET && !form(f, end, "-") && upos != DM_ADV &&
                                     !(upos == DM_PRON && tokens[end].relation == DM_R_NMOD_POSS)))
            break;
        if (upos == DM_ADV && end > at && noun == DM_NONE && tokens[end].head != DM_NONE && tokens[end].head < at)
            break;
    }
    if (noun == DM_NONE)
        return false;
    *head = noun, *last = noun + 1;
    return true;
}

/* A verb or adjective of harm that the number stands with: "killed 12", "20 were injured", "12 dead", "the toll rose to
 * 45".  `start` and `behind`: the first word of the number with its bound, and the word behind it. */
static bool with_harm(const finder *f, uint32_t start, uint32_t number, uint32_t behind)
{
    const dm_token *token = &f->r.tree->tokens[number];
    if (start > f->first && has(f, start - 1, DM_F_HARM) && f->r.tree->tokens[start - 1].upos == DM_VERB &&
        !(behind < f->r.end && is_noun(f, behind)))
        return true;
    if (behind < f->r.end && has(f, behind, DM_F_HARM))
        return true;
    /* "twenty more, among them two children, were injured" */
    uint32_t verb = behind;
    if (verb > number + 1 && form(f, verb, ","))
        for (uint32_t at = verb + 1; at < f->r.end && at < verb + 14; at++)
            if (form(f, at, ",")) {
                verb = at + 1;
                break;
            }
    if ((form(f, verb, "were") || form(f, verb, "was") || form(f, verb, "are")) && has(f, verb + 1, DM_F_HARM))
        return true;
    for (uint32_t back = 1; back <= 6 && start >= f->first + back; back++)
        if (form(f, start - back, "toll") && back > 1)
            return behind >= f->r.end || (f->r.words[behind].flags & DM_WORD_PUNCT) != 0 || form(f, behind, "and") ||
                   form(f, behind, "after") || form(f, behind, "as");
    if (token->head != DM_NONE && (token->head == number + 1 || token->head + 1 == number) &&
        (form(f, token->head, "more") || form(f, token->head, "others")))
        token = &f->r.tree->tokens[token->head]; /* "twenty more, among them two children, were injured" */
    return token->head != DM_NONE && token->head < f->r.end && token->head >= f->first &&
           has(f, token->head, DM_F_HARM) &&
           (token->relation == DM_R_NSUBJ || token->relation == DM_R_NSUBJ_PASS || token->relation == DM_R_OBJ);
}

static bool in_name(const finder *f, uint32_t word)
{
    const dm_token *token = &f->r.tree->tokens[word];
    const dm_word *w = &f->r.words[word];
    if (token->name != DM_NO_NAME && !token->name_begins)
        return true;
    if ((w->flags & DM_WORD_CAPITAL) && !(w->flags & DM_WORD_FIRST) && !(w->flags & DM_WORD_DIGIT))
        return true;
    if (word == f->first)
        return false;
    /* a number behind a noun that it names: "Boeing 737", "Resolution 2334", "Route 4" */
    if (dm_time_is(&f->r, word - 1, DM_C_NOYEAR) && !form(f, word - 1, "no"))
        return true;
    return token->head != DM_NONE && token->head + 1 == word && f->r.tree->tokens[word - 1].upos == DM_PROPN &&
           token->relation != DM_R_OBJ && token->relation != DM_R_NSUBJ;
}

/* The figure that begins at `first`; false when there is none.  *last is the word behind it. */
static bool figure_at(const finder *f, dm_arena *arena, uint32_t first, dm_figure *out, uint32_t *start, uint32_t *last)
{
    const dm_time_reading *r = &f->r;
    dm_number number, second;
    if (!dm_number_read(r, first, &number) || in_name(f, first))
        return false;
    bool behind_hyphen = first > f->first && dm_time_is(r, first - 1, DM_C_HYPHEN);
    if (behind_hyphen && !(r->words[first - 1].flags & DM_WORD_SPACE))
        return false; /* "Covid-19 rules" */
    *out = (dm_figure){.value = number.value, .low = number.low, .high = number.high};
    dm_figure_bound bound;
    uint32_t from = first, at = number.last;
    bool money = false;
    if (first > f->first && known(f, first - 1).classes >> DM_F_SIGN & 1) {
        out->unit = dm_arena_copy(arena, dm_slice_of(known(f, first - 1).unit));
        from = first - 1;
        money = true;
    }
    uint32_t bounded = bound_before(f, from, &bound);
    bool between =
        from > f->first && (form(f, from - 1, "between") || form(f, from - 1, "Between") || form(f, from - 1, "from"));
    /* "between 30 and 40", "30 to 40", "30 - 40" */
    bool dash = dm_time_is(r, at, DM_C_HYPHEN), joins = dash || form(f, at, "to") || (between && form(f, at, "and"));
    if (joins) {
        uint32_t next = at + 1 + (known(f, at + 1).classes >> DM_F_SIGN & 1);
        if (dm_number_read(r, next, &second) && !second.small_article && f->time_of[next] == DM_NONE &&
            second.value > number.value * 0.999) {
            /* "two to three million" */
            double scale = 1;
            if (second.value >= 1000 && number.value < 1000 && second.last > next + 1)
                scale = second.value >= 1e9 ? 1e9 : second.value >= 1e6 ? 1e6 : 1e3;
            out->low = number.low * scale, out->high = second.high;
            out->value = (out->low + out->high) / 2;
            at = second.last;
            if (between && !form(f, from - 1, "from"))
                bounded = from - 1;
            bound = DM_F_EXACT;
        } else if (dash) {
            return false; /* "two-state solution", "3-2" */
        }
    }
    if (bound != DM_F_EXACT)
        set_bound(out, bound);
    *start = bounded;
    while (*start > f->first &&
           (dm_time_is(r, *start - 1, DM_C_THE) || form(f, *start - 1, "all") || form(f, *start - 1, "All")) &&
           f->time_of[*start - 1] == DM_NONE)
        --*start;
    *last = at;
    if (money)
        return true;
    if (form(f, at, "per") && form(f, at + 1, "cent")) {
        out->unit = DM_SLICE("%");
        *last = at + 2;
    } else if (known(f, at).classes >> DM_F_UNIT & 1) {
        dm_slice name = r->words[at].form;
        out->unit = dm_arena_copy(arena, dm_slice_of(known(f, at).unit));
        *last = at + 1;
        /* things that are counted and measured at once: "5.7 million barrels" */
        if (dm_slice_is(out->unit, "bbl"))
            out->of = dm_arena_copy(arena, name), out->unit = (dm_slice){NULL, 0};
    } else if (form(f, at, "US") && known(f, at + 1).classes >> DM_F_UNIT & 1) {
        out->unit = dm_arena_copy(arena, dm_slice_of(known(f, at + 1).unit));
        *last = at + 2;
    }
    if (out->unit.at != NULL || out->of.at != NULL) {
        if (dm_slice_is(out->unit, "%") && form(f, *last, "of")) {
            uint32_t head, end;
            if (counted_noun(f, *last, *last + 1, &head, &end)) {
                uint32_t begin = *last + 1;
                while (begin < end && (r->tree->tokens[begin].upos == DM_DET))
                    begin++;
                out->of = dm_arena_copy(arena, (dm_slice){r->tree->text->text.at + r->words[begin].span.start,
                                                          r->words[end - 1].span.end - r->words[begin].span.start});
            }
        }
        return true;
    }
    bool fraction = number.value < 1;
    uint32_t of = at + form(f, at, "of"), head, end;
    if (fraction && of == at && !form(f, at, "the"))
        return false;
    while (of < r->end &&
           (r->tree->tokens[of].upos == DM_DET || form(f, of, "other") || form(f, of, "more") ||
            form(f, of, "additional") || form(f, of, "further") || form(f, of, "its") || form(f, of, "their")))
        of++;
    uint32_t head_word = number.last - 1; /* which of its words carries the number in the tree */
    for (uint32_t w = first; w < number.last; w++)
        if (r->tree->tokens[w].relation == DM_R_NUMMOD && r->tree->tokens[w].head >= of)
            head_word = w;
    bool noun = of < r->end && counted_noun(f, head_word, of, &head, &end);
    if (noun && f->time_of[head] != DM_NONE)
        noun = false;
    if (noun) {
        for (uint32_t w = at; w < end; w++)
            if (f->time_of[w] != DM_NONE || form(f, w, ","))
                noun = false;
    }
    if (!noun) {
        if (number.value < 2 || fraction)
            return false;
        uint32_t behind = at + (form(f, at, "more") || form(f, at, "others"));
        if (!with_harm(f, bounded, head_word, behind))
            return false;
        *last = behind;
        return true;
    }
    if (number.value == 1 && bound == DM_F_EXACT &&
        !(has(f, head, DM_F_SINGLE) && at == first + 1 && !form(f, at, "of")))
        return false;
    for (uint32_t w = at; w < end; w++)
        if (r->tree->tokens[w].upos == DM_CCONJ)
            return false;
    /* two or more of a singular: "a category 2 hurricane", "the 737 Max" */
    uint8_t tag = r->tree->tokens[head].xpos;
    if (number.value >= 2 && (tag == DM_X_NN || tag == DM_X_NNP) && !has(f, head, DM_F_MASS))
        return false;
    if (has(f, head, DM_F_NEVER) && number.value < 100)
        return false;
    if (fraction && r->tree->tokens[head].upos == DM_PROPN)
        return false;
    /* "several people" counts, "a few blocks" hardly */
    if (number.vague && number.value < 10 && !has(f, head, DM_F_SINGLE) && !form(f, head, "people"))
        return false;
    if (dm_time_is(r, head, DM_C_UNIT) || dm_time_is(r, head, DM_C_UNITS))
        return false;
    out->of = dm_arena_copy(arena, (dm_slice){r->tree->text->text.at + r->words[of].span.start,
                                              r->words[end - 1].span.end - r->words[of].span.start});
    *last = end;
    return true;
}

dm_status dm_figures_find(const dm_time_rules *rules, dm_arena *arena, const dm_document *document, const dm_tree *tree,
                          dm_references *out)
{
    (void)document;
    const dm_text *text = tree->text;
    finder f = {.r = {.rules = rules, .tree = tree, .words = text->words, .count = text->word_count},
                .known = rules->figures,
                .time_of = out->time_of};
    DM_VECTOR(dm_figure) figures = {NULL, 0, 0};
    out->figure_of = dm_arena_alloc(arena, text->word_count * sizeof *out->figure_of);
    if (out->figure_of == NULL || !dm_time_kinds(&f.r, arena))
        return DM_NO_MEMORY;
    memset(out->figure_of, 0xFF, text->word_count * sizeof *out->figure_of);
    for (uint32_t s = 0; s < text->sentence_count; s++) {
        f.r.end = text->sentences[s].last;
        f.first = text->sentences[s].first;
        for (uint32_t i = f.first; i < f.r.end;) {
            dm_figure figure;
            uint32_t start, last;
            bool may = (text->words[i].flags & DM_WORD_DIGIT) || f.r.kinds[i].class != DM_C_NONE ||
                       text->words[i].form.size == 2 || dm_slice_is(text->words[i].form, "tens") ||
                       dm_slice_is(text->words[i].form, "Tens");
            if (!may || f.time_of[i] != DM_NONE || !figure_at(&f, arena, i, &figure, &start, &last)) {
                i++;
                continue;
            }
            while (start < i && out->figure_of[start] != DM_NONE)
                start++;
            snprintf(figure.id, sizeof figure.id, "f%u", figures.count + 1);
            figure.span = (dm_span){text->words[start].span.start, text->words[last - 1].span.end};
            for (uint32_t w = start; w < last; w++)
                out->figure_of[w] = figures.count;
            dm_figure *kept = DM_PUSH(arena, &figures);
            if (kept == NULL)
                return DM_NO_MEMORY;
            *kept = figure;
            i = last;
        }
    }
    out->figures = figures.at;
    out->figure_count = figures.count;
    return arena->failed ? DM_NO_MEMORY : DM_OK;
}
