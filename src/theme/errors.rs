//! Tera's errors to diagnostics: which file, line and column, in plain words.

use std::sync::LazyLock;

use regex::Regex;
use tera::{Error, ErrorKind};

use crate::diag::{Code, Diagnostic};
use crate::source::Span;

use super::guard::Enough;
use super::templates::Templates;

/// A place in one of Tera's longer messages: `error: MESSAGE`, then `--> NAME:LINE:COLUMN`.
static REPORT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?m)^error: (.*)\n *--> (.*):(\d+):(\d+)$").ok());

/// The problems that an error tells of; at least one. `rendered` is the template that was to be rendered or added.
pub fn diagnostics(error: &Error, rendered: &str, templates: &Templates) -> Vec<Diagnostic> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            vec![at(templates, report.filename(), &report.span().range, report.message())]
        }
        ErrorKind::CircularInclude { include_chain, .. } => vec![circle(templates, include_chain, "include", "include each other")],
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            let chain: Vec<String> = [tpl.clone()].into_iter().chain(inheritance_chain.iter().cloned()).collect();
            vec![circle(templates, &chain, "extends", "extend each other")]
        }
        ErrorKind::MissingParent { current, parent } => {
            vec![named(templates, current, parent, &format!("there is no template `{parent}` to extend"))]
        }
        ErrorKind::Msg(message) => reports(templates, message).unwrap_or_else(|| vec![message_only(templates, rendered, message)]),
        _ => vec![whole(templates, rendered, &first_line(&error.to_string()))],
    }
}

/// Errors without a place of their own.
fn message_only(templates: &Templates, rendered: &str, message: &str) -> Diagnostic {
    if message.contains("recursion depth") {
        let place = templates.recursive_component();
        let message = "a component calls itself without an end";
        return match place {
            Some(span) => Diagnostic::new(Code::ThemeTemplate, span, message),
            None => whole(templates, rendered, message),
        };
    }
    whole(templates, rendered, &first_line(message))
}

/// Tera joins several errors into one text; here they come apart again.
fn reports(templates: &Templates, message: &str) -> Option<Vec<Diagnostic>> {
    let pattern = REPORT.as_ref()?;
    let number = |text: &str| text.parse::<usize>().ok();
    let found = pattern.captures_iter(message).filter_map(|captures| {
        let (_, [message, name, line, column]) = captures.extract();
        let start = templates.byte(name, number(line)?, number(column)?)?;
        // The name in question stands in backticks at the end of the message.
        let length = message.split('`').nth(1).map_or(1, str::len);
        Some(at(templates, name, &(start..start + length), message))
    });
    let found: Vec<Diagnostic> = found.collect();
    (!found.is_empty()).then_some(found)
}

/// A page that has grown too large without a loop of the site's own.
pub fn too_large(rendered: &str, templates: &Templates) -> Diagnostic {
    whole(templates, rendered, &Enough::Bytes.to_string())
}

fn at(templates: &Templates, name: &str, range: &std::ops::Range<usize>, message: &str) -> Diagnostic {
    match templates.span(name, range) {
        Some(span) => Diagnostic::new(Code::ThemeTemplate, span, plain(message)).maybe_help(available(message)),
        None => whole(templates, name, message),
    }
}

/// A problem of a template as a whole, or of one that is built in and gets the wrong things from the site's own.
fn whole(templates: &Templates, name: &str, message: &str) -> Diagnostic {
    let (span, own): (Span, bool) = templates.first_line(name);
    let message = plain(message);
    let message = if own { message } else { format!("in the built-in template `{name}`: {message}") };
    Diagnostic::new(Code::ThemeTemplate, span, message)
}

fn named(templates: &Templates, template: &str, name: &str, message: &str) -> Diagnostic {
    match templates.mention(template, name) {
        Some(span) => Diagnostic::new(Code::ThemeTemplate, span, plain(message)),
        None => whole(templates, template, message),
    }
}

fn circle(templates: &Templates, chain: &[String], tag: &str, what: &str) -> Diagnostic {
    let names: Vec<String> = chain.iter().map(|name| format!("`{}`", templates.path(name))).collect();
    let message = format!("templates {what} in a circle: {}", names.join(", then "));
    let pairs = chain.iter().zip(chain.iter().skip(1));
    // The last link of the chain that a writer can change.
    let place = pairs.rev().find_map(|(from, to)| templates.tag(from, tag, to));
    match place {
        Some(span) => Diagnostic::new(Code::ThemeTemplate, span, message),
        None => whole(templates, chain.first().map_or("", String::as_str), &message),
    }
}

fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or(message).to_owned()
}

/// In the style of our own messages: lower case, no full stop, without the list of what there is, which becomes the help.
fn plain(message: &str) -> String {
    let message = message.split(" Available ").next().unwrap_or(message);
    let message = first_line(message.trim()).trim_end_matches('.').to_owned();
    let mut characters = message.chars();
    let first = characters.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
    format!("{first}{}", characters.as_str())
}

fn available(message: &str) -> Option<String> {
    let (_, list) = message.split_once(" Available ")?;
    let (what, names) = list.split_once(": ")?;
    let names: Vec<&str> = names.trim().split(", ").filter(|name| !name.is_empty()).collect();
    let unknown = message.split('`').nth(1)?;
    let guess = crate::diag::nearest(unknown, names.iter().copied());
    let listed = || format!("there are these {what}: `{}`", names.join("`, `"));
    Some(guess.map_or_else(listed, |guess| format!("did you mean `{guess}`?")))
}
