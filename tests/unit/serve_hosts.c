/* Who may call us, and where we listen. */
#include "serve/parts.h"
#include "test.h"

int main(void)
{
    static const char *const names[] = {"news.example"};
    static const char *const good[] = {"localhost", "LocalHost:80", "127.0.0.1", "127.0.0.1:8642", "10.0.0.7:1", "[::1]", "[::1]:8642", "[fe80::1]:9", "news.example",
                                       "NEWS.example:8642"};
    static const char *const bad[] = {"", "evil.example", "localhost.evil.example", "news.example.evil.example", "127.0.0.1.evil.example", "localhost:", "localhost:x",
                                      "localhost:123456", "127.0.0.1:80:80", "[::1", "[::1]x", "[::1]:", "::1", "[localhost]", "127.0.0", "127.0.0.1@evil.example",
                                      "localhost evil", "0x7f.1", ":80",
                                      "[11111111111111111111111111111111111111111111111111111111111111111111111111]:80"};
    for (size_t i = 0; i < DM_COUNT(good); i++)
        CHECK(dm_host_allowed(good[i], names, 1));
    for (size_t i = 0; i < DM_COUNT(bad); i++) {
        CHECK(!dm_host_allowed(bad[i], names, 1));
        if (dm_host_allowed(bad[i], names, 1))
            fprintf(stderr, "\"%s\"\n", bad[i]);
    }
    CHECK(!dm_host_allowed(NULL, names, 1));
    CHECK(!dm_host_allowed("news.example", NULL, 0));
    dm_listen at;
    CHECK(dm_listen_parse("127.0.0.1", 80, &at, NULL) == DM_OK && at.loopback);
    CHECK(dm_listen_parse("127.8.0.1", 80, &at, NULL) == DM_OK && at.loopback);
    CHECK(dm_listen_parse("::1", 80, &at, NULL) == DM_OK && at.loopback);
    CHECK_TEXT(at.text, "[::1]");
    CHECK(dm_listen_parse("0.0.0.0", 80, &at, NULL) == DM_OK && !at.loopback);
    CHECK(dm_listen_parse("::", 80, &at, NULL) == DM_OK && !at.loopback);
    CHECK(dm_listen_parse("::ffff:127.0.0.1", 80, &at, NULL) == DM_OK && !at.loopback);
    CHECK(dm_listen_parse("localhost", 80, &at, NULL) == DM_BAD_ARGUMENT);
    CHECK(dm_listen_parse("1.2.3", 80, &at, NULL) == DM_BAD_ARGUMENT);
    CHECK(dm_listen_parse("", 80, &at, NULL) == DM_BAD_ARGUMENT);
    return TEST_END();
}
