//! A scalar of YAML to a [`Text`] that knows the way back to its file.

use crate::source::{Sources, Span, Text};

/// The text `value` that is written at `span`.
///
/// Where each of its lines stands in the source as the end of one source line, as in a block scalar (`|`) or a plain or
/// simply quoted one, every byte of it finds its place. Folded texts and texts with escapes lead back to the whole.
pub fn of_scalar(value: &str, span: Span, sources: &Sources) -> Text {
    let source = sources.slice(span);
    let quoted = |quote: char| source.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    let origins = if quoted('"').or_else(|| quoted('\'')) == Some(value) {
        vec![(0, span.start + 1)]
    } else {
        by_lines(value, source, span.start).unwrap_or_default()
    };
    Text { value: value.into(), span, origins }
}

fn by_lines(value: &str, source: &str, offset: u32) -> Option<Vec<(u32, u32)>> {
    let mut origins = Vec::new();
    let (mut here, mut there) = (0, 0);
    let mut source_lines = source.split_inclusive('\n');
    for line in value.split_inclusive('\n') {
        let source_line = source_lines.next()?;
        let (content, source_content) = (line.trim_end_matches('\n'), source_line.trim_end_matches(['\r', '\n']));
        let indent = source_content.len().checked_sub(content.len())?;
        let (before, same) = source_content.split_at_checked(indent)?;
        if same != content || !before.trim_matches(' ').is_empty() {
            return None;
        }
        origins.push((u32::try_from(here).ok()?, offset + u32::try_from(there + indent).ok()?));
        here += line.len();
        there += source_line.len();
    }
    Some(origins)
}
