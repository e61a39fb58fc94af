//! Which files a release takes along, and where they go.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::the_known;
use crate::load::Change;
use crate::markdown;
use crate::model::{Address, Catalog, Entry, EntryIndex, media_path};
use crate::parse::Documents;
use crate::source::FileId;

use super::target::Target;
use super::{ReleaseError, Site, Taken, take};

/// The waiting entries that are asked for.
pub(super) fn chosen(site: &Site<'_>, taken: &Taken) -> Result<Vec<EntryIndex>, ReleaseError> {
    let waiting = &site.product.unreleased;
    let id = |index: &EntryIndex| site.catalog.entry(*index).id.as_str();
    match taken {
        Taken::All => Ok(waiting.clone()),
        Taken::Nothing => Ok(Vec::new()),
        Taken::Only(ids) => {
            for wanted in ids {
                if !waiting.iter().any(|index| id(index) == wanted) {
                    let known: Vec<&str> = waiting.iter().map(id).collect();
                    let known = if known.is_empty() {
                        "nothing does".to_owned()
                    } else {
                        the_known("waiting entry", &known).replace("entrys", "entries")
                    };
                    return Err(ReleaseError::UnknownEntry { id: wanted.clone(), product: site.product.key.clone(), known });
                }
            }
            Ok(waiting.iter().copied().filter(|index| ids.iter().any(|wanted| wanted == id(index))).collect())
        }
    }
}

/// The changes that bring the chosen entries and their media into the folder of the release.
pub(super) fn changes(site: &Site<'_>, taken: &Taken, chosen: &[EntryIndex], target: &Target<'_>) -> Result<Vec<Change>, ReleaseError> {
    let home = format!("content/{}/unreleased", site.product.key);
    let mut files: BTreeMap<FileId, Vec<&Entry>> = BTreeMap::new();
    for index in &site.product.unreleased {
        let entry = site.catalog.entry(*index);
        files.entry(entry.place.file).or_default().push(entry);
    }
    let mut names: BTreeSet<String> = site.loaded.sources.iter().map(|(_, file)| file.path.clone()).collect();
    let mut changes = Vec::new();
    for (file, mut entries) in files {
        entries.sort_by_key(|entry| entry.fields.span.start);
        let is_taken: Vec<bool> = entries.iter().map(|entry| chosen.contains(&entry.index)).collect();
        if !is_taken.contains(&true) {
            continue;
        }
        let from = site.loaded.sources.path(file);
        let to = free(&mut names, &home, &target.folder, from)?;
        if is_taken.contains(&false) {
            let items: Vec<_> = entries.iter().map(|entry| entry.fields.span.range()).collect();
            let split = take::split(site.loaded.sources.text(file), &items, &is_taken);
            let (rest, text) = split.ok_or_else(|| ReleaseError::Flow { path: from.to_owned() })?;
            changes.push(Change::Write { path: from.to_owned(), text: rest });
            changes.push(Change::Write { path: to, text });
        } else {
            changes.push(Change::Move { from: from.to_owned(), to });
        }
    }
    changes.extend(media(site, taken, chosen, &home, target)?);
    Ok(changes)
}

/// A free name in the release's folder. An entry's file is its id, so only a list may get another name.
fn free(names: &mut BTreeSet<String>, home: &str, folder: &str, from: &str) -> Result<String, ReleaseError> {
    let name = from.strip_prefix(home).unwrap_or(from);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let mut to = format!("{folder}{name}");
    let mut number = 2;
    while names.contains(&to) || stem == "/release" && number == 2 {
        if extension == "md" {
            return Err(ReleaseError::Taken { from: from.to_owned(), to });
        }
        to = format!("{folder}{stem}-{number}.{extension}");
        number += 1;
    }
    names.insert(to.clone());
    Ok(to)
}

/// What the chosen entries show moves with them; what others show too is copied.
fn media(site: &Site<'_>, taken: &Taken, chosen: &[EntryIndex], home: &str, target: &Target<'_>) -> Result<Vec<Change>, ReleaseError> {
    let shown: BTreeSet<String> = chosen.iter().flat_map(|index| media_of(site.catalog.entry(*index))).collect();
    let stay = site.product.unreleased.iter().filter(|index| !chosen.contains(index));
    let stay: BTreeSet<String> = stay.flat_map(|index| media_of(site.catalog.entry(*index))).collect();
    let mut changes = Vec::new();
    for asset in &site.loaded.assets {
        let Some(name) = asset.path.strip_prefix(home).filter(|name| name.starts_with('/')) else { continue };
        let goes = *taken == Taken::All && !chosen.is_empty() || shown.contains(&asset.path);
        if !goes {
            continue;
        }
        let (from, to) = (asset.path.clone(), format!("{}{name}", target.folder));
        let there = site.loaded.assets.iter().find(|other| other.path == to);
        let keeps = stay.contains(&from);
        match there {
            Some(there) if there.bytes != asset.bytes => return Err(ReleaseError::Taken { from, to }),
            Some(_) if keeps => {}
            Some(_) => changes.push(Change::Remove { path: from }),
            None if keeps => changes.push(Change::Copy { from, to }),
            None => changes.push(Change::Move { from, to }),
        }
    }
    Ok(changes)
}

/// The files that an entry shows or links to.
fn media_of(entry: &Entry) -> Vec<String> {
    let replacement = entry.field("replacement").and_then(|node| node.as_str());
    let outlines = std::iter::once(&*entry.body.value).chain(replacement).map(markdown::outline);
    let links = outlines.flat_map(|outline| outline.links).map(|link| link.target);
    let own = entry.image.as_ref().map(|image| image.src.value.clone());
    let file = |target: String| match Address::of(&target) {
        Address::File(target) => media_path(&entry.folder, target),
        _ => None,
    };
    links.chain(own).filter_map(file).collect()
}

/// What a writer should know of the entries that are taken.
pub(super) fn notes(catalog: &Catalog, chosen: &[EntryIndex], target: &Target<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    let ids: Vec<&str> = chosen.iter().map(|index| catalog.entry(*index).id.as_str()).collect();
    if let Some(product) = chosen.first().map(|index| catalog.entry(*index).product) {
        let releases = catalog.product(product).releases.iter().map(|index| catalog.release(*index));
        let same = releases.filter(|release| !release.is_stable() && release.version.core() == target.version.core());
        for entry in same.flat_map(|release| &release.entries).map(|index| catalog.entry(*index)) {
            if ids.contains(&entry.id.as_str()) {
                notes.push(format!("`{}` takes the place of `{}`", entry.id.value, catalog.full_name(entry.index)));
            }
        }
    }
    if let (Some(newer), false) = (&target.newer, ids.is_empty()) {
        notes.push(format!(
            "`{}` is of an older line than `{newer}`: name the next release of the newer line in `also_in` of what that has too",
            target.version
        ));
    }
    notes
}

/// Holds that no entry was lost, doubled or changed on the way.
pub(super) fn hold(site: &Site<'_>, after: &Documents, changes: &[Change]) -> Result<(), ReleaseError> {
    let told = |documents: &Documents| {
        let released = documents.releases.iter().flat_map(|release| &release.entries);
        let all = released.chain(&documents.unreleased);
        let mut told: Vec<(String, String)> =
            all.map(|entry| (format!("{}/{}", entry.product.as_str(), entry.id.value.as_str()), entry.body.value.to_string())).collect();
        told.sort();
        told
    };
    if told(site.documents) == told(after) {
        return Ok(());
    }
    let written = changes.iter().find_map(|change| match change {
        Change::Write { path, .. } => Some(path.clone()),
        _ => None,
    });
    Err(ReleaseError::Inseparable { path: written.unwrap_or_default() })
}
