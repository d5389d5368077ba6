/* demarche relate: what the first marked phrase does to the second, one JSON object a line. */
#include "cli/command.h"

#include <jansson.h>
#include <stdlib.h>

#define MOST_SPANS 32

/* Byte offsets of code point offsets, read from a JSON list of [start, end]. */
static bool read_spans(json_t *list, dm_slice text, dm_span *spans, uint32_t *count)
{
    size_t index;
    json_t *pair;
    *count = 0;
    if (!json_is_array(list))
        return false;
    json_array_foreach(list, index, pair)
    {
        json_t *start = json_array_get(pair, 0), *end = json_array_get(pair, 1);
        if (!json_is_integer(start) || !json_is_integer(end) || *count == MOST_SPANS)
            return false;
        json_int_t wanted[2] = {json_integer_value(start), json_integer_value(end)}, code = 0;
        uint32_t found[2] = {UINT32_MAX, UINT32_MAX};
        for (size_t i = 0; i <= text.size; i++) {
            if (i < text.size && ((unsigned char)text.at[i] & 0xC0) == 0x80)
                continue;
            for (int k = 0; k < 2; k++)
                if (code == wanted[k])
                    found[k] = (uint32_t)i;
            code++;
        }
        if (found[0] == UINT32_MAX || found[1] == UINT32_MAX || found[0] >= found[1])
            return false;
        spans[(*count)++] = (dm_span){found[0], found[1]};
    }
    return true; /* none: a side that the sentence does not name */
}

static dm_status relate(const dm_coder *coder, const dm_scorer *scorer, dm_worker *worker, json_t *line, dm_buffer *out, dm_error *error)
{
    json_t *id = json_object_get(line, "id"), *sentence = json_object_get(line, "sentence"),
           *date = json_object_get(line, "date");
    dm_document document = {0};
    dm_span sources[MOST_SPANS], targets[MOST_SPANS];
    uint32_t source_count, target_count;
    if (!json_is_string(sentence))
        return dm_fail(error, DM_BAD_INPUT, NULL, 0, 0, "\"sentence\" is missing");
    document.text = (dm_slice){json_string_value(sentence), json_string_length(sentence)};
    if (json_is_string(date) && !dm_date_parse(dm_slice_of(json_string_value(date)), &document.date))
        return dm_fail(error, DM_BAD_INPUT, NULL, 0, 0, "\"date\" is not a date");
    if (!read_spans(json_object_get(line, "source_spans"), document.text, sources, &source_count) ||
        !read_spans(json_object_get(line, "target_spans"), document.text, targets, &target_count))
        return dm_fail(error, DM_BAD_INPUT, NULL, 0, 0, "source_spans and target_spans are lists of [start, end] inside the sentence");
    dm_record *record;
    dm_relation_answer answer;
    dm_status status = dm_worker_code(worker, &document, &record, error);
    if (status != DM_OK)
        return status;
    status = dm_scorer_answer(scorer, dm_coder_frames(coder), record, sources, source_count, targets, target_count, &answer);
    char *name = json_dumps(id != NULL ? id : json_null(), JSON_ENCODE_ANY | JSON_COMPACT);
    dm_buffer_print(out, "{\"id\":%s,\"label\":", name == NULL ? "null" : name);
    free(name);
    if (answer.label == DM_NO_PLOVER)
        dm_buffer_print(out, "null,\"cameo\":null");
    else
        dm_buffer_print(out, "\"%s\",\"cameo\":%s%s%s", dm_plover_name(answer.label), answer.cameo[0] ? "\"" : "null",
                        answer.cameo, answer.cameo[0] ? "\"" : "");
    dm_buffer_print(out, ",\"mode\":");
    if (answer.mode.size == 0)
        dm_buffer_print(out, "null");
    else
        dm_buffer_json(out, answer.mode);
    dm_buffer_print(out, ",\"confidence\":%.3f,\"by\":", (double)answer.confidence);
    dm_buffer_json(out, answer.by);
    dm_buffer_print(out, "}\n");
    dm_record_free(record);
    return status;
}

static int relate_stream(const dm_coder *coder, const dm_scorer *scorer, dm_worker *worker, FILE *stream, const char *name)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t size;
    uint32_t number = 0;
    int worst = DM_EXIT_DONE;
    dm_buffer out = {0};
    while ((size = getline(&line, &room, stream)) >= 0) {
        number++;
        if (dm_slice_trim((dm_slice){line, (size_t)size}).size == 0)
            continue;
        json_error_t wrong;
        json_t *object = json_loadb(line, (size_t)size, 0, &wrong);
        dm_error error = {0};
        dm_status status = object == NULL ? dm_fail(&error, DM_BAD_INPUT, NULL, 0, (uint64_t)wrong.position, "%s", wrong.text)
                                          : relate(coder, scorer, worker, object, &out, &error);
        json_decref(object);
        if (status == DM_OK && out.failed)
            status = dm_fail(&error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
        if (status != DM_OK) {
            error.line = number;
            snprintf(error.file, sizeof error.file, "%s", name);
            dm_complain(&error);
            if (dm_exit_of(status) > worst)
                worst = dm_exit_of(status);
        } else if (fwrite(out.at, 1, out.size, stdout) != out.size) {
            worst = DM_EXIT_IO;
        }
        out.size = 0;
        if (worst > DM_EXIT_SOME_UNREAD)
            break;
    }
    dm_buffer_free(&out);
    free(line);
    return worst;
}

static int run(const dm_arguments *arguments)
{
    dm_coder *coder;
    dm_worker *worker = NULL;
    dm_scorer *scorer = NULL;
    dm_resources resources;
    dm_error error = {0};
    int status = dm_open_coder_from(arguments, -1, &coder);   /* the scorer of relations learned from all events */
    if (status != DM_EXIT_DONE)
        return status;
    dm_resources_init(&resources, dm_argument(arguments, "models"), dm_argument(arguments, "data"));
    dm_status opened = dm_scorer_open(&resources, &scorer, &error);
    if (opened != DM_OK) {
        dm_complain(&error);
        status = opened == DM_NO_MEMORY ? DM_EXIT_IO : DM_EXIT_DATA;
    }
    if (status == DM_EXIT_DONE && dm_worker_new(coder, &worker) != DM_OK)
        status = DM_EXIT_IO;
    for (size_t i = 0; status == DM_EXIT_DONE && i < (arguments->operand_count == 0 ? 1 : arguments->operand_count); i++) {
        const char *path = arguments->operand_count == 0 ? "-" : arguments->operands[i];
        FILE *stream = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
        if (stream == NULL) {
            fprintf(stderr, "demarche: %s: cannot be opened\n", path);
            status = DM_EXIT_SOME_UNREAD;
            break;
        }
        status = relate_stream(coder, scorer, worker, stream, path);
        if (stream != stdin)
            fclose(stream);
    }
    dm_worker_free(worker);
    dm_scorer_close(scorer);
    dm_resources_close(&resources);
    dm_coder_close(coder);
    return status;
}

static const dm_option options[] = {DM_CODER_OPTIONS};
const dm_command dm_command_relate = {
    "relate", "[FILE|-]...", "Tells what one marked phrase of a sentence does to another",
    "Input: {\"id\", \"sentence\", \"source_spans\": [[start, end]], \"target_spans\", \"date\"?} a line, in code points.\n"
    "Output: {\"id\", \"label\": PLOVER type or null, \"cameo\", \"mode\", \"confidence\", \"by\"} a line.",
    options, DM_COUNT(options), run};
