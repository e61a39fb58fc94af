//! A heading and rows with a label each, wrapped so that a narrow terminal shows them well.

/// How wide a line may get.
const WIDTH: usize = 80;

/// Where the text of a row starts.
const INDENT: usize = 12;

/// How a row is coloured, on a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    Strong,
    Warning,
    Danger,
}

/// Rows under a heading. Only the first of several rows with one label shows it.
pub(super) struct Rows {
    text: String,
    label: &'static str,
    colours: bool,
}

impl Rows {
    pub fn new(heading: &str, colours: bool) -> Self {
        let text = format!("{}\n", painted(heading, Tone::Strong, colours));
        Self { text, label: "", colours }
    }

    pub fn add(&mut self, label: &'static str, text: &str) {
        self.add_toned(label, text, Tone::Plain);
    }

    pub fn add_toned(&mut self, label: &'static str, text: &str, tone: Tone) {
        let shown = if label == self.label { "" } else { label };
        self.label = label;
        for (number, line) in wrapped(text).iter().enumerate() {
            let label = if number == 0 { shown } else { "" };
            let line = painted(line, tone, self.colours);
            self.text.push_str(&format!("  {label:<width$}{line}\n", width = INDENT - 2));
        }
    }

    pub fn finish(self) -> String {
        self.text
    }
}

/// The text in lines that fit behind the label; those after the first stand two further in. Runs of blanks are kept.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let first = lines.len() == 1;
        let Some(line) = lines.last_mut() else { break };
        let length = line.chars().count() + 1 + word.chars().count();
        if line.trim().is_empty() && first && line.is_empty() {
            line.push_str(word);
        } else if INDENT + length > WIDTH && !line.trim().is_empty() {
            lines.push(format!("  {word}"));
        } else {
            line.push(' ');
            line.push_str(word);
        }
    }
    lines
}

/// With the colours that rustc gives such things (ECMA-48 §8.3.117).
pub(super) fn painted(text: &str, tone: Tone, colours: bool) -> String {
    let code = match tone {
        Tone::Plain => return text.to_owned(),
        _ if !colours => return text.to_owned(),
        Tone::Strong => "1",
        Tone::Warning => "33",
        Tone::Danger => "31",
    };
    format!("\u{1b}[{code}m{text}\u{1b}[0m")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_row_goes_on_under_its_text() {
        let mut rows = Rows::new("Events (events)", false);
        rows.add("next", "2.5.0  a minor step");
        rows.add("next", "asked for by `scan` (feature): Scan tickets without a network in every hall of the house");
        rows.add("dates", "2026-12-01");
        assert_eq!(
            rows.finish(),
            "Events (events)\n  next      2.5.0  a minor step\n            asked for by `scan` (feature): Scan tickets without a network in\n              every hall of the house\n  dates     2026-12-01\n"
        );
    }
}
