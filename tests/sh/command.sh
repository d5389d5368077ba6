# What a user can do wrong gets its message, its place and its exit status; and what is right works.
build=$1
d=$build/demarche
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
status=0
expect() {  # status, words of the message, command...
    want=$1 words=$2; shift 2
    "$@" > "$dir/out" 2> "$dir/err" < /dev/null
    got=$?
    if [ "$got" -ne "$want" ]; then
        echo "exit status $got, not $want: $*"; head -3 "$dir/err"; status=1
    elif [ -n "$words" ] && ! grep -q -- "$words" "$dir/err"; then
        echo "no \"$words\" in the message of: $*"; head -3 "$dir/err"; status=1
    fi
}
printf 'date 2024-03-05\ntitle A title\n\nGermany recalled its ambassador from Iran on Monday. Iran condemned the move.\n' > "$dir/good.txt"
printf '' > "$dir/empty.txt"
head -c 5000 /dev/urandom > "$dir/garbage.bin"
printf 'a\000b' > "$dir/nul.txt"
printf 'date 2024-02-31\n\nText.\n' > "$dir/baddate.txt"
printf 'date 2024-03-05\n\nThe caf\351 was bombed in Kabul.\n' > "$dir/latin.txt"
printf '{"id":"a","text":"Iran condemned Israel."}\n{"id":"b","text":\n{"id":"c","text":"Kenya thanked Uganda."}\n' > "$dir/broken.jsonl"

printf 'id,date,body\n1,2024-03-05,"Kenya condemned Uganda."\n' > "$dir/body.csv"

expect 0 '' "$d" --version
expect 1 'no column of the header row is the text' "$d" code "$dir/body.csv"
expect 0 '' "$d" --help
expect 2 'usage' "$d"
expect 2 'no such command' "$d" fly
for command in code load find export relate parse explain eval check; do expect 0 '' "$d" $command --help; done
"$d" --man | grep -q '^.SS "demarche code' || { echo "no manual"; status=1; }
if command -v bash > /dev/null; then "$d" --completion | bash -n || { echo "completion is no bash"; status=1; }; fi
expect 2 'no such option' "$d" code --wings "$dir/good.txt"
expect 2 'needs a value' "$d" code --to
expect 2 'no such output' "$d" code --to music "$dir/good.txt"
expect 2 'no such format' "$d" code --from music "$dir/good.txt"
expect 2 'not a date' "$d" code --date 2024-02-31 "$dir/good.txt"
expect 2 'threads' "$d" code --threads 0 "$dir/good.txt"

expect 0 '' "$d" code "$dir/good.txt"
[ "$(wc -l < "$dir/out")" -eq 1 ] || { echo "one document gives one line"; status=1; }
expect 1 'No such file' "$d" code "$dir/nothing.txt"
expect 1 'nothing.txt' "$d" code "$dir/nothing.txt" "$dir/good.txt"
[ "$(wc -l < "$dir/out")" -eq 1 ] || { echo "the good file is coded beside a missing one"; status=1; }
expect 1 'empty' "$d" code "$dir/empty.txt"
expect 1 'garbage.bin' "$d" code "$dir/garbage.bin"
expect 1 'byte 1' "$d" code "$dir/nul.txt"
expect 1 'date' "$d" code "$dir/baddate.txt"
expect 0 'UTF-8' "$d" code "$dir/latin.txt"
expect 1 'broken.jsonl:2' "$d" code --from jsonl "$dir/broken.jsonl"
[ "$(wc -l < "$dir/out")" -eq 2 ] || { echo "reading goes on behind a broken line"; status=1; }
expect 0 '' "$d" code "$dir/good.txt"
mkdir "$dir/folder"; cp "$dir/good.txt" "$dir/folder/b.txt"; cp "$dir/good.txt" "$dir/folder/a.txt"
expect 0 '' "$d" code "$dir/folder"
[ "$(wc -l < "$dir/out")" -eq 2 ] || { echo "a folder stands for its files"; status=1; }
expect 3 'model' "$d" code --models "$dir/none" "$dir/good.txt"
expect 3 '' "$d" code --data "$dir/none" "$dir/good.txt"
if [ -w /dev/full ]; then
    "$d" code "$dir/good.txt" > /dev/full 2> "$dir/err"; got=$?
    [ $got -eq 4 ] || { echo "a full disk gives $got, not 4"; status=1; }
fi

# damaged models are refused, wherever they are damaged
cp -R models "$dir/models"
echo '{"id":"a","sentence":"Iran threatened Israel.","source_spans":[[0,4]],"target_spans":[[16,22]]}' > "$dir/pair.jsonl"
for model in "$dir"/models/*.model; do
    [ -f "$model" ] || continue
    name=$(basename "$model")
    case $name in  # which command opens it
    relate.model | clusters.model) set -- relate "$dir/pair.jsonl" ;;
    net.model) set -- code --engine accurate "$dir/good.txt" ;;
    balanced.model) set -- code --engine balanced "$dir/good.txt" ;;
    tagger.model | parser.model) set -- code --engine fast "$dir/good.txt" ;;
    *) set -- code "$dir/good.txt" ;;
    esac
    command=$1; shift
    size=$(wc -c < "$model")
    cp "$model" "$dir/whole"
    printf 'X' | dd of="$model" bs=1 seek=$((size / 2)) conv=notrunc 2>/dev/null
    printf 'Y' | dd of="$model" bs=1 seek=$((size / 2 + 1)) conv=notrunc 2>/dev/null
    expect 3 "$name" "$d" $command --models "$dir/models" "$@"
    head -c $((size - 1)) "$dir/whole" > "$model"
    expect 3 "$name" "$d" $command --models "$dir/models" "$@"
    head -c 20 "$dir/whole" > "$model"
    expect 3 "$name" "$d" $command --models "$dir/models" "$@"
    : > "$model"
    expect 3 "$name" "$d" $command --models "$dir/models" "$@"
    cp "$dir/whole" "$model"
done
expect 0 '' "$d" code --models "$dir/models" "$dir/good.txt"

# the store
expect 0 '1 added' "$d" load "$dir/news.db" "$dir/good.txt"
expect 0 '0 added' "$d" load "$dir/news.db" "$dir/good.txt"
expect 0 '' "$d" find "$dir/news.db" --actor IRN
expect 2 'database' "$d" find
expect 3 'nothing.db' "$d" find "$dir/nothing.db"
expect 3 'good.txt' "$d" find "$dir/good.txt"
expect 3 'good.txt' "$d" load "$dir/good.txt" "$dir/good.txt"

# a text that is too long is told with its id, and the next one is read
{ printf '{"id":"long","text":"'; head -c 9000000 /dev/zero | tr '\0' 'a'; printf '"}\n{"id":"next","text":"Iran attacked Israel."}\n'; } > "$dir/long.jsonl"
for command in code parse; do
    expect 1 'document long: a text of 9000000 bytes is passed over' "$d" $command --from jsonl "$dir/long.jsonl"
    "$d" $command --from jsonl "$dir/long.jsonl" 2> /dev/null | grep -q next || { echo "$command stops at a text that is too long"; status=1; }
done

# the same bytes for one thread and many
cat "$dir/good.txt" examples/*.txt > "$dir/many.txt" 2>/dev/null
for file in examples/*.txt "$dir"/good.txt; do [ -f "$file" ] && cp "$file" "$dir/folder/"; done
"$d" code --threads 1 "$dir/folder" > "$dir/one" && "$d" code --threads 7 "$dir/folder" > "$dir/seven"
cmp -s "$dir/one" "$dir/seven" || { echo "threads change the output"; status=1; }
exit $status
