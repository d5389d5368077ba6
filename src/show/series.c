/* Counts over time as tables, bars of a terminal, CSV and JSON. */
#include "show/parts.h"

/* Colours of the quad classes, and letters where there are none. */
static const struct {
    const char *colour, *letter, *name;
} quads[5] = {{"\033[2m", "?", "none"},
              {"\033[34m", ".", "verbal cooperation"},
              {"\033[32m", "+", "material cooperation"},
              {"\033[33m", "~", "verbal conflict"},
              {"\033[31m", "#", "material conflict"}};

void dm_show_period(char out[16], int32_t period)
{
    if (period <= 0)
        snprintf(out, 16, "no date");
    else if (period > 9999999)
        snprintf(out, 16, "%04d-%02d-%02d", period / 10000, period / 100 % 100, period % 100);
    else if (period > 99999)
        snprintf(out, 16, "%04d-%02d", period / 100, period % 100);
    else
        snprintf(out, 16, "%04d", period);
}

static void grouped(dm_buffer *out, uint64_t number, int width)
{
    char digits[32];
    int size = 0, written = 0;
    do {
        if (written > 0 && written % 3 == 0)
            digits[size++] = ',';
        digits[size++] = (char)('0' + number % 10);
        written++;
    } while ((number /= 10) != 0);
    for (int i = size; i < width; i++)
        dm_buffer_text(out, " ");
    while (size > 0)
        dm_buffer_add(out, &digits[--size], 1);
}

/* A bar of `length` columns of all, its parts as long as their shares. */
static void bar(dm_buffer *out, const dm_count *count, uint64_t most, unsigned length, bool colour)
{
    uint64_t before = 0, drawn = 0;
    for (int i = 1; i <= 5; i++) { /* none comes last */
        int quad = i % 5;
        before += count->quads[quad];
        uint64_t until = most == 0 ? 0 : (before * length + most / 2) / most;
        if (i == 5 && before > 0 && until == 0)
            until = 1; /* something happened */
        if (until > drawn && colour)
            dm_buffer_text(out, quads[quad].colour);
        for (uint64_t k = drawn; k < until; k++)
            dm_buffer_text(out, colour ? "\xE2\x96\x88" : quads[quad].letter);
        if (until > drawn && colour)
            dm_buffer_text(out, "\033[0m");
        drawn = until > drawn ? until : drawn;
    }
    for (; drawn < length; drawn++)
        dm_buffer_text(out, " ");
}

/* The period behind one, 0 when it is not followed (weeks, no date). */
static int32_t following(int32_t period)
{
    if (period > 9999999) {
        dm_date date = {(int16_t)(period / 10000), (uint8_t)(period / 100 % 100), (uint8_t)(period % 100)};
        date = dm_date_of_days(dm_date_days(date) + 1);
        return date.year * 10000 + date.month * 100 + date.day;
    }
    if (period > 99999)
        return period % 100 == 12 ? period + 89 : period + 1;
    return period > 0 ? period + 1 : 0;
}

static void row(dm_buffer *out, const dm_count *count, uint64_t most, unsigned width, bool colour)
{
    char label[16];
    dm_show_period(label, count->period);
    dm_buffer_print(out, "%-11s", label);
    bar(out, count, most, width - 36, colour);
    grouped(out, count->events, 13);
    if (count->events == 0)
        dm_buffer_text(out, "\n");
    else
        dm_buffer_print(out, "  %+7.1f\n", count->goldstein / (double)count->events);
}

void dm_show_timeline_table(dm_buffer *out, const dm_count *counts, size_t number, bool weeks, unsigned width, bool colour)
{
    enum { GAP = 24 }; /* periods without events that are drawn one by one */
    uint64_t most = 0;
    width = width < 60 ? 60 : width;
    for (size_t i = 0; i < number; i++)
        most = counts[i].events > most ? counts[i].events : most;
    for (int i = 1; i < 5; i++)
        dm_buffer_print(out, "%s%s%s%s %s", i == 1 ? "" : "   ", colour ? quads[i].colour : "",
                        colour ? "\xE2\x96\x88" : quads[i].letter, colour ? "\033[0m" : "", quads[i].name);
    dm_buffer_print(out, "\n%*s  %s\n", (int)width - 12, "events", "Goldstein");
    for (size_t i = 0; i < number; i++) {
        row(out, &counts[i], most, width, colour);
        if (weeks || i + 1 == number || counts[i].period == 0)
            continue;
        int32_t next = following(counts[i].period), far = next;
        int missing = 0;
        while (far < counts[i + 1].period && missing <= GAP)
            far = following(far), missing++;
        if (missing > GAP)
            dm_buffer_text(out, "   \xE2\x8B\xAE\n");
        for (; missing <= GAP && missing > 0; missing--, next = following(next))
            row(out, &(dm_count){.period = next}, most, width, colour);
    }
}

static void count_columns(dm_buffer *out, const dm_count *count)
{
    for (int i = 1; i < 5; i++)
        dm_buffer_print(out, "%llu,", (unsigned long long)count->quads[i]);
    dm_buffer_print(out, "%llu,", (unsigned long long)count->events);
    dm_buffer_number(out, count->events == 0 ? 0 : (double)(int64_t)(count->goldstein / (double)count->events * 1000 +
                                                                     (count->goldstein < 0 ? -0.5 : 0.5)) / 1000);
}
#define COUNT_HEADER "verbal_cooperation,material_cooperation,verbal_conflict,material_conflict,events,goldstein\r\n"

static void count_json(dm_buffer *out, const dm_count *count)
{
    static const char *const names[] = {"verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"};
    for (int i = 0; i < 4; i++)
        dm_buffer_print(out, "\"%s\":%llu,", names[i], (unsigned long long)count->quads[i + 1]);
    dm_buffer_print(out, "\"events\":%llu,\"goldstein\":", (unsigned long long)count->events);
    dm_buffer_number(out, count->events == 0 ? 0 : (double)(int64_t)(count->goldstein / (double)count->events * 1000 +
                                                                     (count->goldstein < 0 ? -0.5 : 0.5)) / 1000);
    dm_buffer_text(out, "}\n");
}

static void period_json(dm_buffer *out, int32_t period)
{
    char label[16];
    dm_show_period(label, period);
    dm_buffer_print(out, period <= 0 ? "\"period\":null," : "\"period\":\"%s\",", label);
}

static void period_csv(dm_buffer *out, int32_t period)
{
    char label[16];
    dm_show_period(label, period);
    dm_buffer_print(out, "%s,", period <= 0 ? "" : label);
}

void dm_show_timeline_csv_header(dm_buffer *out) { dm_buffer_text(out, "period," COUNT_HEADER); }

void dm_show_timeline_csv(dm_buffer *out, const dm_count *count)
{
    period_csv(out, count->period);
    count_columns(out, count);
    dm_buffer_text(out, "\r\n");
}

void dm_show_timeline_json(dm_buffer *out, const dm_count *count)
{
    dm_buffer_text(out, "{");
    period_json(out, count->period);
    count_json(out, count);
}

/* ---- Dyads ---------------------------------------------------------------------------------------------------------- */

void dm_show_dyads_csv_header(dm_buffer *out, bool series)
{
    dm_buffer_print(out, "source,target,%s" COUNT_HEADER, series ? "period," : "");
}

void dm_show_dyad_csv(dm_buffer *out, const dm_dyad *dyad, bool series)
{
    dm_buffer_csv(out, dm_slice_of(dyad->source));
    dm_buffer_text(out, ",");
    dm_buffer_csv(out, dm_slice_of(dyad->target));
    dm_buffer_text(out, ",");
    if (series)
        period_csv(out, dyad->count.period);
    count_columns(out, &dyad->count);
    dm_buffer_text(out, "\r\n");
}

void dm_show_dyad_json(dm_buffer *out, const dm_dyad *dyad, bool series)
{
    dm_buffer_text(out, "{\"source\":");
    dm_buffer_json(out, dm_slice_of(dyad->source));
    dm_buffer_text(out, ",\"target\":");
    dm_buffer_json(out, dm_slice_of(dyad->target));
    dm_buffer_text(out, ",");
    if (series)
        period_json(out, dyad->count.period);
    count_json(out, &dyad->count);
}

void dm_show_dyads_table_header(dm_buffer *out, bool series)
{
    dm_buffer_print(out, "%-12s %-12s %s%38s%12s%9s\n%-12s %-12s %s%10s%10s%10s%10s\n", "source", "target",
                    series ? "period    " : "", "cooperation            conflict", "events", "mean", "", "",
                    series ? "          " : "", "verbal", "material", "verbal", "material");
}

void dm_show_dyad_table(dm_buffer *out, const dm_dyad *dyad, bool series)
{
    char label[16] = "";
    dm_buffer_print(out, "%-12s %-12s ", dyad->source, dyad->target);
    if (series) {
        dm_show_period(label, dyad->count.period);
        dm_buffer_print(out, "%-10s", label);
    }
    for (int i = 1; i < 5; i++)
        grouped(out, dyad->count.quads[i], 10);
    grouped(out, dyad->count.events, 10);
    dm_buffer_print(out, "  %+7.1f\n", dyad->count.events == 0 ? 0 : dyad->count.goldstein / (double)dyad->count.events);
}

/* ---- Coverage ------------------------------------------------------------------------------------------------------- */

void dm_show_coverage_csv_header(dm_buffer *out, bool reasons)
{
    dm_buffer_text(out, reasons ? "period,paper,reason,sentences\r\n"
                                : "period,paper,documents,coded,sentences,silent,events,statements,positions\r\n");
}

void dm_show_coverage_csv(dm_buffer *out, const dm_coverage *row)
{
    period_csv(out, row->period);
    dm_buffer_csv(out, dm_slice_of(row->paper));
    if (row->reason != NULL) {
        dm_buffer_text(out, ",");
        dm_buffer_csv(out, dm_slice_of(row->reason));
        dm_buffer_print(out, ",%llu\r\n", (unsigned long long)row->sentences);
        return;
    }
    const uint64_t numbers[] = {row->documents, row->coded, row->sentences, row->silent, row->events, row->statements,
                                row->positions};
    for (size_t i = 0; i < DM_COUNT(numbers); i++)
        dm_buffer_print(out, ",%llu", (unsigned long long)numbers[i]);
    dm_buffer_text(out, "\r\n");
}

void dm_show_coverage_json(dm_buffer *out, const dm_coverage *row)
{
    static const char *const names[] = {"documents", "coded", "sentences", "silent", "events", "statements", "positions"};
    const uint64_t numbers[] = {row->documents, row->coded, row->sentences, row->silent, row->events, row->statements,
                                row->positions};
    dm_buffer_text(out, "{");
    period_json(out, row->period);
    dm_buffer_text(out, "\"paper\":");
    dm_buffer_json(out, dm_slice_of(row->paper));
    if (row->reason != NULL) {
        dm_buffer_text(out, ",\"reason\":");
        dm_buffer_json(out, dm_slice_of(row->reason));
        dm_buffer_print(out, ",\"sentences\":%llu", (unsigned long long)row->sentences);
    }
    for (size_t i = 0; i < DM_COUNT(names) && row->reason == NULL; i++)
        dm_buffer_print(out, ",\"%s\":%llu", names[i], (unsigned long long)numbers[i]);
    dm_buffer_text(out, "}\n");
}

void dm_show_coverage_table_header(dm_buffer *out)
{
    dm_buffer_print(out, "%-11s%-24s%10s%10s%11s%10s%10s%11s%11s\n", "period", "source", "documents", "coded", "sentences",
                    "silent", "events", "statements", "positions");
}

/* Text in so many columns, shortened where it is longer. */
static void fitted(dm_buffer *out, const char *text, unsigned columns)
{
    unsigned used = 0, length;
    for (const char *at = text, *end = text + strlen(text); at < end; at += length) {
        unsigned size = dm_code_columns(dm_utf8_get(at, end, &length));
        if (used + size + 1 > columns)
            break;
        dm_buffer_plain(out, (dm_slice){at, length});
        used += size;
    }
    for (; used < columns; used++)
        dm_buffer_text(out, " ");
}

void dm_show_coverage_table(dm_buffer *out, const dm_coverage *row)
{
    char label[16];
    if (row->reason != NULL) {
        grouped(out, row->sentences, 12);
        dm_buffer_text(out, "  ");
        dm_buffer_plain(out, dm_slice_of(row->reason));
        dm_buffer_text(out, "\n");
        return;
    }
    dm_show_period(label, row->period);
    dm_buffer_print(out, "%-11s", row->period == 0 ? "" : label);
    fitted(out, row->paper, 24);
    const uint64_t numbers[] = {row->documents, row->coded, row->sentences, row->silent, row->events, row->statements,
                                row->positions};
    static const int widths[] = {10, 10, 11, 10, 10, 11, 11};
    for (size_t i = 0; i < DM_COUNT(numbers); i++)
        grouped(out, numbers[i], widths[i]);
    dm_buffer_text(out, "\n");
}
