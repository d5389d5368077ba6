/* Incidents: the event once, then who tells it. */
#include "show/flow.h"

#include <stddef.h>

typedef struct field {
    const char *name;
    size_t offset;
} field;

static const field fields[] = {{"plover", offsetof(dm_incident, plover)},
                               {"cameo", offsetof(dm_incident, cameo)},
                               {"quad", offsetof(dm_incident, quad)},
                               {"status", offsetof(dm_incident, status)},
                               {"sources", offsetof(dm_incident, sources)},
                               {"targets", offsetof(dm_incident, targets)},
                               {"source_names", offsetof(dm_incident, source_names)},
                               {"target_names", offsetof(dm_incident, target_names)},
                               {"place", offsetof(dm_incident, place)},
                               {"country", offsetof(dm_incident, country)},
                               {"figures", offsetof(dm_incident, figures)}};

static const field told[] = {{"document", offsetof(dm_incident_telling, document)},
                             {"outlet", offsetof(dm_incident_telling, outlet)},
                             {"title", offsetof(dm_incident_telling, title)},
                             {"url", offsetof(dm_incident_telling, url)},
                             {"reported", offsetof(dm_incident_telling, reported)},
                             {"date", offsetof(dm_incident_telling, date)},
                             {"sources", offsetof(dm_incident_telling, sources)},
                             {"targets", offsetof(dm_incident_telling, targets)},
                             {"cameo", offsetof(dm_incident_telling, cameo)},
                             {"status", offsetof(dm_incident_telling, status)},
                             {"place", offsetof(dm_incident_telling, place)},
                             {"figures", offsetof(dm_incident_telling, figures)},
                             {"speakers", offsetof(dm_incident_telling, speakers)},
                             {"trigger", offsetof(dm_incident_telling, trigger)},
                             {"sentence", offsetof(dm_incident_telling, sentence)},
                             {"by", offsetof(dm_incident_telling, by)},
                             {"joined_by", offsetof(dm_incident_telling, why)}};

static dm_slice text_at(const void *thing, size_t offset)
{
    const char *text;
    memcpy(&text, (const char *)thing + offset, sizeof text);
    return dm_slice_of(text);
}

static void put_json(dm_buffer *out, const char *name, dm_slice value)
{
    dm_buffer_print(out, ",\"%s\":", name);
    if (value.at == NULL)
        dm_buffer_text(out, "null");
    else
        dm_buffer_json(out, value);
}

static dm_slice day(const char *text) { return text[0] == '\0' ? (dm_slice){NULL, 0} : dm_slice_of(text); }

void dm_show_incident_json(dm_buffer *out, const dm_incident *incident)
{
    dm_buffer_text(out, "{\"incident\":");
    dm_buffer_json(out, dm_slice_of(incident->id));
    put_json(out, "first", day(incident->first));
    put_json(out, "last", day(incident->last));
    for (size_t i = 0; i < DM_COUNT(fields); i++)
        put_json(out, fields[i].name, text_at(incident, fields[i].offset));
    dm_buffer_text(out, ",\"goldstein\":");
    dm_buffer_number(out, incident->goldstein);
    dm_buffer_print(out, ",\"independent_sources\":%u,\"documents\":%u,\"tellings\":[", incident->independent, incident->documents);
    for (uint32_t i = 0; i < incident->telling_count; i++) {
        const dm_incident_telling *telling = &incident->tellings[i];
        dm_buffer_print(out, "%s{\"source\":%u", i == 0 ? "" : ",", telling->source);
        for (size_t k = 0; k < DM_COUNT(told); k++)
            put_json(out, told[k].name, text_at(telling, told[k].offset));
        dm_buffer_text(out, "}");
    }
    dm_buffer_text(out, "]}\n");
}

void dm_show_incident_csv_header(dm_buffer *out)
{
    dm_buffer_text(out, "incident,first,last");
    for (size_t i = 0; i < DM_COUNT(fields); i++)
        dm_buffer_print(out, ",%s", fields[i].name);
    dm_buffer_text(out, ",goldstein,independent_sources,documents,tellings,document_ids\r\n");
}

void dm_show_incident_csv(dm_buffer *out, const dm_incident *incident)
{
    dm_buffer_csv(out, dm_slice_of(incident->id));
    dm_buffer_print(out, ",%s,%s", incident->first, incident->last);
    for (size_t i = 0; i < DM_COUNT(fields); i++) {
        dm_buffer_text(out, ",");
        dm_buffer_csv(out, text_at(incident, fields[i].offset));
    }
    dm_buffer_text(out, ",");
    dm_buffer_number(out, incident->goldstein);
    dm_buffer_print(out, ",%u,%u,%u,", incident->independent, incident->documents, incident->telling_count);
    dm_buffer all = {0};
    for (uint32_t i = 0; i < incident->telling_count; i++) {
        const char *document = incident->tellings[i].document;
        bool known = document == NULL;
        for (uint32_t k = 0; k < i && !known; k++)
            known = incident->tellings[k].document != NULL && strcmp(document, incident->tellings[k].document) == 0;
        if (known)
            continue;
        dm_buffer_text(&all, all.size == 0 ? "" : "; ");
        dm_buffer_text(&all, document);
    }
    dm_buffer_csv(out, (dm_slice){all.at == NULL ? "" : all.at, all.size});
    out->failed = out->failed || all.failed;
    dm_buffer_free(&all);
    dm_buffer_text(out, "\r\n");
}

static void number_of(dm_flow *flow, uint32_t count, const char *one, const char *many)
{
    char text[64];
    snprintf(text, sizeof text, "%u %s", count, count == 1 ? one : many);
    dm_flow_dot(flow);
    dm_flow_say(flow, text, DM_STYLE_PLAIN);
}

void dm_show_incident_table(dm_buffer *out, const dm_incident *incident, unsigned width, bool colour)
{
    enum { INDENT = 12, TOLD = 14 };
    dm_flow flow = {.out = out, .width = width < 40 ? 40 : width, .colour = colour};
    const char *cameo = incident->cameo == NULL ? "" : incident->cameo;
    dm_flow_start(&flow, 0, INDENT);
    dm_flow_say(&flow, incident->first[0] == '\0' ? "no date" : incident->first, DM_STYLE_PLAIN);
    dm_flow_pad(&flow, INDENT);
    dm_flow_party(&flow, incident->source_names, incident->sources, DM_STYLE_SOURCE);
    dm_flow_say(&flow, " \xE2\x86\x92 ", DM_STYLE_PLAIN);
    dm_flow_party(&flow, incident->target_names, incident->targets, DM_STYLE_TARGET);
    dm_flow_end(&flow);
    dm_flow_start(&flow, INDENT, INDENT);
    dm_flow_say(&flow, incident->plover == NULL ? "" : incident->plover, DM_STYLE_BOLD);
    flow.gap = true;
    dm_flow_say(&flow, cameo, DM_STYLE_BOLD);
    flow.gap = true;
    dm_flow_put(&flow, dm_cameo_name(cameo), DM_STYLE_PLAIN);
    if (incident->status != NULL) {
        dm_flow_dot(&flow);
        dm_flow_say(&flow, incident->status, strcmp(incident->status, dm_event_status_name(DM_ACTUAL)) == 0 ? DM_STYLE_GOOD : DM_STYLE_BAD);
    }
    if (incident->place != NULL) {
        dm_flow_dot(&flow);
        dm_flow_say(&flow, "in ", DM_STYLE_PLAIN);
        dm_flow_say(&flow, incident->place, DM_STYLE_PLAIN);
    }
    number_of(&flow, incident->independent, "source", "independent sources");
    if (incident->documents != incident->independent)
        number_of(&flow, incident->documents, "document", "documents");
    if (incident->figures != NULL) {
        dm_flow_dot(&flow);
        dm_flow_say(&flow, incident->figures, DM_STYLE_PLAIN);
    }
    dm_flow_dot(&flow);
    dm_flow_say(&flow, incident->id, DM_STYLE_DIM);
    dm_flow_end(&flow);
    for (uint32_t i = 0; i < incident->telling_count; i++) {
        const dm_incident_telling *telling = &incident->tellings[i];
        char number[16];
        snprintf(number, sizeof number, "%u", telling->source);
        dm_flow_start(&flow, INDENT, TOLD);
        dm_flow_say(&flow, number, DM_STYLE_BOLD);
        flow.gap = true;
        if (telling->reported != NULL) {
            dm_flow_say(&flow, telling->reported, DM_STYLE_DIM);
            flow.gap = true;
        }
        dm_flow_say(&flow, telling->outlet != NULL ? telling->outlet : telling->document, DM_STYLE_DIM);
        dm_flow_say(&flow, ":", DM_STYLE_DIM);
        flow.gap = true;
        dm_slice sentence = dm_slice_of(telling->sentence), trigger = dm_slice_of(telling->trigger);
        uint32_t at = telling->trigger_at;
        if (sentence.at == NULL || at > sentence.size || trigger.size > sentence.size - at)
            at = (uint32_t)sentence.size, trigger.size = 0;
        dm_flow_put(&flow, (dm_slice){sentence.at, at}, DM_STYLE_PLAIN);
        dm_flow_put(&flow, trigger, DM_STYLE_TRIGGER);
        dm_flow_put(&flow, (dm_slice){sentence.at + at + trigger.size, sentence.size - at - trigger.size}, DM_STYLE_PLAIN);
        dm_flow_end(&flow);
        if (telling->why != NULL) {
            dm_flow_start(&flow, TOLD, TOLD);
            dm_flow_say(&flow, "joined: ", DM_STYLE_DIM);
            dm_flow_say(&flow, telling->why, DM_STYLE_DIM);
            dm_flow_end(&flow);
        }
    }
}
