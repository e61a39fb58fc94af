// What a page does beyond being read: the switch of light and dark, "new since your last visit", "your version".
// Everything is kept in localStorage and goes nowhere else. Nothing here is needed to read a page.

const root = document.documentElement;
const all = (selector) => document.querySelectorAll(selector);

function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // No storage: the choice lasts as long as the page.
  }
}

// Light and dark. Choosing what the system has anyway follows the system again.
const dark = matchMedia("(prefers-color-scheme: dark)");
for (const button of all(".scheme")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const system = dark.matches ? "dark" : "light";
    const chosen = (root.dataset.scheme ?? system) === "dark" ? "light" : "dark";
    if (chosen === system) delete root.dataset.scheme;
    else root.dataset.scheme = chosen;
    remember("tidings-scheme", chosen === system ? null : chosen);
  });
}

// New since the last visit: what came out after the newest release that was there then. The mark stays for the session.
for (const list of all(".timeline[data-product]")) {
  const key = `tidings-seen-${list.dataset.product}`;
  const seen = sessionStorageOr(key);
  const releases = [...list.querySelectorAll("[data-released]")];
  const newest = releases.map((release) => release.dataset.released).sort().at(-1);
  if (seen) for (const release of releases) if (release.dataset.released > seen) release.querySelector(".new").hidden = false;
  if (newest && newest > (recall(key) ?? "")) remember(key, newest);
}

/** What was seen before this session began. */
function sessionStorageOr(key) {
  try {
    if (sessionStorage.getItem(key) === null) sessionStorage.setItem(key, localStorage.getItem(key) ?? "");
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

for (const latest of all(".latest[data-product], .recent [data-product]")) {
  const seen = recall(`tidings-seen-${latest.dataset.product}`);
  if (seen && latest.dataset.released > seen) latest.querySelector(".new").hidden = false;
}

// The version that the reader runs: said on a release's page, marked there and on the timeline.
for (const page of all(".release-page")) {
  const key = `tidings-version-${page.dataset.product}`;
  const button = page.querySelector(".mine");
  const show = () => {
    const mine = recall(key) === page.dataset.version;
    button.textContent = mine ? button.dataset.unset : button.dataset.set;
    page.querySelector(".yours").hidden = !mine;
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    remember(key, recall(key) === page.dataset.version ? null : page.dataset.version);
    show();
  });
  show();
}
for (const list of all(".timeline[data-product]")) {
  const mine = recall(`tidings-version-${list.dataset.product}`);
  for (const release of list.querySelectorAll("[data-version]")) {
    if (mine && release.dataset.version === mine) release.querySelector(".yours").hidden = false;
  }
}

// What a reader ticked off on the page of an upgrade is still ticked when the page is opened again.
for (const page of all(".jump")) {
  const key = `tidings-ticked-${location.pathname}`;
  const ticked = new Set((recall(key) ?? "").split(" "));
  for (const box of page.querySelectorAll(".tick")) {
    box.checked = ticked.has(box.id);
    box.addEventListener("change", () => {
      const now = [...page.querySelectorAll(".tick:checked")].map((box) => box.id);
      remember(key, now.length ? now.join(" ") : null);
    });
  }
}

// The page of an upgrade goes when one of its ends gets a patch. Its address then leads to the page of upgrades.
const jump = location.pathname.match(/^(.*\/upgrade\/)([^/]+)\/([^/]+)\/$/);
if (jump && document.body.classList.contains("page-not-found")) {
  location.replace(`${jump[1]}?${new URLSearchParams({ from: jump[2], to: jump[3] })}`);
}

// Keys for those who like them. The list of them, which `?` and a button in the footer open, switches them off (WCAG 2.2, 2.1.4).
const shortcuts = document.querySelector(".shortcuts");
const onKeys = { j: () => step(1), k: () => step(-1), "[": () => follow("prev"), "]": () => follow("next"), "?": () => shortcuts.showModal() };

// Where there is a search, a slash leads to it.
const searchBox = document.querySelector("input[type=search]");
if (searchBox)
  onKeys["/"] = () => {
    searchBox.focus();
    searchBox.select();
  };

/** Puts the focus on the item after or before the one that has it, or that is looked at. */
function step(by) {
  const items = [...all("main :is(.entry, .release, .row, .event, .stop, .hit, .ledger tbody tr)")];
  const focused = items.findIndex((item) => item.contains(document.activeElement));
  const below = items.findIndex((item) => item.getBoundingClientRect().top > 8);
  const next = focused < 0 ? items.at(by > 0 ? below : Math.max(below - 1, 0)) : items[focused + by];
  const link = next?.querySelector(":is(h2, h3, th) a, a");
  if (!link) return;
  next.scrollIntoView();
  link.focus({ preventScroll: true });
}

function follow(relation) {
  document.querySelector(`main a[rel="${relation}"]`)?.click();
}

// A theme without that list has no keys.
if (shortcuts) {
  const on = shortcuts.querySelector("input");
  on.checked = recall("tidings-keys") !== "off";
  on.addEventListener("change", () => remember("tidings-keys", on.checked ? null : "off"));
  for (const button of all(".open-shortcuts")) {
    button.hidden = false;
    button.addEventListener("click", () => shortcuts.showModal());
  }
  addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, textarea, select, dialog, [contenteditable]");
    if (!on.checked || event.ctrlKey || event.altKey || event.metaKey || isTyping || !Object.hasOwn(onKeys, event.key)) return;
    event.preventDefault();
    onKeys[event.key]();
  });
}
