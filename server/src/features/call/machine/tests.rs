//! Whatever happens, in whatever order: a call that is over stays over, nobody talks who did not answer, and every story
//! that is told twice is the same story.

use shared::call::Round;
use shared::ids::{CallId, ConversationId};
use ulid::Ulid;

use super::*;

mod company;

fn agent(n: u128) -> AgentId {
    AgentId(Ulid(n))
}

fn ring(agents: &[u128]) -> Ring {
    let (declined, round) = (vec![], Round::Everyone);
    Ring {
        agents: agents.iter().map(|n| agent(*n)).collect(),
        declined,
        round,
        until: Timestamp(0),
    }
}

fn call(direction: Direction) -> Call {
    let stage = match direction {
        Incoming => Stage::Ringing(ring(&[1, 2])),
        Outgoing => Stage::Dialing { by: agent(1) },
    };
    let (id, conversation) = (CallId(Ulid(1)), ConversationId(Ulid(2)));
    Call::begin(id, conversation, direction, Timestamp(0), stage)
}

/// After these things have happened, one a second.
fn after(direction: Direction, events: &[Event]) -> Call {
    (1_i64..).zip(events).fold(call(direction), |it, (second, event)| {
        let now = Timestamp(second * 1_000);
        super::after(&it, event.clone(), now).unwrap_or(it)
    })
}

fn how(it: &Call) -> Option<&End> {
    match &it.stage {
        Stage::Ended { how, .. } => Some(how),
        _ => None,
    }
}

use Direction::{Incoming, Outgoing};

#[test]
fn the_first_who_answers_has_it_and_the_second_does_not() {
    let it = after(Incoming, &[Event::Answer(agent(2)), Event::Answer(agent(1))]);
    assert_eq!((it.with(), it.talked.as_slice()), (Some(agent(2)), [agent(2)].as_slice()));
    assert_eq!(it.answered, Some(Timestamp(1_000)));
}

#[test]
fn declining_silences_only_me() {
    let it = after(Incoming, &[Event::Decline(agent(1)), Event::Decline(agent(1))]);
    assert!(!it.rings(agent(1)) && it.rings(agent(2)) && it.live());
}

#[test]
fn what_nobody_answers_was_missed_and_what_all_refused_was_refused() {
    assert_eq!(how(&after(Incoming, &[Event::Expire])), Some(&End::Missed));
    assert_eq!(how(&after(Incoming, &[Event::Terminated(None)])), Some(&End::Missed));
    let refused = after(Incoming, &[Event::Decline(agent(1)), Event::Expire]);
    assert_eq!(how(&refused), Some(&End::Refused));
}

#[test]
fn the_customer_accepts_declines_or_lets_it_ring_in_any_order_of_webhooks() {
    let talks = [Event::Accepted, Event::RingsThere, Event::Accepted];
    assert_eq!(after(Outgoing, &talks).with(), Some(agent(1)));
    assert!(matches!(after(Outgoing, &talks).stage, Stage::Talking { .. }));
    assert_eq!(how(&after(Outgoing, &[Event::Rejected])), Some(&End::Declined));
    assert_eq!(
        how(&after(Outgoing, &[Event::RingsThere, Event::Terminated(None)])),
        Some(&End::Unanswered)
    );
    assert_eq!(how(&after(Outgoing, &[Event::HangUp(agent(1))])), Some(&End::Cancelled));
    // A status that overtook the end changes nothing any more.
    let late = after(Outgoing, &[Event::Terminated(None), Event::Accepted, Event::RingsThere]);
    assert_eq!(how(&late), Some(&End::Unanswered));
}

#[test]
fn a_tab_that_is_gone_leaves_the_customer_with_music_and_may_come_back() {
    let gone = [Event::Answer(agent(1)), Event::Lose(ring(&[1]))];
    let it = after(Incoming, &gone);
    assert!(it.rings(agent(1)) && it.lost_by() == Some(agent(1)) && it.with().is_none());
    let back = after(Incoming, &[&gone[..], &[Event::Answer(agent(1))]].concat());
    assert_eq!((back.with(), back.talked.len()), (Some(agent(1)), 1));
    assert_eq!(how(&after(Incoming, &[&gone[..], &[Event::Expire]].concat())), Some(&End::Lost));
}

#[test]
fn who_has_it_hands_it_on_and_nobody_else_does() {
    let hand = |by| [Event::Answer(agent(1)), Event::Hand(agent(by), ring(&[3]))];
    let it = after(Incoming, &hand(1));
    assert!(it.rings(agent(3)) && !it.rings(agent(1)));
    assert!(after(Incoming, &hand(2)).with() == Some(agent(1)));
    let taken = after(
        Incoming,
        &[&hand(1)[..], &[Event::Answer(agent(2)), Event::Answer(agent(3))]].concat(),
    );
    assert_eq!(taken.with(), Some(agent(3)), "at whom it does not ring can't take it");
}

#[test]
fn only_who_talks_holds_and_hangs_up() {
    let by = |who| {
        after(
            Incoming,
            &[Event::Answer(agent(1)), Event::Hold(agent(who), true), Event::HangUp(agent(who))],
        )
    };
    assert_eq!(how(&by(1)), Some(&End::HungUp));
    assert!(matches!(by(2).stage, Stage::Talking { held: None, .. }));
}

/// Any history of a few thousand: the end is the end, times only grow, and who talks has answered.
#[test]
fn no_history_breaks_the_rules() {
    let mut seed = 7_u64;
    let mut random = move |below: u64| {
        // xorshift64*, Vigna 2016.
        seed ^= seed >> 12;
        seed ^= seed << 25;
        seed ^= seed >> 27;
        (seed.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % below
    };
    for _ in 0..3_000 {
        let mut it = call(if random(2) == 0 { Incoming } else { Outgoing });
        let mut answered_by = vec![agent(1)];
        for second in 1..20 {
            let now = Timestamp(second * 1_000);
            let who = agent(u128::from(1 + random(3)));
            let event = match random(20) {
                0 => Event::RingsThere,
                1 => Event::Accepted,
                2 => Event::Rejected,
                3 => Event::Terminated((random(2) == 0).then(|| "no sound came".into())),
                4 => Event::Answer(who),
                5 => Event::Decline(who),
                6 => Event::HangUp(who),
                7 => Event::Hold(who, random(2) == 0),
                8 => Event::Hand(who, ring(&[3])),
                9 => Event::Lose(ring(&[1])),
                10 => Event::Ring(ring(&[1, 2, 3])),
                11 => Event::Expire,
                12 => Event::Ask(agent(1), who),
                13 => Event::Together(who),
                14 => Event::Back(who),
                15 => Event::Pass(who, agent(u128::from(1 + random(3)))),
                16 => Event::Miss(who),
                17 | 18 => Event::Due,
                _ => Event::Fail("it can't be".into()),
            };
            let before = it.clone();
            if let Event::Answer(who) = event {
                answered_by.push(who);
            }
            let Some(next) = super::after(&it, event.clone(), now) else { continue };
            assert!(before.live(), "{before:?} is over and {event:?} changed it");
            it = next;
            company::holds(&it);
            assert!(it.talked.iter().all(|who| answered_by.contains(who)));
            assert!(it.answered.is_some() || it.talked.is_empty());
            assert!(before.answered.is_none_or(|at| it.answered == Some(at)));
            if let Stage::Talking { with, .. } = it.stage {
                assert!(it.talked.contains(&with));
            }
            let rings = super::after(&it, Event::Ring(ring(&[9])), now);
            assert_eq!(rings.is_some(), it.ring().is_some());
        }
    }
}
