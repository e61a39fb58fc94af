// An app's own host, with the strictest policy that apps have, in whose pages <tidings-news> stands; and the news it shows.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { build } from "esbuild";

const POLICY = "default-src 'self'; require-trusted-types-for 'script'";
const KINDS = [
  { name: "security", heading: "Security updates", label: "Security", tone: "danger" },
  { name: "feature", heading: "New features", label: "New", tone: "success" },
  { name: "improvement", heading: "Improvements", label: "Improved", tone: "info" },
  { name: "fix", heading: "Bug fixes", label: "Fixed", tone: "neutral" },
  { name: "deprecation", heading: "Deprecations", label: "Deprecated", tone: "warning" },
];
const url = (product, path = "") => `https://changes.acme.example/${product}/${path}`;

/** A release as latest.json has it. */
export const release = (version, date, more = {}, product = "events") => ({
  id: `tag:changes.acme.example,2026:${product}/${version}`, version, date, type: "minor", title: `Release ${version}`,
  summary: { html: "<p>Faster, and quieter.</p>", text: "Faster, and quieter." }, audiences: [], highlights: [], counts: { feature: 1, fix: 2 },
  url: url(product, `${version}/`), json: url(product, `${version}.json`), ...more,
});
export const highlight = (id, kind, title, audiences = []) => ({ id, kind, title, audiences, url: url("events", `#${id}`) });
export const issue = (version, affected, more = {}) => ({
  id: "lost", version, title: "Scans are lost", severity: "critical", state: "open", audiences: [], affects: affected, affected, open_in: [], url: url("events", `${version}/#lost`), ...more,
});
export const rollback = (version, more = {}) => ({
  version, date: "2026-05-13", reason: { html: "<p>Scans were lost.</p>", text: "Scans were lost." }, url: url("events", `${version}/`), ...more,
});
export const news = (releases, more = {}, product = "events", name = "Events") => ({
  $schema: "https://changes.acme.example/api/v1/schema.json", product: { key: product, name }, url: url(product), language: "en", kinds: KINDS, releases, known_issues: [], rollbacks: [], ...more,
});
export const THREE = [release("2.4.0", "2026-05-12"), release("2.3.0", "2026-04-14"), release("2.2.0", "2026-03-10")];

/** A page. `head` and `body` are markup; scripts and styles are files, as the policy has it. */
export const page = (body, { lang = "en", dir = "ltr", head = "", classes = "" } = {}) =>
  `<!doctype html><html lang="${lang}" dir="${dir}" class="${classes}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>An app</title>` +
  `<link rel="icon" href="/app.css"><link rel="stylesheet" href="/app.css"><script src="/widget.js" defer></script>${head}</head><body>${body}</body></html>`;

const CSS = `
html { color-scheme: light; font: 16px/1.5 "Liberation Sans", sans-serif; }
html.schemes { color-scheme: light dark; }
body { margin: 0; background: Canvas; color: CanvasText; }
html.dark body { background: oklch(20% 0.02 260); color: oklch(93% 0.01 260); }
header { display: flex; gap: 16px; align-items: center; padding: 8px 16px; border-bottom: 1px solid #8886; }
header > :first-child { margin-inline-end: auto; font-weight: 600; }
main { padding: 16px; max-width: 640px; }
.far { height: 3000px; }
`;

/** A script of a host page with the libraries it imports. */
async function bundled(file) {
  const { outputFiles } = await build({
    entryPoints: [new URL(file, import.meta.url).pathname], bundle: true, write: false, format: "iife", minify: true, jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"', __VUE_OPTIONS_API__: "true", __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false" },
  });
  return outputFiles[0].text;
}

/**
 * Serves what is in `answers`: a path to a text, an object (as JSON), or a function from the response to nothing. Each request is noted
 * in `asked`.
 */
export async function host(widget) {
  const answers = {
    "/widget.js": readFileSync(widget, "utf8"), "/app.css": CSS, "/react.js": await bundled("widget-react.jsx"), "/vue.js": await bundled("widget-vue.js"), "/own.js": await bundled("widget-own.ts"),
  };
  const asked = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    asked.push(pathname);
    const answer = answers[pathname];
    response.setHeader("content-security-policy", POLICY);
    if (typeof answer === "function") return answer(response);
    if (answer === undefined) return response.writeHead(404).end();
    const type = pathname.endsWith(".js") ? "text/javascript" : pathname.endsWith(".css") ? "text/css" : typeof answer === "string" ? "text/html; charset=utf-8" : "application/json";
    response.setHeader("content-type", type).end(typeof answer === "string" ? answer : JSON.stringify(answer));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { base: `http://127.0.0.1:${server.address().port}`, answers, asked, close: () => (server.closeAllConnections(), server.close()) };
}
