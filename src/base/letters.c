/* Properties of letters without any locale: Latin by table, Greek, Cyrillic and Armenian by rule.  Scripts without case
 * are letters and stay as they are. */
#include "base/base.h"

struct letter {
    uint16_t lower, upper, folded, second;
};
#include "base/letters.inc"

static const struct letter *latin_letter(uint32_t code)
{
    if (code >= 0xC0 && code <= 0x24F)
        return &latin[code - 0xC0];
    if (code >= 0x1E00 && code <= 0x1EFF)
        return &latin_more[code - 0x1E00];
    return NULL;
}

bool dm_is_space(uint32_t code)
{
    return code == ' ' || (code >= '\t' && code <= '\r') || code == 0x85 || code == 0xA0 || code == 0x1680 ||
           (code >= 0x2000 && code <= 0x200B) || code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F ||
           code == 0x3000 || code == 0xFEFF;
}

bool dm_is_digit(uint32_t code)
{
    return (code >= '0' && code <= '9') || (code >= 0x660 && code <= 0x669) || (code >= 0x6F0 && code <= 0x6F9) ||
           (code >= 0x966 && code <= 0x96F);
}

bool dm_is_letter(uint32_t code)
{
    if (code < 0x80)
        return (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z');
    if (code < 0xC0)
        return code == 0xAA || code == 0xB5 || code == 0xBA;
    if (code < 0x2000)
        return code != 0xD7 && code != 0xF7 && !dm_is_digit(code) && !dm_is_space(code) &&
               code != 0x37E && code != 0x387 && code != 0x589 && code != 0x5BE && code != 0x60C && code != 0x61B &&
               code != 0x61F && code != 0x6D4 && !(code >= 0x964 && code <= 0x965);
    if (code < 0x2C00)  /* punctuation, symbols, arrows, dingbats; letter-like symbols are few */
        return code >= 0x2100 && code <= 0x214F && (code == 0x2126 || code == 0x212A || code == 0x212B);
    if (code >= 0x2E00 && code < 0x2E80)
        return false;
    if (code >= 0x3000 && code < 0x3040)
        return code == 0x3005 || code == 0x3006;
    if ((code >= 0xE000 && code < 0xF900) || (code >= 0xFE00 && code < 0xFE70))
        return false;
    if (code >= 0xFF00 && code < 0xFF66)
        return (code >= 0xFF21 && code <= 0xFF3A) || (code >= 0xFF41 && code <= 0xFF5A);
    return code < 0xFFF0 || (code >= 0x10000 && code < 0x1D000) || (code >= 0x20000 && code < 0xE0000);
}

uint32_t dm_to_lower(uint32_t code)
{
    if (code < 0x80)
        return code >= 'A' && code <= 'Z' ? code + 32 : code;
    const struct letter *letter = latin_letter(code);
    if (letter != NULL)
        return letter->lower;
    if ((code >= 0x391 && code <= 0x3AB && code != 0x3A2) || (code >= 0x410 && code <= 0x42F))
        return code + 32;
    if (code >= 0x400 && code <= 0x40F)
        return code + 80;
    if (code >= 0x531 && code <= 0x556)
        return code + 48;
    if ((code >= 0x460 && code <= 0x481) || (code >= 0x48A && code <= 0x4BF) || (code >= 0x4D0 && code <= 0x52F))
        return code | 1;
    switch (code) {  /* Greek with accents */
    case 0x386: return 0x3AC;
    case 0x388: case 0x389: case 0x38A: return code + 37;
    case 0x38C: return 0x3CC;
    case 0x38E: case 0x38F: return code + 63;
    default: return code;
    }
}

uint32_t dm_to_upper(uint32_t code)
{
    if (code < 0x80)
        return code >= 'a' && code <= 'z' ? code - 32 : code;
    const struct letter *letter = latin_letter(code);
    if (letter != NULL)
        return letter->upper;
    if ((code >= 0x3B1 && code <= 0x3CB && code != 0x3C2) || (code >= 0x430 && code <= 0x44F))
        return code - 32;
    if (code >= 0x450 && code <= 0x45F)
        return code - 80;
    if (code >= 0x561 && code <= 0x586)
        return code - 48;
    if ((code >= 0x460 && code <= 0x481) || (code >= 0x48A && code <= 0x4BF) || (code >= 0x4D0 && code <= 0x52F))
        return code & ~(uint32_t)1;
    return code;
}

bool dm_is_upper(uint32_t code) { return dm_to_lower(code) != code; }

uint32_t dm_fold(uint32_t code, uint32_t *second)
{
    *second = 0;
    if (code < 0x80)
        return code >= 'A' && code <= 'Z' ? code + 32 : code;
    const struct letter *letter = latin_letter(code);
    if (letter != NULL) {
        *second = letter->second;
        return letter->folded;
    }
    if (code >= 0x300 && code <= 0x36F)  /* combining marks vanish */
        return 0;
    switch (code) {
    case 0x2018: case 0x2019: case 0x201A: case 0x201B: case 0x2032: case 0x2BC: case 0x2BB: case 0x60: case 0xB4: return '\'';
    case 0x201C: case 0x201D: case 0x201E: case 0x201F: case 0xAB: case 0xBB: case 0x2033: return '"';
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2212: return '-';
    case 0x2026: return 0x2026;
    case 0xAD: case 0x200C: case 0x200D: return 0;  /* soft hyphen and joiners vanish */
    case 0x451: return 0x435;  /* Cyrillic yo */
    case 0x401: return 0x435;
    default: return dm_to_lower(code);
    }
}
