// Opens one page of each type of a built site in Chromium and looks for what only a browser can see.
//
//   node check.mjs SITE [TYPE...]
//
// Prints a line `page [scheme width]: problem` for each; exit status 0 none, 1 some, 2 it could not run.

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { axe } from "./axe.mjs";
import { keyboard } from "./keyboard.mjs";
import { ALL_TYPES, SCHEMES, WIDTHS, launch, pageTypes, serve } from "./site.mjs";

const problems = new Set();
let looks = 0;

function report(where, problem) {
  problems.add(`${where}: ${problem}`);
}

/** Opens a page in a world of its own and gathers what the browser complains about. */
async function open(browser, base, path, { emptyScripts, ...options }, look) {
  const label = [options.colorScheme, options.viewport.width, (emptyScripts || options.javaScriptEnabled === false) && "no script"].filter(Boolean).join(" ");
  const where = `${path} [${label}]`;
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  if (emptyScripts) await context.route(/\.js$/, (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on("console", (message) => {
    // A missing page is itself "failed to load", as it should be.
    const expected = message.location().url === base + path && /status of 404/.test(message.text());
    if (["error", "warning"].includes(message.type()) && !expected) report(where, `console: ${message.text()}`);
  });
  page.on("pageerror", (error) => report(where, `script: ${error.message}`));
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(base + "/")) report(where, `asks for ${request.url()}`);
  });
  page.on("requestfailed", (request) => report(where, `cannot load ${request.url()}: ${request.failure()?.errorText}`));
  page.on("response", (response) => {
    if (response.status() >= 400 && response.url() !== base + path) report(where, `${response.status()} for ${response.url()}`);
  });
  const answer = await page.goto(base + path, { waitUntil: "load" });
  if (!answer.headers()["content-security-policy"]) report(where, "the page carries no Content-Security-Policy");
  await look(page, (problem) => report(where, problem));
  await context.close();
  looks += 1;
}

async function narrow(page, say) {
  const { width, wide } = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const elements = [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > width + 1);
    return { width: document.documentElement.scrollWidth, wide: elements.slice(0, 3).map((e) => `${e.localName}.${e.className}`) };
  });
  if (width > 320) say(`scrolls sideways at 320 px: it is ${width} px wide; sticking out: ${wide.join(", ")}`);
}

async function withoutScript(page, say) {
  if (!(await page.locator("main").first().isVisible())) return say("nothing of `main` is seen without script");
  if ((await page.locator("main").first().innerText()).trim().length < 20) say("`main` says next to nothing without script");
  const hidden = await page.locator("main").first().evaluate((main) => getComputedStyle(main).opacity === "0");
  if (hidden) say("`main` is transparent without script");
}

const [folder, ...only] = process.argv.slice(2);
if (!folder || !existsSync(join(folder, "index.html"))) {
  console.error(`usage: check.mjs SITE [TYPE...]; \`${folder}\` holds no built site`);
  process.exit(2);
}
const root = resolve(folder);
const wanted = only.length ? only : ALL_TYPES;
const types = pageTypes(root);
for (const type of wanted) if (!types[type]) report(folder, `there is no page of the type \`${type}\``);
const pages = wanted.filter((type) => types[type]).map((type) => types[type]);
// The page for missing addresses has to look right wherever it is shown.
if (wanted.includes("404")) pages.push("/no/such/page/");

const server = await serve(root);
const browser = await launch();
try {
  for (const path of pages) {
    for (const colorScheme of SCHEMES)
      for (const width of WIDTHS) await open(browser, server.base, path, { colorScheme, viewport: { width, height: 900 } }, axe);
    // Without script axe could not run either, so it runs on pages whose scripts say nothing.
    for (const colorScheme of SCHEMES) await open(browser, server.base, path, { colorScheme, viewport: { width: 1440, height: 900 }, emptyScripts: true }, axe);
    await open(browser, server.base, path, { viewport: { width: 320, height: 640 } }, narrow);
    await open(browser, server.base, path, { viewport: { width: 1440, height: 900 }, javaScriptEnabled: false }, withoutScript);
  }
  for (const colorScheme of SCHEMES)
    for (const width of WIDTHS) await open(browser, server.base, "/", { colorScheme, viewport: { width, height: 900 } }, keyboard);
} finally {
  await browser.close();
  server.close();
}
for (const problem of problems) console.log(problem);
console.log(`browser: ${problems.size} problem${problems.size === 1 ? "" : "s"} in ${looks} looks at ${pages.length} pages`);
process.exit(problems.size || !looks ? 1 : 0);
