//! Pages, by templates of the theme, in one of its languages.

use serde::Serialize;
use tera::Context;

use crate::diag::Diagnostic;
use crate::mail::{Digest, Notice, Wishes};

use super::forms::Wrong;
use super::front::{Front, Tongue};

/// What is said where a template of the theme is wrong.
const PLAIN: &str = "<!doctype html><meta charset=\"utf-8\"><title>Error</title><p>This page cannot be shown.</p>";

/// Makes the pages of one reader.
#[derive(Clone, Copy)]
pub(super) struct Pages<'a> {
    pub(super) front: &'a Front,
    pub(super) tongue: &'a Tongue,
}

/// `page` in templates of the service. `themes/README.md` documents these fields.
#[derive(Debug, Serialize)]
struct PageView<'a> {
    /// What it is: a key of the titles.
    kind: &'a str,
    /// Path from the host of the service.
    service: &'a str,
    /// Where its form leads: a path from the host.
    action: &'a str,
    /// The page in other languages, where it is there in others.
    languages: Vec<Choice<'a>>,
}

/// `form` in templates of the service.
#[derive(Debug, Serialize)]
struct FormView<'a> {
    /// What was typed.
    email: &'a str,
    products: Vec<Choice<'a>>,
    components: Vec<Choice<'a>>,
    notices: Vec<Choice<'a>>,
    digests: Vec<Choice<'a>>,
    languages: Vec<Choice<'a>>,
    /// What is wrong: field and words.
    wrong: Option<WrongView<'a>>,
}

/// Something to choose.
#[derive(Debug, Serialize)]
struct Choice<'a> {
    value: &'a str,
    name: &'a str,
    /// Whether it is chosen now.
    chosen: bool,
    /// Of a component, the products that have it, where the site has several.
    of: Option<String>,
}

/// What is wrong with a form.
#[derive(Debug, Serialize)]
struct WrongView<'a> {
    field: &'a str,
    words: &'a str,
}

impl<'a> Pages<'a> {
    /// Where one subscribes.
    pub(super) fn subscribe(self, email: &str, wishes: &Wishes, wrong: Option<Wrong>) -> String {
        let language = |tongue: &'a Tongue| Choice {
            value: tongue.language.as_str(),
            name: &tongue.name,
            chosen: tongue.language == self.tongue.language,
            of: None,
        };
        let mut context = self.context("subscribe", self.front.base.path(), self.front.tongues.iter().map(language).collect());
        context.insert("form", &self.form(email, wishes, wrong));
        self.rendered("subscriptions/subscribe.html", &context)
    }

    /// Where a subscriber chooses.
    pub(super) fn preferences(self, action: &str, email: &str, wishes: &Wishes, wrong: Option<Wrong>, is_saved: bool) -> String {
        let mut context = self.context("preferences", action, Vec::new());
        context.insert("form", &self.form(email, wishes, wrong));
        context.insert("saved", &is_saved);
        self.rendered("subscriptions/preferences.html", &context)
    }

    /// Where one says yes.
    pub(super) fn confirm(self, action: &str, email: &str, wishes: &Wishes) -> String {
        let mut context = self.context("confirm", action, Vec::new());
        context.insert("form", &self.form(email, wishes, None));
        self.rendered("subscriptions/confirm.html", &context)
    }

    /// Where one leaves.
    pub(super) fn leave(self, action: &str) -> String {
        self.rendered("subscriptions/leave.html", &self.context("leave", action, Vec::new()))
    }

    /// A page that says one thing, and may lead on.
    pub(super) fn message(self, kind: &str, link: Option<&str>) -> String {
        let mut context = self.context(kind, "", Vec::new());
        context.insert("link", &link);
        self.rendered("subscriptions/message.html", &context)
    }

    /// What one agrees to, as it is shown and written down.
    pub(super) fn consent(self) -> String {
        let text = |key: &str| self.tongue.theme.strings().filled(key, &[("site", self.front.title())]);
        text("subscriptions.consent").unwrap_or_default()
    }

    fn context(self, kind: &str, action: &str, languages: Vec<Choice>) -> Context {
        let mut context = Context::new();
        context.insert("site", &self.tongue.site);
        context.insert("page", &PageView { kind, service: self.front.base.path(), action, languages });
        context.insert("consent", &self.consent());
        context
    }

    fn form(self, email: &'a str, wishes: &'a Wishes, wrong: Option<Wrong>) -> FormView<'a> {
        let words = |key: String, plain: &'static str| self.tongue.theme.strings().text(&key).unwrap_or(plain);
        let of_several = self.front.products.len() > 1;
        let components = self.front.components.iter().map(|component| Choice {
            value: component.key.as_str(),
            name: &component.name,
            chosen: wishes.components.contains(&component.key),
            of: of_several.then(|| component.products.join(", ")),
        });
        let choice = |value, name, chosen| Choice { value, name, chosen, of: None };
        let languages = self.front.tongues.iter().map(|tongue| {
            let wanted = wishes.language.as_ref().unwrap_or(&self.tongue.language);
            choice(tongue.language.as_str(), &tongue.name, tongue.language == *wanted)
        });
        let products = self.front.products.iter().map(|(key, name)| choice(key.as_str(), name, wishes.products.contains(key)));
        let notices = Notice::ALL.into_iter().map(|notice| {
            let name = words(format!("subscriptions.notice.{}", notice.name()), notice.name());
            choice(notice.name(), name, wishes.notices.contains(&notice))
        });
        let digests = [None].into_iter().chain(Digest::ALL.map(Some)).map(|digest| {
            let value = digest.map_or("none", Digest::name);
            choice(value, words(format!("subscriptions.digest.{value}"), value), wishes.digest == digest)
        });
        FormView {
            email,
            products: products.collect(),
            components: components.collect(),
            notices: notices.collect(),
            digests: digests.collect(),
            languages: languages.collect(),
            wrong: wrong.map(|wrong| WrongView { field: wrong.field, words: wrong.words }),
        }
    }

    /// All of them were rendered once before the first reader came, so that this one is hardly ever wrong.
    fn rendered(self, template: &str, context: &Context) -> String {
        let rendered = self.tongue.theme.render(template, context);
        rendered.map_or_else(|_| PLAIN.to_owned(), |bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The mistakes of the theme's templates.
    pub(super) fn mistakes(self) -> Vec<Diagnostic> {
        let mut context = self.context("subscribe", "/", Vec::new());
        context.insert("form", &self.form("", &Wishes::default(), Some(Wrong { field: "email", words: "email_wrong" })));
        context.insert("saved", &true);
        context.insert("link", &Some("/"));
        let try_one = |template: &&str| self.tongue.theme.render(&format!("subscriptions/{template}.html"), &context).err();
        ["subscribe", "confirm", "preferences", "leave"].iter().filter_map(try_one).collect()
    }
}
