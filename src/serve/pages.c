/* The files of the page, which the build puts into the program. */
#include "serve/parts.h"

#define DM_PAGE_FOLDER "web/built"

static const char *type_of(const char *path)
{
    static const char *const types[][2] = {{".html", "text/html; charset=utf-8"},
                                           {".js", "text/javascript; charset=utf-8"},
                                           {".css", "text/css; charset=utf-8"},
                                           {".json", "application/json"},
                                           {".svg", "image/svg+xml"},
                                           {".woff2", "font/woff2"},
                                           {".txt", "text/plain; charset=utf-8"}};
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; i < DM_COUNT(types) && dot != NULL; i++)
        if (strcmp(dot, types[i][0]) == 0)
            return types[i][1];
    return "application/octet-stream";
}

static const dm_embedded *file(const char *path)
{
    size_t folder = sizeof DM_PAGE_FOLDER - 1;
    for (size_t i = 0; i < dm_embedded_count; i++)
        if (strncmp(dm_embedded_files[i].name, DM_PAGE_FOLDER, folder) == 0 &&
            strcmp(dm_embedded_files[i].name + folder, path) == 0)
            return &dm_embedded_files[i];
    return NULL;
}

const dm_embedded *dm_page_file(const char *path, const char **type)
{
    static const char *const views[] = {"/",           "/timeline", "/map",    "/network", "/positions",
                                        "/statements", "/incidents", "/search"};
    bool page = strncmp(path, "/article/", 9) == 0;
    for (size_t i = 0; i < DM_COUNT(views) && !page; i++)
        page = strcmp(path, views[i]) == 0;
    if (page)
        path = "/index.html";
    *type = type_of(path);
    return file(path);
}
