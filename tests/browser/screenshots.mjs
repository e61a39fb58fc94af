// Full-page pictures of one page of each type, for people to look at: OUTDIR/TYPE-WIDTH-SCHEME.png.
//
//   node screenshots.mjs SITE OUTDIR [TYPE...]

import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { SCHEMES, WIDTHS, launch, pageTypes, serve } from "./site.mjs";

const [folder, out, ...only] = process.argv.slice(2);
if (!folder || !out) {
  console.error("usage: screenshots.mjs SITE OUTDIR [TYPE...]");
  process.exit(2);
}
mkdirSync(out, { recursive: true });
const types = Object.entries(pageTypes(resolve(folder))).filter(([type]) => !only.length || only.includes(type));
const server = await serve(resolve(folder));
const browser = await launch();
try {
  for (const colorScheme of SCHEMES)
    for (const width of WIDTHS) {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 }, reducedMotion: "reduce" });
      const page = await context.newPage();
      for (const [type, path] of types) {
        await page.goto(server.base + path, { waitUntil: "load" });
        await page.screenshot({ path: join(out, `${type}-${width}-${colorScheme}.png`), fullPage: true });
      }
      await context.close();
    }
} finally {
  await browser.close();
  server.close();
}
for (const [type, path] of types) console.log(`${type}: ${path}`);
