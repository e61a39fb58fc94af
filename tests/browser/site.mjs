// A built site on loopback, and one page of each type of it.

import { readFileSync, readdirSync, statSync, existsSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, relative, sep } from "node:path";
import { chromium } from "playwright-core";

const MEDIA_TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".mjs": "text/javascript",
  ".json": "application/json", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp",
  ".avif": "image/avif", ".gif": "image/gif", ".ico": "image/x-icon", ".woff2": "font/woff2", ".xml": "application/xml",
  ".md": "text/markdown; charset=utf-8", ".txt": "text/plain; charset=utf-8", ".ics": "text/calendar",
};

/** The policy that a page carries in its head, or null. */
export function policyOf(html) {
  const meta = html.match(/<meta\b[^>]*content-security-policy[^>]*>/i)?.[0];
  return meta?.match(/content\s*=\s*("[^"]*"|'[^']*')/i)?.[1].slice(1, -1).replaceAll("&#x27;", "'").replaceAll("&#39;", "'") ?? null;
}

/** Serves a folder as a static host does: 404.html for what is missing, and each page's own policy as a header too. */
export async function serve(root) {
  const server = createServer((request, response) => {
    let path = join(root, decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    if (!path.startsWith(join(root, sep)) && path !== root) return response.writeHead(400).end();
    if (path.endsWith(sep)) path = join(path, "index.html");
    const found = existsSync(path) && statSync(path).isFile();
    if (!found) path = join(root, "404.html");
    const body = existsSync(path) ? readFileSync(path) : Buffer.from("not found");
    const headers = { "content-type": MEDIA_TYPES[extname(path)] ?? "application/octet-stream" };
    const policy = extname(path) === ".html" && policyOf(body.toString());
    if (policy) headers["content-security-policy"] = policy;
    response.writeHead(found ? 200 : 404, headers).end(body);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { base: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

// What a path says of its page. Planned and rolled-back releases have paths like any other, so the in-app JSON tells them apart.
const TYPES = [
  ["home", /^index\.html$/],
  ["timeline", /^(?!calendar|search|stats|in-app)[^/]+\/index\.html$/],
  ["component", /^([^/]+\/)?component\/[^/]+\/index\.html$/],
  ["kind", /^([^/]+\/)?kind\/[^/]+\/index\.html$/],
  ["known-issues", /^([^/]+\/)?known-issues\/index\.html$/],
  ["deprecations", /^([^/]+\/)?deprecations\/index\.html$/],
  ["security", /^([^/]+\/)?security\/index\.html$/],
  ["calendar", /^calendar\/index\.html$/],
  ["stats", /^([^/]+\/)?stats\/index\.html$/],
  ["in-app", /^in-app\/index\.html$/],
  ["search", /^search\/index\.html$/],
  ["upgrading", /^([^/]+\/)?upgrade\/index\.html$/],
  ["upgrade", /^([^/]+\/)?upgrade\/\d[^/]*\/\d[^/]*\/index\.html$/],
  ["404", /^404\.html$/],
];
const STATUSES = { released: "release", planned: "planned", "rolled-back": "rolled-back" };
export const ALL_TYPES = [...TYPES.map(([type]) => type), ...Object.values(STATUSES)];

function files(root) {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/"))
    .sort();
}

/** { type: "/path/" }: of each type the longest page, since it shows the most. A type that has no page is missing. */
export function pageTypes(root) {
  const candidates = {};
  const paths = files(root);
  const isStub = (path) => /<meta\b[^>]*http-equiv\s*=\s*["']?refresh/i.test(readFileSync(join(root, path), "utf8"));
  for (const path of paths.filter((path) => path.endsWith(".html"))) {
    const type = TYPES.find(([, pattern]) => pattern.test(path))?.[0];
    if (type && !isStub(path)) (candidates[type] ??= []).push(path);
  }
  for (const path of paths.filter((path) => /^api\/v1\/[^/]+\/releases\/[^/]+\.json$/.test(path))) {
    const { status, url } = JSON.parse(readFileSync(join(root, path), "utf8"));
    const type = STATUSES[status];
    const page = typeof url === "string" ? new URL(url).pathname.slice(1) + "index.html" : "";
    if (type && paths.includes(page)) (candidates[type] ??= []).push(page);
  }
  const length = (path) => statSync(join(root, path)).size;
  const longest = (pages) => pages.reduce((a, b) => (length(b) > length(a) ? b : a));
  return Object.fromEntries(Object.entries(candidates).map(([type, pages]) => [type, "/" + longest(pages).replace(/index\.html$/, "")]));
}

/** Debian's Chromium. Without these flags it looks up its maker's hosts at every start. */
export function launch() {
  const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic"];
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", ...quiet] });
}

export const SCHEMES = ["light", "dark"];
export const WIDTHS = [375, 1440];
