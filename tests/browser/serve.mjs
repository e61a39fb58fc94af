// A writer at work: `tidings serve` in one window, a file in the other. The page follows each save, and mistakes appear over it.
//
//   node serve.mjs TIDINGS

import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { launch } from "./site.mjs";

const tidings = resolve(process.argv[2] ?? "target/release/tidings");
const site = mkdtempSync(join(tmpdir(), "tidings-serve-"));
execFileSync(tidings, ["init", site, "--name", "Acme", "--url", "https://changes.acme.example/"], { stdio: "ignore" });
const entry = join(site, "content/acme/1.0.0/hello.md");
const original = readFileSync(entry, "utf8");

const server = spawn(tidings, ["--site", site, "serve"], { stdio: ["ignore", "pipe", "inherit"] });
const browser = await launch();
let passed = 0;
const failures = [];

async function check(what, look) {
  try {
    await look();
    passed += 1;
  } catch (error) {
    failures.push(`${what}: ${error.message.split("\n")[0]}`);
  }
}

try {
  const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  const base = (await lines.next()).value.trim();
  const page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  const complaints = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  const dialog = page.locator("tidings-problems dialog");

  await page.goto(`${base}1.0.0/`);
  await check("the release is shown", () => page.getByRole("heading", { name: "Release notes you can read" }).first().waitFor());
  await check("nothing is wrong", async () => {
    if (await dialog.count()) throw new Error("there is a dialog on a site without mistakes");
  });

  writeFileSync(entry, original.replace("Release notes you can read", "A title of today"));
  await check("the page follows a save", () => page.getByRole("heading", { name: "A title of today" }).first().waitFor());

  writeFileSync(entry, original.replace("title:", "titel:"));
  await check("a mistake appears over the page", () => dialog.getByText("content/acme/1.0.0/hello.md:3:1").waitFor());
  await check("with what to do", () => dialog.getByText("did you mean `title`?").waitFor());
  await check("the last good page stays behind it", () => page.locator("h1").first().waitFor({ state: "attached" }));

  writeFileSync(entry, original);
  await check("it goes when the mistake is mended", () => dialog.waitFor({ state: "detached" }));
  await check("and the page is as it was", () => page.getByRole("heading", { name: "Release notes you can read" }).first().waitFor());
  await check("the browser complains of nothing", () => {
    if (complaints.length) throw new Error(complaints.join("; "));
  });
} finally {
  await browser.close();
  server.kill("SIGINT");
  const code = await new Promise((ended) => server.on("exit", ended));
  if (code !== 0) failures.push(`Ctrl-C ends the preview with status 0: it was ${code}`);
  else passed += 1;
  rmSync(site, { recursive: true });
}

for (const failure of failures) console.log(failure);
console.log(`serve: ${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length ? 1 : 0;
