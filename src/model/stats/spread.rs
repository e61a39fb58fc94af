//! How numbers are spread.

/// Five numbers that tell how a sample of days is spread, and how many there are of it.
///
/// Quartiles are interpolated between the two nearest values, type 7 of Hyndman and Fan (1996): what spreadsheets call `QUARTILE.INC`.
/// They are whole numbers of quarters of a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// How many there are.
    pub count: usize,
    /// The smallest.
    pub least: f64,
    /// A quarter of them lies below.
    pub lower: f64,
    /// Half of them lies below.
    pub median: f64,
    /// Three quarters of them lie below.
    pub upper: f64,
    /// The greatest.
    pub most: f64,
}

impl Spread {
    /// Of a sample; nothing of an empty one.
    pub fn of(mut sample: Vec<i64>) -> Option<Self> {
        sample.sort_unstable();
        let (least, most) = (days(*sample.first()?), days(*sample.last()?));
        let quartile = |number| quartile(&sample, number);
        Some(Self { count: sample.len(), least, lower: quartile(1), median: quartile(2), upper: quartile(3), most })
    }
}

/// A quartile, 0 to 4, of a sorted sample that is not empty.
fn quartile(sorted: &[i64], number: usize) -> f64 {
    let quarters = (sorted.len() - 1) * number;
    let (below, rest) = (quarters / 4, quarters % 4);
    let low = sorted[below];
    let high = sorted.get(below + 1).copied().unwrap_or(low);
    days(low) + days(high - low) * [0.0, 0.25, 0.5, 0.75][rest]
}

#[expect(clippy::cast_precision_loss, reason = "a number of days between two dates of the calendar has 27 bits at most")]
fn days(days: i64) -> f64 {
    days as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_lie_between_the_nearest_values() {
        // Worked by hand: of 1, 2, 4, 8 the positions are 0.75, 1.5 and 2.25.
        let spread = Spread::of(vec![8, 1, 4, 2]);
        assert_eq!(spread, Some(Spread { count: 4, least: 1.0, lower: 1.75, median: 3.0, upper: 5.0, most: 8.0 }));
        assert_eq!(Spread::of(vec![7]), Some(Spread { count: 1, least: 7.0, lower: 7.0, median: 7.0, upper: 7.0, most: 7.0 }));
        assert_eq!(Spread::of(Vec::new()), None);
    }
}
