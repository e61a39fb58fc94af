//! Entries, from Markdown files and from lists, to [`EntryDocument`]s.
//!
//! Fields that every entry has are checked here. Those of a kind are read without a word, since its template says what they
//! must be; so are unknown ones. [`EntryDocument::faults`] tells the template what was reported already.

use std::str::FromStr;
use std::sync::{Arc, OnceLock};

use crate::diag::{Code, Diagnostic, the_known};
use crate::ident::{EntryId, Key, Version, Versioning, slug};
use crate::source::{FileId, Span, Spanned, Text};

use super::document::{Contributor, EntryDocument, Image, KindFields, Setting, SettingChange, TitledLink};
use super::fields::{Fields, Reader};
use super::front::{self, FrontMatter};
use super::layout::Place;
use super::node::{Node, Value};
use super::yaml;

/// The front matter and the body of a Markdown file; what is wrong with either is reported.
pub(super) fn split(reader: &mut Reader, file: FileId) -> Option<(FrontMatter, Node, Text)> {
    let text = reader.sources.shared(file)?;
    let front = reader.diags.keep(front::split(file, text))?;
    let head = text.get(front.yaml.clone()).unwrap_or("");
    let root = yaml::read(file, head, front.yaml.start, &mut reader.diags);
    let root = reader.diags.keep(root)?;
    let body = Text::verbatim(text, Span::new(file, front.body.clone()));
    Some((front, root, body))
}

/// Reads an entry that is a file of its own.
pub(super) fn file(reader: &mut Reader, place: &Place, file: FileId) -> Option<Arc<EntryDocument>> {
    let before = reader.diags.iter().count();
    let (front, root, body) = split(reader, file)?;
    let stem = super::layout::stem(reader.sources.path(file)).to_owned();
    let id = match stem.parse() {
        Ok(id) => Spanned::new(id, front.opening),
        Err(error) => {
            reader.diags.push(bad_stem(&stem, front.opening, &error));
            fallback_id(reader, &stem, front.opening)?
        }
    };
    for (key, _) in root.pairs().iter().filter(|(key, _)| matches!(key.value.as_str(), "id" | "body")) {
        let of_file = if key.value == "id" { "the file's name is its id" } else { "its text stands below the front matter" };
        let message = format!("an entry in a file of its own has no field `{}`", key.value);
        reader.diags.push(Diagnostic::new(Code::UnknownField, key.span, message).help(format!("remove it; {of_file}")));
    }
    let end = last_line(&body).unwrap_or(front.opening);
    let source = EntrySource { file, place: front.opening, end, body, before };
    fields(reader, place, source, root, |_, _, _| Some(id))
}

fn bad_stem(stem: &str, place: Span, error: &impl std::fmt::Display) -> Diagnostic {
    let slug = slug(stem);
    let help = if slug.is_empty() { error.to_string() } else { format!("rename the file to `{slug}.md`") };
    Diagnostic::new(Code::BadId, place, format!("the file's name is the entry's id, and `{stem}` cannot be one")).help(help)
}

/// An id to go on with after a bad one was reported: near to it, or else one that no other entry has.
fn fallback_id(reader: &Reader, text: &str, span: Span) -> Option<Spanned<EntryId>> {
    let place = format!("{}-{}", slug(super::layout::stem(reader.sources.path(span.file))), span.start);
    let id = EntryId::from_str(&slug(text)).or_else(|_| EntryId::from_str(&place)).ok()?;
    Some(Spanned::new(id, span))
}

/// The last line that says something, or the last line of all.
fn last_line(body: &Text) -> Option<Span> {
    let shown = body.value.trim_end();
    let start = shown.rfind('\n').map_or(0, |newline| newline + 1);
    (!shown.is_empty()).then(|| body.span_of(start..shown.len()))
}

/// Reads a list of entries.
pub(super) fn list(reader: &mut Reader, place: &Place, file: FileId, node: &Node, name: &str) -> Vec<Arc<EntryDocument>> {
    let items = match &node.value {
        Value::List(items) => &**items,
        Value::Null => &[],
        other => {
            let message = format!("{name} is a list of entries, and this is {}", other.type_name());
            let diagnostic = Diagnostic::new(Code::WrongType, reader.opening_line(node.span), message);
            reader.diags.push(diagnostic.help("start each entry with `- `"));
            &[]
        }
    };
    items.iter().filter_map(|item| self::item(reader, place, file, item)).collect()
}

fn item(reader: &mut Reader, place: &Place, file: FileId, node: &Node) -> Option<Arc<EntryDocument>> {
    let before = reader.diags.iter().count();
    let opening = reader.opening_line(node.span);
    // Anything but a map is reported where its fields are asked for.
    let body = node.get("body").filter(|body| !body.is_null()).and_then(|body| reader.markdown("body", body));
    let body = body.unwrap_or_else(|| Text { value: "".into(), span: opening, origins: Vec::new() });
    let end = last_line(&body).unwrap_or(opening);
    let source = EntrySource { file, place: opening, end, body, before };
    fields(reader, place, source, node.clone(), item_id)
}

/// The id of an item of a list: said, or the title as a slug.
fn item_id(reader: &mut Reader, fields: &mut Fields, place: Span) -> Option<Spanned<EntryId>> {
    if let Some(node) = fields.node("id") {
        let id = reader.id("id", node);
        return id.or_else(|| fallback_id(reader, node.as_str().unwrap_or(""), node.span));
    }
    let title = fields.node("title").and_then(|node| Some((node.as_str()?, node.span)));
    let Some((title, span)) = title else { return fallback_id(reader, "", place) };
    if let Ok(id) = slug(title).parse() {
        return Some(Spanned::new(id, span));
    }
    let diagnostic = Diagnostic::new(Code::MissingField, span, "`id` is missing, and this title gives none");
    reader.diags.push(diagnostic.help("add `id:` with some of the characters a to z, 0 to 9 and `-`"));
    fallback_id(reader, "", span)
}

/// What an entry's place in its file says of it.
struct EntrySource {
    file: FileId,
    place: Span,
    end: Span,
    body: Text,
    /// How many diagnostics there were before it.
    before: usize,
}

fn fields(
    reader: &mut Reader,
    place: &Place,
    source: EntrySource,
    root: Node,
    id: impl FnOnce(&mut Reader, &mut Fields, Span) -> Option<Spanned<EntryId>>,
) -> Option<Arc<EntryDocument>> {
    let EntrySource { file, place: opening, end, body, before } = source;
    let root = Arc::new(root);
    let versioning = place.product.versioning;
    let mut fields = Fields::of(reader, "an entry", &root, opening)?;
    let missing = || Spanned::new(String::new(), opening);
    let mut document = EntryDocument {
        product: place.product.key.value.clone(),
        file,
        place: opening,
        end,
        folder: place.folder.to_owned(),
        kind: fields.require(reader, "kind", Reader::text).unwrap_or_else(missing),
        title: fields.require(reader, "title", Reader::text).unwrap_or_else(missing),
        id: id(reader, &mut fields, opening)?,
        components: fields.one_or_more(reader, "component", |reader, name, node| component(reader, name, node, place)).into(),
        audiences: fields.one_or_more(reader, "audience", |reader, name, node| audience(reader, name, node, place)).into(),
        refs: fields.list(reader, "refs", Reader::text).into(),
        highlight: fields.read(reader, "highlight", Reader::boolean).unwrap_or(false),
        docs: fields.read(reader, "docs", Reader::link).map(Box::new),
        links: fields.list(reader, "links", link).into(),
        image: fields.read(reader, "image", image).map(Box::new),
        contributors: fields.list(reader, "contributors", person).into(),
        also_in: fields.list(reader, "also_in", |reader, name, node| reader.version(name, node, versioning)).into(),
        settings: fields.list(reader, "settings", setting).into(),
        of_kind: of_kind(reader, &mut fields, versioning),
        fields: Arc::clone(&root),
        body,
        outline: OnceLock::new(),
        faults: Box::default(),
        missing: None,
    };
    // Unknown fields are the template's to report.
    let unknown = fields.unasked();
    document.missing = fields.only_missing(&unknown);
    if document.missing.is_none() {
        fields.report_missing(reader, &unknown);
    }
    document.faults = reader.diags.iter().skip(before).map(|diagnostic| diagnostic.span).collect();
    Some(Arc::new(document))
}

/// Fields that templates check: what does not fit is left out here and reported there.
fn of_kind(reader: &mut Reader, fields: &mut Fields, versioning: Versioning) -> Option<Box<KindFields>> {
    // Most entries have no field but those of every kind.
    if fields.unasked().is_empty() {
        return None;
    }
    let quiet = &mut Reader::new(reader.sources);
    let of_kind = KindFields {
        removal: removal(reader, fields, versioning),
        removes: fields.one_or_more(quiet, "removes", Reader::text),
        resolves: fields.one_or_more(quiet, "resolves", Reader::text),
        severity: fields.read(quiet, "severity", Reader::text),
        affects: fields.read(quiet, "affects", Reader::range),
        cve: fields.read(quiet, "cve", Reader::text),
        cvss: fields.read(quiet, "cvss", Reader::text),
        credits: fields.list(quiet, "credits", person),
        replacement: fields.read(quiet, "replacement", Reader::text),
        state: fields.read(quiet, "state", Reader::text),
    };
    (of_kind != KindFields::none()).then(|| of_kind.into())
}

/// A schema knows no product, so it takes versions of either scheme; one of the other scheme is reported here.
fn removal(reader: &mut Reader, fields: &mut Fields, versioning: Versioning) -> Option<Spanned<Version>> {
    let node = fields.node("removal")?;
    if matches!(node.value, Value::Number(_)) {
        return reader.version("removal", node, versioning);
    }
    node.as_str().filter(|text| text.parse::<Version>().is_ok())?;
    reader.version("removal", node, versioning)
}

fn component(reader: &mut Reader, name: &str, node: &Node, place: &Place) -> Option<Spanned<Key>> {
    let text = reader.text(name, node)?;
    let known = &place.product.components;
    if let Some((key, _)) = known.iter().find(|(key, _)| key.as_str() == text.value) {
        return Some(text.with(key.value.clone()));
    }
    let names: Vec<&str> = known.iter().map(|(key, _)| key.as_str()).collect();
    let product = &place.product.key;
    let otherwise = match names.as_slice() {
        [] => format!("name the components of `{}` under `products` in site.yaml", product.value),
        names => the_known("component", names),
    };
    let message = format!("`{}` has no component `{}`", product.value, text.value);
    // A name in the place of the key it belongs to.
    if let Some((key, _)) = known.iter().find(|(_, name)| name.value.eq_ignore_ascii_case(&text.value)) {
        let diagnostic = Diagnostic::new(Code::UnknownComponent, node.span, message);
        reader.diags.push(diagnostic.help(format!("write the component's key, `{}`", key.value)).fix(node.span, key.as_str()));
        return None;
    }
    // Where the components could not be read, that was told of.
    if !place.product.knows_components {
        return None;
    }
    reader.diags.push(Diagnostic::new(Code::UnknownComponent, node.span, message).suggest(&text.value, names, otherwise));
    None
}

fn audience(reader: &mut Reader, name: &str, node: &Node, place: &Place) -> Option<Spanned<Key>> {
    let text = reader.text(name, node)?;
    let known = &place.site.audiences;
    if let Some(audience) = known.iter().find(|audience| audience.key.as_str() == text.value) {
        return Some(text.with(audience.key.value.clone()));
    }
    let names: Vec<&str> = known.iter().map(|audience| audience.key.as_str()).collect();
    let otherwise = match names.as_slice() {
        [] => "name the site's audiences under `audiences` in site.yaml".to_owned(),
        names => the_known("audience", names),
    };
    let message = format!("the site has no audience `{}`", text.value);
    reader.diags.push(Diagnostic::new(Code::UnknownAudience, node.span, message).suggest(&text.value, names, otherwise));
    None
}

fn link(reader: &mut Reader, _: &str, node: &Node) -> Option<TitledLink> {
    let mut fields = Fields::of(reader, "a link", node, reader.opening_line(node.span))?;
    let title = fields.require(reader, "title", Reader::text);
    let url = fields.require(reader, "url", Reader::link);
    fields.finish(reader);
    Some(TitledLink { title: title?, url: url? })
}

fn image(reader: &mut Reader, _: &str, node: &Node) -> Option<Image> {
    if let Some(src) = node.as_str().filter(|src| !src.contains([' ', ',', '#', '{', '}', ':'])) {
        let right = format!("{{ src: {src} }}");
        let diagnostic = Diagnostic::new(Code::WrongType, node.span, "`image` is a map of fields, and this is text");
        reader.diags.push(diagnostic.help(format!("write `{right}`, and `alt:` with what it shows")).fix(node.span, right));
        return None;
    }
    let mut fields = Fields::of(reader, "`image`", node, reader.opening_line(node.span))?;
    let src = fields.require(reader, "src", Reader::text);
    let alt = fields.read(reader, "alt", Reader::any_text);
    fields.finish(reader);
    Some(Image { src: src?, alt })
}

fn person(reader: &mut Reader, name: &str, node: &Node) -> Option<Contributor> {
    if !matches!(node.value, Value::Map(_)) {
        return Some(Contributor { name: reader.text(name, node)?, url: None });
    }
    let mut fields = Fields::of(reader, "a person", node, reader.opening_line(node.span))?;
    let name = fields.require(reader, "name", Reader::text);
    let url = fields.read(reader, "url", Reader::link);
    fields.finish(reader);
    Some(Contributor { name: name?, url })
}

fn setting(reader: &mut Reader, _: &str, node: &Node) -> Option<Setting> {
    let mut fields = Fields::of(reader, "a setting", node, reader.opening_line(node.span))?;
    let all = [SettingChange::Added, SettingChange::Changed, SettingChange::Renamed, SettingChange::Removed];
    let name = fields.require(reader, "name", Reader::text);
    let change =
        fields.require(reader, "change", |reader, name, node| reader.choice(name, node, &all.map(|change| (change.name(), change))));
    let from = fields.read(reader, "from", Reader::any_text);
    let to = fields.read(reader, "to", Reader::any_text);
    let default = fields.read(reader, "default", Reader::any_text);
    fields.finish(reader);
    Some(Setting { name: name?, change: change?, from, to, default })
}
