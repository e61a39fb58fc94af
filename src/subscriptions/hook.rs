//! Where bounces and complaints are reported, by whoever knows the hook's token.

use axum::body::Body;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::mail::{Answer, Ask, Bounces};

use super::Setting;
use super::answer::read_body;
use super::desk::{Closed, Desk};
use super::http::text_of;
use super::report;

/// How large a report is at most, in bytes: it may hold the message that it is about.
const LARGEST: usize = 4 << 20;

/// Takes one report. The answer says of how many addresses something was told and how many of them get nothing any more.
pub(super) async fn respond(setting: &Setting, desk: &Desk, headers: &HeaderMap, body: Body) -> Response {
    let token = text_of(headers, header::AUTHORIZATION).strip_prefix("Bearer ").unwrap_or_default();
    if !setting.links.is_hook_token(token.trim()) {
        let challenge = [(header::WWW_AUTHENTICATE, "Bearer")];
        return (
            challenge,
            refused(StatusCode::UNAUTHORIZED, "say `Authorization: Bearer` and what `tidings subscriptions --hook-token` prints"),
        )
            .into_response();
    }
    let bytes = match read_body(body, LARGEST).await {
        Ok(bytes) => bytes,
        Err(status) => return refused(status, "the report is too large or did not arrive"),
    };
    let is_json = text_of(headers, header::CONTENT_TYPE).starts_with("application/json");
    let bounces = Bounces::new(Some(&setting.secret));
    let reports = match if is_json { report::from_json(&bytes, &bounces) } else { report::from_message(&bytes, &bounces) } {
        Ok(reports) => reports,
        Err(why) => return refused(StatusCode::BAD_REQUEST, why),
    };
    let (told, mut suppressed) = (reports.len(), 0);
    for report in reports.into_iter().filter(|report| report.is_final) {
        match desk.ask(Ask::Suppress { whom: report.whom, reason: report.reason }).await {
            Ok(Answer::Noted) => suppressed += 1,
            Ok(_) => {}
            Err(Closed) => return refused(StatusCode::SERVICE_UNAVAILABLE, "nothing can be written down now: report it again"),
        }
    }
    answer(StatusCode::OK, &json!({ "reports": told, "suppressed": suppressed }))
}

fn refused(status: StatusCode, why: &str) -> Response {
    answer(status, &json!({ "error": why }))
}

fn answer(status: StatusCode, value: &serde_json::Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")], format!("{value}\n")).into_response()
}
