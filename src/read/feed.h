/* Inside of read: feeds. */
#ifndef DM_FEED_H
#define DM_FEED_H

#include "read/page.h"

typedef struct dm_feed_item {
    dm_slice id, title, url, source, date, updated; /* dates as they stand there */
    dm_slice text;                                  /* the whole content, else the summary; markup taken off */
    uint32_t line;
} dm_feed_item;

typedef struct dm_feed {
    dm_arena arena;
    dm_slice title;
    DM_VECTOR(dm_feed_item) items;
} dm_feed;
void dm_feed_init(dm_feed *feed);
void dm_feed_free(dm_feed *feed);
/* Reads a whole feed in whatever encoding its XML declares.  DM_BAD_INPUT when it has no item; what is broken ends it, and
 * the items before are given: then *why says what (else ""), *line where. */
dm_status dm_feed_read(dm_feed *feed, dm_slice xml, char why[160], uint32_t *line);

#endif
