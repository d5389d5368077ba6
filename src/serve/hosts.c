/* Addresses to listen on, and names by which we may be called. */
#include "serve/parts.h"

#include <arpa/inet.h>
#include <netinet/in.h>

dm_status dm_listen_parse(const char *address, uint16_t port, dm_listen *out, dm_error *error)
{
    struct sockaddr_in *four = (struct sockaddr_in *)&out->at;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)&out->at;
    memset(out, 0, sizeof *out);
    if (inet_pton(AF_INET, address, &four->sin_addr) == 1) {
        four->sin_family = AF_INET;
        four->sin_port = htons(port);
        out->size = sizeof *four;
        out->loopback = (ntohl(four->sin_addr.s_addr) >> 24) == 127;
        snprintf(out->text, sizeof out->text, "%s", address);
    } else if (inet_pton(AF_INET6, address, &six->sin6_addr) == 1) {
        six->sin6_family = AF_INET6;
        six->sin6_port = htons(port);
        out->size = sizeof *six;
        out->loopback = IN6_IS_ADDR_LOOPBACK(&six->sin6_addr);
        snprintf(out->text, sizeof out->text, "[%s]", address);
    } else {
        return dm_fail(error, DM_BAD_ARGUMENT, NULL, 0, 0, "%.60s is no address of IPv4 or IPv6", address);
    }
    return DM_OK;
}

static bool same_name(const char *a, size_t size, const char *b)
{
    if (strlen(b) != size)
        return false;
    for (size_t i = 0; i < size; i++) {
        char x = a[i] >= 'A' && a[i] <= 'Z' ? (char)(a[i] | 0x20) : a[i], y = b[i] >= 'A' && b[i] <= 'Z' ? (char)(b[i] | 0x20) : b[i];
        if (x != y)
            return false;
    }
    return true;
}

/* The name before the port, which may be another than ours when the request came through a tunnel. */
bool dm_host_allowed(const char *host, const char *const *names, size_t name_count)
{
    char text[64];
    struct in6_addr address;
    if (host == NULL || host[0] == '\0')
        return false;
    const char *close = host[0] == '[' ? strchr(host, ']') : NULL, *end = close != NULL ? close + 1 : strchr(host, ':');
    size_t size = end == NULL ? strlen(host) : (size_t)(end - host);
    if (end != NULL && *end == ':') {
        size_t digits = strspn(end + 1, "0123456789");
        if (digits == 0 || digits > 5 || end[1 + digits] != '\0')
            return false;
    } else if (end != NULL && *end != '\0') {
        return false;
    }
    if (same_name(host, size, "localhost"))
        return true;
    for (size_t i = 0; i < name_count; i++)
        if (same_name(host, size, names[i]))
            return true;
    /* An address is no name, so nobody can have turned it to us. */
    size_t skip = close != NULL;
    if (size - 2 * skip >= sizeof text)
        return false;
    memcpy(text, host + skip, size - 2 * skip);
    text[size - 2 * skip] = '\0';
    return inet_pton(close != NULL ? AF_INET6 : AF_INET, text, &address) == 1;
}
