// What the first query of a reader fetches of a site's index: `node benches/search.mjs SITE QUERY...`, where SITE was built.
// Every query is asked by a browser that was never there. The files come compressed, so a server that compresses saves nothing.

import { gzipSync } from "node:zlib";
import { resolve } from "node:path";
import { launch, serve } from "../tests/browser/site.mjs";

const [site, ...queries] = process.argv.slice(2);
const server = await serve(resolve(site));
const browser = await launch();
console.log("| query | results | files | KiB | KiB, gzipped again | ms |\n|---|---|---|---|---|---|");
for (const query of queries) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const bodies = [];
  page.on("response", (response) => response.url().endsWith(".bin") && bodies.push(response.body()));
  const start = performance.now();
  await page.goto(`${server.base}/search/?${new URLSearchParams({ q: query })}`);
  await page.waitForFunction(() => !["", document.querySelector("form.search").dataset.loading].includes(document.querySelector(".found").textContent));
  const taken = Math.round(performance.now() - start);
  const files = await Promise.all(bodies);
  const kib = (sizes) => (sizes.reduce((sum, size) => sum + size, 0) / 1024).toFixed(1);
  const found = (await page.textContent(".found")).replace(/ results?.*/, "");
  console.log(`| ${query} | ${found} | ${files.length} | ${kib(files.map((body) => body.length))} | ${kib(files.map((body) => gzipSync(body).length))} | ${taken} |`);
  await context.close();
}
await browser.close();
server.close();
