// Sites to search: words in their forms, names, numbers, accents, scripts without blanks, backports and filters of each sort.
// The same on every run.

const site = (title, language, outputs = "") => `title: ${title}
url: https://changes.acme.example/notes/
language: ${language}
${outputs}products:
  desk:
    name: Desk
    components: { core: Core, web: Web }
  hall:
    name: Hall
    components: { core: Kern, scanner: Scanner }
`;

const ENGLISH = {
  nouns: ["ticket", "query", "queries", "badge", "invoice", "hall", "scanner.offline", "dry-run", "export", "exports", "naïve café", "新機能", "API機能"],
  verbs: ["exporting", "exported", "scans", "scanned", "printing", "caches", "cached", "translates", "rolled back"],
  rest: ["quickly", "the organiser's", "CVE-2026-1234", "PROJ-42", "v2.4.0", "at once", "in every hall", "<script>alert(1)</script>", "ＦＵＬＬ width", "Ελληνικά"],
};
const GERMAN = {
  nouns: ["Häuser", "Haus", "Größe", "Größen", "Rechnung", "Rechnungen", "Veranstaltung", "Straße", "Übersicht", "scanner.offline", "Ausgänge"],
  verbs: ["gedruckt", "drucken", "druckt", "prüft", "geprüft", "exportieren", "exportiert", "übersetzt"],
  rest: ["schneller", "in jedem Saal", "CVE-2026-1234", "v2.4.0", "für Veranstalter", "bei Ausfällen"],
};

/** Queries with the filters that go with them, as the address has them. */
export const ASKED = {
  en: [
    ["ticket"], ["tickets"], ["exports"], ["exporter"], ["exporting badges"], ["querying"], ["quer"], ["q"], ["CVE-2026-1234"], ["cve-2026"],
    ["scanner.offline"], ["offline"], ["scanner.off"], ["dry-run"], ["dryrun"], ["v2.4.0"], ["2.4"], ["Naive CAFÉ"], ["cafe"], ["機能"], ["新"], ["API機能"],
    ["organiser's"], ["full"], ["ελληνικά"], ["<script>"], ["desk"], ["hall printing"], ["caching zebra"], ["zebra"], ["“”"], ["\u0301"], [""],
    ["ticket ".repeat(300)], ["a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t"], ["export", { product: ["hall"] }], ["export", { kind: ["fix", "feature"] }],
    ["scan", { component: ["scanner"], product: ["hall"] }], ["", { version: ["1.1.0"] }], ["", { version: ["desk/1.1.1"] }], ["", { version: ["1.1.1"], kind: ["feature", "improvement"] }], ["cache", { version: ["desk/1.2.0"] }],
    ["cache", { component: ["web"], kind: ["fix"] }], ["cached", { product: ["desk", "hall"], version: ["1.0.0"] }],
  ],
  de: [
    ["Haus"], ["häuser"], ["haeuser"], ["Hauses"], ["groesse"], ["GRÖSSEN"], ["grosse"], ["Rechnungen"], ["rechn"], ["strasse"], ["Druck"], ["druckte"],
    ["geprueft"], ["uebersicht"], ["Übersichten"], ["ausgaenge"], ["export"], ["Veranstaltungen prüfen"], ["2.4.0"], ["saal", { kind: ["fix"] }],
  ],
};

/** { path: text } of a site in a language. */
export function searchable(language) {
  const { nouns, verbs, rest } = language === "de" ? GERMAN : ENGLISH;
  const files = { "content/site.yaml": site("Acme", language) };
  let turn = 0;
  const next = (words) => words[(turn++ * 7 + Math.floor(turn / words.length)) % words.length];
  const sentence = () => `${next(nouns)} ${next(verbs)} ${next(rest)}`;
  for (const product of ["desk", "hall"])
    for (const [number, version] of ["1.0.0", "1.1.0", "1.2.0", "1.1.1"].entries()) {
      files[`content/${product}/${version}/release.yaml`] = `date: 2026-0${number + 3}-1${product === "desk" ? 0 : 5}\nsummary: ${JSON.stringify(sentence())}\n`;
      for (let entry = 0; entry < 12; entry++) {
        const component = ["core", product === "desk" ? "web" : "scanner"][entry % 2];
        const also = version === "1.2.0" && entry === 4 ? "also_in: [1.1.1]\n" : "";
        const head = `kind: ${version === "1.1.1" ? "fix" : ["feature", "fix", "improvement"][entry % 3]}\ntitle: ${JSON.stringify(`${sentence()} ${entry}`)}\ncomponent: ${component}\n${also}`;
        files[`content/${product}/${version}/entry-${number}-${entry}.md`] = `---\n${head}---\n${sentence().replace(/[<>]/g, "")}.\n\n${sentence().replace(/[<>]/g, "")}.\n`;
      }
    }
  return files;
}

/** A site of 5,000 entries: `ticket` stands in all of them and `badge` in most, so neither leaves anything out; `invoice` in a few. */
export function large() {
  const files = { "content/site.yaml": site("Acme", "en", "outputs: [pages, search]\n") };
  for (let release = 0; release < 25; release++) {
    const entries = Array.from({ length: 200 }, (_, number) => {
      const rest = `${number % 10 ? "badge" : "label"} ${number % 40 ? "export" : "invoice"} ${number}`;
      return `  - { kind: feature, component: core, id: e${number}, title: ${number % 7 ? "A" : "Ticket"} ${rest}, body: Each ticket.badge of the hall. }\n`;
    });
    const day = new Date(Date.UTC(2026, 0, 1 + release)).toISOString().slice(0, 10);
    files[`content/desk/1.${release}.0.yaml`] = `date: ${day}\nentries:\n${entries.join("")}`;
  }
  return files;
}

/** Queries on it. */
export const ASKED_OF_MANY = ["ticket", "ticket badge", "ticket invoice", "invoice ticket hall", "tick", "ticket.badge", "ticket zebra", "invoice 120", "ticket label", "hal"];
