# demarche check: our own dictionaries are clean; each kind of fault is found at its place; dictionaries of other coders are read
# whole or say what was not; exit status.
build=$1
d=$build/demarche
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
status=0
"$d" check data/actors data/issues > "$dir/out" || { grep ': error:' "$dir/out" | head -20; echo "data/ is not clean"; status=1; }
cat > "$dir/faulty.actors" <<'END'
GPE Norland | Republic of Norland = NRL
GPE Estonia | Republic of Estonia | estonia | Republic-of Estonia = EST
PER Arne Holm = ESTGOV 2010..2012 president; ESTGOV 2014-13-01..; ESTELI
PER Berta Holm = ESTGOV 2010..2012; ESTOPP 2011..2011-06; ESTELI; ESTOPP
PER Carl Holm = ESTGOV 2010..2012; ESTOPP 2012..2014; ESTELI 2013..
PER Dora Holm = ESTGOV 2014..2010
PER ~Holm = ESTCVL
ORG Fjord Guard = ESTMIL
GPE ~Guard = EST
ORG Fjord-Guard | Ice Guard = ESTZZZ
PLANE Fjord = EST
PER Ebbe Holm
END
printf 'AGENT warden | wardens = ~COP\nAGENT ranger | warden = ~MIL\n' > "$dir/faulty.agents"
"$d" check "$dir/faulty.actors" "$dir/faulty.agents" > "$dir/out"
[ $? -eq 1 ] || { echo "exit status of faults is not 1"; status=1; }
fault() {  # place, words
    grep -q "faulty.$1: .*$2" "$dir/out" || { echo "not found at $1: $2"; status=1; }
}
fault actors:1:37 'no such code: NRL'
fault actors:2:47 'stands twice'
fault actors:3:53 'not a range of dates'
fault actors:4:37 'never reached: its days lie within'
fault actors:4:67 'never reached: ESTELI without days'
fault actors:5:55 'overlaps in days'
fault actors:6:24 'not a range of dates'
fault actors:9:14 'never reached: only short forms'
fault actors:10:5 'an entry goes by this name already, .*faulty.actors:8:5'
fault actors:10:31 'no such code: ZZZ in ESTZZZ'
fault actors:11:1 'unknown kind of entry'
fault actors:12:1 'no = with a code'
fault agents:2:16 'the role noun stands already at .*faulty.agents:1:7'
printf 'GPE Norland = EST\nPER Arne Holm = ESTGOV 2010..2012 president; ESTELI\n' > "$dir/good.actors"
"$d" check "$dir/good.actors" > "$dir/out" || { cat "$dir/out"; echo "a good file has faults"; status=1; }
"$d" check "$dir/missing.actors" > /dev/null 2> "$dir/err"
[ $? -eq 4 ] && grep -q missing.actors "$dir/err" || { echo "a missing file is not told"; status=1; }
# dictionaries and frames named beside a case are what the case is coded with
printf 'PER Zorbo Fantano = KENGOV 2020-01-01.. minister\n' > "$dir/beside.actors"
printf 'verb juggle ; subj > obj ; 111 conf:90\n' > "$dir/beside.frames"
printf 'case own\ndate 2024-03-05\ntext Zorbo Fantano juggled Uganda.\nevent KENGOV > UGA ACCUSE 111\n' > "$dir/beside.case"
"$d" check "$dir/beside.actors" "$dir/beside.frames" "$dir/beside.case" > "$dir/out" || { echo "a case is not coded with what is named beside it"; cat "$dir/out"; status=1; }
# all the dictionaries of other coders at hand: nearly all is read, and all that is not has a line
other=../shared/eval/dictionaries
if [ -d "$other" ]; then
    for file in "$other"/petrarch/*actors* "$other"/petrarch/*agents* "$other"/tabari/*.actors "$other"/tabari/*.agents; do
        "$d" check "$file" > "$dir/out"
        [ $? -le 1 ] || { echo "$file: not checked"; status=1; }
        grep -q '(99\.[5-9]. % read)\|(100\.00 % read)' "$dir/out" || { echo "$file: $(grep 'other coders' "$dir/out")"; status=1; }
        "$d" code --actors "$file" examples > /dev/null 2>&1 || { echo "$file: not read with --actors"; status=1; }
    done
fi
exit $status
