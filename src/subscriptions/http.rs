//! Which request is whose turn, and who makes it. Async code here and below waits for sockets and for the desk, never for the disk.

use std::future::IntoFuture;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header};
use axum::response::Response;

use super::answer::plain;
use super::desk::Desk;
use super::forms::Form;
use super::front::Front;
use super::limit::Limit;
use super::turn::Turn;
use super::{Setting, hook};

/// How long those who are being answered may take once the program is asked to end.
const GRACE: Duration = Duration::from_secs(10);

/// What all requests share.
pub(super) struct Shared {
    pub(super) front: Arc<Front>,
    pub(super) setting: Arc<Setting>,
    pub(super) desk: Desk,
    /// Forms of one client.
    pub(super) clients: Limit,
    /// Requests for one address, whether it is known or not.
    pub(super) addresses: Limit,
    /// Changes of one subscriber.
    pub(super) people: Limit,
}

impl Shared {
    pub(super) fn new(front: Arc<Front>, setting: Arc<Setting>, desk: Desk) -> Arc<Self> {
        Arc::new(Self {
            front,
            setting,
            desk,
            clients: Limit::new(30, Duration::from_secs(2)),
            addresses: Limit::new(3, Duration::from_mins(20)),
            people: Limit::new(30, Duration::from_secs(2)),
        })
    }
}

/// Serves until the program is asked to end.
pub(super) fn serve(listener: TcpListener, shared: Arc<Shared>) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let router = Router::new().fallback(respond).with_state(shared);
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let serving = axum::serve(listener, service).with_graceful_shutdown(asked_to_end()).into_future();
        let too_long = async {
            asked_to_end().await;
            tokio::time::sleep(GRACE).await;
        };
        tokio::select! {
            served = serving => served,
            () = too_long => Ok(()),
        }
    })
}

#[cfg(unix)]
async fn asked_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
        }
        Err(_) => drop(tokio::signal::ctrl_c().await),
    }
}

#[cfg(not(unix))]
async fn asked_to_end() {
    drop(tokio::signal::ctrl_c().await);
}

async fn respond(State(shared): State<Arc<Shared>>, ConnectInfo(peer): ConnectInfo<SocketAddr>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let query = Form::read(head.uri.query().unwrap_or_default().as_bytes());
    let wanted = wanted_languages(&query, &head.headers);
    let turn = Turn {
        shared: &shared,
        client: address(&head.headers, peer.ip(), shared.setting.behind_proxy),
        tongue: shared.front.tongue(wanted.iter().map(String::as_str)),
        content_type: text_of(&head.headers, header::CONTENT_TYPE).to_ascii_lowercase(),
    };
    let Some(path) = head.uri.path().strip_prefix(shared.front.base().path()) else { return turn.missing() };
    let method = if head.method == Method::HEAD { Method::GET } else { head.method.clone() };
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    match (first, method) {
        ("" | "hook", Method::GET) if path == "hook" => turn.only("POST"),
        ("", Method::GET) if rest.is_empty() => turn.form(&query),
        ("", Method::POST) if rest.is_empty() => turn.subscribe(body).await,
        ("assets", Method::GET) => turn.asset(path),
        ("health", Method::GET) => plain(StatusCode::OK, "ok\n"),
        ("hook", Method::POST) => hook::respond(&shared.setting, &shared.desk, &head.headers, body).await,
        ("confirm", Method::GET) => turn.show_confirm(rest).await,
        ("confirm", Method::POST) => turn.confirm(rest).await,
        ("preferences", Method::GET) => turn.show_preferences(rest).await,
        ("preferences", Method::POST) => turn.change(rest, body).await,
        ("leave", Method::GET) => turn.show_leave(rest).await,
        ("leave", Method::POST) => turn.leave(rest, body).await,
        ("" | "confirm" | "preferences" | "leave", _) => turn.only("GET, HEAD, POST"),
        ("hook", _) => turn.only("POST"),
        _ => turn.missing(),
    }
}

pub(super) fn text_of(headers: &HeaderMap, name: HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Whose request it is: of the addresses that proxies wrote down, only the last one is our proxy's own word.
fn address(headers: &HeaderMap, peer: IpAddr, behind_proxy: bool) -> IpAddr {
    if !behind_proxy {
        return peer;
    }
    let forwarded = headers.get_all("x-forwarded-for").iter().next_back().and_then(|value| value.to_str().ok());
    let last = forwarded.and_then(|list| list.rsplit(',').next()).map(str::trim).unwrap_or_default();
    let with_port = || last.parse::<SocketAddr>().map(|address| address.ip());
    last.parse().or_else(|_| with_port()).unwrap_or(peer)
}

/// The languages that somebody reads, the most wanted first: `lang` of the address, then `Accept-Language` (RFC 9110 §12.5.4).
fn wanted_languages(query: &Form, headers: &HeaderMap) -> Vec<String> {
    let accepted = text_of(headers, header::ACCEPT_LANGUAGE);
    let mut ranked: Vec<(f32, &str)> = accepted
        .split(',')
        .take(20)
        .filter_map(|range| {
            let (tag, rest) = range.split_once(';').unwrap_or((range, ""));
            let weight = rest.trim().strip_prefix("q=").map_or(Some(1.0), |weight| weight.parse().ok())?;
            Some((weight, tag.trim())).filter(|(weight, tag)| *weight > 0.0 && !tag.is_empty())
        })
        .collect();
    ranked.sort_by(|one, other| other.0.total_cmp(&one.0));
    query.first("lang").into_iter().chain(ranked.into_iter().map(|(_, tag)| tag)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &'static str, values: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(name, value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn only_the_own_proxy_says_who_a_client_is() {
        let peer = "192.0.2.9".parse().unwrap();
        let seen = |values: &[&str], behind_proxy| address(&headers("x-forwarded-for", values), peer, behind_proxy).to_string();
        assert_eq!(seen(&["198.51.100.7"], false), "192.0.2.9");
        assert_eq!(seen(&["203.0.113.1, 198.51.100.7"], true), "198.51.100.7");
        assert_eq!(seen(&["203.0.113.1", "2001:db8::7"], true), "2001:db8::7");
        assert_eq!(seen(&["198.51.100.7:4711"], true), "198.51.100.7");
        assert_eq!(seen(&["unknown"], true), "192.0.2.9");
        assert_eq!(seen(&[], true), "192.0.2.9");
    }

    #[test]
    fn languages_come_by_wish() {
        let wanted = |query: &[u8], accepted: &str| wanted_languages(&Form::read(query), &headers("accept-language", &[accepted]));
        assert_eq!(wanted(b"", "en;q=0.5, de-AT, fr;q=0.8, *;q=0, nl;q=x"), ["de-AT", "fr", "en"]);
        assert_eq!(wanted(b"lang=fr", "de"), ["fr", "de"]);
    }
}
