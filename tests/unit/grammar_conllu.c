/* CoNLL-U read and written again; what is refused, with its line; trees. */
#include "grammar/tree.h"
#include "test.h"

#include <stdlib.h>

static const char good[] =
    "# newdoc id = a-1\n# date = 2023-11-09\n# newpar\n# sent_id = 1\n# text = Freedonia doesn't agree.\n"
    "1\tFreedonia\tFreedonia\tPROPN\tNNP\t_\t4\tnsubj\t_\tNER=B-LOC\n"
    "2-3\tdoesn't\t_\t_\t_\t_\t_\t_\t_\t_\n"
    "2\tdoes\tdo\tAUX\tVBZ\t_\t4\taux\t_\t_\n"
    "3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_\n"
    "4\tagree\tagree\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n"
    "4.1\tghost\tghost\tVERB\tVB\t_\t_\t_\t_\t_\n"
    "5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_\n\n"
    "# newpar\n"
    "1\tTalks\ttalk\tNOUN\tNNS\t_\t4\tnsubj\t_\t_\n"
    "2\tbecause\tbecause\tADP\tIN\t_\t4\tcase\t_\t_\n"
    "3\tOf\tof\tADP\tIN\t_\t2\tfixed\t_\t_\n"
    "4\tSylvania\tSylvania\tPROPN\tNNP\t_\t0\troot\t_\t_\n\n"
    "# newdoc id = a-2\n"
    "1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_\n\n";

static void round_trip(void)
{
    dm_slice rest = dm_slice_of(good);
    uint32_t line = 1;
    dm_arena arena;
    dm_arena_init(&arena);
    dm_conllu given;
    dm_error error = {0};
    CHECK(dm_conllu_read(&rest, &line, 0, &arena, &given, &error) == DM_OK);
    CHECK(given.parsed && given.text.word_count == 9 && given.text.sentence_count == 2);
    CHECK(dm_slice_is(given.id, "a-1") && given.date.year == 2023 && given.date.day == 9);
    CHECK(dm_slice_is(given.text.text, "Freedonia doesn't agree.\n\nTalks because Of Sylvania"));
    CHECK(given.text.words[2].flags & DM_WORD_JOINED && given.text.words[2].flags & DM_WORD_SPACE);
    CHECK(!(given.text.words[1].flags & (DM_WORD_JOINED | DM_WORD_SPACE)) && !(given.text.words[3].flags & DM_WORD_SPACE));
    CHECK(given.text.words[2].span.start == 14 && given.text.words[2].span.end == 17);
    CHECK(given.text.sentences[1].paragraph == 1 && given.text.sentence_of[5] == 1);
    CHECK(given.tree.name_count == 1 && given.tree.names[0].type == DM_NAME_LOC && given.tree.names[0].last == 1);
    const dm_tree *tree = &given.tree;
    CHECK(tree->tokens[3].head == DM_NONE && tree->tokens[0].head == 3 && tree->tokens[6].head == 8);
    CHECK(dm_tree_find(tree, 3, DM_R_NSUBJ) == 0 && dm_tree_find(tree, 3, DM_R_OBJ) == DM_NONE);
    CHECK(tree->tokens[3].child == 0 && tree->tokens[0].next == 1);
    uint32_t first, last;
    dm_tree_range(tree, 3, &first, &last);
    CHECK(first == 0 && last == 5);
    dm_tree_range(tree, 6, &first, &last);
    CHECK(first == 6 && last == 8);
    CHECK(dm_tree_case(tree, 8) == dm_key("because of", 10) && dm_tree_case(tree, 3) == 0);

    FILE *out = tmpfile();
    dm_document document = {.id = given.id, .date = given.date};
    CHECK(out && dm_conllu_write(out, tree, &document) == DM_OK);
    if (!out) return;
    char written[4096];
    rewind(out);
    size_t size = fread(written, 1, sizeof written, out);
    fclose(out);
    dm_slice again = {written, size};
    uint32_t line_again = 1;
    dm_conllu copy;
    CHECK(dm_conllu_read(&again, &line_again, 0, &arena, &copy, &error) == DM_OK);
    CHECK(copy.text.word_count == 9 && copy.parsed && dm_slice_is(copy.id, "a-1") && copy.date.month == 11);
    CHECK(dm_slice_equal(copy.text.text, given.text.text));
    for (uint32_t i = 0; i < copy.text.word_count; i++) {
        const dm_token *a = &copy.tree.tokens[i], *b = &tree->tokens[i];
        CHECK(a->head == b->head && a->upos == b->upos && a->xpos == b->xpos && a->relation == b->relation);
        CHECK(dm_slice_equal(a->lemma, b->lemma) && a->name == b->name && a->name_begins == b->name_begins);
        CHECK(copy.text.words[i].flags == given.text.words[i].flags);
        CHECK(dm_slice_equal(copy.text.words[i].form, given.text.words[i].form));
    }
    CHECK(dm_conllu_read(&again, &line_again, 0, &arena, &copy, &error) == DM_END);
    CHECK(dm_conllu_read(&rest, &line, 0, &arena, &given, &error) == DM_OK && dm_slice_is(given.id, "a-2"));
    CHECK(dm_conllu_read(&rest, &line, 0, &arena, &given, &error) == DM_END);
    dm_arena_free(&arena);
}

static void cut_at_limit(void)
{
    dm_slice rest = dm_slice_of(good);
    uint32_t line = 1, words[4] = {0};
    dm_arena arena;
    dm_arena_init(&arena);
    dm_conllu given;
    int count = 0;
    while (count < 4 && dm_conllu_read(&rest, &line, 1, &arena, &given, NULL) == DM_OK)
        words[count++] = given.text.word_count;
    CHECK(count == 3 && words[0] == 5 && words[1] == 4 && words[2] == 1);
    dm_arena_free(&arena);
}

/* Every entry must be refused at that line. */
static void refuse(const char *text, uint32_t at)
{
    dm_slice rest = dm_slice_of(text);
    uint32_t line = 1;
    dm_arena arena;
    dm_arena_init(&arena);
    dm_conllu given;
    dm_error error = {0};
    CHECK(dm_conllu_read(&rest, &line, 0, &arena, &given, &error) == DM_BAD_INPUT);
    CHECK(error.line == at && error.why[0]);
    if (error.line != at) fprintf(stderr, "line %u (%s), expected %u\n", error.line, error.why, at);
    CHECK(rest.size == 0);
    dm_arena_free(&arena);
}

#define ROW(id, head) id "\tx\tx\tNOUN\tNN\t_\t" head "\tdep\t_\t_\n"

static void refusals(void)
{
    refuse("# a\n1\tx\tx\n\n", 2);
    refuse("1\tx\tx\tNOUN\tNN\t_\t0\troot\t_\t_\t_\n\n", 1);
    refuse(ROW("1", "0") ROW("3", "1") "\n", 2);
    refuse(ROW("1", "0") ROW("1", "1") "\n", 2);
    refuse(ROW("1", "0") ROW("2", "3") "\n", 3);
    refuse(ROW("1", "2") ROW("2", "1") "\n", 3);
    refuse(ROW("1", "1") "\n", 2);
    refuse(ROW("1", "0") ROW("2", "3") ROW("3", "4") ROW("4", "2") "\n", 5);
    refuse(ROW("1", "0") ROW("2", "0") "\n", 3);
    refuse(ROW("1", "-1") "\n", 1);
    refuse(ROW("1", "99999999999") "\n", 1);
    refuse(ROW("x", "0") "\n", 1);
    refuse("1\tx\tx\tNOMEN\tNN\t_\t0\troot\t_\t_\n\n", 1);
    refuse("1\t\tx\tNOUN\tNN\t_\t0\troot\t_\t_\n\n", 1);
    refuse("1\t\xff\tx\tNOUN\tNN\t_\t0\troot\t_\t_\n\n", 1);
    refuse("2-3\tx\t_\t_\t_\t_\t_\t_\t_\t_\n" ROW("1", "0") "\n", 1);
    refuse("1-3\tx\t_\t_\t_\t_\t_\t_\t_\t_\n" ROW("1", "0") "\n", 3);
    refuse("1-4000000000\tx\t_\t_\t_\t_\t_\t_\t_\t_\n" ROW("1", "0") "\n", 1);
    refuse("# date = yesterday\n" ROW("1", "0") "\n", 1);
}

static void unparsed(void)
{
    dm_slice rest = DM_SLICE("1\tHello\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\r\n2\t!\t_\t_\t_\t_\t_\t_\t_\t_");
    uint32_t line = 1;
    dm_arena arena;
    dm_arena_init(&arena);
    dm_conllu given;
    CHECK(dm_conllu_read(&rest, &line, 0, &arena, &given, NULL) == DM_OK);
    CHECK(!given.parsed && given.text.word_count == 2 && dm_slice_is(given.text.text, "Hello!"));
    CHECK(!given.id.at && given.date.year == 0);
    dm_arena_free(&arena);
}

/* 100,000 words, each the head of the next: no recursion, linear time. */
static void deep(void)
{
    enum { COUNT = 100000 };
    size_t room = (size_t)COUNT * 40, size = 0;
    char *text = malloc(room);
    CHECK(text != NULL);
    if (!text) return;
    for (unsigned i = 1; i <= COUNT; i++)
        size += (size_t)snprintf(text + size, room - size, "%u\tx\t_\tX\t_\t_\t%u\tdep\t_\t_\n", i, i - 1);
    dm_slice rest = {text, size};
    uint32_t line = 1, first, last;
    dm_arena arena;
    dm_arena_init(&arena);
    dm_conllu given;
    CHECK(dm_conllu_read(&rest, &line, 0, &arena, &given, NULL) == DM_OK && given.text.word_count == COUNT);
    dm_tree_range(&given.tree, 0, &first, &last);
    CHECK(first == 0 && last == COUNT);
    dm_arena_free(&arena);
    free(text);
}

static void names_of_tags(void)
{
    for (int i = 0; i < DM_RELATION_COUNT; i++)
        CHECK(dm_relation_named(dm_slice_of(dm_relation_name((dm_relation)i))) == (dm_relation)i);
    for (int i = 0; i < DM_XPOS_COUNT; i++) CHECK(dm_xpos_named(dm_slice_of(dm_xpos_name((dm_xpos)i))) == (dm_xpos)i);
    for (int i = 0; i < DM_UPOS_COUNT; i++) {
        dm_upos upos;
        CHECK(dm_upos_named(dm_slice_of(dm_upos_name((dm_upos)i)), &upos) && upos == (dm_upos)i);
    }
    CHECK(dm_relation_named(DM_SLICE("obl:tmod")) == DM_R_OBL && dm_relation_named(DM_SLICE("odd")) == DM_R_DEP);
    CHECK(dm_xpos_named(DM_SLICE("PRP$")) == DM_X_PRPS && dm_xpos_named(DM_SLICE("#")) == DM_X_HASH);
    CHECK(dm_relation_named(DM_SLICE("xcomp")) == DM_R_XCOMP);
}

int main(void)
{
    round_trip();
    cut_at_limit();
    refusals();
    unparsed();
    deep();
    names_of_tags();
    return TEST_END();
}
