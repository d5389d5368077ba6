// Asking the program, and the address of the page.
import { useEffect, useState } from "preact/hooks";

export const shared = ["since", "until", "actor", "quad", "type", "status", "country", "place", "outlet", "rule"];

export function query(params) {
  const out = new URLSearchParams();
  for (const [name, value] of Object.entries(params))
    if (value !== undefined && value !== null && value !== "") out.set(name, value);
  const text = out.toString();
  return text === "" ? "" : "?" + text;
}

export const pick = (params, names) => Object.fromEntries(names.filter(name => params[name]).map(name => [name, params[name]]));

const kept = new Map();   // answers by address, the latest last
const most = 60;

export async function ask(address, signal) {
  if (kept.has(address)) return kept.get(address);
  const response = await fetch(address, { signal });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? response.statusText);
  kept.set(address, answer);
  if (kept.size > most) kept.delete(kept.keys().next().value);
  return answer;
}
export const forget = () => kept.clear();

export const objects = table => table.rows.map(row => Object.fromEntries(table.columns.map((name, i) => [name, row[i]])));

// {data, error, waiting}; the data before stay until the new ones are there.  view null: nothing is asked.
export function useAsk(view, params, again = 0) {
  const address = view === null ? null : `/api/${view}${query(params)}`;
  const [state, set] = useState({ data: null, error: null, address: null });
  useEffect(() => {
    if (address === null) return;
    const stop = new AbortController();
    ask(address, stop.signal).then(
      data => set({ data, error: null, address }),
      error => { if (!stop.signal.aborted) set({ data: null, error: error.message, address }); });
    return () => stop.abort();
  }, [address, again]);
  return { ...state, waiting: address !== null && state.address !== address, asked: address };
}

// ---- Addresses: /view?filters
let here = read();
const listeners = new Set();
function read() {
  return { path: location.pathname, params: Object.fromEntries(new URLSearchParams(location.search)), hash: location.hash.slice(1) };
}
function tell() {
  here = read();
  for (const listener of listeners) listener(here);
}
addEventListener("popstate", tell);

export function go(path, params = {}, { replace = false, hash = "" } = {}) {
  const address = path + query(params) + (hash ? "#" + hash : "");
  if (address !== location.pathname + location.search + location.hash)
    history[replace ? "replaceState" : "pushState"](null, "", address);
  tell();
}
export function useHere() {
  const [state, set] = useState(here);
  useEffect(() => { listeners.add(set); set(here); return () => listeners.delete(set); }, []);
  return state;
}
// The same view with other filters; undefined takes one away.
export const change = (changes, options) => go(here.path, { ...here.params, offset: undefined, ...changes }, options);
