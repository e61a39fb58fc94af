//! The loop: messages in, messages out, until the editor says goodbye or goes away.
//!
//! Whatever has come in is taken in before anything is checked, so a burst of keystrokes costs one check.

use std::collections::{BTreeMap, HashSet};
use std::io::{self, BufRead, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use chrono::{DateTime, Utc};
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{
    DidChangeTextDocument, DidChangeWatchedFiles, DidChangeWorkspaceFolders, DidCloseTextDocument, DidOpenTextDocument,
    DidSaveTextDocument, Exit, Initialized, Notification as _, PublishDiagnostics, ShowMessage,
};
use lsp_types::request::{Initialize, RegisterCapability, Request as _, Shutdown};
use lsp_types::{
    Diagnostic, DidChangeTextDocumentParams, DidChangeWatchedFilesRegistrationOptions, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams, FileSystemWatcher, GlobPattern, InitializeParams,
    InitializeResult, MessageType, PublishDiagnosticsParams, Registration, RegistrationParams, ServerInfo, ShowMessageParams,
    TextDocumentContentChangeEvent, Uri, WorkspaceFolder,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::load::{self, Loaded};

use super::client::Client;
use super::site::Site;
use super::{address, answers, diagnostics};

/// Reads the site in a folder. The text is why it could not.
pub type Read = dyn Fn(&Path) -> Result<Loaded, String>;

/// What the server asks of the world.
pub struct World {
    /// How a site is read.
    pub read: Box<Read>,
    /// The time that counts as now.
    pub now: Box<dyn Fn() -> DateTime<Utc>>,
}

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The editor shut the server down and then let it go.
    Orderly,
    /// The editor went away without a word (LSP 3.17, `exit`).
    Abrupt,
}

/// A document that an editor has open.
struct Open {
    /// As the editor calls it: it may write the same address in another way.
    uri: Uri,
    version: i32,
    text: String,
}

/// Speaks with one editor until it is done.
///
/// # Errors
/// Where `output` cannot be written. Messages that cannot be read are passed over.
pub fn run(input: impl BufRead + Send + 'static, output: &mut dyn Write, world: &World) -> io::Result<Ending> {
    let messages = listen(input);
    let mut server = Server {
        output,
        world,
        client: Client::default(),
        sites: BTreeMap::new(),
        open: BTreeMap::new(),
        shown: BTreeMap::new(),
        folders: Vec::new(),
        phase: Phase::Start,
        told: HashSet::new(),
    };
    while let Ok(message) = messages.recv() {
        if let Some(ending) = server.take(message)? {
            return Ok(ending);
        }
        while let Ok(message) = messages.try_recv() {
            if let Some(ending) = server.take(message)? {
                return Ok(ending);
            }
        }
        server.publish()?;
    }
    Ok(Ending::Abrupt)
}

/// Reads messages on a thread of its own, so that those that wait can be counted as one burst.
fn listen(mut input: impl BufRead + Send + 'static) -> Receiver<Message> {
    let (sender, messages) = channel();
    thread::spawn(move || {
        loop {
            match Message::read(&mut input) {
                Ok(Some(message)) => {
                    if sender.send(message).is_err() {
                        return;
                    }
                }
                // A message that is no JSON was read to its end; the next one may be better.
                Err(error) if error.kind() == ErrorKind::InvalidData => {}
                _ => return,
            }
        }
    });
    messages
}

/// What may be asked when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Start,
    Running,
    ShutDown,
}

struct Server<'a> {
    output: &'a mut dyn Write,
    world: &'a World,
    client: Client,
    /// By their folder.
    sites: BTreeMap<PathBuf, Site>,
    /// By their path.
    open: BTreeMap<PathBuf, Open>,
    /// What the editor shows of each file.
    shown: BTreeMap<PathBuf, Vec<Diagnostic>>,
    folders: Vec<PathBuf>,
    phase: Phase,
    /// Failures that were told already.
    told: HashSet<String>,
}

impl Server<'_> {
    fn take(&mut self, message: Message) -> io::Result<Option<Ending>> {
        match message {
            Message::Request(request) => self.request(request)?,
            Message::Notification(notification) if notification.method == Exit::METHOD => {
                return Ok(Some(if self.phase == Phase::ShutDown { Ending::Orderly } else { Ending::Abrupt }));
            }
            Message::Notification(notification) if self.phase == Phase::Running => self.notification(notification)?,
            // Answers to what was asked of the editor say nothing that matters.
            Message::Notification(_) | Message::Response(_) => {}
        }
        Ok(None)
    }

    fn request(&mut self, request: Request) -> io::Result<()> {
        let Request { id, method, params } = request;
        match (self.phase, method.as_str()) {
            (Phase::Start, Initialize::METHOD) => match serde_json::from_value::<InitializeParams>(params) {
                Ok(params) => self.initialize(id, &params),
                Err(error) => self.refuse(id, ErrorCode::InvalidParams, error.to_string()),
            },
            (Phase::Start, _) => self.refuse(id, ErrorCode::ServerNotInitialized, "the server waits for `initialize`".into()),
            (Phase::ShutDown, _) => self.refuse(id, ErrorCode::InvalidRequest, "the server is shut down".into()),
            (Phase::Running, Shutdown::METHOD) => {
                self.phase = Phase::ShutDown;
                self.answer(id, serde_json::Value::Null)
            }
            (Phase::Running, method) => {
                let (client, now) = (self.client, (self.world.now)());
                let file = answers::file_of(&params).and_then(|path| Some((self.site_of(&path)?, path)));
                let asked = file.and_then(|(site, path)| {
                    let root = site.root.clone();
                    let (snapshot, file) = site.file(&path, now)?;
                    Some(answers::Asked { snapshot, file, root })
                });
                match answers::answer(method, params, client, asked.as_ref()) {
                    Ok(result) => self.answer(id, result),
                    Err((code, message)) => self.refuse(id, code, message),
                }
            }
        }
    }

    fn initialize(&mut self, id: RequestId, params: &InitializeParams) -> io::Result<()> {
        self.client = Client::of(&params.capabilities);
        let folders = params.workspace_folders.iter().flatten().filter_map(|folder| address::path(&folder.uri));
        self.folders = folders.collect();
        if self.folders.is_empty() {
            #[expect(deprecated, reason = "older editors name their folder in no other way")]
            self.folders.extend(params.root_uri.as_ref().and_then(address::path));
        }
        self.phase = Phase::Running;
        let result = InitializeResult {
            capabilities: self.client.capabilities(),
            server_info: Some(ServerInfo { name: "tidings".into(), version: Some(env!("CARGO_PKG_VERSION").into()) }),
        };
        self.answer(id, result)
    }

    fn notification(&mut self, notification: Notification) -> io::Result<()> {
        let Notification { method, params } = notification;
        // A notification has no answer, so one that cannot be understood is passed over (JSON-RPC 2.0 §4.1).
        match method.as_str() {
            Initialized::METHOD => self.initialized()?,
            DidOpenTextDocument::METHOD => self.with(params, Self::did_open)?,
            DidChangeTextDocument::METHOD => self.with(params, Self::did_change)?,
            DidCloseTextDocument::METHOD => self.with(params, Self::did_close)?,
            DidSaveTextDocument::METHOD => self.with(params, Self::did_save)?,
            DidChangeWatchedFiles::METHOD => self.read_again()?,
            DidChangeWorkspaceFolders::METHOD => self.with(params, Self::did_change_folders)?,
            _ => {}
        }
        Ok(())
    }

    fn with<P: DeserializeOwned>(&mut self, params: serde_json::Value, act: fn(&mut Self, P) -> io::Result<()>) -> io::Result<()> {
        match serde_json::from_value(params) {
            Ok(params) => act(self, params),
            Err(_) => Ok(()),
        }
    }

    fn initialized(&mut self) -> io::Result<()> {
        if self.client.watches {
            let watcher = |glob: &str| FileSystemWatcher { glob_pattern: GlobPattern::String(glob.into()), kind: None };
            let options = DidChangeWatchedFilesRegistrationOptions {
                watchers: ["**/content/**", "**/templates/**", "**/themes/**", "**/public/.tidings/manifest.json"].map(watcher).to_vec(),
            };
            let registration = Registration {
                id: "files".into(),
                method: DidChangeWatchedFiles::METHOD.into(),
                register_options: serde_json::to_value(options).ok(),
            };
            let params = RegistrationParams { registrations: vec![registration] };
            self.send(Request::new(RequestId::from("watch".to_owned()), RegisterCapability::METHOD.into(), params).into())?;
        }
        for folder in self.folders.clone() {
            self.find_sites(&folder)?;
        }
        Ok(())
    }

    /// The sites of a folder: its own, or that which it is in, or those of the folders in it.
    fn find_sites(&mut self, folder: &Path) -> io::Result<()> {
        if let Some(root) = load::find_root(folder) {
            return self.add_site(root);
        }
        let Ok(inner) = folder.read_dir() else { return Ok(()) };
        let mut inner: Vec<PathBuf> = inner.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_dir()).collect();
        inner.sort();
        inner.retain(|path| load::find_root(path).as_ref() == Some(path));
        inner.into_iter().try_for_each(|root| self.add_site(root))
    }

    fn add_site(&mut self, root: PathBuf) -> io::Result<()> {
        if self.sites.contains_key(&root) {
            return Ok(());
        }
        match (self.world.read)(&root) {
            Ok(disk) => {
                let mut site = Site::new(root.clone(), disk);
                for (path, open) in &self.open {
                    if let Some(inside) = site.inside(path) {
                        site.show(inside, open.text.as_str().into());
                    }
                }
                self.sites.insert(root, site);
                Ok(())
            }
            Err(message) => self.complain(message),
        }
    }

    fn did_open(&mut self, params: DidOpenTextDocumentParams) -> io::Result<()> {
        let document = params.text_document;
        let Some(path) = address::path(&document.uri) else { return Ok(()) };
        if let Some(root) = path.parent().and_then(load::find_root) {
            self.add_site(root)?;
        }
        self.open.insert(path.clone(), Open { uri: document.uri, version: document.version, text: document.text });
        self.show(&path);
        Ok(())
    }

    fn did_change(&mut self, params: DidChangeTextDocumentParams) -> io::Result<()> {
        let Some(path) = address::path(&params.text_document.uri) else { return Ok(()) };
        let Some(open) = self.open.get_mut(&path) else { return Ok(()) };
        open.version = params.text_document.version;
        for TextDocumentContentChangeEvent { range, text, .. } in params.content_changes {
            match range {
                Some(range) => {
                    let start = self.client.encoding.byte(&open.text, range.start);
                    let end = self.client.encoding.byte(&open.text, range.end).max(start);
                    open.text.replace_range(start..end, &text);
                }
                None => open.text = text,
            }
        }
        self.show(&path);
        Ok(())
    }

    fn did_close(&mut self, params: DidCloseTextDocumentParams) -> io::Result<()> {
        let Some(path) = address::path(&params.text_document.uri) else { return Ok(()) };
        self.open.remove(&path);
        let closed = self.site_of(&path).and_then(|site| Some((site.root.clone(), site.inside(&path)?)));
        let Some((root, inside)) = closed else { return Ok(()) };
        if let Some(site) = self.sites.get_mut(&root) {
            site.close(&inside);
        }
        // What it held may never have been saved, and what is on disk may be new.
        self.read_site(&root)
    }

    fn did_save(&mut self, params: DidSaveTextDocumentParams) -> io::Result<()> {
        // An editor that watches files tells of this one, too.
        let root = address::path(&params.text_document.uri).and_then(|path| Some(self.site_of(&path)?.root.clone()));
        match root.filter(|_| !self.client.watches) {
            Some(root) => self.read_site(&root),
            None => Ok(()),
        }
    }

    fn did_change_folders(&mut self, params: DidChangeWorkspaceFoldersParams) -> io::Result<()> {
        let paths = |folders: Vec<WorkspaceFolder>| folders.into_iter().filter_map(|folder| address::path(&folder.uri)).collect::<Vec<_>>();
        for gone in paths(params.event.removed) {
            self.folders.retain(|folder| *folder != gone);
            self.sites.retain(|root, _| !root.starts_with(&gone));
        }
        for new in paths(params.event.added) {
            self.find_sites(&new)?;
            self.folders.push(new);
        }
        Ok(())
    }

    fn site_of(&mut self, path: &Path) -> Option<&mut Site> {
        // Of two sites, one within the other, the inner one has the longer path and sorts later.
        self.sites.iter_mut().rev().find(|(root, _)| path.starts_with(root)).map(|(_, site)| site)
    }

    fn show(&mut self, path: &Path) {
        let Some(text) = self.open.get(path).map(|open| open.text.as_str().into()) else { return };
        if let Some(site) = self.site_of(path)
            && let Some(inside) = site.inside(path)
        {
            site.show(inside, text);
        }
    }

    fn read_again(&mut self) -> io::Result<()> {
        let roots: Vec<PathBuf> = self.sites.keys().cloned().collect();
        roots.iter().try_for_each(|root| self.read_site(root))?;
        // A site may just have come into being.
        self.folders.clone().iter().try_for_each(|folder| self.find_sites(folder))
    }

    fn read_site(&mut self, root: &Path) -> io::Result<()> {
        match (self.world.read)(root) {
            Ok(disk) => {
                if let Some(site) = self.sites.get_mut(root) {
                    site.refresh(disk);
                }
                Ok(())
            }
            Err(_) if !root.join("content/site.yaml").is_file() => {
                self.sites.remove(root);
                Ok(())
            }
            Err(message) => self.complain(message),
        }
    }

    /// Checks what changed and sends what is new of it.
    fn publish(&mut self) -> io::Result<()> {
        let stale: Vec<PathBuf> = self.sites.iter().filter(|(_, site)| site.is_stale()).map(|(root, _)| root.clone()).collect();
        let is_gone = |path: &PathBuf| !self.sites.keys().any(|root| path.starts_with(root));
        let mut news: BTreeMap<PathBuf, Vec<Diagnostic>> =
            self.shown.keys().filter(|path| is_gone(path)).map(|path| (path.clone(), Vec::new())).collect();
        for root in &stale {
            let now = (self.world.now)();
            let Some(site) = self.sites.get_mut(root) else { continue };
            let found = diagnostics::by_file(site.snapshot(now), root, self.client.encoding);
            let inner = |path: &&PathBuf| path.starts_with(root);
            news.extend(self.shown.keys().filter(inner).map(|path| (path.clone(), Vec::new())));
            news.extend(found.into_iter().map(|(path, list)| (root.join(path), list)));
        }
        for (path, list) in news {
            if self.shown.get(&path).map_or(&[][..], Vec::as_slice) == list.as_slice() {
                continue;
            }
            let open = self.open.get(&path);
            let uri = open.map(|open| open.uri.clone()).or_else(|| address::uri(&path));
            let version = open.map(|open| open.version);
            if list.is_empty() {
                self.shown.remove(&path)
            } else {
                self.shown.insert(path, list.clone())
            };
            if let Some(uri) = uri {
                self.notify(PublishDiagnostics::METHOD, PublishDiagnosticsParams::new(uri, list, version))?;
            }
        }
        Ok(())
    }

    /// Tells of a failure of the world, once.
    fn complain(&mut self, message: String) -> io::Result<()> {
        if !self.told.insert(message.clone()) {
            return Ok(());
        }
        self.notify(ShowMessage::METHOD, ShowMessageParams { typ: MessageType::ERROR, message: format!("tidings: {message}") })
    }

    fn notify(&mut self, method: &str, params: impl Serialize) -> io::Result<()> {
        self.send(Notification::new(method.to_owned(), params).into())
    }

    fn answer(&mut self, id: RequestId, result: impl Serialize) -> io::Result<()> {
        self.send(Response::new_ok(id, result).into())
    }

    fn refuse(&mut self, id: RequestId, code: ErrorCode, message: String) -> io::Result<()> {
        self.send(Response::new_err(id, code as i32, message).into())
    }

    fn send(&mut self, message: Message) -> io::Result<()> {
        message.write(&mut self.output)
    }
}
