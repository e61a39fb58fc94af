//! Mistakes that writers make, one a file in `tests/mistakes/`, each with all that `check` says of it and what `fix` makes of it.
//!
//! A case is a text archive (txtar): a sentence, then `-- path --` before the text of a file that differs from the good site in
//! `tests/mistakes/site/`, or `-- path as ENCODING --`, `-- path leads to TARGET --`, `-- path is gone --`. `-- expect --` is what
//! is said, `-- fix --` the diff that `fix --dry-run` prints. `SNAPSHOTS=overwrite` writes those two anew.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use proptest::sample::Index;
use tempfile::TempDir;
use tidings::diag::{Diagnostics, Severity};
use tidings::load::{self, Loaded};
use tidings::ops::{self, CheckOptions, Mended};
use tidings::source::Sources;

/// A case, as it stands in its file.
struct Case {
    path: PathBuf,
    /// What precedes `expect`: the sentence and the files.
    head: String,
    parts: Vec<(String, String)>,
    expect: String,
    fix: String,
}

impl Case {
    fn read(path: PathBuf) -> Self {
        let text = std::fs::read_to_string(&path).unwrap();
        let (mut head, mut parts) = (String::new(), Vec::<(String, String)>::new());
        for line in text.split_inclusive('\n') {
            let name = line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --"));
            match (name, parts.last_mut()) {
                (Some(name), _) => parts.push((name.to_owned(), String::new())),
                (None, Some((_, text))) => text.push_str(line),
                (None, None) => head.push_str(line),
            }
        }
        let take = |parts: &mut Vec<(String, String)>, name: &str| {
            let at = parts.iter().position(|(other, _)| other == name);
            at.map_or_else(String::new, |at| parts.remove(at).1)
        };
        let (expect, fix) = (take(&mut parts, "expect"), take(&mut parts, "fix"));
        Self { path, head, parts, expect, fix }
    }

    fn name(&self) -> String {
        self.path.file_stem().unwrap().to_string_lossy().into_owned()
    }

    /// The paths that it changes.
    fn paths(&self) -> BTreeSet<&str> {
        self.parts.iter().map(|(name, _)| place(name).0).collect()
    }

    /// Lays it over a site.
    fn lay(&self, root: &Path) {
        for (name, text) in &self.parts {
            let (path, how) = place(name);
            let path = root.join(path);
            if how == "is gone" {
                std::fs::remove_file(path).unwrap();
                continue;
            }
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            if let Some(target) = how.strip_prefix("leads to ") {
                std::os::unix::fs::symlink(target, path).unwrap();
            } else {
                std::fs::write(path, encoded(text, how)).unwrap();
            }
        }
    }

    fn write(&self, expect: &str, fix: &str) {
        let mut text = self.head.clone();
        for (name, part) in &self.parts {
            let _ = write!(text, "-- {name} --\n{part}");
        }
        let _ = write!(text, "-- expect --\n{expect}");
        if !fix.is_empty() {
            let _ = write!(text, "-- fix --\n{fix}");
        }
        std::fs::write(&self.path, text).unwrap();
    }
}

/// The path of a part, which may hold blanks, and what is said of it.
fn place(name: &str) -> (&str, &str) {
    let ends = [" as ", " leads to ", " is gone"].iter().filter_map(|word| name.find(word));
    ends.min().map_or((name, ""), |end| (&name[..end], name[end..].trim_start()))
}

fn encoded(text: &str, how: &str) -> Vec<u8> {
    match how {
        "" => text.as_bytes().to_vec(),
        // The first 256 characters of Unicode are those of Latin-1.
        "as Latin-1" => text.chars().map(|character| u8::try_from(u32::from(character)).unwrap()).collect(),
        "as UTF-16" => format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "as UTF-8 with BOM and CRLF" => format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes(),
        other => panic!("no such way to save a file: {other}"),
    }
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|extension| extension == "txtar")).collect();
    files.sort();
    files.into_iter().map(Case::read).collect()
}

/// The good site with some mistakes in it.
fn site(cases: &[&Case]) -> (TempDir, Loaded) {
    let folder = tempfile::tempdir().unwrap();
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes/site");
    for entry in walkdir::WalkDir::new(&base) {
        let entry = entry.unwrap();
        let target = folder.path().join(entry.path().strip_prefix(&base).unwrap());
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(target).unwrap()
        } else {
            std::fs::copy(entry.path(), target).map(drop).unwrap()
        }
    }
    cases.iter().for_each(|case| case.lay(folder.path()));
    let loaded = load::site(folder.path()).unwrap();
    (folder, loaded)
}

/// The good site with one of the mistakes in it, and the files that it changes.
pub(crate) fn laid(which: Index) -> (TempDir, Vec<String>) {
    let cases = cases();
    let case = which.get(&cases);
    let (folder, _) = site(&[case]);
    let is_there = |path: &&str| folder.path().join(path).is_file();
    let paths = case.paths().into_iter().filter(is_there).map(str::to_owned).collect();
    (folder, paths)
}

fn options() -> CheckOptions {
    CheckOptions { now: "2026-11-22T12:00:00Z".parse().unwrap(), deny_warnings: false }
}

/// `path:line:column-column: severity[code]: message`, and the help below it.
fn shown(sources: &Sources, diags: &Diagnostics) -> String {
    let mut text = String::new();
    for diagnostic in diags.iter() {
        let (start, end) = sources.positions(diagnostic.span);
        let end = if end.line == start.line { end.column.to_string() } else { format!("{}:{}", end.line, end.column) };
        let path = sources.path(diagnostic.span.file);
        let (severity, code) = (diagnostic.severity.name(), diagnostic.code);
        let _ = writeln!(text, "{path}:{}:{}-{end}: {severity}[{code}]: {}", start.line, start.column, diagnostic.message);
        if let Some(help) = &diagnostic.help {
            let _ = writeln!(text, "help: {help}");
        }
    }
    text
}

fn diff(mended: &Mended) -> String {
    mended.files.iter().map(|file| file.diff()).collect()
}

#[test]
fn the_site_without_mistakes_is_good() {
    let (_folder, loaded) = site(&[]);
    let checked = ops::check(&loaded, &options());
    assert_eq!(shown(&loaded.sources, &checked.diagnostics), "");
}

#[test]
fn every_mistake_is_told_of_once_at_its_place_with_a_way_out() {
    let overwrite = std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite");
    let mut table = String::new();
    let mut failed = 0;
    for case in cases() {
        let (_folder, loaded) = site(&[&case]);
        let found = ops::check(&loaded, &options()).diagnostics;
        let mended = ops::fix(&loaded, &options());
        let (expect, fix) = (shown(&loaded.sources, &found), diff(&mended));
        if overwrite {
            case.write(&expect, &fix);
        }
        let mut faults = Vec::new();
        if found.iter().count() != 1 {
            faults.push(format!("one mistake, told of {} times", found.iter().count()));
        }
        if found.iter().any(|diagnostic| diagnostic.help.is_none()) {
            faults.push("no help".to_owned());
        }
        if !overwrite && expect != case.expect {
            faults.push(format!("expected\n{}found\n{expect}", case.expect));
        }
        if !overwrite && fix != case.fix {
            faults.push(format!("expected the fix\n{}found\n{fix}", case.fix));
        }
        if !mended.files.is_empty() && mended.left.has_errors() {
            faults.push(format!("left by the fix\n{}", shown(&mended.sources, &mended.left)));
        }
        if !faults.is_empty() {
            failed += 1;
            let _ = writeln!(table, "# {}\n{}", case.name(), faults.join("\n"));
        }
    }
    assert!(failed == 0, "{failed} cases are not as they should be\n{table}");
}

#[test]
fn there_are_enough_of_them() {
    assert!(cases().len() >= 120, "{}", cases().len());
}

/// The errors of a site, as what is wrong in which file.
fn errors(sources: &Sources, diags: &Diagnostics) -> BTreeSet<String> {
    let errors = diags.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    errors.map(|diagnostic| format!("{}: {}: {}", sources.path(diagnostic.span.file), diagnostic.code, diagnostic.message)).collect()
}

#[test]
fn fixing_adds_no_error_and_leaves_nothing_to_fix() {
    let cases = cases();
    for (index, case) in cases.iter().enumerate() {
        // With another that lies far from it in the list, and so is of another family.
        let other = &cases[(index + 31) % cases.len()];
        if !case.paths().is_disjoint(&other.paths()) {
            continue;
        }
        let (folder, loaded) = site(&[case, other]);
        let before = errors(&loaded.sources, &ops::check(&loaded, &options()).diagnostics);
        let mended = ops::fix(&loaded, &options());
        let after = errors(&mended.sources, &mended.left);
        let fresh: Vec<&String> = after.difference(&before).collect();
        assert!(fresh.is_empty(), "{} with {}: {fresh:?}", case.name(), other.name());
        let files: Vec<_> = mended.files.iter().map(|file| (file.path.as_str(), &*file.before, &*file.after)).collect();
        tidings::publish::rewrite(folder.path(), &files).unwrap();
        let again = ops::fix(&load::site(folder.path()).unwrap(), &options());
        assert!(again.files.is_empty(), "{} with {}: {}", case.name(), other.name(), diff(&again));
    }
}
