// What all views are made of: links, waiting, where the numbers come from, lists of bars.
import { useEffect, useRef, useState } from "preact/hooks";
import { go, query, shared, pick } from "./ask.js";
import { number, quads } from "./words.js";

export function Link({ to, params = {}, hash, children, ...rest }) {
  const href = to + query(params) + (hash ? "#" + hash : "");
  const click = event => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to, params, { hash });
    if (!hash) scrollTo(0, 0);
  };
  return <a href={href} onClick={click} {...rest}>{children}</a>;
}

export function Waiting({ of }) {
  if (of.error) return <p class="failed" role="alert">This could not be answered: {of.error}.</p>;
  if (of.data === null) return <p class="waiting" role="status">Reading …</p>;
  return null;
}

// Every view tells where its numbers come from, and hands them out.
export function Source({ of, params, rows, view }) {
  const [copied, setCopied] = useState(false);
  const sql = of.data?.sql;
  if (!sql) return null;
  const csv = `/api/${view}.csv${query({ ...params, offset: undefined, limit: rows })}`;
  const copy = () => navigator.clipboard.writeText(sql + ";").then(() => { setCopied(true); setTimeout(() => setCopied(false), 2000); });
  return <details class="source">
    <summary>Data behind this</summary>
    <p><a href={csv} download>CSV</a> <a href={`/api/${view}.sql${query(params)}`}>SQL</a> <a href={`/api/${view}${query(params)}`}>JSON</a></p>
    <pre tabindex={0} aria-label="SQL of this view">{sql};</pre>
    <p><button type="button" onClick={copy}>{copied ? "Copied" : "Copy the SQL"}</button> It runs on the database file with any SQLite.</p>
  </details>;
}

export const Swatch = ({ quad }) => <span class={`swatch ${quad}`} aria-hidden="true" />;

// Names with their number, and under them a bar split by class.
export function Bars({ rows, caption, children }) {
  const most = Math.max(1, ...rows.map(row => row.events));
  return <section class="bars"><h2>{caption}</h2>
    <ol>{rows.map(row => <li key={row.key}>
      <span class="name">{row.label ?? <Link to={row.to} params={row.params} title={row.title}>{row.name}</Link>}</span>
      <span class="n">{number(row.events)}</span>
      {row.bar ?? <Split row={row} most={most} />}
    </li>)}</ol>{children}</section>;
}

// Which classes are counted: buttons that name them.
export function Classes({ value, figures, onChange }) {
  const chosen = (value ?? "").split(",").filter(Boolean);
  const toggle = id => {
    const now = chosen.length === 0 ? quads.map(quad => quad.id) : chosen;
    const next = now.includes(id) ? now.filter(one => one !== id) : [...now, id];
    onChange(next.length === 0 || next.length === 4 ? undefined : quads.map(quad => quad.id).filter(one => next.includes(one)).join(","));
  };
  return <fieldset class="classes"><legend class="unseen">Classes of events</legend>
    {quads.map(quad => <button type="button" key={quad.id} aria-pressed={chosen.length === 0 || chosen.includes(quad.id)} onClick={() => toggle(quad.id)}>
      <Swatch quad={quad.id} />{quad.name}{figures && <b>{number(figures[quad.id])}</b>}</button>)}
  </fieldset>;
}

export function Split({ row, most }) {
  const said = quads.filter(quad => row[quad.key] > 0).map(quad => `${quad.name.toLowerCase()} ${row[quad.key]}`).join(", ");
  let at = 0;
  return <svg class="split" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label={said}>
    {quads.map(quad => {
      const width = 100 * row[quad.key] / most, from = at;
      at += width;
      return width > 0 && <rect key={quad.id} class={quad.id} x={from} y="0" width={width} height="6" />;
    })}
  </svg>;
}

export function useWidth() {
  const element = useRef(null), [width, set] = useState(0);
  useEffect(() => {
    const watch = new ResizeObserver(entries => set(Math.floor(entries[0].contentRect.width)));
    watch.observe(element.current);
    return () => watch.disconnect();
  }, []);
  return [element, width];
}

// A choice among few, as buttons.
export function Choice({ label, value, options, onChange }) {
  return <fieldset class="choice"><legend>{label}</legend>
    {options.map(([id, name]) => <button type="button" key={id} aria-pressed={id === value} onClick={() => onChange(id)}>{name}</button>)}
  </fieldset>;
}

export const filters = params => pick(params, shared);
