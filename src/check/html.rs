//! HTML that notes may not hold.

use crate::diag::{Code, Diagnostic, Diagnostics};

use super::facts::{Facts, Passage};

/// `html-dropped`: what the sanitizer leaves out of the page.
pub(super) fn html_dropped(_: &Facts<'_>, passage: Passage<'_>, diags: &mut Diagnostics) {
    let mut before = String::new();
    for range in &passage.outline.dropped_html {
        let html = passage.text.value.get(range.clone()).unwrap_or("");
        // The end of what was told of is not told of as well.
        if html.starts_with("</") && shortened(html).replace("</", "<") == before {
            continue;
        }
        before = shortened(html);
        let message = format!("`{}` is not allowed in notes and is left out of the page", shortened(html));
        let help = "say it in Markdown, or put it between backticks to show it as it is";
        diags.push(Diagnostic::new(Code::HtmlDropped, passage.text.span_of(range.clone()), message).help(help));
    }
}

/// A tag without its attributes, or the start of anything else.
fn shortened(html: &str) -> String {
    let first = html.lines().next().unwrap_or("").trim();
    let name = first.split([' ', '>', '/']).next().filter(|name| name.len() > 1 && first.starts_with('<'));
    match name {
        Some(name) => format!("{name}>"),
        None => first.chars().take(40).collect(),
    }
}
