//! `status`

use crate::ops::status::{AskingEntry, DateStatus, DeprecationStatus, IssueStatus, NextStatus, PlannedStatus, ProductStatus, Status};
use crate::ops::{self, CheckOptions};

use super::args::StatusArguments;
use super::check::report;
use super::rows::{Rows, Tone};
use super::{Failure, Outcome, Session};

pub(super) fn run(session: &Session, arguments: &StatusArguments) -> Result<Outcome, Failure> {
    let progress = session.terminal.progress("Reading");
    let (_, loaded) = session.load()?;
    let checked = ops::check(&loaded, &CheckOptions { now: session.clock.now(), deny_warnings: false });
    drop(progress);
    let Some(catalog) = &checked.catalog else {
        return Ok(report(&session.terminal, &loaded.sources, &checked.diagnostics));
    };
    let status = ops::status(catalog, arguments.product.as_deref())?;
    if arguments.json {
        session.terminal.print(&format!("{}\n", serde_json::to_string_pretty(&status)?));
    } else {
        session.terminal.print(&text(&status, session.terminal.colours_results()));
    }
    // What has errors is left out of the catalog, so a reader must know that there are some.
    let (errors, _) = checked.diagnostics.counts();
    if errors > 0 {
        let errors = if errors == 1 { "an error".to_owned() } else { format!("{errors} errors") };
        session.terminal.complain(&format!("The content has {errors}, so this may not be all: see `tidings check`.\n"));
        return Ok(Outcome::Errors);
    }
    Ok(Outcome::Done)
}

fn text(status: &Status, colours: bool) -> String {
    let products: Vec<String> = status.products.iter().map(|product| product_text(product, colours)).collect();
    products.join("\n")
}

fn product_text(product: &ProductStatus, colours: bool) -> String {
    let mut rows = Rows::new(&format!("{} ({})", product.name, product.key), colours);
    if product.channels.is_empty() {
        rows.add("latest", "nothing is out yet");
    }
    for channel in &product.channels {
        let date = channel.date.map(|date| format!(", {date}")).unwrap_or_default();
        rows.add("latest", &format!("{}  {}{date}", channel.version, channel.channel));
    }
    for lts in &product.lts {
        let end = if lts.ended { "ended on" } else { "until" };
        let tone = if lts.ended { Tone::Warning } else { Tone::Plain };
        rows.add_toned("support", &format!("{}  line {} {end} {}", lts.version, lts.line, lts.until), tone);
    }
    match &product.next {
        Some(next) => next_rows(&mut rows, next),
        None => rows.add("next", "nothing waits for a release"),
    }
    if product.unreleased > 0 {
        let counts: Vec<String> = product.unreleased_by_kind.iter().map(|kind| format!("{} {}", kind.heading, kind.count)).collect();
        rows.add("waiting", &counts.join(", "));
    }
    product.planned.iter().for_each(|plan| plan_rows(&mut rows, plan));
    product.known_issues.iter().for_each(|issue| issue_row(&mut rows, issue));
    product.deprecations.iter().for_each(|deprecation| deprecation_row(&mut rows, deprecation));
    product.dates.iter().for_each(|date| rows.add("dates", &date_text(date)));
    rows.finish()
}

fn next_rows(rows: &mut Rows, next: &NextStatus) {
    let step = match (next.bump, &next.from) {
        (Some(bump), Some(from)) => format!("  a {bump} step from {from}"),
        (None, None) if next.asked_by.is_none() && next.led_by.is_none() => "  by its day".to_owned(),
        _ => String::new(),
    };
    rows.add_toned("next", &format!("{}{step}", next.version), Tone::Strong);
    if let Some(led_by) = &next.led_by {
        rows.add("next", &format!("{led_by} leads to it"));
    }
    if let Some(entry) = &next.asked_by {
        rows.add("next", &asking(entry));
    }
}

/// Which entry asks for a version.
pub(super) fn asking(entry: &AskingEntry) -> String {
    let home = entry.release.as_ref().map(|release| format!(" of {release}")).unwrap_or_default();
    let private = if entry.private { ", private" } else { "" };
    format!("asked for by `{}`{home} ({}{private}): {}", entry.id, entry.kind, entry.title)
}

fn plan_rows(rows: &mut Rows, plan: &PlannedStatus) {
    let date = plan.date.map_or_else(|| "without a day".to_owned(), |date| date.to_string());
    let title = plan.title.as_ref().map(|title| format!("  {title}")).unwrap_or_default();
    rows.add("planned", &format!("{}  {date}{title}", plan.version));
    if !plan.not_done.is_empty() {
        rows.add("planned", &format!("not done: {}", plan.not_done.join(", ")));
    }
}

fn issue_row(rows: &mut Rows, issue: &IssueStatus) {
    let fix = if issue.fix_waits { ", its fix waits" } else { "" };
    let tone = if issue.severity == "critical" { Tone::Danger } else { Tone::Plain };
    let told = format!("{}  {} ({}, {}{fix}): {}", issue.severity, issue.id, issue.release, issue.state, issue.title);
    rows.add_toned("issues", told.trim_start(), tone);
}

fn deprecation_row(rows: &mut Rows, deprecation: &DeprecationStatus) {
    let (state, tone) = if deprecation.overdue { ("overdue", Tone::Danger) } else { ("due", Tone::Plain) };
    let removed = match &deprecation.removed_by {
        Some(entry) => format!("removed by {entry}"),
        None => "nothing removes it yet".to_owned(),
    };
    rows.add_toned("removals", &format!("{state}  {} ({}, {removed}): {}", deprecation.id, deprecation.removal, deprecation.title), tone);
}

fn date_text(date: &DateStatus) -> String {
    let day = match &date.end {
        Some(end) => format!("{} to {end}", date.date),
        None => date.date.to_string(),
    };
    let what = match (&date.version, date.kind) {
        (Some(version), "release") => format!("{version} is planned"),
        (Some(version), "window") => format!("window of {version}"),
        (_, "lts-end") => return format!("{day}  {}", date.text.as_deref().unwrap_or_default()),
        (_, kind) => kind.to_owned(),
    };
    let text = date.text.as_ref().map(|text| format!(": {text}")).unwrap_or_default();
    format!("{day}  {what}{text}")
}
