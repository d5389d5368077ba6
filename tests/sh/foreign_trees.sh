# Trees as other parsers make them: what is tagged or labelled otherwise than by ours gives the same event.
build=$1
d=$build/demarche
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
status=0
code() { "$d" code --from conllu "$1" | grep -o '"events":\[.*\],"statements"' | grep -o '"sources":\[[^]]*\],"targets":\[[^]]*\],"cameo":"[0-9]*"'; }
expect() {  # what, file, event
    got=$(code "$2")
    [ "$got" = "$3" ] || { echo "$1: got $got, expected $3"; status=1; }
}

# A gerund with a possessor is a noun, also when it is tagged as a verb.
cat > "$dir/gerund.conllu" <<'X'
# newdoc id = a
# date = 2020-01-06
1	The	the	DET	DT	_	2	det	_	_
2	move	move	NOUN	NN	_	3	nsubj	_	_
3	follows	follow	VERB	VBZ	_	0	root	_	_
4-5	Iran's	_	_	_	_	_	_	_	_
4	Iran	Iran	PROPN	NNP	_	6	nmod:poss	_	NER=B-LOC
5	's	's	PART	POS	_	4	case	_	_
6	killing	kill	VERB	VBG	_	3	obj	_	_
7	of	of	ADP	IN	_	9	case	_	_
8	Israeli	Israeli	ADJ	JJ	_	9	amod	_	_
9	soldiers	soldier	NOUN	NNS	_	6	nmod	_	SpaceAfter=No
10	.	.	PUNCT	.	_	3	punct	_	_

X
expect "a possessor's gerund" "$dir/gerund.conllu" '"sources":["e1"],"targets":["e2"],"cameo":"180"'

# A name before a verb without a subject is its subject, also when it is labelled as an adverb; a noun is not.
cat > "$dir/subject.conllu" <<'X'
# newdoc id = a
# date = 2020-01-06
1	Iran	Iran	PROPN	NNP	_	2	advmod	_	NER=B-LOC
2	attacked	attack	VERB	VBD	_	0	root	_	_
3	Israel	Israel	PROPN	NNP	_	2	obj	_	NER=B-LOC|SpaceAfter=No
4	.	.	PUNCT	.	_	2	punct	_	_

X
expect "a name labelled as an adverb" "$dir/subject.conllu" '"sources":["e1"],"targets":["e2"],"cameo":"190"'
exit $status
