// Versions and ranges of them, for other scripts: what src/ident/version.rs and src/ident/stretch.rs say.

// Versions as texts that stand in the order of Semantic Versioning, section 11: `1.0.0-rc.1` before `1.0.0`.
export function sortable(text) {
  const [numbers, tag] = text.replace(/^v/, "").split("+")[0].split(/-(.*)/s);
  const core = numbers.split(".").concat(0).slice(0, 3).map(padded).join(".");
  return core + (tag ? `-${tag.split(".").map((part) => (/^\d+$/.test(part) ? padded(part) : `a${part}`)).join("!")}` : "~");
}

const padded = (number) => String(number).padStart(20, "0");

// A range is told in comparators of whole versions: `>=2.0.0 <2.4.1 || >=3.0.0`, or `*`.
export function contains(range, version) {
  const holds = (comparator) => {
    const [, signs, text] = comparator.match(/^([<>=]*)(.*)/);
    const end = sortable(text);
    return !signs || signs.includes(version < end ? "<" : version > end ? ">" : "=");
  };
  return range.split(" || ").some((part) => part.split(" ").every(holds));
}
