// Search on a static site: reads an inverted index, made with the site, in the small files that a query needs.
// How the index is made and what finds what is told in `src/output/search`; words, points and order have to be the same here.

const form = document.querySelector("form.search");
const box = form.elements.q;
const words = form.dataset;
const [found, list, more, clear] = [".found", ".hits", ".more", ".clear"].map((name) => form.querySelector(name));
const filters = form.querySelector(".filters");
const FACETS = ["product", "kind", "component", "version"];
const SHOWN = 10; // results at a time
const LIGHT = 16384; // facets that weigh more are left until filters are used
const DOCUMENTS = 8; // a leaf
const LEAVES = 64; // a branch
const NAME = 12; // letters of a file's name
const MOST_WORDS = 16; // of a query, and parts of a name in it

// --- Words ---------------------------------------------------------------------------------------------------------

const RUN = /[\p{Alphabetic}\p{N}\p{M}]+(?:[._-][\p{Alphabetic}\p{N}\p{M}]+)*/gu;
const DENSE_RANGES = "\\u0E00-\\u0EFF\\u1000-\\u109F\\u1780-\\u17FF\\u3040-\\u30FF\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uAC00-\\uD7AF\\uF900-\\uFAFF\\u{20000}-\\u{3134F}";
const DENSE = new RegExp(`[${DENSE_RANGES}]`, "u");
const SEGMENT = new RegExp(`[${DENSE_RANGES}]+|[^${DENSE_RANGES}]+`, "gu");
const SPELT = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", ı: "i", þ: "th" };

function fold(word) {
  const bare = word.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f\u0591-\u05c7\u064b-\u065f]/g, "");
  return [...bare.replace(/[ßæœøłđðıþ]/g, (letter) => SPELT[letter]).normalize("NFC")].slice(0, 64).join("");
}

const isShort = (word) => [...word].length === 1 && !DENSE.test(word);

function* runs(text) {
  for (const { 0: match, index } of text.matchAll(RUN)) {
    const end = index + match.length;
    const isRest = isShort(match) && (/['’]$/.test(text.slice(0, index)) || /^['’]/.test(text.slice(end)));
    const cut = /^v[0-9]/i.test(match) ? 1 : 0;
    const run = match.slice(cut);
    yield { run, at: index + cut, end, isRest, isName: /[._-]/.test(run) };
  }
}

/** The words that a run has besides itself, each with its place. */
function* pieces({ run, at, isRest, isName }) {
  if (isRest) return;
  for (const part of run.matchAll(/[^._-]+/g)) {
    if (isName && isShort(part[0])) continue;
    for (const segment of part[0].matchAll(SEGMENT)) {
      const start = at + part.index + segment.index;
      const letters = [...segment[0]];
      if (letters.length < 2 || !DENSE.test(segment[0])) yield [segment[0], start];
      else for (let i = 0, from = start; i + 1 < letters.length; from += letters[i++].length) yield [letters[i] + letters[i + 1], from];
    }
  }
}

/** The words of a query: `whole`, or all of `parts`. Only the last may be the beginning of a word. */
function wanted(query) {
  const all = [...runs(query)].flatMap((run) => {
    const last = run.end === query.length;
    const parts = [...pieces(run)].map(([piece]) => fold(piece));
    if (!run.isName) return parts.map((whole, i) => ({ whole, parts: [], last: last && i === parts.length - 1 }));
    return [{ whole: fold(run.run), parts: parts.slice(0, MOST_WORDS).some((part) => /\p{Alphabetic}/u.test(part)) ? parts.slice(0, MOST_WORDS) : [], last }];
  });
  // Nothing is left of a word that is all accents.
  return all.filter(({ whole }) => whole).slice(0, MOST_WORDS);
}

// --- Files ---------------------------------------------------------------------------------------------------------

const start = new URL(words.index, location.href);
const files = new Map();

async function fetched(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} for ${url}`);
  return new Response(response.body.pipeThrough(new DecompressionStream("deflate-raw"))).arrayBuffer();
}

/** A file of the index, read once. One that failed is asked for again. */
function file(name, read) {
  if (!files.has(name)) {
    const bytes = fetched(name ? new URL(`${name}.bin`, start) : start).then(read);
    bytes.catch(() => files.delete(name));
    files.set(name, bytes);
  }
  return files.get(name);
}

const readText = (bytes) => new TextDecoder().decode(bytes);
const json = (bytes) => JSON.parse(readText(bytes));
const name = (names, number) => names.slice(number * NAME, (number + 1) * NAME);

function reader(bytes) {
  let at = 0;
  const number = () => {
    for (let value = 0, scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  const take = () => {
    const length = number();
    return bytes.subarray(at, (at += length));
  };
  return { number, take };
}

function readShard(buffer) {
  const { number, take } = reader(new Uint8Array(buffer));
  const entries = [];
  for (let left = number(), before = ""; left > 0; left--) {
    const shared = number();
    before = before.slice(0, shared) + readText(take());
    entries.push([before, number()]);
  }
  const terms = Array.from({ length: number() }, take);
  return { entries, terms };
}

function readTerm(bytes) {
  const { number } = reader(bytes);
  const ofAll = number(); // in how many documents it stands, where the lists leave some out
  const lists = [8, 3, 1].map((weight) => {
    const documents = new Uint32Array(number());
    for (let i = 0, last = 0; i < documents.length; i++) documents[i] = last += number();
    return { weight, documents };
  });
  return { ofAll, lists };
}

/** Characters back to the numbers that they stand for. */
function readLetters(letters) {
  return Uint32Array.from(letters, (letter) => {
    const point = letter.codePointAt(0);
    const number = point - 0x23 - (point >= 0xe000 ? 0x800 : 0);
    return number > 0x39 ? number - 1 : number;
  });
}

function readFacets(buffer) {
  const facets = json(buffer);
  const rowOf = new Uint32Array(facets.rows.reduce((sum, row) => sum + row[2], 0));
  let at = 0;
  facets.rows.forEach((row, number) => rowOf.fill(number, at, (at += row[2])));
  const also = new Map();
  for (const [number, row] of facets.also) also.set(number, [...(also.get(number) ?? []), row]);
  return { ...facets, rowOf, also, kindOf: readLetters(facets.kinds), setOf: readLetters(facets.of) };
}

// --- Finding -------------------------------------------------------------------------------------------------------

/** The position of the last shard that starts at a word or before it. */
function shardOf(root, word) {
  let [low, high] = [0, root.words.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (root.words[middle] <= word) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const shard = (root, number) => file(name(root.shards, number), readShard);

/** The points of each document that has a word, and whether the word stands nearly everywhere: then it ranks, and leaves nothing out. */
async function pointsOf(root, word, beginning, marked) {
  const points = new Uint32Array(root.documents);
  const of = { points, isCommon: false };
  const add = ({ entries, terms }, term, quality) => {
    const { ofAll, lists } = readTerm(terms[term]);
    const having = Math.max(1, ofAll || lists.reduce((sum, { documents }) => sum + documents.length, 0));
    of.isCommon ||= ofAll > 0;
    const rarity = 32 - Math.clz32(Math.floor(root.documents / having));
    for (const { weight, documents } of lists)
      for (const document of documents) points[document] = Math.max(points[document], weight * rarity * quality);
    for (const [other, number] of entries) if (number === term) marked.add(other);
  };
  const exactly = (shard, word) => {
    const terms = shard.entries.filter(([other]) => other === word);
    for (const [, term] of terms) add(shard, term, 2);
    return terms.length > 0;
  };
  const first = shardOf(root, word);
  if (first < 0) return of;
  if (!exactly(await shard(root, first), word) && /^\p{Alphabetic}+$/u.test(word)) {
    for (const [drop, put] of root.endings) {
      const kept = word.slice(0, word.length - drop.length);
      if (!word.endsWith(drop) || [...kept].length < 3 || kept + put === word) continue;
      const number = shardOf(root, kept + put);
      if (number >= 0 && exactly(await shard(root, number), kept + put)) {
        marked.add(word);
        break;
      }
    }
  }
  if ([...word].length === 1 ? DENSE.test(word) : beginning) {
    for (let number = first; number < first + 2 && number < root.words.length; number++) {
      if (number > first && !root.words[number].startsWith(word)) break;
      const part = await shard(root, number);
      const longer = part.entries.filter(([other]) => other.startsWith(word) && other !== word);
      for (const term of new Set(longer.map(([, term]) => term))) add(part, term, 1);
    }
  }
  return of;
}

async function pointsFor(root, { whole, parts, last }, marked) {
  const of = await pointsOf(root, whole, last, marked);
  const each = await Promise.all(parts.map((part, i) => pointsOf(root, part, last && i === parts.length - 1, marked)));
  const counting = each.filter((part) => !part.isCommon);
  if (each.length && !counting.length) {
    of.isCommon = true;
    counting.push(...each);
  }
  if (each.length)
    for (let document = 0; document < of.points.length; document++) {
      const least = Math.min(...counting.map(({ points }) => points[document]));
      if (least) of.points[document] = Math.max(of.points[document], least >> 1, 1);
    }
  return of;
}

/** Of each facet, whether a document passes: a bit each for those that it does not pass. */
function failing(root, facets, chosen) {
  const has = (name, ...values) => !chosen[name].length || values.some((value) => chosen[name].includes(value));
  const ofRow = facets.rows.map(([product, version]) => [
    has("product", root.products[product][0]),
    has("version", version, `${root.products[product][0]}/${version}`),
  ]);
  const ofKind = [undefined, ...root.kinds].map((kind) => has("kind", kind?.[0]));
  const ofSet = facets.sets.map((set) => has("component", ...set.map((key) => facets.components[key])));
  return (document) => {
    const row = facets.rowOf[document];
    const version = ofRow[row][1] || facets.also.get(document)?.some((row) => ofRow[row][1]);
    return (ofRow[row][0] ? 0 : 1) | (ofKind[facets.kindOf[document]] ? 0 : 2) | (ofSet[facets.setOf[document]] ? 0 : 4) | (version ? 0 : 8);
  };
}

/** Everything that a query finds, best first, with the words to mark and, where facets are there, how often each value stands. */
async function find(query, chosen, wantsCounts) {
  const root = await file("", json);
  const asked = wanted(query);
  const filtered = FACETS.some((facet) => chosen[facet].length);
  const marked = new Set();
  const each = await Promise.all(asked.map((word) => pointsFor(root, word, marked)));
  const facets = filtered || wantsCounts || root.weight <= LIGHT ? await file(root.facets, readFacets) : null;
  const hits = [];
  const atLeast = each.length > 0 && each.every(({ isCommon }) => isCommon);
  const wants = atLeast ? each.length : each.filter(({ isCommon }) => !isCommon).length;
  if (each.length) {
    for (let document = 0; document < root.documents; document++) {
      let [matched, sum] = [0, 0];
      for (const { points, isCommon } of each) if (points[document]) [matched, sum] = [matched + (atLeast || !isCommon), sum + points[document]];
      if (sum) hits.push({ document, matched, points: sum });
    }
  } else if (filtered) {
    for (let document = 0; document < root.documents; document++) hits.push({ document, matched: 0, points: 0 });
  }
  const hasAll = hits.some(({ matched }) => matched === wants);
  const matching = hasAll ? hits.filter(({ matched }) => matched === wants) : hits;
  const fails = facets && failing(root, facets, chosen);
  const passing = fails ? matching.filter(({ document }) => !fails(document)) : matching;
  passing.sort((a, b) => b.matched - a.matched || b.points - a.points || b.document - a.document);
  const counts = facets && count(root, facets, matching, fails);
  return { root, marked, atLeast, allWords: hasAll || each.length < 2, counts, hits: passing, asks: asked.length > 0 || filtered };
}

/** How many results each value of each facet would give, the other facets as they are. */
function count(root, facets, hits, fails) {
  const counts = Object.fromEntries(FACETS.map((facet) => [facet, new Map()]));
  const add = (facet, value) => counts[facet].set(value, (counts[facet].get(value) ?? 0) + 1);
  for (const { document } of hits) {
    const bits = fails(document);
    const row = facets.rowOf[document];
    if (!(bits & ~1)) add("product", root.products[facets.rows[row][0]][0]);
    const kind = root.kinds[facets.kindOf[document] - 1];
    if (!(bits & ~2) && kind) add("kind", kind[0]);
    if (!(bits & ~4)) for (const key of facets.sets[facets.setOf[document]]) add("component", facets.components[key]);
    if (!(bits & ~8)) for (const number of [row, ...(facets.also.get(document) ?? [])]) add("version", number);
  }
  counts.rows = facets.rows;
  return counts;
}

/** What a result shows. */
async function shown(root, document) {
  const leaf = Math.floor(document / DOCUMENTS);
  const branch = await file(name(root.branches, Math.floor(leaf / LEAVES)), readText);
  const { rows, documents } = await file(name(branch, leaf % LEAVES), json);
  const [row, kind, title, anchor, components, text, mark] = documents[document % DOCUMENTS];
  const [product, version, date, path] = rows[row];
  return {
    title, components, mark, date, version, text,
    kind: root.kinds[kind], product: root.products[product][1], url: anchor ? `${path}#${anchor}` : path,
  };
}

// --- Showing -------------------------------------------------------------------------------------------------------

function element(name, className, ...children) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

/** A text in which the words that were found are marked. */
function highlighted(text, marked) {
  const places = [];
  for (const run of runs(text)) {
    if (run.isName && marked.has(fold(run.run))) places.push([run.at, run.end]);
    else for (const [piece, at] of pieces(run)) if (marked.has(fold(piece))) places.push([at, at + piece.length]);
  }
  const nodes = document.createDocumentFragment();
  let done = 0;
  for (let i = 0; i < places.length; i++) {
    const from = places[i][0];
    let to = places[i][1];
    while (i + 1 < places.length && places[i + 1][0] <= to) to = Math.max(to, places[++i][1]);
    nodes.append(text.slice(done, from), element("mark", "", text.slice(from, to)));
    done = to;
  }
  nodes.append(text.slice(done));
  return nodes;
}

function item(result, marked) {
  const link = element("a", "", highlighted(result.title, marked));
  link.href = result.url;
  const marks = element("p", "marks");
  if (result.kind) marks.append(element("span", `badge tone-${result.kind[2]}`, result.kind[1]));
  if (result.mark) marks.append(element("span", "badge tone-warning hollow", result.mark));
  for (const text of [`${result.product} ${result.version}`.trim(), result.date, result.components]) if (text) marks.append(element("span", "", text));
  const item = element("li", "hit", element("h2", "", link), marks);
  if (result.text) item.append(element("p", "text", highlighted(result.text, marked)));
  return item;
}

const plural = new Intl.PluralRules(document.documentElement.lang);
const numbers = new Intl.NumberFormat(document.documentElement.lang);

function counted(count, atLeast) {
  const form = plural.select(count);
  const key = `count${form[0].toUpperCase()}${form.slice(1)}`;
  return (words[key] ?? words.countOther).replace("{count}", numbers.format(count) + (atLeast ? "+" : ""));
}

function showCounts(counts, chosen) {
  for (const input of filters.querySelectorAll("input[type=checkbox]")) {
    const count = counts?.[input.name].get(input.value) ?? 0;
    const item = input.closest("li");
    item.querySelector(".count").textContent = counts ? numbers.format(count) : "";
    item.hidden = Boolean(counts) && !count && !input.checked;
  }
  for (const set of filters.querySelectorAll("fieldset")) set.hidden = !set.querySelector("li:not([hidden])");
  clear.hidden = !FACETS.some((facet) => chosen[facet].length);
  const select = form.elements.version;
  const several = form.elements.product !== undefined;
  const groups = new Map();
  const known = new Set();
  for (let row = (counts?.rows.length ?? 0) - 1; row >= 0 && known.size < 200; row--) {
    const [product, version] = counts.rows[row];
    if (!version || !counts.version.has(row)) continue;
    const [key, name] = counts.root.products[product];
    const value = several ? `${key}/${version}` : version;
    known.add(value);
    groups.set(name, [...(groups.get(name) ?? []), new Option(`${version} (${numbers.format(counts.version.get(row))})`, value)]);
  }
  const mine = chosen.version[0] ?? "";
  const options = [...groups].flatMap(([name, options]) => {
    if (!several) return options;
    const group = element("optgroup", "", ...options);
    group.label = name;
    return [group];
  });
  if (mine && !known.has(mine)) options.unshift(new Option(mine, mine));
  select.replaceChildren(select.options[0], ...options);
  select.value = mine;
}

let turn = 0;
let wantsCounts = false;

function chosenNow() {
  const data = new FormData(form);
  return Object.fromEntries(FACETS.map((facet) => [facet, data.getAll(facet).filter(Boolean)]));
}

async function search() {
  const mine = ++turn;
  const query = box.value;
  const chosen = chosenNow();
  const parameters = new URLSearchParams(query.trim() ? [["q", query.trim()]] : []);
  for (const facet of FACETS) for (const value of chosen[facet]) parameters.append(facet, value);
  const state = parameters.toString();
  if (state !== location.search.slice(1)) history.replaceState(null, "", state ? `?${state}` : location.pathname);
  const waiting = setTimeout(() => mine === turn && say(words.loading), 400);
  try {
    const result = await find(query, chosen, wantsCounts);
    const first = await Promise.all(result.hits.slice(0, SHOWN).map(({ document }) => shown(result.root, document)));
    if (mine !== turn) return;
    show(result, first, chosen, query.trim());
  } catch {
    if (mine === turn) fail();
  } finally {
    clearTimeout(waiting);
  }
}

const say = (...nodes) => found.replaceChildren(...nodes);

function show(result, first, chosen, query) {
  const { hits, marked, atLeast, allWords, counts, root, asks } = result;
  if (counts) counts.root = root;
  list.replaceChildren(...first.map((one) => item(one, marked)));
  showCounts(asks ? counts : null, chosen);
  if (!asks) say(words.hint);
  else if (!hits.length) say(words.none);
  else say(counted(hits.length, atLeast) + (allWords ? "" : ` ${words.some}`));
  document.title = document.title.replace(/^(“.*” · )?/, query ? `“${query}” · ` : "");
  more.hidden = hits.length <= SHOWN;
  more.onclick = async () => {
    const from = list.children.length;
    const next = await Promise.all(hits.slice(from, from + SHOWN).map(({ document }) => shown(root, document)));
    list.append(...next.map((one) => item(one, marked)));
    more.hidden = hits.length <= list.children.length;
    list.children[from]?.querySelector("a").focus();
  };
}

/** A page that was opened before the site changed names files that are gone. Its address, opened again, finds the new ones. */
function fail() {
  list.replaceChildren();
  more.hidden = true;
  const link = element("a", "", words.old);
  link.href = location.href;
  say(words.failed, " ", link);
}

// --- Using ---------------------------------------------------------------------------------------------------------

let pause;
box.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(search, 120);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(pause);
  search();
});
filters.addEventListener("change", search);
clear.addEventListener("click", () => {
  for (const input of filters.querySelectorAll("input:checked")) input.checked = false;
  form.elements.version.value = "";
  box.focus();
  search();
});
// Counts of a large site are fetched when somebody turns to the filters.
for (const event of ["focusin", "pointerenter"])
  filters.addEventListener(event, () => {
    if (wantsCounts) return;
    wantsCounts = true;
    search();
  });
form.addEventListener("keydown", (event) => {
  const links = [...list.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape" && at >= 0) box.focus();
  else if (step && links.length && (at >= 0 || document.activeElement === box)) {
    event.preventDefault();
    (links[at + step] ?? (at + step < 0 ? box : links.at(-1))).focus();
  }
});

/** The form as the address has it. */
function recall() {
  const parameters = new URLSearchParams(location.search);
  box.value = parameters.get("q") ?? "";
  for (const input of filters.querySelectorAll("input[type=checkbox]")) input.checked = parameters.getAll(input.name).includes(input.value);
  const version = parameters.get("version");
  if (version) {
    form.elements.version.append(new Option(version, version));
    form.elements.version.value = version;
  }
}

recall();
filters.open = matchMedia("(min-width: 66rem)").matches;
filters.dataset.ready = "";
addEventListener("popstate", () => {
  recall();
  search();
});
if (!matchMedia("(pointer: coarse)").matches || !box.value) box.focus({ preventScroll: true });
search();
