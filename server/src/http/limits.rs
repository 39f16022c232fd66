//! How often passwords may be tried. Counted on each node for itself, and forgotten when it ends.

use std::fmt::Debug;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use actix_web::http::header::{HeaderValue, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use governor::clock::Clock as _;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::state::{InMemoryState, NotKeyed};
use governor::{NotUntil, Quota, RateLimiter};
use shared::problem::{Code, Problem};

use crate::clock::Clock;
use crate::error::Error;

/// For one email address: nobody guesses a password with 7,200 tries a day, and who mistypes is not kept waiting.
const EMAIL: (u32, Duration) = (5, Duration::from_secs(12));
/// For one address on the internet: an office shares one.
const ADDRESS: (u32, Duration) = (20, Duration::from_secs(3));
/// For all together: less than one core's worth of argon2.
const EVERYONE: (u32, Duration) = (50, Duration::from_millis(100));
/// After how many questions those who need not wait any more are forgotten.
const SWEEP: u32 = 1_000;

/// How often passwords may be tried.
#[derive(Clone)]
pub struct Limits(Arc<Inner>);

struct Inner {
    emails: Keyed<String>,
    addresses: Keyed<IpAddr>,
    everyone: RateLimiter<NotKeyed, InMemoryState, Now, NoOpMiddleware<Duration>>,
    asked: AtomicU32,
    clock: Now,
}

type Keyed<K> = RateLimiter<K, DashMapStateStore<K>, Now, NoOpMiddleware<Duration>>;

/// Our clock in the terms of the limiter.
#[derive(Clone)]
struct Now(Clock);

impl governor::clock::Clock for Now {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_millis(self.0.now().0.max(0).unsigned_abs())
    }
}

/// It was tried too often: so many whole seconds are to pass first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany(pub u64);

impl Limits {
    /// Nobody has tried anything yet.
    pub fn new(clock: Clock) -> Self {
        let clock = Now(clock);
        Self(Arc::new(Inner {
            emails: keyed(EMAIL, &clock),
            addresses: keyed(ADDRESS, &clock),
            everyone: RateLimiter::new(quota(EVERYONE), InMemoryState::default(), clock.clone()),
            asked: AtomicU32::default(),
            clock,
        }))
    }

    /// Counts a try from this address for this email address, if there is one: no, when one of them had too many.
    pub fn count(&self, peer: Option<IpAddr>, email: Option<&str>) -> Result<(), TooMany> {
        let it = &self.0;
        if it.asked.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            it.emails.retain_recent();
            it.addresses.retain_recent();
        }
        let wait = |until: NotUntil<Duration>| {
            let wait = until.wait_time_from(it.clock.now());
            TooMany(wait.as_millis().div_ceil(1_000).try_into().unwrap_or(u64::MAX))
        };
        if let Some(address) = peer.and_then(telling) {
            it.addresses.check_key(&address).map_err(wait)?;
        }
        if let Some(email) = email {
            it.emails.check_key(&email.to_owned()).map_err(wait)?;
        }
        it.everyone.check().map_err(wait)
    }
}

impl TooMany {
    /// As the browser gets it.
    pub fn response(self) -> HttpResponse {
        let Self(seconds) = self;
        let detail = format!("That was tried too often. Please wait {seconds} s and try again.");
        let mut response = Error::Refused(Problem::new(Code::TooMany, detail)).error_response();
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        response
    }
}

/// The part of an address that tells people apart. One that is not on the internet is that of a proxy of ours, behind
/// which is everyone: then the limit for all together must do. An IPv6 customer has a /64 to themselves.
fn telling(peer: IpAddr) -> Option<IpAddr> {
    match peer.to_canonical() {
        IpAddr::V4(it) => {
            let inside = it.is_loopback() || it.is_private() || it.is_link_local();
            (!inside).then_some(IpAddr::V4(it))
        }
        IpAddr::V6(it) => {
            let inside = it.is_loopback() || it.is_unique_local() || it.is_unicast_link_local();
            let network = it.to_bits() & (u128::MAX << 64);
            (!inside).then_some(IpAddr::V6(Ipv6Addr::from_bits(network)))
        }
    }
}

fn keyed<K: Clone + Debug + Eq + Hash>(limit: (u32, Duration), clock: &Now) -> Keyed<K> {
    RateLimiter::new(quota(limit), DashMapStateStore::default(), clock.clone())
}

/// So many at once, then one in each period.
fn quota((at_once, period): (u32, Duration)) -> Quota {
    let at_once = NonZeroU32::new(at_once).expect("the constants above are not zero");
    Quota::with_period(period).expect("the constants above are not zero").allow_burst(at_once)
}

#[cfg(test)]
mod tests {
    use shared::time::{Millis, Timestamp};

    use super::*;

    const START: Timestamp = Timestamp(1_700_000_000_000);

    fn limits() -> (Clock, Limits) {
        let clock = Clock::stopped_at(START);
        (clock.clone(), Limits::new(clock))
    }

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    /// How many go through before one does not.
    fn many(limits: &Limits, peer: impl Fn(u32) -> Option<IpAddr>, email: Option<&str>) -> u32 {
        (0..1_000).find(|it| limits.count(peer(*it), email).is_err()).unwrap()
    }

    #[test]
    fn an_email_address_has_five_tries_at_once_then_one_in_twelve_seconds() {
        let (clock, limits) = limits();
        assert_eq!(many(&limits, |_| None, Some("ana@example.com")), 5);
        assert_eq!(limits.count(None, Some("ana@example.com")), Err(TooMany(12)));
        assert_eq!(limits.count(None, Some("ben@example.com")), Ok(()), "others have their own");
        clock.set(START + Millis::seconds(11));
        assert_eq!(limits.count(None, Some("ana@example.com")), Err(TooMany(1)));
        clock.set(START + Millis::seconds(12));
        assert_eq!(many(&limits, |_| None, Some("ana@example.com")), 1);
    }

    #[test]
    fn an_address_on_the_internet_has_twenty_whatever_the_email() {
        let (clock, limits) = limits();
        assert_eq!(many(&limits, |_| Some(address("198.51.100.7")), None), 20);
        assert_eq!(limits.count(Some(address("198.51.100.8")), None), Ok(()));
        assert_eq!(
            limits.count(Some(address("::ffff:198.51.100.7")), None),
            Err(TooMany(3)),
            "the same"
        );
        clock.set(START + Millis::seconds(3));
        assert_eq!(many(&limits, |_| Some(address("198.51.100.7")), None), 1);
    }

    #[test]
    fn an_ipv6_customer_is_one_however_many_addresses_they_have() {
        let (_, limits) = limits();
        let peer = |it| Some(IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 7, 0, 0, 0, it)));
        assert_eq!(many(&limits, |it| peer(u16::try_from(it).unwrap()), None), 20);
        assert_eq!(limits.count(Some(address("2001:db8:0:8::1")), None), Ok(()));
    }

    #[test]
    fn behind_a_proxy_everyone_shares_a_limit_that_is_wider() {
        for proxy in ["127.0.0.1", "::1", "10.1.2.3", "172.17.0.2", "192.168.1.1", "fd00::1"] {
            let (_, limits) = limits();
            assert_eq!(many(&limits, |_| Some(address(proxy)), None), 50, "{proxy}");
        }
    }
}
