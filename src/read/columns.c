/* CSV (RFC 4180): rows, which may run over lines inside of quotation marks, and cells. */
#include "read/reader.h"

enum { AT_CELL, IN_CELL, IN_QUOTES, BEHIND_QUOTE };

/* The cuts that begin a cell; which of them is the file's own matters only to cells. */
static bool cuts(char c) { return c == ',' || c == ';' || c == '\t'; }

bool dm_row_end(const char *bytes, size_t size, size_t *at, int *state)
{
    int now = *state;
    for (size_t i = *at; i < size; i++) {
        char c = bytes[i];
        if (now == IN_QUOTES) {
            now = c == '"' ? BEHIND_QUOTE : IN_QUOTES;
        } else if (c == '\n') {
            *at = i + 1;
            *state = AT_CELL;
            return true;
        } else if (c == '"' && (now == AT_CELL || now == BEHIND_QUOTE)) {
            now = IN_QUOTES;
        } else {
            now = cuts(c) ? AT_CELL : IN_CELL;
        }
    }
    *at = size;
    *state = now;
    return false;
}

bool dm_row_cell(char **at, char *end, char cut, dm_slice *cell)
{
    char *from = *at, *to = from;
    if (from > end)
        return false;
    char *begin = from;
    if (from < end && *from == '"') {
        begin = to = ++from;
        while (from < end && !(*from == '"' && (from + 1 >= end || from[1] != '"'))) {
            from += *from == '"'; /* "" */
            *to++ = *from++;
        }
        from += from < end;
        while (from < end && *from != cut) /* what stands behind the closing mark belongs to the cell */
            *to++ = *from++;
    } else {
        while (from < end && *from != cut)
            from++;
        to = from;
    }
    *cell = (dm_slice){begin, (size_t)(to - begin)};
    *at = from + 1; /* beyond the end: no further cell */
    return true;
}

static const char *const usual[DM_FIELD_COUNT] = {"id", "date", "title", "text", "source", "url"};

static bool named(dm_slice cell, const char *name)
{
    size_t size = strlen(name);
    cell = dm_slice_trim(cell);
    if (cell.size != size)
        return false;
    for (size_t i = 0; i < size; i++) {
        char a = cell.at[i], b = name[i];
        if ((a >= 'A' && a <= 'Z' ? (char)(a | 0x20) : a) != (b >= 'A' && b <= 'Z' ? (char)(b | 0x20) : b))
            return false;
    }
    return true;
}

/* The cut that the row has most of. */
static char cut_of(dm_slice row)
{
    size_t commas = 0, semicolons = 0, tabs = 0;
    for (size_t i = 0; i < row.size; i++) {
        commas += row.at[i] == ',';
        semicolons += row.at[i] == ';';
        tabs += row.at[i] == '\t';
    }
    return tabs > commas && tabs > semicolons ? '\t' : semicolons > commas ? ';' : ',';
}

bool dm_columns_read(dm_columns *columns, dm_slice row, const char *const names[DM_FIELD_COUNT])
{
    char *at = (char *)(uintptr_t)row.at, *end = at + row.size;
    dm_slice cell;
    columns->cut = cut_of(row);
    columns->known = true;
    for (size_t i = 0; i < DM_FIELD_COUNT; i++)
        columns->at[i] = DM_NONE;
    for (uint32_t column = 0; dm_row_cell(&at, end, columns->cut, &cell); column++)
        for (size_t i = 0; i < DM_FIELD_COUNT; i++)
            if (columns->at[i] == DM_NONE && named(cell, names[i] != NULL ? names[i] : usual[i])) {
                columns->at[i] = column;
                break;
            }
    return columns->at[DM_FIELD_TEXT] != DM_NONE;
}

/* A header row: no blank, stop or mark but those around and between its cells. */
static bool words_only(dm_slice line)
{
    for (size_t i = 0; i < line.size; i++)
        if (line.at[i] == ' ' || line.at[i] == '.' || line.at[i] == ':')
            return false;
    return true;
}

bool dm_columns_begin(dm_slice line, const char *const names[DM_FIELD_COUNT])
{
    char room[1024];
    dm_columns columns;
    if (line.size >= sizeof room || line.size < 4)
        return false;
    memcpy(room, line.at, line.size); /* quotes are undone in place */
    bool text = dm_columns_read(&columns, (dm_slice){room, line.size}, names);
    uint32_t known = 0;
    for (size_t i = 0; i < DM_FIELD_COUNT; i++)
        known += columns.at[i] != DM_NONE;
    /* "text" alone may be a word of a text.  Without a text column it is still a table, one to be refused by name of what it
     * lacks, where nothing but words stand between the cuts. */
    return known >= 2 && (text || words_only(line));
}

/* Cells of a row by this cut, and whether each holds something and none begins or ends with a blank. */
static uint32_t cells_of(dm_slice row, char cut, bool *names)
{
    uint32_t count = 1;
    bool quoted = false;
    size_t from = 0;
    *names = true;
    for (size_t i = 0; i <= row.size; i++) {
        quoted = i < row.size && row.at[i] == '"' ? !quoted : quoted;
        if (i < row.size && (quoted || row.at[i] != cut))
            continue;
        *names = *names && i > from && row.at[from] != ' ' && row.at[i - 1] != ' ';
        count += i < row.size;
        from = i + 1;
    }
    return count;
}

bool dm_columns_alike(dm_slice text)
{
    size_t end = 0, next;
    int state = AT_CELL;
    bool names, any;
    if (!dm_row_end(text.at, text.size, &end, &state) || end >= text.size)
        return false;
    next = end;
    bool whole = dm_row_end(text.at, text.size, &next, &state);
    dm_slice head = dm_slice_trim((dm_slice){text.at, end}), row = dm_slice_trim((dm_slice){text.at + end, next - end});
    char cut = cut_of(head);
    uint32_t count = cells_of(head, cut, &names), other = cells_of(row, cut, &any);
    return names && count >= 3 && (other == count || (!whole && other > 1 && other < count));
}
