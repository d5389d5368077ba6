// An article with all its evidence: pointing at a word, or coming to it by the keyboard, tells what it shows and by which rule.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Correct } from "./correct.jsx";
import { ask, change, forget, objects, useAsk } from "./ask.js";
import { actorName, cameo, country, count, date, harmless, issueName, number, quads, sentence, statuses } from "./words.js";
import { Link, Source, Swatch, Waiting } from "./parts.jsx";
import { Tree } from "./tree.jsx";

// The database counts bytes of UTF-8, the page counts UTF-16: a table from one to the other.
function ruler(text) {
  const at = new Uint32Array(new TextEncoder().encode(text).length + 1);
  let byte = 0;
  for (let i = 0; i < text.length;) {
    const code = text.codePointAt(i), units = code > 0xffff ? 2 : 1, bytes = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    at.fill(i, byte, byte + bytes);
    byte += bytes;
    i += units;
  }
  at[byte] = text.length;
  return byte => at[Math.min(byte, at.length - 1)];
}

const layers = [["events", "Events"], ["said", "Statements"], ["positions", "Positions"], ["facts", "Places, times, figures"], ["silent", "Why nothing"]];

function read(data) {
  const document = objects(data.document)[0];
  if (!document) return null;
  const at = ruler(document.text), table = name => objects(data[name]);
  const entities = table("entities"), mentions = table("mentions");
  const events = table("events"), statements = table("statements"), spans = table("statement_spans");
  const who = list => (list === null ? [] : String(list).split(",").map(Number).map(i => entities[i]).filter(Boolean));
  const marks = [];
  const mark = (start, end, layer, kind, of) => { const a = at(start), b = at(end); if (a < b) marks.push({ start: a, end: b, layer, kind, of }); };
  const corrections = table("corrections");
  for (const event of events) {
    event.said = event.correction === null ? null : corrections.find(one => one.correction === event.correction) ?? null;
    event.id = `v${event.event + 1}`;
    event.who = who(event.sources);
    event.whom = who(event.targets);
    event.span = { start: at(event.start), end: at(event.end) };
    mark(event.start, event.end, "events", `trigger ${event.quad}${event.wrong ? " wrong" : ""}`, event.id);
  }
  for (const statement of statements) {
    statement.id = `s${statement.statement + 1}`;
    statement.who = entities[statement.speaker] ?? null;
    const own = spans.filter(span => span.statement === statement.statement);
    statement.said = own.filter(span => span.part === "content").map(span => document.text.slice(at(span.start), at(span.end))).join(" … ");
    statement.cue = own.filter(span => span.part === "cue").map(span => document.text.slice(at(span.start), at(span.end))).join(" … ");
    const spot = part => own.filter(span => span.part === part).map(span => ({ start: at(span.start), end: at(span.end) }));
    statement.span = spot("cue")[0];
    statement.parties = spot("source").map(span => ({ ...span, kind: "doer" }));
    for (const span of own) mark(span.start, span.end, "said", { content: "content", cue: "cue", source: "speaker" }[span.part], statement.id);
  }
  const positions = table("positions");
  for (const position of positions) {
    position.id = `p${position.position + 1}`;
    position.who = entities[position.holder] ?? null;
    position.span = { start: at(position.start), end: at(position.end) };
    position.words = document.text.slice(at(position.start), at(position.end));
    mark(position.start, position.end, "positions", `stance ${position.stance}`, position.id);
  }
  const facts = [];
  const fact = (id, row, kind, text) => { facts.push({ id, kind, text, span: { start: at(row.start), end: at(row.end) }, words: document.text.slice(at(row.start), at(row.end)) }); mark(row.start, row.end, "facts", kind, id); };
  table("places").forEach((row, i) => fact(`o${i + 1}`, row, "place", `${row.name}${row.country && country(row.country) !== row.name ? `, ${row.admin1 ? row.admin1 + ", " : ""}${country(row.country)}` : ""}${row.admin1 && row.lat !== null ? ` (${row.lat.toFixed(2)}, ${row.lon.toFixed(2)})` : ""}`));
  table("times").forEach((row, i) => fact(`t${i + 1}`, row, "time", date(row.value)));
  table("figures").forEach((row, i) => fact(`f${i + 1}`, row, "figure", `${row.low === row.high ? number(row.value) : row.high === null ? `at least ${number(row.low)}` : row.low === null ? `at most ${number(row.high)}` : `${number(row.low)} to ${number(row.high)}`}${row.unit ? " " + row.unit : ""}${row.of ? " " + row.of : ""}`));
  const sentences = table("sentences");
  for (const one of sentences) if (one.silent) mark(one.start, one.end, "silent", "silent", `n${one.sentence + 1}`);
  const byEntity = new Map();
  for (const mention of mentions) {
    if (!byEntity.has(mention.entity)) byEntity.set(mention.entity, []);
    byEntity.get(mention.entity).push({ start: at(mention.start), end: at(mention.end) });
  }
  const article = { document, entities, events, statements, positions, facts, marks, sentences: sentences.map(one => ({ ...one, start: at(one.start), end: at(one.end) })), byEntity };
  for (const event of events) event.parties = partiesOf(article, event);
  return article;
}

// Where its sentence names those who did it and to whom.
function partiesOf(article, event) {
  const inside = article.sentences.find(one => one.sentence === event.sentence);
  const of = (list, kind) => String(list ?? "").split(",").filter(Boolean).flatMap(entity => article.byEntity.get(Number(entity)) ?? [])
    .filter(span => !inside || (span.start >= inside.start && span.end <= inside.end)).map(span => ({ ...span, kind }));
  return [...of(event.sources, "doer"), ...of(event.targets, "done")];
}

// Marks overlap, elements may not: the text in pieces, each with all the marks that cover it.
function pieces(text, marks) {
  const edges = [...new Set([0, text.length, ...marks.flatMap(mark => [mark.start, mark.end])])].sort((a, b) => a - b);
  const begins = new Map(), out = [];
  for (const mark of marks) begins.set(mark.start, [...begins.get(mark.start) ?? [], mark]);
  let open = [];
  for (let i = 0; i + 1 < edges.length; i++) {
    open = open.filter(mark => mark.end > edges[i]).concat(begins.get(edges[i]) ?? []);
    out.push({ start: edges[i], text: text.slice(edges[i], edges[i + 1]), marks: open });
  }
  return out;
}

export function Article({ id, here }) {
  const [again, setAgain] = useState(0), answer = useAsk("article", { document: id }, again);
  // The trees are made anew by the program; asked for when the article is there.
  const trees = useAsk(answer.data?.document.rows.length ? "trees" : null, { document: id });
  const corrected = () => { forget(); setAgain(again + 1); };
  const article = useMemo(() => answer.data ? read(answer.data) : null, [answer.data]);
  const [off, setOff] = useState(() => new Set(["facts", "silent", "positions"])), [over, setOver] = useState(null);
  const chosen = over ?? (here.hash || null);
  // The card of what is pointed at comes into sight, in its own column only.
  const aside = useRef(null);
  const bring = of => {
    const card = document.getElementById("card-" + of), column = aside.current;
    if (!card || !column || column.scrollHeight <= column.clientHeight) return;
    const top = card.getBoundingClientRect().top - column.getBoundingClientRect().top;
    if (top < 0 || top + card.offsetHeight > column.clientHeight) column.scrollTop += top - 20;
  };
  useEffect(() => {
    if (!article || !here.hash) return;
    document.getElementById("mark-" + here.hash)?.scrollIntoView({ block: "center" });
    bring(here.hash);
  }, [article, here.hash]);
  useEffect(() => {
    const leave = event => event.key === "Escape" && setOver(null);
    addEventListener("keydown", leave);
    return () => removeEventListener("keydown", leave);
  }, []);
  if (answer.error || !answer.data) return <><h1 class="unseen">Article</h1><Waiting of={answer} /></>;
  if (article === null) return <><h1>There is no such article</h1><p><Link to="/">To the timeline</Link></p></>;
  const { document: about, events, statements, positions, facts } = article;
  const title = about.title ? harmless(about.title) : `Report of ${date(about.date)}`;
  const toggle = layer => setOff(now => { const next = new Set(now); next.has(layer) ? next.delete(layer) : next.add(layer); return next; });
  const counts = { events: events.length, said: statements.length, positions: positions.length, facts: facts.length, silent: article.sentences.filter(one => one.silent).length };
  const web = /^https?:\/\//i.test(about.url ?? "") ? about.url : null;
  return <article class="article">
    <header>
      <p class="meta">{about.outlet && <span>{harmless(about.outlet)}</span>}{about.date && <time dateTime={about.date}>{date(about.date)}</time>}
        {web ? <a href={web} rel="noreferrer noopener">{new URL(web).hostname}</a> : about.url && <span>{harmless(about.url)}</span>}{about.id && <span>{harmless(about.id)}</span>}</p>
      <h1>{title}</h1>
    </header>
    <fieldset class="layers"><legend>Marked in the text</legend>{layers.map(([layer, name]) => counts[layer] > 0 && <button type="button" key={layer} aria-pressed={!off.has(layer)} onClick={() => toggle(layer)}>{name} <span>{counts[layer]}</span></button>)}</fieldset>
    <div class="reading">
      <Text article={article} trees={trees} off={off} chosen={chosen} over={over} setOver={of => { setOver(of); if (of) bring(of); }} />
      <aside aria-label="What the text gave" ref={aside} tabindex={0}>
        {events.length > 0 && <section><h2>Events</h2><ol class="cards">{events.map(event => <EventCard key={event.id} event={event} trees={trees} text={about.text} chosen={chosen === event.id} setOver={setOver} statements={statements} document={about.id ?? "#" + about.document} done={corrected} />)}</ol></section>}
        {events.length === 0 && <p class="hint">No event was found in this text. “Why nothing” tells the reason for each sentence.</p>}
        {!off.has("said") && statements.length > 0 && <section><h2>Statements</h2><ol class="cards">{statements.map(one => <li key={one.id} id={"card-" + one.id} class={chosen === one.id ? "card chosen" : "card"} onPointerEnter={() => setOver(one.id)} onPointerLeave={() => setOver(null)}>
          <p class="what"><a class="number" href={"#" + one.id}>{one.id}</a> <b>{one.who ? harmless(one.who.name) : "Speaker not told"}</b>{one.who?.code && <span class="type">{actorName(one.who.code)}</span>}</p>
          <p class="words"><q>{cut(harmless(one.said), 200)}</q></p>
          <p class="meta"><span>{one.denied ? "denied: " : ""}“{harmless(one.cue)}”</span><span>{one.kind}</span>{one.parent !== null && <span>inside s{one.parent + 1}</span>}<Rule by={one.by} /></p></li>)}</ol></section>}
        {!off.has("positions") && positions.length > 0 && <section><h2>Positions</h2><ol class="cards">{positions.map(one => <li key={one.id} id={"card-" + one.id} class={chosen === one.id ? "card chosen" : "card"} onPointerEnter={() => setOver(one.id)} onPointerLeave={() => setOver(null)}>
          <p class="what"><a class="number" href={"#" + one.id}>{one.id}</a> <b>{one.who ? harmless(one.who.name) : "Someone"}</b> {one.stance} <q>{cut(harmless(one.words), 120)}</q></p>
          <p class="meta">{one.issue && <Link to="/positions" params={{ issue: one.issue }}>{issueName(one.issue)}</Link>}<Rule by={one.by} /></p></li>)}</ol></section>}
        {!off.has("facts") && facts.length > 0 && <section><h2>Places, times, figures</h2><ul class="facts">{facts.map(one => <li key={one.id} id={"card-" + one.id} class={chosen === one.id ? "chosen" : ""} onPointerEnter={() => setOver(one.id)} onPointerLeave={() => setOver(null)}><span class={one.kind}>{harmless(one.words)}</span> {harmless(one.text)}</li>)}</ul></section>}
        {!off.has("silent") && <section><h2>Sentences without an event</h2><ol class="facts">{article.sentences.filter(one => one.silent).map(one => <li key={one.sentence} id={`card-n${one.sentence + 1}`} class={chosen === `n${one.sentence + 1}` ? "chosen" : ""} onPointerEnter={() => setOver(`n${one.sentence + 1}`)} onPointerLeave={() => setOver(null)}><q>{cut(harmless(about.text.slice(one.start, one.end)), 60)}</q> {harmless(one.silent)}</li>)}</ol></section>}
      </aside>
    </div>
    <Source of={{ data: answer.data.events }} view="article.events" params={{ document: id }} />
  </article>;
}

const cut = (text, most) => text.length > most ? text.slice(0, most - 1) + "…" : text;

function Text({ article, trees, off, chosen, over, setOver }) {
  const element = useRef(null), [box, setBox] = useState(null);
  const event = article.events.find(one => one.id === chosen);
  // Who did it and to whom are marked while their event is pointed at.
  const parties = useMemo(() => (event?.parties ?? []).map(span => ({ ...span, layer: "party", kind: "party " + span.kind, of: event.id })), [event]);
  const all = useMemo(() => [...article.marks.filter(mark => !off.has(mark.layer)), ...parties], [article, off, parties]);
  const text = article.document.text, parts = useMemo(() => pieces(text, all), [text, all]);
  const point = (of, target) => {
    const inner = target.getBoundingClientRect(), outer = element.current.getBoundingClientRect();
    setOver(of);
    setBox({ left: Math.max(0, Math.min(inner.left - outer.left, outer.width - 300)), top: inner.bottom - outer.top + 6, bottom: inner.top - outer.top - 6, below: innerHeight - inner.bottom, above: inner.top });
  };
  const leave = () => { setOver(null); setBox(null); };
  let paragraph = [], out = [];
  const flush = key => { if (paragraph.length) out.push(<p key={key}>{paragraph}</p>); paragraph = []; };
  for (const piece of parts) {
    piece.text.split(/(\n\s*\n|\n)/).forEach((words, i) => {
      if (/^\n/.test(words)) return flush(piece.start + "-" + i);
      if (words === "") return;
      const said = harmless(words);
      if (piece.marks.length === 0) return paragraph.push(said);
      const trigger = piece.marks.find(mark => mark.layer === "events"), first = trigger ?? piece.marks[piece.marks.length - 1];
      const kinds = [...new Set(piece.marks.map(mark => mark.kind))].join(" ") + (piece.marks.some(mark => mark.of === chosen) ? " lit" : "");
      const key = piece.start + "-" + i;
      paragraph.push(trigger
        ? <a key={key} id={words === text.slice(trigger.start, trigger.end) ? "mark-" + trigger.of : undefined} href={"#" + trigger.of} class={`mark ${kinds}`} aria-describedby={`card-${trigger.of}`} onPointerEnter={e => point(trigger.of, e.currentTarget)} onPointerLeave={leave} onFocus={e => point(trigger.of, e.currentTarget)} onBlur={leave}>{said}</a>
        : <span key={key} class={`mark ${kinds}`} onPointerEnter={e => point(first.of, e.currentTarget)} onPointerLeave={leave}>{said}</span>);
    });
  }
  flush("last");
  return <div class="text" ref={element}>{out}{box && over && <Note article={article} trees={trees} of={over} box={box} />}</div>;
}

// What is told beside a word that is pointed at.
function Note({ article, trees, of, box }) {
  const element = useRef(null);
  useEffect(() => {   // under the word, or over it where there is more room
    const { style, offsetHeight: height } = element.current, over = height + 6 > box.below && box.above > box.below;
    style.left = box.left + "px";
    style.top = (over ? box.bottom - height : box.top) + "px";
  });
  const event = article.events.find(one => one.id === of), statement = article.statements.find(one => one.id === of);
  const position = article.positions.find(one => one.id === of), fact = article.facts.find(one => one.id === of);
  const silent = article.sentences.find(one => `n${one.sentence + 1}` === of);
  const found = event ?? statement ?? position ?? fact ?? silent;
  if (!found) return null;
  return <div class="note" role="tooltip" ref={element}>
    {event && <><p class="what"><Swatch quad={event.quad} /><b>{cameo(event.cameo) || sentence(event.plover)}</b></p>
      <p>{event.who.map(one => harmless(one.name)).join(", ") || "Someone"}{event.whom.length > 0 && ` → ${event.whom.map(one => harmless(one.name)).join(", ")}`}</p>
      <p class="meta"><span>CAMEO {event.cameo}</span><span>{event.plover}{event.mode && ` ${event.mode}`}</span><span>{statuses[event.status]}</span><span>{Math.round(event.confidence * 100)} %</span></p><RuleLine by={event.by} /></>}
    {statement && <><p><b>{statement.who ? harmless(statement.who.name) : "Someone"}</b> “{harmless(statement.cue)}” ({statement.kind})</p><RuleLine by={statement.by} /></>}
    {position && <><p><b>{position.who ? harmless(position.who.name) : "Someone"}</b> {position.stance}{position.issue && `: ${issueName(position.issue)}`}</p><RuleLine by={position.by} /></>}
    {fact && <p><b>{sentence(fact.kind)}</b> {harmless(fact.text)}</p>}
    {silent && !event && <p>No event: {harmless(silent.silent)}</p>}
    {(found.span || found === silent) && <Tree trees={trees} text={article.document.text} span={found.span ?? silent} kind={event ? `trigger ${event.quad}` : statement ? "cue" : ""} parties={found.parties} />}
  </div>;
}

const Rule = ({ by }) => <span class="rule">{by}</span>;
// The line of the data file, as this program has it.
function RuleLine({ by }) {
  const [line, setLine] = useState(null);
  useEffect(() => {
    const stop = new AbortController();
    setLine(null);
    ask(`/api/rule?by=${encodeURIComponent(by)}`, stop.signal).then(answer => setLine(answer.line), () => {});
    return () => stop.abort();
  }, [by]);
  return <p class="rule"><span>{by}</span>{line && <code>{line.length > 260 ? line.slice(0, 260) + " …" : line}</code>}</p>;
}

function EventCard({ event, trees, text, chosen, setOver, statements, document, done }) {
  const [open, setOpen] = useState(false);
  const told = String(event.on_word_of ?? "").split(",").filter(Boolean).map(Number).map(i => statements[i]).filter(Boolean);
  const names = list => list.map(one => `${harmless(one.name)}${one.code ? ` (${one.code})` : ""}`).join(", ");
  return <li id={"card-" + event.id} class={`card ${chosen ? "chosen" : ""} ${event.wrong ? "wrong" : ""}`} onPointerEnter={() => setOver(event.id)} onPointerLeave={() => setOver(null)}>
    <p class="what"><a class="number" href={"#" + event.id}>{event.id}</a><Swatch quad={event.quad} /> <b>{names(event.who) || "Someone"}</b>{event.whom.length > 0 && <> <span aria-hidden="true">→</span><span class="unseen"> to </span> <b>{names(event.whom)}</b></>}</p>
    <p>{cameo(event.cameo) || sentence(event.plover)} <span class="type">CAMEO {event.cameo} · {event.plover}{event.mode && ` ${event.mode}`}{event.contexts && ` · ${event.contexts.replaceAll(";", ", ")}`}</span></p>
    <p class="meta"><span>{statuses[event.status]}</span><time>{date(event.date)}</time>{event.place && <span>{event.place}</span>}
      {told.length > 0 && <span>on the word of {told.map(one => one.who ? harmless(one.who.name) : "someone").join(", in turn of ")}</span>}
      {event.same_as !== null && <span>told again of v{event.same_as + 1}</span>}<span>{Math.round(event.confidence * 100)} % sure</span></p>
    <p class="meta"><Link to="/timeline" params={{ rule: event.by, status: "any" }} title="All events by this rule" class="rule">{event.by}</Link></p>
    {event.said && <p class="meta"><b>{event.wrong ? "Marked wrong" : "Corrected"}</b>{event.said.author && <span>{harmless(event.said.author)}</span>}<span>{date(event.said.made.slice(0, 10))}</span>{event.said.note && <span>{harmless(event.said.note)}</span>}</p>}
    <details class="tree-of" onToggle={e => setOpen(e.currentTarget.open)}><summary>Tree of the sentence</summary>{open && <Tree trees={trees} text={text} span={event.span} kind={`trigger ${event.quad}`} parties={event.parties} whole={true} />}</details>
    <Correct event={event} document={document} done={done} />
  </li>;
}
