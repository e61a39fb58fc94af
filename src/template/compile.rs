//! One template file to a [`Template`]. Every mistake in it is reported at its place.

use crate::diag::Code;
use crate::diag::{Diagnostic, Diagnostics};
use crate::ident::Key;
use crate::load::Loaded;
use crate::markdown::{self, Outline};
use crate::parse::fields::{Fields, Reader};
use crate::parse::node::{Node, Value};
use crate::parse::{front, yaml};
use crate::source::{FileId, Sources};

use super::schema::{self, Schema};
use super::{Bump, Section, Template, Tone};

/// The templates that ship, by name.
const BUILT_IN: [(&str, &str); 7] = [
    ("breaking", include_str!("../../templates/breaking.md")),
    ("security", include_str!("../../templates/security.md")),
    ("feature", include_str!("../../templates/feature.md")),
    ("improvement", include_str!("../../templates/improvement.md")),
    ("fix", include_str!("../../templates/fix.md")),
    ("deprecation", include_str!("../../templates/deprecation.md")),
    ("known-issue", include_str!("../../templates/known-issue.md")),
];

/// The templates in force, in page order: the seven that ship, each replaced by the site's of that name, and the site's own.
///
/// `None` where the site has one with a mistake in it, which is reported.
pub fn compile(loaded: &Loaded, diags: &mut Diagnostics) -> Option<Vec<Template>> {
    let own: Vec<(FileId, &str)> = loaded.sources.iter().filter_map(|(file, source)| Some((file, own_name(&source.path)?))).collect();
    let mut templates: Vec<Template> =
        built_in().into_iter().filter(|template| !own.iter().any(|(_, name)| *name == template.name.as_str())).collect();
    let mut is_sound = true;
    for (file, name) in own {
        let template = if loaded.unreadable.contains(&file) { None } else { one(&loaded.sources, file, name, diags) };
        is_sound &= template.is_some();
        templates.extend(template);
    }
    templates.sort_by(|a, b| (a.order, &a.name).cmp(&(b.order, &b.name)));
    is_sound.then_some(templates)
}

/// The seven templates that ship, in page order.
pub fn built_in() -> Vec<Template> {
    let mut sources = Sources::default();
    let files = BUILT_IN.map(|(name, text)| (name, sources.add(format!("templates/{name}.md"), text)));
    // They are sound; a test says so.
    files.iter().filter_map(|(name, file)| one(&sources, *file, name, &mut Diagnostics::default())).collect()
}

fn own_name(path: &str) -> Option<&str> {
    path.strip_prefix("templates/")?.strip_suffix(".md").filter(|name| !name.contains('/'))
}

fn one(sources: &Sources, file: FileId, name: &str, diags: &mut Diagnostics) -> Option<Template> {
    let mut reader = Reader::new(sources);
    let template = read(&mut reader, file, name);
    let is_sound = !reader.diags.has_errors();
    diags.extend(reader.diags);
    template.filter(|_| is_sound)
}

fn read(reader: &mut Reader, file: FileId, name: &str) -> Option<Template> {
    let text = reader.sources.text(file);
    let front = reader.diags.keep(front::split(file, text))?;
    let name = reader.diags.keep(name.parse::<Key>().map_err(|error| {
        let message = format!("the file's name is the template's name, and `{name}` cannot be one");
        Diagnostic::new(Code::BadId, front.opening, message).help(error.to_string())
    }));
    let head = yaml::read(file, text.get(front.yaml.clone()).unwrap_or(""), front.yaml.start, &mut reader.diags);
    let root = reader.diags.keep(head)?;
    let mut fields = Fields::of(reader, "a template", &root, front.opening)?;
    let heading = fields.require(reader, "heading", Reader::text);
    let label = fields.read(reader, "label", Reader::text);
    let order = fields.read(reader, "order", order);
    let bump = fields.read(reader, "bump", |reader, name, node| {
        reader.choice(name, node, &[("major", Bump::Major), ("minor", Bump::Minor), ("patch", Bump::Patch)])
    });
    let advance = fields.read(reader, "advance", Reader::boolean);
    let tone = fields.read(reader, "tone", |reader, name, node| {
        let all = [Tone::Danger, Tone::Warning, Tone::Success, Tone::Info, Tone::Neutral];
        reader.choice(name, node, &all.map(|tone| (tone.name(), tone)))
    });
    let schema = schema::compile(reader, fields.node("schema"), fields.key("schema").unwrap_or(front.opening));
    fields.finish_as(reader, Code::UnknownTemplateField);
    let body = text.get(front.body.clone()).unwrap_or("").trim().to_owned();
    let outline = markdown::outline(&body);
    let heading = heading?.value;
    let Schema { value: schema, validator, named_keys } = schema?;
    Some(Template {
        name: name?,
        label: label.map_or_else(|| heading.clone(), |label| label.value),
        heading,
        // After all that ship.
        order: order.unwrap_or(100),
        bump: bump.map_or(Bump::Patch, |bump| bump.value),
        advance: advance.unwrap_or(false),
        tone: tone.map_or(Tone::Neutral, |tone| tone.value),
        guidance: comments(&body, &outline, 0, outline.headings.first().map_or(body.len(), |first| first.range.start)),
        sections: sections(&body, &outline),
        body,
        schema,
        validator,
        named_keys,
    })
}

fn order(reader: &mut Reader, name: &str, node: &Node) -> Option<i64> {
    let number = match &node.value {
        Value::Number(text) => text.parse().ok(),
        _ => None,
    };
    if number.is_none() {
        reader.wrong_type(name, node, "a whole number");
    }
    number
}

fn sections(body: &str, outline: &Outline) -> Vec<Section> {
    let ends = outline.headings.iter().skip(1).map(|next| next.range.start).chain([body.len()]);
    let section = |(heading, end): (&markdown::Heading, usize)| {
        let title = heading.text.trim();
        let required = title.strip_suffix("(optional)").map(str::trim_end);
        Section {
            title: required.unwrap_or(title).to_owned(),
            optional: required.is_some(),
            guidance: comments(body, outline, heading.range.end, end),
        }
    };
    outline.headings.iter().zip(ends).map(section).collect()
}

/// The comments between two bytes, without their markers.
fn comments(body: &str, outline: &Outline, start: usize, end: usize) -> String {
    let inside = outline.comments.iter().filter(|range| range.start >= start && range.end <= end);
    let texts = inside.filter_map(|range| body.get(range.clone())).map(bare_comment);
    texts.collect::<Vec<_>>().join("\n")
}

/// The text of a comment, without its markers.
pub(super) fn bare_comment(comment: &str) -> &str {
    let inner = comment.trim().strip_prefix("<!--").unwrap_or(comment);
    inner.trim_end().strip_suffix("-->").unwrap_or(inner).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_templates_that_ship_are_sound() {
        let templates = built_in();
        let names: Vec<&str> = templates.iter().map(|template| template.name.as_str()).collect();
        assert_eq!(names, ["breaking", "security", "feature", "improvement", "fix", "deprecation", "known-issue"]);
        let breaking = &templates[0];
        assert_eq!(breaking.guidance, "Say what stops working, for whom, and why.");
        assert_eq!(breaking.sections[0].title, "Migration");
        assert!(!breaking.sections[0].optional && breaking.sections[1].optional);
        assert_eq!(breaking.sections[1].title, "Timeline");
    }
}
