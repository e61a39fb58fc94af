//! What an entry says behind its change, as Common Changelog has it: `([#12](https://…)) (Jo Example, Al Example)`.

use std::sync::LazyLock;

use regex::Regex;

/// References and authors. The text keeps them, too.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Credits {
    pub(super) refs: Vec<Reference>,
    pub(super) authors: Vec<String>,
}

/// A ticket, and how it becomes a link.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reference {
    pub(super) written: String,
    /// What all references of this form match.
    pub(super) pattern: String,
    /// Their address, with `$1` for the number.
    pub(super) address: String,
}

/// The credits at the end of an entry's first paragraph.
pub(super) fn credits(entry: &str) -> Credits {
    static END: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let links = r"\((?:\[[^\]]+\]\([^()\s]+\)(?:,\s*)?)+\)";
        Regex::new(&format!(r"((?:{links}\s*)+)(?:\(([^()\[\]]+)\))?\s*$")).ok()
    });
    static LINK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\[([^\]]+)\]\(([^()\s]+)\)").ok());
    let paragraph = entry.split("\n\n").next().unwrap_or("");
    let (Some(found), Some(link)) = (END.as_ref().and_then(|end| end.captures(paragraph)), LINK.as_ref()) else {
        return Credits::default();
    };
    let refs = link.captures_iter(&found[1]).filter_map(|link| reference(&link[1], &link[2])).collect();
    let names =
        found.get(2).map_or("", |names| names.as_str()).split(',').map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "));
    let names: Vec<String> = names.filter(|name| !name.is_empty()).collect();
    // `(experimental)` is no name.
    let is_name = |name: &String| name.starts_with(|first: char| first.is_uppercase() || first == '@') && name.split(' ').count() <= 4;
    Credits { refs, authors: if names.iter().all(is_name) { names } else { Vec::new() } }
}

/// `#12` or `EV-12`, which its address ends with. A commit is none: it says nothing to readers.
fn reference(written: &str, address: &str) -> Option<Reference> {
    let at = written.rfind(|character: char| !character.is_ascii_digit())? + 1;
    let (before, number) = written.split_at(at);
    let is_key = before.strip_suffix('-').is_some_and(|key| {
        key.starts_with(|first: char| first.is_ascii_uppercase())
            && key.chars().all(|character| character.is_ascii_uppercase() || character.is_ascii_digit())
    });
    if number.is_empty() || !(before == "#" || is_key) {
        return None;
    }
    let base = address.strip_suffix(number).filter(|base| !base.ends_with(|last: char| last.is_ascii_digit()))?;
    // GitHub leads from an issue's address to the pull request of that number.
    let base = base.strip_suffix("/pull/").map_or_else(|| base.to_owned(), |base| format!("{base}/issues/"));
    Some(Reference { written: written.to_owned(), pattern: format!(r"{before}(\d+)"), address: format!("{base}$1") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(entry: &str) -> String {
        let credits = credits(entry);
        let refs: Vec<String> = credits.refs.iter().map(|one| format!("{} {} {}", one.written, one.pattern, one.address)).collect();
        format!("{}; {}", refs.join(", "), credits.authors.join(", "))
    }

    #[test]
    fn tickets_and_authors_are_found() {
        for (entry, expected) in [
            ("Fix it ([#4](https://x.example/a/issues/4)) (Jo Example, Al)", r"#4 #(\d+) https://x.example/a/issues/$1; Jo Example, Al"),
            (
                "Fix it ([#4](https://x.example/a/pull/4), [`53bd922`](https://x.example/53bd922))",
                r"#4 #(\d+) https://x.example/a/issues/$1; ",
            ),
            (
                "Fix it\n([EV-12](https://x.example/browse/EV-12)) (experimental)\n\nMore.",
                r"EV-12 EV-(\d+) https://x.example/browse/EV-$1; ",
            ),
            ("Fix it ([`53bd922`](https://x.example/53bd922)) (@jo)", "; @jo"),
            ("Fix it ([#4](https://x.example/other))", "; "),
            ("Fix [#4](https://x.example/4) now (Jo)", "; "),
        ] {
            assert_eq!(told(entry), expected, "{entry}");
        }
    }
}
