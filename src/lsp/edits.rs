//! Edits as an editor applies them.

use std::collections::HashMap;
use std::path::Path;

use lsp_types::{
    DocumentChangeOperation, DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, RenameFile, ResourceOp, TextDocumentEdit,
    TextEdit, Uri, WorkspaceEdit,
};

use crate::diag::Edit;
use crate::source::Sources;

use super::{Encoding, address};

/// Edits of a site's files, and a file that gets another name once they are made.
///
/// The order matters where a file moves, so those are told one after the other; any client takes the other form.
pub(super) fn workspace_edit(
    sources: &Sources,
    edits: &[Edit],
    moved: Option<(&str, &str)>,
    root: &Path,
    encoding: Encoding,
) -> Option<WorkspaceEdit> {
    #[expect(clippy::mutable_key_type, reason = "the protocol's own type has addresses as keys; nothing changes one")]
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for edit in edits {
        let uri = address::uri(&root.join(sources.path(edit.span.file)))?;
        let range = encoding.range(sources.text(edit.span.file), edit.span.range());
        changes.entry(uri).or_default().push(TextEdit::new(range, edit.text.clone()));
    }
    let Some((old, new)) = moved else { return Some(WorkspaceEdit::new(changes)) };
    let (old_uri, new_uri) = (address::uri(&root.join(old))?, address::uri(&root.join(new))?);
    let mut files: Vec<(Uri, Vec<TextEdit>)> = changes.into_iter().collect();
    files.sort_by(|a, b| a.0.cmp(&b.0));
    let mut operations: Vec<DocumentChangeOperation> = files
        .into_iter()
        .map(|(uri, edits)| {
            DocumentChangeOperation::Edit(TextDocumentEdit {
                text_document: OptionalVersionedTextDocumentIdentifier { uri, version: None },
                edits: edits.into_iter().map(OneOf::Left).collect(),
            })
        })
        .collect();
    operations.push(DocumentChangeOperation::Op(ResourceOp::Rename(RenameFile { old_uri, new_uri, options: None, annotation_id: None })));
    Some(WorkspaceEdit { document_changes: Some(DocumentChanges::Operations(operations)), ..WorkspaceEdit::default() })
}
