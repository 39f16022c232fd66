//! What a call says of itself.

use ulid::Ulid;

use super::*;

fn agent(n: u128) -> AgentId {
    AgentId(Ulid(n))
}

fn call(stage: Stage) -> Call {
    let (id, at) = (CallId(Ulid(1)), ConversationId(Ulid(2)));
    Call::begin(id, at, Direction::Incoming, Timestamp(1_000), stage)
}

fn ring() -> Ring {
    let (declined, round) = (vec![], Round::Team);
    Ring { agents: vec![agent(1)], declined, round, until: Timestamp(9_000) }
}

#[test]
fn it_rings_where_it_rings_and_nowhere_else() {
    let waiting =
        Stage::Waiting { from: agent(3), why: Wait::Lost, ring: ring(), since: Timestamp(2_000) };
    for stage in [Stage::Ringing(ring()), waiting] {
        let it = call(stage);
        assert!(it.live() && it.rings(agent(1)) && !it.rings(agent(2)));
        assert_eq!(it.with(), None);
    }
    assert_eq!(call(Stage::Ringing(ring())).lost_by(), None);
}

#[test]
fn a_call_that_nobody_answered_was_missed_and_did_not_last() {
    let ended = Stage::Ended { at: Timestamp(9_000), how: End::Missed };
    let missed = call(ended.clone());
    assert!(missed.missed() && missed.lasted().is_none() && !missed.live());
    let talked = Call { answered: Some(Timestamp(4_000)), ..call(ended) };
    assert!(!talked.missed());
    assert_eq!(talked.lasted(), Some(Millis(5_000)));
}

#[test]
fn who_is_there_and_who_may_come_back_are_told_apart() {
    let (until, since) = (Timestamp(9_000), Timestamp(2_000));
    let seats = [
        Seat::Here { since },
        Seat::Gone { until },
        Seat::Rings { until },
        Seat::Over(Parting::Declined),
    ];
    let asked = (2..).zip(seats).map(|(n, now)| Asked { agent: agent(n), now }).collect();
    let talking = |away| Stage::Talking { with: agent(1), since, held: Some(since), away };
    let it = Call { asked, ..call(talking(None)) };
    let which = |fits: &dyn Fn(AgentId) -> bool| -> Vec<u128> {
        (1..=5).filter(|n| fits(agent(*n))).collect()
    };
    assert_eq!(which(&|who| it.has(who)), [1, 2]);
    assert_eq!(which(&|who| it.may_return(who)), [3]);
    assert_eq!(which(&|who| it.rings(who)), [4]);
    assert_eq!(it.busy(), [agent(1), agent(2), agent(3)]);
    assert!(it.consults() && it.company().count() == 3);
    let away = Call { stage: talking(Some(until)), ..it };
    assert!(!away.has(agent(1)) && away.may_return(agent(1)) && away.with() == Some(agent(1)));
}
