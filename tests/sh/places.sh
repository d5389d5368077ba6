# demarche places import: tables and zip files become an index that code --places uses; what is damaged or no table is told, and
# leaves an index that is there as it was.
build=$1
d=$build/demarche
corpus=fuzz/corpus/geonames
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export HOME="$dir/home" XDG_DATA_HOME=
mkdir "$HOME"
status=0
expect() {  # status, words of the message, arguments...
    want=$1 words=$2; shift 2
    "$d" places "$@" > "$dir/out" 2> "$dir/err"
    got=$?
    [ "$got" -eq "$want" ] || { echo "exit status $got, not $want: places $*"; cat "$dir/err"; status=1; }
    grep -q -- "$words" "$dir/err" || { echo "no \"$words\": places $*"; cat "$dir/err"; status=1; }
}
printf 'date 2024-03-05\n\nTroops attacked the town of Kesk, Keskmaa, on Monday.\n' > "$dir/report.txt"
place() { "$d" code --to json "$@" "$dir/report.txt" | grep -o '"name":"Kesk","lat":59[^}]*'; }

expect 2 'places import FILE' import
expect 2 'places import FILE' export x
expect 0 '6 rows read, 4 taken' import "$corpus/table.txt" --to "$dir/index"
[ -z "$(place)" ] || { echo "Kesk is known before the import"; status=1; }
place --places "$dir/index" | grep -q '"geonames":900001,"country":"EST","admin1":"Keskmaa"' || { echo "Kesk is not found"; status=1; }
expect 0 'taken' import "$corpus/small.zip" --to "$dir/index"
place --places "$dir/index" | grep -q '"admin1":"Keskmaa"' || { echo "Kesk of the zip file is not found"; status=1; }
sum=$(cksum < "$dir/index")
expect 1 'more than a megabyte' import "$corpus/bomb.zip" --to "$dir/index"
expect 1 'damaged.zip/EE.txt' import "$corpus/damaged.zip" --to "$dir/index"
expect 1 'cut.zip' import "$corpus/cut.zip" --to "$dir/index"
expect 1 'no rows of GeoNames' import "$corpus/empty.zip" --to "$dir/index"
expect 1 'no rows of GeoNames' import "$corpus/other.zip" --to "$dir/index"
expect 1 'no rows of GeoNames' import README.md --to "$dir/index"
expect 4 'No such file' import "$dir/missing.zip" --to "$dir/index"
expect 4 'nowhere' import "$corpus/small.zip" --to "$dir/nowhere/index"
[ "$sum" = "$(cksum < "$dir/index")" ] || { echo "a failed import changed the index"; status=1; }
[ -z "$(ls "$dir" | grep '\.new$')" ] || { echo "a failed import left its file"; status=1; }
expect 1 'no row of GeoNames' import "$corpus/broken.txt" --to "$dir/broken"
# the standard place is used by itself
expect 0 '.local/share/demarche/places.index' import "$corpus/small.zip"
place | grep -q 900001 || { echo "the index in the data folder is not used"; status=1; }
[ -z "$(place --places builtin)" ] || { echo "--places builtin uses the index of the data folder"; status=1; }
# a damaged index is refused
head -c 300 "$dir/index" > "$dir/short"
"$d" code --places "$dir/short" "$dir/report.txt" > /dev/null 2> "$dir/err"
[ $? -eq 3 ] || { echo "a damaged index is not refused"; status=1; }
# the table that the build takes too
tables=${GEONAMES:-/usr/share/libtimezonemap/ui}
expect 0 'divisions' import "$tables/cities15000.txt" "$tables/admin1Codes.txt" --to "$dir/cities"
printf 'date 2024-03-05\n\nTroops attacked Kharkiv.\n' > "$dir/report.txt"
"$d" code --places "$dir/cities" --to json "$dir/report.txt" | grep -q '"geonames":706483' || "$d" code --places "$dir/cities" --to json "$dir/report.txt" | grep -q '"name":"Kharkiv"' || { echo "Kharkiv is not found"; status=1; }
exit $status
