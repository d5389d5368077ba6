/* Showing when memory runs out: the buffer says so, and nothing else happens. */
#include "alloc.h"
#include "fixture.h"
#include "show/show.h"
#include "test.h"

static dm_record *record;
static size_t whole;

static bool show_all(void)
{
    dm_buffer buffer = {0};
    dm_show_json(&buffer, record, DM_OFFSETS_CODEPOINTS, true);
    dm_show_table(&buffer, record, 60, true);
    dm_show_csv_header(&buffer);
    dm_show_csv(&buffer, record);
    dm_show_plover(&buffer, record);
    dm_show_icews(&buffer, record);
    dm_show_gdelt(&buffer, record);
    dm_show_mentions(&buffer, record);
    dm_show_phoenix(&buffer, record);
    dm_show_plover_json(&buffer, record);
    dm_show_geojson(&buffer, record);
    dm_show_annotations(&buffer, record);
    dm_show_html(&buffer, record);
    bool good = alloc_failed > 0 ? buffer.failed : !buffer.failed && buffer.size == whole;
    dm_buffer_free(&buffer);
    return good;
}

static bool make_record(void)
{
    dm_record *made = fixture_record("a1", (dm_date){2024, 5, 4});
    bool good = (made == NULL) == (alloc_failed > 0);
    dm_record_free(made);
    return good;
}

int main(void)
{
    record = fixture_record("a1", (dm_date){2024, 5, 4});
    dm_buffer buffer = {0};
    dm_show_json(&buffer, record, DM_OFFSETS_CODEPOINTS, true);
    dm_show_table(&buffer, record, 60, true);
    dm_show_csv_header(&buffer);
    dm_show_csv(&buffer, record);
    dm_show_plover(&buffer, record);
    dm_show_icews(&buffer, record);
    dm_show_gdelt(&buffer, record);
    dm_show_mentions(&buffer, record);
    dm_show_phoenix(&buffer, record);
    dm_show_plover_json(&buffer, record);
    dm_show_geojson(&buffer, record);
    dm_show_annotations(&buffer, record);
    dm_show_html(&buffer, record);
    CHECK(!buffer.failed && buffer.size > 4000);
    whole = buffer.size;
    dm_buffer_free(&buffer);
    ALLOC_LOOP(show_all, 200);
    ALLOC_LOOP(make_record, 200);
    dm_record_free(record);
    return TEST_END();
}
