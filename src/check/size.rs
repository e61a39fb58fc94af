//! Whether a version's step is large enough for what the release holds.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ident::{Version, Versioning};
use crate::model::{Catalog, Entry, Product, Release, step_between};
use crate::parse::document::Status;
use crate::source::Span;
use crate::template::Bump;

use super::facts::Facts;

/// How many entries a diagnostic shows.
const SHOWN: usize = 4;

/// `bump-too-small`: an entry that asks for a larger step than the release makes.
pub(super) fn bump_too_small(facts: &Facts<'_>, diags: &mut Diagnostics) {
    let catalog = facts.catalog;
    // Calendar versions do not count steps.
    for product in catalog.products().iter().filter(|product| product.versioning == Versioning::SemVer) {
        for release in product.releases.iter().map(|index| catalog.release(*index)) {
            diags.extend(too_small(catalog, product, release));
        }
    }
}

/// An entry of a release, the step it asks for, and where it says that it is of the release.
struct Ask<'a> {
    entry: &'a Entry,
    bump: Bump,
    place: Span,
}

fn too_small(catalog: &Catalog, product: &Product, release: &Release) -> Option<Diagnostic> {
    let version = &release.version.value;
    // A product's first release may hold anything.
    let previous = &measured_from(catalog, release)?.version.value;
    let made = step_between(previous, version);
    let mut asks: Vec<Ask<'_>> = asks(catalog, release).filter(|ask| ask.bump > made).collect();
    let needed = asks.iter().map(|ask| ask.bump).max()?;
    // The one that asks for most comes first, else they stay as written.
    asks.sort_by_key(|ask| std::cmp::Reverse(ask.bump));
    let first = asks.first()?;
    let others = match asks.len() - 1 {
        0 => String::new(),
        1 => " (and one more entry)".to_owned(),
        more => format!(" (and {more} more entries)"),
    };
    let id = &first.entry.id.value;
    let kind = &catalog.kind(first.entry.kind).name;
    let message = format!("`{version}` is a {} step from `{previous}`, too small for `{id}` of kind `{kind}`{others}", made.name());
    let mut diagnostic = Diagnostic::new(Code::BumpTooSmall, release.version.span, message);
    for ask in asks.iter().take(SHOWN) {
        let role = format!("`{}` asks for a {} release", ask.entry.id.value, ask.bump.name());
        diagnostic = diagnostic.related(ask.place, role);
    }
    let what = if asks.len() == 1 { "the entry" } else { "those entries" };
    Some(diagnostic.help(match choose(catalog, product, release, previous, needed) {
        Choice::Free(version) => format!("call the release `{version}`, or move {what} to a {} release", needed.name()),
        Choice::Later { taken, free } => {
            format!("there is a `{taken}` already: move {what} to the next {} release, `{free}` or later", needed.name())
        }
    }))
}

/// The stable release before it in its line. What was rolled back does not count: its step is still to be made.
fn measured_from<'a>(catalog: &'a Catalog, release: &Release) -> Option<&'a Release> {
    let mut before = release.previous.map(|index| catalog.release(index));
    while let Some(previous) = before.filter(|previous| !previous.is_stable() || previous.status.value == Status::RolledBack) {
        before = previous.previous.map(|index| catalog.release(index));
    }
    before
}

/// What a release holds: its own entries, and those brought back to it. Those of its pre-releases were asked there.
fn asks<'a>(catalog: &'a Catalog, release: &'a Release) -> impl Iterator<Item = Ask<'a>> {
    catalog.shown(release).filter_map(move |(_, entry)| {
        let place = match entry.release {
            Some(home) if home == release.index => entry.kind_span,
            _ => entry.also_in.iter().find(|other| other.value == release.index)?.span,
        };
        Some(Ask { entry, bump: catalog.bump_after(entry, release.version.major()), place })
    })
}

/// The version to choose.
enum Choice {
    Free(String),
    Later { taken: String, free: String },
}

fn choose(catalog: &Catalog, product: &Product, release: &Release, previous: &Version, needed: Bump) -> Choice {
    let text = release.version.as_str();
    let tag = text.find('-').map_or("", |at| text.get(at..).unwrap_or(""));
    let (major, minor) = (previous.major(), previous.minor());
    let others = || product.releases.iter().filter(|index| **index != release.index).map(|index| &catalog.release(*index).version.value);
    let own_core = release.version.core();
    let is_taken = |core: (u64, u64, u64)| core != own_core && others().any(|other| other.core() == core);
    let (wanted, next) = match needed {
        Bump::Major => ((major + 1, 0, 0), (others().map(Version::major).max().unwrap_or(major) + 1, 0, 0)),
        Bump::Minor | Bump::Patch => {
            let last = others().filter(|other| other.major() == major).map(Version::minor).max().unwrap_or(minor);
            ((major, minor + 1, 0), (major, last + 1, 0))
        }
    };
    let written = |(major, minor, patch): (u64, u64, u64)| format!("{major}.{minor}.{patch}");
    if is_taken(wanted) {
        return Choice::Later { taken: written(wanted), free: written(next) };
    }
    Choice::Free(format!("{}{tag}", written(wanted)))
}
