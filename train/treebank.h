/* Treebanks for the trainers: CoNLL-U files, gzip or plain, read whole. */
#ifndef TREEBANK_H
#define TREEBANK_H

#include "grammar/tree.h"

#include <stdlib.h>
#include <zlib.h>

typedef struct treebank {
    dm_arena arena;
    dm_conllu **documents;
    uint32_t count, room;
    uint32_t words, sentences;
} treebank;

static void *treebank_memory(void *at)
{
    if (!at) {
        fputs("out of memory\n", stderr);
        exit(4);
    }
    return at;
}

static dm_slice treebank_bytes(const char *path)
{
    gzFile in = gzopen(path, "rb");
    if (!in) {
        fprintf(stderr, "%s: cannot be opened\n", path);
        exit(4);
    }
    size_t size = 0, room = 1 << 20;
    char *bytes = treebank_memory(malloc(room));
    int got;
    while ((got = gzread(in, bytes + size, (unsigned)(room - size))) > 0) {
        size += (size_t)got;
        if (size == room) bytes = treebank_memory(realloc(bytes, room *= 2));
    }
    if (got < 0) {
        fprintf(stderr, "%s: damaged\n", path);
        exit(4);
    }
    gzclose(in);
    return (dm_slice){bytes, size};
}

/* GUM's conversation documents are left out: their texts were first published under a licence that allows no changes. */
static inline bool treebank_left_out(dm_slice id)
{
    return id.size > 16 && memcmp(id.at, "GUM_conversation", 16) == 0;
}

static inline void treebank_read(treebank *bank, const char *path)
{
    dm_slice rest = treebank_bytes(path);
    const char *bytes = rest.at;
    uint32_t line = 1;
    for (;;) {
        dm_conllu *document = treebank_memory(dm_arena_zero(&bank->arena, 1, sizeof *document));
        dm_error error = {0};
        dm_status status = dm_conllu_read(&rest, &line, 0, &bank->arena, document, &error);
        if (status == DM_END) break;
        if (status) {
            fprintf(stderr, "%s:%u: %s\n", path, error.line, error.why);
            exit(4);
        }
        if (treebank_left_out(document->id)) continue;
        document->tree.text = &document->text;
        if (bank->count == bank->room) {
            bank->room = bank->room ? bank->room * 2 : 64;
            bank->documents = treebank_memory(realloc(bank->documents, bank->room * sizeof *bank->documents));
        }
        bank->documents[bank->count++] = document;
        bank->words += document->text.word_count;
        bank->sentences += document->text.sentence_count;
    }
    free((void *)bytes);
}

/* The relation without its subtype. */
static inline unsigned treebank_universal(unsigned relation)
{
    const char *name = dm_relation_name((dm_relation)relation), *colon = strchr(name, ':');
    return colon ? dm_relation_named((dm_slice){name, (size_t)(colon - name)}) : relation;
}

static inline treebank treebank_of(char **paths, int count)
{
    treebank bank = {0};
    dm_arena_init(&bank.arena);
    for (int i = 0; i < count; i++) treebank_read(&bank, paths[i]);
    return bank;
}

#endif
