//! The body of an entry against the sections of its template.

use std::ops::Range;

use crate::diag::{Code, Diagnostic, Diagnostics, is_certainly, nearest};
use crate::markdown::{Heading, Outline};
use crate::parse::document::EntryDocument;
use crate::source::{Span, Text};

use super::compile::bare_comment;
use super::{Section, Template};

/// Reports sections that are missing or empty, an empty body, and guidance that was left.
pub(super) fn validate(diags: &mut Diagnostics, entry: &EntryDocument, template: &Template) {
    let (body, outline) = (&*entry.body.value, entry.outline());
    let asks_for_sections = template.sections.iter().any(|section| !section.optional);
    if !outline.has_content && (is_meant_to_have_body(entry) || asks_for_sections) {
        diags.push(empty_body(entry, template));
        return;
    }
    let mut told: Vec<Range<usize>> = Vec::new();
    for (index, section) in template.sections.iter().enumerate() {
        match heading(outline, section) {
            None if section.optional => {}
            None => diags.push(missing(entry, template, outline, index)),
            Some(heading) if heading.has_content => {}
            Some(heading) => {
                told.push(heading.content.clone());
                diags.push(empty(entry, section, heading));
            }
        }
    }
    for comment in outline.comments.iter().filter(|range| !told.iter().any(|told| told.start <= range.start && range.end <= told.end)) {
        if is_guidance(template, body.get(comment.clone()).unwrap_or("")) {
            let diagnostic =
                Diagnostic::new(Code::GuidanceLeft, entry.body.span_of(comment.clone()), "a comment of the template is still here");
            let diagnostic = diagnostic.help("remove it; readers do not see it");
            diags.push(match whole_lines(&entry.body, comment) {
                Some(lines) => diagnostic.fix(lines, ""),
                None => diagnostic,
            });
        }
    }
}

/// The lines that a comment fills, with the blank lines below it; nothing where other text stands on them.
fn whole_lines(body: &Text, comment: &Range<usize>) -> Option<Span> {
    let text = &*body.value;
    // Only a text that stands in its file line by line, without an indent of YAML, can be cut by lines.
    (body.origins.len() == 1).then_some(())?;
    let start = text.get(..comment.start)?.rfind('\n').map_or(0, |newline| newline + 1);
    text.get(start..comment.start)?.trim().is_empty().then_some(())?;
    let rest = text.get(comment.end..)?;
    let first = rest.find('\n').map_or(rest.len(), |newline| newline + 1);
    rest.get(..first)?.trim().is_empty().then_some(())?;
    let blank: usize = rest.get(first..)?.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum();
    Some(body.span_of(start..comment.end + first + blank))
}

/// A file of its own has a body, and so has an item of a list that says `body`. Other items may be a title and no more.
fn is_meant_to_have_body(entry: &EntryDocument) -> bool {
    entry.body.span.file == entry.place.file && entry.body.span != entry.place
}

fn empty_body(entry: &EntryDocument, template: &Template) -> Diagnostic {
    let guidance = template.guidance.lines().next().unwrap_or("");
    let diagnostic = Diagnostic::new(Code::EmptyBody, entry.end, "the entry says nothing beyond its title");
    if guidance.is_empty() { diagnostic } else { diagnostic.help(lower_first(guidance.trim_end_matches('.'))) }
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

fn heading<'o>(outline: &'o Outline, section: &Section) -> Option<&'o Heading> {
    outline.headings.iter().find(|heading| heading.text.trim().to_lowercase() == section.title.to_lowercase())
}

fn missing(entry: &EntryDocument, template: &Template, outline: &Outline, index: usize) -> Diagnostic {
    let section = &template.sections[index];
    let message = format!("the section `{}` is missing", section.title);
    let diagnostic = Diagnostic::new(Code::MissingSection, entry.end, message);
    let of_others = |text: &str| template.sections.iter().any(|other| other.title.eq_ignore_ascii_case(text));
    let strangers: Vec<&str> = outline.headings.iter().map(|heading| heading.text.trim()).filter(|text| !of_others(text)).collect();
    let found = nearest(&section.title, strangers).and_then(|near| {
        let heading = outline.headings.iter().find(|heading| heading.text.trim() == near)?;
        Some((near, &heading.range))
    });
    if let Some((near, place)) = found {
        let diagnostic = Diagnostic { span: trimmed_span(entry, place), ..diagnostic };
        let help = format!("name this heading `{}`", section.title);
        let renamed = entry.body.value.get(place.clone()).and_then(|heading| heading.find(near)).map(|at| place.start + at);
        return match renamed.filter(|_| is_certainly(near, &section.title)) {
            Some(at) => diagnostic.help(help).fix(entry.body.span_of(at..at + near.len()), section.title.clone()),
            None => diagnostic.help(help),
        };
    }
    let before = template.sections[..index].iter().rev().find_map(|section| heading(outline, section));
    let diagnostic = match before {
        Some(heading) => diagnostic.related(entry.body.span_of(heading.range.clone()), "it belongs after this section"),
        None => diagnostic,
    };
    let guidance = if section.guidance.is_empty() {
        String::new()
    } else {
        format!(" and below it {}", lower_first(section.guidance.trim_end_matches('.')))
    };
    diagnostic.help(format!("add a line `## {}`{guidance}", section.title))
}

fn trimmed_span(entry: &EntryDocument, range: &Range<usize>) -> Span {
    entry.body.span_of(trimmed(&entry.body.value, range))
}

fn empty(entry: &EntryDocument, section: &Section, heading: &Heading) -> Diagnostic {
    let span = entry.body.span_of(trimmed(&entry.body.value, &heading.range));
    let diagnostic = Diagnostic::new(Code::EmptySection, span, format!("the section `{}` is empty", section.title));
    let guidance = lower_first(section.guidance.trim_end_matches('.'));
    match (section.optional, guidance.is_empty()) {
        (true, _) => diagnostic.help("write it, or remove its heading: it is optional"),
        (false, true) => diagnostic.help("write it"),
        (false, false) => diagnostic.help(format!("write {guidance}")),
    }
}

fn trimmed(text: &str, range: &Range<usize>) -> Range<usize> {
    let length = text.get(range.clone()).map_or(0, |heading| heading.trim_end().len());
    range.start..range.start + length
}

/// Whether a comment is one of the template's, perhaps wrapped otherwise or with the heading of an optional section.
fn is_guidance(template: &Template, comment: &str) -> bool {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let comment = words(bare_comment(comment));
    let guidance = template.sections.iter().map(|section| section.guidance.as_str()).chain([template.guidance.as_str()]);
    guidance.flat_map(str::lines).map(words).any(|line| !line.is_empty() && comment.contains(&line))
}
