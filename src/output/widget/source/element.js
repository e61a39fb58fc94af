// <tidings-news src version audience placement lang scheme since store>: what is new, inside an app. See docs/in-app.md.
//
// It fetches one latest.json, keeps what was read in localStorage or leaves that to the app, sends nothing anywhere, and shows nothing
// at all where it has nothing to show. It writes no markup, so it lives under `require-trusted-types-for 'script'`.

import { inside } from "./inside.js";
import { forget } from "./reading.js";
import css from "./style.css";

// What is inside of each element that stands in the page.
const present = new Set();
let sheet;

class TidingsNews extends HTMLElement {
  static observedAttributes = ["src", "version", "audience", "placement", "lang", "scheme", "since", "store"];

  #inside = inside(this, refresh);

  connectedCallback() {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      watchPage();
    }
    this.shadowRoot.adoptedStyleSheets = [sheet];
    present.add(this.#inside);
    this.#inside.build();
  }

  disconnectedCallback() {
    present.delete(this.#inside);
    this.close();
  }

  attributeChangedCallback(name) {
    if (!present.has(this.#inside)) return;
    if (name === "src" || name === "placement") this.#inside.build(name);
    else this.#inside.refresh();
  }
}

/** Looks again at what was read: those that keep it at one place, or all. */
function refresh(key) {
  for (const inside of present) if (!key || inside.key() === key) inside.refresh();
}

function renew() {
  for (const inside of present) inside.renew();
}

/** Follows the page: its light and dark, its language, other pages of the app, the network. */
function watchPage() {
  // At once, and when a transition of colours is over.
  const look = () => [0, 500].map((delay) => setTimeout(() => present.forEach((inside) => inside.paint()), delay));
  const observer = new MutationObserver(look);
  for (const element of [document.documentElement, document.body]) observer.observe(element, { attributes: true });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", look);
  addEventListener("storage", ({ key }) => {
    forget(key);
    refresh(key);
  });
  addEventListener("online", renew);
  addEventListener("visibilitychange", renew);
}

if (!customElements.get("tidings-news")) customElements.define("tidings-news", TidingsNews);
