//! What the simulator can be told to do wrong, because the network and Meta do it too. It decides by
//! count or by seeded chance, never by the clock.

use serde::{Deserialize, Serialize};

/// One way to misbehave. Serialised with a `kind` in snake case for `POST /simulator/misbehave`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Misbehaviour {
    /// Each webhook comes this many times more, all at once.
    DuplicateWebhooks {
        /// Copies besides the first.
        copies: u32,
    },
    /// Each webhook is held up.
    DelayWebhooks {
        /// For how long.
        ms: u64,
    },
    /// Webhooks are gathered and go out shuffled, after `batch` of them or two seconds.
    ReorderWebhooks {
        /// How many are shuffled together.
        batch: usize,
    },
    /// Webhooks are gathered into one request, after `size` of them or two seconds.
    BatchWebhooks {
        /// Updates in one request; Meta goes to 1,000.
        size: usize,
    },
    /// Webhooks look as if they had waited at Meta: their timestamps are days old.
    LateWebhooks {
        /// How many days.
        days: u32,
    },
    /// Webhooks wait until this misbehaviour ends.
    HoldWebhooks,
    /// The signature is somebody else's; the next try is right.
    WrongSignature,
    /// No signature; the next try has one.
    MissingSignature,
    /// Incoming messages are of a type nobody has seen.
    UnknownMessageType,
    /// A webhook of a field nobody has seen comes along, and known ones have unknown keys.
    UnknownField,
    /// A status nobody has seen comes along with `sent`.
    UnknownStatus,
    /// Incoming messages have no `contacts`.
    OmitContacts,
    /// `sent` is followed by `read`, or by nothing.
    SkipDelivered,
    /// Messages are refused with this code and its HTTP status.
    RefuseSends {
        /// For instance 130429, 131056, 190, 131047, 2.
        code: i64,
    },
    /// Accepted with 200, then a `failed` status.
    FailLater {
        /// For instance 131047, 131026, 131053.
        code: i64,
    },
    /// HTTP 500 with HTML; the message is not accepted.
    AnswerWithoutJson,
    /// The answer takes a while.
    HangAnswers {
        /// How long.
        ms: u64,
        /// Whether the message is accepted before the wait; otherwise the connection closes after it.
        #[serde(default = "yes")]
        accept: bool,
    },
    /// The message is accepted and sent, and the connection closes without an answer.
    DropAnswers,
    /// The message is accepted and sent; the answer is 200 and not JSON.
    GarbageAnswers,
    /// The `sent` webhook is answered before the request is.
    StatusBeforeAnswer,
    /// The webhooks of a call come after its `terminate`.
    ConnectLast,
    /// `ACCEPTED` comes before `connect` and `RINGING`.
    AcceptedFirst,
    /// Whatever is asked of a call is refused with this code and its HTTP status.
    RefuseCalls {
        /// For instance 138006, 138012, 138000, 2.
        code: i64,
    },
    /// A file that is fetched has other bytes than its checksum says.
    SpoilFiles,
    /// A file that is fetched breaks off in the middle.
    BreakFiles,
    /// The link to a file has expired when it is followed.
    ExpireFiles,
    /// A file takes a while to come.
    SlowFiles {
        /// How long.
        ms: u64,
    },
    /// A file that is handed over is refused.
    RefuseFiles {
        /// For instance 131053, 131016.
        code: i64,
    },
}

/// A misbehaviour and how often it happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// What happens.
    #[serde(flatten)]
    pub what: Misbehaviour,
    /// Only so many times; then it is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u32>,
    /// With this probability each time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chance: Option<f64>,
}

/// Names a misbehaviour, to stop it alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MisbehaviourId(pub u64);

impl Misbehaviour {
    /// The next `times` times, then never again.
    pub fn next(self, times: u32) -> Plan {
        Plan { what: self, next: Some(times), chance: None }
    }

    /// Now and then.
    pub fn with_chance(self, chance: f64) -> Plan {
        Plan { what: self, next: None, chance: Some(chance) }
    }
}

impl From<Misbehaviour> for Plan {
    fn from(what: Misbehaviour) -> Self {
        Self { what, next: None, chance: None }
    }
}

fn yes() -> bool {
    true
}

/// The misbehaviours in force.
pub(crate) struct Plans {
    list: Vec<(MisbehaviourId, Plan)>,
    last: u64,
    random: fastrand::Rng,
}

impl Plans {
    pub(crate) fn new(seed: u64) -> Self {
        Self { list: Vec::new(), last: 0, random: fastrand::Rng::with_seed(seed) }
    }

    pub(crate) fn add(&mut self, plan: Plan) -> MisbehaviourId {
        self.last += 1;
        let id = MisbehaviourId(self.last);
        self.list.push((id, plan));
        id
    }

    pub(crate) fn stop(&mut self, id: MisbehaviourId) {
        self.list.retain(|(known, _)| *known != id);
    }

    pub(crate) fn clear(&mut self) {
        self.list.clear();
    }

    /// Those in force, for the page.
    pub(crate) fn list(&self) -> impl Iterator<Item = &(MisbehaviourId, Plan)> {
        self.list.iter()
    }

    /// Whether a misbehaviour that `wanted` picks happens now; counts it.
    pub(crate) fn take<T>(&mut self, wanted: impl Fn(&Misbehaviour) -> Option<T>) -> Option<T> {
        for (_, plan) in &mut self.list {
            let Some(found) = wanted(&plan.what) else { continue };
            if plan.chance.is_some_and(|chance| self.random.f64() >= chance) {
                continue;
            }
            if let Some(left) = &mut plan.next {
                if *left == 0 {
                    continue;
                }
                *left -= 1;
            }
            self.list.retain(|(_, plan)| plan.next != Some(0));
            return Some(found);
        }
        None
    }

    /// Whether exactly this happens now.
    pub(crate) fn happens(&mut self, what: &Misbehaviour) -> bool {
        self.take(|known| (known == what).then_some(())).is_some()
    }

    /// The seeded source of chance, for shuffling.
    pub(crate) fn random(&mut self) -> &mut fastrand::Rng {
        &mut self.random
    }
}

#[cfg(test)]
mod tests {
    use super::{Misbehaviour, Plan, Plans};

    #[test]
    fn a_counted_misbehaviour_happens_that_often() {
        let mut plans = Plans::new(1);
        plans.add(Misbehaviour::DropAnswers.next(2));
        let happened = (0..5).filter(|_| plans.happens(&Misbehaviour::DropAnswers)).count();
        assert_eq!((happened, plans.list().count()), (2, 0));
    }

    #[test]
    fn chance_is_the_same_for_the_same_seed() {
        let run = || {
            let mut plans = Plans::new(7);
            plans.add(Misbehaviour::SkipDelivered.with_chance(0.5));
            (0..64).map(|_| plans.happens(&Misbehaviour::SkipDelivered)).collect::<Vec<_>>()
        };
        assert_eq!(run(), run());
        assert!(run().contains(&true) && run().contains(&false));
    }

    #[test]
    fn a_plan_is_read_from_flat_json() {
        let plan: Plan =
            serde_json::from_str(r#"{"kind":"refuse_sends","code":131056,"next":3}"#).unwrap();
        assert_eq!(plan, Misbehaviour::RefuseSends { code: 131_056 }.next(3));
    }
}
