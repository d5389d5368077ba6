/* Documents into paragraphs, paragraphs into words and sentences. */
#include "text/parts.h"

#include <stdlib.h>

void dm_word_fill(dm_word *word)
{
    const char *at = word->form.at, *end = at + word->form.size;
    uint32_t letters = 0, upper = 0, flags = 0;
    while (at < end) {
        unsigned char byte = (unsigned char)*at;
        if (byte < 0x80) {
            at++;
            if ((byte | 32) >= 'a' && (byte | 32) <= 'z') {
                if (byte < 'a')
                    upper++, flags |= letters ? 0 : DM_WORD_CAPITAL;
                letters++;
            } else if (byte >= '0' && byte <= '9') {
                flags |= DM_WORD_DIGIT;
            }
            continue;
        }
        unsigned size;
        uint32_t code = dm_utf8_get(at, end, &size);
        at += size;
        if (dm_is_letter(code)) {
            if (dm_is_upper(code))
                upper++, flags |= letters ? 0 : DM_WORD_CAPITAL;
            letters++;
        } else if (dm_is_digit(code)) {
            flags |= DM_WORD_DIGIT;
        }
    }
    if (letters)
        flags |= DM_WORD_LETTER;
    if (letters >= 2 && upper == letters)
        flags |= DM_WORD_CAPITALS;
    if (!(flags & (DM_WORD_LETTER | DM_WORD_DIGIT)))
        flags |= DM_WORD_PUNCT;
    word->flags = (word->flags & (uint32_t)(DM_WORD_SPACE | DM_WORD_FIRST | DM_WORD_JOINED | DM_WORD_QUOTED)) | flags;
    word->hash = dm_hash(word->form.at, word->form.size);
    word->key = dm_key(word->form.at, word->form.size);
}

/* ---- Knowledge -------------------------------------------------------------------------------------------- */

/* The next blank-separated piece of a line. */
static dm_slice piece_of(dm_slice *line)
{
    *line = dm_slice_trim(*line);
    size_t size = 0;
    while (size < line->size && line->at[size] != ' ' && line->at[size] != '\t')
        size++;
    dm_slice piece = {line->at, size};
    line->at += size;
    line->size -= size;
    return piece;
}

static dm_status read_list(dm_resources *resources, const char *name, dm_map *map, bool folded, dm_error *error)
{
    dm_slice rest, line;
    dm_status status = dm_resources_get(resources, name, &rest, error);
    if (status)
        return status;
    while (dm_slice_line(&rest, &line)) {
        line = dm_slice_trim(line);
        if (line.size && line.at[0] == '#')
            continue;
        for (dm_slice piece = piece_of(&line); piece.size; piece = piece_of(&line))
            if (!dm_map_set(map, folded ? dm_key(piece.at, piece.size) : dm_hash(piece.at, piece.size), 1))
                return dm_fail(error, DM_NO_MEMORY, name, 0, 0, "no memory for the list");
    }
    return DM_OK;
}

static dm_status read_abbreviations(dm_resources *resources, dm_splitter *splitter, dm_error *error)
{
    static const char *const kinds[] = {"", "title", "number", "month", "end", "within", "onward"};
    const char *name = "data/text/abbreviations.txt";
    dm_slice rest, line;
    uint32_t number = 0;
    dm_status status = dm_resources_get(resources, name, &rest, error);
    if (status)
        return status;
    while (dm_slice_line(&rest, &line)) {
        number++;
        line = dm_slice_trim(line);
        if (!line.size || line.at[0] == '#')
            continue;
        dm_slice kind = piece_of(&line);
        uint32_t value = 1;
        while (value < DM_COUNT(kinds) && !dm_slice_is(kind, kinds[value]))
            value++;
        if (value == DM_COUNT(kinds))
            return dm_fail(error, DM_BAD_MODEL, name, number, 0, "unknown kind of abbreviation \"%.*s\"",
                           (int)(kind.size < 40 ? kind.size : 40), kind.at);
        for (dm_slice piece = piece_of(&line); piece.size; piece = piece_of(&line)) {
            uint64_t key = dm_hash(piece.at, piece.size);
            dm_map *map = value + 1 == DM_COUNT(kinds) ? &splitter->onward : &splitter->abbreviations;
            if (dm_map_get(map, key) == DM_NONE && !dm_map_set(map, key, value))
                return dm_fail(error, DM_NO_MEMORY, name, number, 0, "no memory for the list");
        }
    }
    return DM_OK;
}

static dm_status read_contractions(dm_resources *resources, dm_splitter *splitter, dm_error *error)
{
    const char *name = "data/text/contractions.txt";
    dm_slice rest, line;
    uint32_t number = 0;
    dm_status status = dm_resources_get(resources, name, &rest, error);
    if (status)
        return status;
    while (dm_slice_line(&rest, &line)) {
        number++;
        line = dm_slice_trim(line);
        if (!line.size || line.at[0] == '#')
            continue;
        dm_slice word = dm_slice_next(&line, ':');
        dm_cutting cutting = {{0}};
        size_t parts = 0, sum = 0;
        for (dm_slice piece = piece_of(&line); piece.size; piece = piece_of(&line)) {
            if (parts == DM_COUNT(cutting.part) || piece.size > 20)
                return dm_fail(error, DM_BAD_MODEL, name, number, 0, "too many or too long parts");
            cutting.part[parts++] = (uint8_t)piece.size;
            sum += piece.size;
        }
        if (parts < 2 || sum != word.size)
            return dm_fail(error, DM_BAD_MODEL, name, number, 0, "the parts are not the word");
        if (splitter->cutting_count == splitter->cutting_room) {
            uint32_t room = splitter->cutting_room ? splitter->cutting_room * 2 : 64;
            dm_cutting *grown = realloc(splitter->cutting, room * sizeof *grown);
            if (!grown)
                return dm_fail(error, DM_NO_MEMORY, name, number, 0, "no memory for the list");
            splitter->cutting = grown;
            splitter->cutting_room = room;
        }
        splitter->cutting[splitter->cutting_count] = cutting;
        if (!dm_map_set(&splitter->cuttings, dm_key(word.at, word.size), splitter->cutting_count++))
            return dm_fail(error, DM_NO_MEMORY, name, number, 0, "no memory for the list");
    }
    return DM_OK;
}

/* The weights of models/split.model: section "weights", int16, a power of two of them; "bias", one int32. */
static dm_status read_model(dm_resources *resources, dm_splitter *splitter, dm_error *error)
{
    const char *name = "models/split.model";
    dm_slice bytes, weights, bias;
    dm_model model;
    dm_status status = dm_resources_get(resources, name, &bytes, error);
    if (!status)
        status = dm_model_open(bytes, "split", name, &model, error);
    if (!status)
        status = dm_model_section(&model, "weights", sizeof(int16_t), SIZE_MAX, &weights, error);
    if (!status)
        status = dm_model_section(&model, "bias", 4, 1, &bias, error);
    if (status)
        return status;
    size_t count = weights.size / sizeof(int16_t);
    if (count == 0 || (count & (count - 1)) != 0 || count > UINT32_MAX)
        return dm_fail(error, DM_BAD_MODEL, name, 0, 0, "the number of weights is not a power of two");
    dm_cursor cursor = dm_cursor_of(bias);
    splitter->bias = (int32_t)dm_cursor_u32(&cursor);
    splitter->weights = (const int16_t *)(const void *)weights.at;
    splitter->weight_mask = (uint32_t)(count - 1);
    return DM_OK;
}

dm_status dm_splitter_open_untrained(dm_resources *resources, dm_splitter **out, dm_error *error)
{
    *out = NULL;
    dm_splitter *splitter = calloc(1, sizeof *splitter);
    if (!splitter)
        return dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "no memory for the splitter");
    dm_map_init(&splitter->abbreviations);
    dm_map_init(&splitter->onward);
    dm_map_init(&splitter->cuttings);
    dm_map_init(&splitter->prefixes);
    dm_map_init(&splitter->units);
    dm_status status = read_abbreviations(resources, splitter, error);
    if (!status)
        status = read_contractions(resources, splitter, error);
    if (!status)
        status = read_list(resources, "data/text/prefixes.txt", &splitter->prefixes, true, error);
    if (!status)
        status = read_list(resources, "data/text/units.txt", &splitter->units, false, error);
    if (status) {
        dm_splitter_close(splitter);
        return status;
    }
    *out = splitter;
    return DM_OK;
}

dm_status dm_splitter_open(dm_resources *resources, dm_splitter **out, dm_error *error)
{
    dm_status status = dm_splitter_open_untrained(resources, out, error);
    if (!status)
        status = read_model(resources, *out, error);
    if (status) {
        dm_splitter_close(*out);
        *out = NULL;
    }
    return status;
}

void dm_splitter_close(dm_splitter *splitter)
{
    if (!splitter)
        return;
    dm_map_free(&splitter->abbreviations);
    dm_map_free(&splitter->onward);
    dm_map_free(&splitter->cuttings);
    dm_map_free(&splitter->prefixes);
    dm_map_free(&splitter->units);
    free(splitter->cutting);
    free(splitter);
}

/* ---- Paragraphs ------------------------------------------------------------------------------------------- */

enum { LONG_LINE = 140 }; /* longer lines than these were not wrapped by hand: each is a paragraph */

/* Bytes of the white space character at `at`, 0 when it is another one. */
static unsigned space_at(const char *at, const char *end)
{
    unsigned char byte = (unsigned char)*at;
    if (byte <= ' ')
        return byte == ' ' || (byte >= '\t' && byte <= '\r') || byte == 0 ? 1 : (byte >= 0x1c && byte <= 0x1f);
    if (byte < 0xc2 || (byte > 0xc2 && byte < 0xe1) || byte > 0xe3)
        return 0;
    unsigned size;
    uint32_t code = dm_utf8_get(at, end, &size);
    return dm_is_space(code) ? size : 0;
}

/* Longest line in bytes. */
static size_t longest_line(dm_slice text)
{
    size_t longest = 0;
    const char *at = text.at, *end = text.at + text.size;
    while (at < end) {
        const char *next = memchr(at, '\n', (size_t)(end - at));
        size_t size = (size_t)((next ? next : end) - at);
        if (size > longest)
            longest = size;
        at = next ? next + 1 : end;
    }
    return longest;
}

/* A single line break between `line_start`..`break_at` and the line at `next` ends the paragraph: lines are long, or
 * the next word would still have fitted into the line before. */
static bool breaks(dm_slice text, size_t longest, size_t line_size, size_t next)
{
    if (next > 1 && text.at[next] >= 'a' && text.at[next] <= 'z') { /* a sentence that goes on in lower case */
        size_t last = next;
        while (last > 0 && (unsigned char)text.at[last - 1] <= ' ')
            last--;
        if (last > 0 && (((text.at[last - 1] | 32) >= 'a' && (text.at[last - 1] | 32) <= 'z') || text.at[last - 1] == ','))
            return false;
    }
    if (longest > LONG_LINE)
        return true;
    size_t word = 0, left = text.size - next;
    while (word < left && word <= longest && (unsigned char)text.at[next + word] > ' ')
        word++;
    return line_size + 1 + word <= longest;
}

/* First paragraph, no final stop, and title case, capitals or brevity. */
static bool is_headline(const dm_text *text, const dm_sentence *sentence, bool whole)
{
    uint32_t long_words = 0, capitals = 0, words = sentence->last - sentence->first;
    if (!whole || words > 30 || words < 2)
        return false;
    const dm_word *last = &text->words[sentence->last - 1];
    while (last > &text->words[sentence->first] && dm_quote_kind(last->form))
        last--;
    if (last->flags & DM_WORD_PUNCT &&
        (last->form.at[0] == '.' || last->form.at[0] == ':' || last->form.at[0] == '-' || last->form.at[0] == ','))
        return false;
    for (uint32_t i = sentence->first; i < sentence->last; i++) {
        const dm_word *word = &text->words[i];
        if (word->form.size < 4 || !(word->flags & DM_WORD_LETTER) || word->flags & DM_WORD_JOINED)
            continue;
        long_words++;
        capitals += (word->flags & DM_WORD_CAPITAL) != 0;
    }
    return capitals * 10 >= long_words * 7 || (words <= 16 && text->sentence_count > 1);
}

static void add_sentences(dm_words *words, dm_arena *arena, uint32_t first, uint32_t paragraph, uint8_t **ends,
                          uint32_t *ends_room, void *list)
{
    DM_VECTOR(dm_sentence) *sentences = list;
    uint32_t last = words->words.count;
    if (first == last || arena->failed)
        return;
    if (last - first > *ends_room) {
        *ends_room = (last - first) * 2;
        *ends = dm_arena_alloc(arena, *ends_room);
        if (!*ends)
            return;
    }
    memset(*ends, 0, last - first);
    dm_boundaries_find(words, first, last, *ends);
    (*ends)[last - first - 1] = 1;
    for (uint32_t i = first, from = first; i < last; i++) {
        if (!(*ends)[i - first])
            continue;
        dm_sentence *sentence = DM_PUSH(arena, sentences);
        if (!sentence)
            return;
        sentence->first = from;
        sentence->last = i + 1;
        sentence->span = (dm_span){words->words.at[from].span.start, words->words.at[i].span.end};
        sentence->paragraph = paragraph;
        sentence->dateline = (*ends)[i - first] == DM_END_DATELINE;
        from = i + 1;
    }
}

dm_status dm_text_words(const dm_splitter *splitter, dm_arena *arena, dm_slice text, dm_text *out)
{
    memset(out, 0, sizeof *out);
    out->text = text;
    dm_words words = {.splitter = splitter, .arena = arena, .text = text.at, .text_end = text.at + text.size};
    for (size_t at = 0; at < text.size && !arena->failed;) {
        unsigned size = space_at(text.at + at, words.text_end);
        size_t end = at;
        while (end < text.size && !space_at(text.at + end, words.text_end))
            end++;
        if (size == 0)
            dm_words_cut(&words, (uint32_t)at, (uint32_t)end);
        at = size != 0 ? at + size : end;
    }
    out->words = words.words.at;
    out->word_count = words.words.count;
    return arena->failed ? DM_NO_MEMORY : DM_OK;
}

dm_status dm_text_split(const dm_splitter *splitter, dm_arena *arena, dm_slice text, dm_text *out, dm_error *error)
{
    memset(out, 0, sizeof *out);
    out->text = text;
    if (text.size > DM_TEXT_MOST)
        return dm_fail(error, DM_LIMIT, NULL, 0, DM_TEXT_MOST, "a text of %zu bytes is passed over: it may have %zu", text.size, DM_TEXT_MOST);
    dm_words words = {.splitter = splitter, .arena = arena, .text = text.at, .text_end = text.at + text.size};
    DM_VECTOR(dm_sentence) sentences = {NULL, 0, 0};
    uint8_t *ends = NULL;
    uint32_t ends_room = 0, paragraph = 0, first = 0;
    size_t longest = longest_line(text), line_start = 0, at = 0;
    const char *base = text.at;
    while (at < text.size && !arena->failed) {
        unsigned size = space_at(base + at, base + text.size);
        if (size) {
            size_t breaks_seen = 0, line_end = at;
            while (at < text.size && (size = space_at(base + at, base + text.size)) != 0) {
                if (base[at] == '\n' || (base[at] == '\r' && (at + 1 == text.size || base[at + 1] != '\n')))
                    breaks_seen++;
                else if (size == 3 &&
                         (memcmp(base + at, "\xe2\x80\xa8", 3) == 0 || memcmp(base + at, "\xe2\x80\xa9", 3) == 0))
                    breaks_seen += 2; /* line and paragraph separators */
                at += size;
                if (breaks_seen && (base[at - 1] == '\n' || base[at - 1] == '\r'))
                    line_start = breaks_seen == 1 ? line_start : at;
            }
            if (breaks_seen && at < text.size && words.words.count > first &&
                (breaks_seen > 1 || breaks(text, longest, line_end - line_start, at))) {
                add_sentences(&words, arena, first, paragraph++, &ends, &ends_room, &sentences);
                first = words.words.count;
                words.single_open = false;
            }
            if (breaks_seen)
                line_start = at;
            continue;
        }
        size_t end = at;
        while (end < text.size && !space_at(base + end, base + text.size))
            end++;
        dm_words_cut(&words, (uint32_t)at, (uint32_t)end);
        at = end;
    }
    add_sentences(&words, arena, first, paragraph, &ends, &ends_room, &sentences);
    out->words = words.words.at;
    out->word_count = words.words.count;
    out->sentences = sentences.at;
    out->sentence_count = sentences.count;
    out->sentence_of = dm_arena_alloc(arena, ((size_t)out->word_count + 1) * sizeof *out->sentence_of);
    if (arena->failed)
        return dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "no memory for the words of the text");
    for (uint32_t i = 0; i < out->sentence_count; i++)
        for (uint32_t word = out->sentences[i].first; word < out->sentences[i].last; word++)
            out->sentence_of[word] = i;
    if (out->sentence_count && out->sentences[0].paragraph == 0)
        out->sentences[0].headline =
            is_headline(out, &out->sentences[0], out->sentence_count == 1 || out->sentences[1].paragraph != 0);
    return dm_text_quotations(arena, out);
}
