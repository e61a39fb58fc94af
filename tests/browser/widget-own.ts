/// <reference path="../../src/output/widget/widget.d.ts" />
// An app that keeps what was read itself, by the published types.

const news: TidingsNewsElement = document.createElement("tidings-news");
news.setAttribute("src", "/news.json");
news.setAttribute("store", "none");
news.words = { title: "Ours" };

// What the app's server said.
const kept: TidingsReadState = { seen: "2026-04-14", read: ["tag:changes.acme.example,2026:events/2.3.0"], dismissed: [] };
news.readState = kept;

const log: string[] = [];
const keep = (state: TidingsReadState): void => {
  log.push(`keep ${state.seen} ${state.read.length} ${state.dismissed.join()}`);
};
news.addEventListener("tidings-news:load", ({ detail }) => log.push(`load ${detail.product.key} ${detail.unread} of ${detail.releases.length}`));
news.addEventListener("tidings-news:open", (event) => {
  log.push(`open ${event.detail.unread}`);
  if (document.documentElement.classList.contains("own-page")) event.preventDefault();
});
news.addEventListener("tidings-news:close", () => log.push("close"));
news.addEventListener("tidings-news:read", ({ detail: { ids, unread, state } }) => {
  log.push(`read ${ids.map((id) => id.split("/")[1]).join()} ${unread}`);
  keep(state);
});
news.addEventListener("tidings-news:dismiss", ({ detail: { id, state } }) => {
  log.push(`dismiss ${id}`);
  keep(state);
});
document.querySelector("header")!.append(news);
Object.assign(window, { news, log });

// Everything else that the types promise.
export const used = (): [number, readonly TidingsAlert[], Promise<void>] => {
  news.open();
  news.close();
  news.toggle();
  news.markRead("tag:changes.acme.example,2026:events/2.3.0");
  news.dismiss("2.3.0/lost");
  return [news.unread, news.alerts, news.reload()];
};
