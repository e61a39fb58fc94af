// What Lighthouse says of the pages that readers ask their questions on.
//
//   node lighthouse.mjs SITE [TYPE...]
//
// Prints a line of scores for each page and profile, and below it what cost points; exit status 0 all are as high as they must be, 1 some are not.

import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";
import { resolve } from "node:path";
import { pageTypes, serve } from "./site.mjs";

const TYPES = ["home", "release", "upgrading", "search"];
const PROFILES = [
  ["desktop", desktopConfig, { performance: 100 }],
  ["mobile", undefined, { performance: 99 }],
];
// A machine that does something else meanwhile costs points: the best of so many runs counts.
const RUNS = 3;

const least = (wanted, category) => wanted[category] ?? 100;

async function scores(url, port, config) {
  const { lhr } = await lighthouse(url, { port, logLevel: "error" }, config);
  if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
  return lhr;
}

/** What is below what it must be: the category, and what in it costs points. */
function faults(lhr, wanted) {
  const low = Object.values(lhr.categories).filter(({ id, score }) => Math.round(score * 100) < least(wanted, id));
  return low.flatMap(({ id, score, auditRefs }) => {
    const audits = auditRefs.filter(({ weight }) => weight > 0).map((ref) => lhr.audits[ref.id]);
    const costly = audits.filter((audit) => audit.score !== null && audit.score < 1);
    const told = costly.map((audit) => `    ${audit.title} ${audit.displayValue ?? ""} ${JSON.stringify(audit.details?.items ?? []).slice(0, 400)}`);
    return [`  ${id} ${Math.round(score * 100)}, at least ${least(wanted, id)}`, ...told];
  });
}

async function look(path, base, port, [profile, config, wanted]) {
  let lhr, found;
  for (let run = 0; run < RUNS && found?.length !== 0; run++) {
    lhr = await scores(base + path, port, config);
    found = faults(lhr, wanted);
  }
  console.log(`${path} [${profile}]: ${Object.values(lhr.categories).map(({ id, score }) => `${id} ${Math.round(score * 100)}`).join(", ")}`);
  found.forEach((fault) => console.log(fault));
  return found.length;
}

const [folder, ...only] = process.argv.slice(2);
const root = resolve(folder);
const pages = pageTypes(root);
const { base, close } = await serve(root);
const chrome = await launch({
  chromePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
let failed = 0;
for (const type of only.length ? only : TYPES) {
  if (!pages[type]) {
    console.log(`the site has no page of the type ${type}`);
    failed += 1;
    continue;
  }
  for (const profile of PROFILES) failed += await look(pages[type], base, chrome.port, profile);
}
await chrome.kill();
close();
console.log(failed ? `lighthouse: ${failed} faults` : "lighthouse: all as high as they must be");
process.exit(failed ? 1 : 0);
