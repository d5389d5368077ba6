/* model: a trained-model file and how to read it safely.
 *
 * File format, little-endian:
 *   bytes 0..7    magic "demarche"
 *   bytes 8..11   format version, uint32, 1
 *   bytes 12..15  number of sections, uint32
 *   bytes 16..31  what the model is, ASCII padded with 0 ("parser", "tagger", ...)
 *   then per section 48 bytes: name[16] padded with 0, offset uint64 from the start of the file, length uint64 in bytes,
 *                 checksum uint64 (dm_hash of the section's bytes), reserved uint64 = 0
 *   then the sections, each at an offset that is a multiple of 64.
 * The whole file is checked at open: magic, version, kind, bounds, overlap, order, checksums.  After that a section's
 * content is still data from outside: readers go through dm_cursor or check the length of an array once. */
#ifndef DM_MODEL_H
#define DM_MODEL_H

#include "base/base.h"

typedef struct dm_model {
    dm_slice bytes;
    uint32_t sections;
    char file[128];  /* name for messages */
} dm_model;

/* Checks `bytes` (which stay with the caller, and must be 8-byte aligned) as a model of that kind. DM_BAD_MODEL with the
 * byte and the reason. */
dm_status dm_model_open(dm_slice bytes, const char *kind, const char *file, dm_model *out, dm_error *error);
/* A section by name.  `unit` is the size of its elements; DM_BAD_MODEL when it is missing or its length is not a multiple
 * of unit, or not count * unit when count is not SIZE_MAX. */
dm_status dm_model_section(const dm_model *model, const char *name, size_t unit, size_t count, dm_slice *out,
                           dm_error *error);

/* Reads numbers and strings out of a section without ever running past it: after a failed read `bad` is set and reads
 * give 0. */
typedef struct dm_cursor {
    const char *at, *end;
    bool bad;
} dm_cursor;
static inline dm_cursor dm_cursor_of(dm_slice slice) { return (dm_cursor){slice.at, slice.at + slice.size, false}; }
uint32_t dm_cursor_u32(dm_cursor *cursor);
/* A string stored as uint32 length and bytes. */
dm_slice dm_cursor_string(dm_cursor *cursor);

/* Writing, for the trainers. */
typedef struct dm_model_part {
    const char *name;
    const void *at;
    size_t size;
} dm_model_part;
dm_status dm_model_write(const char *path, const char *kind, const dm_model_part *parts, size_t count, dm_error *error);

#endif
