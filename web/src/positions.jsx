// Where actors stand: on one issue each holder has a lane in time; a change of side is marked.
import { useMemo, useState } from "preact/hooks";
import { scaleUtc } from "d3-scale";
import { change, objects, useAsk } from "./ask.js";
import { actorName, count, date, harmless, issueName, number } from "./words.js";
import { Bars, Link, Source, Waiting, filters, useWidth } from "./parts.jsx";

export function Positions({ here, about }) {
  const asked = { since: here.params.since, until: here.params.until, actor: here.params.actor, holder: here.params.holder };
  const issues = useAsk("issues", asked), list = issues.data ? objects(issues.data) : [];
  const issue = here.params.issue ?? (asked.actor || asked.holder ? undefined : list[0]?.issue);
  const rows = useAsk(issue || asked.actor || asked.holder ? "positions" : null, { ...asked, issue });
  const found = useMemo(() => rows.data ? objects(rows.data) : [], [rows.data]);
  const byIssue = issue === undefined;
  return <>
    <div class="title"><h1>{byIssue ? `Positions of ${asked.holder ?? asked.actor ?? ""}` : issue ? issueName(issue) : "Positions"}</h1></div>
    <Waiting of={issues} />
    {issues.data && list.length === 0 && <p>No position on an issue fits.</p>}
    <div class="columns board">
      <aside aria-label="Issues">
        <Bars caption="Issues" rows={list.slice(0, 40).map(row => ({ key: row.issue, events: row.positions, bar: <Sides row={row} most={list[0].positions} />,
          label: <Link to="/positions" params={{ ...here.params, issue: row.issue }} aria-current={row.issue === issue ? "true" : undefined}>{issueName(row.issue)}</Link> }))} />
        <Source of={issues} view="issues" params={asked} rows={100000} />
      </aside>
      <div>
        {(asked.holder || (byIssue && list.length > 0)) && <p><Link to="/positions" params={{ ...here.params, holder: undefined, actor: undefined, issue: here.params.issue ?? list[0]?.issue }}>All who took a side</Link></p>}
        {rows.data && <Board rows={found} byIssue={byIssue} about={about} here={here} />}
        <Source of={rows} view="positions" params={{ ...asked, issue }} rows={1000000} />
      </div>
    </div>
  </>;
}

function Sides({ row, most }) {
  const wide = 100 * row.positions / most, part = row.positions ? wide * row.for / row.positions : 0;
  return <svg class="split" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label={`for ${row.for}, against ${row.against}`}>
    <rect class="for" width={part} height="6" /><rect class="against" x={part} width={wide - part} height="6" /></svg>;
}

const lanesShown = 24;
function Board({ rows, byIssue, here }) {
  const [element, width] = useWidth(), [told, setTold] = useState(null), [all, setAll] = useState(false);
  const lanes = useMemo(() => {
    const found = new Map();
    for (const row of rows) {
      const key = byIssue ? row.issue : row.holder + "|" + row.code;
      if (!found.has(key)) found.set(key, { key, name: byIssue ? issueName(row.issue) : harmless(row.holder), code: byIssue ? "" : row.code, issue: row.issue, marks: [] });
      found.get(key).marks.push(row);
    }
    for (const lane of found.values()) {
      lane.changes = 0;
      lane.marks.forEach((mark, i) => { mark.changed = i > 0 && mark.stance !== lane.marks[i - 1].stance; lane.changes += mark.changed; });
    }
    return [...found.values()].sort((a, b) => b.changes - a.changes || b.marks.length - a.marks.length || a.name.localeCompare(b.name));
  }, [rows, byIssue]);
  if (rows.length === 0) return null;
  const shown = all ? lanes : lanes.slice(0, lanesShown);
  const narrow = width < 560, label = narrow ? 0 : 190, lane = narrow ? 44 : 30, top = 22, height = top + lane * shown.length + 4;
  const times = rows.map(row => Date.parse(row.date)), from = Math.min(...times), to = Math.max(...times);
  const x = scaleUtc([from, to === from ? from + 864e5 : to], [label + 12, Math.max(label + 13, width - 12)]);
  const flips = lanes.reduce((sum, one) => sum + one.changes, 0);
  return <>
    <p class="legend"><span><svg width="14" height="14" aria-hidden="true"><circle class="for" cx="7" cy="7" r="5" /></svg> for</span>
      <span><svg width="14" height="14" aria-hidden="true"><Against x={7} y={7} /></svg> against</span>
      <span><svg width="14" height="14" aria-hidden="true"><line class="turn" x1="7" y1="1" x2="7" y2="13" /></svg> changed side ({flips})</span></p>
    <figure class="boardfigure" ref={element}>
      {width > 0 && <svg width={width} height={height} role="group" aria-label="Positions over time; the list below has the same in words">
        {x.ticks(Math.max(2, Math.floor((width - label) / 90))).map(tick => <g key={+tick} class="grid"><line x1={x(tick)} x2={x(tick)} y1={top} y2={height} /><text x={x(tick)} y="13" text-anchor="middle">{x.tickFormat(4)(tick)}</text></g>)}
        {shown.map((one, i) => {
          const y = top + lane * i + (narrow ? 30 : lane / 2);
          return <g key={one.key} class="lane">
            <line class="rail" x1={x.range()[0]} x2={x.range()[1]} y1={y} y2={y} />
            <text x={narrow ? 2 : label} y={narrow ? y - 13 : y} dy={narrow ? "0" : "0.32em"} text-anchor={narrow ? "start" : "end"}>{cut(one.name, narrow ? 44 : 26)}{one.changes > 0 && <tspan class="turned"> ⇄</tspan>}</text>
            {one.marks.map((mark, k) => k > 0 && <line key={"l" + k} class={`hold ${one.marks[k - 1].stance}`} x1={x(Date.parse(one.marks[k - 1].date))} x2={x(Date.parse(mark.date))} y1={y} y2={y} />)}
            {one.marks.map((mark, k) => <a key={k} href={`/article/${mark.document}`} tabindex={-1} aria-label={`${date(mark.date)}: ${harmless(mark.holder)} ${mark.stance} ${harmless(mark.words)}${mark.changed ? ", changed side" : ""}`} onPointerEnter={() => setTold(mark)}>
              {mark.changed && <line class="turn" x1={x(Date.parse(mark.date))} x2={x(Date.parse(mark.date))} y1={y - 11} y2={y + 11} />}
              {mark.stance === "for" ? <circle class="for" cx={x(Date.parse(mark.date))} cy={y} r="5" /> : <Against x={x(Date.parse(mark.date))} y={y} />}
            </a>)}
          </g>;
        })}
      </svg>}
      <figcaption class="told">{told === null ? "Point at a mark to read it." : <>{date(told.date)} · {harmless(told.holder)} {told.stance} <q>{harmless(told.words)}</q>{told.changed ? " · changed side" : ""}</>}</figcaption>
    </figure>
    {lanes.length > lanesShown && <p><button type="button" onClick={() => setAll(!all)}>{all ? "Fewer" : `All ${lanes.length}`}</button></p>}
    <details class="source"><summary>The same in words ({count(rows.length, "position")})</summary>
      <ul class="said">{rows.map(row => <li key={`${row.document}-${row.position}`}><Link to={`/article/${row.document}`}>{date(row.date)}</Link> <Link to="/positions" params={{ ...here.params, holder: row.holder, issue: undefined }}>{harmless(row.holder)}</Link>{row.code && ` (${actorName(row.code)})`} <b>{row.stance}</b> <q>{harmless(row.words)}</q>{row.changed && <em> changed side</em>}</li>)}</ul></details>
  </>;
}
const cut = (text, most) => text.length > most ? text.slice(0, most - 1) + "…" : text;
const Against = ({ x, y }) => <path class="against" d={`M${x - 5},${y}L${x},${y - 5}L${x + 5},${y}L${x},${y + 5}Z`} />;
