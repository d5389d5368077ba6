/* Words of a run of characters without white space, by the rules of Universal Dependencies' English treebanks:
 * contractions and hyphenated words are cut, abbreviations, figures, dates and addresses stay whole. */
#include "text/parts.h"

enum { K_OTHER, K_LETTER, K_DIGIT, K_APOSTROPHE, K_HYPHEN, K_STOP };

typedef struct run {
    dm_words *words;
    const char *text, *start, *end; /* the run */
} run;

/* Kind of the character at `at`; its length in *size. */
static unsigned kind_of(const char *at, const char *end, unsigned *size)
{
    unsigned char byte = (unsigned char)*at;
    *size = 1;
    if (byte < 0x80) {
        if ((byte | 32) >= 'a' && (byte | 32) <= 'z')
            return K_LETTER;
        if (byte >= '0' && byte <= '9')
            return K_DIGIT;
        if (byte == '.')
            return K_STOP;
        if (byte == '-')
            return K_HYPHEN;
        if (byte == '\'')
            return K_APOSTROPHE;
        return byte == '_' ? K_LETTER : K_OTHER;
    }
    uint32_t code = dm_utf8_get(at, end, size);
    if (code == 0x2019)
        return K_APOSTROPHE;
    if (code == 0x2010 || code == 0x2011)
        return K_HYPHEN;
    if (dm_is_letter(code) || (code >= 0x300 && code <= 0x36f) || (code >= 0x200b && code <= 0x200f) ||
        code == 0xfeff || code == 0xad)
        return K_LETTER;
    return dm_is_digit(code) ? K_DIGIT : K_OTHER;
}

static unsigned kind_at(const run *scan, const char *at)
{
    unsigned size;
    return at < scan->end ? kind_of(at, scan->end, &size) : K_OTHER;
}

static bool is_word(unsigned kind) { return kind == K_LETTER || kind == K_DIGIT; }

static bool is_upper(const char *at, const char *end)
{
    if (at >= end)
        return false;
    if ((unsigned char)*at < 0x80)
        return *at >= 'A' && *at <= 'Z';
    unsigned size;
    return dm_is_upper(dm_utf8_get(at, end, &size));
}

static bool is_digit(const char *at, const char *end) { return at < end && *at >= '0' && *at <= '9'; }

static void push(run *scan, const char *from, const char *to, unsigned flags, unsigned marks)
{
    dm_words *words = scan->words;
    if (from >= to)
        return;
    if (words->words.count == words->mark_room) {
        uint32_t room = words->mark_room;
        uint16_t *grown = dm_arena_grow(words->arena, words->marks, words->words.count, &room, sizeof *grown);
        if (!grown)
            return;
        words->marks = grown;
        words->mark_room = room;
    }
    dm_word *word = DM_PUSH(words->arena, &words->words);
    if (!word)
        return;
    word->form = (dm_slice){from, (size_t)(to - from)};
    word->span = (dm_span){(uint32_t)(from - scan->text), (uint32_t)(to - scan->text)};
    dm_word_fill(word);
    word->flags |= flags;
    words->marks[words->words.count - 1] = (uint16_t)marks;
}

/* ---- Single words --------------------------------------------------------------------------------------- */

/* Length of the apostrophe at `at`, 0 when there is none. */
static unsigned apostrophe(const char *at, const char *end)
{
    unsigned size;
    return at < end && kind_of(at, end, &size) == K_APOSTROPHE ? size : 0;
}

static bool same_letters(const char *at, const char *end, const char *lower)
{
    for (; *lower; lower++, at++)
        if (at >= end || (*at | 32) != *lower)
            return false;
    return at == end;
}

/* Pushes the letters-and-figures word [from, to), cutting contractions off. */
static void push_word(run *scan, const char *from, const char *to, const char *mark, unsigned marks)
{
    const dm_splitter *splitter = scan->words->splitter;
    size_t size = (size_t)(to - from);
    if (mark && !marks && from < mark) { /* the last apostrophe inside */
        const char *after = mark + apostrophe(mark, to);
        if ((mark[-1] | 32) == 'n' && mark - from > 1 && same_letters(after, to, "t")) {
            push(scan, from, mark - 1, 0, 0);
            push(scan, mark - 1, to, DM_WORD_JOINED, 0);
            return;
        }
        bool number = is_digit(mark - 1, to);
        if ((!number &&
             (same_letters(after, to, "s") || same_letters(after, to, "d") || same_letters(after, to, "m"))) ||
            same_letters(after, to, "re") || same_letters(after, to, "ve") || same_letters(after, to, "ll")) {
            /* I'd've: the front part may hold one more */
            const char *before = NULL;
            for (const char *at = from + 1; at < mark; at++)
                if (apostrophe(at, mark))
                    before = at;
            push_word(scan, from, mark, before, 0);
            push(scan, mark, to, DM_WORD_JOINED, 0);
            return;
        }
    }
    if (size >= 2 && size <= 9 && !marks) {
        uint32_t index = dm_map_get(&splitter->cuttings, dm_key(from, size));
        if (index != DM_NONE && index < splitter->cutting_count) {
            const dm_cutting *cutting = &splitter->cutting[index];
            size_t sum = 0;
            for (unsigned i = 0; i < DM_COUNT(cutting->part); i++)
                sum += cutting->part[i];
            /* "IM" and "DONT" in capitals are rather abbreviations, except the plain contractions */
            if (sum == size && !(size == 2 && is_upper(from + 1, to))) {
                for (unsigned i = 0; i < DM_COUNT(cutting->part) && cutting->part[i]; i++) {
                    push(scan, from, from + cutting->part[i], i ? DM_WORD_JOINED : 0, 0);
                    from += cutting->part[i];
                }
                return;
            }
        }
    }
    if (is_digit(from, to) && size >= 2) { /* a unit written to its figure */
        const char *unit = from;
        while (unit < to && (is_digit(unit, to) || *unit == '.' || *unit == ',' || *unit == ':'))
            unit++;
        if (unit < to && is_digit(unit - 1, to)) {
            size_t length = (size_t)(to - unit) - (marks && to[-1] == '.' ? 1 : 0);
            if (length <= 5 && dm_map_get(&splitter->units, dm_hash(unit, length)) != DM_NONE) {
                push(scan, from, unit, 0, 0);
                push(scan, unit, to, 0, marks);
                return;
            }
        }
    }
    push(scan, from, to, 0, marks);
}

/* Kind of abbreviation that the form [from, to), followed by a full stop at `to`, is; 0 for none. */
static unsigned abbreviation(const run *scan, const char *from, const char *to)
{
    size_t size = (size_t)(to - from);
    const char *stop = memchr(from, '.', size);
    if (stop) { /* U.S, a.m, Ph.D, e.g */
        size_t letters = 0;
        for (const char *at = from; at < to; at++) {
            unsigned length;
            if (*at == '.')
                letters = 0;
            else if (kind_of(at, to, &length) != K_LETTER || ((unsigned char)*at < 0xc0 && ++letters > 2))
                return 0;
        }
        uint32_t kind = dm_map_get(&scan->words->splitter->abbreviations, dm_hash(from, size));
        return kind != DM_NONE ? kind : DM_ABBREVIATION_END;
    }
    if (size == 1 && is_upper(from, to))
        return DM_ABBREVIATION_TITLE; /* an initial */
    if (size >= 2 && (unsigned char)from[0] >= 0xc0 && is_upper(from, to)) {
        unsigned length;
        dm_utf8_get(from, to, &length);
        if (length == size)
            return DM_ABBREVIATION_TITLE;
    }
    if (size > 8)
        return 0;
    uint32_t kind = dm_map_get(&scan->words->splitter->abbreviations, dm_hash(from, size));
    return kind != DM_NONE ? kind : 0;
}

/* Whether the stop at `stop` belongs to the abbreviation before it, by what follows it. */
static bool stop_belongs(const run *scan, const char *from, const char *stop, unsigned kind)
{
    const char *at = stop + 1, *end = scan->words->text_end;
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    if (kind == DM_ABBREVIATION_NUMBER)
        return is_digit(at, end) || (at < end && *at == '#');
    if (stop - from == 3 && memcmp(from, "etc", 3) == 0) /* at the end of a sentence EWT cuts it */
        return at < end && *at != '\n' && *at != '\r' && !is_upper(at, end);
    if (stop - from == 1 && (*from == 'I' || at >= end || *at == '\n' || *at == '\r')) /* "he and I." */
        return is_upper(at, end);
    return true;
}

/* "said.The": a missing blank between sentences rather than a name of a file or site. */
static bool glued(const run *scan, const char *from, const char *stop)
{
    const char *after = stop + 1;
    if (stop - from < 3 || !is_upper(after, scan->end) || is_upper(stop - 1, scan->end))
        return false;
    if (is_digit(stop - 1, scan->end))
        return false;
    const char *at = after;
    unsigned letters = 0;
    while (at < scan->end && kind_at(scan, at) == K_LETTER) {
        if (at > after && is_upper(at, scan->end))
            return false;
        letters++;
        at++;
    }
    return kind_at(scan, at) != K_STOP && (letters >= 2 || *after == 'A' || *after == 'I');
}

static bool all_digits(const char *from, const char *to)
{
    if (from >= to)
        return false;
    for (; from < to; from++)
        if (!is_digit(from, to))
            return false;
    return true;
}

/* 713-853-3989: the whole of a telephone number, else NULL. */
static const char *telephone(const char *from, const char *end)
{
    const char *at = from;
    unsigned groups = 0, digits = 0, group = 0;
    if (end - from > 24)
        end = from + 24; /* longer runs are no number, and looking ahead stays cheap */
    for (; at < end && (is_digit(at, end) || (*at == '-' && group && is_digit(at + 1, end))); at++) {
        if (*at == '-') {
            groups++;
            group = 0;
        } else {
            digits++;
            group++;
        }
    }
    return groups >= 1 && group == 4 && digits >= 7 && digits <= 12 && digits == (groups == 1 ? 7u : digits) &&
                   (at == end || !(*at >= 'a' && *at <= 'z'))
               ? at
               : NULL;
}

/* 9/11, 11/28/2000, w/o, l/c: the parts around the slash at `slash` stay together. */
static bool slash_within(const run *scan, const char *from, const char *slash)
{
    const char *after = slash + 1, *at = after;
    if (after >= scan->end)
        return false;
    if (is_digit(slash - 1, scan->end) && is_digit(after, scan->end)) {
        while (is_digit(at, scan->end))
            at++;
        const char *front = slash;
        while (front > from && is_digit(front - 1, scan->end))
            front--;
        return slash - front <= 4 && at - after <= 4 && (at == scan->end || kind_at(scan, at) != K_LETTER);
    }
    while (at < scan->end && is_word(kind_at(scan, at)))
        at++;
    return slash - from == 1 && at - after == 1 && kind_at(scan, from) == K_LETTER && (at == scan->end || *at != '/');
}

/* The end of the word that begins at `from`; *mark its last inner apostrophe, *kind its abbreviation. */
static const char *word_end(const run *scan, const char *from, const char **mark, unsigned *kind)
{
    const char *at = from, *piece = from; /* piece: after the last hyphen or slash */
    *mark = NULL;
    *kind = 0;
    if (is_digit(from, scan->end)) {
        const char *end = telephone(from, scan->end);
        if (end)
            return end;
    }
    while (at < scan->end) {
        unsigned size, now = kind_of(at, scan->end, &size);
        if (is_word(now)) {
            at += size;
            continue;
        }
        unsigned next = kind_at(scan, at + size);
        switch (now) {
        case K_STOP:
            if (is_word(next)) {
                if (glued(scan, from, at))
                    return at;
                at++;
                continue;
            }
            if (next == K_STOP)
                return at;
            *kind = abbreviation(scan, piece, at);
            if (*kind && !stop_belongs(scan, piece, at, *kind))
                *kind = 0;
            return *kind ? at + 1 : at;
        case K_APOSTROPHE:
            if (next != K_LETTER)
                return at;
            *mark = at;
            at += size;
            continue;
        case K_HYPHEN:
            if (!is_word(next) || at - from > 8 ||
                dm_map_get(&scan->words->splitter->prefixes, dm_key(from, (size_t)(at - from))) == DM_NONE)
                return at;
            at += size;
            piece = at;
            continue;
        default:
            if (*at == ',' && is_digit(at - 1, scan->end) && scan->end - at > 3 && all_digits(at + 1, at + 4) &&
                !is_digit(at + 4, scan->end)) {
                at++;
                continue;
            }
            if (*at == ':' && is_digit(at - 1, scan->end) && is_digit(at + 1, scan->end)) {
                at++;
                continue;
            }
            if (*at == '/' && slash_within(scan, piece, at)) {
                at++;
                continue;
            }
            if (*at == '&' && is_upper(at + 1, scan->end) && is_upper(at - 1, scan->end) && at - from <= 4) {
                at++;
                continue;
            }
            if (*at == '&' && scan->end - at > 5 && memcmp(at, "&amp;", 5) == 0 && is_upper(at + 5, scan->end)) {
                at += 5;
                continue;
            }
            if (*at == '@' && is_word(next)) {
                at++;
                continue;
            }
            if (*at == '$' && at - from <= 3 && is_digit(at + 1, scan->end) && is_upper(from, scan->end))
                return at + 1; /* US$ */
            return at;
        }
    }
    return at;
}

/* ---- Addresses, entities, faces --------------------------------------------------------------------------- */

/* The end of a web or mail address that begins at `from`, without the punctuation that follows it; NULL for none. */
static const char *address_end(const char *from, const char *end)
{
    size_t size = (size_t)(end - from);
    bool web = (size > 7 && memcmp(from, "http://", 7) == 0) || (size > 8 && memcmp(from, "https://", 8) == 0) ||
               (size > 6 && memcmp(from, "ftp://", 6) == 0) || (size > 6 && (memcmp(from, "www.", 4) == 0)) ||
               (size > 9 && memcmp(from, "mailto:", 7) == 0);
    if (!web) {
        const char *at = memchr(from, '@', size < 128 ? size : 128);
        if (!at || at == from || !memchr(at, '.', (size_t)(end - at < 256 ? end - at : 256)))
            return NULL;
        for (const char *byte = from; byte < at; byte++)
            if ((unsigned char)*byte < 0x80 && !((*byte | 32) >= 'a' && (*byte | 32) <= 'z') && !is_digit(byte, at) &&
                !strchr("._-+%", *byte))
                return NULL;
        const char *stop = at + 1;
        while (stop < end && (is_digit(stop, end) || ((*stop | 32) >= 'a' && (*stop | 32) <= 'z') || *stop == '.' ||
                              *stop == '-' || *stop == '_'))
            stop++;
        end = stop;
    } else {
        const char *at = from;
        while (at < end && !strchr("<>\"", *at))
            at++;
        end = at;
    }
    while (end > from && strchr(".,;:!?)]}'*", end[-1]))
        end--;
    return end > from + 4 ? end : NULL;
}

/* &nbsp; &#39; &quot; */
static const char *entity_end(const char *from, const char *end)
{
    const char *at = from + 1;
    while (at < end && at - from < 9 && (is_digit(at, end) || *at == '#' || ((*at | 32) >= 'a' && (*at | 32) <= 'z')))
        at++;
    return at < end && *at == ';' && at - from >= 3 ? at + 1 : NULL;
}

/* :) ;-) :D and such, to the end of the run. */
static bool is_face(const char *from, const char *end)
{
    size_t size = (size_t)(end - from);
    if (size < 2 || size > 4 || !strchr(":;=", from[0]))
        return false;
    const char *at = from + 1;
    if (*at == '-' || *at == '\'' || *at == 'o')
        at++;
    return at < end && end - at <= 2 && strchr(")(DPp]/|", *at) && (end - at == 1 || at[1] == at[0]);
}

unsigned dm_quote_kind(dm_slice form)
{
    if (form.size == 1)
        return form.at[0] == '"'                         ? DM_QUOTE_STRAIGHT
               : form.at[0] == '\'' || form.at[0] == '`' ? DM_QUOTE_SINGLE
                                                         : DM_QUOTE_NONE;
    if (form.size == 2) {
        if (memcmp(form.at, "''", 2) == 0)
            return DM_QUOTE_STRAIGHT;
        if (memcmp(form.at, "``", 2) == 0)
            return DM_QUOTE_OPEN;
        if (memcmp(form.at, "\xc2\xab", 2) == 0)
            return DM_QUOTE_OPEN;
        return memcmp(form.at, "\xc2\xbb", 2) == 0 ? DM_QUOTE_CLOSE : DM_QUOTE_NONE;
    }
    if (form.size == 3 && (unsigned char)form.at[0] == 0xe2 && (unsigned char)form.at[1] == 0x80)
        switch ((unsigned char)form.at[2]) {
        case 0x9c:
            return DM_QUOTE_OPEN;
        case 0x9d:
            return DM_QUOTE_CLOSE;
        case 0x9e:
            return DM_QUOTE_OPEN; /* low-9 */
        case 0x98:
            return DM_QUOTE_SINGLE_OPEN;
        case 0x99:
            return DM_QUOTE_SINGLE_CLOSE;
        case 0x9a:
            return DM_QUOTE_SINGLE_OPEN;
        default:
            return DM_QUOTE_NONE;
        }
    if (form.size == 6 && memcmp(form.at, "&quot;", 6) == 0)
        return DM_QUOTE_STRAIGHT;
    if (form.size == 6 && (memcmp(form.at, "\xe2\x80\x98\xe2\x80\x98", 6) == 0))
        return DM_QUOTE_OPEN;
    if (form.size == 6 && (memcmp(form.at, "\xe2\x80\x99\xe2\x80\x99", 6) == 0))
        return DM_QUOTE_CLOSE;
    return DM_QUOTE_NONE;
}

/* One mark or run of marks at `at`; returns its end. */
static const char *push_mark(run *scan, const char *at)
{
    const char *end = scan->end, *to;
    unsigned size;
    kind_of(at, end, &size);
    to = at + size;
    unsigned marks = 0;
    unsigned char byte = (unsigned char)*at;
    if (byte == '.' || byte == '!' || byte == '?') {
        while (to < end && (*to == '.' || *to == '!' || *to == '?'))
            to++;
        marks = DM_MARK_STOP;
        if (to < end && is_word(kind_at(scan, to)))
            marks |= DM_MARK_GLUED;
    } else if (byte < 0x80 && strchr("-*=_~+#<>|", byte)) {
        while (to < end && *to == *at)
            to++;
    } else if (byte == '\'' || byte == '`') {
        if (to < end && *to == *at)
            to++;
    } else if (size == 3 && end - at >= 6 && memcmp(at, at + 3, 3) == 0 && byte == 0xe2 &&
               (unsigned char)at[1] == 0x80 && ((unsigned char)at[2] == 0x98 || (unsigned char)at[2] == 0x99)) {
        to = at + 6;
    } else if (byte == '&') {
        const char *entity = entity_end(at, end);
        if (entity)
            to = entity;
    } else if (size == 3 && memcmp(at, "\xe2\x80\xa6", 3) == 0) {
        marks = DM_MARK_STOP;
    } else if (is_face(at, end)) {
        to = end;
    }
    switch (dm_quote_kind((dm_slice){at, (size_t)(to - at)})) {
    case DM_QUOTE_STRAIGHT:
    case DM_QUOTE_SINGLE:
        marks |= DM_MARK_QUOTE | (at == scan->start || strchr("([{", at[-1]) ? DM_MARK_OPEN
                                  : to == end                                ? DM_MARK_CLOSE
                                                                             : 0);
        if (!(marks & (DM_MARK_OPEN | DM_MARK_CLOSE)))
            marks |= is_word(kind_at(scan, to)) ? DM_MARK_OPEN : DM_MARK_CLOSE;
        if (to == end && at == scan->start) /* stands alone: not to be told from its blanks */
            marks &= ~(unsigned)DM_MARK_OPEN;
        break;
    case DM_QUOTE_OPEN:
    case DM_QUOTE_SINGLE_OPEN:
        marks |= DM_MARK_QUOTE | DM_MARK_OPEN;
        break;
    case DM_QUOTE_CLOSE:
    case DM_QUOTE_SINGLE_CLOSE:
        marks |= DM_MARK_QUOTE | DM_MARK_CLOSE;
        break;
    default:
        if (byte == '(' || byte == '[' || byte == '{')
            marks |= DM_MARK_OPEN;
        if (byte == ')' || byte == ']' || byte == '}')
            marks |= DM_MARK_CLOSE;
    }
    push(scan, at, to, 0, marks);
    return to;
}

/* '72, 'em, 's: words that begin with an apostrophe.  Their end, or NULL. */
static const char *apostrophe_word(const run *scan, const char *at, unsigned size)
{
    static const char *const listed[] = {"s",   "m",    "d",     "re",  "ve",   "ll", "em",
                                         "til", "till", "cause", "tis", "twas", "n",  "bout"};
    const char *from = at + size, *to = from;
    while (to < scan->end && is_word(kind_at(scan, to)))
        to++;
    if (to - from >= 2 && to - from <= 3 && is_digit(from, to) && is_digit(from + 1, to) &&
        (to - from == 2 || to[-1] == 's'))
        return to;
    if (same_letters(from, to, "n") && apostrophe(to, scan->end)) /* rock 'n' roll */
        return to + apostrophe(to, scan->end);
    for (size_t i = 0; i < DM_COUNT(listed); i++)
        if (same_letters(from, to, listed[i]) && to > from && (i < 6 ? at == scan->start : true))
            return to;
    return NULL;
}

void dm_words_cut(dm_words *words, uint32_t start, uint32_t stop)
{
    run scan = {words, words->text, words->text + start, words->text + stop};
    const char *at = scan.start;
    uint32_t first = words->words.count;
    bool address = false;
    for (const char *byte = at; byte < scan.end && !address; byte++) /* is anything but words here? */
        address = *byte == '@' || *byte == ':' || (*byte == 'w' && scan.end - byte > 6 && memcmp(byte, "www.", 4) == 0);
    while (at < scan.end) {
        unsigned size, kind = kind_of(at, scan.end, &size);
        const char *to;
        if (address && is_word(kind) && (to = address_end(at, scan.end)) != NULL) {
            push(&scan, at, to, 0, 0);
            at = to;
            continue;
        }
        if (kind == K_APOSTROPHE) {
            to = apostrophe_word(&scan, at, size);
            if (to) {
                push(&scan, at, to, 0, 0);
                at = to;
                continue;
            }
            bool single = !apostrophe(at + size, scan.end);
            if (single && words->words.count > first && !words->single_open) { /* the Saudis' */
                const dm_word *last = &words->words.at[words->words.count - 1];
                char letter = last->form.at[last->form.size - 1];
                if ((letter == 's' || letter == 'S' || letter == 'z' || letter == 'x') &&
                    last->span.end == (uint32_t)(at - scan.text)) {
                    push(&scan, at, at + size, DM_WORD_JOINED, 0);
                    at += size;
                    continue;
                }
            }
            if (single && *at == '\'')
                words->single_open =
                    at == scan.start || words->words.count == first ? kind_at(&scan, at + size) != K_OTHER : false;
            at = push_mark(&scan, at);
            continue;
        }
        if (is_word(kind) || (kind == K_STOP && is_digit(at + 1, scan.end) && at == scan.start) ||
            (*at == '+' && is_digit(at + 1, scan.end)) ||
            (*at == '@' && at + 1 < scan.end && kind_at(&scan, at + 1) == K_LETTER)) {
            const char *mark;
            unsigned abbreviated;
            to = word_end(&scan, is_word(kind) ? at : at + 1, &mark, &abbreviated);
            push_word(&scan, at, to, mark, abbreviated ? DM_MARK_ABBREVIATION | abbreviated << DM_MARK_KIND : 0);
            at = to;
            continue;
        }
        at = push_mark(&scan, at);
    }
    if (words->words.count > first)
        words->words.at[words->words.count - 1].flags |= DM_WORD_SPACE;
}
