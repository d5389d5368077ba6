/* A record beside its gold: sentences with what was missed and what is false, and tables of the figures. */
#include "show/flow.h"

static const char *kind_name(dm_verdict_kind kind)
{
    return kind == DM_VERDICT_RIGHT ? "right" : kind == DM_VERDICT_MISSED ? "missed" : "false";
}

static void put_verdict(dm_flow *flow, const dm_verdict *verdict)
{
    static const dm_style styles[] = {DM_STYLE_GOOD, DM_STYLE_BAD, DM_STYLE_TRIGGER};
    dm_slice words = dm_show_span(flow->record, verdict->span);
    dm_flow_start(flow, 4, 24);
    dm_flow_say(flow, kind_name(verdict->kind), styles[verdict->kind]);
    dm_flow_pad(flow, 12);
    flow->gap = flow->begun = false;
    dm_flow_say(flow, dm_judged_name(verdict->list), DM_STYLE_DIM);
    dm_flow_pad(flow, 24);
    flow->gap = flow->begun = false;
    dm_flow_put(flow, verdict->what, DM_STYLE_BOLD);
    dm_flow_dot(flow);
    bool cut = words.size > 90;
    if (cut) {
        words.size = 80;
        while (words.size > 0 && ((unsigned char)words.at[words.size] & 0xC0) == 0x80)
            words.size--;
    }
    dm_flow_say(flow, "\xC2\xAB", DM_STYLE_PLAIN);
    dm_flow_put(flow, words, DM_STYLE_PLAIN);
    dm_flow_say(flow, cut ? "\xE2\x80\xA6\xC2\xBB" : "\xC2\xBB", DM_STYLE_PLAIN);
    if (verdict->by.size != 0) {
        dm_flow_dot(flow);
        dm_flow_put(flow, verdict->by, DM_STYLE_DIM);
    }
    dm_flow_end(flow);
}

/* Whether the list of a verdict is among those asked for, bit by dm_judged. */
static bool asked(const dm_verdict *verdict, uint32_t lists) { return (lists >> verdict->list & 1u) != 0; }

void dm_show_judgement(dm_buffer *out, const dm_record *record, const dm_judgement *judgement, uint32_t lists, unsigned width, bool colour)
{
    dm_flow flow = {.out = out, .record = record, .width = width < 50 ? 50 : width, .colour = colour};
    for (uint32_t s = 0; s <= record->text.sentence_count; s++) {
        uint32_t sentence = s < record->text.sentence_count ? s : DM_NONE;
        bool wrong = false;
        for (uint32_t i = 0; i < judgement->verdicts.count; i++) {
            const dm_verdict *verdict = &judgement->verdicts.at[i];
            wrong = wrong || (verdict->sentence == sentence && verdict->kind != DM_VERDICT_RIGHT && asked(verdict, lists));
        }
        if (!wrong)
            continue;
        char number[16];
        snprintf(number, sizeof number, "%u", (unsigned)s + 1);
        dm_flow_start(&flow, 0, 4);
        dm_flow_say(&flow, sentence == DM_NONE ? "-" : number, DM_STYLE_DIM);
        dm_flow_pad(&flow, 4);
        flow.gap = flow.begun = false;
        if (sentence != DM_NONE)
            dm_flow_put(&flow, dm_show_span(record, record->sentence_spans[s]), DM_STYLE_PLAIN);
        dm_flow_end(&flow);
        for (uint32_t i = 0; i < judgement->verdicts.count; i++)
            if (judgement->verdicts.at[i].sentence == sentence && asked(&judgement->verdicts.at[i], lists))
                put_verdict(&flow, &judgement->verdicts.at[i]);
        dm_flow_end(&flow);
    }
}

void dm_show_tallies(dm_buffer *out, const dm_tally *tallies)
{
    dm_buffer_print(out, "%-24s %6s %6s %6s %10s %7s %7s\n", "", "right", "given", "gold", "precision", "recall", "F1");
    for (int i = 0; i < DM_JUDGED_LISTS; i++)
        dm_buffer_print(out, "%-24s %6u %6u %6u %10.1f %7.1f %7.1f\n", dm_judged_name((dm_judged)i), tallies[i].right, tallies[i].given,
                        tallies[i].gold, dm_tally_precision(&tallies[i]), dm_tally_recall(&tallies[i]), dm_tally_f1(&tallies[i]));
    dm_buffer_print(out, "\n%-24s %6s %6s %10s\n", "of those found", "right", "cases", "per cent");
    for (int i = DM_JUDGED_LISTS; i < DM_JUDGED_COUNT; i++)
        dm_buffer_print(out, "%-24s %6u %6u %10.1f\n", dm_judged_name((dm_judged)i), tallies[i].right, tallies[i].gold,
                        dm_tally_recall(&tallies[i]));
}

void dm_show_judgement_json(dm_buffer *out, const dm_record *record, const dm_judgement *judgement, uint32_t lists)
{
    dm_ruler ruler;
    bool begun = false;
    dm_ruler_init(&ruler, record->document.text, DM_OFFSETS_CODEPOINTS);
    out->failed = out->failed || ruler.failed;
    dm_buffer_text(out, "{\"id\":");
    dm_buffer_json(out, record->document.id);
    dm_buffer_text(out, ",\"verdicts\":[");
    for (uint32_t i = 0; i < judgement->verdicts.count; i++) {
        const dm_verdict *verdict = &judgement->verdicts.at[i];
        if (!asked(verdict, lists))
            continue;
        dm_buffer_text(out, begun ? ",{\"list\":\"" : "{\"list\":\"");
        begun = true;
        dm_buffer_text(out, dm_judged_name(verdict->list));
        dm_buffer_text(out, "\",\"verdict\":\"");
        dm_buffer_text(out, kind_name(verdict->kind));
        dm_buffer_text(out, "\",\"span\":[");
        dm_buffer_unsigned(out, dm_ruler_at(&ruler, verdict->span.start));
        dm_buffer_text(out, ",");
        dm_buffer_unsigned(out, dm_ruler_at(&ruler, verdict->span.end));
        dm_buffer_text(out, "],\"words\":");
        dm_buffer_json(out, dm_show_span(record, verdict->span));
        dm_buffer_text(out, ",\"sentence\":");
        if (verdict->sentence == DM_NONE)
            dm_buffer_text(out, "null");
        else
            dm_buffer_unsigned(out, verdict->sentence);
        dm_buffer_text(out, ",\"what\":");
        dm_buffer_json(out, verdict->what);
        dm_buffer_text(out, ",\"by\":");
        if (verdict->by.size != 0)
            dm_buffer_json(out, verdict->by);
        else
            dm_buffer_text(out, "null");
        dm_buffer_text(out, "}");
    }
    dm_buffer_text(out, "]}");
    dm_ruler_free(&ruler);
}

void dm_show_tallies_json(dm_buffer *out, const dm_tally *tallies)
{
    dm_buffer_text(out, "{");
    for (int i = 0; i < DM_JUDGED_COUNT; i++) {
        dm_buffer_print(out, "%s\"%s\":{\"right\":%u,", i == 0 ? "" : ",", dm_judged_name((dm_judged)i), tallies[i].right);
        if (i < DM_JUDGED_LISTS) {
            dm_buffer_print(out, "\"given\":%u,\"gold\":%u,\"precision\":", tallies[i].given, tallies[i].gold);
            dm_buffer_number(out, dm_tally_precision(&tallies[i]));
            dm_buffer_text(out, ",\"recall\":");
            dm_buffer_number(out, dm_tally_recall(&tallies[i]));
            dm_buffer_text(out, ",\"f1\":");
            dm_buffer_number(out, dm_tally_f1(&tallies[i]));
        } else {
            dm_buffer_print(out, "\"cases\":%u,\"share\":", tallies[i].gold);
            dm_buffer_number(out, dm_tally_recall(&tallies[i]));
        }
        dm_buffer_text(out, "}");
    }
    dm_buffer_text(out, "}");
}
