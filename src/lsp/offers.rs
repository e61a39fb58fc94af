//! Completions and hovers as an editor shows them.

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionTextEdit, Documentation, Hover as Shown, HoverContents, MarkupContent,
    MarkupKind, TextEdit,
};

use crate::markdown;

use super::client::Client;
use super::complete::{Completion, CompletionKind, Completions};
use super::hover::Hover;

/// What may stand at the cursor. Its order is ours: an editor sorts by `sort_text`.
pub(super) fn completions(found: Completions, text: &str, client: Client) -> CompletionList {
    let range = client.encoding.range(text, found.range);
    let item = |(index, item): (usize, Completion)| CompletionItem {
        kind: Some(kind(item.kind)),
        detail: (!item.detail.is_empty()).then_some(item.detail),
        documentation: (!item.documentation.is_empty())
            .then(|| Documentation::MarkupContent(markup(item.documentation, client.documents_in_markdown))),
        sort_text: Some(format!("{index:04}")),
        filter_text: item.filter,
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(range, item.text))),
        label: item.label,
        ..CompletionItem::default()
    };
    CompletionList { is_incomplete: found.is_incomplete, items: found.items.into_iter().enumerate().map(item).collect() }
}

/// What is told of a name.
pub(super) fn hover(found: Hover, text: &str, client: Client) -> Shown {
    let contents = HoverContents::Markup(markup(found.text, client.hovers_in_markdown));
    Shown { contents, range: Some(client.encoding.range(text, found.range)) }
}

fn kind(kind: CompletionKind) -> CompletionItemKind {
    match kind {
        CompletionKind::Field => CompletionItemKind::FIELD,
        CompletionKind::Value => CompletionItemKind::ENUM_MEMBER,
        CompletionKind::Name => CompletionItemKind::REFERENCE,
        CompletionKind::File => CompletionItemKind::FILE,
        CompletionKind::Heading | CompletionKind::Whole => CompletionItemKind::SNIPPET,
    }
}

fn markup(text: String, takes_markdown: bool) -> MarkupContent {
    if takes_markdown {
        MarkupContent { kind: MarkupKind::Markdown, value: text }
    } else {
        MarkupContent { kind: MarkupKind::PlainText, value: markdown::document_text(&text) }
    }
}
