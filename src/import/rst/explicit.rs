//! What starts with two dots: directives, targets, footnotes and comments.

use super::blocks::{Converter, Line, dedented, prefixed, text_of};
use super::{fenced, targets, words};

impl Converter {
    /// A block that starts with two dots, and all that is indented below it.
    pub(super) fn explicit(&mut self, lines: &[Line], out: &mut Vec<String>) {
        let first = lines[0].text.trim_start_matches("..").trim();
        let content = dedented(&lines[1..]);
        if first.starts_with("__") || first.starts_with('_') && targets::split(first).is_some() {
            return self.target(lines, first);
        }
        if let Some((label, text)) = first.strip_prefix('[').and_then(|rest| rest.split_once(']')).filter(|(label, _)| !label.contains(' '))
        {
            let label = label.trim_start_matches('#').to_owned();
            let start = Line { number: lines[0].number, text: text.trim_start() };
            let inner = self.blocks(&std::iter::once(start).chain(content).collect::<Vec<_>>()).join("\n\n");
            return match label.as_str() {
                "" | "*" => self.keep(lines, out),
                _ => out.push(format!("[^{label}]: {}", prefixed(&inner, "", "    "))),
            };
        }
        if first.starts_with('|') && first.contains("| replace:: ") {
            let name = first.trim_start_matches('|').split('|').next().unwrap_or("");
            self.syntax.extend(["replace".to_owned()]);
            self.comments.push((lines[0].number, format!("|{name}|: {}", text_of(lines))));
            return;
        }
        match first
            .split_once("::")
            .filter(|(name, _)| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_:.+".contains(c)))
        {
            Some((name, argument)) => self.directive(lines, name, argument.trim(), &content, out),
            None if first.is_empty() && content.is_empty() => {}
            None => self.comments.push((lines[0].number, text_of(lines))),
        }
    }

    /// A name without an address marks a place in a document that is not here.
    fn target(&mut self, lines: &[Line], first: &str) {
        let address = targets::split(first).map_or("", |(_, address)| address);
        if (address.trim().is_empty() || address.trim().ends_with('_')) && lines.len() == 1 {
            self.comments.push((lines[0].number, text_of(lines)));
        }
    }

    fn directive(&mut self, lines: &[Line], name: &str, argument: &str, content: &[Line], out: &mut Vec<String>) {
        let alert = match name {
            "note" | "seealso" => Some("NOTE"),
            "tip" | "hint" => Some("TIP"),
            "important" => Some("IMPORTANT"),
            "warning" | "attention" => Some("WARNING"),
            "caution" | "danger" | "error" => Some("CAUTION"),
            _ => None,
        };
        let has_options = content.first().is_some_and(|line| line.text.starts_with(':'));
        if let Some(alert) = alert.filter(|_| !has_options) {
            let start = Line { number: lines[0].number, text: argument };
            let inner = self.blocks(&std::iter::once(start).chain(content.iter().copied()).collect::<Vec<_>>()).join("\n\n");
            self.syntax.extend(words(name).map(str::to_owned));
            return out.push(format!("> [!{alert}]\n{}", prefixed(&inner, "> ", "> ")));
        }
        let is_word = argument.chars().all(|c| c.is_alphanumeric() || "-_+.".contains(c));
        if matches!(name, "code-block" | "code" | "sourcecode") && is_word && !has_options && !content.is_empty() {
            self.syntax.extend(words(name).chain(words(argument)).map(str::to_owned));
            return out.push(fenced(argument, &text_of(content)));
        }
        self.keep(lines, out);
    }
}
