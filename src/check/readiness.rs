//! What the policy asks of a release before it is released.

use crate::diag::{Code, Diagnostic, Diagnostics, listed, nearest};
use crate::model::{Policy, Release};
use crate::parse::document::Readiness;

use super::facts::Facts;

/// `not-ready`: a release that is out with an item of the policy's readiness not done.
pub(super) fn not_ready(facts: &Facts<'_>, diags: &mut Diagnostics) {
    for release in facts.catalog.releases().iter().filter(|release| release.stands()) {
        diags.extend(unfinished(release, &facts.catalog.product(release.product).policy));
    }
}

fn unfinished(release: &Release, policy: &Policy) -> Option<Diagnostic> {
    let state = |item: &str| release.readiness.iter().find(|(name, _)| name.value == item);
    let is_done = |item: &&String| state(item).is_some_and(|(_, state)| state.value == Readiness::Done);
    let undone: Vec<&str> = policy.readiness.iter().filter(|item| !is_done(item)).map(String::as_str).collect();
    if undone.is_empty() {
        return None;
    }
    // An item that is written and not done is the place; where all are missing, the list of items is.
    let todo = undone.iter().find_map(|item| state(item)).map(|(_, state)| state.span);
    let place = todo.or_else(|| release.readiness.first().map(|(name, _)| name.span)).unwrap_or(release.place);
    let verb = if undone.len() == 1 { "is" } else { "are" };
    let message = format!("`{}` is released, but {} {verb} not done", release.version.value, listed(undone.iter().copied(), "and"));
    Some(Diagnostic::new(Code::NotReady, place, message).help(help(release, policy, &undone)))
}

fn help(release: &Release, policy: &Policy, undone: &[&str]) -> String {
    let written = || release.readiness.iter().map(|(name, _)| name.value.as_str());
    let misspelt = written()
        .filter(|name| policy.readiness.iter().all(|item| item != name))
        .find_map(|name| Some((name, nearest(name, undone.iter().copied())?)));
    if let Some((name, item)) = misspelt {
        return format!("the policy calls it `{item}`, and here it is `{name}`");
    }
    let done: Vec<String> = undone.iter().map(|item| format!("{item}: done")).collect();
    match release.readiness.is_empty() {
        true => format!("add `readiness: {{ {} }}` once that is so, or write `status: planned` until then", done.join(", ")),
        false => format!("write `{}` under `readiness` once that is so, or `status: planned` until then", done.join(", ")),
    }
}
