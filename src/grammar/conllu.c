/* CoNLL-U in and out (https://universaldependencies.org/format.html). */
#include "grammar/tree.h"

enum { ID, FORM, LEMMA, UPOS, XPOS, FEATS, HEAD, DEPREL, DEPS, MISC, COLUMNS };

typedef DM_VECTOR(dm_word) word_list;
typedef DM_VECTOR(dm_token) token_list;
typedef DM_VECTOR(dm_sentence) sentence_list;
typedef DM_VECTOR(dm_named) name_list;
typedef DM_VECTOR(char) byte_list;

/* A document that is being read. */
typedef struct reading {
    dm_arena *arena;
    dm_error *error;
    dm_slice rest;
    uint32_t line;           /* lines read */
    uint32_t first;          /* first word of the sentence that is being read */
    word_list words;
    token_list tokens;
    sentence_list sentences;
    name_list names;
    char *text;              /* the text so far */
    size_t text_size, text_room;
    uint32_t paragraph;
    bool parsed, heads_missing;
    dm_conllu *out;
} reading;

/* A surface token of more than one word that is open. */
typedef struct surface {
    uint32_t last;           /* id of its last word, 0 when none is open */
    uint32_t start, end;     /* its bytes in the text */
    uint32_t at;             /* bytes given to words so far */
    bool space;
} surface;

static dm_status bad(const reading *in, const char *why)
{
    return dm_fail(in->error, DM_BAD_INPUT, "", in->line, 0, "CoNLL-U: %s", why);
}

static bool next_line(reading *in, dm_slice *line)
{
    if (!dm_slice_line(&in->rest, line)) return false;
    in->line++;
    return true;
}

static bool starts(dm_slice slice, const char *with)
{
    size_t size = strlen(with);
    return slice.size >= size && memcmp(slice.at, with, size) == 0;
}

/* "# key = value": true when the comment has that key. */
static bool comment_value(dm_slice line, const char *key, dm_slice *value)
{
    dm_slice rest = dm_slice_trim((dm_slice){line.at + 1, line.size - 1});
    if (!starts(rest, key)) return false;
    rest = (dm_slice){rest.at + strlen(key), rest.size - strlen(key)};
    if (rest.size && rest.at[0] != ' ' && rest.at[0] != '=') return false;
    rest = dm_slice_trim(rest);
    if (rest.size && rest.at[0] == '=') rest = dm_slice_trim((dm_slice){rest.at + 1, rest.size - 1});
    *value = rest;
    return true;
}

static bool is_newdoc(dm_slice line)
{
    dm_slice value;
    return line.size && line.at[0] == '#' &&
           (comment_value(line, "newdoc", &value) || comment_value(line, "newdoc id", &value));
}

/* A line without anything but blanks ends a sentence. */
static bool is_blank(dm_slice line) { return dm_slice_trim(line).size == 0; }

static bool add_text(reading *in, const char *at, size_t size)
{
    if (in->text_size + size > in->text_room) {
        size_t room = in->text_room ? in->text_room * 2 : 4096;
        while (room < in->text_size + size) room *= 2;
        char *text = dm_arena_alloc(in->arena, room);
        if (!text) return false;
        if (in->text_size) memcpy(text, in->text, in->text_size);
        in->text = text;
        in->text_room = room;
    }
    if (size) memcpy(in->text + in->text_size, at, size);
    in->text_size += size;
    return true;
}

/* Value of a key in MISC, absent when it has none. */
static dm_slice misc_value(dm_slice misc, const char *key)
{
    size_t size = strlen(key);
    while (misc.at) {
        dm_slice entry = dm_slice_next(&misc, '|');
        if (starts(entry, key) && entry.size > size && entry.at[size] == '=')
            return (dm_slice){entry.at + size + 1, entry.size - size - 1};
    }
    return (dm_slice){NULL, 0};
}

static bool is_unset(dm_slice column) { return column.size == 1 && column.at[0] == '_'; }

/* Cuts a line into its columns, blanks inside a column allowed. */
static bool cut_columns(dm_slice line, dm_slice *columns)
{
    size_t column = 0, start = 0;
    for (size_t i = 0; i <= line.size; i++) {
        if (i < line.size && line.at[i] != '\t') continue;
        if (column == COLUMNS) return false;
        columns[column++] = (dm_slice){line.at + start, i - start};
        start = i + 1;
    }
    return column == COLUMNS;
}

/* "3-4" */
static bool id_range(dm_slice id, uint32_t *first, uint32_t *last)
{
    dm_slice rest = id;
    dm_slice left = dm_slice_next(&rest, '-');
    return rest.at && dm_slice_number(left, first) && dm_slice_number(rest, last);
}

/* "3.1": a node of the enhanced graph only. */
static bool is_empty_node(dm_slice id)
{
    for (size_t i = 1; i + 1 < id.size; i++)
        if (id.at[i] == '.') return true;
    return false;
}

/* The bytes of a surface token of several words that belong to the next of them. */
static void split_surface(reading *in, surface *open, uint32_t id, dm_word *word)
{
    uint32_t left = open->end - open->at, size = (uint32_t)word->form.size;
    if (id == open->last || size > left) size = left;
    /* Never inside a code point. */
    while (size && size < left && ((unsigned char)in->text[open->at + size] & 0xC0) == 0x80) size--;
    word->span = (dm_span){open->at, open->at + size};
    open->at += size;
}

static dm_status read_name(reading *in, dm_slice value, uint32_t word, dm_token *token)
{
    static const char *const types[] = {"PER", "ORG", "LOC"};
    if (!value.at || value.size < 3 || value.at[1] != '-') return DM_OK;
    dm_slice type = {value.at + 2, value.size - 2};
    for (size_t i = 0; i < DM_COUNT(types); i++) {
        if (!dm_slice_is(type, types[i])) continue;
        token->name = (uint8_t)(DM_NAME_PER + i);
        dm_named *before = in->names.count ? &in->names.at[in->names.count - 1] : NULL;
        if (value.at[0] == 'I' && before && word > in->first && before->last == word && before->type == (dm_name_type)token->name) {
            before->last++;
            return DM_OK;
        }
        token->name_begins = 1;
        dm_named *named = DM_PUSH(in->arena, &in->names);
        if (!named) return DM_NO_MEMORY;
        *named = (dm_named){word, word + 1, (dm_name_type)token->name};
    }
    return DM_OK;
}

/* Form, place in the text and flags of a word. */
static dm_status read_word(reading *in, const dm_slice *columns, uint32_t id, surface *open)
{
    dm_word *word = DM_PUSH(in->arena, &in->words);
    if (!word) return DM_NO_MEMORY;
    word->form = columns[FORM];
    if (open->last) {
        uint32_t flags = word->form.size && open->at > open->start ? DM_WORD_JOINED : 0;
        split_surface(in, open, id, word);
        if (id == open->last && open->space) flags |= DM_WORD_SPACE;
        word->flags = flags;
        if (id == open->last) open->last = 0;
    } else {
        uint32_t start = (uint32_t)in->text_size;
        if (!add_text(in, word->form.at, word->form.size)) return DM_NO_MEMORY;
        word->span = (dm_span){start, (uint32_t)in->text_size};
        if (!dm_slice_is(misc_value(columns[MISC], "SpaceAfter"), "No")) {
            word->flags = DM_WORD_SPACE;
            if (!add_text(in, " ", 1)) return DM_NO_MEMORY;
        }
    }
    if (in->text_size > UINT32_MAX / 2)
        return dm_fail(in->error, DM_LIMIT, "", in->line, 0, "CoNLL-U: a document of more than 2 GB");
    word->form = dm_arena_copy(in->arena, word->form);
    uint32_t flags = word->flags;
    dm_word_fill(word);
    word->flags |= flags;
    return in->arena->failed ? DM_NO_MEMORY : DM_OK;
}

/* Tags, lemma and head; the head is kept as its id until the sentence is complete. */
static dm_status read_token(reading *in, const dm_slice *columns)
{
    dm_token *token = DM_PUSH(in->arena, &in->tokens);
    if (!token) return DM_NO_MEMORY;
    const dm_word *word = &in->words.at[in->words.count - 1];
    token->child = token->next = DM_NONE;
    token->upos = DM_X;
    if (is_unset(columns[UPOS])) {
        in->parsed = false;
    } else {
        dm_upos upos;
        if (!dm_upos_named(columns[UPOS], &upos)) return bad(in, "column 4 is not a universal part of speech");
        token->upos = (uint8_t)upos;
    }
    token->xpos = (uint8_t)dm_xpos_named(columns[XPOS]);
    token->relation = (uint8_t)dm_relation_named(columns[DEPREL]);
    bool no_lemma = columns[LEMMA].size == 0 || (is_unset(columns[LEMMA]) && !is_unset(columns[FORM]));
    token->lemma = no_lemma || dm_slice_equal(columns[LEMMA], word->form) ? word->form
                                                                          : dm_arena_copy(in->arena, columns[LEMMA]);
    token->lemma_key = token->lemma.at == word->form.at ? word->key : dm_key(token->lemma.at, token->lemma.size);
    if (is_unset(columns[HEAD])) {
        in->heads_missing = true;
        token->head = 0;
    } else if (!dm_slice_number(columns[HEAD], &token->head)) {
        return bad(in, "column 7 is not a head");
    }
    return read_name(in, misc_value(columns[MISC], "NER"), in->words.count - 1, token);
}

/* Turns the heads of a complete sentence into word indices; checks that they make one tree. */
static dm_status check_tree(reading *in, uint32_t first)
{
    uint32_t count = in->tokens.count - first, roots = 0;
    dm_token *tokens = in->tokens.at + first;
    for (uint32_t i = 0; i < count; i++) {
        if (tokens[i].head > count) return bad(in, "a head lies outside its sentence (line of the sentence's end given)");
        if (tokens[i].head == 0) roots++;
    }
    if (roots > 1) return bad(in, "a sentence has more than one root (line of its end given)");
    /* Every chain of heads must end at the root; `next` holds the walk that saw a word last. */
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = i + 1;
        while (at && tokens[at - 1].next == DM_NONE) {
            tokens[at - 1].next = i;
            at = tokens[at - 1].head;
        }
        if (at && tokens[at - 1].next == i) return bad(in, "the heads of a sentence go round (line of its end given)");
    }
    for (uint32_t i = 0; i < count; i++) {
        tokens[i].next = DM_NONE;
        tokens[i].head = tokens[i].head ? first + tokens[i].head - 1 : DM_NONE;
        if (tokens[i].head == DM_NONE) tokens[i].relation = DM_R_ROOT;
    }
    return DM_OK;
}

static dm_status end_sentence(reading *in, uint32_t first)
{
    dm_sentence *sentence = DM_PUSH(in->arena, &in->sentences);
    if (!sentence) return DM_NO_MEMORY;
    const dm_word *words = in->words.at;
    *sentence = (dm_sentence){.first = first, .last = in->words.count, .paragraph = in->paragraph};
    sentence->span = (dm_span){words[first].span.start, words[in->words.count - 1].span.end};
    if (in->heads_missing) in->parsed = false;
    if (!in->heads_missing) return check_tree(in, first);
    for (uint32_t i = first; i < in->tokens.count; i++) in->tokens.at[i].head = DM_NONE;
    return DM_OK;
}

static dm_status check_bytes(const reading *in, dm_slice line)
{
    if (dm_utf8_check(line.at, line.size) != line.size) return bad(in, "bytes that are not UTF-8");
    for (size_t i = 0; i < line.size; i++)
        if ((unsigned char)line.at[i] < 0x20 && line.at[i] != '\t') return bad(in, "control characters");
    return DM_OK;
}

/* Takes off what parts the text from the next sentence, back to the end of the last word. */
static void drop_blanks(reading *in)
{
    in->text_size = in->words.count ? in->words.at[in->words.count - 1].span.end : 0;
}

static dm_status read_comment(reading *in, dm_slice line, bool first)
{
    dm_slice value;
    bool begins = in->sentences.count == 0;
    if (begins && first && (comment_value(line, "newdoc id", &value) || comment_value(line, "newdoc", &value))) {
        if (value.size) in->out->id = dm_arena_copy(in->arena, value);
    } else if (comment_value(line, "newpar id", &value) || comment_value(line, "newpar", &value)) {
        if (!begins) in->paragraph++;
        if (in->text_size && !begins) {
            drop_blanks(in);
            if (!add_text(in, "\n\n", 2)) return DM_NO_MEMORY;
        }
    } else if (comment_value(line, "date", &value)) {
        if (!dm_date_parse(value, &in->out->date)) return bad(in, "# date is not a date");
    }
    return DM_OK;
}

/* One word line, or the range line of a surface token. */
static dm_status read_row(reading *in, dm_slice line, uint32_t first, surface *open)
{
    dm_slice columns[COLUMNS];
    if (!cut_columns(line, columns)) return bad(in, "a word line needs ten columns parted by tabs");
    if (is_empty_node(columns[ID])) return DM_OK;
    uint32_t expected = in->words.count - first + 1, id, last;
    if (columns[FORM].size == 0) return bad(in, "column 2 is empty");
    if (id_range(columns[ID], &id, &last)) {
        if (id != expected || last < id || open->last) return bad(in, "a range of words out of order");
        if (last - id > 1000) return bad(in, "a range of more than 1000 words");
        open->start = open->at = (uint32_t)in->text_size;
        if (!add_text(in, columns[FORM].at, columns[FORM].size)) return DM_NO_MEMORY;
        open->end = (uint32_t)in->text_size;
        open->last = last;
        open->space = !dm_slice_is(misc_value(columns[MISC], "SpaceAfter"), "No");
        if (open->space && !add_text(in, " ", 1)) return DM_NO_MEMORY;
        return DM_OK;
    }
    if (!dm_slice_number(columns[ID], &id) || id != expected) return bad(in, "ids must count 1, 2, 3 ...");
    dm_status status = read_word(in, columns, id, open);
    return status ? status : read_token(in, columns);
}

/* Reads up to the blank line behind a sentence.  *any tells whether there was one. */
static dm_status read_sentence(reading *in, bool *any)
{
    uint32_t first = in->first = in->words.count;
    surface open = {0, 0, 0, 0, false};
    bool comment = true;
    dm_slice line;
    *any = false;
    in->heads_missing = false;
    while (next_line(in, &line)) {
        dm_status status = check_bytes(in, line);
        if (!status && is_blank(line)) {
            if (in->words.count > first) break;
            continue;
        }
        if (!status && line.at[0] == '#' && in->words.count == first && !open.last)
            status = read_comment(in, line, comment);
        else if (!status)
            status = read_row(in, line, first, &open);
        if (status) return status;
    }
    if (open.last) return bad(in, "a range of words goes on behind the end of its sentence");
    if (in->words.count == first) return DM_OK;
    *any = true;
    return end_sentence(in, first);
}

/* Does the next sentence open a document? Looks at its comments only. */
static bool newdoc_follows(dm_slice rest)
{
    dm_slice line;
    while (dm_slice_line(&rest, &line)) {
        if (is_blank(line)) continue;
        if (line.at[0] != '#') return false;
        if (is_newdoc(line)) return true;
    }
    return false;
}

static void skip_document(reading *in)
{
    dm_slice line, before = in->rest;
    while (dm_slice_line(&in->rest, &line)) {
        if (is_newdoc(line)) {
            in->rest = before;
            return;
        }
        in->line++;
        before = in->rest;
    }
}

static dm_status finish(reading *in)
{
    dm_conllu *out = in->out;
    drop_blanks(in);
    out->parsed = in->parsed;
    out->text = (dm_text){
        .text = {in->text, in->text_size},
        .words = in->words.at,
        .word_count = in->words.count,
        .sentences = in->sentences.at,
        .sentence_count = in->sentences.count,
    };
    out->text.sentence_of = dm_arena_zero(in->arena, in->words.count, sizeof *out->text.sentence_of);
    if (!out->text.sentence_of) return DM_NO_MEMORY;
    for (uint32_t s = 0; s < in->sentences.count; s++)
        for (uint32_t w = in->sentences.at[s].first; w < in->sentences.at[s].last; w++) out->text.sentence_of[w] = s;
    dm_status status = dm_text_quotations(in->arena, &out->text);
    if (status) return status;
    out->tree = (dm_tree){&out->text, in->tokens.at, in->names.at, in->names.count};
    if (out->parsed) dm_tree_link(&out->tree);
    return in->arena->failed ? DM_NO_MEMORY : DM_OK;
}

dm_status dm_conllu_read(dm_slice *rest, uint32_t *line, uint32_t max_words, dm_arena *arena, dm_conllu *out,
                         dm_error *error)
{
    memset(out, 0, sizeof *out);
    reading in = {.arena = arena, .error = error, .rest = *rest, .line = *line ? *line - 1 : 0, .parsed = true, .out = out};
    dm_status status = DM_OK;
    for (;;) {
        reading before = in;
        if (in.sentences.count && newdoc_follows(in.rest)) break;
        bool any;
        status = read_sentence(&in, &any);
        if (status || !any) break;
        if (max_words && in.words.count > max_words && before.sentences.count) {
            /* The lists only grew behind what `before` counts. */
            in = before;
            break;
        }
    }
    if (!status && !in.sentences.count) {
        *rest = in.rest;
        *line = in.line + 1;
        return arena->failed ? dm_fail(error, DM_NO_MEMORY, "", 0, 0, "out of memory") : DM_END;
    }
    if (!status) status = finish(&in);
    if (status == DM_NO_MEMORY) dm_fail(error, DM_NO_MEMORY, "", in.line, 0, "out of memory");
    if (status) skip_document(&in);
    *rest = in.rest;
    *line = in.line + 1;
    return status;
}

/* ---- Writing --------------------------------------------------------------------------------------------- */

/* A line is put together here before it goes to the stream. */
typedef struct writing {
    FILE *out;
    char line[1024];
    size_t size;
} writing;

static void put(writing *out, const char *at, size_t size)
{
    if (out->size + size > sizeof out->line) {
        fwrite(out->line, 1, out->size, out->out);
        out->size = 0;
        if (size > sizeof out->line) {
            fwrite(at, 1, size, out->out);
            return;
        }
    }
    if (size) memcpy(out->line + out->size, at, size);
    out->size += size;
}

static void put_text(writing *out, const char *text) { put(out, text, strlen(text)); }

/* A value of a column or comment: no tabs, no ends of lines, never empty. */
static void put_value(writing *out, dm_slice value)
{
    size_t start = 0;
    if (!value.size) put(out, "_", 1);
    for (size_t i = 0; i < value.size; i++)
        if ((unsigned char)value.at[i] < 0x20) {
            put(out, value.at + start, i - start);
            put(out, " ", 1);
            start = i + 1;
        }
    put(out, value.at + start, value.size - start);
}

static void put_number(writing *out, uint32_t number)
{
    char digits[16];
    size_t at = sizeof digits;
    do digits[--at] = (char)('0' + number % 10);
    while (number /= 10);
    put(out, digits + at, sizeof digits - at);
}

/* Behind the last word of the surface token that begins at `first`. */
static uint32_t surface_end(const dm_text *text, const dm_sentence *sentence, uint32_t first)
{
    uint32_t last = first + 1;
    while (last < sentence->last && (text->words[last].flags & DM_WORD_JOINED)) last++;
    return last;
}

static dm_slice surface_form(const dm_text *text, uint32_t first, uint32_t last)
{
    uint32_t start = text->words[first].span.start, end = text->words[last - 1].span.end;
    if (last - first == 1 || start >= end || end > text->text.size) return text->words[first].form;
    return (dm_slice){text->text.at + start, end - start};
}

static void put_comments(writing *out, const dm_text *text, uint32_t number, const dm_document *document)
{
    const dm_sentence *sentence = &text->sentences[number];
    if (number == 0 && document) {
        put_text(out, "# newdoc");
        if (document->id.size) {
            put_text(out, " id = ");
            put_value(out, document->id);
        }
        put_text(out, "\n");
        if (document->date.year) {
            char date[32];
            int size = snprintf(date, sizeof date, "# date = %04d", document->date.year);
            put(out, date, (size_t)size);
            size = document->date.month ? snprintf(date, sizeof date, "-%02u", document->date.month) : 0;
            put(out, date, (size_t)size);
            size = document->date.month && document->date.day ? snprintf(date, sizeof date, "-%02u", document->date.day) : 0;
            put(out, date, (size_t)size);
            put_text(out, "\n");
        }
    }
    if (number == 0 || text->sentences[number - 1].paragraph != sentence->paragraph) put_text(out, "# newpar\n");
    put_text(out, "# sent_id = ");
    if (document && document->id.size) {
        put_value(out, document->id);
        put_text(out, "-");
    }
    put_number(out, number + 1);
    put_text(out, "\n# text = ");
    for (uint32_t i = sentence->first; i < sentence->last;) {
        uint32_t last = surface_end(text, sentence, i);
        put_value(out, surface_form(text, i, last));
        if (last < sentence->last && (text->words[last - 1].flags & DM_WORD_SPACE)) put_text(out, " ");
        i = last;
    }
    put_text(out, "\n");
}

static void put_word(writing *out, const dm_tree *tree, const dm_sentence *sentence, uint32_t word, bool alone)
{
    static const char *const types[] = {"", "PER", "ORG", "LOC"};
    const dm_token *token = &tree->tokens[word];
    put_number(out, word - sentence->first + 1);
    put_text(out, "\t");
    put_value(out, tree->text->words[word].form);
    put_text(out, "\t");
    put_value(out, token->lemma);
    put_text(out, "\t");
    put_text(out, dm_upos_name((dm_upos)token->upos));
    put_text(out, "\t");
    put_text(out, dm_xpos_name((dm_xpos)token->xpos));
    put_text(out, "\t_\t");
    put_number(out, token->head == DM_NONE ? 0 : token->head - sentence->first + 1);
    put_text(out, "\t");
    put_text(out, dm_relation_name((dm_relation)token->relation));
    put_text(out, "\t_\t");
    bool close = alone && !(tree->text->words[word].flags & DM_WORD_SPACE);
    bool named = token->name > DM_NO_NAME && token->name <= DM_NAME_LOC;
    if (named) {
        put_text(out, token->name_begins ? "NER=B-" : "NER=I-");
        put_text(out, types[token->name]);
    }
    if (close) put_text(out, named ? "|SpaceAfter=No" : "SpaceAfter=No");
    put_text(out, close || named ? "\n" : "_\n");
}

dm_status dm_conllu_write(FILE *stream, const dm_tree *tree, const dm_document *document)
{
    const dm_text *text = tree->text;
    writing out = {.out = stream};
    for (uint32_t s = 0; s < text->sentence_count; s++) {
        const dm_sentence *sentence = &text->sentences[s];
        if (sentence->first == sentence->last) continue;
        put_comments(&out, text, s, document);
        for (uint32_t i = sentence->first; i < sentence->last;) {
            uint32_t last = surface_end(text, sentence, i);
            bool alone = last - i == 1;
            if (!alone) {
                put_number(&out, i - sentence->first + 1);
                put_text(&out, "-");
                put_number(&out, last - sentence->first);
                put_text(&out, "\t");
                put_value(&out, surface_form(text, i, last));
                put_text(&out, "\t_\t_\t_\t_\t_\t_\t_\t");
                put_text(&out, text->words[last - 1].flags & DM_WORD_SPACE ? "_\n" : "SpaceAfter=No\n");
            }
            for (; i < last; i++) put_word(&out, tree, sentence, i, alone);
        }
        put_text(&out, "\n");
    }
    fwrite(out.line, 1, out.size, stream);
    return ferror(stream) ? DM_IO : DM_OK;
}
