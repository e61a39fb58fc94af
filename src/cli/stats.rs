//! `stats`

use crate::ops;
use crate::ops::stats::{DaySpread, KindStats, Numbers, ReleaseCounts, Statistics, StretchStats};

use super::args::StatsArguments;
use super::check::report;
use super::rows::{Rows, Tone};
use super::{Failure, Outcome, Session};

/// How many quarters are told of; `--json` has them all.
const QUARTERS: usize = 8;

pub(super) fn run(session: &Session, arguments: &StatsArguments) -> Result<Outcome, Failure> {
    let progress = session.terminal.progress("Reading");
    let (_, loaded) = session.load()?;
    let reader = arguments.reader.options(session.clock.now());
    let counted = ops::stats::stats(&loaded, &reader, arguments.product.as_deref())?;
    drop(progress);
    let Some(statistics) = counted.statistics else {
        return Ok(report(&session.terminal, &loaded.sources, &counted.diagnostics));
    };
    if arguments.json {
        session.terminal.print(&format!("{}\n", serde_json::to_string_pretty(&statistics)?));
    } else {
        session.terminal.print(&text(&statistics, session.terminal.colours_results()));
    }
    Ok(Outcome::Done)
}

fn text(statistics: &Statistics, colours: bool) -> String {
    let of_product = statistics.products.iter().map(|product| (format!("{} ({})", product.name, product.key), &product.numbers));
    let all = statistics.all.iter().map(|numbers| ("All products".to_owned(), numbers));
    let blocks: Vec<String> = of_product.chain(all).map(|(heading, numbers)| block(&heading, numbers, colours)).collect();
    blocks.join("\n")
}

fn block(heading: &str, numbers: &Numbers, colours: bool) -> String {
    let mut rows = Rows::new(heading, colours);
    let Some(since) = numbers.since else {
        rows.add("releases", "nothing is out yet");
        return rows.finish();
    };
    rows.add_toned("releases", &format!("{}, since {since}", released(&numbers.releases)), Tone::Strong);
    if let Some(days) = &numbers.days_between {
        rows.add("releases", &format!("{} from one stable release to the next", spread(days)));
    }
    if let Some(days) = &numbers.lead_days {
        let releases = count(days.count, "release that says", "releases that say");
        rows.add("lead time", &format!("{} from announcement to release, of {releases} when", spread(days)));
    }
    if let Some(rate) = numbers.releases.rollback_rate {
        let rolled_back = numbers.releases.rolled_back;
        rows.add("rollbacks", &format!("{rolled_back} of {}, {} %", numbers.releases.stable, number(rounded(rate * 100.0))));
    }
    let kinds: Vec<String> = numbers.entries.iter().map(kind).collect();
    if !kinds.is_empty() {
        rows.add("entries", &kinds.join(", "));
    }
    rows.add("issues", &format!("{} open, {} fixed", numbers.known_issues.open, numbers.known_issues.closed));
    numbers.quarters.iter().rev().take(QUARTERS).for_each(|quarter| rows.add("quarters", &quarter_text(quarter)));
    rows.finish()
}

fn released(releases: &ReleaseCounts) -> String {
    let stable = format!("{} stable", releases.stable);
    match releases.prereleases {
        0 => stable,
        number => format!("{stable} and {}", count(number, "pre-release", "pre-releases")),
    }
}

/// `8 days (median; 3 to 14 for the middle half)`
fn spread(spread: &DaySpread) -> String {
    let DaySpread { count, q1, median, q3, .. } = spread;
    match count {
        1 => days(*median),
        _ => format!("{} (median; {} to {} for the middle half)", days(*median), number(*q1), number(*q3)),
    }
}

/// `Bug fixes 80 (2.1 a release)`
fn kind(kind: &KindStats) -> String {
    let each = kind.per_release.map(|each| format!(" ({} a release)", number(each))).unwrap_or_default();
    format!("{} {}{each}", kind.heading, kind.count)
}

fn quarter_text(quarter: &StretchStats) -> String {
    let mut told = vec![format!("{} stable", quarter.stable)];
    if quarter.prereleases > 0 {
        told.push(count(quarter.prereleases, "pre-release", "pre-releases"));
    }
    if quarter.rolled_back > 0 {
        told.push(format!("{} rolled back", quarter.rolled_back));
    }
    if let Some(lead) = &quarter.lead_days {
        told.push(format!("lead {}", days(lead.median)));
    }
    told.push(format!("{} open", count(quarter.issues_open, "issue", "issues")));
    format!("{}  {}", quarter.period, told.join(", "))
}

fn days(days: f64) -> String {
    format!("{} {}", number(days), if days == 1.0 { "day" } else { "days" })
}

fn count(number: usize, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}

/// To the first digit behind the point.
fn rounded(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// As short as it can be: `3`, `3.5`, `1.75`.
fn number(number: f64) -> String {
    number.to_string()
}
