/* The tagger. */
#include "grammar/tagger.h"

dm_status dm_tagger_open(const dm_model *model, dm_tagger *out, dm_error *error)
{
    dm_status status = dm_weights_open(model, "upos shape", "upos", "upos filter", &out->upos, error);
    if (!status) status = dm_weights_open(model, "xpos shape", "xpos", "xpos filter", &out->xpos, error);
    if (!status && (out->upos.lanes < DM_UPOS_COUNT || out->xpos.lanes < DM_XPOS_COUNT))
        return dm_fail(error, DM_BAD_MODEL, model->file, 0, 0, "the tables have too few tags");
    return status;
}

uint32_t dm_tagged_capitals(const dm_word *words, uint32_t count)
{
    uint32_t letters = 0, capital = 0, capitals = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!(words[i].flags & DM_WORD_LETTER) || words[i].form.size < 4) continue;
        letters++;
        if (words[i].flags & DM_WORD_CAPITAL) capital++;
        if (words[i].flags & DM_WORD_CAPITALS) capitals++;
    }
    if (letters < 3) return 0;
    return capitals * 10 > letters * 7 ? 1 : capital * 10 > letters * 8 ? 2 : 0;
}

#define ADD(value) (features[count++] = dm_feature((value), number++))

unsigned dm_tagger_upos_features(const dm_tagged *sentence, uint32_t i, uint64_t *features)
{
    const dm_print *p = sentence->prints + DM_TAGGER_PAD + i;
    const uint8_t *t = sentence->upos + DM_TAGGER_PAD + i;
    unsigned count = 0, number = 1;
    uint64_t first = i == 0, w = p->lower, end3 = dm_print_end(p, 3), t1 = t[-1], t21 = (uint64_t)t[-2] << 8 | t1;
    uint64_t shape = p->shape + 1 + ((uint64_t)sentence->capitals << 40) + (first << 48);
    ADD(0);
    ADD(p->form);
    ADD(w);
    ADD(dm_print_end(p, 1));
    ADD(dm_print_end(p, 2));
    ADD(end3);
    ADD(dm_print_end(p, 4));
    ADD(dm_print_end(p, 5));
    ADD(dm_print_begin(p, 1));
    ADD(dm_print_begin(p, 2));
    ADD(dm_print_begin(p, 3));
    ADD(shape);
    ADD(dm_pair(shape, dm_print_end(p, 2)));
    ADD(dm_pair(shape, w));
    ADD(p[-1].lower);
    ADD(p[-2].lower);
    ADD(p[1].lower);
    ADD(p[2].lower);
    ADD(dm_pair(p[-1].lower, w));
    ADD(dm_pair(w, p[1].lower));
    ADD(dm_pair(p[-1].lower, p[1].lower));
    ADD(dm_pair(p[1].lower, p[2].lower));
    ADD(dm_pair(p[-2].lower, p[-1].lower));
    ADD(dm_print_end(p - 1, 3));
    ADD(dm_print_end(p + 1, 3));
    ADD(dm_print_end(p + 1, 2));
    ADD(dm_print_end(p + 2, 2));
    ADD(dm_pair(end3, dm_print_end(p + 1, 3)));
    ADD(p[-1].shape);
    ADD(p[1].shape);
    ADD(dm_pair(shape, p[1].shape));
    ADD(dm_pair(shape, p[-1].shape));
    ADD(t1);
    ADD(t21);
    ADD((uint64_t)t[-3] << 16 | t21);
    ADD(dm_pair(w, t1));
    ADD(dm_pair(w, t21));
    ADD(dm_pair(end3, t1));
    ADD(dm_pair(end3, t21));
    ADD(dm_pair(shape, t1));
    ADD(dm_pair(p[1].lower, t1));
    ADD(dm_pair(dm_pair(w, p[1].lower), t1));
    ADD(dm_pair(dm_print_end(p + 1, 3), dm_pair(w, t1)));
    return count;
}

unsigned dm_tagger_xpos_features(const dm_tagged *sentence, uint32_t i, uint64_t *features)
{
    const dm_print *p = sentence->prints + DM_TAGGER_PAD + i;
    const uint8_t *t = sentence->upos + DM_TAGGER_PAD + i, *x = sentence->xpos + DM_TAGGER_PAD + i;
    unsigned count = 0, number = 1;
    uint64_t t0 = t[0], w = dm_pair(p->lower, t0), shape = p->shape + 1 + ((uint64_t)sentence->capitals << 40);
    uint64_t end3 = dm_pair(dm_print_end(p, 3), t0), x1 = x[-1], before = (uint64_t)t[-1] << 8 | t0,
             after = (uint64_t)t[1] << 8 | t0;
    ADD(t0);
    ADD(dm_pair(p->form, t0));
    ADD(w);
    ADD(dm_pair(dm_print_end(p, 1), t0));
    ADD(dm_pair(dm_print_end(p, 2), t0));
    ADD(end3);
    ADD(dm_pair(dm_print_end(p, 4), t0));
    ADD(dm_pair(shape, t0));
    ADD(dm_pair(shape, dm_pair(dm_print_end(p, 2), t0)));
    ADD(dm_pair(p[-1].lower, t0));
    ADD(dm_pair(p[-2].lower, t0));
    ADD(dm_pair(p[1].lower, t0));
    ADD(dm_pair(w, p[-1].lower));
    ADD(dm_pair(w, p[1].lower));
    ADD(before);
    ADD(after);
    ADD(before << 8 | t[1]);
    ADD((uint64_t)t[-2] << 16 | before);
    ADD((uint64_t)t[2] << 16 | after);
    ADD((uint64_t)t[-3] << 32 | (uint64_t)t[-2] << 24 | before << 8 | t[1]);
    ADD(dm_pair(w, t[-1]));
    ADD(dm_pair(w, t[1]));
    ADD(dm_pair(end3, t[-1]));
    ADD(dm_pair(end3, t[1]));
    ADD(dm_pair(end3, (uint64_t)t[-2] << 8 | t[-1]));
    ADD(x1 << 8 | t0);
    ADD((uint64_t)x[-2] << 16 | x1 << 8 | t0);
    ADD(dm_pair(w, x1));
    ADD(dm_pair(end3, x1));
    ADD(dm_pair(end3, x1 << 8 | x[-2]));
    ADD(dm_pair(x1 << 8 | t0, p[1].lower));
    ADD(dm_pair(x1 << 8 | t0, p[-1].lower));
    return count;
}

static unsigned best(const int32_t *scores, unsigned count)
{
    unsigned top = 0;
    for (unsigned i = 1; i < count; i++)
        if (scores[i] > scores[top]) top = i;
    return top;
}

void dm_tagger_tag(const dm_tagger *tagger, dm_tagged *sentence)
{
    uint64_t features[DM_TAGGER_FEATURES];
    uint32_t offsets[DM_TAGGER_FEATURES];
    int32_t scores[DM_LANES];
    for (uint32_t i = 0; i < sentence->count; i++) {
        unsigned count = dm_tagger_upos_features(sentence, i, features);
        count = dm_weights_select(&tagger->upos, features, count, offsets);
        for (unsigned f = 0; f < count; f++) dm_weights_fetch(&tagger->upos, offsets[f]);
        tagger->upos.sum(&tagger->upos, offsets, count, scores);
        sentence->upos[DM_TAGGER_PAD + i] = (uint8_t)best(scores, DM_UPOS_COUNT);
    }
    for (uint32_t i = 0; i < sentence->count; i++) {
        unsigned count = dm_tagger_xpos_features(sentence, i, features);
        count = dm_weights_select(&tagger->xpos, features, count, offsets);
        for (unsigned f = 0; f < count; f++) dm_weights_fetch(&tagger->xpos, offsets[f]);
        tagger->xpos.sum(&tagger->xpos, offsets, count, scores);
        sentence->xpos[DM_TAGGER_PAD + i] = (uint8_t)best(scores, DM_XPOS_COUNT);
    }
}

bool dm_tagger_text(const dm_tagger *tagger, dm_arena *arena, const dm_text *text, dm_token *tokens)
{
    uint32_t most = 0;
    for (uint32_t s = 0; s < text->sentence_count; s++) {
        uint32_t count = text->sentences[s].last - text->sentences[s].first;
        if (count > most) most = count;
    }
    size_t room = (size_t)most + 2 * DM_TAGGER_PAD;
    dm_print *prints = dm_arena_zero(arena, room, sizeof *prints);
    uint8_t *tags = dm_arena_alloc(arena, 2 * room);
    if (arena->failed) return false;
    for (uint32_t s = 0; s < text->sentence_count; s++) {
        uint32_t first = text->sentences[s].first, count = text->sentences[s].last - first;
        dm_tagged sentence = {prints, tags, tags + room, count, dm_tagged_capitals(text->words + first, count)};
        for (uint32_t i = 0; i < count; i++) dm_print_of(&text->words[first + i], &prints[DM_TAGGER_PAD + i]);
        memset(prints + DM_TAGGER_PAD + count, 0, DM_TAGGER_PAD * sizeof *prints);
        memset(tags, DM_UPOS_COUNT, DM_TAGGER_PAD);
        memset(tags + DM_TAGGER_PAD + count, DM_UPOS_COUNT, DM_TAGGER_PAD);
        memset(tags + room, 0, DM_TAGGER_PAD);
        dm_tagger_tag(tagger, &sentence);
        for (uint32_t i = 0; i < count; i++) {
            tokens[first + i].upos = tags[DM_TAGGER_PAD + i];
            tokens[first + i].xpos = tags[room + DM_TAGGER_PAD + i];
        }
    }
    return true;
}
