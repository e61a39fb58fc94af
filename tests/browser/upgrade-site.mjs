// A site that upgrades are hard to work out for: branches, support lines, stops, pre-releases that say one thing in several
// words, rollbacks, backports, plans, and settings that come, go, move and come again. The same on every run.

const RELEASES = [
  "1.0.0 2026-01-05", "1.0.1 2026-01-12", "1.1.0-beta.1 2026-01-19", "1.1.0-rc.1 2026-01-26", "1.1.0 2026-02-02 lts", "1.1.1 2026-02-09 rolled-back:1.1.2",
  "1.1.2 2026-02-10", "1.2.0 2026-03-02", "1.1.3 2026-03-09", "2.0.0-alpha.1 2026-03-10", "2.0.0-alpha.2 2026-03-12", "2.0.0-rc.1 2026-03-23",
  "2.0.0 2026-04-06 >=1.1.0", "1.2.1 2026-04-13", "2.1.0 2026-05-04 >=2.0.0-alpha.2 rolled-back:2.1.1", "2.1.1 2026-05-06 >=2.0.0-rc.1", "1.1.4 2026-05-11",
  "2.2.0 2026-06-01 lts ^2", "3.0.0-rc.1 2026-06-22", "3.0.0 2026-07-06 >=2.2.0||~1.2", "2.2.1 2026-07-13", "3.1.0 2026-08-03 >=3", "2.2.2 2026-08-10",
  "4.0.0 2026-09-07 <0.5.0", "4.1.0 2026-10-05 >=3.1.0,<4.0.0||4.*", "4.2.0 2026-12-14 planned",
];

const MONTHS = ["2026.01 2026-01-10", "2026.01.1 2026-02-20", "2026.02 2026-02-05", "2026.09-rc.1 2026-09-01", "2026.09 2026-09-10 >=2026.2", "2026.11 2026-11-05"];

/** { path: text } of the whole site. */
export function shrewd(seed = 20261122) {
  const random = dice(seed);
  const files = { "content/site.yaml": SITE };
  const known = { issues: [], deprecations: [] };
  RELEASES.forEach((line, i) => {
    const release = parse(line);
    files[`content/acme/${release.version}.yaml`] = yaml(release, entries(release, RELEASES.slice(i + 1).map(parse), known, random));
  });
  for (const line of MONTHS) {
    const release = { ...parse(line), version: line.split(" ")[0] };
    const change = { id: "view", kind: "feature", title: "A view", body: "New.", settings: [{ name: "view", change: "changed", to: release.version }] };
    const hole = { id: "hole", kind: "security", title: "A hole", body: "Closed.", severity: "low", affects: `<${release.version.replace(".0", ".")}` };
    files[`content/calm/${release.version}.yaml`] = yaml(release, release.pre ? [change] : [change, hole]);
  }
  return files;
}

const SITE = `title: Acme changes
url: https://changes.acme.example/
language: en
audiences: { admins: { name: Administrators }, makers: { name: Developers } }
products:
  acme:
    name: Acme
    components: { core: Core, web: Web, api: API }
  calm:
    name: Calm
    versioning: calendar
`;

/** Whole numbers below a bound, by a linear congruential generator. */
function dice(seed) {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

function parse(line) {
  const [version, date, ...more] = line.split(" ");
  const release = { version, date, major: /^\d+\.0\.0/.test(version), minor: /\.0(-.*)?$/.test(version), pre: version.includes("-") };
  for (const word of more) {
    if (word === "lts") release.lts = true;
    else if (word === "planned") release.planned = true;
    else if (word.startsWith("rolled-back:")) release.replaced = word.split(":")[1];
    else release.from = word.replace("||", " || ").replace(",", " ");
  }
  return release;
}

function yaml({ version, date, lts, planned, replaced, from, pre }, entries) {
  const lines = [`date: ${date}`];
  if (lts) lines.push("lts: { until: 2029-01-01 }");
  if (planned) lines.push("status: planned", "announced: 2026-11-20");
  if (replaced) lines.push("status: rolled-back", `rollback: { date: ${date}, reason: It lost data, replaced_by: ${replaced} }`);
  if (from) lines.push(`upgrade_from: "${from}"`);
  if (!pre || version.endsWith("rc.1")) lines.push(`upgrade: { before: 1. Back up., during: "1. Run \`acme migrate ${version}\`.", after: Look. }`);
  return [...lines, entries.length ? "entries:" : "entries: []", ...entries.map((entry) => `  - ${JSON.stringify(entry)}`), ""].join("\n");
}

function entries(release, later, known, random) {
  const told = [];
  const pick = (list) => list[random(list.length)];
  const add = (id, kind, more = {}) => {
    const reach = { ...(random(2) && { component: pick(["core", "web", "api"]) }), ...(random(3) || { audience: pick(["admins", "makers"]) }) };
    const body = { breaking: "Gone.\n\n## Migration\nUse another.", "known-issue": "Slow.\n\n## Workaround\nWait." }[kind] ?? "Text.";
    told.push({ id, kind, title: `${kind} ${id} of ${release.version}`, body, ...reach, ...more });
  };
  // Backports to older lines that go on, and to what was already out.
  const backports = () => {
    const line = release.version.split(".").slice(0, 2).join(".");
    const older = later.filter(({ version, pre, planned }) => !pre && !planned && version < release.version && !version.startsWith(line));
    return older.length && random(2) ? { also_in: [pick(older).version] } : {};
  };
  const setting = () => {
    const name = `s${random(4)}`;
    const values = () => ({ from: String(random(3)), to: String(random(3)), ...(random(2) && { default: String(random(3)) }) });
    const change = pick(["added", "changed", "renamed", "removed"]);
    if (change === "added") return { name, change, ...(random(2) && { to: "1" }), ...(random(2) && { default: String(random(3)) }) };
    if (change === "removed") return { name, change, ...(random(2) && { from: "2" }) };
    if (change === "renamed") return { name, change, ...pick([{ from: "s0" }, { to: "s1" }, { from: "s2", to: name }, { from: name, to: "s3" }]) };
    return { name, change, ...values() };
  };
  if (release.major) {
    // What was promised to go in it goes, and at times something more.
    const gone = release.pre ? [] : known.deprecations.filter(({ removal }) => removal === release.version || (!removal && !random(3)));
    const removes = gone.map(({ id }) => id);
    known.deprecations = known.deprecations.filter((deprecation) => !gone.includes(deprecation));
    add("gone", random(3) || !release.pre ? "breaking" : "feature", { removes: undefined, settings: [setting()] });
    if (!release.pre) add("gone-too", "breaking", { removes, settings: [setting(), setting()] });
  }
  const name = release.version.replace(/[^0-9a-z]/g, "-");
  if (release.minor) {
    add("mode", release.pre ? pick(["feature", "improvement"]) : "feature", { settings: [setting()] });
    if (!release.pre) {
      const removal = random(2) ? `${Number(release.version[0]) + 1}.0.0` : undefined;
      add(`old-${name}`, "deprecation", { removal, replacement: "`new`" });
      known.deprecations.push({ id: `old-${name}`, removal });
    }
  }
  if (release.planned) return told;
  if (random(3)) {
    add(`hole-${name}`, "security", { severity: pick(["low", "medium", "high", "critical"]), affects: pick(["<", "<="]) + release.version, ...backports() });
  }
  if (random(4)) {
    const range = pick([{}, { affects: ">=1.0.0" }, { affects: `^${release.version}` }]);
    add(`slow-${name}`, "known-issue", { severity: pick(["minor", "major", "critical"]), ...range });
    known.issues.push(`slow-${name}`);
  }
  const resolves = known.issues.filter((id) => id !== `slow-${name}` && !random(3)).slice(0, 2);
  if (resolves.length) {
    add(`mend-${name}`, "fix", { resolves, settings: random(2) ? [setting()] : [], ...backports() });
    known.issues = known.issues.filter((id) => !resolves.includes(id) || random(2));
  }
  return told;
}
