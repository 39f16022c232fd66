//! Who follows a conversation, and so sees it whatever else they see. What they see by that alone ends when they stop, when
//! somebody lets them go, or when the conversation is closed.

use shared::agent::Agent;
use shared::conversation::{Conversation, FOLLOWERS_MAX, FOLLOWING_MAX, Fact, Scope};
use shared::event::Actor;
use shared::ids::AgentId;
use shared::problem::Problem;

use super::rows;
use crate::error::Result;
use crate::features::{activity, agent};
use crate::store::{Conn, Tx};

/// So many are let go in one transaction.
const BATCH: i64 = 50;

/// The actor follows it from now on.
pub(super) fn follow(tx: &mut Tx<'_>, it: Conversation) -> Result<()> {
    let Actor::Agent(me) = tx.actor() else { return Ok(()) };
    if it.followers.contains(&me) {
        return Ok(());
    }
    if let Some(problem) = full(tx.conn(), &it, me)? {
        return Err(problem.into());
    }
    add(tx, it, Fact::Followed { who: vec![me] }, &[me]).map(drop)
}

/// The actor does not follow it any more.
pub(super) fn unfollow(tx: &mut Tx<'_>, it: Conversation) -> Result<()> {
    match tx.actor() {
        Actor::Agent(me) => let_go(tx, it, me),
        Actor::Contact(_) | Actor::System => Ok(()),
    }
}

/// Somebody does not follow it any more.
pub(super) fn let_go(tx: &mut Tx<'_>, mut it: Conversation, who: AgentId) -> Result<()> {
    if !it.followers.contains(&who) {
        return Ok(());
    }
    let fact = Fact::LetGo { who };
    let mut told = activity::change(tx, &mut it, fact, |it| it.followers.retain(|it| *it != who))?;
    rows::unfollow(&mut told.writer(), it.id, &[who])
}

/// Those who are mentioned follow it from now on: who could not see it is brought in, and the thread says so. Returns it as it
/// is then.
pub fn bring(tx: &mut Tx<'_>, mut it: Conversation, who: &[Agent]) -> Result<Conversation> {
    let (scope, mut new, mut guests) = (it.scope(), vec![], vec![]);
    for agent in who {
        if it.assignee == Some(agent.id) || it.followers.contains(&agent.id) {
            continue;
        }
        let sees = agent.visibility.shows(&scope, agent.id, &agent.teams);
        match full(tx.conn(), &it, agent.id)? {
            // They see it anyway, and are told of the note.
            Some(_) if sees => {}
            Some(problem) => return Err(problem.into()),
            None if sees => new.push(agent.id),
            None => guests.push(agent.id),
        }
    }
    if it.followers.len() + new.len() + guests.len() > FOLLOWERS_MAX {
        return Err(crowded().into());
    }
    if !new.is_empty() {
        it = add(tx, it, Fact::Followed { who: new.clone() }, &new)?;
    }
    if !guests.is_empty() {
        it = add(tx, it, Fact::BroughtIn { who: guests.clone() }, &guests)?;
    }
    Ok(it)
}

/// Those of these who are still here follow it again.
pub fn bring_back(tx: &mut Tx<'_>, it: Conversation, who: &[AgentId]) -> Result<()> {
    if who.is_empty() {
        return Ok(());
    }
    let mut agents = agent::rows::all(tx.conn())?;
    agents.retain(|it| it.active && who.contains(&it.id));
    bring(tx, it, &agents).map(drop)
}

/// Who sees it only because they follow it.
pub(super) fn guests(conn: &mut Conn, it: &Conversation) -> Result<Vec<AgentId>> {
    if it.followers.is_empty() {
        return Ok(vec![]);
    }
    let scope = Scope { followers: vec![], ..it.scope() };
    let agents = agent::rows::all(conn)?;
    let mut guests = it.followers.clone();
    guests.retain(|id| {
        let sees = |it: &Agent| it.visibility.shows(&scope, it.id, &it.teams);
        !agents.iter().any(|agent| agent.id == *id && sees(agent))
    });
    Ok(guests)
}

/// Whoever has left follows nothing: lets some go, and says whether there are more.
pub fn left(tx: &mut Tx<'_>, who: AgentId) -> Result<bool> {
    if agent::rows::find(tx.conn(), who)?.is_none_or(|it| it.active) {
        return Ok(false);
    }
    let these = rows::followed(tx.conn(), who, BATCH)?;
    let more = i64::try_from(these.len()).is_ok_and(|many| many == BATCH);
    for id in these {
        if let Some(it) = rows::lock(tx.conn(), id)? {
            let_go(tx, it, who)?;
        }
    }
    Ok(more)
}

fn add(tx: &mut Tx<'_>, mut it: Conversation, fact: Fact, who: &[AgentId]) -> Result<Conversation> {
    let mut told = activity::change(tx, &mut it, fact, |it| {
        it.followers.extend(who);
        it.followers.sort_unstable();
    })?;
    rows::follow(&mut told.writer(), it.id, who)?;
    Ok(it)
}

/// Why somebody can't follow it, if they can't.
fn full(conn: &mut Conn, it: &Conversation, who: AgentId) -> Result<Option<Problem>> {
    if it.followers.len() >= FOLLOWERS_MAX {
        return Ok(Some(crowded()));
    }
    let limit = i64::try_from(FOLLOWING_MAX).unwrap_or(i64::MAX);
    let full = rows::followed(conn, who, limit)?.len() >= FOLLOWING_MAX;
    Ok(full.then(|| {
        let words = format!(
            "Nobody follows more than {FOLLOWING_MAX} conversations. Stop following some first."
        );
        Problem::invalid("who", words)
    }))
}

fn crowded() -> Problem {
    let words =
        format!("At most {FOLLOWERS_MAX} colleagues follow a conversation. Let somebody go first.");
    Problem::invalid("who", words)
}
