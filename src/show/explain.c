/* How a record came to be, for a terminal: trees, triggers, lines of the frames, sides, status, silence. */
#include "show/flow.h"

#define MOST_DEPTH 60u     /* of a tree that is drawn; deeper parts are marked with an ellipsis */
#define MOST_REFUSED 6u    /* reasons why lines do not fit, told for one word */

static void says(dm_flow *flow, const char *text, dm_style style)
{
    flow->gap = flow->begun;
    dm_flow_say(flow, text, style);
}

static void puts_slice(dm_flow *flow, dm_slice text, dm_style style)
{
    flow->gap = flow->begun;
    dm_flow_put(flow, text, style);
}

static dm_slice form_of(const dm_record *record, uint32_t word)
{
    return word < record->text.word_count ? record->text.words[word].form : (dm_slice){"", 0};
}

/* «word», in one piece. */
static void put_quoted(dm_flow *flow, dm_slice text, dm_style style)
{
    dm_buffer marked = {0};
    dm_buffer_text(&marked, "\xC2\xAB");
    dm_buffer_add(&marked, text.at, text.size);
    dm_buffer_text(&marked, "\xC2\xBB");
    puts_slice(flow, (dm_slice){marked.at, marked.size}, style);
    flow->out->failed = flow->out->failed || marked.failed;
    dm_buffer_free(&marked);
}

/* A condition with at most the first few of its words. */
static void put_condition(dm_flow *flow, dm_slice condition)
{
    char cut[64];
    if (condition.size > 48) {
        size_t size = 44;
        while (size > 20 && condition.at[size] != '/')
            size--;
        snprintf(cut, sizeof cut, "%.*s/\xE2\x80\xA6", (int)size, condition.at);
        condition = dm_slice_of(cut);
    }
    put_quoted(flow, condition, DM_STYLE_PLAIN);
}

/* ---- The tree ---------------------------------------------------------------------------------------------------- */

/* Dependents that say nothing of their own in a drawn tree: they stand on the line of their head. */
static bool is_light(const dm_record *record, uint32_t word, unsigned depth)
{
    const dm_token *token = &record->tree.tokens[word];
    switch (token->relation) {
    case DM_R_DET: case DM_R_DET_PREDET: case DM_R_CASE: case DM_R_MARK: case DM_R_AUX: case DM_R_AUX_PASS: case DM_R_COMPOUND:
    case DM_R_COMPOUND_PRT: case DM_R_FLAT: case DM_R_AMOD: case DM_R_NUMMOD: case DM_R_ADVMOD: case DM_R_CC: case DM_R_COP:
    case DM_R_FIXED: case DM_R_EXPL: case DM_R_GOESWITH: case DM_R_NMOD_DESC: case DM_R_CC_PRECONJ: case DM_R_PUNCT: break;
    default: return false;
    }
    if (depth > 6)
        return false;
    for (uint32_t k = token->child; k != DM_NONE; k = record->tree.tokens[k].next)
        if (!is_light(record, k, depth + 1))
            return false;
    return true;
}

/* The words of a line in the order of the text: the head and its light dependents. */
static void put_line_words(dm_flow *flow, const dm_record *record, uint32_t head, uint32_t word, unsigned depth)
{
    bool told = false;
    for (uint32_t k = record->tree.tokens[word].child;; k = record->tree.tokens[k].next) {
        if (!told && (k == DM_NONE || k > word)) {
            puts_slice(flow, form_of(record, word), word == head ? DM_STYLE_BOLD : DM_STYLE_PLAIN);
            told = true;
        }
        if (k == DM_NONE)
            return;
        if (record->tree.tokens[k].relation != DM_R_PUNCT && is_light(record, k, 0) && depth < 8)
            put_line_words(flow, record, head, k, depth + 1);
    }
}

static void put_tree(dm_flow *flow, const dm_record *record, uint32_t word, char *bars, unsigned depth, bool last)
{
    size_t drawn = strlen(bars);
    dm_flow_start(flow, 6, 6);
    if (depth > 0) {
        char before[8 * MOST_DEPTH + 32];
        snprintf(before, sizeof before, "%s%s", bars, last ? "\xE2\x94\x94\xE2\x94\x80" : "\xE2\x94\x9C\xE2\x94\x80");
        dm_buffer_text(flow->out, before);
        flow->column += 3 * (depth - 1) + 2;
        flow->indent = flow->column + 4 < flow->width / 2 ? flow->column + 4 : flow->width / 2;
        flow->begun = true;
        says(flow, dm_relation_name((dm_relation)record->tree.tokens[word].relation), DM_STYLE_DIM);
    }
    if (depth >= MOST_DEPTH) {
        says(flow, "\xE2\x80\xA6", DM_STYLE_DIM);
        dm_flow_end(flow);
        return;
    }
    put_line_words(flow, record, word, word, 0);
    dm_flow_end(flow);
    uint32_t final = DM_NONE;
    for (uint32_t k = record->tree.tokens[word].child; k != DM_NONE; k = record->tree.tokens[k].next)
        if (!is_light(record, k, 0))
            final = k;
    if (depth > 0)
        memcpy(bars + drawn, last ? "   " : "\xE2\x94\x82  ", last ? 4 : 6);
    for (uint32_t k = record->tree.tokens[word].child; k != DM_NONE; k = record->tree.tokens[k].next)
        if (!is_light(record, k, 0))
            put_tree(flow, record, k, bars, depth + 1, k == final);
    bars[drawn] = '\0';
}

/* ---- Triggers ---------------------------------------------------------------------------------------------------- */

static void label(dm_flow *flow, const char *name)
{
    dm_flow_start(flow, 6, 16);
    dm_flow_say(flow, name, DM_STYLE_DIM);
    dm_flow_pad(flow, 16);
    flow->gap = flow->begun = false;
}

static void put_entity(dm_flow *flow, uint32_t entity, dm_style style)
{
    const dm_entity *e = &flow->record->refers.entities[entity];
    puts_slice(flow, e->name.size != 0 ? e->name : dm_slice_of(e->id), style);
    if (e->actor[0] != '\0') {
        char code[24];
        snprintf(code, sizeof code, "(%s)", e->actor);
        says(flow, code, DM_STYLE_DIM);
    }
}

/* From the trigger down to the word that stands for the actor: decision › US. */
static void put_way(dm_flow *flow, const dm_finding *finding, uint32_t word)
{
    const dm_record *record = flow->record;
    uint32_t way[8], count = 0, at = word;
    if (word >= record->text.word_count)
        return;
    while (at != DM_NONE && at != finding->word && at != finding->light && count < DM_COUNT(way)) {
        way[count++] = at;
        at = record->tree.tokens[at].head;
    }
    bool below = at != DM_NONE && (at == finding->word || at == finding->light);
    if (!below)
        count = 1;   /* it stands elsewhere: a subject shared with another verb, another sentence */
    while (count-- > 0) {
        put_quoted(flow, form_of(record, way[count]), DM_STYLE_PLAIN);
        if (count > 0)
            says(flow, "\xE2\x80\xBA", DM_STYLE_DIM);
    }
    if (record->text.sentence_of[word] != finding->sentence) {
        char number[40];
        snprintf(number, sizeof number, "of sentence %u", (unsigned)record->text.sentence_of[word] + 1);
        says(flow, number, DM_STYLE_DIM);
    }
}

static const char *how_says(dm_how how)
{
    switch (how) {
    case DM_HOW_COMPOUND: return "the noun before it:";
    case DM_HOW_LIGHT: return "the subject of the verb that carries the noun:";
    case DM_HOW_HARM: return "by the verb or noun above:";
    case DM_HOW_COMPANY: return "in the company of the other side:";
    case DM_HOW_COMPLEMENT: return "from the complement:";
    case DM_HOW_BLAMED: return "who is blamed for it:";
    case DM_HOW_BEFORE: return "the same event told before:";
    case DM_HOW_TEXT: return "from the text around:";
    case DM_HOW_PLACE: return "the country of the place:";
    default: return "";
    }
}

static void put_side(dm_flow *flow, const char *name, const dm_finding *finding, const dm_side_reason *side, dm_style style)
{
    label(flow, name);
    if (side->count == 0)
        dm_flow_say(flow, "nobody known", DM_STYLE_BAD);
    for (uint32_t i = 0; i < side->count; i++) {
        if (i > 0) {
            dm_flow_end(flow);
            dm_flow_start(flow, 16, 16);
        }
        put_entity(flow, side->entities[i], style);
        dm_flow_dot(flow);
        if (side->how == DM_HOW_FUNCTION)
            puts_slice(flow, side->function, DM_STYLE_BOLD);
        else
            says(flow, how_says(side->how), DM_STYLE_DIM);
        put_way(flow, finding, side->words[i]);
    }
    dm_flow_end(flow);
}

static void put_code(dm_flow *flow, const dm_finding *finding)
{
    const dm_record *record = flow->record;
    label(flow, "code");
    if (finding->cameo[0] != '\0') {
        says(flow, finding->cameo, DM_STYLE_BOLD);
        says(flow, dm_plover_name(finding->plover), DM_STYLE_BOLD);
        puts_slice(flow, dm_cameo_name(finding->cameo), DM_STYLE_PLAIN);
    } else {
        says(flow, "none of its own", DM_STYLE_PLAIN);
    }
    if (finding->table_line.size != 0) {
        dm_flow_dot(flow);
        if (finding->refused_plan) {
            says(flow, "what will not be done is refused:", DM_STYLE_DIM);
        } else if (finding->inner != DM_NONE) {
            const dm_finding *inner = &record->reasons->findings[finding->inner];
            says(flow, "the complement", DM_STYLE_DIM);
            put_quoted(flow, form_of(record, inner->word), DM_STYLE_PLAIN);
            says(flow, inner->cameo, DM_STYLE_PLAIN);
            says(flow, "by", DM_STYLE_DIM);
        }
        puts_slice(flow, finding->table_by, DM_STYLE_DIM);
        put_quoted(flow, finding->table_line, DM_STYLE_DIM);
    } else if (finding->inner != DM_NONE) {
        dm_flow_dot(flow);
        says(flow, "with the complement", DM_STYLE_DIM);
        put_quoted(flow, form_of(record, record->reasons->findings[finding->inner].word), DM_STYLE_PLAIN);
    }
    if (finding->light != DM_NONE) {
        dm_flow_dot(flow);
        says(flow, "carried by", DM_STYLE_DIM);
        put_quoted(flow, form_of(record, finding->light), DM_STYLE_PLAIN);
    }
    dm_flow_end(flow);
}

static void put_status(dm_flow *flow, const dm_finding *finding)
{
    const dm_record *record = flow->record;
    bool denied = finding->negation_word != DM_NONE && !finding->refused_plan;
    label(flow, "status");
    dm_event_status status = denied ? DM_DENIED : finding->status_from == DM_MOOD_DATE ? DM_HISTORICAL : finding->status;
    says(flow, dm_event_status_name(status), status == DM_ACTUAL ? DM_STYLE_GOOD : DM_STYLE_BAD);
    dm_flow_dot(flow);
    if (denied || finding->refused_plan) {
        says(flow, denied ? "negated by" : "the refusal, which", DM_STYLE_DIM);
        put_quoted(flow, form_of(record, finding->negation_word), DM_STYLE_PLAIN);
        if (finding->refused_plan)
            says(flow, "makes, is actual", DM_STYLE_DIM);
    } else {
        switch (finding->status_from) {
        case DM_MOOD_PLAIN: says(flow, "no word says otherwise", DM_STYLE_DIM); break;
        case DM_MOOD_WORD:
            says(flow, "by", DM_STYLE_DIM);
            put_quoted(flow, form_of(record, finding->status_word), DM_STYLE_PLAIN);
            break;
        case DM_MOOD_LINE: says(flow, "said by the line, or that of its light verb", DM_STYLE_DIM); break;
        case DM_MOOD_OUTER: says(flow, "said by the line of the event that it is the complement of", DM_STYLE_DIM); break;
        case DM_MOOD_DATE: says(flow, "its date is more than twenty years before the report", DM_STYLE_DIM); break;
        }
    }
    dm_flow_end(flow);
}

static const char *outcome_says(dm_try outcome)
{
    switch (outcome) {
    case DM_TRY_LIGHTER: return "weigh less or know fewer sides";
    case DM_TRY_ATTACKER: return "the subject is no actor and not of class $attacker";
    case DM_TRY_VICTIM: return "the object is no actor and not of class $victim";
    case DM_TRY_OTHER_KIND: return "are for another part of speech";
    case DM_TRY_NAME: return "the word is part of a name";
    case DM_TRY_COMPOUND: return "the word stands before another noun";
    case DM_TRY_MODIFIER: return "the word stands before its noun: a state";
    case DM_TRY_CONDITION: return "does not hold in";
    case DM_TRY_CHOSEN: case DM_TRY_WORDS: break;   /* lines for other expressions with this word are told in JSON only */
    }
    return "";
}

static bool told_alike(const dm_attempt *a, const dm_attempt *b)
{
    return a->outcome == b->outcome && dm_slice_equal(a->condition, b->condition);
}

/* Lines tried at a word that do not decide, from number *at on, those of one reason together; moves *at behind them. */
static void put_refused(dm_flow *flow, uint32_t *at)
{
    const dm_attempt *all = flow->record->reasons->attempts;
    uint32_t first = *at, last = first, told = 0, more = 0;
    while (last < flow->record->reasons->attempt_count && all[last].word == all[first].word)
        last++;
    *at = last;
    for (uint32_t i = first; i < last; i++) {
        bool again = outcome_says(all[i].outcome)[0] == '\0';
        for (uint32_t k = first; k < i && !again; k++)
            again = told_alike(&all[k], &all[i]);
        if (again)
            continue;
        if (told == MOST_REFUSED) {
            more++;
            continue;
        }
        if (told++ == 0)
            label(flow, "not");
        else
            dm_flow_start(flow, 16, 18);
        if (all[i].outcome == DM_TRY_CONDITION)
            put_condition(flow, all[i].condition);
        says(flow, outcome_says(all[i].outcome), DM_STYLE_DIM);
        if (all[i].outcome != DM_TRY_CONDITION)
            dm_flow_say(flow, ":", DM_STYLE_DIM);
        for (uint32_t k = i, listed = 0; k < last; k++) {
            bool twice = false;   /* a line with several triggers that fit is one line */
            for (uint32_t j = i; j < k && !twice; j++)
                twice = told_alike(&all[j], &all[k]) && dm_slice_equal(all[j].by, all[k].by);
            if (!told_alike(&all[i], &all[k]) || twice)
                continue;
            if (listed++ > 0)
                dm_flow_say(flow, ",", DM_STYLE_PLAIN);
            puts_slice(flow, all[k].by, DM_STYLE_PLAIN);
        }
        dm_flow_end(flow);
    }
    if (more > 0) {
        char number[64];
        snprintf(number, sizeof number, "and for %u more reasons (--json tells all)", (unsigned)more);
        dm_flow_start(flow, 16, 16);
        dm_flow_say(flow, number, DM_STYLE_DIM);
        dm_flow_end(flow);
    }
}

/* Whether put_refused would write anything. */
static bool worth_telling(const dm_reasons *reasons, uint32_t at)
{
    for (uint32_t word = reasons->attempts[at].word; at < reasons->attempt_count && reasons->attempts[at].word == word; at++)
        if (outcome_says(reasons->attempts[at].outcome)[0] != '\0')
            return true;
    return false;
}

/* Words before `end` for which lines exist, and none fits. */
static void put_unfit(dm_flow *flow, uint32_t *attempt, uint32_t end)
{
    const dm_reasons *reasons = flow->record->reasons;
    while (*attempt < reasons->attempt_count && reasons->attempts[*attempt].word < end) {
        if (worth_telling(reasons, *attempt)) {
            dm_flow_start(flow, 4, 6);
            put_quoted(flow, form_of(flow->record, reasons->attempts[*attempt].word), DM_STYLE_PLAIN);
            says(flow, "no line fits", DM_STYLE_DIM);
            dm_flow_end(flow);
        }
        put_refused(flow, attempt);
    }
}

/* How sure the event is, and what weighs most. */
static void put_confidence(dm_flow *flow, const dm_finding *finding)
{
    char number[96];
    if (finding->confidence > 1000)
        return;
    label(flow, "sure");
    bool doubtful = finding->fate == DM_FATE_DOUBTFUL;
    snprintf(number, sizeof number, doubtful ? "%u.%02u, below %u.%02u (models/certainty.model)" : "%u.%02u", finding->confidence / 1000u,
             finding->confidence % 1000u / 10u, finding->least / 1000u, finding->least % 1000u / 10u);
    says(flow, number, doubtful ? DM_STYLE_BAD : DM_STYLE_PLAIN);
    if (finding->in_favour.size != 0) {
        dm_flow_dot(flow);
        says(flow, "for it:", DM_STYLE_DIM);
        puts_slice(flow, finding->in_favour, DM_STYLE_PLAIN);
    }
    if (finding->against.size != 0) {
        dm_flow_dot(flow);
        says(flow, "against it:", DM_STYLE_DIM);
        puts_slice(flow, finding->against, DM_STYLE_PLAIN);
    }
    dm_flow_end(flow);
}

static void put_outcome(dm_flow *flow, const dm_finding *finding)
{
    const dm_record *record = flow->record;
    label(flow, finding->fate == DM_FATE_EVENT && finding->event_count > 0 ? "gives" : "no event");
    if (finding->event_count == 0) {
        says(flow, "it", DM_STYLE_PLAIN);
        says(flow, dm_fate_says(finding->fate), DM_STYLE_BAD);
    }
    for (uint32_t i = 0, shown = 0; i < record->event_count && shown < finding->event_count; i++) {
        const dm_event *event = &record->events[i];
        if (i < finding->first_event)
            continue;
        if (shown++ > 0)
            dm_flow_dot(flow);
        says(flow, event->id, DM_STYLE_BOLD);
        says(flow, dm_plover_name(event->plover), DM_STYLE_PLAIN);
        says(flow, event->cameo, DM_STYLE_PLAIN);
        puts_slice(flow, event->date, DM_STYLE_PLAIN);
        if (event->same_as < record->event_count) {
            says(flow, "told before as", DM_STYLE_DIM);
            says(flow, record->events[event->same_as].id, DM_STYLE_DIM);
        }
    }
    dm_flow_end(flow);
}

static void put_finding(dm_flow *flow, const dm_finding *finding)
{
    const dm_record *record = flow->record;
    dm_span span = {record->text.words[finding->first].span.start, record->text.words[finding->last - 1].span.end};
    dm_flow_start(flow, 4, 6);
    put_quoted(flow, dm_show_span(record, span), DM_STYLE_TRIGGER);
    puts_slice(flow, finding->by, DM_STYLE_DIM);
    dm_flow_end(flow);
    label(flow, "line");
    dm_flow_put(flow, finding->line, DM_STYLE_PLAIN);
    dm_flow_end(flow);
    if (finding->sources.count != 0 || finding->targets.count != 0) {
        put_side(flow, "source", finding, &finding->sources, DM_STYLE_SOURCE);
        put_side(flow, "target", finding, &finding->targets, DM_STYLE_TARGET);
        put_code(flow, finding);
        put_status(flow, finding);
    }
    put_confidence(flow, finding);
    put_outcome(flow, finding);
}

/* ---- Sentences and actors ------------------------------------------------------------------------------------------ */

static void put_silence(dm_flow *flow, uint32_t sentence)
{
    const dm_record *record = flow->record;
    for (uint32_t i = 0; i < record->silent_count; i++) {
        if (record->silent[i].sentence != sentence)
            continue;
        dm_flow_start(flow, 4, 6);
        says(flow, "no event:", DM_STYLE_BAD);
        puts_slice(flow, record->silent[i].reason, DM_STYLE_PLAIN);
        for (uint32_t k = 0; k < record->reasons->discarded_count; k++) {
            const dm_discarded *discarded = &record->reasons->discarded[k];
            if (discarded->sentence != sentence)
                continue;
            dm_span span = {record->text.words[discarded->first].span.start, record->text.words[discarded->last - 1].span.end};
            dm_flow_dot(flow);
            put_quoted(flow, dm_show_span(record, span), DM_STYLE_TRIGGER);
            puts_slice(flow, discarded->by, DM_STYLE_DIM);
        }
        dm_flow_end(flow);
    }
}

static void put_sentence(dm_flow *flow, uint32_t number, uint32_t *attempt, uint32_t *finding)
{
    const dm_record *record = flow->record;
    const dm_reasons *reasons = record->reasons;
    const dm_sentence *sentence = &record->text.sentences[number];
    char id[16], bars[8 * MOST_DEPTH + 16] = "";
    snprintf(id, sizeof id, "%u", (unsigned)number + 1);
    dm_flow_start(flow, 0, 4);
    dm_flow_say(flow, id, DM_STYLE_DIM);
    dm_flow_pad(flow, 4);
    dm_flow_put(flow, dm_show_span(record, record->sentence_spans[number]), DM_STYLE_BOLD);
    dm_flow_end(flow);
    for (uint32_t w = sentence->first; w < sentence->last; w++)
        if (record->tree.tokens[w].head == DM_NONE)
            put_tree(flow, record, w, bars, 0, true);
    while (*finding < reasons->finding_count && reasons->findings[*finding].sentence == number) {
        const dm_finding *one = &reasons->findings[(*finding)++];
        put_unfit(flow, attempt, one->word);
        put_finding(flow, one);
        if (*attempt < reasons->attempt_count && reasons->attempts[*attempt].word == one->word)
            put_refused(flow, attempt);
    }
    put_unfit(flow, attempt, sentence->last);
    put_silence(flow, number);
    dm_flow_end(flow);
}

static void put_actor(dm_flow *flow, uint32_t number)
{
    static const char *const kinds[] = {"name", "description", "pronoun"};
    const dm_record *record = flow->record;
    const dm_entity *entity = &record->refers.entities[number];
    const dm_reasons *reasons = record->reasons;
    dm_flow_start(flow, 2, 6);
    put_entity(flow, number, DM_STYLE_BOLD);
    if (entity->actor[0] == '\0') {
        dm_flow_dot(flow);
        says(flow, "no entry knows a code", DM_STYLE_BAD);
    }
    dm_slice by = reasons->actor_by != NULL ? reasons->actor_by[number] : (dm_slice){NULL, 0};
    dm_slice role_by = reasons->role_by != NULL ? reasons->role_by[number] : (dm_slice){NULL, 0};
    dm_whence whence = record->refers.entity_reasons[number].whence;
    if (by.size != 0) {
        dm_flow_dot(flow);
        puts_slice(flow, by, DM_STYLE_DIM);
    }
    if (entity->role.size != 0) {
        dm_flow_dot(flow);
        puts_slice(flow, entity->role, DM_STYLE_PLAIN);
        says(flow, "on the day of the report", DM_STYLE_DIM);
    }
    if (role_by.size != 0) {
        dm_flow_dot(flow);
        says(flow, by.size != 0 ? "also by the role noun" : "by the role noun", DM_STYLE_DIM);
        puts_slice(flow, role_by, DM_STYLE_DIM);
    }
    uint32_t head = entity->mentions.count != 0 ? record->refers.mentions[entity->mentions.at[0]].head : DM_NONE;
    uint32_t place = head < record->text.word_count && record->refers.place_of != NULL ? record->refers.place_of[head] : DM_NONE;
    if (by.size == 0 && role_by.size == 0 && entity->actor[0] != '\0' && place < record->refers.place_count) {
        dm_flow_dot(flow);
        says(flow, "no entry; the country of the place", DM_STYLE_PLAIN);
        puts_slice(flow, record->refers.places[place].name, DM_STYLE_PLAIN);
    }
    if (whence != DM_WHENCE_WORDS) {
        dm_flow_dot(flow);
        says(flow, whence == DM_WHENCE_HOLDER ? "who holds the office on the day"
                   : whence == DM_WHENCE_TEXT ? "of the one country that the text is about" : "of the country that the pronoun before it stands for",
             DM_STYLE_PLAIN);
    }
    dm_flow_end(flow);
    dm_flow_start(flow, 6, 6);
    uint32_t told = 0;
    for (uint32_t i = 0; i < entity->mentions.count && told < 8; i++, told++) {
        const dm_mention *mention = &record->refers.mentions[entity->mentions.at[i]];
        if (i > 0)
            dm_flow_dot(flow);
        put_quoted(flow, dm_show_span(record, mention->span), DM_STYLE_PLAIN);
        says(flow, (unsigned)mention->kind < DM_COUNT(kinds) ? kinds[mention->kind] : "", DM_STYLE_DIM);
    }
    if (told < entity->mentions.count) {
        char number_text[32];
        snprintf(number_text, sizeof number_text, "and %u more", (unsigned)(entity->mentions.count - told));
        dm_flow_dot(flow);
        says(flow, number_text, DM_STYLE_DIM);
    }
    dm_flow_end(flow);
}

static bool takes_part(const dm_reasons *reasons, uint32_t entity)
{
    for (uint32_t i = 0; i < reasons->finding_count; i++)
        for (int side = 0; side < 2; side++) {
            const dm_side_reason *party = side == 0 ? &reasons->findings[i].sources : &reasons->findings[i].targets;
            for (uint32_t k = 0; k < party->count; k++)
                if (party->entities[k] == entity)
                    return true;
        }
    return false;
}

void dm_explain_table(dm_buffer *out, const dm_record *record, unsigned width, bool colour)
{
    dm_flow flow = {.out = out, .record = record, .width = width < 40 ? 40 : width, .colour = colour};
    uint32_t attempt = 0, finding = 0;
    if (record->reasons == NULL)
        return;
    if (record->document.title.size != 0) {
        dm_flow_start(&flow, 0, 0);
        dm_flow_put(&flow, record->document.title, DM_STYLE_BOLD);
        dm_flow_end(&flow);
        dm_flow_end(&flow);
    }
    for (uint32_t i = 0; i < record->text.sentence_count; i++)
        put_sentence(&flow, i, &attempt, &finding);
    bool begun = false;
    for (uint32_t i = 0; i < record->refers.entity_count; i++) {
        if (!takes_part(record->reasons, i))
            continue;
        if (!begun) {
            dm_flow_start(&flow, 0, 0);
            dm_flow_say(&flow, "Actors", DM_STYLE_BOLD);
            dm_flow_end(&flow);
        }
        begun = true;
        put_actor(&flow, i);
    }
}
