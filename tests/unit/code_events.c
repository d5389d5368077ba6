/* The event coder over given trees: no splitter, parser or dictionary takes part.  Fictional countries are found by their
 * word forms. */
#include "code/frames.h"
#include "test.h"

#include <stdlib.h>

static const struct { const char *form, *actor; dm_entity_type type; } cast[] = {
    {"Norland", "NRL", DM_GPE}, {"Norland's", "NRL", DM_GPE}, {"Norlandic", "NRL", DM_NORP}, {"Sudland", "SDL", DM_GPE},
    {"Westland", "WSL", DM_GPE}, {"army", "NRLMIL", DM_ORG}, {"rebels", "SDLREB", DM_ORG}, {"police", "NRLCOP", DM_ORG},
    {"Union", "IGO", DM_ORG}, {"protesters", "NRLCVL", DM_NORP}, {"Kesh", "SDL", DM_GPE},
};

static dm_frames *frames;

/* A tree in five columns: FORM LEMMA UPOS HEAD DEPREL, words parted by |.  Returns its events as text. */
static const char *code(const char *rows)
{
    static char answer[1024];
    char conllu[8192], form[64], lemma[64], upos[16], relation[32];
    size_t used = 0;
    int head, word = 1, taken = 0;
    for (const char *at = rows; *at; at++) {
        if (sscanf(at, " %63[^ ] %63s %15s %d %31[^ |]%n", form, lemma, upos, &head, relation, &taken) != 5) break;
        const char *xpos = strcmp(upos, "VERB") == 0 && strstr(form, "ing") ? "VBG" : strcmp(upos, "VERB") == 0 && strstr(relation, "acl") ? "VBN"
                         : strcmp(form, "which") == 0 || strcmp(form, "who") == 0 || strcmp(form, "that") == 0 ? "WDT" : strcmp(upos, "PRON") == 0 ? "PRP" : "_";
        used += (size_t)snprintf(conllu + used, sizeof conllu - used, "%d\t%s\t%s\t%s\t%s\t_\t%d\t%s\t_\t_\n", word++, form, lemma, upos, xpos, head, relation);
        at += taken;
        while (*at && *at != '|') at++;
        if (!*at) break;
    }
    snprintf(conllu + used, sizeof conllu - used, "\n");
    dm_record *record = calloc(1, sizeof *record);
    dm_arena_init(&record->arena);
    dm_conllu given;
    dm_slice rest = dm_slice_of(conllu);
    uint32_t line = 0;
    dm_error error = {0};
    answer[0] = 0;
    if (dm_conllu_read(&rest, &line, 0, &record->arena, &given, &error) != DM_OK) {
        snprintf(answer, sizeof answer, "bad tree: %s", error.why);
        return answer;
    }
    record->document.date = (dm_date){2024, 3, 5};
    record->text = given.text;
    record->tree = given.tree;
    record->tree.text = &record->text;
    uint32_t words = record->text.word_count;
    dm_references *refers = &record->refers;
    refers->entities = dm_arena_zero(&record->arena, words, sizeof *refers->entities);
    refers->mentions = dm_arena_zero(&record->arena, words, sizeof *refers->mentions);
    uint32_t **lists[] = {&refers->mention_at_head, &refers->mention_of, &refers->time_of, &refers->place_of, &refers->figure_of};
    for (size_t i = 0; i < DM_COUNT(lists); i++) {
        *lists[i] = dm_arena_alloc(&record->arena, words * sizeof **lists[i]);
        memset(*lists[i], 0xff, words * sizeof **lists[i]);
    }
    for (uint32_t w = 0; w < words; w++)
        for (size_t i = 0; i < DM_COUNT(cast); i++)
            if (dm_slice_is(record->text.words[w].form, cast[i].form)) {
                dm_entity *e = &refers->entities[refers->entity_count];
                snprintf(e->id, sizeof e->id, "e%u", refers->entity_count + 1);
                snprintf(e->actor, sizeof e->actor, "%s", cast[i].actor);
                snprintf(e->country, sizeof e->country, "%.3s", cast[i].actor);
                e->type = cast[i].type;
                refers->mentions[refers->mention_count] = (dm_mention){record->text.words[w].span, refers->entity_count++, w, w + 1, w, DM_NAME};
                refers->mention_at_head[w] = refers->mention_of[w] = refers->mention_count++;
            }
    if (dm_code_events(frames, NULL, 0, record) != DM_OK) snprintf(answer, sizeof answer, "failed");
    size_t at = 0;
    for (uint32_t i = 0; i < record->event_count; i++) {
        const dm_event *e = &record->events[i];
        for (int side = 0; side < 2; side++) {
            dm_list list = side ? e->targets : e->sources;
            if (!list.count) at += (size_t)snprintf(answer + at, sizeof answer - at, "-");
            for (uint32_t k = 0; k < list.count; k++)
                at += (size_t)snprintf(answer + at, sizeof answer - at, "%s%s", k ? "+" : "", refers->entities[list.at[k]].actor);
            at += (size_t)snprintf(answer + at, sizeof answer - at, side ? " " : ">");
        }
        at += (size_t)snprintf(answer + at, sizeof answer - at, "%s %s;", e->cameo, dm_event_status_name(e->status));
    }
    if (!record->event_count && record->silent_count)
        snprintf(answer, sizeof answer, "silent: %.*s", (int)record->silent[0].reason.size, record->silent[0].reason.at);
    dm_arena_free(&record->arena);
    free(record);
    return answer;
}

static void voice(void)
{
    CHECK_TEXT(code("Norland Norland PROPN 2 nsubj|attacked attack VERB 0 root|Sudland Sudland PROPN 2 obj"), "NRL>SDL 190 actual;");
    CHECK_TEXT(code("Sudland Sudland PROPN 3 nsubj:pass|was be AUX 3 aux:pass|attacked attack VERB 0 root|by by ADP 5 case|Norland Norland PROPN 3 obl:agent"),
               "NRL>SDL 190 actual;");
    CHECK_TEXT(code("Norland Norland PROPN 4 nsubj|did do AUX 4 aux|not not PART 4 advmod|attack attack VERB 0 root|Sudland Sudland PROPN 4 obj"),
               "NRL>SDL 190 denied;");
    CHECK_TEXT(code("Norland Norland PROPN 3 nsubj|may may AUX 3 aux|attack attack VERB 0 root|Sudland Sudland PROPN 3 obj"), "NRL>SDL 190 possible;");
    CHECK_TEXT(code("Norland Norland PROPN 2 nsubj|attacked attack VERB 0 root|the the DET 4 det|bill bill NOUN 2 obj"),
               "silent: no trigger");
}

static void sharing(void)
{
    /* two targets, a shared subject, a shared object */
    CHECK_TEXT(code("Norland Norland PROPN 2 nsubj|bombed bomb VERB 0 root|Sudland Sudland PROPN 2 obj|and and CCONJ 5 cc|Westland Westland PROPN 3 conj"),
               "NRL>SDL+WSL 195 actual;");
    CHECK_TEXT(code("Norland Norland PROPN 2 nsubj|condemned condemn VERB 0 root|Sudland Sudland PROPN 2 obj|and and CCONJ 5 cc|bombed bomb VERB 2 conj|Kesh Kesh PROPN 5 obj"),
               "NRL>SDL 111 actual;NRL>SDL 195 actual;");
    CHECK_TEXT(code("the the DET 2 det|rebels rebel NOUN 0 root|who who PRON 4 nsubj|attacked attack VERB 2 acl:relcl|Norland Norland PROPN 4 obj"),
               "SDLREB>NRL 190 actual;");
}

static void nouns(void)
{
    CHECK_TEXT(code("Norland Norland PROPN 3 nmod:poss|'s 's PART 1 case|attack attack NOUN 6 nsubj|on on ADP 5 case|Sudland Sudland PROPN 3 nmod|continued continue VERB 0 root"),
               "NRL>SDL 190 actual;");
    CHECK_TEXT(code("Norland Norland PROPN 2 nsubj|launched launch VERB 0 root|an a DET 4 det|attack attack NOUN 2 obj|on on ADP 6 case|Sudland Sudland PROPN 2 obl"),
               "NRL>SDL 190 actual;");
    CHECK_TEXT(code("no no DET 2 det|attack attack NOUN 0 root|by by ADP 4 case|Norland Norland PROPN 2 nmod|on on ADP 6 case|Sudland Sudland PROPN 2 nmod"),
               "NRL>SDL 190 denied;");
    /* condemning somebody's attack is aimed at whoever attacked */
    CHECK_TEXT(code("Westland Westland PROPN 2 nsubj|condemned condemn VERB 0 root|the the DET 4 det|attack attack NOUN 2 obj|by by ADP 6 case|Norland Norland PROPN 4 nmod|on on ADP 8 case|Sudland Sudland PROPN 4 nmod"),
               "WSL>NRL 111 actual;NRL>SDL 190 actual;");
    CHECK_TEXT(code("talks talk NOUN 0 root|between between ADP 3 case|Norland Norland PROPN 1 nmod|and and CCONJ 5 cc|Sudland Sudland PROPN 3 conj"),
               "NRL>SDL 040 actual;");
}

static void composition(void)
{
    CHECK_TEXT(code("Norland Norland PROPN 2 nsubj|urged urge VERB 0 root|Sudland Sudland PROPN 2 obj|to to PART 5 mark|attack attack VERB 2 xcomp|Westland Westland PROPN 5 obj"),
               "NRL>SDL 020 actual;SDL>WSL 190 called-for;");
    CHECK_TEXT(code("Norland Norland PROPN 2 nsubj|threatened threaten VERB 0 root|to to PART 4 mark|attack attack VERB 2 xcomp|Sudland Sudland PROPN 4 obj"),
               "NRL>SDL 1384 actual;NRL>SDL 190 possible;");
    CHECK_TEXT(code("Norland Norland PROPN 2 nsubj|accused accuse VERB 0 root|Sudland Sudland PROPN 2 obj|of of SCONJ 5 mark|bombing bomb VERB 2 advcl|Westland Westland PROPN 5 obj"),
               "NRL>SDL 1123 actual;SDL>WSL 195 possible;");
    CHECK_TEXT(code("Norland Norland PROPN 3 nsubj|and and CCONJ 1 cc|agreed agree VERB 0 root|with with ADP 5 case|Sudland Sudland PROPN 3 obl"), "NRL>SDL 030 actual;");
}

static void silences(void)
{
    CHECK_TEXT(code("the the DET 2 det|sun sun NOUN 3 nsubj|shone shine VERB 0 root"), "silent: no trigger");
    CHECK_TEXT(code("the the DET 2 det|attacks attack NOUN 3 nsubj|continued continue VERB 0 root"),
               "silent: trigger \"attacks\" has no known actor on either side");
    CHECK_TEXT(code("Norland Norland PROPN 2 nsubj|beat beat VERB 0 root|Sudland Sudland PROPN 2 obj|in in ADP 7 case|the the DET 7 det|World World PROPN 7 compound|Cup Cup PROPN 2 obl"),
               "silent: discarded: sport");
}

/* A damaged line is refused with its place. */
static void lint(void)
{
    CHECK(dm_frame_first(frames, dm_key("attack", 6), DM_FRAME_VERB) != NULL);
    CHECK(dm_frame_first(frames, dm_key("sun", 3), DM_FRAME_NOUN) == NULL);
    CHECK(dm_plover_of_cameo("190") == DM_ASSAULT && dm_plover_of_cameo("087") == DM_RETREAT && dm_plover_of_cameo("081") == DM_CONCEDE);
    CHECK(dm_plover_of_cameo("99") == DM_NO_PLOVER && dm_quad_of(DM_AID) == DM_MATERIAL_COOPERATION);
}

int main(void)
{
    dm_resources resources;
    dm_error error = {0};
    dm_resources_init(&resources, NULL, NULL);
    if (dm_frames_open(&resources, NULL, 0, NULL, &frames, &error) != DM_OK) {
        fprintf(stderr, "%s:%u: %s\n", error.file, error.line, error.why);
        return 1;
    }
    voice();
    sharing();
    nouns();
    composition();
    silences();
    lint();
    dm_frames_close(frames);
    dm_resources_close(&resources);
    return TEST_END();
}
