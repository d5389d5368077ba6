/* The parser: states, features (after Zhang & Nivre 2011, with linear neighbours), greedy search with a few second thoughts. */
#include "grammar/parser.h"

dm_status dm_parser_open(const dm_model *model, dm_parser *out, dm_error *error)
{
    memset(out, 0, sizeof *out);
    dm_status status = dm_weights_open(model, "shape", "weights", "filter", &out->weights, error);
    dm_slice actions;
    if (!status) status = dm_model_section(model, "actions", 2, SIZE_MAX, &actions, error);
    if (status) return status;
    out->count = (unsigned)(actions.size / 2);
    if (out->count == 0 || out->count > out->weights.lanes)
        return dm_fail(error, DM_BAD_MODEL, model->file, 0, 0, "the number of actions does not fit the table");
    unsigned shifts = 0, rights = 0;
    for (unsigned i = 0; i < out->count; i++) {
        uint8_t move = (uint8_t)actions.at[i * 2], relation = (uint8_t)actions.at[i * 2 + 1];
        if (move > DM_RIGHT || relation >= DM_RELATION_COUNT || (relation == DM_R_ROOT) != (move == DM_SHIFT))
            return dm_fail(error, DM_BAD_MODEL, model->file, 0, 0, "action %u is none", i);
        out->actions[i] = (dm_action){move, relation};
        shifts += move == DM_SHIFT;
        rights += move == DM_RIGHT;
    }
    if (shifts != 1 || !rights)
        return dm_fail(error, DM_BAD_MODEL, model->file, 0, 0, "the actions cannot make a tree");
    return DM_OK;
}

bool dm_parsing_new(dm_arena *arena, uint32_t words, dm_parsing *out)
{
    memset(out, 0, sizeof *out);
    out->atoms = dm_arena_alloc(arena, ((size_t)words + 6) * sizeof *out->atoms);
    out->partial = dm_arena_alloc(arena, ((size_t)words + 6) * sizeof *out->partial);
    out->stack = dm_arena_alloc(arena, ((size_t)words + 1) * sizeof *out->stack);
    out->steps = dm_arena_alloc(arena, ((size_t)words * 2 + 1) * sizeof *out->steps);
    out->other = dm_arena_alloc(arena, ((size_t)words * 2 + 1) * sizeof *out->other);
    out->best = dm_arena_alloc(arena, ((size_t)words * 2 + 1) * sizeof *out->best);
    return !arena->failed;
}

static dm_place_atoms atoms_of(uint64_t word, uint32_t upos, uint32_t xpos)
{
    dm_place_atoms atoms;
    atoms.word = word * 0x9fb21c651e98df25u + 1;
    atoms.tag = ((uint64_t)xpos << 8 | upos) * 0xd6e8feb86659fd93u + 0x632be59bd9b4e019u;
    atoms.both = dm_pair(atoms.word, atoms.tag);
    atoms.coarse = upos;
    atoms.verb = 0;
    return atoms;
}

/* Back to the first word. */
static void begin_again(dm_parsing *state)
{
    static const dm_partial fresh = {.left = DM_PLACE_NONE, .left2 = DM_PLACE_NONE, .right = DM_PLACE_NONE,
                                     .right2 = DM_PLACE_NONE, .head = DM_PLACE_NONE, .relation = DM_RELATION_COUNT};
    state->depth = 0;
    state->buffer = DM_PLACE_FIRST;
    for (uint32_t i = 0; i < state->root + 3; i++) state->partial[i] = fresh;
}

void dm_parsing_begin(dm_parsing *state, const dm_word *words, const dm_token *tokens, uint32_t count)
{
    dm_place_atoms *atoms = (dm_place_atoms *)(uintptr_t)state->atoms;
    state->root = DM_PLACE_FIRST + count;
    begin_again(state);
    for (uint32_t i = 0; i < DM_PLACE_FIRST; i++) atoms[i] = atoms_of(1, DM_UPOS_COUNT, 0);
    for (uint32_t i = 0; i < count; i++) atoms[DM_PLACE_FIRST + i] = atoms_of(words[i].key, tokens[i].upos, tokens[i].xpos);
    atoms[state->root] = atoms_of(2, DM_UPOS_COUNT + 1, 0);
    for (uint32_t i = 1; i < 3; i++) atoms[state->root + i] = atoms_of(3, DM_UPOS_COUNT + 2, 0);
    for (uint32_t i = count, verb = 0; i-- > 0;) {
        if (tokens[i].upos == DM_VERB || tokens[i].upos == DM_AUX) verb = DM_PLACE_FIRST + i;
        atoms[DM_PLACE_FIRST + i].verb = verb && verb - (DM_PLACE_FIRST + i) < 16 ? verb : 0;
    }
}

unsigned dm_parsing_moves(const dm_parsing *state)
{
    if (state->buffer == state->root) return state->depth > 1 ? 1u << DM_RIGHT : 1u << DM_LEFT;
    if (state->depth == 0) return 1u << DM_SHIFT;
    return 1u << DM_SHIFT | 1u << DM_LEFT | (state->depth > 1 ? 1u << DM_RIGHT : 0);
}

void dm_parsing_move(dm_parsing *state, unsigned move, unsigned relation)
{
    if (move == DM_SHIFT) {
        state->stack[state->depth++] = state->buffer++;
        return;
    }
    uint32_t word = state->stack[--state->depth];
    uint32_t head = move == DM_LEFT ? state->buffer : state->stack[state->depth - 1];
    dm_partial *partial = &state->partial[head];
    state->partial[word].head = head;
    state->partial[word].relation = relation;
    if (move == DM_LEFT) {
        partial->left2 = partial->left;
        partial->left = word;
        partial->lefts++;
        partial->left_set |= (uint64_t)1 << relation;
    } else {
        partial->right2 = partial->right;
        partial->right = word;
        partial->rights++;
        partial->right_set |= (uint64_t)1 << relation;
    }
}

/* UPOS tags between two places that separate clauses and phrases, as a set; at most 12 places are looked at. */
static uint64_t between(const dm_place_atoms *atoms, uint32_t from, uint32_t to)
{
    uint64_t set = 0;
    if (to > from + 12) to = from + 12;
    for (uint32_t i = from + 1; i < to; i++) set |= (uint64_t)1 << atoms[i].coarse;
    return set & ((uint64_t)1 << DM_VERB | 1u << DM_PUNCT | 1u << DM_CCONJ | 1u << DM_SCONJ | 1u << DM_ADP | 1u << DM_AUX |
                  1u << DM_NOUN | 1u << DM_PROPN | 1u << DM_PRON);
}

static uint64_t distance(uint32_t from, uint32_t to)
{
    uint32_t far = to - from;
    return far < 6 ? far : far < 9 ? 6 : far < 15 ? 7 : far < 25 ? 8 : 9;
}

#define ADD(value) (features[count++] = dm_feature((value), number++))

unsigned dm_parser_features(const dm_parsing *state, uint64_t *features)
{
    const dm_place_atoms *a = state->atoms;
    const dm_partial *t = state->partial;
    uint32_t depth = state->depth;
    uint32_t s0 = depth > 0 ? state->stack[depth - 1] : DM_PLACE_NONE, s1 = depth > 1 ? state->stack[depth - 2] : DM_PLACE_NONE,
             s2 = depth > 2 ? state->stack[depth - 3] : DM_PLACE_NONE, b0 = state->buffer,
             b1 = b0 < state->root ? b0 + 1 : state->root + 1, b2 = b1 <= state->root ? b1 + 1 : state->root + 1;
    uint32_t s0l = t[s0].left, s0r = t[s0].right, s0l2 = t[s0].left2, s0r2 = t[s0].right2, s1l = t[s1].left,
             s1r = t[s1].right, s1r2 = t[s1].right2, b0l = t[b0].left, b0l2 = t[b0].left2;
    const dm_place_atoms *S0 = &a[s0], *S1 = &a[s1], *S2 = &a[s2], *B0 = &a[b0], *B1 = &a[b1], *B2 = &a[b2];
    unsigned count = 0, number = 1;
    /* Words alone. */
    ADD(0);
    ADD(S0->word);
    ADD(S0->tag);
    ADD(S0->both);
    ADD(S1->word);
    ADD(S1->tag);
    ADD(S1->both);
    ADD(S2->tag);
    ADD(S2->both);
    ADD(B0->word);
    ADD(B0->tag);
    ADD(B0->both);
    ADD(B1->word);
    ADD(B1->tag);
    ADD(B1->both);
    ADD(B2->word);
    ADD(B2->tag);
    ADD(B2->both);
    /* Pairs. */
    uint64_t s0b0 = dm_pair(S0->tag, B0->tag), s1s0 = dm_pair(S1->tag, S0->tag), s1b0 = dm_pair(S1->tag, B0->tag),
             b0b1 = dm_pair(B0->tag, B1->tag);
    ADD(dm_pair(S0->both, B0->both));
    ADD(dm_pair(S0->both, B0->word));
    ADD(dm_pair(S0->word, B0->both));
    ADD(dm_pair(S0->both, B0->tag));
    ADD(dm_pair(S0->tag, B0->both));
    ADD(dm_pair(S0->word, B0->word));
    ADD(s0b0);
    ADD(dm_pair(S1->both, S0->both));
    ADD(dm_pair(S1->both, S0->tag));
    ADD(dm_pair(S1->tag, S0->both));
    ADD(dm_pair(S1->word, S0->word));
    ADD(s1s0);
    ADD(dm_pair(S1->both, B0->tag));
    ADD(dm_pair(S1->tag, B0->both));
    ADD(dm_pair(S1->word, B0->word));
    ADD(s1b0);
    ADD(dm_pair(B0->both, B1->both));
    ADD(dm_pair(B0->both, B1->tag));
    ADD(dm_pair(B0->tag, B1->both));
    ADD(b0b1);
    ADD(dm_pair(S0->both, B1->tag));
    ADD(dm_pair(S0->tag, B1->both));
    ADD(dm_pair(S0->tag, B1->tag));
    ADD(dm_pair(S2->both, S0->tag));
    ADD(dm_pair(S2->tag, B0->tag));
    /* Three and four. */
    ADD(dm_pair(s0b0, B1->tag));
    ADD(dm_pair(s0b0, B1->word));
    ADD(dm_pair(b0b1, B2->tag));
    ADD(dm_pair(dm_pair(b0b1, B2->tag), S0->tag));
    ADD(dm_pair(s1s0, B0->tag));
    ADD(dm_pair(s1s0, B0->both));
    ADD(dm_pair(dm_pair(S1->tag, B0->tag), S0->both));
    ADD(dm_pair(s0b0, S1->both));
    ADD(dm_pair(dm_pair(s1s0, B0->tag), B1->tag));
    ADD(dm_pair(dm_pair(S2->tag, S1->tag), S0->tag));
    ADD(dm_pair(dm_pair(S2->tag, S1->tag), s0b0));
    ADD(dm_pair(dm_pair(S0->both, B0->tag), B1->tag));
    ADD(dm_pair(dm_pair(S0->tag, B0->both), B1->tag));
    ADD(dm_pair(dm_pair(S1->word, S0->word), B0->tag));
    ADD(dm_pair(dm_pair(S0->word, B0->word), S1->tag));
    /* Linear neighbours. */
    uint64_t before0 = a[s0 - 1].tag, after0 = a[s0 + 1].tag, before1 = a[s1 - 1].tag, after1 = a[s1 + 1].tag,
             before_b = a[b0 - 1].tag;
    ADD(dm_pair(S0->tag, before0));
    ADD(dm_pair(S0->tag, after0));
    ADD(dm_pair(S1->tag, before1));
    ADD(dm_pair(S1->tag, after1));
    ADD(dm_pair(B0->tag, before_b));
    ADD(dm_pair(dm_pair(s0b0, after0), before_b));
    ADD(dm_pair(dm_pair(s0b0, before0), B1->tag));
    ADD(dm_pair(dm_pair(s1s0, after1), before0));
    ADD(dm_pair(dm_pair(s1b0, after1), B1->tag));
    ADD(dm_pair(a[s0 - 1].word, S0->word));
    ADD(dm_pair(S0->word, a[s0 + 1].word));
    ADD(dm_pair(a[b0 - 1].word, B0->word));
    ADD(dm_pair(B0->word, B1->word));
    /* Dependents. */
    uint64_t relations_s0 = t[s0l].relation | (uint64_t)t[s0r].relation << 8,
             relations_b0 = t[b0l].relation | (uint64_t)t[b0l2].relation << 8,
             relations_s1 = t[s1l].relation | (uint64_t)t[s1r].relation << 8;
    ADD(dm_pair(S0->tag, t[s0l].relation));
    ADD(dm_pair(S0->tag, t[s0r].relation));
    ADD(dm_pair(S1->tag, t[s1r].relation));
    ADD(dm_pair(S1->tag, t[s1l].relation));
    ADD(dm_pair(B0->tag, t[b0l].relation));
    ADD(dm_pair(S0->both, relations_s0));
    ADD(dm_pair(B0->both, relations_b0));
    ADD(dm_pair(S1->both, relations_s1));
    ADD(dm_pair(s0b0, relations_s0));
    ADD(dm_pair(s0b0, t[b0l].relation));
    ADD(dm_pair(s1s0, relations_s0));
    ADD(dm_pair(s1s0, relations_s1));
    ADD(dm_pair(dm_pair(s0b0, relations_s0), relations_b0));
    ADD(dm_pair(dm_pair(s1s0, relations_s1), relations_s0));
    ADD(dm_pair(S0->tag, a[s0l].both));
    ADD(dm_pair(S0->tag, a[s0r].both));
    ADD(dm_pair(S0->word, a[s0r].word));
    ADD(dm_pair(S0->word, a[s0l].word));
    ADD(dm_pair(S1->tag, a[s1r].both));
    ADD(dm_pair(S1->tag, a[s1l].both));
    ADD(dm_pair(B0->tag, a[b0l].both));
    ADD(dm_pair(B0->word, a[b0l].word));
    ADD(dm_pair(s0b0, a[s0l].tag));
    ADD(dm_pair(s0b0, a[s0r].tag));
    ADD(dm_pair(s0b0, a[b0l].tag));
    ADD(dm_pair(s0b0, a[s0r].word));
    ADD(dm_pair(s0b0, a[b0l].word));
    ADD(dm_pair(s1s0, a[s0l].tag));
    ADD(dm_pair(s1s0, a[s0r].tag));
    ADD(dm_pair(s1s0, a[s0l].word));
    ADD(dm_pair(s1s0, a[s1r].tag));
    ADD(dm_pair(s1s0, a[s1l].tag));
    ADD(dm_pair(dm_pair(s1s0, a[s0r].tag), B0->tag));
    ADD(dm_pair(dm_pair(s0b0, a[s0r].tag), a[b0l].tag));
    ADD(dm_pair(dm_pair(S0->tag, a[s0l].tag), a[s0l2].tag));
    ADD(dm_pair(dm_pair(S0->tag, a[s0r].tag), a[s0r2].tag));
    ADD(dm_pair(dm_pair(S1->tag, a[s1r].tag), a[s1r2].tag));
    ADD(dm_pair(dm_pair(B0->tag, a[b0l].tag), a[b0l2].tag));
    ADD(dm_pair(dm_pair(S0->word, a[s0l].word), B0->tag));
    /* How many and which dependents. */
    uint64_t valency0 = t[s0].lefts * 16u + t[s0].rights + 1, valency1 = t[s1].lefts * 16u + t[s1].rights + 1,
             valency_b = t[b0].lefts + 1;
    ADD(dm_pair(S0->word, valency0));
    ADD(dm_pair(S0->tag, valency0));
    ADD(dm_pair(S1->word, valency1));
    ADD(dm_pair(S1->tag, valency1));
    ADD(dm_pair(B0->word, valency_b));
    ADD(dm_pair(B0->tag, valency_b));
    ADD(dm_pair(S0->both, t[s0].left_set));
    ADD(dm_pair(S0->both, t[s0].right_set));
    ADD(dm_pair(S0->tag, t[s0].left_set));
    ADD(dm_pair(S0->tag, t[s0].right_set));
    ADD(dm_pair(S1->tag, t[s1].right_set));
    ADD(dm_pair(S1->both, t[s1].right_set));
    ADD(dm_pair(S1->tag, t[s1].left_set));
    ADD(dm_pair(B0->tag, t[b0].left_set));
    ADD(dm_pair(B0->both, t[b0].left_set));
    ADD(dm_pair(s1s0, t[s1].right_set));
    ADD(dm_pair(dm_pair(s1s0, t[s1].left_set), t[s0].left_set));
    ADD(dm_pair(dm_pair(s0b0, t[s0].left_set | t[s0].right_set << 1), t[b0].left_set));
    /* How far, and over what. */
    uint64_t far0 = distance(s0, b0), far1 = s1 == DM_PLACE_NONE ? 15 : distance(s1, s0);
    uint64_t over0 = between(a, s0, b0), over1 = s1 == DM_PLACE_NONE ? 1 : between(a, s1, s0);
    ADD(dm_pair(S0->word, far0));
    ADD(dm_pair(S0->tag, far0));
    ADD(dm_pair(B0->word, far0));
    ADD(dm_pair(B0->tag, far0));
    ADD(dm_pair(s0b0, far0));
    ADD(dm_pair(s1s0, far1));
    ADD(dm_pair(S1->both, far1));
    ADD(dm_pair(s0b0, over0));
    ADD(dm_pair(s1s0, over1));
    ADD(dm_pair(dm_pair(s1b0, over0), over1));
    /* Prepositions with what they may belong to. */
    uint64_t mark_s0 = dm_pair(a[s0l].word, t[s0l].relation), mark_b0 = dm_pair(a[b0l].word, t[b0l].relation);
    ADD(dm_pair(S1->word, mark_s0));
    ADD(dm_pair(S1->tag, mark_s0));
    ADD(dm_pair(dm_pair(S1->word, mark_s0), S0->word));
    ADD(dm_pair(S0->word, mark_b0));
    ADD(dm_pair(S0->tag, mark_b0));
    ADD(dm_pair(dm_pair(S0->word, mark_b0), B0->word));
    ADD(dm_pair(dm_pair(S1->word, mark_b0), S0->tag));
    /* What comes. */
    uint32_t verb = b0 < state->root ? B0->verb : 0;
    uint64_t ahead = verb ? dm_pair(a[verb].tag, distance(b0, verb)) : 0, b3 = a[b2 < state->root ? b2 + 1 : state->root + 1].tag;
    ADD(dm_pair(S0->tag, ahead));
    ADD(dm_pair(S0->word, ahead));
    ADD(dm_pair(s0b0, ahead));
    ADD(dm_pair(s1s0, ahead));
    ADD(dm_pair(dm_pair(s0b0, ahead), relations_s0));
    ADD(dm_pair(s0b0, b3));
    ADD(dm_pair(dm_pair(b0b1, B2->tag), b3));
    return count;
}


/* After the greedy pass the few steps of least margin are taken the other way, and the parse goes on greedily from there
 * (selectional branching, Choi & McCallum 2013).  The parse with the least doubt stays: the sum, over steps, of what the
 * margin falls short of SURE.  Measured on EWT and GUM dev: LAS +0.5. */
enum { BRANCHES = 4, SURE = 5000, DOUBTFUL = 2000 };

/* The best action, and the best one that moves otherwise. */
static void choose(const dm_parser *parser, const int32_t *scores, unsigned moves, dm_step *step)
{
    unsigned top[3] = {DM_LANES, DM_LANES, DM_LANES};
    for (unsigned i = 0; i < parser->count; i++) {
        unsigned move = parser->actions[i].move;
        if (top[move] == DM_LANES || scores[i] > scores[top[move]]) top[move] = i;
    }
    unsigned first = DM_LANES, second = DM_LANES;
    for (unsigned move = 0; move < 3; move++) {
        if (!(moves >> move & 1) || top[move] == DM_LANES) continue;
        if (first == DM_LANES || scores[top[move]] > scores[top[first]]) {
            second = first;
            first = move;
        } else if (second == DM_LANES || scores[top[move]] > scores[top[second]]) {
            second = move;
        }
    }
    *step = (dm_step){(uint8_t)first, parser->actions[top[first]].relation, 0, 0, INT32_MAX, 0};
    if (second == DM_LANES) return;
    step->other_move = (uint8_t)second;
    step->other_relation = parser->actions[top[second]].relation;
    step->margin = scores[top[first]] - scores[top[second]];
}

/* Stack, buffer and dependents as far as features look. */
static uint64_t seen(const dm_parsing *state)
{
    uint32_t depth = state->depth;
    uint64_t hash = dm_mix(state->buffer, depth);
    for (uint32_t i = 0; i < 4; i++) {
        uint32_t place = i == 3 ? state->buffer : i < depth ? state->stack[depth - 1 - i] : 0;
        const dm_partial *partial = &state->partial[place];
        hash = dm_mix(hash, place);
        if (i == 2) continue;
        hash = dm_mix(hash, (uint64_t)partial->left << 32 | partial->right);
        hash = dm_mix(hash, (uint64_t)partial->left2 << 32 | partial->right2);
        hash = dm_mix(hash, partial->left_set ^ partial->right_set << 1);
        hash = dm_mix(hash, (uint64_t)state->partial[partial->left].relation << 32 | state->partial[partial->right].relation);
    }
    return hash;
}

static inline int64_t doubt(const dm_step *step) { return step->margin < SURE ? SURE - step->margin : 0; }

/* Greedily from the state on to the end.  With a `given` parse of `total` steps: ends as soon as it has come to the same
 * state, whose further steps it takes over, or when the doubt is `most` at least; then false. */
static bool run(const dm_parser *parser, dm_parsing *state, dm_step *steps, uint32_t *at, const dm_step *given, uint32_t total,
                int64_t *sum, int64_t most)
{
    uint64_t features[DM_PARSER_FEATURES];
    uint32_t offsets[DM_PARSER_FEATURES];
    int32_t scores[DM_LANES];
    for (; !dm_parsing_done(state); ++*at) {
        dm_step *step = &steps[*at];
        unsigned moves = dm_parsing_moves(state);
        if (state->buffer == state->root && state->depth == 1) {
            *step = (dm_step){DM_LEFT, DM_R_ROOT, 0, 0, INT32_MAX, 0};
        } else if (moves == 1u << DM_SHIFT) {
            *step = (dm_step){DM_SHIFT, DM_R_ROOT, 0, 0, INT32_MAX, 0};
        } else {
            uint64_t hash = seen(state);
            if (given && given[*at].state == hash) {
                for (; *at < total; ++*at) {
                    steps[*at] = given[*at];
                    *sum += doubt(&steps[*at]);
                }
                return *sum < most;
            }
            unsigned kept = dm_parser_features(state, features);
            kept = dm_weights_select(&parser->weights, features, kept, offsets);
            for (unsigned i = 0; i < kept; i++) dm_weights_fetch(&parser->weights, offsets[i]);
            parser->weights.sum(&parser->weights, offsets, kept, scores);
            choose(parser, scores, moves, step);
            step->state = hash;
            *sum += doubt(step);
            if (*sum >= most) return false;
        }
        dm_parsing_move(state, step->move, step->relation);
    }
    return true;
}

/* The steps of least margin, at most BRANCHES, the least first. */
static unsigned doubtful_steps(const dm_step *steps, uint32_t total, uint32_t *out)
{
    unsigned many = 0;
    for (uint32_t i = 0; i < total; i++) {
        if (steps[i].margin >= DOUBTFUL || (many == BRANCHES && steps[i].margin >= steps[out[many - 1]].margin)) continue;
        unsigned at = many < BRANCHES ? many++ : many - 1;
        for (; at && steps[out[at - 1]].margin > steps[i].margin; at--) out[at] = out[at - 1];
        out[at] = i;
    }
    return many;
}

static void replay(dm_parsing *state, const dm_step *steps, uint32_t count)
{
    begin_again(state);
    for (uint32_t i = 0; i < count; i++) dm_parsing_move(state, steps[i].move, steps[i].relation);
}

/* Tries the other move at each doubtful step; leaves the state at the end of the best parse. */
static void branch(const dm_parser *parser, dm_parsing *state, uint32_t total, int64_t least)
{
    const dm_step *given = state->steps;
    uint32_t doubtful[BRANCHES];
    unsigned many = doubtful_steps(given, total, doubtful);
    bool better = false;
    for (unsigned d = 0; d < many; d++) {
        uint32_t at = doubtful[d];
        dm_step *steps = state->other;
        int64_t sum = 0;
        memcpy(steps, given, at * sizeof *given);
        for (uint32_t i = 0; i < at; i++) sum += doubt(&given[i]);
        steps[at] = (dm_step){given[at].other_move, given[at].other_relation, given[at].move, given[at].relation,
                              -given[at].margin, given[at].state};
        sum += doubt(&steps[at]);
        if (sum >= least) continue;
        replay(state, steps, at + 1);
        at++;
        if (!run(parser, state, steps, &at, given, total, &sum, least)) continue;
        least = sum;
        better = true;
        state->other = state->best;
        state->best = steps;
    }
    if (many) replay(state, better ? state->best : given, total);
}

void dm_parser_parse(const dm_parser *parser, dm_parsing *state, const dm_word *words, dm_token *tokens, uint32_t first,
                     uint32_t count)
{
    uint32_t total = 0;
    int64_t sum = 0;
    dm_parsing_begin(state, words, tokens, count);
    run(parser, state, state->steps, &total, NULL, 0, &sum, INT64_MAX);
    branch(parser, state, total, sum);
    for (uint32_t i = 0; i < count; i++) {
        const dm_partial *partial = &state->partial[DM_PLACE_FIRST + i];
        tokens[i].head = partial->head == state->root ? DM_NONE : first + partial->head - DM_PLACE_FIRST;
        tokens[i].relation = (uint8_t)partial->relation;
    }
}
