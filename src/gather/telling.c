/* What an event's sentence says that other tellings can be held against: sides, days, place, words, figures. */
#include "gather/gather.h"

#include <math.h>

/* ---- Sides ------------------------------------------------------------------------------------------------------- */

/* The last word of a name: "Ziad al-Sharabi" and "al-Sharabi" are one. */
static uint32_t last_word(dm_slice name)
{
    size_t begin = name.size;
    while (begin > 0 && name.at[begin - 1] != ' ')
        begin--;
    return (uint32_t)dm_key(name.at + begin, name.size - begin) | 1u;
}

static bool named(const dm_record *record, const dm_entity *entity)
{
    for (uint32_t i = 0; i < entity->mentions.count; i++)
        if (record->refers.mentions[entity->mentions.at[i]].kind == DM_NAME)
            return true;
    return entity->mentions.count == 0;
}

static void actor_of(const dm_record *record, const dm_entity *entity, dm_side_actor *out)
{
    memset(out, 0, sizeof *out);
    size_t size = strlen(entity->actor);
    bool body = size >= 3 && (memcmp(entity->actor, "IGO", 3) == 0 || memcmp(entity->actor, "NGO", 3) == 0 ||
                              memcmp(entity->actor, "MNC", 3) == 0);
    if (body && size >= 6) { /* the body itself takes the place of the country */
        memcpy(out->country, entity->actor + 3, 3);
    } else if (body) {
        memcpy(out->country, entity->actor, 3);
    } else if (entity->country[0] != '\0') {
        memcpy(out->country, entity->country, sizeof out->country);
        if (size >= 6)
            memcpy(out->sector, entity->actor + 3, 3);
    } else if (size >= 3) { /* a sector without a country: "gunmen" */
        memcpy(out->sector, entity->actor, 3);
    }
    if ((entity->type == DM_PER || entity->type == DM_ORG) && entity->name.size != 0 && named(record, entity)) {
        out->name = last_word(entity->name);
        out->person = entity->type == DM_PER;
    }
}

static int actor_order(const dm_side_actor *a, const dm_side_actor *b)
{
    int order = strcmp(a->country, b->country);
    order = order != 0 ? order : strcmp(a->sector, b->sector);
    order = order != 0 ? order : a->name < b->name ? -1 : a->name > b->name;
    return order != 0 ? order : (int)a->person - (int)b->person;
}

static void side_of(const dm_record *record, dm_list list, dm_side *side)
{
    side->count = 0;
    for (uint32_t i = 0; i < list.count; i++) {
        dm_side_actor actor;
        if (list.at[i] >= record->refers.entity_count)
            continue;
        actor_of(record, &record->refers.entities[list.at[i]], &actor);
        if (actor.country[0] == '\0' && actor.sector[0] == '\0' && actor.name == 0)
            continue;
        uint32_t at = 0;
        int order = 1;
        while (at < side->count && (order = actor_order(&actor, &side->actors[at])) > 0)
            at++;
        if ((at < side->count && order == 0) || at == DM_SIDE_ACTORS)
            continue;
        if (side->count == DM_SIDE_ACTORS)
            side->count--;
        memmove(&side->actors[at + 1], &side->actors[at], (side->count - at) * sizeof actor);
        side->actors[at] = actor;
        side->count++;
    }
}

/* ---- Days -------------------------------------------------------------------------------------------------------- */

static void days_of(const dm_record *record, const dm_event *event, dm_telling *out)
{
    dm_date reported = record->document.date;
    int32_t first, last, report = DM_NO_DAY;
    if (reported.year != 0 && reported.month != 0 && reported.day != 0)
        report = dm_date_days(reported);
    out->reported = report;
    if (event->date.size == 0 || !dm_value_days(event->date, &first, &last)) {
        out->first = out->last = report;
        return;
    }
    out->first = first;
    out->last = last;
    out->vague = last - first > 3;
    out->stated = first != report;
    if (event->sentence >= record->text.sentence_count)
        return;
    dm_span sentence = record->sentence_spans[event->sentence];
    for (uint32_t i = 0; i < record->refers.time_count; i++) {
        const dm_time *time = &record->refers.times[i];
        int32_t from, to;
        if (time->span.start >= sentence.start && time->span.end <= sentence.end && dm_value_days(time->value, &from, &to) &&
            from == first && to == last)
            out->stated = true;
    }
}

/* ---- Places ------------------------------------------------------------------------------------------------------ */

/* A town is inside of a division; what is not may be a country, a sea, a region: too wide to tell events apart. */
static bool is_town(const dm_place *place) { return place->admin1.size != 0 && isfinite(place->lat) && isfinite(place->lon); }

static void place_of(const dm_record *record, const dm_event *event, dm_telling *out)
{
    const dm_place *places = record->refers.places, *place = NULL;
    if (event->place < record->refers.place_count) {
        place = &places[event->place];
        memcpy(out->country, place->country, sizeof out->country);
        out->geonames = place->geonames;
        out->placed = is_town(place);
    }
    if (!out->placed && event->sentence < record->text.sentence_count) { /* the one town of the sentence */
        dm_span sentence = record->sentence_spans[event->sentence];
        const dm_place *town = NULL;
        bool several = false;
        for (uint32_t i = 0; i < record->refers.place_count; i++)
            if (places[i].span.start >= sentence.start && places[i].span.end <= sentence.end && is_town(&places[i])) {
                several |= town != NULL && (town->geonames != places[i].geonames || town->geonames == 0);
                town = &places[i];
            }
        if (town != NULL && !several && (out->country[0] == '\0' || strcmp(out->country, town->country) == 0)) {
            place = town;
            out->placed = out->beside = true;
            out->geonames = town->geonames;
            memcpy(out->country, town->country, sizeof out->country);
        }
    }
    if (out->placed) {
        out->lat = (float)place->lat;
        out->lon = (float)place->lon;
    }
}

/* ---- Words ------------------------------------------------------------------------------------------------------- */

typedef struct weighed {
    uint32_t key, weight;
} weighed;
#define WEIGHED_ROOM 256

/* How much a word tells which event it is: the rarer, the more; verbs less, for the type says what they say. */
static uint32_t weight_of(const dm_record *record, const dm_event *event, uint32_t word)
{
    const dm_token *token = &record->tree.tokens[word];
    const dm_word *form = &record->text.words[word];
    if (form->span.start < event->trigger.end && event->trigger.start < form->span.end)
        return 0;
    if (record->refers.time_of != NULL && record->refers.time_of[word] != DM_NONE)
        return 0;
    if (record->refers.mention_of != NULL && record->refers.mention_of[word] != DM_NONE) {
        uint32_t of = record->refers.mentions[record->refers.mention_of[word]].entity;
        const dm_entity *entity = &record->refers.entities[of];
        if (entity->country[0] != '\0' && (entity->type == DM_NORP || (entity->type == DM_GPE && entity->actor[3] == '\0')) &&
            (record->refers.place_of == NULL || record->refers.place_of[word] == DM_NONE ||
             !is_town(&record->refers.places[record->refers.place_of[word]])))
            return 0; /* countries and their people: the sides say that already */
    }
    uint32_t rarity = record->coder != NULL ? dm_rarity_of(dm_coder_rarity(record->coder), token->lemma_key) : 48;
    switch (token->upos) {
    case DM_PROPN:
    case DM_NOUN: return rarity;
    case DM_NUM: return form->flags & DM_WORD_DIGIT ? rarity : rarity / 2;
    case DM_ADJ: return rarity * 3 / 4;
    case DM_VERB: return rarity / 2;
    default: return 0;
    }
}

static uint32_t gather_words(const dm_record *record, const dm_event *event, uint32_t sentence, uint32_t share,
                             weighed *found, uint32_t count)
{
    const dm_sentence *span = &record->text.sentences[sentence];
    for (uint32_t word = span->first; word < span->last && count < WEIGHED_ROOM; word++) {
        uint32_t weight = weight_of(record, event, word) / share, at = 0, key;
        if (weight == 0)
            continue;
        key = (uint32_t)record->tree.tokens[word].lemma_key;
        while (at < count && found[at].key != key)
            at++;
        if (at == count)
            found[count++] = (weighed){key, weight};
        else if (found[at].weight < weight)
            found[at].weight = weight;
    }
    return count;
}

static void words_of(const dm_record *record, const dm_event *event, dm_telling *out)
{
    weighed found[WEIGHED_ROOM];
    const dm_text *text = &record->text;
    if (record->tree.tokens == NULL || event->sentence >= text->sentence_count)
        return;
    uint32_t count = gather_words(record, event, event->sentence, 1, found, 0), paragraph = text->sentences[event->sentence].paragraph;
    for (uint32_t s = event->sentence; s-- > 0 && text->sentences[s].paragraph == paragraph && event->sentence - s <= 2;)
        count = gather_words(record, event, s, 2, found, count);
    for (uint32_t s = event->sentence + 1;
         s < text->sentence_count && text->sentences[s].paragraph == paragraph && s - event->sentence <= 2; s++)
        count = gather_words(record, event, s, 2, found, count);
    while (count > 0 && out->word_count < DM_TELLING_WORDS) { /* the weightiest; of equal ones the first in the text */
        uint32_t best = 0, at = out->word_count;
        for (uint32_t i = 1; i < count; i++)
            if (found[i].weight > found[best].weight)
                best = i;
        weighed word = found[best];
        memmove(&found[best], &found[best + 1], (count - best - 1) * sizeof *found);
        count--;
        for (; at > 0 && out->words[at - 1] > word.key; at--) {
            out->words[at] = out->words[at - 1];
            out->weights[at] = out->weights[at - 1];
        }
        out->words[at] = word.key;
        out->weights[at] = (uint8_t)word.weight;
        out->word_count++;
    }
}

/* Does the trigger take up what is known: "the attack", "Monday's attack", "who were killed", "had fled"? */
static bool told_again(const dm_record *record, const dm_event *event)
{
    const dm_token *tokens = record->tree.tokens;
    if (tokens == NULL || event->sentence >= record->text.sentence_count)
        return false;
    const dm_sentence *sentence = &record->text.sentences[event->sentence];
    for (uint32_t w = sentence->first; w < sentence->last; w++) {
        dm_span span = record->text.words[w].span;
        if (span.start >= event->trigger.end || span.end <= event->trigger.start)
            continue;
        if (tokens[w].upos == DM_VERB) {
            if (tokens[w].relation == DM_R_ACL_RELCL || tokens[w].relation == DM_R_ADVCL_RELCL)
                return true;
            for (uint32_t c = tokens[w].child; c != DM_NONE; c = tokens[c].next)
                if (tokens[c].relation == DM_R_AUX && dm_slice_is(record->text.words[c].form, "had"))
                    return true;
        }
        if (tokens[w].upos != DM_NOUN && tokens[w].upos != DM_PROPN)
            continue;
        uint32_t head = w; /* "the suicide bomb attack": the whole noun */
        while (tokens[head].relation == DM_R_COMPOUND && tokens[head].head != DM_NONE && tokens[head].head != head)
            head = tokens[head].head;
        for (uint32_t c = tokens[head].child; c != DM_NONE; c = tokens[c].next)
            if (tokens[c].relation == DM_R_NMOD_POSS ||
                (tokens[c].relation == DM_R_DET &&
                 (dm_slice_is(tokens[c].lemma, "the") || dm_slice_is(tokens[c].lemma, "this") || dm_slice_is(tokens[c].lemma, "that"))))
                return true;
    }
    return false;
}

/* ---- Figures ----------------------------------------------------------------------------------------------------- */

static void add_figure(const dm_figure *figure, dm_telling *out)
{
    if (!isfinite(figure->value) || out->figure_count == DM_TELLING_FIGURES)
        return;
    out->figures[out->figure_count].value = (float)figure->value;
    out->figures[out->figure_count].of = figure->of.size != 0 ? last_word(figure->of) : 0;
    out->figure_count++;
}

/* Those of the event; when it has none, the counts of its sentence. */
static void figures_of(const dm_record *record, const dm_event *event, dm_telling *out)
{
    const dm_references *refers = &record->refers;
    for (uint32_t i = 0; i < event->figures.count; i++)
        if (event->figures.at[i] < refers->figure_count)
            add_figure(&refers->figures[event->figures.at[i]], out);
    if (event->figures.count != 0 || event->sentence >= record->text.sentence_count)
        return;
    dm_span sentence = record->sentence_spans[event->sentence];
    for (uint32_t i = 0; i < refers->figure_count; i++)
        if (refers->figures[i].span.start >= sentence.start && refers->figures[i].span.end <= sentence.end &&
            refers->figures[i].unit.size == 0 && refers->figures[i].of.size != 0)
            add_figure(&refers->figures[i], out);
}

void dm_telling_of(const dm_record *record, uint32_t event, dm_telling *out)
{
    const dm_event *told = &record->events[event];
    memset(out, 0, sizeof *out);
    out->plover = told->plover;
    memcpy(out->cameo, told->cameo, sizeof out->cameo);
    out->status = told->status;
    days_of(record, told, out);
    side_of(record, told->sources, &out->source);
    side_of(record, told->targets, &out->target);
    place_of(record, told, out);
    words_of(record, told, out);
    out->again = told_again(record, told) || (out->stated && out->reported != DM_NO_DAY && out->last < out->reported);
    figures_of(record, told, out);
}

/* ---- Bytes ------------------------------------------------------------------------------------------------------- */

typedef struct writer {
    unsigned char *at;
} writer;

static void put32(writer *w, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        *w->at++ = (unsigned char)(value >> (8 * i));
}

static void put8(writer *w, unsigned value) { *w->at++ = (unsigned char)value; }

static void put_real(writer *w, float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    put32(w, bits);
}

static void put_code(writer *w, const char *code, size_t size)
{
    memcpy(w->at, code, size);
    w->at += size;
}

static void put_side(writer *w, const dm_side *side)
{
    put8(w, side->count);
    for (uint32_t i = 0; i < side->count; i++) {
        put_code(w, side->actors[i].country, 3);
        put_code(w, side->actors[i].sector, 3);
        put32(w, side->actors[i].name);
        put8(w, side->actors[i].person);
    }
}

#define TELLING_FORMAT 1

size_t dm_telling_write(const dm_telling *telling, unsigned char bytes[DM_TELLING_BYTES])
{
    writer w = {bytes};
    put8(&w, TELLING_FORMAT);
    put8(&w, telling->plover);
    put_code(&w, telling->cameo, 4);
    put8(&w, telling->status);
    put8(&w, (unsigned)telling->stated + 2u * telling->vague + 4u * telling->placed + 8u * telling->beside + 16u * telling->again);
    put32(&w, (uint32_t)telling->first);
    put32(&w, (uint32_t)telling->last);
    put32(&w, (uint32_t)telling->reported);
    put_code(&w, telling->country, 3);
    put_real(&w, telling->lat);
    put_real(&w, telling->lon);
    put32(&w, telling->geonames);
    put_side(&w, &telling->source);
    put_side(&w, &telling->target);
    put8(&w, telling->figure_count);
    for (uint32_t i = 0; i < telling->figure_count; i++) {
        put_real(&w, telling->figures[i].value);
        put32(&w, telling->figures[i].of);
    }
    put8(&w, telling->word_count);
    for (uint32_t i = 0; i < telling->word_count; i++) {
        put32(&w, telling->words[i]);
        put8(&w, telling->weights[i]);
    }
    return (size_t)(w.at - bytes);
}

typedef struct reader {
    const unsigned char *at, *end;
    bool good;
} reader;

static uint32_t get(reader *r, unsigned size)
{
    uint32_t value = 0;
    if ((size_t)(r->end - r->at) < size) {
        r->good = false;
        r->at = r->end;
        return 0;
    }
    for (unsigned i = 0; i < size; i++)
        value |= (uint32_t)*r->at++ << (8 * i);
    return value;
}

static float get_real(reader *r)
{
    uint32_t bits = get(r, 4);
    float value;
    memcpy(&value, &bits, sizeof value);
    r->good = r->good && isfinite(value);
    return value;
}

static void get_code(reader *r, char *code, unsigned size)
{
    for (unsigned i = 0; i < size; i++)
        code[i] = (char)get(r, 1);
    code[size] = '\0';
}

static void get_side(reader *r, dm_side *side)
{
    side->count = get(r, 1);
    if (side->count > DM_SIDE_ACTORS) {
        r->good = false;
        side->count = 0;
    }
    for (uint32_t i = 0; i < side->count; i++) {
        get_code(r, side->actors[i].country, 3);
        get_code(r, side->actors[i].sector, 3);
        side->actors[i].name = get(r, 4);
        side->actors[i].person = get(r, 1) != 0;
    }
}

bool dm_telling_read(const unsigned char *bytes, size_t size, dm_telling *out)
{
    reader r = {bytes, bytes + size, true};
    memset(out, 0, sizeof *out);
    if (get(&r, 1) != TELLING_FORMAT)
        return false;
    uint32_t plover = get(&r, 1);
    get_code(&r, out->cameo, 4);
    uint32_t status = get(&r, 1), flags = get(&r, 1);
    if (plover > DM_ASSAULT || status > DM_HISTORICAL)
        return false;
    out->plover = (dm_plover)plover;
    out->status = (dm_event_status)status;
    out->stated = flags & 1;
    out->vague = (flags & 2) != 0;
    out->placed = (flags & 4) != 0;
    out->beside = (flags & 8) != 0;
    out->again = (flags & 16) != 0;
    out->first = (int32_t)get(&r, 4);
    out->last = (int32_t)get(&r, 4);
    out->reported = (int32_t)get(&r, 4);
    get_code(&r, out->country, 3);
    out->lat = get_real(&r);
    out->lon = get_real(&r);
    out->geonames = get(&r, 4);
    get_side(&r, &out->source);
    get_side(&r, &out->target);
    out->figure_count = get(&r, 1);
    if (out->figure_count > DM_TELLING_FIGURES)
        return false;
    for (uint32_t i = 0; i < out->figure_count; i++) {
        out->figures[i].value = get_real(&r);
        out->figures[i].of = get(&r, 4);
    }
    out->word_count = get(&r, 1);
    if (out->word_count > DM_TELLING_WORDS)
        return false;
    for (uint32_t i = 0; i < out->word_count; i++) {
        out->words[i] = get(&r, 4);
        out->weights[i] = (uint8_t)get(&r, 1);
    }
    return r.good && r.at == r.end && out->first <= out->last;
}

/* ---- Blocks ------------------------------------------------------------------------------------------------------ */

/* Events that both sides do together have no direction. */
static bool mutual(dm_plover plover) { return plover == DM_AGREE || plover == DM_CONSULT || plover == DM_COOPERATE; }

static uint64_t block_of(const dm_telling *telling, const char *source, const char *target, char open)
{
    if (mutual(telling->plover) && strcmp(source, target) > 0) {
        const char *swap = source;
        source = target;
        target = swap;
    }
    uint64_t block = dm_mix(dm_mix(dm_hash(source, strlen(source)), dm_hash(target, strlen(target))),
                            ((uint64_t)telling->plover << 8) | (unsigned char)open);
    /* What is known to a month or a year only goes with what is known just so. */
    return telling->vague ? dm_mix(block, ((uint64_t)(uint32_t)telling->first << 32) | (uint32_t)telling->last) : block;
}

static void add_block(dm_arena *arena, int64_t **at, uint32_t *count, uint32_t *room, uint64_t block)
{
    for (uint32_t i = 0; i < *count; i++)
        if ((*at)[i] == (int64_t)block)
            return;
    DM_VECTOR(int64_t) list = {*at, *count, *room};
    int64_t *added = DM_PUSH(arena, &list);
    *at = list.at;
    *count = list.count;
    *room = list.room;
    if (added != NULL)
        *added = (int64_t)block;
}
#define KEEP(block) add_block(arena, &out->keep.at, &out->keep.count, &out->keep.room, block)
#define ASK(block) add_block(arena, &out->ask.at, &out->ask.count, &out->ask.room, block)

/* What a side is looked for by: its countries; a group that belongs to none goes by its name. */
static uint32_t block_names(const dm_side *side, char (*names)[12], const char **out)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < side->count; i++) {
        const dm_side_actor *actor = &side->actors[i];
        if (actor->country[0] != '\0') {
            out[count++] = actor->country;
        } else if (actor->name != 0) {
            snprintf(names[i], sizeof names[i], "%08x", (unsigned)actor->name);
            out[count++] = names[i];
        }
    }
    return count;
}

/* A whole pair is kept under itself ('='), and under each of its sides for those that ask with that side alone ('?'); a
 * telling of which one side is known is kept under that side ('*').  So a whole pair meets those of the same pair and
 * those that know one side of it, but not those of another pair with one side in common. */
void dm_telling_blocks(const dm_telling *telling, dm_arena *arena, dm_blocks *out)
{
    char names[2 * DM_SIDE_ACTORS][12];
    const char *sources[DM_SIDE_ACTORS + 1], *targets[DM_SIDE_ACTORS + 1];
    uint32_t source_count = block_names(&telling->source, names, sources);
    uint32_t target_count = block_names(&telling->target, names + DM_SIDE_ACTORS, targets);
    memset(out, 0, sizeof *out);
    /* "A bomb killed 20 in Karam": whom it hit is known by the place. */
    if (target_count == 0 && telling->country[0] != '\0' && telling->plover >= DM_PROTEST)
        targets[target_count++] = telling->country;
    if (source_count == 0 && target_count == 0 && telling->country[0] != '\0')
        sources[source_count++] = telling->country;
    for (uint32_t i = 0; i < source_count; i++)
        for (uint32_t k = 0; k < target_count; k++) {
            uint64_t whole = block_of(telling, sources[i], targets[k], '=');
            uint64_t left = block_of(telling, sources[i], "", 's'), right = block_of(telling, "", targets[k], 't');
            if (mutual(telling->plover))
                right = block_of(telling, targets[k], "", 's');
            KEEP(whole);
            KEEP(dm_mix(left, '?'));
            KEEP(dm_mix(right, '?'));
            ASK(whole);
            ASK(dm_mix(left, '*'));
            ASK(dm_mix(right, '*'));
        }
    for (uint32_t i = 0; i < source_count + target_count && (source_count == 0 || target_count == 0); i++) {
        uint64_t one = i < source_count ? block_of(telling, sources[i], "", 's')
                       : mutual(telling->plover) ? block_of(telling, targets[i - source_count], "", 's')
                                                 : block_of(telling, "", targets[i - source_count], 't');
        KEEP(dm_mix(one, '*'));
        ASK(dm_mix(one, '*'));
        ASK(dm_mix(one, '?'));
    }
}
#undef KEEP
#undef ASK

int32_t dm_telling_day(const dm_telling *telling) { return telling->first; }

void dm_telling_window(const dm_telling *telling, int32_t *first, int32_t *last)
{
    if (telling->first == DM_NO_DAY || telling->vague) {
        *first = *last = telling->first;
        return;
    }
    *first = telling->first - 3 - DM_INCIDENT_GAP; /* of tellings that are not vague: at most three days between first and last */
    *last = telling->last + DM_INCIDENT_GAP;
}
