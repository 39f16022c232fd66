//! Commands out: asked again with the same id until there is an answer; a refusal becomes words for a person.

mod answers;
mod kept;
mod later;

use std::collections::HashMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::answer::Seen;
use shared::command::{Action, Command, Done};
use shared::draft::NoteDraft;
use shared::event::Seq;
use shared::ids::{AgentId, CommandId, ConversationId, MessageId, NoteId, UploadId};
use shared::problem::{Code, Problem};
use shared::reads::COMMANDS;
use shared::{conversation, message, note};

use crate::bell::Bell;
use crate::clock;
use crate::crossed::Crossed;
use crate::drafts::Drafts;
use crate::fetch::{Answer, Failure};
use crate::logic::backoff;
use crate::logic::noting;
use crate::logic::outbox::{Outbox, again};
use crate::session::Session;
use crate::shelf::Shelf;
use crate::ui::toast::Toasts;

use answers::Sight;

type Then = Box<dyn FnOnce()>;

/// Commands out. It outlives a session that ends, so that nothing said is lost when one has to log in again.
#[derive(Clone, Copy)]
pub struct Sender {
    outbox: RwSignal<Outbox>,
    known: StoredValue<Known>,
    pub(crate) session: Session,
    pub(crate) drafts: Drafts,
    pub(crate) toasts: Toasts,
    /// Answers that were not sent because a colleague had answered.
    pub crossed: Crossed,
    /// Changes that were not made because others had made one, to be told.
    pub changed: RwSignal<Vec<(ConversationId, conversation::Action, Problem)>>,
    sight: StoredValue<Option<Sight>>,
    shelf: Shelf,
    bell: Bell,
    /// What is to be done when a command is.
    then: StoredValue<HashMap<CommandId, Then>, LocalStorage>,
}

/// What nobody watches.
#[derive(Default)]
struct Known {
    owner: Option<AgentId>,
    /// The picture shows everything up to here.
    seen: Seq,
    /// What was typed of notes that have no answer yet.
    noted: HashMap<CommandId, NoteDraft>,
    /// Whether nothing is asked before what was left on the shelf.
    taking_up: bool,
}

impl Sender {
    /// Nothing on its way.
    pub fn new(session: Session, drafts: Drafts, toasts: Toasts) -> Self {
        let (outbox, known) = (RwSignal::new(Outbox::default()), StoredValue::default());
        let then = StoredValue::new_local(HashMap::new());
        let (crossed, sight) = (Crossed::new(), StoredValue::new(None));
        let (shelf, bell) = (Shelf::new(), Bell::new());
        let changed = RwSignal::new(Vec::new());
        Self { outbox, known, session, drafts, toasts, crossed, changed, sight, shelf, bell, then }
    }

    /// The server can be reached again: what got no answer is asked again at once.
    pub fn hurry(self) {
        self.bell.ring();
    }

    /// Goes on with what this agent had said, and with nothing that another had.
    pub fn open(self, agent: AgentId) {
        if self.known.with_value(|it| it.owner) != Some(agent) {
            self.known.update_value(|it| it.owner = Some(agent));
            self.outbox.set(Outbox::default());
            self.shelf.open(agent);
            self.take_up();
        }
        self.crossed.open(agent);
        self.pump();
    }

    /// Wants something.
    pub fn send(self, action: Action) {
        let seen = self.seen(&action);
        self.give(CommandId::new(clock::now()), action, seen);
    }

    /// Wants something, and does something else once it is done.
    pub fn send_then(self, action: Action, then: impl FnOnce() + 'static) {
        let id = CommandId::new(clock::now());
        self.then.update_value(|it| drop(it.insert(id, Box::new(then))));
        let seen = self.seen(&action);
        self.give(id, action, seen);
    }

    fn give(self, id: CommandId, action: Action, seen: Option<Seen>) {
        let (command, now) = (Command { id, action, seen }, clock::now());
        self.known.with_value(|it| self.shelf.put(&command, now, it.noted.get(&id)));
        self.outbox.update(|it| it.push(command, now));
        self.pump();
    }

    /// Says what stands in the composer, if anything does, and does something else once it is taken.
    pub fn say_then(self, to: ConversationId, then: impl FnOnce() + 'static) {
        let draft = self.drafts.take(to);
        let text = draft.text.trim();
        if text.is_empty() {
            return then();
        }
        let (id, text) = (MessageId::new(clock::now()), text.to_owned());
        let send = message::Action::Send { id, text, reply_to: draft.reply_to };
        self.send_then(Action::Message(to, send), then);
    }

    /// Adds the note that stands in the composer, if any does, with files that were handed over for it. Says which it is.
    pub fn note(self, of: ConversationId, files: Vec<UploadId>) -> Option<NoteId> {
        let draft = self.drafts.take_note(of);
        let pieces = noting::pieces(&draft.text, &draft.named);
        if pieces.is_empty() && files.is_empty() {
            return None;
        }
        let (now, audience) = (clock::now(), draft.audience);
        let note = NoteId::new(now);
        let add = note::Action::Add { id: note, pieces, files, audience };
        let id = CommandId::new(now);
        self.known.update_value(|it| drop(it.noted.insert(id, draft)));
        self.give(id, Action::Note(of, add), None);
        Some(note)
    }

    /// Sends files that were uploaded, in their order; the first answers what is being answered.
    pub fn say_files(self, to: ConversationId, files: Vec<(UploadId, Option<String>, bool)>) {
        for (upload, caption, voice) in files {
            let mut reply_to = None;
            self.drafts.update(to, |draft| reply_to = draft.reply_to.take());
            let id = MessageId::new(clock::now());
            let send = message::Action::SendFile { id, upload, caption, voice, reply_to };
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
        self.known.update_value(|it| it.seen = seq);
        let mut next = self.outbox.get_untracked();
        if next.settle(seq) {
            self.outbox.set(next);
        }
    }

    fn pump(self) {
        if self.known.with_value(|it| it.taking_up) {
            return;
        }
        let next = self.outbox.try_update_untracked(Outbox::take_turns).unwrap_or_default();
        for command in next {
            spawn_local(self.deliver(command));
        }
    }

    /// Wants something and waits for the answer, for forms that show it beside their fields.
    pub async fn ask(self, action: Action) -> Answer<Done> {
        let seen = self.seen(&action);
        let command = Command { id: CommandId::new(clock::now()), action, seen };
        let answer = self.until_answered(&command).await;
        if let Err(failure) = &answer {
            self.crossed_with(&command.action, failure);
        }
        answer
    }

    async fn deliver(self, command: Command) {
        match self.until_answered(&command).await {
            Ok(done) => {
                self.shelf.take_off(command.id);
                self.known.update_value(|it| drop(it.noted.remove(&command.id)));
                self.outbox.update(|it| it.done(command.id, done.seq));
                // The log is often faster than the answer.
                self.settle(self.known.with_value(|it| it.seen));
                if let Some(then) = self.taken(command.id) {
                    then();
                }
            }
            // It goes on when somebody has logged in again.
            Err(_) if self.session.anonymous() => return self.outbox.update(Outbox::pause),
            Err(failure) => self.refused(command.id, &failure),
        }
        self.pump();
    }

    /// Asks until there is an answer that will not change, or nobody is logged in any more.
    async fn until_answered(self, command: &Command) -> Answer<Done> {
        let (mut failed, mut faults) = (0, 0);
        loop {
            let failure = match self.session.post(COMMANDS, command).await {
                Ok(done) => return Ok(done),
                Err(failure) => failure,
            };
            match &failure {
                Failure::Refused(problem) if !again(problem.code, faults) => return Err(failure),
                Failure::Refused(problem) => {
                    faults += u32::from(problem.code == Code::Internal);
                }
                Failure::Lost if self.session.anonymous() => return Err(failure),
                Failure::Lost => {}
            }
            self.outbox.update(|it| it.trouble(command.id));
            self.bell.wait(backoff::delay(failed, js_sys::Math::random())).await;
            failed += 1;
        }
    }

    fn taken(self, id: CommandId) -> Option<Then> {
        self.then.try_update_value(|it| it.remove(&id)).flatten()
    }

    /// Says why, and gives the text back.
    fn refused(self, id: CommandId, failure: &Failure) {
        self.taken(id);
        self.shelf.take_off(id);
        let entry = self.outbox.try_update(|it| it.refused(id)).flatten();
        let draft = self.known.try_update_value(|it| it.noted.remove(&id)).flatten();
        if entry.as_ref().is_some_and(|it| self.crossed_with(&it.command.action, failure)) {
            return;
        }
        if let Some(entry) = entry {
            self.give_back(entry.command.action, draft);
        }
        self.toasts.problem(failure.words());
    }

    /// What was typed is in the composer again.
    fn give_back(self, action: Action, noted: Option<NoteDraft>) {
        match action {
            Action::Message(
                to,
                message::Action::Send { text, reply_to, .. }
                | message::Action::Schedule { text, reply_to, .. },
            ) => self.drafts.give_back(to, &text, reply_to),
            Action::Note(of, note::Action::Add { .. }) => {
                self.drafts.give_back_note(of, noted.unwrap_or_default());
            }
            _ => {}
        }
    }
}
