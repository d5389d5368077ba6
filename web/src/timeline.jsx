// Events over time: cooperation above the line, conflict below; a stretch is chosen by dragging, or by arrow keys and Enter.
import { useMemo, useRef, useState } from "preact/hooks";
import { scaleLinear, scaleUtc } from "d3-scale";
import { change, objects, query, useAsk } from "./ask.js";
import { count, country, actorName, number, period, quads } from "./words.js";
import { Bars, Choice, Classes, Source, Swatch, Waiting, filters, useWidth } from "./parts.jsx";
import { EventList } from "./events.jsx";

const day = 86400000;
const parse = text => { const [year, month = 1, date = 1] = text.split("-").map(Number); return Date.UTC(year, month - 1, date); };
const iso = time => new Date(time).toISOString().slice(0, 10);
export const steps = ["day", "week", "month", "year"];

function stepOf(from, to) {
  const days = (to - from) / day;
  return days > 366 * 40 ? "year" : days > 366 * 3 ? "month" : days > 120 ? "week" : "day";
}
// The period a time lies in, as it is called, and the ends of a period.
function periodOf(time, step) {
  const at = new Date(time);
  if (step === "week") at.setUTCDate(at.getUTCDate() - (at.getUTCDay() + 6) % 7);
  return at.toISOString().slice(0, { day: 10, week: 10, month: 7, year: 4 }[step]);
}
function ends(name, step) {
  const from = parse(name), at = new Date(from);
  const next = step === "day" ? from + day : step === "week" ? from + 7 * day
    : step === "month" ? Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1) : Date.UTC(at.getUTCFullYear() + 1, 0, 1);
  return [from, next];
}
function allPeriods(from, to, step) {
  const out = [];
  for (let at = parse(periodOf(from, step)); at < to && out.length < 4000;) {
    const name = periodOf(at, step);
    out.push(name);
    at = ends(name, step)[1];
  }
  return out;
}

// Choosing a stretch with the pointer. `at` turns a position into a time.
function useBrush(at, done) {
  const [drag, setDrag] = useState(null);
  const place = event => event.clientX - event.currentTarget.getBoundingClientRect().left;
  return [drag, {
    onPointerDown: event => { if (event.button === 0) { event.currentTarget.setPointerCapture(event.pointerId); setDrag([place(event), place(event)]); } },
    onPointerMove: event => drag && setDrag([drag[0], place(event)]),
    onPointerCancel: () => setDrag(null),
    onPointerUp: event => {
      if (!drag) return;
      const [a, b] = [drag[0], place(event)].sort((x, y) => x - y);
      setDrag(null);
      if (b - a > 4) done(at(a), at(b));
    },
  }];
}

const margin = { left: 46, right: 8, top: 8, bottom: 22 };
const tickFormat = { year: { year: "numeric" }, month: { month: "short", year: "numeric" }, day: { day: "numeric", month: "short" } };
function tickText(time) {
  const at = new Date(time), kind = at.getUTCMonth() === 0 && at.getUTCDate() === 1 ? "year" : at.getUTCDate() === 1 ? "month" : "day";
  return new Intl.DateTimeFormat("en-GB", { ...tickFormat[kind], timeZone: "UTC" }).format(at);
}

function Chart({ rows, from, to, step, choose, out, quad }) {
  const [element, width] = useWidth();
  const [at, setAt] = useState(null);
  const height = width < 520 ? 220 : 300;
  const names = useMemo(() => allPeriods(from, to, step), [from, to, step]);
  const by = useMemo(() => {
    const found = new Map();
    for (const row of rows) {
      if (!found.has(row.period)) found.set(row.period, {});
      found.get(row.period)[row.quad] = row.events;
    }
    return found;
  }, [rows]);
  const value = (name, quad) => by.get(name)?.[quad] ?? 0;
  const up = Math.max(1, ...names.map(name => value(name, quads[0].id) + value(name, quads[1].id)));
  const down = Math.max(1, ...names.map(name => value(name, quads[2].id) + value(name, quads[3].id)));
  const x = scaleUtc([from, to], [margin.left, Math.max(margin.left + 1, width - margin.right)]);
  const y = scaleLinear([up, -down], [margin.top, height - margin.bottom]).nice(6);
  const brush = useBrush(place => x.invert(Math.min(Math.max(place, margin.left), width - margin.right)).getTime(), choose);
  const [drag, handlers] = brush;
  // One path for each class: material next to the line, words beyond.
  const paths = useMemo(() => quads.map((quad, q) => {
    const sign = q < 2 ? 1 : -1, inner = q < 2 ? quads[1].id : quads[3].id, outer = quad.id !== inner;
    let path = "";
    for (const name of names) {
      const n = value(name, quad.id);
      if (n === 0) continue;
      const [a, b] = ends(name, step), left = Math.max(x(a), margin.left), right = Math.min(x(b), width - margin.right);
      const gap = right - left > 4 ? 1 : right - left > 2 ? 0.5 : 0, base = outer ? value(name, inner) : 0;
      path += `M${left.toFixed(1)},${y(sign * base).toFixed(1)}H${Math.max(left + 0.5, right - gap).toFixed(1)}V${y(sign * (base + n)).toFixed(1)}H${left.toFixed(1)}Z`;
    }
    return path;
  }), [by, names, width, height, from, to]);
  const shown = at === null ? null : names[Math.min(at, names.length - 1)];
  const totals = Object.fromEntries(quads.map(quad => [quad.id, names.reduce((sum, name) => sum + value(name, quad.id), 0)]));
  const figures = shown === null ? totals : Object.fromEntries(quads.map(quad => [quad.id, value(shown, quad.id)]));
  const said = shown === null ? "" : `${period(shown, step)}: ${quads.map(quad => `${quad.name.toLowerCase()} ${figures[quad.id]}`).join(", ")}`;
  const move = event => {
    handlers.onPointerMove(event);
    const place = event.clientX - event.currentTarget.getBoundingClientRect().left;
    if (place < margin.left || place > width - margin.right) return setAt(null);
    const index = names.indexOf(periodOf(x.invert(place).getTime(), step));
    setAt(index < 0 ? null : index);
  };
  const key = event => {
    const last = names.length - 1, now = at ?? last;
    const next = { ArrowLeft: now - 1, ArrowRight: now + 1, ArrowDown: now - 1, ArrowUp: now + 1, Home: 0, End: last, PageUp: now - 12, PageDown: now + 12 }[event.key];
    if (next !== undefined) setAt(Math.min(last, Math.max(0, next)));
    else if (event.key === "Enter" && shown !== null) choose(ends(shown, step)[0], ends(shown, step)[1] - day);
    else if (event.key === "Escape") { setAt(null); out(); }
    else return;
    event.preventDefault();
  };
  const ticks = width === 0 ? [] : x.ticks(Math.max(2, Math.floor(width / 110)));
  return <figure class="chart">
    <figcaption class="legend">
      <span class="when">{shown === null ? "In all" : period(shown, step)}</span>
      <Classes value={quad} figures={figures} onChange={next => change({ quad: next })} />
    </figcaption>
    <div ref={element} class="plot">
      {width > 0 && <svg width={width} height={height} tabindex={0} role="slider" aria-label="Events over time; Enter chooses the period, Escape goes back"
        aria-valuemin={0} aria-valuemax={names.length - 1} aria-valuenow={at ?? names.length - 1} aria-valuetext={said || "no period chosen"}
        onKeyDown={key} {...handlers} onPointerMove={move} onPointerLeave={() => setAt(null)}>
        {y.ticks(5).map(tick => <g key={tick} class={tick === 0 ? "zero" : "grid"}>
          <line x1={margin.left} x2={width - margin.right} y1={y(tick)} y2={y(tick)} />
          <text x={margin.left - 6} y={y(tick)} dy="0.32em" text-anchor="end">{number(Math.abs(tick))}</text>
        </g>)}
        {quads.map((quad, q) => <path key={quad.id} class={quad.id} d={paths[q]} />)}
        <line class="axis" x1={margin.left} x2={width - margin.right} y1={y(0)} y2={y(0)} />
        {ticks.map(tick => <text key={+tick} class="tick" x={Math.min(x(tick), width - 24)} y={height - 5} text-anchor={x(tick) < margin.left + 16 ? "start" : "middle"}>{tickText(tick)}</text>)}
        {shown !== null && drag === null && <rect class="cursor" x={Math.max(margin.left, x(ends(shown, step)[0]))} y={margin.top}
          width={Math.max(1, Math.min(width - margin.right, x(ends(shown, step)[1])) - Math.max(margin.left, x(ends(shown, step)[0])))} height={height - margin.top - margin.bottom} />}
        {drag !== null && <rect class="brush" x={Math.min(...drag)} y={margin.top} width={Math.abs(drag[1] - drag[0])} height={height - margin.top - margin.bottom} />}
      </svg>}
    </div>
  </figure>;
}

// The whole period in small, with the stretch that is shown above.
function Whole({ rows, first, last, from, to, choose }) {
  const [element, width] = useWidth(), height = 34;
  const x = scaleUtc([first, last], [margin.left, Math.max(margin.left + 1, width - margin.right)]);
  const sums = new Map();
  for (const row of rows) sums.set(row.period, (sums.get(row.period) ?? 0) + row.events);
  const most = Math.max(1, ...[...sums].filter(([name]) => parse(name) >= first - 31 * day && parse(name) <= last).map(([, n]) => n));
  let path = "";
  for (const [name, n] of sums) {
    const [a, b] = ends(name, "month");
    if (b <= first || a > last) continue;
    const left = Math.max(x(a), margin.left), right = Math.min(x(b), width - margin.right);
    path += `M${left.toFixed(1)},${height}H${right.toFixed(1)}V${(height - (height - 2) * n / most).toFixed(1)}H${left.toFixed(1)}Z`;
  }
  const [drag, handlers] = useBrush(place => x.invert(Math.min(Math.max(place, margin.left), width - margin.right)).getTime(), choose);
  return <div ref={element} class="whole" aria-hidden="true">
    {width > 0 && <svg width={width} height={height} {...handlers}>
      <path d={path} />
      <rect class="window" x={x(Math.max(from, first))} y="0" width={Math.max(2, x(Math.min(to, last)) - x(Math.max(from, first)))} height={height} />
      {drag !== null && <rect class="brush" x={Math.min(...drag)} y="0" width={Math.abs(drag[1] - drag[0])} height={height} />}
    </svg>}
  </div>;
}

export function Timeline({ here, about }) {
  const asked = filters(here.params), zoomed = Boolean(asked.since || asked.until);
  const first = parse(about.first ?? "2000"), last = parse(about.last ?? "2000") + day;
  const from = asked.since ? parse(asked.since) : Math.min(first, asked.until ? parse(asked.until) : first);
  const to = Math.max(from + day, asked.until ? parse(asked.until) + day : last);
  const step = steps.includes(here.params.step) ? here.params.step : stepOf(from, to);
  const series = useAsk("timeline", { ...asked, step }), whole = useAsk(zoomed ? "timeline" : null, { ...asked, since: undefined, until: undefined, step: "month" });
  const dyads = useAsk("dyads", { ...asked, limit: 10 }), where = useAsk("countries", asked);
  const all = useMemo(() => series.data ? objects(series.data) : [], [series.data]), rows = useMemo(() => all.filter(row => row.period !== null), [all]);
  const vague = all.reduce((sum, row) => sum + (row.period === null ? row.events : 0), 0);
  const wholeRows = useMemo(() => whole.data ? objects(whole.data).filter(row => row.period !== null) : [], [whole.data]);
  // What is chosen are whole periods: what is seen is what is counted.
  const choose = by => (a, b) => change({ since: iso(ends(periodOf(a, by), by)[0]), until: iso(ends(periodOf(b, by), by)[1] - day) });
  const out = () => zoomed && change({ since: undefined, until: undefined });
  const outside = rows.reduce((sum, row) => { const at = parse(row.period.slice(0, 10)); return sum + (at < from - 366 * day || at >= to ? row.events : 0); }, 0);
  const total = rows.reduce((sum, row) => sum + row.events, 0) - outside;
  return <>
    <div class="title"><h1>{series.data ? count(total, "event") : "Events"}{asked.actor ? ` with ${asked.actor}` : ""}{asked.country ? ` in ${country(asked.country)}` : ""}</h1>
      <Choice label="By" value={step} options={steps.map(id => [id, id])} onChange={id => change({ step: id })} />
      {zoomed && <button type="button" onClick={out}>Whole period</button>}
    </div>
    {series.error && <Waiting of={series} />}
    {!series.data && !series.error && <div class="chart reserved" role="status"><span class="waiting">Reading …</span></div>}
    {series.data && <Chart rows={rows} from={from} to={to} step={step} choose={choose(step)} out={out} quad={asked.quad} />}
    {zoomed && whole.data && <Whole rows={wholeRows} first={first} last={last} from={from} to={to} choose={choose("month")} />}
    <p class="hint">Drag over the chart to choose a stretch of time; with the keyboard, arrows and Enter.{" "}
      {outside > 0 && `${count(outside, "event")} dated outside the time of the reports ${outside === 1 ? "is" : "are"} not in the picture. `}
      {vague > 0 && `${count(vague, "event")} whose ${step === "month" ? "month" : "day"} is not known ${vague === 1 ? "is" : "are"} not in the picture.`}</p>
    {series.data && <details class="source"><summary>Table of the numbers</summary><Table rows={rows} step={step} /></details>}
    <Source of={series} view="timeline" params={{ ...asked, step }} />
    <div class="columns">
      <section aria-labelledby="events"><h2 id="events">Events</h2><EventList params={{ ...asked, until: asked.until ?? about.last }} order={here.params.order} /></section>
      <aside aria-label="Who and where">
        {dyads.data && dyads.data.rows.length > 0 && <Bars caption="Who did it, to whom" rows={objects(dyads.data).map(row => ({ ...row, key: row.source + row.target,
          name: `${actorName(row.source)} → ${actorName(row.target)}`, title: `${row.source} → ${row.target}`, to: "/network", params: { ...asked, actor: row.source } }))} />}
        {where.data && where.data.rows.length > 0 && <Bars caption="Where" rows={objects(where.data).slice(0, 12).map(row => ({ ...row, key: row.country, name: country(row.country),
          to: "/timeline", params: { ...asked, country: row.country } }))} />}
      </aside>
    </div>
  </>;
}

function Table({ rows, step }) {
  const by = new Map();
  for (const row of rows) by.set(row.period, { ...by.get(row.period), [row.quad]: row.events });
  return <div class="scroll" tabindex={0} role="region" aria-label="Events by period and class"><table class="numbers">
    <thead><tr><th scope="col">Period</th>{quads.map(quad => <th key={quad.id} scope="col">{quad.name}</th>)}</tr></thead>
    <tbody>{[...by].map(([name, row]) => <tr key={name}><th scope="row"><button type="button" class="plain"
      onClick={() => change({ since: iso(ends(name, step)[0]), until: iso(ends(name, step)[1] - day) })}>{period(name, step)}</button></th>
      {quads.map(quad => <td key={quad.id}>{row[quad.id] ?? 0}</td>)}</tr>)}</tbody>
  </table></div>;
}
