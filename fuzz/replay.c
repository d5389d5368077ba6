/* Runs a fuzz target over files, for compilers without a fuzzer: replay FILE|FOLDER... */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t files;

static int replay(const char *path)
{
    FILE *in = fopen(path, "rb");
    uint8_t *data = NULL;
    size_t size = 0, room = 0, got;
    if (in == NULL) {
        perror(path);
        return 1;
    }
    do {
        if (size == room) {
            room = room == 0 ? 4096 : room * 2;
            uint8_t *larger = realloc(data, room);
            if (larger == NULL)
                abort();
            data = larger;
        }
        got = fread(data + size, 1, room - size, in);
        size += got;
    } while (got > 0);
    fclose(in);
    uint8_t *exact = malloc(size == 0 ? 1 : size); /* so that a sanitizer sees one byte too many */
    if (exact == NULL)
        abort();
    memcpy(exact, data, size);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    free(data);
    files++;
    return 0;
}

int main(int count, char **arguments)
{
    int failed = 0;
    for (int i = 1; i < count; i++) {
        DIR *folder = opendir(arguments[i]);
        if (folder == NULL) {
            failed |= replay(arguments[i]);
            continue;
        }
        struct dirent *entry;
        while ((entry = readdir(folder)) != NULL) {
            char path[4096];
            if (entry->d_name[0] == '.')
                continue;
            snprintf(path, sizeof path, "%s/%s", arguments[i], entry->d_name);
            failed |= replay(path);
        }
        closedir(folder);
    }
    printf("%zu inputs\n", files);
    return failed || files == 0;
}
