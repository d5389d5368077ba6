/* Checks for unit tests: a failed one is printed and counted, the test goes on; main returns TEST_END(). */
#ifndef TEST_H
#define TEST_H
#include <stdio.h>
#include <string.h>

static int test_failed, test_done;
#define CHECK(condition)                                                                                             \
    do {                                                                                                             \
        test_done++;                                                                                                 \
        if (!(condition)) {                                                                                          \
            test_failed++;                                                                                           \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                          \
        }                                                                                                            \
    } while (0)
/* Compares two strings and shows both. */
#define CHECK_TEXT(given, expected) check_text(__FILE__, __LINE__, (given), (expected))
static inline void check_text(const char *file, int line, const char *given, const char *expected)
{
    test_done++;
    if (given == NULL || strcmp(given, expected) != 0) {
        test_failed++;
        fprintf(stderr, "%s:%d: got \"%s\", expected \"%s\"\n", file, line, given == NULL ? "(null)" : given, expected);
    }
}
static inline int test_end(const char *file)
{
    printf("%s: %d checks, %d failed\n", file, test_done, test_failed);
    return test_failed != 0 || test_done == 0;
}
#define TEST_END() test_end(__FILE__)
#endif
