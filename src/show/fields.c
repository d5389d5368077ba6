/* Rows of event data, and their tab separated fields. */
#include "show/parts.h"

#include <inttypes.h>
#include <stdlib.h>

static void begin(dm_fields *fields)
{
    if (fields->count++ != 0)
        dm_buffer_add(fields->out, "\t", 1);
}

void dm_field_text(dm_fields *fields, dm_slice text)
{
    begin(fields);
    dm_buffer_plain(fields->out, text);
}

void dm_field_word(dm_fields *fields, const char *text) { dm_field_text(fields, dm_slice_of(text)); }

void dm_field_number(dm_fields *fields, double value)
{
    begin(fields);
    dm_buffer_number(fields->out, value);
}

void dm_field_degrees(dm_fields *fields, double value)
{
    bool sane = value >= -360 && value <= 360;
    begin(fields);
    if (sane)
        dm_buffer_number(fields->out, (double)(int64_t)(value * 1e5 + (value < 0 ? -0.5 : 0.5)) / 1e5);
}

void dm_field_unsigned(dm_fields *fields, uint64_t value)
{
    begin(fields);
    dm_buffer_unsigned(fields->out, value);
}

void dm_field_skip(dm_fields *fields, unsigned count)
{
    while (count-- > 0)
        begin(fields);
}

void dm_field_more(dm_fields *fields, const char *cut, dm_slice text)
{
    dm_buffer_text(fields->out, cut);
    dm_buffer_plain(fields->out, text);
}

void dm_fields_end(dm_fields *fields)
{
    dm_buffer_add(fields->out, "\n", 1);
    fields->count = 0;
}

void dm_put_document_id(dm_buffer *out, const dm_document *document)
{
    if (document->id.size != 0)
        dm_buffer_plain(out, document->id);
    else
        dm_buffer_print(out, "%016" PRIx64, dm_hash(document->text.at, document->text.size));
}

void dm_put_event_id(dm_buffer *out, const dm_event_row *row)
{
    dm_put_document_id(out, &row->record->document);
    dm_buffer_add(out, ":", 1);
    dm_buffer_text(out, row->event != NULL ? row->event->id : row->statement->id);
    if (row->pair > 1) {
        dm_buffer_add(out, ":", 1);
        dm_buffer_unsigned(out, row->pair);
    }
}

void dm_field_event_id(dm_fields *fields, const dm_event_row *row)
{
    begin(fields);
    dm_put_event_id(fields->out, row);
}

uint64_t dm_event_number(const dm_event_row *row)
{
    const uint64_t low = DM_NUMBER_LOW; /* 53 bits */
    uint32_t number = 0; /* of "v12", "s3": lists of a database may have gaps where a user took an event out */
    dm_slice_number(dm_slice_of((row->event != NULL ? row->event->id : row->statement->id) + 1), &number);
    uint64_t index = (uint64_t)number * DM_NUMBER_EVENT + (row->event != NULL ? 0 : DM_NUMBER_STATEMENT);
    return ((dm_document_key(&row->record->document) & low) + index + (uint64_t)row->pair * DM_NUMBER_PAIR) & low;
}

unsigned dm_cameo_quad(const char *cameo)
{
    if (cameo[0] < '0' || cameo[0] > '9' || cameo[1] < '0' || cameo[1] > '9')
        return 0;
    int root = (cameo[0] - '0') * 10 + (cameo[1] - '0');
    return root == 0 || root > 20 ? 0 : root <= 5 ? 1 : root <= 8 ? 2 : root <= 13 ? 3 : 4;
}

bool dm_row_goldstein(const dm_event_row *row, double *value)
{
    *value = 0; /* of CAMEO 01 */
    if (row->event == NULL)
        return true;
    *value = (double)(int)(row->event->goldstein * 10 + (row->event->goldstein < 0 ? -0.5f : 0.5f)) / 10;
    return row->event->cameo[0] != '\0';
}

const dm_place *dm_row_place(const dm_event_row *row)
{
    return row->event != NULL && row->event->place < row->record->refers.place_count
               ? &row->record->refers.places[row->event->place]
               : NULL;
}

void dm_field_day(dm_fields *fields, const char *date) { dm_field_word(fields, strlen(date) == 10 ? date : ""); }

void dm_date_text(dm_date date, char out[12])
{
    out[0] = '\0';
    if (date.year <= 0 || date.year > 9999 || date.month > 12 || date.day > 31)
        return;
    if (date.month == 0)
        snprintf(out, 12, "%04u", (unsigned)date.year % 10000);
    else if (date.day == 0)
        snprintf(out, 12, "%04u-%02u", (unsigned)date.year % 10000, date.month % 100u);
    else
        snprintf(out, 12, "%04u-%02u-%02u", (unsigned)date.year % 10000, date.month % 100u, date.day % 100u);
}

/* A year, month or day of a TIMEX3 value; weeks, seasons and vague times are no date of a calendar. */
static void date_of_timex(dm_slice value, char out[12])
{
    static const char shape[] = "0000-00-00";
    size_t size = value.size > 10 && value.at[10] == 'T' ? 10 : value.size;
    out[0] = '\0';
    if (size != 4 && size != 7 && size != 10)
        return;
    for (size_t i = 0; i < size; i++)
        if (shape[i] == '0' ? value.at[i] < '0' || value.at[i] > '9' : value.at[i] != shape[i])
            return;
    memcpy(out, value.at, size);
    out[size] = '\0';
}

static const dm_entity *entity_at(const dm_record *record, uint32_t index)
{
    return index < record->refers.entity_count ? &record->refers.entities[index] : NULL;
}

/* What is asked of the events again and again, made once. */
typedef struct tellings {
    uint32_t *memory;
    uint32_t *first;    /* by event: its first telling */
    uint32_t *count;    /* by first telling: how often it is told as having happened */
    uint32_t *next;     /* by event: the one before it in its sentence, DM_NONE ends */
    uint32_t *sentence; /* by sentence: its last event */
} tellings;

/* False when memory runs out. */
static bool tellings_init(tellings *told, const dm_record *record)
{
    size_t events = record->event_count, sentences = record->text.sentence_count;
    told->memory = calloc(events * 3 + sentences + 1, sizeof *told->memory);
    if (told->memory == NULL)
        return false;
    told->first = told->memory;
    told->count = told->first + events;
    told->next = told->count + events;
    told->sentence = told->next + events;
    for (size_t i = 0; i < sentences; i++)
        told->sentence[i] = DM_NONE;
    for (uint32_t i = 0; i < events; i++) {
        const dm_event *event = &record->events[i];
        told->first[i] = event->same_as < i ? told->first[event->same_as] : i;
        told->count[told->first[i]] += event->status == DM_ACTUAL;
        if (event->sentence < sentences) {
            told->next[i] = told->sentence[event->sentence];
            told->sentence[event->sentence] = i;
        }
    }
    return true;
}

/* True when the words of the statement's cue are already those of an event. */
static bool told_by_event(const tellings *told, const dm_record *record, const dm_statement *statement)
{
    uint32_t i = statement->sentence < record->text.sentence_count ? told->sentence[statement->sentence] : DM_NONE;
    for (; i != DM_NONE; i = told->next[i])
        for (uint32_t c = 0; c < statement->cue.count; c++)
            if (record->events[i].trigger.start < statement->cue.at[c].end &&
                statement->cue.at[c].start < record->events[i].trigger.end)
                return true;
    return false;
}

/* Where the first paragraph ends; DM_NONE when the text has no blank line that would tell paragraphs. */
static uint32_t lead_end(dm_slice text)
{
    bool begun = false;
    for (size_t i = 0; i + 1 < text.size; i++) {
        begun = begun || (unsigned char)text.at[i] > ' ';
        if (begun && text.at[i] == '\n' && (text.at[i + 1] == '\n' || text.at[i + 1] == '\r'))
            return (uint32_t)i;
    }
    return DM_NONE;
}

static void event_rows(void *context, const dm_record *record, uint32_t index, dm_event_row row, dm_row_function *each)
{
    const dm_event *event = &record->events[index];
    row.event = event;
    row.sentence = event->sentence;
    row.trigger = event->trigger;
    memcpy(row.cameo, event->cameo, sizeof row.cameo);
    if (strlen(row.cameo) == 2)
        memcpy(row.cameo + 2, "0", 2);
    date_of_timex(event->date, row.date);
    uint32_t s_count = event->sources.count, t_count = event->targets.count;
    for (uint32_t s = 0; s < (s_count == 0 ? 1 : s_count); s++)
        for (uint32_t t = 0; t < (t_count == 0 ? 1 : t_count); t++) {
            row.source = s < s_count ? entity_at(record, event->sources.at[s]) : NULL;
            row.target = t < t_count ? entity_at(record, event->targets.at[t]) : NULL;
            row.pair++;
            each(context, &row);
        }
}

static void statement_row(void *context, const dm_record *record, uint32_t index, dm_event_row row,
                          dm_row_function *each)
{
    const dm_statement *statement = &record->statements[index];
    row.statement = statement;
    row.source = entity_at(record, statement->speaker);
    row.target = entity_at(record, statement->addressee);
    row.pair = row.mentions = 1;
    row.sentence = statement->sentence;
    memcpy(row.cameo, "010", 4);
    if (statement->cue.count != 0)
        row.trigger = statement->cue.at[0];
    dm_date_text(record->document.date, row.date);
    if (row.source != NULL)
        each(context, &row);
}

bool dm_event_rows_each(const dm_record *record, bool statements, dm_row_function *each, void *context)
{
    tellings told;
    dm_event_row row = {.record = record, .lead_end = lead_end(record->document.text)};
    if (!tellings_init(&told, record))
        return false;
    for (uint32_t i = 0; i < record->event_count; i++) {
        uint32_t *count = &told.count[told.first[i]];
        if (record->events[i].status != DM_ACTUAL || *count == 0)
            continue;
        row.mentions = *count;
        *count = 0; /* told from here on */
        event_rows(context, record, i, row, each);
    }
    for (uint32_t i = 0; statements && i < record->statement_count; i++)
        if (!record->statements[i].denied && !told_by_event(&told, record, &record->statements[i]))
            statement_row(context, record, i, row, each);
    free(told.memory);
    return true;
}

typedef struct row_output {
    dm_buffer *out;
    dm_row_writer *write;
} row_output;

static void write_one(void *context, const dm_event_row *row)
{
    row_output *output = context;
    output->write(output->out, row);
}

void dm_event_rows(dm_buffer *out, const dm_record *record, bool statements, dm_row_writer *write)
{
    row_output output = {out, write};
    if (!dm_event_rows_each(record, statements, write_one, &output))
        out->failed = true;
}

dm_slice dm_country_code(const char *iso3, dm_country_column column)
{
    dm_slice rest = dm_embedded_text("data/country-codes.txt"), line, cell = {"", 0};
    while (strlen(iso3) == 3 && dm_slice_line(&rest, &line)) {
        if (line.size < 4 || memcmp(line.at, iso3, 3) != 0 || line.at[3] != '\t')
            continue;
        for (int i = 0; i <= (int)column; i++)
            cell = dm_slice_next(&line, '\t');
        cell = dm_slice_trim(cell);
        return dm_slice_is(cell, "-") ? (dm_slice){"", 0} : cell;
    }
    return (dm_slice){"", 0};
}

dm_slice dm_place_city(const dm_place *place)
{
    bool city = place->admin1.size != 0 && !dm_slice_equal(place->admin1, place->name);
    return city ? place->name : (dm_slice){"", 0};
}

const char *dm_place_kind(const dm_place *place)
{
    if (dm_place_city(place).size != 0)
        return "city";
    return place->admin1.size == 0 && place->name.size != 0 &&
                   dm_slice_equal(place->name, dm_country_code(place->country, DM_COUNTRY_NAME))
               ? "country"
               : "";
}
