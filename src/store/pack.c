/* Lists of a record as JSON arrays, for the columns of `lists`.  The views in views.c say what stands where. */
#include "store/schema.h"

#include <math.h>
#include <stdlib.h>

static bool room_for(dm_pack *pack, size_t size)
{
    if (pack->room - pack->size >= size)
        return true;
    size_t room = pack->room * 2 + size + 4096;
    char *larger = pack->failed ? NULL : realloc(pack->at, room);
    if (larger == NULL) {
        pack->failed = true;
        return false;
    }
    pack->at = larger;
    pack->room = room;
    return true;
}

static void put(dm_pack *pack, const char *at, size_t size)
{
    if (room_for(pack, size)) {
        memcpy(pack->at + pack->size, at, size);
        pack->size += size;
    }
}

static void put_byte(dm_pack *pack, char byte) { put(pack, &byte, 1); }

void dm_pack_number(dm_pack *pack, int64_t value)
{
    char digits[24], *at = digits + sizeof digits;
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do
        *--at = (char)('0' + left % 10);
    while ((left /= 10) != 0);
    if (value < 0)
        *--at = '-';
    put(pack, at, (size_t)(digits + sizeof digits - at));
}

static void put_index(dm_pack *pack, uint32_t value)
{
    if (value == DM_NONE)
        put(pack, "null", 4);
    else
        dm_pack_number(pack, value);
}

/* The shortest of the usual forms that reads back as the same number; open ends are null. */
static void put_real(dm_pack *pack, double value)
{
    char digits[40];
    if (!isfinite(value)) {
        put(pack, "null", 4);
    } else if (value == floor(value) && fabs(value) < 1e15) {
        dm_pack_number(pack, (int64_t)value);
    } else {
        int size = snprintf(digits, sizeof digits, "%.15g", value);
        if (strtod(digits, NULL) != value)
            size = snprintf(digits, sizeof digits, "%.17g", value);
        for (int i = 0; i < size; i++) /* whatever the locale of the program */
            if (digits[i] == ',')
                digits[i] = '.';
        put(pack, digits, (size_t)size);
    }
}

void dm_pack_text(dm_pack *pack, dm_slice text)
{
    static const char hex[] = "0123456789abcdef";
    if (text.at == NULL) {
        put(pack, "null", 4);
        return;
    }
    put_byte(pack, '"');
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c == '"' || c == '\\') {
            put_byte(pack, '\\');
            put_byte(pack, (char)c);
        } else if (c < 0x20) {
            char escape[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
            put(pack, escape, 6);
        } else {
            put_byte(pack, (char)c);
        }
    }
    put_byte(pack, '"');
}

static void put_span(dm_pack *pack, dm_span span)
{
    dm_pack_number(pack, span.start);
    put_byte(pack, ',');
    dm_pack_number(pack, span.end);
}

void dm_pack_indices(dm_pack *pack, dm_list list)
{
    for (uint32_t i = 0; i < list.count; i++) {
        put_byte(pack, i == 0 ? '[' : ',');
        dm_pack_number(pack, list.at[i]);
    }
    if (list.count != 0)
        put_byte(pack, ']');
}

void dm_pack_spans(dm_pack *pack, dm_spans spans)
{
    for (uint32_t i = 0; i < spans.count; i++) {
        put(pack, i == 0 ? "[[" : ",[", 2);
        put_span(pack, spans.at[i]);
        put_byte(pack, ']');
    }
    if (spans.count != 0)
        put_byte(pack, ']');
}

static void mention(dm_pack *pack, const dm_mention *given)
{
    static const char *const kinds[] = {"\"name\"", "\"nominal\"", "\"pronoun\""};
    const char *kind = kinds[given->kind < DM_COUNT(kinds) ? given->kind : 0];
    put_index(pack, given->entity);
    put_byte(pack, ',');
    put_span(pack, given->span);
    put_byte(pack, ',');
    put(pack, kind, strlen(kind));
}

static void figure(dm_pack *pack, const dm_figure *given)
{
    const double values[] = {given->value, given->low, given->high};
    put_span(pack, given->span);
    for (size_t i = 0; i < DM_COUNT(values); i++) {
        put_byte(pack, ',');
        put_real(pack, values[i]);
    }
    put_byte(pack, ',');
    dm_pack_text(pack, given->unit);
    put_byte(pack, ',');
    dm_pack_text(pack, given->of);
}

static void time_value(dm_pack *pack, const dm_time *given)
{
    static const char *const types[] = {"\"DATE\"", "\"TIME\"", "\"DURATION\"", "\"SET\""};
    const char *type = types[given->type < DM_COUNT(types) ? given->type : 0];
    put_span(pack, given->span);
    put_byte(pack, ',');
    put(pack, type, strlen(type));
    put_byte(pack, ',');
    dm_pack_text(pack, given->value);
}

static uint32_t count_of(const dm_record *record, int list)
{
    switch (list) {
    case DM_PACK_SENTENCES: return record->text.sentence_count;
    case DM_PACK_ENTITIES: return record->refers.entity_count;
    case DM_PACK_MENTIONS: return record->refers.mention_count;
    case DM_PACK_FIGURES: return record->refers.figure_count;
    case DM_PACK_TIMES: return record->refers.time_count;
    case DM_PACK_PLACES: return record->refers.place_count;
    case DM_PACK_SILENT: return record->silent_count;
    default: return record->warning_count;
    }
}

static void element(const dm_store *store, dm_pack *pack, int list, uint32_t at)
{
    const dm_record *record = store->record;
    switch (list) {
    case DM_PACK_SENTENCES:
        put_span(pack, record->sentence_spans[at]);
        break;
    case DM_PACK_ENTITIES:
        dm_pack_number(pack, store->rows[at]);
        put_byte(pack, ',');
        dm_pack_text(pack, record->refers.entities[at].role);
        break;
    case DM_PACK_MENTIONS:
        mention(pack, &record->refers.mentions[at]);
        break;
    case DM_PACK_FIGURES:
        figure(pack, &record->refers.figures[at]);
        break;
    case DM_PACK_TIMES:
        time_value(pack, &record->refers.times[at]);
        break;
    case DM_PACK_PLACES:
        put_span(pack, record->refers.places[at].span);
        put_byte(pack, ',');
        dm_pack_number(pack, store->places[at]);
        break;
    default:
        dm_pack_number(pack, record->silent[at].sentence);
        put_byte(pack, ',');
        dm_pack_text(pack, record->silent[at].reason);
        break;
    }
}

bool dm_store_pack(dm_store *store, dm_slice out[DM_PACK_COUNT])
{
    dm_pack *pack = &store->pack;
    size_t starts[DM_PACK_COUNT + 1];
    pack->size = 0;
    pack->failed = false;
    for (int list = 0; list < DM_PACK_COUNT; list++) {
        uint32_t count = count_of(store->record, list);
        starts[list] = pack->size;
        for (uint32_t i = 0; i < count; i++) {
            put_byte(pack, i == 0 ? '[' : ',');
            if (list == DM_PACK_WARNINGS) {
                dm_pack_text(pack, store->record->warnings[i]);
                continue;
            }
            put_byte(pack, '[');
            element(store, pack, list, i);
            put_byte(pack, ']');
        }
        if (count != 0)
            put_byte(pack, ']');
    }
    starts[DM_PACK_COUNT] = pack->size;
    for (int list = 0; list < DM_PACK_COUNT && !pack->failed; list++) {
        size_t size = starts[list + 1] - starts[list];
        out[list] = (dm_slice){size == 0 ? NULL : pack->at + starts[list], size};
    }
    return !pack->failed;
}
