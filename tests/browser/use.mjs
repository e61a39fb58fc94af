// Uses a built site as readers do: switches to dark, says which version it runs, comes back later, walks by single keys, prints.
//
//   node use.mjs SITE
//
// Prints a line for each thing that is seen; exit status 0 all of it, 1 not all.

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { launch, pageTypes, serve } from "./site.mjs";

let failed = 0;

function expect(what, seen, wanted) {
  const isRight = JSON.stringify(seen) === JSON.stringify(wanted);
  console.log(`${isRight ? "ok" : "FAILED"}: ${what}${isRight ? "" : `: seen ${JSON.stringify(seen)}, wanted ${JSON.stringify(wanted)}`}`);
  if (!isRight) failed += 1;
}

const root = resolve(process.argv[2]);
const types = pageTypes(root);
const server = await serve(root);
const browser = await launch();

/** Runs with a page of a reader who was never here. */
async function reader(options, use) {
  const context = await browser.newContext({ reducedMotion: "reduce", viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on("pageerror", (error) => expect("no error of a script", error.message, null));
  await use(page, (path) => page.goto(server.base + path));
  await context.close();
}

const scheme = (page) => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
const focus = (page) => page.evaluate(() => document.activeElement.getAttribute("href"));

await reader({ colorScheme: "light" }, async (page, go) => {
  await go("/");
  await page.click(".scheme");
  expect("the switch makes it dark", await scheme(page), "dark");
  await go(types.release);
  expect("it is dark on the next page, too", await scheme(page), "dark");
  await page.click(".scheme");
  expect("the switch takes that back", await scheme(page), "light dark");
  expect("and the system is followed again", await page.evaluate(() => localStorage.getItem("tidings-scheme")), null);
});

await reader({}, async (page, go) => {
  const [, product, version] = types.release.match(/^\/([^/]+)\/([^/]+)\/$/);
  await go(types.release);
  await page.click(".mine");
  expect("the page says that it is the reader's version", await page.isVisible(".yours"), true);
  await go(`/${product}/`);
  const marked = page.locator(".release .yours:visible");
  expect("the timeline marks that version alone", await marked.evaluateAll((all) => all.map((mark) => mark.closest("[data-version]").dataset.version)), [version]);
});

await reader({}, async (page, go) => {
  const product = types.timeline.split("/")[1];
  await go(types.timeline);
  expect("nothing is new on the first visit", await page.locator(".release .new:visible").count(), 0);
  const days = await page.locator("[data-released]").evaluateAll((all) => all.map((release) => release.dataset.released));
  // The next visit is another session of somebody who has seen all but the newest.
  await page.evaluate(([key, day]) => [localStorage.setItem(key, day), sessionStorage.clear()], [`tidings-seen-${product}`, days[1]]);
  await page.reload();
  expect("what came out since is new", await page.locator(".release .new:visible").count(), days.filter((day) => day > days[1]).length);
});

await reader({}, async (page, go) => {
  await go(types.release);
  const ids = await page.locator("main .entry").evaluateAll((all) => all.map((entry) => entry.id));
  await page.keyboard.press("j");
  expect("j goes to the first entry", await focus(page), `#${ids[0]}`);
  await page.keyboard.press("j");
  expect("j goes on", await focus(page), `#${ids[1]}`);
  await page.keyboard.press("k");
  expect("k goes back", await focus(page), `#${ids[0]}`);
  const before = await page.locator('main a[rel="prev"]').getAttribute("href");
  await page.keyboard.press("[");
  await page.waitForURL(server.base + before);
  expect("[ leads to the release before", new URL(page.url()).pathname, before);
  await page.keyboard.press("?");
  expect("? lists the keys", await page.isVisible("dialog.shortcuts"), true);
  await page.click("dialog.shortcuts input");
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  expect("keys that are switched off do nothing", await focus(page), null);
  await page.reload();
  await page.keyboard.press("?");
  expect("and stay off", await page.isVisible("dialog.shortcuts"), false);
  await page.click(".open-shortcuts");
  expect("the button in the footer lists them still", await page.isVisible("dialog.shortcuts"), true);
});

await reader({}, async (page, go) => {
  await go(types.security);
  const product = types.security.split("/")[1];
  const { updates } = JSON.parse(readFileSync(join(root, "api/v1", product, "security.json"), "utf8"));
  const { version } = updates[0];
  await page.fill(".my-version input", "0.0");
  expect("half a version is taken as such", await page.getAttribute(".my-version input", "aria-invalid"), "false");
  await page.fill(".my-version input", "newest");
  expect("a word is no version", await page.getAttribute(".my-version input", "aria-invalid"), "true");
  expect("and marks nothing", await page.locator(".mine-mark:visible").count(), 0);
  await page.fill(".my-version input", version);
  expect("each line is marked", await page.locator(".mine-mark:visible").count(), await page.locator(".ledger tbody tr").count());
  const row = page.locator(".ledger tbody tr", { hasText: updates[0].title });
  expect("a release with the fix is not affected", await row.locator(".mine-mark").innerText(), `Does not affect ${version}`);
  await page.fill(".my-version input", `${version}-0`);
  expect("a pre-release of it is", await row.locator(".mine-mark").innerText(), `Affects ${version}-0`);
  await go(types["known-issues"].replace(/^\/[^/]+/, `/${product}`));
  expect("the other lists know that version", await page.inputValue(".my-version input"), `${version}-0`);
});

await reader({}, async (page, go) => {
  await go(types["in-app"]);
  const [bell, banner, list, drawer] = ["bell", "banner", "inline", "panel"].map((placement) => page.locator(`tidings-news[placement=${placement}]`));
  await banner.locator("[part~=alert]").first().waitFor();
  expect("the version that is chosen at first has a warning", await banner.locator("[part~=rollback]").count(), 1);
  const { releases } = JSON.parse(readFileSync(join(root, "api/v1/events/latest.json"), "utf8"));
  expect("the list shows the newest releases", await list.locator("[part=version]").evaluateAll((all) => all.map((version) => version.textContent).sort()), releases.map(({ version }) => version).sort());
  await bell.locator("[part=button]").click();
  expect("the bell opens", await bell.getByRole("dialog").isVisible(), true);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Open the drawer" }).click();
  expect("so does the drawer", await drawer.getByRole("dialog").isVisible(), true);
  await page.keyboard.press("Escape");
  expect("what was read is read", await bell.evaluate((element) => element.unread), 0);
  await page.getByRole("button", { name: "Mark all as unread" }).click();
  expect("until that is taken back", await bell.evaluate((element) => element.unread), releases.length);
  await page.getByLabel("The app runs version").selectOption(releases[0].version);
  expect("another version has no warnings", await banner.locator("[part~=alert]").count(), 0);
  await page.getByLabel("Product").selectOption("helpdesk");
  await bell.locator("[part=frame][data-state=ready]").waitFor();
  const snippet = await page.locator(".snippet").first().innerText();
  const version = await page.getByLabel("The app runs version").inputValue();
  expect("the snippet says the same", [snippet.includes("/api/v1/helpdesk/latest.json"), snippet.includes(`version="${version}"`)], [true, true]);
});

await reader({}, async (page, go) => {
  for (const type of ["release", "upgrade", "known-issues", "calendar"]) {
    await go(types[type]);
    await page.emulateMedia({ media: "print" });
    const shown = await page.locator(".top, .side, .foot, .pager, .neighbours, .mine, .my-version, .permalink").evaluateAll((all) => all.filter((e) => e.checkVisibility()).length);
    expect(`nothing of ${type} is printed that paper cannot lead to`, shown, 0);
    const size = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(`${type} is no wider than the paper`, size[0] <= size[1], true);
    const pdf = await page.pdf({ format: "A4" });
    expect(`${type} prints to PDF`, pdf.subarray(0, 5).toString(), "%PDF-");
    await page.emulateMedia({ media: "screen" });
  }
});

await reader({ javaScriptEnabled: false }, async (page, go) => {
  await go(types.release);
  const { entries } = JSON.parse(readFileSync(join(root, "api/v1", types.release.split("/")[1], "releases", `${types.release.split("/")[2]}.json`), "utf8"));
  const texts = await page.locator("main .entry h3").allInnerTexts();
  expect("without script every entry is there", entries.every(({ title }) => texts.some((text) => text.includes(title))), true);
  expect("and no button that would do nothing", await page.locator("button:visible").count(), 0);
});

await browser.close();
server.close();
console.log(`use: ${failed} failed`);
process.exit(failed ? 1 : 0);
