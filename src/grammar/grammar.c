/* The engines together: tagger, lemmas, parser, names. */
#include "grammar/irregular.h"
#include "grammar/lemma.h"
#include "grammar/names.h"
#include "grammar/net.h"
#include "grammar/parser.h"
#include "grammar/repair.h"
#include "grammar/tagger.h"

#include <stdlib.h>

/* A longer sentence is parsed in pieces of this many words, whose roots are joined to the first. */
enum { LONGEST = 2000 };

struct dm_grammar {
    dm_tagger tagger;
    dm_lemmas lemmas;
    dm_irregular irregular;
    dm_parser parser;
    dm_names *names;
    dm_net *net;  /* of the accurate or the balanced engine; then tagger and parser are not opened */
};

static dm_status open_model(dm_resources *resources, const char *name, const char *kind, dm_model *out, dm_error *error)
{
    dm_slice bytes;
    dm_status status = dm_resources_get(resources, name, &bytes, error);
    return status ? status : dm_model_open(bytes, kind, name, out, error);
}

dm_status dm_grammar_open(dm_resources *resources, dm_engine engine, dm_grammar **out, dm_error *error)
{
    *out = NULL;
    dm_grammar *grammar = calloc(1, sizeof *grammar);
    if (!grammar) return dm_fail(error, DM_NO_MEMORY, "", 0, 0, "out of memory");
    dm_model model;
    dm_status status = open_model(resources, "models/lemma.model", "lemma", &model, error);
    if (!status) status = dm_lemmas_open(&model, &grammar->lemmas, error);
    if (!status) status = dm_irregular_open(resources, &grammar->irregular, error);
    if (engine != DM_FAST) {
        if (!status) status = dm_net_open(resources, engine == DM_ACCURATE ? "models/net.model" : "models/balanced.model", &grammar->net, error);
    } else {
        if (!status) status = open_model(resources, "models/tagger.model", "tagger", &model, error);
        if (!status) status = dm_tagger_open(&model, &grammar->tagger, error);
        if (!status) status = open_model(resources, "models/parser.model", "parser", &model, error);
        if (!status) status = dm_parser_open(&model, &grammar->parser, error);
    }
    if (!status) status = dm_names_open(resources, &grammar->names, error);
    if (status) {
        dm_grammar_close(grammar);
        return status;
    }
    *out = grammar;
    return DM_OK;
}

void dm_grammar_close(dm_grammar *grammar)
{
    if (!grammar) return;
    dm_names_close(grammar->names);
    dm_net_close(grammar->net);
    dm_irregular_close(&grammar->irregular);
    free(grammar);
}

static uint32_t longest_piece(const dm_text *text)
{
    uint32_t most = 0;
    for (uint32_t s = 0; s < text->sentence_count; s++) {
        uint32_t count = text->sentences[s].last - text->sentences[s].first;
        if (count > most) most = count;
    }
    return most < LONGEST ? most : LONGEST;
}

static void parse_sentence(const dm_parser *parser, dm_parsing *state, const dm_text *text, dm_token *tokens,
                           const dm_sentence *sentence)
{
    uint32_t root = DM_NONE;
    for (uint32_t first = sentence->first; first < sentence->last;) {
        uint32_t count = sentence->last - first < LONGEST ? sentence->last - first : LONGEST;
        dm_parser_parse(parser, state, text->words + first, tokens + first, first, count);
        for (uint32_t i = first; i < first + count; i++) {
            if (tokens[i].head != DM_NONE) continue;
            if (root == DM_NONE) {
                root = i;
            } else {
                tokens[i].head = root;
                tokens[i].relation = DM_R_PARATAXIS;
            }
        }
        first += count;
    }
}

static dm_status no_memory(dm_error *error) { return dm_fail(error, DM_NO_MEMORY, "", 0, 0, "out of memory"); }

static bool begin(const dm_parse *p)
{
    *p->out = (dm_tree){.text = p->text};
    dm_token *tokens = dm_arena_zero(p->arena, p->text->word_count, sizeof *tokens);
    if (!tokens) return false;
    p->out->tokens = tokens;
    for (uint32_t i = 0; i < p->text->word_count; i++)
        tokens[i].head = tokens[i].child = tokens[i].next = DM_NONE;
    return true;
}

static void set_lemmas(const dm_grammar *grammar, const dm_parse *p)
{
    for (uint32_t i = 0; i < p->text->word_count; i++) {
        dm_token *token = &p->out->tokens[i];
        const dm_word *word = &p->text->words[i];
        dm_slice irregular = dm_irregular_lemma(&grammar->irregular, word->key, token->upos, token->xpos);
        if (irregular.at) token->lemma = dm_lemma_known(&grammar->lemmas, p->arena, word, token->upos, token->xpos);
        if (irregular.at && !token->lemma.size) token->lemma = irregular;
        if (!irregular.at) token->lemma = dm_lemma_of(&grammar->lemmas, p->arena, word, token->upos, token->xpos);
        bool same = token->lemma.at == word->form.at && token->lemma.size == word->form.size;
        token->lemma_key = same ? word->key : dm_key(token->lemma.at, token->lemma.size);
    }
}

/* Tags and trees by the networks, or by the linear engines (whose parser wants lemmas). */
static bool parse_trees(const dm_grammar *grammar, const dm_parse *parses, size_t count)
{
    dm_tree *trees[DM_PARSES_MOST] = {NULL};
    for (size_t i = 0; i < count; i++) trees[i] = parses[i].out;
    if (grammar->net && dm_net_parse(grammar->net, trees, count)) return false;
    for (size_t i = 0; i < count; i++) {
        const dm_parse *p = &parses[i];
        dm_parsing state;
        if (!grammar->net && (!dm_tagger_text(&grammar->tagger, p->arena, p->text, p->out->tokens) ||
                              !dm_parsing_new(p->arena, longest_piece(p->text), &state)))
            return false;
        set_lemmas(grammar, p);
        for (uint32_t s = 0; !grammar->net && s < p->text->sentence_count; s++)
            parse_sentence(&grammar->parser, &state, p->text, p->out->tokens, &p->text->sentences[s]);
    }
    return true;
}

dm_status dm_grammar_parse_all(const dm_grammar *grammar, const dm_parse *parses, size_t count, dm_error *error)
{
    bool good = true;
    for (size_t i = 0; i < count && good; i++) good = begin(&parses[i]);
    if (!good || !parse_trees(grammar, parses, count)) return no_memory(error);
    for (size_t i = 0; i < count; i++) {
        dm_repair(parses[i].out, &grammar->irregular);
        dm_tree_link(parses[i].out);
        dm_status status = dm_names_find(grammar->names, parses[i].arena, parses[i].text, parses[i].out);
        if (status || parses[i].arena->failed) return no_memory(error);
    }
    return DM_OK;
}

dm_status dm_grammar_parse(const dm_grammar *grammar, dm_arena *arena, const dm_text *text, dm_tree *out, dm_error *error)
{
    return dm_grammar_parse_all(grammar, &(dm_parse){arena, text, out}, 1, error);
}
