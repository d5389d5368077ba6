# What a frames file is called, and which lines stand in one file, changes nothing: ties are decided by the lines themselves.
build=$1
d=$build/demarche
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
status=0
cp -R data "$dir/data"
number=99
for file in "$dir"/data/frames/*.frames; do  # the other way round
    mv "$file" "$dir/data/frames/$number.frames"; number=$((number - 1))
done
"$d" check --data "$dir/data" tests/cases > "$dir/out" 2>&1 || { echo "renamed frame files fail cases"; head -5 "$dir/out"; status=1; }
cat "$dir"/data/frames/*.frames | grep -v '^#' | sort -r > "$dir/all"
rm "$dir"/data/frames/*.frames; mv "$dir/all" "$dir/data/frames/all.frames"
plain() { sed 's/"by":"frames[^"]*"/"by":""/g; s/"coder":"[^"]*"//'; }
"$d" code examples/*.txt | plain > "$dir/one"
"$d" code --data "$dir/data" examples/*.txt | plain > "$dir/two"
cmp -s "$dir/one" "$dir/two" || { echo "all lines in one file, sorted, code otherwise"; diff "$dir/one" "$dir/two" | head -c 600; status=1; }

# Conditions and sides that lines of a user's own may have.
cat > "$dir/own.frames" <<'END'
verb harvest + will ; subj > obj ; 120 conf:90
verb tremble ; subj > asubj ; 130 conf:90
noun urging ; of > gsubj ; 020 conf:90
verb condemn + obj:weather ; subj > of ; veto
verb juggle - obj:@state ; subj > obj ; 111 conf:90
END
own() {  # words, what the record must hold
    printf 'date 2024-03-05\n\n%s\n' "$1" > "$dir/own.txt"
    "$d" code --to json --frames "$dir/own.frames" "$dir/own.txt" | grep -o '"events":.*"statements"' |
        grep -o '"cameo":"[0-9]*"\|"status":"[a-z]*"' | tr -d '\n' > "$dir/got"
    [ "$(cat "$dir/got")" = "$2" ] || { echo "own frames: $1"; cat "$dir/got"; echo; status=1; }
}
own 'Kenya will harvest Uganda.' '"cameo":"120""status":"actual"'
own 'Kenya harvested Uganda.' ''
own 'Kenya trembled as Uganda advanced.' '"cameo":"130""status":"actual"'
own 'Kenya opened the border at the urging of Uganda.' '"cameo":"020""status":"actual"'
own 'Kenya condemned the weather of Uganda.' ''
own 'Kenya juggled Uganda.' ''
own 'Kenya juggled the Ugandan army.' '"cameo":"111""status":"actual"'
exit $status
