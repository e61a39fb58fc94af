// Types of <tidings-news>. Reference them with `/// <reference path="…/widget.d.ts" />` or list the file in tsconfig.json.

/** What was read and dismissed. An app that keeps it stores it as it is and gives it back. */
interface TidingsReadState {
  /** The newest day that was seen, such as `2026-05-12`; empty at first. */
  seen: string;
  /** Ids of releases. */
  read: string[];
  /** Ids of alerts. */
  dismissed: string[];
}

/** A rollback or a critical known issue that touches the running version. */
interface TidingsAlert {
  id: string;
  type: "rollback" | "known-issue";
  version: string;
  url: string;
  /** Of a known issue. */
  title?: string;
  /** Of a rollback. */
  reason?: { html: string; text: string };
  /** Of a rollback. */
  replaced_by?: string;
}

/** A release of latest.json, with what it is to the running version. */
interface TidingsRelease {
  /** A tag URI that never changes. */
  id: string;
  version: string;
  date: string;
  type: string;
  title?: string;
  summary?: { html: string; text: string };
  url: string;
  json: string;
  audiences: string[];
  highlights: { id: string; kind: string; title: string; audiences: string[]; url: string }[];
  /** How many entries of each kind; empty where an audience is given. */
  counts: Record<string, number>;
  /** Whether it is newer than the running version. */
  newer: boolean;
  /** Whether it is the running version. */
  running: boolean;
}

/** What readers see and hear. `{name}` is a blank. */
interface TidingsWords {
  title: string;
  /** Blank: `count`. */
  unread: string;
  warning: string;
  fresh: string;
  yours: string;
  /** Blank: `version`. */
  newer: string;
  upgrade: string;
  all: string;
  /** Blanks: `product` and `version`. */
  taken: string;
  /** Blank: `version`. */
  instead: string;
  /** Blanks: `product` and `version`. */
  issue: string;
  close: string;
}

interface TidingsNewsEvents {
  "tidings-news:load": CustomEvent<{ product: { key: string; name: string }; unread: number; releases: TidingsRelease[]; alerts: TidingsAlert[] }>;
  /** Before the panel opens; `preventDefault()` keeps it closed. */
  "tidings-news:open": CustomEvent<{ unread: number }>;
  "tidings-news:close": CustomEvent<null>;
  "tidings-news:read": CustomEvent<{ ids: string[]; unread: number; state: TidingsReadState }>;
  "tidings-news:dismiss": CustomEvent<{ id: string; state: TidingsReadState }>;
}

/** `<tidings-news src version audience placement lang scheme since store>` */
interface TidingsNewsElement extends HTMLElement {
  /** How many releases are unread. */
  readonly unread: number;
  /** What touches the running version and was not dismissed. */
  readonly alerts: readonly TidingsAlert[];
  /** What was read and dismissed. Once an app has set it, localStorage is left alone. */
  get readState(): TidingsReadState;
  set readState(state: Partial<TidingsReadState>);
  /** Own words; those that are missing are in the page's language. Set it before the element is in the page. */
  words: Partial<TidingsWords> | undefined;
  /** Opens the panel of a bell or a drawer. */
  open(): void;
  close(): void;
  toggle(): void;
  /** Marks a release as read by its id; without one, all of them. */
  markRead(id?: string): void;
  /** Hides an alert for good, by its id. */
  dismiss(id: string): void;
  /** Fetches again. Without an answer, what is there stays. */
  reload(): Promise<void>;
  addEventListener<K extends keyof TidingsNewsEvents>(type: K, listener: (this: TidingsNewsElement, event: TidingsNewsEvents[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener<K extends keyof HTMLElementEventMap>(type: K, listener: (this: TidingsNewsElement, event: HTMLElementEventMap[K]) => void, options?: boolean | AddEventListenerOptions): void;
}

interface HTMLElementTagNameMap {
  "tidings-news": TidingsNewsElement;
}
