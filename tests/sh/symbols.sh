# The shared library exports dm_* functions of the public header only; the static one defines dm_* names only; nothing is
# writable; nothing ends the process, prints, or touches the locale.
build=$1
status=0
for symbol in $(nm -D --defined-only "$build/libdemarche.so" | awk '{print $3}'); do
    case $symbol in
    dm_*) grep -q "[ *]$symbol(" include/demarche.h || { echo "exported but not public: $symbol"; status=1; } ;;
    *) echo "exported: $symbol"; status=1 ;;
    esac
done
for symbol in $(sed -n 's/^DM_API .*[ *]\(dm_[a-z0-9_]*\)(.*/\1/p' include/demarche.h); do
    nm -D --defined-only "$build/libdemarche.so" | grep -q " $symbol\$" || { echo "declared but not exported: $symbol"; status=1; }
done
nm --defined-only "$build/libdemarche.a" 2>/dev/null | awk 'NF == 3 && $2 ~ /[TDBRC]/ && $3 !~ /^(dm_|__odr_asan)/ {print "name without dm_: " $3; bad = 1} END {exit bad}' || status=1
if [ -z "$(nm "$build/libdemarche.a" 2>/dev/null | grep -m1 __asan_)" ]; then  # sanitizers add their own
    nm --defined-only "$build/libdemarche.a" 2>/dev/null |
        awk 'NF == 3 && $2 ~ /[dDbBC]/ && $3 !~ /^dm_embedded_files$/ && $3 !~ /\.rel\.ro/ {print "writable: " $3; bad = 1} END {exit bad}' > "$build/writable" || {
        # tables of pointers are read-only after relocation: their section tells
        while read -r _ symbol; do
            objdump -t "$build/libdemarche.a" 2>/dev/null | grep -E "[[:space:]]$symbol\$" | grep -q '\.data\.rel\.ro' || {
                echo "writable: $symbol"; status=1; }
        done < "$build/writable"
    }
fi
for symbol in exit _exit abort printf puts putchar perror setlocale strtok signal; do
    nm -u "$build/libdemarche.a" 2>/dev/null | grep -q " $symbol\$" && { echo "the library uses $symbol"; status=1; }
done
for symbol in stderr stdout; do
    nm -u "$build/libdemarche.a" 2>/dev/null | grep -q " $symbol\$" && { echo "the library uses $symbol"; status=1; }
done
exit $status
