/* Events of a database that fit all parts of a question. */
#include "store/question.h"

/* An event without a date is of the report's day. */
static const char columns[] =
    "coalesce(d.id, '#' || d.document), coalesce(e.date, d.date),"
    " (SELECT group_concat(nullif(a.code, ''), '+') FROM event_source s CROSS JOIN actors a USING(actor)"
    "  WHERE s.document=e.document AND s.event=e.event),"
    " (SELECT group_concat(nullif(a.code, ''), '+') FROM event_target s CROSS JOIN actors a USING(actor)"
    "  WHERE s.document=e.document AND s.event=e.event),"
    " (SELECT group_concat(a.name, '; ') FROM event_source s CROSS JOIN actors a USING(actor)"
    "  WHERE s.document=e.document AND s.event=e.event),"
    " (SELECT group_concat(a.name, '; ') FROM event_target s CROSS JOIN actors a USING(actor)"
    "  WHERE s.document=e.document AND s.event=e.event),"
    " e.plover, e.cameo, e.quad, e.status, p.name, p.country,"
    " (SELECT group_concat(a.name, '; ') FROM json_each(e.on_word_of) w CROSS JOIN statements q"
    "  ON q.document=e.document AND q.statement=w.value CROSS JOIN actors a USING(actor)),"
    " dm_part(d.text, e.start, e.end), dm_sentence(d.text, l.sentences, e.sentence), e.by,"
    " d.source, d.title, d.url, e.goldstein, e.confidence, e.start-dm_sentence_start(l.sentences, e.sentence),"
    " e.document, e.event, e.correction, p.lat, p.lon";
enum { COLUMN_TEXTS = 19 };
static const char joins[] = " CROSS JOIN documents d ON d.document=e.document CROSS JOIN lists l ON l.document=e.document"
                            " LEFT JOIN locations p ON p.location=e.location";

/* false: memory ran out. */
static bool read_row(dm_store *store, sqlite3_stmt *row, dm_found *found)
{
    const char *texts[COLUMN_TEXTS];
    for (int i = 0; i < COLUMN_TEXTS; i++)
        texts[i] = (const char *)sqlite3_column_text(row, i);
    int64_t at = sqlite3_column_type(row, 21) == SQLITE_NULL ? -1 : sqlite3_column_int64(row, 21);
    *found = (dm_found){.document = texts[0],
                        .date = texts[1],
                        .sources = texts[2],
                        .targets = texts[3],
                        .source_names = texts[4],
                        .target_names = texts[5],
                        .plover = texts[6],
                        .cameo = texts[7],
                        .quad = texts[8],
                        .status = texts[9],
                        .place = texts[10],
                        .country = texts[11],
                        .speakers = texts[12],
                        .trigger = texts[13],
                        .sentence = texts[14],
                        .by = texts[15],
                        .paper = texts[16],
                        .title = texts[17],
                        .url = texts[18],
                        .goldstein = sqlite3_column_double(row, 19),
                        .confidence = sqlite3_column_double(row, 20),
                        .trigger_at = at >= 0 && at < (int64_t)DM_NONE ? (uint32_t)at : DM_NONE,
                        .number = sqlite3_column_int64(row, 22),
                        .event = (uint32_t)sqlite3_column_int64(row, 23),
                        .corrected = sqlite3_column_type(row, 24) != SQLITE_NULL,
                        .located = sqlite3_column_type(row, 25) != SQLITE_NULL,
                        .lat = sqlite3_column_double(row, 25),
                        .lon = sqlite3_column_double(row, 26)};
    return sqlite3_errcode(store->db) != SQLITE_NOMEM; /* a column that could not be given */
}

dm_status dm_store_find(dm_store *store, const dm_question *question, dm_found_function *each, void *context,
                        dm_error *error)
{
    dm_asking asking;
    dm_status status = dm_asking_begin(store, question, &asking, error);
    uint32_t left = question->limit == 0 ? UINT32_MAX : question->limit;
    /* Events that began before the days asked for come first, or last when the latest are first. */
    for (int part = 0; part < 2 && status == DM_OK && left > 0; part++) {
        bool early = (part == 0) != question->latest;
        if (early && asking.since == 0)
            continue;
        int code;
        sqlite3_stmt *statement =
            dm_asking_statement(store, &asking, early, columns, joins,
                                question->latest ? "ORDER BY e.day DESC, e.document DESC, e.event DESC LIMIT ?12"
                                                 : "ORDER BY e.day, e.document, e.event LIMIT ?12",
                                &code);
        if (code != SQLITE_OK)
            return dm_store_fail(store, code, "asking", error);
        sqlite3_bind_int64(statement, 12, question->limit == 0 ? -1 : (int64_t)left);
        dm_found found;
        while (status == DM_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
            if (!read_row(store, statement, &found))
                break;
            status = each(context, &found);
            left -= left != UINT32_MAX;
        }
        if (status == DM_OK && code != SQLITE_DONE)
            status = dm_store_fail(store, code == SQLITE_ROW ? SQLITE_NOMEM : code, "asking", error);
        sqlite3_finalize(statement);
    }
    return status;
}
