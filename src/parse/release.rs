//! The fields of a release to a [`ReleaseDocument`].

use crate::diag::{Code, Diagnostic};
use crate::ident::{Version, Versioning, parse_day};
use crate::source::{FileId, Span, Spanned, Text};

use super::document::{Correction, Readiness, ReleaseDocument, RollbackDocument, RolloutStep, StatedType, Status, UpgradeSteps, Window};
use super::entry;
use super::fields::{Fields, Reader};
use super::layout::Place;
use super::node::{Node, Value};
use super::policy::ends_first;

/// Where a release stands, and what its path says of it.
pub(super) struct ReleasePlace<'a> {
    pub place: Place<'a>,
    pub file: FileId,
    /// Where missing things are reported.
    pub opening: Span,
    /// From the folder's or file's name.
    pub version: Version,
    /// Whether `entries` are allowed: not in a front matter, whose body is the summary.
    pub body: Option<Text>,
}

/// Reads a release. What is wrong is reported and left out. `None` where it is no map at all.
pub(super) fn read(reader: &mut Reader, at: ReleasePlace, root: &Node) -> Option<ReleaseDocument> {
    let ReleasePlace { place, file, opening, version, body } = at;
    let versioning = place.product.versioning;
    let mut fields = Fields::of(reader, "a release", root, opening)?;
    let said = fields.node("status").map_or(opening, |node| node.span);
    let status = fields.read(reader, "status", status).unwrap_or(Spanned::new(Status::Released, said));
    let date = fields.read(reader, "date", Reader::when);
    if date.is_none() && status.value != Status::Planned && fields.node("date").is_none() {
        fields.miss("date");
    }
    let document = ReleaseDocument {
        product: place.product.key.value.clone(),
        file,
        place: opening,
        folder: place.folder.to_owned(),
        version: version_of(reader, &mut fields, version, versioning, opening),
        title: fields.read(reader, "title", Reader::text),
        date,
        status,
        announced: fields.read(reader, "announced", Reader::day),
        stated_type: fields.read(reader, "type", |reader, name, node| stated_type(reader, name, node, versioning)),
        lts: fields.read(reader, "lts", lts),
        publish: fields.read(reader, "publish", Reader::moment),
        summary: summary(reader, &mut fields, body),
        highlights: fields.list(reader, "highlights", Reader::text),
        window: fields.read(reader, "window", window),
        rollout: rollout(reader, &mut fields),
        upgrade: fields.read(reader, "upgrade", upgrade).unwrap_or_default(),
        upgrade_from: fields.read(reader, "upgrade_from", Reader::range),
        corrections: fields.list(reader, "corrections", correction),
        readiness: fields.read(reader, "readiness", readiness).unwrap_or_default(),
        rollback: fields.read(reader, "rollback", |reader, _, node| rollback(reader, node, versioning)),
        entries: fields.node("entries").map_or_else(Vec::new, |node| entry::list(reader, &place, file, node, "`entries`")),
    };
    fields.finish(reader);
    Some(document)
}

fn version_of(reader: &mut Reader, fields: &mut Fields, named: Version, versioning: Versioning, opening: Span) -> Spanned<Version> {
    let Some(node) = fields.node("version") else { return Spanned::new(named, opening) };
    let Some(stated) = reader.version("version", node, versioning) else { return Spanned::new(named, node.span) };
    if stated.value.as_str() != named.as_str() {
        let message = format!("`version` says `{}`, but the name of the folder or file says `{named}`", stated.value);
        let diagnostic = Diagnostic::new(Code::VersionMismatch, stated.span, message);
        reader.diags.push(diagnostic.help(format!("write `{named}`, remove the field, or rename the folder or file")));
    }
    stated.with(named)
}

fn status(reader: &mut Reader, name: &str, node: &Node) -> Option<Spanned<Status>> {
    let all = [Status::Planned, Status::Released, Status::RolledBack];
    reader.choice(name, node, &all.map(|status| (status.name(), status)))
}

fn stated_type(reader: &mut Reader, name: &str, node: &Node, versioning: Versioning) -> Option<Spanned<StatedType>> {
    let said = [("hotfix", StatedType::Hotfix), ("security", StatedType::Security)];
    let counted = [("major", StatedType::Major), ("minor", StatedType::Minor), ("patch", StatedType::Patch)];
    if versioning == Versioning::Calendar {
        return reader.choice(name, node, &[said.as_slice(), &counted].concat());
    }
    let derived = ["major", "minor", "patch", "alpha", "beta", "rc", "preview"];
    if let Some(text) = node.as_str().filter(|text| derived.contains(text)) {
        let message = format!("`type` cannot be `{text}`, which follows from the version");
        reader.diags.push(Diagnostic::new(Code::BadValue, node.span, message).help("remove the field; it can be `hotfix` or `security`"));
        return None;
    }
    reader.choice(name, node, &said)
}

fn lts(reader: &mut Reader, _: &str, node: &Node) -> Option<Spanned<chrono::NaiveDate>> {
    if let Some(until) = node.as_str().filter(|text| parse_day(text).is_ok()) {
        let diagnostic = Diagnostic::new(Code::WrongType, node.span, "`lts` is a map of fields, and this is a day");
        let right = format!("{{ until: {until} }}");
        reader.diags.push(diagnostic.help(format!("write `{right}`")).fix(node.span, right));
        return None;
    }
    let mut fields = Fields::of(reader, "`lts`", node, reader.opening_line(node.span))?;
    let until = fields.require(reader, "until", Reader::day);
    fields.finish(reader);
    until
}

fn summary(reader: &mut Reader, fields: &mut Fields, body: Option<Text>) -> Option<Text> {
    let summary = fields.read(reader, "summary", Reader::markdown);
    let body = body.filter(|body| !body.value.trim().is_empty());
    if let (Some(key), Some(body)) = (fields.key("summary"), &body) {
        let diagnostic = Diagnostic::new(Code::DuplicateField, key, "the summary stands twice: in `summary` and below the front matter");
        reader.diags.push(diagnostic.related(reader.opening_line(body.span), "the other one").help("keep one of the two"));
    }
    summary.or(body)
}

fn window(reader: &mut Reader, _: &str, node: &Node) -> Option<Spanned<Window>> {
    let mut fields = Fields::of(reader, "`window`", node, reader.opening_line(node.span))?;
    let from = fields.require(reader, "from", Reader::moment);
    let to = fields.require(reader, "to", Reader::moment);
    let impact = fields.read(reader, "impact", Reader::text).map(|impact| impact.value);
    fields.finish(reader);
    let (from, to) = (from?, to?);
    if to.value < from.value {
        reader.diags.push(ends_first("the window", from.span, to.span));
    }
    Some(Spanned::new(Window { from: from.value, to: to.value, impact }, node.span))
}

fn rollout(reader: &mut Reader, fields: &mut Fields) -> Vec<RolloutStep> {
    let steps = fields.list(reader, "rollout", rollout_step);
    for pair in steps.windows(2) {
        if pair[1].date.value < pair[0].date.value {
            let diagnostic =
                Diagnostic::new(Code::WindowOrder, pair[1].date.span, "this step of the rollout comes before the one above it");
            reader.diags.push(diagnostic.related(pair[0].date.span, "the step above").help("list the steps in the order of their dates"));
        }
    }
    steps
}

fn rollout_step(reader: &mut Reader, _: &str, node: &Node) -> Option<RolloutStep> {
    let mut fields = Fields::of(reader, "a step of the rollout", node, reader.opening_line(node.span))?;
    let date = fields.require(reader, "date", Reader::when);
    let share = fields.read(reader, "share", share);
    let to = fields.read(reader, "to", Reader::text);
    fields.finish(reader);
    Some(RolloutStep { date: date?, share, to })
}

fn share(reader: &mut Reader, name: &str, node: &Node) -> Option<Spanned<u8>> {
    let before = reader.diags.iter().count();
    let share = reader.checked(name, node, Code::BadValue, "a share", percent);
    let right = format!("{}%", reader.sources.slice(node.span));
    reader.diags.amend(before, |diagnostic| match percent(&right) {
        Ok(_) => diagnostic.help(format!("write `{right}`")).fix(node.span, right),
        Err(_) => diagnostic,
    });
    share
}

fn percent(text: &str) -> Result<u8, &'static str> {
    const HELP: &str = "write a whole number from 0 to 100 and `%`: `10%`";
    text.strip_suffix('%').and_then(|number| number.trim().parse().ok()).filter(|share| *share <= 100).ok_or(HELP)
}

fn upgrade(reader: &mut Reader, name: &str, node: &Node) -> Option<UpgradeSteps> {
    if !matches!(node.value, Value::Map(_)) {
        return Some(UpgradeSteps { during: reader.markdown(name, node), ..UpgradeSteps::default() });
    }
    let mut fields = Fields::of(reader, "`upgrade`", node, node.span)?;
    let steps = UpgradeSteps {
        before: fields.read(reader, "before", Reader::markdown),
        during: fields.read(reader, "during", Reader::markdown),
        after: fields.read(reader, "after", Reader::markdown),
    };
    fields.finish(reader);
    Some(steps)
}

fn correction(reader: &mut Reader, _: &str, node: &Node) -> Option<Correction> {
    let mut fields = Fields::of(reader, "a correction", node, reader.opening_line(node.span))?;
    let date = fields.require(reader, "date", Reader::when);
    let note = fields.require(reader, "note", Reader::markdown);
    fields.finish(reader);
    Some(Correction { date: date?, note: note? })
}

fn readiness(reader: &mut Reader, name: &str, node: &Node) -> Option<Vec<(Spanned<String>, Spanned<Readiness>)>> {
    const STATES: &[(&str, Readiness)] = &[("done", Readiness::Done), ("todo", Readiness::Todo)];
    let pairs = reader.named(name, node).iter();
    Some(pairs.filter_map(|(item, node)| Some((item.clone(), reader.choice(&item.value, node, STATES)?))).collect())
}

fn rollback(reader: &mut Reader, node: &Node, versioning: Versioning) -> Option<Spanned<RollbackDocument>> {
    let mut fields = Fields::of(reader, "`rollback`", node, node.span)?;
    let rollback = RollbackDocument {
        date: fields.read(reader, "date", Reader::when),
        reason: fields.read(reader, "reason", Reader::markdown),
        replaced_by: fields.read(reader, "replaced_by", |reader, name, node| reader.version(name, node, versioning)),
    };
    fields.finish(reader);
    Some(Spanned::new(rollback, node.span))
}
