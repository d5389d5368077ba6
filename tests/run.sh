#!/bin/sh
# tests/run.sh BUILD: runs every test, counts, and ends with 1 when one failed. Parts that need what this machine lacks
# are skipped and counted.
build=${1:-build}
passed=0 failed=0 skipped=0
run() {  # name, command...
    name=$1; shift
    if "$@" > "$build/test.log" 2>&1; then
        passed=$((passed + 1))
    elif [ $? -eq 77 ]; then
        skipped=$((skipped + 1)); echo "skip  $name: $(tail -n 1 "$build/test.log")"
    else
        failed=$((failed + 1)); echo "FAIL  $name"; tail -n 20 "$build/test.log" | sed 's/^/      /'
    fi
}
for test in "$build"/unit/*; do
    case $test in *.d) continue ;; esac
    [ -x "$test" ] && run "$(basename "$test")" "$test"
done
for target in "$build"/replay/*; do
    [ -x "$target" ] && run "replay $(basename "$target")" "$target" "fuzz/corpus/$(basename "$target")"
done
for script in tests/sh/*.sh; do
    [ -f "$script" ] && run "$(basename "$script")" sh "$script" "$build"
done
[ ! -f src/cli/check.c ] || run cases "$build/demarche" check tests/cases
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
