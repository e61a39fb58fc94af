//! Requests to responses. The only async code of the service: it waits for sockets and for the desk, never for the disk.

use std::future::IntoFuture;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use tokio::time::timeout;

use crate::mail::{Answer, Ask, LinkError, PREFERENCES_DAYS, Person, PersonId, Purpose, Wishes};
use crate::output::media_type;

use super::desk::{Closed, Desk};
use super::forms::{Form, Wrong, is_one_click};
use super::front::{Front, Tongue};
use super::limit::{Limit, client};
use super::pages::Pages;
use super::{Setting, hook};

/// How large a form is at most, in bytes. One with a hundred components ticked takes four thousand.
const LARGEST_FORM: usize = 16 << 10;

/// How long a body may take to arrive.
const PATIENCE: Duration = Duration::from_secs(10);

/// Nothing of other places, nothing inline, in no frame; forms lead here only.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What all requests share.
pub(super) struct Shared {
    front: Arc<Front>,
    setting: Arc<Setting>,
    desk: Desk,
    /// Forms of one client.
    clients: Limit,
    /// Requests for one address, whether it is known or not.
    addresses: Limit,
    /// Changes of one subscriber.
    people: Limit,
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
        axum::serve(listener, service).with_graceful_shutdown(asked_to_end()).into_future().await
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
        ("health", Method::GET) => (StatusCode::OK, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], "ok\n").into_response(),
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

/// One request, and what is known of whoever makes it.
struct Turn<'a> {
    shared: &'a Shared,
    client: IpAddr,
    tongue: &'a Tongue,
    content_type: String,
}

impl<'a> Turn<'a> {
    fn pages(&self) -> Pages<'a> {
        Pages { front: &self.shared.front, tongue: self.tongue }
    }

    /// Pages in the language that somebody chose.
    fn pages_of(&self, wishes: &Wishes) -> Pages<'a> {
        let tongue = wishes.language.as_ref().map_or(self.tongue, |language| self.shared.front.tongue([language.as_str()]));
        Pages { front: &self.shared.front, tongue }
    }

    fn form(&self, query: &Form) -> Response {
        let known = |field: &'static str| query.all(field);
        let of = &self.shared.front;
        let wishes = Wishes {
            products: of
                .products
                .iter()
                .filter(|(key, _)| known("product").any(|wish| wish == key.as_str()))
                .map(|(key, _)| key.clone())
                .collect(),
            ..Wishes::default()
        };
        html(StatusCode::OK, self.pages().subscribe("", &wishes, None))
    }

    async fn subscribe(&self, body: Body) -> Response {
        if let Err(wait) = self.shared.clients.take(client(self.client), Instant::now()) {
            return self.limited(wait);
        }
        let form = match self.read_form(body).await {
            Ok(form) => form,
            Err(response) => return response,
        };
        let (address, wishes) = (form.address(), form.wishes(&self.shared.front));
        let pages = wishes.as_ref().map_or_else(|_| self.pages(), |wishes| self.pages_of(wishes));
        let (address, wishes) = match (address, wishes) {
            (Ok(address), Ok(wishes)) => (address, wishes),
            (Err(wrong), wishes) => return wrong_form(pages, &form, &wishes.unwrap_or_default(), wrong),
            (Ok(_), Err(wrong)) => return wrong_form(pages, &form, &Wishes::default(), wrong),
        };
        if let Err(wait) = self.shared.addresses.take(address.address().to_lowercase(), Instant::now()) {
            return self.limited(wait);
        }
        let wishes = Wishes { language: Some(wishes.language.unwrap_or_else(|| self.tongue.language.clone())), ..wishes };
        match self.shared.desk.ask(Ask::Subscribe { address, wishes }).await {
            Ok(_) => html(StatusCode::OK, pages.message("sent", None)),
            Err(Closed) => self.busy(),
        }
    }

    async fn show_confirm(&self, token: &str) -> Response {
        let id = match self.read_link(Purpose::Confirm, token) {
            Ok(id) => id,
            Err(response) => return response,
        };
        match self.shared.desk.ask(Ask::Request(id)).await {
            Ok(Answer::Request(request)) => {
                let pages = self.pages_of(&request.wishes);
                html(StatusCode::OK, pages.confirm(&self.path(Purpose::Confirm, token), request.address.address(), &request.wishes))
            }
            Ok(_) => self.gone(),
            Err(Closed) => self.busy(),
        }
    }

    async fn confirm(&self, token: &str) -> Response {
        let id = match self.read_link(Purpose::Confirm, token) {
            Ok(id) => id,
            Err(response) => return response,
        };
        // The words are those of the page that was shown: in the language that was asked for.
        let pages = match self.shared.desk.ask(Ask::Request(id)).await {
            Ok(Answer::Request(request)) => self.pages_of(&request.wishes),
            Ok(_) => return self.gone(),
            Err(Closed) => return self.busy(),
        };
        match self.shared.desk.ask(Ask::Confirm { id, wording: pages.consent() }).await {
            Ok(Answer::Person(person)) => html(StatusCode::OK, pages.message("confirmed", Some(&self.preferences_of(person.id)))),
            Ok(_) => self.gone(),
            Err(Closed) => self.busy(),
        }
    }

    async fn show_preferences(&self, token: &str) -> Response {
        match self.person(Purpose::Preferences, token).await {
            Ok(person) => self.preferences(token, &person, &person.subscriber.wishes(), None, false),
            Err(response) => response,
        }
    }

    async fn change(&self, token: &str, body: Body) -> Response {
        let person = match self.person(Purpose::Preferences, token).await {
            Ok(person) => person,
            Err(response) => return response,
        };
        let client = self.shared.clients.take(client(self.client), Instant::now());
        if let Err(wait) = client.and_then(|()| self.shared.people.take(person.id, Instant::now())) {
            return self.limited(wait);
        }
        let form = match self.read_form(body).await {
            Ok(form) => form,
            Err(response) => return response,
        };
        let wishes = match form.wishes(&self.shared.front) {
            _ if form.first("leave").is_some() => return self.left(person.id, self.pages_of(&person.subscriber.wishes())).await,
            Ok(wishes) => wishes,
            Err(wrong) => return self.preferences(token, &person, &person.subscriber.wishes(), Some(wrong), false),
        };
        match self.shared.desk.ask(Ask::Change { id: person.id, wishes: wishes.clone() }).await {
            Ok(Answer::Noted) => self.preferences(token, &person, &wishes, None, true),
            Ok(_) => self.gone(),
            Err(Closed) => self.busy(),
        }
    }

    /// A scanner of mails comes here too: nothing happens before the button is pressed.
    async fn show_leave(&self, token: &str) -> Response {
        let id = match self.read_link(Purpose::Leave, token) {
            Ok(id) => id,
            Err(response) => return response,
        };
        let pages = match self.shared.desk.ask(Ask::Person(id)).await {
            Ok(Answer::Person(person)) => self.pages_of(&person.subscriber.wishes()),
            Ok(_) => self.pages(),
            Err(Closed) => return self.busy(),
        };
        html(StatusCode::OK, pages.leave(&self.path(Purpose::Leave, token)))
    }

    /// Without a page where a mail program asks (RFC 8058 §3.1), with one where a reader does.
    async fn leave(&self, token: &str, body: Body) -> Response {
        let id = match self.read_link(Purpose::Leave, token) {
            Ok(id) => id,
            Err(response) => return response,
        };
        let body = match self.read_body(body).await {
            Ok(body) => body,
            Err(response) => return response,
        };
        if is_one_click(&self.content_type, &body) {
            return match self.shared.desk.ask(Ask::Leave(id)).await {
                Ok(_) => plain(StatusCode::OK, ""),
                Err(Closed) => self.busy(),
            };
        }
        if Form::read(&body).first("leave").is_none() {
            return html(StatusCode::BAD_REQUEST, self.pages().message("wrong", None));
        }
        let pages = match self.shared.desk.ask(Ask::Person(id)).await {
            Ok(Answer::Person(person)) => self.pages_of(&person.subscriber.wishes()),
            _ => self.pages(),
        };
        self.left(id, pages).await
    }

    async fn left(&self, id: PersonId, pages: Pages<'_>) -> Response {
        match self.shared.desk.ask(Ask::Leave(id)).await {
            Ok(_) => html(StatusCode::OK, pages.message("left", Some(self.shared.front.base().path()))),
            Err(Closed) => self.busy(),
        }
    }

    fn preferences(&self, token: &str, person: &Person, wishes: &Wishes, wrong: Option<Wrong>, is_saved: bool) -> Response {
        let status = if wrong.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
        let (action, email) = (self.path(Purpose::Preferences, token), person.subscriber.address.address());
        html(status, self.pages_of(wishes).preferences(&action, email, wishes, wrong, is_saved))
    }

    fn preferences_of(&self, id: PersonId) -> String {
        let until = (self.shared.setting.clock)() + TimeDelta::days(PREFERENCES_DAYS);
        self.path(Purpose::Preferences, &self.shared.setting.links.token(Purpose::Preferences, id, Some(until)))
    }

    fn path(&self, purpose: Purpose, token: &str) -> String {
        self.shared.front.base().path_of(&format!("{}/{token}", purpose.name()))
    }

    fn asset(&self, path: &str) -> Response {
        let Some(asset) = self.shared.front.asset(path) else { return self.missing() };
        // Its name changes with its content.
        let cache = (header::CACHE_CONTROL, "public, max-age=31536000, immutable");
        let headers = [(header::CONTENT_TYPE, media_type::of(path)), cache, (header::X_CONTENT_TYPE_OPTIONS, "nosniff")];
        (headers, asset.bytes.clone()).into_response()
    }

    async fn person(&self, purpose: Purpose, token: &str) -> Result<Person, Response> {
        let id = self.read_link(purpose, token)?;
        match self.shared.desk.ask(Ask::Person(id)).await {
            Ok(Answer::Person(person)) => Ok(*person),
            Ok(_) => Err(self.gone()),
            Err(Closed) => Err(self.busy()),
        }
    }

    fn read_link(&self, purpose: Purpose, token: &str) -> Result<PersonId, Response> {
        self.shared.setting.links.read(purpose, token, (self.shared.setting.clock)()).map_err(|error| match error {
            LinkError::Wrong => self.missing(),
            LinkError::Over => self.gone(),
        })
    }

    async fn read_form(&self, body: Body) -> Result<Form, Response> {
        if !self.content_type.starts_with("application/x-www-form-urlencoded") {
            return Err(html(StatusCode::UNSUPPORTED_MEDIA_TYPE, self.pages().message("wrong", None)));
        }
        self.read_body(body).await.map(|bytes| Form::read(&bytes))
    }

    async fn read_body(&self, body: Body) -> Result<Vec<u8>, Response> {
        read_body(body, LARGEST_FORM).await.map_err(|status| html(status, self.pages().message("wrong", None)))
    }

    fn gone(&self) -> Response {
        html(StatusCode::GONE, self.pages().message("gone", Some(self.shared.front.base().path())))
    }

    fn missing(&self) -> Response {
        html(StatusCode::NOT_FOUND, self.pages().message("missing", Some(self.shared.front.base().path())))
    }

    fn limited(&self, wait: Duration) -> Response {
        let seconds = wait.as_secs() + 1;
        ([(header::RETRY_AFTER, seconds.to_string())], html(StatusCode::TOO_MANY_REQUESTS, self.pages().message("limited", None)))
            .into_response()
    }

    fn busy(&self) -> Response {
        ([(header::RETRY_AFTER, "5")], html(StatusCode::SERVICE_UNAVAILABLE, self.pages().message("busy", None))).into_response()
    }

    fn only(&self, methods: &'static str) -> Response {
        ([(header::ALLOW, methods)], html(StatusCode::METHOD_NOT_ALLOWED, self.pages().message("wrong", None))).into_response()
    }
}

fn wrong_form(pages: Pages, form: &Form, wishes: &Wishes, wrong: Wrong) -> Response {
    html(StatusCode::BAD_REQUEST, pages.subscribe(form.first("email").unwrap_or_default(), wishes, Some(wrong)))
}

/// The body, unless it is too large or comes too slowly.
pub(super) async fn read_body(body: Body, largest: usize) -> Result<Vec<u8>, StatusCode> {
    match timeout(PATIENCE, to_bytes(body, largest)).await {
        Ok(Ok(bytes)) => Ok(bytes.to_vec()),
        Ok(Err(error)) if is_too_large(&error) => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Ok(Err(_)) => Err(StatusCode::BAD_REQUEST),
        Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
    }
}

fn is_too_large(error: &axum::Error) -> bool {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        if error.to_string().contains("length limit") {
            return true;
        }
        cause = error.source();
    }
    false
}

/// A page. Its address may hold a token: it is sent on to nobody, kept by nobody and found by nobody.
fn html(status: StatusCode, page: String) -> Response {
    let headers: [(HeaderName, &str); 6] = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("x-robots-tag"), "noindex"),
    ];
    (status, headers, page).into_response()
}

pub(super) fn plain(status: StatusCode, words: &'static str) -> Response {
    (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-store")], words).into_response()
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
