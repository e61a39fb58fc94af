// src/output/widget/source to src/output/widget/widget.js, which is committed, so that a build of the program needs no node.
//
//   node widget-build.mjs           writes it
//   node widget-build.mjs --check   says whether it is what its source makes, byte by byte, and light enough

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { minify } from "terser";

const LIMIT = 6 << 10; // bytes, gzipped
const folder = new URL("../../src/output/widget/", import.meta.url);
const built = new URL("widget.js", folder);

/** The style sheet as a text in the script, without blanks and comments. */
const styles = {
  name: "styles",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { outputFiles } = await build({ entryPoints: [path], minify: true, write: false, target: "esnext" });
      return { contents: outputFiles[0].text.trim().replace(/([:,]) /g, "$1"), loader: "text" };
    });
  },
};

/** One script without imports and exports: an app may load it with or without `type=module`. */
export async function widget() {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("source/element.js", folder))],
    bundle: true,
    format: "iife",
    target: "es2023",
    charset: "utf8",
    minifySyntax: true,
    write: false,
    plugins: [styles],
  });
  const { code } = await minify(outputFiles[0].text, { ecma: 2020, toplevel: true, compress: { passes: 3, unsafe_arrows: true, pure_getters: true } });
  return `${code}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = await widget();
  const weight = gzipSync(text, { level: 9 }).length;
  console.log(`widget.js: ${weight} bytes gzipped, at most ${LIMIT}`);
  if (weight > LIMIT) process.exitCode = 1;
  if (!process.argv.includes("--check")) writeFileSync(built, text);
  else if (readFileSync(built, "utf8") !== text) {
    console.log("src/output/widget/widget.js is not what its source makes; run `node tests/browser/widget-build.mjs`");
    process.exitCode = 1;
  }
}
