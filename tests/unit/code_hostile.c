/* A long interview of nothing but "We agree": four times the text takes about four times the time, not sixteen. */
#include "demarche.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static double seconds(dm_worker *worker, size_t times)
{
    static const char unit[] = "\"We agree,\" he said. ";
    size_t size = sizeof unit - 1, count = 0;
    char *text = malloc(times * size);
    if (!text) return 0;
    for (size_t i = 0; i < times; i++) memcpy(text + i * size, unit, size);
    dm_document document = {.date = {2023, 11, 9}, .text = {text, times * size}};
    dm_record *record = NULL;
    dm_error error;
    clock_t begin = clock();
    CHECK(dm_worker_code(worker, &document, &record, &error) == DM_OK);
    clock_t end = clock();
    const dm_statement *statements = record ? dm_record_statements(record, &count) : NULL;
    CHECK(count == times);
    for (size_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < statements[i].content.count; k++)
            CHECK(statements[i].content.at[k].start < statements[i].content.at[k].end &&
                  statements[i].content.at[k].end <= times * size);
    dm_record_free(record);
    free(text);
    return (double)(end - begin) / CLOCKS_PER_SEC;
}

int main(void)
{
    dm_error error;
    dm_coder *coder = NULL;
    dm_worker *worker = NULL;
    CHECK(dm_coder_open(NULL, &coder, &error) == DM_OK);
    CHECK(dm_worker_new(coder, &worker) == DM_OK);
    double one = seconds(worker, 15000), four = seconds(worker, 60000);
    CHECK(four < 7 * one + 0.5);
    dm_worker_free(worker);
    dm_coder_close(coder);
    return TEST_END();
}
