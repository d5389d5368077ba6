# The server: what it answers, to whom, and how it ends.
build=$1
command -v curl > /dev/null || { echo "curl is missing"; exit 77; }
command -v jq > /dev/null || { echo "jq is missing"; exit 77; }
d=$build/demarche
dir=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$dir"' EXIT
status=0
fail() { echo "$*"; status=1; }
same() { [ "$1" = "$2" ] || fail "$3: \"$1\", not \"$2\""; }

cat > "$dir/news.jsonl" <<'X'
{"id":"a","date":"2024-03-05","title":"Ambassador recalled","source":"Courier","text":"Germany recalled its ambassador from Iran on Monday. Iran condemned the move. Germany supports sanctions on Iran."}
{"id":"b","date":"2024-04-09","title":"Strike","source":"Courier","text":"Israel bombed a building in Damascus on Monday, killing seven people. Syria accused Israel of aggression."}
{"id":"c","date":"2024-06-20","title":"=1+1","source":"Herald","text":"France and Kenya signed an agreement in Nairobi on Wednesday. Kenya thanked France. \"<b>We</b> are glad,\" Kenya said. Germany opposes sanctions on Iran."}
X
"$d" load "$dir/news.db" "$dir/news.jsonl" 2> /dev/null || fail "no database"

# Wrong usage and what cannot be opened
code() { want=$1; shift; timeout 20 "$@" > "$dir/out" 2> "$dir/err" < /dev/null; same $? "$want" "exit status of $*"; }
code 2 "$d" serve
code 2 "$d" serve "$dir/news.db" --port 70000
code 2 "$d" serve "$dir/news.db" --address nowhere
code 2 "$d" serve "$dir/news.db" --address 0.0.0.0
grep -q -- --others "$dir/err" || fail "no word of --others"
code 3 "$d" serve "$dir/nothing.db"
code 3 "$d" serve "$dir/news.jsonl"

begin() {  # options of serve; sets url and server
    : > "$dir/log"
    "$d" serve "$dir/news.db" --port 0 "$@" 2> "$dir/log" &
    server=$!
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        url=$(sed -n 's/^\(http:[^ ]*\) .*/\1/p' "$dir/log")
        [ -n "$url" ] && return
        sleep 0.2
    done
    fail "the server did not begin: $(cat "$dir/log")"; exit 1
}
get() { curl -s -g --max-time 20 "$@"; }
http() { get -o /dev/null -w '%{http_code}' "$@"; }

begin --host news.example
case $url in http://127.0.0.1:*/) ;; *) fail "not on 127.0.0.1: $url" ;; esac
code 4 "$d" serve "$dir/news.db" --port "$(echo "$url" | sed 's/.*:\([0-9]*\).*/\1/')"

# The page, at the address of each view
for path in "" timeline map network positions statements incidents search article/1 article/id:a; do
    same "$(http "$url$path")" 200 "/$path"
    get "$url$path" | grep -q '<script type="module" src="/app.js">' || fail "/$path is not the page"
done
for file in app.js style.css world.json icon.svg LICENSES.txt source-sans-3-latin-normal.woff2; do same "$(http "$url$file")" 200 "/$file"; done
for path in nothing built/app.js ..%2f..%2fetc/passwd data/cameo.txt api api/ api/nothing; do
    case $(http --path-as-is "$url$path") in 400 | 404) ;; *) fail "/$path is there" ;; esac
done
get -I "$url" | tr -d '\r' > "$dir/head"
for header in "Content-Security-Policy: default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'" "X-Content-Type-Options: nosniff" \
    "Referrer-Policy: no-referrer" "Cross-Origin-Resource-Policy: same-origin" "Content-Type: text/html; charset=utf-8"; do
    grep -qxF "$header" "$dir/head" || fail "no header $header"
done
grep -qi '^Access-Control' "$dir/head" && fail "others are let in"
tag=$(sed -n 's/^ETag: //p' "$dir/head")
same "$(http -H "If-None-Match: $tag" "$url")" 304 "a page that is known"
# All that the page loads is its own
get "$url" | grep -oE '(src|href)="[^"]*"' | grep -vE '"/[^/]' && fail "the page loads from elsewhere"
get "${url}style.css" | grep -qE 'https?://' && fail "the style loads from elsewhere"

# Who may ask: a name that somebody else has turned to this machine is not answered
for host in evil.example localhost.evil.example 127.0.0.1.evil.example '127.0.0.1:80:80' '[::1' '' 'localhost@evil.example'; do
    same "$(http -H "Host: $host" "${url}api/overview")" 403 "Host \"$host\""
done
for host in localhost LOCALHOST:9 127.0.0.1:7777 '[::1]:80' news.example:80 10.1.2.3; do
    same "$(http -H "Host: $host" "${url}api/overview")" 200 "Host \"$host\""
done
for method in PUT DELETE OPTIONS TRACE; do
    same "$(http -X $method "${url}api/overview")" 405 "$method"
done

# Answers: JSON, CSV, and SQL that gives the same rows by itself
for panel in overview timeline "timeline?step=day" "timeline?step=week&actor=IRN" "timeline?step=year&quad=verbal-conflict" events "events?actor=Germany" \
    "events?country=SYR" "events?status=any&order=oldest&limit=2&offset=1" "events?text=ambassador" "events?type=ACCUSE&source=SYR&target=ISR" \
    "events?since=2024-04&until=2024-04-30" countries places dyads "dyads?level=country" "dyads?level=name" "dyads?since=2024-04-02" "actors?text=ger" \
    "actors?text=DEU" outlets issues positions "positions?issue=sanctions-on-iran&holder=DEU" statements "statements?speaker=Kenya&order=oldest" \
    "statements?text=glad" speakers documents "documents?text=building" "article.events?document=1" "article.sentences?document=2" "article.mentions?document=1"; do
    name=${panel%%\?*} query=${panel#"$name"}
    get "${url}api/$name$query" > "$dir/json"
    jq -e '.columns and .sql and (.rows | length > 0)' "$dir/json" > /dev/null || { fail "api/$panel: $(head -c 200 "$dir/json")"; continue; }
    get "${url}api/$name.sql$query" > "$dir/sql"
    if command -v sqlite3 > /dev/null; then
        jq -r '.rows | length' "$dir/json" > "$dir/have"
        { echo "SELECT count(*) FROM ("; sed 's/;$//' "$dir/sql"; echo ");"; } | sqlite3 -readonly "$dir/news.db" > "$dir/want" 2>&1
        cmp -s "$dir/have" "$dir/want" || fail "the SQL of $panel gives another number of rows: $(cat "$dir/have" "$dir/want")"
    fi
    get "${url}api/$name.csv$query" | head -1 | tr -d '\r' > "$dir/csv"
    same "$(cat "$dir/csv")" "$(jq -r '.columns | join(",")' "$dir/json")" "head of api/$name.csv"
done
if command -v sqlite3 > /dev/null; then
    events=$(sqlite3 -readonly "$dir/news.db" 'SELECT count(*) FROM events WHERE same_as IS NULL AND wrong=0')
    same "$(get "${url}api/overview" | jq -c '.rows[0][0:2]')" "[3,$events]" "reports and events"
    same "$(get "${url}api/timeline?status=any" | jq '[.rows[][2]] | add')" "$events" "events in the timeline"
fi
get "${url}api/documents.csv" | grep -qF "'=1+1" || fail "a title is a formula in CSV"
get -D - -o /dev/null "${url}api/events.csv" | grep -qi 'content-disposition: attachment; filename="events.csv"' || fail "CSV is not saved"
get "${url}api/article?document=3" | jq -e '.document.rows[0] and (.events.rows | length >= 1) and .statements.columns' > /dev/null || fail "no article"
get "${url}api/article?document=3" | grep -qF '\"<b>We</b> are glad' || fail "the text is not whole"
get "${url}api/incidents" | jq -e '.incidents | length > 0 and (.[0].tellings | length > 0)' > /dev/null || fail "no incidents"
same "$(get "${url}api/incidents.csv" | head -1 | cut -d, -f1)" incident "head of incidents.csv"
same "$(http "${url}api/incidents?since=x") $(http "${url}api/incidents?wings=2") $(http "${url}api/incidents.sql")" "400 400 404" "incidents that cannot be asked"
for id in 3 id:c %233; do same "$(get "${url}api/article?document=$id" | jq -r '.document.rows[0][1]')" c "article $id"; done
by=$(get "${url}api/article?document=1" | jq -r '.events as $e | $e.rows[0][$e.columns | index("by")]')
same "$(get -G --data-urlencode "by=$by" "${url}api/rule" | jq -r .line)" "$(sed -n "${by##*:}p" "data/${by%:*}")" "line of $by"
same "$(get -G --data-urlencode "by=$by, a side from the text around" "${url}api/rule" | jq -r .line)" "$(sed -n "${by##*:}p" "data/${by%:*}")" "line of $by with a side"
# Trees are made anew, by the coder that coded the report.
same "$(get "${url}api/trees?document=1" | jq -r '"\(.same) \(.sentences[0].words | map(select(.head == null)) | length)"')" "true 1" "trees"
same "$(http "${url}api/trees?document=99999")" 404 "trees of no report"
same "$(http "${url}api/trees?nothing=1")" 400 "trees by another name"
get "${url}api/words" | jq -e '.cameo["190"] and .countries.DEU == "Germany"' > /dev/null || fail "no words"

# Corrections: from the page itself only
host=${url#http://}; host=${host%/}
token=$(get "${url}api/words" | jq -r .token)
post() { get -o "$dir/out" -w '%{http_code}' -X POST --data-binary "$1" -H "Origin: $2" -H "X-Demarche-Token: $3" -H "Content-Type: $4" "${url}api/correct"; }
wrong='{"document":"a","event":0,"says":{"wrong":true,"note":"never"}}'
same "$(post "$wrong" http://evil.example "$token" application/json)" 403 "a correction from elsewhere"
same "$(post "$wrong" "http://$host" "${token}0" application/json)" 403 "a correction with another token"
same "$(post "$wrong" "http://$host" "" application/json)" 403 "a correction without a token"
same "$(post "$wrong" "http://$host" "$token" text/plain)" 403 "a correction as a form"
same "$(http -X POST "${url}api/events")" 405 "POST elsewhere"
for body in '' '{' '[]' '{"document":"a","event":-1,"says":null}' '{"document":"a","event":0}' '{"document":"a","event":0,"says":{"cameo":7}}' \
    '{"document":"a","event":0,"says":{"cameo":"9999"}}' '{"document":"zzz","event":0,"says":{"wrong":true}}' '{"document":"a","event":77,"says":{"wrong":true}}'; do
    same "$(post "$body" "http://$host" "$token" application/json)" 400 "correction $body"
done
before=$(get "${url}api/overview" | jq '.rows[0][1]')
same "$(post "$wrong" "http://$host" "$token" application/json)" 200 "a correction"
same "$(get "${url}api/overview" | jq '.rows[0][1]')" $((before - 1)) "events after one was marked wrong"
same "$(post '{"document":"a","event":0,"says":null}' "http://$host" "$token" application/json)" 200 "a correction taken back"
same "$(get "${url}api/overview" | jq '.rows[0][1]')" "$before" "events after it was taken back"
head -c 70000 /dev/zero | tr '\0' ' ' > "$dir/long"
same "$(post "@$dir/long" "http://$host" "$token" application/json)" 413 "a long correction"

# What cannot be asked is told, and harms nothing
for panel in "events?quad=joy" "events?type=DROP" "events?since=2024-02-31" "events?limit=-1" "events?limit=99999999999" "timeline?step=eon" "dyads?level=x" \
    "dyads?quad=joy" "events?wings=2" "events?actor=%ff" "statements?speech=x" "events?order=x" "events?place=Rome"; do
    same "$(http "${url}api/$panel")" 400 "api/$panel"
    get "${url}api/$panel" | jq -e .error > /dev/null || fail "no reason: api/$panel"
done
for value in "'" "%27%20OR%201--" "%22" "%22%20OR%20%22" "*" "(" "NEAR(a%20b)" "%25" "a%20AND" "%F0%9F%98%80" "%E2%80%AE" "-" ""; do
    set --
    for panel in events?actor= events?text= documents?text= actors?text= statements?text= statements?speaker= positions?issue= events?outlet= events?rule=; do
        set -- "$@" -o "$dir/out" "${url}api/$panel$value"
    done
    same "$(get -w '%{http_code} ' "$@")" "200 200 200 200 200 200 200 200 200 " "questions for $value"
done
for by in ../VERSION:1 frames/request.frames:0 frames/request.frames:999999 frames/request.frames: : x; do
    same "$(http -G --data-urlencode "by=$by" "${url}api/rule")" 404 "rule $by"
done
# Many at once
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do get "${url}api/events" > "$dir/many.$i" & pids="$pids $!"; done
# shellcheck disable=SC2086
wait $pids
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do cmp -s "$dir/many.1" "$dir/many.$i" || fail "answers differ"; done
# A load goes on while the page is read, and is seen
printf 'date 2024-07-01\nid d\n\nUganda threatened Kenya on Monday.\n' > "$dir/more.txt"
"$d" load "$dir/news.db" "$dir/more.txt" 2> /dev/null || fail "nothing can be loaded while the page is shown"
same "$(get "${url}api/overview" | jq -c '.rows[0][0]')" 4 "reports after a load"

kill -TERM "$server"; wait "$server"; same $? 0 "SIGTERM"
begin
kill -INT "$server"; wait "$server"; same $? 0 "SIGINT"
# A database in a place where nothing may be written
if [ "$(id -u)" -ne 0 ]; then chmod 500 "$dir"; fi
begin --address ::1 2> /dev/null && { case $url in 'http://[::1]:'*) same "$(http "${url}api/overview")" 200 "IPv6" ;; esac; }
chmod 700 "$dir"
kill "$server"; wait "$server"
server=
exit $status
