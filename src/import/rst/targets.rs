//! What a text refers to by name: addresses and substitutions.

use std::collections::HashMap;

/// A named or nameless address.
#[derive(Debug)]
pub(super) struct Target {
    /// From 0.
    pub(super) line: usize,
    pub(super) written: String,
    pub(super) address: String,
    pub(super) used: bool,
}

/// All of a text.
#[derive(Debug, Default)]
pub(super) struct Targets {
    pub(super) all: Vec<Target>,
    named: HashMap<String, usize>,
    /// Those that references without a name take one after another.
    nameless: Vec<usize>,
    next_nameless: usize,
    pub(super) substitutions: HashMap<String, String>,
}

/// A name as it is compared: in lower case, with single blanks.
pub(super) fn name(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl Targets {
    /// The targets of a text, wherever they stand.
    pub(super) fn of(text: &str) -> Self {
        let mut targets = Self::default();
        let lines: Vec<&str> = text.lines().collect();
        for (number, line) in lines.iter().enumerate() {
            let trimmed = line.trim_start();
            let indent = line.len() - trimmed.len();
            let Some(rest) = trimmed.strip_prefix(".. ").map(str::trim_start).or_else(|| trimmed.strip_prefix("__ ").map(|_| trimmed))
            else {
                continue;
            };
            let more =
                lines[number + 1..].iter().take_while(|line| !line.trim().is_empty() && line.len() - line.trim_start().len() > indent);
            let whole = more.fold(rest.to_owned(), |whole, line| format!("{whole}\n{}", line.trim()));
            targets.add(number, &whole);
        }
        targets
    }

    fn add(&mut self, line: usize, written: &str) {
        if let Some(rest) = written.strip_prefix('|') {
            if let Some((name, text)) = rest.split_once("| replace:: ") {
                self.substitutions.insert(name.to_owned(), text.to_owned());
            }
            return;
        }
        let Some((label, address)) = split(written) else { return };
        let address: String = address.split_whitespace().collect();
        if address.is_empty() || address.ends_with('_') {
            return;
        }
        let index = self.all.len();
        if label.is_empty() {
            self.nameless.push(index);
        } else {
            self.named.entry(name(label)).or_insert(index);
        }
        self.all.push(Target { line, written: format!(".. {written}"), address, used: false });
    }

    /// The address of a name.
    pub(super) fn address(&mut self, text: &str) -> Option<String> {
        let index = *self.named.get(&name(text))?;
        self.take(index)
    }

    /// The address of the next reference without a name.
    pub(super) fn next_nameless(&mut self) -> Option<String> {
        let index = *self.nameless.get(self.next_nameless)?;
        self.next_nameless += 1;
        self.take(index)
    }

    fn take(&mut self, index: usize) -> Option<String> {
        let target = self.all.get_mut(index)?;
        target.used = true;
        Some(target.address.clone())
    }
}

/// The label and the address of `_label: address`, ``_`a label`: address`` and `__ address`.
pub(super) fn split(written: &str) -> Option<(&str, &str)> {
    if let Some(address) = written.strip_prefix("__ ").or_else(|| written.strip_prefix("__:")) {
        return Some(("", address));
    }
    let rest = written.strip_prefix('_')?;
    if let Some(rest) = rest.strip_prefix('`') {
        let (label, address) = rest.split_once('`')?;
        return Some((label, address.trim_start().strip_prefix(':')?));
    }
    // A colon within a name is escaped, or has no blank after it.
    let end = rest.match_indices(':').find(|(at, _)| rest[at + 1..].chars().next().is_none_or(char::is_whitespace))?.0;
    Some((&rest[..end], &rest[end + 1..]))
}
