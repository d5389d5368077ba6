/* What SQL asks us: does a name match, which days does a time value cover. */
#include "store/match.h"

/* The next code point of a text, folded (lower case, no diacritics). */
static uint32_t next(const char **at, const char *end, uint32_t *second)
{
    unsigned length;
    uint32_t code = dm_utf8_get(*at, end, &length);
    *at += length;
    return dm_fold(code, second);
}

static bool word_code(uint32_t code) { return dm_is_letter(code) || dm_is_digit(code); }

/* Does `text` from `at` begin with `words`?  *stop: where it ends in the text. */
static bool same(const char *at, const char *end, dm_slice words, const char **stop)
{
    const char *want = words.at, *want_end = words.at + words.size;
    uint32_t have_second = 0, want_second = 0;
    while (want < want_end || want_second != 0) {
        uint32_t wanted = want_second, had = have_second;
        if (want_second != 0)
            want_second = 0;
        else
            wanted = next(&want, want_end, &want_second);
        if (had == 0 && at >= end)
            return false;
        if (have_second != 0)
            have_second = 0;
        else
            had = next(&at, end, &have_second);
        if (wanted != had)
            return false;
    }
    *stop = at;
    return have_second == 0;
}

bool dm_text_holds(dm_slice text, dm_slice words)
{
    const char *end = text.at + text.size, *stop;
    bool in_word = false;
    words = dm_slice_trim(words);
    if (words.size == 0)
        return true;
    for (const char *at = text.at; at < end;) {
        unsigned length;
        uint32_t code = dm_utf8_get(at, end, &length);
        if (!in_word && same(at, end, words, &stop)) {
            unsigned after;
            if (stop >= end || !word_code(dm_utf8_get(stop, end, &after)))
                return true;
        }
        in_word = word_code(code);
        at += length;
    }
    return false;
}

bool dm_code_begins(dm_slice code, dm_slice with)
{
    if (with.size == 0 || with.size > code.size)
        return false;
    for (size_t i = 0; i < with.size; i++) {
        char c = with.at[i] >= 'a' && with.at[i] <= 'z' ? (char)(with.at[i] - 32) : with.at[i];
        if (c != code.at[i])
            return false;
    }
    return true;
}

static bool word_is(const char *given, const char *name)
{
    for (; *given != '\0' && *name != '\0'; given++, name++) {
        char a = *given >= 'A' && *given <= 'Z' ? (char)(*given | 0x20) : *given;
        char b = *name >= 'A' && *name <= 'Z' ? (char)(*name | 0x20) : *name;
        if (a != b)
            return false;
    }
    return *given == *name;
}

const char *dm_plover_called(const char *given)
{
    for (int i = 1; i <= DM_ASSAULT; i++)
        if (word_is(given, dm_plover_name((dm_plover)i)))
            return dm_plover_name((dm_plover)i);
    return NULL;
}

const char *dm_status_called(const char *given)
{
    for (int i = 0; i <= DM_HISTORICAL; i++)
        if (word_is(given, dm_event_status_name((dm_event_status)i)))
            return dm_event_status_name((dm_event_status)i);
    return NULL;
}
