//! `policy`, of the site or of a product, to a [`PolicyDocument`].

use chrono::{FixedOffset, NaiveTime, Weekday};

use crate::diag::{Code, Diagnostic};
use crate::source::Spanned;

use super::document::{Blackout, PolicyDocument, StepPolicy, WindowPolicy};
use super::fields::{Fields, Reader};
use super::node::Node;

/// Reads a policy.
pub fn read(reader: &mut Reader, _: &str, node: &Node) -> Option<PolicyDocument> {
    let mut fields = Fields::of(reader, "`policy`", node, node.span)?;
    let policy = PolicyDocument {
        major: fields.read(reader, "major", step),
        minor: fields.read(reader, "minor", step),
        patch: fields.read(reader, "patch", step),
        hotfix: fields.read(reader, "hotfix", step),
        window: fields.read(reader, "window", window),
        blackouts: fields
            .node("blackouts")
            .map(|node| reader.items("blackouts", node).iter().filter_map(|item| blackout(reader, item)).collect()),
        readiness: fields
            .node("readiness")
            .map(|node| reader.items("readiness", node).iter().filter_map(|item| reader.text("readiness", item)).collect()),
    };
    fields.finish(reader);
    Some(policy)
}

fn step(reader: &mut Reader, _: &str, node: &Node) -> Option<StepPolicy> {
    let mut fields = Fields::of(reader, "a step of the policy", node, node.span)?;
    let step = StepPolicy {
        notice: fields.read(reader, "notice", |reader, name, node| reader.checked(name, node, Code::BadValue, "a stretch of time", days)),
        cadence: fields.read(reader, "cadence", cadence),
        on: fields.read(reader, "on", |reader, name, node| {
            reader.checked(name, node, Code::BadValue, "a day of the week or month", day_of_month)
        }),
    };
    fields.finish(reader);
    Some(step)
}

/// `8 weeks`, `3 days`; a month counts 30 days.
fn days(text: &str) -> Result<u32, &'static str> {
    const HELP: &str = "write a number and `days`, `weeks` or `months`: `8 weeks`";
    let (number, unit) = text.trim().split_once(' ').ok_or(HELP)?;
    let length = match unit.trim() {
        "day" | "days" => 1,
        "week" | "weeks" => 7,
        "month" | "months" => 30,
        _ => return Err(HELP),
    };
    number.parse::<u32>().ok().and_then(|number| number.checked_mul(length)).filter(|days| *days <= 3650).ok_or(HELP)
}

fn cadence(reader: &mut Reader, name: &str, node: &Node) -> Option<Spanned<String>> {
    let words = ["weekly", "monthly", "quarterly", "yearly"];
    let choice = reader.choice(name, node, &words.map(|word| (word, word)))?;
    Some(choice.with(choice.value.to_owned()))
}

/// `Tuesday`, `second Tuesday`, `last Friday`; 5 is the last.
fn day_of_month(text: &str) -> Result<(Option<u8>, Weekday), &'static str> {
    const HELP: &str = "write `Tuesday`, `second Tuesday` or `last Friday`";
    let weekday = |word: &str| word.parse::<Weekday>().map_err(|_| HELP);
    let Some((count, day)) = text.trim().split_once(' ') else { return Ok((None, weekday(text.trim())?)) };
    let count = match count {
        "first" => 1,
        "second" => 2,
        "third" => 3,
        "fourth" => 4,
        "last" => 5,
        _ => return Err(HELP),
    };
    Ok((Some(count), weekday(day.trim())?))
}

fn window(reader: &mut Reader, _: &str, node: &Node) -> Option<WindowPolicy> {
    let mut fields = Fields::of(reader, "`window`", node, reader.opening_line(node.span))?;
    let days = fields.require(reader, "days", |reader, name, node| {
        let weekday = |text: &str| text.parse::<Weekday>().map_err(|_| "write `Mon`, `Tue`, `Wed`, `Thu`, `Fri`, `Sat` or `Sun`");
        let items = reader.items(name, node).iter();
        let days: Vec<_> = items.map(|item| reader.checked(name, item, Code::BadValue, "a day of the week", weekday)).collect();
        // With a day left out, releases would be held to another window than the writer's.
        days.into_iter().map(|day| Some(day?.value)).collect::<Option<Vec<_>>>()
    });
    let from = fields.require(reader, "from", time);
    let to = fields.require(reader, "to", time);
    let timezone =
        fields.read(reader, "timezone", |reader, name, node| reader.checked(name, node, Code::BadValue, "an offset from UTC", offset));
    fields.finish(reader);
    let (from, to) = (from?, to?);
    // A window that ends the next morning is in order; one that ends when it begins is not.
    if from.value == to.value {
        let diagnostic = Diagnostic::new(Code::WindowOrder, to.span, "the window ends when it begins");
        reader.diags.push(diagnostic.related(from.span, "it begins here"));
    }
    let utc = FixedOffset::east_opt(0)?;
    Some(WindowPolicy {
        days: days?,
        from: from.value,
        to: to.value,
        timezone: timezone.map_or(utc, |timezone| timezone.value),
        span: node.span,
    })
}

fn time(reader: &mut Reader, name: &str, node: &Node) -> Option<Spanned<NaiveTime>> {
    reader.checked(name, node, Code::BadDate, "a time of day", |text| {
        NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| "write hours and minutes: `\"02:00\"`")
    })
}

fn offset(text: &str) -> Result<FixedOffset, &'static str> {
    if matches!(text, "UTC" | "Z") {
        return FixedOffset::east_opt(0).ok_or("write `UTC`");
    }
    text.parse().map_err(|_| "write `UTC` or an offset such as `+02:00`; names of zones are not read, since their rules change")
}

fn blackout(reader: &mut Reader, node: &Node) -> Option<Blackout> {
    let mut fields = Fields::of(reader, "a blackout", node, reader.opening_line(node.span))?;
    let from = fields.require(reader, "from", Reader::day);
    let to = fields.require(reader, "to", Reader::day);
    let reason = fields.read(reader, "reason", Reader::text).map(|reason| reason.value);
    fields.finish(reader);
    let (from, to) = (from?, to?);
    if to.value < from.value {
        reader.diags.push(ends_first("the blackout", from.span, to.span));
    }
    Some(Blackout { from: from.value, to: to.value, reason, span: node.span })
}

/// Something ends before it begins.
pub fn ends_first(what: &str, from: crate::source::Span, to: crate::source::Span) -> Diagnostic {
    Diagnostic::new(Code::WindowOrder, to, format!("{what} ends before it begins"))
        .related(from, "it begins here")
        .help("swap the two, or mend the one that is wrong")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_of_time_are_read_in_days() {
        assert_eq!(days("8 weeks"), Ok(56));
        assert_eq!(days("0 days"), Ok(0));
        assert!(days("8").is_err() && days("8weeks").is_err() && days("-1 days").is_err() && days("99999999 weeks").is_err());
    }

    #[test]
    fn days_of_the_month_may_be_counted() {
        assert_eq!(day_of_month("second Tuesday"), Ok((Some(2), Weekday::Tue)));
        assert_eq!(day_of_month("last Fri"), Ok((Some(5), Weekday::Fri)));
        assert_eq!(day_of_month("Tuesday"), Ok((None, Weekday::Tue)));
        assert!(day_of_month("sixth Tuesday").is_err());
    }
}
