//! Markdown: addresses of links and pictures, and the sections that the entry's kind asks for.

use std::ops::Range;

use super::{Completion, CompletionKind, Completions, names};
use crate::lsp::context::Scene;
use crate::template::Section;

/// What may stand at a byte of a body. Headings are offered where the kind of the entry is known.
pub(super) fn at(scene: &Scene, kind: Option<&str>, body: Range<usize>, byte: usize) -> Option<Completions> {
    let text = scene.text;
    let start = text.get(body.start..byte)?.rfind('\n').map_or(body.start, |newline| body.start + newline + 1);
    let end = byte + text.get(byte..body.end)?.find(['\r', '\n']).unwrap_or(body.end - byte);
    if is_in_fence(text.get(body.start..start)?) {
        return None;
    }
    let line = text.get(start..end)?;
    let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
    if line.trim().is_empty() || (line.trim_start().starts_with('#') && start + indent <= byte) {
        return headings(scene, kind?, body, if line.trim().is_empty() { byte..byte } else { start + indent..end });
    }
    address(scene, start, end, byte)
}

fn is_in_fence(before: &str) -> bool {
    let is_fence = |line: &&str| line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
    before.lines().filter(is_fence).count() % 2 == 1
}

/// The sections that the entry has not yet; those that it must have first.
fn headings(scene: &Scene, kind: &str, body: Range<usize>, written: Range<usize>) -> Option<Completions> {
    let template = scene.template(kind)?;
    let before = scene.text.get(body.start..written.start)?;
    let after = scene.text.get(written.end..body.end)?;
    let lines = before.lines().chain(after.lines()).map(str::trim);
    let given: Vec<String> = lines.filter_map(|line| Some(line.strip_prefix("##")?.trim_matches(['#', ' ']).to_lowercase())).collect();
    let mut sections: Vec<_> = template.sections.iter().filter(|section| !given.contains(&section.title.to_lowercase())).collect();
    sections.sort_by_key(|section| section.optional);
    let item = |section: &&Section| {
        let detail = if section.optional { "optional" } else { "required" };
        Completion::new(CompletionKind::Heading, format!("## {}", section.title)).detail(detail).documentation(section.guidance.as_str())
    };
    Some(Completions { range: written, items: sections.iter().map(item).collect(), is_incomplete: false })
}

/// The address of a link or picture that is being written.
fn address(scene: &Scene, start: usize, end: usize, byte: usize) -> Option<Completions> {
    let before = scene.text.get(start..byte)?;
    let (opening, is_picture) = opened(before)?;
    let written_start = start + opening;
    let rest = scene.text.get(byte..end)?;
    let written = written_start..byte + rest.find([')', ' ', '>', '\t']).unwrap_or(rest.len());
    let typed = scene.text.get(written_start..byte)?;
    let items = if is_picture {
        names::media(scene, true)
    } else {
        let fits = |scheme: &str| scheme.starts_with(typed) || typed.starts_with(scheme);
        let with = |scheme: &str, items: Vec<Completion>| -> Vec<Completion> {
            let item = |item: Completion| {
                let filter = format!("{scheme}{}", item.filter.as_deref().unwrap_or(&item.label));
                Completion { text: format!("{scheme}{}", item.text), filter: Some(filter), ..item }
            };
            items.into_iter().map(item).collect()
        };
        let mut items = Vec::new();
        if fits("entry:") {
            items.extend(with("entry:", names::links_to_entries(scene)));
        }
        if fits("release:") {
            items.extend(with("release:", names::links_to_releases(scene)));
        }
        if !typed.contains(':') {
            items.extend(names::media(scene, false));
        }
        items
    };
    Some(Completions { range: written, items, is_incomplete: false })
}

/// Whether a line defines where a link leads. A footnote looks alike.
fn is_definition(line: &str) -> bool {
    line.trim_start().starts_with('[') && !line.trim_start().starts_with("[^")
}

/// Where the address begins that a line ends in the middle of, and whether it is a picture's.
fn opened(before: &str) -> Option<(usize, bool)> {
    let is_open = |at: usize| before.get(at..).is_some_and(|typed| !typed.contains([')', ' ', '\t', '>']));
    let inline = before.rfind("](").map(|at| (at, at + 2));
    let defined = before.rfind("]: ").filter(|_| is_definition(before)).map(|at| (at, at + 3));
    let (close, start) = inline.into_iter().chain(defined).filter(|(_, start)| is_open(*start)).max()?;
    let start = if before.get(start..)?.starts_with('<') { start + 1 } else { start };
    let opening = before.get(..close)?.rfind('[');
    let is_picture = opening.is_some_and(|at| before.get(..at).is_some_and(|text| text.ends_with('!')));
    Some((start, is_picture))
}
