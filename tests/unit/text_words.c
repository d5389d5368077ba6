/* Words, sentences and quotations of readable examples, and of hostile input. */
#include "test.h"
#include "text/sentence.h"

#include <stdlib.h>

static dm_splitter *splitter;
static dm_arena arena;

static dm_text split(const char *at, size_t size)
{
    dm_text text;
    dm_error error = {0};
    dm_arena_reset(&arena);
    CHECK(dm_text_split(splitter, &arena, (dm_slice){at, size}, &text, &error) == DM_OK);
    return text;
}

/* Words joined by blanks, sentences by " | ". */
static const char *shown(const char *input)
{
    static char out[4096];
    dm_text text = split(input, strlen(input));
    size_t used = 0;
    out[0] = 0;
    for (uint32_t i = 0; i < text.word_count && used < sizeof out - 200; i++)
        used += (size_t)snprintf(out + used, sizeof out - used, "%s%.*s",
                                 i == 0                                           ? ""
                                 : text.sentence_of[i] != text.sentence_of[i - 1] ? " | "
                                                                                  : " ",
                                 (int)text.words[i].form.size, text.words[i].form.at);
    return out;
}

/* Quotations joined by " | ". */
static const char *quoted(const char *input)
{
    static char out[4096];
    dm_text text = split(input, strlen(input));
    size_t used = 0;
    out[0] = 0;
    for (uint32_t i = 0; i < text.quotation_count && used < sizeof out - 200; i++)
        used += (size_t)snprintf(out + used, sizeof out - used, "%s%.*s%s", i ? " | " : "",
                                 (int)(text.quotations[i].span.end - text.quotations[i].span.start),
                                 input + text.quotations[i].span.start, text.quotations[i].closed ? "" : " ~");
    return out;
}

/* What must hold for any input. */
static void check_promises(const char *at, size_t size)
{
    dm_text text = split(at, size);
    uint32_t end = 0, wrong = 0, outside = 0;
    for (uint32_t i = 0; i < text.word_count; i++) {
        const dm_word *word = &text.words[i];
        outside += word->span.start < end || word->span.end <= word->span.start || word->span.end > size;
        wrong += word->form.size != word->span.end - word->span.start || word->form.at != at + word->span.start;
        end = word->span.end;
    }
    CHECK(outside == 0);
    CHECK(wrong == 0);
    uint32_t next = 0;
    for (uint32_t i = 0; i < text.sentence_count; i++) {
        wrong += text.sentences[i].first != next || text.sentences[i].last <= next;
        next = text.sentences[i].last;
    }
    CHECK(next == text.word_count && wrong == 0);
    end = 0;
    for (uint32_t i = 0; i < text.quotation_count; i++) {
        const dm_quotation *quotation = &text.quotations[i];
        wrong += quotation->first < end || quotation->last <= quotation->first || quotation->last > text.word_count;
        end = quotation->last;
    }
    CHECK(wrong == 0);
}

static void test_words(void)
{
    CHECK_TEXT(shown("They don't, can't and won't."), "They do n't , ca n't and wo n't .");
    CHECK_TEXT(shown("Ruritania's army cannot wait."), "Ruritania 's army can not wait .");
    CHECK_TEXT(shown("The generals' plan; it\xe2\x80\x99s theirs"), "The generals ' plan ; it \xe2\x80\x99s theirs");
    CHECK_TEXT(shown("a 15-year-old, Israeli-occupied land"), "a 15 - year - old , Israeli - occupied land");
    CHECK_TEXT(shown("a re-elected non-violent co-founder"), "a re-elected non-violent co-founder");
    CHECK_TEXT(shown("2.3 million of 1,500,000 on 9/11 at 4:00"), "2.3 million of 1,500,000 on 9/11 at 4:00");
    CHECK_TEXT(shown("$5bn, US$4.5 and 30% of 20kg"), "$ 5 bn , US$ 4.5 and 30 % of 20 kg");
    CHECK_TEXT(shown("It meets at 4:00 A.M. in Washington, D.C., he said."),
               "It meets at 4:00 A.M. in Washington , D.C. , he said .");
    CHECK_TEXT(shown("(see http://a.example/b?c=d, or mail j.doe@a.example)."),
               "( see http://a.example/b?c=d , or mail j.doe@a.example ) .");
    CHECK_TEXT(shown("Shi'ite O'Brien of AT&T in the '90s"), "Shi'ite O'Brien of AT&T in the '90s");
    CHECK_TEXT(shown("He left\xe2\x80\x94so did she--at last..."), "He left \xe2\x80\x94 so did she -- at last ...");
    CHECK_TEXT(shown("and/or w/o"), "and / or w/o");
    CHECK_TEXT(shown("I'd've gone"), "I 'd 've gone");
}

static void test_sentences(void)
{
    CHECK_TEXT(shown("US troops left. The rest stayed."), "US troops left . | The rest stayed .");
    CHECK_TEXT(shown("The U.S. Secretary of State met Gen. Ruiz."), "The U.S. Secretary of State met Gen. Ruiz .");
    CHECK_TEXT(shown("They live in the U.S. The others left."), "They live in the U.S. | The others left .");
    CHECK_TEXT(shown("\"We agree,\" he said. The others did not."),
               "\" We agree , \" he said . | The others did not .");
    CHECK_TEXT(shown("\"We agree.\" The others left."), "\" We agree . \" | The others left .");
    CHECK_TEXT(shown("\"Why?\" he asked. \"Who knows?\""), "\" Why ? \" he asked . | \" Who knows ? \"");
    CHECK_TEXT(shown("He went.The others left."), "He went . | The others left .");
    CHECK_TEXT(shown("Talks Resume\n\nThe talks resumed."), "Talks Resume | The talks resumed .");
    CHECK_TEXT(shown("The talks on the border of Ruritania\nresumed on Monday.\nThey go on."),
               "The talks on the border of Ruritania resumed on Monday . | They go on .");
    CHECK_TEXT(shown("(They left.) We stay."), "( They left . ) | We stay .");
    CHECK_TEXT(shown("It cost 5. Now it costs 3.5 or so."), "It cost 5 . | Now it costs 3.5 or so .");
    CHECK_TEXT(shown("ZENDA, Nov. 9 (Agency) -- Oil fell to $75.40 a barrel."),
               "ZENDA , Nov. 9 ( Agency ) -- | Oil fell to $ 75.40 a barrel .");
    CHECK_TEXT(shown("The 116th U.S. Congress met on Jan. 3. Sen. John F. Ruiz spoke."),
               "The 116th U.S. Congress met on Jan. 3 . | Sen. John F. Ruiz spoke .");
    /* words that carry a sentence on behind the stop of an abbreviation, and those that do not */
    CHECK_TEXT(shown("The envoy arrived at 10 a.m. Monday with an aide."), "The envoy arrived at 10 a.m. Monday with an aide .");
    CHECK_TEXT(shown("The envoy arrived at 10 a.m. Rebels shelled the port."), "The envoy arrived at 10 a.m. | Rebels shelled the port .");
    CHECK_TEXT(shown("He wrote to the U.N. Security Council in May."), "He wrote to the U.N. Security Council in May .");
    /* the dateline of an agency goes with its sentence */
    CHECK_TEXT(shown("DORN, Oct. 3 (Xinhua) -- Two people were killed in Dorn."),
               "DORN , Oct. 3 ( Xinhua ) -- | Two people were killed in Dorn .");
    CHECK_TEXT(shown("He called it a \"closed camp\" in Ruritania. It ended at 4 p.m. The talks go on."),
               "He called it a \" closed camp \" in Ruritania . | It ended at 4 p.m. | The talks go on .");
    dm_text text = split("Talks Resume in Zenda\n\nThe talks resumed.", 41);
    CHECK(text.sentence_count == 2 && text.sentences[0].headline && !text.sentences[1].headline);
    CHECK(text.sentence_count == 2 && text.sentences[1].paragraph == 1);
}

static void test_quotations(void)
{
    CHECK_TEXT(quoted("\"We agree,\" he said. \"All of us.\""), "We agree, | All of us.");
    CHECK_TEXT(quoted("\xe2\x80\x9cHe said \xe2\x80\x98no\xe2\x80\x99 to us,\xe2\x80\x9d she said."),
               "He said \xe2\x80\x98no\xe2\x80\x99 to us,");
    CHECK_TEXT(quoted("The 'peace plan' isn't the kings' own."), "peace plan");
    CHECK_TEXT(quoted("He said: \"One.\n\n\"Two.\" So it was."), "One.\n\n\"Two.");
    CHECK_TEXT(quoted("He said: \"One.\n\nNothing more."), "One. ~");
    CHECK_TEXT(quoted("No quotation isn't one."), "");
    dm_text text = split("\"We agree,\" he said.", 20);
    CHECK(text.word_count == 8 && text.words[1].flags & DM_WORD_FIRST && !(text.words[0].flags & DM_WORD_FIRST));
    CHECK(text.word_count == 8 && text.words[1].flags & DM_WORD_QUOTED && !(text.words[0].flags & DM_WORD_QUOTED));
    CHECK(text.word_count == 8 && !(text.words[4].flags & DM_WORD_QUOTED) && !(text.words[5].flags & DM_WORD_QUOTED));
}

static void fill(char *at, size_t size, const char *pattern)
{
    size_t length = strlen(pattern);
    for (size_t i = 0; i < size; i++)
        at[i] = pattern[i % length];
}

static void test_hostile(void)
{
    static const char *const patterns[] = {"a",
                                           "a ",
                                           "\"",
                                           "\" ",
                                           "'",
                                           "' ",
                                           "'a",
                                           "a'",
                                           ".",
                                           ". ",
                                           "A.",
                                           "A. ",
                                           "1,",
                                           "1-1",
                                           "(",
                                           "\n",
                                           "\n\n\"a",
                                           "\xe2\x80\x9c",
                                           "\xe2\x80\x98"
                                           "a",
                                           "\xff",
                                           "\xe2\x80",
                                           "a\x80 ",
                                           "@a.",
                                           "www.",
                                           "&",
                                           "&#39;",
                                           "http://",
                                           "a/",
                                           "re-",
                                           "1:1",
                                           "n't",
                                           "i'd've",
                                           "\xc2\xa0",
                                           "said.The",
                                           "$1k",
                                           "''",
                                           ":)"};
    size_t size = 200000;
    char *at = malloc(size);
    if (!at)
        return;
    for (size_t i = 0; i < DM_COUNT(patterns); i++) {
        fill(at, size, patterns[i]);
        check_promises(at, size);
        check_promises(at, 1);
        check_promises(at, strlen(patterns[i]));
    }
    memset(at, 0, 1000);
    check_promises(at, 1000);
    memcpy(at, "a\0b \"\0\" c.", 10);
    check_promises(at, 10);
    uint32_t seed = 7;
    for (unsigned round = 0; round < 300; round++) {
        static const char bytes[] = "aB1 .,'\"-\n()!?/@:&\xe2\x80\x9c\x99\xc2\xa0$%Ts";
        for (size_t i = 0; i < 300; i++)
            at[i] = bytes[((seed = seed * 1664525 + 1013904223) >> 16) % (sizeof bytes - 1)];
        check_promises(at, 300);
    }
    check_promises("", 0);
    free(at);
    size = 100000000; /* one line of 100 MB */
    at = malloc(size);
    if (!at)
        return;
    memset(at, 'a', size);
    dm_text text = split(at, DM_TEXT_MOST);
    CHECK(text.word_count == 1 && text.sentence_count == 1);
    dm_error error = {0};
    CHECK(dm_text_split(splitter, &arena, (dm_slice){at, size}, &text, &error) == DM_LIMIT && strstr(error.why, "100000000 bytes") != NULL);
    free(at);
}

int main(void)
{
    dm_resources resources;
    dm_error error = {0};
    dm_resources_init(&resources, NULL, NULL);
    dm_arena_init(&arena);
    CHECK(dm_splitter_open(&resources, &splitter, &error) == DM_OK);
    if (splitter) {
        test_words();
        test_sentences();
        test_quotations();
        test_hostile();
    }
    dm_splitter_close(splitter);
    dm_arena_free(&arena);
    dm_resources_close(&resources);
    return TEST_END();
}
