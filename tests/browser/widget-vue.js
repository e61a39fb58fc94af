// An app in Vue, by render functions, since a policy of this sort forbids to compile templates in the browser.

import { createApp, h, ref } from "vue";

const App = {
  setup() {
    const unread = ref(0);
    const version = ref("2.3.0");
    const told = (event) => (unread.value = event.detail.unread);
    return () => [
      h("header", [
        h("span", `Vue, ${unread.value} unread`),
        h("button", { id: "upgrade", onClick: () => (version.value = "2.4.0") }, "Upgrade"),
        h("tidings-news", { src: "/news.json", version: version.value, words: { title: "News for you" }, "onTidings-news:load": told, "onTidings-news:read": told }),
      ]),
      h("main", [h("h1", "Vue")]),
    ];
  },
};

const root = document.createElement("div");
document.body.append(root);
createApp(App).mount(root);
