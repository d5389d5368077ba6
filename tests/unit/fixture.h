/* A record made by hand, with every list filled: what show and store are tested with.  Fictional countries. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include "code/record.h"

#include <math.h>

/* The span of the nth (from 0) occurrence of a piece. */
static dm_span fixture_span(const dm_record *record, const char *piece, int nth)
{
    dm_slice text = record->document.text;
    size_t size = strlen(piece);
    for (size_t i = 0; i + size <= text.size; i++)
        if (memcmp(text.at + i, piece, size) == 0 && nth-- == 0)
            return (dm_span){(uint32_t)i, (uint32_t)(i + size)};
    return (dm_span){0, 0};
}

static dm_list fixture_list(dm_record *record, uint32_t count, const uint32_t *items)
{
    uint32_t *copy = dm_arena_alloc(&record->arena, count * sizeof *copy);
    if (copy != NULL)
        memcpy(copy, items, count * sizeof *copy);
    return (dm_list){copy, copy == NULL ? 0 : count};
}
#define LIST_OF(record, ...) \
    fixture_list(record, (uint32_t)(sizeof((uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t)), (uint32_t[]){__VA_ARGS__})

static dm_spans fixture_spans(dm_record *record, dm_span span)
{
    dm_span *copy = dm_arena_alloc(&record->arena, sizeof *copy);
    if (copy != NULL)
        *copy = span;
    return (dm_spans){copy, copy == NULL ? 0 : 1};
}

#define FIXTURE_TEXT                                                                                             \
    "President Mara Öz of Arvenia on 3 May shelled the Borland town of Kal, killing 12 people, \"we will not "  \
    "stop\",\n"                                                                                                  \
    "she said \xF0\x9F\x98\x80 on Friday. Borland's foreign ministry denounced \"the attack\\raid\" in a note. " \
    "Nothing else "                                                                                              \
    "happened\x1B[31m here."

/* Gives NULL when memory runs out.  Free with dm_record_free. */
static dm_record *fixture_record(const char *id, dm_date date)
{
    dm_record *record;
    if (dm_record_new(NULL, &record) != DM_OK)
        return NULL;
    dm_arena *arena = &record->arena;
    record->identity = DM_SLICE("0.0.0-test");
    record->document = (dm_document){.id = id == NULL ? (dm_slice){NULL, 0} : dm_arena_copy(arena, dm_slice_of(id)),
                                     .title = DM_SLICE("Arvenia \"shells\" Kal"),
                                     .source = DM_SLICE("Wire, The"),
                                     .url = DM_SLICE("https://example.org/1"),
                                     .date = date,
                                     .text = DM_SLICE(FIXTURE_TEXT)};
    dm_sentence *sentences = dm_arena_zero(arena, 3, sizeof *sentences);
    record->sentence_spans = dm_arena_zero(arena, 3, sizeof *record->sentence_spans);
    dm_entity *entities = record->refers.entities = dm_arena_zero(arena, 3, sizeof *entities);
    dm_mention *mentions = record->refers.mentions = dm_arena_zero(arena, 4, sizeof *mentions);
    dm_place *places = record->refers.places = dm_arena_zero(arena, 1, sizeof *places);
    dm_time *times = record->refers.times = dm_arena_zero(arena, 2, sizeof *times);
    dm_figure *figures = record->refers.figures = dm_arena_zero(arena, 2, sizeof *figures);
    dm_event *events = record->events = dm_arena_zero(arena, 2, sizeof *events);
    dm_statement *statements = record->statements = dm_arena_zero(arena, 2, sizeof *statements);
    dm_position *positions = record->positions = dm_arena_zero(arena, 1, sizeof *positions);
    dm_silent *silent = record->silent = dm_arena_zero(arena, 1, sizeof *silent);
    dm_slice *contexts = dm_arena_zero(arena, 2, sizeof *contexts);
    if (arena->failed) {
        dm_record_free(record);
        return NULL;
    }
    uint32_t size = (uint32_t)record->document.text.size, first = fixture_span(record, "Friday.", 0).end,
             second = fixture_span(record, "note.", 0).end;
    record->text.text = record->document.text;
    record->text.sentences = sentences;
    record->text.sentence_count = 3;
    record->sentence_spans[0] = sentences[0].span = (dm_span){0, first};
    record->sentence_spans[1] = sentences[1].span = (dm_span){first + 1, second};
    record->sentence_spans[2] = sentences[2].span = (dm_span){second + 1, size};
    record->tree.text = &record->text;

    entities[0] = (dm_entity){.id = "e1",
                              .name = DM_SLICE("Mara Öz"),
                              .type = DM_PER,
                              .actor = "ARVGOV",
                              .country = "ARV",
                              .sectors = {"GOV"},
                              .role = DM_SLICE("president"),
                              .mentions = LIST_OF(record, 0, 1)};
    entities[1] = (dm_entity){.id = "e2",
                              .name = DM_SLICE("Borland"),
                              .type = DM_GPE,
                              .actor = "BOR",
                              .country = "BOR",
                              .mentions = LIST_OF(record, 2)};
    entities[2] = (dm_entity){.id = "e3",
                              .name = DM_SLICE("Borland's foreign ministry"),
                              .type = DM_ORG,
                              .actor = "BORGOV",
                              .country = "BOR",
                              .sectors = {"GOV"},
                              .mentions = LIST_OF(record, 3)};
    record->refers.entity_count = 3;
    mentions[0] = (dm_mention){.span = fixture_span(record, "President Mara Öz", 0), .entity = 0, .kind = DM_NAME};
    mentions[1] = (dm_mention){.span = fixture_span(record, "she", 1), .entity = 0, .kind = DM_PRONOUN};
    mentions[2] = (dm_mention){.span = fixture_span(record, "Borland", 0), .entity = 1, .kind = DM_NAME};
    mentions[3] =
        (dm_mention){.span = fixture_span(record, "Borland's foreign ministry", 0), .entity = 2, .kind = DM_NOMINAL};
    record->refers.mention_count = 4;
    places[0] = (dm_place){.id = "p1",
                           .span = fixture_span(record, "Kal", 0),
                           .name = DM_SLICE("Kal"),
                           .lat = 31.5,
                           .lon = -4.25,
                           .geonames = 77,
                           .country = "BOR",
                           .admin1 = DM_SLICE("North")};
    record->refers.place_count = 1;
    times[0] =
        (dm_time){.span = fixture_span(record, "3 May", 0), .type = DM_TIME_DATE, .value = DM_SLICE("2024-05-03")};
    times[1] =
        (dm_time){.span = fixture_span(record, "Friday", 0), .type = DM_TIME_DATE, .value = DM_SLICE("2024-05-03")};
    record->refers.time_count = 2;
    figures[0] = (dm_figure){.id = "f1",
                             .span = fixture_span(record, "12 people", 0),
                             .value = 12,
                             .low = 12,
                             .high = 12,
                             .of = DM_SLICE("people")};
    figures[1] = (dm_figure){.id = "f2",
                             .span = fixture_span(record, "12", 0),
                             .value = 12.1,
                             .low = 12.1,
                             .high = INFINITY,
                             .unit = DM_SLICE("%")};
    record->refers.figure_count = 2;
    contexts[0] = DM_SLICE("military");
    contexts[1] = DM_SLICE("territory");
    events[0] = (dm_event){.id = "v1",
                           .sources = LIST_OF(record, 0),
                           .targets = LIST_OF(record, 1),
                           .cameo = "194",
                           .plover = DM_ASSAULT,
                           .mode = DM_SLICE("heavy-weapons"),
                           .contexts = contexts,
                           .context_count = 2,
                           .quad = DM_MATERIAL_CONFLICT,
                           .goldstein = -10,
                           .status = DM_ACTUAL,
                           .date = DM_SLICE("2024-05-03"),
                           .place = 0,
                           .trigger = fixture_span(record, "shelled", 0),
                           .source_span = mentions[0].span,
                           .target_span = mentions[2].span,
                           .sentence = 0,
                           .figures = LIST_OF(record, 0),
                           .on_word_of = LIST_OF(record, 0),
                           .same_as = DM_NONE,
                           .by = DM_SLICE("frames/assault.frames:3"),
                           .confidence = 0.8f};
    events[1] = (dm_event){.id = "v2",
                           .sources = LIST_OF(record, 2, 1),
                           .cameo = "111",
                           .plover = DM_ACCUSE,
                           .quad = DM_VERBAL_CONFLICT,
                           .goldstein = -2,
                           .status = DM_CALLED_FOR,
                           .place = DM_NONE,
                           .trigger = fixture_span(record, "denounced", 0),
                           .source_span = mentions[3].span,
                           .sentence = 1,
                           .same_as = 0,
                           .by = DM_SLICE("frames/accuse.frames:1"),
                           .confidence = 0.66f};
    record->event_count = 2;
    statements[0] = (dm_statement){.id = "s1",
                                   .speaker = 0,
                                   .source = fixture_spans(record, mentions[1].span),
                                   .cue = fixture_spans(record, fixture_span(record, "said", 0)),
                                   .content = fixture_spans(record, fixture_span(record, "we will not stop", 0)),
                                   .addressee = DM_NONE,
                                   .kind = DM_DIRECT,
                                   .parent = DM_NONE,
                                   .by = DM_SLICE("cues/say.cues:1")};
    statements[1] = (dm_statement){.id = "s2",
                                   .speaker = DM_NONE,
                                   .cue = fixture_spans(record, fixture_span(record, "denounced", 0)),
                                   .content = fixture_spans(record, fixture_span(record, "the attack\\raid", 0)),
                                   .addressee = 0,
                                   .kind = DM_MIXED,
                                   .parent = 0,
                                   .denied = true,
                                   .by = DM_SLICE("cues/say.cues:2"),
                                   .sentence = 1};
    record->statement_count = 2;
    positions[0] = (dm_position){.holder = 2,
                                 .against = true,
                                 .issue = fixture_span(record, "the attack\\raid", 0),
                                 .statement = 1,
                                 .event = 1,
                                 .by = DM_SLICE("issues/war.issues:1")};
    record->position_count = 1;
    silent[0] = (dm_silent){.sentence = 2, .reason = DM_SLICE("no verb of the frames")};
    record->silent_count = 1;
    dm_record_warn(record, "a warning with a \"quote\"");
    if (arena->failed) {
        dm_record_free(record);
        return NULL;
    }
    return record;
}
#endif
