//! The one door. Everything that changes anything goes through [`App::write`], and everyone hears of it because the
//! door rings.

use shared::command::{Command, Done};
use shared::event::{Actor, Seq};

use crate::app::App;
use crate::error::Result;
use crate::features;
use crate::http::auth;
use crate::policy::{self, Allowed, Viewer};
use crate::realtime::bus::Signal;
use crate::store::Tx;

/// How often a command is tried when others change the same rows at the same moment.
const TRIES: u32 = 3;

impl App {
    /// Begins, does, records, commits, and rings.
    pub async fn write<T: Send + 'static>(
        &self,
        actor: Actor,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<(T, Seq)> {
        let (value, written) = self.store.write(actor, work).await?;
        if written.recorded {
            self.bus.ring(Signal::Head(written.head));
        }
        if written.promised {
            self.bus.ring(Signal::Jobs);
        }
        Ok((value, written.head))
    }

    /// Does what a command asks, once, if its actor may; says where in the log it is.
    pub async fn execute(&self, viewer: &Viewer, command: Command) -> Result<Done> {
        let mut tries = 1;
        loop {
            let (viewer, command) = (viewer.clone(), command.clone());
            let outcome =
                self.write(Actor::Agent(viewer.agent), move |tx| once(tx, &viewer, command)).await;
            match outcome {
                Err(error) if error.is_conflict() && tries < TRIES => tries += 1,
                outcome => return outcome.map(|((), seq)| Done { seq }),
            }
        }
    }
}

fn once(tx: &mut Tx<'_>, viewer: &Viewer, command: Command) -> Result<()> {
    if tx.done_before(command.id)? {
        return Ok(());
    }
    // With the rights of this transaction, not those of when the request came in.
    let viewer = &auth::viewer_of(tx.conn(), viewer.session)?;
    let seen = command.seen.as_ref();
    match policy::authorize(tx, viewer, command.action)? {
        Allowed::Begin(id, it) => features::conversation::begin::begin(tx, viewer, id, &it),
        Allowed::Conversation(it, action) => features::conversation::handle(tx, it, action),
        Allowed::Message(it, action) => features::message::handle(tx, it, action, seen),
        Allowed::Note(it, action) => features::note::handle(tx, &it, action),
        Allowed::Mention(of, action) => features::mention::handle(tx, of, &action),
        Allowed::QuickReply(id, action) => features::quick_reply::handle(tx, id, action),
        Allowed::Contact(it, action) => features::contact::edit::handle(tx, &it, action),
        Allowed::Agent(id, action) => features::agent::handle(tx, id, action),
        Allowed::Team(id, action) => features::team::handle(tx, id, action),
        Allowed::Number(id, action) => features::number::handle(tx, id, action),
        Allowed::Attribute(id, action) => features::attribute::handle(tx, id, action),
        Allowed::Label(id, action) => features::label::handle(tx, id, action),
        Allowed::Bulk(id, action) => features::bulk::handle(tx, viewer, id, action),
        Allowed::Space(id, it, action) => features::space::handle(tx, id, it, action),
    }
}
