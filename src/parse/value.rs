//! Single values: a [`Node`] to a checked type, or a diagnostic at its place.

use std::fmt::Display;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::diag::{Code, Diagnostic, is_certainly, listed, nearest};
use crate::ident::{EmailAddress, EntryId, LinkUrl, Version, VersionRange, Versioning, When, parse_day, slug};
use crate::source::{Span, Spanned, Text};

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
            Value::String(text) => Some(Spanned::new(text.to_string(), node.span)),
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
                    Some(word) => nearest(word, ["true", "false"]).filter(|near| is_certainly(word, near)),
                    None => None,
                };
                self.diags.push(match meant {
                    Some(word) => diagnostic.help(format!("write `{word}`")).fix(node.span, word),
                    None => diagnostic.help("write `true` or `false`, without quotes"),
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
                // Words without blanks between commas are items for certain.
                let words: Vec<&str> = written.split(", ").collect();
                let is_item =
                    |word: &&str| !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'));
                self.diags.push(if let Some(item) = written.strip_prefix('-').filter(|item| is_plain && !item.is_empty()) {
                    let after = node.span.range().start + 1;
                    let after = Span::new(node.span.file, after..after);
                    diagnostic.help(format!("a blank follows the dash of an item: `- {item}`")).fix(after, " ")
                } else if is_plain || words.len() > 1 && words.iter().all(is_item) {
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
            Value::Number(text) if check(text).is_err() => Spanned::new(text.to_string(), node.span),
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
        let before = self.diags.iter().count();
        let id = self.parsed(name, node, Code::BadId, "an id");
        let text = node.as_str().unwrap_or("");
        let right = slug(text);
        // Where only the case of letters and what stands between words differ, no other id is meant.
        let is_same = text.to_lowercase().replace(['_', ' ', '.'], "-") == right && self.sources.slice(node.span) == text;
        self.diags.amend(before, |diagnostic| match is_same {
            true => diagnostic.help(format!("write `{right}`")).fix(node.span, right),
            false => diagnostic,
        });
        id
    }

    /// A version in the scheme of a product.
    pub fn version(&mut self, name: &str, node: &Node, versioning: Versioning) -> Option<Spanned<Version>> {
        let before = self.diags.iter().count();
        if self.refuse_number(name, node).is_none() {
            // Quotes alone would not make a version of `2.4`.
            let written = self.sources.slice(node.span);
            let whole = format!("{written}.0");
            if Version::parse(written, versioning).is_err() && Version::parse(&whole, versioning).is_ok() {
                let help = format!("put it in quotes, and write all three numbers: `\"{whole}\"`");
                self.diags.amend(before, |diagnostic| diagnostic.help(help).fix(node.span, format!("\"{whole}\"")));
            }
            return None;
        }
        self.checked(name, node, Code::BadVersion, "a version", |text| Version::parse(text, versioning))
    }

    /// A range of versions.
    pub fn range(&mut self, name: &str, node: &Node) -> Option<Spanned<VersionRange>> {
        self.refuse_number(name, node)?;
        let before = self.diags.iter().count();
        let range = self.parsed(name, node, Code::BadRange, "a range of versions");
        let written = self.sources.slice(node.span);
        let joined = written.replace(" && ", " ").replace(" and ", " ");
        let is_range = joined != written && joined.trim_matches(['"', '\'']).parse::<VersionRange>().is_ok();
        self.diags.amend(before, |diagnostic| match is_range {
            true => diagnostic.help(format!("comparators side by side must all hold: write `{joined}`")).fix(node.span, joined),
            false => diagnostic,
        });
        range
    }

    /// A day, or a day and a time.
    pub fn when(&mut self, name: &str, node: &Node) -> Option<Spanned<When>> {
        let date = |text: &str| text.parse::<When>();
        self.dated(name, node, "a date", date)
    }

    /// A day.
    pub fn day(&mut self, name: &str, node: &Node) -> Option<Spanned<NaiveDate>> {
        self.dated(name, node, "a day", |text| parse_day(text).map_err(|_| "write a day as `2026-05-12`"))
    }

    /// A day, or a day and a time. A day in another form is put right where it can mean one day only.
    fn dated<T, E: Display>(&mut self, name: &str, node: &Node, noun: &str, check: impl Fn(&str) -> Result<T, E>) -> Option<Spanned<T>> {
        let before = self.diags.iter().count();
        let value = self.checked(name, node, Code::BadDate, noun, check);
        let written = self.sources.slice(node.span);
        self.diags.amend(before, |diagnostic| match day_in_another_form(written) {
            Ok(day) => diagnostic.help(format!("write `{day}`")).fix(node.span, day),
            Err(Some(help)) => diagnostic.help(help),
            Err(None) => diagnostic,
        });
        value
    }

    /// A day and a time with its offset.
    pub fn moment(&mut self, name: &str, node: &Node) -> Option<Spanned<DateTime<FixedOffset>>> {
        let day = node.as_str().filter(|text| parse_day(text).is_ok()).map(|day| format!("say when on that day: `{day}T09:00:00Z`"));
        let before = self.diags.iter().count();
        let time = self.checked(name, node, Code::BadDate, "a time", |text| {
            DateTime::parse_from_rfc3339(text).map_err(|_| "write a time as `2026-05-12T09:00:00Z` or `2026-05-12T09:00:00+02:00`")
        });
        self.diags.amend(before, |diagnostic| diagnostic.maybe_help(day));
        time
    }

    /// An absolute link.
    pub fn link(&mut self, name: &str, node: &Node) -> Option<Spanned<LinkUrl>> {
        let before = self.diags.iter().count();
        let link = self.parsed(name, node, Code::BadUrl, "a link");
        let text = node.as_str().unwrap_or("").trim();
        let is_link = |text: &str| text.parse::<LinkUrl>().is_ok();
        let bare = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).filter(|bare| is_link(bare));
        let whole = format!("https://{text}");
        // `www.acme.example` and `docs.acme.example/offline` are addresses; `demo.html` may be a file.
        let is_host = |text: &str| {
            let host = text.split('/').next().unwrap_or("");
            !text.contains([':', '@']) && (host.starts_with("www.") || host.len() < text.len() && host.trim_matches('.').contains('.'))
        };
        self.diags.amend(before, |diagnostic| match bare {
            Some(bare) => diagnostic.help(format!("write the address alone: `{bare}`")).fix(node.span, bare),
            None if is_host(text) && is_link(&whole) => diagnostic.help(format!("write `{whole}`")),
            None => diagnostic,
        });
        link
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

/// A day that is written in another form than `2026-05-12`, as a fix; or what to say where it could mean several days or none.
fn day_in_another_form(written: &str) -> Result<String, Option<String>> {
    let text = written.trim_matches(['"', '\'', '\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}']);
    if matches!(text.to_lowercase().as_str(), "tbd" | "tba" | "tbc" | "todo" | "?") {
        return Err(Some("a planned release may have no date yet: remove the field, and write `status: planned`".to_owned()));
    }
    for form in ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y\u{2013}%m\u{2013}%d", "%Y%m%d", "%d %B %Y", "%d. %B %Y", "%B %d, %Y", "%B %d %Y"] {
        if let Ok(day) = NaiveDate::parse_from_str(text, form) {
            return Ok(day.format("%Y-%m-%d").to_string());
        }
    }
    let parts: Vec<u32> = text.split(['/', '.', '-']).map_while(|part| part.parse().ok()).collect();
    let [first, second, year] = parts.as_slice() else { return Err(None) };
    let day = |year: u32, month: u32, day: u32| NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day).map(|day| day.to_string());
    if *first > 999 && text.contains('-') {
        return Err(Some(format!("there is no such day: month {second}, day {year} of {first}")));
    }
    match (day(*year, *second, *first), day(*year, *first, *second)) {
        _ if *year < 1000 => Err(None),
        (Some(one), None) | (None, Some(one)) => Ok(one),
        (Some(one), Some(other)) if one == other => Ok(one),
        (Some(one), Some(other)) => Err(Some(format!("write `{one}` or `{other}`, whichever is meant"))),
        (None, None) => Err(Some("there is no such day".to_owned())),
    }
}
