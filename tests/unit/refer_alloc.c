/* Memory that runs out while dictionaries open and while a text is read: a status, nothing lost, nothing touched after. */
#include "alloc.h"
#include "demarche.h"
#include "test.h"

int main(void)
{
    static const char text[] =
        "US President Joe Biden and Israeli officials met in Tokyo. The Palestinian Authority (PA) said it would not attend. "
        "He told the police that their spokesman, Ola Brandt, had left.";
    static const long opens[] = {0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233};
    dm_error error;
    dm_coder *coder = NULL;
    for (size_t i = 0; i < sizeof opens / sizeof *opens; i++) {
        alloc_failed = 0;
        alloc_left = opens[i];
        dm_status status = dm_coder_open(NULL, &coder, &error);
        alloc_left = -1;
        CHECK(alloc_failed == 0 ? status == DM_OK : status == DM_NO_MEMORY && coder == NULL);
        dm_coder_close(coder);
        coder = NULL;
    }
    CHECK(dm_coder_open(NULL, &coder, &error) == DM_OK);
    dm_worker *worker = NULL;
    CHECK(dm_worker_new(coder, &worker) == DM_OK);
    dm_document document = {.date = {2023, 11, 9}, .text = {text, sizeof text - 1}};
    for (int once = 0; once < 2; once++) { /* all later calls fail, or only one */
        bool through = false;
        for (long n = 0; n < 2000 && !through; n++) {
            dm_record *record = NULL;
            alloc_failed = 0;
            alloc_once = once == 1;
            alloc_left = n;
            dm_status status = dm_worker_code(worker, &document, &record, &error);
            alloc_left = -1;
            through = alloc_failed == 0;
            CHECK(through ? status == DM_OK && record != NULL : status == DM_NO_MEMORY && record == NULL);
            dm_record_free(record);
        }
        CHECK(through);
    }
    alloc_once = false;
    dm_worker_free(worker);
    dm_coder_close(coder);
    return TEST_END();
}
