//! How often somebody may do something: a bucket of tries for each, which fills up again with time. In memory only.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How many buckets are kept at most. A full one is as good as none.
const MOST: usize = 100_000;

/// Buckets of one kind.
pub(super) struct Limit {
    tries: f64,
    pause: Duration,
    /// Hashed under a random key: no address is kept, and nobody can choose two that collide.
    hasher: RandomState,
    buckets: Mutex<HashMap<u64, Bucket>>,
}

struct Bucket {
    left: f64,
    at: Instant,
}

impl Limit {
    /// So many tries at once, and one more after each pause.
    pub(super) fn new(tries: u32, pause: Duration) -> Self {
        Self { tries: f64::from(tries), pause, hasher: RandomState::new(), buckets: Mutex::default() }
    }

    /// Takes a try.
    ///
    /// # Errors
    /// How long to wait for the next one.
    pub(super) fn take(&self, whose: impl Hash, now: Instant) -> Result<(), Duration> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST {
            buckets.retain(|_, bucket| self.left(bucket, now) < self.tries);
            // So many who are all at it at once are no readers: none of them is worth memory.
            if buckets.len() >= MOST {
                buckets.clear();
            }
        }
        let bucket = buckets.entry(self.hasher.hash_one(whose)).or_insert(Bucket { left: self.tries, at: now });
        let left = self.left(bucket, now);
        if left < 1.0 {
            return Err(self.pause.mul_f64(1.0 - left));
        }
        *bucket = Bucket { left: left - 1.0, at: now };
        Ok(())
    }

    fn left(&self, bucket: &Bucket, now: Instant) -> f64 {
        let filled = now.saturating_duration_since(bucket.at).as_secs_f64() / self.pause.as_secs_f64();
        (bucket.left + filled).min(self.tries)
    }
}

/// One client: an address of IPv4, or a network of IPv6, of which anybody has more addresses than can be counted.
pub(super) fn client(address: IpAddr) -> u128 {
    match address.to_canonical() {
        IpAddr::V4(address) => u128::from(u32::from(address)),
        IpAddr::V6(address) => u128::from(address) >> 64 << 64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_come_back_with_time_and_are_each_ones_own() {
        let limit = Limit::new(2, Duration::from_secs(10));
        let start = Instant::now();
        assert_eq!([limit.take("jo", start), limit.take("jo", start)], [Ok(()), Ok(())]);
        assert_eq!(limit.take("jo", start), Err(Duration::from_secs(10)));
        assert_eq!(limit.take("al", start), Ok(()));
        assert_eq!(limit.take("jo", start + Duration::from_secs(9)), Err(Duration::from_secs(1)));
        assert_eq!(limit.take("jo", start + Duration::from_secs(10)), Ok(()));
    }

    #[test]
    fn a_network_of_ipv6_is_one_client() {
        let client = |address: &str| client(address.parse().unwrap());
        assert_eq!(client("2001:db8::1"), client("2001:db8::ffff:2"));
        assert_ne!(client("2001:db8::1"), client("2001:db8:0:1::1"));
        assert_eq!(client("::ffff:192.0.2.1"), client("192.0.2.1"));
        assert_ne!(client("192.0.2.1"), client("192.0.2.2"));
    }
}
