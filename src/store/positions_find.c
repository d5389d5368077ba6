/* Where everybody stands: positions of all reports, brought together by holder and issue, in the order of days. */
#include "store/match.h"
#include "store/positions.h"

#include <stdlib.h>

static const char read_sql[] =
    "SELECT p.stance, p.issue, coalesce(x.turned, 0), x.head, x.words, a.code, a.country, a.name, a.type,"
    " coalesce(d.id, '#' || d.document), d.source, d.date, dm_part(d.text, p.start, p.end),"
    " (SELECT dm_part(d.text, json_extract(j.value, '$[0]'), json_extract(j.value, '$[1]')) FROM json_each(l.sentences) j"
    "  WHERE json_extract(j.value, '$[0]')<=p.start AND json_extract(j.value, '$[1]')>p.start LIMIT 1), p.by,"
    " (SELECT p.start-json_extract(j.value, '$[0]') FROM json_each(l.sentences) j"
    "  WHERE json_extract(j.value, '$[0]')<=p.start AND json_extract(j.value, '$[1]')>p.start LIMIT 1)"
    " FROM positions p JOIN documents d USING(document) JOIN actors a ON a.actor=p.actor"
    " LEFT JOIN position_phrases x USING(document, position) LEFT JOIN lists l USING(document)"
    " WHERE ?1 IS NULL OR (d.date IS NOT NULL AND substr(d.date, 1, 10)<=?1)"
    " ORDER BY coalesce(d.date, ''), d.key, p.position";
enum { STANCE, ISSUE, TURNED, HEAD, WORDS, CODE, COUNTRY, NAME, TYPE, DOCUMENT, OUTLET, DATE, PHRASE, SENTENCE, BY, WORDS_AT };

typedef struct taken_row {
    const char *issue, *code, *country, *name, *type;
    dm_phrase phrase;
    uint64_t holder;
    uint32_t thread, order;
    dm_stance_told told;
    bool turned;
} taken_row;

typedef struct thread {
    const char *name;
    bool named;
    uint32_t count, first; /* first: row that gave the name */
} thread;

typedef struct taking {
    dm_store *store;
    const dm_stance_question *asked;
    dm_stance_function *each;
    void *context;
    dm_error *error;
    dm_arena arena;
    DM_VECTOR(taken_row) rows;
    DM_VECTOR(thread) threads;
    uint32_t given;
} taking;

/* ---- Reading ----------------------------------------------------------------------------------------------------- */

static const char *column(taking *t, sqlite3_stmt *s, int which)
{
    const char *text = (const char *)sqlite3_column_text(s, which);
    if (text == NULL)
        return NULL;
    size_t size = (size_t)sqlite3_column_bytes(s, which);
    char *copy = dm_arena_alloc(&t->arena, size + 1);
    if (copy != NULL)
        memcpy(copy, text, size + 1);
    return copy;
}

/* A country and its government are one; its army, police, courts another each; others go by their names. */
static uint64_t holder_of(const taken_row *row)
{
    static const char *const bodies[] = {"MIL", "COP", "JUD", "SPY"};
    uint64_t name = dm_key(row->name, strlen(row->name)), code = dm_hash(row->code, strlen(row->code));
    const char *sector = strlen(row->code) >= 6 ? row->code + 3 : "";
    if (row->country[0] == '\0')
        return dm_mix(code, name);
    if (sector[0] == '\0' || strncmp(sector, "GOV", 3) == 0)
        return dm_hash(row->country, strlen(row->country));
    for (size_t i = 0; i < DM_COUNT(bodies); i++)
        if (strncmp(sector, bodies[i], 3) == 0)
            return dm_mix(dm_hash(row->code, 6), 1);
    bool crowd = strcmp(row->type, dm_entity_type_name(DM_NORP)) == 0 || strncmp(sector, "CVL", 3) == 0;
    return crowd ? dm_mix(code, 2) : dm_mix(code, name);
}

static bool is_government(const taken_row *row)
{
    return row->country[0] != '\0' && (strlen(row->code) < 6 || strncmp(row->code + 3, "GOV", 3) == 0);
}

static int read_rows(taking *t, const char *on)
{
    sqlite3_stmt *s = NULL;
    int code = sqlite3_prepare_v2(t->store->db, read_sql, -1, &s, NULL);
    if (code != SQLITE_OK)
        return code;
    if (on[0] != '\0')
        sqlite3_bind_text(s, 1, on, -1, SQLITE_STATIC);
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        taken_row *row = DM_PUSH(&t->arena, &t->rows);
        if (row == NULL)
            break;
        const char *stance = column(t, s, STANCE), *text[WORDS_AT];
        for (int i = 0; i < WORDS_AT; i++)
            text[i] = column(t, s, i);
        row->turned = sqlite3_column_int(s, TURNED) != 0;
        row->issue = text[ISSUE];
        row->phrase.head = dm_slice_of(text[HEAD]);
        row->phrase.words = dm_slice_of(text[WORDS]);
        row->code = text[CODE] == NULL ? "" : text[CODE];
        row->country = text[COUNTRY] == NULL ? "" : text[COUNTRY];
        row->name = text[NAME] == NULL ? "" : text[NAME];
        row->type = text[TYPE] == NULL ? "" : text[TYPE];
        row->order = t->rows.count - 1;
        row->holder = holder_of(row);
        bool placed = sqlite3_column_type(s, WORDS_AT) != SQLITE_NULL && sqlite3_column_int64(s, WORDS_AT) >= 0;
        row->told = (dm_stance_told){.document = text[DOCUMENT],
                                     .outlet = text[OUTLET],
                                     .date = text[DATE],
                                     .voice = text[NAME],
                                     .words = text[PHRASE],
                                     .sentence = text[SENTENCE],
                                     .by = text[BY],
                                     .words_at = placed ? (uint32_t)sqlite3_column_int64(s, WORDS_AT) : DM_NONE};
        row->told.against = (stance != NULL && strcmp(stance, "against") == 0) != row->turned;
    }
    code = t->arena.failed ? SQLITE_NOMEM : code == SQLITE_DONE ? SQLITE_OK : code;
    sqlite3_finalize(s);
    return code;
}

/* ---- Threads ----------------------------------------------------------------------------------------------------- */

static uint32_t thread_called(taking *t, dm_map *known, uint64_t key, const char *name, bool named, uint32_t row)
{
    uint32_t at = dm_map_get(known, key);
    if (at != DM_NONE)
        return at;
    thread *one = DM_PUSH(&t->arena, &t->threads);
    if (one == NULL || !dm_map_set(known, key, t->threads.count - 1))
        return DM_NONE;
    *one = (thread){name, named, 0, row};
    return t->threads.count - 1;
}

/* The words that most rows of a thread have; of as many the shortest, then the first in the alphabet. */
static void name_threads(taking *t, const uint32_t *by_thread)
{
    for (uint32_t begin = 0, end; begin < t->rows.count; begin = end) {
        thread *one = &t->threads.at[t->rows.at[by_thread[begin]].thread];
        uint32_t best_count = 0;
        for (end = begin; end < t->rows.count && &t->threads.at[t->rows.at[by_thread[end]].thread] == one; end++)
            continue;
        for (uint32_t i = begin; i < end && !one->named && end - begin < 5000; i++) {
            const char *words = t->rows.at[by_thread[i]].told.words;
            uint32_t same = 0;
            for (uint32_t k = begin; k < end && words != NULL; k++) {
                const char *other = t->rows.at[by_thread[k]].told.words;
                same += other != NULL && strcmp(words, other) == 0;
            }
            if (words == NULL)
                continue;
            size_t size = strlen(words), best = best_count == 0 ? 0 : strlen(one->name);
            if (same > best_count || (same == best_count && (size < best || (size == best && strcmp(words, one->name) < 0)))) {
                one->name = words;
                one->first = by_thread[i];
                best_count = same;
            }
        }
    }
}

static int make_threads(taking *t)
{
    dm_map known, ids;
    uint32_t count = 0, *thread_of = NULL, *first = NULL;
    int code = SQLITE_OK;
    dm_phrase *phrases = dm_arena_zero(&t->arena, t->rows.count, sizeof *phrases);
    uint32_t *phrase_of = dm_arena_zero(&t->arena, t->rows.count, sizeof *phrase_of);
    thread_of = dm_arena_zero(&t->arena, t->rows.count, sizeof *thread_of);
    first = dm_arena_zero(&t->arena, t->rows.count, sizeof *first);
    if (t->arena.failed)
        return SQLITE_NOMEM;
    dm_map_init(&known);
    dm_map_init(&ids);
    for (uint32_t i = 0; i < t->rows.count && code == SQLITE_OK; i++) { /* each phrase once */
        const taken_row *row = &t->rows.at[i];
        phrase_of[i] = DM_NONE;
        if (row->issue != NULL || row->phrase.words.size == 0)
            continue;
        uint64_t key = dm_mix(dm_key(row->phrase.words.at, row->phrase.words.size), dm_key(row->phrase.head.at, row->phrase.head.size));
        uint32_t at = dm_map_get(&known, key);
        if (at == DM_NONE) {
            at = count++;
            phrases[at] = row->phrase;
            first[at] = i;
            code = dm_map_set(&known, key, at) ? code : SQLITE_NOMEM;
        }
        phrase_of[i] = at;
    }
    if (code == SQLITE_OK && !dm_phrases_join(phrases, count, thread_of))
        code = SQLITE_NOMEM;
    for (uint32_t i = 0; i < t->rows.count && code == SQLITE_OK; i++) {
        taken_row *row = &t->rows.at[i];
        const char *words = row->told.words == NULL ? "" : row->told.words;
        uint64_t key = row->issue != NULL         ? dm_mix(dm_hash(row->issue, strlen(row->issue)), 1)
                       : phrase_of[i] != DM_NONE ? dm_mix(first[thread_of[phrase_of[i]]], 2)
                                                 : dm_mix(dm_key(words, strlen(words)), 3);
        row->thread = thread_called(t, &ids, key, row->issue != NULL ? row->issue : words, row->issue != NULL, i);
        if (row->thread == DM_NONE)
            code = SQLITE_NOMEM;
        else
            t->threads.at[row->thread].count++;
    }
    dm_map_free(&known);
    dm_map_free(&ids);
    return code;
}

/* ---- Order ------------------------------------------------------------------------------------------------------- */

typedef struct placed_row {
    uint32_t thread_rank, row;
    uint64_t holder;
    uint32_t order;
} placed_row;

static int by_place(const void *a, const void *b)
{
    const placed_row *x = a, *y = b;
    if (x->thread_rank != y->thread_rank)
        return x->thread_rank < y->thread_rank ? -1 : 1;
    if (x->holder != y->holder)
        return x->holder < y->holder ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

typedef struct ranked_thread {
    const thread *of;
    uint32_t number;
} ranked_thread;

static int by_weight(const void *a, const void *b)
{
    const ranked_thread *x = a, *y = b;
    if (x->of->count != y->of->count)
        return x->of->count > y->of->count ? -1 : 1;
    int order = strcmp(x->of->name, y->of->name);
    return order != 0 ? order : x->number < y->number ? -1 : x->number > y->number;
}

/* ---- One holder on one issue ------------------------------------------------------------------------------------- */

static bool same_day(const taken_row *a, const taken_row *b)
{
    return (a->told.date == NULL && b->told.date == NULL) ||
           (a->told.date != NULL && b->told.date != NULL && strcmp(a->told.date, b->told.date) == 0);
}

/* What most of the reports of one day show; several that differ evenly show nothing. */
static void make_runs(taking *t, const taken_row *const *rows, uint32_t count, dm_stance *out)
{
    dm_stance_run *runs = dm_arena_zero(&t->arena, count, sizeof *runs);
    uint32_t used = 0;
    for (uint32_t begin = 0, end; begin < count && runs != NULL; begin = end) {
        int sum = 0;
        for (end = begin; end < count && same_day(rows[begin], rows[end]); end++)
            sum += rows[end]->told.against ? -1 : 1;
        if (sum == 0 && used != 0)
            continue;
        bool against = sum == 0 ? rows[begin]->told.against : sum < 0;
        for (uint32_t i = begin; i < end; i++) {
            if (rows[i]->told.against != against)
                continue;
            if (used == 0 || runs[used - 1].against != against)
                runs[used++] = (dm_stance_run){.against = against, .since = rows[i]->told.date, .first = rows[i]->told};
            runs[used - 1].last = rows[i]->told.date;
            runs[used - 1].latest = rows[i]->told;
            runs[used - 1].count++;
        }
    }
    out->runs = runs;
    out->run_count = used;
    out->count = count;
}

/* The name of the country where it is one, else the name that most reports have; and all names, the most frequent first. */
static void name_holder(taking *t, const taken_row *const *rows, uint32_t count, dm_stance *out)
{
    const char *names[64], *country = NULL;
    uint32_t counts[64], used = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t k = 0;
        while (k < used && strcmp(names[k], rows[i]->name) != 0)
            k++;
        if (k == used && used < DM_COUNT(names)) {
            names[used] = rows[i]->name;
            counts[used++] = 0;
        }
        if (k < used)
            counts[k]++;
        if (country == NULL && strcmp(rows[i]->type, dm_entity_type_name(DM_GPE)) == 0)
            country = rows[i]->name;
    }
    for (uint32_t i = 1; i < used; i++) /* few names: insertion, equal ones stay in their order */
        for (uint32_t k = i; k > 0 && counts[k] > counts[k - 1]; k--) {
            const char *name = names[k];
            uint32_t number = counts[k];
            names[k] = names[k - 1];
            counts[k] = counts[k - 1];
            names[k - 1] = name;
            counts[k - 1] = number;
        }
    out->holder = is_government(rows[0]) ? rows[0]->country : rows[0]->code;
    out->holder_name = country != NULL ? country : used != 0 ? names[0] : "";
    dm_slice voices = {NULL, 0};
    for (uint32_t i = 0; i < used; i++)
        voices = dm_arena_print(&t->arena, "%.*s%s%s", (int)voices.size, voices.at == NULL ? "" : voices.at, i == 0 ? "" : "; ", names[i]);
    out->voices = voices.at;
}

static void join_reason(taking *t, const taken_row *const *rows, uint32_t count, dm_stance *out, const thread *of)
{
    const taken_row *base = &t->rows.at[of->first];
    for (uint32_t i = 0; i < count && !of->named; i++) {
        char why[DM_WHY_BYTES];
        if (rows[i] != base && rows[i]->told.words != NULL && base->told.words != NULL && strcmp(rows[i]->told.words, base->told.words) != 0 &&
            dm_phrases_alike(&base->phrase, &rows[i]->phrase, why)) {
            out->joined_by = dm_arena_print(&t->arena, "%s", why).at;
            return;
        }
    }
}

static void make_stance(taking *t, const taken_row *const *rows, uint32_t count, dm_stance *out)
{
    const thread *of = &t->threads.at[rows[0]->thread];
    memset(out, 0, sizeof *out);
    out->issue = of->name;
    out->named = of->named;
    join_reason(t, rows, count, out, of);
    name_holder(t, rows, count, out);
    make_runs(t, rows, count, out);
}

/* ---- What is asked ----------------------------------------------------------------------------------------------- */

static bool is_actor(const taken_row *row, const char *who)
{
    dm_slice asked = dm_slice_of(who);
    return dm_code_begins(dm_slice_of(row->code), asked) || dm_text_holds(dm_slice_of(row->name), asked);
}

static bool any_actor(const taken_row *const *rows, uint32_t count, const char *who)
{
    for (uint32_t i = 0; i < count; i++)
        if (is_actor(rows[i], who))
            return true;
    return false;
}

/* "ceasefire", "two-state-solution" or "two state", or words of what a report has. */
static bool is_issue(const taking *t, const taken_row *row, const char *asked)
{
    const thread *of = &t->threads.at[row->thread];
    char name[160];
    if (strcmp(of->name, asked) == 0)
        return true;
    snprintf(name, sizeof name, "%s", of->name);
    for (char *at = name; *at != '\0' && of->named; at++)
        *at = *at == '-' ? ' ' : *at;
    dm_slice words = dm_slice_of(asked);
    return dm_text_holds(dm_slice_of(name), words) || (row->told.words != NULL && dm_text_holds(dm_slice_of(row->told.words), words));
}

static dm_status give(taking *t, const dm_stance *stance, const dm_stance *other)
{
    if (t->asked->limit != 0 && t->given >= t->asked->limit)
        return DM_END;
    if (t->asked->changed && stance->run_count < 2 && (other == NULL || other->run_count < 2))
        return DM_OK;
    t->given++;
    return t->each(t->context, stance, other);
}

/* The rows of one issue, by holder. */
static dm_status give_thread(taking *t, const taken_row **rows, uint32_t count)
{
    const dm_stance_question *asked = t->asked;
    bool wanted = asked->issue == NULL;
    for (uint32_t i = 0; i < count && !wanted; i++)
        wanted = is_issue(t, rows[i], asked->issue);
    if (!wanted)
        return DM_OK;
    if (asked->between[0] != NULL) {
        const taken_row **sides[2];
        uint32_t counts[2] = {0, 0};
        dm_stance stances[2];
        for (int side = 0; side < 2; side++) {
            sides[side] = dm_arena_zero(&t->arena, count, sizeof **sides);
            for (uint32_t i = 0; i < count && sides[side] != NULL; i++)
                if (is_actor(rows[i], asked->between[side])) {
                    uint32_t at = counts[side]++; /* by holders they came; back to the order of days */
                    while (at > 0 && sides[side][at - 1]->order > rows[i]->order)
                        sides[side][at] = sides[side][at - 1], at--;
                    sides[side][at] = rows[i];
                }
        }
        if (t->arena.failed || counts[0] == 0 || counts[1] == 0)
            return t->arena.failed ? DM_NO_MEMORY : DM_OK;
        make_stance(t, sides[0], counts[0], &stances[0]);
        make_stance(t, sides[1], counts[1], &stances[1]);
        return t->arena.failed ? DM_NO_MEMORY : give(t, &stances[0], &stances[1]);
    }
    for (uint32_t begin = 0, end; begin < count; begin = end) {
        dm_stance stance;
        for (end = begin; end < count && rows[end]->holder == rows[begin]->holder; end++)
            continue;
        if (asked->actor != NULL && !any_actor(rows + begin, end - begin, asked->actor))
            continue;
        make_stance(t, rows + begin, end - begin, &stance);
        dm_status status = t->arena.failed ? DM_NO_MEMORY : give(t, &stance, NULL);
        if (status != DM_OK)
            return status;
    }
    return DM_OK;
}

static dm_status give_all(taking *t)
{
    uint32_t count = t->rows.count;
    placed_row *places = dm_arena_zero(&t->arena, count, sizeof *places);
    ranked_thread *ranks = dm_arena_zero(&t->arena, t->threads.count, sizeof *ranks);
    uint32_t *rank_of = dm_arena_zero(&t->arena, t->threads.count, sizeof *rank_of), *by_thread = dm_arena_zero(&t->arena, count, sizeof *by_thread);
    const taken_row **rows = dm_arena_zero(&t->arena, count, sizeof *rows);
    if (t->arena.failed)
        return DM_NO_MEMORY;
    for (uint32_t i = 0; i < count; i++)
        places[i] = (placed_row){t->rows.at[i].thread, i, t->rows.at[i].holder, t->rows.at[i].order};
    qsort(places, count, sizeof *places, by_place);
    for (uint32_t i = 0; i < count; i++)
        by_thread[i] = places[i].row;
    name_threads(t, by_thread);
    for (uint32_t i = 0; i < t->threads.count; i++)
        ranks[i] = (ranked_thread){&t->threads.at[i], i};
    qsort(ranks, t->threads.count, sizeof *ranks, by_weight);
    for (uint32_t i = 0; i < t->threads.count; i++)
        rank_of[ranks[i].number] = i;
    for (uint32_t i = 0; i < count; i++)
        places[i].thread_rank = rank_of[t->rows.at[places[i].row].thread];
    qsort(places, count, sizeof *places, by_place);
    for (uint32_t begin = 0, end; begin < count; begin = end) {
        for (end = begin; end < count && places[end].thread_rank == places[begin].thread_rank; end++)
            rows[end] = &t->rows.at[places[end].row];
        dm_status status = give_thread(t, rows + begin, end - begin);
        if (status != DM_OK)
            return status;
    }
    return DM_OK;
}

dm_status dm_store_positions(dm_store *store, const dm_stance_question *question, dm_stance_function *each, void *context,
                             dm_error *error)
{
    taking t = {.store = store, .asked = question, .each = each, .context = context, .error = error};
    char on[16] = "";
    dm_date date = question->on;
    dm_status status = dm_store_commit(store, error); /* a failing question must not take documents with it */
    if (status != DM_OK)
        return status;
    if (date.year != 0) {
        date.month = date.month == 0 ? 12 : date.month;
        date.day = date.day == 0 ? (uint8_t)dm_days_in_month(date.year, date.month) : date.day;
        snprintf(on, sizeof on, "%04d-%02d-%02d", date.year, date.month, date.day);
    }
    dm_arena_init(&t.arena);
    int code = dm_store_functions(store);
    if (code == SQLITE_OK)
        code = read_rows(&t, on);
    if (code == SQLITE_OK)
        code = make_threads(&t);
    if (code != SQLITE_OK)
        status = code == SQLITE_NOMEM ? dm_fail(error, DM_NO_MEMORY, store->name, 0, 0, "out of memory")
                                      : dm_store_fail(store, code, "asking", error);
    else if ((status = give_all(&t)) == DM_NO_MEMORY)
        dm_fail(error, DM_NO_MEMORY, store->name, 0, 0, "out of memory");
    dm_arena_free(&t.arena);
    return status == DM_END ? DM_OK : status;
}
