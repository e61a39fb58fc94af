// The page of the search finds what `tidings search` finds, in the same order, and can be used by keyboard, by ear and by address.
//
//   node search.mjs TIDINGS

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { ASKED, ASKED_OF_MANY, large, searchable } from "./search-site.mjs";
import { launch, serve } from "./site.mjs";

const tidings = resolve(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), "search-"));
const browser = await launch();
let failed = 0;

function expect(what, seen, wanted) {
  if (JSON.stringify(seen) === JSON.stringify(wanted)) return;
  failed += 1;
  console.log(`FAILED: ${what}: seen ${JSON.stringify(seen)?.slice(0, 600)}, wanted ${JSON.stringify(wanted)?.slice(0, 600)}`);
}

/** Waits until a page has answered. */
const answered = (page) => page.waitForFunction(() => !["", document.querySelector("form.search").dataset.loading].includes(document.querySelector(".found").textContent));

/** Everything that a page shows once it has answered. */
async function answer(page) {
  await answered(page);
  while (await page.locator(".more:visible").count()) {
    const before = await page.locator(".hit").count();
    await page.click(".more");
    await page.waitForFunction((before) => document.querySelectorAll(".hit").length > before, before);
  }
  return page.locator(".hit h2 a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
}

const address = (query, filters = {}) => {
  const parameters = new URLSearchParams(query ? [["q", query]] : []);
  for (const [name, values] of Object.entries(filters)) for (const value of values) parameters.append(name, value);
  return `search/?${parameters}`;
};

/** Runs the program on a site, and gives what it printed. */
const runIn = (root) => (...args) =>
  execFileSync(tidings, ["--site", root, "--today", "2026-11-22", ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 1 << 28 });

function write(root, files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

for (const language of ["en", "de"]) {
  const root = join(folder, language);
  write(root, searchable(language));
  const run = runIn(root);
  // The site stands in a folder of its host.
  run("--quiet", "build", "--out", join(folder, "hosts", language, "notes"));
  const server = await serve(join(folder, "hosts", language));
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on("pageerror", (error) => expect("no error of a script", error.message, null));
  const go = (path) => page.goto(`${server.base}/notes/${path}`);
  let found = 0;
  for (const [query, filters = {}] of ASKED[language]) {
    const flags = Object.entries(filters).flatMap(([name, values]) => values.flatMap((value) => [name === "version" ? "--release" : `--${name}`, value]));
    const said = JSON.parse(run("search", "--limit", "1000", "--json", ...flags, "--", query.trim()));
    await go(address(query.trim(), filters));
    const wanted = said.hits.map(({ url }) => new URL(url).pathname + new URL(url).hash);
    expect(`${language}: ${query.slice(0, 60)} ${JSON.stringify(filters)}`, await answer(page), wanted);
    expect(`${language}: ${query.slice(0, 60)} is counted`, said.count, wanted.length);
    found += wanted.length;
  }
  console.log(`${language}: ${ASKED[language].length} queries find ${found} results alike`);
  if (language === "en") await use(page, go, run);
  await context.close();
  server.close();
}

await ofMany();

/** Words that stand nearly everywhere: the index names the newest of their documents only. */
async function ofMany() {
  const root = join(folder, "large");
  write(root, large());
  const run = runIn(root);
  run("--quiet", "build", "--out", join(folder, "hosts/large/notes"));
  const server = await serve(join(folder, "hosts/large"));
  const page = await browser.newPage();
  page.setDefaultTimeout(10_000);
  page.on("pageerror", (error) => expect("no error of a script", error.message, null));
  for (const query of ASKED_OF_MANY) {
    const { hits, count, at_least } = JSON.parse(run("search", "--limit", "10", "--json", "--", query));
    await page.goto(`${server.base}/notes/${address(query)}`);
    await answered(page);
    const seen = await page.locator(".hit h2 a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    expect(`of many: ${query}`, seen, hits.map(({ url }) => new URL(url).pathname + new URL(url).hash));
    const told = (await page.textContent(".found")).match(/^[^ ]+/)[0];
    expect(`of many: ${query} is counted`, told, count.toLocaleString("en") + (at_least ? "+" : ""));
  }
  const { at_least } = JSON.parse(run("search", "--limit", "1", "--json", "--", "ticket"));
  expect("a word that is everywhere has more results than the index names", at_least, true);
  console.log(`of many: ${ASKED_OF_MANY.length} queries find their best alike`);
  await page.close();
  server.close();
}

async function use(page, go, run) {
  const focused = () => page.evaluate(() => document.activeElement.getAttribute("href") ?? document.activeElement.name);
  await go("desk/1.0.0/");
  await page.keyboard.press("/");
  await page.keyboard.type("badges");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/search/?q=badges");
  expect("the box has the focus", await focused(), "q");
  const links = await answer(page);
  expect("the search at the head of every page leads on", links.length > 0, true);
  expect("the count is announced", [await page.getAttribute(".found", "role"), await page.textContent(".found")], ["status", `${links.length} results`]);
  expect("words are marked in their forms", (await page.locator("mark").allTextContents()).every((text) => /^badges?$/i.test(text)), true);
  await page.focus("#_q");
  for (const [key, wanted] of [["ArrowDown", links[0]], ["ArrowDown", links[1]], ["ArrowUp", links[0]], ["ArrowUp", "q"], ["ArrowDown", links[0]], ["Escape", "q"]]) {
    await page.keyboard.press(key);
    expect(`${key} leads on`, await focused(), wanted);
  }
  await page.fill("#_q", "exp");
  await page.waitForURL("**/search/?q=exp");
  expect("results come while typing", (await answer(page)).length > 0, true);
  const all = await page.textContent(".found");
  await page.check('.filters input[value="hall"]');
  await page.check('.filters input[value="fix"]');
  await page.waitForURL("**/search/?q=exp&product=hall&kind=fix");
  await page.waitForFunction((all) => document.querySelector(".found").textContent !== all, all);
  const narrowed = await answer(page);
  const said = JSON.parse(run("search", "exp", "--product", "hall", "--kind", "fix", "--limit", "1000", "--json"));
  expect("filters narrow it down", narrowed.length, said.count);
  const shown = await page.locator('.filters li:has(input[value="fix"]) .count').textContent();
  expect("a filter tells how many there are", Number(shown), said.count);
  await page.reload();
  expect("the address brings it back", await answer(page), narrowed);
  expect("with its filters", await page.locator(".filters input:checked").evaluateAll((all) => all.map(({ value }) => value)), ["hall", "fix"]);
  await page.click(".clear");
  await page.waitForURL("**/search/?q=exp");
  await page.waitForFunction((all) => document.querySelector(".found").textContent === all, all);
  await page.selectOption("#_version", "desk/1.2.0");
  await page.waitForURL("**/search/?q=exp&version=desk%2F1.2.0");
  await go(`search/?${new URLSearchParams({ q: "<script>alert(1)</script>" })}`);
  await answer(page);
  expect("what is found stays text", await page.locator(".hits script").count(), 0);
  await page.route("**/search/*.bin", (route) => route.fulfill({ status: 404 }));
  await go("search/?q=badge");
  await page.waitForSelector(".found a");
  expect("an index that is gone is said to be", await page.textContent(".found"), "The search could not be loaded. Try again");
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const bare = await plain.newPage();
  await bare.goto(page.url());
  const told = await bare.locator("main").innerText();
  expect("without script the page says so and leads on", [told.includes("needs a script"), await bare.locator("main a:visible").count() >= 2], [true, true]);
  expect("and shows no form that would do nothing", await bare.locator("main form:visible").count(), 0);
  await plain.close();
}

await browser.close();
rmSync(folder, { recursive: true, force: true });
console.log(`search: ${failed} failed`);
process.exit(failed ? 1 : 0);
