/* Header lines of dispatches: date, title, source, url, id. */
#include "read/parts.h"

static bool digits(const char *at, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (at[i] < '0' || at[i] > '9')
            return false;
    return true;
}

static bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f'; }

static dm_slice behind_blanks(dm_slice line)
{
    while (line.size > 0 && blank(line.at[0]))
        line.at++, line.size--;
    return line;
}

/* Takes "NAME ", "NAME: " or "Name: " off the front of a line. */
static bool named(dm_slice *line, const char *name)
{
    size_t size = strlen(name);
    if (line->size <= size || (line->at[0] | 0x20) != name[0] || memcmp(line->at + 1, name + 1, size - 1) != 0)
        return false;
    bool colon = line->at[size] == ':';
    if ((!colon && line->at[0] != name[0]) || line->size <= size + colon || line->at[size + colon] != ' ')
        return false;
    line->at += size + colon + 1;
    line->size -= size + colon + 1;
    return true;
}

/* "2023-11-09" by its form, and what may follow it. */
static bool date_form(dm_slice value)
{
    return value.size >= 10 && digits(value.at, 4) && value.at[4] == '-' && digits(value.at + 5, 2) &&
           value.at[7] == '-' && digits(value.at + 8, 2) && (value.size == 10 || !digits(value.at + 10, 1));
}

bool dm_dispatch_begins(dm_slice line)
{
    line = behind_blanks(line);
    return named(&line, "date") && date_form(line);
}

/* "date 5 March 2024": a header whose date is none of ours, which is told rather than read as text. */
bool dm_dispatch_misdated(dm_slice line)
{
    line = dm_slice_trim(behind_blanks(line));
    if (!named(&line, "date"))
        return false;
    line = behind_blanks(line);
    if (line.size > 24 || line.size < 8 || line.at[line.size - 1] == '.')
        return false;
    size_t count = 0;
    for (size_t i = 0; i < line.size; i++)
        count += digits(line.at + i, 1);
    return count >= 5;
}

bool dm_dispatch_header(dm_slice line)
{
    static const char *const names[] = {"title", "source", "url", "id"};
    if (dm_dispatch_begins(line))
        return true;
    line = behind_blanks(line);
    for (size_t i = 0; i < DM_COUNT(names); i++) {
        dm_slice value = line;
        if (named(&value, names[i]))
            return true;
    }
    return false;
}

/* One header off the front of *line: the value into `out`, what the line still holds stays in *line.  0: none,
 * 1: taken, -1: a date that is none. */
static int take(dm_slice *line, bool together, dm_document *out)
{
    struct {
        const char *name;
        dm_slice *field;
    } fields[] = {{"title", &out->title}, {"source", &out->source}, {"url", &out->url}, {"id", &out->id}};
    dm_slice value = behind_blanks(*line);
    if (named(&value, "date")) {
        bool form = date_form(value);
        if (out->date.year != 0 || !(form || (together && (dm_dispatch_misdated(*line) || (value.size > 0 && digits(value.at, 1))))))
            return 0;
        if (!form || !dm_date_parse((dm_slice){value.at, 10}, &out->date))
            return -1;
        size_t used = 10;
        if (value.size > 11 && value.at[10] == 'T' && digits(value.at + 11, 1)) /* a time of day is not kept */
            while (used < value.size && !blank(value.at[used]))
                used++;
        *line = behind_blanks((dm_slice){value.at + used, value.size - used});
        return 1;
    }
    for (size_t i = 0; i < DM_COUNT(fields); i++) {
        value = behind_blanks(*line);
        /* A body may begin with "source": only lines that stand together with the other headers count, save the title.
         */
        if (fields[i].field->at != NULL || !(together || i == 0) || !named(&value, fields[i].name))
            continue;
        *fields[i].field = dm_slice_trim(value);
        *line = (dm_slice){value.at + value.size, 0};
        return 1;
    }
    return 0;
}

bool dm_dispatch_parse(dm_slice content, dm_document *out, size_t *byte)
{
    const char *begin = content.at;
    bool together = true, any = false; /* together: a new line right behind a header, or the first */
    memset(out, 0, sizeof *out);
    while (content.size > 0) {
        const char *stop = memchr(content.at, '\n', content.size);
        dm_slice line = {content.at, stop == NULL ? content.size : (size_t)(stop - content.at)};
        const char *line_end = line.at + line.size;
        int taken = take(&line, together, out);
        if (taken < 0) {
            *byte = (size_t)(content.at - begin);
            return false;
        }
        bool empty = behind_blanks(line).size == 0;
        if (taken == 0 && !empty)
            break;
        any = any || taken > 0;
        together = taken > 0 ? empty : together && !any;
        const char *next = !empty ? line.at : stop == NULL ? line_end : stop + 1;
        content.size -= (size_t)(next - content.at);
        content.at = next;
    }
    out->text = content;
    return true;
}
