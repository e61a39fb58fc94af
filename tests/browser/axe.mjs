// What axe finds in a page.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Tells each rule of WCAG 2.2 AA and of good practice that a page breaks, and where. */
export async function axe(page, say) {
  // Evaluated by the debugger, which the page's policy does not bind; a script element would be refused.
  await page.evaluate(AXE);
  // The rules that are off by default but belong to WCAG 2.2 AA.
  const { violations } = await page.evaluate(() => window.axe.run(document, { rules: { "target-size": { enabled: true } } }));
  for (const { id, help, nodes } of violations) {
    say(`axe ${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.target.join(" ")).join(" | ")}${nodes.length > 3 ? ` and ${nodes.length - 3} more` : ""}`);
  }
}
