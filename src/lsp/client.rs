//! What an editor can do, and what it is told that we can.

use lsp_types::{
    ClientCapabilities, CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions, HoverProviderCapability,
    MarkupKind, OneOf, RenameOptions, ResourceOperationKind, SaveOptions, ServerCapabilities, TextDocumentSyncCapability,
    TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions, WorkDoneProgressOptions,
    WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};

use super::Encoding;

/// The part of an editor's capabilities that matters here.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Client {
    /// What characters of positions count.
    pub encoding: Encoding,
    /// Whether it tells of files that change on disk, if it is asked to.
    pub watches: bool,
    /// Whether it moves files where an edit says so.
    pub moves_files: bool,
    /// Whether it takes what a file tells of as a tree.
    pub takes_trees: bool,
    /// Whether it asks what would get a new name before the writer types that.
    pub prepares_renames: bool,
    /// Whether hovers may be Markdown.
    pub hovers_in_markdown: bool,
    /// Whether what is told of a completion may be Markdown.
    pub documents_in_markdown: bool,
}

impl Client {
    pub fn of(capabilities: &ClientCapabilities) -> Self {
        let general = capabilities.general.as_ref();
        let workspace = capabilities.workspace.as_ref();
        let watching = workspace.and_then(|workspace| workspace.did_change_watched_files.as_ref());
        let editing = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        // Neovim names its operations and not that it takes them in `documentChanges`, where alone they can stand.
        let operations = editing.and_then(|editing| editing.resource_operations.as_ref());
        let document = capabilities.text_document.as_ref();
        let outline = document.and_then(|document| document.document_symbol.as_ref());
        let renaming = document.and_then(|document| document.rename.as_ref());
        let hovering = document.and_then(|document| document.hover.as_ref()?.content_format.as_ref());
        let completing =
            document.and_then(|document| document.completion.as_ref()?.completion_item.as_ref()?.documentation_format.as_ref());
        let has_markdown = |formats: &Vec<MarkupKind>| formats.contains(&MarkupKind::Markdown);
        Self {
            encoding: Encoding::agree(general.and_then(|general| general.position_encodings.as_deref())),
            watches: watching.and_then(|watching| watching.dynamic_registration).unwrap_or(false),
            moves_files: operations.is_some_and(|operations| operations.contains(&ResourceOperationKind::Rename)),
            takes_trees: outline.and_then(|outline| outline.hierarchical_document_symbol_support).unwrap_or(false),
            prepares_renames: renaming.and_then(|renaming| renaming.prepare_support).unwrap_or(false),
            hovers_in_markdown: hovering.is_some_and(has_markdown),
            documents_in_markdown: completing.is_some_and(has_markdown),
        }
    }

    pub fn capabilities(&self) -> ServerCapabilities {
        ServerCapabilities {
            position_encoding: Some(self.encoding.kind()),
            text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::INCREMENTAL),
                save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
                ..TextDocumentSyncOptions::default()
            })),
            code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
                code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, CodeActionKind::SOURCE_FIX_ALL]),
                ..CodeActionOptions::default()
            })),
            completion_provider: Some(CompletionOptions {
                // What comes before a value, an item, an address, a heading.
                trigger_characters: Some([" ", ":", "-", "[", "{", ",", "(", "/", "#"].map(str::to_owned).to_vec()),
                ..CompletionOptions::default()
            }),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            definition_provider: Some(OneOf::Left(true)),
            references_provider: Some(OneOf::Left(true)),
            document_symbol_provider: Some(OneOf::Left(true)),
            rename_provider: Some(self.renaming()),
            workspace: Some(WorkspaceServerCapabilities {
                workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                    supported: Some(true),
                    change_notifications: Some(OneOf::Left(true)),
                }),
                file_operations: None,
            }),
            ..ServerCapabilities::default()
        }
    }
    /// Options are for those alone who say that they know them (LSP 3.17, `RenameOptions`).
    fn renaming(self) -> OneOf<bool, RenameOptions> {
        if !self.prepares_renames {
            return OneOf::Left(true);
        }
        OneOf::Right(RenameOptions { prepare_provider: Some(true), work_done_progress_options: WorkDoneProgressOptions::default() })
    }
}
