// Filters: the same for all views, and part of the address.
import { useEffect, useState } from "preact/hooks";
import { ask, change, go, objects, shared } from "./ask.js";
import { actorName, countries, country, sentence, statuses, types } from "./words.js";
import { Classes } from "./parts.jsx";

const used = {   // which of them a view can be asked by
  "/positions": ["since", "until", "actor"],
  "/statements": ["since", "until", "actor", "outlet"],
  "/incidents": ["since", "until", "actor", "type", "status", "country"],
  "/search": ["since", "until", "outlet"],
};

function Who({ value }) {
  const [text, setText] = useState(value), [found, setFound] = useState([]);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text.length < 2 || text === value) return setFound([]);
    const stop = new AbortController();
    const timer = setTimeout(() => ask(`/api/actors?limit=12&text=${encodeURIComponent(text)}`, stop.signal)
      .then(answer => setFound(objects(answer)), () => {}), 150);
    return () => { clearTimeout(timer); stop.abort(); };
  }, [text]);
  const known = [...new Map(found.flatMap(one => [[one.name, one.code && actorName(one.code)], ...one.code ? [[one.code, actorName(one.code)]] : []]))];
  return <label class="field who"><span>Who</span>
    <input list="who" value={text} placeholder="Name or code" autocomplete="off"
      onInput={event => { setText(event.target.value); if (known.some(([name]) => name === event.target.value)) change({ actor: event.target.value }); }}
      onChange={event => change({ actor: event.target.value.trim() || undefined })} />
    <datalist id="who">{known.map(([name, what]) => <option key={name} value={name}>{what}</option>)}</datalist>
  </label>;
}

export function Filters({ here, path, about }) {
  const params = here.params, can = used[path] ?? shared, set = shared.filter(name => params[name] && can.includes(name));
  const [open, setOpen] = useState(false);
  const other = [["place", "Place"], ["outlet", "Outlet"], ["rule", "Rule"]].filter(([name]) => params[name] && can.includes(name));
  return <section class={`filters ${open ? "open" : ""}`} aria-label="Filters">
    <button type="button" class="more" aria-expanded={open} onClick={() => setOpen(!open)}>Filters{set.length > 0 && ` (${set.length})`}</button>
    <div class="fields">
      <label class="field"><span>From</span>
        <input type="date" value={params.since ?? ""} min="1900-01-01" max={params.until} onChange={event => change({ since: event.target.value })} /></label>
      <label class="field"><span>To</span>
        <input type="date" value={params.until ?? ""} min={params.since} onChange={event => change({ until: event.target.value })} /></label>
      <Who value={params.actor ?? ""} />
      {can.includes("type") && <label class="field"><span>Type</span>
        <select value={params.type ?? ""} onChange={event => change({ type: event.target.value })}>
          <option value="">All</option>{types.map(type => <option key={type} value={type}>{sentence(type)}</option>)}
        </select></label>}
      {can.includes("status") && <label class="field"><span>Status</span>
        <select value={params.status ?? ""} onChange={event => change({ status: event.target.value })}>
          <option value="">Happened</option><option value="any">Any</option>
          {Object.entries(statuses).slice(1).map(([id, name]) => <option key={id} value={id}>{sentence(name)}</option>)}
        </select></label>}
      {can.includes("country") && <label class="field"><span>Where</span>
        <select value={params.country ?? ""} onChange={event => change({ country: event.target.value, place: undefined })}>
          <option value="">Anywhere</option>
          {Object.entries(countries()).sort((a, b) => a[1].localeCompare(b[1], "en")).map(([code, name]) => <option key={code} value={code}>{name}</option>)}
        </select></label>}
      {other.map(([name, label]) => <button type="button" class="chip" key={name} onClick={() => change({ [name]: undefined })}
        aria-label={`Remove the filter ${label} ${params[name]}`}>{label}: {params[name]} <span aria-hidden="true">×</span></button>)}
      {set.length > 0 && <button type="button" class="clear" onClick={() => go(here.path, Object.fromEntries(Object.entries(params).filter(([name]) => !shared.includes(name))))}>Clear</button>}
    </div>
    {can.includes("quad") && path !== "/timeline" && <Classes value={params.quad} onChange={quad => change({ quad })} />}
  </section>;
}
