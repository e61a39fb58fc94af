//! What each page does: one reader's turn, from a request to its answer.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;

use crate::mail::{Answer, Ask, LinkError, PREFERENCES_DAYS, Person, PersonId, Purpose, Wishes};
use crate::output::media_type;

use super::answer::{html, plain, read_body};
use super::desk::Closed;
use super::forms::{Form, Wrong, is_one_click};
use super::front::Tongue;
use super::http::Shared;
use super::limit::client;
use super::pages::Pages;

/// How large a form is at most, in bytes. One with a hundred components ticked takes four thousand.
const LARGEST_FORM: usize = 16 << 10;

/// One request, and what is known of whoever makes it.
pub(super) struct Turn<'a> {
    pub(super) shared: &'a Shared,
    pub(super) client: IpAddr,
    pub(super) tongue: &'a Tongue,
    pub(super) content_type: String,
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

    pub(super) fn form(&self, query: &Form) -> Response {
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

    pub(super) async fn subscribe(&self, body: Body) -> Response {
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

    pub(super) async fn show_confirm(&self, token: &str) -> Response {
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

    pub(super) async fn confirm(&self, token: &str) -> Response {
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

    pub(super) async fn show_preferences(&self, token: &str) -> Response {
        match self.person(Purpose::Preferences, token).await {
            Ok(person) => self.preferences(token, &person, &person.subscriber.wishes(), None, false),
            Err(response) => response,
        }
    }

    pub(super) async fn change(&self, token: &str, body: Body) -> Response {
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
    pub(super) async fn show_leave(&self, token: &str) -> Response {
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
    pub(super) async fn leave(&self, token: &str, body: Body) -> Response {
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

    pub(super) fn asset(&self, path: &str) -> Response {
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

    pub(super) fn missing(&self) -> Response {
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

    pub(super) fn only(&self, methods: &'static str) -> Response {
        ([(header::ALLOW, methods)], html(StatusCode::METHOD_NOT_ALLOWED, self.pages().message("wrong", None))).into_response()
    }
}

fn wrong_form(pages: Pages, form: &Form, wishes: &Wishes, wrong: Wrong) -> Response {
    html(StatusCode::BAD_REQUEST, pages.subscribe(form.first("email").unwrap_or_default(), wishes, Some(wrong)))
}
