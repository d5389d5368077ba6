/* Incidents: the readable cases of tests/incidents, each loaded in both orders; tellings as bytes; copies. */
#include "store/store.h"
#include "test.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#define REPORTS 8

typedef struct incident_case {
    dm_slice name, outlets[REPORTS], texts[REPORTS], wanted[16];
    dm_date dates[REPORTS];
    uint32_t report_count, wanted_count;
} incident_case;

/* Which incidents a report tells, by type, and all that was found as text. */
typedef struct answer {
    struct {
        char type[16], id[16];
        uint32_t reports, independent; /* reports: a bit each */
    } incidents[64];
    uint32_t count;
    char text[8192];
} answer;

static char path[] = "/tmp/demarche-incidents-XXXXXX";

static dm_status note(void *context, const dm_incident *incident)
{
    answer *given = context;
    size_t size = strlen(given->text);
    if (given->count == DM_COUNT(given->incidents))
        return DM_LIMIT;
    snprintf(given->incidents[given->count].type, 16, "%s", incident->plover);
    snprintf(given->incidents[given->count].id, 16, "%s", incident->id);
    given->incidents[given->count].independent = incident->independent;
    given->incidents[given->count].reports = 0;
    for (uint32_t i = 0; i < incident->telling_count; i++)
        given->incidents[given->count].reports |= 1u << (incident->tellings[i].document[0] - '1');
    snprintf(given->text + size, sizeof given->text - size, "%s %s %s %s %u/%u/%u\n", incident->id, incident->first, incident->plover,
             incident->cameo, incident->independent, incident->documents, incident->telling_count);
    given->count++;
    return DM_OK;
}

static void clean(void)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    char name[96];
    for (size_t i = 0; i < DM_COUNT(ends); i++) {
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        unlink(name);
    }
}

/* Loads the reports of a case, forwards or backwards, and asks for its incidents. */
static void load(dm_worker *worker, const incident_case *one, bool backwards, answer *given)
{
    dm_store *store = NULL;
    dm_error error = {0};
    memset(given, 0, sizeof *given);
    clean();
    CHECK(dm_store_open(path, true, &store, &error) == DM_OK);
    for (uint32_t i = 0; i < one->report_count && store != NULL; i++) {
        uint32_t which = backwards ? one->report_count - 1 - i : i;
        char id[4] = {(char)('1' + which), 0};
        dm_document document = {.id = dm_slice_of(id), .source = one->outlets[which], .date = one->dates[which], .text = one->texts[which]};
        dm_record *record = NULL;
        CHECK(dm_worker_code(worker, &document, &record, &error) == DM_OK);
        CHECK(record != NULL && dm_store_add(store, record, NULL, &error) == DM_OK);
        dm_record_free(record);
    }
    dm_incident_question question = {0};
    CHECK(store != NULL && dm_store_incidents(store, &question, note, given, &error) == DM_OK);
    CHECK(dm_store_close(store, &error) == DM_OK);
    clean();
}

static void expect(const char *file, const incident_case *one, const answer *given, dm_slice wanted)
{
    dm_slice rest = wanted, kind = dm_slice_next(&rest, ' '), type = dm_slice_next(&rest, ' ');
    uint32_t first = 0, second = 0, together = 0, of_first = 0, of_second = 0, independent = 0;
    CHECK(dm_slice_number(dm_slice_next(&rest, ' '), &first) && dm_slice_number(dm_slice_trim(rest), &second));
    for (uint32_t i = 0; i < given->count; i++) {
        if (!dm_slice_is(type, given->incidents[i].type))
            continue;
        bool has_first = given->incidents[i].reports >> (first - 1) & 1, has_second = given->incidents[i].reports >> (second - 1) & 1;
        together += has_first && has_second;
        of_first += has_first;
        of_second += has_second;
        if (has_first && given->incidents[i].independent > independent)
            independent = given->incidents[i].independent;
    }
    bool good = dm_slice_is(kind, "same")      ? together == 1
                : dm_slice_is(kind, "other")   ? together == 0 && of_first > 0 && of_second > 0
                : dm_slice_is(kind, "sources") ? independent == second
                                               : false;
    CHECK(good);
    if (!good)
        fprintf(stderr, "%s: case %.*s: %.*s; found:\n%s", file, (int)one->name.size, one->name.at, (int)wanted.size, wanted.at, given->text);
}

static void run_case(dm_worker *worker, const char *file, const incident_case *one)
{
    static answer forwards, backwards;
    CHECK(one->report_count > 1 && one->wanted_count > 0);
    load(worker, one, false, &forwards);
    load(worker, one, true, &backwards);
    CHECK_TEXT(backwards.text, forwards.text);
    for (uint32_t i = 0; i < one->wanted_count; i++)
        expect(file, one, &forwards, one->wanted[i]);
}

static void run_file(dm_worker *worker, const char *name)
{
    dm_file file;
    dm_error error = {0};
    CHECK(dm_file_open(name, &file, &error) == DM_OK);
    dm_slice rest = {file.at, file.size}, line;
    incident_case one = {0};
    bool more = true;
    while (more) {
        more = dm_slice_line(&rest, &line);
        line = more ? dm_slice_trim(line) : (dm_slice){NULL, 0};
        if (line.size == 0) {
            if (one.report_count != 0)
                run_case(worker, name, &one);
            memset(&one, 0, sizeof one);
            continue;
        }
        dm_slice words = line, kind = dm_slice_next(&words, ' ');
        words = dm_slice_trim(words);
        if (dm_slice_is(kind, "case")) {
            one.name = words;
        } else if (dm_slice_is(kind, "report") && one.report_count < REPORTS) {
            dm_slice head = dm_slice_next(&words, '|'), day = dm_slice_next(&head, ' ');
            CHECK(dm_date_parse(day, &one.dates[one.report_count]));
            one.outlets[one.report_count] = dm_slice_trim(head);
            one.texts[one.report_count++] = dm_slice_trim(words);
        } else if (line.at[0] != '#' && !dm_slice_is(kind, "because") && one.wanted_count < DM_COUNT(one.wanted)) {
            one.wanted[one.wanted_count++] = line;
        }
    }
    dm_file_close(&file);
}

static void cases(dm_worker *worker)
{
    DIR *folder = opendir("tests/incidents");
    struct dirent *entry;
    uint32_t files = 0;
    CHECK(folder != NULL);
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        char name[300];
        const char *end = strrchr(entry->d_name, '.');
        if (end == NULL || strcmp(end, ".incidents") != 0)
            continue;
        snprintf(name, sizeof name, "tests/incidents/%s", entry->d_name);
        run_file(worker, name);
        files++;
    }
    if (folder != NULL)
        closedir(folder);
    CHECK(files > 1);
}

static void bytes(dm_worker *worker)
{
    dm_document document = {.date = {2024, 3, 5}, .text = DM_SLICE("Norland's army shelled Mosul on Monday, killing 12 civilians of Kesh.")};
    dm_record *record = NULL;
    dm_telling telling, again;
    unsigned char at[DM_TELLING_BYTES];
    CHECK(dm_worker_code(worker, &document, &record, NULL) == DM_OK && record->event_count > 0);
    if (record == NULL || record->event_count == 0)
        return;
    dm_telling_of(record, 0, &telling);
    size_t size = dm_telling_write(&telling, at);
    CHECK(size <= sizeof at && dm_telling_read(at, size, &again));
    dm_likeness likeness, turned;
    dm_tellings_compare(&telling, &again, &likeness);
    dm_tellings_compare(&again, &telling, &turned);
    CHECK(likeness.value >= 0 && !likeness.clash);
    CHECK_TEXT(turned.why, likeness.why);
    for (size_t cut = 0; cut < size; cut++) /* damaged ones are refused */
        CHECK(!dm_telling_read(at, cut, &again));
    for (size_t i = 0; i < size; i++) { /* or read as something that can be compared */
        at[i] ^= 0xFF;
        if (dm_telling_read(at, size, &again))
            dm_tellings_compare(&telling, &again, &likeness);
        at[i] ^= 0xFF;
    }
    dm_record_free(record);
}

static void sketch(dm_worker *worker, const char *text, dm_sketch *out)
{
    dm_document document = {.text = dm_slice_of(text)};
    dm_record *record = NULL;
    memset(out, 0, sizeof *out);
    CHECK(dm_worker_code(worker, &document, &record, NULL) == DM_OK);
    if (record != NULL)
        dm_sketch_of(&record->text, out);
    dm_record_free(record);
}

static void copies(dm_worker *worker)
{
    static char whole[20000], part[20000];
    dm_sketch a, b, c;
    for (int i = 0; i < 300; i++) { /* a long text, and its beginning under another headline */
        size_t size = strlen(whole);
        snprintf(whole + size, sizeof whole - size, "word%d of%d the%d report ", i, i * 7 % 31, i % 5);
    }
    snprintf(part, sizeof part, "Another headline stands here. %.*s", (int)(strlen(whole) / 2), whole);
    sketch(worker, whole, &a);
    sketch(worker, part, &b);
    sketch(worker, "Nothing of what this says stands in the other text, which speaks of things that are not here.", &c);
    CHECK(!a.whole && dm_sketch_shared(&a, &b) >= 0.8 && dm_sketch_shared(&b, &a) >= 0.8);
    CHECK(dm_sketch_shared(&a, &c) <= 0 && dm_sketch_shared(&c, &c) >= 1);
    const dm_sketch *all[] = {&a, &c, &b, NULL};
    dm_slice outlets[] = {DM_SLICE("A"), DM_SLICE("B"), DM_SLICE("C"), DM_SLICE("B")};
    uint32_t group[4];
    CHECK(dm_sources_independent(all, outlets, 4, group) == 2);
    CHECK(group[0] == group[2] && group[1] == group[3] && group[0] != group[1]);
}

int main(void)
{
    static const char *const actors[] = {"tests/cases/fiction.actors"};
    dm_options options = {.actors = actors, .actor_count = 1};
    dm_coder *coder = NULL;
    dm_worker *worker = NULL;
    dm_error error = {0};
    int made = mkstemp(path);
    CHECK(made >= 0);
    close(made);
    CHECK(dm_coder_open(&options, &coder, &error) == DM_OK);
    if (coder == NULL) {
        fprintf(stderr, "%s\n", error.why);
        return TEST_END();
    }
    CHECK(dm_worker_new(coder, &worker) == DM_OK);
    cases(worker);
    bytes(worker);
    copies(worker);
    clean();
    dm_worker_free(worker);
    dm_coder_close(coder);
    return TEST_END();
}
