/* Speakers: the entity that the words of a source stand for. */
#include "code/cue.h"
#include "code/word_kinds.h"

uint32_t dm_speaker_entity(const dm_references *refers, uint32_t word)
{
    if (word == DM_NONE || !refers->mention_at_head || !refers->mention_count)
        return DM_NONE;
    uint32_t mention = refers->mention_at_head[word];
    if (mention == DM_NONE && refers->mention_of)
        mention = refers->mention_of[word];
    return mention == DM_NONE || mention >= refers->mention_count ? DM_NONE : refers->mentions[mention].entity;
}

/* The speaker: whom the head of the source names; a person in the source where the head names a place or nobody
 * ("regional governor Oleg Klimov"); for "I" and "we" whoever speaks around them. */
static uint32_t named_speaker(const dm_record *record, const dm_draft *draft)
{
    const dm_references *refers = &record->refers;
    uint32_t entity = dm_speaker_entity(refers, draft->speaker_word);
    if (draft->speaker_word == DM_NONE || !refers->mention_count || !refers->mention_of)
        return entity;
    if (entity != DM_NONE && refers->entities[entity].type != DM_GPE && refers->entities[entity].type != DM_LOC)
        return entity;
    for (uint32_t w = draft->source.first; w < draft->source.last; w++) {
        uint32_t mention = refers->mention_of[w];
        if (w > draft->source.first && dm_slice_is(record->text.words[w].form, ",") && entity != DM_NONE)
            break;
        if (mention != DM_NONE && refers->entities[refers->mentions[mention].entity].type == DM_PER &&
            refers->mentions[mention].kind == DM_NAME &&
            record->tree.tokens[refers->mentions[mention].head].relation != DM_R_NMOD_POSS)
            return refers->mentions[mention].entity;
    }
    return entity;
}

/* Who wrote it, when the source is a piece of writing: "its letter", "the statement by the ministry", or the subject of
 * "have penned a letter" where it was first mentioned. */
static uint32_t author_of(const dm_record *record, uint32_t word, uint32_t entity)
{
    static const char *const writes[] = {"write",   "pen",     "sign",  "send", "issue",   "release",
                                         "publish", "address", "draft", "post", "deliver", "submit"};
    static const char *const papers[] = {"letter", "statement",  "report",  "tweet", "message",  "memo",
                                         "note",   "communique", "post",    "email", "petition", "declaration",
                                         "appeal", "op-ed",      "article", "video"};
    const dm_token *tokens = record->tree.tokens;
    const dm_references *refers = &record->refers;
    bool paper = false;
    for (size_t i = 0; i < DM_COUNT(papers); i++)
        paper |= tokens[word].lemma_key == dm_key(papers[i], strlen(papers[i]));
    if (tokens[word].upos == DM_NOUN && !paper)
        return entity;
    if (entity == DM_NONE || entity >= refers->entity_count || refers->entities[entity].actor[0])
        return entity;
    const dm_list *mentions = &refers->entities[entity].mentions;
    for (uint32_t i = 0; i < mentions->count && i < 8; i++) {
        uint32_t head = refers->mentions[mentions->at[i]].head, verb = tokens[head].head;
        uint32_t owner = dm_tree_find(&record->tree, head, DM_R_NMOD_POSS);
        if (owner == DM_NONE && tokens[head].relation == DM_R_OBJ && verb != DM_NONE)
            for (size_t k = 0; k < DM_COUNT(writes) && owner == DM_NONE; k++)
                if (tokens[verb].lemma_key == dm_key(writes[k], strlen(writes[k])))
                    owner = dm_tree_find(&record->tree, verb, DM_R_NSUBJ);
        owner = dm_speaker_entity(refers, owner);
        if (owner != DM_NONE && owner != entity)
            return owner;
    }
    return entity;
}

/* "the agency", "the spokesman", "officials" with a sector and no country: whoever was called so before, with a country.
 * Only what the text calls by the same noun is taken: an earlier agency, an earlier spokesman. */
static uint32_t named_before(const dm_record *record, uint32_t word, uint32_t entity)
{
    static const char *const definite[] = {"the", "this", "that", "these", "those"};
    const dm_token *tokens = record->tree.tokens;
    const dm_references *refers = &record->refers;
    if (entity == DM_NONE || (tokens[word].upos != DM_NOUN && tokens[word].upos != DM_PROPN) || !refers->entities[entity].actor[0])
        return entity;
    bool guessed = refers->entity_reasons && refers->entity_reasons[entity].whence == DM_WHENCE_TEXT;
    if (refers->entities[entity].country[0] && !guessed)
        return entity;
    if (!strncmp(refers->entities[entity].actor, "IGO", 3) || !strncmp(refers->entities[entity].actor, "NGO", 3))
        return entity;
    uint32_t article = dm_tree_find(&record->tree, word, DM_R_DET);
    bool known = article == DM_NONE && tokens[word].xpos == DM_X_NNS &&
                 dm_tree_find(&record->tree, word, DM_R_AMOD) == DM_NONE &&
                 dm_tree_find(&record->tree, word, DM_R_COMPOUND) == DM_NONE; /* "officials said" */
    for (size_t i = 0; article != DM_NONE && i < DM_COUNT(definite); i++)
        known |= dm_slice_is(tokens[article].lemma, definite[i]);
    if (!known || dm_tree_find(&record->tree, word, DM_R_NMOD) != DM_NONE)
        return entity;
    /* "Norland closed the bridge, with officials saying": its own officials */
    uint32_t said = tokens[word].head;
    if (article == DM_NONE && !guessed && said != DM_NONE && tokens[said].xpos == DM_X_VBG && word > 0 && dm_slice_is(tokens[word - 1].lemma, "with") &&
        tokens[said].head != DM_NONE) {
        uint32_t subject = dm_speaker_entity(refers, dm_tree_find(&record->tree, tokens[said].head, DM_R_NSUBJ));
        if (subject != DM_NONE && refers->entities[subject].country[0] && refers->entities[subject].type == DM_GPE)
            return subject;
    }
    for (uint32_t i = refers->mention_count; i-- > 0;) {
        const dm_mention *before = &refers->mentions[i];
        if (before->head >= word || before->kind == DM_PRONOUN)
            continue;
        const dm_entity *other = &refers->entities[before->entity];
        const dm_word *last = &record->text.words[before->last - 1];
        bool name = before->kind == DM_NAME || last->flags & DM_WORD_CAPITAL;
        uint64_t key = record->text.words[word].key;
        if (guessed && !name)
            continue;
        if (tokens[before->head].lemma_key != tokens[word].lemma_key && record->text.words[before->head].key != key &&
            (!name || last->key != key))
            continue;
        if (other->country[0] || !strncmp(other->actor, "IGO", 3) || !strncmp(other->actor, "NGO", 3))
            return before->entity;
    }
    return entity;
}

static bool has_side(const dm_entity *entity)
{
    return entity->country[0] || !strncmp(entity->actor, "IGO", 3) || !strncmp(entity->actor, "NGO", 3);
}

/* The body that the text last called by the noun: "an agency spokesman" after "the United Nations refugee agency". */
static uint32_t body_called(const dm_record *record, uint32_t noun)
{
    const dm_references *refers = &record->refers;
    for (uint32_t i = refers->mention_count; i-- > 0;) {
        const dm_mention *before = &refers->mentions[i];
        if (before->head < noun && before->last <= noun && record->tree.tokens[before->head].lemma_key == record->tree.tokens[noun].lemma_key &&
            has_side(&refers->entities[before->entity]))
            return before->entity;
    }
    return DM_NONE;
}

/* "an agency spokesman", "an official of the Fund", "his associates": for whom somebody speaks, when the text tells no country
 * of him. */
static uint32_t for_whom(const dm_record *record, uint32_t word, uint32_t entity)
{
    static const char *const speaks[] = {"spokesman", "spokeswoman", "spokesperson", "official", "officer", "monitor", "observer", "head", "chief", "director",
                                         "secretary", "council", "envoy", "representative", "delegate", "lawyer", "associate", "aide", "adviser", "advisor",
                                         "member", "office", "executive", "chairman", "chairwoman", "president", "commander", "supporter", "ally"};
    const dm_token *tokens = record->tree.tokens;
    const dm_references *refers = &record->refers;
    if (tokens[word].upos != DM_NOUN || !lemma_in(&tokens[word], speaks, DM_COUNT(speaks)))
        return entity;
    if (entity != DM_NONE) {
        const dm_entity *own = &refers->entities[entity];
        bool guessed = refers->entity_reasons && refers->entity_reasons[entity].whence == DM_WHENCE_TEXT;
        if (!guessed && has_side(own))
            return entity;
    }
    for (uint32_t c = tokens[word].child; c != DM_NONE; c = tokens[c].next) {
        uint32_t other;
        if (tokens[c].relation != DM_R_NMOD_POSS && tokens[c].relation != DM_R_COMPOUND &&
            (tokens[c].relation != DM_R_NMOD || !(is_marked(&record->tree, c, "of") || is_marked(&record->tree, c, "for"))))
            continue;
        other = tokens[c].relation == DM_R_COMPOUND && tokens[c].upos == DM_NOUN ? body_called(record, c) : dm_speaker_entity(refers, c);
        if (other == DM_NONE || other == entity || !refers->entities[other].actor[0] || refers->entities[other].type == DM_GPE ||
            refers->entities[other].type == DM_LOC || refers->entities[other].type == DM_NORP)
            continue;
        if (has_side(&refers->entities[other]))
            return other;
    }
    return entity;
}

/* "one of them", "two of its secretaries": those of whom he is one, when the text tells no more of him. */
static uint32_t one_of(const dm_record *record, uint32_t word, uint32_t entity)
{
    const dm_token *tokens = record->tree.tokens;
    if (entity != DM_NONE || (tokens[word].upos != DM_NUM && tokens[word].upos != DM_DET && tokens[word].upos != DM_PRON && tokens[word].upos != DM_ADJ))
        return entity;
    for (uint32_t c = tokens[word].child; c != DM_NONE; c = tokens[c].next)
        if (c > word && tokens[c].relation == DM_R_NMOD && is_marked(&record->tree, c, "of"))
            return for_whom(record, c, dm_speaker_entity(&record->refers, c));
    return entity;
}

uint32_t dm_speaker_of(const dm_record *record, const dm_draft *draft)
{
    uint32_t speaker = named_speaker(record, draft);
    if (draft->speaker_word == DM_NONE)
        return speaker;
    speaker = for_whom(record, draft->speaker_word, one_of(record, draft->speaker_word, speaker));
    uint32_t mention = record->refers.mention_at_head ? record->refers.mention_at_head[draft->speaker_word] : DM_NONE;
    if (mention != DM_NONE && draft->source.first >= draft->cue.last && record->refers.mentions[mention].first < draft->cue.first)
        return DM_NONE; /* a mention that reaches over the cue is an error of the tree */
    return named_before(record, draft->speaker_word, author_of(record, draft->speaker_word, speaker));
}
