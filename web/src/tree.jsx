// The tree of a sentence: a word with what hangs on it, drawn as lists inside of lists.
import { harmless } from "./words.js";

// The relations of Universal Dependencies, in words; others keep their label.
const names = { nsubj: "subject", "nsubj:pass": "subject, passive", "nsubj:outer": "subject", csubj: "clause as subject", obj: "object", iobj: "indirect object",
  obl: "adverbial", "obl:agent": "agent", "obl:tmod": "time", "obl:npmod": "measure", "obl:unmarked": "adverbial", nmod: "of the noun", "nmod:poss": "owner", "nmod:tmod": "time", "nmod:unmarked": "of the noun",
  ccomp: "clause as object", xcomp: "complement", advcl: "adverbial clause", acl: "clause of the noun", "acl:relcl": "relative clause",
  conj: "joined", appos: "apposition", parataxis: "beside", vocative: "address", dislocated: "set apart", list: "list", orphan: "orphan", dep: "hangs on", root: "root" };
// What says nothing of its own stands on the line of its head, as in `demarche explain`.
const light = new Set(["det", "det:predet", "case", "mark", "aux", "aux:pass", "compound", "compound:prt", "flat", "amod", "nummod", "advmod", "cc", "cop",
  "fixed", "expl", "goeswith", "nmod:desc", "cc:preconj", "punct"]);
const covers = (span, word) => word.span[0] >= span.start && word.span[1] <= span.end;

function grow(sentence) {
  const words = sentence.words, kids = words.map(() => []);
  words.forEach((word, i) => { if (word.head !== null) kids[word.head].push(i); });
  const easy = words.map(() => undefined);
  const isLight = (i, depth = 0) => easy[i] ??= depth < 7 && light.has(words[i].relation) && kids[i].every(kid => isLight(kid, depth + 1));
  return { words, kids, isLight };
}
// All words under one, itself too; heads that go round are met once.
function under(tree, top, out = new Set()) {
  if (out.has(top)) return out;
  out.add(top);
  for (const kid of tree.kids[top]) under(tree, kid, out);
  return out;
}
// Of the words of a span the one that the others hang on.
const headOf = (words, span) => words.findIndex(word => covers(span, word) && (word.head === null || !covers(span, words[word.head])) && word.upos !== "PUNCT");

function Line({ tree, word, kindOf }) {
  const line = [];
  const gather = (i, depth) => {
    for (const kid of [...tree.kids[i], i].sort((a, b) => a - b)) {
      if (kid === i) line.push(i);
      else if (depth < 8 && tree.words[kid].relation !== "punct" && tree.isLight(kid)) gather(kid, depth + 1);
    }
  };
  gather(word, 0);
  return line.map((i, n) => { const kind = kindOf(tree.words[i]), said = harmless(tree.words[i].form);
    return <>{n > 0 && " "}{kind ? <b key={i} class={kind}>{said}</b> : i === word ? <b key={i}>{said}</b> : said}</>; });
}

function Node({ tree, word, wanted, kindOf, text, top, depth = 0 }) {
  const inside = under(tree, word), relation = tree.words[word].relation;
  const name = top ? null : <><span class="relation" title={relation}>{names[relation] ?? relation}</span> </>;
  if (wanted && !top && ![...inside].some(i => wanted.has(i))) {   // nothing of the event: a phrase in one line
    const of = [...inside].map(i => tree.words[i]).filter(one => one.relation !== "punct");
    const said = text.slice(Math.min(...of.map(one => one.span[0])), Math.max(...of.map(one => one.span[1])));
    return <li>{name}{harmless(said.length > 48 ? said.slice(0, 47) + "…" : said)}</li>;
  }
  const heavy = depth > 40 ? [] : tree.kids[word].filter(kid => !tree.isLight(kid));
  return <li>{name}<Line tree={tree} word={word} kindOf={kindOf} />
    {heavy.length > 0 && <ul>{heavy.map(kid => <Node key={kid} tree={tree} word={kid} wanted={wanted} kindOf={kindOf} text={text} depth={depth + 1} />)}</ul>}</li>;
}

// The least part of the tree that holds the trigger and its parties, or the whole.  Spans count as the text does; of what
// `parties` name that in the same sentence counts.
export function Tree({ trees, text, span, kind = "trigger", parties = [], whole }) {
  if (!trees.data) return trees.error ? <p class="hint">No tree: {trees.error}.</p> : <p class="hint">The tree is being made …</p>;
  const sentence = trees.data.sentences.find(one => one.span[0] <= span.start && span.start < one.span[1]);
  const tree = sentence && grow(sentence), head = tree ? headOf(tree.words, span) : -1;
  if (head < 0) return null;
  const own = parties.map(party => ({ ...party, head: headOf(tree.words, party) })).filter(party => party.head >= 0);
  const kindOf = word => covers(span, word) ? kind : own.find(party => covers(party, word))?.kind;
  const wanted = new Set([head, ...own.map(party => party.head)]);
  const up = i => tree.words[i].head;
  let top = head;
  for (let steps = 0; up(top) !== null && steps < 100 && (whole || ![...wanted].every(i => under(tree, top).has(i))); steps++) top = up(top);
  if (!whole) while (tree.isLight(top) && up(top) !== null) top = up(top);
  return <>
    <ul class="tree">{top !== head && !whole || up(top) === null ? null : <li class="above"><span class="relation">{names[tree.words[top].relation] ?? tree.words[top].relation}</span> under “{harmless(tree.words[up(top)].form)}”</li>}
      <Node tree={tree} word={top} wanted={whole ? null : wanted} kindOf={kindOf} text={text} top={true} /></ul>
    {!trees.data.same && <p class="hint">Made by this program; another version coded the report.</p>}
  </>;
}
