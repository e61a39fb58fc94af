// The page that shows the widget: of which product, for which version, and with everything unread again.

const form = document.querySelector(".trial");
const elements = [...document.querySelectorAll("tidings-news")];
if (form) {
  const [products, versions] = form.querySelectorAll("select");

  const show = () => {
    const { path, latest } = products.selectedOptions[0].dataset;
    for (const element of elements) {
      element.setAttribute("version", versions.value);
      if (element.getAttribute("src") !== path) element.setAttribute("src", path);
    }
    for (const snippet of document.querySelectorAll(".snippet")) {
      snippet.textContent = snippet.textContent.replace(/src="[^"]*"/, `src="${latest}"`).replace(/version="[^"]*"/, `version="${versions.value}"`);
    }
  };

  const choose = () => {
    const { versions: all, version } = products.selectedOptions[0].dataset;
    versions.replaceChildren(...all.split(" ").map((text) => new Option(text, text, text === version, text === version)));
    show();
  };

  const drawer = document.querySelector(".live-panel button");
  drawer.hidden = form.hidden = false;
  drawer.addEventListener("click", () => elements.at(-1).toggle());
  form.addEventListener("submit", (event) => event.preventDefault());
  products.addEventListener("change", choose);
  versions.addEventListener("change", show);
  form.querySelector(".again").addEventListener("click", () => {
    for (const element of elements) element.readState = {};
  });
  choose();
}
