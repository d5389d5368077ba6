/* base: what every room stands on.  Memory arenas, slices and UTF-8, hashes of words, phrase tables, files, errors. */
#ifndef DM_BASE_H
#define DM_BASE_H

#include "demarche.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#if defined(__GNUC__)
#define DM_PRINTF(place, first) __attribute__((__format__(__printf__, place, first)))
#else
#define DM_PRINTF(place, first)
#endif

#define DM_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ---- Errors ------------------------------------------------------------------------------------------ */

/* Fills `error` (NULL is fine) and returns `status`, so that a function can `return dm_fail(...)`. */
dm_status dm_fail(dm_error *error, dm_status status, const char *file, uint32_t line, uint64_t byte, const char *format,
                  ...) DM_PRINTF(6, 7);

/* ---- Arenas ------------------------------------------------------------------------------------------ */

/* Memory that is freed all at once.  When memory runs out the arena turns `failed` and stays so: allocations give
 * NULL from then on, and the owner checks the flag once at the end of its work.  Not thread-safe. */
typedef struct dm_arena {
    struct dm_chunk *chunk;  /* the one in use; older ones behind it */
    char *at, *end;          /* free part of it */
    size_t total;            /* bytes of all chunks */
    bool failed;
} dm_arena;

void dm_arena_init(dm_arena *arena);
void dm_arena_free(dm_arena *arena);
/* Forgets what was allocated, keeps the largest chunk for the next use, clears `failed`. */
void dm_arena_reset(dm_arena *arena);
/* `size` bytes, aligned for any type, not zeroed; NULL when the arena has failed. size 0 gives a valid pointer. */
void *dm_arena_alloc(dm_arena *arena, size_t size);
/* count * size zeroed bytes, overflow checked. */
void *dm_arena_zero(dm_arena *arena, size_t count, size_t size);
/* Copies; on failure {NULL, 0}. */
dm_slice dm_arena_copy(dm_arena *arena, dm_slice slice);
dm_slice dm_arena_print(dm_arena *arena, const char *format, ...) DM_PRINTF(2, 3);

/* Grows an array that lives in an arena: makes room for one more element of `size` bytes and returns the (possibly
 * moved) array, or NULL when memory ran out.  Use through DM_PUSH. */
void *dm_arena_grow(dm_arena *arena, void *array, uint32_t count, uint32_t *room, size_t size);

/* A growing list: struct { T *at; uint32_t count, room; }.  DM_PUSH gives a pointer to the new element (zeroed) or NULL. */
#define DM_VECTOR(type) struct { type *at; uint32_t count, room; }
#define DM_PUSH(arena, vector)                                                                                       \
    (((vector)->count < (vector)->room ||                                                                            \
      dm_arena_more((arena), (void **)&(vector)->at, (vector)->count, &(vector)->room, sizeof *(vector)->at))        \
         ? memset(&(vector)->at[(vector)->count++], 0, sizeof *(vector)->at)                                         \
         : NULL)
/* Room for `count` elements in an empty list, so that it does not grow on the way; false when memory ran out. */
#define DM_RESERVE(arena, vector, number)                                                                            \
    (((vector)->at = dm_arena_alloc((arena), (number) * sizeof *(vector)->at)) != NULL && ((vector)->room = (number), true))
/* true when *array has room for one more; helper of DM_PUSH. */
bool dm_arena_more(dm_arena *arena, void **array, uint32_t count, uint32_t *room, size_t size);

/* ---- Slices ------------------------------------------------------------------------------------------ */

#define DM_SLICE(literal) ((dm_slice){("" literal), sizeof(literal) - 1})
static inline dm_slice dm_slice_of(const char *text) { return (dm_slice){text, text ? strlen(text) : 0}; }
static inline bool dm_slice_equal(dm_slice a, dm_slice b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.at, b.at, a.size) == 0);
}
static inline bool dm_slice_is(dm_slice a, const char *text)
{
    return a.size == strlen(text) && (a.size == 0 || memcmp(a.at, text, a.size) == 0);
}
/* Without the ASCII blanks at both ends. */
dm_slice dm_slice_trim(dm_slice slice);
/* Cuts the part before the first `cut` byte off *rest and returns it trimmed; *rest becomes {NULL,0} after the last. */
dm_slice dm_slice_next(dm_slice *rest, char cut);
/* The next line of *rest without its end (\n or \r\n); false when *rest is used up. */
bool dm_slice_line(dm_slice *rest, dm_slice *line);
/* Decimal digits only, whole slice; false when it is not a number or does not fit. */
bool dm_slice_number(dm_slice slice, uint32_t *number);

/* ---- UTF-8 ------------------------------------------------------------------------------------------- */

/* The code point at `at` (before `end`) and its length in bytes; for invalid bytes U+FFFD and 1. */
uint32_t dm_utf8_get(const char *at, const char *end, unsigned *length);
/* Writes a code point (at most 4 bytes), returns its length. */
unsigned dm_utf8_put(char *at, uint32_t code);
/* Offset of the first byte that is not valid UTF-8 (overlong forms and surrogates are invalid), or `size`. */
size_t dm_utf8_check(const char *at, size_t size);
/* Number of code points in valid UTF-8. */
size_t dm_utf8_count(const char *at, size_t size);

/* Properties of code points that text analysis needs, without any locale. */
bool dm_is_letter(uint32_t code);
bool dm_is_upper(uint32_t code);
bool dm_is_digit(uint32_t code);
bool dm_is_space(uint32_t code);   /* blanks, tabs, newlines, no-break and other Unicode spaces */
uint32_t dm_to_lower(uint32_t code);
uint32_t dm_to_upper(uint32_t code);
/* Lower case without diacritics, curly quotes and dashes made plain: what dictionaries are matched by.  One code point
 * may fold to two letters (ß, æ): the second is given in *second, else 0. */
uint32_t dm_fold(uint32_t code, uint32_t *second);

/* ---- Hashes ------------------------------------------------------------------------------------------ */

/* 64-bit hash of bytes, the same on every machine (trained models rely on it). */
uint64_t dm_hash(const char *at, size_t size);
/* The same of the folded text (dm_fold), so that "Erdoğan" and "ERDOGAN" have one key. */
uint64_t dm_key(const char *at, size_t size);
/* Mixes two hashes into one. */
static inline uint64_t dm_mix(uint64_t a, uint64_t b)
{
    uint64_t h = (a ^ (b + 0x9e3779b97f4a7c15u + (a << 6) + (a >> 2))) * 0xff51afd7ed558ccdu;
    return h ^ (h >> 32);
}

/* ---- Maps from 64-bit keys to 32-bit values ------------------------------------------------------------ */

/* Open addressing; the place of a key depends on a seed.  Most words that are asked for are not there: a byte beside each place, small
 * enough for the caches, tells so without a look at the entries.  Memory from malloc, freed by dm_map_free. */
typedef struct dm_map {
    struct dm_map_entry { uint64_t key; uint32_t value; } *entries;
    uint8_t *marks;        /* by place: 0 where it is empty, else bits of the key */
    uint32_t count, room;  /* room is a power of two or 0 */
    uint64_t seed;
    bool lent;             /* the arrays belong to a compiled dictionary: copied before the first change */
} dm_map;

void dm_map_init(dm_map *map);
void dm_map_free(dm_map *map);
/* Sets the value of a key (any value but DM_NONE); false when memory ran out. */
bool dm_map_set(dm_map *map, uint64_t key, uint32_t value);
/* Fetches into the caches what dm_map_get will look at; worth it some words ahead of a table larger than the caches. */
void dm_map_prefetch(const dm_map *map, uint64_t key);
/* Room for so many keys without growing on the way; false when memory ran out (the map stays as it is). */
bool dm_map_reserve(dm_map *map, uint32_t count);
/* Each value becomes numbers[value]. */
void dm_map_renumber(dm_map *map, const uint32_t *numbers);
/* The value, or DM_NONE. Safe from many threads while nobody sets. */
uint32_t dm_map_get(const dm_map *map, uint64_t key);

/* ---- Phrase tables ------------------------------------------------------------------------------------- */

/* Finds phrases of words in one pass: a trie whose edges are word keys.  Each phrase carries a value; phrases with the
 * same words share one end, whose values form a chain. */
typedef struct dm_phrases {
    dm_map edges;     /* dm_mix(state, key) -> state; state 0 is the root */
    uint32_t *values; /* by state: index of the first link, or DM_NONE */
    uint32_t states, state_room;
    struct dm_phrase_link { uint32_t value, next; } *links;
    uint32_t link_count, link_room;
    bool lent;        /* the arrays belong to a compiled dictionary: copied before the first change */
} dm_phrases;

void dm_phrases_init(dm_phrases *phrases);
void dm_phrases_free(dm_phrases *phrases);
/* Room for so many words of phrases; false when memory ran out. */
static inline bool dm_phrases_reserve(dm_phrases *phrases, uint32_t words) { return dm_map_reserve(&phrases->edges, words); }
/* Adds a phrase of `count` word keys (count > 0) with a value; values of one phrase keep the order of adding. */
bool dm_phrases_add(dm_phrases *phrases, const uint64_t *keys, uint32_t count, uint32_t value);
/* The same, but values from `first` on go before those below it, each kind in the order of adding. */
bool dm_phrases_insert(dm_phrases *phrases, const uint64_t *keys, uint32_t count, uint32_t value, uint32_t first);
/* One step from a state over a word key; DM_NONE when no phrase goes on. */
static inline uint32_t dm_phrases_step(const dm_phrases *phrases, uint32_t state, uint64_t key)
{
    return dm_map_get(&phrases->edges, dm_mix(key, state));
}
/* Before the first step of a phrase some words ahead. */
static inline void dm_phrases_prefetch(const dm_phrases *phrases, uint64_t key) { dm_map_prefetch(&phrases->edges, dm_mix(key, 0)); }
/* First link of the phrase that ends in `state`, or DM_NONE; follow .next. */
static inline uint32_t dm_phrases_end(const dm_phrases *phrases, uint32_t state) { return phrases->values[state]; }

/* ---- Files and resources ------------------------------------------------------------------------------- */

/* A file mapped for reading (or read when it cannot be mapped).  Directories and missing files give DM_IO with errno's
 * text. An empty file is fine: size 0. */
typedef struct dm_file {
    const char *at;
    size_t size;
    bool mapped;
} dm_file;
dm_status dm_file_open(const char *path, dm_file *out, dm_error *error);
void dm_file_close(dm_file *file);

/* Files that the build puts into the library by .incbin; names are relative to the repository, "models/tagger.model",
 * sorted.  The table is made by the build. */
typedef struct dm_embedded {
    const char *name;
    const char *at;
    const char *end;
} dm_embedded;
extern const dm_embedded dm_embedded_files[];
extern const size_t dm_embedded_count;

/* Where models and data come from: folders given by the user, else the embedded files. */
typedef struct dm_resources {
    const char *models, *data;  /* folders or NULL */
    dm_file *open;              /* files held open; freed with dm_resources_close */
    char **names;               /* their names, "data/actors/countries.actors" */
    size_t count, room;
    uint64_t identity;          /* hash over the names and contents of all files given out */
    bool trailing;              /* remember what made the identity: for dm_compiled_begin */
    uint64_t *trail;
    size_t trail_count, trail_room;
} dm_resources;
void dm_resources_init(dm_resources *resources, const char *models, const char *data);
void dm_resources_close(dm_resources *resources);
/* One file by its name, "models/tagger.model" or "data/agents.txt".  The slice lives until close.  DM_BAD_MODEL when
 * there is none. */
dm_status dm_resources_get(dm_resources *resources, const char *name, dm_slice *out, dm_error *error);
/* A file of the user's own by its path; DM_IO when it cannot be read.  It lives and counts like the others. */
dm_status dm_resources_own(dm_resources *resources, const char *path, dm_slice *out, dm_error *error);
/* How many lines the files of a folder have together: what reading them will make, roughly. */
uint32_t dm_resources_lines(dm_resources *resources, const char *folder);
/* All files of a folder ("data/actors/"), in the order of their names: number `index`, DM_END after the last.
 * `*name` is lent until close. */
dm_status dm_resources_at(dm_resources *resources, const char *folder, size_t index, const char **name, dm_slice *out,
                          dm_error *error);

/* ---- Compiled dictionaries ------------------------------------------------------------------------------- */

/* What reading the files of a dictionary makes, as it lies in memory.  The build writes it (tools/compile.c) and puts it into the
 * program; opening uses the tables where they are mapped: nothing is read, copied or allocated.  Each dictionary has one function
 * that goes through its tables, for writing and for reading, so that the two cannot differ.  A compiled dictionary is part of the
 * program as its code is, no file from outside is ever taken for one: what is checked is that it is whole and was made for this
 * layout of tables. */
typedef struct dm_compiled {
    bool writing, bad;             /* bad: memory ran out (writing); cut short (reading) */
    const char *at, *begin, *end;  /* reading */
    char *made;                    /* writing */
    size_t size, room;
} dm_compiled;
/* For reading: false when the program has none of that name and layout, or the user gives folders of his own: then the files are
 * read.  The identity becomes what reading the files would have made it. */
bool dm_compiled_open(dm_resources *resources, const char *name, uint64_t layout, dm_compiled *out);
/* The same over bytes at hand, at a multiple of 64. */
bool dm_compiled_over(dm_slice bytes, uint64_t layout, dm_resources *resources, dm_compiled *out);
/* For writing, after the files were read with resources->trailing set. */
void dm_compiled_begin(dm_compiled *out, const dm_resources *resources, uint64_t layout);
/* Writes the file and frees what was made. */
dm_status dm_compiled_write(dm_compiled *compiled, const char *path, dm_error *error);
/* Goes over one table: puts it down, or sets it to what was put down.  What is set is lent: lists are not to be changed in
 * place.  `array`: address of the pointer to the elements. */
void dm_compiled_number(dm_compiled *compiled, uint32_t *number);
void dm_compiled_array(dm_compiled *compiled, void *array, uint32_t *count, size_t unit);
void dm_compiled_map(dm_compiled *compiled, dm_map *map);
void dm_compiled_phrases(dm_compiled *compiled, dm_phrases *phrases);
/* A vector (DM_VECTOR): it has no room to grow in place. */
#define DM_COMPILED_VECTOR(compiled, vector)                                                                          \
    (dm_compiled_array((compiled), &(vector)->at, &(vector)->count, sizeof *(vector)->at),                   \
     (void)((compiled)->writing || ((vector)->room = (vector)->count)))
/* The parts of these, also for what is neither: plain elements put down, or where they lie (NULL when there are not so many). */
void dm_compiled_put(dm_compiled *compiled, const void *at, size_t count, size_t unit);
const void *dm_compiled_list(dm_compiled *compiled, uint64_t count, size_t unit);

/* ---- Dates --------------------------------------------------------------------------------------------- */

/* "2023-11-09", "2023-11", "2023": true when the whole slice is a date that exists (years 1..9999). */
bool dm_date_parse(dm_slice slice, dm_date *out);
/* Days since 1970-01-01 of a whole date, and back. */
int32_t dm_date_days(dm_date date);
dm_date dm_date_of_days(int32_t days);
/* 0 Monday .. 6 Sunday. */
int dm_date_weekday(dm_date date);
int dm_days_in_month(int year, int month);
/* -1, 0, 1; parts that are not known compare equal. */
int dm_date_compare(dm_date a, dm_date b);
/* First and last day (since 1970-01-01) that a TIMEX3 value covers: day, month, year, decade, ISO week, weekend,
 * quarter, half, interval.  false for others ("PAST_REF"). */
bool dm_value_days(dm_slice value, int32_t *first, int32_t *last);

#endif
