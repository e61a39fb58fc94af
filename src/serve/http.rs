//! Requests to responses. The only async code of the preview.
//!
//! Answers only requests that name this machine: a page elsewhere that points its own name at 127.0.0.1 gets nothing.

use std::future::IntoFuture;
use std::io;
use std::net::TcpListener;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;
use serde::Serialize;
use tokio::sync::watch::Receiver;
use tokio::time::timeout;

use crate::output::media_type;

use super::{Problem, Shown, page};

/// How long a browser waits for the next build before it asks again.
const WAIT: Duration = Duration::from_secs(25);

/// How many errors are shown over a page; the terminal has them all.
const SHOWN: usize = 100;

/// Serves what `show` holds until Ctrl-C.
pub(super) fn serve(listener: TcpListener, show: Receiver<Shown>) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let served = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let router = Router::new().fallback(respond).with_state(show);
        tokio::select! {
            served = axum::serve(listener, router).into_future() => served,
            interrupted = tokio::signal::ctrl_c() => interrupted,
        }
    });
    // Browsers that wait for the next build would hold an orderly end back.
    runtime.shutdown_background();
    served
}

async fn respond(State(mut show): State<Receiver<Shown>>, request: Request) -> Response {
    if !names_this_machine(request.headers()) {
        return text(StatusCode::FORBIDDEN, "This preview answers only to localhost and 127.0.0.1.\n");
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return text(StatusCode::METHOD_NOT_ALLOWED, "This preview only shows pages.\n");
    }
    let uri = request.uri();
    if let Some(own) = uri.path().strip_prefix(page::OWN) {
        return respond_own(own, uri.query(), &mut show).await;
    }
    let shown = show.borrow().clone();
    respond_site(&shown, uri, request.headers())
}

/// The script, its style, and what it asks for.
async fn respond_own(path: &str, query: Option<&str>, show: &mut Receiver<Shown>) -> Response {
    match path {
        page::SCRIPT => own_file(path, include_str!("reload.js")),
        page::STYLE => own_file(path, include_str!("reload.css")),
        "state" => state(query.unwrap_or(""), show).await,
        _ => text(StatusCode::NOT_FOUND, "Nothing here.\n"),
    }
}

fn own_file(path: &str, content: &'static str) -> Response {
    let headers = [(header::CONTENT_TYPE, media_type::of(path)), (header::CACHE_CONTROL, "no-cache")];
    (headers, content).into_response()
}

/// What the script needs to know.
#[derive(Serialize)]
struct Report<'a> {
    /// Names this build among all of this and other runs.
    build: String,
    /// How many errors there are.
    errors: usize,
    /// How many warnings there are.
    warnings: usize,
    /// The first errors.
    problems: Vec<&'a Problem>,
}

impl<'a> Report<'a> {
    fn new(build: String, problems: &'a [Problem]) -> Self {
        let (errors, warnings): (Vec<_>, Vec<_>) = problems.iter().partition(|problem| problem.is_error);
        Self { build, errors: errors.len(), warnings: warnings.len(), problems: errors.into_iter().take(SHOWN).collect() }
    }
}

/// Tells of the last build once it is another than the one the browser knows.
async fn state(known: &str, show: &mut Receiver<Shown>) -> Response {
    let name = |shown: &Shown| format!("{}-{}", std::process::id(), shown.build);
    // On a time-out the browser hears the same again, and asks again.
    drop(timeout(WAIT, show.wait_for(|shown| name(shown) != known)).await);
    let shown = show.borrow().clone();
    let report = Report::new(name(&shown), &shown.problems);
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    match serde_json::to_string(&report) {
        Ok(json) => (headers, json).into_response(),
        Err(_) => text(StatusCode::INTERNAL_SERVER_ERROR, "The report could not be made.\n"),
    }
}

/// A file of the site, its 404 page, or the page for when there is no site.
fn respond_site(shown: &Shown, uri: &Uri, headers: &HeaderMap) -> Response {
    let Some(files) = &shown.files else {
        return file(StatusCode::SERVICE_UNAVAILABLE, "index.html", page::NOTHING_YET.as_bytes(), headers);
    };
    let path = percent_decode_str(uri.path()).decode_utf8_lossy();
    let path = path.strip_prefix('/').unwrap_or(&path);
    let index = |folder: &str| format!("{folder}index.html");
    let wanted = if path.is_empty() || path.ends_with('/') { index(path) } else { path.to_owned() };
    if let Some(bytes) = files.get(&wanted) {
        return file(StatusCode::OK, &wanted, bytes, headers);
    }
    if files.contains_key(&index(&format!("{path}/"))) {
        let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        let place = format!("{}/{query}", uri.path());
        return (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, place)]).into_response();
    }
    match files.get("404.html") {
        Some(bytes) => file(StatusCode::NOT_FOUND, "404.html", bytes, headers),
        None => text(StatusCode::NOT_FOUND, "No such page.\n"),
    }
}

/// A file, unless the browser has it already. Its tag is that of the file as built, without the script.
fn file(status: StatusCode, path: &str, bytes: &[u8], headers: &HeaderMap) -> Response {
    let hash = blake3::hash(bytes).to_hex();
    let tag = hash.get(..16).unwrap_or(&hash);
    let quoted = format!("\"{tag}\"");
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let is_known = status == StatusCode::OK && known.is_some_and(|known| known.split(',').any(|one| one.trim() == quoted));
    let media_type = media_type::of(path);
    let common = [(header::ETAG, quoted.as_str()), (header::CACHE_CONTROL, "no-cache"), (header::X_CONTENT_TYPE_OPTIONS, "nosniff")];
    if is_known {
        return (StatusCode::NOT_MODIFIED, common).into_response();
    }
    let page = media_type.starts_with("text/html").then(|| str::from_utf8(bytes).ok()).flatten();
    let body = page.map_or_else(|| Body::from(bytes.to_vec()), |page| Body::from(page::with_script(page, tag)));
    (status, common, [(header::CONTENT_TYPE, media_type)], body).into_response()
}

fn text(status: StatusCode, words: &'static str) -> Response {
    (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], words).into_response()
}

/// Whether the request was made to a name that can only mean this machine, whatever the port.
fn names_this_machine(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(header::HOST).and_then(|host| host.to_str().ok()) else { return false };
    let is_port = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let name = host.rsplit_once(':').filter(|(_, port)| is_port(port)).map_or(host, |(name, _)| name);
    matches!(name.to_ascii_lowercase().as_str(), "localhost" | "127.0.0.1" | "[::1]")
}
