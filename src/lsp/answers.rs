//! Requests about a place in a file, answered from a snapshot.

use std::path::PathBuf;

use lsp_server::ErrorCode;
use lsp_types::request::{CodeActionRequest, Request as _};
use lsp_types::{CodeActionOrCommand, CodeActionParams};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::source::FileId;

use super::client::Client;
use super::{Snapshot, actions, address};

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
        CodeActionRequest::METHOD => respond(params, asked, |asked, params| code_actions(asked, params, client)),
        _ => Err((ErrorCode::MethodNotFound, format!("`{method}` is not known here"))),
    }
}

fn respond<P: DeserializeOwned, R: Serialize>(
    params: Value,
    asked: Option<&Asked<'_>>,
    answer: impl FnOnce(&Asked<'_>, &P) -> R,
) -> Result<Value, Refusal> {
    let params: P = serde_json::from_value(params).map_err(|error| (ErrorCode::InvalidParams, error.to_string()))?;
    let answer = asked.map(|asked| answer(asked, &params));
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
