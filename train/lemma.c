/* Makes the lemma tables:   lemma -o MODEL [-d DEV.conllu]... TRAIN.conllu...
 * Every word of the treebanks gives an edit rule.  The word table keeps (form, tags) and (lower form, tags) where the
 * endings would say something else; the ending table keeps the most frequent rule of each ending, one vote a word. */
#include "grammar/lemma.h"
#include "treebank.h"

typedef struct entry {
    uint64_t key;
    uint32_t rule, count;
    uint32_t order;          /* ending length, for pruning; first occurrence of words */

    const dm_word *at;
    uint8_t upos, xpos;
} entry;

typedef DM_VECTOR(entry) entries;
static dm_arena memory;
typedef struct rule_bytes {
    uint8_t bytes[16];
} rule_bytes;
static DM_VECTOR(rule_bytes) rules;

static void add(entries *list, entry one)
{
    entry *place = treebank_memory(DM_PUSH(&memory, list));
    *place = one;
}

static uint32_t rule_of(dm_slice form, dm_slice lemma, bool proper)
{
    uint8_t best[16];
    size_t least = SIZE_MAX;
    static const uint8_t orders[2][3] = {{DM_LEMMA_LOWER, DM_LEMMA_AS_IS, DM_LEMMA_CAPITAL},
                                         {DM_LEMMA_AS_IS, DM_LEMMA_CAPITAL, DM_LEMMA_LOWER}};
    for (unsigned i = 0; i < 3; i++) {
        unsigned letters = orders[proper][i];
        dm_slice whole = dm_lemma_apply(&memory, form, letters, 0, (dm_slice){"", 0});
        if (whole.size != form.size) continue;
        size_t same = 0;
        while (same < whole.size && same < lemma.size && whole.at[same] == lemma.at[same]) same++;
        while (same && same < whole.size && ((unsigned char)whole.at[same] & 0xC0) == 0x80) same--;
        while (same && same < lemma.size && ((unsigned char)lemma.at[same] & 0xC0) == 0x80) same--;
        size_t cut = form.size - same, tail = lemma.size - same;
        if (cut > 255 || tail > 13 || cut + tail >= least) continue;
        dm_slice made = dm_lemma_apply(&memory, form, letters, (unsigned)cut, (dm_slice){lemma.at + same, tail});
        if (!dm_slice_equal(made, lemma)) continue;
        least = cut + tail;
        memset(best, 0, sizeof best);
        best[0] = (uint8_t)letters;
        best[1] = (uint8_t)cut;
        best[2] = (uint8_t)tail;
        memcpy(best + 3, lemma.at + same, tail);
    }
    if (least == SIZE_MAX) return DM_NONE;
    for (uint32_t i = 0; i < rules.count; i++)
        if (memcmp(rules.at[i].bytes, best, sizeof best) == 0) return i;
    rule_bytes *place = treebank_memory(DM_PUSH(&memory, &rules));
    memcpy(place->bytes, best, sizeof best);
    return rules.count - 1;
}

static int by_key(const void *one, const void *other)
{
    const entry *a = one, *b = other;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return a->rule != b->rule ? (a->rule < b->rule ? -1 : 1) : 0;
}

static int by_order(const void *one, const void *other)
{
    const entry *a = one, *b = other;
    if (a->order != b->order) return a->order < b->order ? -1 : 1;
    return a->key != b->key ? (a->key < b->key ? -1 : 1) : 0;
}

/* One entry for each key, with its most frequent rule. */
static void winners(entries *list)
{
    qsort(list->at, list->count, sizeof *list->at, by_key);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->count;) {
        uint32_t j = i, top = i, most = 0, key_end = i;
        while (key_end < list->count && list->at[key_end].key == list->at[i].key) key_end++;
        while (j < key_end) {
            uint32_t k = j, sum = 0;
            for (; k < key_end && list->at[k].rule == list->at[j].rule; k++) sum += list->at[k].count;
            if (sum > most) {
                most = sum;
                top = j;
            }
            j = k;
        }
        entry winner = list->at[top];
        winner.count = most;
        list->at[kept++] = winner;
        i = key_end;
    }
    list->count = kept;
}

static uint32_t in_map(const dm_map *map, uint64_t key) { return dm_map_get(map, key); }

/* The rule that the endings give. */
static uint32_t ending_rule(const dm_map *endings, const entry *word, unsigned longest)
{
    dm_print print;
    dm_print_of(word->at, &print);
    unsigned ending = print.size < longest ? print.size : longest;
    for (;; ending--) {
        uint32_t rule = in_map(endings, dm_lemma_ending_key(&print, ending, word->upos, word->xpos));
        if (rule != DM_NONE && rules.at[rule].bytes[1] <= print.size) return rule;
        if (!ending) return DM_NONE;
    }
}

typedef struct table {
    uint64_t *keys;
    uint16_t *rules;
    uint32_t room;
} table;

static table make_table(const entries *list)
{
    uint32_t room = 16;
    while (room < list->count * 2) room *= 2;
    table made = {treebank_memory(calloc(room, 8)), treebank_memory(malloc(room * 2)), room};
    memset(made.rules, 0xFF, room * 2);
    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t at = (uint32_t)(list->at[i].key >> 20) & (room - 1);
        while (made.rules[at] != UINT16_MAX) at = (at + 1) & (room - 1);
        made.keys[at] = list->at[i].key;
        made.rules[at] = (uint16_t)list->at[i].rule;
    }
    return made;
}

static void evaluate(const dm_lemmas *lemmas, char *path)
{
    treebank bank = treebank_of(&path, 1);
    uint32_t right = 0;
    for (uint32_t d = 0; d < bank.count; d++)
        for (uint32_t i = 0; i < bank.documents[d]->text.word_count; i++) {
            const dm_token *token = &bank.documents[d]->tree.tokens[i];
            right += dm_slice_equal(token->lemma, dm_lemma_of(lemmas, &bank.arena, &bank.documents[d]->text.words[i],
                                                              token->upos, token->xpos));
        }
    fprintf(stderr, "%s: %.2f of %u lemmas with given tags\n", path, 100.0 * right / bank.words, bank.words);
}

int main(int argc, char **argv)
{
    const char *out = NULL;
    char *dev[16];
    unsigned dev_count = 0;
    int at = 1;
    for (; at + 1 < argc && argv[at][0] == '-'; at += 2) {
        if (argv[at][1] == 'o') out = argv[at + 1];
        else if (argv[at][1] == 'd' && dev_count < DM_COUNT(dev)) dev[dev_count++] = argv[at + 1];
    }
    if (at >= argc || !out) {
        fputs("lemma -o MODEL [-d DEV]... TRAIN...\n", stderr);
        return 2;
    }
    dm_arena_init(&memory);
    treebank bank = treebank_of(argv + at, argc - at);
    entries forms = {0}, lowers = {0}, endings = {0};
    for (uint32_t d = 0; d < bank.count; d++)
        for (uint32_t i = 0; i < bank.documents[d]->text.word_count; i++) {
            const dm_word *word = &bank.documents[d]->text.words[i];
            const dm_token *token = &bank.documents[d]->tree.tokens[i];
            if (token->relation == DM_R_GOESWITH || dm_slice_is(token->lemma, "_")) continue;
            uint32_t rule = rule_of(word->form, token->lemma, token->upos == DM_PROPN);
            if (rule == DM_NONE) continue;
            entry one = {.rule = rule, .count = 1, .at = word, .upos = token->upos, .xpos = token->xpos};
            one.key = dm_lemma_word_key(word, one.upos, one.xpos);
            add(&forms, one);
            one.key = dm_lemma_lower_key(word, one.upos, one.xpos);
            add(&lowers, one);
        }
    winners(&forms);
    winners(&lowers);
    for (uint32_t i = 0; i < forms.count; i++) {
        entry one = forms.at[i];
        const uint8_t *rule = rules.at[one.rule].bytes;
        dm_print print;
        dm_print_of(one.at, &print);
        one.count = 1;
        for (unsigned ending = 0; ending <= DM_LEMMA_LONGEST && ending <= print.size; ending++) {
            if (ending && rule[1] > ending + 1) continue;  /* an odd word says nothing about others with its ending */
            if (!ending && rule[1] > 4) continue;
            one.order = ending;
            one.key = dm_lemma_ending_key(&print, ending, one.upos, one.xpos);
            add(&endings, one);
        }
    }
    winners(&endings);
    /* From the shortest on, an ending is kept when it says something else than the shorter ones, and twice at least. */
    qsort(endings.at, endings.count, sizeof *endings.at, by_order);
    dm_map map;
    dm_map_init(&map);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < endings.count; i++) {
        const entry *one = &endings.at[i];
        if (one->order && (one->count < 2 || ending_rule(&map, one, one->order - 1) == one->rule)) continue;
        dm_map_set(&map, one->key, one->rule);
        endings.at[kept++] = *one;
    }
    endings.count = kept;
    entries words = {0};
    dm_map lower_map;
    dm_map_init(&lower_map);
    for (uint32_t i = 0; i < lowers.count; i++) {
        if (ending_rule(&map, &lowers.at[i], DM_LEMMA_LONGEST) == lowers.at[i].rule && lowers.at[i].count < 2) continue;
        dm_map_set(&lower_map, lowers.at[i].key, lowers.at[i].rule);
        add(&words, lowers.at[i]);
    }
    for (uint32_t i = 0; i < forms.count; i++) {
        const entry *one = &forms.at[i];
        uint32_t rule = dm_map_get(&lower_map, dm_lemma_lower_key(one->at, one->upos, one->xpos));
        if (rule == DM_NONE) rule = ending_rule(&map, one, DM_LEMMA_LONGEST);
        if (rule != one->rule) add(&words, *one);
    }
    table word_table = make_table(&words), ending_table = make_table(&endings);
    fprintf(stderr, "%u rules, %u words, %u endings\n", rules.count, words.count, endings.count);
    dm_model_part parts[] = {{"rules", rules.at, (size_t)rules.count * 16},
                             {"word keys", word_table.keys, (size_t)word_table.room * 8},
                             {"word rules", word_table.rules, (size_t)word_table.room * 2},
                             {"ending keys", ending_table.keys, (size_t)ending_table.room * 8},
                             {"ending rules", ending_table.rules, (size_t)ending_table.room * 2}};
    dm_error error = {0};
    dm_file file;
    dm_model model;
    dm_lemmas lemmas;
    if (dm_model_write(out, "lemma", parts, DM_COUNT(parts), &error) || dm_file_open(out, &file, &error) ||
        dm_model_open((dm_slice){file.at, file.size}, "lemma", out, &model, &error) || dm_lemmas_open(&model, &lemmas, &error)) {
        fprintf(stderr, "%s: %s\n", out, error.why);
        return 4;
    }
    for (unsigned i = 0; i < dev_count; i++) evaluate(&lemmas, dev[i]);
    return 0;
}
