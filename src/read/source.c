/* Bytes of a stream, unpacked on the way.  Windows of fixed size: memory does not grow with the input. */
#include "read/parts.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#define DM_PACKED_ROOM 65536

struct dm_source {
    FILE *stream;
    int handle; /* of the stream, so that a pipe gives what it has; -1: only the stream can be read */
    char name[256];
    enum { PLAIN, GZIP, ZSTD } packing;
    bool done;        /* the stream is at its end */
    bool between;     /* between two gzip members or zstd frames: the input may end here */
    dm_status failed; /* sticky */
    dm_error error;
    uint64_t before;   /* bytes of the stream before packed[0] */
    size_t start, end; /* not yet used part of packed */
    z_stream gzip;
    bool gzip_open;
    ZSTD_DStream *zstd;
    char packed[DM_PACKED_ROOM];
};

/* More of the stream at the end of what is there; `room` is not 0. */
static dm_status raw(dm_source *source, char *at, size_t room, size_t *size)
{
    *size = 0;
    if (source->done)
        return DM_OK;
    if (source->handle >= 0) {
        ssize_t got;
        do
            got = read(source->handle, at, room);
        while (got < 0 && errno == EINTR);
        if (got < 0)
            return dm_fail(&source->error, DM_IO, source->name, 0, source->before + source->end, "cannot read: %s",
                           strerror(errno));
        *size = (size_t)got;
    } else {
        errno = 0;
        *size = fread(at, 1, room, source->stream);
        if (*size == 0 && ferror(source->stream))
            return dm_fail(&source->error, DM_IO, source->name, 0, source->before + source->end, "cannot read: %s",
                           strerror(errno != 0 ? errno : EIO));
    }
    source->done = *size == 0;
    return DM_OK;
}

/* Makes at least `want` packed bytes ready unless the stream ends before. */
static dm_status ready(dm_source *source, size_t want)
{
    if (source->end - source->start >= want || source->done)
        return DM_OK;
    memmove(source->packed, source->packed + source->start, source->end - source->start);
    source->before += source->start;
    source->end -= source->start;
    source->start = 0;
    dm_status status = DM_OK;
    while (status == DM_OK && source->end < want && !source->done) {
        size_t size;
        status = raw(source, source->packed + source->end, sizeof source->packed - source->end, &size);
        source->end += size;
    }
    return status;
}

static dm_status fail(dm_source *source, dm_status status, dm_error *error)
{
    source->failed = status;
    if (error != NULL)
        *error = source->error;
    return status;
}

static dm_status damaged(dm_source *source, const char *why)
{
    return dm_fail(&source->error, DM_BAD_INPUT, source->name, 0, source->before + source->start, "%s", why);
}

static dm_status begin(dm_source *source)
{
    dm_status status = ready(source, 6);
    const unsigned char *magic = (const unsigned char *)source->packed;
    size_t size = source->end;
    if (status != DM_OK)
        return status;
    if (size >= 2 && magic[0] == 0x1F && magic[1] == 0x8B) {
        source->packing = GZIP;
        if (inflateInit2(&source->gzip, 15 + 16) != Z_OK)
            return dm_fail(&source->error, DM_NO_MEMORY, source->name, 0, 0, "out of memory");
        source->gzip_open = true;
    } else if (size >= 4 && ((magic[0] == 0x28 && magic[1] == 0xB5 && magic[2] == 0x2F && magic[3] == 0xFD) ||
                             ((magic[0] & 0xF0) == 0x50 && magic[1] == 0x2A && magic[2] == 0x4D && magic[3] == 0x18))) {
        source->packing = ZSTD;
        source->zstd = ZSTD_createDStream();
        if (source->zstd == NULL || ZSTD_isError(ZSTD_initDStream(source->zstd)))
            return dm_fail(&source->error, DM_NO_MEMORY, source->name, 0, 0, "out of memory");
    } else if (size >= 6 && memcmp(magic,
                                   "\xFD"
                                   "7zXZ\0",
                                   6) == 0) {
        return damaged(source, "xz compression is not read: unpack it first");
    } else if (size >= 4 && memcmp(magic, "BZh", 3) == 0 && magic[3] >= '1' && magic[3] <= '9') {
        return damaged(source, "bzip2 compression is not read: unpack it first");
    } else if (size >= 4 && memcmp(magic, "PK\003\004", 4) == 0) {
        return damaged(source, "a zip archive (or an office document), not text");
    }
    return DM_OK;
}

dm_status dm_source_open(FILE *stream, const char *name, dm_source **out, dm_error *error)
{
    *out = NULL;
    dm_source *source = calloc(1, sizeof *source);
    if (source == NULL)
        return dm_fail(error, DM_NO_MEMORY, name, 0, 0, "out of memory");
    source->stream = stream;
    source->handle = fileno(stream);
    size_t size = name == NULL ? 0 : strlen(name), room = sizeof source->name - 1;
    if (size != 0)
        memcpy(source->name, size > room ? name + (size - room) : name, size > room ? room : size);
    dm_status status = begin(source);
    if (status != DM_OK) {
        fail(source, status, error);
        dm_source_close(source);
        return status;
    }
    *out = source;
    return DM_OK;
}

void dm_source_close(dm_source *source)
{
    if (source == NULL)
        return;
    if (source->gzip_open)
        inflateEnd(&source->gzip);
    ZSTD_freeDStream(source->zstd);
    free(source);
}

static dm_status read_plain(dm_source *source, char *at, size_t room, size_t *size)
{
    if (source->start == source->end)
        return raw(source, at, room, size);
    *size = source->end - source->start < room ? source->end - source->start : room;
    memcpy(at, source->packed + source->start, *size);
    source->start += *size;
    return DM_OK;
}

static dm_status read_gzip(dm_source *source, char *at, size_t room, size_t *size)
{
    *size = 0;
    while (*size == 0) {
        dm_status status = ready(source, source->between ? 2 : 1);
        if (status != DM_OK)
            return status;
        size_t left = source->end - source->start;
        if (source->between) {
            const unsigned char *next = (const unsigned char *)source->packed + source->start;
            if (left == 0)
                return DM_OK;
            if (next[0] == 0) { /* padding */
                source->start++;
                continue;
            }
            if (left < 2 || next[0] != 0x1F || next[1] != 0x8B)
                return damaged(source, "bytes that are no gzip stand behind the gzip data");
            inflateReset(&source->gzip);
            source->between = false;
        }
        if (left == 0)
            return damaged(source, "the gzip data is cut off");
        source->gzip.next_in = (Bytef *)source->packed + source->start;
        source->gzip.avail_in = (uInt)left;
        source->gzip.next_out = (Bytef *)at;
        source->gzip.avail_out = room > 1u << 30 ? 1u << 30 : (uInt)room;
        int result = inflate(&source->gzip, Z_NO_FLUSH);
        source->start = source->end - source->gzip.avail_in;
        *size = (size_t)((char *)source->gzip.next_out - at);
        if (result == Z_STREAM_END)
            source->between = true;
        else if (result == Z_MEM_ERROR)
            return dm_fail(&source->error, DM_NO_MEMORY, source->name, 0, 0, "out of memory");
        else if (result != Z_OK && !(result == Z_BUF_ERROR && *size != 0))
            return damaged(source, "the gzip data is damaged");
    }
    return DM_OK;
}

static dm_status read_zstd(dm_source *source, char *at, size_t room, size_t *size)
{
    *size = 0;
    while (*size == 0) {
        dm_status status = ready(source, 1);
        if (status != DM_OK)
            return status;
        bool nothing = source->start == source->end;
        if (nothing && source->between)
            return DM_OK;
        ZSTD_inBuffer in = {source->packed + source->start, source->end - source->start, 0};
        ZSTD_outBuffer out = {at, room, 0};
        size_t result = ZSTD_decompressStream(source->zstd, &out, &in);
        if (ZSTD_isError(result))
            return damaged(source, "the zstd data is damaged, or needs more than 128 MB of memory");
        source->start += in.pos;
        source->between = result == 0;
        *size = out.pos;
        if (nothing && out.pos == 0)
            return damaged(source, "the zstd data is cut off");
    }
    return DM_OK;
}

dm_status dm_source_read(dm_source *source, char *at, size_t room, size_t *size, dm_error *error)
{
    *size = 0;
    if (source->failed != DM_OK)
        return fail(source, source->failed, error);
    dm_status status = source->packing == GZIP   ? read_gzip(source, at, room, size)
                       : source->packing == ZSTD ? read_zstd(source, at, room, size)
                                                 : read_plain(source, at, room, size);
    return status == DM_OK ? DM_OK : fail(source, status, error);
}
