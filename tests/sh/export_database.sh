# What a database gives is what coding gave, and programs of others read it. Readers that are not here are told.
build=$1
d=$build/demarche
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
status=0 missing=
fail() { echo "$*"; status=1; }
here() { command -v "$1" > /dev/null || { missing="$missing $1"; return 1; }; }

# A text that wants to break every format, beside the examples.
cat > "$dir/hostile.jsonl" << 'END'
{"id":"a\tb\"c<d>&\u2028é/../x","date":"2024-05-03","title":"T\"<b>&\n2","source":"S, \"T\"","url":"https://example.org/?a=1&b=\"2\"","text":"Germany\tcondemned Iran in Tehran on Friday for \"the <b>attack</b>\" & more, \u00e9\ud83d\ude00.\n\nIran shelled Israel. The minister said, \"We will help Israel.\""}
END
$d load "$dir/news.db" examples/*.txt "$dir/hostile.jsonl" 2> /dev/null || fail "loading"
for format in json csv plover ploverjson icews gdelt mentions phoenix webannotation html geojson conllu; do
    if [ $format = conllu ]; then
        for file in examples/*.txt "$dir/hostile.jsonl"; do $d code --to conllu "$file"; done > "$dir/code.$format" 2> /dev/null
    else
        $d code --to $format examples/*.txt "$dir/hostile.jsonl" > "$dir/code.$format" 2> /dev/null
    fi
    $d export "$dir/news.db" --to $format > "$dir/$format" || fail "$format: fails"
    cmp -s "$dir/code.$format" "$dir/$format" || fail "$format: the database gives something else than coding"
    $d export "$dir/news.db" --to $format -o "$dir/file.$format" || fail "$format: fails into a file"
    cmp -s "$dir/file.$format" "$dir/$format" || fail "$format: a file is something else than the stream"
    [ ! -e "$dir/file.$format.part" ] || fail "$format: leaves its part behind"
done
rows=$(wc -l < "$dir/gdelt")
[ "$rows" -gt 20 ] || fail "gdelt: hardly a row"
[ "$($d export "$dir/news.db" --to gdelt --since 2020 --until 2020-12 | cut -f 4 | sort -u)" = 2020 ] || fail "--since, --until"
[ "$($d export "$dir/news.db" --to json --id none | wc -l)" -eq 0 ] || fail "--id none"

# Columns: numbers are numbers and unique, every mention belongs to an event.
awk -F '\t' 'NF != 61 || $1 !~ /^[0-9]+$/ || seen[$1]++ { print "gdelt: line " NR; bad = 1 } END { exit bad }' "$dir/gdelt" || status=1
awk -F '\t' 'NF != 16 { print "mentions: line " NR; bad = 1 } END { exit bad }' "$dir/mentions" || status=1
awk -F '\t' 'NF != 26 { print "phoenix: line " NR; bad = 1 } END { exit bad }' "$dir/phoenix" || status=1
cut -f 1 "$dir/gdelt" | sort > "$dir/ids"
cut -f 1 "$dir/mentions" | sort -u | cmp -s - "$dir/ids" || fail "mentions are of other events than gdelt's"

for format in geopackage gexf dna; do $d export "$dir/news.db" --to $format -o "$dir/news.$format" || fail "$format: fails"; done
mv "$dir/news.geopackage" "$dir/news.gpkg"; mv "$dir/geojson" "$dir/news.geojson"
$d export "$dir/news.db" --to gexf | cmp -s - "$dir/news.gexf" || fail "gexf: a file is something else than the stream"
$d export "$dir/news.db" --to brat -o "$dir/brat" || fail "brat: fails"
[ "$(ls "$dir"/brat/*.ann | wc -l)" -eq 6 ] && [ -f "$dir/brat/annotation.conf" ] || fail "brat: files are missing"

# What a user can do wrong; what is there stays as it is.
wrong() { want=$1; shift; "$@" > /dev/null 2> "$dir/err"; got=$?; [ $got -eq "$want" ] || fail "exit $got, not $want: $*"; }
wrong 2 $d export "$dir/news.db"
wrong 2 $d export "$dir/news.db" --to music
wrong 2 $d export "$dir/news.db" --to geopackage
wrong 2 $d export "$dir/news.db" --to gdelt --since yesterday
wrong 3 $d export "$dir/nothing.db" --to gdelt -o "$dir/nothing.tsv"
[ ! -e "$dir/nothing.tsv" ] && [ ! -e "$dir/nothing.tsv.part" ] || fail "an export of nothing makes a file"
wrong 4 $d export "$dir/news.db" --to brat -o "$dir/brat"
wrong 4 $d export "$dir/news.db" --to gdelt -o "$dir/no/such/folder"
wrong 4 $d export "$dir/news.db" --to geopackage -o "$dir/no/such/folder"
if [ -w /dev/full ]; then
    for format in gdelt json gexf conllu; do
        $d export "$dir/news.db" --to $format > /dev/full 2> /dev/null; [ $? -eq 4 ] || fail "$format: a full disk is not 4"
    done
fi

if here jq; then
    jq -e . "$dir/ploverjson" > /dev/null || fail "ploverjson is no JSON"
    jq -s -e 'all(.[]; .has_event and (.id | type == "string") and (.event | length == 1) and (.actor | type == "array"))' \
        "$dir/ploverjson" > /dev/null || fail "ploverjson: not the fields of PLOVER"
    jq -e '.type == "FeatureCollection" and (.features | length > 3) and all(.features[]; .geometry.coordinates | length == 2)' \
        "$dir/news.geojson" > /dev/null || fail "geojson is none"
fi
if here sqlite3; then
    [ "$(sqlite3 "$dir/news.gpkg" 'PRAGMA application_id')" = 1196444487 ] || fail "geopackage: not its application_id"
    for base in gpkg dna; do
        [ "$(sqlite3 "$dir/news.$base" 'PRAGMA integrity_check; PRAGMA foreign_key_check')" = ok ] || fail "$base: damaged"
    done
    [ "$(sqlite3 "$dir/news.dna" "SELECT count(*)=(SELECT count(*) FROM DATABOOLEAN) AND count(*)>5 FROM STATEMENTS")" = 1 ] ||
        fail "dna: statements without agreement"
    # What DNA 3 asks of its tables: spans inside of their text, each statement with one value of each variable of its type and
    # of that variable's kind, colours and texts within their limits, a password it can check.
    [ -z "$(sqlite3 "$dir/news.dna" "
        SELECT 'span', s.ID FROM STATEMENTS s JOIN DOCUMENTS d ON d.ID=s.DocumentId WHERE s.Start<0 OR s.Stop<=s.Start OR s.Stop>2*length(d.Text);
        SELECT 'values', s.ID FROM STATEMENTS s WHERE (SELECT count(*) FROM DATASHORTTEXT t JOIN VARIABLES v ON v.ID=t.VariableId
            JOIN ENTITIES n ON n.ID=t.Entity AND n.VariableId=v.ID WHERE t.StatementId=s.ID AND v.DataType='short text'
            AND v.StatementTypeId=s.StatementTypeId)<>3 OR (SELECT count(*) FROM DATABOOLEAN b JOIN VARIABLES v ON v.ID=b.VariableId
            WHERE b.StatementId=s.ID AND v.DataType='boolean' AND b.Value IN (0, 1))<>1;
        SELECT 'length', ID FROM ENTITIES WHERE length(Value)>190 OR Value<>trim(Value);
        SELECT 'title', ID FROM DOCUMENTS WHERE length(Title) NOT BETWEEN 1 AND 190 OR typeof(Date)<>'integer' OR Coder<>1;
        SELECT 'attribute', ID FROM ATTRIBUTEVALUES v WHERE NOT EXISTS(SELECT 1 FROM ATTRIBUTEVARIABLES a JOIN ENTITIES n ON
            n.VariableId=a.VariableId WHERE a.ID=v.AttributeVariableId AND n.ID=v.EntityId);
        SELECT 'colour', ID FROM CODERS WHERE max(Red, Green, Blue)>255 OR length(Password)<>64;
        SELECT 'version', 1 WHERE (SELECT Value FROM SETTINGS WHERE Property='version') NOT LIKE '3.0%';" 2>&1)" ] ||
        fail "dna: not what DNA asks of its tables"
    # The views give the rows of the exports (a number that is whole has .0 there).
    $d load "$dir/plain.db" examples/*.txt 2> /dev/null
    for format in gdelt icews; do
        $d export "$dir/plain.db" --to $format | grep -v '^Event ID' | sort > "$dir/rows"
        sqlite3 -separator "$(printf '\t')" "$dir/plain.db" "SELECT * FROM ${format}_events" | sed -e 's/\.0\t/\t/g' -e 's/\.0\t/\t/g' | sort |
            cmp -s - "$dir/rows" || fail "the view of $format gives other rows than the export"
    done
    [ "$(sqlite3 -header -separator "$(printf '\t')" "$dir/plain.db" 'SELECT * FROM icews_events LIMIT 1' | head -1)" = \
        "$($d export "$dir/plain.db" --to icews | head -1)" ] || fail "icews: the view has other columns"
    {
        echo GLOBALEVENTID SQLDATE MonthYear Year FractionDate
        for n in 1 2; do
            for part in Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code; do
                echo Actor$n$part
            done
        done
        echo IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone
        for what in Actor1 Actor2 Action; do
            for part in Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID; do echo ${what}Geo_$part; done
        done
        echo DATEADDED SOURCEURL
    } | tr '\n' ' ' > "$dir/names"
    sqlite3 "$dir/plain.db" "SELECT name FROM pragma_table_info('gdelt_events')" | tr '\n' ' ' | cmp -s - "$dir/names" ||
        fail "gdelt: the view has other columns"
    [ "$(sqlite3 "$dir/plain.db" "SELECT group_concat(iso3||fips||cow||gw) FROM country_codes WHERE iso3 IN ('DEU','SRB')")" = \
        DEUGM255260,SRBRI345340 ] || fail "country_codes"
    # Every table and column that Datasette is told of is there, and every question can be asked.
    $d export "$dir/plain.db" --to datasette > "$dir/metadata.json" || fail "datasette: fails"
    grep -v '^#' data/database.txt | while IFS="$(printf '\t')" read -r table column words; do
        case $table in
        \?*) sql="EXPLAIN $words" ;;
        *) sql="SELECT ${words:+\"$table\".\"$column\", }1 FROM \"$table\" LIMIT 1" ;;
        esac
        sqlite3 "$dir/plain.db" "$sql" > /dev/null 2>> "$dir/lost" || echo "$table $column" >> "$dir/lost"
    done
    [ ! -s "$dir/lost" ] || { cat "$dir/lost"; fail "data/database.txt tells of what is not there"; }
    ! command -v jq > /dev/null || jq -e '.databases.plain | (.tables | length > 10) and (.queries | length > 2)' "$dir/metadata.json" > /dev/null ||
        fail "datasette: no metadata"
fi
if here ogrinfo; then
    ogrinfo -so "$dir/news.gpkg" events > "$dir/out" 2> "$dir/err" || fail "ogrinfo does not read the geopackage"
    grep -q '^Geometry: Point' "$dir/out" && grep -q 'ID\["EPSG",4326\]' "$dir/out" || fail "geopackage: no points in WGS 84"
    [ ! -s "$dir/err" ] || { head -3 "$dir/err"; fail "ogrinfo warns"; }
    ogr2ogr -f GeoJSON "$dir/again.geojson" "$dir/news.gpkg" 2> "$dir/err" && [ ! -s "$dir/err" ] || fail "ogr2ogr does not convert the geopackage"
    ogrinfo -so "$dir/news.geojson" events 2>&1 | grep -q '^Geometry: Point' || fail "ogrinfo does not read the GeoJSON"
fi
if here xmllint; then
    xmllint --noout "$dir/news.gexf" || fail "gexf is not well formed"
    xmllint --noout --relaxng tests/gexf.rng "$dir/news.gexf" 2> "$dir/err" || { head -5 "$dir/err"; fail "gexf: not as its schema says"; }
fi
python=
for try in python3 /usr/bin/python3; do $try -c 'import csv' 2> /dev/null && python=$try && break; done
if [ -n "$python" ]; then
    $python - "$dir" <<'END' || fail "python does not read it"
import csv, glob, json, os, re, sys
dir = sys.argv[1]
for name, columns in (("gdelt", 61), ("mentions", 16), ("phoenix", 26), ("icews", 20), ("plover", 40)):
    with open(os.path.join(dir, name), encoding="utf-8", newline="\n") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            assert len(row) == columns, (name, row)
with open(os.path.join(dir, "csv"), encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file, strict=True))
assert len({len(row) for row in rows}) == 1 and any("\t" in row["text"] and "\n" in row["title"] for row in rows)
# brat: the words at an annotation's offsets are its words
for ann in glob.glob(os.path.join(dir, "brat", "*.ann")):
    text = open(ann[:-3] + "txt", encoding="utf-8", newline="").read()
    ids = set()
    for line in open(ann, encoding="utf-8", newline="\n"):
        line = line.rstrip("\n")
        key = line.split("\t")[0]
        assert key not in ids, (ann, line)
        ids.add(key)
        if key[0] == "T":
            _, kind, words = line.split("\t", 2)
            spans = [tuple(map(int, s.split())) for s in kind.split(" ", 1)[1].split(";")]
            assert " ".join(text[a:b] for a, b in spans) == words, (ann, line)
        else:
            for other in re.findall(r"\b([TE]\d+)\b", line.split("\t")[1]):
                assert other in ids, (ann, line)
END
    [ -x /usr/bin/python3 ] && /usr/bin/python3 -c 'import networkx' 2> /dev/null && {
        # networkx 2.8 knows GEXF up to 1.2: the same file under that name
        sed -e 's|http://gexf.net/1.3"|http://www.gexf.net/1.2draft"|; s| xsi:schemaLocation="[^"]*"||; s|version="1.3"|version="1.2"|' "$dir/news.gexf" > "$dir/old.gexf"
        /usr/bin/python3 -c 'import networkx, sys
g = networkx.read_gexf(sys.argv[1])
assert g.is_directed() and len(g) > 5 and g.number_of_edges() > 5' "$dir/old.gexf" || fail "networkx does not read the network"
    }
else
    missing="$missing python3"
fi
[ $status -eq 0 ] || exit 1
[ -z "$missing" ] || { echo "not here:$missing"; exit 77; }
