/* When two values mean the same. */
#include "judge/parts.h"

#include <math.h>

/* UNO and EUR are written IGO in the gold. */
static void plain_code(const char *code, char out[24])
{
    bool union_of = strncmp(code, "UNO", 3) == 0 || strncmp(code, "EUR", 3) == 0;
    snprintf(out, 24, "%s%s", union_of ? "IGO" : "", union_of ? code + 3 : code);
}

static bool no_country(const char *code)
{
    static const char *const codes[] = {"IGO", "NGO", "NGM", "MNC", "IMG", "ISM", "MED", "REL", "UIS", "ETH", "REB", "CRM", "CVL",
                                        "REF", "BUS", "GOV", "MIL", "OPP", "COP", "LAB", "UAF", "EDU", "JUD", "LEG", "PTY", "SPY"};
    for (size_t i = 0; i < DM_COUNT(codes); i++)
        if (strncmp(code, codes[i], 3) == 0)
            return true;
    return false;
}

bool dm_same_country(const char *one, const char *other)
{
    char a[24], b[24];
    bool none = one == NULL || one[0] == '\0', neither = other == NULL || other[0] == '\0';
    if (none || neither)
        return none && neither;
    plain_code(one, a);
    plain_code(other, b);
    if (no_country(a) || no_country(b))
        return strncmp(a, b, strlen(b)) == 0 || strncmp(b, a, strlen(a)) == 0;
    return strncmp(a, b, 3) == 0;
}

static dm_slice plain_time(dm_slice value, char room[40])
{
    static const char *const same[][2] = {{"P7D", "P1W"},  {"P24H", "P1D"},  {"PT24H", "P1D"},
                                          {"P12M", "P1Y"}, {"P1DE", "P10Y"}, {"P1CE", "P100Y"}};
    size_t size = value.size < 39 ? value.size : 39;
    for (size_t i = 0; i < size; i++)
        room[i] = value.at[i] >= 'a' && value.at[i] <= 'z' ? (char)(value.at[i] - 'a' + 'A') : value.at[i];
    dm_slice plain = {room, size};
    for (size_t i = 0; i < DM_COUNT(same); i++)
        if (dm_slice_is(plain, same[i][0]))
            return dm_slice_of(same[i][1]);
    return plain;
}

bool dm_same_time(dm_slice gold, dm_slice answer)
{
    char a[40], b[40];
    return dm_slice_equal(plain_time(gold, a), plain_time(answer, b));
}

double dm_kilometres(double lat, double lon, double other_lat, double other_lon)
{
    const double degree = 3.14159265358979323846 / 180;
    double east = sin((other_lon - lon) * degree / 2), south = sin((other_lat - lat) * degree / 2);
    double part = south * south + cos(lat * degree) * cos(other_lat * degree) * east * east;
    return 12742 * asin(part > 1 ? 1 : sqrt(part));
}

bool dm_same_name(dm_slice a, dm_slice b)
{
    size_t i = 0, k = 0;
    while (i < a.size && k < b.size) {
        unsigned one, other;
        uint32_t x = dm_to_lower(dm_utf8_get(a.at + i, a.at + a.size, &one));
        uint32_t y = dm_to_lower(dm_utf8_get(b.at + k, b.at + b.size, &other));
        if (x != y)
            return false;
        i += one;
        k += other;
    }
    return i == a.size && k == b.size;
}
