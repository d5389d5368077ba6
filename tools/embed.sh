#!/bin/sh
# embed.sh BUILD FILE...: prints a C file that holds the files by .incbin and the table dm_embedded_files, sorted by name.
# A file made by the build keeps the name it has below BUILD (build/data/x -> data/x).
build=$1; shift
names=$(for f in "$@"; do printf '%s %s\n' "${f#"$build"/}" "$f"; done | LC_ALL=C sort)
echo '/* Made by tools/embed.sh. */'
echo '#include "base/base.h"'
n=0
echo "$names" | while read -r name file; do
    [ -n "$name" ] || continue
    printf '__asm__(".section .rodata\\n.balign 64\\n.globl dm_file_%s\\n.hidden dm_file_%s\\ndm_file_%s:\\n.incbin \\"%s\\"\\n' $n $n $n "$file"
    printf '.globl dm_file_%s_end\\n.hidden dm_file_%s_end\\ndm_file_%s_end:\\n.byte 0\\n.previous\\n");\n' $n $n $n
    printf 'extern const char dm_file_%s[] __attribute__((visibility("hidden"))), dm_file_%s_end[] __attribute__((visibility("hidden")));\n' $n $n
    n=$((n + 1))
done
echo 'const dm_embedded dm_embedded_files[] = {'
n=0
echo "$names" | while read -r name file; do
    [ -n "$name" ] || continue
    printf '    {"%s", dm_file_%s, dm_file_%s_end},\n' "$name" $n $n
    n=$((n + 1))
done
echo '    {"", "", ""}};'
echo 'const size_t dm_embedded_count = sizeof dm_embedded_files / sizeof dm_embedded_files[0] - 1;'
