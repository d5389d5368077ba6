/* Memory that runs out: malloc, calloc and realloc fail from the nth call on.  A test whose name ends in _alloc is linked
 * with these in the place of the real ones (see UNIT in the Makefile).  Only calls of our own code go through them. */
#ifndef ALLOC_H
#define ALLOC_H

#include <stdbool.h>
#include <stddef.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *at, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *at, size_t size);

static long alloc_left = -1;   /* calls that still succeed; -1: all */
static bool alloc_once;        /* only one call fails, those after it succeed */
static long alloc_failed;      /* calls that failed */

static bool alloc_fails(void)
{
    if (alloc_left < 0)
        return false;
    if (alloc_left > 0) {
        alloc_left--;
        return false;
    }
    alloc_failed++;
    if (alloc_once)
        alloc_left = -1;
    return true;
}

void *__wrap_malloc(size_t size) { return alloc_fails() ? NULL : __real_malloc(size); }
void *__wrap_calloc(size_t count, size_t size) { return alloc_fails() ? NULL : __real_calloc(count, size); }
void *__wrap_realloc(void *at, size_t size) { return alloc_fails() ? NULL : __real_realloc(at, size); }

/* Runs `body` with 0, 1, 2 ... calls that succeed, first with all later ones failing, then with one failing, until one
 * run sees no failure.  `body` returns false when something is wrong that memory does not excuse. */
#define ALLOC_LOOP(body, most)                                                                                       \
    do {                                                                                                             \
        for (int once_ = 0; once_ < 2; once_++) {                                                                    \
            long n_ = 0;                                                                                             \
            bool done_ = false;                                                                                      \
            for (; n_ < (most) && !done_; n_++) {                                                                    \
                alloc_once = once_ == 1;                                                                             \
                alloc_failed = 0;                                                                                    \
                alloc_left = n_;                                                                                     \
                bool good_ = body();                                                                                 \
                alloc_left = -1;                                                                                     \
                done_ = alloc_failed == 0;                                                                           \
                CHECK(good_);                                                                                        \
            }                                                                                                        \
            CHECK(done_);                                                                                            \
        }                                                                                                            \
    } while (0)
#endif
