//! The files of a site's theme, of the themes it extends, and of the one that is built in.
//!
//! In: what was loaded and what site.yaml says. Out: layers, the site's own theme first, `default` last.

use std::borrow::Cow;
use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

use crate::diag::{Code, Diagnostic, Diagnostics, nearest};
use crate::load::Loaded;
use crate::parse::document::SiteDocument;
use crate::parse::node::{Node, Value};
use crate::parse::yaml;
use crate::source::{FileId, Sources, Span};

/// The themes that ship, by name.
static BUILT_IN: [(&str, Dir); 2] =
    [(DEFAULT, include_dir!("$CARGO_MANIFEST_DIR/themes/default")), ("gazette", include_dir!("$CARGO_MANIFEST_DIR/themes/gazette"))];

/// The theme that every other one rests on.
pub const DEFAULT: &str = "default";

/// A text file of a theme.
#[derive(Debug, Clone)]
pub struct TextFile {
    /// Its text.
    pub text: Cow<'static, str>,
    /// Its place among the sources; none for what is built in.
    pub file: Option<FileId>,
}

/// One theme.
#[derive(Debug, Clone, Default)]
pub struct Layer {
    /// Its name.
    pub name: String,
    /// `theme.yaml`, `site/…`, `mail/…` and `strings/…`, by path within the theme.
    pub files: BTreeMap<String, TextFile>,
    /// `assets/…`, by path below that folder.
    pub assets: BTreeMap<String, Cow<'static, [u8]>>,
    /// What theme.yaml says.
    pub settings: Settings,
}

/// `theme.yaml`
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// `extends`
    pub extends: Option<(String, Option<Span>)>,
    /// `options`: name and default.
    pub options: Vec<(String, Node)>,
    /// `choices`: of an option, what it may be.
    pub choices: Vec<(String, Choice)>,
}

/// What an option of a theme may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// One of these words.
    Of(Vec<String>),
    /// A picture among the theme's assets, or at an absolute address.
    Picture,
}

/// The themes of a site, its own first and `default` last.
pub fn layers(loaded: &Loaded, site: &SiteDocument, diags: &mut Diagnostics) -> Vec<Layer> {
    let names = theme_names(loaded);
    let mut layers: Vec<Layer> = Vec::new();
    let mut wanted = site.theme.as_ref().map_or((DEFAULT.to_owned(), None), |theme| (theme.value.clone(), Some(theme.span)));
    let at_site = site.theme.as_ref().map_or_else(|| loaded.sources.first_line(site.file), |theme| theme.span);
    loop {
        let (name, span) = wanted;
        if layers.iter().any(|layer| layer.name == name) {
            diags.push(circle(&layers, &name, span.unwrap_or(at_site)));
            break;
        }
        if !names.contains(&name) {
            diags.push(unknown_theme(&names, &name, span.unwrap_or(at_site)));
            break;
        }
        let layer = layer(loaded, &name, diags);
        let next = layer.settings.extends.clone();
        layers.push(layer);
        match next {
            Some(next) => wanted = next,
            None if name == DEFAULT => break,
            None => wanted = (DEFAULT.to_owned(), None),
        }
    }
    if layers.last().is_none_or(|layer| layer.name != DEFAULT) {
        layers.push(layer(loaded, DEFAULT, diags));
    }
    layers
}

/// The built-in theme alone.
pub fn built_in() -> Vec<Layer> {
    vec![layer(&Loaded::default(), DEFAULT, &mut Diagnostics::default())]
}

fn theme_names(loaded: &Loaded) -> Vec<String> {
    let paths = loaded.sources.iter().map(|(_, file)| file.path.as_str()).chain(loaded.assets.iter().map(|asset| asset.path.as_str()));
    let mut names: Vec<String> = paths.filter_map(|path| Some(path.strip_prefix("themes/")?.split_once('/')?.0.to_owned())).collect();
    names.extend(BUILT_IN.iter().map(|(name, _)| (*name).to_owned()));
    names.sort();
    names.dedup();
    names
}

fn unknown_theme(names: &[String], name: &str, span: Span) -> Diagnostic {
    let guess = nearest(name, names.iter().map(String::as_str));
    let help = match guess {
        Some(guess) => format!("did you mean `{guess}`?"),
        None => format!("make the folder `themes/{name}` or use `{}`", names.join("`, `")),
    };
    Diagnostic::new(Code::BadValue, span, format!("there is no theme `{name}`")).help(help)
}

fn circle(layers: &[Layer], name: &str, span: Span) -> Diagnostic {
    let chain: Vec<String> = layers.iter().map(|layer| &layer.name).chain([&name.to_owned()]).map(|name| format!("`{name}`")).collect();
    Diagnostic::new(Code::ThemeTemplate, span, format!("themes extend each other in a circle: {}", chain.join(", then ")))
        .help("let one of them extend `default`")
}

fn layer(loaded: &Loaded, name: &str, diags: &mut Diagnostics) -> Layer {
    let mut layer = Layer { name: name.to_owned(), ..Layer::default() };
    if let Some((_, folder)) = BUILT_IN.iter().find(|(built_in, _)| *built_in == name) {
        add_built_in(&mut layer, folder);
    }
    let folder = format!("themes/{name}/");
    for (id, file) in loaded.sources.iter() {
        let Some(path) = file.path.strip_prefix(&folder) else { continue };
        match path.strip_prefix("assets/") {
            Some(asset) => drop(layer.assets.insert(asset.to_owned(), Cow::Owned(file.text.as_bytes().to_vec()))),
            None => add_text(&mut layer, path, &file.text, id),
        }
    }
    for asset in &loaded.assets {
        if let Some(path) = asset.path.strip_prefix(&folder).and_then(|path| path.strip_prefix("assets/")) {
            layer.assets.insert(path.to_owned(), Cow::Owned(asset.bytes.to_vec()));
        }
    }
    layer.settings = settings(&layer, diags);
    layer
}

fn add_built_in(layer: &mut Layer, folder: &'static Dir) {
    for file in folder.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        match (path.strip_prefix("assets/"), file.contents_utf8()) {
            (Some(asset), _) => drop(layer.assets.insert(asset.to_owned(), Cow::Borrowed(file.contents()))),
            (None, Some(text)) => drop(layer.files.insert(path, TextFile { text: Cow::Borrowed(text), file: None })),
            (None, None) => {}
        }
    }
    for folder in folder.dirs() {
        add_built_in(layer, folder);
    }
}

fn add_text(layer: &mut Layer, path: &str, text: &str, id: FileId) {
    // A copy of a built-in file stays the built-in file, which is known to be right and needs no guard.
    if layer.files.get(path).is_none_or(|file| file.text != text) {
        layer.files.insert(path.to_owned(), TextFile { text: Cow::Owned(text.to_owned()), file: Some(id) });
    }
}

fn settings(layer: &Layer, diags: &mut Diagnostics) -> Settings {
    let Some(file) = layer.files.get("theme.yaml") else { return Settings::default() };
    let Some(root) = tree(file, diags) else { return Settings::default() };
    let mut settings = Settings::default();
    let mut say = |diagnostic| {
        if file.file.is_some() {
            diags.push(diagnostic)
        }
    };
    for (field, node) in root.pairs() {
        match (field.value.as_str(), &node.value) {
            ("name" | "description", Value::String(_)) => {}
            ("extends", Value::String(name)) => settings.extends = Some((name.to_string(), file.file.map(|_| node.span))),
            ("options", Value::Map(options)) => {
                settings.options = options.iter().map(|(name, node)| (name.value.clone(), node.clone())).collect();
            }
            ("choices", Value::Map(choices)) => {
                for (name, node) in choices {
                    match choice(node) {
                        Some(choice) => settings.choices.push((name.value.clone(), choice)),
                        None => say(Diagnostic::new(
                            Code::WrongType,
                            node.span,
                            format!("the choices of `{}` must be a list of texts, or `picture`", name.value),
                        )),
                    }
                }
            }
            ("options" | "choices", Value::Null) => {}
            ("name" | "description" | "extends", _) => {
                say(Diagnostic::new(Code::WrongType, node.span, format!("`{}` must be text", field.value)));
            }
            ("options", _) => say(Diagnostic::new(Code::WrongType, node.span, "`options` must be a map of names and defaults")),
            ("choices", _) => say(Diagnostic::new(Code::WrongType, node.span, "`choices` must be a map of options and what they may be")),
            (other, _) => {
                let guess = nearest(other, ["name", "description", "extends", "options", "choices"]);
                let help = guess.map_or_else(
                    || "a theme has `name`, `description`, `extends`, `options` and `choices`".to_owned(),
                    |guess| format!("did you mean `{guess}`?"),
                );
                say(Diagnostic::new(Code::UnknownField, field.span, format!("a theme has no field `{other}`")).help(help));
            }
        }
    }
    settings
}

fn choice(node: &Node) -> Option<Choice> {
    match &node.value {
        Value::String(word) if &**word == "picture" => Some(Choice::Picture),
        Value::List(values) => values.iter().map(|value| value.as_str().map(str::to_owned)).collect::<Option<_>>().map(Choice::Of),
        _ => None,
    }
}

/// The tree of a YAML file of a theme; none where it cannot be read, which is then reported.
pub fn tree(file: &TextFile, diags: &mut Diagnostics) -> Option<Node> {
    match file.file {
        Some(id) => {
            let read = yaml::read(id, &file.text, 0, diags);
            diags.keep(read)
        }
        None => {
            // Built-in files are read by every test; they stand in sources of their own.
            let id = Sources::default().add("", "");
            yaml::read(id, &file.text, 0, &mut Diagnostics::default()).ok()
        }
    }
}

/// A tree as JSON, for templates.
pub fn json(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number(text) => serde_json::from_str(text).unwrap_or_else(|_| (&**text).into()),
        Value::String(text) => (&**text).into(),
        Value::List(items) => items.iter().map(json).collect(),
        Value::Map(pairs) => serde_json::Value::Object(pairs.iter().map(|(name, node)| (name.value.clone(), json(node))).collect()),
    }
}
