//! Versions as people write them.

use std::sync::LazyLock;

use regex::Regex;

/// `1.2`, `v1.2.3`, `1.2.3rc1`, `1.02.3` as Semantic Versioning has them; nothing for what cannot be said so.
pub(super) fn version(text: &str) -> Option<String> {
    static LOOSE: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:[-._]?(alpha|beta|preview|pre|rc|dev|a|b|c)[-._]?(\d+)?)?$").ok());
    let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
    if semver::Version::parse(text).is_ok() {
        return Some(text.to_owned());
    }
    let lower = text.to_ascii_lowercase();
    let parts = LOOSE.as_ref()?.captures(&lower)?;
    let number = |group: usize| parts.get(group).map_or(Ok(0), |part| part.as_str().parse::<u64>());
    let mut version = format!("{}.{}.{}", number(1).ok()?, number(2).ok()?, number(3).ok()?);
    if let Some(tag) = parts.get(4) {
        let tag = match tag.as_str() {
            "a" => "alpha",
            "b" => "beta",
            "c" => "rc",
            tag => tag,
        };
        version = format!("{version}-{tag}");
        if parts.get(5).is_some() {
            version = format!("{version}.{}", number(5).ok()?);
        }
    }
    Some(version)
}

/// The name and the version of a tag: `v1.2.3`, `product@1.2.3`, `product-v1.2.3`, `product/1.2.3`. Nothing where it has no version of
/// at least two numbers.
pub(super) fn of_tag(tag: &str) -> Option<(&str, String)> {
    let is_version = |text: &str| text.contains('.').then(|| version(text)).flatten();
    if let Some(version) = is_version(tag) {
        return Some(("", version));
    }
    let ends = tag.match_indices(['@', '-', '/', '_']).filter(|(at, _)| *at > 0);
    ends.into_iter().find_map(|(at, _)| Some((&tag[..at], is_version(&tag[at + 1..])?)))
}
