// Each event once, with all the reports that tell it.
import { change, query, useAsk } from "./ask.js";
import { actorName, cameo, count, country, date, harmless, sentence, statuses } from "./words.js";
import { Choice, Link, Swatch, Waiting } from "./parts.jsx";

const day = 86400000, window = 30, most = 1000;
const iso = time => new Date(time).toISOString().slice(0, 10);
const told = { several: ["by several reports", one => one.documents > 1], independent: ["by several sources", one => one.independent_sources > 1], all: ["at all", () => true] };

export function Incidents({ here, about }) {
  const { actor, type, status, country: where } = here.params;
  const until = here.params.until ?? about.last, since = here.params.since ?? iso(Date.parse(until) - window * day);
  const by = here.params.level in told ? here.params.level : "several";
  const asked = { since, until, actor, type, status, country: where, limit: most };
  const answer = useAsk("incidents", asked);
  const all = answer.data?.incidents ?? [], shown = all.filter(told[by][1]).reverse();
  const earlier = () => change({ since: iso(Date.parse(since) - window * day), until: iso(Date.parse(since) - day) });
  return <>
    <div class="title"><h1>{answer.data ? count(shown.length, "incident") : "Incidents"}</h1>
      <Choice label="Told" value={by} options={Object.entries(told).map(([id, [name]]) => [id, name])} onChange={id => change({ level: id === "several" ? undefined : id })} /></div>
    <p class="hint">{date(since)} to {date(until)}. The same event told by several reports stands here once, with what joined the reports; copies of a text and reports of one outlet count as one source.
      {all.length === most && ` Only the first ${count(most, "incident")} of this time are shown.`}</p>
    <Waiting of={answer} />
    <ol class={`incidents ${answer.waiting ? "dim" : ""}`}>{shown.map(one => <Incident key={one.incident} one={one} />)}</ol>
    {answer.data && shown.length === 0 && <p>No incident fits.</p>}
    {answer.data && <p><button type="button" onClick={earlier}>Earlier</button></p>}
    {answer.data && <details class="source"><summary>Data behind this</summary>
      <p><a href={`/api/incidents.csv${query({ ...asked, limit: 1000000 })}`} download>CSV</a> <a href={`/api/incidents${query(asked)}`}>JSON</a></p>
      <p>Which reports tell the same event is decided by the program, not by SQL: <code>demarche incidents DB --since {since} --until {until}</code></p></details>}
  </>;
}

const address = document => document.startsWith("#") ? document.slice(1) : "id:" + document;
const when = (first, last) => first === last || !last ? date(first) : /-01-01$/.test(first) && last === first.slice(0, 4) + "-12-31" ? first.slice(0, 4) : `${date(first)} to ${date(last)}`;

function Incident({ one }) {
  const name = (list, codes) => harmless(list) || (codes ? actorName(codes.split("+")[0]) : "");
  return <li class="incident">
    <p class="what"><Swatch quad={one.quad} /><span class="unseen">{one.quad}: </span><b>{name(one.source_names, one.sources) || "Someone"}</b>
      {(one.target_names || one.targets) && <> <span aria-hidden="true">→</span><span class="unseen"> to </span> <b>{name(one.target_names, one.targets)}</b></>}
      <span class="type">{cameo(one.cameo) || sentence(one.plover)}</span></p>
    <p class="meta"><time dateTime={one.first}>{when(one.first, one.last)}</time>{one.place && <span>{one.place}{one.country && country(one.country) !== one.place && `, ${country(one.country)}`}</span>}
      {one.figures && <span>{harmless(one.figures)}</span>}{one.status !== "actual" && <span>{statuses[one.status]}</span>}
      <span>{count(one.documents, "report")}, {count(one.independent_sources, "source")}</span></p>
    <ul>{one.tellings.map((telling, i) => <li key={i}>
      <p class="words"><q>{marked(telling)}</q></p>
      <p class="meta"><Link to={`/article/${encodeURIComponent(address(telling.document))}`}><time dateTime={telling.reported}>{date(telling.reported)}</time></Link>
        {telling.outlet && <span>{harmless(telling.outlet)}</span>}{telling.joined_by && <span>joined by: {harmless(telling.joined_by)}</span>}</p></li>)}</ul>
  </li>;
}

function marked({ sentence: words, trigger }) {
  const text = harmless(words), found = trigger ? text.indexOf(harmless(trigger)) : -1;
  return found < 0 ? text : <>{text.slice(0, found)}<mark>{text.slice(found, found + trigger.length)}</mark>{text.slice(found + trigger.length)}</>;
}
