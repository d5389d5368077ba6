/* Sums of weights over features, and what words look like. */
#include "grammar/weights.h"

/* Sixteen weights at a time.  Unsigned, because damaged weights may overflow; up to eight are added before they are
 * widened, so weights of up to 4095 are added exactly (the trainers keep to that). */
typedef uint16_t narrow __attribute__((vector_size(32)));
typedef uint16_t narrow_at __attribute__((vector_size(32), aligned(2), may_alias));
typedef int32_t wide __attribute__((vector_size(32)));
typedef uint32_t wide_bits __attribute__((vector_size(32)));

#define DM_INLINE static inline __attribute__((always_inline))
#if defined(__clang__)
#define DM_UNROLL
#else
#define DM_UNROLL _Pragma("GCC unroll 8")
#endif

DM_INLINE void add_lanes(const int16_t *at, const uint32_t *offsets, unsigned count, int32_t *scores, unsigned parts)
{
    wide even[DM_LANES / 16], odd[DM_LANES / 16];
    DM_UNROLL for (unsigned part = 0; part < parts; part++) even[part] = odd[part] = (wide){0};
    for (unsigned first = 0; first < count; first += 8) {
        narrow few[DM_LANES / 16];
        unsigned last = first + 8 < count ? first + 8 : count;
        DM_UNROLL for (unsigned part = 0; part < parts; part++) few[part] = (narrow){0};
        for (unsigned i = first; i < last; i++) {
            const int16_t *block = at + offsets[i];
            DM_UNROLL for (unsigned part = 0; part < parts; part++)
                few[part] += *(const narrow_at *)(const void *)(block + part * 16);
        }
        /* Two weights lie in 32 bits: the lower one is moved up and down again to spread its sign. */
        DM_UNROLL for (unsigned part = 0; part < parts; part++) {
            even[part] += (wide)((wide_bits)few[part] << 16) >> 16;
            odd[part] += (wide)few[part] >> 16;
        }
    }
    for (unsigned part = 0; part < parts; part++)
        for (unsigned i = 0; i < 8; i++) {
            scores[part * 16 + i * 2] = even[part][i];
            scores[part * 16 + i * 2 + 1] = odd[part][i];
        }
}

/* The number of parts is known to the compiler in each case, so that sums stay in registers. */
DM_INLINE void add_any(const dm_weights *weights, const uint32_t *offsets, unsigned count, int32_t *scores)
{
    switch (weights->lanes / 16) {
    case 1: add_lanes(weights->at, offsets, count, scores, 1); break;
    case 2: add_lanes(weights->at, offsets, count, scores, 2); break;
    case 3: add_lanes(weights->at, offsets, count, scores, 3); break;
    case 4: add_lanes(weights->at, offsets, count, scores, 4); break;
    case 5: add_lanes(weights->at, offsets, count, scores, 5); break;
    case 6: add_lanes(weights->at, offsets, count, scores, 6); break;
    case 7: add_lanes(weights->at, offsets, count, scores, 7); break;
    default: add_lanes(weights->at, offsets, count, scores, 8); break;
    }
}

static void add_plain(const dm_weights *weights, const uint32_t *offsets, unsigned count, int32_t *scores)
{
    add_any(weights, offsets, count, scores);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void add_avx2(const dm_weights *weights, const uint32_t *offsets, unsigned count,
                                                     int32_t *scores)
{
    add_any(weights, offsets, count, scores);
}
#endif

dm_weights_add dm_weights_best(void)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) return add_avx2;
#endif
    return add_plain;
}

dm_status dm_weights_open(const dm_model *model, const char *shape, const char *table, const char *filter, dm_weights *out,
                          dm_error *error)
{
    dm_slice numbers, bytes;
    dm_status status = dm_model_section(model, shape, sizeof(uint32_t), SIZE_MAX, &numbers, error);
    if (status) return status;
    dm_cursor cursor = dm_cursor_of(numbers);
    uint32_t bits = dm_cursor_u32(&cursor), lanes = dm_cursor_u32(&cursor);
    if (cursor.bad || bits < 10 || bits > 28 || lanes < 16 || lanes > DM_LANES || lanes % 16)
        return dm_fail(error, DM_BAD_MODEL, model->file, 0, 0, "section %s does not describe a table", shape);
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
    return dm_fail(error, DM_BAD_MODEL, model->file, 0, 0, "models need a little-endian machine");
#endif
    status = dm_model_section(model, table, sizeof(int16_t), ((size_t)1 << bits) + lanes, &bytes, error);
    if (status) return status;
    *out = (dm_weights){(const int16_t *)(const void *)bytes.at, bits, lanes, NULL, 0, dm_weights_best()};
    status = dm_model_section(model, filter, sizeof(uint64_t), SIZE_MAX, &bytes, error);
    if (status) return status;
    out->filter = (const uint64_t *)(const void *)bytes.at;
    while (out->filter_bits < 32 && (size_t)1 << out->filter_bits < bytes.size * 8) out->filter_bits++;
    if (bytes.size == 0 || (size_t)1 << out->filter_bits != bytes.size * 8)
        return dm_fail(error, DM_BAD_MODEL, model->file, 0, 0, "section %s has a wrong length", filter);
    return DM_OK;
}

static inline unsigned char lower(unsigned char byte) { return byte >= 'A' && byte <= 'Z' ? (unsigned char)(byte | 32) : byte; }

void dm_print_of(const dm_word *word, dm_print *out)
{
    const unsigned char *at = (const unsigned char *)word->form.at;
    size_t size = word->form.size, few = size < 8 ? size : 8;
    out->form = word->hash;
    out->lower = word->key;
    out->size = size > UINT32_MAX ? UINT32_MAX : (uint32_t)size;
    uint64_t end = 0, begin = 0;
    for (size_t i = 0; i < few; i++) {
        end |= (uint64_t)lower(at[size - 1 - i]) << (56 - 8 * i);
        begin |= (uint64_t)lower(at[i]) << (56 - 8 * i);
    }
    out->end = end;
    out->begin = begin;
    uint32_t shape = 0, before = 0, runs = 0;
    for (size_t i = 0; i < size && runs < 7; i++) {
        unsigned char byte = at[i];
        uint32_t kind = byte >= 'A' && byte <= 'Z' ? 1
                        : (byte >= 'a' && byte <= 'z') || byte >= 0x80 ? 2
                        : byte >= '0' && byte <= '9' ? 3
                        : byte == '-' ? 4
                        : byte == '.' ? 5
                        : byte == '\'' ? 6 : 7;
        if (kind != before) {
            shape = shape << 3 | kind;
            runs++;
        } else if (runs == 1 && kind == 1) {
            shape |= 1u << 24;  /* more than one capital at the beginning */
        }
        before = kind;
    }
    out->shape = shape;
}
