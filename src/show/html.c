/* A page that shows the text with its evidence marked.  Nothing of the text gets out unescaped, nothing is loaded. */
#include "show/parts.h"

#include <stdlib.h>

void dm_show_html_header(dm_buffer *out)
{
    dm_buffer_text(
        out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
             "<meta http-equiv=\"Content-Security-Policy\" "
             "content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n"
             "<meta name=\"viewport\" content=\"width=device-width\"/>\n<title>demarche</title>\n<style>\n"
             "body{font:16px/1.6 serif;max-width:50em;margin:2em auto;padding:0 1em}\n"
             ".text{white-space:pre-wrap}\n.statement{background:#fff3c4}\n.party{border-bottom:2px solid #2a6fbb}\n"
             ".place{border-bottom:2px dotted #2e7d32}\n.time{border-bottom:2px dotted #8e44ad}\n"
             ".cue{font-style:italic}\n.event{background:#f7b2ad;font-weight:bold}\n"
             "table{border-collapse:collapse;font:14px/1.4 sans-serif}\n"
             "td,th{border:1px solid #ccc;padding:.2em .5em;text-align:left;vertical-align:top}\n"
             "</style>\n</head>\n<body>\n"
             "<p><span class=\"event\">event</span> <span class=\"party\">party</span> "
             "<span class=\"statement\">statement</span> <span class=\"cue\">cue</span> "
             "<span class=\"place\">place</span> <span class=\"time\">time</span></p>\n");
}

void dm_show_html_footer(dm_buffer *out) { dm_buffer_text(out, "</body>\n</html>\n"); }

/* Markup escaped; controls and marks that turn the direction of writing become U+FFFD. */
static void put_text(dm_buffer *out, dm_slice text)
{
    unsigned length;
    for (const char *at = text.at, *end = text.at + text.size; at < end; at += length) {
        uint32_t code = dm_utf8_get(at, end, &length);
        bool bad = (code < 0x20 && code != '\t' && code != '\n') || (code >= 0x7F && code < 0xA0) ||
                   (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) || code == 0xFFFE ||
                   code == 0xFFFF || (code == 0xFFFD && length == 1);
        if (code == '\r')
            dm_buffer_text(out, at + 1 < end && at[1] == '\n' ? "" : "\n");
        else if (bad)
            dm_buffer_text(out, "\xEF\xBF\xBD");
        else if (code == '&')
            dm_buffer_text(out, "&amp;");
        else if (code == '<')
            dm_buffer_text(out, "&lt;");
        else if (code == '>')
            dm_buffer_text(out, "&gt;");
        else if (code == '"')
            dm_buffer_text(out, "&quot;");
        else if (code == '\'')
            dm_buffer_text(out, "&#39;");
        else
            dm_buffer_add(out, at, length);
    }
}

enum { MARK_STATEMENT, MARK_PARTY, MARK_PLACE, MARK_TIME, MARK_CUE, MARK_EVENT, MARK_KINDS };

typedef struct edge {
    uint32_t at;
    uint16_t kind;
    int16_t step; /* 1: begins, -1: ends */
} edge;

typedef struct edges {
    edge *at;
    size_t count, room, size; /* size: bytes of the text */
    bool failed;
} edges;

static void mark(edges *list, unsigned kind, dm_span span)
{
    if (span.end > list->size)
        span.end = (uint32_t)list->size;
    if (span.end <= span.start || list->failed)
        return;
    if (list->room - list->count < 2) {
        size_t room = list->room < 64 ? 128 : list->room * 2;
        edge *larger = realloc(list->at, room * sizeof *larger);
        list->failed = larger == NULL;
        if (larger == NULL)
            return;
        list->at = larger;
        list->room = room;
    }
    list->at[list->count++] = (edge){span.start, (uint16_t)kind, 1};
    list->at[list->count++] = (edge){span.end, (uint16_t)kind, -1};
}

static int by_place(const void *left, const void *right)
{
    const edge *a = left, *b = right;
    return a->at < b->at ? -1 : a->at > b->at;
}

static void mark_all(edges *list, const dm_record *record)
{
    for (uint32_t i = 0; i < record->event_count; i++) {
        mark(list, MARK_EVENT, record->events[i].trigger);
        mark(list, MARK_PARTY, record->events[i].source_span);
        mark(list, MARK_PARTY, record->events[i].target_span);
    }
    for (uint32_t i = 0; i < record->statement_count; i++) {
        const dm_statement *statement = &record->statements[i];
        for (uint32_t k = 0; k < statement->content.count; k++)
            mark(list, MARK_STATEMENT, statement->content.at[k]);
        for (uint32_t k = 0; k < statement->cue.count; k++)
            mark(list, MARK_CUE, statement->cue.at[k]);
        for (uint32_t k = 0; k < statement->source.count; k++)
            mark(list, MARK_PARTY, statement->source.at[k]);
    }
    for (uint32_t i = 0; i < record->refers.place_count; i++)
        mark(list, MARK_PLACE, record->refers.places[i].span);
    for (uint32_t i = 0; i < record->refers.time_count; i++)
        mark(list, MARK_TIME, record->refers.times[i].span);
}

/* The text in pieces, each with the classes of all marks that cover it: marks may overlap, elements may not. */
static void put_marked(dm_buffer *out, const dm_record *record)
{
    static const char *const classes[MARK_KINDS] = {"statement", "party", "place", "time", "cue", "event"};
    edges list = {.size = record->document.text.size};
    mark_all(&list, record);
    if (list.failed)
        out->failed = true;
    else if (list.count != 0)
        qsort(list.at, list.count, sizeof *list.at, by_place);
    int depth[MARK_KINDS] = {0};
    uint32_t from = 0;
    for (size_t i = 0; i <= list.count && !list.failed; i++) {
        uint32_t to = i < list.count ? list.at[i].at : (uint32_t)list.size;
        if (to > from) {
            bool any = false;
            for (unsigned kind = 0; kind < MARK_KINDS; kind++) {
                if (depth[kind] <= 0)
                    continue;
                dm_buffer_text(out, any ? " " : "<span class=\"");
                dm_buffer_text(out, classes[kind]);
                any = true;
            }
            dm_buffer_text(out, any ? "\">" : "");
            put_text(out, dm_show_span(record, (dm_span){from, to}));
            dm_buffer_text(out, any ? "</span>" : "");
            from = to;
        }
        if (i < list.count)
            depth[list.at[i].kind] += list.at[i].step;
    }
    free(list.at);
}

static void cell(dm_buffer *out, dm_slice text)
{
    dm_buffer_text(out, "<td>");
    put_text(out, text);
    dm_buffer_text(out, "</td>");
}

static void entities(dm_buffer *out, const dm_record *record, dm_list list)
{
    dm_buffer_text(out, "<td>");
    for (uint32_t i = 0, given = 0; i < list.count; i++) {
        if (list.at[i] >= record->refers.entity_count)
            continue;
        const dm_entity *entity = &record->refers.entities[list.at[i]];
        dm_buffer_text(out, given++ == 0 ? "" : "; ");
        put_text(out, entity->name);
        dm_buffer_text(out, entity->actor[0] == '\0' ? "" : " (");
        put_text(out, dm_slice_of(entity->actor));
        dm_buffer_text(out, entity->actor[0] == '\0' ? "" : ")");
    }
    dm_buffer_text(out, "</td>");
}

static void put_events(dm_buffer *out, const dm_record *record)
{
    dm_buffer_text(out, "<table>\n<tr><th>event</th><th>source</th><th>target</th><th>PLOVER</th><th>CAMEO</th>"
                        "<th>status</th><th>date</th><th>place</th><th>words</th></tr>\n");
    for (uint32_t i = 0; i < record->event_count; i++) {
        const dm_event *event = &record->events[i];
        dm_buffer_text(out, "<tr>");
        cell(out, dm_slice_of(event->id));
        entities(out, record, event->sources);
        entities(out, record, event->targets);
        cell(out, dm_slice_of(dm_plover_name(event->plover)));
        cell(out, dm_slice_of(event->cameo));
        cell(out, dm_slice_of(dm_event_status_name(event->status)));
        cell(out, event->date);
        cell(out, event->place < record->refers.place_count ? record->refers.places[event->place].name
                                                            : (dm_slice){"", 0});
        cell(out, dm_show_span(record, event->trigger));
        dm_buffer_text(out, "</tr>\n");
    }
    dm_buffer_text(out, "</table>\n");
}

static void put_statements(dm_buffer *out, const dm_record *record)
{
    dm_buffer_text(out, "<table>\n<tr><th>statement</th><th>speaker</th><th>says</th></tr>\n");
    for (uint32_t i = 0; i < record->statement_count; i++) {
        const dm_statement *statement = &record->statements[i];
        dm_buffer_text(out, "<tr>");
        cell(out, dm_slice_of(statement->id));
        entities(out, record, (dm_list){&statement->speaker, 1});
        dm_buffer_text(out, statement->denied ? "<td>(denied) " : "<td>");
        for (uint32_t k = 0; k < statement->content.count; k++) {
            dm_buffer_text(out, k == 0 ? "" : " \xE2\x80\xA6 ");
            put_text(out, dm_show_span(record, statement->content.at[k]));
        }
        dm_buffer_text(out, "</td></tr>\n");
    }
    dm_buffer_text(out, "</table>\n");
}

void dm_show_html(dm_buffer *out, const dm_record *record)
{
    const dm_document *document = &record->document;
    char date[12];
    dm_date_text(document->date, date);
    dm_slice title = document->title.size != 0 ? document->title : document->id;
    dm_buffer_text(out, "<div class=\"article\">\n");
    if (title.size != 0) {
        dm_buffer_text(out, "<h2>");
        put_text(out, title);
        dm_buffer_text(out, "</h2>\n");
    }
    dm_buffer_text(out, "<p>");
    put_text(out, dm_slice_of(date));
    dm_buffer_text(out, " ");
    put_text(out, document->source);
    dm_buffer_text(out, " ");
    put_text(out, document->url); /* as text: a link could be a script */
    dm_buffer_text(out, "</p>\n<div class=\"text\">");
    put_marked(out, record);
    dm_buffer_text(out, "</div>\n");
    if (record->event_count != 0)
        put_events(out, record);
    if (record->statement_count != 0)
        put_statements(out, record);
    dm_buffer_text(out, "</div>\n");
}
