//! Markdown that some readers cannot follow: images without words, headings that skip a level, links that say nothing.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::markdown::Link;
use crate::model::{Address, Catalog, Entry};
use crate::parse::node::Node;
use crate::source::Span;

use super::facts::{Facts, Passage};

/// The level of headings that a body starts with (content.md).
const FIRST_LEVEL: u8 = 2;

/// Texts of links that say nothing of where they lead, without punctuation.
const EMPTY_WORDS: &[&str] = &[
    "here",
    "click here",
    "see here",
    "read here",
    "go here",
    "this",
    "this link",
    "this page",
    "link",
    "the link",
    "more",
    "read more",
    "see more",
    "learn more",
    "more info",
    "more information",
    "details",
    "click",
    "click this",
];

/// `image-without-alt`: images in a text that show nothing to whoever cannot see them.
pub(super) fn images_without_alt(_: &Facts<'_>, passage: Passage<'_>, diags: &mut Diagnostics) {
    let silent = |link: &&Link| link.image && link.text.trim().is_empty() && link.label.is_none();
    for image in passage.links().filter(silent) {
        let is_html = passage.text.value.get(image.whole.clone()).is_some_and(|source| source.starts_with('<'));
        let help = match is_html {
            true => "say what it shows: `alt=\"A phone scanning a ticket\"`; `alt=\"\"` where it only decorates".to_owned(),
            false => format!("say what it shows: `![A phone scanning a ticket]({})`", image.target),
        };
        diags.push(without_alt(passage.text.span_of(image.whole.clone()), &image.target, help));
    }
}

/// `image-without-alt`: an entry's `image` without words.
pub(super) fn image_without_alt(_: &Facts<'_>, entry: &Entry, diags: &mut Diagnostics) {
    let Some(image) = &entry.image else { return };
    // A field that nobody reads may be meant as its text, and was told of.
    let is_known = |node: &Node| node.pairs().iter().all(|(key, _)| matches!(key.value.as_str(), "src" | "alt"));
    if entry.field("image").is_none_or(is_known) && image.alt.as_ref().is_none_or(|alt| alt.value.trim().is_empty()) {
        let place = image.alt.as_ref().map_or(image.src.span, |alt| alt.span);
        let help = "say what it shows: `alt: A phone scanning a ticket`";
        diags.push(without_alt(place, &image.src.value, help.to_owned()));
    }
}

fn without_alt(place: Span, image: &str, help: String) -> Diagnostic {
    let message = format!("nothing says what the image `{image}` shows");
    Diagnostic::new(Code::ImageWithoutAlt, place, message).help(help)
}

/// `heading-order`: headings that skip a level, and those above the level that a text starts with.
pub(super) fn heading_order(_: &Facts<'_>, passage: Passage<'_>, diags: &mut Diagnostics) {
    diags.extend(too_high(passage));
    let mut before = FIRST_LEVEL - 1;
    for heading in &passage.outline.headings {
        if heading.level > before + 1 {
            let marks = |level: u8| "#".repeat(usize::from(level));
            let message = match before {
                1 => format!("the first heading is `{}`, so those above it are missing", marks(heading.level)),
                _ => format!("this heading skips a level: `{}` comes after `{}`", marks(heading.level), marks(before)),
            };
            let help = format!("write `{} {}`", marks(before + 1), heading.text);
            diags.push(Diagnostic::new(Code::HeadingOrder, passage.text.span_of(heading.range.clone()), message).help(help));
        }
        before = heading.level.max(FIRST_LEVEL - 1);
    }
}

/// The first heading of level 1: the page has that level already. Those after it are of the same mistake.
fn too_high(passage: Passage<'_>) -> Option<Diagnostic> {
    let heading = passage.outline.headings.iter().find(|heading| heading.level < FIRST_LEVEL)?;
    let message = "headings start at `##`: `#` is the title of the page";
    let help = format!("write `## {}`, and add a `#` to the headings below it", heading.text);
    Some(Diagnostic::new(Code::HeadingOrder, passage.text.span_of(heading.range.clone()), message).help(help))
}

/// `link-text`: links in a text whose words do not say where they lead.
pub(super) fn link_text(facts: &Facts<'_>, passage: Passage<'_>, diags: &mut Diagnostics) {
    for link in passage.links().filter(|link| !link.image) {
        let Some(fault) = fault(&link.text, link.label.is_some()) else { continue };
        let place = passage.text.span_of(link.label.clone().unwrap_or_else(|| link.whole.clone()));
        diags.push(Diagnostic::new(Code::LinkText, place, fault).help(better(facts.catalog, passage, link)));
    }
}

/// `link-text`: titles in an entry's `links` that do not say it.
pub(super) fn titled_link_text(_: &Facts<'_>, entry: &Entry, diags: &mut Diagnostics) {
    for link in &entry.links {
        if let Some(fault) = fault(&link.title.value, true) {
            let help = format!("say what stands there: `title: {}`", example(&link.url.value.to_string()));
            diags.push(Diagnostic::new(Code::LinkText, link.title.span, fault).help(help));
        }
    }
}

/// What is wrong with a link's text. One that holds an image has a label and perhaps no text.
fn fault(text: &str, has_label: bool) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        return (!has_label).then(|| "this link has no text".to_owned());
    }
    if ["https://", "http://", "www."].iter().any(|start| text.starts_with(start)) && !text.contains(char::is_whitespace) {
        return Some("a bare address does not say what stands there".to_owned());
    }
    let words: String = text.to_lowercase().chars().filter(|character| !character.is_ascii_punctuation() && *character != '…').collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    EMPTY_WORDS.contains(&words.as_str()).then(|| format!("`{text}` does not say where the link leads"))
}

/// What to write: the title of what the link leads to, where that is of this site.
fn better(catalog: &Catalog, passage: Passage<'_>, link: &Link) -> String {
    let target = &link.target;
    let name = match Address::of(target) {
        Address::Entry(name) => {
            catalog.entry_named(passage.product, passage.release, name).ok().map(|entry| catalog.entry(entry).title.value.clone())
        }
        Address::Release(name) => {
            catalog.release_named(passage.product, name).ok().map(|release| catalog.release(release).heading().to_owned())
        }
        _ => None,
    };
    let name = name.unwrap_or_else(|| example(target));
    format!("say what stands there: `[{name}]({target})`")
}

/// Words that stand for those of the writer.
fn example(target: &str) -> String {
    let words = if target.starts_with("mailto:") { "Write to support" } else { "The migration guide" };
    words.to_owned()
}
