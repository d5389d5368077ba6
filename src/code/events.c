/* Events of a document: every sentence is scanned once over the lemma keys of its words; only words that trigger a frame
 * look at the tree.  Then what was found is written down with its evidence, and what told nothing gets a reason. */
#include "code/certainty.h"
#include "code/discourse.h"

#define CHILDREN(c, word, k) for (uint32_t k = (c)->tokens[word].child; k != DM_NONE; k = (c)->tokens[k].next)

bool dm_coding_begin(dm_coding *c, const dm_frames *frames, const dm_record *record, dm_arena *arena)
{
    *c = (dm_coding){.frames = frames, .record = record, .tokens = record->tree.tokens, .words = record->text.words,
                     .refers = &record->refers, .known = &record->refers, .arena = arena};
    c->match_of = dm_arena_alloc(arena, (record->text.word_count + 1) * sizeof *c->match_of);
    if (!c->match_of) return false;
    for (uint32_t i = 0; i < record->text.word_count; i++) c->match_of[i] = DM_UNSEEN;
    c->tone = dm_arena_zero(arena, record->text.sentence_count + 1, 1);
    c->named = dm_arena_zero(arena, record->refers.entity_count + 1, 1);
    if (!c->tone || !c->named) return false;
    return true;
}

/* ---- Sentences that are not political news ------------------------------------------------------------------ */

/* Number of the reason to discard a sentence, or DM_NONE.  Some phrases suffice alone, weak ones must be two. */
static uint32_t discarded(const dm_coding *c, uint32_t number)
{
    const dm_sentence *sentence = &c->record->text.sentences[number];
    uint8_t weak[32] = {0};
    uint32_t counted[32];   /* the word that a reason was last counted for: one word counts once */
    memset(counted, 0xff, sizeof counted);
    const dm_phrases *phrases = &c->frames->discards;
    for (uint32_t w = sentence->first; w < sentence->last; w++)
        for (int form = 0; form < 2; form++) {   /* lemmas, then the words as written */
            uint32_t state = 0;
            if (form && c->words[w].key == c->tokens[w].lemma_key) break;
            for (uint32_t at = w; at < sentence->last; at++) {
                uint32_t next = dm_phrases_step(phrases, state, form || at > w ? c->words[at].key : c->tokens[at].lemma_key);
                if (next == DM_NONE && !form) next = dm_phrases_step(phrases, state, c->tokens[at].lemma_key);
                if (next == DM_NONE) break;
                state = next;
                for (uint32_t link = dm_phrases_end(phrases, state); link != DM_NONE; link = phrases->links[link].next) {
                    const dm_discard *line = &c->frames->discard_lines.at[phrases->links[link].value];
                    if (line->weak && counted[line->reason] == w) continue;
                    if (c->notes) {
                        dm_discarded *note = DM_PUSH(c->arena, &c->notes->discarded);
                        if (note) *note = (dm_discarded){number, w, at + 1, line->by};
                    }
                    if (!line->weak) return line->reason;
                    counted[line->reason] = w;
                    if (++weak[line->reason] == 2) return line->reason;
                }
            }
        }
    return DM_NONE;
}

/* ---- Writing events down --------------------------------------------------------------------------------------- */

typedef struct writer {
    dm_coding c;
    dm_record *record;
    DM_VECTOR(dm_event) events;
    DM_VECTOR(uint32_t) of_match;     /* by event: its match */
    DM_VECTOR(dm_silent) silent;
} writer;

static dm_list list_of(dm_arena *arena, const uint32_t *at, uint32_t count)
{
    if (!count) return (dm_list){NULL, 0};
    uint32_t *copy = dm_arena_alloc(arena, count * sizeof *copy);
    if (!copy) return (dm_list){NULL, 0};
    memcpy(copy, at, count * sizeof *copy);
    return (dm_list){copy, count};
}

static float goldstein_of(const dm_frames *frames, const char *cameo)
{
    for (size_t size = strlen(cameo); size >= 2; size--) {
        uint32_t value = dm_map_get(&frames->goldstein, dm_hash(cameo, size));
        if (value != DM_NONE) return (float)((int)value - 1000) / 10.0f;
    }
    return 0;
}

static dm_span span_of_party(const dm_coding *c, const dm_party *party)
{
    if (!party->count) return (dm_span){0, 0};
    uint32_t word = party->words[0];
    uint32_t mention = c->refers->mention_at_head ? c->refers->mention_at_head[word] : DM_NONE;
    if (mention == DM_NONE) return c->words[word].span;
    const dm_mention *m = &c->refers->mentions[mention];   /* without what its span says behind the noun */
    return (dm_span){m->span.start, c->words[m->last - 1].span.end};
}

/* Statements whose content holds the trigger, innermost first. */
static dm_list statements_over(writer *w, uint32_t sentence, dm_span trigger)
{
    uint32_t found[16], count = dm_statements_over(w->record, sentence, trigger, found, DM_COUNT(found));
    return list_of(&w->record->arena, found, count);
}

/* Figures on the sides and objects of the trigger: "killed 20 people", "arrested dozens". */
static dm_list figures_at(writer *w, const dm_match *m)
{
    const dm_references *refers = w->c.refers;
    uint32_t found[8], count = 0;
    if (!refers->figure_of) return (dm_list){NULL, 0};
    uint32_t centres[2] = {m->word, m->governor};
    for (size_t i = 0; i < 2; i++) {
        if (centres[i] == DM_NONE) continue;
        CHILDREN(&w->c, centres[i], k) {
            uint8_t relation = w->c.tokens[k].relation;
            uint32_t harm = relation == DM_R_ADVCL ? k : DM_NONE;   /* "attacked the town, killing five", hung on the verb or on the town */
            if (relation == DM_R_OBJ)
                CHILDREN(&w->c, k, j)
                    if (w->c.tokens[j].relation == DM_R_ACL && w->c.tokens[j].xpos == DM_X_VBG && dm_in_class(&w->c, "harm", j)) harm = j;
            if (harm != DM_NONE && dm_in_class(&w->c, "harm", harm)) {
                uint32_t harmed = dm_tree_find(&w->c.record->tree, harm, DM_R_OBJ);
                if (harmed == DM_NONE) continue;
                CHILDREN(&w->c, harmed, j) {
                    bool counts = w->c.tokens[j].relation == DM_R_NUMMOD || w->c.tokens[j].relation == DM_R_AMOD;
                    uint32_t figure = counts ? refers->figure_of[j] : DM_NONE;
                    bool seen = figure == DM_NONE;
                    for (uint32_t s = 0; s < count && !seen; s++) seen = found[s] == figure;
                    if (!seen && count < DM_COUNT(found)) found[count++] = figure;
                }
                if (harm == k) continue;
            }
            if (relation == DM_R_CONJ || relation == DM_R_ADVCL || relation == DM_R_CCOMP || relation == DM_R_PARATAXIS || relation == DM_R_XCOMP)
                continue;
            uint32_t words[1 + DM_PARTY_MOST], size = 0;
            words[size++] = k;
            CHILDREN(&w->c, k, j)
                if ((w->c.tokens[j].relation == DM_R_NUMMOD || w->c.tokens[j].relation == DM_R_CONJ || w->c.tokens[j].relation == DM_R_AMOD) &&
                    size <= DM_PARTY_MOST)
                    words[size++] = j;
            for (uint32_t n = 0; n < size; n++) {
                uint32_t figure = refers->figure_of[words[n]];
                bool seen = figure == DM_NONE;
                for (uint32_t s = 0; s < count && !seen; s++) seen = found[s] == figure;
                if (!seen && count < DM_COUNT(found)) found[count++] = figure;
            }
        }
    }
    return list_of(&w->record->arena, found, count);
}

/* An event noted as far in the past: more than twenty years before the report. */
static bool long_ago(const dm_record *record, dm_slice date)
{
    dm_date day;
    if (!date.size || !record->document.date.year) return false;
    if (!dm_date_parse(date, &day)) return false;
    return day.year + 20 < record->document.date.year;
}

static dm_slice report_date(writer *w)
{
    dm_date day = w->record->document.date;
    if (!day.year) return (dm_slice){NULL, 0};
    if (!day.month) return dm_arena_print(&w->record->arena, "%04d", day.year);
    if (!day.day) return dm_arena_print(&w->record->arena, "%04d-%02d", day.year, day.month);
    return dm_arena_print(&w->record->arena, "%04d-%02d-%02d", day.year, day.month, day.day);
}

static void write_event(writer *w, uint32_t number, uint32_t sentence, const dm_party *sources, const dm_party *targets)
{
    const dm_coding *c = &w->c;
    const dm_match *m = &c->matches.at[number];
    dm_arena *arena = &w->record->arena;
    dm_event *e = DM_PUSH(arena, &w->events);
    uint32_t *of = DM_PUSH(arena, &w->of_match);
    if (!e || !of) return;
    *of = number;
    snprintf(e->id, sizeof e->id, "v%u", (unsigned)w->events.count);
    e->sources = list_of(arena, sources->entities, sources->count);
    e->targets = list_of(arena, targets->entities, targets->count);
    memcpy(e->cameo, m->cameo, sizeof e->cameo);
    e->plover = (dm_plover)m->plover;
    if (m->plover == m->frame->plover) e->mode = m->frame->mode;
    while (e->context_count < DM_COUNT(m->frame->contexts) && m->frame->contexts[e->context_count].size) e->context_count++;
    e->contexts = m->frame->contexts;
    if (e->context_count) {
        dm_slice *copy = dm_arena_zero(arena, e->context_count, sizeof *copy);
        if (copy) memcpy(copy, m->frame->contexts, e->context_count * sizeof *copy);
        e->contexts = copy;
    } else e->contexts = NULL;
    e->quad = dm_quad_of(e->plover);
    e->goldstein = goldstein_of(c->frames, e->cameo);
    e->status = m->negated ? DM_DENIED : (dm_event_status)m->status;
    e->date = dm_date_of(c, m);
    if (long_ago(w->record, e->date) && e->status == DM_ACTUAL) {
        e->status = DM_HISTORICAL;
        w->c.matches.at[number].status_from = DM_MOOD_DATE;
    }
    e->place = dm_place_told(c, m);
    uint32_t from = sources->event ? sources->event : targets->event;   /* sides of a meeting told before: there and then */
    if (from && from < w->events.count) {
        const dm_event *meeting = &w->events.at[from - 1];
        if (!e->date.size) e->date = meeting->date;
        if (e->place == DM_NONE) e->place = meeting->place;
    }
    if (!e->date.size) e->date = report_date(w);
    e->trigger = (dm_span){c->words[m->first].span.start, c->words[m->last - 1].span.end};
    e->source_span = span_of_party(c, sources);
    e->target_span = span_of_party(c, targets);
    e->sentence = sentence;
    e->on_word_of = statements_over(w, sentence, e->trigger);
    e->figures = figures_at(w, m);
    e->same_as = DM_NONE;
    e->by = m->filled ? dm_arena_print(arena, "%.*s, a side from the text around", (int)m->frame->by.size, m->frame->by.at) : m->frame->by;
    e->confidence = (float)m->confidence / 1000.0f * (m->filled ? 0.8f : 1.0f);
    if (!sources->count || !targets->count) e->confidence *= 0.8f;
}

/* ---- The same event again ---------------------------------------------------------------------------------------- */

/* The date that an event's own words give; events without one may be told again with it. */
static bool dates_agree(const dm_record *record, dm_slice a, dm_slice b)
{
    if (dm_slice_equal(a, b) || !a.size || !b.size) return true;
    dm_date day = record->document.date;
    char report[16];
    snprintf(report, sizeof report, "%04d-%02d-%02d", day.year, day.month, day.day);
    return dm_slice_is(a, report) || dm_slice_is(b, report);
}

/* The event before number `before` that this one tells again, or DM_NONE. */
static uint32_t told_before(writer *w, uint32_t before, const dm_match *m, dm_list sources, dm_list targets, dm_slice date)
{
    bool bare = dm_definite(&w->c, m);
    uint32_t alike = DM_NONE;   /* with sides that agree where both are known; the same sides are better */
    for (uint32_t i = before; i-- > 0 && before - i <= DM_LOOK_BACK;) {
        const dm_event *e = &w->events.at[i];
        if (e->plover != (dm_plover)m->plover || e->status == DM_CALLED_FOR || e->status == DM_PLANNED) continue;
        if (!dm_sides_agree(&w->c, sources, e->sources) || !dm_sides_agree(&w->c, targets, e->targets)) continue;
        if (!dates_agree(w->record, date, e->date)) continue;
        bool sides = sources.count && targets.count && e->sources.count && e->targets.count && sources.at[0] == e->sources.at[0] &&
                     targets.at[0] == e->targets.at[0] && strncmp(m->cameo, e->cameo, 2) == 0;
        if (sides) return e->same_as == DM_NONE ? i : e->same_as;
        if (bare && alike == DM_NONE) alike = e->same_as == DM_NONE ? i : e->same_as;
    }
    return alike;
}

static void drop_bare_countries(const dm_coding *c, dm_party *party)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < party->count; i++) {
        const dm_entity *e = &c->refers->entities[party->entities[i]];
        bool beside = false;
        bool bare = !e->sectors[0][0] || (e->type != DM_PER && strcmp(e->sectors[0], "CVL") == 0);
        for (uint32_t k = 0; k < party->count && bare && e->country[0]; k++) {
            const dm_entity *other = &c->refers->entities[party->entities[k]];
            beside |= k != i && other->sectors[0][0] && strcmp(other->country, e->country) == 0 && strcmp(other->sectors[0], "CVL") != 0;
        }
        if (beside) continue;
        party->entities[kept] = party->entities[i];
        party->words[kept++] = party->words[i];
    }
    party->count = kept;
}

/* Whether those who act do so to each other, by an act that each of them could have done alone. */
static bool each_other(const dm_coding *c, const dm_match *m)
{
    if (m->frame->kind != DM_FRAME_VERB || m->plover == DM_CONSULT || m->plover == DM_AGREE || m->plover == DM_COOPERATE) return false;
    CHILDREN(c, m->word, k) {
        uint8_t relation = c->tokens[k].relation;
        if (k < m->word || (relation != DM_R_OBJ && relation != DM_R_IOBJ && relation != DM_R_OBL && relation != DM_R_OBL_UNMARKED)) continue;
        uint32_t first = dm_word_is(c, k, "other") || dm_word_is(c, k, "another") ? k - 1 : k;
        if (first + 1 < c->record->text.word_count && ((dm_word_is(c, first, "each") && dm_word_is(c, first + 1, "other")) ||
                                                       (dm_word_is(c, first, "one") && dm_word_is(c, first + 1, "another"))))
            return true;
    }
    return false;
}

static void write_match(writer *w, uint32_t number, uint32_t sentence)
{
    dm_match m = w->c.matches.at[number];
    uint32_t first = w->events.count;
    drop_bare_countries(&w->c, &m.sources);   /* who is named with an office needs no bare country beside it */
    drop_bare_countries(&w->c, &m.targets);
    if (m.frame->reciprocal && !m.targets.count && m.sources.count > 1) {   /* everybody with each other */
        for (uint32_t i = 0; i + 1 < m.sources.count; i++) {
            dm_party one = {.entities = {m.sources.entities[i]}, .words = {m.sources.words[i]}, .count = 1}, rest = {.count = 0};
            for (uint32_t k = i + 1; k < m.sources.count; k++) {
                rest.entities[rest.count] = m.sources.entities[k];
                rest.words[rest.count++] = m.sources.words[k];
            }
            write_event(w, number, sentence, &one, &rest);
        }
    } else write_event(w, number, sentence, &m.sources, &m.targets);
    if (each_other(&w->c, &m)) {   /* "accused each other": both ways */
        if (!m.targets.count && m.sources.count > 1) {
            dm_match *stored = &w->c.matches.at[number];
            w->events.count = first;
            w->of_match.count = first;
            for (uint32_t i = 0; i < m.sources.count; i++) {
                dm_party one = {.entities = {m.sources.entities[i]}, .words = {m.sources.words[i]}, .count = 1}, rest = {.count = 0};
                for (uint32_t k = 0; k < m.sources.count; k++) {
                    if (k == i) continue;
                    rest.entities[rest.count] = m.sources.entities[k];
                    rest.words[rest.count++] = m.sources.words[k];
                }
                stored->sources = one;
                write_event(w, number, sentence, &one, &rest);
            }
            stored->sources = m.sources;
        } else if (m.sources.count && m.targets.count) write_event(w, number, sentence, &m.targets, &m.sources);
    }
    if (m.frame->paired[0] && m.sources.count && m.targets.count) {   /* "[032:033]": the same from the other side */
        uint32_t before = w->events.count;
        write_event(w, number, sentence, &m.targets, &m.sources);
        if (w->events.count > before) {
            dm_event *back = &w->events.at[before];
            memcpy(back->cameo, m.frame->paired, sizeof back->cameo);
            back->plover = m.plover ? dm_plover_of_cameo(back->cameo) : DM_NO_PLOVER;
            back->quad = dm_quad_of(back->plover);
        }
    }
    dm_earlier *told = DM_PUSH(w->c.arena, &w->c.told);
    if (told) {
        *told = (dm_earlier){m.sources, m.targets, {0}, m.plover, m.negated ? DM_DENIED : m.status, first};
        memcpy(told->cameo, m.cameo, sizeof told->cameo);
    }
    for (uint32_t i = first; i < w->events.count; i++) {
        dm_event *e = &w->events.at[i];
        if (e->status != DM_ACTUAL && e->status != DM_HISTORICAL && e->status != DM_DENIED) continue;
        e->same_as = told_before(w, first, &m, e->sources, e->targets, e->date);
        if (e->same_as != DM_NONE && !dm_date_of(&w->c, &m).size) e->date = w->events.at[e->same_as].date;
        if (e->same_as != DM_NONE && e->place == DM_NONE) e->place = w->events.at[e->same_as].place;
    }
}

/* ---- Sentences ------------------------------------------------------------------------------------------------------ */

static void be_silent(writer *w, uint32_t sentence, dm_slice reason)
{
    dm_silent *silent = DM_PUSH(&w->record->arena, &w->silent);
    if (silent) *silent = (dm_silent){sentence, reason};
}

/* True for the verb of harm that an event noun does: "the bombing killed five" is told by the bombing. */
static bool told_by_subject(const dm_coding *c, const dm_match *m)
{
    if (m->plover != DM_ASSAULT || m->frame->kind != DM_FRAME_VERB) return false;
    dm_heads heads = {.count = 0};
    dm_arguments(c, m->word, (dm_path){0, DM_F_SUBJ}, &heads, 1);
    if (dm_is_passive(c, m->word)) dm_arguments(c, m->word, (dm_path){dm_key("in", 2), DM_F_PREP}, &heads, 1);
    uint32_t head = c->tokens[m->word].head;   /* "were killed and injured" */
    const dm_sentence *sentence = &c->record->text.sentences[c->record->text.sentence_of[m->word]];
    if (m->frame->violent && !m->sources.count)   /* "three were killed and seven injured in an attack" */
        for (uint32_t w = m->word + 1; w < sentence->last && w < m->word + 20; w++) {
            if (c->match_of[w] >= DM_PENDING) continue;
            const dm_match *noun = &c->matches.at[c->match_of[w]];
            uint64_t key = noun->frame->kind == DM_FRAME_NOUN && noun->plover == DM_ASSAULT && !noun->dropped && !noun->negated
                               ? dm_tree_case(&c->record->tree, w) : 0;
            if ((key == dm_key("in", 2) || key == dm_key("during", 6) || key == dm_key("by", 2)) && noun->targets.count &&
                dm_sides_agree(c, (dm_list){noun->targets.entities, noun->targets.count}, (dm_list){m->targets.entities, m->targets.count}))
                return true;
        }
    if (c->tokens[m->word].relation == DM_R_ADVCL && head != DM_NONE && c->match_of[head] < DM_PENDING && dm_in_class(c, "harm", m->word)) {
        const dm_match *above = &c->matches.at[c->match_of[head]];   /* "attacked the town, killing five" */
        if (!above->dropped && above->plover == DM_ASSAULT && above->frame->kind == DM_FRAME_VERB &&
            (!m->sources.count || (above->sources.count && above->sources.entities[0] == m->sources.entities[0])))
            return true;
    }
    if (c->tokens[m->word].relation == DM_R_CONJ && head != DM_NONE && c->match_of[head] < DM_PENDING) {
        const dm_match *first = &c->matches.at[c->match_of[head]];
        if (!first->dropped && first->plover == m->plover && strncmp(first->cameo, m->cameo, 2) == 0 && first->sources.count == m->sources.count &&
            first->targets.count && m->targets.count && dm_sides_agree(c, (dm_list){first->targets.entities, 1}, (dm_list){m->targets.entities, 1}) &&
            (!m->sources.count || first->sources.entities[0] == m->sources.entities[0]))
            return true;
    }
    for (uint32_t i = 0; i < heads.count; i++) {
        uint32_t found = c->match_of[heads.at[i]];
        if (found < DM_PENDING && !c->matches.at[found].dropped && c->matches.at[found].plover == DM_ASSAULT && c->matches.at[found].targets.count)
            return true;
    }
    return false;
}

/* True for a second noun of violence under the same verb: "were hit by strikes in a raid". */
static bool told_beside(const dm_coding *c, const dm_match *m, uint32_t first)
{
    if (m->plover != DM_ASSAULT || m->frame->kind != DM_FRAME_NOUN) return false;
    for (uint32_t w = first; w < m->word; w++) {
        if (c->match_of[w] >= DM_PENDING || c->tokens[w].head != c->tokens[m->word].head) continue;
        const dm_match *other = &c->matches.at[c->match_of[w]];
        if (!other->dropped && other->plover == DM_ASSAULT && other->frame->kind == DM_FRAME_NOUN &&
            dm_sides_agree(c, (dm_list){m->targets.entities, m->targets.count}, (dm_list){other->targets.entities, other->targets.count}) &&
            dm_sides_agree(c, (dm_list){m->sources.entities, m->sources.count}, (dm_list){other->sources.entities, other->sources.count}))
            return true;
    }
    return false;
}

/* True when the word is a trigger that another of the same event already carries: "launched an attack". */
static bool told_by_another(const dm_coding *c, const dm_match *m)
{
    uint32_t head = c->tokens[m->word].head;
    if (head == DM_NONE || c->match_of[head] >= DM_PENDING) return false;
    const dm_match *above = &c->matches.at[c->match_of[head]];
    bool agreed = m->frame->kind == DM_FRAME_NOUN && c->tokens[m->word].relation == DM_R_OBJ &&   /* "signed a deal" */
                  (m->plover == DM_AGREE || m->plover == DM_SUPPORT) && (above->plover == DM_AGREE || above->plover == DM_SUPPORT);
    uint32_t higher = c->tokens[head].head;
    if (above->dropped && higher != DM_NONE && c->match_of[higher] < DM_PENDING) {   /* "agreed to hold talks" */
        const dm_match *whole = &c->matches.at[c->match_of[higher]];
        if (!whole->dropped && whole->inner == c->match_of[head] && above->plover == m->plover) return true;
    }
    if (above->dropped || (above->plover != m->plover && !agreed) || told_by_subject(c, above)) return false;
    if (above->inner == c->match_of[m->word] && m->plover != DM_PROTEST) return false;   /* but "marched to protest" is one protest */
    return (!m->sources.count || (above->sources.count && above->sources.entities[0] == m->sources.entities[0])) &&
           (!m->targets.count || (above->targets.count && above->targets.entities[0] == m->targets.entities[0]));
}

static bool of_country(const writer *w, const dm_party *party, const char *country)
{
    for (uint32_t i = 0; i < party->count; i++)
        if (strncmp(w->record->refers.entities[party->entities[i]].actor, country, 3) == 0) return true;
    return false;
}

/* Whether a source may do to its own country what the match says: rebels take its towns, troops are sent to them. */
static bool at_home(const writer *w, const dm_match *m)
{
    static const char *const state[] = {"GOV", "MIL", "COP", "LEG", "JUD", "SPY"};
    if (m->plover == DM_MOBILIZE || m->plover == DM_RETREAT || strncmp(m->cameo, "1724", 4) == 0 || strncmp(m->cameo, "1723", 4) == 0) return true;
    if (m->plover != DM_COERCE || strncmp(m->cameo, "192", 3) != 0) return false;
    for (uint32_t i = 0; i < m->sources.count; i++) {
        const dm_entity *e = &w->record->refers.entities[m->sources.entities[i]];
        if (!e->sectors[0][0]) return false;
        for (size_t k = 0; k < DM_COUNT(state); k++)
            if (strcmp(e->sectors[0], state[k]) == 0) return false;
    }
    return true;
}

/* "rallied in support of the president", "a vigil": people who meet for somebody, not against the state. */
static bool in_favour(const writer *w, const dm_match *m)
{
    static const char *const words[] = {"support", "solidarity", "celebrate", "celebration", "mourn", "mourner", "vigil", "commemorate", "memory", "honor",
                                        "honour", "welcome", "mark", "pray", "prayer", "funeral", "favor", "favour", "supporter", "pro-government"};
    const dm_sentence *sentence = &w->record->text.sentences[w->record->text.sentence_of[m->word]];
    for (uint32_t at = sentence->first; at < sentence->last; at++)
        if (dm_word_one_of(&w->c, at, words, DM_COUNT(words))) return true;
    return false;
}

/* Who protests in a country, and against nobody that the words name, protests against how that country is governed. */
static void protest_at_home(writer *w, dm_match *m)
{
    if (m->plover != DM_PROTEST || m->targets.count || !m->sources.count || m->status == DM_CALLED_FOR || in_favour(w, m)) return;
    if (dm_word_is(&w->c, m->word, "rally") && m->retold) return;   /* "at the rally" */
    const dm_references *refers = &w->record->refers;
    uint32_t place = dm_place_of(&w->c, m);
    const char *own = refers->entities[m->sources.entities[0]].country, *country = place != DM_NONE ? refers->places[place].country : own;
    if (!country[0] || (own[0] && strcmp(own, country) != 0)) return;   /* exiles abroad */
    uint32_t target = dm_entity_coded(refers, country);
    if (target == DM_NONE || dm_party_has(&m->sources, target)) return;
    m->targets.entities[0] = target;
    m->targets.words[0] = place != DM_NONE ? refers->places[place].first : m->sources.words[0];
    m->targets.count = 1;
    m->targets.how = DM_HOW_PLACE;
}

/* What is done in a place, and to nobody that the words name, is done to the country of the place: attacks, if it is not
 * the attacker's own; troops sent, withdrawn or at rest there; aid brought there. */
static void target_by_place(writer *w, dm_match *m)
{
    if (m->targets.count || m->status == DM_CALLED_FOR) return;
    switch (m->plover) {
    case DM_ASSAULT: case DM_COERCE:
        if (m->frame->kind != DM_FRAME_NOUN && (m->plover != DM_ASSAULT || !dm_is_passive(&w->c, m->word))) {
            uint32_t object = dm_tree_find(&w->record->tree, m->word, DM_R_OBJ);   /* "bombed homes in ...", "took the town of ..." */
            bool territory = m->plover == DM_COERCE && strncmp(m->cameo, "192", 3) == 0;
            if (m->frame->kind != DM_FRAME_VERB || object == DM_NONE) return;
            if (strncmp(m->cameo, "1724", 4) == 0 || strncmp(m->cameo, "1723", 4) == 0) break;   /* a curfew in a town */
            bool truce = strncmp(m->cameo, "196", 3) == 0;
            if (!truce && !(m->plover == DM_ASSAULT && dm_in_class(&w->c, "building", object)) && !(territory && dm_in_class(&w->c, "territory", object))) return;
        }
        break;
    case DM_MOBILIZE: case DM_RETREAT: case DM_AID:
        if (m->plover == DM_RETREAT && strncmp(m->cameo, "087", 3) != 0) return;
        if (!m->sources.count || !m->frame->targets.count) return;
        if (m->frame->reciprocal && m->sources.count > 1) return;   /* "signed a truce in Kesh": with each other */
        if (m->plover == DM_AID && m->frame->kind == DM_FRAME_VERB && dm_tree_find(&w->record->tree, m->word, DM_R_OBJ) == DM_NONE) return;
        break;
    default: return;
    }
    uint32_t place = dm_place_of(&w->c, m);
    if (place == DM_NONE || !w->record->refers.places[place].country[0]) return;
    const dm_references *refers = &w->record->refers;
    const char *country = refers->places[place].country;
    if (of_country(w, &m->sources, country) && !at_home(w, m)) return;
    uint32_t target = dm_entity_coded(refers, country);
    if (target == DM_NONE) return;
    m->targets.entities[0] = target;
    m->targets.words[0] = refers->places[place].first;
    m->targets.count = 1;
    m->targets.how = DM_HOW_PLACE;
}

/* "agreed to lay down its arms in Kesh": what is agreed, refused or threatened there is so towards the country of the place. */
static bool target_of_complement(writer *w, dm_match *m)
{
    if ((m->dropped && !m->lacking) || m->targets.count || !m->sources.count || m->inner == DM_NONE) return false;
    if (m->plover != DM_AGREE && m->plover != DM_REJECT && m->plover != DM_THREATEN && m->plover != DM_SANCTION) return false;
    dm_match inner = w->c.matches.at[m->inner];
    inner.sources = m->sources;
    inner.status = DM_ACTUAL;
    target_by_place(w, &inner);
    if (!inner.targets.count || of_country(w, &m->sources, w->record->refers.entities[inner.targets.entities[0]].actor)) return false;
    m->targets = inner.targets;
    return true;
}

/* The people of a text often have no country of their own: those hit somewhere, or protesting there, are of the country of that
 * place, those whom a state forbids, arrests or lets go are its own.  Only a party of one, spoken of once. */
static void settle_people(writer *w, const dm_match *m, dm_party *party, const dm_party *other)
{
    static const char *const people[] = {"CVL", "OPP", "EDU", "LAB", "REL", "MED", "BUS", "COP"}, *const state[] = {"GOV", "COP", "LEG", "JUD", "MIL", "SPY"};
    dm_references *refers = &w->record->refers;
    bool protest = m->plover == DM_PROTEST && party == &m->sources;
    if (party->count != 1 || (!protest && m->plover != DM_ASSAULT && m->plover != DM_COERCE && m->plover != DM_CONCEDE && m->plover != DM_RETREAT)) return;
    dm_entity *e = &refers->entities[party->entities[0]];
    bool fits = false;
    for (size_t i = 0; i < DM_COUNT(people) && !fits; i++) fits = strcmp(e->actor, people[i]) == 0;
    if (!fits || e->mentions.count != 1 || refers->mentions[e->mentions.at[0]].kind != DM_NOMINAL) return;
    if (strncmp(m->cameo, "174", 3) == 0) return;   /* whom a state turns out is not its own */
    char country[4] = "";
    uint32_t place = dm_place_of(&w->c, m);
    if (place != DM_NONE && refers->places[place].country[0]) {
        const dm_entity *by = other->count ? &refers->entities[other->entities[0]] : NULL;
        bool abroad = by && by->country[0] && strcmp(by->country, refers->places[place].country) != 0;
        if (abroad && (strcmp(by->sectors[0], "COP") == 0 || strcmp(by->sectors[0], "JUD") == 0)) return;   /* police stay at home: the place may be another */
        memcpy(country, refers->places[place].country, sizeof country);
    } else if (other->count == 1 && !protest) {
        const dm_entity *by = &refers->entities[other->entities[0]];
        bool own = m->plover != DM_ASSAULT || strncmp(m->cameo, "175", 3) == 0 || strcmp(e->actor, "OPP") == 0, official = !by->sectors[0][0];
        for (size_t i = 0; i < DM_COUNT(state) && !official; i++) official = strcmp(by->sectors[0], state[i]) == 0;
        if (own && official && strcmp(e->actor, "REF") != 0)   /* refugees come from elsewhere */ memcpy(country, by->country, sizeof country);
    }
    uint32_t object = dm_tree_find(&w->record->tree, m->word, DM_R_OBJ);
    bool warrant = dm_word_is(&w->c, m->word, "warrant") || (object != DM_NONE && dm_word_is(&w->c, object, "warrant"));
    if (!country[0] || (place == DM_NONE && warrant)) return;   /* warrants are for whomever */
    memcpy(e->country, country, sizeof e->country);
    snprintf(e->actor, sizeof e->actor, "%s%s", country, e->sectors[0]);
}

/* Whether somebody of the party is known by country or as an organisation between countries. */
static bool placed(const dm_coding *c, const dm_party *party)
{
    for (uint32_t i = 0; i < party->count; i++) {
        const dm_entity *e = &c->refers->entities[party->entities[i]];
        bool name = false;   /* "the tribunal" is none without a name */
        for (uint32_t k = 0; k < e->mentions.count && k < 16 && !name; k++) name = c->refers->mentions[e->mentions.at[k]].kind == DM_NAME;
        if (e->country[0] || (e->actor[0] && e->type == DM_ORG && name) || strncmp(e->actor, "IGO", 3) == 0 || strncmp(e->actor, "NGO", 3) == 0) return true;
    }
    return false;
}

/* Whether somebody of the party is a person with a name. */
static bool has_name(const dm_coding *c, const dm_party *party)
{
    for (uint32_t i = 0; i < party->count; i++) {
        const dm_entity *e = &c->refers->entities[party->entities[i]];
        for (uint32_t k = 0; k < e->mentions.count && k < 16 && e->type == DM_PER; k++)
            if (c->refers->mentions[e->mentions.at[k]].kind == DM_NAME) return true;
    }
    return false;
}

/* Whether the sources are nobody, or people who answer for themselves alone. */
static bool private_side(const dm_coding *c, const dm_party *party)
{
    static const char *const public[] = {"GOV", "MIL", "REB", "UAF", "COP", "LEG", "JUD", "SPY", "OPP", "PTY", "CRM"};
    for (uint32_t i = 0; i < party->count; i++)
        for (size_t k = 0; k < DM_COUNT(public); k++)
            if (strcmp(c->refers->entities[party->entities[i]].sectors[0], public[k]) == 0) return false;
    return true;
}

static bool coded(const dm_coding *c, const dm_party *party)
{
    return party->count && c->refers->entities[party->entities[0]].actor[0];
}

/* The first reason why it is no event stays. */
static void drop(dm_match *m, dm_fate fate)
{
    if (!m->dropped) m->fate = (uint8_t)fate;
    m->dropped = true;
}

/* Which sides are missing now, where it is that. */
static void settle_fate(dm_match *m)
{
    if (m->fate == DM_FATE_NO_SOURCE || m->fate == DM_FATE_NO_TARGET || m->fate == DM_FATE_NO_SIDES)
        m->fate = m->sources.count ? DM_FATE_NO_TARGET : m->targets.count ? DM_FATE_NO_SOURCE : DM_FATE_NO_SIDES;
}

static void code_sentence(writer *w, uint32_t number)
{
    dm_coding *c = &w->c;
    const dm_sentence *sentence = &w->record->text.sentences[number];
    if (sentence->dateline) {
        be_silent(w, number, DM_SLICE("a dateline"));
        return;
    }
    uint32_t noted = c->notes ? c->notes->discarded.count : 0;
    uint32_t reason = discarded(c, number), before = w->events.count, lone = DM_NONE;
    if (reason == DM_NONE && c->notes) c->notes->discarded.count = noted;   /* a weak phrase alone */
    if (reason != DM_NONE) {
        dm_slice name = c->frames->reasons.at[reason];
        be_silent(w, number, dm_arena_print(&w->record->arena, "discarded: %.*s", (int)name.size, name.at));
        return;
    }
    for (uint32_t word = sentence->first; word < sentence->last; word++) dm_match_word(c, word, 0);
    for (uint32_t word = sentence->first; word < sentence->last; word++) {
        uint32_t match = c->match_of[word];
        if (match >= DM_PENDING) continue;
        dm_match *m = &c->matches.at[match];
        dm_told told = {w->events.at, w->of_match.at, w->events.count};
        if (m->frame->kind == DM_FRAME_VERB && c->tokens[word].relation == DM_R_AMOD) {   /* "the occupied town" */
            m->dropped = true;
            m->fate = DM_FATE_STATE;
        }
        if (m->frame->veto) {
            if (lone == DM_NONE) lone = word;
            continue;
        }
        bool no_source = !m->sources.count, no_target = !m->targets.count;
        if (dm_discourse_repeats(c, &told, m)) {
            m->fate = DM_FATE_SPOKEN_OF;
            if (lone == DM_NONE) lone = word;
            continue;
        }
        const dm_match *inner = m->inner == DM_NONE ? NULL : &c->matches.at[m->inner];
        bool open = m->dropped && (!inner || !m->sources.count || (m->plover == DM_AGREE && m->lacking) || (!inner->sources.count && !inner->targets.count)) && m->status == DM_ACTUAL && !m->negated;
        if ((!m->dropped || open) && dm_discourse_fill(c, &told, m)) {
            m->filled = true;
            if (no_source) m->sources.how = DM_HOW_TEXT;
            if (no_target || !m->targets.how) m->targets.how = DM_HOW_TEXT;
            if (m->frame->kind == DM_FRAME_NOUN && dm_background(c, word)) {
                m->fate = DM_FATE_BACKGROUND;
                continue;
            }
            if (m->sources.count && (m->targets.count || !(m->frame->need & DM_NEED_TARGET))) m->dropped = false;
        }
        bool bare = m->frame->kind == DM_FRAME_NOUN && m->cameo[0] && (!m->sources.count || !m->targets.count);
        if (bare && (!m->dropped || (m->inner == DM_NONE && m->status == DM_ACTUAL)) && dm_complete_from_before(c, m)) {
            if (dm_background(c, word)) {
                m->fate = DM_FATE_BACKGROUND;
                continue;
            }
            bool enough = (!(m->frame->need & DM_NEED_SOURCE) || m->sources.count) && (!(m->frame->need & DM_NEED_TARGET) || m->targets.count);
            if (enough) m->dropped = false;
        }
        if (no_source && m->sources.count && !m->sources.how) m->sources.how = DM_HOW_BEFORE;
        if (no_target && m->targets.count && !m->targets.how) m->targets.how = DM_HOW_BEFORE;
        if (m->blamed && m->dropped && m->status == DM_ACTUAL && dm_complete_from_before(c, m)) m->dropped = !m->sources.count || !m->targets.count;
        if (!m->dropped || (m->lacking && !m->sources.count && m->inner == DM_NONE)) {
            bool nothing = !m->sources.count && !m->targets.count;
            target_by_place(w, m);
            protest_at_home(w, m);
            if (nothing && m->targets.count && (m->frame->need & DM_NEED_EITHER)) m->dropped = false;
        }
        if (m->sources.count && !m->targets.count && m->status != DM_CALLED_FOR) {
            if (m->dropped && m->lacking && m->inner == DM_NONE) target_by_place(w, m);
            if (!m->targets.count) m->targets.how = DM_HOW_COMPLEMENT;
            if (target_of_complement(w, m) || (m->targets.count && m->lacking)) m->dropped = false;
        }
        settle_people(w, m, &m->targets, &m->sources);
        if (m->plover == DM_PROTEST) settle_people(w, m, &m->sources, &m->targets);
        /* a person with a name is somebody, even without a code */
        bool unreal = m->status != DM_ACTUAL && m->status != DM_HISTORICAL && m->status != DM_DENIED;
        if (unreal && !(m->frame->reciprocal && m->sources.count > 1) && ((!placed(c, &m->sources) && !has_name(c, &m->sources)) || (!placed(c, &m->targets) && !has_name(c, &m->targets)) ||
                       (!placed(c, &m->sources) && !placed(c, &m->targets))))
            drop(m, DM_FATE_UNREAL);   /* what has not happened needs both sides to be worth a line */
        if (private_side(c, &m->sources) && !placed(c, &m->sources) && !placed(c, &m->targets) && dm_place_of(c, m) == DM_NONE)
            drop(m, DM_FATE_SOMEBODY);   /* somebody, somewhere */
        if (dm_discourse_idle(c, m)) drop(m, DM_FATE_IDLE);
        if (c->frames->foreign && (!m->cameo[0] || !coded(c, &m->sources) || !coded(c, &m->targets)))   /* dyads alone; "---" codes nothing */
            drop(m, m->cameo[0] ? DM_FATE_NO_TARGET : DM_FATE_COMPOSED_AWAY);
        dm_fate told_as = m->dropped ? (dm_fate)m->fate : c->frames->foreign ? DM_FATE_EVENT : told_by_another(c, m) ? DM_FATE_TOLD_ABOVE
                          : told_by_subject(c, m) ? DM_FATE_TOLD_BY_SUBJECT
                          : told_beside(c, m, sentence->first) ? DM_FATE_TOLD_BESIDE : DM_FATE_EVENT;
        if (told_as == DM_FATE_EVENT && !m->cameo[0]) told_as = DM_FATE_COMPOSED_AWAY;
        m->fate = (uint8_t)told_as;
        if (m->dropped || told_as != DM_FATE_EVENT) {
            settle_fate(m);
            if (lone == DM_NONE) lone = word;
            continue;
        }
        write_match(w, match, number);
    }
    if (w->events.count > before) return;
    if (lone == DM_NONE) {
        be_silent(w, number, DM_SLICE("no trigger"));
        return;
    }
    const dm_match *m = &c->matches.at[c->match_of[lone]];
    const char *why = m->negated ? "is negated" : dm_fate_says((dm_fate)m->fate);
    be_silent(w, number, dm_arena_print(&w->record->arena, "trigger \"%.*s\" %s", (int)c->words[lone].form.size, c->words[lone].form.at, why));
}

/* Sentences whose events were all too doubtful say so. */
static void be_doubtful(writer *w, const uint32_t *doubtful)
{
    uint32_t before = w->silent.count, next = 0;
    for (uint32_t i = 0; i < w->record->text.sentence_count; i++) {
        if (!doubtful[i]) continue;
        const dm_coding *c = &w->c;
        const dm_match *m = &c->matches.at[c->match_of[doubtful[i] - 1]];
        dm_slice form = c->words[m->word].form;
        be_silent(w, i, dm_arena_print(&w->record->arena, "trigger \"%.*s\" %s: confidence 0.%03u below 0.%03u (models/certainty.model)",
                                       (int)form.size, form.at, dm_fate_says(DM_FATE_DOUBTFUL), (unsigned)m->certainty, (unsigned)c->least));
    }
    if (w->silent.count == before) return;
    dm_silent *merged = dm_arena_alloc(&w->record->arena, w->silent.count * sizeof *merged);
    if (!merged) return;
    uint32_t late = before;
    for (uint32_t i = 0; i < w->silent.count; i++)   /* both parts stand in the order of the text */
        merged[i] = late < w->silent.count && (next == before || w->silent.at[late].sentence < w->silent.at[next].sentence) ? w->silent.at[late++]
                                                                                                                         : w->silent.at[next++];
    w->silent.at = merged;
}

dm_status dm_code_events(const dm_frames *frames, const dm_certainty *certainty, uint32_t least, dm_record *record)
{
    dm_arena scratch;
    writer w = {.record = record};
    dm_arena_init(&scratch);
    bool begun = dm_coding_begin(&w.c, frames, record, &scratch);
    dm_notes notes = {0};
    if (begun && record->keep_reasons) w.c.notes = &notes;
    for (uint32_t i = 0; begun && i < record->text.sentence_count; i++) code_sentence(&w, i);
    record->events = w.events.at;
    record->event_count = w.events.count;
    uint32_t *doubtful = begun && certainty && !frames->foreign ? dm_arena_zero(&scratch, record->text.sentence_count + 1, sizeof *doubtful) : NULL;
    if (doubtful) {
        dm_certainty_settle(&w.c, certainty, least, record, w.of_match.at, doubtful);
        be_doubtful(&w, doubtful);
    }
    if (begun && record->keep_reasons) dm_reasons_write(&w.c, record, w.of_match.at, record->event_count);
    bool failed = scratch.failed || !begun || record->arena.failed;
    dm_arena_free(&scratch);
    if (failed) return DM_NO_MEMORY;
    record->silent = w.silent.at;
    record->silent_count = w.silent.count;
    return DM_OK;
}
