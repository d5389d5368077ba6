/* Events found in a store. */
#include "show/flow.h"

#include <math.h>
#include <stddef.h>

static const struct {
    const char *name;
    size_t offset;
} fields[] = {{"document", offsetof(dm_found, document)},
              {"date", offsetof(dm_found, date)},
              {"sources", offsetof(dm_found, sources)},
              {"targets", offsetof(dm_found, targets)},
              {"source_names", offsetof(dm_found, source_names)},
              {"target_names", offsetof(dm_found, target_names)},
              {"plover", offsetof(dm_found, plover)},
              {"cameo", offsetof(dm_found, cameo)},
              {"quad", offsetof(dm_found, quad)},
              {"status", offsetof(dm_found, status)},
              {"place", offsetof(dm_found, place)},
              {"country", offsetof(dm_found, country)},
              {"speakers", offsetof(dm_found, speakers)},
              {"trigger", offsetof(dm_found, trigger)},
              {"sentence", offsetof(dm_found, sentence)},
              {"by", offsetof(dm_found, by)},
              {"paper", offsetof(dm_found, paper)},
              {"title", offsetof(dm_found, title)},
              {"url", offsetof(dm_found, url)}};

static dm_slice field_of(const dm_found *found, size_t which)
{
    const char *text;
    memcpy(&text, (const char *)found + fields[which].offset, sizeof text);
    return dm_slice_of(text);
}

/* "document:v3", as the exports name events. */
static void event_id(dm_buffer *out, const dm_found *found, bool json)
{
    dm_buffer id = {0};
    if (found->document == NULL) {
        dm_buffer_text(out, json ? "null" : "");
        return;
    }
    dm_buffer_print(&id, "%s:v%u", found->document, found->event + 1);
    (json ? dm_buffer_json : dm_buffer_csv)(out, (dm_slice){id.at, id.size});
    out->failed = out->failed || id.failed;
    dm_buffer_free(&id);
}

void dm_show_found_json(dm_buffer *out, const dm_found *found)
{
    dm_buffer_print(out, "{\"id\":");
    event_id(out, found, true);
    for (size_t i = 0; i < DM_COUNT(fields); i++) {
        dm_slice value = field_of(found, i);
        dm_buffer_print(out, ",\"%s\":", fields[i].name);
        if (value.at == NULL)
            dm_buffer_text(out, "null");
        else
            dm_buffer_json(out, value);
    }
    dm_buffer_text(out, ",\"goldstein\":");
    dm_buffer_number(out, found->goldstein);
    dm_buffer_text(out, ",\"confidence\":");
    dm_buffer_number(out, found->confidence);
    dm_buffer_text(out, ",\"lat\":");
    dm_buffer_number(out, found->located ? found->lat : NAN);
    dm_buffer_text(out, ",\"lon\":");
    dm_buffer_number(out, found->located ? found->lon : NAN);
    dm_buffer_print(out, ",\"corrected\":%s}\n", found->corrected ? "true" : "false");
}

void dm_show_found_csv_header(dm_buffer *out)
{
    dm_buffer_text(out, "id,");
    for (size_t i = 0; i < DM_COUNT(fields); i++)
        dm_buffer_print(out, "%s,", fields[i].name);
    dm_buffer_text(out, "goldstein,confidence,lat,lon,corrected\r\n");
}

void dm_show_found_csv(dm_buffer *out, const dm_found *found)
{
    event_id(out, found, false);
    dm_buffer_text(out, ",");
    for (size_t i = 0; i < DM_COUNT(fields); i++) {
        dm_buffer_csv(out, field_of(found, i));
        dm_buffer_text(out, ",");
    }
    dm_buffer_number(out, found->goldstein);
    dm_buffer_text(out, ",");
    dm_buffer_number(out, found->confidence);
    for (int i = 0; i < 2; i++) {
        dm_buffer_text(out, ",");
        if (found->located)
            dm_buffer_number(out, i == 0 ? found->lat : found->lon);
    }
    dm_buffer_print(out, ",%d\r\n", found->corrected);
}

static void sentence(dm_flow *flow, dm_slice text, dm_slice trigger, uint32_t at)
{
    if (at > text.size || trigger.size > text.size - at)
        at = (uint32_t)text.size, trigger.size = 0;
    dm_flow_put(flow, (dm_slice){text.at, at}, DM_STYLE_PLAIN);
    dm_buffer marked = {0};
    if (trigger.size != 0) {
        dm_buffer_text(&marked, flow->colour ? "" : "\xC2\xAB");
        dm_buffer_add(&marked, text.at + at, trigger.size);
        dm_buffer_text(&marked, flow->colour ? "" : "\xC2\xBB");
        dm_flow_put(flow, (dm_slice){marked.at, marked.size}, DM_STYLE_TRIGGER);
    }
    dm_flow_put(flow, (dm_slice){text.at + at + trigger.size, text.size - at - trigger.size}, DM_STYLE_PLAIN);
    flow->out->failed = flow->out->failed || marked.failed;
    dm_buffer_free(&marked);
    dm_flow_end(flow);
}

void dm_show_found_table(dm_buffer *out, const dm_found *found, unsigned width, bool colour)
{
    enum { INDENT = 12 };
    dm_flow flow = {.out = out, .width = width < 40 ? 40 : width, .colour = colour};
    const char *cameo = found->cameo == NULL ? "" : found->cameo;
    dm_flow_start(&flow, 0, INDENT);
    dm_flow_say(&flow, found->date == NULL ? "no date" : found->date, DM_STYLE_PLAIN);
    dm_flow_pad(&flow, INDENT);
    dm_flow_party(&flow, found->source_names, found->sources, DM_STYLE_SOURCE);
    dm_flow_say(&flow, " \xE2\x86\x92 ", DM_STYLE_PLAIN);
    dm_flow_party(&flow, found->target_names, found->targets, DM_STYLE_TARGET);
    dm_flow_end(&flow);
    dm_flow_start(&flow, INDENT, INDENT);
    dm_flow_say(&flow, found->plover == NULL ? "" : found->plover, DM_STYLE_BOLD);
    flow.gap = true;
    dm_flow_say(&flow, cameo, DM_STYLE_BOLD);
    flow.gap = true;
    dm_flow_put(&flow, dm_cameo_name(cameo), DM_STYLE_PLAIN);
    dm_flow_dot(&flow);
    bool actual = found->status != NULL && strcmp(found->status, dm_event_status_name(DM_ACTUAL)) == 0;
    dm_flow_say(&flow, found->status == NULL ? "" : found->status, actual ? DM_STYLE_GOOD : DM_STYLE_BAD);
    if (found->place != NULL) {
        dm_flow_dot(&flow);
        dm_flow_say(&flow, "in ", DM_STYLE_PLAIN);
        dm_flow_say(&flow, found->place, DM_STYLE_PLAIN);
    }
    if (found->speakers != NULL) {
        dm_flow_dot(&flow);
        dm_flow_say(&flow, "on the word of ", DM_STYLE_DIM);
        dm_flow_say(&flow, found->speakers, DM_STYLE_PLAIN);
    }
    dm_flow_end(&flow);
    if (found->sentence != NULL) {
        dm_flow_start(&flow, INDENT, INDENT);
        sentence(&flow, dm_slice_of(found->sentence), dm_slice_of(found->trigger), found->trigger_at);
    }
    dm_flow_start(&flow, INDENT, INDENT);
    char id[24];
    snprintf(id, sizeof id, ":v%u", found->event + 1);
    dm_flow_say(&flow, found->document == NULL ? "" : found->document, DM_STYLE_DIM);
    flow.gap = false;
    dm_flow_say(&flow, id, DM_STYLE_DIM);
    if (found->corrected) {
        dm_flow_dot(&flow);
        dm_flow_say(&flow, "corrected", DM_STYLE_GOOD);
    }
    if (found->by != NULL) {
        dm_flow_dot(&flow);
        dm_flow_say(&flow, found->by, DM_STYLE_DIM);
    }
    dm_flow_end(&flow);
}
