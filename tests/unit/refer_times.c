/* Times and figures of short texts: what is found, and its value against the day of the report. */
#include "demarche.h"
#include "test.h"

#include <math.h>
#include <stdlib.h>

static dm_coder *coder;
static dm_worker *worker;

static dm_date date_of(const char *date)
{
    int year = 0, month = 0, day = 0;
    if (date != NULL)
        sscanf(date, "%d-%d-%d", &year, &month, &day);
    return (dm_date){(int16_t)year, (uint8_t)month, (uint8_t)day};
}

static dm_record *code(const char *date, const char *text, size_t size)
{
    dm_document document = {.date = date_of(date), .text = {text, size}};
    dm_record *record = NULL;
    dm_error error;
    CHECK(dm_worker_code(worker, &document, &record, &error) == DM_OK);
    return record;
}

/* "words=value; words=value": all times of the text in order. */
typedef struct {
    const char *date, *text, *expected;
} time_case;

static const time_case times[] = {
    /* calendar days, nearest in the past unless the tense says future */
    {"2023-11-09", "The army attacked the town on October 7.", "October 7=2023-10-07"},
    {"2023-11-09", "The army attacked the town on December 7.", "December 7=2022-12-07"},
    {"2023-11-09", "The ministers will meet on December 7.", "December 7=2023-12-07"},
    {"2023-11-09", "The ministers met on 9 November.", "9 November=2023-11-09"},
    {"2023-11-09", "The treaty was signed on Nov. 9, 2021 in the capital.", "Nov. 9, 2021=2021-11-09"},
    {"2023-11-09", "It began on the 3rd of May 2020.", "the 3rd of May 2020=2020-05-03"},
    {"2023-11-09", "The order is dated 2023-10-31.", "2023-10-31=2023-10-31"},
    {"2023-11-09", "They arrived in September.", "September=2023-09"},
    {"2023-11-09", "They arrived in December.", "December=2022-12"},
    /* year ends and leap days */
    {"2024-01-02", "Police arrested the minister on December 31.", "December 31=2023-12-31"},
    {"2024-01-01", "Police arrested the minister yesterday.", "yesterday=2023-12-31"},
    {"2024-03-01", "Police arrested the minister yesterday.", "yesterday=2024-02-29"},
    {"2023-03-01", "Police arrested the minister yesterday.", "yesterday=2023-02-28"},
    {"2025-03-05", "The bridge fell on February 29.", "February 29=2024-02-29"},
    {"2025-12-31", "The ministers will meet tomorrow.", "tomorrow=2026-01-01"},
    /* weekdays: 2023-11-09 was a Thursday */
    {"2023-11-09", "Germany banned the airline on Monday.", "Monday=2023-11-06"},
    {"2023-11-09", "Germany banned the airline on Thursday.", "Thursday=2023-11-09"},
    {"2023-11-09", "Germany banned the airline on Friday.", "Friday=2023-11-03"},
    {"2023-11-09", "Parliament will vote on Friday.", "Friday=2023-11-10"},
    {"2023-11-09", "Parliament will vote next Friday.", "next Friday=2023-11-10"},
    {"2023-11-09", "They met last Thursday.", "last Thursday=2023-11-02"},
    {"2023-11-09", "The guards opened fire on Monday night.", "Monday night=2023-11-06TNI"},
    /* weeks, ISO years */
    {"2021-01-05", "The rebels left the city last week.", "last week=2020-W53"},
    {"2024-12-30", "The rebels left the city this week.", "this week=2025-W01"},
    {"2023-11-09", "The rebels left the city two weeks ago.", "two weeks ago=2023-W43"},
    /* months, years, longer */
    {"2024-01-15", "The court freed him last month.", "last month=2023-12"},
    {"2024-01-15", "The court freed him two months ago.", "two months ago=2023-11"},
    {"2024-01-15", "The court freed him last year.", "last year=2023"},
    {"2024-01-15", "The court freed him three years ago.", "three years ago=2021"},
    {"2024-01-15", "He left the party earlier in the month.", "earlier in the month=2024-01"},
    {"2024-01-15", "He has ruled since early 2022.", "early 2022=2022"},
    {"2024-01-15", "The war of the 1990s ended in the 20th century.", "the 1990s=199; the 20th century=19"},
    {"2024-01-15", "Output fell in the second half of 2019.", "the second half of 2019=2019-H2"},
    {"2024-01-15", "Output fell in the third quarter of 2019.", "the third quarter of 2019=2019-Q3"},
    {"2024-01-15", "Output fell last summer.", "last summer=2023-SU"},
    /* clock times */
    {"2019-09-15", "Drones hit the plant yesterday at 4:00 a.m. local time.",
     "yesterday at 4:00 a.m. local time=2019-09-14T04:00"},
    {"2019-09-15", "The alarm rang at 0100 UTC on Saturday.", "0100 UTC=2019-09-14T01:00Z; Saturday=2019-09-14"},
    {"2019-09-15", "The alarm rang this morning.", "this morning=2019-09-15TMO"},
    {"2019-09-15", "The alarm rang last night.", "last night=2019-09-14TNI"},
    /* lengths and sets */
    {"2023-11-09", "They asked for a three-day pause in the month-long siege.", "three-day=P3D; month-long=P1M"},
    {"2023-11-09", "He was held for two and a half years.", "two and a half years=P2.5Y"},
    {"2023-11-09", "He was held for half an hour.", "half an hour=PT30M"},
    {"2023-11-09", "He was held for the last five years.", "the last five years=P5Y"},
    {"2023-11-09", "He was held for several weeks.", "several weeks=PXW"},
    {"2023-11-09", "The wall stood for 1,400 years.", "1,400 years=P1400Y"},
    {"2023-11-09", "They meet every year.", "every year=P1Y"},
    {"2023-11-09", "The city was shelled daily.", "daily=P1D"},
    {"2023-11-09", "The group protests every Friday.", "every Friday=XXXX-WXX-5"},
    /* counted from what was told before */
    {"2023-11-09", "He was arrested on June 3, 2020. He was freed three days later.",
     "June 3, 2020=2020-06-03; three days later=2020-06-06"},
    {"2023-11-09", "He was arrested on December 31, 2020. He was freed the next day.",
     "December 31, 2020=2020-12-31; the next day=2021-01-01"},
    /* ranges */
    {"2023-11-09", "They fought from April to June 2018.", "April=2018-04; June 2018=2018-06"},
    {"2023-11-09", "They fought between 1992 and 1995.", "1992=1992; 1995=1995"},
    /* holidays */
    {"2023-11-09", "They agreed on a truce for Easter 2024.", "Easter 2024=2024-03-31"},
    {"2023-11-09", "The truce ended on Christmas Day 2022.", "Christmas Day 2022=2022-12-25"},
    {"2024-02-01", "The truce ended last Christmas.", "last Christmas=2023-12-25"},
    {"2024-02-01", "The shops close on weekends.", "weekends=XXXX-WXX-WE"},
    {"2010-10-08", "There were fewer jobs than expected in September.", "September=2010-09"},
    /* no dates: nothing is guessed */
    {NULL, "The army attacked the town on October 7.", "October 7=XXXX-10-07"},
    {NULL, "The army attacked the town yesterday.", "yesterday=XXXX-XX-XX"},
    {NULL, "The army attacked the town on Monday.", "Monday=XXXX-WXX-1"},
    {NULL, "The army left the town last week.", "last week=XXXX-WXX"},
    /* no times */
    {"2023-11-09", "The council passed Resolution 1701.", ""},
    {"2023-11-09", "Soldiers may march to the border and order a second attack.", ""},
    {"2023-11-09", "The rebels hold winter quarters.", "winter=XXXX-WI"},
    {"2023-11-09", "It killed 1500 people.", ""},
    {"2023-11-09", "There is no day 2023-02-30.", NULL},
    /* far away and hostile */
    {"2023-11-09", "It happened 99999999999 years ago.", "99999999999 years ago=PAST_REF"},
    {"2023-11-09", "It happened 3000 years ago.", "3000 years ago=XXXX"},
    {"2023-11-09", "It happened on February 31.", NULL},
    {"9999-12-31", "It will happen tomorrow.", "tomorrow=XXXX-XX-XX"},
    {"0001-01-01", "It happened yesterday.", "yesterday=XXXX-XX-XX"},
};

static void check_times(void)
{
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        dm_record *record = code(times[i].date, times[i].text, strlen(times[i].text));
        if (record == NULL)
            continue;
        size_t count;
        const dm_time *found = dm_record_times(record, &count);
        char given[512] = "";
        size_t size = 0;
        for (size_t k = 0; k < count && size < sizeof given; k++) {
            CHECK(found[k].value.size > 0 && found[k].first < found[k].last && found[k].span.start < found[k].span.end);
            size += (size_t)snprintf(given + size, sizeof given - size, "%s%.*s=%.*s", k == 0 ? "" : "; ",
                                     (int)(found[k].span.end - found[k].span.start),
                                     times[i].text + found[k].span.start, (int)found[k].value.size, found[k].value.at);
        }
        if (times[i].expected != NULL)
            CHECK_TEXT(given, times[i].expected);
        dm_record_free(record);
    }
}

#define INF INFINITY
typedef struct {
    const char *text, *words;
    double value, low, high;
    const char *unit, *of;
} figure_case;

static const figure_case figures[] = {
    {"Some fled.", NULL, 0, 0, 0, NULL, NULL},
    {"The siege trapped 2.3 million Palestinians.", "2.3 million Palestinians", 2300000, 2300000, 2300000, NULL,
     "Palestinians"},
    {"Police arrested 1,200 protesters.", "1,200 protesters", 1200, 1200, 1200, NULL, "protesters"},
    {"Police arrested twenty-five protesters.", "twenty-five protesters", 25, 25, 25, NULL, "protesters"},
    {"Police arrested two hundred and twelve protesters.", "two hundred and twelve protesters", 212, 212, 212, NULL,
     "protesters"},
    {"Police arrested a dozen protesters.", "a dozen protesters", 12, 12, 12, NULL, "protesters"},
    {"Police arrested dozens of protesters.", "dozens of protesters", 24, 24, 99, NULL, "protesters"},
    {"Tens of thousands of protesters marched.", "Tens of thousands of protesters", 10000, 10000, 99999, NULL,
     "protesters"},
    {"At least 20 people were killed.", "At least 20 people", 20, 20, INF, NULL, "people"},
    {"More than 500 soldiers left.", "More than 500 soldiers", 500, 500, INF, NULL, "soldiers"},
    {"Up to 500 soldiers left.", "Up to 500 soldiers", 500, -INF, 500, NULL, "soldiers"},
    {"Nearly 100 soldiers left.", "Nearly 100 soldiers", 100, 90, 100, NULL, "soldiers"},
    {"Between 30 and 40 soldiers left.", "Between 30 and 40 soldiers", 35, 30, 40, NULL, "soldiers"},
    {"The blast wounded 30 to 40 soldiers.", "30 to 40 soldiers", 35, 30, 40, NULL, "soldiers"},
    {"They sent $3bn to the government.", "$3bn", 3e9, 3e9, 3e9, "USD", NULL},
    {"They sent €5m to the government.", "€5m", 5e6, 5e6, 5e6, "EUR", NULL},
    {"They sent 40 million euros to the government.", "40 million euros", 4e7, 4e7, 4e7, "EUR", NULL},
    {"Prices rose by 15%.", "15%", 15, 15, 15, "%", NULL},
    {"Prices rose by 15 per cent.", "15 per cent", 15, 15, 15, "%", NULL},
    {"The missile flew 700 km.", "700 km", 700, 700, 700, "km", NULL},
    {"A third of the troops left.", "A third of the troops", 1.0 / 3, 1.0 / 3, 1.0 / 3, NULL, "troops"},
    {"The blast killed at least three and burned a bus.", "at least three", 3, 3, INF, NULL, NULL},
    {"The death toll rose to 45.", "45", 45, 45, 45, NULL, NULL},
    /* what counts nothing */
    {"A category 3 storm hit the coast.", NULL, 0, 0, 0, NULL, NULL},
    {"They lifted the Covid-19 rules.", NULL, 0, 0, 0, NULL, NULL},
    {"The leaders of the Group of Seven met.", NULL, 0, 0, 0, NULL, NULL},
    {"The council adopted Resolution 2334.", NULL, 0, 0, 0, NULL, NULL},
    {"One of the ministers resigned.", NULL, 0, 0, 0, NULL, NULL},
    {"The envoy spoke of a two-state solution.", NULL, 0, 0, 0, NULL, NULL},
    {"He was arrested in 2019 and held for three years.", NULL, 0, 0, 0, NULL, NULL},
    /* hostile numbers */
    {"It cost 999999999999999999999 million dollars.", NULL, 0, 0, 0, NULL, NULL},
    {"It cost 1e400 dollars and 0/0 euros.", NULL, 0, 0, 0, NULL, NULL},
    {"A million million million million million soldiers left.", NULL, 0, 0, 0, NULL, NULL},
};

static bool near(double a, double b) { return a == b || fabs(a - b) <= 1e-9 * fabs(b); }

static void check_figures(void)
{
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        const figure_case *one = &figures[i];
        dm_record *record = code("2023-11-09", one->text, strlen(one->text));
        if (record == NULL)
            continue;
        size_t count;
        const dm_figure *found = dm_record_figures(record, &count);
        char given[256] = "";
        if (count > 0)
            snprintf(given, sizeof given, "%.*s", (int)(found[0].span.end - found[0].span.start),
                     one->text + found[0].span.start);
        if (one->words == NULL) {
            CHECK_TEXT(given, "");
        } else {
            CHECK_TEXT(given, one->words);
            if (count == 1) {
                CHECK(near(found[0].value, one->value) && near(found[0].low, one->low) &&
                      near(found[0].high, one->high));
                snprintf(given, sizeof given, "%.*s", (int)found[0].unit.size,
                         found[0].unit.size ? found[0].unit.at : "");
                CHECK_TEXT(given, one->unit == NULL ? "" : one->unit);
                snprintf(given, sizeof given, "%.*s", (int)found[0].of.size, found[0].of.size ? found[0].of.at : "");
                CHECK_TEXT(given, one->of == NULL ? "" : one->of);
            } else {
                CHECK(count == 1);
            }
        }
        dm_record_free(record);
    }
}

/* Long chains of the words that begin times and numbers take linear time and say nothing foolish. */
static void check_long(void)
{
    static const char *const words[] = {"three ", "of ",  "last ",    "early ", "million ",
                                        "12 ",    "the ", "January ", "- ",     "a "};
    size_t room = 400000, size = 0;
    char *text = malloc(room);
    CHECK(text != NULL);
    if (text == NULL)
        return;
    uint32_t state = 1;
    while (size + 16 < room) {
        state = state * 1664525u + 1013904223u;
        const char *word = words[(state >> 16) % (sizeof words / sizeof *words)];
        memcpy(text + size, word, strlen(word));
        size += strlen(word);
    }
    dm_record *record = code("2023-11-09", text, size);
    if (record != NULL) {
        size_t count;
        const dm_time *found = dm_record_times(record, &count);
        for (size_t i = 1; i < count; i++)
            if (found[i].first < found[i - 1].last) {
                CHECK(!"times overlap");
                break;
            }
        CHECK(count > 0);
        dm_record_free(record);
    }
    free(text);
}

int main(void)
{
    dm_error error;
    CHECK(dm_coder_open(NULL, &coder, &error) == DM_OK);
    CHECK(dm_worker_new(coder, &worker) == DM_OK);
    check_times();
    check_figures();
    check_long();
    dm_worker_free(worker);
    dm_coder_close(coder);
    return TEST_END();
}
