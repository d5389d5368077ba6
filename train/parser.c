/* Trains the parser:
 *      parser [-i TIMES] [-b BITS] [-m LEAST] [[-t TAGGER.model] -s SILVER.conllu]... [-d DEV.conllu]... -o MODEL TRAIN.conllu...
 * The training files hold tags as a tagger gives them (tagger -k); silver files (text that the accurate engine has parsed)
 * are tagged by the -t before them, which should not have seen them, development files by the last -t.
 *
 * First two times over the text count how often each feature takes part in a mistake; those that did so less often than -m
 * are left out of the training proper, and a filter in the model tells them from the rest. */
#define FILTER_BITS 22
#include "grammar/parser.h"
#include "grammar/tagger.h"
#include "perceptron.h"
#include "treebank.h"

#define EXPLORE 0.9          /* share of moves that follow the parser instead of the gold tree, after the first time */
#define RARE 4               /* actions seen less often are left out */

typedef struct sentence {
    const dm_word *words;
    const dm_token *tokens;
    uint32_t first, count;
} sentence;

static dm_action actions[DM_LANES];
static unsigned action_count;
static uint8_t action_of[3][DM_RELATION_COUNT];   /* DM_LANES: none */

static void find_actions(const treebank *bank)
{
    uint32_t seen[3][DM_RELATION_COUNT] = {{0}};
    for (uint32_t d = 0; d < bank->count; d++) {
        const dm_tree *tree = &bank->documents[d]->tree;
        for (uint32_t i = 0; i < tree->text->word_count; i++)
            if (tree->tokens[i].head != DM_NONE) seen[tree->tokens[i].head > i ? DM_LEFT : DM_RIGHT][tree->tokens[i].relation]++;
    }
    memset(action_of, DM_LANES, sizeof action_of);
    actions[action_count++] = (dm_action){DM_SHIFT, DM_R_ROOT};
    action_of[DM_SHIFT][DM_R_ROOT] = 0;
    for (unsigned move = DM_LEFT; move <= DM_RIGHT; move++)
        for (unsigned relation = 1; relation < DM_RELATION_COUNT; relation++)
            if (seen[move][relation] >= RARE) {
                action_of[move][relation] = (uint8_t)action_count;
                actions[action_count++] = (dm_action){(uint8_t)move, (uint8_t)relation};
            }
}

/* Gold arcs of a sentence by place. */
typedef struct oracle {
    uint32_t *head, *child, *next;
    bool *on_stack;
} oracle;

static oracle oracle_new(uint32_t words)
{
    size_t room = words + 6;
    return (oracle){treebank_memory(malloc(room * 4)), treebank_memory(malloc(room * 4)), treebank_memory(malloc(room * 4)),
                    treebank_memory(malloc(room))};
}

static void oracle_begin(oracle *gold, const sentence *one)
{
    uint32_t root = DM_PLACE_FIRST + one->count;
    for (uint32_t i = 0; i < one->count + 6; i++) {
        gold->child[i] = gold->next[i] = 0;
        gold->on_stack[i] = false;
    }
    for (uint32_t i = one->count; i-- > 0;) {
        uint32_t head = one->tokens[one->first + i].head, place = DM_PLACE_FIRST + i;
        head = head == DM_NONE ? root : head - one->first + DM_PLACE_FIRST;
        gold->head[place] = head;
        gold->next[place] = gold->child[head];
        gold->child[head] = place;
    }
}

/* How many gold arcs each move makes impossible (Goldberg & Nivre 2013). */
static void costs(const oracle *gold, const dm_parsing *state, unsigned *cost)
{
    uint32_t b0 = state->buffer, s0 = state->depth ? state->stack[state->depth - 1] : 0,
             s1 = state->depth > 1 ? state->stack[state->depth - 2] : 0;
    cost[DM_SHIFT] = cost[DM_LEFT] = cost[DM_RIGHT] = 0;
    if (b0 < state->root) {
        if (gold->on_stack[gold->head[b0]] && gold->head[b0] != s0) cost[DM_SHIFT]++;
        for (uint32_t child = gold->child[b0]; child; child = gold->next[child]) cost[DM_SHIFT] += gold->on_stack[child];
    }
    if (s0) {
        uint32_t head = gold->head[s0];
        cost[DM_LEFT] += head == s1 || head > b0;
        cost[DM_RIGHT] += head >= b0;
        for (uint32_t child = gold->child[s0]; child; child = gold->next[child]) {
            cost[DM_LEFT] += child >= b0;
            cost[DM_RIGHT] += child >= b0;
        }
    }
}

static void learn(perceptron *table, const sentence *one, dm_parsing *state, oracle *gold, bool explore, uint64_t *seed,
                  uint32_t *wrong, uint32_t *decisions)
{
    uint64_t hashes[DM_PARSER_FEATURES];
    uint32_t offsets[DM_PARSER_FEATURES];
    int32_t scores[DM_LANES];
    dm_parsing_begin(state, one->words, one->tokens + one->first, one->count);
    oracle_begin(gold, one);
    while (!dm_parsing_done(state)) {
        unsigned moves = dm_parsing_moves(state), move = DM_SHIFT, relation = DM_R_ROOT;
        if (state->buffer == state->root && state->depth == 1) {
            move = DM_LEFT;
        } else if (moves != 1u << DM_SHIFT) {
            unsigned cost[3], least = UINT32_MAX, top = DM_LANES, good = DM_LANES;
            costs(gold, state, cost);
            for (unsigned m = 0; m < 3; m++)
                if (moves >> m & 1 && cost[m] < least) least = cost[m];
            unsigned all = dm_parser_features(state, hashes);
            unsigned features = perceptron_select(table, hashes, all, offsets);
            perceptron_score(table, offsets, features, scores);
            unsigned right = one->tokens[one->first + state->stack[state->depth - 1] - DM_PLACE_FIRST].relation;
            for (unsigned i = 0; i < action_count; i++) {
                unsigned m = actions[i].move;
                if (!(moves >> m & 1)) continue;
                if (top == DM_LANES || scores[i] > scores[top]) top = i;
                if (cost[m] != least) continue;
                if (m != DM_SHIFT && action_of[m][right] != DM_LANES && action_of[m][right] != i) continue;
                if (good == DM_LANES || scores[i] > scores[good]) good = i;
            }
            if (top != good) {
                perceptron_count(table, hashes, all);
                perceptron_change(table, offsets, features, good, 1);
                perceptron_change(table, offsets, features, top, -1);
                ++*wrong;
            }
            table->time++;
            ++*decisions;
            unsigned follow = explore && (double)(perceptron_random(seed) >> 11) < EXPLORE * 9007199254740992.0 ? top : good;
            move = actions[follow].move;
            relation = actions[follow].relation;
        }
        if (move == DM_SHIFT) gold->on_stack[state->buffer] = true;
        else gold->on_stack[state->stack[state->depth - 1]] = false;
        dm_parsing_move(state, move, relation);
    }
}

static void train(perceptron *table, sentence *all, uint32_t count, dm_parsing *state, oracle *gold, unsigned times,
                  uint64_t *seed)
{
    for (unsigned time = 0; time < times; time++) {
        uint32_t wrong = 0, decisions = 0;
        for (uint32_t i = count; i-- > 1;) {
            uint32_t other = (uint32_t)(perceptron_random(seed) % (i + 1));
            sentence held = all[i];
            all[i] = all[other];
            all[other] = held;
        }
        for (uint32_t i = 0; i < count; i++) learn(table, &all[i], state, gold, time > 0, seed, &wrong, &decisions);
        fprintf(stderr, "time %u: %.2f right while learning\n", time + 1, 100.0 - 100.0 * wrong / decisions);
    }
}

static void evaluate(const dm_parser *parser, const dm_tagger *tagger, char *path)
{
    treebank bank = treebank_of(&path, 1);
    uint32_t heads = 0, labelled = 0, exact = 0;
    for (uint32_t d = 0; d < bank.count; d++) {
        const dm_text *text = &bank.documents[d]->text;
        const dm_token *gold = bank.documents[d]->tree.tokens;
        dm_token *given = treebank_memory(dm_arena_zero(&bank.arena, text->word_count, sizeof *given));
        dm_parsing state;
        if (tagger) dm_tagger_text(tagger, &bank.arena, text, given);
        else memcpy(given, gold, text->word_count * sizeof *given);
        for (uint32_t s = 0; s < text->sentence_count; s++) {
            uint32_t first = text->sentences[s].first, count = text->sentences[s].last - first;
            if (!dm_parsing_new(&bank.arena, count, &state)) exit(4);
            dm_parser_parse(parser, &state, text->words + first, given + first, first, count);
        }
        for (uint32_t i = 0; i < text->word_count; i++) {
            if (given[i].head != gold[i].head) continue;
            heads++;
            labelled += treebank_universal(given[i].relation) == treebank_universal(gold[i].relation);
            exact += given[i].relation == gold[i].relation;
        }
    }
    fprintf(stderr, "%s: UAS %.2f LAS %.2f (with subtypes %.2f) of %u words\n", path, 100.0 * heads / bank.words,
            100.0 * labelled / bank.words, 100.0 * exact / bank.words, bank.words);
    dm_arena_free(&bank.arena);
}

static void write_model(const dm_weights *weights, size_t bytes, const char *path)
{
    uint32_t shape[2] = {weights->bits, weights->lanes};
    dm_model_part parts[] = {{"shape", shape, sizeof shape}, {"actions", actions, action_count * 2}, {"weights", weights->at, bytes},
                             {"filter", weights->filter, FILTER_BYTES}};
    dm_error error = {0};
    if (dm_model_write(path, "parser", parts, DM_COUNT(parts), &error)) {
        fprintf(stderr, "%s: %s\n", path, error.why);
        exit(4);
    }
}

static dm_tagger open_tagger(const char *path)
{
    dm_tagger tagger;
    dm_model model;
    dm_error error = {0};
    dm_file file = {0};  /* stays open */
    if (dm_file_open(path, &file, &error) || dm_model_open((dm_slice){file.at, file.size}, "tagger", path, &model, &error) ||
        dm_tagger_open(&model, &tagger, &error)) {
        fprintf(stderr, "%s: %s\n", path, error.why);
        exit(3);
    }
    return tagger;
}

/* Puts the tagger's tags in the place of those that stand there. */
static void tag_again(const dm_tagger *tagger, treebank *bank, uint32_t first)
{
    for (uint32_t d = first; d < bank->count; d++) {
        dm_conllu *document = bank->documents[d];
        if (!dm_tagger_text(tagger, &bank->arena, &document->text, document->tree.tokens)) exit(4);
    }
}

int main(int argc, char **argv)
{
    const char *out = NULL, *tags = NULL, *silver_tags[16];
    char *dev[16], *silver[16];
    unsigned times = 8, bits = 23, least = 10, dev_count = 0, silver_count = 0;
    int at = 1;
    for (; at + 1 < argc && argv[at][0] == '-'; at += 2) {
        if (argv[at][1] == 'o') out = argv[at + 1];
        else if (argv[at][1] == 't') tags = argv[at + 1];
        else if (argv[at][1] == 'i') times = (unsigned)atoi(argv[at + 1]);
        else if (argv[at][1] == 'm') least = (unsigned)atoi(argv[at + 1]);
        else if (argv[at][1] == 'b') bits = (unsigned)atoi(argv[at + 1]);
        else if (argv[at][1] == 'd' && dev_count < DM_COUNT(dev)) dev[dev_count++] = argv[at + 1];
        else if (argv[at][1] == 's' && tags && silver_count < DM_COUNT(silver)) {
            silver_tags[silver_count] = tags;
            silver[silver_count++] = argv[at + 1];
        }
    }
    if (at >= argc || !out || bits < 10 || bits > 28) {
        fputs("parser [-i TIMES] [-b BITS] [-m LEAST] [[-t TAGGER] -s SILVER]... [-t TAGGER] [-d DEV]... -o MODEL TRAIN...\n", stderr);
        return 2;
    }
    treebank bank = treebank_of(argv + at, argc - at);
    for (unsigned i = 0; i < silver_count; i++) {
        uint32_t first = bank.count;
        dm_tagger tagger = open_tagger(silver_tags[i]);
        treebank_read(&bank, silver[i]);
        tag_again(&tagger, &bank, first);
    }
    find_actions(&bank);
    unsigned lanes = (action_count + 15) / 16 * 16;
    fprintf(stderr, "%u sentences, %u words, %u actions\n", bank.sentences, bank.words, action_count);
    sentence *all = treebank_memory(calloc(bank.sentences, sizeof *all));
    uint32_t count = 0, most = 0;
    for (uint32_t d = 0; d < bank.count; d++) {
        const dm_conllu *document = bank.documents[d];
        for (uint32_t s = 0; s < document->text.sentence_count; s++) {
            uint32_t first = document->text.sentences[s].first, words = document->text.sentences[s].last - first;
            all[count++] = (sentence){document->text.words + first, document->tree.tokens, first, words};
            if (words > most) most = words;
        }
    }
    oracle gold = oracle_new(most);
    dm_parsing state;
    if (!dm_parsing_new(&bank.arena, most, &state)) return 4;
    uint64_t seed = 0x2545f491;
    perceptron table = perceptron_new(25, lanes, true);
    train(&table, all, count, &state, &gold, 2, &seed);
    perceptron_filter(&table, bits, least);
    train(&table, all, count, &state, &gold, times, &seed);
    size_t bytes;
    dm_parser parser = {.count = action_count};
    memcpy(parser.actions, actions, sizeof actions);
    int16_t *weights = perceptron_average(&table, &bytes);
    parser.weights = (dm_weights){weights, bits, lanes, table.filter, FILTER_BITS, dm_weights_best()};
    write_model(&parser.weights, bytes, out);
    dm_tagger tagger = {0};
    if (tags) tagger = open_tagger(tags);
    for (unsigned i = 0; i < dev_count; i++) evaluate(&parser, tags ? &tagger : NULL, dev[i]);
    return 0;
}
