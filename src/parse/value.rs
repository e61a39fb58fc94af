//! Single values: a [`Node`] to a checked type, or a diagnostic at its place.

use std::fmt::Display;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::diag::{Code, Diagnostic, listed};
use crate::ident::{EmailAddress, EntryId, LinkUrl, Version, VersionRange, Versioning, When, parse_day};
use crate::source::{Spanned, Text};

use super::fields::Reader;
use super::node::{Node, Value};

impl Reader<'_> {
    /// Text that says something.
    pub fn text(&mut self, name: &str, node: &Node) -> Option<Spanned<String>> {
        let text = self.any_text(name, node)?;
        if text.trim().is_empty() {
            self.diags.push(
                Diagnostic::new(Code::TooShort, node.span, format!("`{name}` says nothing")).help("write a text, or remove the field"),
            );
            return None;
        }
        Some(text)
    }

    /// Text that may be empty, as the default of a setting may be.
    pub fn any_text(&mut self, name: &str, node: &Node) -> Option<Spanned<String>> {
        match &node.value {
            Value::String(text) => Some(Spanned::new(text.clone(), node.span)),
            _ => {
                self.wrong_type(name, node, "text");
                None
            }
        }
    }

    /// Markdown.
    pub fn markdown(&mut self, name: &str, node: &Node) -> Option<Text> {
        let text = self.text(name, node)?;
        Some(super::text::of_scalar(&text.value, node.span, self.sources))
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, name: &str, node: &Node) -> Option<bool> {
        match &node.value {
            Value::Bool(value) => Some(*value),
            other => {
                let diagnostic = Diagnostic::new(
                    Code::WrongType,
                    node.span,
                    format!("`{name}` takes `true` or `false`, and this is {}", other.type_name()),
                );
                let meant = match node.as_str().map(str::to_lowercase).as_deref() {
                    Some("yes" | "y" | "on") => Some("true"),
                    Some("no" | "n" | "off") => Some("false"),
                    _ => None,
                };
                self.diags.push(match meant {
                    Some(word) => diagnostic.help(format!("write `{word}`")).fix(node.span, word),
                    None => diagnostic,
                });
                None
            }
        }
    }

    /// The items of a list. A single value in its place is an error that brackets mend.
    pub fn items<'n>(&mut self, name: &str, node: &'n Node) -> &'n [Node] {
        match &node.value {
            Value::List(items) => items,
            Value::Map(_) => {
                self.wrong_type(name, node, "a list");
                &[]
            }
            _ => {
                let is_text = matches!(node.value, Value::String(_) | Value::Null);
                let written = self.sources.slice(node.span);
                let written = if is_text { written.to_owned() } else { format!("\"{written}\"") };
                let message = format!("`{name}` takes a list, and this is {}", node.value.type_name());
                let diagnostic = Diagnostic::new(Code::WrongType, node.span, message);
                let is_plain = !written.contains([',', '[', ']', '{', '}', '\n', ':', '#']);
                self.diags.push(if is_plain {
                    diagnostic.help(format!("write `[{written}]`")).fix(node.span, format!("[{written}]"))
                } else {
                    diagnostic.help("write its items one a line, each after `- `")
                });
                &[]
            }
        }
    }

    /// The pairs of a map whose keys are names of the writer's own.
    pub fn named<'n>(&mut self, name: &str, node: &'n Node) -> &'n [(Spanned<String>, Node)] {
        match &node.value {
            Value::Map(pairs) => pairs,
            _ => {
                self.wrong_type(name, node, "a map");
                &[]
            }
        }
    }

    /// A value that is checked as it is read. `noun` is what it should have been, `a version` for instance.
    pub fn parsed<T: FromStr<Err: Display>>(&mut self, name: &str, node: &Node, code: Code, noun: &str) -> Option<Spanned<T>> {
        self.checked(name, node, code, noun, str::parse)
    }

    /// As [`Reader::parsed`], by a function of its own. A number is taken as it is written: whether it must be quoted is for
    /// those to say who could read it then.
    pub fn checked<T, E: Display>(
        &mut self,
        name: &str,
        node: &Node,
        code: Code,
        noun: &str,
        check: impl Fn(&str) -> Result<T, E>,
    ) -> Option<Spanned<T>> {
        let text = match &node.value {
            Value::Number(text) if check(text).is_err() => Spanned::new(text.clone(), node.span),
            _ => self.text(name, node)?,
        };
        match check(&text.value) {
            Ok(value) => Some(text.with(value)),
            Err(error) => {
                let message = format!("`{}` is not {noun}", text.value);
                self.diags.push(Diagnostic::new(code, node.span, message).help(error.to_string()));
                None
            }
        }
    }

    /// YAML drops digits of a number (`1.10` is 1.1), so what is counted in parts is always text.
    fn refuse_number(&mut self, name: &str, node: &Node) -> Option<()> {
        if matches!(node.value, Value::Number(_)) {
            self.wrong_type(name, node, "text");
            return None;
        }
        Some(())
    }

    /// An id of the writer's choice.
    pub fn id(&mut self, name: &str, node: &Node) -> Option<Spanned<EntryId>> {
        self.refuse_number(name, node)?;
        self.parsed(name, node, Code::BadId, "an id")
    }

    /// A version in the scheme of a product.
    pub fn version(&mut self, name: &str, node: &Node, versioning: Versioning) -> Option<Spanned<Version>> {
        self.refuse_number(name, node)?;
        self.checked(name, node, Code::BadVersion, "a version", |text| Version::parse(text, versioning))
    }

    /// A range of versions.
    pub fn range(&mut self, name: &str, node: &Node) -> Option<Spanned<VersionRange>> {
        self.refuse_number(name, node)?;
        self.parsed(name, node, Code::BadRange, "a range of versions")
    }

    /// A day, or a day and a time.
    pub fn when(&mut self, name: &str, node: &Node) -> Option<Spanned<When>> {
        self.parsed(name, node, Code::BadDate, "a date")
    }

    /// A day.
    pub fn day(&mut self, name: &str, node: &Node) -> Option<Spanned<NaiveDate>> {
        self.checked(name, node, Code::BadDate, "a day", |text| parse_day(text).map_err(|_| "write a day as `2026-05-12`"))
    }

    /// A day and a time with its offset.
    pub fn moment(&mut self, name: &str, node: &Node) -> Option<Spanned<DateTime<FixedOffset>>> {
        self.checked(name, node, Code::BadDate, "a time", |text| {
            DateTime::parse_from_rfc3339(text).map_err(|_| "write a time as `2026-05-12T09:00:00Z` or `2026-05-12T09:00:00+02:00`")
        })
    }

    /// An absolute link.
    pub fn link(&mut self, name: &str, node: &Node) -> Option<Spanned<LinkUrl>> {
        self.parsed(name, node, Code::BadUrl, "a link")
    }

    /// A mailbox.
    pub fn email(&mut self, name: &str, node: &Node) -> Option<Spanned<EmailAddress>> {
        self.parsed(name, node, Code::BadValue, "an email address")
    }

    /// One of a few words.
    pub fn choice<T: Copy>(&mut self, name: &str, node: &Node, choices: &[(&str, T)]) -> Option<Spanned<T>> {
        let text = match &node.value {
            Value::Number(_) | Value::Bool(_) => Spanned::new(self.sources.slice(node.span).to_owned(), node.span),
            _ => self.text(name, node)?,
        };
        if let Some((_, value)) = choices.iter().find(|(word, _)| *word == text.value) {
            return Some(text.with(*value));
        }
        let words = || choices.iter().map(|(word, _)| *word);
        let message = format!("`{name}` cannot be `{}`", text.value);
        let allowed = format!("it can be {}", listed(words(), "or"));
        self.diags.push(Diagnostic::new(Code::BadValue, node.span, message).suggest(&text.value, words().collect::<Vec<_>>(), allowed));
        None
    }
}
