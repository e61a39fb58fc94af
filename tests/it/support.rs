//! A small good site that a test bends.

use std::path::Path;

use snapbox::IntoData;
use tempfile::TempDir;
use tidings::diag::{Diagnostics, render};
use tidings::ops::CheckOptions;
use tidings::source::Sources;
use tidings::{load, ops};

/// A site in a folder of its own: one product with one release and one entry, all good, until a test changes a file.
pub struct SiteTest {
    folder: TempDir,
}

const SITE: &str = "\
title: Acme release notes
url: https://changes.acme.example/
products:
  events:
    name: Event Management Platform
    components: { check-in: Check-in, ticketing: Ticketing }
audiences:
  organizers: { name: Organizers }
";
const RELEASE: &str = "date: 2026-05-12\n";
const ENTRY: &str = "\
---
kind: feature
title: Scan tickets offline
---
Staff keep scanning when the hall's network drops.
";

impl SiteTest {
    /// The good site: `content/site.yaml`, `content/events/2.4.0/release.yaml` and `content/events/2.4.0/scan.md`.
    pub fn new() -> Self {
        let test = Self { folder: tempfile::tempdir().unwrap() };
        test.file("content/site.yaml", SITE).file("content/events/2.4.0/release.yaml", RELEASE).file("content/events/2.4.0/scan.md", ENTRY)
    }

    /// Adds a file or replaces one.
    pub fn file(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.root().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    /// Adds lines to the end of a file.
    pub fn append(self, path: &str, text: &str) -> Self {
        let old = std::fs::read_to_string(self.root().join(path)).unwrap();
        self.file(path, old + text)
    }

    /// Removes a file.
    pub fn without(self, path: &str) -> Self {
        std::fs::remove_file(self.root().join(path)).unwrap();
        self
    }

    /// Makes a symbolic link.
    pub fn link(self, path: &str, target: impl AsRef<Path>) -> Self {
        std::os::unix::fs::symlink(target, self.root().join(path)).unwrap();
        self
    }

    /// The site's folder.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// What the program prints when it runs in the site's folder on 22 November 2026: the two streams one after the other, and
    /// the exit status where it is not 0.
    pub fn run(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let status = output.status.code().filter(|code| *code != 0).map(|code| format!("exit status {code}\n"));
        format!("{out}{err}{}", status.unwrap_or_default())
    }

    /// The program in the site's folder on 22 November 2026, not run yet.
    pub fn command(&self, arguments: &[&str]) -> std::process::Command {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_tidings"));
        command.current_dir(self.root()).env_remove("SOURCE_DATE_EPOCH").args(["--today", "2026-11-22"]).args(arguments);
        command
    }

    /// Everything that is wrong with the site on 22 November 2026, sorted, with the texts it is about.
    pub fn diagnostics(&self) -> (Sources, Diagnostics) {
        let mut loaded = load::site(self.root()).unwrap();
        loaded.former = load::former(&self.root().join("public")).unwrap();
        let now = "2026-11-22T12:00:00Z".parse().unwrap();
        let checked = ops::check(&loaded, &CheckOptions { now, deny_warnings: false });
        (loaded.sources, checked.diagnostics)
    }

    /// Holds what `tidings check` prints of the site against the whole text expected.
    pub fn check(&self, expected: impl IntoData) {
        let (sources, diags) = self.diagnostics();
        snapbox::assert_data_eq!(render::human(&sources, &diags, false), expected.raw());
    }
}
