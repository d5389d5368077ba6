// Who said what.
import { useState } from "preact/hooks";
import { ask, change, objects, query, useAsk } from "./ask.js";
import { actorName, count, date, harmless } from "./words.js";
import { Bars, Choice, Link, Source, Waiting } from "./parts.jsx";

const page = 30;
export function Statements({ here }) {
  const { since, until, actor, outlet, speaker, speech, text } = here.params;
  const base = { since, until, actor, outlet, speech, text }, asked = { ...base, speaker, limit: page };
  const first = useAsk("statements", asked), speakers = useAsk("speakers", { ...base, limit: 25 });
  const [more, setMore] = useState({ of: null, rows: [], end: false }), [words, setWords] = useState(text ?? "");
  const key = query(asked), later = more.of === key ? more : { of: key, rows: [], end: false };
  const rows = first.data ? [...objects(first.data), ...later.rows] : [];
  const next = () => ask(`/api/statements${query({ ...asked, offset: rows.length })}`).then(answer => setMore({ of: key, rows: [...later.rows, ...objects(answer)], end: answer.rows.length < page }));
  return <>
    <div class="title"><h1>{speaker ?? actor ? `What ${harmless(speaker ?? actor)} said` : "Who said what"}</h1>
      <Choice label="Speech" value={speech ?? ""} options={[["", "all"], ["direct", "direct"], ["indirect", "indirect"]]} onChange={id => change({ speech: id })} />
      <form class="inline" onSubmit={event => { event.preventDefault(); change({ text: words }); }}><input type="search" aria-label="Words of the statement" placeholder="Words said" value={words} onInput={event => setWords(event.target.value)} /></form>
      {speaker && <button type="button" onClick={() => change({ speaker: undefined })}>All speakers</button>}</div>
    <Waiting of={first} />
    <div class="columns">
      <section aria-label="Statements">
        {first.data && rows.length === 0 && <p>No statement fits.</p>}
        <ol class={`statements ${first.waiting ? "dim" : ""}`}>{rows.map(row => <li key={`${row.document}-${row.statement}`}>
          <p class="what">{row.speaker ? <><b>{harmless(row.speaker)}</b>{row.code && <span class="type">{row.role ? `${row.role}, ` : ""}{actorName(row.code)}</span>}</> : <b>Speaker not told</b>}</p>
          <blockquote class={row.kind}>{row.kind === "direct" ? harmless(row.content) : <>… {harmless(row.content)}</>}</blockquote>
          <p class="meta"><Link to={`/article/${row.document}`} hash={`s${row.statement + 1}`}><time dateTime={row.date}>{date(row.date)}</time></Link><span>{row.denied ? "denied: " : ""}“{harmless(row.cue)}”</span><span>{row.kind} speech</span>{row.outlet && <span>{harmless(row.outlet)}</span>}</p>
        </li>)}</ol>
        {first.data && first.data.rows.length === page && !later.end && <p><button type="button" onClick={next}>More statements</button></p>}
        <Source of={first} view="statements" params={asked} rows={1000000} />
      </section>
      <aside aria-label="Speakers">
        {speakers.data && <Bars caption="Speakers" rows={objects(speakers.data).map(row => ({ key: row.speaker + row.code, events: row.statements, bar: "", name: harmless(row.speaker), title: row.code && actorName(row.code), to: "/statements", params: { ...base, speaker: row.speaker } }))} />}
        <Source of={speakers} view="speakers" params={base} rows={100000} />
      </aside>
    </div>
  </>;
}
