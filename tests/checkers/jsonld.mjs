// Holds the JSON-LD of a built site's pages against the vocabulary of schema.org, as the types of the npm package `schema-dts` have it:
// `jsonld.mjs SITE FOLDER`. FOLDER is for files in between.
//
// A type or a property that schema.org does not know, or one of the wrong kind, is a type error. Pages whose data have one shape are
// told by the first of them. Exit status: 0 all is well, 1 something is not.

import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

const [site, folder] = process.argv.slice(2);
const modules = new URL("node_modules/", import.meta.url).pathname;

// What schema.org knows of each, and no more: what is spoiled here must be found.
const spoiled = [
  { "@type": "TechArticle", headlin: "A property that there is not" },
  { "@type": "TechPaper", headline: "A type that there is not" },
  { "@type": "TechArticle", about: { "@type": "SoftwareApplication", softwareVersion: 2 } },
  { "@type": "BreadcrumbList", itemListElement: [{ "@type": "ListItem", position: 1, itemm: "x" }] },
].map((node) => ({ path: "spoiled", document: { "@context": "https://schema.org", "@graph": [node] } }));

/** The path of each page and what it says in JSON-LD. */
function* documents() {
  const pages = readdirSync(site, { recursive: true }).filter((path) => path.endsWith(".html")).sort();
  for (const path of pages) {
    const found = readFileSync(join(site, path), "utf-8").matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs);
    for (const [, text] of found) yield { path, document: JSON.parse(text) };
  }
}

/** The names and types in a value, without what they hold. */
function shape(value) {
  if (Array.isArray(value)) return [...new Set(value.map((item) => JSON.stringify(shape(item))))];
  if (typeof value !== "object" || value === null) return typeof value;
  return Object.entries(value).map(([name, held]) => [name, name.startsWith("@t") ? held : shape(held)]);
}

/** The numbers of the documents that are not as schema.org has them, with what the compiler says. */
function judge(all) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  symlinkSync(modules, join(folder, "node_modules"));
  const lines = all.map(({ document }, number) => `const _${number}: Graph = ${JSON.stringify(document)};`);
  writeFileSync(join(folder, "pages.ts"), ['import type { Graph } from "schema-dts";', ...lines, ""].join("\n"));
  const options = ["--noEmit", "--strict", "--skipLibCheck", "--pretty", "false", "--target", "es2022", "--module", "nodenext"];
  const run = spawnSync(process.execPath, [join(modules, "typescript/bin/tsc"), ...options, "pages.ts"], { cwd: resolve(folder), encoding: "utf-8" });
  if (run.error) throw run.error;
  const errors = [...run.stdout.matchAll(/^pages\.ts\((\d+),\d+\): error (.*)$/gm)];
  if (run.status !== 0 && errors.length === 0) throw new Error(`the compiler did not run: ${run.stdout}${run.stderr}`);
  return new Map(errors.map(([, line, message]) => [Number(line) - 2, message.slice(0, 400)]));
}

const all = [...documents()];
const shapes = new Map();
for (const one of all) {
  const key = JSON.stringify(shape(one.document));
  if (!shapes.has(key)) shapes.set(key, one);
}
const judged = [...spoiled, ...shapes.values()];
const wrong = judge(judged);
let failed = shapes.size === 0;
judged.forEach(({ path, document }, number) => {
  if (number < spoiled.length && !wrong.has(number)) {
    console.log(`nothing is found wrong with ${JSON.stringify(document["@graph"][0])}`);
    failed = true;
  } else if (number >= spoiled.length && wrong.has(number)) {
    console.log(`${path}: ${wrong.get(number)}`);
    failed = true;
  }
});
console.log(`jsonld: ${shapes.size} shapes in ${all.length} pages, ${spoiled.length} spoiled ones`);
process.exit(failed ? 1 : 0);
