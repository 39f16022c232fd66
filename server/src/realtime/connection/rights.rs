//! Rights that change: whoever gets others, or is logged out, is told nothing more by the ones before.

use shared::agent::Agent;
use shared::event::{Entity, Fact};
use shared::session;

use super::{BATCH, Connection, End};
use crate::http::auth;
use crate::policy::Viewer;
use crate::realtime::wire::refusal;
use crate::store::log::Logged;

impl Connection {
    /// Whoever was away may have got other rights meanwhile: nothing of what they missed is told by the new ones.
    pub(super) async fn same_rights(&self) -> Result<(), End> {
        let (mut head, mut stopped) = (self.app.tail.head(), self.app.tail.stopped());
        tokio::select! {
            read = head.wait_for(|head| *head >= self.as_of) => read.map(drop),
            stopped = stopped.wait_for(|stopped| *stopped) => stopped.map(drop),
        }
        .map_err(|_| End::GoingAway)?;
        let mut place = self.cursor;
        while place < self.as_of {
            let lines = self.app.tail.after(place, BATCH).await.map_err(refusal)?;
            if let Some(end) = lines.iter().find_map(|line| self.affected_by(line)) {
                return Err(end);
            }
            place = lines.last().ok_or(End::Reset)?.seq;
        }
        Ok(())
    }

    /// New rights or an ended session reach the socket by the log, like everything else: also those of somebody who was
    /// away meanwhile, whose picture is of the old ones.
    pub(super) fn affected_by(&self, line: &Logged) -> Option<End> {
        if let Fact::Session(session::Fact::Ended { session, .. }) = &line.body.fact
            && *session == self.viewer.session
        {
            return Some(End::Refused(auth::not_logged_in()));
        }
        let changed =
            line.body.changes.iter().any(|change| match (&change.before, &change.after) {
                (Some(Entity::Agent(before)), Some(Entity::Agent(after)))
                    if after.id == self.viewer.agent =>
                {
                    let rights = |agent: &Agent| Viewer::of(agent.clone(), self.viewer.session);
                    rights(before) != rights(after) || !after.active
                }
                _ => false,
            });
        changed.then_some(End::Reset)
    }
}
