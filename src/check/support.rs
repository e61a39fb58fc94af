//! Long-term support that has ended.

use chrono::NaiveDate;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Catalog, Product, Release};
use crate::source::Spanned;

use super::facts::Facts;

/// For how many days a line that has ended is a thing to tell of; after that it is history.
const RECENT: i64 = 365;

/// `lts-expired`: a line whose support has ended, while readers may still count on it: it ended within a year, it is the newest
/// line there is, or releases of it came or are planned after its end.
pub(super) fn lts_expired(facts: &Facts<'_>, diags: &mut Diagnostics) {
    for product in facts.catalog.products() {
        for line in &product.lts_lines {
            diags.extend(expired(facts.catalog, product, facts.catalog.release(*line)));
        }
    }
}

fn expired(catalog: &Catalog, product: &Product, newest: &Release) -> Option<Diagnostic> {
    let until = newest.lts_until.filter(|until| *until < catalog.today())?;
    let of_line = || {
        let releases = product.releases.iter().map(|index| catalog.release(*index));
        releases.filter(|release| release.is_stable() && release.version.value.line() == newest.version.value.line())
    };
    let stated: &Spanned<NaiveDate> = of_line().find_map(|release| release.stated_lts.as_ref().filter(|stated| stated.value == until))?;
    let later = of_line().find(|release| release.date.as_ref().is_some_and(|date| date.day() > until));
    let is_newest = product.latest.is_some_and(|latest| catalog.release(latest).version.value.line() == newest.version.value.line());
    let is_recent = (catalog.today() - until).num_days() <= RECENT;
    if later.is_none() && !is_newest && !is_recent {
        return None;
    }
    let (major, minor) = newest.version.value.line();
    let message = format!("the long-term support of `{major}.{minor}` ended on {until}, with `{}`", newest.version.value);
    let diagnostic = Diagnostic::new(Code::LtsExpired, stated.span, message);
    Some(match later {
        Some(release) => diagnostic
            .related(release.date.as_ref().map_or(release.place, |date| date.span), format!("`{}` comes after that", release.version.value))
            .help("write the day until which the line is supported"),
        None => diagnostic
            .help(format!("write a later day if it goes on; else release a last `{major}.{minor}` whose notes say where to go from here")),
    })
}
