// What an upgrade asks for, worked out from `upgrade.json` as src/model/upgrade.rs does, where the whys are; and drawn by
// the <template>s of upgrade-picker.html. tests/browser/upgrade.mjs compares the answers.

import { contains, sortable } from "./ranges.js";

/** What `upgrade.json` says, with what is asked of it again and again worked out once. */
export function catalog(json) {
  const kinds = new Map(json.kinds.map((kind, i) => [kind.name, i]));
  const releases = json.releases.map((release, at) => {
    const sorted = sortable(release.version);
    return {
      ...release, at, sorted,
      core: sorted.slice(0, 62),
      line: sorted.slice(0, 41),
      day: release.date ?? LATE,
      stable: release.channel === "stable",
      out: release.status !== "planned",
      stands: release.status === "released",
    };
  });
  const named = new Map(releases.map((release) => [release.version, release]));
  const entries = json.entries.map((entry, at) => ({
    ...entry, at,
    order: kinds.get(entry.kind) ?? 0,
    word: `${named.get(entry.version).core} ${entry.id}`,
    holders: [entry.version, ...entry.also_in].map((name) => named.get(name)),
  }));
  const all = releases.map(() => []);
  for (const entry of entries)
    for (const { from, to } of entry.known_issue?.open_in ?? [])
      for (let at = named.get(to).at; at <= named.get(from).at; at++) all[at].push(entry);
  for (const release of releases) {
    release.entries = release.entries.map((at) => entries[at]);
    release.issues = all[release.at];
  }
  return { json, releases, entries, named, due: json.due.map((at) => entries[at]) };
}

const LATE = "~";

/** The release of a version as people write it: `2.4.0`, `v2.4.0`, or `latest`; nothing where there is none. */
export function find({ json, releases, named }, text) {
  if (text === "latest") return named.get(json.latest);
  if (named.has(text)) return named.get(text);
  if (!/^v?\d+(\.\d+){0,2}([-+].*)?$/.test(text)) return undefined;
  const sorted = sortable(text);
  return releases.find((release) => release.sorted === sorted);
}

/** The whole answer for two releases. Everything in it is a release, an entry, or a setting and the entries that changed it. */
export function upgrade(catalog, from, to) {
  const back = from.at < to.at;
  const route = back ? null : stops(catalog, from, to);
  const way = back ? "back" : route ? "open" : "closed";
  const legs = back ? [leg(catalog, to, from, to)] : routeLegs(catalog, from, route ?? [to]);
  const [low, high] = back ? [to, from] : [from, to];
  const passed = legs.flatMap((leg) => leg.releases).sort((a, b) => b.at - a.at);
  const entries = arrivals(catalog, low, high, passed);
  const settings = merge(entries, back);
  if (back) entries.sort((a, b) => a.release.at - b.release.at);
  for (const leg of legs) leg.breaking = entries.filter(({ entry, release }) => entry.breaking && leg.releases.includes(release));
  const due = catalog.due.filter((entry) => isDeprecated(catalog, to, entry));
  const told = back ? [] : entries.map(({ entry }) => entry).filter((entry) => isDeprecated(catalog, to, entry) && !due.includes(entry));
  return {
    from, to, way, legs, settings,
    removed: [...new Set(entries.flatMap(({ entry }) => entry.removes.map((at) => catalog.entries[at])))],
    deprecated: [...due, ...told],
    security: fixed(catalog, from, to),
    security_lost: fixed(catalog, to, from),
    known_issues_met: closed(to, from),
    known_issues_left: closed(from, to),
  };
}

/** What concerns readers of these components and audiences; nothing chosen is all. Steps are a release's and stay. */
export function only(answer, components, audiences) {
  const meets = (own, wanted) => !wanted.size || !own.length || own.some((key) => wanted.has(key));
  const concerns = (entry) => meets(entry.components, components) && meets(entry.audiences, audiences);
  return {
    ...answer,
    legs: answer.legs.map((leg) => ({ ...leg, breaking: leg.breaking.filter(({ entry }) => concerns(entry)) })),
    settings: answer.settings.filter((setting) => setting.entries.some(concerns)),
    ...Object.fromEntries(LISTS.map((list) => [list, answer[list].filter(concerns)])),
  };
}

const LISTS = ["removed", "deprecated", "security", "security_lost", "known_issues_met", "known_issues_left"];

/** Every entry that an answer names. */
function naming(answer) {
  const settings = answer.settings.flatMap((setting) => setting.entries);
  return new Set([...answer.legs.flatMap((leg) => leg.breaking.map(({ entry }) => entry)), ...settings, ...LISTS.flatMap((list) => answer[list])]);
}

const between = ({ releases }, low, high) => releases.slice(high.at, low.at).filter((release) => release.out || release === high);

const takes = (release, from) =>
  from.sorted < release.sorted && (release.upgrade_from === undefined || contains(release.upgrade_from, from.sorted));

/** The fewest releases to stop at, the end included; of several such chains the one with the newest releases. */
function stops(catalog, from, to) {
  if (from === to) return [];
  let left = between(catalog, from, to).filter((release) => release.stable && release.stands && release !== to);
  const layers = [[to]];
  for (;;) {
    const doors = gates(layers.at(-1));
    if (doors.some((gate) => takes(gate, from))) break;
    const layer = left.filter((release) => doors.some((gate) => takes(gate, release)));
    if (!layer.length) return null;
    left = left.filter((release) => !layer.includes(release));
    layers.push(layer);
  }
  let at = from;
  return layers.reverse().map((layer) => (at = layer.find((release) => takes(release, at))));
}

function gates(layer) {
  const newest = new Map();
  for (const release of layer) {
    const known = newest.get(release.upgrade_from);
    if (!known || release.at < known.at) newest.set(release.upgrade_from, release);
  }
  return [...newest.values()];
}

const routeLegs = (catalog, from, ends) => ends.map((stop, i) => leg(catalog, i ? ends[i - 1] : from, stop, stop));

/** A part of the way; on the way back the releases that are undone, newest first, and no steps. */
function leg(catalog, low, high, stop) {
  const releases = passing(catalog, low, high);
  if (stop === low) return { stop, releases, before: [], during: [], after: [] };
  releases.reverse();
  const asking = (phase) => releases.filter((release) => (release.stands || release === stop) && release.upgrade?.[phase]);
  return { stop, releases, before: asking("before"), during: asking("during"), after: asking("after") };
}

/** The stable releases that lead to `high`, newest first, down to `low` and without it. */
function passing(catalog, low, high) {
  let [line, firstInLine, firstNewer] = [high.line, LATE, LATE];
  const passed = [];
  for (const release of between(catalog, low, high)) {
    if (!release.stable && release !== high) continue;
    if (release.line !== line) {
      if (firstInLine < firstNewer) firstNewer = firstInLine;
      [line, firstInLine] = [release.line, LATE];
    }
    if (release.day < firstInLine) firstInLine = release.day;
    if (line === high.line || release.day <= firstNewer) passed.push(release);
  }
  return passed;
}

/** The entries that `high` has and `low` has not, and where on the way each comes, oldest first. */
function arrivals(catalog, low, high, passed) {
  const seen = new Set();
  const told = new Set();
  for (const release of catalog.releases.slice(low.at)) {
    if (low.stable || release.core !== low.core) break;
    for (const entry of release.entries) told.add(entry.word);
  }
  const arrived = [];
  for (const release of between(catalog, low, high))
    for (const entry of [...release.entries].reverse()) {
      if (entry.known_issue || seen.has(entry)) continue;
      seen.add(entry);
      if (!has(high, entry, isOut) || has(low, entry, isOut) || told.has(entry.word)) continue;
      told.add(entry.word);
      const first = passed.find((later) => later.at <= release.at && has(later, entry, isOut));
      arrived.push({ entry, release: first ?? high });
    }
  return arrived.reverse().sort((a, b) => b.release.at - a.release.at || a.entry.order - b.entry.order);
}

const isOut = (release) => release.out;
const stands = (release) => release.stands;

/** Whether an entry is in a release. Of the releases that hold it only those count that pass `counts`, and the release itself. */
function has(release, entry, counts) {
  const holders = entry.holders.filter((holder) => holder === release || counts(holder));
  if (holders.some((holder) => holder.line === release.line && holder.at >= release.at)) return true;
  const newest = holders.reduce((a, b) => (a && a.at < b.at ? a : b), undefined);
  return newest !== undefined && newest.at >= release.at && newest.day <= release.day;
}

/** Whether what an entry deprecates is still there in a release, and told to go. */
function isDeprecated({ entries }, release, entry) {
  if (!entry.deprecation) return false;
  const removal = entries[entry.deprecation.removed_by];
  return !(removal && has(release, removal, isOut)) && has(release, entry, isOut);
}

const GRAVITY = ["critical", "high major", "medium minor"].flatMap((names, i) => names.split(" ").map((name) => [name, i]));
const gravity = (severity) => new Map(GRAVITY).get(severity) ?? 3;

/** Security updates of `to` that `from` lacks and needs, gravest first. */
function fixed(catalog, from, to) {
  let candidates = between(catalog, from, to);
  if (to.at > from.at) {
    const older = catalog.releases.slice(to.at);
    const end = older.findIndex((release) => release.line !== to.line);
    candidates = end < 0 ? older : older.slice(0, end);
  }
  const entries = [...new Set([...candidates].reverse().flatMap((release) => [...release.entries].reverse()))];
  return entries
    .filter(({ security }) => security && contains(security.affects, from.sorted))
    .filter((entry) => has(to, entry, stands) && !has(from, entry, stands))
    .sort((a, b) => gravity(a.security.severity) - gravity(b.security.severity));
}

/** Known issues that are open in the one release and not in the other, gravest first. */
function closed(one, other) {
  const open = one.issues.filter((issue) => !other.issues.includes(issue));
  return open.sort((a, b) => gravity(a.known_issue.severity) - gravity(b.known_issue.severity) || a.at - b.at);
}


/** Settings that changed several times on the way, told once: chains of changes, each with what was before and what is after. */
function merge(arrived, back) {
  const chains = [];
  for (const { entry } of arrived)
    for (const setting of entry.settings) {
      const [before, after] = ends(setting);
      const chain = chains.find((chain) => leadsTo(chain, before, after));
      if (chain) extend(chain, before, after, entry);
      else chains.push({ before, after, entries: [entry] });
    }
  return chains.map(({ before, after, entries }) => (back ? jump(after, before, entries) : jump(before, after, entries))).filter(Boolean);
}

function ends({ name, change, from, to, default: standard }) {
  const state = (name, value, standard) => ({ name, value, standard });
  if (change === "added") return [undefined, state(name, to, standard)];
  if (change === "removed") return [state(name, from), undefined];
  if (change === "changed") return [state(name, from), state(name, to, standard)];
  return to !== undefined ? [state(from ?? name), state(to, undefined, standard)] : [state(from ?? name), state(name, undefined, standard)];
}

function leadsTo(chain, before, after) {
  const was = (name) => chain.before?.name === name;
  if (chain.after) {
    if (before && after) return chain.after.name === before.name;
    if (before) return chain.after.name === before.name || was(before.name);
    return after !== undefined && chain.after.name === after.name;
  }
  return before ? !after && was(before.name) : was(after.name);
}

function extend(chain, before, after, entry) {
  if (chain.entries.at(-1) !== entry) chain.entries.push(entry);
  if (!after && chain.after && before && chain.after.name !== before.name) return;
  const end = chain.after;
  if (chain.before && before && end && end.value === undefined && end.standard === undefined) chain.before.value ??= before.value;
  chain.after = after && end && after.value === undefined && after.standard === undefined ? { ...end, name: after.name } : after;
}

function jump(before, after, entries) {
  if (!before && !after) return null;
  if (!before) {
    const to = after.value !== after.standard ? after.value : undefined;
    return { name: after.name, change: "added", to, default: after.standard, entries };
  }
  const from = before.value ?? before.standard;
  if (!after) return { name: before.name, change: "removed", from, entries };
  if (before.name !== after.name) return { name: before.name, change: "renamed", to: after.name, default: after.standard ?? after.value, entries };
  if (from !== undefined && from === (after.value ?? after.standard)) return null;
  return { name: before.name, change: "changed", from, to: after.value, default: after.standard, entries };
}

// --- The page ---------------------------------------------------------------------------------------------------------

const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// Without storage, ticks last as long as the page.
function stored(key, value) {
  try {
    return value === undefined ? localStorage.getItem(key) : localStorage.setItem(key, value);
  } catch {
    return null;
  }
}

// A tick belongs to what a step says: one that is worded anew is to be read again.
function mark(box) {
  const label = document.getElementById(box.getAttribute("aria-labelledby"));
  const text = label.textContent.replace(/\s+/g, " ").trim();
  let hash = 0;
  for (const letter of text) hash = (Math.imul(hash, 31) + letter.codePointAt(0)) | 0;
  return `${label.id.replace(/-\d+$/, "")} ${hash}`;
}

function ticks(article) {
  const { product, from, to } = article.dataset;
  const key = `tidings-ticks-${product}-${from}-${to}`;
  const tools = one(".tools", article);
  const boxes = all(".tick", article);
  const done = new Set((stored(key) ?? "").split("\n"));
  const show = () => {
    const count = boxes.filter((box) => box.checked).length;
    const bar = one("progress", tools);
    [bar.value, bar.max] = [count, boxes.length || 1];
    const said = one(".done", tools);
    said.textContent = said.dataset.text.replace("{done}", count).replace("{count}", boxes.length);
    tools.classList.toggle("idle", !boxes.length);
  };
  for (const box of boxes) {
    box.checked = done.has(mark(box));
    box.onchange = () => {
      done[box.checked ? "add" : "delete"](mark(box));
      stored(key, [...done].join("\n"));
      show();
    };
  }
  tools.onclick = async ({ target }) => {
    if (target.name === "print") print();
    if (target.name === "clear") for (const box of boxes.filter((box) => box.checked)) box.click();
    if (target.name === "copy") {
      await navigator.clipboard?.writeText(location.href);
      target.textContent = target.dataset.copied;
    }
  };
  show();
}

async function pick(form) {
  const [status, answerBox, narrow, everything] = [one("[role=status]"), one(".answer"), one(".choices", form), one(".everything")];
  const words = Object.fromEntries(all("[data-word]", one("#_words").content).map((word) => [word.dataset.word, word.textContent]));
  const plural = (name, count) => words[`${name}-${new Intl.PluralRules(document.documentElement.lang).select(count)}`] ?? words[`${name}-other`];
  const title = document.title;
  let known;
  try {
    known = catalog(await (await fetch(form.dataset.json)).json());
  } catch {
    return notice(words.failed);
  }
  const origin = new URL(known.json.url).origin;

  for (const end of ["from", "to"]) choices(form.elements[end]);
  form.onchange = ({ target }) => form.elements.from.value && form.elements.to.value && go(target.type === "checkbox");
  form.onsubmit = (event) => {
    event.preventDefault();
    go();
    one(".ahead")?.focus();
  };
  // A link to a part of the page is no other question.
  let shown;
  addEventListener("popstate", () => location.search === shown || show());
  show();
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();

  function go(narrows) {
    const wanted = new URLSearchParams(new FormData(form));
    const address = `?${wanted}`;
    if (address !== location.search) history[narrows ? "replaceState" : "pushState"](null, "", address);
    show(narrows);
  }

  // Boxes that narrow the answer stay where one of them was used, so that it keeps the focus.
  function show(narrows) {
    const wanted = new URLSearchParams(location.search);
    const [from, to] = [wanted.get("from"), wanted.get("to")];
    shown = location.search;
    const ends = { from: find(known, from ?? stored(`tidings-version-${form.dataset.product}`) ?? ""), to: find(known, to ?? "latest") };
    for (const end in ends) form.elements[end].value = ends[end]?.version ?? "";
    const asked = from !== null;
    everything.hidden = asked && Boolean(ends.from && ends.to);
    answerBox.replaceChildren();
    if (!narrows) {
      narrow.replaceChildren();
      narrow.parentElement.hidden = true;
    }
    document.title = title;
    status.textContent = "";
    if (!asked) return;
    for (const [end, text] of [["from", from], ["to", to]]) if (text && !ends[end]) return notice(words.unknown.replace("{version}", text));
    if (ends.from === ends.to) return notice(words.same.replaceAll("{to}", to));
    const [components, audiences] = ["component", "audience"].map((name) => new Set(wanted.getAll(name)));
    const whole = upgrade(known, ends.from, ends.to);
    if (!narrows) narrowing(whole, { component: components, audience: audiences });
    const scope = told(only(whole, components, audiences));
    answerBox.append(drawn("_jump", scope));
    const article = one(".jump", answerBox);
    ticks(article);
    document.title = `${one(".ahead", article).textContent} · ${title}`;
    const count = all(".tick", article).length;
    status.textContent = fill(plural("found", count), { ...scope, count });
  }

  function notice(text) {
    answerBox.replaceChildren(drawn("_notice", { text }));
    status.textContent = text;
  }

  function choices(select) {
    let group;
    for (const release of known.releases) {
      const label = `${release.version.split(".")[0]}.x`;
      if (group?.label !== label) select.append((group = Object.assign(document.createElement("optgroup"), { label })));
      const facts = [release.version, release.date && day(release.date), words[`status-${release.status}`]];
      if (release.version === known.json.latest) facts.push(words.newest);
      if (release.lts_until) facts.push("LTS");
      group.append(new Option(facts.filter(Boolean).join(" · "), release.version));
    }
  }

  function day(date) {
    const [year, month, day] = date.split("-").map(Number);
    return fill(words.date, { year, month: words[`month-${month}`], day });
  }

  /** A box for each component and audience that the answer names, where there is more than one. */
  function narrowing(answer, chosen) {
    const entries = [...naming(answer)];
    const groups = [["component", "components"], ["audience", "audiences"]].map(([name, list]) => {
      const choices = known.json[list].map((choice) => ({
        name, key: choice.key, label: choice.name, on: chosen[name].has(choice.key),
        count: entries.filter((entry) => entry[list].includes(choice.key)).length,
      }));
      return { legend: words[name], choices: choices.filter(({ count, on }) => count || on) };
    });
    const useful = groups.filter(({ choices }) => choices.length > 1 || choices[0]?.on);
    narrow.append(drawn("_choices", { groups: useful }));
    narrow.parentElement.hidden = !useful.length;
    if (chosen.component.size + chosen.audience.size) narrow.parentElement.open = true;
  }

  function told({ from, to, way, legs, settings, removed, deprecated, security, security_lost, known_issues_met, known_issues_left }) {
    const back = way === "back";
    const names = new Map(known.json.components.map(({ key, name }) => [key, name]));
    const lists = {
      settings: settings.map(changed),
      removed: removed.map(fading), deprecated: deprecated.map(fading),
      security: security.map((entry) => ({ ...link(entry), ...grave(entry.security), cve: entry.security.cve, cveUrl: `https://www.cve.org/CVERecord?id=${entry.security.cve}` })),
      met: known_issues_met.map(issue), left: known_issues_left.map(issue),
    };
    lists.fading = [...lists.removed, ...lists.deprecated];
    const counts = Object.entries(lists).map(([name, list]) => [`count_${name}`, list.length]);
    return {
      ...lists, ...Object.fromEntries(counts), back, forth: !back, closed: way === "closed",
      product: form.dataset.product, from: from.version, to: to.version, fromUrl: local(from.url), address: location.href,
      planned: !to.out, taken: to.out && !to.stands,
      security_lost: security_lost.map(link),
      stops: legs.length > 1 && fill(plural("stops", legs.length - 1), { count: legs.length - 1 }),
      legs: legs.map((leg, i) => {
        const phases = { before: steps(leg, "before"), during: steps(leg, "during"), after: steps(leg, "after") };
        const asked = Object.values(phases).flat();
        return {
          ...phases, ...link(leg.stop), version: leg.stop.version, number: i + 1, id: `_leg-${i + 1}`, hash: `#_leg-${i + 1}`,
          halt: i < legs.length - 1 && "halt", title: i === legs.length - 1 && leg.stop.title,
          passed: leg.releases.filter((release) => release !== leg.stop).map(({ version, url }) => ({ version, url: local(url) })),
          breakings: leg.breaking.length, breaking: leg.breaking.map(broken),
          steps: asked.length, passing: asked.some(({ onTheWay }) => onTheWay), nothing: !back && !asked.length && !leg.breaking.length,
        };
      }),
    };

    function broken({ entry, release }) {
      const topics = entry.components.map((key) => ({ name: names.get(key), url: `${location.pathname.replace(/upgrade\/$/, "")}component/${key}/` }));
      return { ...link(entry), anchor: `${entry.version}--${entry.id}`, since: release.version, topics, html: entry.body && parse(entry.body.html) };
    }
  }

  // A step that several releases ask for stands once, with the last of them.
  function steps(leg, phase) {
    const seen = new Set();
    const asked = [...leg[phase]].reverse().map((release) => {
      const { version } = release;
      const body = parse(release.upgrade[phase].html);
      const list = body.children.length === 1 && body.firstElementChild.matches("ol, ul") && !one("[type=checkbox]", body);
      const step = (part) => part.innerHTML.replaceAll(version, "{}").replace(/<\/?p>/g, "").trim();
      const left = (list ? [...body.firstElementChild.children] : [body]).filter((part) => !seen.has(step(part)));
      left.forEach((part) => seen.add(step(part)));
      const anchor = `${version}--${phase}`;
      const items = left.map((html, i) => ({ html, anchor: list ? `${anchor}-${i + 1}` : anchor }));
      return { version, url: local(release.url), onTheWay: release !== leg.stop, items };
    });
    return asked.filter(({ items }) => items.length).reverse();
  }

  function changed({ name, change, from, to, default: standard, entries }) {
    const tone = { removed: "tone-danger", added: "tone-success" }[change];
    const move = { old: from, new: to, both: from && to, moves: from || to };
    return { name, ...move, standard, tone, word: words[`setting-${change}`], url: local(entries.at(-1).url) };
  }

  function fading(entry) {
    const { state, removal, replacement } = entry.deprecation;
    const tone = { announced: "tone-info", due: "tone-warning" }[state];
    return { ...link(entry), tone, word: words[state], removal, html: replacement && parse(replacement.html) };
  }

  function issue(entry) {
    const { state, fixed_in } = entry.known_issue;
    const html = entry.body && workaround(entry);
    const fixes = fixed_in.map(({ version, url }) => ({ version, url: local(url) }));
    return { ...link(entry), ...grave(entry.known_issue), state: words[state], fixes, html, stuck: !html && !fixes.length };
  }

  function link({ title, url }) {
    return { title, url: local(url) };
  }

  function grave({ severity }) {
    const tone = /critical|high/.test(severity) ? "tone-danger" : /major|medium/.test(severity) ? "tone-warning" : "tone-neutral";
    return { tone, word: words[severity] };
  }

  // The page may be shown from another host.
  function local(url) {
    return url.startsWith(`${origin}/`) ? url.slice(origin.length) : url;
  }

  // The HTML is sanitized; its ids stand on other pages.
  function parse(html, keep) {
    const { body } = new DOMParser().parseFromString(html, "text/html");
    for (const name of ["href", "src"]) for (const element of all(`[${name}]`, body)) element.setAttribute(name, local(element.getAttribute(name)));
    if (!keep) for (const element of all("[id]", body)) element.removeAttribute("id");
    return body;
  }

  function workaround({ id, body }) {
    const text = parse(body.html, true);
    const heading = [...text.children].find((element) => element.id === `${id}--workaround`);
    const part = document.createElement("div");
    for (let next = heading?.nextElementSibling; next && !(/^H\d$/.test(next.tagName) && next.tagName <= heading.tagName); next = heading.nextElementSibling)
      part.append(next);
    for (const element of all("[id]", part)) element.removeAttribute("id");
    return part.hasChildNodes() && part;
  }
}

function fill(text, scope) {
  return text.replace(/\{(\w+)\}/g, (blank, name) => scope[name] ?? blank);
}

/** A <template> of the page, filled in. */
function drawn(id, scope) {
  const copy = document.getElementById(id).content.cloneNode(true);
  draw(copy, scope);
  return copy;
}

function draw(node, scope) {
  for (const child of [...node.childNodes]) {
    if (child.nodeType === Node.TEXT_NODE) child.data = fill(child.data, scope);
    if (child.nodeType !== Node.ELEMENT_NODE) continue;
    const { each, if: condition, html, set } = child.dataset;
    for (const name of ["each", "if", "html", "set"]) delete child.dataset[name];
    if (each) {
      if (set) child.dataset.set = set;
      for (const item of scope[each]) {
        const copy = document.createDocumentFragment();
        copy.append(child.cloneNode(true));
        draw(copy, { ...scope, ...item });
        child.before(copy);
      }
      child.remove();
      continue;
    }
    const value = condition && scope[condition];
    if (condition && (Array.isArray(value) ? !value.length : !value)) {
      child.remove();
      continue;
    }
    for (const [attribute, name] of (set ?? "").split(", ").map((pair) => pair.split(" "))) {
      const value = name && scope[name];
      if (attribute === "class") child.classList.add(...[value].filter(Boolean));
      else if (value || value === 0) child.setAttribute(attribute, value);
    }
    if (html) child.append(...[...(scope[html]?.childNodes ?? [])].map((part) => document.adoptNode(part)));
    else draw(child, scope);
  }
}

// Elsewhere than in a page, only the first half is of use.
if (globalThis.document) {
  all(".jump[data-product]").forEach(ticks);
  all(".picker").forEach(pick);
}
