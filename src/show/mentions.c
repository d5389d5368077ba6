/* Tellings of events in the 16 columns of GDELT's Mentions, which has no header. */
#include "show/parts.h"

typedef struct tellings {
    dm_buffer *out;
    const dm_record *record;
    dm_ruler ruler;
    uint32_t length; /* code points of the text */
    char time[16];   /* of the report, to the day */
} tellings;

static void put_offset(dm_fields *fields, tellings *told, dm_span span)
{
    dm_field_skip(fields, 1);
    if (span.end > span.start)
        dm_buffer_unsigned(told->out, dm_ruler_at(&told->ruler, span.start));
}

/* Where the words of one of the parties stand; the event knows one of them. */
static dm_span party_span(const dm_record *record, const dm_entity *entity, dm_span span)
{
    for (uint32_t i = 0; entity != NULL && i < entity->mentions.count; i++) {
        uint32_t mention = entity->mentions.at[i];
        if (mention < record->refers.mention_count && record->refers.mentions[mention].span.start == span.start)
            return span;
    }
    return (dm_span){0, 0};
}

static void put_telling(tellings *told, const dm_event_row *row, uint32_t sentence, dm_span trigger, dm_span source,
                        dm_span target, float confidence)
{
    const dm_document *document = &told->record->document;
    dm_fields fields = {told->out, 0};
    bool web = document->url.size != 0;
    dm_field_unsigned(&fields, dm_event_number(row));
    dm_field_word(&fields, told->time);
    dm_field_word(&fields, told->time);
    dm_field_word(&fields, web ? "1" : "2"); /* on the web; a citation */
    dm_field_text(&fields, document->source);
    dm_field_skip(&fields, 1);
    if (web)
        dm_buffer_plain(told->out, document->url);
    else
        dm_put_document_id(told->out, document);
    dm_field_unsigned(&fields, (uint64_t)sentence + 1);
    put_offset(&fields, told, source);
    put_offset(&fields, told, target);
    put_offset(&fields, told, trigger);
    dm_field_word(&fields, "1"); /* all is read from the text as it is */
    dm_field_skip(&fields, 1);
    if (confidence >= 0)
        dm_buffer_unsigned(told->out, (uint64_t)(confidence * 100 + 0.5f));
    dm_field_unsigned(&fields, told->length);
    dm_field_skip(&fields, 3); /* tone, translation, extras */
    dm_fields_end(&fields);
}

static void put_row(void *context, const dm_event_row *row)
{
    tellings *told = context;
    const dm_record *record = told->record;
    if (row->event == NULL) {
        dm_span source = row->statement->source.count != 0 ? row->statement->source.at[0] : (dm_span){0, 0};
        put_telling(told, row, row->sentence, row->trigger, source, (dm_span){0, 0}, -1);
        return;
    }
    uint32_t index = (uint32_t)(row->event - record->events),
             first = row->event->same_as != DM_NONE ? row->event->same_as : index;
    for (uint32_t i = index; i < record->event_count; i++) {
        const dm_event *event = &record->events[i];
        if ((i == index || event->same_as == first) && event->status == DM_ACTUAL)
            put_telling(told, row, event->sentence, event->trigger,
                        i == index ? party_span(record, row->source, event->source_span) : event->source_span,
                        i == index ? party_span(record, row->target, event->target_span) : event->target_span,
                        event->confidence);
    }
}

void dm_show_mentions(dm_buffer *out, const dm_record *record)
{
    tellings told = {.out = out, .record = record};
    dm_date date = record->document.date;
    if (date.year > 0 && date.year <= 9999 && date.month != 0 && date.day != 0)
        snprintf(told.time, sizeof told.time, "%04u%02u%02u000000", (unsigned)date.year % 10000u, date.month % 100u,
                 date.day % 100u);
    dm_ruler_init(&told.ruler, record->document.text, DM_OFFSETS_CODEPOINTS);
    told.length = dm_ruler_at(&told.ruler, UINT32_MAX);
    if (told.ruler.failed || !dm_event_rows_each(record, true, put_row, &told))
        out->failed = true;
    dm_ruler_free(&told.ruler);
}
