//! Leases of one process. They end with it, like its sockets; tokens go on, for they follow the time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use shared::presence::Fence;

use super::{Holder, Lease, Taken, next};
use crate::clock::Clock;

/// More than this many entries are looked through for those that are over.
const MANY: usize = 1_000;
/// For so long the token of what nobody holds is remembered.
const REMEMBERED: Duration = Duration::from_mins(1);

/// Leases of one process.
#[derive(Clone)]
pub struct Leases {
    all: Arc<Mutex<HashMap<String, Entry>>>,
    clock: Clock,
}

#[derive(Clone, Copy)]
struct Entry {
    holder: Holder,
    fence: Fence,
    /// From then on nobody holds it.
    until: Instant,
}

impl Entry {
    fn lease(self) -> Option<Lease> {
        (Instant::now() < self.until).then_some(Lease { holder: self.holder, fence: self.fence })
    }
}

impl Leases {
    /// None yet.
    pub fn new(clock: Clock) -> Self {
        Self { all: Arc::default(), clock }
    }

    /// As [`super::Leases::take`].
    pub fn take(&self, of: &str, by: Holder, span: Duration) -> Taken {
        let mut all = self.all();
        let known = all.get(of).copied();
        let fence = match known.and_then(Entry::lease) {
            Some(lease) if lease.holder.agent == by.agent => lease.fence,
            Some(lease) => return Taken::By(lease),
            None => next(known.map_or(Fence(0), |it| it.fence), self.clock.now()),
        };
        put(&mut all, of, Entry { holder: by, fence, until: Instant::now() + span });
        Taken::Yes(fence)
    }

    /// As [`super::Leases::renew`].
    pub fn renew(&self, of: &str, lease: Lease, span: Duration) -> bool {
        let mut all = self.all();
        let held = all.get_mut(of).filter(|it| it.lease() == Some(lease));
        held.map(|it| it.until = Instant::now() + span).is_some()
    }

    /// As [`super::Leases::release`].
    pub fn release(&self, of: &str, lease: Lease) {
        if let Some(it) = self.all().get_mut(of).filter(|it| it.lease() == Some(lease)) {
            it.until = Instant::now();
        }
    }

    /// As [`super::Leases::force`].
    pub fn force(&self, of: &str, by: Holder, least: Fence, span: Duration) -> Fence {
        let mut all = self.all();
        let last = all.get(of).map_or(Fence(0), |it| it.fence);
        let fence = next(last, self.clock.now()).max(least);
        put(&mut all, of, Entry { holder: by, fence, until: Instant::now() + span });
        fence
    }

    /// As [`super::Leases::look`].
    pub fn look(&self, of: &str) -> Option<Lease> {
        self.all().get(of).copied().and_then(Entry::lease)
    }

    fn all(&self) -> MutexGuard<'_, HashMap<String, Entry>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn put(all: &mut HashMap<String, Entry>, of: &str, entry: Entry) {
    if all.len() >= MANY {
        all.retain(|_, it| it.until.elapsed() < REMEMBERED);
    }
    all.insert(of.to_owned(), entry);
}
