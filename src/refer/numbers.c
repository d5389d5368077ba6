/* Numbers in digits and words, exact and vague. */
#include "refer/times.h"

#include <math.h>

#define BIGGEST 1e18 /* what is more is no count of anything in the news */

static bool digit(char c) { return c >= '0' && c <= '9'; }

/* "1,200", "2.3", "1200", ".5": the whole form; commas only before groups of three. */
static bool decimal(dm_slice form, double *out)
{
    double value = 0, scale = 1;
    size_t i = 0, since = 0;
    bool comma = false, any = false;
    for (; i < form.size && (digit(form.at[i]) || form.at[i] == ','); i++) {
        if (form.at[i] == ',') {
            if (!any || (comma ? since != 3 : since > 3))
                return false;
            comma = true, since = 0;
            continue;
        }
        value = value * 10 + (form.at[i] - '0');
        since++, any = true;
        if (value > BIGGEST)
            return false;
    }
    if (comma && since != 3)
        return false;
    if (i < form.size && form.at[i] == '.' && i + 1 < form.size) {
        double digits = 0;
        for (i++; i < form.size && digit(form.at[i]); i++) {
            if (scale >= 1e9)
                return false;
            digits = digits * 10 + (form.at[i] - '0'), scale *= 10, any = true;
        }
        value += digits / scale;
    }
    *out = value;
    return any && i == form.size;
}

/* "1/2", "½" and the like. */
static bool fraction(dm_slice form, double *out)
{
    if (form.size == 3 && digit(form.at[0]) && form.at[1] == '/' && digit(form.at[2]) && form.at[2] > form.at[0]) {
        *out = (double)(form.at[0] - '0') / (form.at[2] - '0');
        return true;
    }
    static const struct {
        const char *sign;
        double value;
    } signs[] = {{"\xC2\xBD", 0.5},
                 {"\xC2\xBC", 0.25},
                 {"\xC2\xBE", 0.75},
                 {"\xE2\x85\x93", 1.0 / 3},
                 {"\xE2\x85\x94", 2.0 / 3}};
    for (size_t i = 0; i < DM_COUNT(signs); i++)
        if (dm_slice_is(form, signs[i].sign)) {
            *out = signs[i].value;
            return true;
        }
    return false;
}

static double power(int exponent)
{
    double value = 1;
    while (exponent-- > 0)
        value *= 10;
    return value;
}

static bool is_and(const dm_time_reading *r, uint32_t word)
{
    return word < r->end && dm_slice_is(r->words[word].form, "and");
}

/* Words such as "two hundred and twenty-five"; false when the first is none. */
static bool in_words(const dm_time_reading *r, uint32_t *at, double *out)
{
    double whole = 0, part = 0;
    bool any = false, tens = false, ones = false;
    uint32_t i = *at;
    while (i < r->end) {
        if (dm_time_is(r, i, DM_C_NUMBER)) {
            int value = dm_time_value(r, i, DM_C_NUMBER);
            if (value >= 20 ? tens || ones : ones || (tens && (value >= 10 || value == 0)))
                break;
            part += value;
            any = true;
            (value >= 20 ? (void)(tens = true) : (void)(ones = true));
            i++;
            /* twenty - five */
            if (value >= 20 && dm_time_is(r, i, DM_C_HYPHEN) && dm_time_is(r, i + 1, DM_C_NUMBER) &&
                dm_time_value(r, i + 1, DM_C_NUMBER) < 10)
                i++;
        } else if (any && dm_time_is(r, i, DM_C_SCALE) && r->words[i].form.size > 2) {
            int scale = dm_time_value(r, i, DM_C_SCALE);
            if (scale == 2)
                part = (part == 0 ? 1 : part) * 100;
            else
                whole += (part == 0 ? 1 : part) * power(scale), part = 0;
            tens = ones = false;
            i++;
        } else if (any && is_and(r, i) && (whole > 0 || part >= 100) && dm_time_is(r, i + 1, DM_C_NUMBER)) {
            i++;
        } else {
            break;
        }
    }
    *at = i;
    *out = whole + part;
    return any;
}

static uint32_t scale_after(const dm_time_reading *r, uint32_t word, double *value)
{
    while (dm_time_is(r, word, DM_C_SCALE)) {
        /* "m", "bn", "k" are scales right behind their digits, "$5m", or behind money: "5 m" is five metres */
        dm_slice form = r->words[word].form;
        bool joined = word > 0 && !(r->words[word - 1].flags & DM_WORD_SPACE);
        if (form.size <= 2 && !joined && (form.at[0] | 32) != 'b')
            break;
        *value *= power(dm_time_value(r, word, DM_C_SCALE));
        word++;
    }
    return word;
}

static bool vague(dm_number *out, uint32_t last, double value, double high)
{
    out->last = last;
    out->value = out->low = value;
    out->high = high;
    out->vague = out->words = true;
    return true;
}

bool dm_number_read(const dm_time_reading *r, uint32_t first, dm_number *out)
{
    *out = (dm_number){.first = first};
    uint32_t i = first;
    double value = 0, part;
    if (i >= r->end)
        return false;
    dm_slice form = r->words[i].form;
    if (r->words[i].flags & DM_WORD_DIGIT) {
        if (decimal(form, &value)) {
            i++;
            if (i < r->end && fraction(r->words[i].form, &part))
                value += part, i++;
        } else if (fraction(form, &value)) {
            i++;
        } else {
            return false;
        }
        i = scale_after(r, i, &value);
    } else if (fraction(form, &value)) {
        i++;
    } else if (dm_time_is(r, i, DM_C_NUMBER)) {
        if (!in_words(r, &i, &value))
            return false;
        out->words = true;
        if (dm_time_is(r, i, DM_C_DOZEN))
            value *= 12, i++;
        i = scale_after(r, i, &value);
        /* two - thirds, three quarters */
        uint32_t at = i;
        if (dm_time_is(r, at, DM_C_HYPHEN))
            at++;
        if (at < r->end && value < 10 && value >= 1) {
            dm_slice next = r->words[at].form;
            double lower = dm_slice_is(next, "thirds")                  ? 3
                           : dm_slice_is(next, "quarters") && value < 4 ? 4
                           : dm_slice_is(next, "fifths")                ? 5
                                                                        : 0;
            if (lower > 0)
                value /= lower, i = at + 1;
        }
        /* "two and a half", "two and half" */
        if (is_and(r, i)) {
            at = i + 1 + dm_time_is(r, i + 1, DM_C_ARTICLE);
            if (dm_time_is(r, at, DM_C_HALF))
                value += 0.5, i = at + 1;
        }
    } else if (dm_time_is(r, i, DM_C_DOZENS) || dm_time_is(r, i, DM_C_SCALES)) {
        bool dozens = dm_time_is(r, i, DM_C_DOZENS);
        value = dozens ? 24 : power(dm_time_value(r, i, DM_C_SCALES));
        return vague(out, i + 1, value, dozens ? 99 : value * 10 - 1) &&
               (!dm_time_is(r, i + 1, DM_C_OF) || !dm_time_is(r, i + 2, DM_C_SCALES) ||
                vague(out, i + 3, value * power(dm_time_value(r, i + 2, DM_C_SCALES)),
                      value * 10 * power(dm_time_value(r, i + 2, DM_C_SCALES)) - 1));
    } else if ((dm_slice_is(form, "tens") || dm_slice_is(form, "Tens")) && dm_time_is(r, i + 1, DM_C_OF) &&
               dm_time_is(r, i + 2, DM_C_SCALES)) {
        value = power(dm_time_value(r, i + 2, DM_C_SCALES));
        return vague(out, i + 3, value * 10, value * 100 - 1);
    } else if (dm_time_is(r, i, DM_C_ARTICLE)) {
        if (dm_time_is(r, i + 1, DM_C_DOZEN))
            value = 12;
        else if (dm_time_is(r, i + 1, DM_C_SCALE) && r->words[i + 1].form.size > 2)
            value = power(dm_time_value(r, i + 1, DM_C_SCALE));
        else if (i + 1 < r->end && dm_slice_is(r->words[i + 1].form, "third"))
            value = 1.0 / 3;
        else if (i + 1 < r->end && dm_slice_is(r->words[i + 1].form, "quarter"))
            value = 0.25;
        else if (dm_time_is(r, i + 1, DM_C_VAGUE) && dm_time_value(r, i + 1, DM_C_VAGUE) < 4) {
            if (dm_time_is(r, i + 2, DM_C_DOZEN))
                return vague(out, i + 3, 24, 60);
            if (dm_time_is(r, i + 2, DM_C_SCALE)) {
                value = power(dm_time_value(r, i + 2, DM_C_SCALE));
                return vague(out, i + 3, 2 * value, 10 * value - 1);
            }
            bool couple = dm_time_value(r, i + 1, DM_C_VAGUE) == 2;
            return vague(out, i + 2 + dm_time_is(r, i + 2, DM_C_OF), couple ? 2 : 3, couple ? 3 : 9);
        } else {
            return false;
        }
        out->words = out->small_article = true;
        i += 2;
        if (value >= 100)
            i = scale_after(r, i, &value);
    } else if (dm_time_is(r, i, DM_C_HALF)) {
        value = 0.5, out->words = true, i++;
        if (dm_time_is(r, i, DM_C_ARTICLE) && dm_time_is(r, i + 1, DM_C_DOZEN))
            value = 6, i += 2;
        else if (dm_time_is(r, i, DM_C_ARTICLE) && dm_time_is(r, i + 1, DM_C_SCALE))
            value = 0.5 * power(dm_time_value(r, i + 1, DM_C_SCALE)), i += 2;
    } else if (dm_time_is(r, i, DM_C_VAGUE) && dm_time_value(r, i, DM_C_VAGUE) == 3) {
        if (dm_time_is(r, i + 1, DM_C_DOZEN))
            return vague(out, i + 2, 24, 99);
        if (dm_time_is(r, i + 1, DM_C_SCALE)) {
            value = power(dm_time_value(r, i + 1, DM_C_SCALE));
            return vague(out, i + 2, 2 * value, 10 * value - 1);
        }
        return vague(out, i + 1, 3, 9);
    } else {
        return false;
    }
    if (!(value <= BIGGEST))
        return false;
    out->last = i;
    out->value = out->low = out->high = value;
    return true;
}
