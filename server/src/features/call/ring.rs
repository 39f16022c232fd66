//! Where a call rings: at the one who answers this customer, then in the team, then at everybody who may and is at work.
//! Who is in another call or has something to do after one, or wants to hear no more of this one, is left in peace.

use shared::agent::Agent;
use shared::availability::Availability;
use shared::call::{
    Call, GRACE, RINGS_ASSIGNEE, RINGS_HANDED, RINGS_MAX, RINGS_TEAM, Ring, Round, Stage, To,
    WAITS_MAX, Wait,
};
use shared::conversation::Conversation;
use shared::ids::AgentId;
use shared::permission::Permission;
use shared::time::{Millis, Timestamp};

use super::rows;
use crate::error::Result;
use crate::features::agent;
use crate::store::Conn;

/// How often it is looked for whom else a call could ring at, while it rings at everybody.
const AGAIN: Millis = Millis::seconds(5);

/// Where a call of a customer rings first.
pub(super) fn first(conn: &mut Conn, it: &Conversation, now: Timestamp) -> Result<Ring> {
    let people = People::of(conn, it)?;
    Ok(people.round(it, Round::One, &[], (now, now + RINGS_MAX)))
}

/// Where it rings when whoever talked is gone: in their other tabs, and the same one when it is back.
pub(super) fn lost(from: AgentId, now: Timestamp) -> Ring {
    Ring { agents: vec![from], declined: vec![], round: Round::One, until: now + GRACE }
}

/// Where it rings when it is handed on. Nobody, if they can't take it.
pub(super) fn handed(
    conn: &mut Conn,
    it: &Conversation,
    (from, to): (AgentId, To),
) -> Result<Vec<AgentId>> {
    let people = People::of(conn, it)?;
    let chosen = |agent: &&Agent| match to {
        To::Agent(id) => agent.id == id,
        To::Team(id) => agent.teams.contains(&id),
    };
    Ok(people.0.iter().filter(chosen).map(|it| it.id).filter(|it| *it != from).collect())
}

/// Why a colleague can't be asked now, to be read after their name; nothing if they can.
pub(super) fn askable(
    conn: &mut Conn,
    it: &Conversation,
    who: AgentId,
) -> Result<Option<&'static str>> {
    let found = agent::rows::find(conn, who)?.filter(|it| it.active);
    let Some(agent) = found else { return Ok(Some("is no colleague any more.")) };
    let busy = rows::live(conn)?.iter().any(|(call, _)| busy_in(call).contains(&who));
    Ok(if agent.availability != Availability::Online {
        Some("is not online.")
    } else if busy {
        Some("is in a call.")
    } else if !agent.rights.may(Permission::Reply) {
        Some("may not talk with customers.")
    } else if !agent.visibility.shows(&it.scope(), agent.id, &agent.teams) {
        Some("does not see this conversation.")
    } else {
        None
    })
}

/// The ring of a call that was handed to these.
pub(super) fn at(agents: Vec<AgentId>, now: Timestamp) -> Ring {
    Ring { agents, declined: vec![], round: Round::One, until: now + RINGS_HANDED }
}

/// Where it rings next; nowhere when its time is over.
pub(super) fn next(
    conn: &mut Conn,
    it: &Conversation,
    call: &Call,
    now: Timestamp,
) -> Result<Option<Ring>> {
    let Some(ring) = call.ring() else { return Ok(None) };
    let end = end(call);
    if now >= end {
        return Ok(None);
    }
    let declined = ring.declined.clone();
    if let Stage::Waiting { from, why: Wait::Handed, .. } = &call.stage
        && ring.round == Round::One
        && !ring.agents.contains(from)
        && !declined.contains(from)
    {
        // It comes back to who handed it on.
        let back = Ring { declined, ..lost(*from, now) };
        return Ok(Some(back));
    }
    let round = match ring.round {
        Round::One => Round::Team,
        Round::Team | Round::Everyone => Round::Everyone,
    };
    Ok(Some(People::of(conn, it)?.round(it, round, &declined, (now, end))))
}

/// When it is over if nobody comes.
pub(super) fn end(call: &Call) -> Timestamp {
    match &call.stage {
        Stage::Waiting { since, .. } => *since + WAITS_MAX,
        Stage::Dialing { .. }
        | Stage::RingsThere { .. }
        | Stage::Ringing(_)
        | Stage::Talking { .. }
        | Stage::Ended { .. } => call.at + RINGS_MAX,
    }
}

/// When to look again where it rings.
pub(super) fn due(ring: &Ring, now: Timestamp) -> Timestamp {
    match ring.round {
        _ if ring.agents.is_empty() && ring.round != Round::Everyone => now,
        Round::One | Round::Team => ring.until,
        Round::Everyone => ring.until.min(now + AGAIN),
    }
}

/// Who of us is in a call: talks, or listens in.
fn busy_in(call: &Call) -> Vec<AgentId> {
    let listens = call.listeners.iter().filter(|it| it.now.is_some()).map(|it| it.agent);
    call.busy().into_iter().chain(listens).collect()
}

/// Who could take a call of this conversation now.
struct People(Vec<Agent>);

impl People {
    fn of(conn: &mut Conn, it: &Conversation) -> Result<Self> {
        let busy: Vec<AgentId> =
            rows::live(conn)?.iter().flat_map(|(call, _)| busy_in(call)).collect();
        let scope = it.scope();
        let mut all = agent::rows::all(conn)?;
        all.retain(|it| {
            it.active
                && it.availability == Availability::Online
                && it.rights.may(Permission::Reply)
                && it.visibility.shows(&scope, it.id, &it.teams)
                && !busy.contains(&it.id)
                && it.wrap_up.is_none()
        });
        all.sort_unstable_by_key(|it| it.id);
        Ok(Self(all))
    }

    /// The ring of a round, or of the first one after it that has anybody.
    fn round(
        &self,
        it: &Conversation,
        from: Round,
        declined: &[AgentId],
        (now, end): (Timestamp, Timestamp),
    ) -> Ring {
        let these = |chosen: &dyn Fn(&Agent) -> bool| -> Vec<AgentId> {
            let may = self.0.iter().filter(|it| !declined.contains(&it.id) && chosen(it));
            may.map(|it| it.id).collect()
        };
        let rounds: [(Round, Millis, Vec<AgentId>); 2] = [
            (Round::One, RINGS_ASSIGNEE, these(&|who| it.assignee == Some(who.id))),
            (
                Round::Team,
                RINGS_TEAM,
                these(&|who| it.team.is_some_and(|id| who.teams.contains(&id))),
            ),
        ];
        let found = rounds.into_iter().find(|(round, _, who)| *round >= from && !who.is_empty());
        let (round, until, agents) = match found {
            Some((round, lasts, agents)) => (round, end.min(now + lasts), agents),
            None => (Round::Everyone, end, these(&|_| true)),
        };
        Ring { agents, declined: declined.to_vec(), round, until }
    }
}
