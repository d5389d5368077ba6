/* Dictionaries of other coders: actors and agents as TABARI and PETRARCH write them.
 *
 *   NAME_OF_ACTOR_ [CODE]              a final _ closes the word; without it TABARI takes the last word for a stem
 *   +SYNONYM_
 *       [CODE <YYMMDD]                 until, since (>), or from - to; six digits or eight; the first that fits counts
 *   ROLE_NOUN {PLURAL} [~SECTOR]       takes the country of who it belongs to; the regular plural where no braces stand
 *   !SET! = A, B                       and WORD!SET! for a word with each of them
 *
 * # and ; begin comments, <!-- --> holds them.  These dictionaries are in capitals throughout, so case is judged otherwise
 * than in ours: some word of a name must begin with a capital in the text.  They do not say what a name is; entries of ours that
 * are written the same tell, else codes, dates and endings. */
#include "refer/entries.h"

#include <stdlib.h>

#define LONGEST_NAME 1000u
#define SHORTEST_STEM 4u

typedef struct foreign_name {
    dm_slice text;     /* as words with blanks, in the arena */
    const char *at;
    bool closed;       /* ended by _ or = */
} foreign_name;

typedef struct word_set {
    dm_slice name, words;
} word_set;

typedef struct foreign_file {
    dm_reading reading;
    dm_slice rest;
    bool stems;        /* by the name of the file: TABARI's */
    /* the entry being read */
    uint32_t line;     /* 0: none */
    const char *at;
    DM_VECTOR(foreign_name) names;
    DM_VECTOR(foreign_name) plurals;
    bool no_plural, dated, agent;
    char agent_code[16];
    uint32_t held, held_count;
    char scratch[LONGEST_NAME];
    DM_VECTOR(word_set) sets;
} foreign_file;

static bool is_blank(char c) { return c == ' ' || c == '\t'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* ---- Telling the format ------------------------------------------------------------------------------------------ */

/* A # inside brackets is none: [###]. */
static dm_slice without_comment(dm_slice line)
{
    bool inside = false;
    for (size_t i = 0; i < line.size; i++) {
        inside = line.at[i] == '[' || (inside && line.at[i] != ']');
        if (line.at[i] == ';' || (line.at[i] == '#' && !inside))
            return (dm_slice){line.at, i};
    }
    return line;
}

static const char *find(dm_slice text, char c) { return text.size == 0 ? NULL : memchr(text.at, c, text.size); }

bool dm_entries_foreign(dm_slice text)
{
    static const char *const ours[] = {"PER", "ORG", "GPE", "LOC", "NORP", "ADJ", "CAP", "SEAT", "AGENT", "MOD", "TITLE"};
    dm_slice line;
    for (int lines = 0; lines < 2000 && dm_slice_line(&text, &line); lines++) {
        dm_slice entry = dm_slice_trim(without_comment(line));
        const char *equals = find(entry, '='), *bracket = find(entry, '[');
        if (entry.size == 0 || entry.at[0] == '<')
            continue;
        if (entry.at[0] == '!' && equals != NULL)
            return true;
        if (bracket != NULL && find(entry, ']') != NULL && (equals == NULL || equals > bracket))
            return true;
        for (size_t i = 0; i < DM_COUNT(ours); i++)
            if (entry.size > strlen(ours[i]) && memcmp(entry.at, ours[i], strlen(ours[i])) == 0 && is_blank(entry.at[strlen(ours[i])]) &&
                equals != NULL)
                return false;
    }
    return false;
}

/* ---- Names ------------------------------------------------------------------------------------------------------- */

static dm_status remark(foreign_file *file, const char *at, const char *why, dm_slice what)
{
    uint32_t line = file->reading.line;
    dm_status status = dm_entry_remark(&file->reading, at, why, what);
    file->reading.line = line;
    return status;
}

/* What could not be read: counted and said, with the line of it. */
static dm_status lost(foreign_file *file, const char *at, const char *why, dm_slice what)
{
    file->reading.cast->broken++;
    return remark(file, at, why, what);
}

/* The same of something that was not counted as met yet. */
static dm_status lost_more(foreign_file *file, const char *at, const char *why, dm_slice what)
{
    file->reading.cast->entries++;
    return lost(file, at, why, what);
}

/* NAME_OF_ACTOR_ as words; "NAME_(ABC)_" is two names. */
static dm_status add_name(foreign_file *file, dm_slice raw, const char *at, bool plural)
{
    dm_arena *arena = &file->reading.cast->arena;
    char words[LONGEST_NAME], bracket[LONGEST_NAME];
    size_t size = 0, inner = 0;
    bool inside = false;
    raw = dm_slice_trim(raw);
    if (!plural)
        file->reading.cast->entries++;
    if (raw.size >= LONGEST_NAME)
        return lost(file, at, "a name of more than 1,000 bytes", raw);
    bool closed = raw.size > 0 && (raw.at[raw.size - 1] == '_' || raw.at[raw.size - 1] == '=');
    for (size_t i = 0; i < raw.size; i++) {
        char c = raw.at[i] == '_' || raw.at[i] == '\t' ? ' ' : raw.at[i];
        if (c == '(' && !inside) {
            inside = true;
        } else if (c == ')' && inside) {
            inside = false;
        } else if (inside) {
            bracket[inner++] = c;
        } else if (c != '=' && c != '"' && !(c == ' ' && size > 0 && words[size - 1] == ' ')) {
            words[size++] = c;
        }
    }
    dm_slice texts[2] = {dm_slice_trim((dm_slice){words, size}), dm_slice_trim((dm_slice){bracket, inner})};
    if (texts[0].size == 0 && texts[1].size == 0)
        return lost(file, at, "an empty name", raw);
    for (int i = 0; i < 2; i++) {
        if (texts[i].size == 0)
            continue;
        foreign_name *name = plural ? DM_PUSH(arena, &file->plurals) : DM_PUSH(arena, &file->names);
        if (name == NULL)
            return DM_NO_MEMORY;
        *name = (foreign_name){dm_arena_copy(arena, texts[i]), at, closed || i == 1};
        file->reading.cast->entries += !plural && texts[0].size != 0 && i == 1;
    }
    return arena->failed ? DM_NO_MEMORY : DM_OK;
}

/* ---- Codes ------------------------------------------------------------------------------------------------------- */

/* YYMMDD or YYYYMMDD; years above 30 are of the last century, as PETRARCH has it.  A day behind the end of its month is its
 * last. */
static bool read_day(dm_slice digits, dm_date *date, bool *mended)
{
    uint32_t number;
    if ((digits.size != 6 && digits.size != 8) || !dm_slice_number(digits, &number))
        return false;
    int day = (int)(number % 100), month = (int)(number / 100 % 100), year = (int)(number / 10000);
    if (digits.size == 6)
        year += year > 30 ? 1900 : 2000;
    int most = dm_days_in_month(year, month);
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    *mended = day > most;
    *date = (dm_date){(int16_t)year, (uint8_t)month, (uint8_t)(day > most ? most : day)};
    return true;
}

/* "<930101", "> 930101", "930101-940101", "930101" (from that day on). */
static bool read_days(foreign_file *file, dm_slice text, const char *at, dm_held *held, dm_status *status)
{
    bool mended = false, both = false;
    char sign = text.at[0];
    const char *hyphen = find(text, '-');
    if (sign == '<' || sign == '>') {
        dm_slice day = dm_slice_trim((dm_slice){text.at + 1, text.size - 1});
        if (!read_day(day, sign == '<' ? &held->until : &held->since, &mended))
            return false;
    } else if (hyphen != NULL) {
        dm_slice from = dm_slice_trim((dm_slice){text.at, (size_t)(hyphen - text.at)});
        dm_slice to = dm_slice_trim((dm_slice){hyphen + 1, (size_t)(text.at + text.size - hyphen - 1)});
        if (!read_day(from, &held->since, &mended) || !read_day(to, &held->until, &both) ||
            dm_date_compare(held->since, held->until) > 0)
            return false;
    } else {
        if (!read_day(text, &held->since, &mended))
            return false;
        *status = remark(file, at, "a day without < or >: read as from that day on", text);
    }
    if (*status == DM_OK && (mended || both))
        *status = remark(file, at, "no such day: the last of the month is taken", text);
    return true;
}

/* What stands between brackets. */
static dm_status add_code(foreign_file *file, dm_slice text, const char *at)
{
    dm_cast *cast = file->reading.cast;
    dm_slice whole = text = dm_slice_trim(text);
    cast->entries++;
    if (text.size > 0 && (text.at[0] == '~' || find(text, '~') != NULL)) {
        bool behind = text.at[0] == '~';
        dm_slice code = behind ? (dm_slice){text.at + 1, text.size - 1} : (dm_slice){text.at, text.size - 1};
        code = dm_slice_trim(code);
        bool sound = code.size <= 12 && (behind || text.at[text.size - 1] == '~');
        for (size_t i = 0; i < code.size; i++)
            sound &= (code.at[i] >= 'A' && code.at[i] <= 'Z') || (code.at[i] >= 'a' && code.at[i] <= 'z');
        if (!sound || file->agent)
            return lost(file, at, file->agent ? "a second code for a role noun" : "not a code for a role noun", whole);
        for (size_t i = 0; i < code.size; i++)
            file->agent_code[i] = (char)(code.at[i] >= 'a' ? code.at[i] - 32 : code.at[i]);
        file->agent_code[code.size] = 0;
        file->agent = true;
        return DM_OK;
    }
    size_t size = 0;
    while (size < text.size && !is_blank(text.at[size]) && text.at[size] != '<' && text.at[size] != '>')
        size++;
    dm_slice code = {text.at, size}, days = dm_slice_trim((dm_slice){text.at + size, text.size - size});
    dm_held held = {.byte = (uint32_t)(at - file->reading.text)};
    dm_status status = DM_OK;
    const char *slash = find(code, '/');
    if (dm_slice_is(code, "---")) {
        code.size = 0;
    } else if (dm_slice_is(code, "###") || dm_slice_is(code, "+++")) {
        status = remark(file, at, "known, but without a code: TABARI leaves the whole sentence out", whole);
        code.size = 0;
    } else if (slash != NULL) {
        code.size = (size_t)(slash - code.at);
        status = remark(file, at, "several codes in one: the first is taken", whole);
    } else if (code.size == 0) {
        return lost(file, at, "no code before the days", whole);
    }
    bool sound = code.size < sizeof held.code && !(code.size > 0 && is_digit(code.at[0]));
    for (size_t i = 0; sound && i < code.size; i++) {
        char c = code.at[i];
        sound = is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        held.code[i] = (char)(c >= 'a' && c <= 'z' ? c - 32 : c);
    }
    if (status != DM_OK)
        return status;
    if (!sound)
        return lost(file, at, "not a code of at most 15 letters and digits", whole);
    if (days.size != 0) {
        if (!read_days(file, days, at, &held, &status))
            return lost(file, at, "not days of the form <YYMMDD, >YYMMDD or YYMMDD-YYMMDD", whole);
        file->dated = true;
    }
    if (status != DM_OK)
        return status;
    dm_held *made = DM_PUSH(&cast->arena, &cast->held);
    if (made == NULL)
        return DM_NO_MEMORY;
    *made = held;
    file->held_count++;
    return DM_OK;
}

/* ---- What a name is ---------------------------------------------------------------------------------------------- */

static bool ends_so(dm_slice text, const char *end)
{
    size_t size = strlen(end);
    for (size_t i = 0; size < text.size && i < size; i++)
        if ((text.at[text.size - size + i] | 32) != end[i])
            return false;
    return size < text.size;
}

/* Letters in the last word of a name. */
static size_t last_word(dm_slice text)
{
    size_t size = 0;
    while (size < text.size && text.at[text.size - size - 1] != ' ')
        size++;
    return size;
}

static dm_cast_kind kind_of(const foreign_file *file, const foreign_name *name)
{
    static const char *const adjectives[] = {"ese", "ish", "ian", "ean", "ic"}, *const peoples[] = {"ians", "eans", "is"};
    const dm_cast *cast = file->reading.cast;
    uint32_t known = dm_entry_known(cast, name->text, false);
    if (known != DM_NONE)
        return (dm_cast_kind)cast->actors.at[known].kind;
    const char *blank = find(name->text, ' ');
    size_t last = last_word(name->text);
    dm_piece piece;
    if (dm_cast_pieces((dm_slice){name->text.at + name->text.size - last, last}, &piece, 1) != 0) {
        uint32_t noun = dm_map_get(&cast->nouns, piece.key); /* "... council", "... army" */
        if (noun != DM_NONE && (noun & DM_NOUN_TYPE) == DM_ORG + 1)
            return DM_CAST_ORG;
    }
    if (file->dated && blank != NULL)
        return DM_CAST_PER;
    if (blank != NULL && dm_cast_pieces((dm_slice){name->text.at, (size_t)(blank - name->text.at)}, &piece, 1) != 0 &&
        dm_map_get(&cast->given, piece.key) != DM_NONE)
        return DM_CAST_PER;
    char country[4] = "";
    const char *code = file->held_count == 0 ? "" : cast->held.at[file->held].code;
    dm_code_country(code, country);
    if (country[0] == 0 || strlen(code) != 3)
        return DM_CAST_ORG;
    for (size_t i = 0; blank == NULL && i < DM_COUNT(adjectives); i++)
        if (ends_so(name->text, adjectives[i]))
            return DM_CAST_ADJ;
    for (size_t i = 0; blank == NULL && i < DM_COUNT(peoples); i++)
        if (ends_so(name->text, peoples[i]))
            return DM_CAST_NORP;
    return DM_CAST_GPE;
}

/* What to call an entry: as ours that is written the same, else its capitals turned into a name's ("ANGRY BRIGADE" is Angry
 * Brigade); words of one or two letters and those with a full stop stay ("UN", "U.S."). */
static dm_slice readable(foreign_file *file, dm_slice name)
{
    static const char *const small[] = {"of", "the", "and", "for", "in", "on", "to", "de", "la", "al", "bin"};
    dm_cast *cast = file->reading.cast;
    uint32_t known = dm_entry_known(cast, name, false);
    if (known != DM_NONE)
        return dm_cast_text(cast, cast->actors.at[known].name);
    for (size_t i = 0; i < name.size;) {
        size_t size = 0;
        bool stop = false;
        while (i + size < name.size && name.at[i + size] != ' ')
            stop |= name.at[i + size++] == '.';
        dm_slice word = {name.at + i, size};
        char *letters = file->scratch + i;
        bool article = false;
        for (size_t k = 0; k < size; k++)
            letters[k] = word.at[k];
        for (size_t k = 0; k < DM_COUNT(small) && i > 0; k++)
            article |= size == strlen(small[k]) && ends_so((dm_slice){word.at - 1, size + 1}, small[k]);
        for (size_t k = article || (size > 2 && !stop) ? 0 : size; k < size; k++) {
            bool first = !article && (k == 0 || word.at[k - 1] == '-' || word.at[k - 1] == '(');
            if (!first && word.at[k] >= 'A' && word.at[k] <= 'Z')
                letters[k] = (char)(word.at[k] + 32);
        }
        i += size;
        if (i < name.size)
            file->scratch[i++] = ' ';
    }
    return (dm_slice){file->scratch, name.size};
}

static dm_status finish_actor(foreign_file *file)
{
    dm_cast *cast = file->reading.cast;
    uint32_t of_kind[8];
    memset(of_kind, 0xFF, sizeof of_kind);
    for (uint32_t i = 0; i < file->names.count; i++) {
        const foreign_name *name = &file->names.at[i];
        dm_cast_kind kind = kind_of(file, name);
        bool fullest = of_kind[kind] == DM_NONE;
        dm_status status = DM_OK;
        if (fullest)
            status = dm_entry_actor(&file->reading, kind, readable(file, name->text), file->held, file->held_count, &of_kind[kind]);
        dm_alias_way way = {.fullest = fullest, .cased = true,
                            .stem = file->stems && !name->closed && last_word(name->text) >= SHORTEST_STEM};
        dm_error fault = {0}, *given = file->reading.error;
        file->reading.error = &fault;
        if (status == DM_OK)
            status = dm_entry_alias(&file->reading, name->text, name->at, of_kind[kind], way);
        file->reading.error = given;
        if (status == DM_BAD_MODEL) { /* too long, or too many go by that name */
            cast->broken++;
            status = dm_entry_remark(&file->reading, name->at, fault.why, (dm_slice){NULL, 0});
        }
        if (status != DM_OK)
            return status;
    }
    return DM_OK;
}

/* MINISTER -> MINISTERS, AGENCY -> AGENCIES, CHURCH -> CHURCHES, POLICEMAN -> POLICEMEN. */
static dm_slice plural_of(dm_arena *arena, dm_slice word)
{
    int size = (int)word.size;
    if (ends_so(word, "man"))
        return dm_arena_print(arena, "%.*sEN", size - 2, word.at);
    if (ends_so(word, "y") && size > 1 && strchr("aeiou", word.at[size - 2] | 32) == NULL)
        return dm_arena_print(arena, "%.*sIES", size - 1, word.at);
    if (ends_so(word, "s") || ends_so(word, "x") || ends_so(word, "z") || ends_so(word, "ch") || ends_so(word, "sh"))
        return dm_arena_print(arena, "%.*sES", size, word.at);
    return dm_arena_print(arena, "%.*sS", size, word.at);
}

static dm_status agent_alias(foreign_file *file, const foreign_name *name, uint32_t agent)
{
    dm_error fault = {0}, *given = file->reading.error;
    dm_alias_way way = {.agent = true, .stem = file->stems && !name->closed && last_word(name->text) >= SHORTEST_STEM};
    char lower[LONGEST_NAME + 8];
    size_t size = name->text.size < sizeof lower ? name->text.size : sizeof lower;
    for (size_t i = 0; i < size; i++) /* role nouns may be written in any case */
        lower[i] = (char)(name->text.at[i] >= 'A' && name->text.at[i] <= 'Z' ? name->text.at[i] + 32 : name->text.at[i]);
    file->reading.error = &fault;
    dm_status status = dm_entry_alias(&file->reading, (dm_slice){lower, size}, name->at, agent, way);
    file->reading.error = given;
    if (status == DM_BAD_MODEL)
        status = lost_more(file, name->at, fault.why, (dm_slice){NULL, 0});
    return status;
}

/* WORD!SET!: the word with each of the set, or only itself. */
static dm_status expand(foreign_file *file, const foreign_name *name, uint32_t agent)
{
    dm_arena *arena = &file->reading.cast->arena;
    const char *mark = find(name->text, '!');
    if (mark == NULL) {
        dm_status status = agent_alias(file, name, agent);
        if (status != DM_OK || file->no_plural || file->plurals.count != 0)
            return status;
        foreign_name plural = {plural_of(arena, name->text), name->at, true};
        return arena->failed ? DM_NO_MEMORY : agent_alias(file, &plural, agent);
    }
    dm_slice front = {name->text.at, (size_t)(mark - name->text.at)}, rest = {mark + 1, name->text.size - front.size - 1};
    dm_slice set = dm_slice_next(&rest, '!');
    for (uint32_t i = 0; i < file->sets.count; i++) {
        if (!dm_slice_equal(file->sets.at[i].name, set))
            continue;
        dm_slice words = file->sets.at[i].words;
        while (words.at != NULL) {
            dm_slice word = dm_slice_next(&words, ',');
            foreign_name one = {dm_arena_print(arena, "%.*s%.*s%.*s", (int)front.size, front.at, (int)word.size, word.at,
                                               (int)rest.size, rest.at == NULL ? "" : rest.at),
                                name->at, true};
            dm_status status = arena->failed ? DM_NO_MEMORY : agent_alias(file, &one, agent);
            if (status != DM_OK)
                return status;
        }
        return DM_OK;
    }
    return lost(file, name->at, "no such set of words", name->text);
}

static dm_status finish_agent(foreign_file *file)
{
    dm_cast *cast = file->reading.cast;
    uint32_t number = cast->agents.count;
    dm_agent *made = DM_PUSH(&cast->arena, &cast->agents);
    if (made == NULL)
        return DM_NO_MEMORY;
    made->file = (uint16_t)(cast->files.count - 1);
    made->line = file->reading.line;
    made->type = (uint8_t)DM_OTHER_TYPE;
    if (strncmp(file->agent_code, "IGO", 3) == 0)
        memcpy(made->whole, file->agent_code, sizeof made->whole); /* [IGO~]: of no country */
    else
        memcpy(made->sector, file->agent_code, sizeof made->sector);
    /* what ours of the same name knows beside the sector: which office, what type */
    uint32_t known = file->names.count == 0 ? DM_NONE : dm_entry_known(cast, file->names.at[0].text, true);
    if (known != DM_NONE && !cast->agents.at[known].modifier) {
        made->role = cast->agents.at[known].role;
        made->type = cast->agents.at[known].type;
        memcpy(made->fallback, cast->agents.at[known].fallback, sizeof made->fallback);
    }
    dm_status status = DM_OK;
    for (uint32_t i = 0; status == DM_OK && i < file->names.count; i++)
        status = expand(file, &file->names.at[i], number);
    for (uint32_t i = 0; status == DM_OK && i < file->plurals.count; i++)
        status = agent_alias(file, &file->plurals.at[i], number);
    return status;
}

static dm_status finish(foreign_file *file)
{
    dm_status status = DM_OK;
    uint32_t line = file->reading.line;
    if (file->line != 0) {
        file->reading.line = file->line;
        if (file->agent && file->held_count != 0)
            status = lost_more(file, file->at, "both the code of an actor and of a role noun: read as a role noun", (dm_slice){NULL, 0});
        if (status == DM_OK && !file->agent && file->held_count == 0) {
            if (file->names.count != 0) { /* else its name was lost already */
                file->reading.cast->broken += file->names.count - 1;
                status = lost(file, file->at, "an entry without a code", file->names.at[0].text);
            }
        } else if (status == DM_OK) {
            status = file->agent ? finish_agent(file) : finish_actor(file);
        }
    }
    file->reading.line = line;
    file->line = 0;
    file->names.count = file->plurals.count = 0;
    file->no_plural = file->dated = file->agent = false;
    file->held = file->reading.cast->held.count;
    file->held_count = 0;
    return status;
}

/* ---- Lines ------------------------------------------------------------------------------------------------------- */

/* All [codes] of a line from its first bracket on. */
static dm_status read_codes(foreign_file *file, dm_slice rest, const char *at)
{
    dm_status status = DM_OK;
    const char *base = rest.at;
    while (status == DM_OK && (rest = dm_slice_trim(rest)).size != 0) {
        const char *open = find(rest, '['), *close = find(rest, ']');
        if (open == NULL || close == NULL || close < open)
            return lost_more(file, at + (rest.at - base), "a bracket that is not closed, or words behind the code", rest);
        if (open != rest.at)
            status = lost_more(file, at + (rest.at - base), "words between the codes", (dm_slice){rest.at, (size_t)(open - rest.at)});
        if (status == DM_OK)
            status = add_code(file, (dm_slice){open + 1, (size_t)(close - open - 1)}, at + (open - base));
        rest = (dm_slice){close + 1, (size_t)(rest.at + rest.size - close - 1)};
    }
    return status;
}

/* The part of an entry before its codes: the name, and {plurals}. */
static dm_status read_names(foreign_file *file, dm_slice names, const char *at)
{
    const char *open = find(names, '{'), *close = find(names, '}');
    dm_status status = DM_OK;
    if (open != NULL && close != NULL && close > open) {
        dm_slice list = {open + 1, (size_t)(close - open - 1)};
        file->no_plural = true;
        while (status == DM_OK && list.at != NULL) {
            dm_slice one = dm_slice_next(&list, ',');
            if (one.size != 0)
                status = add_name(file, one, at, true);
        }
        names.size = (size_t)(open - names.at);
    }
    return status != DM_OK ? status : add_name(file, names, at, false);
}

/* A line that is not UTF-8 is taken for Windows-1252. */
static dm_slice decode(foreign_file *file, dm_slice line, dm_status *status)
{
    static const uint16_t high[32] = {0x20AC, 0, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160,
                                      0x2039, 0x152, 0, 0x17D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                      0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0, 0x17E, 0x178};
    dm_arena *arena = &file->reading.cast->arena;
    char *text = dm_arena_alloc(arena, line.size * 4 + 1);
    size_t size = 0;
    for (size_t i = 0; text != NULL && i < line.size; i++) {
        unsigned char c = (unsigned char)line.at[i];
        uint32_t code = c < 0x80 || c >= 0xA0 ? c : high[c - 0x80];
        if (code != 0)
            size += dm_utf8_put(text + size, code);
    }
    *status = text == NULL ? DM_NO_MEMORY : remark(file, line.at, "not UTF-8: read as Windows-1252", (dm_slice){NULL, 0});
    return (dm_slice){text, size};
}

static dm_status read_line(foreign_file *file, dm_slice line, const char *at)
{
    dm_cast *cast = file->reading.cast;
    dm_status status = DM_OK;
    bool indented = is_blank(line.at[0]);
    dm_slice words = dm_slice_trim(line);
    at += words.at - line.at;
    const char *bracket = find(words, '[');
    dm_slice front = {words.at, bracket == NULL ? words.size : (size_t)(bracket - words.at)};
    dm_slice codes = {words.at + front.size, words.size - front.size};
    if (words.at[0] == '!' && find(words, '=') != NULL) {
        dm_slice list = words, name = dm_slice_next(&list, '=');
        status = finish(file);
        word_set *set = status == DM_OK ? DM_PUSH(&cast->arena, &file->sets) : NULL;
        if (set == NULL)
            return status == DM_OK ? DM_NO_MEMORY : status;
        while (name.size > 0 && name.at[0] == '!')
            name.at++, name.size--;
        while (name.size > 0 && name.at[name.size - 1] == '!')
            name.size--;
        *set = (word_set){dm_arena_copy(&cast->arena, name), dm_arena_copy(&cast->arena, dm_slice_trim(list))};
        cast->entries++;
        return cast->arena.failed ? DM_NO_MEMORY : DM_OK;
    }
    if (indented && bracket == words.at) {
        if (file->line == 0) {
            cast->entries++;
            return lost(file, at, "a code without a name before it", words);
        }
        return read_codes(file, codes, at);
    }
    if (words.at[0] == '+') {
        if (file->line == 0) {
            cast->entries++;
            return lost(file, at, "a synonym without a name before it", words);
        }
        status = read_names(file, (dm_slice){front.at + 1, front.size - 1}, at + 1);
        return status != DM_OK || codes.size == 0 ? status : read_codes(file, codes, at + front.size);
    }
    status = finish(file);
    if (status != DM_OK)
        return status;
    file->line = file->reading.line;
    file->at = at;
    status = read_names(file, front, at);
    return status != DM_OK || codes.size == 0 ? status : read_codes(file, codes, at + front.size);
}

dm_status dm_entries_read_foreign(const dm_reading *reading, dm_slice text)
{
    size_t name = strlen(reading->file);
    foreign_file file = {.reading = *reading, .held = reading->cast->held.count};
    file.stems = (name > 7 && strcmp(reading->file + name - 7, ".actors") == 0) ||
                 (name > 7 && strcmp(reading->file + name - 7, ".agents") == 0);
    dm_status status = DM_OK;
    dm_slice line;
    bool comment = false;
    char section[32] = ""; /* <NOUN> ... </NOUN> of TABARI: words for its tagger, no actors */
    while (status == DM_OK && dm_slice_line(&text, &line)) {
        file.reading.line++;
        const char *at = line.at;
        dm_slice bare = dm_slice_trim(line);
        if (bare.size > 1 && bare.at[0] == '~' && bare.at[1] == '~')
            break; /* ~~FINISH: what follows is TABARI's own bookkeeping */
        if (comment || (bare.size > 1 && bare.at[0] == '<' && bare.at[1] == '!')) {
            comment = true;
            for (size_t i = 0; i + 1 < bare.size; i++)
                comment &= !(bare.at[i] == '-' && bare.at[i + 1] == '>');
            continue;
        }
        if (bare.size > 1 && bare.at[0] == '<') {
            if (bare.at[1] == '/') {
                section[0] = 0;
            } else {
                snprintf(section, sizeof section, "%.*s", (int)(bare.size < 30 ? bare.size : 30), bare.at);
                status = remark(&file, at, "a list of words for TABARI's tagger: passed over", dm_slice_of(section));
            }
            continue;
        }
        if (section[0] != 0)
            continue;
        if (dm_utf8_check(line.at, line.size) != line.size)
            line = decode(&file, line, &status);
        if (status != DM_OK)
            break;
        line = without_comment(line);
        if (dm_slice_trim(line).size != 0)
            status = read_line(&file, line, at);
    }
    if (status == DM_OK)
        status = finish(&file);
    return status == DM_NO_MEMORY ? dm_fail(reading->error, DM_NO_MEMORY, NULL, 0, 0, "out of memory") : status;
}
