/* Dictionaries of TABARI and PETRARCH: what is read, what is remarked on, and that the user's entries go before ours. */
#include "demarche.h"
#include "test.h"

#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/demarche-foreign-XXXXXX";

static const char *write_file(const char *name, const char *content, char path[128])
{
    snprintf(path, 128, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    CHECK(file != NULL && fwrite(content, 1, strlen(content), file) == strlen(content));
    if (file != NULL)
        CHECK(fclose(file) == 0);
    return path;
}

static dm_coder *open_with(const char *name, const char *content)
{
    char path[128];
    const char *files[1] = {write_file(name, content, path)};
    dm_options options = {.actors = files, .actor_count = 1};
    dm_coder *coder = NULL;
    dm_error error = {0};
    CHECK(dm_coder_open(&options, &coder, &error) == DM_OK);
    unlink(path);
    return coder;
}

/* The code of the mention that holds these words, "none" when there is no such mention. */
static const char *code_of(const dm_coder *coder, dm_date date, const char *text, const char *words, char code[16])
{
    dm_worker *worker = NULL;
    dm_record *record = NULL;
    dm_document document = {.date = date, .text = {text, strlen(text)}};
    strcpy(code, "none");
    CHECK(dm_worker_new(coder, &worker) == DM_OK && dm_worker_code(worker, &document, &record, NULL) == DM_OK);
    size_t count = 0, entity_count = 0;
    const dm_mention *mentions = dm_record_mentions(record, &count);
    const dm_entity *entities = dm_record_entities(record, &entity_count);
    for (size_t i = 0; i < count; i++)
        if (mentions[i].span.end - mentions[i].span.start == strlen(words) &&
            memcmp(text + mentions[i].span.start, words, strlen(words)) == 0)
            memcpy(code, entities[mentions[i].entity].actor, 16);
    dm_record_free(record);
    dm_worker_free(worker);
    return code;
}

#define IS(coder, date, text, words, wanted) do { \
    char got[16]; code_of(coder, date, text, words, got); \
    if (strcmp(got, wanted) != 0) { fprintf(stderr, "%s: %s instead of %s\n", text, got, wanted); } \
    CHECK(strcmp(got, wanted) == 0); } while (0)

static const dm_date in_1995 = {1995, 6, 15}, in_2001 = {2001, 10, 20}, in_2024 = {2024, 3, 5};

static void test_actors(void)
{
    /* no list of words, comments of both kinds, days with six and eight digits, blanks in brackets, a name with an acronym */
    dm_coder *coder = open_with("north.actors.txt",
        "<!-- two countries\n and a comment over lines -->\n"
        "NORLAND_ [NRL] ; as TABARI has it\n"
        "+NORLANDISH_\n"
        "+PEOPLE'S_REPUBLIC_OF_NORLAND_\n"
        "ARNE_HOLM  # a man\n"
        "+HOLM_\n"
        "\t[NRLOPP < 950601]\n"
        "\t[NRLGOV 19950601-20200101]\n"
        "\t[NRLELI]\n"
        "NORLAND_LIBERATION_FRONT_(NLF)_ [NRLREBNLF]\n"
        "FJORD_COUNCIL [IGOFJC >900101] [---]\n"
        "ICE_CIRCLE_ [NRLICE]\n");
    size_t count;
    dm_coder_remarks(coder, &count);
    CHECK(count == 0);
    IS(coder, in_2024, "Norland attacked Kesh.", "Norland", "NRL");
    IS(coder, in_2024, "The Norlandish army attacked Kesh.", "The Norlandish army", "NRLMIL");
    IS(coder, in_1995, "Arne Holm met the envoy.", "Arne Holm", "NRLGOV");
    IS(coder, in_2024, "Arne Holm met the envoy.", "Arne Holm", "NRLELI");
    IS(coder, in_2024, "The NLF attacked the town.", "The NLF", "NRLREBNLF");
    IS(coder, in_2024, "The Fjord Council met.", "The Fjord Council", "IGOFJC");
    /* words in lower case are no names, though the dictionary is in capitals */
    IS(coder, in_2024, "The envoy met an ice circle.", "ice circle", "none");
    dm_coder_close(coder);
}

static void test_stems(void)
{
    static const char content[] = "SUDLAN [SDL]\nOSTMARK_ [OSM]\n";
    dm_coder *tabari = open_with("own.actors", content), *petrarch = open_with("own.actors.txt", content);
    IS(tabari, in_2024, "Sudlandia attacked Kesh.", "Sudlandia", "SDL");
    IS(petrarch, in_2024, "Sudlan attacked Kesh.", "Sudlan", "SDL");
    char got[16];
    CHECK(strcmp(code_of(petrarch, in_2024, "Sudlandia attacked Kesh.", "Sudlandia", got), "SDL") != 0);
    CHECK(strcmp(code_of(tabari, in_2024, "Ostmarkia attacked Kesh.", "Ostmarkia", got), "OSM") != 0);
    dm_coder_close(tabari);
    dm_coder_close(petrarch);
}

static void test_agents(void)
{
    dm_coder *coder = open_with("own.agents",
        "!FOLK! = MAN, WOMAN\n"
        "FJORD_WARDEN_ {FJORD_WARDENS_OF_OLD_} [~COP]\n"
        "SKERRY!FOLK! [~LAB]\n"
        "TIDE_READER [ ~SPY] ; with its plural\n"
        "BOAT_MONITOR [IGO~]\n");
    size_t count;
    dm_coder_remarks(coder, &count);
    CHECK(count == 0);
    IS(coder, in_2024, "The French fjord warden arrested a smuggler.", "The French fjord warden", "FRACOP");
    IS(coder, in_2024, "French tide readers met.", "French tide readers", "FRASPY");
    IS(coder, in_2024, "A French skerrywoman was arrested.", "A French skerrywoman", "FRALAB");
    IS(coder, in_2024, "The boat monitor met the minister.", "The boat monitor", "IGO");
    dm_coder_close(coder);
}

static void test_remarks(void)
{
    dm_coder *coder = open_with("broken.actors.txt",
        "NORLAND_ [NRL]\n"
        "LOST_ONE_\n"
        "ARNE_HOLM_\t[NRLGOV 9501011-960101]\n"
        "+COTE_D\x92NOR_\n"
        "BERTA_HOLM_ [NRLGOV 20010931-20020101]\n"
        "TWO_LANDS_ [NRL/SDL]\n"
        "VOLLEYBALL_ [+++]\n"
        "OPEN_END_ [NRL\n"
        "[NRL]\n");
    static const uint32_t lines[] = {2, 3, 4, 3, 5, 6, 7, 8, 8, 9};
    size_t count;
    const dm_remark *remarks = dm_coder_remarks(coder, &count);
    CHECK(count >= 8);
    for (size_t i = 0; i < count; i++)
        CHECK(remarks[i].line >= 2 && remarks[i].line <= 9 && remarks[i].why.size > 0 && strstr(remarks[i].file, "broken") != NULL);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        bool told = false;
        for (size_t k = 0; k < count; k++)
            told |= remarks[k].line == lines[i];
        CHECK(told);
    }
    /* the rest is there */
    IS(coder, in_2024, "Norland attacked Kesh.", "Norland", "NRL");
    IS(coder, in_2001, "Berta Holm met the envoy.", "Berta Holm", "NRLGOV");
    dm_coder_close(coder);
}

static void test_before_ours(void)
{
    dm_coder *foreign = open_with("mine.actors.txt", "FRANCE_ [GAL]\nNATO_ [NTO]\n");
    IS(foreign, in_2024, "France attacked Kesh.", "France", "GAL");
    IS(foreign, in_2024, "NATO attacked Kesh.", "NATO", "NTO");
    dm_coder_close(foreign);
    dm_coder *own = open_with("mine.actors", "GPE France = GAL\nPER Nobody Newman = FRAGOV 2020.. president\nORG Islamic State = -\n");
    IS(own, in_2024, "France attacked Kesh.", "France", "GAL");
    IS(own, in_2024, "The French president met the envoy.", "The French president", "FRAGOV");
    IS(own, in_2024, "Islamic State attacked Kesh.", "Islamic State", "");
    dm_coder_close(own);
    dm_coder *agents = open_with("mine.agents", "AGENT soldier | soldiers = ~SOL\n");
    IS(agents, in_2024, "French soldiers met.", "French soldiers", "FRASOL");
    dm_coder_close(agents);
}

static void test_issues(void)
{
    char path[128];
    const char *files[1] = {write_file("own.txt",
        "<ISSUE CATEGORY=\"SEA\" TYPE=\"ALL\">\nn:fjord [FJORDS]\npre+n:fishing n:ban [FISHING]\n~fjord horse\nno code here\n</ISSUE>\n", path)};
    dm_options options = {.issues = files, .issue_count = 1};
    dm_coder *coder = NULL;
    dm_worker *worker = NULL;
    dm_record *record = NULL;
    dm_error error = {0};
    CHECK(dm_coder_open(&options, &coder, &error) == DM_OK);
    size_t count;
    const dm_remark *remarks = dm_coder_remarks(coder, &count);
    CHECK(count == 1 && remarks[0].line == 5);
    static const char text[] = "French President Emmanuel Macron opposes the closing of the fjords.";
    dm_document document = {.date = in_2024, .text = {text, strlen(text)}};
    CHECK(dm_worker_new(coder, &worker) == DM_OK && dm_worker_code(worker, &document, &record, &error) == DM_OK);
    const dm_position *positions = dm_record_positions(record, &count);
    CHECK(count == 1 && positions[0].issue_id.size == 6 && memcmp(positions[0].issue_id.at, "FJORDS", 6) == 0);
    dm_record_free(record);
    dm_worker_free(worker);
    dm_coder_close(coder);
    unlink(path);
}

int main(void)
{
    CHECK(mkdtemp(folder) != NULL);
    test_actors();
    test_stems();
    test_agents();
    test_remarks();
    test_before_ours();
    test_issues();
    CHECK(rmdir(folder) == 0);
    return TEST_END();
}
