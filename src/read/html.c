/* News pages: which part of a page is its article, and when, where and under which title it appeared. */
#include "read/page.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

enum { LEAST_TEXT = 25 };      /* bytes of a paragraph that speaks for what holds it */
enum { LEAST_PLAIN = 80 };     /* bytes of text outside of paragraphs where there are some */
enum { LEAST_BODY = 200 };     /* bytes of text for what is marked as the article to be believed */

/* ---- Encoding ---------------------------------------------------------------------------------------------------------- */

static bool starts_with(const char *at, const char *end, const char *word)
{
    for (; *word != '\0'; at++, word++)
        if (at >= end || ((*at >= 'A' && *at <= 'Z') ? (char)(*at | 0x20) : *at) != *word)
            return false;
    return true;
}

void dm_charset_find(dm_slice html, char charset[40])
{
    const char *end = html.at + (html.size < 4096 ? html.size : 4096);
    charset[0] = '\0';
    for (const char *at = html.at; at < end; at++) {
        size_t size = 0;
        if (!starts_with(at, end, "charset="))
            continue;
        at += 8;
        while (at < end && (*at == '"' || *at == '\'' || *at == ' '))
            at++;
        while (at < end && size < 39 &&
               ((*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || (*at >= '0' && *at <= '9') ||
                *at == '-' || *at == '_' || *at == ':' || *at == '.'))
            charset[size++] = *at++;
        charset[size] = '\0';
        return;
    }
}

bool dm_charset_convert(dm_slice bytes, const char *charset, dm_bytes *out)
{
    static const char *const western[] = {"iso-8859-1", "iso8859-1", "latin1", "us-ascii", "ascii", "windows-1252", "cp1252"};
    const char *end = charset + strlen(charset);
    for (size_t i = 0; i < DM_COUNT(western); i++)
        if (strlen(western[i]) == strlen(charset) && starts_with(charset, end, western[i]))
            return dm_to_utf8(out, bytes); /* the web reads all of them as Windows-1252 */
    iconv_t convert = iconv_open("UTF-8", charset);
    if (convert == (iconv_t)-1)
        return false;
    char *from = (char *)(uintptr_t)bytes.at;
    size_t left = bytes.size, bad = 0;
    bool good = true;
    while (good && left > 0) {
        if (!dm_bytes_room(out, left * 2 + 16)) {
            good = false;
            break;
        }
        char *to = out->at + out->size;
        size_t room = out->room - out->size;
        size_t result = iconv(convert, &from, &left, &to, &room);
        out->size = (size_t)(to - out->at);
        if (result == (size_t)-1 && errno != E2BIG) { /* a byte that means nothing */
            good = ++bad * 20 < bytes.size && dm_bytes_room(out, 4);
            if (good && left > 0) {
                out->size += dm_utf8_put(out->at + out->size, 0xFFFD);
                from++, left--;
            }
        }
    }
    iconv_close(convert);
    return good;
}

/* ---- The main text -------------------------------------------------------------------------------------------------------- */

static dm_slice text_of(const dm_outline *outline, const dm_block *block)
{
    return (dm_slice){outline->text.at + block->start, block->size};
}

/* Mostly links: a list of other pages. */
static bool linked(const dm_block *block) { return (uint64_t)block->links * 2 > block->size; }

/* Some pages name what holds the article after its author or tags: where next to nothing else has text, those names do not
 * count. */
static void believe_names(dm_outline *outline)
{
    uint64_t apart = 0, other = 0;
    for (uint32_t i = 0; i < outline->blocks.count; i++) {
        const dm_block *block = &outline->blocks.at[i];
        if (!linked(block) && block->size >= LEAST_TEXT && block->kind != DM_BLOCK_HEADING && block->kind != DM_BLOCK_TITLE)
            *(block->apart ? &apart : &other) += block->size;
    }
    bool believed = other >= LEAST_BODY || other * 4 >= apart;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < outline->blocks.count; i++)
        if (!believed || !outline->blocks.at[i].apart)
            outline->blocks.at[kept++] = outline->blocks.at[i];
    outline->blocks.count = kept;
}

static bool inside(const dm_outline *outline, uint32_t container, uint32_t top)
{
    while (container != DM_NONE && container != top)
        container = outline->containers.at[container].parent;
    return container == top;
}

/* Paragraphs speak for what holds them, less and less for what holds that. */
static void add_scores(dm_outline *outline)
{
    for (uint32_t i = 0; i < outline->blocks.count; i++) {
        const dm_block *block = &outline->blocks.at[i];
        dm_slice text = text_of(outline, block);
        bool speaks = (block->kind == DM_BLOCK_PARAGRAPH || block->kind == DM_BLOCK_PLAIN) && block->size >= LEAST_TEXT &&
                      !linked(block);
        double score = 1 + (block->size > 300 ? 3 : block->size / 100.0);
        for (size_t k = 0; k < text.size; k++)
            score += text.at[k] == ',' ? 0.2 : 0;
        if (block->kind == DM_BLOCK_PLAIN)
            score /= 3; /* text that is in no paragraph */
        uint32_t at = block->container;
        for (int up = 0; at != DM_NONE; up++, at = outline->containers.at[at].parent) {
            dm_container *container = &outline->containers.at[at];
            container->chars += linked(block) ? 0 : block->size;
            if (speaks && up < 5)
                container->score += score;
            score *= 0.6;
        }
    }
}

/* The element that holds the article, DM_NONE: the whole page. */
static uint32_t choose(const dm_outline *outline)
{
    uint32_t best = DM_NONE, article = DM_NONE;
    for (uint32_t i = 0; i < outline->containers.count; i++) {
        const dm_container *container = &outline->containers.at[i];
        if (container->body && container->chars >= LEAST_BODY)
            return i;
        if (container->article && container->chars >= LEAST_BODY &&
            (article == DM_NONE || container->score > outline->containers.at[article].score))
            article = i;
        if (best == DM_NONE || container->score > outline->containers.at[best].score)
            best = i;
    }
    /* Paragraphs may lie in several parts of the article. */
    return article != DM_NONE && (best == DM_NONE || inside(outline, best, article)) ? article : best;
}

static bool same_words(dm_slice a, dm_slice b)
{
    return a.size == b.size && dm_key(a.at, a.size) == dm_key(b.at, b.size);
}

static bool add_part(dm_bytes *out, dm_slice text)
{
    if (!dm_bytes_room(out, text.size + 2))
        return false;
    if (out->size != 0) {
        memcpy(out->at + out->size, "\n\n", 2);
        out->size += 2;
    }
    memcpy(out->at + out->size, text.at, text.size);
    out->size += text.size;
    return true;
}

/* Does a block stand for text of the article?  Where it has paragraphs, what is in none of them is mostly furniture. */
static bool speaks(const dm_outline *outline, const dm_block *block, uint32_t top, bool paragraphs)
{
    if (linked(block) || block->size < LEAST_TEXT || (top != DM_NONE && !inside(outline, block->container, top)))
        return false;
    return block->kind == DM_BLOCK_PARAGRAPH || (block->kind == DM_BLOCK_PLAIN && (!paragraphs || block->size >= LEAST_PLAIN));
}

/* Blocks of the article in their order.  Headings, lists and short lines are kept between paragraphs, not before or
 * behind. */
static bool gather(const dm_outline *outline, uint32_t top, dm_slice title, dm_bytes *out)
{
    uint32_t first = DM_NONE, last = 0, paragraphs = 0;
    for (uint32_t i = 0; i < outline->blocks.count; i++)
        paragraphs += outline->blocks.at[i].kind == DM_BLOCK_PARAGRAPH && speaks(outline, &outline->blocks.at[i], top, false);
    for (uint32_t i = 0; i < outline->blocks.count; i++)
        if (speaks(outline, &outline->blocks.at[i], top, paragraphs > 1)) {
            first = first == DM_NONE ? i : first;
            last = i;
        }
    for (uint32_t i = first; i != DM_NONE && i <= last; i++) {
        const dm_block *block = &outline->blocks.at[i];
        dm_slice text = text_of(outline, block);
        if (linked(block) || block->kind == DM_BLOCK_TITLE || (title.size != 0 && same_words(text, title)) ||
            (top != DM_NONE && !inside(outline, block->container, top)) ||
            (block->kind == DM_BLOCK_PLAIN && !speaks(outline, block, top, paragraphs > 1)))
            continue;
        if (!add_part(out, text))
            return false;
    }
    return true;
}

/* All blocks from number `from` on that are no links. */
static bool add_parts(const dm_outline *outline, uint32_t from, dm_bytes *out)
{
    for (uint32_t i = from; i < outline->blocks.count; i++)
        if (!linked(&outline->blocks.at[i]) && !add_part(out, text_of(outline, &outline->blocks.at[i])))
            return false;
    return true;
}

/* ---- The page --------------------------------------------------------------------------------------------------------------- */

/* "Troops cross border - The Wire": without what names the site. */
static dm_slice without_site(dm_slice title, dm_slice site)
{
    static const char *const cuts[] = {" | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " :: "};
    for (size_t i = 0; i < DM_COUNT(cuts); i++) {
        size_t size = strlen(cuts[i]);
        for (size_t at = title.size; at-- > 0;) {
            if (title.size - at < size || memcmp(title.at + at, cuts[i], size) != 0)
                continue;
            dm_slice behind = {title.at + at + size, title.size - at - size};
            bool named = site.size != 0 && same_words(behind, site);
            if (at >= 20 && (named || (site.size == 0 && behind.size < at / 2)))
                return dm_slice_trim((dm_slice){title.at, at});
            break;
        }
    }
    return title;
}

/* A date as pages write it: an ISO stamp, else a line with month and year. */
static bool date_of(dm_slice text, dm_date *out)
{
    bool odd;
    if (text.at == NULL)
        return false;
    if (dm_stamp_parse(text, out) && out->day != 0)
        return true;
    return dm_dateline_parse(text, out, &odd);
}

/* "example.org" of "https://www.example.org/a". */
static dm_slice host_of(dm_slice url)
{
    const char *at = url.size == 0 ? NULL : memchr(url.at, ':', url.size), *end = at == NULL ? NULL : url.at + url.size;
    if (at == NULL || end - at < 4 || memcmp(at, "://", 3) != 0)
        return (dm_slice){NULL, 0};
    at += 3;
    if (end - at > 4 && memcmp(at, "www.", 4) == 0)
        at += 4;
    const char *stop = at;
    while (stop < end && *stop != '/' && *stop != ':' && *stop != '?' && *stop != '#')
        stop++;
    return stop == at ? (dm_slice){NULL, 0} : (dm_slice){at, (size_t)(stop - at)};
}

static void choose_facts(dm_page *page, dm_outline *outline)
{
    dm_slice headline = {NULL, 0}, date = {NULL, 0}, site = {NULL, 0}, url = {NULL, 0};
    for (uint32_t i = 0; i < outline->data.count; i++)
        dm_linked_read(&page->arena, outline->data.at[i], &headline, &date, &site, &url);
    page->url = outline->link.at != NULL ? outline->link : outline->meta_url.at != NULL ? outline->meta_url : url;
    page->site = outline->meta_site.at != NULL    ? outline->meta_site
                 : site.at != NULL                ? site
                 : outline->application.at != NULL ? outline->application
                                                  : host_of(page->url);
    const dm_slice dates[] = {date, outline->meta_date, outline->item_date, outline->time_date};
    for (size_t i = 0; i < DM_COUNT(dates) && page->date.year == 0; i++)
        if (!date_of(dates[i], &page->date))
            page->date = (dm_date){0, 0, 0};
    page->title = headline.at != NULL ? headline : outline->meta_title;
    for (uint32_t i = 0; i < outline->blocks.count && page->title.at == NULL; i++)
        if (outline->blocks.at[i].kind == DM_BLOCK_TITLE)
            page->title = dm_arena_copy(&page->arena, text_of(outline, &outline->blocks.at[i]));
    if (page->title.at == NULL && outline->head_title.size != 0)
        page->title = without_site(outline->head_title, page->site);
    else if (page->title.at != NULL && headline.at == NULL)
        page->title = without_site(page->title, page->site);
}

void dm_page_init(dm_page *page)
{
    memset(page, 0, sizeof *page);
    dm_arena_init(&page->arena);
}

void dm_page_free(dm_page *page) { dm_arena_free(&page->arena); }

dm_status dm_page_read(dm_page *page, dm_slice html, const char **why)
{
    dm_outline outline = {.arena = &page->arena};
    dm_bytes text = {0};
    dm_status status = DM_OK;
    dm_arena_reset(&page->arena);
    page->title = page->site = page->url = page->text = (dm_slice){NULL, 0};
    page->date = (dm_date){0, 0, 0};
    dm_outline_read(&outline, html);
    if (outline.too_deep) {
        *why = "elements are nested deeper than 256 levels: no news page";
        status = DM_LIMIT;
    } else if (outline.too_many) {
        *why = "an element has more than 500 attributes: no news page";
        status = DM_LIMIT;
    } else if (outline.no_memory) {
        *why = "out of memory";
        status = DM_NO_MEMORY;
    } else {
        believe_names(&outline);
        choose_facts(page, &outline);
        add_scores(&outline);
        bool good = gather(&outline, choose(&outline), page->title, &text);
        for (uint32_t i = 0; good && text.size == 0 && i < outline.blocks.count; i++) /* only short lines: all of them */
            good = linked(&outline.blocks.at[i]) || outline.blocks.at[i].kind == DM_BLOCK_TITLE ||
                   add_parts(&outline, i, &text);
        page->text = dm_arena_copy(&page->arena, (dm_slice){text.at == NULL ? "" : text.at, text.size});
        if (!good || page->arena.failed) {
            *why = "out of memory";
            status = DM_NO_MEMORY;
        } else if (text.size == 0) {
            *why = "a page without a text";
            status = DM_BAD_INPUT;
        }
    }
    free(text.at);
    free(outline.text.at);
    return status;
}

dm_slice dm_page_fragment(dm_arena *arena, dm_slice html)
{
    dm_outline outline = {.arena = arena, .fragment = true};
    dm_bytes text = {0};
    dm_slice made = {NULL, 0};
    bool good = true;
    dm_outline_read(&outline, html);
    for (uint32_t i = 0; good && i < outline.blocks.count; i++)
        good = add_part(&text, text_of(&outline, &outline.blocks.at[i]));
    if (good && text.size != 0 && !outline.no_memory)
        made = dm_arena_copy(arena, (dm_slice){text.at, text.size});
    else if (!good || outline.no_memory)
        arena->failed = true;
    free(text.at);
    free(outline.text.at);
    return made;
}
