// "Does this affect my version?" on the lists of known issues, deprecations and security updates. The version is the one that
// pages of releases remember, too; it is kept in localStorage and goes nowhere else.
import { contains, sortable } from "./ranges.js";

const VERSION = /^v?\d{1,20}\.\d{1,20}(\.\d{1,20})?(-[\da-z-]+(\.[\da-z-]+)*)?(\+[\da-z.-]+)?$/i;

for (const form of document.querySelectorAll(".my-version")) {
  const { product, affected, spared, gone, invalid } = form.dataset;
  const key = `tidings-version-${product}`;
  const input = form.querySelector("input");
  const status = form.querySelector("[role=status]");
  const plural = new Intl.PluralRules(document.documentElement.lang);
  const fill = (text, blanks) => text.replace(/\{(\w+)\}/g, (blank, name) => blanks[name] ?? blank);

  const show = () => {
    const version = input.value.trim();
    const known = VERSION.test(version) && sortable(version);
    let count = 0;
    for (const row of document.querySelectorAll("[data-affects]")) {
      const mark = row.querySelector(".mine-mark");
      const isAffected = known && contains(row.dataset.affects, known);
      const isGone = known && row.dataset.gone && contains(row.dataset.gone, known);
      count += isAffected ? 1 : 0;
      row.classList.toggle("spared", Boolean(known) && !isAffected);
      mark.hidden = !known;
      mark.textContent = known ? fill(isAffected ? affected : isGone ? gone : spared, { version }) : "";
      mark.classList.toggle("tone-danger", Boolean(isAffected));
    }
    input.setAttribute("aria-invalid", String(Boolean(version) && !known));
    const told = form.dataset[`count${plural.select(count)}`] ?? form.dataset.countother;
    status.textContent = known ? fill(told, { count, version }) : version ? invalid : "";
    if (known || !version) remember(key, version);
  };

  form.hidden = false;
  input.value = recall(key) ?? "";
  input.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
}

function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key, value) {
  try {
    if (value) localStorage.setItem(key, value);
    else localStorage.removeItem(key);
  } catch {
    // No storage: the version lasts as long as the page.
  }
}
