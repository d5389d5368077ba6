/* Where sentences end inside a paragraph. */
#include "text/parts.h"

/* Words that begin a sentence far more often than they go on after an abbreviation. */
static bool starts(const dm_word *word)
{
    static const char *const listed[] = {"the", "he",   "she",  "it",    "in",  "but",   "they",  "we",   "a",    "an",   "this",
                                         "his", "her",  "at",   "on",    "and", "as",    "after", "their", "i",   "there", "that",
                                         "if",  "when", "while", "these", "its", "for",  "however", "you", "some", "two", "last", "one"};
    if (!(word->flags & DM_WORD_CAPITAL) || word->form.size > 7)
        return false;
    for (size_t i = 0; i < DM_COUNT(listed); i++)
        if (word->key == dm_key(listed[i], strlen(listed[i])))
            return true;
    return false;
}

void dm_boundaries_find(const dm_words *words, uint32_t first, uint32_t last, uint8_t *ends)
{
    const dm_word *word = words->words.at;
    const uint16_t *marks = words->marks;
    for (uint32_t i = first; i + 1 < last; i++) {
        bool stop = (marks[i] & DM_MARK_STOP) != 0, abbreviated = (marks[i] & DM_MARK_ABBREVIATION) != 0;
        if (!stop && !abbreviated)
            continue;
        uint32_t end = i; /* closing marks written to the stop belong to the sentence */
        while (end + 1 < last && !(word[end].flags & DM_WORD_SPACE) && marks[end + 1] & DM_MARK_CLOSE)
            end++;
        if (end + 1 >= last || (!(word[end].flags & DM_WORD_SPACE) && !(marks[i] & DM_MARK_GLUED)))
            continue;
        uint32_t next = end + 1;
        bool opened = false;
        while (next + 1 < last && marks[next] & DM_MARK_OPEN) {
            next++;
            opened = true;
        }
        bool capital = (word[next].flags & DM_WORD_CAPITAL) != 0, digit = (word[next].flags & (DM_WORD_DIGIT | DM_WORD_LETTER)) == DM_WORD_DIGIT;
        if (abbreviated) {
            unsigned kind = marks[i] >> DM_MARK_KIND;
            if (kind == DM_ABBREVIATION_TITLE || kind == DM_ABBREVIATION_NUMBER || kind == DM_ABBREVIATION_WITHIN)
                continue;
            if (end > i || opened ? capital : starts(&word[next]))
                ends[end - first] = 1;
            continue;
        }
        if (marks[i] & DM_MARK_GLUED && !(word[i].flags & DM_WORD_SPACE) && !capital)
            continue;
        if (capital || digit || opened)
            ends[end - first] = 1;
    }
}
