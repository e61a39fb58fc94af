//! Which versions have a weakness, an issue or a deprecated thing: those that nobody released, too.
//!
//! What a writer gave as `affects`, less what has a fix: the releases that have it, later patches of their lines, and for a known issue
//! every release in which its life says that it is closed.

use crate::ident::Stretches;

use super::{Catalog, Entry, EntryIndex, KnownIssue, Release};

impl Catalog {
    /// The versions that a security update, a known issue or a deprecation concerns; none for other entries.
    ///
    /// A deprecation concerns those from its own release on, up to the one that removes the thing.
    pub fn affected(&self, index: EntryIndex) -> Option<Stretches> {
        let entry = self.entry(index);
        if let Some(security) = &entry.security {
            return Some(security.affects.stretches().without(&self.fixed_by([entry])));
        }
        if let Some(issue) = &entry.known_issue {
            let fixes = self.fixed_by(issue.resolved_by.iter().map(|fix| self.entry(*fix)));
            return Some(issue.affects.stretches().without(&fixes).without(&self.closed_in(entry, issue)));
        }
        entry.deprecation.as_ref()?;
        let told = Stretches::between(&self.release(entry.release?).version.value, None);
        Some(self.gone(index).map_or(told.clone(), |gone| told.without(&gone)))
    }

    /// The versions that no longer have what a deprecation told of; none where its end is not known.
    pub fn gone(&self, index: EntryIndex) -> Option<Stretches> {
        let removal = self.entry(self.entry(index).deprecation.as_ref()?.removed_by?).release?;
        Some(Stretches::between(&self.release(removal).version.value, None))
    }

    /// The releases that have a fix and stand, and the later patches of their lines.
    fn fixed_by<'a>(&self, fixes: impl IntoIterator<Item = &'a Entry>) -> Stretches {
        let releases = fixes.into_iter().flat_map(|fix| fix.release.into_iter().chain(fix.also_in.iter().map(|release| release.value)));
        let standing = releases.map(|index| self.release(index)).filter(|release| release.stands());
        Stretches::all(standing.map(|release| Stretches::line_from(&release.version.value)))
    }

    /// From each release in which an issue is closed up to the next one in which it is open.
    fn closed_in(&self, entry: &Entry, issue: &KnownIssue) -> Stretches {
        let Some(home) = entry.release.map(|index| self.release(index)) else { return Stretches::default() };
        let releases = self.product(entry.product).releases.iter().map(|index| self.release(*index)).filter(|release| release.is_out());
        let later: Vec<&Release> = releases.take_while(|release| release.version.value >= home.version.value).collect();
        let is_open = |release: &Release| issue.open_in.binary_search(&release.index).is_ok();
        let mut newer = None;
        let mut closed = Vec::new();
        for run in later.chunk_by(|a, b| is_open(a) == is_open(b)) {
            let Some(oldest) = run.last() else { continue };
            if !is_open(oldest) {
                closed.push(Stretches::between(&oldest.version.value, newer));
            }
            newer = Some(&oldest.version.value);
        }
        Stretches::all(closed)
    }
}
