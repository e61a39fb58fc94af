// What is inside the shadow root. `say` speaks the page's language; what a site's writers wrote stands in `bdi`.

import { button, link, make } from "./dom.js";

const BELL = "M6 9a6 6 0 0 1 12 0c0 5 2 6.5 2 6.5H4S6 14 6 9m4 10a2.2 2.2 0 0 0 4 0";

const written = (text, part = "") => make("bdi", part, text);

/** The button, with a face that an app may replace; `count` fills in the rest. */
export function bell(act) {
  const [svg, line] = ["svg", "path"].map((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
  svg.setAttribute("viewBox", "0 0 24 24");
  line.setAttribute("d", BELL);
  svg.append(line);
  const rest = [make("span", { part: "badge", "aria-hidden": true }), make("span", "sr")];
  return button({ part: "button", "aria-haspopup": "dialog", "aria-controls": "panel" }, act, make("slot", "", svg, make("span", "sr")), rest);
}

/** What of a bell changes. */
export function count(bell, say, unread, warnings) {
  const [title, badge, told] = bell.querySelectorAll("span");
  title.textContent = say("title");
  badge.textContent = unread > 9 ? "9+" : unread || "!";
  badge.hidden = !unread && !warnings;
  badge.part.toggle("warning", warnings);
  told.textContent = [unread && say("unread", { count: unread }), warnings && say("warning")].filter(Boolean).join(", ");
}

/** One for each rollback and known issue. */
export const warnings = ({ alerts, version }, product, say, dismiss) =>
  alerts.map(({ id, type, title, reason, replaced_by: next, url }) => {
    const lead = say(title ? "issue" : "taken", { product, version });
    const text = make("p", "", link(url, lead), next && ` ${say("instead", { version: next })}`, " ", written(title ?? reason.text));
    return make("div", `alert ${type}`, text, button({ part: "dismiss", "aria-label": `${say("close")}: ${lead}` }, () => dismiss(id), "×"));
  });

/** Title, warnings, releases and the way to all of them. `fresh` are the ids of those that are marked as new. */
export function content(document, { releases, version: running }, above, fresh, say, language, close) {
  const product = document.product.name;
  const kinds = Object.fromEntries(document.kinds.map((kind) => [kind.name, kind]));
  const days = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });

  const card = ({ id, version, date, title, summary, highlights, counts, url, running }) => {
    const isFresh = fresh.includes(id);
    return make(
      "article",
      isFresh ? "release unread" : "release",
      make("p", "meta", make("b", "version", version), make("time", { part: "date", datetime: date }, days.format(new Date(date))), isFresh && make("span", "chip new", say("fresh")), running && make("span", "chip yours", say("yours"))),
      make("h3", "release-title", link(url, written(title ?? `${product} ${version}`))),
      summary && written(summary.text, "summary"),
      make("ul", "highlights", highlights.map(({ kind, title, url }) => make("li", "", kinds[kind] && written(kinds[kind].label, `chip ${kinds[kind].tone}`), link(url, written(title))))),
      make("p", "meta", Object.entries(counts).map(([kind, count]) => written(`${kinds[kind]?.heading ?? kind} ${count}`, "count"))),
    );
  };

  const [newer, rest] = [true, false].map((isNewer) => releases.filter((release) => release.newer === isNewer).map(card));
  const way = newer[0] && make("p", "since", say("newer", { version: running }), link(`${document.url}upgrade/?from=${encodeURIComponent(running)}`, say("upgrade")));
  return [
    make("div", "header", make("h2", "title", say("title")), written(product, "product"), close && button({ part: "close", "aria-label": say("close") }, close, "×")),
    make("div", "list", above, way, newer, rest),
    make("div", "footer", link(document.url, say("all"))),
  ];
}
