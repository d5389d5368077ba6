/* Statements and positions over given trees: no splitter, parser or dictionary takes part.  Names are entities by their
 * forms.  Cue files with mistakes are refused with their line. */
#include "code/record.h"
#include "test.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static dm_cues *cues;

static const char *const cast[] = {"Norland", "Sudland", "Torvald", "Gorin", "Gazette", "Odan"};

/* Words parted by |, each FORM LEMMA UPOS XPOS HEAD DEPREL.  The text has a blank between words, except before
 * punctuation and inside quotation marks. */
static dm_record *parse(const char *rows)
{
    char conllu[8192], form[64], lemma[64], upos[16], xpos[16], relation[32];
    size_t used = 0;
    int head, word = 1, taken = 0;
    for (const char *at = rows; *at; at++) {
        if (sscanf(at, " %63[^ ] %63s %15s %15s %d %31[^ |]%n", form, lemma, upos, xpos, &head, relation, &taken) != 6)
            break;
        at += taken;
        while (*at && *at != '|')
            at++;
        const char *next = *at ? at + 1 : "";
        while (*next == ' ')
            next++;
        bool tight = *next && (strchr(".,:?!", *next) || !strncmp(next, "''", 2) || !strcmp(form, "``"));
        used += (size_t)snprintf(conllu + used, sizeof conllu - used, "%d\t%s\t%s\t%s\t%s\t_\t%d\t%s\t_\t%s\n", word++,
                                 !strcmp(form, "``") || !strcmp(form, "''") ? "\"" : form, lemma, upos, xpos, head,
                                 relation, tight ? "SpaceAfter=No" : "_");
        if (!*at)
            break;
    }
    snprintf(conllu + used, sizeof conllu - used, "\n");
    dm_record *record = calloc(1, sizeof *record);
    dm_arena_init(&record->arena);
    dm_conllu given;
    dm_slice rest = dm_slice_of(conllu);
    uint32_t line = 0;
    dm_error error = {0};
    CHECK(dm_conllu_read(&rest, &line, 0, &record->arena, &given, &error) == DM_OK);
    if (error.why[0])
        fprintf(stderr, "%s in %s\n", error.why, rows);
    record->text = given.text;
    record->tree = given.tree;
    record->tree.text = &record->text;
    CHECK(dm_text_quotations(&record->arena, &record->text) == DM_OK);
    uint32_t words = record->text.word_count;
    dm_references *refers = &record->refers;
    refers->entities = dm_arena_zero(&record->arena, words + 1, sizeof *refers->entities);
    refers->mentions = dm_arena_zero(&record->arena, words + 1, sizeof *refers->mentions);
    uint32_t **lists[] = {&refers->mention_at_head, &refers->mention_of, &refers->time_of, &refers->place_of,
                          &refers->figure_of};
    for (size_t i = 0; i < DM_COUNT(lists); i++) {
        *lists[i] = dm_arena_alloc(&record->arena, (words + 1) * sizeof **lists[i]);
        memset(*lists[i], 0xff, (words + 1) * sizeof **lists[i]);
    }
    for (uint32_t w = 0; w < words; w++)
        for (size_t i = 0; i < DM_COUNT(cast); i++)
            if (dm_slice_is(record->text.words[w].form, cast[i])) {
                uint32_t n = refers->mention_count++;
                dm_entity *entity = &refers->entities[refers->entity_count++];
                entity->name = dm_slice_of(cast[i]);
                entity->type = DM_GPE;
                refers->mentions[n] = (dm_mention){record->text.words[w].span, n, w, w + 1, w, DM_NAME};
                refers->mention_at_head[w] = refers->mention_of[w] = n;
            }
    return record;
}

static void finish(dm_record *record)
{
    dm_arena_free(&record->arena);
    free(record);
}

static void write_spans(char *out, size_t room, size_t *used, const dm_record *record, dm_spans spans)
{
    for (uint32_t i = 0; i < spans.count; i++)
        *used += (size_t)snprintf(out + *used, room - *used, "%s%.*s", i ? "+" : "",
                                  (int)(spans.at[i].end - spans.at[i].start), record->text.text.at + spans.at[i].start);
}

/* "speaker/source/cue/content kind; ..." */
static const char *statements(const char *rows)
{
    static const char *const kinds[] = {"direct", "indirect", "mixed"};
    static char answer[2048];
    size_t used = 0, room = sizeof answer;
    dm_record *record = parse(rows);
    answer[0] = 0;
    CHECK(dm_code_statements(cues, record) == DM_OK);
    for (uint32_t i = 0; i < record->statement_count; i++) {
        const dm_statement *s = &record->statements[i];
        used += (size_t)snprintf(answer + used, room - used, "%s%s/", i ? "; " : "",
                                 s->speaker == DM_NONE ? "-" : record->refers.entities[s->speaker].name.at);
        write_spans(answer, room, &used, record, s->source);
        used += (size_t)snprintf(answer + used, room - used, "/");
        write_spans(answer, room, &used, record, s->cue);
        used += (size_t)snprintf(answer + used, room - used, "/");
        write_spans(answer, room, &used, record, s->content);
        used += (size_t)snprintf(answer + used, room - used, " %s", kinds[s->kind]);
        if (s->denied)
            used += (size_t)snprintf(answer + used, room - used, " denied");
        if (s->parent != DM_NONE)
            used += (size_t)snprintf(answer + used, room - used, " in %s", record->statements[s->parent].id);
    }
    finish(record);
    return answer;
}

/* "holder for issue; ..." */
static const char *positions(const char *rows)
{
    static char answer[2048];
    size_t used = 0;
    dm_record *record = parse(rows);
    answer[0] = 0;
    CHECK(dm_code_statements(cues, record) == DM_OK);
    CHECK(dm_code_positions(cues, record) == DM_OK);
    for (uint32_t i = 0; i < record->position_count; i++) {
        const dm_position *p = &record->positions[i];
        used += (size_t)snprintf(answer + used, sizeof answer - used, "%s%s %s %.*s", i ? "; " : "",
                                 record->refers.entities[p->holder].name.at, p->against ? "against" : "for",
                                 (int)(p->issue.end - p->issue.start), record->text.text.at + p->issue.start);
        if (p->issue_id.size)
            used +=
                (size_t)snprintf(answer + used, sizeof answer - used, " (%.*s)", (int)p->issue_id.size, p->issue_id.at);
    }
    finish(record);
    return answer;
}

static void says(void)
{
    CHECK_TEXT(
        statements("Torvald Torvald PROPN NNP 2 nsubj | said say VERB VBD 0 root | that that SCONJ IN 6 mark | "
                   "Norland Norland PROPN NNP 6 nsubj | would would AUX MD 6 aux | leave leave VERB VB 2 ccomp | "
                   ". . PUNCT . 2 punct"),
        "Torvald/Torvald/said/that Norland would leave indirect");
    /* auxiliaries and light adverbs belong to the cue */
    CHECK_TEXT(statements("Norland Norland PROPN NNP 4 nsubj | has have AUX VBZ 4 aux | also also ADV RB 4 advmod | "
                          "said say VERB VBN 0 root | it it PRON PRP 7 nsubj | would would AUX MD 7 aux | leave leave "
                          "VERB VB 4 ccomp | "
                          ". . PUNCT . 4 punct"),
               "Norland/Norland/has also said/it would leave indirect");
    CHECK_TEXT(statements("Torvald Torvald PROPN NNP 4 nsubj | did do AUX VBD 4 aux | not not PART RB 4 advmod | say "
                          "say VERB VB 0 root | "
                          "that that SCONJ IN 7 mark | Norland Norland PROPN NNP 7 nsubj | lost lose VERB VBD 4 ccomp "
                          "| . . PUNCT . 4 punct"),
               "Torvald/Torvald/did not say/that Norland lost indirect denied");
    /* a relative pronoun stands for its noun; a comma closes the apposition of a source */
    CHECK_TEXT(
        statements("Gorin Gorin PROPN NNP 9 nsubj | , , PUNCT , 4 punct | who who PRON WP 4 nsubj | said say VERB VBD "
                   "1 acl:relcl | "
                   "it it PRON PRP 7 nsubj | was be AUX VBD 7 cop | over over ADJ JJ 4 ccomp | , , PUNCT , 4 punct | "
                   "left leave VERB VBD 0 root | . . PUNCT . 9 punct"),
        "Gorin/who/said/it was over indirect");
}

static void nests(void)
{
    CHECK_TEXT(
        statements("Gazette Gazette PROPN NNP 2 nsubj | reported report VERB VBD 0 root | that that SCONJ IN 5 mark | "
                   "Gorin Gorin PROPN NNP 5 nsubj | said say VERB VBD 2 ccomp | it it PRON PRP 8 nsubj | was be AUX "
                   "VBD 8 cop | "
                   "over over ADJ JJ 5 ccomp | . . PUNCT . 2 punct"),
        "Gazette/Gazette/reported/that Gorin said it was over indirect; Gorin/Gorin/said/it was over indirect in s1");
}

static void quotes(void)
{
    CHECK_TEXT(
        statements(
            "`` `` PUNCT `` 4 punct | It it PRON PRP 4 nsubj | is be AUX VBZ 4 cop | over over ADJ JJ 8 ccomp | "
            ", , PUNCT , 4 punct | '' '' PUNCT '' 4 punct | Gorin Gorin PROPN NNP 8 nsubj | said say VERB VBD 0 root | "
            ". . PUNCT . 8 punct"),
        "Gorin/Gorin/said/\"It is over,\" direct");
    /* a verb in no list, beside direct speech */
    CHECK_TEXT(
        statements("`` `` PUNCT `` 4 punct | It it PRON PRP 4 nsubj | is be AUX VBZ 4 cop | over over ADJ JJ 8 ccomp | "
                   ", , PUNCT , 4 punct | '' '' PUNCT '' 4 punct | Gorin Gorin PROPN NNP 8 nsubj | thundered thunder "
                   "VERB VBD 0 root | "
                   ". . PUNCT . 8 punct"),
        "Gorin/Gorin/thundered/\"It is over,\" direct");
    /* scare quotes */
    CHECK_TEXT(statements("The the DET DT 4 det | `` `` PUNCT `` 4 punct | peace peace NOUN NN 4 compound | train "
                          "train NOUN NN 6 nsubj | "
                          "'' '' PUNCT '' 4 punct | left leave VERB VBD 0 root | . . PUNCT . 6 punct"),
               "");
}

static void takes_sides(void)
{
    CHECK_TEXT(positions("Norland Norland PROPN NNP 2 nsubj | opposes oppose VERB VBZ 0 root | a a DET DT 4 det | "
                         "ceasefire ceasefire NOUN NN 2 obj | . . PUNCT . 2 punct"),
               "Norland against a ceasefire (ceasefire)");
    CHECK_TEXT(positions("Norland Norland PROPN NNP 4 nsubj | does do AUX VBZ 4 aux | not not PART RB 4 advmod | "
                         "support support VERB VB 0 root | "
                         "the the DET DT 6 det | plan plan NOUN NN 4 obj | . . PUNCT . 4 punct"),
               "Norland against the plan");
    CHECK_TEXT(
        positions(
            "Torvald Torvald PROPN NNP 2 nsubj | urged urge VERB VBD 0 root | Sudland Sudland PROPN NNP 2 obj | to to "
            "PART TO 5 mark | "
            "leave leave VERB VB 2 xcomp | the the DET DT 7 det | islands island NOUN NNS 5 obj | . . PUNCT . 2 punct"),
        "Torvald for leave the islands");
    CHECK_TEXT(
        positions("Norland Norland PROPN NNP 3 nsubj | might might AUX MD 3 aux | oppose oppose VERB VB 0 root | "
                  "the the DET DT 5 det | plan plan NOUN NN 3 obj | . . PUNCT . 3 punct"),
        "");
    CHECK_TEXT(
        positions(
            "Odan Odan PROPN NNP 4 nsubj | is be AUX VBZ 4 cop | a a DET DT 4 det | critic critic NOUN NN 0 root | "
            "of of ADP IN 7 case | the the DET DT 7 det | monarchy monarchy NOUN NN 4 nmod | . . PUNCT . 4 punct"),
        "Odan against the monarchy (monarchy)");
}

/* A data folder with one cue line in the second line; where and why it is refused. */
static const char *refused(const char *folder, const char *line)
{
    static char why[300];
    char path[256];
    snprintf(path, sizeof path, "%s/cues/wrong.cues", folder);
    FILE *file = fopen(path, "w");
    if (!file)
        return "cannot write";
    fprintf(file, "# a comment\n%s\n", line);
    fclose(file);
    dm_resources resources;
    dm_cues *opened = NULL;
    dm_error error = {0};
    dm_resources_init(&resources, NULL, folder);
    dm_status status = dm_cues_open(&resources, NULL, 0, &opened, &error);
    snprintf(why, sizeof why, "%u %s", error.line, status == DM_BAD_MODEL ? error.why : dm_status_name(status));
    dm_cues_close(opened);
    dm_resources_close(&resources);
    unlink(path);
    return why;
}

static void lints(void)
{
    char folder[] = "/tmp/cues-XXXXXX", cues_folder[64], issues_folder[64];
    if (!mkdtemp(folder)) {
        CHECK(!"a temporary folder");
        return;
    }
    snprintf(cues_folder, sizeof cues_folder, "%s/cues", folder);
    snprintf(issues_folder, sizeof issues_folder, "%s/issues", folder);
    CHECK(mkdir(cues_folder, 0700) == 0 && mkdir(issues_folder, 0700) == 0);
    CHECK_TEXT(refused(folder, "verb say: speech quote"), "0 ok");
    CHECK_TEXT(refused(folder, "verbum say: speech quote"),
               "2 a line begins with verb, noun, adjective, preposition, lead, good, bad, policy or never");
    CHECK_TEXT(refused(folder, "verb say: shout quote"),
               "2 after the colon comes speech, evidence, thought, wish, judgement or stance");
    CHECK_TEXT(refused(folder, "verb say: speech quotes"), "2 unknown word \"quotes\" after the colon");
    CHECK_TEXT(refused(folder, "verb say: speech"), "2 says nothing of what the content is: clause, quote, to ...");
    CHECK_TEXT(refused(folder, "verb vote: stance object"), "2 a stance is for or against");
    CHECK_TEXT(refused(folder, "verb vote: stance object for against"), "2 both for and against");
    CHECK_TEXT(refused(folder, "verb a b c d e f: speech quote"), "2 a cue has at most 4 further words");
    rmdir(cues_folder);
    rmdir(issues_folder);
    rmdir(folder);
}

int main(void)
{
    dm_resources resources;
    dm_error error = {0};
    dm_resources_init(&resources, NULL, NULL);
    CHECK(dm_cues_open(&resources, NULL, 0, &cues, &error) == DM_OK);
    if (!cues) {
        fprintf(stderr, "%s:%u: %s\n", error.file, error.line, error.why);
        return TEST_END();
    }
    says();
    nests();
    quotes();
    takes_sides();
    lints();
    dm_cues_close(cues);
    dm_resources_close(&resources);
    return TEST_END();
}
