/* Inside of read: what is taken from web pages, and the parsers of libxml2 around it. */
#ifndef DM_PAGE_H
#define DM_PAGE_H

#include "read/parts.h"

#define DM_PAGE_DEPTH 256      /* elements inside of each other */
#define DM_PAGE_ATTRIBUTES 500 /* of one element */

/* What a news page says of itself, and its main text: paragraphs parted by blank lines.  Everything is UTF-8 and lies in
 * the page's memory; absent is {NULL, 0}. */
typedef struct dm_page {
    dm_arena arena;
    dm_slice title, site, url, text;
    dm_date date; /* of publication; year 0: not told */
} dm_page;
void dm_page_init(dm_page *page);
void dm_page_free(dm_page *page);
/* Reads a whole page, valid UTF-8.  DM_BAD_INPUT when it has no text, DM_LIMIT when elements are nested deeper than
 * DM_PAGE_DEPTH or have more than DM_PAGE_ATTRIBUTES (the parser takes quadratic time for both), DM_NO_MEMORY; *why says it. */
dm_status dm_page_read(dm_page *page, dm_slice html, const char **why);
/* The text of a piece of HTML as feeds carry it: all of its blocks.  {NULL, 0} when it holds none. */
dm_slice dm_page_fragment(dm_arena *arena, dm_slice html);

/* ---- The elements of a page (markup.c) ------------------------------------------------------------------------------- */

/* A stretch of text between the ends of block elements, blanks made one. */
typedef enum dm_block_kind {
    DM_BLOCK_PLAIN, DM_BLOCK_PARAGRAPH, DM_BLOCK_HEADING, DM_BLOCK_TITLE, DM_BLOCK_ITEM
} dm_block_kind;
typedef struct dm_block {
    uint32_t start, size; /* in `text` of the outline */
    uint32_t links;       /* bytes of it inside of links */
    uint32_t container;   /* element that holds the block's paragraph */
    dm_block_kind kind;
    bool apart; /* class or id of what holds it say that it stands around an article */
} dm_block;

/* An element that may hold an article. */
typedef struct dm_container {
    uint32_t parent; /* DM_NONE: none */
    bool article, body; /* <article>; marked as the body of an article */
    double score;
    uint32_t chars;
} dm_container;

typedef struct dm_outline {
    dm_arena *arena;
    bool fragment; /* a piece: nothing is passed over but scripts */
    DM_VECTOR(dm_block) blocks;
    DM_VECTOR(dm_container) containers;
    dm_bytes text;
    /* What the page says of itself, by how much it is to be trusted. */
    dm_slice head_title, meta_title, meta_site, application, link, meta_url, meta_date, item_date, time_date;
    DM_VECTOR(dm_slice) data; /* contents of scripts of JSON-LD */
    bool too_deep, too_many, no_memory;
} dm_outline;
/* Runs through the elements.  The text is in malloc'ed memory: free it. */
void dm_outline_read(dm_outline *outline, dm_slice html);

/* What JSON-LD says of an article: its fields into those that are absent (linked.c). */
void dm_linked_read(dm_arena *arena, dm_slice json, dm_slice *headline, dm_slice *date, dm_slice *site, dm_slice *url);
/* Bytes in an encoding that a page declares, as UTF-8; false when that is not known or does not fit. */
bool dm_charset_convert(dm_slice bytes, const char *charset, dm_bytes *out);
/* The charset that the head of a page declares, "" when it declares none. */
void dm_charset_find(dm_slice html, char charset[40]);

#endif
