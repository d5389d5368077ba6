/* Model files: what is written is read back; every damage is refused with a reason. */
#include "model/model.h"
#include "test.h"

#include <stdlib.h>
#include <unistd.h>

static char path[] = "/tmp/demarche-model-XXXXXX";

/* A copy of the file in aligned memory; the caller frees it. */
static dm_slice load(void)
{
    dm_file file;
    if (dm_file_open(path, &file, NULL) != DM_OK)
        return (dm_slice){NULL, 0};
    char *copy = malloc(file.size);
    if (copy != NULL)
        memcpy(copy, file.at, file.size);
    dm_slice bytes = {copy, file.size};
    dm_file_close(&file);
    return bytes;
}

static dm_status open_copy(const char *bytes, size_t size, dm_error *error)
{
    dm_model model;
    char *copy = malloc(size == 0 ? 1 : size);  /* so that a sanitizer sees any read behind the end */
    if (copy == NULL)
        return DM_NO_MEMORY;
    memcpy(copy, bytes, size);
    dm_status status = dm_model_open((dm_slice){copy, size}, "test", "test.model", &model, error);
    free(copy);
    return status;
}

int main(void)
{
    int handle = mkstemp(path);
    CHECK(handle >= 0);
    close(handle);
    uint32_t numbers[] = {1, 2, 3, 0xFFFFFFFF};
    char text[] = "\3\0\0\0abc\5\0\0\0xyz";
    dm_model_part parts[] = {{"numbers", numbers, sizeof numbers}, {"text", text, sizeof text - 1}, {"empty", NULL, 0}};
    dm_error error = {0};
    CHECK(dm_model_write(path, "test", parts, 3, &error) == DM_OK);
    dm_slice bytes = load();
    CHECK(bytes.at != NULL);
    if (bytes.at == NULL)
        return TEST_END();

    dm_model model;
    dm_slice part;
    CHECK(dm_model_open(bytes, "test", "test.model", &model, &error) == DM_OK);
    CHECK(dm_model_section(&model, "numbers", 4, 4, &part, &error) == DM_OK && memcmp(part.at, numbers, sizeof numbers) == 0);
    CHECK(((uintptr_t)(part.at - bytes.at) & 63) == 0);
    CHECK(dm_model_section(&model, "numbers", 4, 5, &part, &error) == DM_BAD_MODEL);
    CHECK(dm_model_section(&model, "numbers", 3, SIZE_MAX, &part, &error) == DM_BAD_MODEL);
    CHECK(dm_model_section(&model, "number", 4, SIZE_MAX, &part, &error) == DM_BAD_MODEL && strstr(error.why, "missing"));
    CHECK(dm_model_section(&model, "empty", 1, 0, &part, &error) == DM_OK);
    CHECK(dm_model_section(&model, "text", 1, SIZE_MAX, &part, &error) == DM_OK);
    dm_cursor cursor = dm_cursor_of(part);
    CHECK(dm_slice_is(dm_cursor_string(&cursor), "abc") && !cursor.bad);
    CHECK(dm_cursor_string(&cursor).size == 0 && cursor.bad);  /* says 5 bytes, has 3 */
    CHECK(dm_cursor_u32(&cursor) == 0 && cursor.bad);
    CHECK(dm_model_open(bytes, "parser", "test.model", &model, &error) == DM_BAD_MODEL && strstr(error.why, "parser"));

    for (size_t size = 0; size < bytes.size; size++)
        if (open_copy(bytes.at, size, &error) != DM_BAD_MODEL || error.why[0] == 0) {
            CHECK(!"a shortened model was accepted");
            break;
        }
    char *damaged = malloc(bytes.size + 1);
    CHECK(damaged != NULL);
    unsigned accepted = 0;
    for (size_t i = 0; damaged != NULL && i < bytes.size; i++)
        for (int bit = 0; bit < 8; bit++) {
            memcpy(damaged, bytes.at, bytes.size);
            damaged[i] = (char)(damaged[i] ^ 1 << bit);
            /* Padding between sections is not covered by a checksum, nor is a section's name. */
            if (open_copy(damaged, bytes.size, &error) == DM_OK) {
                bool name = false, padding = true;
                for (size_t s = 0; s < 3; s++) {
                    size_t entry = 32 + s * 48;
                    name |= i >= entry && i < entry + 16;
                }
                padding = i >= 32 + 3 * 48 && bytes.at[i] == 0;
                accepted += !name && !padding;
            }
        }
    CHECK(accepted == 0);
    if (damaged != NULL) {
        memcpy(damaged, bytes.at, bytes.size);
        damaged[bytes.size] = 0;
        CHECK(open_copy(damaged, bytes.size + 1, &error) == DM_BAD_MODEL);
    }
    CHECK(dm_model_write("/nonexistent/folder/x.model", "test", parts, 3, &error) == DM_IO);
    free(damaged);
    union { const char *read_only; char *plain; } own = {bytes.at};
    free(own.plain);
    unlink(path);
    return TEST_END();
}
