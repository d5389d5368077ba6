/* Answers: views as JSON, CSV or SQL; articles; rules; names of codes. */
#include "serve/parts.h"

#include <math.h>

#define DM_CSV_PIECE (1 << 20) /* bytes kept before they go to the file */
#define DM_CSV_SECONDS 600

static void put(dm_buffer *out, const char *text) { dm_buffer_add(out, text, strlen(text)); }

void dm_answer_error(dm_answer *answer, unsigned code, const char *why)
{
    answer->code = code;
    answer->type = "application/json";
    answer->name[0] = '\0';
    answer->body.size = 0;
    if (answer->file != NULL)
        fclose(answer->file);
    answer->file = NULL;
    put(&answer->body, "{\"error\":");
    dm_buffer_json(&answer->body, dm_slice_of(why));
    put(&answer->body, "}\n");
}

static void answer_status(dm_answer *answer, dm_status status, const dm_error *error)
{
    unsigned code = status == DM_BAD_ARGUMENT ? 400 : status == DM_LIMIT ? 503 : 500;
    if (answer->body.failed)
        status = DM_NO_MEMORY;
    if (status != DM_OK)
        dm_answer_error(answer, code, error->why[0] != '\0' ? error->why : dm_status_name(status));
}

/* ---- JSON: {"columns": [...], "rows": [[...]], "sql": "..."} -------------------------------------------------------- */

typedef struct json_answer {
    dm_buffer *out;
    dm_buffer sql;
    bool any;
} json_answer;

static dm_status json_begin(void *context, const char *sql, const char *const *columns, size_t count)
{
    json_answer *answer = context;
    put(&answer->sql, sql);
    put(answer->out, "{\"columns\":[");
    for (size_t i = 0; i < count; i++) {
        put(answer->out, i == 0 ? "" : ",");
        dm_buffer_json(answer->out, dm_slice_of(columns[i]));
    }
    put(answer->out, "],\"rows\":[");
    return DM_OK;
}

static void put_value(dm_buffer *out, const dm_value *value)
{
    if (value->kind == DM_VALUE_INTEGER)
        dm_buffer_print(out, "%lld", (long long)value->integer);
    else if (value->kind == DM_VALUE_REAL && isfinite(value->real))
        dm_buffer_print(out, "%.12g", value->real);
    else if (value->kind == DM_VALUE_TEXT)
        dm_buffer_json(out, value->text);
    else
        put(out, "null");
}

static dm_status json_row(void *context, const dm_value *values, size_t count)
{
    json_answer *answer = context;
    put(answer->out, answer->any ? ",\n[" : "\n[");
    answer->any = true;
    for (size_t i = 0; i < count; i++) {
        put(answer->out, i == 0 ? "" : ",");
        put_value(answer->out, &values[i]);
    }
    put(answer->out, "]");
    return answer->out->failed ? DM_NO_MEMORY : DM_OK;
}

static dm_status view_json(dm_buffer *out, dm_store *store, const char *view, const dm_asked *asked, size_t count, dm_error *error)
{
    json_answer json = {.out = out};
    dm_panel_reader reader = {&json, json_begin, json_row, 0};
    dm_status status = dm_store_panel(store, view, asked, count, &reader, error);
    put(out, "],\n\"sql\":");
    dm_buffer_json(out, (dm_slice){json.sql.at == NULL ? "" : json.sql.at, json.sql.size});
    put(out, "}");
    dm_buffer_free(&json.sql);
    return status;
}

/* ---- CSV and SQL ---------------------------------------------------------------------------------------------------- */

static dm_status csv_flush(dm_answer *answer)
{
    if (answer->body.failed)
        return DM_NO_MEMORY;
    if (fwrite(answer->body.at, 1, answer->body.size, answer->file) != answer->body.size)
        return DM_IO;
    answer->body.size = 0;
    return DM_OK;
}

static dm_status csv_begin(void *context, const char *sql, const char *const *columns, size_t count)
{
    dm_answer *answer = context;
    (void)sql;
    for (size_t i = 0; i < count; i++) {
        put(&answer->body, i == 0 ? "" : ",");
        dm_buffer_csv(&answer->body, dm_slice_of(columns[i]));
    }
    put(&answer->body, "\r\n");
    return DM_OK;
}

/* Spreadsheets take a text that begins with one of these for a formula, and the text is from who knows where. */
static bool formula(dm_slice text) { return text.size != 0 && memchr("=+-@\t\r", text.at[0], 6) != NULL; }

static dm_status csv_row(void *context, const dm_value *values, size_t count)
{
    dm_answer *answer = context;
    for (size_t i = 0; i < count; i++) {
        put(&answer->body, i == 0 ? "" : ",");
        if (values[i].kind == DM_VALUE_TEXT && formula(values[i].text)) {
            dm_buffer quoted = {0};
            dm_buffer_add(&quoted, "'", 1);
            dm_buffer_add(&quoted, values[i].text.at, values[i].text.size);
            dm_buffer_csv(&answer->body, (dm_slice){quoted.at, quoted.size});
            answer->body.failed |= quoted.failed;
            dm_buffer_free(&quoted);
        } else if (values[i].kind == DM_VALUE_TEXT) {
            dm_buffer_csv(&answer->body, values[i].text);
        } else if (values[i].kind != DM_VALUE_NONE) {
            put_value(&answer->body, &values[i]);
        }
    }
    put(&answer->body, "\r\n");
    return answer->body.size >= DM_CSV_PIECE ? csv_flush(answer) : DM_OK;
}

static dm_status sql_begin(void *context, const char *sql, const char *const *columns, size_t count)
{
    (void)columns, (void)count;
    put(context, sql);
    put(context, ";\n");
    return DM_OK;
}

void dm_answer_view(dm_answer *answer, dm_store *store, const char *view, dm_form form, const dm_asked *asked, size_t count)
{
    dm_error error = {0};
    dm_status status;
    answer->code = 200;
    if (form == DM_FORM_JSON) {
        answer->type = "application/json";
        status = view_json(&answer->body, store, view, asked, count, &error);
        put(&answer->body, "\n");
    } else if (form == DM_FORM_SQL) {
        answer->type = "text/plain; charset=utf-8";
        dm_panel_reader reader = {&answer->body, sql_begin, NULL, 0};
        status = dm_store_panel(store, view, asked, count, &reader, &error);
    } else {
        answer->type = "text/csv; charset=utf-8; header=present";
        answer->file = tmpfile();
        dm_panel_reader reader = {answer, csv_begin, csv_row, DM_CSV_SECONDS};
        status = answer->file == NULL ? dm_fail(&error, DM_IO, NULL, 0, 0, "no room for a temporary file")
                                      : dm_store_panel(store, view, asked, count, &reader, &error);
        if (status == DM_OK)
            status = csv_flush(answer);
        if (status == DM_OK && fflush(answer->file) != 0)
            status = DM_IO;
        snprintf(answer->name, sizeof answer->name, "%.40s.csv", view);
    }
    answer_status(answer, status, &error);
}

void dm_answer_article(dm_answer *answer, dm_store *store, const dm_asked *asked, size_t count)
{
    static const char *const parts[] = {"document", "sentences",       "entities",  "mentions", "events", "statements",
                                        "statement_spans", "positions", "figures",  "times",  "places", "corrections"};
    dm_error error = {0};
    dm_status status = DM_OK;
    answer->code = 200;
    answer->type = "application/json";
    for (size_t i = 0; i < DM_COUNT(parts) && status == DM_OK; i++) {
        char view[48];
        snprintf(view, sizeof view, "article.%s", parts[i]);
        dm_buffer_print(&answer->body, "%s\"%s\":", i == 0 ? "{" : ",\n", parts[i]);
        status = view_json(&answer->body, store, view, asked, count, &error);
    }
    put(&answer->body, "}\n");
    answer_status(answer, status, &error);
}

/* ---- Data files ----------------------------------------------------------------------------------------------------- */

static dm_slice data_file(const char *name, size_t size)
{
    for (size_t i = 0; i < dm_embedded_count; i++) {
        const dm_embedded *file = &dm_embedded_files[i];
        if (strncmp(file->name, "data/", 5) == 0 && strlen(file->name) == size + 5 && memcmp(file->name + 5, name, size) == 0)
            return (dm_slice){file->at, (size_t)(file->end - file->at)};
    }
    return (dm_slice){NULL, 0};
}

void dm_answer_rule(dm_answer *answer, const char *by)
{
    const char *colon = by == NULL ? NULL : strchr(by, ':'); /* ", a side from the text around" may follow the number */
    uint32_t wanted = 0, at = 0;
    dm_slice line = {NULL, 0}, rest = colon == NULL ? line : data_file(by, (size_t)(colon - by));
    if (rest.at != NULL && dm_slice_number((dm_slice){colon + 1, strspn(colon + 1, "0123456789")}, &wanted))
        while (at < wanted && dm_slice_line(&rest, &line))
            at++;
    if (wanted == 0 || at != wanted) {
        dm_answer_error(answer, 404, "no line of a data file is called so");
        return;
    }
    answer->code = 200;
    answer->type = "application/json";
    put(&answer->body, "{\"by\":");
    dm_buffer_json(&answer->body, dm_slice_of(by));
    put(&answer->body, ",\"line\":");
    dm_buffer_json(&answer->body, line);
    put(&answer->body, "}\n");
}

/* {"key": "name", ...} of the first and last columns of a table with tabs. */
static void put_table(dm_buffer *out, const char *name)
{
    dm_slice rest = data_file(name, strlen(name)), line;
    bool any = false;
    put(out, "{");
    while (dm_slice_line(&rest, &line)) {
        if (line.size == 0 || line.at[0] == '#')
            continue;
        dm_slice key = dm_slice_next(&line, '\t'), value = key;
        while (line.at != NULL)
            value = dm_slice_next(&line, '\t');
        if (key.size == 0 || value.size == 0)
            continue;
        put(out, any ? ",\n" : "\n");
        any = true;
        dm_buffer_json(out, key);
        put(out, ":");
        dm_buffer_json(out, value);
    }
    put(out, "}");
}

void dm_answer_words(dm_answer *answer, const char *token)
{
    answer->code = 200;
    answer->type = "application/json";
    put(&answer->body, "{\"demarche\":");
    dm_buffer_json(&answer->body, dm_slice_of(dm_version()));
    put(&answer->body, ",\"token\":");
    if (token != NULL)
        dm_buffer_json(&answer->body, dm_slice_of(token));
    else
        put(&answer->body, "null");
    put(&answer->body, ",\n\"cameo\":");
    put_table(&answer->body, "cameo.txt");
    put(&answer->body, ",\n\"countries\":");
    put_table(&answer->body, "country-codes.txt");
    put(&answer->body, "}\n");
}
