/* Annotations for brat (https://brat.nlplab.org/standoff.html): a .txt and a .ann for each document in one folder, and
 * the annotation.conf that tells brat their types. */
#include "show/writer.h"

#include <errno.h>
#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

typedef struct brat {
    char *path; /* of the folder, room for a name behind it */
    size_t size;
    uint32_t documents;
} brat;

enum { NAME_ROOM = 96 };

/* What is numbered while one document is written. */
typedef struct brat_page {
    dm_buffer *out;
    const dm_record *record;
    dm_ruler ruler;
    uint32_t spans, events, relations, attributes, notes, links;
} brat_page;

static const char configuration[] =
    "[entities]\nPER\nORG\nGPE\nLOC\nNORP\nOTHER\nPLACE\nSTATEMENT\nISSUE\n\n[relations]\n"
    "For\tArg1:<ENTITY>, Arg2:ISSUE\nAgainst\tArg1:<ENTITY>, Arg2:ISSUE\nSpeaker\tArg1:STATEMENT, Arg2:<ENTITY>\n\n"
    "[events]\n";
static const char configuration_end[] =
    "\n[attributes]\nStatus\tArg:<EVENT>, Value:actual|planned|called-for|possible|denied|rejected|historical\n"
    "Quad\tArg:<EVENT>, Value:verbal-cooperation|material-cooperation|verbal-conflict|material-conflict\n"
    "Denied\tArg:<EVENT>\n";

/* ---- Lines ------------------------------------------------------------------------------------------------------------ */

/* Text-bound: type, fragments (a line end parts them), their words. 0 when the span holds nothing but line ends. */
static uint32_t put_span(brat_page *page, const char *type, dm_span span)
{
    dm_slice text = dm_show_span(page->record, span);
    dm_buffer words = {0};
    bool begun = false;
    size_t at = 0;
    size_t mark = page->out->size;
    while (at < text.size) {
        size_t end = at;
        while (end < text.size && text.at[end] != '\n' && text.at[end] != '\r')
            end++;
        if (end > at) {
            if (!begun)
                dm_buffer_print(page->out, "T%u\t%s ", page->spans + 1, type);
            dm_buffer_print(page->out, "%s%u %u", begun ? ";" : "", dm_ruler_at(&page->ruler, span.start + (uint32_t)at),
                            dm_ruler_at(&page->ruler, span.start + (uint32_t)end));
            dm_buffer_text(&words, begun ? " " : "");
            dm_buffer_add(&words, text.at + at, end - at);
            begun = true;
        }
        at = end + 1;
    }
    if (begun) {
        dm_buffer_text(page->out, "\t");
        dm_buffer_add(page->out, words.at, words.size);
        dm_buffer_text(page->out, "\n");
    } else {
        page->out->size = mark;
    }
    page->out->failed = page->out->failed || words.failed;
    dm_buffer_free(&words);
    return begun ? ++page->spans : 0;
}

static void put_note(brat_page *page, char kind, uint32_t number, dm_slice text)
{
    dm_buffer_print(page->out, "#%u\tAnnotatorNotes %c%u\t", ++page->notes, kind, number);
    dm_buffer_plain(page->out, text);
    dm_buffer_text(page->out, "\n");
}

/* The text-bound annotation of the mention of an entity that stands nearest to some words; mentions come first, so that
 * their numbers are known. */
static uint32_t nearest(const brat_page *page, const uint32_t *numbers, uint32_t index, dm_span to)
{
    const dm_references *refers = &page->record->refers;
    uint32_t best = 0, least = UINT32_MAX;
    if (index >= refers->entity_count)
        return 0;
    const dm_entity *entity = &refers->entities[index];
    for (uint32_t i = 0; i < entity->mentions.count; i++) {
        uint32_t mention = entity->mentions.at[i];
        if (mention >= refers->mention_count || numbers[mention] == 0)
            continue;
        dm_span span = refers->mentions[mention].span;
        uint32_t far = span.start >= to.end ? span.start - to.end : to.start >= span.end ? to.start - span.end : 0;
        if (far < least) {
            least = far;
            best = numbers[mention];
        }
    }
    return best;
}

static void put_sides(brat_page *page, const uint32_t *numbers, const char *name, dm_list list, dm_span to)
{
    uint32_t written = 0;
    for (uint32_t i = 0; i < list.count; i++) {
        uint32_t number = nearest(page, numbers, list.at[i], to);
        if (number == 0)
            continue;
        dm_buffer_print(page->out, " %s", name);
        if (++written > 1)
            dm_buffer_print(page->out, "%u", written);
        dm_buffer_print(page->out, ":T%u", number);
    }
}

static void put_event(brat_page *page, const uint32_t *numbers, const uint32_t *places, const dm_event *event)
{
    const char *type = event->plover == DM_NO_PLOVER ? "EVENT" : dm_plover_name(event->plover);
    uint32_t trigger = put_span(page, type, event->trigger);
    if (trigger == 0)
        return;
    uint32_t number = ++page->events;
    dm_buffer_print(page->out, "E%u\t%s:T%u", number, type, trigger);
    put_sides(page, numbers, "Source", event->sources, event->trigger);
    put_sides(page, numbers, "Target", event->targets, event->trigger);
    if (event->place < page->record->refers.place_count && places[event->place] != 0)
        dm_buffer_print(page->out, " Place:T%u", places[event->place]);
    dm_buffer_print(page->out, "\nA%u\tStatus E%u %s\n", ++page->attributes, number, dm_event_status_name(event->status));
    if (event->quad != DM_NO_QUAD)
        dm_buffer_print(page->out, "A%u\tQuad E%u %s\n", ++page->attributes, number, dm_quad_name(event->quad));
    dm_buffer note = {0};
    dm_buffer_print(&note, "CAMEO %s %.*s; ", event->cameo, (int)dm_cameo_name(event->cameo).size,
                    dm_cameo_name(event->cameo).at);
    if (event->date.size != 0) {
        dm_buffer_add(&note, event->date.at, event->date.size);
        dm_buffer_text(&note, "; ");
    }
    dm_buffer_add(&note, event->by.at, event->by.size);
    put_note(page, 'E', number, (dm_slice){note.at, note.size});
    page->out->failed = page->out->failed || note.failed;
    dm_buffer_free(&note);
}

static void put_statement(brat_page *page, const uint32_t *numbers, const dm_statement *statement)
{
    uint32_t content = statement->content.count != 0 ? put_span(page, "STATEMENT", statement->content.at[0]) : 0;
    dm_span near = statement->source.count != 0 ? statement->source.at[0]
                   : statement->cue.count != 0  ? statement->cue.at[0]
                   : content != 0               ? statement->content.at[0]
                                                : (dm_span){0, 0};
    uint32_t speaker = nearest(page, numbers, statement->speaker, near),
             cue = statement->cue.count != 0 ? put_span(page, "SAY", statement->cue.at[0]) : 0;
    if (cue == 0) {
        if (content != 0 && speaker != 0)
            dm_buffer_print(page->out, "R%u\tSpeaker Arg1:T%u Arg2:T%u\n", ++page->relations, content, speaker);
        return;
    }
    dm_buffer_print(page->out, "E%u\tSAY:T%u", ++page->events, cue);
    if (speaker != 0)
        dm_buffer_print(page->out, " Speaker:T%u", speaker);
    if (content != 0)
        dm_buffer_print(page->out, " Content:T%u", content);
    dm_buffer_text(page->out, "\n");
    if (statement->denied)
        dm_buffer_print(page->out, "A%u\tDenied E%u\n", ++page->attributes, page->events);
}

static void put_position(brat_page *page, const uint32_t *numbers, const dm_position *position)
{
    uint32_t issue = put_span(page, "ISSUE", position->issue), holder = nearest(page, numbers, position->holder,
                                                                                 position->issue);
    if (issue != 0 && holder != 0)
        dm_buffer_print(page->out, "R%u\t%s Arg1:T%u Arg2:T%u\n", ++page->relations,
                        position->against ? "Against" : "For", holder, issue);
    if (issue != 0 && position->issue_id.size != 0)
        put_note(page, 'T', issue, position->issue_id);
}

static void put_place(brat_page *page, uint32_t *number, const dm_place *place)
{
    *number = put_span(page, "PLACE", place->span);
    if (*number == 0 || place->geonames == 0)
        return;
    dm_buffer_print(page->out, "N%u\tReference T%u GeoNames:%u\t", ++page->links, *number, place->geonames);
    dm_buffer_plain(page->out, place->name);
    dm_buffer_text(page->out, "\n");
}

static void put_annotations(dm_buffer *out, const dm_record *record)
{
    brat_page page = {.out = out, .record = record};
    const dm_references *refers = &record->refers;
    uint32_t *numbers = calloc((size_t)refers->mention_count + refers->place_count + 1, sizeof *numbers),
             *places = numbers == NULL ? NULL : numbers + refers->mention_count;
    dm_ruler_init(&page.ruler, record->document.text, DM_OFFSETS_CODEPOINTS);
    if (numbers == NULL || page.ruler.failed) {
        out->failed = true;
    } else {
        for (uint32_t i = 0; i < refers->mention_count; i++) {
            uint32_t entity = refers->mentions[i].entity;
            if (entity < refers->entity_count)
                numbers[i] = put_span(&page, dm_entity_type_name(refers->entities[entity].type), refers->mentions[i].span);
        }
        for (uint32_t i = 0; i < refers->place_count; i++)
            put_place(&page, &places[i], &refers->places[i]);
        for (uint32_t i = 0; i < record->event_count; i++)
            put_event(&page, numbers, places, &record->events[i]);
        for (uint32_t i = 0; i < record->statement_count; i++)
            put_statement(&page, numbers, &record->statements[i]);
        for (uint32_t i = 0; i < record->position_count; i++)
            put_position(&page, numbers, &record->positions[i]);
    }
    dm_ruler_free(&page.ruler);
    free(numbers);
}

/* ---- Files -------------------------------------------------------------------------------------------------------------- */

static dm_status write_file(brat *out, const char *name, dm_slice text, dm_error *error)
{
    snprintf(out->path + out->size, NAME_ROOM, "/%s", name);
    FILE *file = fopen(out->path, "wb");
    bool good = file != NULL && (text.size == 0 || fwrite(text.at, 1, text.size, file) == text.size);
    if (file != NULL && fclose(file) != 0)
        good = false;
    dm_status status = good ? DM_OK : dm_fail(error, DM_IO, out->path, 0, 0, "%s", strerror(errno));
    out->path[out->size] = '\0';
    return status;
}

/* "000012-name": the number keeps apart what the letters of a file name do not. */
static void name_of(const brat *out, dm_slice id, char *name, size_t room, const char *end)
{
    size_t size = (size_t)snprintf(name, room, "%06u", out->documents);
    if (id.size != 0)
        name[size++] = '-';
    for (size_t i = 0; i < id.size && i < 60; i++) {
        char c = id.at[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        name[size++] = plain ? c : '_';
    }
    snprintf(name + size, room - size, "%s", end);
}

static dm_status add(void *state, const dm_record *record, dm_error *error)
{
    brat *out = state;
    char name[NAME_ROOM];
    dm_buffer lines = {0};
    out->documents++;
    put_annotations(&lines, record);
    dm_status status = lines.failed ? dm_fail(error, DM_NO_MEMORY, out->path, 0, 0, "out of memory") : DM_OK;
    name_of(out, record->document.id, name, sizeof name, ".txt");
    if (status == DM_OK)
        status = write_file(out, name, record->document.text, error);
    name_of(out, record->document.id, name, sizeof name, ".ann");
    if (status == DM_OK)
        status = write_file(out, name, (dm_slice){lines.at, lines.size}, error);
    dm_buffer_free(&lines);
    return status;
}

static dm_status end(void *state, bool good, dm_error *error)
{
    brat *out = state;
    dm_buffer text = {0};
    dm_status status = DM_OK;
    if (good) {
        dm_buffer_text(&text, configuration);
        for (int i = 0; i <= DM_ASSAULT; i++)
            dm_buffer_print(&text, "%s\tSource*:<ENTITY>, Target*:<ENTITY>, Place?:PLACE\n",
                            i == 0 ? "EVENT" : dm_plover_name((dm_plover)i));
        dm_buffer_text(&text, "SAY\tSpeaker?:<ENTITY>, Content?:STATEMENT\n");
        dm_buffer_text(&text, configuration_end);
        status = text.failed ? dm_fail(error, DM_NO_MEMORY, out->path, 0, 0, "out of memory")
                             : write_file(out, "annotation.conf", (dm_slice){text.at, text.size}, error);
    }
    dm_buffer_free(&text);
    free(out->path);
    free(out);
    return status;
}

/* True when a folder holds nothing. */
static bool empty(const char *path)
{
    DIR *folder = opendir(path);
    struct dirent *entry;
    bool nothing = folder != NULL;
    while (nothing && (entry = readdir(folder)) != NULL)
        nothing = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    if (folder != NULL)
        closedir(folder);
    return nothing;
}

static dm_status open(const char *path, FILE *stream, void **state, dm_error *error)
{
    (void)stream;
    brat *out = calloc(1, sizeof *out);
    char *room = malloc(strlen(path) + NAME_ROOM + 1);
    if (out == NULL || room == NULL) {
        free(out);
        free(room);
        return dm_fail(error, DM_NO_MEMORY, path, 0, 0, "out of memory");
    }
    memcpy(room, path, strlen(path) + 1);
    out->path = room;
    out->size = strlen(path);
    bool made = mkdir(path, 0777) == 0;
    if (!made && (errno != EEXIST || !empty(path))) {
        dm_fail(error, DM_IO, path, 0, 0, "%s", errno != EEXIST ? strerror(errno) : "not an empty folder");
        free(room);
        free(out);
        return DM_IO;
    }
    *state = out;
    return DM_OK;
}

const dm_writer_kind dm_brat_writer = {open, add, end, true};
