// Who acts on whom: actors as circles, arcs from the one who does to the one it is done to.
import { useMemo, useState } from "preact/hooks";
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import { change, objects, useAsk } from "./ask.js";
import { actorName, count, country, number, quads } from "./words.js";
import { Bars, Choice, Link, Source, Waiting, filters, useWidth } from "./parts.jsx";
import { EventList } from "./events.jsx";

const sizes = { 12: "12", 25: "25", 50: "50" };
export function Network({ here }) {
  const asked = filters(here.params), level = ["country", "code", "name"].includes(here.params.level) ? here.params.level : "country";
  const size = here.params.limit in sizes ? Number(here.params.limit) : 25;
  const dyads = useAsk("dyads", { ...asked, level, limit: 400 });
  const [element, width] = useWidth(), [over, setOver] = useState(null);
  const rows = useMemo(() => dyads.data ? objects(dyads.data) : [], [dyads.data]);
  const height = Math.round(Math.min(640, Math.max(360, width * 0.72)));
  const graph = useMemo(() => layout(rows, size, width, height), [rows, size, width]);
  const name = id => level === "country" ? country(id) : level === "code" ? actorName(id) : id;
  const near = over === null ? null : new Set(graph.links.flatMap(link => link.source.id === over || link.target.id === over ? [link.source.id, link.target.id] : []));
  return <>
    <div class="title"><h1>Who acts on whom</h1>
      <Choice label="Actors are" value={level} options={[["country", "countries"], ["code", "codes"], ["name", "names"]]} onChange={id => change({ level: id === "country" ? undefined : id })} />
      <Choice label="Show" value={String(size)} options={Object.entries(sizes)} onChange={id => change({ limit: id === "25" ? undefined : id })} /></div>
    <Waiting of={dyads} />
    <div class="columns wide">
      <div>
        <figure class="network" ref={element}>
          {width > 0 && graph.nodes.length > 0 && <svg width={width} height={height} role="img" aria-label="Network of actors; the table beside it has the same numbers">
            {graph.links.map(link => <path key={link.source.id + link.target.id} d={arc(link)} class={`arc ${link.class}`} stroke-width={link.width}
              opacity={near === null ? 0.62 : link.source.id === over || link.target.id === over ? 0.95 : 0.06}><title>{`${name(link.source.id)} → ${name(link.target.id)}: ${link.events}`}</title></path>)}
            {graph.nodes.map(node => <g key={node.id} class={`node ${near !== null && !near.has(node.id) && node.id !== over ? "far" : ""}`} onPointerEnter={() => setOver(node.id)} onPointerLeave={() => setOver(null)}
              onClick={() => change({ actor: node.id })}>
              <circle cx={node.x} cy={node.y} r={node.r} /><text x={node.x} y={node.y + node.r + 12} text-anchor="middle">{short(name(node.id))}</text></g>)}
          </svg>}
          <figcaption><span><span class="swatch cooperation" /> mostly cooperation</span> <span><span class="swatch conflict" /> mostly conflict</span>
            <span>Arcs run clockwise from the one who acts; the strongest are shown. What an actor does to itself stands in the list only.</span></figcaption>
        </figure>
        <Source of={dyads} view="dyads" params={{ ...asked, level }} rows={1000000} />
      </div>
      <aside aria-label="Pairs of actors">
        {rows.length > 0 && <Bars caption="Pairs" rows={rows.slice(0, 20).map(row => ({ ...row, key: row.source + " " + row.target, label: <>
          <Link to="/network" params={{ ...here.params, actor: row.source }}>{name(row.source)}</Link> → <Link to="/network" params={{ ...here.params, actor: row.target }}>{name(row.target)}</Link></> }))} />}
        {dyads.data && rows.length === 0 && <p>No event that fits has both a source and a target.</p>}
      </aside>
    </div>
    {asked.actor && <section aria-labelledby="events"><h2 id="events">Events with {/^([A-Z]{3})+$/.test(asked.actor) ? actorName(asked.actor) : asked.actor}</h2><EventList params={asked} order={here.params.order} /></section>}
  </>;
}

const short = text => text.length > 24 ? text.slice(0, 23) + "…" : text;

function layout(rows, size, width, height) {
  if (width === 0) return { nodes: [], links: [] };
  const weight = new Map();
  for (const row of rows) if (row.source !== row.target)
    for (const id of [row.source, row.target]) weight.set(id, (weight.get(id) ?? 0) + row.events);
  const kept = [...weight].sort((a, b) => b[1] - a[1]).slice(0, size), most = Math.max(1, kept[0]?.[1] ?? 1);
  const nodes = kept.map(([id, n], i) => ({ id, n, r: 5 + 17 * Math.sqrt(n / most), x: width / 2 + Math.cos(i * 2.4) * (30 + 9 * i), y: height / 2 + Math.sin(i * 2.4) * (30 + 6 * i) }));
  const known = new Set(nodes.map(node => node.id));
  const links = rows.filter(row => row.source !== row.target && known.has(row.source) && known.has(row.target)).slice(0, Math.ceil(2.4 * nodes.length)).map(row => ({ ...row }));
  const linked = new Set(links.flatMap(link => [link.source, link.target]));
  const alone = nodes.filter(node => !linked.has(node.id));
  for (const node of alone) nodes.splice(nodes.indexOf(node), 1);
  const top = Math.max(1, ...links.map(link => link.events));
  for (const link of links) {
    link.width = 0.8 + 7 * Math.sqrt(link.events / top);
    link.class = link.verbal_conflict + link.material_conflict > link.events / 2 ? "conflict" : "cooperation";
  }
  const narrow = width < 520;
  forceSimulation(nodes).force("link", forceLink(links).id(node => node.id).distance(narrow ? 60 : 110).strength(link => 0.08 + 0.5 * Math.sqrt(link.events / top)))
    .force("charge", forceManyBody().strength(narrow ? -160 : -420)).force("x", forceX(width / 2).strength(0.07)).force("y", forceY(height / 2).strength(0.11 * width / height))
    .force("collide", forceCollide(node => node.r + (narrow ? 10 : 20))).stop().tick(320);
  // The picture fills its frame.
  const box = [["x", width, 46], ["y", height, 26]];
  for (const [axis, room, margin] of box) {
    const low = Math.min(...nodes.map(node => node[axis])), high = Math.max(...nodes.map(node => node[axis]));
    for (const node of nodes) node[axis] = high === low ? room / 2 : margin + (node[axis] - low) / (high - low) * (room - 2 * margin);
  }
  return { nodes, links };
}

function arc({ source, target }) {
  const dx = target.x - source.x, dy = target.y - source.y, length = Math.hypot(dx, dy) || 1, r = length * 1.3;
  const cut = (node, sign) => [node.x + sign * dx / length * node.r, node.y + sign * dy / length * node.r];
  const [x1, y1] = cut(source, 1), [x2, y2] = cut(target, -1);
  return `M${x1.toFixed(1)},${y1.toFixed(1)}A${r.toFixed(1)},${r.toFixed(1)} 0 0 1 ${x2.toFixed(1)},${y2.toFixed(1)}`;
}
