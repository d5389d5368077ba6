/* What is made from the documents: tables of counts, kept true in every transaction; indexes and words, brought up to date
 * after a load.  How far each has got stands in the table `state`, so that a load that was killed is finished by the next
 * program that opens the file. */
#include "store/schema.h"

#define DM_DOCUMENTS_A_BATCH 50000 /* of words, between two commits */

/* ?1..?2: documents; ?3: 1 adds, -1 takes out.  NOT INDEXED and the plus signs: along the documents, whatever other index
 * would fit; in a large database any other way reads millions of rows for a thousand. */
const char *const dm_store_tallies[DM_TALLY_COUNT] = {
    "INSERT INTO days SELECT +day, quad, plover, status, last_day>day, ?3*count(*), ?3*round(sum(goldstein), 1)"
    " FROM events NOT INDEXED"
    " WHERE document BETWEEN ?1 AND ?2 AND +same_as IS NULL AND +wrong=0 GROUP BY 1, 2, 3, 4, 5"
    " ON CONFLICT DO UPDATE SET events=events+excluded.events, goldstein=round(goldstein+excluded.goldstein, 1)",
    "INSERT INTO months SELECT day/100, quad, plover, status, last_day/100>day/100, ?3*count(*), ?3*round(sum(goldstein), 1)"
    " FROM events NOT INDEXED WHERE document BETWEEN ?1 AND ?2 AND +same_as IS NULL AND +wrong=0 GROUP BY 1, 2, 3, 4, 5"
    " ON CONFLICT DO UPDATE SET events=events+excluded.events, goldstein=round(goldstein+excluded.goldstein, 1)",
    "INSERT INTO dyads SELECT substr(a.code, 1, 3), substr(b.code, 1, 3), e.day/100, a.code, b.code,"
    " ?3*sum(quad='verbal-cooperation'), ?3*sum(quad='material-cooperation'), ?3*sum(quad='verbal-conflict'),"
    " ?3*sum(quad='material-conflict'), ?3*count(*), ?3*round(sum(goldstein), 1)"
    " FROM events e NOT INDEXED CROSS JOIN event_source s ON s.document=e.document AND s.event=e.event"
    " CROSS JOIN event_target t ON t.document=e.document AND t.event=e.event"
    " CROSS JOIN actors a ON a.actor=s.actor CROSS JOIN actors b ON b.actor=t.actor"
    " WHERE e.document BETWEEN ?1 AND ?2 AND +e.status='actual' AND +e.same_as IS NULL AND +e.wrong=0 AND a.code<>''"
    " AND b.code<>'' GROUP BY 1, 2, 3, 4, 5"
    " ON CONFLICT DO UPDATE SET verbal_cooperation=verbal_cooperation+excluded.verbal_cooperation,"
    " material_cooperation=material_cooperation+excluded.material_cooperation,"
    " verbal_conflict=verbal_conflict+excluded.verbal_conflict,"
    " material_conflict=material_conflict+excluded.material_conflict, events=events+excluded.events,"
    " goldstein=round(goldstein+excluded.goldstein, 1)",
    "INSERT INTO coverage SELECT day, source, ?3*count(*), ?3*sum(events>0), ?3*sum(sentences), ?3*sum(events),"
    " ?3*sum(statements), ?3*sum(positions) FROM (SELECT +d.day AS day, coalesce(d.source, '') AS source,"
    " coalesce(json_array_length(l.sentences), 0) AS sentences,"
    " (SELECT count(*) FROM events e WHERE e.document=d.document AND +same_as IS NULL AND +wrong=0) AS events,"
    " (SELECT count(*) FROM statements s WHERE s.document=d.document) AS statements,"
    " (SELECT count(*) FROM positions p WHERE p.document=d.document) AS positions"
    " FROM documents d NOT INDEXED CROSS JOIN lists l USING(document) WHERE d.document BETWEEN ?1 AND ?2) GROUP BY 1, 2"
    " ON CONFLICT DO UPDATE SET documents=documents+excluded.documents, coded=coded+excluded.coded,"
    " sentences=sentences+excluded.sentences, events=events+excluded.events, statements=statements+excluded.statements,"
    " positions=positions+excluded.positions",
    "INSERT INTO silence SELECT +d.day, coalesce(d.source, ''), dm_reason(json_extract(j.value, '$[1]')), ?3*count(*)"
    " FROM documents d NOT INDEXED CROSS JOIN lists l USING(document) CROSS JOIN json_each(l.silent) j"
    " WHERE d.document BETWEEN ?1 AND ?2 GROUP BY 1, 2, 3"
    " ON CONFLICT DO UPDATE SET sentences=sentences+excluded.sentences",
    "INSERT INTO pairs SELECT substr(a.code, 1, 3), substr(b.code, 1, 3), a.code, b.code,"
    " ?3*sum(quad='verbal-cooperation'), ?3*sum(quad='material-cooperation'), ?3*sum(quad='verbal-conflict'),"
    " ?3*sum(quad='material-conflict'), ?3*count(*)"
    " FROM events e NOT INDEXED CROSS JOIN event_source s ON s.document=e.document AND s.event=e.event"
    " CROSS JOIN event_target t ON t.document=e.document AND t.event=e.event"
    " CROSS JOIN actors a ON a.actor=s.actor CROSS JOIN actors b ON b.actor=t.actor"
    " WHERE e.document BETWEEN ?1 AND ?2 AND +e.status='actual' AND +e.same_as IS NULL AND +e.wrong=0 AND a.code<>''"
    " AND b.code<>'' GROUP BY a.code, b.code"
    " ON CONFLICT DO UPDATE SET verbal_cooperation=verbal_cooperation+excluded.verbal_cooperation,"
    " material_cooperation=material_cooperation+excluded.material_cooperation,"
    " verbal_conflict=verbal_conflict+excluded.verbal_conflict,"
    " material_conflict=material_conflict+excluded.material_conflict, events=events+excluded.events",
    "INSERT INTO countries SELECT o.country, quad, plover, status, ?3*count(*)"
    " FROM events e NOT INDEXED CROSS JOIN locations o ON o.location=e.location"
    " WHERE e.document BETWEEN ?1 AND ?2 AND +e.same_as IS NULL AND +e.wrong=0 AND o.country<>'' GROUP BY 1, 2, 3, 4"
    " ON CONFLICT DO UPDATE SET events=events+excluded.events"};

int dm_store_tally(dm_store *store, int64_t first, int64_t last, int sign)
{
    int code = dm_store_functions(store);
    for (size_t i = 0; i < (store->totals ? DM_TALLY_COUNT : DM_TALLY_TOTALS) && code == SQLITE_OK; i++) {
        sqlite3_stmt **statement = &store->tallies[i];
        if (*statement == NULL)
            code = sqlite3_prepare_v3(store->db, dm_store_tallies[i], -1, SQLITE_PREPARE_PERSISTENT, statement, NULL);
        if (code != SQLITE_OK)
            break;
        sqlite3_bind_int64(*statement, 1, first);
        sqlite3_bind_int64(*statement, 2, last);
        sqlite3_bind_int(*statement, 3, sign);
        sqlite3_step(*statement);
        code = sqlite3_reset(*statement);
    }
    store->zeros |= sign < 0;
    return code;
}

/* A number that one statement gives, `absent` when it gives none. */
static int number_of(dm_store *store, const char *sql, int64_t absent, int64_t *value)
{
    sqlite3_stmt *statement = NULL;
    *value = absent;
    int code = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);
    if (code != SQLITE_OK)
        return code;
    if (sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_type(statement, 0) != SQLITE_NULL)
        *value = sqlite3_column_int64(statement, 0);
    return sqlite3_finalize(statement);
}

static int set_state(dm_store *store, const char *name, int64_t value)
{
    char sql[160];
    snprintf(sql, sizeof sql, "INSERT INTO state VALUES('%s', %lld) ON CONFLICT DO UPDATE SET value=excluded.value", name,
             (long long)value);
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL);
}

int dm_store_count_new(dm_store *store)
{
    int64_t counted, last;
    int code = number_of(store, "SELECT value FROM state WHERE name='counted'", 0, &counted);
    if (code == SQLITE_OK)
        code = number_of(store, "SELECT max(document) FROM documents", 0, &last);
    if (code != SQLITE_OK || last <= counted)
        return code;
    bool put;
    code = dm_heard_put(store, counted + 1, last, &put);
    if (code == SQLITE_OK && !put)
        code = dm_store_tally(store, counted + 1, last, 1);
    return code == SQLITE_OK ? set_state(store, "counted", last) : code;
}

/* ---- After a load --------------------------------------------------------------------------------------------------- */

static int run(dm_store *store, const char *sql) { return sqlite3_exec(store->db, sql, NULL, NULL, NULL); }

/* Ends a transaction by the code of what was done in it. */
static int end(dm_store *store, int code)
{
    if (code == SQLITE_OK)
        code = run(store, "COMMIT");
    if (code != SQLITE_OK && !sqlite3_get_autocommit(store->db))
        run(store, "ROLLBACK");
    return code;
}

static int make_indexes(dm_store *store)
{
    int64_t made;
    int code = number_of(store, "SELECT count(*) FROM sqlite_schema WHERE name='dyads_target'", 0, &made);
    if (code != SQLITE_OK || made > 0)
        return code;
    code = run(store, "BEGIN IMMEDIATE");
    for (size_t i = 0; dm_store_indexes[i] != NULL && code == SQLITE_OK; i++)
        code = run(store, dm_store_indexes[i]);
    if (code == SQLITE_OK)
        code = run(store, "PRAGMA analysis_limit=1000; ANALYZE");
    return end(store, code);
}

/* For databases of before: of all documents that are counted. */
static int make_totals(dm_store *store)
{
    if (store->totals)
        return SQLITE_OK;
    int code = run(store, "BEGIN IMMEDIATE");
    for (size_t i = 0; dm_store_totals[i] != NULL && code == SQLITE_OK; i++)
        code = run(store, dm_store_totals[i]);
    if (code == SQLITE_OK)
        code = run(store, "INSERT INTO pairs SELECT source_state, target_state, source, target, sum(verbal_cooperation),"
                          " sum(material_cooperation), sum(verbal_conflict), sum(material_conflict), sum(events)"
                          " FROM dyads GROUP BY 1, 2, 3, 4;"
                          "INSERT INTO countries SELECT o.country, quad, plover, status, count(*) FROM events e"
                          " JOIN locations o USING(location) WHERE same_as IS NULL AND wrong=0 AND o.country<>'' GROUP BY 1, 2, 3, 4");
    code = end(store, code);
    store->totals = code == SQLITE_OK;
    return code;
}

/* The words of documents, fifty thousand documents a transaction. */
static int add_words(dm_store *store)
{
    int64_t last, done = 0;
    int code = number_of(store, "SELECT max(document) FROM documents", 0, &last);
    while (code == SQLITE_OK) {
        char sql[192];
        code = number_of(store, "SELECT value FROM state WHERE name='words'", 0, &done);
        if (code != SQLITE_OK || done >= last)
            break;
        int64_t next = last - done > DM_DOCUMENTS_A_BATCH ? done + DM_DOCUMENTS_A_BATCH : last;
        snprintf(sql, sizeof sql,
                 "INSERT INTO document_words(rowid, title, text) SELECT document, title, text FROM documents"
                 " WHERE document>%lld AND document<=%lld",
                 (long long)done, (long long)next);
        code = run(store, "BEGIN IMMEDIATE");
        if (code == SQLITE_OK)
            code = run(store, sql);
        if (code == SQLITE_OK)
            code = set_state(store, "words", next);
        code = end(store, code);
    }
    return code;
}

static int add_names(dm_store *store)
{
    int64_t last, done;
    char sql[192];
    int code = number_of(store, "SELECT max(actor) FROM actors", 0, &last);
    if (code == SQLITE_OK)
        code = number_of(store, "SELECT value FROM state WHERE name='names'", 0, &done);
    if (code != SQLITE_OK || done >= last)
        return code;
    snprintf(sql, sizeof sql, "INSERT INTO actor_words(rowid, name) SELECT actor, dm_folded(name) FROM actors WHERE actor>%lld",
             (long long)done);
    code = run(store, "BEGIN IMMEDIATE");
    if (code == SQLITE_OK)
        code = run(store, sql);
    if (code == SQLITE_OK)
        code = set_state(store, "names", last);
    return end(store, code);
}

/* What counts nothing any more after coding anew or a correction. */
static int drop_zeros(dm_store *store)
{
    int code = run(store, "BEGIN IMMEDIATE");
    if (code == SQLITE_OK)
        code = run(store, "DELETE FROM days WHERE events=0; DELETE FROM months WHERE events=0;"
                          "DELETE FROM dyads WHERE events=0; DELETE FROM coverage WHERE documents=0;"
                          "DELETE FROM silence WHERE sentences=0");
    if (code == SQLITE_OK && store->totals)
        code = run(store, "DELETE FROM pairs WHERE events=0; DELETE FROM countries WHERE events=0");
    code = end(store, code);
    store->zeros &= code != SQLITE_OK;
    return code;
}

int dm_store_behind(dm_store *store, bool *behind)
{
    int64_t value = 0;
    int code = number_of(store,
                         "SELECT NOT EXISTS(SELECT 1 FROM sqlite_schema WHERE name='dyads_target') OR"
                         " NOT EXISTS(SELECT 1 FROM sqlite_schema WHERE name='countries') OR"
                         " coalesce((SELECT max(document) FROM documents), 0) >"
                         " coalesce((SELECT value FROM state WHERE name='words'), 0) OR"
                         " coalesce((SELECT max(actor) FROM actors), 0) >"
                         " coalesce((SELECT value FROM state WHERE name='names'), 0)",
                         0, &value);
    *behind = value != 0;
    int64_t made = 0;
    if (code == SQLITE_OK)
        code = number_of(store, "SELECT count(*) FROM sqlite_schema WHERE name='dyads_target'", 0, &made);
    store->indexed = made > 0;
    if (code == SQLITE_OK)
        code = number_of(store, "SELECT count(*) FROM sqlite_schema WHERE name='countries'", 0, &made);
    store->totals = made > 0;
    return code;
}

int dm_store_catch_up(dm_store *store)
{
    int code = dm_store_functions(store);
    if (code == SQLITE_OK)
        code = make_totals(store);
    if (code == SQLITE_OK)
        code = make_indexes(store);
    store->indexed = store->indexed || code == SQLITE_OK;
    if (code == SQLITE_OK)
        code = add_names(store);
    if (code == SQLITE_OK)
        code = add_words(store);
    if (code == SQLITE_OK && store->zeros)
        code = drop_zeros(store);
    return code;
}
