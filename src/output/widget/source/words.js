// What readers see and hear, in the language of the page. The property `words` of an element adds to it.

const WORDS = {
  en: {
    title: "What’s new",
    unread: "{count} unread",
    warning: "important notice",
    fresh: "New",
    yours: "Your version",
    newer: "New since your {version}",
    upgrade: "How to upgrade",
    all: "All releases",
    taken: "{product} {version}, your version, was taken back.",
    instead: "Use {version}.",
    issue: "Critical issue in your {product} {version}.",
    close: "Close",
  },
  de: {
    title: "Neuigkeiten",
    unread: "{count} ungelesen",
    warning: "wichtiger Hinweis",
    fresh: "Neu",
    yours: "Ihre Version",
    newer: "Neu seit Ihrer {version}",
    upgrade: "Zum Upgrade",
    all: "Alle Versionen",
    taken: "{product} {version}, Ihre Version, wurde zurückgezogen.",
    instead: "Nutzen Sie {version}.",
    issue: "Kritisches Problem in Ihrer Version {product} {version}.",
    close: "Schließen",
  },
};

/** A function from a key and its blanks to a text. Own words win over those of the language, and these over English. */
export function speaker(language, own) {
  const words = { ...WORDS.en, ...WORDS[language.slice(0, 2)], ...own };
  return (key, blanks) => words[key].replace(/{(\w+)}/g, (_, name) => blanks[name]);
}

/** The language if it is one, else English. */
export function known(language) {
  try {
    return new Intl.Locale(language).toString();
  } catch {
    return "en";
  }
}
