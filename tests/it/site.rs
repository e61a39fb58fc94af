//! A site in memory, built: what a test of an output bends and looks at.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use tidings::diag::render;
use tidings::load::Loaded;
use tidings::model::Environment;
use tidings::ops::{BuildOptions, CheckOptions, build};

/// The files of a site, by path from its folder.
#[derive(Clone)]
pub struct Site {
    files: BTreeMap<String, Vec<u8>>,
    today: &'static str,
    base_url: Option<&'static str>,
    environment: Environment,
}

/// What a build made of it, by path.
pub struct Built(BTreeMap<String, Vec<u8>>);

/// One product, one release, one entry.
const SITE: &str = "\
title: Acme changes
url: https://changes.acme.example/
products:
  events:
    name: Events
    components: { check-in: Check-in, ticketing: Ticketing }
audiences:
  organizers: { name: Organizers }
  staff: { name: Staff, private: true }
";
const RELEASE: &str = "date: 2026-05-12\ntitle: Check-in that works offline\nsummary: Staff can scan tickets without a network.\n";
const ENTRY: &str =
    "---\nkind: feature\ntitle: Scan tickets offline\ncomponent: check-in\n---\nStaff keep scanning when the network drops.\n";

impl Site {
    /// The good site: `content/site.yaml`, `content/events/2.4.0/release.yaml` and `content/events/2.4.0/scan.md`, on 22 November 2026.
    pub fn new() -> Self {
        let site = Self { files: BTreeMap::new(), today: "2026-11-22", base_url: None, environment: Environment::Production };
        site.file("content/site.yaml", SITE).file("content/events/2.4.0/release.yaml", RELEASE).file("content/events/2.4.0/scan.md", ENTRY)
    }

    /// The sample site of this repository.
    pub fn sample() -> Self {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut site = Self::new();
        site.files.clear();
        for entry in walkdir::WalkDir::new(root.join("content")).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file())
        {
            let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            site.files.insert(path, std::fs::read(entry.path()).unwrap());
        }
        site
    }

    /// Adds a file or replaces one.
    pub fn file(mut self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.files.insert(path.to_owned(), text.as_ref().to_vec());
        self
    }

    /// Replaces a text in a file, in which it must be.
    pub fn edit(self, path: &str, from: &str, to: &str) -> Self {
        let old = String::from_utf8(self.files[path].clone()).unwrap();
        assert!(old.contains(from), "`{path}` does not say `{from}`");
        self.file(path, old.replace(from, to))
    }

    /// Adds lines to the end of a file.
    pub fn append(self, path: &str, text: &str) -> Self {
        let old = String::from_utf8(self.files[path].clone()).unwrap();
        self.file(path, old + text)
    }

    /// Builds as of another day.
    pub fn today(self, today: &'static str) -> Self {
        Self { today, ..self }
    }

    /// Builds for another address.
    pub fn base_url(self, base_url: &'static str) -> Self {
        Self { base_url: Some(base_url), ..self }
    }

    /// Builds for those who work on it.
    pub fn staging(self) -> Self {
        Self { environment: Environment::Staging, ..self }
    }

    /// What is wrong with it, as `build` prints it.
    pub fn problems(&self) -> String {
        let loaded = self.loaded();
        let built = build(&loaded, &self.options());
        assert!(built.artifacts.is_none(), "the site was built");
        render::human(&loaded.sources, &built.diagnostics, false)
    }

    /// Builds the site, which must have no errors.
    pub fn build(&self) -> Built {
        let built = build(&self.loaded(), &self.options());
        let problems: Vec<String> =
            built.diagnostics.iter().map(|problem| format!("{}: {}", problem.code.name(), problem.message)).collect();
        let artifacts = built.artifacts.unwrap_or_else(|| panic!("{problems:#?}"));
        Built(artifacts.into_iter().map(|artifact| (artifact.path, artifact.bytes)).collect())
    }

    fn options(&self) -> BuildOptions {
        let now: DateTime<Utc> = format!("{}T12:00:00Z", self.today).parse().unwrap();
        BuildOptions {
            check: CheckOptions { now, deny_warnings: false },
            environment: self.environment,
            audience: None,
            base_url: self.base_url.map(|url| url.parse().unwrap()),
        }
    }

    fn loaded(&self) -> Loaded {
        let mut loaded = Loaded::default();
        for (path, bytes) in &self.files {
            if [".yaml", ".md", ".html"].iter().any(|ending| path.ends_with(ending)) {
                loaded.sources.add(path, String::from_utf8(bytes.clone()).unwrap());
            } else {
                let file = loaded.sources.add(path, "");
                loaded.assets.push(tidings::load::Asset { path: path.clone(), file, bytes: bytes.clone().into() });
            }
        }
        loaded
    }
}

impl Built {
    /// The paths of all files.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// A file's text.
    pub fn text(&self, path: &str) -> &str {
        let bytes = self.0.get(path).unwrap_or_else(|| panic!("`{path}` was not made"));
        std::str::from_utf8(bytes).unwrap()
    }

    /// The content of a page: what stands in `<main>`.
    pub fn main(&self, path: &str) -> &str {
        let text = self.text(path);
        let start = text.find("<main").unwrap_or_else(|| panic!("`{path}` has no main"));
        &text[start..text.find("</main>").unwrap() + "</main>".len()]
    }

    /// A file's bytes.
    pub fn bytes(&self, path: &str) -> &[u8] {
        self.0.get(path).unwrap_or_else(|| panic!("`{path}` was not made"))
    }

    /// A file's JSON.
    pub fn json(&self, path: &str) -> serde_json::Value {
        serde_json::from_str(self.text(path)).unwrap()
    }
}
