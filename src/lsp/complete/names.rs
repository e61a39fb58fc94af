//! What the site names: components, audiences, entries, releases, files.

use std::collections::BTreeSet;

use crate::ident::{Versioning, slug};
use crate::load::Loaded;
use crate::model::{Catalog, DeprecationState, Entry, EntryIndex, Product, Release};
use crate::parse::document::Status;
use crate::schema::Form;

use super::{Completion, CompletionKind};
use crate::lsp::context::{Scene, Tree};
use crate::lsp::symbols::Thing;

fn name(label: impl Into<String>, detail: impl Into<String>) -> Completion {
    Completion::new(CompletionKind::Name, label).detail(detail)
}

/// The components of the file's product.
pub(super) fn components(scene: &Scene) -> Vec<Completion> {
    let components = scene.product().map_or(&[][..], |product| &product.components);
    components.iter().map(|(key, told)| name(key.to_string(), told.as_str())).collect()
}

/// The site's audiences.
pub(super) fn audiences(scene: &Scene) -> Vec<Completion> {
    let audiences = scene.site().map_or(&[][..], |site| &site.audiences);
    let told = |private: bool, name: &str| if private { format!("{name}, private") } else { name.to_owned() };
    audiences.iter().map(|audience| name(audience.key.value.to_string(), told(audience.private, &audience.name.value))).collect()
}

/// Entries that a field of an entry may name: those whose life it can end, where it can end one.
pub(super) fn entries_for(scene: &Scene, field: &str) -> Vec<Completion> {
    let (Some(catalog), Some(product)) = (scene.catalog(), scene.product()) else { return Vec::new() };
    // What this very text ends is still there for it to name.
    let by_file = |ending: &EntryIndex| scene.holds(*ending);
    let is_meant = |entry: &&Entry| match field {
        "resolves" => entry.known_issue.as_ref().is_some_and(|issue| issue.state.is_open() || issue.resolved_by.iter().all(by_file)),
        "removes" => entry.deprecation.as_ref().is_some_and(|deprecation| {
            deprecation.state != DeprecationState::Removed || deprecation.removed_by.as_ref().is_some_and(by_file)
        }),
        _ => true,
    };
    let meant = catalog.entries().iter().filter(|entry| entry.product == product.index).filter(is_meant);
    sorted(scene, meant).into_iter().map(|entry| of_entry(catalog, entry, shortest(scene, catalog, entry))).collect()
}

/// Entries with those of the file's own release first, then what waits for a release, then from the newest release to the oldest.
fn sorted<'a>(scene: &Scene, entries: impl Iterator<Item = &'a Entry>) -> Vec<&'a Entry> {
    let mut entries: Vec<&Entry> = entries.collect();
    // Releases are numbered by product, newest first.
    entries.sort_by_key(|entry| (!scene.is_at_home(entry.index), entry.release, entry.index));
    entries
}

/// The id alone where that says enough.
fn shortest(scene: &Scene, catalog: &Catalog, entry: &Entry) -> String {
    let release = scene.release().map(|release| release.index);
    let is_clear = catalog.entry_named(entry.product, release, entry.id.as_str()) == Ok(entry.index);
    if is_clear { entry.id.value.to_string() } else { catalog.full_name(entry.index) }
}

fn of_entry(catalog: &Catalog, entry: &Entry, text: String) -> Completion {
    let filter = format!("{text} {} {}", catalog.full_name(entry.index), entry.title.value);
    Completion { filter: Some(filter), subject: Some(Thing::Entry(entry.index)), ..name(text, entry.title.value.as_str()) }
}

/// Entries as links name them: of the file's own release by their ids, others of its product by `VERSION/ID`, those of other products
/// by `PRODUCT/VERSION/ID`.
pub(super) fn links_to_entries(scene: &Scene) -> Vec<Completion> {
    let (Some(catalog), Some(product)) = (scene.catalog(), scene.product()) else { return Vec::new() };
    let is_own = |entry: &Entry| scene.form == Form::Entry && scene.holds(entry.index);
    let mut entries = sorted(scene, catalog.entries().iter().filter(|entry| !is_own(entry)));
    entries.sort_by_key(|entry| (entry.product != product.index, entry.product));
    let full = |entry: &Entry| match (entry.product == product.index, scene.is_at_home(entry.index)) {
        (_, true) => entry.id.value.to_string(),
        (true, false) => catalog.full_name(entry.index),
        (false, false) => format!("{}/{}", catalog.product(entry.product).key, catalog.full_name(entry.index)),
    };
    entries.into_iter().map(|entry| of_entry(catalog, entry, full(entry))).collect()
}

/// Releases as links name them, newest first, those of the file's product before others.
pub(super) fn links_to_releases(scene: &Scene) -> Vec<Completion> {
    let (Some(catalog), Some(product)) = (scene.catalog(), scene.product()) else { return Vec::new() };
    let others = catalog.products().iter().filter(|other| other.index != product.index);
    let own = releases(catalog, product).map(|release| of_release(release, release.version.value.to_string()));
    let other = |other: &Product| {
        let key = other.key.to_string();
        let named = releases(catalog, other).map(|release| of_release(release, format!("{key}/{}", release.version.value)));
        named.collect::<Vec<_>>()
    };
    own.chain(others.flat_map(other)).collect()
}

fn releases<'a>(catalog: &'a Catalog, product: &'a Product) -> impl Iterator<Item = &'a Release> {
    product.releases.iter().map(|index| catalog.release(*index))
}

fn of_release(release: &Release, text: String) -> Completion {
    let filter = format!("{text} {}", release.title.as_deref().unwrap_or(""));
    let detail = release.title.as_deref().unwrap_or_else(|| release.status.value.name());
    Completion { filter: Some(filter), subject: Some(Thing::Release(release.index)), ..name(text, detail) }
}

/// Versions that a field may name: not the file's own; for what is to come those that are planned first.
pub(super) fn versions_for(scene: &Scene, field: &str) -> Vec<Completion> {
    if field == "version" {
        return scene.own_version().map(|version| name(version.to_string(), "as the path says")).into_iter().collect();
    }
    let (Some(catalog), Some(product)) = (scene.catalog(), scene.product()) else { return Vec::new() };
    let own = scene.own_version();
    let is_meant = |release: &&Release| match (field, &own) {
        ("removal", own) => release.status.value == Status::Planned || own.as_ref().is_none_or(|own| release.version.value > *own),
        ("replaced_by", Some(own)) => release.version.value > *own,
        (_, own) => own.as_ref() != Some(&release.version.value),
    };
    let found = releases(catalog, product).filter(is_meant);
    let mut found: Vec<Completion> = found.map(|release| of_release(release, release.version.value.to_string())).collect();
    if field == "removal" && product.versioning == Versioning::SemVer {
        found.extend(next_major(catalog, product).filter(|next| !found.iter().any(|known| known.label == next.label)));
    }
    found
}

/// Ranges of versions that have something, from each stable release on, newest first. What a release mended is in none from that
/// release on; a known issue may be in later ones, too.
pub(super) fn ranges_for(scene: &Scene, is_mended: bool) -> Vec<Completion> {
    let (Some(catalog), Some(product)) = (scene.catalog(), scene.product()) else { return Vec::new() };
    let own = scene.own_version();
    let is_before = |release: &&Release| release.is_stable() && own.as_ref().is_none_or(|own| release.version.value < *own);
    let end = own.as_ref().filter(|_| is_mended).map(|own| format!("<{own}"));
    let all = end.iter().map(|end| name(end.as_str(), "all before this release"));
    let from = releases(catalog, product).filter(is_before).map(|release| {
        let range = format!(">={}{}", release.version.value, end.as_ref().map(|end| format!(", {end}")).unwrap_or_default());
        Completion { subject: Some(Thing::Release(release.index)), ..name(range, release.title.as_deref().unwrap_or("")) }
    });
    all.chain(from).collect()
}

/// The version in which things go, where none is planned.
fn next_major(catalog: &Catalog, product: &Product) -> Option<Completion> {
    let newest = catalog.release(*product.releases.first()?);
    Some(name(format!("{}.0.0", newest.version.major() + 1), "the next major version"))
}

/// Entries that a release may put first: those it shows. Where it cannot be read as it is now, those that stand in its folder and in
/// the text itself.
pub(super) fn shown(scene: &Scene, tree: &Tree) -> Vec<Completion> {
    if let (Some(catalog), Some(release)) = (scene.catalog(), scene.release()) {
        return catalog.shown(release).map(|(_, entry)| of_entry(catalog, entry, entry.id.value.to_string())).collect();
    }
    let sources = &scene.snapshot.loaded.sources;
    let mut found: Vec<Completion> = tree.find(0, "entries").map(|list| listed(tree, list)).unwrap_or_default();
    let is_file = || scene.folder.split('/').count() < 3;
    for (_, file) in sources.iter().filter(|_| !is_file()) {
        let Some(inner) = file.path.strip_prefix(scene.folder).and_then(|rest| rest.strip_prefix('/')) else { continue };
        if let Some(id) = inner.strip_suffix(".md") {
            let head = file.text.strip_prefix("---").and_then(|rest| rest.find("\n---")).map_or(0, |end| end + 4);
            let tree = Tree::read(&file.text, 4.min(head)..head, usize::MAX);
            let title = tree.find(0, "title").and_then(|node| tree.scalar(node)).unwrap_or("");
            found.push(name(id, title));
        } else if !inner.starts_with("release.") {
            let tree = Tree::read(&file.text, 0..file.text.len(), usize::MAX);
            found.extend(listed(&tree, 0));
        }
    }
    found
}

/// The entries of a list, by their ids or titles.
fn listed(tree: &Tree, list: usize) -> Vec<Completion> {
    let field = |item: usize, name: &str| tree.find(item, name).and_then(|node| tree.scalar(node));
    let items = tree.nodes[list].children.iter();
    let item = |item: &usize| {
        let title = field(*item, "title");
        let id = field(*item, "id").map(str::to_owned).or_else(|| title.map(slug))?;
        Some(name(id, title.unwrap_or("")))
    };
    items.filter_map(item).collect()
}

/// Files that stand beside an entry, pictures or all of them.
pub(super) fn media(scene: &Scene, only_pictures: bool) -> Vec<Completion> {
    let Loaded { assets, .. } = &scene.snapshot.loaded;
    let beside = assets.iter().filter_map(|asset| asset.path.strip_prefix(scene.folder)?.strip_prefix('/'));
    let is_picture = |path: &&str| {
        let extension = path.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
        !only_pictures || matches!(extension.as_str(), "png" | "jpg" | "jpeg" | "gif" | "svg" | "webp" | "avif")
    };
    beside.filter(is_picture).map(|path| Completion::new(CompletionKind::File, path)).collect()
}

/// Folders of themes.
pub(super) fn themes(scene: &Scene) -> Vec<Completion> {
    let Loaded { sources, assets, .. } = &scene.snapshot.loaded;
    let paths = sources.iter().map(|(_, file)| file.path.as_str()).chain(assets.iter().map(|asset| asset.path.as_str()));
    let folders = paths.filter_map(|path| Some(path.strip_prefix("themes/")?.split_once('/')?.0));
    let folders: BTreeSet<&str> = folders.filter(|folder| *folder != "default").collect();
    let own = folders.into_iter().map(|folder| name(folder, format!("themes/{folder}/")));
    std::iter::once(name("default", "the built-in theme")).chain(own).collect()
}
