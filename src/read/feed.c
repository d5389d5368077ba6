/* Feeds: the items of RSS 2.0, RSS 1.0 and Atom, by the XML parser of libxml2.  Entities are not expanded, nothing is
 * fetched. */
#include "read/feed.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>

enum { FEED_DEPTH = 100 };

typedef struct feed_reading {
    dm_feed *feed;
    xmlParserCtxtPtr parser;
    dm_feed_item *item; /* the one that is open */
    dm_bytes text;      /* of the element that is open */
    uint32_t depth, item_depth, kept; /* kept: depth of the element whose text is read, 0: none */
    dm_slice *field;
    bool html;     /* the field is markup */
    int rank;      /* how good the text of the open element is: the whole content before a summary */
    int text_rank;
    xmlEntity entity; /* the HTML entity asked for last */
    xmlChar character[8];
    bool too_deep, no_memory;
} feed_reading;

static bool is(const xmlChar *name, const char *word) { return strcmp((const char *)name, word) == 0; }

static const xmlChar *attribute(const xmlChar **attributes, int count, const char *name, int *size)
{
    for (int i = 0; i < count; i++, attributes += 5)
        if (is(attributes[0], name)) {
            *size = (int)(attributes[4] - attributes[3]);
            return attributes[3];
        }
    *size = 0;
    return NULL;
}

static dm_slice kept_text(feed_reading *r, const xmlChar *at, int size)
{
    return dm_arena_copy(&r->feed->arena, dm_slice_trim((dm_slice){(const char *)at, (size_t)size}));
}

static void read_field(feed_reading *r, dm_slice *field, bool html)
{
    r->field = field;
    r->html = html;
    r->kept = r->depth;
    r->text.size = 0;
}

/* <link href> of Atom: the page itself is the one without rel, or with "alternate". */
static void take_link(feed_reading *r, const xmlChar **attributes, int count)
{
    int size, relation_size;
    const xmlChar *target = attribute(attributes, count, "href", &size),
                  *relation = attribute(attributes, count, "rel", &relation_size);
    bool alternate = relation == NULL || (relation_size == 9 && memcmp(relation, "alternate", 9) == 0);
    if (target == NULL)
        read_field(r, &r->item->url, false);
    else if (alternate && r->item->url.at == NULL)
        r->item->url = kept_text(r, target, size);
}

static void start_in_item(feed_reading *r, const xmlChar *name, const xmlChar *prefix, const xmlChar **attributes, int count)
{
    dm_feed_item *item = r->item;
    bool plain = prefix == NULL || is(prefix, "atom");
    if (plain && is(name, "title"))
        read_field(r, &item->title, true);
    else if (plain && is(name, "link"))
        take_link(r, attributes, count);
    else if (plain && (is(name, "guid") || is(name, "id")))
        read_field(r, &item->id, false);
    else if ((plain && (is(name, "pubDate") || is(name, "published"))) ||
             (prefix != NULL && is(prefix, "dc") && is(name, "date")))
        read_field(r, &item->date, false);
    else if (plain && is(name, "updated"))
        read_field(r, &item->updated, false);
    else if (plain && is(name, "source") && item->source.at == NULL)
        read_field(r, &item->source, false);
    else if ((prefix != NULL && is(prefix, "content") && is(name, "encoded")) || (plain && is(name, "content")))
        r->rank = 2, read_field(r, &item->text, true);
    else if (plain && (is(name, "description") || is(name, "summary")))
        r->rank = 1, read_field(r, &item->text, true);
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces,
                     const xmlChar **spaces, int count, int defaulted, const xmlChar **attributes)
{
    feed_reading *r = context;
    (void)uri, (void)namespaces, (void)spaces, (void)defaulted;
    if (++r->depth > FEED_DEPTH) {
        r->too_deep = true;
        xmlStopParser(r->parser);
        return;
    }
    if (r->kept != 0) { /* markup that is not escaped (XHTML in Atom): its text is what counts */
        if (r->html && (is(name, "p") || is(name, "div") || is(name, "br") || is(name, "li")) &&
            dm_bytes_room(&r->text, 3)) {
            memcpy(r->text.at + r->text.size, "<p>", 3);
            r->text.size += 3;
        }
        return;
    }
    if (r->item == NULL && (is(name, "item") || is(name, "entry"))) {
        r->item = DM_PUSH(&r->feed->arena, &r->feed->items);
        r->item_depth = r->depth;
        r->text_rank = 0;
        if (r->item != NULL)
            r->item->line = (uint32_t)xmlSAX2GetLineNumber(r->parser);
    } else if (r->item != NULL && r->depth == r->item_depth + 1) {
        start_in_item(r, name, prefix, attributes, count);
    } else if (r->item == NULL && is(name, "title") && prefix == NULL && r->feed->title.at == NULL && r->depth <= 3) {
        read_field(r, &r->feed->title, false);
    }
}

/* What a field holds now that its element ends. */
static void take_field(feed_reading *r)
{
    dm_slice text = {r->text.at == NULL ? "" : r->text.at, r->text.size};
    bool is_text = r->item != NULL && r->field == &r->item->text;
    if (is_text && r->rank <= r->text_rank)
        return;
    dm_slice made = r->html ? dm_page_fragment(&r->feed->arena, text)
                            : dm_arena_copy(&r->feed->arena, dm_slice_trim(text));
    if (made.size == 0)
        return;
    *r->field = made;
    if (is_text)
        r->text_rank = r->rank;
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    feed_reading *r = context;
    (void)name, (void)prefix, (void)uri;
    if (r->kept == r->depth) {
        take_field(r);
        r->kept = 0;
    } else if (r->kept == 0 && r->item != NULL && r->depth == r->item_depth) {
        r->item = NULL;
    }
    r->depth -= r->depth != 0;
}

/* Names of HTML stand in many feeds although XML does not know them; entities that a feed defines itself are nothing. */
static xmlEntityPtr on_entity(void *context, const xmlChar *name)
{
    feed_reading *r = context;
    const htmlEntityDesc *known = htmlEntityLookup(name);
    if (known == NULL)
        return NULL;
    memset(r->character, 0, sizeof r->character);
    dm_utf8_put((char *)r->character, known->value);
    r->entity.etype = XML_INTERNAL_PREDEFINED_ENTITY;
    r->entity.type = XML_ENTITY_DECL;
    r->entity.name = name;
    r->entity.content = r->character;
    return &r->entity;
}

static void on_text(void *context, const xmlChar *text, int size)
{
    feed_reading *r = context;
    if (r->kept == 0)
        return;
    if (!dm_bytes_room(&r->text, (size_t)size)) {
        r->no_memory = true;
        return;
    }
    memcpy(r->text.at + r->text.size, text, (size_t)size);
    r->text.size += (size_t)size;
}

/* RFC 822 has the zone and names of months, Atom an ISO stamp. */
void dm_feed_init(dm_feed *feed)
{
    memset(feed, 0, sizeof *feed);
    dm_arena_init(&feed->arena);
}

void dm_feed_free(dm_feed *feed) { dm_arena_free(&feed->arena); }

dm_status dm_feed_read(dm_feed *feed, dm_slice xml, char why[160], uint32_t *line)
{
    xmlSAXHandler handler = {.initialized = XML_SAX2_MAGIC, .startElementNs = on_start, .endElementNs = on_end,
                             .characters = on_text, .cdataBlock = on_text, .ignorableWhitespace = on_text, .getEntity = on_entity};
    feed_reading reading = {.feed = feed};
    dm_arena_reset(&feed->arena);
    feed->items.at = NULL;
    feed->items.count = feed->items.room = 0;
    feed->title = (dm_slice){NULL, 0};
    *line = 0;
    xmlInitParser();
    reading.parser = xmlCreateMemoryParserCtxt(xml.at, (int)xml.size);
    if (reading.parser == NULL) {
        snprintf(why, 160, "out of memory");
        return DM_NO_MEMORY;
    }
    xmlSAXHandlerPtr own = reading.parser->sax;
    reading.parser->sax = &handler;
    reading.parser->userData = &reading;
    xmlCtxtUseOptions(reading.parser, XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET);
    xmlParseDocument(reading.parser);
    int code = reading.parser->errNo;
    bool whole = reading.parser->wellFormed;
    *line = reading.parser->lastError.line > 0 ? (uint32_t)reading.parser->lastError.line : 0;
    snprintf(why, 160, "%.150s", reading.parser->lastError.message == NULL ? "" : reading.parser->lastError.message);
    for (char *at = why; *at != '\0'; at++)
        if ((unsigned char)*at < 0x20 || (unsigned char)*at >= 0x7F)
            *at = at[1] == '\0' ? '\0' : '?';
    reading.parser->sax = own;
    if (reading.parser->myDoc != NULL)
        xmlFreeDoc(reading.parser->myDoc);
    xmlFreeParserCtxt(reading.parser);
    free(reading.text.at);
    if (feed->arena.failed || reading.no_memory || code == XML_ERR_NO_MEMORY) {
        snprintf(why, 160, "out of memory");
        return DM_NO_MEMORY;
    }
    if (reading.too_deep) {
        snprintf(why, 160, "elements are nested deeper than %d levels", FEED_DEPTH);
        return DM_LIMIT;
    }
    if (feed->items.count == 0) {
        if (whole)
            snprintf(why, 160, "an XML file without items of a feed (RSS, Atom)");
        return DM_BAD_INPUT;
    }
    if (whole)
        why[0] = '\0';
    return DM_OK;
}
