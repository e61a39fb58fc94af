// A reader who plans an upgrade: picks two versions, ticks what is done, comes back, narrows, shares, prints.
//
//   node upgrade-use.mjs SITE

import { join, resolve } from "node:path";
import { readFileSync } from "node:fs";
import { axe } from "./axe.mjs";
import { keyboard } from "./keyboard.mjs";
import { SCHEMES, WIDTHS, launch, serve } from "./site.mjs";

const root = resolve(process.argv[2]);
const facts = JSON.parse(readFileSync(join(root, "api/v1/events/upgrade.json"), "utf8"));
const server = await serve(root);
const browser = await launch();
const address = `${server.base}/events/upgrade/`;
const MISSING = "/events/upgrade/7.0.0/9.1.0/";
const failures = [];
let passed = 0;

async function check(what, look) {
  try {
    await look();
    passed += 1;
  } catch (error) {
    failures.push(`${what}: ${error.message.split("\n")[0]}`);
  }
}

function equal(told, wanted) {
  if (JSON.stringify(told) !== JSON.stringify(wanted)) throw new Error(`${JSON.stringify(told)} is not ${JSON.stringify(wanted)}`);
}

async function world(options, use) {
  const context = await browser.newContext({ reducedMotion: "reduce", viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on("console", (message) => {
    // The page for missing addresses leads on to the answer.
    const expected = message.location().url.endsWith(MISSING) && /status of 404/.test(message.text());
    if (message.type() === "error" && !expected) failures.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => failures.push(`script: ${error.message}`));
  await use(page, context);
  await context.close();
}

const ready = (page) => page.locator("select[name=from] optgroup").first().waitFor({ state: "attached" });
const heading = (page, from, to) => page.getByRole("heading", { name: `From ${from} to ${to}` }).waitFor();

try {
  await world({ permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    await page.goto(address);
    await ready(page);
    await check("the newest release is wanted, as long as nothing is said", async () => equal(await page.locator("[name=to]").inputValue(), facts.latest));
    await check("everything is listed until something is asked", async () => equal(await page.locator(".everything .stop").first().isVisible(), true));
    await page.getByLabel("You have").selectOption("7.0.0");
    await page.getByLabel("You want").selectOption("9.1.0");
    await check("two versions are enough for an answer", () => heading(page, "7.0.0", "9.1.0"));
    await check("its address can be shared", () => equal(new URL(page.url()).search, "?from=7.0.0&to=9.1.0"));
    await check("the list of everything makes way", async () => equal(await page.locator(".everything").isVisible(), false));
    await check("the title says it", async () => equal((await page.title()).startsWith("From 7.0.0 to 9.1.0 · "), true));
    await check("it is announced", async () => {
      const count = await page.locator(".answer .tick").count();
      equal(await page.getByRole("status").textContent(), `From 7.0.0 to 9.1.0: ${count} things to do are listed below.`);
    });
    await check("stops are named", () => page.locator(".way .halt .version", { hasText: "8.2.1" }).waitFor());
    await check("no links lead elsewhere", async () => {
      const links = await page.locator(".answer a[href]").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
      equal(links.filter((link) => link.startsWith("https://releases.")), []);
    });

    const boxes = page.locator(".answer .tick");
    await boxes.nth(0).check();
    await boxes.nth(3).check();
    await check("progress is told", async () => equal(await page.locator(".done").textContent(), `2 of ${await boxes.count()} done`));
    await page.reload();
    await heading(page, "7.0.0", "9.1.0");
    await check("ticks are remembered", async () => equal([await boxes.nth(0).isChecked(), await boxes.nth(1).isChecked(), await boxes.nth(3).isChecked()], [true, false, true]));
    await page.getByRole("button", { name: "Copy link" }).click();
    await check("the address is copied", async () => equal(await page.evaluate(() => navigator.clipboard.readText()), page.url()));
    await page.goto(`${address}?from=7.0.0&to=9.2.0`);
    await heading(page, "7.0.0", "9.2.0");
    await check("another upgrade has ticks of its own", async () => equal(await page.locator(".tick:checked").count(), 0));
    await page.goto(`${address}?from=7.0.0&to=9.1.0`);
    await page.getByRole("button", { name: "Clear ticks" }).click();
    await page.reload();
    await heading(page, "7.0.0", "9.1.0");
    await check("ticks are cleared", async () => equal(await page.locator(".tick:checked").count(), 0));

    const broken = await page.locator(".broken .ask").count();
    await page.getByText("Only what concerns me").click();
    const box = page.getByRole("checkbox", { name: /^Organizer app/ });
    await box.check();
    await check("a component narrows the answer", async () => equal((await page.locator(".broken .ask").count()) < broken, true));
    await check("and stands in the address", () => equal(new URL(page.url()).search, "?from=7.0.0&to=9.1.0&component=mobile"));
    await check("the box keeps the focus", async () => equal(await box.evaluate((box) => box === document.activeElement), true));
    await page.reload();
    await heading(page, "7.0.0", "9.1.0");
    await check("a shared address narrows too", async () => equal([await box.isChecked(), (await page.locator(".broken .ask").count()) < broken], [true, true]));
    await page.getByLabel("You want").selectOption("8.2.1");
    await heading(page, "7.0.0", "8.2.1");
    await page.goBack();
    await check("the way back in the browser leads to the former answer", () => heading(page, "7.0.0", "9.1.0"));

    await page.locator(".tick").first().check();
    await page.getByRole("link", { name: "Settings that changed" }).click();
    await check("a link to a part leads there, and asks nothing anew", async () => {
      const { y } = await page.locator("#_settings").boundingBox();
      equal([y >= 0 && y < 900, await page.locator(".tick").first().isChecked()], [true, true]);
    });
    await page.reload();
    await heading(page, "7.0.0", "9.1.0");
    await check("so does an address with that part", () => page.waitForFunction(() => scrollY > 900));

    await page.emulateMedia({ media: "print" });
    await check("on paper there are boxes and no form", async () => {
      const seen = await Promise.all([".picker", ".tools", ".top", ".answer .tick"].map((part) => page.locator(part).first().isVisible()));
      equal(seen, [false, false, false, true]);
    });
    await check("paper says where it is from", async () => equal((await page.locator(".paper").last().innerText()).startsWith(address), true));
    await check("it prints", async () => equal((await page.pdf({ format: "A4" })).subarray(0, 5).toString(), "%PDF-"));
    await page.emulateMedia({ media: "screen" });

    await page.goto(`${address}?from=9.1.0&to=8.0.0`);
    await check("a way back is said to be one", () => page.getByRole("heading", { name: "This leads back to an older release" }).waitFor());
    await check("and asks for no steps", async () => equal(await page.locator(".phase").count(), 0));
    await page.goto(`${address}?from=99.0.0&to=9.1.0`);
    await check("an unknown version is said to be one", () => page.locator(".answer", { hasText: "has no release 99.0.0" }).waitFor());
    await check("and everything is listed instead", async () => equal(await page.locator(".everything").isVisible(), true));
    await page.goto(`${address}?from=${encodeURIComponent("<img src=x onerror=alert(1)>")}`);
    await check("what an address holds is text", () => page.locator(".answer", { hasText: "<img src=x" }).waitFor());
    await page.goto(`${address}?from=v9.1.0&to=9.1.0`);
    await check("where the reader is, nothing is to do", () => page.locator(".answer", { hasText: "there is nothing to do" }).waitFor());
    await page.goto(server.base + MISSING);
    await check("an address that no page has leads to the answer", () => heading(page, "7.0.0", "9.1.0"));
    await page.evaluate(() => localStorage.setItem("tidings-version-events", "8.2.1"));
    await page.goto(address);
    await ready(page);
    await check("the reader's own version is chosen", async () => equal(await page.locator("[name=from]").inputValue(), "8.2.1"));
  });

  await world({}, async (page) => {
    await page.goto(address);
    const link = page.locator(".jumps .chip").first();
    const [from, to] = (await link.getAttribute("href")).split("/").slice(-3, -1);
    await link.click();
    await page.locator(".tick").first().check();
    await page.reload();
    await check("ready-made pages remember ticks", async () => equal(await page.locator(".tick").first().isChecked(), true));
    const texts = () => page.locator(".tick").evaluateAll((boxes) => boxes.map((box) => document.getElementById(box.getAttribute("aria-labelledby")).textContent.replace(/\s+/g, " ").trim()));
    const made = await texts();
    await page.getByRole("link", { name: "Choose other versions" }).click();
    await heading(page, from, to);
    await check("the answer asks for what the ready-made page does", async () => equal(await texts(), made));
    await check("and has its ticks", async () => equal(await page.locator(".tick").first().isChecked(), true));
  });

  await world({}, async (page) => {
    await page.goto(address);
    await ready(page);
    await page.locator("[name=from]").focus();
    await page.keyboard.type("8.0.0");
    await page.keyboard.press("Tab");
    await page.keyboard.type("9.0.0");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await check("keys are enough", () => heading(page, "8.0.0", "9.0.0"));
    await check("the answer has the focus", async () => equal(await page.evaluate(() => document.activeElement.textContent), "From 8.0.0 to 9.0.0"));
    await page.keyboard.press("Tab");
    for (let i = 0; i < 40 && !(await page.evaluate(() => document.activeElement.matches(".tick"))); i++) await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await check("a box is ticked by key", async () => equal(await page.locator(".tick:checked").count(), 1));
  });

  await world({ viewport: { width: 320, height: 640 } }, async (page) => {
    for (const query of ["?from=3.0.0&to=9.1.0&component=api", "?from=9.1.0&to=8.0.0", "?from=nothing"]) {
      await page.goto(address + query);
      await page.locator(".answer > *").first().waitFor();
      await check(`320 px hold ${query}`, async () => equal((await page.evaluate(() => document.documentElement.scrollWidth)) <= 320, true));
    }
  });

  for (const colorScheme of SCHEMES)
    for (const width of WIDTHS)
      await world({ colorScheme, viewport: { width, height: 900 } }, async (page) => {
        for (const query of ["?from=7.0.0&to=9.1.0&component=api", "?from=9.1.0&to=8.0.0", "?from=nothing"]) {
          await page.goto(address + query);
          await page.locator(".answer > *").first().waitFor();
          const problems = [];
          await axe(page, (problem) => problems.push(problem));
          await keyboard(page, (problem) => problems.push(problem));
          await check(`${query} is for everyone [${colorScheme} ${width}]`, () => equal(problems, []));
        }
      });

  await world({ javaScriptEnabled: false }, async (page) => {
    await page.goto(`${address}?from=7.0.0&to=9.1.0`);
    await check("without script there is no form that does nothing", async () => equal(await page.locator(".picker").isVisible(), false));
    await check("and everything is listed", async () => equal(await page.locator(".everything .stop").first().isVisible(), true));
  });

  await world({}, async (page) => {
    await page.route("**/upgrade.json", (route) => route.fulfill({ status: 200, body: "no JSON" }));
    await page.goto(`${address}?from=7.0.0&to=9.1.0`);
    await check("where the facts do not come, that is said", () => page.locator(".answer", { hasText: "could not be loaded" }).waitFor());
  });
} finally {
  await browser.close();
  server.close();
}
for (const failure of failures) console.log(failure);
console.log(`upgrade-use: ${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length ? 1 : 0;
