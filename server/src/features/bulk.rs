//! The same for many conversations: which ones is settled when it begins, then they are done a few at a time, each once,
//! by the rules and rights of single commands.

mod kept;
pub mod rows;

use shared::bulk::{Action, Bulk, FAILURES_MAX, Fact, Failure, THESE_MAX, Targets, What, next_of};
use shared::command::Action as AnyAction;
use shared::conversation;
use shared::event::{Actor, Fact as AnyFact};
use shared::ids::{BulkId, ConversationId, SessionId};
use shared::problem::{Code, Problem};
use shared::reads::Loads;
use shared::time::Millis;

use super::{agent, conversation as conversations};
use crate::error::{Error, Result};
use crate::jobs::Job;
use crate::policy::{self, Allowed, Viewer};
use crate::store::Tx;
use kept::{Kept, Undo};
use rows::{State, Target};

/// Conversations of one transaction: nobody waits for them long.
const BATCH: i64 = 200;
/// How long one is told about after it has ended.
const TOLD: Millis = Millis::days(1);

/// Does what a command asks.
pub fn handle(tx: &mut Tx<'_>, viewer: &Viewer, id: BulkId, action: Action) -> Result<()> {
    if rows::lock(tx.conn(), id)?.is_some() {
        return Err(Problem::new(Code::Taken, "This was asked for already.").into());
    }
    match action {
        Action::Start { what, targets } => {
            if matches!(&what, What::Share { among } if among.is_empty()) {
                return Err(Problem::invalid("among", "Choose at least one colleague.").into());
            }
            let these = match targets {
                Targets::Matching(view) => {
                    let now = tx.now();
                    conversations::rows::ids(tx.conn(), viewer, &view, now)?
                }
                Targets::These(these) if these.len() > THESE_MAX => {
                    let words = format!(
                        "At most {THESE_MAX} can be named one by one. Choose all of a list instead."
                    );
                    return Err(Problem::invalid("targets", words).into());
                }
                Targets::These(mut these) => {
                    these.sort_unstable();
                    these.dedup();
                    these
                }
            };
            let targets = these.into_iter().map(|conversation| Target { conversation, undo: None });
            begin(tx, viewer, id, what, None, targets.collect())
        }
        Action::Undo { of } => {
            let done = rows::lock(tx.conn(), of)?.filter(|it| it.owner == viewer.agent);
            let done = done.ok_or_else(|| Problem::not_found("bulk action"))?;
            let targets = rows::changed(tx.conn(), of)?;
            begin(tx, viewer, id, done.what, Some(of), targets)
        }
    }
}

fn begin(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: BulkId,
    what: What,
    undoes: Option<BulkId>,
    targets: Vec<Target>,
) -> Result<()> {
    let bulk = Bulk {
        id,
        owner: viewer.agent,
        what,
        undoes,
        total: u32::try_from(targets.len()).unwrap_or(u32::MAX),
        changed: 0,
        same: 0,
        refused: 0,
        failures: vec![],
        finished: targets.is_empty(),
        version: 1,
    };
    let now = tx.now();
    let mut noted = tx.happened(AnyFact::Bulk(Fact::Started)).create(&bulk)?;
    rows::begin(&mut noted.writer(), id, &targets, now)?;
    tx.promise(Job::Bulk { bulk: id });
    Ok(())
}

/// Does the next few. Says whether there are more.
pub fn go_on(tx: &mut Tx<'_>, id: BulkId) -> Result<bool> {
    let Some(mut bulk) = rows::lock(tx.conn(), id)?.filter(|it| !it.finished) else {
        return Ok(false);
    };
    tx.acts(Actor::Agent(bulk.owner));
    let owner = agent::rows::find(tx.conn(), bulk.owner)?.filter(|it| it.active);
    // With the rights of now, in whichever browser; nobody has to stay logged in.
    let viewer = owner.map(|it| Viewer::of(it, SessionId(ulid::Ulid::nil())));
    let targets = rows::waiting(tx.conn(), id, BATCH)?;
    let more = i64::try_from(targets.len()).is_ok_and(|many| many == BATCH);
    let mut next = bulk.clone();
    let mut loads = match &bulk.what {
        What::Share { .. } => conversations::load::rows::all(tx.conn())?,
        _ => Loads::new(),
    };
    for Target { conversation, undo } in targets {
        let done = match &viewer {
            Some(viewer) => one(tx, viewer, &bulk.what, &loads, conversation, undo),
            None => Err(Problem::forbidden("Who wanted this is not here any more.").into()),
        };
        let (state, undo) = match done {
            Ok(Some(undo)) => (State::Changed, Some(undo)),
            Ok(None) => (State::Same, None),
            Err(Error::Refused(problem)) => {
                let name = name(tx, viewer.as_ref(), conversation)?;
                refuse(&mut next, Failure { conversation, name, why: problem.detail });
                (State::Refused, None)
            }
            Err(fault) => return Err(fault),
        };
        if let Some(to) = undo.as_ref().and_then(Undo::given_to) {
            *loads.entry(to).or_default() += 1;
        }
        next.changed += u32::from(state == State::Changed);
        next.same += u32::from(state == State::Same);
        rows::done(&mut tx.bookkeeping(), id, conversation, state, undo)?;
    }
    let fact = if more { Fact::WentOn } else { Fact::Finished };
    tx.happened(AnyFact::Bulk(fact)).change(&mut bulk, |it| {
        *it = Bulk { finished: !more, ..next };
    })?;
    Ok(more)
}

fn refuse(bulk: &mut Bulk, failure: Failure) {
    bulk.refused += 1;
    if bulk.failures.len() < FAILURES_MAX {
        bulk.failures.push(failure);
    }
}

/// By the rules of a single command. Says how to take it back, if it changed anything.
fn one(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    what: &What,
    loads: &Loads,
    id: ConversationId,
    undo: Option<Undo>,
) -> Result<Option<Undo>> {
    let Some(action) = action(tx, what, loads, id, undo.is_some())? else { return Ok(None) };
    let wanted = AnyAction::Conversation(id, action);
    let Allowed::Conversation(it, action) = policy::authorize(tx, viewer, wanted)? else {
        return Err(Problem::not_found("conversation").into());
    };
    let before = Kept::of(&it);
    match undo {
        Some(undo) => kept::revert(tx, it, what, &undo)?,
        None => conversations::handle(tx, it, action)?,
    }
    let after = conversations::rows::lock(tx.conn(), id)?.map(|it| Kept::of(&it));
    Ok(after.filter(|after| *after != before).map(|after| Undo { before, after }))
}

/// The single command that does it, or for taking it back one that needs the same rights; nothing where there is nothing to
/// do.
fn action(
    tx: &mut Tx<'_>,
    what: &What,
    loads: &Loads,
    id: ConversationId,
    back: bool,
) -> Result<Option<conversation::Action>> {
    use conversation::Action as Single;

    Ok(Some(match what.clone() {
        What::Read => {
            let last = conversations::rows::lock(tx.conn(), id)?.and_then(|it| it.last);
            let Some(last) = last else { return Ok(None) };
            Single::Read { through: last.message }
        }
        What::Unread => Single::Unread,
        What::Transfer { to } => Single::Transfer { to },
        What::SetAttribute { attribute, value } => Single::SetAttribute { attribute, value },
        What::Delete => Single::Delete,
        What::Restore => Single::Restore,
        What::Close => Single::Close,
        What::Reopen => Single::Reopen,
        What::Assign { to } => Single::Assign { to },
        What::Share { among } => {
            let has = conversations::rows::lock(tx.conn(), id)?.and_then(|it| it.assignee);
            if !back && has.is_some_and(|it| among.contains(&it)) {
                return Ok(None);
            }
            Single::Assign { to: next_of(&among, loads) }
        }
        What::Label { add, remove } => Single::Label { add, remove },
        What::Snooze { until } => Single::Snooze { until },
    }))
}

/// Whose conversation it is, for who sees it.
fn name(tx: &mut Tx<'_>, viewer: Option<&Viewer>, id: ConversationId) -> Result<Option<String>> {
    let Some(viewer) = viewer else { return Ok(None) };
    let it = conversations::rows::lock(tx.conn(), id)?;
    Ok(it.filter(|it| viewer.sees_scope(it.scope())).map(|it| viewer.name(&it)))
}

/// Forgets those that ended long ago.
pub fn forget_old(tx: &mut Tx<'_>) -> Result<()> {
    let before = tx.now() - TOLD;
    for bulk in rows::ended(tx.conn(), before)? {
        let mut noted = tx.happened(AnyFact::Bulk(Fact::Forgotten));
        rows::forget(&mut noted.writer(), bulk.id)?;
        noted.remove(&bulk)?;
    }
    Ok(())
}
