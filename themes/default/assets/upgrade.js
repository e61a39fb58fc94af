// What an upgrade asks for, worked out from `api/v1/PRODUCT/upgrade.json` for any two releases: the same answer as
// `tidings diff FROM TO --json` gives. No page is needed here; `upgrade-page.js` draws the answer.

/** [1, 2, 3] and ["rc", "1"] of `1.2.3-rc.1+5`; of the calendar's `2026.11` too, whose count is 0. */
export function version(text) {
  const [numbers, tag] = text.replace(/^v/, "").split("+")[0].split(/-(.*)/s);
  const core = numbers.split(".").map(Number);
  while (core.length < 3) core.push(0);
  return { core, tags: tag ? tag.split(".") : [] };
}

/** Which of two versions comes first (SemVer 2.0.0, section 11): below 0, 0 or above 0. */
export function compare(a, b) {
  for (let i = 0; i < 3; i++) if (a.core[i] !== b.core[i]) return a.core[i] - b.core[i];
  if (!a.tags.length || !b.tags.length) return b.tags.length - a.tags.length;
  for (let i = 0; i < Math.min(a.tags.length, b.tags.length); i++) {
    const [one, other] = [a.tags[i], b.tags[i]];
    if (one === other) continue;
    const [number, otherNumber] = [/^\d+$/.test(one), /^\d+$/.test(other)];
    if (number && otherNumber) return one.length - other.length || (one < other ? -1 : 1);
    if (number !== otherNumber) return number ? -1 : 1;
    return one < other ? -1 : 1;
  }
  return a.tags.length - b.tags.length;
}

/** Whether a range such as `>=2.0.0 <2.4.1 || ^3.1` holds a version. Pre-releases are inside by precedence. */
export function contains(range, wanted) {
  return range.split("||").some((part) => bounds(part).every(([holds, end]) => holds(compare(wanted, end))));
}

const FROM = (order) => order >= 0;
const AFTER = (order) => order > 0;
const BEFORE = (order) => order < 0;
const UP_TO = (order) => order <= 0;

function bounds(part) {
  if (part.trim() === "*") return [];
  const comparators = part.replace(/([<>=^~])[\s,]+/g, "$1").split(/[\s,]+/).filter(Boolean);
  return comparators.flatMap((comparator) => {
    const [, sign, rest] = comparator.match(/^([<>=^~]*)(.*)$/s);
    const [numbers, tag] = rest.split("+")[0].split(/-(.*)/s);
    const given = numbers.split(".").filter((number) => /^\d+$/.test(number)).map(Number);
    const wild = numbers.split(".").length > given.length;
    if (!given.length) return [];
    const low = { core: [given[0], given[1] ?? 0, given[2] ?? 0], tags: tag ? tag.split(".") : [] };
    // The first version after everything that the given numbers cover.
    const past = (level) => ({ core: low.core.map((number, i) => (i < level ? number : i === level ? number + 1 : 0)), tags: [] });
    const level = given.length - 1;
    switch (sign || (wild ? "=" : "^")) {
      case "=": return level === 2 ? [[FROM, low], [UP_TO, low]] : [[FROM, low], [BEFORE, past(level)]];
      case ">": return level === 2 ? [[AFTER, low]] : [[FROM, past(level)]];
      case ">=": return [[FROM, low]];
      case "<": return [[BEFORE, low]];
      case "<=": return level === 2 ? [[UP_TO, low]] : [[BEFORE, past(level)]];
      case "~": return [[FROM, low], [BEFORE, past(Math.min(level, 1))]];
      default: {
        const [major, minor] = low.core;
        return [[FROM, low], [BEFORE, past(Math.min(level, major ? 0 : minor ? 1 : 2))]];
      }
    }
  });
}

/** What `upgrade.json` says, with what is asked of it again and again worked out once. */
export function catalog(json) {
  const kinds = new Map(json.kinds.map((kind, i) => [kind.name, i]));
  // Newest first, so that the newer a release, the smaller its place.
  const releases = json.releases.map((release, at) => {
    const parsed = version(release.version);
    return {
      ...release, at, parsed,
      line: parsed.core.slice(0, 2).join("."),
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
    word: `${named.get(entry.version).parsed.core} ${entry.id}`,
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

// What has no day yet comes after all that has.
const LATE = "~";

/** The release of a version as people write it: `2.4.0`, `v2.4.0`, or `latest`; nothing where there is none. */
export function find({ json, releases, named }, text) {
  if (text === "latest") return named.get(json.latest);
  if (named.has(text)) return named.get(text);
  if (!/^v?\d+(\.\d+){0,2}([-+].*)?$/.test(text)) return undefined;
  const wanted = version(text);
  return releases.find((release) => compare(release.parsed, wanted) === 0);
}

/** The whole answer for two releases of a catalog. Everything in it is a release, an entry, or a change of a setting. */
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

export const LISTS = ["removed", "deprecated", "security", "security_lost", "known_issues_met", "known_issues_left"];

/** Every entry that an answer names. */
export function named(answer) {
  const settings = answer.settings.flatMap((setting) => setting.entries);
  return new Set([...answer.legs.flatMap((leg) => leg.breaking.map(({ entry }) => entry)), ...settings, ...LISTS.flatMap((list) => answer[list])]);
}

const between = ({ releases }, low, high) => releases.slice(high.at, low.at).filter((release) => release.out || release === high);

/** Whether one may go straight from a release to another. */
const takes = (release, from) =>
  compare(from.parsed, release.parsed) < 0 && (release.upgrade_from === undefined || contains(release.upgrade_from, from.parsed));

/** The fewest releases to stop at, the end included; of several such chains the one with the newest releases. */
function stops(catalog, from, to) {
  if (from === to) return [];
  let left = between(catalog, from, to).filter((release) => release.stable && release.stands && release !== to);
  // Back from the end, each layer one step further away.
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

/** Of releases that take upgrades from the same range, the newest: it takes them from every release that the others do. */
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
    // A patch that came when a newer line was out already is a branch: nobody passes it on the way up.
    if (line === high.line || release.day <= firstNewer) passed.push(release);
  }
  return passed;
}

/** The entries that `high` has and `low` has not, and where on the way each comes, oldest first. */
function arrivals(catalog, low, high, passed) {
  const seen = new Set();
  // What a pre-release tells is told again, perhaps in other words, by those after it: the last word counts.
  const told = new Set();
  for (const release of catalog.releases.slice(low.at)) {
    if (low.stable || String(release.parsed.core) !== String(low.parsed.core)) break;
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
    // Going back, only a backport to the line of `to` can be in it and not in `from`.
    const older = catalog.releases.slice(to.at);
    const end = older.findIndex((release) => release.line !== to.line);
    candidates = end < 0 ? older : older.slice(0, end);
  }
  const entries = [...new Set([...candidates].reverse().flatMap((release) => [...release.entries].reverse()))];
  return entries
    .filter(({ security }) => security && contains(security.affects, from.parsed))
    .filter((entry) => has(to, entry, stands) && !has(from, entry, stands))
    .sort((a, b) => gravity(a.security.severity) - gravity(b.security.severity));
}

/** Known issues that are open in the one release and not in the other, gravest first. */
function closed(one, other) {
  const open = one.issues.filter((issue) => !other.issues.includes(issue));
  return open.sort((a, b) => gravity(a.known_issue.severity) - gravity(b.known_issue.severity) || a.at - b.at);
}

// Settings that changed several times on the way are told once: a chain of changes with what was before and what is after.

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

/** A setting before and after one change. */
function ends({ name, change, from, to, default: standard }) {
  const state = (name, value, standard) => ({ name, value, standard });
  if (change === "added") return [undefined, state(name, to, standard)];
  if (change === "removed") return [state(name, from), undefined];
  if (change === "changed") return [state(name, from), state(name, to, standard)];
  // Writers name a renamed setting by its former name and `to`, or by its new one and `from`.
  return to !== undefined ? [state(from ?? name), state(to, undefined, standard)] : [state(from ?? name), state(name, undefined, standard)];
}

function leadsTo(chain, before, after) {
  const was = (name) => chain.before?.name === name;
  if (chain.after) {
    if (before && after) return chain.after.name === before.name;
    // The former name of a renamed setting may go on working until it is removed.
    if (before) return chain.after.name === before.name || was(before.name);
    // It is told of again, by another entry.
    return after !== undefined && chain.after.name === after.name;
  }
  // It went and comes again, or is told of again.
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
  // `from` and `to` are of the name here, so that a value would be mistaken for one.
  if (before.name !== after.name) return { name: before.name, change: "renamed", to: after.name, default: after.standard ?? after.value, entries };
  if (from !== undefined && from === (after.value ?? after.standard)) return null;
  return { name: before.name, change: "changed", from, to: after.value, default: after.standard, entries };
}
