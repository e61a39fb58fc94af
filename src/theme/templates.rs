//! The templates of a site's theme, and the way from Tera's names and places back to files.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::source::{FileId, Span};

use super::guard::Counted;
use super::layers::Layer;

/// A template, by the name that Tera knows it by: `THEME/site/release.html`.
#[derive(Debug, Clone)]
struct Template {
    counted: Counted,
    /// The text as written, and its file; none for what is built in.
    own: Option<(String, FileId)>,
}

/// The templates of a site's theme.
#[derive(Debug, Clone)]
pub struct Templates {
    by_name: BTreeMap<String, Template>,
    /// Where a mistake is reported that no file of the site's shows.
    fallback: Span,
}

/// The folders of a theme that hold templates.
const FOLDERS: [&str; 3] = ["site/", "mail/", "subscriptions/"];

impl Templates {
    /// Gathers the templates of all layers.
    pub fn new(layers: &[Layer], fallback: Span) -> Self {
        let mut by_name = BTreeMap::new();
        for layer in layers {
            let is_template = |path: &str| FOLDERS.iter().any(|folder| path.starts_with(folder));
            let files = layer.files.iter().filter(|(path, _)| is_template(path));
            for (path, file) in files {
                let counted = if file.file.is_some() { Counted::new(&file.text) } else { Counted::unchanged(&file.text) };
                let own = file.file.map(|id| (file.text.clone().into_owned(), id));
                by_name.insert(format!("{}/{path}", layer.name), Template { counted, own });
            }
        }
        Self { by_name, fallback }
    }

    /// Names and texts for the engine.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.by_name.iter().map(|(name, template)| (name.as_str(), template.counted.text.as_str()))
    }

    /// Names and texts of the site's own templates.
    pub fn own_texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.by_name
            .iter()
            .filter(|(_, template)| template.own.is_some())
            .map(|(name, template)| (name.as_str(), template.counted.text.as_str()))
    }

    /// The place in its file of bytes of the engine's text; none for built-in templates.
    pub fn span(&self, name: &str, range: &Range<usize>) -> Option<Span> {
        let template = self.by_name.get(name)?;
        let (text, file) = template.own.as_ref()?;
        let written = template.counted.written(range);
        Some(Span::new(*file, written.start.min(text.len())..written.end.min(text.len())))
    }

    /// The byte of the engine's text at a line and a column, both from 1.
    pub fn byte(&self, name: &str, line: usize, column: usize) -> Option<usize> {
        let text = &self.by_name.get(name)?.counted.text;
        let start = if line <= 1 { 0 } else { text.match_indices('\n').nth(line - 2)?.0 + 1 };
        let in_line = text.get(start..)?.char_indices().nth(column.saturating_sub(1)).map_or(0, |(byte, _)| byte);
        Some(start + in_line)
    }

    /// A template's first line, and whether it is the site's own.
    pub fn first_line(&self, name: &str) -> (Span, bool) {
        // A name as pages ask for it, `site/release.html`, is that of the nearest theme that has it.
        let exact = self.by_name.get(name);
        let found =
            exact.or_else(|| self.by_name.iter().find(|(known, _)| known.ends_with(&format!("/{name}"))).map(|(_, template)| template));
        match found.and_then(|template| template.own.as_ref()) {
            Some((text, file)) => (Span::new(*file, 0..text.find(['\r', '\n']).unwrap_or(text.len())), true),
            None => (self.fallback, false),
        }
    }

    /// Where a template names something in quotes.
    pub fn mention(&self, template: &str, name: &str) -> Option<Span> {
        let (text, file) = self.by_name.get(template)?.own.as_ref()?;
        let start = ['"', '\'', '`'].iter().find_map(|quote| text.find(&format!("{quote}{name}{quote}")))?;
        Some(Span::new(*file, start + 1..start + 1 + name.len()))
    }

    /// Where a template includes or extends another, which it may name with or without its theme.
    pub fn tag(&self, from: &str, tag: &str, to: &str) -> Option<Span> {
        let bare = to.split_once('/').map_or(to, |(_, bare)| bare);
        let text = &self.by_name.get(from)?.own.as_ref()?.0;
        text.contains(tag).then(|| self.mention(from, to).or_else(|| self.mention(from, bare))).flatten()
    }

    /// The path in the site's folder of a template.
    pub fn path(&self, name: &str) -> String {
        format!("themes/{name}")
    }

    /// Where a component of the site's own calls itself.
    pub fn recursive_component(&self) -> Option<Span> {
        let mut own = self.by_name.values().filter_map(|template| template.own.as_ref());
        own.find_map(|(text, file)| {
            let mut definitions = text.match_indices("component ").filter(|(at, _)| !text[..*at].trim_end().ends_with("end"));
            definitions.find_map(|(at, word)| {
                let definition = &text[at + word.len()..];
                let name = definition.split(['(', ' ']).next().filter(|name| !name.is_empty())?;
                let body = &definition[..definition.find("endcomponent")?];
                let call = body.find(&format!("<{name}"))?;
                let start = at + word.len() + call;
                Some(Span::new(*file, start..start + name.len() + 1))
            })
        })
    }
}
