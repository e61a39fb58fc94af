//! Footnotes: references where they stand, the notes after everything else.

use std::ops::Range;

use pulldown_cmark::TagEnd;

use crate::markdown::Target;
use crate::markdown::escape::escape;

use super::Writer;

impl Writer<'_> {
    pub(super) fn reference(&mut self, label: &str) {
        let Some((number, count)) = self.notes.refer(label) else {
            return escape(&mut self.out, &format!("[^{label}]"));
        };
        let id = if count == 1 { format!("fnref:{number}") } else { format!("fnref:{number}-{count}") };
        self.out.push_str("<sup class=\"footnote-ref\"><a id=\"");
        escape(&mut self.out, &format!("{}{id}", self.options.id_prefix));
        self.out.push_str("\" href=\"");
        self.note_address(&format!("fn:{number}"));
        self.out.push_str(&format!("\" role=\"doc-noteref\" aria-label=\"Footnote {number}\">{number}</a></sup>"));
    }

    fn note_address(&mut self, id: &str) {
        match self.target(&format!("#{id}"), false) {
            Target::Nowhere => self.address(&Target::Url(format!("#{}{id}", self.options.id_prefix))),
            target => self.address(&target),
        }
    }

    pub(super) fn footnotes(&mut self) {
        if self.notes.definition(1).is_none() {
            self.notes.adopt_rest();
        }
        if self.notes.definition(1).is_none() {
            return;
        }
        self.block("<div class=\"footnotes\">\n<ol>\n", "</ol>\n</div>\n");
        let mut number = 1;
        loop {
            if self.notes.definition(number).is_none() {
                self.notes.adopt_rest();
            }
            let Some(definition) = self.notes.definition(number) else { break };
            self.footnote(number, definition);
            number += 1;
        }
        self.end(&TagEnd::FootnoteDefinition);
    }

    fn footnote(&mut self, number: usize, definition: Range<usize>) {
        let mut opening = String::from("<li id=\"");
        escape(&mut opening, &format!("{}fn:{number}", self.options.id_prefix));
        opening.push_str("\">");
        self.block(&opening, "</li>\n");
        self.write(definition);
        let in_paragraph = self.out.ends_with("</p>\n");
        if in_paragraph {
            self.out.truncate(self.out.len() - "</p>\n".len());
        }
        for count in 1..=self.notes.references(number) {
            let (id, times) = if count == 1 {
                (format!("fnref:{number}"), String::new())
            } else {
                (format!("fnref:{number}-{count}"), format!(", {count}"))
            };
            self.out.push_str(" <a href=\"");
            self.note_address(&id);
            self.out.push_str(&format!("\" role=\"doc-backlink\" aria-label=\"Back to reference {number}{times}\">↩</a>"));
        }
        if in_paragraph {
            self.out.push_str("</p>\n");
        }
        self.end(&TagEnd::Item);
    }
}
