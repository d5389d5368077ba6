# check of frames: dead, shadowed and contradictory lines and unknown codes are found with their place; what is right is not.
build=$1
d=$build/demarche
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
status=0
wrong() { echo "$*"; status=1; }
"$d" check data/frames > "$dir/out" || { wrong "errors in data/frames"; grep error: "$dir/out" | head -3; }
grep -q '^data/frames: [0-9]* lines of frames, [0-9]* triggers; 0 errors' "$dir/out" || wrong "no summary"
cat > "$dir/my.frames" <<'END'
# 1 to 3 are fine
verb paint + obj:wall ; subj > obj ; 111
verb paint - obj:wall ; subj > obj ; 190
verb zorch ; subj > obj ; 999 ASSAULT
verb zorch + obj:a/b - obj:a/b/c ; subj > obj ; 190
verb quix + passive active ; subj > obj ; 190
verb quix + poss ; subj > obj ; 190
verb blip + obj:ban/rule ; subj > obj ; 081
verb blip + obj:ban/law ; subj > obj ; 163
verb blip + obj:ban ; subj > obj ; 190
verb plop ; subj > obj, on ; 190
verb plop ; subj > obj ; 190 conf:70
verb plop - obj:plan ; subj > obj ; 111
noun glub ; by > - ; 190 need:both
verb bomb ; subj > obj ; 190 conf:70
werb wrong ; subj > obj ; 190
verb wrong ; subj > obj ; 19x
END
"$d" check "$dir/my.frames" > "$dir/out"; [ $? -eq 1 ] || wrong "errors give another status than 1"
has() { grep -q "my.frames:$1: $2: $3" "$dir/out" || wrong "line $1 is not told: $2: $3"; }
has 4 error 'no such code in cameo.txt: "999"'
has 5 error 'can never fit: "+ obj:a/b" and "- obj:a/b/c"'
has 6 error 'can never fit: passive and active'
has 7 error 'can never fit: a verb has no "poss"'
has '[89]' note 'contradicts .*my.frames:[89] on "blip" with obj:ban'
has '[89]' note 'contradicts .*my.frames:10 on "blip" with obj:ban'
has 12 note 'never decides for "plop": .*my.frames:11 fits wherever it does, with the same code'
has 14 error 'gives no event: a target is needed'
has 15 note 'never decides for "bomb": frames/'
has 16 error 'a line begins with verb, noun, adj, light or mood'
has 17 error 'not a CAMEO code'
for line in 1 2 3; do grep -q "my.frames:$line:" "$dir/out" && wrong "line $line is told, and nothing is wrong with it"; done
grep -q '^frames/.*: note' "$dir/out" && grep '^frames/' "$dir/out" | grep -qv 'my.frames' && wrong "faults of our frames among themselves are told for a file"
# coding with a wrong line is refused with its place; with right ones they count
"$d" code --frames "$dir/my.frames" examples/short.txt > /dev/null 2> "$dir/err"; [ $? -eq 3 ] || wrong "a wrong frame gives another status than 3"
grep -q 'my.frames:16' "$dir/err" || { wrong "the place of the wrong frame is not told"; cat "$dir/err"; }
sed -n 1,2p "$dir/my.frames" > "$dir/good.frames"
echo 'Norland painted the wall of Sudland.' | "$d" code --from text --actors tests/cases/fiction.actors --frames "$dir/good.frames" 2> /dev/null | grep -q '"by":"[^"]*good.frames:2"' || wrong "--frames is not used"
# a folder: its faults are told with its path
cp -R data "$dir/data"; sed -n 4p "$dir/my.frames" >> "$dir/data/frames/accuse.frames"
"$d" check "$dir/data/frames/" > "$dir/out"; [ $? -eq 1 ] || wrong "a folder with an error gives another status than 1"
grep -q "^$dir/data/frames/accuse.frames:[0-9]*: error: no such code" "$dir/out" || wrong "the path of the folder is not told"
mkdir "$dir/other"; cp "$dir/good.frames" "$dir/other"; "$d" check "$dir/other" > /dev/null 2> "$dir/err"; [ $? -eq 2 ] || wrong "a folder of another name"
exit $status
