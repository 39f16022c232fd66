//! Colleagues in a call: whatever happens twice, late or not at all, nobody talks who did not answer, and the customer is
//! never left with nobody while somebody is there.

use shared::call::{COMPANY_MAX, GRACE, Parting, RINGS_ASKED, Seat};
use shared::time::Millis;

use super::*;

/// Agent 1 has it, and agent 2 was asked.
fn asked() -> Vec<Event> {
    vec![Event::Answer(agent(1)), Event::Ask(agent(1), agent(2))]
}

/// The two talk, and the customer hears music.
fn consult() -> Vec<Event> {
    [asked(), vec![Event::Answer(agent(2))]].concat()
}

fn goes_on(begin: Vec<Event>, events: &[Event]) -> Call {
    after(Incoming, &[&begin[..], events].concat())
}

fn over(it: &Call, who: u128) -> Option<Parting> {
    let found = it.asked.iter().find(|it| it.agent == agent(who))?;
    if let Seat::Over(why) = found.now { Some(why) } else { None }
}

const fn held(it: &Call) -> bool {
    matches!(it.stage, Stage::Talking { held: Some(_), .. })
}

/// Lets so much time pass.
fn later(it: &Call, wait: Millis) -> Call {
    super::super::after(it, Event::Due, Timestamp(60_000) + wait).unwrap_or_else(|| it.clone())
}

/// What holds of every call, whatever has happened.
pub(super) fn holds(it: &Call) {
    let here: Vec<_> = it.busy();
    let once = |who: &AgentId| here.iter().filter(|it| *it == who).count() == 1;
    assert!(here.iter().all(once), "{it:?}");
    assert!(it.company().count() < COMPANY_MAX, "{it:?}");
    let ringing = it.company().filter(|it| matches!(it.now, Seat::Rings { .. })).count();
    assert!(ringing <= 1, "{it:?}");
    let talks = matches!(it.stage, Stage::Talking { .. });
    assert!(talks || it.company().next().is_none(), "nobody is left in it: {it:?}");
    let heard = it.helpers().all(|who| it.talked.contains(&who));
    assert!(!talks || held(it) || heard, "whom the customer hears has talked: {it:?}");
    if let Stage::Talking { away: Some(_), .. } = it.stage {
        assert!(it.company().next().is_some(), "the customer waits: {it:?}");
    }
}

#[test]
fn who_is_asked_rings_while_the_customer_is_on_hold_and_is_heard_by_them_only_together() {
    let it = after(Incoming, &asked());
    assert!(it.rings(agent(2)) && held(&it) && !it.has(agent(2)) && it.with() == Some(agent(1)));
    let it = after(Incoming, &consult());
    assert!(it.consults() && it.has(agent(2)) && !it.talked.contains(&agent(2)));
    let it = goes_on(consult(), &[Event::Together(agent(1)), Event::Together(agent(1))]);
    assert!(!held(&it) && it.has(agent(1)) && it.has(agent(2)));
    assert_eq!(it.talked, [agent(1), agent(2)]);
}

#[test]
fn whoever_does_not_come_leaves_the_customer_on_hold_with_who_asked() {
    let declined = goes_on(asked(), &[Event::Decline(agent(2)), Event::Decline(agent(2))]);
    let in_vain = later(&after(Incoming, &asked()), RINGS_ASKED);
    for (it, why) in [(declined, Parting::Declined), (in_vain, Parting::Unanswered)] {
        assert_eq!(over(&it, 2), Some(why));
        assert!(held(&it) && it.with() == Some(agent(1)) && !it.rings(agent(2)));
    }
    // Too late.
    let it = goes_on(asked(), &[Event::Decline(agent(2)), Event::Answer(agent(2))]);
    assert!(!it.has(agent(2)));
}

#[test]
fn the_call_is_handed_over_and_the_customer_is_back() {
    let it = goes_on(consult(), &[Event::Pass(agent(1), agent(2)), Event::Back(agent(1))]);
    assert!(it.with() == Some(agent(2)) && !held(&it) && !it.has(agent(1)));
    assert_eq!((over(&it, 2), it.talked.len()), (Some(Parting::TookOver), 2));
    // To whom it only rings nobody hands anything, and nobody but who has it does.
    let early = goes_on(asked(), &[Event::Pass(agent(1), agent(2))]);
    assert_eq!(early.with(), Some(agent(1)));
    let by_others =
        goes_on(consult(), &[Event::Pass(agent(2), agent(2)), Event::Pass(agent(3), agent(2))]);
    assert_eq!(by_others.with(), Some(agent(1)));
    // The other way is the short one, and closed while colleagues are there.
    let cold = goes_on(consult(), &[Event::Hand(agent(1), ring(&[3]))]);
    assert!(cold.consults());
}

#[test]
fn who_comes_back_to_the_customer_lets_the_colleague_go() {
    for (begin, why) in [(asked(), Parting::Cancelled), (consult(), Parting::Left)] {
        let it = goes_on(begin, &[Event::Back(agent(1)), Event::Answer(agent(2))]);
        assert_eq!(over(&it, 2), Some(why));
        assert!(!held(&it) && it.with() == Some(agent(1)) && !it.has(agent(2)));
    }
}

#[test]
fn one_after_the_other_until_four_are_in_it() {
    let second = [Event::Ask(agent(1), agent(3))];
    let it = goes_on(asked(), &second);
    assert!(!it.rings(agent(3)), "one at a time");
    let three = [Event::Together(agent(1)), second[0].clone(), Event::Answer(agent(3))];
    let it = goes_on(consult(), &three);
    assert!(held(&it) && it.helpers().count() == 2);
    let all = [&three[..], &[Event::Together(agent(1)), Event::Ask(agent(1), agent(4))]].concat();
    let it = goes_on(consult(), &all);
    assert!(!it.rings(agent(4)) && !held(&it));
    assert_eq!(it.talked, [agent(1), agent(2), agent(3)]);
    // Back lets the last one go, and only from a consultation.
    let one_less = goes_on(consult(), &[&three[..], &[Event::Back(agent(1))]].concat());
    assert!(one_less.has(agent(2)) && !one_less.has(agent(3)) && !held(&one_less));
    let none = goes_on(consult(), &[&all[..4], &[Event::Back(agent(1))]].concat());
    assert!(none.has(agent(2)) && none.has(agent(3)));
}

#[test]
fn whoever_leaves_leaves_it_to_the_others_and_the_last_one_ends_it() {
    let mut events = consult();
    events.push(Event::Together(agent(1)));
    let it = goes_on(events.clone(), &[Event::HangUp(agent(2)), Event::HangUp(agent(2))]);
    assert!(it.live() && it.with() == Some(agent(1)) && over(&it, 2) == Some(Parting::Left));
    let it = goes_on(events.clone(), &[Event::HangUp(agent(1))]);
    assert!(it.live() && it.with() == Some(agent(2)) && !it.has(agent(1)));
    let last = goes_on(events.clone(), &[Event::HangUp(agent(1)), Event::HangUp(agent(2))]);
    assert_eq!(how(&last), Some(&End::HungUp));
    let by_customer = goes_on(events, &[Event::Terminated(None), Event::Answer(agent(2))]);
    assert_eq!(how(&by_customer), Some(&End::HungUp));
    assert_eq!(over(&by_customer, 2), Some(Parting::Left));
    let early = goes_on(asked(), &[Event::HangUp(agent(1))]);
    assert_eq!((how(&early), over(&early, 2)), (Some(&End::HungUp), Some(Parting::Cancelled)));
}

#[test]
fn whose_tab_is_gone_comes_back_to_the_same_consultation() {
    let gone = goes_on(consult(), &[Event::Miss(agent(2)), Event::Miss(agent(2))]);
    assert!(gone.may_return(agent(2)) && !gone.has(agent(2)) && held(&gone));
    let back = goes_on(consult(), &[Event::Miss(agent(2)), Event::Answer(agent(2))]);
    assert!(back.consults() && back.has(agent(2)));
    assert_eq!(over(&later(&gone, GRACE), 2), Some(Parting::Lost));

    let lose = Event::Lose(ring(&[1]));
    let away = goes_on(consult(), &[lose.clone(), lose.clone()]);
    assert!(away.may_return(agent(1)) && away.with() == Some(agent(1)) && away.has(agent(2)));
    let back = goes_on(consult(), &[lose.clone(), Event::Answer(agent(1))]);
    assert!(back.consults() && back.has(agent(1)));
    let it = later(&away, GRACE);
    assert!(it.with() == Some(agent(2)) && !held(&it), "the customer does not wait for nobody");
    // With nobody else there it is as ever.
    let alone = goes_on(consult(), &[lose, Event::HangUp(agent(2))]);
    assert!(alone.lost_by() == Some(agent(1)) && alone.rings(agent(1)));
}
