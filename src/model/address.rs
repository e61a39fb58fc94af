//! Addresses as writers use them in Markdown.

/// Where an address in Markdown leads, by its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Address<'a> {
    /// `entry:NAME`
    Entry(&'a str),
    /// `release:NAME`
    Release(&'a str),
    /// `/events/2.4.0/#id`: a path within the site, without the slash before it, and an anchor.
    Page(&'a str, Option<&'a str>),
    /// `#id`
    Anchor(&'a str),
    /// `scan.png`: a file beside the text.
    File(&'a str),
    /// Everything else: `https://…`, `tel:…`.
    Elsewhere(&'a str),
}

impl<'a> Address<'a> {
    /// What the form of an address says.
    pub fn of(target: &'a str) -> Self {
        if let Some(name) = target.strip_prefix("entry:") {
            return Self::Entry(name);
        }
        if let Some(name) = target.strip_prefix("release:") {
            return Self::Release(name);
        }
        if let Some(anchor) = target.strip_prefix('#') {
            return Self::Anchor(anchor);
        }
        match target.strip_prefix('/') {
            Some(path) if !path.starts_with('/') => {
                let (path, anchor) = path.split_once('#').map_or((path, None), |(path, anchor)| (path, Some(anchor)));
                Self::Page(path.split('?').next().unwrap_or(path), anchor.filter(|anchor| !anchor.is_empty()))
            }
            Some(_) => Self::Elsewhere(target),
            None if has_scheme(target) => Self::Elsewhere(target),
            None => Self::File(target),
        }
    }
}

/// A scheme is a letter and then letters, digits, `+`, `-` and `.` up to a colon (RFC 3986 §3.1).
fn has_scheme(target: &str) -> bool {
    let legal = |scheme: &str| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|character| character.is_ascii_alphanumeric() || "+-.".contains(character))
    };
    target.split_once(':').is_some_and(|(scheme, _)| legal(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_of_an_address_tells_where_it_leads() {
        assert_eq!(Address::of("entry:2.4.0/scan"), Address::Entry("2.4.0/scan"));
        assert_eq!(Address::of("/events/2.4.0/?a#scan"), Address::Page("events/2.4.0/", Some("scan")));
        assert_eq!(Address::of("images/scan 1.png"), Address::File("images/scan 1.png"));
        assert_eq!(Address::of("//example.org/"), Address::Elsewhere("//example.org/"));
        assert_eq!(Address::of("javascript:alert(1)"), Address::Elsewhere("javascript:alert(1)"));
    }
}
