// What a reader says of an event: that there is none, or what is right.
import { useState } from "preact/hooks";
import { cameoCodes, sentence, statuses, token } from "./words.js";

async function send(document, event, says) {
  const response = await fetch("/api/correct", { method: "POST", headers: { "Content-Type": "application/json", "X-Demarche-Token": token() },
    body: JSON.stringify({ document, event, says }) });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? response.statusText);
}

export function Correct({ event, document, done }) {
  const [open, setOpen] = useState(false), [failed, setFailed] = useState(null);
  if (token() === null) return null;
  const act = says => send(document, event.event, says).then(() => { setOpen(false); setFailed(null); done(); }, error => setFailed(error.message));
  if (!open) return <p class="meta"><button type="button" class="plain" aria-label={`Correct ${event.id}`} onClick={() => setOpen(true)}>Correct</button>
    {event.correction !== null && <span><button type="button" class="plain" onClick={() => act(null)}>Take the correction back</button></span>}
    {failed && <span class="failed" role="alert">{failed}</span>}</p>;
  const save = submitted => {
    submitted.preventDefault();
    const form = Object.fromEntries(new FormData(submitted.currentTarget)), says = {};
    localStorage.setItem("author", form.author);
    if (form.wrong) says.wrong = true;
    else {
      for (const name of ["cameo", "status", "date"]) if (form[name] && form[name] !== (event[name] ?? "")) says[name] = form[name].trim();
      for (const [name, had] of [["sources", codes(event.who)], ["targets", codes(event.whom)]]) if (form[name].trim() !== had) says[name] = form[name].trim();
    }
    for (const name of ["note", "author"]) if (form[name].trim()) says[name] = form[name].trim();
    act(says);
  };
  const list = "cameo-" + event.id;
  return <form class="correct" onSubmit={save} aria-label={`Correct ${event.id}`}>
    <label class="tick"><input type="checkbox" name="wrong" /> There is no such event</label>
    <label>CAMEO<input name="cameo" list={list} defaultValue={event.cameo} pattern="[0-9]{2,4}" autocomplete="off" /></label>
    <datalist id={list}>{cameoCodes().map(([code, name]) => <option key={code} value={code}>{name}</option>)}</datalist>
    <label>Status<select name="status" value={event.status}>{Object.entries(statuses).map(([id, name]) => <option key={id} value={id}>{sentence(name)}</option>)}</select></label>
    <label>Date<input name="date" defaultValue={event.date ?? ""} placeholder="2024-05-03" /></label>
    <label>Sources<input name="sources" defaultValue={codes(event.who)} placeholder="USAGOV+GBR" /></label>
    <label>Targets<input name="targets" defaultValue={codes(event.whom)} placeholder="codes, joined by +" /></label>
    <label class="wide">Note<input name="note" /></label>
    <label class="wide">Your name<input name="author" defaultValue={localStorage.getItem("author") ?? ""} autocomplete="name" /></label>
    <p class="wide"><button type="submit">Save</button> <button type="button" onClick={() => setOpen(false)}>Cancel</button></p>
    {failed && <p class="wide failed" role="alert">{failed}</p>}
  </form>;
}
const codes = list => list.map(one => one.code).filter(Boolean).join("+");
