// What an editor shows of a site that `init` makes: node editor.mjs TIDINGS FOLDER. FOLDER is made anew.
//
// The editor is the YAML language server, once with the first lines that name the schemas, once with the settings alone.
import { execFileSync, spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [tidings, site] = process.argv.slice(2).map((path) => resolve(path));
const here = dirname(fileURLToPath(import.meta.url));
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** A file that is being written, the schema its first line names, and what must stand below it; nothing where it is right. */
const files = [
  ["content/site.yaml", "../.tidings/schema/site.json", "titel: Acme\nurl: acme\nproducts: { acme: { name: Acme } }\n", ["Property titel is not allowed", 'Missing property "title"', "write an absolute address"]],
  ["content/acme/1.0.0/release.yaml", "../../../.tidings/schema/release.json", "version: 1.10\ndate: 2026-05-12\n", ['Incorrect type. Expected "string"']],
  ["content/acme/1.1.0.yaml", "../../.tidings/schema/release.json", "date: 12 May\n", ["write a day as"]],
  ["content/acme/1.0.0/fixes.yaml", "../../../.tidings/schema/entries.json", "- kind: bugfix\n  title: Totals\n", ['Valid values: "breaking"']],
  ["content/acme/1.0.0/parts.yaml", "../../../.tidings/schema/entries.json", "- kind: fix\n  title: Totals\n  component: ap\n", ['Valid values: "app"']],
  ["content/acme/1.0.0/good.yaml", "../../../.tidings/schema/entries.json", "- kind: fix\n  title: Totals\n  component: app\n  resolves: [totals]\n  body: |\n    They add up.\n", []],
];

/** A language server over its standard streams (Language Server Protocol 3.17, base protocol). */
class Server {
  constructor(settings) {
    this.settings = settings;
    this.found = new Map();
    this.waiting = new Map();
    this.bytes = Buffer.alloc(0);
    this.child = spawn("node", [`${here}/node_modules/yaml-language-server/bin/yaml-language-server`, "--stdio"]);
    this.child.stdout.on("data", (bytes) => this.read(bytes));
  }

  send(message) {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  ask(method, params) {
    const id = this.waiting.size + 1;
    this.send({ id, method, params });
    return new Promise((answer) => this.waiting.set(id, answer));
  }

  read(bytes) {
    this.bytes = Buffer.concat([this.bytes, bytes]);
    for (let head; (head = this.bytes.indexOf("\r\n\r\n")) >= 0; ) {
      const end = head + 4 + Number(/Content-Length: (\d+)/.exec(this.bytes.subarray(0, head))[1]);
      if (this.bytes.length < end) return;
      const message = JSON.parse(this.bytes.subarray(head + 4, end));
      this.bytes = this.bytes.subarray(end);
      this.take(message);
    }
  }

  take({ id, method, params, result }) {
    if (method === "textDocument/publishDiagnostics") this.found.set(params.uri, params.diagnostics);
    else if (method === "workspace/configuration") this.send({ id, result: params.items.map((item) => (item.section === "yaml" ? this.settings : null)) });
    else if (method && id !== undefined) this.send({ id, result: null });
    else if (!method) this.waiting.get(id)(result);
  }

  async start() {
    const uri = pathToFileURL(site).href;
    await this.ask("initialize", { processId: null, rootUri: uri, workspaceFolders: [{ uri, name: "site" }], capabilities: { workspace: { configuration: true, workspaceFolders: true } } });
    this.send({ method: "initialized", params: {} });
    this.send({ method: "workspace/didChangeConfiguration", params: { settings: { yaml: this.settings } } });
    await pause(1500);
  }

  async open(path, text) {
    const uri = pathToFileURL(`${site}/${path}`).href;
    this.send({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "yaml", version: 1, text } } });
    for (let tries = 0; tries < 100 && !this.found.has(uri); tries++) await pause(100);
    await pause(300);
    return uri;
  }
}

async function judge(name, schemas, head) {
  const server = new Server({ validate: true, hover: true, completion: true, schemaStore: { enable: false }, schemas });
  const failures = [];
  await server.start();
  for (const [path, schema, text, wanted] of files) {
    const said = (server.found.get(await server.open(path, head(schema) + text)) ?? [{ message: "nothing was published" }]).map((found) => found.message);
    const holds = wanted.length ? wanted.every((words) => said.some((message) => message.includes(words))) : said.length === 0;
    if (!holds) failures.push(`${name}: ${path} should show ${JSON.stringify(wanted)} and shows ${JSON.stringify(said)}`);
  }
  const before = head("../../../.tidings/schema/entries.json");
  const uri = await server.open("content/acme/1.0.0/more.yaml", `${before}- kind: fix\n  title: Totals\n  \n`);
  const line = before.split("\n").length - 1;
  const offered = await server.ask("textDocument/completion", { textDocument: { uri }, position: { line: line + 2, character: 2 } });
  const fields = offered.items.map((item) => item.label);
  if (!fields.includes("resolves") || fields.includes("removes")) failures.push(`${name}: a fix is offered ${fields.join(", ")}`);
  const hover = JSON.stringify(await server.ask("textDocument/hover", { textDocument: { uri }, position: { line: line + 1, character: 3 } }));
  if (!hover.includes("What changed, in a line.")) failures.push(`${name}: the hover is ${hover}`);
  server.child.kill();
  return failures;
}

rmSync(site, { recursive: true, force: true });
execFileSync(tidings, ["init", site, "--name", "Acme", "--quiet"], { stdio: ["ignore", "ignore", "inherit"] });
const settings = JSON.parse(readFileSync(`${site}/.vscode/settings.json`, "utf8"));
const failures = [
  ...(await judge("first lines", {}, (schema) => `# yaml-language-server: $schema=${schema}\n`)),
  ...(await judge("settings", settings["yaml.schemas"], () => "")),
];
failures.forEach((failure) => console.log(failure));
console.log(`editor: ${files.length} files twice, ${failures.length} failed`);
process.exit(failures.length ? 1 : 0);
