// The answer that a reader's browser works out for an upgrade is that of `tidings diff --json`: for every pair of releases
// of the sample site, and of a made-up one with stops, branches, support lines, pre-releases and rollbacks.
//
//   node upgrade.mjs TIDINGS [SITE-SOURCE [TODAY [EVERY [SEED]]]]
//
// Of the sample site, whose answers take a while, only every so many pairs are compared: EVERY, 1 for all. Another seed makes
// another site up.

import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { isDeepStrictEqual, promisify } from "node:util";
import { shrewd } from "./upgrade-site.mjs";

// The theme's folder is no package, so that Node would have to guess that the files are modules.
const asset = (name) => readFileSync(new URL(`../../themes/default/assets/${name}`, import.meta.url), "utf8");
const module = (text) => `data:text/javascript;base64,${Buffer.from(text).toString("base64")}`;
const ranges = module(asset("ranges.js"));
const { contains, sortable } = await import(ranges);
const { catalog, find, only, upgrade } = await import(module(asset("upgrade.js").replace("./ranges.js", ranges)));

const run = promisify(execFile);
const [program, source, today = "2026-11-22", every = "1", seed] = process.argv.slice(2);
const tidings = resolve(program);
const problems = [];
let compared = 0;

/** An answer in the shape of `diff --json`, as far as the browser knows it. */
function told({ json }, answer) {
  const link = ({ version, date, time, url, json }) => clean({ version, date, time, url, json });
  const entry = (entry, { version } = entry) => ({ version, ...facts(entry) });
  const steps = (phase) => (release) => ({ version: release.version, ...release.upgrade[phase] });
  const lists = ["removed", "deprecated", "security", "security_lost", "known_issues_met", "known_issues_left"];
  let at = answer.from;
  return {
    product: json.product,
    from: link(answer.from),
    to: link(answer.to),
    way: answer.way,
    stops: answer.legs.map((leg) => {
      at = leg.stop;
      return {
        release: link(at),
        passed: leg.releases.filter((release) => release !== leg.stop).map(link),
        breaking: leg.breaking.map(({ entry: told, release }) => entry(told, release)),
        before: leg.before.map(steps("before")),
        during: leg.during.map(steps("during")),
        after: leg.after.map(steps("after")),
      };
    }),
    settings: answer.settings.map(({ name, change, from, to, default: standard, entries }) =>
      clean({ name, change, from, to, default: standard, urls: entries.map((entry) => entry.url) })),
    ...Object.fromEntries(lists.map((list) => [list, answer[list].map((told) => entry(told))])),
  };
}

/** What both say of an entry. */
function facts({ id, kind, title, url, body, breaking, known_issue, components, audiences, also_in, settings, security, deprecation }) {
  return clean({
    id, kind, title, url, components, audiences, also_in, settings,
    security: security && { ...security, affects: undefined }, // which the browser is told in other words
    body: breaking || known_issue ? body : undefined,
    issue: known_issue && [known_issue.severity, known_issue.state],
    deprecation: deprecation && clean({ state: deprecation.state, removal: deprecation.removal }),
  });
}

const clean = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));

/** The program's answer, without what the browser is not told. */
function cut(answer, breaking) {
  const entry = ({ version, ...entry }) => ({ version, ...facts({ ...entry, breaking: breaking.has(entry.kind) }) });
  const cutOne = ([key, value]) => {
    if (key === "stops") return [key, value.map((stop) => ({ ...stop, breaking: stop.breaking.map(entry) }))];
    return [key, Array.isArray(value) && key !== "settings" ? value.map(entry) : value];
  };
  return Object.fromEntries(Object.entries(answer).map(cutOne));
}

/** Where two answers part, said by its path. */
function difference(a, b, path = "") {
  if (isDeepStrictEqual(a, b)) return null;
  if (a && b && typeof a === "object" && typeof b === "object") {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const found = difference(a[key], b[key], `${path}/${key}`);
      if (found) return found;
    }
  }
  return `${path}: ${JSON.stringify(a)?.slice(0, 200)} is not ${JSON.stringify(b)?.slice(0, 200)}`;
}

async function pair(site, product, known, from, to, component) {
  const options = component ? ["--component", component] : [];
  const args = ["--site", site, "--today", today, "diff", product, from.version, to.version, "--json", ...options];
  const { stdout } = await run(tidings, args, { maxBuffer: 1 << 28 });
  const answer = only(upgrade(known, from, to), new Set(component ? [component] : []), new Set());
  const breaking = new Set(known.entries.filter((entry) => entry.breaking).map((entry) => entry.kind));
  const found = difference(told(known, answer), cut(JSON.parse(stdout), breaking));
  if (found) problems.push(`${product} ${from.version} to ${to.version}${component ? ` for ${component}` : ""}${found}`);
  compared += 1;
}

/** Every pair of a product's releases, forwards, backwards and from each to itself; every seventh for a component alone too. */
async function product(site, built, name, step) {
  const known = catalog(JSON.parse(readFileSync(join(built, `api/v1/${name}/upgrade.json`), "utf8")));
  for (const release of known.releases) {
    const names = [release.version, `v${release.version}`, ...(release.version.includes("+") ? [] : [`${release.version}+5`])];
    for (const name of names) same(`find ${name}`, find(known, name)?.version, release.version);
  }
  same("find latest", find(known, "latest")?.version, known.json.latest);
  for (const text of ["", "99.0.0", "new", "2.x", "<b>", "constructor"]) same(`find ${text}`, find(known, text), undefined);
  const all = known.releases.flatMap((from) => known.releases.map((to) => [from, to]));
  const pairs = all.filter(([from, to]) => (from.at + 2 * to.at) % step === 0);
  const jobs = pairs.map(([from, to]) => [from, to]);
  const { components } = known.json;
  pairs.forEach(([from, to], i) => i % 7 || !components.length || jobs.push([from, to, components[i % components.length].key]));
  const worker = async () => {
    for (let job = jobs.pop(); job; job = jobs.pop()) await pair(site, name, known, ...job);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

async function site(folder, step = 1) {
  const built = mkdtempSync(join(tmpdir(), "tidings-upgrade-"));
  try {
    execFileSync(tidings, ["--site", folder, "--today", today, "build", "--out", built], { stdio: "pipe" });
    const api = join(built, "api/v1");
    for (const name of readdirSync(api).filter((name) => !name.includes("."))) await product(folder, built, name, step);
  } finally {
    rmSync(built, { recursive: true });
  }
}

function same(what, told, wanted) {
  compared += 1;
  if (!isDeepStrictEqual(told, wanted)) problems.push(`${what}: ${JSON.stringify(told)} is not ${JSON.stringify(wanted)}`);
}

// Versions and ranges, as the program's own tests have them.
const inside = (range, text) => contains(range, sortable(text));
const sorted = ["1.0.0", "1.0.0-rc.1", "1.0.0-beta.11", "1.0.0-beta.2", "1.0.0-beta", "1.0.0-alpha.beta", "1.0.0-alpha.1", "1.0.0-alpha", "1.0.0-10", "1.0.0-9", "0.10.0"];
same("order", [...sorted].reverse().sort((a, b) => (sortable(a) < sortable(b) ? 1 : -1)), sorted);
same("calendar", sortable("2026.9") < sortable("2026.11") && sortable("2026.11") < sortable("2026.11.2"), true);
const table = JSON.parse(readFileSync(new URL("ranges.json", import.meta.url), "utf8"));
for (const [range, held] of Object.entries(table.ranges))
  for (const version of table.versions) same(`${version} in ${range}`, inside(range, version), held.includes(version));
same("build metadata", sortable("1.2.3"), sortable("v1.2.3+5"));
for (const [range, holds, lacks] of [
  [">=2.0.0 <2.4.1", "2.4.0 2.4.1-rc.1 2.0.0", "2.4.1 2.0.0-rc.1"], ["<1.0.0 || >=3.0.0", "3.1.0 0.9.0 3.0.0", "2.0.0 1.0.0"],
  [">=2.4.1", "2.4.2-rc.1", "2.4.1-rc.1"], [">2.4.1 <=2.5.0", "2.5.0 2.4.2 2.5.0-a", "2.4.1 2.5.1"], [">=2.4.0 <=2.4.0", "2.4.0", "2.4.1 2.3.9"],
  ["*", "0.0.1-a 9.9.9", ""], [">=1.0.0-beta.2", "1.0.0-beta.10 1.0.0", "1.0.0-beta.1"],
]) {
  for (const text of holds.split(" ").filter(Boolean)) same(`${range} holds ${text}`, inside(range, text), true);
  for (const text of lacks.split(" ").filter(Boolean)) same(`${range} lacks ${text}`, inside(range, text), false);
}

const made = mkdtempSync(join(tmpdir(), "tidings-upgrade-site-"));
try {
  for (const [path, text] of Object.entries(shrewd(seed && Number(seed)))) {
    mkdirSync(join(made, path, ".."), { recursive: true });
    writeFileSync(join(made, path), text);
  }
  await site(made);
  if (source) await site(resolve(source), Number(every));
} finally {
  rmSync(made, { recursive: true });
}
for (const problem of problems.slice(0, 20)) console.log(problem);
console.log(`upgrade: ${compared} compared, ${problems.length} differ`);
process.exitCode = problems.length || compared < 500 ? 1 : 0;
