/* Whose position it is, what else shows it, and how it is written down. */
#include "code/positions.h"


/* ---- What else shows it ------------------------------------------------------------------------------ */

bool dm_spans_cover(dm_spans spans, uint32_t byte)
{
    for (uint32_t i = 0; i < spans.count; i++)
        if (spans.at[i].start <= byte && byte < spans.at[i].end)
            return true;
    return false;
}

/* The statement whose cue is this word, else the innermost one whose content holds it. */
uint32_t dm_taking_statement(const dm_record *record, uint32_t word)
{
    uint32_t byte = record->text.words[word].span.start, sentence = record->text.sentence_of[word], best = DM_NONE;
    uint64_t least = UINT64_MAX;
    for (uint32_t i = 0; i < record->statement_count; i++) {
        const dm_statement *s = &record->statements[i];
        if (s->sentence + 40 < sentence)
            continue;
        if (s->sentence > sentence + 40)
            break;
        if (dm_spans_cover(s->cue, byte))
            return i;
        if (dm_spans_cover(s->content, byte)) {
            uint64_t length = 0;
            for (uint32_t k = 0; k < s->content.count; k++)
                length += s->content.at[k].end - s->content.at[k].start;
            if (length < least) {
                least = length;
                best = i;
            }
        }
    }
    return best;
}

static uint32_t event_at(const dm_record *record, dm_run run)
{
    dm_span span = {record->text.words[run.first].span.start, record->text.words[run.last - 1].span.end};
    for (uint32_t i = 0; i < record->event_count; i++)
        if (record->events[i].trigger.start < span.end && span.start < record->events[i].trigger.end)
            return i;
    return DM_NONE;
}

/* ---- Holders ------------------------------------------------------------------------------------------- */

uint32_t dm_taking_entity(const dm_record *record, uint32_t word)
{
    const dm_references *refers = &record->refers;
    if (word == DM_NONE || !refers->mention_count || !refers->mention_at_head)
        return DM_NONE;
    uint32_t mention = refers->mention_at_head[word];
    if (mention == DM_NONE && record->tree.tokens[word].upos == DM_PROPN && refers->mention_of)
        mention = refers->mention_of[word]; /* a name whose parts the tree orders otherwise */
    return mention == DM_NONE ? DM_NONE : refers->mentions[mention].entity;
}

/* Who "I" and "we" are: the speaker of the statement around them. */
static uint32_t speaker_around(const dm_record *record, uint32_t word)
{
    uint32_t byte = record->text.words[word].span.start, best = DM_NONE;
    uint64_t least = UINT64_MAX;
    for (uint32_t i = 0; i < record->statement_count; i++) {
        const dm_statement *s = &record->statements[i];
        uint64_t length = 0;
        if (!dm_spans_cover(s->content, byte) || s->speaker == DM_NONE || s->kind == DM_INDIRECT)
            continue;
        for (uint32_t k = 0; k < s->content.count; k++)
            length += s->content.at[k].end - s->content.at[k].start;
        if (length < least) {
            least = length;
            best = s->speaker;
        }
    }
    return best;
}

/* "Protesters demand", after "Hong Kong protesters": who has a sector but no country is the one of that sector that the
 * text has named before, when it has named those of one country only. */
static uint32_t placed_before(const dm_record *record, uint32_t entity, uint32_t word)
{
    const dm_references *refers = &record->refers;
    if (entity == DM_NONE)
        return entity;
    const dm_entity *bare = &refers->entities[entity];
    uint32_t best = DM_NONE;
    if (bare->country[0] != '\0' || bare->sectors[0][0] == '\0' || bare->type == DM_OTHER_TYPE ||
        (bare->type == DM_ORG && strcmp(bare->sectors[0], "CVL") == 0)) /* a hospital is not those of before */
        return entity;
    for (uint32_t m = 0; m < refers->mention_count && refers->mentions[m].first < word; m++) {
        uint32_t other = refers->mentions[m].entity;
        const dm_entity *e = &refers->entities[other];
        if (e->country[0] == '\0' || strcmp(e->sectors[0], bare->sectors[0]) != 0 ||
            (refers->mentions[m].kind == DM_NAME && e->type == DM_PER && bare->type != DM_PER))
            continue;
        if (best != DM_NONE && strcmp(refers->entities[best].country, e->country) != 0)
            return entity;
        best = other;
    }
    return best == DM_NONE ? entity : best;
}

static uint32_t holder_found(const dm_taking *g, uint32_t word)
{
    static const char *const selves[] = {"I", "i", "we", "us", "me", "our", "my"};
    const dm_token *tokens = g->tree->tokens;
    if (word == DM_NONE)
        return DM_NONE;
    if (tokens[word].upos == DM_PRON && dm_lemma_in(&tokens[word], selves, DM_COUNT(selves))) {
        return speaker_around(g->record, word);
    }
    uint32_t entity = dm_taking_entity(g->record, word);
    if (entity != DM_NONE &&
        (g->record->refers.entities[entity].type != DM_OTHER_TYPE || g->record->refers.entities[entity].actor[0]))
        return entity;
    /* "Blinken's vision", "the letter of the senators": whose it is */
    for (uint32_t c = tokens[word].child; c != DM_NONE; c = tokens[c].next)
        if (tokens[c].relation == DM_R_NMOD_POSS && tokens[c].upos == DM_PRON &&
            dm_lemma_in(&tokens[c], selves, DM_COUNT(selves)))
            return speaker_around(g->record, c);
        else if (tokens[c].relation == DM_R_NMOD_POSS && dm_taking_entity(g->record, c) != DM_NONE)
            return dm_taking_entity(g->record, c);
    /* "signed a decree banning veils": whoever signed it */
    static const char *const passes[] = {"sign", "issue", "pass",    "adopt",  "approve",   "enact",  "write",
                                         "pen",  "send",  "publish", "submit", "introduce", "release"};
    uint32_t verb = tokens[word].head;
    if (tokens[word].relation == DM_R_OBJ && verb != DM_NONE && tokens[word].upos == DM_NOUN &&
        dm_lemma_in(&tokens[verb], passes, DM_COUNT(passes))) {
        uint32_t subject = dm_tree_find(g->tree, verb, DM_R_NSUBJ);
        if (subject != DM_NONE && dm_taking_entity(g->record, subject) != DM_NONE)
            return dm_taking_entity(g->record, subject);
    }
    /* what the statement of the same cue found for a piece of writing */
    for (uint32_t i = 0; i < g->record->statement_count; i++) {
        const dm_statement *s = &g->record->statements[i];
        uint32_t byte = g->record->text.words[word].span.start;
        if (dm_spans_cover(s->source, byte) && s->speaker != DM_NONE)
            return s->speaker;
    }
    return entity;
}

uint32_t dm_taking_holder(const dm_taking *g, uint32_t word)
{
    return placed_before(g->record, holder_found(g, word), word);
}

uint32_t dm_taking_speaker(const dm_taking *g, uint32_t speaker, uint32_t word)
{
    return placed_before(g->record, speaker, word);
}

/* ---- Writing down -------------------------------------------------------------------------------------- */

bool dm_form_begins(dm_slice form, const char *prefix)
{
    size_t size = strlen(prefix);
    if (form.size < size)
        return false;
    for (size_t i = 0; i < size; i++)
        if ((i == 0 && form.at[0] >= 'A' && form.at[0] <= 'Z' ? form.at[0] | 0x20 : form.at[i]) != prefix[i])
            return false;
    return true;
}

void dm_taking_put(dm_taking *g, uint32_t holder, bool against, dm_run issue, uint32_t word, dm_run cue, dm_slice by)
{
    const dm_text *text = &g->record->text;
    while (issue.first < issue.last && (dm_word_is_punct(text, issue.first) || g->tree->tokens[issue.first].upos == DM_CCONJ))
        issue.first++;
    while (issue.last > issue.first && dm_word_is_punct(text, issue.last - 1))
        issue.last--;
    if (holder == DM_NONE || issue.first >= issue.last ||
        (g->record->refers.entities[holder].type == DM_OTHER_TYPE && g->record->refers.entities[holder].actor[0] == '\0') ||
        (g->tree->tokens[issue.first].upos == DM_ADP && g->tree->tokens[issue.first].relation == DM_R_CASE))
        return;
    if (issue.last - issue.first == 1 && g->tree->tokens[issue.first].upos != DM_NOUN &&
        g->tree->tokens[issue.first].upos != DM_PROPN && !dm_form_begins(text->words[issue.first].form, "anti-") &&
        !dm_form_begins(text->words[issue.first].form, "pro-"))
        return; /* "supports it" names no issue */
    dm_span span = {text->words[issue.first].span.start, text->words[issue.last - 1].span.end};
    for (uint32_t i = 0; i < g->list.count; i++)
        if (g->list.at[i].holder == holder && g->list.at[i].issue.start < span.end &&
            span.start < g->list.at[i].issue.end)
            return; /* said already by a cue around it */
    dm_position *position = DM_PUSH(&g->record->arena, &g->list);
    if (!position)
        return;
    position->holder = holder;
    position->against = against;
    position->issue = span;
    uint32_t *head = DM_PUSH(&g->record->arena, &g->heads);
    if (!head)
        return;
    position->issue_id = dm_issue_named(g->cues, g->tree, issue.first, issue.last, &position->turned, head);
    position->statement = dm_taking_statement(g->record, word);
    position->event = event_at(g->record, cue);
    position->by = by;
}

/* For every holder joined by "and". */
void dm_taking_put_all(dm_taking *g, uint32_t source, bool against, dm_run issue, uint32_t word, dm_run cue, dm_slice by)
{
    const dm_token *tokens = g->tree->tokens;
    dm_taking_put(g, dm_taking_holder(g, source), against, issue, word, cue, by);
    if (source == DM_NONE)
        return;
    for (uint32_t c = tokens[source].child; c != DM_NONE; c = tokens[c].next)
        if (tokens[c].relation == DM_R_CONJ)
            dm_taking_put(g, dm_taking_holder(g, c), against, issue, word, cue, by);
}

bool dm_taking_is_actor(const dm_taking *g, uint32_t word)
{
    uint32_t entity = dm_taking_entity(g->record, word);
    return entity != DM_NONE && g->record->refers.entities[entity].type != DM_OTHER_TYPE;
}
