/* Positions over time: where somebody stands on something, since when, and what changed, with the words that show it. */
#include "show/flow.h"

static void put_json(dm_buffer *out, const char *name, const char *value)
{
    dm_buffer_print(out, "\"%s\":", name);
    if (value == NULL)
        dm_buffer_text(out, "null");
    else
        dm_buffer_json(out, dm_slice_of(value));
}

static const char *stance_name(bool against) { return against ? "against" : "for"; }

static void told_json(dm_buffer *out, const char *name, const dm_stance_told *told)
{
    const struct { const char *name, *value; } fields[] = {{"date", told->date},         {"document", told->document}, {"outlet", told->outlet},
                                                           {"voice", told->voice},       {"words", told->words},       {"sentence", told->sentence},
                                                           {"by", told->by}};
    dm_buffer_print(out, "\"%s\":{", name);
    for (size_t i = 0; i < DM_COUNT(fields); i++) {
        dm_buffer_text(out, i == 0 ? "" : ",");
        put_json(out, fields[i].name, fields[i].value);
    }
    dm_buffer_text(out, "}");
}

static void stance_json(dm_buffer *out, const dm_stance *stance)
{
    const dm_stance_run *now = &stance->runs[stance->run_count - 1];
    put_json(out, "holder", stance->holder);
    dm_buffer_text(out, ",");
    put_json(out, "holder_name", stance->holder_name);
    dm_buffer_text(out, ",");
    put_json(out, "voices", stance->voices);
    dm_buffer_text(out, ",");
    put_json(out, "stance", stance_name(now->against));
    dm_buffer_text(out, ",");
    put_json(out, "since", now->since);
    dm_buffer_text(out, ",");
    put_json(out, "last", now->last);
    dm_buffer_print(out, ",\"times\":%u,\"changes\":%u,\"history\":[", stance->count, stance->run_count - 1);
    for (uint32_t i = 0; i < stance->run_count; i++) {
        const dm_stance_run *run = &stance->runs[i];
        dm_buffer_text(out, i == 0 ? "{" : ",{");
        put_json(out, "stance", stance_name(run->against));
        dm_buffer_text(out, ",");
        put_json(out, "since", run->since);
        dm_buffer_text(out, ",");
        put_json(out, "last", run->last);
        dm_buffer_print(out, ",\"times\":%u,", run->count);
        told_json(out, "first_quotation", &run->first);
        dm_buffer_text(out, ",");
        told_json(out, "last_quotation", &run->latest);
        dm_buffer_text(out, "}");
    }
    dm_buffer_text(out, "]");
}

static void issue_json(dm_buffer *out, const dm_stance *stance)
{
    put_json(out, "issue", stance->issue);
    dm_buffer_text(out, stance->named ? ",\"named\":true," : ",\"named\":false,");
    put_json(out, "joined_by", stance->joined_by);
    dm_buffer_text(out, ",");
}

void dm_show_stance_json(dm_buffer *out, const dm_stance *stance, const dm_stance *other)
{
    if (stance->run_count == 0 || (other != NULL && other->run_count == 0))
        return;
    dm_buffer_text(out, "{");
    issue_json(out, stance);
    if (other == NULL) {
        stance_json(out, stance);
    } else {
        bool agree = stance->runs[stance->run_count - 1].against == other->runs[other->run_count - 1].against;
        dm_buffer_print(out, "\"agree\":%s,\"between\":[{", agree ? "true" : "false");
        stance_json(out, stance);
        dm_buffer_text(out, "},{");
        stance_json(out, other);
        dm_buffer_text(out, "}]");
    }
    dm_buffer_text(out, "}\n");
}

void dm_show_stance_csv_header(dm_buffer *out, bool between)
{
    static const char one[] = "holder,holder_name,stance,since,last,times,changes,document,words,sentence";
    dm_buffer_text(out, "issue,");
    if (between)
        dm_buffer_print(out, "agree,%s,other_holder,other_holder_name,other_stance,other_since,other_last,other_times,other_changes,"
                             "other_document,other_words,other_sentence\r\n", one);
    else
        dm_buffer_print(out, "%s\r\n", one);
}

static void stance_csv(dm_buffer *out, const dm_stance *stance)
{
    const dm_stance_run *now = &stance->runs[stance->run_count - 1];
    const char *before[] = {stance->holder, stance->holder_name, stance_name(now->against), now->since, now->last};
    const char *after[] = {now->first.document, now->first.words, now->first.sentence};
    for (size_t i = 0; i < DM_COUNT(before); i++) {
        dm_buffer_text(out, ",");
        dm_buffer_csv(out, dm_slice_of(before[i]));
    }
    dm_buffer_print(out, ",%u,%u", stance->count, stance->run_count - 1);
    for (size_t i = 0; i < DM_COUNT(after); i++) {
        dm_buffer_text(out, ",");
        dm_buffer_csv(out, dm_slice_of(after[i]));
    }
}

void dm_show_stance_csv(dm_buffer *out, const dm_stance *stance, const dm_stance *other)
{
    if (stance->run_count == 0 || (other != NULL && other->run_count == 0))
        return;
    dm_buffer_csv(out, dm_slice_of(stance->issue));
    if (other != NULL)
        dm_buffer_text(out, stance->runs[stance->run_count - 1].against == other->runs[other->run_count - 1].against ? ",yes" : ",no");
    stance_csv(out, stance);
    if (other != NULL)
        stance_csv(out, other);
    dm_buffer_text(out, "\r\n");
}

/* ---- For a terminal ------------------------------------------------------------------------------------------------ */

enum { HOLDER = 2, QUOTED = 6 };

static void quote(dm_flow *flow, const dm_stance_told *told)
{
    dm_slice sentence = dm_slice_of(told->sentence), words = dm_slice_of(told->words);
    uint32_t at = told->words_at;
    if (sentence.at == NULL || at > sentence.size || words.size > sentence.size - at)
        at = (uint32_t)sentence.size, words.size = 0;
    dm_flow_start(flow, QUOTED, QUOTED + 2);
    dm_flow_say(flow, told->date == NULL ? "no date" : told->date, DM_STYLE_DIM);
    flow->gap = true;
    dm_flow_say(flow, told->outlet != NULL ? told->outlet : told->document != NULL ? told->document : "", DM_STYLE_DIM);
    dm_flow_say(flow, ":", DM_STYLE_DIM);
    flow->gap = true;
    dm_flow_put(flow, (dm_slice){sentence.at, at}, DM_STYLE_PLAIN);
    dm_flow_put(flow, words, DM_STYLE_TRIGGER);
    dm_flow_put(flow, (dm_slice){sentence.at + at + words.size, sentence.size - at - words.size}, DM_STYLE_PLAIN);
    dm_flow_end(flow);
}

static void stance_table(dm_flow *flow, const dm_stance *stance)
{
    const dm_stance_run *now = &stance->runs[stance->run_count - 1];
    char text[96];
    dm_flow_start(flow, HOLDER, QUOTED);
    dm_flow_say(flow, stance->holder_name, DM_STYLE_SOURCE);
    if (stance->holder[0] != '\0') {
        snprintf(text, sizeof text, " (%.70s)", stance->holder);
        dm_flow_say(flow, text, DM_STYLE_DIM);
    }
    flow->gap = true;
    dm_flow_say(flow, stance_name(now->against), now->against ? DM_STYLE_BAD : DM_STYLE_GOOD);
    snprintf(text, sizeof text, "since %.20s", now->since == NULL ? "an unknown day" : now->since);
    flow->gap = true;
    dm_flow_say(flow, text, DM_STYLE_PLAIN);
    dm_flow_dot(flow);
    snprintf(text, sizeof text, "told %u time%s", stance->count, stance->count == 1 ? "" : "s");
    dm_flow_say(flow, text, DM_STYLE_PLAIN);
    if (stance->voices != NULL && strcmp(stance->voices, stance->holder_name) != 0) {
        dm_flow_dot(flow);
        dm_flow_say(flow, "by ", DM_STYLE_DIM);
        dm_flow_say(flow, stance->voices, DM_STYLE_DIM);
    }
    dm_flow_end(flow);
    for (uint32_t i = 0; i < stance->run_count; i++) {
        if (stance->run_count > 1) {
            dm_flow_start(flow, QUOTED, QUOTED);
            dm_flow_say(flow, i == 0 ? "first " : "then ", DM_STYLE_DIM);
            dm_flow_say(flow, stance_name(stance->runs[i].against), stance->runs[i].against ? DM_STYLE_BAD : DM_STYLE_GOOD);
            dm_flow_end(flow);
        }
        quote(flow, i + 1 < stance->run_count ? &stance->runs[i].latest : &stance->runs[i].first);
    }
}

void dm_show_stance_table(dm_buffer *out, const dm_stance *stance, const dm_stance *other, bool heading, unsigned width, bool colour)
{
    dm_flow flow = {.out = out, .width = width < 40 ? 40 : width, .colour = colour};
    if (stance->run_count == 0 || (other != NULL && other->run_count == 0))
        return;
    if (heading || other != NULL) {
        dm_flow_start(&flow, 0, 2);
        dm_flow_say(&flow, stance->issue, DM_STYLE_BOLD);
        if (other != NULL) {
            bool agree = stance->runs[stance->run_count - 1].against == other->runs[other->run_count - 1].against;
            dm_flow_dot(&flow);
            dm_flow_say(&flow, agree ? "they agree" : "they disagree", agree ? DM_STYLE_GOOD : DM_STYLE_BAD);
        }
        dm_flow_end(&flow);
    }
    stance_table(&flow, stance);
    if (stance->joined_by != NULL) {
        dm_flow_start(&flow, QUOTED, QUOTED);
        dm_flow_say(&flow, "other words joined by ", DM_STYLE_DIM);
        dm_flow_say(&flow, stance->joined_by, DM_STYLE_DIM);
        dm_flow_end(&flow);
    }
    if (other != NULL)
        stance_table(&flow, other);
}
