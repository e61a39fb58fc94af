// Keeps a preview current: waits for the next build, shows what is wrong with the content over the page, and reloads
// the page once it is another than the one shown. Served by `tidings serve` only; a published site never holds it.
(() => {
  "use strict";

  const shownPage = document.currentScript.dataset.page;
  const base = new URL(".", document.currentScript.src);
  let knownBuild = "";
  let hidden = "";

  const element = (name, className, ...children) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  };

  const counted = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

  // The line with its number, and the place marked in it. Columns count characters, from 1.
  const lineOf = ({ line, source_line, column, end_column }) => {
    const characters = [...source_line];
    const [before, here, after] = [[0, column - 1], [column - 1, end_column - 1], [end_column - 1]].map((range) => characters.slice(...range).join(""));
    const shown = here ? element("pre", "", `${line} | ${before}`, element("mark", "", here), after) : element("pre", "", `${line} | ${source_line}`);
    shown.tabIndex = 0;
    shown.setAttribute("aria-label", `line ${line}`);
    return shown;
  };

  // One problem: its place, its message, the line it is in, and what to do.
  const described = (problem) => {
    const place = `${problem.file}:${problem.line}:${problem.column}`;
    const item = element("li", "");
    item.append(element("p", "place", place, " ", element("span", "code", problem.code)), element("p", "message", problem.message));
    if (problem.source_line.trim()) item.append(lineOf(problem));
    if (problem.help) item.append(element("p", "help", "help: ", problem.help));
    return item;
  };

  // A dialog in a shadow tree, so that neither the site's style nor its scripts meet it.
  const dialog = (() => {
    const host = document.createElement("tidings-problems");
    const tree = host.attachShadow({ mode: "open" });
    const style = element("link", "");
    style.rel = "stylesheet";
    style.href = new URL("reload.css", base).href;
    const title = element("h1", "");
    title.id = "title";
    const note = element("p", "note");
    note.id = "note";
    const list = element("ol", "");
    const hide = element("button", "", "Hide");
    hide.type = "button";
    const box = element("dialog", "", element("header", "", title, hide), note, list);
    box.lang = "en";
    box.dir = "ltr";
    box.setAttribute("role", "alertdialog");
    box.setAttribute("aria-labelledby", "title");
    box.setAttribute("aria-describedby", "note");
    tree.append(style, box);

    // What was hidden stays so until something else is wrong.
    box.addEventListener("close", () => {
      if (!box.dataset.mended) hidden = box.dataset.problems;
    });
    hide.addEventListener("click", () => box.close());

    return {
      show({ errors, warnings, problems }) {
        const text = JSON.stringify([errors, problems]);
        if (errors === 0) {
          hidden = "";
          box.dataset.mended = "yes";
          box.close();
          host.remove();
          return;
        }
        if (text === hidden || (box.open && text === box.dataset.problems)) return;
        delete box.dataset.mended;
        box.dataset.problems = text;
        title.textContent = `${counted(errors, "error")} in the content`;
        const elsewhere = [errors > problems.length && counted(errors - problems.length, "more error"), warnings && counted(warnings, "warning")];
        const listed = elsewhere.filter(Boolean).join(" and ");
        note.textContent = "The page is renewed as soon as this is mended." + (listed ? ` The terminal lists ${listed} too.` : "");
        list.replaceChildren(...problems.map(described));
        if (!host.isConnected) document.documentElement.append(host);
        if (!box.open) box.showModal();
      },
    };
  })();

  // Another build need not have made another page.
  const reloadIfChanged = async () => {
    const response = await fetch(location.href, { method: "HEAD", cache: "no-store" });
    if ((response.headers.get("etag") ?? "").replaceAll(/^(W\/)?"|"$/g, "") !== shownPage) location.reload();
  };

  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

  // A browser opens few connections to one host: pages that nobody sees do not hold one.
  const visible = () =>
    new Promise((done) => {
      const look = () => {
        if (document.visibilityState !== "visible") return;
        document.removeEventListener("visibilitychange", look);
        done();
      };
      document.addEventListener("visibilitychange", look);
      look();
    });

  const ask = async () => {
    const abort = new AbortController();
    const stop = () => document.visibilityState !== "visible" && abort.abort();
    document.addEventListener("visibilitychange", stop);
    try {
      const response = await fetch(new URL(`state?${knownBuild}`, base), { cache: "no-store", signal: abort.signal });
      if (!response.ok) throw new Error(`status ${response.status}`);
      return await response.json();
    } finally {
      document.removeEventListener("visibilitychange", stop);
    }
  };

  const watch = async () => {
    let failures = 0;
    for (;;) {
      await visible();
      try {
        const report = await ask();
        failures = 0;
        if (report.build === knownBuild) continue;
        knownBuild = report.build;
        dialog.show(report);
        await reloadIfChanged();
      } catch (error) {
        // The preview was stopped, or is being started anew: it may come back.
        if (error.name !== "AbortError") await pause(Math.min(5000, 250 * 2 ** failures++));
      }
    }
  };

  watch();
})();
