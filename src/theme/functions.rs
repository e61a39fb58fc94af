//! What templates may call besides Tera's own: words, dates, assets. Nothing here reads a file, the environment or the network.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::diag::nearest;

use super::guard::{MAX_RANGE, STEP, Steps};
use super::strings::Strings;

/// Adds every function and filter of ours to an engine.
pub fn register(tera: &mut Tera, strings: &Arc<Strings>, assets: BTreeMap<String, String>, steps: &Arc<Steps>) {
    let words = Arc::clone(strings);
    tera.register_function("t", move |kwargs: Kwargs, state: &State| translate(&words, &kwargs, state));
    tera.register_function("asset", move |kwargs: Kwargs, _: &State| asset(&assets, &kwargs));
    tera.register_function("range", |kwargs: Kwargs, _: &State| range(&kwargs));
    let steps = Arc::clone(steps);
    tera.register_function(STEP, move |_: Kwargs, _: &State| steps.count().map(|()| Value::safe_string("")).map_err(Error::message));
    let words = Arc::clone(strings);
    tera.register_filter("date", move |text: &str, _: Kwargs, _: &State| Ok::<_, Error>(words.date(day(text)?)));
    let words = Arc::clone(strings);
    tera.register_filter("date_short", move |text: &str, _: Kwargs, _: &State| Ok::<_, Error>(words.date_short(day(text)?)));
    let words = Arc::clone(strings);
    tera.register_filter("month", move |text: &str, _: Kwargs, _: &State| Ok::<_, Error>(words.month(day(text)?)));
    let words = Arc::clone(strings);
    tera.register_filter("weekday", move |text: &str, _: Kwargs, _: &State| Ok::<_, Error>(words.weekday(day(text)?).to_owned()));
    let words = Arc::clone(strings);
    tera.register_filter("number", move |number: f64, _: Kwargs, _: &State| Ok::<_, Error>(words.number(number)));
    tera.register_filter("day_of_month", |text: &str, _: Kwargs, _: &State| {
        use chrono::Datelike;
        Ok::<_, Error>(day(text)?.day())
    });
}

/// `2026-05-12`, `2026-05` or the beginning of an RFC 3339 time.
fn day(text: &str) -> TeraResult<NaiveDate> {
    let full = if text.len() == 7 { format!("{text}-01") } else { text.get(..10).unwrap_or(text).to_owned() };
    NaiveDate::parse_from_str(&full, "%Y-%m-%d").map_err(|_| Error::message(format!("`{text}` is not a date such as `2026-05-12`")))
}

/// `t(key="…", count=…, name=…)`: a text with its blanks filled in. A blank that is HTML already makes the whole HTML.
fn translate(strings: &Strings, kwargs: &Kwargs, state: &State) -> TeraResult<Value> {
    let key: &str = kwargs.must_get("key")?;
    let count: Option<u64> = kwargs.get("count")?;
    let mut blanks: Vec<(String, &Value)> = Vec::new();
    for (name, value) in kwargs.iter() {
        if let Some(name) = name.as_str().filter(|name| !matches!(*name, "key" | "count")) {
            blanks.push((name.to_owned(), value));
        }
    }
    let html = blanks.iter().any(|(_, value)| value.is_safe());
    let text = |value: &Value| match (html, value.is_safe()) {
        (true, false) => state.escape(&value.to_string()),
        _ => Ok(value.to_string()),
    };
    let texts: Vec<(String, String)> =
        blanks.into_iter().map(|(name, value)| Ok::<_, Error>((name, text(value)?))).collect::<TeraResult<_>>()?;
    let filled: Vec<(&str, &str)> = texts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let result = match count {
        Some(count) => strings.counted(key, count, &filled),
        None => strings.filled(key, &filled),
    };
    let text = result.map_err(Error::message)?;
    Ok(if html { Value::safe_string(&text) } else { Value::from(text) })
}

/// `asset(name="site.css")`: the path from the host of a file of the theme; with `optional=true` nothing where there is none.
fn asset(assets: &BTreeMap<String, String>, kwargs: &Kwargs) -> TeraResult<Value> {
    let name: &str = kwargs.must_get("name")?;
    if kwargs.get("optional")?.unwrap_or(false) && !assets.contains_key(name) {
        return Ok(Value::none());
    }
    let found = assets.get(name).map(|path| Value::from(path.as_str()));
    found.ok_or_else(|| {
        let guess = nearest(name, assets.keys().map(String::as_str)).map(|guess| format!("; did you mean `{guess}`?"));
        Error::message(format!("the theme has no asset `{name}`{}", guess.unwrap_or_default()))
    })
}

/// Tera's own, with a bound that a page could need: it would make a list of 100,000 at each call.
fn range(kwargs: &Kwargs) -> TeraResult<Vec<i64>> {
    let start = kwargs.get::<i64>("start")?.unwrap_or(0);
    let end = kwargs.must_get::<i64>("end")?;
    let step = kwargs.get::<i64>("step_by")?.unwrap_or(1);
    if step <= 0 {
        return Err(Error::message("`step_by` must be 1 or more"));
    }
    let count = end.saturating_sub(start).max(0) / step;
    if count > MAX_RANGE {
        return Err(Error::message(format!("`range` makes at most {MAX_RANGE} items, not {count}")));
    }
    Ok((start..end).step_by(usize::try_from(step).unwrap_or(1)).collect())
}
