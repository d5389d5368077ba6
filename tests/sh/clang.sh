# The sources compile without a warning under clang too.
command -v clang > /dev/null || { echo "clang is missing"; exit 77; }
status=0
xml=$(pkg-config --cflags libxml-2.0 2> /dev/null || echo -I/usr/include/libxml2)
for file in src/*/*.c; do
    clang -std=c11 -fsyntax-only -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Werror \
        -D_POSIX_C_SOURCE=200809L -DDM_VERSION='"0"' -Iinclude -Isrc $xml "$file" || status=1
done
exit $status
