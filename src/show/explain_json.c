/* How a record came to be, as one line of JSON. */
#include "show/parts.h"

typedef struct explained {
    dm_buffer *out;
    const dm_record *record;
    dm_ruler ruler;
} explained;

static void put(explained *line, const char *text) { dm_buffer_text(line->out, text); }

static void put_text(explained *line, const char *key, dm_slice text)
{
    put(line, key);
    if (text.size == 0)
        put(line, "null");
    else
        dm_buffer_json(line->out, text);
}

static void put_name(explained *line, const char *key, const char *name) { put_text(line, key, dm_slice_of(name)); }

static void put_number(explained *line, const char *key, uint32_t number)
{
    put(line, key);
    if (number == DM_NONE)
        put(line, "null");
    else
        dm_buffer_unsigned(line->out, number);
}

static void put_span(explained *line, const char *key, dm_span span)
{
    put(line, key);
    put(line, "[");
    dm_buffer_unsigned(line->out, dm_ruler_at(&line->ruler, span.start));
    put(line, ",");
    dm_buffer_unsigned(line->out, dm_ruler_at(&line->ruler, span.end));
    put(line, "]");
}

static dm_span span_of(const explained *line, uint32_t first, uint32_t last)
{
    const dm_word *words = line->record->text.words;
    return (dm_span){words[first].span.start, words[last - 1].span.end};
}

/* A word as its number in the sentence, or null for none; of another sentence: its span. */
static void put_word(explained *line, const char *key, uint32_t word)
{
    if (word == DM_NONE)
        put_number(line, key, DM_NONE);
    else
        put_span(line, key, line->record->text.words[word].span);
}

static const char *try_name(dm_try outcome)
{
    static const char *const names[] = {"chosen",    "lighter", "words missing", "condition", "attacker",
                                        "victim",    "other part of speech", "name", "compound", "modifier"};
    return (unsigned)outcome < DM_COUNT(names) ? names[outcome] : "";
}

static const char *how_name(dm_how how)
{
    static const char *const names[] = {"", "function", "compound", "light verb", "harm", "company", "complement", "blamed", "told before",
                                        "text around", "place"};
    return (unsigned)how < DM_COUNT(names) ? names[how] : "";
}

static const char *mood_name(dm_mood_of mood)
{
    static const char *const names[] = {"nothing", "word", "line", "line of the event above", "date"};
    return (unsigned)mood < DM_COUNT(names) ? names[mood] : "";
}

static void put_side(explained *line, const char *key, const dm_side_reason *side)
{
    put(line, key);
    put(line, "{\"entities\":[");
    for (uint32_t i = 0; i < side->count; i++) {
        put_name(line, i == 0 ? "" : ",", line->record->refers.entities[side->entities[i]].id);
    }
    put(line, "],\"words\":[");
    for (uint32_t i = 0; i < side->count; i++)
        put_word(line, i == 0 ? "" : ",", side->words[i]);
    put_name(line, "],\"how\":", how_name(side->how));
    put_text(line, ",\"function\":", side->function);
    put(line, "}");
}

static void put_finding(explained *line, const dm_finding *finding)
{
    const dm_reasons *reasons = line->record->reasons;
    bool denied = finding->negation_word != DM_NONE && !finding->refused_plan;
    put_span(line, "{\"trigger\":", span_of(line, finding->first, finding->last));
    put_text(line, ",\"by\":", finding->by);
    put_text(line, ",\"line\":", finding->line);
    put_side(line, ",\"source\":", &finding->sources);
    put_side(line, ",\"target\":", &finding->targets);
    put_name(line, ",\"cameo\":", finding->cameo);
    put_name(line, ",\"plover\":", dm_plover_name(finding->plover));
    put_name(line, ",\"line_cameo\":", finding->frame_cameo);
    put_word(line, ",\"complement\":", finding->inner == DM_NONE ? DM_NONE : reasons->findings[finding->inner].word);
    put_text(line, ",\"composed_by\":", finding->table_by);
    put_text(line, ",\"composed_line\":", finding->table_line);
    put_word(line, ",\"light_verb\":", finding->light);
    put_name(line, ",\"status\":", dm_event_status_name(denied ? DM_DENIED : finding->status_from == DM_MOOD_DATE ? DM_HISTORICAL : finding->status));
    put_name(line, ",\"status_from\":", denied ? "negation" : mood_name(finding->status_from));
    put_word(line, ",\"status_word\":", denied ? finding->negation_word : finding->status_word);
    put(line, ",\"events\":[");
    for (uint32_t i = 0; i < finding->event_count; i++)
        put_name(line, i == 0 ? "" : ",", line->record->events[finding->first_event + i].id);
    char confidence[32];
    snprintf(confidence, sizeof confidence, "],\"confidence\":%u.%03u", finding->confidence / 1000u, finding->confidence % 1000u);
    put(line, finding->confidence <= 1000 ? confidence : "],\"confidence\":null");
    put_text(line, ",\"in_favour\":", finding->in_favour);
    put_text(line, ",\"against\":", finding->against);
    put_name(line, ",\"no_event\":", finding->event_count > 0 ? "" : dm_fate_says(finding->fate));
    put(line, "}");
}

static void put_tree(explained *line, const dm_sentence *sentence)
{
    const dm_record *record = line->record;
    put(line, ",\"words\":[");
    for (uint32_t w = sentence->first; w < sentence->last; w++) {
        const dm_token *token = &record->tree.tokens[w];
        put_span(line, w == sentence->first ? "{\"span\":" : ",{\"span\":", record->text.words[w].span);
        put_text(line, ",\"form\":", record->text.words[w].form);
        put_text(line, ",\"lemma\":", token->lemma);
        put_name(line, ",\"upos\":", dm_upos_name((dm_upos)token->upos));
        put_number(line, ",\"head\":", token->head == DM_NONE ? DM_NONE : token->head - sentence->first);
        put_name(line, ",\"relation\":", dm_relation_name((dm_relation)token->relation));
        put(line, "}");
    }
    put(line, "]");
}

static void put_sentence(explained *line, uint32_t number, uint32_t *attempt, uint32_t *finding)
{
    const dm_record *record = line->record;
    const dm_reasons *reasons = record->reasons;
    const dm_sentence *sentence = &record->text.sentences[number];
    put_span(line, number == 0 ? "{\"span\":" : ",{\"span\":", record->sentence_spans[number]);
    put_tree(line, sentence);
    put(line, ",\"triggers\":[");
    for (bool more = false; *finding < reasons->finding_count && reasons->findings[*finding].sentence == number; more = true) {
        put(line, more ? "," : "");
        put_finding(line, &reasons->findings[(*finding)++]);
    }
    put(line, "],\"tried\":[");
    for (bool more = false; *attempt < reasons->attempt_count && reasons->attempts[*attempt].word < sentence->last; more = true) {
        const dm_attempt *one = &reasons->attempts[(*attempt)++];
        put_word(line, more ? ",{\"word\":" : "{\"word\":", one->word);
        put_text(line, ",\"by\":", one->by);
        put_name(line, ",\"outcome\":", try_name(one->outcome));
        put_text(line, ",\"condition\":", one->condition);
        put(line, "}");
    }
    put(line, "],\"discarded_by\":[");
    for (uint32_t i = 0, shown = 0; i < reasons->discarded_count; i++) {
        const dm_discarded *one = &reasons->discarded[i];
        if (one->sentence != number)
            continue;
        put_span(line, shown++ == 0 ? "{\"span\":" : ",{\"span\":", span_of(line, one->first, one->last));
        put_text(line, ",\"by\":", one->by);
        put(line, "}");
    }
    dm_slice silent = {NULL, 0};
    for (uint32_t i = 0; i < record->silent_count; i++)
        if (record->silent[i].sentence == number)
            silent = record->silent[i].reason;
    put_text(line, "],\"silent\":", silent);
    put(line, "}");
}

static void put_actor(explained *line, uint32_t number)
{
    static const char *const names[] = {"own words", "holder of the office", "country of the text", "country of the owner"};
    const dm_record *record = line->record;
    const dm_entity *entity = &record->refers.entities[number];
    dm_whence whence = record->refers.entity_reasons[number].whence;
    put_name(line, number == 0 ? "{\"id\":" : ",{\"id\":", entity->id);
    put_text(line, ",\"name\":", entity->name);
    put_name(line, ",\"actor\":", entity->actor);
    put_text(line, ",\"by\":", record->reasons->actor_by != NULL ? record->reasons->actor_by[number] : (dm_slice){NULL, 0});
    put_text(line, ",\"role_by\":", record->reasons->role_by != NULL ? record->reasons->role_by[number] : (dm_slice){NULL, 0});
    put_text(line, ",\"role\":", entity->role);
    put_name(line, ",\"country_from\":", (unsigned)whence < DM_COUNT(names) ? names[whence] : "");
    put(line, ",\"mentions\":[");
    for (uint32_t i = 0; i < entity->mentions.count; i++)
        put_span(line, i == 0 ? "" : ",", record->refers.mentions[entity->mentions.at[i]].span);
    put(line, "]}");
}

void dm_explain_json(dm_buffer *out, const dm_record *record, dm_offsets offsets)
{
    explained line = {.out = out, .record = record};
    uint32_t attempt = 0, finding = 0;
    if (record->reasons == NULL)
        return;
    dm_ruler_init(&line.ruler, record->document.text, offsets);
    out->failed = out->failed || line.ruler.failed;
    char date[12];
    dm_date_text(record->document.date, date);
    put_text(&line, "{\"id\":", record->document.id);
    put_name(&line, ",\"date\":", date);
    put_text(&line, ",\"text\":", record->document.text);
    put_text(&line, ",\"coder\":", record->identity);
    put(&line, ",\"sentences\":[");
    for (uint32_t i = 0; i < record->text.sentence_count; i++)
        put_sentence(&line, i, &attempt, &finding);
    put(&line, "],\"actors\":[");
    for (uint32_t i = 0; i < record->refers.entity_count; i++)
        put_actor(&line, i);
    put(&line, "]}\n");
    dm_ruler_free(&line.ruler);
}

void dm_show_trees_json(dm_buffer *out, const dm_record *record, dm_offsets offsets)
{
    explained line = {.out = out, .record = record};
    dm_ruler_init(&line.ruler, record->document.text, offsets);
    out->failed = out->failed || line.ruler.failed;
    put(&line, "[");
    for (uint32_t i = 0; i < record->text.sentence_count; i++) {
        put_span(&line, i == 0 ? "{\"span\":" : ",{\"span\":", record->sentence_spans[i]);
        put_tree(&line, &record->text.sentences[i]);
        put(&line, "}");
    }
    put(&line, "]");
    dm_ruler_free(&line.ruler);
}
