//! Where the parts of a chart stand, for a template to draw as SVG.
//!
//! In: numbers by period. Out: a [`Chart`] in user units, which the page scales to its width. No words, colours or fonts: those are the
//! theme's. Every axis of values starts at 0.

use serde::Serialize;

use super::stats::PeriodView;

/// The size of every chart by period, and of the plot in it: the rest is for labels.
const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 220.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 470.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 186.0;

/// At most so many lines across, so that their labels stay apart.
const TICKS: f64 = 4.0;

/// A chart of values by period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chart {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// Where the plot begins, from the left.
    pub left: f64,
    /// Where it ends.
    pub right: f64,
    /// Where its base is, from the top: the value 0.
    pub base: f64,
    /// The lines across, from 0 up.
    pub ticks: Vec<Tick>,
    /// One for each period, oldest first.
    pub columns: Vec<Column>,
    /// A line in steps over all columns, as the data of a path; none in a chart of bars.
    pub line: Option<String>,
    /// The area below it.
    pub area: Option<String>,
}

/// A line across a chart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tick {
    /// The value it stands for.
    pub value: f64,
    /// From the top.
    pub y: f64,
}

/// What a chart shows of a period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Column {
    /// Its middle, from the left.
    pub x: f64,
    /// The period to name it by, where there is room: its own, or its year.
    pub label: Option<PeriodView>,
    /// What stands in it, from the base up.
    pub marks: Vec<Mark>,
}

/// A rectangle of a chart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mark {
    /// What it shows, for a class.
    pub kind: &'static str,
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

/// A value to draw in a column: from one number to another, and how much of the column's width it takes (0 to 1).
pub(super) struct Bar {
    pub kind: &'static str,
    pub from: f64,
    pub to: f64,
    pub breadth: f64,
}

/// A chart of bars. One without any is empty, and all on the base.
pub(super) fn bars(periods: &[PeriodView], columns: &[Vec<Bar>]) -> Chart {
    let most = columns.iter().flatten().map(|bar| bar.to).fold(0.0, f64::max);
    let (ticks, height_of) = scale(most);
    let breadth = breadth(periods.len());
    let drawn = periods.iter().zip(columns).enumerate().map(|(at, (period, bars))| {
        let x = middle(at, breadth);
        let mark = |bar: &Bar| {
            let width = (breadth * bar.breadth).min(40.0 * bar.breadth);
            let (top, bottom) = (BOTTOM - height_of(bar.to), BOTTOM - height_of(bar.from));
            // A value that is there can be seen, however small: the middle of a spread has no height of its own.
            let height = (bottom - top).max(2.0);
            Mark {
                kind: bar.kind,
                x: rounded(x - width / 2.0),
                y: rounded(bottom - height),
                width: rounded(width),
                height: rounded(height),
            }
        };
        Column { x: rounded(x), label: label(periods, at, *period), marks: bars.iter().map(mark).collect() }
    });
    Chart { columns: drawn.collect(), ..empty(ticks) }
}

/// A chart of one value that stays until the next period's.
pub(super) fn steps(periods: &[PeriodView], values: &[f64]) -> Chart {
    let (ticks, height_of) = scale(values.iter().copied().fold(0.0, f64::max));
    let breadth = breadth(periods.len());
    let mut line = String::new();
    for (at, value) in values.iter().enumerate() {
        let (y, end) = (rounded(BOTTOM - height_of(*value)), rounded(middle(at, breadth) + breadth / 2.0));
        line.push_str(&if at == 0 { format!("M{LEFT} {y}H{end}") } else { format!("V{y}H{end}") });
    }
    let columns = periods.iter().enumerate();
    let columns =
        columns.map(|(at, period)| Column { x: rounded(middle(at, breadth)), label: label(periods, at, *period), marks: Vec::new() });
    let area = format!("{line}V{BOTTOM}H{LEFT}Z");
    let some = |path| (!values.is_empty()).then_some(path);
    Chart { columns: columns.collect(), line: some(line), area: some(area), ..empty(ticks) }
}

/// The length of a bar that lies, of which the longest takes the whole width.
#[expect(clippy::cast_precision_loss, reason = "no site has so many entries")]
pub(super) fn lying(count: usize, most: usize) -> f64 {
    rounded(if most == 0 { 0.0 } else { WIDTH * count as f64 / most as f64 })
}

fn empty(ticks: Vec<Tick>) -> Chart {
    Chart { width: WIDTH, height: HEIGHT, left: LEFT, right: RIGHT, base: BOTTOM, ticks, columns: Vec::new(), line: None, area: None }
}

/// The lines across for values up to `most`, a whole number of steps of 1, 2 or 5 times a power of ten apart, and the height of a value.
fn scale(most: f64) -> (Vec<Tick>, impl Fn(f64) -> f64) {
    let mut step = 1.0;
    for factor in [2.0, 2.5, 2.0].iter().cycle() {
        if step * TICKS >= most {
            break;
        }
        step *= factor;
    }
    let count = (most / step).ceil().max(1.0);
    let height_of = move |value: f64| (BOTTOM - TOP) * value / (count * step);
    let mut ticks = Vec::new();
    let mut number = 0.0;
    while number <= count {
        ticks.push(Tick { value: number * step, y: rounded(BOTTOM - height_of(number * step)) });
        number += 1.0;
    }
    (ticks, height_of)
}

#[expect(clippy::cast_precision_loss, reason = "a chart has a few dozen columns")]
fn breadth(columns: usize) -> f64 {
    (RIGHT - LEFT) / columns.max(1) as f64
}

#[expect(clippy::cast_precision_loss, reason = "a chart has a few dozen columns")]
fn middle(at: usize, breadth: f64) -> f64 {
    LEFT + breadth * (at as f64 + 0.5)
}

/// Some columns are named by themselves; of many quarters, the first of each year by the year.
fn label(periods: &[PeriodView], at: usize, period: PeriodView) -> Option<PeriodView> {
    let quarters = period.name == "quarter" && periods.len() > 12;
    if quarters {
        return (period.number == 1).then_some(PeriodView { name: "year", ..period });
    }
    let step = periods.len().div_ceil(if period.name == "year" { 8 } else { 5 }).max(1);
    (at % step == step / 2).then_some(period)
}

/// To a tenth of a unit, which nobody sees, so that pages stay small.
fn rounded(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_across_are_round_numbers_and_few() {
        let values = |most| scale(most).0.iter().map(|tick| tick.value).collect::<Vec<_>>();
        assert_eq!(values(0.0), [0.0, 1.0]);
        assert_eq!(values(3.0), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(values(7.0), [0.0, 2.0, 4.0, 6.0, 8.0]);
        assert_eq!(values(41.0), [0.0, 20.0, 40.0, 60.0]);
    }

    #[test]
    fn a_bar_stands_on_the_base_and_the_highest_reaches_its_value() {
        let period = PeriodView { name: "year", first: "2026-01-01".parse().unwrap(), year: 2026, number: 1 };
        let bar = |to| vec![Bar { kind: "stable", from: 0.0, to, breadth: 0.5 }];
        let chart = bars(&[period, period], &[bar(4.0), bar(2.0)]);
        let marks: Vec<&Mark> = chart.columns.iter().flat_map(|column| &column.marks).collect();
        assert_eq!((marks[0].y, marks[0].height), (TOP, BOTTOM - TOP));
        assert_eq!((marks[1].y + marks[1].height, marks[1].height), (BOTTOM, (BOTTOM - TOP) / 2.0));
    }

    #[test]
    fn a_line_keeps_its_value_until_the_next_period() {
        let period = PeriodView { name: "year", first: "2026-01-01".parse().unwrap(), year: 2026, number: 1 };
        assert_eq!(steps(&[period, period], &[0.0, 1.0]).line.as_deref(), Some("M44 186H257V12H470"));
    }
}
