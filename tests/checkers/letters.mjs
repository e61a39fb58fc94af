// Asks the data of caniemail.com what of the HTML and CSS of mails the large programs do not know: `letters.mjs < PAGES`, a JSON object of pages by
// name. What is printed has no fallback; silence is praise.

import { readFileSync } from "node:fs";
import { caniemail } from "caniemail";

const CLIENTS = ["apple-mail.*", "gmail.*", "outlook.*", "yahoo.*"];

// What is left out where it is not known, and why that does no harm.
const FALLBACKS = {
  "border-radius": "corners are square",
  "word-break": "a long word reaches over the edge",
  "height property": "it is `auto`, for pictures, which is how they are shown without it",
  "<body> element": "its colour stands on the table within it once more",
  "role attribute": "a table is announced as one",
  "@media": "the mail stays light, and is laid out for all widths as it is",
  "<style> element": "it holds only what depends on the screen; all else stands on the elements",
  "color-scheme meta tag": "the mail stays light, or is darkened by the program itself",
  "max-height property": "what is hidden has letters of two pixels, too",
  "white-space": "it is for `pre`, whose lines stay as they are, and long ones reach over the edge",
  "aria-label attribute": "a table or a block of code is announced without its name",
  overflow: "only what is hidden has it",
  "display:none": "what is hidden has no height and letters of two pixels, too",
};

const pages = JSON.parse(readFileSync(0, "utf8"));
for (const [name, html] of Object.entries(pages)) {
  const { issues } = caniemail({ clients: CLIENTS, html });
  for (const [client, found] of issues.errors) {
    for (const { title } of found.filter(({ title }) => !(title in FALLBACKS))) console.log(`${name}: ${client} does not know ${title}`);
  }
}
