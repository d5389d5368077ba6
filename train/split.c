/* split show < text: sentences and surface tokens as the library cuts them, one token a line, an empty line after a
 * sentence. */
#include "text/sentence.h"

#include <stdlib.h>

static char *read_all(FILE *file, size_t *size)
{
    size_t room = 1 << 16, used = 0;
    char *at = malloc(room);
    while (at) {
        used += fread(at + used, 1, room - used, file);
        if (used < room)
            break;
        room *= 2;
        at = realloc(at, room);
    }
    *size = used;
    return at;
}

int main(int count, char **arguments)
{
    (void)count, (void)arguments;
    dm_error error = {0};
    dm_resources resources;
    dm_splitter *splitter;
    dm_text text;
    dm_arena arena;
    dm_arena_init(&arena);
    dm_resources_init(&resources, NULL, NULL);
    size_t size;
    char *input = read_all(stdin, &size);
    if (dm_splitter_open(&resources, &splitter, &error) || dm_text_split(splitter, &arena, (dm_slice){input, size}, &text, &error)) {
        fprintf(stderr, "%s\n", error.why);
        return 1;
    }
    for (uint32_t s = 0; s < text.sentence_count; s++) {
        for (uint32_t i = text.sentences[s].first; i < text.sentences[s].last; i++)
            printf("%s%.*s", i == text.sentences[s].first || text.words[i].flags & DM_WORD_JOINED ? "" : "\n",
                   (int)text.words[i].form.size, text.words[i].form.at);
        printf("\n\n");
    }
    dm_splitter_close(splitter);
    dm_resources_close(&resources);
    dm_arena_free(&arena);
    free(input);
    return 0;
}
