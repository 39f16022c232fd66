//! Listening in: who may does so in the open, and it stays written in the call.

use shared::call::{Call, Fact, LISTENERS_MAX, Listener, Mode, Stage};
use shared::conversation::Conversation;
use shared::ids::{AgentId, CallId};
use shared::problem::{Code, Problem};

use super::{both, join, of, save};
use crate::error::Result;
use crate::store::Tx;

/// Somebody listens in from now on, heard by nobody at first; from another tab perhaps.
pub fn listen(tx: &mut Tx<'_>, it: Conversation, id: CallId, me: AgentId) -> Result<()> {
    let call = of(tx, &it, id)?;
    join::not_in_another(tx, me, id)?;
    if call.busy().contains(&me) {
        return Err(Problem::new(Code::Conflict, "You are in this call yourself.").into());
    }
    if !matches!(call.stage, Stage::Talking { .. } | Stage::Waiting { .. }) {
        return Err(Problem::new(Code::Conflict, "Nobody talks in this call now.").into());
    }
    let others = call.listeners.iter().filter(|it| it.now.is_some() && it.agent != me).count();
    if others >= LISTENERS_MAX {
        let words = format!("{LISTENERS_MAX} people listen in already.");
        return Err(Problem::new(Code::Conflict, words).into());
    }
    let next = with(&call, me, Some(Mode::Listen));
    save(tx, it, call, next, Fact::Listens)?;
    Ok(())
}

/// By whom somebody who listens in is heard from now on.
pub(super) fn heard(
    tx: &mut Tx<'_>,
    it: Conversation,
    call: Call,
    me: AgentId,
    mode: Mode,
) -> Result<()> {
    match call.listens(me) {
        None => Err(Problem::new(Code::Conflict, "You don't listen in on this call.").into()),
        Some(before) if before == mode => Ok(()),
        Some(_) => {
            let next = with(&call, me, Some(mode));
            save(tx, it, call, next, Fact::Heard)?;
            Ok(())
        }
    }
}

/// Somebody listens in no more.
pub(super) fn leave(tx: &mut Tx<'_>, it: Conversation, call: Call, me: AgentId) -> Result<()> {
    if call.live() && call.listens(me).is_some() {
        let next = with(&call, me, None);
        save(tx, it, call, next, Fact::Left)?;
    }
    Ok(())
}

/// The tab in which somebody listened in is gone.
pub fn lost(tx: &mut Tx<'_>, id: CallId, who: AgentId) -> Result<()> {
    let Some((it, call)) = both(tx, id)? else { return Ok(()) };
    leave(tx, it, call, who)
}

/// The call with somebody who is heard so.
fn with(call: &Call, who: AgentId, now: Option<Mode>) -> Call {
    let mut next = call.clone();
    if let Some(it) = next.listeners.iter_mut().find(|it| it.agent == who) {
        (it.now, it.most) = (now, it.most.max(now.unwrap_or(it.most)));
    } else {
        let most = now.unwrap_or(Mode::Listen);
        next.listeners.push(Listener { agent: who, now, most });
    }
    next
}
