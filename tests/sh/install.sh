# `make install` with DESTDIR and PREFIX: a program builds against what was installed, through pkg-config.
build=$1
to=$(mktemp -d)
trap 'rm -rf "$to"' EXIT
make -s BUILD="$build" DESTDIR="$to" PREFIX=/opt/demarche install || exit 1
[ -x "$to/opt/demarche/bin/demarche" ] || { echo "no command installed"; exit 1; }
nm "$build/libdemarche.a" 2>/dev/null | grep -q __asan_ && exit 0
command -v pkg-config >/dev/null || { echo "pkg-config is missing"; exit 77; }
cat > "$to/use.c" <<'C'
#include <demarche.h>
#include <stdio.h>
#include <string.h>
int main(void)
{
    dm_coder *coder;
    dm_worker *worker;
    dm_record *record;
    dm_error error;
    const char *text = "Germany recalled its ambassador from Iran on Monday.";
    dm_document document = {.date = {2024, 3, 5}, .text = {text, strlen(text)}};
    size_t count = 0;
    if (dm_coder_open(NULL, &coder, &error) != DM_OK || dm_worker_new(coder, &worker) != DM_OK ||
        dm_worker_code(worker, &document, &record, &error) != DM_OK)
        return 1;
    dm_record_sentences(record, &count);
    printf("%s %zu\n", dm_version(), count);
    dm_record_free(record);
    dm_worker_free(worker);
    dm_coder_close(coder);
    return count != 1;
}
C
flags=$(PKG_CONFIG_SYSROOT_DIR="$to" PKG_CONFIG_PATH="$to/opt/demarche/lib/pkgconfig" pkg-config --cflags --libs demarche) || exit 1
# shellcheck disable=SC2086
cc -std=c11 -Wall -Wextra -Werror -o "$to/use" "$to/use.c" $flags || exit 1
LD_LIBRARY_PATH="$to/opt/demarche/lib" "$to/use"
