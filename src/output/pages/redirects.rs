//! Stubs at addresses that have moved.

use std::collections::HashSet;

use tera::{Context, Value};

use crate::diag::{Code, Diagnostic};
use crate::model::Catalog;
use crate::output::Artifact;
use crate::theme::Theme;

/// A stub for each of the site's redirects, which leads people, browsers and search engines to the new address.
///
/// # Errors
/// Redirects whose old address is one of the site's pages or leaves the site, and mistakes in the template.
pub fn render(catalog: &Catalog, theme: &Theme, site: &Value, pages: &[Artifact]) -> Result<Vec<Artifact>, Vec<Diagnostic>> {
    let mut taken: HashSet<String> = pages.iter().map(|page| page.path.clone()).collect();
    let (mut stubs, mut problems) = (Vec::new(), Vec::new());
    // What leads on from an entry stands on the page that had it.
    let of_pages = catalog.site().redirects.iter().filter(|(old, _)| !old.value.contains('#'));
    for (old, new) in of_pages {
        let path = match file(&old.value) {
            Some(path) if taken.insert(path.clone()) => path,
            Some(_) => {
                let message = format!("the site has a page at `{}` already", old.value);
                problems
                    .push(Diagnostic::new(Code::BadValue, old.span, message).help("drop this redirect, or give an address that is gone"));
                continue;
            }
            None => {
                let message = format!("`{}` is not an address within the site", old.value);
                problems.push(Diagnostic::new(Code::BadValue, old.span, message).help("write the old path, such as `/old/address/`"));
                continue;
            }
        };
        let url = &catalog.site().url;
        let (target, canonical) = match new.value.strip_prefix('/') {
            Some(within) => (url.path_of(within), url.absolute(within)),
            None => (new.value.clone(), new.value.clone()),
        };
        let mut context = Context::new();
        context.insert_value("site", site.clone());
        context.insert("target", &target);
        context.insert("canonical", &canonical);
        match theme.render("site/redirect.html", &context) {
            Ok(bytes) => stubs.push(Artifact { path, bytes }),
            Err(problem) => return Err(vec![problem]),
        }
    }
    if problems.is_empty() { Ok(stubs) } else { Err(problems) }
}

/// The file at an old address: its own where it names one, else the `index.html` of the folder.
fn file(old: &str) -> Option<String> {
    let path = old.strip_prefix('/')?;
    let clean = path.split('/').all(|part| !matches!(part, "." | "..") && !part.contains(['\\', '?', '#', '\0']));
    if !clean || path.starts_with('/') {
        return None;
    }
    let last = path.rsplit('/').next().unwrap_or(path);
    Some(if last.ends_with(".html") {
        path.to_owned()
    } else {
        format!("{}/index.html", path.trim_end_matches('/')).trim_start_matches('/').to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_address_is_a_file_or_a_folder() {
        assert_eq!(file("/old/address/").as_deref(), Some("old/address/index.html"));
        assert_eq!(file("/notes.html").as_deref(), Some("notes.html"));
        assert_eq!(file("/v2.4").as_deref(), Some("v2.4/index.html"));
        assert_eq!(file("/../x/"), None);
        assert_eq!(file("//host/x"), None);
    }
}
