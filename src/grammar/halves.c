/* Half-precision numbers (IEEE 754 binary16), as the weights of networks are stored. */
#include "grammar/clones.h"
#include "grammar/halves.h"

typedef float v8 __attribute__((vector_size(32), aligned(4), may_alias));
typedef int32_t i8 __attribute__((vector_size(32), aligned(4), may_alias));
typedef int16_t s8 __attribute__((vector_size(16), aligned(2), may_alias));
typedef uint16_t u8 __attribute__((vector_size(16), aligned(2), may_alias));

uint16_t dm_half_of(float number)
{
    uint32_t bits;
    memcpy(&bits, &number, 4);
    uint32_t sign = bits >> 16 & 0x8000, rest = bits & 0x7FFFFFFF;
    if (rest >= 0x477FF000)  /* too large: the largest finite one */
        return (uint16_t)(sign | 0x7BFF);
    if (rest < 0x33000000)
        return (uint16_t)sign;
    if (rest < 0x38800000) {  /* subnormal */
        uint32_t shift = 126 - (rest >> 23), mantissa = (rest & 0x7FFFFF) | 0x800000;
        return (uint16_t)(sign | ((mantissa + ((uint32_t)1 << (shift - 1))) >> shift));
    }
    return (uint16_t)(sign | ((rest + 0x1000 - 0x38000000) >> 13));
}

float dm_float_of_half(uint16_t half)
{
    uint32_t sign = (uint32_t)(half & 0x8000) << 16, exponent = half >> 10 & 31, mantissa = half & 0x3FF, bits;
    float number;
    if (exponent == 0) {
        number = (float)mantissa / 16777216.0f;
        return sign != 0 ? -number : number;
    }
    bits = sign | (exponent == 31 ? 0x7F800000 : (exponent + 112) << 23) | mantissa << 13;
    memcpy(&number, &bits, 4);
    return number;
}

CLONES static uint16_t largest(const uint16_t *halves, size_t count)
{
    u8 most = {0};
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {  /* without their sign halves have the order of whole numbers */
        u8 size = *(const u8 *)(const void *)(halves + i) & 0x7FFF, larger = (u8)((s8)size > (s8)most);
        most = (size & larger) | (most & ~larger);
    }
    uint16_t found = 0;
    for (unsigned lane = 0; lane < 8; lane++)
        found = most[lane] > found ? most[lane] : found;
    for (; i < count; i++)
        found = (halves[i] & 0x7FFF) > found ? halves[i] & 0x7FFF : found;
    return found;
}

uint16_t dm_halves_largest(const uint16_t *halves, size_t count) { return largest(halves, count); }

/* The bits of a half, moved, are those of the float 2^112 times smaller; exact for all finite ones. */
INLINE void widen(const uint16_t *from, v8 *to)
{
    i8 bits = __builtin_convertvector(*(const u8 *)(const void *)from, i8);
    v8 size = (v8)((bits & 0x7FFF) << 13) * 0x1p112f;
    *to = (v8)((i8)size | (bits & 0x8000) << 16);
}

CLONES static void floats_of(const uint16_t *halves, size_t count, float *out)
{
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        v8 eight;
        widen(halves + i, &eight);
        memcpy(out + i, &eight, sizeof eight);
    }
    for (; i < count; i++)
        out[i] = dm_float_of_half(halves[i]);
}

void dm_floats_of_halves(const uint16_t *halves, size_t count, float *out) { floats_of(halves, count, out); }

CLONES static void whole_numbers_of(const uint16_t *halves, size_t count, float up, int16_t *out)
{
    const i8 sign = {INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN};
    const v8 half = {0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f};
    for (size_t i = 0; i < count; i += 8) {
        v8 x;
        widen(halves + i, &x);
        x *= up;
        s8 whole = __builtin_convertvector(__builtin_convertvector(x + (v8)(((i8)x & sign) | (i8)half), i8), s8);
        memcpy(out + i, &whole, sizeof whole);
    }
}

void dm_wholes_of_halves(const uint16_t *halves, size_t count, float up, int16_t *out) { whole_numbers_of(halves, count, up, out); }
