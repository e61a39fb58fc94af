//! What site.yaml's `theme_options` sets, over the defaults of the themes.

use serde_json::{Map, Value as Json};

use crate::diag::{Code, Diagnostic, Diagnostics, nearest};
use crate::parse::document::SiteDocument;
use crate::parse::node::{Node, Value};

use super::layers::{Choice, Layer, json};

/// The options of a site's theme, by name.
pub fn options(layers: &[Layer], site: &SiteDocument, diags: &mut Diagnostics) -> Map<String, Json> {
    let mut defaults: Vec<(&str, &Node)> = Vec::new();
    for (name, node) in layers.iter().flat_map(|layer| &layer.settings.options) {
        if !defaults.iter().any(|(known, _)| known == name) {
            defaults.push((name, node));
        }
    }
    let mut options: Map<String, Json> = defaults.iter().map(|(name, node)| ((*name).to_owned(), json(node))).collect();
    let Some(set) = &site.theme_options else { return options };
    if !matches!(set.value, Value::Map(_) | Value::Null) {
        diags.push(Diagnostic::new(Code::WrongType, set.span, "`theme_options` must be a map of names and values"));
    }
    for (name, node) in set.pairs() {
        match defaults.iter().find(|(known, _)| *known == name.value) {
            None => diags.push(unknown(&defaults, &name.value, name.span)),
            Some((_, default)) if !fits(default, node) => {
                let message =
                    format!("the theme option `{}` takes {}, not {}", name.value, default.value.type_name(), node.value.type_name());
                diags.push(Diagnostic::new(Code::WrongType, node.span, message));
            }
            Some(_) => {
                diags.extend(not_chosen(layers, &name.value, node));
                options.insert(name.value.clone(), json(node));
            }
        }
    }
    options
}

/// What is wrong with a value that is not among those that the theme has styles or files for.
fn not_chosen(layers: &[Layer], name: &str, node: &Node) -> Option<Diagnostic> {
    let (_, choice) = layers.iter().flat_map(|layer| &layer.settings.choices).find(|(option, _)| option == name)?;
    let value = node.as_str()?;
    let known: Vec<&str> = match choice {
        Choice::Of(values) => values.iter().map(String::as_str).collect(),
        Choice::Picture if value.starts_with("https://") => return None,
        Choice::Picture => {
            layers.iter().flat_map(|layer| layer.assets.keys()).map(String::as_str).filter(|name| is_picture(name)).collect()
        }
    };
    if known.contains(&value) {
        return None;
    }
    let message = match choice {
        Choice::Of(_) => format!("the theme option `{name}` has no `{value}`"),
        Choice::Picture => format!("the theme has no picture `{value}`"),
    };
    let help = match (nearest(value, known.iter().copied()), choice) {
        (Some(guess), _) => format!("did you mean `{guess}`?"),
        (None, Choice::Of(_)) => format!("it takes `{}`", known.join("`, `")),
        (None, Choice::Picture) => {
            let theme = layers.first().map_or("default", |layer| layer.name.as_str());
            format!("put it into `themes/{theme}/assets/`, or give an address that starts with `https://`")
        }
    };
    Some(Diagnostic::new(Code::BadValue, node.span, message).help(help))
}

fn is_picture(name: &str) -> bool {
    [".svg", ".png", ".webp", ".avif", ".jpg", ".jpeg", ".gif"].iter().any(|extension| name.ends_with(extension))
}

/// Whether a value is of its default's type. An option whose default is nothing takes anything.
fn fits(default: &Node, node: &Node) -> bool {
    default.is_null() || node.is_null() || std::mem::discriminant(&default.value) == std::mem::discriminant(&node.value)
}

fn unknown(defaults: &[(&str, &Node)], name: &str, span: crate::source::Span) -> Diagnostic {
    let names: Vec<&str> = defaults.iter().map(|(name, _)| *name).collect();
    let help = match nearest(name, names.iter().copied()) {
        Some(guess) => format!("did you mean `{guess}`?"),
        None if names.is_empty() => "the theme has no options".to_owned(),
        None => format!("the theme has `{}`", names.join("`, `")),
    };
    Diagnostic::new(Code::UnknownField, span, format!("the theme has no option `{name}`")).help(help)
}
