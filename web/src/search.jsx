// Reports by their words.
import { useState } from "preact/hooks";
import { ask, objects, query, useAsk } from "./ask.js";
import { count, date, harmless } from "./words.js";
import { Link, Source, Waiting } from "./parts.jsx";

const page = 30;
// The words found stand between two control characters.
const marked = excerpt => excerpt.split(/(\u0002[^\u0003]*\u0003)/).map((part, i) => part[0] === "\u0002" ? <mark key={i}>{harmless(part.slice(1, -1))}</mark> : harmless(part));

export function Search({ here }) {
  const { since, until, outlet, text } = here.params, asked = { since, until, outlet, text, limit: page };
  const first = useAsk("documents", asked), [more, setMore] = useState({ of: null, rows: [], end: false });
  const key = query(asked), later = more.of === key ? more : { of: key, rows: [], end: false };
  const rows = first.data ? [...objects(first.data), ...later.rows] : [];
  const next = () => ask(`/api/documents${query({ ...asked, offset: rows.length })}`).then(answer => setMore({ of: key, rows: [...later.rows, ...objects(answer)], end: answer.rows.length < page }));
  return <>
    <div class="title"><h1>{text ? <>Reports with “{harmless(text)}”</> : "Reports"}</h1></div>
    <Waiting of={first} />
    {first.data && rows.length === 0 && <p>No report fits.</p>}
    <ol class={`reports ${first.waiting ? "dim" : ""}`}>{rows.map(row => <li key={row.document}>
      <h2><Link to={`/article/${row.document}`}>{row.title ? harmless(row.title) : date(row.date)}</Link></h2>
      <p>{marked(row.excerpt.trim())}{!text && row.excerpt.length >= 260 && " …"}</p>
      <p class="meta">{row.title && <time dateTime={row.date}>{date(row.date)}</time>}{row.outlet && <span>{harmless(row.outlet)}</span>}<span>{count(row.events, "event")}</span></p></li>)}</ol>
    {first.data && first.data.rows.length === page && !later.end && <p><button type="button" onClick={next}>More reports</button></p>}
    <Source of={first} view="documents" params={asked} rows={100000} />
  </>;
}
