//! An editor, as far as the language server can tell: it starts the real program and speaks the protocol over its streams.

use std::io::{BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use lsp_server::Message;
use serde_json::{Value, json};

/// How long an answer may take before a test gives up: far longer than it should.
const PATIENCE: Duration = Duration::from_secs(60);

/// A client with one workspace folder.
pub struct Editor {
    process: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    root: std::path::PathBuf,
    next: i32,
    /// What the server said it can.
    pub capabilities: Value,
}

impl Editor {
    /// Starts the server on a folder, as an editor that knows UTF-16 alone and tells of changed files.
    pub fn start(root: &Path) -> Self {
        let watches = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
        Self::start_with(root, &watches)
    }

    /// Starts the server with other capabilities.
    pub fn start_with(root: &Path, capabilities: &Value) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tidings"));
        command.args(["--today", "2026-11-22", "lsp"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let (sender, messages) = channel();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        std::thread::spawn(move || {
            while let Ok(Some(message)) = Message::read(&mut output) {
                if sender.send(serde_json::to_value(message).unwrap()).is_err() {
                    return;
                }
            }
        });
        let input = process.stdin.take();
        let root = root.canonicalize().unwrap();
        let mut editor = Self { process, input, messages, root, next: 1, capabilities: Value::Null };
        let folder = json!([{ "uri": editor.folder(), "name": "site" }]);
        let result = editor
            .ask("initialize", json!({ "processId": null, "rootUri": null, "capabilities": capabilities, "workspaceFolders": folder }));
        editor.capabilities = result["capabilities"].clone();
        editor.tell("initialized", json!({}));
        editor
    }

    fn folder(&self) -> String {
        url::Url::from_file_path(&self.root).unwrap().to_string()
    }

    /// The address of a file of the site.
    pub fn uri(&self, path: &str) -> String {
        url::Url::from_file_path(self.root.join(path)).unwrap().to_string()
    }

    /// Sends bytes as they are.
    pub fn send(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).unwrap();
        input.flush().unwrap();
    }

    fn send_json(&mut self, message: &Value) {
        let text = message.to_string();
        self.send(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    /// Sends a notification.
    pub fn tell(&mut self, method: &str, params: Value) {
        self.send_json(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and waits for its response, whole.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.next;
        self.next += 1;
        self.send_json(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.message();
            if message.get("method").is_none() && message["id"] == id {
                return message;
            }
        }
    }

    /// Sends a request that must succeed and gives its result.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let response = self.request(method, params);
        assert!(response.get("error").is_none_or(Value::is_null), "{method}: {response}");
        response["result"].clone()
    }

    /// The next message of the server.
    pub fn message(&mut self) -> Value {
        self.messages.recv_timeout(PATIENCE).expect("the server says nothing")
    }

    /// The next message with this method.
    pub fn notification(&mut self, method: &str) -> Value {
        loop {
            let message = self.message();
            if message["method"] == method {
                return message["params"].clone();
            }
        }
    }

    /// Opens a file as it is on disk.
    pub fn open(&mut self, path: &str) -> String {
        let text = std::fs::read_to_string(self.root.join(path)).unwrap();
        self.open_as(path, &text);
        text
    }

    /// Opens a file with another text than that on disk, or one that is not there.
    pub fn open_as(&mut self, path: &str, text: &str) {
        let document = json!({ "uri": self.uri(path), "languageId": "markdown", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Types in the place of a range, given as line and character of both ends from 0.
    pub fn type_at(&mut self, path: &str, version: i32, range: [u32; 4], text: &str) {
        let [line, character, end_line, end_character] = range;
        let range = json!({ "start": { "line": line, "character": character }, "end": { "line": end_line, "character": end_character } });
        let document = json!({ "uri": self.uri(path), "version": version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [{ "range": range, "text": text }] }));
    }

    /// Saves to disk what an editor shows, and says so as editors do that watch files.
    pub fn save(&mut self, path: &str, text: &str) {
        std::fs::write(self.root.join(path), text).unwrap();
        self.changed_on_disk(path);
    }

    /// Says that a file changed on disk.
    pub fn changed_on_disk(&mut self, path: &str) {
        let change = json!([{ "uri": self.uri(path), "type": 2 }]);
        self.tell("workspace/didChangeWatchedFiles", json!({ "changes": change }));
    }

    /// What the server next says of a file's problems: `line:character-line:character code: message` each, from 0.
    pub fn problems(&mut self, path: &str) -> Vec<String> {
        let uri = self.uri(path);
        loop {
            let params = self.notification("textDocument/publishDiagnostics");
            if params["uri"] == uri.as_str() {
                return params["diagnostics"].as_array().unwrap().iter().map(problem).collect();
            }
        }
    }

    /// Shuts the server down and gives its exit status.
    pub fn quit(mut self) -> Option<i32> {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        self.wait()
    }

    /// Goes away without a word and gives the server's exit status.
    pub fn vanish(mut self) -> Option<i32> {
        drop(self.input.take());
        self.wait()
    }

    fn wait(&mut self) -> Option<i32> {
        self.process.wait().unwrap().code()
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        // A test that failed in the middle leaves nothing behind.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn problem(diagnostic: &Value) -> String {
    let place = |end: &str| format!("{}:{}", diagnostic["range"][end]["line"], diagnostic["range"][end]["character"]);
    let message = diagnostic["message"].as_str().unwrap().replace('\n', " | ");
    format!("{}-{} {}: {message}", place("start"), place("end"), diagnostic["code"].as_str().unwrap())
}
