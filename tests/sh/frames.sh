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
exit $status
