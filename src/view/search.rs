//! What can be searched for, and by what results can be narrowed down.

use serde::Serialize;

use super::link::Kind;
use super::views::Views;

/// `search` on the page of the search.
#[derive(Debug, Clone, Serialize)]
pub struct SearchView<'a> {
    /// Path from the host of the file that the script reads first.
    pub index: Option<String>,
    /// The kinds that entries are of, in page order.
    pub kinds: Vec<Kind<'a>>,
    /// The components that entries are about: those of one key once.
    pub components: Vec<SearchComponent<'a>>,
}

/// A component that results can be narrowed down to.
#[derive(Debug, Clone, Serialize)]
pub struct SearchComponent<'a> {
    /// Its key.
    pub key: &'a str,
    /// Its name; of a key that products call by several names all of them.
    pub name: String,
}

impl Views<'_> {
    /// The page of the search. `index` is the path within the site of the file that the script reads first.
    pub fn search(&self, index: Option<&str>) -> SearchView<'_> {
        let entries = || self.catalog.entries().iter();
        let kinds = self.catalog.kinds().iter().enumerate().map(|(position, kind)| (position, Kind::from(kind)));
        let used: std::collections::HashSet<usize> = entries().map(|entry| entry.kind.position()).collect();
        let about: std::collections::HashSet<&str> =
            entries().flat_map(|entry| &entry.components).map(|component| component.as_str()).collect();
        let mut components: Vec<(&str, Vec<&str>)> = Vec::new();
        let named = self.catalog.products().iter().flat_map(|product| &product.components);
        for (key, name) in named.filter(|(key, _)| about.contains(key.as_str())) {
            match components.iter_mut().find(|(other, _)| *other == key.as_str()) {
                Some((_, names)) if names.contains(&name.as_str()) => {}
                Some((_, names)) => names.push(name),
                None => components.push((key.as_str(), vec![name])),
            }
        }
        SearchView {
            index: index.map(|path| self.path(path)),
            kinds: kinds.filter(|(position, _)| used.contains(position)).map(|(_, kind)| kind).collect(),
            components: components.into_iter().map(|(key, names)| SearchComponent { key, name: names.join(" / ") }).collect(),
        }
    }
}
