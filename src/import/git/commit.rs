//! A commit as an entry.

use git_conventional::Commit as Conventional;

use crate::import::notes::{Entry, Notes};
use crate::import::title::title;
use crate::load::Commit;

/// The audience of what says nothing to those who use a product.
pub(super) const MAINTAINERS: &str = "maintainers";

/// How many digits of a commit's id are shown: enough to find it in repositories of millions of objects.
pub(super) const DIGITS: usize = 10;

/// The entry that a commit makes; none for one that joins branches, or has no words.
pub(super) fn entry(commit: &Commit, notes: &mut Notes) -> Option<Entry> {
    let message = commit.message.replace("\r\n", "\n");
    let message = message.trim();
    let merges = commit.parents.len() > 1 && (message.starts_with("Merge ") || message.is_empty());
    if merges {
        return None;
    }
    let mut entry = match Conventional::parse(message) {
        Ok(parsed) => conventional(&parsed, notes)?,
        Err(_) => plain(commit, message, notes)?,
    };
    entry.refs.push(commit.id.chars().take(DIGITS).collect());
    if !commit.author.is_empty() {
        entry.contributors.insert(0, (commit.author.clone(), None));
    }
    entry.contributors.dedup_by(|a, b| a.0 == b.0);
    Some(entry)
}

/// A commit that is no Conventional Commit is an improvement, and listed.
fn plain(commit: &Commit, message: &str, notes: &mut Notes) -> Option<Entry> {
    let entry = Entry { kind: "improvement".to_owned(), title: title(message)?, body: message.to_owned(), ..Entry::default() };
    let first = message.lines().next().unwrap_or("").to_owned();
    notes.list_unplaced(&format!("commit {}", commit.id), 1, &first, "as an improvement, for it has no type");
    Some(entry)
}

fn conventional(parsed: &Conventional, notes: &mut Notes) -> Option<Entry> {
    let name = parsed.type_().as_str().to_lowercase();
    let mut entry = Entry { title: title(parsed.description())?, ..Entry::default() };
    let (kind, label) = kind(&name);
    kind.clone_into(&mut entry.kind);
    entry.labels.extend(label);
    if matches!(name.as_str(), "build" | "chore" | "ci" | "docs" | "doc" | "style" | "test" | "tests") {
        entry.audiences.push(MAINTAINERS.to_owned());
    }
    let scope = parsed.scope().map(|scope| scope.as_str().to_owned());
    entry.components.extend(scope.and_then(|scope| notes.component(&scope)));
    entry.body = [Some(parsed.description()), parsed.body()].into_iter().flatten().map(str::trim).collect::<Vec<_>>().join("\n\n");
    if parsed.breaking() {
        "breaking".clone_into(&mut entry.kind);
        // What breaks has to reach everyone, whatever its type.
        entry.audiences.clear();
    }
    let migration = parsed.breaking_description().filter(|said| parsed.breaking() && said.trim() != parsed.description());
    for footer in parsed.footers().iter().filter(|footer| !footer.breaking()) {
        footer_into(footer.token().as_str(), footer.value(), &mut entry);
    }
    if let Some(migration) = migration {
        entry.body.push_str(&format!("\n\n## Migration\n\n{}", migration.trim()));
    }
    Some(entry)
}

/// The kind of ours that a type means, and the type itself where the kind says less.
fn kind(name: &str) -> (&'static str, Option<String>) {
    match name {
        "feat" | "feature" => ("feature", None),
        "fix" | "bugfix" => ("fix", None),
        "perf" | "refactor" | "improvement" => ("improvement", None),
        other => ("improvement", Some(other.to_owned())),
    }
}

/// Numbers and people have a place; all else stays in the body.
fn footer_into(token: &str, value: &str, entry: &mut Entry) {
    let value = value.trim();
    match token.to_lowercase().as_str() {
        "refs" | "ref" | "closes" | "close" | "fixes" | "fix" | "resolves" | "related" | "see" => {
            entry.refs.extend(value.split([',', ' ']).filter(|word| !word.is_empty()).map(str::to_owned));
        }
        "co-authored-by" => {
            // The address is the person's own, and no site shows it.
            let name = value.split_once('<').map_or(value, |(name, _)| name).trim();
            entry.contributors.push((name.to_owned(), None));
        }
        _ => entry.body.push_str(&format!("\n\n{token}: {value}")),
    }
}
