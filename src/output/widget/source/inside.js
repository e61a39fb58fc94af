// The life of one element. Its state is in variables, which are short once built; only what an app may use are properties.

import { make } from "./dom.js";
import { concerning, latest } from "./news.js";
import { place } from "./place.js";
import { afterReading, recall, remember, tidy } from "./reading.js";
import { schemeOf } from "./scheme.js";
import { bell as makeBell, content, count, warnings } from "./view.js";
import { known, speaker } from "./words.js";

// Milliseconds after which news are old.
const STALE = 3_600_000;

/** Gives an element its properties and methods. `refreshAll` is called with the key of what was read where that changed. */
export function inside(host, refreshAll) {
  const root = host.attachShadow({ mode: "open" });
  const said = (attribute) => host.getAttribute(attribute) ?? "";
  // What there is to fill.
  let placement, frame, bell, box, status;
  let address, told;
  let news = { releases: [], alerts: [] };
  let state = tidy();
  let isOwn, language, counted, opener, open;
  // The ids that are marked as new, since they were unread when the reader came to see them.
  let fresh = [];
  // What an app set before this script was there.
  const { words, readState } = host;
  const sight = new IntersectionObserver(see);

  /** The ids of what came out on the day that was last seen, or later, and was not read. */
  const unread = () => news.releases.filter(({ id, date }) => date >= state.seen && date >= said("since") && !state.read.includes(id)).map(({ id }) => id);

  /** Whether it stands above the page, and is opened and closed. */
  const isFixed = () => placement !== "banner" && placement !== "inline";

  const tell = (name, detail) => host.dispatchEvent(new CustomEvent(`tidings-news:${name}`, { bubbles: true, composed: true, cancelable: true, detail }));

  const spoken = () => known(host.closest("[lang]")?.lang || "en");

  /** Where localStorage keeps what was read; nowhere, where the app does. */
  const key = () => !isOwn && told && said("store") !== "none" && `tidings-news:${said("store")}:${told.url}`;

  function keep(next) {
    state = next;
    if (key()) {
      remember(key(), state);
      refreshAll(key());
    } else refresh();
  }

  async function load(age) {
    try {
      const asked = (address = new URL(said("src") || "//", document.baseURI).href);
      const answer = await latest(asked, age);
      if (asked !== address) return;
      const isNew = answer !== told;
      told = answer;
      refresh();
      if (isNew) tell("load", { product: told.product, unread: unread().length, ...news });
      // What is in view already is told, too.
      sight.disconnect();
      if (placement === "inline") sight.observe(box);
    } catch {
      // Offline, slow, or no news at that address. What was there before stays.
      if (frame.dataset.state === "loading") frame.dataset.state = "failed";
    }
  }

  /** What there is before anything is known; anew, where it comes from elsewhere or goes elsewhere. */
  function build(changed) {
    close();
    if (changed === "src") told = undefined;
    placement = said("placement") || "bell";
    bell = placement === "bell" && makeBell(host.toggle);
    const ways = isFixed() ? { role: "dialog", tabindex: -1, popover: "manual" } : { "aria-live": placement === "banner" ? "polite" : "off" };
    box = make("section", { part: placement === "banner" ? "banner" : "panel", id: "panel", ...ways });
    status = make("div", { part: "sr", role: "status" });
    frame = make("div", { part: "frame", class: placement, "data-state": "loading" }, bell, box, status);
    root.replaceChildren(frame);
    frame.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !open) return;
      event.stopPropagation();
      close();
    });
    frame.addEventListener("focusout", ({ relatedTarget: next }) => bell && next && !frame.contains(next) && close());
    load(STALE);
  }

  /** What stands in the page is read when it is seen, and stays marked as new until the page is left. */
  function see([{ isIntersecting }]) {
    if (!isIntersecting) return;
    fresh = fresh.concat(unread());
    markRead();
  }

  function show() {
    if (open || !told || !isFixed() || !tell("open", { unread: unread().length })) return;
    open = new AbortController();
    const { signal } = open;
    opener = bell || document.activeElement;
    fresh = unread();
    refresh();
    box.showPopover();
    if (bell) {
      const hold = () => place(box, bell);
      hold();
      for (const move of ["resize", "scroll"]) addEventListener(move, hold, { signal, capture: true });
      addEventListener("pointerdown", (event) => event.composedPath().includes(host) || close(), { signal, capture: true });
    }
    box.focus({ preventScroll: true });
    markRead();
  }

  function close() {
    if (!open) return;
    open = open.abort();
    const hadFocus = root.activeElement;
    box.hidePopover();
    paint();
    // Back to where the reader was, unless something else has the focus by now.
    if (hadFocus) opener.focus({ preventScroll: true });
    tell("close");
  }

  function markRead(id) {
    const ids = unread().filter((other) => !id || other === id);
    if (!ids[0]) return;
    keep(afterReading(told.releases, state, id && ids));
    tell("read", { ids, unread: unread().length, state });
  }

  function dismiss(id) {
    keep({ ...state, dismissed: [...state.dismissed, id] });
    tell("dismiss", { id, state });
  }

  /** Looks again at the page around. */
  function paint() {
    frame.style.colorScheme = said("scheme") || schemeOf(isFixed() ? document.body : host);
    if (bell) bell.ariaExpanded = Boolean(open);
    if (language !== spoken()) refresh();
  }

  function refresh() {
    if (!told || !frame) return;
    if (key()) state = recall(key());
    news = concerning(told, said("version"), said("audience").match(/[^\s,]+/g) ?? []);
    news.alerts = news.alerts.filter((alert) => !state.dismissed.includes(alert.id));
    frame.lang = language = spoken();
    frame.dataset.state = "ready";
    paint();
    const say = speaker(language, host.words);
    const number = unread().length;
    if (bell) count(bell, say, number, news.alerts.length);
    // Only what comes while the reader is here is worth a word.
    if (number > counted) status.textContent = say("unread", { count: number });
    counted = number;

    if (isFixed() && !open) return;
    const isBanner = placement === "banner";
    box.ariaLabel = isBanner ? news.alerts[0] && say("warning") : `${say("title")}: ${told.product.name}`;
    const above = warnings(news, told.product.name, say, dismiss);
    draw(box, isBanner ? above : content(told, news, above, fresh, say, language, open && close));
    for (const text of box.querySelectorAll("bdi")) text.lang = told.language;
  }

  const api = {
    get unread() {
      return unread().length;
    },
    get alerts() {
      return news.alerts;
    },
    get readState() {
      return state;
    },
    set readState(given) {
      isOwn = true;
      keep(tidy(given));
    },
    words,
    reload: () => load(0),
    open: show,
    close,
    toggle: () => (open ? close() : show()),
    markRead,
    dismiss,
  };
  Object.defineProperties(host, Object.getOwnPropertyDescriptors(api));
  if (readState) host.readState = readState;
  return { build, refresh, paint, key, renew: () => load(STALE) };
}

/** Replaces what is inside, and keeps the focus where it was, or on what came to stand there. */
function draw(into, children) {
  const stops = () => [...into.querySelectorAll("a, button")];
  const stop = stops().indexOf(into.getRootNode().activeElement);
  into.replaceChildren(...children);
  if (stop >= 0) (stops()[stop] ?? stops().at(-1))?.focus();
}
