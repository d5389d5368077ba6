/* What Datasette shows beside the tables of a database (https://docs.datasette.io/en/stable/metadata.html), as JSON, which is
 * YAML too: descriptions, and questions ready to be asked, from data/database.txt. */
#include "show/parts.h"

typedef struct described {
    dm_slice table, column, words;
} described;

/* The next line; false at the end. */
static bool next(dm_slice *rest, described *out)
{
    dm_slice line;
    while (dm_slice_line(rest, &line)) {
        if (dm_slice_trim(line).size == 0 || line.at[0] == '#')
            continue;
        out->table = dm_slice_next(&line, '\t');
        out->column = dm_slice_next(&line, '\t');
        out->words = line.at == NULL ? (dm_slice){NULL, 0} : dm_slice_trim(line);
        return true;
    }
    return false;
}

static void put(dm_buffer *out, const char *before, dm_slice text)
{
    dm_buffer_text(out, before);
    dm_buffer_json(out, text);
}

/* Descriptions of the columns of a table. */
static void put_columns(dm_buffer *out, dm_slice table)
{
    dm_slice rest = dm_embedded_text("data/database.txt");
    described line;
    const char *before = ", \"columns\": {";
    bool any = false;
    while (next(&rest, &line))
        if (line.words.at != NULL && dm_slice_equal(line.table, table)) {
            put(out, before, line.column);
            put(out, ": ", line.words);
            before = ", ";
            any = true;
        }
    dm_buffer_text(out, any ? "}" : "");
}

void dm_show_datasette(dm_buffer *out, dm_slice database)
{
    dm_slice rest = dm_embedded_text("data/database.txt");
    described line;
    const char *before = "";
    put(out, "{\n  \"title\": ", database);
    dm_buffer_text(out, ",\n  \"description\": \"Who did what to whom, who said what, and where each stands, coded by demarche from "
                        "news reports. Texts belong to their publishers.\",\n  \"databases\": {\n    ");
    put(out, "", database);
    dm_buffer_text(out, ": {\n      \"tables\": {");
    while (next(&rest, &line)) {
        if (line.words.at != NULL || line.table.at[0] == '?')
            continue;
        dm_buffer_text(out, before);
        put(out, "\n        ", line.table);
        put(out, ": {\"description\": ", line.column);
        put_columns(out, line.table);
        dm_buffer_text(out, "}");
        before = ",";
    }
    dm_buffer_text(out, "\n      },\n      \"queries\": {");
    rest = dm_embedded_text("data/database.txt");
    before = "";
    while (next(&rest, &line)) {
        if (line.table.at[0] != '?' || line.words.at == NULL)
            continue;
        dm_buffer_text(out, before);
        put(out, "\n        ", (dm_slice){line.table.at + 1, line.table.size - 1});
        put(out, ": {\"title\": ", line.column);
        put(out, ", \"sql\": ", line.words);
        dm_buffer_text(out, "}");
        before = ",";
    }
    dm_buffer_text(out, "\n      }\n    }\n  }\n}\n");
}
