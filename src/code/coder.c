/* The coder: engines and dictionaries opened once, and the line that every document passes through. */
#include "code/certainty.h"

#include <stdlib.h>

struct dm_coder {
    dm_resources resources;
    dm_splitter *splitter;
    dm_grammar *grammar;
    dm_dictionary *dictionary;
    dm_frames *frames;
    dm_cues *cues;
    dm_rarity *rarity;
    dm_certainty certainty;
    uint32_t least;              /* events below so many per mille are not given */
    dm_schemes *schemes;
    char identity[48];
    dm_remark *remarks;
    size_t remark_count;
};

struct dm_worker {
    const dm_coder *coder;
    bool keep_reasons;
};

const char *dm_version(void) { return DM_VERSION; }

/* What the dictionary and the issues have to say, in one list. */
static dm_status gather_remarks(dm_coder *coder, dm_error *error)
{
    size_t actors, issues;
    const dm_remark *of_actors = dm_dictionary_remarks(coder->dictionary, &actors);
    const dm_remark *of_issues = dm_cues_remarks(coder->cues, &issues);
    if (actors + issues == 0)
        return DM_OK;
    coder->remarks = malloc((actors + issues) * sizeof *coder->remarks);
    if (coder->remarks == NULL)
        return dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    if (actors != 0)
        memcpy(coder->remarks, of_actors, actors * sizeof *of_actors);
    if (issues != 0)
        memcpy(coder->remarks + actors, of_issues, issues * sizeof *of_issues);
    coder->remark_count = actors + issues;
    return DM_OK;
}

/* The least confidence per mille: what was asked for, or the model's own. */
static uint32_t least_of(double asked, uint32_t own)
{
    return asked < 0 ? 0 : asked > 1 ? 1000 : asked > 0 ? (uint32_t)(asked * 1000 + 0.5) : own;
}

dm_status dm_coder_open(const dm_options *options, dm_coder **out, dm_error *error)
{
    static const dm_options none;
    if (options == NULL)
        options = &none;
    *out = NULL;
    dm_coder *coder = calloc(1, sizeof *coder);
    if (coder == NULL)
        return dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    dm_resources_init(&coder->resources, options->models, options->data);
    dm_status status = dm_splitter_open(&coder->resources, &coder->splitter, error);
    if (status == DM_OK)
        status = dm_grammar_open(&coder->resources, options->engine, &coder->grammar, error);
    if (status == DM_OK)
        status = dm_dictionary_open(&coder->resources, options, &coder->dictionary, error);
    if (status == DM_OK)
        status = dm_frames_open(&coder->resources, options->frames, options->frame_count, NULL, &coder->frames, error);
    if (status == DM_OK)
        status = dm_cues_open(&coder->resources, options->issues, options->issue_count, &coder->cues, error);
    if (status == DM_OK)
        status = dm_rarity_open(&coder->resources, &coder->rarity, error);
    if (status == DM_OK)
        status = dm_certainty_open(&coder->resources, &coder->certainty, error);
    coder->least = least_of(options->least_confidence, coder->certainty.least);
    if (status == DM_OK)
        status = dm_schemes_open(&coder->resources, options->schemes, options->scheme_count, &coder->schemes, error);
    if (status == DM_OK)
        status = gather_remarks(coder, error);
    if (status != DM_OK) {
        dm_coder_close(coder);
        return status;
    }
    snprintf(coder->identity, sizeof coder->identity, "%s-%016llx", DM_VERSION,
             (unsigned long long)coder->resources.identity);
    *out = coder;
    return DM_OK;
}

void dm_coder_close(dm_coder *coder)
{
    if (coder == NULL)
        return;
    dm_rarity_close(coder->rarity);
    dm_schemes_close(coder->schemes);
    dm_cues_close(coder->cues);
    dm_frames_close(coder->frames);
    dm_dictionary_close(coder->dictionary);
    dm_grammar_close(coder->grammar);
    dm_splitter_close(coder->splitter);
    dm_resources_close(&coder->resources);
    free(coder->remarks);
    free(coder);
}

const char *dm_coder_identity(const dm_coder *coder) { return coder->identity; }
const dm_remark *dm_coder_remarks(const dm_coder *coder, size_t *count)
{
    *count = coder->remark_count;
    return coder->remarks;
}
const dm_slice *dm_coder_schemes(const dm_coder *coder, size_t *count) { return dm_schemes_names(coder->schemes, count); }
const dm_splitter *dm_coder_splitter(const dm_coder *coder) { return coder->splitter; }
const dm_grammar *dm_coder_grammar(const dm_coder *coder) { return coder->grammar; }
const dm_frames *dm_coder_frames(const dm_coder *coder) { return coder->frames; }
const dm_rarity *dm_coder_rarity(const dm_coder *coder) { return coder->rarity; }

dm_status dm_worker_new(const dm_coder *coder, dm_worker **out)
{
    *out = malloc(sizeof **out);
    if (*out == NULL)
        return DM_NO_MEMORY;
    **out = (dm_worker){.coder = coder};
    return DM_OK;
}

void dm_worker_keep_reasons(dm_worker *worker, bool keep) { worker->keep_reasons = keep; }

void dm_worker_free(dm_worker *worker) { free(worker); }

dm_status dm_record_new(const dm_coder *coder, dm_record **out)
{
    *out = calloc(1, sizeof **out);
    if (*out == NULL)
        return DM_NO_MEMORY;
    dm_arena_init(&(*out)->arena);
    (*out)->coder = coder;
    return DM_OK;
}

void dm_record_free(dm_record *record)
{
    if (record == NULL)
        return;
    dm_arena_free(&record->arena);
    free(record);
}

void dm_record_warn(dm_record *record, const char *format, ...)
{
    char why[512];
    va_list list;
    va_start(list, format);
    vsnprintf(why, sizeof why, format, list);
    va_end(list);
    dm_slice *more = dm_arena_zero(&record->arena, record->warning_count + 1, sizeof *more);
    if (more == NULL)
        return;
    if (record->warning_count != 0)
        memcpy(more, record->warnings, record->warning_count * sizeof *more);
    more[record->warning_count] = dm_arena_copy(&record->arena, dm_slice_of(why));
    record->warnings = more;
    record->warning_count++;
}

/* Where the dictionary speaks of the entities. */
static void tell_entries(const dm_coder *coder, dm_record *record)
{
    dm_reasons *reasons = record->reasons;
    const dm_references *refers = &record->refers;
    reasons->actor_by = dm_arena_zero(&record->arena, refers->entity_count, sizeof *reasons->actor_by);
    reasons->role_by = dm_arena_zero(&record->arena, refers->entity_count, sizeof *reasons->role_by);
    for (uint32_t i = 0; i < refers->entity_count && !record->arena.failed; i++) {
        const dm_entity_reason *why = &refers->entity_reasons[i];
        reasons->actor_by[i] = dm_dictionary_entry(coder->dictionary, &record->arena, why->actor, false);
        reasons->role_by[i] = dm_dictionary_entry(coder->dictionary, &record->arena, why->agent, true);
    }
}

void dm_records_parse(const dm_coder *coder, dm_record *const *records, size_t count)
{
    dm_parse parses[DM_PARSES_MOST] = {{NULL, NULL, NULL}};
    size_t ready = 0;
    for (size_t i = 0; i < count; i++) {
        dm_record *record = records[i];
        if (record->tree.tokens == NULL && dm_text_split(coder->splitter, &record->arena, record->document.text, &record->text, NULL) == DM_OK)
            parses[ready++] = (dm_parse){&record->arena, &record->text, &record->tree};
    }
    if (dm_grammar_parse_all(coder->grammar, parses, ready, NULL) != DM_OK)
        for (size_t i = 0; i < ready; i++)
            parses[i].out->tokens = NULL;
}

dm_status dm_record_analyse(const dm_coder *coder, dm_record *record, dm_error *error)
{
    dm_arena *arena = &record->arena;
    record->identity = dm_arena_copy(arena, dm_slice_of(coder->identity));
    dm_status status = DM_OK;
    if (record->tree.tokens == NULL) {
        status = dm_text_split(coder->splitter, arena, record->document.text, &record->text, error);
        if (status == DM_OK)
            status = dm_grammar_parse(coder->grammar, arena, &record->text, &record->tree, error);
    }
    if (status != DM_OK)
        return status;
    record->sentence_spans = dm_arena_zero(arena, record->text.sentence_count, sizeof *record->sentence_spans);
    if (record->sentence_spans != NULL)
        for (uint32_t i = 0; i < record->text.sentence_count; i++)
            record->sentence_spans[i] = record->text.sentences[i].span;
    status = dm_refer(coder->dictionary, arena, &record->document, &record->tree, &record->refers, error);
    if (status == DM_OK)
        status = dm_code_statements(coder->cues, record);
    if (status == DM_OK)
        status = dm_code_events(coder->frames, &coder->certainty, coder->least, record);
    if (status == DM_OK)
        status = dm_code_positions(coder->cues, record);
    if (status == DM_OK)
        status = dm_schemes_apply(coder->schemes, record);
    if (status == DM_OK && record->reasons != NULL)
        tell_entries(coder, record);
    if (record->document.date.year == 0)
        dm_record_warn(record, "the document has no date: relative times stay unresolved, offices are taken undated");
    if (status == DM_OK && arena->failed)
        status = DM_NO_MEMORY;
    if (status == DM_NO_MEMORY)
        return dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    return status;
}

dm_status dm_worker_begin(dm_worker *worker, const dm_document *document, dm_record **out, dm_error *error)
{
    *out = NULL;
    size_t bad = dm_utf8_check(document->text.at, document->text.size);
    if (bad != document->text.size)
        return dm_fail(error, DM_BAD_INPUT, NULL, 0, bad, "the text is not valid UTF-8");
    if (document->text.size > DM_TEXT_MOST)
        return dm_fail(error, DM_LIMIT, NULL, 0, DM_TEXT_MOST, "a text of %zu bytes is passed over: it may have %zu",
                       document->text.size, DM_TEXT_MOST);
    dm_record *record;
    if (dm_record_new(worker->coder, &record) != DM_OK)
        return dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    record->keep_reasons = worker->keep_reasons;
    record->document = (dm_document){dm_arena_copy(&record->arena, document->id),
                                     dm_arena_copy(&record->arena, document->title),
                                     dm_arena_copy(&record->arena, document->source),
                                     dm_arena_copy(&record->arena, document->url),
                                     document->date,
                                     dm_arena_copy(&record->arena, document->text)};
    if (record->arena.failed) {
        dm_record_free(record);
        return dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    }
    *out = record;
    return DM_OK;
}

dm_status dm_worker_code(dm_worker *worker, const dm_document *document, dm_record **out, dm_error *error)
{
    dm_status status = dm_worker_begin(worker, document, out, error);
    if (status == DM_OK)
        status = dm_record_analyse(worker->coder, *out, error);
    if (status != DM_OK) {
        dm_record_free(*out);
        *out = NULL;
    }
    return status;
}

/* ---- What a record gives --------------------------------------------------------------------------------- */

const dm_document *dm_record_document(const dm_record *record) { return &record->document; }

#define LIST(function, type, array, length)                                                                          \
    const type *function(const dm_record *record, size_t *count)                                                     \
    {                                                                                                                \
        *count = record->length;                                                                                     \
        return record->array;                                                                                        \
    }
LIST(dm_record_sentences, dm_span, sentence_spans, text.sentence_count)
LIST(dm_record_entities, dm_entity, refers.entities, refers.entity_count)
LIST(dm_record_mentions, dm_mention, refers.mentions, refers.mention_count)
LIST(dm_record_events, dm_event, events, event_count)
LIST(dm_record_statements, dm_statement, statements, statement_count)
LIST(dm_record_positions, dm_position, positions, position_count)
LIST(dm_record_figures, dm_figure, refers.figures, refers.figure_count)
LIST(dm_record_times, dm_time, refers.times, refers.time_count)
LIST(dm_record_places, dm_place, refers.places, refers.place_count)
LIST(dm_record_silent, dm_silent, silent, silent_count)
LIST(dm_record_warnings, dm_slice, warnings, warning_count)
#undef LIST

/* ---- Names of values --------------------------------------------------------------------------------------- */

const char *dm_plover_name(dm_plover plover)
{
    static const char *const names[] = {"",       "AGREE",  "CONSULT",  "SUPPORT", "COOPERATE", "AID",
                                        "CONCEDE", "RETREAT", "REQUEST", "ACCUSE",  "REJECT",    "THREATEN",
                                        "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"};
    return (unsigned)plover < DM_COUNT(names) ? names[plover] : "";
}

const char *dm_quad_name(dm_quad quad)
{
    static const char *const names[] = {"", "verbal-cooperation", "material-cooperation", "verbal-conflict",
                                        "material-conflict"};
    return (unsigned)quad < DM_COUNT(names) ? names[quad] : "";
}

const char *dm_event_status_name(dm_event_status status)
{
    static const char *const names[] = {"actual", "planned", "called-for", "possible", "denied", "rejected", "historical"};
    return (unsigned)status < DM_COUNT(names) ? names[status] : "";
}

const char *dm_entity_type_name(dm_entity_type type)
{
    static const char *const names[] = {"PER", "ORG", "GPE", "LOC", "NORP", "OTHER"};
    return (unsigned)type < DM_COUNT(names) ? names[type] : "";
}
