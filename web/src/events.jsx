// A list of events, each with the sentence that shows it.
import { useEffect, useState } from "preact/hooks";
import { ask, change, objects, query, useAsk } from "./ask.js";
import { actorName, cameo, country, date, harmless, sentence, statuses } from "./words.js";
import { Link, Source, Swatch, Waiting } from "./parts.jsx";

const page = 30;
export const names = (list, codes) => list ? harmless(list) : codes ? actorName(codes.split("+")[0]) : null;

export function EventItem({ event }) {
  const source = names(event.source, event.source_code), target = names(event.target, event.target_code);
  return <li class="event">
    <p class="what"><Swatch quad={event.quad} /><span class="unseen">{event.quad}: </span>
      <b>{source ?? "Someone"}</b>{target && <> <span aria-hidden="true">→</span><span class="unseen"> to </span> <b>{target}</b></>}
      <span class="type" title={`CAMEO ${event.cameo}, PLOVER ${event.plover}`}>{cameo(event.cameo) || sentence(event.plover)}</span></p>
    <p class="words"><q>{harmless(event.before).trimStart()}<mark class={event.quad}>{harmless(event.trigger)}</mark>{harmless(event.after)}</q></p>
    <p class="meta"><Link to={`/article/${event.document}`} hash={`v${event.event + 1}`}><time dateTime={event.date}>{date(event.date)}</time></Link>
      {event.place && <span>{event.place}{event.country && country(event.country) !== event.place && `, ${country(event.country)}`}</span>}
      {event.status !== "actual" && <span>{statuses[event.status]}</span>}
      {event.outlet && <span>{harmless(event.outlet)}</span>}</p>
  </li>;
}

export function EventList({ params, order }) {
  const asked = { ...params, order, limit: page };
  const first = useAsk("events", asked), [more, setMore] = useState({ of: null, rows: [], end: false });
  const key = query(asked), later = more.of === key ? more : { of: key, rows: [], end: false };
  const rows = first.data ? [...objects(first.data), ...later.rows] : [];
  const next = () => ask(`/api/events${query({ ...asked, offset: rows.length })}`).then(answer =>
    setMore({ of: key, rows: [...later.rows, ...objects(answer)], end: answer.rows.length < page }));
  return <>
    <Waiting of={first} />
    {first.data && rows.length === 0 && <p>No event fits.</p>}
    {rows.length > 0 && <p class="order"><button type="button" class="plain" onClick={() => change({ order: order === "oldest" ? undefined : "oldest" }, { replace: true })}>
      {order === "oldest" ? "Oldest first" : "Latest first"}</button></p>}
    <ol class={`events ${first.waiting ? "dim" : ""}`}>{rows.map(event => <EventItem key={`${event.document}-${event.event}`} event={event} />)}</ol>
    {first.data && first.data.rows.length === page && !later.end && <p><button type="button" onClick={next}>More events</button></p>}
    <Source of={first} view="events" params={asked} rows={1000000} />
  </>;
}
