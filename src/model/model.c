/* Reading and writing model files; the format is in model.h. */
#include "model/model.h"

#include <errno.h>
#include <stdlib.h>

#define HEAD 32
#define ENTRY 48
#define MOST_SECTIONS 64

static uint64_t read_le(const char *at, unsigned size)
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < size; i++)
        sum |= (uint64_t)(unsigned char)at[i] << (8 * i);
    return sum;
}

static void write_le(char *at, uint64_t number, unsigned size)
{
    for (unsigned i = 0; i < size; i++)
        at[i] = (char)(number >> (8 * i) & 0xFF);
}

/* Whether a name padded with zeros to 16 bytes is `name`. */
static bool same_name(const char *at, const char *name)
{
    char padded[16] = {0};
    size_t size = strlen(name);
    if (size > sizeof padded)
        return false;
    memcpy(padded, name, size);
    return memcmp(at, padded, sizeof padded) == 0;
}

dm_status dm_model_open(dm_slice bytes, const char *kind, const char *file, dm_model *out, dm_error *error)
{
    *out = (dm_model){.bytes = bytes};
    snprintf(out->file, sizeof out->file, "%s", file);
    if (bytes.size < HEAD)
        return dm_fail(error, DM_BAD_MODEL, file, 0, bytes.size, "the file is too short for a model");
    if (((uintptr_t)bytes.at & 7) != 0)
        return dm_fail(error, DM_BAD_ARGUMENT, file, 0, 0, "the model is not aligned in memory");
    if (memcmp(bytes.at, "demarche", 8) != 0)
        return dm_fail(error, DM_BAD_MODEL, file, 0, 0, "not a model file of demarche");
    uint64_t version = read_le(bytes.at + 8, 4), sections = read_le(bytes.at + 12, 4);
    if (version != 1)
        return dm_fail(error, DM_BAD_MODEL, file, 0, 8, "model format %u, this program reads 1", (unsigned)version);
    if (!same_name(bytes.at + 16, kind))
        return dm_fail(error, DM_BAD_MODEL, file, 0, 16, "not a %s model", kind);
    if (sections > MOST_SECTIONS || HEAD + sections * ENTRY > bytes.size)
        return dm_fail(error, DM_BAD_MODEL, file, 0, 12, "the table of sections does not fit the file");
    uint64_t end = HEAD + sections * ENTRY;
    for (uint64_t i = 0; i < sections; i++) {
        size_t at = HEAD + i * ENTRY;
        uint64_t offset = read_le(bytes.at + at + 16, 8), size = read_le(bytes.at + at + 24, 8),
                 sum = read_le(bytes.at + at + 32, 8), reserved = read_le(bytes.at + at + 40, 8);
        if (offset % 64 != 0 || offset < end || offset > bytes.size || size > bytes.size - offset || reserved != 0)
            return dm_fail(error, DM_BAD_MODEL, file, 0, at, "section %u does not fit the file", (unsigned)i);
        if (dm_hash(bytes.at + offset, size) != sum)
            return dm_fail(error, DM_BAD_MODEL, file, 0, offset, "section %u is damaged (checksum differs)", (unsigned)i);
        end = offset + size;
    }
    if (end != bytes.size)
        return dm_fail(error, DM_BAD_MODEL, file, 0, end, "bytes behind the last section");
    out->sections = (uint32_t)sections;
    return DM_OK;
}

dm_status dm_model_section(const dm_model *model, const char *name, size_t unit, size_t count, dm_slice *out, dm_error *error)
{
    for (uint32_t i = 0; i < model->sections; i++) {
        const char *entry = model->bytes.at + HEAD + (size_t)i * ENTRY;
        if (!same_name(entry, name))
            continue;
        uint64_t offset = read_le(entry + 16, 8), size = read_le(entry + 24, 8);
        if (size % unit != 0 || (count != SIZE_MAX && size / unit != count))
            return dm_fail(error, DM_BAD_MODEL, model->file, 0, offset, "section %s has the wrong length", name);
        *out = (dm_slice){model->bytes.at + offset, size};
        return DM_OK;
    }
    return dm_fail(error, DM_BAD_MODEL, model->file, 0, 0, "section %s is missing", name);
}

uint32_t dm_cursor_u32(dm_cursor *cursor)
{
    if (cursor->bad || cursor->end - cursor->at < 4) {
        cursor->bad = true;
        return 0;
    }
    uint32_t number = (uint32_t)read_le(cursor->at, 4);
    cursor->at += 4;
    return number;
}

dm_slice dm_cursor_string(dm_cursor *cursor)
{
    uint32_t size = dm_cursor_u32(cursor);
    if (cursor->bad || (size_t)(cursor->end - cursor->at) < size) {
        cursor->bad = true;
        return (dm_slice){"", 0};
    }
    dm_slice string = {cursor->at, size};
    cursor->at += size;
    return string;
}

dm_status dm_model_write(const char *path, const char *kind, const dm_model_part *parts, size_t count, dm_error *error)
{
    static const char zeros[64];
    if (count > MOST_SECTIONS)
        return dm_fail(error, DM_BAD_ARGUMENT, path, 0, 0, "more than %d sections", MOST_SECTIONS);
    char head[HEAD + MOST_SECTIONS * ENTRY] = {0};
    memcpy(head, "demarche", 8);
    write_le(head + 8, 1, 4);
    write_le(head + 12, count, 4);
    snprintf(head + 16, 16, "%s", kind);
    uint64_t end = HEAD + count * ENTRY;
    for (size_t i = 0; i < count; i++) {
        char *entry = head + HEAD + i * ENTRY;
        uint64_t offset = (end + 63) / 64 * 64;
        snprintf(entry, 16, "%s", parts[i].name);
        write_le(entry + 16, offset, 8);
        write_le(entry + 24, parts[i].size, 8);
        write_le(entry + 32, dm_hash(parts[i].at, parts[i].size), 8);
        end = offset + parts[i].size;
    }
    FILE *out = fopen(path, "wb");
    if (out == NULL)
        return dm_fail(error, DM_IO, path, 0, 0, "%s", strerror(errno));
    end = HEAD + count * ENTRY;
    fwrite(head, 1, end, out);
    for (size_t i = 0; i < count; i++) {
        fwrite(zeros, 1, (64 - end % 64) % 64, out);
        if (parts[i].size != 0)
            fwrite(parts[i].at, 1, parts[i].size, out);
        end = (end + 63) / 64 * 64 + parts[i].size;
    }
    bool failed = ferror(out) != 0;
    if (fclose(out) != 0 || failed)
        return dm_fail(error, DM_IO, path, 0, 0, "%s", strerror(errno));
    return DM_OK;
}
