//! Texts from elsewhere as a site can hold them.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};
use regex::Regex;

use crate::ident::LinkUrl;
use crate::import::definitions::Definitions;
use crate::markdown;

/// What all texts have in common, and what was found in them.
pub(super) struct Texts {
    pub(super) definitions: Definitions,
    /// Codes that the texts break as errors, beyond those that all history may break.
    pub(super) codes: BTreeSet<&'static str>,
    /// Addresses that meant something beside the notes.
    pub(super) lost_links: Vec<String>,
}

impl Texts {
    /// The text as the site can hold it: with its definitions, and with no address that climbs out of the content folder.
    ///
    /// Addresses that meant something beside the notes lead nowhere from the site, and their rules are switched off.
    pub(super) fn settled(&mut self, text: &str) -> String {
        let mut text = self.definitions.complete(text);
        let mut links = markdown::outline(&text).links;
        // From the end, so that the places before stay right. Links of one definition share a place.
        links.sort_by_key(|link| std::cmp::Reverse(link.range.start));
        links.dedup_by_key(|link| link.range.start);
        for link in links {
            let Some(code) = broken_rule(&link.target) else { continue };
            self.codes.insert(code);
            self.lost_links.push(format!("`{}`", link.target));
            if code != "missing-media" {
                continue;
            }
            if link.target.split('/').any(|part| part == "..") {
                let inside: Vec<&str> = link.target.split('/').filter(|part| *part != "..").collect();
                let written = text.get(link.range.clone()).unwrap_or("").replace(&link.target, &inside.join("/"));
                text.replace_range(link.range, &written);
            }
        }
        tags_as_text(titles_of_code(text))
    }
}

/// The rule that an address from elsewhere breaks on the site.
fn broken_rule(address: &str) -> Option<&'static str> {
    let letters = |scheme: &str| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|character| character.is_ascii_alphanumeric() || "+-.".contains(character))
    };
    match address.split_once(':').map(|(scheme, _)| scheme) {
        Some("entry" | "release") => Some("unresolved-entry"),
        Some("tel") => None,
        Some(scheme) if letters(scheme) => address.parse::<LinkUrl>().is_err().then_some("bad-url"),
        _ if address.starts_with("//") => Some("bad-url"),
        _ if address.starts_with(['#', '/']) => Some("broken-link"),
        _ => Some("missing-media"),
    }
}

/// A heading's link, named so that it says where it leads.
pub(super) fn link(text: &str, address: &str) -> String {
    let host = url::Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned));
    let text = text.trim_matches(['[', ']']);
    let address = if address.contains(['(', ')', ' ', '<']) { format!("<{address}>") } else { address.to_owned() };
    host.map_or_else(|| format!("{text} ({address})"), |host| format!("[{text} on {host}]({address})"))
}

/// The text with the titles that blocks of code have behind their language, as `js title="app.config.js"`, in a line of their own: pages show
/// the code alone.
fn titles_of_code(mut text: String) -> String {
    static TITLE: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r#"\s(?:title|filename|file)=(?:"([^"`]+)"|'([^'`]+)'|([^\s"'`{}]+))"#).ok());
    if !text.contains("```") && !text.contains("~~~") {
        return text;
    }
    let title = |info: &str| TITLE.as_ref()?.captures(info)?.iter().skip(1).flatten().next().map(|title| title.as_str().to_owned());
    let blocks = Parser::new_ext(&text, markdown::DIALECT).into_offset_iter().filter_map(|(event, range)| match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => Some((range.start, title(&info)?)),
        _ => None,
    });
    let mut blocks: Vec<(usize, String)> = blocks.collect();
    // From the end, so that the places before stay right.
    while let Some((at, title)) = blocks.pop() {
        let before = text[..at].rsplit('\n').next().unwrap_or("");
        // What stands before the fence are marks of quotations and items; an item goes on with blanks.
        let indent: String = before.chars().map(|character| if character == '>' { '>' } else { ' ' }).collect();
        text.insert_str(at, &format!("`{title}`:\n{}\n{indent}", indent.trim_end()));
    }
    text
}

/// The text with every tag that a page would leave out written so that readers see it: notes name `<Image />` and mean it.
fn tags_as_text(mut text: String) -> String {
    // What one tag hid may show another one. A few rounds do for any text that people write.
    for _ in 0..4 {
        let mut dropped: Vec<usize> = markdown::outline(&text).dropped_html.into_iter().map(|range| range.start).collect();
        if dropped.is_empty() {
            break;
        }
        dropped.sort_unstable();
        dropped.dedup();
        // From the end, so that the places before stay right.
        for start in dropped.into_iter().rev() {
            if text.get(start..).is_some_and(|rest| rest.starts_with('<')) {
                text.replace_range(start..=start, "&lt;");
            }
        }
    }
    text
}
