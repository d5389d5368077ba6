/* What JSON-LD in a page says of its article (https://schema.org/NewsArticle). */
#include "read/page.h"

#include <jansson.h>

static void keep_text(dm_arena *arena, const json_t *value, dm_slice *field)
{
    if (field->at != NULL)
        return;
    if (json_is_array(value))
        value = json_array_get(value, 0);
    if (json_is_string(value) && json_string_length(value) != 0)
        *field = dm_arena_copy(arena, (dm_slice){json_string_value(value), json_string_length(value)});
}

/* "NewsArticle", "ReportageNewsArticle", "BlogPosting", ...; also one of a list of types. */
static bool is_article(const json_t *type)
{
    if (json_is_array(type)) {
        for (size_t i = 0; i < json_array_size(type); i++)
            if (is_article(json_array_get(type, i)))
                return true;
        return false;
    }
    const char *name = json_string_value(type);
    return name != NULL && (strstr(name, "Article") != NULL || strstr(name, "Posting") != NULL || strcmp(name, "Report") == 0);
}

static bool find_article(dm_arena *arena, const json_t *value, dm_slice *headline, dm_slice *date, dm_slice *site,
                         dm_slice *url, int depth)
{
    if (depth > 4)
        return false;
    if (json_is_array(value)) {
        for (size_t i = 0; i < json_array_size(value); i++)
            if (find_article(arena, json_array_get(value, i), headline, date, site, url, depth + 1))
                return true;
        return false;
    }
    if (!json_is_object(value))
        return false;
    if (!is_article(json_object_get(value, "@type")))
        return find_article(arena, json_object_get(value, "@graph"), headline, date, site, url, depth + 1) ||
               find_article(arena, json_object_get(value, "mainEntity"), headline, date, site, url, depth + 1);
    keep_text(arena, json_object_get(value, "headline"), headline);
    keep_text(arena, json_object_get(value, "datePublished"), date);
    const json_t *publisher = json_object_get(value, "publisher"), *page = json_object_get(value, "mainEntityOfPage");
    if (json_is_array(publisher))
        publisher = json_array_get(publisher, 0);
    keep_text(arena, json_object_get(publisher, "name"), site);
    keep_text(arena, json_object_get(value, "url"), url);
    keep_text(arena, json_is_string(page) ? page : json_object_get(page, "@id"), url);
    return true;
}

void dm_linked_read(dm_arena *arena, dm_slice json, dm_slice *headline, dm_slice *date, dm_slice *site, dm_slice *url)
{
    json = dm_slice_trim(json);
    if (json.size == 0)
        return;
    json_t *value = json_loadb(json.at, json.size, JSON_DISABLE_EOF_CHECK, NULL); /* what is broken says nothing */
    find_article(arena, value, headline, date, site, url, 0);
    json_decref(value);
}
