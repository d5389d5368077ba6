/* The grammar of times: which words make one, and what they say.  Nothing is set against a day here. */
#include "refer/times_grammar.h"

/* ---- Lengths ---- */

/* "five years", "two and a half years", "a few days", "several weeks", "three-day", "month-long", "half an hour",
 * "eight bloody months", bare "weeks"; 0 or its end.  Sets unit and amount. */
static uint32_t length_at(reading *r, uint32_t i, dm_when *when)
{
    uint32_t at = i;
    double amount = -INFINITY;
    bool counted = false, article = false;
    dm_number number;
    when->kind = DM_W_DURATION;
    if (is(r, at, DM_C_LONG)) {
        when->unit = (dm_time_unit)value(r, at, DM_C_LONG);
        when->amount = r->words[at].form.size > 6 && memcmp(r->words[at].form.at, "decades", 7) == 0 ? -INFINITY : 1;
        return at + 1;
    }
    if (is(r, at, DM_C_HALF) && is(r, at + 1, DM_C_ARTICLE) && is(r, at + 2, DM_C_UNIT)) {
        when->unit = unit(r, at + 2), when->amount = 0.5;
        return at + 3;
    }
    if (dm_number_read(r, at, &number) && !number.small_article) {
        amount = number.vague ? -INFINITY : number.value;
        at = number.last;
        counted = true;
        if (is(r, i, DM_C_DIGITS) && r->words[i].form.size == 4 && number.last == i + 1 && is(r, at, DM_C_UNIT))
            return 0; /* "the 2018 day of action" */
    } else if (is(r, at, DM_C_ARTICLE) && is(r, at + 1, DM_C_VAGUE)) {
        at += 2 + is(r, at + 2, DM_C_OF);
        if (is(r, i + 1, DM_C_VAGUE) && value(r, i + 1, DM_C_VAGUE) == 2)
            amount = 2;
        counted = true;
    } else if (dm_number_read(r, at, &number)) {
        amount = number.vague ? -INFINITY : number.value, at = number.last, counted = true;
    } else if (is(r, at, DM_C_ARTICLE)) {
        amount = 1, at++, article = counted = true;
    } else if (is(r, at, DM_C_VAGUE)) {
        at++, counted = true;
    } else if (is_unit(r, at)) {
        counted = false;
    } else {
        return 0;
    }
    if (counted && (form(r, at, "more") || form(r, at, "consecutive") || form(r, at, "straight")))
        at++;
    bool hyphen = is(r, at, DM_C_HYPHEN) && joined(r, at) && joined(r, at + 1);
    if (hyphen)
        at++;
    /* one describing word: "two bloody weeks" */
    if (!hyphen && counted && !article && at < r->end && r->tree->tokens[at].upos == DM_ADJ &&
        is(r, at + 1, DM_C_UNITS) && !is_unit(r, at))
        at++;
    if (!is_unit(r, at))
        return 0;
    bool plural = is(r, at, DM_C_UNITS);
    when->unit = unit(r, at);
    if (article && plural)
        amount = -INFINITY; /* "a months-long siege" */
    if (!counted && when->unit == DM_U_QUARTER)
        return 0; /* "winter quarters" */
    if (!counted)
        amount = plural ? -INFINITY : 1;
    at++;
    when->anchor = at - 1;
    bool tail = is(r, at, DM_C_HYPHEN) && joined(r, at) && (form(r, at + 1, "long") || form(r, at + 1, "old"));
    if (tail)
        at += 2;
    else if (form(r, at, "long") && hyphen)
        at++, tail = true;
    else if (form(r, at, "old") && counted && !article)
        at++, tail = true;
    else if (counted && is(r, at, DM_C_OF) && form(r, at + 1, "age"))
        at += 2, tail = true;
    if (!counted && !plural && !tail)
        return 0; /* "year" alone says nothing */
    if (!counted && plural && !tail && r->tree->tokens[at - 1].upos == DM_VERB)
        return 0;
    if (counted && !plural && !article && !hyphen && !tail && amount != 1 && amount != 0.5 && !number.small_article &&
        when->unit == DM_U_SECOND)
        return 0;
    if (article && when->unit == DM_U_SECOND)
        return 0; /* "a second attack" */
    if (article && when->unit == DM_U_QUARTER)
        return 0;
    /* "an hour and a half" */
    if (amount == 1 && form(r, at, "and") && is(r, at + 1, DM_C_ARTICLE) && is(r, at + 2, DM_C_HALF))
        amount = 1.5, at += 3;
    when->amount = amount;
    return at;
}

/* "ago", "earlier", "later", "before", "after" behind a length: the length becomes a shift. */
static uint32_t shift_behind(reading *r, uint32_t end, dm_when *when)
{
    int sign = 0;
    if (is(r, end, DM_C_AGO) && (form(r, end, "ago") || r->tree->tokens[end].upos == DM_ADV)) {
        when->base = DM_B_REPORT, sign = -1;
    } else if (form(r, end, "from") && form(r, end + 1, "now")) {
        when->base = DM_B_REPORT, sign = 1, end++;
    } else if (is(r, end, DM_C_EARLIER) || is(r, end, DM_C_LATER)) {
        /* "before" and "after" only where nothing hangs on them */
        bool preposition = form(r, end, "before") || form(r, end, "after");
        uint32_t next = end + 1;
        if (preposition && next < r->end && !(r->words[next].flags & DM_WORD_PUNCT))
            return 0;
        if (form(r, end, "hence") && !(next >= r->end || (r->words[next].flags & DM_WORD_PUNCT)))
            return 0;
        when->base = DM_B_TOLD, sign = is(r, end, DM_C_EARLIER) ? -1 : 1;
    } else {
        return 0;
    }
    when->kind = DM_W_SHIFT;
    when->amount *= sign; /* infinity keeps its sign turned: +inf is "a few ... ago" */
    return end + 1;
}

/* ---- Sets ---- */

static uint32_t set_at(reading *r, uint32_t i, dm_when *when)
{
    when->kind = DM_W_SET;
    when->anchor = i;
    if (is(r, i, DM_C_SETS)) {
        when->unit = (dm_time_unit)value(r, i, DM_C_SETS), when->amount = 1;
        return i + 1;
    }
    if (is(r, i, DM_C_UNITS) && unit(r, i) == DM_U_WEEKEND) {
        when->unit = DM_U_WEEKEND, when->amount = 1;
        return i + 1;
    }
    if (is(r, i, DM_C_WEEKDAYS)) {
        when->weekday = (uint8_t)value(r, i, DM_C_WEEKDAYS);
        return i + 1;
    }
    if (is(r, i, DM_C_PER)) {
        uint32_t at = i + 1 + is(r, i + 1, DM_C_HYPHEN);
        if (is(r, at, DM_C_UNIT) && unit(r, at) >= DM_U_DAY) { /* "miles per hour" is a speed */
            when->unit = unit(r, at), when->amount = 1;
            return at + 1;
        }
        return 0;
    }
    if (is(r, i, DM_C_EVERY)) {
        uint32_t at = i + 1;
        double amount = 1;
        dm_number number;
        if (form(r, at, "other"))
            amount = 2, at++;
        else if (dm_number_read(r, at, &number) && number.value >= 1)
            amount = number.value, at = number.last;
        if (is(r, at, DM_C_WEEKDAY) || is(r, at, DM_C_PART) || is(r, at, DM_C_SEASON) || is(r, at, DM_C_MONTH)) {
            if (is(r, at, DM_C_WEEKDAY))
                when->weekday = (uint8_t)value(r, at, DM_C_WEEKDAY);
            else if (is(r, at, DM_C_PART))
                when->part = (uint8_t)value(r, at, DM_C_PART);
            else if (is(r, at, DM_C_SEASON))
                when->season = (uint8_t)value(r, at, DM_C_SEASON);
            else
                when->month = (uint8_t)value(r, at, DM_C_MONTH);
            return at + 1;
        }
        if (is_unit(r, at) && unit(r, at) != DM_U_SECOND) {
            when->unit = unit(r, at), when->amount = amount;
            return at + 1;
        }
        return 0;
    }
    /* "twice a week", "20 miles a day", "$2 a barrel" is none */
    if (is(r, i, DM_C_ARTICLE) && is(r, i + 1, DM_C_UNIT) && i > sentence_first(r, i)) {
        dm_slice before = r->words[i - 1].form;
        uint8_t tag = xpos(r, i - 1);
        bool rate = dm_slice_is(before, "once") || dm_slice_is(before, "twice") || dm_slice_is(before, "times") ||
                    dm_slice_is(before, ")");
        if (!rate && i >= sentence_first(r, i) + 2 && (tag == DM_X_NNS || tag == DM_X_CD || tag == DM_X_NN))
            rate = (r->words[i - 2].flags & DM_WORD_DIGIT) || is(r, i - 2, DM_C_SCALE) || is(r, i - 2, DM_C_NUMBER) ||
                   is(r, i - 2, DM_C_SCALES) || (r->words[i - 1].flags & DM_WORD_DIGIT);
        if (rate && !is(r, i + 2, DM_C_AGO) && !is(r, i + 2, DM_C_EARLIER) && !is(r, i + 2, DM_C_LATER)) {
            when->unit = unit(r, i + 1), when->amount = 1;
            return i + 2;
        }
    }
    return 0;
}

/* ---- Last, this, next, that ---- */

/* "last month", "this morning", "next Friday", "the past five years", "the following day", "that year", "the same day";
 * `the`: "the" stands before.  0 or its end. */
static uint32_t turned_at(reading *r, uint32_t i, bool the, dm_when *when)
{
    int turn = is(r, i, DM_C_LAST) ? -1 : is(r, i, DM_C_NEXT) ? 1 : is(r, i, DM_C_THIS) || is(r, i, DM_C_THAT) ? 0 : 9;
    if (turn == 9)
        return 0;
    uint32_t at = i + 1;
    bool that = is(r, i, DM_C_THAT);
    if (that && form(r, at, "same"))
        at++;
    if (form(r, i, "this") && (form(r, at, "past") || form(r, at, "coming")))
        turn = form(r, at, "past") ? -1 : 1, at++;
    if (form(r, i, "next") && form(r, at, "few"))
        the = true;
    bool told = that || form(r, i, "previous") || form(r, i, "preceding") || form(r, i, "following") ||
                form(r, i, "subsequent") || form(r, i, "succeeding") || (the && (form(r, i, "next")));
    when->base = told ? DM_B_TOLD : DM_B_REPORT;
    when->turned = true, when->turn = (int8_t)turn;
    when->kind = DM_W_DATE;
    bool early = is(r, at, DM_C_EARLY); /* "this early morning" */
    if (early && is(r, at + 1, DM_C_PART))
        at++;
    when->anchor = at;
    if (is(r, at, DM_C_UNIT)) {
        dm_time_unit u = unit(r, at);
        if (u == DM_U_SECOND || u == DM_U_MINUTE)
            return 0;
        /* "the past decade", "the last year": a length; "last decade" the calendar's */
        bool length =
            turn != 0 && !told &&
            (form(r, i, "past") || form(r, i + 1, "past") || (the && (form(r, i, "last") || form(r, i, "coming"))));
        if (form(r, i, "last") && the && is(r, at + 1, DM_C_OF))
            return 0; /* "the last day of the war" */
        if (length) {
            when->kind = DM_W_DURATION, when->turned = false, when->unit = u, when->amount = 1;
            return at + 1;
        }
        if (u == DM_U_HOUR)
            return 0;
        if (that && u == DM_U_DAY && (form(r, at + 1, "'s")))
            return 0;
        when->kind = DM_W_SHIFT, when->unit = u, when->amount = turn;
        return u == DM_U_DAY ? dm_time_part_behind(r, at + 1, when) : at + 1;
    }
    if (is(r, at, DM_C_PART) && r->kinds[at].care == 0) {
        when->kind = DM_W_SHIFT, when->unit = DM_U_DAY, when->part = (uint8_t)value(r, at, DM_C_PART);
        when->amount = turn;
        return at + 1;
    }
    if (dm_time_is_weekday(r, at)) {
        when->weekday = (uint8_t)value(r, at, DM_C_WEEKDAY);
        return dm_time_part_behind(r, at + 1, when);
    }
    if (is(r, at, DM_C_MONTH) && dm_time_is_month(r, at)) {
        when->turned = false;
        uint32_t end = dm_time_calendar_at(r, at, when);
        if (when->year == 0)
            when->turned = true;
        return end;
    }
    if (r->kinds[at].begins && dm_time_date_at(r, at, when) != 0 && when->kind == DM_W_HOLIDAY)
        return dm_time_date_at(r, at, when);
    when->kind = DM_W_DATE, when->holiday = DM_NONE;
    if (is(r, at, DM_C_SEASON)) {
        when->season = (uint8_t)value(r, at, DM_C_SEASON);
        return at + 1;
    }
    if (form(r, at, "date") && turn == 0 && (that || form(r, i, "this"))) {
        when->kind = DM_W_SHIFT, when->unit = DM_U_DAY, when->amount = 0;
        when->base = DM_B_TOLD;
        return at + 1;
    }
    /* with a number or a plural: a length */
    bool these = form(r, i, "these") || form(r, i, "those");
    if (turn != 0 || these) {
        dm_when length;
        begin(&length, at);
        uint32_t end = length_at(r, at, &length);
        if (end != 0 && length.kind == DM_W_DURATION) {
            *when = (dm_when){.first = when->first,
                              .anchor = length.anchor,
                              .hour = -1,
                              .minute = -1,
                              .holiday = DM_NONE,
                              .kind = DM_W_DURATION,
                              .unit = length.unit,
                              .amount = length.amount};
            return end;
        }
    }
    return 0;
}

/* ---- All together ---- */

/* Words before a length or a date that belong to it: "about a week", "more than five years", "only two days". */
static uint32_t about(reading *r, uint32_t i)
{
    if (is(r, i, DM_C_AT) || (is(r, i, DM_C_ABOUT) && value(r, i, DM_C_ABOUT) == 2))
        return form(r, i + 1, "than") || form(r, i + 1, "least") || form(r, i + 1, "most") ? i + 2 : i;
    if (is(r, i, DM_C_ABOUT))
        return i + 1;
    return i;
}

/* "early", "late", "mid", "the end of", "the middle of", "the early part of": the words before a date; or `i`. */
static uint32_t edge_at(reading *r, uint32_t i)
{
    uint32_t at = i;
    if (is(r, at, DM_C_EARLY)) {
        at++;
        at += is(r, at, DM_C_HYPHEN);
        if (form(r, at, "part") && is(r, at + 1, DM_C_OF))
            at += 2;
        if (form(r, at, "in") || form(r, at, "on"))
            at++;
        at += is(r, at, DM_C_THE);
        return at;
    }
    if (is(r, at, DM_C_EDGE) && is(r, at + 1, DM_C_OF)) {
        at += 2;
        at += is(r, at, DM_C_THE);
        at += is(r, at, DM_C_EARLY);
        return at;
    }
    return i;
}

static bool finish(dm_when *when, uint32_t first, uint32_t last, dm_when *out)
{
    when->first = first, when->last = last;
    *out = *when;
    return true;
}

static bool duration_at(reading *r, uint32_t first, dm_when *out)
{
    dm_when when;
    begin(&when, first);
    uint32_t at = first + is(r, first, DM_C_THE);
    bool the = at > first;
    at = about(r, at);
    /* "the first two months of 2019", "the last week of March" */
    if (the && (is(r, at, DM_C_ORDINAL) || is(r, at, DM_C_LAST) || form(r, at, "final")) && at == first + 1) {
        dm_when length, date;
        begin(&length, at + 1), begin(&date, at + 1);
        uint32_t end = length_at(r, at + 1, &length);
        if (end == 0 && is(r, at + 1, DM_C_UNIT))
            end = at + 2, length.kind = DM_W_DURATION, length.unit = unit(r, at + 1), length.amount = 1;
        if (end != 0 && length.kind == DM_W_DURATION && is(r, end, DM_C_OF)) {
            uint32_t of = dm_time_date_at(r, end + 1, &date);
            if (of != 0 && date.kind == DM_W_DATE)
                return finish(&length, first, of, out);
        }
        if (end != 0 && isfinite(length.amount) && length.amount != 1 && !is(r, at, DM_C_ORDINAL)) {
            return finish(&length, first, end, out);
        }
        return false;
    }
    uint32_t end = length_at(r, at, &when);
    if (end == 0)
        return false;
    uint32_t more = shift_behind(r, end, &when);
    if (more != 0)
        return finish(&when, at > first && !the ? first : at, more, out);
    if (the && at == first + 1 && !(is(r, end - 1, DM_C_UNITS)) && !isfinite(when.amount))
        return false;
    bool adjective = the && (is(r, at, DM_C_LONG) || !is(r, end - 1, DM_C_UNITS));
    return finish(&when, adjective ? at : first, end, out);
}

/* "Operation Dawn", "Midnight Hammer": a capital inside the sentence. */
static bool named(reading *r, uint32_t word)
{
    return capital(r, word) && !(r->words[word].flags & DM_WORD_FIRST) && r->words[word].form.size > 2 &&
           r->tree->tokens[word].upos == DM_PROPN;
}

static bool has_date(const dm_when *when)
{
    return when->year != 0 || when->month != 0 || when->weekday != 0 || when->turned;
}

bool dm_time_match(reading *r, uint32_t first, dm_when *out)
{
    dm_when when;
    uint32_t end;
    begin(&when, first);
    if ((end = set_at(r, first, &when)) != 0)
        return finish(&when, first, end, out);

    /* clock times, then dates, with the words before them */
    begin(&when, first);
    when.kind = DM_W_DATE;
    if ((end = dm_time_clock_at(r, first, &when)) != 0)
        return finish(&when, first, end, out);

    uint32_t at = first;
    bool the = is(r, at, DM_C_THE);
    at += the;
    uint32_t edge = edge_at(r, at);
    uint32_t start = edge;
    begin(&when, first);
    uint32_t the2 = edge > at && edge > 0 && is(r, edge - 1, DM_C_THE);
    end = turned_at(r, start, the || the2, &when);
    if (end == 0) {
        begin(&when, first);
        end = dm_time_date_at(r, start, &when);
        if (end != 0 && is(r, start, DM_C_DAY) && the)
            end = 0;
    }
    if (end == 0 && edge > at) {
        /* "earlier in the month", "the end of the year", "late in the week", "early next morning" */
        begin(&when, first);
        bool ofthe = is(r, edge - 1, DM_C_THE);
        if (ofthe && is(r, edge, DM_C_UNIT) && unit(r, edge) >= DM_U_DAY && unit(r, edge) != DM_U_QUARTER) {
            when.kind = DM_W_SHIFT, when.unit = unit(r, edge), when.amount = 0, when.base = DM_B_TOLD;
            when.turned = true, when.anchor = edge, when.edge = true;
            end = edge + 1;
        } else if (is(r, edge, DM_C_PART)) {
            when.kind = DM_W_DATE, when.part = (uint8_t)value(r, edge, DM_C_PART), when.anchor = edge;
            end = edge + 1;
        }
    }
    if (edge > at && is(r, edge, DM_C_PART) && (end == 0 || end == edge + 1) && when.kind == DM_W_DATE &&
        !has_date(&when))
        end = 0, at = edge;
    if (end == 0 && is(r, at, DM_C_PART) && r->tree->tokens[at].upos != DM_VERB && !named(r, at)) {
        /* "the night of May 3", "in the evening", "overnight" */
        bool noon = r->kinds[at].care == 2;
        begin(&when, first);
        when.anchor = at;
        uint32_t of = at + 1;
        dm_when date;
        begin(&date, first);
        of += form(r, of, "hours");
        uint32_t day = is(r, of, DM_C_OF) ? of + 1 : 0;
        day += day != 0 && is(r, day, DM_C_THE);
        uint32_t done = day != 0 ? dm_time_date_at(r, day, &date) : 0;
        if (done == 0 && day != 0) {
            int number = dm_time_day_at(r, day);
            if (number != 0 && !is_unit(r, day + 1))
                date.kind = DM_W_DATE, date.day = (uint8_t)number, date.base = DM_B_TOLD, done = day + 1;
        }
        if (done != 0 && date.part == 0 && (date.kind == DM_W_DATE || date.kind == DM_W_SHIFT)) {
            when = date;
            when.part = (uint8_t)value(r, at, DM_C_PART);
            end = done;
        } else if (!noon ||
                   (first > sentence_first(r, first) && (form(r, first - 1, "at") || is(r, first - 1, DM_C_IN)))) {
            when.kind = DM_W_DATE, when.part = (uint8_t)value(r, at, DM_C_PART);
            end = of;
        }
    }
    if (end == 0 && the && is(r, at, DM_C_UNIT) && unit(r, at) == DM_U_WEEKEND && edge == at) {
        begin(&when, first);
        when.kind = DM_W_SHIFT, when.unit = DM_U_WEEKEND, when.base = DM_B_REPORT, when.turned = true, when.anchor = at;
        end = at + 1;
    }
    if (end == 0 && the && is(r, at, DM_C_NTH) && !is(r, at + 1, DM_C_UNIT) &&
        (at + 1 >= r->end || (r->tree->tokens[at + 1].upos != DM_NOUN && r->tree->tokens[at + 1].upos != DM_PROPN)) &&
        dm_time_day_at(r, at) != 0 && at > 1 &&
        (form(r, first - 1, "on") || form(r, first - 1, "On") || is(r, first - 1, DM_C_IN))) {
        begin(&when, first);
        when.kind = DM_W_DATE, when.day = (uint8_t)dm_time_day_at(r, at), when.base = DM_B_TOLD, when.anchor = at;
        end = at + 1;
    }
    if (end != 0) {
        /* "today at 10:30 BST", "May 8 1:00 AM" */
        if (when.hour < 0 && (when.kind == DM_W_SHIFT || when.kind == DM_W_DATE) && when.part == 0) {
            dm_when clock = when;
            uint32_t hour = end + (is(r, end, DM_C_AT) || comma(r, end)), more = dm_time_clock_at(r, hour, &clock);
            if (more != 0 &&
                (when.day != 0 || when.weekday != 0 || (when.kind == DM_W_SHIFT && when.unit == DM_U_DAY))) {
                when = clock;
                end = more;
            }
        }
        /* a determiner belongs to words such as "the next day", "the 1990s", not to "the 2011 uprising" */
        bool year = when.exact && when.dropped == 0 && when.month == 0 && when.season == 0 && when.half == 0 &&
                    when.quarter == 0;
        bool bare =
            the && start == at && when.kind == DM_W_DATE && (year || is(r, at, DM_C_MONTH) || is(r, at, DM_C_WEEKDAY));
        return finish(&when, bare ? at : first, end, out);
    }
    if (duration_at(r, first, out))
        return true;

    begin(&when, first);
    if (is(r, first, DM_C_REF)) {
        /* "now that", "every now and then", "Now, ..." at the head of speech */
        bool empty = form(r, first + 1, "that") ||
                     (form(r, first + 1, "and") && (form(r, first + 2, "then") || form(r, first + 2, "again"))) ||
                     (form(r, first, "Now") && (comma(r, first + 1) || r->tree->tokens[first].upos == DM_INTJ));
        if (empty || (first > 0 && form(r, first - 1, "as") && form(r, first + 1, "as")))
            return false;
        when.kind = DM_W_REF, when.ref = (uint8_t)value(r, first, DM_C_REF);
        return finish(&when, first, first + 1, out);
    }
    if (the && (form(r, at, "past") || form(r, at, "future") || form(r, at, "present")) &&
        r->tree->tokens[at].upos == DM_NOUN) {
        when.kind = DM_W_REF, when.ref = form(r, at, "past") ? 1 : form(r, at, "future") ? 2 : 0;
        return finish(&when, first, at + 1, out);
    }
    return false;
}
