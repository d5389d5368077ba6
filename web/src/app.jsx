// The frame: head, filters, and the view that the address names.
import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { ask, go, objects, useAsk, useHere } from "./ask.js";
import { setWords, number, count, date } from "./words.js";
import { Link, filters } from "./parts.jsx";
import { Filters } from "./filters.jsx";
import { Timeline } from "./timeline.jsx";
import { Atlas } from "./map.jsx";
import { Network } from "./network.jsx";
import { Positions } from "./positions.jsx";
import { Statements } from "./statements.jsx";
import { Incidents } from "./incidents.jsx";
import { Search } from "./search.jsx";
import { Article } from "./article.jsx";

const views = [
  ["/timeline", "Timeline", Timeline], ["/map", "Map", Atlas], ["/network", "Network", Network], ["/positions", "Positions", Positions],
  ["/statements", "Statements", Statements], ["/incidents", "Incidents", Incidents],
];

function Head({ here, path }) {
  const [text, setText] = useState(here.params.text ?? "");
  useEffect(() => setText(here.path === "/search" ? here.params.text ?? "" : ""), [here.path, here.params.text]);
  const search = event => { event.preventDefault(); go("/search", { ...filters(here.params), text }); };
  return <header class="head">
    <Link to="/" class="mark">demarche</Link>
    <nav aria-label="Views"><ul>
      {views.map(([to, name]) => <li key={to}>
        <Link to={to} params={filters(here.params)} aria-current={path === to ? "page" : undefined}>{name}</Link></li>)}
    </ul></nav>
    <form role="search" onSubmit={search}>
      <input type="search" aria-label="Search the reports" placeholder="Search reports" value={text} onInput={event => setText(event.target.value)} />
    </form>
  </header>;
}

function Foot({ about }) {
  return <footer class="foot">
    <p>{count(about.documents, "report")}, {count(about.events, "event")}, {date(about.first)} to {date(about.last)}.
      Coded by demarche {about.coder}.</p>
    <p>What a text says and who says it; not who is right. Map: Natural Earth, public domain, borders as drawn there.
      {" "}<a href="/LICENSES.txt">Licences</a></p>
  </footer>;
}

function decoded(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

function App() {
  const here = useHere(), overview = useAsk("overview", {}), main = useRef(null), first = useRef(true);
  const path = here.path === "/" ? "/timeline" : here.path;
  const about = overview.data ? objects(overview.data)[0] : null;
  if (about) { about.documents ??= 0; about.events ??= 0; }
  const found = views.find(([to]) => to === path);
  const article = path.startsWith("/article/") ? decoded(path.slice(9)) : null;
  const name = found ? found[1] : path === "/search" ? "Search" : article ? "Article" : "Nothing here";
  useEffect(() => {
    document.title = `${name} · demarche`;
    if (!first.current) main.current?.focus({ preventScroll: true });
    first.current = false;
  }, [path]);
  if (overview.error) return <main class="main"><h1>The database does not answer</h1><p class="failed">{overview.error}</p></main>;
  if (about === null) return <main class="main"><h1 class="unseen">demarche</h1><p class="waiting">Reading …</p></main>;
  const View = found?.[2];
  return <>
    <a class="skip" href="#main">To the content</a>
    <Head here={here} path={path} />
    {about.documents === 0
      ? <main id="main" class="main empty"><h1>Nothing in this database yet</h1>
        <p>Reports come in with <code>demarche load DB FILE…</code>; reload this page then.</p></main>
      : <>
        {article === null && <Filters here={here} path={path} about={about} />}
        <main id="main" class="main" tabindex={-1} ref={main}>
          {View ? <View here={here} about={about} />
            : path === "/search" ? <Search here={here} about={about} />
            : article ? <Article id={article} here={here} />
            : <><h1>Nothing here</h1><p><Link to="/">To the timeline</Link></p></>}
        </main>
      </>}
    <Foot about={about} />
  </>;
}

ask("/api/words").then(words => { setWords(words); render(<App />, document.body); },
  error => { document.body.textContent = `The program does not answer: ${error.message}`; });
