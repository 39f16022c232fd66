//! Commands out: asked again with the same id until there is an answer; a refusal becomes words for a person.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::command::{Action, Command, Done};
use shared::event::Seq;
use shared::ids::{AgentId, CommandId, ConversationId, MessageId};
use shared::message;
use shared::problem::Code;
use shared::reads::COMMANDS;

use crate::bell::Bell;
use crate::clock;
use crate::drafts::Drafts;
use crate::fetch::Failure;
use crate::logic::backoff;
use crate::logic::outbox::{Entry, Outbox, again};
use crate::session::Session;
use crate::ui::toast::Toasts;

/// Commands out. It outlives a session that ends, so that nothing said is lost when one has to log in again.
#[derive(Clone, Copy)]
pub struct Sender {
    outbox: RwSignal<Outbox>,
    owner: StoredValue<Option<AgentId>>,
    session: Session,
    drafts: Drafts,
    toasts: Toasts,
    bell: Bell,
}

impl Sender {
    /// Nothing on its way.
    pub fn new(session: Session, drafts: Drafts, toasts: Toasts) -> Self {
        let outbox = RwSignal::new(Outbox::default());
        Self { outbox, owner: StoredValue::new(None), session, drafts, toasts, bell: Bell::new() }
    }

    /// The server can be reached again: what got no answer is asked again at once.
    pub fn hurry(self) {
        self.bell.ring();
    }

    /// Goes on with what this agent had said, and with nothing that another had.
    pub fn open(self, agent: AgentId) {
        if self.owner.get_value() != Some(agent) {
            self.owner.set_value(Some(agent));
            self.outbox.set(Outbox::default());
        }
        self.pump();
    }

    /// Wants something.
    pub fn send(self, action: Action) {
        let now = clock::now();
        let command = Command { id: CommandId::new(now), action };
        self.outbox.update(|it| it.push(command, now));
        self.pump();
    }

    /// Says what stands in the composer, if anything does.
    pub fn say(self, to: ConversationId) {
        let draft = self.drafts.take(to);
        let text = draft.text.trim();
        if !text.is_empty() {
            let id = MessageId::new(clock::now());
            let send =
                message::Action::Send { id, text: text.to_owned(), reply_to: draft.reply_to };
            self.send(Action::Message(to, send));
        }
    }

    /// What is on its way.
    pub fn read<T>(self, look: impl FnOnce(&Outbox) -> T) -> T {
        self.outbox.with(look)
    }

    /// Whether something like this is on its way, or done and not yet seen.
    pub fn busy(self, like: impl Fn(&Action) -> bool) -> bool {
        self.outbox.with(|it| it.any(like))
    }

    /// The picture shows everything up to here.
    pub fn settle(self, seq: Seq) {
        let mut next = self.outbox.get_untracked();
        if next.settle(seq) {
            self.outbox.set(next);
        }
    }

    fn pump(self) {
        let next = self.outbox.try_update_untracked(Outbox::next).unwrap_or_default();
        for command in next {
            spawn_local(self.deliver(command));
        }
    }

    async fn deliver(self, command: Command) {
        let (mut failed, mut faults) = (0, 0);
        loop {
            let failure = match self.session.post::<Done>(COMMANDS, &command).await {
                Ok(done) => {
                    self.outbox.update(|it| it.done(command.id, done.seq));
                    break;
                }
                Err(failure) => failure,
            };
            match &failure {
                Failure::Refused(problem) if problem.code == Code::NotLoggedIn => {
                    return self.outbox.update(Outbox::pause);
                }
                Failure::Refused(problem) if !again(problem.code, faults) => {
                    self.refused(command.id, &failure);
                    break;
                }
                Failure::Refused(problem) => {
                    faults += u32::from(problem.code == Code::Internal);
                }
                Failure::Lost => {}
            }
            self.outbox.update(|it| it.trouble(command.id));
            self.bell.wait(backoff::delay(failed, js_sys::Math::random())).await;
            failed += 1;
            if self.session.anonymous() {
                return self.outbox.update(Outbox::pause);
            }
        }
        self.pump();
    }

    /// Says why, and gives the text back.
    fn refused(self, id: CommandId, failure: &Failure) {
        let entry = self.outbox.try_update(|it| it.refused(id)).flatten();
        if let Some(Entry { command: Command { action: Action::Message(to, send), .. }, .. }) =
            entry
            && let message::Action::Send { text, reply_to, .. } = send
        {
            self.drafts.give_back(to, &text, reply_to);
        }
        self.toasts.problem(failure.words());
    }
}
