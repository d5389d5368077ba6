/* Reads data/cues/ and finds cues in trees.  A cue is looked up by the lemma of its head word; only then is the tree
 * looked at, for the cue's further words: particles, objects, adjectives and prepositions below the head. */
#include "code/cue.h"

#include <stdlib.h>

static const char *const class_names[DM_CUE_CLASS_COUNT] = {"verb", "noun", "adjective", "preposition",
                                                            "lead", "good", "bad",       "policy", "never"};
static const char *const kind_names[DM_CUE_KIND_COUNT] = {"speech", "evidence",  "thought",
                                                          "wish",   "judgement", "stance"};
static const struct {
    const char *name;
    uint16_t bit;
} take_names[] = {{"clause", DM_TAKES_CLAUSE},   {"quote", DM_TAKES_QUOTE},    {"to", DM_TAKES_TO},
                  {"ing", DM_TAKES_ING},         {"object", DM_TAKES_OBJECT},  {"person", DM_TAKES_PERSON},
                  {"passive", DM_TAKES_PASSIVE}, {"for", DM_TAKES_FOR},        {"against", DM_TAKES_AGAINST},
                  {"denied", DM_TAKES_DENIED},   {"sure", DM_TAKES_SURE},      {"act", DM_TAKES_ACT},
                  {"holder", DM_TAKES_HOLDER},   {"verdict", DM_TAKES_VERDICT},  {"deed", DM_TAKES_DEED}};

static bool named(const char *const *names, size_t count, dm_slice word, uint8_t *out)
{
    for (size_t i = 0; i < count; i++)
        if (dm_slice_is(word, names[i])) {
            *out = (uint8_t)i;
            return true;
        }
    return false;
}

/* Puts a cue behind the longer ones with the same head. */
static bool enter(dm_cues *cues, uint64_t head, uint32_t number)
{
    dm_cue *cue = &cues->cues.at[number];
    uint64_t key = dm_mix(head, cue->class);
    uint32_t first = dm_map_get(&cues->heads, key), before = DM_NONE;
    for (uint32_t i = first; i != DM_NONE && cues->cues.at[i].extra_count >= cue->extra_count;
         i = cues->cues.at[i].next)
        before = i;
    if (before == DM_NONE) {
        cue->next = first;
        return dm_map_set(&cues->heads, key, number);
    }
    cue->next = cues->cues.at[before].next;
    cues->cues.at[before].next = number;
    return true;
}

/* One line: CLASS WORD [WORD...]: KIND TAKES... */
static dm_status read_line(dm_cues *cues, dm_slice line, const char *file, uint32_t number, dm_error *error)
{
    dm_slice rest = line, left = dm_slice_next(&rest, ':');
    rest = rest.at ? dm_slice_trim(rest) : rest;
    dm_slice class = dm_slice_next(&left, ' '), head = dm_slice_next(&left, ' ');
    dm_cue *cue = DM_PUSH(&cues->arena, &cues->cues);
    if (!cue)
        return dm_fail(error, DM_NO_MEMORY, file, number, 0, "no memory for cues");
    cue->next = DM_NONE;
    if (!named(class_names, DM_COUNT(class_names), class, &cue->class))
        return dm_fail(error, DM_BAD_MODEL, file, number, 0,
                       "a line begins with verb, noun, adjective, preposition, lead, good, bad, policy or never");
    if (!head.size)
        return dm_fail(error, DM_BAD_MODEL, file, number, 0, "no word between the class and the colon");
    while (left.at) {
        dm_slice word = dm_slice_next(&left, ' ');
        if (!word.size)
            continue;
        if (cue->extra_count == DM_CUE_WORDS)
            return dm_fail(error, DM_BAD_MODEL, file, number, 0, "a cue has at most %d further words", DM_CUE_WORDS);
        cue->extra[cue->extra_count++] = dm_key(word.at, word.size);
    }
    if (cue->class < DM_CUE_LEAD) {
        dm_slice kind = dm_slice_next(&rest, ' ');
        if (!named(kind_names, DM_COUNT(kind_names), kind, &cue->kind))
            return dm_fail(error, DM_BAD_MODEL, file, number, 0,
                           "after the colon comes speech, evidence, thought, wish, judgement or stance");
    }
    while (rest.at) {
        dm_slice word = dm_slice_next(&rest, ' ');
        size_t i = 0;
        if (!word.size)
            continue;
        while (i < DM_COUNT(take_names) && !dm_slice_is(word, take_names[i].name))
            i++;
        if (i == DM_COUNT(take_names))
            return dm_fail(error, DM_BAD_MODEL, file, number, 0, "unknown word \"%.*s\" after the colon",
                           word.size > 40 ? 40 : (int)word.size, word.at);
        cue->takes |= take_names[i].bit;
    }
    if (cue->class <= DM_CUE_ADJECTIVE &&
        !(cue->takes & (DM_TAKES_CLAUSE | DM_TAKES_QUOTE | DM_TAKES_TO | DM_TAKES_ING | DM_TAKES_OBJECT)))
        return dm_fail(error, DM_BAD_MODEL, file, number, 0,
                       "says nothing of what the content is: clause, quote, to ...");
    if ((cue->takes & DM_TAKES_FOR) && (cue->takes & DM_TAKES_AGAINST))
        return dm_fail(error, DM_BAD_MODEL, file, number, 0, "both for and against");
    if (cue->kind == DM_CUE_STANCE && !(cue->takes & (DM_TAKES_FOR | DM_TAKES_AGAINST)))
        return dm_fail(error, DM_BAD_MODEL, file, number, 0, "a stance is for or against");
    cue->by = dm_arena_print(&cues->arena, "%s:%u", strncmp(file, "data/", 5) ? file : file + 5, number);
    if (!enter(cues, dm_key(head.at, head.size), cues->cues.count - 1))
        return dm_fail(error, DM_NO_MEMORY, file, number, 0, "no memory for cues");
    return DM_OK;
}

static dm_status read_file(dm_cues *cues, dm_slice content, const char *file, dm_error *error)
{
    dm_slice line;
    for (uint32_t number = 1; dm_slice_line(&content, &line); number++) {
        const char *comment = line.size ? memchr(line.at, '#', line.size) : NULL;
        if (comment)
            line.size = (size_t)(comment - line.at);
        line = dm_slice_trim(line);
        if (!line.size)
            continue;
        dm_status status = read_line(cues, line, file, number, error);
        if (status)
            return status;
    }
    return DM_OK;
}

dm_status dm_cues_open(dm_resources *resources, const char *const *issue_files, size_t issue_count, dm_cues **out,
                       dm_error *error)
{
    dm_cues *cues = calloc(1, sizeof *cues);
    *out = NULL;
    if (!cues)
        return dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "no memory for cues");
    dm_arena_init(&cues->arena);
    dm_map_init(&cues->heads);
    dm_map_init(&cues->turns);
    dm_phrases_init(&cues->issue_names);
    dm_status status = DM_OK;
    for (size_t i = 0; !status; i++) {
        const char *name;
        dm_slice content;
        status = dm_resources_at(resources, "data/cues/", i, &name, &content, error);
        size_t size = status ? 0 : strlen(name);
        if (!status && size > 5 && !strcmp(name + size - 5, ".cues"))
            status = read_file(cues, content, name, error);
    }
    if (status == DM_END)
        status = dm_issues_open(resources, issue_files, issue_count, cues, error);
    if (!status && cues->arena.failed)
        status = dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "no memory for cues");
    if (status) {
        dm_cues_close(cues);
        return status;
    }
    *out = cues;
    return DM_OK;
}

const dm_remark *dm_cues_remarks(const dm_cues *cues, size_t *count)
{
    *count = cues->remarks.count;
    return cues->remarks.at;
}

void dm_cues_close(dm_cues *cues)
{
    if (!cues)
        return;
    dm_phrases_free(&cues->issue_names);
    dm_map_free(&cues->heads);
    dm_map_free(&cues->turns);
    dm_arena_free(&cues->arena);
    free(cues);
}

/* ---- In trees ---------------------------------------------------------------------------------------- */

static void widen(dm_cue_match *match, uint32_t word)
{
    if (word < match->first)
        match->first = word;
    if (word + 1 > match->last)
        match->last = word + 1;
}

/* "reported on Monday" is no report on anything. */
static bool is_day(const dm_token *token)
{
    static const char *const days[] = {"monday", "tuesday", "wednesday", "thursday",   "friday", "saturday",
                                       "sunday", "twitter", "facebook",  "television", "tv",     "radio"};
    for (size_t i = 0; i < DM_COUNT(days); i++)
        if (token->lemma_key == dm_key(days[i], strlen(days[i])))
            return true;
    return false;
}

/* May a dependent of that relation be one of the cue's words itself? */
static bool part_of_cue(uint8_t relation)
{
    switch (relation) {
    case DM_R_COMPOUND_PRT:
    case DM_R_ADVMOD:
    case DM_R_OBJ:
    case DM_R_XCOMP:
    case DM_R_AMOD:
    case DM_R_COMPOUND:
    case DM_R_FIXED:
    case DM_R_IOBJ:
    case DM_R_CASE:
    case DM_R_ADVCL:
    case DM_R_CCOMP:
    case DM_R_OBL:
    case DM_R_DET:
    case DM_R_CONJ:
    case DM_R_MARK:
    case DM_R_EXPL:
    case DM_R_OBL_UNMARKED:
        return true;
    default:
        return false;
    }
}

/* Finds one further word of the cue below `head`; the noun or clause that it introduces becomes the complement. */
static bool find_extra(const dm_tree *tree, uint32_t head, uint64_t key, dm_cue_match *match)
{
    const dm_token *tokens = tree->tokens;
    for (uint32_t c = tokens[head].child; c != DM_NONE; c = tokens[c].next) {
        if (c > head && tokens[c].lemma_key == key && part_of_cue(tokens[c].relation) && tokens[c].upos != DM_PROPN) {
            widen(match, c);
            if (tokens[c].relation == DM_R_OBJ || tokens[c].relation == DM_R_XCOMP || tokens[c].relation == DM_R_OBL)
                match->object = c;
            return true;
        }
    }
    for (uint32_t c = tokens[head].child; c != DM_NONE; c = tokens[c].next) {
        uint8_t r = tokens[c].relation;
        if (c < head || !(r == DM_R_OBL || r == DM_R_NMOD || r == DM_R_ADVCL || r == DM_R_ACL || r == DM_R_XCOMP ||
                          r == DM_R_CCOMP || r == DM_R_OBL_AGENT || r == DM_R_NMOD_DESC || r == DM_R_OBJ))
            continue;
        for (uint32_t cc = tokens[c].child; cc != DM_NONE; cc = tokens[cc].next)
            if (is_day(&tokens[c]))
                break;
            else if (tokens[cc].lemma_key == key &&
                     (tokens[cc].relation == DM_R_CASE || tokens[cc].relation == DM_R_MARK)) {
                if (match->complement == DM_NONE)
                    match->complement = c;
                if (cc <= match->last)
                    widen(match, cc);
                return true;
            }
        uint32_t from, to; /* a preposition that hangs on a word inside the noun phrase */
        dm_tree_range(tree, c, &from, &to);
        if (from < c && from > head && from + 4 > c && tokens[from].lemma_key == key && tokens[from].upos == DM_ADP) {
            if (match->complement == DM_NONE)
                match->complement = c;
            if (from <= match->last)
                widen(match, from);
            return true;
        }
    }
    return false;
}

static bool fits(const dm_tree *tree, uint32_t word, const dm_cue *cue, dm_cue_match *out)
{
    *out = (dm_cue_match){cue, word, DM_NONE, DM_NONE, word, word + 1};
    for (unsigned i = 0; i < cue->extra_count; i++)
        if (!find_extra(tree, word, cue->extra[i], out) &&
            !(out->object != DM_NONE && find_extra(tree, out->object, cue->extra[i], out)))
            return false;
    return true;
}

static bool fits_words(const dm_tree *tree, uint32_t word, const dm_cue *cue, dm_cue_match *out)
{
    const dm_text *text = tree->text;
    if (word + cue->extra_count >= text->sentences[text->sentence_of[word]].last)
        return false;
    for (unsigned i = 0; i < cue->extra_count; i++)
        if (text->words[word + 1 + i].key != cue->extra[i] && tree->tokens[word + 1 + i].lemma_key != cue->extra[i])
            return false;
    *out = (dm_cue_match){cue, word, DM_NONE, DM_NONE, word, word + 1 + cue->extra_count};
    return true;
}

static bool find_class(const dm_cues *cues, const dm_tree *tree, uint32_t word, uint64_t key, dm_cue_class class,
                       dm_cue_match *out)
{
    for (uint32_t i = dm_map_get(&cues->heads, dm_mix(key, class)); i != DM_NONE; i = cues->cues.at[i].next) {
        const dm_cue *cue = &cues->cues.at[i];
        if (class == DM_CUE_PREPOSITION || class == DM_CUE_NEVER ? fits_words(tree, word, cue, out) : fits(tree, word, cue, out))
            return true;
    }
    return false;
}

/* The cue of a verb whose lemma is in no list, by the bases that its form may have: a lemmatiser that never saw "blasted"
 * may give "blaste". */
static bool find_by_form(const dm_cues *cues, const dm_tree *tree, uint32_t word, dm_cue_match *out)
{
    static const struct {
        const char *ending, *base;
        bool doubled;
    } endings[] = {{"ed", "", false}, {"ed", "e", false}, {"ed", "", true},  {"ied", "y", false},  {"ing", "", false},
                   {"ing", "e", false}, {"ing", "", true}, {"s", "", false}, {"es", "", false}, {"ies", "y", false}};
    dm_slice form = tree->text->words[word].form;
    char base[32];
    if (form.size < 5 || form.size + 2 > sizeof base)
        return false;
    for (size_t i = 0; i < DM_COUNT(endings); i++) {
        size_t size = strlen(endings[i].ending), kept = form.size - size, tail = strlen(endings[i].base);
        if (memcmp(form.at + kept, endings[i].ending, size) != 0 || kept < 3)
            continue;
        if (endings[i].doubled && form.at[kept - 1] != form.at[kept - 2])
            continue;
        kept -= endings[i].doubled;
        memcpy(base, form.at, kept);
        memcpy(base + kept, endings[i].base, tail);
        if (find_class(cues, tree, word, dm_key(base, kept + tail), DM_CUE_VERB, out))
            return true;
    }
    return false;
}

bool dm_cue_find(const dm_cues *cues, const dm_tree *tree, uint32_t word, dm_cue_match *out)
{
    const dm_token *token = &tree->tokens[word];
    const dm_text *text = tree->text;
    if (token->upos == DM_PUNCT)
        return false;
    if (word > 0 && dm_slice_is(text->words[word - 1].form, "-") && !(text->words[word - 1].flags & DM_WORD_SPACE))
        return false; /* "oxygen-demanding" */
    if (find_class(cues, tree, word, token->lemma_key, DM_CUE_NEVER, out))
        return false;
    if (find_class(cues, tree, word, tree->text->words[word].key, DM_CUE_PREPOSITION, out))
        return true;
    bool verbal = token->upos == DM_VERB || token->upos == DM_AUX ||
                  (token->upos == DM_NOUN && token->xpos >= DM_X_VB && token->xpos <= DM_X_VBZ);
    /* A verb that the tagger took for a plural noun still has its subject and object. */
    if (!verbal && token->upos == DM_NOUN && dm_tree_find(tree, word, DM_R_NSUBJ) != DM_NONE &&
        dm_tree_find(tree, word, DM_R_COP) == DM_NONE &&
        (dm_tree_find(tree, word, DM_R_OBJ) != DM_NONE || dm_tree_find(tree, word, DM_R_CCOMP) != DM_NONE ||
         dm_tree_find(tree, word, DM_R_XCOMP) != DM_NONE || token->relation == DM_R_PARATAXIS))
        verbal = true;
    if (!verbal && token->xpos == DM_X_NNS && word > text->sentences[text->sentence_of[word]].first + 3 &&
        word + 2 >= text->sentences[text->sentence_of[word]].last && tree->tokens[word - 1].upos == DM_PROPN) {
        uint32_t w = word - 1; /* "...," Marun notes. */
        while (w > word - 4 && tree->tokens[w].upos == DM_PROPN)
            w--;
        verbal = (text->words[w].flags & DM_WORD_PUNCT) && !(text->words[w].flags & DM_WORD_QUOTED) && text->words[w - 1].flags & DM_WORD_QUOTED;
    }
    /* "Said Ada Marun, ..." where the tagger took the verb for a name */
    if (token->xpos == DM_X_NNP && word == text->sentences[text->sentence_of[word]].first &&
        text->words[word].key == dm_key("said", 4))
        return find_class(cues, tree, word, dm_key("say", 3), DM_CUE_VERB, out);
    if (verbal && word > 0 && (token->xpos == DM_X_VBN || token->xpos == DM_X_VBD) && token->relation != DM_R_ROOT &&
        (tree->tokens[word - 1].upos == DM_ADP || tree->tokens[word - 1].upos == DM_DET) &&
        tree->tokens[word - 1].head != word)
        return false; /* "over alleged plots" */
    if (verbal && token->relation == DM_R_AMOD && token->xpos != DM_X_VBG)
        return false;
    if (verbal) {
        if (find_class(cues, tree, word, token->lemma_key, DM_CUE_VERB, out) || find_by_form(cues, tree, word, out))
            return true;
    }
    if (token->upos == DM_NOUN)
        return find_class(cues, tree, word, token->lemma_key, DM_CUE_NOUN, out);
    if (token->upos == DM_ADJ)
        return find_class(cues, tree, word, token->lemma_key, DM_CUE_ADJECTIVE, out);
    return false;
}

const dm_cue *dm_cue_leads(const dm_cues *cues, const dm_tree *tree, uint32_t word)
{
    dm_cue_match match;
    const dm_token *token = &tree->tokens[word];
    if (token->upos != DM_VERB && token->upos != DM_ADJ && token->upos != DM_AUX)
        return NULL;
    return find_class(cues, tree, word, token->lemma_key, DM_CUE_LEAD, &match) ? match.cue : NULL;
}

int dm_cue_verdict(const dm_cues *cues, const dm_tree *tree, uint32_t word)
{
    uint64_t key = tree->tokens[word].lemma_key;
    if (tree->tokens[word].upos == DM_PUNCT)
        return 0;
    if (dm_map_get(&cues->heads, dm_mix(key, DM_CUE_GOOD)) != DM_NONE)
        return 1;
    return dm_map_get(&cues->heads, dm_mix(key, DM_CUE_BAD)) != DM_NONE ? -1 : 0;
}

bool dm_cue_is_policy(const dm_cues *cues, const dm_tree *tree, uint32_t word)
{
    return dm_map_get(&cues->heads, dm_mix(tree->tokens[word].lemma_key, DM_CUE_POLICY)) != DM_NONE;
}
