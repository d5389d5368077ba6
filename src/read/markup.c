/* The elements of a page, by the HTML parser of libxml2: blocks of text, what holds them, and what the page says of
 * itself. */
#include "read/page.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>

typedef struct open_element {
    const char *name;   /* lives in the parser's dictionary */
    uint32_t container; /* the innermost one, itself when it is one */
    bool skipped, apart, link;
    bool broken; /* its last content is <br> */
} open_element;

typedef struct markup {
    dm_outline *out;
    htmlParserCtxtPtr parser;
    open_element stack[DM_PAGE_DEPTH];
    uint32_t depth;
    uint32_t block, links; /* where the block began in the text, bytes of it in links */
    bool gap;              /* a blank is due */
    bool title, linked;    /* inside of <title>, of a script of JSON-LD */
    dm_bytes own;          /* text of title, script, date */
} markup;

static bool is(const xmlChar *name, const char *word) { return strcmp((const char *)name, word) == 0; }

static bool among(const char *name, const char *const *words)
{
    for (; *words != NULL; words++)
        if (strcmp(name, *words) == 0)
            return true;
    return false;
}

/* Never part of a text. */
static const char *const hidden[] = {"script", "style",  "noscript", "template", "svg",    "math",  "iframe",
                                     "object", "select", "textarea", "video",    "audio",  "canvas", "button",
                                     "embed",  "map",    "datalist", "head",     NULL};
/* Part of a page, not of its article. */
static const char *const around[] = {"nav", "footer", "aside", "form", "figure", "figcaption", "menu", "dialog", NULL};
static const char *const blocks[] = {"p",    "div",  "article", "section", "main", "header", "li",   "ul", "ol",
                                     "h1",   "h2",   "h3",      "h4",      "h5",   "h6",     "td",   "th", "tr",
                                     "body", "html", "table",   "blockquote", "dd", "dt",    "dl",   "pre", "hr",
                                     "address", "figure", "figcaption", "aside", "nav", "footer", "form", "center", "fieldset",
                                     NULL};
static const char *const holders[] = {"div",  "article", "section", "main", "body", "td", "blockquote", "html",
                                      "center", "ul", "ol", NULL};

/* Words in class and id of what stands around an article.  Whole words: "share" is not in "shareholder". */
static const char *const apart[] = {"comment",  "comments", "related", "share",   "sharing",  "social",    "promo",
                                    "newsletter", "sidebar", "footer",  "nav",     "navigation", "menu",   "breadcrumb",
                                    "breadcrumbs", "caption", "credit", "cookie",  "cookies",  "consent",  "advert",
                                    "advertisement", "ad", "ads",       "sponsor", "sponsored", "recommended", "recirculation",
                                    "popular",  "trending", "tags",     "byline",  "author",   "authors",  "signup",
                                    "subscribe", "subscription", "paywall", "toolbar", "widget", "outbrain", "taboola",
                                    "disqus",   "copyright", "timestamp", "hidden", "skip", NULL};

static bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

/* Words parted by anything but letters, or by a capital: "relatedLinks". */
static bool names_apart(const xmlChar *value)
{
    char word[24];
    size_t size = 0;
    for (const char *at = (const char *)value;; at++) {
        bool capital = *at >= 'A' && *at <= 'Z' && size > 0 && at[-1] >= 'a' && at[-1] <= 'z';
        if ((!letter(*at) || capital) && size > 0) {
            if (size < sizeof word) {
                word[size] = '\0';
                if (among(word, apart))
                    return true;
            }
            size = 0;
        }
        if (*at == '\0')
            return false;
        if (letter(*at)) {
            if (size < sizeof word)
                word[size] = (char)(*at >= 'A' && *at <= 'Z' ? *at | 0x20 : *at);
            size += size < sizeof word;
        }
    }
}

/* ---- Blocks ---------------------------------------------------------------------------------------------------------- */

static uint32_t container_now(const markup *m)
{
    return m->depth == 0 ? DM_NONE : m->stack[m->depth - 1].container;
}

static bool skipped(const markup *m) { return m->depth != 0 && m->stack[m->depth - 1].skipped; }

static void add_text(markup *m, const char *at, size_t size)
{
    if (!dm_bytes_room(&m->out->text, size)) {
        m->out->no_memory = true;
        return;
    }
    memcpy(m->out->text.at + m->out->text.size, at, size);
    m->out->text.size += size;
}

static void end_block(markup *m, dm_block_kind kind)
{
    uint32_t size = (uint32_t)m->out->text.size - m->block;
    dm_block *block = size == 0 ? NULL : DM_PUSH(m->out->arena, &m->out->blocks);
    if (block != NULL)
        *block = (dm_block){m->block, size, m->links, container_now(m), kind,
                            m->depth != 0 && m->stack[m->depth - 1].apart};
    m->block = (uint32_t)m->out->text.size;
    m->links = 0;
    m->gap = false;
}

static dm_block_kind kind_of(const char *name)
{
    if (strcmp(name, "p") == 0)
        return DM_BLOCK_PARAGRAPH;
    if (strcmp(name, "h1") == 0)
        return DM_BLOCK_TITLE;
    if (name[0] == 'h' && name[1] >= '2' && name[1] <= '6' && name[2] == '\0')
        return DM_BLOCK_HEADING;
    return strcmp(name, "li") == 0 ? DM_BLOCK_ITEM : DM_BLOCK_PLAIN;
}

/* ---- What the page says of itself ------------------------------------------------------------------------------------- */

static dm_slice keep(markup *m, const xmlChar *value)
{
    dm_slice text = dm_slice_trim(dm_slice_of((const char *)value));
    return text.size == 0 ? (dm_slice){NULL, 0} : dm_arena_copy(m->out->arena, text);
}

static void keep_first(markup *m, dm_slice *field, const xmlChar *value)
{
    if (field->at == NULL && value != NULL)
        *field = keep(m, value);
}

static const xmlChar *attribute(const xmlChar **attributes, const char *name)
{
    for (; attributes != NULL && attributes[0] != NULL; attributes += 2)
        if (is(attributes[0], name))
            return attributes[1];
    return NULL;
}

static void take_meta(markup *m, const xmlChar **attributes)
{
    static const char *const dates[] = {"article:published_time", "article:published", "og:published_time", "datepublished",
                                        "date", "pubdate", "publishdate", "publish-date", "publication_date", "dc.date",
                                        "dc.date.issued", "dcterms.created", "dcterms.date", "dcterms.issued",
                                        "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", NULL};
    const xmlChar *name = attribute(attributes, "property"), *content = attribute(attributes, "content");
    char key[40];
    size_t size = 0;
    if (name == NULL)
        name = attribute(attributes, "name");
    if (name == NULL)
        name = attribute(attributes, "itemprop");
    if (name == NULL || content == NULL)
        return;
    for (; name[size] != '\0' && size < sizeof key - 1; size++)
        key[size] = (char)(name[size] >= 'A' && name[size] <= 'Z' ? name[size] | 0x20 : name[size]);
    key[size] = '\0';
    if (strcmp(key, "og:title") == 0)
        keep_first(m, &m->out->meta_title, content);
    else if (strcmp(key, "og:site_name") == 0)
        keep_first(m, &m->out->meta_site, content);
    else if (strcmp(key, "application-name") == 0)
        keep_first(m, &m->out->application, content);
    else if (strcmp(key, "og:url") == 0)
        keep_first(m, &m->out->meta_url, content);
    else if (among(key, dates))
        keep_first(m, &m->out->meta_date, content);
}

/* ---- Elements ----------------------------------------------------------------------------------------------------------- */

static bool word_in(const xmlChar *list, const char *word)
{
    size_t size = strlen(word);
    for (const char *at = (const char *)list; at != NULL && (at = strstr(at, word)) != NULL; at += size)
        if ((at == (const char *)list || !letter(at[-1])) && !letter(at[size]))
            return true;
    return false;
}

static void begin_own(markup *m) { m->own.size = 0; }

/* A script of JSON-LD, <title>, <time>: their text is no text of the page. */
static void begin_special(markup *m, const xmlChar *name, const xmlChar **attributes)
{
    const xmlChar *type = attribute(attributes, "type"), *relation = attribute(attributes, "rel"),
                  *property = attribute(attributes, "itemprop"), *when = attribute(attributes, "datetime");
    if (is(name, "meta"))
        take_meta(m, attributes);
    else if (is(name, "link") && relation != NULL && word_in(relation, "canonical"))
        keep_first(m, &m->out->link, attribute(attributes, "href"));
    else if (is(name, "script") && type != NULL && strstr((const char *)type, "ld+json") != NULL)
        m->linked = true, begin_own(m);
    else if (is(name, "title") && m->out->head_title.at == NULL)
        m->title = true, begin_own(m);
    if (property != NULL && word_in(property, "datePublished"))
        keep_first(m, &m->out->item_date, when != NULL ? when : attribute(attributes, "content"));
    if (is(name, "time") && when != NULL)
        keep_first(m, &m->out->time_date, when);
}

static void on_start(void *context, const xmlChar *name, const xmlChar **attributes)
{
    markup *m = context;
    if (m->depth == DM_PAGE_DEPTH) {
        m->out->too_deep = true;
        xmlStopParser(m->parser);
        return;
    }
    begin_special(m, name, attributes);
    if (is(name, "br") && m->depth != 0) { /* two of them end a paragraph, one parts words */
        open_element *holder = &m->stack[m->depth - 1];
        if (!holder->skipped && holder->broken)
            end_block(m, DM_BLOCK_PARAGRAPH);
        holder->broken = m->gap = true;
    }
    bool block = among((const char *)name, blocks);
    if (block)
        end_block(m, DM_BLOCK_PLAIN);
    open_element *element = &m->stack[m->depth];
    *element = (open_element){.name = (const char *)name, .container = container_now(m), .skipped = skipped(m)};
    element->apart = m->depth != 0 && m->stack[m->depth - 1].apart;
    element->link = (m->depth != 0 && m->stack[m->depth - 1].link) || is(name, "a");
    if (!m->out->fragment && !element->skipped) {
        const xmlChar *class = attribute(attributes, "class"), *id = attribute(attributes, "id");
        bool top = is(name, "body") || is(name, "html") || is(name, "article") || is(name, "main");
        bool named = !top && ((class != NULL && names_apart(class)) || (id != NULL && names_apart(id)));
        element->skipped = among((const char *)name, around) || attribute(attributes, "hidden") != NULL || (named && !block);
        element->apart = element->apart || named;
    }
    element->skipped = element->skipped || among((const char *)name, hidden);
    if (among((const char *)name, holders)) {
        const xmlChar *property = attribute(attributes, "itemprop");
        dm_container *container = DM_PUSH(m->out->arena, &m->out->containers);
        if (container != NULL) {
            container->parent = element->container;
            container->article = is(name, "article");
            container->body = property != NULL && word_in(property, "articleBody");
            element->container = m->out->containers.count - 1;
        }
    }
    m->depth++;
}

static void on_end(void *context, const xmlChar *name)
{
    markup *m = context;
    if (m->depth == 0)
        return;
    if (m->linked && is(name, "script")) {
        dm_slice *data = DM_PUSH(m->out->arena, &m->out->data);
        if (data != NULL)
            *data = dm_arena_copy(m->out->arena, (dm_slice){m->own.at, m->own.size});
        m->linked = false;
    }
    if (m->title && is(name, "title")) {
        m->out->head_title = dm_arena_copy(m->out->arena, dm_slice_trim((dm_slice){m->own.at, m->own.size}));
        m->title = false;
    }
    if (among((const char *)name, blocks))
        end_block(m, kind_of((const char *)name));
    m->depth--;
}

static void on_text(void *context, const xmlChar *text, int size)
{
    markup *m = context;
    if (m->linked || m->title) {
        if (!dm_bytes_room(&m->own, (size_t)size))
            m->out->no_memory = true;
        else
            memcpy(m->own.at + m->own.size, text, (size_t)size), m->own.size += (size_t)size;
        return;
    }
    if (skipped(m))
        return;
    const char *at = (const char *)text, *end = at + size;
    bool link = m->depth != 0 && m->stack[m->depth - 1].link;
    while (at < end) {
        unsigned length;
        const char *from = at;
        while (at < end && !dm_is_space(dm_utf8_get(at, end, &length)) && (unsigned char)*at >= 0x20)
            at += length;
        if (at > from) {
            if (m->gap && m->out->text.size > m->block)
                add_text(m, " ", 1);
            m->gap = false;
            if (m->depth != 0)
                m->stack[m->depth - 1].broken = false;
            add_text(m, from, (size_t)(at - from));
            m->links += link ? (uint32_t)(at - from) : 0;
        }
        while (at < end && (dm_is_space(dm_utf8_get(at, end, &length)) || (unsigned char)*at < 0x20)) {
            m->gap = true;
            at += length;
        }
    }
}

/* Behind the next piece like `word` (small letters), whatever its case; the end when there is none. */
static const char *behind(const char *at, const char *end, const char *word)
{
    size_t size = strlen(word);
    for (; (at = at < end ? memchr(at, word[0], (size_t)(end - at)) : NULL) != NULL && (size_t)(end - at) >= size; at++) {
        size_t same = 0;
        while (same < size && (at[same] >= 'A' && at[same] <= 'Z' ? (char)(at[same] | 0x20) : at[same]) == word[same])
            same++;
        if (same == size)
            return at + size;
    }
    return end;
}

/* Runs over the attributes of an element to its '>'; false when they are too many. */
static bool count_attributes(const char **place, const char *end)
{
    const char *at = *place;
    uint32_t attributes = 0;
    char quote = '\0';
    bool gap = false;
    for (; at < end && (quote != '\0' || *at != '>'); at++) {
        bool blank = quote == '\0' && (*at == ' ' || (*at >= '\t' && *at <= '\r') || *at == '/');
        attributes += gap && !blank;
        gap = blank;
        if (quote == *at)
            quote = '\0';
        else if (quote == '\0' && (*at == '"' || *at == '\'') && at[-1] == '=')
            quote = *at;
    }
    *place = at;
    return attributes <= DM_PAGE_ATTRIBUTES;
}

/* Its content is no markup. */
static bool is_script(const char *name)
{
    static const char word[] = "script";
    for (size_t i = 0; i < sizeof word - 1; i++)
        if ((name[i] | 0x20) != word[i])
            return false;
    return true;
}

/* The parser compares each attribute with all before it: elements with a great many are not given to it. */
static bool too_many_attributes(dm_slice html)
{
    const char *end = html.at + html.size, *at = html.at;
    while (at < end && (at = memchr(at, '<', (size_t)(end - at))) != NULL) {
        const char *name = ++at;
        size_t left = (size_t)(end - name);
        if (left >= 3 && memcmp(name, "!--", 3) == 0) {
            at = behind(name, end, "-->");
        } else if (left != 0 && letter(*name)) {
            if (!count_attributes(&at, end))
                return true;
            if (left > 6 && is_script(name))
                at = behind(at, end, "</script");
        }
    }
    return false;
}

void dm_outline_read(dm_outline *outline, dm_slice html)
{
    if (too_many_attributes(html)) {
        outline->too_many = true;
        return;
    }
    markup *m = calloc(1, sizeof *m);
    htmlSAXHandler handler = {.startElement = on_start, .endElement = on_end, .characters = on_text, .cdataBlock = on_text,
                              .ignorableWhitespace = on_text};
    if (m == NULL) {
        outline->no_memory = true;
        return;
    }
    m->out = outline;
    xmlInitParser();
    m->parser = htmlCreateMemoryParserCtxt(html.at, (int)html.size);
    if (m->parser == NULL) {
        free(m);
        outline->no_memory = true;
        return;
    }
    htmlSAXHandlerPtr own = m->parser->sax;
    m->parser->sax = &handler;
    m->parser->userData = m;
    htmlCtxtUseOptions(m->parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                      HTML_PARSE_IGNORE_ENC);
    xmlCharEncodingHandlerPtr utf8 = xmlFindCharEncodingHandler("UTF-8");
    if (utf8 != NULL)
        xmlSwitchToEncoding(m->parser, utf8);
    htmlParseDocument(m->parser);
    end_block(m, DM_BLOCK_PLAIN);
    outline->no_memory = outline->no_memory || m->parser->errNo == XML_ERR_NO_MEMORY || outline->arena->failed;
    m->parser->sax = own;
    if (m->parser->myDoc != NULL)
        xmlFreeDoc(m->parser->myDoc);
    htmlFreeParserCtxt(m->parser);
    free(m->own.at);
    free(m);
}
