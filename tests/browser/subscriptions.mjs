// A reader in a browser: subscribes on the site, confirms, chooses, leaves; in both languages, schemes and widths.
//
//   node subscriptions.mjs TIDINGS SITE [OUTDIR for pictures of each page]

import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { axe } from "./axe.mjs";
import { SCHEMES, WIDTHS, launch, serve } from "./site.mjs";

const [program, sample, out] = process.argv.slice(2);
const tidings = resolve(program);
const site = mkdtempSync(join(tmpdir(), "tidings-subscriptions-"));
const mails = [];
const failures = [];
let passed = 0;
if (out) mkdirSync(out, { recursive: true });

/** A mail server that takes everything. */
const post = createServer((socket) => {
  const lines = createInterface({ input: socket });
  let mail = null;
  socket.on("error", () => {});
  socket.write("220 here\r\n");
  lines.on("line", (line) => {
    if (mail !== null) {
      if (line !== ".") return void (mail += `${line}\n`);
      mails.push(mail.replaceAll("=\n", "").replaceAll("=3D", "="));
      mail = null;
    } else if (line === "DATA") {
      mail = "";
      return void socket.write("354 go on\r\n");
    }
    socket.write(line === "QUIT" ? "221 bye\r\n" : "250 fine\r\n");
  });
});
await new Promise((ready) => post.listen(0, "127.0.0.1", ready));

/** A port that is free now: the site names it before the service takes it. */
const port = await new Promise((ready) => {
  const probe = createServer().listen(0, "127.0.0.1", () => {
    const { port } = probe.address();
    probe.close(() => ready(port));
  });
});
const base = `http://127.0.0.1:${port}/news/`;
cpSync(join(resolve(sample), "content"), join(site, "content"), { recursive: true });
const yaml = join(site, "content/site.yaml");
writeFileSync(yaml, readFileSync(yaml, "utf8").replace("\nmail:\n", `\nmail:\n  subscribe_url: ${base}\n`));
execFileSync(tidings, ["--site", site, "--today", "2026-11-22", "build"], { stdio: "ignore" });
const environment = { ...process.env, TIDINGS_SECRET: "a secret of the tests", TIDINGS_SMTP_URL: `smtp://127.0.0.1:${post.address().port}` };
const command = ["--quiet", "--site", site, "--today", "2026-11-22", "subscriptions", "--listen", `127.0.0.1:${port}`];
const service = spawn(tidings, command, { env: environment, stdio: ["ignore", "pipe", "inherit"] });
await createInterface({ input: service.stdout })[Symbol.asyncIterator]().next();
const pages = await serve(join(site, "public"));
const browser = await launch();

function equal(what, seen, wanted) {
  if (JSON.stringify(seen) === JSON.stringify(wanted)) passed += 1;
  else failures.push(`${what}: seen ${JSON.stringify(seen)?.slice(0, 400)}, wanted ${JSON.stringify(wanted)}`);
}

async function mailTo(address) {
  for (let tries = 0; tries < 100; tries += 1) {
    const mail = mails.find((mail) => mail.toLowerCase().includes(`to: ${address.toLowerCase()}`));
    if (mail) return mail;
    await new Promise((wait) => setTimeout(wait, 100));
  }
  throw new Error(`no mail to ${address}`);
}

const list = () => {
  const listed = execFileSync(tidings, ["--site", site, "subscribers", "list", "--json"], { env: environment });
  return JSON.parse(listed).subscribers;
};

/** What is right on every page of the service, wherever it is looked at. */
async function look(page, name, { language = "en", title } = {}) {
  equal(`${name}: language`, await page.locator("html").getAttribute("lang"), language);
  if (title) equal(`${name}: title`, await page.title(), `${title} · Static Research Labs releases`);
  equal(`${name}: one heading that says what the title says`, (await page.title()).startsWith(await page.locator("h1").textContent()), true);
  equal(`${name}: no script`, await page.locator("script").count(), 0);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  equal(`${name}: fits`, wide, 0);
  await axe(page, (found) => failures.push(`${name}: ${found}`));
  const size = page.viewportSize();
  for (const target of await page.locator("button, summary, .choice, input:not([type=hidden], [type=checkbox], [type=radio]), select").all()) {
    const box = await target.boundingBox();
    if (box && box.height < 24) failures.push(`${name}: something to press is ${box.height} high: ${await target.textContent()}`);
  }
  if (out) await page.screenshot({ path: join(out, `${name}-${size.width}-${page.scheme}.png`), fullPage: true });
}

async function reader(width, colorScheme, address) {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 }, reducedMotion: "reduce", locale: "en-GB" });
  const page = await context.newPage();
  page.scheme = colorScheme;
  page.setDefaultTimeout(10_000);
  const complaints = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  const what = `${width} ${colorScheme}`;
  const press = (name) => page.getByRole("button", { name, exact: true }).click();

  // The form at the foot of a product's page.
  await page.goto(`${pages.base}/events/`);
  const foot = page.locator(".by-mail");
  await foot.scrollIntoViewIfNeeded();
  if (out) await page.locator("footer").screenshot({ path: join(out, `foot-${width}-${colorScheme}.png`) });
  await axe(page, (found) => failures.push(`${what}, the site's form: ${found}`));
  await foot.getByRole("textbox").fill(address);
  await foot.getByRole("button").click();
  await look(page, "sent", { title: "Look into your mailbox" });
  equal(`${what}: nobody is subscribed yet`, list().some((one) => one.address === address), false);

  // The mail's link, its button, and what was asked for.
  const mail = await mailTo(address);
  await page.goto(mail.match(/http:\/\/127\.0\.0\.1:\d+\/news\/confirm\/[\w-]+/)[0]);
  await look(page, "confirm", { title: "One click to go" });
  equal(`${what}: looking changes nothing`, list().some((one) => one.address === address), false);
  equal(`${what}: what is asked for`, (await page.locator("dd").first().textContent()).trim(), "Event Management Platform");
  await press("Yes, subscribe me");
  await look(page, "confirmed", { title: "You are on the list" });
  equal(`${what}: the product of the page`, list().find((one) => one.address === address)?.products, ["events"]);

  // Choices, by the keyboard alone.
  await page.getByRole("link", { name: "Choose what you hear about" }).click();
  const preferences = page.url();
  await look(page, "preferences", { title: "What you hear about" });
  await page.getByRole("radio", { name: "All in one mail a week" }).focus();
  await page.keyboard.press("Space");
  await page.getByText("Only some of it").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("checkbox", { name: "Known issues" }).first().focus();
  await page.keyboard.press("Space");
  await page.getByRole("checkbox", { name: /^Check-in/ }).check();
  await page.getByLabel("Language").selectOption("de");
  await look(page, "choices", { title: "What you hear about" });
  await page.getByRole("button", { name: "Save", exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("status").waitFor();
  await look(page, "saved", { language: "de", title: "Worüber Sie informiert werden" });
  const { digest, language, notices, components } = list().find((one) => one.address === address);
  equal(`${what}: choices`, { digest, language, notices, components }, { digest: "weekly", language: "de", notices: ["known-issue"], components: ["check-in"] });
  equal(`${what}: they stay ticked`, await page.getByRole("checkbox", { name: "Bekannte Probleme" }).first().isChecked(), true);

  await press("Von allem abmelden");
  await look(page, "left", { language: "de", title: "Sie sind abgemeldet" });
  equal(`${what}: off the list`, list().some((one) => one.address === address), false);
  equal(`${what}: nothing is wrong in the browser`, complaints, []);
  equal(`${what}: no cookie`, (await context.cookies()).length, 0);

  // What is no link any more, and what was typed wrongly.
  await page.goto(preferences);
  await look(page, "gone", { title: "This link holds no longer" });
  await page.goto(`${base}confirm/nonsense`);
  await look(page, "missing", { title: "There is nothing here" });
  await page.goto(`${base}?product=helpdesk`);
  await look(page, "subscribe", { title: "Get releases by mail" });
  equal(`${what}: the product of the address is ticked`, await page.getByRole("checkbox", { name: "Helpdesk", exact: true }).isChecked(), true);
  await page.getByLabel("Email address").fill("jo@localhost");
  await press("Subscribe");
  await look(page, "wrong", { title: "Get releases by mail" });
  equal(`${what}: it is said at the field`, await page.getByRole("textbox", { name: "Email address" }).getAttribute("aria-invalid"), "true");
  equal(`${what}: what was typed and ticked stays`, [
    await page.getByLabel("Email address").inputValue(),
    await page.getByRole("checkbox", { name: "Helpdesk", exact: true }).isChecked(),
  ], ["jo@localhost", true]);
  await page.getByRole("link", { name: "Deutsch" }).click();
  await look(page, "deutsch", { language: "de", title: "Neue Versionen per Mail" });
  await context.close();
}

try {
  for (const colorScheme of SCHEMES)
    for (const width of WIDTHS) await reader(width, colorScheme, `reader-${width}-${colorScheme}@example.org`);
} catch (error) {
  failures.push(error.message.split("\n").slice(0, 4).join(" "));
} finally {
  await browser.close();
  service.kill();
  pages.close();
  post.close();
  rmSync(site, { recursive: true });
}
for (const failure of failures) console.log(`FAILED: ${failure}`);
console.log(`subscriptions in a browser: ${passed} passed, ${failures.length} failed`);
process.exit(failures.length ? 1 : 0);
