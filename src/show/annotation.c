/* Records as W3C Web Annotations (https://www.w3.org/TR/annotation-model/): one JSON-LD object a line. */
#include "show/parts.h"

#include <inttypes.h>

enum { AROUND = 32 }; /* bytes of prefix and suffix of a quotation, shortened to whole characters */

typedef struct annotation {
    dm_buffer *out;
    const dm_record *record;
    dm_ruler ruler;
    bool begun; /* a target is written */
} annotation;

static void put(annotation *a, const char *text) { dm_buffer_text(a->out, text); }

static void put_text(annotation *a, const char *key, dm_slice text)
{
    put(a, key);
    dm_buffer_json(a->out, text);
}

/* What a URN may hold as it is; all else by percent. */
static void put_urn_part(annotation *a, dm_slice text)
{
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.at[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                     c == '.' || c == '_';
        char escaped[3] = {'%', hex[c >> 4], hex[c & 15]};
        dm_buffer_add(a->out, plain ? (const char *)&c : escaped, plain ? 1 : 3);
    }
}

static void put_document(annotation *a)
{
    const dm_document *document = &a->record->document;
    put(a, "urn:demarche:");
    if (document->id.size != 0)
        put_urn_part(a, document->id);
    else
        dm_buffer_print(a->out, "%016" PRIx64, dm_hash(document->text.at, document->text.size));
}

static bool continues(char c) { return ((unsigned char)c & 0xC0) == 0x80; }

static void put_target(annotation *a, dm_span span)
{
    dm_slice text = a->record->document.text;
    if (span.end > text.size)
        span.end = (uint32_t)text.size;
    if (span.end <= span.start)
        return;
    uint32_t before = span.start < AROUND ? 0 : span.start - AROUND, after = span.end;
    while (before < span.start && continues(text.at[before]))
        before++;
    after = text.size - span.end < AROUND ? (uint32_t)text.size : span.end + AROUND;
    while (after > span.end && after < text.size && continues(text.at[after]))
        after--;
    put(a, a->begun ? ",{\"source\":" : "{\"source\":");
    a->begun = true;
    if (a->record->document.url.size != 0) {
        dm_buffer_json(a->out, a->record->document.url);
    } else {
        put(a, "\"");
        put_document(a);
        put(a, "\"");
    }
    put(a, ",\"selector\":[{\"type\":\"TextPositionSelector\",\"start\":");
    dm_buffer_unsigned(a->out, dm_ruler_at(&a->ruler, span.start));
    put(a, ",\"end\":");
    dm_buffer_unsigned(a->out, dm_ruler_at(&a->ruler, span.end));
    put_text(a, "},{\"type\":\"TextQuoteSelector\",\"exact\":", dm_show_span(a->record, span));
    put_text(a, ",\"prefix\":", dm_show_span(a->record, (dm_span){before, span.start}));
    put_text(a, ",\"suffix\":", dm_show_span(a->record, (dm_span){span.end, after}));
    put(a, "}]}");
}

static void put_targets(annotation *a, dm_spans spans)
{
    for (uint32_t i = 0; i < spans.count; i++)
        put_target(a, spans.at[i]);
}

static void open(annotation *a, const char *id)
{
    put(a, "{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"id\":\"");
    put_document(a);
    put(a, ":");
    put(a, id);
    put(a, "\",\"type\":\"Annotation\",\"generator\":{\"type\":\"Software\",\"name\":\"demarche\",");
    put_text(a, "\"schema:softwareVersion\":",
             a->record->identity.at == NULL ? (dm_slice){"", 0} : a->record->identity);
    put(a, "},\"motivation\":\"classifying\",\"body\":[");
    a->begun = false;
}

/* One body, "name:value"; nothing for an empty value. */
static void put_tag(annotation *a, const char *name, dm_slice value)
{
    if (value.size == 0)
        return;
    put(a, a->begun ? "," : "");
    a->begun = true;
    put(a, "{\"type\":\"TextualBody\",\"purpose\":\"tagging\",\"value\":");
    /* a JSON string of two parts: the name is plain, so that its closing quote can be taken back */
    dm_buffer_json(a->out, dm_slice_of(name));
    if (!a->out->failed)
        a->out->size--;
    size_t quote = a->out->size;
    dm_buffer_json(a->out, value);
    if (!a->out->failed)
        a->out->at[quote] = ':';
    put(a, "}");
}

static void put_entities(annotation *a, const char *name, dm_list list)
{
    for (uint32_t i = 0; i < list.count; i++)
        if (list.at[i] < a->record->refers.entity_count)
            put_tag(a, name, a->record->refers.entities[list.at[i]].name);
}

static void put_event(annotation *a, const dm_event *event)
{
    open(a, event->id);
    put_tag(a, "plover", dm_slice_of(dm_plover_name(event->plover)));
    put_tag(a, "cameo", dm_slice_of(event->cameo));
    put_tag(a, "mode", event->mode);
    put_tag(a, "status", dm_slice_of(dm_event_status_name(event->status)));
    put_tag(a, "date", event->date);
    put_entities(a, "source", event->sources);
    put_entities(a, "target", event->targets);
    if (event->place < a->record->refers.place_count)
        put_tag(a, "place", a->record->refers.places[event->place].name);
    put_tag(a, "by", event->by);
    put(a, "],\"target\":[");
    a->begun = false;
    put_target(a, event->trigger);
    put_target(a, event->source_span);
    put_target(a, event->target_span);
    put(a, "]}\n");
}

static void put_statement(annotation *a, const dm_statement *statement)
{
    static const char *const kinds[] = {"direct", "indirect", "mixed"};
    open(a, statement->id);
    put_tag(a, "statement",
            dm_slice_of((unsigned)statement->kind < DM_COUNT(kinds) ? kinds[statement->kind] : "indirect"));
    put_entities(a, "speaker", (dm_list){&statement->speaker, 1});
    put_entities(a, "addressee", (dm_list){&statement->addressee, 1});
    if (statement->denied)
        put_tag(a, "status", DM_SLICE("denied"));
    put_tag(a, "by", statement->by);
    put(a, "],\"target\":[");
    a->begun = false;
    put_targets(a, statement->content);
    put_targets(a, statement->cue);
    put_targets(a, statement->source);
    put(a, "]}\n");
}

void dm_show_annotations(dm_buffer *out, const dm_record *record)
{
    annotation a = {.out = out, .record = record};
    dm_ruler_init(&a.ruler, record->document.text, DM_OFFSETS_CODEPOINTS);
    out->failed = out->failed || a.ruler.failed;
    for (uint32_t i = 0; i < record->event_count; i++)
        put_event(&a, &record->events[i]);
    for (uint32_t i = 0; i < record->statement_count; i++)
        put_statement(&a, &record->statements[i]);
    dm_ruler_free(&a.ruler);
}
