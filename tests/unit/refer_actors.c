/* The dictionary of actors: dates, short forms, capitals, broken lines; and whom a text speaks of. */
#include "demarche.h"
#include "test.h"

#include <stdlib.h>
#include <unistd.h>

static char path[64];

static void write_file(const char *content, size_t size)
{
    FILE *file = fopen(path, "wb");
    CHECK(file != NULL && fwrite(content, 1, size, file) == size);
    if (file != NULL)
        CHECK(fclose(file) == 0);
}

static dm_coder *open_with(const char *content, dm_error *error, dm_status *status)
{
    const char *files[1] = {path};
    dm_options options = {.actors = files, .actor_count = 1};
    dm_coder *coder = NULL;
    write_file(content, strlen(content));
    memset(error, 0, sizeof *error);
    *status = dm_coder_open(&options, &coder, error);
    return coder;
}

static dm_date date_of(const char *date)
{
    int year = 0, month = 0, day = 0;
    if (date != NULL)
        sscanf(date, "%d-%d-%d", &year, &month, &day);
    return (dm_date){(int16_t)year, (uint8_t)month, (uint8_t)day};
}

/* The code of the mention that is written so, "none" when there is no such mention. */
static const char *code_of(const dm_coder *coder, const char *date, const char *text, const char *words, char code[16])
{
    dm_worker *worker = NULL;
    dm_record *record = NULL;
    dm_error error;
    dm_document document = {.date = date_of(date), .text = {text, strlen(text)}};
    strcpy(code, "none");
    CHECK(dm_worker_new(coder, &worker) == DM_OK);
    CHECK(dm_worker_code(worker, &document, &record, &error) == DM_OK);
    size_t count = 0, entity_count = 0;
    const dm_mention *mentions = record == NULL ? NULL : dm_record_mentions(record, &count);
    const dm_entity *entities = record == NULL ? NULL : dm_record_entities(record, &entity_count);
    for (size_t i = 0; i < count; i++) {
        dm_span span = mentions[i].span;
        CHECK(mentions[i].entity < entity_count && mentions[i].first <= mentions[i].head && mentions[i].head < mentions[i].last);
        if (span.end - span.start == strlen(words) && memcmp(text + span.start, words, strlen(words)) == 0)
            memcpy(code, entities[mentions[i].entity].actor, 16);
    }
    for (size_t i = 0; i < entity_count; i++) {
        CHECK(entities[i].mentions.count > 0);
        for (uint32_t j = 0; j < entities[i].mentions.count; j++) {
            CHECK(mentions[entities[i].mentions.at[j]].entity == i);
            CHECK(j == 0 || entities[i].mentions.at[j - 1] < entities[i].mentions.at[j]);
        }
    }
    dm_record_free(record);
    dm_worker_free(worker);
    return code;
}

static const char fiction[] =
    "# two countries\n"
    "GPE Norland | Republic of Norland = NRL   # a comment behind\n"
    "ADJ Norlandish = NRL\r\n"
    "CAP Norhaven = NRLGOV\n"
    "PER Arne Holm | ~Holm = NRLLEG ..2010-05-31 member of parliament; NRLGOV 2010-06..2014-02-22 prime minister; NRLELI\n"
    "PER Berta Holm | ~Holm = NRLMED 2001..\n"
    "PER Carl Quistorp | ~Quistorp = NRLMIL 2000..2012 chief of staff\n"
    "PER Dora Zander = NRLOPP 2000..2005; NRLGOV 2006..2008\n"
    "ORG National Union Party | NZQ | Union = NRLPTY\n"
    "ORG Known But Codeless = -\n";

typedef struct {
    const char *date, *text, *words, *code;
} actor_case;

static const actor_case cases[] = {
    /* one person, different codes on different days; ends belong to the range */
    {"2010-05-31", "Arne Holm left.", "Arne Holm", "NRLLEG"},
    {"2010-06-01", "Arne Holm left.", "Arne Holm", "NRLGOV"},
    {"2014-02-22", "Arne Holm left.", "Arne Holm", "NRLGOV"},
    {"2014-02-23", "Arne Holm left.", "Arne Holm", "NRLELI"},
    /* without a date: the undated code, else the latest */
    {NULL, "Arne Holm left.", "Arne Holm", "NRLELI"},
    {NULL, "Dora Zander left.", "Dora Zander", "NRLGOV"},
    /* no range holds and no undated code: nobody's */
    {"2020-01-01", "Dora Zander left.", "Dora Zander", ""},
    /* an ambiguous short form counts beside the fuller one, or for one holder of an office on that day */
    {"2012-01-01", "Arne Holm met the ministers. Later Holm left.", "Holm", "NRLGOV"},
    {"2012-01-01", "Later Holm left.", "Holm", ""},
    {"2011-01-01", "Later Quistorp left Norland.", "Quistorp", "NRLMIL"},
    {"2011-01-01", "Later Quistorp left.", "Quistorp", ""},   /* nothing tells of his country */
    {"2020-01-01", "Later Quistorp left.", "Quistorp", ""},
    /* capitals */
    {"2012-01-01", "The NZQ protested.", "The NZQ", "NRLPTY"},
    {"2012-01-01", "They formed a union of workers.", "union", "none"},
    /* known without a code */
    {"2012-01-01", "Known But Codeless protested.", "Known But Codeless", ""},
    /* hyphens, full stops and foreign letters do not matter */
    {"2012-01-01", "NORLAND protested.", "NORLAND", "NRL"},
    /* a capital acts for its government, and is a place else */
    {"2012-01-01", "Norhaven rejected the offer.", "Norhaven", "NRLGOV"},
    {"2012-01-01", "He lives in Norhaven.", "Norhaven", "NRL"},
    /* the holder of an office on the day */
    {"2012-01-01", "The Norlandish prime minister resigned.", "The Norlandish prime minister", "NRLGOV"},
    {"2012-01-01", "Former Norlandish prime minister Arne Holm resigned.", "Former Norlandish prime minister Arne Holm", "NRLGOV"},
};

static const char *const broken[] = {
    "PER\n", "PER = NRL\n", "PER Ola\n", "PER Ola =\n", "PER Ola = nrl\n", "PER Ola = NR\n", "PER Ola = NRLGO\n",
    "PER Ola | | Olaf = NRL\n", "PERSON Ola = NRL\n", "PER Ola = NRLGOV 2014-13..\n", "PER Ola = NRLGOV 2014..2010\n",
    "PER Ola = NRLGOVMILLEGJUDCOP\n", "PER ~ = NRL\n", "PER Ola = NRL; ; NRLGOV\n", "PER Ola = NRLGOV 2014-02-30..2015\n",
    "PER a b c d e f g h i j k l m n o p q r s t u v w x y z = NRL\n", "PER Ol\xC3 = NRL\n", "\xEF\xBB\xBFGPE X\n"};

int main(void)
{
    dm_error error;
    dm_status status;
    char code[16];
    snprintf(path, sizeof path, "/tmp/dm-actors-%ld.actors", (long)getpid());
    dm_coder *coder = open_with(fiction, &error, &status);
    CHECK(status == DM_OK);
    for (size_t i = 0; coder != NULL && i < sizeof cases / sizeof *cases; i++)
        CHECK_TEXT(code_of(coder, cases[i].date, cases[i].text, cases[i].words, code), cases[i].code);
    /* hostile texts: nothing but titles, brackets, one name ten thousand times */
    static char many[120000];
    const char *const pieces[] = {"President ", "of Norland ", "Arne Holm (", "the Norlandish ", "he ", "NUP ) ", "'s "};
    for (size_t p = 0; coder != NULL && p < sizeof pieces / sizeof *pieces; p++) {
        size_t size = 0, step = strlen(pieces[p]);
        while (size + step + 1 < sizeof many / 3)
            memcpy(many + size, pieces[p], step), size += step;
        many[size] = 0;
        code_of(coder, "2012-01-01", many, "nothing", code);
        CHECK_TEXT(code, "none");
    }
    if (coder != NULL) {
        code_of(coder, "2012-01-01", "", "nothing", code);
        CHECK_TEXT(code, "none");
    }
    dm_coder_close(coder);

    /* a broken line is told with file and line, not passed over */
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        char content[256];
        snprintf(content, sizeof content, "# first\nGPE Norland = NRL\n%s", broken[i]);
        coder = open_with(content, &error, &status);
        CHECK(status == DM_BAD_MODEL && coder == NULL);
        CHECK(strcmp(error.file, path) == 0 && error.why[0] != 0);
        if (strstr(broken[i], "\xC3 ") == NULL)
            CHECK(error.line == 3);
        dm_coder_close(coder);
    }

    /* a name that a thousand entries share is told too */
    char *shared = malloc(1200 * 32);
    size_t used = 0;
    for (unsigned i = 0; shared != NULL && i < 1200; i++)
        used += (size_t)snprintf(shared + used, 1200 * 32 - used, "PER Ola Brandt = NRL\n");
    if (shared != NULL) {
        coder = open_with(shared, &error, &status);
        CHECK(status == DM_BAD_MODEL && coder == NULL && error.line == 1001);
        dm_coder_close(coder);
    }
    free(shared);

    /* 100,000 entries open, and the last is found */
    size_t room = 100000 * 64, size = 0;
    char *large = malloc(room);
    CHECK(large != NULL);
    for (unsigned i = 0; large != NULL && i < 100000; i++)
        size += (size_t)snprintf(large + size, room - size, "PER Ola%u Brandt%u | ~Brandt%u = NRLGOV 2010..\n", i, i % 997, i);
    if (large != NULL) {
        write_file(large, size);
        const char *files[1] = {path};
        dm_options options = {.actors = files, .actor_count = 1};
        CHECK(dm_coder_open(&options, &coder, &error) == DM_OK);
        CHECK_TEXT(code_of(coder, "2012-01-01", "Later Ola99999 Brandt299 left.", "Ola99999 Brandt299", code), "NRLGOV");
        dm_coder_close(coder);
    }
    free(large);
    remove(path);
    return TEST_END();
}
