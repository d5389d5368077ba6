// Where: countries as areas, cities as points.  What is known only by its country is never shown as a point.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { geoEqualEarth, geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";
import { ask, change, objects, useAsk } from "./ask.js";
import { count, country, number, quads } from "./words.js";
import { Bars, Choice, Source, Waiting, filters, useWidth } from "./parts.jsx";
import { EventList } from "./events.jsx";

const shades = 5;
const measures = { events: ["All", row => row.events], conflict: ["Conflict", row => row.verbal_conflict + row.material_conflict],
  cooperation: ["Cooperation", row => row.verbal_cooperation + row.material_cooperation] };
// Borders of classes that tell something although few countries have most of the events: a geometric row.
function bounds(most) {
  const out = [], top = Math.max(2, most);
  for (let i = 1; i < shades; i++) out.push(Math.max(i + 1, Math.round(top ** (i / shades))));
  return [...new Set(out)];
}
const shadeOf = (value, borders) => value === 0 ? 0 : 1 + borders.filter(border => value >= border).length;

export function Atlas({ here }) {
  const asked = filters(here.params), measure = here.params.level in measures ? here.params.level : "events";
  const byCountry = useAsk("countries", { ...asked, country: undefined, place: undefined }), byPlace = useAsk("places", { ...asked, place: undefined });
  const [world, setWorld] = useState(null);
  useEffect(() => { ask("/world.json").then(setWorld); }, []);
  const areas = useMemo(() => byCountry.data ? objects(byCountry.data) : [], [byCountry.data]);
  const points = useMemo(() => byPlace.data ? objects(byPlace.data) : [], [byPlace.data]);
  const of = measures[measure][1];
  return <>
    <div class="title"><h1>Where it happened</h1>
      <Choice label="Count" value={measure} options={Object.entries(measures).map(([id, [name]]) => [id, name])} onChange={id => change({ level: id === "events" ? undefined : id })} /></div>
    <Waiting of={byCountry} />
    <div class="columns wide">
      <div>
        {world && byCountry.data && <Drawing world={world} areas={areas} points={points} of={of} measure={measure} chosen={asked.country} />}
        <p class="hint">A country is shaded by what happened in it. A point is a city that the text names; its area stands for the number of events.</p>
        <Source of={byCountry} view="countries" params={asked} />
        <Source of={byPlace} view="places" params={asked} rows={100000} />
      </div>
      <aside aria-label="Countries and places">
        {areas.length > 0 && <Bars caption="Countries" rows={areas.slice(0, 12).map(row => ({ ...row, key: row.country, name: country(row.country), to: "/map", params: { ...here.params, country: row.country, place: undefined } }))} />}
        {points.length > 0 && <Bars caption="Cities" rows={points.slice(0, 12).map(row => ({ ...row, key: row.place, name: row.name, title: country(row.country), to: "/map", params: { ...here.params, country: row.country, place: row.place } }))} />}
        {areas.length === 0 && byCountry.data && <p>No event that fits has a place.</p>}
      </aside>
    </div>
    {(asked.country || asked.place) && <section aria-labelledby="events"><h2 id="events">Events in {asked.place ? points.find(row => String(row.place) === asked.place)?.name ?? "this place" : country(asked.country)}</h2>
      <EventList params={asked} order={here.params.order} /></section>}
  </>;
}

function Drawing({ world, areas, points, of, measure, chosen }) {
  const [element, width] = useWidth(), height = Math.round(Math.max(220, width * 0.5));
  const [view, setView] = useState({ k: 1, x: 0, y: 0 }), [told, setTold] = useState(null), drag = useRef(null);
  const shapes = useMemo(() => feature(world, world.objects.countries).features, [world]);
  const { path, outlines, projection } = useMemo(() => {
    const fitted = geoEqualEarth().fitExtent([[2, 2], [Math.max(10, width - 2), height - 2]], { type: "FeatureCollection", features: shapes });
    const draw = geoPath(fitted).digits(1);
    return { projection: fitted, path: draw, outlines: shapes.map(shape => ({ code: shape.properties.code, name: shape.properties.name, d: draw(shape), area: draw.area(shape), centre: draw.centroid(shape), box: draw.bounds(shape) })) };
  }, [shapes, width, height]);
  const borders = useMemo(() => path(mesh(world, world.objects.countries, (a, b) => a !== b)), [path]);
  const values = new Map(areas.map(row => [row.country, of(row)])), most = Math.max(1, ...values.values());
  const classes = bounds(most), row = code => areas.find(one => one.country === code);
  const biggest = Math.max(1, ...points.map(of)), radius = value => Math.sqrt(value / biggest) * Math.min(16, 6 + width / 80);
  const limit = next => { const k = Math.min(24, Math.max(1, next.k)); return { k, x: Math.min(0, Math.max(width * (1 - k), next.x)), y: Math.min(0, Math.max(height * (1 - k), next.y)) }; };
  const zoom = (factor, cx = width / 2, cy = height / 2) => setView(now => { const k = Math.min(24, Math.max(1, now.k * factor)), f = k / now.k; return limit({ k, x: cx - (cx - now.x) * f, y: cy - (cy - now.y) * f }); });
  useEffect(() => {
    const shape = outlines.find(one => one.code === chosen);
    if (!shape || width === 0) return setView({ k: 1, x: 0, y: 0 });
    const [[x0, y0], [x1, y1]] = shape.box, k = Math.min(8, 0.5 / Math.max((x1 - x0) / width, (y1 - y0) / height));
    setView(limit({ k: Math.max(1, k), x: width / 2 - k * (x0 + x1) / 2, y: height / 2 - k * (y0 + y1) / 2 }));
  }, [chosen, outlines]);
  const keys = { "+": () => zoom(1.5), "=": () => zoom(1.5), "-": () => zoom(1 / 1.5), "0": () => setView({ k: 1, x: 0, y: 0 }),
    ArrowLeft: () => setView(now => limit({ ...now, x: now.x + 60 })), ArrowRight: () => setView(now => limit({ ...now, x: now.x - 60 })),
    ArrowUp: () => setView(now => limit({ ...now, y: now.y + 60 })), ArrowDown: () => setView(now => limit({ ...now, y: now.y - 60 })) };
  const key = event => { if (keys[event.key]) { keys[event.key](); event.preventDefault(); } };
  const wheel = event => {
    if (!event.ctrlKey && !event.metaKey && view.k === 1) return;   // the page scrolls until the map is zoomed
    event.preventDefault();
    const box = event.currentTarget.getBoundingClientRect();
    zoom(event.deltaY < 0 ? 1.25 : 0.8, event.clientX - box.left, event.clientY - box.top);
  };
  const say = (name, one) => setTold(one ? `${name}: ${count(of(one), measure === "events" ? "event" : `event of ${measure}`, measure === "events" ? "events" : `events of ${measure}`)}` : name);
  const small = outlines.filter(one => one.area * view.k * view.k < 6 && values.get(one.code) > 0);
  const named = points.slice(0, Math.round(6 * view.k + width / 160));
  return <figure class="map" ref={element}>
    {width > 0 && <svg width={width} height={height} tabindex={0} role="group" aria-label="World map; plus and minus zoom, arrows move. The lists beside it have the same numbers." onKeyDown={key} onWheel={wheel}
      onPointerDown={event => { drag.current = [event.clientX, event.clientY, false]; }}
      onPointerMove={event => {
        if (drag.current === null || view.k === 1) return;
        const dx = event.clientX - drag.current[0], dy = event.clientY - drag.current[1];
        if (!drag.current[2] && Math.hypot(dx, dy) < 4) return;
        if (!drag.current[2]) event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = [event.clientX, event.clientY, true];
        setView(now => limit({ ...now, x: now.x + dx, y: now.y + dy }));
      }}
      onPointerUp={() => { setTimeout(() => { drag.current = null; }); }} onPointerLeave={() => setTold(null)}>
      <g transform={`translate(${view.x},${view.y}) scale(${view.k})`}>
        {outlines.map((one, i) => <path key={i} d={one.d} class={`area shade-${shadeOf(values.get(one.code) ?? 0, classes)} ${measure} ${one.code === chosen ? "chosen" : ""}`}
          onPointerEnter={() => say(one.code ? country(one.code) : one.name, row(one.code))}
          onClick={() => { if (!drag.current?.[2] && one.code) change({ country: one.code === chosen ? undefined : one.code, place: undefined }); }} />)}
        <path class="borders" d={borders} stroke-width={0.7 / view.k} />
        {small.map(one => <circle key={one.code} class={`area shade-${shadeOf(values.get(one.code), classes)} ${measure}`} cx={one.centre[0]} cy={one.centre[1]} r={4 / view.k}
          onPointerEnter={() => say(country(one.code), row(one.code))} onClick={() => change({ country: one.code, place: undefined })} />)}
        {points.map(one => {
          const [x, y] = projection([one.lon, one.lat]) ?? [0, 0];
          return of(one) > 0 && <circle key={one.place} class="point" cx={x} cy={y} r={Math.max(1.5, radius(of(one))) / view.k} stroke-width={1 / view.k}
            onPointerEnter={() => say(`${one.name}, ${country(one.country)}`, one)} onClick={() => change({ country: one.country, place: one.place })} />;
        })}
      </g>
      {width > 480 && <Names points={named} view={view} projection={projection} width={width} height={height} radius={one => Math.max(1.5, radius(of(one)))} />}
    </svg>}
    <figcaption>
      <span class="told">{told ?? " "}</span>
      <span class="shades" aria-hidden="true">{[0, ...classes, null].slice(0, -1).map((border, i) => <span key={i}><span class={`shade-${i + (i === 0 ? 1 : 1)} ${measure}`} />{i === 0 ? `1–${number((classes[0] ?? 2) - 1)}` : i === classes.length ? `${number(classes[i - 1])}+` : `${number(classes[i - 1])}–${number(classes[i] - 1)}`}</span>)}</span>
      <span class="zoom"><button type="button" onClick={() => zoom(1.6)} aria-label="Zoom in">+</button><button type="button" onClick={() => zoom(1 / 1.6)} aria-label="Zoom out">−</button>
        <button type="button" onClick={() => { setView({ k: 1, x: 0, y: 0 }); }}>World</button></span>
    </figcaption>
  </figure>;
}

// Names of the cities with most events, as long as they do not run into each other.
function Names({ points, view, projection, width, height, radius }) {
  const taken = [];
  return <g class="names" aria-hidden="true">{points.map(one => {
    const at = projection([one.lon, one.lat]);
    if (!at) return null;
    const x = at[0] * view.k + view.x + radius(one) + 3, y = at[1] * view.k + view.y, box = [x, y - 7, x + one.name.length * 6.4, y + 7];
    if (box[0] < 0 || box[2] > width || box[1] < 0 || box[3] > height || taken.some(b => b[0] < box[2] && box[0] < b[2] && b[1] < box[3] && box[1] < b[3])) return null;
    taken.push(box);
    return <text key={one.place} x={x} y={y} dy="0.32em">{one.name}</text>;
  })}</g>;
}
