//! Requests about a place in a file, answered from a snapshot.

use std::path::PathBuf;

use lsp_server::ErrorCode;
use lsp_types::request::{
    CodeActionRequest, Completion, DocumentSymbolRequest, GotoDefinition, HoverRequest, PrepareRenameRequest, References,
    Rename as RenameRequest, Request as _,
};
use lsp_types::{
    CodeActionOrCommand, CodeActionParams, CompletionList, CompletionParams, DocumentSymbolParams, DocumentSymbolResponse,
    GotoDefinitionParams, Hover, HoverParams, Location, Position, PrepareRenameResponse, ReferenceParams, RenameParams,
    TextDocumentPositionParams, WorkspaceEdit,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::source::{FileId, Span};

use super::client::Client;
use super::complete::complete;
use super::hover::hover;
use super::symbols::{self, Symbol};
use super::{Snapshot, actions, address, edits, offers, places};

/// The file that a request is about, in its site as it is now.
pub(super) struct Asked<'a> {
    pub snapshot: &'a Snapshot,
    pub file: FileId,
    pub root: PathBuf,
}

impl Asked<'_> {
    fn text(&self) -> &str {
        self.snapshot.loaded.sources.text(self.file)
    }

    fn symbol(&self, position: Position, client: Client) -> Option<Symbol> {
        symbols::at(self.snapshot, self.file, client.encoding.byte(self.text(), position))
    }

    fn location(&self, span: Span, client: Client) -> Option<Location> {
        places::location(&self.snapshot.loaded.sources, span, &self.root, client.encoding)
    }
}

/// Why there is no answer.
type Refusal = (ErrorCode, String);

/// The file that the parameters of a request name.
pub(super) fn file_of(params: &Value) -> Option<PathBuf> {
    let uri = params.get("textDocument")?.get("uri")?.as_str()?;
    address::path(&uri.parse().ok()?)
}

/// Answers a request. A file that is in no site has no answer, which is none of its editor's mistakes.
///
/// # Errors
/// A request that is not known or not understood.
pub(super) fn answer(method: &str, params: Value, client: Client, asked: Option<&Asked<'_>>) -> Result<Value, Refusal> {
    match method {
        CodeActionRequest::METHOD => respond(params, asked, |asked, params| Ok(code_actions(asked, params, client))),
        Completion::METHOD => respond(params, asked, |asked, params| Ok(completions(asked, params, client))),
        DocumentSymbolRequest::METHOD => respond(params, asked, |asked, _: &DocumentSymbolParams| Ok(document_symbols(asked, client))),
        GotoDefinition::METHOD => respond(params, asked, |asked, params| Ok(definition(asked, params, client))),
        References::METHOD => respond(params, asked, |asked, params| Ok(references(asked, params, client))),
        HoverRequest::METHOD => respond(params, asked, |asked, params| Ok(told(asked, params, client))),
        PrepareRenameRequest::METHOD => respond(params, asked, |asked, params| prepare_rename(asked, params, client)),
        RenameRequest::METHOD => respond(params, asked, |asked, params| rename(asked, params, client)),
        _ => Err((ErrorCode::MethodNotFound, format!("`{method}` is not known here"))),
    }
}

fn respond<P: DeserializeOwned, R: Serialize>(
    params: Value,
    asked: Option<&Asked<'_>>,
    answer: impl FnOnce(&Asked<'_>, &P) -> Result<R, Refusal>,
) -> Result<Value, Refusal> {
    let params: P = serde_json::from_value(params).map_err(|error| (ErrorCode::InvalidParams, error.to_string()))?;
    let answer = asked.map(|asked| answer(asked, &params)).transpose()?;
    serde_json::to_value(answer).map_err(|error| (ErrorCode::InternalError, error.to_string()))
}

fn code_actions(asked: &Asked<'_>, params: &CodeActionParams, client: Client) -> Vec<CodeActionOrCommand> {
    let range = client.encoding.byte(asked.text(), params.range.start)..client.encoding.byte(asked.text(), params.range.end);
    let wanted = |kind: &Option<lsp_types::CodeActionKind>| match (&params.context.only, kind) {
        (Some(only), Some(kind)) => {
            only.iter().any(|only| kind.as_str() == only.as_str() || kind.as_str().starts_with(&format!("{}.", only.as_str())))
        }
        _ => true,
    };
    let actions = actions::quick_fixes(asked.snapshot, asked.file, &range, &asked.root, client.encoding);
    actions.into_iter().filter(|action| wanted(&action.kind)).map(CodeActionOrCommand::CodeAction).collect()
}

fn completions(asked: &Asked<'_>, params: &CompletionParams, client: Client) -> CompletionList {
    let byte = client.encoding.byte(asked.text(), params.text_document_position.position);
    offers::completions(complete(asked.snapshot, asked.file, byte), asked.text(), client)
}

fn told(asked: &Asked<'_>, params: &HoverParams, client: Client) -> Option<Hover> {
    let byte = client.encoding.byte(asked.text(), params.text_document_position_params.position);
    Some(offers::hover(hover(asked.snapshot, asked.file, byte)?, asked.text(), client))
}

fn document_symbols(asked: &Asked<'_>, client: Client) -> DocumentSymbolResponse {
    if client.takes_trees {
        places::tree(asked.snapshot, asked.file, client.encoding)
    } else {
        places::list(asked.snapshot, asked.file, &asked.root, client.encoding)
    }
}

fn definition(asked: &Asked<'_>, params: &GotoDefinitionParams, client: Client) -> Option<Location> {
    let symbol = asked.symbol(params.text_document_position_params.position, client)?;
    asked.location(symbols::definition(asked.snapshot, &symbol)?, client)
}

fn references(asked: &Asked<'_>, params: &ReferenceParams, client: Client) -> Option<Vec<Location>> {
    let symbol = asked.symbol(params.text_document_position.position, client)?;
    let found = symbols::references(asked.snapshot, &symbol, params.context.include_declaration);
    Some(found.into_iter().filter_map(|span| asked.location(span, client)).collect())
}

/// What would get a new name; the name that it has stands in an editor's box before the writer types.
fn prepare_rename(
    asked: &Asked<'_>,
    params: &TextDocumentPositionParams,
    client: Client,
) -> Result<Option<PrepareRenameResponse>, Refusal> {
    let Some((symbol, catalog)) = asked.symbol(params.position, client).zip(asked.snapshot.checked.catalog.as_ref()) else {
        return Ok(None);
    };
    symbols::may_rename(&symbol).map_err(|error| (ErrorCode::RequestFailed, error.to_string()))?;
    let range = client.encoding.range(asked.text(), symbol.span.range());
    Ok(Some(PrepareRenameResponse::RangeWithPlaceholder { range, placeholder: symbol.thing.name(catalog).to_owned() }))
}

fn rename(asked: &Asked<'_>, params: &RenameParams, client: Client) -> Result<Option<WorkspaceEdit>, Refusal> {
    let refuse = |message: String| (ErrorCode::RequestFailed, message);
    let symbol = asked.symbol(params.text_document_position.position, client).ok_or_else(|| refuse("there is no name here".to_owned()))?;
    let rename = symbols::rename(asked.snapshot, &symbol, &params.new_name).map_err(|error| refuse(error.to_string()))?;
    let moved = rename.moved.as_ref().map(|(old, new)| (old.as_str(), new.as_str()));
    if let Some((old, new)) = moved.filter(|_| !client.moves_files) {
        return Err(refuse(format!(
            "the id is the name of its file, and this editor moves no files for a language server: move `{old}` to `{new}` yourself, and mend \
             what `tidings check` then says"
        )));
    }
    Ok(edits::workspace_edit(&asked.snapshot.loaded.sources, &rename.edits, moved, &asked.root, client.encoding))
}
