//! What is true of the release as a whole: a new `release.yaml`, or the one of the plan, edited so that comments and layout stay.

use crate::diag::{Diagnostics, the_known};
use crate::ident::When;
use crate::import::yaml::{markdown, scalar};
use crate::load::Change;
use crate::model::Product;
use crate::parse::document::{ReleaseDocument, Status};
use crate::parse::node::{Node, Value};
use crate::parse::{front, yaml};

use super::target::Target;
use super::{ReleaseError, ReleaseOptions, Site, status};

/// The change of the file that tells of the release.
pub(super) fn write(site: &Site<'_>, options: &ReleaseOptions, target: &Target<'_>) -> Result<Change, ReleaseError> {
    let items = &site.product.policy.readiness;
    let ready = &options.details.ready;
    if let Some(item) = ready.iter().find(|item| *item != "all" && !items.contains(item)) {
        let known = if items.is_empty() {
            "it has none".to_owned()
        } else {
            the_known("item", &items.iter().map(String::as_str).collect::<Vec<_>>())
        };
        return Err(ReleaseError::UnknownItem { item: item.clone(), known });
    }
    match target.plan {
        None => Ok(Change::Write { path: format!("{}/release.yaml", target.folder), text: new(site, options) }),
        Some(plan) => {
            let path = site.loaded.sources.path(plan.file).to_owned();
            let text = edited(site, options, plan, &path)?;
            Ok(Change::Write { path, text })
        }
    }
}

fn is_ready(options: &ReleaseOptions, item: &str) -> bool {
    options.details.ready.iter().any(|ready| ready == "all" || ready == item)
}

fn new(site: &Site<'_>, options: &ReleaseOptions) -> String {
    let details = &options.details;
    let (mut text, mut blanks) = (String::new(), String::new());
    let mut line = |line: &str| text.push_str(&format!("{line}\n"));
    match &details.title {
        Some(title) => line(&format!("title: {}", scalar(title))),
        None => blanks.push_str("# title: What it is about, in a few words\n"),
    }
    match details.date.or((!details.planned).then(|| When::on(site.catalog.today()))) {
        Some(date) => line(&format!("date: {date}")),
        None => blanks.push_str("# date: 2026-05-12   # the day it is planned for\n"),
    }
    if details.planned {
        line("status: planned");
    }
    if let Some(announced) = details.announced {
        line(&format!("announced: {}", announced.format("%Y-%m-%d")));
    }
    if options.hotfix {
        line("type: hotfix");
    }
    if let Some(until) = details.lts {
        line(&format!("lts: {{ until: {} }}", until.format("%Y-%m-%d")));
    }
    if !site.product.policy.readiness.is_empty() {
        line(&format!("readiness: {{ {} }}", readiness(site.product, options)));
    }
    match &details.summary {
        Some(summary) => markdown(&mut text, 0, "summary", summary),
        None => blanks.push_str("# summary: |\n#   What it means for its readers, in a sentence or two.\n"),
    }
    blanks.push_str("# highlights: []   # ids of the entries to show first\n");
    text + &blanks
}

fn readiness(product: &Product, options: &ReleaseOptions) -> String {
    let state = |item: &String| format!("{}: {}", scalar(item), if is_ready(options, item) { "done" } else { "todo" });
    product.policy.readiness.iter().map(state).collect::<Vec<_>>().join(", ")
}

/// The text of a plan with what changes. `status: planned` is there, or it would be no plan.
fn edited(site: &Site<'_>, options: &ReleaseOptions, plan: &ReleaseDocument, path: &str) -> Result<String, ReleaseError> {
    let text = site.loaded.sources.text(plan.file);
    let flow = || ReleaseError::Flow { path: path.to_owned() };
    let is_markdown = path.ends_with(".md");
    let (head, offset) = match front::split(plan.file, text) {
        Ok(front) if is_markdown => (text.get(front.yaml.clone()).unwrap_or(""), front.yaml.start),
        _ => (text, 0),
    };
    let root = yaml::read(plan.file, head, offset, &mut Diagnostics::default()).map_err(|_| flow())?;
    let mut form = Form { text, root: &root, edits: Vec::new(), new: Vec::new() };
    let details = &options.details;
    if is_markdown && details.summary.is_some() {
        return Err(ReleaseError::SummaryIsBody { path: path.to_owned() });
    }
    if status(details) == Status::Released {
        form.set("status", "released");
    }
    if let Some(date) = date(site, options, plan) {
        form.set("date", &date.to_string());
    }
    if let Some(title) = &details.title {
        form.set("title", &scalar(title));
    }
    if let Some(announced) = details.announced {
        form.set("announced", &announced.format("%Y-%m-%d").to_string());
    }
    if options.hotfix {
        form.set("type", "hotfix");
    }
    if let Some(until) = details.lts {
        form.set("lts", &format!("{{ until: {} }}", until.format("%Y-%m-%d")));
    }
    if let Some(summary) = &details.summary {
        form.set("summary", &serde_json::Value::from(summary.as_str()).to_string());
    }
    form.make_ready(site.product, options);
    form.finish().ok_or_else(flow)
}

/// The day that a plan gets: what is asked for; the day it comes out, where that is not the day it was planned for.
fn date(site: &Site<'_>, options: &ReleaseOptions, plan: &ReleaseDocument) -> Option<When> {
    let today = site.catalog.today();
    let fits = plan.date.as_ref().is_some_and(|date| date.day() == today) || plan.publish.is_some();
    options.details.date.or_else(|| (!options.details.planned && !fits).then(|| When::on(today)))
}

/// A map in block style, field by field.
struct Form<'a> {
    text: &'a str,
    root: &'a Node,
    edits: Vec<(std::ops::Range<usize>, String)>,
    new: Vec<String>,
}

impl Form<'_> {
    /// Puts a value in the place of a field's, or adds the field.
    fn set(&mut self, name: &str, value: &str) {
        let pair = self.root.pairs().iter().find(|(key, _)| key.value == name);
        match pair {
            // From the colon on, since the span of a block scalar leaves out what stands before its first line.
            Some((key, node)) => {
                let end = node.span.range().end.max(key.span.range().end + 1);
                let tail = if self.text.get(..end).is_some_and(|text| text.ends_with('\n')) { "\n" } else { "" };
                self.edits.push((key.span.range().end..end, format!(": {value}{tail}")));
            }
            None => self.new.push(format!("{name}: {value}")),
        }
    }

    fn make_ready(&mut self, product: &Product, options: &ReleaseOptions) {
        if options.details.ready.is_empty() {
            return;
        }
        let Some(node) = self.root.get("readiness").filter(|node| matches!(node.value, Value::Map(_))) else {
            return self.set("readiness", &format!("{{ {} }}", readiness(product, options)));
        };
        let mut missing: Vec<String> = Vec::new();
        for item in product.policy.readiness.iter().filter(|item| is_ready(options, item)) {
            match node.get(item) {
                Some(state) => self.edits.push((state.span.range(), "done".to_owned())),
                None => missing.push(format!("{}: done", scalar(item))),
            }
        }
        let Some((first, _)) = node.pairs().first().filter(|_| !missing.is_empty()) else { return };
        let start = first.span.range().start;
        let separator = if self.text.get(node.span.range()).is_some_and(|text| text.starts_with('{')) {
            ", ".to_owned()
        } else {
            self.line_break(start)
        };
        let added: String = missing.iter().map(|item| format!("{item}{separator}")).collect();
        self.edits.push((start..start, added));
    }

    /// A line end and the indent of the line that a byte stands in.
    fn line_break(&self, at: usize) -> String {
        let before = self.text.get(..at).unwrap_or("");
        let line = before.rsplit('\n').next().unwrap_or("");
        let end = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        format!("{end}{line}")
    }

    /// The whole text. Nothing where the map is in braces.
    fn finish(mut self) -> Option<String> {
        if self.text.get(self.root.span.range())?.starts_with('{') {
            return None;
        }
        if !self.new.is_empty() {
            let start = self.root.pairs().first()?.0.span.range().start;
            let separator = self.line_break(start);
            let added: String = self.new.iter().map(|field| format!("{field}{separator}")).collect();
            self.edits.push((start..start, added));
        }
        self.edits.sort_by_key(|(range, _)| range.start);
        let mut text = self.text.to_owned();
        for (range, new) in self.edits.iter().rev() {
            text.get(range.clone())?;
            text.replace_range(range.clone(), new);
        }
        Some(text)
    }
}
