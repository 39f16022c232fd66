//! The one door. Everything that changes anything goes through [`App::write`], and everyone hears of it because the
//! door rings.

use shared::command::{Command, Done};
use shared::conversation::Action::TakeOver;
use shared::event::{Actor, Seq};
use shared::ids::ConversationId;
use shared::presence::Fence;

use crate::app::App;
use crate::error::Result;
use crate::features;
use crate::features::reply::{self, Leases};
use crate::http::auth;
use crate::lease::Holder;
use crate::policy::{self, Allowed, Viewer};
use crate::realtime::bus::Signal;
use crate::realtime::presence::Whisper;
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
        let wanted = reply::wanted(&command.action);
        let leases = match wanted {
            Some((at, _)) => Leases {
                held: self.leases.look(&reply::resource(at)).await.unwrap_or_default(),
                given: self.leases.look(&reply::given(at)).await.unwrap_or_default(),
            },
            None => Leases::default(),
        };
        let mut tries = 1;
        let (fence, seq) = loop {
            let (actor, viewer, command) =
                (Actor::Agent(viewer.agent), viewer.clone(), command.clone());
            let work = move |tx: &mut Tx<'_>| once(tx, &viewer, command, leases);
            match self.write(actor, work).await {
                Err(error) if error.is_conflict() && tries < TRIES => tries += 1,
                outcome => break outcome?,
            }
        };
        if let (Some((at, tab)), Some(fence)) = (wanted, fence) {
            self.takes_over(at, Holder { agent: viewer.agent, tab }, fence).await;
        }
        Ok(Done { seq })
    }

    /// The lease follows what was decided. Where it can't be reached, the token still counts.
    async fn takes_over(&self, at: ConversationId, by: Holder, fence: Fence) {
        if self.leases.force(&reply::resource(at), by, fence, reply::SPAN).await.is_ok() {
            self.bus.ring(Signal::Whisper(Whisper::TookOver { at, by: by.agent }));
        }
    }
}

/// Says with which token a reply was taken over, if one was.
fn once(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    command: Command,
    leases: Leases,
) -> Result<Option<Fence>> {
    if tx.done_before(command.id)? {
        return Ok(None);
    }
    // With the rights of this transaction, not those of when the request came in.
    let viewer = &auth::viewer_of(tx.conn(), viewer.session)?;
    let seen = command.seen.as_ref();
    match policy::authorize(tx, viewer, command.action)? {
        Allowed::Begin(id, it) => features::conversation::begin::begin(tx, viewer, id, &it),
        Allowed::Conversation(it, TakeOver { .. }) => {
            reply::check(viewer, leases)?;
            return reply::take_over(tx, it, leases.held).map(Some);
        }
        Allowed::Conversation(it, action) => {
            features::conversation::changed::check(tx, &it, &action, seen)?;
            features::conversation::handle(tx, it, action)
        }
        Allowed::Message(it, action) => features::message::handle(tx, it, action, seen),
        Allowed::Note(it, action) => features::note::handle(tx, &it, action),
        Allowed::Call(it, action) => features::call::handle(tx, it, action),
        Allowed::Mention(of, action) => features::mention::handle(tx, of, &action),
        Allowed::QuickReply(id, action) => features::quick_reply::handle(tx, id, action),
        Allowed::Contact(it, action) => features::contact::edit::handle(tx, &it, action),
        Allowed::Agent(id, action) => features::agent::handle(tx, id, action),
        Allowed::Role(id, action) => features::role::handle(tx, id, action),
        Allowed::Team(id, action) => features::team::handle(tx, id, action),
        Allowed::Number(id, action) => features::number::handle(tx, id, action),
        Allowed::Attribute(id, action) => features::attribute::handle(tx, id, action),
        Allowed::Label(id, action) => features::label::handle(tx, id, action),
        Allowed::Bulk(id, action) => features::bulk::handle(tx, viewer, id, action),
        Allowed::Allocation(action) => features::allocation::handle(tx, action),
        Allowed::CallSettings(setting) => features::call::settings::handle(tx, setting),
        Allowed::Space(id, it, action) => features::space::handle(tx, id, it, action),
    }?;
    Ok(None)
}
