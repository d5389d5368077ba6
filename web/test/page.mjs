// The page in a real browser: every view, light and dark, wide and narrow; the keyboard; hostile text; nothing from elsewhere.
// node test/page.mjs DEMARCHE [FOLDER for screenshots].  Ends with 77 when the browser or the packages are missing.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const program = process.argv[2] ?? "../build/demarche", pictures = process.argv[3];
const browserPath = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(path => path && existsSync(path));
let chromium, axe;
try {
  ({ chromium } = await import("playwright-core"));
  axe = readFileSync(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
} catch { /* told below */ }
if (!browserPath || !chromium) {
  console.log("skipped: Chromium, or the packages of web/ (npm ci), are missing");
  process.exit(77);
}

let failures = 0;
const check = (good, what) => { if (!good) { failures++; console.log("FAIL", what); } };
const equal = (have, want, what) => check(have === want, `${what}: ${JSON.stringify(have)}, not ${JSON.stringify(want)}`);

// ---- A small database of a world that is none, with one article that means harm
const folder = mkdtempSync(join(tmpdir(), "demarche-page-"));
const evil = `<img src=x onerror="window.harmed=1"><script>window.harmed=2</script>`;
const report = (id, date, title, text) => JSON.stringify({ id, date, title, text, source: "Courier" });
writeFileSync(join(folder, "news.jsonl"), [
  report("a", "2024-03-05", "Ambassador recalled", "Germany recalled its ambassador from Iran on Monday. Iran condemned the move. \"We will answer,\" Foreign Minister Abbas Araghchi said. Germany supports sanctions on Iran."),
  report("b", "2024-04-09", "Strike in Damascus", "Israel bombed a building in Damascus on Monday, killing seven people. Syria accused Israel of aggression. Iran opposes sanctions on Iran."),
  report("c", "2024-06-20", "Talks", "France and Kenya signed an agreement in Nairobi on Wednesday. Kenya thanked France. Germany opposes sanctions on Iran."),
  report(evil, "2024-07-01", `Title ${evil}`, `Iran threatened ${evil} Israel on Monday. Israel bombed Tehran. "${evil}" Iran said. \u202egnp.exe Iran condemned Israel. javascript:alert(1)`),
  report("=cmd()", "2024-07-02", "=HYPERLINK(\"http://example.org\")", "=1+1 Iran condemned Israel. https://example.org"),
].join("\n"));
execFileSync(program, ["load", join(folder, "news.db"), join(folder, "news.jsonl")], { stdio: "ignore" });
const server = spawn(program, ["serve", join(folder, "news.db"), "--port", "0"], { stdio: ["ignore", "ignore", "pipe"] });
const base = await new Promise((done, fail) => {
  let said = "";
  server.stderr.on("data", data => { said += data; const found = /http:\/\/[^ ]+/.exec(said); if (found) done(found[0].replace(/\/$/, "")); });
  server.on("exit", code => fail(new Error(`the program ended with ${code}: ${said}`)));
});
const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });

const views = ["/", "/map", "/network", "/positions", "/positions?actor=DEU", "/statements", "/incidents?level=all", "/search?text=ambassador", "/article/1", "/article/4#v1", "/article/id:a", "/nowhere"];
try {
  for (const [width, scheme] of [[1200, "light"], [1200, "dark"], [360, "light"], [360, "dark"]]) {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme: scheme, bypassCSP: false });
    const page = await context.newPage(), wrong = [];
    page.on("console", message => { if (["error", "warning"].includes(message.type()) && !/404/.test(message.text())) wrong.push(message.text()); });
    page.on("pageerror", error => wrong.push(error.message));
    page.on("request", request => { if (!request.url().startsWith(base)) wrong.push(`asked elsewhere: ${request.url()}`); });
    page.on("dialog", dialog => { wrong.push("a dialog was opened"); dialog.dismiss(); });
    for (const view of views) {
      await page.goto(base + view);
      await page.waitForLoadState("networkidle");
      await page.evaluate(() => { for (const one of document.querySelectorAll("details")) one.open = true; });
      check(view === "/nowhere" || await page.locator("h1").count() === 1, `${view} has one heading`);
      const where = `${view} ${width} ${scheme}`;
      if (view !== "/nowhere") {
        await page.evaluate(axe);    // through the debugger, which the policy of the page does not bind
        const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
        for (const one of found.violations) check(false, `${where}: ${one.id} ${one.help}: ${one.nodes.slice(0, 3).map(node => node.html.slice(0, 120)).join(" | ")}`);
        check(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${where} is wider than its window`);
      }
      equal(await page.evaluate(() => window.harmed), undefined, `${where} ran what a text brought`);
      if (pictures) await page.screenshot({ path: join(pictures, `${view.slice(1).replace(/\W+/g, "-") || "timeline"}-${width}-${scheme}.png`), fullPage: true });
    }
    equal(wrong.join("; "), "", `messages at ${width} ${scheme}`);
    await context.close();
  }

  // ---- What a user does
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  const settled = async () => { await page.waitForTimeout(250); await page.waitForLoadState("networkidle"); };
  await page.goto(base + "/");
  await settled();
  const all = await page.textContent("h1");
  check(/^\d+ events/.test(all), `the timeline tells how many events there are: ${all}`);
  await page.click("button:has-text('Material conflict')");
  await settled();
  check(page.url().includes("quad="), "a class goes into the address");
  check(await page.textContent("h1") !== all, "a class that is left out is not counted");
  await page.goBack();
  await settled();
  equal(await page.textContent("h1"), all, "back is back");
  const chart = page.locator(".plot svg"), box = await chart.boundingBox();
  await page.mouse.move(box.x + 60, box.y + 100);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + 100, { steps: 5 });
  await page.mouse.up();
  await settled();
  check(/since=2024-0\d-\d\d&until=2024-0\d-\d\d/.test(page.url()), `dragging chooses a stretch: ${page.url()}`);
  check(await page.textContent("h1") !== all, "the stretch has fewer events");
  await chart.focus();
  await page.keyboard.press("Escape");
  await page.waitForFunction(text => document.querySelector("h1").textContent === text, all, { timeout: 5000 }).catch(() => {});
  equal(await page.textContent("h1"), all, "Escape shows the whole period");
  await chart.focus();
  await page.keyboard.press("Home");
  check(/2024/.test(await chart.getAttribute("aria-valuetext")), "the keyboard tells the period");
  await page.keyboard.press("Enter");
  await settled();
  check(page.url().includes("since="), "Enter chooses the period");
  // An event leads to its article, and the article to its evidence.
  await page.goto(base + "/");
  await settled();
  await page.locator(".events a", { hasText: "March 2024" }).first().click();
  await settled();
  check(/\/article\/1#v\d/.test(page.url()), `an event has its address: ${page.url()}`);
  equal(await page.textContent("h1"), "Ambassador recalled", "the article is shown");
  await page.focus(".trigger");
  await page.waitForSelector(".note .rule code");
  const note = await page.textContent(".note");
  check(/CAMEO \d+/.test(note) && /frames\/\w+\.frames:\d+/.test(note) && /%/.test(note), `a word tells its code, rule and confidence: ${note}`);
  check((await page.textContent(".text")).includes("Germany recalled its ambassador from Iran on Monday."), "the text is whole");
  await page.waitForSelector(".note .tree");
  equal(await page.textContent(".note .tree > li:last-child > b"), "recalled", "the tree begins at the trigger");
  equal(await page.textContent(".note .tree ul > li >> nth=0"), "subject Germany", "the tree has the subject");
  equal(await page.textContent(".note .tree .done"), "Iran", "the tree marks to whom it is done");
  await page.keyboard.press("Escape");
  equal(await page.locator(".note").count(), 0, "Escape closes the note");
  await page.click(".tree-of summary >> nth=0");
  await page.waitForSelector(".card .tree");
  check(/on Monday/.test(await page.textContent(".card .tree")), "the card has the tree of the whole sentence");
  // A wrong event is marked so, and taken back.
  await page.goto(base + "/article/1");
  await settled();
  await page.click("text=Correct >> nth=0");
  await page.evaluate(axe);
  const form = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  for (const one of form.violations) check(false, `the form of corrections: ${one.id} ${one.help}: ${one.nodes[0].html.slice(0, 120)}`);
  await page.check(".correct input[type=checkbox]");
  await page.fill(".correct [name=note]", evil);
  await page.click(".correct button[type=submit]");
  await page.waitForSelector(".card.wrong");
  check((await page.textContent(".card.wrong")).includes(evil), "the note of a correction is text");
  await page.click("text=Take the correction back");
  await page.waitForFunction(() => !document.querySelector(".card.wrong"));
  // Hostile text is text.
  await page.goto(base + "/article/4");
  await settled();
  check((await page.textContent(".text")).includes(evil), "markup in a text is shown as it is");
  check(!(await page.textContent(".text")).includes("\u202e"), "marks that turn the direction of writing are not kept");
  await page.click(".layers button:has-text('Why nothing')");
  await page.locator(".text .silent", { hasText: "onerror" }).first().hover();
  await page.waitForSelector(".note .tree");
  const drawn = await page.textContent(".note .tree");
  equal(await page.locator("article img, article script").count(), 0, "no element comes from a text");
  check(drawn.includes("onerror"), `trees show markup as text: ${drawn}`);
  equal(await page.evaluate(() => window.harmed), undefined, "a tree ran what a text brought");
  const csv = await (await page.request.get(base + "/api/documents.csv")).text();
  check(csv.includes("'=HYPERLINK"), "a text is no formula in CSV");
  // A change of side is marked.
  await page.goto(base + "/positions?issue=sanctions-on-iran");
  await settled();
  if (await page.locator(".turn").count() < 2) check(false, "a change of side is marked on the board");
  // Search, and the filters on every view.
  await page.fill("input[type=search]", "ambassador");
  await page.keyboard.press("Enter");
  await settled();
  check(await page.locator(".reports mark").count() > 0, "search marks the words");
  await page.close();
} catch (error) {
  check(false, error.stack);
}
await browser.close();
const ended = new Promise(done => server.on("exit", (code, signal) => done(code ?? signal)));
server.kill("SIGTERM");
equal(await ended, 0, "SIGTERM ends the program in order");
rmSync(folder, { recursive: true, force: true });
console.log(failures === 0 ? "the page holds" : `${failures} failed`);
process.exit(failures === 0 ? 0 : 1);
