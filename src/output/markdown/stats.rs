//! Pages of numbers, as Markdown: the tables that stand beside the charts.

use crate::model::Product;
use crate::view::stats::{PeriodView, ProductStatsRow, SpreadView, StatsRow, StatsView};

use super::{Twins, escape};

impl Twins<'_> {
    /// The numbers of one product, or of all.
    pub(super) fn stats(&self, product: Option<&Product>) -> String {
        let words = &self.words;
        let title = words.text("titles.stats").to_owned();
        let (title, about) = match product {
            Some(product) => {
                (format!("{}: {title}", escape(&product.name)), words.filled("descriptions.stats_of", &[("product", &product.name)]))
            }
            None => (title, words.text("descriptions.stats").to_owned()),
        };
        let stats = self.pages.views.stats(product);
        let mut text = format!("# {title}\n\n{}\n\n", escape(&about));
        if stats.since.is_none() {
            text.push_str(&format!("{}\n", words.text("stats.none")));
            return text;
        }
        text.push_str(&self.figures(&stats));
        if product.is_none() {
            let rows = self.pages.views.product_stats();
            let names = ["release.product", "stats.stable", "stats.gap", "stats.lead", "stats.rolled_back", "stats.open"];
            text.push_str(&self.numbers("stats.products", &names, rows.iter().map(|row| self.of_product(row))));
        }
        self.tables(&stats, &mut text);
        text.trim_end().to_owned() + "\n"
    }

    /// What the page shows large.
    fn figures(&self, stats: &StatsView) -> String {
        let words = &self.words;
        let days = |spread: &Option<SpreadView>| spread.map(|spread| words.number(spread.median));
        let figures = [
            ("stats.stable", Some(stats.stable.to_string())),
            ("stats.prereleases", Some(stats.prereleases.to_string())),
            ("stats.gap", days(&stats.gaps)),
            ("stats.lead", days(&stats.lead)),
            ("stats.rolled_back", stats.rollback_percent.map(|percent| self.percent(percent))),
            ("stats.open", Some(stats.open_issues.to_string())),
        ];
        let lines = figures.into_iter().filter_map(|(key, value)| Some(format!("- {}: {}\n", words.text(key), value?)));
        lines.collect::<String>() + "\n"
    }

    fn of_product(&self, row: &ProductStatsRow) -> Vec<String> {
        let median = |spread: &Option<SpreadView>| spread.map_or_else(String::new, |spread| self.words.number(spread.median));
        vec![
            self.link(row.name, &row.url),
            row.stable.to_string(),
            median(&row.gaps),
            median(&row.lead),
            self.share(row.rollback_percent),
            row.open_issues.to_string(),
        ]
    }

    fn tables(&self, stats: &StatsView, text: &mut String) {
        let words = &self.words;
        let newest = || stats.rows.iter().rev();
        let period = |row: &StatsRow| self.period(row.period);
        let names = ["stats.period", "stats.stable", "stats.prereleases"];
        let rows = newest().map(|row| vec![period(row), row.stable.to_string(), row.prereleases.to_string()]);
        text.push_str(&self.numbers("stats.frequency", &names, rows));
        if stats.lead.is_some() {
            let names = ["stats.period", "stats.releases", "stats.lower", "stats.median", "stats.upper"];
            let rows = newest().filter_map(|row| {
                let SpreadView { count, lower, median, upper, .. } = row.lead?;
                Some(vec![period(row), count.to_string(), words.number(lower), words.number(median), words.number(upper)])
            });
            text.push_str(&self.numbers("stats.lead_times", &names, rows));
        }
        let names = ["stats.period", "stats.releases", "stats.rolled_back", "stats.share"];
        let rows = stats.rates.iter().rev();
        let rows = rows.map(|row| vec![period(row), row.stable.to_string(), row.rolled_back.to_string(), self.share(row.rollback_percent)]);
        text.push_str(&self.numbers("stats.rollbacks", &names, rows));
        let names = ["stats.kind", "stats.entries", "stats.per_release"];
        let rows = stats.kinds.iter().map(|row| {
            let per_release = row.per_release.map_or_else(String::new, |number| words.number(number));
            vec![escape(row.kind.heading), row.count.to_string(), per_release]
        });
        text.push_str(&self.numbers("stats.kinds", &names, rows));
        let names = ["stats.period", "stats.opened", "stats.closed", "stats.open"];
        let rows = newest().map(|row| vec![period(row), row.opened.to_string(), row.closed.to_string(), row.open.to_string()]);
        text.push_str(&self.numbers("stats.issues", &names, rows));
    }

    /// A heading and a table, whose first column is text and all others numbers.
    fn numbers(&self, heading: &str, columns: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
        let names: Vec<&str> = columns.iter().map(|key| self.words.text(key)).collect();
        let rule = vec!["---:"; columns.len().saturating_sub(1)].join(" | ");
        let rows: String = rows.map(|row| format!("| {} |\n", row.join(" | "))).collect();
        format!("## {}\n\n| {} |\n| --- | {rule} |\n{rows}\n", self.words.text(heading), names.join(" | "))
    }

    fn period(&self, period: PeriodView) -> String {
        let (year, number) = (period.year.to_string(), period.number.to_string());
        match period.name {
            "month" => self.words.month(period.first),
            "quarter" => self.words.filled("stats.quarter", &[("number", &number), ("year", &year)]),
            _ => year,
        }
    }

    fn share(&self, percent: Option<f64>) -> String {
        percent.map_or_else(String::new, |percent| self.percent(percent))
    }

    fn percent(&self, percent: f64) -> String {
        self.words.filled("stats.percent", &[("number", &self.words.number(percent))])
    }
}
