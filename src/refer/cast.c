/* The cast: reads the files of actors, role nouns, nouns and given names into phrase tables. */
#include "refer/entries.h"

#include <stdlib.h>

#define MOST_PIECES 24u
#define MOST_OF_ONE_NAME 1000u /* each spot of the name looks at all of them */
#define MOST_REMARKS 100000u   /* the rest is only counted */

/* ---- Pieces ---------------------------------------------------------------------------------------------- */

static bool is_joint(uint32_t code)
{
    return code == '-' || code == '\'' || code == 0x2019 || code == 0x2018 || (code >= 0x2010 && code <= 0x2014) ||
           code == '/';
}

uint32_t dm_cast_pieces(dm_slice word, dm_piece *pieces, uint32_t room)
{
    char plain[128];
    const char *at = word.at, *end = word.at + word.size;
    uint32_t count = 0;
    while (at < end) {
        size_t size = 0;
        unsigned letters = 0, upper = 0;
        bool first_upper = false, any = false;
        while (at < end) {
            unsigned length = 1;
            uint32_t code = (unsigned char)*at;
            bool ascii = code < 0x80;
            if (!ascii)
                code = dm_utf8_get(at, end, &length);
            if (is_joint(code)) {
                at += length;
                break;
            }
            if (code != '.') {
                if (size + length <= sizeof plain) {
                    if (ascii)
                        plain[size] = *at;
                    else
                        memcpy(plain + size, at, length);
                    size += length;
                }
                if (ascii ? (code | 32) - 'a' < 26 : dm_is_letter(code)) {
                    bool high = ascii ? code <= 'Z' : dm_is_upper(code);
                    if (!any)
                        first_upper = high;
                    letters++;
                    upper += high;
                }
                any = true;
            }
            at += length;
        }
        if (size == 0)
            continue;
        if (count < room)
            pieces[count] = (dm_piece){dm_key(plain, size), first_upper, letters > 1 && letters == upper, size <= 3};
        count++;
    }
    return count;
}

static bool is_blank(char c) { return c == ' ' || c == '\t'; }

/* Pieces of a whole phrase, "the" at its front passed over. */
static uint32_t phrase_pieces(dm_slice phrase, dm_piece *pieces, uint32_t room)
{
    uint32_t count = 0;
    bool front = true;
    while (phrase.size > 0) {
        size_t size = 0;
        while (size < phrase.size && !is_blank(phrase.at[size]) && phrase.at[size] != ',')
            size++;
        if (size == 0 && phrase.at[0] == ',')
            size = 1;
        dm_slice word = {phrase.at, size};
        bool article = front && size == 3 && (word.at[0] == 't' || word.at[0] == 'T') && word.at[1] == 'h' &&
                       word.at[2] == 'e' && size < phrase.size;
        if (size > 0 && !article)
            count += dm_cast_pieces(word, pieces + (count < room ? count : room), count < room ? room - count : 0);
        front = false;
        if (size == 0)
            size = 1;
        phrase.at += size;
        phrase.size -= size;
    }
    return count;
}

uint64_t dm_cast_role_key(dm_slice role)
{
    static const char *const empty[] = {"of", "the", "for", "to", "and", "a", "s"};
    dm_piece pieces[MOST_PIECES];
    uint32_t count = phrase_pieces(role, pieces, MOST_PIECES);
    uint64_t sum = 0;
    for (uint32_t i = 0; i < count && i < MOST_PIECES; i++) {
        bool counts = true;
        for (size_t j = 0; pieces[i].brief && j < DM_COUNT(empty); j++)
            counts &= pieces[i].key != dm_key(empty[j], strlen(empty[j]));
        if (counts)
            sum += dm_mix(pieces[i].key, 1);
    }
    return sum;
}

/* ---- Text ---- */

static bool keep_text(dm_cast *cast, dm_slice words, dm_excerpt *out)
{
    *out = (dm_excerpt){cast->text.count, (uint32_t)words.size};
    while (cast->text.room - cast->text.count < words.size)
        if (!dm_arena_more(&cast->arena, (void **)&cast->text.at, cast->text.room, &cast->text.room, 1))
            return false;
    if (words.size != 0)
        memcpy(cast->text.at + cast->text.count, words.at, words.size);
    cast->text.count += (uint32_t)words.size;
    return true;
}

/* ---- Lines ------------------------------------------------------------------------------------------------ */

typedef dm_reading source_line;

dm_status dm_entry_bad(const dm_reading *reading, const char *why, dm_slice what)
{
    int size = what.size > 80 ? 80 : (int)what.size;
    uint64_t byte = what.at == NULL || reading->text == NULL ? 0 : (uint64_t)(what.at - reading->text);
    return dm_fail(reading->error, DM_BAD_MODEL, reading->file, reading->line, byte, "%s: \"%.*s\"", why, size,
                   what.at == NULL ? "" : what.at);
}
static dm_status bad(const dm_reading *reading, const char *why, dm_slice what)
{
    return dm_entry_bad(reading, why, what);
}

dm_status dm_entry_remark(const dm_reading *reading, const char *at, const char *why, dm_slice what)
{
    dm_cast *cast = reading->cast;
    const char *start = at;
    if (cast->remark_count++ >= MOST_REMARKS)
        return DM_OK;
    while (start != NULL && start > reading->text && start[-1] != '\n')
        start--;
    dm_remark *made = DM_PUSH(&cast->arena, &cast->remarks);
    if (made == NULL)
        return dm_fail(reading->error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    made->file = reading->file;
    made->line = reading->line;
    made->column = start == NULL ? 0 : (uint32_t)dm_utf8_count(start, (size_t)(at - start)) + 1;
    made->why = what.size == 0 ? dm_arena_print(&cast->arena, "%s", why)
                               : dm_arena_print(&cast->arena, "%s: \"%.*s\"", why, (int)(what.size > 80 ? 80 : what.size),
                                                what.at);
    return DM_OK;
}

static dm_slice next_word(dm_slice *rest)
{
    *rest = dm_slice_trim(*rest);
    size_t size = 0;
    while (size < rest->size && !is_blank(rest->at[size]))
        size++;
    dm_slice word = {rest->at, size};
    rest->at += size;
    rest->size -= size;
    *rest = dm_slice_trim(*rest);
    return word;
}

static bool is_code(dm_slice code, size_t most)
{
    if (code.size < 3 || code.size % 3 != 0 || code.size > most)
        return false;
    for (size_t i = 0; i < code.size; i++)
        if (code.at[i] < 'A' || code.at[i] > 'Z')
            return false;
    return true;
}

static void copy_code(char *to, dm_slice code)
{
    memcpy(to, code.at, code.size);
    to[code.size] = 0;
}

/* "2014", "2014-02-22", "..2014-02-22", "2015..", "2015..2016-05". */
static bool parse_range(dm_slice word, dm_held *held)
{
    for (size_t i = 0; i + 1 < word.size; i++) {
        if (word.at[i] != '.' || word.at[i + 1] != '.')
            continue;
        dm_slice since = {word.at, i}, until = {word.at + i + 2, word.size - i - 2};
        if ((since.size != 0 && !dm_date_parse(since, &held->since)) ||
            (until.size != 0 && !dm_date_parse(until, &held->until)))
            return false;
        return since.size == 0 || until.size == 0 || dm_date_compare(held->since, held->until) <= 0;
    }
    return false;
}

static bool has_range(dm_slice word)
{
    for (size_t i = 0; i + 1 < word.size; i++)
        if (word.at[i] == '.' && word.at[i + 1] == '.')
            return true;
    return false;
}

/* The end of a phrase in a table, or DM_NONE. */
static uint32_t end_of(const dm_phrases *phrases, const dm_piece *pieces, uint32_t count)
{
    uint32_t state = phrases->states == 0 ? DM_NONE : 0;
    for (uint32_t i = 0; i < count && state != DM_NONE; i++)
        state = dm_phrases_step(phrases, state, pieces[i].key);
    return state == DM_NONE ? DM_NONE : dm_phrases_end(phrases, state);
}

uint32_t dm_entry_known(const dm_cast *cast, dm_slice text, bool agent)
{
    dm_piece pieces[MOST_PIECES];
    const dm_phrases *phrases = agent ? &cast->agent_phrases : &cast->actor_phrases;
    uint32_t count = phrase_pieces(text, pieces, MOST_PIECES);
    uint32_t link = count == 0 || count > MOST_PIECES ? DM_NONE : end_of(phrases, pieces, count);
    for (; link != DM_NONE; link = phrases->links[link].next) {
        uint32_t alias = phrases->links[link].value;
        if (alias < (agent ? cast->first_own_agent_alias : cast->first_own_alias))
            return agent ? cast->agent_aliases.at[alias].entry : cast->aliases.at[alias].entry;
    }
    return DM_NONE;
}

dm_status dm_entry_alias(const dm_reading *reading, dm_slice text, const char *at, uint32_t entry, dm_alias_way way)
{
    dm_cast *cast = reading->cast;
    if (text.size > 0 && text.at[0] == '~') {
        way.ambiguous = true;
        text.at++;
        text.size--;
    }
    dm_piece pieces[MOST_PIECES];
    uint64_t keys[MOST_PIECES];
    uint32_t count = phrase_pieces(text, pieces, MOST_PIECES);
    if (count == 0)
        return bad(reading, "an empty name", text);
    if (count > MOST_PIECES)
        return bad(reading, "a name of more than 24 words", text);
    dm_phrases *phrases = way.agent ? &cast->agent_phrases : &cast->actor_phrases;
    uint32_t same = 0, number = way.agent ? cast->agent_aliases.count : cast->aliases.count;
    for (uint32_t link = end_of(phrases, pieces, count); link != DM_NONE; link = phrases->links[link].next)
        if (++same >= MOST_OF_ONE_NAME)
            return bad(reading, "more than 1,000 entries go by one name", text);
    dm_alias *alias = way.agent ? DM_PUSH(&cast->arena, &cast->agent_aliases) : DM_PUSH(&cast->arena, &cast->aliases);
    if (alias == NULL)
        return dm_fail(reading->error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    *alias = (dm_alias){.entry = entry,
                        .byte = at == NULL || reading->text == NULL ? 0 : (uint32_t)(at - reading->text),
                        .words = (uint8_t)count,
                        .ambiguous = way.ambiguous,
                        .fullest = way.fullest,
                        .cased = way.cased,
                        .stem = way.stem};
    for (uint32_t i = 0; i < count; i++) {
        keys[i] = pieces[i].key;
        if (way.cased)
            continue; /* a dictionary in capitals throughout says nothing by them */
        uint32_t noun = count == 1 ? DM_NONE : dm_map_get(&cast->nouns, keys[i]);
        if (noun != DM_NONE && (noun & DM_NOUN_PARTICLE) != 0)
            continue; /* "Bart De Wever" and "de Wever" */
        alias->capital |= (uint32_t)pieces[i].capital << i;
        alias->capitals |= (uint32_t)pieces[i].capitals << i;
    }
    /* the user's own go before ours, in their order */
    uint32_t first_own = way.agent ? cast->first_own_agent_alias : cast->first_own_alias;
    if (!dm_phrases_insert(phrases, keys, count, number, first_own) ||
        (way.stem && !dm_map_set(&cast->stems, keys[count - 1], 1)))
        return dm_fail(reading->error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    return DM_OK;
}

static uint64_t office_key(const char *country, uint64_t role)
{
    return dm_mix(dm_hash(country, strlen(country)), role);
}

static dm_status add_offices(const source_line *reading, uint32_t actor, uint32_t held)
{
    dm_cast *cast = reading->cast;
    char country[4];
    dm_code_country(cast->held.at[held].code, country);
    if (country[0] == 0) /* offices of organisations are kept under their first three letters */
        snprintf(country, sizeof country, "%.3s", cast->held.at[held].code);
    dm_slice roles = dm_cast_text(cast, cast->held.at[held].role);
    while (roles.at != NULL) {
        uint64_t role = dm_cast_role_key(dm_slice_next(&roles, ','));
        if (role == 0)
            continue;
        uint64_t key = office_key(country, role);
        uint32_t number = cast->offices.count;
        struct dm_office *office = DM_PUSH(&cast->arena, &cast->offices);
        if (office == NULL)
            return dm_fail(reading->error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
        *office = (struct dm_office){actor, held, dm_map_get(&cast->office_of, key)};
        if (!dm_map_set(&cast->office_of, key, number))
            return dm_fail(reading->error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    }
    return DM_OK;
}

static dm_status parse_held(const source_line *reading, dm_slice text, uint32_t actor)
{
    dm_cast *cast = reading->cast;
    dm_slice rest = text, code = next_word(&rest);
    if (!dm_slice_is(code, "-") && !is_code(code, 15))
        return bad(reading, "not a code of three-letter parts", text);
    uint32_t number = cast->held.count;
    dm_held *held = DM_PUSH(&cast->arena, &cast->held);
    if (held == NULL)
        return dm_fail(reading->error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    held->byte = reading->text == NULL ? 0 : (uint32_t)(code.at - reading->text);
    if (code.at[0] != '-')
        copy_code(held->code, code);
    dm_slice after = rest, word = next_word(&after);
    if (has_range(word)) {
        if (!parse_range(word, held))
            return bad(reading, "not a range of dates", word);
        rest = after;
    }
    if (rest.size != 0 && !keep_text(cast, rest, &held->role))
        return dm_fail(reading->error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    cast->actors.at[actor].held_count++;
    return cast->actors.at[actor].kind == DM_CAST_PER && rest.size != 0 ? add_offices(reading, actor, number) : DM_OK;
}

static uint8_t gender_of_name(const dm_cast *cast, dm_slice name)
{
    dm_piece piece;
    size_t size = 0;
    while (size < name.size && !is_blank(name.at[size]))
        size++;
    if (size == name.size || dm_cast_pieces((dm_slice){name.at, size}, &piece, 1) == 0)
        return DM_GENDER_OPEN;
    uint32_t gender = dm_map_get(&cast->given, piece.key);
    return gender == DM_NONE ? DM_GENDER_OPEN : (uint8_t)gender;
}

/* "Gen. Ola Brandt" is entered without the rank: small letters before a full stop tell it from initials. */
static dm_slice without_rank(dm_slice name)
{
    dm_slice rest = name, word = next_word(&rest);
    bool small = false;
    for (size_t i = 0; i < word.size; i++)
        small |= word.at[i] >= 'a' && word.at[i] <= 'z';
    return small && word.at[word.size - 1] == '.' && rest.size != 0 ? rest : name;
}

/* KIND names = codes: the number of the kind, and both halves. */
static dm_status split_entry(const source_line *reading, dm_slice line, const char *const *kinds, size_t kind_count,
                             uint8_t *number, dm_slice *names, dm_slice *codes)
{
    dm_slice rest = line, kind = next_word(&rest);
    *number = 0;
    while (*number < kind_count && !dm_slice_is(kind, kinds[*number]))
        ++*number;
    if (*number == kind_count)
        return bad(reading, "unknown kind of entry", kind);
    const char *equals = rest.size == 0 ? NULL : memchr(rest.at, '=', rest.size);
    if (equals == NULL)
        return bad(reading, "no = with a code", line);
    *names = (dm_slice){rest.at, (size_t)(equals - rest.at)};
    *codes = (dm_slice){equals + 1, rest.size - names->size - 1};
    return DM_OK;
}

/* The first entry of a country by its code is who its adjective stands for. */
static dm_status note_country(const dm_reading *reading, uint32_t actor)
{
    dm_cast *cast = reading->cast;
    const dm_held *held = &cast->held.at[cast->actors.at[actor].held];
    uint64_t key = dm_hash(held->code, 3);
    if (cast->actors.at[actor].kind != DM_CAST_GPE || strlen(held->code) != 3 ||
        dm_map_get(&cast->country_actor, key) != DM_NONE || dm_map_set(&cast->country_actor, key, actor))
        return DM_OK;
    return dm_fail(reading->error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
}

/* Before the first office that an entry lists a person is of that country, and no more is known of them: neither nothing nor
 * a former holder. */
static dm_status before_office(const dm_reading *reading, uint32_t actor)
{
    dm_cast *cast = reading->cast;
    uint32_t first = cast->actors.at[actor].held, count = cast->actors.at[actor].held_count;
    dm_date begin = {0};
    const dm_held *of = NULL;
    if (cast->actors.at[actor].kind != DM_CAST_PER)
        return DM_OK;
    for (uint32_t i = 0; i < count; i++) {
        const dm_held *held = &cast->held.at[first + i];
        size_t size = strlen(held->code);
        bool dated = held->since.year != 0 || held->until.year != 0;
        if (dated ? held->since.year == 0 : size < 3 || strcmp(held->code + size - 3, "ELI") != 0)
            return DM_OK; /* it says what held before */
        if (dated && (of == NULL || dm_date_compare(held->since, begin) < 0)) {
            begin = held->since;
            of = held;
        }
    }
    char country[4];
    dm_code_country(of == NULL ? "" : of->code, country);
    if (country[0] == 0)
        return DM_OK;
    dm_held *made = DM_PUSH(&cast->arena, &cast->held);
    if (made == NULL)
        return dm_fail(reading->error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    *made = (dm_held){.until = dm_date_of_days(dm_date_days(begin) - 1), .byte = cast->held.at[first].byte};
    memcpy(made->code, country, sizeof country);
    cast->actors.at[actor].held_count++;
    return DM_OK;
}

static dm_status parse_actor(const source_line *reading, dm_slice line)
{
    static const char *const kinds[] = {"PER", "ORG", "GPE", "LOC", "NORP", "ADJ", "CAP", "SEAT"};
    dm_cast *cast = reading->cast;
    dm_slice names, codes;
    uint8_t number;
    dm_status status = split_entry(reading, line, kinds, DM_COUNT(kinds), &number, &names, &codes);
    if (status != DM_OK)
        return status;
    dm_slice list = names, name = dm_slice_next(&list, '|');
    if (name.size == 0)
        return bad(reading, "no name", line);
    if (number == DM_CAST_PER)
        name = without_rank(name);
    uint32_t actor = cast->actors.count;
    dm_slice bare = name.at[0] == '~' ? (dm_slice){name.at + 1, name.size - 1} : name;
    dm_actor *made = DM_PUSH(&cast->arena, &cast->actors);
    dm_excerpt kept;
    if (made == NULL || !keep_text(cast, bare, &kept))
        return dm_fail(reading->error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    *made = (dm_actor){kept,
                       cast->held.count,
                       0,
                       number,
                       number == DM_CAST_PER ? gender_of_name(cast, bare) : (uint8_t)DM_GENDER_OPEN,
                       (uint16_t)(cast->files.count - 1),
                       reading->line};
    status = dm_entry_alias(reading, name, name.at, actor, (dm_alias_way){.fullest = true});
    while (status == DM_OK && list.at != NULL) {
        name = dm_slice_next(&list, '|');
        status = dm_entry_alias(reading, number == DM_CAST_PER ? without_rank(name) : name, name.at, actor,
                                (dm_alias_way){.fullest = false});
    }
    if (status == DM_OK && dm_slice_trim(codes).size == 0)
        return bad(reading, "no code", line);
    while (status == DM_OK && codes.at != NULL)
        status = parse_held(reading, dm_slice_next(&codes, ';'), actor);
    if (status != DM_OK)
        return status;
    status = before_office(reading, actor);
    return status == DM_OK ? note_country(reading, actor) : status;
}

dm_status dm_entry_actor(const dm_reading *reading, dm_cast_kind kind, dm_slice name, uint32_t held, uint32_t held_count,
                         uint32_t *actor)
{
    dm_cast *cast = reading->cast;
    *actor = cast->actors.count;
    dm_actor *made = DM_PUSH(&cast->arena, &cast->actors);
    dm_excerpt kept;
    if (made == NULL || !keep_text(cast, name, &kept))
        return dm_fail(reading->error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    *made = (dm_actor){kept,
                       held,
                       held_count,
                       (uint8_t)kind,
                       kind == DM_CAST_PER ? gender_of_name(cast, name) : (uint8_t)DM_GENDER_OPEN,
                       (uint16_t)(cast->files.count - 1),
                       reading->line};
    return held_count == 0 ? DM_OK : note_country(reading, *actor);
}

/* AGENT words = ~SECTOR [default COUNTRY] [role WORDS]; MOD the same; PER ORG GPE NORP instead of AGENT tell the type.
 */
static dm_status parse_agent(const source_line *reading, dm_slice line)
{
    static const char *const kinds[] = {"PER", "ORG", "GPE", "LOC", "NORP", "AGENT", "MOD", "TITLE"};
    dm_cast *cast = reading->cast;
    dm_slice names, codes;
    uint8_t number;
    dm_status status = split_entry(reading, line, kinds, DM_COUNT(kinds), &number, &names, &codes);
    if (status != DM_OK)
        return status;
    codes = dm_slice_trim(codes);
    uint32_t agent = cast->agents.count;
    dm_agent *made = DM_PUSH(&cast->arena, &cast->agents);
    if (made == NULL)
        return dm_fail(reading->error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    made->file = (uint16_t)(cast->files.count - 1);
    made->line = reading->line;
    made->type = number < 5 ? number : number == 7 ? (uint8_t)DM_PER : (uint8_t)DM_OTHER_TYPE;
    made->modifier = number == 6;
    dm_slice code = next_word(&codes);
    if (code.size > 0 && code.at[0] == '~') {
        code.at++;
        code.size--;
        if (code.size > 0 && code.at[0] == '+') {
            code.at++;
            code.size--;
        }
        if (code.size != 0 && !is_code(code, 12))
            return bad(reading, "not a code of three-letter sectors", line);
        copy_code(made->sector, code);
    } else if (!dm_slice_is(code, "-")) {
        if (!is_code(code, 15))
            return bad(reading, "not a code of three-letter parts", line);
        if (made->modifier)
            copy_code(made->sector, code);
        else
            copy_code(made->whole, code);
    }
    while (codes.size != 0) {
        dm_slice word = next_word(&codes);
        if (dm_slice_is(word, "default")) {
            word = next_word(&codes);
            if (word.size != 3 || !is_code(word, 3))
                return bad(reading, "not a country after default", line);
            copy_code(made->fallback, word);
        } else if (dm_slice_is(word, "role")) {
            if ((made->role = dm_cast_role_key(codes)) == 0)
                return bad(reading, "no words after role", line);
            codes.size = 0;
        } else if (made->modifier && made->sector[0] == 0 && is_code(word, 3)) {
            copy_code(made->fallback, word); /* MOD Democratic = - USA */
        } else {
            return bad(reading, "expected default or role", word);
        }
    }
    while (status == DM_OK && names.at != NULL) {
        dm_slice name = dm_slice_next(&names, '|');
        status = dm_entry_alias(reading, name, name.at, agent, (dm_alias_way){.agent = true});
    }
    return status;
}

/* data/people/nouns.txt: KIND word ...  The kinds are told in the file. */
static dm_status parse_noun(const source_line *reading, dm_slice line)
{
    dm_cast *cast = reading->cast;
    static const struct {
        const char *kind;
        uint32_t bits;
    } kinds[] = {{"PER", DM_PER + 1},
                 {"ORG", DM_ORG + 1},
                 {"GPE", DM_GPE + 1},
                 {"LOC", DM_LOC + 1},
                 {"NORP", DM_NORP + 1},
                 {"male", (DM_PER + 1) | DM_NOUN_GENDER * DM_GENDER_MALE},
                 {"female", (DM_PER + 1) | DM_NOUN_GENDER * DM_GENDER_FEMALE},
                 {"member", DM_NOUN_MEMBER},
                 {"generic", DM_NOUN_GENERIC},
                 {"title", (DM_PER + 1) | DM_NOUN_TITLE},
                 {"particle", DM_NOUN_PARTICLE},
                 {"given-male", DM_GENDER_MALE},
                 {"given-female", DM_GENDER_FEMALE}};
    dm_slice kind = next_word(&line);
    size_t number = 0;
    if (dm_slice_is(kind, "shared")) {
        while (line.at != NULL && line.size != 0)
            if (!dm_map_set(&cast->shared, dm_cast_role_key(dm_slice_next(&line, '|')), 1))
                return dm_fail(reading->error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
        return DM_OK;
    }
    while (number < DM_COUNT(kinds) && !dm_slice_is(kind, kinds[number].kind))
        number++;
    if (number == DM_COUNT(kinds))
        return bad(reading, "unknown kind of noun", kind);
    while (line.size != 0) {
        dm_slice word = next_word(&line);
        dm_piece piece = {0};
        if (dm_cast_pieces(word, &piece, 1) != 1)
            return bad(reading, "one plain word expected", word);
        dm_map *map = number >= 11 ? &cast->given : &cast->nouns;
        uint32_t before = number >= 11 ? DM_NONE : dm_map_get(map, piece.key);
        uint32_t bits = before == DM_NONE ? 0 : before;
        if (number < 7)
            bits &= ~(uint32_t)DM_NOUN_TYPE;
        if (!dm_map_set(map, piece.key, bits | kinds[number].bits))
            return dm_fail(reading->error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    }
    return DM_OK;
}

/* The entries that are read next come from here. */
static dm_status begin_file(dm_cast *cast, const char *file, dm_error *error)
{
    dm_excerpt *name = DM_PUSH(&cast->arena, &cast->files);
    if (name == NULL || !keep_text(cast, dm_slice_of(strncmp(file, "data/", 5) == 0 ? file + 5 : file), name))
        return dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    return DM_OK;
}

typedef dm_status line_parser(const source_line *reading, dm_slice line);

static dm_status read_lines(dm_cast *cast, dm_slice text, const char *file, line_parser *parse, bool lenient,
                            dm_error *error)
{
    dm_error fault = {0};
    source_line reading = {cast, file, text.at, 0, lenient ? &fault : error};
    dm_status status = DM_OK;
    dm_slice line;
    const char *start = text.at;
    size_t valid = dm_utf8_check(text.at, text.size);
    if (valid != text.size)
        return dm_fail(error, DM_BAD_MODEL, file, 0, valid, "not valid UTF-8");
    status = begin_file(cast, file, error);
    while (status == DM_OK && dm_slice_line(&text, &line)) {
        reading.line++;
        line = dm_slice_trim(line);
        const char *comment = line.size == 0 ? NULL : memchr(line.at, '#', line.size);
        if (comment != NULL)
            line = dm_slice_trim((dm_slice){line.at, (size_t)(comment - line.at)});
        if (line.size != 0)
            status = parse(&reading, line);
        if (status == DM_BAD_MODEL && lenient) {
            reading.error = error;
            status = dm_entry_remark(&reading, fault.byte == 0 ? line.at : start + fault.byte, fault.why, (dm_slice){NULL, 0});
            reading.error = &fault;
        }
    }
    if (lenient && status != DM_OK && status != DM_BAD_MODEL && error != NULL)
        *error = fault;
    return status;
}

static bool ends_with(const char *name, const char *end)
{
    size_t size = strlen(name), tail = strlen(end);
    return size >= tail && strcmp(name + size - tail, end) == 0;
}

dm_status dm_entries_read_own(dm_cast *cast, const char *path, dm_slice text, bool lenient, dm_error *error)
{
    const char *file = dm_arena_print(&cast->arena, "%s", path).at; /* remarks live longer than the caller's string */
    if (file == NULL)
        return dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    if (dm_entries_foreign(text)) {
        dm_reading reading = {cast, file, text.at, 0, error};
        dm_status status = begin_file(cast, file, error);
        return status != DM_OK ? status : dm_entries_read_foreign(&reading, text);
    }
    return read_lines(cast, text, file, ends_with(path, ".agents") ? parse_agent : parse_actor, lenient, error);
}

static dm_status read_folder(dm_cast *cast, dm_resources *resources, const char *folder, const char *end,
                             line_parser *parse, dm_error *error)
{
    for (size_t i = 0;; i++) {
        const char *name;
        dm_slice text;
        dm_status status = dm_resources_at(resources, folder, i, &name, &text, error);
        if (status == DM_END)
            return DM_OK;
        if (status == DM_OK && ends_with(name, end))
            status = read_lines(cast, text, name, parse, false, error);
        if (status != DM_OK)
            return status;
    }
}

/* A cast that knows nothing; NULL when memory ran out. */
static dm_cast *new_cast(void)
{
    dm_cast *cast = calloc(1, sizeof *cast);
    if (cast == NULL)
        return NULL;
    dm_arena_init(&cast->arena);
    dm_phrases_init(&cast->actor_phrases);
    dm_phrases_init(&cast->agent_phrases);
    dm_map_init(&cast->office_of);
    dm_map_init(&cast->country_actor);
    dm_map_init(&cast->nouns);
    dm_map_init(&cast->given);
    dm_map_init(&cast->pronouns);
    dm_map_init(&cast->shared);
    dm_map_init(&cast->stems);
    cast->first_own = cast->first_own_agent = cast->first_own_alias = cast->first_own_agent_alias = DM_NONE;
    return cast;
}

dm_status dm_cast_empty(dm_resources *resources, dm_cast **out, dm_error *error)
{
    dm_cast *cast = *out = new_cast();
    if (cast == NULL || !dm_pronouns_fill(&cast->pronouns))
        return dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    return read_folder(cast, resources, "data/people/", ".txt", parse_noun, error);
}

/* For what so many lines make, by what ours make: lists that grow are copied, and fresh memory costs more than reading does. */
static bool make_room(dm_cast *cast, uint32_t lines)
{
    return DM_RESERVE(&cast->arena, &cast->actors, lines + 1u) && DM_RESERVE(&cast->arena, &cast->aliases, lines * 2u + 1) &&
           DM_RESERVE(&cast->arena, &cast->held, lines * 2u + 1) && dm_phrases_reserve(&cast->actor_phrases, lines * 5 / 2);
}

void dm_cast_tables(dm_compiled *compiled, dm_cast *cast)
{
    DM_COMPILED_VECTOR(compiled, &cast->text);
    DM_COMPILED_VECTOR(compiled, &cast->actors);
    DM_COMPILED_VECTOR(compiled, &cast->held);
    DM_COMPILED_VECTOR(compiled, &cast->aliases);
    DM_COMPILED_VECTOR(compiled, &cast->agents);
    DM_COMPILED_VECTOR(compiled, &cast->agent_aliases);
    DM_COMPILED_VECTOR(compiled, &cast->offices);
    DM_COMPILED_VECTOR(compiled, &cast->files);
    dm_compiled_phrases(compiled, &cast->actor_phrases);
    dm_compiled_phrases(compiled, &cast->agent_phrases);
    dm_compiled_map(compiled, &cast->stems);
    dm_compiled_map(compiled, &cast->office_of);
    dm_compiled_map(compiled, &cast->country_actor);
    dm_compiled_map(compiled, &cast->nouns);
    dm_compiled_map(compiled, &cast->pronouns);
    dm_compiled_map(compiled, &cast->given);
    dm_compiled_map(compiled, &cast->shared);
}

/* Our own dictionary out of its files. */
static dm_status read_ours(dm_resources *resources, dm_cast **out, dm_error *error)
{
    dm_status status = dm_cast_empty(resources, out, error);
    dm_cast *cast = *out;
    if (status == DM_OK && !make_room(cast, dm_resources_lines(resources, "data/actors/")))
        status = dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    if (status == DM_OK)
        status = read_folder(cast, resources, "data/actors/", ".actors", parse_actor, error);
    if (status == DM_OK)
        status = read_folder(cast, resources, "data/actors/", ".agents", parse_agent, error);
    return status;
}

dm_status dm_cast_open(dm_resources *resources, const char *const *actor_files, size_t actor_count, dm_cast **out,
                       dm_error *error)
{
    dm_compiled compiled;
    dm_status status = DM_OK;
    if (dm_compiled_open(resources, DM_CAST_COMPILED, DM_CAST_LAYOUT, &compiled)) {
        if ((*out = new_cast()) == NULL)
            return dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
        dm_cast_tables(&compiled, *out);
        if (compiled.bad)
            status = dm_fail(error, DM_BAD_MODEL, DM_CAST_COMPILED, 0, 0, "the compiled dictionary is cut short");
    } else {
        status = read_ours(resources, out, error);
    }
    if (status != DM_OK)
        return status;
    dm_cast *cast = *out;
    cast->first_own = cast->actors.count;
    cast->first_own_agent = cast->agents.count;
    cast->first_own_alias = cast->aliases.count;
    cast->first_own_agent_alias = cast->agent_aliases.count;
    for (size_t i = 0; status == DM_OK && i < actor_count; i++) {
        dm_slice text;
        status = dm_resources_own(resources, actor_files[i], &text, error);
        if (status == DM_OK)
            status = dm_entries_read_own(cast, actor_files[i], text, false, error);
    }
    if (status == DM_OK && cast->arena.failed)
        status = dm_fail(error, DM_NO_MEMORY, NULL, 0, 0, "out of memory");
    return status;
}

void dm_cast_close(dm_cast *cast)
{
    if (cast == NULL)
        return;
    dm_phrases_free(&cast->actor_phrases);
    dm_phrases_free(&cast->agent_phrases);
    dm_map_free(&cast->office_of);
    dm_map_free(&cast->country_actor);
    dm_map_free(&cast->nouns);
    dm_map_free(&cast->given);
    dm_map_free(&cast->pronouns);
    dm_map_free(&cast->shared);
    dm_map_free(&cast->stems);
    dm_arena_free(&cast->arena);
    free(cast);
}

/* ---- Questions ---------------------------------------------------------------------------------------------- */

static bool holds(const dm_held *held, dm_date date)
{
    return (held->since.year == 0 || dm_date_compare(held->since, date) <= 0) &&
           (held->until.year == 0 || dm_date_compare(date, held->until) <= 0);
}

const dm_held *dm_cast_held(const dm_cast *cast, uint32_t actor, dm_date date)
{
    const dm_actor *entry = &cast->actors.at[actor];
    const dm_held *always = NULL, *latest = NULL;
    for (uint32_t i = 0; i < entry->held_count; i++) {
        const dm_held *held = &cast->held.at[entry->held + i];
        bool dated = held->since.year != 0 || held->until.year != 0;
        if (!dated) {
            if (always == NULL)
                always = held;
            continue;
        }
        if (date.year != 0 && holds(held, date))
            return held;
        if (latest == NULL || held->until.year == 0 ||
            (latest->until.year != 0 && dm_date_compare(latest->until, held->until) < 0))
            latest = held;
    }
    return always != NULL ? always : date.year == 0 ? latest : NULL;
}

uint32_t dm_cast_holder(const dm_cast *cast, const char *country, uint64_t role, dm_date date)
{
    uint32_t found = DM_NONE;
    if (date.year == 0 || role == 0)
        return DM_NONE;
    for (uint32_t i = dm_map_get(&cast->office_of, office_key(country, role)); i != DM_NONE;
         i = cast->offices.at[i].next) {
        const struct dm_office *office = &cast->offices.at[i];
        if (!holds(&cast->held.at[office->held], date) || office->actor == found)
            continue;
        if (found != DM_NONE && found >= cast->first_own && office->actor < cast->first_own)
            return found; /* what the user says goes before ours, which stand behind it */
        if (found != DM_NONE)
            return DM_NONE; /* two at once: nobody is meant for certain */
        found = office->actor;
    }
    return found;
}

void dm_code_country(const char *code, char country[4])
{
    static const char *const none[] = {"IGO", "NGO", "MNC", "GOV", "MIL", "LEG", "JUD", "COP", "SPY", "OPP", "PTY",
                                       "REB", "UAF", "CVL", "MED", "BUS", "EDU", "LAB", "REL", "REF", "CRM", "ELI",
                                       "UNO", "EUR", "ISM", "IMG", "AGR", "PRM", "JRN", "SOC", "PRE", "UNK",
                                       "INT", "NGM"};
    country[0] = 0;
    if (strlen(code) < 3)
        return;
    for (size_t i = 0; i < DM_COUNT(none); i++)
        if (memcmp(code, none[i], 3) == 0)
            return;
    memcpy(country, code, 3);
    country[3] = 0;
}
