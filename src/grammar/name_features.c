/* What the name recogniser sees: words, their classes and lists, runs of capitals, and the other places of the document
 * where a word occurs (context aggregation after Ratinov & Roth 2009). */
#include "grammar/name_parts.h"

enum { /* dm_name_word.shape */
       S_LOWER,
       S_CAPITAL,
       S_CAPITALS,
       S_LETTER,
       S_INITIAL,
       S_ABBREVIATION,
       S_CAMEL,
       S_NUMBER,
       S_MIXED,
       S_HYPHEN,
       S_COMMA,
       S_STOP,
       S_QUOTE,
       S_OPEN,
       S_CLOSE,
       S_PUNCT,
       S_CLITIC,
       S_LINK,
       S_OUTSIDE
};

enum { /* dm_name_word.document: what the occurrences of a capital word show */
       D_LOWER = 1 << 0,
       D_INNER_CAPITAL = 1 << 1,
       D_AFTER_TITLE = 1 << 2,
       D_AFTER_GIVEN = 1 << 3,
       D_BEFORE_FAMILY = 1 << 4,
       D_AFTER_IN = 1 << 5,
       D_BEFORE_ORG = 1 << 6,
       D_BEFORE_SAID = 1 << 7,
       D_AFTER_THE = 1 << 8,
       D_BRACKETED = 1 << 9,
       D_PER = 1 << 10,
       D_ORG = 1 << 11,
       D_LOC = 1 << 12,
       D_OWNER = 1 << 13,
       D_AFTER_MR = 1 << 14,
       D_LAST_OF_PERSON = 1 << 15,
       D_SHORT_ORG = 1 << 16,
       D_AFTER_OF = 1 << 17,
       D_AFTER_PLACE = 1 << 18,
       D_BETWEEN_COMMAS = 1 << 19
};

static bool is_one(dm_slice form, const char *list) { return form.size == 1 && strchr(list, form.at[0]) != NULL; }

static uint16_t shape_of(const dm_word *word)
{
    dm_slice form = word->form;
    if (word->flags & DM_WORD_PUNCT) {
        if (is_one(form, "-"))
            return S_HYPHEN;
        if (is_one(form, ","))
            return S_COMMA;
        if (is_one(form, ".!?"))
            return S_STOP;
        if (is_one(form, "(["))
            return S_OPEN;
        if (is_one(form, ")]"))
            return S_CLOSE;
        if (is_one(form, "&/"))
            return S_LINK;
        if (is_one(form, "\"'`") ||
            (form.size == 3 && (unsigned char)form.at[0] == 0xe2 && (unsigned char)form.at[1] == 0x80 &&
             (unsigned char)form.at[2] >= 0x98 && (unsigned char)form.at[2] <= 0x9f) ||
            (form.size == 2 && (form.at[0] == '\'' || form.at[0] == '`')))
            return S_QUOTE;
        return S_PUNCT;
    }
    if (!(word->flags & DM_WORD_LETTER))
        return S_NUMBER;
    if (form.at[0] == '\'' || (unsigned char)form.at[0] == 0xe2)
        return S_CLITIC;
    if (word->flags & DM_WORD_DIGIT)
        return S_MIXED;
    bool stop = memchr(form.at, '.', form.size) != NULL;
    if (stop)
        return form.size == 2 && word->flags & DM_WORD_CAPITAL ? S_INITIAL : S_ABBREVIATION;
    if (!(word->flags & DM_WORD_CAPITAL)) {
        for (size_t i = 1; i < form.size; i++)
            if (form.at[i] >= 'A' && form.at[i] <= 'Z')
                return S_CAMEL;
        return S_LOWER;
    }
    if (form.size == 1)
        return S_LETTER;
    if (word->flags & DM_WORD_CAPITALS)
        return (uint16_t)(S_CAPITALS + 32 * (form.size < 6 ? form.size : 6));
    for (size_t i = 1; i < form.size; i++)
        if (form.at[i] >= 'A' && form.at[i] <= 'Z')
            return S_CAMEL;
    return S_CAPITAL;
}

/* Hashes of the first 1..3 and last 2..4 characters (bytes, of plain letters), folded. */
static void affixes(dm_name_word *out, dm_slice form)
{
    char folded[12];
    size_t size = form.size;
    for (size_t i = 0; i < 3; i++) {
        size_t length = i + 2 < size ? i + 2 : size;
        for (size_t k = 0; k < length; k++)
            folded[k] = (char)(form.at[size - length + k] >= 'A' && form.at[size - length + k] <= 'Z'
                                   ? form.at[size - length + k] + 32
                                   : form.at[size - length + k]);
        out->suffix[i] = dm_hash(folded, length);
        length = i + 2 < size ? i + 2 : size;
        for (size_t k = 0; k < length; k++)
            folded[k] = (char)(form.at[k] >= 'A' && form.at[k] <= 'Z' ? form.at[k] + 32 : form.at[k]);
        out->prefix[i] = dm_hash(folded, length);
    }
}

static bool key_is(uint64_t key, const uint64_t *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (list[i] == key)
            return true;
    return false;
}

/* A small open-addressing table of one document: key -> mask. */
typedef struct table {
    uint64_t *keys;
    uint32_t *masks;
    uint32_t mask;
} table;

static uint32_t *remember(table *memory, uint64_t key)
{
    uint32_t at = (uint32_t)(key * 0x9e3779b97f4a7c15u >> 32) & memory->mask;
    while (memory->keys[at] && memory->keys[at] != key)
        at = (at + 1) & memory->mask;
    memory->keys[at] = key;
    return &memory->masks[at];
}

/* Marks the longest listed phrases. */
static void mark_phrases(const dm_names *names, dm_name_word *words, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t state = 0, end = 0, types = 0;
        for (uint32_t j = i; j < count && j < i + 12; j++) {
            state = dm_phrases_step(&names->phrases, state, words[j].key);
            if (state == DM_NONE)
                break;
            uint32_t link = dm_phrases_end(&names->phrases, state);
            if (link == DM_NONE || !words[i].capital)
                continue;
            types = 0;
            for (; link != DM_NONE; link = names->phrases.links[link].next)
                types |= names->phrases.links[link].value;
            end = j + 1;
        }
        if (end) {
            for (uint32_t j = i; j < end; j++)
                words[j].phrase = (uint8_t)((types & 31) |
                                            (end == i + 1   ? 3u
                                             : j == i       ? 0u
                                             : j + 1 == end ? 2u
                                                            : 1u)
                                                << 5 |
                                            128u);
            i = end - 1;
        }
    }
}

/* Ki-moon, Ying-jeou: a hyphen at `i` and behind it a word that is none of the language (not "based" or "led"). */
static bool hyphened(const dm_text *text, const dm_name_word *words, uint32_t i, uint32_t last)
{
    return words[i].shape == S_HYPHEN && i > 0 && i + 1 < last && words[i + 1].shape == S_LOWER &&
           ((text->words[i].flags ^ text->words[i - 1].flags) & DM_WORD_SPACE) == 0 &&
           !(words[i + 1].bits & (DM_LEX_LOWER | DM_LEX_MIXED)) && text->words[i + 1].form.size <= 8;
}

enum { AHEAD = 6 };  /* words ahead that tables are fetched for */

dm_name_word *dm_names_look(const dm_names *names, dm_arena *arena, const dm_text *text)
{
    uint32_t count = text->word_count, room = 64;
    dm_name_word *words = dm_arena_zero(arena, (size_t)count + 1, sizeof *words);
    while (room < count * 2u)
        room *= 2;
    table memory = {dm_arena_zero(arena, room, sizeof(uint64_t)), dm_arena_zero(arena, room, sizeof(uint32_t)),
                    room - 1};
    if (!words || !memory.keys || !memory.masks)
        return NULL;
    const uint64_t k_in[] = {dm_key("in", 2),      dm_key("at", 2),     dm_key("near", 4), dm_key("from", 4),
                             dm_key("outside", 7), dm_key("across", 6), dm_key("into", 4), dm_key("around", 6)};
    const uint64_t k_said[] = {dm_key("said", 4),  dm_key("says", 4),  dm_key("told", 4),
                               dm_key("added", 5), dm_key("asked", 5), dm_key("tweeted", 7)};
    const uint64_t k_the = dm_key("the", 3), k_of = dm_key("of", 2);
    const uint64_t k_mr[] = {dm_key("mr.", 3), dm_key("mrs.", 4), dm_key("ms.", 3), dm_key("dr.", 3),
                             dm_key("mr", 2),  dm_key("mrs", 3),  dm_key("ms", 2)};
    for (uint32_t i = 0; i < count; i++) {
        const dm_word *word = &text->words[i];
        dm_name_word *out = &words[i];
        if (i + AHEAD < count) {
            dm_map_prefetch(&names->words, text->words[i + AHEAD].key);
            dm_phrases_prefetch(&names->phrases, word->key);   /* asked in the next pass */
        }
        out->key = word->key;
        out->hash = word->hash;
        out->shape = shape_of(word);
        out->capital = (word->flags & DM_WORD_CAPITAL) != 0 || out->shape == S_CAMEL;
        uint32_t index = word->flags & DM_WORD_PUNCT ? DM_NONE : dm_map_get(&names->words, word->key);
        if (index != DM_NONE) {
            const dm_lex *lex = &names->lex[index];
            out->bits = lex->bits;
            out->fine = out->capital ? lex->capital : lex->lower;
            if (!out->fine)
                out->fine = out->capital ? lex->lower : lex->capital;
            out->coarse = names->coarse && out->fine < names->class_count ? names->coarse[out->fine] : 0;
        }
        out->run = out->run_end = i;
    }
    mark_phrases(names, words, count);
    /* Runs: capital words of a sentence, with hyphens and apostrophes between them. */
    for (uint32_t s = 0; s < text->sentence_count; s++) {
        uint32_t first = text->sentences[s].first, last = text->sentences[s].last;
        for (uint32_t i = first; i < last; i++) {
            if (!words[i].capital)
                continue;
            uint32_t end = i + 1;
            while (end < last) {
                if (words[end].capital)
                    end++;
                else if (end + 1 < last && words[end + 1].capital &&
                         (words[end].shape == S_HYPHEN || words[end].shape == S_LINK ||
                          words[end].bits & DM_LEX_PARTICLE))
                    end += 2;
                else if (hyphened(text, words, end, last))
                    end += 2;
                else if (words[end].shape == S_HYPHEN && end + 2 < last && words[end + 1].shape == S_LOWER &&
                         words[end + 2].shape == S_HYPHEN)
                    end += 3; /* Tehreek-e-Taliban */
                else
                    break;
            }
            if (end > last)
                end = last;
            for (uint32_t j = i; j < end; j++) {
                words[j].run = i;
                words[j].run_end = end;
            }
            i = end - 1;
        }
        for (uint32_t i = first; i < last; i++) {
            dm_name_word *word = &words[i];
            if (text->words[i].flags & DM_WORD_PUNCT)
                continue;
            bool lower = word->shape == S_LOWER;
            if (lower) {
                if (word->bits & (DM_LEX_LOWER | DM_LEX_MIXED)) /* such words tell nothing of names */
                    continue;
                *remember(&memory, word->key) |= D_LOWER;
                continue;
            }
            if (!word->capital)
                continue;
            uint32_t mask = 0, from = word->run, to = word->run_end;
            if (!(text->words[i].flags & DM_WORD_FIRST) && i > first)
                mask |= D_INNER_CAPITAL;
            if (i > first) {
                const dm_name_word *before = &words[i - 1];
                if (before->bits & DM_LEX_TITLE)
                    mask |= D_AFTER_TITLE;
                if (before->capital && before->bits & (DM_LEX_GIVEN | DM_LEX_SEEN_GIVEN) && i > from)
                    mask |= D_AFTER_GIVEN;
                if (key_is(before->key, k_mr, DM_COUNT(k_mr)))
                    mask |= D_AFTER_MR;
            }
            if (from > first && i == from) {
                uint64_t key = words[from - 1].key;
                mask |= key_is(key, k_in, DM_COUNT(k_in)) ? D_AFTER_IN : 0;
                mask |= key == k_the ? D_AFTER_THE : 0;
                mask |= key == k_of ? D_AFTER_OF : 0;
            }
            if (to < last) {
                if (key_is(words[to].key, k_said, DM_COUNT(k_said)))
                    mask |= D_BEFORE_SAID;
                if (words[to].shape == S_CLITIC)
                    mask |= D_OWNER;
                if (from > first && words[from - 1].shape == S_COMMA && words[to].shape == S_COMMA)
                    mask |= D_BETWEEN_COMMAS;
                if (from > first && words[from - 1].shape == S_OPEN && words[to].shape == S_CLOSE && to == from + 1) {
                    mask |= D_BRACKETED;
                    for (uint32_t k = from - 1;
                         k-- > first && k + 8 > from && (words[k].capital || words[k].shape == S_LOWER);)
                        if (words[k].capital && words[k].bits & DM_LEX_ORG_HEAD)
                            mask |= D_SHORT_ORG;
                }
            }
            if (i + 1 < to) {
                if (words[i + 1].bits & (DM_LEX_FAMILY | DM_LEX_SEEN_FAMILY) && words[i + 1].capital)
                    mask |= D_BEFORE_FAMILY;
                if (words[to - 1].bits & DM_LEX_ORG_HEAD)
                    mask |= D_BEFORE_ORG;
                if (words[i + 1].bits & DM_LEX_PLACE_HEAD)
                    mask |= D_AFTER_PLACE;
            } else if (to - from >= 2 && to - from <= 4 && words[from].bits & (DM_LEX_GIVEN | DM_LEX_SEEN_GIVEN)) {
                mask |= D_LAST_OF_PERSON;
            }
            if (word->phrase) {
                mask |= word->phrase & 1 ? D_PER : 0;
                mask |= word->phrase & 2 ? D_ORG : 0;
                mask |= word->phrase & 12 ? D_LOC : 0;
            }
            *remember(&memory, word->key) |= mask;
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        dm_name_word *word = &words[i];
        bool named = word->bits & (DM_LEX_GIVEN | DM_LEX_FAMILY | DM_LEX_COUNTRY | DM_LEX_BIG_CITY | DM_LEX_ORG_ALONE |
                                   DM_LEX_CITY) &&
                     !(word->bits & (DM_LEX_LOWER | DM_LEX_MIXED));
        word->candidate = word->capital || (named && word->shape == S_LOWER) || (word->shape == S_MIXED && word->bits);
        if (word->candidate) {
            word->document = *remember(&memory, word->key);
            affixes(word, text->words[i].form);
        }
    }
    /* Small words between names may belong to one: "University of X", "al - Sadr". */
    uint32_t seen = DM_NONE;
    for (uint32_t i = 0; i < count; i++) {
        if (words[i].capital) {
            if (seen != DM_NONE && i - seen <= 4 && i - seen > 1 && text->sentence_of[i] == text->sentence_of[seen])
                for (uint32_t j = seen + 1; j < i; j++)
                    if (!words[j].candidate) {
                        words[j].candidate = true;
                        affixes(&words[j], text->words[j].form);
                    }
            seen = i;
        }
    }
    for (uint32_t i = 1; i + 1 < count; i++) /* Ban Ki-moon */
        if (words[i - 1].candidate && hyphened(text, words, i, count) &&
            text->sentence_of[i - 1] == text->sentence_of[i + 1])
            for (uint32_t j = i; j < i + 2; j++)
                if (!words[j].candidate) {
                    words[j].candidate = true;
                    affixes(&words[j], text->words[j].form);
                }
    for (uint32_t i = 0; i + 2 < count; i++) /* al - Sadr, de Gaulle: a particle before a name */
        if (!words[i].candidate && words[i].bits & DM_LEX_PARTICLE &&
            (words[i + 1].capital || (words[i + 1].shape == S_HYPHEN && words[i + 2].capital)) &&
            text->sentence_of[i] == text->sentence_of[i + 1]) {
            words[i].candidate = true;
            affixes(&words[i], text->words[i].form);
            if (!words[i + 1].candidate) {
                words[i + 1].candidate = true;
                affixes(&words[i + 1], text->words[i + 1].form);
            }
        }
    return words;
}

uint32_t dm_names_features(const dm_names *names, const dm_name_word *words, uint32_t first, uint32_t last, uint32_t i,
                           uint64_t *out)
{
    static const dm_name_word outside = {.key = 7, .hash = 7, .shape = S_OUTSIDE};
    (void)names;
    const dm_name_word *w = &words[i];
    const dm_name_word *p1 = i > first ? w - 1 : &outside, *p2 = i > first + 1 ? w - 2 : &outside,
                       *p3 = i > first + 2 ? w - 3 : &outside;
    const dm_name_word *n1 = i + 1 < last ? w + 1 : &outside, *n2 = i + 2 < last ? w + 2 : &outside,
                       *n3 = i + 3 < last ? w + 3 : &outside;
    uint32_t n = 0, id = 1;
#define ADD(value) (out[n++] = dm_mix((value), id++ * 0x9e3779b97f4a7c15u))
#define PAIR(a, b) ADD(dm_mix((uint64_t)(a), (uint64_t)(b)))
    ADD(0);
    ADD(w->key);
    ADD(w->hash);
    ADD(p1->key);
    ADD(n1->key);
    ADD(p2->key);
    ADD(n2->key);
    PAIR(p1->key, w->key);
    PAIR(w->key, n1->key);
    PAIR(p1->key, n1->key);
    PAIR(p2->key, p1->key);
    PAIR(n1->key, n2->key);
    PAIR(w->shape, p1->key);
    PAIR(w->shape, n1->key);
    for (unsigned k = 0; k < 3; k++)
        ADD(w->prefix[k]);
    for (unsigned k = 0; k < 3; k++)
        ADD(w->suffix[k]);
    ADD(w->shape);
    PAIR(w->shape, p1->shape);
    PAIR(w->shape, n1->shape);
    PAIR(w->shape | (uint32_t)p1->shape << 16, n1->shape);
    PAIR(w->shape | (uint32_t)p1->shape << 16, n1->shape | (uint32_t)n2->shape << 16);
    PAIR(w->shape | (uint32_t)p1->shape << 16, p2->shape);
    PAIR(w->suffix[1], n1->shape);
    PAIR(w->suffix[1], p1->shape);
    /* classes */
    ADD(w->fine);
    ADD(w->coarse);
    ADD(p1->fine);
    ADD(n1->fine);
    ADD(p2->fine);
    ADD(n2->fine);
    ADD(p1->coarse);
    ADD(n1->coarse);
    PAIR(w->fine, p1->fine);
    PAIR(w->fine, n1->fine);
    PAIR(w->coarse | (uint32_t)p1->coarse << 16, n1->coarse);
    PAIR(w->coarse | (uint32_t)p1->coarse << 16, p2->coarse);
    PAIR(w->coarse | (uint32_t)n1->coarse << 16, n2->coarse);
    PAIR(p3->coarse, 1);
    PAIR(n3->coarse, 1);
    PAIR(w->shape, p1->fine);
    PAIR(w->shape, n1->fine);
    PAIR(w->capital, w->fine);
    /* lists */
    uint32_t core = w->bits & 0x7ffffffu;
    PAIR(core, w->capital);
    PAIR(p1->bits, p1->capital);
    PAIR(n1->bits, n1->capital);
    PAIR(core & 0xfffffu, p1->bits & 0xfffffu);
    PAIR(core & 0xfffffu, n1->bits & 0xfffffu);
    for (unsigned bit = 0; bit < 27; bit++, id += 3) {
        if (core >> bit & 1)
            out[n++] = dm_mix((uint64_t)w->capital, id * 0x9e3779b97f4a7c15u);
        if (p1->bits >> bit & 1)
            out[n++] = dm_mix((uint64_t)p1->capital, (id + 1) * 0x9e3779b97f4a7c15u);
        if (n1->bits >> bit & 1)
            out[n++] = dm_mix((uint64_t)n1->capital, (id + 2) * 0x9e3779b97f4a7c15u);
    }
    id += 1;
    PAIR(w->phrase, w->capital);
    PAIR(p1->phrase, w->shape);
    PAIR(n1->phrase, w->shape);
    PAIR(w->phrase, p1->key);
    PAIR(w->phrase, core & (DM_LEX_LOWER | DM_LEX_MIXED));
    PAIR(p2->bits & (DM_LEX_TITLE | DM_LEX_GIVEN | DM_LEX_ORG_HEAD), 3);
    /* the run of capitals */
    uint32_t run = w->run > first ? w->run : first,
             end = w->run_end < last && w->run_end > i ? w->run_end : (w->run_end >= last ? last : i + 1);
    if (run > i)
        run = i;
    const dm_name_word *before = run > first ? &words[run - 1] : &outside, *after = end < last ? &words[end] : &outside;
    const dm_name_word *run_first = &words[run], *run_last = &words[end - 1];
    uint32_t length = end - run < 7 ? end - run : 7, place = i - run < 5 ? i - run : 5,
             rest = end - 1 - i < 5 ? end - 1 - i : 5;
    PAIR(length, place);
    PAIR(length << 4 | place, before->key);
    PAIR(length << 4 | place, after->key);
    PAIR(rest << 4 | place, run_last->key);
    PAIR(rest << 4 | place, run_first->key);
    PAIR(rest << 4 | place, run_last->bits & 0xfffffu);
    PAIR(rest << 4 | place, run_first->bits & 0xfffffu);
    PAIR(rest << 4 | place, run_last->coarse);
    PAIR(rest << 4 | place, run_first->coarse);
    PAIR(rest << 4 | place, before->coarse);
    PAIR(rest << 4 | place, after->coarse);
    PAIR(before->fine, after->fine);
    PAIR(rest << 4 | place, run == first);
    uint32_t all = 0, orgs = 0;
    for (uint32_t j = run; j < end && j < run + 10; j++) {
        all |= words[j].bits;
        orgs += (words[j].bits & (DM_LEX_ORG_HEAD | DM_LEX_FIRM_END)) != 0;
    }
    PAIR(all & (DM_LEX_ORG_HEAD | DM_LEX_GIVEN | DM_LEX_PLACE_HEAD | DM_LEX_FIRM_END | DM_LEX_TITLE),
         rest << 4 | place);
    PAIR(orgs, length << 4 | place);
    if (after->key == dm_key("of", 2) || after->shape == S_LINK) {
        const dm_name_word *far = end + 1 < last ? &words[end + 1] : &outside;
        PAIR(run_last->bits & (DM_LEX_ORG_HEAD | DM_LEX_PLACE_HEAD | DM_LEX_TITLE), far->shape);
    } else {
        id++;
    }
    PAIR(i == first, w->shape);
    PAIR(i == first, core & 0xfffffu);
    PAIR(words[first].shape, last - first < 4 ? last - first : 4);
    /* the rest of the document */
    uint32_t seen = w->document;
    for (unsigned bit = 0; bit < 20; bit++, id++)
        if (seen >> bit & 1)
            out[n++] = dm_mix((uint64_t)w->capital, id * 0x9e3779b97f4a7c15u);
    PAIR(seen, w->capital);
    PAIR(seen & (D_AFTER_TITLE | D_AFTER_GIVEN | D_AFTER_MR | D_LAST_OF_PERSON | D_BEFORE_SAID | D_AFTER_IN |
                 D_BEFORE_ORG | D_SHORT_ORG | D_AFTER_THE),
         length << 4 | place);
    PAIR(p1->document & (D_AFTER_TITLE | D_AFTER_IN | D_LAST_OF_PERSON | D_SHORT_ORG), 5);
    if (w->tag) {
        ADD(w->tag);
        PAIR(w->tag, p1->tag);
        PAIR(w->tag, n1->tag);
        PAIR(w->tag << 8 | p1->tag, n1->tag);
        PAIR(w->tag, core & 0xfffffu);
        PAIR(w->tag, w->shape);
        uint32_t left = i, right = i + 1;
        while (left > first && words[left - 1].tag == w->tag && i - left < 6)
            left--;
        while (right < last && words[right].tag == w->tag && right - i < 6)
            right++;
        PAIR(w->tag << 8 | (i - left), right - i);
        PAIR(w->tag << 8 | (i - left), words[right - 1].key);
        PAIR(w->tag << 8 | (right - i), words[left].key);
        PAIR(w->tag << 8 | (i - left), words[right - 1].bits & 0xfffffu);
        PAIR(w->tag << 8 | (right - i), words[left].bits & 0xfffffu);
        PAIR(w->tag << 8 | (right - i), left > first ? words[left - 1].key : 1);
        PAIR(w->tag << 8 | (right - i), right < last ? words[right].key : 1);
    }
#undef ADD
#undef PAIR
    return n;
}
